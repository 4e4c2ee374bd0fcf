//! Steps worth trying for a flow that does not stand as well as asked: from why it does not, and from what its law
//! offers. Whether a step helps is not judged here; assessing again says it.

use std::collections::{BTreeMap, BTreeSet};

use super::step::{Base, Step, Terms, What, usual_cost};
use super::ties::Ties;
use super::world::Pair;
use crate::assess::{Cause, Engine, FlowResult, Question, RegimeResult, annexes_of, effective, kind_asked};
use crate::index::{FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RuleIx, TagIx};
use crate::law::{Beside, Class, Condition, PlaceKind, Role, Rule};
use crate::register::{Certification, CertificationStatus, Conclusion, Safeguard, Tag, TagUse, TiaKind};

/// Steps by what they do, and which flows hang together because data go on from one to the other.
#[derive(Debug, Default)]
pub(super) struct Pool {
    pub(super) steps: BTreeMap<What, Step>,
    /// None: nobody asks.
    pub(super) ties: Option<Ties>,
    /// What was gathered for a flow under a law.
    pub(super) known: BTreeMap<Pair, BTreeSet<What>>,
    seen: BTreeSet<Pair>,
}

/// Protective measures in the order in which they are proposed.
const MEASURES: [Safeguard; 4] = [
    Safeguard::ExporterHoldsKeys,
    Safeguard::Pseudonymised,
    Safeguard::EndToEndEncrypted,
    Safeguard::SplitProcessing,
];

/// The flow and law for which steps are gathered.
pub(super) struct Case<'e, 'a> {
    pub(super) engine: &'e Engine<'a>,
    /// Documents of the register itself; those after are the plan's own.
    pub(super) recorded: usize,
    pub(super) flow: FlowIx,
    pub(super) regime: RegimeIx,
}

impl Case<'_, '_> {
    /// Recipients outside the free area of the law, and where.
    fn abroad(&self) -> Vec<(PartyIx, PlaceIx)> {
        let register = self.engine.register;
        let flow = register.flow(self.flow);
        let from = flow.context.map_or(register.party(flow.from.value).country.value, |c| Some(c.value));
        let all = self.engine.destinations(flow).into_iter().filter(|to| {
            to.recipient != flow.from.value && self.engine.free(flow, from, self.regime, *to).is_none()
        });
        all.filter_map(|to| Some((to.recipient, to.place?))).collect()
    }

    /// The rules of a mechanism that are in force and reach the place; none where the house forbids it.
    fn open(&self, mechanism: MechanismIx, place: PlaceIx) -> Vec<RuleIx> {
        let view = &self.engine.view;
        if self.engine.register.policy.forbid.iter().any(|forbid| forbid.value == mechanism) {
            return Vec::new();
        }
        let rules = view.book.rules(mechanism, self.regime).iter().copied();
        let open = rules
            .filter(|rule| view.book.rule(*rule).header.period.holds(view.day) && view.reaches(*rule, place));
        open.collect()
    }

    /// Whether clauses may be signed under the rule today, for the roles of the flow.
    fn signable(&self, rule: RuleIx) -> bool {
        let roles = self.engine.register.flow(self.flow).roles.value;
        self.engine.view.book.rule(rule).conditions.iter().all(|condition| match condition {
            Condition::SignedBy(last) => *last >= self.engine.view.day,
            Condition::Roles(all) => all.contains(&roles),
            _ => true,
        })
    }

    /// Whether the flow claims such a thing on the day, for all of its data.
    pub(super) fn claims(&self, such: impl Fn(&TagUse) -> bool) -> bool {
        let flow = self.engine.register.flow(self.flow);
        let running = |tag: &&Tag| tag.period.holds(self.engine.view.day) && such(&tag.names);
        let covers = |tag: &Tag, data| tag.data.as_ref().is_none_or(|list| list.contains(&data));
        flow.data.iter().all(|data| flow.mechanism.iter().filter(running).any(|tag| covers(tag, data.value)))
    }
}

