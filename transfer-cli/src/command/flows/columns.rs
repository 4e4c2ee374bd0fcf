//! The columns of the table of flows.

use transfer_model::assess::{Engine, Words};
use transfer_model::index::{PartyIx, PlaceIx};

use super::row::{Carried, Row, carriers};
use crate::args::{Flows, TableFormat};
use crate::command::lookup::Lookup;

type Cell = fn(&Row<'_>, &Engine<'_>) -> String;

/// A column: its name, what it shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) name: &'static str,
    cell: Cell,
}

/// All, in the order of a full table.
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

/// Other words for some of them.
const ALSO: [(&str, &str); 10] = [
    ("flow", "id"),
    ("regime", "regimes"),
    ("country", "places"),
    ("countries", "places"),
    ("mechanisms", "mechanism"),
    ("claim", "claims"),
    ("finding", "findings"),
    ("purpose", "purposes"),
    ("subject", "subjects"),
    ("tias", "tia"),
];

/// What each condition asks about, so that its answer is shown.
fn asked(args: &Flows) -> [(bool, &'static str); 17] {
    [
        (!args.country.is_empty(), "places"),
        (!args.not_country.is_empty(), "places"),
        (!args.outside.is_empty(), "places"),
        (!args.access.is_empty(), "seen-from"),
        (!args.special.is_empty(), "special"),
        (!args.subjects.is_empty(), "subjects"),
        (!args.purpose.is_empty(), "purposes"),
        (args.optional, "optional"),
        (!args.via.is_empty(), "via"),
        (args.inactive, "state"),
        (!args.regime.is_empty(), "regimes"),
        (!args.mechanism.is_empty(), "claims"),
        (!args.not_mechanism.is_empty(), "claims"),
        (!args.claim.is_empty(), "claims"),
        (!args.carried_by.is_empty(), "claims"),
        (args.with_contract || args.without_contract, "claims"),
        (!args.finding.is_empty(), "findings"),
    ]
}

const USUAL: [&str; 5] = ["id", "route", "data", "verdict", "mechanism"];

/// The columns asked for, else the usual ones.
pub(super) fn chosen(args: &Flows, lookup: &mut Lookup<'_>) -> Vec<Column> {
    if args.columns.is_empty() && args.format != TableFormat::Csv {
        let asked = asked(args);
        let wanted = |name: &str| USUAL.contains(&name) || asked.contains(&(true, name));
        return all().filter(|column| wanted(column.name)).collect();
    }
    if args.columns.is_empty() {
        return all().collect();
    }
    let mut columns = Vec::new();
    for word in &args.columns {
        if word == "all" {
            columns.extend(all());
        } else {
            columns.extend(named("--columns", word, lookup));
        }
    }
    columns
}

/// Columns to sort by, each with whether its order is turned.
pub(super) fn order(args: &Flows, lookup: &mut Lookup<'_>) -> Vec<(Column, bool)> {
    let mut order = Vec::new();
    for word in &args.sort {
        let name = word.strip_prefix('-');
        order.extend(named("--sort", name.unwrap_or(word), lookup).map(|column| (column, name.is_some())));
    }
    order
}

fn all() -> impl Iterator<Item = Column> {
    COLUMNS.iter().map(|(name, cell)| Column { name, cell: *cell })
}

fn named(option: &str, word: &str, lookup: &mut Lookup<'_>) -> Option<Column> {
    // The head of the CSV has underscores.
    let known: Vec<(&'static str, &'static str)> =
        COLUMNS.iter().map(|(name, _)| (*name, *name)).chain(ALSO).collect();
    let name = lookup.one_of(option, &[word.trim().replace('_', "-")], "column", &known).first().copied()?;
    all().find(|column| column.name == name)
}

impl Column {
    pub(super) fn cell(&self, row: &Row<'_>, engine: &Engine<'_>) -> String {
        (self.cell)(row, engine)
    }

    /// What to sort by: verdicts from best to worst, all else as text.
    pub(super) fn key(
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
pub(crate) fn code<'a>(place: Option<PlaceIx>, engine: &Engine<'a>) -> &'a str {
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
pub(crate) fn place_codes<'a>(row: &Row<'_>, engine: &Engine<'a>) -> Vec<&'a str> {
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
pub(crate) fn special(row: &Row<'_>, engine: &Engine<'_>) -> Vec<&'static str> {
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
pub(crate) fn mechanisms<'a>(row: &Row<'_>, engine: &Engine<'a>) -> Vec<&'a str> {
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
pub(crate) fn via<'a>(row: &Row<'_>, engine: &Engine<'a>) -> Vec<&'a str> {
    let all = row.regimes().iter().flat_map(|regime| &regime.binding.via);
    let mut ids: Vec<&str> = all.map(|flow| engine.register.flow(*flow).id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The codes of its findings, each once.
pub(crate) fn findings(row: &Row<'_>) -> Vec<&'static str> {
    let mut codes: Vec<&str> = row.findings.iter().map(|finding| finding.code.name()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Laws known to reach the importer; none: not known.
pub(crate) fn powers<'a>(row: &Row<'_>, engine: &Engine<'a>) -> Option<Vec<&'a str>> {
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
pub(crate) fn tia<'a>(row: &Row<'_>, engine: &Engine<'a>) -> Vec<&'a str> {
    let named = engine.register.tias.iter().filter(|tia| tia.flows.contains(&row.ix));
    named.map(|tia| tia.id.as_str()).collect()
}
