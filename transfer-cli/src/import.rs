//! Other people's formats into a register: bytes become a [`Draft`], a draft becomes TOML with a comment for
//! each fact and a list of questions. Nothing is invented: what a source does not say is left out or
//! `unknown`, and asked for.
//!
//! ```text
//! bytes ─► table, page or tree of the format ─► draft ─► TOML, or a merge into a register
//! ```

pub mod check;
pub mod ciso;
pub mod claims;
pub mod columns;
pub mod company;
pub mod compare;
pub mod dpf;
pub mod dpv;
pub mod draft;
pub mod fides;
pub mod grid;
pub mod listing;
pub mod merge;
pub mod own;
pub mod parts;
pub mod places;
pub mod records;
pub mod subprocessors;
pub mod transcend;
pub mod tree;
pub mod write;

use clap::ValueEnum;
use transfer_model::day::Day;
use transfer_model::diag::Problem;
use transfer_model::law::LawBook;

use self::columns::{Column, Head};
use self::draft::{Draft, Read, fault};
use self::grid::Sheet;

/// What `transfer import` reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    /// Found out from the file
    Auto,
    /// The sheets of `transfer export --format csv`
    Csv,
    /// The workbook of `transfer export --format xlsx`
    Xlsx,
    /// A vendor's list of sub-processors: Markdown, HTML, CSV, XLSX, YAML, JSON
    Subprocessors,
    /// A record of processing activities (ICO, CNIL, CNPD), or any table of transfers: CSV, XLSX, JSON
    Records,
    /// A workbook of CISO Assistant
    CisoAssistant,
    /// The list of participants of the Data Privacy Framework: CSV, XLSX
    DpfList,
    /// A manifest of Fides: YAML, JSON
    Fides,
    /// Linked data in DPV terms: Turtle, JSON-LD
    Dpv,
    /// Business entities of a Transcend configuration: YAML, JSON
    Transcend,
}

/// A file to import.
#[derive(Debug)]
pub struct Source {
    /// Its name, for messages and comments.
    pub name: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// What importers are told beside the files.
#[derive(Debug)]
pub struct Options<'a> {
    /// The law pack, for the names of places and schemes.
    pub book: &'a LawBook,
    /// Whose list or record it is: a party's id or name.
    pub of: Option<&'a str>,
    /// When the list was looked up.
    pub checked_on: Option<Day>,
    /// A table of countries, for manifests that name none.
    pub countries: Option<Source>,
}

/// Reads the files into one draft.
///
/// # Errors
///
/// Everything that is wrong with them.
pub fn read(files: &[Source], format: ImportFormat, options: &Options<'_>) -> Read {
    let mut whole = Draft::default();
    let mut problems = Vec::new();
    for file in files {
        match one(file, format, options) {
            Ok(draft) => {
                whole.absorb(draft);
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(whole) } else { Err(problems) }
}

fn one(file: &Source, format: ImportFormat, options: &Options<'_>) -> Read {
    match format {
        ImportFormat::Auto => one(file, guess(file)?, options),
        ImportFormat::Csv | ImportFormat::Xlsx => {
            let sheets = sheets(file)?;
            if own::is_ours(&sheets) {
                own::read(&file.name, &sheets, options.book)
            } else {
                one(file, guess(file)?, options)
            }
        }
        ImportFormat::Subprocessors => subprocessors::read(file, options),
        ImportFormat::Records => records::read(file, options),
        ImportFormat::CisoAssistant => ciso::read(file, options),
        ImportFormat::DpfList => dpf::read(file, options),
        ImportFormat::Fides => fides::read(file, options),
        ImportFormat::Dpv => dpv::read(file, options),
        ImportFormat::Transcend => transcend::read(file, options),
    }
}

/// What a file is, by its name and what its tables are headed.
fn guess(file: &Source) -> Result<ImportFormat, Vec<Problem>> {
    let name = file.name.to_ascii_lowercase();
    if [".ttl", ".jsonld", ".n3"].iter().any(|end| name.ends_with(end)) {
        return Ok(ImportFormat::Dpv);
    }
    if name.rsplit_once('.').is_some_and(|(_, extension)| extension == "toml") {
        let problem = fault(&file.name, "a TOML file: it is a register already, or none");
        return Err(vec![problem.help("assess it with `transfer check`")]);
    }
    let sheets = match listing::kind(file) {
        listing::Kind::Tree => {
            let tree = tree::read(file)?;
            if tree::get(&tree, "system").is_some() {
                return Ok(ImportFormat::Fides);
            }
            if tree::get(&tree, "@context").is_some() || tree::get(&tree, "@graph").is_some() {
                return Ok(ImportFormat::Dpv);
            }
            if transcend::is_theirs(&tree) {
                return Ok(ImportFormat::Transcend);
            }
            return Ok(list_or_record(&tree::sheets(&file.name, &tree)?));
        }
        listing::Kind::Markdown | listing::Kind::Html => return Ok(list_or_record(&listing::tables(file)?)),
        listing::Kind::Sheets => sheets(file)?,
    };
    if own::is_ours(&sheets) {
        return Ok(ImportFormat::Csv);
    }
    if ciso::is_theirs(&sheets) {
        return Ok(ImportFormat::CisoAssistant);
    }
    for sheet in &sheets {
        let head = Head::find(sheet, 2);
        if head.is_none() && records::is_one(sheet) {
            return Ok(ImportFormat::Records);
        }
        let Some(head) = head else { continue };
        if head.has(Column::Name) && head.has(Column::Framework) {
            return Ok(ImportFormat::DpfList);
        }
        let of_subprocessors = head.is_named(Column::Name, "subprocessor");
        if head.has(Column::Activity)
            || head.has(Column::Exporter)
            || head.has(Column::ExporterCountry)
            || (head.has(Column::Subjects) && !of_subprocessors)
        {
            return Ok(ImportFormat::Records);
        }
        if listing::is_list(&head) {
            return Ok(ImportFormat::Subprocessors);
        }
    }
    Err(vec![
        fault(&file.name, "no table in it has columns known here")
            .help("say what it is with --format; the head row must name the columns, for example: Subprocessor, Purpose, Location"),
    ])
}

/// What the tables of a page or a tree are: a list of recipients, unless one says where the data come from or what
/// activity they are of.
fn list_or_record(sheets: &[Sheet]) -> ImportFormat {
    let record = |sheet: &Sheet| {
        Head::find(sheet, 3).is_some_and(|head| {
            [Column::Activity, Column::Exporter, Column::ExporterCountry]
                .iter()
                .any(|column| head.has(*column))
        })
    };
    let record = sheets.iter().any(|sheet| record(sheet) && records::is_one(sheet));
    if record { ImportFormat::Records } else { ImportFormat::Subprocessors }
}

/// The tables of a CSV file or a workbook.
fn sheets(file: &Source) -> Result<Vec<Sheet>, Vec<Problem>> {
    if file.bytes.starts_with(b"PK") {
        #[cfg(feature = "office")]
        return grid::xlsx::read(&file.name, &file.bytes);
        #[cfg(not(feature = "office"))]
        return Err(vec![fault(&file.name, "this program was built without workbooks; save it as CSV")]);
    }
    if file.bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let problem = fault(&file.name, "an old or encrypted workbook (XLS)");
        return Err(vec![problem.help("save it as XLSX without a password, or as CSV")]);
    }
    grid::csv::read(&file.name, &file.bytes).map(|sheet| vec![sheet])
}
