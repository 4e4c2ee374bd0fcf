//! The schema for editors and the reader say the same of a register: which keys there are, which must be there,
//! and what each takes. Both are tried with every key and many values; neither may know a key that the other
//! does not.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

use std::collections::BTreeSet;
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value as Json;
use toml::{Table, Value as Toml};
use transfer_model::diag::{Problem, ProblemCode};
use transfer_model::law::LawBook;
use transfer_model::register::keys::{Key, ROOT, Shape, Value, Words};
use transfer_model::register::read;
use transfer_tests::{material, transfer};

fn validator() -> Validator {
    let run = transfer(&["schema"]);
    assert_eq!(run.status, 0);
    let schema: Json = serde_json::from_str(&run.answer).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

/// TOML as editors hand it to a schema: days are texts.
fn json(value: &Toml) -> Json {
    match value {
        Toml::String(text) => text.as_str().into(),
        Toml::Integer(number) => (*number).into(),
        Toml::Float(number) => (*number).into(),
        Toml::Boolean(flag) => (*flag).into(),
        Toml::Datetime(when) => when.to_string().into(),
        Toml::Array(items) => items.iter().map(json).collect(),
        Toml::Table(table) => table.iter().map(|(key, value)| (key.clone(), json(value))).collect(),
    }
}

fn problems(law: &LawBook, register: &Table) -> Vec<Problem> {
    let text = toml::to_string(register).unwrap();
    read(vec![("register.toml".to_owned(), text)], law)
        .err()
        .map(|(_, problems)| problems)
        .unwrap_or_default()
}

/// Problems that a schema could see: those of one value, not of how values stand to each other.
fn refused(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| {
        matches!(
            problem.code,
            ProblemCode::WrongType
                | ProblemCode::MissingKey
                | ProblemCode::UnknownKey
                | ProblemCode::UnknownWord
        )
    })
}

/// A right value; every id in the register is the name of its kind.
fn good(law: &LawBook, value: Value, table: &str) -> Toml {
    match value {
        Value::Text | Value::Said => "words".into(),
        Value::Id => table.into(),
        Value::Flag => true.into(),
        Value::Day => Toml::Datetime("2024-01-01".parse().unwrap()),
        Value::Share => 50.into(),
        Value::Age => "12 months".into(),
        Value::Number { least, .. } => i64::try_from(least).unwrap().into(),
        Value::Word(words) => word(law, words).into(),
        Value::List(item) => Toml::Array(vec![good(law, *item, table)]),
        Value::Table(shape) => Toml::Table(whole(law, shape)),
        Value::Either(words, shape) => {
            Toml::Array(vec![word(law, words).into(), Toml::Table(whole(law, shape))])
        }
        Value::Pairs(words, item) => {
            Toml::Table(Table::from_iter([(word(law, words), good(law, *item, table))]))
        }
    }
}

fn word(law: &LawBook, words: Words) -> String {
    let id = match words {
        Words::PartyIds => "party",
        Words::DataIds => "data",
        Words::InstrumentIds => "instrument",
        Words::FlowIds => "flow",
        _ => "",
    };
    if !id.is_empty() {
        return id.to_owned();
    }
    let known = words.known(law);
    let liked = ["DE", "dpf", "eu-us", "eu-gdpr"];
    let found = known.iter().find(|(word, _)| liked.contains(&word.as_str())).or(known.first());
    found.unwrap_or_else(|| panic!("no word of {words:?}")).0.clone()
}

/// A table with all its keys.
fn whole(law: &LawBook, shape: &Shape) -> Table {
    let value = |key: &Key| match key.value {
        // A list of words or tables: one of each.
        Value::List(Value::Either(words, inner)) => good(law, Value::Either(*words, inner), shape.name),
        other => good(law, other, shape.name),
    };
    shape.keys.iter().map(|key| (key.name.to_owned(), value(key))).collect()
}

/// Where a table of some shape stands in a whole register, by keys and places in lists.
fn paths(shape: &'static Shape, path: &str, found: &mut Vec<(String, &'static Shape)>) {
    found.push((path.to_owned(), shape));
    for key in shape.keys {
        let inner = match key.value {
            Value::Table(inner) => Some((format!("{path}/{}", key.name), inner)),
            Value::List(Value::Table(inner)) => Some((format!("{path}/{}/0", key.name), *inner)),
            Value::List(Value::Either(_, inner)) => Some((format!("{path}/{}/1", key.name), *inner)),
            _ => None,
        };
        if let Some((path, inner)) = inner {
            paths(inner, &path, found);
        }
    }
}

