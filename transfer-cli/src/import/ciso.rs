//! The privacy workbook of CISO Assistant: `Transfers` name who receives data where and by which mechanism,
//! `Contractors` who processes for the organisation.

use super::draft::{Draft, Entry, Ids, Read, fault, fold};
use super::grid::{Row, Sheet};
use super::places::{Found, Gazetteer};
use super::{Options, Source, claims, parts, sheets};
use crate::facts::Value;

const MECHANISMS: [(&str, &str); 7] = [
    ("privacy_adequacy_decision", "adequacy"),
    ("privacy_standard_contractual_clauses", "scc"),
    ("privacy_appropriate_safeguards", "unspecified"),
    ("privacy_binding_corporate_rules", "bcr"),
    ("privacy_codes_of_conduct", "code-of-conduct"),
    ("privacy_certification_mechanisms", "gdpr-certification"),
    ("privacy_derogation", "art-49-other"),
];

const RELATIONS: [(&str, &str, &str); 5] = [
    ("privacy_data_processor", "processor", "controller-to-processor"),
    ("privacy_sub_processor", "subprocessor", "processor-to-processor"),
    ("privacy_joint_controller", "partner", "joint-controllers"),
    ("privacy_independent_controller", "vendor", "controller-to-controller"),
    ("privacy_other", "vendor", ""),
];

/// Whether these are sheets of such a workbook.
pub fn is_theirs(sheets: &[Sheet]) -> bool {
    let has = |name| find(sheets, name).is_some();
    has("Transfers") && (has("Contractors") || has("Processing"))
}

fn find<'a>(sheets: &'a [Sheet], name: &str) -> Option<&'a Sheet> {
    sheets.iter().find(|sheet| {
        let plain = sheet.name.strip_prefix("sheet \"").and_then(|name| name.strip_suffix('"'));
        plain.is_some_and(|plain| fold(plain) == fold(name))
    })
}

/// A sheet's rows by the names of its columns.
struct Table<'a> {
    head: &'a Row,
    rows: &'a [Row],
}

impl<'a> Table<'a> {
    fn of(sheet: &'a Sheet) -> Option<Self> {
        sheet.rows.split_first().map(|(head, rows)| Self { head, rows })
    }

