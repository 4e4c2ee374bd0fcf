//! What an assessment of a destination has to weigh, and what each law asks of it: dated facts about the law
//! and practice of a place, and the steps of the assessment in the order of the authority's paper.

use serde::{Deserialize, Serialize};

use super::header::Header;
use crate::index::{MechanismIx, PlaceIx, PowerIx, RegimeIx};

/// What a fact about a destination speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Aspect {
    /// Whether a power is in force, and how it changed.
    Authority,
    /// Who can be compelled, and for what.
    Reach,
    /// What limits access.
    Limits,
    /// Who oversees it.
    Oversight,
    /// What a person can do about it.
    Redress,
    /// International commitments.
    Treaty,
    /// The destination's own data protection law.
    DataProtection,
}

impl Aspect {
    /// The words of the law pack's format, in the order in which they are told.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("authority", Self::Authority),
        ("reach", Self::Reach),
        ("limits", Self::Limits),
        ("oversight", Self::Oversight),
        ("redress", Self::Redress),
        ("treaty", Self::Treaty),
        ("data-protection", Self::DataProtection),
    ];

    /// For people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Authority => "Powers in time",
            Self::Reach => "Who can be compelled",
            Self::Limits => "Limits",
            Self::Oversight => "Oversight",
            Self::Redress => "Redress",
            Self::Treaty => "Treaties",
            Self::DataProtection => "Data protection law",
        }
    }
}

/// A fact about the law or practice of a destination.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Profile {
    /// The row.
    pub header: Header,
    /// The destinations.
    pub places: Vec<PlaceIx>,
    /// The powers concerned; empty: none in particular.
    pub powers: Vec<PowerIx>,
    /// The regimes for whose transfers it matters; empty: all.
    pub regimes: Vec<RegimeIx>,
    /// What it speaks of.
    pub aspect: Aspect,
    /// The fact, in a sentence.
    pub text: String,
}

/// Which facts answer a step of an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Topic {
    /// The flows and their circumstances.
    Transfer,
    /// The data, whose they are and how many.
    Data,
    /// What is relied on.
    Tool,
    /// Powers of the destination.
    Law,
    /// Practice, which no register shows.
    Practice,
    /// Facts about the destination of the aspects named.
    Profile,
    /// Supplementary measures.
    Measures,
    /// Filings and approvals.
    Formal,
    /// When it is made again.
    Review,
    /// Where the data go from the importer.
    Onward,
    /// Exceptions claimed.
    Exceptions,
    /// What people were told.
    Notice,
    /// A person's judgement.
    Judgement,
}

impl Topic {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 13] = [
        ("transfer", Self::Transfer),
        ("data", Self::Data),
        ("tool", Self::Tool),
        ("law", Self::Law),
        ("practice", Self::Practice),
        ("profile", Self::Profile),
        ("measures", Self::Measures),
        ("formal", Self::Formal),
        ("review", Self::Review),
        ("onward", Self::Onward),
        ("exceptions", Self::Exceptions),
        ("notice", Self::Notice),
        ("judgement", Self::Judgement),
    ];
}

/// A step of an assessment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step {
    /// Which facts answer it.
    pub topic: Topic,
    /// What it is about.
    pub text: String,
    /// What a lawyer would cite.
    pub citation: Option<String>,
    /// The aspects of the destination that it weighs, where it weighs some.
    pub aspects: Vec<Aspect>,
    /// What is put to a person.
    pub asks: Vec<String>,
}

/// What a law asks of an assessment of the destination.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Frame {
    /// The row.
    pub header: Header,
    /// The regimes.
    pub regimes: Vec<RegimeIx>,
    /// The mechanisms for which it is asked; empty: any.
    pub mechanisms: Vec<MechanismIx>,
    /// What the assessment is called.
    pub title: String,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}
