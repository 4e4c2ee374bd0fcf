//! The terms of the Data Privacy Vocabulary 2 that a register uses, for writing and for reading.

/// The vocabulary.
pub const DPV: &str = "https://w3id.org/dpv#";
/// Its terms for the GDPR.
pub const GDPR: &str = "https://w3id.org/dpv/legal/eu/gdpr#";
/// Its terms for the law of the Union: adequacy decisions among them.
pub const EU: &str = "https://w3id.org/dpv/legal/eu#";
/// Time.
pub const TIME: &str = "http://www.w3.org/2006/time#";
/// Its places.
pub const LOC: &str = "https://w3id.org/dpv/loc#";
/// Dublin Core.
pub const DCT: &str = "http://purl.org/dc/terms/";
/// Labels.
pub const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
/// Labels of the schema language.
pub const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
/// Types.
pub const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
/// Days.
pub const XSD_DATE: &str = "http://www.w3.org/2001/XMLSchema#date";

/// Mechanisms and the provisions of the GDPR that the vocabulary has for them. The first of a provision is what
/// the provision alone is read as.
const PROVISIONS: [(&str, &str); 28] = [
    ("adequacy", "A45-3"),
    ("dpf", "A45-3"),
    ("privacy-shield", "A45-3"),
    ("safe-harbor", "A45-3"),
    ("public-body-instrument", "A46-2-a"),
    ("bcr", "A46-2-b"),
    ("bcr-c", "A46-2-b"),
    ("bcr-p", "A46-2-b"),
    ("scc", "A46-2-c"),
    ("eu-scc-2021-914", "A46-2-c"),
    ("eu-scc-2010-87", "A46-2-c"),
    ("eu-scc-2004-915", "A46-2-c"),
    ("eu-scc-2002-16", "A46-2-c"),
    ("eu-scc-2001-497", "A46-2-c"),
    ("code-of-conduct", "A46-2-e"),
    ("gdpr-certification", "A46-2-f"),
    ("ad-hoc-clauses", "A46-3-a"),
    ("administrative-arrangement", "A46-3-b"),
    ("art-49-consent", "A49-1-a"),
    ("art-49-contract", "A49-1-b"),
    ("art-49-contract-interest", "A49-1-c"),
    ("art-49-public-interest", "A49-1-d"),
    ("art-49-claims", "A49-1-e"),
    ("art-49-vital", "A49-1-f"),
    ("art-49-register", "A49-1-g"),
    ("art-49-compelling", "A49-2"),
    ("unspecified", "A46"),
    ("art-49-other", "A49"),
];

/// Tools of the vocabulary by the provision they are for.
pub const TOOLS: [(&str, &str); 6] = [
    ("A46-2-b", "BindingCorporateRules"),
    ("A46-2-c", "SCCByCommission"),
    ("A46-2-d", "SCCBySupervisoryAuthority"),
    ("A46-2-e", "CodesOfConductForDataTransfers"),
    ("A46-2-f", "CertificationMechanismsForDataTransfers"),
    ("A46-3-a", "AdHocContractualClauses"),
];

/// The provision of a mechanism, where the vocabulary has it: a whole article has no term there.
pub fn provision(mechanism: &str) -> Option<&'static str> {
    let found = PROVISIONS.iter().find(|(known, _)| *known == mechanism).map(|(_, provision)| *provision);
    found.filter(|provision| !matches!(*provision, "A46" | "A49"))
}

/// What a provision or a tool alone is read as.
pub fn mechanism(term: &str) -> Option<&'static str> {
    let provision = TOOLS.iter().find(|(_, tool)| *tool == term).map_or(term, |(provision, _)| *provision);
    PROVISIONS.iter().find(|(_, known)| *known == provision).map(|(mechanism, _)| *mechanism)
}
