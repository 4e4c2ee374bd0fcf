//! Workbooks. A workbook is unpacked once to nowhere, to know its size, before anything of it is kept; its
//! cells are then read one by one, so that a cell in the last row of the last column costs no memory.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Cursor, Read as _, Write};

use calamine::{DataRef, Dimensions, Reader as _, Xlsx};
use quick_xml::Reader;
use quick_xml::events::Event;
use transfer_model::diag::Problem;

use super::super::draft::fault;
use super::{Budget, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Row, Sheet, letters, too_large};

/// Most bytes of everything in a workbook, unpacked.
const MOST_UNPACKED: u64 = 256 * 1024 * 1024;
/// Most bytes of the texts that its cells share, unpacked: they are kept in memory.
const MOST_SHARED: u64 = 64 * 1024 * 1024;
/// Most merged ranges that are looked at.
const MOST_MERGED: usize = 10_000;
/// Most formulas that are named.
const MOST_NAMED: usize = 20;

/// Reads every sheet.
///
/// # Errors
///
/// A file that is no workbook, is cut off, unpacks to too much, or has cells that hold an error.
pub fn read(file: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Vec<Problem>> {
    measure(file, bytes).map_err(|problem| vec![problem])?;
    references(file, bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| vec![broken(file, &error)])?;
    let mut sheets = Vec::new();
    let mut problems = Vec::new();
    let mut budget = Budget::default();
    for name in book.sheet_names() {
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let cells = match cells(file, &name, &mut book, &mut budget, &mut problems) {
            Ok(cells) => cells,
            Err(problem) => return Err(vec![problem]),
        };
        sheets.push(rows(&name, cells, &merged));
    }
    if problems.is_empty() { Ok(sheets) } else { Err(problems) }
}

fn broken(file: &str, error: &dyn std::fmt::Display) -> Problem {
    fault(file, format!("not a workbook that can be read: {error}"))
        .help("open it in a spreadsheet program and save it again as XLSX")
}

/// Counts what is written and stops at a bound.
struct Counter {
    left: u64,
}

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(size).ok_or_else(|| io::Error::other("too large"))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn measure(file: &str, bytes: &[u8]) -> Result<(), Problem> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
        let problem = fault(file, format!("not a workbook, or cut off: {error}"));
        problem.help("an XLSX file is a ZIP archive; download or save it again")
    })?;
    let mut all = Counter { left: MOST_UNPACKED };
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|error| broken(file, &error))?;
        let name = entry.name().map_err(|error| broken(file, &error))?.into_owned();
        let shared = name.to_ascii_lowercase().ends_with("sharedstrings.xml");
        let most = if shared { MOST_SHARED } else { MOST_UNPACKED };
        let before = all.left;
        let mut part = Counter { left: most.min(before) };
        let copied = io::copy(&mut entry.by_ref().take(most.saturating_add(1)), &mut part);
        if let Err(error) = copied {
            if error.kind() == io::ErrorKind::Other {
                let limit = most.div_euclid(1024 * 1024);
                let why = format!("`{name}` unpacks to more than {limit} MiB");
                return Err(too_large(file, &why));
            }
            return Err(broken(file, &error));
        }
        all.left = before.saturating_sub(most.min(before).saturating_sub(part.left));
    }
    Ok(())
}

/// Refuses names of cells that no sheet has: the reader of workbooks counts with them before it looks at them.
fn references(file: &str, bytes: &[u8]) -> Result<(), Vec<Problem>> {
    let fail = |error: &dyn std::fmt::Display| vec![broken(file, error)];
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| fail(&error))?;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|error| fail(&error))?;
        let name = entry.name().map_err(|error| fail(&error))?.into_owned();
        if !name.to_ascii_lowercase().ends_with(".xml") {
            continue;
        }
        let mut reader = Reader::from_reader(BufReader::new(entry));
        let config = reader.config_mut();
        config.check_end_names = false;
        config.check_comments = false;
        let mut text = Vec::new();
        loop {
            text.clear();
            let tag = match reader.read_event_into(&mut text) {
                Ok(Event::Start(tag) | Event::Empty(tag)) => tag,
                Ok(Event::Eof) => break,
                Ok(_) => continue,
                Err(error) => return Err(fail(&format!("`{name}`: {error}"))),
            };
            let mut named = tag.attributes();
            named.with_checks(false);
            for attribute in named.flatten().filter(|named| matches!(named.key.as_ref(), "r" | "ref")) {
                if !is_reference(&attribute.value) {
                    let shown = crate::render::text::short(&attribute.value, 40);
                    return Err(fail(&format!("`{name}` has a cell `{shown}`, which no sheet has")));
                }
            }
        }
    }
    Ok(())
}

/// Whether it is the name of a row, a cell, or a range of cells from its first to its last.
fn is_reference(text: &str) -> bool {
    let ends: Option<Vec<(u32, u32)>> = text.split(':').map(position).collect();
    match ends.as_deref() {
        Some([_]) => true,
        Some([first, last]) => first.0 <= last.0 && first.1 <= last.1,
        _ => false,
    }
}

