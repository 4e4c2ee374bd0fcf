//! Goes through the days that can matter in order, assesses anew what each day touches, and notes what changed.

mod ahead;
mod anew;
mod history;
mod state;
mod touch;
mod turn;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

pub use self::ahead::NextChange;
pub(in crate::assess) use self::ahead::{Ahead, End, ahead};
pub use self::history::{Change, FlowHistory, RegimeHistory, timeline};
use self::state::State;
use self::touch::{Falls, Touch};
use super::calendar::Calendar;
use super::cause::{ChangeCause, Choice};
use super::scope::Scope;
use crate::assess::engine::Engine;
use crate::assess::onward::Pools;
use crate::assess::own::Own;
use crate::day::Day;
use crate::index::{FlowIx, RegimeIx};
use crate::spread;

fn place(list: &mut [Option<Own>], flow: FlowIx, own: Own) {
    if let Some(slot) = list.get_mut(flow.position()) {
        *slot = Some(own);
    }
}

/// What is told on the way through the days.
pub(super) enum Told<'s> {
    /// A day came, and what falls on it was worked out.
    Day(Turned<'s>),
    /// The verdicts of a flow changed.
    Flow(Event<'s>),
}

/// A day, and the flows as they are from it on.
pub(super) struct Turned<'s> {
    choice: &'s Choice<'s>,
    states: &'s [Option<State>],
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
    /// Days that can concern some flows, or everyone.
    days: BTreeMap<Day, Falls>,
    /// Flows by their own laws: those that run, and those that are over as on their last day.
    running: Vec<Option<Own>>,
    over: Vec<Option<Own>>,
    /// What was carried, as of the day of the engine.
    pools: Option<Pools>,
    states: Vec<Option<State>>,
    /// By flow, the regimes that bind it of themselves.
    laws: Vec<Scope>,
}

impl<'a, 'e> Sweep<'a, 'e> {
    /// Ready to go from the day of the engine, nothing assessed yet.
    fn begin(engine: &'e Engine<'a>, to: Day) -> Self {
        let from = engine.view.day;
        let calendar = Calendar::new(engine, from, to);
        let flows = engine.register.flows.len();
        let mut days: BTreeMap<Day, Falls> = BTreeMap::new();
        let by_flow = spread::each_fetched(
            &engine.lookup.by_exporter,
            |flows| engine.fetch(flows),
            |flow| {
                let entries = calendar.of(*flow);
                let days = entries.chunk_by(|a, b| a.day == b.day);
                let days =
                    days.filter_map(|all| Some((all.first()?.day, *flow, Touch::of(all, *flow, &calendar)?)));
                days.collect::<Vec<_>>()
            },
        );
        for (day, flow, touch) in by_flow.into_iter().flatten() {
            days.entry(day).or_default().some.push((flow, touch));
        }
        for entry in calendar.everyone() {
            let touch = Touch::by(&entry, None, &calendar);
            let everyone = &mut days.entry(entry.day).or_default().everyone;
            *everyone = Some(everyone.map_or(touch, |known| known.with(touch)));
        }
        for day in calendar.paper_days() {
            days.entry(day).or_default();
        }
        Self {
            calendar,
            engine: engine.at(from),
            days,
            running: vec![None; flows],
            over: vec![None; flows],
            pools: None,
            states: vec![None; flows],
            laws: vec![Scope::default(); flows],
        }
    }

    /// Assesses the day of the engine.
    fn new(engine: &'e Engine<'a>, to: Day) -> Self {
        let mut sweep = Self::begin(engine, to);
        let active = engine.active_flows();
        for (flow, own) in active.iter().zip(engine.owned(&active)) {
            sweep.put(*flow, Some(own));
        }
        for (flow, own) in engine.over() {
            place(&mut sweep.over, flow, own);
        }
        let pools = sweep.carry();
        sweep.assess(&pools);
        sweep.pools = Some(pools);
        sweep
    }

    fn state(&self, flow: FlowIx) -> Option<&State> {
        self.states.get(flow.position()).and_then(Option::as_ref)
    }

    /// Goes through the days; tells each flow whose verdicts changed.
    fn run(&mut self, tell: &mut dyn FnMut(Told<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        let days = std::mem::take(&mut self.days);
        for (day, falls) in days {
            let now = self.engine.at(day);
            let then = std::mem::replace(&mut self.engine, now);
            let Some(mut pools) = self.pools.take() else { return ControlFlow::Continue(()) };
            let mut flows = self.touched(falls, &pools);
            let mut turn = self.turn(&then, &flows, &mut pools);
            let papered = self.papered(&then, &pools, &mut turn);
            flows.extend(papered.into_iter().map(|flow| (flow, Touch::FACT)));
            let changed = if self.calendar.redraws(day) {
                pools = self.carry();
                self.all_anew(&pools)
            } else {
                self.engine.recarry(&turn.regimes, &turn.begun, &mut pools);
                self.anew(&flows, &turn, &mut pools)
            };
            self.pools = Some(pools);
            let choice = Choice {
                calendar: &self.calendar,
                engine: &self.engine,
                then: &then,
                day,
                before: &turn.before,
                running: &self.running,
                known: RefCell::default(),
            };
            tell(Told::Day(Turned { choice: &choice, states: &self.states }))?;
            for (flow, old) in &changed {
                let after = self.state(*flow);
                tell(Told::Flow(Event { flow: *flow, day, before: old.as_ref(), after, choice: &choice }))?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Writes what a flow is by its own laws; gives what it was.
    fn put(&mut self, flow: FlowIx, own: Option<Own>) -> Option<Own> {
        if let Some(laws) = self.laws.get_mut(flow.position()) {
            *laws = Scope::default();
            own.iter().flat_map(|own| &own.regimes).for_each(|regime| laws.insert(regime.regime));
        }
        self.running.get_mut(flow.position()).and_then(|slot| std::mem::replace(slot, own))
    }

    /// Carries duties and breaks along the flows as they stand.
    fn carry(&self) -> Pools {
        let order = &self.engine.lookup.by_exporter;
        let of =
            |list: &'_ [Option<Own>], flow: &FlowIx| list.get(flow.position()).is_some_and(Option::is_some);
        let running = order.iter().filter(|flow| of(&self.running, flow));
        let over = order.iter().filter(|flow| !of(&self.running, flow) && of(&self.over, flow));
        let own = |flow: &FlowIx| {
            let at = flow.position();
            let found = self.running.get(at)?.as_ref().or(self.over.get(at)?.as_ref())?;
            Some((*flow, found))
        };
        self.engine.pools(running.chain(over).filter_map(own), false)
    }
}
