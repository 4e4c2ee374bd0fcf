//! `transfer law diff`: what changed in the law between two days, by regime: rows that began, rows that ended,
//! events. The quarterly newsletter.

use std::collections::BTreeMap;

use serde::Serialize;
use transfer_model::day::Day;
use transfer_model::index::{PlaceIx, RegimeIx};
use transfer_model::law::{Class, Confidence, Effect, Header, LawBook, Part, Rule};

use crate::args::{AsOf, DiffFormat, LawDiff};
use crate::command::named::unknown;
use crate::env::{Env, Out};
use crate::outcome::Outcome;
use crate::render::human::plural;
use crate::render::markdown::escape;
use crate::render::text::clean;

/// One change.
#[derive(Debug, Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    date: String,
    change: &'static str,
    kind: &'static str,
    row: String,
    mechanisms: Vec<String>,
    places: Vec<String>,
    text: String,
    citation: String,
    confidence: &'static str,
    /// Whether the day or the row is from memory.
    unconfirmed: bool,
}

/// The changes of a regime; no regime: of the rules of national security.
#[derive(Serialize)]
struct Section<'a> {
    regime: Option<&'a str>,
    title: &'a str,
    changes: Vec<Change>,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    from: String,
    to: String,
    law: &'a str,
    overlays: &'a [String],
    #[serde(skip)]
    title: String,
    regimes: Vec<Section<'a>>,
}

/// Runs it.
pub(super) fn run(args: &LawDiff, book: &LawBook, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let day = |asked: AsOf| match asked {
        AsOf::Day(day) => day,
        AsOf::Today => env.today(),
    };
    let (from, to) = (day(args.from), day(args.to));
    if to < from {
        out.message(&format!("error: `--to` ({to}) is before `--from` ({from})\n"));
        return Outcome::Broken;
    }
    let mut only = None;
    if let Some(word) = &args.regime {
        only = book.regime_of(word);
        if only.is_none() {
            let known = book.pack().regimes.iter().map(|regime| regime.header.id.as_str());
            return unknown("regime", word, known, out);
        }
    }
    let span = Span { from, to };
    let mut sections: Vec<Section<'_>> = Vec::new();
    for regime in book.regimes().iter().filter(|regime| only.is_none_or(|only| only == **regime)) {
        let changes = of_regime(book, *regime, span);
        if !changes.is_empty() {
            let row = book.regime(*regime);
            sections.push(Section { regime: Some(&row.header.id), title: &row.title, changes });
        }
    }
    if only.is_none() {
        let mut changes = Vec::new();
        for row in &book.pack().restrictions {
            let what = if row.prohibited { "ban" } else { "restriction" };
            let text = format!("{what}: {}", row.title);
            span.row(&row.header, "restriction", &mut changes, |change| {
                change.text.clone_from(&text);
                change.places = codes(book, &row.recipients);
            });
        }
        changes.sort();
        if !changes.is_empty() {
            sections.push(Section { regime: None, title: "Rules of national security", changes });
        }
    }
    let document = Document {
        schema: "transfer-law-diff/1",
        from: from.to_string(),
        to: to.to_string(),
        law: &book.pack().version,
        overlays: &book.pack().overlays,
        title: book.pack().title(),
        regimes: sections,
    };
    let text = match args.format {
        DiffFormat::Json => {
            let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
            text.push('\n');
            text
        }
        DiffFormat::Human => human(&document),
        DiffFormat::Markdown => markdown(&document),
    };
    out.answer(&text);
    Outcome::Clean
}

/// The days compared: what differs between the law on the first and on the last.
#[derive(Clone, Copy)]
struct Span {
    from: Day,
    to: Day,
}

impl Span {
    fn holds(self, first: Day) -> bool {
        self.from < first && first <= self.to
    }

    /// Adds the beginning and the end of a row, where they lie between the days.
    fn row(self, header: &Header, kind: &'static str, changes: &mut Vec<Change>, fill: impl Fn(&mut Change)) {
        let change = |date: Day, change, citation: &str, unsure: bool| {
            let mut made = Change {
                date: date.to_string(),
                change,
                kind,
                row: header.id.clone(),
                mechanisms: Vec::new(),
                places: Vec::new(),
                text: String::new(),
                citation: citation.to_owned(),
                confidence: header.confidence.name(),
                unconfirmed: unsure || header.confidence == Confidence::Memory,
            };
            fill(&mut made);
            made
        };
        if let Some(first) = header.period.start().filter(|day| self.holds(*day)) {
            changes.push(change(first, "began", &header.citation, header.memory.since));
        }
        if let Some(first) = header.period.end().map(Day::next).filter(|day| self.holds(*day)) {
            changes.push(change(first, "ended", header.end_citation(), header.memory.until));
        }
    }
}

