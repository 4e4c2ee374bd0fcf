//! The privacy workbook of CISO Assistant: `Transfers` name who receives data where and by which mechanism,
//! `Contractors` who processes for the organisation.

use transfer_model::diag::Problem;

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
    let mut reader =
        Reader { places: &places, draft: Draft::default(), ids: Ids::default(), from: String::new() };
    parts::head(&mut reader.draft, "Transfers imported from CISO Assistant", &file.name);
    let what = "the organisation whose workbook this is";
    reader.from = parts::owner(&mut reader.draft, &mut reader.ids, options, "group", what, &file.name);
    let contractors = match find(&sheets, "Contractors") {
        Some(sheet) => contractors(file, sheet, &places)?,
        None => Vec::new(),
    };
    let Some(table) = Table::of(transfers) else {
        return Err(vec![fault(&file.name, "the sheet `Transfers` is empty")]);
    };
    let mut told: Vec<&str> = Vec::new();
    for row in table.rows.iter().filter(|row| !row.cells.is_empty()) {
        let origin = transfers.place(&file.name, row);
        let known = table
            .cell(row, "entity")
            .and_then(|name| contractors.iter().find(|contractor| fold(contractor.name) == fold(name)));
        told.extend(known.map(|contractor| contractor.origin.as_str()));
        reader.transfer(&table, row, &origin, known);
    }
    // Whom the organisation has process or receives data is a flow, also where no transfer is declared.
    for contractor in contractors.iter().filter(|contractor| !told.contains(&contractor.origin.as_str())) {
        reader.undeclared(contractor);
    }
    Ok(reader.draft)
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

/// The sheet `Contractors`, or the words in it that the workbook does not have.
fn contractors<'a>(
    file: &Source,
    sheet: &'a Sheet,
    places: &Gazetteer<'_>,
) -> Result<Vec<Contractor<'a>>, Vec<Problem>> {
    let mut contractors = Vec::new();
    let mut problems = Vec::new();
    let Some(table) = Table::of(sheet) else { return Ok(contractors) };
    for row in table.rows {
        let Some(name) = table.cell(row, "entity").or_else(|| table.cell(row, "name")) else { continue };
        let origin = sheet.place(&file.name, row);
        let relation = table.cell(row, "relationship_type").and_then(|word| {
            let known =
                RELATIONS.iter().find(|(key, ..)| *key == word || key.strip_prefix("privacy_") == Some(word));
            if known.is_none() {
                problems.push(fault(&origin, format!("`{word}` is no relationship of the workbook")));
            }
            known.map(|(_, kind, roles)| (*kind, *roles))
        });
        let country = table
            .cell(row, "country")
            .map(|text| (text.to_owned(), "Contractors, country".to_owned(), places.all(text)));
        let words = table.cell(row, "description");
        contractors.push(Contractor { name, origin, relation, country, words });
    }
    if problems.is_empty() { Ok(contractors) } else { Err(problems) }
}

struct Reader<'a> {
    places: &'a Gazetteer<'a>,
    draft: Draft,
    ids: Ids,
    /// The organisation whose workbook it is.
    from: String,
}

