//! The outputs for machines: what other programs must be able to read, held against their own rules: SARIF
//! against its schema, `JUnit` by an XML parser, workflow commands by reading them back as the host does.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;
use transfer_tests::folder::Folder;
use transfer_tests::{Run, material, transfer};

const REGISTERS: [(&str, &str); 5] = [
    ("registers/egress", "2021-01-07"),
    ("registers/impero", "2021-06-04"),
    ("registers/deskpro", "2018-05-17"),
    ("registers/insidesales", "2018-05-21"),
    ("hostile", "2024-01-01"),
];

fn run(register: &str, day: &str, format: &str) -> Run {
    let run = transfer(&["check", register, "--as-of", day, "--format", format, "--notes"]);
    assert!(run.status < 2, "{}", run.message);
    run
}

fn name(register: &str) -> &str {
    register.rsplit('/').next().unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Nothing that a terminal or a log viewer would act on.
fn assert_harmless(text: &str) {
    let bad = text.chars().find(|c| (c.is_control() && *c != '\n') || transfer_model::source::is_hidden(*c));
    assert_eq!(bad, None);
}

#[test]
fn lines_say_what_the_document_says() {
    for (register, day) in REGISTERS {
        let document = json(&run(register, day, "json").answer);
        let text = run(register, day, "jsonl").answer;
        let mut lines = text.lines().map(json);
        let head = lines.next().unwrap();
        assert_eq!(head["type"], "header");
        for key in ["schema", "register", "law", "as_of"] {
            assert_eq!(head[key], document[key]);
        }
        let mut flows = Vec::new();
        let mut findings = Vec::new();
        let mut last = "header".to_owned();
        for mut line in lines {
            let object = line.as_object_mut().unwrap();
            let kind = object.remove("type").unwrap().as_str().unwrap().to_owned();
            // In this order and no other.
            assert!(
                matches!(
                    (last.as_str(), kind.as_str()),
                    ("header" | "flow", "flow") | ("header" | "flow" | "finding", "finding" | "summary")
                ),
                "{last} before {kind}"
            );
            match kind.as_str() {
                "flow" => flows.push(line),
                "finding" => findings.push(line),
                _ => assert_eq!(line, document["summary"]),
            }
            last = kind;
        }
        assert_eq!(last, "summary");
        assert_eq!(Value::Array(flows), document["flows"]);
        assert_eq!(Value::Array(findings), document["findings"]);
    }
}

const BARRED: &str = r#"
[register]
name = "Barred"
as_of = 2026-11-22

[policy]
forbid = ["eu-scc-2021-914"]

[[party]]
id = "a"
name = "A BV"
kind = "group"
country = "NL"

[[party]]
id = "u"
name = "U"
kind = "processor"
country = "IN"

[[data]]
id = "c"
name = "Contacts"

[[instrument]]
id = "s"
kind = "eu-scc-2021-914"
modules = [2]
parties = ["a", "u"]
signed = 2024-01-01

[[flow]]
id = "f"
from = "a"
to = "u"
roles = "controller-to-processor"
data = ["c"]
mechanism = ["s"]
"#;

#[test]
fn a_case_fails_where_its_verdict_does() {
    let folder = Folder::new("junit");
    let barred = folder.file("transfer.toml", BARRED);
    let barred = barred.as_str();
    let mut bans = 0;
    for (register, day) in
        REGISTERS.into_iter().chain([("registers/worldwide", "2026-11-22"), (barred, "2026-11-22")])
    {
        let document = json(&run(register, day, "json").answer);
        let text = run(register, day, "junit").answer;
        let junit = roxmltree::Document::parse(&text).unwrap();
        for flow in document["flows"].as_array().unwrap() {
            for regime in flow["regimes"].as_array().unwrap() {
                let findings = document["findings"].as_array().unwrap().iter();
                let mut of_it = findings.filter(|finding| {
                    finding["flow"] == flow["id"]
                        && (finding["regime"] == regime["regime"] || finding["regime"].is_null())
                });
                let waived = of_it.any(|finding| !finding["waived"].is_null());
                let fails = !["not-restricted", "valid", "conditional"]
                    .contains(&regime["verdict"].as_str().unwrap());
                let case = junit.descendants().find(|node| {
                    node.attribute("classname") == flow["id"].as_str()
                        && node.attribute("name") == regime["regime"].as_str()
                });
                let Some(case) = case.filter(|_| fails && !waived) else { continue };
                let failure = case.children().find(|node| node.has_tag_name("failure"));
                assert!(failure.is_some(), "{register}: {} under {}", flow["id"], regime["regime"]);
                if register == barred {
                    bans += 1;
                    assert!(
                        failure.unwrap().attribute("message").unwrap().contains("forbids"),
                        "{failure:?}"
                    );
                    // The ban is not told again in a case of no law.
                    assert!(!junit.descendants().any(|node| node.attribute("name") == Some("flow")));
                }
            }
        }
    }
    assert_eq!(bans, 1);
}

/// Every table closed, so that a key which the schema does not name is a fault here.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") {
                map.insert("additionalProperties".to_owned(), false.into());
            }
            map.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

