//! The reference: a plain graph of parties, with one bit for each kind and one mask for each grave verdict.

use std::collections::VecDeque;

use transfer_model::assess::Verdict;

use crate::{Facts, Hop, Relation, Stopped, Worst};

/// Verdicts that break what follows.
const BREAKS: [Verdict; 3] = [Verdict::Unsupported, Verdict::Invalid, Verdict::Prohibited];

/// Kinds, a bit each.
type Kinds = u64;

/// What reached a party, by the verdict that broke it.
type Reached = [Kinds; BREAKS.len()];

/// From whom, to whom, and what goes there.
type Edge = (usize, usize, Kinds);

/// The graph.
#[derive(Debug)]
pub struct Graph {
    /// One for each pair of parties, by exporter.
    edges: Vec<Edge>,
    /// Of each party, where its edges begin; those of the next begin where they end.
    begins: Vec<usize>,
    /// What arrives broken by a flow itself.
    breaks: Vec<Reached>,
    hops: Vec<Hop>,
    cases: usize,
}

impl Relation for Graph {
    const NAME: &'static str = "graph with bit masks";

    fn load(facts: &Facts) -> Result<Self, Stopped> {
        if facts.kinds > Kinds::BITS {
            return Err("more kinds than bits".into());
        }
        let parties = place(facts.parties);
        let mut edges: Vec<Edge> = Vec::with_capacity(facts.hops.len());
        let mut breaks = vec![Reached::default(); parties];
        for hop in &facts.hops {
            edges.push((place(hop.from), place(hop.to), bit(hop.kind)));
            for (masks, verdict) in breaks.get_mut(place(hop.to)).into_iter().flatten().zip(BREAKS) {
                if hop.own == verdict {
                    *masks |= bit(hop.kind);
                }
            }
        }
        edges.sort_unstable();
        edges.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same {
                kept.2 |= next.2;
            }
            same
        });
        let begins = (0..=parties).map(|party| edges.partition_point(|edge| edge.0 < party)).collect();
        Ok(Self { edges, begins, breaks, hops: facts.hops.clone(), cases: facts.cases.len() })
    }

    fn answer(&mut self) -> Result<Vec<Verdict>, Stopped> {
        let reached = self.reached();
        let mut worst = Worst::of(self.cases);
        for hop in &self.hops {
            let at = reached.get(place(hop.from)).ok_or("no such party")?;
            let broken = at.iter().zip(BREAKS).filter(|(mask, _)| *mask & bit(hop.kind) != 0);
            worst.tell(hop.case, broken.map(|(_, verdict)| verdict).fold(hop.own, Verdict::max));
        }
        Ok(worst.0)
    }
}

impl Graph {
    /// What reached each party.
    fn reached(&self) -> Vec<Reached> {
        let mut reached = self.breaks.clone();
        let mut waits: Vec<bool> = reached.iter().map(|masks| *masks != Reached::default()).collect();
        let mut queue: VecDeque<usize> =
            (0..reached.len()).filter(|at| waits.get(*at) == Some(&true)).collect();
        while let Some(party) = queue.pop_front() {
            if let Some(waits) = waits.get_mut(party) {
                *waits = false;
            }
            let here = reached.get(party).copied().unwrap_or_default();
            for (_, to, takes) in self.edges_of(party) {
                let (Some(there), Some(waits)) = (reached.get_mut(*to), waits.get_mut(*to)) else { continue };
                let before = *there;
                for (there, here) in there.iter_mut().zip(here) {
                    *there |= here & takes;
                }
                if *there != before && !std::mem::replace(waits, true) {
                    queue.push_back(*to);
                }
            }
        }
        reached
    }

    fn edges_of(&self, party: usize) -> &[Edge] {
        let (begin, end) = (self.begins.get(party), self.begins.get(party.saturating_add(1)));
        let range = begin.zip(end).and_then(|(begin, end)| self.edges.get(*begin..*end));
        range.unwrap_or_default()
    }

    /// The kinds in which something broken reached each party.
    pub(crate) fn broken(&self) -> Vec<Kinds> {
        self.reached().iter().map(|reached| reached.iter().fold(0, |all, mask| all | mask)).collect()
    }
}

/// The bit of a kind.
pub(crate) fn bit(kind: u32) -> Kinds {
    Kinds::from(1_u8).checked_shl(kind).unwrap_or(0)
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
