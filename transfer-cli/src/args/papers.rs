//! The words of the commands that write papers: assessments of destinations, the file of a quarter, drafts of notices.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use transfer_model::day::Day;

use super::Input;

/// What an assessment may have concluded.
const CONCLUSIONS: [&str; 4] = ["sufficient", "sufficient-with-measures", "insufficient", "none"];

/// Arguments of `transfer tia`.
#[derive(Debug, ClapArgs)]
#[command(group(clap::ArgGroup::new("which").args(["flows", "all", "country"]).multiple(true)))]
pub struct Tia {
    /// The register.
    #[command(flatten)]
    pub input: Input,
    /// For this flow (may be given several times)
    #[arg(long = "flow", value_name = "ID")]
    pub flows: Vec<String>,
    /// For every flow that needs one
    #[arg(long)]
    pub all: bool,
    /// For every flow that needs one for this destination (may be given several times)
    #[arg(long, value_name = "PLACE")]
    pub country: Vec<String>,
    /// Say which assessments are needed, missing, out of date or contradicted, and write none
    #[arg(long, conflicts_with_all = ["new", "out"])]
    pub due: bool,
    /// Append a `[[tia]]` to the register for each group of flows that one assessment may serve
    #[arg(long, requires = "which", conflicts_with = "out")]
    pub new: bool,
    /// With --new: what the assessment concluded [default: none, no assessment was made]
    #[arg(long, value_name = "WORD", requires = "new", value_parser = CONCLUSIONS)]
    pub conclusion: Option<String>,
    /// With --new: who approved it
    #[arg(long, value_name = "NAME", requires = "new")]
    pub approved_by: Option<String>,
    /// How to print [default: markdown, with --due human]
    #[arg(long, value_enum)]
    pub format: Option<TiaFormat>,
    /// Write this file, named for its form (.md, .html, .docx); else one file each into this folder
    #[arg(long, value_name = "FILE|DIR")]
    pub out: Option<PathBuf>,
}

/// Forms of a paper, and of the table of what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TiaFormat {
    /// Table: for people
    Human,
    /// Table: for programs (schema transfer-tia/1)
    Json,
    /// Table: for spreadsheets
    Csv,
    /// Paper or table: for wikis and pull requests
    Markdown,
    /// Paper: for browsers and printers
    Html,
    /// Paper: for word processors
    Docx,
}

/// Arguments of `transfer report`.
#[derive(Debug, ClapArgs)]
pub struct Report {
    /// The register.
    #[command(flatten)]
    pub input: Input,
    /// The quarter, such as 2026-Q4. Assessed as of --as-of, else the register's `as_of`, where that lies in the
    /// quarter, else the quarter's last day
    #[arg(long, value_name = "QUARTER", value_parser = parse_quarter)]
    pub quarter: Quarter,
    /// The folder to write; one that is there must hold an earlier report, unchanged
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The `assessment.json` of the last report: tell what changed since
    #[arg(long, value_name = "FILE")]
    pub previous: Option<PathBuf>,
}

/// A quarter of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quarter {
    /// The year.
    pub year: i16,
    /// 1 to 4.
    pub number: i8,
}

impl Quarter {
    /// Its first and last day.
    pub fn days(self) -> Option<(Day, Day)> {
        let first = Day::new(self.year, self.number.checked_mul(3)?.checked_sub(2)?, 1)?;
        Some((first, first.plus_months(3).previous()))
    }
}

impl std::fmt::Display for Quarter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.number)
    }
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

fn parse_quarter(text: &str) -> Result<Quarter, String> {
    let wrong = || "not a quarter: write YYYY-Qn, such as 2026-Q4".to_owned();
    let (year, number) = text.split_once("-Q").ok_or_else(wrong)?;
    let digits = |text: &str, many: usize| text.len() == many && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(number, 1) {
        return Err(wrong());
    }
    let quarter =
        Quarter { year: year.parse().map_err(|_| wrong())?, number: number.parse().map_err(|_| wrong())? };
    if (1..=4).contains(&quarter.number) && quarter.days().is_some() { Ok(quarter) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::parse_quarter;

    #[test]
    fn quarters_have_their_days() {
        let days = |text: &str| {
            let (first, last) = parse_quarter(text).unwrap().days().unwrap();
            format!("{first} {last}")
        };
        assert_eq!(days("2026-Q4"), "2026-10-01 2026-12-31");
        assert_eq!(days("2024-Q1"), "2024-01-01 2024-03-31");
        for bad in ["2026", "2026-Q5", "2026-Q0", "26-Q1", "2026-q1", "2026-Q", "2026-Q+1"] {
            assert!(parse_quarter(bad).is_err(), "{bad}");
        }
    }
}
