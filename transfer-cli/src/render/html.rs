//! An assessment as one HTML page that stands on its own, for people without a terminal: the flows, then the findings.
//! The quarterly report has more; this is what `check` says.

use transfer_model::assess::{Assessment, Verdict, Words};
use transfer_model::finding::Severity;

use super::counts::counts;
use super::human::plural;
use super::paper::{Block, Cell, Paper, Run, Table, html};
use super::tia::foot;
use crate::input::Loaded;

/// The page. Notes are printed in full where they are asked for, else as their number.
pub fn assessment(loaded: &Loaded, assessment: &Assessment, notes: bool) -> String {
    let mut blocks = vec![Block::Text(vec![Run::Plain(summary(assessment))])];
    if !assessment.flows.is_empty() {
        blocks.push(Block::Table(flows(loaded, assessment)));
    }
    blocks.push(Block::Heading(2, "Findings".to_owned()));
    let found = findings(loaded, assessment, notes);
    if found.rows.is_empty() {
        blocks.push(Block::Text(vec![Run::Plain("None at error or warning level.".to_owned())]));
    } else {
        blocks.push(Block::Table(found));
    }
    let left = assessment.findings.iter().filter(|finding| finding.severity == Severity::Note).count();
    if left > 0 && !notes {
        blocks.push(Block::Text(vec![Run::Plain(format!("{} left out.", plural(left, "note")))]));
    }
    html::write(&[Paper {
        title: format!("{}: transfers on {}", loaded.register.name, assessment.as_of),
        foot: foot(loaded, assessment),
        blocks,
    }])
}

fn summary(assessment: &Assessment) -> String {
    let verdicts = counts(|verdict| assessment.count(verdict));
    let flows = plural(assessment.flows.len(), "flow");
    let of = if verdicts.is_empty() { String::new() } else { format!(": {}", verdicts.join(", ")) };
    format!("{flows}{of}. {} not active that day.", assessment.inactive)
}

fn plain(text: impl Into<String>) -> Cell {
    vec![Run::Plain(text.into())]
}

fn head(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn flows(loaded: &Loaded, assessment: &Assessment) -> Table {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let register = &loaded.register;
    let mut rows = Vec::new();
    for result in &assessment.flows {
        let flow = register.flow(result.flow);
        let optional = if flow.optional.is_some() { " (optional)" } else { "" };
        // Of the flow, not of each law: told once.
        let mut until = super::text::until(result);
        let mut row = |law: &str, verdict: Verdict, mechanism: &str| {
            vec![
                plain(format!("{}{optional}", flow.id)),
                plain(&register.party(flow.from.value).name),
                plain(&register.party(flow.to.value).name),
                plain(law),
                vec![Run::Strong(verdict.name().to_owned())],
                plain(mechanism),
                plain(std::mem::take(&mut until)),
            ]
        };
        if result.regimes.is_empty() || result.beyond_regimes() {
            rows.push(row("-", result.verdict, "-"));
        }
        for regime in &result.regimes {
            let carrier = regime.mechanism();
            let carrier = carrier.map_or("-", |mechanism| loaded.book.mechanism(mechanism).id.as_str());
            rows.push(row(words.regime(regime.binding.regime), regime.verdict, carrier));
        }
    }
    Table {
        caption: format!("Flows active on {}", assessment.as_of),
        head: head(&["flow", "from", "to", "regime", "verdict", "mechanism", "stands until"]),
        rows,
    }
}

fn findings(loaded: &Loaded, assessment: &Assessment, notes: bool) -> Table {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let register = &loaded.register;
    let told = assessment.findings.iter().filter(|finding| notes || finding.severity != Severity::Note);
    let rows = told.map(|finding| {
        let at = register.sources.locate(finding.span);
        let waiver = finding.waived.and_then(|at| register.waivers.get(at.position()));
        let waived = waiver.map_or_else(String::new, |waiver| {
            format!(" (waived until {} by {}: {})", waiver.until.value, waiver.approved_by, waiver.reason)
        });
        vec![
            plain(format!("{}{waived}", finding.severity.name())),
            plain(finding.code.name()),
            plain(finding.flow.map_or("", |flow| register.flow(flow).id.as_str())),
            plain(finding.regime.map_or("", |regime| words.regime(regime))),
            plain(words.message(finding)),
            plain(words.citations(finding.detail, finding.regime, assessment.as_of).join("; ")),
            plain(words.remedy(finding)),
            plain(format!("{}:{}", at.file, at.line)),
        ]
    });
    Table {
        caption: "Findings".to_owned(),
        head: head(&["level", "finding", "flow", "regime", "what", "law", "remedy", "where"]),
        rows: rows.collect(),
    }
}
