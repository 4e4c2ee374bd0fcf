//! The phrases by which claims are known: data in `lexicon/*.toml`, read once, checked and compiled. All languages
//! are searched at once, since policies mix them.

mod build;
mod cues;
mod group;
mod pattern;
mod signs;
mod text;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

use super::automaton::{Automaton, Ends};
use build::build;
pub use cues::Cues;
pub use pattern::{Holds, Many};
pub use signs::Signs;
use text::{Text, check};

/// The texts in the binary.
pub const TEXTS: [(&str, &str); 6] = [
    ("en.toml", include_str!("../../lexicon/en.toml")),
    ("de.toml", include_str!("../../lexicon/de.toml")),
    ("fr.toml", include_str!("../../lexicon/fr.toml")),
    ("es.toml", include_str!("../../lexicon/es.toml")),
    ("it.toml", include_str!("../../lexicon/it.toml")),
    ("nl.toml", include_str!("../../lexicon/nl.toml")),
];

/// How a mechanism is examined in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A scheme of entries, with parts: every mention is a claim.
    Scheme,
    /// Clauses, rules, an agreement.
    Tool,
    /// A decision about a place.
    Decision,
    /// A derogation.
    Ground,
    /// Something else that has a name.
    Other,
    /// Safeguards that are not named.
    Umbrella,
}

/// Where it must be said that data leave the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// In the same sentence.
    Sentence,
    /// In the same block.
    Block,
    /// There, or in the heading or the blocks before.
    Section,
    /// In the words that introduce a list of which it is an item.
    List,
}

/// A lexicon cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the lexicon `{file}` is faulty: {why}")]
pub struct LexiconError {
    /// Which file.
    pub file: String,
    /// Why.
    pub why: String,
}

/// A row of the lexicon: one way to name a mechanism.
#[derive(Debug)]
pub struct Row {
    /// The mechanism.
    pub id: String,
    /// How it is examined.
    pub kind: Kind,
    /// The part that the name itself gives.
    pub part: Option<String>,
    /// Only in capitals.
    pub capitals: bool,
    /// Only with capital letters at the beginning of its words, or with a part.
    pub title: bool,
    /// The sentence must be in these contexts.
    pub needs: Vec<String>,
    /// One sentence in such a context is enough for all of the document.
    pub spreads: bool,
    /// The document must hold this.
    pub needs_document: Option<Many>,
    /// The sentence must be in none of these contexts.
    pub never: Vec<String>,
    /// Where it must be said that data leave the country.
    pub about: Option<About>,
    /// The words before must not end in this.
    pub guard: Option<Many>,
    /// Words just before that lift the guard.
    pub unless: Option<Many>,
    /// The words after must not begin with this.
    pub after: Option<Many>,
    /// The sentence must not hold this.
    pub not: Many,
}

/// Words around dates.
#[derive(Debug)]
pub struct DateWords {
    /// Before the day of the last change.
    pub updated: Many,
    /// Before the day from which it applies.
    pub effective: Many,
    /// Of the words for a change, those that also stand elsewhere.
    pub weak: Many,
    /// Laws, which have days of effect of their own.
    pub law: Many,
    /// Just before a date that is that of an earlier version.
    pub former: Many,
    /// Just after "our" and the date of an earlier version.
    pub titled: Many,
    /// Just after a date that is one of two.
    pub whichever: Many,
    /// Before the day from which a change applies that is only announced.
    pub announced: Many,
    /// The title of a list of the document's versions.
    pub history: Many,
    /// Words for the document itself.
    pub filler: Many,
    /// Names of months with their number, longest first.
    pub months: Vec<(String, i8)>,
    /// A date in words or figures, the names of months included.
    pub date: Many,
}

/// Another export law, as policies name it.
#[derive(Debug)]
pub struct OtherRegime {
    /// Its id.
    pub id: String,
    /// Names of the law and its authority.
    pub law: Many,
    /// "outside" its territory.
    pub outside: Many,
}

