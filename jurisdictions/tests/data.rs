//! The law data as a whole: it loads, it has no faults, its digest is that of its texts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should fail")]

use jurisdictions::{FILES, VERSION, embedded, lint, load, overlaid};
use transfer_model::law::Confidence;

#[test]
fn the_pack_has_no_faults() {
    let faults = lint(&embedded().unwrap());
    let text: Vec<_> =
        faults.iter().map(|f| format!("{}:{}: {}: {}", f.file, f.line, f.row, f.message)).collect();
    assert!(faults.is_empty(), "{}", text.join("\n"));
}

#[test]
fn the_bytes_in_the_binary_are_the_texts() {
    let texts = FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let (fresh, book) = (load(texts).unwrap(), embedded().unwrap());
    assert_eq!(fresh.digest, book.pack().digest);
    assert_eq!(fresh.rules.len(), book.pack().rules.len());
    assert_eq!(fresh.version, VERSION);
}

#[test]
fn every_row_can_be_checked() {
    let book = embedded().unwrap();
    for rule in &book.pack().rules {
        assert!(!rule.header.citation.trim().is_empty(), "{}", rule.header.id);
        assert!(rule.header.sources.iter().all(|s| !s.trim().is_empty()), "{}", rule.header.id);
        assert!(!rule.regimes.is_empty(), "{} is a rule of no regime", rule.header.id);
    }
    let unconfirmed = book.pack().rules.iter().filter(|r| r.header.confidence == Confidence::Memory);
    let memory = unconfirmed.map(|r| &r.header.id).collect::<std::collections::BTreeSet<_>>().len();
    // The number may fall as rows are verified; a rise means that unverified law came in.
    assert!(memory <= 135, "{memory} rules are from memory");
}

#[test]
fn an_overlay_adds_a_row() {
    let row = r#"
[[rule]]
id = "house-adequacy-in"
mechanism = "adequacy"
regimes = ["eu-gdpr"]
places = ["IN"]
since = 2026-01-01
citation = "House decision"
source = ["counsel's note"]
verified = 2026-01-01
confidence = "checked"
"#;
    let book = overlaid(vec![("house.toml".to_owned(), row.to_owned())]).unwrap();
    assert!(book.pack().rules.iter().any(|r| r.header.id == "house-adequacy-in"));
    let error =
        overlaid(vec![("house.toml".to_owned(), row.replace("IN\"]", "Inda\"]"))]).unwrap_err().to_string();
    assert!(error.contains("problem"), "{error}");
}

fn faults_of(row: &str) -> String {
    let book = overlaid(vec![("house.toml".to_owned(), row.to_owned())]).unwrap();
    let faults = lint(&book);
    let lines = faults.iter().map(|f| format!("{}:{} {} {}", f.file, f.line, f.row, f.message));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_lint_sees_overlaps_ends_and_contradictions() {
    let rule = |more: &str| {
        format!(
            "[[rule]]\nid = \"x\"\nmechanism = \"adequacy\"\nregimes = [\"eu-gdpr\"]\nplaces = [\"CH\"]\n{more}\
             citation = \"c\"\nsource = [\"s\"]\nverified = 2026-01-01\nconfidence = \"checked\"\n"
        )
    };
    assert!(
        faults_of(&rule("since = 2020-01-01\n"))
            .contains("overlay/house.toml:2 x overlaps `eu-adequacy-ch-2000`")
    );
    assert!(faults_of(&rule("since = 1999-01-01\nuntil = 1999-12-31\n")).contains("does not say by what"));
    let none = "[[non-mechanism]]\nid = \"y\"\nmechanism = \"dpf\"\nregimes = [\"eu-gdpr\"]\nreason = \"r\"\n\
                citation = \"c\"\nsource = [\"s\"]\nverified = 2026-01-01\nconfidence = \"checked\"\n";
    assert!(faults_of(none).contains("which has a rule for it"));
}
