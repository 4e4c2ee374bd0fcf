//! What is shown of a text for a claim: the words around it, the heading above it, its line and column. A quotation is the
//! author's, byte for byte, and short.

use std::ops::Range;

use crate::scan::fold::Folded;
use crate::scan::view::Block;

/// Longest quotation, in bytes.
const QUOTE: usize = 420;

/// The part of the sentence to show: from the line of the name, and not too long.
pub(super) fn quote(text: &str, folded: &Folded, sentence: &Range<usize>, at: &Range<usize>) -> Range<usize> {
    let whole = folded.span(sentence);
    let line = text.get(whole.start..at.start).and_then(|head| head.rfind('\n'));
    let mut start = line.map_or(whole.start, |newline| whole.start.saturating_add(newline).saturating_add(1));
    let mut end = next(text, whole.end);
    if end.saturating_sub(start) > QUOTE {
        let half = QUOTE.div_euclid(2);
        start = start.max(word_start(text, at.start.saturating_sub(half)));
        end = end.min(word_end(text, start.saturating_add(QUOTE).max(at.end)));
    }
    let shown = text.get(start..end).unwrap_or("");
    let front = shown.len().saturating_sub(shown.trim_start().len());
    let back = shown.len().saturating_sub(shown.trim_end().len());
    start.saturating_add(front)..end.saturating_sub(back).max(start.saturating_add(front))
}

/// The end of the character at an offset.
fn next(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(text.len().min(at), |c| at.saturating_add(c.len_utf8()))
}

fn word_start(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_add(1);
    }
    // The space may take several bytes.
    let space = text.get(at..).and_then(|rest| rest.find(char::is_whitespace));
    space.map_or(at, |space| next(text, at.saturating_add(space)))
}

fn word_end(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_add(1);
    }
    let rest = text.get(at..).unwrap_or("");
    rest.find(char::is_whitespace).map_or(text.len(), |space| at.saturating_add(space))
}

/// A heading without its marks.
pub(super) fn title(text: &str, block: &Block) -> String {
    let raw: String = block.pieces.iter().filter_map(|piece| text.get(piece.clone())).collect();
    let words: Vec<&str> = raw.split_whitespace().collect();
    let plain = words.join(" ");
    let plain = plain.trim_matches(['#', '*', '_', ' ', ':']).replace("**", "").replace('\\', "");
    plain.chars().take(120).collect()
}

/// Line starts of a text.
#[derive(Debug)]
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let starts = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at.saturating_add(1));
        Self(std::iter::once(0).chain(starts).collect())
    }

    pub(super) fn line(&self, at: usize) -> usize {
        self.0.partition_point(|start| *start <= at)
    }

    pub(super) fn column(&self, text: &str, at: usize) -> usize {
        let start = self.line(at).checked_sub(1).and_then(|line| self.0.get(line).copied()).unwrap_or(0);
        text.get(start..at).map_or(1, |head| head.chars().count().saturating_add(1))
    }
}
