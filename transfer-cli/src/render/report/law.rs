//! The rows of the law that the verdicts rest on: when each was read, how sure it is, when it ends; and what has
//! been announced.

use std::collections::{BTreeMap, BTreeSet};

use transfer_model::assess::Row;
use transfer_model::index::RegimeIx;
use transfer_model::law::{Confidence, Effect};

use super::Report;

/// A row of the law relied on.
#[derive(Debug, Clone)]
pub(super) struct Relied {
    pub(super) id: String,
    pub(super) citation: String,
    pub(super) until: Option<String>,
    pub(super) verified: String,
    pub(super) confidence: &'static str,
    pub(super) sources: String,
    pub(super) flows: usize,
}

/// The rows relied on, those read longest ago first.
pub(super) fn relied(report: &Report<'_>) -> Vec<Relied> {
    let book = &report.loaded.book;
    let mut used: BTreeMap<Row, Vec<usize>> = BTreeMap::new();
    for (at, flow) in report.assessment.flows.iter().enumerate() {
        for regime in &flow.regimes {
            let carriers =
                regime.by_data.iter().filter_map(|(_, _, carrier)| carrier.map(|c| Row::Rule(c.rule)));
            for row in regime.row.into_iter().chain(carriers) {
                let flows = used.entry(row).or_default();
                if flows.last() != Some(&at) {
                    flows.push(at);
                }
            }
        }
    }
    let mut rows: Vec<Relied> = used
        .into_iter()
        .map(|(row, flows)| {
            let (id, citation, verified) = row.of(book);
            let header = row.header(book);
            let unsure = header.is_some_and(|h| h.memory.since || h.memory.until || h.memory.scope);
            Relied {
                id: header.map_or(id, |header| header.id.as_str()).to_owned(),
                citation: citation.to_owned(),
                until: header.and_then(|h| h.period.end()).map(|day| day.to_string()),
                verified: verified.to_string(),
                confidence: match row.confidence(book) {
                    Confidence::Checked if unsure => "checked, in part unverified",
                    Confidence::Checked => "checked",
                    Confidence::CheckedSecond => "secondary source",
                    Confidence::Memory => "unverified",
                },
                sources: header.map_or_else(String::new, |header| header.sources.join(" ")),
                flows: flows.len(),
            }
        })
        .collect();
    rows.sort_by(|a, b| (&a.verified, &a.id).cmp(&(&b.verified, &b.id)));
    rows
}

/// An event of the law.
#[derive(Debug)]
pub(super) struct Coming {
    pub(super) day: String,
    pub(super) effect: &'static str,
    pub(super) text: String,
    pub(super) citation: String,
}

/// What has put mechanisms in question up to the day, and what the pack knows of later days within a year, under the
/// laws that bind a flow.
pub(super) fn horizon(report: &Report<'_>) -> Vec<Coming> {
    let pack = report.loaded.book.pack();
    let day = report.loaded.day;
    let laws: BTreeSet<RegimeIx> =
        report.assessment.flows.iter().flat_map(|f| &f.regimes).map(|r| r.binding.regime).collect();
    let binds = |regimes: &[RegimeIx]| regimes.is_empty() || regimes.iter().any(|law| laws.contains(law));
    let mut rows: Vec<Coming> = pack
        .events
        .iter()
        .filter(|event| binds(&event.regimes))
        .filter_map(|event| {
            let start = event.header.period.start()?;
            let risk = event.effect == Effect::AtRisk && event.header.period.holds(day);
            let later = start > day && start <= day.plus_months(12);
            (risk || later).then(|| Coming {
                day: start.to_string(),
                effect: match event.effect {
                    Effect::AtRisk => "puts a mechanism at risk",
                    Effect::OvertakesAssessments => "overtakes assessments",
                    Effect::Information => "information",
                },
                text: event.text.clone(),
                citation: event.header.citation.clone(),
            })
        })
        .collect();
    let ends = pack.rules.iter().filter(|rule| binds(&rule.regimes)).filter_map(|rule| {
        let end = rule.header.period.end()?;
        (end >= day && end <= day.plus_months(12)).then(|| Coming {
            day: end.next().to_string(),
            effect: "ends",
            text: format!("{} ({}) ends", report.loaded.book.mechanism(rule.mechanism).name, rule.header.id),
            citation: rule.header.end_citation().to_owned(),
        })
    });
    rows.extend(ends);
    rows.sort_by(|a, b| (&a.day, &a.text).cmp(&(&b.day, &b.text)));
    rows
}
