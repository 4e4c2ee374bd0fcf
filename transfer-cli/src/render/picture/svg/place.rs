//! Where each box stands. A party's box has a row for each arrow that enters, so that its words have room, and
//! a narrow one for each that leaves. Countries move up and down to shorten their arrows and never meet: all
//! lengths are tens of pixels, and odd columns stand five lower, so that no two rows face each other.

use std::collections::BTreeMap;

use super::super::Picture;
use super::measure::two_lines;
use super::rank::{Item, Link, columns};
use super::{Rect, Side, at, px};

/// Width of a party's box.
pub(super) const BOX: i32 = 190;
/// Size of a party's name.
pub(super) const NAME: i32 = 12;
/// Room between a box's edge and its text.
pub(super) const INSIDE: i32 = 10;
const HEAD: i32 = 40;
const GROUP_HEAD: i32 = 30;
const GAP: i32 = 20;
pub(super) const ENTRY: i32 = 20;
pub(super) const EXIT: i32 = 10;
const SWEEPS: usize = 8;

/// A place that an arrow passes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stop {
    /// A party's box.
    Party(usize),
    /// A lane: its column, and its place in it.
    Lane(usize, usize),
}

/// Places of everything, but for the distance of columns.
#[derive(Debug)]
pub(super) struct Places {
    /// What stands in each column.
    pub(super) columns: Vec<Vec<Item>>,
    /// Upper edge and height of each item.
    pub(super) spans: Vec<Vec<(i32, i32)>>,
    /// The column of each party.
    pub(super) column: Vec<usize>,
    /// Upper edge and height of each party's box.
    pub(super) parties: Vec<(i32, i32)>,
    /// Corporate groups: group, column, upper edge, lower edge.
    pub(super) groups: Vec<(usize, usize, i32, i32)>,
    /// The way of each arrow.
    pub(super) ways: Vec<Vec<Stop>>,
}

/// Sides of a box by which an arrow leaves one column for another.
pub(super) fn sides(from: usize, to: usize) -> (Side, Side) {
    match from.cmp(&to) {
        std::cmp::Ordering::Less => (Side::Right, Side::Left),
        std::cmp::Ordering::Greater => (Side::Left, Side::Right),
        std::cmp::Ordering::Equal => (Side::Right, Side::Right),
    }
}

/// Places everything.
pub(super) fn place(picture: &Picture) -> Places {
    let country = |party: usize| picture.parties.get(party).map_or(0, |party| party.country);
    let mut weights: BTreeMap<Link, i64> = BTreeMap::new();
    for arrow in &picture.arrows {
        let (from, to) = (country(arrow.from), country(arrow.to));
        if from != to {
            let weight = weights.entry((from.min(to), from.max(to))).or_default();
            *weight += if from < to { 1 } else { -1 };
        }
    }
    let mut links: Vec<Link> =
        weights.iter().map(|((a, b), weight)| if *weight < 0 { (*b, *a) } else { (*a, *b) }).collect();
    let mut sizes = vec![0usize; picture.countries.len()];
    for party in &picture.parties {
        if let Some(size) = sizes.get_mut(party.country) {
            *size = size.saturating_add(1);
        }
    }
    let columns = columns(&sizes, &mut links);
    let mut of_country = vec![0usize; picture.countries.len()];
    for (number, column) in columns.iter().enumerate() {
        for item in column {
            if let Item::Country(country) = item
                && let Some(slot) = of_country.get_mut(*country)
            {
                *slot = number;
            }
        }
    }
    let column: Vec<usize> = picture.parties.iter().map(|party| at(&of_country, party.country)).collect();
    let ways = ways(picture, &columns, &links, &column);
    let mut places = Places {
        spans: columns.iter().map(|column| vec![(0, 0); column.len()]).collect(),
        columns,
        parties: heights(picture, &column).into_iter().map(|height| (0, height)).collect(),
        column,
        groups: Vec::new(),
        ways,
    };
    let mut order: Vec<usize> = (0..picture.parties.len()).collect();
    order.sort_by_key(|party| picture.parties.get(*party).map(|p| (p.group.is_none(), p.group)));
    places.stack(picture, &order);
    for _ in 0..SWEEPS {
        places.order(picture, &mut order);
        places.stack(picture, &order);
    }
    places
}

