//! Records of processing activities (the ICO's and CNIL's templates, others with columns of their names) and
//! tables of transfers: each row that names a recipient and a place abroad is a flow. Templates that stand on
//! their side, a label beside a value, are turned first.

use super::columns::{Column, Head};
use super::draft::{Draft, Entry, Ids, Read, fault};
use super::grid::{Row, Sheet};
use super::parts::Companies;
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
    let mut marks = Marks::default();
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
        let mut before = None;
        for row in head.rows(sheet) {
            // A cell merged over several rows stands in each; a row that has nothing else is empty.
            let activity = head.cell(row, Column::Activity).map(|(text, _)| text);
            let empty = activity.is_some() && activity == before && head.says_only(row, Column::Activity);
            before = activity;
            if empty {
                continue;
            }
            let mut reader = Reader {
                draft: &mut draft,
                ids: &mut ids,
                places: &places,
                options,
                file: &file.name,
                marks: &mut marks,
            };
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
    match (marks.silent, marks.marked) {
        (0, _) => parts::ask_staff(&mut draft),
        (_, 0) => parts::ask_categories(&mut draft),
        _ => parts::ask_unmarked(&mut draft),
    }
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

/// What rows that are flows say of special categories.
#[derive(Debug, Default)]
struct Marks {
    /// How many say that there are some.
    marked: usize,
    /// How many say nothing.
    silent: usize,
}

/// Who receives data: a name and the column it stands in.
#[derive(Debug, Clone)]
struct Recipient {
    name: String,
    column: String,
}

/// A row that is a flow, or one to each recipient.
struct Line<'a> {
    head: &'a Head,
    row: &'a Row,
    origin: String,
    location: (String, String, Found),
    recipients: Vec<Recipient>,
}

/// What a recipient is to the exporter.
struct Standing {
    /// Whether it processes the data for the exporter.
    processor: bool,
    /// By which column; why it is assumed.
    note: String,
    /// Whether nothing says it.
    assumed: bool,
}

