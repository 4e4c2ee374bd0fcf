//! Marks that are no words: addresses, targets of links, notes, tags, character references, accents. Each looks at the
//! beginning of a text and says how long it is, within bounds, so that no text costs too much.

/// Longest link target, tag or character reference looked for.
const TARGET: usize = 2_000;

pub(super) fn address(rest: &str) -> bool {
    let begins = |word: &str| {
        let head = rest.as_bytes().get(..word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
    };
    begins("http://") || begins("https://") || begins("www.")
}

pub(super) fn path(rest: &str) -> bool {
    rest.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || c == '/')
}

/// The length of an address: up to a space or a closing mark.
pub(super) fn target(rest: &str) -> usize {
    rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '<' | ']' | '|' | '"' | '“' | '”'))
        .unwrap_or(rest.len())
}

/// The length of the number of a note, `[12]`, its brackets escaped or not.
pub(super) fn note(rest: &str) -> Option<usize> {
    let inner = rest.trim_start_matches('\\').strip_prefix('[')?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let after = inner.get(digits..)?;
    let close = after.trim_start_matches('\\').strip_prefix(']')?;
    // `[2](#two)` is a link with a number for its text, and as good as a note.
    (1..=3).contains(&digits).then(|| rest.len().saturating_sub(close.len()))
}

/// Whether a text begins with a word, and not only with the letter of an ending: "[clause](…)s".
pub(super) fn word(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_some_and(char::is_alphabetic)
}

/// The length of `](…)`, its brackets balanced.
pub(super) fn link(rest: &str) -> Option<usize> {
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
pub(super) fn tag(rest: &str) -> Option<(usize, bool)> {
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
pub(super) fn reference(rest: &str) -> Option<(usize, &'static str)> {
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
pub(super) fn plain(c: char) -> Option<&'static str> {
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
