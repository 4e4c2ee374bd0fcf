//! The worked examples of the findings, executed: the failing one raises its finding, the passing one does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should fail")]

use transfer_model::assess::assess;
use transfer_model::finding::{Code, example};
use transfer_model::law::LawBook;
use transfer_model::register::read;
use transfer_tests::{material, transfer};

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

/// What the command finds in an example as it lies on disk, with its files of evidence.
fn found_on_disk(name: &str, example: &str) -> String {
    let path = material("..").join(format!("transfer-model/docs/findings/{name}/{example}.toml"));
    let run = transfer(&["check", path.to_str().unwrap(), "--format", "json"]);
    assert!(run.status < 2, "{}", run.message);
    run.answer
}

#[test]
fn files_of_evidence_are_looked_at() {
    for name in ["evidence-missing", "evidence-altered"] {
        let code = format!("\"code\": \"{name}\"");
        assert!(
            found_on_disk(name, "failing").contains(&code),
            "{name}: the failing example does not raise it"
        );
        let passing = found_on_disk(name, "passing");
        assert!(!passing.contains("\"evidence-"), "{name}: the passing example raises {passing}");
    }
}

#[test]
fn failing_examples_fail_and_passing_ones_pass() {
    let book = jurisdictions::embedded().unwrap();
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let name = code.name();
        let example = example(*code);
        // Findings about files are tried on disk, above.
        if !name.starts_with("evidence-") && !codes(example.failing, &book).contains(&name) {
            wrong.push(format!("{name}: the failing example gives {:?}", codes(example.failing, &book)));
        }
        if codes(example.passing, &book).contains(&name) {
            wrong.push(format!("{name}: the passing example raises it"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
