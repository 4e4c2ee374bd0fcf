//! The boundary table: `tests/law/boundaries.toml`, written by hand from the law, holds one flow a row and the
//! verdict a lawyer gives it. Each row becomes a register, is read and assessed on its day, and must agree. This
//! is the independent check of the law pack and of the engine; `tests/law/README.md` says how to read a row.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::string_slice,
    clippy::expect_used,
    reason = "a test that cannot go on should fail"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use toml::{Table, Value};
use transfer_model::assess::{Assessment, RegimeResult, Verdict, assess};
use transfer_model::day::Day;
use transfer_model::finding::Code;
use transfer_model::law::LawBook;
use transfer_model::register::{Register, read};

const TABLE: &str = include_str!("../law/boundaries.toml");

/// Fewer rows than this are no table.
const ROWS_AT_LEAST: usize = 150;

/// The first days of a new state of the law. Each needs a row on the day and one on the day before.
const BOUNDARIES: [&str; 29] = [
    "2000-07-26",
    "2004-05-01",
    "2013-07-01",
    "2014-04-12",
    "2015-10-06",
    "2016-08-01",
    "2017-04-12",
    "2018-05-25",
    "2018-07-20",
    "2020-07-16",
    "2020-09-08",
    "2021-01-01",
    "2021-06-27",
    "2021-06-28",
    "2021-09-27",
    "2022-12-19",
    "2022-12-28",
    "2023-01-01",
    "2023-07-10",
    "2023-09-01",
    "2023-10-12",
    "2024-03-22",
    "2024-09-15",
    "2025-07-15",
    "2025-12-19",
    "2025-12-23",
    "2026-01-26",
    "2026-04-15",
    "2031-12-28",
];

/// The keys of a case; a row with another one has a slip of the pen.
const CASE_KEYS: [&str; 13] = [
    "name",
    "law",
    "day",
    "regime",
    "from",
    "to",
    "parties",
    "data",
    "instruments",
    "tias",
    "policy",
    "flow",
    "expect",
];

#[test]
fn every_row_agrees() {
    agree(&[Boundaries::read()]);
}

/// The tables of the laws outside Europe: one file a regime, each with at least five rows.
#[test]
fn every_row_of_the_world_agrees() {
    let mut tables = Vec::new();
    let mut names = BTreeSet::new();
    let folder = transfer_tests::material("law/world");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if name == "rows" {
            continue;
        }
        let table = Boundaries::parse(&fs::read_to_string(&path).unwrap());
        assert!(table.cases.len() >= 5, "{name} has {} rows", table.cases.len());
        for case in &table.cases {
            let name = text(case, "name").unwrap_or_default().to_owned();
            assert!(names.insert(name.clone()), "two rows are called `{name}`");
            assert!(case.keys().all(|key| CASE_KEYS.contains(&key.as_str())), "`{name}` has a slip");
        }
        tables.push(table);
    }
    assert!(tables.len() >= 34, "{} tables", tables.len());
    agree(&tables);
}

fn agree(tables: &[Boundaries]) {
    let book = jurisdictions::embedded().expect("the law pack in the binary can be read");
    let mut all = 0_usize;
    let mut wrong = String::new();
    let mut count = 0_usize;
    let rows = tables.iter().flat_map(|table| table.cases.iter().map(move |case| (table, case)));
    for (table, case) in rows {
        all += 1;
        if let Err(why) = check(case, &table.pieces, &book) {
            count += 1;
            let row = |key: &str| case.get(key).map_or_else(|| "?".to_owned(), plain);
            writeln!(wrong, "- {} ({}, {})", row("name"), row("day"), row("regime")).unwrap();
            writeln!(wrong, "    law: {}", row("law")).unwrap();
            for line in why.lines() {
                writeln!(wrong, "    {line}").unwrap();
            }
        }
    }
    assert!(count == 0, "{count} of {all} rows disagree:\n{wrong}");
}

#[test]
fn every_boundary_has_both_sides() {
    let table = Boundaries::read();
    let days: BTreeSet<Day> = table.cases.iter().filter_map(|case| day(case).ok()).collect();
    let mut missing = Vec::new();
    for boundary in BOUNDARIES {
        let first = Day::parse(boundary).expect("a boundary is a day");
        for side in [first.previous(), first] {
            if !days.contains(&side) {
                missing.push(side.date().to_string());
            }
        }
    }
    assert!(missing.is_empty(), "no row on {}", missing.join(", "));
}

