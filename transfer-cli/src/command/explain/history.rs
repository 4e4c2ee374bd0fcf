//! The history of a mechanism: what each law made of it, and when, and what happened to it.

use serde::Serialize;
use transfer_model::day::Day;
use transfer_model::index::MechanismIx;
use transfer_model::law::LawBook;

use crate::render::markdown::escape;

/// What the laws made of a mechanism.
#[derive(Debug, Serialize)]
pub(super) struct History<'a> {
    id: &'a str,
    name: &'a str,
    laws: Vec<Law<'a>>,
    events: Vec<Event<'a>>,
}

/// What one law made of it.
#[derive(Debug, Serialize)]
struct Law<'a> {
    regime: &'a str,
    rows: Vec<Row<'a>>,
    no_mechanism: Option<Refusal<'a>>,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    id: &'a str,
    since: Option<String>,
    until: Option<String>,
    places: Vec<&'a str>,
    citation: &'a str,
    ended_by: Option<&'a str>,
    note: Option<&'a str>,
}

/// Why it is none.
#[derive(Debug, Serialize)]
struct Refusal<'a> {
    reason: &'a str,
    citation: &'a str,
}

#[derive(Debug, Serialize)]
struct Event<'a> {
    date: Option<String>,
    text: &'a str,
    citation: &'a str,
}

fn written(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}

impl<'a> History<'a> {
    /// The history of a mechanism in a pack.
    pub(super) fn of(book: &'a LawBook, mechanism: MechanismIx) -> Self {
        let pack = book.pack();
        let mut laws = Vec::new();
        for regime in book.regimes() {
            let law = &book.regime(*regime).header;
            let none = pack.non_mechanisms.iter().find(|none| {
                none.mechanism == mechanism && (none.regimes.contains(regime) || none.regimes.is_empty())
            });
            let rows: Vec<Row<'a>> = book
                .rules(mechanism, *regime)
                .iter()
                .map(|rule| {
                    let rule = book.rule(*rule);
                    // What a law provides ends with it at the latest.
                    let with_law = law.period.until < rule.header.period.until;
                    let ending = if with_law { law } else { &rule.header };
                    Row {
                        id: &rule.header.id,
                        since: written(rule.header.period.start()),
                        until: written(ending.period.end()),
                        places: rule.places.iter().map(|place| book.place(*place).code.as_str()).collect(),
                        citation: &rule.header.citation,
                        ended_by: ending.ended_by.as_deref(),
                        note: rule.header.note.as_deref(),
                    }
                })
                .collect();
            if !rows.is_empty() || none.is_some() {
                let no_mechanism =
                    none.map(|none| Refusal { reason: &none.reason, citation: &none.header.citation });
                laws.push(Law { regime: &law.id, rows, no_mechanism });
            }
        }
        let mut events: Vec<_> =
            pack.events.iter().filter(|event| event.mechanisms.contains(&mechanism)).collect();
        events.sort_by_key(|event| event.header.period.since);
        let events = events.into_iter().map(|event| Event {
            date: written(event.header.period.start()),
            text: &event.text,
            citation: &event.header.citation,
        });
        let row = book.mechanism(mechanism);
        Self { id: &row.id, name: &row.name, laws, events: events.collect() }
    }

    /// For people.
    pub(super) fn human(&self) -> String {
        let mut text = format!("{} ({})\n", self.id, self.name);
        for law in &self.laws {
            text.push_str(&format!("\n{}\n", law.regime));
            for row in &law.rows {
                text.push_str(&format!("  {}: {}\n", row.when(), row.citation));
                if let Some(ended) = row.ended_by {
                    text.push_str(&format!("    ended by {ended}\n"));
                }
                if let Some(note) = row.note {
                    text.push_str(&format!("    {note}\n"));
                }
            }
            if let Some(none) = &law.no_mechanism {
                text.push_str(&format!("  no mechanism: {}\n    {}\n", none.reason, none.citation));
            }
        }
        if !self.events.is_empty() {
            text.push_str("\nevents\n");
        }
        for event in &self.events {
            let day = event.date.as_deref().unwrap_or_default();
            text.push_str(&format!("  {day}: {} ({})\n", event.text, event.citation));
        }
        text
    }

    /// For wikis.
    pub(super) fn markdown(&self) -> String {
        let mut text = format!("# {} ({})\n", escape(self.id), escape(self.name));
        for law in &self.laws {
            text.push_str(&format!("\n## {}\n\n", escape(law.regime)));
            for row in &law.rows {
                let ended = row.ended_by.map_or_else(String::new, |ended| format!("; ended by {ended}"));
                let note = row.note.map_or_else(String::new, |note| format!(". {note}"));
                text.push_str(&format!(
                    "- {}: {}\n",
                    escape(&row.when()),
                    escape(&format!("{}{ended}{note}", row.citation))
                ));
            }
            if let Some(none) = &law.no_mechanism {
                text.push_str(&format!(
                    "- no mechanism: {}\n",
                    escape(&format!("{} ({})", none.reason, none.citation))
                ));
            }
        }
        if !self.events.is_empty() {
            text.push_str("\n## Events\n\n");
        }
        for event in &self.events {
            let day = event.date.as_deref().unwrap_or_default();
            text.push_str(&format!("- {day}: {}\n", escape(&format!("{} ({})", event.text, event.citation))));
        }
        text
    }
}

impl Row<'_> {
    /// From when to when, and for which places.
    fn when(&self) -> String {
        let since = self.since.as_deref().unwrap_or("always");
        let until = self.until.as_deref().unwrap_or("open");
        let places =
            if self.places.is_empty() { String::new() } else { format!(" [{}]", self.places.join(" ")) };
        format!("{since} to {until}{places}")
    }
}
