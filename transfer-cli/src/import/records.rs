//! Records of processing activities (the ICO's and CNIL's templates, others with columns of their names) and
//! tables of transfers: each row that names a recipient and a place abroad is a flow. Templates that stand on
//! their side, a label beside a value, are turned first.

mod flow;
mod party;
mod role;
mod row;
mod words;

use self::row::{Marks, Reader};
use super::columns::{Column, Head};
use super::draft::{Draft, Ids, Read, fault};
use super::grid::{Row, Sheet};
use super::places::Gazetteer;
use super::{Options, Source, listing, parts};

/// Reads a record.
///
/// # Errors
///
/// What is wrong with the file; that no table of it is a record.
pub fn read(file: &Source, options: &Options<'_>) -> Read {
    let places = Gazetteer::new(options.book);
    let mut draft = Draft::default();
    let mut ids = Ids::default();
    let mut seen = false;
    let mut silent = 0usize;
    let mut marks = Marks::default();
    parts::head(&mut draft, "Transfers imported from a record of processing activities", &file.name);
    for sheet in &listing::tables(file)? {
        for formula in &sheet.formulas {
            draft.ask(format!("{formula} holds a formula; its last value was taken: is it right?"));
        }
        let upright = Head::find(sheet, 3).filter(is_record);
        let on_its_side = if upright.is_none() { turned(sheet) } else { None };
        let turned_head = on_its_side.as_ref().and_then(|sheet| Head::find(sheet, 3).filter(is_record));
        let (sheet, head) = match (upright, &on_its_side, turned_head) {
            (Some(head), ..) => (sheet, head),
            (None, Some(turned), Some(head)) => (turned, head),
            _ => continue,
        };
        seen = true;
        let mut before = None;
        for row in head.rows(sheet) {
            // A cell merged over several rows stands in each; a row that has nothing else is empty.
            let activity = head.cell(row, Column::Activity).map(|(text, _)| text);
            let empty = activity.is_some() && activity == before && head.says_only(row, Column::Activity);
            before = activity;
            if empty {
                continue;
            }
            let mut reader = Reader {
                draft: &mut draft,
                ids: &mut ids,
                places: &places,
                options,
                file: &file.name,
                marks: &mut marks,
            };
            if !reader.row(sheet, &head, row) {
                silent = silent.saturating_add(1);
            }
        }
    }
    if !seen {
        return Err(vec![fault(&file.name, "no table has the columns of a record of processing activities").help(
            "columns such as: Business function, Purpose of processing, Categories of recipients, Names of third countries",
        )]);
    }
    if silent > 0 {
        draft.ask(format!(
            "{}: no flow was made of {silent} of the rows, which name no country: do their data stay where the controller is?",
            file.name
        ));
    }
    match (marks.silent, marks.marked) {
        (0, _) => parts::ask_staff(&mut draft),
        (_, 0) => parts::ask_categories(&mut draft),
        _ => parts::ask_unmarked(&mut draft),
    }
    Ok(draft)
}

/// Whether a sheet is a record, upright or on its side.
pub fn is_one(sheet: &Sheet) -> bool {
    Head::find(sheet, 3).is_some_and(|head| is_record(&head))
        || turned(sheet).is_some_and(|sheet| Head::find(&sheet, 3).is_some_and(|head| is_record(&head)))
}

fn is_record(head: &Head) -> bool {
    let what = [Column::Purpose, Column::Data, Column::Activity, Column::Mechanism];
    head.has(Column::Location) && what.iter().any(|column| head.has(*column))
}

/// A sheet with labels in its first column and values beside them, as one row.
fn turned(sheet: &Sheet) -> Option<Sheet> {
    let mut head = Row { at: 0, cells: Vec::new() };
    let mut body = Row { at: sheet.rows.first()?.at, cells: Vec::new() };
    let labels = sheet.rows.iter().filter_map(|row| row.cells.first()).map(|(column, _)| *column).min()?;
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for row in sheet.rows.iter().take(200) {
        let Some(((first, label), values)) = row.cells.split_first() else { continue };
        let values = values.iter().map(|(_, cell)| cell.trim());
        match lines.last_mut() {
            // A line without a label goes on with the one above.
            Some((_, known)) if *first > labels => {
                known.push(label.trim());
                known.extend(values);
            }
            _ => lines.push((label.clone(), values.collect())),
        }
    }
    for (column, (label, values)) in lines.into_iter().enumerate() {
        head.push(column, label);
        body.push(column, values.join("\n"));
    }
    Some(Sheet { name: sheet.name.clone(), rows: vec![head, body], ..Sheet::default() })
}
