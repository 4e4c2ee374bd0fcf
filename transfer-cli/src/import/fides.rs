//! Manifests of Fides: systems, what each does with which data, and what flows between them. A manifest names no
//! country; a side table (`--countries`) does, and where there is none the country stays unknown.

mod system;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::draft::{Draft, Entry, Ids, Read, fault, fold};
use super::places::{Found, Gazetteer};
use super::tree::{get, text, texts};
use super::{Options, Source, parts, sheets, tree};
use crate::facts::Value;

/// A row of the side table: country and entity.
type Side = BTreeMap<String, (Option<String>, Option<String>)>;

/// Reads a manifest.
///
/// # Errors
///
/// What is wrong with it or with the side table.
pub fn read(file: &Source, options: &Options<'_>) -> Read {
    let tree = tree::read(file)?;
    let places = Gazetteer::new(options.book);
    let side = match &options.countries {
        None => Side::new(),
        Some(table) => side(table, &places)?,
    };
    let systems: Vec<&Json> = match get(&tree, "system") {
        Some(Json::Array(systems)) => systems.iter().collect(),
        Some(one @ Json::Object(_)) => vec![one],
        _ => return Err(vec![fault(&file.name, "no list `system`: not a manifest of systems")]),
    };
    let mut reader = Reader {
        file,
        draft: Draft::default(),
        ids: Ids::default(),
        side,
        places: &places,
        passed: BTreeSet::new(),
    };
    parts::head(&mut reader.draft, "Systems imported from a Fides manifest", &file.name);
    let what = "the organisation whose manifest this is";
    let own = parts::owner(&mut reader.draft, &mut reader.ids, options, "group", what, &file.name);
    let mut problems = Vec::new();
    let mut keys = BTreeMap::new();
    for (at, system) in systems.iter().enumerate() {
        match get(system, "fides_key").and_then(Json::as_str) {
            Some(key) => {
                let id = reader.party(system, key);
                if keys.insert(key.to_owned(), id).is_some() {
                    problems.push(fault(&file.name, format!("a second system with the fides_key `{key}`")));
                }
            }
            None => problems
                .push(fault(&file.name, format!("system {} has no `fides_key`", at.saturating_add(1)))),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    for system in &systems {
        reader.system(system, &own, &keys);
    }
    parts::ask_categories(&mut reader.draft);
    Ok(reader.draft)
}

/// The side table: `fides_key`, `country`, `entity`.
fn side(file: &Source, places: &Gazetteer<'_>) -> Result<Side, Vec<transfer_model::diag::Problem>> {
    let sheets = sheets(file)?;
    let mut side = Side::new();
    let mut problems = Vec::new();
    for sheet in &sheets {
        let Some((head, rows)) = sheet.rows.split_first() else { continue };
        let column =
            |name: &str| head.cells.iter().find(|(_, cell)| fold(cell) == fold(name)).map(|(at, _)| *at);
        let (Some(key), Some(country)) = (column("fides_key"), column("country")) else {
            problems.push(fault(&file.name, "the table needs the columns `fides_key` and `country`"));
            continue;
        };
        for row in rows {
            let words = row.cell(country);
            let place = places.one(words);
            if place.is_none() && !words.is_empty() && words != "unknown" {
                problems.push(fault(
                    &sheet.place(&file.name, row),
                    format!("`{words}` is no country known here"),
                ));
            }
            let entity =
                column("entity").map(|at| row.cell(at).to_owned()).filter(|entity| !entity.is_empty());
            side.insert(row.cell(key).to_owned(), (place, entity));
        }
    }
    if problems.is_empty() { Ok(side) } else { Err(problems) }
}

struct Reader<'a> {
    file: &'a Source,
    draft: Draft,
    ids: Ids,
    side: Side,
    places: &'a Gazetteer<'a>,
    /// Flows between systems that have been told of.
    passed: BTreeSet<(String, String)>,
}

impl Reader<'_> {
    fn origin(&self, key: &str) -> String {
        format!("{}, system `{key}`", self.file.name)
    }

    /// The party that runs a system.
    fn party(&mut self, system: &Json, key: &str) -> String {
        let origin = self.origin(key);
        let (place, entity) = self.side.get(key).cloned().unwrap_or_default();
        let said = |name: &str| get(system, name).map(text).filter(|text| !text.trim().is_empty());
        let legal = said("legal_name");
        let name = entity
            .clone()
            .or_else(|| legal.clone())
            .or_else(|| said("name"))
            .unwrap_or_else(|| key.to_owned());
        let (id, new) = self.ids.of("party", &name);
        if !new {
            return id;
        }
        let mut entry = Entry::new("party", &origin);
        entry.set("id", Value::text(&id));
        let note = match (&entity, &legal) {
            (Some(_), _) => "the table of countries",
            (None, Some(_)) => "legal_name",
            (None, None) => "the system's name; the manifest names no legal entity",
        };
        entry.note("name", Value::text(&name), note);
        let (roles, key_of_roles) = roles(system);
        let kind = match roles.first().map(String::as_str) {
            Some("processor") => "processor",
            Some("subprocessor") => "subprocessor",
            _ => "vendor",
        };
        entry.note(
            "kind",
            Value::text(kind),
            if roles.is_empty() { "not stated; put what it is to you" } else { key_of_roles },
        );
        let address = said("legal_address").and_then(|text| {
            let last =
                text.split([',', '\n']).rev().map(str::trim).find(|piece| !piece.is_empty())?.to_owned();
            let code = self.places.one(&last).filter(|code| last.len() > 2 || code == "US")?;
            Some((text, "legal_address".to_owned(), Found { places: vec![code], unclear: Vec::new() }))
        });
        let country = place
            .map(|place| {
                (
                    place.clone(),
                    "the table of countries".to_owned(),
                    Found { places: vec![place], unclear: Vec::new() },
                )
            })
            .or(address);
        if !parts::country(&mut entry, country.as_ref()) {
            self.draft.ask(format!("{origin}: in which country is {name}, and where are the data? A manifest names none; give a table with --countries."));
        }
        self.draft.entries.push(entry);
        id
    }
}

/// What a system says it is responsible as, and the key that says it: older manifests have another.
fn roles(system: &Json) -> (Vec<String>, &'static str) {
    let of = |key| -> Vec<String> { texts(get(system, key)).iter().map(|role| fold(role)).collect() };
    let now = of("responsibility");
    if now.is_empty() {
        (of("data_responsibility_title"), "data_responsibility_title")
    } else {
        (now, "responsibility")
    }
}
