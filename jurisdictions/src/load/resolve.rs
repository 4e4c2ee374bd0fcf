//! Words of rows to what they name: places, regimes, mechanisms, powers, schemes, words of the vocabulary. What is not known
//! is a problem with the nearest right word.

use transfer_model::index::{MechanismIx, PlaceIx, PowerIx, RegimeIx, SchemeIx, WordIx};
use transfer_model::read::{Table, unknown_word};
use transfer_model::source::Spanned;

use super::Loader;

impl Loader<'_> {
    pub(super) fn places(&self, t: &mut Table<'_>, key: &'static str) -> Vec<PlaceIx> {
        let texts = t.texts(key).unwrap_or_default();
        texts.into_iter().filter_map(|text| self.place_named(t, &text)).collect()
    }

    pub(super) fn mechanisms(&self, t: &mut Table<'_>, key: &'static str) -> Vec<MechanismIx> {
        let texts = t.texts(key).unwrap_or_default();
        texts.into_iter().filter_map(|text| self.mechanism_named(t, &text)).collect()
    }

    pub(super) fn regimes(&self, t: &mut Table<'_>, key: &'static str) -> Vec<RegimeIx> {
        let texts = t.texts(key).unwrap_or_default();
        texts.into_iter().filter_map(|text| self.regime_named(t, &text)).collect()
    }

    pub(super) fn powers(&self, t: &mut Table<'_>) -> Vec<PowerIx> {
        let texts = t.texts("powers").unwrap_or_default();
        texts.into_iter().filter_map(|text| self.power_named(t, &text)).collect()
    }

    pub(super) fn parts_of_any(&self, t: &mut Table<'_>, key: &'static str) -> Vec<String> {
        let texts = t.texts(key).unwrap_or_default();
        let known = self.pack.schemes.iter().flat_map(|scheme| &scheme.parts).map(String::as_str);
        let named = texts.into_iter().filter(|text| position(t, text, "part", known.clone()).is_some());
        named.map(|text| text.value).collect()
    }

    pub(super) fn words(t: &mut Table<'_>, key: &'static str, known: &[String]) -> Vec<WordIx> {
        let texts = t.texts(key).unwrap_or_default();
        let known = known.iter().map(String::as_str);
        let found =
            texts.into_iter().filter_map(|text| position(t, &text, "word of the vocabulary", known.clone()));
        found.map(WordIx::new).collect()
    }

    pub(super) fn place_named(&self, t: &mut Table<'_>, text: &Spanned<String>) -> Option<PlaceIx> {
        let found = self.places.get(&text.value).copied();
        if found.is_none() {
            t.problem(unknown_word(text, "place", self.places.keys().map(String::as_str)));
        }
        found
    }

    pub(super) fn mechanism_named(&self, t: &mut Table<'_>, text: &Spanned<String>) -> Option<MechanismIx> {
        let found = self.mechanisms.get(&text.value).copied();
        if found.is_none() {
            t.problem(unknown_word(text, "mechanism", self.mechanisms.keys().map(String::as_str)));
        }
        found
    }

    pub(super) fn regime_named(&self, t: &mut Table<'_>, text: &Spanned<String>) -> Option<RegimeIx> {
        let known = self.pack.regimes.iter().map(|regime| regime.header.id.as_str());
        position(t, text, "regime", known).map(RegimeIx::new)
    }

    pub(super) fn power_named(&self, t: &mut Table<'_>, text: &Spanned<String>) -> Option<PowerIx> {
        let known = self.pack.powers.iter().map(|power| power.header.id.as_str());
        position(t, text, "power", known).map(PowerIx::new)
    }

    pub(super) fn scheme_named(&self, t: &mut Table<'_>, text: &Spanned<String>) -> Option<SchemeIx> {
        let known = self.pack.schemes.iter().map(|scheme| scheme.id.as_str());
        position(t, text, "scheme", known).map(SchemeIx::new)
    }

    pub(super) fn part_named(
        &self,
        t: &mut Table<'_>,
        scheme: SchemeIx,
        text: &Spanned<String>,
    ) -> Option<u8> {
        let parts = self.pack.schemes.get(scheme.position())?.parts.iter().map(String::as_str);
        position(t, text, "part of the scheme", parts).and_then(|at| u8::try_from(at).ok())
    }
}

/// Where a word stands among those known.
fn position<'a>(
    t: &mut Table<'_>,
    text: &Spanned<String>,
    what: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Option<usize> {
    let found = known.clone().position(|word| word == text.value);
    if found.is_none() {
        t.problem(unknown_word(text, what, known));
    }
    found
}

pub(super) fn texts(t: &mut Table<'_>, key: &'static str) -> Vec<String> {
    t.texts(key).unwrap_or_default().into_iter().map(|s| s.value).collect()
}
