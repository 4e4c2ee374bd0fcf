//! The steps that a plan may propose: what is done, for which flows, and what it is reckoned to cost.

use std::collections::BTreeSet;

use crate::index::{FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RuleIx, SchemeIx};
use crate::law::ConsentNeed;
use crate::register::{PartyKind, Register, Safeguard, StepKind, TiaKind};

/// Clauses that an amendment amends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base {
    /// A recorded document.
    Document(InstrumentIx),
    /// The set of that kind which the plan has the same parties sign.
    Signed(MechanismIx),
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The flows claim a document that already binds the two.
    Rely {
        /// The document.
        document: InstrumentIx,
    },
    /// The flows no longer claim a mechanism that the house forbids, nor a document of that kind.
    Drop {
        /// The mechanism, by the word that is claimed.
        mechanism: MechanismIx,
        /// What the house forbids: that, or what it stands for.
        forbidden: MechanismIx,
    },
    /// Two parties sign a new document.
    Sign {
        /// Its kind.
        kind: MechanismIx,
        /// Who exports.
        exporter: PartyIx,
        /// Who imports.
        importer: PartyIx,
    },
    /// A recorded document is signed, or signed again.
    Execute {
        /// The document.
        document: InstrumentIx,
    },
    /// A party joins a document.
    Bind {
        /// The document.
        document: InstrumentIx,
        /// Who joins.
        party: PartyIx,
        /// As importer; otherwise as exporter.
        importer: bool,
    },
    /// A module is agreed beside those of a document.
    Module {
        /// The document.
        document: InstrumentIx,
        /// The module.
        module: u8,
    },
    /// An amendment makes a set count under another law.
    Amend {
        /// The set.
        set: Base,
        /// The kind of amendment.
        kind: MechanismIx,
        /// Who exports.
        exporter: PartyIx,
        /// Who imports.
        importer: PartyIx,
    },
    /// The importer enters a scheme.
    Certify {
        /// Who.
        party: PartyIx,
        /// The scheme.
        scheme: SchemeIx,
    },
    /// A destination is assessed, and protection found sufficient.
    Assess {
        /// The destination.
        place: PlaceIx,
        /// The kind of assessment.
        kind: TiaKind,
    },
    /// Annexes of a document are filled in.
    Annex {
        /// The document.
        document: InstrumentIx,
    },
    /// A measure protects the data.
    Measure {
        /// Of which flow.
        flow: FlowIx,
        /// The measure.
        measure: Safeguard,
    },
    /// An exporter records the data first where a duty to keep data at home wants them.
    Record {
        /// The duty, by position.
        duty: usize,
        /// Who exports.
        exporter: PartyIx,
    },
    /// A sub-processor is authorised under a document.
    Authorise {
        /// The document.
        document: InstrumentIx,
        /// The sub-processor.
        party: PartyIx,
    },
    /// A document is filed with an authority.
    File {
        /// The document.
        document: InstrumentIx,
        /// The rule that asks for it.
        rule: RuleIx,
    },
    /// The flows claim a ground of the law that needs no document: a consent, a contract with the person, a
    /// comparison of laws.
    Ground {
        /// The ground.
        mechanism: MechanismIx,
    },
    /// The people whose data a flow carries are asked for their consent, in the form that the law wants.
    Consent {
        /// The flow.
        flow: FlowIx,
        /// The ground that the flow claims for it; none: it claims one already, or needs it beside another.
        ground: Option<MechanismIx>,
    },
    /// They are told of the transfer.
    Tell {
        /// The flow.
        flow: FlowIx,
    },
    /// Two parties agree in writing what a duty of the law asks of their contract.
    Serve {
        /// The rule that asks for it.
        rule: RuleIx,
        /// Who exports.
        exporter: PartyIx,
        /// Who imports.
        importer: PartyIx,
    },
    /// A file about the transfers between two parties is made and filed with an authority.
    Lodge {
        /// Its kind.
        kind: MechanismIx,
        /// Who exports.
        exporter: PartyIx,
        /// Who imports.
        importer: PartyIx,
    },
    /// What a duty of the law asks for is filed for the transfers between two parties, apart from any document.
    Notify {
        /// The rule that asks for it.
        rule: RuleIx,
        /// Who exports.
        exporter: PartyIx,
        /// Who imports.
        importer: PartyIx,
    },
    /// A representative is named where a party has no establishment.
    Represent {
        /// For whom.
        party: PartyIx,
        /// Where.
        place: PlaceIx,
    },
    /// A notice is published anew.
    Update {
        /// The notice, by position.
        notice: usize,
    },
    /// A flow is stopped, and its data returned or erased.
    Stop {
        /// The flow.
        flow: FlowIx,
    },
}

