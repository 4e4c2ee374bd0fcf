//! What reached each stop of the chart under one regime: breaks, duties, and by which flows they came.

use std::collections::BTreeSet;

use super::chart::{Chart, NONE, number, place};
use super::load::{Book, Break, Breaks, Load, Owed};
use super::offer::Offers;
use crate::index::PartyIx;

/// Duties in a pool.
#[derive(Debug, Clone, Default)]
pub(super) struct Bound {
    pub(super) load: Load,
    /// While the tide runs: duties that were not handed on yet, whether others were, and what the claims of each way on
    /// offer, where that is asked often.
    pub(super) fresh: Vec<Owed>,
    pub(super) handed: bool,
    pub(super) offers: Vec<Option<Box<Offers>>>,
}

/// Flows that brought something which binds.
#[derive(Debug, Clone, Default)]
pub(super) struct Via {
    /// While the tide runs, by stop and rank.
    found: Vec<(u32, u32)>,
    /// Then by stop: where its ranks end, which follow those of the stop before.
    ends: Vec<u32>,
    ranks: Vec<u32>,
}

impl Via {
    /// Puts what was found in its order.
    fn settle(&mut self, stops: usize) {
        let mut found = std::mem::take(&mut self.found);
        found.sort_unstable();
        found.dedup();
        self.ranks = found.iter().map(|(_, rank)| *rank).collect();
        let mut rest = found.iter().peekable();
        let mut end = 0u32;
        let ends = (0..number(stops)).map(|stop| {
            while rest.next_if(|(at, _)| *at == stop).is_some() {
                end = end.saturating_add(1);
            }
            end
        });
        self.ends = ends.collect();
    }

    /// The ranks of the flows that brought something to a stop.
    pub(super) fn at(&self, stop: u32) -> &[u32] {
        let end = self.ends.get(place(stop)).map_or(0, |end| *end);
        let start = stop.checked_sub(1).and_then(|before| self.ends.get(place(before))).map_or(0, |end| *end);
        self.ranks.get(place(start)..place(end)).unwrap_or_default()
    }
}

/// The pools of one regime: one at each stop of the chart that something reached. What everything that passes looks at
/// is small and stands by itself.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// Its duties, which stay the same whatever is carried.
    pub(super) book: Book,
    /// By stop; empty: nothing was carried.
    pub(super) breaks: Vec<Breaks>,
    /// By stop, its duties, if there ever were any; empty: nowhere.
    pub(super) bound: Vec<u32>,
    bounds: Vec<Bound>,
    /// None: nobody asks.
    pub(super) via: Option<Via>,
    /// Stops where something changed since it was put back last.
    pub(super) changed: Vec<u32>,
}

impl Reach {
    pub(super) fn new(keep: usize) -> Self {
        Self { book: Book::new(keep), ..Self::default() }
    }

    /// Empties it, but for its duties; gives what was there.
    pub(super) fn empty(&mut self) -> Self {
        let book = std::mem::take(&mut self.book);
        std::mem::replace(self, Self { book, ..Self::default() })
    }

    /// The same, but by which flows it came.
    pub(super) fn for_days(&self) -> Self {
        let Self { book, breaks, bound, bounds, changed, .. } = self;
        Self {
            book: book.clone(),
            breaks: breaks.clone(),
            bound: bound.clone(),
            bounds: bounds.clone(),
            via: None,
            changed: changed.clone(),
        }
    }

    /// Makes room for every stop.
    pub(super) fn begin(&mut self, chart: &Chart) {
        self.breaks.resize(chart.size(), Breaks::default());
    }

    /// From now on notes which flows brought something.
    pub(super) fn ask_via(&mut self) {
        self.via.get_or_insert_default();
    }

    /// The breaks that reached a stop.
    pub(super) fn breaks(&self, stop: u32) -> Breaks {
        self.breaks.get(place(stop)).copied().unwrap_or_default()
    }

    /// The duties at a stop.
    pub(super) fn bound(&self, stop: u32) -> Option<&Bound> {
        self.bounds.get(place(*self.bound.get(place(stop))?))
    }

    pub(super) fn bound_mut(&mut self, stop: u32) -> Option<&mut Bound> {
        self.bounds.get_mut(place(*self.bound.get(place(stop))?))
    }

    /// The duties at a stop, to be added to.
    pub(super) fn bind(&mut self, stop: u32) -> Option<&mut Bound> {
        if self.bound.is_empty() {
            self.bound.resize(self.breaks.len(), NONE);
        }
        let at = self.bound.get_mut(place(stop))?;
        if *at == NONE {
            *at = number(self.bounds.len());
            self.bounds.push(Bound::default());
        }
        self.bounds.get_mut(place(*at))
    }

    /// Adds a duty; whether it is of an earlier flow than all at the stop that were not handed on yet.
    pub(super) fn owe(&mut self, stop: u32, owed: Owed) -> bool {
        self.bind(stop);
        let Self { book, bound, bounds, changed, .. } = self;
        let at = bound.get(place(stop)).map_or(NONE, |at| *at);
        let Some(bound) = bounds.get_mut(place(at)) else { return false };
        if !bound.load.owe(owed, book) {
            return false;
        }
        changed.push(stop);
        let first = bound.fresh.iter().all(|other| owed.flow < other.flow);
        bound.fresh.push(owed);
        first
    }

    /// Adds a break; whether that changed anything.
    pub(super) fn broke(&mut self, stop: u32, broken: Break) -> bool {
        let changed = self.breaks.get_mut(place(stop)).is_some_and(|breaks| breaks.add(broken));
        if changed {
            self.changed.push(stop);
        }
        changed
    }

    /// Notes that a flow brought something that binds.
    pub(super) fn brought(&mut self, stop: u32, rank: u32) {
        if let Some(via) = &mut self.via {
            via.found.push((stop, rank));
        }
    }

    /// Whether anything reached a stop.
    pub(super) fn reached(&self, stop: u32) -> bool {
        self.breaks(stop).any() || self.bound(stop).is_some()
    }

    /// Whether what is at a stop puts the next flow under its law.
    pub(super) fn binds(&self, stop: u32) -> bool {
        self.breaks(stop).any() || self.bound(stop).is_some_and(|bound| !bound.load.duties.is_empty())
    }

    /// Forgets what is only asked while the tide runs.
    pub(super) fn calm(&mut self) {
        for bound in &mut self.bounds {
            (bound.fresh, bound.handed, bound.offers) = (Vec::new(), false, Vec::new());
        }
        if let Some(via) = &mut self.via {
            via.settle(self.breaks.len());
        }
    }

    /// Parties whose pools changed since they were put back last.
    pub(super) fn changed(&self, chart: &Chart) -> BTreeSet<PartyIx> {
        self.changed.iter().filter_map(|stop| chart.party(*stop)).collect()
    }

    /// Parties of which other things are to be said than before.
    pub(super) fn differing(&self, before: &Self, chart: &Chart) -> BTreeSet<PartyIx> {
        let nothing = Load::default();
        let moved = (0..number(chart.size())).filter(|stop| {
            let (now, then) = (self.bound(*stop), before.bound(*stop));
            let (load, loaded) = (now.map_or(&nothing, |b| &b.load), then.map_or(&nothing, |b| &b.load));
            self.breaks(*stop) != before.breaks(*stop) || !load.same(loaded)
        });
        moved.filter_map(|stop| chart.party(stop)).collect()
    }
}
