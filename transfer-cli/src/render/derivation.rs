//! How a verdict was reached, as numbered steps with law and register line.

use transfer_model::assess::{Engine, FlowResult, Step, derive};

use super::markdown::escape;
use super::text::clean;
use crate::home::Home;

/// The derivation of a flow under each regime that binds it.
pub fn flow(home: &Home, engine: &Engine<'_>, result: &FlowResult) -> String {
    let register = engine.register;
    let book = engine.view.book;
    let flow = register.flow(result.flow);
    let mut text = format!(
        "{}: {} to {}, on {}: {}\n",
        clean(&flow.id),
        clean(&register.party(flow.from.value).name),
        clean(&register.party(flow.to.value).name),
        engine.view.day,
        result.verdict.name()
    );
    if result.regimes.is_empty() {
        text.push_str("\n  No export law in the pack binds this flow on this day.\n");
    }
    for regime in &result.regimes {
        let law = &book.regime(regime.binding.regime);
        text.push_str(&format!("\n{} ({}): {}\n", law.header.id, law.title, regime.verdict.name()));
        for (at, step) in derive(engine, result, regime).into_iter().enumerate() {
            text.push_str(&format!("  {}. {}\n", at.saturating_add(1), clean(&step.text)));
            for citation in &step.law {
                text.push_str(&format!("     law:  {}\n", clean(citation)));
            }
            let places = facts(home, engine, &step);
            if !places.is_empty() {
                text.push_str(&format!("     fact: {}\n", clean(&places.join(", "))));
            }
        }
    }
    text
}

/// The same for wikis, a heading each.
pub fn marked(home: &Home, engine: &Engine<'_>, result: &FlowResult) -> String {
    let register = engine.register;
    let book = engine.view.book;
    let flow = register.flow(result.flow);
    let mut text = format!(
        "## {}: {}\n\n{} to {}, on {}.\n\n",
        escape(&flow.id),
        result.verdict.name(),
        escape(&register.party(flow.from.value).name),
        escape(&register.party(flow.to.value).name),
        engine.view.day
    );
    if result.regimes.is_empty() {
        text.push_str("No export law in the pack binds this flow on this day.\n\n");
    }
    for regime in &result.regimes {
        let law = &book.regime(regime.binding.regime);
        text.push_str(&format!(
            "### {} ({}): {}\n\n",
            escape(&law.header.id),
            escape(&law.title),
            regime.verdict.name()
        ));
        for (at, step) in derive(engine, result, regime).into_iter().enumerate() {
            text.push_str(&format!("{}. {}\n", at.saturating_add(1), escape(&step.text)));
            for citation in &step.law {
                text.push_str(&format!("   - law: {}\n", escape(citation)));
            }
            let places = facts(home, engine, &step);
            if !places.is_empty() {
                text.push_str(&format!("   - fact: {}\n", escape(&places.join(", "))));
            }
        }
        text.push('\n');
    }
    text
}

/// Where in the register the facts of a step stand.
fn facts(home: &Home, engine: &Engine<'_>, step: &Step) -> Vec<String> {
    let sources = &engine.register.sources;
    let mut places: Vec<String> =
        step.facts.iter().map(|span| home.path(&sources.locate(*span).to_string())).collect();
    places.dedup();
    places
}
