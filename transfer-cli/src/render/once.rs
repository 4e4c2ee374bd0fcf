//! Findings that say the same of one place of a flow under several laws: people read them once, with all of the laws
//! and all that is to be cited.

use std::collections::BTreeMap;

use transfer_model::assess::Words;
use transfer_model::day::Day;
use transfer_model::finding::{Code, Finding, Severity};
use transfer_model::source::Span;

/// Findings that say the same.
#[derive(Debug)]
pub(super) struct Told<'a> {
    /// The first of them.
    pub(super) first: &'a Finding,
    /// The others, in order.
    others: Vec<&'a Finding>,
    /// What they say.
    pub(super) message: String,
}

/// The findings in order, those that say the same of one place of a flow together. Those of one flow follow each other.
pub(super) fn told_once<'a>(words: Words<'_>, findings: impl Iterator<Item = &'a Finding>) -> Vec<Told<'a>> {
    let mut all: Vec<Told<'a>> = Vec::new();
    let mut known: BTreeMap<(Code, Span, bool, String), usize> = BTreeMap::new();
    let mut of = None;
    for finding in findings {
        if of != Some(finding.flow) {
            known.clear();
            of = Some(finding.flow);
        }
        let message = words.message(finding);
        let key = (finding.code, finding.span, finding.waived.is_some(), message);
        if let Some(same) = known.get(&key).and_then(|at| all.get_mut(*at)) {
            same.others.push(finding);
        } else {
            let message = key.3.clone();
            known.insert(key, all.len());
            all.push(Told { first: finding, others: Vec::new(), message });
        }
    }
    all
}

impl Told<'_> {
    /// The gravest of their levels.
    pub(super) fn severity(&self) -> Severity {
        self.others.iter().map(|other| other.severity).fold(self.first.severity, Severity::min)
    }

    /// What to cite for all of them; of several laws, each with its own.
    pub(super) fn law(&self, words: Words<'_>, day: Day) -> String {
        let cited = |finding: &Finding| words.citations(finding.detail, finding.regime, day).join("; ");
        if self.others.iter().all(|other| other.regime == self.first.regime) {
            let mut all = vec![cited(self.first)];
            for more in self.others.iter().map(|other| cited(other)) {
                if !all.contains(&more) {
                    all.push(more);
                }
            }
            return all.join("; ");
        }
        let mut all: Vec<(String, Vec<&str>)> = Vec::new();
        for finding in std::iter::once(self.first).chain(self.others.iter().copied()) {
            let law = cited(finding);
            let name = finding
                .regime
                .map_or("no law in particular", |regime| words.book.regime(regime).name.as_str());
            match all.iter_mut().find(|(known, _)| *known == law) {
                Some((_, names)) if names.contains(&name) => {}
                Some((_, names)) => names.push(name),
                None => all.push((law, vec![name])),
            }
        }
        let each = all.iter().map(|(law, names)| {
            let under = format!("under {}", listed(names));
            if law.is_empty() { under } else { format!("{under}: {law}") }
        });
        each.collect::<Vec<_>>().join("; ")
    }
}

/// Names in a row, as a sentence has them.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}
