//! What would close a gap: the findings of a flow that does not stand, as steps.

use std::collections::BTreeSet;

use crate::assess::Words;
use crate::finding::{Finding, Severity};
use crate::index::FlowIx;

/// What would close the gap of a flow: the findings that say so, each remedy once.
pub fn closing<'a>(flow: FlowIx, findings: &'a [Finding], words: Words<'_>) -> Vec<(&'a Finding, String)> {
    let mut told = BTreeSet::new();
    let of = |severity: Severity| {
        findings.iter().filter(move |finding| finding.flow == Some(flow) && finding.severity == severity)
    };
    // A register may have lowered the level of an error; its remedy is the same.
    let errors: Vec<&Finding> = of(Severity::Error).collect();
    let chosen = if errors.is_empty() { of(Severity::Warning).collect() } else { errors };
    let each = chosen.into_iter().map(|finding| (finding, words.remedy(finding)));
    each.filter(|(_, remedy)| told.insert(remedy.clone())).collect()
}
