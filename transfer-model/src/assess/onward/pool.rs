//! Pools: what reached each party under each regime, by data item and by description of the people.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::sync::Arc;

use super::chart::{Chart, NONE, number, place};
use super::load::{Book, Breaks, Gift, Load, kept};
use super::reach::Reach;
use crate::assess::engine::Engine;
use crate::assess::own::Own;
use crate::assess::time::Scope;
use crate::index::{DataIx, FlowIx, InstrumentIx, PartyIx, RegimeIx};
use crate::spread;

/// What is looked at ahead of a flow: so many stops, of which so many lie together.
const FETCHED: usize = 4;
const TOGETHER: usize = 2;

/// What came with a data item, of one pool or of several.
#[derive(Debug)]
pub(super) struct Brought<'p> {
    pub(super) data: DataIx,
    pub(super) breaks: Breaks,
    pub(super) load: Cow<'p, Load>,
}

impl Brought<'_> {
    /// Whether it puts the flow under the law it came from.
    pub(super) fn binds(&self) -> bool {
        self.breaks.any() || !self.load.duties.is_empty()
    }
}

/// Whether a flow runs, or is over, and under which laws: small, since every law asks it of every flow.
#[derive(Debug, Clone, Copy, Default)]
struct Present {
    /// A bit for each law that may bind it of itself: most that are asked for do not.
    laws: u64,
    begun: bool,
    banned: bool,
}

/// Regimes that bind a flow of themselves, and what it hands on under each.
type Gifts = Box<[(RegimeIx, Box<[Gift]>)]>;

fn bit(regime: RegimeIx) -> u64 {
    1u64.rotate_left(number(regime.position()))
}

/// All pools, and what is asked to match flows with them. Flows are matched by facts that no day changes, so that
/// the pools of one day serve the next where nothing was handed on otherwise.
#[derive(Debug)]
pub(in crate::assess) struct Pools {
    /// The same for every day, and so for copies.
    pub(super) chart: Arc<Chart>,
    reach: BTreeMap<RegimeIx, Reach>,
    /// How many duties of a kind a load keeps.
    keep: usize,
    /// By place on the chart.
    present: Vec<Present>,
    gifts: Vec<Gifts>,
    /// Parties whose pools changed since this was last asked, and under which regime.
    moved: BTreeSet<(PartyIx, RegimeIx)>,
}

impl Pools {
    /// Prepares for the flows of a day and those whose data linger.
    pub(super) fn new(engine: &Engine<'_>) -> Self {
        let chart = Chart::new(engine);
        Self {
            reach: BTreeMap::new(),
            keep: kept(engine.register),
            present: vec![Present::default(); chart.length()],
            gifts: vec![Gifts::default(); chart.length()],
            moved: BTreeSet::new(),
            chart: Arc::new(chart),
        }
    }

    /// Tells how far down the chains the parties stand by the flows noted so far.
    pub(super) fn level(&mut self) {
        let Self { chart, present, .. } = self;
        Arc::make_mut(chart)
            .level_all(|course| present.get(place(course)).is_some_and(|present| present.begun));
    }

    /// Notes what a flow does by its own laws; it runs, or is over.
    pub(in crate::assess) fn present(&mut self, engine: &Engine<'_>, flow: FlowIx, own: &Own) {
        let gifts = own.regimes.iter().map(|regime| {
            let reach = self.reach.entry(regime.regime);
            let book = &mut reach.or_insert_with(|| Reach::new(self.keep)).book;
            (regime.regime, engine.gifts_of(flow, regime, book).into())
        });
        let gifts = gifts.collect();
        self.place(flow, own.banned, gifts);
    }

    /// The same of many flows.
    pub(super) fn present_all(&mut self, engine: &Engine<'_>, flows: &[(FlowIx, &Own)]) {
        let keep = self.keep;
        let parts = spread::in_turn(spread::parts(flows.len()), |range| {
            let flows = flows.get(range).unwrap_or_default();
            let mut books: BTreeMap<RegimeIx, Book> = BTreeMap::new();
            let given = flows.iter().map(|(flow, own)| {
                let gifts = own.regimes.iter().map(|regime| {
                    let book = books.entry(regime.regime).or_insert_with(|| Book::new(keep));
                    (regime.regime, engine.gifts_of(*flow, regime, book).into())
                });
                (*flow, own.banned, gifts.collect::<Gifts>())
            });
            let given: Vec<_> = given.collect();
            (given, books)
        });
        // Duties are numbered as if the flows had been gone through one after another.
        let numbered: Vec<_> = parts
            .into_iter()
            .map(|(given, books)| {
                let numbers = books.into_iter().map(|(regime, book)| {
                    let reach = self.reach.entry(regime).or_insert_with(|| Reach::new(keep));
                    (regime, reach.book.take_in(book))
                });
                (given, numbers.collect::<BTreeMap<RegimeIx, Vec<u32>>>())
            })
            .collect();
        let parts = spread::in_turn(numbered, |(mut given, numbers)| {
            for (regime, gifts) in given.iter_mut().flat_map(|(_, _, gifts)| gifts) {
                let Some(numbers) = numbers.get(regime) else { continue };
                for duty in gifts.iter_mut().filter_map(|gift| gift.duty.as_mut()) {
                    *duty = numbers.get(place(*duty)).copied().unwrap_or(NONE);
                }
            }
            given
        });
        for (flow, banned, gifts) in parts.into_iter().flatten() {
            self.place(flow, banned, gifts);
        }
    }

