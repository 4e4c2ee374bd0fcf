//! `transfer law list`: the rules that meet conditions, in force on a day or on any.

use transfer_model::day::Day;
use transfer_model::index::{MechanismIx, PlaceIx, RegimeIx};
use transfer_model::law::{Condition, DayView, LawBook, Rule};

use super::Pack;
use super::row::{codes, json, names, rule_out};
use crate::args::{AsOf, LawList, TableFormat};
use crate::command::named::unknown;
use crate::env::{Env, Out};
use crate::outcome::Outcome;
use crate::render::human::plural;
use crate::render::text::clean;
use crate::render::{markdown, table};

/// Runs it.
pub(super) fn run(args: &LawList, pack: Pack<'_>, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let book = pack.book;
    let day = match args.as_of {
        Some(AsOf::Day(day)) => day,
        Some(AsOf::Today) | None => env.today(),
    };
    let regime = match &args.regime {
        None => None,
        Some(word) => {
            let found = book.regime_of(word);
            if found.is_none() {
                let known = book.pack().regimes.iter().map(|regime| regime.header.id.as_str());
                return unknown("regime", word, known, out);
            }
            found
        }
    };
    let mechanism = match &args.mechanism {
        None => None,
        Some(word) => match book.mechanism_of(word) {
            Some(ix) => Some(ix),
            None => return unknown("mechanism", word, book.mechanism_words(), out),
        },
    };
    let place = match &args.place {
        None => None,
        Some(word) => match book.place_of(word) {
            Some(ix) => Some(ix),
            None => return unknown("place", word, book.place_codes(), out),
        },
    };
    let view = DayView::new(book, day);
    let rows: Vec<&Rule> = book
        .pack()
        .rules
        .iter()
        .filter(|rule| args.all || in_force(book, rule, regime, day))
        .filter(|rule| wanted(rule, regime, mechanism, place, &view))
        .collect();
    let text = match args.format {
        TableFormat::Json => json(&rows.iter().map(|rule| rule_out(pack, rule)).collect::<Vec<_>>()),
        TableFormat::Human => human_list(book, &rows, day, args.all, out.terminal),
        TableFormat::Csv => table::comma(&LIST, &listed(book, &rows)),
        TableFormat::Markdown => {
            let counts = markdown::escape(&counted(book, &rows, day, args.all));
            format!("{}\n{counts}\n", table::marked(&LIST, &listed(book, &rows)))
        }
    };
    out.answer(&text);
    Outcome::Clean
}

/// A rule is in force no longer than a law that it is part of: the regime asked about, else any of its own.
fn in_force(book: &LawBook, rule: &Rule, asked: Option<RegimeIx>, day: Day) -> bool {
    let mut laws = rule.regimes.iter().filter(|law| asked.is_none_or(|asked| asked == **law));
    rule.header.period.holds(day) && laws.any(|law| book.regime(*law).header.period.holds(day))
}

fn wanted(
    rule: &Rule,
    regime: Option<RegimeIx>,
    mechanism: Option<MechanismIx>,
    place: Option<PlaceIx>,
    view: &DayView<'_>,
) -> bool {
    regime.is_none_or(|regime| rule.regimes.contains(&regime))
        && mechanism.is_none_or(|mechanism| rule.mechanism == mechanism)
        && place.is_none_or(|place| view.within(place, &view.book.expand(&named(rule), view.day)))
}

/// Columns of the list of rules.
const LIST: [&str; 8] = ["row", "mechanism", "regimes", "places", "since", "until", "confidence", "citation"];

/// The rules as rows of a table, by mechanism and day.
fn listed(book: &LawBook, rows: &[&Rule]) -> Vec<Vec<String>> {
    let mut sorted: Vec<&&Rule> = rows.iter().collect();
    sorted
        .sort_by_key(|rule| (&book.mechanism(rule.mechanism).id, rule.header.period.since, &rule.header.id));
    let row = |rule: &&Rule| {
        let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        vec![
            rule.header.id.clone(),
            book.mechanism(rule.mechanism).id.clone(),
            names(book, &rule.regimes).join(", "),
            codes(book, &named(rule)).join(" "),
            day(rule.header.period.start()),
            day(rule.header.period.end()),
            rule.header.confidence.name().to_owned(),
            rule.header.citation.clone(),
        ]
    };
    sorted.into_iter().map(row).collect()
}

/// The places that a rule names: those it covers, else those in which the importer is to be.
fn named(rule: &Rule) -> Vec<PlaceIx> {
    let importers = rule.conditions.iter().filter_map(|condition| match condition {
        Condition::ImporterIn(places) => Some(places),
        _ => None,
    });
    let mut all: Vec<PlaceIx> = Vec::new();
    for place in rule.places.iter().chain(importers.flatten()) {
        if !all.contains(place) {
            all.push(*place);
        }
    }
    all
}

fn human_list(book: &LawBook, rows: &[&Rule], day: Day, all: bool, terminal: bool) -> String {
    let table = table::human(&LIST, &listed(book, rows), terminal);
    format!("{table}\n{}\n", counted(book, rows, day, all))
}

fn counted(book: &LawBook, rows: &[&Rule], day: Day, all: bool) -> String {
    let when = if all { "on any day".to_owned() } else { format!("in force on {day}") };
    format!("{} {when}; law pack {}", plural(rows.len(), "rule"), clean(&book.pack().title()))
}
