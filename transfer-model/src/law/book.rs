//! Look-ups in a law pack, by word and by mechanism and regime.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::header::Header;
use super::map::{Map, map_changes};
use super::mechanism::{Mechanism, Scheme};
use super::pack::{LawPack, Vocabulary};
use super::place::{Place, PlaceKind, PlaceSet};
use super::power::Power;
use super::provision::Subject;
use super::regime::Regime;
use super::routes::Routes;
use super::rule::{Part, Rule};
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
    routes: Vec<Routes>,
    /// By regime and subject, positions in the pack.
    provisions: Vec<Vec<usize>>,
    mechanisms: BTreeMap<String, MechanismIx>,
    regimes_by_id: Vec<RegimeIx>,
    /// By regime, its place in the order of their words.
    regime_ranks: Vec<u32>,
    everywhere: PlaceSet,
    /// First days on which a row that draws the map begins or is over.
    map_changes: Vec<Day>,
    /// The places of rows as they are from each of these days on (first: before them), once somebody asked.
    maps: Mutex<BTreeMap<usize, Arc<Map>>>,
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
        let mut regime_ranks = vec![u32::MAX; pack.regimes.len()];
        for (rank, regime) in (0..).zip(&regimes_by_id) {
            regime_ranks.get_mut(regime.position()).into_iter().for_each(|slot| *slot = rank);
        }
        let (map_changes, routes) = (map_changes(&pack), Routes::of_each(&pack));
        Self {
            pack,
            places,
            parts,
            rules,
            overlays,
            carve_outs,
            standing,
            routes,
            provisions,
            mechanisms,
            regimes_by_id,
            regime_ranks,
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

    /// The contract by which a recipient is bound to what came with the data.
    pub fn onward_contract(&self) -> Option<MechanismIx> {
        self.pack.mechanisms.iter().position(|mechanism| mechanism.passes_on).map(MechanismIx::new)
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

    /// Where a regime stands in that order.
    pub fn regime_rank(&self, regime: RegimeIx) -> u32 {
        self.regime_ranks.get(regime.position()).copied().unwrap_or(u32::MAX)
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

    /// Whether a sector is that of public bodies.
    pub fn is_public(&self, ix: WordIx) -> bool {
        self.sector(ix) == Vocabulary::PUBLIC_BODY
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

    /// Which kinds of route a regime has.
    pub fn routes(&self, regime: RegimeIx) -> Routes {
        self.routes.get(regime.position()).copied().unwrap_or_default()
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

    /// The places of rows as they were on a day.
    pub(super) fn map(&self, day: Day) -> Arc<Map> {
        let at = self.map_changes.partition_point(|change| *change <= day);
        let mut maps = self.maps.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(maps.entry(at).or_insert_with(|| Arc::new(Map::new(self, day))))
    }

    /// Whether the map is the same on two days.
    pub(super) fn same_map(&self, a: Day, b: Day) -> bool {
        let (first, last) = (a.min(b), a.max(b));
        !self.map_changes.iter().any(|change| first < *change && *change <= last)
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
