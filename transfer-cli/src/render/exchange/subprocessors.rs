//! The page of sub-processors that a processor publishes: everyone whom the group, or one party, has process personal
//! data, and what the transfers rest on that day.

use serde::Serialize;
use transfer_model::assess::{Assessment, Verdict};
use transfer_model::index::PartyIx;
use transfer_model::register::PartyKind;

use super::ground::{English, Grounds};
use super::view::{View, views};
use crate::input::Loaded;
use crate::render::markdown::escape;

/// One processor or sub-processor, with what the transfers to it rest on.
#[derive(Debug)]
struct Found<'a> {
    row: Row<'a>,
    worst: Verdict,
    grounds: Grounds,
}

/// What is said of it.
#[derive(Debug, Serialize)]
struct Row<'a> {
    name: &'a str,
    country: Option<&'a str>,
    purposes: Vec<&'a str>,
    data: Vec<&'a str>,
    locations: Vec<Option<&'a str>>,
    /// What the transfers rest on; what is open, with its verdict.
    mechanism: Vec<String>,
    /// The worst verdict of them.
    verdict: &'static str,
    /// The same, law by law.
    laws: Vec<Law<'a>>,
}

/// The transfers to a recipient under one law.
#[derive(Debug, Serialize)]
struct Law<'a> {
    regime: &'a str,
    verdict: &'static str,
    mechanism: Vec<&'a str>,
}

/// The list as JSON.
#[derive(Debug, Serialize)]
struct Page<'a> {
    schema: &'static str,
    name: &'a str,
    as_of: String,
    subprocessors: Vec<Row<'a>>,
}

/// A page in Markdown.
pub fn markdown(loaded: &Loaded, assessment: &Assessment, of: Option<PartyIx>) -> String {
    let page = page(loaded, assessment, of);
    let mut text = format!(
        "# Sub-processors of {}\n\nAs of {}.\n\n| Sub-processor | Purpose | Data processed | Location | Country of registration | Transfer mechanism |\n| --- | --- | --- | --- | --- | --- |\n",
        escape(page.name),
        page.as_of
    );
    for row in &page.subprocessors {
        let join = |words: Vec<&str>| words.iter().map(|word| escape(word)).collect::<Vec<_>>().join("; ");
        let place = |code: Option<&str>| {
            let place = code.and_then(|code| loaded.book.place_of(code));
            place.map_or_else(|| "unknown".to_owned(), |place| loaded.book.place(place).name.clone())
        };
        let locations: Vec<String> = row.locations.iter().map(|code| place(*code)).collect();
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} |\n",
            escape(row.name),
            join(row.purposes.clone()),
            join(row.data.clone()),
            join(locations.iter().map(String::as_str).collect()),
            escape(&place(row.country)),
            join(row.mechanism.iter().map(String::as_str).collect()),
        ));
    }
    if page.subprocessors.is_empty() {
        text.push_str("\nNone.\n");
    }
    text
}

/// The list in JSON.
pub fn json(loaded: &Loaded, assessment: &Assessment, of: Option<PartyIx>) -> String {
    let mut text = serde_json::to_string_pretty(&page(loaded, assessment, of)).unwrap_or_default();
    text.push('\n');
    text
}

fn page<'a>(loaded: &'a Loaded, assessment: &'a Assessment, of: Option<PartyIx>) -> Page<'a> {
    let mut found: Vec<Found<'a>> = Vec::new();
    for view in views(loaded, assessment).into_iter().filter(|view| is_to_processor(view, of)) {
        let new = one(&view);
        let known =
            |known: &&mut Found<'_>| known.row.name == new.row.name && known.row.country == new.row.country;
        match found.iter_mut().find(known) {
            None => found.push(new),
            Some(known) => {
                merge(&mut known.row.purposes, new.row.purposes);
                merge(&mut known.row.data, new.row.data);
                merge(&mut known.row.locations, new.row.locations);
                known.worst = known.worst.max(new.worst);
                known.grounds.join(new.grounds);
            }
        }
    }
    let law = |(regime, verdict, mechanism): (&'a str, Verdict, Vec<&'a str>)| Law {
        regime,
        verdict: verdict.name(),
        mechanism,
    };
    let mut rows: Vec<Row<'a>> = found
        .into_iter()
        .map(|found| Row {
            mechanism: found.grounds.words(loaded, &English),
            verdict: found.worst.name(),
            laws: found.grounds.by_law(loaded).into_iter().map(law).collect(),
            ..found.row
        })
        .collect();
    rows.sort_by_key(|row| (row.name.to_lowercase(), row.country));
    Page {
        schema: "transfer-subprocessors/1",
        name: of.map_or(&loaded.register.name, |of| &loaded.register.party(of).name),
        as_of: assessment.as_of.to_string(),
        subprocessors: rows,
    }
}

/// What a customer or a person sends to the publisher itself is no sub-processing by others.
fn is_to_processor(view: &View<'_>, of: Option<PartyIx>) -> bool {
    let from = view.flow.from.value;
    let kind = view.loaded.register.party(from).kind;
    let others = matches!(kind, PartyKind::Customer | PartyKind::Individuals);
    let own = of.map_or(!others, |of| from == of);
    own && matches!(view.flow.roles.value.name(), "controller-to-processor" | "processor-to-processor")
}

fn one<'a>(view: &View<'a>) -> Found<'a> {
    let code = |place: Option<transfer_model::index::PlaceIx>| {
        place.map(|place| view.loaded.book.place(place).code.as_str())
    };
    let party = view.loaded.register.party(view.flow.to.value);
    let country = code(party.country.value);
    let locations = match &view.flow.locations {
        Some(places) => places.iter().map(|place| code(place.value)).collect(),
        None => vec![country],
    };
    let mut grounds = Grounds::default();
    grounds.add(view, |_| true);
    let row = Row {
        name: &party.name,
        country,
        purposes: view.purposes(),
        data: view.data(),
        locations,
        mechanism: Vec::new(),
        verdict: "",
        laws: Vec::new(),
    };
    Found { row, worst: view.result.verdict, grounds }
}

fn merge<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}
