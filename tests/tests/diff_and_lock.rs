//! `transfer diff` and `transfer lock`: what each change is put down to, and what the lock sees.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

use std::fs;

use serde_json::Value;
use transfer_tests::folder::Folder;
use transfer_tests::transfer;

const OLD: &str = r#"
[register]
name = "Acme Group"
as_of = 2024-01-15

[[party]]
id = "acme-ie"
name = "Acme Ireland Ltd"
kind = "group"
country = "IE"

[[party]]
id = "hoster-us"
name = "Hoster Inc"
kind = "processor"
country = "US"
sector = "commercial"
exposure = []
certifications = [{ scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, until = 2024-08-31, covers = ["hr", "non-hr"], status = "active", checked_on = 2023-10-01 }]

[[party]]
id = "mailer-us"
name = "Mailer Inc"
kind = "processor"
country = "US"
sector = "commercial"
exposure = []
certifications = []

[[data]]
id = "contact"
name = "Contact details"

[[flow]]
id = "hosting"
from = "acme-ie"
to = "hoster-us"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["dpf"]

[[flow]]
id = "mailing"
from = "acme-ie"
to = "mailer-us"
roles = "controller-to-processor"
data = ["contact"]
mechanism = ["dpf"]
"#;

const CLAUSES: &str = r#"
[[instrument]]
id = "scc-mailer"
kind = "eu-scc-2021-914"
modules = [2]
parties = ["acme-ie", "mailer-us"]
signed = 2024-01-02
governing_law = "IE"
annexes = ["I", "II", "III"]

[[tia]]
id = "tia-mailer"
flows = ["mailing"]
country = "US"
date = 2024-01-03
conclusion = "sufficient"
"#;

const DECISION: &str = r#"
[[rule]]
id = "own-us"
mechanism = "adequacy"
regimes = ["eu-gdpr"]
places = ["US"]
since = 2023-12-01
citation = "House reading"
source = ["https://example.org/house"]
verified = 2024-01-01
confidence = "checked"
"#;

fn mended() -> String {
    let claims = OLD.rfind("mechanism = [\"dpf\"]").unwrap();
    let (before, after) = OLD.split_at(claims);
    format!("{before}{}{CLAUSES}", after.replacen("[\"dpf\"]", "[\"scc-mailer\"]", 1))
}

fn diff(arguments: &[&str]) -> Value {
    let all: Vec<&str> =
        ["diff"].into_iter().chain(arguments.iter().copied()).chain(["--format", "json"]).collect();
    let run = transfer(&all);
    assert_eq!((run.status, run.message.as_str()), (0, ""));
    serde_json::from_str(&run.answer).unwrap()
}

fn because(found: &Value, flow: &str) -> (String, String, Vec<String>) {
    let changed = found["changed"].as_array().unwrap();
    let flow = changed.iter().find(|change| change["id"] == flow).unwrap();
    let words = flow["because"].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned());
    let text = |key: &str| flow[key].as_str().unwrap().to_owned();
    (text("before"), text("after"), words.collect())
}

#[test]
fn each_change_is_put_down_to_what_makes_it() {
    let folder = Folder::new("diff");
    let (old, new) = (folder.file("old.toml", OLD), folder.file("new.toml", mended()));
    let law = Folder::new("diff-law");
    law.file("own.toml", DECISION);
    let law = law.0.to_str().unwrap();
    // The same twice: nothing.
    assert_eq!(diff(&[&old, &old])["changed"].as_array().unwrap().len(), 0);
    // A fact of the register.
    let found = diff(&[&old, &new]);
    let (before, after, words) = because(&found, "mailing");
    assert_eq!((before.as_str(), after.as_str(), words), ("invalid", "valid", vec!["register".to_owned()]));
    assert_eq!(found["changed"].as_array().unwrap().len(), 1);
    // The calendar: the entry of the hoster is over.
    let found = diff(&[&old, "--new-as-of", "2024-09-01"]);
    let (before, after, words) = because(&found, "hosting");
    assert_eq!((before.as_str(), after.as_str(), words), ("valid", "invalid", vec!["calendar".to_owned()]));
    // The law: a decision that the house reads in.
    let found = diff(&[&old, "--new-law", law]);
    let (before, after, words) = because(&found, "mailing");
    assert_eq!((before.as_str(), after.as_str(), words), ("invalid", "valid", vec!["law".to_owned()]));
    // Its digest is the one that the assessment under it gives.
    let run = transfer(&["check", &old, "--law", law, "--format", "json"]);
    let assessment: Value = serde_json::from_str(&run.answer).unwrap();
    assert_eq!(found["new"]["law"]["digest"], assessment["law"]["digest"]);
    // All three at once: clauses and decision would each mend the mailing alone; the calendar alone ends nothing
    // that the decision does not hold.
    let found = diff(&[&old, &new, "--new-law", law, "--new-as-of", "2024-09-01"]);
    assert_eq!(because(&found, "mailing").2, ["register", "law"]);
    // Two at once, each flow by what made it.
    let found = diff(&[&old, &new, "--new-as-of", "2024-09-01"]);
    assert_eq!(because(&found, "hosting").2, ["calendar"]);
    assert_eq!(because(&found, "mailing").2, ["register"]);
    // A flow that the new register does not have.
    let fewer = folder.file("fewer.toml", OLD.split("[[flow]]\nid = \"mailing\"").next().unwrap());
    let found = diff(&[&old, &fewer]);
    assert_eq!(found["removed"][0]["id"], "mailing");
    assert_eq!(found["removed"][0]["because"][0], "register");
}

