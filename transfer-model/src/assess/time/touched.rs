//! Which changes of the law touch a register: each with the flows whose verdict it moves, whose assessment it overtakes,
//! whose mechanism it puts at risk or makes be judged otherwise.
//!
//! Why a verdict moved is what a timeline says. What moves none is seen by holding the register on the day against the day
//! before: a row touches a flow where it turns that day and what is said of the flow by that row is another.

mod collect;
mod rest;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use self::collect::{Collected, Key};
use self::rest::rests;
use self::told::told;
use super::calendar::Calendar;
use super::source::Source;
use super::sweep::{Change, FlowHistory, timeline};
use crate::assess::engine::Engine;
use crate::assess::findings::results;
use crate::assess::result::FlowResult;
use crate::assess::verdict::Verdict;
use crate::day::Day;
use crate::index::{FlowIx, InstrumentIx, PartyIx, RegimeIx};
use crate::law::LawBook;
use crate::overview::{Turn, changes};
use crate::register::Register;

/// How a change of the law touches a flow: the first that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The assessment of its destination, made before, is out of date.
    Overtaken,
    /// What carries it is put in question.
    AtRisk,
    /// What carries it, or is claimed for it, is judged otherwise.
    Mechanism,
    /// It tells of what carries it, and changes nothing.
    Information,
    /// Its verdict moves, by none of these: the law begins to bind it, a ban, what came with the data.
    Verdict,
}

impl How {
    /// The exact word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overtaken => "assessment-overtaken",
            Self::AtRisk => "mechanism-at-risk",
            Self::Mechanism => "mechanism",
            Self::Information => "information",
            Self::Verdict => "verdict",
        }
    }
}

/// A flow that a change of the law touches, under one regime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchedFlow {
    /// The flow.
    pub flow: FlowIx,
    /// The regime; none: the flow as a whole.
    pub regime: Option<RegimeIx>,
    /// How.
    pub how: How,
    /// The verdict on the day before; none: the regime did not bind it.
    pub before: Option<Verdict>,
    /// The verdict on the day.
    pub after: Option<Verdict>,
    /// The flow upstream by which it came.
    pub upstream: Option<FlowIx>,
    /// Documents among its claims that are touched.
    pub instruments: Vec<InstrumentIx>,
    /// Entries of its recipients that are touched: the holder, and the position among its entries.
    pub certifications: Vec<(PartyIx, usize)>,
    /// Assessments that are touched, by position.
    pub tias: Vec<usize>,
}

/// A change of the law that touches a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawChange {
    /// The first day of the new state.
    pub day: Day,
    /// What happened; no fact of the register.
    pub source: Source,
    /// Whom it touches, by flow and regime.
    pub flows: Vec<TouchedFlow>,
}

/// What of the changes of the law touches a register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// By day.
    pub changes: Vec<LawChange>,
    /// How many other changes of rows there are between the days.
    pub others: usize,
}

/// What touches the register of what changes in the law after the day `from`, through `to`; `only` names one regime.
pub fn touched(register: &Register, book: &LawBook, from: Day, to: Day, only: Option<RegimeIx>) -> Touched {
    let engine = Engine::new(register, book, from);
    let mut all = Collected::new(&engine, only);
    for history in timeline(register, book, from, to) {
        moves(&history, &mut all);
    }
    let days = Calendar::new(&engine, from, to).law_days();
    for day in days {
        let (then, now) = (engine.at(day.previous()), engine.at(day));
        let before: BTreeMap<FlowIx, FlowResult> =
            results(&then).into_iter().map(|result| (result.flow, result)).collect();
        for after in &results(&now) {
            if let Some(before) = before.get(&after.flow) {
                rests((&then, before), (&now, after), &mut all);
                told((&then, before), (&now, after), &mut all);
            }
        }
    }
    let changes = all.changes();
    let others = others(book, (from, to), only, &changes);
    Touched { changes, others }
}

/// Verdicts that move by a row of the law.
fn moves(history: &FlowHistory, all: &mut Collected<'_>) {
    let mut days = BTreeSet::new();
    let mut tell = |changes: &[Change], regime: Option<RegimeIx>, days: &BTreeSet<Day>| {
        for pair in changes.windows(2) {
            let [before, after] = pair else { continue };
            let Some(cause) = after.cause else { continue };
            let Some(source) = cause.source.filter(|_| !days.contains(&after.day)) else { continue };
            let key = Key { day: after.day, source, flow: history.flow, regime };
            all.add(key, How::Verdict, (before.verdict, after.verdict)).upstream = cause.upstream;
        }
    };
    for under in &history.regimes {
        tell(&under.changes, Some(under.regime), &BTreeSet::new());
        days.extend(under.changes.iter().skip(1).map(|change| change.day));
    }
    // Of the flow as a whole only what none of its laws tells.
    tell(&history.changes, None, &days);
}

/// How many changes of rows touch nothing. One row of several regimes is counted once.
fn others(book: &LawBook, (from, to): (Day, Day), only: Option<RegimeIx>, touching: &[LawChange]) -> usize {
    let known: BTreeSet<(Day, &str, bool)> = touching
        .iter()
        .filter_map(|change| Some((change.day, change.source.row(book)?, change.source.ends())))
        .collect();
    let sections = changes(book, from, to, only);
    let all: BTreeSet<(Day, &str, bool)> = sections
        .iter()
        .flat_map(|section| &section.changes)
        .map(|change| (change.date, change.row.as_str(), change.turn == Turn::Ended))
        .collect();
    all.difference(&known).count()
}