#[test]
fn the_document_is_what_its_schema_says() {
    let run_schema = transfer(&["schema", "--of", "assessment"]);
    let mut schema = json(&run_schema.answer);
    close(&mut schema);
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    for (register, day) in REGISTERS {
        let mut document = json(&run(register, day, "json").answer);
        let faults: Vec<String> = validator
            .iter_errors(&document)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{register}: {faults:#?}");
        // Keys are always there, even where there is nothing to say.
        document["flows"][0].as_object_mut().unwrap().remove("optional");
        assert!(!validator.is_valid(&document));
        let mut document = json(&run(register, day, "json").answer);
        document["flows"][0]["verdict"] = "fine".into();
        assert!(!validator.is_valid(&document));
    }
}

/// The schema of SARIF 2.1.0.
fn sarif_schema() -> jsonschema::Validator {
    let mut schema = json(&std::fs::read_to_string(material("schemas/sarif-2.1.0.json")).unwrap());
    // The schema's pattern for languages (`…{2}]?$`) is no regular expression; we write no language.
    for kind in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][kind]["properties"]["language"];
        assert!(language.as_object_mut().unwrap().remove("pattern").is_some());
    }
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn sarif_of_a_scan_is_sarif() {
    let validator = sarif_schema();
    let policies = material("policies");
    let scan = ["scan", policies.to_str().unwrap(), "--as-of", "2026-11-22", "--format", "sarif"];
    let log = json(&transfer(&scan).answer);
    let faults: Vec<String> =
        validator.iter_errors(&log).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(!log["runs"][0]["results"].as_array().unwrap().is_empty());
}

/// Findings of no flow first, then by flow, law, code and place: what a program gets that sorts them itself.
#[test]
fn findings_stand_in_the_order_of_their_keys() {
    for (register, day) in REGISTERS {
        let document = json(&run(register, day, "json").answer);
        let keys: Vec<_> = document["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| {
                let text = |key: &str| finding[key].as_str().map(str::to_owned);
                let span = &finding["span"];
                let file = span["file"].as_str().unwrap().to_owned();
                (text("flow"), text("regime"), text("code"), file, span["line"].as_u64())
            })
            .collect();
        assert!(keys.is_sorted(), "{register}: {keys:#?}");
    }
}

