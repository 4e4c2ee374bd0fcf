//! Texts to [`Register`]: first the ids of every table, then the tables themselves with each reference
//! resolved where it is read. Every fault is reported; nothing is built from a faulty register.

mod answer;
mod claim;
mod data;
mod echo;
mod evidence;
mod flow;
mod house;
mod instrument;
mod names;
mod papers;
mod parts;
mod party;
mod reader;
mod reading;
mod references;

use self::reader::Reader;
use super::model::Register;
use crate::diag::{Problem, ProblemCode, Turn};
use crate::law::LawBook;
use crate::source::{Source, Sources};

/// The texts of a register: names relative to its folder, and contents. A name that ends in `.jsonl` is JSON
/// Lines, every other TOML.
pub type Files = Vec<(String, String)>;

/// The step of reading in which the register as a whole is looked at.
const WHOLE: u8 = 3;

/// More threads than this gain little, since texts are cut on one; each takes some memory of its own.
const MOST_THREADS: usize = 4;

/// Reads a register, on as many threads as there are processors, up to four.
///
/// # Errors
///
/// The texts, and every problem found in them, in the order of their places: what is not TOML, unknown keys
/// and words, dangling references, ids used twice, reversed dates, missing keys.
pub fn read(files: Files, law: &LawBook) -> Result<Register, (Sources, Vec<Problem>)> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(MOST_THREADS);
    read_on(threads, files, law)
}

/// Reads a register on so many threads; their number changes nothing in what is read and told.
///
/// # Errors
///
/// As [`read`].
pub fn read_on(threads: usize, mut files: Files, law: &LawBook) -> Result<Register, (Sources, Vec<Problem>)> {
    files.sort();
    let mut sources = Sources::default();
    for (name, text) in files {
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        sources.add(Source::new(name, text));
    }
    let (mut built, mut problems) = reading::read_all(&sources, law, threads);
    problems.turn(Turn { step: WHOLE, ..Turn::default() });
    // A text that could not be parsed may well have the table.
    if !built.has_head && !problems.any(ProblemCode::Syntax) {
        let names: Vec<&str> = sources.iter().map(|(_, source)| source.name()).take(5).collect();
        problems.push(
            Problem::unreadable(format!("no `[register]` table in {}", names.join(", ")))
                .help("one file must have `[register]` with a `name`"),
        );
    }
    if let [first, second, ..] = built.registers.as_slice() {
        problems.push(
            Problem::new(ProblemCode::DuplicateId, second.span, "a second `[register]` table")
                .other(first.span, "the first is here")
                .help("a folder is one register: keep one `[register]`"),
        );
    }
    match built.registers.pop() {
        Some(head) if problems.is_empty() => Ok(built.register(head, sources)),
        _ => {
            let found = echo::without_echoes(problems.into_sorted(), &sources);
            Err((sources, found))
        }
    }
}
