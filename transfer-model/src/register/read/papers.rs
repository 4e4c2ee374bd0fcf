//! Assessments and published notices: `[[tia]]`, `[[notice]]`.

use super::Reader;
use super::evidence::evidence;
use super::names::Named;
use crate::diag::{Problem, ProblemCode};
use crate::index::{FlowIx, MechanismIx};
use crate::read::{Table, unknown_word};
use crate::register::model::{Notice, NoticeClaim, Polarity, Tia, TiaKind};
use crate::register::words::{CONCLUSIONS, POLARITIES, SAFEGUARDS, TIA_KINDS};
use crate::source::Spanned;

impl Reader<'_> {
    pub(super) fn tia(&mut self, t: &mut Table<'_>) -> Option<Tia> {
        let id = t.need_text("id");
        let kind = t.word("kind", &TIA_KINDS).map_or(TiaKind::Tia, |k| k.value);
        let flows = if t.has("flows") {
            t.each("flows", |t, text| self.names.find(Named::Flow, text, t).map(FlowIx::new))
        } else {
            let _ = t.said("flows");
            t.missing("flows");
            None
        };
        let regimes = self.regimes(t, "regimes").into_iter().map(|r| r.value).collect();
        let data = self.data_list(t, "data").map(|list| list.into_iter().map(|d| d.value).collect());
        let country = self.need_place(t, "country");
        let date = t.need_day("date");
        let conclusion = t.need_word("conclusion", &CONCLUSIONS);
        let measures = t.words("measures", &SAFEGUARDS).unwrap_or_default();
        let approved_by = t.text("approved_by").map(|a| a.value);
        let evidence = evidence(t).map(Box::new);
        t.finish();
        let id = id?;
        Some(Tia {
            span: id.span,
            id: id.value,
            kind,
            flows: flows?,
            regimes,
            data,
            country: country?.value,
            date: date?,
            conclusion: conclusion?,
            measures,
            approved_by,
            evidence,
        })
    }

    pub(super) fn notice(&mut self, t: &mut Table<'_>) -> Option<Notice> {
        let id = t.need_text("id");
        let of = self.parties(t, "of").unwrap_or_default();
        let names = t.texts("names").unwrap_or_default();
        let published = t.day("published");
        let until = t.day("until");
        if let (Some(start), Some(end)) = (published, until)
            && end.value < start.value
        {
            let message = format!("`until` ({}) is before `published` ({})", end.value, start.value);
            t.problem(
                Problem::new(ProblemCode::DatesReversed, end.span, message)
                    .other(start.span, "published here"),
            );
        }
        let destinations = self.places(t, "destinations");
        let claims = t.tables("claims", "a claim of a notice", |t| {
            let mechanism = t.need_said("mechanism");
            let span = mechanism.as_ref().map_or(t.span(), |m| m.span);
            let mechanism = mechanism.and_then(|text| self.mechanism(t, text));
            let part = t.text("part");
            if let (Some(part), Some(mechanism)) = (&part, &mechanism) {
                self.scheme_part(t, mechanism.value, part);
            }
            let polarity = t.word("polarity", &POLARITIES).map_or(Polarity::Asserted, |p| p.value);
            let to = self.places(t, "to").unwrap_or_default();
            let section = t.text("section");
            t.finish();
            Some(NoticeClaim {
                span,
                mechanism: mechanism?.value,
                part: part.map(|p| p.value),
                polarity,
                to,
                section: section.map(|s| s.value),
            })
        });
        let evidence = evidence(t).map(Box::new);
        t.finish();
        let id = id?;
        Some(Notice {
            span: id.span,
            id: id.value,
            of,
            names,
            published,
            until: until.map(|d| d.value),
            destinations,
            claims,
            evidence,
        })
    }

    /// Reports a part that the scheme does not have.
    fn scheme_part(&self, t: &mut Table<'_>, mechanism: MechanismIx, part: &Spanned<String>) {
        let scheme = self.law.scheme_of(&self.law.mechanism(mechanism).id);
        let parts = scheme.map(|scheme| self.law.scheme(scheme).parts.as_slice()).unwrap_or_default();
        if !parts.contains(&part.value) {
            t.problem(unknown_word(part, "part of this scheme", parts.iter().map(String::as_str)));
        }
    }
}
