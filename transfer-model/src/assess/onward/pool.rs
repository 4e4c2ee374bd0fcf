//! Pools: what reached each party under each regime, by data item and by description of the people.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::cover::Offers;
use super::load::{Book, Gift, Load, Owed, kept};
use crate::assess::engine::{Engine, Own};
use crate::day::Day;
use crate::index::{DataIx, FlowIx, InstrumentIx, PartyIx, PlaceIx, RegimeIx};
use crate::register::{Flow, Subjects};

/// A description of the people, by number.
type People = u32;

/// Data of like kind, about like people, that reached a party under a regime.
#[derive(Debug)]
pub(super) struct Pool {
    pub(super) party: PartyIx,
    pub(super) data: DataIx,
    people: People,
    /// Of the last days of the party's flows, the first and the one after the last on which these data were there.
    there: (usize, usize),
    pub(super) load: Load,
    /// Flows that brought something which binds, by position in the order of ids.
    pub(super) via: Vec<u32>,
    /// While the tide runs: duties that were not handed on yet, and where what is here goes.
    pub(super) tide: Running,
}

/// What a pool has to remember while the tide runs.
#[derive(Debug, Default)]
pub(super) struct Running {
    pub(super) fresh: Vec<Owed>,
    pub(super) links: Option<Vec<Link>>,
    pub(super) changed: bool,
}

/// The pools of one regime.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// Its duties, which stay the same whatever is carried.
    pub(super) book: Book,
    pub(super) pools: Vec<Pool>,
    /// By party, in the order of data, people and time.
    by_party: Vec<Vec<usize>>,
}

impl Reach {
    fn new(keep: usize) -> Self {
        Self { book: Book::new(keep), ..Self::default() }
    }

    /// Empties it; gives what was there.
    pub(super) fn empty(&mut self) -> Self {
        let (pools, by_party) = (std::mem::take(&mut self.pools), std::mem::take(&mut self.by_party));
        Self { book: Book::default(), pools, by_party }
    }

    /// Where the pools of a party are.
    pub(super) fn at(&self, party: PartyIx) -> &[usize] {
        self.by_party.get(party.position()).map_or(&[], Vec::as_slice)
    }

    fn of(&self, party: PartyIx) -> impl Iterator<Item = &Pool> {
        self.at(party).iter().filter_map(|at| self.pools.get(*at))
    }

    /// The pool of a recipient for what a flow brings of a data item; made where there is none. None: whoever gets
    /// the data hands nothing on while they are there.
    pub(super) fn pool(
        &mut self,
        engine: &Engine<'_>,
        pools: &Pools,
        flow: FlowIx,
        recipient: PartyIx,
        data: DataIx,
    ) -> Option<usize> {
        if pools.outgoing(recipient).is_empty() {
            return None;
        }
        let fact = engine.register.flow(flow);
        let ends = pools.ends.get(recipient.position()).map_or(&[][..], Vec::as_slice);
        let returned = fact.returned.filter(|returned| *returned <= engine.view.day);
        let there = (
            ends.partition_point(|end| *end < fact.period.since),
            returned.map_or(usize::MAX, |returned| ends.partition_point(|end| *end < returned)),
        );
        if there.0 >= there.1 {
            return None;
        }
        let people = pools.people.get(flow.position()).copied().unwrap_or(0);
        if self.by_party.is_empty() {
            self.by_party.resize_with(pools.outgoing.len(), Vec::new);
        }
        let (list, known) = (self.by_party.get_mut(recipient.position())?, &self.pools);
        let key = |at: &usize| known.get(*at).map(|pool| (pool.data, pool.people, pool.there));
        match list.binary_search_by_key(&Some((data, people, there)), key) {
            Ok(found) => list.get(found).copied(),
            Err(place) => {
                let at = self.pools.len();
                list.insert(place, at);
                let (load, via, tide) = (Load::default(), Vec::new(), Running::default());
                self.pools.push(Pool { party: recipient, data, people, there, load, via, tide });
                Some(at)
            }
        }
    }

