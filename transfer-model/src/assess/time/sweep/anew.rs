//! The verdicts of flows written anew, with what was carried to them.

use std::collections::BTreeMap;

use super::Sweep;
use super::state::State;
use super::touch::Touch;
use super::turn::Turn;
use crate::assess::onward::Pools;
use crate::assess::result::FlowVerdicts;
use crate::assess::time::Scope;
use crate::assess::verdict::Verdict;
use crate::index::{FlowIx, RegimeIx};
use crate::spread;

/// What a flow is worth anew.
enum Answer {
    /// Under one regime; none: it does not bind the flow.
    Regime(Option<Verdict>),
    /// As a whole; none: it is not active.
    Whole(Option<State>),
}

impl Sweep<'_, '_> {
    /// The verdicts of a flow with what was carried to it.
    fn settled(&self, flow: FlowIx, pools: &Pools) -> Option<State> {
        let own = self.running.get(flow.position())?.as_ref()?;
        let FlowVerdicts { verdict, regimes, .. } = self.engine.settled(flow, own, pools);
        Some(State { verdict, regimes })
    }

    /// Writes the verdicts of a flow; gives what they were.
    fn keep(&mut self, flow: FlowIx, state: Option<State>) -> Option<State> {
        self.states.get_mut(flow.position()).and_then(|slot| std::mem::replace(slot, state))
    }

    /// Writes the verdicts of all flows for the first time.
    pub(super) fn assess(&mut self, pools: &Pools) {
        let flows = &self.engine.lookup.by_exporter;
        for (flow, state) in spread::each(flows, |flow| (*flow, self.settled(*flow, pools))) {
            self.keep(flow, state);
        }
    }

    /// Writes the verdicts of all flows; gives those that changed, in the order of ids, as they were.
    pub(super) fn all_anew(&mut self, pools: &Pools) -> Vec<(FlowIx, Option<State>)> {
        let flows = &self.engine.lookup.by_exporter;
        let states = spread::each(flows, |flow| (*flow, self.settled(*flow, pools)));
        let mut changed = Vec::new();
        for (flow, state) in states {
            let old = self.keep(flow, state);
            if old.as_ref() != self.state(flow) {
                changed.push((flow, old));
            }
        }
        changed.sort_unstable_by_key(|(flow, _)| self.engine.lookup.rank(*flow));
        changed
    }

    /// Writes the verdicts of the flows that the day touches, and of those to which something else came; gives those
    /// that changed, in the order of ids, as they were.
    pub(super) fn anew(
        &mut self,
        touched: &[(FlowIx, Touch)],
        turn: &Turn,
        pools: &mut Pools,
    ) -> Vec<(FlowIx, Option<State>)> {
        // By one regime, or as a whole.
        let mut asked: Vec<(FlowIx, Option<RegimeIx>)> = Vec::new();
        for (party, regime) in pools.moved() {
            asked.extend(pools.outgoing(party).map(|flow| (flow, Some(regime))));
        }
        for (flow, Touch { concern, .. }) in touched {
            if turn.before.contains_key(flow) {
                asked.push((*flow, None));
            } else if concern.carried != Scope::default() {
                // Under a law that binds the flow of itself it is as it was, but for what came otherwise.
                let exporter = self.engine.register.flow(*flow).from.value;
                let came = pools.regimes(exporter, concern.carried);
                let came = came.filter(|regime| !pools.binds(*flow, *regime));
                asked.extend(came.map(|regime| (*flow, Some(regime))));
            }
        }
        let pools = &*pools;
        let fetch = |asked: &[(FlowIx, Option<RegimeIx>)]| {
            let flows: Vec<FlowIx> = asked.iter().map(|(flow, _)| *flow).collect();
            self.engine.fetch(&flows);
            pools.fetch(&flows);
        };
        // Most are as they were.
        let answers = spread::each_fetched(&asked, fetch, |(flow, regime)| {
            if let Some(regime) = regime {
                let own = self.running.get(flow.position())?.as_ref()?;
                let verdict = self.engine.settled_under(*flow, own, *regime, pools);
                (self.state(*flow)?.of(*regime) != verdict).then_some(Answer::Regime(verdict))
            } else {
                let state = self.settled(*flow, pools);
                (state.as_ref() != self.state(*flow)).then_some(Answer::Whole(state))
            }
        });
        let mut changed: BTreeMap<u32, (FlowIx, Option<State>)> = BTreeMap::new();
        let book = self.engine.view.book;
        for ((flow, regime), answer) in asked.into_iter().zip(answers) {
            let rank = self.engine.lookup.rank(flow);
            match (regime, answer) {
                (Some(regime), Some(Answer::Regime(verdict))) => {
                    let at = flow.position();
                    let Some(Some(own)) = self.running.get(at) else { continue };
                    let Some(Some(state)) = self.states.get_mut(at) else { continue };
                    if state.of(regime) != verdict {
                        changed.entry(rank).or_insert_with(|| (flow, Some(state.clone())));
                        state.put(regime, verdict, own, book);
                    }
                }
                (_, Some(Answer::Whole(state))) => {
                    let old = self.keep(flow, state);
                    changed.entry(rank).or_insert((flow, old));
                }
                (_, Some(Answer::Regime(_)) | None) => {}
            }
        }
        let mut changed: Vec<(FlowIx, Option<State>)> = changed.into_values().collect();
        changed.retain(|(flow, old)| old.as_ref() != self.state(*flow));
        changed
    }
}
