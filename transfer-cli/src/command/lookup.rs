//! Words of the command line looked up in a register and its law. Every word that is not known is told, each
//! with the nearest that is, before anything is answered.

use transfer_model::finding::Code;
use transfer_model::index::{DataIx, FlowIx, PartyIx, PlaceIx, RegimeIx};
use transfer_model::law::PlaceKind;
use transfer_model::suggest::nearest;

use super::named::meant;
use crate::env::Out;
use crate::input::Loaded;
use crate::render::text::clean;

/// A place asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// This place or area.
    Place(PlaceIx),
    /// Places that the register does not know.
    Unknown,
}

/// A side of a flow asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// This party.
    Party(PartyIx),
    /// Any party there.
    Place(Where),
}

/// Looks words up and collects those it does not know.
#[derive(Debug)]
pub(super) struct Lookup<'a> {
    pub(super) loaded: &'a Loaded,
    faults: Vec<String>,
}

impl<'a> Lookup<'a> {
    pub(super) fn new(loaded: &'a Loaded) -> Self {
        Self { loaded, faults: Vec::new() }
    }

    /// Tells every fault; whether there was none.
    pub(super) fn sound(&self, out: &mut Out<'_>) -> bool {
        let mut text = String::new();
        for fault in &self.faults {
            text.push_str(&format!("error: {fault}\n"));
        }
        if !text.is_empty() {
            out.message(&text);
        }
        self.faults.is_empty()
    }

    /// Whether every word so far is known.
    pub(super) fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    pub(super) fn fault(&mut self, text: String) {
        if !self.faults.contains(&text) {
            self.faults.push(text);
        }
    }

    /// Tells that a word is not known.
    pub(super) fn unknown<'w>(
        &mut self,
        option: &str,
        word: &str,
        what: &str,
        known: impl IntoIterator<Item = &'w str>,
    ) {
        let help = meant(word, known);
        self.fault(format!("{option}: no {what} is called `{}`{help}", clean(word)));
    }

    pub(super) fn party_of(&self, word: &str) -> Option<PartyIx> {
        self.loaded.register.parties.iter().position(|party| party.id == word).map(PartyIx::new)
    }

    pub(super) fn flow_of(&self, word: &str) -> Option<FlowIx> {
        self.loaded.register.flows.iter().position(|flow| flow.id == word).map(FlowIx::new)
    }

    pub(super) fn data_of(&self, word: &str) -> Option<DataIx> {
        self.loaded.register.data.iter().position(|data| data.id == word).map(DataIx::new)
    }

    pub(super) fn where_of(&self, word: &str) -> Option<Where> {
        if word == "unknown" {
            return Some(Where::Unknown);
        }
        self.loaded.book.place_of(word).map(Where::Place)
    }

    pub(super) fn parties(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        self.loaded.register.parties.iter().map(|party| party.id.as_str())
    }

    pub(super) fn flows(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.loaded.register.flows.iter().map(|flow| flow.id.as_str())
    }

    pub(super) fn datas(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.loaded.register.data.iter().map(|data| data.id.as_str())
    }

    pub(super) fn party(&mut self, option: &str, words: &[String]) -> Vec<PartyIx> {
        let mut found = Vec::new();
        for word in words {
            match self.party_of(word) {
                Some(party) => found.push(party),
                None if self.where_of(word).is_some() => self.fault(format!(
                    "{option}: `{}` is a place and no party; name places with --country, --from or --to",
                    clean(word)
                )),
                None => self.unknown(option, word, "party", self.parties()),
            }
        }
        found
    }

    pub(super) fn flow(&mut self, option: &str, words: &[String]) -> Vec<FlowIx> {
        let mut found = Vec::new();
        for word in words {
            match self.flow_of(word) {
                Some(flow) => found.push(flow),
                None => self.unknown(option, word, "flow", self.flows()),
            }
        }
        found
    }

    pub(super) fn data(&mut self, option: &str, words: &[String]) -> Vec<DataIx> {
        let mut found = Vec::new();
        for word in words {
            match self.data_of(word) {
                Some(data) => found.push(data),
                None => self.unknown(option, word, "data item", self.datas()),
            }
        }
        found
    }

    pub(super) fn place(&mut self, option: &str, words: &[String]) -> Vec<Where> {
        let mut found = Vec::new();
        for word in words {
            match self.where_of(word) {
                Some(place) => found.push(place),
                None => self.no_place(option, word),
            }
        }
        found
    }

    fn no_place(&mut self, option: &str, word: &str) {
        if self.by_name(option, word) {
            return;
        }
        if self.party_of(word).is_some() {
            let word = clean(word);
            self.fault(format!(
                "{option}: `{word}` is a party and no place; name it with --from, --to or --party"
            ));
        } else {
            self.unknown(option, word, "place", self.loaded.book.place_codes().chain(["unknown"]));
        }
    }

    /// Tells the code of a place written by its name, or nearly.
    fn by_name(&mut self, option: &str, word: &str) -> bool {
        let places = &self.loaded.book.pack().places;
        let meant = if word.chars().count() < 4 {
            None
        } else {
            nearest(word, places.iter().map(|p| p.name.as_str()))
        };
        let named = places.iter().filter(|place| Some(place.name.as_str()) == meant);
        // A state may share its name with a part of another: the state is meant.
        let place = named.min_by_key(|place| place.kind != PlaceKind::Country);
        if let Some(place) = place {
            let (code, name) = (&place.code, &place.name);
            let word = clean(word);
            self.fault(if name.eq_ignore_ascii_case(&word) {
                format!("{option}: places are named by their codes; `{word}` is `{code}`")
            } else {
                format!("{option}: no place is called `{word}`; did you mean `{code}` ({name})?")
            });
        }
        place.is_some()
    }

    pub(super) fn side(&mut self, option: &str, words: &[String]) -> Vec<Side> {
        let mut found = Vec::new();
        for word in words {
            match (self.party_of(word), self.where_of(word)) {
                (Some(party), _) => found.push(Side::Party(party)),
                (None, Some(place)) => found.push(Side::Place(place)),
                (None, None) => {
                    let known = self.parties().chain(self.loaded.book.place_codes());
                    if nearest(word, known.clone()).is_some() || !self.by_name(option, word) {
                        self.unknown(option, word, "party or place", known);
                    }
                }
            }
        }
        found
    }

    pub(super) fn regime(&mut self, option: &str, words: &[String]) -> Vec<RegimeIx> {
        let mut found = Vec::new();
        for word in words {
            if let Some(regime) = self.loaded.book.regime_of(word) {
                found.push(regime);
            } else {
                let known = self.loaded.book.pack().regimes.iter().map(|r| r.header.id.as_str());
                self.unknown(option, word, "regime of the law pack", known);
            }
        }
        found
    }

    pub(super) fn finding(&mut self, option: &str, words: &[String]) -> Vec<Code> {
        let mut found = Vec::new();
        for word in words {
            match Code::parse(word) {
                Some(code) => found.push(code),
                None => self.unknown(option, word, "finding", Code::ALL.iter().map(|code| code.name())),
            }
        }
        found
    }

    /// A word out of a closed list.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        option: &str,
        words: &[String],
        what: &str,
        known: &[(&'static str, T)],
    ) -> Vec<T> {
        let mut found = Vec::new();
        for word in words {
            if let Some((_, value)) = known.iter().find(|(name, _)| name == word) {
                found.push(*value);
                continue;
            }
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            let help = meant(word, names.iter().copied());
            self.fault(format!(
                "{option}: no {what} is called `{}`{help}; known: {}",
                clean(word),
                names.join(", ")
            ));
        }
        found
    }
}
