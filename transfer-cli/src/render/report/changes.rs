//! What changed since the last report: its `assessment.json` held against today's.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use transfer_model::assess::{Assessment, RegimeResult, Verdict, Words};
use transfer_model::compare::{Answer, ItemAnswer};
use transfer_model::law::LawPack;

use crate::input::Loaded;
use crate::render::counts;

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
    /// Flows with another verdict or mechanism, their own or under a law.
    pub flows: Vec<Turn>,
    /// Findings at error or warning level that are new: code, flow, regime.
    pub opened: Vec<Key>,
    /// Those that are gone.
    pub closed: Vec<Key>,
}

/// A flow that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its id.
    pub flow: String,
    /// Its verdict then; none: not there.
    pub then: Option<Verdict>,
    /// Its verdict now; none: gone or not active.
    pub now: Option<Verdict>,
    /// The laws whose answers changed, where it was and is there.
    pub regimes: Vec<(String, Option<Answer>, Option<Answer>)>,
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
    #[serde(default)]
    overlays: Vec<String>,
}

#[derive(Deserialize)]
struct Flow {
    id: String,
    verdict: String,
    #[serde(default)]
    regimes: Vec<Regime>,
}

#[derive(Deserialize)]
struct Regime {
    regime: String,
    verdict: String,
    mechanism: Option<String>,
    #[serde(default)]
    by_data: BTreeMap<String, String>,
    #[serde(default)]
    mechanism_by_data: BTreeMap<String, String>,
}

/// The answers for a flow, its own and by law.
#[derive(PartialEq, Eq)]
struct Answers {
    verdict: Verdict,
    regimes: BTreeMap<String, Answer>,
}

impl Flow {
    fn answers(self) -> Result<(String, Answers), String> {
        let mut regimes = BTreeMap::new();
        for regime in self.regimes {
            let mut data = Vec::new();
            for (id, verdict) in regime.by_data {
                data.push((id, counts::verdict(&verdict)?));
            }
            let (verdict, by) = (counts::verdict(&regime.verdict)?, regime.mechanism);
            regimes.insert(regime.regime, answer(verdict, by, data, regime.mechanism_by_data));
        }
        Ok((self.id, Answers { verdict: counts::verdict(&self.verdict)?, regimes }))
    }
}

/// The answer that an assessment as JSON holds: data items with another answer than their regime's are named, unless all
/// have the same.
fn answer(
    verdict: Verdict,
    mechanism: Option<String>,
    data: Vec<(String, Verdict)>,
    mut carriers: BTreeMap<String, String>,
) -> Answer {
    let items: Vec<(String, ItemAnswer)> = data
        .into_iter()
        .map(|(id, verdict)| {
            let carried = matches!(verdict, Verdict::Valid | Verdict::Conditional);
            let own = carriers.remove(&id).filter(|_| verdict.stands());
            let by = own.or_else(|| mechanism.clone().filter(|_| carried));
            (id, ItemAnswer { verdict, mechanism: by })
        })
        .collect();
    let alike = items.iter().all(|(_, item)| items.first().is_some_and(|(_, first)| first == item));
    let other = |item: &ItemAnswer| !alike && (item.verdict != verdict || item.mechanism != mechanism);
    let data = items.into_iter().filter(|(_, item)| other(item)).collect();
    Answer { verdict, mechanism, data }
}

/// The answer under a law as it is now, as the JSON would hold it.
fn today(loaded: &Loaded, regime: &RegimeResult) -> Answer {
    let word = |by| loaded.book.mechanism(by).id.clone();
    let datum = |data| loaded.register.datum(data).id.clone();
    let carrier = regime.mechanism();
    let others = regime.mechanisms().filter(|(_, by)| Some(*by) != carrier);
    answer(
        regime.verdict,
        carrier.map(word),
        regime.by_data.iter().map(|(data, verdict, _)| (datum(*data), *verdict)).collect(),
        others.map(|(data, by)| (datum(data), word(by))).collect(),
    )
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
    let words = Words { register, book: &loaded.book };
    let mut before = BTreeMap::new();
    for flow in earlier.flows {
        let (id, answers) = flow.answers()?;
        before.insert(id, answers);
    }
    let now: BTreeMap<String, Answers> = assessment
        .flows
        .iter()
        .map(|flow| {
            let regimes = flow.regimes.iter();
            let regimes =
                regimes.map(|regime| (words.regime(regime.binding.regime).to_owned(), today(loaded, regime)));
            let answers = Answers { verdict: flow.verdict, regimes: regimes.collect() };
            (register.flow(flow.flow).id.clone(), answers)
        })
        .collect();
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
        law: LawPack { version: earlier.law.version, overlays: earlier.law.overlays, ..LawPack::default() }
            .title(),
        register_changed: earlier.register.digest != register.digest,
        flows: turns(&before, &now),
        opened: today.iter().filter(|key| then.binary_search(key).is_err()).cloned().collect(),
        closed: then.iter().filter(|key| today.binary_search(key).is_err()).cloned().collect(),
    })
}

/// What differs, by flow and law.
fn turns(before: &BTreeMap<String, Answers>, now: &BTreeMap<String, Answers>) -> Vec<Turn> {
    let ids: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    ids.into_iter()
        .filter(|id| before.get(*id) != now.get(*id))
        .map(|id| {
            let (then, is) = (before.get(id), now.get(id));
            let mut regimes = Vec::new();
            if let (Some(then), Some(is)) = (then, is) {
                let words: BTreeSet<&String> = then.regimes.keys().chain(is.regimes.keys()).collect();
                for word in words {
                    let (a, b) = (then.regimes.get(word).cloned(), is.regimes.get(word).cloned());
                    if a != b {
                        regimes.push((word.clone(), a, b));
                    }
                }
            }
            let verdict = |answers: Option<&Answers>| answers.map(|answers| answers.verdict);
            Turn { flow: id.clone(), then: verdict(then), now: verdict(is), regimes }
        })
        .collect()
}