    /// Forgets what is only asked while the tide runs; gives the parties whose pools changed.
    pub(super) fn calm(&mut self) -> BTreeSet<PartyIx> {
        let mut changed = BTreeSet::new();
        for pool in &mut self.pools {
            if std::mem::take(&mut pool.tide).changed {
                changed.insert(pool.party);
            }
            pool.via.sort_unstable();
            pool.via.dedup();
        }
        changed
    }

    /// Parties of which other things are to be said than before.
    pub(super) fn differing(&self, before: &Self) -> BTreeSet<PartyIx> {
        let parties = (0..self.by_party.len().max(before.by_party.len())).map(PartyIx::new);
        let same = |a: &Pool, b: &Pool| {
            (a.data, a.people, a.there) == (b.data, b.people, b.there) && a.load.same(&b.load)
        };
        let moved = parties.filter(|party| {
            let (mut now, mut then) = (self.of(*party), before.of(*party));
            loop {
                match (now.next(), then.next()) {
                    (None, None) => return false,
                    (Some(a), Some(b)) if same(a, b) => {}
                    _ => return true,
                }
            }
        });
        moved.collect()
    }
}

/// Where what is in a pool goes by one of the flows that take from it.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) flow: FlowIx,
    /// The flow, by position in the order of ids.
    pub(super) rank: u32,
    pub(super) to: usize,
    /// Whether it is noted that the flow brought a break there.
    pub(super) brought: bool,
    pub(super) how: How,
}

/// Under which law a flow takes from a pool.
#[derive(Debug)]
pub(super) enum How {
    /// Its own: breaks go on, its duties are its own.
    Own,
    /// One that came with the data.
    Carried {
        recipient: PartyIx,
        place: Option<PlaceIx>,
        /// A ban stops the flow, or a house rule what it relies on.
        barred: bool,
        /// What its claims offer, once somebody asked.
        offers: Option<Box<Offers>>,
    },
}

impl Link {
    pub(super) const fn barred(&self) -> bool {
        matches!(self.how, How::Carried { barred: true, .. })
    }
}

/// What a flow that runs, or is over, does by the laws that bind it of themselves.
#[derive(Debug, Default)]
struct Present {
    banned: bool,
    /// Regimes that bind it of themselves, and what it hands on under each.
    own: Vec<(RegimeIx, Vec<Gift>)>,
}

/// All pools, and what is asked to match flows with them. Flows are matched by facts that no day changes, so that
/// the pools of one day serve the next where nothing was handed on otherwise.
#[derive(Debug)]
pub(in crate::assess) struct Pools {
    reach: BTreeMap<RegimeIx, Reach>,
    /// How many duties of a kind a load keeps.
    keep: usize,
    /// Flows of each party, in the order of the register, and by the data items they carry.
    outgoing: Vec<Vec<FlowIx>>,
    carrying: Vec<Vec<(DataIx, FlowIx)>>,
    levels: Vec<u32>,
    /// By flow.
    people: Vec<People>,
    /// Whether two descriptions may be of the same people.
    meet: Vec<Vec<bool>>,
    /// Last days of a party's flows, in order.
    ends: Vec<Vec<Day>>,
    /// By flow: its last day among those of its exporter.
    end: Vec<usize>,
    /// By flow; none: it has not begun.
    present: Vec<Option<Present>>,
    /// Parties whose pools changed since this was last asked, and under which regime.
    moved: BTreeSet<(PartyIx, RegimeIx)>,
}

