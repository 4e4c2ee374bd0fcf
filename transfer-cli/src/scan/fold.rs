//! A block becomes plain lower-case words: marks of Markdown, link targets, accents and odd spaces gone, country
//! abbreviations made one word, cut into sentences. Every folded byte knows the byte of the source it came from.

use std::ops::Range;

use super::view::Block;

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

/// What a byte asks for when it is taken over.
mod kind {
    /// A small letter or a figure: nothing.
    pub(super) const LETTER: u8 = 0;
    /// A small letter instead.
    pub(super) const CAPITAL: u8 = 1;
    /// A letter, small or not, with which an address or the name of a country may begin.
    pub(super) const TELLING: u8 = 2;
    /// A mark that is kept.
    pub(super) const MARK: u8 = 3;
    /// One space, not two.
    pub(super) const SPACE: u8 = 4;
    /// A closer look.
    pub(super) const OTHER: u8 = 5;

    pub(super) const fn of(byte: u8) -> u8 {
        match byte {
            b'h' | b'w' | b'u' | b'H' | b'W' | b'U' | b'E' => TELLING,
            b'a'..=b'z' | b'0'..=b'9' => LETTER,
            b'A'..=b'Z' => CAPITAL,
            b' ' => SPACE,
            b'!' | b'"' | b'$' | b'%' | b'\'' | b'(' | b')' | b'+' | b',' | b'-' | b'.' | b':' | b';'
            | b'=' | b'?' | b'@' | b'^' | b'{' | b'}' => MARK,
            _ => OTHER,
        }
    }
}

/// The kinds by byte: looked up, since every byte of what is folded asks for its own.
static KINDS: [u8; 256] = {
    let mut kinds = [kind::OTHER; 256];
    let (mut rest, mut byte) = (kinds.as_mut_slice(), 0u8);
    while let Some((first, more)) = rest.split_first_mut() {
        *first = kind::of(byte);
        rest = more;
        byte = byte.wrapping_add(1);
    }
    kinds
};

/// After what a byte stands, and what it is then after. By kind, so that no byte costs a guess at a branch.
const WORD: u8 = 1;
const GAP: u8 = 2;
const STOP: u8 = 4;
static NEXT: [[u8; 8]; 4] = [
    // After a mark.
    [WORD, WORD, STOP, 0, GAP, STOP, STOP, STOP],
    // In a word.
    [WORD, WORD, WORD, 0, GAP, STOP, STOP, STOP],
    // After a space.
    [WORD, WORD, STOP, 0, STOP, STOP, STOP, STOP],
    // After a space, the word before which was left out.
    [WORD, WORD, WORD, 0, STOP, STOP, STOP, STOP],
];

