//! Certifications from a list into the parties that a register has: entries of the same scheme and parts are
//! brought up to date where they stand, others are added; what the list does not say stays.

use std::collections::BTreeSet;

use toml_edit::{Array, InlineTable, Item, Table};

use super::{Doc, tables, text_of, value_in, value_of};
use crate::facts::{Value, layout, text};
use crate::import::dpf::add_covered;
use crate::import::draft::{Draft, Entry, Field, fold};

/// Keeps the entries of parties that the register has, names the parties that entries cover, and notes what the
/// register says and the list does not.
pub(super) fn check(docs: &[Doc], draft: &Draft, entries: &mut Vec<Entry>, notes: &mut Vec<String>) {
    let known: Vec<(String, String)> =
        tables(docs, "party").map(|party| (text_of(party, "id"), fold(&text_of(party, "name")))).collect();
    entries.retain(|entry| entry.table == "party" && known.iter().any(|(id, _)| id == entry.id()));
    notes.push(format!("{} of the register's {} parties are in the list", entries.len(), known.len()));
    for (holder, other) in &draft.covers {
        let find = |name: &str| known.iter().find(|(_, known)| *known == fold(name)).map(|(id, _)| id);
        let Some(holder) = find(holder) else { continue };
        let Some(other) = find(other) else {
            notes.push(format!(
                "the entry of `{holder}` also covers {other}, which is no party of the register by that name"
            ));
            continue;
        };
        let Some(entry) = entries.iter_mut().find(|entry| entry.id() == holder) else { continue };
        if let Some(Value::List(all)) = entry.get_mut("certifications").map(|field| &mut field.value) {
            for certification in all {
                if let Value::Table(fields) = certification {
                    add_covered(fields, other);
                }
            }
        }
    }
    for party in tables(docs, "party") {
        let id = text_of(party, "id");
        let listed = entries.iter().any(|entry| entry.id() == id)
            || entries.iter().any(|entry| {
                entry.get("certifications").is_some_and(|value| text::line(value).contains(&text::quote(&id)))
            });
        let held = party.get("certifications").and_then(value_of).is_some_and(|value| match value {
            Value::List(all) => all.iter().any(|one| get(one, "scheme") == Some(&Value::text("dpf"))),
            Value::Text(_) | Value::Literal(_) | Value::Table(_) => false,
        });
        if held && !listed {
            notes.push(format!(
                "`{id}` has a certification under `dpf` in the register and is not in the list"
            ));
        }
    }
}

fn get<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    let Value::Table(fields) = value else { return None };
    fields.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

fn parts(value: &Value) -> BTreeSet<String> {
    match get(value, "parts") {
        Some(Value::List(parts)) => parts.iter().filter_map(Value::as_text).map(str::to_owned).collect(),
        _ => BTreeSet::new(),
    }
}

/// Brings the certifications of a party up to date.
pub(super) fn fill(party: &mut Table, field: &Field) {
    let Value::List(new) = &field.value else { return };
    let Some(Item::Value(toml_edit::Value::Array(array))) = party.get_mut("certifications") else { return };
    let mut left: Vec<&Value> = new.iter().collect();
    let mut rest = Vec::new();
    for old in array.iter_mut() {
        let was = value_in(old);
        let Some(old) = old.as_inline_table_mut() else { continue };
        let of_old = parts(&was);
        let (same, others): (Vec<&Value>, Vec<&Value>) = left.into_iter().partition(|new| {
            get(new, "scheme") == get(&was, "scheme") && (of_old.is_empty() || parts(new).is_subset(&of_old))
        });
        left = others;
        let Some((first, more)) = same.split_first() else { continue };
        let named: BTreeSet<String> = same.iter().flat_map(|new| parts(new)).collect();
        let kept: Vec<String> = of_old.difference(&named).cloned().collect();
        if !kept.is_empty() {
            let mut copy = was.clone();
            if let Value::Table(fields) = &mut copy
                && let Some((_, parts)) = fields.iter_mut().find(|(key, _)| key == "parts")
            {
                *parts = Value::texts(kept);
            }
            rest.push(copy);
        }
        for new in more {
            rest.push(with_known(new, &was));
        }
        update(old, first, &was);
    }
    rest.extend(left.into_iter().cloned());
    for new in &rest {
        push(array, new);
    }
}

/// What the list does not say and the register does.
fn with_known(new: &Value, was: &Value) -> Value {
    let Value::Table(fields) = new else { return new.clone() };
    let mut fields = fields.clone();
    for key in ["covered", "covers"] {
        if get(new, key).is_none()
            && let Some(value) = get(was, key)
        {
            fields.push((key.to_owned(), value.clone()));
        }
    }
    fields.sort_by(|a, b| a.0.cmp(&b.0));
    Value::Table(fields)
}

fn update(old: &mut InlineTable, new: &Value, was: &Value) {
    let Value::Table(fields) = new else { return };
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|(key, _)| layout::inner_rank(key));
    for (key, value) in fields {
        if get(was, key) == Some(value) {
            continue;
        }
        let Ok(mut value) = text::line(value).parse::<toml_edit::Value>() else { continue };
        if let Some(before) = old.get_mut(key) {
            *value.decor_mut() = before.decor().clone();
            *before = value;
        } else {
            old.insert(key, value);
        }
    }
    // A last day that has been overtaken by a renewal ends nothing.
    let renewed = [Value::text("active"), Value::text("under-review")];
    if get(new, "status").is_some_and(|status| renewed.contains(status)) {
        old.remove("until");
    }
}

fn push(array: &mut Array, value: &Value) {
    let Ok(mut value) = text::line(value).parse::<toml_edit::Value>() else { return };
    // The new entry stands as the last one does: on a line of its own, or behind it.
    let prefix = array.iter().last().and_then(|last| last.decor().prefix()).and_then(|raw| raw.as_str());
    let prefix = prefix.map(|prefix| {
        let indent: String =
            prefix.rsplit('\n').next().unwrap_or("").chars().take_while(|c| c.is_whitespace()).collect();
        if prefix.contains('\n') { format!("\n{indent}") } else { " ".to_owned() }
    });
    let mut prefix = prefix.unwrap_or_default();
    // A comment behind the last entry stays behind it.
    let trailing = array.trailing().as_str().unwrap_or("").to_owned();
    if trailing.contains('#') && array.trailing_comma() {
        prefix = format!("{}{prefix}", trailing.trim_end());
        array.set_trailing("\n");
    }
    value.decor_mut().set_prefix(prefix);
    array.push_formatted(value);
}