impl Pools {
    /// Prepares for the flows of a day and those whose data linger.
    pub(super) fn new(engine: &Engine<'_>, flows: impl Iterator<Item = FlowIx>) -> Self {
        let register = engine.register;
        let parties = register.parties.len();
        let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(parties, register.flows.len());
        for _ in 0..parties {
            graph.add_node(());
        }
        for flow in flows {
            let flow = register.flow(flow);
            for to in engine.destinations(flow) {
                let from = NodeIndex::new(flow.from.value.position());
                graph.add_edge(from, NodeIndex::new(to.recipient.position()), ());
            }
        }
        let mut outgoing = vec![Vec::new(); parties];
        let mut carrying: Vec<Vec<(DataIx, FlowIx)>> = vec![Vec::new(); parties];
        let mut ends: Vec<Vec<Day>> = vec![Vec::new(); parties];
        let mut people = Vec::with_capacity(register.flows.len());
        let mut known: Vec<&[Subjects]> = Vec::new();
        let mut numbers: BTreeMap<Description<'_>, People> = BTreeMap::new();
        for (at, flow) in register.flows.iter().enumerate() {
            if let Some(list) = outgoing.get_mut(flow.from.value.position()) {
                list.push(FlowIx::new(at));
            }
            if let Some(list) = carrying.get_mut(flow.from.value.position()) {
                list.extend(flow.data.iter().map(|data| (data.value, FlowIx::new(at))));
            }
            if let Some(list) = ends.get_mut(flow.from.value.position()) {
                list.push(flow.period.until);
            }
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            people.push(*numbers.entry(describe(flow)).or_insert_with(|| {
                known.push(&flow.subjects);
                next
            }));
        }
        for days in &mut ends {
            days.sort_unstable();
            days.dedup();
        }
        for list in &mut carrying {
            list.sort_unstable();
        }
        let last = |flow: &Flow| {
            let ends = ends.get(flow.from.value.position()).map_or(&[][..], Vec::as_slice);
            ends.partition_point(|end| *end < flow.period.until)
        };
        let end = register.flows.iter().map(last).collect();
        let meet = known.iter().map(|a| known.iter().map(|b| same_people(engine, a, b)).collect()).collect();
        Self {
            reach: BTreeMap::new(),
            keep: kept(register),
            outgoing,
            carrying,
            levels: levels(&graph),
            people,
            meet,
            ends,
            end,
            present: register.flows.iter().map(|_| None).collect(),
            moved: BTreeSet::new(),
        }
    }

    /// Notes what a flow does by its own laws; it runs, or is over.
    pub(in crate::assess) fn present(&mut self, engine: &Engine<'_>, flow: FlowIx, own: &Own) {
        let gifts = own.regimes.iter().map(|regime| {
            let reach = self.reach.entry(regime.regime);
            let book = &mut reach.or_insert_with(|| Reach::new(self.keep)).book;
            (regime.regime, engine.gifts_of(flow, regime, book))
        });
        let gifts = gifts.collect();
        if let Some(slot) = self.present.get_mut(flow.position()) {
            *slot = Some(Present { banned: own.banned, own: gifts });
        }
    }

    /// The duties of a regime.
    pub(super) fn book(&self, regime: RegimeIx) -> Option<&Book> {
        self.reach.get(&regime).map(|reach| &reach.book)
    }

    fn of(&self, flow: FlowIx) -> Option<&Present> {
        self.present.get(flow.position()).and_then(Option::as_ref)
    }

    /// Whether the flow runs or is over.
    pub(super) fn begun(&self, flow: FlowIx) -> bool {
        self.of(flow).is_some()
    }

    /// What a flow hands on by its own law under a regime.
    pub(super) fn gifts(&self, flow: FlowIx, regime: RegimeIx) -> &[Gift] {
        let own = self.of(flow).into_iter().flat_map(|present| &present.own);
        own.filter(|(law, _)| *law == regime).map(|(_, gifts)| gifts.as_slice()).next().unwrap_or_default()
    }

