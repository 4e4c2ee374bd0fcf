//! Real registers, assessed on their own day, on the day before and the day of each change of law that
//! touches them, and today: for people in full on the document's day, as verdicts and findings on the others.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on should fail")]

use std::fmt::Write as _;

use serde_json::Value;
use transfer_tests::{material, transfer};

fn check(register: &str, day: &str, format: &str) -> String {
    let path = material("registers").join(register);
    let run = transfer(&["check", path.to_str().unwrap(), "--as-of", day, "--format", format]);
    assert!(run.status < 2, "{}", run.message);
    run.answer
}

/// Verdicts and findings of a day, one line each: short enough to read a difference line by line.
fn lines(register: &str, day: &str) -> String {
    let document: Value = serde_json::from_str(&check(register, day, "json")).unwrap();
    let mut text = String::new();
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    for flow in document["flows"].as_array().unwrap() {
        writeln!(text, "{}: {}", word(&flow["id"]), word(&flow["verdict"])).unwrap();
        for regime in flow["regimes"].as_array().unwrap() {
            let (name, verdict) = (word(&regime["regime"]), word(&regime["verdict"]));
            let (mechanism, basis) = (word(&regime["mechanism"]), word(&regime["basis"]));
            writeln!(text, "    {name} ({basis}): {verdict} by {mechanism}").unwrap();
            for claim in regime["claims"].as_array().unwrap() {
                let (name, status) = (word(&claim["claim"]), word(&claim["status"]));
                writeln!(text, "        {name}: {status} {}", word(&claim["date"])).unwrap();
            }
        }
    }
    for finding in document["findings"].as_array().unwrap() {
        // Notes on the law's horizon stand with every verdict; the snapshot of the day itself shows them.
        if finding["code"] != "beyond-law-horizon" {
            let (severity, code) = (word(&finding["severity"]), word(&finding["code"]));
            let (flow, regime) = (word(&finding["flow"]), word(&finding["regime"]));
            writeln!(text, "{severity} {code} {flow} {regime}").unwrap();
        }
    }
    text
}

fn verdict(register: &str, day: &str, flow: &str, regime: &str) -> String {
    let document: Value = serde_json::from_str(&check(register, day, "json")).unwrap();
    let flows = document["flows"].as_array().unwrap();
    let flow = flows.iter().find(|f| f["id"] == flow).unwrap();
    if regime.is_empty() {
        return flow["verdict"].as_str().unwrap().to_owned();
    }
    let regimes = flow["regimes"].as_array().unwrap();
    let found = regimes.iter().find(|r| r["regime"] == regime);
    found.map_or_else(|| "not bound".to_owned(), |r| r["verdict"].as_str().unwrap().to_owned())
}

fn snapshots(register: &str, own: &str, days: &[&str]) {
    insta::assert_snapshot!(format!("{register}_{own}_human"), check(register, own, "human"));
    let json = check(register, own, "json");
    // The digest of the law changes with every row; the tests of the pack hold it, not this one.
    let stable: String =
        json.lines().filter(|line| !line.contains("\"digest\"")).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(format!("{register}_{own}_json"), stable);
    for day in days {
        insta::assert_snapshot!(format!("{register}_{day}"), lines(register, day));
    }
}

#[test]
fn egress() {
    let days = [
        "2020-07-15",
        "2020-07-16",
        "2020-12-31",
        "2021-06-27",
        "2021-06-28",
        "2022-12-18",
        "2022-12-19",
        "2023-07-09",
        "2023-07-10",
        "2023-10-11",
        "2023-10-12",
        "2025-12-18",
        "2025-12-19",
        "2026-11-22",
    ];
    snapshots("egress", "2021-01-07", &days);
    for (day, flow, regime, expected) in [
        ("2021-01-07", "crm-us", "uk-gdpr", "invalid"),
        ("2021-01-07", "crm-us-ipv-only", "uk-gdpr", "unsupported"),
        ("2021-01-07", "crm-ca", "uk-gdpr", "valid"),
        ("2021-01-07", "nl-branch-uk", "eu-gdpr", "not-restricted"),
        ("2021-06-27", "nl-branch-uk", "eu-gdpr", "not-restricted"),
        ("2021-06-28", "nl-branch-uk", "eu-gdpr", "valid"),
        ("2021-07-01", "nl-branch-uk", "eu-gdpr", "valid"),
        ("2021-01-07", "nl-branch-self", "eu-gdpr", "not-restricted"),
        ("2026-11-22", "nl-branch-self", "eu-gdpr", "not-restricted"),
        ("2021-01-07", "payments", "uk-gdpr", "undetermined"),
        ("2021-01-07", "partner-upload-sanctioned", "", "prohibited"),
    ] {
        assert_eq!(verdict("egress", day, flow, regime), expected, "{flow} under {regime} on {day}");
    }
}

#[test]
fn impero() {
    let days = [
        "2020-07-15",
        "2020-07-16",
        "2020-12-31",
        "2021-01-01",
        "2021-06-27",
        "2021-06-28",
        "2021-09-26",
        "2021-09-27",
        "2022-12-27",
        "2022-12-28",
        "2023-07-10",
        "2023-10-12",
        "2024-03-21",
        "2024-03-22",
        "2026-11-22",
    ];
    snapshots("impero", "2021-06-04", &days);
    for (day, flow, regime, expected) in [
        ("2021-06-04", "hosting-shield", "uk-gdpr", "invalid"),
        ("2021-06-04", "hosting-shield", "eu-gdpr", "invalid"),
        ("2021-06-04", "hosting-clauses", "uk-gdpr", "conditional"),
        ("2022-12-27", "hosting-clauses", "eu-gdpr", "conditional"),
        ("2022-12-28", "hosting-clauses", "eu-gdpr", "invalid"),
        ("2024-03-21", "hosting-clauses", "uk-gdpr", "conditional"),
        ("2024-03-22", "hosting-clauses", "uk-gdpr", "invalid"),
        ("2021-06-27", "client-uploads-eu", "eu-gdpr", "not-restricted"),
        ("2021-06-28", "client-uploads-eu", "eu-gdpr", "valid"),
    ] {
        assert_eq!(verdict("impero", day, flow, regime), expected, "{flow} under {regime} on {day}");
    }
}

