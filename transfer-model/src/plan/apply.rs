//! Writes steps into a register in memory, as if they had been done on the day.

use std::collections::BTreeMap;

use super::step::{Base, Step, Terms, What};
use crate::day::{Day, Period};
use crate::index::{FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, RuleIx};
use crate::law::{Condition, ConsentNeed, Flag, LawBook};
use crate::register::{
    Certification, CertificationStatus, Conclusion, Filing, Flow, Instrument, InstrumentState, NoticeClaim,
    Party, PartyKind, Polarity, Register, Subprocessors, Tag, TagUse, Tia,
};
use crate::source::{Span, Spanned};

/// Documents that the plan has signed, by kind and parties.
type Signed = BTreeMap<(MechanismIx, PartyIx, PartyIx), InstrumentIx>;

/// Applies steps; amendments come after what they amend, stops last.
pub(super) fn apply<'s>(
    register: &mut Register,
    steps: impl Iterator<Item = &'s Step> + Clone,
    book: &LawBook,
    day: Day,
) {
    let mut signed = Signed::new();
    for late in [false, true] {
        for step in steps.clone() {
            if late == matches!(step.what, What::Amend { .. } | What::Stop { .. }) {
                one(register, step, book, day, &mut signed);
            }
        }
    }
}

fn one(register: &mut Register, step: &Step, book: &LawBook, day: Day, signed: &mut Signed) {
    match step.what {
        What::Rely { document } => claim(register, step, &TagUse::Instrument(document)),
        What::Drop { mechanism, .. } => give_up(register, step, mechanism, day),
        What::Sign { kind, exporter, importer } => {
            let mut paper = blank(register, kind, exporter, importer, day);
            let modules: Vec<u8> = step.terms.modules.iter().copied().collect();
            paper.modules = (!modules.is_empty()).then_some(modules);
            let annexes: Vec<String> = step.terms.annexes.iter().cloned().collect();
            paper.annexes = (!annexes.is_empty()).then(|| Spanned::new(annexes, paper.span));
            paper.filings =
                step.terms.filings.iter().filter_map(|rule| filing(book, *rule, day, paper.span)).collect();
            let document = InstrumentIx::new(register.instruments.len());
            register.instruments.push(paper);
            signed.insert((kind, exporter, importer), document);
            claim(register, step, &TagUse::Instrument(document));
        }
        What::Amend { set, kind, exporter, importer } => {
            let set = match set {
                Base::Document(document) => Some(document),
                Base::Signed(base) => signed.get(&(base, exporter, importer)).copied(),
            };
            // Without the set there is nothing to amend.
            if let Some(set) = set {
                let mut paper = blank(register, kind, exporter, importer, day);
                paper.amends = Some(Spanned::new(set, paper.span));
                register.instruments.push(paper);
            }
        }
        What::Execute { document } => {
            if let Some(paper) = register.instruments.get_mut(document.position()) {
                paper.state = InstrumentState::Executed;
                paper.signed = Some(Spanned::new(day, paper.span));
                paper.effective = None;
                paper.until = None;
            }
        }
        What::Bind { document, party, importer } => {
            if let Some(paper) = register.instruments.get_mut(document.position()) {
                if importer { &mut paper.importers } else { &mut paper.exporters }.push(party);
            }
        }
        What::Module { document, module } => {
            if let Some(paper) = register.instruments.get_mut(document.position()) {
                paper.modules.get_or_insert_default().push(module);
            }
        }
        What::Annex { document } => {
            if let Some(paper) = register.instruments.get_mut(document.position())
                && let Some(annexes) = &mut paper.annexes
            {
                annexes.value.extend(step.terms.annexes.iter().cloned());
            }
        }
        What::Authorise { document, party } => {
            if let Some(paper) = register.instruments.get_mut(document.position()) {
                let span = paper.span;
                let terms = paper.subprocessors.get_or_insert_with(Subprocessors::default);
                terms.listed.get_or_insert_default().push(Spanned::new(party, span));
            }
        }
        What::File { document, rule } => {
            if let Some(paper) = register.instruments.get_mut(document.position()) {
                paper.filings.extend(filing(book, rule, day, paper.span));
            }
        }
        What::Lodge { kind, exporter, importer } => {
            let mut paper = blank(register, kind, exporter, importer, day);
            paper.filings =
                step.terms.rules.iter().filter_map(|rule| filing(book, *rule, day, paper.span)).collect();
            let document = InstrumentIx::new(register.instruments.len());
            register.instruments.push(paper);
            claim(register, step, &TagUse::Instrument(document));
        }
        What::Serve { rule, exporter, importer } => {
            let asked = book.rule(rule).conditions.iter().find_map(|condition| match condition {
                Condition::Contract(serves) => serves.first().copied(),
                _ => None,
            });
            if let (Some(served), Some(kind)) = (asked, book.onward_contract()) {
                let mut paper = blank(register, kind, exporter, importer, day);
                paper.serves = vec![Spanned::new(served, paper.span)];
                register.instruments.push(paper);
            }
        }
        What::Ground { mechanism } => claim(register, step, &TagUse::Bare(mechanism)),
        What::Consent { flow, ground } => {
            if let Some(flow) = flow_mut(register, flow) {
                consent(flow, &step.terms);
                if let Some(ground) = ground {
                    let names = TagUse::Bare(ground);
                    flow.mechanism.push(Tag { span: flow.span, names, data: None, period: Period::ALWAYS });
                }
            }
        }
        What::Notify { rule, exporter, importer } => {
            if let Some(kind) = book.onward_contract() {
                let mut paper = blank(register, kind, exporter, importer, day);
                paper.filings.extend(filing(book, rule, day, paper.span));
                register.instruments.push(paper);
            }
        }
        What::Tell { flow } => {
            if let Some(flow) = flow_mut(register, flow) {
                let shown = flow.shown.get_or_insert_default();
                shown.disclosed = Some(true);
                if !step.terms.items.is_empty() {
                    shown.items.get_or_insert_default().extend(step.terms.items.iter().cloned());
                }
            }
        }
        What::Represent { party, place } => represent(register, party, place),
        What::Update { notice } => update(register, notice, step),
        What::Certify { party, scheme } => {
            if let Some(party) = register.parties.get_mut(party.position()) {
                let terms = &step.terms;
                let entry = Certification {
                    span: party.span,
                    scheme,
                    parts: Some(terms.parts.iter().copied().collect()),
                    hr: Some(terms.staff),
                    non_hr: Some(terms.other),
                    since: Some(day),
                    until: None,
                    status: Some(CertificationStatus::Active),
                    next_due: None,
                    checked_on: Some(day),
                    covered: Vec::new(),
                    evidence: None,
                };
                party.certifications.get_or_insert_default().push(entry);
            }
            for mechanism in &step.terms.mechanisms {
                claim(register, step, &TagUse::Bare(*mechanism));
            }
        }
        What::Assess { place, kind } => register.tias.push(Tia {
            span: register.span,
            id: format!("plan-assessment-{}", register.tias.len()),
            kind,
            flows: step.flows.iter().copied().collect(),
            regimes: step.terms.regimes.iter().copied().collect(),
            data: None,
            country: place,
            date: Spanned::new(day, register.span),
            conclusion: Spanned::new(Conclusion::Sufficient, register.span),
            measures: Vec::new(),
            approved_by: None,
            evidence: None,
        }),
        What::Measure { flow, measure } => {
            if let Some(flow) = flow_mut(register, flow) {
                let span = flow.span;
                flow.safeguards.get_or_insert_with(|| Spanned::new(Vec::new(), span)).value.push(measure);
            }
        }
        What::Record { duty, .. } => record(register, step, duty, book),
        What::Stop { flow } => {
            if let Some(flow) = flow_mut(register, flow) {
                flow.period.until = day.previous();
                flow.returned = Some(day.previous());
            }
        }
    }
}

