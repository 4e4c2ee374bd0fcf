//! How wide a text is, before anyone draws it. The font is not known, so widths are those of wide fonts
//! (Verdana and its like), and a text that fits here fits everywhere.

use unicode_width::UnicodeWidthChar as _;

use crate::render::text::{clean, short};

/// The fonts asked for.
pub(super) const FONT: &str = "Verdana, DejaVu Sans, Arial, Helvetica, sans-serif";

/// Characters looked at in a text; the rest cannot fit.
const LOOKED_AT: usize = 400;

/// Width of a character in hundredths of the font's size.
fn hundredths(c: char) -> i32 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' | ' ' | '·' => 37,
        'f' | 'r' | 't' | '-' | '(' | ')' | '[' | ']' | '/' | '"' | 'I' | 'J' => 47,
        'm' | 'M' | 'w' | 'W' | '@' | '%' | '…' | '&' => 102,
        'a'..='z' | '0'..='9' => 65,
        c if c.is_ascii() => 83,
        c => match c.width() {
            Some(0) => 0,
            Some(1) => 85,
            _ => 105,
        },
    }
}

/// Width of a text in pixels, rounded up.
pub(super) fn width(text: &str, size: i32, bold: bool) -> i32 {
    let sum: i32 = text.chars().map(hundredths).sum();
    let sum = if bold { sum * 115 / 100 } else { sum };
    (sum * size + 99) / 100
}

/// The text made safe and cut to a width. Marks stacked on one letter are cut to two.
pub(super) fn fit(text: &str, size: i32, bold: bool, most: i32) -> String {
    let text = clean(&short(text, LOOKED_AT));
    let mut plain = String::new();
    let mut stacked = 0;
    for c in text.chars() {
        stacked = if hundredths(c) == 0 { stacked + 1 } else { 0 };
        if stacked <= 2 {
            plain.push(c);
        }
    }
    if width(&plain, size, bold) <= most {
        return plain;
    }
    let mut cut = String::new();
    for c in plain.chars() {
        cut.push(c);
        cut.push('…');
        let fits = width(&cut, size, bold) <= most;
        cut.pop();
        if !fits {
            cut.pop();
            break;
        }
    }
    format!("{}…", cut.trim_end())
}

/// The text in two lines at most, broken between words where that is possible.
pub(super) fn two_lines(text: &str, size: i32, bold: bool, most: i32) -> Vec<String> {
    let whole = fit(text, size, bold, most.saturating_mul(2));
    if width(&whole, size, bold) <= most {
        return vec![whole];
    }
    let mut first = String::new();
    let mut rest = whole.as_str();
    while let Some((word, after)) = rest.split_once(' ') {
        let longer = if first.is_empty() { word.to_owned() } else { format!("{first} {word}") };
        if width(&longer, size, bold) > most {
            break;
        }
        first = longer;
        rest = after;
    }
    if first.is_empty() {
        return vec![fit(&whole, size, bold, most)];
    }
    vec![first, fit(rest, size, bold, most)]
}

#[cfg(test)]
mod tests {
    use super::{fit, two_lines, width};

    #[test]
    fn a_text_is_cut_to_its_box() {
        assert_eq!(fit("Acme", 12, true, 100), "Acme");
        let cut = fit(&"A".repeat(10_000), 12, true, 100);
        assert!(cut.ends_with('…') && width(&cut, 12, true) <= 100, "{cut}");
        assert_eq!(fit(&format!("e{}", "\u{301}".repeat(500)), 12, false, 100), "e\u{301}\u{301}…");
        assert!(width(&fit(&"日".repeat(50), 12, false, 100), 12, false) <= 100);
    }

    #[test]
    fn a_name_takes_two_lines() {
        let lines = two_lines("Example Holdings International Limited", 12, true, 180);
        assert_eq!(lines, ["Example Holdings", "International Limited"]);
        for line in two_lines(&"Verylongword ".repeat(20), 12, true, 180) {
            assert!(width(&line, 12, true) <= 180, "{line}");
        }
    }
}
