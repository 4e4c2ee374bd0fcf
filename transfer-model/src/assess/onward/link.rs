//! Where what lies at a stop goes next under one law: worked out once for each stop, however often something comes
//! there, and kept in the order in which the stops were met, since those that are met together are met together again.

use std::hint::black_box;
use std::ops::Range;

use super::Then;
use super::chart::{Taker, number, place};
use super::pool::Pools;
use crate::assess::engine::Engine;
use crate::index::RegimeIx;

/// Where what is in a pool goes by one of the flows that take from it, to whoever hands it on in turn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    /// The flow, by place on the chart and by position in the order of ids.
    pub(super) course: u32,
    pub(super) rank: u32,
    /// The stop where it lies next.
    pub(super) to: u32,
    pub(super) how: How,
}

/// Under which law a flow takes from a pool.
#[derive(Debug, Clone, Copy)]
pub(super) enum How {
    /// Its own: breaks go on, its duties are its own.
    Own,
    /// One that came with the data: by a hop of the flow. A ban may stop the flow, or a house rule what
    /// it relies on.
    Carried { hop: u32, barred: bool },
}

impl Link {
    pub(super) const fn barred(&self) -> bool {
        matches!(self.how, How::Carried { barred: true, .. })
    }
}

/// The links of the stops met so far.
#[derive(Debug, Default)]
pub(super) struct Links {
    all: Vec<Link>,
    /// By stop, its first and the one after its last, each counted from one; zero: not met yet. Empty: none was.
    of: Vec<(u32, u32)>,
}

impl Links {
    /// Those of a stop, by number.
    fn of(&self, stop: u32) -> Option<Range<u32>> {
        let (first, end) = *self.of.get(place(stop))?;
        Some(first.checked_sub(1)?..end.checked_sub(1)?)
    }

    pub(super) fn get(&self, link: u32) -> Option<Link> {
        self.all.get(place(link)).copied()
    }

    /// Looks ahead at where what lies at some stops goes.
    pub(super) fn fetch(&self, stops: impl Iterator<Item = u32> + Clone, pools: &Pools) {
        let mut seen = 0u32;
        for stop in stops.clone() {
            let first = self.of(stop).and_then(|links| self.get(links.start));
            seen ^= first.map_or(0, |link| link.to);
        }
        black_box(seen);
        pools.fetch_on(stops.filter(|stop| self.of(*stop).is_none()));
    }
}

impl<'a> Engine<'a> {
    /// Where what is at a stop goes, by number.
    pub(super) fn links(
        &self,
        at: u32,
        pools: &Pools,
        regime: RegimeIx,
        then: &mut Then<'a>,
        links: &mut Links,
    ) -> Range<u32> {
        if let Some(known) = links.of(at) {
            return known;
        }
        if links.of.is_empty() {
            links.of = vec![(0, 0); pools.chart.size()];
        }
        let first = number(links.all.len());
        let takers = pools.chart.stop(at).into_iter().flat_map(|stop| pools.chart.takers(self, stop));
        for taker in takers {
            self.link(taker, pools, regime, then, &mut links.all);
        }
        let end = number(links.all.len());
        if let Some(slot) = links.of.get_mut(place(at)) {
            *slot = (first.saturating_add(1), end.saturating_add(1));
        }
        first..end
    }

    /// Where a data item goes by a flow, to whoever hands it on in turn.
    pub(super) fn link(
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
}
