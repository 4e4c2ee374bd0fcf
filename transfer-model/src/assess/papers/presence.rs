//! Who stands for a party where it is not: representatives that laws reaching beyond their borders ask for,
//! and the register's own table of who answers to people living somewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{PaperCause, small};
use super::{Found, Pile};
use crate::assess::engine::Engine;
use crate::finding::Severity;
use crate::index::{FlowIx, PartyIx, PlaceIx, RegimeIx};
use crate::law::{DayView, Paper, PlaceSet};
use crate::register::{PartyKind, Register};
use crate::source::Span;

/// A law by which a party needs a representative.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needed {
    pub(crate) regime: RegimeIx,
    /// The row that asks for it, by position.
    pub(crate) duty: usize,
    /// The ground on which it must be.
    pub(crate) ground: PlaceSet,
}

/// The laws by which the party needs a representative: it targets people on their ground and has no seat or
/// branch there. A party whose country is not known is not judged.
pub(crate) fn representatives_needed(register: &Register, view: &DayView<'_>, party: PartyIx) -> Vec<Needed> {
    let who = register.party(party);
    let bound = match who.kind {
        PartyKind::Group
        | PartyKind::Processor
        | PartyKind::Subprocessor
        | PartyKind::Vendor
        | PartyKind::Partner
        | PartyKind::Customer => true,
        // Public authorities and bodies are exempt; the others are no controllers that a law reaches like this.
        PartyKind::Authority
        | PartyKind::Individuals
        | PartyKind::InternationalOrganisation
        | PartyKind::EuInstitution => false,
    };
    let public = who.sector.is_some_and(|sector| view.book.is_public(sector.value));
    let Some(seat) = who.country.value.filter(|_| bound && !public && !who.targets.is_empty()) else {
        return Vec::new();
    };
    let seats: Vec<PlaceIx> =
        std::iter::once(seat).chain(who.branches.iter().map(|branch| branch.value)).collect();
    let rows = view.book.pack().paper_duties.iter().enumerate();
    let rows =
        rows.filter(|(_, row)| row.paper == Paper::Representative && row.header.period.holds(view.day));
    rows.flat_map(|(duty, row)| row.regimes.iter().map(move |regime| (duty, *regime)))
        .filter_map(|(duty, regime)| {
            let ground = ground_of(view, regime);
            let meets = |place: PlaceIx| view.book.expand(&[place], view.day).meets(&ground);
            let there = seats.iter().any(|seat| meets(*seat));
            let aims = who.targets.iter().any(|target| meets(target.value));
            (aims && !there).then_some(Needed { regime, duty, ground })
        })
        .collect()
}

/// Where a law reaches those who target people from outside.
fn ground_of(view: &DayView<'_>, regime: RegimeIx) -> PlaceSet {
    let mut ground = PlaceSet::default();
    for (law, places, targeting, _) in view.territories() {
        if law == regime && targeting {
            ground.add(places);
        }
    }
    ground
}

impl Engine<'_> {
    /// Adds representatives that are missing, or are not where they must be.
    pub(super) fn representatives(&self, pile: &mut Pile) {
        let book = self.view.book;
        for (at, party) in self.register.parties.iter().enumerate() {
            if party.targets.is_empty() {
                continue;
            }
            let ix = PartyIx::new(at);
            for needed in representatives_needed(self.register, &self.view, ix) {
                let named: Vec<PartyIx> = party
                    .representative
                    .iter()
                    .filter(|(place, _)| self.ground(place.value).meets(&needed.ground))
                    .map(|(_, who)| who.value)
                    .collect();
                let there = |who: &PartyIx| {
                    let who = self.register.party(*who);
                    let seats = who.branches.iter().map(|branch| branch.value);
                    who.country.value.is_none_or(|seat| {
                        seats.chain([seat]).any(|seat| self.ground(seat).meets(&needed.ground))
                    })
                };
                let cause = match named.first() {
                    None => PaperCause::Unrepresented(ix, small(needed.duty)),
                    Some(_) if named.iter().any(there) => continue,
                    Some(first) => PaperCause::RepresentedElsewhere(ix, *first, small(needed.duty)),
                };
                let asks =
                    book.pack().paper_duties.get(needed.duty).is_some_and(|row| row.only_where.is_some());
                let level = asks.then_some(Severity::Note);
                pile.push(Found { level, ..Found::new(Some(needed.regime), cause) });
            }
        }
    }

    /// Adds places for which the register's table names nobody, or two. A register without the table is not judged.
    pub(super) fn answers(&self, flows: &[FlowIx], pile: &mut Pile) {
        let register = self.register;
        if register.responsible.is_empty() {
            return;
        }
        let mut covered = PlaceSet::default();
        let mut first: BTreeMap<PlaceIx, (usize, PartyIx)> = BTreeMap::new();
        let mut told: BTreeSet<PlaceIx> = BTreeSet::new();
        for (at, row) in register.responsible.iter().enumerate() {
            for place in &row.subjects_in {
                covered.add(&self.ground(place.value));
                let (other, party) = *first.entry(place.value).or_insert((at, row.party.value));
                if party != row.party.value && told.insert(place.value) {
                    let cause = PaperCause::SeveralAnswer(place.value, small(other), small(at));
                    pile.push(Found::new(None, cause));
                }
            }
        }
        let mut lived: BTreeMap<PlaceIx, Span> = BTreeMap::new();
        let mut live = |place: PlaceIx, span: Span| {
            let known = lived.entry(place).or_insert(span);
            *known = (*known).min(span);
        };
        for flow in flows {
            let subjects = &register.flow(*flow).subjects;
            for place in subjects.iter().flat_map(|subjects| &subjects.places) {
                live(place.value, place.span);
            }
        }
        for party in register.parties.iter().filter(|party| party.kind == PartyKind::Group) {
            for place in &party.targets {
                live(place.value, place.span);
            }
        }
        for (place, span) in lived {
            if !self.view.within(place, &covered) {
                pile.push(Found::new(None, PaperCause::NobodyAnswers(place, span)));
            }
        }
    }
}
