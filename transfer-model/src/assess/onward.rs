//! Onward transfers: what a mechanism asks of whoever passes the data on, carried along flows to a fixed point.
//!
//! What reaches a party is pooled: one pool for each regime, data item and description of the people, so that a
//! party with many flows in and many out costs their sum and not their product. Where pools can be, and which flows lead
//! from one to another, is the same for all laws: that is the chart. Laws do not meet: each is carried alone. First the
//! duties: to a pool they are only added, a bounded number, each by ever earlier flows, and what a flow hands on of a
//! duty depends on that duty and the day alone. Then the breaks, the gravest first, as far as they are among the two
//! gravest: no pool takes more than a few. So the work ends, circles included, and the result does not depend on the
//! order of the input.

mod carried;
mod chart;
mod cover;
mod levels;
mod link;
mod load;
mod offer;
mod pool;
mod reach;
mod settle;
mod tide;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use self::chart::{number, same_people};
use self::cover::Last;
use self::load::{Asked, Book, Gift, Next, Ways};
pub(super) use self::pool::Pools;
use self::reach::Reach;
use self::tide::Tide;
use super::cell::Cell;
use super::engine::Engine;
use super::own::{Own, OwnRegime};
use super::result::FlowResult;
use super::time::Scope;
use super::verdict::Verdict;
use crate::day::Day;
use crate::index::{DataIx, FlowIx, PartyIx, RegimeIx};
use crate::law::{Onward, Role};
use crate::spread;

/// What a flow hands on under a law that came with the data.
#[derive(Debug, PartialEq, Eq)]
struct Handed {
    recipient: PartyIx,
    data: DataIx,
    verdict: Verdict,
    next: Vec<Next>,
}

/// A tide, with the flows that give by their own law and those that begin to take, by place on the chart.
type Work = (Tide, Vec<u32>, Vec<u32>);

/// The register as it stood on the last days of flows that are over.
type Then<'a> = BTreeMap<Day, Engine<'a>>;

