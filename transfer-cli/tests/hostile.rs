//! Hostile input, one row a trick: what is put into a folder, what is asked of the real binary, how it ends and what it
//! says. Whatever the row, the run ends within a minute of work and three gigabytes, no signal ends it, no control character
//! reaches the terminal, every file that was there has its bytes, and where it ends with 2 nothing is new.
//!
//! Faults of a register, one a file, are in `tests/invalid`; this table is about what carries them.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should fail, and this one makes the files"
)]

mod common;

#[path = "hostile/circles.rs"]
mod circles;
#[path = "hostile/days.rs"]
mod days;
#[path = "hostile/depth.rs"]
mod depth;
#[path = "hostile/devices.rs"]
mod devices;
#[path = "hostile/encodings.rs"]
mod encodings;
#[path = "hostile/formats.rs"]
mod formats;
#[path = "hostile/letters.rs"]
mod letters;
#[path = "hostile/links.rs"]
mod links;
#[path = "hostile/paths.rs"]
mod paths;
#[path = "hostile/size.rs"]
mod size;
#[path = "hostile/workbooks.rs"]
mod workbooks;

use common::{Folder, RIGHT, transfer};

/// One trick.
struct Row {
    name: &'static str,
    make: fn(&Folder),
    run: &'static [&'static str],
    ends: i32,
    says: &'static [&'static str],
}

const CHECK: &[&str] = &["check", "r.toml"];
const CHECK_FOLDER: &[&str] = &["check", "."];
const HEAD: &str = "[register]\nname = \"x\"\nas_of = 2024-01-01\n";

/// The right register with one thing put for another.
fn with(from: &str, to: &str) -> String {
    assert!(RIGHT.contains(from), "{from}");
    RIGHT.replace(from, to)
}

/// Lines made from numbers.
fn lines(numbers: std::ops::Range<usize>, line: impl Fn(usize) -> String) -> String {
    numbers.map(line).collect::<Vec<_>>().concat()
}

/// The rows, each file a kind of trick.
fn rows() -> impl Iterator<Item = &'static Row> {
    [
        encodings::ROWS,
        depth::ROWS,
        workbooks::ROWS,
        formats::ROWS,
        size::ROWS,
        circles::ROWS,
        days::ROWS,
        letters::ROWS,
        paths::ROWS,
        links::ROWS,
        devices::ROWS,
    ]
    .into_iter()
    .flatten()
}

/// Longest message that a person may be given, whatever the input.
const LONGEST: usize = 256 * 1024;

/// What is wrong with the end of a row; none: it is right.
fn wrong(row: &Row) -> Option<String> {
    let folder = Folder::new();
    (row.make)(&folder);
    let before = folder.tree();
    let run = transfer(&folder, row.run);
    let after = folder.tree();
    let answer = String::from_utf8_lossy(&run.answer);
    let shown: String = run.message.chars().take(600).collect();
    if run.status != Some(row.ends) {
        let answer: String = answer.chars().take(300).collect();
        return Some(format!("ends with {:?}, not {}: {shown}{answer}", run.status, row.ends));
    }
    for part in row.says {
        if !(run.message.contains(part) || row.ends < 2 && answer.contains(part)) {
            return Some(format!("does not say `{part}`: {shown}"));
        }
    }
    if run.message.len() > LONGEST {
        return Some(format!("a message of {} bytes", run.message.len()));
    }
    let safe = |c: char| c == '\n' || !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{200b}');
    if !run.message.chars().all(safe) || !answer.chars().all(safe) {
        return Some(format!("a control character: {shown:?}"));
    }
    if row.ends == 2 && (after != before || !run.answer.is_empty()) {
        return Some(format!("something is new, or something was answered: {shown}"));
    }
    let lost = before.iter().find(|(path, bytes)| after.get(*path) != Some(bytes));
    lost.map(|(path, _)| format!("{} was changed", path.display()))
}

#[test]
fn hostile_input_is_refused_or_survived() {
    let count = rows().count();
    let mut names: Vec<&str> = rows().map(|row| row.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "two rows of one name");
    assert!(count >= 100, "{count} rows");
    let only = std::env::var("TRANSFER_ROW").unwrap_or_default();
    let faults: Vec<String> = rows()
        .filter(|row| row.name.contains(&only))
        .filter_map(|row| wrong(row).map(|wrong| format!("{}: {wrong}", row.name)))
        .collect();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), count, faults.join("\n"));
}
