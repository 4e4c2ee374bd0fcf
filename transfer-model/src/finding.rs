//! Findings: what is to be said about a flow, a paper or a party, each under a registered [`Code`].

mod catalogue;

pub use catalogue::{Code, Entry, Example, entry, example};

use crate::assess::Detail;
use crate::index::{FlowIx, RegimeIx, RowIx};
use crate::source::Span;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run fails.
    Error,
    /// Somebody must act.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The words of the register format.
    pub const WORDS: [(&'static str, Self); 3] =
        [("error", Self::Error), ("warning", Self::Warning), ("note", Self::Note)];

    /// The word of the register format.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One finding. Its words are made when it is shown ([`crate::assess::Words`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub code: Code,
    /// How much it matters, levels of the register applied.
    pub severity: Severity,
    /// The flow it is about.
    pub flow: Option<FlowIx>,
    /// The regime it is about.
    pub regime: Option<RegimeIx>,
    /// The place in the register.
    pub span: Span,
    /// What it says.
    pub detail: Detail,
    /// Position of the waiver that accepts it.
    pub waived: Option<RowIx>,
}
