//! The words of `transfer plan`.

use clap::{Args as ClapArgs, ValueEnum};
use transfer_model::assess::Verdict;

use super::Input;

/// How good is good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Accept {
    /// Every condition is shown
    Valid,
    /// A mechanism in force covers the flow; duties may be open
    Conditional,
}

impl Accept {
    /// The worst verdict accepted.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Valid => Verdict::Valid,
            Self::Conditional => Verdict::Conditional,
        }
    }
}

/// How a plan is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// For people
    Human,
    /// For programs
    Json,
    /// For wikis and pull requests
    Markdown,
}

/// Arguments of `transfer plan`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "What each kind of step costs is set in `[plan.costs]` of the register. A plan is borne out by \
assessing the register again with all its steps done. Where a step is an assessment of a destination, it is taken \
to find protection sufficient; whether it does is for whoever makes it.\n\n\
Exit status: 0 whatever the plan; 2 the command or its input is broken."
)]
pub struct Plan {
    /// The register.
    #[command(flatten)]
    pub input: Input,
    /// How good is good enough
    #[arg(long, value_enum, default_value_t = Accept::Valid)]
    pub accept: Accept,
    /// How to print (json: schema transfer-plan/1)
    #[arg(long, value_enum, default_value_t = PlanFormat::Human)]
    pub format: PlanFormat,
}
