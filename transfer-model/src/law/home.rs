//! Where the law is that a claim is read by when nobody says which: parts of schemes and documents are made for one law,
//! and others may have taken them over.

use serde::{Deserialize, Serialize};

use super::LawBook;
use crate::index::{MechanismIx, PlaceIx};

/// The place whose law some claims are of; without parts and mechanisms, all that no other row is about.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Home {
    /// Where that law binds.
    pub place: PlaceIx,
    /// Parts of schemes.
    pub parts: Vec<String>,
    /// Mechanisms.
    pub mechanisms: Vec<MechanismIx>,
}

impl LawBook {
    /// The place, or the area, whose law a claim of a mechanism, or of that part of it, is of; none: the pack does not say.
    pub fn home_of(&self, mechanism: Option<MechanismIx>, part: Option<&str>) -> Option<PlaceIx> {
        let homes = &self.pack().homes;
        let of_part = |home: &&Home| part.is_some_and(|part| home.parts.iter().any(|known| known == part));
        let of_all = |home: &&Home| home.parts.is_empty() && home.mechanisms.is_empty();
        let of_mechanism =
            |home: &&Home| mechanism.is_some_and(|mechanism| home.mechanisms.contains(&mechanism));
        let found = homes.iter().find(of_part).or_else(|| homes.iter().find(of_mechanism));
        found.or_else(|| homes.iter().find(of_all)).map(|home| home.place)
    }
}
