//! What a text says, as a tree in which every key and value has its place. TOML and JSON Lines become the same
//! tree, so that one reader serves both.

use std::borrow::Cow;

use toml::value::Datetime;

use crate::day::Day;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'s> {
    /// A text.
    Text(Cow<'s, str>),
    /// A text that is also a day: JSON has no days of its own.
    Dated(Cow<'s, str>, Day),
    /// A whole number as written, without underscores and prefix, and its radix.
    Integer(Cow<'s, str>, u32),
    /// Another number, as written.
    Float(Cow<'s, str>),
    /// True or false.
    Flag(bool),
    /// A date, a time or both.
    Moment(Datetime),
    /// A list.
    List(Vec<Node<'s>>),
    /// A table.
    Table(Entries<'s>),
    /// JSON's `null`: as if the key were not written.
    Nothing,
}

impl Value<'_> {
    /// The text, of a value that is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Dated(text, _) => Some(text),
            Self::Integer(..)
            | Self::Float(_)
            | Self::Flag(_)
            | Self::Moment(_)
            | Self::List(_)
            | Self::Table(_)
            | Self::Nothing => None,
        }
    }
}

/// A value and its place in the text, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'s> {
    /// The value.
    pub value: Value<'s>,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'s> {
    /// The key.
    pub key: Cow<'s, str>,
    /// First byte of the key.
    pub start: u32,
    /// Byte after its last.
    pub end: u32,
    /// The value.
    pub node: Node<'s>,
}

/// The keys of a table with their values; no key twice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entries<'s>(Vec<Entry<'s>>);

impl<'s> Entries<'s> {
    /// From entries of which no two have the same key.
    pub(super) const fn new(all: Vec<Entry<'s>>) -> Self {
        Self(all)
    }

    /// The entries themselves.
    pub(super) fn into_all(self) -> Vec<Entry<'s>> {
        self.0
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry<'s>> {
        self.0.iter().find(|entry| entry.key == key)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node<'s>> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entry at a position.
    pub(super) fn at(&self, position: usize) -> Option<&Entry<'s>> {
        self.0.get(position)
    }

    /// Their number.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All, in no order that means anything.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry<'s>> {
        self.0.iter()
    }
}

impl<'t, 's> IntoIterator for &'t Entries<'s> {
    type Item = &'t Entry<'s>;
    type IntoIter = std::slice::Iter<'t, Entry<'s>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A place in a text as the tree keeps it.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
