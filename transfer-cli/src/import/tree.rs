//! YAML and JSON, read into one kind of tree, and lists of records in them as tables.

use serde_json::Value as Json;
use transfer_model::diag::Problem;

use super::Source;
use super::draft::{fault, fold};
use super::grid::{Budget, Row, Sheet, csv, too_large};

/// Most bytes of such a file: a tree takes many times its text.
const MOST: usize = 16 * 1024 * 1024;

/// Reads the file.
///
/// # Errors
///
/// What is wrong with its syntax, and where.
pub fn read(file: &Source) -> Result<Json, Vec<Problem>> {
    if file.bytes.len() > MOST {
        let why = format!("more than {} MiB", MOST.div_euclid(1024 * 1024));
        return Err(vec![too_large(&file.name, &why)]);
    }
    let text = csv::decode(&file.name, &file.bytes).map_err(|problem| vec![problem])?;
    let json = text.trim_start().starts_with(['{', '[']);
    let tree = if json {
        serde_json::from_str(&text).map_err(|error| error.to_string())
    } else {
        // Untyped YAML keeps `NO` a text: Norway is a country.
        yaml_serde::from_str(&text).map_err(|error| error.to_string())
    };
    tree.map_err(|why| {
        vec![fault(&file.name, format!("not {} that can be read: {why}", if json { "JSON" } else { "YAML" }))]
    })
}

/// The lists of records in a tree, each as a table whose columns are the keys.
///
/// # Errors
///
/// A bound that is broken.
pub fn sheets(file: &str, tree: &Json) -> Result<Vec<Sheet>, Vec<Problem>> {
    let mut found = Vec::new();
    let mut budget = Budget::default();
    collect(tree, "", 0, &mut budget, &mut found).map_err(|why| vec![too_large(file, &why)])?;
    Ok(found)
}

fn collect(
    tree: &Json,
    name: &str,
    depth: usize,
    budget: &mut Budget,
    found: &mut Vec<Sheet>,
) -> Result<(), String> {
    if depth > 4 {
        return Ok(());
    }
    match tree {
        Json::Array(items) if items.iter().any(Json::is_object) => {
            let mut keys: Vec<&String> = Vec::new();
            for item in items.iter().filter_map(Json::as_object) {
                for key in item.keys() {
                    if !keys.contains(&key) && keys.len() < super::grid::MOST_COLUMNS {
                        keys.push(key);
                    }
                }
            }
            let head = keys.iter().enumerate().map(|(at, key)| (at, (*key).clone())).collect();
            let mut sheet = Sheet { heading: name.to_owned(), ..Sheet::default() };
            sheet.rows.push(Row { at: 0, cells: head });
            for (number, item) in items.iter().enumerate() {
                let at = number.saturating_add(1);
                let mut row = Row { at, cells: Vec::new() };
                for (column, key) in keys.iter().enumerate() {
                    let text = item.get(key.as_str()).map(text).unwrap_or_default();
                    budget.cell(at, column, text.len())?;
                    row.push(column, text);
                }
                sheet.rows.push(row);
            }
            sheet.name = if name.is_empty() { String::new() } else { format!("`{name}`") };
            found.push(sheet);
        }
        Json::Object(entries) => {
            for (key, value) in entries {
                collect(value, key, depth.saturating_add(1), budget, found)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// A value as a cell: of a list each entry on a line, of an object all on one.
pub fn text(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(truth) => truth.to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        Json::Array(items) => {
            items.iter().map(text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
        }
        Json::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{key}: {}", text(value)));
            entries.collect::<Vec<_>>().join(", ")
        }
    }
}

/// The value under a key, whatever its capitals.
pub fn get<'a>(tree: &'a Json, key: &str) -> Option<&'a Json> {
    let entries = tree.as_object()?;
    entries
        .get(key)
        .or_else(|| entries.iter().find(|(name, _)| fold(name) == fold(key)).map(|(_, value)| value))
}

/// The texts of a value: one, or each of a list.
pub fn texts(value: Option<&Json>) -> Vec<String> {
    match value {
        Some(Json::Array(items)) => items.iter().map(text).filter(|text| !text.trim().is_empty()).collect(),
        Some(value) => Some(text(value)).filter(|text| !text.trim().is_empty()).into_iter().collect(),
        None => Vec::new(),
    }
}
