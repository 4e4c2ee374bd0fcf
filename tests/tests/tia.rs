//! Whether assessments are due, on both sides of each day; the paper line by line; and the stub that is appended.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail, and this one looks at files"
)]

use std::fs;
use std::path::Path;

use serde_json::Value;
use transfer_tests::folder::Folder;
use transfer_tests::{material, transfer};

fn register() -> String {
    material("tia/register.toml").to_str().unwrap().to_owned()
}

#[test]
fn each_flow_is_in_the_state_that_its_id_says() {
    let run = transfer(&["tia", "--due", &register(), "--format", "json"]);
    assert_eq!(run.status, 1, "{}", run.message);
    let json: Value = serde_json::from_str(&run.answer).unwrap();
    for row in json["flows"].as_array().unwrap() {
        let flow = row["flow"].as_str().unwrap();
        let flaws: Vec<&str> =
            row["flaws"].as_array().unwrap().iter().map(|flaw| flaw["flaw"].as_str().unwrap()).collect();
        let needed = row["needed"].as_str().unwrap();
        match flow {
            "decision" | "exception" | "no-tool" => assert_eq!((needed, flaws.len()), (flow, 0), "{flow}"),
            "unknown-place" => assert_eq!((needed, flaws.len()), ("unknown", 0), "{flow}"),
            // The paper is named and nobody has seen it: the assessment is missing all the same.
            "unknown-tool" => assert_eq!((needed, flaws), ("needed", vec!["missing"]), "{flow}"),
            _ if flow.starts_with("in-date") => assert_eq!((needed, flaws.len()), ("needed", 0), "{flow}"),
            _ => assert_eq!((needed, flaws), ("needed", vec![flow]), "{flow}"),
        }
    }
    let overtaken = json["flows"].as_array().unwrap().iter().find(|row| row["flow"] == "overtaken").unwrap();
    assert_eq!(overtaken["flaws"][0]["event"], "event-risaa");
    assert_eq!(overtaken["flaws"][0]["since"], "2024-04-20");
    let served = json["assessments"].as_array().unwrap().iter().find(|t| t["id"] == "tia-in-date").unwrap();
    assert_eq!(served["flows"], serde_json::json!(["in-date", "decision"]));
    assert_eq!(served["serves"], serde_json::json!([{ "flow": "in-date", "regime": "eu-gdpr" }]));
    insta::assert_snapshot!("due_human", transfer(&["tia", "--due", &register()]).answer);
}

#[test]
fn a_day_earlier_or_later_changes_the_state() {
    let state = |day: &str, flow: &str| {
        let run = transfer(&["tia", "--due", &register(), "--as-of", day, "--flow", flow, "--format", "csv"]);
        run.answer.lines().nth(1).unwrap().split(',').nth(5).unwrap().to_owned()
    };
    assert_eq!(state("2024-05-01", "in-date"), "in-date");
    assert_eq!(state("2024-05-02", "in-date"), "too-old");
    assert_eq!(state("2024-04-19", "overtaken"), "in-date");
    assert_eq!(state("2024-04-20", "overtaken"), "overtaken");
    assert_eq!(state("2024-01-31", "flow-changed"), "in-date");
    assert_eq!(state("2024-02-01", "flow-changed"), "flow-changed");
}

#[test]
fn the_paper_line_by_line() {
    let paper = |flow: &str, register: &str| {
        let run = transfer(&["tia", register, "--flow", flow]);
        assert_eq!((run.status, run.message.as_str()), (0, ""));
        // Digests change with every edit of the register or the law.
        let lines: Vec<&str> = run.answer.lines().filter(|line| !line.contains("sha256:")).collect();
        format!("{}\n", lines.join("\n"))
    };
    insta::assert_snapshot!("paper_us", paper("in-date-after-event", &register()));
    let egress = material("registers/egress");
    let uk =
        transfer(&["tia", egress.to_str().unwrap(), "--flow", "portal-salesforce", "--as-of", "2026-03-01"]);
    for part in [
        "the ICO's questions",
        "Question 5(b)",
        "Data protection test of Article 46(1A) UK GDPR",
        "not materially lower",
    ] {
        assert!(uk.answer.contains(part), "{part}: {}", uk.message);
    }
    // What makes clauses count under the law of the paper stands beside them, and no other law's amendment.
    let addendum = material("onward/addendum.toml");
    let uk = transfer(&["tia", addendum.to_str().unwrap(), "--flow", "f1"]);
    assert!(
        uk.answer.contains("| add-ab | UK Addendum to the EU standard contractual clauses |"),
        "{}",
        uk.answer
    );
}