fn ways(picture: &Picture, columns: &[Vec<Item>], links: &[Link], column: &[usize]) -> Vec<Vec<Stop>> {
    let mut lanes: BTreeMap<Link, Vec<Stop>> = BTreeMap::new();
    for (number, column) in columns.iter().enumerate() {
        for (place, item) in column.iter().enumerate() {
            if let Item::Lane(link) = item {
                lanes.entry(at(links, *link)).or_default().push(Stop::Lane(number, place));
            }
        }
    }
    let country = |party: usize| picture.parties.get(party).map_or(0, |party| party.country);
    let way = |(from, to): (usize, usize)| {
        let (a, b) = (country(from), country(to));
        let mut way = vec![Stop::Party(from)];
        if at(column, from) < at(column, to) {
            way.extend(lanes.get(&(a, b)).into_iter().flatten());
        } else {
            way.extend(lanes.get(&(b, a)).into_iter().flatten().rev());
        }
        way.push(Stop::Party(to));
        way
    };
    picture.arrows.iter().map(|arrow| way((arrow.from, arrow.to))).collect()
}

/// The height of each party's box: its words, and the rows on its sides.
fn heights(picture: &Picture, column: &[usize]) -> Vec<i32> {
    let mut rows: Vec<(i32, i32)> = vec![(0, 0); picture.parties.len()];
    let mut add = |party: usize, side: Side, row: i32| {
        if let Some((left, right)) = rows.get_mut(party) {
            *(if side == Side::Left { left } else { right }) += row;
        }
    };
    for arrow in &picture.arrows {
        let (out, into) = sides(at(column, arrow.from), at(column, arrow.to));
        add(arrow.from, out, EXIT);
        add(arrow.to, into, ENTRY);
    }
    let text = |name: &str| 20 + 20 * px(two_lines(name, NAME, true, BOX - 2 * INSIDE).len());
    let tall = |(party, (left, right)): (&super::super::Node, &(i32, i32))| {
        text(&party.name).max(left.max(right) + 10)
    };
    picture.parties.iter().zip(&rows).map(tall).collect()
}

impl Places {
    /// The middle of a stop.
    pub(super) fn middle(&self, stop: Stop) -> i32 {
        let (y, h) = match stop {
            Stop::Party(party) => at(&self.parties, party),
            Stop::Lane(column, place) => self.spans.get(column).map_or((0, 0), |column| at(column, place)),
        };
        y + h / 2
    }

    /// Parties of a country in the order of what they are joined to, corporate groups together.
    fn order(&self, picture: &Picture, order: &mut [usize]) {
        let mut pulls: Vec<(i64, i64)> = vec![(0, 0); picture.parties.len()];
        for way in &self.ways {
            let mut pull = |here: Option<&Stop>, there: Option<&Stop>| {
                if let (Some(Stop::Party(party)), Some(there)) = (here, there)
                    && let Some((sum, count)) = pulls.get_mut(*party)
                {
                    *sum += i64::from(self.middle(*there));
                    *count += 1;
                }
            };
            pull(way.first(), way.get(1));
            pull(way.last(), way.iter().rev().nth(1));
        }
        let mean = |party: usize| match at(&pulls, party) {
            (_, 0) => 0,
            (sum, count) => sum / count,
        };
        let mut groups: BTreeMap<(usize, Option<usize>), (i64, i64)> = BTreeMap::new();
        for (at, party) in picture.parties.iter().enumerate() {
            let (sum, count) = groups.entry((party.country, party.group)).or_default();
            *sum += mean(at);
            *count += 1;
        }
        order.sort_by_key(|at| {
            let party = picture.parties.get(*at);
            let key = party.map(|party| (party.country, party.group));
            let group = key.and_then(|key| groups.get(&key)).map(|(sum, count)| sum / count);
            let alone = party.is_none_or(|party| party.group.is_none());
            (alone, if alone { None } else { group }, party.and_then(|p| p.group), mean(*at), *at)
        });
    }

