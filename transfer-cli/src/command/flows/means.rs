//! A word for a mechanism: what a flow claims, and what carries it. A word that is whole stands for itself; one
//! that is a part of longer ones (`scc`, `bcr`, `art-49`) for all of them.

use transfer_model::assess::{Engine, RegimeResult};
use transfer_model::index::{InstrumentIx, MechanismIx};
use transfer_model::law::Class;
use transfer_model::register::TagUse;

use crate::command::lookup::Lookup;
use crate::render::carried::carriers;
use crate::render::flows::Row;

/// What a word stands for.
#[derive(Debug, Default)]
pub(super) struct Means {
    mechanisms: Vec<MechanismIx>,
    instrument: Option<InstrumentIx>,
    none: bool,
    other: bool,
}

impl Means {
    /// Looks words up.
    pub(super) fn all(option: &str, words: &[String], lookup: &mut Lookup<'_>) -> Vec<Self> {
        let mut found = Vec::new();
        for word in words {
            if let Some(means) = Self::of(word, lookup) {
                found.push(means);
                continue;
            }
            let instruments = &lookup.loaded.register.instruments;
            let known: Vec<&str> = lookup
                .loaded
                .book
                .mechanism_words()
                .chain(instruments.iter().map(|instrument| instrument.id.as_str()))
                .chain(["none", "other"])
                .collect();
            lookup.unknown(option, word, "mechanism or instrument", known);
        }
        found
    }

    fn of(word: &str, lookup: &Lookup<'_>) -> Option<Self> {
        let loaded = lookup.loaded;
        let instruments = &loaded.register.instruments;
        if let Some(at) = instruments.iter().position(|instrument| instrument.id == word) {
            return Some(Self { instrument: Some(InstrumentIx::new(at)), ..Self::default() });
        }
        match word {
            "none" => return Some(Self { none: true, ..Self::default() }),
            "other" => return Some(Self { other: true, ..Self::default() }),
            _ => {}
        }
        let whole = loaded.book.mechanism_of(word);
        let mut mechanisms: Vec<MechanismIx> = whole.into_iter().collect();
        // `scc` and `bcr` are words of their own for tools named without their document; whoever asks for them
        // means the documents too.
        if whole.is_none_or(|ix| loaded.book.mechanism(ix).class == Class::Unrecorded) {
            let longer = loaded.book.mechanism_words().filter(|longer| is_part(word, longer));
            mechanisms.extend(longer.filter_map(|longer| loaded.book.mechanism_of(longer)));
        }
        (!mechanisms.is_empty()).then(|| Self { mechanisms, ..Self::default() })
    }

    /// Whether the flow claims it that day.
    pub(super) fn claimed(&self, row: &Row<'_>, engine: &Engine<'_>) -> bool {
        let mut running =
            row.flow.mechanism.iter().filter(|tag| tag.period.holds(engine.view.day)).peekable();
        if self.none {
            return running.peek().is_none();
        }
        running.any(|tag| self.names(&tag.names, engine))
    }

    /// Whether it carries the flow under one of these regimes.
    pub(super) fn carries(&self, row: &Row<'_>, regimes: &[&RegimeResult], engine: &Engine<'_>) -> bool {
        if self.none {
            return regimes.iter().all(|regime| carriers(regime).next().is_none());
        }
        let document = |regime: &&RegimeResult| {
            let holding = regime.claims.iter().filter(|claim| claim.status.carries());
            let mut tags = holding.filter_map(|claim| row.flow.mechanism.get(claim.tag));
            // An amendment or a word may be what carries; the document is then what the flow names.
            regime.verdict.stands() && tags.any(|tag| self.names(&tag.names, engine))
        };
        regimes.iter().any(|r| carriers(r).any(|by| self.mechanisms.contains(&by)))
            || regimes.iter().any(document)
    }

    /// Whether the flow claims it or is carried by it.
    pub(super) fn either(&self, row: &Row<'_>, regimes: &[&RegimeResult], engine: &Engine<'_>) -> bool {
        if self.none {
            return self.claimed(row, engine) && self.carries(row, regimes, engine);
        }
        self.claimed(row, engine) || self.carries(row, regimes, engine)
    }

    fn names(&self, tag: &TagUse, engine: &Engine<'_>) -> bool {
        match tag {
            TagUse::Instrument(ix) => {
                let document = engine.register.instrument(*ix);
                let serves = document.serves.iter().any(|serves| self.mechanisms.contains(&serves.value));
                self.instrument == Some(*ix) || self.mechanisms.contains(&document.kind.value) || serves
            }
            TagUse::Bare(mechanism) => self.mechanisms.contains(mechanism),
            TagUse::Other(_) => self.other,
        }
    }
}

/// Whether the parts of a word, between its hyphens, stand together in a longer one.
fn is_part(word: &str, longer: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    let all: Vec<&str> = longer.split('-').collect();
    all.windows(parts.len()).any(|window| window == parts)
}

#[cfg(test)]
mod tests {
    use super::is_part;

    #[test]
    fn parts_are_whole_words() {
        assert!(is_part("scc", "eu-scc-2021-914"));
        assert!(is_part("art-49", "art-49-consent"));
        assert!(!is_part("sc", "eu-scc-2021-914"));
        assert!(!is_part("art-4", "art-49-consent"));
    }
}
