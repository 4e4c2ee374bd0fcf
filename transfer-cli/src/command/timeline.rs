//! `transfer timeline`: the exact days on which verdicts change, and why.

use std::collections::BTreeSet;

use transfer_model::assess::timeline;
use transfer_model::day::Day;

use super::lookup::Lookup;
use crate::args::{Timeline, TimelineFormat};
use crate::env::{Env, Out};
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::timeline as render;

/// How far ahead a timeline goes unless told.
const AHEAD: u32 = 60;

/// Where a timeline begins if no flow has a first day.
const FIRST: (i16, i8, i8) = (2015, 1, 1);

/// Runs it.
pub fn run(args: &Timeline, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    let from = args.from.unwrap_or_else(|| begin(&loaded));
    let to = args.to.unwrap_or_else(|| loaded.day.plus_months(AHEAD));
    let mut lookup = Lookup::new(&loaded);
    let flows: BTreeSet<_> = lookup.flow("--flow", &args.flows).into_iter().collect();
    let regimes = lookup.regime("--regime", &args.regimes);
    if from > to {
        let by = |given: bool, default: &str| if given { String::new() } else { format!(" ({default})") };
        lookup.fault(format!(
            "--from {from}{} is after --to {to}{}",
            by(args.from.is_some(), "the first `since` of a flow; give --from"),
            by(args.to.is_some(), "five years after the day of the register; give --to"),
        ));
    }
    if !lookup.sound(out) {
        return Outcome::Broken;
    }
    // What reaches a flow may come through any other, so all are gone through and those named kept.
    let mut histories = timeline(&loaded.register, &loaded.book, from, to);
    histories.retain(|history| flows.is_empty() || flows.contains(&history.flow));
    if !regimes.is_empty() {
        for history in &mut histories {
            history.regimes.retain(|under| regimes.contains(&under.regime));
        }
        histories.retain(|history| !history.regimes.is_empty());
    }
    let answer = render::Answer {
        loaded: &loaded,
        from,
        to,
        histories: &histories,
        some_regimes: !regimes.is_empty(),
    };
    let text = match args.format {
        TimelineFormat::Human => answer.human(),
        TimelineFormat::Json => answer.json(),
        TimelineFormat::Markdown => answer.markdown(),
    };
    out.answer(&text);
    Outcome::Clean
}

fn begin(loaded: &Loaded) -> Day {
    let (year, month, day) = FIRST;
    let first = loaded.register.flows.iter().filter_map(|flow| flow.period.start()).min();
    first.or_else(|| Day::new(year, month, day)).unwrap_or(loaded.day)
}
