//! The reference: a plain graph of parties, with one bit for each kind and one mask for each grave verdict.

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef as _;
use transfer_model::assess::Verdict;

use crate::{Facts, Hop, Relation, Stopped, Worst};

/// Verdicts that break what follows.
const BREAKS: [Verdict; 3] = [Verdict::Unsupported, Verdict::Invalid, Verdict::Prohibited];

/// Kinds, a bit each.
type Kinds = u128;

/// What reached a party, by the verdict that broke it.
type Reached = [Kinds; BREAKS.len()];

/// The graph.
#[derive(Debug)]
pub struct Graph {
    /// An edge for each flow: the kinds it takes on, and what it breaks of itself.
    graph: DiGraph<(), (Kinds, Reached)>,
    hops: Vec<Hop>,
    cases: usize,
}

impl Relation for Graph {
    const NAME: &'static str = "graph with bit masks";

    fn load(facts: &Facts) -> Result<Self, Stopped> {
        if facts.kinds > Kinds::BITS {
            return Err("more kinds than bits".into());
        }
        let mut graph = DiGraph::new();
        for _ in 0..facts.parties {
            graph.add_node(());
        }
        let flow = |hop: &Hop| usize::try_from(hop.case).ok().and_then(|at| facts.cases.get(at)).copied();
        for hops in facts.hops.chunk_by(|a, b| flow(a) == flow(b)) {
            let (mut takes, mut breaks) = (0, Reached::default());
            for hop in hops {
                takes |= bit(hop.kind);
                for (mask, _) in breaks.iter_mut().zip(BREAKS).filter(|(_, verdict)| *verdict == hop.own) {
                    *mask |= bit(hop.kind);
                }
            }
            if let Some(hop) = hops.first() {
                graph.add_edge(node(hop.from), node(hop.to), (takes, breaks));
            }
        }
        Ok(Self { graph, hops: facts.hops.clone(), cases: facts.cases.len() })
    }

    fn answer(&mut self) -> Result<Vec<Verdict>, Stopped> {
        let reached = self.reached();
        let mut worst = Worst::of(self.cases);
        for hop in &self.hops {
            let at = reached.get(node(hop.from).index()).ok_or("no such party")?;
            let broken = at.iter().zip(BREAKS).filter(|(mask, _)| *mask & bit(hop.kind) != 0);
            worst.tell(hop.case, broken.map(|(_, verdict)| verdict).fold(hop.own, Verdict::max));
        }
        Ok(worst.0)
    }
}

impl Graph {
    /// What reached each party.
    fn reached(&self) -> Vec<Reached> {
        let mut reached = vec![Reached::default(); self.graph.node_count()];
        let mut work = Vec::new();
        for edge in self.graph.edge_references() {
            arrive(&mut reached, edge.target(), edge.weight().1, &mut work);
        }
        while let Some(party) = work.pop() {
            let here = reached.get(party.index()).copied().unwrap_or_default();
            for edge in self.graph.edges(party) {
                arrive(&mut reached, edge.target(), here.map(|mask| mask & edge.weight().0), &mut work);
            }
        }
        reached
    }

    /// The kinds in which something broken reached each party.
    pub(crate) fn broken(&self) -> Vec<Kinds> {
        self.reached().iter().map(|reached| reached.iter().fold(0, |all, mask| all | mask)).collect()
    }
}

fn arrive(reached: &mut [Reached], at: NodeIndex, new: Reached, work: &mut Vec<NodeIndex>) {
    let Some(known) = reached.get_mut(at.index()) else { return };
    let mut more = false;
    for (known, new) in known.iter_mut().zip(new) {
        more |= new & !*known != 0;
        *known |= new;
    }
    if more {
        work.push(at);
    }
}

/// The bit of a kind.
pub(crate) fn bit(kind: u32) -> Kinds {
    Kinds::from(1_u8).checked_shl(kind).unwrap_or(0)
}

fn node(party: u32) -> NodeIndex {
    NodeIndex::from(party)
}
