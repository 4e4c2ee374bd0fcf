//! The contract with users, sentence by sentence: `tests/contract/*.toml` holds small registers written by hand from the
//! reading rules, the steps of the analysis and the law, with what must be answered. Each is checked as a user would, by
//! `transfer check --format json`, or for what a change of the law touches by `transfer law diff`; `tests/contract/README.md` says how to read a case.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::string_slice,
    reason = "a test that cannot go on should fail"
)]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::Value as Json;
use toml::{Table, Value};
use transfer_model::day::Day;
use transfer_tests::folder::Folder;
use transfer_tests::{Run, material, transfer};

/// Fewer registers than this are no suite.
const REGISTERS_AT_LEAST: usize = 250;

/// The keys of a case; a case with another one has a slip of the pen.
const KEYS: [&str; 13] = [
    "name",
    "day",
    "on",
    "expect",
    "args",
    "bare",
    "replace",
    "parties",
    "data",
    "instruments",
    "flows",
    "tias",
    "more",
];

const VERDICTS: [&str; 7] =
    ["not-restricted", "valid", "conditional", "undetermined", "unsupported", "invalid", "prohibited"];

#[test]
fn every_register_is_answered_as_the_contract_says() {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(material("contract")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    let files = thread::scope(|scope| {
        let at_work: Vec<_> = paths.iter().map(|path| scope.spawn(|| CaseFile::run(path))).collect();
        at_work.into_iter().map(|file| file.join().unwrap()).collect::<Vec<_>>()
    });
    let mut names = BTreeSet::new();
    for name in files.iter().flat_map(|file| &file.names) {
        assert!(names.insert(name), "two cases are called `{name}`");
    }
    let all: usize = files.iter().map(|file| file.registers).sum();
    let wrong: String = files.iter().map(|file| file.wrong.as_str()).collect();
    assert!(wrong.is_empty(), "of {all} registers these disagree:\n{wrong}");
    assert!(all >= REGISTERS_AT_LEAST, "{all} registers");
}

/// What the cases of a file came to.
#[derive(Default)]
struct CaseFile {
    registers: usize,
    names: Vec<String>,
    /// What is not as it should be, for people.
    wrong: String,
}

impl CaseFile {
    fn run(path: &Path) -> Self {
        let stem = path.file_stem().unwrap().display();
        let folder = Folder::new("contract");
        let file: Table = fs::read_to_string(path).unwrap().parse().unwrap();
        let none = Table::new();
        let parts = file.get("parts").map_or(&none, |parts| parts.as_table().unwrap());
        let mut found = Self::default();
        for case in file["case"].as_array().unwrap() {
            let case = case.as_table().unwrap();
            let name = case["name"].as_str().unwrap();
            assert!(case.keys().all(|key| KEYS.contains(&key.as_str())), "`{name}` has a slip");
            found.names.push(name.to_owned());
            for (day, expected) in days(case) {
                assert!(!expected.is_empty(), "`{name}` expects nothing");
                let text = match case.get("replace") {
                    Some(change) => changed(&file, change),
                    None => register_of(case, parts, &day),
                };
                let register = folder.put("register.toml", text);
                let answer = Answer::of(&register, &lines(case, "args"));
                found.registers += 1;
                found.tell(&format!("{name} ({day}), {stem}.toml"), &answer, &expected);
            }
        }
        found
    }

    fn tell(&mut self, of: &str, answer: &Answer, expected: &[String]) {
        let failed = expected.iter().filter_map(|it| Some((it.as_str(), answer.held_against(it).err()?)));
        let always = answer.always().into_iter().map(|why| ("what is so of every answer", why));
        let failed: Vec<_> = failed.chain(always).collect();
        if !failed.is_empty() {
            writeln!(self.wrong, "- {of}").unwrap();
        }
        for (it, why) in failed {
            writeln!(self.wrong, "    expected: {it}\n    but {why}").unwrap();
        }
    }
}

/// The days of a case, each with what is expected on it.
fn days(case: &Table) -> Vec<(String, Vec<String>)> {
    let own = || {
        let day = case.get("day").map_or("2026-11-22", |day| day.as_str().unwrap());
        (day.to_owned(), lines(case, "expect"))
    };
    let Some(days) = case.get("on") else { return vec![own()] };
    let day = |on: &Value| {
        let on = on.as_table().unwrap();
        (on["day"].as_str().unwrap().to_owned(), lines(on, "expect"))
    };
    let first = case.contains_key("expect").then(own);
    first.into_iter().chain(days.as_array().unwrap().iter().map(day)).collect()
}

fn lines(table: &Table, key: &str) -> Vec<String> {
    let line = |line: &Value| line.as_str().unwrap().to_owned();
    table.get(key).map_or_else(Vec::new, |value| value.as_array().unwrap().iter().map(line).collect())
}

// ---------------------------------------------------------------------------------------- registers

/// A line's words, and the lines of TOML after its bars; `{PART}` stands for a part of the file.
fn cut(line: &str, parts: &Table) -> (Vec<String>, Vec<String>) {
    let mut line = line.to_owned();
    for (name, text) in parts {
        line = line.replace(&format!("{{{name}}}"), text.as_str().unwrap());
    }
    let mut pieces = line.split(" | ").map(|piece| piece.trim().to_owned());
    let words = pieces.next().unwrap().split(' ').map(str::to_owned).collect();
    (words, pieces.collect())
}

fn register_of(case: &Table, parts: &Table, day: &str) -> String {
    let mut out = String::new();
    if !case.contains_key("bare") {
        write!(out, "[register]\nname = \"t\"\nas_of = {day}\n").unwrap();
    }
    let mut table = |head: String, rest: Vec<String>| {
        writeln!(out, "{head}\n{}", rest.join("\n")).unwrap();
    };
    for line in lines(case, "parties") {
        let (words, rest) = cut(&line, parts);
        let kind = words.get(2).map_or("vendor", String::as_str);
        let (id, country) = (&words[0], &words[1]);
        table(
            format!("[[party]]\nid = \"{id}\"\nname = \"{id}\"\ncountry = \"{country}\"\nkind = \"{kind}\""),
            rest,
        );
    }
    let data = lines(case, "data");
    for line in if data.is_empty() { vec!["d".to_owned()] } else { data } {
        let (words, rest) = cut(&line, parts);
        table(format!("[[data]]\nid = \"{0}\"\nname = \"{0}\"", words[0]), rest);
    }
    for line in lines(case, "instruments") {
        let (words, mut rest) = cut(&line, parts);
        if words.len() > 2 {
            rest.insert(0, format!("parties = [\"{}\"]", words[2..].join("\", \"")));
        }
        table(format!("[[instrument]]\nid = \"{}\"\nkind = \"{}\"", words[0], words[1]), rest);
    }
    for line in lines(case, "flows") {
        let (words, mut rest) = cut(&line, parts);
        if !rest.iter().any(|line| line.starts_with("data =")) {
            rest.insert(0, "data = [\"d\"]".to_owned());
        }
        let roles = roles(&words[4]);
        let (id, from, to) = (&words[0], &words[1], &words[3]);
        table(
            format!("[[flow]]\nid = \"{id}\"\nfrom = \"{from}\"\nto = \"{to}\"\nroles = \"{roles}\""),
            rest,
        );
    }
    for (n, line) in lines(case, "tias").iter().enumerate() {
        let (words, rest) = cut(line, parts);
        let flows = words[0].replace(',', "\", \"");
        let [country, date, conclusion] = [&words[1], &words[2], &words[3]];
        let head = format!(
            "[[tia]]\nid = \"t{n}\"\nflows = [\"{flows}\"]\ncountry = \"{country}\"\ndate = {date}\nconclusion = \"{conclusion}\""
        );
        table(head, rest);
    }
    out + case.get("more").map_or("", |more| more.as_str().unwrap())
}

/// The file's base with one change, which must be one.
fn changed(file: &Table, change: &Value) -> String {
    let base = file["base"].as_str().unwrap();
    let [old, new] = [0, 1].map(|at| change[at].as_str().unwrap());
    assert!(base.contains(old) && old != new, "`{old}` is not in the base");
    base.replacen(old, new, 1)
}

fn roles(short: &str) -> &'static str {
    match short {
        "c2c" => "controller-to-controller",
        "c2p" => "controller-to-processor",
        "p2p" => "processor-to-processor",
        "p2c" => "processor-to-controller",
        "jc" => "joint-controllers",
        other => panic!("no roles are called `{other}`"),
    }
}

