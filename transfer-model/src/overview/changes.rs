//! What changed in the law between two days, by regime: rows that began, rows that ended, events. A row that begins or
//! ends with its regime is told by it.

use std::collections::BTreeMap;

use crate::day::{Day, Period};
use crate::index::{MechanismIx, PlaceIx, RegimeIx};
use crate::law::{Class, Confidence, Header, LawBook, Rule};

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It began.
    Began,
    /// It ended.
    Ended,
    /// Something happened that changes no row of itself.
    Event,
}

impl Turn {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Began => "began",
            Self::Ended => "ended",
            Self::Event => "event",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The first day of the new state.
    pub date: Day,
    /// What became of the row.
    pub turn: Turn,
    /// What sort of row it is: `rule`, `territory`, `provision`, ...; of an event what it does.
    pub kind: &'static str,
    /// Its id.
    pub row: String,
    /// The mechanisms it is about.
    pub mechanisms: Vec<MechanismIx>,
    /// The places it is about.
    pub places: Vec<PlaceIx>,
    /// What it says, in words.
    pub text: String,
    /// What to cite for the change.
    pub citation: String,
    /// How sure the row is.
    pub confidence: Confidence,
    /// Whether the day or the row is from memory.
    pub unconfirmed: bool,
}

impl Change {
    /// Whether the law was in force on the first day of what began, the last day of what ended.
    fn binds(&self, law: Period) -> bool {
        let day = if self.turn == Turn::Ended { self.date.previous() } else { self.date };
        law.holds(day)
    }
}

/// The changes of a regime; no regime: of the rules of national security.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Whose.
    pub regime: Option<RegimeIx>,
    /// What changed, by day.
    pub changes: Vec<Change>,
}

/// What differs between the law of the first day and that of the last, in regimes where something does; `only` names
/// one regime and leaves out what belongs to none.
pub fn changes(book: &LawBook, from: Day, to: Day, only: Option<RegimeIx>) -> Vec<Section> {
    let span = Span { from, to };
    let asked = book.regimes().iter().copied().filter(|regime| only.is_none_or(|only| only == *regime));
    let mut sections: Vec<Section> = asked
        .map(|regime| Section { regime: Some(regime), changes: of_regime(book, regime, span) })
        .collect();
    if only.is_none() {
        sections.push(Section { regime: None, changes: restrictions(book, span) });
    }
    sections.retain(|section| !section.changes.is_empty());
    sections
}

/// The days compared.
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
        let change = |date: Day, turn, citation: &str, unsure: bool| {
            let mut made = Change {
                date,
                turn,
                kind,
                row: header.id.clone(),
                mechanisms: Vec::new(),
                places: Vec::new(),
                text: String::new(),
                citation: citation.to_owned(),
                confidence: header.confidence,
                unconfirmed: unsure || header.confidence == Confidence::Memory,
            };
            fill(&mut made);
            made
        };
        if let Some(first) = header.period.start().filter(|day| self.holds(*day)) {
            changes.push(change(first, Turn::Began, &header.citation, header.memory.since));
        }
        if let Some(first) = header.period.end().map(Day::next).filter(|day| self.holds(*day)) {
            changes.push(change(first, Turn::Ended, header.end_citation(), header.memory.until));
        }
    }
}

fn restrictions(book: &LawBook, span: Span) -> Vec<Change> {
    let mut changes = Vec::new();
    for row in &book.pack().restrictions {
        let what = if row.prohibited { "ban" } else { "restriction" };
        span.row(&row.header, "restriction", &mut changes, |change| {
            change.text = format!("{what}: {}", row.title);
            change.places.clone_from(&row.recipients);
        });
    }
    changes.sort();
    changes
}

fn of_regime(book: &LawBook, regime: RegimeIx, span: Span) -> Vec<Change> {
    let mut changes = Vec::new();
    let law = book.regime(regime);
    span.row(&law.header, "regime", &mut changes, |change| change.text = format!("{} binds", law.title));
    grounds(book, regime, span, &mut changes);
    rules(book, regime, span, &mut changes);
    for row in book.pack().localisations.iter().filter(|row| row.regime == regime) {
        span.row(&row.header, "localisation", &mut changes, |change| {
            change.text.clone_from(&row.title);
            change.places.clone_from(&row.places);
        });
    }
    changes.extend(provisions(book, regime, span));
    // A row may be older than a law that took it over, and stay open when the law has ended.
    changes.retain(|change| change.binds(law.header.period));
    events(book, regime, span, &mut changes);
    changes.sort();
    changes.dedup();
    changes
}

