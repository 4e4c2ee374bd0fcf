//! The columns of the table of flows: what each shows of one.

use transfer_model::assess::{Engine, Words};
use transfer_model::index::{PartyIx, PlaceIx};

use super::row::Row;
use crate::render::carried::{Carried, carriers};

type Cell = fn(&Row<'_>, &Engine<'_>) -> String;

/// A column: its name, what it shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    cell: Cell,
}

const COLUMNS: [(&str, Cell); 29] = [
    ("id", |row, _| row.flow.id.clone()),
    ("from", |row, engine| engine.register.party(row.flow.from.value).id.clone()),
    ("from-name", |row, engine| engine.register.party(row.flow.from.value).name.clone()),
    ("from-country", |row, engine| code(row.origin, engine).to_owned()),
    ("to", |row, engine| engine.register.party(row.flow.to.value).id.clone()),
    ("to-name", |row, engine| engine.register.party(row.flow.to.value).name.clone()),
    ("to-country", |row, engine| seat(row.flow.to.value, engine).to_owned()),
    ("route", route),
    ("places", places),
    ("seen-from", seen_from),
    ("roles", |row, _| row.flow.roles.value.name().to_owned()),
    ("access", |row, _| row.flow.access.name().to_owned()),
    ("data", |row, engine| {
        let data = row.flow.data.iter().map(|data| engine.register.datum(data.value).id.as_str());
        data.collect::<Vec<_>>().join(", ")
    }),
    ("special", |row, engine| special(row, engine).join(", ")),
    ("subjects", subjects),
    ("purposes", |row, _| {
        row.flow.purposes.iter().map(|purpose| purpose.value.as_str()).collect::<Vec<_>>().join("; ")
    }),
    ("since", |row, _| row.flow.period.start().map(|day| day.to_string()).unwrap_or_default()),
    ("until", |row, _| row.flow.period.end().map(|day| day.to_string()).unwrap_or_default()),
    ("returned", |row, _| row.flow.returned.map(|day| day.to_string()).unwrap_or_default()),
    ("optional", |row, _| row.flow.optional.clone().unwrap_or_default()),
    ("state", |row, engine| row.state(engine).to_owned()),
    ("regimes", |row, engine| {
        let regime = |r: &transfer_model::assess::RegimeResult| {
            format!("{} {}", engine.view.book.regime(r.binding.regime).header.id, r.verdict.name())
        };
        row.regimes().iter().map(regime).collect::<Vec<_>>().join(", ")
    }),
    ("verdict", |row, _| row.result.map_or_else(String::new, |result| result.verdict.name().to_owned())),
    ("mechanism", |row, engine| {
        row.result.map_or_else(String::new, |result| Carried::of(result, engine).cells().join(", "))
    }),
    ("claims", claims),
    ("via", |row, engine| via(row, engine).join(", ")),
    ("findings", |row, _| findings(row).join(" ")),
    ("exposure", exposure),
    ("tia", |row, engine| tia(row, engine).join(", ")),
];

impl Column {
    /// All, in the order of a full table.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        COLUMNS.iter().map(|(name, cell)| Self { name, cell: *cell })
    }

    pub(crate) fn cell(&self, row: &Row<'_>, engine: &Engine<'_>) -> String {
        (self.cell)(row, engine)
    }

    /// What to sort by: verdicts from best to worst, all else as text.
    pub(crate) fn key(
        &self,
        row: &Row<'_>,
        engine: &Engine<'_>,
    ) -> (Option<transfer_model::assess::Verdict>, String) {
        match self.name {
            "verdict" => (row.result.map(|result| result.verdict), String::new()),
            _ => (None, self.cell(row, engine)),
        }
    }
}

/// The code of a place.
pub(super) fn code<'a>(place: Option<PlaceIx>, engine: &Engine<'a>) -> &'a str {
    place.map_or("unknown", |place| engine.view.book.place(place).code.as_str())
}

fn seat<'a>(party: PartyIx, engine: &Engine<'a>) -> &'a str {
    code(engine.register.party(party).country.value, engine)
}

fn route(row: &Row<'_>, engine: &Engine<'_>) -> String {
    let id = |party| engine.register.party(party).id.as_str();
    let (from, to) = (row.flow.from.value, row.flow.to.value);
    format!("{} ({}) > {} ({})", id(from), code(row.origin, engine), id(to), seat(to, engine))
}

