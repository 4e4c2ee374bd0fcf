//! `transfer timeline` on real registers: every change from 2015 to the day of the law pack, and on which of the days
//! that everybody knows.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should fail"
)]

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::Value;
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

/// On which known days a verdict changes, and on which others.
fn days(register: &str) -> (Vec<String>, Vec<String>) {
    let document = json(register, &["--from", "2015-01-01", "--to", "2026-11-22"]);
    let days: BTreeSet<String> =
        changes(&document).iter().map(|change| change["date"].as_str().unwrap().to_owned()).collect();
    days.into_iter().partition(|day| KNOWN.contains(&day.as_str()))
}

fn snapshots(register: &str) {
    insta::assert_snapshot!(format!("{register}_human"), whole(register, "human"));
    insta::assert_snapshot!(format!("{register}_json"), stable(&whole(register, "json")));
}

#[test]
fn egress() {
    snapshots("egress");
    // The policy names nobody's entry in the DPF, no clauses, and no UK extension.
    let known = ["2016-08-01", "2018-05-25", "2020-07-16", "2021-01-01", "2021-06-28"];
    let others = ["2023-09-01"];
    assert_eq!(days("egress"), (known.map(Into::into).into(), others.map(Into::into).into()));
}

#[test]
fn impero() {
    snapshots("impero");
    let known =
        ["2016-08-01", "2018-05-25", "2020-07-16", "2021-01-01", "2021-06-28", "2022-12-28", "2024-03-22"];
    assert_eq!(days("impero"), (known.map(Into::into).into(), Vec::new()));
}

#[test]
fn deskpro() {
    snapshots("deskpro");
    let known = ["2018-05-25", "2020-07-16", "2021-01-01", "2021-06-28", "2023-07-10"];
    // The provider's entry begins.
    let others = ["2018-01-01"];
    assert_eq!(days("deskpro"), (known.map(Into::into).into(), others.map(Into::into).into()));
}

#[test]
fn insidesales() {
    snapshots("insidesales");
    let known = ["2018-05-25", "2020-07-16", "2020-09-08", "2021-01-01", "2023-07-10", "2024-09-15"];
    // The company's own entry begins; the revised Swiss Act reaches those abroad.
    let others = ["2018-01-01", "2023-09-01"];
    assert_eq!(days("insidesales"), (known.map(Into::into).into(), others.map(Into::into).into()));
}

#[test]
fn a_memorandum() {
    insta::assert_snapshot!("impero_markdown", whole("impero", "markdown"));
}

/// A register with a flow on every known day that no real register has: its cause must be the row of that day.
#[test]
fn the_other_known_days_have_their_own_causes() {
    let folder = std::env::temp_dir().join(format!("transfer-histories-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("transfer.toml");
    std::fs::write(&path, FAMOUS).unwrap();
    let path = path.to_str().unwrap();
    let run = transfer(&["timeline", path, "--from", "2015-01-01", "--to", "2026-11-22"]);
    std::fs::remove_dir_all(&folder).unwrap();
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
