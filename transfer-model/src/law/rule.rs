//! A rule: in these regimes, in this period, what a mechanism needs to carry a transfer; or a duty or limit beside it.

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::header::Header;
use crate::day::Day;
use crate::index::{MechanismIx, PlaceIx, RegimeIx};

/// In these regimes, in this period, this mechanism makes a transfer lawful on these conditions; or a duty that
/// goes with such mechanisms, or a limit of the regime.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rule {
    /// The row.
    pub header: Header,
    /// The mechanism.
    pub mechanism: MechanismIx,
    /// The regimes.
    pub regimes: Vec<RegimeIx>,
    /// Destinations; empty: anywhere.
    pub places: Vec<PlaceIx>,
    /// The conditions, in the order tested.
    pub conditions: Vec<Condition>,
    /// The day from which it is beyond doubt in force (publication), where later than its first.
    pub safe_from: Option<Day>,
    /// What it does.
    pub part: Part,
}

impl Rule {
    /// Whether it makes a transfer lawful.
    pub const fn is_route(&self) -> bool {
        matches!(self.part, Part::Route { .. })
    }
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// A route: it makes the transfer lawful.
    Route {
        /// It counts although nobody claims it.
        unclaimed: bool,
    },
    /// A duty that stacks on routes; unmet, it leaves the transfer conditional.
    Overlay {
        /// On these mechanisms only; empty: on all.
        on: Vec<MechanismIx>,
        /// Not on these.
        not_on: Vec<MechanismIx>,
        /// Where all of these are met.
        when: Vec<Condition>,
        /// Unmet, it defeats the route.
        defeats: bool,
    },
    /// Where its conditions are met the regime does not restrict the transfer.
    CarveOut,
}

impl Part {
    /// The word for it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Route { .. } => "rule",
            Self::Overlay { .. } => "overlay",
            Self::CarveOut => "carve-out",
        }
    }
}
