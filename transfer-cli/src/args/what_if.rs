//! The words of `transfer what-if`.

use clap::{Args as ClapArgs, ValueEnum};

use super::Input;

/// Arguments of `transfer what-if`. `@DAY` is the first day of the new state.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Each may be given several times, and all together. @DAY (YYYY-MM-DD) is the first day of the new state; \
                  left out: the day of --as-of or of the register. Assessed is the latest of all these days, \
                  in the world as it is and as assumed. Ends with status 0 whatever breaks."
)]
pub struct WhatIf {
    /// The register.
    #[command(flatten)]
    pub input: Input,
    /// A mechanism ends (`dpf`), in one regime (`dpf/uk-gdpr`), or one row of the law pack does (`eu-dpf`)
    #[arg(long = "end", value_name = "MECHANISM@DAY")]
    pub end: Vec<String>,
    /// The entries of a party in a scheme lapse
    #[arg(long = "lapse", value_name = "PARTY:SCHEME@DAY")]
    pub lapse: Vec<String>,
    /// An instrument is executed and signed
    #[arg(long = "sign", value_name = "INSTRUMENT@DAY")]
    pub sign: Vec<String>,
    /// A party moves its seat
    #[arg(long = "move", value_name = "PARTY=COUNTRY@DAY")]
    pub move_to: Vec<String>,
    /// A party is sold, with what it controls, to another party
    #[arg(long = "sell", value_name = "PARTY=OWNER@DAY")]
    pub sell: Vec<String>,
    /// A country joins an area (EU, EEA, EFTA)
    #[arg(long = "join", value_name = "COUNTRY=AREA@DAY")]
    pub join: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = WhatIfFormat::Human)]
    pub format: WhatIfFormat,
}

/// Output formats of `transfer what-if`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WhatIfFormat {
    /// For people
    Human,
    /// For programs (schema transfer-what-if/1)
    Json,
    /// For pull requests and wikis
    Markdown,
}
