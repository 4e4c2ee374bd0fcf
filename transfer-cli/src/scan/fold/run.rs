//! The runs of a text that need no change but small letters, which is most of it: taken over at once, with a table of what
//! each byte asks for in place of a guess at a branch.

use super::{Folded, offset};

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

impl Folded {
    /// Takes over the beginning of a text that needs no change but small letters, and says how long it was.
    pub(super) fn plain(&mut self, rest: &str, from: usize, previous: char) -> usize {
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
}

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
