//! What the house asks of itself beyond the law: whose sanctions apply, what it does not use, how old an assessment may
//! be, and what it reckons a step of a plan to cost.

use crate::day::Period;
use crate::index::{MechanismIx, PlaceIx};
use crate::source::Spanned;

/// House rules, stricter than the law.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Authorities whose territorial sanctions apply.
    pub sanctions: Vec<Spanned<String>>,
    /// Further sanctioned places.
    pub sanctioned: Vec<Sanctioned>,
    /// Mechanisms the house does not use.
    pub forbid: Vec<Spanned<MechanismIx>>,
    /// How old an assessment may be, in months.
    pub tia_max_age: Option<Spanned<u32>>,
    /// How many months ahead the end of what a flow stands on is told; none: six.
    pub horizon: Option<Spanned<u32>>,
}

/// Kinds of step that a plan may propose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    /// A recorded contract is claimed for a flow.
    Rely,
    /// Something is no longer claimed for a flow.
    Drop,
    /// New clauses are signed.
    Sign,
    /// A drafted or ended document is signed.
    Execute,
    /// A party joins a document.
    Bind,
    /// A module is added to a document.
    Module,
    /// An amendment is signed.
    Amend,
    /// The importer enters a scheme.
    Certify,
    /// A destination's law and practice are assessed.
    Assess,
    /// Annexes are filled in.
    Annex,
    /// A measure is put in place.
    Measure,
    /// Data are first recorded where the law wants them.
    Record,
    /// A sub-processor is authorised.
    Authorise,
    /// A document is filed with an authority.
    File,
    /// A ground of the law is claimed that needs no document.
    Ground,
    /// People are asked for their consent.
    Consent,
    /// People are told of the transfer.
    Tell,
    /// A representative is named.
    Represent,
    /// A notice is published anew.
    Update,
    /// A flow is stopped.
    Stop,
}

/// A place the house treats as sanctioned.
#[derive(Debug, Clone)]
pub struct Sanctioned {
    /// The place.
    pub place: Spanned<PlaceIx>,
    /// By whose word.
    pub by: String,
    /// When.
    pub period: Period,
}
