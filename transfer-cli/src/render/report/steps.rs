//! The plan in the report: what to find out first, the steps by counterparty with the flows that each mends, and what
//! no step mends, with why.

use maud::{Markup, html};

use super::Report;
use super::papers::table;
use super::tables::safe;
use crate::render::plan::Answer;

/// The plan as it is told elsewhere.
fn answer<'a>(report: &'a Report<'_>) -> Answer<'a> {
    Answer { loaded: report.loaded, assessment: report.assessment, plan: &report.plan }
}

/// The section of the page.
pub(super) fn steps(report: &Report<'_>) -> Markup {
    let answer = answer(report);
    if answer.nothing() {
        return html! { p { (answer.whole()) } };
    }
    let questions = report.plan.questions.iter();
    let questions = questions.map(|open| vec![answer.question(open), answer.ids(&open.flows).join(", ")]);
    html! {
        p {
            "To bring every flow to " (report.plan.target.name()) ": " (answer.total())
            ". Costs are points of effort, which the register sets or which are usual; they are no money."
        }
        @if !report.plan.questions.is_empty() {
            (table("Find out first: facts that are not recorded", &["question", "for flows"], questions.collect()))
        }
        @if !report.plan.steps.is_empty() {
            div.scroll tabindex="0" role="region" aria-label="Steps by counterparty" {
                table #plan-steps {
                    caption { "Steps by counterparty, with the flows that each mends" }
                    thead { tr { th scope="col" { "step" } th scope="col" { "cost" } th scope="col" { "mends" } } }
                    @for (party, steps) in answer.groups() {
                        tbody {
                            tr { th colspan="3" scope="rowgroup" { (safe(&answer.with(party))) } }
                            @for step in steps { tr {
                                td { (safe(&step.sentence(&report.loaded.register, &report.loaded.book))) }
                                td { (step.cost) }
                                td { (flows(&answer, step)) }
                            } }
                        }
                    }
                }
            }
        }
        @if !report.plan.left.is_empty() {
            div.scroll tabindex="0" role="region" aria-label="Not mended: stopped, or left as it is" {
                table #plan-left {
                    caption { "Not mended: stopped, or left as it is, and why" }
                    thead { tr { @for name in ["flow", "law", "verdict", "why"] { th scope="col" { (name) } } } }
                    tbody { @for left in &report.plan.left { tr {
                        th scope="row" { (safe(report.id(left.flow))) }
                        td { (answer.law(left.regime).unwrap_or("all")) }
                        td { (super::tables::verdict(left.verdict)) }
                        td { (Answer::why(left))
                            @let reasons: Vec<String> = answer.because(left).into_iter().chain(answer.others(left)).collect();
                            @if !reasons.is_empty() { ul { @for reason in &reasons { li { (safe(reason)) } } } }
                        }
                    } } }
                }
            }
        }
    }
}

/// The flows that a step mends, with their number where they are many.
fn flows(answer: &Answer<'_>, step: &transfer_model::plan::Step) -> String {
    let ids: Vec<String> = answer.ids(&step.flows).into_iter().map(safe).collect();
    if ids.len() > 3 { format!("{} flows: {}", ids.len(), ids.join(", ")) } else { ids.join(", ") }
}

/// Columns of the plan.
#[cfg(feature = "office")]
pub(super) const HEAD: [&str; 7] = ["part", "with", "kind", "what", "cost", "flows", "law"];

/// The plan as rows: what to find out, steps, and what is left.
#[cfg(feature = "office")]
pub(super) fn rows(report: &Report<'_>) -> Vec<Vec<String>> {
    let answer = answer(report);
    let (register, book) = (&report.loaded.register, &report.loaded.book);
    let mut rows = Vec::new();
    for open in &report.plan.questions {
        let flows = answer.ids(&open.flows).join(", ");
        rows.push(["find out first", "", "", &answer.question(open), "", &flows, ""].map(str::to_owned));
    }
    for (party, steps) in answer.groups() {
        let with = party.map_or("", |party| register.party(party).name.as_str());
        for step in steps {
            let (cost, flows) = (step.cost.to_string(), answer.ids(&step.flows).join(", "));
            let sentence = step.sentence(register, book);
            let kind = step.what.kind().name();
            rows.push(["step", with, kind, &sentence, &cost, &flows, ""].map(str::to_owned));
        }
    }
    for left in &report.plan.left {
        let mut why = format!("{}; {}", left.verdict.name(), Answer::why(left));
        for reason in answer.because(left).into_iter().chain(answer.others(left)) {
            why.push_str("; ");
            why.push_str(&reason);
        }
        let (flow, law) = (report.id(left.flow), answer.law(left.regime).unwrap_or("all"));
        rows.push(["not mended", "", "", &why, "", flow, law].map(str::to_owned));
    }
    rows.into_iter().map(Vec::from).collect()
}
