//! A row of a record: who receives the data, where, and what it says of special categories.

use super::role::{contract, is_of_processors};
use super::words::{after_yes, says_no, says_yes};
use crate::facts::Value;
use crate::import::columns::{Column, Head};
use crate::import::company::{Companies, companies};
use crate::import::draft::{Draft, Ids, fold};
use crate::import::grid::{Row, Sheet};
use crate::import::places::{Found, Gazetteer};
use crate::import::{Options, claims, parts};

/// What rows that are flows say of special categories.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// How many say that there are some.
    pub(super) marked: usize,
    /// How many say nothing.
    pub(super) silent: usize,
}

/// Who receives data: a name and the column it stands in.
#[derive(Debug, Clone)]
pub(super) struct Recipient {
    pub(super) name: String,
    pub(super) column: String,
}

/// A row that is a flow, or one to each recipient.
pub(super) struct Line<'a> {
    pub(super) head: &'a Head,
    pub(super) row: &'a Row,
    pub(super) origin: String,
    pub(super) location: (String, String, Found),
    pub(super) recipients: Vec<Recipient>,
}

pub(super) struct Reader<'a> {
    pub(super) draft: &'a mut Draft,
    pub(super) ids: &'a mut Ids,
    pub(super) places: &'a Gazetteer<'a>,
    pub(super) options: &'a Options<'a>,
    pub(super) file: &'a str,
    pub(super) marks: &'a mut Marks,
}

impl Reader<'_> {
    /// Reads a row; whether it gave a flow.
    pub(super) fn row(&mut self, sheet: &Sheet, head: &Head, row: &Row) -> bool {
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
                match companies(item) {
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
                !matches!(fold(piece).as_str(), "na" | "none" | "notapplicable" | "sansobjet" | "aucun")
            })
            .filter(|piece| {
                let folded = fold(piece);
                !["sioui", "ifyes", "wennja"].iter().any(|prompt| folded.starts_with(prompt))
            })
            .collect();
        self.places.all(&text.join("\n"))
    }
}