impl What {
    /// The kind of step, by which costs are set.
    pub const fn kind(self) -> StepKind {
        match self {
            Self::Rely { .. } => StepKind::Rely,
            Self::Drop { .. } => StepKind::Drop,
            Self::Sign { .. } | Self::Serve { .. } => StepKind::Sign,
            Self::Execute { .. } => StepKind::Execute,
            Self::Bind { .. } => StepKind::Bind,
            Self::Module { .. } => StepKind::Module,
            Self::Amend { .. } => StepKind::Amend,
            Self::Certify { .. } => StepKind::Certify,
            Self::Assess { .. } => StepKind::Assess,
            Self::Annex { .. } => StepKind::Annex,
            Self::Measure { .. } => StepKind::Measure,
            Self::Record { .. } => StepKind::Record,
            Self::Authorise { .. } => StepKind::Authorise,
            Self::File { .. } | Self::Lodge { .. } | Self::Notify { .. } => StepKind::File,
            Self::Ground { .. } => StepKind::Ground,
            Self::Consent { .. } => StepKind::Consent,
            Self::Tell { .. } => StepKind::Tell,
            Self::Represent { .. } => StepKind::Represent,
            Self::Update { .. } => StepKind::Update,
            Self::Stop { .. } => StepKind::Stop,
        }
    }
}

/// What a kind of step costs where the register sets nothing: a rough order of effort, the last resort far above all.
pub const fn usual_cost(kind: StepKind) -> u32 {
    match kind {
        StepKind::Rely | StepKind::Drop => 1,
        StepKind::Authorise => 2,
        StepKind::Annex => 3,
        StepKind::Execute
        | StepKind::Amend
        | StepKind::Module
        | StepKind::Bind
        | StepKind::Ground
        | StepKind::Update => 5,
        StepKind::File => 8,
        StepKind::Tell | StepKind::Represent => 10,
        StepKind::Assess => 15,
        StepKind::Sign => 20,
        StepKind::Certify => 40,
        StepKind::Measure | StepKind::Record => 60,
        StepKind::Consent => 80,
        StepKind::Stop => 10_000,
    }
}

/// The particulars of a step, gathered from all flows it serves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Modules of the set.
    pub modules: BTreeSet<u8>,
    /// Annexes to fill in.
    pub annexes: BTreeSet<String>,
    /// Parts of the scheme, by position.
    pub parts: BTreeSet<u8>,
    /// The entry covers staff data.
    pub staff: bool,
    /// The entry covers other data.
    pub other: bool,
    /// The laws that the assessment is made for.
    pub regimes: BTreeSet<RegimeIx>,
    /// The rules that ask for it, or offer it.
    pub rules: BTreeSet<RuleIx>,
    /// What the new document is filed for at once.
    pub filings: BTreeSet<RuleIx>,
    /// What the consent has to be.
    pub needs: BTreeSet<ConsentNeed>,
    /// What people are shown.
    pub items: BTreeSet<String>,
    /// What the notice no longer says.
    pub withdrawn: BTreeSet<Withdrawn>,
    /// The mechanisms that it names, or that are claimed with the entry: only what rests on a decision counts unclaimed.
    pub mechanisms: BTreeSet<MechanismIx>,
    /// The destinations that it names.
    pub places: BTreeSet<PlaceIx>,
    /// The entities, by position, in whose stead it names its author.
    pub names: BTreeSet<usize>,
}

