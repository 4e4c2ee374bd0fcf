//! Conditions of documents: their modules and annexes, when and between whom they were concluded, what amends and who
//! approved them, the law they choose.

use super::Trial;
use crate::assess::cause::{Cause, Question};
use crate::assess::cell::Cell;
use crate::assess::engine::Engine;
use crate::day::{Day, When};
use crate::index::{InstrumentIx, MechanismIx, PlaceIx, RuleIx};
use crate::law::{Approval, Body, Class, Module, Role};
use crate::register::{Approver, Authorisation, Instrument, InstrumentState};

impl Engine<'_> {
    /// Whether a set has the module for the roles, and its annexes where they are recorded.
    pub(super) fn modules(&self, modules: &[Module], trial: Trial<'_>, causes: &mut Vec<Cause>) {
        let Trial { cell, document: Some(ix), .. } = trial else { return };
        let set = self.register.instrument(ix);
        let signed =
            |module: &&Module| set.modules.as_ref().is_some_and(|have| have.contains(&module.module));
        let roles = self.roles(Some(ix), cell).iter();
        let fit = roles.filter_map(|role| modules.iter().find(|module| module.roles.contains(role)));
        let Some(needed) = fit.clone().find(signed).or_else(|| fit.clone().next()) else { return };
        match &set.modules {
            None => causes.push(Cause::Missing(Question::Modules(ix))),
            Some(have) if !have.contains(&needed.module) => {
                causes.push(Cause::WrongModule(ix, needed.module));
            }
            Some(_) => {}
        }
        let missing = missing_annexes(set, needed);
        if missing != 0 {
            causes.push(Cause::AnnexMissing(ix, missing));
        }
    }

    /// That a rule is made for other roles than those of sender and recipient.
    pub(super) fn other_roles(&self, roles: &[Role], trial: Trial<'_>) -> Option<Cause> {
        let have = self.roles(trial.document, trial.cell);
        if have.iter().any(|role| roles.contains(role)) {
            return None;
        }
        let wrong = trial.document.zip(have.first());
        Some(wrong.map_or(Cause::Scope(trial.rule), |(ix, role)| Cause::WrongRoles(ix, trial.rule, *role)))
    }

    /// Whether a set was concluded in time, between these two: who joined it later concluded it then.
    pub(super) fn signed_by(&self, last: Day, trial: Trial<'_>, causes: &mut Vec<Cause>) {
        let Trial { cell, document: Some(ix), .. } = trial else { return };
        if self.view.day <= last {
            return;
        }
        let from = self.sender(ix, cell);
        let joined = self.register.instrument(ix).joined.iter();
        let joined = joined.filter(|(who, _)| *who == from || *who == cell.recipient).map(|(_, day)| *day);
        match self.concluded(ix) {
            Some(signed) => {
                let concluded = joined.chain([signed]).max().unwrap_or(signed);
                if concluded > last {
                    causes.push(Cause::SignedLate(ix, concluded, last.next()));
                }
            }
            None => causes.push(Cause::Missing(Question::Signed(ix))),
        }
    }

    /// The day on which a document was concluded: a part of another contract with it, if not before.
    fn concluded(&self, ix: InstrumentIx) -> Option<Day> {
        let mut seen = vec![ix];
        let own = |ix: &InstrumentIx| self.register.instrument(*ix).signed;
        let effective = |ix: &InstrumentIx| self.register.instrument(*ix).effective;
        while let Some(outer) = seen.last().and_then(|at| self.register.instrument(*at).incorporated_by)
            && !seen.contains(&outer.value)
        {
            seen.push(outer.value);
        }
        let found = seen.iter().find_map(own).or_else(|| seen.iter().find_map(effective));
        found.map(|day| day.value)
    }

    /// That the processing changed on the day or later, after which a set no longer serves it.
    pub(super) fn changed(&self, day: Day, document: Option<InstrumentIx>) -> Option<Cause> {
        let ix = document?;
        let changed = self.register.instrument(ix).processing_changed?.value;
        (changed >= day && changed <= self.view.day).then_some(Cause::Changed(ix, changed))
    }

    /// Whether an amendment of that kind, in force by its own terms and by the law, ties the set to this
    /// regime for these parties; else why not.
    pub(in crate::assess) fn amended(
        &self,
        set: InstrumentIx,
        kind: MechanismIx,
        cell: &Cell,
    ) -> Option<Cause> {
        let (from, to, day) = (self.sender(set, cell), cell.recipient, self.view.day);
        let book = self.view.book;
        let rules = book.rules(kind, cell.regime).iter().copied();
        let at = |rule: &RuleIx| book.rule(*rule).header.period.at(day);
        let Some(rule) = rules.clone().find(|rule| at(rule) == When::During) else {
            // Nobody can sign what does not exist yet.
            let later = rules.filter(|rule| at(rule) == When::Before);
            let first = later.min_by_key(|rule| book.rule(*rule).header.period.start());
            return Some(match first {
                Some(rule) if book.mechanism(kind).class == Class::Amendment => {
                    Cause::AddendumNotYet(set, rule)
                }
                _ => Cause::AddendumMissing(set, kind),
            });
        };
        let mut open = None;
        for ix in self.lookup.amendments(kind, from) {
            let amendment = self.register.instrument(ix);
            let reaches = match amendment.amends {
                Some(amends) => amends.value == set,
                None => self.only_set(set, from, to),
            };
            if !amendment.binds(from, false, day) || !amendment.binds(to, true, day) {
                continue;
            }
            if !reaches {
                // Of several sets it is not known which one an amendment means that names none.
                if amendment.amends.is_none() && self.instrument_runs(ix).is_none() {
                    open = Some(Cause::Missing(Question::Base(ix)));
                }
                continue;
            }
            if amendment.state == InstrumentState::Unconfirmed {
                open = Some(Cause::Unconfirmed(ix));
                continue;
            }
            let trial = Trial { rule, cell, document: Some(ix) };
            let mut causes = Vec::new();
            for condition in &self.view.book.rule(rule).conditions {
                self.condition(condition, trial, &mut causes);
            }
            if self.instrument_runs(ix).is_none() && causes.is_empty() {
                return None;
            }
        }
        Some(open.unwrap_or(Cause::AddendumMissing(set, kind)))
    }

    /// Why a document counts as approved by nobody on the day, if it does.
    pub(super) fn unapproved(&self, document: Option<InstrumentIx>) -> Option<Cause> {
        let ix = document?;
        match self.register.instrument(ix).approved {
            None => Some(Cause::NotApproved(ix)),
            Some(day) => (day.value > self.view.day).then_some(Cause::InstrumentNotYet(ix, day.value)),
        }
    }

    /// That the approval is older than it may be.
    pub(super) fn approval_over(&self, months: u32, document: Option<InstrumentIx>) -> Option<Cause> {
        let ix = document?;
        let last = self.register.instrument(ix).approved?.value.plus_months(months);
        (self.view.day > last).then_some(Cause::InstrumentEnded(ix, last))
    }

    /// Whether the authority that approved a document is one whose approval counts, of itself or with an amendment.
    pub(super) fn approved_in(&self, approval: &Approval, trial: Trial<'_>, causes: &mut Vec<Cause>) {
        let Trial { cell, document: Some(ix), .. } = trial else { return };
        let Some(authority) = self.register.instrument(ix).authority else {
            causes.push(Cause::Missing(Question::Authority(ix)));
            return;
        };
        let within = |places: &[PlaceIx], place| self.view.within(place, &self.view.expand(places));
        let (good, amendable) = match authority.value {
            Approver::Body(body) => (approval.bodies.contains(&body), body == Body::Union),
            Approver::Of(place) => {
                let adequate = approval.adequate && self.adequate(cell.regime, place);
                (within(&approval.places, place) || adequate, within(&approval.amendable, place))
            }
        };
        match approval.or_amended_by {
            _ if good => {}
            Some(kind) if amendable => causes.extend(self.amended(ix, kind, cell)),
            Some(_) | None => causes.push(Cause::OtherAuthority(ix)),
        }
    }

    /// Whether the law chosen is one that a set accepts; an exporter established elsewhere may add its own.
    pub(super) fn governing_law(
        &self,
        (places, modules, exporter_adds): (&[PlaceIx], &[u8], &[PlaceIx]),
        trial: Trial<'_>,
        causes: &mut Vec<Cause>,
    ) {
        let Trial { cell, document: Some(ix), .. } = trial else { return };
        let set = self.register.instrument(ix);
        let Some(law) = set.governing_law else { return };
        let open = |role: &Role| modules.contains(&module_of(*role));
        if !modules.is_empty() && !self.roles(Some(ix), cell).iter().any(open) {
            return;
        }
        let accepted = self.view.expand(places);
        let own = self.view.expand(exporter_adds);
        let adds = cell.from.is_some_and(|from| self.view.within(from, &own));
        let allowed = self.view.within(law.value, &accepted) || (adds && self.view.within(law.value, &own));
        if !allowed {
            causes.push(Cause::GoverningLaw(ix, law.value));
        }
    }
}

