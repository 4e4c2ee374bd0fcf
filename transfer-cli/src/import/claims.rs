//! What a cell says is relied on, as the register's claims. Words that name nothing known are kept as they are
//! (`other`), so that the register shows them and counts them as no mechanism.

use super::draft::fold;
use crate::facts::Value;

/// Phrases, folded, and the claims they make.
const PHRASES: &[(&str, &str)] = &[
    ("standardcontractualclause", "scc"),
    ("standarddataprotectionclause", "scc"),
    ("modelclause", "scc"),
    ("modelcontract", "scc"),
    ("clausescontractuellestypes", "scc"),
    ("standardvertragsklauseln", "scc"),
    ("sccs", "scc"),
    ("scc", "scc"),
    ("ccts", "scc"),
    ("bindingcorporaterule", "bcr"),
    ("reglesdentreprisecontraignantes", "bcr"),
    ("bcr", "bcr"),
    ("dataprivacyframework", "dpf"),
    ("dpf", "dpf"),
    ("privacyshield", "privacy-shield"),
    ("safeharbor", "safe-harbor"),
    ("safeharbour", "safe-harbor"),
    ("adequacy", "adequacy"),
    ("adequate", "adequacy"),
    ("decisiondadequation", "adequacy"),
    ("adequation", "adequacy"),
    ("angemessenheitsbeschluss", "adequacy"),
    ("codeofconduct", "code-of-conduct"),
    ("codesofconduct", "code-of-conduct"),
    ("certificationmechanism", "gdpr-certification"),
    ("explicitconsent", "art-49-consent"),
    ("consentementexplicite", "art-49-consent"),
    ("appropriatesafeguards", "unspecified"),
    ("garantiesappropriees", "unspecified"),
];

/// Words, folded, that say that nothing is relied on or known.
const NOTHING: [&str; 12] = [
    "",
    "no",
    "none",
    "na",
    "notapplicable",
    "notrequired",
    "non",
    "aucun",
    "aucune",
    "so",
    "sansobjet",
    "keine",
];

/// Words that say that it is not known.
const UNKNOWN: [&str; 6] = ["unknown", "tbc", "tbd", "tobeconfirmed", "inconnu", "unbekannt"];

/// Claims of a cell, as entries of `mechanism`; empty where it names none.
pub fn claims(cell: &str) -> Vec<Value> {
    let whole = fold(cell);
    if NOTHING.contains(&whole.as_str()) || UNKNOWN.contains(&whole.as_str()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for piece in cell.split(['\n', ';', ',', '+', '/', '&']).flat_map(|piece| piece.split(" and ")) {
        let folded = fold(piece);
        if NOTHING.contains(&folded.as_str()) || UNKNOWN.contains(&folded.as_str()) {
            continue;
        }
        let claim = known(piece).map_or_else(
            || {
                Value::Table(vec![
                    ("text".to_owned(), Value::text(piece.trim())),
                    ("use".to_owned(), Value::text("other")),
                ])
            },
            Value::text,
        );
        if !found.contains(&claim) {
            found.push(claim);
        }
    }
    // A sentence that names one mechanism and goes on about it is that mechanism.
    if let Some(only) = found.iter().find(|claim| claim.as_text().is_some()).cloned()
        && found.iter().filter(|claim| claim.as_text().is_some()).count() == 1
        && found.len() > 1
        && !cell.contains([';', '\n'])
    {
        found = vec![only];
    }
    found
}

/// Whether the words say that something is not there: a claim denied is none.
fn denied(piece: &str) -> bool {
    let lower = piece.to_lowercase();
    ["not ", "no ", "without ", "pas de ", "keine "].iter().any(|word| lower.trim_start().starts_with(word))
        || lower.contains(" not ")
}

fn known(piece: &str) -> Option<&'static str> {
    if denied(piece) {
        return None;
    }
    let folded = fold(piece);
    // The UK's own papers are no clauses of the Commission.
    if ["idta", "internationaldatatransferagreement"].iter().any(|phrase| folded.contains(phrase)) {
        return Some("uk-idta");
    }
    if folded.contains("addendum") {
        return Some("uk-addendum");
    }
    let accents: String = folded.chars().map(|c| if matches!(c, 'é' | 'è') { 'e' } else { c }).collect();
    PHRASES.iter().find(|(phrase, _)| accents.contains(phrase)).map(|(_, claim)| *claim)
}

#[cfg(test)]
mod tests {
    use super::claims;
    use crate::facts::text::line;

    #[test]
    fn cells_claim_mechanisms_in_many_ways() {
        for (cell, expected) in [
            ("Standard Contractual Clauses (Module 2)", "\"scc\""),
            ("EU SCCs; EU-U.S. Data Privacy Framework", "\"scc\" \"dpf\""),
            ("EU-US Privacy Shield", "\"privacy-shield\""),
            ("Adequacy decision", "\"adequacy\""),
            ("N/A", ""),
            ("Not applicable", ""),
            ("unknown", ""),
            ("Intra-group agreement", "{ use = \"other\", text = \"Intra-group agreement\" }"),
            ("Clauses contractuelles types", "\"scc\""),
            ("UK IDTA", "\"uk-idta\""),
            ("DPF not claimed", "{ use = \"other\", text = \"DPF not claimed\" }"),
        ] {
            let found: Vec<String> = claims(cell).iter().map(line).collect();
            assert_eq!(found.join(" "), expected, "{cell}");
        }
    }
}
