//! What carries a flow, told beside its verdict.

use std::collections::{BTreeMap, BTreeSet};

use transfer_model::assess::{Engine, FlowResult, RegimeResult};
use transfer_model::index::MechanismIx;

/// The mechanisms that carry a flow under a regime.
pub(crate) fn carriers(regime: &RegimeResult) -> impl Iterator<Item = MechanismIx> {
    regime.mechanisms().map(|(_, mechanism)| mechanism).chain(regime.mechanism())
}

/// What carries a flow, held against its own verdict: that of its worst law, place and data item.
#[derive(Debug, Default)]
pub(crate) struct Carried<'a> {
    /// What carries it where the law's verdict is the flow's.
    pub(crate) own: Vec<&'a str>,
    /// What carries it under another law, or some of its data only: with the law, and the data items.
    pub(crate) others: Vec<(&'a str, String)>,
}

impl<'a> Carried<'a> {
    pub(crate) fn of(result: &FlowResult, engine: &Engine<'a>) -> Self {
        let book = engine.view.book;
        let mut own = BTreeSet::new();
        let mut others: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for regime in &result.regimes {
            let law = book.regime(regime.binding.regime).header.id.as_str();
            if regime.verdict.stands() {
                for mechanism in carriers(regime) {
                    let id = book.mechanism(mechanism).id.as_str();
                    if regime.verdict == result.verdict {
                        own.insert(id);
                    } else {
                        others.entry(id).or_default().push(law.to_owned());
                    }
                }
            } else {
                for (data, mechanism) in regime.mechanisms() {
                    let item = format!("{law} for {}", engine.register.datum(data).id);
                    others.entry(book.mechanism(mechanism).id.as_str()).or_default().push(item);
                }
            }
        }
        let told = others.into_iter().filter(|(id, _)| !own.contains(id)).map(|(id, mut laws)| {
            laws.sort();
            laws.dedup();
            (id, laws.join(", "))
        });
        let others = told.collect();
        Self { own: own.into_iter().collect(), others }
    }

    /// As cells of a table have it.
    pub(crate) fn cells(&self) -> Vec<String> {
        let own = self.own.iter().map(|id| (*id).to_owned());
        own.chain(self.others.iter().map(|(id, law)| format!("{id} ({law})"))).collect()
    }

    /// As it follows a verdict in a sentence.
    pub(crate) fn sentence(&self) -> String {
        let own = if self.own.is_empty() { String::new() } else { format!(" by {}", self.own.join(", ")) };
        let others: Vec<String> =
            self.others.iter().map(|(id, law)| format!("under {law} by {id}")).collect();
        if others.is_empty() { own } else { format!("{own} ({})", others.join("; ")) }
    }
}
