//! What reaches data at their destination, and what happens to the law: powers of authorities, and events.

use serde::{Deserialize, Serialize};

use super::header::{Confidence, Header};
use crate::day::{Day, Period};
use crate::index::{MechanismIx, PlaceIx, PowerIx, RegimeIx};

/// A destination law that may reach the data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Power {
    /// The row; its id is the word of the register format.
    pub header: Header,
    /// Name for people.
    pub name: String,
    /// Whose law.
    pub places: Vec<PlaceIx>,
    /// Whether it reaches data that companies under the control of one established there hold elsewhere.
    pub through_control: bool,
    /// When it defeats tools in the clear.
    pub defeats: Vec<Defeat>,
}

/// A period in which a power undoes tools of a regime when data are in the clear.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Defeat {
    /// The regimes.
    pub regimes: Vec<RegimeIx>,
    /// When.
    pub period: Period,
    /// What says so.
    pub citation: String,
    /// The day it was last read.
    pub verified: Day,
    /// How well it is confirmed.
    pub confidence: Confidence,
}

/// Something that happened on the first day of its period.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Event {
    /// The row.
    pub header: Header,
    /// The regimes; empty: all.
    pub regimes: Vec<RegimeIx>,
    /// The places concerned; empty: all.
    pub places: Vec<PlaceIx>,
    /// The mechanisms concerned.
    pub mechanisms: Vec<MechanismIx>,
    /// The powers concerned; empty: all.
    pub powers: Vec<PowerIx>,
    /// What it does.
    pub effect: Effect,
    /// What happened, in a sentence.
    pub text: String,
}

/// What an event does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// The mechanism is questioned but stands.
    AtRisk,
    /// Assessments of these places made before are out of date.
    OvertakesAssessments,
    /// None on any verdict.
    Information,
}

impl Effect {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("at-risk", Self::AtRisk),
        ("overtakes-assessments", Self::OvertakesAssessments),
        ("information", Self::Information),
    ];

    /// The word of the law pack's format.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AtRisk => "at-risk",
            Self::OvertakesAssessments => "overtakes-assessments",
            Self::Information => "information",
        }
    }
}