fn places(row: &Row<'_>, engine: &Engine<'_>) -> String {
    place_codes(row, engine).join(", ")
}

/// Codes of all places the data go to, each once.
pub(super) fn place_codes<'a>(row: &Row<'_>, engine: &Engine<'a>) -> Vec<&'a str> {
    let mut codes = Vec::new();
    for (_, place) in &row.places {
        let code = code(*place, engine);
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

fn seen_from(row: &Row<'_>, engine: &Engine<'_>) -> String {
    let access = row.flow.accessed_from.iter().flatten().map(|access| {
        let by = access.by.map(|by| format!(" by {}", engine.register.party(by.value).id));
        format!("{}{}", code(access.place.value, engine), by.unwrap_or_default())
    });
    access.collect::<Vec<_>>().join(", ")
}

fn subjects(row: &Row<'_>, engine: &Engine<'_>) -> String {
    let group = |subjects: &transfer_model::register::Subjects| {
        let places: Vec<&str> = subjects.places.iter().map(|p| code(Some(p.value), engine)).collect();
        match (subjects.group.as_str(), places.join(" ")) {
            (group, places) if places.is_empty() => group.to_owned(),
            ("", places) => places,
            (group, places) => format!("{group} ({places})"),
        }
    };
    row.flow.subjects.iter().map(group).collect::<Vec<_>>().join(", ")
}

/// The kinds of data that laws treat with more care.
pub(super) fn special(row: &Row<'_>, engine: &Engine<'_>) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    for data in &row.flow.data {
        let data = engine.register.datum(data.value);
        kinds.extend(data.special.iter().map(|special| special.name()));
        let more = [(data.criminal, "criminal"), (data.children, "children"), (data.hr, "hr")];
        kinds.extend(more.iter().filter(|(is, _)| *is).map(|(_, name)| *name));
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The mechanisms that carry it, over all laws.
pub(super) fn mechanisms<'a>(row: &Row<'_>, engine: &Engine<'a>) -> Vec<&'a str> {
    let all = row.regimes().iter().flat_map(carriers);
    let mut ids: Vec<&str> = all.map(|ix| engine.view.book.mechanism(ix).id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn claims(row: &Row<'_>, engine: &Engine<'_>) -> String {
    let words = Words { register: engine.register, book: engine.view.book };
    let claim = |(name, statuses): (&str, Vec<&'static str>)| {
        if statuses.is_empty() { name.to_owned() } else { format!("{name}: {}", statuses.join("/")) }
    };
    row.claims(words).into_iter().map(claim).collect::<Vec<_>>().join(", ")
}

/// The flows by which another law came with the data.
pub(super) fn via<'a>(row: &Row<'_>, engine: &Engine<'a>) -> Vec<&'a str> {
    let all = row.regimes().iter().flat_map(|regime| &regime.binding.via);
    let mut ids: Vec<&str> = all.map(|flow| engine.register.flow(*flow).id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The codes of its findings, each once.
pub(super) fn findings(row: &Row<'_>) -> Vec<&'static str> {
    let mut codes: Vec<&str> = row.findings.iter().map(|finding| finding.code.name()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Laws known to reach the importer; none: not known.
pub(super) fn powers<'a>(row: &Row<'_>, engine: &Engine<'a>) -> Option<Vec<&'a str>> {
    let known = engine.register.party(row.flow.to.value).exposure.as_ref()?;
    Some(known.iter().map(|power| engine.view.book.power(power.value).header.id.as_str()).collect())
}

fn exposure(row: &Row<'_>, engine: &Engine<'_>) -> String {
    match powers(row, engine) {
        None => "not known".to_owned(),
        Some(powers) if powers.is_empty() => "none".to_owned(),
        Some(powers) => powers.join(", "),
    }
}

/// Assessments that name the flow.
pub(super) fn tia<'a>(row: &Row<'_>, engine: &Engine<'a>) -> Vec<&'a str> {
    let named = engine.register.tias.iter().filter(|tia| tia.flows.contains(&row.ix));
    named.map(|tia| tia.id.as_str()).collect()
}
