//! A fact in a cell of a spreadsheet, and back. A cell shows texts as they are, lists as `a; b`, days and
//! numbers as themselves; whatever that cannot carry safely stands as TOML. So: a cell that begins with `"`,
//! `[` or `{` is TOML, everything else is what it looks like, and an empty cell is a fact left out.

use transfer_model::source::is_hidden;

use super::layout::{is_list, is_text};
use super::{Value, text};

/// The cell of a value under a key.
pub fn encode(key: &str, value: &Value) -> String {
    match value {
        Value::Text(words) if is_plain(key, words) => words.clone(),
        Value::Literal(literal) => literal.clone(),
        Value::List(items) if is_list(key) => joined(key, items).unwrap_or_else(|| text::line(value)),
        Value::Text(_) | Value::List(_) | Value::Table(_) => text::line(value),
    }
}

/// The value of a cell under a key; none: the cell is empty.
///
/// # Errors
///
/// Why the cell cannot be read.
pub fn decode(key: &str, cell: &str) -> Result<Option<Value>, String> {
    let cell = cell.trim();
    let cell = match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) => rest,
        _ => cell,
    };
    if cell.is_empty() {
        return Ok(None);
    }
    if cell.starts_with(TOML) {
        return Value::parse(cell).map(Some).map_err(|why| format!("it begins as TOML and is not: {why}"));
    }
    if is_list(key) {
        let items = cell.split(';').map(str::trim).filter(|item| !item.is_empty());
        return items
            .map(|item| self::item(key, item))
            .collect::<Result<_, _>>()
            .map(|items| Some(Value::List(items)));
    }
    let literal = cell.to_ascii_lowercase();
    Ok(Some(if is_text(key) {
        Value::text(cell)
    } else if is_literal(cell) {
        Value::Literal(cell.to_owned())
    } else if matches!(literal.as_str(), "true" | "false") {
        // Spreadsheets write their truth values in capitals.
        Value::Literal(literal)
    } else {
        Value::text(cell)
    }))
}

/// What makes a spreadsheet take a cell for a formula.
pub const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// What begins a cell in TOML.
const TOML: [char; 3] = ['"', '[', '{'];

/// Whether the text can stand in a cell as it is and come back the same, also through a program that takes
/// what looks like a number or a day for one.
fn is_plain(key: &str, words: &str) -> bool {
    !is_list(key)
        && is_quiet(words)
        && !words.starts_with(TOML)
        && !words.starts_with('\'')
        && !looks_like_number(words)
        && !matches!(words.to_ascii_lowercase().as_str(), "true" | "false" | "inf" | "nan")
}

/// Neither empty, nor with blanks at an end, nor with characters that do not survive.
fn is_quiet(words: &str) -> bool {
    let unsafe_char =
        |c: char| (c.is_control() && c != '\n') || is_hidden(c) || matches!(c, '\u{fffe}' | '\u{ffff}');
    !words.is_empty() && words.trim() == words && !words.contains(unsafe_char)
}

fn looks_like_number(words: &str) -> bool {
    is_literal(words)
        || (words.contains(|c: char| c.is_ascii_digit())
            && words.chars().all(|c| c.is_ascii_digit() || " .,:/-+%eE".contains(c)))
}

fn is_literal(words: &str) -> bool {
    matches!(Value::parse(words), Ok(Value::Literal(_)))
}

fn joined(key: &str, items: &[Value]) -> Option<String> {
    if items.is_empty() {
        return None;
    }
    let simple: Option<Vec<&str>> = items
        .iter()
        .map(|item| match item {
            Value::Literal(number) if key == "modules" && is_number(number) => Some(number.as_str()),
            Value::Text(words) if key != "modules" && is_simple(words) => Some(words.as_str()),
            Value::Text(_) | Value::Literal(_) | Value::List(_) | Value::Table(_) => None,
        })
        .collect();
    let cell = simple?.join("; ");
    // A cell that a spreadsheet would turn into a number or a truth value must not be one.
    let kept = key == "modules" || !(looks_like_number(&cell) || is_truth(&cell));
    kept.then_some(cell)
}

fn is_truth(words: &str) -> bool {
    matches!(words.to_ascii_lowercase().as_str(), "true" | "false")
}

fn is_simple(words: &str) -> bool {
    is_quiet(words) && !words.contains([';', '\n']) && !words.starts_with(TOML) && !words.starts_with('\'')
}

fn is_number(words: &str) -> bool {
    !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_digit())
}

fn item(key: &str, item: &str) -> Result<Value, String> {
    if item.starts_with(TOML) {
        return Err("a list with quotes or braces is written as TOML as a whole: [ … ]".to_owned());
    }
    Ok(if key == "modules" && is_number(item) { Value::Literal(item.to_owned()) } else { Value::text(item) })
}

#[cfg(test)]
mod tests {
    use super::{Value, decode, encode};

    fn back(key: &str, value: &Value, cell: &str) {
        assert_eq!(encode(key, value), cell);
        assert_eq!(decode(key, cell), Ok(Some(value.clone())), "{cell}");
    }

    #[test]
    fn cells_show_facts_plainly_and_lose_nothing() {
        let literal = |text: &str| Value::Literal(text.to_owned());
        back("name", &Value::text("Acme, Inc.; Boston"), "Acme, Inc.; Boston");
        back("name", &Value::text("2024"), "\"2024\"");
        back("name", &Value::text("1/2"), "\"1/2\"");
        back("name", &Value::text("TRUE"), "\"TRUE\"");
        back("name", &Value::text(" a"), "\" a\"");
        back("name", &Value::text(""), "\"\"");
        back("name", &Value::text("'quoted'"), "\"'quoted'\"");
        back("name", &Value::text("[x]"), "\"[x]\"");
        back("name", &Value::text("=1+1"), "=1+1");
        back("since", &literal("2021-01-07"), "2021-01-07");
        back("hr", &literal("true"), "true");
        back("share", &literal("60.50"), "60.50");
        back("data", &Value::texts(["contact", "staff"]), "contact; staff");
        back("data", &Value::texts(["contact"]), "contact");
        back("data", &Value::List(Vec::new()), "[]");
        back("purposes", &Value::texts(["a; b", "c"]), "[\"a; b\", \"c\"]");
        back("annexes", &Value::texts(["1"]), "[\"1\"]");
        back("modules", &Value::List(vec![literal("1"), literal("2")]), "1; 2");
        back("representative", &Value::Table(vec![("EU".to_owned(), Value::text("x"))]), "{ EU = \"x\" }");
        back("data", &Value::text("not a list"), "\"not a list\"");
    }

    #[test]
    fn hands_may_write_what_they_mean() {
        assert_eq!(decode("hr", "TRUE"), Ok(Some(Value::Literal("true".to_owned()))));
        assert_eq!(decode("name", "2024"), Ok(Some(Value::text("2024"))));
        assert_eq!(decode("name", "'=1+1"), Ok(Some(Value::text("=1+1"))));
        assert_eq!(decode("data", " a ;b; "), Ok(Some(Value::texts(["a", "b"]))));
        assert_eq!(decode("name", "  "), Ok(None));
        assert!(decode("data", "[\"a\"").is_err());
        assert!(decode("data", "a; \"b\"").is_err());
    }
}