struct Reader<'a> {
    draft: &'a mut Draft,
    ids: &'a mut Ids,
    places: &'a Gazetteer<'a>,
    options: &'a Options<'a>,
    file: &'a str,
    marks: &'a mut Marks,
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
        let Some(location) = location else { return false };
        let recipients = self.recipients(head, row, &origin);
        let line = Line { head, row, origin, location, recipients };
        if line.recipients.len() > 1 {
            self.ask_which(&line);
        }
        let from = self.exporter(head, row, &line.origin);
        let categories: Vec<String> = head
            .cells(row, Column::Data)
            .flat_map(|(text, _)| parts::items(text))
            .map(str::to_owned)
            .collect();
        let data = parts::data(self.draft, self.ids, &categories, &line.origin);
        if line.recipients.is_empty() {
            let to = self.recipient(&line, None, country.as_ref());
            self.flow(&line, (&from, &to), None, &data);
        }
        for recipient in &line.recipients {
            let to = self.recipient(&line, Some(recipient), country.as_ref());
            self.flow(&line, (&from, &to), Some(recipient), &data);
        }
        self.sensitive(&line, &data);
        true
    }

    /// Asks what a row with several recipients leaves open: who gets the data where, and with whom the contract is.
    fn ask_which(&mut self, line: &Line<'_>) {
        let names: Vec<&str> = line.recipients.iter().map(|recipient| recipient.name.as_str()).collect();
        let whole = names.join("; ");
        self.draft.ask(format!(
            "{}: which of \"{whole}\" receives the data in which of {}? A flow was made to each, to all of them.",
            line.origin,
            line.location.0.replace('\n', ", ")
        ));
        let apart = line.recipients.iter().any(|recipient| is_of_processors(&recipient.column));
        if let (Some((text, column)), false) = (contract(line.head, line.row), apart) {
            self.draft.ask(format!(
                "{}: with which of \"{whole}\" is the contract ({})? Each was taken for a processor.",
                line.origin,
                parts::said(column, text)
            ));
        }
    }

    /// Everyone whom the row names, each once.
    fn recipients(&mut self, head: &Head, row: &Row, origin: &str) -> Vec<Recipient> {
        let mut all: Vec<Recipient> = Vec::new();
        let mut add = |name: &str, column: &str| {
            if !all.iter().any(|known| known.name == name) {
                all.push(Recipient { name: name.to_owned(), column: column.to_owned() });
            }
        };
        for (text, column) in head.cells(row, Column::Entity).chain(head.cells(row, Column::Name)) {
            let items = text.split(['\n', ';', '•']).map(str::trim);
            for item in items.filter(|item| !item.is_empty() && !claims::is_nothing(item)) {
                match parts::companies(item) {
                    Companies::One(name) => add(name, column),
                    Companies::Several(names) => {
                        self.draft.ask(format!(
                            "{origin}: \"{item}\" was read as {} recipients ({}): is each one of its own?",
                            names.len(),
                            names.join("; ")
                        ));
                        for name in &names {
                            add(name, column);
                        }
                    }
                    Companies::Unclear(name) => {
                        self.draft.ask(format!(
                            "{origin}: is \"{}\" one recipient or several? It was read as one.",
                            parts::one_line(name)
                        ));
                        add(name, column);
                    }
                }
            }
        }
        all
    }

    /// Takes what a row says of special categories: those it names in plain words, where it is clear of which data;
    /// else it is asked.
    fn sensitive(&mut self, line: &Line<'_>, data: &[String]) {
        let said = [Column::Sensitive, Column::SpecialCondition]
            .into_iter()
            .find_map(|column| line.head.cell(line.row, column).map(|(text, name)| (column, text, name)));
        let Some((column, text, name)) = said else {
            self.marks.silent = self.marks.silent.saturating_add(1);
            return;
        };
        if says_no(text) {
            return;
        }
        self.marks.marked = self.marks.marked.saturating_add(1);
        // A condition tells why they may be processed, not what they are.
        let named = if column == Column::Sensitive { parts::special(text) } else { Vec::new() };
        let note = parts::said(name, text);
        let mut names = Vec::new();
        let mut taken: Vec<&str> = Vec::new();
        for id in data {
            let Some(entry) = self.draft.find("data", id) else { continue };
            let label = entry.get("name").and_then(Value::as_text).unwrap_or(id).to_owned();
            let mut categories = parts::special(&label);
            categories.retain(|category| named.is_empty() || named.contains(category));
            if let ([_], false) = (data, named.is_empty()) {
                categories.clone_from(&named);
            }
            if !categories.is_empty() && entry.get("special").is_none() {
                let note = format!("{}; {note}", entry.origin);
                entry.note("special", Value::texts(categories.clone()), note);
            }
            taken.extend(categories);
            names.push(format!("\"{label}\""));
        }
        if taken.is_empty() || named.iter().any(|category| !taken.contains(category)) {
            let what = "special category (`special = [...]`) or criminal data (`criminal = true`)";
            let asked = match names.as_slice() {
                [one] => format!("which {what} is {one}?"),
                _ => format!("which of {} are a {what}, and which?", names.join(", ")),
            };
            self.draft.ask(format!("{}: the row is marked as sensitive (\"{note}\"): {asked}", line.origin));
        }
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
        line: &Line<'_>,
        named: Option<&Recipient>,
        country: Option<&(String, String, Found)>,
    ) -> String {
        let origin = &line.origin;
        let (name, note) = if let Some(named) = named {
            (named.name.clone(), named.column.clone())
        } else {
            self.draft.ask(format!("{origin}: who receives the data? The row names no recipient."));
            (format!("Unknown recipient ({origin})"), "the row names none".to_owned())
        };
        let (id, new) = self.ids.of("party", &name);
        if new {
            let mut entry = Entry::new("party", origin);
            entry.set("id", Value::text(&id));
            entry.note("name", Value::text(parts::one_line(&name)), note);
            let standing = standing(line, named);
            if standing.processor {
                entry.note("kind", Value::text("processor"), "the row speaks of a processor");
            } else if standing.assumed {
                entry.note("kind", Value::text("vendor"), "not stated; put what it is to you");
            } else {
                entry.note("kind", Value::text("vendor"), standing.note);
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
        line: &Line<'_>,
        (from, to): (&str, &str),
        named: Option<&Recipient>,
        data: &[String],
    ) {
        let (head, row, origin, location) = (line.head, line.row, line.origin.as_str(), &line.location);
        let items = |column, signs: &[char]| {
            let cells = head.cells(row, column).flat_map(|(text, _)| text.split(signs));
            cells.map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect::<Vec<_>>()
        };
        let activity = head.cell(row, Column::Activity).map_or("", |(text, _)| text);
        let label =
            if activity.is_empty() { format!("{from} to {to}") } else { format!("{activity} to {to}") };
        let mut entry = Entry::new("flow", origin);
        entry.set("id", Value::text(self.ids.fresh("flow", &label)));
        match head.cell(row, Column::System) {
            Some((system, column)) => {
                entry.note("from", Value::text(from), parts::said(column, system));
            }
            None => entry.set("from", Value::text(from)),
        }
        entry.set("to", Value::text(to));
        let standing = standing(line, named);
        let roles = if standing.processor { "controller-to-processor" } else { "controller-to-controller" };
        entry.note("roles", Value::text(roles), standing.note);
        if standing.assumed {
            let whom = match named {
                Some(named) if line.recipients.len() > 1 => named.name.as_str(),
                _ => "the recipient",
            };
            self.draft.ask(format!(
                "{origin}: is {whom} a processor or a controller? The row does not say; `roles` is assumed."
            ));
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
        // Words beside the country that name a mechanism are read as one below.
        let mut place = location.clone();
        if head.cell(row, Column::Mechanism).is_none() && !place.2.places.is_empty() {
            place
                .2
                .unclear
                .retain(|words| claims::claims(words).iter().all(|claim| claim.as_text().is_none()));
        }
        parts::locations(&mut entry, self.draft, Some(&place), whom);
        self.mechanism(head, row, origin, (from, to), &mut entry);
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

/// Whether a cell that asks for sensitive data says that there are none.
fn says_no(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or("");
    claims::is_nothing(text)
        || matches!(first.to_lowercase().as_str(), "non" | "no" | "nein" | "false" | "aucune" | "aucun")
}

/// Whether a column is headed as one of processors.
fn is_of_processors(column: &str) -> bool {
    let folded = super::draft::fold(column);
    folded.contains("processor") || folded.contains("soustraitant")
}

/// What a recipient is, by the column of roles, the column it stands in, or the contract with a processor.
fn standing(line: &Line<'_>, named: Option<&Recipient>) -> Standing {
    let told = |processor, note: &str| Standing { processor, note: note.to_owned(), assumed: false };
    let column = named.map_or("", |named| named.column.as_str());
    if let Some((role, name)) = line.head.cell(line.row, Column::Role) {
        let role = super::draft::fold(role);
        if role.contains("processor") {
            return told(true, name);
        }
        if role.contains("controller") {
            return told(false, name);
        }
    }
    if is_of_processors(column) {
        let contract = contract(line.head, line.row).map(|(text, name)| parts::said(name, text));
        return told(true, contract.as_deref().unwrap_or("the column of processors"));
    }
    let apart = named.is_some() && line.head.names(Column::Name).any(is_of_processors);
    if let (Some((text, name)), false) = (contract(line.head, line.row), apart) {
        return told(true, &parts::said(name, text));
    }
    let note = if apart {
        format!("assumption: in the column \"{column}\", apart from that of processors")
    } else {
        "assumption: not stated, and no contract with a processor is named".to_owned()
    };
    Standing { processor: false, note, assumed: true }
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
