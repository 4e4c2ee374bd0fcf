//! The cheapest choice among candidate steps. What no choice can do without is fixed first; what is left falls into
//! parts that do not touch each other, which are tried side by side in one assessment of the whole register. A small
//! part is tried in the order of cost until one choice serves, so it is optimal; a large one is thinned from all its
//! steps, the dearest first, and a lower bound says how far from the best that can be.
//!
//! "Cannot do without" and the bound suppose that a step which helps alone also helps beside others. Where it does
//! not, the last assessment of the whole finds out and the plan is thinned again step by step.

use std::collections::{BTreeMap, BTreeSet};

use super::step::{Base, Step, What};
use super::ties::Ties;
use super::world::{Pair, State, World};
use crate::index::FlowIx;

/// The most steps that are tried in every combination.
const SMALL: usize = 10;

/// The same where that takes no more than a share of the budget, so that nobody waits for it.
const FAIR: usize = 14;

/// That share of the budget.
const SHARE: usize = 8;

/// The most steps of a plan that are left out one after the other, to see that each is needed.
const FEW: usize = 300;

/// How many flows may be assessed in one search.
const BUDGET: usize = 2_000_000;

/// A choice among the candidates, by position.
type Choice = BTreeSet<usize>;

/// What was found.
pub(super) struct Found {
    pub(super) chosen: Choice,
    /// No choice among the candidates costs less than this.
    pub(super) bound: u64,
}

/// Candidates, and which flows hang together.
pub(super) struct Search<'w, 'a> {
    pub(super) world: &'w World<'a>,
    pub(super) steps: &'w [Step],
    /// The group of each flow: flows that data pass between share one.
    groups: Ties,
    /// The groups that each step touches.
    touched: Vec<BTreeSet<FlowIx>>,
    /// Steps that are taken whatever is chosen.
    always: Vec<Step>,
}

impl<'w, 'a> Search<'w, 'a> {
    pub(super) fn new(world: &'w World<'a>, steps: &'w [Step], always: Vec<Step>, groups: Ties) -> Self {
        let mut search = Self { world, steps, groups, touched: Vec::new(), always };
        let mended = |step: &Step| {
            let all = step.flows.iter().copied().chain(world.reached(step));
            all.map(|flow| search.group(flow)).collect()
        };
        search.touched = steps.iter().map(mended).collect();
        search
    }

    fn group(&self, flow: FlowIx) -> FlowIx {
        self.groups.find(flow)
    }

    fn cost(&self, at: usize) -> u64 {
        self.steps.get(at).map_or(0, |step| step.cost)
    }

    fn total(&self, choice: &Choice) -> u64 {
        choice.iter().map(|at| self.cost(*at)).fold(0, u64::saturating_add)
    }

    fn touches(&self, at: usize) -> impl Iterator<Item = FlowIx> {
        self.touched.get(at).into_iter().flatten().copied()
    }

    fn state(&self, choice: &Choice) -> State {
        let chosen = choice.iter().filter_map(|at| self.steps.get(*at));
        let steps: Vec<&Step> = self.always.iter().chain(chosen).collect();
        self.world.state(&steps)
    }

    fn failing(&self, choice: &Choice) -> Vec<Pair> {
        self.world.failing(&self.state(choice))
    }

    /// The groups in which something fails.
    fn broken(&self, choice: &Choice) -> BTreeSet<FlowIx> {
        self.failing(choice).into_iter().map(|(flow, _)| self.group(flow)).collect()
    }

    /// Steps in turns, so that those of one turn touch no group in common.
    fn turns(&self, order: impl Iterator<Item = usize>) -> Vec<Vec<usize>> {
        let mut turns: Vec<(BTreeSet<FlowIx>, Vec<usize>)> = Vec::new();
        for at in order {
            let free =
                turns.iter_mut().find(|(taken, _)| self.touches(at).all(|group| !taken.contains(&group)));
            match free {
                Some((taken, turn)) => {
                    taken.extend(self.touches(at));
                    turn.push(at);
                }
                None => turns.push((self.touches(at).collect(), vec![at])),
            }
        }
        turns.into_iter().map(|(_, turn)| turn).collect()
    }

