//! What is wrong with the assessment that a flow has, or that it has none.

use super::Due;
use crate::assess::cause::Cause;
use crate::assess::cell::Cell;
use crate::assess::condition::Trial;
use crate::assess::engine::Engine;
use crate::day::Day;
use crate::law::{Condition, LawBook};
use crate::register::{Flow, TagUse};

/// What is wrong with an assessment, or that nothing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// There is none.
    Missing,
    /// It is stated that none was made.
    NoneMade,
    /// It concluded that protection is not sufficient.
    Insufficient,
    /// Older than is allowed, since that day, and by whom.
    TooOld(Day, Limit),
    /// An event of the law overtook it; the event's position in the pack.
    Overtaken(usize),
    /// The processing changed on that day, after the assessment was made.
    Changed(Day),
    /// It counts on a measure that the flow lacks, or finds sufficient what the law defeats.
    Contradicted(Cause),
}

/// Who says how old an assessment may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The register's own policy.
    House,
    /// The law.
    Law,
}

impl Flaw {
    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NoneMade => "none-made",
            Self::Insufficient => "insufficient",
            Self::TooOld(..) => "too-old",
            Self::Overtaken(_) => "overtaken",
            Self::Changed(_) => "flow-changed",
            Self::Contradicted(_) => "contradicted",
        }
    }

    /// Since when, where it has a day.
    pub fn since(self, book: &LawBook) -> Option<Day> {
        match self {
            Self::TooOld(day, _) | Self::Changed(day) => Some(day),
            Self::Overtaken(at) => book.pack().events.get(at)?.header.period.start(),
            Self::Missing | Self::NoneMade | Self::Insufficient | Self::Contradicted(_) => None,
        }
    }

    /// The event that overtook it, by position.
    pub const fn event(self) -> Option<usize> {
        match self {
            Self::Overtaken(at) => Some(at),
            _ => None,
        }
    }
}

impl Engine<'_> {
    /// Adds what is wrong with the assessment of a cell that needs one.
    pub(super) fn flaws(&self, cell: &Cell, flow: &Flow, due: &mut Due) {
        let mut causes = Vec::new();
        let mut tia = self.latest_tia(cell);
        if !due.tools.is_empty() {
            self.destination(cell, &mut causes);
        }
        if let Some(row) = due.asked_by {
            for condition in &self.view.book.rule(row).conditions {
                if let Condition::Assessed { kinds, months } = condition {
                    self.assessed(kinds, *months, Trial { rule: row, cell, document: None }, &mut causes);
                    tia = if due.tools.is_empty() { self.latest_of(kinds, cell) } else { tia };
                }
            }
        }
        if let Some((at, _)) = tia
            && !due.tias.contains(&at)
        {
            due.tias.push(at);
        }
        for cause in causes {
            let flaw = match cause {
                Cause::TiaMissing(_) | Cause::TiaForOthers(..) | Cause::AssessmentMissing(..) => {
                    Flaw::Missing
                }
                Cause::TiaNone(_) => Flaw::NoneMade,
                Cause::TiaInsufficient(_) => Flaw::Insufficient,
                Cause::TiaOld(_, day) => Flaw::TooOld(day, Limit::House),
                Cause::TiaStale(_, day) => Flaw::TooOld(day, Limit::Law),
                Cause::TiaOvertaken(_, event) => Flaw::Overtaken(event),
                Cause::TiaMeasure(..) | Cause::TiaAgainstLaw(..) => Flaw::Contradicted(cause),
                Cause::Defeated(power, _) => {
                    due.defeated_by = Some(power);
                    continue;
                }
                _ => continue,
            };
            if !due.flaws.contains(&flaw) {
                due.flaws.push(flaw);
            }
        }
        match tia {
            None if due.flaws.is_empty() && !due.tools.is_empty() => due.flaws.push(Flaw::Missing),
            None => {}
            Some((_, tia)) => {
                let changed = flow.mechanism.iter().filter_map(|tag| match tag.names {
                    TagUse::Instrument(ix) => self.register.instrument(ix).processing_changed,
                    TagUse::Bare(_) | TagUse::Other(_) => None,
                });
                let after = |day: &Day| *day > tia.date.value && *day <= self.view.day;
                let changed = changed.map(|day| day.value).filter(after).max().map(Flaw::Changed);
                if let Some(flaw) = changed
                    && !due.flaws.contains(&flaw)
                {
                    due.flaws.push(flaw);
                }
            }
        }
    }
}
