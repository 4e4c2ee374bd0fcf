//! Two worlds beside each other: the register and the law as they are, and as somebody assumes they will be, each
//! assessed on one day; with what becomes of every flow, by which assumptions, and why.

use std::collections::BTreeSet;

use super::{Assumption, Change, FlowChange, apply, compare};
use crate::assess::{Assessment, Engine, Words, assess, results};
use crate::day::Day;
use crate::finding::{Code, Finding, Severity};
use crate::index::FlowIx;
use crate::law::LawBook;
use crate::register::Register;

/// Both worlds, and what differs.
#[derive(Debug)]
pub struct Worlds {
    /// What is assumed, with the ids of what it changes.
    pub assumed: Vec<(Assumption, Vec<String>)>,
    /// As things are.
    pub before: Assessment,
    /// The register as assumed.
    pub register: Register,
    /// The law as assumed.
    pub book: LawBook,
    /// As assumed.
    pub after: Assessment,
    /// Each flow.
    pub flows: Vec<Told>,
}

/// A flow in both worlds, and why.
#[derive(Debug)]
pub struct Told {
    /// What becomes of it.
    pub change: FlowChange,
    /// Positions of the assumptions that count for it.
    pub by: Vec<usize>,
    /// Findings of the world as assumed that say why.
    pub because: Vec<Finding>,
    /// Findings of the world as it is that are gone.
    pub resolved: Vec<Finding>,
}

/// The world as it is: what nobody assumes.
#[derive(Debug, Clone, Copy)]
struct AsIs<'a> {
    register: &'a Register,
    book: &'a LawBook,
    day: Day,
}

impl Worlds {
    /// Assesses a register by the law of a day, as it is and as assumed.
    pub fn new(register: &Register, book: &LawBook, day: Day, assumptions: Vec<Assumption>) -> Self {
        let is = AsIs { register, book, day };
        let before = assess(register, book, day);
        let (register, book, touched) = changed(is, &assumptions);
        let after = assess(&register, &book, day);
        let changes = compare(is.book, &before.flows, &after.flows);
        let counting = counting(is, &before, &after, &assumptions);
        let flows = changes
            .into_iter()
            .map(|change| {
                let by = (0..assumptions.len()).filter(|at| counting.contains(&(*at, change.flow))).collect();
                let by = if change.differs() { by } else { Vec::new() };
                told(is, &before, (&register, &book, &after), change, by)
            })
            .collect();
        Self { assumed: assumptions.into_iter().zip(touched).collect(), before, register, book, after, flows }
    }
}

fn changed(is: AsIs<'_>, assumptions: &[Assumption]) -> (Register, LawBook, Vec<Vec<String>>) {
    let mut register = is.register.clone();
    let mut pack = is.book.pack().clone();
    let touched = apply(assumptions, &mut register, &mut pack, is.book);
    (register, LawBook::new(pack), touched)
}

/// Which assumptions count for which flows: made alone it changes the flow, or left out the others change it otherwise.
fn counting(
    is: AsIs<'_>,
    before: &Assessment,
    after: &Assessment,
    assumptions: &[Assumption],
) -> BTreeSet<(usize, FlowIx)> {
    let mut found = BTreeSet::new();
    let mut against = |at: usize, made: &[Assumption], world: &Assessment| {
        let (register, book, _) = changed(is, made);
        let other = results(&Engine::new(&register, &book, is.day));
        let changes = compare(is.book, &world.flows, &other);
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
    is: AsIs<'_>,
    before: &Assessment,
    (register, book, after): (&Register, &LawBook, &Assessment),
    change: FlowChange,
    by: Vec<usize>,
) -> Told {
    if !change.differs() {
        return Told { change, by, because: Vec::new(), resolved: Vec::new() };
    }
    let was = Words { register: is.register, book: is.book };
    let will = Words { register, book };
    let of = |assessment: &Assessment| -> Vec<Finding> {
        let all = assessment.findings.iter().filter(|found| found.flow == Some(change.flow));
        all.filter(|found| !beside(found.code)).cloned().collect()
    };
    let key = |finding: &Finding, words: Words<'_>| (finding.code, finding.regime, words.message(finding));
    let (then, now) = (of(before), of(after));
    let then_keys: Vec<_> = then.iter().map(|finding| key(finding, was)).collect();
    let now_keys: Vec<_> = now.iter().map(|finding| key(finding, will)).collect();
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
