//! `transfer diff-list`.

use crate::args::DiffList;
use crate::env::{Env, Out};
use crate::outcome::Outcome;

/// Runs it.
pub fn run(_args: &DiffList, _env: &dyn Env, _out: &mut Out<'_>) -> Outcome {
    Outcome::Broken
}
