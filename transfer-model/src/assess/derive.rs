//! The derivation of a verdict: the steps from facts and law rows to the answer, rebuilt when asked for.

mod case;
mod combine;

use self::case::Case;
use super::engine::Engine;
use super::result::{FlowResult, RegimeResult};
use super::words::Words;
use crate::source::Span;

/// One step: what follows, from which law, from which facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What follows.
    pub text: String,
    /// Citations.
    pub law: Vec<String>,
    /// Places in the register.
    pub facts: Vec<Span>,
}

/// The steps that lead to the verdict of a flow under one of its regimes, in the order in which they are taken.
pub fn derive(engine: &Engine<'_>, flow: &FlowResult, regime: &RegimeResult) -> Vec<Step> {
    let words = Words { register: engine.register, book: engine.view.book };
    let case = Case { engine, flow, regime, words, fact: engine.register.flow(flow.flow) };
    let words = &case.words;
    let mut steps = vec![case.binds()];
    steps.extend(case.freed());
    steps.extend(case.restricted());
    steps.extend(case.claims());
    steps.extend(case.unclaimed());
    steps.extend(case.duties());
    steps.extend(combine::cells(engine, flow, regime, words));
    steps.extend(combine::came(engine, flow, regime, words));
    steps.extend(case.localised());
    steps.extend(combine::bans(engine, flow, regime, words));
    steps.push(case.conclusion());
    steps
}
