//! What several exports ask of an assessed flow: its parties, data, places and claims in words.

use transfer_model::assess::{Assessment, FlowResult, RegimeResult, Verdict};
use transfer_model::index::{PartyIx, PlaceIx};
use transfer_model::register::{Flow, Instrument, TagUse};

use crate::input::Loaded;

/// An assessed flow.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) loaded: &'a Loaded,
    pub(super) result: &'a FlowResult,
    pub(super) flow: &'a Flow,
}

/// The flows of an assessment.
pub(super) fn views<'a>(loaded: &'a Loaded, assessment: &'a Assessment) -> Vec<View<'a>> {
    let view = |result: &'a FlowResult| View { loaded, result, flow: loaded.register.flow(result.flow) };
    assessment.flows.iter().map(view).collect()
}

impl<'a> View<'a> {
    /// A party's name.
    pub(super) fn name(&self, party: PartyIx) -> &'a str {
        &self.loaded.register.party(party).name
    }

    /// A place's name.
    pub(super) fn place(&self, place: Option<PlaceIx>) -> &'a str {
        place.map_or("unknown", |place| self.loaded.book.place(place).name.as_str())
    }

    /// A party's country.
    pub(super) fn country(&self, party: PartyIx) -> &'a str {
        self.place(self.loaded.register.party(party).country.value)
    }

    /// The names of the data.
    pub(super) fn data(&self) -> Vec<&'a str> {
        self.flow.data.iter().map(|data| self.loaded.register.datum(data.value).name.as_str()).collect()
    }

    /// The groups of people.
    pub(super) fn subjects(&self) -> Vec<&'a str> {
        self.flow
            .subjects
            .iter()
            .map(|subjects| subjects.group.as_str())
            .filter(|group| !group.is_empty())
            .collect()
    }

    /// Purposes, as written.
    pub(super) fn purposes(&self) -> Vec<&'a str> {
        self.flow.purposes.iter().map(|purpose| purpose.value.as_str()).collect()
    }

    /// Places that one of the regimes kept restricts, each once; none for an unknown one.
    pub(super) fn restricted(&self, keep: impl Fn(&RegimeResult) -> bool) -> Vec<Option<PlaceIx>> {
        let mut places: Vec<Option<PlaceIx>> = self
            .result
            .regimes
            .iter()
            .filter(|regime| keep(regime))
            .flat_map(|regime| &regime.by_place)
            .filter(|(_, verdict)| *verdict != Verdict::NotRestricted)
            .map(|(place, _)| *place)
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The instruments that the flow claims.
    pub(super) fn instruments(&self) -> impl Iterator<Item = &'a Instrument> {
        let register = &self.loaded.register;
        self.flow.mechanism.iter().filter_map(move |tag| match &tag.names {
            TagUse::Instrument(ix) => Some(register.instrument(*ix)),
            TagUse::Bare(_) | TagUse::Other(_) => None,
        })
    }

    /// The claims in words, primary first.
    pub(super) fn claims(&self) -> Vec<String> {
        let (register, book) = (&self.loaded.register, &self.loaded.book);
        let name = |tag: &TagUse| match tag {
            TagUse::Instrument(ix) => {
                let instrument = register.instrument(*ix);
                format!("{} ({})", book.mechanism(instrument.kind.value).name, instrument.id)
            }
            TagUse::Bare(mechanism) => book.mechanism(*mechanism).name.clone(),
            TagUse::Other(text) => text.clone(),
        };
        self.flow.mechanism.iter().map(|tag| name(&tag.names)).collect()
    }

    /// The measures recorded.
    pub(super) fn safeguards(&self) -> Vec<&'static str> {
        let set = self.flow.safeguards.iter().flat_map(|set| &set.value);
        set.map(|safeguard| safeguard.name()).collect()
    }
}
