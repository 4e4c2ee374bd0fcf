//! Evaluates the typed conditions of a rule: one function a kind, and one arm here.

mod document;
mod flow;
mod party;
mod place;

pub(crate) use self::document::{annexes_of, module_of};
use self::flow::{out_of_reach, purpose};
use super::cause::{Cause, Question};
use super::cell::Cell;
use super::engine::Engine;
use crate::index::{InstrumentIx, RuleIx};
use crate::law::{Class, Condition};

/// A rule tried on a cell, with the document of the claim where it names one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trial<'t> {
    pub(super) rule: RuleIx,
    pub(super) cell: &'t Cell,
    pub(super) document: Option<InstrumentIx>,
}

impl Engine<'_> {
    /// Tests one condition; what is not met is pushed to `causes`.
    pub(super) fn condition(&self, condition: &Condition, trial: Trial<'_>, causes: &mut Vec<Cause>) {
        let Trial { rule, cell, .. } = trial;
        let flow = self.register.flow(cell.flow);
        match condition {
            Condition::ImporterIn(places) => self.importer_in(places, rule, cell, causes),
            Condition::ImporterSector(test) => self.sector(test, rule, cell.recipient, causes),
            Condition::ExporterSector(test) => self.sector(test, rule, flow.from.value, causes),
            Condition::Purpose { any, none } => causes.extend(purpose(flow, any, none, rule)),
            Condition::NotYetPublished { purposes, until } => {
                if self.view.day <= *until && flow.known_purposes.iter().any(|p| purposes.contains(p)) {
                    causes.push(Cause::NotPublished(rule));
                }
            }
            Condition::Certified { scheme, part, continues, beside } => {
                let entry = self.certified(rule, (*scheme, *part), continues, cell);
                causes.extend(entry.or_else(|| self.runs_beside(beside, cell)));
            }
            Condition::Roles(roles) => {
                causes.extend(self.other_roles(roles, trial));
            }
            Condition::Modules(modules) => self.modules(modules, trial, causes),
            Condition::SignedBy(last) => self.signed_by(*last, trial, causes),
            Condition::UnchangedFrom(day) => causes.extend(self.changed(*day, trial.document)),
            Condition::AmendedBy(kind) => {
                causes.extend(trial.document.and_then(|set| self.amended(set, *kind, cell)));
            }
            Condition::Approved => causes.extend(self.unapproved(trial.document)),
            Condition::ApprovedIn(approval) => self.approved_in(approval, trial, causes),
            Condition::GoverningLaw { places, modules, exporter_adds } => {
                self.governing_law((places, modules, exporter_adds), trial, causes);
            }
            Condition::ImporterOutsideRegime => causes.extend(self.importer_under(flow, trial)),
            Condition::ImporterUnderRegime(_) => {
                if !flow.importer_subject_to.iter().any(|regime| regime.value == cell.regime) {
                    causes.push(self.asked(rule));
                }
            }
            Condition::PublicBodies => {
                self.public_body(flow.from.value, rule, causes);
                self.public_body(cell.recipient, rule, causes);
            }
            Condition::Derogation { needs, bars, judged } => {
                self.derogation((needs, bars, judged), rule, cell, causes);
            }
            Condition::Assessment { since, .. } => {
                if self.view.day >= *since {
                    self.destination(cell, causes);
                }
            }
            Condition::AdequateUnder { regimes, by } => self.adequate_under(regimes, *by, cell, causes),
            Condition::NotAdequate => {
                if let Some(adequacy) = self.lookup.adequacy
                    && self.resolve(adequacy, cell, None).status.carries()
                {
                    causes.push(Cause::Scope(rule));
                }
            }
            Condition::ListIncomplete(_) => causes.push(Cause::Missing(Question::Rule(rule))),
            Condition::Volume { tests, any } => self.volume(tests, *any, rule, cell, causes),
            Condition::Filed(term) => self.filed(term, trial, causes),
            Condition::Consent { needs, items } => self.consent(needs, items, trial, causes),
            Condition::Shown { items, ask } => self.shown(items, *ask, trial, causes),
            Condition::Comparable => self.comparable(trial, causes),
            Condition::Assessed { kinds, months } => self.assessed(kinds, *months, trial, causes),
            Condition::Contract(serves) => self.contract(serves, rule, cell, causes),
            Condition::Data { any, none } => {
                let has = |wanted| self.has_trait(cell.data, wanted, Some(cell.regime));
                let fits = any.is_empty() || any.iter().any(|wanted| has(*wanted));
                scope(fits && !none.iter().any(|wanted| has(*wanted)), rule, causes);
            }
            Condition::ApprovalAge(months) => causes.extend(self.approval_over(*months, trial.document)),
            Condition::BothIn(places) => scope(self.both_in(places, cell), rule, causes),
            Condition::SameGroup => {
                scope(self.graph.same_group(flow.from.value, cell.recipient), rule, causes);
            }
            Condition::ControlledByExporter(_) => causes.extend(self.not_controlled(flow, rule, cell)),
            Condition::PeopleOutside(places) => self.people_outside(flow, places, rule, causes),
            Condition::Access(any) => {
                scope(any.iter().any(|word| word == flow.access.name()), rule, causes);
            }
            Condition::OutOfReach => scope(out_of_reach(flow), rule, causes),
            Condition::ExporterOutside(places) => {
                let set = self.view.expand(places);
                let outside = cell.from.is_some_and(|place| !self.view.within(place, &set));
                scope(outside, rule, causes);
            }
            Condition::PlaceOutside(places) => {
                let inside = self.view.within(cell.place, &self.view.expand(places));
                scope(!inside, rule, causes);
            }
            Condition::Basis(any) => {
                let has = flow.basis.iter().any(|basis| any.contains(&basis.value));
                scope(flow.basis.is_empty() || has, rule, causes);
            }
            Condition::Question(_) => causes.push(self.asked(rule)),
        }
    }

    /// What a rule that only asks is worth: a tool named without its document, or a question of fact.
    fn asked(&self, rule: RuleIx) -> Cause {
        let mechanism = self.view.book.rule(rule).mechanism;
        let row = self.view.book.mechanism(mechanism);
        if row.class == Class::Unrecorded {
            if row.names_none() { Cause::Unspecified } else { Cause::Unrecorded(mechanism) }
        } else {
            Cause::Missing(Question::Rule(rule))
        }
    }
}

/// A flow that does not fit is outside the rule.
fn scope(fits: bool, rule: RuleIx, causes: &mut Vec<Cause>) {
    if !fits {
        causes.push(Cause::Scope(rule));
    }
}
