//! The list of participants of the Data Privacy Framework: one certification for each organisation and
//! framework. Into a register it fills and checks the certifications of the parties that are there, and adds
//! no party.

use std::collections::BTreeMap;

use transfer_model::day::Day;
use transfer_model::diag::Problem;

use super::columns::{Column, Head};
use super::draft::{Draft, Entry, Ids, Read, fault, fold};
use super::grid::Row;
use super::{Options, Source, parts, sheets};
use crate::facts::Value;

const FRAMEWORKS: [(&str, &[&str]); 3] = [
    ("uk-extension", &["ukextension", "ukextensiontotheeuusdpf", "ukus"]),
    ("swiss-us", &["swissus", "chus"]),
    ("eu-us", &["euus"]),
];

/// Reads a list.
///
/// # Errors
///
/// What is wrong with the file; cells whose words the list does not have.
pub fn read(file: &Source, options: &Options<'_>) -> Read {
    let mut draft = Draft { only_known: true, ..Draft::default() };
    let mut ids = Ids::default();
    let mut problems = Vec::new();
    parts::head(&mut draft, "Participants of the Data Privacy Framework", &file.name);
    let (mut seen, mut undated) = (false, false);
    for sheet in &sheets(file)? {
        let Some(head) =
            Head::find(sheet, 3).filter(|head| head.has(Column::Name) && head.has(Column::Framework))
        else {
            continue;
        };
        seen = true;
        for row in head.rows(sheet) {
            let origin = sheet.place(&file.name, row);
            let Some((name, _)) = head.cell(row, Column::Name) else { continue };
            let Some(entry) = listed(&head, row, &origin, &mut problems) else { continue };
            // The row's own day, else the one that was given for the list.
            let checked = entry.checked.or(options.checked_on);
            undated |= checked.is_none();
            add(&mut draft, &mut ids, name, entry.value(checked), &origin);
            if entry.status == Some("lapsed") {
                draft.ask(format!("{origin}: {name} is inactive: did it lapse, was it withdrawn or removed? The list does not say; `lapsed` was written."));
            }
            for (others, _) in head.cells(row, Column::Affiliates) {
                for other in others.split(['\n', ';']).map(str::trim).filter(|other| !other.is_empty()) {
                    draft.covers.push((name.to_owned(), other.to_owned()));
                }
            }
        }
    }
    if !seen {
        let problem =
            fault(&file.name, "no table has columns for the organisation, its framework and a status");
        problems.push(
            problem.help(
                "columns such as: Organization, Status, Framework, Covered Data, Next Certification Due",
            ),
        );
    }
    if undated {
        draft.ask("On which day was the list looked up? Give it with --checked-on; an entry counts as looked at from then.");
    }
    if problems.is_empty() { Ok(draft) } else { Err(problems) }
}

/// A row of the list, as a certification.
struct Listed {
    parts: Vec<&'static str>,
    since: Option<Day>,
    due: Option<Day>,
    checked: Option<Day>,
    covers: Option<Vec<&'static str>>,
    status: Option<&'static str>,
}

impl Listed {
    fn value(&self, checked: Option<Day>) -> Value {
        let day = |day: Day| Value::Literal(day.to_string());
        // By the names of the keys.
        let fields = [
            ("checked_on", checked.map(day)),
            ("covers", self.covers.clone().map(Value::texts)),
            ("next_due", self.due.map(day)),
            ("parts", Some(Value::texts(self.parts.iter().copied()))),
            ("scheme", Some(Value::text("dpf"))),
            ("since", self.since.map(day)),
            ("status", self.status.map(Value::text)),
        ];
        let recorded = fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        Value::Table(recorded.collect())
    }
}

/// What a row says; `None` with a problem where a word is none of the list.
fn listed(head: &Head, row: &Row, origin: &str, problems: &mut Vec<Problem>) -> Option<Listed> {
    let cell = |column| head.cell(row, column);
    let mut day = |column| {
        let (text, name) = cell(column)?;
        let day = day(text);
        if day.is_none() {
            let problem = fault(origin, format!("column `{name}`: `{text}` is not a day that can be read"));
            problems.push(problem.help("write days as 2026-11-22"));
        }
        day
    };
    let (since, due, checked) = (day(Column::Since), day(Column::NextDue), day(Column::CheckedOn));
    let Some((framework, _)) = cell(Column::Framework) else {
        problems.push(fault(origin, "no framework is named"));
        return None;
    };
    let named: Vec<&str> = framework.split(['\n', ';', ',']).filter(|part| !part.trim().is_empty()).collect();
    let parts: Vec<&str> = named.iter().filter_map(|part| part_of(part)).collect();
    if parts.len() != named.len() || parts.is_empty() {
        let problem = fault(origin, format!("`{framework}` is no framework of this list"));
        problems.push(problem.help("frameworks are EU-U.S. DPF, UK Extension, Swiss-U.S. DPF"));
        return None;
    }
    let said = cell(Column::Status);
    let status = said.and_then(|(text, _)| status(text));
    if let (Some((text, column)), None) = (said, status) {
        problems.push(fault(origin, format!("column `{column}`: `{text}` is no status of this list")));
        return None;
    }
    let said = cell(Column::Covered);
    let covers = said.and_then(|(text, _)| covers(text));
    if let (Some((text, column)), None) = (said, &covers) {
        let message = format!("column `{column}`: `{text}` is neither HR nor non-HR data");
        problems.push(fault(origin, message));
        return None;
    }
    Some(Listed { parts, since, due, checked, covers, status })
}

