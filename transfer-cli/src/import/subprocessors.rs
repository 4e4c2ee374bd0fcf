//! Vendors' lists of sub-processors: each row is a party and a flow from the vendor to it.

use super::draft::{Draft, Entry, Ids, Read};
use super::listing::{self, Listed};
use super::places::Gazetteer;
use super::{Options, Source, claims, parts};
use crate::facts::Value;

/// Reads a list.
///
/// # Errors
///
/// What is wrong with the file.
pub fn read(file: &Source, options: &Options<'_>) -> Read {
    let places = Gazetteer::new(options.book);
    let listing = listing::read(file, &places)?;
    let mut draft = Draft::default();
    let mut ids = Ids::default();
    parts::head(&mut draft, "Sub-processors imported from a list", &file.name);
    let vendor =
        parts::owner(&mut draft, &mut ids, options, "processor", "the vendor whose list this is", &file.name);
    for left in &listing.left_out {
        draft.ask(format!("{left}: not read as a list of recipients; was it left out rightly?"));
    }
    for row in &listing.rows {
        let party = party(&mut draft, &mut ids, row);
        flow(&mut draft, &mut ids, row, &vendor, &party);
    }
    parts::ask_categories(&mut draft);
    Ok(draft)
}

fn party(draft: &mut Draft, ids: &mut Ids, row: &Listed) -> String {
    let (id, new) = ids.of("party", &row.name);
    if !new {
        return id;
    }
    let mut entry = Entry::new("party", &row.origin);
    entry.set("id", Value::text(&id));
    let brand = row.brand.as_ref().map_or_else(String::new, |brand| format!("; listed as {brand}"));
    entry.note("name", Value::text(&row.name), format!("{}{brand}", row.name_column));
    entry.note("kind", Value::text("subprocessor"), "a list of sub-processors");
    if !parts::country(&mut entry, row.country.as_ref()) {
        draft.ask_country(&id, format!(
            "{}: {}: in which country is the legal entity established? Where it processes data does not say it.",
            row.origin, row.name
        ));
    }
    draft.entries.push(entry);
    id
}

fn flow(draft: &mut Draft, ids: &mut Ids, row: &Listed, vendor: &str, party: &str) {
    let data = parts::data(draft, ids, &row.data, &row.origin);
    let mut entry = Entry::new("flow", &row.origin);
    entry.set("id", Value::text(ids.fresh("flow", &format!("{vendor} to {party}"))));
    entry.set("from", Value::text(vendor));
    entry.set("to", Value::text(party));
    entry.note("roles", Value::text("processor-to-processor"), "a list of sub-processors");
    entry.set("data", Value::texts(data));
    if !row.subjects.is_empty() {
        let groups =
            row.subjects.iter().map(|group| Value::Table(vec![("group".to_owned(), Value::text(group))]));
        entry.set("subjects", Value::List(groups.collect()));
    }
    if !row.purposes.is_empty() {
        entry.set("purposes", Value::texts(row.purposes.clone()));
    }
    parts::locations(&mut entry, draft, row.location.as_ref(), &row.name);
    if let Some((text, column)) = &row.mechanism {
        let claims = claims::claims(text);
        if !claims.is_empty() {
            entry.note("mechanism", Value::List(claims), parts::said(column, text));
        }
    }
    draft.entries.push(entry);
}
