//! Broken input: whatever the register is, the command ends with a clear message and status 2, never with a
//! panic, a hang or half an answer.
//!
//! - `tests/invalid` holds one fault a file. Lines `# at LINE:COLUMN CODE` at its top say where each problem
//!   must be reported (`-`: no place), in order and without others. After a fault of syntax more may follow
//!   from it, but only of syntax, and only later in the file.
//! - Files that are not reported that way yet stand in [`PENDING`] with what is wrong; a file that is mended must
//!   be taken off the list.
//! - The other tests, in `broken_input/`, need a file system (or one that lies), size or time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::string_slice,
    clippy::expect_used,
    reason = "a test that cannot go on should fail"
)]

#[path = "broken_input/depth.rs"]
mod depth;
#[cfg(unix)]
#[path = "broken_input/links.rs"]
mod links;
#[path = "broken_input/many.rs"]
mod many;
#[path = "broken_input/means.rs"]
mod means;
#[path = "broken_input/paths.rs"]
mod paths;
#[path = "broken_input/size.rs"]
mod size;
#[path = "broken_input/systems.rs"]
mod systems;
#[path = "broken_input/texts.rs"]
mod texts;

use std::fmt::Write as _;
use std::fs;

use means::{Folder, assessed, check, problems, refused};
use transfer_tests::{Run, material, transfer};

/// Faults that are not reported as they should be yet, and what happens instead.
const PENDING: &[(&str, &str)] = &[];

/// A register of one flow, right in every respect.
const RIGHT: &str = r#"[register]
name = "Right"
as_of = 2024-01-01

[[party]]
id = "acme"
name = "Acme"
kind = "group"
country = "DE"

[[party]]
id = "host"
name = "Host"
kind = "processor"
country = "GB"

[[data]]
id = "contact"
name = "Contact details"

[[flow]]
id = "hosting"
from = "acme"
to = "host"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["adequacy"]
"#;

/// The head of a register, three lines.
const HEAD: &str = "[register]\nname = \"Broken\"\nas_of = 2024-01-01\n";

/// The problems that a file of `tests/invalid` says it has.
fn expected(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("# at "));
    lines
        .map(|line| {
            let (place, code) = line.split_once(' ').unwrap();
            (place.to_owned(), code.to_owned())
        })
        .collect()
}

fn place(text: &str) -> (u32, u32) {
    text.split_once(':').map_or((0, 0), |(line, column)| (line.parse().unwrap(), column.parse().unwrap()))
}

/// What is wrong with the report of a faulty file; none: it is right.
fn wrong(name: &str, text: &str, run: &Run) -> Option<String> {
    let (want, got) = (expected(text), problems(&run.message));
    assert!(!want.is_empty(), "{name} does not say where its fault is");
    if run.status != 2 {
        return Some(format!("status {}", run.status));
    }
    if !run.answer.is_empty() {
        return Some("an answer".to_owned());
    }
    if want.iter().any(|(place, _)| place != "-") && !run.message.contains(&format!("--> invalid/{name}:")) {
        return Some("the file is not named".to_owned());
    }
    let syntax = want[0].1 == "syntax";
    let follows =
        |extra: &(String, String)| syntax && extra.1 == "syntax" && place(&extra.0) > place(&want[0].0);
    let (first, rest) = got.split_at(want.len().min(got.len()));
    (first != want || !rest.iter().all(follows)).then(|| format!("want {want:?}\n    got {got:?}"))
}

#[test]
fn every_fault_is_reported_at_its_place() {
    let mut paths: Vec<_> =
        fs::read_dir(material("invalid")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 45, "{} files", paths.len());
    let mut faults = String::new();
    let mut seen = Vec::new();
    for path in &paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        seen.push(stem.to_owned());
        let run = transfer(&["check", path.to_str().unwrap()]);
        let wrong = wrong(name, &fs::read_to_string(path).unwrap(), &run);
        match (wrong, PENDING.iter().any(|(pending, _)| *pending == stem)) {
            (None, false) => insta::assert_snapshot!(stem, refused(&run, &[])),
            (None, true) => writeln!(faults, "{name} is mended: take it off PENDING").unwrap(),
            (Some(wrong), false) => writeln!(faults, "{name}: {wrong}").unwrap(),
            (Some(_), true) => {}
        }
    }
    for (pending, _) in PENDING {
        assert!(seen.iter().any(|stem| stem == pending), "no file for the pending {pending}");
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn a_right_register_is_assessed() {
    let folder = Folder::new("broken");
    assessed(&check(&folder.put("right.toml", RIGHT)));
}
