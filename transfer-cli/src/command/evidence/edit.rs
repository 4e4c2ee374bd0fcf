//! One edit of a register's text: the value of `evidence` of one row put in or replaced, every other byte
//! left as it is.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where a row stands: in a table, by its id; of an entry in a scheme its party's, and its position there.
pub(super) struct Home<'h> {
    pub(super) table: &'h str,
    pub(super) id: &'h str,
    pub(super) entry: Option<usize>,
}

/// The text with `evidence = VALUE` for the row; none where no place for it is plain to see.
pub(super) fn put(text: &str, home: &Home<'_>, value: &str) -> Option<String> {
    let root = DeTable::parse(text).ok()?;
    let rows = root.get_ref().get(home.table)?;
    let DeValue::Array(rows) = rows.get_ref() else { return None };
    let (table, whole) = rows.iter().find_map(|item| {
        let DeValue::Table(table) = item.get_ref() else { return None };
        let found = matches!(table.get("id")?.get_ref(), DeValue::String(known) if known == home.id);
        found.then(|| (table, item.span()))
    })?;
    let Some(at) = home.entry else { return put_into(text, table, &whole, "id", value) };
    let DeValue::Array(entries) = table.get("certifications")?.get_ref() else { return None };
    let entry = entries.get(at)?;
    let DeValue::Table(table) = entry.get_ref() else { return None };
    put_into(text, table, &entry.span(), "scheme", value)
}

/// The text with it in a row that has this key.
fn put_into(text: &str, table: &DeTable<'_>, whole: &Range<usize>, key: &str, value: &str) -> Option<String> {
    if let Some(old) = table.get("evidence") {
        return in_braces(text, &old.span()).then(|| splice(text, old.span(), value))?;
    }
    let last = table.iter().filter_map(|(_, value)| end_of(text, value)).max()?;
    if in_braces(text, whole) {
        return splice(text, last..last, &format!(", evidence = {value}"));
    }
    // On a line of its own after the last value, a comment behind that one left where it is.
    let (ending, line_end) = match text.get(last..)?.find('\n') {
        Some(at) => {
            let end = last.checked_add(at)?;
            let ending = if text.get(..end)?.ends_with('\r') { "\r\n" } else { "\n" };
            (ending, Some(end.checked_add(1)?))
        }
        None => ("\n", None),
    };
    let key = table.iter().find(|(known, _)| known.get_ref() == key).map(|(known, _)| known.span().start)?;
    let indent = indent(text, key)?;
    match line_end {
        Some(at) => splice(text, at..at, &format!("{indent}evidence = {value}{ending}")),
        None => Some(format!("{text}{ending}{indent}evidence = {value}{ending}")),
    }
}

/// Where a value of the table itself ends; none for tables with a header of their own and dotted keys.
fn end_of(text: &str, value: &Spanned<DeValue<'_>>) -> Option<usize> {
    let span = value.span();
    let own = match value.get_ref() {
        DeValue::Table(_) => in_braces(text, &span),
        DeValue::Array(items) => items.iter().all(|item| match item.get_ref() {
            DeValue::Table(_) => in_braces(text, &item.span()),
            _ => true,
        }),
        _ => true,
    };
    own.then_some(span.end)
}

fn in_braces(text: &str, span: &Range<usize>) -> bool {
    text.get(span.clone()).is_some_and(|written| written.starts_with('{'))
}

fn indent(text: &str, key: usize) -> Option<&str> {
    let before = text.get(..key)?;
    let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    before.get(start..).filter(|indent| indent.chars().all(char::is_whitespace))
}

fn splice(text: &str, at: Range<usize>, with: &str) -> Option<String> {
    Some(format!("{}{with}{}", text.get(..at.start)?, text.get(at.end..)?))
}

#[cfg(test)]
mod tests {
    use super::{Home, put};

    const ROW: Home<'static> = Home { table: "instrument", id: "x", entry: None };

    #[test]
    fn only_the_one_place_changes() {
        for (before, after) in [
            (
                "# a\n[[instrument]]\nid = \"x\"   # the id\nkind = \"dpa\" # last\n\n[[flow]]\nid = \"f\"\n",
                "# a\n[[instrument]]\nid = \"x\"   # the id\nkind = \"dpa\" # last\nevidence = V\n\n[[flow]]\nid = \"f\"\n",
            ),
            ("[[instrument]]\r\n  id = \"x\"\r\n", "[[instrument]]\r\n  id = \"x\"\r\n  evidence = V\r\n"),
            ("[[instrument]]\nid = \"x\"", "[[instrument]]\nid = \"x\"\nevidence = V\n"),
            (
                "[[instrument]]\nid = \"x\"\nannexes = [\n  \"I\", # one\n]\n[instrument.subprocessors]\nlisted = []\n",
                "[[instrument]]\nid = \"x\"\nannexes = [\n  \"I\", # one\n]\nevidence = V\n[instrument.subprocessors]\nlisted = []\n",
            ),
            (
                "instrument = [{ id = \"y\" }, { id = \"x\", modules = [2] }]\n",
                "instrument = [{ id = \"y\" }, { id = \"x\", modules = [2], evidence = V }]\n",
            ),
            (
                "[[instrument]]\nid = \"x\"\nevidence = { file = \"old\" } # kept\nsigned = 2021-01-01\n",
                "[[instrument]]\nid = \"x\"\nevidence = V # kept\nsigned = 2021-01-01\n",
            ),
            (
                "[[instrument]]\nid = \"x\"\n[[instrument.filings]]\nwith = \"a\"\n",
                "[[instrument]]\nid = \"x\"\nevidence = V\n[[instrument.filings]]\nwith = \"a\"\n",
            ),
        ] {
            assert_eq!(put(before, &ROW, "V").as_deref(), Some(after), "{before}");
        }
        for none in [
            "[[instrument]]\nid = \"y\"\n",
            "[[instrument]]\nid = \"x\"\n[instrument.evidence]\nfile = \"a\"\n",
            "not toml",
        ] {
            assert_eq!(put(none, &ROW, "V"), None, "{none}");
        }
    }

    #[test]
    fn an_entry_is_found_by_its_place_in_its_party() {
        let second = Home { table: "party", id: "x", entry: Some(1) };
        for (before, after) in [
            (
                "[[party]]\nid = \"x\"\ncertifications = [\n  { scheme = \"ipv\" },\n  { scheme = \"dpf\" }, # listed\n]\n",
                "[[party]]\nid = \"x\"\ncertifications = [\n  { scheme = \"ipv\" },\n  { scheme = \"dpf\", evidence = V }, # listed\n]\n",
            ),
            (
                "[[party]]\nid = \"x\"\ncertifications = [{ scheme = \"ipv\" }, { evidence = { file = \"old\" }, scheme = \"dpf\" }]\n",
                "[[party]]\nid = \"x\"\ncertifications = [{ scheme = \"ipv\" }, { evidence = V, scheme = \"dpf\" }]\n",
            ),
            (
                "[[party]]\nid = \"x\"\n[[party.certifications]]\nscheme = \"ipv\"\n[[party.certifications]]\nscheme = \"dpf\"\n",
                "[[party]]\nid = \"x\"\n[[party.certifications]]\nscheme = \"ipv\"\n[[party.certifications]]\nscheme = \"dpf\"\nevidence = V\n",
            ),
        ] {
            assert_eq!(put(before, &second, "V").as_deref(), Some(after), "{before}");
        }
        let one = "[[party]]\nid = \"x\"\ncertifications = [{ scheme = \"dpf\" }]\n";
        assert_eq!(put(one, &second, "V"), None);
    }
}