impl Pool {
    /// Gathers steps for one flow under one law from a state of the register. What is new is kept.
    pub(super) fn gather(
        &mut self,
        engine: &Engine<'_>,
        recorded: usize,
        result: &FlowResult,
        regime: &RegimeResult,
    ) {
        let case = Case { engine, recorded, flow: result.flow, regime: regime.binding.regime };
        if !regime.verdict.stands() && self.seen.insert((result.flow, Some(case.regime))) {
            self.routes(&case);
        }
        // What comes before decides whether the law follows the data here at all.
        for came in &regime.binding.via {
            self.tie(case.flow, *came);
        }
        let here = result.raised.iter();
        // What the house forbids is raised for the flow as a whole.
        for raised in here.filter(|raised| raised.regime.is_none_or(|regime| regime == case.regime)) {
            self.cause(
                &case,
                raised.detail.cause,
                raised.detail.tag.map(TagIx::position),
                raised.detail.rule,
            );
        }
    }

    fn tie(&mut self, flow: FlowIx, came: FlowIx) {
        if let Some(ties) = &mut self.ties {
            ties.join(flow, came);
        }
    }

    pub(super) fn add(&mut self, case: &Case<'_, '_>, what: What, terms: impl FnOnce(&mut Terms)) {
        let register = case.engine.register;
        let step = self.steps.entry(what).or_insert_with(|| {
            let kind = what.kind();
            let cost = register.plan_costs.get(&kind).copied().unwrap_or(usual_cost(kind));
            Step { what, terms: Terms::default(), flows: BTreeSet::new(), cost: u64::from(cost) }
        });
        step.flows.insert(case.flow);
        self.known.entry((case.flow, Some(case.regime))).or_default().insert(what);
        terms(&mut step.terms);
    }

    /// Claims are given up that the house forbids: by its own word, or by one that it stands for, as a framework does for
    /// `adequacy`.
    fn give_up(&mut self, case: &Case<'_, '_>, forbidden: MechanismIx) {
        let (register, book) = (case.engine.register, case.engine.view.book);
        let claimed = |tag: &Tag| match tag.names {
            TagUse::Bare(word) => Some((word, book.mechanism(word).class == Class::Adequacy)),
            TagUse::Instrument(ix) => {
                let paper = register.instrument(ix);
                Some((paper.kind.value, paper.serves.iter().any(|served| served.value == forbidden)))
            }
            TagUse::Other(_) => None,
        };
        let day = case.engine.view.day;
        let tags = register.flow(case.flow).mechanism.iter().filter(|tag| tag.period.holds(day));
        let words: Vec<(MechanismIx, bool)> = tags.filter_map(claimed).collect();
        let by_name = words.iter().any(|(word, _)| *word == forbidden);
        for (mechanism, stands_for) in words {
            if mechanism == forbidden || (!by_name && stands_for) {
                self.add(case, What::Drop { mechanism, forbidden }, |_| {});
            }
        }
    }

    /// What the law offers whatever is claimed: clauses between the two, and schemes open to the importer.
    fn routes(&mut self, case: &Case<'_, '_>) {
        let book = case.engine.view.book;
        for (importer, place) in case.abroad() {
            for (at, mechanism) in book.pack().mechanisms.iter().enumerate() {
                let ix = MechanismIx::new(at);
                for rule in case.open(ix, place) {
                    match mechanism.class {
                        Class::Clauses => self.clauses(case, ix, rule, importer),
                        Class::Approved => {
                            self.recorded(case, ix, importer);
                        }
                        Class::Scheme => self.scheme(case, book.rule(rule), importer),
                        Class::Derogation => self.ground(case, rule),
                        Class::Filing => self.lodge(case, rule, importer),
                        _ => {}
                    }
                }
            }
        }
    }

    /// Clauses that may be signed today: those recorded between the two, or a new set.
    fn clauses(&mut self, case: &Case<'_, '_>, kind: MechanismIx, ix: RuleIx, importer: PartyIx) {
        if case.signable(ix) && !self.recorded(case, kind, importer) {
            self.sign(case, kind, ix, importer);
        }
    }

