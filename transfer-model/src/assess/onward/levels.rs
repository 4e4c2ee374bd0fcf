//! How far down the chains each party stands, so that what is upstream is carried first.

use petgraph::Directed;
use petgraph::csr::Csr;
use petgraph::visit::{Dfs, DfsPostOrder};

type Links = Csr<(), (), Directed, u32>;

fn links(nodes: usize, mut edges: Vec<(u32, u32)>) -> Links {
    edges.sort_unstable();
    edges.dedup();
    // Sorted and each once, as asked; were they not, nobody would stand above anybody.
    let mut links = Links::from_sorted_edges(&edges).unwrap_or_default();
    while links.node_count() < nodes {
        links.add_node(());
    }
    links
}

/// Where a node stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// How far down: one more than the furthest of those that lead to it, circles counting as one.
    pub(super) level: u32,
    /// Whether in a circle.
    pub(super) circle: bool,
}

/// Where each node stands.
pub(super) fn levels(nodes: usize, edges: Vec<(u32, u32)>) -> Vec<Standing> {
    let turned = links(nodes, edges.iter().map(|(from, to)| (*to, *from)).collect());
    let links = links(nodes, edges);
    let all = || 0..u32::try_from(nodes).unwrap_or(u32::MAX);
    // Kosaraju's algorithm by hand, since the library's walks into itself or needs a larger graph: chains may be long.
    let mut last_first = Vec::with_capacity(nodes);
    let mut walk = DfsPostOrder::empty(&turned);
    for node in all() {
        walk.move_to(node);
        while let Some(done) = walk.next(&turned) {
            last_first.push(done);
        }
    }
    let at = |node: u32| usize::try_from(node).unwrap_or(usize::MAX);
    let mut circle = vec![u32::MAX; nodes];
    let mut members: Vec<u32> = Vec::with_capacity(nodes);
    let mut starts: Vec<usize> = Vec::new();
    let mut walk = Dfs::empty(&links);
    for node in last_first.iter().rev() {
        if circle.get(at(*node)).is_none_or(|known| *known != u32::MAX) {
            continue;
        }
        let number = u32::try_from(starts.len()).unwrap_or(u32::MAX);
        starts.push(members.len());
        walk.move_to(*node);
        while let Some(member) = walk.next(&links) {
            if let Some(slot) = circle.get_mut(at(member)) {
                *slot = number;
            }
            members.push(member);
        }
    }
    let mut level = vec![0u32; starts.len()];
    // Circles come before those that lead to them: from the last on, each is settled when reached.
    let mut end = members.len();
    for (number, start) in starts.iter().enumerate().rev() {
        let here = level.get(number).copied().unwrap_or(0);
        for node in members.get(*start..end).unwrap_or_default() {
            for next in links.neighbors_slice(*node) {
                let Some(of) = circle.get(at(*next)).map(|of| at(*of)).filter(|of| *of != number) else {
                    continue;
                };
                if let Some(slot) = level.get_mut(of) {
                    *slot = (*slot).max(here.saturating_add(1));
                }
            }
        }
        end = *start;
    }
    let ends = starts.iter().skip(1).copied().chain([members.len()]);
    let alone: Vec<bool> =
        starts.iter().zip(ends).map(|(start, end)| end.saturating_sub(*start) < 2).collect();
    let standing = |number: &u32| Standing {
        level: level.get(at(*number)).copied().unwrap_or(0),
        circle: !alone.get(at(*number)).copied().unwrap_or(true),
    };
    circle.iter().map(standing).collect()
}

#[cfg(test)]
mod tests {
    use super::{Standing, levels};

    fn found(nodes: usize, edges: Vec<(u32, u32)>) -> Vec<u32> {
        levels(nodes, edges).into_iter().map(|standing| standing.level).collect()
    }

    #[test]
    fn chains_diamonds_and_circles() {
        assert_eq!(found(0, Vec::new()), Vec::<u32>::new());
        assert_eq!(found(3, vec![(2, 1), (1, 0)]), [2, 1, 0]);
        assert_eq!(found(5, vec![(0, 1), (0, 2), (1, 3), (2, 4), (4, 3)]), [0, 1, 1, 3, 2]);
        assert_eq!(found(5, vec![(3, 0), (0, 1), (1, 2), (2, 0), (2, 4)]), [1, 1, 1, 0, 2]);
        assert_eq!(found(2, vec![(0, 1), (0, 1), (1, 1)]), [0, 1]);
        let circle = |level, circle| Standing { level, circle };
        assert_eq!(
            levels(4, vec![(3, 0), (0, 1), (1, 0), (1, 2)]),
            [circle(1, true), circle(1, true), circle(2, false), circle(0, false)]
        );
    }

    #[test]
    fn a_long_chain() {
        let length = 300_000;
        assert_eq!(
            found(300_000, (1..length).map(|at| (at - 1, at)).collect()),
            (0..length).collect::<Vec<u32>>()
        );
    }
}