    /// The cheapest choice that can be found.
    pub(super) fn run(&self) -> Found {
        let all: Choice = (0..self.steps.len()).collect();
        let needed = self.needed(&all);
        let mut chosen = needed.clone();
        let mut bound = self.total(&needed);
        let broken = self.broken(&needed);
        let (small, large) = self.parts(&all, &needed, &broken);
        let (picked, unsolved) = self.try_all(&needed, &small);
        bound = bound.saturating_add(self.total(&picked));
        chosen.extend(picked);
        let rest: Choice = large.into_iter().chain(unsolved).flatten().collect();
        if !rest.is_empty() {
            bound = bound.saturating_add(self.share(&needed, &rest));
            chosen = self.thin(&chosen, &rest);
        }
        if !self.failing(&chosen).is_empty() {
            // Steps hinder each other somewhere: start from all, which is known to serve, and thin one by one.
            chosen = self.one_by_one(all);
            bound = 0;
        }
        let chosen = self.prune(chosen);
        let cost = self.total(&chosen);
        if cost < bound {
            // Steps of one part help in another: what no choice can do without is all that is sure.
            bound = self.total(&needed).min(cost);
        }
        Found { chosen, bound }
    }

    /// Whether the step amends a set that nothing in the choice signs.
    fn orphan(&self, at: usize, choice: &Choice) -> bool {
        let step = |at: &usize| self.steps.get(*at).map(|step| step.what);
        match step(&at) {
            Some(What::Amend { set: Base::Signed(kind), exporter, importer, .. }) => {
                let sign = What::Sign { kind, exporter, importer };
                !choice.iter().any(|other| step(other) == Some(sign))
            }
            _ => false,
        }
    }

    /// Leaves out every step without which all that it should mend still stands.
    fn prune(&self, mut choice: Choice) -> Choice {
        let rounds = BUDGET.checked_div(self.world.register.flows.len().max(1)).unwrap_or(0);
        loop {
            let before = choice.len();
            choice = if before <= FEW.min(rounds) {
                self.one_by_one(choice)
            } else {
                self.in_turns(choice.clone(), &choice)
            };
            let orphans: Vec<usize> = choice.iter().copied().filter(|at| self.orphan(*at, &choice)).collect();
            choice.retain(|at| !orphans.contains(at));
            if choice.len() == before {
                return choice;
            }
        }
    }

    /// Leaves out in turns, the dearest first, what is not needed.
    fn in_turns(&self, choice: Choice, among: &Choice) -> Choice {
        let mut order: Vec<usize> = among.iter().copied().collect();
        order.sort_by_key(|at| (std::cmp::Reverse(self.cost(*at)), *at));
        self.without(choice, order)
    }

    /// Leaves out in turns, in that order, what is not needed.
    fn without(&self, mut choice: Choice, order: Vec<usize>) -> Choice {
        for turn in self.turns(order.into_iter()) {
            let mut without = choice.clone();
            without.retain(|at| !turn.contains(at));
            let broken = self.broken(&without);
            let keep = turn.into_iter().filter(|at| self.touches(*at).any(|group| broken.contains(&group)));
            without.extend(keep);
            choice = without;
        }
        choice
    }

    /// The steps without which something fails although all others are taken.
    fn needed(&self, all: &Choice) -> Choice {
        let mut needed = Choice::new();
        for turn in self.turns(all.iter().copied()) {
            let mut without = all.clone();
            without.retain(|at| !turn.contains(at));
            let broken = self.broken(&without);
            needed
                .extend(turn.into_iter().filter(|at| self.touches(*at).any(|group| broken.contains(&group))));
        }
        needed
    }

