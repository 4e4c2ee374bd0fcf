//! `transfer notice`: what people must be told, and the record of processing must hold, of a party's transfers:
//! a draft made from facts alone, with each thing that is not known left as an open question.

use transfer_model::assess::assess_day;
use transfer_model::index::PartyIx;
use transfer_model::register::PartyKind;

use super::named;
use crate::args::Notice;
use crate::env::{Env, Out};
use crate::input;
use crate::outcome::Outcome;
use crate::render::notice::{draft, is_asked};

/// Runs it.
pub fn run(args: &Notice, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    let register = &loaded.register;
    let mut parties = Vec::new();
    for id in &args.of {
        let Some(party) = named::party(id, register, out) else { return Outcome::Broken };
        parties.push(party);
    }
    let assessment = assess_day(register, &loaded.book, loaded.day);
    if parties.is_empty() {
        let mut exporters: Vec<PartyIx> = assessment
            .flows
            .iter()
            .map(|result| register.flow(result.flow).from.value)
            .filter(|party| register.party(*party).kind == PartyKind::Group)
            .collect();
        exporters.sort_by_key(|party| &register.party(*party).id);
        exporters.dedup();
        exporters.retain(|party| is_asked(&loaded, &assessment, *party));
        parties = exporters;
    }
    if parties.is_empty() {
        out.message("error: no law of the pack asks a group company to tell or record a transfer on this day; name a party with --of\n");
        return Outcome::Broken;
    }
    let texts: Vec<String> = parties.iter().map(|party| draft(&loaded, &assessment, *party)).collect();
    out.answer(&texts.join("\n"));
    Outcome::Clean
}
