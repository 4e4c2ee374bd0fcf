//! Manifests of Fides: systems, what each does with which data, and what flows between them. A manifest names no
//! country; a side table (`--countries`) does, and where there is none the country stays unknown.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::draft::{Draft, Entry, Ids, Read, fault, fold};
use super::places::{self, Found, Gazetteer};
use super::tree::{get, text, texts};
use super::{Options, Source, claims, parts, sheets, tree};
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

    fn system(&mut self, system: &Json, own: &str, keys: &BTreeMap<String, String>) {
        let Some(key) = get(system, "fides_key").and_then(Json::as_str) else { return };
        let Some(party) = keys.get(key).cloned() else { return };
        let origin = self.origin(key);
        let truth = |name: &str| get(system, name).and_then(Json::as_bool);
        if truth("processes_personal_data") == Some(false) {
            self.draft.ask(format!(
                "{origin}: no flow was made: processes_personal_data is false; does no personal data reach it?"
            ));
            return;
        }
        if truth("exempt_from_privacy_regulations") == Some(true) {
            let reason = get(system, "reason_for_exemption").map(text).unwrap_or_default();
            self.draft.ask(format!(
                "{origin}: exempt_from_privacy_regulations is true ({reason}): from which laws? It is assessed all the same."
            ));
        }
        let joint = ["joint_controller_info", "joint_controller"]
            .into_iter()
            .find_map(|name| get(system, name))
            .map(text)
            .filter(|joint| !joint.trim().is_empty());
        if let Some(joint) = joint {
            self.draft.ask(format!(
                "{origin}: which data go to the joint controller ({})?",
                parts::one_line(&joint)
            ));
        }
        let declarations: Vec<&Json> = get(system, "privacy_declarations")
            .and_then(Json::as_array)
            .map(|all| all.iter().collect())
            .unwrap_or_default();
        let mut data = Vec::new();
        let mut purposes = Vec::new();
        let mut groups = Vec::new();
        let mut bases = Vec::new();
        for declaration in &declarations {
            add(&mut data, texts(get(declaration, "data_categories")));
            add(&mut purposes, texts(get(declaration, "data_use")));
            add(&mut groups, texts(get(declaration, "data_subjects")));
            add(
                &mut bases,
                texts(get(declaration, "legal_basis_for_processing"))
                    .iter()
                    .map(|basis| lawful(basis))
                    .collect(),
            );
            if get(declaration, "processes_special_category_data").and_then(Json::as_bool) == Some(true) {
                let name = get(declaration, "name").map(text).unwrap_or_default();
                self.draft.ask(format!("{origin}: which special categories does \"{name}\" process? The manifest says only that it does."));
            }
            let third = get(declaration, "third_parties").map(text).filter(|third| !third.trim().is_empty());
            if third.is_some()
                || get(declaration, "data_shared_with_third_parties").and_then(Json::as_bool) == Some(true)
            {
                let shared = texts(get(declaration, "shared_categories")).join(", ");
                self.draft.ask(format!(
                    "{origin}: who and where are {}, and what is passed on to them ({})? No flow to them was made.",
                    third.map_or_else(|| "the third parties".to_owned(), |third| parts::one_line(&third)),
                    if shared.is_empty() { "not stated".to_owned() } else { shared }
                ));
            }
        }
        let data = parts::data(&mut self.draft, &mut self.ids, &data, &origin);
        let mut entry = Entry::new("flow", &origin);
        entry.set("id", Value::text(self.ids.fresh("flow", &format!("to {key}"))));
        entry.set("from", Value::text(own));
        entry.set("to", Value::text(&party));
        let (roles, key_of_roles) = roles(system);
        let said = |role: &str| format!("{key_of_roles}: {role}");
        match roles.as_slice() {
            [one] if one == "processor" => {
                entry.note("roles", Value::text("controller-to-processor"), said("Processor"));
            }
            [one] if one == "subprocessor" => {
                entry.note("roles", Value::text("processor-to-processor"), said("Sub-Processor"));
            }
            [one] if one == "controller" => {
                entry.note("roles", Value::text("controller-to-controller"), said("Controller"));
            }
            _ => {
                entry.note(
                    "roles",
                    Value::text("controller-to-processor"),
                    "assumption: a system that the organisation uses; `responsibility` does not say one role",
                );
                self.draft
                    .ask(format!("{origin}: is the party behind the system a processor or a controller?"));
            }
        }
        entry.set("data", Value::texts(data));
        if !groups.is_empty() {
            let groups =
                groups.into_iter().map(|group| Value::Table(vec![("group".to_owned(), Value::Text(group))]));
            entry.set("subjects", Value::List(groups.collect()));
        }
        if !purposes.is_empty() {
            entry.set("purposes", Value::texts(purposes));
        }
        if !bases.is_empty() {
            entry.set("basis", Value::texts(bases));
        }
        let mut mechanisms = texts(get(system, "legal_basis_for_transfers"));
        if mechanisms.is_empty() {
            mechanisms = texts(get(system, "third_country_safeguards"));
        }
        let claims: Vec<Value> = mechanisms.iter().flat_map(|text| claims::claims(text)).collect();
        if !claims.is_empty() {
            entry.note(
                "mechanism",
                Value::List(claims),
                parts::said("legal_basis_for_transfers", &mechanisms.join(", ")),
            );
        }
        let abroad = get(system, "does_international_transfers").and_then(Json::as_bool);
        let third = texts(get(system, "third_country_transfers"));
        if !third.is_empty() {
            let words = third.join("; ");
            // ISO codes of three letters are what the older manifests use.
            let codes = third.iter().map(|code| places::two(code).unwrap_or(code));
            let found = self.places.all(&codes.collect::<Vec<_>>().join("; "));
            parts::locations(
                &mut entry,
                &mut self.draft,
                Some(&(words, "third_country_transfers".to_owned(), found)),
                key,
            );
        } else if abroad == Some(true) {
            entry.note(
                "locations",
                Value::texts(["unknown"]),
                "does_international_transfers: true; the country is not named",
            );
            self.draft.ask(format!("{origin}: to which countries do its international transfers go?"));
        }
        self.draft.entries.push(entry);
        self.egress(system, key, &party, keys, &origin);
    }

    /// Flows from this system to others, and to it from those that do not name it.
    fn egress(
        &mut self,
        system: &Json,
        key: &str,
        party: &str,
        keys: &BTreeMap<String, String>,
        origin: &str,
    ) {
        let ends = |name: &str| -> Vec<&Json> {
            let all = get(system, name).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
            all.iter()
                .filter(|end| get(end, "type").and_then(Json::as_str).is_none_or(|kind| kind == "system"))
                .collect()
        };
        for target in ends("egress") {
            let Some(to) = get(target, "fides_key").and_then(Json::as_str) else { continue };
            let Some(other) = keys.get(to) else {
                self.draft.ask(format!(
                    "{origin}: data go to `{to}`, which the manifest does not describe: who is it?"
                ));
                continue;
            };
            let ends = (key, party, to, other.as_str());
            self.passed_on(ends, target, &format!("{origin}, egress"));
        }
        for source in ends("ingress") {
            let Some(from) = get(source, "fides_key").and_then(Json::as_str) else { continue };
            let Some(other) = keys.get(from) else {
                self.draft.ask(format!(
                    "{origin}: data come from `{from}`, which the manifest does not describe: who is it?"
                ));
                continue;
            };
            let ends = (from, other.as_str(), key, party);
            self.passed_on(ends, source, &format!("{origin}, ingress"));
        }
    }

    /// One flow between systems; both may tell of it.
    fn passed_on(&mut self, ends: (&str, &str, &str, &str), told: &Json, origin: &str) {
        let (key, party, to, other) = ends;
        if other == party || !self.passed.insert((key.to_owned(), to.to_owned())) {
            return;
        }
        let categories = texts(get(told, "data_categories"));
        let data = parts::data(&mut self.draft, &mut self.ids, &categories, origin);
        let mut entry = Entry::new("flow", origin);
        entry.set("id", Value::text(self.ids.fresh("flow", &format!("{key} to {to}"))));
        entry.set("from", Value::text(party));
        entry.set("to", Value::text(other));
        entry.note("roles", Value::text("processor-to-processor"), "assumption: not stated");
        entry.set("data", Value::texts(data));
        self.draft.ask(format!("{origin}: in which roles do `{key}` and `{to}` pass data on? The manifest does not say; `roles` is assumed."));
        self.draft.entries.push(entry);
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

fn add(list: &mut Vec<String>, more: Vec<String>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

fn lawful(text: &str) -> String {
    match fold(text).as_str() {
        "consent" => "consent",
        "contract" => "contract",
        "legalobligation" | "legalobligations" => "legal-obligation",
        "vitalinterests" | "vitalinterest" => "vital-interests",
        "publicinterest" | "publicinterests" => "public-task",
        "legitimateinterests" | "legitimateinterest" => "legitimate-interests",
        _ => text,
    }
    .to_owned()
}