    /// Puts items of each column below each other, near to what they are joined to, and parties into them.
    fn stack(&mut self, picture: &Picture, order: &[usize]) {
        let inner: Vec<Inner> =
            (0..picture.countries.len()).map(|country| self.inner(picture, country, order)).collect();
        let mut pulls = Pulls::new();
        let item: BTreeMap<usize, (usize, usize)> = self.places_of_countries();
        for way in &self.ways {
            for pair in way.windows(2) {
                let [a, b] = pair else { continue };
                for (here, there) in [(*a, *b), (*b, *a)] {
                    let key = match here {
                        Stop::Lane(column, place) => Some((column, place)),
                        Stop::Party(party) => {
                            let country = picture.parties.get(party).map(|party| party.country);
                            country.and_then(|country| item.get(&country).copied())
                        }
                    };
                    if let Some(key) = key {
                        let (sum, count) = pulls.entry(key).or_default();
                        *sum += i64::from(self.middle(there)) - i64::from(self.middle(here));
                        *count += 1;
                    }
                }
            }
        }
        let wished: Vec<Vec<Wish>> =
            (0..self.columns.len()).map(|column| self.wishes(column, &inner, &pulls)).collect();
        // No column is higher than the one that needs most.
        let need = |column: &Vec<Wish>| column.iter().map(|wish| wish.height + wish.gap).sum::<i32>();
        let most = wished.iter().map(need).max().unwrap_or(0);
        for (number, (spans, wished)) in self.spans.iter_mut().zip(&wished).enumerate() {
            *spans = apart(wished, most, if number % 2 == 0 { 0 } else { 5 });
        }
        self.groups.clear();
        for (country, inner) in inner.iter().enumerate() {
            let Some((column, place)) = item.get(&country).copied() else { continue };
            let y = self.spans.get(column).map_or(0, |spans| at(spans, place).0);
            for (party, offset) in &inner.parties {
                if let Some(slot) = self.parties.get_mut(*party) {
                    slot.0 = y + offset;
                }
            }
            let groups = inner.groups.iter();
            self.groups.extend(groups.map(|(group, top, bottom)| (*group, column, y + top, y + bottom)));
        }
    }

    /// Where each item of a column would stand if it were alone.
    fn wishes(&self, column: usize, inner: &[Inner], pulls: &Pulls) -> Vec<Wish> {
        let Some(items) = self.columns.get(column) else { return Vec::new() };
        let lane = |place: usize| matches!(items.get(place), Some(Item::Lane(_)));
        let wish = |(place, item): (usize, &Item)| {
            let height = match item {
                Item::Country(country) => inner.get(*country).map_or(0, |inner| inner.height),
                Item::Lane(_) => 10 * px(self.ways.iter().filter(|way| passes(way, column, place)).count()),
            };
            let now = self.spans.get(column).map_or((0, 0), |spans| at(spans, place)).0;
            let shift = pulls.get(&(column, place)).map_or(0, |(sum, count)| sum / count);
            let gap = if lane(place) && lane(place.saturating_add(1)) { 0 } else { GAP };
            Wish { y: now + i32::try_from(shift).unwrap_or(0), height, gap }
        };
        items.iter().enumerate().map(wish).collect()
    }

    fn places_of_countries(&self) -> BTreeMap<usize, (usize, usize)> {
        let mut found = BTreeMap::new();
        for (number, column) in self.columns.iter().enumerate() {
            for (place, item) in column.iter().enumerate() {
                if let Item::Country(country) = item {
                    found.insert(*country, (number, place));
                }
            }
        }
        found
    }

