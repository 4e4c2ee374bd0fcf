//! Vendors' lists of sub-processors: each row is a party and a flow from the vendor to it.

use super::draft::{Draft, Entry, Ids, Read, fold};
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
        if row.data.first().is_some_and(|data| reaches_none(data)) {
            draft.ask(format!(
                "{}: no flow was made to {}: \"{}\"; does no personal data reach it?",
                row.origin,
                row.name,
                parts::one_line(&row.data.join(", "))
            ));
            continue;
        }
        flow(&mut draft, &mut ids, row, &vendor, &party);
        contract(&mut draft, &mut ids, row, &vendor, &party);
    }
    parts::ask_categories(&mut draft);
    Ok(draft)
}

/// Whether a column of data says that none goes there: `None`, `No customer data`.
fn reaches_none(data: &str) -> bool {
    let first = fold(data.split(['.', ',', ';', ':', '(']).next().unwrap_or(data));
    matches!(
        first.as_str(),
        "none" | "no" | "nodata" | "nopersonaldata" | "nocustomerdata" | "nocustomerpersonaldata"
    )
}

/// What the list says a recipient is, where it says that it is no processor.
fn is_controller(role: &(String, String)) -> bool {
    let folded = fold(&role.0);
    folded.contains("controller") && !folded.contains("processor")
}

/// Whether the list sets a recipient apart from processors without saying that it is a controller.
fn is_vendor(role: &(String, String)) -> bool {
    fold(&role.0) == "vendor"
}

fn party(draft: &mut Draft, ids: &mut Ids, row: &Listed) -> String {
    let (id, new) = ids.of("party", &row.name);
    if !new {
        return id;
    }
    let mut entry = Entry::new("party", &row.origin);
    entry.set("id", Value::text(&id));
    let brand = row.brand.as_ref().map_or_else(String::new, |brand| format!("; listed as {brand}"));
    let parent = row.parent.as_ref().map_or_else(String::new, |parent| format!("; parent company: {parent}"));
    entry.note("name", Value::text(&row.name), format!("{}{brand}{parent}", row.name_column));
    match &row.role {
        Some(role) if is_controller(role) || is_vendor(role) => {
            entry.note("kind", Value::text("vendor"), parts::said(&role.1, &role.0));
        }
        _ if row.own => {
            entry.note(
                "kind",
                Value::text("subprocessor"),
                "listed as a company of the publisher's own group",
            );
            draft.ask(format!(
                "{}: who owns {}? The list counts it to the publisher's group; record its `parent` or `owners`.",
                row.origin, row.name
            ));
        }
        _ => entry.note("kind", Value::text("subprocessor"), "a list of sub-processors"),
    }
    if !parts::country(&mut entry, row.country.as_ref()) {
        draft.ask_country(&id, format!(
            "{}: {}: in which country is the legal entity established? Where it processes data does not say it.",
            row.origin, row.name
        ));
    }
    let certifications: Vec<Value> =
        row.certificates.iter().filter_map(|text| parts::certification(text)).collect();
    if !certifications.is_empty() {
        entry.note("certifications", Value::List(certifications), "as the list says; without days");
        draft.ask(format!(
            "{}: since when, until when and for which data is {} certified ({})?",
            row.origin,
            row.name,
            row.certificates.join(", ")
        ));
    }
    draft.entries.push(entry);
    id
}

/// The roles in which data are passed on, and why; whether they are assumed.
fn roles(row: &Listed) -> (&'static str, String, bool) {
    let column = |role: &(String, String)| parts::said(&role.1, &role.0);
    let (from, from_note, from_open) = match &row.own_role {
        None => ("processor", String::new(), false),
        Some(role) => {
            let folded = fold(&role.0);
            let (processor, controller) = (folded.contains("processor"), folded.contains("controller"));
            let from = if controller && !processor { "controller" } else { "processor" };
            (from, column(role), processor == controller)
        }
    };
    let (to, to_note) = match &row.role {
        Some(role) if is_controller(role) => ("controller", column(role)),
        Some(role) if is_vendor(role) => {
            ("controller", format!("{}; assumption: not called a processor", column(role)))
        }
        Some(role) if fold(&role.0).contains("processor") => ("processor", column(role)),
        _ => ("processor", "a list of sub-processors".to_owned()),
    };
    let roles = match (from, to) {
        ("controller", "controller") => "controller-to-controller",
        ("controller", _) => "controller-to-processor",
        (_, "controller") => "processor-to-controller",
        _ => "processor-to-processor",
    };
    let note = if from_note.is_empty() { to_note } else { format!("{from_note}; {to_note}") };
    (roles, note, from_open)
}

