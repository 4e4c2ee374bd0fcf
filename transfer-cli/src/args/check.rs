//! The words of `transfer check` and `transfer lock`: what is assessed, and how that is printed or kept.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::Input;

/// Arguments of `transfer check`.
#[derive(Debug, ClapArgs)]
pub struct Check {
    /// The register.
    #[command(flatten)]
    pub input: Input,
    /// Only this flow (may be given several times)
    #[arg(long = "flow", value_name = "ID")]
    pub flows: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Print notes in full, and not only their number
    #[arg(long)]
    pub notes: bool,
    /// Tell of what ends within so many months [default: `horizon` of the register's `[policy]`, else 6]
    #[arg(long, value_name = "MONTHS", value_parser = clap::value_parser!(u32).range(1..=1200))]
    pub horizon: Option<u32>,
    /// Compare with the verdicts and mechanisms locked by `transfer lock`, and fail where they differ
    #[arg(long)]
    pub locked: bool,
    /// The file of locked verdicts [default: transfers.lock beside the register's files]
    #[arg(long, value_name = "FILE", requires = "locked")]
    pub lock: Option<PathBuf>,
}

/// Arguments of `transfer lock`.
#[derive(Debug, ClapArgs)]
pub struct Lock {
    /// The register.
    #[command(flatten)]
    pub input: Input,
    /// Write this file [default: transfers.lock beside the register's files]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// For programs (schema transfer-assessment/1)
    Json,
    /// For programs that read line by line: a header, the flows, the findings, a summary
    Jsonl,
    /// For code scanning (SARIF 2.1.0)
    Sarif,
    /// For test reports: one case for each flow and regime
    Junit,
    /// For annotations on GitHub (workflow commands)
    Github,
    /// For spreadsheets: one row for each flow and regime
    Csv,
    /// For pull requests and wikis
    Markdown,
    /// One page that opens without a network
    Html,
}
