//! What can be wrong with the papers around transfers: notices, representatives, who answers, evidence. One
//! cause each, of small numbers; the words are in [`super::words`].

use crate::finding::Code;
use crate::index::{FlowIx, MechanismIx, PartyIx, PlaceIx, RuleIx};
use crate::register::{Evidenced, Register};
use crate::source::Span;

/// A claim of a notice, by positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimAt {
    /// The notice.
    pub notice: u32,
    /// The claim in it.
    pub claim: u32,
}

/// What a notice leaves out: the notice, a flow that shows it, how many more there are, the row that asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Omission {
    /// The notice.
    pub notice: u32,
    /// The first flow.
    pub flow: FlowIx,
    /// How many flows, this one included.
    pub flows: u32,
    /// The row of the law that asks for it, by position.
    pub duty: u32,
    /// Whether the exporter has other notices too, which do not name it either.
    pub among: bool,
    /// Where the first flow takes data.
    pub place: Option<PlaceIx>,
}

/// Why a file of evidence cannot be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// It is not there.
    NotThere,
    /// It is there and cannot be read.
    Unreadable,
    /// It is a folder, a pipe or a device.
    NoFile,
    /// A link leads out of the register's folder.
    Outside,
}

/// What is wrong with a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperCause {
    /// The mechanism that the notice claims is over.
    Ended(ClaimAt, RuleIx),
    /// It has not begun.
    NotYet(ClaimAt, RuleIx),
    /// It is none.
    NoMechanism(ClaimAt),
    /// No decision finds the place adequate.
    NoDecision(ClaimAt, PlaceIx),
    /// A mechanism relied on is not disclosed.
    Omits(Omission, MechanismIx),
    /// A destination is not named.
    OmitsPlace(Omission, PlaceIx),
    /// "Adequate countries only", and a tool that those do not need.
    OnlyAdequate(ClaimAt, u32),
    /// "Adequate countries only", and a destination that is not.
    NotAdequate(ClaimAt, PlaceIx),
    /// Claimed, and denied by the other claim.
    TakesBack(ClaimAt, u32),
    /// A scheme claimed, and the party whose notice it is has no entry that runs.
    NotEntered(ClaimAt, PartyIx),
    /// The entity named by position is not the one whose notice it is; which party it is, if one.
    Names(u32, u32, Option<PartyIx>),
    /// No representative on the ground of the law of that row.
    Unrepresented(PartyIx, u32),
    /// The representative is not established there.
    RepresentedElsewhere(PartyIx, PartyIx, u32),
    /// Nobody answers to people living there; where they are first named.
    NobodyAnswers(PlaceIx, Span),
    /// Two rows name different parties for the same place.
    SeveralAnswer(PlaceIx, u32, u32),
    /// The file of evidence cannot be looked at.
    EvidenceMissing(Evidenced, Gone),
    /// The file of evidence is another.
    EvidenceAltered(Evidenced),
}

impl PaperCause {
    /// Its code in the catalogue.
    pub const fn code(self) -> Code {
        match self {
            Self::Ended(..) | Self::NotYet(..) | Self::NoMechanism(_) | Self::NoDecision(..) => {
                Code::NoticeClaimsEndedMechanism
            }
            Self::Omits(..) => Code::NoticeOmitsMechanism,
            Self::OmitsPlace(..) => Code::NoticeOmitsDestination,
            Self::OnlyAdequate(..)
            | Self::NotAdequate(..)
            | Self::TakesBack(..)
            | Self::NotEntered(..)
            | Self::Names(..) => Code::NoticeContradiction,
            Self::Unrepresented(..) | Self::RepresentedElsewhere(..) => Code::RepresentativeMissing,
            Self::NobodyAnswers(..) | Self::SeveralAnswer(..) => Code::ResponsibleMissing,
            Self::EvidenceMissing(..) => Code::EvidenceMissing,
            Self::EvidenceAltered(_) => Code::EvidenceAltered,
        }
    }

    /// Where in the register it points.
    pub fn span(self, register: &Register) -> Span {
        let notice = |at: u32| register.notices.get(position(at));
        let named = |at: u32| notice(at).map_or(register.span, |notice| notice.span);
        match self {
            Self::Ended(at, _)
            | Self::NotYet(at, _)
            | Self::NoMechanism(at)
            | Self::NoDecision(at, _)
            | Self::OnlyAdequate(at, _)
            | Self::TakesBack(at, _)
            | Self::NotEntered(at, _) => {
                let claim = notice(at.notice).and_then(|n| n.claims.as_deref()?.get(position(at.claim)));
                claim.map_or(register.span, |claim| claim.span)
            }
            Self::NotAdequate(at, place) => notice(at.notice)
                .and_then(|n| n.destinations.iter().flatten().find(|to| to.value == place))
                .map_or_else(|| named(at.notice), |to| to.span),
            Self::Omits(omission, _) => named(omission.notice),
            Self::OmitsPlace(omission, _) => notice(omission.notice)
                .and_then(|n| n.destinations.as_ref()?.first())
                .map_or_else(|| named(omission.notice), |to| to.span),
            Self::Names(at, name, _) => notice(at)
                .and_then(|n| n.names.get(position(name)))
                .map_or_else(|| named(at), |name| name.span),
            Self::Unrepresented(party, _) => register.party(party).span,
            Self::RepresentedElsewhere(party, who, _) => {
                let party = register.party(party);
                let row = party.representative.iter().find(|(_, named)| named.value == who);
                row.map_or(party.span, |(_, named)| named.span)
            }
            Self::NobodyAnswers(_, span) => span,
            Self::SeveralAnswer(place, _, second) => {
                register.responsible.get(position(second)).map_or(register.span, |row| {
                    let ground = row.subjects_in.iter().find(|ground| ground.value == place);
                    ground.map_or(row.span, |ground| ground.span)
                })
            }
            Self::EvidenceMissing(of, _) | Self::EvidenceAltered(of) => register.evidence_span(of),
        }
    }
}

/// A position kept small.
pub(super) fn small(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// And back.
pub(super) fn position(small: u32) -> usize {
    usize::try_from(small).unwrap_or(usize::MAX)
}
