//! `transfer report`: the file of a quarter.

use crate::args::Report;
use crate::env::{Env, Out};
use crate::outcome::Outcome;

/// Runs it.
pub fn run(args: &Report, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let _ = (args, env, out);
    Outcome::Broken
}
