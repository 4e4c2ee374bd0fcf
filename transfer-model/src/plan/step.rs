//! The steps that a plan may propose: what is done, for which flows, and what it is reckoned to cost.

use std::collections::BTreeSet;

use crate::index::{FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RuleIx, SchemeIx};
use crate::law::LawBook;
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
            Self::Sign { .. } => StepKind::Sign,
            Self::Execute { .. } => StepKind::Execute,
            Self::Bind { .. } => StepKind::Bind,
            Self::Module { .. } => StepKind::Module,
            Self::Amend { .. } => StepKind::Amend,
            Self::Certify { .. } => StepKind::Certify,
            Self::Assess { .. } => StepKind::Assess,
            Self::Annex { .. } => StepKind::Annex,
            Self::Measure { .. } => StepKind::Measure,
            Self::Authorise { .. } => StepKind::Authorise,
            Self::File { .. } => StepKind::File,
            Self::Stop { .. } => StepKind::Stop,
        }
    }
}

/// What a kind of step costs where the register sets nothing: a rough order of effort, the last resort far above all.
pub const fn usual_cost(kind: StepKind) -> u32 {
    match kind {
        StepKind::Rely => 1,
        StepKind::Authorise => 2,
        StepKind::Annex => 3,
        StepKind::Execute | StepKind::Amend | StepKind::Module | StepKind::Bind => 5,
        StepKind::File => 8,
        StepKind::Assess => 15,
        StepKind::Sign => 20,
        StepKind::Certify => 40,
        StepKind::Measure => 60,
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
    /// With whom it is to be settled; none: with nobody.
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
            What::Rely { .. } => self.flows.first().and_then(|flow| of_flow(*flow)),
            What::Execute { document }
            | What::Module { document, .. }
            | What::Annex { document }
            | What::Authorise { document, .. } => pair(document),
            What::Bind { party, .. } | What::Certify { party, .. } => Some(party),
            What::Measure { flow, .. } | What::Stop { flow } => of_flow(flow),
            What::Assess { .. } | What::File { .. } => None,
        }
    }

    /// What is to be done, in words.
    pub fn sentence(&self, register: &Register, book: &LawBook) -> String {
        let party = |ix: PartyIx| register.party(ix).name.as_str();
        let paper = |ix: InstrumentIx| format!("`{}`", register.instrument(ix).id);
        let kind = |ix: MechanismIx| book.mechanism(ix).name.as_str();
        match self.what {
            What::Rely { document } => {
                format!("claim {}, which binds both, for these flows", paper(document))
            }
            What::Sign { kind: set, exporter, importer } => format!(
                "sign {}{} between {} (exporter) and {} (importer){}",
                kind(set),
                numbered(", module", ", modules", self.terms.modules.iter()),
                party(exporter),
                party(importer),
                numbered(", with annex", ", with annexes", self.terms.annexes.iter()),
            ),
            What::Execute { document } => {
                format!("sign {} ({})", paper(document), kind(register.instrument(document).kind.value))
            }
            What::Bind { document, party: who, importer } => format!(
                "have {} join {} as {}",
                party(who),
                paper(document),
                if importer { "importer" } else { "exporter" }
            ),
            What::Module { document, module } => format!("agree module {module} in {}", paper(document)),
            What::Amend { set, kind: amendment, exporter, importer } => {
                let set = match set {
                    Base::Document(document) => paper(document),
                    Base::Signed(set) => format!("the new {}", kind(set)),
                };
                format!(
                    "sign {} to {set} between {} (exporter) and {} (importer)",
                    kind(amendment),
                    party(exporter),
                    party(importer)
                )
            }
            What::Certify { party: who, scheme } => {
                let scheme = book.scheme(scheme);
                let parts = self.terms.parts.iter().filter_map(|part| scheme.parts.get(usize::from(*part)));
                let data = match (self.terms.staff, self.terms.other) {
                    (true, true) => ", for staff and other data",
                    (true, false) => ", for staff data",
                    (false, true) => ", for data other than staff data",
                    (false, false) => "",
                };
                format!(
                    "have {} enter the {}{}{data}",
                    party(who),
                    scheme.name,
                    numbered(", part", ", parts", parts)
                )
            }
            What::Assess { place, kind } => format!(
                "assess the law and practice of {} ({}); it counts only if it finds protection sufficient",
                book.place(place).name,
                kind.name()
            ),
            What::Annex { document } => {
                format!(
                    "fill in{} of {}",
                    numbered(" annex", " annexes", self.terms.annexes.iter()),
                    paper(document)
                )
            }
            What::Measure { measure, .. } => format!("put `{}` in place", measure.name()),
            What::Authorise { document, party: who } => {
                format!("authorise {} as sub-processor under {}", party(who), paper(document))
            }
            What::File { document, rule } => {
                format!("file {} as {} asks", paper(document), book.rule(rule).header.citation)
            }
            What::Stop { flow } => {
                format!("stop `{}` and have the data returned or erased", register.flow(flow).id)
            }
        }
    }
}

/// The items behind a word, in the plural where they are several.
fn numbered<T: ToString>(one: &str, more: &str, items: impl Iterator<Item = T>) -> String {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    match items.as_slice() {
        [] => String::new(),
        [only] => format!("{one} {only}"),
        [first @ .., last] => format!("{more} {} and {last}", first.join(", ")),
    }
}