    fn place(&mut self, flow: FlowIx, banned: bool, gifts: Gifts) {
        let course = self.chart.of(flow);
        let laws = gifts.iter().fold(0, |laws, (regime, _)| laws | bit(*regime));
        if let (Some(present), Some(slot)) =
            (self.present.get_mut(place(course)), self.gifts.get_mut(place(course)))
        {
            *present = Present { begun: true, banned, laws };
            *slot = gifts;
        }
    }

    /// The duties of a regime.
    pub(super) fn book(&self, regime: RegimeIx) -> Option<&Book> {
        self.reach.get(&regime).map(|reach| &reach.book)
    }

    fn of(&self, course: u32) -> Option<&Present> {
        self.present.get(place(course)).filter(|present| present.begun)
    }

    fn gifts_of(&self, course: u32) -> &[(RegimeIx, Box<[Gift]>)] {
        self.gifts.get(place(course)).map_or(&[], |gifts| gifts.as_ref())
    }

    /// Whether the flow runs or is over.
    pub(super) fn begun(&self, course: u32) -> bool {
        self.of(course).is_some()
    }

    /// What a flow hands on by its own law under a regime; none: the regime does not bind it of itself.
    pub(super) fn gifts(&self, course: u32, regime: RegimeIx) -> Option<&[Gift]> {
        self.of(course).filter(|present| present.laws & bit(regime) != 0)?;
        let own = self.gifts_of(course).iter();
        own.filter(|(law, _)| *law == regime).map(|(_, gifts)| gifts.as_ref()).next()
    }

