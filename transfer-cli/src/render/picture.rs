//! Pictures of the transfer graph on a day: who sends data to whom, with what verdict and on what ground. One
//! model of parties, countries, corporate groups and arrows; one file a format. Nothing is told by colour
//! alone: each verdict has its word, its mark and its stroke besides.

mod build;
mod countries;
pub mod dot;
pub mod graphml;
pub(crate) mod look;
pub mod mermaid;
pub mod svg;
mod xml;

use transfer_model::assess::Verdict;

use crate::render::text::{clean, short};

/// What a picture shows.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The register's name.
    pub register: String,
    /// The day.
    pub day: String,
    /// The version of the law pack.
    pub law: String,
    /// Countries, by code.
    pub countries: Vec<Country>,
    /// Names of corporate groups with more than one party here.
    pub groups: Vec<String>,
    /// Parties with a flow that day, by id.
    pub parties: Vec<Node>,
    /// Flows, and the accesses that are transfers of their own, by flow.
    pub arrows: Vec<Arrow>,
    /// Flows active that day with each verdict, from worst to best; those with none left out.
    pub counts: Vec<(Verdict, usize)>,
    /// Flows not active that day, which are not shown.
    pub inactive: usize,
    /// Parties without a flow that day, which are not shown.
    pub idle: usize,
    /// Whether only some flows were asked for.
    pub selected: bool,
    /// Whether parties are drawn together by country.
    pub merged: bool,
}

/// A country, or another place that stands as one.
#[derive(Debug, Clone)]
pub struct Country {
    /// Its code, or `unknown`.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A party, or the parties of a country together.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The word of its kind.
    pub kind: &'static str,
    /// Whether it is a population and not an organisation.
    pub people: bool,
    /// Position of its country.
    pub country: usize,
    /// Position of its corporate group.
    pub group: Option<usize>,
}

/// Data made available by one party to another.
#[derive(Debug, Clone)]
pub struct Arrow {
    /// The flow's id.
    pub flow: String,
    /// Position of the exporter.
    pub from: usize,
    /// Position of the recipient.
    pub to: usize,
    /// The flow's verdict.
    pub verdict: Verdict,
    /// What carries the flow where it stands; what is claimed where it does not.
    pub ground: Ground,
    /// When it is optional: on what.
    pub optional: Option<String>,
    /// What the arrow stands for.
    pub kind: ArrowKind,
}

/// What an arrow stands for.
#[derive(Debug, Clone)]
pub enum ArrowKind {
    /// A flow to its importer.
    Flow,
    /// Access to a flow's data by another party, from this place.
    Access(String),
    /// Several flows, and accesses, between two countries, with the count of each verdict.
    Bundle {
        /// How many flows.
        flows: usize,
        /// How many accesses.
        accesses: usize,
        /// Their verdicts, from worst to best.
        verdicts: Vec<(Verdict, usize)>,
    },
}

/// What a flow rests on.
#[derive(Debug, Clone)]
pub enum Ground {
    /// Mechanisms that carry it.
    Carried(Vec<String>),
    /// Claims made for a flow that does not stand, which need not fail each for itself.
    Claimed(Vec<String>),
    /// It stands and needs none, or is banned and claims none.
    None,
}

/// How a picture is drawn so that it can be read.
#[derive(Debug)]
pub enum Size {
    /// As it is.
    Whole(Picture),
    /// Parties drawn together by country.
    Countries(Picture),
    /// Not at all.
    TooLarge,
}

/// Characters shown of a party's name or a flow's id where the reader cannot measure.
const SHOWN: usize = 48;

/// Characters of a text in a tooltip or a description.
const TOLD: usize = 1_000;

impl Picture {
    /// Most parties of a drawing that can be read.
    pub const MOST_PARTIES: usize = 150;
    /// Most arrows of a drawing that can be read.
    pub const MOST_ARROWS: usize = 400;

    /// The picture as it can be drawn.
    pub fn sized(self) -> Size {
        if self.drawable() {
            return Size::Whole(self);
        }
        let countries = self.by_country();
        if countries.drawable() { Size::Countries(countries) } else { Size::TooLarge }
    }

    fn drawable(&self) -> bool {
        self.parties.len() <= Self::MOST_PARTIES && self.arrows.len() <= Self::MOST_ARROWS
    }

    /// Its title.
    pub fn title(&self) -> String {
        format!("{}: transfers on {} (law pack {})", cut(&self.register), self.day, cut(&self.law))
    }

