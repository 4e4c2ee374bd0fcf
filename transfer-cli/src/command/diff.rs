//! `transfer diff`: what changed between two registers, two days or two law packs, and what it is put down to.

use transfer_model::compare::{World, compare};

use crate::args::{AsOf, Diff, DiffFormat, Input};
use crate::env::{Env, Out};
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::diff;

/// Runs it. A comparison is a question: what it finds does not change the exit status.
pub fn run(args: &Diff, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let side = |register, own: Option<AsOf>, law: &Option<_>| Input {
        register: Some(register),
        as_of: own.or(args.as_of),
        law: law.clone().or_else(|| args.law.clone()),
    };
    let new = args.new.clone().unwrap_or_else(|| args.old.clone());
    let old = side(args.old.clone(), args.old_as_of, &args.old_law);
    let new = side(new, args.new_as_of, &args.new_law);
    let Some((old, new)) = input::load_two(&old, &new, env, out) else { return Outcome::Broken };
    let found = compare(world(&old), world(&new));
    out.answer(&match args.format {
        DiffFormat::Human => diff::human(&old, &new, &found),
        DiffFormat::Json => diff::json(&old, &new, &found),
        DiffFormat::Markdown => diff::markdown(&old, &new, &found),
    });
    Outcome::Clean
}

fn world(loaded: &Loaded) -> World<'_> {
    World { register: &loaded.register, book: &loaded.book, day: loaded.day }
}
