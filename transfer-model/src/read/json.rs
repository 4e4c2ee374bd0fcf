//! A line of JSON to the tree. JSON has no days: a text that is one counts as one where a day is asked for.

use std::ops::Range;

use json_event_parser::{JsonEvent, LowLevelJsonParser};

use super::tree::{Entries, Entry, Node, Value, offset};
use crate::day::Day;

/// As deep as the `toml` crate goes.
const DEEPEST: usize = 80;

/// Longest line, in bytes; a table of a register has some hundreds.
const LONGEST: usize = 1024 * 1024;

const CUT_SHORT: &str = "the line ends before its object does";

/// What is wrong with a line, and where in the text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) range: Range<usize>,
}

/// The one table that a line holds, `base` bytes from the beginning of the text, under its name.
///
/// # Errors
///
/// What is wrong with the line.
pub(crate) fn line(line: &str, base: usize) -> Result<Entry<'_>, Fault> {
    let all = base..base.saturating_add(line.len());
    let fault = |message: &str, range: Range<usize>| Fault { message: message.to_owned(), range };
    if line.len() > LONGEST {
        return Err(fault("a line of more than a megabyte", base..base.saturating_add(1)));
    }
    let node = Builder { line, base, at: 0, open: Vec::new() }.read()?;
    let shape = "a line is one object with one key that names its table, such as {\"flow\": {\"id\": …}}";
    let Value::Table(entries) = node.value else { return Err(fault(shape, all)) };
    let mut entries = entries.into_all().into_iter();
    match (entries.next(), entries.next()) {
        (Some(entry), None) => Ok(entry),
        (_, Some(second)) => Err(Fault { message: shape.to_owned(), range: range(second.start, second.end) }),
        (None, None) => Err(fault(shape, all)),
    }
}

fn range(start: u32, end: u32) -> Range<usize> {
    crate::source::to_usize(start)..crate::source::to_usize(end)
}

/// A list or an object that is not closed yet.
enum Open<'s> {
    List { start: usize, items: Vec<Node<'s>> },
    Object { start: usize, entries: Vec<Entry<'s>>, key: Option<(std::borrow::Cow<'s, str>, Range<usize>)> },
}

struct Builder<'s> {
    line: &'s str,
    base: usize,
    at: usize,
    open: Vec<Open<'s>>,
}

impl<'s> Builder<'s> {
    fn read(mut self) -> Result<Node<'s>, Fault> {
        let mut parser = LowLevelJsonParser::new();
        let mut root = None;
        loop {
            let rest = self.line.get(self.at..).unwrap_or("");
            let result = parser.parse_next(rest.as_bytes(), true);
            // Signs between two events belong to neither.
            let skipped =
                rest.len().saturating_sub(rest.trim_start_matches([' ', '\t', '\r', ',', ':']).len());
            let start = self.at.saturating_add(skipped.min(result.consumed_bytes));
            self.at = self.at.saturating_add(result.consumed_bytes);
            let event = match result.event {
                Some(Ok(event)) => event,
                Some(Err(error)) if start < self.line.trim_ascii_end().len() => {
                    return Err(self.fault(error.message(), start..self.at));
                }
                Some(Err(_)) | None => return Err(self.fault(CUT_SHORT, start..start)),
            };
            let span = start..self.at;
            let value = match event {
                JsonEvent::Eof => {
                    return root.ok_or_else(|| self.fault(CUT_SHORT, span));
                }
                JsonEvent::StartObject | JsonEvent::StartArray if self.open.len() >= DEEPEST => {
                    return Err(self.fault("recursion limit", span));
                }
                JsonEvent::StartObject => {
                    self.open.push(Open::Object { start, entries: Vec::new(), key: None });
                    continue;
                }
                JsonEvent::StartArray => {
                    self.open.push(Open::List { start, items: Vec::new() });
                    continue;
                }
                JsonEvent::ObjectKey(name) => {
                    if let Some(Open::Object { key, .. }) = self.open.last_mut() {
                        *key = Some((name, span));
                    }
                    continue;
                }
                JsonEvent::EndObject | JsonEvent::EndArray => match self.open.pop() {
                    Some(Open::List { start, items }) => self.node(Value::List(items), start..self.at),
                    Some(Open::Object { start, entries, .. }) => {
                        once_each(&entries)?;
                        self.node(Value::Table(Entries::new(entries)), start..self.at)
                    }
                    None => return Err(self.fault("unexpected bracket", span)),
                },
                JsonEvent::String(text) => match Day::parse(&text) {
                    Some(day) => self.node(Value::Dated(text, day), span),
                    None => self.node(Value::Text(text), span),
                },
                JsonEvent::Number(number) if number.contains(['.', 'e', 'E']) => {
                    self.node(Value::Float(number), span)
                }
                JsonEvent::Number(number) => self.node(Value::Integer(number, 10), span),
                JsonEvent::Boolean(flag) => self.node(Value::Flag(flag), span),
                JsonEvent::Null => self.node(Value::Nothing, span),
            };
            match self.open.last_mut() {
                Some(Open::List { items, .. }) => items.push(value),
                Some(Open::Object { entries, key, .. }) => {
                    if let Some((key, span)) = key.take() {
                        let (start, end) =
                            (self.base.saturating_add(span.start), self.base.saturating_add(span.end));
                        entries.push(Entry { key, start: offset(start), end: offset(end), node: value });
                    }
                }
                None => root = Some(value),
            }
        }
    }

    fn fault(&self, message: &str, span: Range<usize>) -> Fault {
        let mut signs = message.chars();
        let message = signs.next().map(|first| first.to_lowercase().collect::<String>()).unwrap_or_default();
        let (start, end) = (self.base.saturating_add(span.start), self.base.saturating_add(span.end));
        Fault { message: message + signs.as_str(), range: start..end }
    }

    fn node(&self, value: Value<'s>, span: Range<usize>) -> Node<'s> {
        let (start, end) = (self.base.saturating_add(span.start), self.base.saturating_add(span.end));
        Node { value, start: offset(start), end: offset(end) }
    }
}

