//! The tide of one regime: duties first, from the top of the chains down, each once along each flow; then breaks, the
//! gravest first, as far as they are among the two gravest where they come.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::Then;
use super::chart::{Course, Taker};
use super::cover::{Last, Offers};
use super::load::{Break, Owed};
use super::pool::{Pools, Reach};
use crate::assess::engine::{Cell, Engine};
use crate::assess::verdict::Verdict;
use crate::index::{FlowIx, PartyIx, RegimeIx};
use crate::spread;

/// So many breaks go on at once: as many as are looked at ahead.
const AT_ONCE: usize = spread::FETCHED;

/// Where what is in a pool goes by one of the flows that take from it, to whoever hands it on in turn.
#[derive(Debug, Clone, Copy)]
struct Link {
    /// The flow, by place on the chart and by position in the order of ids.
    course: u32,
    rank: u32,
    /// The stop where it lies next.
    to: u32,
    how: How,
}

/// Under which law a flow takes from a pool.
#[derive(Debug, Clone, Copy)]
enum How {
    /// Its own: breaks go on, its duties are its own.
    Own,
    /// One that came with the data: by a hop of the flow. A ban may stop the flow, or a house rule what
    /// it relies on.
    Carried { hop: u32, barred: bool },
}

impl Link {
    const fn barred(&self) -> bool {
        matches!(self.how, How::Carried { barred: true, .. })
    }
}

/// What is carried under one regime, and what is left to do.
#[derive(Debug)]
pub(super) struct Tide {
    pub(super) regime: RegimeIx,
    pub(super) reach: Reach,
    /// Stops with duties to hand on, by the level of their party, so that what is upstream comes first.
    duties: BTreeMap<u32, Vec<u32>>,
    /// Those of one level that are at work, from the last to the first: all of them before any comes again, so that
    /// what goes round a circle goes round evenly.
    batch: Vec<u32>,
    /// Breaks on their way to a pool; the gravest comes first.
    breaks: BinaryHeap<(Break, u32)>,
    /// Parties whose pools changed, once nothing is left to do.
    pub(super) changed: BTreeSet<PartyIx>,
}

impl Tide {
    pub(super) fn new(regime: RegimeIx, reach: Reach) -> Self {
        let (duties, batch) = (BTreeMap::new(), Vec::new());
        Self { regime, reach, duties, batch, breaks: BinaryHeap::new(), changed: BTreeSet::new() }
    }

    /// Puts a duty into the pool at a stop.
    fn owe(&mut self, stop: u32, owed: Owed, pools: &Pools) {
        if self.reach.owe(stop, owed) {
            self.duties.entry(pools.chart.level_of(stop)).or_default().push(stop);
        }
    }

    fn next(&mut self, engine: &Engine<'_>, pools: &Pools) -> Option<u32> {
        if self.batch.is_empty()
            && let Some((_, stops)) = self.duties.pop_first()
        {
            // In the order of the chart, which is that of memory.
            self.batch = stops;
            self.batch.sort_unstable_by_key(|stop| Reverse(*stop));
        }
        if self.batch.len().is_multiple_of(AT_ONCE) {
            let stops = self.batch.iter().rev().take(AT_ONCE).copied();
            pools.fetch_on(stops.clone());
            let flows: Vec<FlowIx> = stops.filter_map(|stop| pools.chart.first_taker(stop)).collect();
            engine.fetch(&flows);
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
        let mut links = Vec::new();
        while let Some(at) = tide.next(self, pools) {
            self.hand_on_duties(at, pools, tide, then, &mut links);
        }
        // Some at a time, each with all it leads to: where they come in what order makes no difference in the end.
        let (mut here, mut next) = (Vec::new(), Vec::new());
        while !tide.breaks.is_empty() {
            here.extend(std::iter::from_fn(|| tide.breaks.pop()).take(AT_ONCE));
            while !here.is_empty() {
                here.retain(|(broken, at)| tide.reach.broke(*at, *broken));
                for some in here.chunks(AT_ONCE) {
                    pools.fetch_on(some.iter().map(|(_, at)| *at));
                    for (broken, at) in some {
                        self.links(*at, pools, tide.regime, then, &mut links);
                        let on = links.iter().filter_map(|link| pass_break(link, *broken, pools, tide));
                        next.extend(on.map(|to| (*broken, to)));
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
    fn hand_on_duties(
        &self,
        at: u32,
        pools: &Pools,
        tide: &mut Tide,
        then: &mut Then<'a>,
        links: &mut Vec<Link>,
    ) {
        let Some(bound) = tide.reach.bound_mut(at) else { return };
        let mut fresh = std::mem::take(&mut bound.fresh);
        let mut offers = std::mem::take(&mut bound.offers);
        // Where there was no room for all, some are gone again.
        fresh.retain(|owed| bound.load.duties.has(*owed));
        self.links(at, pools, tide.regime, then, links);
        offers.resize_with(links.len(), || None);
        for (link, offers) in links.iter().zip(&mut offers) {
            self.pass(link, at, &fresh, offers, pools, tide, then);
        }
        // Outside circles duties come once.
        if pools.chart.returns_to(at)
            && let Some(bound) = tide.reach.bound_mut(at)
        {
            bound.offers = offers;
        }
    }

    /// Where what is at a stop goes.
    fn links(&self, at: u32, pools: &Pools, regime: RegimeIx, then: &mut Then<'a>, links: &mut Vec<Link>) {
        links.clear();
        let takers = pools.chart.stop(at).into_iter().flat_map(|stop| pools.chart.takers(self, stop));
        for taker in takers {
            self.link(taker, pools, regime, then, links);
        }
    }

    /// Where a data item goes by a flow, to whoever hands it on in turn.
    fn link(
        &self,
        taker: &Taker,
        pools: &Pools,
        regime: RegimeIx,
        then: &mut Then<'a>,
        links: &mut Vec<Link>,
    ) {
        let Taker { course, rank, data, .. } = *taker;
        if !pools.begun(course) {
            return;
        }
        if let Some(gifts) = pools.gifts(course, regime) {
            for gift in gifts.iter().filter(|gift| gift.data == data) {
                if let Some(to) = pools.chart.lies(course, gift.recipient, data, self.view.day) {
                    links.push(Link { course, rank, to, how: How::Own });
                }
            }
            return;
        }
        let engine = self.as_of(pools.chart.until(taker), then);
        let mut barred = None;
        for (hop, leg, to) in pools.chart.onward(taker, self.view.day) {
            // Data that come back into the free area are under its own law again.
            if engine.free_crossing(&leg.crossing, regime).is_some() {
                continue;
            }
            let barred = *barred.get_or_insert_with(|| {
                let flow = || pools.chart.course(course).map(|course| course.flow);
                let forbidden = |flow| engine.forbidden(flow).next().is_some();
                pools.banned(course) || (engine.rules_out() && flow().is_some_and(forbidden))
            });
            links.push(Link { course, rank, to, how: How::Carried { hop, barred } });
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
