//! A picture drawn by country: what is left to read when parties are too many.

use std::collections::BTreeMap;

use transfer_model::assess::Verdict;

use super::{Arrow, ArrowKind, Ground, Node, Picture, number};

impl Picture {
    /// One node a country and one arrow a pair of countries, with the worst verdict and the count of each.
    #[must_use]
    pub fn by_country(&self) -> Self {
        let country = |party: usize| self.parties.get(party).map_or(0, |party| party.country);
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for party in &self.parties {
            let count = counts.entry(party.country).or_default();
            *count = count.saturating_add(1);
        }
        let parties = counts
            .iter()
            .map(|(at, count)| Node {
                id: self.countries.get(*at).map_or_else(String::new, |country| country.code.clone()),
                name: number(*count, "party", "parties"),
                kind: "all parties",
                people: false,
                country: *at,
                group: None,
            })
            .collect();
        let position: BTreeMap<usize, usize> =
            counts.keys().enumerate().map(|(at, key)| (*key, at)).collect();
        let mut pairs: BTreeMap<(usize, usize), Vec<&Arrow>> = BTreeMap::new();
        for arrow in &self.arrows {
            pairs.entry((country(arrow.from), country(arrow.to))).or_default().push(arrow);
        }
        let at = |country: usize| position.get(&country).copied().unwrap_or_default();
        let arrows = pairs.iter().map(|((from, to), arrows)| bundle(at(*from), at(*to), arrows)).collect();
        Self { parties, arrows, groups: Vec::new(), merged: true, ..self.clone() }
    }
}

fn bundle(from: usize, to: usize, arrows: &[&Arrow]) -> Arrow {
    let verdicts: Vec<(Verdict, usize)> = Verdict::ALL
        .iter()
        .rev()
        .map(|verdict| (*verdict, arrows.iter().filter(|arrow| arrow.verdict == *verdict).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    let accesses = arrows.iter().filter(|arrow| arrow.access()).count();
    Arrow {
        flow: String::new(),
        from,
        to,
        verdict: verdicts.first().map_or(Verdict::NotRestricted, |(verdict, _)| *verdict),
        ground: Ground::None,
        optional: None,
        kind: ArrowKind::Bundle { flows: arrows.len().saturating_sub(accesses), accesses, verdicts },
    }
}
