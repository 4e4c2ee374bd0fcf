//! Other people's formats into a register: bytes become a [`Draft`], a draft becomes TOML with a comment for
//! each fact and a list of questions. Nothing is invented: what a source does not say is left out or
//! `unknown`, and asked for.
//!
//! ```text
//! bytes ─► table, page or tree of the format ─► draft ─► TOML, or a merge into a register
//! ```

pub mod draft;
pub mod grid;
pub mod merge;
pub mod own;

pub mod write;

use transfer_model::day::Day;
use transfer_model::diag::Problem;
use transfer_model::law::LawBook;

use self::draft::{Draft, Read, fault};
use self::grid::Sheet;
use crate::args::ImportFormat;

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
                whole.stance = draft.stance;
                whole.entries.extend(draft.entries);
                whole.questions.extend(draft.questions);
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(whole) } else { Err(problems) }
}

fn one(file: &Source, _format: ImportFormat, _options: &Options<'_>) -> Read {
    let sheets = sheets(file)?;
    own::read(&file.name, &sheets)
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