/// The page says of each flow and finding what the JSON says, asks for nothing, and lets no text be markup.
#[test]
fn the_page_stands_on_its_own() {
    for (register, day) in REGISTERS {
        let mut page = run(register, day, "html");
        page.answer = page.answer.replace("<td class=\"whole\">", "<td>");
        let document = json(&run(register, day, "json").answer);
        assert_eq!(page.status, run(register, day, "json").status);
        for flow in document["flows"].as_array().unwrap() {
            let id = flow["id"].as_str().unwrap();
            let id =
                id.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            assert!(page.answer.contains(&format!("<td>{id}")), "{id}");
        }
        let told = document["findings"].as_array().unwrap().len();
        let rows =
            ["error", "warning", "note"].map(|level| page.answer.matches(&format!("<td>{level}")).count());
        assert_eq!(rows.iter().sum::<usize>(), told);
        for tag in ["<script", "<img", "<link", "<iframe", "<a "] {
            assert!(!page.answer.contains(tag), "{register}: {tag}");
        }
    }
}

#[test]
fn sarif_is_sarif() {
    let validator = sarif_schema();
    for (register, day) in REGISTERS {
        let log = json(&run(register, day, "sarif").answer);
        let faults: Vec<String> =
            validator.iter_errors(&log).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{register}: {faults:#?}");
        let document = json(&run(register, day, "json").answer);
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let results = run["results"].as_array().unwrap();
        let findings = document["findings"].as_array().unwrap();
        assert_eq!(results.len(), findings.len());
        let mut prints = BTreeSet::new();
        for (result, finding) in results.iter().zip(findings) {
            assert_eq!(result["ruleId"], finding["code"]);
            assert_eq!(result["level"], finding["severity"]);
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], finding["code"]);
            let suppressed = !result["suppressions"].as_array().unwrap().is_empty();
            assert_eq!(suppressed, !finding["waived"].is_null());
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["region"]["startLine"], finding["span"]["line"]);
            let file = format!("{register}/{}", finding["span"]["file"].as_str().unwrap());
            assert_eq!(place["artifactLocation"]["uri"], Value::from(file));
            let print = result["partialFingerprints"]["transferFinding/v1"].as_str().unwrap();
            assert!(prints.insert(print.to_owned()), "{print} twice");
        }
    }
}

/// One line a result: short enough to read a difference line by line.
fn results(register: &str, day: &str) -> String {
    let log = json(&run(register, day, "sarif").answer);
    let mut text = String::new();
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let place = &result["locations"][0]["physicalLocation"];
        let region = &place["region"];
        writeln!(
            text,
            "{} {} {} {}:{}-{}:{} {}",
            result["level"].as_str().unwrap(),
            result["ruleId"].as_str().unwrap(),
            place["artifactLocation"]["uri"].as_str().unwrap(),
            region["startLine"],
            region["startColumn"],
            region["endLine"],
            region["endColumn"],
            result["partialFingerprints"]["transferFinding/v1"].as_str().unwrap()
        )
        .unwrap();
    }
    text
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let text = std::fs::read_to_string(material("registers/deskpro/flows.toml")).unwrap();
    let folder = Folder::new("prints");
    for entry in std::fs::read_dir(material("registers/deskpro")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.0.join(path.file_name().unwrap())).unwrap();
    }
    let prints = |lines: &str| -> Vec<String> {
        lines.lines().map(|line| line.rsplit(' ').next().unwrap().to_owned()).collect()
    };
    let path = folder.here();
    let before = results(path, "2020-07-16");
    folder.put("flows.toml", format!("# A line more.\n\n{text}"));
    let after = results(path, "2020-07-16");
    assert_ne!(before, after);
    assert_eq!(prints(&before), prints(&after));
    // Outside the current folder the path is whole.
    assert!(before.contains("file:///"), "{before}");
}

