//! Onward transfers: what a mechanism asks of whoever passes the data on, carried along flows to a fixed point.
//!
//! What reaches a party is pooled: one pool for each regime, data item and description of the people, so that a
//! party with many flows in and many out costs their sum and not their product. Laws do not meet: each is carried
//! alone. First the duties: a pool's duties and documents are only added to, each at most a bounded number, and what a
//! flow hands on of a duty depends on that duty and the day alone, so each goes once along each flow. Then the breaks,
//! the gravest first, as far as they are among the two gravest: no pool takes more than a few. So the work ends,
//! circles included, and the result does not depend on the order of the input.

mod cover;
mod load;
mod pool;
mod settle;

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};

use self::load::{Asked, Book, Break, Gift, Next, Owed, Ways};
pub(super) use self::pool::Pools;
use self::pool::{How, Link, Reach};
use super::engine::{Cell, Engine, FlowResult, Own, OwnRegime};
use super::time::Scope;
use super::verdict::Verdict;
use crate::day::Day;
use crate::index::{DataIx, FlowIx, PartyIx, PlaceIx, RegimeIx};
use crate::law::{Onward, Role};
use crate::register::Flow;
use crate::spread;

/// What a flow hands on under a law that came with the data.
#[derive(Debug, PartialEq, Eq)]
struct Handed {
    recipient: PartyIx,
    data: DataIx,
    verdict: Verdict,
    next: Vec<Next>,
}

/// What is carried under one regime, and what is left to do.
#[derive(Debug)]
struct Tide {
    regime: RegimeIx,
    reach: Reach,
    /// Pools with duties to hand on, by the level of their party, so that what is upstream comes first; those of one
    /// level in turn, so that what goes round a circle goes round evenly.
    duties: BTreeMap<u32, VecDeque<usize>>,
    /// Breaks on their way to a pool; the gravest comes first.
    breaks: BinaryHeap<(Break, usize)>,
    /// Parties whose pools changed, once nothing is left to do.
    changed: BTreeSet<PartyIx>,
}

impl Tide {
    fn new(regime: RegimeIx, reach: Reach) -> Self {
        Self { regime, reach, duties: BTreeMap::new(), breaks: BinaryHeap::new(), changed: BTreeSet::new() }
    }

    /// Puts a duty into a pool.
    fn owe(&mut self, at: usize, owed: Owed, pools: &Pools) {
        let Reach { book, pools: all, .. } = &mut self.reach;
        let Some(pool) = all.get_mut(at) else { return };
        if pool.load.owe(owed, book) {
            pool.tide.changed = true;
            if pool.tide.fresh.is_empty() {
                self.duties.entry(pools.level(pool.party)).or_default().push_back(at);
            }
            pool.tide.fresh.push(owed);
        }
    }

    /// Notes that a flow brought something that binds.
    fn brought(&mut self, at: usize, rank: u32) {
        if let Some(pool) = self.reach.pools.get_mut(at)
            && pool.via.last() != Some(&rank)
        {
            pool.via.push(rank);
        }
    }

    fn next(&mut self) -> Option<usize> {
        let mut first = self.duties.first_entry()?;
        let found = first.get_mut().pop_front();
        if first.get().is_empty() {
            first.remove();
        }
        found
    }
}

/// The register as it stood on the last days of flows that are over.
type Then<'a> = BTreeMap<Day, Engine<'a>>;