fn at<'a>(register: &'a mut Table, path: &str) -> &'a mut Table {
    let mut parts = path.split('/').skip(1);
    let Some(first) = parts.next() else { return register };
    let mut value = register.get_mut(first).unwrap();
    for part in parts {
        value = match part.parse::<usize>() {
            Ok(place) => &mut value.as_array_mut().unwrap()[place],
            Err(_) => value.as_table_mut().unwrap().get_mut(part).unwrap(),
        };
    }
    value.as_table_mut().unwrap()
}

fn tables() -> Vec<(String, &'static Shape)> {
    let mut found = Vec::new();
    paths(&ROOT, "", &mut found);
    found
}

#[test]
fn a_register_with_every_key_is_right_for_both() {
    let law = jurisdictions::embedded().unwrap();
    let register = whole(&law, &ROOT);
    let found = problems(&law, &register);
    let told: Vec<&str> = found.iter().map(|problem| problem.message.as_str()).collect();
    assert!(told.is_empty(), "{told:#?}");
    let document = json(&Toml::Table(register));
    let validator = validator();
    let faults: Vec<String> =
        validator.iter_errors(&document).map(|f| format!("{}: {f}", f.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_reader_knows_the_keys_of_the_schema_and_no_others() {
    let law = jurisdictions::embedded().unwrap();
    let tables = tables();
    assert!(tables.len() > 20, "{}", tables.len());
    let all = whole(&law, &ROOT);
    for (path, shape) in tables {
        let mut register = all.clone();
        // So far from every key that the reader lists all it knows.
        at(&mut register, &path).insert("zzzzzzzzzzzzzzzzzzzzzzzz".to_owned(), 1.into());
        let found = problems(&law, &register);
        let problem = found.iter().find(|problem| problem.code == ProblemCode::UnknownKey);
        let help = problem.and_then(|problem| problem.help.clone()).unwrap_or_else(|| panic!("{path}"));
        let known: BTreeSet<&str> = help.strip_prefix("known keys: ").unwrap().split(", ").collect();
        let declared: BTreeSet<&str> = shape.keys.iter().map(|key| key.name).collect();
        assert_eq!(known, declared, "{path}");
    }
}

#[test]
fn required_keys_are_those_the_reader_asks_for() {
    let law = jurisdictions::embedded().unwrap();
    let validator = validator();
    let all = whole(&law, &ROOT);
    for (path, shape) in tables() {
        for key in shape.keys {
            let mut register = all.clone();
            at(&mut register, &path).remove(key.name);
            if path.is_empty() {
                // A file of a folder need not have any table; the folder needs `[register]`.
                continue;
            }
            let asked = problems(&law, &register).iter().any(|p| p.code == ProblemCode::MissingKey);
            assert_eq!(asked, key.need, "{path}/{}", key.name);
            assert_eq!(validator.is_valid(&json(&Toml::Table(register))), !key.need, "{path}/{}", key.name);
        }
    }
    for (keys, right) in [
        (vec!["parties"], true),
        (vec!["exporters", "importers"], true),
        (vec!["exporters"], false),
        (vec!["importers"], false),
        (vec![], false),
    ] {
        let mut register = whole(&law, &ROOT);
        for key in ["parties", "exporters", "importers"] {
            if !keys.contains(&key) {
                at(&mut register, "/instrument/0").remove(key);
            }
        }
        assert_eq!(problems(&law, &register).is_empty(), right, "{keys:?}");
        assert_eq!(validator.is_valid(&json(&Toml::Table(register))), right, "{keys:?}");
    }
}

#[test]
fn each_key_takes_the_same_values() {
    let law = jurisdictions::embedded().unwrap();
    let validator = validator();
    let day: Toml = Toml::Datetime("2024-01-01".parse().unwrap());
    let time: Toml = Toml::Datetime("2024-01-01T10:00:00Z".parse().unwrap());
    let table = |key: &str, value: Toml| Toml::Table(Table::from_iter([(key.to_owned(), value)]));
    let samples: Vec<Toml> = vec![
        "".into(),
        " ".into(),
        "words".into(),
        "DE".into(),
        "unknown".into(),
        "2 years".into(),
        "0 months".into(),
        0.into(),
        1.into(),
        4.into(),
        5.into(),
        101.into(),
        4000.into(),
        10_000.into(),
        (-1).into(),
        Toml::Float(0.5),
        Toml::Float(100.5),
        true.into(),
        day.clone(),
        time,
        Toml::Array(vec![]),
        Toml::Array(vec!["words".into()]),
        Toml::Array(vec!["DE".into()]),
        Toml::Array(vec![1.into()]),
        Toml::Array(vec![true.into()]),
        Toml::Array(vec![day.clone()]),
        Toml::Array(vec![Toml::Array(vec![])]),
        Toml::Array(vec![Toml::Table(Table::new())]),
        Toml::Array(vec![table("words", 1.into())]),
        Toml::Table(Table::new()),
        table("DE", "party".into()),
        table("party", day),
        table("words", "words".into()),
        table("tia-missing", "note".into()),
        table("tia-missing", "off".into()),
    ];
    let all = whole(&law, &ROOT);
    let mut tried = 0;
    for (path, shape) in tables() {
        for key in shape.keys {
            for sample in &samples {
                let mut register = all.clone();
                at(&mut register, &path).insert(key.name.to_owned(), sample.clone());
                // A text that is a day, a number that is whole: editors cannot tell; days are never texts here.
                let reader = !refused(&problems(&law, &register));
                let schema = validator.is_valid(&json(&Toml::Table(register)));
                let where_ = format!("{path}/{} = {sample}", key.name);
                assert!(
                    schema == reader || known_difference(key.value, sample),
                    "{where_}: schema {schema}, reader {reader}"
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 4000, "{tried}");
}

/// Days are texts in a schema, so that a day passes for a text there. What an id must name, only the reader
/// knows.
fn known_difference(value: Value, sample: &Toml) -> bool {
    let is_day = |sample: &Toml| matches!(sample, Toml::Datetime(_));
    let ids = [Words::PartyIds, Words::DataIds, Words::InstrumentIds, Words::FlowIds, Words::Claims];
    match (value, sample) {
        (Value::Text | Value::Said | Value::Id, sample) => is_day(sample),
        (Value::Word(words), sample) => {
            is_day(sample) && !words.is_closed() || sample.is_str() && ids.contains(&words)
        }
        (Value::List(inner), Toml::Array(items)) => {
            items.iter().any(|sample| known_difference(*inner, sample))
        }
        (Value::Either(words, _), sample) => known_difference(Value::Word(words), sample),
        (Value::Pairs(words, inner), Toml::Table(table)) => {
            ids.contains(&words) || table.iter().any(|(_, sample)| known_difference(*inner, sample))
        }
        _ => false,
    }
}

fn valid(validator: &Validator, path: &Path) -> Option<bool> {
    let text = std::fs::read_to_string(path).unwrap();
    let table: Table = text.parse().ok()?;
    Some(validator.is_valid(&json(&Toml::Table(table))))
}

fn files(folder: &str) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> =
        std::fs::read_dir(material(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

#[test]
fn right_registers_are_right_by_the_schema() {
    let validator = validator();
    for folder in [
        "registers/egress",
        "registers/impero",
        "registers/deskpro",
        "registers/insidesales",
        "onward",
        "hostile",
    ] {
        for path in files(folder) {
            assert_eq!(valid(&validator, &path), Some(true), "{}", path.display());
        }
    }
}

#[test]
fn broken_registers_are_broken_by_the_schema() {
    let validator = validator();
    let law = jurisdictions::embedded().unwrap();
    let mut seen = 0;
    for path in files("invalid") {
        let Some(valid) = valid(&validator, &path) else { continue };
        let text = std::fs::read_to_string(&path).unwrap();
        let Err((_, problems)) = read(vec![("register.toml".to_owned(), text)], &law) else { continue };
        // A day in quotes, the decimals of a number: only the reader can tell.
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let beyond =
            ["day-as-text", "type-joined", "share-fraction"].iter().any(|known| name.starts_with(known));
        let refused = problems.iter().any(|problem| {
            matches!(problem.code, ProblemCode::WrongType | ProblemCode::UnknownKey | ProblemCode::MissingKey)
                && !problem.message.contains("[register]")
        });
        if refused && !beyond {
            assert!(!valid, "{name}: {}", problems[0].message);
            seen += 1;
        }
    }
    assert!(seen > 80, "{seen}");
}
