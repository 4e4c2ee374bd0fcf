//! What a scan finds: claims, and the day a document prints.

use std::ops::Range;

use transfer_model::day::Day;

/// How a text speaks of a mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Polarity {
    /// Relied on, taken part in, certified.
    Asserted,
    /// Said not to be relied on, or not to be there.
    Disclaimed,
    /// Relied on before, superseded, struck down.
    Historical,
    /// Only if something else fails or comes first.
    Conditional,
    /// To begin later.
    Planned,
}

impl Polarity {
    /// The exact word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Disclaimed => "disclaimed",
            Self::Historical => "historical",
            Self::Conditional => "conditional",
            Self::Planned => "planned",
        }
    }
}

/// A claim of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The mechanism, in the words of the scan's format.
    pub mechanism: String,
    /// The part of a scheme, where the text says which.
    pub part: Option<String>,
    /// How it is spoken of.
    pub polarity: Polarity,
    /// The countries it is claimed for.
    pub destination: Vec<String>,
    /// Line of the span's first byte, from 1.
    pub line: usize,
    /// Column of the span's first byte in characters, from 1.
    pub column: usize,
    /// The sentence, or the part of it around the name, in bytes of the text.
    pub span: Range<usize>,
    /// The heading it stands under.
    pub section: Option<String>,
    /// The exporting side's law that the words point to, where they do.
    pub regime: Option<&'static str>,
}

/// A day printed in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    /// The day.
    pub day: Day,
    /// Where it stands, in bytes of the text.
    pub at: usize,
}

/// The result of a scan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// The claims, in the order of the text.
    pub claims: Vec<Claim>,
    /// The document's own day, where one is printed that can be read in one way only.
    pub published: Option<Day>,
    /// A printed date that could be two days, as it is written.
    pub doubtful: Option<String>,
}
