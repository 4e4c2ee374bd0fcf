//! The tables of the page: flows, findings, what changed.

use maud::{Markup, PreEscaped, html};
use transfer_model::assess::Verdict;
use transfer_model::finding::Severity;

use super::{Changes, Report};
use crate::render::human::plural;
use crate::render::picture::look::look;
use crate::render::text::{clean, said, short};

/// Characters of a text in a cell.
pub(super) const CELL: usize = 600;

/// A text of the register, safe and bounded.
pub(super) fn safe(text: &str) -> String {
    clean(&short(text, CELL))
}

/// A verdict: its mark, and its word.
pub(super) fn verdict(verdict: Verdict) -> Markup {
    let look = look(verdict);
    let fill = if look.filled { look.colour } else { "#ffffff" };
    let mark = format!(
        "<svg class=\"mark-of\" viewBox=\"-7 -7 14 14\" width=\"14\" height=\"14\" aria-hidden=\"true\"><path d=\"{}\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"1.5\"/></svg>",
        look.mark, look.colour
    );
    html! { span.verdict { (PreEscaped(mark)) (verdict.name()) } }
}

/// The flows, each with all that the filters read.
pub(super) fn flows(report: &Report<'_>) -> Markup {
    let register = &report.loaded.register;
    let head =
        ["flow", "from", "to", "data", "laws", "verdict", "carried by", "claims", "findings", "next change"];
    html! {
        div.controls hidden {
            label { "Find " input type="search" id="find" autocomplete="off" spellcheck="false"; }
            label { "Verdict "
                select id="by-verdict" {
                    option value="" { "all" }
                    @for (known, count) in counts(report) { option value=(known.name()) { (known.name()) " (" (count) ")" } }
                }
            }
            label { "Law "
                select id="by-law" {
                    option value="" { "all" }
                    @for law in laws(report) { option value=(clean(&law)) { (clean(&law)) } }
                }
            }
            button type="button" id="clear" { "Show all" }
            p #shown role="status" aria-live="polite" {}
        }
        div.scroll tabindex="0" role="region" aria-label="Flows" {
            table #flows {
                caption { "Flows active on " (report.loaded.day) }
                thead { tr { @for name in head { th scope="col" { (name) } } } }
                tbody {
                    @for (at, result) in report.assessment.flows.iter().enumerate() {
                        @let flow = register.flow(result.flow);
                        @let grounds = report.grounds(at);
                        @let codes = codes(report, result.flow);
                        tr data-row=(clean(&short(&flow.id, 200))) data-verdict=(result.verdict.name()) data-laws=(grounds.laws.join(" ")) data-rank=(rank(result.verdict)) {
                            th scope="row" { (safe(&flow.id)) @if flow.optional.is_some() { " (optional)" } }
                            td { (safe(&register.party(flow.from.value).name)) " (" (report.code(report.engine.origin(result.flow))) ")" }
                            td { (safe(&register.party(flow.to.value).name)) " (" (report.code(register.party(flow.to.value).country.value)) ")" }
                            td { (safe(&flow.data.iter().map(|data| register.datum(data.value).name.as_str()).collect::<Vec<_>>().join(", "))) }
                            td { (grounds.laws.join(", ")) }
                            td { (verdict(result.verdict)) }
                            td { (grounds.carried.join(", ")) }
                            td { (safe(&grounds.claims.join(", "))) }
                            td { (codes.join(", ")) }
                            td { @if let Some(next) = &result.next { (next.day) ": " (next.verdict.map_or("not active", Verdict::name)) } }
                        }
                    }
                }
            }
        }
        @if report.assessment.inactive > 0 {
            p { (report.assessment.inactive) " more not active that day." }
        }
    }
}

fn rank(verdict: Verdict) -> usize {
    Verdict::ALL.iter().position(|known| *known == verdict).unwrap_or_default()
}

/// How many flows have each verdict, from worst to best; those with none left out.
pub(super) fn counts(report: &Report<'_>) -> Vec<(Verdict, usize)> {
    let all = Verdict::ALL.iter().rev().map(|verdict| (*verdict, report.assessment.count(*verdict)));
    all.filter(|(_, count)| *count > 0).collect()
}

fn laws(report: &Report<'_>) -> Vec<String> {
    let mut laws: Vec<String> =
        (0..report.assessment.flows.len()).flat_map(|at| report.grounds(at).laws).collect();
    laws.sort();
    laws.dedup();
    laws
}

