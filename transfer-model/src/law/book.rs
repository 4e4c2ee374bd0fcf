//! Look-ups in a law pack: by word, and as the law stood on one day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::place::{Place, PlaceKind, PlaceSet};
use super::provision::Subject;
use super::row::{Class, Extent, Header, LawPack, Mechanism, Part, Power, Regime, Rule, Scheme};
use crate::day::Day;
use crate::index::{MechanismIx, PlaceIx, PowerIx, RegimeIx, RuleIx, SchemeIx, WordIx};

/// A law pack with its indexes.
#[derive(Debug)]
pub struct LawBook {
    pack: LawPack,
    places: BTreeMap<String, PlaceIx>,
    parts: Vec<Vec<PlaceIx>>,
    rules: Vec<Vec<RuleIx>>,
    overlays: Vec<Vec<RuleIx>>,
    carve_outs: Vec<Vec<RuleIx>>,
    standing: Vec<Vec<MechanismIx>>,
    /// By regime and subject, positions in the pack.
    provisions: Vec<Vec<usize>>,
    mechanisms: BTreeMap<String, MechanismIx>,
    regimes_by_id: Vec<RegimeIx>,
    everywhere: PlaceSet,
    /// First days on which a row that draws the map begins or is over.
    map_changes: Vec<Day>,
    /// The places of rows as they are from each of these days on (first: before them), once somebody asked.
    maps: Mutex<BTreeMap<usize, Arc<Sets>>>,
}

impl LawBook {
    /// Indexes a pack.
    pub fn new(pack: LawPack) -> Self {
        let mut places = BTreeMap::new();
        let mut parts = vec![Vec::new(); pack.places.len()];
        let mut everywhere = PlaceSet::default();
        for (at, place) in pack.places.iter().enumerate() {
            let ix = PlaceIx::new(at);
            places.insert(place.code.clone(), ix);
            for alias in &place.aliases {
                places.insert(alias.clone(), ix);
            }
            if place.kind == PlaceKind::Subdivision
                && let Some(of) = place.part_of.and_then(|of| parts.get_mut(of.position()))
            {
                of.push(ix);
            }
            if !matches!(place.kind, PlaceKind::Area | PlaceKind::Organisation) {
                everywhere.insert(ix);
            }
        }
        let width = pack.regimes.len();
        let mut rules = vec![Vec::new(); pack.mechanisms.len().saturating_mul(width)];
        let mut overlays = vec![Vec::new(); width];
        let mut carve_outs = vec![Vec::new(); width];
        let mut standing: Vec<Vec<MechanismIx>> = vec![Vec::new(); width];
        for (at, rule) in pack.rules.iter().enumerate() {
            let ix = RuleIx::new(at);
            let put = |lists: &mut Vec<Vec<RuleIx>>| {
                for regime in &rule.regimes {
                    if let Some(list) = lists.get_mut(regime.position()) {
                        list.push(ix);
                    }
                }
            };
            match &rule.part {
                Part::Overlay { .. } => put(&mut overlays),
                Part::CarveOut => put(&mut carve_outs),
                Part::Route { unclaimed: true } => {
                    for regime in &rule.regimes {
                        if let Some(list) = standing.get_mut(regime.position())
                            && !list.contains(&rule.mechanism)
                        {
                            list.push(rule.mechanism);
                        }
                    }
                }
                Part::Route { unclaimed: false } => {}
            }
        }
        for (at, rule) in pack.rules.iter().enumerate().filter(|(_, rule)| rule.is_route()) {
            for regime in &rule.regimes {
                let slot = rule.mechanism.position().saturating_mul(width).saturating_add(regime.position());
                if let Some(slot) = rules.get_mut(slot) {
                    slot.push(RuleIx::new(at));
                }
            }
        }
        for slot in &mut rules {
            slot.sort_by_key(|ix: &RuleIx| {
                pack.rules.get(ix.position()).map(|rule| (rule.header.period.since, *ix))
            });
        }
        let mut provisions = vec![Vec::new(); width.saturating_mul(Subject::COUNT)];
        for (at, row) in pack.provisions.iter().enumerate() {
            if let Some(slot) = provisions.get_mut(provision_slot(row.regime, row.subject)) {
                slot.push(at);
            }
        }
        let mechanisms =
            pack.mechanisms.iter().enumerate().map(|(at, m)| (m.id.clone(), MechanismIx::new(at))).collect();
        let mut regimes_by_id: Vec<_> = (0..pack.regimes.len()).map(RegimeIx::new).collect();
        regimes_by_id.sort_by_key(|ix| pack.regimes.get(ix.position()).map(|r| r.header.id.clone()));
        let map_changes = map_changes(&pack);
        Self {
            pack,
            places,
            parts,
            rules,
            overlays,
            carve_outs,
            standing,
            provisions,
            mechanisms,
            regimes_by_id,
            everywhere,
            map_changes,
            maps: Mutex::default(),
        }
    }

