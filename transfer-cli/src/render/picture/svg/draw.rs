//! Ink: the measured scene as SVG elements, with title, legend and a description in words.

use transfer_model::assess::Verdict;

use super::super::look::look;
use super::super::xml::escape;
use super::super::{Arrow, Picture, bounded, cut};
use super::measure::{FONT, fit, two_lines, width};
use super::place::{BOX, INSIDE, NAME, place};
use super::route::{END, Scene, Wire, route};
use super::{Rect, Side};

const MARGIN: i32 = 30;
const INK: &str = "#1a1a1a";
const SMALL: i32 = 11;
/// Most width of an arrow's words, and of the flow's id in them.
const WORDS: i32 = 360;
const HEAD_WORDS: i32 = 180;
/// Flows told in the description.
const DESCRIBED: usize = 50;

/// The words of an arrow, cut to their room.
struct Words {
    head: String,
    verdict: String,
    tail: String,
}

impl Words {
    fn new(arrow: &Arrow) -> Self {
        let label = arrow.label();
        let head = fit(&label.head, SMALL, false, HEAD_WORDS);
        let verdict = arrow.verdict_words();
        let used = width(&head, SMALL, false) + width(&verdict, SMALL, true) + 2 * width(" · ", SMALL, false);
        let tail = if label.tail.is_empty() {
            String::new()
        } else {
            format!(" · {}", fit(&label.tail, SMALL, false, WORDS - used))
        };
        Self { head: format!("{head} · "), verdict, tail }
    }

    fn width(&self) -> i32 {
        width(&self.head, SMALL, false) + width(&self.verdict, SMALL, true) + width(&self.tail, SMALL, false)
    }
}

/// The picture as one SVG element. `id` begins the ids in it, so that several stand on one page.
pub fn draw(picture: &Picture, id: &str) -> String {
    let words: Vec<Words> = picture.arrows.iter().map(Words::new).collect();
    let widths: Vec<i32> = words.iter().map(Words::width).collect();
    let scene = route(picture, &place(picture), &widths);
    let wide = (scene.size.0 + 2 * MARGIN).max(900);
    let mut head = String::new();
    let below = heading(picture, wide, &mut head);
    let tall = below + scene.size.1 + MARGIN;
    let id = escape(id);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{tall}\" viewBox=\"0 0 {wide} {tall}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" font-family=\"{FONT}\" font-size=\"{SMALL}\" fill=\"{INK}\">\n<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n<rect width=\"{wide}\" height=\"{tall}\" fill=\"#ffffff\"/>\n",
        escape(&picture.title()),
        escape(&description(picture))
    );
    text.push_str(&head);
    text.push_str(&format!("<g transform=\"translate({MARGIN} {below})\">\n"));
    frames(picture, &scene, &mut text);
    // Lines first, so that no line covers a box; the words above all.
    for (wire, arrow) in scene.wires.iter().zip(&picture.arrows) {
        line(picture, wire, arrow, &mut text);
    }
    for (rect, node) in scene.parties.iter().zip(&picture.parties) {
        party(picture, *rect, node, &mut text);
    }
    for ((wire, words), arrow) in scene.wires.iter().zip(&words).zip(&picture.arrows) {
        label(wire, words, arrow, &mut text);
    }
    text.push_str("</g>\n</svg>\n");
    text
}

/// What a reader who does not see the picture is told: what it shows, then the flows that do not stand.
fn description(picture: &Picture) -> String {
    let mut text = picture.summary();
    let failing: Vec<&Arrow> = picture.arrows.iter().filter(|arrow| !arrow.verdict.stands()).collect();
    if !failing.is_empty() {
        text.push_str(" Not standing: ");
        let told: Vec<String> =
            failing.iter().take(DESCRIBED).map(|arrow| picture.told_arrow(arrow)).collect();
        text.push_str(&told.join(". "));
        text.push('.');
        let more = failing.len().saturating_sub(DESCRIBED);
        if more > 0 {
            text.push_str(&format!(" And {more} more."));
        }
    }
    text
}

