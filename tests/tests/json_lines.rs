//! Registers in JSON Lines: what they say, mixed with TOML or alone, is what TOML says; every fault names its place.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Value as Json, json};
use transfer_model::assess::assess;
use transfer_model::day::Day;
use transfer_model::law::LawBook;
use transfer_model::register::{Files, Register, read, read_on};
use transfer_tests::folder::Folder;
use transfer_tests::{generate, material, transfer};

static LAW: LazyLock<LawBook> = LazyLock::new(|| jurisdictions::embedded().unwrap());

/// A folder with these files.
fn with_files(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new("jsonl");
    for (name, text) in files {
        folder.put(name, text);
    }
    folder
}

fn json_of(value: &toml::Value) -> Json {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(day) => json!(day.to_string()),
        toml::Value::Array(items) => items.iter().map(json_of).collect(),
        toml::Value::Table(table) => {
            Json::Object(table.iter().map(|(key, value)| (key.clone(), json_of(value))).collect())
        }
    }
}

/// A register in TOML as lines of JSON.
fn lines(toml: &str) -> String {
    let mut text = String::new();
    for (key, value) in &toml::from_str::<toml::Table>(toml).unwrap() {
        let tables = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        for table in tables {
            text.push_str(&format!("{}\n", json!({ key: json_of(&table) })));
        }
    }
    text
}

fn must(files: Files) -> Register {
    read(files, &LAW).unwrap_or_else(|(_, problems)| panic!("{problems:#?}"))
}

/// What does not depend on where it is written.
fn said(register: &Register, day: Day) -> Vec<String> {
    let assessment = assess(register, &LAW, day);
    let flows =
        assessment.flows.iter().map(|flow| format!("{:?} {:?}", register.flow(flow.flow).id, flow.verdict));
    let findings = assessment
        .findings
        .iter()
        .map(|finding| format!("{} {:?} {:?}", finding.code.name(), finding.flow, finding.regime));
    let mut all: Vec<String> = flows.chain(findings).collect();
    all.sort();
    all
}

#[test]
fn lines_say_what_toml_says() {
    let mut registers: Vec<Files> = vec![
        vec![("register.toml".to_owned(), generate::register(300))],
        vec![("register.toml".to_owned(), fs::read_to_string(material("queries/group.toml")).unwrap())],
    ];
    for folder in fs::read_dir(material("registers")).unwrap() {
        let files = fs::read_dir(folder.unwrap().path()).unwrap().map(|entry| entry.unwrap().path());
        let toml = files.filter(|path| path.extension().is_some_and(|end| end == "toml"));
        let text = |path: &Path| fs::read_to_string(path).unwrap();
        registers.push(
            toml.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), text(&path)))
                .collect(),
        );
    }
    for files in registers {
        let toml = must(files.clone());
        let day = toml.as_of.unwrap_or(Day::parse("2026-01-01").unwrap());
        let jsonl: Files =
            files.iter().map(|(name, text)| (name.replace(".toml", ".jsonl"), lines(text))).collect();
        // Half of the files in each way.
        let mixed: Files = files
            .iter()
            .zip(&jsonl)
            .enumerate()
            .map(|(at, (toml, jsonl))| if at % 2 == 0 { jsonl.clone() } else { toml.clone() })
            .collect();
        for files in [jsonl, mixed] {
            let read = must(files);
            assert_eq!(read.digest, toml.digest, "{}", toml.name);
            assert_eq!(said(&read, day), said(&toml, day), "{}", toml.name);
        }
    }
}

const HEAD: &str = "{\"register\": {\"name\": \"Lines\", \"as_of\": \"2024-01-01\"}}\n\
    {\"party\": {\"id\": \"acme\", \"name\": \"Acme\", \"kind\": \"group\", \"country\": \"DE\"}}\n\
    {\"party\": {\"id\": \"host\", \"name\": \"Host\", \"kind\": \"processor\", \"country\": \"GB\"}}\n\
    {\"data\": {\"id\": \"contact\", \"name\": \"Contact details\"}}\n";

const FLOW: &str = "{\"flow\": {\"id\": \"hosting\", \"from\": \"acme\", \"to\": \"host\", \
    \"roles\": \"controller-to-processor\", \"data\": [\"contact\"], \"mechanism\": [\"adequacy\"]}}\n";

