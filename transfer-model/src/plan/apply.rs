//! Writes steps into a register in memory, as if they had been done on the day.

use std::collections::BTreeMap;

use super::step::{Base, Step, What};
use crate::day::{Day, Period};
use crate::index::{FlowIx, InstrumentIx, MechanismIx, PartyIx};
use crate::law::{Condition, LawBook};
use crate::register::{
    Certification, CertificationStatus, Conclusion, Filing, Flow, Instrument, InstrumentState, Register,
    Subprocessors, Tag, TagUse, Tia,
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
        What::Rely { document } => claim(register, step, document),
        What::Sign { kind, exporter, importer } => {
            let mut paper = blank(register, kind, exporter, importer, day);
            let modules: Vec<u8> = step.terms.modules.iter().copied().collect();
            paper.modules = (!modules.is_empty()).then_some(modules);
            let annexes: Vec<String> = step.terms.annexes.iter().cloned().collect();
            paper.annexes = (!annexes.is_empty()).then(|| Spanned::new(annexes, paper.span));
            let document = InstrumentIx::new(register.instruments.len());
            register.instruments.push(paper);
            signed.insert((kind, exporter, importer), document);
            claim(register, step, document);
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
            let with = book.rule(rule).conditions.iter().find_map(|condition| match condition {
                Condition::Filed(term) => term.with.first().cloned(),
                _ => None,
            });
            if let (Some(paper), Some(with)) = (register.instruments.get_mut(document.position()), with) {
                paper.filings.push(Filing { with, filed: Some(day), span: paper.span });
            }
        }
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
                };
                party.certifications.get_or_insert_default().push(entry);
            }
        }
        What::Assess { place, kind } => register.tias.push(Tia {
            span: register.span,
            id: format!("plan-assessment-{}", register.tias.len()),
            kind,
            flows: step.flows.iter().copied().collect(),
            regimes: step.terms.regimes.iter().copied().collect(),
            country: place,
            date: Spanned::new(day, register.span),
            conclusion: Spanned::new(Conclusion::Sufficient, register.span),
            measures: Vec::new(),
            approved_by: None,
        }),
        What::Measure { flow, measure } => {
            if let Some(flow) = flow_mut(register, flow) {
                let span = flow.span;
                flow.safeguards.get_or_insert_with(|| Spanned::new(Vec::new(), span)).value.push(measure);
            }
        }
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

/// Adds a claim of the document to the flows of the step.
fn claim(register: &mut Register, step: &Step, document: InstrumentIx) {
    for flow in &step.flows {
        if let Some(flow) = flow_mut(register, *flow) {
            let names = TagUse::Instrument(document);
            flow.mechanism.push(Tag { span: flow.span, names, data: None, period: Period::ALWAYS });
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
