//! `transfer timeline` on real registers: every change from 2015 to the day of the law pack, and on which of the days
//! that everybody knows.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should fail"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;
use transfer_tests::folder::Folder;
use transfer_tests::{Run, material, transfer};

fn run(register: &str, more: &[&str]) -> Run {
    let path = material("registers").join(register);
    let mut all = vec!["timeline", path.to_str().unwrap()];
    all.extend(more);
    transfer(&all)
}

fn told(register: &str, more: &[&str]) -> String {
    let run = run(register, more);
    assert_eq!(run.status, 0, "{}", run.message);
    run.answer
}

fn whole(register: &str, format: &str) -> String {
    told(register, &["--from", "2015-01-01", "--to", "2026-11-22", "--format", format])
}

fn json(register: &str, more: &[&str]) -> Value {
    let mut all = vec!["--format", "json"];
    all.extend(more);
    serde_json::from_str(&told(register, &all)).unwrap()
}

/// The JSON without what changes with every row of the law.
fn stable(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.contains("\"digest\"") && !line.contains("\"verified_to\""));
    lines.collect::<Vec<_>>().join("\n")
}

fn changes(document: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    for flow in document["flows"].as_array().unwrap() {
        all.extend(flow["changes"].as_array().unwrap().iter().skip(1).cloned());
        for regime in flow["regimes"].as_array().unwrap() {
            all.extend(regime["changes"].as_array().unwrap().iter().skip(1).cloned());
        }
    }
    all
}

/// Days on which law changed for many: the end of Safe Harbor, the Privacy Shield of the Union and of Switzerland, the
/// GDPR, Schrems II, the Swiss follow-up, the end of the Brexit transition, adequacy of the United Kingdom, the old
/// clauses for new contracts and for all, the reform in Switzerland's wake, the DPF with its British and Swiss parts,
/// the old clauses in the United Kingdom, adequacy of Brazil.
const KNOWN: [&str; 16] = [
    "2015-10-06",
    "2016-08-01",
    "2017-04-12",
    "2018-05-25",
    "2020-07-16",
    "2020-09-08",
    "2021-01-01",
    "2021-06-28",
    "2021-09-27",
    "2022-12-28",
    "2023-01-01",
    "2023-07-10",
    "2023-10-12",
    "2024-03-22",
    "2024-09-15",
    "2026-01-26",
];

fn snapshots(register: &str) {
    insta::assert_snapshot!(format!("{register}_human"), whole(register, "human"));
    insta::assert_snapshot!(format!("{register}_json"), stable(&whole(register, "json")));
}

/// The four real registers; the invented one has no history of its own.
const REAL: [&str; 4] = ["deskpro", "egress", "impero", "insidesales"];

#[test]
fn the_real_registers() {
    for register in REAL {
        snapshots(register);
    }
}

/// `DAY REGIME BEFORE > AFTER: FLOW`, for each change and for the state on the first day.
fn history(path: &Path) -> BTreeSet<String> {
    let span = ["--from", "2015-01-01", "--to", "2026-11-22", "--format", "json"];
    let mut all = vec!["timeline", path.to_str().unwrap()];
    all.extend(span);
    let run = transfer(&all);
    assert_eq!(run.status, 0, "{}", run.message);
    let document: Value = serde_json::from_str(&run.answer).unwrap();
    let word = |verdict: &Value| verdict.as_str().unwrap_or("-").to_owned();
    let mut lines = BTreeSet::new();
    for flow in document["flows"].as_array().unwrap() {
        for regime in flow["regimes"].as_array().unwrap() {
            let mut before = "-".to_owned();
            for change in regime["changes"].as_array().unwrap() {
                let after = word(&change["verdict"]);
                if after != before {
                    let (day, law) = (change["date"].as_str().unwrap(), regime["regime"].as_str().unwrap());
                    lines.insert(format!("{day} {law} {before} > {after}: {}", flow["id"].as_str().unwrap()));
                }
                before = after;
            }
        }
    }
    lines
}

