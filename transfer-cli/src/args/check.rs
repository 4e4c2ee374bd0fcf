//! The words of `transfer check` and `transfer lock`: what is assessed, and how that is printed or kept.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::Input;
pub use crate::render::assessment::Format;

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
