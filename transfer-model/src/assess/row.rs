//! The row of the law pack that a verdict rests on: what to cite of it, and how sure it is.

use crate::day::Day;
use crate::index::{PowerIx, RuleIx};
use crate::law::{Confidence, Header, LawBook};

/// A row of the law pack that a verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// A rule.
    Rule(RuleIx),
    /// A territory of a regime, by position.
    Territory(usize),
    /// A free area, by position.
    Free(usize),
    /// Why a thing is no mechanism, by position.
    NonMechanism(usize),
    /// A power and the position of the entry by which it defeats.
    Defeat(PowerIx, usize),
    /// A duty to keep data at home, by position.
    Localisation(usize),
    /// A rule of national security, by position.
    Restriction(usize),
    /// A list of sanctions, by position.
    Sanction(usize),
}

impl Row {
    /// Id, citation and day of verification of the row.
    pub fn of(self, book: &LawBook) -> (&str, &str, Day) {
        let pack = book.pack();
        let header = match self {
            Self::Territory(at) => pack.territories.get(at).map(|row| &book.regime(row.regime).header),
            Self::Defeat(power, at) => {
                let power = book.power(power);
                return power.defeats.get(at).map_or(
                    (power.header.id.as_str(), power.header.citation.as_str(), power.header.verified),
                    |defeat| (power.header.id.as_str(), defeat.citation.as_str(), defeat.verified),
                );
            }
            _ => self.header(book),
        };
        header.map_or(("", "", Day::MAX), |header| {
            (header.id.as_str(), header.citation.as_str(), header.verified)
        })
    }

    /// The row's own head; none for the entry by which a power defeats, which has its own day and confidence.
    pub fn header(self, book: &LawBook) -> Option<&Header> {
        let pack = book.pack();
        match self {
            Self::Rule(rule) => Some(&book.rule(rule).header),
            Self::Territory(at) => pack.territories.get(at).map(|row| &row.header),
            Self::Free(at) => pack.free_areas.get(at).map(|row| &row.header),
            Self::NonMechanism(at) => pack.non_mechanisms.get(at).map(|row| &row.header),
            Self::Localisation(at) => pack.localisations.get(at).map(|row| &row.header),
            Self::Restriction(at) => pack.restrictions.get(at).map(|row| &row.header),
            Self::Sanction(at) => pack.sanctions.get(at).map(|row| &row.header),
            Self::Defeat(..) => None,
        }
    }

    /// How well it is confirmed.
    pub fn confidence(self, book: &LawBook) -> Confidence {
        match self {
            Self::Defeat(power, at) => {
                book.power(power).defeats.get(at).map_or(Confidence::Memory, |defeat| defeat.confidence)
            }
            _ => self.header(book).map_or(Confidence::Memory, |header| header.confidence),
        }
    }
}