/// The compiled lexicon.
#[derive(Debug)]
pub struct Lexicon {
    /// Words without which a sentence is not searched, for all kinds at once.
    triggers: Automaton,
    /// The same words and those that patterns need.
    words: Automaton,
    /// By entry of `words`: what its words stand for.
    marks: Vec<u16>,
    /// By entry of `words`: those that patterns need, by set.
    ended: Vec<Vec<(usize, u64)>>,
    /// The ways to name mechanisms, searched one group after the other, since a long phrase of one group may
    /// hold a name of another; with the row of each pattern.
    pub names: Vec<(Signs, Many, Vec<usize>)>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Named contexts.
    pub frames: BTreeMap<String, Many>,
    /// Parts of schemes.
    pub parts: Many,
    /// By position in `parts`: the part.
    pub part_of: Vec<String>,
    /// Polarity.
    pub cues: Cues,
    /// Other laws.
    pub regimes: Vec<OtherRegime>,
    /// Any law of `regimes`.
    pub any_regime: Many,
    /// Countries.
    pub places: Many,
    /// By position in `places`: the code.
    pub place_of: Vec<String>,
    /// Words before a country that make it no destination, where they stand nearer than a word of the other kind.
    pub origin: Many,
    /// Words before a country that make it a destination.
    pub destination: Many,
    /// The beginning of a sentence that lists the countries of which the one before spoke.
    pub listed: Many,
    /// Dates.
    pub dates: DateWords,
    /// By language, the words that show it, and whether its days come before its months.
    pub languages: Vec<(String, Many, bool)>,
}

/// The lexicon in the binary.
///
/// # Errors
///
/// The first fault; a test keeps the texts in the binary free of them.
pub fn embedded() -> Result<&'static Lexicon, &'static LexiconError> {
    static LEXICON: OnceLock<Result<Lexicon, LexiconError>> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::read(&TEXTS, false)).as_ref()
}

impl Lexicon {
    /// Reads and compiles texts with their names.
    ///
    /// # Errors
    ///
    /// The first fault, with its file.
    pub fn new(texts: &[(&str, &str)]) -> Result<Self, LexiconError> {
        Self::read(texts, true)
    }

    fn read(texts: &[(&str, &str)], strict: bool) -> Result<Self, LexiconError> {
        let mut read = Vec::new();
        for (file, text) in texts {
            let fail = |why: String| LexiconError { file: (*file).to_owned(), why };
            let parsed: Text = toml::from_str(text).map_err(|error| fail(error.to_string()))?;
            check(&parsed).map_err(fail)?;
            read.push(parsed);
        }
        build(&read, strict).map_err(|why| LexiconError { file: "all".to_owned(), why })
    }

    /// What a text may hold.
    pub fn signs(&self, text: &str) -> Signs {
        Signs(self.triggers.marks_in(text.as_bytes()))
    }

    /// The words that each of the ranges of a text holds and what they stand for, and the words of the whole. The
    /// ranges follow one on another; a word across the end of one is in that in which it ends.
    pub(super) fn holds(
        &self,
        text: &str,
        ranges: impl Iterator<Item = Range<usize>>,
        ends: &mut Ends,
    ) -> (Vec<(Holds, Signs)>, Holds) {
        let ranges: Vec<Range<usize>> = ranges.collect();
        let mut each = vec![(Holds::NONE, Signs::default()); ranges.len()];
        let mut here = 0usize;
        self.words.ends_in(text.as_bytes(), ends, |at, entry| {
            // The next walk begins before the end of the last.
            if ranges.get(here).is_none_or(|range| at < range.start) {
                here = 0;
            }
            while ranges.get(here).is_some_and(|range| range.end <= at) {
                here = here.saturating_add(1);
            }
            if let Some((holds, signs)) = each.get_mut(here) {
                signs.0 |= self.marks.get(usize::from(entry)).copied().unwrap_or(0);
                holds.add(self.ended.get(usize::from(entry)).map_or(&[], Vec::as_slice));
            }
        });
        let mut whole = Holds::NONE;
        for (holds, _) in &each {
            whole.join(holds);
        }
        (each, whole)
    }

    /// Whether the named context is in the text.
    pub fn frame(&self, name: &str, text: &str, holds: &Holds) -> bool {
        self.frames.get(name).is_some_and(|frame| frame.is_in(text, holds))
    }
}
