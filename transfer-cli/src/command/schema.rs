//! `transfer schema`: the register format for editors, the assessment for programs.

use crate::args::{Schema, SchemaOf};
use crate::env::{Env, Out};
use crate::input;
use crate::outcome::Outcome;
use crate::render::{json, schema, timeline};

/// Runs it.
pub fn run(args: &Schema, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let text = match args.of {
        SchemaOf::Assessment => json::schema(),
        SchemaOf::Timeline => timeline::schema(),
        SchemaOf::Register => {
            let Some(book) = input::law(args.law.as_deref(), env, out) else { return Outcome::Broken };
            schema::register(&book)
        }
    };
    out.answer(&text);
    Outcome::Clean
}
