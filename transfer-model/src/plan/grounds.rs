//! Routes of laws that ask for no clauses: consents, grounds in the facts of a transfer, comparisons of laws, files
//! lodged with an authority; and what people have to be asked or told. No work makes a transfer necessary, and what a
//! register says of one ground says nothing of another: a ground that turns on how the transfer is judged is offered
//! only where the flow claims it already, for some of its data.

use super::candidates::{Case, Pool};
use super::step::What;
use crate::assess::{Cause, Question};
use crate::index::{InstrumentIx, PartyIx, RuleIx};
use crate::law::{Class, Condition, ConsentNeed, Flag};
use crate::register::{Flow, TagUse, TiaKind};

impl Case<'_, '_> {
    /// Whether conditions leave nothing to judge: each is something that a step does, or a fact about who and what that
    /// the register records whatever ground is claimed; and one of them at least makes the ground what it is.
    fn settles(&self, conditions: &[Condition]) -> bool {
        let register = self.engine.register;
        let flow = register.flow(self.flow);
        let mut makes = false;
        let open = conditions.iter().all(|condition| match condition {
            Condition::Consent { .. } | Condition::Comparable | Condition::Assessed { .. } => {
                makes = true;
                true
            }
            Condition::ExporterSector(sectors) => {
                makes |= !sectors.any.is_empty() && register.party(flow.from.value).sector.is_some();
                true
            }
            // How often data go is a fact of the flow; that it must be so, or that a consent is express, is said of a ground.
            Condition::Derogation { needs, bars, judged } => {
                needs.iter().all(|flag| *flag == Flag::Occasional) && holds(flow, needs, bars, judged)
            }
            Condition::Question(_) | Condition::PublicBodies => false,
            _ => true,
        });
        open && makes
    }
}

/// Whether the register records what conditions turn on for a ground that the flow claims.
fn shown(conditions: &[Condition], flow: &Flow) -> bool {
    conditions.iter().all(|condition| match condition {
        Condition::Question(_) | Condition::PublicBodies => false,
        Condition::Derogation { needs, bars, judged } => holds(flow, needs, bars, judged),
        _ => true,
    })
}

/// Whether the flow records all that is needed, and that nothing that bars it or needs judgement is so.
fn holds(flow: &Flow, needs: &[Flag], bars: &[Flag], judged: &[Flag]) -> bool {
    let flags = &flow.derogation.flags;
    needs.iter().all(|flag| flags.get(flag) == Some(&true))
        && bars.iter().chain(judged).all(|flag| flags.get(flag) == Some(&false))
}

impl Pool {
    /// A ground that needs no document.
    pub(super) fn ground(&mut self, case: &Case<'_, '_>, ix: RuleIx) {
        let (register, book) = (case.engine.register, case.engine.view.book);
        let rule = book.rule(ix);
        let flow = register.flow(case.flow);
        // A ground has a word of its own and those of other laws; the first is offered.
        let same =
            |at: usize| book.pack().rules.get(at).is_some_and(|other| other.header.id == rule.header.id);
        let forbidden = |word: &crate::index::MechanismIx| {
            let rules = book.rules(*word, case.regime).iter().map(|other| book.rule(*other));
            rules.into_iter().any(|other| other.header.id == rule.header.id)
        };
        let claims = |names: &TagUse| match names {
            TagUse::Bare(word) => forbidden(word),
            TagUse::Instrument(_) | TagUse::Other(_) => false,
        };
        let claimed = case.claims(claims);
        let named =
            flow.mechanism.iter().any(|tag| tag.period.holds(case.engine.view.day) && claims(&tag.names));
        let offered = if named { shown(&rule.conditions, flow) } else { case.settles(&rule.conditions) };
        let alias = ix.position().checked_sub(1).is_some_and(same);
        let barred = register.policy.forbid.iter().any(|forbid| forbidden(&forbid.value));
        if !offered || alias || claimed || barred {
            return;
        }
        let consent = rule.conditions.iter().find_map(|condition| match condition {
            Condition::Consent { needs, items } => Some((needs, items)),
            _ => None,
        });
        let ground = rule.mechanism;
        let what = match consent {
            Some(_) => What::Consent { flow: case.flow, ground: Some(ground) },
            None => What::Ground { mechanism: ground },
        };
        self.add(case, what, |terms| {
            terms.rules.insert(ix);
            if let Some((needs, items)) = consent {
                terms.needs.extend(needs);
                terms.items.extend(items.iter().cloned());
            }
        });
    }

    /// A file with an authority that is the route itself.
    pub(super) fn lodge(&mut self, case: &Case<'_, '_>, ix: RuleIx, importer: PartyIx) {
        let (register, book) = (case.engine.register, case.engine.view.book);
        let exporter = register.flow(case.flow).from.value;
        let kind = book.rule(ix).mechanism;
        self.add(case, What::Lodge { kind, exporter, importer }, |terms| {
            terms.rules.insert(ix);
        });
    }

