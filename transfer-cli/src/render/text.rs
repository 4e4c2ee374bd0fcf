//! Texts made safe: control characters and characters that hide or turn text are shown, not sent.

use std::borrow::Cow;

use transfer_model::assess::{FlowResult, Verdict};
use transfer_model::compare::Answer;
use transfer_model::source::is_hidden;
use unicode_width::UnicodeWidthStr as _;

/// The text with control and direction characters shown as escapes, for terminals and logs.
pub fn clean(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    clean_into(text, &mut safe);
    safe
}

/// The same, put at the end of another text.
pub fn clean_into(text: &str, safe: &mut String) {
    if is_plain(text) {
        safe.push_str(text);
        return;
    }
    let mut kept = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_control() || is_hidden(*c)) {
        safe.push_str(text.get(kept..at).unwrap_or_default());
        safe.extend(c.escape_unicode());
        kept = at.saturating_add(c.len_utf8());
    }
    safe.push_str(text.get(kept..).unwrap_or_default());
}

/// Whether a text has nothing but the signs of ASCII that are seen, and blanks: each takes a byte and a column.
pub fn is_plain(text: &str) -> bool {
    text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'))
}

/// The text with each character that hides or turns text shown as one that is seen, so that columns stay. Plain
/// control characters are left to the drawing, which has signs of its own for them.
pub fn seen(text: &str) -> Cow<'_, str> {
    let hides = |c: char| matches!(c, '\u{80}'..='\u{9f}') || is_hidden(c);
    if text.chars().any(hides) { Cow::Owned(text.replace(hides, "\u{fffd}")) } else { Cow::Borrowed(text) }
}

/// The text, cut to a number of characters.
pub fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// A text made safe and cut to a number of characters, put at the end of another.
pub fn brief_into(text: &str, most: usize, safe: &mut String) {
    if text.len() <= most && is_plain(text) {
        safe.push_str(text);
    } else {
        safe.push_str(&short(&clean(text), most));
    }
}

/// Until when a flow stands: its last day and what comes then; `-` where no end is known. Of a flow that does not stand,
/// what comes and when.
pub fn until(result: &FlowResult) -> String {
    let Some(next) = result.next else { return "-".to_owned() };
    let then = next.verdict.map_or("over", Verdict::name);
    if result.verdict.stands() {
        format!("{}, then {then}", next.day.previous())
    } else {
        format!("- ({then} from {})", next.day)
    }
}

/// An answer under a regime: the verdict, and what carries it; then the data items that have another.
pub fn said(answer: Option<&Answer>) -> String {
    let Some(answer) = answer else { return "does not bind".to_owned() };
    let one = |verdict: Verdict, by: Option<&String>| match by {
        None => verdict.name().to_owned(),
        Some(by) => format!("{} by {}", verdict.name(), clean(by)),
    };
    let mut text = one(answer.verdict, answer.mechanism.as_ref());
    for (at, (data, item)) in answer.data.iter().enumerate() {
        text.push_str(if at == 0 { "; data " } else { ", " });
        text.push_str(&format!("`{}` {}", clean(data), one(item.verdict, item.mechanism.as_ref())));
    }
    text
}

/// Widest line, in columns, where an id does not make it wider.
const WIDEST: usize = 110;

/// A list after its head, in lines that are not too wide.
pub fn wrapped(head: &str, indent: usize, items: &[&str], between: &str) -> String {
    let mut text = String::new();
    let mut line = head.to_owned();
    let mut begun = false;
    for (at, item) in items.iter().enumerate() {
        let item = clean(item);
        if begun && line.width().saturating_add(item.width()) > WIDEST {
            text.push_str(line.trim_end());
            text.push('\n');
            line = " ".repeat(indent);
        }
        line.push_str(&item);
        if at.saturating_add(1) < items.len() {
            line.push_str(between);
        }
        begun = true;
    }
    text.push_str(line.trim_end());
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::{clean, seen, short};

    #[test]
    fn nothing_reaches_the_terminal_unseen() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\u{7}"), "a\\u{1b}[31mb\\u{202e}c\\u{7}");
        assert_eq!(clean("Société Générale 日本"), "Société Générale 日本");
        assert_eq!(short("abcdef", 4), "abc…");
    }

    #[test]
    fn what_hides_is_seen_and_keeps_its_column() {
        let text = "id = \"a\u{9b}31m\u{200b}\u{e0041}b\"";
        assert_eq!(seen(text), "id = \"a\u{fffd}31m\u{fffd}\u{fffd}b\"");
        assert_eq!(seen(text).chars().count(), text.chars().count());
        assert_eq!(seen("plain é"), "plain é");
    }
}