fn flow_mut(register: &mut Register, flow: FlowIx) -> Option<&mut Flow> {
    register.flows.get_mut(flow.position())
}

/// Adds a claim to the flows of the step.
fn claim(register: &mut Register, step: &Step, names: &TagUse) {
    for flow in &step.flows {
        if let Some(flow) = flow_mut(register, *flow) {
            let names = names.clone();
            flow.mechanism.push(Tag { span: flow.span, names, data: None, period: Period::ALWAYS });
        }
    }
}

/// Ends the claims of a mechanism, and of documents of that kind, before the day. They keep their positions.
fn give_up(register: &mut Register, step: &Step, mechanism: MechanismIx, day: Day) {
    let kinds: Vec<MechanismIx> = register.instruments.iter().map(|paper| paper.kind.value).collect();
    for flow in &step.flows {
        let Some(flow) = flow_mut(register, *flow) else { continue };
        let given_up = flow.mechanism.iter_mut().filter(|tag| match tag.names {
            TagUse::Bare(bare) => bare == mechanism,
            TagUse::Instrument(ix) => kinds.get(ix.position()) == Some(&mechanism),
            TagUse::Other(_) => false,
        });
        given_up.for_each(|tag| tag.period.until = tag.period.until.min(day.previous()));
    }
}

