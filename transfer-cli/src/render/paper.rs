//! A paper that people read, sign and file: headings, texts, tables, open questions, a block to sign. Built once;
//! one file a format. Text from a register is made safe where it is written, and bounded here.

#[cfg(feature = "office")]
pub mod docx;
pub mod html;
pub mod markdown;

use super::text::short;

/// Most characters shown of one text.
const MOST: usize = 400;

/// A paper.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Its title.
    pub title: String,
    /// What stands on every page: of which register, by which law, on which day.
    pub foot: Vec<String>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of a paper.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading of level 2 to 4.
    Heading(u8, String),
    /// A paragraph.
    Text(Vec<Run>),
    /// A list.
    List(Vec<Vec<Run>>),
    /// A table with a head.
    Table(Table),
    /// Where people sign: what each signs for.
    Sign(Vec<String>),
}

/// A table with a head.
#[derive(Debug, Clone)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The names of its columns.
    pub head: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell: its runs, one after the other.
pub type Cell = Vec<Run>;

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Plain.
    Plain(String),
    /// In bold.
    Strong(String),
    /// A question that nobody has answered.
    Open(String),
    /// A mark that what stands before it is not confirmed.
    Mark(String),
}

impl Run {
    /// The words, marks and all.
    pub fn words(&self) -> String {
        match self {
            Self::Plain(text) | Self::Strong(text) => text.clone(),
            Self::Open(text) => format!("OPEN: {text}"),
            Self::Mark(text) => format!("[{text}]"),
        }
    }
}

/// A plain text, bounded.
pub fn plain(text: impl AsRef<str>) -> Run {
    Run::Plain(short(text.as_ref(), MOST))
}

/// A text in bold, bounded.
pub fn strong(text: impl AsRef<str>) -> Run {
    Run::Strong(short(text.as_ref(), MOST))
}

/// A cell of one plain text.
pub fn cell(text: impl AsRef<str>) -> Cell {
    vec![plain(text)]
}

/// A text of the register, cut to what can be read.
pub fn cut(text: &str) -> String {
    short(text, MOST)
}