/// Title, summary and legend; how far down they reach.
fn heading(picture: &Picture, wide: i32, text: &mut String) -> i32 {
    let room = wide - 2 * MARGIN;
    // The day and the law on a line of their own: a long name never pushes them out.
    text.push_str(&format!(
        "<text x=\"{MARGIN}\" y=\"42\" font-size=\"18\" font-weight=\"bold\">{}</text>\n<text x=\"{MARGIN}\" y=\"64\" font-size=\"13\" font-weight=\"bold\">{}</text>\n",
        escape(&fit(&picture.register, 18, true, room)),
        escape(&fit(&format!("Transfers on {}, law pack {}", picture.day, picture.law), 13, true, room))
    ));
    let mut y = 86;
    for line in two_lines(&picture.summary(), 12, false, room) {
        text.push_str(&format!("<text x=\"{MARGIN}\" y=\"{y}\" font-size=\"12\">{}</text>\n", escape(&line)));
        y += 16;
    }
    y += 12;
    let mut x = MARGIN;
    let mut entry = |drawn: &str, bold: &str, plain: &str, text: &mut String| {
        let long = 56 + width(bold, SMALL, true) + width(plain, SMALL, false) + 24;
        if x > MARGIN && x + long > wide - MARGIN {
            x = MARGIN;
            y += 22;
        }
        text.push_str(&format!(
            "<g transform=\"translate({x} {y})\">{drawn}<text x=\"56\" y=\"4\"><tspan font-weight=\"bold\">{}</tspan>{}</text></g>\n",
            escape(bold),
            escape(plain)
        ));
        x += long;
    };
    for verdict in Verdict::ALL {
        let look = look(verdict);
        let drawn = format!(
            "<path d=\"M0 0H40\" stroke=\"{0}\" stroke-width=\"{1}\" fill=\"none\"/>{2}{3}",
            look.colour,
            look.width,
            tip((48, 0), Side::Left, verdict, false),
            mark((28, 0), verdict)
        );
        entry(&drawn, verdict.name(), &format!(": {}", look.meaning), text);
    }
    let stroke = |dash: &str| {
        format!(
            "<path d=\"M0 0H40\" stroke=\"{INK}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\" fill=\"none\"/>"
        )
    };
    if !picture.merged {
        entry(&stroke(DASHED), "dashed", ": optional", text);
        entry(&stroke(DOTTED), "dotted", ": access by another party", text);
        let people = "<rect x=\"6\" y=\"-8\" width=\"38\" height=\"16\" rx=\"8\" fill=\"#fff8e5\" stroke=\"#24292f\"/>";
        entry(people, "rounded", ": a population", text);
    }
    y + 40
}

const DASHED: &str = "8 5";
const DOTTED: &str = "2 4";

fn frames(picture: &Picture, scene: &Scene, text: &mut String) {
    for (country, rect) in &scene.countries {
        let Some(country) = picture.countries.get(*country) else { continue };
        frame(*rect, "#f3f5f7", "#8c959f", text);
        let label = format!("{} ({})", country.name, country.code);
        text.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"13\" font-weight=\"bold\">{}</text>\n",
            rect.x + 12,
            rect.y + 22,
            escape(&fit(&label, 13, true, rect.w - 24))
        ));
    }
    for (group, rect) in &scene.groups {
        let Some(name) = picture.groups.get(*group) else { continue };
        frame(*rect, "#e4e9ee", "#57606a", text);
        text.push_str(&format!(
            "<g><title>{}</title><text x=\"{}\" y=\"{}\">{}</text></g>\n",
            escape(&bounded(name)),
            rect.x + 10,
            rect.y + 19,
            escape(&fit(name, SMALL, false, rect.w - 20))
        ));
    }
}

fn frame(rect: Rect, fill: &str, stroke: &str, text: &mut String) {
    text.push_str(&format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"{fill}\" stroke=\"{stroke}\"/>\n",
        rect.x, rect.y, rect.w, rect.h
    ));
}

fn party(picture: &Picture, rect: Rect, node: &super::super::Node, text: &mut String) {
    let (fill, round) = if node.people { ("#fff8e5", 18) } else { ("#ffffff", 3) };
    text.push_str(&format!(
        "<g data-party=\"{}\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{round}\" fill=\"{fill}\" stroke=\"#24292f\"/>",
        escape(&cut(&node.id)),
        escape(&picture.told(node)),
        rect.x,
        rect.y,
        rect.w,
        rect.h
    ));
    let lines = two_lines(&node.name, NAME, true, BOX - 2 * INSIDE);
    let high = 15 * super::px(lines.len()) + 14;
    let mut y = rect.y + (rect.h - high) / 2 + 12;
    let x = rect.x + INSIDE;
    for line in lines {
        text.push_str(&format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{NAME}\" font-weight=\"bold\">{}</text>",
            escape(&line)
        ));
        y += 15;
    }
    let code = picture.countries.get(node.country).map_or("", |country| country.code.as_str());
    let under = fit(&format!("{code} · {}", node.kind), SMALL, false, BOX - 2 * INSIDE);
    text.push_str(&format!("<text x=\"{x}\" y=\"{y}\">{}</text></g>\n", escape(&under)));
}