    /// Documents of a kind that are signed and bind both, for the flow to claim; whether one of them runs on the day.
    fn recorded(&mut self, case: &Case<'_, '_>, kind: MechanismIx, importer: PartyIx) -> bool {
        let (register, day) = (case.engine.register, case.engine.view.day);
        let exporter = register.flow(case.flow).from.value;
        let mut bound = false;
        let own = |document: &InstrumentIx| document.position() < case.recorded;
        for document in case.engine.documents_of(exporter).take_while(own) {
            let paper = register.instrument(document);
            if paper.kind.value != kind
                || !paper.binds(exporter, false, day)
                || !paper.binds(importer, true, day)
            {
                continue;
            }
            let stops = case.engine.instrument_runs(document);
            // One that is over may be signed again; one that has not begun does nothing yet.
            if !matches!(stops, None | Some(Cause::InstrumentEnded(..))) {
                continue;
            }
            bound |= stops.is_none();
            if !case.claims(|names| *names == TagUse::Instrument(document)) {
                self.add(case, What::Rely { document }, |_| {});
            }
        }
        bound
    }

    /// A new set in place of a recorded one that no step puts right: it was signed under another law, for other
    /// roles, too late, or for later.
    fn replace(&mut self, case: &Case<'_, '_>, document: InstrumentIx) {
        let paper = case.engine.register.instrument(document);
        let kind = paper.kind.value;
        if case.engine.view.book.mechanism(kind).class != Class::Clauses {
            return;
        }
        for (importer, place) in case.abroad() {
            if !paper.binds(importer, true, case.engine.view.day) {
                continue;
            }
            for rule in case.open(kind, place) {
                if case.signable(rule) {
                    self.sign(case, kind, rule, importer);
                }
            }
        }
    }

    /// A new set of clauses, with the amendment that the law wants of it.
    fn sign(&mut self, case: &Case<'_, '_>, kind: MechanismIx, ix: RuleIx, importer: PartyIx) {
        let rule = case.engine.view.book.rule(ix);
        let flow = case.engine.register.flow(case.flow);
        let module = |role: Role| {
            rule.conditions.iter().find_map(|condition| match condition {
                Condition::Modules(modules) => modules.iter().find(|module| module.roles.contains(&role)),
                _ => None,
            })
        };
        // Whom a processor lets in is its sub-processor: one set between these two serves all whose data it has.
        let passed = importer != flow.to.value && flow.roles.value.to_processor();
        let below = module(Role::ProcessorToProcessor).filter(|_| passed);
        let exporter = if below.is_some() { flow.to.value } else { flow.from.value };
        let needed = below.or_else(|| module(flow.roles.value));
        self.add(case, What::Sign { kind, exporter, importer }, |terms| {
            terms.modules.extend(needed.map(|module| module.module));
            terms.annexes.extend(needed.iter().flat_map(|module| module.annexes.iter().cloned()));
        });
        for condition in &rule.conditions {
            if let Condition::AmendedBy(amendment) = condition {
                let set = Base::Signed(kind);
                self.add(case, What::Amend { set, kind: *amendment, exporter, importer }, |_| {});
            }
        }
    }

    fn scheme(&mut self, case: &Case<'_, '_>, rule: &Rule, importer: PartyIx) {
        let view = &case.engine.view;
        let seat = case.engine.register.party(importer).country.value;
        let open = rule.conditions.iter().all(|condition| match condition {
            Condition::ImporterIn(places) => {
                let set = view.book.expand(places, view.day);
                seat.is_some_and(|seat| view.within(seat, &set))
            }
            _ => true,
        });
        for condition in rule.conditions.iter().filter(|_| open) {
            if let Condition::Certified { scheme, part, beside, .. } = condition {
                let by_decision = view.book.mechanism(rule.mechanism).by_decision;
                self.certify(case, importer, *scheme, *part, (!by_decision).then_some(rule.mechanism));
                self.certify_beside(case, importer, *scheme, beside);
            }
        }
    }

    /// The part on which another rests, where no entry for it is recorded.
    fn certify_beside(
        &mut self,
        case: &Case<'_, '_>,
        party: PartyIx,
        scheme: crate::index::SchemeIx,
        beside: &[Beside],
    ) {
        let day = case.engine.view.day;
        let entries = case.engine.register.party(party).certifications.as_deref().unwrap_or_default();
        let runs = |entry: &&Certification| {
            let counts = matches!(
                entry.status,
                None | Some(CertificationStatus::Active | CertificationStatus::UnderReview)
            );
            counts && entry.until.is_none_or(|until| until >= day)
        };
        let recorded = entries.iter().filter(runs).any(|entry| {
            let parts = entry.parts.as_deref().unwrap_or_default();
            beside.iter().any(|needed| needed.scheme == entry.scheme && parts.contains(&needed.part))
        });
        let part = beside.iter().find(|needed| needed.scheme == scheme).map(|needed| needed.part);
        if let Some(part) = part.filter(|_| !recorded) {
            self.certify(case, party, scheme, Some(part), None);
        }
    }

