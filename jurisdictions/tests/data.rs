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
    assert!(memory <= 28, "{memory} rules are from memory");
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

/// What a faulty row of an overlay is told, problem by problem.
fn problems_of(row: &str) -> String {
    match overlaid(vec![("house.toml".to_owned(), row.to_owned())]).unwrap_err() {
        jurisdictions::PackError::Texts(error) => {
            error.problems.iter().fold(String::new(), |all, problem| all + &problem.message + "\n")
        }
        other @ jurisdictions::PackError::Damaged => panic!("{other}"),
    }
}

#[test]
fn faulty_conditions_and_rows_are_refused() {
    let rule = |table: &str, condition: &str| {
        format!(
            "[[{table}]]\nid = \"x\"\nmechanism = \"br-transparency\"\nregimes = [\"br-lgpd\"]\n\
             conditions = [{{ {condition} }}]\nsince = 2026-01-01\ncitation = \"c\"\nsource = [\"s\"]\n\
             verified = 2026-01-01\nconfidence = \"checked\"\n"
        )
    };
    for (condition, told) in [
        ("kind = \"filed\", with = [\"a\"], days = 5, working_days = 5", "both `days` and `working_days`"),
        ("kind = \"filed\", days = 5", "`with`"),
        ("kind = \"filed\", with = [\"a\"], from = \"signing\"", "signing"),
        ("kind = \"consent\", needs = [\"explict\"]", "explict"),
        ("kind = \"data\", any = [\"sensitiv\"]", "sensitiv"),
        ("kind = \"adequate-under\", regimes = [\"eu-gpdr\"]", "eu-gpdr"),
        ("kind = \"volume\", tests = [{ below = 5, uncounted = [\"no-such\"] }]", "no-such"),
        ("kind = \"volumes\"", "volumes"),
        ("kind = \"approval-age\"", "months"),
        ("kind = \"same-group\", places = [\"FR\"]", "places"),
        ("kind = \"approved-in\", bodies = [\"EDPB\"]", "EDPB"),
    ] {
        let found = problems_of(&rule("overlay", condition));
        assert!(found.contains(told), "{condition}: {found}");
    }
    let local = "[[localisation]]\nid = \"x\"\nregime = \"ru-152fz\"\nplaces = [\"RX\"]\n";
    let found = problems_of(local);
    assert!(found.contains("RX") && found.contains("title") && found.contains("citation"), "{found}");
    let found = problems_of("[[home]]\nplace = \"CH\"\nparts = [\"swis-us\"]\n");
    assert!(found.contains("swis-us"), "{found}");
    let ban = "[[restriction]]\nid = \"x\"\ntitle = \"t\"\ntransaction = \"sale\"\neffect = \"banned\"\n";
    let found = problems_of(ban);
    assert!(found.contains("sale") && found.contains("banned"), "{found}");
}

#[test]
fn an_overlay_folder_can_add_a_law() {
    let law = r#"
[[regime]]
id = "pe-29733"
name = "Law 29733"
title = "Personal Data Protection Law 29733 (Peru)"
since = 2013-05-08
citation = "Law 29733"
source = ["counsel's note"]
verified = 2026-01-01
confidence = "memory"

[[territory]]
id = "pe-territory"
regime = "pe-29733"
places = ["PE"]
since = 2013-05-08
citation = "Law 29733"
source = ["counsel's note"]
verified = 2026-01-01
confidence = "memory"

[[rule]]
id = "pe-clauses"
mechanism = "ripd-mcc"
regimes = ["pe-29733"]
since = 2023-01-01
citation = "House reading"
source = ["counsel's note"]
verified = 2026-01-01
confidence = "memory"
"#;
    let book = overlaid(vec![("peru.toml".to_owned(), law.to_owned())]).unwrap();
    assert!(book.regime_of("pe-29733").is_some());
}
