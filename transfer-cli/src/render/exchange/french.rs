//! What the exports say, in French, for the CNIL's form: places, mechanisms, measures, verdicts. Words of the register
//! itself stay as they were written, and what has no French word here keeps its own.

use transfer_model::assess::Verdict;
use transfer_model::index::{MechanismIx, PlaceIx};

use super::ground::Tongue;
use crate::import::places::in_french;
use crate::input::Loaded;

const MECHANISMS: &[(&str, &str)] = &[
    ("ad-hoc-clauses", "Clauses contractuelles autorisées par une autorité de contrôle"),
    ("adequacy", "Décision d'adéquation"),
    ("administrative-arrangement", "Arrangement administratif entre organismes publics"),
    ("art-49-claims", "Dérogation : droits en justice"),
    ("art-49-compelling", "Dérogation : intérêts légitimes impérieux"),
    ("art-49-consent", "Dérogation : consentement explicite"),
    ("art-49-contract", "Dérogation : contrat avec la personne"),
    ("art-49-contract-interest", "Dérogation : contrat dans l'intérêt de la personne"),
    ("art-49-public-interest", "Dérogation : motifs importants d'intérêt public"),
    ("art-49-register", "Dérogation : registre public"),
    ("art-49-vital", "Dérogation : intérêts vitaux"),
    ("bcr-c", "Règles d'entreprise contraignantes pour responsables du traitement"),
    ("bcr-p", "Règles d'entreprise contraignantes pour sous-traitants"),
    ("code-of-conduct", "Code de conduite approuvé assorti d'engagements contraignants"),
    ("dpf", "Cadre de protection des données (Data Privacy Framework)"),
    ("eu-scc-2001-497", "Clauses contractuelles types de l'UE 2001/497/CE (entre responsables, ensemble I)"),
    ("eu-scc-2002-16", "Clauses contractuelles types de l'UE 2002/16/CE (responsable à sous-traitant)"),
    ("eu-scc-2004-915", "Clauses contractuelles types de l'UE 2004/915/CE (entre responsables, ensemble II)"),
    ("eu-scc-2010-87", "Clauses contractuelles types de l'UE 2010/87/UE (responsable à sous-traitant)"),
    ("eu-scc-2021-914", "Clauses contractuelles types de l'UE (UE) 2021/914"),
    ("gdpr-certification", "Certification approuvée assortie d'engagements contraignants"),
    ("international-agreement", "Accord international entre autorités publiques"),
    ("privacy-shield", "Bouclier de protection des données (Privacy Shield)"),
    ("public-body-instrument", "Instrument contraignant entre organismes publics"),
    ("safe-harbor", "Sphère de sécurité (Safe Harbor)"),
];

const MEASURES: &[(&str, &str)] = &[
    ("access-policy", "politique d'accès"),
    ("audit", "audit"),
    ("challenge-commitment", "engagement de contester les demandes d'accès"),
    ("encrypted-at-rest", "chiffrement au repos"),
    ("encrypted-in-transit", "chiffrement en transit"),
    ("end-to-end-encrypted", "chiffrement de bout en bout"),
    ("exporter-holds-keys", "clés détenues par l'exportateur"),
    ("importer-holds-keys", "clés détenues par l'importateur"),
    ("minimised", "minimisation"),
    ("notification-commitment", "engagement de notifier les demandes d'accès"),
    ("protected-recipient", "destinataire protégé"),
    ("pseudonymised", "pseudonymisation"),
    ("split-processing", "traitement fractionné"),
    ("transparency-reports", "rapports de transparence"),
    ("trusted-party-holds-keys", "clés détenues par un tiers de confiance"),
];

/// The words in French.
#[derive(Debug)]
pub(super) struct French;

impl Tongue for French {
    fn mechanism<'a>(&self, loaded: &'a Loaded, mechanism: MechanismIx) -> &'a str {
        let row = loaded.book.mechanism(mechanism);
        find(MECHANISMS, &row.id).unwrap_or(&row.name)
    }

    fn open(&self, verdict: Verdict) -> String {
        format!("ouvert : {}", self::verdict(verdict))
    }

    fn of(&self) -> &'static str {
        "pour"
    }

    fn from(&self) -> &'static str {
        "de"
    }

    fn under(&self) -> &'static str {
        "au titre de"
    }
}

/// A verdict.
const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotRestricted => "non restreint",
        Verdict::Valid => "valable",
        Verdict::Conditional => "valable sous conditions",
        Verdict::Undetermined => "indéterminé",
        Verdict::Unsupported => "sans fondement",
        Verdict::Invalid => "non valable",
        Verdict::Prohibited => "interdit",
    }
}

/// A place; one that is not known.
pub(super) fn place(loaded: &Loaded, place: Option<PlaceIx>) -> &str {
    let Some(place) = place else { return "inconnu" };
    let place = loaded.book.place(place);
    in_french(&place.code).unwrap_or(&place.name)
}

/// A measure.
pub(super) fn measure(name: &'static str) -> &'static str {
    find(MEASURES, name).unwrap_or(name)
}

fn find(table: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == word).map(|(_, french)| *french)
}
