//! One table while it is read: each key asked for by its type. A derived reader would stop at the first wrong
//! type; counsel should see all faults of a register in one run.

use super::tree::{Entries, Entry, Node, Value};
use super::words::{shorten, word};
use crate::day::{Day, Period};
use crate::diag::{Problem, ProblemCode, Problems, Turn};
use crate::source::{SourceId, Span, Spanned};
use crate::suggest::nearest;

/// One table while it is read. Keys asked for are remembered; [`Table::finish`] reports the others.
#[derive(Debug)]
pub struct Table<'a> {
    source: SourceId,
    entries: &'a Entries<'a>,
    span: Span,
    seen: Seen,
    what: &'static str,
    json: bool,
    problems: &'a mut Problems,
}

/// What was asked for: every key, and which of the first 64 entries were found. Nearly always all are, and then
/// no name need be compared again.
#[derive(Debug, Default)]
struct Seen {
    keys: Vec<&'static str>,
    entries: u64,
    /// Where the next key is looked for first: keys are mostly written in the order in which they are read.
    next: usize,
}

impl Seen {
    fn all(&self, entries: &Entries<'_>) -> bool {
        usize::try_from(self.entries.count_ones()).is_ok_and(|found| found == entries.len())
    }
}

impl<'a> Table<'a> {
    /// The top table of a file.
    pub fn root(source: SourceId, table: &'a Entries<'a>, problems: &'a mut Problems) -> Self {
        let span = Span::new(source, 0..0);
        Self { source, entries: table, span, seen: Seen::default(), what: "the file", json: false, problems }
    }

    /// The same table, of JSON Lines: days are told as they are written there.
    #[must_use]
    pub fn in_json(self, json: bool) -> Self {
        Self { json, ..self }
    }

    /// Where the table stands (its header or braces).
    pub fn span(&self) -> Span {
        self.span
    }

    /// Notes a problem.
    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Notes a reference that leads nowhere; what was meant is looked for at the end.
    pub(crate) fn dangling(&mut self, problem: Problem, kind: &'static str, text: &str) {
        self.problems.push_dangling(problem, kind, text);
    }

    /// Says whose turn it is to have problems.
    pub(crate) fn turn(&mut self, turn: Turn) {
        self.problems.turn(turn);
    }

    fn value(&mut self, key: &'static str) -> Option<(&'a Value<'a>, Span)> {
        if self.seen.keys.is_empty() {
            self.seen.keys.reserve(24);
        }
        self.seen.keys.push(key);
        let entries = self.entries;
        let next = self.seen.next;
        let is = |at: &usize| entries.at(*at).is_some_and(|entry| entry.key == key);
        let at = (next..entries.len()).find(is).or_else(|| (0..next).find(is))?;
        self.seen.next = at.saturating_add(1);
        if at < 64 {
            self.seen.entries |= 1 << at;
        }
        let node = &entries.at(at)?.node;
        (node.value != Value::Nothing).then(|| (&node.value, place(self.source, node)))
    }

    fn wrong(&mut self, key: &str, span: Span, wanted: &str, value: &Value<'_>) {
        let given = match value {
            Value::Integer(number, _) | Value::Float(number) => shorten(number),
            other => kind(other).to_owned(),
        };
        let message = format!("`{key}` takes {wanted}, not {given}");
        self.problems.push(Problem::new(ProblemCode::WrongType, span, message));
    }

    /// Whether the key is written.
    pub fn has(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(|node| node.value != Value::Nothing)
    }

    /// Counts a key as known without reading it.
    pub fn know(&mut self, key: &'static str) {
        self.seen.keys.push(key);
    }

    /// Reports a key that must be there.
    pub fn missing(&mut self, key: &str) {
        let message = format!("{} needs `{key}`", self.what);
        self.problems.push(Problem::new(ProblemCode::MissingKey, self.span, message));
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        self.said(key).map(|text| text.map(str::to_owned))
    }

