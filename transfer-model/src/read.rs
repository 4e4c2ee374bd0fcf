//! Reads TOML tables key by key and reports every fault with its place. A derived reader would stop at the
//! first wrong type; counsel should see all faults of a register in one run.

use toml::de::{DeTable, DeValue};

use crate::day::{Day, Period};
use crate::diag::{Problem, ProblemCode, Problems};
use crate::source::{Source, SourceId, Span, Spanned};
use crate::suggest::nearest;

/// Largest file that is read, in bytes. A register of a million flows fits into a few files of this size.
pub const MAX_FILE: u64 = 64 * 1024 * 1024;

/// Most problems of syntax told of one file; the others are counted.
const MAX_SYNTAX: usize = 50;

/// Most parts of a dotted key.
const DEEPEST: usize = 32;

/// From this size on, in bytes, only the first fault of syntax is told.
const LARGE: usize = 1024 * 1024;

/// Parses a source; syntax problems are reported and what could be read is given.
pub fn parse<'s>(id: SourceId, source: &'s Source, problems: &mut Problems) -> DeTable<'s> {
    if is_dense(source.text()) {
        let message = "far more brackets, dots and equals signs than a register has; the file was not read";
        problems.push(Problem::new(ProblemCode::Syntax, Span::new(id, 0..0), message));
        return DeTable::default();
    }
    if let Some((line, depth)) = too_deep(source.text()) {
        let start = source.line_start(line);
        let message = format!("a key of {depth} parts; at most {DEEPEST} are read");
        problems.push(Problem::new(
            ProblemCode::Syntax,
            Span::new(id, start..start.saturating_add(1)),
            message,
        ));
        return DeTable::default();
    }
    // A text with a fault on each of very many lines would take far more memory than it has bytes; beyond
    // this size only the first fault of syntax is told.
    if source.text().len() > LARGE {
        return match DeTable::parse(source.text()) {
            Ok(root) => root.into_inner(),
            Err(error) => {
                problems.push(syntax(id, &error));
                DeTable::default()
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
    root.into_inner()
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
    let signs = || text.bytes().filter(|byte| matches!(byte, b'{' | b'[' | b'=' | b'.')).count();
    text.len() > LARGE && signs().saturating_mul(LEAST) > text.len()
}

/// A line with a dotted key of more parts than any register needs, and their number. Each part becomes a table,
/// so that a small text could fill the memory.
fn too_deep(text: &str) -> Option<(usize, usize)> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.lines().enumerate().find_map(|(at, line)| {
        // A comment may hold anything.
        let mut rest = line.split('#').next().unwrap_or("");
        while let Some(start) = rest.find(part) {
            let run = rest.get(start..)?;
            let end = run.find(|c| !part(c)).unwrap_or(run.len());
            let (key, after) = run.split_at_checked(end)?;
            let parts = key.bytes().filter(|byte| *byte == b'.').count().saturating_add(1);
            if parts > DEEPEST && !key.contains("..") && after.trim_start().starts_with(['=', ']']) {
                return Some((at.saturating_add(1), parts));
            }
            rest = after;
        }
        None
    })
}

/// One table while it is read. Keys asked for are remembered; [`Table::finish`] reports the others.
#[derive(Debug)]
pub struct Table<'a> {
    source: SourceId,
    entries: &'a DeTable<'a>,
    span: Span,
    seen: Vec<&'static str>,
    what: &'static str,
    problems: &'a mut Problems,
}

impl<'a> Table<'a> {
    /// The top table of a file.
    pub fn root(source: SourceId, table: &'a DeTable<'a>, problems: &'a mut Problems) -> Self {
        Self {
            source,
            entries: table,
            span: Span::new(source, 0..0),
            seen: Vec::new(),
            what: "the file",
            problems,
        }
    }

    /// Where the table stands (its header or braces).
    pub fn span(&self) -> Span {
        self.span
    }

    /// Notes a problem.
    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn value(&mut self, key: &'static str) -> Option<(&'a DeValue<'a>, Span)> {
        self.seen.push(key);
        let value = self.entries.get(key)?;
        Some((value.get_ref(), Span::new(self.source, value.span())))
    }

    fn wrong(&mut self, key: &str, span: Span, wanted: &str, value: &DeValue<'_>) {
        let given = match value {
            DeValue::Integer(number) => shorten(number.as_str()),
            DeValue::Float(number) => shorten(number.as_str()),
            other => kind(other).to_owned(),
        };
        let message = format!("`{key}` takes {wanted}, not {given}");
        self.problems.push(Problem::new(ProblemCode::WrongType, span, message));
    }