#[test]
fn junit_is_xml_and_fails_where_the_run_fails() {
    for (register, day) in REGISTERS {
        let run = run(register, day, "junit");
        assert_harmless(&run.answer);
        let document = roxmltree::Document::parse(&run.answer).unwrap();
        let count = |tag: &str| document.descendants().filter(|node| node.has_tag_name(tag)).count();
        let suite = document.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
        assert_eq!(suite.attribute("tests"), Some(count("testcase").to_string().as_str()));
        assert_eq!(suite.attribute("failures"), Some(count("failure").to_string().as_str()));
        assert_eq!(run.status == 1, count("failure") > 0);
        let mut named = BTreeSet::new();
        for case in document.descendants().filter(|node| node.has_tag_name("testcase")) {
            let id = (case.attribute("classname").unwrap(), case.attribute("name").unwrap());
            assert!(named.insert(id), "{id:?} twice");
        }
        let assessment = json(&self::run(register, day, "json").answer);
        for flow in assessment["flows"].as_array().unwrap() {
            for regime in flow["regimes"].as_array().unwrap() {
                let id = (flow["id"].as_str().unwrap(), regime["regime"].as_str().unwrap());
                assert!(named.contains(&id), "{id:?}");
            }
        }
        insta::assert_snapshot!(format!("{}_junit", name(register)), run.answer);
    }
}

/// Level, properties and message of a command.
type Command = (String, Vec<(String, String)>, String);

/// Reads a command as the host does: properties and message with their escapes undone.
fn command(line: &str) -> Option<Command> {
    let rest = line.strip_prefix("::")?;
    let (head, message) = rest.split_once("::")?;
    let (level, properties) = head.split_once(' ')?;
    let undo = |text: &str| {
        text.replace("%2C", ",")
            .replace("%3A", ":")
            .replace("%0A", "\n")
            .replace("%0D", "\r")
            .replace("%25", "%")
    };
    let properties = properties
        .split(',')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(key, value)| (key.to_owned(), undo(value)))
        .collect();
    Some((level.to_owned(), properties, undo(message)))
}

#[test]
fn workflow_commands_are_those_of_the_findings() {
    for (register, day) in REGISTERS {
        let run = run(register, day, "github");
        assert_harmless(&run.answer);
        for line in run.answer.lines().filter(|line| line.contains("::") || line.contains("##[")) {
            let (level, properties, message) = command(line).unwrap();
            assert!(["error", "warning", "notice"].contains(&level.as_str()), "{line}");
            let keys: Vec<&str> = properties.iter().map(|(key, _)| key.as_str()).collect();
            assert!(
                keys == ["file", "line", "col", "endColumn", "title"]
                    || keys == ["file", "line", "col", "title"],
                "{line}"
            );
            assert!(material(&properties[0].1).is_file(), "{line}");
            assert!(message.contains("remedy: "), "{line}");
        }
        insta::assert_snapshot!(format!("{}_github", name(register)), run.answer);
    }
}

