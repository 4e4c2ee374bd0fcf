//! Records of processing activities (the ICO's and CNIL's templates, others with columns of their names) and
//! tables of transfers: each row that names a recipient and a place abroad is a flow. Templates that stand on
//! their side, a label beside a value, are turned first.

use super::columns::{Column, Head};
use super::draft::{Draft, Entry, Ids, Read, fault};
use super::grid::{Row, Sheet};
use super::places::{Found, Gazetteer};
use super::{Options, Source, claims, listing, parts};
use crate::facts::Value;

/// Reads a record.
///
/// # Errors
///
/// What is wrong with the file; that no table of it is a record.
pub fn read(file: &Source, options: &Options<'_>) -> Read {
    let places = Gazetteer::new(options.book);
    let mut draft = Draft::default();
    let mut ids = Ids::default();
    let mut seen = false;
    let mut silent = 0usize;
    parts::head(&mut draft, "Transfers imported from a record of processing activities", &file.name);
    for sheet in &listing::tables(file)? {
        for formula in &sheet.formulas {
            draft.ask(format!("{formula} holds a formula; its last value was taken: is it right?"));
        }
        let upright = Head::find(sheet, 3).filter(is_record);
        let on_its_side = if upright.is_none() { turned(sheet) } else { None };
        let turned_head = on_its_side.as_ref().and_then(|sheet| Head::find(sheet, 3).filter(is_record));
        let (sheet, head) = match (upright, &on_its_side, turned_head) {
            (Some(head), ..) => (sheet, head),
            (None, Some(turned), Some(head)) => (turned, head),
            _ => continue,
        };
        seen = true;
        for row in head.rows(sheet) {
            let mut reader =
                Reader { draft: &mut draft, ids: &mut ids, places: &places, options, file: &file.name };
            if !reader.row(sheet, &head, row) {
                silent = silent.saturating_add(1);
            }
        }
    }
    if !seen {
        return Err(vec![fault(&file.name, "no table has the columns of a record of processing activities").help(
            "columns such as: Business function, Purpose of processing, Categories of recipients, Names of third countries",
        )]);
    }
    if silent > 0 {
        draft.ask(format!(
            "{}: no flow was made of {silent} of the rows, which name no country: do their data stay where the controller is?",
            file.name
        ));
    }
    parts::ask_categories(&mut draft);
    Ok(draft)
}

/// Whether a sheet is a record, upright or on its side.
pub fn is_one(sheet: &Sheet) -> bool {
    Head::find(sheet, 3).is_some_and(|head| is_record(&head))
        || turned(sheet).is_some_and(|sheet| Head::find(&sheet, 3).is_some_and(|head| is_record(&head)))
}

fn is_record(head: &Head) -> bool {
    let what = [Column::Purpose, Column::Data, Column::Activity, Column::Mechanism];
    head.has(Column::Location) && what.iter().any(|column| head.has(*column))
}

/// A sheet with labels in its first column and values beside them, as one row.
fn turned(sheet: &Sheet) -> Option<Sheet> {
    let mut head = Row { at: 0, cells: Vec::new() };
    let mut body = Row { at: sheet.rows.first()?.at, cells: Vec::new() };
    let labels = sheet.rows.iter().filter_map(|row| row.cells.first()).map(|(column, _)| *column).min()?;
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for row in sheet.rows.iter().take(200) {
        let Some(((first, label), values)) = row.cells.split_first() else { continue };
        let values = values.iter().map(|(_, cell)| cell.trim());
        match lines.last_mut() {
            // A line without a label goes on with the one above.
            Some((_, known)) if *first > labels => {
                known.push(label.trim());
                known.extend(values);
            }
            _ => lines.push((label.clone(), values.collect())),
        }
    }
    for (column, (label, values)) in lines.into_iter().enumerate() {
        head.push(column, label);
        body.push(column, values.join("\n"));
    }
    Some(Sheet { name: sheet.name.clone(), rows: vec![head, body], ..Sheet::default() })
}

struct Reader<'a> {
    draft: &'a mut Draft,
    ids: &'a mut Ids,
    places: &'a Gazetteer<'a>,
    options: &'a Options<'a>,
    file: &'a str,
}

