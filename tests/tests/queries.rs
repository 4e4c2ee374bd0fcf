//! The queries: every filter of `flows` alone and together, `paths` and `reach`, on a register made for it and on
//! the real ones; hostile names; bounds.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on should fail")]
#![allow(clippy::disallowed_methods, reason = "the test writes registers of its own and reads the README")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Instant;

use serde_json::Value;
use transfer_tests::folder::Folder;
use transfer_tests::{Run, generate, material, transfer};

fn group() -> String {
    material("queries/group.toml").to_str().unwrap().to_owned()
}

fn run(command: &str, register: &str, rest: &[&str]) -> Run {
    let mut arguments = vec![command, register];
    arguments.extend(rest);
    transfer(&arguments)
}

fn json(command: &str, register: &str, rest: &[&str]) -> Value {
    let mut rest = rest.to_vec();
    rest.extend(["--format", "json"]);
    let run = run(command, register, &rest);
    assert_eq!(run.status, 0, "{}", run.message);
    serde_json::from_str(&run.answer).unwrap()
}

/// Ids of the flows found, as one text.
fn found(rest: &str) -> String {
    let document = json("flows", &group(), &rest.split_whitespace().collect::<Vec<_>>());
    let flows = document["flows"].as_array().unwrap();
    flows.iter().map(|flow| flow["id"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_filter_and_some_together() {
    let all = "clinic crm crm-backup crm-help help-prints it-support lab newsletter payroll-india shop tests";
    let ie = "clinic crm crm-backup it-support lab newsletter payroll-india";
    for (filters, expected) in [
        ("", all),
        ("--flow lab --flow crm", "crm lab"),
        ("--flow lab --from customers", ""),
        ("--from acme-ie", ie),
        // The customers are somewhere in the Union, so perhaps there.
        ("--from IE", "clinic crm crm-backup it-support lab newsletter payroll-india shop tests"),
        ("--from EU", "clinic crm crm-backup it-support lab newsletter payroll-india shop tests"),
        ("--from customers --from crm-us", "crm-help shop"),
        ("--to acme-in", "it-support payroll-india"),
        ("--to IN", "crm-help it-support payroll-india"),
        ("--to EEA", "crm-backup shop tests"),
        ("--party acme-in", "it-support payroll-india"),
        ("--party crm-us", "crm crm-backup crm-help"),
        ("--via crm-us", "crm-help help-prints"),
        ("--via crm", "crm crm-help help-prints"),
        ("--via crm-backup", "crm-backup"),
        ("--via customers", ""),
        ("--via acme-ie --to US", "clinic crm crm-backup lab newsletter"),
        ("--country IN", "crm-help it-support payroll-india"),
        ("--country IN --country PH", "crm-help help-prints it-support payroll-india"),
        ("--country DE", "crm-backup"),
        ("--country world", all),
        ("--country unknown", ""),
        ("--not-country US --from acme-ie", "it-support payroll-india"),
        ("--not-country EEA --from EEA", "clinic crm it-support lab newsletter payroll-india"),
        ("--outside EEA --from EEA", ie),
        ("--outside US --country US", "crm-backup"),
        ("--access IN", "it-support"),
        ("--access GB", "it-support"),
        ("--access EEA", ""),
        ("--access support", "crm-help"),
        ("--access storage --access remote-access", "crm-backup it-support"),
        ("--regime eu-gdpr", all),
        ("--regime uk-gdpr", ""),
        ("--not-regime eu-gdpr", ""),
        ("--mechanism dpf", "crm crm-backup newsletter"),
        ("--claim dpf", "crm newsletter"),
        ("--carried-by dpf", "crm crm-backup"),
        ("--mechanism dpf --not-verdict valid", "newsletter"),
        ("--not-mechanism dpf --country US", "clinic lab"),
        ("--mechanism scc", "clinic lab payroll-india"),
        ("--mechanism eu-scc-2021-914", "clinic lab payroll-india"),
        ("--carried-by scc", "lab payroll-india"),
        ("--mechanism scc-lab", "lab"),
        ("--carried-by scc-clinic", ""),
        ("--claim scc-clinic", "clinic"),
        ("--claim none", "crm-backup crm-help help-prints shop tests"),
        ("--mechanism none", "crm-help help-prints shop tests"),
        ("--carried-by none --claim adequacy", "it-support"),
        ("--mechanism privacy-shield", ""),
        ("--inactive --mechanism privacy-shield", "old-archive"),
        ("--with-contract", "lab payroll-india"),
        ("--without-contract --country US", "clinic crm crm-backup newsletter"),
        ("--data payroll", "it-support payroll-india"),
        ("--data payroll --data results", "clinic it-support lab payroll-india tests"),
        ("--not-data email --country US", "clinic crm-backup lab"),
        ("--special health", "clinic lab tests"),
        ("--special any", "clinic lab tests"),
        ("--special hr", "it-support payroll-india"),
        ("--special criminal --special hr", "it-support payroll-india"),
        ("--special genetic", ""),
        ("--subjects patients", "clinic lab tests"),
        ("--subjects IE", all.replace("help-prints ", "").as_str()),
        ("--subjects US", ""),
        ("--purpose payroll", "payroll-india"),
        ("--verdict invalid", "clinic it-support newsletter"),
        ("--verdict invalid --verdict conditional", "clinic it-support lab newsletter"),
        ("--verdict uncovered", "clinic crm-help help-prints it-support newsletter"),
        ("--verdict covered --from acme-ie", "crm crm-backup lab payroll-india"),
        ("--not-verdict covered", "clinic crm-help help-prints it-support newsletter"),
        ("--verdict valid --not-verdict valid", ""),
        ("--finding tia-missing", "lab"),
        ("--finding certification-lapsed --finding tia-missing", "lab newsletter"),
        ("--finding adequacy-not-claimed", "crm-backup"),
        ("--not-finding beyond-law-horizon --verdict valid", "crm crm-backup payroll-india"),
        ("--optional", "help-prints"),
        ("--inactive", "next-year old-archive old-mailer"),
        ("--inactive --country US", "old-archive old-mailer"),
        ("--inactive --verdict valid", ""),
        ("--as-of 2025-01-01 --mechanism dpf", "crm crm-backup newsletter old-mailer"),
        ("--special health --from EEA --outside EEA --without-contract", "clinic"),
        ("--sort -id --to US", "newsletter lab crm-backup crm clinic"),
        ("--sort -verdict,id --from acme-ie --country US", "clinic newsletter lab crm crm-backup"),
    ] {
        assert_eq!(found(filters), expected, "flows {filters}");
    }
}

#[test]
fn a_law_asked_for_is_asked_alone() {
    let register = material("registers/egress").to_str().unwrap().to_owned();
    let count = |rest: &[&str]| json("flows", &register, rest)["summary"]["found"].as_u64().unwrap();
    let both = count(&["--regime", "uk-gdpr", "--verdict", "valid"]);
    let check = run("check", &register, &["--format", "json"]);
    let document: Value = serde_json::from_str(&check.answer).unwrap();
    let flows = document["flows"].as_array().unwrap();
    let by_hand = flows
        .iter()
        .flat_map(|flow| flow["regimes"].as_array().unwrap())
        .filter(|regime| regime["regime"] == "uk-gdpr" && regime["verdict"] == "valid");
    assert_eq!(both, u64::try_from(by_hand.count()).unwrap());
    assert!(both > 0);
}

/// The questions of the README, with the commands it gives.
#[test]
fn the_questions_of_the_readme() {
    let mut text = String::new();
    for (question, command) in [
        ("What goes to India?", "flows REGISTER --country IN"),
        ("Who still leans on the DPF?", "flows REGISTER --mechanism dpf"),
        (
            "Which flows carry health data out of the EEA without a contract?",
            "flows REGISTER --special health --from EEA --outside EEA --without-contract",
        ),
        ("What reaches this sub-processor?", "reach REGISTER helpdesk-in --upstream"),
        ("Where does a customer's e-mail address end up?", "reach REGISTER email"),
        ("By which ways, and where is the gap?", "paths REGISTER --data email"),
    ] {
        let readme = std::fs::read_to_string(material("../README.md")).unwrap();
        let shown = command.replace("REGISTER", "tests/queries/group.toml");
        assert!(readme.contains(&format!("`transfer {shown}`")), "the README lacks `transfer {shown}`");
        let group = group();
        let words: Vec<&str> =
            command.split(' ').map(|word| if word == "REGISTER" { group.as_str() } else { word }).collect();
        let run = transfer(&words);
        assert_eq!((run.status, run.message.as_str()), (0, ""));
        writeln!(text, "{question}\n$ transfer {shown}\n{}", run.answer).unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn the_real_registers() {
    for (name, party, data) in [
        ("egress", "egress-ltd", "contact"),
        ("impero", "impero-solutions", "contact"),
        ("deskpro", "deskpro-ltd", "contact"),
        ("insidesales", "insidesales-inc", "software-usage"),
    ] {
        let path = material("registers").join(name);
        let register = path.to_str().unwrap();
        let document = json("flows", register, &[]);
        let parties: BTreeSet<&str> =
            document["flows"].as_array().unwrap().iter().map(|flow| flow["from"].as_str().unwrap()).collect();
        assert!(parties.contains(party), "{name}: {parties:?}");
        let mut text = String::new();
        for (command, rest) in [
            ("flows", vec!["--verdict", "uncovered", "--sort", "-verdict,id"]),
            ("flows", vec!["--outside", "EEA", "--regime", "eu-gdpr", "--format", "markdown"]),
            ("flows", vec!["--optional", "--format", "csv"]),
            ("paths", vec!["--data", data, "--limit", "5"]),
            ("paths", vec!["--from", party, "--limit", "3", "--format", "csv"]),
            ("reach", vec![party]),
            ("reach", vec!["--data", data, "--format", "markdown"]),
            ("reach", vec!["--upstream", "--party", party, "--format", "csv"]),
        ] {
            let run = run(command, register, &rest);
            assert_eq!(run.status, 0, "{name} {command} {rest:?}: {}", run.message);
            let answer = run.answer.replace("\r\n", "\n");
            writeln!(text, "$ transfer {command} {name} {}\n{answer}", rest.join(" ")).unwrap();
        }
        insta::assert_snapshot!(format!("queries_{name}"), text);
    }
}

#[test]
fn json_of_each_query() {
    let mut text = String::new();
    for (command, rest) in [
        ("flows", vec!["--flow", "it-support"]),
        ("flows", vec!["--inactive", "--flow", "old-mailer"]),
        ("paths", vec!["--from", "acme-ie", "--to", "helpdesk-in"]),
        ("reach", vec!["crm-us"]),
    ] {
        let mut document = json(command, &group(), &rest);
        // The digests change with every row of the law; other tests hold them.
        document["law"] = Value::Null;
        document["register"]["digest"] = Value::Null;
        writeln!(text, "$ transfer {command} {}\n{document:#}", rest.join(" ")).unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn every_unknown_word_is_told() {
    let group = group();
    let rest = [
        "--from",
        "acme-i",
        "--to",
        "Indai",
        "--via",
        "crmm",
        "--country",
        "India",
        "--access",
        "suport",
        "--regime",
        "eu-gpdr",
        "--mechanism",
        "dfp",
        "--claim",
        "privacy-sheild",
        "--data",
        "emial",
        "--special",
        "helth",
        "--subjects",
        "pateints",
        "--purpose",
        "payrol",
        "--verdict",
        "invald",
        "--verdict",
        "quux",
        "--party",
        "US",
        "--country",
        "acme-ie",
        "--finding",
        "tia-mising",
        "--flow",
        "lba",
        "--columns",
        "id,vredict",
        "--sort",
        "-dat",
    ];
    let flows = run("flows", &group, &rest);
    assert_eq!((flows.status, flows.answer.as_str()), (2, ""));
    let paths = run("paths", &group, &["--from", "acme-i", "--to", "JP", "--data", "emial"]);
    assert_eq!((paths.status, paths.answer.as_str()), (2, ""));
    let mut text = format!("{}\n{}", flows.message, paths.message);
    for rest in [vec![], vec!["--from", "acme-ie", "--to", "acme-ie"]] {
        let run = run("paths", &group, &rest);
        assert_eq!(run.status, 2);
        text.push_str(&run.message);
    }
    for rest in [vec!["emial"], vec!["IN"], vec![], vec!["email", "--upstream"], vec!["--party", "crm"]] {
        let run = run("reach", &group, &rest);
        assert_eq!((run.status, run.answer.as_str()), (2, ""), "{rest:?}");
        text.push_str(&run.message);
    }
    insta::assert_snapshot!(text);
}

#[test]
fn reach_takes_its_words_in_either_order() {
    let group = group();
    let usual = transfer(&["reach", &group, "email"]);
    for words in [
        vec!["reach", "email", &group],
        vec!["reach", &group, "--data", "email"],
        vec!["reach", "--data", "email", &group],
    ] {
        assert_eq!(transfer(&words).answer, usual.answer, "{words:?}");
    }
    // A way is looked for from a party by the same word as where it ends.
    let party = transfer(&["reach", &group, "--party", "acme-ie"]);
    assert_eq!(transfer(&["reach", &group, "--from", "acme-ie"]).answer, party.answer);
    let both = json("reach", &group, &["acme-ie", "--data", "email"]);
    assert_eq!(both["start"]["parties"][0], "acme-ie");
    assert_eq!(both["summary"]["parties"], 4);
}

#[test]
fn data_follow_people_days_and_items() {
    let ends = |day: &str, rest: &[&str]| -> String {
        let mut rest = rest.to_vec();
        rest.extend(["--as-of", day]);
        let document = json("reach", &material("queries/chains.toml").to_string_lossy(), &rest);
        let found = document["reached"].as_array().unwrap().iter().map(|reached| {
            let word = |key: &str| reached[key].as_str().unwrap().to_owned();
            format!("{}:{}:{}", word("party"), reached["hops"], word("verdict"))
        });
        found.collect::<Vec<_>>().join(" ")
    };
    for (day, rest, expected) in [
        // Another data item and other people do not follow; people not named may be any.
        ("2024-06-01", "a --data x", "b:1:not-restricted d:2:not-restricted e:2:not-restricted"),
        ("2024-06-01", "a --data y", "b:1:not-restricted c:2:not-restricted d:2:not-restricted"),
        // The flow from b to f ended before the one from a to b began; b still held nothing.
        ("2024-06-01", "f --upstream", "b:1:not-restricted g:2:not-restricted"),
        // From g to b ended and was returned on the tenth.
        ("2024-07-09", "g", "b:1:not-restricted d:2:not-restricted f:2:not-restricted"),
        ("2024-07-10", "g", ""),
        // A circle without an origin ends somewhere all the same.
        ("2024-06-01", "z", "r1:1:not-restricted r2:1:not-restricted"),
    ] {
        assert_eq!(ends(day, &rest.split(' ').collect::<Vec<_>>()), expected, "{rest} on {day}");
    }
}

#[test]
fn paths_and_reach_agree() {
    let folder = Folder::new("queries");
    let register = &folder.file("generated.toml", generate::register(80));
    for party in ["p0", "p1", "p2", "p3"] {
        let reached = json("reach", register, &[party]);
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        let reached: BTreeSet<String> = reached["reached"]
            .as_array()
            .unwrap()
            .iter()
            .map(|reached| word(&reached["party"]))
            .filter(|reached| reached != party)
            .collect();
        let ways = json("paths", register, &["--from", party, "--limit", "1000000", "--max-length", "20"]);
        assert_eq!(ways["summary"]["complete_to"], Value::Null);
        let mut on_paths = BTreeSet::new();
        for path in ways["paths"].as_array().unwrap() {
            let hops = path["hops"].as_array().unwrap();
            on_paths.extend(hops.iter().map(|hop| word(&hop["to"])));
            // Each hop begins where the one before ended, and no party occurs twice.
            for pair in hops.windows(2) {
                assert_eq!(pair[0]["to"], pair[1]["from"]);
            }
            let ends: BTreeSet<&str> = hops.iter().map(|hop| hop["to"].as_str().unwrap()).collect();
            assert!(ends.len() == hops.len() && !ends.contains(party));
        }
        assert_eq!(reached, on_paths, "{party}");
    }
}

/// Twelve companies that all send to each other: ten million ways. The search is cut, says so, and says the same
/// each time.
#[test]
fn a_search_without_end_is_cut() {
    let mut text =
        String::from("[register]\nname = \"Full\"\nas_of = 2024-06-01\n[[data]]\nid = \"x\"\nname = \"x\"\n");
    for at in 0..12 {
        writeln!(text, "[[party]]\nid = \"p{at}\"\nname = \"p{at}\"\nkind = \"group\"\ncountry = \"DE\"")
            .unwrap();
        for to in (0..12).filter(|to| *to != at) {
            writeln!(
                text,
                "[[flow]]\nid = \"f{at}-{to}\"\nfrom = \"p{at}\"\nto = \"p{to}\"\nroles = \"controller-to-controller\"\ndata = [\"x\"]"
            )
            .unwrap();
        }
    }
    let folder = Folder::new("full");
    let register = &folder.file("full.toml", text);
    let start = Instant::now();
    let first =
        run("paths", register, &["--from", "p0", "--to", "p11", "--max-length", "11", "--limit", "3"]);
    assert!(start.elapsed().as_secs() < 60);
    let again =
        run("paths", register, &["--from", "p0", "--to", "p11", "--max-length", "11", "--limit", "3"]);
    assert_eq!(first.answer, again.answer);
    insta::assert_snapshot!(first.answer);
    // With data alone every company of the circle is an origin.
    let alone = run("paths", register, &["--data", "x", "--max-length", "1", "--limit", "1"]);
    assert!(alone.answer.contains("132 paths"), "{}", alone.answer);
    let reach = json("reach", register, &["x"]);
    assert_eq!(reach["summary"]["parties"], 12);
}

#[test]
fn hostile_names_stay_texts() {
    let register = material("queries/hostile.toml").to_str().unwrap().to_owned();
    let mut text = String::new();
    for format in ["human", "csv", "markdown", "json"] {
        for (command, rest) in [
            ("flows", vec!["--columns", "all"]),
            ("paths", vec!["--data", "data"]),
            ("reach", vec!["--data", "data"]),
        ] {
            let mut rest = rest;
            rest.extend(["--format", format]);
            let run = run(command, &register, &rest);
            assert_eq!(run.status, 0, "{}", run.message);
            let harmless = |c: char| c == '\n' || c == '\r' && format == "csv";
            assert!(run.answer.chars().all(|c| !c.is_control() || harmless(c)), "{command} {format}");
            if format == "csv" {
                assert!(!run.answer.contains(",=") && !run.answer.contains(",\"="), "{}", run.answer);
            }
            if format == "markdown" {
                assert!(!run.answer.contains("<script"), "{}", run.answer);
                let pipes = |line: &str| line.replace("\\|", "").matches('|').count();
                let rows: BTreeSet<usize> =
                    run.answer.lines().filter(|l| l.starts_with('|')).map(pipes).collect();
                assert!(rows.len() <= 1, "{}", run.answer);
            }
            if format != "json" {
                writeln!(text, "$ transfer {command} --format {format}\n{}", run.answer.replace('\r', ""))
                    .unwrap();
            }
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn nothing_found_is_said() {
    let group = group();
    for (format, told) in [
        ("human", "No flow meets these conditions"),
        ("markdown", "No flow meets these conditions"),
        ("json", "\"flows\": []"),
    ] {
        let run = run("flows", &group, &["--country", "JP", "--format", format]);
        assert_eq!(run.status, 0);
        assert!(run.answer.contains(told), "{}", run.answer);
    }
    let csv = run("flows", &group, &["--country", "JP", "--format", "csv"]);
    assert_eq!((csv.status, csv.answer.lines().count()), (0, 1));
    assert!(csv.message.contains("No flow meets these conditions"));
    let paths = run("paths", &group, &["--from", "printer-ph", "--to", "acme-ie"]);
    assert!(paths.status == 0 && paths.answer.contains("No path"), "{}", paths.answer);
    let reach = run("reach", &group, &["printer-ph"]);
    assert!(reach.status == 0 && reach.answer.contains("The data go nowhere"), "{}", reach.answer);
    let reach = run("reach", &group, &["customers", "--upstream"]);
    assert!(reach.status == 0 && reach.answer.contains("Nothing reaches it"), "{}", reach.answer);
}

/// Clauses of the Union alone, for a company in London that two laws bind: one is met, the other is not.
const TWO_LAWS: &str = r#"
[register]
name = "Two laws"
as_of = 2026-11-22

[[party]]
id = "a"
name = "A Ltd"
kind = "group"
country = "GB"
targets = ["EU"]

[[party]]
id = "people-eu"
name = "People in the Union"
kind = "individuals"
country = "EU"

[[party]]
id = "u"
name = "U"
kind = "processor"
country = "IN"
exposure = []

[[data]]
id = "c"
name = "Contacts"

[[instrument]]
id = "s"
kind = "eu-scc-2021-914"
modules = [2]
parties = ["a", "u"]
signed = 2024-01-01
governing_law = "IE"

[[flow]]
id = "f"
from = "a"
to = "u"
roles = "controller-to-processor"
data = ["c"]
subjects = [{ group = "people-eu", in = ["EU"] }]
mechanism = ["s"]
"#;

/// A mechanism under one law does not carry the verdict of another.
#[test]
fn a_mechanism_stands_beside_the_verdict_that_it_carries() {
    let (mut plain, mut other) = (0, 0);
    let real =
        ["deskpro", "egress", "impero", "insidesales", "worldwide"].map(|name| format!("registers/{name}"));
    let folder = Folder::new("two-laws");
    let two = folder.put("transfer.toml", TWO_LAWS);
    let files = real.iter().map(material).chain([material("queries/group.toml"), two]);
    for register in files {
        let register = register.to_str().unwrap();
        let run = transfer(&["flows", register, "--format", "json"]);
        let document: Value = serde_json::from_str(&run.answer).unwrap();
        let table =
            transfer(&["flows", register, "--columns", "id,mechanism", "--format", "markdown"]).answer;
        for flow in document["flows"].as_array().unwrap() {
            let row = format!("| {} | ", flow["id"].as_str().unwrap().replace('_', "\\_"));
            let cell = table.lines().find_map(|line| line.strip_prefix(&row)).unwrap().trim_end_matches(" |");
            let regimes = flow["regimes"].as_array().unwrap();
            for regime in regimes {
                let Some(mechanism) = regime["mechanism"].as_str() else { continue };
                let own =
                    regimes.iter().any(|r| r["verdict"] == flow["verdict"] && r["mechanism"] == mechanism);
                let law = regime["regime"].as_str().unwrap();
                if own {
                    plain += 1;
                    assert!(cell.split(", ").any(|told| told == mechanism), "{cell}");
                } else {
                    other += 1;
                    assert!(
                        cell.contains(&format!("{mechanism} (")) && cell.contains(law),
                        "{cell}: {mechanism}"
                    );
                }
            }
        }
    }
    assert!(plain > 0 && other > 0, "{plain} {other}");
}

#[test]
fn columns_are_called_as_their_heads() {
    let register = material("queries/group.toml");
    let register = register.to_str().unwrap();
    let run = transfer(&["flows", register, "--columns", "id,from_name", "--format", "csv"]);
    assert!(run.answer.starts_with("id,from_name\r\n"), "{}", run.message);
    let run = transfer(&["flows", register, "--columns", "idd"]);
    assert_eq!(run.status, 2);
    assert!(run.message.contains("did you mean `id`?; known: id, from, from-name"), "{}", run.message);
}

#[test]
fn a_word_that_names_nothing_is_shown_and_not_sent() {
    let word = "x\u{1b}[31m";
    let group = material("queries/group.toml");
    let group = group.to_str().unwrap();
    for args in [
        &["check", group, "--flow", word][..],
        &["explain", group, "--flow", word],
        &["explain", word],
        &["export", group, "--format", "dot", "--flow", word],
        &["export", group, "--format", "subprocessors-md", "--of", word],
        &["notice", group, "--of", word],
        &["flows", group, "--from", word],
        &["who", group, "--residence", word],
        &["law", "list", "--regime", word],
        &["law", "list", "--mechanism", word],
        &["law", "show", word],
        &["law", "diff", "--from", "2026-01-01", "--to", "2026-01-02", "--regime", word],
    ] {
        let run = transfer(args);
        assert_eq!(run.status, 2, "{args:?}");
        assert!(run.message.contains("`x\\u{1b}[31m`"), "{args:?}: {:?}", run.message);
        assert!(!run.message.contains('\u{1b}'), "{args:?}: {:?}", run.message);
    }
}

/// Whoever asks who answers names places as every other query does: by code, else the code is told; all faults at once.
#[test]
fn who_tells_the_code_of_a_place_named_in_words() {
    let group = material("queries/group.toml");
    let group = group.to_str().unwrap();
    let run = transfer(&["who", group, "--residence", "germany", "--residence", "DEE"]);
    assert_eq!((run.status, run.answer.as_str()), (2, ""));
    let faults = "error: --residence: places are named by their codes; `germany` is `DE`\n\
        error: --residence: no place is called `DEE`; did you mean `DE`?\n";
    assert_eq!(run.message, faults);
}
