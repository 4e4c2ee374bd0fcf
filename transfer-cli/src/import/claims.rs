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
    ("databridge", "dpf"),
    ("codeofconduct", "code-of-conduct"),
    ("codesofconduct", "code-of-conduct"),
    ("certificationmechanism", "gdpr-certification"),
    ("adhocclause", "ad-hoc-clauses"),
    ("adhoccontract", "ad-hoc-clauses"),
    ("article491a", "art-49-consent"),
    ("article491b", "art-49-contract"),
    ("article491c", "art-49-contract-interest"),
    ("article491d", "art-49-public-interest"),
    ("article491e", "art-49-claims"),
    ("article491f", "art-49-vital"),
    ("article491g", "art-49-register"),
    ("art491a", "art-49-consent"),
    ("art491b", "art-49-contract"),
    ("art491c", "art-49-contract-interest"),
    ("art491d", "art-49-public-interest"),
    ("art491e", "art-49-claims"),
    ("art491f", "art-49-vital"),
    ("art491g", "art-49-register"),
    ("explicitconsent", "art-49-consent"),
    ("consentementexplicite", "art-49-consent"),
    ("derogation", "art-49-other"),
    ("appropriatesafeguards", "unspecified"),
    ("transfersafeguards", "unspecified"),
    ("garantiesappropriees", "unspecified"),
    ("internationalprivacyverification", "ipv"),
    ("iso27701", "iso-27701"),
    ("iso27001", "iso-27001"),
    ("isoiec27701", "iso-27701"),
    ("isoiec27001", "iso-27001"),
    ("soc2", "soc-2"),
    ("csastar", "csa-star"),
    ("globalcbpr", "global-cbpr"),
    ("cbpr", "cbpr"),
    ("convention108", "convention-108"),
    ("dataprocessingagreement", "dpa"),
    ("dataprocessingaddendum", "dpa"),
    ("processingagreement", "dpa"),
    ("vendordpa", "dpa"),
];

/// Words, folded, that are a claim only where nothing else stands beside them: longer texts hold them by chance.
const WORDS: &[(&str, &str)] = &[("dpa", "dpa"), ("ipv", "ipv"), ("prp", "prp"), ("currentdpa", "dpa")];

/// Words, folded, that say that nothing is relied on or known.
const NOTHING: [&str; 15] = [
    "",
    "no",
    "nil",
    "none",
    "na",
    "notapplicable",
    "notrequired",
    "non",
    "aucun",
    "aucune",
    "so",
    "sansobjet",
    "neant",
    "néant",
    "keine",
];

/// Words that say that it is not known.
const UNKNOWN: [&str; 7] = ["verify", "unknown", "tbc", "tbd", "tobeconfirmed", "inconnu", "unbekannt"];

/// Whether the words say that there is nothing: `N/A`, `None`, `sans objet`.
pub fn is_nothing(cell: &str) -> bool {
    NOTHING.contains(&fold(cell).as_str())
}

/// Whether the words say that what they say is not sure: `VERIFY`, `TBC`, `to be confirmed`, `open: invalid`.
pub fn is_open(cell: &str) -> bool {
    let words: Vec<&str> = cell.split(|c: char| !c.is_alphanumeric()).collect();
    if pieces(cell).into_iter().any(opens) {
        return true;
    }
    let shouted = ["VERIFY", "TBC", "TBD", "TODO", "UNKNOWN"];
    words.iter().any(|word| shouted.contains(word))
        || UNKNOWN.contains(&fold(cell).as_str())
        || fold(cell).contains("tobeconfirmed")
}

