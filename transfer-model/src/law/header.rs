//! What every row of a law pack says of itself: where it can be checked, and how sure we are.

use serde::{Deserialize, Serialize};

use crate::day::{Day, Period};

/// How well a row is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    /// Read in an official or verbatim text, or in two independent sources.
    Checked,
    /// Read in secondary material only.
    CheckedSecond,
    /// Not confirmed.
    Memory,
}

impl Confidence {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 3] =
        [("checked", Self::Checked), ("checked-2nd", Self::CheckedSecond), ("memory", Self::Memory)];

    /// The word of the law pack's format.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::CheckedSecond => "checked-2nd",
            Self::Memory => "memory",
        }
    }
}

/// Which cells of a row are not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Memory {
    /// The first day.
    pub since: bool,
    /// The last day.
    pub until: bool,
    /// What it covers.
    pub scope: bool,
}

/// What every row says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Header {
    /// Unique in the pack.
    pub id: String,
    /// When it is true.
    pub period: Period,
    /// What a lawyer would cite.
    pub citation: String,
    /// Where it was read.
    pub sources: Vec<String>,
    /// The day it was last read there.
    pub verified: Day,
    /// How well it is confirmed.
    pub confidence: Confidence,
    /// Cells that are not confirmed although the row is.
    pub memory: Memory,
    /// What ended it.
    pub ended_by: Option<String>,
    /// A sentence for lawyers.
    pub note: Option<String>,
    /// Position of its file in [`super::LawPack::files`].
    pub file: u16,
    /// Line in that file, from 1.
    pub line: u32,
}

impl Header {
    /// What to cite for its end.
    pub fn end_citation(&self) -> &str {
        self.ended_by.as_deref().unwrap_or(&self.citation)
    }
}
