//! The dates of a document as they are gathered, and whether its days come before its months: one date alone may be read
//! both ways, and the others tell.

use std::ops::Range;

use super::Reading;
use crate::scan::date::{self, Candidate, Stands};
use crate::scan::fold::Folded;
use crate::scan::lexicon::{Holds, Lexicon};

/// Whether a line has a date in figures with a year of two.
pub(super) fn figures(raw: &str) -> bool {
    raw.split(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.')).any(|word| {
        (6..=8).contains(&word.trim_matches('.').len()) && word.split(['-', '/', '.']).count() == 3
    })
}

/// Whether there is a year, or figures with a mark between them: without either, no date can be read.
fn perhaps_dated(words: &str) -> bool {
    let mut last = [0u8; 2];
    words.bytes().any(|byte| {
        let [first, second] = last;
        last = [second, byte];
        matches!([second, byte], [b'2', b'0'] | [b'1', b'9'])
            || matches!(second, b'/' | b'.' | b'-') && first.is_ascii_digit() && byte.is_ascii_digit()
    })
}

impl Reading {
    pub(super) fn dated(
        &mut self,
        lexicon: &Lexicon,
        folded: &Folded,
        range: &Range<usize>,
        (words, holds): (&str, &Holds),
        stands: Stands,
    ) {
        if !perhaps_dated(words) {
            return;
        }
        for (at, rank, written, shown) in date::dates(lexicon, words, holds, stands) {
            let at = folded.source(range.start.saturating_add(at));
            if let Some(first) = order(&shown) {
                self.order.push(first);
            }
            if self.dates.len() < 1_000 {
                self.dates.push(Candidate { rank, at, written, text: shown });
            }
        }
        for shown in words.split([' ', ',', ';', '(', ')']).filter(|word| word.len() >= 8 && word.len() <= 10)
        {
            if let Some(first) = order(shown) {
                self.order.push(first);
            }
        }
    }

    /// Whether days come before months: the document's other dates tell, else its language where it has one order.
    pub(super) fn day_first(&self, lexicon: &Lexicon) -> Option<bool> {
        let (yes, no) = (self.order.contains(&true), self.order.contains(&false));
        if yes != no {
            return Some(yes);
        }
        // A few blocks show the language.
        let shown = || self.words.iter().take(12);
        let counts = lexicon.languages.iter().enumerate().map(|(at, (_, words, _))| {
            let count: usize = shown().map(|text| words.find(text, &Holds::ANY).take(64).count()).sum();
            (at, count)
        });
        let (language, _) = counts
            .filter(|_| !self.words.is_empty())
            .max_by_key(|(at, count)| (*count, usize::MAX.saturating_sub(*at)))?;
        lexicon.languages.get(language).and_then(|(_, _, day_first)| day_first.then_some(true))
    }
}

/// Whether a date in figures puts its day first; none if it could be either.
fn order(text: &str) -> Option<bool> {
    let mut parts = text.split(['/', '-']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || first.len() > 2 || !matches!(third.len(), 2 | 4) {
        return None;
    }
    let (first, second): (u8, u8) = (first.parse().ok()?, second.parse().ok()?);
    third.parse::<u16>().ok()?;
    match (first > 12, second > 12) {
        (true, false) if first <= 31 => Some(true),
        (false, true) if second <= 31 => Some(false),
        _ => None,
    }
}
