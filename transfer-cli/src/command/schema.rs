//! `transfer schema`: the register format for editors, the assessment for programs.

use crate::args::{Schema, SchemaOf};
use crate::env::{Env, Out};
use crate::input;
use crate::outcome::Outcome;
use crate::render::{json, schema};

/// Runs it.
pub fn run(args: &Schema, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    if args.of == SchemaOf::Assessment {
        out.answer(&json::schema());
        return Outcome::Clean;
    }
    let Some(book) = input::law(args.law.as_deref(), env, out) else { return Outcome::Broken };
    out.answer(&schema::register(&book));
    Outcome::Clean
}