    /// Regimes that bind the flow of themselves.
    pub(in crate::assess) fn own(&self, flow: FlowIx) -> impl Iterator<Item = RegimeIx> + '_ {
        self.of(flow).into_iter().flat_map(|present| &present.own).map(|(regime, _)| *regime)
    }

    /// Takes the pools of a regime out, to be put back.
    pub(super) fn take(&mut self, regime: RegimeIx) -> Reach {
        self.reach.remove(&regime).unwrap_or_else(|| Reach::new(self.keep))
    }

    /// Puts the pools of a regime back, and notes the parties where they changed.
    pub(super) fn put_back(&mut self, regime: RegimeIx, reach: Reach, changed: BTreeSet<PartyIx>) {
        self.reach.insert(regime, reach);
        self.moved.extend(changed.into_iter().map(|party| (party, regime)));
    }

    /// Parties whose pools changed since this was last asked, and under which regime.
    pub(in crate::assess) fn moved(&mut self) -> BTreeSet<(PartyIx, RegimeIx)> {
        std::mem::take(&mut self.moved)
    }

    /// How far down the chains a party stands: one more than the furthest of those that send to it, circles
    /// counting as one.
    pub(super) fn level(&self, party: PartyIx) -> u32 {
        self.levels.get(party.position()).copied().unwrap_or(0)
    }

    /// Flows of a party.
    pub(in crate::assess) fn outgoing(&self, party: PartyIx) -> &[FlowIx] {
        self.outgoing.get(party.position()).map_or(&[], Vec::as_slice)
    }

    /// Whether a ban stops the flow.
    pub(super) fn banned(&self, flow: FlowIx) -> bool {
        self.of(flow).is_some_and(|present| present.banned)
    }

    /// Whether the regime binds the flow of itself.
    pub(super) fn binds(&self, flow: FlowIx, regime: RegimeIx) -> bool {
        self.own(flow).any(|own| own == regime)
    }

    /// Flows that take from a pool.
    pub(super) fn takers(&self, pool: &Pool) -> Vec<FlowIx> {
        let carrying = self.carrying.get(pool.party.position()).map_or(&[][..], Vec::as_slice);
        let first = carrying.partition_point(|(item, _)| *item < pool.data);
        let flows = carrying.get(first..).unwrap_or_default();
        let flows = flows.iter().take_while(|(item, _)| *item == pool.data).map(|(_, flow)| *flow);
        flows.filter(|flow| self.takes(*flow, pool) && self.begun(*flow)).collect()
    }

    /// Whether a flow of the party takes from the pool, if it carries the data: the data were there while it ran,
    /// and may be of its people.
    pub(super) fn takes(&self, flow: FlowIx, pool: &Pool) -> bool {
        let end = self.end.get(flow.position()).copied().unwrap_or(0);
        (pool.there.0..pool.there.1).contains(&end) && self.people_meet(flow, pool.people)
    }

    fn people_meet(&self, flow: FlowIx, people: People) -> bool {
        let mine = self.people.get(flow.position()).copied().unwrap_or(0);
        let at = |number: People| usize::try_from(number).unwrap_or(usize::MAX);
        self.meet.get(at(people)).and_then(|row| row.get(at(mine))).copied().unwrap_or(true)
    }

    fn sources<'p>(
        &'p self,
        engine: &Engine<'_>,
        flow: FlowIx,
        regime: RegimeIx,
    ) -> impl Iterator<Item = &'p Pool> {
        let exporter = engine.register.flow(flow).from.value;
        let here = self.reach.get(&regime).into_iter().flat_map(move |reach| reach.of(exporter));
        here.filter(move |pool| self.takes(flow, pool))
    }

    /// What came with a data item of the flow.
    pub(super) fn load<'p>(
        &'p self,
        engine: &Engine<'_>,
        flow: FlowIx,
        regime: RegimeIx,
        data: DataIx,
    ) -> Cow<'p, Load> {
        let mut found: Option<Cow<'p, Load>> = None;
        for pool in self.sources(engine, flow, regime).filter(|pool| pool.data == data) {
            found = Some(match found {
                None => Cow::Borrowed(&pool.load),
                Some(mut load) => {
                    if let Some(book) = self.book(regime) {
                        load.to_mut().join(&pool.load, book);
                    }
                    load
                }
            });
        }
        found.unwrap_or_default()
    }

    /// What came with each data item of the flow, in the order written; items with which nothing came are left out.
    pub(super) fn loads<'p>(
        &'p self,
        engine: &Engine<'_>,
        flow: FlowIx,
        regime: RegimeIx,
    ) -> Vec<(DataIx, Cow<'p, Load>)> {
        let data = engine.register.flow(flow).data.iter();
        data.map(|data| (data.value, self.load(engine, flow, regime, data.value)))
            .filter(|(_, load)| load.binds() || !load.lapsed.is_empty())
            .collect()
    }

    /// Regimes under which something reached the party.
    pub(in crate::assess) fn regimes(&self, party: PartyIx) -> impl Iterator<Item = RegimeIx> + '_ {
        self.reach.iter().filter(move |(_, reach)| !reach.at(party).is_empty()).map(|(regime, _)| *regime)
    }

    /// Regimes under which something reached anybody.
    pub(in crate::assess) fn reached(&self) -> impl Iterator<Item = RegimeIx> + '_ {
        self.reach.iter().filter(|(_, reach)| !reach.pools.is_empty()).map(|(regime, _)| *regime)
    }

    /// Whether something reached the party under a document.
    pub(in crate::assess) fn under(&self, party: PartyIx, document: InstrumentIx) -> bool {
        self.reach.values().any(|reach| {
            let asks = |duty| reach.book.ways(duty).iter().any(|asked| asked.document == Some(document));
            reach.of(party).any(|pool| pool.load.duties.iter().any(|owed| asks(owed.duty)))
        })
    }

    /// The flows that brought what binds this one, in the order of their ids.
    pub(super) fn via(&self, engine: &Engine<'_>, flow: FlowIx, regime: RegimeIx) -> Vec<FlowIx> {
        let fact = engine.register.flow(flow);
        let carried = |pool: &&Pool| fact.data.iter().any(|data| data.value == pool.data);
        let mut ranks = BTreeSet::new();
        for pool in self.sources(engine, flow, regime).filter(carried) {
            ranks.extend(&pool.via);
        }
        ranks.remove(&engine.lookup.rank(flow));
        ranks.into_iter().map(|rank| engine.lookup.at_rank(rank)).collect()
    }
}

