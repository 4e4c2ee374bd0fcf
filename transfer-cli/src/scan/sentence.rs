//! One sentence: which mechanisms it names, in which parts, and how it speaks of each.

mod clause;
mod parts;
mod polarity;
mod scheme;

use std::ops::Range;

use super::claim::Polarity;
use super::fold::Folded;
use super::lexicon::{About, Holds, Kind, Lexicon, Row, Signs};
use parts::parts;
use polarity::{conditions, polarity};

/// What the words before a list make of its items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Lead {
    /// Nothing.
    #[default]
    None,
    /// "X means:": what a term means is not yet what anybody relies on.
    Definition,
    /// "If it lapses:".
    Condition,
}

/// What surrounds a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    /// The block says that data leave the country.
    pub block: bool,
    /// The heading or a block shortly before does.
    pub section: bool,
    /// It is an item of a list.
    pub item: bool,
    /// Whether the block was searched for that, and not only for signs of it.
    pub searched: bool,
    /// A scheme was named so shortly before that "it" may be that.
    pub after: bool,
    /// Of an item: what its list is.
    pub lead: Lead,
}

/// The lexicon before a text of which it is known what words it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    /// The lexicon.
    pub lexicon: &'a Lexicon,
    /// What the text holds.
    pub holds: &'a Holds,
}

impl Look<'_> {
    fn frame(self, name: &str, text: &str) -> bool {
        self.lexicon.frame(name, text, self.holds)
    }
}

/// A mechanism named in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// The row of the lexicon.
    pub row: usize,
    /// Where, in the folded text.
    pub at: Range<usize>,
    /// The parts that its words give.
    pub parts: Vec<String>,
    /// How it is spoken of.
    pub polarities: Vec<Polarity>,
    /// Whether the words say so; a bare name follows the rest of the document.
    pub explicit: bool,
    /// Whether its context was met here, where the row asks for one.
    pub grounded: bool,
}

/// The claims of a sentence, and the polarity that a pronoun gives to what was named before it.
#[derive(Debug, Default)]
pub(super) struct Sentence {
    /// What it names.
    pub mentions: Vec<Mention>,
    /// For the schemes named in the sentence before.
    pub before: Option<Polarity>,
    /// What it names where it only says what a term means.
    pub defined: Vec<Mention>,
}

/// How many bytes before a phrase its guard looks at.
const GUARD: usize = 48;

/// How many bytes a ground may stand before the article that is cited for it.
const CITED: usize = 48;

/// How many bytes into an item its first sentence may begin, for a mark or a number.
const HEAD: usize = 8;

/// Reads one sentence.
pub(super) fn read(
    look: Look<'_>,
    folded: &Folded,
    range: &Range<usize>,
    signs: Signs,
    around: Around,
) -> Sentence {
    let Some(text) = folded.text.get(range.clone()) else { return Sentence::default() };
    // What a term means is not yet what anybody relies on; but it tells the parts of a scheme.
    if around.lead == Lead::Definition || defines(look, text) {
        let mut defined =
            if signs.any(Signs::NAME) { names(look, folded, range, text, signs, around) } else { Vec::new() };
        parts(look, text, range.start, &mut defined);
        return Sentence { defined, ..Sentence::default() };
    }
    let mut mentions = names(look, folded, range, text, signs, around);
    if mentions.is_empty() {
        let asked = around.after && signs.any(Signs::PRONOUN);
        let before = asked.then(|| after_the_fact(look, text)).flatten();
        return Sentence { mentions, before, ..Sentence::default() };
    }
    parts(look, text, range.start, &mut mentions);
    polarity(look, text, range.start, &mut mentions);
    mentions.retain(|mention| !mention.polarities.is_empty());
    if around.lead == Lead::Condition {
        for mention in mentions.iter_mut().filter(|mention| mention.polarities == [Polarity::Asserted]) {
            mention.polarities = vec![Polarity::Conditional];
        }
    }
    Sentence { mentions, ..Sentence::default() }
}

