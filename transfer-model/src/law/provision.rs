//! The provisions of a law by what they are about, so that a finding cites the article in force on the day
//! assessed and never that of another law.

use serde::{Deserialize, Serialize};

use super::header::Header;
use crate::index::RegimeIx;

/// What a provision is about. A finding rests on one of these, whatever the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Subject {
    /// The general rule on transfers, onward ones included.
    Restriction,
    /// The closed list of what makes a transfer lawful.
    Routes,
    /// Decisions that a place is adequate.
    Adequacy,
    /// Appropriate safeguards.
    Safeguards,
    /// Binding corporate rules.
    BindingRules,
    /// Exceptions for specific situations.
    Derogations,
    /// A paper of another law that counts here with an addendum.
    Addendum,
    /// What people are told of transfers.
    Information,
    /// Whoever processes must be able to show that it complies.
    Accountability,
    /// Processors and those they engage.
    Processors,
    /// Security of processing, by staff abroad too.
    Security,
    /// Owners abroad, and orders of foreign authorities.
    ForeignControl,
    /// The destination's law is assessed.
    Assessment,
    /// That assessment is kept up to date.
    Review,
    /// Which measures help against the destination's law.
    Measures,
    /// A transfer stops where protection is not sufficient.
    Suspension,
    /// People are told fairly and plainly whose processing it is.
    Transparency,
    /// Which grounds are barred to those who exercise public powers.
    PublicPowers,
}

impl Subject {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 18] = [
        ("restriction", Self::Restriction),
        ("routes", Self::Routes),
        ("adequacy", Self::Adequacy),
        ("safeguards", Self::Safeguards),
        ("binding-rules", Self::BindingRules),
        ("derogations", Self::Derogations),
        ("addendum", Self::Addendum),
        ("information", Self::Information),
        ("accountability", Self::Accountability),
        ("processors", Self::Processors),
        ("security", Self::Security),
        ("foreign-control", Self::ForeignControl),
        ("assessment", Self::Assessment),
        ("review", Self::Review),
        ("measures", Self::Measures),
        ("suspension", Self::Suspension),
        ("transparency", Self::Transparency),
        ("public-powers", Self::PublicPowers),
    ];

    /// How many there are.
    pub(super) const COUNT: usize = Self::WORDS.len();

    /// The word of the law pack's format.
    pub fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(_, subject)| *subject == self).map_or("", |(name, _)| name)
    }

    /// Its position among the subjects.
    pub(super) fn position(self) -> usize {
        Self::WORDS.iter().position(|(_, subject)| *subject == self).unwrap_or_default()
    }
}

/// Where a law says something, and when.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Provision {
    /// The row.
    pub header: Header,
    /// The law.
    pub regime: RegimeIx,
    /// What it is about.
    pub subject: Subject,
}
