//! Export laws, and where they bind: territories, areas and their members, places that are not abroad or have no such
//! law.

use serde::{Deserialize, Serialize};

use super::header::Header;
use crate::index::{PlaceIx, RegimeIx, WordIx};

/// An export law.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Regime {
    /// The row; its id is the regime's word.
    pub header: Header,
    /// Short name, as in "under the GDPR".
    pub name: String,
    /// Full title.
    pub title: String,
    /// No transfer inside one legal entity.
    pub same_entity_free: bool,
    /// A processor returning data to its controller makes no transfer.
    pub processor_return_free: bool,
    /// Binds European Union institutions only.
    pub institutions_only: bool,
    /// What public bodies do under another law, which the pack does not hold.
    pub asides: Vec<Aside>,
    /// What counts as a transfer there, in a sentence.
    pub transfer: Option<String>,
    /// The assessment it asks for, by its local name.
    pub assessment: Option<String>,
    /// The penalty ceiling, in a sentence.
    pub penalty: Option<String>,
}

/// Purposes for which public bodies are under another law than the regime.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Aside {
    /// The purposes.
    pub purposes: Vec<WordIx>,
    /// The other law.
    pub law: String,
    /// What sets it apart.
    pub citation: String,
}

/// Where a regime binds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Territory {
    /// The row.
    pub header: Header,
    /// The regime.
    pub regime: RegimeIx,
    /// Those established here.
    pub places: Vec<PlaceIx>,
    /// Also those outside who target people here.
    pub targeting: bool,
}

/// A membership of an area.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Membership {
    /// The row.
    pub header: Header,
    /// The area.
    pub area: PlaceIx,
    /// The members.
    pub places: Vec<PlaceIx>,
}

/// Places that a regime does not treat as abroad.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FreeArea {
    /// The row.
    pub header: Header,
    /// The regimes.
    pub regimes: Vec<RegimeIx>,
    /// The places.
    pub places: Vec<PlaceIx>,
    /// Only for exporters here; empty: for all.
    pub exporters_in: Vec<PlaceIx>,
}

/// Places that a regime treats as abroad, with a note on why one may ask whether it does.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Abroad {
    /// The row; its note is shown with a restricted transfer there.
    pub header: Header,
    /// The regimes.
    pub regimes: Vec<RegimeIx>,
    /// The places.
    pub places: Vec<PlaceIx>,
}

/// Places without a law that restricts exports.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NoExportLaw {
    /// The row.
    pub header: Header,
    /// The places.
    pub places: Vec<PlaceIx>,
}
