//! Abbreviations of countries that are words of other meanings too: "us" in small letters, "U.S." at the end of a
//! sentence. They become one word each.

use super::sentences::STARTERS;

/// The length of the United States' abbreviation, written in capitals.
pub(super) fn states(rest: &str, place: bool) -> Option<usize> {
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
pub(super) fn union(rest: &str) -> Option<(usize, &'static str)> {
    for (form, word) in [("E.U.", "eu"), ("EU.-", "eu-"), ("U.K.", "uk"), ("E.E.A.", "eea")] {
        if rest.starts_with(form) {
            return Some((form.len(), word));
        }
    }
    None
}

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
