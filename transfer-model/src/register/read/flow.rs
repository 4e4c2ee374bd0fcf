//! `[[flow]]`: who sends which data to whom.

use std::collections::BTreeMap;

use super::Reader;
use crate::diag::{Problem, ProblemCode};
use crate::law::{Flag, Role};
use crate::read::Table;
use crate::register::model::{Access, AccessPlace, Derogation, Flow, Shown, Subjects, Volume};
use crate::register::words::{ACCESS, SAFEGUARDS};
use crate::source::Spanned;

impl Reader<'_> {
    pub(super) fn flow(&mut self, t: &mut Table<'_>) -> Option<Flow> {
        let id = t.need_text("id");
        let from = self.need_party(t, "from");
        let to = self.need_party(t, "to");
        let context = t.said("context").and_then(|text| self.place(t, text));
        let roles = t.need_word("roles", &Role::WORDS);
        let data = if t.has("data") {
            self.data_list(t, "data")
        } else {
            let _ = t.said("data");
            t.missing("data");
            None
        };
        let subjects = t
            .tables("subjects", "an entry of `subjects`", |t| {
                let group = t.text("group");
                let places = self.places(t, "in").unwrap_or_default();
                let citizens_of = self.places(t, "citizens_of").unwrap_or_default();
                t.finish();
                Some(Subjects { group: group.map(|g| g.value).unwrap_or_default(), places, citizens_of })
            })
            .unwrap_or_default();
        let first_recorded = self.places(t, "first_recorded").unwrap_or_default();
        let volume = t
            .tables("volume", "an entry of `volume`", |t| {
                let data = self.data_list(t, "data").unwrap_or_default();
                let people = t.need_number("people", u64::MAX);
                let year = t.number("year", 9999);
                t.finish();
                Some(Volume {
                    data: data.into_iter().map(|d| d.value).collect(),
                    people: people?.value,
                    year: year.and_then(|y| i16::try_from(y.value).ok()),
                })
            })
            .unwrap_or_default();
        let purposes = t.texts("purposes").unwrap_or_default();
        let known_purposes = purposes.iter().filter_map(|p| self.law.purpose_of(&p.value)).collect();
        let basis = t.texts("basis").unwrap_or_default();
        let access = t.word("access", &ACCESS).map_or(Access::Processing, |a| a.value);
        let locations = t.each("locations", |t, text| self.place_or_unknown(t, text));
        let accessed_from = self.accessed_from(t);
        let period = t.period();
        let returned = t.day("returned");
        if let (Some(returned), Some(since)) = (returned, period.start())
            && returned.value < since
        {
            let message = format!("`returned` ({}) is before `since` ({since})", returned.value);
            t.problem(Problem::new(ProblemCode::DatesReversed, returned.span, message));
        }
        let optional = t.text("optional");
        let importer_subject_to = self.regimes(t, "importer_subject_to");
        let mechanism = self.tags(t);
        let safeguards_span = t.key_span("safeguards");
        let safeguards = t
            .words("safeguards", &SAFEGUARDS)
            .map(|words| Spanned::new(words.into_iter().map(|w| w.value).collect(), safeguards_span));
        let derogation_span = t.key_span("derogation");
        let derogation = t
            .table("derogation", "`derogation`", |t| {
                let mut flags = BTreeMap::new();
                for (word, flag) in Flag::WORDS {
                    if let Some(value) = t.flag(word) {
                        flags.insert(flag, value.value);
                    }
                }
                t.finish();
                Derogation { span: derogation_span, flags }
            })
            .unwrap_or_default();
        let shown = t.table("shown", "`shown`", |t| {
            let shown = Shown {
                disclosed: t.flag("disclosed").map(|f| f.value),
                items: t.texts("items").map(|items| items.into_iter().map(|i| i.value).collect()),
                separate_consent: t.flag("separate_consent").map(|f| f.value),
                freely_given: t.flag("freely_given").map(|f| f.value),
            };
            t.finish();
            shown
        });
        t.finish();
        let id = id?;
        Some(Flow {
            span: id.span,
            id: id.value,
            from: from?,
            to: to?,
            context,
            roles: roles?,
            data: data?,
            subjects,
            first_recorded,
            volume,
            purposes,
            known_purposes,
            basis,
            access,
            locations,
            accessed_from,
            period,
            returned: returned.map(|d| d.value),
            optional: optional.map(|o| o.value),
            importer_subject_to,
            mechanism,
            safeguards,
            derogation,
            shown,
        })
    }

    pub(super) fn accessed_from(&self, t: &mut Table<'_>) -> Option<Vec<AccessPlace>> {
        t.entries(
            "accessed_from",
            "an entry of `accessed_from`",
            |t, text| self.place_or_unknown(t, text).map(|place| AccessPlace { place, by: None }),
            |t| {
                let place = t.need_said("place").and_then(|text| self.place_or_unknown(t, text));
                let by = t.said("by").and_then(|text| self.party_ref(t, text));
                t.finish();
                Some(AccessPlace { place: place?, by })
            },
        )
    }
}
