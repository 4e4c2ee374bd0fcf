//! `transfer law diff`: what changed in the law between two days, by regime; or what of it touches a register.

use std::path::Path;

use transfer_model::assess::touched;
use transfer_model::day::Day;
use transfer_model::index::RegimeIx;
use transfer_model::law::LawBook;
use transfer_model::overview::changes;

use crate::args::{AsOf, DiffFormat, Input, LawDiff};
use crate::command::named::unknown;
use crate::env::{Env, Out};
use crate::input;
use crate::outcome::Outcome;
use crate::render::law::changes::Answer;
use crate::render::law::touched as render;

/// What is asked of two days.
struct Asked {
    from: Day,
    to: Day,
    only: Option<RegimeIx>,
}

/// Runs it; `law`: the rows added to the pack.
pub(super) fn run(
    args: &LawDiff,
    law: Option<&Path>,
    book: &LawBook,
    env: &dyn Env,
    out: &mut Out<'_>,
) -> Outcome {
    let Some(asked) = asked(args, book, env, out) else { return Outcome::Broken };
    if let Some(register) = &args.register {
        let input = Input { register: Some(register.clone()), as_of: None, law: law.map(Path::to_path_buf) };
        return touching(&input, args.format, &asked, env, out);
    }
    let Asked { from, to, only } = asked;
    let answer = Answer { book, from, to, sections: &changes(book, from, to, only) };
    out.answer(&match args.format {
        DiffFormat::Human => answer.human(),
        DiffFormat::Markdown => answer.markdown(),
        DiffFormat::Json => answer.json(),
    });
    Outcome::Clean
}

/// The days and the regime; an error is said.
fn asked(args: &LawDiff, book: &LawBook, env: &dyn Env, out: &mut Out<'_>) -> Option<Asked> {
    let day = |asked: AsOf| match asked {
        AsOf::Day(day) => day,
        AsOf::Today => env.today(),
    };
    let (from, to) = (day(args.from), day(args.to));
    if to < from {
        out.message(&format!("error: `--to` ({to}) is before `--from` ({from})\n"));
        return None;
    }
    let mut only = None;
    if let Some(word) = &args.regime {
        only = book.regime_of(word);
        if only.is_none() {
            let known = book.pack().regimes.iter().map(|regime| regime.header.id.as_str());
            unknown("regime", word, known, out);
            return None;
        }
    }
    Some(Asked { from, to, only })
}

/// What touches a register.
fn touching(
    input: &Input,
    format: DiffFormat,
    &Asked { from, to, only }: &Asked,
    env: &dyn Env,
    out: &mut Out<'_>,
) -> Outcome {
    let Some(loaded) = input::load(input, env, out) else { return Outcome::Broken };
    let found = touched(&loaded.register, &loaded.book, from, to, only);
    let answer = render::Answer { loaded: &loaded, from, to, touched: &found };
    out.answer(&match format {
        DiffFormat::Human => answer.human(),
        DiffFormat::Markdown => answer.markdown(),
        DiffFormat::Json => answer.json(),
    });
    Outcome::Clean
}
