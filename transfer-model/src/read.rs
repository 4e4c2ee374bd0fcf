//! Reads tables key by key and reports every fault with its place, whether they were written in TOML or in JSON
//! Lines. A text becomes a [`tree`](Entries), and a [`Table`] asks the tree for its keys.

pub(crate) mod cut;
pub(crate) mod json;
mod plain;
mod table;
mod tree;
mod whole;
mod words;

pub use table::Table;
pub use tree::{Entries, Entry, Node, Value};
pub use words::{shorten, unknown_word, word};

use crate::diag::{Problem, ProblemCode, Problems};
use crate::source::{Source, SourceId, Span};

/// Largest file that is read, in bytes. A register of a million flows fits into a few files of this size.
pub const MAX_FILE: u64 = 64 * 1024 * 1024;

/// Parses a source in TOML; syntax problems are reported and what could be read is given.
pub fn parse<'s>(id: SourceId, source: &'s Source, problems: &mut Problems) -> Entries<'s> {
    if let Some(problem) = whole::refusal(id, source) {
        problems.push(problem);
        return Entries::default();
    }
    whole::parse(id, source, problems)
}

/// Parses a source in JSON Lines: each table of a line without faults stands in a list under its name.
pub fn parse_lines(source: &Source) -> Entries<'_> {
    part_of_lines(source.text(), 0, true)
}

/// Why a source is not even parsed; none: it is.
pub(crate) fn refusal(id: SourceId, source: &Source) -> Option<Problem> {
    whole::refusal(id, source)
}

/// Whether a text of that name is JSON Lines; every other is TOML.
pub fn is_json_lines(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("jsonl"))
}

/// Reads parts of TOML texts.
#[derive(Debug, Default)]
pub(crate) struct PartReader(plain::Plain);

impl PartReader {
    /// A part of a text, `base` bytes from the beginning; none if it has a fault.
    pub(crate) fn read<'s>(&mut self, text: &'s str, base: usize) -> Option<Entries<'s>> {
        self.0.read(text, base).or_else(|| whole::part(text, base))
    }
}

/// The lines of a text in JSON Lines that hold something: where each begins, and what is on it.
pub(crate) fn lines(text: &str, base: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut start = base;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = start;
        start = start.saturating_add(line.len());
        (!line.trim_ascii().is_empty()).then(|| (at, line.trim_end_matches(['\n', '\r'])))
    })
}

/// The table of each line of a part without faults, in lists by their names if `listed`.
pub(crate) fn part_of_lines(text: &str, base: usize, listed: bool) -> Entries<'_> {
    let mut root: Vec<Entry<'_>> = Vec::new();
    for entry in lines(text, base).filter_map(|(at, line)| json::line(line, at).ok()) {
        if !listed {
            root.push(entry);
        } else if let Some(Entry { node: Node { value: Value::List(items), .. }, .. }) =
            root.iter_mut().find(|known| known.key == entry.key)
        {
            items.push(entry.node);
        } else {
            let (start, end) = (entry.start, entry.end);
            let node = Node { value: Value::List(vec![entry.node]), start, end };
            root.push(Entry { key: entry.key, start, end, node });
        }
    }
    Entries::new(root)
}

/// The faults of a text in JSON Lines, beyond so many only their number.
pub(crate) struct Faults<'p> {
    source: SourceId,
    told: usize,
    more: Option<(usize, Span)>,
    problems: &'p mut Problems,
}

impl<'p> Faults<'p> {
    pub(crate) fn new(source: SourceId, problems: &'p mut Problems) -> Self {
        Self { source, told: 0, more: None, problems }
    }

    /// Notes one.
    pub(crate) fn push(&mut self, fault: json::Fault) {
        let span = Span::new(self.source, fault.range);
        if self.told < whole::MAX_SYNTAX {
            self.told = self.told.saturating_add(1);
            self.problems.push(Problem::new(ProblemCode::Syntax, span, fault.message));
        } else {
            let more = self.more.map_or(0, |(more, _)| more);
            self.more = Some((more.saturating_add(1), span));
        }
    }

    /// Tells how many more there were.
    pub(crate) fn finish(self) {
        if let Some((more, span)) = self.more {
            let message = format!("{more} more problems of syntax up to here");
            self.problems.push(Problem::new(ProblemCode::Syntax, span, message));
        }
    }
}
