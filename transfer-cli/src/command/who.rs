//! `transfer who`: who answers to people living somewhere, under which law, before which courts, and who
//! represents that party there. The most specific row wins; of several that do not agree each is given;
//! gaps are said.

use std::collections::BTreeSet;

use serde::Serialize;
use tabled::builder::Builder;
use tabled::settings::Style;
use transfer_model::assess::{Responsibility, responsible};
use transfer_model::index::PlaceIx;
use transfer_model::law::DayView;

use super::named;
use crate::args::{ListFormat, Who};
use crate::env::{Env, Out};
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::text::clean;

#[derive(Serialize)]
struct Row<'a> {
    residence: &'a str,
    party: Option<&'a str>,
    name: Option<&'a str>,
    governing_law: Option<&'a str>,
    courts: Option<&'a str>,
    representative: Option<&'a str>,
    gaps: Vec<String>,
}

/// Runs it. A gap is told and does not decide the exit status: that is `transfer check`.
pub fn run(args: &Who, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    let mut places = Vec::new();
    for word in &args.residences {
        let Some(place) = loaded.book.place_of(word) else {
            return named::unknown("place", word, loaded.book.place_codes(), out);
        };
        places.push(place);
    }
    if places.is_empty() {
        places = known_places(&loaded);
    }
    let view = DayView::new(&loaded.book, loaded.day);
    let rows: Vec<Row<'_>> = places
        .iter()
        .flat_map(|place| {
            responsible(&loaded.register, &view, *place).into_iter().map(|found| (*place, found))
        })
        .map(|(place, found)| row(&loaded, place, found))
        .collect();
    let text = match args.format {
        ListFormat::Json => {
            let mut text = serde_json::to_string_pretty(&rows).unwrap_or_default();
            text.push('\n');
            text
        }
        ListFormat::Human => human(&rows),
    };
    out.answer(&text);
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

fn row(loaded: &Loaded, place: PlaceIx, found: Responsibility) -> Row<'_> {
    let register = &loaded.register;
    let answer = found.row.and_then(|at| register.responsible.get(at));
    let party = answer.map(|row| register.party(row.party.value));
    Row {
        residence: &loaded.book.place(place).code,
        party: party.map(|party| party.id.as_str()),
        name: party.map(|party| party.name.as_str()),
        governing_law: answer
            .and_then(|r| r.governing_law)
            .map(|law| loaded.book.place(law.value).code.as_str()),
        courts: answer.and_then(|row| row.courts.as_deref()),
        representative: found.representative.map(|party| register.party(party).id.as_str()),
        gaps: found.gaps,
    }
}

fn human(rows: &[Row<'_>]) -> String {
    if rows.is_empty() {
        return "no residence is known: name one with --residence, or record `subjects = [{ group = \"...\", in = [\"DE\"] }]` on flows and `[[responsible]]` rows\n"
            .to_owned();
    }
    let mut table = Builder::default();
    table.push_record(["residence", "who answers", "governing law", "courts", "representative"]);
    for row in rows {
        table.push_record([
            row.residence,
            &clean(row.name.unwrap_or("-")),
            row.governing_law.unwrap_or("-"),
            &clean(row.courts.unwrap_or("-")),
            row.representative.unwrap_or("-"),
        ]);
    }
    let mut table = table.build();
    table.with(Style::psql());
    let mut text = format!("{table}\n");
    let mut told = BTreeSet::new();
    for row in rows {
        for gap in &row.gaps {
            if told.insert((row.residence, gap)) {
                text.push_str(&format!("gap: {}: {}\n", row.residence, clean(gap)));
            }
        }
    }
    text
}
