//! Who answers to people living somewhere. For programs a bare list, a row for each answer.

use std::collections::BTreeSet;

use serde::Serialize;
use transfer_model::assess::Responsibility;
use transfer_model::index::PlaceIx;

use super::head::document;
use super::markdown::escape;
use super::table;
use super::text::clean;
use crate::input::Loaded;

const HEAD: [&str; 5] = ["residence", "who answers", "governing law", "courts", "representative"];

const NOTHING: &str = "no residence is known: name one with --residence, or record `subjects = [{ group = \"...\", in = [\"DE\"] }]` on flows and `[[responsible]]` rows\n";

/// The answers, by residence.
pub(crate) struct Answer<'a> {
    pub(crate) loaded: &'a Loaded,
    pub(crate) found: &'a [(PlaceIx, Responsibility)],
}

#[derive(Serialize)]
struct Row<'a> {
    residence: &'a str,
    party: Option<&'a str>,
    name: Option<&'a str>,
    governing_law: Option<&'a str>,
    courts: Option<&'a str>,
    representative: Option<&'a str>,
    gaps: &'a [String],
}

impl<'a> Answer<'a> {
    /// For people; cut on a terminal only.
    pub(crate) fn human(&self, terminal: bool) -> String {
        if self.found.is_empty() {
            return NOTHING.to_owned();
        }
        format!("{}{}", table::human(&HEAD, &self.cells(), terminal), self.gaps())
    }

    /// For wikis.
    pub(crate) fn markdown(&self) -> String {
        if self.found.is_empty() {
            return NOTHING.to_owned();
        }
        let mut text = table::marked(&HEAD, &self.cells());
        for (at, (residence, gap)) in self.each_gap().into_iter().enumerate() {
            text.push_str(if at == 0 { "\n" } else { "" });
            text.push_str(&format!("- gap: {residence}: {}\n", escape(gap)));
        }
        text
    }

    /// For spreadsheets; gaps are told beside it.
    pub(crate) fn csv(&self) -> String {
        table::comma(&HEAD, &self.cells())
    }

    /// For programs.
    pub(crate) fn json(&self) -> String {
        document(&self.rows().collect::<Vec<_>>())
    }

    /// What a table of cells leaves out: gaps, a line each, or that there is nothing to tell.
    pub(crate) fn beside(&self) -> String {
        if self.found.is_empty() { NOTHING.to_owned() } else { self.gaps() }
    }

    fn gaps(&self) -> String {
        let line = |(residence, gap): (&str, &str)| format!("gap: {residence}: {}\n", clean(gap));
        self.each_gap().into_iter().map(line).collect()
    }

    fn each_gap(&self) -> Vec<(&'a str, &'a str)> {
        let mut told = BTreeSet::new();
        let all = self.rows().flat_map(|row| row.gaps.iter().map(move |gap| (row.residence, gap.as_str())));
        all.filter(|gap| told.insert(*gap)).collect()
    }

    fn cells(&self) -> Vec<Vec<String>> {
        let cells = |row: Row<'_>| {
            [Some(row.residence), row.name, row.governing_law, row.courts, row.representative]
                .map(|cell| cell.unwrap_or_default().to_owned())
                .to_vec()
        };
        self.rows().map(cells).collect()
    }

    fn rows(&self) -> impl Iterator<Item = Row<'a>> {
        let loaded = self.loaded;
        let (register, book) = (&loaded.register, &loaded.book);
        self.found.iter().map(move |(place, found)| {
            let answer = found.row.and_then(|at| register.responsible.get(at));
            let party = answer.map(|row| register.party(row.party.value));
            Row {
                residence: &book.place(*place).code,
                party: party.map(|party| party.id.as_str()),
                name: party.map(|party| party.name.as_str()),
                governing_law: answer
                    .and_then(|row| row.governing_law)
                    .map(|law| book.place(law.value).code.as_str()),
                courts: answer.and_then(|row| row.courts.as_deref()),
                representative: found.representative.map(|party| register.party(party).id.as_str()),
                gaps: &found.gaps,
            }
        })
    }
}
