//! Steps for a register in which too many compete to be tried in every combination: added round by round, to each flow
//! that still fails that which mends most for what it costs, until nothing fails for which a step is known. Nothing is
//! taken for granted: what fails, and what might mend it, each round's assessment says.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::candidates::Pool;
use super::lack::only_upstream;
use super::step::{Base, Step, What};
use super::world::{Pair, World, state_of};
use crate::index::FlowIx;

/// So many rounds something that fails is given one step more; then all that are known for it, so that the rounds end
/// soon. Few have more ways than that.
const PATIENCE: usize = 4;

/// Steps, and for which flows each is taken.
#[derive(Debug, Default)]
pub(super) struct Build {
    pub(super) pool: Pool,
    taken: BTreeMap<What, BTreeSet<FlowIx>>,
    /// How many rounds something was given a step, and failed.
    tries: BTreeMap<Pair, usize>,
}

impl Build {
    /// The steps, with the flows for which they are taken.
    pub(super) fn steps(&self) -> Vec<Step> {
        let taken = self.taken.iter().filter_map(|(what, flows)| Some((self.pool.steps.get(what)?, flows)));
        taken.map(|(step, flows)| Step { flows: flows.clone(), ..step.clone() }).collect()
    }

    /// Adds steps until nothing fails for which another is known, beside what is stopped.
    pub(super) fn mend(&mut self, world: &mut World<'_>, stops: &[Step]) {
        let mut rounds = self.needy(world, stops);
        while !rounds.is_empty() {
            let options = self.options(&rounds);
            if !self.take(options) {
                break;
            }
            rounds = self.needy(world, stops);
        }
    }

    /// What fails of itself with the steps taken so far; what might mend it is gathered.
    fn needy(&mut self, world: &mut World<'_>, stops: &[Step]) -> Vec<Pair> {
        let steps = self.steps();
        let all: Vec<&Step> = steps.iter().chain(stops).collect();
        let recorded = world.register.instruments.len();
        let pool = &mut self.pool;
        let (failing, needy) = world.assessed(&all, |engine, results| {
            let failing: BTreeSet<Pair> = world.failing(&state_of(results)).into_iter().collect();
            let mut needy = Vec::new();
            for result in results {
                let whole = (result.flow, None);
                for regime in &result.regimes {
                    let pair = (result.flow, Some(regime.binding.regime));
                    if failing.contains(&pair) || failing.contains(&whole) {
                        pool.gather(engine, recorded, result, regime);
                    }
                }
                let here = failing.range(whole..).take_while(|pair| pair.0 == result.flow);
                // What fails only because of what comes before it waits for that.
                needy.extend(here.filter(|pair| !only_upstream(result, pair.1)));
            }
            (failing, needy)
        });
        let new = failing.into_iter().filter(|pair| !world.released.contains_key(pair));
        world.goals.extend(new.collect::<Vec<_>>());
        needy
    }

    /// Steps known for what fails that its flow was not given yet.
    fn options(&self, needy: &[Pair]) -> BTreeMap<Pair, Vec<What>> {
        let fresh =
            |flow: FlowIx, what: &What| !self.taken.get(what).is_some_and(|flows| flows.contains(&flow));
        let options = needy.iter().map(|pair| {
            // Of a flow as a whole: whatever is known under one of its laws.
            let known = match pair.1 {
                Some(_) => self.pool.known.range(*pair..=*pair),
                None => self.pool.known.range(*pair..),
            };
            let known = known.take_while(|(known, _)| known.0 == pair.0).flat_map(|(_, whats)| whats);
            let known: BTreeSet<What> = known.filter(|what| fresh(pair.0, what)).copied().collect();
            (*pair, known.into_iter().collect::<Vec<_>>())
        });
        options.filter(|(_, known)| !known.is_empty()).collect()
    }

    /// What a step still costs, with the set that it amends.
    fn price(&self, what: What) -> u64 {
        [Some(what), signed(what)].into_iter().flatten().map(|what| self.price_alone(what)).sum()
    }

    fn price_alone(&self, what: What) -> u64 {
        if self.taken.contains_key(&what) {
            0
        } else {
            self.pool.steps.get(&what).map_or(0, |step| step.cost)
        }
    }

    /// Gives everything a step, that first which serves most for its cost; whether there was one to give.
    fn take(&mut self, options: BTreeMap<Pair, Vec<What>>) -> bool {
        let mut served: BTreeMap<What, Vec<Pair>> = BTreeMap::new();
        let mut open: BTreeMap<Pair, usize> = BTreeMap::new();
        for (pair, whats) in options {
            let tries = self.tries.entry(pair).or_default();
            *tries = tries.saturating_add(1);
            open.insert(pair, if *tries > PATIENCE { usize::MAX } else { 1 });
            for what in whats {
                served.entry(what).or_default().push(pair);
            }
        }
        let any = !served.is_empty();
        let mut queue: BinaryHeap<Reverse<(u64, What, usize)>> = BinaryHeap::new();
        for (what, pairs) in &served {
            queue.push(Reverse((self.worth(*what, pairs.len()), *what, pairs.len())));
        }
        while let Some(Reverse((worth, what, counted))) = queue.pop() {
            let Some(pairs) = served.get_mut(&what) else { continue };
            pairs.retain(|pair| open.get(pair).is_some_and(|left| *left > 0));
            let count = pairs.len();
            if count == 0 {
                continue;
            }
            let now = self.worth(what, count);
            if count != counted || now != worth {
                queue.push(Reverse((now, what, count)));
                continue;
            }
            for pair in served.remove(&what).unwrap_or_default() {
                for what in [Some(what), signed(what)].into_iter().flatten() {
                    self.taken.entry(what).or_default().insert(pair.0);
                }
                if let Some(left) = open.get_mut(&pair) {
                    *left = left.saturating_sub(1);
                }
            }
        }
        any
    }

    /// What a step costs for each that it serves; the least is best.
    fn worth(&self, what: What, served: usize) -> u64 {
        let served = u64::try_from(served.max(1)).unwrap_or(u64::MAX);
        self.price(what).saturating_mul(1000).checked_div(served).unwrap_or(0)
    }
}

/// The set without which an amendment does nothing.
pub(super) const fn signed(what: What) -> Option<What> {
    match what {
        What::Amend { set: Base::Signed(kind), exporter, importer, .. } => {
            Some(What::Sign { kind, exporter, importer })
        }
        _ => None,
    }
}
