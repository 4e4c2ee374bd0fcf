//! The words of `transfer scan`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use transfer_model::day::Day;

use super::{AsOf, parse_as_of, parse_day};

/// Arguments of `transfer scan`.
#[derive(Debug, ClapArgs)]
pub struct Scan {
    /// Texts, Markdown or HTML; of a folder the files at its top; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Hold the claims against the law of this day (YYYY-MM-DD, or `today`) [default: today]
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub as_of: Option<AsOf>,
    /// The day on which the texts were published (YYYY-MM-DD) [default: the day each prints]
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub published: Option<Day>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ScanFormat::Human, conflicts_with = "draft")]
    pub format: ScanFormat,
    /// Print `[[notice]]` stanzas for a register
    #[arg(long)]
    pub draft: bool,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
}

/// Output formats of scans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScanFormat {
    /// For people
    Human,
    /// For programs (schema transfer-scan/1)
    Json,
    /// For spreadsheets: one row for each claim
    Csv,
    /// For pull requests and wikis
    Markdown,
    /// For code hosts (SARIF 2.1.0)
    Sarif,
}
