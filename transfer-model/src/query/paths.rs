//! Every way the data can travel from one party to another: chains of flows in which each follows the one
//! before with at least one data item that all of them share, and no party occurs twice. Shorter ways are
//! searched before longer ones and the work is bounded, so that a cut search gives the same answer each time
//! and says how far it is complete.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::reach::Ways;
use super::travel::Travel;
use crate::assess::Verdict;
use crate::index::{DataIx, PartyIx};

/// What to search.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Where the ways begin; empty: where the data come from nobody else.
    pub from: Vec<PartyIx>,
    /// Where they end; empty: where they can go no further.
    pub to: Vec<PartyIx>,
    /// Only these data; empty: all.
    pub data: Vec<DataIx>,
    /// The most hops.
    pub longest: usize,
    /// The most steps tried before the search is cut.
    pub most: usize,
}

/// One flow of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop {
    /// Position among the legs of the [`Travel`].
    pub leg: usize,
    /// Who receives.
    pub to: PartyIx,
}

/// A way data can travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Its hops.
    pub hops: Vec<Hop>,
    /// The data that can travel all of it.
    pub data: Vec<DataIx>,
    /// The worst verdict of its hops.
    pub worst: Verdict,
    /// Whether it goes on beyond the most hops.
    pub goes_on: bool,
}

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    /// The paths: those with a hop that does not stand first, of these the shortest first.
    pub found: Vec<Path>,
    /// Where the search was cut: all ways of at most so many hops are there.
    pub cut_after: Option<usize>,
    /// Whether there may be ways of more than the most hops.
    pub longer: bool,
}

/// The beginning of a path. The rest is found through `before`, so that beginnings share memory.
struct Part {
    before: Option<usize>,
    hop: Hop,
    length: usize,
    data: Vec<DataIx>,
}

/// Searches.
pub fn paths(travel: &Travel<'_>, search: &Search) -> Paths {
    let near = Near::new(travel, search);
    let mut parts: Vec<Part> = Vec::new();
    let mut queue: VecDeque<usize> = VecDeque::new();
    let mut out = Paths::default();
    let mut ends: Vec<(usize, bool)> = Vec::new();
    for (hop, data) in first(travel, search, &near, &mut out) {
        queue.push_back(parts.len());
        parts.push(Part { before: None, hop, length: 1, data });
    }
    let mut steps = 0usize;
    while let Some(at) = queue.pop_front() {
        let Some(part) = parts.get(at) else { continue };
        let (hop, length) = (part.hop, part.length);
        if search.to.contains(&hop.to) {
            ends.push((at, false));
            continue;
        }
        let visited = visited(travel, &parts, at);
        let mut goes_on = false;
        let mut added = Vec::new();
        for next in travel.leaving(hop.to) {
            steps = steps.saturating_add(1);
            let (Some(from), Some(leg)) = (travel.legs().get(hop.leg), travel.legs().get(*next)) else {
                continue;
            };
            let carried = part.data.iter().copied().filter(|data| travel.follows(from, leg, *data));
            let carried: Vec<DataIx> = carried.collect();
            for end in leg.ends.iter().filter(|end| !visited.contains(end)) {
                let (data, beyond) = near.within(&carried, *end, length.saturating_add(1), search);
                out.longer |= beyond;
                goes_on |= !data.is_empty() || (beyond && search.to.is_empty());
                if !data.is_empty() && length < search.longest {
                    let hop = Hop { leg: *next, to: *end };
                    added.push(Part { before: Some(at), hop, length: length.saturating_add(1), data });
                }
            }
        }
        if search.to.is_empty() && added.is_empty() {
            ends.push((at, goes_on));
        }
        for part in added {
            queue.push_back(parts.len());
            parts.push(part);
        }
        if steps > search.most {
            // Ways already found to their end are kept; those begun are given up.
            let whole =
                queue.iter().filter(|at| parts.get(**at).is_some_and(|p| search.to.contains(&p.hop.to)));
            ends.extend(whole.map(|at| (*at, false)));
            out.cut_after =
                queue.front().and_then(|at| parts.get(*at)).map(|part| part.length.saturating_sub(1));
            break;
        }
    }
    out.found = ends.into_iter().map(|(at, goes_on)| whole(travel, &parts, at, goes_on)).collect();
    let ids = |path: &Path| -> Vec<&str> {
        let flows = path.hops.iter().filter_map(|hop| travel.legs().get(hop.leg));
        flows.map(|leg| travel.flow(leg).id.as_str()).collect()
    };
    out.found.sort_by_cached_key(|path| {
        let ends: Vec<PartyIx> = path.hops.iter().map(|hop| hop.to).collect();
        (path.worst.stands(), path.hops.len(), ids(path).join("\u{0}"), ends)
    });
    out
}

