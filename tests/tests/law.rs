//! `transfer law diff` and `transfer law matrix`: what changed in the law between two days, and which kinds of
//! mechanism each regime knows.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on should fail")]

use std::collections::BTreeSet;

use serde_json::Value;
use transfer_tests::{material, transfer};

fn answer(args: &[&str]) -> String {
    let run = transfer(args);
    assert_eq!(run.status, 0, "{}", run.message);
    run.answer
}

#[test]
fn a_quarter_of_changes() {
    let days = ["law", "diff", "--from", "2025-12-31", "--to", "2026-03-31"];
    insta::assert_snapshot!("law_diff_human", answer(&days));
    insta::assert_snapshot!("law_diff_markdown", answer(&[&days[..], &["--format", "markdown"]].concat()));
    let one = [&days[..], &["--format", "json", "--regime", "sg-pdpa"]].concat();
    insta::assert_snapshot!("law_diff_json", answer(&one));
}

#[test]
fn a_day_belongs_to_the_period_that_it_closes() {
    let rows = |from: &str, to: &str| -> Vec<(String, String)> {
        let args = ["law", "diff", "--from", from, "--to", to, "--regime", "br-lgpd", "--format", "json"];
        let document: Value = serde_json::from_str(&answer(&args)).unwrap();
        assert_eq!(document["schema"], "transfer-law-diff/1");
        let sections = document["regimes"].as_array().unwrap().iter();
        let changes = sections.flat_map(|section| section["changes"].as_array().unwrap().clone());
        let word = |change: &Value, key: &str| change[key].as_str().unwrap().to_owned();
        changes.map(|change| (word(&change, "date"), word(&change, "row"))).collect()
    };
    let adequacy = [("2026-01-27".to_owned(), "br-adequacy".to_owned())];
    assert_eq!(rows("2026-01-26", "2026-01-27"), adequacy);
    assert!(rows("2026-01-27", "2026-01-28").is_empty());
    assert!(rows("2026-01-25", "2026-01-26").is_empty());
    assert!(rows("2026-01-27", "2026-01-27").is_empty());
}

#[test]
fn an_end_is_told_by_the_first_day_without_it() {
    let args = ["law", "diff", "--from", "2025-03-31", "--to", "2025-04-01", "--regime", "my-pdpa"];
    let text = answer(&args);
    assert!(text.contains("2025-04-01  no more: Minister's list"), "{text}");
    let before = ["law", "diff", "--from", "2025-03-30", "--to", "2025-03-31", "--regime", "my-pdpa"];
    assert!(!answer(&before).contains("no more"));
}

/// The Privacy Shield fell when the Directive had ended, and before the laws of the United Kingdom and Gibraltar began;
/// with it fell what followed the decision.
#[test]
fn nothing_changes_in_a_law_that_is_not_in_force() {
    let args = ["law", "diff", "--from", "2020-07-15", "--to", "2020-07-16", "--format", "json"];
    let document: Value = serde_json::from_str(&answer(&args)).unwrap();
    let sections = document["regimes"].as_array().unwrap().iter();
    let laws: Vec<&str> = sections.map(|section| section["regime"].as_str().unwrap()).collect();
    assert_eq!(laws, ["eu-gdpr", "eui", "gg-dpl", "im-gdpr", "je-dpjl"]);
    // The last day of a law is one of its days.
    let end = ["law", "diff", "--from", "2018-07-19", "--to", "2018-07-20", "--regime", "eu-dpd"];
    assert!(answer(&end).contains("2018-07-20  no more: Directive 95/46/EC"), "{}", answer(&end));
}

#[test]
fn days_and_regimes_that_make_no_sense_are_refused() {
    for args in [
        ["law", "diff", "--from", "2026-01-02", "--to", "2026-01-01"].as_slice(),
        &["law", "diff", "--from", "2026-01-02", "--to", "2026-01-03", "--regime", "br-lpgd"],
    ] {
        let run = transfer(args);
        assert_eq!(run.status, 2, "{args:?}");
        assert!(run.answer.is_empty(), "{args:?}: {}", run.answer);
    }
    let gone = ["law", "diff", "--from", "2026-01-02", "--to", "2026-01-03", "--register", "gone.toml"];
    let run = transfer(&gone);
    assert!(
        run.status == 2 && run.message.contains("there is no file or folder `gone.toml`"),
        "{}",
        run.message
    );
    let run = transfer(&["law", "diff", "--from", "2026-01-02", "--to", "2026-01-03", "--regime", "br-lpgd"]);
    assert!(run.message.contains("did you mean `br-lgpd`"), "{}", run.message);
}