fn flow(draft: &mut Draft, ids: &mut Ids, row: &Listed, vendor: &str, party: &str) {
    let data = parts::data(draft, ids, &row.data, &row.origin);
    let mut entry = Entry::new("flow", &row.origin);
    entry.set("id", Value::text(ids.fresh("flow", &format!("{vendor} to {party}"))));
    entry.set("from", Value::text(vendor));
    entry.set("to", Value::text(party));
    let (roles, note, open) = roles(row);
    entry.note("roles", Value::text(roles), note);
    if open {
        draft.ask(format!(
            "{}: {}: in which role does the publisher pass data on? The list names both or none; `roles` is assumed.",
            row.origin, row.name
        ));
    }
    if let Some(role) = row.role.as_ref().filter(|role| is_vendor(role)) {
        draft.ask(format!(
            "{}: {}: \"{}\" does not say whether it processes data for others (`kind = \"subprocessor\"`) or decides itself what for; `kind` and `roles` are assumed.",
            row.origin,
            row.name,
            parts::said(&role.1, &role.0)
        ));
    }
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
    if let Some((text, column)) = &row.condition
        && is_condition(text)
    {
        entry.note("optional", Value::text(parts::one_line(text)), column.clone());
    }
    mechanism(draft, &mut entry, row);
    if !row.footnotes.is_empty() {
        draft.ask(format!(
            "{}: {}: what do the notes marked {} say? They were not read.",
            row.origin,
            row.name,
            row.footnotes.join(", ")
        ));
    }
    if let Some((text, column)) = &row.assessment
        && !claims::is_nothing(text)
    {
        draft.ask(format!(
            "{}: {}: \"{}\": record the assessment of the destination as a `[[tia]]`, with its day and what it found.",
            row.origin,
            row.name,
            parts::said(column, text)
        ));
    }
    draft.entries.push(entry);
}

/// Whether the words make the use of a recipient turn on something: `Conditional: only where SMS is enabled`.
fn is_condition(text: &str) -> bool {
    let folded = fold(text);
    !folded.starts_with("always")
        && [
            "conditional",
            "optional",
            "onlywhere",
            "onlyif",
            "onlywhen",
            "optin",
            "whereenabled",
            "ifenabled",
        ]
        .iter()
        .any(|word| folded.contains(word))
}

fn mechanism(draft: &mut Draft, entry: &mut Entry, row: &Listed) {
    if let Some((text, column)) = &row.clauses
        && claims::leaves_clauses_open(text)
    {
        draft.ask(format!(
            "{}: {}: \"{}\" does not say that clauses are in place, and none were recorded: are they signed, and which?",
            row.origin,
            row.name,
            parts::said(column, text)
        ));
    }
    let named = row.mechanism.as_ref().map(|said| (claims::claims(&said.0), said));
    let asked = row.clauses.as_ref().map(|said| (claims::clauses(&said.0), said));
    let mut claims: Vec<Value> = Vec::new();
    let mut notes = Vec::new();
    for (found, (text, column)) in [named, asked].into_iter().flatten() {
        notes.push(parts::said(column, text));
        claims.extend(found.into_iter().filter(|claim| !claims.contains(claim)).collect::<Vec<_>>());
        if claims::is_open(text) {
            draft.ask(format!(
                "{}: {}: \"{}\" is marked as not settled: what is relied on?",
                row.origin,
                row.name,
                parts::said(column, text)
            ));
        }
    }
    if !claims.is_empty() {
        entry.note("mechanism", Value::List(claims), notes.join("; "));
    }
}

/// The contract with a recipient, in the state that the list says it is in. One that is not known is asked for.
fn contract(draft: &mut Draft, ids: &mut Ids, row: &Listed, vendor: &str, party: &str) {
    let Some((text, column)) = &row.contract else { return };
    let state = match fold(text).as_str() {
        "incorporated" => "incorporated",
        "executed" | "signed" | "accepted" | "inplace" | "yes" => "executed",
        "unconfirmed" => "unconfirmed",
        "actionrequired" | "unsigned" | "notsigned" | "pending" | "needed" | "no" => "unsigned",
        _ => {
            draft.ask(format!(
                "{}: {}: is a contract in place? \"{}\" does not say.",
                row.origin,
                row.name,
                parts::said(column, text)
            ));
            return;
        }
    };
    let mut entry = Entry::new("instrument", &row.origin);
    entry.set("id", Value::text(ids.fresh("instrument", &format!("dpa {party}"))));
    entry.set("kind", Value::text("dpa"));
    entry.set("parties", Value::texts([vendor, party]));
    entry.note("state", Value::text(state), parts::said(column, text));
    draft.entries.push(entry);
}
