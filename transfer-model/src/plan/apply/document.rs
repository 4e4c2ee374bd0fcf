//! Steps that make or change documents: signed, amended, joined, filled in, filed.

use std::collections::BTreeSet;

use super::Doing;
use crate::index::{InstrumentIx, MechanismIx, PartyIx, RuleIx};
use crate::law::Condition;
use crate::plan::step::{Base, Step};
use crate::register::{Filing, Instrument, InstrumentState, Subprocessors, TagUse};
use crate::source::{Span, Spanned};

impl Doing<'_> {
    /// Two parties sign a document, which the flows then claim.
    pub(super) fn sign(&mut self, step: &Step, kind: MechanismIx, exporter: PartyIx, importer: PartyIx) {
        let terms = &step.terms;
        let mut paper = self.blank(kind, exporter, importer);
        paper.modules = (!terms.modules.is_empty()).then(|| terms.modules.iter().copied().collect());
        let annexes = || Spanned::new(terms.annexes.iter().cloned().collect(), paper.span);
        paper.annexes = (!terms.annexes.is_empty()).then(annexes);
        paper.filings = terms.filings.iter().filter_map(|rule| self.filing(*rule, paper.span)).collect();
        let document = self.put(paper);
        self.signed.insert((kind, exporter, importer), document);
        self.claim(step, &TagUse::Instrument(document));
    }

    /// An amendment of a set that is recorded or that the plan has signed; without the set there is nothing to amend.
    pub(super) fn amend(&mut self, set: Base, kind: MechanismIx, exporter: PartyIx, importer: PartyIx) {
        let set = match set {
            Base::Document(document) => Some(document),
            Base::Signed(base) => self.signed.get(&(base, exporter, importer)).copied(),
        };
        if let Some(set) = set {
            let mut paper = self.blank(kind, exporter, importer);
            paper.amends = Some(Spanned::new(set, paper.span));
            self.put(paper);
        }
    }

    pub(super) fn execute(&mut self, document: InstrumentIx) {
        let day = self.day;
        if let Some(paper) = self.paper(document) {
            paper.state = InstrumentState::Executed;
            paper.signed = Some(Spanned::new(day, paper.span));
            paper.effective = None;
            paper.until = None;
        }
    }

    pub(super) fn bind(&mut self, document: InstrumentIx, party: PartyIx, importer: bool) {
        if let Some(paper) = self.paper(document) {
            if importer { &mut paper.importers } else { &mut paper.exporters }.push(party);
        }
    }

    pub(super) fn add_module(&mut self, document: InstrumentIx, module: u8) {
        if let Some(paper) = self.paper(document) {
            paper.modules.get_or_insert_default().push(module);
        }
    }

    /// Fills in annexes of a document whose annexes are recorded.
    pub(super) fn fill_in(&mut self, document: InstrumentIx, missing: &BTreeSet<String>) {
        if let Some(annexes) = self.paper(document).and_then(|paper| paper.annexes.as_mut()) {
            annexes.value.extend(missing.iter().cloned());
        }
    }

    pub(super) fn authorise(&mut self, document: InstrumentIx, party: PartyIx) {
        if let Some(paper) = self.paper(document) {
            let terms = paper.subprocessors.get_or_insert_with(Subprocessors::default);
            terms.listed.get_or_insert_default().push(Spanned::new(party, paper.span));
        }
    }

    pub(super) fn file(&mut self, document: InstrumentIx, rule: RuleIx) {
        let Some(span) = self.paper(document).map(|paper| paper.span) else { return };
        let filing = self.filing(rule, span);
        if let Some(paper) = self.paper(document) {
            paper.filings.extend(filing);
        }
    }

    /// A file with an authority that is a mechanism of itself, which the flows then claim.
    pub(super) fn lodge(&mut self, step: &Step, kind: MechanismIx, exporter: PartyIx, importer: PartyIx) {
        let mut paper = self.blank(kind, exporter, importer);
        let rules = step.terms.rules.iter();
        paper.filings = rules.filter_map(|rule| self.filing(*rule, paper.span)).collect();
        let document = self.put(paper);
        self.claim(step, &TagUse::Instrument(document));
    }

    /// A contract with what a duty asks for.
    pub(super) fn serve(&mut self, rule: RuleIx, exporter: PartyIx, importer: PartyIx) {
        let asked = self.book.rule(rule).conditions.iter().find_map(|condition| match condition {
            Condition::Contract(serves) => serves.first().copied(),
            _ => None,
        });
        if let (Some(served), Some(kind)) = (asked, self.book.onward_contract()) {
            let mut paper = self.blank(kind, exporter, importer);
            paper.serves = vec![Spanned::new(served, paper.span)];
            self.put(paper);
        }
    }

    /// A contract that is filed as a duty asks.
    pub(super) fn notify(&mut self, rule: RuleIx, exporter: PartyIx, importer: PartyIx) {
        if let Some(kind) = self.book.onward_contract() {
            let mut paper = self.blank(kind, exporter, importer);
            paper.filings.extend(self.filing(rule, paper.span));
            self.put(paper);
        }
    }

    fn paper(&mut self, document: InstrumentIx) -> Option<&mut Instrument> {
        self.register.instruments.get_mut(document.position())
    }

    fn put(&mut self, paper: Instrument) -> InstrumentIx {
        let document = InstrumentIx::new(self.register.instruments.len());
        self.register.instruments.push(paper);
        document
    }

    /// The filing that a rule asks for, made on the day.
    fn filing(&self, rule: RuleIx, span: Span) -> Option<Filing> {
        let with = self.book.rule(rule).conditions.iter().find_map(|condition| match condition {
            Condition::Filed(term) => term.with.first().cloned(),
            _ => None,
        })?;
        Some(Filing { with, filed: Some(self.day), span })
    }

    /// A document of that kind, signed on the day.
    fn blank(&self, kind: MechanismIx, exporter: PartyIx, importer: PartyIx) -> Instrument {
        let span = self.register.span;
        Instrument {
            span,
            id: format!("plan-document-{}", self.register.instruments.len()),
            kind: Spanned::new(kind, span),
            modules: None,
            exporters: vec![exporter],
            importers: vec![importer],
            joined: Vec::new(),
            signed: Some(Spanned::new(self.day, span)),
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
}
