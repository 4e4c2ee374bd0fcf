//! Everywhere data end up, and everything that reaches a party. The flows become a graph of stops: a data item
//! on a leg, and pools of what is alike at a party. Legs that bring the same people's data to a party share a
//! pool, so that a hub of a thousand flows in and a thousand out costs two thousand edges and not a million.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::Direction;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef as _;

use super::travel::Travel;
use crate::assess::Verdict;
use crate::day::Day;
use crate::index::{DataIx, FlowIx, PartyIx, PlaceIx};
use crate::register::Subjects;

/// A stop on the way of a data item.
#[derive(Debug, Clone, Copy)]
enum Stop {
    /// It is on a leg.
    Leg(usize, DataIx),
    /// It lies with a party.
    Pool(PartyIx),
}

/// Where to begin.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// With what these parties send on; looking upstream, with what they receive.
    pub parties: Vec<PartyIx>,
    /// With these flows.
    pub flows: Vec<FlowIx>,
    /// Only these data; empty: all. Alone: with every flow that gets them from no other.
    pub data: Vec<DataIx>,
}

/// A party and place that data reach; looking upstream, one from which they come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Who.
    pub party: PartyIx,
    /// Where; none: not known.
    pub place: Option<PlaceIx>,
    /// The fewest hops.
    pub hops: usize,
    /// The worst verdict of a flow on any way there.
    pub worst: Verdict,
    /// The flows by which they arrive; looking upstream, by which they leave.
    pub flows: BTreeSet<FlowIx>,
    /// Which data.
    pub data: BTreeSet<DataIx>,
}

/// The ways of all data of a register, ready to be followed in both directions.
#[derive(Debug)]
pub struct Ways<'t> {
    travel: &'t Travel<'t>,
    graph: DiGraph<Stop, ()>,
}

type Alike<'t> = Vec<(&'t str, Vec<PlaceIx>)>;

impl<'t> Ways<'t> {
    /// Links each leg with those that follow it.
    pub fn new(travel: &'t Travel<'t>) -> Self {
        let mut graph = DiGraph::new();
        let mut stops: BTreeMap<(usize, DataIx), NodeIndex> = BTreeMap::new();
        for (at, leg) in travel.legs().iter().enumerate() {
            for data in &travel.flow(leg).data {
                stops.entry((at, data.value)).or_insert_with(|| graph.add_node(Stop::Leg(at, data.value)));
            }
        }
        let mut people: BTreeMap<Alike<'t>, usize> = BTreeMap::new();
        let mut pools: BTreeMap<(PartyIx, DataIx, usize, usize), NodeIndex> = BTreeMap::new();
        let mut ends: BTreeMap<PartyIx, Vec<Day>> = BTreeMap::new();
        for ((at, data), stop) in &stops {
            let Some(leg) = travel.legs().get(*at) else { continue };
            let flow = travel.flow(leg);
            let next = people.len();
            let alike = *people.entry(alike(&flow.subjects)).or_insert(next);
            for party in leg.ends.iter().filter(|party| **party != flow.from.value) {
                // Only a flow that is over can have ended before this one began.
                let ends = ends.entry(*party).or_insert_with(|| over(travel, *party));
                let time = ends.partition_point(|end| *end < flow.period.since);
                let key = (*party, *data, alike, time);
                let pool = *pools.entry(key).or_insert_with(|| {
                    let pool = graph.add_node(Stop::Pool(*party));
                    for onward in travel.leaving(*party) {
                        if let Some(next) = travel.legs().get(*onward)
                            && let Some(stop) = stops.get(&(*onward, *data))
                            && travel.follows(leg, next, *data)
                        {
                            graph.add_edge(pool, *stop, ());
                        }
                    }
                    pool
                });
                graph.add_edge(*stop, pool, ());
            }
        }
        Self { travel, graph }
    }

    /// Where the data of `start` end up, nearest first.
    pub fn downstream(&self, start: &Start) -> Vec<Found> {
        self.found(self.first(start, false), Direction::Outgoing, &start.parties)
    }

    /// What reaches the parties or flows of `start`, nearest first.
    pub fn upstream(&self, start: &Start) -> Vec<Found> {
        self.found(self.first(start, true), Direction::Incoming, &start.parties)
    }

    /// Flows whose data came through a party, which received and passed them on, or through a flow.
    pub fn through(&self, start: &Start) -> BTreeSet<FlowIx> {
        let mut first = Vec::new();
        for node in self.graph.node_indices() {
            let begins = match self.graph.node_weight(node) {
                Some(Stop::Pool(party)) => start.parties.contains(party),
                Some(Stop::Leg(at, _)) => self.flow_at(*at).is_some_and(|flow| start.flows.contains(&flow)),
                None => false,
            };
            if begins {
                first.push(node);
            }
        }
        let reached = self.spread(first, Direction::Outgoing);
        reached.keys().filter_map(|node| self.leg(*node)).filter_map(|(at, _)| self.flow_at(at)).collect()
    }

    /// Legs and data that nothing feeds. Of a circle that nothing feeds, every leg.
    pub(super) fn sources(&self) -> BTreeSet<(usize, DataIx)> {
        let mut sources = BTreeSet::new();
        for circle in kosaraju_scc(&self.graph) {
            let circle: BTreeSet<NodeIndex> = circle.into_iter().collect();
            let fed = circle.iter().any(|node| {
                let feeding = self.graph.neighbors_directed(*node, Direction::Incoming);
                feeding.into_iter().any(|before| !circle.contains(&before))
            });
            if !fed {
                sources.extend(circle.iter().filter_map(|node| self.leg(*node)));
            }
        }
        sources
    }

