//! Words and references of a register resolved: places, parties, data, instruments, regimes, powers, mechanisms.
//! What is not known is a problem with the nearest right word.

use super::Reader;
use super::names::Named;
use crate::diag::Problem;
use crate::index::{DataIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx};
use crate::law::Mechanism;
use crate::read::{Table, unknown_word};
use crate::source::Spanned;

/// A text that was kept, as one to look up.
pub(super) fn said(text: &Spanned<String>) -> Spanned<&str> {
    Spanned::new(text.value.as_str(), text.span)
}

/// Whether two words differ in case and in blanks for dashes alone.
fn alike(one: &str, other: &str) -> bool {
    let blank = |byte: u8| matches!(byte, b' ' | b'-');
    let same = |(a, b): (u8, u8)| a.eq_ignore_ascii_case(&b) || blank(a) && blank(b);
    one.len() == other.len() && one.bytes().zip(other.bytes()).all(same)
}

impl Reader<'_> {
    pub(super) fn place(&self, t: &mut Table<'_>, text: Spanned<&str>) -> Option<Spanned<PlaceIx>> {
        let found = self.law.place_of(text.value);
        if found.is_none() {
            let mut problem = unknown_word(&text, "place", self.law.place_codes());
            if let Some(code) = self.by_name(text.value) {
                problem = problem.help(format!("did you mean `{code}`?"));
            }
            t.problem(problem);
        }
        found.map(|place| Spanned::new(place, text.span))
    }

    /// The code of a place written by its name.
    fn by_name(&self, name: &str) -> Option<&str> {
        self.law.pack().places.iter().find(|p| p.name.eq_ignore_ascii_case(name)).map(|p| p.code.as_str())
    }

    pub(super) fn place_or_unknown(
        &self,
        t: &mut Table<'_>,
        text: Spanned<&str>,
    ) -> Option<Spanned<Option<PlaceIx>>> {
        if text.value == "unknown" {
            return Some(Spanned::new(None, text.span));
        }
        if text.value.eq_ignore_ascii_case("unknown") {
            t.problem(unknown_word(&text, "place", ["unknown"].into_iter()));
            return None;
        }
        self.place(t, text).map(|place| place.map(Some))
    }

    pub(super) fn places(&self, t: &mut Table<'_>, key: &'static str) -> Option<Vec<Spanned<PlaceIx>>> {
        t.each(key, |t, text| self.place(t, text))
    }

    pub(super) fn need_place(&self, t: &mut Table<'_>, key: &'static str) -> Option<Spanned<PlaceIx>> {
        let text = t.need_said(key)?;
        self.place(t, text)
    }

    pub(super) fn party_ref(&self, t: &mut Table<'_>, text: Spanned<&str>) -> Option<Spanned<PartyIx>> {
        let found = self.names.find(Named::Party, text, t)?;
        Some(Spanned::new(PartyIx::new(found), text.span))
    }

    pub(super) fn need_party(&self, t: &mut Table<'_>, key: &'static str) -> Option<Spanned<PartyIx>> {
        let text = t.need_said(key)?;
        self.party_ref(t, text)
    }

    pub(super) fn parties(&self, t: &mut Table<'_>, key: &'static str) -> Option<Vec<Spanned<PartyIx>>> {
        t.each(key, |t, text| self.party_ref(t, text))
    }

    pub(super) fn instrument_ref(
        &self,
        t: &mut Table<'_>,
        text: Spanned<&str>,
    ) -> Option<Spanned<InstrumentIx>> {
        let found = self.names.find(Named::Instrument, text, t)?;
        Some(Spanned::new(InstrumentIx::new(found), text.span))
    }

    pub(super) fn data_list(&self, t: &mut Table<'_>, key: &'static str) -> Option<Vec<Spanned<DataIx>>> {
        t.each(key, |t, text| {
            self.names.find(Named::Data, text, t).map(|data| Spanned::new(DataIx::new(data), text.span))
        })
    }

    pub(super) fn regimes(
        &self,
        t: &mut Table<'_>,
        key: &'static str,
    ) -> Vec<Spanned<crate::index::RegimeIx>> {
        let found = t.each(key, |t, text| {
            let regime = self.law.regime_of(text.value);
            if regime.is_none() {
                let known = self.law.pack().regimes.iter().map(|r| r.header.id.as_str());
                t.problem(unknown_word(&text, "regime of the law pack", known));
            }
            regime.map(|regime| Spanned::new(regime, text.span))
        });
        found.unwrap_or_default()
    }

    pub(super) fn power(
        &self,
        t: &mut Table<'_>,
        text: Spanned<&str>,
    ) -> Option<Spanned<crate::index::PowerIx>> {
        let found = self.law.power_of(text.value);
        if found.is_none() {
            t.problem(unknown_word(
                &text,
                "destination law of the law pack",
                self.law.pack().powers.iter().map(|p| p.header.id.as_str()),
            ));
        }
        found.map(|power| Spanned::new(power, text.span))
    }

    /// The problem of a word that names no mechanism; other words that people use for one are recognised.
    pub(super) fn named<'w>(
        &self,
        text: Spanned<&str>,
        what: &str,
        words: impl Iterator<Item = &'w str> + Clone,
        instruments: bool,
    ) -> Problem {
        let problem = unknown_word(&text, what, words);
        let called = |mechanism: &&Mechanism| mechanism.also.iter().any(|also| alike(also, text.value));
        let all = || self.law.pack().mechanisms.iter().filter(called);
        // Who claims a document by its kind learns next that the document is to be recorded.
        let meant = all().find(|mechanism| mechanism.is_document() == instruments).or_else(|| all().next());
        match meant {
            Some(meant) => problem.help(format!("did you mean `{}` ({})?", meant.id, meant.name)),
            None => problem,
        }
    }

    pub(super) fn mechanism(&self, t: &mut Table<'_>, text: Spanned<&str>) -> Option<Spanned<MechanismIx>> {
        let found = self.law.mechanism_of(text.value);
        if found.is_none() {
            t.problem(self.named(text, "mechanism", self.law.mechanism_words(), false));
        }
        found.map(|mechanism| Spanned::new(mechanism, text.span))
    }
}