    /// What it shows and what it leaves out, in a sentence or two.
    pub fn summary(&self) -> String {
        let flows: usize = self.counts.iter().map(|(_, count)| count).sum();
        let verdicts: Vec<String> =
            self.counts.iter().map(|(verdict, count)| format!("{count} {}", verdict.name())).collect();
        let mut text = number(flows, "flow", "flows");
        if !verdicts.is_empty() {
            text.push_str(&format!(" ({})", verdicts.join(", ")));
        }
        text.push_str(if self.selected { " chosen." } else { "." });
        if self.inactive > 0 {
            text.push_str(&format!(
                " Not shown: {} not active that day",
                number(self.inactive, "flow", "flows")
            ));
            if self.idle > 0 {
                text.push_str(&format!(", {} without a flow here", number(self.idle, "party", "parties")));
            }
            text.push('.');
        } else if self.idle > 0 {
            text.push_str(&format!(
                " Not shown: {} without a flow here.",
                number(self.idle, "party", "parties")
            ));
        }
        if self.merged {
            text.push_str(" Parties are drawn together by country; each arrow has its worst verdict.");
        }
        text
    }

    /// A party as told in full: name, country, kind.
    fn told(&self, node: &Node) -> String {
        let country = self.countries.get(node.country);
        let (code, name) = country.map_or(("", ""), |country| (&country.code, &country.name));
        let group = node.group.and_then(|group| self.groups.get(group));
        let group = group.map_or_else(String::new, |group| format!(", {}", bounded(group)));
        format!("{} ({}), {}, {name} ({code}){group}", bounded(&node.name), bounded(&node.id), node.kind)
    }

    /// An arrow as told in full.
    fn told_arrow(&self, arrow: &Arrow) -> String {
        let name = |at: usize| self.parties.get(at).map_or_else(String::new, |node| bounded(&node.name));
        let label = arrow.label();
        let mut text = format!(
            "{}: {} to {}: {}",
            bounded(&label.head),
            name(arrow.from),
            name(arrow.to),
            arrow.verdict_words()
        );
        if !label.tail.is_empty() {
            text.push_str(&format!("; {}", bounded(&label.tail)));
        }
        if let Some(condition) = &arrow.optional {
            text.push_str(&format!("; optional: {}", bounded(condition)));
        }
        text
    }
}

/// The words on an arrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Which flow.
    pub head: String,
    /// On what ground, or by what access.
    pub tail: String,
}

impl Arrow {
    /// The words on it, but for the verdict.
    pub fn label(&self) -> Label {
        match &self.kind {
            ArrowKind::Flow => Label { head: self.flow.clone(), tail: self.ground.words() },
            ArrowKind::Access(place) => {
                Label { head: self.flow.clone(), tail: format!("access from {place}") }
            }
            ArrowKind::Bundle { flows, accesses, verdicts } => {
                let mut parts = Vec::new();
                if *flows > 0 {
                    parts.push(number(*flows, "flow", "flows"));
                }
                if *accesses > 0 {
                    parts.push(number(*accesses, "access", "accesses"));
                }
                let all: Vec<String> =
                    verdicts.iter().map(|(verdict, count)| format!("{count} {}", verdict.name())).collect();
                let tail = if verdicts.len() > 1 { all.join(", ") } else { String::new() };
                Label { head: parts.join(", "), tail }
            }
        }
    }

    fn access(&self) -> bool {
        matches!(self.kind, ArrowKind::Access(_))
    }

    fn verdict_words(&self) -> String {
        match &self.kind {
            ArrowKind::Bundle { verdicts, .. } if verdicts.len() > 1 => {
                format!("worst {}", self.verdict.name())
            }
            ArrowKind::Bundle { .. } | ArrowKind::Flow | ArrowKind::Access(_) => {
                self.verdict.name().to_owned()
            }
        }
    }

    /// The label in one line, cut to what can be read.
    fn line(&self) -> String {
        let label = self.label();
        let mut text = format!("{} · {}", cut(&label.head), self.verdict_words());
        if !label.tail.is_empty() {
            text.push_str(&format!(" · {}", cut(&label.tail)));
        }
        if self.optional.is_some() {
            text.push_str(" · optional");
        }
        text
    }
}

impl Ground {
    fn words(&self) -> String {
        match self {
            Self::Carried(mechanisms) => mechanisms.join(", "),
            Self::Claimed(claims) if claims.is_empty() => "nothing claimed".to_owned(),
            Self::Claimed(claims) => format!("claims {}", claims.join(", ")),
            Self::None => String::new(),
        }
    }
}

fn number(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// A text made safe and cut to what can be read on a picture.
fn cut(text: &str) -> String {
    short(&clean(&short(text, SHOWN.saturating_mul(2))), SHOWN)
}

/// A text made safe and cut to what a tooltip bears.
fn bounded(text: &str) -> String {
    short(&clean(&short(text, TOLD)), TOLD)
}
