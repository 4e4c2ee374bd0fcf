//! The histories of all flows of a register.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::{State, Sweep, Told};
use crate::assess::engine::Engine;
use crate::assess::time::ChangeCause;
use crate::assess::verdict::Verdict;
use crate::day::Day;
use crate::index::{FlowIx, RegimeIx};
use crate::law::LawBook;
use crate::register::Register;

/// A verdict from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The first day.
    pub day: Day,
    /// The verdict; none while the flow is not active or the regime does not bind it.
    pub verdict: Option<Verdict>,
    /// Why; none for the state in which a history begins.
    pub cause: Option<ChangeCause>,
}

/// The history of a flow under a regime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegimeHistory {
    /// The regime.
    pub regime: RegimeIx,
    /// Its changes, the first the state on the first day asked for.
    pub changes: Vec<Change>,
}

/// The history of a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowHistory {
    /// The flow.
    pub flow: FlowIx,
    /// Of the flow as a whole.
    pub changes: Vec<Change>,
    /// Of each regime that binds it at some time, in the order of their words.
    pub regimes: Vec<RegimeHistory>,
}

/// The histories of all flows of a register from one day to another, both included, in the order of their ids.
pub fn timeline(register: &Register, book: &LawBook, from: Day, to: Day) -> Vec<FlowHistory> {
    let engine = Engine::new(register, book, from);
    let mut sweep = Sweep::new(&engine, to);
    let first = |verdict| vec![Change { day: from, verdict, cause: None }];
    let mut histories: Vec<FlowHistory> = Vec::with_capacity(register.flows.len());
    for flow in (0..register.flows.len()).map(FlowIx::new) {
        let state = sweep.state(flow);
        let regimes = state.iter().flat_map(|state| &state.regimes);
        let regimes = regimes.map(|(regime, verdict)| (*regime, first(Some(*verdict))));
        let regimes = regimes.map(|(regime, changes)| RegimeHistory { regime, changes }).collect();
        histories.push(FlowHistory { flow, changes: first(state.as_ref().map(|s| s.verdict)), regimes });
    }
    let _ = sweep.run(&mut |told| {
        let Told::Flow(event) = told else { return ControlFlow::Continue(()) };
        let Some(history) = histories.get_mut(event.flow.position()) else {
            return ControlFlow::Continue(());
        };
        let (day, after) = (event.day, event.after);
        let verdict = after.map(|state| state.verdict);
        if event.before.map(|state| state.verdict) != verdict {
            history.changes.push(Change { day, verdict, cause: Some(event.cause(None)) });
        }
        let of = |state: Option<&State>, regime: RegimeIx| state.and_then(|state| state.of(regime));
        let regimes = event.before.into_iter().chain(after).flat_map(|state| &state.regimes);
        let regimes: BTreeSet<RegimeIx> = regimes.map(|(regime, _)| *regime).collect();
        for regime in regimes {
            let verdict = of(after, regime);
            if of(event.before, regime) == verdict {
                continue;
            }
            let change = Change { day, verdict, cause: Some(event.cause(Some(regime))) };
            if let Some(known) = history.regimes.iter_mut().find(|known| known.regime == regime) {
                known.changes.push(change);
            } else {
                let mut changes = first(None);
                changes.push(change);
                history.regimes.push(RegimeHistory { regime, changes });
            }
        }
        ControlFlow::Continue(())
    });
    for history in &mut histories {
        history.regimes.sort_by_key(|known| book.regime_rank(known.regime));
    }
    histories.sort_by_key(|history| engine.lookup.rank(history.flow));
    histories
}
