//! The tide of one regime: duties first, from the top of the chains down and in circles those of the first flow first,
//! so that hardly any goes twice along a flow; then breaks, the gravest first, as far as they are among the two gravest
//! where they come.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Then;
use super::chart::Course;
use super::cover::Last;
use super::link::{How, Link, Links};
use super::load::{Break, Owed};
use super::offer::Offers;
use super::pool::Pools;
use super::reach::Reach;
use crate::assess::cell::Cell;
use crate::assess::engine::Engine;
use crate::assess::verdict::Verdict;
use crate::index::{FlowIx, RegimeIx};
use crate::spread;

/// So many breaks go on at once: as many as are looked at ahead.
const AT_ONCE: usize = spread::FETCHED;

/// A stop with duties to hand on. What is upstream comes first; in a circle the duty of the first flow, so that none is
/// handed on that soon gives way to an earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    level: u32,
    flow: u32,
    stop: u32,
}

/// What is carried under one regime, and what is left to do.
#[derive(Debug)]
pub(super) struct Tide {
    pub(super) regime: RegimeIx,
    pub(super) reach: Reach,
    /// Stops with duties to hand on: what is upstream comes first.
    duties: BinaryHeap<Reverse<Waiting>>,
    /// The next of them, from the last to the first.
    batch: Vec<u32>,
    /// Where it goes on from the stops that it came to.
    links: Links,
    /// Breaks on their way to a pool; the gravest comes first.
    breaks: BinaryHeap<(Break, u32)>,
}

impl Tide {
    pub(super) fn new(regime: RegimeIx, reach: Reach) -> Self {
        Self {
            regime,
            reach,
            duties: BinaryHeap::new(),
            batch: Vec::new(),
            links: Links::default(),
            breaks: BinaryHeap::new(),
        }
    }

    /// Puts a duty into the pool at a stop.
    fn owe(&mut self, stop: u32, owed: Owed, pools: &Pools) {
        if self.reach.owe(stop, owed) {
            let (level, flow) = pools
                .chart
                .standing(stop)
                .map_or((0, 0), |standing| (standing.level, if standing.circle { owed.flow } else { 0 }));
            self.duties.push(Reverse(Waiting { level, flow, stop }));
        }
    }

    fn next(&mut self, engine: &Engine<'_>, pools: &Pools) -> Option<u32> {
        if self.batch.is_empty() {
            let level = self.duties.peek().map(|Reverse(first)| first.level);
            while self.batch.len() < AT_ONCE
                && let Some(Reverse(next)) = self.duties.peek()
                && Some(next.level) == level
            {
                self.batch.push(next.stop);
                self.duties.pop();
            }
            self.batch.reverse();
            let stops = self.batch.iter().rev().copied();
            self.links.fetch(stops.clone(), pools);
            let takers = stops.flat_map(|stop| pools.chart.takers_ahead(stop));
            let carried = takers.filter(|course| pools.gifts(*course, self.regime).is_none());
            let flows: Vec<FlowIx> =
                carried.filter_map(|course| pools.chart.course(course)).map(|course| course.flow).collect();
            for some in flows.chunks(AT_ONCE) {
                engine.fetch(some);
            }
        }
        self.batch.pop()
    }
}

impl<'a> Engine<'a> {
    /// Carries what some flows hand on by their own law, and what waits for flows that now take it.
    pub(super) fn run(
        &self,
        tide: &mut Tide,
        givers: &[u32],
        takers: &[u32],
        pools: &Pools,
        then: &mut Then<'a>,
    ) {
        for course in givers {
            self.give(*course, pools, tide);
        }
        for course in takers {
            self.catch_up(*course, pools, tide, then);
        }
        while let Some(at) = tide.next(self, pools) {
            self.hand_on_duties(at, pools, tide, then);
        }
        // Some at a time, each with all it leads to: where they come in what order makes no difference in the end.
        let (mut here, mut next) = (Vec::new(), Vec::new());
        while !tide.breaks.is_empty() {
            here.extend(std::iter::from_fn(|| tide.breaks.pop()).take(AT_ONCE));
            while !here.is_empty() {
                here.retain(|(broken, at)| tide.reach.broke(*at, *broken));
                for some in here.chunks(AT_ONCE) {
                    tide.links.fetch(some.iter().map(|(_, at)| *at), pools);
                    for (broken, at) in some {
                        for link in self.links(*at, pools, tide.regime, then, &mut tide.links) {
                            let Some(link) = tide.links.get(link) else { continue };
                            next.extend(pass_break(&link, *broken, pools, tide).map(|to| (*broken, to)));
                        }
                    }
                }
                here.clear();
                std::mem::swap(&mut here, &mut next);
            }
        }
    }

    /// Puts what a flow hands on by its own law into the pools of those it goes to.
    fn give(&self, course: u32, pools: &Pools, tide: &mut Tide) {
        let Some(Course { rank, .. }) = pools.chart.course(course) else { return };
        let level = pools.chart.level(course);
        for gift in pools.gifts(course, tide.regime).unwrap_or_default() {
            let lies = pools.chart.lies(course, gift.recipient, gift.data, self.view.day);
            let Some(at) = lies else { continue };
            if let Some(mechanism) = gift.lapsed
                && let Some(bound) = tide.reach.bind(at)
            {
                bound.load.lapse(mechanism, *rank);
            }
            if gift.duty.is_some() || gift.broken.is_some() {
                tide.reach.brought(at, *rank);
            }
            if let Some(duty) = gift.duty {
                tide.owe(at, tide.reach.book.owed(duty, *rank), pools);
            }
            if let Some(verdict) = gift.broken {
                tide.breaks.push((Break { verdict, level, origin: *rank }, at));
            }
        }
    }