#[test]
fn elsewhere_the_law_of_the_exporter_says_what_is_asked() {
    let register = material("registers/worldwide");
    let paper = |flow: &str| {
        let run = transfer(&["tia", register.to_str().unwrap(), "--flow", flow]);
        assert_eq!((run.status, run.message.as_str()), (0, ""), "{flow}");
        run.answer
    };
    let holds = |flow: &str, parts: &[&str]| {
        let paper = paper(flow);
        for part in parts {
            assert!(paper.contains(part), "{flow}: {part}: {paper}");
        }
    };
    // A law with an assessment of its own: its questions, then what else it asks and whether that is met.
    holds(
        "cn-de",
        &[
            "## 1. Personal information protection impact assessment (PIPIA)",
            "PIPL, Article 56(1)",
            "- **OPEN:** Are the purpose and the method of handling the data lawful, legitimate and necessary?",
            "## 2. What else the PIPL asks",
            "| cn-de | duty | **Notice and separate consent (PIPL):**",
        ],
    );
    // One that names none: that it is so, what it counts as a transfer, its route and the duty that is open.
    holds(
        "tr-cloud",
        &[
            "The law pack knows of no assessment of the destination that this law asks for by name.",
            "What counts as a transfer: Exporter subject to the Law",
            "| tr-cloud | route | **Turkish standard contract:**",
            "**open: a filing with `kvkk` is to be made by 2026-11-24",
        ],
    );
    holds("br-cloud", &["| br-cloud | duty |", "OPEN:** `br-cloud`: "]);
}

#[test]
fn measures_are_judged_by_the_use_cases() {
    let run = transfer(&["tia", &register(), "--flow", "in-date-after-event"]);
    let line = |measure: &str| {
        let found =
            run.answer.lines().find(|line| line.starts_with(&format!("| in-date-after-event | {measure} |")));
        found.unwrap_or_else(|| panic!("no line for {measure}")).to_owned()
    };
    assert!(line("encrypted-in-transit").contains("| 6: a processor that needs clear data"));
    assert!(line("encrypted-in-transit").contains("**no**"));
    assert!(
        line("pseudonymised").contains("| 2: pseudonymised data")
            && line("pseudonymised").contains("**yes**")
    );
    assert!(line("audit").contains("contractual or organisational") && line("audit").contains("**no**"));
}

#[test]
fn a_stub_is_appended_and_the_rest_stays() {
    for (name, line_end) in [("lf", "\n"), ("crlf", "\r\n")] {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tia_new_{name}.toml"));
        let before = fs::read_to_string(register()).unwrap().replace('\n', line_end);
        let before = before.trim_end().to_owned();
        fs::write(&path, &before).unwrap();
        let file = path.to_str().unwrap();
        let run = transfer(&[
            "tia",
            file,
            "--flow",
            "missing",
            "--new",
            "--conclusion",
            "sufficient",
            "--approved-by",
            "A \"B\"",
        ]);
        assert_eq!(run.status, 0, "{}", run.message);
        let after = fs::read_to_string(&path).unwrap();
        assert!(after.starts_with(&before), "{name}: what stood there stays");
        assert!(after.ends_with(line_end), "{name}");
        assert_eq!(after.matches('\n').count(), after.matches(line_end).count(), "{name}");
        let due = transfer(&["tia", "--due", file, "--flow", "missing", "--format", "csv"]);
        assert!(due.answer.contains(",in-date,tia-us-us-unknown-from-exporter,"), "{}", due.answer);
        // Again: a second one, under a name of its own. Where one was made that day, a stub does not say that none was.
        assert_eq!(transfer(&["tia", file, "--flow", "missing", "--new"]).status, 0);
        let due = transfer(&["tia", "--due", file, "--flow", "missing", "--format", "csv"]);
        assert!(due.answer.contains(",in-date,tia-us-us-unknown-from-exporter,"), "{}", due.answer);
        assert!(
            fs::read_to_string(&path).unwrap().contains("\"tia-us-us-unknown-from-exporter-2\""),
            "{name}"
        );
        fs::remove_file(&path).unwrap();
    }
}