type Description<'r> = Vec<(&'r str, Vec<PlaceIx>)>;

fn describe(flow: &Flow) -> Description<'_> {
    let places = |subjects: &Subjects| {
        let mut places: Vec<PlaceIx> = subjects.places.iter().map(|place| place.value).collect();
        places.sort_unstable();
        places
    };
    flow.subjects.iter().map(|subjects| (subjects.group.as_str(), places(subjects))).collect()
}

/// Whether two descriptions may be of the same people.
pub(super) fn same_people(engine: &Engine<'_>, from: &[Subjects], next: &[Subjects]) -> bool {
    if from.is_empty() || next.is_empty() {
        return true;
    }
    from.iter().any(|a| {
        next.iter().any(|b| {
            let group = a.group == b.group || a.group.is_empty() || b.group.is_empty();
            let overlap = |x: PlaceIx| b.places.iter().any(|y| engine.view.overlap(x, y.value));
            let place =
                a.places.is_empty() || b.places.is_empty() || a.places.iter().any(|x| overlap(x.value));
            group && place
        })
    })
}

/// How far down each node stands, circles counting as one.
fn levels(graph: &DiGraph<(), ()>) -> Vec<u32> {
    let mut component = vec![0usize; graph.node_count()];
    let components = tarjan_scc(graph);
    for (at, nodes) in components.iter().enumerate() {
        for node in nodes {
            if let Some(slot) = component.get_mut(node.index()) {
                *slot = at;
            }
        }
    }
    let of = |node: NodeIndex| component.get(node.index()).copied().unwrap_or(0);
    let mut level = vec![0u32; components.len()];
    // Tarjan gives components before those that lead to them: from the last on, each is settled when reached.
    for (at, nodes) in components.iter().enumerate().rev() {
        let here = level.get(at).copied().unwrap_or(0);
        for next in nodes.iter().flat_map(|node| graph.neighbors(*node)).map(of).filter(|next| *next != at) {
            if let Some(slot) = level.get_mut(next) {
                *slot = (*slot).max(here.saturating_add(1));
            }
        }
    }
    graph.node_indices().map(|node| level.get(of(node)).copied().unwrap_or(0)).collect()
}