    /// Parties of a country below each other, each corporate group in a frame.
    fn inner(&self, picture: &Picture, country: usize, order: &[usize]) -> Inner {
        let mut inner = Inner { parties: Vec::new(), groups: Vec::new(), height: 0 };
        let mut y = HEAD;
        let mut open: Option<usize> = None;
        for at in order {
            let Some(party) = picture.parties.get(*at).filter(|party| party.country == country) else {
                continue;
            };
            if party.group != open {
                if open.is_some() {
                    y += GAP;
                }
                if let Some(group) = party.group {
                    inner.groups.push((group, y, y));
                    y += GROUP_HEAD;
                }
                open = party.group;
            }
            inner.parties.push((*at, y));
            y += super::at(&self.parties, *at).1 + GAP;
            if let Some(frame) = inner.groups.last_mut().filter(|_| open.is_some()) {
                frame.2 = y - GAP + 10;
            }
        }
        inner.height = y + if open.is_some() { 10 } else { 0 };
        inner
    }

    /// The rectangle of a party's box in a column that begins its boxes at `x`.
    pub(super) fn rect(&self, party: usize, x: i32) -> Rect {
        let (y, h) = at(&self.parties, party);
        Rect { x, y, w: BOX, h }
    }
}

/// For each item, by column and place: how far all it is joined to would move it, and how many those are.
type Pulls = BTreeMap<(usize, usize), (i64, i64)>;

/// Where an item would stand, its height, and the room below it.
#[derive(Debug, Clone, Copy)]
struct Wish {
    y: i32,
    height: i32,
    gap: i32,
}

struct Inner {
    parties: Vec<(usize, i32)>,
    groups: Vec<(usize, i32, i32)>,
    height: i32,
}

fn passes(way: &[Stop], column: usize, place: usize) -> bool {
    way.iter().any(|stop| matches!(stop, Stop::Lane(c, p) if *c == column && *p == place))
}

/// Items kept in order, apart and inside a height, each as near to its wish as the others let it: half-way
/// between serving the upper first and the lower first, which both keep them apart.
fn apart(wished: &[Wish], most: i32, shift: i32) -> Vec<(i32, i32)> {
    let mut below: i32 = wished.iter().map(|wish| wish.height + wish.gap).sum();
    let mut free = 0;
    let mut down = Vec::with_capacity(wished.len());
    for wish in wished {
        let y = wish.y.min(most - below).max(free);
        down.push(y);
        free = y + wish.height + wish.gap;
        below -= wish.height + wish.gap;
    }
    let mut above: i32 = wished.iter().map(|wish| wish.height + wish.gap).sum();
    let mut free = most;
    let mut up = Vec::with_capacity(wished.len());
    for wish in wished.iter().rev() {
        above -= wish.height + wish.gap;
        let y = wish.y.max(above).min(free - wish.height - wish.gap);
        up.push(y);
        free = y;
    }
    up.reverse();
    let both = down.iter().zip(&up).zip(wished);
    both.map(|((down, up), wish)| ((down + up).div_euclid(20) * 10 + shift, wish.height)).collect()
}

#[cfg(test)]
mod tests {
    use super::{GAP, Wish, apart};

    #[test]
    fn items_keep_apart_whatever_they_wish() {
        let wishes = [(500, 40), (0, 100), (0, 10), (-300, 70), (20, 20)];
        let wishes = wishes.map(|(y, height)| Wish { y, height, gap: GAP });
        for most in [340, 350, 1_000] {
            let found = apart(&wishes, most, 5);
            for pair in found.windows(2) {
                assert!(pair[0].0 + pair[0].1 + GAP <= pair[1].0, "{found:?}");
                assert_eq!(pair[0].0.rem_euclid(10), 5);
            }
            assert!(found[0].0 >= 0 && found[4].0 + found[4].1 <= most, "{found:?}");
        }
    }
}
