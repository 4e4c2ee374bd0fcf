//! A finding as it is drawn: a title, the line of the register it is about, what to cite and what mends it. Nearly all
//! have one mark on one short line of plain signs, and a large register has hundreds of thousands: these are written
//! straight away. Whatever else there is, `annotate-snippets` draws; a test holds the two together.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer};
use transfer_model::finding::Severity;
use transfer_model::source::{Source, Span};

use super::problems::{Window, renderer};
use super::text::{clean, clean_into, is_plain};
use crate::home::Home;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawing<'a> {
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) title: &'a str,
    pub(super) place: Option<Place<'a>>,
    /// What to cite; nothing: empty.
    pub(super) law: &'a str,
    pub(super) remedy: &'a str,
    pub(super) waived: Option<&'a str>,
}

/// A stretch of a text, and what stands beside its mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) source: &'a Source,
    pub(super) span: Span,
    pub(super) label: Option<&'a str>,
}

/// Draws findings one after the other.
#[derive(Debug)]
pub(super) struct Pen<'a> {
    home: &'a Home,
    renderer: Renderer,
    colour: bool,
    last: Last,
}

/// The place drawn last, since many findings have the place of the one before.
#[derive(Debug, Default)]
struct Last {
    span: Option<Span>,
    label: Option<String>,
    /// The lines from `-->` on; empty: not plain enough.
    text: String,
    /// How far in lines without a number stand.
    margin: usize,
}

/// Lines up to this width are not cut by `annotate-snippets`.
const WIDEST: usize = 140;

/// A line that stands further in is moved out.
const MOST_BLANKS: usize = 20;

impl<'a> Pen<'a> {
    pub(super) fn new(home: &'a Home, colour: bool) -> Self {
        Self { home, renderer: renderer(colour), colour, last: Last::default() }
    }

    /// Puts a drawing at the end of a text, without a line feed.
    pub(super) fn draw(&mut self, drawing: &Drawing<'_>, out: &mut String) {
        if self.colour || !drawing.place.is_some_and(|place| self.is_plain(place)) {
            out.push_str(&self.drawn(drawing));
            return;
        }
        for part in [drawing.severity.name(), "[", drawing.code, "]: "] {
            out.push_str(part);
        }
        clean_into(drawing.title, out);
        out.push_str(&self.last.text);
        let law = Some(drawing.law).filter(|law| !law.is_empty());
        for (name, text) in [("law: ", law), ("remedy: ", Some(drawing.remedy)), ("waived: ", drawing.waived)]
        {
            let Some(text) = text else { continue };
            out.push('\n');
            blanks(self.last.margin, out);
            out.push_str("= ");
            out.push_str(name);
            clean_into(text, out);
        }
    }

    /// Whether a place is plain enough to be written; then it is the last.
    fn is_plain(&mut self, place: Place<'_>) -> bool {
        if self.last.span != Some(place.span) || self.last.label.as_deref() != place.label {
            self.last.span = Some(place.span);
            self.last.label = place.label.map(str::to_owned);
            self.last.text.clear();
            if write(self.home, place, &mut self.last).is_none() {
                self.last.text.clear();
            }
        }
        !self.last.text.is_empty()
    }

    /// By way of the library.
    fn drawn(&self, drawing: &Drawing<'_>) -> String {
        let level = match drawing.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut group = Group::with_title(level.primary_title(clean(drawing.title)).id(drawing.code));
        if let Some(Place { source, span, label }) = drawing.place {
            let window = Window::around(source, &[span]);
            let mark = AnnotationKind::Primary.span(window.range(source, span));
            let mark = mark.label(label.map(clean));
            group = group.element(window.snippet(self.home, source).annotation(mark));
        }
        if !drawing.law.is_empty() {
            group = group.element(Level::NOTE.with_name("law").message(clean(drawing.law)));
        }
        group = group.element(Level::HELP.with_name("remedy").message(clean(drawing.remedy)));
        if let Some(waived) = drawing.waived {
            group = group.element(Level::NOTE.with_name("waived").message(clean(waived)));
        }
        self.renderer.render(&[group])
    }
}

/// Writes the lines of a place; none, with some of them perhaps written: it is not plain enough.
fn write(home: &Home, place: Place<'_>, last: &mut Last) -> Option<()> {
    let Place { source, span, label } = place;
    let (start, end) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
    let (before, _) = source.text().split_at_checked(start)?;
    let begun = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at.saturating_add(1));
    let line = line_of(source.text().get(begun..)?);
    let (column, marked) = (start.checked_sub(begun)?, end.checked_sub(start)?);
    let blank = line.bytes().take_while(|byte| *byte == b' ').count();
    if marked == 0 || column.saturating_add(marked) > line.len() || blank > MOST_BLANKS || !is_plain(line) {
        return None;
    }
    let number = source.position(span.start).line;
    let digits = usize::try_from(number.checked_ilog10()?).ok()?.saturating_add(1);
    last.margin = digits.saturating_add(1);
    if line.len().saturating_add(last.margin).saturating_add(2) > WIDEST {
        return None;
    }
    let text = &mut last.text;
    text.push('\n');
    blanks(digits, text);
    let path = clean(&home.path(source.name()));
    write!(text, "--> {path}:{number}:{}", column.saturating_add(1)).ok()?;
    bar(last.margin, text);
    write!(text, "\n{number} | {line}").ok()?;
    bar(last.margin, text);
    blanks(column.saturating_add(1), text);
    text.extend(std::iter::repeat_n('^', marked));
    if let Some(label) = label.filter(|label| !label.is_empty()) {
        text.push(' ');
        clean_into(label, text);
    }
    bar(last.margin, text);
    Some(())
}

