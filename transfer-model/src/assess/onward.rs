//! Onward transfers: what a mechanism asks of whoever passes the data on, carried along flows to a fixed point.
//!
//! What reaches a party is pooled: one pool for each regime, data item and description of the people, so that a
//! party with many flows in and many out costs their sum and not their product. A pool's load only grows:
//! breaks only get worse, duties and documents are only added, each at most a bounded number, and there are
//! finitely many of all. What a flow hands on grows with the loads it takes from, never the other way. So the
//! work list ends, cycles included, and the result does not depend on the order of the input.

mod cover;
mod load;
mod pool;
mod settle;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use self::load::{Asked, Break, Gift, Load, Next, Route, Ways};
pub(super) use self::pool::Pools;
use super::engine::{Cell, Engine, FlowResult, RegimeResult};
use super::time::Scope;
use super::verdict::Verdict;
use crate::day::Day;
use crate::index::{DataIx, FlowIx, PartyIx, PlaceIx, RegimeIx};
use crate::law::{Onward, Role};
use crate::register::Flow;

/// What a flow hands on under a law that came with the data, and what is asked of whoever takes it.
#[derive(Debug, PartialEq, Eq)]
struct Handed {
    route: Route,
    load: Load,
    next: Vec<Next>,
}

/// What is left to do: parties in order of their level, so that what is upstream is settled first; those of
/// one level in turn, so that what goes round a circle goes round evenly.
#[derive(Debug, Default)]
struct Work {
    levels: BTreeMap<u32, VecDeque<(PartyIx, RegimeIx)>>,
    queued: BTreeSet<(PartyIx, RegimeIx)>,
}

impl Work {
    fn add(&mut self, level: u32, party: PartyIx, regime: RegimeIx) {
        if self.queued.insert((party, regime)) {
            self.levels.entry(level).or_default().push_back((party, regime));
        }
    }

    fn next(&mut self) -> Option<(PartyIx, RegimeIx)> {
        let mut first = self.levels.first_entry()?;
        let found = first.get_mut().pop_front();
        if first.get().is_empty() {
            first.remove();
        }
        let found = found?;
        self.queued.remove(&found);
        Some(found)
    }
}

