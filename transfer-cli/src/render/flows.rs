//! The answer of `transfer flows`: for people and wikis a table with a summary, for programs
//! `transfer-flows/1`, with types of its own so that no internal name becomes public by accident.

mod column;
mod row;

use serde::Serialize;
use transfer_model::assess::{Assessment, Engine, Words};

use self::column::{code, findings, mechanisms, place_codes, powers, special, tia, via};
use super::counts::counts;
use super::head::{Head, document, head, law_line};
use super::text::clean;
use super::{markdown, table};
use crate::input::Loaded;

pub(crate) use self::column::Column;
pub(crate) use self::row::{Row, rows};

/// For people.
pub(crate) fn human(
    loaded: &Loaded,
    assessment: &Assessment,
    rows: &[&Row<'_>],
    head: &[&str],
    cells: &[Vec<String>],
    terminal: bool,
) -> String {
    if rows.is_empty() {
        return format!("{}{}", nothing(loaded, assessment), law_line(loaded, assessment));
    }
    let summary = clean(&summary(loaded, assessment, rows));
    format!("{}\n{summary}\n{}", table::human(head, cells, terminal), law_line(loaded, assessment))
}

/// For wikis.
pub(crate) fn markdown(
    loaded: &Loaded,
    assessment: &Assessment,
    rows: &[&Row<'_>],
    head: &[&str],
    cells: &[Vec<String>],
) -> String {
    if rows.is_empty() {
        return markdown::escape(nothing(loaded, assessment).trim_end()) + "\n";
    }
    format!("{}\n\n{}", markdown::escape(&summary(loaded, assessment, rows)), table::marked(head, cells))
}

/// That no flow was found.
pub(crate) fn nothing(loaded: &Loaded, assessment: &Assessment) -> String {
    let (active, inactive) = (assessment.flows.len(), assessment.inactive);
    let name = clean(&loaded.register.name);
    format!(
        "No flow meets these conditions ({name} on {}: {active} active, {inactive} not active).\n",
        loaded.day
    )
}

fn summary(loaded: &Loaded, assessment: &Assessment, rows: &[&Row<'_>]) -> String {
    let verdicts = counts(|verdict| {
        rows.iter().filter(|row| row.result.is_some_and(|result| result.verdict == verdict)).count()
    });
    let all = assessment.flows.len().saturating_add(assessment.inactive);
    let noun = if all == 1 { "flow" } else { "flows" };
    let told = if verdicts.is_empty() { String::new() } else { format!(": {}", verdicts.join(", ")) };
    format!("{} on {}: {} of {all} {noun}{told}", loaded.register.name, loaded.day, rows.len())
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    summary: Summary,
    flows: Vec<Flow<'a>>,
}

#[derive(Serialize)]
struct Summary {
    found: usize,
    active: usize,
    inactive: usize,
}

#[derive(Serialize)]
struct Flow<'a> {
    id: &'a str,
    from: &'a str,
    from_name: &'a str,
    from_country: &'a str,
    to: &'a str,
    to_name: &'a str,
    to_country: &'a str,
    places: Vec<&'a str>,
    seen_from: Vec<Seen<'a>>,
    roles: &'static str,
    access: &'static str,
    data: Vec<&'a str>,
    special: Vec<&'static str>,
    subjects: Vec<Subject<'a>>,
    purposes: Vec<&'a str>,
    since: Option<String>,
    until: Option<String>,
    returned: Option<String>,
    optional: Option<&'a str>,
    state: &'static str,
    verdict: Option<&'static str>,
    regimes: Vec<Regime<'a>>,
    mechanisms: Vec<&'a str>,
    claims: Vec<Claim<'a>>,
    via: Vec<&'a str>,
    findings: Vec<&'static str>,
    exposure: Option<Vec<&'a str>>,
    tias: Vec<&'a str>,
}

#[derive(Serialize)]
struct Seen<'a> {
    place: &'a str,
    by: Option<&'a str>,
}

#[derive(Serialize)]
struct Subject<'a> {
    group: &'a str,
    places: Vec<&'a str>,
}

#[derive(Serialize)]
struct Regime<'a> {
    regime: &'a str,
    basis: &'static str,
    via: Vec<&'a str>,
    verdict: &'static str,
    mechanism: Option<&'a str>,
    row: Option<&'a str>,
}

#[derive(Serialize)]
struct Claim<'a> {
    claim: &'a str,
    statuses: Vec<&'static str>,
}

/// For programs: every key, whatever the columns asked for.
pub(crate) fn json(
    loaded: &Loaded,
    engine: &Engine<'_>,
    assessment: &Assessment,
    rows: &[&Row<'_>],
) -> String {
    document(&Document {
        head: head("transfer-flows/1", loaded, assessment),
        summary: Summary { found: rows.len(), active: assessment.flows.len(), inactive: assessment.inactive },
        flows: rows.iter().map(|row| flow(row, engine)).collect(),
    })
}

fn flow<'a>(row: &'a Row<'a>, engine: &'a Engine<'a>) -> Flow<'a> {
    let register = engine.register;
    let flow = row.flow;
    let (from, to) = (register.party(flow.from.value), register.party(flow.to.value));
    let seen = |access: &transfer_model::register::AccessPlace| Seen {
        place: code(access.place.value, engine),
        by: access.by.map(|by| register.party(by.value).id.as_str()),
    };
    let words = Words { register, book: engine.view.book };
    Flow {
        id: &flow.id,
        from: &from.id,
        from_name: &from.name,
        from_country: code(row.origin, engine),
        to: &to.id,
        to_name: &to.name,
        to_country: code(to.country.value, engine),
        places: place_codes(row, engine),
        seen_from: flow.accessed_from.iter().flatten().map(seen).collect(),
        roles: flow.roles.value.name(),
        access: flow.access.name(),
        data: flow.data.iter().map(|data| register.datum(data.value).id.as_str()).collect(),
        special: special(row, engine),
        subjects: flow
            .subjects
            .iter()
            .map(|subjects| Subject {
                group: &subjects.group,
                places: subjects.places.iter().map(|place| code(Some(place.value), engine)).collect(),
            })
            .collect(),
        purposes: flow.purposes.iter().map(|purpose| purpose.value.as_str()).collect(),
        since: flow.period.start().map(|day| day.to_string()),
        until: flow.period.end().map(|day| day.to_string()),
        returned: flow.returned.map(|day| day.to_string()),
        optional: flow.optional.as_deref(),
        state: row.state(engine),
        verdict: row.result.map(|result| result.verdict.name()),
        regimes: row.regimes().iter().map(|result| regime(result, engine)).collect(),
        mechanisms: mechanisms(row, engine),
        claims: row.claims(words).into_iter().map(|(claim, statuses)| Claim { claim, statuses }).collect(),
        via: via(row, engine),
        findings: findings(row),
        exposure: powers(row, engine),
        tias: tia(row, engine),
    }
}

fn regime<'a>(result: &'a transfer_model::assess::RegimeResult, engine: &'a Engine<'a>) -> Regime<'a> {
    let book = engine.view.book;
    let by = result.mechanism();
    Regime {
        regime: &book.regime(result.binding.regime).header.id,
        basis: result.binding.basis.name(),
        via: result.binding.via.iter().map(|flow| engine.register.flow(*flow).id.as_str()).collect(),
        verdict: result.verdict.name(),
        mechanism: by.map(|by| book.mechanism(by).id.as_str()),
        row: result.rule().map(|rule| book.rule(rule).header.id.as_str()),
    }
}
