//! Which column each country stands in, and in which order. The library `rust-sugiyama` turns circles around,
//! layers the countries and reduces crossings; only columns and order are taken from it, since the places of
//! boxes must keep apart to the pixel. A link over several columns gets a lane in each column between.

use std::collections::{BTreeMap, BTreeSet};

use rust_sugiyama::configure::Config;
use rust_sugiyama::from_vertices_and_edges;

use super::at;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// A country.
    Country(usize),
    /// A lane for the arrows of a link, which pass this column.
    Lane(usize),
}

/// Two countries with arrows between them, the one on the left first.
pub(super) type Link = (usize, usize);

/// Countries and lanes above which the second look at crossings would take too long.
const MOST_RANKED: usize = 220;

/// Columns that are never too many.
const FEWEST_COLUMNS: usize = 4;

/// Columns of countries and lanes; `links` are turned so that none goes from right to left. `sizes` are the
/// countries' numbers of parties.
pub(super) fn columns(sizes: &[usize], links: &mut [Link]) -> Vec<Vec<Item>> {
    let first = sorted(sizes.len(), links);
    let column = fold(&first, sizes);
    for link in links.iter_mut() {
        if at(&column, link.0) > at(&column, link.1) {
            *link = (link.1, link.0);
        }
    }
    let mut items: Vec<(usize, Item)> =
        column.iter().enumerate().map(|(country, column)| (*column, Item::Country(country))).collect();
    // Links inside a column are left to the parties' order.
    let mut edges: Vec<Link> = Vec::new();
    for (number, link) in links.iter().enumerate() {
        if at(&column, link.0) == at(&column, link.1) {
            continue;
        }
        let mut previous = link.0;
        for between in at(&column, link.0).saturating_add(1)..at(&column, link.1) {
            edges.push((previous, items.len()));
            previous = items.len();
            items.push((between, Item::Lane(number)));
        }
        edges.push((previous, link.1));
    }
    let order: Vec<usize> = if items.len() <= MOST_RANKED {
        sorted(items.len(), &edges).into_iter().map(|(_, order)| order).collect()
    } else {
        // Lanes half-way between the countries they join.
        let place = |country: usize| first.get(country).map_or(0, |(_, order)| order.saturating_mul(2));
        let between = |item: &Item| match item {
            Item::Country(country) => place(*country),
            Item::Lane(number) => links.get(*number).map_or(0, |l| place(l.0).midpoint(place(l.1))),
        };
        items.iter().map(|(_, item)| between(item)).collect()
    };
    let last = column.iter().max().map_or(0, |last| last.saturating_add(1));
    let mut found: Vec<Vec<(usize, usize, Item)>> = vec![Vec::new(); last];
    for (number, (column, item)) in items.iter().enumerate() {
        if let Some(column) = found.get_mut(*column) {
            column.push((at(&order, number), number, *item));
        }
    }
    for column in &mut found {
        column.sort_by_key(|(order, number, _)| (*order, *number));
    }
    found.into_iter().map(|column| column.into_iter().map(|(_, _, item)| item).collect()).collect()
}

/// The column of each country: its layer. Where that would make a picture much wider than high, as in a group
/// whose countries all send to each other, layers are cut again into fewer columns of about equal height.
fn fold(ranks: &[(usize, usize)], sizes: &[usize]) -> Vec<usize> {
    let parties: usize = sizes.iter().sum();
    let most = parties.div_ceil(4).isqrt().max(FEWEST_COLUMNS);
    let layers = ranks.iter().map(|(layer, _)| layer.saturating_add(1)).max().unwrap_or(0);
    if layers <= most {
        return ranks.iter().map(|(layer, _)| *layer).collect();
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|country| (at(ranks, *country), *country));
    let mut column = vec![0; sizes.len()];
    let mut before = 0usize;
    for country in order {
        let size = at(sizes, country);
        let middle = before.saturating_add(size.div_euclid(2));
        if let Some(slot) = column.get_mut(country) {
            *slot = middle.saturating_mul(most).checked_div(parties).unwrap_or(0).min(most.saturating_sub(1));
        }
        before = before.saturating_add(size);
    }
    // A large country may leave columns empty: close them up.
    let used: BTreeSet<usize> = column.iter().copied().collect();
    let closed: BTreeMap<usize, usize> = used.into_iter().enumerate().map(|(new, old)| (old, new)).collect();
    column.iter().map(|old| closed.get(old).copied().unwrap_or_default()).collect()
}

/// For each vertex its layer, and its place in the order of its layer. Parts that no edge joins follow each
/// other, the larger first.
fn sorted(vertices: usize, edges: &[Link]) -> Vec<(usize, usize)> {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let all: Vec<(u32, (f64, f64))> = (0..vertices).map(|vertex| (number(vertex), (1.0, 1.0))).collect();
    let edges: Vec<(u32, u32)> = edges.iter().map(|(a, b)| (number(*a), number(*b))).collect();
    let mut parts: Vec<Vec<(usize, (f64, f64))>> = from_vertices_and_edges(&all, &edges, &Config::default())
        .into_iter()
        .map(|(part, ..)| part)
        .collect();
    parts.sort_by_key(|part| {
        let first = part.iter().map(|(vertex, _)| *vertex).min();
        (std::cmp::Reverse(part.len()), first)
    });
    let mut found = vec![(0, 0); vertices];
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for mut part in parts {
        part.sort_by(|(a, (ax, ay)), (b, (bx, by))| ay.total_cmp(by).then(ax.total_cmp(bx)).then(a.cmp(b)));
        let mut layer = 0usize;
        let mut height = part.first().map(|(_, (_, y))| *y);
        for (vertex, (_, y)) in part {
            if height.is_some_and(|height| y > height) {
                layer = layer.saturating_add(1);
                height = Some(y);
            }
            let next = taken.entry(layer).or_default();
            if let Some(slot) = found.get_mut(vertex) {
                *slot = (layer, *next);
            }
            *next = next.saturating_add(1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Item, columns};

    #[test]
    fn a_long_link_has_a_lane() {
        let mut links = [(0, 1), (1, 2), (0, 2)];
        let found = columns(&[1, 1, 1], &mut links);
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], [Item::Country(0)]);
        assert!(found[1].contains(&Item::Country(1)) && found[1].contains(&Item::Lane(2)));
        assert_eq!(found[2], [Item::Country(2)]);
    }

    #[test]
    fn circles_and_islands_have_their_places() {
        let mut links = [(0, 1), (1, 2), (2, 0)];
        let found = columns(&[1; 5], &mut links);
        let countries = found.iter().flatten().filter(|item| matches!(item, Item::Country(_))).count();
        assert_eq!(countries, 5);
        assert!(columns(&[], &mut []).is_empty());
    }

    #[test]
    fn a_chain_is_folded() {
        let mut links: Vec<(usize, usize)> = (0..9).map(|at| (at, at + 1)).collect();
        let found = columns(&[2; 10], &mut links);
        assert_eq!(found.len(), 4);
        assert!(found.iter().all(|column| !column.is_empty()));
        // One country far larger than the rest: no column stays empty.
        let found = columns(&[1, 1, 1, 1, 90, 1, 1, 1, 1, 1], &mut links);
        assert!(found.iter().all(|column| !column.is_empty()));
    }
}