    fn leg(&self, node: NodeIndex) -> Option<(usize, DataIx)> {
        match self.graph.node_weight(node)? {
            Stop::Leg(at, data) => Some((*at, *data)),
            Stop::Pool(_) => None,
        }
    }

    fn flow_at(&self, at: usize) -> Option<FlowIx> {
        self.travel.legs().get(at).map(super::travel::Leg::flow)
    }

    fn first(&self, start: &Start, upstream: bool) -> Vec<NodeIndex> {
        let everywhere = start.parties.is_empty() && start.flows.is_empty();
        let sources = if everywhere { self.sources() } else { BTreeSet::new() };
        let begins = |node: &NodeIndex| {
            let Some((at, data)) = self.leg(*node) else { return false };
            let Some(leg) = self.travel.legs().get(at) else { return false };
            if !start.data.is_empty() && !start.data.contains(&data) {
                return false;
            }
            if everywhere {
                return sources.contains(&(at, data));
            }
            let meets = if upstream {
                leg.ends.iter().any(|end| start.parties.contains(end))
            } else {
                start.parties.contains(&self.travel.flow(leg).from.value)
            };
            meets || start.flows.contains(&leg.flow())
        };
        self.graph.node_indices().filter(begins).collect()
    }

    /// Stops reached, each with its fewest hops.
    fn spread(&self, first: Vec<NodeIndex>, direction: Direction) -> BTreeMap<NodeIndex, usize> {
        let mut hops: BTreeMap<NodeIndex, usize> = first.iter().map(|node| (*node, 1)).collect();
        let mut queue: VecDeque<NodeIndex> = first.into();
        while let Some(node) = queue.pop_front() {
            let here = hops.get(&node).copied().unwrap_or(1);
            for next in self.graph.neighbors_directed(node, direction) {
                // A pool lies at the end of a leg; only a leg is a hop.
                let further = here.saturating_add(usize::from(self.leg(next).is_some()));
                if let std::collections::btree_map::Entry::Vacant(free) = hops.entry(next) {
                    free.insert(further);
                    queue.push_back(next);
                }
            }
        }
        hops
    }

    /// The worst verdict on any way to each stop. Ends, since a verdict only gets worse and there are seven.
    fn worst(&self, hops: &BTreeMap<NodeIndex, usize>, direction: Direction) -> BTreeMap<NodeIndex, Verdict> {
        let own = |node: NodeIndex| {
            let leg = self.leg(node).and_then(|(at, _)| self.travel.legs().get(at));
            leg.map_or(Verdict::NotRestricted, super::travel::Leg::verdict)
        };
        let mut worst: BTreeMap<NodeIndex, Verdict> = hops.keys().map(|node| (*node, own(*node))).collect();
        let mut queue: VecDeque<NodeIndex> = hops.keys().copied().collect();
        while let Some(node) = queue.pop_front() {
            let Some(here) = worst.get(&node).copied() else { continue };
            for edge in self.graph.edges_directed(node, direction) {
                let next = if direction == Direction::Outgoing { edge.target() } else { edge.source() };
                if let Some(there) = worst.get_mut(&next)
                    && *there < here
                {
                    *there = here;
                    queue.push_back(next);
                }
            }
        }
        worst
    }

    fn found(&self, first: Vec<NodeIndex>, direction: Direction, home: &[PartyIx]) -> Vec<Found> {
        let hops = self.spread(first, direction);
        let worst = self.worst(&hops, direction);
        let engine = self.travel.engine;
        let mut all: BTreeMap<(PartyIx, Option<PlaceIx>), Found> = BTreeMap::new();
        for (node, hops) in &hops {
            let Some((at, data)) = self.leg(*node) else { continue };
            let Some(flow) = self.flow_at(at) else { continue };
            let worst = worst.get(node).copied().unwrap_or(Verdict::NotRestricted);
            let ends = if direction == Direction::Outgoing {
                engine.places(flow)
            } else {
                vec![(engine.register.flow(flow).from.value, engine.origin(flow))]
            };
            for (party, place) in ends {
                // That data are where they began is no news.
                let seat = engine.register.party(party).country.value;
                if home.contains(&party) && place == seat {
                    continue;
                }
                let found = all.entry((party, place)).or_insert_with(|| Found {
                    party,
                    place,
                    hops: *hops,
                    worst,
                    flows: BTreeSet::new(),
                    data: BTreeSet::new(),
                });
                found.hops = found.hops.min(*hops);
                found.worst = found.worst.max(worst);
                found.flows.insert(flow);
                found.data.insert(data);
            }
        }
        let code = |place: Option<PlaceIx>| place.map(|place| &engine.view.book.place(place).code);
        let mut all: Vec<Found> = all.into_values().collect();
        all.sort_by(|a, b| {
            let id = |found: &Found| &engine.register.party(found.party).id;
            (a.hops, code(a.place), id(a)).cmp(&(b.hops, code(b.place), id(b)))
        });
        all
    }
}

/// What of the people decides whether one flow follows another.
fn alike(subjects: &[Subjects]) -> Alike<'_> {
    let mut all: Alike<'_> = subjects
        .iter()
        .map(|subjects| {
            let mut places: Vec<PlaceIx> = subjects.places.iter().map(|place| place.value).collect();
            places.sort_unstable();
            (subjects.group.as_str(), places)
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Last days of the flows of a party that are over, earliest first.
fn over(travel: &Travel<'_>, party: PartyIx) -> Vec<Day> {
    let legs = travel.leaving(party).iter().filter_map(|at| travel.legs().get(*at));
    let mut days: Vec<Day> = legs.filter(|leg| leg.held).map(|leg| travel.flow(leg).period.until).collect();
    days.sort_unstable();
    days.dedup();
    days
}
