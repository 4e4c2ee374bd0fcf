//! A register in memory, assessed with some steps applied: the only judge of what a step is worth.

use std::collections::{BTreeMap, BTreeSet};

use super::apply::apply;
use super::step::{Step, What};
use crate::assess::{Engine, FlowResult, Verdict, results};
use crate::day::Day;
use crate::index::{FlowIx, RegimeIx};
use crate::law::LawBook;
use crate::register::Register;
use crate::source::Sources;

/// A flow under one law; no law: the flow as a whole, where it is worse than under every law.
pub(super) type Pair = (FlowIx, Option<RegimeIx>);

/// The verdicts of a state of the register.
pub(super) type State = BTreeMap<Pair, Verdict>;

/// The register and the law, and how good each flow must be.
pub(super) struct World<'a> {
    /// The register without its texts, which nothing here reads.
    pub(super) register: Register,
    pub(super) book: &'a LawBook,
    pub(super) day: Day,
    /// How things stand.
    pub(super) base: State,
    /// The worst verdict accepted of what is to be mended.
    pub(super) target: Verdict,
    /// What is to be mended.
    pub(super) goals: BTreeSet<Pair>,
    /// What cannot be mended, and how it stands at best.
    pub(super) released: State,
    /// Flows that are stopped.
    pub(super) stopped: BTreeSet<FlowIx>,
}

impl<'a> World<'a> {
    pub(super) fn new(register: &Register, book: &'a LawBook, day: Day, target: Verdict) -> Self {
        let register = Register { sources: Sources::default(), ..register.clone() };
        let mut world = Self {
            register,
            book,
            day,
            base: State::new(),
            target,
            goals: BTreeSet::new(),
            released: State::new(),
            stopped: BTreeSet::new(),
        };
        world.base = world.state(&[]);
        world
    }

    /// Assesses with the steps applied, and lets `read` see the results.
    pub(super) fn assessed<R>(
        &self,
        steps: &[&Step],
        read: impl FnOnce(&Engine<'_>, &[FlowResult]) -> R,
    ) -> R {
        let mut register = self.register.clone();
        apply(&mut register, steps.iter().copied(), self.book, self.day);
        let engine = Engine::new(&register, self.book, self.day);
        let results = results(&engine);
        read(&engine, &results)
    }

    /// The verdicts with the steps applied.
    pub(super) fn state(&self, steps: &[&Step]) -> State {
        self.assessed(steps, |_, results| state_of(results))
    }

    /// Flows to mend that a step reaches although they claim nothing of it: an entry in a scheme counts for all that
    /// the party receives.
    pub(super) fn reached(&self, step: &Step) -> BTreeSet<FlowIx> {
        let What::Certify { party, .. } = step.what else { return BTreeSet::new() };
        let receives = |flow: &FlowIx| {
            let flow = self.register.flow(*flow);
            let seen = flow.accessed_from.iter().flatten().filter_map(|from| from.by);
            flow.to.value == party || seen.map(|by| by.value).any(|by| by == party)
        };
        self.goals.iter().map(|pair| pair.0).filter(receives).collect()
    }

    /// The worst verdict that may be had of it.
    fn limit(&self, pair: Pair) -> Verdict {
        if let Some(best) = self.released.get(&pair) {
            return *best;
        }
        if self.goals.contains(&pair) {
            return self.target;
        }
        // What was not bound before is to be as good as the rest.
        self.base.get(&pair).copied().unwrap_or(self.target)
    }

    /// What is worse than it may be.
    pub(super) fn failing(&self, state: &State) -> Vec<Pair> {
        let stopped = |pair: &Pair| self.stopped.contains(&pair.0);
        let worse = state.iter().filter(|(pair, verdict)| !stopped(pair) && **verdict > self.limit(**pair));
        worse.map(|(pair, _)| *pair).collect()
    }
}

/// The verdicts by flow and law.
pub(super) fn state_of(results: &[FlowResult]) -> State {
    let mut state = State::new();
    for result in results {
        for regime in &result.regimes {
            state.insert((result.flow, Some(regime.binding.regime)), regime.verdict);
        }
        if result.beyond_regimes() {
            state.insert((result.flow, None), result.verdict);
        }
    }
    state
}
