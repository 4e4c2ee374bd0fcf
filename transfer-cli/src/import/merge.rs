//! A draft into a register that is there: only what changes is touched, comments and layout stay. The result
//! is made whole in memory and read again before anything is written.

mod certify;

use std::collections::{BTreeMap, BTreeSet};

use similar::TextDiff;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};
use transfer_model::diag::Problem;
use transfer_model::read::is_json_lines;
use transfer_model::register::Files;

use super::draft::{Draft, Entry, Field, Stance, fault, fold};
use super::parts::NOT_STATED;
use super::write;
use crate::facts::{Value, layout, text};

/// A file of the register before and after.
#[derive(Debug)]
pub struct Change {
    /// Its name.
    pub name: String,
    /// Its text before.
    pub before: String,
    /// Its text after.
    pub after: String,
}

impl Change {
    /// What changes, with three lines around it.
    pub fn diff(&self) -> String {
        TextDiff::from_lines(&self.before, &self.after)
            .unified_diff()
            .context_radius(3)
            .header(&self.name, &self.name)
            .to_string()
    }
}

/// What a merge gives.
#[derive(Debug, Default)]
pub struct Merged {
    /// Every file of the register, changed or not.
    pub files: Vec<Change>,
    /// Where the source and the register say different things, or the register has more than the source.
    pub notes: Vec<String>,
    /// Questions that the register answers.
    pub answered: Vec<String>,
}

/// A file while it is changed.
struct Doc {
    name: String,
    before: String,
    tree: DocumentMut,
    /// Tables to be added at its end.
    added: String,
}