    /// The same, with a name for what rows were added from; one that states a version of its own is told with it.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        let own = std::mem::take(&mut self.pack.overlays);
        let words: Vec<&str> = std::iter::once(name).chain(own.iter().map(String::as_str)).collect();
        self.pack.overlays.push(words.join(" "));
        self
    }

    /// The rows themselves.
    pub fn pack(&self) -> &LawPack {
        &self.pack
    }

    /// The place of a code or alias; the state, for a part of it that no row turns on.
    pub fn place_of(&self, code: &str) -> Option<PlaceIx> {
        let whole = || {
            let (state, part) = code.split_once('-')?;
            let ix = *self.places.get(state)?;
            self.place(ix).parts.split_whitespace().any(|known| known == part).then_some(ix)
        };
        self.places.get(code).copied().or_else(whole)
    }

    /// All codes and aliases of places and areas, but for those of parts that stand for their states.
    pub fn place_codes(&self) -> impl Iterator<Item = &str> + Clone {
        self.places.keys().map(String::as_str)
    }

    /// A place.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by this book alone")]
    pub fn place(&self, ix: PlaceIx) -> &Place {
        &self.pack.places[ix.position()]
    }

    /// A regime.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by this book alone")]
    pub fn regime(&self, ix: RegimeIx) -> &Regime {
        &self.pack.regimes[ix.position()]
    }

    /// A mechanism.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by this book alone")]
    pub fn mechanism(&self, ix: MechanismIx) -> &Mechanism {
        &self.pack.mechanisms[ix.position()]
    }

    /// A rule.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by this book alone")]
    pub fn rule(&self, ix: RuleIx) -> &Rule {
        &self.pack.rules[ix.position()]
    }

    /// A scheme.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by this book alone")]
    pub fn scheme(&self, ix: SchemeIx) -> &Scheme {
        &self.pack.schemes[ix.position()]
    }

    /// A power.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by this book alone")]
    pub fn power(&self, ix: PowerIx) -> &Power {
        &self.pack.powers[ix.position()]
    }

    /// The mechanism of a word.
    pub fn mechanism_of(&self, word: &str) -> Option<MechanismIx> {
        self.mechanisms.get(word).copied()
    }

    /// All words for mechanisms.
    pub fn mechanism_words(&self) -> impl Iterator<Item = &str> + Clone {
        self.mechanisms.keys().map(String::as_str)
    }

    /// The regime of a word.
    pub fn regime_of(&self, word: &str) -> Option<RegimeIx> {
        self.pack.regimes.iter().position(|r| r.header.id == word).map(RegimeIx::new)
    }

    /// Regimes in the order of their words.
    pub fn regimes(&self) -> &[RegimeIx] {
        &self.regimes_by_id
    }

    /// The scheme of a word.
    pub fn scheme_of(&self, word: &str) -> Option<SchemeIx> {
        self.pack.schemes.iter().position(|s| s.id == word).map(SchemeIx::new)
    }

    /// The power of a word.
    pub fn power_of(&self, word: &str) -> Option<PowerIx> {
        self.pack.powers.iter().position(|p| p.header.id == word).map(PowerIx::new)
    }

    /// The sector of a word.
    pub fn sector_of(&self, word: &str) -> Option<WordIx> {
        self.pack.vocabulary.sectors.iter().position(|w| w == word).map(WordIx::new)
    }

    /// The purpose of a word, where rules read it.
    pub fn purpose_of(&self, word: &str) -> Option<WordIx> {
        self.pack.vocabulary.purposes.iter().position(|w| w == word).map(WordIx::new)
    }

    /// The word of a sector.
    pub fn sector(&self, ix: WordIx) -> &str {
        self.pack.vocabulary.sectors.get(ix.position()).map_or("", String::as_str)
    }

    /// The word of a purpose.
    pub fn purpose(&self, ix: WordIx) -> &str {
        self.pack.vocabulary.purposes.get(ix.position()).map_or("", String::as_str)
    }

    /// Rules of a mechanism in a regime, earliest first.
    pub fn rules(&self, mechanism: MechanismIx, regime: RegimeIx) -> &[RuleIx] {
        let slot =
            mechanism.position().saturating_mul(self.pack.regimes.len()).saturating_add(regime.position());
        self.rules.get(slot).map_or(&[], Vec::as_slice)
    }

    /// Duties that stack on routes of a regime.
    pub fn overlays(&self, regime: RegimeIx) -> &[RuleIx] {
        self.overlays.get(regime.position()).map_or(&[], Vec::as_slice)
    }

    /// Limits of a regime.
    pub fn carve_outs(&self, regime: RegimeIx) -> &[RuleIx] {
        self.carve_outs.get(regime.position()).map_or(&[], Vec::as_slice)
    }

    /// Mechanisms of a regime that count although nobody claims them.
    pub fn standing(&self, regime: RegimeIx) -> &[MechanismIx] {
        self.standing.get(regime.position()).map_or(&[], Vec::as_slice)
    }

    /// Where a regime spoke of a subject on a day. Of two rows the later counts, so that an overlay corrects the pack.
    pub fn provision(&self, regime: RegimeIx, subject: Subject, day: Day) -> Option<&Header> {
        let rows = self.provisions.get(provision_slot(regime, subject))?.iter().rev();
        rows.filter_map(|at| self.pack.provisions.get(*at))
            .map(|row| &row.header)
            .find(|header| header.period.holds(day))
    }

    /// Whether a row says that the thing is no mechanism of the regime.
    pub fn is_none(&self, mechanism: MechanismIx, regime: RegimeIx) -> bool {
        let rows = self.pack.non_mechanisms.iter().filter(|row| row.mechanism == mechanism);
        rows.into_iter().any(|row| row.regimes.is_empty() || row.regimes.contains(&regime))
    }

    /// The kind of data of a word.
    pub fn data_kind_of(&self, word: &str) -> Option<WordIx> {
        self.pack.vocabulary.data_kinds.iter().position(|w| w == word).map(WordIx::new)
    }

    /// Whether any regime knows the mechanism.
    pub fn has_rules(&self, mechanism: MechanismIx) -> bool {
        self.regimes_by_id.iter().any(|regime| !self.rules(mechanism, *regime).is_empty())
    }

    /// Places and the parts of them that share their law, areas as they stood on the day.
    pub fn expand(&self, places: &[PlaceIx], day: Day) -> PlaceSet {
        let mut set = PlaceSet::default();
        for place in places {
            self.add(&mut set, *place, day);
        }
        set
    }

    fn add(&self, set: &mut PlaceSet, place: PlaceIx, day: Day) {
        match self.place(place).kind {
            PlaceKind::Area => set.add(&self.members(place, day)),
            PlaceKind::Country
            | PlaceKind::Territory
            | PlaceKind::Subdivision
            | PlaceKind::Zone
            | PlaceKind::Organisation => {
                set.insert(place);
                for part in self.parts.get(place.position()).into_iter().flatten() {
                    set.insert(*part);
                }
            }
        }
    }

    /// Members of an area on a day, parts included; the area without rows is the world.
    pub fn members(&self, area: PlaceIx, day: Day) -> PlaceSet {
        let mut set = PlaceSet::default();
        let mut known = false;
        for row in self.pack.memberships.iter().filter(|row| row.area == area) {
            known = true;
            if row.header.period.holds(day) {
                for place in &row.places {
                    self.add(&mut set, *place, day);
                }
            }
        }
        if known { set } else { self.everywhere }
    }

    /// The oldest day on which a row of the pack was verified; the last day if it has none.
    pub fn verified_to(&self) -> Day {
        self.pack.rules.iter().map(|rule| rule.header.verified).min().unwrap_or(Day::MAX)
    }
}

