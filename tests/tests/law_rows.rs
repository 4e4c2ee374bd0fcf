//! Counts that every row the law of Europe and the United States was researched under is in the law pack with its days,
//! shown by a row of the boundary table, or left out for a reason.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use toml::{Table, Value};
use transfer_model::day::{Day, Period};
use transfer_model::law::{Header, LawBook};
use transfer_tests::material;

/// Rows researched, and rows left out at most, by part of the list.
const PARTS: [(&str, usize, usize); 2] = [("eu", 213, 24), ("uk-ch-us", 297, 76)];

/// The periods of all rows of the pack by id; frames and words that are no law have none.
fn periods(book: &LawBook) -> BTreeMap<String, Vec<Period>> {
    let pack = book.pack();
    let headers: Vec<&Header> = (pack.memberships.iter().map(|row| &row.header))
        .chain(pack.regimes.iter().map(|row| &row.header))
        .chain(pack.territories.iter().map(|row| &row.header))
        .chain(pack.free_areas.iter().map(|row| &row.header))
        .chain(pack.abroad.iter().map(|row| &row.header))
        .chain(pack.rules.iter().map(|row| &row.header))
        .chain(pack.non_mechanisms.iter().map(|row| &row.header))
        .chain(pack.powers.iter().map(|row| &row.header))
        .chain(pack.events.iter().map(|row| &row.header))
        .chain(pack.profiles.iter().map(|row| &row.header))
        .chain(pack.assessments.iter().map(|row| &row.header))
        .chain(pack.restrictions.iter().map(|row| &row.header))
        .chain(pack.paper_duties.iter().map(|row| &row.header))
        .chain(pack.provisions.iter().map(|row| &row.header))
        .collect();
    let mut periods: BTreeMap<String, Vec<Period>> = BTreeMap::new();
    for header in headers {
        periods.entry(header.id.clone()).or_default().push(header.period);
    }
    periods
}

fn words<'a>(entry: &'a Table, key: &str) -> Vec<&'a str> {
    let list = entry.get(key).map(|list| list.as_array().unwrap().as_slice()).unwrap_or_default();
    list.iter().map(|word| word.as_str().unwrap()).collect()
}

fn day(entry: &Table, key: &str) -> Option<Day> {
    entry.get(key).map(|value| Day::parse(&value.as_datetime().unwrap().to_string()).unwrap())
}

/// What is wrong with one entry of the list.
fn faults(entry: &Table, periods: &BTreeMap<String, Vec<Period>>, cases: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let known = ["rows", "since", "until", "cases", "left"];
    faults
        .extend(entry.keys().filter(|key| !known.contains(&key.as_str())).map(|key| format!("key `{key}`")));
    if let Some(why) = entry.get("left") {
        if why.as_str().is_none_or(|why| why.len() <= 20) || entry.len() > 1 {
            faults.push("is left out without a reason, or not left out".to_owned());
        }
        return faults;
    }
    let (rows, shown) = (words(entry, "rows"), words(entry, "cases"));
    if rows.is_empty() && shown.is_empty() {
        faults.push("is nowhere".to_owned());
    }
    faults
        .extend(shown.iter().filter(|name| !cases.contains(**name)).map(|name| format!("no case `{name}`")));
    let mut all: Vec<Period> = Vec::new();
    for row in rows {
        match periods.get(row) {
            Some(found) => all.extend(found),
            None => faults.push(format!("the pack has no row `{row}`")),
        }
    }
    let (since, until) = (day(entry, "since"), day(entry, "until"));
    let found = (all.iter().map(|p| p.since).min(), all.iter().map(|p| p.until).max());
    if since.is_some() && found.0 != since {
        faults.push(format!("begins on {}, not {}", text(found.0), text(since)));
    }
    if (since.is_some() || until.is_some()) && found.1 != until.or(Some(Day::MAX)) {
        faults.push(format!("ends on {}, not {}", text(found.1), text(until)));
    }
    faults
}

fn text(day: Option<Day>) -> String {
    day.map_or_else(|| "no day".to_owned(), |day| day.to_string())
}

#[test]
fn every_row_is_in_the_pack_with_its_days_or_left_out_for_a_reason() {
    let book = jurisdictions::embedded().unwrap();
    let periods = periods(&book);
    let table: Table = fs::read_to_string(material("law/boundaries.toml")).unwrap().parse().unwrap();
    let named = |case: &Value| case.get("name").and_then(Value::as_str).map(str::to_owned);
    let cases: BTreeSet<String> = table["case"].as_array().unwrap().iter().filter_map(named).collect();
    let list: Table = fs::read_to_string(material("law/rows.toml")).unwrap().parse().unwrap();
    assert_eq!(list.len(), PARTS.len());
    let mut wrong = String::new();
    for (part, count, left_at_most) in PARTS {
        let entries = list[part].as_table().unwrap();
        assert_eq!(entries.len(), count, "rows researched, {part}");
        let left = entries.values().filter(|entry| entry.get("left").is_some()).count();
        assert!(left <= left_at_most, "{left} rows of {part} are left out");
        for (id, entry) in entries {
            for fault in faults(entry.as_table().unwrap(), &periods, &cases) {
                writeln!(wrong, "{part}, {id}: {fault}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A list that says something else than the pack is told.
#[test]
fn a_wrong_list_fails() {
    let book = jurisdictions::embedded().unwrap();
    let periods = periods(&book);
    let told = |entry: &str| {
        let entry: Table = entry.parse().unwrap();
        faults(&entry, &periods, &BTreeSet::new()).join("; ")
    };
    assert_eq!(told("rows = [\"uk-adequacy-kr\"]\nsince = 2022-12-19"), "");
    assert!(told("rows = [\"uk-adequacy-kr\"]\nsince = 2022-12-20").contains("begins on 2022-12-19"));
    assert!(told("rows = [\"eu-safe-harbor\"]\nsince = 2000-07-26").contains("ends on 2015-10-05"));
    assert!(told("rows = [\"no-such\"]").contains("no row"));
    assert!(told("cases = [\"no such\"]").contains("no case"));
    assert!(told("left = \"\"").contains("without a reason"));
    assert!(told("").contains("nowhere"));
}
