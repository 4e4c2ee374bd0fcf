//! Which changes of the law touch a register, and what of it. For programs `transfer-law-touched/1`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use transfer_model::assess::{
    ChangeCause, ChangeText, How, LawChange, Source, Touched, TouchedFlow, Verdict, Words,
};
use transfer_model::day::Day;
use transfer_model::index::FlowIx;

use crate::input::Loaded;
use crate::render::head::document;
use crate::render::human::plural;
use crate::render::json::{LawHead, RegisterHead};
use crate::render::markdown::escape;
use crate::render::text::{clean, wrapped};

/// What was found, and what is needed to tell it.
pub(crate) struct Answer<'a> {
    pub(crate) loaded: &'a Loaded,
    pub(crate) from: Day,
    pub(crate) to: Day,
    pub(crate) touched: &'a Touched,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    register: RegisterHead<'a>,
    law: LawHead<'a>,
    from: String,
    to: String,
    changes: Vec<ChangeOut<'a>>,
    /// How many other changes touch nothing.
    other: usize,
}

#[derive(Serialize)]
struct ChangeOut<'a> {
    date: String,
    change: &'static str,
    kind: &'static str,
    row: &'a str,
    text: String,
    citation: Vec<String>,
    unconfirmed: bool,
    flows: Vec<FlowOut<'a>>,
}

#[derive(Serialize)]
struct FlowOut<'a> {
    flow: &'a str,
    regime: Option<&'a str>,
    how: &'static str,
    before: Option<&'static str>,
    after: Option<&'static str>,
    upstream: Option<&'a str>,
    instruments: Vec<&'a str>,
    certifications: Vec<EntryOut<'a>>,
    tias: Vec<&'a str>,
}

#[derive(Serialize)]
struct EntryOut<'a> {
    party: &'a str,
    scheme: &'a str,
}

/// What became of flows: under which law, before and after, and how.
type Turn<'a> = (Option<&'a str>, Option<Verdict>, Option<Verdict>, How);