#[test]
fn lines_alone_are_a_register() {
    let folder = with_files(&[("register.jsonl", &format!("{HEAD}\n{FLOW}"))]);
    for path in [folder.here().to_owned(), format!("{}/register.jsonl", folder.here())] {
        let run = transfer(&["check", &path]);
        assert_eq!((run.status, run.message.as_str()), (0, ""));
        assert!(run.answer.contains("1 flow"), "{}", run.answer);
    }
    // Findings name the line.
    let text = format!("{HEAD}{}", FLOW.replace("[\"adequacy\"]", "[\"ipv\"]")).replace("GB", "US");
    let folder = with_files(&[("register.jsonl", &text)]);
    let run = transfer(&["check", folder.here()]);
    assert_eq!(run.status, 1);
    assert!(run.answer.contains("register.jsonl:5:"), "{}", run.answer);
}

#[test]
fn marks_line_ends_and_blank_lines_change_nothing() {
    let plain = format!("{HEAD}{FLOW}");
    let digest = |text: String| must(vec![("r.jsonl".to_owned(), text)]).digest;
    let known = digest(plain.clone());
    assert_eq!(digest(format!("\u{feff}{plain}")), known);
    assert_eq!(digest(plain.replace('\n', "\r\n")), known);
    assert_eq!(digest(plain.replace('\n', "\n \t\n\n")), known);
    assert_eq!(digest(plain.trim_end().to_owned()), known);
    // What is null is not written.
    assert_eq!(
        digest(plain.replace("\"mechanism\"", "\"context\": null, \"safeguards\": null, \"mechanism\"")),
        known
    );
}

/// The places and codes of the problems of a text in JSON Lines, with their messages.
fn told(text: &str) -> Vec<(String, &'static str, String)> {
    let Err((sources, problems)) = read(vec![("r.jsonl".to_owned(), text.to_owned())], &LAW) else {
        return Vec::new();
    };
    problems
        .into_iter()
        .map(|problem| {
            let place = problem.span.map_or("-".to_owned(), |span| {
                let at = sources.locate(span);
                format!("{}:{}", at.line, at.column)
            });
            (place, problem.code.name(), problem.message)
        })
        .collect()
}