impl Reader<'_> {
    /// A row of the sheet `Transfers` as a flow.
    fn transfer(&mut self, table: &Table<'_>, row: &Row, origin: &str, contractor: Option<&Contractor<'_>>) {
        let named = table.cell(row, "entity");
        let unknown = format!("Unknown recipient ({origin})");
        let (name, note) = named.map_or((unknown.as_str(), "the row names none"), |name| (name, "entity"));
        if named.is_none() {
            self.draft.ask(format!("{origin}: who receives the data? The row names no entity."));
        }
        let relation = contractor.and_then(|known| known.relation);
        let seat = contractor.and_then(|known| known.country.as_ref());
        let to = self.party(origin, (name, note), relation, seat);
        let label = table.cell(row, "name").unwrap_or(name);
        let because = "Contractors, relationship_type";
        let mut entry = self.flow(origin, label, (&to, name), relation, because);
        if let Some(words) = table.cell(row, "description") {
            entry.set("purposes", Value::texts([words]));
        }
        let country = table
            .cell(row, "country")
            .map(|text| (text.to_owned(), "country".to_owned(), self.places.all(text)));
        parts::locations(&mut entry, &mut self.draft, country.as_ref(), name);
        if let Some(word) = table.cell(row, "transfer_mechanism") {
            self.claimed(&mut entry, origin, word, table.cell(row, "guarantees"));
        }
        self.draft.entries.push(entry);
    }

    /// What the flow relies on: the word of the workbook, more closely where the guarantees name a derogation.
    fn claimed(&mut self, entry: &mut Entry, origin: &str, word: &str, guarantees: Option<&str>) {
        let ground = guarantees.and_then(claims::derogation);
        let key =
            MECHANISMS.iter().find(|(key, _)| *key == word || key.strip_prefix("privacy_") == Some(word));
        let claims = match (key, ground) {
            (Some((_, "art-49-other")), Some(ground)) => vec![Value::text(ground)],
            (Some((_, claim)), _) => vec![Value::text(*claim)],
            (None, _) => claims::claims(word),
        };
        if !claims.is_empty() {
            let guarantees = guarantees.map_or_else(String::new, |text| format!("; guarantees: {text}"));
            let note = format!("{}{guarantees}", parts::said("transfer_mechanism", word));
            entry.note("mechanism", Value::List(claims), note);
        }
        if ground.is_none() && key.is_some_and(|(_, claim)| *claim == "art-49-other") {
            self.draft
                .ask(format!("{origin}: which derogation of Article 49 is meant? The sheet does not say."));
        }
    }

    /// A flow to a contractor of whom no transfer is declared.
    fn undeclared(&mut self, contractor: &Contractor<'_>) {
        let Contractor { name, origin, relation, country, words } = contractor;
        let to = self.party(origin, (name, "entity"), *relation, country.as_ref());
        let label = format!("{} to {to}", self.from);
        let mut entry = self.flow(origin, &label, (&to, name), *relation, "relationship_type");
        if let Some(words) = words {
            entry.set("purposes", Value::texts([*words]));
        }
        self.draft.ask(format!("{origin}: where does {name} process the data, and what is relied on? The sheet `Transfers` does not name it."));
        self.draft.entries.push(entry);
    }

    /// A flow from the organisation, in the roles of the relation.
    fn flow(
        &mut self,
        origin: &str,
        label: &str,
        (to, name): (&str, &str),
        relation: Option<(&'static str, &'static str)>,
        because: &str,
    ) -> Entry {
        let mut entry = Entry::new("flow", origin);
        entry.set("id", Value::text(self.ids.fresh("flow", label)));
        entry.set("from", Value::text(&self.from));
        entry.set("to", Value::text(to));
        match relation {
            Some((_, roles)) if !roles.is_empty() => entry.note("roles", Value::text(roles), because),
            _ => {
                entry.note("roles", Value::text("controller-to-controller"), "assumption: not stated");
                self.draft.ask(format!(
                    "{origin}: is {name} a processor or a controller? The sheets do not say; `roles` is assumed."
                ));
            }
        }
        let data = parts::data(&mut self.draft, &mut self.ids, &[], origin);
        entry.set("data", Value::texts(data));
        entry
    }

    fn party(
        &mut self,
        origin: &str,
        (name, note): (&str, &str),
        relation: Option<(&'static str, &'static str)>,
        seat: Option<&(String, String, Found)>,
    ) -> String {
        let (id, new) = self.ids.of("party", name);
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
            self.draft.ask_country(
                &id,
                format!(
                    "{origin}: in which country is {name} established? The sheet says only where the data go."
                ),
            );
        }
        self.draft.entries.push(entry);
        id
    }
}
