//! Places and sets of them. A set is a row of bits, since membership is asked for every flow and place.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::index::PlaceIx;

/// A place that can be named: a state, a territory, a subdivision, a zone with its own law, an international
/// organisation, or an area of several states.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Place {
    /// ISO 3166 code, or the pack's own.
    pub code: String,
    /// English short name.
    pub name: String,
    /// What kind of place.
    pub kind: PlaceKind,
    /// The place it is part of.
    pub part_of: Option<PlaceIx>,
    /// Other codes for it.
    pub aliases: Vec<String>,
    /// What follows its code in those of ISO 3166-2 for parts of it that no row turns on, between blanks: each
    /// stands for the whole.
    pub parts: String,
}

/// Names that take an article in a sentence.
const WITH_ARTICLE: [&str; 41] = [
    "Australian Capital Territory",
    "Bahamas",
    "British Indian Ocean Territory",
    "British Virgin Islands",
    "Canary Islands",
    "Cayman Islands",
    "Central African Republic",
    "Cocos (Keeling) Islands",
    "Cook Islands",
    "Czech Republic",
    "Democratic Republic of the Congo",
    "District of Columbia",
    "Dominican Republic",
    "Dubai International Financial Centre",
    "European Economic Area",
    "European Free Trade Association",
    "European Patent Organisation",
    "European Union",
    "Falkland Islands",
    "Faroe Islands",
    "French Southern Territories",
    "Gambia",
    "Isle of Man",
    "Maldives",
    "Marshall Islands",
    "Netherlands",
    "Northern Mariana Islands",
    "Northern Territory",
    "Northwest Territories",
    "Organisation for Economic Co-operation and Development",
    "Philippines",
    "Pitcairn Islands",
    "Qatar Financial Centre",
    "Republic of the Congo",
    "Russian Federation",
    "Solomon Islands",
    "Turks and Caicos Islands",
    "US Minor Outlying Islands",
    "US Virgin Islands",
    "Åland Islands",
    "Abu Dhabi Global Market",
];

impl Place {
    /// Its name as a sentence has it: with an article where it takes one.
    pub fn in_words(&self) -> Cow<'_, str> {
        let name = self.name.strip_prefix("The ").unwrap_or(&self.name);
        if name == "World" {
            Cow::Borrowed("the world")
        } else if name.starts_with("United ") || WITH_ARTICLE.contains(&name) {
            Cow::Owned(format!("the {name}"))
        } else {
            Cow::Borrowed(&self.name)
        }
    }

    /// Codes of ISO 3166-2 that stand for the place itself.
    pub fn part_codes(&self) -> impl Iterator<Item = String> {
        self.parts.split_whitespace().map(|part| format!("{}-{part}", self.code))
    }
}

/// Kinds of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlaceKind {
    /// A state.
    Country,
    /// A territory of a state with a code of its own; facts about the state do not reach it by themselves.
    Territory,
    /// A part of a state; facts about the state reach it.
    Subdivision,
    /// A part of a state with its own law; facts about the state do not reach it.
    Zone,
    /// An international organisation.
    Organisation,
    /// A named set of places.
    Area,
}

/// Number of 64-bit words in a set; [`PlaceSet::CAPACITY`] places at most.
const WORDS: usize = 12;

/// A set of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlaceSet([u64; WORDS]);

impl PlaceSet {
    /// How many places a law pack may have.
    pub const CAPACITY: usize = WORDS * 64;

    fn slot(place: PlaceIx) -> (usize, u64) {
        let position = place.position();
        (position.div_euclid(64), 1u64 << position.rem_euclid(64))
    }

    /// Adds a place.
    pub fn insert(&mut self, place: PlaceIx) {
        let (word, bit) = Self::slot(place);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    /// Whether the place is in it.
    pub fn contains(&self, place: PlaceIx) -> bool {
        let (word, bit) = Self::slot(place);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Whether every place of `other` is in it.
    pub fn includes(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(mine, theirs)| theirs & !mine == 0)
    }

    /// Whether they share a place.
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(mine, theirs)| mine & theirs != 0)
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Adds every place of `other`.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine |= theirs;
        }
    }

    /// Keeps the places that `other` has too.
    pub fn keep(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine &= theirs;
        }
    }

    /// Its places, in order.
    pub fn iter(&self) -> impl Iterator<Item = PlaceIx> + '_ {
        let filled = self.0.iter().enumerate().filter(|(_, word)| **word != 0);
        let all =
            filled.flat_map(|(at, _)| (0..64).map(move |bit| at.saturating_mul(64).saturating_add(bit)));
        all.map(PlaceIx::new).filter(|place| self.contains(*place))
    }
}
