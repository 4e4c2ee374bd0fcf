//! A block becomes plain lower-case words: marks of Markdown, link targets, accents and odd spaces gone, country
//! abbreviations made one word, cut into sentences. Every folded byte knows the byte of the source it came from.

mod country;
mod mark;
mod run;
mod sentences;

use std::ops::Range;

use super::view::Block;
use country::{states, union};
use mark::{address, link, note, path, plain, reference, tag, target, word};

/// A block as words.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The words.
    pub text: String,
    /// Where runs begin that stand in the source as they do here: the offset here, the offset there.
    runs: Vec<(u32, u32)>,
    /// The bytes that came from capital letters, in order.
    capitals: Vec<u32>,
    /// Where sentences begin.
    cuts: Vec<usize>,
    end: usize,
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// How far the signs of full width stand behind those of ASCII.
const FULL_WIDTH: u32 = 0xfee0;

impl Folded {
    /// Folds the pieces of a block.
    pub fn new(source: &str, block: &Block) -> Self {
        let mut folded = Self::default();
        for piece in &block.pieces {
            if let Some(text) = source.get(piece.clone()) {
                folded.piece(text, piece.start);
                if !source.get(piece.end..).is_some_and(|rest| rest.starts_with('<')) {
                    folded.space(piece.end);
                }
            }
        }
        folded.end = block.extent().end;
        while folded.text.ends_with(' ') {
            folded.text.pop();
        }
        folded.sentences();
        folded
    }

    /// The source offset of a folded offset.
    pub fn source(&self, at: usize) -> usize {
        if at >= self.text.len() {
            return self.end;
        }
        let at = offset(at);
        let run = self.runs.partition_point(|(here, _)| *here <= at).checked_sub(1);
        let run = run.and_then(|run| self.runs.get(run));
        run.and_then(|(here, there)| usize::try_from(there.saturating_add(at.saturating_sub(*here))).ok())
            .unwrap_or(self.end)
    }

    /// The source range of a folded range.
    pub fn span(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.source(range.start);
        let last = self.source(range.end.saturating_sub(1).max(range.start));
        start..last.max(start)
    }

    /// Whether the first letter came from a capital.
    pub fn is_capital(&self, at: usize) -> bool {
        at < self.text.len() && self.capitals.binary_search(&offset(at)).is_ok()
    }

