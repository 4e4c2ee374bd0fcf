//! `transfer law show` on a day: the rows in force then, on both sides of the edge.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on should fail")]
#![allow(clippy::disallowed_methods, reason = "the test writes rows of its own")]

use transfer_model::diag::ProblemCode;
use transfer_tests::folder::Folder;
use transfer_tests::transfer;

fn rows(day: &str) -> Vec<String> {
    let run = transfer(&["law", "show", "privacy-shield", "--as-of", day, "--format", "json"]);
    assert_eq!(run.status, 0, "{}", run.message);
    let rows: serde_json::Value = serde_json::from_str(&run.answer).unwrap();
    let of_the_union = |row: &&serde_json::Value| {
        row["kind"] == "rule" && row["regimes"].as_array().unwrap().contains(&"eu-gdpr".into())
    };
    rows.as_array()
        .unwrap()
        .iter()
        .filter(of_the_union)
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn only_rows_in_force_that_day() {
    assert_eq!(rows("2020-07-15").len(), 1);
    assert!(rows("2020-07-16").is_empty());
    let run = transfer(&["law", "show", "eu-dpf", "--as-of", "2023-07-09"]);
    assert_eq!(run.answer, "no row of `eu-dpf` is in force on 2023-07-09\n");
    assert!(transfer(&["law", "show", "eu-dpf", "--as-of", "2023-07-10"]).answer.contains("2023-07-10"));
}

/// Rows that other commands name: each is shown, and explained, by the id they print.
#[test]
fn rows_of_every_kind() {
    for (id, kind) in [
        ("eu-dpf", "rule"),
        ("eu-gdpr", "regime"),
        ("c108-parties", "membership"),
        ("none-cbpr-uk-ch", "non-mechanism"),
        ("ch-fadp-record-controller", "paper-duty"),
        ("uk-gdpr-restriction-2026", "provision"),
        ("us-fisa-702", "power"),
        ("event-risaa", "event"),
    ] {
        let shown = transfer(&["law", "show", id]);
        assert_eq!(shown.status, 0, "{}", shown.message);
        assert!(shown.answer.contains(&format!("{id} ({kind})\n")), "{}", shown.answer);
        let explained = transfer(&["explain", id]);
        assert_eq!((explained.status, &explained.answer), (0, &shown.answer));
    }
    // Near words are told of these rows too.
    let slip = transfer(&["law", "show", "c108-partis"]);
    assert_eq!((slip.status, slip.message.contains("did you mean `c108-parties`?")), (2, true));
    // What is verified is every row, members of areas and duties about papers among them.
    let verified = transfer(&["law", "verify"]);
    for id in ["c108-parties-others", "uk-gdpr-tell-destination"] {
        assert!(verified.answer.contains(&format!("  {id} (")), "{}", verified.answer);
    }
}

#[test]
fn rows_that_name_a_place() {
    let rows = |place: &str, day: &str| {
        let run = transfer(&["law", "list", "--place", place, "--as-of", day, "--format", "json"]);
        assert_eq!(run.status, 0, "{}", run.message);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&run.answer).unwrap();
        rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // By the importer's country too.
    assert!(rows("US", "2024-06-01").contains(&"eu-dpf".to_owned()));
    assert!(!rows("US", "2023-07-09").contains(&"eu-dpf".to_owned()));
    // By the country of which the place is a part; not rules for any place.
    let quebec = rows("CA-QC", "2024-06-01");
    assert!(quebec.contains(&"eu-adequacy-ca-2002".to_owned()), "{quebec:?}");
    assert!(!quebec.contains(&"eu-clauses-2021-914".to_owned()), "{quebec:?}");
}

/// Rows of a law end with it, whether or not they say so.
#[test]
fn rows_of_a_law_that_has_ended() {
    let listed = |args: &[&str]| {
        let run = transfer(&[&["law", "list", "--format", "json"], args].concat());
        assert_eq!(run.status, 0, "{}", run.message);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&run.answer).unwrap();
        rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (consent, switzerland) = ("eu-dpd-art-26-consent".to_owned(), "eu-adequacy-ch-2000".to_owned());
    // The Directive ended with 2018-07-19 (EFTA states); what the GDPR took over is in force under the GDPR alone.
    let last = listed(&["--as-of", "2018-07-19"]);
    assert!(last.contains(&consent) && last.contains(&switzerland));
    let after = listed(&["--as-of", "2018-07-20"]);
    assert!(!after.contains(&consent) && after.contains(&switzerland));
    assert!(listed(&["--as-of", "2018-07-20", "--regime", "eu-dpd"]).is_empty());
    assert!(listed(&["--all", "--regime", "eu-dpd"]).contains(&consent));
    let history = transfer(&["explain", "privacy-shield"]).answer;
    assert!(history.contains("\neu-dpd\n  2016-08-01 to 2018-07-19: "), "{history}");
    assert!(history.contains("\neu-gdpr\n  2016-08-01 to 2020-07-15: "), "{history}");
}

#[test]
fn an_overlay_that_is_not_there() {
    let run = transfer(&["law", "list", "--law", "no-such-folder"]);
    assert_eq!(run.status, 2);
    assert!(run.message.contains("--law: there is no file or folder `no-such-folder`"), "{}", run.message);
}

#[test]
fn faults_of_an_overlay_lie_where_it_was_named() {
    let folder = Folder::new("overlay-faults");
    std::fs::create_dir(folder.at("empty")).unwrap();
    std::fs::create_dir(folder.at("bad")).unwrap();
    folder.put("bad/a.toml", "[[rule]]\nid = \"a\"\n");
    let named = |name: &str| folder.path(name);
    for path in [named("bad"), named("bad/a.toml")] {
        let run = transfer(&["law", "list", "--law", &path]);
        assert_eq!(run.status, 2);
        assert!(run.message.contains(&format!("--> {}:1:1", named("bad/a.toml"))), "{}", run.message);
    }
    let run = transfer(&["law", "list", "--law", &named("empty")]);
    assert_eq!(run.status, 2);
    assert!(run.message.contains("--law takes a file of law rows"), "{}", run.message);
}

/// What a rule asks for stands beside its condition, and a row that was added has the path of its file.
#[test]
fn conditions_and_places_of_rows() {
    let run = transfer(&[
        "law",
        "list",
        "--regime",
        "ch-fadp",
        "--mechanism",
        "adequacy",
        "--as-of",
        "2023-09-01",
        "--format",
        "csv",
    ]);
    let mut lines = run.answer.lines();
    assert_eq!(lines.next(), Some("row,mechanism,regimes,places,since,until,confidence,citation"));
    let canada = lines.find(|line| line.starts_with("ch-adequacy-ca,")).unwrap();
    assert!(canada.contains(",CA,") || canada.contains(",CA "), "{canada}");
    for format in ["human", "markdown"] {
        let run =
            transfer(&["law", "list", "--regime", "ch-fadp", "--as-of", "2023-09-01", "--format", format]);
        for word in ["places", "citation", "ch-adequacy-ca", "in force on 2023-09-01"] {
            assert!(run.answer.contains(word), "{format}: {word}");
        }
    }
    let shown = transfer(&["law", "show", "ch-adequacy-ca"]).answer;
    assert!(shown.contains("conditions importer-sector (commercial, bank"), "{shown}");
    let folder = Folder::new("house");
    let row = "[[rule]]\nid = \"house-rs\"\nmechanism = \"adequacy\"\nregimes = [\"eu-gdpr\"]\nplaces = [\"RS\"]\nsince = 2027-03-01\ncitation = \"Forecast\"\nsource = [\"memorandum\"]\nverified = 2026-11-30\nconfidence = \"memory\"\n";
    folder.put("serbia.toml", row);
    let law = folder.here();
    for words in [
        &["law", "show", "house-rs", "--law", law][..],
        &["explain", "house-rs", "--law", law],
        &["law", "verify", "--law", law],
    ] {
        let told = transfer(words).answer;
        assert!(told.contains(&format!("{law}/serbia.toml:2")), "{told}");
    }
    let run = transfer(&["law", "verify", "--law", law, "--format", "json"]);
    let verified: serde_json::Value = serde_json::from_str(&run.answer).unwrap();
    assert_eq!(verified["schema"], "transfer-law-verify/1");
}

/// A verdict that only the flow before it makes does not end with a want of mechanisms.
#[test]
fn a_derivation_ends_with_what_decides() {
    let register =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../transfer-model/docs/findings/upstream-broken/failing.toml");
    let run = transfer(&["explain", register, "--flow", "support"]);
    assert!(
        run.answer.contains("a transfer upstream, by which the data came, does not stand"),
        "{}",
        run.answer
    );
    assert!(!run.answer.contains("what is claimed does not hold"), "{}", run.answer);
}

/// What is explained, for programs and for wikis: of flows the same as `check` says of them.
#[test]
fn explained_for_programs_and_wikis() {
    let egress = format!("{}/registers/egress", env!("CARGO_MANIFEST_DIR"));
    let egress = egress.as_str();
    let flows = ["--flow", "crm-us-ipv-only", "--flow", "authority-disclosure"];
    let named = |first: &str| -> Vec<String> {
        let rest = ["--format", "json"].iter().chain(&flows);
        [first, egress].iter().chain(rest).map(|word| (*word).to_owned()).collect()
    };
    let run = |words: Vec<String>| transfer(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let (explained, checked) = (run(named("explain")), run(named("check")));
    assert_eq!((explained.status, &explained.answer), (0, &checked.answer));
    let document: serde_json::Value = serde_json::from_str(&explained.answer).unwrap();
    assert_eq!(document["flows"].as_array().unwrap().len(), 2);

    let json = |subject: &str| -> serde_json::Value {
        let run = transfer(&["explain", subject, "--format", "json"]);
        assert_eq!(run.status, 0, "{}", run.message);
        serde_json::from_str(&run.answer).unwrap()
    };
    let page = json("tia-missing");
    assert_eq!(page["schema"], "transfer-explanation/1");
    assert_eq!(page["finding"]["code"], "tia-missing");
    assert_eq!((&page["mechanism"], page["rows"].as_array().unwrap().len()), (&serde_json::Value::Null, 0));
    let history = json("privacy-shield");
    let laws = history["mechanism"]["laws"].as_array().unwrap();
    let eu = laws.iter().find(|law| law["regime"] == "eu-gdpr").unwrap();
    assert_eq!(eu["rows"][0]["until"], "2020-07-15");
    assert_eq!(json("ipv")["mechanism"]["laws"][0]["rows"], serde_json::json!([]));
    assert_eq!(json("us-fisa-702")["rows"][0]["kind"], "power");

    for (name, words) in [
        (
            "explain_flow_markdown",
            vec!["explain", egress, "--flow", "crm-us-ipv-only", "--format", "markdown"],
        ),
        ("explain_mechanism_markdown", vec!["explain", "safe-harbor", "--format", "markdown"]),
        ("explain_code_markdown", vec!["explain", "waiver-unused", "--format", "markdown"]),
        ("explain_row_markdown", vec!["explain", "eu-dpf", "--format", "markdown"]),
    ] {
        let run = transfer(&words);
        assert_eq!(run.status, 0, "{}", run.message);
        insta::assert_snapshot!(name, run.answer.replace(env!("CARGO_MANIFEST_DIR"), "tests"));
    }
}

/// Whatever code is printed has a page, the problems that stop a run too.
#[test]
fn codes_of_problems_are_explained() {
    for code in ProblemCode::ALL {
        let run = transfer(&["explain", code.name()]);
        assert_eq!(run.status, 0, "{}", run.message);
        let head = format!("{} (error)\n\nMeaning\n  ", code.name());
        assert!(run.answer.starts_with(&head) && run.answer.contains("\nRemedy\n  "), "{}", run.answer);
        let page = transfer(&["explain", code.name(), "--format", "markdown"]).answer;
        assert!(page.starts_with(&format!("# {} (error)\n\n## Meaning\n", code.name())), "{page}");
        assert!(!page.contains("\n\n\n") && !run.answer.contains("\n\n\n"), "{page}");
    }
    let slip = transfer(&["explain", "unknown-kye"]);
    assert!(slip.message.contains("did you mean `unknown-key`?"), "{}", slip.message);
}
