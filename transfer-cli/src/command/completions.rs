//! `transfer completions`: what a shell needs to complete the command line.

use clap::CommandFactory as _;

use crate::args::{Args, Completions};
use crate::env::Out;
use crate::outcome::Outcome;

/// Runs it.
pub fn run(args: &Completions, out: &mut Out<'_>) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "transfer", &mut script);
    out.answer(&String::from_utf8_lossy(&script));
    Outcome::Clean
}
