//! What falls on a day: rows of the law and facts of the register that begin or are over, by which a change is put down
//! to its cause.

use crate::day::Day;
use crate::index::{FlowIx, InstrumentIx, PartyIx, PowerIx, RegimeIx, RowIx, RuleIx, TagIx};
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