#[test]
fn every_fault_names_its_line_and_column() {
    let flow = |from: &str, to: &str| format!("{HEAD}{}", FLOW.replace(from, to));
    let mut wrong = Vec::new();
    for (text, place, code, message) in [
        (flow("\"acme\"", "\"amce\""), "5:36", "unknown-reference", "no party has the id `amce`"),
        (flow("\"roles\"", "\"rolls\""), "5:58", "unknown-key", "a flow has no key `rolls`"),
        (flow("[\"contact\"]", "\"contact\""), "5:", "wrong-type", "`data` takes a list"),
        (
            flow("\"id\"", "\"since\": \"2024-13-01\", \"id\""),
            "5:20",
            "wrong-type",
            "\"2021-01-07\", without a time, not a text",
        ),
        (flow("\"id\"", "\"since\": 2024, \"id\""), "5:20", "wrong-type", "not a number"),
        (
            flow("\"id\"", "\"since\": \"2024-02-01\", \"until\": \"2024-01-01\", \"id\""),
            "5:",
            "dates-reversed",
            "2024-01-01",
        ),
        (flow("\"id\"", "\"id\": \"x\", \"id\""), "5:22", "syntax", "duplicate key"),
        (flow("\"id\": \"hosting\"", "\"id\": null"), "5:10", "missing-key", "a flow needs `id`"),
        (flow("{\"flow\"", "{\"flows\""), "5:2", "unknown-key", "the file has no key `flows`"),
        (flow("}}\n", "}\n"), "5:", "syntax", "the line ends before its object does"),
        (flow("}}\n", "}} {}\n"), "5:", "syntax", ""),
        (flow("}}\n", "}, \"tia\": {}}\n"), "5:", "syntax", "a line is one object with one key"),
        (format!("{HEAD}[]\n"), "5:1", "syntax", "a line is one object with one key"),
        (format!("{HEAD}{{\"flow\": 5}}\n"), "5:10", "wrong-type", "`flow` takes tables in braces, not 5"),
        (format!("{HEAD}{{\"flow\": null}}\n"), "5:10", "wrong-type", "not null"),
        (format!("{HEAD}[[flow]]\n"), "5:", "syntax", ""),
        (format!("{HEAD}{}\n", "[".repeat(100_000)), "5:81", "syntax", "recursion limit"),
        (
            format!("{HEAD}{{\"data\": {{\"id\": \"{}\"}}}}\n", "x".repeat(2_000_000)),
            "5:1",
            "syntax",
            "more than a megabyte",
        ),
        (format!("{HEAD}{HEAD}"), "5:23", "duplicate-id", "a second `[register]` table"),
        (FLOW.to_owned(), "-", "unreadable", "no `[register]` table in r.jsonl"),
        (String::new(), "-", "unreadable", "no `[register]` table in r.jsonl"),
    ] {
        let told = told(&text);
        let found = told
            .iter()
            .any(|(at, kind, what)| at.starts_with(place) && *kind == code && what.contains(message));
        if !found {
            wrong.push(format!("no {place} {code} {message} in {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_faults_are_told_in_one_run() {
    let text = format!(
        "{HEAD}{}not json\n{}{{\"flow\": {{\n{}",
        FLOW.replace("acme", "amce"),
        FLOW.replace("hosting", "second").replace("\"contact\"", "\"contcat\""),
        FLOW.replace("hosting", "third").replace("adequacy", "adequate"),
    );
    let codes: Vec<(String, &str)> = told(&text)
        .into_iter()
        .map(|(place, code, _)| (place.split(':').next().unwrap().to_owned(), code))
        .collect();
    let want = [
        ("5", "unknown-reference"),
        ("6", "syntax"),
        ("7", "unknown-reference"),
        ("8", "syntax"),
        ("9", "unknown-word"),
    ];
    assert_eq!(codes, want.map(|(line, code)| (line.to_owned(), code)));
    // Very many are counted, and the message stays short.
    let folder = with_files(&[("r.jsonl", &"{\n".repeat(100_000))]);
    let run = transfer(&["check", folder.here()]);
    assert_eq!((run.status, run.answer.as_str()), (2, ""));
    assert!(
        run.message.contains("99950 more problems of syntax up to here") && run.message.len() < 64 * 1024
    );
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let text = lines(&generate::register(2_000));
    let faulty = text.replace("\"p7\"", "\"p-7\"").replace("2022-05-15", "2022-05-35");
    for text in [text, faulty] {
        let read = |threads| match read_on(threads, vec![("r.jsonl".to_owned(), text.clone())], &LAW) {
            Ok(register) => format!("{:?}{:?}{}", register.flows, register.parties, register.digest),
            Err((_, problems)) => format!("{problems:#?}"),
        };
        assert!(read(1) == read(4));
    }
}

#[test]
fn lines_are_left_to_the_machine_that_writes_them() {
    let folder = with_files(&[
        ("lines.jsonl", HEAD),
        (
            "flows.toml",
            "[[flow]]\nid='a'\nfrom=\"acme\"\nto=\"host\"\n\
        roles=\"controller-to-processor\"\ndata=[\"contact\"]\nmechanism=[\"adequacy\"]\n",
        ),
    ]);
    let run = transfer(&["fmt", folder.here()]);
    assert_eq!(run.answer, "tidied flows.toml\n", "{}", run.message);
    assert_eq!(fs::read_to_string(folder.0.join("lines.jsonl")).unwrap(), HEAD);
    // An overlay of the law is TOML.
    let run = transfer(&["check", folder.here(), "--law", folder.here()]);
    assert!(
        run.status == 2 && run.message.contains("flows.toml") && !run.message.contains("lines.jsonl"),
        "{}",
        run.message
    );
    // What is exported has every table, as if it were TOML: a name that reads as a day stays a text.
    let lines_of = format!("{HEAD}{}", FLOW.replace("\"data\"", "\"since\": \"2020-01-31\", \"data\""));
    let lines_of = lines_of.replace("\"Contact details\"", "\"2024-01-01\"");
    let toml = "[register]\nname = \"Lines\"\nas_of = 2024-01-01\n[[party]]\nid = \"acme\"\nname = \"Acme\"\n\
        kind = \"group\"\ncountry = \"DE\"\n[[party]]\nid = \"host\"\nname = \"Host\"\nkind = \"processor\"\n\
        country = \"GB\"\n[[data]]\nid = \"contact\"\nname = \"2024-01-01\"\n[[flow]]\nid = \"hosting\"\nfrom = \"acme\"\n\
        to = \"host\"\nroles = \"controller-to-processor\"\nsince = 2020-01-31\ndata = [\"contact\"]\n\
        mechanism = [\"adequacy\"]\n";
    let exported = |name: &str, text: &str| {
        let folder = with_files(&[(name, text)]);
        let run = transfer(&["export", folder.here(), "--format", "csv"]);
        assert_eq!(run.status, 0, "{}", run.message);
        run.answer
    };
    let table = exported("r.jsonl", &lines_of);
    assert!(table.contains("hosting") && table.contains("2020-01-31"), "{table}");
    assert_eq!(table, exported("r.toml", toml));
}