impl Reader<'_> {
    /// Reads a row; whether it gave a flow.
    fn row(&mut self, sheet: &Sheet, head: &Head, row: &Row) -> bool {
        let origin = sheet.place(self.file, row);
        let place = |column| {
            let (text, name) = head.joined(row, column)?;
            let found = self.found(&text);
            Some((text, name, found))
        };
        let country = place(Column::Country);
        let location = place(Column::Location).filter(|(text, _, found)| {
            !found.places.is_empty() || !found.unclear.is_empty() || says_yes(text)
        });
        let recipients = recipients(head, row);
        let Some(location) = location else { return false };
        let named = match recipients.as_slice() {
            [] => None,
            [(one, column)] => Some((one.clone(), column.clone())),
            [(_, column), ..] => {
                let names: Vec<&str> = recipients.iter().map(|(name, _)| name.as_str()).collect();
                let whole = names.join("; ");
                self.draft.ask(format!(
                    "{origin}: which of \"{whole}\" receives the data in which of {}? One flow was made for all.",
                    location.0.replace('\n', ", ")
                ));
                Some((whole, column.clone()))
            }
        };
        let from = self.exporter(head, row, &origin);
        let processor = from_processors(head, row) || contract(head, row).is_some();
        let to = self.recipient(&origin, named, processor, country.as_ref());
        self.flow(head, row, &origin, (from, to), &location);
        true
    }

    fn found(&self, text: &str) -> Found {
        // `Oui` and `Non` stand beside the country; `NO` is Norway.
        let words =
            |piece: &&str| !matches!(*piece, "Oui" | "Non" | "oui" | "non" | "Yes" | "No" | "yes" | "no");
        let text: Vec<&str> = text
            .split(['\n', ';', ':'])
            .map(str::trim)
            .map(after_yes)
            .filter(|piece| !piece.is_empty())
            .filter(words)
            .collect();
        let text: Vec<&str> = text
            .into_iter()
            .filter(|piece| {
                !matches!(
                    super::draft::fold(piece).as_str(),
                    "na" | "none" | "notapplicable" | "sansobjet" | "aucun"
                )
            })
            .filter(|piece| {
                let folded = super::draft::fold(piece);
                !["sioui", "ifyes", "wennja"].iter().any(|prompt| folded.starts_with(prompt))
            })
            .collect();
        self.places.all(&text.join("\n"))
    }

    fn exporter(&mut self, head: &Head, row: &Row, origin: &str) -> String {
        let said = head.cell(row, Column::ExporterCountry);
        let Some((name, column)) = head.cell(row, Column::Exporter) else {
            if let Some((text, column)) = said {
                return self.exporter_in(text, column, origin);
            }
            return parts::owner(
                self.draft,
                self.ids,
                self.options,
                "group",
                "the controller of this record",
                self.file,
            );
        };
        let (id, new) = self.ids.of("party", name);
        if new {
            let mut entry = Entry::new("party", origin);
            entry.set("id", Value::text(&id));
            entry.note("name", Value::text(name), column);
            entry.note("kind", Value::text("group"), "it exports");
            let country = said.map(|(text, name)| (text.to_owned(), name.to_owned(), self.places.all(text)));
            if !parts::country(&mut entry, country.as_ref()) {
                self.draft.ask(format!("{origin}: in which country is {name} established?"));
            }
            self.draft.entries.push(entry);
        }
        id
    }

    /// The exporter of a row that says only where the data come from: one party for each such place.
    fn exporter_in(&mut self, text: &str, column: &str, origin: &str) -> String {
        let name = self
            .options
            .of
            .map_or_else(|| format!("Unknown: exporter in {text}"), |of| format!("{of} ({text})"));
        let (id, new) = self.ids.of("party", &name);
        if new {
            let mut entry = Entry::new("party", origin);
            entry.set("id", Value::text(&id));
            entry.note("name", Value::text(name), "the row says only where the data come from");
            entry.note("kind", Value::text("group"), "it exports");
            let place = (text.to_owned(), column.to_owned(), self.places.all(text));
            parts::country(&mut entry, Some(&place));
            self.draft.ask(format!(
                "{origin}: which legal entity exports from \"{text}\", and is it established there?"
            ));
            self.draft.entries.push(entry);
        }
        id
    }

    fn recipient(
        &mut self,
        origin: &str,
        named: Option<(String, String)>,
        processor: bool,
        country: Option<&(String, String, Found)>,
    ) -> String {
        let (name, note) = named.unwrap_or_else(|| {
            self.draft.ask(format!("{origin}: who receives the data? The row names no recipient."));
            (format!("Unknown recipient ({origin})"), "the row names none".to_owned())
        });
        let (id, new) = self.ids.of("party", &name);
        if new {
            let mut entry = Entry::new("party", origin);
            entry.set("id", Value::text(&id));
            entry.note("name", Value::text(name.lines().collect::<Vec<_>>().join("; ")), note);
            if processor {
                entry.note("kind", Value::text("processor"), "the row speaks of a processor");
            } else {
                entry.note("kind", Value::text("vendor"), "not stated; put what it is to you");
            }
            if !parts::country(&mut entry, country) {
                self.draft.ask_country(&id, format!(
                    "{origin}: in which country is {name} established? The row says only where the data go."
                ));
            }
            self.draft.entries.push(entry);
        }
        id
    }

    fn flow(
        &mut self,
        head: &Head,
        row: &Row,
        origin: &str,
        (from, to): (String, String),
        location: &(String, String, Found),
    ) {
        let items = |column, signs: &[char]| {
            let cells = head.cells(row, column).flat_map(|(text, _)| text.split(signs));
            cells.map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect::<Vec<_>>()
        };
        let categories: Vec<String> = head
            .cells(row, Column::Data)
            .flat_map(|(text, _)| parts::items(text))
            .map(str::to_owned)
            .collect();
        let data = parts::data(self.draft, self.ids, &categories, origin);
        let activity = head.cell(row, Column::Activity).map_or("", |(text, _)| text);
        let label =
            if activity.is_empty() { format!("{from} to {to}") } else { format!("{activity} to {to}") };
        let mut entry = Entry::new("flow", origin);
        entry.set("id", Value::text(self.ids.fresh("flow", &label)));
        match head.cell(row, Column::System) {
            Some((system, column)) => {
                entry.note("from", Value::text(&from), parts::said(column, system));
            }
            None => entry.set("from", Value::text(&from)),
        }
        entry.set("to", Value::text(&to));
        let role = head.cell(row, Column::Role).map(|(text, name)| (super::draft::fold(text), name));
        match (contract(head, row), role) {
            (_, Some((role, column))) if role.contains("processor") => {
                entry.note("roles", Value::text("controller-to-processor"), column);
            }
            (_, Some((role, column))) if role.contains("controller") => {
                entry.note("roles", Value::text("controller-to-controller"), column);
            }
            (None, None) if from_processors(head, row) => {
                entry.note("roles", Value::text("controller-to-processor"), "the column of processors");
            }
            (Some((text, column)), _) => {
                entry.note("roles", Value::text("controller-to-processor"), parts::said(column, text));
            }
            (None, _) => {
                entry.note(
                    "roles",
                    Value::text("controller-to-controller"),
                    "assumption: not stated, and no contract with a processor is named",
                );
                self.draft.ask(format!("{origin}: is the recipient a processor or a controller? The row does not say; `roles` is assumed."));
            }
        }
        entry.set("data", Value::texts(data));
        let subjects = items(Column::Subjects, &['\n', ';', ',', '•']);
        if !subjects.is_empty() {
            let whereabouts = head.cell(row, Column::SubjectsIn);
            let places = whereabouts
                .map(|(text, _)| self.places.all(text))
                .filter(|found| !found.places.is_empty() && found.unclear.is_empty());
            let groups = subjects.into_iter().map(|group| {
                let mut fields = vec![("group".to_owned(), Value::Text(group))];
                if let Some(found) = &places {
                    fields.push(("in".to_owned(), Value::texts(found.places.clone())));
                }
                Value::Table(fields)
            });
            let groups = Value::List(groups.collect());
            match whereabouts {
                Some((text, column)) => entry.note("subjects", groups, parts::said(column, text)),
                None => entry.set("subjects", groups),
            }
            if let (Some((text, column)), None) = (whereabouts, &places) {
                self.draft.ask(format!(
                    "{origin}: where are the people? \"{}\" was not read.",
                    parts::said(column, text)
                ));
            }
        }
        let mut purposes = items(Column::Purpose, &['\n', ';', '•']);
        if purposes.is_empty() && !activity.is_empty() {
            purposes.push(activity.to_owned());
        }
        if !purposes.is_empty() {
            entry.set("purposes", Value::texts(purposes));
        }
        let basis: Vec<String> = items(Column::Basis, &['\n', ';', ',']);
        if !basis.is_empty() {
            entry.set("basis", Value::texts(basis.iter().map(|basis| lawful(basis))));
        }
        let whom = if activity.is_empty() { label.as_str() } else { activity };
        parts::locations(&mut entry, self.draft, Some(location), whom);
        self.mechanism(head, row, origin, (&from, &to), &mut entry);
        if entry.get("mechanism").is_none() {
            // Templates without a column for safeguards have them beside the country.
            let said: Vec<Value> = location
                .2
                .unclear
                .iter()
                .flat_map(|words| claims::claims(words))
                .filter(|claim| claim.as_text().is_some())
                .collect();
            if !said.is_empty() {
                entry.note("mechanism", Value::List(said), parts::said(&location.1, &location.0));
            }
        }
        if let Some((text, column)) = head.cell(row, Column::Assessment)
            && !claims::is_nothing(text)
        {
            self.draft.ask(format!(
                "{origin}: \"{}\": record the assessment of the destination as a `[[tia]]`, with its day and what it found.",
                parts::said(column, text)
            ));
        }
        self.draft.entries.push(entry);
    }

    fn mechanism(
        &mut self,
        head: &Head,
        row: &Row,
        origin: &str,
        (from, to): (&str, &str),
        entry: &mut Entry,
    ) {
        let mut claims: Vec<Value> = Vec::new();
        let mut notes = Vec::new();
        if let Some((text, column)) = head.cell(row, Column::Mechanism) {
            for line in text.lines() {
                match claims::described(line) {
                    Some((kind, signed)) => {
                        let id = self.ids.fresh("instrument", &format!("{kind} {to}"));
                        let mut paper = Entry::new("instrument", origin);
                        paper.set("id", Value::text(&id));
                        paper.note("kind", Value::text(kind), parts::said(column, line));
                        paper.set("parties", Value::texts([from, to]));
                        let state = if signed { "executed" } else { "unsigned" };
                        paper.note("state", Value::text(state), parts::said(column, line));
                        self.draft.entries.push(paper);
                        if kind == "eu-scc-2021-914" {
                            self.draft.ask(format!("{origin}: which modules do the clauses `{id}` have, and when were they signed?"));
                        }
                        claims.push(Value::text(id));
                    }
                    None => claims.extend(claims::claims(line)),
                }
            }
            notes.push(parts::said(column, text));
            if claims::is_open(text) {
                self.draft.ask(format!(
                    "{origin}: \"{}\" is marked as not settled: what is relied on?",
                    parts::said(column, text)
                ));
            }
        }
        if let Some((text, column)) = head.cell(row, Column::Adequate)
            && !claims::is_nothing(text)
            && text != "false"
        {
            claims.push(Value::text("adequacy"));
            notes.push(parts::said(column, text));
        }
        if let Some((text, column)) = head.cell(row, Column::Derogation)
            && !claims::is_nothing(text)
        {
            let ground = claims::derogation(text);
            if ground.is_none() {
                self.draft.ask(format!("{origin}: which derogation of Article 49 is \"{text}\"?"));
            }
            claims.push(Value::text(ground.unwrap_or("art-49-other")));
            notes.push(parts::said(column, text));
        }
        let mut seen: Vec<Value> = Vec::new();
        claims.retain(|claim| {
            let new = !seen.contains(claim);
            seen.push(claim.clone());
            new
        });
        if !claims.is_empty() {
            entry.note("mechanism", Value::List(claims), notes.join("; "));
        }
    }
}