/// A law that asks for an assessment by its own name counts no other, so a new one bears that name; and `check` has
/// nothing more to ask once it is made.
#[test]
fn a_new_assessment_is_of_the_kind_that_the_law_asks_for() {
    let folder = Folder::new("tia-kind");
    let text = r#"
[register]
name = "Kinds"
as_of = 2026-06-01
[[party]]
id = "cn"
name = "C"
kind = "group"
country = "CN"
[[party]]
id = "us"
name = "U"
kind = "vendor"
country = "US"
[[data]]
id = "d"
name = "D"
[[instrument]]
id = "k"
kind = "cn-scc"
parties = ["cn", "us"]
signed = 2026-01-01
filings = [{ with = "cac", filed = 2026-01-05 }]
[[flow]]
id = "f"
from = "cn"
to = "us"
roles = "controller-to-processor"
data = ["d"]
volume = [{ data = ["d"], people = 200000, year = 2026 }]
shown = { disclosed = true, separate_consent = true, freely_given = true, items = ["recipient", "contact"] }
mechanism = ["k"]
"#;
    let file = folder.file("transfer.toml", text);
    let told = |words: &[&str]| transfer(&[words, &[file.as_str()]].concat()).answer;
    assert!(told(&["check"]).contains("warning[tia-missing]"));
    let new = transfer(&["tia", "--new", &file, "--flow", "f", "--conclusion", "sufficient"]);
    assert_eq!(new.status, 0, "{}", new.message);
    assert!(fs::read_to_string(&file).unwrap().contains("kind = \"pipia\""));
    assert!(!told(&["check"]).contains("tia-missing"));
    assert!(told(&["tia", "--due"]).contains("0 due of"), "{}", told(&["tia", "--due"]));
}

/// A document that binds the next recipient carries what came under it, though no claim names it: `check` asks for the
/// assessment, and so does the list of what is due. What the other flows rest on is told of them whichever is shown.
#[test]
fn what_came_with_the_data_is_due_too() {
    let folder = Folder::new("tia-carried");
    let text = r#"
[register]
name = "Carried"
as_of = 2026-06-01
[[party]]
id = "de"
name = "D"
kind = "group"
country = "DE"
[[party]]
id = "in"
name = "I"
kind = "group"
country = "IN"
exposure = []
[[party]]
id = "sg"
name = "S"
kind = "group"
country = "SG"
exposure = []
[[data]]
id = "d"
name = "D"
[[instrument]]
id = "s"
kind = "eu-scc-2021-914"
modules = [2, 3]
parties = ["de", "in", "sg"]
signed = 2022-01-01
[[flow]]
id = "up"
from = "de"
to = "in"
roles = "controller-to-processor"
data = ["d"]
mechanism = ["s"]
[[flow]]
id = "on"
from = "in"
to = "sg"
roles = "processor-to-processor"
data = ["d"]
[[tia]]
id = "t"
flows = ["up"]
country = "IN"
date = 2026-01-10
conclusion = "sufficient"
"#;
    let file = folder.file("transfer.toml", text);
    let check = transfer(&["check", &file, "--flow", "on"]).answer;
    assert!(check.contains("warning[tia-missing]"), "{check}");
    let due = transfer(&["tia", "--due", &file, "--flow", "on"]);
    assert_eq!(due.status, 1);
    assert!(due.answer.contains("missing") && due.answer.contains("1 due of"), "{}", due.answer);
    assert!(!due.answer.contains("serves no flow"), "{}", due.answer);
}

#[test]
fn a_paper_is_never_written_over_the_register() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tia_over.toml");
    fs::copy(register(), &path).unwrap();
    let before = fs::read(&path).unwrap();
    let file = path.to_str().unwrap();
    let run = transfer(&["tia", file, "--flow", "missing", "--out", file]);
    assert_eq!(run.status, 2, "{}", run.message);
    assert_eq!(fs::read(&path).unwrap(), before);
    fs::remove_file(&path).unwrap();
}