fn line(picture: &Picture, wire: &Wire, arrow: &Arrow, text: &mut String) {
    let look = look(arrow.verdict);
    let dash = match (arrow.access(), arrow.optional.is_some()) {
        (true, _) => format!(" stroke-dasharray=\"{DOTTED}\""),
        (false, true) => format!(" stroke-dasharray=\"{DASHED}\""),
        (false, false) => String::new(),
    };
    let end = wire.points.last().copied().unwrap_or_default();
    text.push_str(&format!(
        "<g data-flow=\"{}\"><title>{}</title><path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"{dash}/>{}{}</g>\n",
        escape(&cut(&arrow.flow)),
        escape(&picture.told_arrow(arrow)),
        path(wire),
        look.colour,
        look.width,
        tip(end, wire.side, arrow.verdict, arrow.access()),
        mark((beside(end.0, wire.side, 20), end.1), arrow.verdict)
    ));
}

/// A point beside the end of an arrow, on the arrow's side of it.
fn beside(x: i32, side: Side, distance: i32) -> i32 {
    if side == Side::Left { x - distance } else { x + distance }
}

/// A line through the corners, each corner rounded; it stops short of the arrow's head.
fn path(wire: &Wire) -> String {
    let mut points: Vec<(i32, i32)> = wire.points.clone();
    if let Some(last) = points.last_mut() {
        last.0 = beside(last.0, wire.side, 8);
    }
    points.dedup();
    let mut text = String::new();
    for (number, corner) in points.iter().enumerate() {
        let before = number.checked_sub(1).and_then(|before| points.get(before));
        let after = number.checked_add(1).and_then(|after| points.get(after));
        match (before, after) {
            (None, _) => text.push_str(&format!("M{} {}", corner.0, corner.1)),
            (Some(_), None) => text.push_str(&format!("L{} {}", corner.0, corner.1)),
            (Some(before), Some(after)) => {
                let (a, b) = (toward(*corner, *before), toward(*corner, *after));
                text.push_str(&format!("L{} {}Q{} {} {} {}", a.0, a.1, corner.0, corner.1, b.0, b.1));
            }
        }
    }
    text
}

/// A point a few pixels from a corner on the way to the next, at most half of it.
fn toward(corner: (i32, i32), next: (i32, i32)) -> (i32, i32) {
    let step = |from: i32, to: i32| from + ((to - from) / 2).clamp(-4, 4);
    (step(corner.0, next.0), step(corner.1, next.1))
}

/// The head of an arrow; open where it is an access.
fn tip(end: (i32, i32), side: Side, verdict: Verdict, open: bool) -> String {
    let colour = look(verdict).colour;
    let back = beside(end.0, side, 9);
    let fill = if open { "#ffffff" } else { colour };
    format!(
        "<path d=\"M{} {}L{back} {}L{back} {}Z\" fill=\"{fill}\" stroke=\"{colour}\"/>",
        end.0,
        end.1,
        end.1 - 5,
        end.1 + 5
    )
}

/// The mark of a verdict, on white so that the line behind does not show through.
fn mark(place: (i32, i32), verdict: Verdict) -> String {
    let look = look(verdict);
    let fill = if look.filled { look.colour } else { "#ffffff" };
    let ground = if verdict == Verdict::Invalid { "<circle r=\"6\" fill=\"#ffffff\"/>" } else { "" };
    let bar = if verdict == Verdict::Prohibited {
        "<path d=\"M-3 0H3\" stroke=\"#ffffff\" stroke-width=\"2\"/>"
    } else {
        ""
    };
    format!(
        "<g transform=\"translate({} {})\">{ground}<path d=\"{}\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"1.5\"/>{bar}</g>",
        place.0, place.1, look.mark, look.colour
    )
}

fn label(wire: &Wire, words: &Words, arrow: &Arrow, text: &mut String) {
    let end = wire.points.last().copied().unwrap_or_default();
    let anchor = if wire.side == Side::Left { "end" } else { "start" };
    text.push_str(&format!(
        "<text data-label=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}<tspan font-weight=\"bold\">{}</tspan>{}</text>\n",
        escape(&cut(&arrow.flow)),
        beside(end.0, wire.side, END),
        end.1 - 4,
        escape(&words.head),
        escape(&words.verdict),
        escape(&words.tail)
    ));
}
