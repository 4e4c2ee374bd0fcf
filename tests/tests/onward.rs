//! Onward transfers: `tests/onward/*.toml` are small registers worked by hand from the law. The head comment of each
//! draws the graph, names the rule and states the answers, which are read from there; `tests/onward/README.md` says how.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use transfer_model::assess::{Assessment, FlowResult, Verdict, Words, assess};
use transfer_model::day::Day;
use transfer_model::finding::Code;
use transfer_model::law::LawBook;
use transfer_model::register::{Register, TagUse, read};
use transfer_tests::material;

/// Fewer cases than this leave pairs of upstream mechanism and onward situation untried.
const CASES_AT_LEAST: usize = 40;

/// The words that a line of the head comment may begin with; `# word: …` with another one has a slip of the pen.
const WORDS: [&str; 11] =
    ["graph", "rule", "why", "expect", "via", "basis", "code", "no-code", "level", "says", "claim"];

/// One answer: its word, and what follows it.
type Line = (String, Vec<String>);

#[test]
fn every_case_is_answered_as_worked_out() {
    let book = jurisdictions::embedded().unwrap();
    let (mut wrong, mut lines, mut faults) = (String::new(), 0_usize, 0_usize);
    let cases = cases();
    for (name, text) in &cases {
        let answers = answers(text);
        lines += answers.len();
        let found = replay(name, text, &answers, &book);
        if !found.is_empty() {
            faults += found.len();
            writeln!(wrong, "- {name}: {}", rule(text)).unwrap();
            for fault in found {
                writeln!(wrong, "    {fault}").unwrap();
            }
        }
    }
    assert!(faults == 0, "{faults} of {lines} answers in {} cases disagree:\n{wrong}", cases.len());
}

