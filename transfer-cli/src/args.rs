//! The words of the command line. No behaviour here.

mod exchange;
mod papers;
mod plan;
mod query;
mod timeline;
mod what_if;

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use transfer_model::day::Day;

pub use exchange::{DiffList, Import, ImportFormat};
pub use papers::{Quarter, Report, Tia, TiaFormat};
pub use plan::{Accept, Plan, PlanFormat};
pub use query::{Flows, Paths, Reach, TableFormat};
pub use timeline::{Timeline, TimelineFormat};
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
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
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
    /// Write this file, and replace it if it is there [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Arguments of `transfer notice`.
#[derive(Debug, ClapArgs)]
pub struct Notice {
    /// The register.
    #[command(flatten)]
    pub input: Input,
    /// Whose transfers (may be given several times) [default: every group company that transfers]
    #[arg(long = "of", value_name = "PARTY")]
    pub of: Vec<String>,
}

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

/// Arguments of `transfer init`.
#[derive(Debug, ClapArgs)]
pub struct Init {
    /// The folder to write `transfer.toml` into [default: here]
    pub dir: Option<PathBuf>,
}

/// Output formats of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Human,
    /// For programs
    Json,
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
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
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
    /// For programs (schema transfer-diff/1; of `law diff` transfer-law-diff/1)
    Json,
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

/// Arguments of `transfer scan`.
#[derive(Debug, ClapArgs)]
pub struct Scan {
    /// Texts, Markdown or HTML; of a folder the files at its top
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Hold the claims against the law of this day (YYYY-MM-DD, or `today`) [default: today]
    #[arg(long, value_name = "DAY", value_parser = parse_as_of)]
    pub as_of: Option<AsOf>,
    /// The day on which the texts were published (YYYY-MM-DD) [default: the day each prints]
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub published: Option<Day>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ScanFormat::Human, conflicts_with = "draft")]
    pub format: ScanFormat,
    /// Print `[[notice]]` stanzas for a register
    #[arg(long)]
    pub draft: bool,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR")]
    pub law: Option<PathBuf>,
}

/// Output formats of scans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScanFormat {
    /// For people
    Human,
    /// For programs (schema transfer-scan/1)
    Json,
    /// For spreadsheets: one row for each claim
    Csv,
    /// For pull requests and wikis
    Markdown,
    /// For code hosts (SARIF 2.1.0)
    Sarif,
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
