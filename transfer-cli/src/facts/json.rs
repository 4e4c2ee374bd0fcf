//! Facts of a register in JSON Lines: as those of TOML, the texts that are days told from other texts by what
//! their keys take.

use transfer_model::read::{Entries, Node, Value as Written, parse_lines};
use transfer_model::register::keys::{ROOT, Shape, Value as Takes};
use transfer_model::source::Source;

use super::{Record, Value};

/// Every table of a source, in the order of its lines.
pub(super) fn records(source: &Source) -> Vec<Record> {
    let mut all = Vec::new();
    for entry in &parse_lines(source) {
        let Written::List(items) = &entry.node.value else { continue };
        let takes = key(&ROOT, &entry.key);
        let takes = if let Some(Takes::List(inner)) = takes { Some(*inner) } else { takes };
        for item in items {
            if let Value::Table(fields) = value(item, takes) {
                all.push(Record { table: entry.key.clone().into_owned(), fields });
            }
        }
    }
    all
}

fn key(shape: &Shape, name: &str) -> Option<Takes> {
    shape.keys.iter().find(|key| key.name == name).map(|key| key.value)
}

/// What a value says, where the format takes such a value.
fn value(node: &Node<'_>, takes: Option<Takes>) -> Value {
    match &node.value {
        Written::Dated(text, _) if matches!(takes, Some(Takes::Day)) => {
            Value::Literal(text.as_ref().to_owned())
        }
        Written::Text(text) | Written::Dated(text, _) => Value::Text(text.as_ref().to_owned()),
        Written::Integer(number, _) | Written::Float(number) => Value::Literal(number.as_ref().to_owned()),
        Written::Flag(truth) => Value::Literal(truth.to_string()),
        Written::Moment(when) => Value::Literal(when.to_string()),
        Written::List(items) => {
            let inner = if let Some(Takes::List(inner)) = takes { Some(*inner) } else { None };
            Value::List(items.iter().map(|item| value(item, inner)).collect())
        }
        Written::Table(entries) => Value::Table(fields(entries, takes)),
        Written::Nothing => Value::Text(String::new()),
    }
}

fn fields(entries: &Entries<'_>, takes: Option<Takes>) -> Vec<(String, Value)> {
    let inner = |name: &str| match takes {
        Some(Takes::Table(shape) | Takes::Either(_, shape)) => key(shape, name),
        Some(Takes::Pairs(_, inner)) => Some(*inner),
        _ => None,
    };
    let written = entries.iter().filter(|entry| entry.node.value != Written::Nothing);
    let mut all: Vec<_> =
        written.map(|entry| (entry.key.as_ref().to_owned(), value(&entry.node, inner(&entry.key)))).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}
