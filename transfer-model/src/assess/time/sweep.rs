//! Goes through the days that can matter in order, assesses anew what each day touches, and notes what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::calendar::Calendar;
use super::cause::{ChangeCause, Choice};
use crate::assess::engine::{Engine, FlowResult, RegimeResult};
use crate::assess::onward::Pools;
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
    let _ = sweep.run(&mut |event| {
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
    let order = book.regimes();
    for history in &mut histories {
        history.regimes.sort_by_key(|known| order.iter().position(|regime| *regime == known.regime));
    }
    histories.sort_by_key(|history| engine.lookup.rank(history.flow));
    histories
}

/// For each flow active on the day of the engine, by position in the register, the next change of its verdict.
/// `own` are the active flows by their own laws, `over` those that are over, `pools` what they carried.
pub(in crate::assess) fn next_changes(
    engine: &Engine<'_>,
    own: &[FlowResult],
    over: Vec<FlowResult>,
    pools: &Pools,
) -> Vec<Option<NextChange>> {
    let flows = engine.register.flows.len();
    let mut found: Vec<Option<NextChange>> = vec![None; flows];
    let mut sweep = Sweep::begin(engine, Day::MAX);
    if sweep.touched.is_empty() {
        return found;
    }
    for result in own {
        place(&mut sweep.running, result.clone());
    }
    for result in over {
        place(&mut sweep.over, result);
    }
    let mut states = vec![None; flows];
    sweep.write(pools, None, &mut states);
    sweep.states = states;
    let active: Vec<bool> = sweep.states.iter().map(Option::is_some).collect();
    let mut open = active.iter().filter(|active| **active).count();
    let _ = sweep.run(&mut |event| {
        let verdict = event.after.map(|state| state.verdict);
        let known = active.get(event.flow.position()).copied().unwrap_or(false);
        let Some(slot) = found.get_mut(event.flow.position()).filter(|slot| known && slot.is_none()) else {
            return ControlFlow::Continue(());
        };
        if event.before.map(|state| state.verdict) != verdict {
            *slot = Some(NextChange { day: event.day, verdict, cause: event.cause(None) });
            open = open.saturating_sub(1);
        }
        if open == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    found
}

fn place(list: &mut [Option<FlowResult>], result: FlowResult) {
    if let Some(slot) = list.get_mut(result.flow.position()) {
        *slot = Some(result);
    }
}

/// The verdicts of an active flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    verdict: Verdict,
    regimes: Vec<(RegimeIx, Verdict)>,
}

impl State {
    fn new(result: &FlowResult) -> Self {
        let regimes = result.regimes.iter().map(|regime| (regime.binding.regime, regime.verdict)).collect();
        Self { verdict: result.verdict, regimes }
    }

    fn of(&self, regime: RegimeIx) -> Option<Verdict> {
        self.regimes.iter().find(|(known, _)| *known == regime).map(|(_, verdict)| *verdict)
    }
}

/// A flow whose verdicts changed on a day.
pub(super) struct Event<'s> {
    flow: FlowIx,
    day: Day,
    before: Option<&'s State>,
    after: Option<&'s State>,
    choice: &'s Choice<'s>,
}

impl Event<'_> {
    fn cause(&self, regime: Option<RegimeIx>) -> ChangeCause {
        // Of the flow as a whole: the regime that made it what it is now, else what it was.
        let regime = regime.or_else(|| {
            let worst = |state: &State| {
                state.regimes.iter().find(|(_, verdict)| *verdict == state.verdict).map(|(regime, _)| *regime)
            };
            let changed = |state: &&State| worst(state).is_some_and(|regime| self.changed(regime));
            let states = [self.after, self.before];
            states.into_iter().flatten().find(changed).and_then(worst)
        });
        self.choice.of(self.flow, regime)
    }

    fn changed(&self, regime: RegimeIx) -> bool {
        self.before.and_then(|state| state.of(regime)) != self.after.and_then(|state| state.of(regime))
    }
}

/// A register on its way through the days.
struct Sweep<'a, 'e> {
    calendar: Calendar<'e>,
    engine: Engine<'a>,
    touched: BTreeMap<Day, Vec<FlowIx>>,
    /// Flows by their own laws: those that run, and those that are over as on their last day.
    running: Vec<Option<FlowResult>>,
    over: Vec<Option<FlowResult>>,
    states: Vec<Option<State>>,
    /// Parties that something reached.
    reached: Vec<bool>,
}

impl<'a, 'e> Sweep<'a, 'e> {
    /// Ready to go from the day of the engine, nothing assessed yet.
    fn begin(engine: &'e Engine<'a>, to: Day) -> Self {
        let from = engine.view.day;
        let calendar = Calendar::new(engine, from, to);
        let flows = engine.register.flows.len();
        let mut touched: BTreeMap<Day, Vec<FlowIx>> = BTreeMap::new();
        for flow in engine.lookup.order.iter().copied() {
            let mut days: Vec<Day> = calendar.of(flow).iter().map(|entry| entry.day).collect();
            days.dedup();
            for day in days {
                touched.entry(day).or_default().push(flow);
            }
        }
        Self {
            calendar,
            engine: engine.at(from),
            touched,
            running: vec![None; flows],
            over: vec![None; flows],
            states: vec![None; flows],
            reached: Vec::new(),
        }
    }

