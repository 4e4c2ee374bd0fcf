//! A register as sheets: one for each of its tables, a column for each key, a row for each entry. Nothing is
//! left out, so that the sheets make the same register again.

use std::collections::BTreeSet;

use transfer_model::register::Register;

use crate::facts::{Record, Value, cell, layout, records};
use crate::import::own::TABLE;
use crate::render::csv;

/// One sheet.
#[derive(Debug)]
pub struct Sheet {
    /// The table's name.
    pub table: String,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows: a cell for each column, none where the fact is not recorded.
    pub rows: Vec<Vec<Option<Cell>>>,
}

/// A cell: as text, and whether it is a number, a day or a truth value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it shows.
    pub text: String,
    /// Whether it is no text.
    pub literal: bool,
}

/// The register's tables.
pub fn sheets(register: &Register) -> Vec<Sheet> {
    let all = records(register);
    let mut names: Vec<&str> = all.iter().map(|record| record.table.as_str()).collect();
    names.dedup();
    names.into_iter().map(|name| sheet(name, all.iter().filter(|record| record.table == name))).collect()
}

fn sheet<'a>(table: &str, records: impl Iterator<Item = &'a Record>) -> Sheet {
    let rows: Vec<Vec<(String, Cell)>> = records.map(cells).collect();
    let mut columns: BTreeSet<((usize, String), &str)> =
        rows.iter().flatten().map(|(key, _)| (layout::key_rank(table, key), key.as_str())).collect();
    // The keys every register has stand there empty, to be filled in.
    columns.extend(
        layout::keys(table)
            .iter()
            .filter(|key| !layout::is_spread(key))
            .map(|key| (layout::key_rank(table, key), *key)),
    );
    let columns: Vec<String> = columns.into_iter().map(|(_, key)| key.to_owned()).collect();
    let rows = rows
        .iter()
        .map(|row| {
            let find =
                |column: &String| row.iter().find(|(key, _)| key == column).map(|(_, cell)| cell.clone());
            columns.iter().map(find).collect()
        })
        .collect();
    Sheet { table: table.to_owned(), columns, rows }
}

/// A record's cells, each with its column.
fn cells(record: &Record) -> Vec<(String, Cell)> {
    let mut cells = Vec::new();
    let mut push = |key: String, value: &Value| {
        let text = cell::encode(&key, value);
        cells.push((key, Cell { text, literal: matches!(value, Value::Literal(_)) }));
    };
    for (key, value) in &record.fields {
        match value {
            Value::Table(entries) if layout::is_spread(key) && !entries.is_empty() => {
                for (inner, value) in entries {
                    push(format!("{key}.{inner}"), value);
                }
            }
            value => push(key.clone(), value),
        }
    }
    cells
}

/// The register as one CSV file: the column `table`, then every key of every table.
pub fn csv(register: &Register) -> String {
    let sheets = sheets(register);
    // The id first: it says which row is which.
    let mut columns: Vec<&String> = Vec::new();
    columns.extend(sheets.iter().flat_map(|sheet| &sheet.columns).find(|column| *column == "id"));
    for sheet in &sheets {
        for column in &sheet.columns {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
    }
    let mut text = String::from(TABLE);
    for column in &columns {
        text.push(',');
        text.push_str(&csv::cell(column));
    }
    text.push_str("\r\n");
    for sheet in &sheets {
        for row in &sheet.rows {
            text.push_str(&csv::cell(&sheet.table));
            for column in &columns {
                text.push(',');
                let at = sheet.columns.iter().position(|name| name == *column);
                if let Some(Some(cell)) = at.and_then(|at| row.get(at)) {
                    text.push_str(&csv::cell(&cell.text));
                }
            }
            text.push_str("\r\n");
        }
    }
    text
}
