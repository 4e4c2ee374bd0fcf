//! Assessments that are due, duties, evidence, and the law that is relied on, as tables.

use maud::{Markup, html};
use transfer_model::assess::Need;

use super::Report;
use super::law::{horizon, relied};
use super::tables::safe;
use crate::evidence::beside;
use crate::render::tia::due;

/// A plain table.
pub(super) fn table(caption: &str, head: &[&str], rows: Vec<Vec<String>>) -> Markup {
    html! {
        @if rows.is_empty() { p { (caption) ": none." } } @else {
            div.scroll tabindex="0" role="region" aria-label=(caption) {
                table {
                    caption { (caption) }
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody { @for row in &rows { tr { @for cell in row { td { (safe(cell)) } } } } }
                }
            }
        }
    }
}

/// Which assessments are needed and what is wrong with them, and the papers written beside the page.
pub(super) fn assessments(report: &Report<'_>) -> Markup {
    let needed: Vec<_> =
        report.due.iter().filter(|due| matches!(due.need, Need::Needed | Need::Unknown)).cloned().collect();
    let rows = due::rows(report.loaded, &needed);
    html! {
        (table("Assessments of destinations that matter", &due::HEAD, rows))
        @if !report.papers.is_empty() {
            h3 { "Papers in the folder tia" }
            ul { @for (title, file) in &report.papers {
                li {
                    a href=(format!("tia/{file}.html")) { (safe(title)) }
                    @if cfg!(feature = "office") { " (" a href=(format!("tia/{file}.docx")) { "Word" } ")" }
                }
            } }
        }
    }
}

/// Duties with their days, and documents with their evidence.
pub(super) fn duties(report: &Report<'_>) -> Markup {
    html! {
        (table("Duties", &DUTY_HEAD, duty_rows(report)))
        (table("Documents and evidence", &INSTRUMENT_HEAD, instrument_rows(report)))
        @let other = evidence_rows(report);
        @if !other.is_empty() { (table("Evidence of entries, assessments and notices", &EVIDENCE_HEAD, other)) }
        (table("Risks accepted", &["flow", "finding", "reason", "approved by", "until"], report.loaded.register.waivers.iter().map(|waiver| vec![
            waiver.flow.map_or_else(String::new, |flow| report.id(flow.value).to_owned()),
            waiver.finding.value.name().to_owned(),
            waiver.reason.clone(),
            waiver.approved_by.clone(),
            waiver.until.value.to_string(),
        ]).collect()))
    }
}

/// Columns of duties.
pub(super) const DUTY_HEAD: [&str; 6] = ["duty", "party", "kind", "due", "done", "state"];

/// Duties, those due first first.
pub(super) fn duty_rows(report: &Report<'_>) -> Vec<Vec<String>> {
    let register = &report.loaded.register;
    let day = report.loaded.day;
    let mut duties: Vec<_> = register.duties.iter().collect();
    duties.sort_by(|a, b| (a.due.value, &a.id).cmp(&(b.due.value, &b.id)));
    duties
        .into_iter()
        .map(|duty| {
            let done = duty.done.filter(|done| *done <= day);
            let state = match done {
                Some(done) if done <= duty.due.value => "done",
                Some(_) => "done late",
                None if duty.due.value < day => "overdue",
                None => "open",
            };
            vec![
                duty.id.clone(),
                duty.party.map_or_else(String::new, |party| register.party(party.value).name.clone()),
                duty.kind.clone(),
                duty.due.value.to_string(),
                done.map_or_else(String::new, |day| day.to_string()),
                state.to_owned(),
            ]
        })
        .collect()
}

/// Columns of documents.
pub(super) const INSTRUMENT_HEAD: [&str; 9] =
    ["document", "kind", "parties", "signed", "until", "state", "governing law", "evidence", "sha256"];

/// Documents as recorded.
pub(super) fn instrument_rows(report: &Report<'_>) -> Vec<Vec<String>> {
    let register = &report.loaded.register;
    register
        .instruments
        .iter()
        .map(|instrument| {
            let mut parties: Vec<&str> = Vec::new();
            for party in instrument.exporters.iter().chain(&instrument.importers) {
                let id = register.party(*party).id.as_str();
                if !parties.contains(&id) {
                    parties.push(id);
                }
            }
            let day = |day: Option<transfer_model::source::Spanned<transfer_model::day::Day>>| {
                day.map_or_else(String::new, |day| day.value.to_string())
            };
            let evidence = instrument.evidence.as_ref();
            vec![
                instrument.id.clone(),
                report.loaded.book.mechanism(instrument.kind.value).name.clone(),
                parties.join(", "),
                day(instrument.signed),
                day(instrument.until),
                instrument.state.name().to_owned(),
                instrument
                    .governing_law
                    .map_or_else(String::new, |law| report.code(Some(law.value)).to_owned()),
                evidence.map_or_else(|| "none recorded".to_owned(), |evidence| evidence.file.value.clone()),
                evidence
                    .and_then(|evidence| evidence.sha256.as_ref())
                    .map_or_else(String::new, |sha256| sha256.value.clone()),
            ]
        })
        .collect()
}

/// Columns of files that show something else than a document.
pub(super) const EVIDENCE_HEAD: [&str; 4] = ["of", "id", "evidence", "sha256"];

/// Files that show entries in schemes, assessments and notices.
pub(super) fn evidence_rows(report: &Report<'_>) -> Vec<Vec<String>> {
    let (register, book) = (&report.loaded.register, &report.loaded.book);
    let other = beside(register, book).map(|(of, file)| {
        let sum = file.sha256.as_ref().map_or_else(String::new, |sum| sum.value.clone());
        vec![of.called().to_owned(), of.name(", "), file.file.value.clone(), sum]
    });
    other.collect()
}

/// Columns of the rows of the law.
pub(super) const LAW_HEAD: [&str; 7] = ["row", "citation", "ends", "read", "how sure", "flows", "source"];

/// Rows of the law relied on, those read longest ago first.
pub(super) fn law_rows(report: &Report<'_>) -> Vec<Vec<String>> {
    relied(report)
        .into_iter()
        .map(|row| {
            vec![
                row.id,
                row.citation,
                row.until.unwrap_or_default(),
                row.verified,
                row.confidence.to_owned(),
                row.flows.to_string(),
                row.sources,
            ]
        })
        .collect()
}

/// How far the law is known, and what is coming.
pub(super) fn law(report: &Report<'_>) -> Markup {
    let pack = report.loaded.book.pack();
    let coming = horizon(report)
        .into_iter()
        .map(|event| vec![event.day, event.effect.to_owned(), event.text, event.citation])
        .collect();
    html! {
        p {
            "Law pack " (safe(&pack.title())) ". The rows that decide were all read on " (report.assessment.verified_to)
            " or later; what happened after the day a row was read is not known."
        }
        (table("What puts mechanisms in question, and what is known to come within a year, under the laws that bind these flows", &["day", "effect", "what", "cited"], coming))
        (table("Rows of the law relied on, those read longest ago first", &LAW_HEAD, law_rows(report)))
    }
}
