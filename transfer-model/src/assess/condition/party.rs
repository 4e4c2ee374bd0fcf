//! Conditions of who the parties are: where the importer is, in which sector, under which law, whose company it is.

use super::Trial;
use crate::assess::cause::{Cause, Question};
use crate::assess::cell::Cell;
use crate::assess::engine::Engine;
use crate::index::{PartyIx, PlaceIx, RuleIx};
use crate::law::{Class, SectorTest};
use crate::register::Flow;

impl Engine<'_> {
    pub(super) fn importer_in(&self, places: &[PlaceIx], rule: RuleIx, cell: &Cell, causes: &mut Vec<Cause>) {
        let set = self.view.expand(places);
        match self.register.party(cell.recipient).country.value {
            Some(country) if self.view.within(country, &set) => {}
            Some(_) => causes.push(Cause::NotEligible(rule, cell.recipient)),
            None => causes.push(Cause::Missing(Question::Country(cell.recipient))),
        }
    }

    pub(super) fn sector(&self, test: &SectorTest, rule: RuleIx, party: PartyIx, causes: &mut Vec<Cause>) {
        match self.sector_of(party) {
            Some(sector) => {
                let missing = !test.any.is_empty() && !test.any.contains(&sector);
                if missing || test.none.contains(&sector) {
                    let scheme =
                        self.view.book.mechanism(self.view.book.rule(rule).mechanism).class == Class::Scheme;
                    causes.push(if scheme {
                        Cause::NotEligible(rule, party)
                    } else {
                        Cause::Sector(rule, party)
                    });
                }
            }
            None if test.unknown_met => {}
            None => causes.push(Cause::Missing(Question::Sector(party))),
        }
    }

    /// What it makes of a document that the importer is itself under the regime. Clauses are tolerated where the regimes
    /// overlap; other tools are not open to such importers.
    pub(super) fn importer_under(&self, flow: &Flow, trial: Trial<'_>) -> Option<Cause> {
        let Trial { rule, cell, document } = trial;
        let ix = document?;
        if !flow.importer_subject_to.iter().any(|regime| regime.value == cell.regime) {
            return None;
        }
        let clauses = self.view.book.mechanism(self.view.book.rule(rule).mechanism).class == Class::Clauses;
        Some(if clauses { Cause::ImporterUnder(ix) } else { Cause::UnderRegime(rule, cell.recipient) })
    }

    /// Why the recipient is not controlled by the exporter, or that nobody said: companies of one group may be, by owners
    /// that are not recorded.
    pub(super) fn not_controlled(&self, flow: &Flow, rule: RuleIx, cell: &Cell) -> Option<Cause> {
        let (exporter, owners) = (flow.from.value, self.graph.owners(cell.recipient));
        if exporter != cell.recipient && owners.contains(&exporter) {
            return None;
        }
        let owned = owners.len() > 1 || self.graph.owners(exporter).contains(&cell.recipient);
        let known = owned || !self.graph.same_group(exporter, cell.recipient);
        Some(if known { Cause::Scope(rule) } else { self.asked(rule) })
    }
}
