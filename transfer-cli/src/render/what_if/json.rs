//! The difference for programs: `transfer-what-if/1`, with types of its own so that no internal name becomes
//! public by accident.

use std::collections::BTreeMap;

use serde::Serialize;
use transfer_model::assess::{Assessment, Verdict, Words};
use transfer_model::assume::{Change, RegimeChange, Side, Told, Worlds};
use transfer_model::day::Day;
use transfer_model::finding::Finding;

use super::{by, of, result};
use crate::input::Loaded;
use crate::render::head::{Head, document, head};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    assumptions: Vec<Assumed<'a>>,
    summary: Summary,
    flows: Vec<Flow<'a>>,
}

#[derive(Serialize)]
struct Assumed<'a> {
    kind: &'static str,
    text: String,
    date: String,
    changes: &'a [String],
}

#[derive(Serialize)]
struct Summary {
    before: BTreeMap<&'static str, usize>,
    after: BTreeMap<&'static str, usize>,
    changes: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct Flow<'a> {
    id: &'a str,
    from: &'a str,
    to: &'a str,
    before: World<'a>,
    after: World<'a>,
    change: &'static str,
    by: Vec<String>,
    regimes: Vec<Regime<'a>>,
    because: Vec<Reason<'a>>,
    resolved: Vec<Reason<'a>>,
}

#[derive(Serialize)]
struct World<'a> {
    verdict: &'static str,
    mechanism: Option<&'a str>,
}

#[derive(Serialize)]
struct Regime<'a> {
    regime: &'a str,
    basis: Option<&'static str>,
    via: Vec<&'a str>,
    before: Option<&'static str>,
    after: Option<&'static str>,
    mechanism_before: Option<&'a str>,
    mechanism_after: Option<&'a str>,
    claim_before: Option<&'a str>,
    claim_after: Option<&'a str>,
    change: &'static str,
}

#[derive(Serialize)]
struct Reason<'a> {
    code: &'static str,
    severity: &'static str,
    regime: Option<&'a str>,
    message: String,
    citation: Vec<String>,
}

/// For programs.
pub(crate) fn json(loaded: &Loaded, worlds: &Worlds) -> String {
    let assumptions = worlds.assumed.iter().map(|(assumption, touched)| Assumed {
        kind: assumption.kind(),
        text: assumption.text(&loaded.register, &loaded.book),
        date: assumption.day().to_string(),
        changes: touched,
    });
    document(&Document {
        head: head("transfer-what-if/1", loaded, &worlds.before),
        assumptions: assumptions.collect(),
        summary: Summary {
            before: counts(&worlds.before),
            after: counts(&worlds.after),
            changes: Change::ALL.map(|change| (change.name(), of(worlds, change).count())).into(),
        },
        flows: worlds.flows.iter().enumerate().map(|(at, told)| flow(loaded, worlds, at, told)).collect(),
    })
}

fn counts(all: &Assessment) -> BTreeMap<&'static str, usize> {
    let verdicts = Verdict::ALL.map(|verdict| (verdict.name(), all.count(verdict)));
    let mut counts: BTreeMap<&'static str, usize> = verdicts.into();
    counts.insert("flows", all.flows.len());
    counts.insert("inactive", all.inactive);
    counts
}

fn flow<'a>(loaded: &'a Loaded, worlds: &'a Worlds, at: usize, told: &'a Told) -> Flow<'a> {
    let register = &loaded.register;
    let fact = register.flow(told.change.flow);
    let world = |side: Side| World {
        verdict: side.verdict.name(),
        mechanism: side.mechanism.map(|by| loaded.book.mechanism(by).id.as_str()),
    };
    let was = Words { register, book: &loaded.book };
    let is = Words { register: &worlds.register, book: &worlds.book };
    Flow {
        id: &fact.id,
        from: &register.party(fact.from.value).id,
        to: &register.party(fact.to.value).id,
        before: world(told.change.before),
        after: world(told.change.after),
        change: told.change.change.name(),
        by: by(loaded, worlds, told),
        regimes: told.change.regimes.iter().map(|found| regime(loaded, worlds, at, told, found)).collect(),
        because: told.because.iter().map(|finding| reason(finding, is, loaded.day)).collect(),
        resolved: told.resolved.iter().map(|finding| reason(finding, was, loaded.day)).collect(),
    }
}

fn regime<'a>(
    loaded: &'a Loaded,
    worlds: &'a Worlds,
    at: usize,
    told: &'a Told,
    change: &'a RegimeChange,
) -> Regime<'a> {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let mechanism = |side: Option<Side>| {
        side.and_then(|side| side.mechanism).map(|by| loaded.book.mechanism(by).id.as_str())
    };
    let claim =
        |side: Option<Side>| side.and_then(|side| side.claim).map(|tag| words.tag(told.change.flow, tag));
    let binding = result(worlds, at, change).map(|found| &found.binding);
    let via = binding.into_iter().flat_map(|binding| &binding.via);
    Regime {
        regime: &loaded.book.regime(change.regime).header.id,
        basis: binding.map(|binding| binding.basis.name()),
        via: via.map(|flow| loaded.register.flow(*flow).id.as_str()).collect(),
        before: change.before.map(|side| side.verdict.name()),
        after: change.after.map(|side| side.verdict.name()),
        mechanism_before: mechanism(change.before),
        mechanism_after: mechanism(change.after),
        claim_before: claim(change.before),
        claim_after: claim(change.after),
        change: change.change.name(),
    }
}

fn reason<'a>(finding: &Finding, words: Words<'a>, day: Day) -> Reason<'a> {
    Reason {
        code: finding.code.name(),
        severity: finding.severity.name(),
        regime: finding.regime.map(|regime| words.regime(regime)),
        message: words.message(finding),
        citation: words.citations(finding.detail, finding.regime, day),
    }
}