// ------------------------------------------------------------------------------------------ answers

struct Answer {
    run: Run,
    /// What was printed; none where the register could not be read.
    json: Option<Json>,
    /// Whether the register sets levels of its own.
    lints: bool,
    register: PathBuf,
    /// What touches it of the law of a day, where that was asked.
    law: RefCell<BTreeMap<String, Json>>,
}

/// Whether what is expected is so, and if not, what is.
type Held = Result<(), String>;

fn so(is: bool, instead: impl FnOnce() -> String) -> Held {
    if is { Ok(()) } else { Err(instead()) }
}

impl Answer {
    fn of(register: &Path, more: &[String]) -> Self {
        let mut arguments = vec!["check", register.to_str().unwrap(), "--format", "json"];
        arguments.extend(more.iter().map(String::as_str));
        let run = transfer(&arguments);
        let json = serde_json::from_str(&run.answer).ok();
        let lints = fs::read_to_string(register).unwrap().contains("[lints]");
        Self { run, json, lints, register: register.to_owned(), law: RefCell::default() }
    }

    fn held_against(&self, expected: &str) -> Held {
        let words: Vec<&str> = expected.split(' ').collect();
        match words[..] {
            ["exit", status] => {
                so(self.run.status.to_string() == status, || format!("it is {}", self.run.status))
            }
            ["error", ..] => {
                so(self.run.message.contains(&expected["error ".len()..]), || self.run.message.clone())
            }
            ["inactive", count] => {
                let is = &self.json()?["summary"]["inactive"];
                so(is.as_u64() == count.parse().ok(), || format!("{is} are"))
            }
            ["unlisted", flow] => so(self.flow(flow).is_err(), || "it is listed".to_owned()),
            ["regimes", flow, list] => {
                let regimes = self.flow(flow)?["regimes"].as_array().unwrap();
                let is: Vec<&str> = regimes.iter().map(|regime| regime["regime"].as_str().unwrap()).collect();
                so(is.join(",") == list.trim_matches('-'), || format!("they are {is:?}"))
            }
            ["absent", flow, regime] => {
                self.flow(flow)?;
                so(self.regime(flow, regime).is_err(), || "it is listed".to_owned())
            }
            ["basis", flow, regime, wanted] => {
                let is = self.regime(flow, regime)?;
                let (basis, via) = wanted.split_once(':').unwrap_or((wanted, ""));
                let through: Vec<&str> =
                    is["via"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
                let agrees = is["basis"] == basis && (via.is_empty() || through.join(",") == via);
                so(agrees, || format!("it is {} via {through:?}", is["basis"]))
            }
            ["row", flow, regime, row] => {
                let is = &self.regime(flow, regime)?["row"];
                so(is.as_str().unwrap_or("-") == row, || format!("it is {is}"))
            }
            ["data" | "place" | "carrier", flow, regime, ref pairs @ ..] => {
                let map = match words[0] {
                    "data" => "by_data",
                    "place" => "by_place",
                    _ => "mechanism_by_data",
                };
                let is = &self.regime(flow, regime)?[map];
                let agrees =
                    pairs.iter().all(|pair| pair.split_once('=').is_some_and(|(key, word)| is[key] == word));
                so(agrees, || format!("it is {is}"))
            }
            ["claim", flow, regime, claim, status, ref more @ ..] => {
                self.claim(flow, regime, claim, status, more)
            }
            ["finding", code, level, ref more @ ..] => self.finding(code, level, more),
            ["nofinding", code, ref flow @ ..] => {
                let found = self.findings()?.iter().filter(|it| it["code"] == code);
                let found: Vec<_> = found.filter(|it| flow.iter().all(|flow| it["flow"] == *flow)).collect();
                so(found.is_empty(), || format!("{found:?}"))
            }
            ["count", code, flow, number] => {
                let count = self
                    .findings()?
                    .iter()
                    .filter(|it| it["code"] == code && it["flow"].as_str().unwrap_or("-") == flow)
                    .count();
                so(count.to_string() == number, || format!("{count} are"))
            }
            ["next", flow, day, verdict] => {
                let is = &self.flow(flow)?["next_change"];
                so(is["date"] == day && is["verdict"] == verdict, || format!("it is {is}"))
            }
            ["touch", day, row, how, flow, regime, before, after, ref papers @ ..] => {
                let wanted = [how, flow, regime, before, after].map(str::to_owned);
                let is = self.touched(day, row);
                let found = is.iter().find(|(known, _)| *known == wanted);
                let agrees = found.is_some_and(|(_, named)| named.iter().eq(papers));
                so(agrees, || format!("it is {is:?}"))
            }
            ["untouched", day, row, ref flow @ ..] => {
                let mut is = self.touched(day, row);
                is.retain(|(known, _)| flow.first().is_none_or(|flow| known[1] == *flow));
                so(is.is_empty(), || format!("it is {is:?}"))
            }
            ["order", flow, regime, list] => {
                let claims = self.regime(flow, regime)?["claims"].as_array().unwrap();
                let is: Vec<&str> = claims.iter().map(|claim| claim["claim"].as_str().unwrap()).collect();
                so(is.join(",") == list, || format!("they are {is:?}"))
            }
            ["waived", code] => {
                let waived = |it: &&Json| it["code"] == code && !it["waived"].is_null();
                so(self.findings()?.iter().any(|it| waived(&it)), || "it is not".to_owned())
            }
            [flow, verdict] if VERDICTS.contains(&verdict) => {
                let is = self.flow(flow)?;
                so(is["verdict"] == verdict, || format!("it is {}", is["verdict"]))
            }
            [flow, regime, verdict, ref more @ ..] if VERDICTS.contains(&verdict) && more.len() < 2 => {
                let is = self.regime(flow, regime)?;
                let carries = is["mechanism"].as_str().unwrap_or("-");
                let agrees = is["verdict"] == verdict && more.iter().all(|mechanism| carries == *mechanism);
                so(agrees, || format!("it is {} by {carries}; claims {}", is["verdict"], is["claims"]))
            }
            _ => panic!("`{expected}` says nothing"),
        }
    }

    fn json(&self) -> Result<&Json, String> {
        self.json.as_ref().ok_or_else(|| format!("there is no answer: {}", self.run.message))
    }

    fn flow(&self, id: &str) -> Result<&Json, String> {
        let flows = self.json()?["flows"].as_array().unwrap();
        flows.iter().find(|flow| flow["id"] == id).ok_or_else(|| format!("flow `{id}` is not listed"))
    }

    fn regime(&self, flow: &str, regime: &str) -> Result<&Json, String> {
        let regimes = self.flow(flow)?["regimes"].as_array().unwrap();
        regimes
            .iter()
            .find(|it| it["regime"] == regime)
            .ok_or_else(|| format!("`{regime}` does not bind `{flow}`"))
    }

    /// What a row of the law that turns on a day touches: how, flow, regime, the verdicts before and after; and the
    /// papers.
    fn touched(&self, day: &str, row: &str) -> Vec<([String; 5], Vec<String>)> {
        let mut known = self.law.borrow_mut();
        let json = known.entry(day.to_owned()).or_insert_with(|| {
            let before = Day::parse(day).unwrap().previous().to_string();
            let register = self.register.to_str().unwrap();
            let days = ["law", "diff", "--from", &before, "--to", day];
            let run = transfer(&[&days[..], &["--register", register, "--format", "json"]].concat());
            serde_json::from_str(&run.answer).unwrap_or_else(|_| panic!("{}", run.message))
        });
        let changes = json["changes"].as_array().unwrap().iter().filter(|change| change["row"] == row);
        let flows = changes.flat_map(|change| change["flows"].as_array().unwrap());
        let word = |value: &Json| value.as_str().unwrap_or("-").to_owned();
        let all = |value: &Json, kind: &str, of: &dyn Fn(&Json) -> String| -> Vec<String> {
            value.as_array().unwrap().iter().map(|it| format!("{kind}={}", of(it))).collect()
        };
        flows
            .map(|it| {
                let entry = |it: &Json| format!("{}:{}", word(&it["party"]), word(&it["scheme"]));
                let mut papers = all(&it["instruments"], "instrument", &word);
                papers.extend(all(&it["certifications"], "entry", &entry));
                papers.extend(all(&it["tias"], "tia", &word));
                if it["upstream"].is_string() {
                    papers.push(format!("after={}", word(&it["upstream"])));
                }
                (["how", "flow", "regime", "before", "after"].map(|key| word(&it[key])), papers)
            })
            .collect()
    }

    fn findings(&self) -> Result<&Vec<Json>, String> {
        Ok(self.json()?["findings"].as_array().unwrap())
    }

    fn claim(&self, flow: &str, regime: &str, claim: &str, status: &str, more: &[&str]) -> Held {
        let claims = &self.regime(flow, regime)?["claims"];
        let word = |it: &Json, key: &str| it[key].as_str().unwrap_or("-").to_owned();
        let wanted = |at: usize| more.get(at).copied().filter(|word| *word != "*");
        let agrees = |it: &Json| {
            it["claim"] == claim
                && (status == "*" || it["status"] == status)
                && wanted(0).is_none_or(|code| word(it, "code") == code)
                && wanted(1).is_none_or(|date| word(it, "date") == date)
        };
        so(claims.as_array().unwrap().iter().any(agrees), || format!("claims are {claims}"))
    }

    fn finding(&self, code: &str, level: &str, more: &[&str]) -> Held {
        let findings = self.findings()?;
        let agrees = |it: &Json| {
            it["code"] == code
                && it["severity"] == level
                && more.first().is_none_or(|flow| it["flow"].as_str().unwrap_or("-") == *flow)
                && more.get(1).is_none_or(|regime| it["regime"] == *regime)
        };
        let told = || {
            let short =
                |it: &Json| format!("{} {} {} {}", it["code"], it["severity"], it["flow"], it["regime"]);
            format!("findings are {:?}", findings.iter().map(short).collect::<Vec<_>>())
        };
        so(findings.iter().any(agrees), told)
    }
}

// ------------------------------------------------------------------------------------ of every answer

/// How bad a verdict is.
fn rank(verdict: &Json) -> usize {
    VERDICTS.iter().position(|word| verdict == word).unwrap()
}

fn words<'a>(list: &'a Json, key: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|it| it[key].as_str().unwrap()).collect()
}

