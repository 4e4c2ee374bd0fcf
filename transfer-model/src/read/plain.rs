//! The short way from a part of a TOML text to the tree, for tables as registers have them: headers
//! `[[name]]`, keys without dots. Whatever else TOML knows, and every fault, makes it give up; then
//! [`super::whole`] reads the part, slower and with the words for the fault. It takes a quarter of the time and
//! of the memory, since no map is built for each table.

use std::borrow::Cow;

use toml::value::Datetime;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::lexer::Token;
use toml_parser::parser::{EventReceiver, RecursionGuard, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source, Span};

use super::tree::{Entries, Entry, Node, Value, offset};

/// Tables with more keys are not searched key by key for one that is written twice.
const MOST_KEYS: usize = 64;

/// As deep as the `toml` crate goes.
const DEEPEST: u32 = 80;

/// Reads parts of a text, one after the other with the same room for signs.
#[derive(Debug, Default)]
pub(super) struct Plain {
    signs: Vec<Token>,
}

impl Plain {
    /// A part of a text, `base` bytes from the beginning; none if it is not plain.
    pub(super) fn read<'s>(&mut self, text: &'s str, base: usize) -> Option<Entries<'s>> {
        let source = Source::new(text);
        self.signs.clear();
        self.signs.extend(source.lex());
        let mut fault = Fault(false);
        let mut builder =
            Builder { text, base, root: Vec::new(), open: Vec::new(), header: None, odd: false };
        let mut checked = ValidateWhitespace::new(&mut builder, source);
        parse_document(&self.signs, &mut RecursionGuard::new(&mut checked, DEEPEST), &mut fault);
        builder.close_table();
        (!fault.0 && !builder.odd && builder.open.is_empty()).then(|| Entries::new(builder.root))
    }
}

/// Whether there is a fault; what it is, the long way says.
struct Fault(bool);

impl ErrorSink for Fault {
    fn report_error(&mut self, _: ParseError) {
        self.0 = true;
    }
}

/// A list or table that is not closed yet.
enum Open<'s> {
    /// `[`
    List { start: usize, items: Vec<Node<'s>> },
    /// `{`, or `[[name]]` as the lowest one.
    Table { start: usize, end: usize, entries: Vec<Entry<'s>>, key: Option<Key<'s>> },
}

struct Key<'s> {
    text: Cow<'s, str>,
    span: Span,
}

struct Builder<'s> {
    text: &'s str,
    base: usize,
    /// The lists of tables, by name.
    root: Vec<Entry<'s>>,
    /// What is open, the table of the last header lowest.
    open: Vec<Open<'s>>,
    /// A header that is being read: its place and its name.
    header: Option<(Span, Option<Key<'s>>)>,
    odd: bool,
}

impl<'s> Builder<'s> {
    fn raw(&self, span: Span, encoding: Option<Encoding>) -> Raw<'s> {
        Raw::new_unchecked(self.text.get(span.start()..span.end()).unwrap_or(""), encoding, span)
    }

    fn at(&self, offset_in_part: usize) -> u32 {
        offset(self.base.saturating_add(offset_in_part))
    }

    fn node(&self, value: Value<'s>, start: usize, end: usize) -> Node<'s> {
        Node { value, start: self.at(start), end: self.at(end) }
    }

    /// Puts a value into what is open.
    fn put(&mut self, node: Node<'s>) {
        let base = self.base;
        match self.open.last_mut() {
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Table { entries, key, .. }) => {
                let Some(Key { text, span }) = key.take() else {
                    self.odd = true;
                    return;
                };
                if entries.len() >= MOST_KEYS || entries.iter().any(|known| known.key == text) {
                    self.odd = true;
                    return;
                }
                let (start, end) =
                    (offset(base.saturating_add(span.start())), offset(base.saturating_add(span.end())));
                entries.push(Entry { key: text, start, end, node });
            }
            None => self.odd = true,
        }
    }

    /// Ends the table of the last header.
    fn close_table(&mut self) {
        let Some(Open::Table { start, end, entries, .. }) = self.open.pop() else { return };
        let node = self.node(Value::Table(Entries::new(entries)), start, end);
        if let Some(Entry { node: Node { value: Value::List(items), .. }, .. }) = self.root.last_mut() {
            items.push(node);
        }
    }
}

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.odd = true;
    }

    fn array_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close_table();
        self.odd |= !self.open.is_empty();
        self.header = Some((span, None));
    }

    fn array_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        let Some((opened, Some(name))) = self.header.take() else {
            self.odd = true;
            return;
        };
        let (start, end) = (opened.start(), span.end());
        // Tables of one name follow each other; a name that comes back is rare.
        if let Some(at) = self.root.iter().position(|entry| entry.key == name.text) {
            let last = self.root.len().saturating_sub(1);
            self.root.swap(at, last);
        } else {
            let list = self.node(Value::List(Vec::with_capacity(64)), start, end);
            let (key_start, key_end) = (self.at(name.span.start()), self.at(name.span.end()));
            self.root.push(Entry { key: name.text, start: key_start, end: key_end, node: list });
        }
        self.open.push(Open::Table { start, end, entries: Vec::with_capacity(16), key: None });
    }

    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        let start = span.start();
        self.open.push(Open::Table { start, end: start, entries: Vec::with_capacity(4), key: None });
        true
    }

    fn inline_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        if let Some(Open::Table { start, entries, .. }) = self.open.pop() {
            let node = self.node(Value::Table(Entries::new(entries)), start, span.end());
            self.put(node);
        } else {
            self.odd = true;
        }
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open.push(Open::List { start: span.start(), items: Vec::new() });
        true
    }

    fn array_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        if let Some(Open::List { start, items }) = self.open.pop() {
            let node = self.node(Value::List(items), start, span.end());
            self.put(node);
        } else {
            self.odd = true;
        }
    }

    fn simple_key(&mut self, span: Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        let mut text = Cow::Borrowed("");
        self.raw(span, kind).decode_key(&mut text, error);
        let place = match &mut self.header {
            Some((_, name)) => name,
            None => match self.open.last_mut() {
                Some(Open::Table { key, .. }) => key,
                Some(Open::List { .. }) | None => {
                    self.odd = true;
                    return;
                }
            },
        };
        self.odd |= place.is_some();
        *place = Some(Key { text, span });
    }

    fn key_sep(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.odd = true;
    }

    fn scalar(&mut self, span: Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        let mut text = Cow::Borrowed("");
        let value = match self.raw(span, kind).decode_scalar(&mut text, error) {
            ScalarKind::String => Value::Text(text),
            ScalarKind::Boolean(flag) => Value::Flag(flag),
            ScalarKind::DateTime => {
                let Ok(when) = text.parse::<Datetime>() else {
                    self.odd = true;
                    return;
                };
                Value::Moment(when)
            }
            ScalarKind::Float => Value::Float(text),
            ScalarKind::Integer(radix) => Value::Integer(text, radix.value()),
        };
        let node = self.node(value, span.start(), span.end());
        self.put(node);
    }

    fn error(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.odd = true;
    }
}
