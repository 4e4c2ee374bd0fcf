//! What changed in the law between two days, by regime: the quarterly newsletter. For programs `transfer-law-diff/1`.

use serde::Serialize;
use transfer_model::day::Day;
use transfer_model::law::LawBook;
use transfer_model::overview::{Change, Section, Turn};

use crate::render::head::document;
use crate::render::human::plural;
use crate::render::markdown::escape;
use crate::render::text::clean;

/// What changed, and between which days.
pub(crate) struct Answer<'a> {
    pub(crate) book: &'a LawBook,
    pub(crate) from: Day,
    pub(crate) to: Day,
    pub(crate) sections: &'a [Section],
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    from: String,
    to: String,
    law: &'a str,
    overlays: &'a [String],
    regimes: Vec<SectionOut<'a>>,
}

#[derive(Serialize)]
struct SectionOut<'a> {
    regime: Option<&'a str>,
    title: &'a str,
    changes: Vec<ChangeOut<'a>>,
}

#[derive(Serialize)]
struct ChangeOut<'a> {
    date: String,
    change: &'static str,
    kind: &'static str,
    row: &'a str,
    mechanisms: Vec<&'a str>,
    places: Vec<&'a str>,
    text: &'a str,
    citation: &'a str,
    confidence: &'static str,
    /// Whether the day or the row is from memory.
    unconfirmed: bool,
}

impl<'a> Answer<'a> {
    /// For people.
    pub(crate) fn human(&self) -> String {
        let mut text = format!("Changes of the law from {} to {}\n", self.from, self.to);
        for section in self.sections {
            let name = self.id(section).unwrap_or("-");
            text.push_str(&format!("\n{} ({})\n", clean(self.title(section)), clean(name)));
            for change in &section.changes {
                let (told, row) = (clean(&sentence(change)), clean(&change.row));
                text.push_str(&format!("  {}  {told}  [{row}]\n", change.date));
            }
        }
        let count: usize = self.sections.iter().map(|section| section.changes.len()).sum();
        let (changes, laws) = (plural(count, "change"), plural(self.sections.len(), "law"));
        text.push_str(&format!("\n{changes} in {laws}; law pack {}\n", clean(&self.book.pack().title())));
        text
    }

    /// For wikis and newsletters.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("# Changes of the law from {} to {}\n", self.from, self.to);
        for section in self.sections {
            text.push_str(&format!("\n## {}\n\n", escape(self.title(section))));
            for change in &section.changes {
                text.push_str(&format!("- **{}** {}\n", change.date, escape(&sentence(change))));
            }
        }
        if self.sections.is_empty() {
            text.push_str("\nNothing changed.\n");
        }
        text.push_str(&format!("\nLaw pack {}. Not legal advice.\n", escape(&self.book.pack().title())));
        text
    }

    /// For programs.
    pub(crate) fn json(&self) -> String {
        let pack = self.book.pack();
        let sections = self.sections.iter().map(|section| SectionOut {
            regime: self.id(section),
            title: self.title(section),
            changes: section.changes.iter().map(|change| self.change(change)).collect(),
        });
        document(&Document {
            schema: "transfer-law-diff/1",
            from: self.from.to_string(),
            to: self.to.to_string(),
            law: &pack.version,
            overlays: &pack.overlays,
            regimes: sections.collect(),
        })
    }

    fn id(&self, section: &Section) -> Option<&'a str> {
        section.regime.map(|regime| self.book.regime(regime).header.id.as_str())
    }

    fn title(&self, section: &Section) -> &'a str {
        section.regime.map_or("Rules of national security", |regime| &self.book.regime(regime).title)
    }

    fn change(&self, change: &'a Change) -> ChangeOut<'a> {
        ChangeOut {
            date: change.date.to_string(),
            change: change.turn.name(),
            kind: change.kind,
            row: &change.row,
            mechanisms: change.mechanisms.iter().map(|ix| self.book.mechanism(*ix).id.as_str()).collect(),
            places: change.places.iter().map(|ix| self.book.place(*ix).code.as_str()).collect(),
            text: &change.text,
            citation: &change.citation,
            confidence: change.confidence.name(),
            unconfirmed: change.unconfirmed,
        }
    }
}

/// A change as a sentence: what, and by what.
fn sentence(change: &Change) -> String {
    let verb = match change.turn {
        Turn::Began => "new: ",
        Turn::Ended => "no more: ",
        Turn::Event => "",
    };
    let unsure = if change.unconfirmed { "; not confirmed" } else { "" };
    format!("{verb}{} ({}{unsure})", change.text.trim_end_matches('.'), change.citation)
}
