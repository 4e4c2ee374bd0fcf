//! The types of a register, a file for each kind of table as in `read`: the register itself here, what stands in it
//! below. Each fact is as written, and where it may be missing, `None` says that it is not known.

mod answer;
mod claim;
mod data;
mod evidence;
mod flow;
mod house;
mod instrument;
mod papers;
mod party;

use std::collections::BTreeMap;

use crate::day::Day;
use crate::finding::{Code, Severity};
use crate::index::{DataIx, FlowIx, InstrumentIx, PartyIx};
use crate::source::{Sources, Span, Spanned};

pub use answer::{Duty, Responsible, Waiver};
pub use claim::{Derogation, Shown, Tag, TagUse};
pub use data::{Data, Personal, Special};
pub use evidence::{Evidence, Evidenced};
pub use flow::{Access, AccessPlace, Flow, Safeguard, SafeguardSet, Subjects, Volume};
pub use house::{Policy, Sanctioned, StepKind};
pub use instrument::{Approver, Authorisation, Filing, Instrument, InstrumentState, Subprocessors};
pub use papers::{Conclusion, Notice, NoticeClaim, Polarity, Tia, TiaKind};
pub use party::{Certification, CertificationStatus, Owner, Party, PartyKind};

/// A register, read and resolved.
#[derive(Debug, Clone)]
pub struct Register {
    /// The texts it was read from.
    pub sources: Sources,
    /// Its name.
    pub name: String,
    /// The day it describes.
    pub as_of: Option<Day>,
    /// How often it is reviewed.
    pub review: Option<Spanned<String>>,
    /// When it was last reviewed.
    pub reviewed: Option<Spanned<Day>>,
    /// Where `[register]` stands.
    pub span: Span,
    /// Digest of the facts, whatever their order and layout.
    pub digest: String,
    /// House rules.
    pub policy: Policy,
    /// Levels set by the register.
    pub lints: BTreeMap<Code, Severity>,
    /// What the house reckons a step of a plan to cost, where it says so.
    pub plan_costs: BTreeMap<StepKind, u32>,
    /// Parties.
    pub parties: Vec<Party>,
    /// Data categories.
    pub data: Vec<Data>,
    /// Instruments.
    pub instruments: Vec<Instrument>,
    /// Flows.
    pub flows: Vec<Flow>,
    /// Assessments of destinations.
    pub tias: Vec<Tia>,
    /// Published notices.
    pub notices: Vec<Notice>,
    /// Who answers for whom.
    pub responsible: Vec<Responsible>,
    /// Risks accepted.
    pub waivers: Vec<Waiver>,
    /// Dated obligations.
    pub duties: Vec<Duty>,
}

impl Register {
    /// A party.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by the reader of this register alone")]
    pub fn party(&self, ix: PartyIx) -> &Party {
        &self.parties[ix.position()]
    }

    /// A data category.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by the reader of this register alone")]
    pub fn datum(&self, ix: DataIx) -> &Data {
        &self.data[ix.position()]
    }

    /// An instrument.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by the reader of this register alone")]
    pub fn instrument(&self, ix: InstrumentIx) -> &Instrument {
        &self.instruments[ix.position()]
    }

    /// A flow.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by the reader of this register alone")]
    pub fn flow(&self, ix: FlowIx) -> &Flow {
        &self.flows[ix.position()]
    }
}
