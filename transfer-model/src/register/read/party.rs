//! `[[party]]` with its owners and certifications.

use super::Reader;
use super::evidence::evidence;
use super::references::said;
use crate::day::Period;
use crate::read::{Table, unknown_word};
use crate::register::model::{Certification, Owner, Party};
use crate::register::words::{COVERS, PARTY_KINDS, STATUSES};
use crate::source::Spanned;

impl Reader<'_> {
    pub(super) fn party(&mut self, t: &mut Table<'_>) -> Option<Party> {
        let id = t.need_text("id");
        let name = t.need_text("name");
        let kind = t.need_word("kind", &PARTY_KINDS);
        let country = if t.has("country") {
            t.said("country").and_then(|text| self.place_or_unknown(t, text))
        } else {
            let _ = t.need_said("country");
            None
        };
        let branches = self.places(t, "branches").unwrap_or_default();
        let mut owners = t
            .tables("owners", "an owner", |t| {
                let party = self.need_party(t, "party");
                let share = t.percent("share");
                let period = t.period();
                t.finish();
                Some(Owner { party: party?, share: share.map(|s| s.value), period })
            })
            .unwrap_or_default();
        if let Some(parent) = t.said("parent")
            && let Some(party) = self.party_ref(t, parent)
        {
            owners.push(Owner { party, share: Some(10_000), period: Period::ALWAYS });
        }
        let sector = t.said("sector").and_then(|text| {
            let found = self.law.sector_of(text.value);
            if found.is_none() {
                t.problem(unknown_word(
                    &text,
                    "sector",
                    self.law.pack().vocabulary.sectors.iter().map(String::as_str),
                ));
            }
            found.map(|sector| Spanned::new(sector, text.span))
        });
        let targets = self.places(t, "targets").unwrap_or_default();
        let representative = t
            .pairs("representative")
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(place, party)| {
                let found = self.place(t, said(&place));
                let party = self.party_ref(t, said(&party));
                Some((found?, party?))
            })
            .collect();
        let exposure = t.each("exposure", |t, text| self.power(t, text));
        let certifications = t.tables("certifications", "a certification", |t| self.certification(t));
        t.finish();
        let id = id?;
        Some(Party {
            span: id.span,
            id: id.value,
            name: name?.value,
            kind: kind?.value,
            country: country?,
            branches,
            owners,
            sector,
            targets,
            representative,
            exposure,
            certifications,
        })
    }

    pub(super) fn certification(&mut self, t: &mut Table<'_>) -> Option<Certification> {
        let scheme = t.need_said("scheme");
        let found = scheme.as_ref().and_then(|text| {
            let found = self.law.scheme_of(text.value);
            if found.is_none() {
                t.problem(unknown_word(
                    text,
                    "scheme",
                    self.law.pack().schemes.iter().map(|s| s.id.as_str()),
                ));
            }
            found
        });
        let known = found.map(|scheme| self.law.scheme(scheme).parts.as_slice()).unwrap_or_default();
        let parts = t.each("parts", |t, text| {
            let part = known.iter().position(|part| *part == text.value);
            if part.is_none() && found.is_some() {
                t.problem(unknown_word(&text, "part of this scheme", known.iter().map(String::as_str)));
            }
            part.map(|part| u8::try_from(part).unwrap_or(u8::MAX))
        });
        let covers = t.words("covers", &COVERS);
        let covers_hr = covers.as_ref().map(|covers| covers.iter().any(|c| c.value));
        let covers_other = covers.as_ref().map(|covers| covers.iter().any(|c| !c.value));
        let period = t.period();
        let status = t.word("status", &STATUSES);
        let next_due = t.day("next_due");
        let checked_on = t.day("checked_on");
        let covered = self.parties(t, "covered").unwrap_or_default();
        let evidence = evidence(t).map(Box::new);
        let span = scheme.as_ref().map_or(t.span(), |scheme| scheme.span);
        t.finish();
        Some(Certification {
            span,
            scheme: found?,
            parts,
            hr: covers_hr,
            non_hr: covers_other,
            since: period.start(),
            until: period.end(),
            status: status.map(|s| s.value),
            next_due: next_due.map(|d| d.value),
            checked_on: checked_on.map(|d| d.value),
            covered,
            evidence,
        })
    }
}