/// What a block makes of the items of a list that follows it.
pub(super) fn lead(look: Look<'_>, folded: &Folded) -> Lead {
    if !folded.text.ends_with(':') {
        return Lead::None;
    }
    if look.lexicon.cues.defines.is_in(&folded.text, look.holds) {
        return Lead::Definition;
    }
    let last = folded.sentences_ranges().last().and_then(|range| folded.text.get(range));
    let condition = last.is_some_and(|text| !conditions(look, text, &[]).is_empty());
    if condition { Lead::Condition } else { Lead::None }
}

/// The polarity of "we no longer rely on it", or of "we continue to honour its principles".
fn after_the_fact(look: Look<'_>, text: &str) -> Option<Polarity> {
    let cues = &look.lexicon.cues;
    if cues.resumed.is_in(text, look.holds) {
        return Some(Polarity::Asserted);
    }
    if !cues.pronoun.is_in(text, look.holds) {
        return None;
    }
    if cues.disclaimed.is_in(text, look.holds) {
        return Some(Polarity::Disclaimed);
    }
    cues.historical.is_in(text, look.holds).then_some(Polarity::Historical)
}

fn names(
    look: Look<'_>,
    folded: &Folded,
    range: &Range<usize>,
    text: &str,
    signs: Signs,
    around: Around,
) -> Vec<Mention> {
    let mut found = Vec::new();
    let groups = look.lexicon.names.iter().filter(|(sign, ..)| {
        let abroad = around.block || around.section;
        signs.any(*sign)
            && (abroad || !Signs::UMBRELLA.and(Signs::DECISION).any(*sign))
            && (*sign != Signs::GROUND || signs.any(Signs::ABROAD))
    });
    // A block of one sentence says what its sentence says.
    let alone = around.searched && text.len() == folded.text.len();
    let mut here_abroad = alone.then_some(around.block);
    let all = groups.flat_map(|(_, names, of)| {
        names.find(text, look.holds).filter_map(|(pattern, at)| of.get(pattern).map(|row| (*row, at)))
    });
    for (position, at) in all {
        let Some(row) = look.lexicon.rows.get(position) else { continue };
        let here = range.start.saturating_add(at.start)..range.start.saturating_add(at.end);
        if row.capitals && !folded.is_capitals(&here) {
            continue;
        }
        if row.title && !folded.is_capital(here.start) && !look.lexicon.parts.is_in(text, look.holds) {
            continue;
        }
        if row.not.is_in(text, look.holds) || row.never.iter().any(|frame| look.frame(frame, text)) {
            continue;
        }
        let grounded = row.needs.iter().all(|frame| look.frame(frame, text));
        if !grounded && !row.spreads {
            continue;
        }
        let stands = match row.about {
            None => true,
            Some(About::Sentence) => *here_abroad.get_or_insert_with(|| abroad(look, text)),
            Some(About::Block) => around.block,
            Some(About::Section) => around.block || around.section,
            // The reason stands at the head of its item.
            Some(About::List) => around.item && around.section && range.start < HEAD,
        };
        if !stands || guarded(look, row, text, &at) || defined(look, row, text, &at) {
            continue;
        }
        found.push(Mention {
            row: position,
            at: here,
            parts: row.part.iter().cloned().collect(),
            polarities: Vec::new(),
            explicit: false,
            grounded,
        });
    }
    found.sort_by_key(|mention: &Mention| (mention.at.start, mention.at.end));
    let specified: Vec<bool> = found.iter().map(|mention| specified(look, folded, mention, &found)).collect();
    let mut specified = specified.into_iter();
    found.retain(|_| !specified.next().unwrap_or(false));
    found
}