/// Records the data first where the duty wants them.
fn record(register: &mut Register, step: &Step, duty: usize, book: &LawBook) {
    let Some(row) = book.pack().localisations.get(duty) else { return };
    let Some(place) = row.places.first().copied() else { return };
    for flow in &step.flows {
        let Some(flow) = flow_mut(register, *flow) else { continue };
        if row.only_there {
            flow.first_recorded.clear();
        }
        flow.first_recorded.push(Spanned::new(place, flow.span));
    }
}

/// The filing that a rule asks for, made on the day.
fn filing(book: &LawBook, rule: RuleIx, day: Day, span: Span) -> Option<Filing> {
    let with = book.rule(rule).conditions.iter().find_map(|condition| match condition {
        Condition::Filed(term) => term.with.first().cloned(),
        _ => None,
    })?;
    Some(Filing { with, filed: Some(day), span })
}

/// A new consent, which has what the law wants of it.
fn consent(flow: &mut Flow, terms: &Terms) {
    let shown = flow.shown.get_or_insert_default();
    shown.freely_given = Some(true);
    if !terms.items.is_empty() {
        shown.items.get_or_insert_default().extend(terms.items.iter().cloned());
    }
    for need in &terms.needs {
        match need {
            ConsentNeed::Free => {}
            ConsentNeed::Separate => shown.separate_consent = Some(true),
            ConsentNeed::Informed => shown.disclosed = Some(true),
            ConsentNeed::Explicit => {
                flow.derogation.flags.insert(Flag::Explicit, true);
            }
            ConsentNeed::Risks => {
                flow.derogation.flags.insert(Flag::InformedOfRisks, true);
            }
        }
    }
}

/// Names a representative: a company of its own there.
fn represent(register: &mut Register, party: PartyIx, place: PlaceIx) {
    let who = PartyIx::new(register.parties.len());
    let Some(named) = register.parties.get_mut(party.position()) else { return };
    let span = named.span;
    named.representative.push((Spanned::new(place, span), Spanned::new(who, span)));
    register.parties.push(Party {
        span,
        id: format!("plan-representative-{}", who.position()),
        name: "Representative".to_owned(),
        kind: PartyKind::Vendor,
        country: Spanned::new(Some(place), span),
        branches: Vec::new(),
        owners: Vec::new(),
        sector: None,
        targets: Vec::new(),
        representative: Vec::new(),
        exposure: None,
        certifications: None,
    });
}

/// Publishes a notice anew. Claims keep their positions: what is taken out becomes something of the past.
fn update(register: &mut Register, at: usize, step: &Step) {
    let terms = &step.terms;
    let author = register.notices.get(at).and_then(|notice| notice.of.first());
    let author = author.map(|party| register.party(party.value).name.clone());
    let Some(notice) = register.notices.get_mut(at) else { return };
    let span = notice.span;
    for withdrawn in &terms.withdrawn {
        let claim = notice.claims.as_mut().and_then(|claims| claims.get_mut(withdrawn.claim));
        let Some(claim) = claim else { continue };
        claim.to.retain(|to| withdrawn.place.is_some_and(|place| to.value != place));
        if claim.to.is_empty() {
            claim.polarity = Polarity::Historical;
        }
    }
    for mechanism in &terms.mechanisms {
        notice.claims.get_or_insert_default().push(NoticeClaim {
            span,
            mechanism: *mechanism,
            part: None,
            polarity: Polarity::Asserted,
            to: Vec::new(),
            section: None,
        });
    }
    if !terms.places.is_empty() {
        let places = terms.places.iter().map(|place| Spanned::new(*place, span));
        notice.destinations.get_or_insert_default().extend(places);
    }
    for name in &terms.names {
        if let (Some(name), Some(author)) = (notice.names.get_mut(*name), &author) {
            name.value.clone_from(author);
        }
    }
}

/// A document of that kind, signed on the day.
fn blank(
    register: &Register,
    kind: MechanismIx,
    exporter: PartyIx,
    importer: PartyIx,
    day: Day,
) -> Instrument {
    let span: Span = register.span;
    Instrument {
        span,
        id: format!("plan-document-{}", register.instruments.len()),
        kind: Spanned::new(kind, span),
        modules: None,
        exporters: vec![exporter],
        importers: vec![importer],
        joined: Vec::new(),
        signed: Some(Spanned::new(day, span)),
        effective: None,
        until: None,
        approved: None,
        authority: None,
        state: InstrumentState::Executed,
        state_span: span,
        incorporated_by: None,
        amends: None,
        annexes: None,
        governing_law: None,
        subprocessors: None,
        filings: Vec::new(),
        serves: Vec::new(),
        processing_changed: None,
        evidence: None,
    }
}