#[test]
fn deskpro() {
    let days = [
        "2016-07-31",
        "2016-08-01",
        "2018-05-24",
        "2018-05-25",
        "2020-07-15",
        "2020-07-16",
        "2020-12-31",
        "2021-01-01",
        "2021-06-28",
        "2023-07-09",
        "2023-07-10",
        "2023-10-12",
        "2026-11-22",
    ];
    snapshots("deskpro", "2018-05-17", &days);
    for (day, flow, regime, expected) in [
        ("2018-05-17", "support-us-provider", "eu-dpd", "valid"),
        ("2018-05-24", "support-us-provider", "eu-dpd", "valid"),
        ("2018-05-25", "support-us-provider", "eu-gdpr", "valid"),
        ("2020-07-15", "support-us-provider", "eu-gdpr", "valid"),
        ("2020-07-16", "support-us-provider", "eu-gdpr", "invalid"),
        ("2021-01-01", "support-us-provider", "uk-gdpr", "invalid"),
    ] {
        assert_eq!(verdict("deskpro", day, flow, regime), expected, "{flow} under {regime} on {day}");
    }
}

#[test]
fn insidesales() {
    let days = [
        "2018-05-24",
        "2018-05-25",
        "2020-07-15",
        "2020-07-16",
        "2020-09-07",
        "2020-09-08",
        "2020-12-31",
        "2021-01-01",
        "2023-07-09",
        "2023-07-10",
        "2023-08-31",
        "2023-09-01",
        "2023-10-12",
        "2024-09-14",
        "2024-09-15",
        "2026-11-22",
    ];
    snapshots("insidesales", "2018-05-21", &days);
    for (day, flow, regime, expected) in [
        ("2018-05-21", "platform-eu", "eu-dpd", "valid"),
        ("2020-07-15", "platform-eu", "eu-gdpr", "valid"),
        ("2020-07-16", "platform-eu", "eu-gdpr", "invalid"),
        ("2020-07-16", "platform-ch", "ch-fadp", "valid"),
        ("2020-09-07", "platform-ch", "ch-fadp", "valid"),
        ("2020-09-08", "platform-ch", "ch-fadp", "invalid"),
    ] {
        assert_eq!(verdict("insidesales", day, flow, regime), expected, "{flow} under {regime} on {day}");
    }
}

/// An invented group that exports from everywhere: every law, its filings and thresholds, around the days on which
/// they turn.
#[test]
fn worldwide() {
    let days = [
        "2026-11-21",
        "2026-11-24",
        "2026-11-25",
        "2026-12-02",
        "2026-12-03",
        "2026-12-04",
        "2026-12-05",
        "2027-01-01",
        "2027-05-13",
        "2027-05-14",
    ];
    snapshots("worldwide", "2026-11-22", &days);
    // Five working days after 2026-11-17; sixty days after 2026-10-05; thirty after 2026-11-02.
    assert_eq!(verdict("worldwide", "2026-11-24", "tr-cloud", "tr-kvkk"), "conditional");
    assert_eq!(verdict("worldwide", "2026-11-25", "tr-cloud", "tr-kvkk"), "conditional");
    assert_eq!(verdict("worldwide", "2026-12-04", "vn-cloud", "vn-pdpl"), "conditional");
    assert_eq!(verdict("worldwide", "2026-12-05", "vn-cloud", "vn-pdpl"), "invalid");
    assert_eq!(verdict("worldwide", "2026-12-02", "ar-cloud", "ar-25326"), "conditional");
    assert_eq!(verdict("worldwide", "2026-12-03", "ar-cloud", "ar-25326"), "invalid");
    assert_eq!(verdict("worldwide", "2026-12-31", "cn-de", "cn-pipl"), "valid");
    assert_eq!(verdict("worldwide", "2027-01-01", "cn-de", "cn-pipl"), "undetermined");
    assert_eq!(verdict("worldwide", "2026-11-22", "ru-tr", "ru-152fz"), "prohibited");
    assert_eq!(verdict("worldwide", "2026-11-22", "us-genome", ""), "prohibited");
    assert_eq!(verdict("worldwide", "2026-11-22", "us-labs", ""), "conditional");
}

/// Every regime in force that binds companies binds a flow of the invented group.
#[test]
fn the_group_exports_under_every_law() {
    let document: Value = serde_json::from_str(&check("worldwide", "2026-11-22", "json")).unwrap();
    let flows = document["flows"].as_array().unwrap().iter();
    let regimes = flows.flat_map(|flow| flow["regimes"].as_array().unwrap().clone());
    let seen: std::collections::BTreeSet<String> =
        regimes.map(|r| r["regime"].as_str().unwrap().to_owned()).collect();
    let book = jurisdictions::embedded().unwrap();
    let day = transfer_model::day::Day::parse("2026-11-22").unwrap();
    let laws = book.pack().regimes.iter().filter(|r| r.header.period.holds(day) && !r.institutions_only);
    let missing: Vec<&str> = laws.map(|r| r.header.id.as_str()).filter(|id| !seen.contains(*id)).collect();
    assert!(missing.is_empty(), "no flow under {missing:?}");
}
