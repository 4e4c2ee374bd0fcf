//! Problems of an input, drawn with the line they stand on.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use transfer_model::diag::Problem;
use transfer_model::source::{Source, Sources, Span};

use super::text::{clean, seen};
use crate::env::Out;
use crate::home::Home;

/// Most problems printed; the others are counted.
const MOST: usize = 200;

/// Prints every problem and their number.
pub fn print(sources: &Sources, problems: &[Problem], out: &mut Out<'_>) {
    print_of(&Home::default(), sources, problems, out);
}

/// The same for sources that lie in some folder.
pub fn print_of(home: &Home, sources: &Sources, problems: &[Problem], out: &mut Out<'_>) {
    listed(home, sources, problems, "nothing was assessed", out);
}

/// Prints every problem and their number, and what did not happen for them.
pub fn print_as(sources: &Sources, problems: &[Problem], so: &str, out: &mut Out<'_>) {
    listed(&Home::default(), sources, problems, so, out);
}

fn listed(home: &Home, sources: &Sources, problems: &[Problem], so: &str, out: &mut Out<'_>) {
    let renderer = renderer(out.colour);
    let mut text = String::new();
    for problem in problems.iter().take(MOST) {
        text.push_str(&renderer.render(&[group(home, sources, problem)]));
        text.push_str("\n\n");
    }
    let count = problems.len();
    if count > MOST {
        text.push_str(&format!("… and {} more\n", count.saturating_sub(MOST)));
    }
    let noun = if count == 1 { "problem" } else { "problems" };
    text.push_str(&format!("{count} {noun}; {so}\n"));
    out.message(&text);
}

/// The renderer for snippets.
pub fn renderer(colour: bool) -> Renderer {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii)
}

fn group<'a>(home: &Home, sources: &'a Sources, problem: &'a Problem) -> Group<'a> {
    let title = Level::ERROR.primary_title(clean(&problem.message)).id(problem.code.name());
    let mut group = Group::with_title(title);
    if let Some(span) = problem.span
        && let Some(source) = sources.get(span.source)
    {
        let other = problem.other.as_ref();
        let near = other.filter(|(other, _)| {
            other.source == span.source
                && Window::around(source, &[span, *other]).is_whole(source, &[span, *other])
        });
        group = group.elements(drawn(
            home,
            source,
            span,
            None,
            near.map(|(other, label)| (*other, label.as_str())),
        ));
        if let Some((far, label)) = other.filter(|_| near.is_none())
            && let Some(source) = sources.get(far.source)
        {
            group = group.elements(drawn(home, source, *far, Some(label), None));
        }
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    group
}

/// The lines of a span, underlined; of a line too long to draw only its place.
pub fn drawn<'a>(
    home: &Home,
    source: &'a Source,
    span: Span,
    label: Option<&'a str>,
    near: Option<(Span, &'a str)>,
) -> Vec<Element<'a>> {
    let mut spans = vec![span];
    spans.extend(near.map(|(near, _)| near));
    let window = Window::around(source, &spans);
    if !window.is_whole(source, &spans) {
        let at = source.position(span.start);
        let origin = Origin::path(clean(&home.path(source.name()))).line(at.line).char_column(at.column);
        return vec![origin.into()];
    }
    let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    let mut snippet =
        window.snippet(home, source).annotation(kind.span(window.range(source, span)).label(label));
    if let Some((near, label)) = near {
        snippet = snippet.annotation(AnnotationKind::Context.span(window.range(source, near)).label(label));
    }
    vec![snippet.into()]
}

/// The few lines of a source around some spans: drawing a whole file for each problem would cost too much.
#[derive(Debug)]
pub struct Window {
    start: usize,
    end: usize,
    line: usize,
}

impl Window {
    /// Longest stretch shown, in bytes; a longer one shows its first span only.
    const MOST: usize = 4000;

    /// The lines of the spans.
    pub fn around(source: &Source, spans: &[Span]) -> Self {
        let (mut first, mut last) = (usize::MAX, 0);
        for span in spans {
            first = first.min(source.position(span.start).line);
            last = last.max(source.position(span.start.max(span.end.saturating_sub(1))).line);
        }
        let start = source.line_start(first);
        let mut end = source.line_start(last.saturating_add(1));
        if end.saturating_sub(start) > Self::MOST {
            end = start.saturating_add(Self::MOST);
            while end > start && !source.text().is_char_boundary(end) {
                end = end.saturating_sub(1);
            }
        }
        Self { start, end, line: first }
    }

    /// Whether the window holds all lines of the spans.
    pub fn is_whole(&self, source: &Source, spans: &[Span]) -> bool {
        let last =
            spans.iter().map(|span| source.position(span.start.max(span.end.saturating_sub(1))).line).max();
        last.is_none_or(|last| source.line_start(last.saturating_add(1)) <= self.end)
    }

    /// A snippet of those lines.
    pub fn snippet<'a>(
        &self,
        home: &Home,
        source: &'a Source,
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let text = source.text().get(self.start..self.end).unwrap_or("");
        Snippet::source(seen(text)).line_start(self.line).path(clean(&home.path(source.name())))
    }

    /// The span as a range in the window's text as it is shown.
    pub fn range(&self, source: &Source, span: Span) -> std::ops::Range<usize> {
        let shown = |at: usize| {
            let before = source.text().get(self.start..self.start.saturating_add(at));
            before.map_or(at, |before| seen(before).len())
        };
        let clamp = |at: u32| {
            let at = usize::try_from(at).unwrap_or(usize::MAX);
            at.clamp(self.start, self.end).saturating_sub(self.start)
        };
        let (start, end) = (clamp(span.start), clamp(span.end));
        let (start, end) = (shown(start), shown(end));
        start..end.max(start)
    }
}
