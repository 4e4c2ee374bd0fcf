//! Where a row of the law matters: a row that draws the map concerns the flows that have to do with its places, and no
//! others.

use std::collections::BTreeSet;

use super::list::List;
use super::{Calendar, any};
use crate::assess::crossing::Destination;
use crate::assess::time::source::{Entry, Fact, Map, Subject};
use crate::day::{Day, Period};
use crate::index::{PartyIx, PlaceIx, RegimeIx, RowIx};
use crate::law::PlaceSet;
use crate::register::{Flow, Party};
use crate::source::Span;

/// Which flows what falls on a day can concern.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ground {
    /// All.
    Anywhere,
    /// Those whose exporter acts from one of these places.
    Seat(PlaceSet),
    /// Those that have to do with one of these places.
    Any(PlaceSet),
}

impl Calendar<'_> {
    pub(super) fn ground(&self, party: &Party) -> PlaceSet {
        let mut ground = PlaceSet::default();
        let aims = party.branches.iter().chain(&party.targets).map(|place| place.value);
        for place in party.country.value.into_iter().chain(aims) {
            self.widen(&mut ground, place);
        }
        ground
    }

    /// Adds a place, with all that were or will be members of it.
    pub(super) fn widen(&self, ground: &mut PlaceSet, place: PlaceIx) {
        if let Some(wide) = self.wide.get(place.position()) {
            ground.add(wide);
        }
    }

    /// Where the exporter acts from, and every place that has to do with the flow.
    pub(super) fn grounds(&self, flow: &Flow, destinations: &[Destination]) -> (PlaceSet, PlaceSet) {
        let register = self.engine.register;
        let mut seat = PlaceSet::default();
        let context = flow.context.map(|context| context.value);
        for place in register.party(flow.from.value).country.value.into_iter().chain(context) {
            self.widen(&mut seat, place);
        }
        let mut all = seat;
        let recipients = destinations.iter().map(|to| to.recipient);
        for party in recipients.chain([flow.from.value, flow.to.value]) {
            if let Some(ground) = self.grounds.get(party.position()) {
                all.add(ground);
            }
        }
        let people = flow.subjects.iter().flat_map(|people| people.places.iter().chain(&people.citizens_of));
        let named = people.chain(&flow.first_recorded).map(|place| place.value);
        for place in named.chain(destinations.iter().filter_map(|to| to.place)) {
            self.widen(&mut all, place);
        }
        (seat, all)
    }

    /// The places, with all that were or will be members of the areas among them.
    pub(super) fn ever(&self, places: &[PlaceIx]) -> PlaceSet {
        let book = self.engine.view.book;
        let mut set = PlaceSet::default();
        for place in places {
            let rows = book.pack().memberships.iter().filter(|row| row.area == *place);
            let members: Vec<PlaceIx> =
                rows.flat_map(|row| row.places.iter().copied()).filter(|member| member != place).collect();
            if members.is_empty() {
                set.add(&book.expand(&[*place], self.engine.view.day));
            } else {
                set.add(&self.ever(&members));
            }
        }
        set
    }

    /// Every place that the register names.
    fn named(&self) -> PlaceSet {
        let register = self.engine.register;
        let mut all: BTreeSet<PlaceIx> = BTreeSet::new();
        for party in &register.parties {
            all.extend(party.country.value);
            all.extend(party.branches.iter().chain(&party.targets).map(|place| place.value));
        }
        for flow in &register.flows {
            all.extend(flow.context.iter().chain(&flow.first_recorded).map(|place| place.value));
            all.extend(flow.locations.iter().flatten().filter_map(|place| place.value));
            all.extend(flow.accessed_from.iter().flatten().filter_map(|access| access.place.value));
            for people in &flow.subjects {
                all.extend(people.places.iter().chain(&people.citizens_of).map(|place| place.value));
            }
        }
        for document in &register.instruments {
            all.extend(document.governing_law.map(|place| place.value));
            all.extend(document.authority.and_then(|authority| authority.value.place()));
        }
        all.extend(register.tias.iter().map(|tia| tia.country));
        all.extend(register.policy.sanctioned.iter().map(|own| own.place.value));
        self.ever(&all.into_iter().collect::<Vec<_>>())
    }

    pub(super) fn common(&self) -> Vec<(Entry, Ground)> {
        let pack = self.engine.view.book.pack();
        let mut found = Vec::new();
        let mut add = |map: Map, period: Period, ground: Ground| {
            let mut list = List::new(self.window);
            list.map(map, period);
            found.extend(list.entries.into_iter().map(|entry| (entry, ground)));
        };
        let relevant = |regime: RegimeIx| self.regimes.get(regime.position()).copied().unwrap_or(true);
        let named = self.named();
        let ever = |places: &[PlaceIx]| Some(self.ever(places)).filter(|places| places.meets(&named));
        for (at, row) in pack.memberships.iter().enumerate() {
            if ever(&row.places).is_some() {
                add(Map::Membership(RowIx::new(at)), row.header.period, Ground::Anywhere);
            }
        }
        for (at, row) in pack.regimes.iter().enumerate().filter(|(at, _)| relevant(RegimeIx::new(*at))) {
            let regime = RegimeIx::new(at);
            let territories = pack.territories.iter().filter(|territory| territory.regime == regime);
            let places: Vec<PlaceIx> = territories.flat_map(|territory| territory.places.clone()).collect();
            let ground =
                if row.institutions_only { Ground::Anywhere } else { Ground::Any(self.ever(&places)) };
            add(Map::Regime(regime), row.header.period, ground);
        }
        for (at, row) in pack.territories.iter().enumerate().filter(|(_, row)| relevant(row.regime)) {
            // A law for institutions binds them wherever they are.
            let wherever = self.engine.view.book.regime(row.regime).institutions_only;
            if let Some(places) = ever(&row.places) {
                let ground = if wherever { Ground::Anywhere } else { Ground::Any(places) };
                add(Map::Territory(RowIx::new(at)), row.header.period, ground);
            }
        }
        let all_or = |regimes: &[RegimeIx]| regimes.is_empty() || any(&self.regimes, regimes);
        for (at, row) in pack.free_areas.iter().enumerate().filter(|(_, row)| all_or(&row.regimes)) {
            if let Some(places) = ever(&row.places) {
                add(Map::FreeArea(RowIx::new(at)), row.header.period, Ground::Any(places));
            }
        }
        for (at, row) in pack.no_export_laws.iter().enumerate() {
            if let Some(places) = ever(&row.places) {
                add(Map::NoExportLaw(RowIx::new(at)), row.header.period, Ground::Any(places));
            }
        }
        let policy = &self.engine.register.policy;
        for (at, row) in pack.sanctions.iter().enumerate() {
            let applies = policy.sanctions.iter().any(|a| a.value.eq_ignore_ascii_case(&row.authority));
            if let Some(places) = ever(&row.places).filter(|_| applies) {
                add(Map::Sanction(RowIx::new(at)), row.header.period, Ground::Any(places));
            }
        }
        for (at, row) in pack.localisations.iter().enumerate().filter(|(_, row)| relevant(row.regime)) {
            add(Map::Localisation(RowIx::new(at)), row.header.period, Ground::Anywhere);
        }
        for (at, row) in pack.restrictions.iter().enumerate() {
            if let Some(places) = ever(&row.exporters) {
                add(Map::Restriction(RowIx::new(at)), row.header.period, Ground::Seat(places));
            }
        }
        let mut tell = |fact: Fact, of: Subject, span: Span, day: Option<Day>, ground: Ground| {
            let mut list = List::new(self.window);
            list.fact(fact, of, span, day);
            found.extend(list.entries.into_iter().map(|entry| (entry, ground)));
        };
        for (at, own) in policy.sanctioned.iter().enumerate() {
            let (of, span) = (Subject::House(RowIx::new(at)), own.place.span);
            let ground = Ground::Any(self.ever(&[own.place.value]));
            tell(Fact::HouseSanctionBegins, of, span, own.period.start(), ground);
            tell(Fact::HouseSanctionEnds, of, span, own.period.end().map(Day::next), ground);
        }
        for (at, party) in self.engine.register.parties.iter().enumerate() {
            let of = Subject::Party(PartyIx::new(at));
            for owner in &party.owners {
                let (span, period) = (owner.party.span, owner.period);
                tell(Fact::OwnershipBegins, of, span, period.start(), Ground::Anywhere);
                tell(Fact::OwnershipEnds, of, span, period.end().map(Day::next), Ground::Anywhere);
            }
        }
        found
    }
}
