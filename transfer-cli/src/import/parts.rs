//! Pieces that several importers put into a draft: the exporter whose record it is, recipients, data whose
//! names are given or not.

use super::Options;
use super::draft::{Draft, Entry, Ids};
use super::places::Found;
use crate::facts::Value;

/// The data category of flows whose data the source does not name.
pub const NOT_STATED: &str = "not-stated";

/// The register's head.
pub fn head(draft: &mut Draft, name: &str, origin: &str) {
    if !draft.has("register") {
        let mut entry = Entry::new("register", origin);
        entry.set("name", Value::text(name));
        draft.entries.push(entry);
    }
}

/// The party whose list or record it is, and its id.
pub fn owner(
    draft: &mut Draft,
    ids: &mut Ids,
    options: &Options<'_>,
    kind: &str,
    what: &str,
    origin: &str,
) -> String {
    let name = options.of.map_or_else(|| format!("Unknown: {what}"), str::to_owned);
    let (id, new) = match options.of {
        // An id of the register that is merged into stays as it is.
        Some(of) if !of.contains(char::is_whitespace) => (of.to_owned(), ids.claim("party", of)),
        Some(of) => ids.of("party", of),
        None => ids.of("party", what.split_whitespace().nth(1).unwrap_or(what)),
    };
    if new {
        let mut entry = Entry::new("party", origin);
        entry.set("id", Value::text(&id));
        let note = if options.of.is_some() { "named with --of" } else { "the source does not name it" };
        entry.note("name", Value::text(name), note);
        entry.set("kind", Value::text(kind));
        entry.note("country", Value::text("unknown"), "not stated");
        draft.entries.push(entry);
        let asked = options.of.unwrap_or("the exporter");
        if options.of.is_none() {
            draft.ask(format!(
                "Who is {what}? Name it with --of, or put its name and country in place of `{id}`."
            ));
        } else {
            draft.ask_country(&id, format!("In which country is {asked} established?"));
        }
    }
    id
}

/// The country of a party from a cell: one state, or unknown.
pub fn country(entry: &mut Entry, cell: Option<&(String, String, Found)>) -> bool {
    if let Some((text, column, found)) = cell {
        let one = match found.places.as_slice() {
            [one] if !is_area(one) => Some(one),
            _ => None,
        };
        if let Some(one) = one {
            entry.note("country", Value::text(one), said(column, text));
            return true;
        }
        entry.note("country", Value::text("unknown"), said(column, text));
        return false;
    }
    entry.note("country", Value::text("unknown"), "not stated");
    false
}

/// Whether the code is that of several states.
fn is_area(code: &str) -> bool {
    matches!(code, "EU" | "EEA" | "EFTA" | "world")
}

/// What a column says, for a comment.
pub fn said(column: &str, text: &str) -> String {
    format!("{}: {}", one_line(column), crate::render::text::short(&one_line(text), 160))
}

/// The words on one line.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The places of a cell as `locations`, with what was not understood as unknown.
pub fn locations(entry: &mut Entry, draft: &mut Draft, cell: Option<&(String, String, Found)>, whom: &str) {
    let Some((text, column, found)) = cell else { return };
    let mut places = found.places.clone();
    if places.is_empty() {
        places.push("unknown".to_owned());
    }
    entry.note("locations", Value::texts(places.clone()), said(column, text));
    if places.iter().any(|place| place == "world") {
        draft.ask(format!(
            "{}: {whom}: \"{}\": in which countries are the data processed?",
            entry.origin,
            one_line(text)
        ));
    } else if found.places.is_empty() && found.unclear.is_empty() {
        draft.ask(format!("{}: {whom}: \"{}\": to which countries?", entry.origin, one_line(text)));
    } else if found.places.is_empty() {
        draft.ask(format!(
            "{}: {whom}: \"{}\" names no place known here: in which countries are the data processed?",
            entry.origin,
            one_line(text)
        ));
    } else if !found.unclear.is_empty() {
        draft.ask(format!(
            "{}: {whom}: \"{}\" was read as {}; what of {}?",
            entry.origin,
            one_line(text),
            found.places.join(", "),
            found.unclear.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
        ));
    }
}

/// The items of a cell that lists some: one a line, between semicolons or bullets; between commas only where the
/// pieces are a few words each, since sentences have commas too.
pub fn items(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for item in text.split(['\n', ';', '•']).map(str::trim).filter(|item| !item.is_empty()) {
        let pieces: Vec<&str> = item.split(',').map(str::trim).collect();
        let short = |piece: &&str| {
            let words = piece.split_whitespace().count();
            (1..=4).contains(&words)
                && !piece.contains(['.', '(', ')', '[', ']', ':'])
                && !piece.starts_with("and ")
                && !piece.starts_with("or ")
        };
        if pieces.len() > 1 && pieces.iter().all(short) {
            found.extend(pieces);
        } else {
            found.push(item);
        }
    }
    found
}