/// Claims of a cell, as entries of `mechanism`; empty where it names none.
pub fn claims(cell: &str) -> Vec<Value> {
    let whole = fold(cell);
    if NOTHING.contains(&whole.as_str()) || UNKNOWN.contains(&whole.as_str()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for piece in pieces(cell) {
        let folded = fold(piece);
        // Keys that only describe what is named beside them.
        let describes = piece
            .split_once(':')
            .is_some_and(|(key, _)| matches!(fold(key).as_str(), "version" | "clausessigned" | "signed"));
        if describes
            || opens(piece)
            || NOTHING.contains(&folded.as_str())
            || UNKNOWN.contains(&folded.as_str())
        {
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

/// The pieces of a cell; what stands in brackets belongs to what they follow, and a stroke between figures
/// (`2021/914`) divides nothing.
fn pieces(cell: &str) -> Vec<&str> {
    const AND: &str = " and ";
    let mut found = Vec::new();
    let (mut depth, mut start, mut before) = (0usize, 0usize, ' ');
    let mut chars = cell.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            '\n' => depth = 0,
            _ => {}
        }
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let figures = c == '/' && before.is_ascii_digit() && next.is_ascii_digit();
        let sign = matches!(c, '\n' | ';' | ',' | '+' | '/' | '&') && !figures;
        let and = cell.get(at..).is_some_and(|rest| rest.starts_with(AND));
        if depth == 0 && (sign || and) {
            found.extend(cell.get(start..at));
            start = at.saturating_add(if and { AND.len() } else { c.len_utf8() });
        }
        before = c;
    }
    found.extend(cell.get(start..));
    found
}

/// Whether a piece says, as our own exports do, that nothing holds: `open: invalid`.
fn opens(piece: &str) -> bool {
    let words = piece.trim_start().to_lowercase();
    ["open:", "ouvert :", "ouvert:"].iter().any(|word| words.starts_with(word))
}

/// The derogation that a column of derogations names; `None` where it names none known.
pub fn derogation(cell: &str) -> Option<&'static str> {
    let folded = fold(cell);
    let words = [
        ("consent", "art-49-consent"),
        ("contract", "art-49-contract"),
        ("publicinterest", "art-49-public-interest"),
        ("legalclaim", "art-49-claims"),
        ("vital", "art-49-vital"),
        ("register", "art-49-register"),
        ("compelling", "art-49-compelling"),
        ("legitimateinterest", "art-49-compelling"),
    ];
    let named = known(cell).filter(|claim| claim.starts_with("art-49-") && *claim != "art-49-other");
    named.or_else(|| words.iter().find(|(word, _)| folded.contains(word)).map(|(_, claim)| *claim))
}

/// Clauses that a source describes by keys: their kind, and whether they are signed.
pub fn described(cell: &str) -> Option<(&'static str, bool)> {
    let parts = cell.split([',', '\n']).filter_map(|part| part.split_once(':'));
    let value = |key: &str| {
        let mut parts = parts.clone();
        parts.find(|(name, _)| fold(name) == key).map(|(_, value)| value.trim())
    };
    if known(value("type")?) != Some("scc") {
        return None;
    }
    let signed = match value("clausessigned")? {
        "true" => true,
        "false" => false,
        _ => return None,
    };
    let version = value("version")?;
    let kind = [
        ("2021", "eu-scc-2021-914"),
        ("2010", "eu-scc-2010-87"),
        ("2004", "eu-scc-2004-915"),
        ("2001", "eu-scc-2001-497"),
    ];
    kind.iter().find(|(year, _)| version.contains(year)).map(|(_, kind)| (*kind, signed))
}

/// Whether such a column leaves open what it asks: `action required` is neither a yes nor a no.
pub fn leaves_clauses_open(cell: &str) -> bool {
    let first = cell.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or("");
    let no = matches!(first.to_lowercase().as_str(), "no" | "non" | "nein" | "false" | "not" | "none");
    clauses(cell).is_empty() && !no && !is_nothing(cell) && !is_open(cell)
}

/// Claims of a column that asks only whether there are clauses: `Yes — with the UK Addendum`, `No`.
pub fn clauses(cell: &str) -> Vec<Value> {
    let first = cell.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or("");
    if !matches!(first.to_lowercase().as_str(), "yes" | "oui" | "ja" | "true" | "signed" | "incorporated") {
        return Vec::new();
    }
    let folded = fold(cell);
    let mut found = vec![Value::text("scc")];
    if folded.contains("ukaddendum") {
        found.push(Value::text("uk-addendum"));
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
    let of_the_kingdom = ["uk", "ico", "unitedkingdom", "internationaldatatransferaddendum"];
    if folded == "addendum"
        || (folded.contains("addendum") && of_the_kingdom.iter().any(|word| folded.contains(word)))
    {
        return Some("uk-addendum");
    }
    let accents: String = folded.chars().map(|c| if matches!(c, 'é' | 'è') { 'e' } else { c }).collect();
    let phrase = PHRASES.iter().find(|(phrase, _)| accents.contains(phrase)).map(|(_, claim)| *claim);
    phrase.or_else(|| WORDS.iter().find(|(word, _)| *word == accents).map(|(_, claim)| *claim))
}

#[cfg(test)]
mod tests {
    use super::{claims, clauses, derogation, described, is_open, leaves_clauses_open};
    use crate::facts::text::line;

    #[test]
    fn sources_describe_clauses_and_derogations_in_their_own_keys() {
        let signed = "type: SCC, version: 2021, clauses_signed: true";
        assert_eq!(described(signed), Some(("eu-scc-2021-914", true)));
        assert_eq!(
            described("type: SCC, version: 2010/87, clauses_signed: false"),
            Some(("eu-scc-2010-87", false))
        );
        assert_eq!(described("type: BCR, version: 2021, clauses_signed: true"), None);
        assert_eq!(described("SCC"), None);
        assert_eq!(derogation("explicit_consent"), Some("art-49-consent"));
        assert_eq!(derogation("contract_performance"), Some("art-49-contract"));
        assert_eq!(derogation("Article 49(1)(f)"), Some("art-49-vital"));
        assert_eq!(derogation("other"), None);
        let told: Vec<String> = clauses("Yes — EU SCCs, plus UK Addendum").iter().map(line).collect();
        assert_eq!(told, ["\"scc\"", "\"uk-addendum\""]);
        assert!(leaves_clauses_open("action required") && !leaves_clauses_open("No, adequacy"));
        assert!(!leaves_clauses_open("incorporated") && !leaves_clauses_open("n/a"));
        assert!(clauses("No").is_empty() && clauses("unknown").is_empty());
        assert!(is_open("exact mechanism VERIFY") && is_open("tbc") && !is_open("verified clauses"));
        assert!(is_open("Adequacy decision; open: invalid (under the LGPD)"));
    }

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
            ("DPA + SCCs", "\"dpa\" \"scc\""),
            ("UK-US Data Bridge (DPF UK Extension); fallback IDTA", "\"dpf\" \"uk-idta\""),
            ("Article 49(1)(b) - necessary for contract", "\"art-49-contract\""),
            ("Art. 49(1)(a)", "\"art-49-consent\""),
            ("ISO 27001, SOC 2 Type II", "\"iso-27001\" \"soc-2\""),
            ("EU SCCs (Modules 2, 3, EU 2021/914) and Data Processing Addendum", "\"scc\" \"dpa\""),
            ("UK Addendum to the EU SCCs", "\"uk-addendum\""),
            (
                "Adequacy decision (under the GDPR, the UK GDPR); open: invalid (for names and logs)",
                "\"adequacy\"",
            ),
            ("ouvert : non valable", ""),
            (
                "Adequacy decision; EU standard contractual clauses (EU) 2021/914 (set)",
                "\"adequacy\" \"scc\"",
            ),
            ("Dpaxyz programme", "{ use = \"other\", text = \"Dpaxyz programme\" }"),
        ] {
            let found: Vec<String> = claims(cell).iter().map(line).collect();
            assert_eq!(found.join(" "), expected, "{cell}");
        }
    }
}
