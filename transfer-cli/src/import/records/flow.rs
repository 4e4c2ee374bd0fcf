//! The flow of a row to one of its recipients, and what it is said to rest on.

use super::role::standing;
use super::row::{Line, Reader, Recipient};
use super::words::lawful;
use crate::facts::Value;
use crate::import::columns::{Column, Head};
use crate::import::draft::Entry;
use crate::import::grid::Row;
use crate::import::{claims, parts};

impl Reader<'_> {
    pub(super) fn flow(
        &mut self,
        line: &Line<'_>,
        (from, to): (&str, &str),
        named: Option<&Recipient>,
        data: &[String],
    ) {
        let (head, row, origin) = (line.head, line.row, line.origin.as_str());
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
        self.subjects(line, &mut entry);
        let mut purposes = items(line, Column::Purpose, &['\n', ';', '•']);
        if purposes.is_empty() && !activity.is_empty() {
            purposes.push(activity.to_owned());
        }
        if !purposes.is_empty() {
            entry.set("purposes", Value::texts(purposes));
        }
        let basis: Vec<String> = items(line, Column::Basis, &['\n', ';', ',']);
        if !basis.is_empty() {
            entry.set("basis", Value::texts(basis.iter().map(|basis| lawful(basis))));
        }
        let whom = if activity.is_empty() { label.as_str() } else { activity };
        self.whereabouts(line, (from, to), whom, &mut entry);
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

    /// Whose data they are, and where these people are.
    fn subjects(&mut self, line: &Line<'_>, entry: &mut Entry) {
        let (head, row, origin) = (line.head, line.row, line.origin.as_str());
        let subjects = items(line, Column::Subjects, &['\n', ';', ',', '•']);
        if subjects.is_empty() {
            return;
        }
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

    /// Where the data go, and on what that is said to rest.
    fn whereabouts(&mut self, line: &Line<'_>, (from, to): (&str, &str), whom: &str, entry: &mut Entry) {
        let (head, row, origin, location) = (line.head, line.row, line.origin.as_str(), &line.location);
        // Words beside the country that name a mechanism are read as one below.
        let mut place = location.clone();
        if head.cell(row, Column::Mechanism).is_none() && !place.2.places.is_empty() {
            place
                .2
                .unclear
                .retain(|words| claims::claims(words).iter().all(|claim| claim.as_text().is_none()));
        }
        parts::locations(entry, self.draft, Some(&place), whom);
        self.mechanism(head, row, origin, (from, to), entry);
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

/// The items of a row's cells under columns of a kind.
fn items(line: &Line<'_>, column: Column, signs: &[char]) -> Vec<String> {
    let cells = line.head.cells(line.row, column).flat_map(|(text, _)| text.split(signs));
    cells.map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}