/// Row and column of a cell, from one; column nought: a row.
fn position(cell: &str) -> Option<(u32, u32)> {
    let row = cell.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let column = cell.strip_suffix(row).filter(|column| column.len() <= 3)?;
    let column = column.bytes().fold(0u32, |sum, byte| {
        let digit = u32::from(byte.to_ascii_uppercase().saturating_sub(b'A')).saturating_add(1);
        sum.saturating_mul(26).saturating_add(digit)
    });
    let plain = row.len() <= 7 && row.bytes().all(|byte| byte.is_ascii_digit());
    let row = row.parse().ok().filter(|row| plain && *row > 0)?;
    Some((row, column))
}

type Cells = (BTreeMap<(u32, u32), String>, Vec<String>);

fn cells(
    file: &str,
    name: &str,
    book: &mut Xlsx<Cursor<&[u8]>>,
    budget: &mut Budget,
    problems: &mut Vec<Problem>,
) -> Result<Cells, Problem> {
    let mut cells = BTreeMap::new();
    let mut formulas = Vec::new();
    let Ok(mut reader) = book.worksheet_cells_reader(name) else { return Ok((cells, formulas)) };
    loop {
        let cell = match reader.next_cell_with_formula_metadata() {
            Ok(None) => break,
            Ok(Some(cell)) => cell,
            Err(error) => return Err(broken(file, &format!("sheet \"{name}\": {error}"))),
        };
        let (row, column) = cell.pos;
        let position = |value: u32| usize::try_from(value).unwrap_or(usize::MAX);
        let shown = || format!("{}{}", letters(position(column)), row.saturating_add(1));
        let failed = matches!(cell.value, DataRef::Error(_));
        let text = match cell.value {
            DataRef::Empty => String::new(),
            DataRef::Int(number) => number.to_string(),
            DataRef::Float(number) => number.to_string(),
            DataRef::String(text) => text,
            DataRef::SharedString(text) => text.to_owned(),
            DataRef::Bool(truth) => truth.to_string(),
            DataRef::DateTime(day) => {
                let (year, month, day, hour, minute, second, _) = day.to_ymd_hms_milli();
                if (hour, minute, second) == (0, 0, 0) {
                    format!("{year:04}-{month:02}-{day:02}")
                } else {
                    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
                }
            }
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text,
            DataRef::Error(error) => {
                let message = format!("sheet \"{name}\", cell {}: the cell holds the error {error}", shown());
                problems.push(fault(file, message));
                String::new()
            }
        };
        if cell.formula.is_some() {
            if text.is_empty() && !failed {
                let message = format!("sheet \"{name}\", cell {}: a formula without a value", shown());
                problems.push(
                    fault(file, message)
                        .help("open the workbook, let it compute, and save it with its values"),
                );
            }
            if formulas.len() < MOST_NAMED {
                formulas.push(format!("{file}, sheet \"{name}\", cell {}", shown()));
            }
        }
        if text.is_empty() {
            continue;
        }
        budget
            .cell(position(row).saturating_add(1), position(column), text.len())
            .map_err(|why| too_large(file, &format!("sheet \"{name}\" has {why}")))?;
        cells.insert((row, column), text);
    }
    Ok((cells, formulas))
}

/// Cells as rows. The value of a merged range counts for each of its cells.
fn rows(name: &str, (mut cells, formulas): Cells, merged: &[Dimensions]) -> Sheet {
    let bottom = cells.keys().map(|(row, _)| *row).max().unwrap_or(0);
    let mut left = MOST_CELLS.div_euclid(10);
    for range in merged.iter().take(MOST_MERGED) {
        let Some(value) = cells.get(&range.start).cloned() else { continue };
        for row in range.start.0..=range.end.0.min(bottom) {
            for column in range.start.1..=range.end.1.min(u32::try_from(MOST_COLUMNS).unwrap_or(u32::MAX)) {
                if left == 0 {
                    break;
                }
                left = left.saturating_sub(1);
                cells.entry((row, column)).or_insert_with(|| value.clone());
            }
        }
    }
    let mut sheet = Sheet { name: format!("sheet \"{name}\""), formulas, ..Sheet::default() };
    for ((row, column), text) in cells {
        let at = usize::try_from(row).unwrap_or(MOST_ROWS).saturating_add(1);
        if sheet.rows.last().is_none_or(|last| last.at != at) {
            sheet.rows.push(Row { at, cells: Vec::new() });
        }
        if let Some(last) = sheet.rows.last_mut() {
            last.push(usize::try_from(column).unwrap_or(MOST_COLUMNS), text);
        }
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::is_reference;

    #[test]
    fn names_of_cells_are_those_of_a_sheet() {
        for right in ["1", "A1", "XFD1048576", "zz99", "A1:B2", "B2:B2"] {
            assert!(is_reference(right), "{right}");
        }
        for wrong in
            ["", "A", "A0", "AAAA1", "A99999999", "A1B", "B2:A1", "A2:B1", "A1:B2:C3", "1 2", "A-1", "é1"]
        {
            assert!(!is_reference(wrong), "{wrong}");
        }
    }
}
