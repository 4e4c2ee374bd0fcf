//! What bars data from going somewhere whatever carries them: duties to keep them at home, rules of national security,
//! sanctions.

use serde::{Deserialize, Serialize};

use super::condition::{Condition, DataTrait};
use super::header::Header;
use crate::index::{PlaceIx, RegimeIx, WordIx};

/// A duty to keep data, or a copy, at home.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Localisation {
    /// The row.
    pub header: Header,
    /// The regime.
    pub regime: RegimeIx,
    /// Where the data must be first recorded.
    pub places: Vec<PlaceIx>,
    /// Nowhere else may they be recorded at collection.
    pub only_there: bool,
    /// Only data of citizens of these; empty: of anybody.
    pub citizens_of: Vec<PlaceIx>,
    /// Where all of these are met.
    pub when: Vec<Condition>,
    /// What it is, for people.
    pub title: String,
}

/// A rule of national security on who may have which data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Restriction {
    /// The row.
    pub header: Header,
    /// What it is, for people.
    pub title: String,
    /// Exporters established here.
    pub exporters: Vec<PlaceIx>,
    /// Recipients here, and those that they own; empty: any recipient outside the exporters' places.
    pub recipients: Vec<PlaceIx>,
    /// Not recipients of these places nor those they own.
    pub not_recipients: Vec<PlaceIx>,
    /// Owned by them to this share or more, in hundredths of a per cent.
    pub share: u32,
    /// Which transactions.
    pub transaction: Transaction,
    /// Which data, and more than how many people's.
    pub data: Vec<(DataTrait, u64)>,
    /// Exporters of these sectors only; empty: all.
    pub sectors: Vec<WordIx>,
    /// Not for these purposes.
    pub exempt: Vec<WordIx>,
    /// Prohibited; otherwise allowed on conditions.
    pub prohibited: bool,
    /// What must be met, where it is not prohibited.
    pub unless: Option<String>,
}

/// How a transaction in data stands to a national-security rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Transaction {
    /// Data given for consideration by one who did not collect them, or to another controller.
    Brokerage,
    /// A vendor, employment or investment agreement.
    Agreement,
    /// Any.
    Any,
}

impl Transaction {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 3] =
        [("brokerage", Self::Brokerage), ("agreement", Self::Agreement), ("any", Self::Any)];
}

/// A sanctions programme.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sanction {
    /// The row.
    pub header: Header,
    /// Whose (`un`, `us`, `uk`, `eu`).
    pub authority: String,
    /// The territories.
    pub places: Vec<PlaceIx>,
    /// How far it reaches.
    pub extent: Extent,
    /// Its name.
    pub programme: String,
}

/// How far a sanctions programme reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extent {
    /// Dealings with the territory as such.
    Territory,
    /// Listed persons or sectors only.
    Listed,
}

impl Extent {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 2] = [("territory", Self::Territory), ("listed", Self::Listed)];
}
