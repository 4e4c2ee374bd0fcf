//! The worked examples of the findings, executed: the failing one raises its finding, the passing one does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should fail")]

use transfer_model::assess::assess;
use transfer_model::finding::{Code, example};
use transfer_model::law::LawBook;
use transfer_model::register::read;

/// The codes that a register raises, those that stop the run included.
fn codes(text: &str, book: &LawBook) -> Vec<&'static str> {
    match read(vec![("register.toml".to_owned(), text.to_owned())], book) {
        Ok(register) => {
            let day = register.as_of.unwrap();
            assess(&register, book, day).findings.iter().map(|finding| finding.code.name()).collect()
        }
        Err((_, problems)) => problems.iter().map(|problem| problem.code.name()).collect(),
    }
}

/// Findings whose checks come with commands that are still to be built.
const LATER: [&str; 11] = [
    "localisation",
    "restricted-transaction",
    "notice-claims-ended-mechanism",
    "notice-omits-mechanism",
    "notice-omits-destination",
    "notice-contradiction",
    "representative-missing",
    "responsible-missing",
    "filing-overdue",
    "evidence-missing",
    "evidence-altered",
];

#[test]
fn failing_examples_fail_and_passing_ones_pass() {
    let book = jurisdictions::embedded().unwrap();
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let name = code.name();
        let Some(example) = example(*code) else {
            assert!(LATER.contains(&name), "`{name}` has no example");
            continue;
        };
        assert!(!LATER.contains(&name), "`{name}` has an example now: take it off the list");
        if !codes(example.failing, &book).contains(&name) {
            wrong.push(format!("{name}: the failing example gives {:?}", codes(example.failing, &book)));
        }
        if codes(example.passing, &book).contains(&name) {
            wrong.push(format!("{name}: the passing example raises it"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
