//! The words that cells of records say yes, no and lawful bases with.

use crate::import::claims;
use crate::import::draft::fold;

/// What stands after a `Yes,`: `Oui, Inde` is India.
pub(super) fn after_yes(piece: &str) -> &str {
    let Some((first, rest)) = piece.split_once([',', '-', '–', '—']) else { return piece };
    if says_yes(first) && !first.trim().contains(' ') { rest.trim() } else { piece }
}

/// Whether a cell that asks for places says only that there are some.
pub(super) fn says_yes(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or("");
    matches!(first.to_lowercase().as_str(), "oui" | "yes" | "ja" | "true")
}

/// Whether a cell that asks for sensitive data says that there are none.
pub(super) fn says_no(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or("");
    claims::is_nothing(text)
        || matches!(first.to_lowercase().as_str(), "non" | "no" | "nein" | "false" | "aucune" | "aucun")
}

/// The register's word for a lawful basis, where the words are those of Article 6; else the words.
pub(super) fn lawful(text: &str) -> String {
    let folded = fold(text);
    let known = [
        ("legitimateinterest", "legitimate-interests"),
        ("legalobligation", "legal-obligation"),
        ("vitalinterest", "vital-interests"),
        ("publictask", "public-task"),
        ("contract", "contract"),
        ("consent", "consent"),
        ("publicinterest", "public-task"),
        ("interetlegitime", "legitimate-interests"),
        ("intérêtlégitime", "legitimate-interests"),
        ("obligationlegale", "legal-obligation"),
        ("obligationlégale", "legal-obligation"),
        ("contrat", "contract"),
        ("61a", "consent"),
        ("61b", "contract"),
        ("61c", "legal-obligation"),
        ("61d", "vital-interests"),
        ("61e", "public-task"),
        ("61f", "legitimate-interests"),
    ];
    known
        .iter()
        .find(|(words, _)| folded.contains(words))
        .map_or_else(|| text.to_owned(), |(_, word)| (*word).to_owned())
}
