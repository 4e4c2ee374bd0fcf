//! `transfer what-if`: assesses the register as it is and as assumed, on one day, and prints the difference. A
//! question: it ends with status 0 whatever breaks.

mod words;

use std::collections::BTreeSet;

use transfer_model::assess::{Assessment, Engine, Words, assess, results};
use transfer_model::assume::{Assumption, Change, FlowChange, apply, compare};
use transfer_model::finding::{Code, Finding, Severity};
use transfer_model::index::FlowIx;
use transfer_model::law::LawBook;
use transfer_model::register::Register;

use super::lookup::Lookup;
use crate::args::{WhatIf, WhatIfFormat};
use crate::env::{Env, Out};
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::what_if;

/// Both worlds, and what differs.
#[derive(Debug)]
pub(crate) struct Worlds {
    /// What is assumed, with the ids of what it changes.
    pub(crate) assumed: Vec<(Assumption, Vec<String>)>,
    /// As things are.
    pub(crate) before: Assessment,
    /// The register as assumed.
    pub(crate) register: Register,
    /// The law as assumed.
    pub(crate) book: LawBook,
    /// As assumed.
    pub(crate) after: Assessment,
    /// Each flow.
    pub(crate) flows: Vec<Told>,
}

/// A flow in both worlds, and why.
#[derive(Debug)]
pub(crate) struct Told {
    /// What becomes of it.
    pub(crate) change: FlowChange,
    /// Positions of the assumptions that count for it.
    pub(crate) by: Vec<usize>,
    /// Findings of the world as assumed that say why.
    pub(crate) because: Vec<Finding>,
    /// Findings of the world as it is that are gone.
    pub(crate) resolved: Vec<Finding>,
}

/// Runs it.
pub fn run(args: &WhatIf, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(mut loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    let mut lookup = Lookup::new(&loaded);
    let assumptions = words::read(args, &mut lookup);
    if !lookup.sound(out) {
        return Outcome::Broken;
    }
    let day = assumptions.iter().map(Assumption::day).fold(loaded.day, Ord::max);
    if day != loaded.day {
        (loaded.day, loaded.by_clock) = (day, false);
    }
    let worlds = worlds(&loaded, assumptions);
    let text = match args.format {
        WhatIfFormat::Human => what_if::human(&loaded, &worlds),
        WhatIfFormat::Json => what_if::json(&loaded, &worlds),
        WhatIfFormat::Markdown => what_if::markdown(&loaded, &worlds),
    };
    out.answer(&text);
    Outcome::Clean
}

fn changed(loaded: &Loaded, assumptions: &[Assumption]) -> (Register, LawBook, Vec<Vec<String>>) {
    let mut register = loaded.register.clone();
    let mut pack = loaded.book.pack().clone();
    let touched = apply(assumptions, &mut register, &mut pack, &loaded.book);
    (register, LawBook::new(pack), touched)
}

fn worlds(loaded: &Loaded, assumptions: Vec<Assumption>) -> Worlds {
    let day = loaded.day;
    let before = assess(&loaded.register, &loaded.book, day);
    let (register, book, touched) = changed(loaded, &assumptions);
    let after = assess(&register, &book, day);
    let changes = compare(&loaded.book, &before.flows, &after.flows);
    let counting = counting(loaded, &before, &after, &assumptions);
    let flows = changes
        .into_iter()
        .map(|change| {
            let by = (0..assumptions.len()).filter(|at| counting.contains(&(*at, change.flow))).collect();
            let by = if change.differs() { by } else { Vec::new() };
            told(loaded, &before, (&register, &book, &after), change, by)
        })
        .collect();
    Worlds { assumed: assumptions.into_iter().zip(touched).collect(), before, register, book, after, flows }
}

/// Which assumptions count for which flows: made alone it changes the flow, or left out the others change it otherwise.
fn counting(
    loaded: &Loaded,
    before: &Assessment,
    after: &Assessment,
    assumptions: &[Assumption],
) -> BTreeSet<(usize, FlowIx)> {
    let mut found = BTreeSet::new();
    let mut against = |at: usize, made: &[Assumption], world: &Assessment| {
        let (register, book, _) = changed(loaded, made);
        let other = results(&Engine::new(&register, &book, loaded.day));
        let changes = compare(&loaded.book, &world.flows, &other);
        found.extend(changes.iter().filter(|change| change.differs()).map(|change| (at, change.flow)));
    };
    for (at, assumption) in assumptions.iter().enumerate() {
        against(at, std::slice::from_ref(assumption), before);
        if assumptions.len() > 1 {
            let others = assumptions.iter().enumerate().filter(|(other, _)| *other != at);
            against(at, &others.map(|(_, other)| other.clone()).collect::<Vec<_>>(), after);
        }
    }
    found
}

fn told(
    loaded: &Loaded,
    before: &Assessment,
    (register, book, after): (&Register, &LawBook, &Assessment),
    change: FlowChange,
    by: Vec<usize>,
) -> Told {
    if !change.differs() {
        return Told { change, by, because: Vec::new(), resolved: Vec::new() };
    }
    let was = Words { register: &loaded.register, book: &loaded.book };
    let is = Words { register, book };
    let of = |assessment: &Assessment| -> Vec<Finding> {
        let all = assessment.findings.iter().filter(|found| found.flow == Some(change.flow));
        all.filter(|found| !beside(found.code)).cloned().collect()
    };
    let key = |finding: &Finding, words: Words<'_>| (finding.code, finding.regime, words.message(finding));
    let (then, now) = (of(before), of(after));
    let then_keys: Vec<_> = then.iter().map(|finding| key(finding, was)).collect();
    let now_keys: Vec<_> = now.iter().map(|finding| key(finding, is)).collect();
    let loses = |finding: &Finding| {
        let mut regimes = change.regimes.iter().filter(|found| Some(found.regime) == finding.regime);
        regimes.any(|found| matches!(found.change, Change::Breaks | Change::Worse | Change::FallsBack))
    };
    // A claim that failed before, unnoticed beside one that held, is the fallback that is lacking.
    let because = now
        .iter()
        .zip(&now_keys)
        .filter(|(finding, key)| {
            let fails = finding.detail.tag.is_some() && loses(finding);
            fails || (finding.severity != Severity::Note && !then_keys.contains(key))
        })
        .map(|(finding, _)| finding.clone())
        .collect();
    let resolved = then
        .iter()
        .zip(&then_keys)
        .filter(|(finding, key)| finding.severity != Severity::Note && !now_keys.contains(key))
        .map(|(finding, _)| finding.clone())
        .collect();
    Told { change, by, because, resolved }
}

/// Findings about how sure the law is and what comes later: none says why a verdict differs.
fn beside(code: Code) -> bool {
    matches!(
        code,
        Code::BeyondLawHorizon | Code::LawUnverified | Code::MechanismEndsSoon | Code::MechanismAtRisk
    )
}