/// Whether a telling letter tells nothing, by the byte after it: neither `http` nor `www` nor a country follows.
fn ordinary(byte: u8, after: Option<&u8>) -> bool {
    let after = after.copied().unwrap_or(b' ');
    match byte {
        b'h' | b'H' => !matches!(after, b't' | b'T'),
        b'w' | b'W' => !matches!(after, b'w' | b'W'),
        b'u' => after != b'.',
        b'U' | b'E' => !matches!(after, b'.' | b'S' | b'U'),
        _ => false,
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A longer sentence is cut at the next space, so that no sentence costs too much.
const SENTENCE: usize = 2_400;
/// Longest link target, tag or character reference looked for.
const TARGET: usize = 2_000;

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

    /// Takes over the beginning of a text that needs no change but small letters, and says how long it was.
    fn plain(&mut self, rest: &str, from: usize, previous: char) -> usize {
        let start = self.text.len();
        let space = self.text.is_empty() || self.text.ends_with(' ');
        let mut state = if previous.is_alphanumeric() { WORD } else { 0 } | if space { GAP } else { 0 };
        let mut length = 0usize;
        let bytes = rest.as_bytes();
        for byte in bytes {
            let kind = KINDS.get(usize::from(*byte)).copied().unwrap_or(kind::OTHER);
            let row = NEXT.get(usize::from(state)).and_then(|row| row.get(usize::from(kind)));
            let next = row.copied().unwrap_or(STOP);
            let after = length.saturating_add(1);
            state = if next != STOP {
                next
            } else if kind == kind::TELLING && ordinary(*byte, bytes.get(after)) {
                WORD
            } else {
                break;
            };
            length = after;
        }
        if let Some(run) = rest.get(..length).filter(|run| !run.is_empty()) {
            self.run(start, from);
            self.text.push_str(run);
            let capitals = run.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_uppercase());
            self.capitals.extend(capitals.map(|(at, _)| offset(start.saturating_add(at))));
            if let Some(run) = self.text.get_mut(start..) {
                run.make_ascii_lowercase();
            }
        }
        length
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
                    // A link that stands against a number is a word of its own.
                    None if c == '[' && previous.is_ascii_digit() => self.space(here),
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

    /// Cuts after full stops that are none of an abbreviation, and where a sentence grows too long.
    fn sentences(&mut self) {
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
        // A day before the name of its month, as German writes it.
        if word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()) && MONTHS.contains(&next_word) {
            return false;
        }
        if word.len() == 1 || matches!(word, "e.g" | "i.e" | "z.b" | "d.h" | "u.a" | "inc" | "corp" | "ltd") {
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
const STARTERS: &[&str] = &[
    "the", "we", "if", "in", "to", "for", "this", "you", "our", "however", "these", "it", "with", "when",
    "as", "although", "while", "where", "please", "such", "any", "by", "on", "wir", "die", "der", "das",
    "nous", "les", "le", "la", "under", "pursuant", "your",
];

/// Words that go with "the U.S." and do not begin a sentence.
const FEDERAL: &[&str] = &[
    "department",
    "federal",
    "government",
    "privacy",
    "safe",
    "data",
    "secretary",
    "congres",
    "supreme",
    "dpf",
    "citizen",
    "compan",
    "company",
    "custom",
    "person",
    "law",
    "ftc",
    "commerce",
    "treasury",
    "constitution",
    "national",
    "attorney",
    "patriot",
    "foreign",
    "court",
    "and",
    "or",
    "swi",
    "eu",
    "-",
    "–",
    "dot",
    "state",
    "consumer",
];

fn address(rest: &str) -> bool {
    let begins = |word: &str| {
        let head = rest.as_bytes().get(..word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
    };
    begins("http://") || begins("https://") || begins("www.")
}

fn path(rest: &str) -> bool {
    rest.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || c == '/')
}

/// The length of an address: up to a space or a closing mark.
fn target(rest: &str) -> usize {
    rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '<' | ']' | '|' | '"' | '“' | '”'))
        .unwrap_or(rest.len())
}

/// The length of the number of a note, `[12]`, its brackets escaped or not.
fn note(rest: &str) -> Option<usize> {
    let inner = rest.trim_start_matches('\\').strip_prefix('[')?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let after = inner.get(digits..)?;
    let close = after.trim_start_matches('\\').strip_prefix(']')?;
    // `[2](#two)` is a link with a number for its text, and as good as a note.
    (1..=3).contains(&digits).then(|| rest.len().saturating_sub(close.len()))
}

/// The length of `](…)`, its brackets balanced.
fn link(rest: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in rest.bytes().enumerate().take(TARGET) {
        match byte {
            b'(' => depth = depth.saturating_add(1),
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at.saturating_add(1));
                }
            }
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

/// The length of a tag, and whether it breaks the text.
fn tag(rest: &str) -> Option<(usize, bool)> {
    let first = rest.chars().nth(1)?;
    if !(first.is_ascii_alphabetic() || first == '/' || first == '!') {
        return None;
    }
    let end = rest.bytes().take(TARGET).position(|byte| byte == b'>')?.saturating_add(1);
    let inside = rest.get(1..end)?;
    let name: String =
        inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    let breaks =
        matches!(name.to_ascii_lowercase().as_str(), "br" | "p" | "li" | "ul" | "ol" | "td" | "tr" | "div");
    Some((end, breaks))
}

/// A character reference: its length and the folded text.
fn reference(rest: &str) -> Option<(usize, &'static str)> {
    let end = rest.bytes().take(12).position(|byte| byte == b';')?;
    let name = rest.get(1..end)?;
    let length = end.saturating_add(1);
    let text = match name {
        "amp" | "AMP" | "#38" => "&",
        "nbsp" | "#160" | "#xa0" | "#xA0" | "ensp" | "emsp" | "thinsp" => " ",
        "quot" | "ldquo" | "rdquo" | "laquo" | "raquo" | "bdquo" | "#34" | "#8220" | "#8221" => "\"",
        "apos" | "lsquo" | "rsquo" | "#39" | "#8217" | "#8216" | "#x27" => "'",
        "ndash" | "mdash" | "minus" | "#8211" | "#8212" | "#8209" => "-",
        "szlig" => "ss",
        "oelig" => "oe",
        "shy" | "zwnj" | "zwj" => "",
        "lt" | "gt" | "bull" | "middot" => " ",
        _ => accented(name)?,
    };
    Some((length, text))
}

/// The letter of a reference such as `eacute` or `#233`.
fn accented(name: &str) -> Option<&'static str> {
    const ENDS: [&str; 9] = ["acute", "grave", "circ", "uml", "cedil", "tilde", "ring", "slash", "caron"];
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return plain(char::from_u32(code)?);
    }
    let letter = name.get(..1)?;
    ENDS.contains(&name.get(1..)?).then(|| plain_letter(letter)).flatten()
}

