//! The words of `transfer law`: one command for each question that the law pack answers without a register.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::{AsOf, DiffFormat, ListFormat, TableFormat, parse_as_of};

/// Arguments of `transfer law`.
#[derive(Debug, ClapArgs)]
pub struct Law {
    /// What to show.
    #[command(subcommand)]
    pub command: LawCommand,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR", global = true)]
    pub law: Option<PathBuf>,
}

/// What to show of the law pack.
#[derive(Debug, Subcommand)]
pub enum LawCommand {
    /// List the rules in force on a day
    List(LawList),
    /// Show a row, a regime or a mechanism with its history
    Show(LawShow),
    /// What changed in the law between two days, by regime
    Diff(LawDiff),
    /// Which kinds of mechanism each regime knows on a day
    Matrix(LawMatrix),
    /// Check the law data: rows from memory or long unverified, oldest first, and faults
    Verify(LawVerify),
}

/// Arguments of `transfer law list`.
#[derive(Debug, ClapArgs)]
pub struct LawList {
    /// As of this day (YYYY-MM-DD, or `today`) [default: today]
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub as_of: Option<AsOf>,
    /// All rows, in force or not
    #[arg(long)]
    pub all: bool,
    /// Only rows of this regime
    #[arg(long, value_name = "REGIME")]
    pub regime: Option<String>,
    /// Only rows of this mechanism
    #[arg(long, value_name = "MECHANISM")]
    pub mechanism: Option<String>,
    /// Only rows that name this place, or an area it belongs to
    #[arg(long, value_name = "PLACE")]
    pub place: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = TableFormat::Human)]
    pub format: TableFormat,
}

/// Arguments of `transfer law verify`.
#[derive(Debug, ClapArgs)]
pub struct LawVerify {
    /// Rows last verified before this day are old (YYYY-MM-DD, or `today`) [default: one year ago]
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub before: Option<AsOf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// Arguments of `transfer law diff`.
#[derive(Debug, ClapArgs)]
pub struct LawDiff {
    /// The law of this day (YYYY-MM-DD, or `today`)
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub from: AsOf,
    /// Against the law of this day (YYYY-MM-DD, or `today`)
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub to: AsOf,
    /// Only this regime
    #[arg(long, value_name = "REGIME")]
    pub regime: Option<String>,
    /// Only what touches this register (a TOML file, a folder of them, or `-` for standard input): the flows, instruments,
    /// entries and assessments, and how the verdicts move on the day
    #[arg(long, value_name = "REGISTER")]
    pub register: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub format: DiffFormat,
}

/// Arguments of `transfer law matrix`.
#[derive(Debug, ClapArgs)]
pub struct LawMatrix {
    /// As of this day (YYYY-MM-DD, or `today`) [default: today]
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub as_of: Option<AsOf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = MatrixFormat::Human)]
    pub format: MatrixFormat,
}

/// Output formats of `transfer law matrix`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MatrixFormat {
    /// For people
    Human,
    /// For wikis
    Markdown,
    /// For spreadsheets
    Csv,
    /// For programs (schema transfer-law-matrix/1)
    Json,
}

/// Arguments of `transfer law show`.
#[derive(Debug, ClapArgs)]
pub struct LawShow {
    /// The id of a row, regime, mechanism or power
    pub id: String,
    /// Only rows in force on this day (YYYY-MM-DD, or `today`) [default: all, with their dates]
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub as_of: Option<AsOf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}