#[test]
fn a_lock_sees_verdicts_and_mechanisms() {
    let folder = Folder::new("lock");
    let path = folder.file("transfer.toml", OLD);
    let lock = folder.0.join("transfers.lock");
    // Not locked yet.
    let run = transfer(&["check", &path, "--locked"]);
    assert_eq!(run.status, 2);
    assert!(run.message.contains("transfer lock"), "{}", run.message);
    assert_eq!(transfer(&["lock", &path]).status, 0);
    let text = fs::read_to_string(&lock).unwrap();
    assert!(text.contains("[flow.\"hosting\"]\nverdict = \"valid\"\n"), "{text}");
    assert!(text.contains("mechanism = \"dpf\""), "{text}");
    // Written again it is the same.
    assert_eq!(transfer(&["lock", &path]).status, 0);
    assert_eq!(fs::read_to_string(&lock).unwrap(), text);
    // Held: what remains is the status of the findings themselves, and nothing is told of the lock.
    let run = transfer(&["check", &path, "--locked"]);
    assert_eq!((run.status, run.message.as_str()), (1, ""));
    // The order and the layout of the register are no change.
    let run = transfer(&["check", &folder.file("transfer.toml", format!("# a comment\n{OLD}")), "--locked"]);
    assert_eq!(run.message, "");
    // A change of a verdict is one.
    let run = transfer(&["check", &folder.file("transfer.toml", mended()), "--locked"]);
    assert_eq!(run.status, 1);
    assert!(run.message.contains("~ mailing: invalid -> valid"), "{}", run.message);
    // What is no lock is told.
    fs::write(&lock, "version = 2\n").unwrap();
    assert_eq!(transfer(&["check", &path, "--locked"]).status, 2);
    // A lock is never a part of the register.
    let out = folder.0.join("lock.toml");
    assert_eq!(transfer(&["lock", &path, "--out", out.to_str().unwrap()]).status, 2);
    assert!(!out.exists());
}

const STAFF_DATA: &str = "certifications = [{ scheme = \"dpf\", parts = [\"eu-us\"], since = 2023-09-01, covers = [\"hr\"], status = \"active\" }]";

/// A flow with two data items, each on its own paper.
fn two_items(second: &str, entry: &str) -> String {
    let certified = OLD.replace("certifications = []", entry);
    let claims = certified.rfind("data = [\"contact\"]\nmechanism = [\"dpf\"]").unwrap();
    format!(
        "{}data = [\"contact\", \"usage\"]\nmechanism = [{{ use = \"scc-mailer\", data = [\"contact\"] }}, {{ use = \"{second}\", data = [\"usage\"] }}]\n\n[[data]]\nid = \"usage\"\nname = \"Usage\"\nhr = true\n{}",
        certified.get(..claims).unwrap(),
        CLAUSES.split("[[tia]]").next().unwrap()
    )
}

