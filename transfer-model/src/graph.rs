//! The register as a graph: parties are nodes, flows are edges tagged with their claims, ownership is edges
//! of its own. Building it cannot fail, since a [`Register`] has no dangling reference.

use std::collections::BTreeSet;
use std::sync::Arc;

use petgraph::Direction;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef as _;

use crate::day::{Day, Period};
use crate::index::{FlowIx, PartyIx};
use crate::register::{PartyKind, Register};
use crate::source::Span;

/// A party in the graph.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// The party.
    pub party: PartyIx,
    /// Where it is written.
    pub span: Span,
}

/// A relation between two parties.
#[derive(Debug, Clone, Copy)]
pub enum Edge {
    /// Data go from the first to the second.
    Flow {
        /// The flow; its claims are the tags of this edge.
        flow: FlowIx,
        /// Where it is written.
        span: Span,
    },
    /// The first owns the second.
    Owns {
        /// Share in hundredths of a per cent; none: not known.
        share: Option<u32>,
        /// When.
        period: Period,
        /// Where it is written.
        span: Span,
    },
}

/// Shares from here on make a company part of the owner's group.
const CONTROL: u32 = 5_000;

/// The graph of a register.
#[derive(Debug)]
pub struct TransferGraph {
    shape: Arc<Shape>,
    roots: Arc<Vec<Vec<PartyIx>>>,
    day: Day,
}

/// What does not depend on the day.
#[derive(Debug)]
struct Shape {
    graph: DiGraph<Node, Edge>,
    flows: Vec<EdgeIndex>,
    groups: Vec<bool>,
    /// First days on which an ownership begins or is over.
    changes: Vec<Day>,
}

impl TransferGraph {
    /// Builds the graph; ownership counts as it stands on `day`.
    pub fn new(register: &Register, day: Day) -> Self {
        let mut graph = DiGraph::with_capacity(register.parties.len(), register.flows.len());
        for (at, party) in register.parties.iter().enumerate() {
            graph.add_node(Node { party: PartyIx::new(at), span: party.span });
        }
        let mut flows = Vec::with_capacity(register.flows.len());
        for (at, flow) in register.flows.iter().enumerate() {
            let edge = Edge::Flow { flow: FlowIx::new(at), span: flow.span };
            flows.push(graph.add_edge(node(flow.from.value), node(flow.to.value), edge));
        }
        for (at, party) in register.parties.iter().enumerate() {
            for owner in &party.owners {
                let edge = Edge::Owns { share: owner.share, period: owner.period, span: owner.party.span };
                graph.add_edge(node(owner.party.value), NodeIndex::new(at), edge);
            }
        }
        let groups = register.parties.iter().map(|party| party.kind == PartyKind::Group).collect();
        let owned = register.parties.iter().flat_map(|party| &party.owners);
        let changes = owned
            .flat_map(|owner| [owner.period.start(), owner.period.end().map(Day::next)])
            .flatten()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let shape = Arc::new(Shape { graph, flows, groups, changes });
        let roots = Arc::new(shape.roots(day));
        Self { shape, roots, day }
    }

    /// The same graph with ownership as it stands on another day.
    #[must_use]
    pub fn at(&self, day: Day) -> Self {
        let (first, last) = (self.day.min(day), self.day.max(day));
        let changed = self.shape.changes.iter().any(|change| first < *change && *change <= last);
        let roots = if changed { Arc::new(self.shape.roots(day)) } else { Arc::clone(&self.roots) };
        Self { shape: Arc::clone(&self.shape), roots, day }
    }

    /// The graph itself.
    pub fn graph(&self) -> &DiGraph<Node, Edge> {
        &self.shape.graph
    }

    /// The edge of a flow.
    pub fn edge(&self, flow: FlowIx) -> Option<EdgeIndex> {
        self.shape.flows.get(flow.position()).copied()
    }

    /// A party and everyone who controls it.
    pub fn owners(&self, party: PartyIx) -> &[PartyIx] {
        self.roots.get(party.position()).map_or(&[], Vec::as_slice)
    }

    /// Whether two parties belong to one group: both are group companies, or a chain of owners is shared.
    pub fn same_group(&self, a: PartyIx, b: PartyIx) -> bool {
        let group = |party: PartyIx| self.shape.groups.get(party.position()).copied().unwrap_or(false);
        a == b || (group(a) && group(b)) || self.owners(a).iter().any(|owner| self.owners(b).contains(owner))
    }
}

impl Shape {
    /// Owners of every party.
    fn roots(&self, day: Day) -> Vec<Vec<PartyIx>> {
        (0..self.groups.len()).map(|at| self.owners_of(PartyIx::new(at), day)).collect()
    }

    /// A party and everyone who controls it, directly or not. Ends on cycles, since a party is visited once.
    fn owners_of(&self, party: PartyIx, day: Day) -> Vec<PartyIx> {
        let mut found = vec![party];
        let mut next = vec![party];
        while let Some(party) = next.pop() {
            for edge in self.graph.edges_directed(node(party), Direction::Incoming) {
                let Edge::Owns { share, period, .. } = edge.weight() else { continue };
                let owner = PartyIx::new(edge.source().index());
                if period.holds(day) && share.is_none_or(|share| share >= CONTROL) && !found.contains(&owner)
                {
                    found.push(owner);
                    next.push(owner);
                }
            }
        }
        found.sort_unstable();
        found
    }
}

fn node(party: PartyIx) -> NodeIndex {
    NodeIndex::new(party.position())
}
