//! The words of `transfer explain` and `transfer who`: why, and who answers.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{AsOf, Input, TableFormat, parse_as_of};

/// Arguments of `transfer explain`.
#[derive(Debug, ClapArgs)]
pub struct Explain {
    /// With --flow: the register. Else: the code of a finding, a mechanism, or a row of the law pack
    pub subject: Option<String>,
    /// Explain the verdict of this flow (may be given several times)
    #[arg(long = "flow", value_name = "ID")]
    pub flows: Vec<String>,
    /// Assess as of this day (YYYY-MM-DD, or `today`) [default: the register's `as_of`, else today]
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub as_of: Option<AsOf>,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ExplainFormat::Human)]
    pub format: ExplainFormat,
}

/// How `transfer explain` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// For people
    Human,
    /// For programs: of flows, what `check --format json` says of them; else schema transfer-explanation/1
    Json,
    /// For pull requests and wikis
    Markdown,
}

/// Arguments of `transfer who`.
#[derive(Debug, ClapArgs)]
pub struct Who {
    /// The register.
    #[command(flatten)]
    pub input: Input,
    /// Where the person lives (may be given several times) [default: every place the register knows]
    #[arg(long = "residence", value_name = "PLACE")]
    pub residences: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = TableFormat::Human)]
    pub format: TableFormat,
}
