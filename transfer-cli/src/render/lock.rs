//! The text of a lock: sorted, a stanza a flow, a line a regime, so that of two branches that change different flows
//! only the line of the digest conflicts. It holds no clock.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;
use transfer_model::assess::Verdict;
use transfer_model::compare::{Answer, FlowAnswers, ItemAnswer};

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
    let verdict = |word: &str| {
        let known = Verdict::ALL.into_iter().find(|verdict| verdict.name() == word);
        known.ok_or_else(|| format!("`{}` is no verdict", clean(word)))
    };
    let mut flows = BTreeMap::new();
    for (id, flow) in file.flow {
        let mut regimes = BTreeMap::new();
        for (word, regime) in flow.regime {
            let mut data = BTreeMap::new();
            for (id, item) in regime.data {
                let item = ItemAnswer { verdict: verdict(&item.verdict)?, mechanism: item.mechanism };
                data.insert(id, item);
            }
            let answer = Answer { verdict: verdict(&regime.verdict)?, mechanism: regime.mechanism, data };
            regimes.insert(word, answer);
        }
        flows.insert(id, FlowAnswers { verdict: verdict(&flow.verdict)?, regimes });
    }
    Ok(Locked { digest: file.digest, law: file.law, flows })
}

/// What differs, for people, and whether a verdict or a mechanism does.
pub fn differences(known: &Locked, now: &Locked) -> (String, bool) {
    let mut text = String::new();
    let ids: BTreeSet<&String> = known.flows.keys().chain(now.flows.keys()).collect();
    for id in ids {
        let name = clean(id);
        match (known.flows.get(id), now.flows.get(id)) {
            (Some(was), None) => {
                let _ =
                    writeln!(text, "- {name}: locked as {}, and not active or not there", was.verdict.name());
            }
            (None, Some(is)) => {
                let _ = writeln!(text, "+ {name}: {}, and not locked", is.verdict.name());
            }
            (Some(was), Some(is)) if was != is => {
                let turn = if was.verdict == is.verdict {
                    is.verdict.name().to_owned()
                } else {
                    format!("{} -> {}", was.verdict.name(), is.verdict.name())
                };
                let _ = writeln!(text, "~ {name}: {turn}");
                let words: BTreeSet<&String> = was.regimes.keys().chain(is.regimes.keys()).collect();
                for word in words {
                    let (before, after) = (was.regimes.get(word), is.regimes.get(word));
                    if before != after {
                        let _ = writeln!(text, "    {word}: {} -> {}", said(before), said(after));
                    }
                }
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
    let differs = !text.is_empty();
    if differs {
        text.insert_str(0, "error: verdicts or mechanisms differ from those locked:\n");
        text.push_str("review them, then run `transfer lock`\n");
    }
    if known.law != now.law {
        let _ = writeln!(text, "note: locked with law pack {}, assessed with {}", clean(&known.law), clean(&now.law));
    }
    if !differs && known.digest != now.digest {
        text.push_str("note: facts of the register changed since the lock was written; no verdict did\n");
    }
    (text, differs)
}