/// The slot of a regime's provisions about a subject.
fn provision_slot(regime: RegimeIx, subject: Subject) -> usize {
    regime.position().saturating_mul(Subject::COUNT).saturating_add(subject.position())
}

/// First days on which a membership, territory, free area, absence of law or sanction begins or is over.
fn map_changes(pack: &LawPack) -> Vec<Day> {
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

/// The law as it stood on one day: which places each rule and regime reaches.
#[derive(Debug)]
pub struct DayView<'a> {
    /// The pack.
    pub book: &'a LawBook,
    /// The day.
    pub day: Day,
    sets: Arc<Sets>,
    /// By regime, the places that its decisions in force name; none: one of them reaches anywhere.
    decided: Vec<Option<PlaceSet>>,
    /// Restrictions in force, by position in the pack: where the exporters are whom they bind.
    restrictions: Vec<(usize, PlaceSet)>,
    /// Powers in force that reach what a company there controls: where that is.
    controlling: Vec<(PowerIx, PlaceSet)>,
}

/// What is not abroad.
#[derive(Debug, Clone)]
struct Free {
    places: PlaceSet,
    /// For exporters here only; none: for all.
    exporters: Option<PlaceSet>,
    /// By that row.
    row: usize,
}

/// The places of rows, which are the same from one change of the map to the next.
#[derive(Debug)]
struct Sets {
    territories: Vec<(RegimeIx, PlaceSet, bool, usize)>,
    /// By regime.
    free: Vec<Vec<Free>>,
    rule_places: Vec<Option<PlaceSet>>,
    no_law: PlaceSet,
    members: Vec<Option<PlaceSet>>,
    /// By place: the states among the members of an area.
    states: Vec<Option<PlaceSet>>,
    sanctions: Vec<(usize, PlaceSet)>,
    /// By place: itself with the parts that share its law, or the members of the area.
    wide: Vec<PlaceSet>,
    /// By place, the regimes of those established there, once somebody asked.
    established: Vec<OnceLock<Vec<(RegimeIx, usize)>>>,
}

