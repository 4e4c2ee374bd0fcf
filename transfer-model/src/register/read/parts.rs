//! What was read of a register so far: several readers each have a part of its tables.

use std::collections::BTreeMap;

use crate::day::Day;
use crate::finding::{Code, Severity};
use crate::register::digest;
use crate::register::model::{
    Data, Duty, Flow, Instrument, Notice, Party, Policy, Register, Responsible, StepKind, Tia, Waiver,
};
use crate::source::{Sources, Span, Spanned};

pub(super) struct Head {
    pub(super) name: String,
    pub(super) as_of: Option<Day>,
    pub(super) review: Option<Spanned<String>>,
    pub(super) reviewed: Option<Spanned<Day>>,
    pub(super) span: Span,
}

#[derive(Default)]
pub(super) struct Parts {
    pub(super) has_head: bool,
    pub(super) registers: Vec<Head>,
    /// Digests of the tables.
    pub(super) digests: Vec<[u8; 32]>,
    pub(super) policy: Policy,
    pub(super) plan_costs: BTreeMap<StepKind, Spanned<u32>>,
    pub(super) lints: BTreeMap<Code, Severity>,
    pub(super) parties: Vec<Party>,
    pub(super) data: Vec<Data>,
    pub(super) instruments: Vec<Instrument>,
    pub(super) flows: Vec<Flow>,
    pub(super) tias: Vec<Tia>,
    pub(super) notices: Vec<Notice>,
    pub(super) responsible: Vec<Responsible>,
    pub(super) waivers: Vec<Waiver>,
    pub(super) duties: Vec<Duty>,
}

impl Parts {
    /// Adds the tables of lists that another reader found after these.
    pub(super) fn absorb(&mut self, other: Self) {
        self.parties.extend(other.parties);
        self.data.extend(other.data);
        self.instruments.extend(other.instruments);
        self.flows.extend(other.flows);
        self.tias.extend(other.tias);
        self.notices.extend(other.notices);
        self.responsible.extend(other.responsible);
        self.waivers.extend(other.waivers);
        self.duties.extend(other.duties);
        self.digests.extend(other.digests);
    }

    /// The register, once there is nothing wrong with it.
    pub(super) fn register(mut self, head: Head, sources: Sources) -> Register {
        let digest = digest::of(&mut self.digests);
        Register {
            sources,
            name: head.name,
            as_of: head.as_of,
            review: head.review,
            reviewed: head.reviewed,
            span: head.span,
            digest,
            policy: self.policy,
            lints: self.lints,
            plan_costs: self.plan_costs.into_iter().map(|(kind, cost)| (kind, cost.value)).collect(),
            parties: self.parties,
            data: self.data,
            instruments: self.instruments,
            flows: self.flows,
            tias: self.tias,
            notices: self.notices,
            responsible: self.responsible,
            waivers: self.waivers,
            duties: self.duties,
        }
    }
}
