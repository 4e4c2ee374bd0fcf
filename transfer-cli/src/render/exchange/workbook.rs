//! A register as a workbook: a sheet for each table, the head row fixed, texts kept as texts. The same register
//! gives the same bytes.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use transfer_model::register::Register;

use super::sheets::{Cell, Sheet, sheets};
use crate::facts::cell::FORMULA;
use crate::import::own::ABOUT;

/// The longest text of a cell.
const LONGEST: usize = 32_767;

/// What the first sheet says to who opens the workbook.
const WORDS: [&str; 8] = [
    "This workbook is a register of transfers of personal data, one sheet for each of its tables.",
    "Change, add or remove rows and give it back with: transfer import FILE --into REGISTER",
    "An empty cell is a fact that is not recorded. Not recorded is not the same as none: write [] for an empty list.",
    "Lists are divided by semicolons: contact; staff",
    "Days are days, or texts such as 2026-11-22.",
    "A cell that begins with \", [ or { is TOML, as the register's file has it: { use = \"scc-hosting\", data = [\"contact\"] }",
    "Rows name each other by the column id. A row whose id is not there yet becomes a new entry.",
    "The names of sheets and columns must stay as they are.",
];

/// The workbook's bytes.
///
/// # Errors
///
/// A cell that no workbook can hold.
pub fn workbook(register: &Register) -> Result<Vec<u8>, String> {
    let sheets = sheets(register);
    for sheet in &sheets {
        for (row, cells) in sheet.rows.iter().enumerate() {
            for (column, cell) in sheet.columns.iter().zip(cells) {
                if cell.as_ref().is_some_and(|cell| cell.text.encode_utf16().count() > LONGEST) {
                    return Err(format!(
                        "`{column}` of `{}` number {} is longer than the {LONGEST} characters that a cell can hold; use --format csv",
                        sheet.table,
                        row.saturating_add(1)
                    ));
                }
            }
        }
    }
    write(&sheets).map_err(|error| error.to_string())
}

fn write(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed day: the file holds no clock.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let about = book.add_worksheet();
    about.set_name(ABOUT)?;
    about.set_column_width(0, 110)?;
    about.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    for (row, words) in (0u32..).zip(WORDS) {
        about.write_string(row, 0, words)?;
    }
    for sheet in sheets {
        let page = book.add_worksheet();
        self::sheet(page, sheet)?;
    }
    book.save_to_buffer()
}

fn sheet(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let head = Format::new().set_bold();
    let body = Format::new().set_num_format("@").set_align(FormatAlign::Top);
    let quoted = body.clone().set_quote_prefix();
    let day = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top);
    let plain = Format::new().set_align(FormatAlign::Top);
    page.set_name(&sheet.table)?;
    page.set_freeze_panes(1, 0)?;
    // On paper the names of the columns, and those of the rows, stand on each page.
    page.set_landscape().set_paper_size(9).set_print_gridlines(true).set_footer("&L&A&RPage &P of &N");
    page.set_repeat_rows(0, 0)?;
    page.set_repeat_columns(0, 0)?;
    for (column, name) in (0u16..).zip(&sheet.columns) {
        page.write_string_with_format(0, column, name, &head)?;
        // Columns that hold days or numbers take what is typed; the others keep it as text.
        let typed = sheet
            .rows
            .iter()
            .filter_map(|row| row.get(usize::from(column)))
            .flatten()
            .any(|cell| cell.literal);
        let format = if typed || is_day(name) { &day } else { &body };
        page.set_column_format(column, format)?;
        page.set_column_width(column, width(sheet, usize::from(column)))?;
    }
    for (row, cells) in (1u32..).zip(&sheet.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            let Some(cell) = cell else { continue };
            match typed(cell) {
                Typed::Day(date) => page.write_datetime_with_format(row, column, &date, &day)?,
                Typed::Number(number) => page.write_number_with_format(row, column, number, &plain)?,
                Typed::Truth(truth) => page.write_boolean_with_format(row, column, truth, &plain)?,
                Typed::Text if cell.text.starts_with(FORMULA) => {
                    page.write_string_with_format(row, column, &cell.text, &quoted)?
                }
                Typed::Text => page.write_string_with_format(row, column, &cell.text, &body)?,
            };
        }
    }
    Ok(())
}

fn is_day(column: &str) -> bool {
    const DAYS: [&str; 13] = [
        "approved",
        "as_of",
        "date",
        "done",
        "due",
        "effective",
        "processing_changed",
        "published",
        "returned",
        "reviewed",
        "signed",
        "since",
        "until",
    ];
    DAYS.contains(&column)
}

/// Columns as wide as their words, within reason.
fn width(sheet: &Sheet, column: usize) -> u16 {
    let cells = sheet.rows.iter().filter_map(|row| row.get(column)).flatten();
    let name = sheet.columns.get(column).map_or(0, String::len);
    let longest = cells.map(|cell| cell.text.chars().count()).max().unwrap_or(0).max(name);
    u16::try_from(longest.saturating_add(2).clamp(8, 48)).unwrap_or(48)
}

enum Typed {
    Day(ExcelDateTime),
    Number(f64),
    Truth(bool),
    Text,
}

/// What a cell is to a spreadsheet. A number that would come back written otherwise stays a text.
fn typed(cell: &Cell) -> Typed {
    if !cell.literal {
        return Typed::Text;
    }
    match cell.text.as_str() {
        "true" => return Typed::Truth(true),
        "false" => return Typed::Truth(false),
        _ => {}
    }
    if let Some(day) = transfer_model::day::Day::parse(&cell.text) {
        let day = day.date();
        let (year, month, day) = (day.year(), day.month(), day.day());
        let date = u16::try_from(year).ok().filter(|year| *year > 1900).and_then(|year| {
            let month = u8::try_from(month).ok()?;
            ExcelDateTime::from_ymd(year, month, u8::try_from(day).ok()?).ok()
        });
        return date.map_or(Typed::Text, Typed::Day);
    }
    match cell.text.parse::<f64>() {
        Ok(number) if number.is_finite() && number.to_string() == cell.text => Typed::Number(number),
        _ => Typed::Text,
    }
}
