//! Where sentences end: a full stop may be that of an abbreviation, of a day before its month, or of both an abbreviation
//! and a sentence.

use super::Folded;

/// A longer sentence is cut at the next space, so that no sentence costs too much.
const SENTENCE: usize = 2_400;

impl Folded {
    /// Cuts after full stops that are none of an abbreviation, and where a sentence grows too long.
    pub(super) fn sentences(&mut self) {
        let bytes = self.text.as_bytes();
        let mut cuts = std::mem::take(&mut self.cuts);
        cuts.retain(|cut| *cut < self.text.len());
        cuts.push(0);
        for at in memchr::memchr3_iter(b'.', b'!', b'?', bytes) {
            let mut next = at.saturating_add(1);
            while bytes.get(next).is_some_and(|b| matches!(b, b'"' | b'\'' | b')')) {
                next = next.saturating_add(1);
            }
            if bytes.get(next) != Some(&b' ') {
                continue;
            }
            let begin = next.saturating_add(1);
            if bytes.get(at) == Some(&b'.') && !self.closes(at, begin) {
                continue;
            }
            cuts.push(begin);
        }
        cuts.sort_unstable();
        cuts.dedup();
        let mut all = Vec::with_capacity(cuts.len());
        let ends = cuts.iter().skip(1).copied().chain(std::iter::once(bytes.len()));
        for (start, end) in cuts.iter().copied().zip(ends) {
            let mut start = start;
            all.push(start);
            while end.saturating_sub(start) > SENTENCE {
                let from = start.saturating_add(SENTENCE);
                let space = bytes.get(from..end).and_then(|rest| rest.iter().position(|b| *b == b' '));
                let Some(space) = space else { break };
                start = from.saturating_add(space).saturating_add(1);
                all.push(start);
            }
        }
        self.cuts = all;
    }

    /// Whether the full stop at `at` closes a sentence, the next beginning at `begin`.
    fn closes(&self, at: usize, begin: usize) -> bool {
        let head = self.text.get(..at).unwrap_or("");
        let from = head.rfind([' ', '(', '"']).map_or(0, |space| space.saturating_add(1));
        let word = head.get(from..).unwrap_or("");
        let word = word.strip_prefix("l'").or_else(|| word.strip_prefix("d'")).unwrap_or(word);
        let next = self.text.get(begin..).unwrap_or("");
        let next_word = next.split([' ', ',']).next().unwrap_or("");
        let starts = next
            .char_indices()
            .find(|(_, c)| c.is_alphanumeric())
            .is_some_and(|(i, c)| self.is_capital(begin.saturating_add(i)) || c.is_ascii_digit());
        if !starts {
            return false;
        }
        if word == "usa" {
            return true;
        }
        // A day before the name of its month, as German writes it, or a slip for a comma before the year.
        let day = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        let year = next_word.trim_end_matches('.');
        let year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
        if day && (MONTHS.contains(&next_word) || year) {
            return false;
        }
        // An initial, and not the bracket behind a quoted name.
        let initial = word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphanumeric());
        if initial || matches!(word, "e.g" | "i.e" | "z.b" | "d.h" | "u.a" | "inc" | "corp" | "ltd") {
            return STARTERS.contains(&next_word);
        }
        !ABBREVIATIONS.contains(&word)
    }
}

/// Words after which a full stop closes nothing.
const ABBREVIATIONS: &[&str] = &[
    "art", "arts", "no", "nos", "sec", "para", "vs", "st", "mr", "ms", "mrs", "dr", "cf", "ca", "bzw", "abs",
    "nr", "lit", "ggf", "vgl", "etc", "inkl", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
    "oct", "nov", "dec", "co", "eu",
];

/// Names of months that a day with a full stop may stand before.
const MONTHS: &[&str] = &[
    "januar",
    "februar",
    "marz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
];

/// Words that begin a sentence after an abbreviation.
pub(super) const STARTERS: &[&str] = &[
    "the", "we", "if", "in", "to", "for", "this", "you", "our", "however", "these", "it", "with", "when",
    "as", "although", "while", "where", "please", "such", "any", "by", "on", "wir", "die", "der", "das",
    "nous", "les", "le", "la", "under", "pursuant", "your",
];
