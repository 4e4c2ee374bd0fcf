//! Our own CSV and workbook, back again. One sheet for each table of the register, or in CSV one table with the
//! column `table`; a column for each key. What the sheets say is the register: it is taken over whole.

use std::collections::BTreeMap;

use transfer_model::diag::Problem;
use transfer_model::law::LawBook;

use super::check;
use super::draft::{Draft, Entry, Read, Stance, fault};
use super::grid::{Row, Sheet, letters};
use crate::facts::{Value, cell, layout};

/// The name of a sheet that says what the workbook is; it holds no facts.
pub const ABOUT: &str = "about";

/// The column that names the table in a CSV file.
pub const TABLE: &str = "table";

/// Whether these are sheets of ours.
pub fn is_ours(sheets: &[Sheet]) -> bool {
    let named = sheets.iter().any(|sheet| table_of(sheet) == Some("register"));
    let joined =
        sheets.first().and_then(|sheet| sheet.rows.first()).is_some_and(|head| head.cell(0) == TABLE);
    named || joined
}

fn table_of(sheet: &Sheet) -> Option<&'static str> {
    let name = sheet.name.strip_prefix("sheet \"")?.strip_suffix('"')?;
    layout::tables().find(|table| *table == name)
}

/// Reads the sheets.
///
/// # Errors
///
/// Every sheet, column or cell that cannot be read, and every word of the others that is not known.
pub fn read(file: &str, sheets: &[Sheet], book: &LawBook) -> Read {
    let mut draft = Draft { stance: Stance::Restates, ..Draft::default() };
    let mut problems = Vec::new();
    for sheet in sheets {
        let table = table_of(sheet);
        let plain = sheet.name.strip_prefix("sheet \"").and_then(|name| name.strip_suffix('"'));
        if plain == Some(ABOUT) || sheet.rows.is_empty() {
            continue;
        }
        if table.is_none() && plain.is_some() && sheet.rows.first().is_none_or(|row| row.cell(0) != TABLE) {
            draft.ask(format!("{file}, {}: not a table of a register; was it left out rightly?", sheet.name));
            continue;
        }
        for formula in &sheet.formulas {
            draft.ask(format!("{formula} holds a formula; its last value was taken: is it right?"));
        }
        self::sheet(file, sheet, table, &mut draft, &mut problems);
    }
    if problems.is_empty() {
        return Ok(draft);
    }
    problems.extend(check::words(&draft, book));
    Err(problems)
}

fn sheet(file: &str, sheet: &Sheet, table: Option<&str>, draft: &mut Draft, problems: &mut Vec<Problem>) {
    let Some((head, rows)) = sheet.rows.split_first() else { return };
    let mut columns: Vec<(usize, &str)> = Vec::new();
    for (column, name) in &head.cells {
        let name = name.trim();
        if columns.iter().any(|(_, known)| *known == name) {
            let place = sheet.place(file, head);
            problems.push(fault(&place, format!("a second column `{name}` ({})", letters(*column))));
        }
        columns.push((*column, name));
    }
    let named = |row: &Row, name: &str| {
        columns.iter().find(|(_, known)| *known == name).map(|(column, _)| row.cell(*column).to_owned())
    };
    for row in rows {
        let place = sheet.place(file, row);
        let table = match (table, named(row, TABLE)) {
            (Some(table), _) => table.to_owned(),
            (None, Some(name)) if layout::tables().any(|table| table == name) => name,
            (None, name) => {
                let name = name.unwrap_or_default();
                let tables: Vec<_> = layout::tables().collect();
                let problem = fault(&place, format!("column `{TABLE}`: `{name}` is no table of a register"));
                problems.push(problem.help(format!("tables are {}", tables.join(", "))));
                continue;
            }
        };
        let mut fields: BTreeMap<(usize, String), Value> = BTreeMap::new();
        for (column, text) in &row.cells {
            let Some((_, key)) = columns.iter().find(|(known, _)| known == column) else {
                let column = letters(*column);
                problems
                    .push(fault(&place, format!("column {column} has a value and no name in the head row")));
                continue;
            };
            if table_column(key, &columns) {
                continue;
            }
            match cell::decode(key, text) {
                Ok(None) => {}
                Ok(Some(value)) => insert(&mut fields, &table, key, value),
                Err(why) => problems.push(fault(&place, format!("column `{key}`: {why}"))),
            }
        }
        if fields.is_empty() && !layout::is_single(&table) {
            continue;
        }
        let known = draft.entries.iter().find(|entry| layout::is_single(&table) && entry.table == table);
        if let Some(known) = known {
            problems.push(
                fault(&place, format!("a second row of `{table}`, of which a register has one"))
                    .help(format!("the first is {}", known.origin)),
            );
            continue;
        }
        let mut entry = Entry::new(&table, place);
        for ((_, key), value) in fields {
            entry.set(&key, value);
        }
        draft.entries.push(entry);
    }
}

/// Whether the key is the name of the table. A register has no key of that name.
fn table_column(key: &str, columns: &[(usize, &str)]) -> bool {
    key == TABLE && columns.first().is_some_and(|(_, first)| *first == TABLE)
}

/// Adds a fact; `a.b` is the key `b` of the table `a`.
fn insert(fields: &mut BTreeMap<(usize, String), Value>, table: &str, key: &str, value: Value) {
    let (top, rest) = key.split_once('.').map_or((key, None), |(top, rest)| (top, Some(rest)));
    let slot = (layout::key_rank(table, top).0, top.to_owned());
    match rest {
        None => {
            fields.insert(slot, value);
        }
        Some(rest) => {
            let inner = fields.entry(slot).or_insert_with(|| Value::Table(Vec::new()));
            if let Value::Table(entries) = inner {
                entries.push((rest.to_owned(), value));
                entries.sort_by(|a, b| a.0.cmp(&b.0));
            }
        }
    }
}
