//! Leaves out of many steps those without which nothing fails. Most are seen to be needed where all of their kind are
//! left out. Of the others those that serve no flow in common are left out in one turn, and what then fails says which of
//! them to take back: those that serve a flow which fails of itself, and only where there are none those before it. Where
//! that does not tell, the turn is halved.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::lack::only_upstream;
use super::step::Step;
use super::world::{World, state_of};
use crate::assess::{Cause, FlowResult};
use crate::index::FlowIx;
use crate::register::StepKind;

/// Most times that what is left is gone through again.
const PASSES: usize = 4;

/// So often only what fails of itself is given its steps back; along long chains it comes to light bit by bit, and what is
/// taken back too much is tried again.
const PATIENCE: usize = 3;

/// With no more steps times flows each step is left out by itself in the end; with more, a few that are not needed may
/// stay.
const SURE: usize = 1_000_000;

/// Flows that fail.
#[derive(Debug, Default)]
struct Broken {
    /// Of themselves.
    own: BTreeSet<FlowIx>,
    /// Because of what comes before them, and those that are named for it.
    after: BTreeSet<FlowIx>,
}

impl Broken {
    fn is_empty(&self) -> bool {
        self.own.is_empty() && self.after.is_empty()
    }
}

/// Steps of which some may not be needed, beside others that are done anyway.
pub(super) struct Turns<'w, 'a> {
    world: &'w World<'a>,
    always: &'w [Step],
    steps: Vec<Step>,
    /// By position; flows that a step reaches although they claim nothing of it included.
    served: Vec<BTreeSet<FlowIx>>,
    /// Flows that fail of themselves without the step, as far as that was seen. What a flow needs of itself it needs all
    /// the more when other steps are gone.
    needed: BTreeMap<usize, BTreeSet<FlowIx>>,
}

impl<'w, 'a> Turns<'w, 'a> {
    pub(super) fn new(world: &'w World<'a>, always: &'w [Step], steps: Vec<Step>) -> Self {
        let served = steps.iter().map(|step| step.flows.iter().copied().chain(world.reached(step)).collect());
        Self { served: served.collect(), needed: BTreeMap::new(), world, always, steps }
    }

    /// The steps that are needed, each with the flows that need it.
    pub(super) fn run(mut self) -> Vec<Step> {
        let mut left: BTreeSet<usize> = (0..self.steps.len()).collect();
        self.prove(&left);
        for _ in 0..PASSES {
            let open: Vec<usize> = left.iter().copied().filter(|at| !self.needed.contains_key(at)).collect();
            let before = left.len();
            for turn in self.turns(&open, |at| self.of(at)) {
                for gone in self.spare(&left, &turn) {
                    left.remove(&gone);
                }
            }
            if left.len() == before {
                break;
            }
        }
        self.one_by_one(&mut left);
        self.trim(&left);
        self.steps.into_iter().enumerate().filter(|(at, _)| left.contains(at)).map(|(_, step)| step).collect()
    }

    /// Sees of most steps at once that they are needed: all of a kind are left out together, and what then fails of
    /// itself and was served by one of them alone needs that one.
    fn prove(&mut self, left: &BTreeSet<usize>) {
        let mut kinds: BTreeMap<StepKind, BTreeSet<usize>> = BTreeMap::new();
        for (at, step) in self.steps.iter().enumerate() {
            kinds.entry(step.what.kind()).or_default().insert(at);
        }
        for kind in kinds.into_values() {
            let Broken { own, .. } = self.broken(left.difference(&kind));
            let mut serving: BTreeMap<FlowIx, Option<usize>> = BTreeMap::new();
            for at in &kind {
                for flow in self.of(*at).filter(|flow| own.contains(flow)) {
                    serving.entry(flow).and_modify(|one| *one = None).or_insert(Some(*at));
                }
            }
            for (flow, at) in serving {
                if let Some(at) = at {
                    self.needed.entry(at).or_default().insert(flow);
                }
            }
        }
    }

    fn of(&self, at: usize) -> impl Iterator<Item = FlowIx> {
        self.served.get(at).into_iter().flatten().copied()
    }

    /// Steps in turns, the dearest first, so that those of one turn have no flow in common.
    fn turns<F: Iterator<Item = FlowIx>>(&self, of: &[usize], flows: impl Fn(usize) -> F) -> Vec<Vec<usize>> {
        let mut order = of.to_vec();
        order.sort_by_key(|at| (Reverse(self.steps.get(*at).map_or(0, |step| step.cost)), *at));
        let mut turns: Vec<Vec<usize>> = Vec::new();
        let mut taken: BTreeMap<FlowIx, BTreeSet<usize>> = BTreeMap::new();
        for at in order {
            let full: BTreeSet<usize> =
                flows(at).filter_map(|flow| taken.get(&flow)).flatten().copied().collect();
            let first = (0..=turns.len()).find(|turn| !full.contains(turn)).unwrap_or(turns.len());
            for flow in flows(at) {
                taken.entry(flow).or_default().insert(first);
            }
            match turns.get_mut(first) {
                Some(turn) => turn.push(at),
                None => turns.push(vec![at]),
            }
        }
        turns
    }

