//! Who answers for what: for people living somewhere, for a risk accepted, for something to be done by a day.

use crate::day::Day;
use crate::finding::Code;
use crate::index::{FlowIx, PartyIx, PlaceIx};
use crate::source::{Span, Spanned};

/// Who answers for people living somewhere.
#[derive(Debug, Clone)]
pub struct Responsible {
    /// Where it is written.
    pub span: Span,
    /// Where they live.
    pub subjects_in: Vec<Spanned<PlaceIx>>,
    /// Who answers.
    pub party: Spanned<PartyIx>,
    /// Under which law.
    pub governing_law: Option<Spanned<PlaceIx>>,
    /// Before which courts.
    pub courts: Option<String>,
}

/// A risk accepted by a person for a time.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// Where it is written.
    pub span: Span,
    /// For which flow; none: for findings of no flow.
    pub flow: Option<Spanned<FlowIx>>,
    /// Which finding.
    pub finding: Spanned<Code>,
    /// Why.
    pub reason: String,
    /// Who accepted it.
    pub approved_by: String,
    /// First day, where written.
    pub since: Option<Day>,
    /// Last day.
    pub until: Spanned<Day>,
}

/// A dated obligation.
#[derive(Debug, Clone)]
pub struct Duty {
    /// Where its id is written.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Whose.
    pub party: Option<Spanned<PartyIx>>,
    /// What kind.
    pub kind: String,
    /// Last day to do it.
    pub due: Spanned<Day>,
    /// Done.
    pub done: Option<Day>,
}