/// A register of which a quarter moves verdicts, overtakes no assessment, and informs.
#[test]
fn what_touches_a_register() {
    let register = material("registers/deskpro");
    let days = [
        "law",
        "diff",
        "--from",
        "2025-06-30",
        "--to",
        "2025-12-31",
        "--register",
        register.to_str().unwrap(),
    ];
    insta::assert_snapshot!("law_touched_human", answer(&days));
    insta::assert_snapshot!("law_touched_markdown", answer(&[&days[..], &["--format", "markdown"]].concat()));
    let json = answer(&[&days[..], &["--format", "json"]].concat());
    let mut document: Value = serde_json::from_str(&json).unwrap();
    // Digests change with every other row.
    let law = document.as_object_mut().unwrap().remove("law").unwrap();
    assert!(law["version"].is_string() && document["register"]["digest"].is_string());
    document["register"].as_object_mut().unwrap().remove("digest");
    insta::assert_snapshot!("law_touched_json", serde_json::to_string_pretty(&document).unwrap());
    let nothing = [&days[..], &["--regime", "br-lgpd"]].concat();
    let text = answer(&nothing);
    assert!(text.contains("nothing changes here; "), "{text}");
    assert!(!text.contains("eu-gdpr"), "{text}");
}

/// What touches a register and what does not are together what changed: each row, day and turn once.
#[test]
fn what_touches_nothing_is_counted() {
    let document = |more: &[&str]| -> Value {
        let days = ["law", "diff", "--from", "2020-07-01", "--to", "2021-12-31", "--format", "json"];
        serde_json::from_str(&answer(&[&days[..], more].concat())).unwrap()
    };
    let row = |change: &Value| ["date", "row", "change"].map(|key| change[key].as_str().unwrap().to_owned());
    let law = document(&[]);
    let sections = law["regimes"].as_array().unwrap().iter();
    let all: BTreeSet<_> =
        sections.flat_map(|section| section["changes"].as_array().unwrap()).map(row).collect();
    for register in ["impero", "worldwide"] {
        let register = material("registers").join(register);
        let touched = document(&["--register", register.to_str().unwrap()]);
        let found: BTreeSet<_> = touched["changes"].as_array().unwrap().iter().map(row).collect();
        let known = all.intersection(&found).count();
        assert!(known > 3, "{}: {found:?}", register.display());
        let other = usize::try_from(touched["other"].as_u64().unwrap()).unwrap();
        assert_eq!(other, all.len() - known, "{}", register.display());
    }
}

#[test]
fn the_matrix_of_regimes() {
    let day = ["law", "matrix", "--as-of", "2026-11-22"];
    insta::assert_snapshot!("law_matrix_human", answer(&day));
    insta::assert_snapshot!("law_matrix_csv", answer(&[&day[..], &["--format", "csv"]].concat()));
    let document: Value = serde_json::from_str(&answer(&[&day[..], &["--format", "json"]].concat())).unwrap();
    assert_eq!(document["schema"], "transfer-law-matrix/1");
    let regimes = document["regimes"].as_array().unwrap();
    let of = |name: &str, kind: &str| {
        let row = regimes.iter().find(|row| row["regime"] == name).unwrap();
        row["kinds"][kind].as_str().unwrap().to_owned()
    };
    assert_eq!(of("br-lgpd", "adequacy-list"), "yes");
    assert_eq!(of("tr-kvkk", "adequacy-list"), "limited");
    assert_eq!(of("in-dpdp", "adequacy-list"), "later");
    assert_eq!(of("ca-pipeda", "adequacy-list"), "no");
}

#[test]
fn provisions_that_began_and_ended() {
    let quarter = [
        "law",
        "diff",
        "--from",
        "2026-01-01",
        "--to",
        "2026-03-31",
        "--regime",
        "uk-gdpr",
        "--format",
        "json",
    ];
    let document: Value = serde_json::from_str(&answer(&quarter)).unwrap();
    let changes = document["regimes"][0]["changes"].as_array().unwrap();
    let told = |change: &str, row: &str| {
        changes.iter().any(|c| c["kind"] == "provision" && c["change"] == change && c["row"] == row)
    };
    assert!(told("began", "uk-gdpr-restriction-2026") && told("ended", "uk-gdpr-restriction"));
    // What begins with its law is told by it.
    let begun = ["law", "diff", "--from", "2018-05-24", "--to", "2018-05-25", "--regime", "eu-gdpr"];
    assert!(!answer(&begun).contains("provision on"));
    let nothing = ["law", "diff", "--from", "2026-02-05", "--to", "2026-02-06", "--regime", "uk-gdpr"];
    assert!(answer(&nothing).contains("0 changes in 0 laws"));
    let one = ["law", "diff", "--from", "2026-01-26", "--to", "2026-01-27", "--regime", "br-lgpd"];
    assert!(answer(&one).contains("1 change in 1 law;"), "{}", answer(&one));
}