impl Sets {
    fn new(book: &LawBook, day: Day) -> Self {
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

    fn decided(&self, book: &LawBook, day: Day) -> Vec<Option<PlaceSet>> {
        let mut decided = vec![Some(PlaceSet::default()); book.pack.regimes.len()];
        for (rule, places) in book.pack.rules.iter().zip(&self.rule_places) {
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

impl<'a> DayView<'a> {
    /// The law on that day.
    pub fn new(book: &'a LawBook, day: Day) -> Self {
        let at = book.map_changes.partition_point(|change| *change <= day);
        let mut maps = book.maps.lock().unwrap_or_else(PoisonError::into_inner);
        let sets = Arc::clone(maps.entry(at).or_insert_with(|| Arc::new(Sets::new(book, day))));
        Self::drawn(book, day, sets)
    }

    /// The law on another day.
    #[must_use]
    pub fn at(&self, day: Day) -> Self {
        let (first, last) = (self.day.min(day), self.day.max(day));
        if self.book.map_changes.iter().any(|change| first < *change && *change <= last) {
            return Self::new(self.book, day);
        }
        Self::drawn(self.book, day, Arc::clone(&self.sets))
    }

    /// The law of a day on the map of its time.
    fn drawn(book: &'a LawBook, day: Day, sets: Arc<Sets>) -> Self {
        let decided = sets.decided(book, day);
        let ground = |places| book.expand(places, day);
        let restrictions = book.pack.restrictions.iter().enumerate();
        let restrictions = restrictions.filter(|(_, row)| row.header.period.holds(day));
        let restrictions = restrictions.map(|(at, row)| (at, ground(&row.exporters))).collect();
        let powers = book.pack.powers.iter().enumerate();
        let powers = powers.filter(|(_, power)| power.through_control && power.header.period.holds(day));
        let controlling = powers.map(|(at, power)| (PowerIx::new(at), ground(&power.places))).collect();
        Self { book, day, sets, decided, restrictions, controlling }
    }

    /// The place itself, or the members of an area.
    pub fn extent(&self, place: PlaceIx) -> PlaceSet {
        if let Some(Some(members)) = self.sets.members.get(place.position()) {
            return *members;
        }
        let mut set = PlaceSet::default();
        set.insert(place);
        set
    }

    /// Whether the place, or the whole of the area, is in the set.
    pub fn within(&self, place: PlaceIx, set: &PlaceSet) -> bool {
        match self.sets.members.get(place.position()) {
            Some(Some(_)) => self.states(place).is_some_and(|states| set.includes(states)),
            Some(None) | None => set.contains(place),
        }
    }

    /// The states of an area that has any, for which lists of law stand: territories that belong to it are named in
    /// few of them. None: no area, or one without states.
    pub fn states(&self, place: PlaceIx) -> Option<&PlaceSet> {
        self.sets.states.get(place.position())?.as_ref().filter(|states| !states.is_empty())
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
        self.sets.wide.get(place.position()).copied().unwrap_or_default()
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
        self.sets.territories.iter().map(|(regime, set, targeting, row)| (*regime, set, *targeting, *row))
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
            found.sort_by_key(|(regime, _)| self.book.regimes().iter().position(|other| other == regime));
            found
        };
        self.sets.established.get(place.position()).map_or(&[], |known| known.get_or_init(found))
    }

    /// The row by which a place is not abroad for exporters at `from` under the regime.
    pub fn free_row(&self, regime: RegimeIx, from: Option<PlaceIx>, place: PlaceIx) -> Option<usize> {
        let rows = self.sets.free.get(regime.position()).map_or(&[][..], Vec::as_slice);
        let here = |exporters: &PlaceSet| from.is_some_and(|from| self.extent(from).meets(exporters));
        let mut rows = rows.iter().filter(|row| self.within(place, &row.places));
        rows.find(|row| row.exporters.as_ref().is_none_or(here)).map(|row| row.row)
    }

    /// Whether the pack states that the place has no export law that day.
    pub fn has_no_export_law(&self, place: PlaceIx) -> bool {
        self.within(place, &self.sets.no_law)
    }

    /// Whether decisions of the regime in force may reach the place; if not, none of them does.
    pub fn decided(&self, regime: RegimeIx, place: PlaceIx) -> bool {
        let decided = self.decided.get(regime.position());
        decided.is_none_or(|places| places.as_ref().is_none_or(|places| self.within(place, places)))
    }

    /// Whether the rule reaches the place.
    pub fn reaches(&self, rule: RuleIx, place: PlaceIx) -> bool {
        match self.sets.rule_places.get(rule.position()) {
            Some(Some(set)) => self.within(place, set),
            Some(None) => true,
            None => false,
        }
    }

    /// Sanctions rows in force that name the place, with the given extent.
    pub fn sanctions(&self, place: PlaceIx, extent: Extent) -> impl Iterator<Item = usize> {
        self.sets
            .sanctions
            .iter()
            .filter(move |(row, set)| {
                self.book.pack().sanctions.get(*row).is_some_and(|row| row.extent == extent)
                    && self.within(place, set)
            })
            .map(|(row, _)| *row)
    }
}
