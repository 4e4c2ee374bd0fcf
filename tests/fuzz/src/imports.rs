//! One import, the whole way: bytes to a draft, the draft to a register of its own and into one that is there.

use transfer_cli::args::ImportFormat;
use transfer_cli::import::merge::merge;
use transfer_cli::import::{Options, Source, read, write};
use transfer_model::register::{Files, read as read_register};
use transfer_model::source::Sources;

use crate::{LAW, assert_told};

/// A register to merge into.
const THERE: &str = include_str!("../../imports/vendor.toml");

/// Imports the bytes as a file of this name.
pub fn import(name: &str, bytes: &[u8], format: ImportFormat) {
    let file = Source { name: name.to_owned(), bytes: bytes.to_vec() };
    let options = Options { book: &LAW, of: Some("vendor"), checked_on: None, countries: None };
    match read(&[file], format, &options) {
        Err(found) => assert_told(&Sources::default(), &found),
        Ok(draft) => {
            let written = write::register(&draft, "A head");
            held(vec![("made.toml".to_owned(), written.text)]);
            let there = vec![("there.toml".to_owned(), THERE.to_owned())];
            match merge(there, &draft) {
                Err(found) => assert_told(&Sources::default(), &found),
                Ok(merged) => {
                    held(merged.files.iter().map(|file| (file.name.clone(), file.after.clone())).collect());
                    for file in &merged.files {
                        let _ = file.diff();
                    }
                }
            }
        }
    }
}

/// What was written is TOML; as a register it reads, or is refused in a way that can be drawn.
fn held(files: Files) {
    for (_, text) in &files {
        assert!(toml::from_str::<toml::Table>(text).is_ok(), "not TOML:\n{text}");
    }
    if let Err((sources, found)) = read_register(files, &LAW) {
        assert_told(&sources, &found);
    }
}
