//! What falls on a day: rows of the law and facts of the register that begin or are over, by which a change is put down
//! to its cause.

use crate::day::Day;
use crate::index::{FlowIx, InstrumentIx, PartyIx, PowerIx, RegimeIx, RowIx, RuleIx, TagIx};
use crate::law::{Confidence, Header, LawBook};
use crate::source::Span;

/// A row that draws the map: who is where, whose law binds where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Map {
    /// A membership of an area.
    Membership(RowIx),
    /// A regime.
    Regime(RegimeIx),
    /// A territory of a regime.
    Territory(RowIx),
    /// A free area.
    FreeArea(RowIx),
    /// A place without an export law.
    NoExportLaw(RowIx),
    /// A sanctions programme.
    Sanction(RowIx),
    /// A duty to keep data at home.
    Localisation(RowIx),
    /// A rule of national security on who may have which data.
    Restriction(RowIx),
}

/// A fact of the register that begins or is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// The flow begins.
    FlowBegins,
    /// The flow is over.
    FlowEnds,
    /// The importer of an ended flow no longer holds the data.
    DataReturned,
    /// The claim begins.
    ClaimBegins,
    /// The claim is over.
    ClaimEnds,
    /// An entry in a scheme begins.
    EntryBegins,
    /// An entry in a scheme is over.
    EntryEnds,
    /// An entry was looked up.
    EntryLookedUp,
    /// An entry was due for renewal the day before.
    EntryDue,
    /// A document is signed.
    Signed,
    /// A document takes effect.
    Effective,
    /// A document is over.
    InstrumentEnds,
    /// A document is approved.
    Approved,
    /// A party accedes.
    Joined,
    /// The processing changed.
    ProcessingChanged,
    /// A filing is made.
    Filed,
    /// The term for a filing was over the day before.
    FilingDue,
    /// The wait after a filing was over the day before.
    FilingWaited,
    /// An approval is older than the law allows.
    ApprovalTooOld,
    /// What counts towards the number of people in a year changes.
    VolumeCounts,
    /// An assessment is made.
    Assessed,
    /// An assessment is older than the house allows.
    AssessmentTooOld,
    /// An assessment is older than the law allows.
    AssessmentStale,
    /// An ownership begins.
    OwnershipBegins,
    /// An ownership is over.
    OwnershipEnds,
    /// A sanction of the house begins.
    HouseSanctionBegins,
    /// A sanction of the house is over.
    HouseSanctionEnds,
}

/// Whose fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The flow itself, or one of its claims by position.
    Flow(FlowIx, Option<TagIx>),
    /// A party: its entry in a scheme, or its owner.
    Party(PartyIx),
    /// A document.
    Instrument(InstrumentIx),
    /// An assessment, by position.
    Tia(RowIx),
    /// The house's own list of sanctioned places, by position.
    House(RowIx),
}

/// Why a day can matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A fact of the register.
    Fact(Fact, Subject, Span),
    /// A rule begins, or (true) is over.
    Rule(RuleIx, bool),
    /// A power begins, or (true) ceases, to defeat tools; with the position of the row.
    Defeat(PowerIx, RowIx, bool),
    /// An event.
    Event(RowIx),
    /// A day set by a condition of a rule: the first on which it is judged otherwise.
    Condition(RuleIx, Day),
    /// A row that draws the map begins, or (true) is over.
    Map(Map, bool),
}

/// A day that can matter, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) day: Day,
    pub(super) source: Source,
}

impl Source {
    /// The row of the law pack; none for a fact of the register.
    pub fn row(self, book: &LawBook) -> Option<&str> {
        match self {
            Self::Defeat(power, ..) => Some(&book.power(power).header.id),
            _ => Some(&self.header(book)?.id),
        }
    }

    /// Whether something is over, rather than begins or happens.
    pub const fn ends(self) -> bool {
        matches!(self, Self::Rule(_, true) | Self::Defeat(_, _, true) | Self::Map(_, true))
    }

    /// What sort of row it is; of an event what it does. None for a fact of the register.
    pub fn kind(self, book: &LawBook) -> Option<&'static str> {
        Some(match self {
            Self::Fact(..) => return None,
            Self::Rule(rule, _) | Self::Condition(rule, _) => book.rule(rule).part.name(),
            Self::Defeat(..) => "power",
            Self::Event(at) => book.pack().events.get(at.position())?.effect.name(),
            Self::Map(map, _) => match map {
                Map::Membership(_) => "membership",
                Map::Regime(_) => "regime",
                Map::Territory(_) => "territory",
                Map::FreeArea(_) => "free-area",
                Map::NoExportLaw(_) => "no-export-law",
                Map::Sanction(_) => "sanctions",
                Map::Localisation(_) => "localisation",
                Map::Restriction(_) => "restriction",
            },
        })
    }

    /// Whether the day or the row is from memory.
    pub fn unconfirmed(self, book: &LawBook) -> bool {
        let confidence = match self {
            Self::Defeat(power, at, _) => {
                book.power(power).defeats.get(at.position()).map(|defeat| defeat.confidence)
            }
            _ => self.header(book).map(|header| header.confidence),
        };
        let day = self.header(book).is_some_and(|header| {
            let memory = header.memory;
            if self.ends() { memory.until } else { memory.since }
        });
        confidence == Some(Confidence::Memory) || day
    }

    /// The row's own head; none for the entry by which a power defeats, which has its own day and confidence.
    fn header(self, book: &LawBook) -> Option<&Header> {
        let pack = book.pack();
        match self {
            Self::Fact(..) | Self::Defeat(..) => None,
            Self::Rule(rule, _) | Self::Condition(rule, _) => Some(&book.rule(rule).header),
            Self::Event(at) => pack.events.get(at.position()).map(|row| &row.header),
            Self::Map(map, _) => match map {
                Map::Membership(at) => pack.memberships.get(at.position()).map(|row| &row.header),
                Map::Regime(regime) => Some(&book.regime(regime).header),
                Map::Territory(at) => pack.territories.get(at.position()).map(|row| &row.header),
                Map::FreeArea(at) => pack.free_areas.get(at.position()).map(|row| &row.header),
                Map::NoExportLaw(at) => pack.no_export_laws.get(at.position()).map(|row| &row.header),
                Map::Sanction(at) => pack.sanctions.get(at.position()).map(|row| &row.header),
                Map::Localisation(at) => pack.localisations.get(at.position()).map(|row| &row.header),
                Map::Restriction(at) => pack.restrictions.get(at.position()).map(|row| &row.header),
            },
        }
    }
}
