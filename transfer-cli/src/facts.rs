//! Facts of a register as they are written, before anything reads a meaning into them: texts, literals, lists
//! and tables. Importers make them, exporters take them apart; [`cell`] is how one stands in a spreadsheet's
//! cell, [`text`] how it stands in TOML, [`layout`] which tables and keys a register has.

pub mod cell;
pub mod dpv;
mod json;
pub mod layout;
pub mod text;

use std::borrow::Cow;

use toml::de::{DeTable, DeValue};
use transfer_model::read::is_json_lines;
use transfer_model::register::Register;

/// A value of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number, a day or a truth value, as written.
    Literal(String),
    /// A list.
    List(Vec<Self>),
    /// A table, its keys sorted.
    Table(Vec<(String, Self)>),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A list of texts.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(|text| Self::Text(text.into())).collect())
    }

    /// The text, where it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// What a TOML value says. Days and numbers stay as they are written.
    pub fn of(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text.as_ref().to_owned()),
            DeValue::Integer(number) => {
                let prefix = match number.radix() {
                    2 => "0b",
                    8 => "0o",
                    16 => "0x",
                    _ => "",
                };
                Self::Literal(format!("{prefix}{}", number.as_str()))
            }
            DeValue::Float(number) => Self::Literal(number.as_str().to_owned()),
            DeValue::Boolean(truth) => Self::Literal(truth.to_string()),
            DeValue::Datetime(day) => Self::Literal(day.to_string()),
            DeValue::Array(items) => Self::List(items.iter().map(|item| Self::of(item.get_ref())).collect()),
            DeValue::Table(table) => Self::Table(entries(table)),
        }
    }

    /// Reads one TOML value.
    ///
    /// # Errors
    ///
    /// What TOML says is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value = DeValue::parse(text)
            .map_err(|error| error.message().lines().next().unwrap_or("not a value").to_owned())?;
        if !fits(value.get_ref()) {
            return Err("a number in it is too large".to_owned());
        }
        Ok(Self::of(value.get_ref()))
    }
}

/// Whether every whole number is one that TOML can hold: the parser takes it as it is written.
fn fits(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).is_ok(),
        DeValue::Array(items) => items.iter().all(|item| fits(item.get_ref())),
        DeValue::Table(table) => table.values().all(|value| fits(value.get_ref())),
        DeValue::String(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => true,
    }
}

/// The keys and values of a table, sorted by key.
fn entries(table: &DeTable<'_>) -> Vec<(String, Value)> {
    let mut all: Vec<_> = table
        .iter()
        .map(|(key, value)| (key.get_ref().as_ref().to_owned(), Value::of(value.get_ref())))
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// One table of a register: `[register]`, or one `[[party]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The table's name.
    pub table: String,
    /// Its keys and values.
    pub fields: Vec<(String, Value)>,
}

impl Record {
    /// A value.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.fields.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// A value that is a text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Value::as_text)
    }
}

/// Every table of a register, in the order of the layout and, within a table, of the register.
pub fn records(register: &Register) -> Vec<Record> {
    let mut all = Vec::new();
    for (_, source) in register.sources.iter() {
        if is_json_lines(source.name()) {
            all.extend(json::records(source));
            continue;
        }
        // The register has been read, so each of its texts is TOML.
        let Ok(table) = DeTable::parse(source.text()) else { continue };
        for (name, value) in table.get_ref() {
            let name: &Cow<'_, str> = name.get_ref();
            let mut push = |value: &DeValue<'_>| {
                if let DeValue::Table(table) = value {
                    all.push(Record { table: name.to_string(), fields: entries(table) });
                }
            };
            match value.get_ref() {
                DeValue::Array(items) => items.iter().for_each(|item| push(item.get_ref())),
                other => push(other),
            }
        }
    }
    // The sort is stable: within a table the order of the files and of their lines stays.
    all.sort_by_key(|record| layout::rank(&record.table));
    all
}
