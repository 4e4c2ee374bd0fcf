//! The words of `transfer evidence`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

/// Arguments of `transfer evidence`.
#[derive(Debug, ClapArgs)]
pub struct Evidence {
    /// What to do.
    #[command(subcommand)]
    pub command: EvidenceCommand,
}

/// What to do with files of evidence.
#[derive(Debug, Subcommand)]
pub enum EvidenceCommand {
    /// Write the file and its digest into the register, as evidence of an instrument, an assessment, a notice or an
    /// entry in a scheme
    Add(EvidenceAdd),
    /// Show what is found of each file that the register names
    Check(EvidenceCheck),
}

/// Arguments of `transfer evidence add`.
#[derive(Debug, ClapArgs)]
pub struct EvidenceAdd {
    /// The register, then the file inside its folder. Alone: the file; the register is then transfer.toml,
    /// else the folder transfers
    #[arg(value_name = "REGISTER")]
    pub first: PathBuf,
    /// The file, after the register
    #[arg(value_name = "FILE")]
    pub second: Option<PathBuf>,
    /// What it shows.
    #[command(flatten)]
    pub of: EvidenceOf,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
}

/// What a file shows: one of these.
#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = false)]
pub struct EvidenceOf {
    /// The instrument that it shows
    #[arg(long, value_name = "ID")]
    pub instrument: Option<String>,
    /// The assessment of a destination that it is
    #[arg(long, value_name = "ID")]
    pub tia: Option<String>,
    /// The notice that it is a copy of
    #[arg(long, value_name = "ID")]
    pub notice: Option<String>,
    /// The party's entry in a scheme that it shows
    #[arg(long, value_name = "PARTY:SCHEME")]
    pub entry: Option<String>,
}

impl EvidenceOf {
    /// The kind of row, what people call it, and its id; of an entry the party's with the scheme.
    pub fn named(&self) -> Option<(&'static str, &'static str, &str)> {
        let instrument = self.instrument.as_deref().map(|id| ("instrument", "instrument", id));
        let tia = self.tia.as_deref().map(|id| ("tia", "assessment", id));
        let notice = self.notice.as_deref().map(|id| ("notice", "notice", id));
        let entry = self.entry.as_deref().map(|name| ("entry", "entry", name));
        instrument.or(tia).or(notice).or(entry)
    }
}

impl EvidenceAdd {
    /// The register, where it is named, and the file.
    pub fn paths(&self) -> (Option<&PathBuf>, &PathBuf) {
        match &self.second {
            Some(file) => (Some(&self.first), file),
            None => (None, &self.first),
        }
    }
}

/// Arguments of `transfer evidence check`.
#[derive(Debug, ClapArgs)]
pub struct EvidenceCheck {
    /// The register: a TOML file, or a folder of them [default: transfer.toml, else the folder transfers]
    pub register: Option<PathBuf>,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
}
