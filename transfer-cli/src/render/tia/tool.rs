//! What is relied on: claims, their documents, exceptions, filings, and when the assessment is made again.

use transfer_model::assess::Detail;
use transfer_model::index::{InstrumentIx, TagIx};
use transfer_model::law::Class;
use transfer_model::register::TagUse;

use super::Sheet;
use crate::render::paper::{Cell, cell, cut, plain, strong};

impl Sheet<'_> {
    /// Each claim under each law, and the documents behind them.
    pub(super) fn tool(&mut self) {
        let mut rows = Vec::new();
        for ix in self.flows.clone() {
            let Some(result) = self.assessment.flows.iter().find(|result| result.flow == ix) else {
                continue;
            };
            for regime in &result.regimes {
                if !self.regimes.contains(&regime.binding.regime) {
                    continue;
                }
                for claim in &regime.claims {
                    let why = claim.cause.map_or_else(String::new, |cause| {
                        self.words.sentence(
                            cause,
                            Some(ix),
                            Some(TagIx::new(claim.tag)),
                            Some(regime.binding.regime),
                        )
                    });
                    let law = match claim.cause {
                        Some(cause) => {
                            let rule = claim.carrier.map(|carrier| carrier.rule);
                            let detail = Detail { tag: Some(TagIx::new(claim.tag)), rule, cause };
                            self.words
                                .citations(detail, Some(regime.binding.regime), self.loaded.day)
                                .join("; ")
                        }
                        None => {
                            self.words.stands_on(ix, claim, regime.binding.regime, self.loaded.day).to_owned()
                        }
                    };
                    rows.push(vec![
                        cell(self.flow_id(ix)),
                        cell(self.law_name(regime.binding.regime)),
                        cell(self.words.tag(ix, claim.tag)),
                        if why.is_empty() {
                            vec![strong(claim.status.name())]
                        } else {
                            vec![strong(format!("{}:", claim.status.name())), plain(why)]
                        },
                        cell(law),
                    ]);
                }
            }
        }
        if rows.is_empty() {
            let run = self.ask("On what do these flows rely? Nothing is claimed for them.");
            self.text(vec![run]);
        } else {
            self.table("What is relied on", &["flow", "law", "claim", "status", "law cited"], rows);
        }
        self.documents();
    }

    /// The documents claimed, each followed by what makes it count under a law of this paper.
    fn instruments(&self) -> Vec<InstrumentIx> {
        let register = &self.loaded.register;
        let counts = |kind| self.regimes.iter().any(|law| !self.loaded.book.rules(kind, *law).is_empty());
        let amends = |set: InstrumentIx| {
            let all = register.instruments.iter().enumerate();
            let of_set = all.filter(move |(_, paper)| paper.amends.is_some_and(|amends| amends.value == set));
            of_set.filter(|(_, paper)| counts(paper.kind.value)).map(|(at, _)| InstrumentIx::new(at))
        };
        let mut all = Vec::new();
        for ix in &self.flows {
            for tag in &self.loaded.register.flow(*ix).mechanism {
                if let TagUse::Instrument(instrument) = tag.names
                    && !all.contains(&instrument)
                {
                    all.push(instrument);
                    all.extend(amends(instrument));
                }
            }
        }
        all
    }

    fn documents(&mut self) {
        let mut rows = Vec::new();
        for ix in self.instruments() {
            let instrument = self.loaded.register.instrument(ix);
            let id = cut(&instrument.id);
            let kind = self.loaded.book.mechanism(instrument.kind.value);
            let modular = kind.id == "eu-scc-2021-914";
            let modules = match &instrument.modules {
                Some(modules) => {
                    let modules: Vec<String> = modules.iter().map(ToString::to_string).collect();
                    cell(modules.join(", "))
                }
                None if modular => self.asked(format!("Which modules does `{id}` have?")),
                None => cell("-"),
            };
            let signed = match instrument.signed {
                Some(day) => cell(day.value.to_string()),
                None => self.asked(format!("When was `{id}` signed?")),
            };
            let annexes = match &instrument.annexes {
                Some(annexes) => cell(annexes.value.join(", ")),
                None if kind.class == Class::Clauses => {
                    self.asked(format!("Which annexes of `{id}` are complete?"))
                }
                None => cell("-"),
            };
            let law = match instrument.governing_law {
                Some(place) => cell(self.place(Some(place.value))),
                None if kind.class == Class::Clauses => self.asked(format!("Which law governs `{id}`?")),
                None => cell("-"),
            };
            rows.push(vec![
                cell(&id),
                cell(&kind.name),
                cell(instrument.state.name()),
                modules,
                signed,
                annexes,
                law,
            ]);
        }
        if !rows.is_empty() {
            let head = ["document", "kind", "state", "modules", "signed", "annexes", "governing law"];
            self.table("Documents", &head, rows);
        }
    }

    /// Exceptions claimed, with the facts recorded for them.
    pub(super) fn exceptions(&mut self) {
        let mut rows = Vec::new();
        for ix in self.flows.clone() {
            let flow = self.loaded.register.flow(ix);
            for tag in &flow.mechanism {
                let TagUse::Bare(mechanism) = tag.names else { continue };
                let mechanism = self.loaded.book.mechanism(mechanism);
                if mechanism.class != Class::Derogation {
                    continue;
                }
                let flags: Vec<String> = flow
                    .derogation
                    .flags
                    .iter()
                    .map(|(flag, is)| format!("{}: {}", flag.name(), if *is { "yes" } else { "no" }))
                    .collect();
                let flags: Cell = if flags.is_empty() {
                    self.asked(format!("Which facts carry the exception claimed for `{}`?", self.flow_id(ix)))
                } else {
                    cell(flags.join("; "))
                };
                rows.push(vec![cell(self.flow_id(ix)), cell(&mechanism.name), flags]);
            }
        }
        if rows.is_empty() {
            self.text(vec![plain("No exception is claimed for these flows.")]);
        } else {
            self.table("Exceptions claimed", &["flow", "exception", "facts recorded"], rows);
        }
    }

    /// Approvals and filings of the documents.
    pub(super) fn formal(&mut self) {
        let mut rows = Vec::new();
        for ix in self.instruments() {
            let instrument = self.loaded.register.instrument(ix);
            let approved = instrument.approved.map(|day| format!("approved {}", day.value));
            let filed = instrument.filings.iter().map(|filing| {
                let day = filing.filed.map_or("no day recorded".to_owned(), |day| day.to_string());
                format!("filed with {}: {day}", cut(&filing.with))
            });
            let told: Vec<String> = approved.into_iter().chain(filed).collect();
            let told = if told.is_empty() { "none recorded".to_owned() } else { told.join("; ") };
            rows.push(vec![cell(cut(&instrument.id)), cell(told)]);
        }
        if rows.is_empty() {
            self.text(vec![plain("No document is recorded for these flows.")]);
        } else {
            self.table("Approvals and filings", &["document", "formal steps"], rows);
        }
    }

    /// The assessments recorded, and when one is due again.
    pub(super) fn review(&mut self) {
        let register = &self.loaded.register;
        let mut rows = Vec::new();
        for (at, tia) in register.tias.iter().enumerate() {
            if !self.group.rows.iter().any(|row| row.tias.contains(&at)) {
                continue;
            }
            let due = register.policy.tia_max_age.map_or_else(
                || "no age set by the house".to_owned(),
                |months| format!("good through {}", tia.date.value.plus_months(months.value)),
            );
            let measures: Vec<&str> = tia.measures.iter().map(|measure| measure.value.name()).collect();
            rows.push(vec![
                cell(self.named(tia)),
                cell(tia.kind.name()),
                cell(tia.date.value.to_string()),
                cell(tia.conclusion.value.name()),
                cell(if measures.is_empty() { "-".to_owned() } else { measures.join(", ") }),
                cell(tia.approved_by.as_deref().unwrap_or("-")),
                cell(due),
            ]);
        }
        if rows.is_empty() {
            self.text(vec![plain("No assessment of this destination is recorded for these flows.")]);
        } else {
            let head = ["assessment", "kind", "day", "conclusion", "counts on", "approved by", "age"];
            self.table("Assessments recorded", &head, rows);
        }
        let question = match register.policy.tia_max_age {
            None => "After how long is this assessment made again? The house sets no age.",
            Some(_) => "Which change of the flow or of the law has it made again earlier?",
        };
        let run = self.ask(question);
        self.text(vec![run]);
    }
}
