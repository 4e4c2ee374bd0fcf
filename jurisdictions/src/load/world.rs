//! Reads the conditions and rows that laws outside Europe need: thresholds, filings, consents, lists that follow
//! another law's, duties to keep data at home, rules of national security.

use transfer_model::diag::{Problem, ProblemCode};
use transfer_model::index::WordIx;
use transfer_model::law::{
    Condition, ConsentNeed, DataTrait, FilingTerm, Localisation, Restriction, Start, Transaction, Unit,
    VolumeTest,
};
use transfer_model::read::{Table, unknown_word};
use transfer_model::source::{SourceId, Spanned};

use super::Loader;
use super::resolve::texts;

/// The kinds of condition that are read here.
pub(super) const WORLD: [&str; 22] = [
    "adequate-under",
    "not-adequate",
    "list-incomplete",
    "volume",
    "filed",
    "consent",
    "shown",
    "comparable",
    "assessed",
    "contract",
    "data",
    "approval-age",
    "both-in",
    "same-group",
    "controlled-by-exporter",
    "importer-under-regime",
    "people-outside",
    "access",
    "out-of-reach",
    "exporter-outside",
    "place-outside",
    "basis",
];

impl Loader<'_> {
    /// The condition of that kind, one of [`WORLD`]; none where it is faulty.
    pub(super) fn condition_of_the_world(
        &mut self,
        kind: &Spanned<String>,
        t: &mut Table<'_>,
    ) -> Option<Condition> {
        match kind.value.as_str() {
            "adequate-under" => Some(Condition::AdequateUnder {
                regimes: self.regimes(t, "regimes"),
                by: t.day("by").map(|day| day.value),
            }),
            "not-adequate" => Some(Condition::NotAdequate),
            "list-incomplete" => t.need_text("ask").map(|ask| Condition::ListIncomplete(ask.value)),
            "volume" => {
                let any = t.flag("any").is_some_and(|f| f.value);
                let tests = t.tables("tests", "a test", |t| {
                    let sensitive = t.flag("sensitive").map(|f| f.value);
                    let at_least = t.number("at_least", u64::MAX).map(|n| n.value);
                    let below = t.number("below", u64::MAX).map(|n| n.value);
                    let uncounted = self.mechanisms(t, "uncounted");
                    t.finish();
                    Some(VolumeTest { sensitive, at_least, below, uncounted })
                });
                Some(Condition::Volume { tests: tests.unwrap_or_default(), any })
            }
            "filed" => Some(Condition::Filed(filing(t))),
            "consent" => {
                let needs = t.words("needs", &ConsentNeed::WORDS).unwrap_or_default();
                let needs = needs.into_iter().map(|need| need.value).collect();
                Some(Condition::Consent { needs, items: texts(t, "items") })
            }
            "shown" => Some(Condition::Shown {
                items: texts(t, "items"),
                ask: t.flag("ask").is_none_or(|f| f.value),
            }),
            "comparable" => Some(Condition::Comparable),
            "assessed" => Some(Condition::Assessed {
                kinds: texts(t, "kinds"),
                months: t.number("months", 1200).and_then(|n| u32::try_from(n.value).ok()),
            }),
            "contract" => Some(Condition::Contract(self.mechanisms(t, "serves"))),
            "data" => Some(Condition::Data { any: self.traits(t, "any"), none: self.traits(t, "none") }),
            "approval-age" => {
                let months = t.need_number("months", 1200);
                months.and_then(|n| u32::try_from(n.value).ok()).map(Condition::ApprovalAge)
            }
            "both-in" => Some(Condition::BothIn(self.places(t, "places"))),
            "same-group" => Some(Condition::SameGroup),
            "controlled-by-exporter" => {
                t.need_text("ask").map(|ask| Condition::ControlledByExporter(ask.value))
            }
            "importer-under-regime" => {
                t.need_text("ask").map(|ask| Condition::ImporterUnderRegime(ask.value))
            }
            "people-outside" => Some(Condition::PeopleOutside(self.places(t, "places"))),
            "access" => Some(Condition::Access(texts(t, "any"))),
            "out-of-reach" => Some(Condition::OutOfReach),
            "exporter-outside" => Some(Condition::ExporterOutside(self.places(t, "places"))),
            "place-outside" => Some(Condition::PlaceOutside(self.places(t, "places"))),
            "basis" => Some(Condition::Basis(texts(t, "any"))),
            _ => None,
        }
    }

    fn traits(&self, t: &mut Table<'_>, key: &'static str) -> Vec<DataTrait> {
        t.texts(key).unwrap_or_default().iter().filter_map(|text| self.trait_named(t, text)).collect()
    }

    fn trait_named(&self, t: &mut Table<'_>, text: &Spanned<String>) -> Option<DataTrait> {
        let fixed = DataTrait::WORDS.iter().find(|(word, _)| *word == text.value).map(|(_, found)| *found);
        let kinds = &self.pack.vocabulary.data_kinds;
        let found = fixed.or_else(|| {
            kinds.iter().position(|word| *word == text.value).map(|at| DataTrait::Kind(WordIx::new(at)))
        });
        if found.is_none() {
            let known =
                DataTrait::WORDS.iter().map(|(word, _)| *word).chain(kinds.iter().map(String::as_str));
            t.problem(unknown_word(text, "trait of data", known));
        }
        found
    }

    pub(super) fn localisation(&mut self, source: SourceId, t: &mut Table<'_>) -> Option<Localisation> {
        let regime = t.need_text("regime").and_then(|text| self.regime_named(t, &text));
        let title = t.need_text("title");
        let places = self.places(t, "places");
        let only_there = t.flag("only_there").is_some_and(|f| f.value);
        let citizens_of = self.places(t, "citizens_of");
        let when = t.tables("when", "a condition", |t| self.condition(t)).unwrap_or_default();
        let header = self.header(source, t, true);
        t.finish();
        Some(Localisation {
            header: header?,
            regime: regime?,
            places,
            only_there,
            citizens_of,
            when,
            title: title?.value,
        })
    }

    pub(super) fn restriction(&mut self, source: SourceId, t: &mut Table<'_>) -> Option<Restriction> {
        let title = t.need_text("title");
        let exporters = self.places(t, "exporters");
        let recipients = self.places(t, "recipients");
        let not_recipients = self.places(t, "not_recipients");
        let share = t.number("share", 100).and_then(|n| u32::try_from(n.value).ok()).unwrap_or(100);
        let transaction = t.need_word("transaction", &Transaction::WORDS);
        let data = t.tables("data", "an entry of `data`", |t| {
            let kind = t.need_text("kind").and_then(|text| self.trait_named(t, &text));
            let more_than = t.number("more_than", u64::MAX).map_or(0, |n| n.value);
            t.finish();
            Some((kind?, more_than))
        });
        let sectors = Self::words(t, "sectors", &self.pack.vocabulary.sectors);
        let exempt = Self::words(t, "exempt", &self.pack.vocabulary.purposes);
        let effect = t.need_word("effect", &[("prohibited", true), ("restricted", false)]);
        let unless = t.text("unless").map(|text| text.value);
        let header = self.header(source, t, true);
        t.finish();
        Some(Restriction {
            header: header?,
            title: title?.value,
            exporters,
            recipients,
            not_recipients,
            share: share.saturating_mul(100),
            transaction: transaction?.value,
            data: data.unwrap_or_default(),
            sectors,
            exempt,
            prohibited: effect?.value,
            unless,
        })
    }
}

fn filing(t: &mut Table<'_>) -> FilingTerm {
    let with = texts(t, "with");
    if with.is_empty() {
        t.missing("with");
    }
    let within = term(t, "days", "working_days");
    let wait = term(t, "wait_days", "wait_working_days");
    let from = t.word("from", &Start::WORDS).map_or(Start::Transfer, |from| from.value);
    let fatal = t.flag("fatal").is_none_or(|f| f.value);
    FilingTerm { with, within, from, wait, fatal }
}

fn term(t: &mut Table<'_>, days: &'static str, working: &'static str) -> Option<(u16, Unit)> {
    let number = |t: &mut Table<'_>, key| t.number(key, 3650).and_then(|n| u16::try_from(n.value).ok());
    match (number(t, days), number(t, working)) {
        (Some(_), Some(_)) => {
            let span = t.span();
            let message = format!("both `{days}` and `{working}`");
            t.problem(Problem::new(ProblemCode::Contradiction, span, message));
            None
        }
        (Some(count), None) => Some((count, Unit::Days)),
        (None, count) => count.map(|count| (count, Unit::WorkingDays)),
    }
}
