//! How a verdict was reached, as numbered steps with law and register line.

use transfer_model::assess::{Engine, FlowResult, derive};

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
            let mut places: Vec<String> = step
                .facts
                .iter()
                .map(|span| home.path(&register.sources.locate(*span).to_string()))
                .collect();
            places.dedup();
            if !places.is_empty() {
                text.push_str(&format!("     fact: {}\n", clean(&places.join(", "))));
            }
        }
    }
    text
}
