//! A comparison of two assessments, for people, pull requests and programs (`transfer-diff/1`).

use std::collections::BTreeMap;

use serde::Serialize;
use transfer_model::compare::{Answer, Comparison, FlowChange, FlowGone, Reason, RegimeChange};

use super::markdown::escape;
use super::text::{clean, said};
use crate::input::Loaded;

/// For people.
pub fn human(old: &Loaded, new: &Loaded, found: &Comparison) -> String {
    let mut text = format!("{}\n\n", clean(&heading(old, new)));
    for gone in &found.removed {
        text.push_str(&format!(
            "- {}: was {}; {}\n",
            clean(&gone.flow),
            gone.verdict.name(),
            gone_because(gone, false)
        ));
    }
    for gone in &found.added {
        text.push_str(&format!(
            "+ {}: {}; {}\n",
            clean(&gone.flow),
            gone.verdict.name(),
            gone_because(gone, true)
        ));
    }
    for change in &found.changed {
        text.push_str(&format!("~ {}: {}\n", clean(&change.flow), turn(change)));
        for regime in &change.regimes {
            text.push_str(&format!(
                "    {}: {} -> {} ({})\n",
                regime.regime,
                said(regime.before.as_ref()),
                said(regime.after.as_ref()),
                reasons(&regime.because)
            ));
        }
    }
    if found.removed.is_empty() && found.added.is_empty() && found.changed.is_empty() {
        text.push_str("No verdict and no mechanism differs.\n");
    }
    text.push_str(&format!("\n{}\n", counts(found)));
    text
}

/// For a pull request.
pub fn markdown(old: &Loaded, new: &Loaded, found: &Comparison) -> String {
    let mut text = format!("## Transfers: {}\n\n{}\n", escape(&heading(old, new)), counts(found));
    if !(found.removed.is_empty() && found.added.is_empty() && found.changed.is_empty()) {
        text.push_str(
            "\n| flow | regime | before | after | put down to |\n| --- | --- | --- | --- | --- |\n",
        );
    }
    for gone in &found.removed {
        let (id, was) = (escape(&gone.flow), gone.verdict.name());
        text.push_str(&format!("| {id} | | {was} | - | {} |\n", gone_because(gone, false)));
    }
    for gone in &found.added {
        let (id, is) = (escape(&gone.flow), gone.verdict.name());
        text.push_str(&format!("| {id} | | - | {is} | {} |\n", gone_because(gone, true)));
    }
    for change in &found.changed {
        let id = escape(&change.flow);
        let (before, after) = (change.before.name(), change.after.name());
        text.push_str(&format!("| **{id}** | | {before} | {after} | {} |\n", reasons(&change.because)));
        for RegimeChange { regime, before, after, because } in &change.regimes {
            text.push_str(&format!(
                "| {id} | {regime} | {} | {} | {} |\n",
                escape(&said(before.as_ref())),
                escape(&said(after.as_ref())),
                reasons(because)
            ));
        }
    }
    text
}

fn heading(old: &Loaded, new: &Loaded) -> String {
    let name = |loaded: &Loaded| {
        format!("{} on {} (law {})", loaded.register.name, loaded.day, loaded.book.pack().title())
    };
    format!("{} against {}", name(new), name(old))
}

fn counts(found: &Comparison) -> String {
    format!(
        "{} changed, {} added, {} removed, {} unchanged.",
        found.changed.len(),
        found.added.len(),
        found.removed.len(),
        found.unchanged
    )
}

fn turn(change: &FlowChange) -> String {
    let verdict = if change.before == change.after {
        format!("still {}", change.after.name())
    } else {
        format!("{} -> {}", change.before.name(), change.after.name())
    };
    format!("{verdict} ({})", reasons(&change.because))
}

fn reasons(because: &[Reason]) -> String {
    because.iter().map(|reason| reason.name()).collect::<Vec<_>>().join(", ")
}