impl<'a> Engine<'a> {
    /// What reaches each party by the flows that run and those that are over.
    pub(super) fn pools<'o>(&self, flows: impl Iterator<Item = (FlowIx, &'o Own)> + Clone) -> Pools {
        let mut pools = Pools::new(self, flows.clone().map(|(flow, _)| flow));
        let mut givers: BTreeMap<RegimeIx, Vec<FlowIx>> = BTreeMap::new();
        for (flow, own) in flows {
            pools.present(self, flow, own);
            for regime in &own.regimes {
                givers.entry(regime.regime).or_default().push(flow);
            }
        }
        let tides = givers
            .into_iter()
            .map(|(regime, givers)| (Tide::new(regime, pools.take(regime)), givers, Vec::new()));
        for tide in self.run_all(tides.collect(), &pools) {
            pools.put_back(tide.regime, tide.reach, BTreeSet::new());
        }
        pools
    }

    /// Carries anew what is handed on under some regimes, and what flows that begin bring.
    pub(super) fn recarry(&self, regimes: &BTreeSet<RegimeIx>, begun: &[FlowIx], pools: &mut Pools) {
        let mut givers: BTreeMap<RegimeIx, Vec<FlowIx>> =
            regimes.iter().map(|regime| (*regime, Vec::new())).collect();
        for flow in self.lookup.order.iter().copied().filter(|_| !regimes.is_empty()) {
            for regime in pools.own(flow) {
                if let Some(list) = givers.get_mut(&regime) {
                    list.push(flow);
                }
            }
        }
        let mut before = Vec::with_capacity(givers.len());
        let mut tides = Vec::with_capacity(givers.len());
        for (regime, givers) in givers {
            let mut reach = pools.take(regime);
            before.push(reach.empty());
            tides.push((Tide::new(regime, reach), givers, Vec::new()));
        }
        for (tide, before) in self.run_all(tides, pools).into_iter().zip(before) {
            let changed = tide.reach.differing(&before);
            pools.put_back(tide.regime, tide.reach, changed);
        }
        // What only begins takes nothing away: it is added to what is there.
        let mut more: BTreeMap<RegimeIx, (Vec<FlowIx>, Vec<FlowIx>)> = BTreeMap::new();
        for flow in begun {
            for regime in pools.own(*flow).filter(|regime| !regimes.contains(regime)) {
                more.entry(regime).or_default().0.push(*flow);
            }
            let exporter = self.register.flow(*flow).from.value;
            for regime in pools.regimes(exporter).filter(|regime| !regimes.contains(regime)) {
                more.entry(regime).or_default().1.push(*flow);
            }
        }
        let tides = more
            .into_iter()
            .map(|(regime, (givers, takers))| (Tide::new(regime, pools.take(regime)), givers, takers));
        for tide in self.run_all(tides.collect(), pools) {
            pools.put_back(tide.regime, tide.reach, tide.changed);
        }
    }

    /// Carries what is handed on under each of some regimes, with those who give and those who begin to take.
    fn run_all(&self, tides: Vec<(Tide, Vec<FlowIx>, Vec<FlowIx>)>, pools: &Pools) -> Vec<Tide> {
        let work = |(mut tide, givers, takers): (Tide, Vec<FlowIx>, Vec<FlowIx>)| {
            self.run(&mut tide, &givers, &takers, pools, &mut Then::new());
            tide.changed = tide.reach.calm();
            tide
        };
        if spread::many(self.register.flows.len()) {
            spread::in_turn(tides, work)
        } else {
            tides.into_iter().map(work).collect()
        }
    }

    /// Carries what some flows hand on by their own law, and what waits for flows that now take it.
    fn run(&self, tide: &mut Tide, givers: &[FlowIx], takers: &[FlowIx], pools: &Pools, then: &mut Then<'a>) {
        for flow in givers {
            self.give(*flow, pools, tide);
        }
        for flow in takers {
            self.catch_up(*flow, pools, tide, then);
        }
        while let Some(at) = tide.next() {
            self.hand_on_duties(at, pools, tide, then);
        }
        while let Some((broken, at)) = tide.breaks.pop() {
            self.hand_on_break(broken, at, pools, tide, then);
        }
    }

    /// Puts what a flow hands on by its own law into the pools of those it goes to.
    fn give(&self, flow: FlowIx, pools: &Pools, tide: &mut Tide) {
        let rank = self.lookup.rank(flow);
        let level = pools.level(self.register.flow(flow).from.value);
        for gift in pools.gifts(flow, tide.regime) {
            let Some(at) = tide.reach.pool(self, pools, flow, gift.recipient, gift.data) else { continue };
            if let Some(mechanism) = gift.lapsed
                && let Some(pool) = tide.reach.pools.get_mut(at)
            {
                pool.load.lapse(mechanism, rank);
            }
            if gift.duty.is_some() || gift.broken.is_some() {
                tide.brought(at, rank);
            }
            if let Some(duty) = gift.duty {
                tide.owe(at, tide.reach.book.owed(duty, rank), pools);
            }
            if let Some(verdict) = gift.broken {
                tide.breaks.push((Break { verdict, level, origin: rank }, at));
            }
        }
    }

    /// A flow that begins takes what waits for it.
    fn catch_up(&self, flow: FlowIx, pools: &Pools, tide: &mut Tide, then: &mut Then<'a>) {
        let exporter = self.register.flow(flow).from.value;
        for at in tide.reach.at(exporter).to_vec() {
            let Some(pool) = tide.reach.pools.get(at) else { continue };
            let carries = self.register.flow(flow).data.iter().any(|data| data.value == pool.data);
            if !carries || !pools.takes(flow, pool) || !pool.load.binds() {
                continue;
            }
            let (data, duties, breaks) =
                (pool.data, pool.load.duties.iter().collect::<Vec<_>>(), pool.load.breaks);
            let mut links = Vec::new();
            self.link(flow, data, pools, tide, then, &mut links);
            for link in &mut links {
                self.pass(link, at, &duties, pools, tide, then);
                for broken in breaks.iter() {
                    self.pass_break(link, broken, pools, tide);
                }
            }
        }
    }

    /// Hands on the duties of a pool that were not handed on yet.
    fn hand_on_duties(&self, at: usize, pools: &Pools, tide: &mut Tide, then: &mut Then<'a>) {
        let Some(pool) = tide.reach.pools.get_mut(at) else { return };
        let mut fresh = std::mem::take(&mut pool.tide.fresh);
        // Where there was no room for all, some are gone again.
        fresh.retain(|owed| pool.load.duties.has(*owed));
        let mut links = self.links(at, pools, tide, then);
        for link in &mut links {
            self.pass(link, at, &fresh, pools, tide, then);
        }
        if let Some(pool) = tide.reach.pools.get_mut(at) {
            pool.tide.links = Some(links);
        }
    }

    /// Puts a break into a pool, and hands it on if it is among the gravest there.
    fn hand_on_break(&self, broken: Break, at: usize, pools: &Pools, tide: &mut Tide, then: &mut Then<'a>) {
        let Some(pool) = tide.reach.pools.get_mut(at) else { return };
        if !pool.load.breaks.add(broken) {
            return;
        }
        pool.tide.changed = true;
        let links = self.links(at, pools, tide, then);
        for link in &links {
            self.pass_break(link, broken, pools, tide);
        }
        if let Some(pool) = tide.reach.pools.get_mut(at) {
            pool.tide.links = Some(links);
        }
    }

    /// Where what is in a pool goes.
    fn links(&self, at: usize, pools: &Pools, tide: &mut Tide, then: &mut Then<'a>) -> Vec<Link> {
        let Some(pool) = tide.reach.pools.get_mut(at) else { return Vec::new() };
        if let Some(links) = pool.tide.links.take() {
            return links;
        }
        let (data, takers) = (pool.data, pools.takers(pool));
        let mut links = Vec::with_capacity(takers.len());
        for flow in takers {
            self.link(flow, data, pools, tide, then, &mut links);
        }
        links
    }

    /// Where a data item goes by a flow, to whoever hands it on in turn.
    fn link(
        &self,
        flow: FlowIx,
        data: DataIx,
        pools: &Pools,
        tide: &mut Tide,
        then: &mut Then<'a>,
        links: &mut Vec<Link>,
    ) {
        let rank = self.lookup.rank(flow);
        if pools.binds(flow, tide.regime) {
            for gift in pools.gifts(flow, tide.regime).iter().filter(|gift| gift.data == data) {
                if let Some(to) = tide.reach.pool(self, pools, flow, gift.recipient, data) {
                    links.push(Link { flow, rank, to, how: How::Own });
                }
            }
            return;
        }
        let fact = self.register.flow(flow);
        let from = self.acts_from(fact);
        let engine = self.as_of(fact, then);
        let mut barred = None;
        for to in self.destinations(fact) {
            // Data that come back into the free area are under its own law again.
            if engine.free(fact, from, tide.regime, to).is_some() {
                continue;
            }
            let Some(at) = tide.reach.pool(self, pools, flow, to.recipient, data) else { continue };
            let barred =
                *barred.get_or_insert_with(|| pools.banned(flow) || engine.forbidden(flow).next().is_some());
            let how = How::Carried { recipient: to.recipient, place: to.place, barred, offers: None };
            links.push(Link { flow, rank, to: at, how });
        }
    }

    /// Hands duties on along a link. A flow whose law came with the data hands on what the mechanisms ask that
    /// carried it on, each in its turn; a contract of its own passes on the duty that it meets.
    fn pass(
        &self,
        link: &mut Link,
        at: usize,
        duties: &[Owed],
        pools: &Pools,
        tide: &mut Tide,
        then: &mut Then<'a>,
    ) {
        let Link { flow, rank, to, ref mut how } = *link;
        let How::Carried { recipient, place, barred, offers } = how else { return };
        if duties.is_empty() {
            return;
        }
        let fact = self.register.flow(flow);
        let mut verdict = if *barred { Verdict::Prohibited } else { Verdict::NotRestricted };
        let mut brought = false;
        if let Some(place) = *place {
            let Some(data) = tide.reach.pools.get(at).map(|pool| pool.data) else { return };
            let (from, regime, recipient) = (self.acts_from(fact), tide.regime, *recipient);
            let cell = Cell { flow, regime, from, recipient, place, data };
            let engine = self.as_of(fact, then);
            let offers = offers.get_or_insert_with(|| engine.offers(&cell, fact));
            for owed in duties {
                let meeting = engine.meeting(*owed, &tide.reach.book, &cell, offers);
                verdict = verdict.max(meeting.status.verdict());
                if let Some((ways, by)) = meeting.next {
                    let duty = self.duty(&ways, &mut tide.reach.book);
                    tide.owe(to, tide.reach.book.owed(duty, by), pools);
                    brought = true;
                }
            }
        } else {
            let terms = tide.reach.pools.get(at).map(|pool| pool.load.terms.clone()).unwrap_or_default();
            for owed in duties {
                tide.owe(to, *owed, pools);
            }
            if let Some(pool) = tide.reach.pools.get_mut(to) {
                pool.load.terms.extend(terms);
            }
            brought = true;
        }
        if verdict >= Verdict::Unsupported {
            let level = pools.level(fact.from.value);
            tide.breaks.push((Break { verdict, level, origin: rank }, to));
            brought = true;
        }
        if brought {
            tide.brought(to, rank);
        }
    }

    /// Hands a break on along a link; a flow does not hand on its own.
    fn pass_break(&self, link: &Link, broken: Break, pools: &Pools, tide: &mut Tide) {
        if link.barred() {
            let level = pools.level(self.register.flow(link.flow).from.value);
            let own = Break { verdict: Verdict::Prohibited, level, origin: link.rank };
            tide.breaks.push((own, link.to));
            tide.brought(link.to, link.rank);
        }
        if broken.origin != link.rank {
            tide.breaks.push((broken, link.to));
            tide.brought(link.to, link.rank);
        }
    }

    /// The engine by which a flow is judged: what is over stands as on its last day.
    fn as_of<'t>(&'t self, flow: &Flow, then: &'t mut Then<'a>) -> &'t Self {
        let last = flow.period.until;
        if last < self.view.day { then.entry(last).or_insert_with(|| self.at(last)) } else { self }
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

    fn gifts_of(&self, flow: FlowIx, result: &OwnRegime, book: &mut Book) -> Vec<Gift> {
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
                recipient: arrival.recipient,
                data: arrival.data,
                broken: (verdict >= Verdict::Unsupported).then_some(verdict),
                duty: duty.map(|ways| self.duty(&ways, book)),
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

    /// What a running flow hands on under a law that came with the data, given what came to it.
    fn handed(&self, ix: FlowIx, regime: RegimeIx, pools: &Pools) -> Vec<Handed> {
        let flow = self.register.flow(ix);
        let from = self.acts_from(flow);
        let barred = pools.banned(ix) || self.forbidden(ix).next().is_some();
        let mut handed = Vec::new();
        let Some(book) = pools.book(regime) else { return handed };
        let loads = pools.loads(self, ix, regime);
        for to in self.destinations(flow) {
            if self.free(flow, from, regime, to).is_some() {
                continue;
            }
            for (data, came) in loads.iter().filter(|(_, came)| came.binds()) {
                let (recipient, data) = (to.recipient, *data);
                let mut verdict = if barred { Verdict::Prohibited } else { Verdict::NotRestricted };
                let mut next = Vec::new();
                if let Some(place) = to.place
                    && !came.duties.is_empty()
                {
                    let cell = Cell { flow: ix, regime, from, recipient, place, data };
                    let offers = self.offers(&cell, flow);
                    for owed in came.duties.iter() {
                        let meeting = self.meeting(owed, book, &cell, &offers);
                        verdict = verdict.max(meeting.status.verdict());
                        next.extend(meeting.next);
                    }
                }
                handed.push(Handed { recipient, data, verdict, next });
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
                && self.handed(flow, *regime, pools) != before.handed(flow, *regime, pools)
        })
    }

    /// From where the exporter acts in this flow.
    fn acts_from(&self, flow: &Flow) -> Option<PlaceIx> {
        flow.context.map_or(self.register.party(flow.from.value).country.value, |context| Some(context.value))
    }
}
