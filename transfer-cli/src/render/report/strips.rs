//! A strip for each flow: its verdict from one change to the next, with a table of the changes in words.

use maud::{Markup, PreEscaped, html};
use transfer_model::assess::Verdict;
use transfer_model::day::Day;

use super::Report;
use crate::render::picture::look::look;
use crate::render::text::clean;

const WIDE: i64 = 720;
const TALL: i64 = 26;

/// The strips, and the changes in words.
pub(super) fn strips(report: &Report<'_>) -> Markup {
    let (first, last) = report.span;
    html! {
        p {
            "Each strip runs from " (first) " to " (last) " on the law and the register as they are known today; the line marks " (report.loaded.day) ". A gap: the flow is not active."
        }
        div.scroll tabindex="0" role="region" aria-label="Verdicts over time" {
            table {
                caption { "Verdicts over time" }
                thead { tr { th scope="col" { "flow" } th scope="col" { "verdicts" } th scope="col" { "changes" } } }
                tbody {
                    @for history in &report.histories {
                        tr {
                            th scope="row" { (clean(report.id(history.flow))) }
                            td { (PreEscaped(strip(report, history))) }
                            td {
                                @if history.changes.len() < 2 { "none" } @else {
                                    ul {
                                        @for change in history.changes.iter().skip(1) {
                                            li {
                                                (change.day) ": "
                                                strong { (change.verdict.map_or("not active", Verdict::name)) }
                                                @if let Some(cause) = &change.cause {
                                                    ", " (clean(&report.words().change(cause).cited()))
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn strip(report: &Report<'_>, history: &transfer_model::assess::FlowHistory) -> String {
    let (first, last) = report.span;
    let days = last.days_since(first).max(1);
    let x =
        |day: Day| day.days_since(first).clamp(0, days).saturating_mul(WIDE).checked_div(days).unwrap_or(0);
    let words: Vec<String> = history
        .changes
        .iter()
        .map(|change| format!("{} {}", change.day, change.verdict.map_or("not active", Verdict::name)))
        .collect();
    let mut text = format!(
        "<svg class=\"strip\" viewBox=\"0 0 {WIDE} {TALL}\" width=\"{WIDE}\" height=\"{TALL}\" role=\"img\" aria-label=\"{}\">",
        words.join("; ")
    );
    for (at, change) in history.changes.iter().enumerate() {
        let end = history.changes.get(at.saturating_add(1)).map_or(WIDE, |next| x(next.day));
        let start = x(change.day);
        let Some(verdict) = change.verdict else { continue };
        let look = look(verdict);
        let wide = end.saturating_sub(start).max(2);
        text.push_str(&format!(
            "<g><title>{} from {}</title><rect x=\"{start}\" y=\"3\" width=\"{wide}\" height=\"20\" fill=\"#ffffff\" stroke=\"{2}\" stroke-width=\"2\"/><rect x=\"{start}\" y=\"3\" width=\"{wide}\" height=\"5\" fill=\"{2}\"/>",
            verdict.name(),
            change.day,
            look.colour
        ));
        if wide > 24 {
            let fill = if look.filled { look.colour } else { "#ffffff" };
            text.push_str(&format!(
                "<path transform=\"translate({} 16)\" d=\"{}\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"1.5\"/>",
                start.saturating_add(10),
                look.mark,
                look.colour
            ));
        }
        // Seven pixels a letter, at most.
        let room =
            i64::try_from(verdict.name().len()).unwrap_or(i64::MAX).saturating_mul(7).saturating_add(26);
        if wide > room {
            text.push_str(&format!(
                "<text x=\"{}\" y=\"20\" font-size=\"11\" fill=\"#1a1a1a\">{}</text>",
                start.saturating_add(20),
                verdict.name()
            ));
        }
        text.push_str("</g>");
    }
    let now = x(report.loaded.day);
    text.push_str(&format!("<path d=\"M{now} 0V{TALL}\" stroke=\"#1a1a1a\" stroke-width=\"2\"/></svg>"));
    text
}
