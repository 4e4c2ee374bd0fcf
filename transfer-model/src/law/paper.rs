//! Duties about papers: whom to name, what to tell, what to record.

use serde::{Deserialize, Serialize};

use super::header::Header;
use crate::index::{MechanismIx, RegimeIx};

/// A duty about papers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PaperDuty {
    /// The row.
    pub header: Header,
    /// What it asks.
    pub paper: Paper,
    /// The regimes.
    pub regimes: Vec<RegimeIx>,
    /// Mechanisms that need not be told.
    pub except: Vec<MechanismIx>,
    /// What else must be so, which a register does not record.
    pub only_where: Option<String>,
    /// What lifts it, which a register does not record.
    pub unless: Option<String>,
}

/// What a law asks of the papers of whoever it binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paper {
    /// A party outside that targets people on the law's ground names a representative there.
    Representative,
    /// Whoever exports tells people by which mechanism.
    TellMechanism,
    /// Whoever exports tells people where to.
    TellDestination,
    /// A controller records its transfers.
    RecordController,
    /// A processor records its transfers.
    RecordProcessor,
}

impl Paper {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("representative", Self::Representative),
        ("tell-mechanism", Self::TellMechanism),
        ("tell-destination", Self::TellDestination),
        ("record-controller", Self::RecordController),
        ("record-processor", Self::RecordProcessor),
    ];
}
