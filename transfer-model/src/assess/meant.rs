//! Which decision a claim of adequacy means: one on the place, or where the place has none for such a transfer, one on
//! a scheme that its importers enter.

use super::cause::Cause;
use super::cell::Cell;
use super::claim::Outcome;
use super::engine::Engine;
use super::verdict::Status;
use crate::index::{MechanismIx, PartyIx, RuleIx};
use crate::law::{Condition, SectorTest};

impl Engine<'_> {
    /// What a claim of adequacy is worth in a cell.
    pub(super) fn adequacy_claimed(&self, adequacy: MechanismIx, cell: &Cell) -> Outcome {
        let decision = self.resolve(adequacy, cell, None);
        let none = matches!(decision.causes.first(), Some(Cause::Place(..)));
        let rule = decision.carrier.map(|carrier| carrier.rule);
        let for_others = decision.status.rank() >= Status::Ended.rank()
            && rule.is_some_and(|rule| self.for_other_exporters(rule, cell));
        if !none && !for_others {
            return decision;
        }
        if let Some(scheme) = self.best_scheme(cell).or_else(|| self.entered(cell)) {
            return scheme;
        }
        // A decision for other exporters says nothing of this transfer, whether it is over or has yet to come.
        if for_others && matches!(decision.status, Status::Ended | Status::NotYet) {
            return Outcome::one(Cause::Place(adequacy, cell.place), None);
        }
        decision
    }

    /// Whether a decision is made for exporters of certain sectors, of which this one is not known to be, or for
    /// importers of others than this one's.
    fn for_other_exporters(&self, rule: RuleIx, cell: &Cell) -> bool {
        let conditions = &self.view.book.rule(rule).conditions;
        let fits = |test: &SectorTest, party: PartyIx| match self.sector_of(party) {
            Some(sector) => {
                let named = test.any.is_empty() || test.any.contains(&sector);
                Some(named && !test.none.contains(&sector))
            }
            None => test.unknown_met.then_some(true),
        };
        let exporter = self.register.flow(cell.flow).from.value;
        let special = conditions.iter().any(|c| matches!(c, Condition::ExporterSector(_)));
        special
            && conditions.iter().any(|condition| match condition {
                Condition::ExporterSector(test) => fits(test, exporter) != Some(true),
                Condition::ImporterSector(test) => fits(test, cell.recipient) == Some(false),
                _ => false,
            })
    }

    /// The best that a scheme in force, open to the place, can do.
    fn best_scheme(&self, cell: &Cell) -> Option<Outcome> {
        let day = self.view.day;
        let country = self.register.party(cell.recipient).country.value?;
        let running = self.lookup.schemes.iter().filter(|mechanism| {
            self.view.book.rules(**mechanism, cell.regime).iter().any(|rule| {
                let rule = self.view.book.rule(*rule);
                rule.header.period.holds(day)
                    && rule.conditions.iter().any(|condition| match condition {
                        Condition::ImporterIn(places) => self.view.within(country, &self.view.expand(places)),
                        _ => false,
                    })
            })
        });
        running
            .map(|mechanism| self.resolve(*mechanism, cell, None))
            .min_by_key(|outcome| outcome.status.rank())
    }

    /// What became of the scheme in which the importer is entered, where none is in force: the one that ended last, or
    /// else one that has yet to begin.
    fn entered(&self, cell: &Cell) -> Option<Outcome> {
        let entries = self.register.party(cell.recipient).certifications.as_deref()?;
        let book = self.view.book;
        let mut found = None;
        for mechanism in &self.lookup.schemes {
            let holds_entry = book.rules(*mechanism, cell.regime).iter().any(|rule| {
                book.rule(*rule).conditions.iter().any(|condition| match condition {
                    Condition::Certified { scheme, .. } => {
                        entries.iter().any(|entry| entry.scheme == *scheme)
                    }
                    _ => false,
                })
            });
            let outcome = self.resolve(*mechanism, cell, None);
            let until = outcome.carrier.map(|carrier| book.rule(carrier.rule).header.period.until);
            let over = (outcome.status == Status::Ended, until);
            let better = found.as_ref().is_none_or(|(best, _)| over > *best);
            if holds_entry && better && matches!(outcome.status, Status::Ended | Status::NotYet) {
                found = Some((over, outcome));
            }
        }
        found.map(|(_, outcome)| outcome)
    }
}
