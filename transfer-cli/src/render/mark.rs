//! Where a finding stands, for machines that mark it: the file as it is found from here, first and last line
//! and column.

use transfer_model::source::Span;

use crate::input::Loaded;

/// A stretch of a file. Lines and columns from 1, columns in Unicode characters, the end not included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Path of the file.
    pub file: String,
    /// First line.
    pub line: usize,
    /// First column.
    pub column: usize,
    /// Last line.
    pub end_line: usize,
    /// Column after the last.
    pub end_column: usize,
}

impl Mark {
    /// The stretch of a span.
    pub fn of(loaded: &Loaded, span: Span) -> Self {
        let Some(source) = loaded.register.sources.get(span.source) else {
            return Self { file: String::new(), line: 1, column: 1, end_line: 1, end_column: 1 };
        };
        let start = source.position(span.start);
        let end = source.position(span.end.max(span.start));
        Self {
            file: loaded.home.path(source.name()),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

/// What is written at a span, on one line and not too long; else nothing.
pub fn written(loaded: &Loaded, span: Span) -> &str {
    /// No value that a finding points at is longer.
    const MOST: usize = 512;
    let text = loaded.register.sources.get(span.source).and_then(|source| {
        let range = usize::try_from(span.start).ok()?..usize::try_from(span.end).ok()?;
        source.text().get(range)
    });
    text.filter(|text| text.len() <= MOST).unwrap_or("")
}
