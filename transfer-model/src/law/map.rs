//! The map: the places of rows, which are the same from one day on which a row that draws it begins or is over to the
//! next.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::book::LawBook;
use super::mechanism::Class;
use super::pack::LawPack;
use super::place::{PlaceKind, PlaceSet};
use crate::day::Day;
use crate::index::{PlaceIx, RegimeIx};

/// First days on which a membership, territory, free area, absence of law or sanction begins or is over.
pub(super) fn map_changes(pack: &LawPack) -> Vec<Day> {
    let periods = (pack.memberships.iter().map(|row| row.header.period))
        .chain(pack.regimes.iter().map(|row| row.header.period))
        .chain(pack.territories.iter().map(|row| row.header.period))
        .chain(pack.free_areas.iter().map(|row| row.header.period))
        .chain(pack.no_export_laws.iter().map(|row| row.header.period))
        .chain(pack.sanctions.iter().map(|row| row.header.period));
    let days: BTreeSet<Day> =
        periods.flat_map(|period| [period.start(), period.end().map(Day::next)]).flatten().collect();
    days.into_iter().collect()
}

/// The places of rows from one change of the map to the next.
#[derive(Debug)]
pub(super) struct Map {
    pub(super) territories: Vec<(RegimeIx, PlaceSet, bool, usize)>,
    /// By regime.
    pub(super) free: Vec<Vec<Free>>,
    pub(super) rule_places: Vec<Option<PlaceSet>>,
    pub(super) no_law: PlaceSet,
    pub(super) members: Vec<Option<PlaceSet>>,
    /// By place: the states among the members of an area.
    pub(super) states: Vec<Option<PlaceSet>>,
    pub(super) sanctions: Vec<(usize, PlaceSet)>,
    /// By place: itself with the parts that share its law, or the members of the area.
    pub(super) wide: Vec<PlaceSet>,
    /// By place, the regimes of those established there, once somebody asked.
    pub(super) established: Vec<OnceLock<Vec<(RegimeIx, usize)>>>,
}

/// What is not abroad.
#[derive(Debug, Clone)]
pub(super) struct Free {
    pub(super) places: PlaceSet,
    /// For exporters here only; none: for all.
    pub(super) exporters: Option<PlaceSet>,
    /// By that row.
    pub(super) row: usize,
}

impl Map {
    pub(super) fn new(book: &LawBook, day: Day) -> Self {
        let pack = book.pack();
        let territories = pack
            .territories
            .iter()
            .enumerate()
            .filter(|(_, row)| row.header.period.holds(day))
            .filter(|(_, row)| book.regime(row.regime).header.period.holds(day))
            .map(|(at, row)| (row.regime, book.expand(&row.places, day), row.targeting, at))
            .collect();
        let mut free: Vec<Vec<Free>> = vec![Vec::new(); pack.regimes.len()];
        for (at, row) in pack.free_areas.iter().enumerate().filter(|(_, row)| row.header.period.holds(day)) {
            let exporters = (!row.exporters_in.is_empty()).then(|| book.expand(&row.exporters_in, day));
            let found = Free { places: book.expand(&row.places, day), exporters, row: at };
            for regime in row.regimes.iter().collect::<BTreeSet<_>>() {
                if let Some(list) = free.get_mut(regime.position()) {
                    list.push(found.clone());
                }
            }
        }
        let rule_places = pack
            .rules
            .iter()
            .map(|rule| (!rule.places.is_empty()).then(|| book.expand(&rule.places, day)))
            .collect();
        let mut no_law = PlaceSet::default();
        for row in pack.no_export_laws.iter().filter(|row| row.header.period.holds(day)) {
            no_law.add(&book.expand(&row.places, day));
        }
        let members: Vec<Option<PlaceSet>> = pack
            .places
            .iter()
            .enumerate()
            .map(|(at, place)| (place.kind == PlaceKind::Area).then(|| book.members(PlaceIx::new(at), day)))
            .collect();
        let states = |members: &PlaceSet| -> PlaceSet {
            let mut states = PlaceSet::default();
            for place in members.iter().filter(|place| book.place(*place).kind == PlaceKind::Country) {
                states.insert(place);
            }
            states
        };
        let states = members.iter().map(|of| of.as_ref().map(states)).collect();
        let sanctions = pack
            .sanctions
            .iter()
            .enumerate()
            .filter(|(_, row)| row.header.period.holds(day))
            .map(|(at, row)| (at, book.expand(&row.places, day)))
            .collect();
        let wide = (0..pack.places.len()).map(|at| book.expand(&[PlaceIx::new(at)], day)).collect();
        let established = vec![OnceLock::new(); pack.places.len()];
        Self { territories, free, rule_places, no_law, members, states, sanctions, wide, established }
    }

    /// By regime, the places that its decisions in force name; none: one of them reaches anywhere.
    pub(super) fn decided(&self, book: &LawBook, day: Day) -> Vec<Option<PlaceSet>> {
        let mut decided = vec![Some(PlaceSet::default()); book.pack().regimes.len()];
        for (rule, places) in book.pack().rules.iter().zip(&self.rule_places) {
            if !rule.is_route() || book.mechanism(rule.mechanism).class != Class::Adequacy {
                continue;
            }
            for regime in rule.regimes.iter().filter(|_| rule.header.period.holds(day)) {
                let Some(known) = decided.get_mut(regime.position()) else { continue };
                match (&mut *known, places) {
                    (Some(known), Some(places)) => known.add(places),
                    _ => *known = None,
                }
            }
        }
        decided
    }
}
