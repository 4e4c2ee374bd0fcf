//! What can change by what falls on a day: under which laws, where they bind of themselves and where they came with the
//! data, and whether other laws may bind.

use std::collections::BTreeSet;

use super::{Calendar, any};
use crate::assess::deadline::conditions;
use crate::assess::time::Scope;
use crate::assess::time::source::{Fact, Map, Source};
use crate::index::{FlowIx, MechanismIx, PlaceIx, RegimeIx};
use crate::law::{Condition, Part};

/// What can change by what falls on a day.
#[derive(Debug, Clone, Copy)]
pub(in crate::assess::time) struct Concern {
    /// Regimes under which, where they bind of themselves.
    pub(in crate::assess::time) own: Scope,
    /// Regimes under which, where they came with the data.
    pub(in crate::assess::time) carried: Scope,
    /// Whether other laws may bind, or a ban.
    pub(in crate::assess::time) bound: bool,
}

/// How far lists follow lists that follow lists.
const FOLLOWS: usize = 3;

impl Calendar<'_> {
    /// Which regimes can bind a flow of the register: those of a territory where a party is or aims. A
    /// territory that is an area counts, since its members change.
    pub(super) fn relevant(&self) -> Vec<bool> {
        let book = self.engine.view.book;
        let mut here: BTreeSet<PlaceIx> = BTreeSet::new();
        for party in &self.engine.register.parties {
            here.extend(party.country.value);
            here.extend(party.branches.iter().chain(&party.targets).map(|place| place.value));
        }
        for flow in &self.engine.register.flows {
            here.extend(flow.context.map(|context| context.value));
        }
        let here = self.ever(&here.into_iter().collect::<Vec<_>>());
        let mut relevant = vec![false; book.pack().regimes.len()];
        for row in &book.pack().territories {
            if let Some(slot) = relevant.get_mut(row.regime.position()) {
                *slot |= self.ever(&row.places).meets(&here) || book.regime(row.regime).institutions_only;
            }
        }
        // A list that follows another regime's changes with it.
        for _ in 0..FOLLOWS {
            let known = relevant.clone();
            for rule in book.pack().rules.iter().filter(|rule| any(&known, &rule.regimes)) {
                for condition in conditions(rule) {
                    if let Condition::AdequateUnder { regimes, .. } = condition {
                        for slot in regimes {
                            if let Some(slot) = relevant.get_mut(slot.position()) {
                                *slot = true;
                            }
                        }
                    }
                }
            }
        }
        relevant
    }

    pub(super) fn followers(&self) -> Vec<Scope> {
        let pack = self.engine.view.book.pack();
        let mut all: Vec<Scope> = vec![Scope::default(); pack.regimes.len()];
        for (at, scope) in all.iter_mut().enumerate() {
            scope.insert(RegimeIx::new(at));
        }
        for _ in 0..FOLLOWS {
            for rule in &pack.rules {
                for condition in conditions(rule) {
                    let Condition::AdequateUnder { regimes, .. } = condition else { continue };
                    for (follower, followed) in
                        rule.regimes.iter().flat_map(|a| regimes.iter().map(move |b| (*a, *b)))
                    {
                        let more = all.get(follower.position()).copied().unwrap_or(Scope::ALL);
                        if let Some(slot) = all.get_mut(followed.position()) {
                            slot.add(more);
                        }
                    }
                }
            }
        }
        all
    }

    /// What can change for a flow, or for everyone, by what falls on a day.
    pub(in crate::assess::time) fn concerns(&self, source: Source, flow: Option<FlowIx>) -> Concern {
        let book = self.engine.view.book;
        let pack = book.pack();
        let follow = |regimes: &[RegimeIx]| {
            let mut scope = Scope::default();
            for regime in regimes {
                scope.add(self.followers.get(regime.position()).copied().unwrap_or(Scope::ALL));
            }
            scope
        };
        let some_or_all = |regimes: Option<&[RegimeIx]>| {
            regimes.filter(|regimes| !regimes.is_empty()).map_or(Scope::ALL, follow)
        };
        let both = |scope, bound| Concern { own: scope, carried: scope, bound };
        match source {
            Source::Rule(rule, _) | Source::Condition(rule, _) => {
                let row = book.rule(rule);
                let scope = follow(&row.regimes);
                let carried = match row.part {
                    Part::Route { .. } => scope,
                    // A duty on top of a route makes the one or the other of several decisions the better.
                    Part::Overlay { .. } => {
                        let mut scope = Scope::default();
                        let among = row.regimes.iter().filter(|regime| self.choice(**regime));
                        among.for_each(|regime| scope.insert(*regime));
                        scope
                    }
                    // What a law does not count as a transfer is asked of those whom it binds of itself.
                    Part::CarveOut => Scope::default(),
                };
                Concern { own: scope, carried, bound: false }
            }
            Source::Defeat(power, at, _) => {
                let row = book.power(power).defeats.get(at.position());
                both(some_or_all(row.map(|row| row.regimes.as_slice())), false)
            }
            Source::Event(at) => {
                both(some_or_all(pack.events.get(at.position()).map(|event| event.regimes.as_slice())), false)
            }
            Source::Map(Map::Regime(regime), _) => both(follow(&[regime]), true),
            Source::Map(Map::Territory(at), _) => both(
                some_or_all(pack.territories.get(at.position()).map(|row| std::slice::from_ref(&row.regime))),
                true,
            ),
            Source::Map(Map::FreeArea(at), _) => {
                both(some_or_all(pack.free_areas.get(at.position()).map(|row| row.regimes.as_slice())), true)
            }
            // These are told of a flow by the laws that bind it of themselves.
            Source::Map(Map::Localisation(at), _) => {
                let row = pack.localisations.get(at.position());
                let own = some_or_all(row.map(|row| std::slice::from_ref(&row.regime)));
                Concern { own, carried: Scope::default(), bound: false }
            }
            Source::Map(Map::NoExportLaw(_) | Map::Sanction(_) | Map::Restriction(_), _) => {
                both(Scope::default(), true)
            }
            // The number of people matters under the laws that ask for it, and to who may send what where.
            Source::Fact(Fact::VolumeCounts, ..) => {
                both(self.counting, flow.is_none_or(|flow| self.restricts(flow)))
            }
            Source::Map(Map::Membership(_), _) | Source::Fact(..) => both(Scope::ALL, true),
        }
    }

    /// Regimes by which people are counted.
    pub(super) fn counting(&self) -> Scope {
        let pack = self.engine.view.book.pack();
        let counts = |condition: &Condition| matches!(condition, Condition::Volume { .. });
        let rules = pack.rules.iter().filter(|rule| conditions(rule).any(counts));
        let rules = rules.flat_map(|rule| rule.regimes.iter().copied());
        let homes = pack.localisations.iter().filter(|row| row.when.iter().any(counts));
        let mut scope = Scope::default();
        for regime in rules.chain(homes.map(|row| row.regime)) {
            scope.add(self.followers.get(regime.position()).copied().unwrap_or(Scope::ALL));
        }
        scope
    }

    /// Whether rules of national security may reach the exporter of a flow.
    fn restricts(&self, flow: FlowIx) -> bool {
        let (seat, _) = self.grounds(self.engine.register.flow(flow), &[]);
        self.restricting.meets(&seat)
    }

    /// Whether more than one thing can carry a flow under a regime although nobody claims it.
    fn choice(&self, regime: RegimeIx) -> bool {
        let (book, lookup) = (self.engine.view.book, &self.engine.lookup);
        let known = |mechanism: &&MechanismIx| !book.rules(**mechanism, regime).is_empty();
        let decisions = lookup.adequacy.iter().chain(&lookup.schemes).filter(known);
        decisions.chain(book.standing(regime)).collect::<BTreeSet<_>>().len() > 1
    }
}
