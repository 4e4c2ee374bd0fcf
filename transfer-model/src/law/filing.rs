//! Filings with an authority: with whom, and by when.

use serde::{Deserialize, Serialize};

/// A filing with an authority, and by when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingTerm {
    /// Words for the authority; the first is its name for people.
    pub with: Vec<String>,
    /// How long there is; none: to be made before the first transfer.
    pub within: Option<(u16, Unit)>,
    /// What the term runs from.
    pub from: Start,
    /// How long to wait after filing before the transfer may start.
    pub wait: Option<(u16, Unit)>,
    /// Whether missing the term defeats the route; otherwise the duty stays open.
    pub fatal: bool,
}

/// What a term runs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Start {
    /// The last signature.
    Signature,
    /// The day the document takes effect.
    Effect,
    /// The first transfer.
    Transfer,
}

impl Start {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 3] =
        [("signature", Self::Signature), ("effect", Self::Effect), ("transfer", Self::Transfer)];
}

/// What a term is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Working days, Monday to Friday.
    WorkingDays,
}