    /// A text that must be there and not be empty.
    pub fn need_text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        self.need_said(key).map(|text| text.map(str::to_owned))
    }

    /// A text as it stands, for one that is only looked up.
    pub fn said(&mut self, key: &'static str) -> Option<Spanned<&'a str>> {
        let (value, span) = self.value(key)?;
        if let Some(text) = value.as_text() {
            Some(Spanned::new(text, span))
        } else {
            self.wrong(key, span, "a text in quotes", value);
            None
        }
    }

    /// The same of a text that must be there and not be empty.
    pub fn need_said(&mut self, key: &'static str) -> Option<Spanned<&'a str>> {
        if !self.has(key) {
            self.seen.keys.push(key);
            self.missing(key);
            return None;
        }
        let text = self.said(key)?;
        if text.value.trim().is_empty() {
            let message = format!("`{key}` is empty");
            self.problems.push(Problem::new(ProblemCode::MissingKey, text.span, message));
            return None;
        }
        Some(text)
    }

    /// One word of a closed list, by what it stands for.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<Spanned<T>> {
        let text = self.said(key)?;
        let found = word(&text, key, words, self.problems);
        found.map(|value| Spanned::new(value, text.span))
    }

    /// A word that must be there.
    pub fn need_word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<Spanned<T>> {
        if !self.has(key) {
            self.seen.keys.push(key);
            self.missing(key);
            return None;
        }
        self.word(key, words)
    }

    /// Yes or no.
    pub fn flag(&mut self, key: &'static str) -> Option<Spanned<bool>> {
        let (value, span) = self.value(key)?;
        if let Value::Flag(flag) = value {
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
            self.seen.keys.push(key);
            self.missing(key);
            return None;
        }
        self.number(key, most)
    }

    /// A share from 0 to 100 per cent, with two decimals at most, in hundredths of a per cent.
    pub fn percent(&mut self, key: &'static str) -> Option<Spanned<u32>> {
        let (value, span) = self.value(key)?;
        let text = match value {
            Value::Integer(number, _) | Value::Float(number) => number.as_ref(),
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
        for node in items {
            let (value, span) = (&node.value, place(self.source, node));
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
            let written = if self.json {
                "\"2021-01-07\", without a time"
            } else {
                "2021-01-07, without quotes and time"
            };
            let message = format!("`{key}` takes a day such as {written}, not {}", kind(value));
            self.problems.push(Problem::new(ProblemCode::WrongType, span, message));
        }
        found.map(|value| Spanned::new(value, span))
    }

    /// A day that must be there.
    pub fn need_day(&mut self, key: &'static str) -> Option<Spanned<Day>> {
        if !self.has(key) {
            self.seen.keys.push(key);
            self.missing(key);
            return None;
        }
        self.day(key)
    }

    /// Where a key's value is written; the table's own place if it is not.
    pub fn key_span(&self, key: &str) -> Span {
        self.entries.get(key).map_or(self.span, |node| place(self.source, node))
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

    fn items(&mut self, key: &'static str) -> Option<&'a [Node<'a>]> {
        let (value, span) = self.value(key)?;
        if let Value::List(items) = value {
            Some(items)
        } else {
            self.wrong(key, span, "a list in brackets", value);
            None
        }
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &'static str) -> Option<Vec<Spanned<String>>> {
        self.each(key, |_, text| Some(text.map(str::to_owned)))
    }

    /// A list of texts, each as it stands and taken where it is found.
    pub fn each<R>(
        &mut self,
        key: &'static str,
        mut take: impl FnMut(&mut Self, Spanned<&'a str>) -> Option<R>,
    ) -> Option<Vec<R>> {
        let items = self.items(key)?;
        let mut found = Vec::with_capacity(items.len());
        for node in items {
            let span = place(self.source, node);
            if let Some(text) = node.value.as_text() {
                found.extend(take(self, Spanned::new(text, span)));
            } else {
                self.wrong(key, span, "texts in quotes", &node.value);
            }
        }
        Some(found)
    }

    /// A list of words of a closed list.
    pub fn words<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<Vec<Spanned<T>>> {
        self.each(key, |t, text| {
            word(&text, key, words, t.problems).map(|value| Spanned::new(value, text.span))
        })
    }

    fn inner(&mut self, entries: &'a Entries<'a>, span: Span, what: &'static str) -> Table<'_> {
        let (source, json, problems) = (self.source, self.json, &mut *self.problems);
        Table { source, entries, span, seen: Seen::default(), what, json, problems }
    }

    /// A table of tables or texts: each entry of a list may be a bare text or a table.
    pub fn entries<R>(
        &mut self,
        key: &'static str,
        what: &'static str,
        mut bare: impl FnMut(&mut Self, Spanned<&'a str>) -> Option<R>,
        mut table: impl FnMut(&mut Table<'_>) -> Option<R>,
    ) -> Option<Vec<R>> {
        let items = self.items(key)?;
        let mut found = Vec::with_capacity(items.len());
        for node in items {
            let span = place(self.source, node);
            match &node.value {
                Value::Text(text) | Value::Dated(text, _) => {
                    found.extend(bare(self, Spanned::new(text, span)));
                }
                Value::Table(inner) => {
                    let mut inner = self.inner(inner, span, what);
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
        for node in items {
            let (value, span) = (&node.value, place(self.source, node));
            if let Value::Table(table) = value {
                let mut inner = self.inner(table, span, what);
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
        if let Value::Table(table) = value {
            let mut inner = self.inner(table, span, what);
            Some(with(&mut inner))
        } else {
            self.wrong(key, span, "a table", value);
            None
        }
    }

    /// A table whose keys are free: each key with its value as a text.
    pub fn pairs(&mut self, key: &'static str) -> Option<Vec<(Spanned<String>, Spanned<String>)>> {
        self.free(key, "texts in quotes", |value| value.as_text().map(str::to_owned))
    }

    /// A table whose keys are free and whose values are days.
    pub fn day_pairs(&mut self, key: &'static str) -> Option<Vec<(Spanned<String>, Spanned<Day>)>> {
        self.free(key, "days such as 2021-01-07", day)
    }

    fn free<T>(
        &mut self,
        key: &'static str,
        wanted: &str,
        read: impl Fn(&Value<'_>) -> Option<T>,
    ) -> Option<Vec<(Spanned<String>, Spanned<T>)>> {
        let (value, span) = self.value(key)?;
        let Value::Table(table) = value else {
            self.wrong(key, span, "a table", value);
            return None;
        };
        let mut found = Vec::new();
        for entry in table {
            let at = key_place(self.source, entry);
            let value_at = place(self.source, &entry.node);
            match read(&entry.node.value) {
                Some(read) => found
                    .push((Spanned::new(entry.key.as_ref().to_owned(), at), Spanned::new(read, value_at))),
                None => self.wrong(key, value_at, wanted, &entry.node.value),
            }
        }
        found.sort_by_key(|(name, _)| name.span);
        Some(found)
    }

    /// Reports every key that was not asked for, with the nearest right one.
    pub fn finish(&mut self) {
        if self.seen.all(self.entries) {
            return;
        }
        let mut unknown: Vec<_> = self
            .entries
            .iter()
            .filter(|entry| !self.seen.keys.iter().any(|seen| *seen == entry.key))
            .map(|entry| (entry.key.as_ref(), key_place(self.source, entry)))
            .collect();
        unknown.sort_by_key(|(_, span)| *span);
        for (name, span) in unknown {
            let message = format!("{} has no key `{}`", self.what, shorten(name));
            let mut problem = Problem::new(ProblemCode::UnknownKey, span, message);
            if let Some(meant) = nearest(name, self.seen.keys.iter().copied()) {
                problem = problem.help(format!("did you mean `{meant}`?"));
            } else {
                let mut known = self.seen.keys.clone();
                known.sort_unstable();
                known.dedup();
                problem = problem.help(format!("known keys: {}", known.join(", ")));
            }
            self.problems.push(problem);
        }
    }
}

fn place(source: SourceId, node: &Node<'_>) -> Span {
    Span { source, start: node.start, end: node.end }
}

fn key_place(source: SourceId, entry: &Entry<'_>) -> Span {
    Span { source, start: entry.start, end: entry.end }
}

fn number(value: &Value<'_>) -> Option<u64> {
    if let Value::Integer(number, radix) = value { u64::from_str_radix(number, *radix).ok() } else { None }
}

fn day(value: &Value<'_>) -> Option<Day> {
    if let Value::Dated(_, day) = value {
        return Some(*day);
    }
    let Value::Moment(when) = value else { return None };
    if when.time.is_some() || when.offset.is_some() {
        return None;
    }
    let date = when.date?;
    Day::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
}

fn kind(value: &Value<'_>) -> &'static str {
    match value {
        Value::Text(_) | Value::Dated(..) => "a text",
        Value::Integer(..) | Value::Float(_) => "a number",
        Value::Flag(_) => "true or false",
        Value::Moment(_) => "a date or time",
        Value::List(_) => "a list",
        Value::Table(_) => "a table",
        Value::Nothing => "null",
    }
}
