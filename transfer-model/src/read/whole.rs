//! A TOML text to a tree, all at once and by way of the `toml` crate, which knows every turn of the language
//! and words every fault of syntax. [`super::plain`] is the short way for tables without turns.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::tree::{Entries, Entry, Node, Value, offset};
use crate::diag::{Problem, ProblemCode, Problems};
use crate::source::{Source, SourceId, Span};

/// Most problems of syntax told of one file; the others are counted.
pub(super) const MAX_SYNTAX: usize = 50;

/// Most parts of a dotted key.
const DEEPEST: usize = 32;

/// From this size on, in bytes, only the first fault of syntax is told.
const LARGE: usize = 1024 * 1024;

/// Why a text is not even parsed; none: it is.
pub(super) fn refusal(id: SourceId, source: &Source) -> Option<Problem> {
    if is_dense(source.text()) {
        let message = "far more brackets, dots and equals signs than a register has; the file was not read";
        return Some(Problem::new(ProblemCode::Syntax, Span::new(id, 0..0), message));
    }
    let (start, depth) = too_deep(source.text())?;
    let message = format!("a key of {depth} parts; at most {DEEPEST} are read");
    Some(Problem::new(ProblemCode::Syntax, Span::new(id, start..start.saturating_add(1)), message))
}

/// Parses a source; syntax problems are reported and what could be read is given.
pub(super) fn parse<'s>(id: SourceId, source: &'s Source, problems: &mut Problems) -> Entries<'s> {
    // A text with a fault on each of very many lines would take far more memory than it has bytes; beyond
    // this size only the first fault of syntax is told.
    if source.text().len() > LARGE {
        return match DeTable::parse(source.text()) {
            Ok(root) => entries(root.into_inner(), 0),
            Err(error) => {
                problems.push(syntax(id, &error));
                Entries::default()
            }
        };
    }
    let (root, mut errors) = DeTable::parse_recoverable(source.text());
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    for error in errors.iter().take(MAX_SYNTAX) {
        let mut problem = syntax(id, error);
        let line = problem.span.map_or(0, |span| source.position(span.start).line);
        let written = source.text().get(source.line_start(line)..source.line_start(line.saturating_add(1)));
        if let Some(help) = written.and_then(syntax_help) {
            problem = problem.help(help);
        }
        problems.push(problem);
    }
    if let Some(last) = errors.last().filter(|_| errors.len() > MAX_SYNTAX) {
        let more = errors.len().saturating_sub(MAX_SYNTAX);
        let span = Span::new(id, last.span().unwrap_or(0..0));
        problems.push(Problem::new(
            ProblemCode::Syntax,
            span,
            format!("{more} more problems of syntax up to here"),
        ));
    }
    entries(root.into_inner(), 0)
}

/// A part of a text that stands on its own, `base` bytes from the beginning; none if it has a fault.
pub(super) fn part(text: &str, base: usize) -> Option<Entries<'_>> {
    DeTable::parse(text).ok().map(|root| entries(root.into_inner(), base))
}

fn entries<'s>(table: DeTable<'s>, base: usize) -> Entries<'s> {
    let entry = |(key, value): (Spanned<Cow<'s, str>>, Spanned<DeValue<'s>>)| {
        let span = key.span();
        Entry {
            key: key.into_inner(),
            start: offset(base.saturating_add(span.start)),
            end: offset(base.saturating_add(span.end)),
            node: node(value, base),
        }
    };
    Entries::new(table.into_iter().map(entry).collect())
}

fn node(value: Spanned<DeValue<'_>>, base: usize) -> Node<'_> {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(number) => Value::Integer(Cow::Owned(number.as_str().to_owned()), number.radix()),
        DeValue::Float(number) => Value::Float(Cow::Owned(number.as_str().to_owned())),
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Datetime(when) => Value::Moment(when),
        DeValue::Array(items) => Value::List(items.into_iter().map(|item| node(item, base)).collect()),
        DeValue::Table(table) => Value::Table(entries(table, base)),
    };
    Node { value, start: offset(base.saturating_add(span.start)), end: offset(base.saturating_add(span.end)) }
}

fn syntax(id: SourceId, error: &toml::de::Error) -> Problem {
    let span = Span::new(id, error.span().unwrap_or(0..0));
    Problem::new(ProblemCode::Syntax, span, error.message().lines().next().unwrap_or("not TOML"))
}

/// Help for slips that people make in TOML, by the line they stand on.
fn syntax_help(line: &str) -> Option<&'static str> {
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    let dotted = value
        .split('.')
        .take(3)
        .all(|part| !part.is_empty() && part.starts_with(|c: char| c.is_ascii_digit()));
    if dotted && value.split('.').count() >= 3 {
        return Some("write days as 2026-11-22");
    }
    if line.contains(['\u{201c}', '\u{201d}', '\u{201e}']) {
        return Some("use straight quotes: \"...\"");
    }
    let key = line.split(':').next().unwrap_or("").trim();
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (plain && line.contains(':') && !line.contains('=')).then_some("write `key = value`, with an equals sign")
}

/// Whether a large text is made of so many tables, keys and lists for its size that reading it would take far
/// more memory than it has bytes. Registers have some fifteen bytes to each of these signs.
fn is_dense(text: &str) -> bool {
    /// Fewer bytes to a sign than this is no register.
    const LEAST: usize = 6;
    // Counted in bytes, so that the processor counts many at once.
    let few = |bytes: &[u8]| {
        let sign = |byte: &u8| u8::from(matches!(byte, b'{' | b'[' | b'=' | b'.'));
        usize::from(bytes.iter().map(sign).fold(0, u8::wrapping_add))
    };
    let signs = || text.as_bytes().chunks(255).map(few).fold(0, usize::saturating_add);
    text.len() > LARGE && signs().saturating_mul(LEAST) > text.len()
}

/// Where a line begins that has a dotted key of more parts than any register needs, and their number. Each part becomes a table,
/// so that a small text could fill the memory.
fn too_deep(text: &str) -> Option<(usize, usize)> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut start = 0;
    for end in ends {
        // So many parts have so many signs: nearly every line is passed over unseen.
        if end.saturating_sub(start) > DEEPEST.saturating_mul(2)
            && let Some(parts) = text.get(start..end).and_then(deep_key)
        {
            return Some((start, parts));
        }
        start = end.saturating_add(1);
    }
    None
}

fn deep_key(line: &str) -> Option<usize> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    // A comment may hold anything.
    let mut rest = line.split('#').next().unwrap_or("");
    while let Some(start) = rest.find(part) {
        let run = rest.get(start..)?;
        let end = run.find(|c| !part(c)).unwrap_or(run.len());
        let (key, after) = run.split_at_checked(end)?;
        let parts = key.bytes().filter(|byte| *byte == b'.').count().saturating_add(1);
        if parts > DEEPEST && !key.contains("..") && after.trim_start().starts_with(['=', ']']) {
            return Some(parts);
        }
        rest = after;
    }
    None
}
