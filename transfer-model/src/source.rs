//! Texts and places in them. Every fact of a register keeps its [`Span`], so that a finding about the fourth
//! hop of a chain still points at the line somebody wrote.

use std::fmt;

/// A text that was read: a file of a register or of a law pack.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    lines: usize,
    /// Where every [`STRIDE`]th line begins, from the first on.
    starts: Vec<u32>,
}

/// Lines between two whose beginnings are kept: a large register has as many lines as it has words.
const STRIDE: usize = 16;

impl Source {
    /// Takes the name to show (a path relative to the register) and the text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let mut starts = vec![0];
        let mut lines = 1usize;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
            if lines.is_multiple_of(STRIDE) {
                starts.push(u32::try_from(end.saturating_add(1)).unwrap_or(u32::MAX));
            }
            lines = lines.saturating_add(1);
        }
        Self { name: name.into(), text, lines, starts }
    }

    /// The name shown to people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset, both from 1, the column in Unicode characters.
    pub fn position(&self, offset: u32) -> Position {
        let known = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(known).copied().map_or(0, to_usize);
        let before = self.text.as_bytes().get(start..to_usize(offset)).unwrap_or_default();
        let ends = memchr::memchr_iter(b'\n', before).count();
        let line = known.saturating_mul(STRIDE).saturating_add(ends).saturating_add(1);
        let begun = memchr::memrchr(b'\n', before).map_or(0, |end| end.saturating_add(1));
        let before = self.text.get(start.saturating_add(begun)..to_usize(offset)).unwrap_or("");
        Position { line, column: before.chars().count().saturating_add(1) }
    }

    /// First byte of a line counted from 1; the length of the text where there is no such line.
    pub fn line_start(&self, line: usize) -> usize {
        let end = self.text.len();
        let Some(line) = line.checked_sub(1).filter(|line| *line < self.lines) else { return end };
        let Some(start) = self.starts.get(line.div_euclid(STRIDE)).copied().map(to_usize) else { return end };
        let Some(further) = line.rem_euclid(STRIDE).checked_sub(1) else { return start };
        let after = self.text.as_bytes().get(start..).unwrap_or_default();
        memchr::memchr_iter(b'\n', after)
            .nth(further)
            .map_or(end, |at| start.saturating_add(at).saturating_add(1))
    }

    /// Number of lines.
    pub fn lines(&self) -> usize {
        self.lines
    }
}

/// Line and column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode characters, from 1.
    pub column: usize,
}

/// The texts of one register or law pack, in the order of their names.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    all: Vec<Source>,
}

impl Sources {
    /// Adds a text and gives its number.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.all.push(source);
        SourceId(u16::try_from(self.all.len().saturating_sub(1)).unwrap_or(u16::MAX))
    }

    /// The text of that number.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.all.get(usize::from(id.0))
    }

    /// All texts with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.all
            .iter()
            .enumerate()
            .map(|(at, source)| (SourceId(u16::try_from(at).unwrap_or(u16::MAX)), source))
    }

    /// File name, line and column of a span's start.
    pub fn locate(&self, span: Span) -> Location {
        self.get(span.source).map_or_else(
            || Location { file: String::new(), line: 1, column: 1 },
            |source| {
                let at = source.position(span.start);
                Location { file: source.name().to_owned(), line: at.line, column: at.column }
            },
        )
    }
}

/// A place in a file as people name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Name of the file, relative to the register.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode characters, from 1.
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Number of a [`Source`] in its [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct SourceId(u16);

/// A range of bytes in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span {
    /// Which text.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    /// A span from a range of bytes.
    pub fn new(source: SourceId, range: std::ops::Range<usize>) -> Self {
        Self {
            source,
            start: u32::try_from(range.start).unwrap_or(u32::MAX),
            end: u32::try_from(range.end).unwrap_or(u32::MAX),
        }
    }
}

/// A value and where it was written. Equality looks at the value alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place, another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

/// Characters that are not seen, or turn or join the text around them: in an id they would hide a difference,
/// on a terminal they would hide what is written.
#[inline]
pub const fn is_hidden(c: char) -> bool {
    c >= FIRST_HIDDEN && is_one_hidden(c)
}

/// Nearly every character lies before.
const FIRST_HIDDEN: char = '\u{ad}';

const fn is_one_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

pub(crate) fn to_usize(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = Source::new("a.toml", "x\nné = 1\r\ny");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(5), Position { line: 2, column: 3 });
        assert_eq!(source.lines(), 3);
        assert_eq!(source.line_start(3), 11);
        assert_eq!(source.line_start(9), source.text().len());
    }

    #[test]
    fn every_line_of_many_is_found() {
        let text = "é and more\n".repeat(100);
        let source = Source::new("a.toml", text.as_str());
        let mut start = 0;
        for (at, line) in text.split_inclusive('\n').enumerate() {
            assert_eq!(source.line_start(at + 1), start);
            let offset = u32::try_from(start).unwrap();
            assert_eq!(source.position(offset), Position { line: at + 1, column: 1 });
            assert_eq!(source.position(offset + 2), Position { line: at + 1, column: 2 });
            start += line.len();
        }
        assert_eq!(source.lines(), 101);
        assert_eq!(source.position(u32::try_from(start).unwrap()), Position { line: 101, column: 1 });
        assert_eq!(source.line_start(101), start);
    }
}