    fn certify(
        &mut self,
        case: &Case<'_, '_>,
        party: PartyIx,
        scheme: crate::index::SchemeIx,
        part: Option<u8>,
        claim: Option<MechanismIx>,
    ) {
        let (register, view) = (case.engine.register, &case.engine.view);
        let open = &view.book.scheme(scheme).open_to;
        let seat = register.party(party).country.value;
        if !open.is_empty() && !seat.is_some_and(|seat| view.within(seat, &view.expand(open))) {
            return;
        }
        let data = &register.flow(case.flow).data;
        let staff = data.iter().any(|data| register.datum(data.value).hr);
        let other = data.iter().any(|data| !register.datum(data.value).hr);
        self.add(case, What::Certify { party, scheme }, |terms| {
            terms.parts.extend(part);
            terms.staff |= staff;
            terms.other |= other;
            // One word for the scheme is enough.
            if terms.mechanisms.is_empty() {
                terms.mechanisms.extend(claim);
            }
        });
    }

    /// What a cause asks for.
    fn cause(&mut self, case: &Case<'_, '_>, cause: Cause, tag: Option<usize>, rule: Option<RuleIx>) {
        let (register, book) = (case.engine.register, case.engine.view.book);
        let flow = register.flow(case.flow);
        let own = |document: InstrumentIx| document.position() < case.recorded;
        let signable = |document: InstrumentIx| {
            let class = book.mechanism(register.instrument(document).kind.value).class;
            own(document) && matches!(class, Class::Clauses | Class::Amendment | Class::Paper)
        };
        match cause {
            Cause::NotSigned(document) | Cause::InstrumentEnded(document, _) if signable(document) => {
                self.add(case, What::Execute { document }, |_| {});
            }
            Cause::NotBound(document, party, importer) if signable(document) => {
                self.add(case, What::Bind { document, party, importer }, |_| {});
            }
            Cause::WrongModule(document, module) if own(document) => {
                self.add(case, What::Module { document, module }, |_| {});
            }
            Cause::AddendumMissing(set, kind) if book.mechanism(kind).class == Class::Amendment => {
                self.amend(case, set, kind);
            }
            Cause::AnnexMissing(document, bits) if own(document) => {
                let missing = annexes_of(bits).map(str::to_owned);
                self.add(case, What::Annex { document }, |terms| terms.annexes.extend(missing));
            }
            Cause::GoverningLaw(document, _)
            | Cause::InstrumentNotYet(document, _)
            | Cause::WrongRoles(document, ..)
            | Cause::SignedLate(document, ..)
            | Cause::Changed(document, _)
                if own(document) =>
            {
                self.replace(case, document);
            }
            Cause::Forbidden(forbidden) => self.give_up(case, forbidden),
            Cause::Localisation(duty) => {
                self.add(case, What::Record { duty, exporter: flow.from.value }, |_| {});
            }
            Cause::TiaMissing(place) | Cause::TiaForOthers(_, place) => {
                self.assess(case, place, TiaKind::Tia);
            }
            Cause::AssessmentMissing(rule, place) => self.assess(case, place, kind_asked(book.rule(rule))),
            Cause::TiaOld(at, _)
            | Cause::TiaStale(at, _)
            | Cause::TiaOvertaken(at, _)
            | Cause::TiaNone(at) => {
                if let Some(tia) = register.tias.get(at) {
                    self.assess(case, tia.country, tia.kind);
                }
            }
            Cause::TiaMeasure(_, measure) => {
                self.add(case, What::Measure { flow: case.flow, measure }, |_| {});
            }
            Cause::Defeated(..) => {
                if let Some(measure) = MEASURES.into_iter().find(|m| effective(*m, flow.access)) {
                    self.add(case, What::Measure { flow: case.flow, measure }, |_| {});
                }
            }
            Cause::NotInPart(party, scheme, part) => self.certify(case, party, scheme, Some(part), None),
            // Who holds the entry may be another than the importer; the importer's own is proposed.
            Cause::NotCovered(_, scheme, _) | Cause::StaffDataOutside(_, scheme) => {
                let mut conditions = rule.into_iter().flat_map(|rule| &book.rule(rule).conditions);
                let part = conditions.find_map(|condition| match condition {
                    Condition::Certified { part, .. } => *part,
                    _ => None,
                });
                self.certify(case, flow.to.value, scheme, part, None);
            }
            Cause::FilingDue(rule, _) | Cause::FilingOpen(rule) | Cause::FilingOverdue(rule, _) => {
                self.filing(case, rule, tag);
            }
            // What was to be filed in time cannot be filed any more: a new document can.
            Cause::FilingLate(rule, _) => self.anew(case, rule, tag),
            Cause::ConsentLacks(..)
            | Cause::NotDisclosed(_)
            | Cause::ItemMissing(..)
            | Cause::OverlayOpen(_)
            | Cause::Missing(
                Question::Consent(_)
                | Question::Disclosed
                | Question::Item(..)
                | Question::Comparable(_)
                | Question::Paper(_),
            ) => self.people(case, cause, rule),
            Cause::NotAuthorised(document, party) if own(document) => {
                self.add(case, What::Authorise { document, party }, |_| {});
            }
            Cause::Uncovered(came, _, importer) | Cause::OutsideGroup(came, _, importer) => {
                self.tie(case.flow, came);
                if let Some(kind) = book.onward_contract() {
                    let exporter = flow.from.value;
                    self.add(case, What::Sign { kind, exporter, importer }, |_| {});
                }
            }
            Cause::UpstreamBroken(came, _) => {
                self.tie(case.flow, came);
            }
            _ => {}
        }
    }