#[test]
fn the_table_is_whole() {
    let table = Boundaries::read();
    let count = table.cases.len();
    assert!(count >= ROWS_AT_LEAST, "{count} rows, fewer than {ROWS_AT_LEAST}");
    let mut names = BTreeSet::new();
    let mut wrong = Vec::new();
    for case in &table.cases {
        let name = text(case, "name").unwrap_or("a row without a name");
        if !names.insert(name) {
            wrong.push(format!("two rows are called `{name}`"));
        }
        if text(case, "law").is_none_or(str::is_empty) {
            wrong.push(format!("`{name}` does not say why: no `law`"));
        }
        for key in case.keys().filter(|key| !CASE_KEYS.contains(&key.as_str())) {
            wrong.push(format!("`{name}` has the key `{key}`, which no row has"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The table as written.
struct Boundaries {
    pieces: Table,
    cases: Vec<Table>,
}

impl Boundaries {
    fn read() -> Self {
        Self::parse(TABLE)
    }

    fn parse(text: &str) -> Self {
        let mut file: Table = text.parse().expect("a table is TOML");
        let pieces = match file.remove("piece") {
            Some(Value::Table(pieces)) => pieces,
            _ => Table::new(),
        };
        let cases = tables(file.get("case"));
        assert!(file.len() == 1, "a table holds `[piece]` and `[[case]]` only");
        Self { pieces, cases }
    }
}

/// Assesses one row; what disagrees, if anything does.
fn check(case: &Table, pieces: &Table, book: &LawBook) -> Result<(), String> {
    let day = day(case)?;
    let written = register(case, pieces)?;
    let register =
        read(vec![("register.toml".to_owned(), written)], book).map_err(|(sources, problems)| {
            problems.iter().fold("the register of this row is faulty:".to_owned(), |mut all, problem| {
                let place = problem.span.map(|span| sources.locate(span).to_string()).unwrap_or_default();
                write!(all, "\n  {place} {}", problem.message).unwrap();
                all
            })
        })?;
    compare(case, &register, &assess(&register, book, day), book)
}

/// Holds what came out against `expect`.
fn compare(case: &Table, register: &Register, found: &Assessment, book: &LawBook) -> Result<(), String> {
    let expect = case.get("expect").and_then(Value::as_table).ok_or("no `expect`")?;
    let mut wrong = Vec::new();
    let flow = found
        .flows
        .iter()
        .find(|result| register.flow(result.flow).id == "f")
        .ok_or("the flow is not listed on that day")?;
    let id = |result: &RegimeResult| book.regime(result.binding.regime).header.id.as_str();
    let mut regimes: Vec<&str> = flow.regimes.iter().map(id).collect();
    regimes.sort_unstable();

    let named = text(case, "regime").ok_or("no `regime`")?;
    let under = flow.regimes.iter().find(|result| id(result) == named);
    if named == "none" && !regimes.is_empty() {
        wrong.push(format!("expected no regime, found {}", regimes.join(", ")));
    }
    if named != "none" && under.is_none() {
        let list = if regimes.is_empty() { "none".to_owned() } else { regimes.join(", ") };
        return Err(format!("{named} does not bind; found {list}, flow {}", flow.verdict.name()));
    }
    if let Some(list) = expect.get("regimes").and_then(Value::as_array) {
        let mut list: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
        list.sort_unstable();
        if list != regimes {
            wrong.push(format!("expected the regimes {}, found {}", list.join(", "), regimes.join(", ")));
        }
    }

    let verdict = under.map_or(flow.verdict, |result| result.verdict);
    let wanted = text(expect, "verdict").ok_or("no `expect.verdict`")?;
    if !Verdict::ALL.iter().any(|verdict| verdict.name() == wanted) {
        return Err(format!("`{wanted}` is no verdict"));
    }
    if verdict.name() != wanted {
        wrong.push(format!("expected {wanted}, found {}", verdict.name()));
    }
    let carrier =
        under.and_then(|result| result.carrier.as_ref()).map(|carrier| &book.mechanism(carrier.mechanism).id);
    if let Some(mechanism) = text(expect, "mechanism")
        && carrier.map(String::as_str) != Some(mechanism)
    {
        wrong.push(format!("expected {mechanism} to carry it, found {carrier:?}"));
    }

    let regime = under.map(|result| result.binding.regime);
    let codes: BTreeSet<&str> = found
        .findings
        .iter()
        .filter(|finding| finding.flow == Some(flow.flow))
        .filter(|finding| finding.regime.is_none() || finding.regime == regime)
        .map(|finding| finding.code.name())
        .collect();
    let codes = codes.into_iter().collect::<Vec<_>>();
    if let Some(code) = text(expect, "code") {
        if Code::parse(code).is_none() {
            return Err(format!("`{code}` is no code"));
        }
        if !codes.contains(&code) {
            wrong.push(format!("expected the finding {code}"));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    wrong.push(format!("findings: {}", if codes.is_empty() { "none".to_owned() } else { codes.join(", ") }));
    Err(wrong.join("\n"))
}

/// The register that a row stands for.
fn register(case: &Table, pieces: &Table) -> Result<String, String> {
    let mut root = Table::new();
    root.insert("register".to_owned(), Value::Table(defaults(&[("name", "Boundary")])));
    if let Some(policy) = case.get("policy") {
        root.insert("policy".to_owned(), policy.clone());
    }

    let mut parties = Vec::new();
    let from = party(case.get("from").ok_or("no `from`")?, pieces)?;
    parties.push(over(defaults(&[("id", "a"), ("name", "A"), ("kind", "group")]), from));
    let mut destination = None;
    if let Some(to) = case.get("to") {
        let to = over(defaults(&[("id", "b"), ("name", "B"), ("kind", "vendor")]), party(to, pieces)?);
        destination = to.get("country").cloned();
        parties.push(to);
    }
    for further in list(case, "parties", pieces)? {
        let name = text(&further, "id").unwrap_or_default().to_uppercase();
        parties.push(over(defaults(&[("name", &name), ("kind", "vendor")]), further));
    }
    root.insert("party".to_owned(), array(parties));

    let data = case.get("data").and_then(Value::as_table).cloned().unwrap_or_default();
    root.insert("data".to_owned(), array(vec![over(defaults(&[("id", "d"), ("name", "D")]), data)]));

    let mut instruments = Vec::new();
    for instrument in list(case, "instruments", pieces)? {
        let mut base = Table::new();
        if !instrument.contains_key("exporters") {
            base.insert("parties".to_owned(), words(&["a", "b"]));
        }
        instruments.push(over(base, instrument));
    }
    root.insert("instrument".to_owned(), array(instruments));

    let mut flow =
        defaults(&[("id", "f"), ("from", "a"), ("to", "b"), ("roles", "controller-to-controller")]);
    flow.insert("data".to_owned(), words(&["d"]));
    let own = case.get("flow").and_then(Value::as_table).cloned().unwrap_or_default();
    root.insert("flow".to_owned(), array(vec![over(flow, own)]));

    let mut tias = Vec::new();
    for (at, tia) in list(case, "tias", pieces)?.into_iter().enumerate() {
        let mut base = defaults(&[("id", &format!("tia-{}", at + 1))]);
        base.insert("flows".to_owned(), words(&["f"]));
        if let Some(country) = &destination {
            base.insert("country".to_owned(), country.clone());
        }
        tias.push(over(base, tia));
    }
    root.insert("tia".to_owned(), array(tias));
    toml::to_string(&root).map_err(|fault| fault.to_string())
}

/// A party: its facts, the name of a piece, or just its country.
fn party(value: &Value, pieces: &Table) -> Result<Table, String> {
    match value {
        Value::String(word) if !pieces.contains_key(word) => Ok(defaults(&[("country", word)])),
        other => facts(other, pieces),
    }
}

/// Facts: a table, the name of a piece, or a table that is like a piece but for some facts.
fn facts(value: &Value, pieces: &Table) -> Result<Table, String> {
    match value {
        Value::String(name) => facts(pieces.get(name).ok_or(format!("no piece `{name}`"))?, pieces),
        Value::Table(table) => {
            let mut own = table.clone();
            match own.remove("like") {
                Some(piece) => Ok(over(facts(&piece, pieces)?, own)),
                None => Ok(own),
            }
        }
        other => Err(format!("`{other}` is neither a table nor the name of a piece")),
    }
}

fn list(case: &Table, key: &str, pieces: &Table) -> Result<Vec<Table>, String> {
    let items = case.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().map(|item| facts(item, pieces)).collect()
}

/// The facts of the second table over those of the first.
fn over(mut base: Table, own: Table) -> Table {
    base.extend(own);
    base
}

fn defaults(pairs: &[(&str, &str)]) -> Table {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect()
}

fn words(words: &[&str]) -> Value {
    Value::Array(words.iter().map(|word| Value::from(*word)).collect())
}

fn array(tables: Vec<Table>) -> Value {
    Value::Array(tables.into_iter().map(Value::Table).collect())
}

fn tables(value: Option<&Value>) -> Vec<Table> {
    let items = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(Value::as_table).cloned().collect()
}

fn text<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Value::as_str)
}

fn day(case: &Table) -> Result<Day, String> {
    let written = case.get("day").and_then(Value::as_datetime).ok_or("no `day`")?;
    Day::parse(&written.to_string()).ok_or(format!("`{written}` is no day"))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