    /// What is to be filed: on the document relied on, on one between the two, or apart.
    pub(super) fn filing(&mut self, case: &Case<'_, '_>, rule: RuleIx, tag: Option<usize>) {
        let (register, book) = (case.engine.register, case.engine.view.book);
        let flow = register.flow(case.flow);
        let mut documents = false;
        for (at, claim) in flow.mechanism.iter().enumerate() {
            if tag.is_some_and(|tag| tag != at) {
                continue;
            }
            match claim.names {
                TagUse::Instrument(document) if document.position() < case.recorded => {
                    documents = true;
                    self.add(case, What::File { document, rule }, |_| {});
                }
                TagUse::Instrument(document) => {
                    documents = true;
                    self.anew_with(case, document, rule);
                }
                TagUse::Bare(kind) if book.mechanism(kind).class == Class::Filing => {
                    documents = true;
                    self.lodge(case, rule, flow.to.value);
                }
                TagUse::Bare(_) | TagUse::Other(_) => {}
            }
        }
        if !documents {
            let (exporter, importer) = (flow.from.value, flow.to.value);
            self.add(case, What::Notify { rule, exporter, importer }, |_| {});
        }
    }

    /// A document of the same kind is signed again, and filed.
    pub(super) fn anew(&mut self, case: &Case<'_, '_>, rule: RuleIx, tag: Option<usize>) {
        let tag = tag.and_then(|tag| case.engine.register.flow(case.flow).mechanism.get(tag));
        if let Some(TagUse::Instrument(document)) = tag.map(|tag| &tag.names) {
            self.anew_with(case, *document, rule);
        }
    }

    fn anew_with(&mut self, case: &Case<'_, '_>, document: InstrumentIx, rule: RuleIx) {
        let paper = case.engine.register.instrument(document);
        let kind = paper.kind.value;
        if case.engine.view.book.mechanism(kind).class != Class::Clauses {
            return;
        }
        let flow = case.engine.register.flow(case.flow);
        let own = document.position() >= case.recorded;
        let parties = paper.exporters.first().zip(paper.importers.first()).filter(|_| own);
        let (exporter, importer) =
            parties.map_or((flow.from.value, flow.to.value), |(from, to)| (*from, *to));
        self.add(case, What::Sign { kind, exporter, importer }, |terms| {
            terms.filings.insert(rule);
        });
    }

    /// What people have to be asked or told, a comparison of laws, a contract that serves a duty.
    pub(super) fn people(&mut self, case: &Case<'_, '_>, cause: Cause, of: Option<RuleIx>) {
        let flow = case.flow;
        match cause {
            Cause::ConsentLacks(rule, need) => self.consent(case, &[need], Some(rule)),
            Cause::Missing(Question::Consent(need)) => self.consent(case, &[need], of),
            Cause::NotDisclosed(rule) => self.tell(case, &[], Some(rule)),
            Cause::Missing(Question::Disclosed) => self.tell(case, &[], of),
            Cause::ItemMissing(rule, at) | Cause::Missing(Question::Item(rule, at)) => {
                let items = items(&case.engine.view.book.rule(rule).conditions);
                self.tell(case, items.get(at..=at).unwrap_or_default(), Some(rule));
            }
            Cause::Missing(Question::Comparable(place)) => self.assess(case, place, TiaKind::Tia),
            Cause::Missing(Question::Paper(rule)) => self.serve(case, rule),
            Cause::OverlayOpen(ix) => {
                for condition in &case.engine.view.book.rule(ix).conditions {
                    match condition {
                        Condition::Consent { needs, items } => {
                            self.consent(case, needs, Some(ix));
                            if !items.is_empty() {
                                self.tell(case, items, Some(ix));
                            }
                        }
                        Condition::Shown { items, .. } => self.tell(case, items, Some(ix)),
                        Condition::Contract(_) => self.serve(case, ix),
                        _ => {}
                    }
                }
            }
            _ => debug_assert!(false, "{flow:?}: no cause of people"),
        }
    }

    fn consent(&mut self, case: &Case<'_, '_>, needs: &[ConsentNeed], rule: Option<RuleIx>) {
        self.add(case, What::Consent { flow: case.flow, ground: None }, |terms| {
            terms.needs.extend(needs);
            terms.rules.extend(rule);
        });
    }

    fn tell(&mut self, case: &Case<'_, '_>, items: &[String], rule: Option<RuleIx>) {
        self.add(case, What::Tell { flow: case.flow }, |terms| {
            terms.items.extend(items.iter().cloned());
            terms.rules.extend(rule);
        });
    }

    fn serve(&mut self, case: &Case<'_, '_>, rule: RuleIx) {
        let flow = case.engine.register.flow(case.flow);
        let (exporter, importer) = (flow.from.value, flow.to.value);
        self.add(case, What::Serve { rule, exporter, importer }, |_| {});
    }
}

/// What a rule wants people shown.
fn items(conditions: &[Condition]) -> &[String] {
    let found = conditions.iter().find_map(|condition| match condition {
        Condition::Consent { items, .. } | Condition::Shown { items, .. } if !items.is_empty() => {
            Some(items.as_slice())
        }
        _ => None,
    });
    found.unwrap_or_default()
}
