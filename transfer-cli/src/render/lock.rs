//! The text of a lock: sorted, a stanza a flow, a line a regime, so that of two branches that change different flows
//! only the line of the digest conflicts. It holds no clock.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;
use transfer_model::assess::Verdict;
use transfer_model::compare::{Answer, FlowAnswers, ItemAnswer};

use super::counts;
use super::text::{clean, said};

/// What is locked.
#[derive(Debug)]
pub struct Locked {
    /// Digest of the facts assessed, whatever their order and layout.
    pub digest: String,
    /// Version of the law pack.
    pub law: String,
    /// The answers, by flow.
    pub flows: BTreeMap<String, FlowAnswers>,
}

/// The text.
pub fn text(locked: &Locked) -> String {
    let mut text = format!(
        "# Verdicts and mechanisms as reviewed. Written by `transfer lock`; `transfer check --locked` compares.\n\
         version = 1\ndigest = {}\nlaw = {}\n",
        quoted(&locked.digest),
        quoted(&locked.law)
    );
    for (id, flow) in &locked.flows {
        let _ = write!(text, "\n[flow.{}]\nverdict = \"{}\"\n", quoted(id), flow.verdict.name());
        for (regime, answer) in &flow.regimes {
            let data: Vec<String> = answer
                .data
                .iter()
                .map(|(id, item)| {
                    format!("{} = {{ {} }}", quoted(id), carried(item.verdict, item.mechanism.as_ref()))
                })
                .collect();
            let data =
                if data.is_empty() { String::new() } else { format!(", data = {{ {} }}", data.join(", ")) };
            let own = carried(answer.verdict, answer.mechanism.as_ref());
            let _ = writeln!(text, "regime.{regime} = {{ {own}{data} }}");
        }
    }
    text
}

fn carried(verdict: Verdict, mechanism: Option<&String>) -> String {
    let by = mechanism.map_or_else(String::new, |by| format!(", mechanism = {}", quoted(by)));
    format!("verdict = \"{}\"{by}", verdict.name())
}

/// A text as a basic string of TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    digest: String,
    law: String,
    #[serde(default)]
    flow: BTreeMap<String, Flow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Flow {
    verdict: String,
    #[serde(default)]
    regime: BTreeMap<String, Regime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Regime {
    verdict: String,
    mechanism: Option<String>,
    /// Data items that have another answer; locks of before have none.
    #[serde(default)]
    data: BTreeMap<String, Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    verdict: String,
    mechanism: Option<String>,
}

/// Reads a lock.
///
/// # Errors
///
/// What is wrong with it, in a sentence.
pub fn read(text: &str) -> Result<Locked, String> {
    let file: File = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    if file.version != 1 {
        return Err(format!("its version is {}, and 1 is known", file.version));
    }
    let mut flows = BTreeMap::new();
    for (id, flow) in file.flow {
        let mut regimes = BTreeMap::new();
        for (word, regime) in flow.regime {
            let mut data = BTreeMap::new();
            for (id, item) in regime.data {
                let item = ItemAnswer { verdict: counts::verdict(&item.verdict)?, mechanism: item.mechanism };
                data.insert(id, item);
            }
            let answer =
                Answer { verdict: counts::verdict(&regime.verdict)?, mechanism: regime.mechanism, data };
            regimes.insert(word, answer);
        }
        flows.insert(id, FlowAnswers { verdict: counts::verdict(&flow.verdict)?, regimes });
    }
    Ok(Locked { digest: file.digest, law: file.law, flows })
}

/// A flow that is not as it was locked.
#[derive(Debug)]
pub struct Difference {
    /// Its id.
    pub flow: String,
    /// Its verdict as locked; none: not locked.
    pub before: Option<Verdict>,
    /// Its verdict now; none: not active or not there.
    pub after: Option<Verdict>,
    /// The laws whose answers changed, where it was and is there.
    pub regimes: Vec<(String, Option<Answer>, Option<Answer>)>,
}

impl Difference {
    /// In a line, and one for each law.
    fn lines(&self) -> Vec<String> {
        let name = clean(&self.flow);
        let mut lines = vec![match (self.before, self.after) {
            (Some(was), None) => format!("- {name}: locked as {}, and not active or not there", was.name()),
            (None, Some(is)) => format!("+ {name}: {}, and not locked", is.name()),
            (Some(was), Some(is)) if was != is => format!("~ {name}: {} -> {}", was.name(), is.name()),
            (_, is) => format!("~ {name}: {}", is.map_or("", Verdict::name)),
        }];
        for (word, before, after) in &self.regimes {
            lines.push(format!("    {}: {} -> {}", clean(word), said(before.as_ref()), said(after.as_ref())));
        }
        lines
    }

    /// As a message that stands alone.
    pub fn message(&self) -> String {
        let lines = self.lines();
        let told: Vec<&str> =
            lines.iter().map(|line| line.trim_start_matches(['-', '+', '~', ' '])).collect();
        format!("differs from what is locked: {}", told.join("; "))
    }
}

/// What a difference is called where findings are called by their codes.
pub const LOCK_DIFFERS: &str = "lock-differs";

/// What to do about differences.
pub const REMEDY: &str = "review them, then run `transfer lock`";

/// What differs between what is locked and what is.
#[derive(Debug)]
pub struct Differences {
    /// By flow; empty: no verdict and no mechanism differs.
    pub flows: Vec<Difference>,
    /// The whole for people.
    pub told: String,
}

/// What differs.
pub fn differences(known: &Locked, now: &Locked) -> Differences {
    let ids: BTreeSet<&String> = known.flows.keys().chain(now.flows.keys()).collect();
    let mut flows = Vec::new();
    for id in ids {
        let (was, is) = (known.flows.get(id), now.flows.get(id));
        if was == is {
            continue;
        }
        let mut regimes = Vec::new();
        if let (Some(was), Some(is)) = (was, is) {
            let words: BTreeSet<&String> = was.regimes.keys().chain(is.regimes.keys()).collect();
            for word in words {
                let (before, after) = (was.regimes.get(word).cloned(), is.regimes.get(word).cloned());
                if before != after {
                    regimes.push((word.clone(), before, after));
                }
            }
        }
        let verdict = |answers: Option<&FlowAnswers>| answers.map(|answers| answers.verdict);
        flows.push(Difference { flow: id.clone(), before: verdict(was), after: verdict(is), regimes });
    }
    let mut told = String::new();
    if !flows.is_empty() {
        told.push_str("error: verdicts or mechanisms differ from those locked:\n");
        for line in flows.iter().flat_map(Difference::lines) {
            let _ = writeln!(told, "{line}");
        }
        let _ = writeln!(told, "{REMEDY}");
    }
    if known.law != now.law {
        let (then, law) = (clean(&known.law), clean(&now.law));
        let _ = writeln!(told, "note: locked with law pack {then}, assessed with {law}");
    }
    if flows.is_empty() && known.digest != now.digest {
        told.push_str("note: facts of the register changed since the lock was written; no verdict did\n");
    }
    Differences { flows, told }
}