impl Answer {
    /// What is not as it must be of any answer.
    fn always(&self) -> Vec<String> {
        let Some(json) = &self.json else { return Vec::new() };
        let mut wrong = Vec::new();
        let mut must = |holds: bool, what: String| wrong.extend((!holds).then_some(what));
        let findings = json["findings"].as_array().unwrap();
        let flows = &json["flows"];
        must(words(flows, "id").is_sorted(), "flows are not sorted".to_owned());
        for flow in flows.as_array().unwrap() {
            let regimes = &flow["regimes"];
            let names = words(regimes, "regime");
            must(names.is_sorted_by(|a, b| a < b), format!("{names:?} are not sorted"));
            let of_flow = |it: &&Json| it["flow"] == flow["id"];
            // What stands beside the regimes: a law that is not in the pack, a list of sanctions, a ban.
            let beside = ["regime-not-in-pack", "exporter-unknown", "sanctions-list-missing"];
            let apart = flow["verdict"] == "prohibited"
                || findings.iter().filter(of_flow).any(|it| beside.iter().any(|code| it["code"] == *code));
            let worst = regimes.as_array().unwrap().iter().map(|regime| rank(&regime["verdict"])).max();
            must(
                apart || worst.is_none_or(|worst| worst == rank(&flow["verdict"])),
                format!("{} is no worst", flow["id"]),
            );
            let levels = |level: &str| findings.iter().filter(of_flow).any(|it| it["severity"] == level);
            match rank(&flow["verdict"]) {
                0 | 1 => {}
                2 => must(levels("warning") || levels("error"), format!("{} has no warning", flow["id"])),
                _ => must(levels("error") || self.lints, format!("{} has no error", flow["id"])),
            }
            for regime in regimes.as_array().unwrap() {
                let of = format!("{} under {}", flow["id"], regime["regime"]);
                let carries = matches!(rank(&regime["verdict"]), 1 | 2);
                must(
                    carries == regime["mechanism"].is_string(),
                    format!("{of}: carried by {}", regime["mechanism"]),
                );
                for map in ["by_data", "by_place"] {
                    let worst = regime[map].as_object().unwrap().values().map(rank).max();
                    let banned = regime["verdict"] == "prohibited";
                    let agrees = worst.is_none_or(|worst| worst == rank(&regime["verdict"]));
                    must(banned || agrees, format!("{of}: {map} is {}", regime[map]));
                }
                let carried = regime["basis"] == "carried";
                // A contract with the recipient is no row of the law.
                let rowed = regime["row"].is_string();
                must(
                    if carried { carries || !rowed } else { carries == rowed },
                    format!("{of}: row {} of {}", regime["row"], regime["mechanism"]),
                );
                must(
                    carried != regime["via"].as_array().unwrap().is_empty(),
                    format!("{of}: via {}", regime["via"]),
                );
                for claim in regime["claims"].as_array().unwrap() {
                    must((claim["status"] == "holds") == claim["code"].is_null(), format!("{of}: {claim}"));
                    must(claim["citation"].is_string(), format!("{of}: {claim} cites nothing"));
                }
            }
        }
        let place = |it: &Json| {
            let text = |value: &Json| value.as_str().unwrap_or("").to_owned();
            let span = &it["span"];
            let at = ["line", "column"].map(|key| span[key].as_u64().unwrap_or(0));
            let of = (text(&it["flow"]), text(&it["regime"]), text(&it["code"]));
            (of, text(&span["file"]), at)
        };
        must(findings.is_sorted_by_key(place), "findings are not sorted".to_owned());
        let fails = findings.iter().any(|it| it["severity"] == "error" && it["waived"].is_null());
        must(self.run.status == u8::from(fails), format!("status {} with errors: {fails}", self.run.status));
        for finding in findings {
            must(
                finding["message"] != "" && finding["remedy"] != "",
                format!("{} says nothing", finding["code"]),
            );
        }
        wrong
    }
}