    /// Whether all letters of the range came from capitals.
    pub fn is_capitals(&self, range: &Range<usize>) -> bool {
        // An abbreviation may end in a small plural s.
        let text = self.text.get(range.clone()).unwrap_or("");
        let kept = text.strip_suffix('s').filter(|kept| kept.len() > 1).map_or(text.len(), str::len);
        (0..kept).all(|at| {
            let letter = text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic);
            !letter || self.is_capital(range.start.saturating_add(at))
        })
    }

    /// The sentences, in order.
    pub fn sentences_ranges(&self) -> impl Iterator<Item = Range<usize>> {
        let ends = self.cuts.iter().skip(1).copied().chain(std::iter::once(self.text.len()));
        self.cuts.iter().copied().zip(ends).map(|(start, end)| start..end).filter(|r| r.start < r.end)
    }

    fn push(&mut self, text: &str, from: usize, capital: bool) {
        let start = self.text.len();
        for at in start..start.saturating_add(text.len()) {
            self.run(at, from);
            if capital {
                self.capitals.push(offset(at));
            }
        }
        self.text.push_str(text);
    }

    /// Notes that a run begins, unless it goes on with the last.
    fn run(&mut self, at: usize, from: usize) {
        let (at, from) = (offset(at), offset(from));
        let goes_on = self.runs.last().is_some_and(|(here, there)| {
            at.checked_sub(*here) == from.checked_sub(*there) && at >= *here && from >= *there
        });
        if !goes_on {
            self.runs.push((at, from));
        }
    }

    fn space(&mut self, from: usize) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.push(" ", from, false);
        }
    }

    fn cut(&mut self, from: usize) {
        self.space(from);
        self.cuts.push(self.text.len());
    }

    fn piece(&mut self, text: &str, base: usize) {
        let mut at = 0usize;
        let mut previous = ' ';
        self.text.reserve(text.len());
        loop {
            let run = self.plain(text.get(at..).unwrap_or(""), base.saturating_add(at), previous);
            if run > 0 {
                at = at.saturating_add(run);
                previous = text.get(..at).and_then(|head| head.chars().next_back()).unwrap_or(previous);
            }
            let rest = text.get(at..).unwrap_or("");
            let Some(c) = rest.chars().next() else { break };
            let here = base.saturating_add(at);
            let mut step = c.len_utf8();
            match c {
                'h' | 'H' | 'w' | 'W' if !previous.is_alphanumeric() && address(rest) => {
                    step = target(rest);
                    self.space(here);
                }
                '/' if previous.is_whitespace() && path(rest) => {
                    step = target(rest);
                    self.space(here);
                }
                ']' => {
                    if rest.starts_with("](") {
                        step = link(rest).unwrap_or(1);
                    }
                    if step > 1 && word(rest.get(step..).unwrap_or("")) {
                        self.space(here);
                    }
                }
                '<' => match tag(rest) {
                    Some((length, breaks)) => {
                        step = length;
                        if breaks {
                            self.cut(here);
                        }
                    }
                    None => self.space(here),
                },
                '&' => match reference(rest) {
                    Some((length, text)) => {
                        step = length;
                        if text == " " { self.space(here) } else { self.push(text, here, false) }
                    }
                    None => self.push("&", here, false),
                },
                '|' => self.cut(here),
                '[' | '\\' => match note(rest) {
                    Some(length) => step = length,
                    // A link that stands against a number or a word is a word of its own.
                    None if c == '['
                        && (previous.is_ascii_digit()
                            || previous.is_alphabetic() && word(rest.get(1..).unwrap_or(""))) =>
                    {
                        self.space(here);
                    }
                    None => {}
                },
                '*' | '`' | '\u{ad}' | '~' | '#' => {}
                '_' => {
                    let next = rest.chars().nth(1).unwrap_or(' ');
                    if previous.is_alphanumeric() && next.is_alphanumeric() {
                        self.push("_", here, false);
                    }
                }
                'U' | 'u' if !previous.is_alphanumeric() && states(rest, false).is_some() => {
                    let place = self.text.ends_with(" the ");
                    step = states(rest, place).unwrap_or(step);
                    if self.shouting() && step == 2 {
                        self.push("us", here, true);
                    } else {
                        self.push("usa", here, true);
                    }
                }
                'E' | 'U' if !previous.is_alphanumeric() && union(rest).is_some() => {
                    let (length, word) = union(rest).unwrap_or((step, ""));
                    step = length;
                    self.push(word, here, true);
                }
                _ if c.is_whitespace() => self.space(here),
                _ => self.letter(c, here),
            }
            previous = text.get(at..at.saturating_add(step)).and_then(|t| t.chars().last()).unwrap_or(c);
            at = at.saturating_add(step.max(1));
        }
    }

    /// Whether the word before is all capitals, as in a heading CONTACT US.
    fn shouting(&self) -> bool {
        let words = self.text.trim_end();
        let start = words.rfind(' ').map_or(0, |at| at.saturating_add(1));
        let word = words.get(start..).unwrap_or("");
        word.len() > 2
            && word.bytes().all(|b| b.is_ascii_alphabetic())
            && !matches!(word, "swiss" | "the" | "usa" | "and")
            && self.is_capitals(&(start..words.len()))
    }

    fn letter(&mut self, c: char, from: usize) {
        if c.is_ascii() {
            let mut small = [0u8; 4];
            self.push(c.to_ascii_lowercase().encode_utf8(&mut small), from, c.is_ascii_uppercase());
            return;
        }
        match c {
            '‐' | '‑' | '‒' | '–' | '—' | '−' | '―' => self.push("-", from, false),
            '‘' | '’' | '‚' | '′' | '`' | 'ʼ' => self.push("'", from, false),
            '“' | '”' | '„' | '«' | '»' | '″' => self.push("\"", from, false),
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}' => {}
            '…' => self.push(".", from, false),
            // The signs of ASCII in the width of a Chinese one: "August 29，2023".
            '\u{ff01}'..='\u{ff5e}' => {
                let plain = u32::from(c).checked_sub(FULL_WIDTH).and_then(char::from_u32);
                if let Some(plain) = plain {
                    self.letter(plain, from);
                }
            }
            '•' | '●' | '▪' | '◦' | '■' | '○' | '·' => self.cut(from),
            _ => {
                if let Some(base) = plain(c) {
                    self.push(base, from, c.is_uppercase());
                } else {
                    let mut small = [0u8; 4];
                    for c in c.to_lowercase() {
                        self.push(c.encode_utf8(&mut small), from, false);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::view::{Kind, blocks};

    fn fold(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        for block in blocks(text, Kind::Text) {
            let folded = Folded::new(text, &block);
            for range in folded.sentences_ranges() {
                all.push(folded.text.get(range).unwrap().trim().to_owned());
            }
        }
        all
    }

    #[test]
    fn words_are_plain() {
        assert_eq!(
            fold("The **EU–U.S.** [Privacy Shield](https://x.gov/(a)/b) applies."),
            ["the eu-usa privacy shield applies."]
        );
        assert_eq!(fold("Contact us in the US. We reply."), ["contact us in the usa.", "we reply."]);
        assert_eq!(fold("CONTACT US"), ["contact us"]);
        assert_eq!(fold("See www.privacyshield.gov/list and /eu-safe-harbor/ now"), ["see and now"]);
        assert_eq!(fold("Übermittlung an die EU.-U.S. Stelle"), ["ubermittlung an die eu-usa stelle"]);
        assert_eq!(fold("| a | b.<br>c |"), ["a", "b.", "c"]);
        assert_eq!(fold("Ｒｅｖｉｓｅｄ May 4，2023（new）"), ["revised may 4,2023(new)"]);
        assert_eq!(
            fold("[suitable tools\\[12\\]](https://x.org) for transfers [3]."),
            ["suitable tools for transfers ."]
        );
    }

    #[test]
    fn folded_bytes_know_their_source() {
        let text = "Ünder the *Swiss*\u{a0}–\u{a0}U.S. Privacy\u{a0}Shield";
        let block = &blocks(text, Kind::Text)[0];
        let folded = Folded::new(text, block);
        let at = folded.text.find("privacy shield").unwrap();
        assert!(text.get(folded.source(at)..).unwrap().starts_with("Privacy"));
        assert!(folded.is_capital(at) && !folded.is_capital(at + 1));
    }

    #[test]
    fn a_wrapped_sentence_is_one() {
        let text = "We rely on the standard contractual clauses that the European\nCommission has adopted for the purpose of such transfers. Then we\nstop.";
        assert_eq!(fold(text).len(), 2);
    }
}