impl<'a> Engine<'a> {
    /// What reaches each party by the flows that run and those that are over; `why`: by which flows, besides.
    pub(super) fn pools<'o>(&self, flows: impl Iterator<Item = (FlowIx, &'o Own)>, why: bool) -> Pools {
        let mut pools = Pools::new(self);
        pools.present_all(self, &flows.collect::<Vec<_>>());
        pools.level();
        let mut givers: BTreeMap<RegimeIx, Vec<u32>> = BTreeMap::new();
        for course in 0..number(pools.chart.length()) {
            for regime in pools.own_of(course) {
                givers.entry(regime).or_default().push(course);
            }
        }
        let mut tides = Vec::with_capacity(givers.len());
        for (regime, givers) in givers {
            let mut reach = pools.take(regime);
            if why {
                reach.ask_via();
            }
            tides.push((Tide::new(regime, reach), givers, Vec::new()));
        }
        for (regime, reach) in self.run_all(tides, &pools) {
            pools.put_back(regime, reach, BTreeSet::new());
        }
        pools
    }

    /// Carries anew what is handed on under some regimes, and what flows that begin bring. By which flows it came is
    /// not told from then on.
    pub(super) fn recarry(&self, regimes: &BTreeSet<RegimeIx>, begun: &[FlowIx], pools: &mut Pools) {
        let mut givers: BTreeMap<RegimeIx, Vec<u32>> =
            regimes.iter().map(|regime| (*regime, Vec::new())).collect();
        if !regimes.is_empty() {
            for course in 0..number(pools.chart.length()) {
                for regime in pools.own_of(course) {
                    if let Some(list) = givers.get_mut(&regime) {
                        list.push(course);
                    }
                }
            }
        }
        let mut before = BTreeMap::new();
        let mut tides = Vec::with_capacity(givers.len());
        for (regime, givers) in givers {
            let mut reach = pools.take(regime);
            before.insert(regime, reach.empty());
            tides.push((Tide::new(regime, reach), givers, Vec::new()));
        }
        for (regime, reach) in self.run_all(tides, pools) {
            let before = before.remove(&regime).unwrap_or_default();
            let changed = reach.differing(&before, &pools.chart);
            pools.put_back(regime, reach, changed);
        }
        // What only begins takes nothing away: it is added to what is there.
        let mut more: BTreeMap<RegimeIx, (Vec<u32>, Vec<u32>)> = BTreeMap::new();
        for flow in begun {
            let course = pools.chart.of(*flow);
            for regime in pools.own(*flow).filter(|regime| !regimes.contains(regime)) {
                more.entry(regime).or_default().0.push(course);
            }
            let exporter = self.register.flow(*flow).from.value;
            for regime in pools.regimes(exporter, Scope::ALL).filter(|regime| !regimes.contains(regime)) {
                more.entry(regime).or_default().1.push(course);
            }
        }
        let tides = more
            .into_iter()
            .map(|(regime, (givers, takers))| (Tide::new(regime, pools.take(regime)), givers, takers));
        for (regime, reach) in self.run_all(tides.collect(), pools) {
            let changed = reach.changed(&pools.chart);
            pools.put_back(regime, reach, changed);
        }
    }

    /// Carries what is handed on under each of some regimes; gives its pools.
    fn run_all(&self, mut tides: Vec<Work>, pools: &Pools) -> Vec<(RegimeIx, Reach)> {
        // The longest first, so that at the end no processor waits for another.
        tides.sort_by_cached_key(|(tide, givers, _)| Reverse(weight(tide, givers, pools)));
        let work = |(mut tide, givers, takers): Work| {
            tide.reach.begin(&pools.chart);
            self.run(&mut tide, &givers, &takers, pools, &mut Then::new());
            tide.reach.calm();
            (tide.regime, tide.reach)
        };
        if spread::many(self.register.flows.len()) {
            spread::in_turn(tides, work)
        } else {
            tides.into_iter().map(work).collect()
        }
    }

    /// The engine by which a flow is judged: what is over stands as on its last day.
    fn as_of<'t>(&'t self, last: Day, then: &'t mut Then<'a>) -> &'t Self {
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

    /// The same, of each what decides.
    pub(super) fn over(&self) -> Vec<(FlowIx, Own)> {
        self.lingering().into_iter().map(|result| (result.flow, Own::from(result))).collect()
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
            && same_people(self, &from.subjects, &next.subjects)
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
        let course = pools.chart.of(ix);
        let barred = pools.banned(course) || self.forbidden(ix).next().is_some();
        let mut handed = Vec::new();
        let Some(book) = pools.book(regime) else { return handed };
        let taken = pools.chart.taken(self, ix);
        let loads = pools.loads(&taken, regime);
        for hop in pools.chart.hops(course) {
            if self.free_crossing(&hop.crossing, regime).is_some() {
                continue;
            }
            for came in loads.iter().filter(|came| came.binds()) {
                let (recipient, data) = (hop.recipient, came.data);
                let mut verdict = if barred { Verdict::Prohibited } else { Verdict::NotRestricted };
                let mut next = Vec::new();
                if let Some(place) = hop.place
                    && !came.load.duties.is_empty()
                {
                    let cell = Cell { flow: ix, regime, from, recipient, place, data };
                    let offers = self.offers(&cell, flow);
                    let mut last = Last::default();
                    for owed in came.load.duties.iter() {
                        let (meeting, on) = self.handing(owed, book, &cell, &offers, &mut last);
                        verdict = verdict.max(meeting.status.verdict());
                        next.extend(on);
                    }
                }
                handed.push(Handed { recipient, data, verdict, next });
            }
        }
        handed
    }

    /// Regimes of a scope under which a running flow hands on something else on the day of this engine than on that
    /// of another, given what came to it; under the others what is further down stays as it is. Those known already are
    /// not asked about.
    pub(super) fn hands_on_otherwise(
        &self,
        before: &Engine<'_>,
        flow: FlowIx,
        scope: Scope,
        known: &BTreeSet<RegimeIx>,
        pools: &Pools,
    ) -> impl Iterator<Item = RegimeIx> {
        let exporter = self.register.flow(flow).from.value;
        pools.regimes(exporter, scope).filter(move |regime| {
            !known.contains(regime)
                && !pools.binds(flow, *regime)
                && self.handed(flow, *regime, pools) != before.handed(flow, *regime, pools)
        })
    }
}

/// About how much work it is to carry what some flows hand on under a regime: duties, however few, go as far as they can,
/// and each is held against what the flows on its way claim.
fn weight(tide: &Tide, givers: &[u32], pools: &Pools) -> usize {
    let far = if tide.reach.book.is_empty() { 0 } else { pools.chart.length() };
    givers.len().saturating_add(far)
}
