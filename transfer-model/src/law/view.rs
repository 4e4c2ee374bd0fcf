//! The law as it stood on one day: which places each rule and regime reaches.

use std::sync::Arc;

use super::ban::Extent;
use super::book::LawBook;
use super::map::Map;
use super::place::PlaceSet;
use crate::day::Day;
use crate::index::{PlaceIx, PowerIx, RegimeIx, RuleIx};

/// The law as it stood on one day: which places each rule and regime reaches.
#[derive(Debug)]
pub struct DayView<'a> {
    /// The pack.
    pub book: &'a LawBook,
    /// The day.
    pub day: Day,
    map: Arc<Map>,
    /// By regime, the places that its decisions in force name; none: one of them reaches anywhere.
    decided: Vec<Option<PlaceSet>>,
    /// Restrictions in force, by position in the pack: where the exporters are whom they bind.
    restrictions: Vec<(usize, PlaceSet)>,
    /// Powers in force that reach what a company there controls: where that is.
    controlling: Vec<(PowerIx, PlaceSet)>,
}

impl<'a> DayView<'a> {
    /// The law on that day.
    pub fn new(book: &'a LawBook, day: Day) -> Self {
        Self::drawn(book, day, book.map(day))
    }

    /// The law on another day.
    #[must_use]
    pub fn at(&self, day: Day) -> Self {
        let map = if self.book.same_map(self.day, day) { Arc::clone(&self.map) } else { self.book.map(day) };
        Self::drawn(self.book, day, map)
    }

    /// The law of a day on the map of its time.
    fn drawn(book: &'a LawBook, day: Day, map: Arc<Map>) -> Self {
        let decided = map.decided(book, day);
        let ground = |places| book.expand(places, day);
        let restrictions = book.pack().restrictions.iter().enumerate();
        let restrictions = restrictions.filter(|(_, row)| row.header.period.holds(day));
        let restrictions = restrictions.map(|(at, row)| (at, ground(&row.exporters))).collect();
        let powers = book.pack().powers.iter().enumerate();
        let powers = powers.filter(|(_, power)| power.through_control && power.header.period.holds(day));
        let controlling = powers.map(|(at, power)| (PowerIx::new(at), ground(&power.places))).collect();
        Self { book, day, map, decided, restrictions, controlling }
    }

    /// The place itself, or the members of an area.
    pub fn extent(&self, place: PlaceIx) -> PlaceSet {
        if let Some(Some(members)) = self.map.members.get(place.position()) {
            return *members;
        }
        let mut set = PlaceSet::default();
        set.insert(place);
        set
    }

    /// Whether the place, or the whole of the area, is in the set.
    pub fn within(&self, place: PlaceIx, set: &PlaceSet) -> bool {
        match self.map.members.get(place.position()) {
            Some(Some(_)) => self.states(place).is_some_and(|states| set.includes(states)),
            Some(None) | None => set.contains(place),
        }
    }

    /// The states of an area that has any, for which lists of law stand: territories that belong to it are named in
    /// few of them. None: no area, or one without states.
    pub fn states(&self, place: PlaceIx) -> Option<&PlaceSet> {
        self.map.states.get(place.position())?.as_ref().filter(|states| !states.is_empty())
    }

    /// Whether two places share ground: the same, one part of the other, or areas with a common member.
    pub fn overlap(&self, a: PlaceIx, b: PlaceIx) -> bool {
        a == b || self.wide(a).meets(&self.wide(b))
    }

    /// Whether a place shares ground with a set.
    pub fn overlap_set(&self, place: PlaceIx, set: &PlaceSet) -> bool {
        self.wide(place).meets(set)
    }

    fn wide(&self, place: PlaceIx) -> PlaceSet {
        self.map.wide.get(place.position()).copied().unwrap_or_default()
    }

    /// Places and the parts of them that share their law, areas as they stand on the day.
    pub fn expand(&self, places: &[PlaceIx]) -> PlaceSet {
        let mut set = PlaceSet::default();
        for place in places {
            set.add(&self.wide(*place));
        }
        set
    }

