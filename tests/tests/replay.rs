//! Derivations replayed: from the steps in the JSON alone, with the text of the register and the rows of the law that
//! they cite, the verdict is worked out again. The replay knows the published order of statuses and nothing of how
//! the engine comes to them; a step that points at the wrong key, cites no row, or is left out, shows.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

#[path = "replay/facts.rs"]
mod facts;
#[path = "replay/rows.rs"]
mod rows;
#[path = "replay/steps.rs"]
mod steps;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;
use steps::replay;
use transfer_cli::render::json;
use transfer_model::assess::{Engine, assess};
use transfer_model::day::Day;
use transfer_model::register::read;
use transfer_tests::made::{BOOK, made};
use transfer_tests::{hunt, material};

/// What does not come out again, in words; how many derivations were replayed.
fn wrong(files: Vec<(String, String)>, day: Day) -> (usize, Vec<String>) {
    let texts: Vec<(String, String)> = files.clone();
    let register = read(files, &BOOK).unwrap_or_else(|(_, problems)| panic!("{problems:?}"));
    let engine = Engine::new(&register, &BOOK, day);
    let document: Value =
        serde_json::from_str(&json::assessment(&engine, &assess(&register, &BOOK, day))).unwrap();
    let tables: Vec<toml::Table> = texts.iter().map(|(_, text)| text.parse().unwrap()).collect();
    let (mut count, mut wrong) = (0, Vec::new());
    for flow in document["flows"].as_array().unwrap() {
        let id = flow["id"].as_str().unwrap();
        let written = |table: &&toml::Value| table["id"].as_str() == Some(id);
        let mut flows = tables.iter().filter_map(|table| table.get("flow")?.as_array()).flatten();
        let written = flows.find(written).unwrap();
        for regime in flow["regimes"].as_array().unwrap() {
            count += 1;
            for fault in replay(flow, regime, written, &texts, day) {
                let steps: Vec<&str> = regime["because"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|step| step["step"].as_str().unwrap())
                    .collect();
                wrong.push(format!("{id} {}: {fault}\n    {}", regime["regime"], steps.join("\n    ")));
            }
        }
    }
    (count, wrong)
}

fn folder(path: &Path, found: &mut Vec<Vec<(String, String)>>) {
    let mut paths: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            folder(&path, found);
        } else if path.extension().is_some_and(|end| end == "toml") {
            found.push(vec![(path.display().to_string(), fs::read_to_string(&path).unwrap())]);
        }
    }
}

/// Registers of tests, findings and real groups; those of several files together.
fn registers() -> Vec<Vec<(String, String)>> {
    let mut all = Vec::new();
    for path in ["onward", "cases", "../transfer-model/docs/findings"] {
        folder(&material(path), &mut all);
    }
    for name in ["egress", "impero", "deskpro", "insidesales", "worldwide"] {
        let mut files = Vec::new();
        folder(&material("registers").join(name), &mut files);
        all.push(files.concat());
    }
    all
}

#[test]
fn every_derivation_of_the_registers_gives_its_verdict_again() {
    let (mut count, mut faults, mut tried) = (0, Vec::new(), 0);
    for files in registers() {
        for day in ["2019-06-01", "2023-09-01", "2026-11-22"] {
            if read(files.clone(), &BOOK).is_err() {
                continue;
            }
            let (found, wrong) = wrong(files.clone(), Day::parse(day).unwrap());
            tried += 1;
            count += found;
            faults.extend(wrong.into_iter().map(|fault| format!("{} {day} {fault}", files[0].0)));
        }
    }
    assert!(tried > 400 && count > 1_500, "{count} derivations in {tried} assessments");
    assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults[..faults.len().min(12)].join("\n"));
}

proptest! {
    #![proptest_config(hunt(150))]

    #[test]
    fn every_derivation_of_any_register_gives_its_verdict_again(made in made()) {
        let (_, wrong) = wrong(vec![("a.toml".to_owned(), made.text())], made.day());
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