#[test]
fn a_change_of_a_data_item_that_is_not_the_worst_is_one() {
    let folder = Folder::new("lock-data");
    let path = folder.file("transfer.toml", two_items("dpf", STAFF_DATA));
    assert_eq!(transfer(&["lock", &path]).status, 0);
    let lock = folder.0.join("transfers.lock");
    let text = fs::read_to_string(&lock).unwrap();
    let line = "regime.eu-gdpr = { verdict = \"conditional\", mechanism = \"eu-scc-2021-914\", data = { \"usage\" = { verdict = \"valid\", mechanism = \"dpf\" } } }\n";
    assert!(text.contains(line), "{text}");
    // A flow whose items have one answer has the line that it always had.
    assert!(text.contains("regime.eu-gdpr = { verdict = \"valid\", mechanism = \"dpf\" }\n"), "{text}");
    assert_eq!(transfer(&["check", &path, "--locked"]).message, "");
    // The other item turns to the clauses: the worst, and the regime, stay as they were.
    let after = folder.file("after.toml", two_items("scc-mailer", "certifications = []"));
    let run = transfer(&["check", &after, "--locked"]);
    assert_eq!(run.status, 1);
    let told = "~ mailing: conditional\n    eu-gdpr: conditional by eu-scc-2021-914; data `usage` valid by dpf -> conditional by eu-scc-2021-914\n";
    assert!(run.message.contains(told), "{}", run.message);
    let found = diff(&[&path, &after]);
    assert_eq!(because(&found, "mailing").2, ["register"]);
    let regime = &found["changed"][0]["regimes"][0];
    assert_eq!(regime["data_before"]["usage"]["mechanism"], "dpf");
    assert_eq!(regime["data_after"], serde_json::json!({}));
    let run = transfer(&["diff", &path, &after]);
    assert!(run.answer.contains("data `usage` valid by dpf -> conditional"), "{}", run.answer);
    // A lock of before names no data items: it is read, and what it does not say is to be reviewed.
    fs::write(
        &lock,
        text.replace(", data = { \"usage\" = { verdict = \"valid\", mechanism = \"dpf\" } }", ""),
    )
    .unwrap();
    let run = transfer(&["check", &path, "--locked"]);
    assert_eq!(run.status, 1);
    assert!(run.message.contains("then run `transfer lock`"), "{}", run.message);
}

/// The output of `check --locked` in a form for servers, with its status.
fn locked(path: &str, day: &str, format: &str) -> (u8, String) {
    let run = transfer(&["check", path, "--locked", "--as-of", day, "--format", format]);
    (run.status, run.answer)
}

#[test]
fn what_differs_from_the_lock_stands_in_the_output_for_servers() {
    let folder = Folder::new("lock-formats");
    // The flow of the hoster alone, which stands on either day: by its entry, then by clauses.
    let text = OLD.split("[[flow]]\nid = \"mailing\"").next().unwrap();
    let text = text.replace("[\"dpf\"]", "[\"dpf\", \"scc-hoster\"]");
    let papers = CLAUSES.replace("scc-mailer", "scc-hoster").replace("mailer-us", "hoster-us");
    let path =
        folder.file("transfer.toml", format!("{text}{}", papers.replace("\"mailing\"", "\"hosting\"")));
    assert_eq!(transfer(&["lock", &path]).status, 0);
    let words = "valid by dpf -> valid by eu-scc-2021-914";
    for (day, differs) in [("2024-01-15", false), ("2024-09-01", true)] {
        let status = u8::from(differs);
        let (is, junit) = locked(&path, day, "junit");
        assert_eq!(is, status);
        let junit = roxmltree::Document::parse(&junit).unwrap();
        let case = junit.descendants().find(|node| node.attribute("name") == Some("locked")).unwrap();
        let failure = case.children().find(|node| node.has_tag_name("failure"));
        assert_eq!(failure.is_some(), differs);
        assert!(failure.is_none_or(|failure| failure.text().unwrap().contains(words)), "{failure:?}");
        let count = junit.root_element().attribute("failures").unwrap();
        assert_eq!(count, status.to_string());
        let (is, github) = locked(&path, day, "github");
        assert_eq!((is, github.contains("::error file=")), (status, differs));
        assert_eq!(
            github.contains(&format!(
                "title=lock-differs::differs from what is locked: hosting: valid; eu-gdpr: {words}"
            )),
            differs,
            "{github}"
        );
        let (is, sarif) = locked(&path, day, "sarif");
        assert_eq!(is, status);
        let sarif: Value = serde_json::from_str(&sarif).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        let found: Vec<&Value> = results.iter().filter(|result| result["ruleId"] == "lock-differs").collect();
        assert_eq!(found.len(), usize::from(differs));
        for result in found {
            let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[rule]["id"], "lock-differs");
            assert_eq!(result["level"], "error");
            assert!(result["message"]["text"].as_str().unwrap().contains(words));
        }
        let (is, json) = locked(&path, day, "json");
        assert_eq!(is, status);
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["locked"]["differs"], differs);
        if differs {
            let flow = &json["locked"]["flows"][0];
            assert_eq!(
                (&flow["id"], &flow["before"], &flow["after"]),
                (&"hosting".into(), &"valid".into(), &"valid".into())
            );
            assert_eq!(flow["regimes"][0]["mechanism_before"], "dpf");
            assert_eq!(flow["regimes"][0]["mechanism_after"], "eu-scc-2021-914");
        }
        let (_, lines) = locked(&path, day, "jsonl");
        let line = lines.lines().find(|line| line.starts_with("{\"type\":\"locked\"")).unwrap();
        let mut line: Value = serde_json::from_str(line).unwrap();
        line.as_object_mut().unwrap().remove("type");
        assert_eq!(line, json["locked"]);
    }
    // Where no lock is compared, the key is there and says so.
    let run = transfer(&["check", &path, "--format", "json"]);
    let json: Value = serde_json::from_str(&run.answer).unwrap();
    assert_eq!(json.get("locked"), Some(&Value::Null));
}

