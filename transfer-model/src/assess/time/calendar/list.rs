//! Days inside a window, each with why it can matter.

use crate::assess::time::source::{Entry, Fact, Map, Source, Subject};
use crate::day::{Day, Period};
use crate::source::Span;

/// Collects days inside the window.
pub(super) struct List {
    window: (Day, Day),
    pub(super) entries: Vec<Entry>,
}

impl List {
    /// None yet, of the days after the first and through the second.
    pub(super) const fn new(window: (Day, Day)) -> Self {
        Self { window, entries: Vec::new() }
    }

    pub(super) fn add(&mut self, day: Option<Day>, source: Source) {
        if let Some(day) = day.filter(|day| *day > self.window.0 && *day <= self.window.1) {
            self.entries.push(Entry { day, source });
        }
    }

    pub(super) fn take<'e>(&mut self, entries: impl IntoIterator<Item = &'e Entry>) {
        let (after, through) = self.window;
        self.entries
            .extend(entries.into_iter().filter(|entry| entry.day > after && entry.day <= through).copied());
    }

    pub(super) fn fact(&mut self, fact: Fact, of: Subject, span: Span, day: Option<Day>) {
        self.add(day, Source::Fact(fact, of, span));
    }

    pub(super) fn map(&mut self, map: Map, period: Period) {
        self.add(period.start(), Source::Map(map, false));
        self.add(period.end().map(Day::next), Source::Map(map, true));
    }
}
