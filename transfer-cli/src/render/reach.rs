//! The answer of `transfer reach`: each country and party, by which flows, how far, how well covered. For
//! programs `transfer-reach/1`.

use std::collections::BTreeSet;

use serde::Serialize;
use transfer_model::assess::Assessment;
use transfer_model::query::{Found, Start};

use super::head::{Head, document, head, law_line};
use super::markdown::escape;
use super::table;
use super::text::{clean, short};
use crate::input::Loaded;

/// What was found, and what is needed to tell it.
pub(crate) struct Answer<'a> {
    pub(crate) loaded: &'a Loaded,
    pub(crate) assessment: &'a Assessment,
    pub(crate) start: &'a Start,
    pub(crate) upstream: bool,
    pub(crate) found: &'a [Found],
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    direction: &'static str,
    start: StartOut<'a>,
    summary: Summary,
    reached: Vec<Reached<'a>>,
}

#[derive(Serialize)]
struct StartOut<'a> {
    parties: Vec<&'a str>,
    flows: Vec<&'a str>,
    data: Vec<&'a str>,
}

#[derive(Serialize)]
struct Summary {
    countries: usize,
    parties: usize,
    flows: usize,
}

#[derive(Serialize)]
struct Reached<'a> {
    country: &'a str,
    party: &'a str,
    name: &'a str,
    hops: usize,
    flows: Vec<&'a str>,
    data: Vec<&'a str>,
    verdict: &'static str,
}

impl<'a> Answer<'a> {
    fn title(&self) -> String {
        let start = self.start();
        let mut names: Vec<String> = Vec::new();
        names.extend(start.parties.iter().map(|id| format!("`{id}`")));
        names.extend(start.flows.iter().map(|id| format!("flow `{id}`")));
        let data: Vec<String> = start.data.iter().map(|id| format!("`{id}`")).collect();
        let data = data.join(", ");
        let what = match (names.is_empty(), data.is_empty()) {
            (true, _) => format!("data {data}"),
            (false, true) => names.join(", "),
            (false, false) => format!("{} (data {data})", names.join(", ")),
        };
        let asked = if self.upstream { "what reaches" } else { "where the data go from" };
        match (names.is_empty(), self.upstream) {
            (true, _) => format!("where {what} end up, on {}", self.loaded.day),
            (false, _) => format!("{asked} {what}, on {}", self.loaded.day),
        }
    }

    fn start(&self) -> StartOut<'a> {
        let register = &self.loaded.register;
        StartOut {
            parties: self.start.parties.iter().map(|ix| register.party(*ix).id.as_str()).collect(),
            flows: self.start.flows.iter().map(|ix| register.flow(*ix).id.as_str()).collect(),
            data: self.start.data.iter().map(|ix| register.datum(*ix).id.as_str()).collect(),
        }
    }

    fn summary(&self) -> Summary {
        let places: BTreeSet<_> = self.found.iter().map(|found| found.place).collect();
        let parties: BTreeSet<_> = self.found.iter().map(|found| found.party).collect();
        let flows: BTreeSet<_> = self.found.iter().flat_map(|found| &found.flows).collect();
        Summary { countries: places.len(), parties: parties.len(), flows: flows.len() }
    }

    fn reached(&self, found: &Found) -> Reached<'a> {
        let register = &self.loaded.register;
        let party = register.party(found.party);
        let mut flows: Vec<&str> = found.flows.iter().map(|ix| register.flow(*ix).id.as_str()).collect();
        flows.sort_unstable();
        let mut data: Vec<&str> = found.data.iter().map(|ix| register.datum(*ix).id.as_str()).collect();
        data.sort_unstable();
        Reached {
            country: found.place.map_or("unknown", |place| self.loaded.book.place(place).code.as_str()),
            party: &party.id,
            name: &party.name,
            hops: found.hops,
            flows,
            data,
            verdict: found.worst.name(),
        }
    }

    fn head(&self) -> [&'static str; 6] {
        let flows = if self.upstream { "leaving by" } else { "arriving by" };
        ["country", "party", "hops", flows, "data", "worst on the way"]
    }

    fn rows(&self, separator: &str) -> Vec<Vec<String>> {
        let row = |found: &Found| {
            let reached = self.reached(found);
            vec![
                reached.country.to_owned(),
                reached.party.to_owned(),
                reached.hops.to_string(),
                reached.flows.join(separator),
                reached.data.join(separator),
                reached.verdict.to_owned(),
            ]
        };
        self.found.iter().map(row).collect()
    }

    fn counts(&self) -> String {
        let Summary { countries, parties, flows } = self.summary();
        let many =
            |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
        format!(
            "{}, {}, by {}",
            many(parties, "party", "parties"),
            many(countries, "place", "places"),
            many(flows, "flow", "flows")
        )
    }

    /// That nothing was found.
    pub(crate) fn nothing(&self) -> String {
        let what = if self.upstream { "Nothing reaches it" } else { "The data go nowhere" };
        format!("{what} ({} on {}).\n", clean(&self.loaded.register.name), self.loaded.day)
    }

    /// For people.
    pub(crate) fn human(&self, terminal: bool) -> String {
        let mut text = format!("{}: {}\n\n", clean(&self.loaded.register.name), clean(&self.title()));
        if self.found.is_empty() {
            text.push_str(&self.nothing());
        } else {
            let mut rows = self.rows(", ");
            // The data of many flows are many; the verdict after them should stay in sight.
            for data in rows.iter_mut().filter_map(|row| row.get_mut(4)).filter(|_| terminal) {
                *data = short(data, 36);
            }
            text.push_str(&format!("{}\n{}\n", table::human(&self.head(), &rows, terminal), self.counts()));
        }
        text.push_str(&law_line(self.loaded, self.assessment));
        text
    }

    /// For spreadsheets.
    pub(crate) fn csv(&self) -> String {
        table::comma(&["country", "party", "hops", "flows", "data", "verdict"], &self.rows(" "))
    }

    /// For wikis.
    pub(crate) fn markdown(&self) -> String {
        let title = escape(&format!("{}: {}", self.loaded.register.name, self.title()));
        if self.found.is_empty() {
            return format!("{title}\n\n{}", escape(self.nothing().trim_end())) + "\n";
        }
        format!("{title}\n\n{}\n{}\n", table::marked(&self.head(), &self.rows(", ")), self.counts())
    }

    /// For programs.
    pub(crate) fn json(&self) -> String {
        document(&Document {
            head: head("transfer-reach/1", self.loaded, self.assessment),
            direction: if self.upstream { "upstream" } else { "downstream" },
            start: self.start(),
            summary: self.summary(),
            reached: self.found.iter().map(|found| self.reached(found)).collect(),
        })
    }
}