#[test]
fn rows_that_are_added_to_the_law_are_named() {
    let folder = Folder::new("overlay-name");
    let path = folder.file("transfer.toml", OLD);
    let law = folder.0.join("house-law");
    fs::create_dir_all(&law).unwrap();
    fs::write(law.join("own.toml"), DECISION).unwrap();
    let law = law.to_str().unwrap();
    let named = "2026.11 with rows of house-law";
    let out = folder.0.join("lock");
    let report = folder.0.join("q1");
    let report = report.to_str().unwrap();
    assert_eq!(transfer(&["lock", &path, "--law", law, "--out", out.to_str().unwrap()]).status, 0);
    assert!(fs::read_to_string(&out).unwrap().contains(&format!("law = \"{named}\"")));
    for format in ["human", "markdown", "html"] {
        let run = transfer(&["check", &path, "--law", law, "--format", format]);
        assert!(run.answer.contains(named), "{format}: {}", run.answer);
    }
    for command in [&["plan"][..], &["timeline"], &["flows"], &["export", "--format", "mermaid"]] {
        let words: Vec<&str> = command
            .iter()
            .take(1)
            .copied()
            .chain([path.as_str(), "--law", law])
            .chain(command.iter().skip(1).copied())
            .collect();
        let run = transfer(&words);
        assert!(run.answer.contains(named), "{command:?}: {}", run.answer);
    }
    assert_eq!(transfer(&["report", &path, "--law", law, "--quarter", "2024-Q1", "--out", report]).status, 0);
    assert!(fs::read_to_string(format!("{report}/report.html")).unwrap().contains(named));
    let run = transfer(&["diff", &path, "--new-law", law]);
    assert!(
        run.answer.contains(&format!("(law {named}) against Acme Group on 2024-01-15 (law 2026.11)")),
        "{}",
        run.answer
    );
    // Programs find the same version, and the name beside it.
    let found = diff(&[&path, "--new-law", law]);
    assert_eq!(found["new"]["law"]["version"], "2026.11");
    assert_eq!(found["new"]["law"]["overlays"], serde_json::json!(["house-law"]));
    assert_eq!(found["old"]["law"]["overlays"], serde_json::json!([]));
    for format in ["json", "jsonl"] {
        let run = transfer(&["check", &path, "--law", law, "--format", format]);
        let text: String = run.answer.split_whitespace().collect();
        assert!(text.contains("\"overlays\":[\"house-law\"]"), "{format}");
    }
    // One that says which version it is is told with it, and the pack keeps its own.
    fs::write(std::path::Path::new(law).join("own.toml"), format!("[pack]\nversion = \"3\"\n{DECISION}"))
        .unwrap();
    let run = transfer(&["check", &path, "--law", law]);
    assert!(run.answer.contains("law pack 2026.11 with rows of house-law 3, verified"), "{}", run.answer);
}

#[test]
fn a_lock_is_written_where_it_is_asked_for() {
    let folder = Folder::new("lock-folder");
    let path = folder.file("transfer.toml", OLD);
    let out = folder.0.join("review/2024/transfers.lock");
    let run = transfer(&["lock", &path, "--out", out.to_str().unwrap()]);
    assert_eq!(run.status, 0, "{}", run.message);
    assert!(out.exists());
}
