//! What a flow is said to rely on, and the facts that grounds without a document turn on. Whether it holds is the
//! engine's to say.

use std::collections::BTreeMap;

use crate::day::Period;
use crate::index::{DataIx, InstrumentIx, MechanismIx};
use crate::law::Flag;
use crate::source::Span;

/// What a tag names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagUse {
    /// A recorded document.
    Instrument(InstrumentIx),
    /// A word of the vocabulary.
    Bare(MechanismIx),
    /// Something else, in its own words.
    Other(String),
}

/// A claim on a flow: what it is said to rely on.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Where it is written.
    pub span: Span,
    /// What it names.
    pub names: TagUse,
    /// Only for these data; none: for all.
    pub data: Option<Vec<DataIx>>,
    /// Only then.
    pub period: Period,
}

/// Facts about the use of a derogation; a flag that is absent is not known.
#[derive(Debug, Clone, Default)]
pub struct Derogation {
    /// Where it is written.
    pub span: Span,
    /// The flags recorded.
    pub flags: BTreeMap<Flag, bool>,
}

/// What was shown to people, where a law asks for consent or notice.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// Whether the transfer was disclosed.
    pub disclosed: Option<bool>,
    /// What was said.
    pub items: Option<Vec<String>>,
    /// Whether consent to it was apart from others.
    pub separate_consent: Option<bool>,
    /// Whether it was free.
    pub freely_given: Option<bool>,
}
