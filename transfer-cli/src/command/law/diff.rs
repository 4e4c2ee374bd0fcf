//! `transfer law diff`: what changed in the law between two days, by regime.

use transfer_model::law::LawBook;
use transfer_model::overview::changes;

use crate::args::{AsOf, DiffFormat, LawDiff};
use crate::command::named::unknown;
use crate::env::{Env, Out};
use crate::outcome::Outcome;
use crate::render::law::changes::Answer;

/// Runs it.
pub(super) fn run(args: &LawDiff, book: &LawBook, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let day = |asked: AsOf| match asked {
        AsOf::Day(day) => day,
        AsOf::Today => env.today(),
    };
    let (from, to) = (day(args.from), day(args.to));
    if to < from {
        out.message(&format!("error: `--to` ({to}) is before `--from` ({from})\n"));
        return Outcome::Broken;
    }
    let mut only = None;
    if let Some(word) = &args.regime {
        only = book.regime_of(word);
        if only.is_none() {
            let known = book.pack().regimes.iter().map(|regime| regime.header.id.as_str());
            return unknown("regime", word, known, out);
        }
    }
    let answer = Answer { book, from, to, sections: &changes(book, from, to, only) };
    out.answer(&match args.format {
        DiffFormat::Human => answer.human(),
        DiffFormat::Markdown => answer.markdown(),
        DiffFormat::Json => answer.json(),
    });
    Outcome::Clean
}