const fn gone_because(gone: &FlowGone, added: bool) -> &'static str {
    match (gone.because, added) {
        (Reason::Calendar, true) => "it has begun (calendar)",
        (Reason::Calendar, false) => "it is not active on the new day (calendar)",
        (_, true) => "new (register)",
        (_, false) => "gone (register)",
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    old: Side<'a>,
    new: Side<'a>,
    summary: Summary,
    added: Vec<Gone<'a>>,
    removed: Vec<Gone<'a>>,
    changed: Vec<Changed<'a>>,
}

#[derive(Serialize)]
struct Side<'a> {
    register: Named<'a>,
    law: Law<'a>,
    as_of: String,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    digest: &'a str,
}

#[derive(Serialize)]
struct Law<'a> {
    version: &'a str,
    digest: &'a str,
    overlays: &'a [String],
}

#[derive(Serialize)]
struct Summary {
    changed: usize,
    added: usize,
    removed: usize,
    unchanged: usize,
}

#[derive(Serialize)]
struct Gone<'a> {
    id: &'a str,
    verdict: &'static str,
    because: Vec<&'static str>,
}

#[derive(Serialize)]
struct Changed<'a> {
    id: &'a str,
    before: &'static str,
    after: &'static str,
    because: Vec<&'static str>,
    regimes: Vec<Regime<'a>>,
}

#[derive(Serialize)]
struct Regime<'a> {
    regime: &'a str,
    before: Option<&'static str>,
    after: Option<&'static str>,
    mechanism_before: Option<&'a str>,
    mechanism_after: Option<&'a str>,
    data_before: BTreeMap<&'a str, Item<'a>>,
    data_after: BTreeMap<&'a str, Item<'a>>,
    because: Vec<&'static str>,
}

/// The answer for a data item that has another than its regime.
#[derive(Serialize)]
struct Item<'a> {
    verdict: &'static str,
    mechanism: Option<&'a str>,
}

/// For programs.
pub fn json(old: &Loaded, new: &Loaded, found: &Comparison) -> String {
    let changed = found.changed.iter().map(|change| Changed {
        id: &change.flow,
        before: change.before.name(),
        after: change.after.name(),
        because: words(&change.because),
        regimes: change.regimes.iter().map(regime_of).collect(),
    });
    let document = Document {
        schema: "transfer-diff/1",
        old: side(old),
        new: side(new),
        summary: Summary {
            changed: found.changed.len(),
            added: found.added.len(),
            removed: found.removed.len(),
            unchanged: found.unchanged,
        },
        added: gone(&found.added),
        removed: gone(&found.removed),
        changed: changed.collect(),
    };
    // Lists of texts and numbers only: serialisation cannot fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn words(because: &[Reason]) -> Vec<&'static str> {
    because.iter().map(|reason| reason.name()).collect()
}

fn gone(all: &[FlowGone]) -> Vec<Gone<'_>> {
    all.iter()
        .map(|gone| Gone { id: &gone.flow, verdict: gone.verdict.name(), because: words(&[gone.because]) })
        .collect()
}

fn regime_of(change: &RegimeChange) -> Regime<'_> {
    let verdict = |answer: Option<&Answer>| answer.map(|answer| answer.verdict.name());
    Regime {
        regime: &change.regime,
        before: verdict(change.before.as_ref()),
        after: verdict(change.after.as_ref()),
        mechanism_before: change.before.as_ref().and_then(|answer| answer.mechanism.as_deref()),
        mechanism_after: change.after.as_ref().and_then(|answer| answer.mechanism.as_deref()),
        data_before: items(change.before.as_ref()),
        data_after: items(change.after.as_ref()),
        because: words(&change.because),
    }
}

fn items(answer: Option<&Answer>) -> BTreeMap<&str, Item<'_>> {
    let all = answer.into_iter().flat_map(|answer| &answer.data);
    all.map(|(id, item)| {
        (id.as_str(), Item { verdict: item.verdict.name(), mechanism: item.mechanism.as_deref() })
    })
    .collect()
}

fn side(loaded: &Loaded) -> Side<'_> {
    let pack = loaded.book.pack();
    Side {
        register: Named { name: &loaded.register.name, digest: &loaded.register.digest },
        law: Law { version: &pack.version, digest: &pack.digest, overlays: &pack.overlays },
        as_of: loaded.day.to_string(),
    }
}
