//! Conditions of places: adequacy by another law's decisions, and where both ends lie.

use super::Trial;
use crate::assess::cause::Cause;
use crate::assess::cell::Cell;
use crate::assess::engine::Engine;
use crate::assess::verdict::Status;
use crate::day::Day;
use crate::index::{PlaceIx, RegimeIx};

impl Engine<'_> {
    /// Whether another regime's decisions, or its free area, cover the place.
    pub(super) fn adequate_under(
        &self,
        regimes: &[RegimeIx],
        by: Option<Day>,
        cell: &Cell,
        causes: &mut Vec<Cause>,
    ) {
        let Some(adequacy) = self.lookup.adequacy else { return };
        let mut open = None;
        for regime in regimes {
            if by.is_none() && self.view.free_row(*regime, None, cell.place).is_some() {
                return;
            }
            let Cell { flow, from, recipient, place, data, .. } = *cell;
            let there = Cell { flow, regime: *regime, from, recipient, place, data };
            let decisions = self.view.book.rules(adequacy, *regime).iter().filter(|rule| {
                let period = self.view.book.rule(**rule).header.period;
                period.holds(self.view.day)
                    && by.is_none_or(|by| period.since <= by)
                    && self.view.reaches(**rule, cell.place)
            });
            for rule in decisions {
                let mut found = Vec::new();
                for condition in &self.view.book.rule(*rule).conditions {
                    let trial = Trial { rule: *rule, cell: &there, document: None };
                    self.condition(condition, trial, &mut found);
                }
                match found.first() {
                    None => return,
                    Some(cause) if cause.status() == Status::Unknown => open = Some(*cause),
                    Some(_) => {}
                }
            }
        }
        causes.push(open.unwrap_or(Cause::Place(adequacy, cell.place)));
    }

    /// Whether exporter, recipient and place all lie in these places.
    pub(super) fn both_in(&self, places: &[PlaceIx], cell: &Cell) -> bool {
        let set = self.view.expand(places);
        let seat = self.register.party(cell.recipient).country.value;
        let here = |place: Option<PlaceIx>| place.is_some_and(|place| self.view.within(place, &set));
        here(cell.from) && here(seat) && self.view.within(cell.place, &set)
    }
}
