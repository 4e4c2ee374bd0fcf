//! The privacy workbook of CISO Assistant: `Transfers` name who receives data where and by which mechanism,
//! `Contractors` who processes for the organisation.

use super::draft::{Draft, Entry, Ids, Read, fault, fold};
use super::grid::{Row, Sheet};
use super::places::Gazetteer;
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
    let mut relations: Vec<(String, &str, &str)> = Vec::new();
    if let Some(sheet) = find(&sheets, "Contractors")
        && let Some(table) = Table::of(sheet)
    {
        for row in table.rows {
            let Some(name) = table.cell(row, "entity").or_else(|| table.cell(row, "name")) else { continue };
            match table.cell(row, "relationship_type") {
                None => {}
                Some(word) => match RELATIONS
                    .iter()
                    .find(|(key, ..)| *key == word || key.strip_prefix("privacy_") == Some(word))
                {
                    Some((_, kind, roles)) => relations.push((fold(name), kind, roles)),
                    None => problems.push(fault(
                        &sheet.place(&file.name, row),
                        format!("`{word}` is no relationship of the workbook"),
                    )),
                },
            }
        }
    }
    let Some(table) = Table::of(transfers) else {
        return Err(vec![fault(&file.name, "the sheet `Transfers` is empty")]);
    };
    for row in table.rows {
        let origin = transfers.place(&file.name, row);
        let Some(name) = table.cell(row, "entity").or_else(|| table.cell(row, "name")) else { continue };
        let relation = relations.iter().find(|(known, ..)| *known == fold(name));
        let country =
            table.cell(row, "country").map(|text| (text.to_owned(), "country".to_owned(), places.all(text)));
        let (to, new) = ids.of("party", name);
        if new {
            let mut entry = Entry::new("party", &origin);
            entry.set("id", Value::text(&to));
            entry.note("name", Value::text(name), "entity");
            match relation {
                Some((_, kind, _)) => {
                    entry.note("kind", Value::text(*kind), "Contractors, relationship_type");
                }
                None => entry.note("kind", Value::text("vendor"), "not stated; put what it is to you"),
            }
            parts::country(&mut entry, None);
            draft.ask_country(
                &to,
                format!(
                    "{origin}: in which country is {name} established? The sheet says only where the data go."
                ),
            );
            draft.entries.push(entry);
        }
        let mut entry = Entry::new("flow", &origin);
        let label = table.cell(row, "name").unwrap_or(name);
        entry.set("id", Value::text(ids.fresh("flow", label)));
        entry.set("from", Value::text(&from));
        entry.set("to", Value::text(&to));
        match relation {
            Some((.., roles)) if !roles.is_empty() => {
                entry.note("roles", Value::text(*roles), "Contractors, relationship_type");
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
            let key =
                MECHANISMS.iter().find(|(key, _)| *key == word || key.strip_prefix("privacy_") == Some(word));
            let claims = key.map_or_else(|| claims::claims(word), |(_, claim)| vec![Value::text(*claim)]);
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
            if key.is_some_and(|(_, claim)| *claim == "art-49-other") {
                draft.ask(format!(
                    "{origin}: which derogation of Article 49 is meant? The sheet does not say."
                ));
            }
        }
        draft.entries.push(entry);
    }
    if problems.is_empty() { Ok(draft) } else { Err(problems) }
}
