//! `transfer schema`: the register format for editors.

use crate::args::Schema;
use crate::env::{Env, Out};
use crate::input;
use crate::outcome::Outcome;
use crate::render::schema;

/// Runs it.
pub fn run(args: &Schema, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(book) = input::law(args.law.as_deref(), env, out) else { return Outcome::Broken };
    out.answer(&schema::register(&book));
    Outcome::Clean
}