/// Names the companies that entries cover, in a register made of the list alone: those that are in the list too; for
/// the others it is asked.
pub fn cover(draft: &mut Draft) {
    let parties = draft.entries.iter().filter(|entry| entry.table == "party");
    let known: BTreeMap<String, (String, String)> = parties
        .map(|entry| {
            let name = entry.get("name").and_then(Value::as_text).unwrap_or("");
            (fold(name), (entry.id().to_owned(), entry.origin.clone()))
        })
        .collect();
    for (holder, other) in std::mem::take(&mut draft.covers) {
        let Some((holder_id, origin)) = known.get(&fold(&holder)) else { continue };
        let Some((other_id, _)) = known.get(&fold(&other)) else {
            draft.ask(format!(
                "{origin}: the entry of {holder} also covers {other}, which has no row of its own: is it one of your recipients? Then add it as a party and name it under `covered`."
            ));
            continue;
        };
        let entry = draft.find("party", holder_id).and_then(|entry| entry.get_mut("certifications"));
        let Some(Value::List(all)) = entry.map(|field| &mut field.value) else { continue };
        for certification in all {
            if let Value::Table(fields) = certification {
                add_covered(fields, other_id);
            }
        }
    }
}

/// Adds a party to those that an entry covers.
pub fn add_covered(fields: &mut Vec<(String, Value)>, party: &str) {
    match fields.iter_mut().find(|(key, _)| key == "covered") {
        Some((_, Value::List(all))) => {
            if !all.contains(&Value::text(party)) {
                all.push(Value::text(party));
            }
        }
        Some(_) => {}
        None => {
            fields.push(("covered".to_owned(), Value::texts([party])));
            fields.sort_by(|a, b| a.0.cmp(&b.0));
        }
    }
}

fn add(draft: &mut Draft, ids: &mut Ids, name: &str, certification: Value, origin: &str) {
    let (id, new) = ids.of("party", name);
    if new {
        let mut entry = Entry::new("party", origin);
        entry.set("id", Value::text(&id));
        entry.set("name", Value::text(name));
        entry.note("kind", Value::text("vendor"), "not stated; put what it is to you");
        entry.note("country", Value::text("US"), "only organisations in the United States can join");
        entry.note("certifications", Value::List(vec![certification]), "the list of participants");
        draft.entries.push(entry);
        return;
    }
    if let Some(Value::List(all)) = draft
        .find("party", &id)
        .and_then(|entry| entry.get_mut("certifications"))
        .map(|field| &mut field.value)
    {
        all.push(certification);
    }
}

fn part_of(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    FRAMEWORKS.iter().find(|(_, names)| names.iter().any(|name| folded.contains(name))).map(|(part, _)| *part)
}

fn status(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    match folded.as_str() {
        "active" => Some("active"),
        "inactive" | "lapsed" => Some("lapsed"),
        "withdrawn" => Some("withdrawn"),
        "removed" => Some("removed"),
        _ if folded.starts_with("active") && folded.contains("review") => Some("under-review"),
        _ => None,
    }
}

fn covers(text: &str) -> Option<Vec<&'static str>> {
    let mut covers = Vec::new();
    for piece in text.split([',', ';', '\n', '/', '&']).flat_map(|piece| piece.split(" and ")) {
        let folded = fold(piece);
        if folded.is_empty() {
            continue;
        }
        let what = match folded.as_str() {
            "hr" | "hrdata" | "humanresources" | "humanresourcesdata" => "hr",
            "nonhr" | "nonhrdata" | "nonhumanresources" | "nonhumanresourcesdata" => "non-hr",
            _ => return None,
        };
        if !covers.contains(&what) {
            covers.push(what);
        }
    }
    covers.sort_unstable();
    (!covers.is_empty()).then_some(covers)
}

/// A day as the list writes it: 2026-08-31, or month first, 8/31/2026, as its publisher does.
fn day(text: &str) -> Option<Day> {
    if let Some(day) = Day::parse(text) {
        return Some(day);
    }
    let mut parts = text.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::{covers, day, part_of, status};

    #[test]
    fn the_words_of_the_list() {
        assert_eq!(part_of("EU-U.S. DPF"), Some("eu-us"));
        assert_eq!(part_of("UK Extension to the EU-U.S. DPF"), Some("uk-extension"));
        assert_eq!(part_of("Swiss-U.S. DPF"), Some("swiss-us"));
        assert_eq!(part_of("APEC"), None);
        assert_eq!(status("Active – Re-certification under Review"), Some("under-review"));
        assert_eq!(status("Inactive"), Some("lapsed"));
        assert_eq!(status("?"), None);
        assert_eq!(covers("HR, Non-HR"), Some(vec!["hr", "non-hr"]));
        assert_eq!(covers("Non-HR Data"), Some(vec!["non-hr"]));
        assert_eq!(covers("all"), None);
        assert_eq!(day("8/31/2026").unwrap().to_string(), "2026-08-31");
        assert_eq!(day("31/8/2026"), None);
    }
}