impl Engine<'_> {
    /// What reaches each party by the flows that run and those that are over.
    pub(super) fn pools(&self, running: &[&FlowResult], over: &[&FlowResult]) -> Pools {
        let mut pools = Pools::new(self, running, over);
        let mut work = Work::default();
        for result in running.iter().chain(over) {
            for regime in &result.regimes {
                self.give(result.flow, regime.binding.regime, &mut pools, &mut work);
            }
        }
        self.carry_on(&mut pools, &mut work);
        pools.moved();
        pools
    }

    /// Carries anew what is handed on under some regimes, and what flows that begin bring.
    pub(super) fn recarry(&self, regimes: &BTreeSet<RegimeIx>, begun: &[FlowIx], pools: &mut Pools) {
        let mut work = Work::default();
        for regime in regimes {
            pools.clear(*regime);
        }
        for flow in self.lookup.order.iter().copied().filter(|_| !regimes.is_empty()) {
            for regime in
                regimes.iter().filter(|regime| pools.binds(flow, **regime)).copied().collect::<Vec<_>>()
            {
                self.give(flow, regime, pools, &mut work);
            }
        }
        // What only begins takes nothing away: it is added to what is there.
        let mut then = BTreeMap::new();
        for flow in begun {
            let exporter = self.register.flow(*flow).from.value;
            for regime in pools.own(*flow).filter(|regime| !regimes.contains(regime)).collect::<Vec<_>>() {
                self.give(*flow, regime, pools, &mut work);
            }
            for regime in pools.regimes(exporter).filter(|r| !regimes.contains(r)).collect::<Vec<_>>() {
                self.send(*flow, regime, pools, &mut work, &mut then);
            }
        }
        self.carry_on(pools, &mut work);
    }

    /// Puts what a flow hands on by its own law into the pools of those it goes to.
    fn give(&self, flow: FlowIx, regime: RegimeIx, pools: &mut Pools, work: &mut Work) {
        let rank = self.lookup.rank(flow);
        let level = pools.level(self.register.flow(flow).from.value);
        for at in 0..pools.gifts(flow, regime).len() {
            let Some(gift) = pools.gifts(flow, regime).get(at).cloned() else { continue };
            let mut load = Load::default();
            if let Some(verdict) = gift.broken {
                load.breaks.add(Break { verdict, level, origin: rank });
            }
            if let Some(duty) = &gift.duty {
                load.owe(duty, rank, &mut pools.book);
                load.terms.extend(self.terms(duty));
            }
            if let Some(mechanism) = gift.lapsed {
                load.lapse(mechanism, rank);
            }
            pools.put(self, gift.to, &load, work);
        }
    }

    /// Works through what is left to do until nothing changes.
    fn carry_on(&self, pools: &mut Pools, work: &mut Work) {
        let mut then: BTreeMap<Day, Engine<'_>> = BTreeMap::new();
        while let Some((party, regime)) = work.next() {
            let touched = pools.touched(party, regime);
            for flow in pools.takers(party, &touched) {
                self.send(flow, regime, pools, work, &mut then);
            }
        }
    }

    /// A flow hands on what came to its exporter under a regime. What is over stands as on its last day.
    fn send<'t>(
        &'t self,
        flow: FlowIx,
        regime: RegimeIx,
        pools: &mut Pools,
        work: &mut Work,
        then: &mut BTreeMap<Day, Engine<'t>>,
    ) {
        if pools.binds(flow, regime) {
            self.hand_on(flow, regime, pools, work);
            return;
        }
        let last = self.register.flow(flow).period.until;
        let engine =
            if last < self.view.day { &*then.entry(last).or_insert_with(|| self.at(last)) } else { self };
        self.pass_on(engine, flow, regime, pools, work);
    }

    /// Flows that are over, as they stood on their last day.
    pub(crate) fn lingering(&self) -> Vec<FlowResult> {
        let day = self.view.day;
        let flows = self.register.flows.iter().enumerate();
        let over = flows.filter(|(_, flow)| flow.period.until < day && flow.period.since <= day);
        let mut over: Vec<FlowIx> = over.map(|(at, _)| FlowIx::new(at)).collect();
        over.sort_by_key(|flow| (self.register.flow(*flow).period.until, self.lookup.rank(*flow)));
        let mut engine: Option<Engine<'_>> = None;
        let mut found = Vec::with_capacity(over.len());
        for flow in over {
            let last = self.register.flow(flow).period.until;
            let then = match engine.take() {
                Some(then) if then.view.day == last => then,
                Some(then) => then.at(last),
                None => self.at(last),
            };
            found.push(then.assess_flow(flow));
            engine = Some(then);
        }
        found.sort_by_key(|result| self.lookup.rank(result.flow));
        found
    }

    /// Whether data of one flow can be those of a later one: they were there while it ran, the data item is
    /// shared, and so are the people.
    pub(crate) fn reaches_flow(&self, from: FlowIx, next: FlowIx, data: DataIx) -> bool {
        let (from, next) = (self.register.flow(from), self.register.flow(next));
        let last = next.period.until.min(self.view.day);
        let apart =
            next.period.until < from.period.since || from.returned.is_some_and(|returned| returned <= last);
        !apart
            && next.data.iter().any(|d| d.value == data)
            && pool::same_people(self, &from.subjects, &next.subjects)
    }

    fn gifts_of(&self, flow: FlowIx, result: &RegimeResult) -> Vec<Gift> {
        let role = self.register.flow(flow).roles.value;
        let mut gifts = Vec::with_capacity(result.arrivals.len());
        for arrival in &result.arrivals {
            let verdict =
                if result.verdict == Verdict::Prohibited { Verdict::Prohibited } else { arrival.verdict };
            let asked =
                |(mechanism, document): &(_, _)| Asked { role, mechanism: *mechanism, document: *document };
            let ways: Ways = arrival.by.iter().map(asked).collect();
            let nothing = ways.iter().find(|asked| self.asks_nothing(**asked)).map(|asked| asked.mechanism);
            let unknown = arrival.verdict == Verdict::Undetermined;
            let (duty, lapsed) = match nothing {
                // Whether the duty ends here is not known.
                Some(_) if unknown => (Some(Ways::new()), None),
                Some(mechanism) => (None, Some(mechanism)),
                None if ways.is_empty() && !unknown => (None, None),
                None => (Some(ways), None),
            };
            gifts.push(Gift {
                to: Route {
                    flow,
                    regime: result.binding.regime,
                    recipient: arrival.recipient,
                    data: arrival.data,
                },
                broken: (verdict >= Verdict::Unsupported).then_some(verdict),
                duty,
                lapsed,
            });
        }
        gifts
    }

    /// Whether a mechanism asks nothing of whoever passes the data on.
    fn asks_nothing(&self, asked: Asked) -> bool {
        // Module 4 has no clause 8.7 or 8.8: the data go to a controller of its own law.
        let home = asked.role == Role::ProcessorToController
            && asked.document.is_some_and(|document| {
                let paper = self.register.instrument(document);
                paper.amends.map_or(paper, |set| self.register.instrument(set.value)).modules.is_some()
            });
        home || self.view.book.mechanism(asked.mechanism).onward == Onward::Nothing
    }

    /// A flow under its own law hands on the breaks that came to it; its duties are its own.
    fn hand_on(&self, flow: FlowIx, regime: RegimeIx, pools: &mut Pools, work: &mut Work) {
        let rank = self.lookup.rank(flow);
        for at in 0..pools.gifts(flow, regime).len() {
            let Some(to) = pools.gifts(flow, regime).get(at).map(|gift| gift.to) else { continue };
            let came = pools.load(self, flow, regime, to.data);
            let load = Load { breaks: came.breaks.without(rank), ..Load::default() };
            if load.breaks.any() {
                pools.put(self, to, &load, work);
            }
        }
    }

    /// A flow whose law came with the data hands on what the mechanisms ask that carried it on, each in its turn;
    /// a contract of its own passes on the duty that it meets. `then` is the engine of the flow's own day.
    fn pass_on(&self, then: &Engine<'_>, ix: FlowIx, regime: RegimeIx, pools: &mut Pools, work: &mut Work) {
        for Handed { route, mut load, next } in self.handed(then, ix, regime, pools) {
            for (ways, flow) in next {
                load.terms.extend(self.terms(&ways));
                load.owe(&ways, flow, &mut pools.book);
            }
            if load.binds() {
                pools.put(self, route, &load, work);
            }
        }
    }

    fn handed(&self, then: &Engine<'_>, ix: FlowIx, regime: RegimeIx, pools: &Pools) -> Vec<Handed> {
        let flow = self.register.flow(ix);
        let rank = self.lookup.rank(ix);
        let from = self.acts_from(flow);
        let barred = pools.banned(ix) || then.forbidden(ix).next().is_some();
        let level = pools.level(flow.from.value);
        let mut handed = Vec::new();
        let loads = pools.loads(self, ix, regime);
        for to in self.destinations(flow) {
            // Data that come back into the free area are under its own law again.
            if then.free(flow, from, regime, to).is_some() {
                continue;
            }
            for (data, came) in loads.iter().filter(|(_, came)| came.binds()) {
                let mut load = Load { breaks: came.breaks.without(rank), ..Load::default() };
                let mut next = Vec::new();
                let mut verdict = if barred { Verdict::Prohibited } else { Verdict::NotRestricted };
                if let Some(place) = to.place {
                    let cell = Cell { flow: ix, regime, from, recipient: to.recipient, place, data: *data };
                    let worth = then.onward_cell(&cell, flow, came, &pools.book);
                    verdict = verdict.max(worth.status.verdict());
                    next = worth.next;
                } else {
                    load.duties.clone_from(&came.duties);
                    load.terms.clone_from(&came.terms);
                }
                if verdict >= Verdict::Unsupported {
                    load.breaks.add(Break { verdict, level, origin: rank });
                }
                let route = Route { flow: ix, regime, recipient: to.recipient, data: *data };
                handed.push(Handed { route, load, next });
            }
        }
        handed
    }

    /// Regimes of a scope under which a running flow hands on something else on the day of this engine than on that
    /// of another, given what came to it; under the others what is further down stays as it is.
    pub(super) fn hands_on_otherwise(
        &self,
        before: &Engine<'_>,
        flow: FlowIx,
        scope: Scope,
        pools: &Pools,
    ) -> impl Iterator<Item = RegimeIx> {
        let exporter = self.register.flow(flow).from.value;
        pools.regimes(exporter).filter(move |regime| {
            scope.has(*regime)
                && !pools.binds(flow, *regime)
                && self.handed(self, flow, *regime, pools) != before.handed(before, flow, *regime, pools)
        })
    }

    /// From where the exporter acts in this flow.
    fn acts_from(&self, flow: &Flow) -> Option<PlaceIx> {
        flow.context.map_or(self.register.party(flow.from.value).country.value, |context| Some(context.value))
    }
}