fn codes(report: &Report<'_>, flow: transfer_model::index::FlowIx) -> Vec<&'static str> {
    let findings = report.assessment.findings.iter();
    let mut codes: Vec<&str> = findings
        .filter(|finding| finding.flow == Some(flow) && finding.severity != Severity::Note)
        .map(|finding| finding.code.name())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Findings at error and warning level; notes as their number.
pub(super) fn findings(report: &Report<'_>) -> Markup {
    let words = report.words();
    let register = &report.loaded.register;
    let told: Vec<_> =
        report.assessment.findings.iter().filter(|finding| finding.severity != Severity::Note).collect();
    let notes = report.assessment.findings.len().saturating_sub(told.len());
    html! {
        @if told.is_empty() { p { "No finding at error or warning level." } } @else {
            div.scroll tabindex="0" role="region" aria-label="Findings" {
                table #findings {
                    caption { "Findings at error and warning level" }
                    thead { tr { @for name in ["level", "finding", "flow", "law", "what", "cited", "remedy", "where"] { th scope="col" { (name) } } } }
                    tbody {
                        @for finding in told {
                            @let at = register.sources.locate(finding.span);
                            tr {
                                td { span class=(finding.severity.name()) { (finding.severity.name()) }
                                    @if let Some(waiver) = finding.waived.and_then(|at| register.waivers.get(at.position())) {
                                        " waived until " (waiver.until.value) " by " (safe(&waiver.approved_by)) ": " (safe(&waiver.reason))
                                    }
                                }
                                td { (finding.code.name()) }
                                td { (finding.flow.map_or_else(String::new, |flow| safe(report.id(flow)))) }
                                td { (finding.regime.map_or("", |regime| words.regime(regime))) }
                                td { (safe(&words.message(finding))) }
                                td { (safe(&words.citations(finding.detail, finding.regime, report.loaded.day).join("; "))) }
                                td { (safe(&words.remedy(finding))) }
                                td { (safe(&at.file)) ":" (at.line) }
                            }
                        }
                    }
                }
            }
        }
        p { (plural(notes, "note")) (if notes == 1 { " stands" } else { " stand" }) " in assessment.json" @if cfg!(feature = "office") { " and in the workbook" } "." }
    }
}

/// What changed since the last report.
pub(super) fn changed(changes: Option<&Changes>) -> Markup {
    let Some(changes) = changes else {
        return html! { p { "No earlier assessment was given (--previous)." } };
    };
    let list = |title: &str, keys: &[(String, String, String)]| {
        html! {
            h3 { (title) ": " (keys.len()) }
            @if !keys.is_empty() {
                ul { @for (code, flow, law) in keys.iter() {
                    li { (safe(code)) @if !flow.is_empty() { ", " (safe(flow)) } @if !law.is_empty() { ", " (safe(law)) } }
                } }
            }
        }
    };
    html! {
        p {
            "Against the assessment of " (safe(&changes.as_of)) " (law pack " (safe(&changes.law)) "). The register is "
            (if changes.register_changed { "another" } else { "the same" }) "; the law pack is "
            (if changes.law_changed { "another" } else { "the same" }) "."
        }
        @if changes.flows.is_empty() { p { "No verdict and no mechanism changed." } } @else {
            div.scroll tabindex="0" role="region" aria-label="Changed verdicts and mechanisms" {
                table {
                    caption { "Changed verdicts and mechanisms" }
                    thead { tr { th scope="col" { "flow" } th scope="col" { "law" } th scope="col" { "then" } th scope="col" { "now" } } }
                    tbody { @for turn in &changes.flows {
                        @if turn.then != turn.now {
                            tr {
                                th scope="row" { (safe(&turn.flow)) }
                                td { "all" }
                                td { (turn.then.map_or("not there", Verdict::name)) }
                                td { (turn.now.map_or("gone or not active", Verdict::name)) }
                            }
                        }
                        @for (law, then, now) in &turn.regimes {
                            tr {
                                th scope="row" { (safe(&turn.flow)) }
                                td { (safe(law)) }
                                td { (safe(&said(then.as_ref()))) }
                                td { (safe(&said(now.as_ref()))) }
                            }
                        }
                    } }
                }
            }
        }
        (list("Findings that are new", &changes.opened))
        (list("Findings that are gone", &changes.closed))
    }
}
