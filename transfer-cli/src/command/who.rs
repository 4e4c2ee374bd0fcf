//! `transfer who`: who answers to people living somewhere, under which law, before which courts, and who
//! represents that party there. The most specific row wins; of several that do not agree each is given;
//! gaps are said.

use transfer_model::assess::responsible;
use transfer_model::index::PlaceIx;
use transfer_model::law::DayView;

use super::lookup::{Lookup, Where};
use crate::args::{TableFormat, Who};
use crate::env::{Env, Out};
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::who::Answer;

/// Runs it. A gap is told and does not decide the exit status: that is `transfer check`.
pub fn run(args: &Who, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    let mut lookup = Lookup::new(&loaded);
    let mut places = Vec::new();
    for found in lookup.place("--residence", &args.residences) {
        match found {
            Where::Place(place) => places.push(place),
            Where::Unknown => {
                lookup.fault("--residence: `unknown` is no place where somebody lives".to_owned());
            }
        }
    }
    if !lookup.sound(out) {
        return Outcome::Broken;
    }
    if places.is_empty() {
        places = known_places(&loaded);
    }
    let view = DayView::new(&loaded.book, loaded.day);
    let found: Vec<_> = places
        .iter()
        .flat_map(|place| {
            responsible(&loaded.register, &view, *place).into_iter().map(|found| (*place, found))
        })
        .collect();
    let answer = Answer { loaded: &loaded, found: &found };
    out.answer(&match args.format {
        TableFormat::Human => answer.human(out.terminal),
        TableFormat::Csv => answer.csv(),
        TableFormat::Markdown => answer.markdown(),
        TableFormat::Json => answer.json(),
    });
    if args.format == TableFormat::Csv {
        out.message(&answer.beside());
    }
    Outcome::Clean
}

/// Places of the table of responsible parties, and where people of the register's flows are.
fn known_places(loaded: &Loaded) -> Vec<PlaceIx> {
    let register = &loaded.register;
    let table = register.responsible.iter().flat_map(|row| row.subjects_in.iter()).map(|place| place.value);
    let people =
        register.flows.iter().flat_map(|f| &f.subjects).flat_map(|s| &s.places).map(|place| place.value);
    let mut all: Vec<PlaceIx> = table.chain(people).collect();
    all.sort_by_key(|place| &loaded.book.place(*place).code);
    all.dedup();
    all
}
