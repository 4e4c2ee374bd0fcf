//! The words of the commands that assess nothing: they write or tidy a register, or are about the command itself.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

/// Arguments of `transfer init`.
#[derive(Debug, ClapArgs)]
pub struct Init {
    /// The folder to write `transfer.toml` into [default: here]
    pub dir: Option<PathBuf>,
}

/// Arguments of `transfer fmt`.
#[derive(Debug, ClapArgs)]
pub struct Fmt {
    /// The register: a TOML file, or a folder of them [default: transfer.toml, else the folder transfers]
    pub register: Option<PathBuf>,
    /// Write nothing; print what would change and end with status 1 if anything would
    #[arg(long)]
    pub check: bool,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
}

/// Arguments of `transfer schema`.
#[derive(Debug, ClapArgs)]
pub struct Schema {
    /// Of what
    #[arg(long, value_enum, default_value_t = SchemaOf::Register)]
    pub of: SchemaOf,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The register, for editors
    Register,
    /// What `check --format json` prints
    Assessment,
    /// What `timeline --format json` prints
    Timeline,
}

/// Arguments of `transfer completions`.
#[derive(Debug, ClapArgs)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// Arguments of `transfer man`.
#[derive(Debug, ClapArgs)]
pub struct Man {
    /// Write the pages of all commands into this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
