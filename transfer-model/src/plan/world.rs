//! A register in memory, assessed with some steps applied: the only judge of what a step is worth.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::apply::apply;
use super::step::{Step, What};
use crate::assess::{Engine, FlowResult, Verdict, results_with, verdicts};
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
    /// Whether it is asked by which flows laws came with the data.
    pub(super) via: bool,
    /// How many times all flows were assessed.
    pub(super) assessed: Cell<usize>,
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
            via: true,
            assessed: Cell::new(0),
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
        let register = self.with(steps);
        let engine = Engine::new(&register, self.book, self.day);
        let results = results_with(&engine, self.via);
        read(&engine, &results)
    }

    /// The verdicts with the steps applied: why they are so costs more than half of an assessment.
    pub(super) fn state(&self, steps: &[&Step]) -> State {
        let register = self.with(steps);
        let mut state = State::new();
        for found in verdicts(&Engine::new(&register, self.book, self.day)) {
            if found.regimes.iter().all(|(_, verdict)| *verdict < found.verdict) {
                state.insert((found.flow, None), found.verdict);
            }
            state.extend(
                found.regimes.into_iter().map(|(regime, verdict)| ((found.flow, Some(regime)), verdict)),
            );
        }
        state
    }

    fn with(&self, steps: &[&Step]) -> Register {
        self.assessed.set(self.assessed.get().saturating_add(1));
        let mut register = self.register.clone();
        apply(&mut register, steps.iter().copied(), self.book, self.day);
        register
    }

    /// Flows to mend that a step reaches although they claim nothing of it: an entry in a scheme counts for all that
    /// the party receives, a module for all between the parties to the set, who may come to claim it by another step.
    pub(super) fn reached(&self, step: &Step) -> BTreeSet<FlowIx> {
        let goals = self.goals.iter().map(|pair| pair.0);
        match step.what {
            What::Certify { party, .. } => {
                let receives = |flow: &FlowIx| {
                    let flow = self.register.flow(*flow);
                    let seen = flow.accessed_from.iter().flatten().filter_map(|from| from.by);
                    flow.to.value == party || seen.map(|by| by.value).any(|by| by == party)
                };
                goals.filter(receives).collect()
            }
            What::Module { document, .. } => {
                let paper = self.register.instrument(document);
                let between = |flow: &FlowIx| {
                    let flow = self.register.flow(*flow);
                    paper.binds(flow.from.value, false, self.day)
                        && paper.binds(flow.to.value, true, self.day)
                };
                goals.filter(between).collect()
            }
            _ => BTreeSet::new(),
        }
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