    /// An amendment that makes a set count here, between those whom the set binds.
    fn amend(&mut self, case: &Case<'_, '_>, set: InstrumentIx, kind: MechanismIx) {
        let (register, day) = (case.engine.register, case.engine.view.day);
        let (flow, paper) = (register.flow(case.flow), register.instrument(set));
        let (from, to) = (flow.from.value, flow.to.value);
        let others = || paper.importers.iter().copied().find(|party| *party != to);
        // A set of the importer with whom it lets in is amended between these two.
        let passed = !paper.binds(from, false, day) && paper.binds(to, false, day);
        let exporter = if passed { to } else { from };
        let importer = if passed || !paper.binds(to, true, day) { others().unwrap_or(to) } else { to };
        let recorded = set.position() < case.recorded;
        let base = if recorded { Base::Document(set) } else { Base::Signed(paper.kind.value) };
        self.add(case, What::Amend { set: base, kind, exporter, importer }, |_| {});
    }

    /// An assessment, unless one that was made found protection insufficient: a second opinion is no plan. A part of a
    /// state of which the law pack tells nothing is assessed with the state: one assessment serves all its parts.
    pub(super) fn assess(&mut self, case: &Case<'_, '_>, place: PlaceIx, kind: TiaKind) {
        let book = case.engine.view.book;
        let pack = book.pack();
        let told = pack.territories.iter().any(|row| row.places.contains(&place))
            || pack.powers.iter().any(|row| row.places.contains(&place))
            || pack.profiles.iter().any(|row| row.places.contains(&place));
        let row = book.place(place);
        let place = match row.part_of {
            Some(state) if row.kind == PlaceKind::Subdivision && !told => state,
            _ => place,
        };
        let refused = case.engine.assessments_of(case.flow).any(|tia| {
            tia.conclusion.value == Conclusion::Insufficient
                && tia.date.value <= case.engine.view.day
                && case.engine.view.overlap(tia.country, place)
        });
        if !refused {
            self.add(case, What::Assess { place, kind }, |terms| {
                terms.regimes.insert(case.regime);
            });
        }
    }
}

/// The question that a cause leaves open, where it leaves one.
pub(super) const fn question(cause: Cause) -> Option<Ask> {
    match cause {
        Cause::Missing(question) => Some(Ask::Fact(question)),
        Cause::ExporterUnknown(_)
        | Cause::RegimeNotInPack(_)
        | Cause::NoList(_)
        | Cause::Unconfirmed(_)
        | Cause::Unrecorded(_)
        | Cause::Unspecified => Some(Ask::Other(cause)),
        _ => None,
    }
}

/// Something to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// A fact of the register.
    Fact(Question),
    /// What another cause names.
    Other(Cause),
}