fn plain_letter(letter: &str) -> Option<&'static str> {
    const LETTERS: &[&str] = &["a", "c", "e", "i", "n", "o", "s", "u", "y", "z"];
    let small = letter.to_ascii_lowercase();
    LETTERS.iter().find(|known| **known == small).copied()
}

/// The base letter of a Latin letter with a mark.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'À'..='Å' | 'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'ć' | 'č' => "c",
        'È'..='Ë' | 'è'..='ë' | 'ē' | 'ę' | 'ě' => "e",
        'Ì'..='Ï' | 'ì'..='ï' | 'ī' | 'ı' => "i",
        'Ñ' | 'ñ' | 'ń' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'Œ' | 'œ' => "oe",
        'Ù'..='Ü' | 'ù'..='ü' | 'ū' | 'ű' => "u",
        'Ý' | 'ý' | 'ÿ' => "y",
        'ß' => "ss",
        'ś' | 'š' | 'Š' => "s",
        'ź' | 'ż' | 'ž' | 'Ž' => "z",
        _ => return None,
    })
}

/// The length of the United States' abbreviation, written in capitals.
fn states(rest: &str, place: bool) -> Option<usize> {
    const FORMS: [&str; 8] = ["U.S.A.", "U.S.A", "U. S.", "U.S.", "U.S", "USA", "US", "u.s."];
    // The last full stop may be that of the sentence; it is then left to it.
    let form = FORMS.iter().find(|form| rest.starts_with(**form))?;
    let after = rest.get(form.len()..)?;
    if after.chars().next().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let next = after.trim_start().split([' ', ',']).next().unwrap_or("");
    let capital = next.chars().next().is_some_and(char::is_uppercase);
    let small = next.to_lowercase();
    let starts = capital
        && (STARTERS.contains(&small.as_str())
            || place && !FEDERAL.contains(&small.trim_end_matches(['.', '\'', 's'])));
    let closing = form.ends_with('.') && (next.is_empty() || starts);
    Some(if closing { form.len().saturating_sub(1) } else { form.len() })
}

/// The Union's and the Kingdom's abbreviations with full stops.
fn union(rest: &str) -> Option<(usize, &'static str)> {
    for (form, word) in [("E.U.", "eu"), ("EU.-", "eu-"), ("U.K.", "uk"), ("E.E.A.", "eea")] {
        if rest.starts_with(form) {
            return Some((form.len(), word));
        }
    }
    None
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
