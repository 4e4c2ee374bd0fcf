//! The page of sub-processors that a processor publishes: everyone whom the group has process personal data.

use serde::Serialize;
use transfer_model::assess::Assessment;
use transfer_model::register::PartyKind;

use super::view::{View, views};
use crate::input::Loaded;
use crate::render::markdown::escape;

/// One processor or sub-processor.
#[derive(Debug, Serialize)]
struct Row<'a> {
    name: &'a str,
    country: Option<&'a str>,
    purposes: Vec<&'a str>,
    data: Vec<&'a str>,
    locations: Vec<Option<&'a str>>,
    mechanism: Vec<String>,
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
pub fn markdown(loaded: &Loaded, assessment: &Assessment) -> String {
    let page = page(loaded, assessment);
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
pub fn json(loaded: &Loaded, assessment: &Assessment) -> String {
    let mut text = serde_json::to_string_pretty(&page(loaded, assessment)).unwrap_or_default();
    text.push('\n');
    text
}

fn page<'a>(loaded: &'a Loaded, assessment: &'a Assessment) -> Page<'a> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    for view in views(loaded, assessment).into_iter().filter(is_to_processor) {
        let row = row(&view);
        match rows.iter_mut().find(|known| known.name == row.name && known.country == row.country) {
            None => rows.push(row),
            Some(known) => {
                merge(&mut known.purposes, row.purposes);
                merge(&mut known.data, row.data);
                merge(&mut known.locations, row.locations);
                merge(&mut known.mechanism, row.mechanism);
            }
        }
    }
    rows.sort_by_key(|row| (row.name.to_lowercase(), row.country));
    Page {
        schema: "transfer-subprocessors/1",
        name: &loaded.register.name,
        as_of: assessment.as_of.to_string(),
        subprocessors: rows,
    }
}

/// What a customer or a person sends to the publisher itself is no sub-processing by others.
fn is_to_processor(view: &View<'_>) -> bool {
    let from = view.loaded.register.party(view.flow.from.value).kind;
    let own = !matches!(from, PartyKind::Customer | PartyKind::Individuals);
    own && matches!(view.flow.roles.value.name(), "controller-to-processor" | "processor-to-processor")
}

fn row<'a>(view: &View<'a>) -> Row<'a> {
    let code = |place: Option<transfer_model::index::PlaceIx>| {
        place.map(|place| view.loaded.book.place(place).code.as_str())
    };
    let party = view.loaded.register.party(view.flow.to.value);
    let country = code(party.country.value);
    let locations = match &view.flow.locations {
        Some(places) => places.iter().map(|place| code(place.value)).collect(),
        None => vec![country],
    };
    Row {
        name: &party.name,
        country,
        purposes: view.purposes(),
        data: view.data(),
        locations,
        mechanism: view.claims(),
    }
}

fn merge<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}