/// Special categories that a text names in plain words, in English or French.
pub fn special(text: &str) -> Vec<&'static str> {
    const WORDS: [(&str, &[&str]); 8] = [
        ("health", &["health", "sante", "gesundheit"]),
        ("genetic", &["genetic", "genetique", "genetiques"]),
        ("biometric", &["biometric", "biometrics", "biometrie", "biometrique", "biometriques"]),
        (
            "racial-origin",
            &["racial origin", "ethnic origin", "race", "ethnicity", "origine raciale", "origine ethnique"],
        ),
        (
            "political-opinions",
            &["political opinion", "political opinions", "opinions politiques", "opinion politique"],
        ),
        (
            "religion",
            &[
                "religion",
                "religious beliefs",
                "religious or philosophical beliefs",
                "convictions religieuses",
                "convictions religieuses ou philosophiques",
            ],
        ),
        (
            "trade-union",
            &["trade union", "trade union membership", "union membership", "appartenance syndicale"],
        ),
        ("sex-life", &["sex life", "sexual orientation", "vie sexuelle", "orientation sexuelle"]),
    ];
    let mut words = String::from(" ");
    for c in text.chars().flat_map(char::to_lowercase) {
        match super::places::plain(c) {
            c if c.is_alphanumeric() => words.push(c),
            _ if words.ends_with(' ') => {}
            _ => words.push(' '),
        }
    }
    words.push(' ');
    let words = words.replace(" health and safety ", " ");
    let named = |known: &&(&'static str, &[&str])| {
        known.1.iter().any(|phrase| words.contains(&format!(" {phrase} ")))
    };
    WORDS.iter().filter(named).map(|(category, _)| *category).collect()
}

/// A certificate that is an entry in a scheme; seals and audits are none.
pub fn certification(text: &str) -> Option<Value> {
    let folded = super::draft::fold(text);
    let (scheme, framework) = if folded.contains("privacyshield") {
        ("privacy-shield", true)
    } else if folded.contains("dataprivacyframework") || folded.contains("dpf") {
        ("dpf", true)
    } else if folded.contains("safeharbor") || folded.contains("safeharbour") {
        ("safe-harbor", true)
    } else if folded.contains("globalcbpr") {
        ("global-cbpr", false)
    } else if folded.contains("cbpr") || folded.contains("crossborderprivacyrules") {
        ("cbpr", false)
    } else if folded.contains("privacyrecognitionforprocessors") {
        ("prp", false)
    } else if folded.contains("europrivacy") {
        ("europrivacy", false)
    } else {
        return None;
    };
    let part = if folded.contains("swiss") {
        Some("swiss-us")
    } else if folded.contains("ukextension") {
        Some("uk-extension")
    } else if folded.contains("euus") {
        Some("eu-us")
    } else {
        None
    };
    let mut fields = Vec::new();
    if let Some(part) = part.filter(|_| framework) {
        fields.push(("parts".to_owned(), Value::texts([part])));
    }
    fields.push(("scheme".to_owned(), Value::text(scheme)));
    Some(Value::Table(fields))
}

/// Data categories by their names, made where they are new, and their ids; the one of data not stated where
/// there are no names.
pub fn data(draft: &mut Draft, ids: &mut Ids, names: &[String], origin: &str) -> Vec<String> {
    if names.is_empty() {
        if ids.claim("data", NOT_STATED) {
            let mut entry = Entry::new("data", origin);
            entry.set("id", Value::text(NOT_STATED));
            entry.note("name", Value::text("Data that the source does not name"), "not stated");
            draft.entries.push(entry);
            draft.ask("Which data go to the recipients whose data are not stated? Staff data or special categories among them?");
        }
        return vec![NOT_STATED.to_owned()];
    }
    let mut found = Vec::new();
    for name in names {
        let (id, new) = ids.of("data", name);
        if new {
            let mut entry = Entry::new("data", origin);
            entry.set("id", Value::text(&id));
            entry.set("name", Value::text(name));
            draft.entries.push(entry);
        }
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// Asks once for what the format has no place for.
pub fn ask_categories(draft: &mut Draft) {
    if has_named_data(draft) {
        draft.ask("Which of the data categories are staff data (`hr = true`) or special categories (`special = [...]`)? The source does not mark them.");
    }
}

/// The same, where a column marks special categories and every row says yes or no.
pub fn ask_staff(draft: &mut Draft) {
    if has_named_data(draft) {
        draft
            .ask("Which of the data categories are staff data (`hr = true`)? The source does not mark them.");
    }
}

/// The same, where a column marks special categories in some rows and is empty in others.
pub fn ask_unmarked(draft: &mut Draft) {
    if has_named_data(draft) {
        draft.ask("Which of the data categories are staff data (`hr = true`), and are there special categories (`special = [...]`) in rows that are not marked? The source does not say.");
    }
}

fn has_named_data(draft: &Draft) -> bool {
    draft.entries.iter().any(|entry| entry.table == "data" && entry.id() != NOT_STATED)
}

#[cfg(test)]
mod tests {
    use super::{items, special};

    #[test]
    fn special_categories_are_read_from_plain_words_only() {
        assert_eq!(special("Oui : santé"), ["health"]);
        assert_eq!(special("Health and trade-union membership"), ["health", "trade-union"]);
        assert_eq!(special("Origine ethnique, convictions religieuses"), ["racial-origin", "religion"]);
        for other in ["dossier médical", "intéressantes", "Health and safety", "healthcare", "Oui", ""] {
            assert!(special(other).is_empty(), "{other}");
        }
    }

    #[test]
    fn lists_are_taken_apart_and_sentences_are_not() {
        for (cell, expected) in [
            ("Name, Email", &["Name", "Email"][..]),
            ("a; b\nc", &["a", "b", "c"]),
            (
                "The prompt sent to a model they serve, and the completion returned.",
                &["The prompt sent to a model they serve, and the completion returned."],
            ),
            (
                "Cookies, pixels and the like, for as long as you stay",
                &["Cookies, pixels and the like, for as long as you stay"],
            ),
            ("Contact data (name, address)", &["Contact data (name, address)"]),
            ("Logs", &["Logs"]),
        ] {
            assert_eq!(items(cell), expected, "{cell}");
        }
    }
}