/// What a notice no longer says: a claim, by position, or only that it holds for one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Withdrawn {
    /// The claim.
    pub claim: usize,
    /// The place; none: the claim as a whole.
    pub place: Option<PlaceIx>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub what: What,
    /// Its particulars.
    pub terms: Terms,
    /// The flows it serves.
    pub flows: BTreeSet<FlowIx>,
    /// What it costs.
    pub cost: u64,
}

impl Step {
    /// The mechanism that it is about, as a register names it.
    pub fn mechanism(&self, register: &Register) -> Option<MechanismIx> {
        match self.what {
            What::Sign { kind, .. } | What::Amend { kind, .. } | What::Lodge { kind, .. } => Some(kind),
            What::Drop { mechanism, .. } | What::Ground { mechanism } => Some(mechanism),
            What::Consent { ground, .. } => ground,
            What::Rely { document } | What::Execute { document } => {
                Some(register.instrument(document).kind.value)
            }
            What::Bind { .. }
            | What::Module { .. }
            | What::Certify { .. }
            | What::Assess { .. }
            | What::Annex { .. }
            | What::Measure { .. }
            | What::Record { .. }
            | What::Authorise { .. }
            | What::File { .. }
            | What::Tell { .. }
            | What::Serve { .. }
            | What::Notify { .. }
            | What::Represent { .. }
            | What::Update { .. }
            | What::Stop { .. } => None,
        }
    }

    /// With whom it is to be settled; none: with nobody, or a claim of flows with several.
    pub fn counterparty(&self, register: &Register) -> Option<PartyIx> {
        let other = |from: PartyIx, to: PartyIx| {
            let group = |party: PartyIx| register.party(party).kind == PartyKind::Group;
            if group(to) && !group(from) { from } else { to }
        };
        let pair = |document: InstrumentIx| {
            let paper = register.instrument(document);
            let to = paper.importers.iter().find(|to| Some(*to) != paper.exporters.first()).copied();
            Some(other(*paper.exporters.first()?, to.or(paper.importers.first().copied())?))
        };
        let of_flow = |flow: FlowIx| {
            let flow = register.flow(flow);
            Some(other(flow.from.value, flow.to.value))
        };
        match self.what {
            What::Sign { exporter, importer, .. } | What::Amend { exporter, importer, .. } => {
                Some(other(exporter, importer))
            }
            What::Rely { .. } | What::Drop { .. } | What::Ground { .. } => {
                let all: BTreeSet<PartyIx> = self.flows.iter().filter_map(|flow| of_flow(*flow)).collect();
                all.first().copied().filter(|_| all.len() == 1)
            }
            // Of many parties to a document, one of those whose flows need the step.
            What::Execute { document }
            | What::Module { document, .. }
            | What::Annex { document }
            | What::Authorise { document, .. } => {
                let bound = |party: &PartyIx| {
                    let paper = register.instrument(document);
                    paper.exporters.contains(party) || paper.importers.contains(party)
                };
                let needing = self.flows.iter().filter_map(|flow| of_flow(*flow)).filter(bound).min();
                needing.or_else(|| pair(document))
            }
            What::Bind { party, .. } | What::Certify { party, .. } => Some(party),
            What::Measure { flow, .. } | What::Stop { flow } => of_flow(flow),
            What::Serve { exporter, importer, .. } => Some(other(exporter, importer)),
            What::Assess { .. }
            | What::Record { .. }
            | What::File { .. }
            | What::Lodge { .. }
            | What::Notify { .. }
            | What::Consent { .. }
            | What::Tell { .. }
            | What::Represent { .. }
            | What::Update { .. } => None,
        }
    }
}
