//! The words of the queries: `flows`, `paths`, `reach`.

use clap::{Args as ClapArgs, ValueEnum};

use super::Input;

/// Output formats of queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people
    Human,
    /// For spreadsheets
    Csv,
    /// For programs
    Json,
    /// For pull requests and wikis
    Markdown,
}

/// Arguments of `transfer flows`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Every condition may be given several times. Values of one condition are alternatives; different \
conditions must all be met. A PLACE is a country (US), a part of one (CA-QC), an area (EU, EEA, world) or `unknown`; people somewhere in the EU are found under each of its members.\n\n\
With --regime, --verdict and --carried-by ask for that law's own verdict and mechanism.\n\n\
The column `state` says active, not-yet, over, or held: over, and the importer still holds the data.\n\n\
Exit status: 0 whatever the verdicts and however many flows are found; 2 the command or its input is broken."
)]
pub struct Flows {
    /// The register.
    #[command(flatten)]
    pub input: Input,
    /// These flows
    #[arg(long = "flow", value_name = "ID")]
    pub flows: Vec<String>,
    /// Sent by this party, or from this place
    #[arg(long, value_name = "PARTY|PLACE")]
    pub from: Vec<String>,
    /// Received by this party, or in this place
    #[arg(long, value_name = "PARTY|PLACE")]
    pub to: Vec<String>,
    /// Sent or received by this party
    #[arg(long, value_name = "PARTY")]
    pub party: Vec<String>,
    /// With data that came through this party (it received them and passed them on) or through this flow, at once
    /// or further along; this flow included
    #[arg(long, value_name = "PARTY|FLOW")]
    pub via: Vec<String>,
    /// To this place: the importer's country, where the data lie, or from where they are seen
    #[arg(long, value_name = "PLACE")]
    pub country: Vec<String>,
    /// To no such place
    #[arg(long, value_name = "PLACE")]
    pub not_country: Vec<String>,
    /// To some place outside this one
    #[arg(long, value_name = "PLACE")]
    pub outside: Vec<String>,
    /// Seen from this place, or with this kind of access (processing, storage, remote-access, support, transit)
    #[arg(long, value_name = "PLACE|KIND")]
    pub access: Vec<String>,
    /// Bound by this law
    #[arg(long, value_name = "REGIME")]
    pub regime: Vec<String>,
    /// Not bound by this law
    #[arg(long, value_name = "REGIME")]
    pub not_regime: Vec<String>,
    /// Claiming or carried by this mechanism: a word (dpf), the first or other part of one (scc, bcr, art-49), an
    /// instrument's kind or id, or `none`
    #[arg(long, value_name = "WORD")]
    pub mechanism: Vec<String>,
    /// Neither claiming nor carried by it
    #[arg(long, value_name = "WORD")]
    pub not_mechanism: Vec<String>,
    /// Claiming it, whether or not it holds
    #[arg(long, value_name = "WORD")]
    pub claim: Vec<String>,
    /// Carried by it, claimed or not
    #[arg(long, value_name = "WORD")]
    pub carried_by: Vec<String>,
    /// Naming a document that is signed and runs that day (clauses, approved rules), whether or not the law accepts
    /// it
    #[arg(long)]
    pub with_contract: bool,
    /// Naming no such document
    #[arg(long, conflicts_with = "with_contract")]
    pub without_contract: bool,
    /// With this data item
    #[arg(long, value_name = "ID")]
    pub data: Vec<String>,
    /// Without it
    #[arg(long, value_name = "ID")]
    pub not_data: Vec<String>,
    /// With data of this kind: health, genetic, biometric, ..., criminal, children, hr, or `any` special category
    #[arg(long, value_name = "KIND")]
    pub special: Vec<String>,
    /// About this group of people, or people in this place
    #[arg(long, value_name = "GROUP|PLACE")]
    pub subjects: Vec<String>,
    /// For this purpose
    #[arg(long, value_name = "WORDS")]
    pub purpose: Vec<String>,
    /// With this verdict; `covered` and `uncovered` mean up to and beyond `conditional`
    #[arg(long, value_name = "VERDICT")]
    pub verdict: Vec<String>,
    /// Without this verdict
    #[arg(long, value_name = "VERDICT")]
    pub not_verdict: Vec<String>,
    /// With this finding
    #[arg(long, value_name = "CODE")]
    pub finding: Vec<String>,
    /// Without this finding
    #[arg(long, value_name = "CODE")]
    pub not_finding: Vec<String>,
    /// Only optional flows
    #[arg(long)]
    pub optional: bool,
    /// Only flows not active that day
    #[arg(long)]
    pub inactive: bool,
    /// Columns of the table, by comma, or `all`: see the error for a wrong one [default: a few, and those asked
    /// about; all for csv]
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Sort by these columns, by comma; a minus before one turns its order [default: id]
    #[arg(long, value_name = "COLUMN,-COLUMN", value_delimiter = ',', allow_hyphen_values = true)]
    pub sort: Vec<String>,
    /// How to print (json: schema transfer-flows/1, every column)
    #[arg(long, value_enum, default_value_t = TableFormat::Human)]
    pub format: TableFormat,
}