/// Merges the draft.
///
/// # Errors
///
/// A file of the register that is not TOML, or whose tables are not written as tables.
pub fn merge(files: Files, draft: &Draft) -> Result<Merged, Vec<Problem>> {
    let mut docs = Vec::new();
    let mut problems = Vec::new();
    for (name, before) in files {
        if is_json_lines(&name) {
            problems.push(fault(
                &name,
                "JSON Lines, written by a machine; only registers in TOML are merged into",
            ));
            continue;
        }
        match before.trim_start_matches('\u{feff}').parse::<DocumentMut>() {
            Ok(tree) => {
                for table in layout::tables().filter(|table| !layout::is_single(table)) {
                    if tree.get(table).is_some_and(|item| item.as_array_of_tables().is_none()) {
                        problems.push(fault(
                            &name,
                            format!("`{table}` is not written as `[[{table}]]`; it cannot be merged into"),
                        ));
                    }
                }
                docs.push(Doc { name, before, tree, added: String::new() });
            }
            Err(error) => problems.push(fault(&name, error.message().lines().next().unwrap_or("not TOML"))),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut merged = Merged { answered: answered(&docs, draft), ..Merged::default() };
    let mut renamed = aligned(&docs, draft);
    if draft.only_known {
        certify::check(&docs, draft, &mut renamed, &mut merged.notes);
    }
    let index = index(&docs);
    for entry in &renamed {
        put(&mut docs, &index, entry, draft.stance, &mut merged.notes);
    }
    if draft.stance == Stance::Restates {
        missing(&docs, &renamed, &mut merged.notes);
    }
    merged.files = docs.into_iter().map(finish).collect();
    Ok(merged)
}

/// The changed text, with the mark and the line ends that the file had.
fn finish(doc: Doc) -> Change {
    let mut after = doc.tree.to_string();
    if !doc.added.is_empty() {
        if !after.ends_with('\n') {
            after.push('\n');
        }
        after.push_str(&doc.added);
    }
    if doc.before.contains("\r\n") {
        after = after.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if doc.before.starts_with('\u{feff}') {
        after.insert(0, '\u{feff}');
    }
    Change { name: doc.name, before: doc.before, after }
}

/// The entries with the ids that the register has for the same parties and data.
fn aligned(docs: &[Doc], draft: &Draft) -> Vec<Entry> {
    let mut entries = draft.entries.clone();
    if draft.stance == Stance::Restates {
        return entries;
    }
    let mut ids: BTreeMap<(&str, String), String> = BTreeMap::new();
    for table in ["party", "data"] {
        let mut by_id: BTreeMap<String, String> = BTreeMap::new();
        let mut by_name: BTreeMap<String, String> = BTreeMap::new();
        for found in tables(docs, table) {
            let (id, name) = (text_of(found, "id"), fold(&text_of(found, "name")));
            by_name.entry(name.clone()).or_insert_with(|| id.clone());
            by_id.insert(id, name);
        }
        for entry in draft.entries.iter().filter(|entry| entry.table == table) {
            let name = fold(entry.get("name").and_then(Value::as_text).unwrap_or(""));
            let same = by_id.get_key_value(entry.id());
            let same = same.filter(|(_, other)| !draft.only_known || **other == name).map(|(id, _)| id);
            let same = same.or_else(|| by_name.get(&name).filter(|_| !name.is_empty()));
            if let Some(id) = same {
                ids.insert((table, entry.id().to_owned()), id.clone());
            }
        }
    }
    for entry in &mut entries {
        let table = entry.table.clone();
        for field in &mut entry.fields {
            let names = match (table.as_str(), field.key.as_str()) {
                ("party" | "data", "id") => table.as_str(),
                ("flow", "from" | "to") | (_, "parties" | "exporters" | "importers" | "party" | "of") => {
                    "party"
                }
                ("flow", "data") => "data",
                _ => continue,
            };
            rename(&mut field.value, &|id: &str| ids.get(&(names, id.to_owned())).cloned());
        }
    }
    // The same two parties may have a flow already: then the facts are about that one.
    let mut between: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for flow in tables(docs, "flow") {
        let ends = (text_of(flow, "from"), text_of(flow, "to"));
        between.entry(ends).or_default().push(text_of(flow, "id"));
    }
    for entry in entries.iter_mut().filter(|entry| entry.table == "flow") {
        let end = |key| entry.get(key).and_then(Value::as_text).unwrap_or("").to_owned();
        if let Some([only]) = between.get(&(end("from"), end("to"))).map(Vec::as_slice)
            && let Some(field) = entry.get_mut("id")
        {
            field.value = Value::Text(only.clone());
        }
    }
    without_placeholders(docs, &mut entries);
    entries
}

/// Questions for the countries of parties whose country the register has.
fn answered(docs: &[Doc], draft: &Draft) -> Vec<String> {
    let parties = draft.entries.iter().rev().filter(|entry| entry.table == "party");
    let folded = |entry: &Entry| entry.get("name").and_then(Value::as_text).map(fold);
    let names: BTreeMap<&str, Option<String>> = parties.map(|entry| (entry.id(), folded(entry))).collect();
    let placed = |table: &&Table| text_of(table, "country") != "unknown";
    let by_id: BTreeSet<String> =
        tables(docs, "party").filter(placed).map(|table| text_of(table, "id")).collect();
    let by_name: BTreeSet<String> =
        tables(docs, "party").filter(placed).map(|table| fold(&text_of(table, "name"))).collect();
    let known = |party: &str| {
        let name = names.get(party).and_then(Option::as_ref);
        by_id.contains(party) || name.is_some_and(|name| by_name.contains(name))
    };
    draft.countries.iter().filter(|(party, _)| known(party)).map(|(_, question)| question.clone()).collect()
}

/// Data that the source does not name say nothing about a flow that has its data already.
fn without_placeholders(docs: &[Doc], entries: &mut Vec<Entry>) {
    let placeholder = Value::texts([NOT_STATED]);
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut flows = false;
    let known: BTreeSet<String> = tables(docs, "flow").map(|flow| text_of(flow, "id")).collect();
    for entry in entries.iter_mut().filter(|entry| entry.table == "flow") {
        flows = true;
        if known.contains(entry.id()) {
            entry.fields.retain(|field| !(field.key == "data" && field.value == placeholder));
        } else if let Some(Value::List(data)) = entry.get("data") {
            used.extend(data.iter().filter_map(Value::as_text).map(str::to_owned));
        }
    }
    // Data of flows that keep those they have need no entry.
    entries.retain(|entry| !flows || entry.table != "data" || used.contains(entry.id()));
}

fn rename(value: &mut Value, new: &dyn Fn(&str) -> Option<String>) {
    match value {
        Value::Text(id) => {
            if let Some(new) = new(id) {
                *id = new;
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| rename(item, new)),
        Value::Literal(_) | Value::Table(_) => {}
    }
}

fn tables<'a>(docs: &'a [Doc], table: &'a str) -> impl Iterator<Item = &'a Table> {
    docs.iter()
        .filter_map(move |doc| doc.tree.get(table).and_then(Item::as_array_of_tables))
        .flat_map(ArrayOfTables::iter)
}

fn text_of(table: &Table, key: &str) -> String {
    table.get(key).and_then(Item::as_str).unwrap_or("").to_owned()
}

/// The keys that say which entry is meant, where a table has no id.
fn identity(table: &str) -> &'static [&'static str] {
    match table {
        "responsible" => &["subjects_in"],
        "waiver" => &["flow", "finding"],
        _ => &["id"],
    }
}

/// Where each entry of the register stands: its file, and its place among its like.
type Index = BTreeMap<(String, String), (usize, usize)>;

/// The table and the values that say which entry is meant.
fn key_of(table: &str, value: impl Fn(&str) -> Option<Value>) -> (String, String) {
    let keys = identity(table).iter();
    let values: Vec<String> =
        keys.map(|key| value(key).map_or_else(String::new, |value| text::line(&value))).collect();
    (table.to_owned(), values.join(", "))
}

fn index(docs: &[Doc]) -> Index {
    let mut index = Index::new();
    for (doc, text) in docs.iter().enumerate() {
        for table in layout::tables() {
            let all = text.tree.get(table).and_then(Item::as_array_of_tables);
            for (at, found) in all.into_iter().flat_map(ArrayOfTables::iter).enumerate() {
                index.entry(key_of(table, |key| found.get(key).and_then(value_of))).or_insert((doc, at));
            }
        }
    }
    index
}

/// Puts an entry into the table it is about, or at the end of the file that has its like.
fn put(docs: &mut [Doc], index: &Index, entry: &Entry, stance: Stance, notes: &mut Vec<String>) {
    let single = layout::is_single(&entry.table);
    if single && stance == Stance::Fills {
        return;
    }
    let found = if single {
        let mut tables = docs.iter_mut().map(|doc| doc.tree.get_mut(&entry.table));
        tables.find_map(|item| item.and_then(Item::as_table_mut))
    } else {
        index.get(&key_of(&entry.table, |key| entry.get(key).cloned())).copied().and_then(|(doc, at)| {
            let all = docs.get_mut(doc)?.tree.get_mut(&entry.table)?.as_array_of_tables_mut()?;
            all.get_mut(at)
        })
    };
    if let Some(table) = found {
        update(table, entry, stance, notes);
        return;
    }
    let home = docs
        .iter()
        .rposition(|doc| doc.tree.contains_key(&entry.table))
        .or_else(|| docs.iter().position(|doc| doc.tree.contains_key("register")))
        .unwrap_or(0);
    if let Some(doc) = docs.get_mut(home) {
        doc.added.push('\n');
        doc.added.push_str(&write::entry(entry));
    }
}

fn update(table: &mut Table, entry: &Entry, stance: Stance, notes: &mut Vec<String>) {
    for field in &entry.fields {
        let before = table.get(&field.key).and_then(value_of);
        if before.as_ref() == Some(&field.value) {
            continue;
        }
        if stance == Stance::Fills && field.key == "certifications" && before.is_some() {
            certify::fill(table, field);
            continue;
        }
        let says = |value: &Value| *value != Value::text("unknown") && *value != Value::texts(["unknown"]);
        if stance == Stance::Fills && !says(&field.value) && before.is_some() {
            continue;
        }
        let unknown = before.as_ref().is_none_or(|value| !says(value));
        if stance == Stance::Restates || unknown {
            set(table, field, &entry.origin, stance);
        } else if field.key != "name"
            && field.key != "kind"
            && field.key != "roles"
            && let Some(before) = before
        {
            notes.push(format!(
                "{}: `{}` of {} `{}` is {} there and {} in the register; the register was left as it is",
                entry.origin,
                field.key,
                entry.table,
                entry.id(),
                text::line(&field.value),
                text::line(&before)
            ));
        }
    }
    if stance == Stance::Restates {
        let gone: Vec<String> =
            table.iter().map(|(key, _)| key.to_owned()).filter(|key| entry.get(key).is_none()).collect();
        for key in gone {
            table.remove(&key);
        }
    }
}

/// Sets a value in place; the comments around the one before stay.
fn set(table: &mut Table, field: &Field, origin: &str, stance: Stance) {
    let Ok(mut value) = text::block(&field.value).parse::<toml_edit::Value>() else { return };
    match table.get(&field.key) {
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            if let Some(item) = table.get_mut(&field.key) {
                *item = Item::Value(value);
            }
        }
        before => {
            let was_table = before.is_some();
            if stance == Stance::Fills && !value.to_string().contains('\n') {
                let note = field.note.as_ref().map_or(origin.to_owned(), |note| format!("{origin}: {note}"));
                let note = note.lines().collect::<Vec<_>>().join(" ");
                value.decor_mut().set_suffix(format!("  {}", text::comment(&note).trim_end()));
            }
            if was_table {
                table.remove(&field.key);
            }
            table.insert(&field.key, Item::Value(value));
        }
    }
}

/// What the register has and the sheets do not: it stays, and is said to.
fn missing(docs: &[Doc], entries: &[Entry], notes: &mut Vec<String>) {
    let said: BTreeSet<(String, String)> =
        entries.iter().map(|entry| key_of(&entry.table, |key| entry.get(key).cloned())).collect();
    for table in layout::tables().filter(|table| !layout::is_single(table)) {
        let gone: Vec<String> = tables(docs, table)
            .map(|found| key_of(table, |key| found.get(key).and_then(value_of)))
            .filter(|key| !said.contains(key))
            .map(|(_, values)| values)
            .collect();
        if !gone.is_empty() {
            notes.push(format!(
                "not in the file, left in the register: {table} {}; take them out by hand if they have ended",
                gone.join(", ")
            ));
        }
    }
}

/// What an item says, layout aside.
fn value_of(item: &Item) -> Option<Value> {
    match item {
        Item::None => None,
        Item::Value(value) => Some(value_in(value)),
        Item::Table(table) => {
            Some(table_in(table.iter().filter_map(|(key, item)| Some((key, value_of(item)?)))))
        }
        Item::ArrayOfTables(all) => Some(Value::List(
            all.iter()
                .map(|table| table_in(table.iter().filter_map(|(key, item)| Some((key, value_of(item)?)))))
                .collect(),
        )),
    }
}

fn table_in<'a>(entries: impl Iterator<Item = (&'a str, Value)>) -> Value {
    let mut entries: Vec<_> = entries.map(|(key, value)| (key.to_owned(), value)).collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    Value::Table(entries)
}

fn value_in(value: &toml_edit::Value) -> Value {
    match value {
        toml_edit::Value::String(text) => Value::text(text.value()),
        toml_edit::Value::Integer(number) => Value::Literal(plain(&number.display_repr())),
        toml_edit::Value::Float(number) => Value::Literal(plain(&number.display_repr())),
        toml_edit::Value::Boolean(truth) => Value::Literal(truth.value().to_string()),
        toml_edit::Value::Datetime(day) => Value::Literal(day.value().to_string()),
        toml_edit::Value::Array(items) => Value::List(items.iter().map(value_in).collect()),
        toml_edit::Value::InlineTable(table) => {
            table_in(table.iter().map(|(key, value)| (key, value_in(value))))
        }
    }
}

/// A number without the signs that only divide its digits.
fn plain(number: &str) -> String {
    number.trim().replace('_', "")
}
