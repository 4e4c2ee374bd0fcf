//! `[[instrument]]`: an executed document.

use super::Reader;
use super::evidence::evidence;
use super::references::said;
use crate::diag::{Problem, ProblemCode};
use crate::index::PartyIx;
use crate::law::Body;
use crate::read::{Table, unknown_word};
use crate::register::model::{Approver, Filing, Instrument, InstrumentState, Subprocessors};
use crate::register::words::{ANNEXES, AUTHORISATIONS, STATES};
use crate::source::Spanned;

impl Reader<'_> {
    pub(super) fn instrument(&mut self, t: &mut Table<'_>) -> Option<Instrument> {
        let id = t.need_text("id");
        let kind = t.need_said("kind").and_then(|text| {
            let kind = self.law.mechanism_of(text.value);
            if let Some(kind) = kind.filter(|kind| self.law.mechanism(*kind).is_document()) {
                return Some(Spanned::new(kind, text.span));
            }
            let words = self.law.pack().mechanisms.iter().filter(|m| m.is_document()).map(|m| m.id.as_str());
            t.problem(self.named(text, "kind of instrument", words, true));
            None
        });
        let modules = t.numbers("modules", 1, 4).map(|numbers| {
            numbers.into_iter().filter_map(|n| u8::try_from(n.value).ok()).collect::<Vec<_>>()
        });
        let both = self.parties(t, "parties");
        let exporters = self.parties(t, "exporters");
        let importers = self.parties(t, "importers");
        if both.is_none() && (exporters.is_none() || importers.is_none()) {
            t.missing("parties");
        }
        let side = |one: Option<Vec<Spanned<PartyIx>>>| -> Vec<PartyIx> {
            both.iter().flatten().chain(one.iter().flatten()).map(|p| p.value).collect()
        };
        let (exporters, importers) = (side(exporters), side(importers));
        let joined = t
            .day_pairs("joined")
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(party, day)| Some((self.party_ref(t, said(&party))?.value, day.value)))
            .collect();
        let signed = t.day("signed");
        let effective = t.day("effective");
        let until = t.day("until");
        if let (Some(start), Some(end)) = (effective.or(signed), until)
            && end.value < start.value
        {
            t.problem(
                Problem::new(
                    ProblemCode::DatesReversed,
                    end.span,
                    format!("`until` ({}) is before the instrument begins ({})", end.value, start.value),
                )
                .other(start.span, "begins here"),
            );
        }
        let approved = t.day("approved");
        if let (Some(approved), Some(end)) = (approved, until)
            && end.value < approved.value
        {
            let message = format!("`until` ({}) is before `approved` ({})", end.value, approved.value);
            t.problem(
                Problem::new(ProblemCode::DatesReversed, end.span, message)
                    .other(approved.span, "approved here"),
            );
        }
        let authority = t.said("authority").and_then(|text| {
            let body = Body::WORDS.iter().find(|(word, _)| *word == text.value);
            match body {
                Some((_, body)) => Some(Spanned::new(Approver::Body(*body), text.span)),
                None => self.place(t, text).map(|place| place.map(Approver::Of)),
            }
        });
        let written = t.word("state", &STATES);
        let state_span = written.map_or(id.as_ref().map_or(t.span(), |id| id.span), |state| state.span);
        let state = written.map_or_else(
            || {
                if signed.is_some() || approved.is_some() {
                    InstrumentState::Executed
                } else {
                    InstrumentState::Unsigned
                }
            },
            |state| state.value,
        );
        let incorporated_by = t.said("incorporated_by").and_then(|text| self.instrument_ref(t, text));
        let amends = t.said("amends").and_then(|text| self.instrument_ref(t, text));
        let annexes = Self::annexes(t);
        let governing_law = t.said("governing_law").and_then(|text| self.place(t, text));
        let subprocessors = t.table("subprocessors", "`subprocessors`", |t| {
            let found = Subprocessors {
                authorisation: t.word("authorisation", &AUTHORISATIONS).map(|a| a.value),
                notice_days: t.number("notice_days", 3650).and_then(|n| u32::try_from(n.value).ok()),
                listed: self.parties(t, "listed"),
            };
            t.finish();
            found
        });
        let filings = t
            .tables("filings", "a filing", |t| {
                let with = t.need_text("with");
                let filed = t.day("filed");
                let span = t.span();
                t.finish();
                Some(Filing { with: with?.value, filed: filed.map(|d| d.value), span })
            })
            .unwrap_or_default();
        let serves = t.each("serves", |t, text| self.mechanism(t, text)).unwrap_or_default();
        let processing_changed = t.day("processing_changed");
        let evidence = evidence(t);
        t.finish();
        let id = id?;
        Some(Instrument {
            span: id.span,
            id: id.value,
            kind: kind?,
            modules,
            exporters,
            importers,
            joined,
            signed,
            effective,
            until,
            approved,
            authority,
            state,
            state_span,
            incorporated_by,
            amends,
            annexes,
            governing_law,
            subprocessors,
            filings,
            serves,
            processing_changed,
            evidence,
        })
    }

    pub(super) fn annexes(t: &mut Table<'_>) -> Option<Spanned<Vec<String>>> {
        let texts = t.texts("annexes")?;
        let span = texts.first().map_or(t.span(), |text| text.span);
        let mut annexes = Vec::new();
        for text in texts {
            if ANNEXES.contains(&text.value.as_str()) {
                annexes.push(text.value);
            } else {
                t.problem(unknown_word(&text, "annex", ANNEXES.into_iter()));
            }
        }
        Some(Spanned::new(annexes, span))
    }
}