/// What stands after a `Yes,`: `Oui, Inde` is India.
fn after_yes(piece: &str) -> &str {
    let Some((first, rest)) = piece.split_once([',', '-', '–', '—']) else { return piece };
    if says_yes(first) && !first.trim().contains(' ') { rest.trim() } else { piece }
}

/// Whether a cell that asks for places says only that there are some.
fn says_yes(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or("");
    matches!(first.to_lowercase().as_str(), "oui" | "yes" | "ja" | "true")
}

/// The contract with a processor that a row names; `N/A` and `None` name none.
fn contract<'a>(head: &'a Head, row: &'a Row) -> Option<(&'a str, &'a str)> {
    head.cell(row, Column::Contract).filter(|(text, _)| !claims::is_nothing(text))
}

/// Whether every recipient stands in a column of processors.
fn from_processors(head: &Head, row: &Row) -> bool {
    let mut columns = head.cells(row, Column::Name).map(|(_, column)| super::draft::fold(column)).peekable();
    columns.peek().is_some()
        && columns.all(|column| column.contains("processor") || column.contains("soustraitant"))
}

fn recipients(head: &Head, row: &Row) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (text, column) in head.cells(row, Column::Entity).chain(head.cells(row, Column::Name)) {
        for name in text.split(['\n', ';', '•']).map(str::trim).filter(|name| !name.is_empty()) {
            if !all.iter().any(|(known, _)| known == name) {
                all.push((name.to_owned(), column.to_owned()));
            }
        }
    }
    all
}

/// The register's word for a lawful basis, where the words are those of Article 6; else the words.
fn lawful(text: &str) -> String {
    let folded = super::draft::fold(text);
    let known = [
        ("legitimateinterest", "legitimate-interests"),
        ("legalobligation", "legal-obligation"),
        ("vitalinterest", "vital-interests"),
        ("publictask", "public-task"),
        ("contract", "contract"),
        ("consent", "consent"),
        ("publicinterest", "public-task"),
        ("interetlegitime", "legitimate-interests"),
        ("intérêtlégitime", "legitimate-interests"),
        ("obligationlegale", "legal-obligation"),
        ("obligationlégale", "legal-obligation"),
        ("contrat", "contract"),
        ("61a", "consent"),
        ("61b", "contract"),
        ("61c", "legal-obligation"),
        ("61d", "vital-interests"),
        ("61e", "public-task"),
        ("61f", "legitimate-interests"),
    ];
    known
        .iter()
        .find(|(words, _)| folded.contains(words))
        .map_or_else(|| text.to_owned(), |(_, word)| (*word).to_owned())
}
