//! Evaluates the typed conditions of a rule: one function a kind.

use super::cause::{Cause, Question};
use super::cell::Cell;
use super::destination::has_measure;
use super::engine::Engine;
use super::verdict::Status;
use crate::day::When;
use crate::index::{InstrumentIx, MechanismIx, PartyIx, RegimeIx, RuleIx};
use crate::law::{Approval, Body, Class, Condition, Flag, Module, Role, SectorTest};
use crate::register::{Approver, Authorisation, InstrumentState, Safeguard};

impl Engine<'_> {
    /// Tests one condition; what is not met is pushed to `causes`.
    pub(super) fn condition(
        &self,
        condition: &Condition,
        rule: RuleIx,
        cell: &Cell,
        instrument: Option<InstrumentIx>,
        causes: &mut Vec<Cause>,
    ) {
        let flow = self.register.flow(cell.flow);
        match condition {
            Condition::ImporterIn(places) => self.importer_in(places, rule, cell, causes),
            Condition::ImporterSector(test) => self.sector(test, rule, cell.recipient, causes),
            Condition::ExporterSector(test) => self.sector(test, rule, flow.from.value, causes),
            Condition::Purpose { any, none } => {
                if let Some(hit) = flow.known_purposes.iter().find(|p| none.contains(p)) {
                    causes.push(Cause::Purpose(rule, Some(*hit)));
                } else if !any.is_empty() && !flow.known_purposes.iter().any(|p| any.contains(p)) {
                    causes.push(Cause::Purpose(rule, None));
                }
            }
            Condition::NotYetPublished { purposes, until } => {
                if self.view.day <= *until && flow.known_purposes.iter().any(|p| purposes.contains(p)) {
                    causes.push(Cause::NotPublished(rule));
                }
            }
            Condition::Certified { scheme, part, continues, beside } => {
                let entry = self.certified(rule, *scheme, *part, continues, cell);
                causes.extend(entry.or_else(|| self.runs_beside(beside, cell)));
            }
            Condition::Roles(roles) => {
                let have = self.roles(instrument, cell);
                if !have.iter().any(|role| roles.contains(role)) {
                    causes.push(match (instrument, have.first()) {
                        (Some(instrument), Some(role)) => Cause::WrongRoles(instrument, rule, *role),
                        (Some(_), None) | (None, _) => Cause::Scope(rule),
                    });
                }
            }
            Condition::Modules(modules) => self.modules(modules, cell, instrument, causes),
            Condition::SignedBy(last) => self.signed_by(*last, instrument, cell, causes),
            Condition::UnchangedFrom(day) => {
                let changed = instrument.and_then(|ix| self.register.instrument(ix).processing_changed);
                if let (Some(ix), Some(changed)) = (instrument, changed)
                    && changed.value >= *day
                    && changed.value <= self.view.day
                {
                    causes.push(Cause::Changed(ix, changed.value));
                }
            }
            Condition::AmendedBy(kind) => {
                if let Some(set) = instrument {
                    causes.extend(self.amended(set, *kind, cell));
                }
            }
            Condition::Approved => {
                if let Some(ix) = instrument {
                    match self.register.instrument(ix).approved {
                        None => causes.push(Cause::NotApproved(ix)),
                        Some(day) if day.value > self.view.day => {
                            causes.push(Cause::InstrumentNotYet(ix, day.value));
                        }
                        Some(_) => {}
                    }
                }
            }
            Condition::ApprovedIn(approval) => self.approved_in(approval, cell, instrument, causes),
            Condition::GoverningLaw { places, modules, exporter_adds } => {
                self.governing_law(places, modules, exporter_adds, cell, instrument, causes);
            }
            Condition::ImporterOutsideRegime => {
                if let Some(ix) = instrument
                    && flow.importer_subject_to.iter().any(|regime| regime.value == cell.regime)
                {
                    // Clauses are tolerated where the regimes overlap; other tools are not open to such importers.
                    let clauses =
                        self.view.book.mechanism(self.view.book.rule(rule).mechanism).class == Class::Clauses;
                    causes.push(if clauses {
                        Cause::ImporterUnder(ix)
                    } else {
                        Cause::UnderRegime(rule, cell.recipient)
                    });
                }
            }
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
                self.derogation(needs, bars, judged, rule, cell, causes);
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
            Condition::Filed(term) => self.filed(term, rule, cell, instrument, causes),
            Condition::Consent { needs, items } => self.consent(needs, items, rule, cell, causes),
            Condition::Shown { items, ask } => self.shown(items, *ask, rule, cell, causes),
            Condition::Comparable => self.comparable(rule, cell, causes),
            Condition::Assessed { kinds, months } => self.assessed(kinds, *months, rule, cell, causes),
            Condition::Contract(serves) => self.contract(serves, rule, cell, causes),
            Condition::Data { any, none } => {
                let has = |wanted| self.has_trait(cell.data, wanted, Some(cell.regime));
                let fits = any.is_empty() || any.iter().any(|wanted| has(*wanted));
                if !fits || none.iter().any(|wanted| has(*wanted)) {
                    causes.push(Cause::Scope(rule));
                }
            }
            Condition::ApprovalAge(months) => {
                let approved = instrument.and_then(|ix| Some((ix, self.register.instrument(ix).approved?)));
                if let Some((ix, approved)) = approved {
                    let last = approved.value.plus_months(*months);
                    if self.view.day > last {
                        causes.push(Cause::InstrumentEnded(ix, last));
                    }
                }
            }
            Condition::BothIn(places) => {
                let set = self.view.expand(places);
                let seat = self.register.party(cell.recipient).country.value;
                let here = |place: Option<crate::index::PlaceIx>| {
                    place.is_some_and(|place| self.view.within(place, &set))
                };
                if !here(cell.from) || !here(seat) || !self.view.within(cell.place, &set) {
                    causes.push(Cause::Scope(rule));
                }
            }
            Condition::SameGroup => {
                if !self.graph.same_group(flow.from.value, cell.recipient) {
                    causes.push(Cause::Scope(rule));
                }
            }
            Condition::ControlledByExporter(_) => {
                let (exporter, owners) = (flow.from.value, self.graph.owners(cell.recipient));
                if exporter == cell.recipient || !owners.contains(&exporter) {
                    let owned = owners.len() > 1 || self.graph.owners(exporter).contains(&cell.recipient);
                    let known = owned || !self.graph.same_group(exporter, cell.recipient);
                    causes.push(if known { Cause::Scope(rule) } else { self.asked(rule) });
                }
            }
            Condition::PeopleOutside(places) => {
                let set = self.view.expand(places);
                let all = flow.subjects.iter().flat_map(|s| s.places.iter());
                if flow.subjects.is_empty() || flow.subjects.iter().any(|s| s.places.is_empty()) {
                    causes.push(Cause::Missing(Question::People));
                } else if all.into_iter().any(|place| self.view.overlap_set(place.value, &set)) {
                    causes.push(Cause::Scope(rule));
                }
            }
            Condition::Access(any) => {
                if !any.iter().any(|word| word == flow.access.name()) {
                    causes.push(Cause::Scope(rule));
                }
            }
            Condition::OutOfReach => {
                let keys = [
                    Safeguard::ExporterHoldsKeys,
                    Safeguard::TrustedPartyHoldsKeys,
                    Safeguard::EndToEndEncrypted,
                ];
                if !keys.into_iter().any(|measure| has_measure(flow, measure)) {
                    causes.push(Cause::Scope(rule));
                }
            }
            Condition::ExporterOutside(places) => {
                let set = self.view.expand(places);
                if cell.from.is_none_or(|place| self.view.within(place, &set)) {
                    causes.push(Cause::Scope(rule));
                }
            }
            Condition::PlaceOutside(places) => {
                if self.view.within(cell.place, &self.view.expand(places)) {
                    causes.push(Cause::Scope(rule));
                }
            }
            Condition::Basis(any) => {
                if !flow.basis.is_empty() && !flow.basis.iter().any(|basis| any.contains(&basis.value)) {
                    causes.push(Cause::Scope(rule));
                }
            }
            Condition::Question(_) => causes.push(self.asked(rule)),
        }
    }

    /// Whether another regime's decisions, or its free area, cover the place.
    fn adequate_under(
        &self,
        regimes: &[RegimeIx],
        by: Option<crate::day::Day>,
        cell: &Cell,
        causes: &mut Vec<Cause>,
    ) {
        let Some(adequacy) = self.lookup.adequacy else { return };
        let mut open = None;
        for regime in regimes {
            if by.is_none() && self.view.free_row(*regime, None, cell.place).is_some() {
                return;
            }
            let there = Cell { regime: *regime, ..*cell };
            let decisions = self.view.book.rules(adequacy, *regime).iter().filter(|rule| {
                let period = self.view.book.rule(**rule).header.period;
                period.holds(self.view.day)
                    && by.is_none_or(|by| period.since <= by)
                    && self.view.reaches(**rule, cell.place)
            });
            for rule in decisions {
                let mut found = Vec::new();
                for condition in &self.view.book.rule(*rule).conditions {
                    self.condition(condition, *rule, &there, None, &mut found);
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

    fn importer_in(
        &self,
        places: &[crate::index::PlaceIx],
        rule: RuleIx,
        cell: &Cell,
        causes: &mut Vec<Cause>,
    ) {
        let set = self.view.expand(places);
        match self.register.party(cell.recipient).country.value {
            Some(country) if self.view.within(country, &set) => {}
            Some(_) => causes.push(Cause::NotEligible(rule, cell.recipient)),
            None => causes.push(Cause::Missing(Question::Country(cell.recipient))),
        }
    }

    fn sector(&self, test: &SectorTest, rule: RuleIx, party: PartyIx, causes: &mut Vec<Cause>) {
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

    fn modules(
        &self,
        modules: &[Module],
        cell: &Cell,
        instrument: Option<InstrumentIx>,
        causes: &mut Vec<Cause>,
    ) {
        let Some(ix) = instrument else { return };
        let set = self.register.instrument(ix);
        let signed =
            |module: &&Module| set.modules.as_ref().is_some_and(|have| have.contains(&module.module));
        let roles = self.roles(instrument, cell).iter();
        let fit = roles.filter_map(|role| modules.iter().find(|module| module.roles.contains(role)));
        let Some(needed) = fit.clone().find(signed).or_else(|| fit.clone().next()) else { return };
        match &set.modules {
            None => causes.push(Cause::Missing(Question::Modules(ix))),
            Some(have) if !have.contains(&needed.module) => {
                causes.push(Cause::WrongModule(ix, needed.module));
            }
            Some(_) => {}
        }
        let Some(annexes) = &set.annexes else { return };
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
        if missing != 0 {
            causes.push(Cause::AnnexMissing(ix, missing));
        }
    }

    /// Whether a set was concluded in time, between these two: who joined it later concluded it then.
    fn signed_by(
        &self,
        last: crate::day::Day,
        instrument: Option<InstrumentIx>,
        cell: &Cell,
        causes: &mut Vec<Cause>,
    ) {
        let Some(ix) = instrument else { return };
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
    fn concluded(&self, ix: InstrumentIx) -> Option<crate::day::Day> {
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

    /// Whether an amendment of that kind, in force by its own terms and by the law, ties the set to this
    /// regime for these parties; else why not.
    pub(super) fn amended(&self, set: InstrumentIx, kind: MechanismIx, cell: &Cell) -> Option<Cause> {
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
            let mut causes = Vec::new();
            for condition in &self.view.book.rule(rule).conditions {
                self.condition(condition, rule, cell, Some(ix), &mut causes);
            }
            if self.instrument_runs(ix).is_none() && causes.is_empty() {
                return None;
            }
        }
        Some(open.unwrap_or(Cause::AddendumMissing(set, kind)))
    }

    fn approved_in(
        &self,
        approval: &Approval,
        cell: &Cell,
        instrument: Option<InstrumentIx>,
        causes: &mut Vec<Cause>,
    ) {
        let Some(ix) = instrument else { return };
        let Some(authority) = self.register.instrument(ix).authority else {
            causes.push(Cause::Missing(Question::Authority(ix)));
            return;
        };
        let within =
            |places: &[crate::index::PlaceIx], place| self.view.within(place, &self.view.expand(places));
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

    fn governing_law(
        &self,
        places: &[crate::index::PlaceIx],
        modules: &[u8],
        exporter_adds: &[crate::index::PlaceIx],
        cell: &Cell,
        instrument: Option<InstrumentIx>,
        causes: &mut Vec<Cause>,
    ) {
        let Some(ix) = instrument else { return };
        let set = self.register.instrument(ix);
        let Some(law) = set.governing_law else { return };
        let open = |role: &Role| modules.contains(&module_of(*role));
        if !modules.is_empty() && !self.roles(instrument, cell).iter().any(open) {
            return;
        }
        let accepted = self.view.expand(places);
        let own = self.view.expand(exporter_adds);
        let swiss = cell.from.is_some_and(|from| self.view.within(from, &own));
        let allowed = self.view.within(law.value, &accepted) || (swiss && self.view.within(law.value, &own));
        if !allowed {
            causes.push(Cause::GoverningLaw(ix, law.value));
        }
    }

    fn derogation(
        &self,
        needs: &[Flag],
        bars: &[Flag],
        judged: &[Flag],
        rule: RuleIx,
        cell: &Cell,
        causes: &mut Vec<Cause>,
    ) {
        let flow = self.register.flow(cell.flow);
        let flags = &flow.derogation.flags;
        for flag in needs {
            match flags.get(flag) {
                Some(true) => {}
                Some(false) => causes.push(Cause::Misused(rule, *flag)),
                None => causes.push(Cause::Missing(Question::Flag(*flag))),
            }
        }
        for flag in bars {
            match flags.get(flag) {
                Some(true) => causes.push(Cause::Misused(rule, *flag)),
                Some(false) => {}
                // Only a public body can exercise public powers; and what is occasional is not systematic.
                None if *flag == Flag::PublicPower && !self.is_public(flow.from.value) => {}
                None if *flag == Flag::Repetitive && flags.get(&Flag::Occasional) == Some(&true) => {}
                None if *flag == Flag::Repetitive && needs.contains(&Flag::Occasional) => {}
                None => causes.push(Cause::Missing(Question::Flag(*flag))),
            }
        }
        for flag in judged {
            if flags.get(flag) == Some(&true) {
                causes.push(Cause::Missing(Question::Judge(*flag)));
            }
        }
    }
}

/// The module of the 2021 clauses for a role pair.
pub(super) const fn module_of(role: Role) -> u8 {
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
