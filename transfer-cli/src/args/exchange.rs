//! The words of `transfer import`, `transfer diff-list` and `transfer export`: in from elsewhere and out again.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use transfer_model::day::Day;

use super::{Input, ListFormat, parse_day};
pub use crate::import::ImportFormat;

/// Arguments of `transfer import`.
#[derive(Debug, ClapArgs)]
pub struct Import {
    /// The files to read
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What the files are
    #[arg(long, value_enum, default_value_t = ImportFormat::Auto)]
    pub format: ImportFormat,
    /// Write the register to this file, which must not be there yet [default: standard output]
    #[arg(long, value_name = "FILE", conflicts_with = "into")]
    pub out: Option<PathBuf>,
    /// Merge into this register: shows what would change, and writes with --yes
    #[arg(long, value_name = "REGISTER")]
    pub into: Option<PathBuf>,
    /// With --into: write the changes
    #[arg(long, requires = "into")]
    pub yes: bool,
    /// Whose list or record it is: the id of a party of the register, or a name
    #[arg(long, value_name = "PARTY")]
    pub of: Option<String>,
    /// The day on which the list was looked up (YYYY-MM-DD)
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub checked_on: Option<Day>,
    /// For manifests that name no country: a CSV file with the columns `fides_key`, `country` and, if known,
    /// `entity`
    #[arg(long, value_name = "FILE")]
    pub countries: Option<PathBuf>,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
}

/// Arguments of `transfer diff-list`.
#[derive(Debug, ClapArgs)]
pub struct DiffList {
    /// The list as it was
    pub old: PathBuf,
    /// The list as it is now
    pub new: PathBuf,
    /// Say which flows of this register the changes touch
    #[arg(long, value_name = "REGISTER")]
    pub register: Option<PathBuf>,
    /// Whose list it is: the id of a party of the register
    #[arg(long, value_name = "PARTY")]
    pub of: Option<String>,
    /// Days of notice to object [default: `subprocessors.notice_days` of the instruments that bind the vendor to us]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=3650))]
    pub notice_days: Option<u32>,
    /// The day on which the notice was received (YYYY-MM-DD)
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub received: Option<Day>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
}

/// Arguments of `transfer export`.
#[derive(Debug, ClapArgs)]
pub struct Export {
    /// The register.
    #[command(flatten)]
    pub input: Input,
    /// The form to write
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// Only this flow (may be given several times)
    #[arg(long = "flow", value_name = "ID")]
    pub flows: Vec<String>,
    /// For records and pages of sub-processors: only what this party of the register exports
    #[arg(long, value_name = "PARTY")]
    pub of: Option<String>,
    /// Write this file, and replace it if it is there [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Forms that `transfer export` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// The transfer graph for Graphviz
    Dot,
    /// The transfer graph for Mermaid, as wikis and pull requests draw it
    Mermaid,
    /// The transfer graph for graph programs
    Graphml,
    /// The transfer graph as a drawing
    Svg,
    /// The register as a workbook, to be edited and imported again
    Xlsx,
    /// The register as one CSV file, to be edited and imported again
    Csv,
    /// Article 30 record in the columns of the ICO's template (CSV)
    Article30Ico,
    /// Article 30 record in the headings of the CNIL's template (CSV)
    Article30Cnil,
    /// Linked data in the Data Privacy Vocabulary 2 (Turtle)
    DpvTtl,
    /// Linked data in the Data Privacy Vocabulary 2 (JSON-LD)
    DpvJsonld,
    /// What a regulator asks for: parties, transfers, mechanisms, verdicts, sources (Markdown)
    RegulatorMd,
    /// A page of sub-processors to publish (Markdown)
    SubprocessorsMd,
    /// A list of sub-processors to publish (JSON)
    SubprocessorsJson,
}
