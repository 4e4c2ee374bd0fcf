//! Texts made safe for XML: markup is escaped, and characters that XML 1.0 cannot hold, or that hide or turn
//! text, are shown as escapes.

use crate::render::text::clean;

/// The text for an element or an attribute in double quotes.
pub(super) fn escape(text: &str) -> String {
    let text = clean(text);
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn no_text_is_markup() {
        let hostile = "</title><script>alert(\"1\")</script>&'\u{0}\u{202e}\u{ffff}";
        let safe = "&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;\\u{0}\\u{202e}\\u{ffff}";
        assert_eq!(escape(hostile), safe);
    }
}
