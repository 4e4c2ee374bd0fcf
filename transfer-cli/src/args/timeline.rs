//! The words of `transfer timeline`.

use clap::{Args as ClapArgs, ValueEnum};
use transfer_model::day::Day;

use super::{Input, parse_day};

/// Arguments of `transfer timeline`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The days are exact: between two of them no verdict changes. Each change has its cause, a row of the law \
or a line of the register. The law is known as the law pack states it today; of days to come it says what is already \
set.\n\n\
--as-of does nothing but move the end where --to is left out.\n\n\
Exit status: 0 whatever the verdicts; 2 the command or its input is broken."
)]
pub struct Timeline {
    /// The register.
    #[command(flatten)]
    pub input: Input,
    /// The first day (YYYY-MM-DD) [default: the first `since` of a flow, else 2015-01-01]
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub from: Option<Day>,
    /// The last day (YYYY-MM-DD) [default: five years after the day of --as-of]
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub to: Option<Day>,
    /// Only this flow (may be given several times)
    #[arg(long = "flow", value_name = "ID")]
    pub flows: Vec<String>,
    /// Only under this law (may be given several times)
    #[arg(long = "regime", value_name = "REGIME")]
    pub regimes: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = TimelineFormat::Human)]
    pub format: TimelineFormat,
}

/// Output formats of timelines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TimelineFormat {
    /// For people: a strip of each flow and law, then the changes by day
    Human,
    /// For programs (schema transfer-timeline/1)
    Json,
    /// For memoranda and wikis
    Markdown,
}
