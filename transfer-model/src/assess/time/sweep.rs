//! Goes through the days that can matter in order, assesses anew what each day touches, and notes what changed.

mod ahead;
mod history;
mod touch;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

pub use self::ahead::NextChange;
pub(in crate::assess) use self::ahead::{Ahead, End, ahead};
pub use self::history::{Change, FlowHistory, RegimeHistory, timeline};
use self::touch::{Falls, Touch};
use super::calendar::Calendar;
use super::cause::{ChangeCause, Choice};
use super::scope::Scope;
use crate::assess::engine::Engine;
use crate::assess::onward::Pools;
use crate::assess::own::Own;
use crate::assess::result::FlowVerdicts;
use crate::assess::verdict::Verdict;
use crate::day::Day;
use crate::index::{FlowIx, RegimeIx};
use crate::spread;

fn place(list: &mut [Option<Own>], flow: FlowIx, own: Own) {
    if let Some(slot) = list.get_mut(flow.position()) {
        *slot = Some(own);
    }
}

/// The verdicts of an active flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    verdict: Verdict,
    regimes: Vec<(RegimeIx, Verdict)>,
}

impl State {
    /// Writes the verdict under one regime, and the worst of all anew; `own` is the flow by its own laws, `order` that
    /// of the regimes.
    fn put(&mut self, regime: RegimeIx, verdict: Option<Verdict>, own: &Own, order: &[RegimeIx]) {
        let known = self.regimes.iter_mut().find(|(known, _)| *known == regime);
        match (known, verdict) {
            (Some((_, known)), Some(verdict)) => *known = verdict,
            (Some(_), None) => self.regimes.retain(|(known, _)| *known != regime),
            (None, Some(verdict)) => {
                self.regimes.push((regime, verdict));
                self.regimes.sort_by_key(|(known, _)| order.iter().position(|regime| regime == known));
            }
            (None, None) => {}
        }
        let worst = self.regimes.iter().map(|(_, verdict)| *verdict).max();
        self.verdict = own.verdict.max(worst.unwrap_or(Verdict::NotRestricted));
    }