    /// What fails with such steps.
    fn broken<'s>(&self, steps: impl Iterator<Item = &'s usize>) -> Broken {
        let steps: Vec<&Step> =
            self.always.iter().chain(steps.filter_map(|at| self.steps.get(*at))).collect();
        self.world.assessed(&steps, |_, results| {
            let by_flow: BTreeMap<FlowIx, &FlowResult> =
                results.iter().map(|result| (result.flow, result)).collect();
            let mut broken = Broken::default();
            for (flow, regime) in self.world.failing(&state_of(results)) {
                let Some(result) = by_flow.get(&flow) else { continue };
                if only_upstream(result, regime) {
                    broken.after.insert(flow);
                    broken.after.extend(result.raised.iter().filter_map(
                        |raised| match raised.detail.cause {
                            Cause::UpstreamBroken(came, _) => Some(came),
                            _ => None,
                        },
                    ));
                } else {
                    broken.own.insert(flow);
                }
            }
            broken
        })
    }

    /// Those of some steps that serve one of the flows.
    fn serving(&self, steps: &BTreeSet<usize>, flows: &BTreeSet<FlowIx>) -> BTreeSet<usize> {
        steps.iter().copied().filter(|at| self.of(*at).any(|flow| flows.contains(&flow))).collect()
    }

    /// Steps of a turn that may go; which flows need the others of themselves is noted.
    fn spare(&mut self, left: &BTreeSet<usize>, turn: &[usize]) -> BTreeSet<usize> {
        let mut out: BTreeSet<usize> = turn.iter().copied().collect();
        let mut rounds = 0_usize;
        while !out.is_empty() {
            let broken = self.broken(left.difference(&out));
            if broken.is_empty() {
                break;
            }
            let own = self.serving(&out, &broken.own);
            for at in &own {
                let served = self.served.get(*at).into_iter().flatten();
                let failing = served.copied().filter(|flow| broken.own.contains(flow));
                self.needed.entry(*at).or_default().extend(failing);
            }
            let mut back = own;
            if back.is_empty() || rounds >= PATIENCE {
                back.extend(self.serving(&out, &broken.after));
            }
            rounds = rounds.saturating_add(1);
            if back.is_empty() {
                return self.halved(left, &out.into_iter().collect::<Vec<_>>());
            }
            out.retain(|at| !back.contains(at));
        }
        out
    }

    /// The same where what fails does not tell which step it misses.
    fn halved(&mut self, left: &BTreeSet<usize>, turn: &[usize]) -> BTreeSet<usize> {
        if turn.len() < 2 {
            return BTreeSet::new();
        }
        let (one, other) = turn.split_at(turn.len().div_ceil(2));
        let mut gone = self.spare(left, one);
        let left: BTreeSet<usize> = left.difference(&gone).copied().collect();
        gone.extend(self.spare(&left, other));
        gone
    }

    /// Leaves out one step after the other, the dearest first, where that does not take too long: what several that were
    /// left out together break may be broken by one of them alone.
    fn one_by_one(&self, left: &mut BTreeSet<usize>) {
        if left.len().saturating_mul(self.world.register.flows.len()) > SURE {
            return;
        }
        let mut order: Vec<usize> = left.iter().copied().collect();
        order.sort_by_key(|at| (Reverse(self.steps.get(*at).map_or(0, |step| step.cost)), *at));
        for at in order {
            left.remove(&at);
            let kept = left.iter().filter_map(|at| self.steps.get(*at));
            let steps: Vec<&Step> = self.always.iter().chain(kept).collect();
            if !self.world.failing(&self.world.state(&steps)).is_empty() {
                left.insert(at);
            }
        }
    }

    /// Takes from each step the flows that stand without it, and names those that need it although they claim nothing of
    /// it: an entry in a scheme counts for all that the party receives.
    fn trim(&mut self, left: &BTreeSet<usize>) {
        let mut doubtful: BTreeMap<usize, BTreeSet<FlowIx>> = BTreeMap::new();
        for at in left {
            // A step that is needed for something else than its flows keeps them.
            let Some((step, needed)) = self.steps.get_mut(*at).zip(self.needed.get(at)) else { continue };
            doubtful.insert(*at, step.flows.difference(needed).copied().collect());
            step.flows.extend(needed);
        }
        doubtful.retain(|_, flows| !flows.is_empty());
        let open: Vec<usize> = doubtful.keys().copied().collect();
        for turn in self.turns(&open, |at| doubtful.get(&at).into_iter().flatten().copied()) {
            for at in &turn {
                if let Some((step, flows)) = self.steps.get_mut(*at).zip(doubtful.get(at)) {
                    step.flows.retain(|flow| !flows.contains(flow));
                }
            }
            // What fails is given its flows back, until nothing fails or it cannot be told what is missing.
            loop {
                let broken = self.broken(left.iter());
                if broken.is_empty() {
                    break;
                }
                let mut given = false;
                for at in &turn {
                    let Some((step, flows)) = self.steps.get_mut(*at).zip(doubtful.get(at)) else { continue };
                    for flow in flows.intersection(&broken.own) {
                        given |= step.flows.insert(*flow);
                    }
                }
                if given {
                    continue;
                }
                for at in &turn {
                    if let Some((step, flows)) = self.steps.get_mut(*at).zip(doubtful.get(at)) {
                        step.flows.extend(flows);
                    }
                }
                break;
            }
        }
    }
}