    /// Territories of regimes in force, with position of the row: regime, places, whether targeting counts.
    pub fn territories(&self) -> impl Iterator<Item = (RegimeIx, &PlaceSet, bool, usize)> {
        self.map.territories.iter().map(|(regime, set, targeting, row)| (*regime, set, *targeting, *row))
    }

    /// The restrictions in force that bind exporters at the place: position in the pack, and where all those are whom it
    /// binds.
    pub fn restrictions(&self, place: PlaceIx) -> impl Iterator<Item = (usize, &PlaceSet)> {
        let here = self.extent(place);
        self.restrictions.iter().filter(move |(_, home)| here.meets(home)).map(|(at, home)| (*at, home))
    }

    /// The powers in force that reach what companies at one place control at another, which they do not reach by themselves.
    pub fn through_control(&self, seat: PlaceIx, held: Option<PlaceIx>) -> impl Iterator<Item = PowerIx> {
        let (seat, held) = (self.extent(seat), held.map(|place| self.extent(place)).unwrap_or_default());
        let reaching =
            self.controlling.iter().filter(move |(_, ground)| seat.meets(ground) && !held.meets(ground));
        reaching.map(|(power, _)| *power)
    }

    /// The regimes that bind whoever is established at the place, those of institutions aside: each with the position of
    /// its first row, in the order of [`LawBook::regimes`].
    pub fn established(&self, place: PlaceIx) -> &[(RegimeIx, usize)] {
        let found = || {
            let here = self.extent(place);
            let mut found: Vec<(RegimeIx, usize)> = Vec::new();
            for (regime, territory, _, row) in self.territories() {
                let institutions = self.book.regime(regime).institutions_only;
                if !institutions && territory.meets(&here) && found.iter().all(|(other, _)| *other != regime)
                {
                    found.push((regime, row));
                }
            }
            found.sort_by_key(|(regime, _)| self.book.regime_rank(*regime));
            found
        };
        self.map.established.get(place.position()).map_or(&[], |known| known.get_or_init(found))
    }

    /// The row by which a place is not abroad for exporters at `from` under the regime.
    pub fn free_row(&self, regime: RegimeIx, from: Option<PlaceIx>, place: PlaceIx) -> Option<usize> {
        let rows = self.map.free.get(regime.position()).map_or(&[][..], Vec::as_slice);
        let here = |exporters: &PlaceSet| from.is_some_and(|from| self.extent(from).meets(exporters));
        let mut rows = rows.iter().filter(|row| self.within(place, &row.places));
        rows.find(|row| row.exporters.as_ref().is_none_or(here)).map(|row| row.row)
    }

    /// Whether the pack states that the place has no export law that day.
    pub fn has_no_export_law(&self, place: PlaceIx) -> bool {
        self.within(place, &self.map.no_law)
    }

    /// Whether decisions of the regime in force may reach the place; if not, none of them does.
    pub fn decided(&self, regime: RegimeIx, place: PlaceIx) -> bool {
        let decided = self.decided.get(regime.position());
        decided.is_none_or(|places| places.as_ref().is_none_or(|places| self.within(place, places)))
    }

    /// Whether the rule reaches the place.
    pub fn reaches(&self, rule: RuleIx, place: PlaceIx) -> bool {
        match self.map.rule_places.get(rule.position()) {
            Some(Some(set)) => self.within(place, set),
            Some(None) => true,
            None => false,
        }
    }

    /// Sanctions rows in force that name the place, with the given extent.
    pub fn sanctions(&self, place: PlaceIx, extent: Extent) -> impl Iterator<Item = usize> {
        self.map
            .sanctions
            .iter()
            .filter(move |(row, set)| {
                self.book.pack().sanctions.get(*row).is_some_and(|row| row.extent == extent)
                    && self.within(place, set)
            })
            .map(|(row, _)| *row)
    }
}
