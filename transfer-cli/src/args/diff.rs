//! The words of `transfer diff`. Its formats are those of `transfer law diff` too.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{AsOf, parse_as_of};

/// Arguments of `transfer diff`.
#[derive(Debug, ClapArgs)]
pub struct Diff {
    /// The register as it was
    pub old: PathBuf,
    /// The register as it is [default: the same, for two days or two law packs]
    pub new: Option<PathBuf>,
    /// Assess both as of this day (YYYY-MM-DD, or `today`) [default: each register's `as_of`, else today]
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub as_of: Option<AsOf>,
    /// Assess the old one as of this day
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub old_as_of: Option<AsOf>,
    /// Assess the new one as of this day
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub new_as_of: Option<AsOf>,
    /// Add the law rows of this folder to the law pack, for both
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
    /// Add the law rows of this folder for the old one
    #[arg(long, value_name = "DIR")]
    pub old_law: Option<PathBuf>,
    /// Add the law rows of this folder for the new one
    #[arg(long, value_name = "DIR")]
    pub new_law: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub format: DiffFormat,
}

/// Output formats of `transfer law diff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Human,
    /// For newsletters and wikis
    Markdown,
    /// For programs (schema transfer-diff/1; of `law diff` transfer-law-diff/1, with a register transfer-law-touched/1)
    Json,
}