impl<'a> Answer<'a> {
    /// For people.
    pub(crate) fn human(&self) -> String {
        let mut text = format!("{}\n\n", clean(&self.title()));
        let mut last = None;
        for change in &self.touched.changes {
            let day = change.day;
            let head = if last.replace(day) == Some(day) { " ".repeat(10) } else { day.to_string() };
            let told = clean(&format!("{}  [{}]", self.sentence(change), self.row(change)));
            let told: Vec<&str> = told.split(' ').collect();
            text.push_str(&wrapped(&format!("{head}  "), 14, &told, " "));
            for (turn, flows) in self.turns(change) {
                let flows: Vec<&str> = flows.iter().map(String::as_str).collect();
                text.push_str(&wrapped(&format!("{}{}: ", " ".repeat(14), turned(turn)), 18, &flows, ", "));
            }
            for (what, which) in self.papers(change) {
                let which: Vec<&str> = which.iter().map(String::as_str).collect();
                text.push_str(&wrapped(&format!("{}{what}: ", " ".repeat(14)), 18, &which, ", "));
            }
        }
        if !self.touched.changes.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("{}; law pack {}\n", self.counts(), clean(&self.loaded.book.pack().title())));
        text
    }

    /// For newsletters and wikis: a heading for each day.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("# {}\n", escape(&self.title()));
        let mut last = None;
        for change in &self.touched.changes {
            if last.replace(change.day) != Some(change.day) {
                text.push_str(&format!("\n## {}\n\n", change.day));
            }
            text.push_str(&format!("- {}\n", escape(&self.sentence(change))));
            for (turn, flows) in self.turns(change) {
                text.push_str(&format!("  - {}: {}\n", escape(&turned(turn)), escape(&flows.join(", "))));
            }
            for (what, which) in self.papers(change) {
                let which: Vec<&str> = which.iter().map(String::as_str).collect();
                text.push_str(&format!("  - {what}: {}\n", escape(&which.join(", "))));
            }
        }
        let pack = escape(&self.loaded.book.pack().title());
        text.push_str(&format!("\n{}. Law pack {pack}. Not legal advice.\n", escape(&self.counts())));
        text
    }

    /// For programs.
    pub(crate) fn json(&self) -> String {
        let register = &self.loaded.register;
        document(&Document {
            schema: "transfer-law-touched/1",
            register: RegisterHead { name: &register.name, digest: &register.digest },
            law: LawHead::of(self.loaded.book.pack(), self.loaded.book.verified_to()),
            from: self.from.to_string(),
            to: self.to.to_string(),
            changes: self.touched.changes.iter().map(|change| self.change(change)).collect(),
            other: self.touched.others,
        })
    }

    fn words(&self) -> Words<'a> {
        Words { register: &self.loaded.register, book: &self.loaded.book }
    }

    fn title(&self) -> String {
        format!(
            "{}: what the changes of the law from {} to {} touch",
            self.loaded.register.name, self.from, self.to
        )
    }

    fn counts(&self) -> String {
        let changes = &self.touched.changes;
        let rows: BTreeSet<_> = changes.iter().map(|c| (c.day, self.row(c), word(c))).collect();
        let flows: BTreeSet<_> = changes.iter().flat_map(|c| &c.flows).map(|flow| flow.flow).collect();
        let verb = |count: usize| if count == 1 { "touches" } else { "touch" };
        let others = self.touched.others;
        let here = if rows.is_empty() {
            "nothing changes here".to_owned()
        } else {
            let count = rows.len();
            format!("{} {} {}", plural(count, "change"), verb(count), plural(flows.len(), "flow"))
        };
        format!("{here}; {} {} nothing here", plural(others, "other change"), verb(others))
    }

    fn happened(&self, change: &LawChange) -> ChangeText {
        self.words().change(&ChangeCause { source: Some(change.source), upstream: None })
    }

    fn sentence(&self, change: &LawChange) -> String {
        let told = self.happened(change);
        let unsure = if change.source.unconfirmed(&self.loaded.book) { "; not confirmed" } else { "" };
        format!("{} ({}{unsure})", told.text.trim_end_matches('.'), told.law.join("; "))
    }

    fn row(&self, change: &LawChange) -> &'a str {
        change.source.row(&self.loaded.book).unwrap_or_default()
    }

    fn flow_id(&self, flow: FlowIx) -> &'a str {
        &self.loaded.register.flow(flow).id
    }

    /// The flows by what became of them.
    fn turns(&self, change: &LawChange) -> BTreeMap<Turn<'a>, Vec<String>> {
        let mut turns: BTreeMap<Turn<'a>, Vec<String>> = BTreeMap::new();
        for touched in &change.flows {
            let law = touched.regime.map(|regime| self.words().regime(regime));
            let id = self.flow_id(touched.flow);
            let told = touched
                .upstream
                .map_or_else(|| id.to_owned(), |upstream| format!("{id} (after {})", self.flow_id(upstream)));
            let turn = (law, touched.before, touched.after, touched.how);
            turns.entry(turn).or_default().push(told);
        }
        turns
    }

    /// Documents, entries and assessments, each once.
    fn papers(&self, change: &LawChange) -> Vec<(&'static str, BTreeSet<String>)> {
        let all = |of: &dyn Fn(&TouchedFlow) -> Vec<String>| -> BTreeSet<String> {
            change.flows.iter().flat_map(of).collect()
        };
        let own = |ids: Vec<&str>| ids.into_iter().map(ToOwned::to_owned).collect();
        let papers = vec![
            ("instruments", all(&|flow| own(self.instruments(flow)))),
            (
                "entries",
                all(&|flow| {
                    let entries = self.entries(flow).into_iter();
                    entries.map(|entry| format!("{} in {}", entry.party, entry.scheme)).collect()
                }),
            ),
            ("assessments", all(&|flow| own(self.tias(flow)))),
        ];
        papers.into_iter().filter(|(_, which)| !which.is_empty()).collect()
    }

    fn instruments(&self, flow: &TouchedFlow) -> Vec<&'a str> {
        flow.instruments.iter().map(|ix| self.loaded.register.instrument(*ix).id.as_str()).collect()
    }

    fn entries(&self, flow: &TouchedFlow) -> Vec<EntryOut<'a>> {
        let named = flow.certifications.iter().filter_map(|(party, at)| {
            let party = self.loaded.register.party(*party);
            let entry = party.certifications.as_ref()?.get(*at)?;
            Some(EntryOut { party: &party.id, scheme: &self.loaded.book.scheme(entry.scheme).id })
        });
        named.collect()
    }

    fn tias(&self, flow: &TouchedFlow) -> Vec<&'a str> {
        let tias = &self.loaded.register.tias;
        flow.tias.iter().filter_map(|at| Some(tias.get(*at)?.id.as_str())).collect()
    }

    fn change(&self, change: &LawChange) -> ChangeOut<'a> {
        let told = self.happened(change);
        ChangeOut {
            date: change.day.to_string(),
            change: word(change),
            kind: change.source.kind(&self.loaded.book).unwrap_or_default(),
            row: self.row(change),
            text: told.text,
            citation: told.law,
            unconfirmed: change.source.unconfirmed(&self.loaded.book),
            flows: change
                .flows
                .iter()
                .map(|flow| FlowOut {
                    flow: self.flow_id(flow.flow),
                    regime: flow.regime.map(|regime| self.words().regime(regime)),
                    how: flow.how.name(),
                    before: flow.before.map(Verdict::name),
                    after: flow.after.map(Verdict::name),
                    upstream: flow.upstream.map(|upstream| self.flow_id(upstream)),
                    instruments: self.instruments(flow),
                    certifications: self.entries(flow),
                    tias: self.tias(flow),
                })
                .collect(),
        }
    }
}

/// What became of the row.
const fn word(change: &LawChange) -> &'static str {
    match change.source {
        Source::Event(_) => "event",
        // A day that stands in the conditions of the row.
        Source::Condition(..) => "day",
        _ if change.source.ends() => "ended",
        _ => "began",
    }
}

/// Under which law what became of flows, and how.
fn turned((law, before, after, how): Turn<'_>) -> String {
    let verdict = |verdict: Option<Verdict>| verdict.map_or("none", Verdict::name);
    let moved = if before == after {
        format!("stays {}", verdict(after))
    } else {
        format!("{} → {}", verdict(before), verdict(after))
    };
    let how = match how {
        How::Overtaken => ", assessment overtaken",
        How::AtRisk => ", mechanism at risk",
        How::Information => ", for information",
        // A verdict that moves tells it.
        How::Mechanism if before == after => ", judged otherwise",
        How::Mechanism | How::Verdict => "",
    };
    format!("{}{moved}{how}", law.map_or_else(String::new, |law| format!("{law} ")))
}
