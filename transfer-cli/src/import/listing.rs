//! A vendor's list of sub-processors, whatever it is written in, as rows that say who, where and what for.

use transfer_model::diag::Problem;

use super::columns::{Column, Head};
use super::draft::{fault, fold};
use super::grid::{Sheet, csv, page};
use super::places::{Found, Gazetteer};
use super::{Source, parts, sheets, tree};

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
    /// Whether there are standard contractual clauses, as written.
    pub clauses: Option<(String, String)>,
    /// The state of the contract, as written.
    pub contract: Option<(String, String)>,
    /// What it is.
    pub role: Option<(String, String)>,
    /// What the publisher of the list is to the same data.
    pub own_role: Option<(String, String)>,
    /// On what its use turns.
    pub condition: Option<(String, String)>,
    /// The state of the assessment.
    pub assessment: Option<(String, String)>,
    /// Its certificates.
    pub certificates: Vec<String>,
    /// Its parent company.
    pub parent: Option<String>,
    /// Marks of footnotes beside it.
    pub footnotes: Vec<String>,
    /// Whether the heading says that these are companies of the publisher's own group.
    pub own: bool,
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

/// Whether the heading or the column of names says that the publisher owns those listed.
fn is_own(sheet: &Sheet, head: &Head) -> bool {
    let heading = fold(&sheet.heading);
    let words = ["subsidiar", "affiliate", "groupcompan", "groupentit", "filiale", "tochter"];
    words.iter().any(|word| heading.contains(word) || head.is_named(Column::Name, word))
}

/// The words without the mark of a footnote at their end, and the mark: `Vercel Inc. (2)`, `AWS*`, `Location¹`.
fn without_mark(words: &str) -> (&str, Option<&str>) {
    let words = words.trim();
    if let Some((rest, mark)) = words.strip_suffix([')', ']']).and_then(|rest| rest.rsplit_once(['(', '[']))
        && !rest.trim().is_empty()
        && (1..=2).contains(&mark.len())
        && mark.chars().all(|c| c.is_ascii_digit())
    {
        return (rest.trim_end(), Some(mark));
    }
    let signs = ['*', '†', '‡', '¹', '²', '³'];
    let rest = words.trim_end_matches(signs);
    if rest.is_empty() || rest.len() == words.len() {
        return (words, None);
    }
    (rest.trim_end(), words.get(rest.len()..).map(str::trim))
}

fn rows(file: &str, sheet: &Sheet, head: &Head, places: &Gazetteer<'_>, listing: &mut Listing) {
    let own = is_own(sheet, head);
    for row in head.rows(sheet) {
        let entity = head.cell(row, Column::Entity);
        let Some((name, column)) = entity.or_else(|| head.cell(row, Column::Name)) else { continue };
        let place = |column| {
            let (text, name) = head.joined(row, column)?;
            let words = text.lines().map(|line| without_mark(line).0).collect::<Vec<_>>().join("\n");
            Some((text, name, places.all(&words)))
        };
        let country = place(Column::Country).or_else(|| {
            // An address ends with its country.
            let (text, name) = head.cell(row, Column::Address)?;
            let last = text.split([',', '\n']).rev().map(str::trim).find(|piece| !piece.is_empty())?;
            let code = places.one(last).filter(|code| last.len() > 2 || code == "US")?;
            Some((text.to_owned(), name.to_owned(), Found { places: vec![code], unclear: Vec::new() }))
        });
        let mut footnotes = Vec::new();
        let mut items = |column| {
            let mut items: Vec<String> = Vec::new();
            for (text, _) in head.cells(row, column) {
                for item in parts::items(text) {
                    let (item, mark) = without_mark(item);
                    footnotes.extend(mark.map(str::to_owned));
                    if !items.iter().any(|known| known == item) {
                        items.push(item.to_owned());
                    }
                }
            }
            items
        };
        let (purposes, data, subjects) =
            (items(Column::Purpose), items(Column::Data), items(Column::Subjects));
        let (name, mark) = without_mark(name.lines().next().unwrap_or(name));
        footnotes.extend(mark.map(str::to_owned));
        let said = |column| head.cell(row, column).map(|(text, name)| (text.to_owned(), name.to_owned()));
        listing.rows.push(Listed {
            origin: sheet.place(file, row),
            name: name.to_owned(),
            name_column: column.to_owned(),
            brand: entity.and(head.cell(row, Column::Name)).map(|(brand, _)| brand.to_owned()),
            purposes,
            data,
            subjects,
            location: place(Column::Location),
            country,
            mechanism: said(Column::Mechanism),
            clauses: said(Column::Clauses),
            contract: said(Column::ContractState),
            role: said(Column::Role),
            own_role: said(Column::OwnRole),
            condition: said(Column::Condition),
            assessment: said(Column::Assessment),
            certificates: head
                .cells(row, Column::Certificates)
                .flat_map(|(text, _)| text.split(['\n', ';', ',']))
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
                .collect(),
            parent: head.cell(row, Column::Parent).map(|(text, _)| text.to_owned()),
            footnotes,
            own,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::without_mark;

    #[test]
    fn marks_of_footnotes_are_no_part_of_a_name() {
        for (words, name, mark) in [
            ("Vercel Inc. (2)", "Vercel Inc.", Some("2")),
            ("AWS*", "AWS", Some("*")),
            ("Zoom [12]", "Zoom", Some("12")),
            ("Azure (Microsoft)", "Azure (Microsoft)", None),
            ("Area (51st)", "Area (51st)", None),
            ("***", "***", None),
            ("(1)", "(1)", None),
            ("Studio 54", "Studio 54", None),
        ] {
            assert_eq!(without_mark(words), (name, mark), "{words}");
        }
    }
}