    /// The other steps in parts that touch no group in common, where something is left to mend: small and large.
    fn parts(
        &self,
        all: &Choice,
        needed: &Choice,
        broken: &BTreeSet<FlowIx>,
    ) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
        let mut groups = Ties::default();
        let optional: Vec<usize> = all.difference(needed).copied().collect();
        for at in &optional {
            let mut touched = self.touches(*at);
            if let Some(first) = touched.next() {
                touched.for_each(|next| groups.join(first, next));
            }
        }
        let mut parts: BTreeMap<FlowIx, Vec<usize>> = BTreeMap::new();
        for at in optional {
            if let Some(first) = self.touches(at).next() {
                parts.entry(groups.find(first)).or_default().push(at);
            }
        }
        let roots: BTreeSet<FlowIx> = broken.iter().map(|group| groups.find(*group)).collect();
        let rounds = BUDGET.checked_div(self.world.register.flows.len().max(1)).unwrap_or(0);
        let left = parts.into_iter().filter(|(root, _)| roots.contains(root)).map(|(_, part)| part);
        left.partition(|part| {
            let combinations = u32::try_from(part.len()).ok().and_then(|len| 1_usize.checked_shl(len));
            let (most, rounds) = if part.len() <= SMALL { (SMALL, rounds) } else { (FAIR, rounds / SHARE) };
            part.len() <= most && combinations.is_some_and(|count| count <= rounds)
        })
    }

    /// Tries every combination of each part, the cheapest first, all parts side by side. What was found, and the
    /// parts of which no combination serves.
    fn try_all(&self, needed: &Choice, parts: &[Vec<usize>]) -> (Choice, Vec<Vec<usize>>) {
        struct Part {
            steps: Vec<usize>,
            combinations: std::vec::IntoIter<Vec<usize>>,
            current: Vec<usize>,
            groups: BTreeSet<FlowIx>,
            done: bool,
        }
        let mut open: Vec<Part> = parts
            .iter()
            .map(|steps| Part {
                steps: steps.clone(),
                combinations: self.combinations(needed, steps).into_iter(),
                current: Vec::new(),
                groups: steps.iter().flat_map(|at| self.touches(*at)).collect(),
                done: false,
            })
            .collect();
        loop {
            let mut waiting = false;
            for part in open.iter_mut().filter(|part| !part.done) {
                if let Some(next) = part.combinations.next() {
                    part.current = next;
                    waiting = true;
                } else {
                    part.current.clear();
                }
            }
            if !waiting {
                break;
            }
            let mut choice = needed.clone();
            choice.extend(open.iter().flat_map(|part| part.current.iter().copied()));
            let broken = self.broken(&choice);
            for part in open.iter_mut().filter(|part| !part.done && !part.current.is_empty()) {
                part.done = part.groups.is_disjoint(&broken);
            }
        }
        let (done, unsolved): (Vec<Part>, Vec<Part>) = open.into_iter().partition(|part| part.done);
        let picked = done.into_iter().flat_map(|part| part.current).collect();
        (picked, unsolved.into_iter().map(|part| part.steps).collect())
    }

    /// Every combination but none, the cheapest first; of equal cost the fewer steps first.
    fn combinations(&self, needed: &Choice, steps: &[usize]) -> Vec<Vec<usize>> {
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        for at in steps {
            let with: Vec<Vec<usize>> = all.iter().map(|known| [known.as_slice(), &[*at]].concat()).collect();
            all.extend(with);
        }
        // A set to be amended is signed here, or needed anyway: both steps touch the same flows.
        all.retain(|combination| {
            let choice: Choice = needed.iter().chain(combination).copied().collect();
            !combination.is_empty() && !combination.iter().any(|at| self.orphan(*at, &choice))
        });
        let cost = |choice: &Vec<usize>| choice.iter().map(|at| self.cost(*at)).fold(0, u64::saturating_add);
        all.sort_by_cached_key(|choice| (cost(choice), choice.len(), choice.clone()));
        all
    }

    /// Takes all of the rest and leaves out what is not needed, in two orders; the cheaper result.
    fn thin(&self, fixed: &Choice, rest: &Choice) -> Choice {
        let by_cost = |at: &usize| (std::cmp::Reverse(self.cost(*at)), *at);
        let by_worth = |at: &usize| {
            let flows = self.steps.get(*at).map_or(1, |step| step.flows.len().max(1));
            let flows = u64::try_from(flows).unwrap_or(u64::MAX);
            (std::cmp::Reverse(self.cost(*at).saturating_mul(1000).checked_div(flows).unwrap_or(0)), *at)
        };
        let mut first: Vec<usize> = rest.iter().copied().collect();
        let mut second = first.clone();
        first.sort_by_key(by_cost);
        second.sort_by_key(by_worth);
        let choices = [first, second].map(|order| self.without(fixed.union(rest).copied().collect(), order));
        let [one, other] = choices;
        if self.total(&other) < self.total(&one) { other } else { one }
    }

    /// Leaves out one step after the other, the dearest first, where nothing fails without it.
    fn one_by_one(&self, all: Choice) -> Choice {
        let mut order: Vec<usize> = all.iter().copied().collect();
        order.sort_by_key(|at| (std::cmp::Reverse(self.cost(*at)), *at));
        let most = BUDGET.checked_div(self.world.register.flows.len().max(1)).unwrap_or(0).max(SMALL);
        let mut choice = all;
        for at in order.into_iter().take(most) {
            choice.remove(&at);
            if !self.failing(&choice).is_empty() {
                choice.insert(at);
            }
        }
        choice
    }

    /// A lower bound for what the rest must cost: each thing to mend needs at least one of the steps that touch it,
    /// and pays for it the share that falls on it if all it touches pay alike.
    fn share(&self, needed: &Choice, rest: &Choice) -> u64 {
        let broken = self.broken(needed);
        let mut shares: BTreeMap<FlowIx, u64> = BTreeMap::new();
        for at in rest {
            let touched: Vec<FlowIx> = self.touches(*at).filter(|group| broken.contains(group)).collect();
            let count = u64::try_from(touched.len()).unwrap_or(u64::MAX);
            let Some(share) = self.cost(*at).saturating_mul(1000).checked_div(count) else { continue };
            for group in touched {
                let least = shares.entry(group).or_insert(share);
                *least = share.min(*least);
            }
        }
        shares.values().fold(0_u64, |sum, share| sum.saturating_add(*share)).checked_div(1000).unwrap_or(0)
    }

    /// Takes from each step the flows that stand without it.
    pub(super) fn trim(&self, chosen: &Choice) -> Vec<Step> {
        let mut steps: Vec<Step> = chosen.iter().filter_map(|at| self.steps.get(*at)).cloned().collect();
        self.name_reached(&mut steps);
        for at in 0..steps.len() {
            let Some(step) = steps.get(at).filter(|step| step.flows.len() > 1).cloned() else { continue };
            let mut trial = steps.clone();
            if let Some(step) = trial.get_mut(at) {
                step.flows.clear();
            }
            let all: Vec<&Step> = self.always.iter().chain(&trial).collect();
            let broken: BTreeSet<FlowIx> = self
                .world
                .failing(&self.world.state(&all))
                .into_iter()
                .map(|(flow, _)| self.group(flow))
                .collect();
            let kept: BTreeSet<FlowIx> =
                step.flows.iter().copied().filter(|flow| broken.contains(&self.group(*flow))).collect();
            // A step that is needed for something else than its flows keeps them.
            if kept.is_empty() || kept.len() == step.flows.len() {
                continue;
            }
            if let Some(step) = trial.get_mut(at) {
                step.flows = kept;
            }
            let all: Vec<&Step> = self.always.iter().chain(&trial).collect();
            if self.world.failing(&self.world.state(&all)).is_empty() {
                steps = trial;
            }
        }
        steps
    }

    /// Names under an entry in a scheme all flows that do not stand without it: it counts though they do not claim it.
    fn name_reached(&self, steps: &mut [Step]) {
        for at in 0..steps.len() {
            let Some(step) = steps.get(at) else { continue };
            let reached = self.world.reached(step);
            if reached.is_subset(&step.flows) {
                continue;
            }
            let others = steps.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, step)| step);
            let all: Vec<&Step> = self.always.iter().chain(others).collect();
            let failing = self.world.failing(&self.world.state(&all));
            let mended = failing.into_iter().map(|(flow, _)| flow).filter(|flow| reached.contains(flow));
            let mended: Vec<FlowIx> = mended.collect();
            if let Some(step) = steps.get_mut(at) {
                step.flows.extend(mended);
            }
        }
    }
}
