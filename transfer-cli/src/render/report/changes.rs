//! What changed since the last report: its `assessment.json` held against today's.

use std::collections::BTreeMap;

use serde::Deserialize;
use transfer_model::assess::{Assessment, Words};

use crate::input::Loaded;

/// What changed since an earlier assessment.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// The day of the earlier one.
    pub as_of: String,
    /// The version of its law pack.
    pub law: String,
    /// Whether the register is another.
    pub register_changed: bool,
    /// Whether the law pack is another.
    pub law_changed: bool,
    /// Flows: id, verdict then, verdict now; none: not there.
    pub flows: Vec<(String, Option<String>, Option<String>)>,
    /// Findings at error or warning level that are new: code, flow, regime.
    pub opened: Vec<Key>,
    /// Those that are gone.
    pub closed: Vec<Key>,
}

/// Code, flow and regime of a finding.
pub type Key = (String, String, String);

#[derive(Deserialize)]
struct Earlier {
    schema: String,
    as_of: String,
    register: Head,
    law: Law,
    flows: Vec<Flow>,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Head {
    digest: String,
}

#[derive(Deserialize)]
struct Law {
    version: String,
    digest: String,
}

#[derive(Deserialize)]
struct Flow {
    id: String,
    verdict: String,
}

#[derive(Deserialize)]
struct Finding {
    code: String,
    severity: String,
    flow: Option<String>,
    regime: Option<String>,
}

/// Holds the text of an earlier `assessment.json` against an assessment.
///
/// # Errors
///
/// Why the text is none.
pub fn changes(loaded: &Loaded, assessment: &Assessment, text: &[u8]) -> Result<Changes, String> {
    let earlier: Earlier = serde_json::from_slice(text)
        .map_err(|error| format!("it is not an assessment as `transfer report` writes it: {error}"))?;
    if earlier.schema != "transfer-assessment/1" {
        return Err(format!("its schema is `{}`; `transfer-assessment/1` is read", earlier.schema));
    }
    let register = &loaded.register;
    let before: BTreeMap<String, String> =
        earlier.flows.into_iter().map(|flow| (flow.id, flow.verdict)).collect();
    let now: BTreeMap<String, String> = assessment
        .flows
        .iter()
        .map(|flow| (register.flow(flow.flow).id.clone(), flow.verdict.name().to_owned()))
        .collect();
    let mut flows = Vec::new();
    for (id, verdict) in &now {
        if before.get(id) != Some(verdict) {
            flows.push((id.clone(), before.get(id).cloned(), Some(verdict.clone())));
        }
    }
    for (id, verdict) in &before {
        if !now.contains_key(id) {
            flows.push((id.clone(), Some(verdict.clone()), None));
        }
    }
    flows.sort();
    let words = Words { register, book: &loaded.book };
    let mut then: Vec<Key> = earlier
        .findings
        .into_iter()
        .filter(|finding| finding.severity != "note")
        .map(|f| (f.code, f.flow.unwrap_or_default(), f.regime.unwrap_or_default()))
        .collect();
    let mut today: Vec<Key> = assessment
        .findings
        .iter()
        .filter(|finding| finding.severity != transfer_model::finding::Severity::Note)
        .map(|finding| {
            (
                finding.code.name().to_owned(),
                finding.flow.map_or_else(String::new, |flow| register.flow(flow).id.clone()),
                finding.regime.map_or_else(String::new, |regime| words.regime(regime).to_owned()),
            )
        })
        .collect();
    for list in [&mut then, &mut today] {
        list.sort();
        list.dedup();
    }
    Ok(Changes {
        as_of: earlier.as_of,
        law_changed: earlier.law.digest != loaded.book.pack().digest,
        law: earlier.law.version,
        register_changed: earlier.register.digest != register.digest,
        flows,
        opened: today.iter().filter(|key| then.binary_search(key).is_err()).cloned().collect(),
        closed: then.iter().filter(|key| today.binary_search(key).is_err()).cloned().collect(),
    })
}
