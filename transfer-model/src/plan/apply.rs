//! Writes steps into a register in memory, as if they had been done on the day.

mod document;
mod flow;
mod notice;
mod party;

use std::collections::BTreeMap;

use super::step::{Step, What};
use crate::day::Day;
use crate::index::{InstrumentIx, MechanismIx, PartyIx, PlaceIx};
use crate::law::LawBook;
use crate::register::{Conclusion, Register, TagUse, Tia, TiaKind};
use crate::source::Spanned;

/// Applies steps; amendments come after what they amend, stops last.
pub(super) fn apply<'s>(
    register: &mut Register,
    steps: impl Iterator<Item = &'s Step> + Clone,
    book: &LawBook,
    day: Day,
) {
    let mut doing = Doing { register, book, day, signed: BTreeMap::new() };
    for late in [false, true] {
        for step in steps.clone() {
            if late == matches!(step.what, What::Amend { .. } | What::Stop { .. }) {
                doing.step(step);
            }
        }
    }
}

/// A register while steps are written into it.
struct Doing<'d> {
    register: &'d mut Register,
    book: &'d LawBook,
    day: Day,
    /// Documents that the plan has signed, by kind and parties.
    signed: BTreeMap<(MechanismIx, PartyIx, PartyIx), InstrumentIx>,
}

impl Doing<'_> {
    fn step(&mut self, step: &Step) {
        match step.what {
            What::Rely { document } => self.claim(step, &TagUse::Instrument(document)),
            What::Drop { mechanism, .. } => self.give_up(step, mechanism),
            What::Sign { kind, exporter, importer } => self.sign(step, kind, exporter, importer),
            What::Amend { set, kind, exporter, importer } => self.amend(set, kind, exporter, importer),
            What::Execute { document } => self.execute(document),
            What::Bind { document, party, importer } => self.bind(document, party, importer),
            What::Module { document, module } => self.add_module(document, module),
            What::Annex { document } => self.fill_in(document, &step.terms.annexes),
            What::Authorise { document, party } => self.authorise(document, party),
            What::File { document, rule } => self.file(document, rule),
            What::Lodge { kind, exporter, importer } => self.lodge(step, kind, exporter, importer),
            What::Serve { rule, exporter, importer } => self.serve(rule, exporter, importer),
            What::Notify { rule, exporter, importer } => self.notify(rule, exporter, importer),
            What::Ground { mechanism } => self.claim(step, &TagUse::Bare(mechanism)),
            What::Consent { flow, ground } => self.consent(flow, ground, &step.terms),
            What::Tell { flow } => self.tell(flow, &step.terms.items),
            What::Represent { party, place } => self.represent(party, place),
            What::Update { notice } => self.update(notice, &step.terms),
            What::Certify { party, scheme } => self.certify(step, party, scheme),
            What::Assess { place, kind } => self.assess(step, place, kind),
            What::Measure { flow, measure } => self.protect(flow, measure),
            What::Record { duty, .. } => self.record(step, duty),
            What::Stop { flow } => self.stop(flow),
        }
    }

    /// An assessment of the destination that finds protection sufficient.
    fn assess(&mut self, step: &Step, place: PlaceIx, kind: TiaKind) {
        let span = self.register.span;
        self.register.tias.push(Tia {
            span,
            id: format!("plan-assessment-{}", self.register.tias.len()),
            kind,
            flows: step.flows.iter().copied().collect(),
            regimes: step.terms.regimes.iter().copied().collect(),
            data: None,
            country: place,
            date: Spanned::new(self.day, span),
            conclusion: Spanned::new(Conclusion::Sufficient, span),
            measures: Vec::new(),
            approved_by: None,
            evidence: None,
        });
    }
}
