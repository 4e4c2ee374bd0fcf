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
    /// Write the file and its digest into the register, as evidence of an instrument
    Add(EvidenceAdd),
    /// Show what is found of each instrument's file
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
    /// The instrument that it shows
    #[arg(long, value_name = "ID")]
    pub instrument: String,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
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