    fn of(&self, regime: RegimeIx) -> Option<Verdict> {
        self.regimes.iter().find(|(known, _)| *known == regime).map(|(_, verdict)| *verdict)
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

/// Where more than one in so many flows is touched by a turn of the law, they are not asked one by one.
const MANY: usize = 10;

/// What the flows that a day touches do on that day by their own laws.
#[derive(Default)]
struct Turn {
    /// Flows that differ, as they were.
    before: BTreeMap<FlowIx, Option<Own>>,
    /// Of these, those that begin.
    begun: Vec<FlowIx>,
    /// Regimes under which something else is handed on than before.
    regimes: BTreeSet<RegimeIx>,
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

    /// The flows that a day touches, by exporter.
    fn touched(&self, falls: Falls, pools: &Pools) -> Vec<(FlowIx, Touch)> {
        let Falls { everyone: Some(everyone), some } = falls else { return falls.some };
        let register = self.engine.register;
        let concern = everyone.concern;
        let reached = pools.reached_under(concern.carried, register.parties.len());
        let mut some = some.into_iter().peekable();
        let mut all = Vec::with_capacity(some.len());
        for flow in &self.engine.lookup.by_exporter {
            let own = some.next_if(|(known, _)| known == flow).map(|(_, touch)| touch);
            let laws = self.laws.get(flow.position()).copied().unwrap_or(Scope::ALL);
            let exporter = register.flow(*flow).from.value;
            let concerned = concern.bound
                || laws.meets(concern.own)
                || reached.get(exporter.position()).copied().unwrap_or(true);
            match (own, concerned) {
                (Some(own), true) => all.push((*flow, own.with(everyone))),
                (Some(own), false) => all.push((*flow, own)),
                (None, true) => all.push((*flow, everyone)),
                (None, false) => {}
            }
        }
        all
    }

    /// Assesses the flows that a day touches by their own laws, and finds what they hand on otherwise.
    fn turn(&mut self, then: &Engine<'_>, flows: &[(FlowIx, Touch)], pools: &mut Pools) -> Turn {
        let day = self.engine.view.day;
        let mut turn = Turn::default();
        // Where the law turns for many, what is handed on is carried anew without asking each of them.
        let many = flows.len() > self.engine.register.flows.len().div_ceil(MANY);
        let mut turning = Scope::default();
        let mut passing: Vec<(FlowIx, Scope)> = Vec::new();
        let mut pass = |flow: FlowIx, touch: &Touch| {
            if many && touch.law {
                turning.add(touch.concern.carried);
            } else if touch.concern.carried != Scope::default() {
                passing.push((flow, touch.concern.carried));
            }
        };
        let mut asked = Vec::with_capacity(flows.len());
        for (flow, touch) in flows {
            if !touch.concern.bound {
                // A rule that turns begins no flow and ends none.
                if self.running.get(flow.position()).is_none_or(Option::is_none) {
                    continue;
                }
                if !self.laws.get(flow.position()).is_some_and(|laws| laws.meets(touch.concern.own)) {
                    pass(*flow, touch);
                    continue;
                }
            }
            asked.push((*flow, *touch));
        }
        let engine = &self.engine;
        let fetch = |asked: &[(FlowIx, Touch)]| {
            engine.fetch(&asked.iter().map(|(flow, _)| *flow).collect::<Vec<_>>());
        };
        let running = |flow: FlowIx| self.running.get(flow.position()).and_then(Option::as_ref);
        let answers = spread::each_fetched(&asked, fetch, |(flow, _)| {
            let new = engine.active(*flow).then(|| Own::from(engine.assess_flow(*flow)));
            let fact = engine.register.flow(*flow);
            let differs = new.as_ref() != running(*flow);
            (differs || fact.returned == Some(day)).then_some((new, differs))
        });
        for ((flow, touch), new) in asked.into_iter().zip(answers) {
            let Some((new, differs)) = new else {
                if self.running.get(flow.position()).is_some_and(Option::is_some) {
                    pass(flow, &touch);
                }
                continue;
            };
            let exporter = self.engine.register.flow(flow).from.value;
            let returned = self.engine.register.flow(flow).returned == Some(day);
            let old = self.replace(flow, new, day);
            let new = self.running.get(flow.position()).and_then(Option::as_ref);
            match (&old, new) {
                (None, Some(new)) => {
                    pools.present(&self.engine, flow, new);
                    turn.begun.push(flow);
                }
                // What is over stands as on its last day, and so does what it hands on.
                (Some(_) | None, None) => {}
                (Some(old), Some(new)) if differs => {
                    turn.regimes.extend(otherwise(old, new));
                    if old.banned != new.banned {
                        turn.regimes.extend(pools.regimes(exporter, Scope::ALL));
                    }
                    pools.present(&self.engine, flow, new);
                }
                (Some(_), Some(_)) => {}
            }
            if old.is_some() && new.is_some() {
                pass(flow, &touch);
            }
            if returned {
                turn.regimes.extend(pools.own(flow));
                turn.regimes.extend(pools.regimes(exporter, Scope::ALL));
            }
            if differs || returned {
                turn.before.insert(flow, old);
            }
        }
        turn.regimes.extend(pools.reached().filter(|regime| turning.has(*regime)));
        // What is carried anew in any case need not be asked.
        let (engine, pools, known) = (&self.engine, &*pools, &turn.regimes);
        let otherwise = spread::each(&passing, |(flow, carried)| {
            engine.hands_on_otherwise(then, *flow, *carried, known, pools).collect::<Vec<_>>()
        });
        turn.regimes.extend(otherwise.into_iter().flatten());
        turn
    }

    /// Running flows that pass on what came under a document which begins or ceases to run that day, or to bind someone,
    /// and that do so otherwise than before.
    fn papered(&self, then: &Engine<'_>, pools: &Pools, turn: &mut Turn) -> BTreeSet<FlowIx> {
        let mut found = BTreeSet::new();
        for (document, flow) in self.calendar.papered(self.engine.view.day) {
            let runs = self.running.get(flow.position()).is_some_and(Option::is_some);
            let exporter = self.engine.register.flow(flow).from.value;
            // A document counts with the amendments to it, and an amendment with its set.
            let document = (!self.calendar.amends).then_some(document);
            if runs && pools.under(exporter, document) {
                let known = &turn.regimes;
                let otherwise = self.engine.hands_on_otherwise(then, flow, Scope::ALL, known, pools);
                let otherwise: Vec<RegimeIx> = otherwise.collect();
                turn.regimes.extend(otherwise);
                found.insert(flow);
            }
        }
        found
    }

    /// Notes what a flow is from the day on; gives what it was.
    fn replace(&mut self, flow: FlowIx, new: Option<Own>, day: Day) -> Option<Own> {
        let old = self.put(flow, new);
        // What is over stands as on its last day.
        let ended = self.engine.register.flow(flow).period.until < day;
        if let Some(over) = self.over.get_mut(flow.position()).filter(|over| ended && over.is_none()) {
            over.clone_from(&old);
        }
        old
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
    fn assess(&mut self, pools: &Pools) {
        let flows = &self.engine.lookup.by_exporter;
        for (flow, state) in spread::each(flows, |flow| (*flow, self.settled(*flow, pools))) {
            self.keep(flow, state);
        }
    }

    /// Writes the verdicts of all flows; gives those that changed, in the order of ids, as they were.
    fn all_anew(&mut self, pools: &Pools) -> Vec<(FlowIx, Option<State>)> {
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
    fn anew(
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
            if concern.carried == Scope::ALL || turn.before.contains_key(flow) {
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
        let order = self.engine.view.book.regimes();
        for ((flow, regime), answer) in asked.into_iter().zip(answers) {
            let rank = self.engine.lookup.rank(flow);
            match (regime, answer) {
                (Some(regime), Some(Answer::Regime(verdict))) => {
                    let at = flow.position();
                    let Some(Some(own)) = self.running.get(at) else { continue };
                    let Some(Some(state)) = self.states.get_mut(at) else { continue };
                    if state.of(regime) != verdict {
                        changed.entry(rank).or_insert_with(|| (flow, Some(state.clone())));
                        state.put(regime, verdict, own, order);
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

/// What a flow is worth anew.
enum Answer {
    /// Under one regime; none: it does not bind the flow.
    Regime(Option<Verdict>),
    /// As a whole; none: it is not active.
    Whole(Option<State>),
}

/// Regimes under which a flow differs in what decides a verdict here or further on.
fn otherwise(old: &Own, new: &Own) -> BTreeSet<RegimeIx> {
    let mut all: BTreeSet<RegimeIx> =
        old.regimes.iter().chain(&new.regimes).map(|regime| regime.regime).collect();
    all.retain(|regime| old.under(*regime) != new.under(*regime));
    all
}
