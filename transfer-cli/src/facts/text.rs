//! Facts as TOML: one line where it fits, one entry a line where it does not. What is written reads back as the
//! same facts, whatever characters the texts hold.

use transfer_model::source::is_hidden;

use super::{Value, layout};

/// Longest value on one line.
const WIDE: usize = 100;

/// A text in quotes.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len().saturating_add(2));
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || is_hidden(c) => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A key, in quotes where it needs them.
pub fn key(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if bare { key.to_owned() } else { quote(key) }
}

/// A value on one line.
pub fn line(value: &Value) -> String {
    match value {
        Value::Text(text) => quote(text),
        Value::Literal(literal) => literal.clone(),
        Value::List(items) => format!("[{}]", items.iter().map(line).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Table(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by_key(|(name, _)| layout::inner_rank(name));
            let entries: Vec<_> =
                entries.iter().map(|(name, value)| format!("{} = {}", key(name), line(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// A value, with a long list's entries each on a line of its own.
pub fn block(value: &Value) -> String {
    let whole = line(value);
    match value {
        Value::List(items) if whole.len() > WIDE && items.len() > 1 => {
            let items: Vec<_> = items.iter().map(|item| format!("  {},\n", line(item))).collect();
            format!("[\n{}]", items.concat())
        }
        Value::Text(_) | Value::Literal(_) | Value::List(_) | Value::Table(_) => whole,
    }
}

/// A comment: each line of the text behind `#`, control characters shown.
pub fn comment(text: &str) -> String {
    let mut comment = String::new();
    for line in text.lines() {
        comment.push_str("# ");
        comment.push_str(&crate::render::text::clean(line));
        comment.push('\n');
    }
    comment
}

#[cfg(test)]
mod tests {
    use super::{Value, block, key, line, quote};

    #[test]
    fn what_is_written_reads_back() {
        let nasty = "a\"b\\c\nd\re\tf\u{0}g\u{7f}h\u{202e}i\u{feff}é日";
        let values = [
            Value::text(nasty),
            Value::text(""),
            Value::Literal("2021-01-07".to_owned()),
            Value::List(vec![Value::text(nasty), Value::List(Vec::new()), Value::Table(Vec::new())]),
            Value::Table(vec![(nasty.to_owned(), Value::Literal("true".to_owned()))]),
            Value::texts((0..40).map(|at| format!("item {at}"))),
        ];
        for value in values {
            assert_eq!(Value::parse(&line(&value)), Ok(value.clone()));
            assert_eq!(Value::parse(&block(&value)), Ok(value));
        }
    }

    #[test]
    fn plain_things_stay_plain() {
        assert_eq!(quote("Acme, Inc."), "\"Acme, Inc.\"");
        assert_eq!(key("next_due"), "next_due");
        assert_eq!(key("acme.in"), "\"acme.in\"");
    }
}
