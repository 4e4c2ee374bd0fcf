//! What comes next: of each flow the next day on which its verdict will differ, and what carries it and ends.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::{Sweep, Told, Turned, place};
use crate::assess::engine::Engine;
use crate::assess::onward::Pools;
use crate::assess::own::{Own, OwnRegime};
use crate::assess::result::Arrival;
use crate::assess::time::ChangeCause;
use crate::assess::verdict::Verdict;
use crate::day::Day;
use crate::index::{FlowIx, MechanismIx, RegimeIx};

/// The next day on which the verdict of a flow will differ if nobody does anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextChange {
    /// The first day.
    pub day: Day,
    /// The verdict from then on; none: the flow is over.
    pub verdict: Option<Verdict>,
    /// Why.
    pub cause: ChangeCause,
}

/// What carries a flow, and will not from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::assess) struct End {
    pub(in crate::assess) flow: FlowIx,
    pub(in crate::assess) regime: RegimeIx,
    pub(in crate::assess) mechanism: MechanismIx,
    /// The first day without it.
    pub(in crate::assess) day: Day,
    /// What the flow then is under the regime.
    pub(in crate::assess) verdict: Verdict,
    pub(in crate::assess) cause: ChangeCause,
}

/// What comes next.
#[derive(Debug, Default)]
pub(in crate::assess) struct Ahead {
    /// For each flow active on the day of the engine, by position in the register, the next change of its verdict.
    pub(in crate::assess) changes: Vec<Option<NextChange>>,
    /// By flow and regime, what ends first of what carries it.
    pub(in crate::assess) ends: Vec<End>,
}

/// What comes next, and what ends through the day `horizon`. `own` are the active flows by their own laws, `over`
/// those that are over, and `pools` what they carried.
pub(in crate::assess) fn ahead(
    engine: &Engine<'_>,
    own: Vec<(FlowIx, Own)>,
    over: Vec<(FlowIx, Own)>,
    pools: Pools,
    horizon: Day,
) -> Ahead {
    let flows = engine.register.flows.len();
    let mut found: Vec<Option<NextChange>> = vec![None; flows];
    let mut sweep = Sweep::begin(engine, Day::MAX);
    if sweep.days.is_empty() {
        return Ahead { changes: found, ends: Vec::new() };
    }
    for (flow, own) in own {
        sweep.put(flow, Some(own));
    }
    for (flow, own) in over {
        place(&mut sweep.over, flow, own);
    }
    sweep.assess(&pools);
    sweep.pools = Some(pools);
    let active: Vec<bool> = sweep.states.iter().map(Option::is_some).collect();
    let mut open = active.iter().filter(|active| **active).count();
    let mut ending = Ending::default();
    let _ = sweep.run(&mut |told| {
        let event = match told {
            Told::Day(day) if day.choice.day <= horizon => {
                ending.day(&day, &active);
                return ControlFlow::Continue(());
            }
            Told::Day(_) if open == 0 => return ControlFlow::Break(()),
            Told::Day(_) => return ControlFlow::Continue(()),
            Told::Flow(event) => event,
        };
        let verdict = event.after.map(|state| state.verdict);
        let known = active.get(event.flow.position()).copied().unwrap_or(false);
        let Some(slot) = found.get_mut(event.flow.position()).filter(|slot| known && slot.is_none()) else {
            return ControlFlow::Continue(());
        };
        if event.before.map(|state| state.verdict) != verdict {
            *slot = Some(NextChange { day: event.day, verdict, cause: event.cause(None) });
            open = open.saturating_sub(1);
        }
        ControlFlow::Continue(())
    });
    Ahead { changes: found, ends: ending.found }
}

/// Looks for what carries a flow on the first day and ends later.
#[derive(Debug, Default)]
struct Ending {
    /// What carried each flow that changed, as it was on the first day.
    first: BTreeMap<FlowIx, Own>,
    /// Flows and regimes of which an end was found.
    told: BTreeSet<(FlowIx, RegimeIx)>,
    found: Vec<End>,
}

impl Ending {
    fn day(&mut self, day: &Turned<'_>, active: &[bool]) {
        for (flow, before) in day.choice.before {
            let known = active.get(flow.position()).copied().unwrap_or(false);
            let (Some(before), Some(now)) = (before.as_ref().filter(|_| known), day.choice.now(*flow)) else {
                continue;
            };
            // Until its first change a flow is as it was.
            let first = self.first.entry(*flow).or_insert_with(|| before.clone());
            for regime in &first.regimes {
                if self.told.contains(&(*flow, regime.regime)) {
                    continue;
                }
                let state = day.states.get(flow.position()).and_then(Option::as_ref);
                let (Some(now), Some(verdict)) =
                    (now.under(regime.regime), state.and_then(|state| state.of(regime.regime)))
                else {
                    continue;
                };
                if let Some(mechanism) = lost(regime, now)
                    && let Some(source) = day.choice.best(*flow, Some(regime.regime))
                {
                    let cause = ChangeCause { source: Some(source), upstream: None };
                    let (flow, regime, day) = (*flow, regime.regime, day.choice.day);
                    self.told.insert((flow, regime));
                    self.found.push(End { flow, regime, mechanism, day, verdict, cause });
                }
            }
        }
    }
}

/// A mechanism that carried some data under a regime and carries them no more.
fn lost(first: &OwnRegime, now: &OwnRegime) -> Option<MechanismIx> {
    first.by_data.iter().find_map(|(data, _, carrier)| {
        let mechanism = carrier.as_ref()?.mechanism;
        let by = |arrival: &Arrival| arrival.by.iter().any(|(by, _)| *by == mechanism);
        let gone = |was: &Arrival| {
            let same = |is: &&Arrival| is.recipient == was.recipient && is.data == was.data;
            now.arrivals.iter().find(same).is_some_and(|is| !by(is))
        };
        let carried = first.arrivals.iter().filter(|arrival| arrival.data == *data);
        carried.filter(|arrival| by(arrival)).any(gone).then_some(mechanism)
    })
}