/// The annexes that a set lacks for a module, a bit each; where none is recorded, that is not known.
fn missing_annexes(set: &Instrument, needed: &Module) -> u8 {
    let Some(annexes) = &set.annexes else { return 0 };
    let specific =
        set.subprocessors.as_ref().is_some_and(|s| s.authorisation == Some(Authorisation::Specific));
    let wanted = needed.annexes.iter().chain(needed.specific_annexes.iter().filter(|_| specific));
    let recorded = |name: &String| annexes.value.contains(name);
    let mut missing = 0u8;
    for annex in wanted.filter(|annex| !recorded(annex)) {
        let part = format!("{annex}.");
        // Recorded part by part, the annex is complete with the last of them.
        if annexes.value.iter().any(|have| have.starts_with(&part)) {
            let parts = needed.parts.iter().filter(|name| name.starts_with(&part) && !recorded(name));
            missing = parts.fold(missing, |missing, name| missing | annex_bit(name));
        } else {
            missing |= annex_bit(annex);
        }
    }
    missing
}

/// The module of the 2021 clauses for a role pair.
pub(crate) const fn module_of(role: Role) -> u8 {
    match role {
        Role::ControllerToController | Role::JointControllers => 1,
        Role::ControllerToProcessor => 2,
        Role::ProcessorToProcessor => 3,
        Role::ProcessorToController => 4,
    }
}

/// A bit for each annex, in the order of [`ANNEXES`].
fn annex_bit(annex: &str) -> u8 {
    ANNEXES
        .iter()
        .position(|known| *known == annex)
        .map_or(0, |at| 1u8.checked_shl(at.try_into().unwrap_or(8)).unwrap_or(0))
}

/// The annexes that clauses have, and the parts of the first.
const ANNEXES: [&str; 8] = ["I", "I.A", "I.B", "I.C", "II", "III", "IV", "V"];

/// The annexes of some bits.
pub(crate) fn annexes_of(bits: u8) -> impl Iterator<Item = &'static str> {
    ANNEXES.into_iter().filter(move |annex| bits & annex_bit(annex) != 0)
}