#[test]
fn a_broken_register_is_annotated_too() {
    let run = transfer(&["check", "invalid/many-faults.toml", "--format", "github"]);
    assert_eq!(run.status, 2);
    assert_harmless(&run.answer);
    assert_eq!(run.answer.lines().count(), 20);
    let (level, properties, message) = command(run.answer.lines().next().unwrap()).unwrap();
    assert_eq!(level, "error");
    assert_eq!(properties[0], ("file".to_owned(), "invalid/many-faults.toml".to_owned()));
    assert_eq!(properties[1], ("line".to_owned(), "26".to_owned()));
    assert!(message.contains("`sometimes`"), "{message}");
    // The other forms have no place for faults: nothing is answered.
    for format in ["json", "jsonl", "sarif", "junit"] {
        let run = transfer(&["check", "invalid/many-faults.toml", "--format", format]);
        assert_eq!((run.status, run.answer.as_str()), (2, ""));
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_make_no_commands() {
    let folder = Folder::new("names");
    let name = "a,line=1::b%0A\n::error::c <\u{1b}[31m>&\".toml";
    let text = std::fs::read_to_string(material("hostile/register.toml")).unwrap();
    let path = folder.file(name, text);
    for format in ["github", "junit", "sarif", "human"] {
        let run = transfer(&["check", &path, "--format", format, "--notes"]);
        assert!(run.status < 2, "{}", run.message);
        assert_harmless(&run.answer);
        match format {
            "github" => {
                let commands = run.answer.lines().filter(|line| line.starts_with("::"));
                for line in commands {
                    let (_, properties, message) = command(line).unwrap();
                    assert_eq!(properties[0].0, "file");
                    assert_eq!(properties[1].0, "line");
                    assert!(message.contains("remedy"), "{line}");
                }
            }
            "junit" => assert!(roxmltree::Document::parse(&run.answer).is_ok()),
            _ => {}
        }
    }
}

#[test]
fn sarif_results() {
    for (register, day) in REGISTERS {
        insta::assert_snapshot!(format!("{}_sarif", name(register)), results(register, day));
    }
    // In full for the register that tries to break it; digests of the law change with every row.
    let text: String = run("hostile", "2024-01-01", "sarif")
        .answer
        .lines()
        .filter(|line| !line.contains("Digest\""))
        .flat_map(|line| [line, "\n"])
        .collect();
    assert_harmless(&text);
    insta::assert_snapshot!("hostile_sarif_full", text);
}

/// What two laws say alike is told once, with each law and what to cite under it.
#[test]
fn one_finding_under_two_laws() {
    let folder = Folder::new("two-laws");
    let path = folder.file(
        "transfer.toml",
        "[register]\nname = \"R\"\nas_of = 2024-10-12\n\
         [[party]]\nid = \"uk\"\nname = \"UK\"\nkind = \"group\"\ncountry = \"GB\"\ntargets = [\"EU\"]\n\
         [[party]]\nid = \"us\"\nname = \"US\"\nkind = \"processor\"\ncountry = \"US\"\nsector = \"commercial\"\nexposure = []\n\
         certifications = [{ scheme = \"dpf\", parts = [\"eu-us\", \"uk-extension\"], since = 2023-10-12, covers = [\"non-hr\"], status = \"lapsed\", checked_on = 2024-10-12 }]\n\
         [[data]]\nid = \"d\"\nname = \"d\"\n\
         [[flow]]\nid = \"f\"\nfrom = \"uk\"\nto = \"us\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\nsubjects = [{ group = \"g\", in = [\"GB\", \"IE\"] }]\nmechanism = [\"dpf\"]\n",
    );
    for format in ["human", "github"] {
        let run = transfer(&["check", &path, "--format", format]);
        assert_eq!(run.answer.matches("certification-lapsed").count(), 1, "{}", run.answer);
        let law = "law: under the GDPR: Commission Implementing Decision (EU) 2023/1795; under the UK GDPR: Data Protection (Adequacy) (United States of America) Regulations 2023 (SI 2023/1028)";
        assert!(run.answer.contains(law), "{}", run.answer);
    }
}

#[test]
fn markdown_shows_code_as_it_is_written() {
    let group = material("queries/group.toml");
    for register in ["registers/worldwide", "registers/egress", group.to_str().unwrap()] {
        let text = transfer(&["check", register, "--format", "markdown", "--as-of", "2026-11-22"]).answer;
        assert!(text.contains("Remedy:"), "{register}");
        for line in text.lines().filter(|line| line.starts_with("- **")) {
            // Between two backticks nothing is escaped; what follows the finding is a sentence of its own.
            for code in line.split('`').skip(1).step_by(2) {
                assert!(!code.contains(['\\']), "{line}");
            }
            let (finding, _) = line.split_once(" Remedy:").unwrap();
            let finding = finding.split_once(" Law:").map_or(finding, |(finding, _)| finding);
            assert!(finding.ends_with('.'), "{line}");
        }
        let papers = transfer(&["tia", register, "--all", "--format", "markdown"]).answer;
        assert!(!papers.contains("\\`"), "{register}");
    }
    let folder = Folder::new("markdown");
    let waiver = "\n[[waiver]]\nfinding = \"tia-missing\"\nflow = \"f\"\nreason = \"under way.\"\napproved_by = \"A. Person\"\nuntil = 2027-01-31\n";
    let text = format!("{}{waiver}", BARRED.replace("[policy]\nforbid = [\"eu-scc-2021-914\"]\n", ""));
    let file = folder.file("transfer.toml", text);
    let run = transfer(&["check", &file, "--format", "markdown"]);
    assert!(
        run.answer.contains("Waived until 2027-01-31 by A. Person: under way.\n"),
        "{}{}",
        run.answer,
        run.message
    );
}

/// Waived findings stay in every output, each with its waiver.
#[test]
fn a_waiver_is_told_wherever_its_finding_is() {
    let folder = Folder::new("waived");
    let waiver = "\n[[waiver]]\nfinding = \"tia-missing\"\nflow = \"f\"\nreason = \"under way\"\napproved_by = \"A. Person\"\nuntil = 2027-01-31\n";
    let text = format!("{}{waiver}", BARRED.replace("[policy]\nforbid = [\"eu-scc-2021-914\"]\n", ""));
    let file = folder.file("transfer.toml", text);
    let told = |words: &[&str]| transfer(&[words, &["--as-of", "2026-11-22"]].concat()).answer;
    let explained = told(&["explain", &file, "--flow", "f"]);
    assert!(
        explained.contains("      law: CJEU C-311/18, paragraphs 134 and 142; ")
            && explained.contains("      waived: under way (A. Person), until 2027-01-31\n"),
        "{explained}"
    );
    let marked = told(&["explain", &file, "--flow", "f", "--format", "markdown"]);
    assert!(marked.contains(" Waived until 2027-01-31 by A. Person: under way.\n"), "{marked}");
    let pack = told(&["export", &file, "--format", "regulator-md"]);
    assert!(pack.contains(" (risk accepted until 2027-01-31 by A. Person: under way)\n"), "{pack}");
    let sheet = told(&["check", &file, "--format", "csv"]);
    let rows: Vec<Vec<&str>> = sheet.lines().map(|line| line.rsplitn(3, ',').collect()).collect();
    assert_eq!(rows[0][..2], ["waived", "findings"], "{sheet}");
    assert_eq!(rows[1][0], "tia-missing", "{sheet}");
    assert!(rows[1][1].contains("tia-missing"), "{sheet}");
    let whole =
        transfer(&["check", &file.replace("transfer.toml", ""), "--format", "csv", "--as-of", "2027-02-01"])
            .answer;
    assert!(whole.lines().skip(1).all(|line| line.ends_with(',')), "{whole}");
    // Why a waiver does not count: it is over, or was given for too long.
    for (day, why) in [
        ("2027-02-01", "the waiver of `tia-missing` ended on 2027-01-31 and accepts nothing any more"),
        (
            "2026-01-30",
            "the waiver of `tia-missing` runs until 2027-01-31, more than twelve months ahead, and accepts nothing",
        ),
    ] {
        let text = transfer(&["check", &file, "--as-of", day]).answer;
        assert!(text.contains(&format!("warning[waiver-expired]: {why}\n")), "{text}");
    }
}

/// A waiver that accepts nothing says why; a mechanism in question is named.
#[test]
fn an_idle_waiver_says_why() {
    let folder = Folder::new("idle-waivers");
    let mut text = "[register]\nname = \"t\"\nas_of = 2026-09-01\n\n[policy]\nsanctions = [\"un\"]\n\n[[party]]\nid = \"ex\"\nname = \"Ex\"\nkind = \"group\"\ncountry = \"DE\"\n\n[[party]]\nid = \"kp\"\nname = \"Kp\"\nkind = \"vendor\"\ncountry = \"KP\"\n\n[[party]]\nid = \"us\"\nname = \"Us\"\nkind = \"vendor\"\ncountry = \"US\"\ncertifications = [{ scheme = \"dpf\", parts = [\"eu-us\"], covers = [\"non-hr\"], since = 2023-09-01, status = \"active\" }]\n\n[[data]]\nid = \"d\"\nname = \"D\"\n".to_owned();
    for (id, to) in [("a", "kp"), ("b", "us")] {
        let claims = if to == "us" { "\"dpf\"" } else { "" };
        text += &format!(
            "\n[[flow]]\nid = \"{id}\"\nfrom = \"ex\"\nto = \"{to}\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\nmechanism = [{claims}]\n"
        );
    }
    for code in ["sanctioned-territory", "no-mechanism", "no-mechanism", "tia-missing"] {
        text += &format!(
            "\n[[waiver]]\nflow = \"a\"\nfinding = \"{code}\"\nreason = \"r\"\napproved_by = \"A. Person\"\nuntil = 2026-12-31\n"
        );
    }
    let file = folder.file("transfer.toml", &text);
    let told = transfer(&["check", &file]).answer;
    for line in [
        "the waiver of `sanctioned-territory` accepts nothing: the finding is a ban, which nobody can waive",
        "the waiver of `no-mechanism` accepts nothing: another waiver accepts the finding already",
        "the waiver of `tia-missing` accepts nothing: there is no such finding",
    ] {
        assert_eq!(told.matches(line).count(), 1, "{line}\n{told}");
    }
    let whole = transfer(&["check", &file, "--format", "json"]).answer;
    assert!(
        whole.contains("\"Data Privacy Framework (`dpf`) is in force, but in question since "),
        "{whole}"
    );
}

/// What does not stand has no day until which it stands.
#[test]
fn a_flow_that_does_not_stand_stands_until_no_day() {
    let folder = Folder::new("stands-until");
    let flow = "[[flow]]\nid = \"f\"\nfrom = \"ex\"\nto = \"im\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\nmechanism = [\"adequacy\"]\n";
    let text = format!(
        "[register]\nname = \"t\"\n\n[[party]]\nid = \"ex\"\nname = \"Ex\"\nkind = \"group\"\ncountry = \"DE\"\n\n[[party]]\nid = \"im\"\nname = \"Im\"\nkind = \"processor\"\ncountry = \"BR\"\n\n[[data]]\nid = \"d\"\nname = \"D\"\n\n{flow}"
    );
    let file = folder.file("transfer.toml", &text);
    for format in ["human", "markdown", "html"] {
        let told = |day: &str| transfer(&["check", &file, "--format", format, "--as-of", day]).answer;
        let before = told("2026-01-01");
        assert!(before.contains("- (valid from 2026-01-26)"), "{before}");
        assert!(!before.contains("then valid"), "{before}");
    }
    // It is told of the flow, once, and not of each law: here of the one that knows no such end.
    let two =
        text.replace("country = \"DE\"", "country = \"DE\"\ntargets = [\"GB\"]").replace("\"BR\"", "\"GB\"");
    let two = folder.file("two.toml", two);
    for format in ["human", "markdown", "html"] {
        let told = transfer(&["check", &two, "--format", format, "--as-of", "2026-01-01"]).answer;
        assert_eq!(told.matches("2031-12-27, then invalid").count(), 1, "{told}");
        assert!(told.contains("uk-gdpr"), "{told}");
    }
}

#[test]
fn verdicts_are_not_broken_on_pages() {
    let text = transfer(&["check", "registers/egress", "--format", "html", "--as-of", "2021-01-07"]).answer;
    assert!(text.contains("<td class=\"whole\"><strong>invalid</strong></td>"));
}

#[test]
fn tables_are_whole_and_end_where_their_text_does() {
    for words in [
        &["check", "registers/egress", "--as-of", "2021-01-07"][..],
        &["flows", "registers/worldwide", "--regime", "uk-gdpr"],
        &["tia", "--due", "registers/worldwide"],
    ] {
        let run = transfer(words);
        assert!(!run.answer.contains('…'), "{}", run.answer);
        // The lines drawn of a register are as they are written.
        let tables = run.answer.lines().filter(|line| {
            line.contains(" | ") && !line.trim_start().starts_with(|c: char| c.is_ascii_digit())
        });
        for line in tables {
            assert_eq!(line, line.trim_end(), "{words:?}");
        }
    }
}
