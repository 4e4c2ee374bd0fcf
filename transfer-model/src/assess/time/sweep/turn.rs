//! What the flows that a day touches do on that day by their own laws, and what they hand on otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::Sweep;
use super::touch::{Falls, Touch};
use crate::assess::engine::Engine;
use crate::assess::onward::Pools;
use crate::assess::own::Own;
use crate::assess::time::Scope;
use crate::day::Day;
use crate::index::{FlowIx, RegimeIx};
use crate::spread;

/// Where more than one in so many flows is touched by a turn of the law, they are not asked one by one.
const MANY: usize = 10;

/// What the flows that a day touches do on that day by their own laws.
#[derive(Default)]
pub(super) struct Turn {
    /// Flows that differ, as they were.
    pub(super) before: BTreeMap<FlowIx, Option<Own>>,
    /// Of these, those that begin.
    pub(super) begun: Vec<FlowIx>,
    /// Regimes under which something else is handed on than before.
    pub(super) regimes: BTreeSet<RegimeIx>,
}

impl Sweep<'_, '_> {
    /// The flows that a day touches, by exporter.
    pub(super) fn touched(&self, falls: Falls, pools: &Pools) -> Vec<(FlowIx, Touch)> {
        let Falls { everyone: Some(everyone), some } = falls else { return falls.some };
        let register = self.engine.register;
        let concern = everyone.concern;
        let reached = pools.reached_under(concern.carried, register.parties.len());
        let mut some = some.into_iter().peekable();
        let mut all = Vec::with_capacity(some.len());
        for flow in &self.engine.lookup.by_exporter {
            let own = some.next_if(|(known, _)| known == flow).map(|(_, touch)| touch);
            let laws = self.laws.get(flow.position()).copied().unwrap_or(Scope::ALL);
            let exporter = register.flow(*flow).from.value;
            let concerned = concern.bound
                || laws.meets(concern.own)
                || reached.get(exporter.position()).copied().unwrap_or(true);
            match (own, concerned) {
                (Some(own), true) => all.push((*flow, own.with(everyone))),
                (Some(own), false) => all.push((*flow, own)),
                (None, true) => all.push((*flow, everyone)),
                (None, false) => {}
            }
        }
        all
    }

