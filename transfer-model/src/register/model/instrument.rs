//! What was signed: documents between parties, whom they bind and since when, and what is filed and kept of them. A
//! word of the vocabulary that names no document is a tag, and stands with the claims.

use super::evidence::Evidence;
use crate::day::Day;
use crate::index::{InstrumentIx, MechanismIx, PartyIx, PlaceIx};
use crate::law::Body;
use crate::source::{Span, Spanned};

/// Whether an instrument binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstrumentState {
    /// Signed.
    Executed,
    /// Part of another contract.
    Incorporated,
    /// Said to be there, not seen.
    Unconfirmed,
    /// Not signed.
    Unsigned,
}

/// A filing with an authority.
#[derive(Debug, Clone)]
pub struct Filing {
    /// With whom.
    pub with: String,
    /// When.
    pub filed: Option<Day>,
    /// Where it is written.
    pub span: Span,
}

/// How sub-processors are authorised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authorisation {
    /// In general, with notice of changes.
    General,
    /// One by one.
    Specific,
}

/// What an instrument says of sub-processors.
#[derive(Debug, Clone, Default)]
pub struct Subprocessors {
    /// How they are authorised.
    pub authorisation: Option<Authorisation>,
    /// Notice of changes, in days.
    pub notice_days: Option<u32>,
    /// Those listed; none: no list recorded.
    pub listed: Option<Vec<Spanned<PartyIx>>>,
}

/// Who approved a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approver {
    /// The authority of a place.
    Of(PlaceIx),
    /// A body that is of no one place.
    Body(Body),
}

impl Approver {
    /// The place whose authority it is.
    pub const fn place(self) -> Option<PlaceIx> {
        match self {
            Self::Of(place) => Some(place),
            Self::Body(_) => None,
        }
    }
}

/// An executed document.
#[derive(Debug, Clone)]
pub struct Instrument {
    /// Where its id is written.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Its kind, a mechanism.
    pub kind: Spanned<MechanismIx>,
    /// Modules; none: not known.
    pub modules: Option<Vec<u8>>,
    /// Exporters it binds.
    pub exporters: Vec<PartyIx>,
    /// Importers it binds.
    pub importers: Vec<PartyIx>,
    /// Who acceded, and when.
    pub joined: Vec<(PartyIx, Day)>,
    /// Signed.
    pub signed: Option<Spanned<Day>>,
    /// Effective.
    pub effective: Option<Spanned<Day>>,
    /// Last day.
    pub until: Option<Spanned<Day>>,
    /// Approved.
    pub approved: Option<Spanned<Day>>,
    /// Whose authority approved it.
    pub authority: Option<Spanned<Approver>>,
    /// Whether it binds, as written or as its dates say.
    pub state: InstrumentState,
    /// Where the state is written.
    pub state_span: Span,
    /// The contract it is part of.
    pub incorporated_by: Option<Spanned<InstrumentIx>>,
    /// What it amends; none: the only set between its parties.
    pub amends: Option<Spanned<InstrumentIx>>,
    /// Annexes; none: not known.
    pub annexes: Option<Spanned<Vec<String>>>,
    /// The law chosen; none: not known.
    pub governing_law: Option<Spanned<PlaceIx>>,
    /// Sub-processors.
    pub subprocessors: Option<Subprocessors>,
    /// Filings.
    pub filings: Vec<Filing>,
    /// Free-form mechanisms it is said to meet.
    pub serves: Vec<Spanned<MechanismIx>>,
    /// When the processing last changed.
    pub processing_changed: Option<Spanned<Day>>,
    /// What shows it.
    pub evidence: Option<Evidence>,
}

impl Instrument {
    /// Whether the party is bound as exporter (or importer) on the day. Who joined is bound from that day, also where
    /// it is named among the parties too: on the side where it is named, or else both ways.
    pub fn binds(&self, party: PartyIx, importer: bool, day: Day) -> bool {
        let (side, other) =
            if importer { (&self.importers, &self.exporters) } else { (&self.exporters, &self.importers) };
        let named = side.contains(&party);
        match self.joined.iter().find(|(who, _)| *who == party) {
            Some((_, since)) => *since <= day && (named || !other.contains(&party)),
            None => named,
        }
    }
}