    /// Assesses the day of the engine.
    fn new(engine: &'e Engine<'a>, to: Day) -> Self {
        let mut sweep = Self::begin(engine, to);
        for flow in engine.lookup.order.iter().copied().filter(|flow| engine.active(*flow)) {
            place(&mut sweep.running, engine.assess_flow(flow));
        }
        for result in engine.lingering() {
            place(&mut sweep.over, result);
        }
        let mut states = std::mem::take(&mut sweep.states);
        let pools = sweep.carry();
        sweep.write(&pools, None, &mut states);
        sweep.states = states;
        sweep
    }

    fn state(&self, flow: FlowIx) -> Option<&State> {
        self.states.get(flow.position()).and_then(Option::as_ref)
    }

    /// Goes through the days; tells each flow whose verdicts changed.
    fn run(&mut self, tell: &mut dyn FnMut(&Event<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        let days = std::mem::take(&mut self.touched);
        for (day, flows) in days {
            self.engine = self.engine.at(day);
            let mut before: BTreeMap<FlowIx, Option<FlowResult>> = BTreeMap::new();
            let mut spreads = false;
            for flow in &flows {
                let (old, differs) = self.assess(*flow, day);
                if differs {
                    before.insert(*flow, old);
                }
                let exporter = self.engine.register.flow(*flow).from.value;
                spreads |= differs || self.reached.get(exporter.position()).copied().unwrap_or(false);
            }
            if !spreads {
                continue;
            }
            let mut states = self.states.clone();
            let pools = self.carry();
            self.write(&pools, Some(&before), &mut states);
            let choice = Choice {
                calendar: &self.calendar,
                engine: &self.engine,
                day,
                before: &before,
                running: &self.running,
            };
            for flow in self.engine.lookup.order.iter().copied() {
                let at = flow.position();
                let (old, new) = (self.states.get(at), states.get(at));
                if old == new {
                    continue;
                }
                let event = Event {
                    flow,
                    day,
                    before: old.and_then(Option::as_ref),
                    after: new.and_then(Option::as_ref),
                    choice: &choice,
                };
                tell(&event)?;
            }
            self.states = states;
        }
        ControlFlow::Continue(())
    }

    /// Assesses a flow anew; gives what it was, and whether that differs.
    fn assess(&mut self, flow: FlowIx, day: Day) -> (Option<FlowResult>, bool) {
        let at = flow.position();
        let new = self.engine.active(flow).then(|| self.engine.assess_flow(flow));
        let Some(slot) = self.running.get_mut(at) else { return (None, false) };
        let differs = match (slot.as_ref(), new.as_ref()) {
            (Some(old), Some(new)) => !same(old, new),
            (None, None) => false,
            (Some(_), None) | (None, Some(_)) => true,
        };
        let old = std::mem::replace(slot, new);
        // What is over stands as on its last day.
        let ended = self.engine.register.flow(flow).period.until < day;
        if let Some(over) = self.over.get_mut(at).filter(|over| ended && over.is_none()) {
            over.clone_from(&old);
        }
        let returned = self.engine.register.flow(flow).returned == Some(day);
        (old, differs || returned)
    }

    /// Carries duties and breaks along the flows as they stand.
    fn carry(&self) -> Pools {
        let order = &self.engine.lookup.order;
        let running: Vec<&FlowResult> =
            order.iter().filter_map(|flow| self.running.get(flow.position())?.as_ref()).collect();
        let over: Vec<&FlowResult> =
            order.iter().filter_map(|flow| self.over.get(flow.position())?.as_ref()).collect();
        self.engine.pools(&running, &over)
    }

    /// Writes the verdicts of all that a change can concern: flows that differ by their own law, and those whose
    /// exporter something reaches or reached.
    fn write(
        &mut self,
        pools: &Pools,
        differ: Option<&BTreeMap<FlowIx, Option<FlowResult>>>,
        states: &mut [Option<State>],
    ) {
        for (at, state) in states.iter_mut().enumerate() {
            let flow = FlowIx::new(at);
            let exporter = self.engine.register.flow(flow).from.value;
            let reached = pools.reached(exporter);
            let was = self.reached.get(exporter.position()).copied().unwrap_or(false);
            if differ.is_some_and(|differ| !reached && !was && !differ.contains_key(&flow)) {
                continue;
            }
            let own = self.running.get(at).and_then(Option::as_ref);
            *state = own.map(|own| {
                if !reached {
                    return State::new(own);
                }
                let mut own = own.clone();
                self.engine.settle(&mut own, pools);
                State::new(&own)
            });
        }
        let parties = self.engine.register.parties.len();
        self.reached = (0..parties).map(|at| pools.reached(crate::index::PartyIx::new(at))).collect();
    }
}

/// Whether two results are the same in all that decides a verdict here or further on.
fn same(a: &FlowResult, b: &FlowResult) -> bool {
    let alike = |a: &RegimeResult, b: &RegimeResult| {
        a.binding.regime == b.binding.regime
            && a.binding.basis == b.binding.basis
            && a.verdict == b.verdict
            && a.by_data == b.by_data
            && a.by_place == b.by_place
            && a.arrivals == b.arrivals
    };
    a.verdict == b.verdict
        && a.regimes.len() == b.regimes.len()
        && a.regimes.iter().zip(&b.regimes).all(|(a, b)| alike(a, b))
}
