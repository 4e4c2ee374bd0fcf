//! The facts of the relation, out of a register that our engine assessed.

use std::collections::BTreeMap;

use transfer_model::assess::{Basis, Engine, FlowResult, RegimeResult, Verdict};
use transfer_model::index::{DataIx, FlowIx, RegimeIx};

/// A data item that a flow takes on under a law that restricts it.
#[derive(Debug, Clone, Copy)]
pub struct Hop {
    /// The flow under that law.
    pub case: u32,
    /// The exporter.
    pub from: u32,
    /// The importer.
    pub to: u32,
    /// The law with the data item.
    pub kind: u32,
    /// The verdict on it, whatever is broken upstream.
    pub own: Verdict,
}

/// All facts.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// How many parties there are.
    pub parties: u32,
    /// How many kinds there are.
    pub kinds: u32,
    /// The flow of each case.
    pub cases: Vec<FlowIx>,
    /// The hops, those of a case together.
    pub hops: Vec<Hop>,
}

impl Facts {
    /// The facts of an assessed register, and our engine's own verdict on each case.
    ///
    /// Every flow of the register goes to one party in one place, and all may be about the same people.
    pub fn of(engine: &Engine<'_>, assessed: &[FlowResult]) -> (Self, Vec<Verdict>) {
        let mut facts = Self { parties: number(engine.register.parties.len()), ..Self::default() };
        let mut kinds: BTreeMap<(RegimeIx, DataIx), u32> = BTreeMap::new();
        let mut ours = Vec::new();
        for result in assessed {
            let flow = engine.register.flow(result.flow);
            let alone = engine.assess_flow(result.flow);
            for regime in &result.regimes {
                let law = regime.binding.regime;
                let case = number(facts.cases.len());
                let before = facts.hops.len();
                let restricted = regime.by_data.iter().filter(|entry| entry.1 != Verdict::NotRestricted);
                for (data, ..) in restricted {
                    let next = number(kinds.len());
                    facts.hops.push(Hop {
                        case,
                        from: number(flow.from.value.position()),
                        to: number(flow.to.value.position()),
                        kind: *kinds.entry((law, *data)).or_insert(next),
                        own: own(&alone, regime, *data),
                    });
                }
                if facts.hops.len() > before {
                    facts.cases.push(result.flow);
                    ours.push(regime.verdict);
                }
            }
        }
        facts.kinds = number(kinds.len());
        (facts, ours)
    }

    /// A party with a kind, as one number.
    pub(crate) fn node(&self, party: u32, kind: u32) -> u32 {
        party.saturating_mul(self.kinds).saturating_add(kind)
    }
}

/// The verdict on a data item, whatever is broken upstream.
fn own(alone: &FlowResult, regime: &RegimeResult, data: DataIx) -> Verdict {
    if regime.binding.basis == Basis::Carried {
        return regime.by_duties(data);
    }
    let same = alone.regimes.iter().filter(|found| found.binding.regime == regime.binding.regime);
    let items = same.flat_map(|found| &found.by_data).filter(|entry| entry.0 == data);
    items.map(|entry| entry.1).max().unwrap_or(Verdict::NotRestricted)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
