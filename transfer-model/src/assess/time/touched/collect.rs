//! What was found so far: each change of the law, flow and regime once, by the first way in which it touches.

use std::collections::BTreeMap;

use super::{How, LawChange, TouchedFlow};
use crate::assess::engine::Engine;
use crate::assess::time::source::Source;
use crate::assess::verdict::Verdict;
use crate::day::Day;
use crate::index::{FlowIx, RegimeIx, RuleIx};
use crate::law::Condition;
use crate::register::{Certification, TagUse};

/// A change of the law, and what it touches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    pub(super) day: Day,
    pub(super) source: Source,
    pub(super) flow: FlowIx,
    pub(super) regime: Option<RegimeIx>,
}

/// In the order in which it is told.
type Order = (Day, Source, u32, Option<u32>);

/// What was found so far.
pub(super) struct Collected<'e> {
    engine: &'e Engine<'e>,
    only: Option<RegimeIx>,
    found: BTreeMap<Order, TouchedFlow>,
    /// What is found and not asked for.
    aside: TouchedFlow,
}

impl<'e> Collected<'e> {
    /// Nothing yet; `only` leaves out other regimes.
    pub(super) fn new(engine: &'e Engine<'e>, only: Option<RegimeIx>) -> Self {
        let aside = TouchedFlow::new(FlowIx::new(0), None, How::Verdict, (None, None));
        Self { engine, only, found: BTreeMap::new(), aside }
    }

    /// A flow that a change touches in a way, among what was found.
    pub(super) fn add(
        &mut self,
        key: Key,
        how: How,
        verdicts: (Option<Verdict>, Option<Verdict>),
    ) -> &mut TouchedFlow {
        let asked = self.only.is_none_or(|only| key.regime == Some(only));
        if !asked || matches!(key.source, Source::Fact(..)) {
            return &mut self.aside;
        }
        let rank = self.engine.lookup.rank(key.flow);
        let regime = key.regime.map(|regime| self.engine.view.book.regime_rank(regime));
        let known = self
            .found
            .entry((key.day, key.source, rank, regime))
            .or_insert_with(|| TouchedFlow::new(key.flow, key.regime, how, verdicts));
        known.how = known.how.min(how);
        known
    }

    /// What was found, by day.
    pub(super) fn changes(self) -> Vec<LawChange> {
        let mut all: Vec<LawChange> = Vec::new();
        for ((day, source, ..), mut flow) in self.found {
            flow.instruments.sort_unstable();
            flow.certifications.sort_unstable();
            flow.tias.sort_unstable();
            match all.last_mut().filter(|known| (known.day, known.source) == (day, source)) {
                Some(known) => known.flows.push(flow),
                None => all.push(LawChange { day, source, flows: vec![flow] }),
            }
        }
        all
    }
}

impl TouchedFlow {
    fn new(
        flow: FlowIx,
        regime: Option<RegimeIx>,
        how: How,
        (before, after): (Option<Verdict>, Option<Verdict>),
    ) -> Self {
        Self {
            flow,
            regime,
            how,
            before,
            after,
            upstream: None,
            instruments: Vec::new(),
            certifications: Vec::new(),
            tias: Vec::new(),
        }
    }

    /// Adds the document that a claim of the flow names.
    pub(super) fn claim(&mut self, engine: &Engine<'_>, tag: usize) {
        if let Some(TagUse::Instrument(ix)) =
            engine.register.flow(self.flow).mechanism.get(tag).map(|tag| &tag.names)
        {
            once(&mut self.instruments, *ix);
        }
    }

    /// Adds the entries of the recipients, or of those who name them, by which a rule is met.
    pub(super) fn entries(&mut self, engine: &Engine<'_>, rule: RuleIx) {
        let asked = |entry: &Certification| {
            let part = |part: u8| entry.parts.as_ref().is_none_or(|parts| parts.contains(&part));
            engine.view.book.rule(rule).conditions.iter().any(|condition| match condition {
                Condition::Certified { scheme, part: asked, continues, beside } => {
                    (entry.scheme == *scheme && asked.is_none_or(part))
                        || continues.iter().any(|known| known.scheme == entry.scheme && part(known.part))
                        || beside.iter().any(|known| known.scheme == entry.scheme && part(known.part))
                }
                _ => false,
            })
        };
        let register = engine.register;
        for to in engine.destinations(register.flow(self.flow)) {
            let own = register.party(to.recipient).certifications.iter().flatten().enumerate();
            let own = own.filter(|(_, entry)| asked(entry)).map(|(at, _)| (to.recipient, at));
            let held = engine.lookup.holders(to.recipient).iter().copied().filter(|(holder, at)| {
                let entries = register.party(*holder).certifications.as_ref();
                entries.and_then(|entries| entries.get(*at)).is_some_and(asked)
            });
            for entry in own.chain(held) {
                once(&mut self.certifications, entry);
            }
        }
    }

    /// Adds an assessment.
    pub(super) fn tia(&mut self, at: usize) {
        once(&mut self.tias, at);
    }
}

fn once<T: PartialEq>(list: &mut Vec<T>, new: T) {
    if !list.contains(&new) {
        list.push(new);
    }
}
