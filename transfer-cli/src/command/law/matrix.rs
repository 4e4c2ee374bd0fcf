//! `transfer law matrix`: which kinds of mechanism each regime knows on a day.

use transfer_model::law::LawBook;
use transfer_model::overview::kinds;

use crate::args::{AsOf, LawMatrix, MatrixFormat};
use crate::env::{Env, Out};
use crate::outcome::Outcome;
use crate::render::law::matrix::Answer;

/// Runs it.
pub(super) fn run(args: &LawMatrix, book: &LawBook, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let day = match args.as_of {
        Some(AsOf::Day(day)) => day,
        Some(AsOf::Today) | None => env.today(),
    };
    let answer = Answer { book, day, kinds: &kinds(book, day) };
    out.answer(&match args.format {
        MatrixFormat::Human => answer.human(),
        MatrixFormat::Markdown => answer.markdown(),
        MatrixFormat::Csv => answer.csv(),
        MatrixFormat::Json => answer.json(),
    });
    Outcome::Clean
}