    /// A flow that begins takes what waits for it.
    fn catch_up(&self, course: u32, pools: &Pools, tide: &mut Tide, then: &mut Then<'a>) {
        let mut links = Vec::new();
        for (taker, stop) in pools.chart.taking(self, course) {
            if !tide.reach.binds(stop) {
                continue;
            }
            let breaks = tide.reach.breaks(stop);
            let duties: Vec<Owed> =
                tide.reach.bound(stop).into_iter().flat_map(|bound| bound.load.duties.iter()).collect();
            links.clear();
            self.link(&taker, pools, tide.regime, then, &mut links);
            for link in &links {
                let mut offers = None;
                self.pass(link, stop, &duties, &mut offers, pools, tide, then);
                for broken in breaks.iter() {
                    if let Some(to) = pass_break(link, broken, pools, tide) {
                        tide.breaks.push((broken, to));
                    }
                }
            }
        }
    }

    /// Hands on the duties of a pool that were not handed on yet.
    fn hand_on_duties(&self, at: u32, pools: &Pools, tide: &mut Tide, then: &mut Then<'a>) {
        let Some(bound) = tide.reach.bound_mut(at) else { return };
        let mut fresh = std::mem::take(&mut bound.fresh);
        // Where there was no room for all, some are gone again.
        fresh.retain(|owed| bound.load.duties.has(*owed));
        if fresh.is_empty() {
            return;
        }
        let again = std::mem::replace(&mut bound.handed, true);
        let mut offers = std::mem::take(&mut bound.offers);
        let links = self.links(at, pools, tide.regime, then, &mut tide.links);
        offers.resize_with(links.len(), || None);
        for (link, offers) in links.zip(&mut offers) {
            let Some(link) = tide.links.get(link) else { continue };
            self.pass(&link, at, &fresh, offers, pools, tide, then);
        }
        // Most duties come once; where they came twice, they may come often.
        if again && let Some(bound) = tide.reach.bound_mut(at) {
            bound.offers = offers;
        }
    }

    /// Hands duties on along a link. A flow whose law came with the data hands on what the mechanisms ask that
    /// carried it on, each in its turn; a contract of its own passes on the duty that it meets.
    #[expect(
        clippy::too_many_arguments,
        reason = "what a link needs of the tide, of the day and of the pool"
    )]
    fn pass(
        &self,
        link: &Link,
        at: u32,
        duties: &[Owed],
        offers: &mut Option<Box<Offers>>,
        pools: &Pools,
        tide: &mut Tide,
        then: &mut Then<'a>,
    ) {
        let How::Carried { hop, barred } = link.how else { return };
        let (Some(course), Some(hop)) = (pools.chart.course(link.course), pools.chart.hop(hop)) else {
            return;
        };
        if duties.is_empty() {
            return;
        }
        let Some(data) = pools.chart.stop(at).map(|stop| stop.data) else { return };
        let to = link.to;
        let mut verdict = if barred { Verdict::Prohibited } else { Verdict::NotRestricted };
        let mut brought = false;
        if let Some(place) = hop.place {
            let Course { flow, acts: from, .. } = *course;
            let cell = Cell { flow, regime: tide.regime, from, recipient: hop.recipient, place, data };
            let engine = self.as_of(course.until, then);
            let offers =
                offers.get_or_insert_with(|| Box::new(engine.offers(&cell, self.register.flow(flow))));
            let mut last = Last::default();
            for owed in duties {
                let (meeting, next) = engine.handing(*owed, &tide.reach.book, &cell, offers, &mut last);
                verdict = verdict.max(meeting.status.verdict());
                if let Some((ways, by)) = next {
                    let duty = self.duty(&ways, &mut tide.reach.book);
                    tide.owe(to, tide.reach.book.owed(duty, by), pools);
                    brought = true;
                }
            }
        } else {
            let terms = tide.reach.bound(at).map(|bound| bound.load.terms.clone()).unwrap_or_default();
            for owed in duties {
                tide.owe(to, *owed, pools);
            }
            if let Some(bound) = tide.reach.bind(to) {
                bound.load.terms.extend(terms);
            }
            brought = true;
        }
        if verdict >= Verdict::Unsupported {
            let level = pools.chart.level(link.course);
            tide.breaks.push((Break { verdict, level, origin: link.rank }, to));
            brought = true;
        }
        if brought {
            tide.reach.brought(to, link.rank);
        }
    }
}

/// The stop to which a break goes on along a link; a flow does not hand on its own. What is barred breaks there
/// besides.
fn pass_break(link: &Link, broken: Break, pools: &Pools, tide: &mut Tide) -> Option<u32> {
    let passes = broken.origin != link.rank;
    if !passes && !link.barred() {
        return None;
    }
    tide.reach.brought(link.to, link.rank);
    if link.barred() {
        let level = pools.chart.level(link.course);
        tide.breaks.push((Break { verdict: Verdict::Prohibited, level, origin: link.rank }, link.to));
    }
    passes.then_some(link.to)
}