    /// Assesses the flows that a day touches by their own laws, and finds what they hand on otherwise.
    pub(super) fn turn(&mut self, then: &Engine<'_>, flows: &[(FlowIx, Touch)], pools: &mut Pools) -> Turn {
        let day = self.engine.view.day;
        let mut turn = Turn::default();
        // Where the law turns for many, what is handed on is carried anew without asking each of them.
        let many = flows.len() > self.engine.register.flows.len().div_ceil(MANY);
        let mut turning = Scope::default();
        let mut passing: Vec<(FlowIx, Scope)> = Vec::new();
        let mut pass = |flow: FlowIx, touch: &Touch| {
            if many && touch.law {
                turning.add(touch.concern.carried);
            } else if touch.concern.carried != Scope::default() {
                passing.push((flow, touch.concern.carried));
            }
        };
        let mut asked = Vec::with_capacity(flows.len());
        for (flow, touch) in flows {
            if !touch.concern.bound {
                // A rule that turns begins no flow and ends none.
                if self.running.get(flow.position()).is_none_or(Option::is_none) {
                    continue;
                }
                if !self.laws.get(flow.position()).is_some_and(|laws| laws.meets(touch.concern.own)) {
                    pass(*flow, touch);
                    continue;
                }
            }
            asked.push((*flow, *touch));
        }
        let engine = &self.engine;
        let fetch = |asked: &[(FlowIx, Touch)]| {
            engine.fetch(&asked.iter().map(|(flow, _)| *flow).collect::<Vec<_>>());
        };
        let running = |flow: FlowIx| self.running.get(flow.position()).and_then(Option::as_ref);
        let answers = spread::each_fetched(&asked, fetch, |(flow, _)| {
            let new = engine.active(*flow).then(|| Own::from(engine.assess_flow(*flow)));
            let fact = engine.register.flow(*flow);
            let differs = new.as_ref() != running(*flow);
            (differs || fact.returned == Some(day)).then_some((new, differs))
        });
        for ((flow, touch), new) in asked.into_iter().zip(answers) {
            let Some((new, differs)) = new else {
                if self.running.get(flow.position()).is_some_and(Option::is_some) {
                    pass(flow, &touch);
                }
                continue;
            };
            let exporter = self.engine.register.flow(flow).from.value;
            let returned = self.engine.register.flow(flow).returned == Some(day);
            let old = self.replace(flow, new, day);
            let new = self.running.get(flow.position()).and_then(Option::as_ref);
            match (&old, new) {
                (None, Some(new)) => {
                    pools.present(&self.engine, flow, new);
                    turn.begun.push(flow);
                }
                // What is over stands as on its last day, and so does what it hands on.
                (Some(_) | None, None) => {}
                (Some(old), Some(new)) if differs => {
                    turn.regimes.extend(otherwise(old, new));
                    if old.banned != new.banned {
                        turn.regimes.extend(pools.regimes(exporter, Scope::ALL));
                    }
                    pools.present(&self.engine, flow, new);
                }
                (Some(_), Some(_)) => {}
            }
            if old.is_some() && new.is_some() {
                pass(flow, &touch);
            }
            if returned {
                turn.regimes.extend(pools.own(flow));
                turn.regimes.extend(pools.regimes(exporter, Scope::ALL));
            }
            if differs || returned {
                turn.before.insert(flow, old);
            }
        }
        turn.regimes.extend(pools.reached().filter(|regime| turning.has(*regime)));
        // What is carried anew in any case need not be asked.
        let (engine, pools, known) = (&self.engine, &*pools, &turn.regimes);
        let otherwise = spread::each(&passing, |(flow, carried)| {
            engine.hands_on_otherwise(then, *flow, *carried, known, pools).collect::<Vec<_>>()
        });
        turn.regimes.extend(otherwise.into_iter().flatten());
        turn
    }

    /// Running flows that pass on what came under a document which begins or ceases to run that day, or to bind someone,
    /// and that do so otherwise than before.
    pub(super) fn papered(&self, then: &Engine<'_>, pools: &Pools, turn: &mut Turn) -> BTreeSet<FlowIx> {
        let mut found = BTreeSet::new();
        for (document, flow) in self.calendar.papered(self.engine.view.day) {
            let runs = self.running.get(flow.position()).is_some_and(Option::is_some);
            let exporter = self.engine.register.flow(flow).from.value;
            // A document counts with the amendments to it, and an amendment with its set.
            let document = (!self.calendar.amends).then_some(document);
            if runs && pools.under(exporter, document) {
                let known = &turn.regimes;
                let otherwise = self.engine.hands_on_otherwise(then, flow, Scope::ALL, known, pools);
                let otherwise: Vec<RegimeIx> = otherwise.collect();
                turn.regimes.extend(otherwise);
                found.insert(flow);
            }
        }
        found
    }

    /// Notes what a flow is from the day on; gives what it was.
    fn replace(&mut self, flow: FlowIx, new: Option<Own>, day: Day) -> Option<Own> {
        let old = self.put(flow, new);
        // What is over stands as on its last day.
        let ended = self.engine.register.flow(flow).period.until < day;
        if let Some(over) = self.over.get_mut(flow.position()).filter(|over| ended && over.is_none()) {
            over.clone_from(&old);
        }
        old
    }
}

/// Regimes under which a flow differs in what decides a verdict here or further on.
fn otherwise(old: &Own, new: &Own) -> BTreeSet<RegimeIx> {
    let mut all: BTreeSet<RegimeIx> =
        old.regimes.iter().chain(&new.regimes).map(|regime| regime.regime).collect();
    all.retain(|regime| old.under(*regime) != new.under(*regime));
    all
}
