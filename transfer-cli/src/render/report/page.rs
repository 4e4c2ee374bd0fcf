//! The page: one file that opens from disk, asks nothing of a network, and stays whole without script.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use transfer_model::assess::Due;
use transfer_model::finding::Severity;

use super::tables::{safe, verdict};
use super::{Report, map, papers, steps, strips, tables};
use crate::render::hash::base64;
use crate::render::human::plural;
use crate::render::paper::html::{footed, style};
use crate::render::picture::{Picture, Size, svg};
use crate::render::tia::foot;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// The page.
pub fn page(report: &Report<'_>) -> String {
    let register = &report.loaded.register;
    let style = format!("{}{STYLE}{}", style(), footed(&foot(report.loaded, report.assessment)));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&style),
        base64(SCRIPT)
    );
    let title = format!("{}: transfers, {}", safe(&register.name), report.quarter);
    let sections = sections(report);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(&style)) }
            }
            body {
                a.skip href="#summary" { "To the summary" }
                header {
                    h1 { (title) }
                    ul.facts { @for line in foot(report.loaded, report.assessment) { li { (safe(&line)) } } }
                    nav aria-label="Sections" {
                        ol { @for (id, name, _) in &sections { li { a href=(format!("#{id}")) { (name) } } } }
                    }
                }
                main {
                    @for (id, name, content) in &sections {
                        section id=(id) { h2 { (name) } (content) }
                    }
                }
                footer { p { "Made by transfer " (env!("CARGO_PKG_VERSION")) " from the register and the law pack named above. Not legal advice." } }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    format!("{}\n", page.into_string())
}

fn sections(report: &Report<'_>) -> Vec<(&'static str, &'static str, Markup)> {
    vec![
        ("summary", "Summary", summary(report)),
        ("changed", "What changed", tables::changed(report.changes.as_ref())),
        ("map", "World map", world(report)),
        ("graph", "Who sends data to whom", graph(report)),
        ("flow-table", "Flows", tables::flows(report)),
        ("timeline", "Verdicts over time", strips::strips(report)),
        ("finding-table", "Findings", tables::findings(report)),
        ("plan", "Plan", steps::steps(report)),
        ("assessments", "Assessments of destinations", papers::assessments(report)),
        ("duties", "Duties and evidence", papers::duties(report)),
        ("law", "Law horizon", papers::law(report)),
    ]
}

fn summary(report: &Report<'_>) -> Markup {
    let due = report.due.iter().filter(|due| due.is_due()).count();
    let undone =
        papers::duty_rows(report).iter().filter(|row| row.last().is_some_and(|s| s == "overdue")).count();
    let waived = report.assessment.findings.iter().filter(|finding| finding.waived.is_some()).count();
    let soon =
        report.assessment.flows.iter().filter_map(|flow| flow.next.as_ref()).map(|next| next.day).min();
    let changed = report.changes.as_ref().map(|changes| changes.flows.len());
    // One thing, or several: the words that follow the number.
    let figure = |count: usize, one: &str, more: &str, link: &str| {
        html! { li { a href=(link) { strong { (count) } " " (if count == 1 { one } else { more }) } } }
    };
    html! {
        p {
            (plural(report.assessment.flows.len(), "flow")) " on " (report.loaded.day) ", from worst to best:"
        }
        ul.cards {
            @for (known, count) in tables::counts(report) { li { (verdict(known)) strong { (count) } } }
        }
        ul.figures {
            (figure(report.count(Severity::Error), "finding at error level", "findings at error level", "#finding-table"))
            (figure(report.count(Severity::Warning), "warning", "warnings", "#finding-table"))
            (figure(waived, "finding waived", "findings waived", "#finding-table"))
            @if !report.plan.steps.is_empty() { (figure(report.plan.steps.len(), "step of the plan", "steps of the plan", "#plan")) }
            (figure(due, "assessment of a destination due", "assessments of destinations due", "#assessments"))
            (figure(undone, "duty overdue", "duties overdue", "#duties"))
            @if let Some(changed) = changed { (figure(changed, "flow with another verdict or mechanism than in the last report", "flows with another verdict or mechanism than in the last report", "#changed")) }
        }
        @if report.due.iter().any(Due::is_due) || report.count(Severity::Error) > 0 {
            p { "Each finding names the law and the remedy." }
        }
        @if let Some(day) = soon {
            p { "The next verdict changes on " strong { (day) } " if nobody does anything." }
        }
    }
}

fn world(report: &Report<'_>) -> Markup {
    let (drawing, stops) = map::draw(report);
    html! {
        figure { div.scroll tabindex="0" role="region" aria-label="World map" { (PreEscaped(drawing)) }
            figcaption { "One route for each flow; colour, width and mark as in the picture below. Areas stand at one point. Borders are those of Natural Earth and state nothing about law." }
        }
        div.scroll tabindex="0" role="region" aria-label="Places on the map" {
            table {
                caption { "Places on the map" }
                thead { tr { th scope="col" { "place" } th scope="col" { "flows from here" } th scope="col" { "flows to here" } } }
                tbody { @for (code, stop) in &stops {
                    tr { th scope="row" { (safe(&stop.name)) @if code != map::UNKNOWN { " (" (code) ")" } } td { (stop.sends) } td { (stop.receives) } }
                } }
            }
        }
    }
}

fn graph(report: &Report<'_>) -> Markup {
    let picture = Picture::new(report.loaded, report.assessment, false);
    let drawing = match picture.sized() {
        Size::Whole(picture) => Some((svg::draw(&picture, "graph"), false)),
        Size::Countries(picture) => Some((svg::draw(&picture, "graph"), true)),
        Size::TooLarge => None,
    };
    html! {
        @match drawing {
            Some((drawing, merged)) => {
                @if merged { p { "There are too many parties for a picture that can be read: it shows countries." } }
                div.scroll.drawing tabindex="0" role="region" aria-label="Who sends data to whom" { (PreEscaped(drawing)) }
            }
            None => p { "There are too many parties for a picture, even by country. The table of flows has them all; `transfer export --flow` draws some." },
        }
    }
}
