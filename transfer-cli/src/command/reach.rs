//! `transfer reach`: where data end up, or what reaches a party.

use std::path::Path;

use transfer_model::assess::{Engine, assess_day};
use transfer_model::query::{Start, Travel, Ways};

use super::lookup::Lookup;
use crate::args::{Input, Reach, TableFormat};
use crate::env::{Env, Out};
use crate::input;
use crate::outcome::Outcome;
use crate::render::reach as render;

/// Runs it.
pub fn run(args: &Reach, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let named = !(args.party.is_empty() && args.data.is_empty() && args.flows.is_empty());
    let (register, subject) = words(&args.words, named, env);
    let input = Input { register: register.map(Into::into), as_of: args.as_of, law: args.law.clone() };
    let Some(loaded) = input::load(&input, env, out) else { return Outcome::Broken };
    let mut lookup = Lookup::new(&loaded);
    let mut start = Start {
        parties: lookup.party("--party", &args.party),
        flows: lookup.flow("--flow", &args.flows),
        data: lookup.data("--data", &args.data),
    };
    if let Some(word) = subject {
        follow(word, &mut start, &mut lookup);
    } else if !named {
        lookup.fault("name what to follow: a party, a data item or a flow".to_owned());
    }
    if args.upstream && start.parties.is_empty() && start.flows.is_empty() && lookup.is_sound() {
        lookup.fault(
            "--upstream looks back from a party or a flow: name one with --party or --flow".to_owned(),
        );
    }
    if !lookup.sound(out) {
        return Outcome::Broken;
    }
    let assessment = assess_day(&loaded.register, &loaded.book, loaded.day);
    let engine = Engine::new(&loaded.register, &loaded.book, loaded.day);
    let travel = Travel::new(&engine, &assessment);
    let ways = Ways::new(&travel);
    let found = if args.upstream { ways.upstream(&start) } else { ways.downstream(&start) };
    let answer = render::Answer {
        loaded: &loaded,
        assessment: &assessment,
        start: &start,
        upstream: args.upstream,
        found: &found,
    };
    let text = match args.format {
        TableFormat::Human => answer.human(out.terminal),
        TableFormat::Csv => answer.csv(),
        TableFormat::Markdown => answer.markdown(),
        TableFormat::Json => answer.json(),
    };
    out.answer(&text);
    if found.is_empty() && args.format == TableFormat::Csv {
        out.message(&answer.nothing());
    }
    Outcome::Clean
}

/// Which word is the register, and which what to follow.
fn words<'a>(words: &'a [String], named: bool, env: &dyn Env) -> (Option<&'a str>, Option<&'a str>) {
    let is_path = |word: &str| env.kind(Path::new(word)).is_ok();
    let here = is_path("transfer.toml") || is_path("transfers");
    match words {
        [] => (None, None),
        // What to follow is named by an option, so the word is the register, unless one lies here already.
        [only] if named && (is_path(only) || !here) => (Some(only), None),
        // A path alone leaves open what to follow, unless a register lies here and the word is its own.
        [only] if is_path(only) && !here => (Some(only), None),
        [only] => (None, Some(only)),
        [subject, register, ..] if is_path(register) && !is_path(subject) => (Some(register), Some(subject)),
        [register, subject, ..] => (Some(register), Some(subject)),
    }
}

fn follow(word: &str, start: &mut Start, lookup: &mut Lookup<'_>) {
    let (party, data, flow) = (lookup.party_of(word), lookup.data_of(word), lookup.flow_of(word));
    let meanings = [(party.is_some(), "--party"), (data.is_some(), "--data"), (flow.is_some(), "--flow")];
    let options: Vec<String> =
        meanings.iter().filter(|(is, _)| *is).map(|(_, option)| format!("{option} {word}")).collect();
    match options.len() {
        0 if lookup.where_of(word).is_some() => lookup.fault(format!(
            "`{word}` is a place; `transfer flows --country {word}` lists what goes there, `transfer paths --to {word}` how"
        )),
        0 => {
            let known: Vec<&str> = lookup.parties().chain(lookup.datas()).chain(lookup.flows()).collect();
            lookup.unknown("reach", word, "party, data item or flow", known);
        }
        1 => {
            start.parties.extend(party);
            start.data.extend(data);
            start.flows.extend(flow);
        }
        _ => lookup.fault(format!("`{word}` has several meanings; choose one: {}", options.join(" or "))),
    }
}