    /// Regimes that bind the flow of themselves.
    pub(in crate::assess) fn own(&self, flow: FlowIx) -> impl Iterator<Item = RegimeIx> + '_ {
        self.own_of(self.chart.of(flow))
    }

    pub(super) fn own_of(&self, course: u32) -> impl Iterator<Item = RegimeIx> + '_ {
        self.gifts_of(course).iter().map(|(regime, _)| *regime)
    }

    /// Takes the pools of a regime out, to be put back.
    pub(super) fn take(&mut self, regime: RegimeIx) -> Reach {
        self.reach.remove(&regime).unwrap_or_else(|| Reach::new(self.keep))
    }

    /// Puts the pools of a regime back, and notes the parties where they changed.
    pub(super) fn put_back(&mut self, regime: RegimeIx, mut reach: Reach, changed: BTreeSet<PartyIx>) {
        reach.changed = Vec::new();
        self.reach.insert(regime, reach);
        self.moved.extend(changed.into_iter().map(|party| (party, regime)));
    }

    /// Parties whose pools changed since this was last asked, and under which regime.
    pub(in crate::assess) fn moved(&mut self) -> BTreeSet<(PartyIx, RegimeIx)> {
        std::mem::take(&mut self.moved)
    }

    /// Flows of a party.
    pub(in crate::assess) fn outgoing(&self, party: PartyIx) -> impl Iterator<Item = FlowIx> + '_ {
        self.chart.outgoing(party)
    }

    /// Whether a ban stops the flow.
    pub(super) fn banned(&self, course: u32) -> bool {
        self.of(course).is_some_and(|present| present.banned)
    }

    /// Whether the regime binds the flow of itself.
    pub(in crate::assess) fn binds(&self, flow: FlowIx, regime: RegimeIx) -> bool {
        self.gifts(self.chart.of(flow), regime).is_some()
    }

    /// What came with each data item of a flow by the stops it takes from, in the order written; items with which
    /// nothing came are left out.
    pub(super) fn loads(&self, taken: &[(DataIx, u32)], regime: RegimeIx) -> Vec<Brought<'_>> {
        let Some(reach) = self.reach.get(&regime) else { return Vec::new() };
        let mut loads: Vec<Brought<'_>> = Vec::new();
        for (data, stop) in taken {
            let breaks = reach.breaks(*stop);
            let bound = reach.bound(*stop).map(|bound| &bound.load);
            if bound.is_none() && !breaks.any() {
                continue;
            }
            match loads.last_mut().filter(|last| last.data == *data) {
                None => {
                    let load = bound.map_or(Cow::Owned(Load::default()), Cow::Borrowed);
                    loads.push(Brought { data: *data, breaks, load });
                }
                Some(known) => {
                    known.breaks.join(&breaks);
                    if let Some(load) = bound {
                        known.load.to_mut().join(load, &reach.book);
                    }
                }
            }
        }
        loads.retain(|brought| brought.binds() || !brought.load.lapsed.is_empty());
        loads
    }

    /// Regimes under which something reached one of these stops.
    pub(super) fn reaching<'p>(&'p self, taken: &'p [(DataIx, u32)]) -> impl Iterator<Item = RegimeIx> + 'p {
        let reached = |(_, reach): &(&RegimeIx, &Reach)| taken.iter().any(|(_, stop)| reach.reached(*stop));
        self.reach.iter().filter(reached).map(|(regime, _)| *regime)
    }

    /// Regimes of a scope under which something reached the party.
    pub(in crate::assess) fn regimes(
        &self,
        party: PartyIx,
        scope: Scope,
    ) -> impl Iterator<Item = RegimeIx> + '_ {
        let stops = self.chart.stops_at(party);
        let reached = move |(regime, reach): &(&RegimeIx, &Reach)| {
            scope.has(**regime) && stops.clone().any(|stop| reach.reached(stop))
        };
        self.reach.iter().filter(reached).map(|(regime, _)| *regime)
    }

    /// By party, whether something reached it under a regime of the scope.
    pub(in crate::assess) fn reached_under(&self, scope: Scope, parties: usize) -> Vec<bool> {
        let mut reached = vec![false; parties];
        let under = |(regime, reach): &(&RegimeIx, &Reach)| scope.has(**regime) && !reach.breaks.is_empty();
        let under: Vec<&Reach> = self.reach.iter().filter(under).map(|(_, reach)| reach).collect();
        for (at, reached) in reached.iter_mut().enumerate().filter(|_| !under.is_empty()) {
            let mut stops = self.chart.stops_at(PartyIx::new(at));
            *reached = stops.any(|stop| under.iter().any(|reach| reach.reached(stop)));
        }
        reached
    }

    /// Regimes under which something reached anybody.
    pub(in crate::assess) fn reached(&self) -> impl Iterator<Item = RegimeIx> + '_ {
        self.reach.iter().filter(|(_, reach)| !reach.breaks.is_empty()).map(|(regime, _)| *regime)
    }

    /// Whether something reached the party under a document: this one, or where none is given any.
    pub(in crate::assess) fn under(&self, party: PartyIx, document: Option<InstrumentIx>) -> bool {
        let stops = self.chart.stops_at(party);
        self.reach.values().any(|reach| {
            let asks = |duty| {
                reach.book.ways(duty).iter().any(|asked| match document {
                    Some(_) => asked.document == document,
                    None => asked.document.is_some(),
                })
            };
            let mut here = stops.clone().filter_map(|stop| reach.bound(stop));
            here.any(|bound| bound.load.duties.iter().any(|owed| asks(owed.duty)))
        })
    }

    /// Looks ahead at what leads on from some stops.
    pub(super) fn fetch_on(&self, stops: impl Iterator<Item = u32> + Clone) {
        self.chart.fetch(stops, |course| self.present.get(place(course)).map_or(0, |present| present.laws));
    }

    /// The same for the days that follow, on which nobody asks by which flows it came.
    pub(in crate::assess) fn for_days(&self) -> Self {
        let Self { chart, keep, present, gifts, moved, .. } = self;
        let reach = self.reach.iter().map(|(regime, reach)| (*regime, reach.for_days())).collect();
        Self {
            chart: Arc::clone(chart),
            reach,
            keep: *keep,
            present: present.clone(),
            gifts: gifts.clone(),
            moved: moved.clone(),
        }
    }

    /// Looks ahead at what came to some flows, so that it is at hand.
    pub(in crate::assess) fn fetch(&self, flows: &[FlowIx]) {
        let mut seen = 0u32;
        for flow in flows {
            seen ^= self.chart.of(*flow);
        }
        for flow in flows {
            let stops = self.chart.stops_of(self.chart.of(*flow));
            for reach in self.reach.values() {
                for stop in stops.clone().step_by(TOGETHER).take(FETCHED) {
                    seen ^= u32::from(reach.breaks(stop).any());
                }
                seen ^= reach.bound.get(place(stops.start)).map_or(0, |at| *at);
            }
        }
        for flow in flows {
            let stops = self.chart.stops_of(self.chart.of(*flow));
            for reach in self.reach.values() {
                for stop in stops.clone().take(FETCHED) {
                    seen ^= reach.bound(stop).map_or(0, |bound| u32::from(bound.load.duties.is_empty()));
                }
            }
        }
        black_box(seen);
    }

    /// The flows that brought what binds this one, in the order of their ids.
    pub(super) fn via(
        &self,
        engine: &Engine<'_>,
        flow: FlowIx,
        taken: &[(DataIx, u32)],
        regime: RegimeIx,
    ) -> Vec<FlowIx> {
        let Some(reach) = self.reach.get(&regime) else { return Vec::new() };
        let Some(via) = &reach.via else { return Vec::new() };
        let own = engine.lookup.rank(flow);
        let ranks = taken.iter().flat_map(|(_, stop)| via.at(*stop)).copied();
        let mut ranks: Vec<u32> = ranks.filter(|rank| *rank != own).collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks.into_iter().map(|rank| engine.lookup.at_rank(rank)).collect()
    }
}
