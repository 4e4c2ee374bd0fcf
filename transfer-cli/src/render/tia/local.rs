//! The law of the exporter where it is none of Europe: what it asks of the transfer, row by row of the law pack, what
//! the register shows of it, and what is open.

use transfer_model::assess::{Cause, RegimeResult, Status};
use transfer_model::index::{FlowIx, RegimeIx, RuleIx};

use super::Sheet;
use crate::render::paper::{Cell, Run, cell, plain, strong};

impl<'a> Sheet<'a> {
    /// The part of a law that lists no steps for an assessment.
    pub(super) fn local(&mut self, regime: RegimeIx) {
        let row = self.loaded.book.regime(regime);
        let named = row.assessment.as_ref().map_or_else(
            || {
                plain(
                    "The law pack knows of no assessment of the destination that this law asks for by name.",
                )
            },
            |name| plain(format!("The law asks for: {name}.")),
        );
        self.text(vec![strong(format!("{}.", row.title)), named]);
        let question = "Does the authority or a contract ask for an assessment of the destination all the same, and what has it to answer?";
        let run = self.ask(question);
        self.text(vec![run]);
        self.asked_by(regime);
    }

    /// Whether a duty of the law stacks on what these flows rely on.
    pub(super) fn has_duties(&self, regime: RegimeIx) -> bool {
        let mut results = self.results(regime);
        results.any(|(flow, result)| !self.engine.duties_of(flow, result).is_empty())
    }

    /// The flows of the paper under a law.
    fn results(&self, regime: RegimeIx) -> impl Iterator<Item = (FlowIx, &'a RegimeResult)> {
        let flows = self.flows.clone();
        self.assessment.flows.iter().filter(move |result| flows.contains(&result.flow)).flat_map(
            move |result| {
                let mine = result.regimes.iter().filter(move |found| found.binding.regime == regime);
                mine.map(|found| (result.flow, found))
            },
        )
    }

    /// What the law counts as a transfer, and what it asks of these.
    pub(super) fn asked_by(&mut self, regime: RegimeIx) {
        let row = self.loaded.book.regime(regime);
        if let Some(transfer) = &row.transfer {
            let mut runs = vec![plain(format!("What counts as a transfer: {transfer}"))];
            runs.extend(Self::source(&row.header));
            self.text(runs);
        }
        let results: Vec<(FlowIx, &RegimeResult)> = self.results(regime).collect();
        let mut rows = Vec::new();
        for (flow, result) in results {
            let mut told: Vec<RuleIx> = Vec::new();
            for (_, verdict, carrier) in &result.by_data {
                let Some(carrier) = carrier.filter(|carrier| !told.contains(&carrier.rule)) else { continue };
                told.push(carrier.rule);
                rows.push(self.line(flow, carrier.rule, "route", vec![strong(verdict.name())]));
            }
            if told.is_empty() {
                let ask = format!(
                    "On which route of {} can `{}` rely? None carries it.",
                    self.law_name(regime),
                    self.flow_id(flow)
                );
                let run = self.ask(ask);
                rows.push(vec![cell(self.flow_id(flow)), cell("route"), vec![run], cell("-"), cell("-")]);
            }
            for (rule, open) in self.engine.duties_of(flow, result) {
                let state = self.open(flow, regime, &open);
                rows.push(self.line(flow, rule, "duty", state));
            }
        }
        self.table("What the law asks", &["flow", "kind", "what", "law cited", "as recorded"], rows);
    }

    fn line(&self, flow: FlowIx, rule: RuleIx, kind: &str, state: Cell) -> Vec<Cell> {
        let row = self.loaded.book.rule(rule);
        let name = &self.loaded.book.mechanism(row.mechanism).name;
        let what = match &row.header.note {
            Some(note) => vec![strong(format!("{name}:")), plain(note)],
            None => vec![strong(name)],
        };
        vec![cell(self.flow_id(flow)), cell(kind), what, Self::source(&row.header), state]
    }

    /// What is open of a duty: what nobody recorded is a question.
    fn open(&mut self, flow: FlowIx, regime: RegimeIx, open: &[Cause]) -> Cell {
        if open.is_empty() {
            return vec![strong("met")];
        }
        let mut state: Vec<Run> = Vec::new();
        for cause in open {
            state.push(match cause {
                Cause::Missing(question) => {
                    let question = format!("`{}`: {}", self.flow_id(flow), self.words.question(*question));
                    self.ask(question)
                }
                cause if cause.status() == Status::Holds => {
                    plain(self.words.sentence(*cause, Some(flow), None, Some(regime)))
                }
                cause => {
                    let text = self.words.sentence(*cause, Some(flow), None, Some(regime));
                    strong(format!("open: {text}"))
                }
            });
        }
        state
    }
}
