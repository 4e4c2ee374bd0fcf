//! Which regimes bind a flow on the day, and on what ground.

use super::engine::Engine;
use crate::index::{FlowIx, PartyIx, PlaceIx, RegimeIx};
use crate::register::{Flow, PartyKind};

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

/// What is known of the laws on a party's side of a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bound {
    /// These, perhaps none where the pack says that there is none.
    By(Vec<Binding>),
    /// The party's country is not known.
    CountryUnknown,
    /// The law of its country is not in the pack.
    NotInPack(PlaceIx),
}

impl Engine<'_> {
    /// The regimes that bind `party` for this flow: as established, or as targeting people.
    pub(super) fn bound(&self, party: PartyIx, place: Option<PlaceIx>, flow: &Flow) -> Bound {
        let who = self.register.party(party);
        if who.kind == PartyKind::InternationalOrganisation {
            return Bound::By(Vec::new());
        }
        let institution = who.kind == PartyKind::EuInstitution;
        let Some(place) = place else {
            if institution {
                return Bound::By(self.institutions());
            }
            return Bound::CountryUnknown;
        };
        if self.view.book.place(place).kind == crate::law::PlaceKind::Organisation {
            return Bound::By(Vec::new());
        }
        if institution {
            let found = self.institutions();
            return if found.is_empty() { Bound::NotInPack(place) } else { Bound::By(found) };
        }
        let here = self.view.extent(place);
        let mut found: Vec<Binding> = Vec::new();
        for (regime, territory, _, row) in self.view.territories() {
            if self.view.book.regime(regime).institutions_only {
                continue;
            }
            if territory.meets(&here) && !found.iter().any(|b| b.regime == regime) {
                found.push(Binding { regime, basis: Basis::Established, row, via: Vec::new() });
            }
        }
        let established = !found.is_empty();
        if !who.targets.is_empty() {
            self.targeted(&who.targets, flow, &mut found);
        }
        if !established && !self.view.has_no_export_law(place) {
            return Bound::NotInPack(place);
        }
        self.sort(&mut found);
        Bound::By(found)
    }

    fn targeted(&self, targets: &[crate::source::Spanned<PlaceIx>], flow: &Flow, found: &mut Vec<Binding>) {
        let aimed = |place: PlaceIx| targets.iter().any(|target| self.view.overlap(target.value, place));
        for (regime, territory, targeting, row) in self.view.territories() {
            if !targeting || found.iter().any(|b| b.regime == regime) {
                continue;
            }
            let meets = |place: PlaceIx| self.view.book.expand(&[place], self.view.day).meets(territory);
            let people = flow.subjects.iter().flat_map(|s| s.places.iter()).map(|p| p.value);
            let hit = if flow.subjects.iter().all(|s| s.places.is_empty()) {
                targets.iter().any(|target| meets(target.value))
            } else {
                // The people must be where the party aims, and that ground must be the regime's.
                people.into_iter().any(|place| {
                    aimed(place)
                        && meets(place)
                        && targets.iter().any(|target| {
                            let both = self.view.book.expand(&[target.value], self.view.day);
                            let there = self.view.book.expand(&[place], self.view.day);
                            let mut common = both.iter().filter(|p| there.contains(*p));
                            common.any(|p| territory.contains(p))
                        })
                })
            };
            if hit {
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
        let order = self.view.book.regimes();
        found.sort_by_key(|b| order.iter().position(|regime| *regime == b.regime));
    }
}
