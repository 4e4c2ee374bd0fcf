//! A vendor's list of sub-processors, whatever it is written in, as rows that say who, where and what for.

use transfer_model::diag::Problem;

use super::columns::{Column, Head};
use super::draft::fault;
use super::grid::{Sheet, csv, page};
use super::places::{Found, Gazetteer};
use super::{Source, sheets, tree};

/// One row of a list.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// Where it stands.
    pub origin: String,
    /// The name.
    pub name: String,
    /// The column of the name.
    pub name_column: String,
    /// The brand, where the name is that of a legal entity.
    pub brand: Option<String>,
    /// What for.
    pub purposes: Vec<String>,
    /// Which data.
    pub data: Vec<String>,
    /// Whose.
    pub subjects: Vec<String>,
    /// Where data are processed: the cell's words and what they mean.
    pub location: Option<(String, String, Found)>,
    /// Where it is established: the cell's words and what they mean.
    pub country: Option<(String, String, Found)>,
    /// What it relies on, as written.
    pub mechanism: Option<(String, String)>,
}

/// A list.
#[derive(Debug, Default)]
pub struct Listing {
    /// Its rows.
    pub rows: Vec<Listed>,
    /// Tables that are no lists.
    pub left_out: Vec<String>,
}

/// Reads a list.
///
/// # Errors
///
/// What is wrong with the file; that no table of it is a list.
pub fn read(file: &Source, places: &Gazetteer<'_>) -> Result<Listing, Vec<Problem>> {
    let mut listing = Listing::default();
    for sheet in &tables(file)? {
        if let Some(head) = Head::find(sheet, 2).filter(is_list) {
            rows(&file.name, sheet, &head, places, &mut listing);
        } else {
            let heading =
                if sheet.heading.is_empty() { String::new() } else { format!(" ({})", sheet.heading) };
            let name = if sheet.name.is_empty() { "its table" } else { &sheet.name };
            listing.left_out.push(format!("{}, {name}{heading}", file.name));
        }
    }
    if listing.rows.is_empty() {
        return Err(vec![
            fault(&file.name, "no table has a column of names beside one of places or purposes").help(
                "name the columns, for example: Subprocessor, Purpose, Location; or give another --format",
            ),
        ]);
    }
    Ok(listing)
}

/// Whether the columns are those of a list of recipients.
pub fn is_list(head: &Head) -> bool {
    (head.has(Column::Name) || head.has(Column::Entity))
        && [Column::Location, Column::Country, Column::Purpose].iter().any(|column| head.has(*column))
}

/// The tables of a file of any of the kinds that lists come in.
///
/// # Errors
///
/// What is wrong with it.
pub fn tables(file: &Source) -> Result<Vec<Sheet>, Vec<Problem>> {
    let kind = kind(file);
    match kind {
        Kind::Tree => {
            let sheets = tree::sheets(&file.name, &tree::read(file)?)?;
            if sheets.is_empty() {
                return Err(vec![fault(&file.name, "no list of records in it")]);
            }
            Ok(sheets)
        }
        Kind::Html | Kind::Markdown => {
            let text = csv::decode(&file.name, &file.bytes).map_err(|problem| vec![problem])?;
            if kind == Kind::Html { page::html(&file.name, &text) } else { page::markdown(&file.name, &text) }
        }
        Kind::Sheets => sheets(file),
    }
}

/// Kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// CSV, workbook.
    Sheets,
    /// YAML, JSON.
    Tree,
    /// A Markdown page.
    Markdown,
    /// An HTML page.
    Html,
}

/// What a file is, by its name, else by how it begins.
pub fn kind(file: &Source) -> Kind {
    let extension = file.name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("json" | "yaml" | "yml") => return Kind::Tree,
        Some("md" | "markdown" | "mdx") => return Kind::Markdown,
        Some("html" | "htm" | "xhtml") => return Kind::Html,
        Some("csv" | "tsv" | "xlsx" | "xlsm") => return Kind::Sheets,
        _ => {}
    }
    let head = String::from_utf8_lossy(file.bytes.get(..4096).unwrap_or(&file.bytes)).to_ascii_lowercase();
    let begins = head.trim_start_matches('\u{feff}').trim_start();
    if begins.starts_with(['{', '[']) {
        Kind::Tree
    } else if begins.starts_with('<') || head.contains("<table") {
        Kind::Html
    } else if head.contains("|--") || head.contains("| --") || head.contains("|:-") || head.contains("| :-") {
        Kind::Markdown
    } else {
        Kind::Sheets
    }
}

fn rows(file: &str, sheet: &Sheet, head: &Head, places: &Gazetteer<'_>, listing: &mut Listing) {
    for row in head.rows(sheet) {
        let entity = head.cell(row, Column::Entity);
        let Some((name, column)) = entity.or_else(|| head.cell(row, Column::Name)) else { continue };
        let place = |column| {
            head.cell(row, column).map(|(text, name)| (text.to_owned(), name.to_owned(), places.all(text)))
        };
        let country = place(Column::Country).or_else(|| {
            // An address ends with its country.
            let (text, name) = head.cell(row, Column::Address)?;
            let last = text.split([',', '\n']).rev().map(str::trim).find(|piece| !piece.is_empty())?;
            let code = places.one(last).filter(|code| last.len() > 2 || code == "US")?;
            Some((text.to_owned(), name.to_owned(), Found { places: vec![code], unclear: Vec::new() }))
        });
        let items = |column| {
            let cells = head.cells(row, column).flat_map(|(text, _)| text.split(['\n', ';', '•']));
            cells.map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect::<Vec<_>>()
        };
        let name = name.lines().next().unwrap_or(name).trim();
        listing.rows.push(Listed {
            origin: sheet.place(file, row),
            name: name.trim_end_matches(['*', '†', '‡']).trim().to_owned(),
            name_column: column.to_owned(),
            brand: entity.and(head.cell(row, Column::Name)).map(|(brand, _)| brand.to_owned()),
            purposes: items(Column::Purpose),
            data: items(Column::Data),
            subjects: items(Column::Subjects),
            location: place(Column::Location),
            country,
            mechanism: head
                .cell(row, Column::Mechanism)
                .map(|(text, name)| (text.to_owned(), name.to_owned())),
        });
    }
}
