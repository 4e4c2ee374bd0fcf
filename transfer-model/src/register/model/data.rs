//! What is transferred: categories of data and what makes them special. Whether they are personal data decides whether
//! any law is asked at all.

use crate::index::{RegimeIx, WordIx};
use crate::source::{Span, Spanned};

/// Whether a category is personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personal {
    /// It is.
    Yes,
    /// It is not: outside every regime.
    No,
    /// Disputed.
    Disputed,
}

/// Special categories of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Special {
    /// Health.
    Health,
    /// Genetic.
    Genetic,
    /// Biometric, for identification.
    Biometric,
    /// Racial or ethnic origin.
    RacialOrigin,
    /// Political opinions.
    PoliticalOpinions,
    /// Religious or philosophical beliefs.
    Religion,
    /// Trade-union membership.
    TradeUnion,
    /// Sex life or sexual orientation.
    SexLife,
}

/// A data category.
#[derive(Debug, Clone)]
pub struct Data {
    /// Where its id is written.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Staff data.
    pub hr: bool,
    /// Special categories.
    pub special: Vec<Special>,
    /// Criminal convictions and offences.
    pub criminal: bool,
    /// Data of children.
    pub children: bool,
    /// Regimes whose own wider notion of sensitive data it meets.
    pub sensitive: Vec<Spanned<RegimeIx>>,
    /// Kinds that rules read.
    pub kinds: Vec<WordIx>,
    /// Whether it is personal data.
    pub personal: Spanned<Personal>,
}