/// A key written twice would hide a fact.
fn once_each(entries: &[Entry<'_>]) -> Result<(), Fault> {
    let mut keys: Vec<(&str, u32, u32)> =
        entries.iter().map(|entry| (entry.key.as_ref(), entry.start, entry.end)).collect();
    keys.sort_unstable();
    let twice = keys.iter().zip(keys.iter().skip(1)).filter(|(one, two)| one.0 == two.0);
    match twice.map(|(_, (_, start, end))| (*start, *end)).min() {
        Some((start, end)) => Err(Fault { message: "duplicate key".to_owned(), range: range(start, end) }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::read::Value;

    #[test]
    fn places_are_those_of_the_text() {
        let text =
            r#"  {"flow" : {"id":"a\"b" , "data": ["x", 12, 1.5, true, null], "since":"2024-02-29"}}  "#;
        let entry = line(text, 100).unwrap();
        let written = |start: u32, end: u32| {
            let at = |n: u32| usize::try_from(n).unwrap() - 100;
            text.get(at(start)..at(end)).unwrap().to_owned()
        };
        assert_eq!((entry.key.as_ref(), written(entry.start, entry.end).as_str()), ("flow", "\"flow\""));
        let Value::Table(table) = &entry.node.value else { panic!() };
        let places: Vec<_> =
            table.iter().map(|e| (written(e.start, e.end), written(e.node.start, e.node.end))).collect();
        assert_eq!(places[0], ("\"id\"".to_owned(), r#""a\"b""#.to_owned()));
        assert_eq!(places[1].1, r#"["x", 12, 1.5, true, null]"#);
        assert_eq!(table.get("id").unwrap().value.as_text(), Some("a\"b"));
        assert!(matches!(table.get("since").unwrap().value, Value::Dated(..)));
        let Value::List(items) = &table.get("data").unwrap().value else { panic!() };
        let items: Vec<_> = items.iter().map(|item| written(item.start, item.end)).collect();
        assert_eq!(items, ["\"x\"", "12", "1.5", "true", "null"]);
    }

    #[test]
    fn faults_name_their_place() {
        for (text, message, range) in [
            ("{\"flow\": {\"id\": 1, \"id\": 2}}", "duplicate key", 19..23),
            ("{\"a\": {}, \"b\": {}}", "a line is one object", 10..13),
            ("[]", "a line is one object", 0..2),
            ("{}", "a line is one object", 0..2),
            ("{\"flow\": {\"id\" 1}}", "", 15..16),
            ("{\"flow\": {\"id\": 1,}}", "trailing", 18..19),
            ("{\"flow\": {\"id\": 01}}", "", 0..0),
            ("{\"flow\": {", "", 0..0),
            ("{\"flow\": \"\\x\"}", "", 0..0),
            ("{\"flow\": {}} x", "", 0..0),
            (&"[".repeat(81), "recursion", 80..81),
        ] {
            let fault = line(text, 0).unwrap_err();
            assert!(fault.message.starts_with(message), "{text}: {fault:?}");
            assert!(range == (0..0) || fault.range == range, "{text}: {fault:?}");
            assert!(fault.range.start <= text.len(), "{text}: {fault:?}");
        }
    }
}