/// Whether an exception only names the ground that the words around it specify: "Article 49(1)(a)", "the derogation
/// of your consent". "An exception, such as your consent" names more than that ground.
fn specified(look: Look<'_>, folded: &Folded, mention: &Mention, all: &[Mention]) -> bool {
    let id = |mention: &Mention| look.lexicon.rows.get(mention.row).map(|row| row.id.as_str());
    if id(mention) != Some("art-49-other") {
        return false;
    }
    let words = |at: Range<usize>| folded.text.get(at).unwrap_or("");
    let article = words(mention.at.clone()).starts_with("art");
    all.iter().any(|other| {
        let within = other.at.start <= mention.at.start && mention.at.start < other.at.end;
        // "the derogation in Article 49(1)(b)".
        let named = mention.at.start < other.at.start
            && other.at.start <= mention.at.end.saturating_add(HEAD)
            && words(other.at.clone()).starts_with("art");
        // "the Article 49(1)(b) derogation".
        let named = named
            || other.at.end <= mention.at.start
                && mention.at.start <= other.at.end.saturating_add(2)
                && words(other.at.clone()).starts_with("art");
        // "your consent, see Article 49(1)": the article of that ground.
        let cites = article
            && other.at.end <= mention.at.start
            && mention.at.start.saturating_sub(other.at.end) <= CITED
            && look.lexicon.cues.citing.is_in(words(other.at.end..mention.at.start), look.holds);
        let rest = words(mention.at.end..other.at.end.max(mention.at.end));
        let bound =
            [" of ", " for ", " based on ", " du ", " de ", " der "].iter().any(|w| rest.starts_with(w));
        matches!(id(other), Some("art-49-consent" | "art-49-contract"))
            && (named || cites || within && (article || bound))
    })
}

/// Whether a sentence says what a term means.
pub(super) fn defines(look: Look<'_>, text: &str) -> bool {
    // A quoted term, or the cell of a table whose row has named it.
    text.get(..HEAD.saturating_mul(2)).is_some_and(|head| head.contains('"') || head.contains("means "))
        && look.lexicon.cues.defines.is_in(text, look.holds)
}

/// Whether a text says that data leave the country.
pub(super) fn abroad(look: Look<'_>, text: &str) -> bool {
    look.frame("abroad", text) || (look.frame("moving", text) && look.lexicon.places.is_in(text, look.holds))
}

/// Whether the words around a phrase turn it into something else.
fn guarded(look: Look<'_>, row: &Row, text: &str, at: &Range<usize>) -> bool {
    if let Some(guard) = &row.guard {
        let mut start = at.start.saturating_sub(GUARD);
        // From the beginning of a word: the end of one may read like a denial.
        let inside = |start: usize| {
            start > 0 && text.as_bytes().get(start.saturating_sub(1)).is_some_and(u8::is_ascii_alphanumeric)
        };
        while start < at.start && (inside(start) || !text.is_char_boundary(start)) {
            start = start.saturating_add(1);
        }
        // A decision may be named in what is not itself: "not ... adequate" lies inside the phrase.
        let end = if row.kind == Kind::Decision { at.end } else { at.start };
        let lifted = || {
            let before = text.get(start..at.start).unwrap_or("");
            row.unless.as_ref().is_some_and(|unless| unless.is_in(before, look.holds))
        };
        if text.get(start..end).is_some_and(|before| guard.is_in(before, look.holds)) && !lifted() {
            return true;
        }
    }
    let rest = text.get(at.end..).unwrap_or("");
    row.after.as_ref().is_some_and(|after| after.is_in(rest, look.holds))
}

/// Whether the phrase is the title of a definition.
fn defined(look: Look<'_>, row: &Row, text: &str, at: &Range<usize>) -> bool {
    let rest = text.get(at.end..).unwrap_or("");
    let before = text.get(..at.start).unwrap_or("");
    let quoted = before.len() < 24 && before.contains('"');
    // One of a list of quoted terms.
    let listed = before.ends_with('"')
        && (before.ends_with(", \"") || before.len() < 24)
        && [",\"", "\", \"", "\" and \""].iter().any(|next| rest.starts_with(next));
    // "Not recognised as adequate (\"Adequacy Decision\")": the name of what stands before.
    let alias = row.kind == Kind::Decision
        && (before.ends_with("(\"") || before.ends_with("(the \""))
        && rest.starts_with('"');
    row.kind != Kind::Umbrella
        && (alias || listed || quoted && look.lexicon.cues.definition.is_in(rest, look.holds))
}