/// Where the law binds, and what is no abroad to it.
fn grounds(book: &LawBook, regime: RegimeIx, span: Span, changes: &mut Vec<Change>) {
    let law = book.regime(regime).header.period;
    let pack = book.pack();
    for row in pack.territories.iter().filter(|row| row.regime == regime && row.header.period != law) {
        span.row(&row.header, "territory", changes, |change| {
            change.text = format!("it binds{}", named(book, &row.places, " in "));
            change.places.clone_from(&row.places);
        });
    }
    for row in pack.free_areas.iter().filter(|row| row.regimes.contains(&regime) && row.header.period != law)
    {
        span.row(&row.header, "free-area", changes, |change| {
            change.text = format!("not abroad{}", named(book, &row.places, ": "));
            change.places.clone_from(&row.places);
        });
    }
}

/// Routes, duties beside them and what they leave out. A rule for several mechanisms is one change.
fn rules(book: &LawBook, regime: RegimeIx, span: Span, changes: &mut Vec<Change>) {
    let mut rules: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    // A tool named without its document is asked about; that is no law that begins.
    let told = |rule: &&Rule| book.mechanism(rule.mechanism).class != Class::Unrecorded;
    for rule in book.pack().rules.iter().filter(|rule| rule.regimes.contains(&regime)).filter(told) {
        rules.entry(&rule.header.id).or_default().push(rule);
    }
    for same in rules.values() {
        let Some(rule) = same.first() else { continue };
        span.row(&rule.header, rule.part.name(), changes, |change| {
            change.text =
                format!("{}{}", book.mechanism(rule.mechanism).name, named(book, &rule.places, " for "));
            change.mechanisms = same.iter().map(|rule| rule.mechanism).collect();
            change.places.clone_from(&rule.places);
        });
    }
}

/// Where a law says something: provisions that began or ended apart from it.
fn provisions(book: &LawBook, regime: RegimeIx, span: Span) -> Vec<Change> {
    let mut changes = Vec::new();
    for row in book.pack().provisions.iter().filter(|row| row.regime == regime) {
        let subject = row.subject.name().replace('-', " ");
        span.row(&row.header, "provision", &mut changes, |change| {
            change.text = if change.turn == Turn::Ended {
                format!("provision on {subject}, {}", row.header.citation)
            } else {
                format!("provision on {subject}")
            };
        });
    }
    let law = book.regime(regime).header.period;
    let with_it = [law.start(), law.end().map(Day::next)];
    changes.retain(|change| !with_it.contains(&Some(change.date)));
    changes
}

fn events(book: &LawBook, regime: RegimeIx, span: Span, changes: &mut Vec<Change>) {
    for event in book.pack().events.iter().filter(|event| event.regimes.contains(&regime)) {
        let Some(first) = event.header.period.start().filter(|day| span.holds(*day)) else { continue };
        changes.push(Change {
            date: first,
            turn: Turn::Event,
            kind: event.effect.name(),
            row: event.header.id.clone(),
            mechanisms: event.mechanisms.clone(),
            places: event.places.clone(),
            text: event.text.clone(),
            citation: event.header.citation.clone(),
            confidence: event.header.confidence,
            unconfirmed: event.header.confidence == Confidence::Memory || event.header.memory.since,
        });
    }
}

/// The places by name where they are few, after these words.
fn named(book: &LawBook, places: &[PlaceIx], before: &str) -> String {
    /// More places than this are counted.
    const FEW: usize = 6;
    match places.len() {
        0 => String::new(),
        few if few <= FEW => {
            let names: Vec<_> = places.iter().map(|place| book.place(*place).in_words()).collect();
            format!("{before}{}", names.join(", "))
        }
        many => format!("{before}{many} places"),
    }
}
