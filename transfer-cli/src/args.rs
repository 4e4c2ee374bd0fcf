//! The words of the command line, a file for each family of commands. No behaviour here.

mod check;
mod diff;
mod evidence;
mod exchange;
mod explain;
mod law;
mod papers;
mod plan;
mod query;
mod scan;
mod timeline;
mod tools;
mod what_if;

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use transfer_model::day::Day;

pub use check::{Check, Format, Lock};
pub use diff::{Diff, DiffFormat};
pub use evidence::{Evidence, EvidenceAdd, EvidenceCheck, EvidenceCommand, EvidenceOf};
pub use exchange::{DiffList, Export, ExportFormat, Import, ImportFormat};
pub use explain::{Explain, ExplainFormat, Who};
pub use law::{Law, LawCommand, LawDiff, LawList, LawMatrix, LawShow, LawVerify, MatrixFormat};
pub use papers::{Notice, Quarter, Report, Tia, TiaFormat};
pub use plan::{Accept, Plan, PlanFormat};
pub use query::{Flows, Paths, Reach, TableFormat};
pub use scan::{Scan, ScanFormat};
pub use timeline::{Timeline, TimelineFormat};
pub use tools::{Completions, Fmt, Init, Man, Schema, SchemaOf};
pub use what_if::{WhatIf, WhatIfFormat};

/// Assess cross-border transfers of personal data: which laws bind each flow, whether its mechanism held on
/// the day, why, and what mends it. Not legal advice.
#[derive(Debug, Parser)]
#[command(name = "transfer", version = version(), propagate_version = true, max_term_width = 100)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The program's version with that of its law pack.
fn version() -> &'static str {
    static VERSION: LazyLock<String> =
        LazyLock::new(|| format!("{} (law pack {})", env!("CARGO_PKG_VERSION"), jurisdictions::VERSION));
    &VERSION
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Assess a register and print the findings
    Check(Check),
    /// List the flows that meet conditions: to where, by which mechanism, with which data, with what verdict
    Flows(Box<Flows>),
    /// List every way the data can travel from one party to another
    Paths(Paths),
    /// Say where data end up, or what reaches a party
    Reach(Reach),
    /// List the exact days on which verdicts change, and why
    Timeline(Timeline),
    /// Show how a flow's verdict was reached, what a finding means, or a mechanism's history
    Explain(Explain),
    /// Say which steps, the cheapest first, bring every flow to where it should stand
    Plan(Plan),
    /// Say what breaks, what falls back and what stays if law or facts change as assumed
    WhatIf(WhatIf),
    /// Say who answers to people living somewhere, under which law and before which courts
    Who(Who),
    /// Write a register in another form: a picture of its flows, sheets, a record of transfers, linked data
    Export(Export),
    /// Write the assessment of a destination, filled from facts; or say which assessments are due
    Tia(Box<Tia>),
    /// Write the file of a quarter: report, workbook, assessments, data
    Report(Report),
    /// Draft what people and the record of processing must be told of a party's transfers
    Notice(Notice),
    /// Record the digests of files that show instruments, or look at the files
    Evidence(Evidence),
    /// Read other people's formats into a register
    Import(Box<Import>),
    /// Compare two versions of a vendor's list of sub-processors
    DiffList(DiffList),
    /// Write a commented starter register
    Init(Init),
    /// Show the law pack
    Law(Law),
    /// Compare two registers, two days or two law packs, and say what each change is put down to
    Diff(Diff),
    /// Write `transfers.lock`: the verdicts and mechanisms as reviewed, for `check --locked`
    Lock(Lock),
    /// Find transfer claims in published policies and hold them against the law by date
    Scan(Scan),
    /// Tidy a register's files: blanks, lists and line ends; comments, order and meaning stay
    Fmt(Fmt),
    /// Print a JSON Schema: of the register format, for editors, or of an assessment
    Schema(Schema),
    /// Print what a shell needs to complete this command line
    Completions(Completions),
    /// Print the manual page
    Man(Man),
}

/// Which register, by which law, on which day.
#[derive(Debug, Clone, ClapArgs)]
pub struct Input {
    /// The register: a TOML file, a folder of them, or `-` for one on standard input [default: transfer.toml, else the
    /// folder transfers]
    pub register: Option<PathBuf>,
    /// Assess as of this day (YYYY-MM-DD, or `today`) [default: the register's `as_of`, else today]
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub as_of: Option<AsOf>,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
}

/// A day asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// The day on which the command runs.
    Today,
    /// This day.
    Day(Day),
}

/// Output formats of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Human,
    /// For programs
    Json,
}

fn parse_day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "not a day: write YYYY-MM-DD, such as 2021-01-07".to_owned())
}

fn parse_as_of(text: &str) -> Result<AsOf, String> {
    if text == "today" {
        return Ok(AsOf::Today);
    }
    Day::parse(text)
        .map(AsOf::Day)
        .ok_or_else(|| "not a day: write YYYY-MM-DD, such as 2021-01-07, or `today`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::Args;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }
}
