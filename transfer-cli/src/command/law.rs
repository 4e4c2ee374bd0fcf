//! `transfer law`: the law pack, dated.

mod condition;
mod diff;
mod list;
mod matrix;
mod row;
mod show;
mod verify;

use transfer_model::law::LawBook;

pub(super) use self::row::{RowOut, human_rows, marked_rows, rows_of};
use crate::args::{Law, LawCommand};
use crate::env::{Env, Out};
use crate::home::Home;
use crate::input;
use crate::outcome::Outcome;

/// A law pack, and where the rows added to it lie.
#[derive(Debug, Clone, Copy)]
pub struct Pack<'a> {
    /// The rows.
    pub book: &'a LawBook,
    /// Where added ones lie.
    pub home: &'a Home,
}

/// Runs it.
pub fn run(args: &Law, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(book) = input::law(args.law.as_deref(), env, out) else { return Outcome::Broken };
    let home = args.law.as_deref().map_or_else(Home::default, |path| Home::of_overlay(path, env));
    let pack = Pack { book: &book, home: &home };
    match &args.command {
        LawCommand::List(list) => list::run(list, pack, env, out),
        LawCommand::Show(show) => show::run(show, pack, env, out),
        LawCommand::Diff(diff) => diff::run(diff, args.law.as_deref(), &book, env, out),
        LawCommand::Matrix(args) => matrix::run(args, &book, env, out),
        LawCommand::Verify(verify) => verify::run(verify, pack, env, out),
    }
}
