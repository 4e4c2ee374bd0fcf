//! Whether assessments are due: for each flow, law and place, with what is wrong; and which flows one assessment
//! touches.

use serde::Serialize;
use transfer_model::assess::{Assessment, Due, Need};

use super::flaw_words;
use crate::input::Loaded;
use crate::render::head::{Head, document, head, law_line};
use crate::render::human::plural;
use crate::render::table;

/// The columns of the table.
pub const HEAD: [&str; 9] =
    ["flow", "regime", "recipient", "place", "needed", "state", "assessment", "since", "why"];

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    due: usize,
    flows: Vec<Row<'a>>,
    assessments: Vec<Served<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    flow: &'a str,
    regime: &'a str,
    recipient: &'a str,
    place: Option<&'a str>,
    needed: &'static str,
    tools: Vec<&'a str>,
    /// The latest for the last data item that needs one.
    assessment: Option<&'a str>,
    /// All that count, where they are made for single data items.
    assessments: Vec<&'a str>,
    flaws: Vec<FlawOut<'a>>,
    defeated_by: Option<&'a str>,
}

#[derive(Serialize)]
struct FlawOut<'a> {
    flaw: &'static str,
    since: Option<String>,
    event: Option<&'a str>,
    text: String,
}

#[derive(Serialize)]
struct Served<'a> {
    id: &'a str,
    date: String,
    conclusion: &'static str,
    flows: Vec<&'a str>,
    serves: Vec<Serves<'a>>,
}

#[derive(Serialize)]
struct Serves<'a> {
    flow: &'a str,
    regime: &'a str,
}

/// For programs.
pub fn json(loaded: &Loaded, assessment: &Assessment, rows: &[Due], all: &[Due]) -> String {
    let register = &loaded.register;
    let flows = rows.iter().map(|due| out(loaded, due)).collect();
    let assessments = register
        .tias
        .iter()
        .enumerate()
        .map(|(at, tia)| Served {
            id: &tia.id,
            date: tia.date.value.to_string(),
            conclusion: tia.conclusion.value.name(),
            flows: tia.flows.iter().map(|flow| register.flow(*flow).id.as_str()).collect(),
            serves: all
                .iter()
                .filter(|due| due.tias.contains(&at))
                .map(|due| Serves {
                    flow: &register.flow(due.flow).id,
                    regime: &loaded.book.regime(due.regime).header.id,
                })
                .collect(),
        })
        .collect();
    let due = rows.iter().filter(|due| due.is_due()).count();
    document(&Document { head: head("transfer-tia/1", loaded, assessment), due, flows, assessments })
}

fn out<'a>(loaded: &'a Loaded, due: &Due) -> Row<'a> {
    let register = &loaded.register;
    Row {
        flow: &register.flow(due.flow).id,
        regime: &loaded.book.regime(due.regime).header.id,
        recipient: &register.party(due.recipient).id,
        place: due.place.map(|place| loaded.book.place(place).code.as_str()),
        needed: due.need.name(),
        tools: due.tools.iter().map(|tool| loaded.book.mechanism(*tool).id.as_str()).collect(),
        assessment: recorded(loaded, due).next_back(),
        assessments: recorded(loaded, due).collect(),
        flaws: due
            .flaws
            .iter()
            .map(|flaw| FlawOut {
                flaw: flaw.name(),
                since: flaw.since(&loaded.book).map(|day| day.to_string()),
                event: flaw
                    .event()
                    .and_then(|at| loaded.book.pack().events.get(at))
                    .map(|event| event.header.id.as_str()),
                text: flaw_words(loaded, *flaw),
            })
            .collect(),
        defeated_by: due.defeated_by.map(|power| loaded.book.power(power).header.id.as_str()),
    }
}

/// The assessments that count, by id.
fn recorded<'a>(loaded: &'a Loaded, due: &Due) -> impl DoubleEndedIterator<Item = &'a str> {
    due.tias.iter().filter_map(|at| loaded.register.tias.get(*at)).map(|tia| tia.id.as_str())
}

/// One row a flow, law and place.
pub fn rows(loaded: &Loaded, all: &[Due]) -> Vec<Vec<String>> {
    let register = &loaded.register;
    all.iter()
        .map(|due| {
            let state: Vec<&str> = due.flaws.iter().map(|flaw| flaw.name()).collect();
            let since = due.flaws.iter().filter_map(|flaw| flaw.since(&loaded.book)).min();
            let mut why: Vec<String> =
                due.flaws.iter().map(|flaw| flaw_words(loaded, *flaw)).filter(|w| !w.is_empty()).collect();
            if let Some(power) = due.defeated_by {
                why.push(format!("{} defeats the tool", loaded.book.power(power).name));
            }
            if due.need != Need::Needed {
                why.push(due.need.why().to_owned());
            }
            vec![
                register.flow(due.flow).id.clone(),
                loaded.book.regime(due.regime).header.id.clone(),
                register.party(due.recipient).id.clone(),
                due.place.map_or("unknown".to_owned(), |place| loaded.book.place(place).code.clone()),
                due.need.name().to_owned(),
                match (due.need, state.is_empty()) {
                    (Need::Needed, true) => "in-date".to_owned(),
                    (_, true) => String::new(),
                    (_, false) => state.join(" "),
                },
                recorded(loaded, due).collect::<Vec<_>>().join(" "),
                since.map_or_else(String::new, |day| day.to_string()),
                why.join("; "),
            ]
        })
        .collect()
}

/// For people: the table, which flows each assessment serves, and how many are due.
pub fn human(loaded: &Loaded, assessment: &Assessment, shown: &[Due], all: &[Due], terminal: bool) -> String {
    let mut text = table::human(&HEAD, &rows(loaded, shown), terminal);
    text.push_str(&touched(loaded, all, crate::render::text::clean));
    let due = shown.iter().filter(|due| due.is_due()).count();
    text.push_str(&format!("{due} due of {}; ", plural(shown.len(), "row")));
    text.push_str(&law_line(loaded, assessment));
    text
}

/// For wikis.
pub fn markdown(loaded: &Loaded, shown: &[Due], all: &[Due]) -> String {
    let mut text = table::marked(&HEAD, &rows(loaded, shown));
    text.push('\n');
    text.push_str(&touched(loaded, all, crate::render::markdown::escape));
    text
}

/// For spreadsheets.
pub fn comma(loaded: &Loaded, all: &[Due]) -> String {
    table::comma(&HEAD, &rows(loaded, all))
}

fn touched(loaded: &Loaded, all: &[Due], safe: impl Fn(&str) -> String) -> String {
    let register = &loaded.register;
    let mut text = String::new();
    for (at, tia) in register.tias.iter().enumerate() {
        let mut served: Vec<&str> = all
            .iter()
            .filter(|due| due.tias.contains(&at))
            .map(|due| register.flow(due.flow).id.as_str())
            .collect();
        served.dedup();
        let listed: Vec<&str> = tia
            .flows
            .iter()
            .map(|flow| register.flow(*flow).id.as_str())
            .filter(|id| !served.contains(id))
            .collect();
        text.push_str(&format!(
            "- {} ({}): serves {}",
            safe(&tia.id),
            tia.date.value,
            if served.is_empty() { "no flow that needs it".to_owned() } else { safe(&served.join(", ")) }
        ));
        if !listed.is_empty() {
            text.push_str(&format!("; named and not served: {}", safe(&listed.join(", "))));
        }
        text.push('\n');
    }
    text
}
