//! Papers around transfers: assessments of destinations, and what notices publish of mechanisms and destinations. Kept
//! as they state it, to be held against the flows.

use super::evidence::Evidence;
use super::flow::Safeguard;
use crate::day::Day;
use crate::index::{DataIx, FlowIx, MechanismIx, PartyIx, PlaceIx, RegimeIx};
use crate::source::{Span, Spanned};

/// Kinds of assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TiaKind {
    /// Transfer impact assessment.
    Tia,
    /// Transfer risk assessment.
    Tra,
    /// Privacy impact assessment.
    Pia,
    /// Personal information protection impact assessment.
    Pipia,
    /// A yearly check.
    YearlyCheck,
}

/// What an assessment concluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conclusion {
    /// Protection is sufficient.
    Sufficient,
    /// With the measures named.
    SufficientWithMeasures,
    /// It is not.
    Insufficient,
    /// It is stated that none was made.
    None,
}

/// An assessment of a destination's law and practice.
#[derive(Debug, Clone)]
pub struct Tia {
    /// Where its id is written.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: TiaKind,
    /// For which flows.
    pub flows: Vec<FlowIx>,
    /// For which regimes; empty: all.
    pub regimes: Vec<RegimeIx>,
    /// For which data items; none: all that go.
    pub data: Option<Vec<DataIx>>,
    /// The destination.
    pub country: PlaceIx,
    /// Its day.
    pub date: Spanned<Day>,
    /// What it concluded.
    pub conclusion: Spanned<Conclusion>,
    /// The measures it counts on.
    pub measures: Vec<Spanned<Safeguard>>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// What shows it.
    pub evidence: Option<Box<Evidence>>,
}

impl Tia {
    /// Whether it was made for a data item.
    pub fn is_about(&self, item: DataIx) -> bool {
        self.data.as_ref().is_none_or(|data| data.contains(&item))
    }
}

/// How a notice speaks of a mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// Relied on.
    Asserted,
    /// Said not to be relied on.
    Disclaimed,
    /// Relied on before.
    Historical,
    /// Only if something else fails.
    Conditional,
    /// Later.
    Planned,
}

/// A claim of a notice.
#[derive(Debug, Clone)]
pub struct NoticeClaim {
    /// Where it is written.
    pub span: Span,
    /// What it names.
    pub mechanism: MechanismIx,
    /// Part of a scheme.
    pub part: Option<String>,
    /// How.
    pub polarity: Polarity,
    /// For which destinations.
    pub to: Vec<Spanned<PlaceIx>>,
    /// Where in the notice.
    pub section: Option<String>,
}

/// A published privacy notice.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Where its id is written.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Whose.
    pub of: Vec<Spanned<PartyIx>>,
    /// Entities it calls the controller.
    pub names: Vec<Spanned<String>>,
    /// When it was published and withdrawn.
    pub published: Option<Spanned<Day>>,
    /// Last day.
    pub until: Option<Day>,
    /// Destinations it names; none: not recorded.
    pub destinations: Option<Vec<Spanned<PlaceIx>>>,
    /// Its claims; none: not recorded.
    pub claims: Option<Vec<NoticeClaim>>,
    /// A copy of it.
    pub evidence: Option<Box<Evidence>>,
}