/// `HEAD: FLOW FLOW` as one line a flow.
fn each_flow(line: &str) -> Vec<String> {
    let (head, flows) = line.rsplit_once(": ").unwrap_or_else(|| panic!("no flows in `{line}`"));
    flows.split_whitespace().map(|flow| format!("{head}: {flow}")).collect()
}

/// What `histories/real.txt` says: the changes of each register, and the days that show nowhere.
fn told_of_the_real() -> (BTreeMap<String, BTreeSet<String>>, BTreeSet<String>) {
    let text = std::fs::read_to_string(material("histories/real.txt")).unwrap();
    let (mut told, mut nowhere) = (BTreeMap::<String, BTreeSet<String>>::new(), BTreeSet::new());
    let mut at = ("", "");
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(rest) = line.strip_prefix("  ") {
            told.entry(at.1.to_owned()).or_default().extend(each_flow(&format!("{} {rest}", at.0)));
            continue;
        }
        at = line.split_once(' ').unwrap();
        if at.1 == "nowhere" {
            nowhere.insert(at.0.to_owned());
        }
    }
    (told, nowhere)
}

/// Each day shows in the registers, for the flows and under the laws where it matters, and in no others; no other day does.
#[test]
fn each_day_shows_where_it_matters_and_nowhere_else() {
    let (told, nowhere) = told_of_the_real();
    let mut shown = BTreeSet::new();
    let mut wrong = Vec::new();
    for register in REAL {
        // How things stood on the first day is no change.
        let found: BTreeSet<String> = history(&material("registers").join(register))
            .into_iter()
            .filter(|line| !line.starts_with("2015-01-01"))
            .collect();
        let told = &told[register];
        wrong.extend(found.difference(told).map(|line| format!("{register} shows, and should not: {line}")));
        wrong.extend(told.difference(&found).map(|line| format!("{register} should show: {line}")));
        shown.extend(found.iter().map(|line| line[..10].to_owned()));
    }
    for day in KNOWN {
        if shown.contains(day) == nowhere.contains(day) {
            wrong.push(format!("{day}: must be told of as a change or as `nowhere`, and not both"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The days that no real register shows, in one with a single assumption more; the rest of its history stays.
#[test]
fn one_assumption_more_shows_the_days_that_hang_on_it() {
    let text = std::fs::read_to_string(material("histories/derived.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let (_, nowhere) = told_of_the_real();
    let mut missing = nowhere;
    let mut wrong = Vec::new();
    for case in table["derived"].as_array().unwrap() {
        let word = |key: &str| case[key].as_str().unwrap();
        let lines = |key: &str| -> BTreeSet<String> {
            case[key].as_array().unwrap().iter().flat_map(|line| each_flow(line.as_str().unwrap())).collect()
        };
        let base = material("registers").join(word("base"));
        let folder = Folder::new("derived");
        for file in std::fs::read_dir(&base).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), folder.0.join(file.file_name())).unwrap();
        }
        for edit in case["edit"].as_array().unwrap() {
            let path = folder.at(edit["file"].as_str().unwrap());
            let (old, new) = (edit["old"].as_str().unwrap(), edit["new"].as_str().unwrap());
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(
                text.matches(old).count(),
                1,
                "{}: what is edited must stand there once",
                word("name")
            );
            std::fs::write(&path, text.replace(old, new)).unwrap();
        }
        let (before, after) = (history(&base), history(&folder.0));
        let mut differ = |key: &str, found: BTreeSet<String>| {
            let told = lines(key);
            let name = word("name");
            wrong.extend(found.difference(&told).map(|line| format!("{name}: {key}, and not told: {line}")));
            wrong.extend(told.difference(&found).map(|line| format!("{name}: not {key}: {line}")));
        };
        differ("more", after.difference(&before).cloned().collect());
        differ("less", before.difference(&after).cloned().collect());
        let day = case["day"].to_string();
        if lines("more").iter().any(|line| line.starts_with(&day)) {
            missing.remove(&day);
        }
    }
    wrong
        .extend(missing.into_iter().map(|day| format!("{day} shows in no register, not even a derived one")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_memorandum() {
    insta::assert_snapshot!("impero_markdown", whole("impero", "markdown"));
}

/// A register with a flow on every known day that no real register has: its cause must be the row of that day.
#[test]
fn the_other_known_days_have_their_own_causes() {
    let folder = Folder::new("histories");
    let path = folder.file("transfer.toml", FAMOUS);
    let run = transfer(&["timeline", &path, "--from", "2015-01-01", "--to", "2026-11-22"]);
    assert_eq!(run.status, 0, "{}", run.message);
    insta::assert_snapshot!("known_days_human", run.answer);
}

const FAMOUS: &str = r#"
[register]
name = "Known days"
as_of = 2026-11-22

[[party]]
id = "de"
name = "Company in Germany"
kind = "group"
country = "DE"
sector = "commercial"

[[party]]
id = "gb"
name = "Company in the United Kingdom"
kind = "group"
country = "GB"
sector = "commercial"

[[party]]
id = "ch"
name = "Company in Switzerland"
kind = "group"
country = "CH"
sector = "commercial"

[[party]]
id = "us"
name = "Provider in the United States"
kind = "processor"
country = "US"
sector = "commercial"
exposure = ["us-fisa-702"]
certifications = [
  { scheme = "safe-harbor", parts = ["eu-us", "swiss-us"], since = 2014-01-01, until = 2016-07-31, covers = ["non-hr"] },
  { scheme = "privacy-shield", parts = ["eu-us", "swiss-us"], since = 2016-08-01, covers = ["non-hr"] },
  { scheme = "dpf", parts = ["eu-us", "uk-extension", "swiss-us"], since = 2023-07-10, covers = ["non-hr"], status = "active" },
]

[[party]]
id = "br"
name = "Provider in Brazil"
kind = "processor"
country = "BR"
sector = "commercial"

[[party]]
id = "in"
name = "Provider in India"
kind = "processor"
country = "IN"
sector = "commercial"
exposure = []

[[data]]
id = "contact"
name = "Contact details"

[[instrument]]
id = "old-late"
kind = "eu-scc-2010-87"
exporters = ["de"]
importers = ["in"]
signed = 2021-09-27

[[instrument]]
id = "old-us"
kind = "eu-scc-2010-87"
exporters = ["de", "ch"]
importers = ["us"]
signed = 2019-01-01

[[instrument]]
id = "swiss-us"
kind = "swiss-amendments"
exporters = ["ch"]
importers = ["us"]
signed = 2019-01-01
amends = "old-us"

[[flow]]
id = "br-adequacy"
from = "de"
to = "br"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["adequacy"]
since = 2025-01-01

[[flow]]
id = "ch-clauses"
from = "ch"
to = "us"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["old-us"]
since = 2019-06-01

[[flow]]
id = "ch-schemes"
from = "ch"
to = "us"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["safe-harbor", "privacy-shield", "dpf"]

[[flow]]
id = "de-clauses"
from = "de"
to = "us"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["old-us"]
since = 2019-06-01

[[flow]]
id = "de-late"
from = "de"
to = "in"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["old-late"]
since = 2021-09-01

[[flow]]
id = "de-schemes"
from = "de"
to = "us"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["safe-harbor", "privacy-shield", "dpf"]

[[flow]]
id = "gb-schemes"
from = "gb"
to = "us"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["safe-harbor", "privacy-shield", "dpf"]
"#;

fn validator() -> Validator {
    let run = transfer(&["schema", "--of", "timeline"]);
    assert_eq!(run.status, 0);
    let schema: Value = serde_json::from_str(&run.answer).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

#[test]
fn the_documents_meet_their_schema_and_each_change_has_its_cause() {
    let validator = validator();
    for register in ["egress", "impero", "deskpro", "insidesales", "worldwide"] {
        let document = json(register, &[]);
        let faults: Vec<String> =
            validator.iter_errors(&document).map(|f| format!("{}: {f}", f.instance_path())).collect();
        assert!(faults.is_empty(), "{register}: {faults:#?}");
        assert_eq!(document["schema"], "transfer-timeline/1");
        for change in changes(&document) {
            assert!(change["cause"].as_str().is_some_and(|cause| !cause.is_empty()), "{register}: {change}");
            assert!(change["row"].is_string() || change["span"].is_object(), "{register}: {change}");
            assert_eq!(change["row"].is_string(), !change["citation"].as_array().unwrap().is_empty());
        }
    }
}

#[test]
fn the_first_of_each_list_is_the_state_on_the_first_day() {
    let document = json("impero", &["--from", "2021-06-04", "--to", "2021-12-31"]);
    assert_eq!(document["from"], "2021-06-04");
    assert_eq!(document["to"], "2021-12-31");
    for flow in document["flows"].as_array().unwrap() {
        let first = &flow["changes"][0];
        assert_eq!(first["date"], "2021-06-04");
        let nothing = serde_json::json!([null, null, [], null]);
        assert_eq!(
            serde_json::json!([first["cause"], first["row"], first["citation"], first["span"]]),
            nothing
        );
    }
}

#[test]
fn days_not_given_come_from_the_register() {
    // No flow of this register has a first day; it describes 2018-05-17.
    let document = json("deskpro", &[]);
    assert_eq!(
        (document["from"].as_str(), document["to"].as_str()),
        (Some("2015-01-01"), Some("2023-05-17"))
    );
    let document = json("deskpro", &["--as-of", "2026-11-22"]);
    assert_eq!(document["to"], "2031-11-22");
}

#[test]
fn only_what_is_asked_for() {
    let asked = ["--flow", "crm-us", "--flow", "crm-ca", "--regime", "uk-gdpr", "--from", "2020-01-01"];
    let document = json("egress", &asked);
    let flows = document["flows"].as_array().unwrap();
    let ids: Vec<&str> = flows.iter().map(|flow| flow["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["crm-ca", "crm-us"]);
    for flow in flows {
        let regimes = flow["regimes"].as_array().unwrap();
        assert_eq!(regimes.len(), 1);
        assert_eq!(regimes[0]["regime"], "uk-gdpr");
    }
    let text = told("egress", &["--flow", "web-us", "--from", "2020-01-01", "--to", "2020-01-01"]);
    assert!(text.contains("Nothing changes."), "{text}");
}

#[test]
fn a_window_turned_round_and_unknown_words_are_all_told() {
    let run =
        run("egress", &["--from", "2021-01-02", "--to", "2021-01-01", "--flow", "crm-uss", "--regime", "uk"]);
    assert_eq!(run.status, 2);
    assert_eq!(run.answer, "");
    assert!(run.message.contains("--from 2021-01-02 is after --to 2021-01-01"), "{}", run.message);
    assert!(run.message.contains("did you mean `crm-us`?"), "{}", run.message);
    assert!(run.message.contains("--regime: no regime of the law pack is called `uk`"), "{}", run.message);
}

/// What ends soon is told as far ahead as asked: the day itself, and not one month less.
#[test]
fn the_horizon_of_a_check_can_be_asked_for() {
    let path = material("registers/worldwide");
    let soon = |months: &str| {
        let run = transfer(&[
            "check",
            path.to_str().unwrap(),
            "--horizon",
            months,
            "--format",
            "json",
            "--as-of",
            "2026-11-22",
        ]);
        let document: Value = serde_json::from_str(&run.answer).unwrap();
        let findings = document["findings"].as_array().unwrap().clone();
        findings.iter().filter(|finding| finding["code"] == "mechanism-ends-soon").count()
    };
    let (one, six, hundred) = (soon("1"), soon("6"), soon("120"));
    assert!(one < six && six < hundred, "{one} {six} {hundred}");
}
