//! Which regimes bind a flow on the day, and on what ground.

use super::engine::Engine;
use crate::index::{FlowIx, PartyIx, PlaceIx, RegimeIx};
use crate::law::{PlaceKind, PlaceSet};
use crate::register::{Flow, PartyKind};
use crate::source::Spanned;

/// Why a regime binds a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The exporter is established there.
    Established,
    /// It targets people there.
    Targeting,
    /// The data came from there.
    Carried,
}

impl Basis {
    /// All.
    pub const ALL: [Self; 3] = [Self::Established, Self::Targeting, Self::Carried];

    /// The exact word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Established => "established",
            Self::Targeting => "targeting",
            Self::Carried => "carried",
        }
    }
}

/// A regime that binds a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Which.
    pub regime: RegimeIx,
    /// Why.
    pub basis: Basis,
    /// Position of the territory row.
    pub row: usize,
    /// Flows that carried it here.
    pub via: Vec<FlowIx>,
}

/// What is known of the laws on a party's side of a flow: the regimes that bind it, and what is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Bound {
    pub(super) bindings: Vec<Binding>,
    pub(super) gap: Option<Gap>,
}

/// What is not known of the laws on a party's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The party's country.
    Country,
    /// The law of its country is not in the pack.
    Pack(PlaceIx),
}

impl Engine<'_> {
    /// The regimes that bind `party` for this flow: as established, or as targeting people.
    pub(super) fn bound(&self, party: PartyIx, place: Option<PlaceIx>, flow: &Flow) -> Bound {
        let who = self.register.party(party);
        let organisation =
            place.is_some_and(|place| self.view.book.place(place).kind == PlaceKind::Organisation);
        if who.kind == PartyKind::InternationalOrganisation || organisation {
            // No territory reaches it; its own rules are not in the pack.
            let gap = place.map_or(Gap::Country, Gap::Pack);
            return Bound { bindings: Vec::new(), gap: Some(gap) };
        }
        if who.kind == PartyKind::EuInstitution {
            let bindings = self.institutions();
            let gap = match place {
                Some(place) if bindings.is_empty() => Some(Gap::Pack(place)),
                None if bindings.is_empty() => Some(Gap::Country),
                Some(_) | None => None,
            };
            return Bound { bindings, gap };
        }
        let here = place.map_or(&[][..], |place| self.view.established(place));
        let here = here.iter().map(|(regime, row)| Binding {
            regime: *regime,
            basis: Basis::Established,
            row: *row,
            via: Vec::new(),
        });
        let mut bindings: Vec<Binding> = here.collect();
        let established = !bindings.is_empty();
        if !who.targets.is_empty() {
            self.targeted(&who.targets, flow, &mut bindings);
            self.sort(&mut bindings);
        }
        let gap = match place {
            None => Some(Gap::Country),
            Some(place) if !established && !self.view.has_no_export_law(place) => Some(Gap::Pack(place)),
            Some(_) => None,
        };
        Bound { bindings, gap }
    }

    /// A law is met where the party aims at people there: its targets, and of these where people of the flow are, if
    /// that is recorded.
    fn targeted(&self, targets: &[Spanned<PlaceIx>], flow: &Flow, found: &mut Vec<Binding>) {
        let mut ground = PlaceSet::default();
        for target in targets {
            ground.add(&self.view.expand(&[target.value]));
        }
        let mut people = PlaceSet::default();
        let mut recorded = false;
        for place in flow.subjects.iter().flat_map(|subject| &subject.places) {
            recorded = true;
            people.add(&self.view.expand(&[place.value]));
        }
        if recorded {
            ground.keep(&people);
        }
        for (regime, territory, targeting, row) in self.view.territories() {
            if targeting && ground.meets(territory) && found.iter().all(|binding| binding.regime != regime) {
                found.push(Binding { regime, basis: Basis::Targeting, row, via: Vec::new() });
            }
        }
    }

    fn institutions(&self) -> Vec<Binding> {
        self.view
            .territories()
            .filter(|(regime, ..)| self.view.book.regime(*regime).institutions_only)
            .map(|(regime, _, _, row)| Binding { regime, basis: Basis::Established, row, via: Vec::new() })
            .collect()
    }

    fn sort(&self, found: &mut [Binding]) {
        found.sort_by_key(|binding| self.view.book.regime_rank(binding.regime));
    }
}