    /// Whether the key is written.
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Counts a key as known without reading it.
    pub fn know(&mut self, key: &'static str) {
        self.seen.push(key);
    }

    /// Reports a key that must be there.
    pub fn missing(&mut self, key: &str) {
        let message = format!("{} needs `{key}`", self.what);
        self.problems.push(Problem::new(ProblemCode::MissingKey, self.span, message));
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let (value, span) = self.value(key)?;
        if let DeValue::String(text) = value {
            Some(Spanned::new(text.as_ref().to_owned(), span))
        } else {
            self.wrong(key, span, "a text in quotes", value);
            None
        }
    }

    /// A text that must be there and not be empty.
    pub fn need_text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        if !self.has(key) {
            self.seen.push(key);
            self.missing(key);
            return None;
        }
        let text = self.text(key)?;
        if text.value.trim().is_empty() {
            let message = format!("`{key}` is empty");
            self.problems.push(Problem::new(ProblemCode::MissingKey, text.span, message));
            return None;
        }
        Some(text)
    }

    /// One word of a closed list, by what it stands for.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<Spanned<T>> {
        let text = self.text(key)?;
        let found = word(&text, key, words, self.problems);
        found.map(|value| Spanned::new(value, text.span))
    }

    /// A word that must be there.
    pub fn need_word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<Spanned<T>> {
        if !self.has(key) {
            self.seen.push(key);
            self.missing(key);
            return None;
        }
        self.word(key, words)
    }

    /// Yes or no.
    pub fn flag(&mut self, key: &'static str) -> Option<Spanned<bool>> {
        let (value, span) = self.value(key)?;
        if let DeValue::Boolean(flag) = value {
            Some(Spanned::new(*flag, span))
        } else {
            self.wrong(key, span, "true or false", value);
            None
        }
    }

    /// A whole number from 0 to `most`.
    pub fn number(&mut self, key: &'static str, most: u64) -> Option<Spanned<u64>> {
        let (value, span) = self.value(key)?;
        let number = number(value);
        match number {
            Some(number) if number <= most => Some(Spanned::new(number, span)),
            _ => {
                self.wrong(key, span, &format!("a whole number from 0 to {most}"), value);
                None
            }
        }
    }

    /// A whole number that must be there.
    pub fn need_number(&mut self, key: &'static str, most: u64) -> Option<Spanned<u64>> {
        if !self.has(key) {
            self.seen.push(key);
            self.missing(key);
            return None;
        }
        self.number(key, most)
    }

    /// A share from 0 to 100 per cent, with two decimals at most, in hundredths of a per cent.
    pub fn percent(&mut self, key: &'static str) -> Option<Spanned<u32>> {
        let (value, span) = self.value(key)?;
        let text = match value {
            DeValue::Integer(number) => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => "",
        };
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{part:0<2}");
        let found = (part.len() <= 2 && !whole.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
            .then(|| digits.parse::<u32>().ok())
            .flatten()
            .filter(|share| *share <= 10_000);
        if found.is_none() {
            self.wrong(key, span, "a share from 0 to 100, with two decimals at most", value);
        }
        found.map(|share| Spanned::new(share, span))
    }

    /// A list of whole numbers.
    pub fn numbers(&mut self, key: &'static str, least: u64, most: u64) -> Option<Vec<Spanned<u64>>> {
        let items = self.items(key)?;
        let mut numbers = Vec::with_capacity(items.len());
        for (value, span) in items {
            match number(value) {
                Some(number) if (least..=most).contains(&number) => numbers.push(Spanned::new(number, span)),
                _ => self.wrong(key, span, &format!("whole numbers from {least} to {most}"), value),
            }
        }
        Some(numbers)
    }

    /// A day, written as a TOML local date.
    pub fn day(&mut self, key: &'static str) -> Option<Spanned<Day>> {
        let (value, span) = self.value(key)?;
        let found = day(value);
        if found.is_none() {
            let message = format!(
                "`{key}` takes a day such as 2021-01-07, without quotes and time, not {}",
                kind(value)
            );
            self.problems.push(Problem::new(ProblemCode::WrongType, span, message));
        }
        found.map(|value| Spanned::new(value, span))
    }

    /// A day that must be there.
    pub fn need_day(&mut self, key: &'static str) -> Option<Spanned<Day>> {
        if !self.has(key) {
            self.seen.push(key);
            self.missing(key);
            return None;
        }
        self.day(key)
    }

    /// Where a key's value is written; the table's own place if it is not.
    pub fn key_span(&self, key: &str) -> Span {
        self.entries.get(key).map_or(self.span, |value| Span::new(self.source, value.span()))
    }

    /// `since` and `until`, which must not be reversed.
    pub fn period(&mut self) -> Period {
        let since = self.day("since");
        let until = self.day("until");
        if let (Some(since), Some(until)) = (since, until)
            && until.value < since.value
        {
            let message = format!("`until` ({}) is before `since` ({})", until.value, since.value);
            self.problems.push(
                Problem::new(ProblemCode::DatesReversed, until.span, message)
                    .other(since.span, "begins here")
                    .help("both days are included; swap them or correct one"),
            );
        }
        Period::new(since.map(|d| d.value), until.map(|d| d.value))
    }

    fn items(&mut self, key: &'static str) -> Option<Vec<(&'a DeValue<'a>, Span)>> {
        let (value, span) = self.value(key)?;
        if let DeValue::Array(array) = value {
            let source = self.source;
            Some(array.iter().map(|v| (v.get_ref(), Span::new(source, v.span()))).collect())
        } else {
            self.wrong(key, span, "a list in brackets", value);
            None
        }
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &'static str) -> Option<Vec<Spanned<String>>> {
        let items = self.items(key)?;
        let mut texts = Vec::with_capacity(items.len());
        for (value, span) in items {
            if let DeValue::String(text) = value {
                texts.push(Spanned::new(text.as_ref().to_owned(), span));
            } else {
                self.wrong(key, span, "texts in quotes", value);
            }
        }
        Some(texts)
    }

    /// A list of words of a closed list.
    pub fn words<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<Vec<Spanned<T>>> {
        let texts = self.texts(key)?;
        let mut found = Vec::with_capacity(texts.len());
        for text in texts {
            if let Some(value) = word(&text, key, words, self.problems) {
                found.push(Spanned::new(value, text.span));
            }
        }
        Some(found)
    }

    /// A table of tables or texts: each entry of a list may be a bare text or a table.
    pub fn entries<R>(
        &mut self,
        key: &'static str,
        what: &'static str,
        mut bare: impl FnMut(Spanned<String>) -> R,
        mut table: impl FnMut(&mut Table<'_>) -> Option<R>,
    ) -> Option<Vec<R>> {
        let items = self.items(key)?;
        let mut found = Vec::with_capacity(items.len());
        for (value, span) in items {
            match value {
                DeValue::String(text) => found.push(bare(Spanned::new(text.as_ref().to_owned(), span))),
                DeValue::Table(inner) => {
                    let mut inner = Table {
                        source: self.source,
                        entries: inner,
                        span,
                        seen: Vec::new(),
                        what,
                        problems: &mut *self.problems,
                    };
                    found.extend(table(&mut inner));
                }
                other => self.wrong(key, span, "texts or tables in braces", other),
            }
        }
        Some(found)
    }

    /// A list of tables (`[[key]]` or `key = [{ … }]`).
    pub fn tables<R>(
        &mut self,
        key: &'static str,
        what: &'static str,
        mut with: impl FnMut(&mut Table<'_>) -> Option<R>,
    ) -> Option<Vec<R>> {
        let items = self.items(key)?;
        let mut found = Vec::with_capacity(items.len());
        for (value, span) in items {
            if let DeValue::Table(table) = value {
                let mut inner = Table {
                    source: self.source,
                    entries: table,
                    span,
                    seen: Vec::new(),
                    what,
                    problems: &mut *self.problems,
                };
                found.extend(with(&mut inner));
            } else {
                self.wrong(key, span, "tables in braces", value);
            }
        }
        Some(found)
    }

    /// One table.
    pub fn table<R>(
        &mut self,
        key: &'static str,
        what: &'static str,
        with: impl FnOnce(&mut Table<'_>) -> R,
    ) -> Option<R> {
        let (value, span) = self.value(key)?;
        if let DeValue::Table(table) = value {
            let mut inner = Table {
                source: self.source,
                entries: table,
                span,
                seen: Vec::new(),
                what,
                problems: &mut *self.problems,
            };
            Some(with(&mut inner))
        } else {
            self.wrong(key, span, "a table", value);
            None
        }
    }

    /// A table whose keys are free: each key with its value as a text.
    pub fn pairs(&mut self, key: &'static str) -> Option<Vec<(Spanned<String>, Spanned<String>)>> {
        self.free(key, "texts in quotes", |value| match value {
            DeValue::String(text) => Some(text.as_ref().to_owned()),
            _ => None,
        })
    }

    /// A table whose keys are free and whose values are days.
    pub fn day_pairs(&mut self, key: &'static str) -> Option<Vec<(Spanned<String>, Spanned<Day>)>> {
        self.free(key, "days such as 2021-01-07", day)
    }

    /// A table whose keys are free and whose values are whole numbers.
    pub fn number_pairs(&mut self, key: &'static str) -> Option<Vec<(Spanned<String>, Spanned<u64>)>> {
        self.free(key, "whole numbers", number)
    }

    fn free<T>(
        &mut self,
        key: &'static str,
        wanted: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<Vec<(Spanned<String>, Spanned<T>)>> {
        let (value, span) = self.value(key)?;
        let DeValue::Table(table) = value else {
            self.wrong(key, span, "a table", value);
            return None;
        };
        let mut found = Vec::new();
        for (name, value) in table {
            let at = Span::new(self.source, name.span());
            let value_at = Span::new(self.source, value.span());
            match read(value.get_ref()) {
                Some(read) => found.push((
                    Spanned::new(name.get_ref().as_ref().to_owned(), at),
                    Spanned::new(read, value_at),
                )),
                None => self.wrong(key, value_at, wanted, value.get_ref()),
            }
        }
        found.sort_by_key(|(name, _)| name.span);
        Some(found)
    }

    /// Reports every key that was not asked for, with the nearest right one.
    pub fn finish(&mut self) {
        let mut unknown: Vec<_> = self
            .entries
            .iter()
            .filter(|(name, _)| !self.seen.iter().any(|seen| *seen == name.get_ref().as_ref()))
            .map(|(name, _)| (name.get_ref().as_ref(), Span::new(self.source, name.span())))
            .collect();
        unknown.sort_by_key(|(_, span)| *span);
        for (name, span) in unknown {
            let message = format!("{} has no key `{}`", self.what, shorten(name));
            let mut problem = Problem::new(ProblemCode::UnknownKey, span, message);
            if let Some(meant) = nearest(name, self.seen.iter().copied()) {
                problem = problem.help(format!("did you mean `{meant}`?"));
            } else {
                let mut known = self.seen.clone();
                known.sort_unstable();
                known.dedup();
                problem = problem.help(format!("known keys: {}", known.join(", ")));
            }
            self.problems.push(problem);
        }
    }
}

/// Looks a text up in a closed list of words; an unknown one is a problem with the nearest right word.
pub fn word<T: Copy>(
    text: &Spanned<String>,
    key: &str,
    words: &[(&str, T)],
    problems: &mut Problems,
) -> Option<T> {
    if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
        return Some(*value);
    }
    problems.push(unknown_word(text, key, words.iter().map(|(word, _)| *word)));
    None
}

/// The problem of a word that is not in a list.
pub fn unknown_word<'a>(
    text: &Spanned<String>,
    what: &str,
    words: impl Iterator<Item = &'a str> + Clone,
) -> Problem {
    let shown = shorten(&text.value);
    let problem =
        Problem::new(ProblemCode::UnknownWord, text.span, format!("`{shown}` is not a known {what}"));
    let mut help = nearest(&text.value, words.clone())
        .map_or_else(String::new, |meant| format!("did you mean `{meant}`?"));
    let few: Vec<_> = words.take(LISTED.saturating_add(1)).collect();
    if !few.is_empty() && few.len() <= LISTED {
        if !help.is_empty() {
            help.push(' ');
        }
        help.push_str("known: ");
        help.push_str(&few.join(", "));
    }
    if help.is_empty() { problem } else { problem.help(help) }
}

/// Lists of words up to this length are shown whole.
const LISTED: usize = 16;

/// A text cut to a length that a message can hold.
pub fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn number(value: &DeValue<'_>) -> Option<u64> {
    if let DeValue::Integer(number) = value {
        u64::from_str_radix(number.as_str(), number.radix()).ok()
    } else {
        None
    }
}

fn day(value: &DeValue<'_>) -> Option<Day> {
    let DeValue::Datetime(when) = value else { return None };
    if when.time.is_some() || when.offset.is_some() {
        return None;
    }
    let date = when.date?;
    Day::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
