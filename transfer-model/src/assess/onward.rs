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

use self::load::{Break, Gift, Load};
pub(super) use self::pool::Pools;
use super::engine::{Cell, Engine, FlowResult, RegimeResult};
use super::verdict::Verdict;
use crate::index::{DataIx, FlowIx, PartyIx, PlaceIx, RegimeIx};
use crate::law::Onward;
use crate::register::Flow;

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
    /// Carries duties and breaks along all flows, adds the regimes that came with the data, and makes what
    /// follows a break no better than it. `flows` are in the order of their ids.
    pub(super) fn onward(&self, flows: &mut [FlowResult]) {
        let lingering = self.lingering();
        let running: Vec<&FlowResult> = flows.iter().collect();
        let pools = self.pools(&running, &lingering.iter().collect::<Vec<_>>());
        for result in flows {
            self.settle(result, &pools);
        }
    }

    /// What reaches each party by the flows that run and those that are over but whose data linger.
    pub(super) fn pools(&self, running: &[&FlowResult], lingering: &[&FlowResult]) -> Pools {
        let mut pools = Pools::new(self, running, lingering);
        let mut work = Work::default();
        let gifts = self.gifts(running.iter().chain(lingering).copied(), &mut pools);
        for gift in gifts.iter().flat_map(|(_, gifts)| gifts) {
            let flow = self.lookup.rank(gift.flow);
            let level = pools.level(self.register.flow(gift.flow).from.value);
            let mut load = Load::default();
            if let Some(verdict) = gift.broken {
                load.breaks.add(Break { verdict, level, origin: flow });
            }
            if let Some(duty) = gift.duty {
                load.owe(duty, flow, &pools.book);
                load.terms.extend(self.terms(pools.book.papers(duty.papers)));
            }
            if let Some(mechanism) = gift.lapsed {
                load.lapse(mechanism, flow);
            }
            pools.put(self, gift, &load, &mut work);
        }
        while let Some((party, regime)) = work.next() {
            let touched = pools.touched(party, regime);
            for at in 0..pools.outgoing(party).len() {
                let Some(flow) = pools.outgoing(party).get(at).copied() else { continue };
                if !pools.takes(self, flow, &touched) {
                    continue;
                }
                if pools.binds(flow, regime) {
                    let own = gifts.binary_search_by_key(&(self.lookup.rank(flow), regime), |(key, _)| *key);
                    let own = own.ok().and_then(|own| gifts.get(own));
                    self.hand_on(flow, regime, own.map_or(&[], |(_, own)| own), &mut pools, &mut work);
                } else {
                    self.pass_on(flow, regime, &mut pools, &mut work);
                }
            }
        }
        pools
    }

    /// Flows that are over but whose data the importer still holds, as they stood on their last day.
    pub(crate) fn lingering(&self) -> Vec<FlowResult> {
        let day = self.view.day;
        let mut over: Vec<FlowIx> = Vec::new();
        for (at, flow) in self.register.flows.iter().enumerate() {
            let ended = flow.period.until < day && flow.period.since <= day;
            if ended && flow.returned.is_none_or(|returned| returned > day) {
                over.push(FlowIx::new(at));
            }
        }
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

    /// Whether data of one flow can be those of a later one: the data item is shared, and so are the people.
    pub(crate) fn reaches_flow(&self, from: FlowIx, next: FlowIx, data: DataIx) -> bool {
        let (from, next) = (self.register.flow(from), self.register.flow(next));
        let apart = next.period.until < from.period.since;
        !apart
            && next.data.iter().any(|d| d.value == data)
            && pool::same_people(self, &from.subjects, &next.subjects)
    }

    /// What each flow hands on by the laws that bind it of themselves, by flow and regime.
    fn gifts<'r>(
        &self,
        results: impl Iterator<Item = &'r FlowResult>,
        pools: &mut Pools,
    ) -> Vec<((u32, RegimeIx), Vec<Gift>)> {
        let mut all = Vec::new();
        for result in results {
            for regime in &result.regimes {
                if !regime.arrivals.is_empty() {
                    let key = (self.lookup.rank(result.flow), regime.binding.regime);
                    all.push((key, self.gifts_of(result.flow, regime, pools)));
                }
            }
        }
        all.sort_by_key(|(key, _)| *key);
        pools.book.bound(self.register, self.view.day);
        all
    }

    fn gifts_of(&self, flow: FlowIx, result: &RegimeResult, pools: &mut Pools) -> Vec<Gift> {
        let mut gifts = Vec::with_capacity(result.arrivals.len());
        for arrival in &result.arrivals {
            let verdict =
                if result.verdict == Verdict::Prohibited { Verdict::Prohibited } else { arrival.verdict };
            let onward = |mechanism| self.view.book.mechanism(mechanism).onward;
            let lapsed = arrival.by.iter().map(|way| way.0).find(|way| onward(*way) == Onward::Nothing);
            let duty = (lapsed.is_none() && !arrival.by.is_empty())
                .then(|| pools.book.duty(self.register.flow(flow).roles.value, &arrival.by));
            gifts.push(Gift {
                recipient: arrival.recipient,
                data: arrival.data,
                broken: (verdict >= Verdict::Unsupported).then_some(verdict),
                duty,
                lapsed,
                flow,
                regime: result.binding.regime,
            });
        }
        gifts
    }

    /// A flow under its own law hands on the breaks that came to it; its duties are its own.
    fn hand_on(&self, flow: FlowIx, regime: RegimeIx, own: &[Gift], pools: &mut Pools, work: &mut Work) {
        let rank = self.lookup.rank(flow);
        for gift in own {
            let came = pools.load(self, flow, regime, gift.data);
            let load = Load { breaks: came.breaks.without(rank), ..Load::default() };
            if load.breaks.any() {
                pools.put(self, gift, &load, work);
            }
        }
    }

    /// A flow whose law came with the data hands on the same duties, unless its recipient is adequate.
    fn pass_on(&self, ix: FlowIx, regime: RegimeIx, pools: &mut Pools, work: &mut Work) {
        let flow = self.register.flow(ix);
        let rank = self.lookup.rank(ix);
        let from = self.acts_from(flow);
        let banned = pools.banned(ix);
        let level = pools.level(flow.from.value);
        let loads = pools.loads(self, ix, regime);
        if loads.is_empty() {
            return;
        }
        let mut handed: Vec<(Gift, Load)> = Vec::new();
        for to in self.destinations(flow) {
            // Data that come back into the free area are under its own law again.
            if self.free(flow, from, regime, to).is_some() && !banned {
                continue;
            }
            for (data, came) in &loads {
                let mut load = Load { breaks: came.breaks.without(rank), ..Load::default() };
                let mut verdict = if banned { Verdict::Prohibited } else { Verdict::NotRestricted };
                if let Some(place) = to.place {
                    let cell = Cell { flow: ix, regime, from, recipient: to.recipient, place, data: *data };
                    let worth = self.onward_cell(&cell, flow, came, &pools.book);
                    if !worth.adequate {
                        load.duties.clone_from(&came.duties);
                        load.terms.clone_from(&came.terms);
                    }
                    verdict = verdict.max(worth.status.verdict());
                }
                if verdict >= Verdict::Unsupported {
                    load.breaks.add(Break { verdict, level, origin: rank });
                }
                if load.binds() {
                    let gift = Gift {
                        recipient: to.recipient,
                        data: *data,
                        broken: None,
                        duty: None,
                        lapsed: None,
                        flow: ix,
                        regime,
                    };
                    handed.push((gift, load));
                }
            }
        }
        drop(loads);
        for (gift, load) in handed {
            pools.put(self, &gift, &load, work);
        }
    }

    /// From where the exporter acts in this flow.
    fn acts_from(&self, flow: &Flow) -> Option<PlaceIx> {
        flow.context.map_or(self.register.party(flow.from.value).country.value, |context| Some(context.value))
    }
}