fn of_regime(book: &LawBook, regime: RegimeIx, span: Span) -> Vec<Change> {
    let pack = book.pack();
    let mut changes = Vec::new();
    let law = book.regime(regime);
    span.row(&law.header, "regime", &mut changes, |change| change.text = format!("{} binds", law.title));
    for row in pack.territories.iter().filter(|row| row.regime == regime) {
        // A territory that begins or ends with its regime is told with it.
        if row.header.period != law.header.period {
            span.row(&row.header, "territory", &mut changes, |change| {
                change.text = format!("it binds{}", named(book, &row.places).replacen(" for ", " in ", 1));
                change.places = codes(book, &row.places);
            });
        }
    }
    for row in pack.free_areas.iter().filter(|row| row.regimes.contains(&regime)) {
        if row.header.period != law.header.period {
            span.row(&row.header, "free-area", &mut changes, |change| {
                change.text = format!("not abroad{}", named(book, &row.places).replacen(" for ", ": ", 1));
                change.places = codes(book, &row.places);
            });
        }
    }
    let mut rules: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    // A tool named without its document is asked about; that is no law that begins.
    let told = |rule: &&Rule| book.mechanism(rule.mechanism).class != Class::Unrecorded;
    for rule in pack.rules.iter().filter(|rule| rule.regimes.contains(&regime)).filter(told) {
        rules.entry(&rule.header.id).or_default().push(rule);
    }
    for same in rules.values() {
        let Some(rule) = same.first() else { continue };
        let kind = match rule.part {
            Part::Route { .. } => "rule",
            Part::Overlay { .. } => "overlay",
            Part::CarveOut => "carve-out",
        };
        let words = || same.iter().map(|rule| book.mechanism(rule.mechanism).id.clone()).collect();
        span.row(&rule.header, kind, &mut changes, |change| {
            change.text = format!("{}{}", book.mechanism(rule.mechanism).name, named(book, &rule.places));
            change.mechanisms = words();
            change.places = codes(book, &rule.places);
        });
    }
    for row in pack.localisations.iter().filter(|row| row.regime == regime) {
        span.row(&row.header, "localisation", &mut changes, |change| {
            change.text.clone_from(&row.title);
            change.places = codes(book, &row.places);
        });
    }
    changes.extend(provisions(book, regime, span));
    for event in pack.events.iter().filter(|event| event.regimes.contains(&regime)) {
        let Some(first) = event.header.period.start().filter(|day| span.holds(*day)) else { continue };
        changes.push(Change {
            date: first.to_string(),
            change: "event",
            kind: match event.effect {
                Effect::AtRisk => "at-risk",
                Effect::OvertakesAssessments => "overtakes-assessments",
                Effect::Information => "information",
            },
            row: event.header.id.clone(),
            mechanisms: event.mechanisms.iter().map(|m| book.mechanism(*m).id.clone()).collect(),
            places: codes(book, &event.places),
            text: event.text.clone(),
            citation: event.header.citation.clone(),
            confidence: event.header.confidence.name(),
            unconfirmed: event.header.confidence == Confidence::Memory || event.header.memory.since,
        });
    }
    changes.sort();
    changes.dedup();
    changes
}

/// Where a law says something: provisions that began or ended apart from it.
fn provisions(book: &LawBook, regime: RegimeIx, span: Span) -> Vec<Change> {
    let mut changes = Vec::new();
    for row in book.pack().provisions.iter().filter(|row| row.regime == regime) {
        let subject = row.subject.name().replace('-', " ");
        span.row(&row.header, "provision", &mut changes, |change| {
            change.text = if change.change == "ended" {
                format!("provision on {subject}, {}", row.header.citation)
            } else {
                format!("provision on {subject}")
            };
        });
    }
    let law = book.regime(regime).header.period;
    let with_it: Vec<String> =
        [law.start(), law.end().map(Day::next)].iter().flatten().map(Day::to_string).collect();
    changes.retain(|change| !with_it.contains(&change.date));
    changes
}

/// The places by name where they are few.
fn named(book: &LawBook, places: &[PlaceIx]) -> String {
    /// More places than this are counted.
    const FEW: usize = 6;
    match places.len() {
        0 => String::new(),
        few if few <= FEW => {
            let names: Vec<_> = places.iter().map(|place| book.place(*place).in_words()).collect();
            format!(" for {}", names.join(", "))
        }
        many => format!(" for {many} places"),
    }
}

fn codes(book: &LawBook, places: &[PlaceIx]) -> Vec<String> {
    places.iter().map(|place| book.place(*place).code.clone()).collect()
}

/// A change as a sentence: what, and by what.
fn sentence(change: &Change) -> String {
    let verb = match change.change {
        "began" => "new: ",
        "ended" => "no more: ",
        _ => "",
    };
    let unsure = if change.unconfirmed { "; not confirmed" } else { "" };
    format!("{verb}{} ({}{unsure})", change.text.trim_end_matches('.'), change.citation)
}

fn human(document: &Document<'_>) -> String {
    let mut text = format!("Changes of the law from {} to {}\n", document.from, document.to);
    for section in &document.regimes {
        let name = section.regime.unwrap_or("-");
        text.push_str(&format!("\n{} ({})\n", clean(section.title), clean(name)));
        for change in &section.changes {
            text.push_str(&format!(
                "  {}  {}  [{}]\n",
                change.date,
                clean(&sentence(change)),
                clean(&change.row)
            ));
        }
    }
    let count: usize = document.regimes.iter().map(|section| section.changes.len()).sum();
    text.push_str(&format!(
        "\n{} in {}; law pack {}\n",
        plural(count, "change"),
        plural(document.regimes.len(), "law"),
        clean(&document.title)
    ));
    text
}

fn markdown(document: &Document<'_>) -> String {
    let mut text = format!("# Changes of the law from {} to {}\n", document.from, document.to);
    for section in &document.regimes {
        text.push_str(&format!("\n## {}\n\n", escape(section.title)));
        for change in &section.changes {
            text.push_str(&format!("- **{}** {}\n", change.date, escape(&sentence(change))));
        }
    }
    if document.regimes.is_empty() {
        text.push_str("\nNothing changed.\n");
    }
    text.push_str(&format!("\nLaw pack {}. Not legal advice.\n", escape(&document.title)));
    text
}