#[test]
fn the_cases_are_whole() {
    let cases = cases();
    let mut wrong = Vec::new();
    if cases.len() < CASES_AT_LEAST {
        wrong.push(format!("{} cases, fewer than {CASES_AT_LEAST}", cases.len()));
    }
    for (name, text) in &cases {
        for word in ["graph", "rule", "expect"] {
            if !head(text).any(|(found, _)| found == word) {
                wrong.push(format!("{name}: no `# {word}:`"));
            }
        }
        for (word, rest) in head(text) {
            let count = rest.split_whitespace().count();
            let good = match word {
                "expect" | "via" | "basis" | "level" => count == 3,
                "code" | "no-code" => count == 2,
                "claim" => count == 4,
                "says" => count > 1,
                other => WORDS.contains(&other),
            };
            if !good {
                wrong.push(format!("{name}: `# {word}: {rest}` cannot be read"));
            }
        }
        let mut verdicts = BTreeMap::new();
        for (_, rest) in answers(text).into_iter().filter(|(word, _)| word == "expect") {
            let known = matches!(rest[2].as_str(), "unbound" | "inactive")
                || Verdict::ALL.iter().any(|verdict| verdict.name() == rest[2]);
            if !known {
                wrong.push(format!("{name}: `{}` is no verdict", rest[2]));
            }
            if verdicts.insert((rest[0].clone(), rest[1].clone()), rest[2].clone()).is_some() {
                wrong.push(format!("{name}: {} under {} is expected twice", rest[0], rest[1]));
            }
        }
        for (_, rest) in answers(text).into_iter().filter(|(word, _)| word.ends_with("code")) {
            if Code::parse(&rest[1]).is_none() {
                wrong.push(format!("{name}: `{}` is no code", rest[1]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Assesses one case; what disagrees.
fn replay(name: &str, text: &str, answers: &[Line], book: &LawBook) -> Vec<String> {
    let register = match read(vec![(format!("{name}.toml"), text.to_owned())], book) {
        Ok(register) => register,
        Err((sources, problems)) => {
            let line = |problem: &transfer_model::diag::Problem| {
                let place = problem.span.map(|span| sources.locate(span).to_string()).unwrap_or_default();
                format!("faulty: {place} {}", problem.message)
            };
            return problems.iter().map(line).collect();
        }
    };
    let table: toml::Table = text.parse().unwrap();
    let Some(day) = table["register"].get("as_of").and_then(|day| Day::parse(&day.to_string())) else {
        return vec!["no `as_of`".to_owned()];
    };
    let found = assess(&register, book, day);
    let mut wrong = Vec::new();
    for (word, rest) in answers {
        let id = rest[0].as_str();
        if register.flows.iter().all(|flow| flow.id != id) {
            wrong.push(format!("{word} {}: no flow `{id}`", rest.join(" ")));
            continue;
        }
        let flow = found.flows.iter().find(|result| register.flow(result.flow).id == id);
        let got = match word.as_str() {
            "expect" => verdict(flow, &rest[1], book),
            "via" => via(flow, &rest[1], &register, book),
            "basis" => basis(flow, &rest[1], book),
            "level" => level(flow, &rest[1], &found).to_owned(),
            "claim" => {
                let got = claim(flow, &rest[1], &rest[2], &register, book);
                if got != rest[3] {
                    wrong.push(format!("claim {}: got {got}", rest.join(" ")));
                }
                continue;
            }
            "says" => {
                let said = said(flow, &found, &Words { register: &register, book });
                if !said.iter().any(|text| text.contains(&rest[1..].join(" "))) {
                    wrong.push(format!("says {}: got {}", rest.join(" "), said.join(" | ")));
                }
                continue;
            }
            _ => {
                let codes = codes(flow, &found);
                let there = codes.contains(&rest[1].as_str());
                if there != (word == "code") {
                    wrong.push(format!("{word} {}: got {}", rest.join(" "), codes.join(", ")));
                }
                continue;
            }
        };
        if got != rest[2] {
            let codes = codes(flow, &found).join(", ");
            wrong.push(format!("{word} {}: got {got} (findings: {codes})", rest.join(" ")));
        }
    }
    wrong
}

fn under<'a>(
    flow: Option<&'a FlowResult>,
    regime: &str,
    book: &LawBook,
) -> Option<&'a transfer_model::assess::RegimeResult> {
    flow?.regimes.iter().find(|result| book.regime(result.binding.regime).header.id == regime)
}

fn verdict(flow: Option<&FlowResult>, regime: &str, book: &LawBook) -> String {
    let Some(result) = flow else { return "inactive".to_owned() };
    if regime == "-" {
        return result.verdict.name().to_owned();
    }
    under(flow, regime, book).map_or("unbound", |result| result.verdict.name()).to_owned()
}

fn basis(flow: Option<&FlowResult>, regime: &str, book: &LawBook) -> String {
    under(flow, regime, book).map_or("unbound", |result| result.binding.basis.name()).to_owned()
}

fn via(flow: Option<&FlowResult>, regime: &str, register: &Register, book: &LawBook) -> String {
    let Some(result) = under(flow, regime, book) else { return "unbound".to_owned() };
    let mut ids: Vec<&str> = result.binding.via.iter().map(|ix| register.flow(*ix).id.as_str()).collect();
    ids.sort_unstable();
    if ids.is_empty() { "-".to_owned() } else { ids.join(",") }
}

/// The status of a claim of the flow, by its word or its document.
fn claim(flow: Option<&FlowResult>, regime: &str, tag: &str, register: &Register, book: &LawBook) -> String {
    let Some(result) = under(flow, regime, book) else { return "unbound".to_owned() };
    let tags = &register.flow(flow.unwrap().flow).mechanism;
    let word = |at: usize| match &tags[at].names {
        TagUse::Bare(mechanism) => book.mechanism(*mechanism).id.clone(),
        TagUse::Instrument(ix) => register.instrument(*ix).id.clone(),
        TagUse::Other(_) => "other".to_owned(),
    };
    let found = result.claims.iter().find(|claim| word(claim.tag) == tag);
    found.map_or("not claimed", |claim| claim.status.name()).to_owned()
}

/// Message, citations and remedy of each finding about the flow.
fn said(flow: Option<&FlowResult>, found: &Assessment, words: &Words<'_>) -> Vec<String> {
    let Some(result) = flow else { return Vec::new() };
    let findings = found.findings.iter().filter(|finding| finding.flow == Some(result.flow));
    findings
        .map(|finding| {
            let law = words.citations(finding.detail, finding.regime, found.as_of).join("; ");
            format!("{}; {law}; {}", words.message(finding), words.remedy(finding))
        })
        .collect()
}

/// The level of the first finding of a code about the flow.
fn level(flow: Option<&FlowResult>, code: &str, found: &Assessment) -> &'static str {
    let mut findings = found.findings.iter().filter(|finding| finding.code.name() == code);
    let finding = findings.find(|finding| flow.is_some_and(|flow| finding.flow == Some(flow.flow)));
    finding.map_or("not told", |finding| finding.severity.name())
}

/// The codes of the findings about the flow.
fn codes(flow: Option<&FlowResult>, found: &Assessment) -> Vec<&'static str> {
    let Some(result) = flow else { return Vec::new() };
    let mut codes: Vec<&str> = found
        .findings
        .iter()
        .filter(|finding| finding.flow == Some(result.flow))
        .map(|finding| finding.code.name())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The lines `# word: …` of the head comment.
fn head(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().take_while(|line| line.starts_with('#')).filter_map(|line| {
        let (word, rest) = line.strip_prefix("# ")?.split_once(':')?;
        let plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        plain.then(|| (word, rest.trim()))
    })
}

/// The answers that a case states.
fn answers(text: &str) -> Vec<Line> {
    head(text)
        .filter(|(word, _)| {
            matches!(*word, "expect" | "via" | "basis" | "code" | "no-code" | "level" | "says" | "claim")
        })
        .map(|(word, rest)| (word.to_owned(), rest.split_whitespace().map(str::to_owned).collect()))
        .collect()
}

fn rule(text: &str) -> &str {
    head(text).find(|(word, _)| *word == "rule").map_or("", |(_, rest)| rest)
}

/// The cases by name, in order.
fn cases() -> Vec<(String, String)> {
    let mut cases: Vec<(String, String)> = fs::read_dir(material("onward"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    cases.sort();
    cases
}