/// First hops, with the data they carry.
fn first(travel: &Travel<'_>, search: &Search, near: &Near, out: &mut Paths) -> Vec<(Hop, Vec<DataIx>)> {
    let sources = search.from.is_empty().then(|| Ways::new(travel).sources());
    let mut first = Vec::new();
    for (at, leg) in travel.legs().iter().enumerate() {
        let flow = travel.flow(leg);
        let begins = |data: &DataIx| match &sources {
            Some(sources) => sources.contains(&(at, *data)),
            None => search.from.contains(&flow.from.value),
        };
        let wanted = |data: &DataIx| search.data.is_empty() || search.data.contains(data);
        let data: Vec<DataIx> =
            flow.data.iter().map(|data| data.value).filter(|data| wanted(data) && begins(data)).collect();
        for end in leg.ends.iter().filter(|end| **end != flow.from.value) {
            let (data, beyond) = near.within(&data, *end, 1, search);
            out.longer |= beyond;
            if !data.is_empty() {
                first.push((Hop { leg: at, to: *end }, data));
            }
        }
    }
    first
}

fn visited(travel: &Travel<'_>, parts: &[Part], at: usize) -> BTreeSet<PartyIx> {
    let mut visited = BTreeSet::new();
    let mut next = Some(at);
    while let Some(part) = next.and_then(|at| parts.get(at)) {
        visited.insert(part.hop.to);
        visited.extend(travel.legs().get(part.hop.leg).map(|leg| travel.flow(leg).from.value));
        next = part.before;
    }
    visited
}

fn whole(travel: &Travel<'_>, parts: &[Part], at: usize, goes_on: bool) -> Path {
    let mut hops = Vec::new();
    let mut worst = Verdict::NotRestricted;
    let mut next = Some(at);
    while let Some(part) = next.and_then(|at| parts.get(at)) {
        hops.push(part.hop);
        worst = worst.max(travel.legs().get(part.hop.leg).map_or(worst, super::travel::Leg::verdict));
        next = part.before;
    }
    hops.reverse();
    let data = parts.get(at).map(|part| part.data.clone()).unwrap_or_default();
    Path { hops, data, worst, goes_on }
}

/// How many hops at least lie between a party and the end, for each data item: what cannot arrive is not tried.
struct Near(Option<BTreeMap<(PartyIx, DataIx), usize>>);

impl Near {
    fn new(travel: &Travel<'_>, search: &Search) -> Self {
        if search.to.is_empty() {
            return Self(None);
        }
        let mut into: BTreeMap<(PartyIx, DataIx), BTreeSet<PartyIx>> = BTreeMap::new();
        let mut all = BTreeSet::new();
        for leg in travel.legs() {
            let flow = travel.flow(leg);
            for data in &flow.data {
                all.insert(data.value);
                for end in &leg.ends {
                    into.entry((*end, data.value)).or_default().insert(flow.from.value);
                }
            }
        }
        let mut near = BTreeMap::new();
        let mut queue = VecDeque::new();
        for party in &search.to {
            for data in &all {
                near.insert((*party, *data), 0usize);
                queue.push_back((*party, *data, 0usize));
            }
        }
        while let Some((party, data, far)) = queue.pop_front() {
            for before in into.get(&(party, data)).into_iter().flatten() {
                let further = far.saturating_add(1);
                if let std::collections::btree_map::Entry::Vacant(free) = near.entry((*before, data)) {
                    free.insert(further);
                    queue.push_back((*before, data, further));
                }
            }
        }
        Self(Some(near))
    }

    /// Those of the data that can still arrive within the most hops, and whether some could with more.
    fn within(&self, data: &[DataIx], at: PartyIx, length: usize, search: &Search) -> (Vec<DataIx>, bool) {
        let Some(near) = &self.0 else {
            return if length > search.longest {
                (Vec::new(), !data.is_empty())
            } else {
                (data.to_vec(), false)
            };
        };
        let far = |data: &DataIx| near.get(&(at, *data)).map(|far| length.saturating_add(*far));
        let within =
            data.iter().copied().filter(|d| far(d).is_some_and(|far| far <= search.longest)).collect();
        let beyond = data.iter().any(|d| far(d).is_some_and(|far| far > search.longest));
        (within, beyond)
    }
}