    fn cell(&self, row: &'a Row, name: &str) -> Option<&'a str> {
        let (column, _) = self.head.cells.iter().find(|(_, cell)| cell.trim().eq_ignore_ascii_case(name))?;
        Some(row.cell(*column)).filter(|text| !text.is_empty())
    }
}

/// Reads the workbook.
///
/// # Errors
///
/// What is wrong with it; words that the workbook does not have.
pub fn read(file: &Source, options: &Options<'_>) -> Read {
    let sheets = sheets(file)?;
    let Some(transfers) = find(&sheets, "Transfers") else {
        return Err(vec![fault(&file.name, "no sheet `Transfers`")]);
    };
    let places = Gazetteer::new(options.book);
    let mut draft = Draft::default();
    let mut ids = Ids::default();
    let mut problems = Vec::new();
    parts::head(&mut draft, "Transfers imported from CISO Assistant", &file.name);
    let from = parts::owner(
        &mut draft,
        &mut ids,
        options,
        "group",
        "the organisation whose workbook this is",
        &file.name,
    );
    let mut contractors: Vec<Contractor<'_>> = Vec::new();
    if let Some(sheet) = find(&sheets, "Contractors")
        && let Some(table) = Table::of(sheet)
    {
        for row in table.rows {
            let Some(name) = table.cell(row, "entity").or_else(|| table.cell(row, "name")) else { continue };
            let relation = match table.cell(row, "relationship_type") {
                None => None,
                Some(word) => {
                    let known = RELATIONS
                        .iter()
                        .find(|(key, ..)| *key == word || key.strip_prefix("privacy_") == Some(word));
                    if known.is_none() {
                        problems.push(fault(
                            &sheet.place(&file.name, row),
                            format!("`{word}` is no relationship of the workbook"),
                        ));
                    }
                    known.map(|(_, kind, roles)| (*kind, *roles))
                }
            };
            let country = table
                .cell(row, "country")
                .map(|text| (text.to_owned(), "Contractors, country".to_owned(), places.all(text)));
            let words = table.cell(row, "description");
            let origin = sheet.place(&file.name, row);
            contractors.push(Contractor { name, origin, relation, country, words });
        }
    }
    let Some(table) = Table::of(transfers) else {
        return Err(vec![fault(&file.name, "the sheet `Transfers` is empty")]);
    };
    let mut told: Vec<String> = Vec::new();
    for row in table.rows {
        let origin = transfers.place(&file.name, row);
        let named = table.cell(row, "entity").map(str::to_owned);
        let unnamed = named.is_none();
        if unnamed && row.cells.is_empty() {
            continue;
        }
        let name = named.unwrap_or_else(|| format!("Unknown recipient ({origin})"));
        if unnamed {
            draft.ask(format!("{origin}: who receives the data? The row names no entity."));
        }
        let name = name.as_str();
        let contractor = contractors.iter().find(|known| fold(known.name) == fold(name));
        let relation = contractor.and_then(|known| known.relation);
        let country =
            table.cell(row, "country").map(|text| (text.to_owned(), "country".to_owned(), places.all(text)));
        let note = if unnamed { "the row names none" } else { "entity" };
        let seat = contractor.and_then(|known| known.country.as_ref());
        let to = party(&mut draft, &mut ids, &origin, (name, note), relation, seat);
        let mut entry = Entry::new("flow", &origin);
        let label = table.cell(row, "name").unwrap_or(name);
        if let Some(contractor) = contractor {
            told.push(contractor.origin.clone());
        }
        entry.set("id", Value::text(ids.fresh("flow", label)));
        entry.set("from", Value::text(&from));
        entry.set("to", Value::text(&to));
        match relation {
            Some((_, roles)) if !roles.is_empty() => {
                entry.note("roles", Value::text(roles), "Contractors, relationship_type");
            }
            _ => {
                entry.note("roles", Value::text("controller-to-controller"), "assumption: not stated");
                draft.ask(format!("{origin}: is {name} a processor or a controller? The sheets do not say; `roles` is assumed."));
            }
        }
        let data = parts::data(&mut draft, &mut ids, &[], &origin);
        entry.set("data", Value::texts(data));
        if let Some(words) = table.cell(row, "description") {
            entry.set("purposes", Value::texts([words]));
        }
        parts::locations(&mut entry, &mut draft, country.as_ref(), name);
        if let Some(word) = table.cell(row, "transfer_mechanism") {
            let ground = table.cell(row, "guarantees").and_then(claims::derogation);
            let key =
                MECHANISMS.iter().find(|(key, _)| *key == word || key.strip_prefix("privacy_") == Some(word));
            let claims = match (key, ground) {
                (Some((_, "art-49-other")), Some(ground)) => vec![Value::text(ground)],
                (Some((_, claim)), _) => vec![Value::text(*claim)],
                (None, _) => claims::claims(word),
            };
            if !claims.is_empty() {
                let guarantees = table
                    .cell(row, "guarantees")
                    .map_or_else(String::new, |text| format!("; guarantees: {text}"));
                entry.note(
                    "mechanism",
                    Value::List(claims),
                    format!("{}{guarantees}", parts::said("transfer_mechanism", word)),
                );
            }
            if ground.is_none() && key.is_some_and(|(_, claim)| *claim == "art-49-other") {
                draft.ask(format!(
                    "{origin}: which derogation of Article 49 is meant? The sheet does not say."
                ));
            }
        }
        draft.entries.push(entry);
    }
    // Whom the organisation has process or receives data is a flow, also where no transfer is declared.
    for contractor in contractors.iter().filter(|contractor| !told.contains(&contractor.origin)) {
        undeclared(&mut draft, &mut ids, &from, contractor);
    }
    if problems.is_empty() { Ok(draft) } else { Err(problems) }
}

/// A row of the sheet `Contractors`.
struct Contractor<'a> {
    name: &'a str,
    origin: String,
    /// What it is, and in which roles data are passed to it; empty where the workbook does not say.
    relation: Option<(&'static str, &'static str)>,
    country: Option<(String, String, Found)>,
    words: Option<&'a str>,
}

fn party(
    draft: &mut Draft,
    ids: &mut Ids,
    origin: &str,
    (name, note): (&str, &str),
    relation: Option<(&'static str, &'static str)>,
    seat: Option<&(String, String, Found)>,
) -> String {
    let (id, new) = ids.of("party", name);
    if !new {
        return id;
    }
    let mut entry = Entry::new("party", origin);
    entry.set("id", Value::text(&id));
    entry.note("name", Value::text(name), note);
    match relation {
        Some((kind, _)) => entry.note("kind", Value::text(kind), "Contractors, relationship_type"),
        None => entry.note("kind", Value::text("vendor"), "not stated; put what it is to you"),
    }
    if !parts::country(&mut entry, seat) {
        draft.ask_country(
            &id,
            format!(
                "{origin}: in which country is {name} established? The sheet says only where the data go."
            ),
        );
    }
    draft.entries.push(entry);
    id
}

/// A flow to a contractor of whom no transfer is declared.
fn undeclared(draft: &mut Draft, ids: &mut Ids, from: &str, contractor: &Contractor<'_>) {
    let Contractor { name, origin, relation, country, words } = contractor;
    let to = party(draft, ids, origin, (name, "entity"), *relation, country.as_ref());
    let mut entry = Entry::new("flow", origin);
    entry.set("id", Value::text(ids.fresh("flow", &format!("{from} to {to}"))));
    entry.set("from", Value::text(from));
    entry.set("to", Value::text(&to));
    match relation {
        Some((_, roles)) if !roles.is_empty() => {
            entry.note("roles", Value::text(*roles), "relationship_type");
        }
        _ => {
            entry.note("roles", Value::text("controller-to-controller"), "assumption: not stated");
            draft.ask(format!(
                "{origin}: is {name} a processor or a controller? The sheets do not say; `roles` is assumed."
            ));
        }
    }
    let data = parts::data(draft, ids, &[], origin);
    entry.set("data", Value::texts(data));
    if let Some(words) = words {
        entry.set("purposes", Value::texts([*words]));
    }
    draft.ask(format!("{origin}: where does {name} process the data, and what is relied on? The sheet `Transfers` does not name it."));
    draft.entries.push(entry);
}
