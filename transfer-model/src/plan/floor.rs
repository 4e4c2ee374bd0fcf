//! What a plan for many flows cannot cost less than. A flow that does not stand by a law of its own needs at least one of
//! the steps that serve it, and pays for it the share that falls on it if all such flows pay alike.

use std::collections::{BTreeMap, BTreeSet};

use super::lack::only_upstream;
use super::step::Step;
use super::world::{World, state_of};
use crate::assess::Basis;
use crate::index::FlowIx;

/// The bound, from all the steps that were considered.
pub(super) fn floor<'s>(world: &World<'_>, steps: impl Iterator<Item = &'s Step>) -> u64 {
    let needy: BTreeSet<FlowIx> = world.assessed(&[], |_, results| {
        let failing: BTreeSet<_> = world.failing(&state_of(results)).into_iter().collect();
        let own = results.iter().filter(|result| {
            result.regimes.iter().any(|regime| {
                let law = Some(regime.binding.regime);
                regime.binding.basis != Basis::Carried
                    && failing.contains(&(result.flow, law))
                    && !only_upstream(result, law)
            })
        });
        own.map(|result| result.flow).collect()
    });
    let mut shares: BTreeMap<FlowIx, u64> = BTreeMap::new();
    for step in steps {
        let all: BTreeSet<FlowIx> = step.flows.iter().copied().chain(world.reached(step)).collect();
        let served: Vec<FlowIx> = all.intersection(&needy).copied().collect();
        let count = u64::try_from(served.len()).unwrap_or(u64::MAX);
        let Some(share) = step.cost.saturating_mul(1000).checked_div(count) else { continue };
        for flow in served {
            let least = shares.entry(flow).or_insert(share);
            *least = share.min(*least);
        }
    }
    shares.values().fold(0_u64, |sum, share| sum.saturating_add(*share)).checked_div(1000).unwrap_or(0)
}
