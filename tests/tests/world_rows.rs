//! Counts that every row the law of the world was researched under is in the law pack, or left out for a reason.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

use std::collections::BTreeSet;
use std::fs;

use transfer_model::law::{Class, LawBook, Part};
use transfer_tests::material;

/// Rows left out at most; each has its reason in the list.
const EXCLUDED_AT_MOST: usize = 12;

fn ids(book: &LawBook) -> BTreeSet<String> {
    let pack = book.pack();
    let rules = pack.rules.iter().map(|row| &row.header);
    let rows = rules
        .chain(pack.localisations.iter().map(|row| &row.header))
        .chain(pack.free_areas.iter().map(|row| &row.header));
    rows.map(|header| header.id.clone()).collect()
}

#[test]
fn every_row_is_in_the_pack_or_left_out_for_a_reason() {
    let book = jurisdictions::embedded().unwrap();
    let known = ids(&book);
    let text = fs::read_to_string(material("law/world/rows.toml")).unwrap();
    let list: toml::Table = text.parse().unwrap();
    let rows: Vec<&str> = list["rows"].as_array().unwrap().iter().map(|row| row.as_str().unwrap()).collect();
    let (within, excluded) = (list["within"].as_table().unwrap(), list["excluded"].as_table().unwrap());
    assert_eq!(rows.len(), 259, "rows researched");
    assert_eq!(rows.iter().collect::<BTreeSet<_>>().len(), rows.len(), "a row named twice");
    assert!(excluded.len() <= EXCLUDED_AT_MOST, "{} rows are left out", excluded.len());
    let held = |id: &str| known.contains(id) || known.iter().any(|row| row.starts_with(&format!("{id}-")));
    let mut missing = Vec::new();
    for id in &rows {
        if let Some(why) = excluded.get(*id) {
            assert!(why.as_str().unwrap().len() > 20, "{id} has no reason");
            assert!(!held(id), "{id} is in the pack: take it off the list");
        } else if let Some(row) = within.get(*id) {
            let row = row.as_str().unwrap();
            let word = book.mechanism_of(row).is_some();
            assert!(held(row) || word, "{id} stands in {row}, which the pack does not have");
        } else if !held(id) {
            missing.push(*id);
        }
        // What a row is about can be named in a register by the row's own word.
        let own = !excluded.contains_key(*id) && !within.contains_key(*id);
        assert!(!own || book.mechanism_of(id).is_some(), "{id} is no word");
    }
    assert!(missing.is_empty(), "not in the pack: {missing:?}");
}

/// Duties that stack on any route leave a transfer conditional unless their row says that they defeat it.
#[test]
fn overlays_that_defeat_are_few() {
    let book = jurisdictions::embedded().unwrap();
    let defeating =
        book.pack().rules.iter().filter(|r| matches!(r.part, Part::Overlay { defeats: true, .. }));
    let ids: Vec<&str> = defeating.map(|rule| rule.header.id.as_str()).collect();
    assert_eq!(ids, ["cn-foreign-authority", "cn-thresholds-2023"]);
}

/// A route or duty is found in some passage: a row that names the law alone sends a lawyer to read all of it.
#[test]
fn routes_and_duties_cite_a_passage_of_their_law() {
    let book = jurisdictions::embedded().unwrap();
    let pack = book.pack();
    let laws: BTreeSet<&str> = pack.territories.iter().map(|row| row.header.citation.as_str()).collect();
    let whole = pack.rules.iter().filter(|rule| {
        let of_passage = !matches!(rule.part, Part::CarveOut);
        of_passage
            && book.mechanism(rule.mechanism).class != Class::Unrecorded
            && laws.contains(rule.header.citation.as_str())
    });
    let ids: Vec<&str> = whole.map(|rule| rule.header.id.as_str()).collect();
    assert!(ids.is_empty(), "these cite a law as a whole: {ids:?}");
}

/// Who is judged on a day of 2015 is not told of an act of 2023: the law that a row names first is not younger than it.
#[test]
fn rows_cite_first_a_law_that_was_there() {
    let book = jurisdictions::embedded().unwrap();
    let year_of = |citation: &str| -> Option<i16> {
        let first = citation.split(';').next()?;
        let words: Vec<&str> = first.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let named = words.windows(2).find(|pair| ["Act", "Regulations", "Rules"].contains(&pair[0]))?;
        named[1].parse().ok()
    };
    let headers = book.pack().rules.iter().map(|rule| &rule.header);
    let younger = headers.filter(|header| {
        let since = header.period.since.date().year();
        year_of(&header.citation).is_some_and(|law| law > since)
    });
    let ids: Vec<&str> = younger.map(|header| header.id.as_str()).collect();
    assert!(ids.is_empty(), "these cite first a law of later: {ids:?}");
}
