//! Steps that change flows: what they claim, what people were told and agreed to, how the data are protected.

use std::collections::BTreeSet;

use super::Doing;
use crate::day::Period;
use crate::index::{FlowIx, MechanismIx};
use crate::law::{ConsentNeed, Flag};
use crate::plan::step::{Step, Terms};
use crate::register::{Flow, Safeguard, Tag, TagUse};
use crate::source::Spanned;

impl Doing<'_> {
    pub(super) fn flow(&mut self, flow: FlowIx) -> Option<&mut Flow> {
        self.register.flows.get_mut(flow.position())
    }

    /// Adds a claim to the flows of the step.
    pub(super) fn claim(&mut self, step: &Step, names: &TagUse) {
        for flow in &step.flows {
            if let Some(flow) = self.flow(*flow) {
                flow.mechanism.push(tag(flow, names.clone()));
            }
        }
    }

    /// Ends the claims of a mechanism, and of documents of that kind, before the day. They keep their positions.
    pub(super) fn give_up(&mut self, step: &Step, mechanism: MechanismIx) {
        let last = self.day.previous();
        let instruments = &self.register.instruments;
        let kinds: Vec<MechanismIx> = instruments.iter().map(|paper| paper.kind.value).collect();
        for flow in &step.flows {
            let Some(flow) = self.flow(*flow) else { continue };
            let given_up = flow.mechanism.iter_mut().filter(|tag| match tag.names {
                TagUse::Bare(bare) => bare == mechanism,
                TagUse::Instrument(ix) => kinds.get(ix.position()) == Some(&mechanism),
                TagUse::Other(_) => false,
            });
            given_up.for_each(|tag| tag.period.until = tag.period.until.min(last));
        }
    }

    /// A new consent, which has what the law wants of it.
    pub(super) fn consent(&mut self, flow: FlowIx, ground: Option<MechanismIx>, terms: &Terms) {
        let Some(flow) = self.flow(flow) else { return };
        let shown = flow.shown.get_or_insert_default();
        shown.freely_given = Some(true);
        if !terms.items.is_empty() {
            shown.items.get_or_insert_default().extend(terms.items.iter().cloned());
        }
        for need in &terms.needs {
            match need {
                ConsentNeed::Free => {}
                ConsentNeed::Separate => shown.separate_consent = Some(true),
                ConsentNeed::Informed => shown.disclosed = Some(true),
                ConsentNeed::Explicit => {
                    flow.derogation.flags.insert(Flag::Explicit, true);
                }
                ConsentNeed::Risks => {
                    flow.derogation.flags.insert(Flag::InformedOfRisks, true);
                }
            }
        }
        if let Some(ground) = ground {
            flow.mechanism.push(tag(flow, TagUse::Bare(ground)));
        }
    }

    pub(super) fn tell(&mut self, flow: FlowIx, items: &BTreeSet<String>) {
        let Some(flow) = self.flow(flow) else { return };
        let shown = flow.shown.get_or_insert_default();
        shown.disclosed = Some(true);
        if !items.is_empty() {
            shown.items.get_or_insert_default().extend(items.iter().cloned());
        }
    }

    pub(super) fn protect(&mut self, flow: FlowIx, measure: Safeguard) {
        if let Some(flow) = self.flow(flow) {
            let span = flow.span;
            flow.safeguards.get_or_insert_with(|| Spanned::new(Vec::new(), span)).value.push(measure);
        }
    }

    /// Records the data first where the duty wants them.
    pub(super) fn record(&mut self, step: &Step, duty: usize) {
        let Some(row) = self.book.pack().localisations.get(duty) else { return };
        let Some(place) = row.places.first().copied() else { return };
        let only_there = row.only_there;
        for flow in &step.flows {
            let Some(flow) = self.flow(*flow) else { continue };
            if only_there {
                flow.first_recorded.clear();
            }
            flow.first_recorded.push(Spanned::new(place, flow.span));
        }
    }

    /// Ends a flow before the day, its data given back.
    pub(super) fn stop(&mut self, flow: FlowIx) {
        let last = self.day.previous();
        if let Some(flow) = self.flow(flow) {
            flow.period.until = last;
            flow.returned = Some(last);
        }
    }
}

/// A claim of a flow for all its data, without a period of its own.
const fn tag(flow: &Flow, names: TagUse) -> Tag {
    Tag { span: flow.span, names, data: None, period: Period::ALWAYS }
}