/// The line with which a text begins, without its end.
fn line_of(text: &str) -> &str {
    let Some(end) = memchr::memchr(b'\n', text.as_bytes()) else { return text };
    let line = text.get(..end).unwrap_or(text);
    line.strip_suffix('\r').unwrap_or(line)
}

/// A line with nothing on it yet but the bar between numbers and text.
fn bar(margin: usize, text: &mut String) {
    text.push('\n');
    blanks(margin, text);
    text.push('|');
}

fn blanks(count: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', count));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use transfer_model::source::SourceId;

    use super::*;

    /// A drawing by both ways, and whether the first was not by way of the library.
    fn both(
        text: &str,
        range: std::ops::Range<usize>,
        label: Option<&str>,
        [title, law, remedy]: [&str; 3],
    ) -> (String, String, bool) {
        let source = Source::new("flows.toml", text);
        let drawing = Drawing {
            severity: Severity::Warning,
            code: "tia-missing",
            title,
            place: Some(Place { source: &source, span: Span::new(SourceId::default(), range), label }),
            law,
            remedy,
            waived: label,
        };
        let home = Home::default();
        let mut pen = Pen::new(&home, false);
        let mut written = String::new();
        pen.draw(&drawing, &mut written);
        (written, pen.drawn(&drawing), !pen.last.text.is_empty())
    }

    #[test]
    fn plain_lines_are_written_and_others_left_to_the_library() {
        let words = ["a title", "Article 46", "sign"];
        for (text, range, written) in [
            ("id = \"a\"\nmechanism = [\"dpf\"]\n", 22..27, true),
            ("id = \"a\"", 5..8, true),
            ("id = \"a\"\r\n", 5..8, true),
            ("    id = \"a\"\n", 0..12, true),
            ("id = \"a\"\n", 5..5, false),
            ("id = \"a\"\nb = 1\n", 5..11, false),
            ("\tid = \"a\"\n", 6..9, false),
            ("id = \"\u{e9}\"\n", 5..9, false),
            ("id = \"a\rb\"\n", 5..10, false),
            (&format!("{}id = 1\n", " ".repeat(30)), 30..32, false),
            (&format!("id = \"{}\"\n", "a".repeat(200)), 0..2, false),
        ] {
            for label in [None, Some(""), Some("flow `a`: b to c")] {
                let (by_pen, by_library, direct) = both(text, range.clone(), label, words);
                assert_eq!(by_pen, by_library, "{text:?}");
                assert_eq!(direct, written, "{text:?}");
            }
        }
    }

    #[test]
    fn numbers_of_lines_make_room_for_themselves() {
        let text = "id = 1\n".repeat(1_200);
        for line in [1, 9, 10, 99, 100, 999, 1_000, 1_200] {
            let start = (line - 1) * 7;
            let (by_pen, by_library, direct) = both(&text, start..start + 2, Some("x"), ["t", "", "r"]);
            assert_eq!(by_pen, by_library);
            assert!(direct && by_pen.contains(&format!("\n{line} | id = 1\n")), "{by_pen}");
        }
    }

    #[test]
    fn a_place_drawn_again_is_the_same() {
        let source = Source::new("a.toml", "id = \"a\"\nid = \"b\"\n");
        let home = Home::default();
        let mut pen = Pen::new(&home, false);
        let at = |range, label| {
            Some(Place { source: &source, span: Span::new(SourceId::default(), range), label })
        };
        for place in [
            at(5..8, None),
            at(5..8, None),
            at(5..8, Some("x")),
            at(14..17, Some("x")),
            at(5..11, None),
            at(5..8, None),
            None,
        ] {
            let drawing = Drawing {
                severity: Severity::Error,
                code: "c",
                title: "t",
                place,
                law: "l",
                remedy: "r",
                waived: None,
            };
            let mut written = String::new();
            pen.draw(&drawing, &mut written);
            assert_eq!(written, pen.drawn(&drawing));
        }
    }

    proptest! {
        #[test]
        fn both_ways_draw_the_same(
            before in "([ -~]{0,30}\n){0,3}",
            line in "[ \t]{0,3}[ -~]{1,100}[ -~\u{e9}\u{4e00}\u{200b}\u{1b}]{0,60}",
            end in "(|\n|\r\n|\n[ -~]{0,20}\n)",
            from in 0usize..200,
            long in 0usize..40,
            label in proptest::option::of("[ -~\u{e9}\u{4e00}\u{7}]{0,40}"),
            title in "[ -~\u{e9}\u{4e00}\u{202e}\t\n]{0,60}",
            law in "[ -~\u{a7}]{0,30}",
        ) {
            let text = format!("{before}{line}{end}");
            let floor = |mut at: usize| {
                at = at.min(text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let start = floor(before.len() + from);
            let range = start..floor(start + long).max(start);
            let (by_pen, by_library, _) = both(&text, range, label.as_deref(), [&title, &law, "sign"]);
            prop_assert_eq!(by_pen, by_library);
        }
    }
}
