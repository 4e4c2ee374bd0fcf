//! The parties of a row: who exports, and who receives.

use super::role::standing;
use super::row::{Line, Reader, Recipient};
use crate::facts::Value;
use crate::import::columns::{Column, Head};
use crate::import::draft::Entry;
use crate::import::grid::Row;
use crate::import::parts;
use crate::import::places::Found;

impl Reader<'_> {
    pub(super) fn exporter(&mut self, head: &Head, row: &Row, origin: &str) -> String {
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

    pub(super) fn recipient(
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
}
