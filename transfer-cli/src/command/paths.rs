//! `transfer paths`: every way the data can travel, those with a gap first.

use transfer_model::assess::{Engine, assess_day};
use transfer_model::index::PartyIx;
use transfer_model::query::{Search, Travel, paths};

use super::lookup::{Lookup, Side, Where};
use crate::args::{Paths, TableFormat};
use crate::env::{Env, Out};
use crate::input;
use crate::outcome::Outcome;
use crate::render::paths as render;

/// The most steps of a search; beyond it the answer says how far it is complete.
const MOST: usize = 300_000;

/// Runs it.
pub fn run(args: &Paths, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    let mut lookup = Lookup::new(&loaded);
    if args.from.is_empty() && args.to.is_empty() && args.data.is_empty() {
        lookup.fault(
            "name where the data come from or go to: --from PARTY, --to PARTY or --data ID".to_owned(),
        );
    }
    let from = lookup.side("--from", &args.from);
    let to = lookup.side("--to", &args.to);
    let data = lookup.data("--data", &args.data);
    let engine = Engine::new(&loaded.register, &loaded.book, loaded.day);
    let from = parties(&from, "--from", &args.from, &engine, &mut lookup);
    let to = parties(&to, "--to", &args.to, &engine, &mut lookup);
    if let Some(both) = from.iter().find(|party| to == [**party] && from.len() == 1) {
        let id = &loaded.register.party(*both).id;
        lookup.fault(format!("--from and --to are both `{id}`; a path leads from one party to another"));
    }
    if !lookup.sound(out) {
        return Outcome::Broken;
    }
    let assessment = assess_day(&loaded.register, &loaded.book, loaded.day);
    let travel = Travel::new(&engine, &assessment);
    let search = Search { from, to, data, longest: usize::from(args.max_length), most: MOST };
    let mut found = paths(&travel, &search);
    let all = found.found.len();
    let open = found.found.iter().filter(|path| !path.worst.stands()).count();
    found.found.truncate(args.limit);
    let answer = render::Answer {
        loaded: &loaded,
        assessment: &assessment,
        travel: &travel,
        found: &found,
        all,
        open,
        longest: search.longest,
    };
    let text = match args.format {
        TableFormat::Human => answer.human(),
        TableFormat::Csv => answer.csv(),
        TableFormat::Markdown => answer.markdown(),
        TableFormat::Json => answer.json(),
    };
    out.answer(&text);
    if args.format == TableFormat::Csv {
        out.message(&answer.limits());
    }
    Outcome::Clean
}

/// Parties named, or those in the places named.
fn parties(
    sides: &[Side],
    option: &str,
    words: &[String],
    engine: &Engine<'_>,
    lookup: &mut Lookup<'_>,
) -> Vec<PartyIx> {
    let mut found = Vec::new();
    for (side, word) in sides.iter().zip(words) {
        let before = found.len();
        let is_there = |at: &PartyIx, wanted: &Where| match (wanted, engine.register.party(*at).country.value)
        {
            (Where::Unknown, place) => place.is_none(),
            (Where::Place(wanted), Some(place)) => engine.view.overlap(*wanted, place),
            (Where::Place(_), None) => false,
        };
        match side {
            Side::Party(party) => found.push(*party),
            Side::Place(wanted) => {
                let all = (0..engine.register.parties.len()).map(PartyIx::new);
                found.extend(all.filter(|party| is_there(party, wanted)));
            }
        }
        if found.len() == before {
            lookup.fault(format!("{option}: no party of the register is in `{word}`"));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