/// Arguments of `transfer paths`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "One flow follows another where they share a data item and, if both say so, people, and where the \
later has not ended before the earlier began; a flow that is over counts as long as the importer holds the data. No \
party occurs twice in a path.\n\nWithout --from, paths begin where the data come from nobody else; without --to, they end \
where the data go no further.\n\nExit status: 0 whatever the verdicts; 2 the command or its input is broken."
)]
pub struct Paths {
    /// The register.
    #[command(flatten)]
    pub input: Input,
    /// From this party, or any in this place (may be given several times)
    #[arg(long, value_name = "PARTY|PLACE")]
    pub from: Vec<String>,
    /// To this party, or any in this place (may be given several times)
    #[arg(long, value_name = "PARTY|PLACE")]
    pub to: Vec<String>,
    /// Only for this data item (may be given several times)
    #[arg(long, value_name = "ID")]
    pub data: Vec<String>,
    /// Paths of at most so many hops
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub max_length: u8,
    /// Print at most so many paths
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// How to print (json: schema transfer-paths/1)
    #[arg(long, value_enum, default_value_t = TableFormat::Human)]
    pub format: TableFormat,
}

/// Arguments of `transfer reach`.
#[derive(Debug, ClapArgs)]
#[command(
    override_usage = "transfer reach [OPTIONS] [REGISTER] [PARTY|DATA|FLOW]",
    after_help = "A single word is what to follow, unless an option already says that; then it is the register. \
A party and --data together follow only those data of that party. Data alone are followed from wherever they begin.\n\n\
The verdict shown is the worst of a flow on any way there.\n\n\
Exit status: 0 whatever the verdicts; 2 the command or its input is broken."
)]
pub struct Reach {
    /// The register, and the party, data item or flow to follow
    #[arg(value_name = "REGISTER|PARTY|DATA|FLOW", num_args = 0..=2)]
    pub words: Vec<String>,
    /// Follow what this party sends on (may be given several times)
    #[arg(long, visible_alias = "from", value_name = "ID")]
    pub party: Vec<String>,
    /// Follow these data (may be given several times)
    #[arg(long, value_name = "ID")]
    pub data: Vec<String>,
    /// Follow the data of this flow (may be given several times)
    #[arg(long = "flow", value_name = "ID")]
    pub flows: Vec<String>,
    /// The other way: what reaches this party or flow, and from whom
    #[arg(long)]
    pub upstream: bool,
    /// Assess as of this day (YYYY-MM-DD, or `today`) [default: the register's `as_of`, else today]
    #[arg(long, value_name = "DAY", value_parser = super::parse_as_of)]
    pub as_of: Option<super::AsOf>,
    /// Add the law rows of this folder to the law pack
    #[arg(long, value_name = "DIR")]
    pub law: Option<std::path::PathBuf>,
    /// How to print (json: schema transfer-reach/1)
    #[arg(long, value_enum, default_value_t = TableFormat::Human)]
    pub format: TableFormat,
}