#[test]
fn who_limits_the_age_is_said() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tia-age");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("transfer.toml");
    let path = path.to_str().unwrap();
    let told = |policy: &str, day: &str| {
        let text = format!(
            "[register]\nname = \"R\"\n{policy}\n\
             [[party]]\nid = \"my\"\nname = \"MY\"\nkind = \"group\"\ncountry = \"MY\"\n\
             [[party]]\nid = \"jp\"\nname = \"JP\"\nkind = \"vendor\"\ncountry = \"JP\"\n\
             [[data]]\nid = \"d\"\nname = \"d\"\n\
             [[flow]]\nid = \"f\"\nfrom = \"my\"\nto = \"jp\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\nmechanism = [\"my-similar-law\"]\n\
             [[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"JP\"\ndate = 2025-05-01\nconclusion = \"sufficient\"\n"
        );
        fs::write(path, text).unwrap();
        let due = transfer(&["tia", path, "--due", "--as-of", day]).answer;
        let check = transfer(&["check", path, "--as-of", day]).answer;
        let days = transfer(&["timeline", path, "--from", "2025-06-01", "--to", day]).answer;
        (due, check, days)
    };
    for (policy, day, who) in [
        ("", "2028-05-02", "law"),
        ("[policy]\ntia_max_age = \"12 months\"", "2026-05-02", "house"),
        ("[policy]\ntia_max_age = \"60 months\"", "2028-05-02", "law"),
    ] {
        let (due, check, days) = told(policy, day);
        assert!(due.contains(&format!("older than the {who} allows since {day}")), "{due}");
        assert!(due.contains("1 due of 1 row;"), "{due}");
        assert!(check.contains(&format!("has been older than the {who} allows since {day}")), "{check}");
        assert!(
            days.contains(&format!("{day}  the assessment `t` is older than the {who} allows")),
            "{days}"
        );
    }
}

/// Assessments made for single data items: each is told with what it is for, and what is left is due.
#[test]
fn assessments_for_single_data_items() {
    let home = Folder::new("tia-data");
    let text = r#"
[register]
name = "x"
as_of = 2025-06-01
[[party]]
id = "de"
name = "De"
kind = "vendor"
country = "DE"
[[party]]
id = "im"
name = "Im"
kind = "processor"
country = "IN"
exposure = []
[[data]]
id = "log"
name = "Log"
[[data]]
id = "content"
name = "Content"
[[instrument]]
id = "s"
kind = "eu-scc-2021-914"
modules = [2]
parties = ["de", "im"]
signed = 2022-01-01
[[flow]]
id = "f"
from = "de"
to = "im"
roles = "controller-to-processor"
data = ["content", "log"]
mechanism = ["s"]
[[tia]]
id = "t-log"
flows = ["f"]
data = ["log"]
country = "IN"
date = 2025-03-01
conclusion = "sufficient"
"#;
    let file = home.file("transfer.toml", text);
    let check = transfer(&["check", &file]).answer;
    let said = "`t-log` is made for other data of this flow; no assessment of the law and practice of India is recorded for the rest";
    assert!(check.contains(said), "{check}");
    let due = transfer(&["tia", "--due", &file]).answer;
    assert!(due.contains("1 due of 1 row;") && due.contains("t-log (2025-03-01): serves f"), "{due}");
    let paper = transfer(&["tia", &file, "--flow", "f"]).answer;
    assert!(paper.contains("t-log (for log)"), "{paper}");

    let both = format!(
        "{text}[[tia]]\nid = \"t-content\"\nflows = [\"f\"]\ndata = [\"content\"]\ncountry = \"IN\"\ndate = 2025-03-01\nconclusion = \"sufficient\"\n"
    );
    let file = home.file("transfer.toml", both);
    let due = transfer(&["tia", "--due", &file]).answer;
    assert!(due.contains("0 due of 1 row;") && due.contains("t-content t-log"), "{due}");

    let wrong =
        home.file("transfer.toml", text.replace("data = [\"log\"]\ncountry", "data = [\"logs\"]\ncountry"));
    let run = transfer(&["check", &wrong]);
    assert!(run.status == 2 && run.message.contains("did you mean `log`?"), "{}", run.message);
}
