//! A document: its sentences read in order, then what only the whole can tell. A bare name takes the parts and
//! the polarity of the rest; umbrella words next to a named mechanism are no claim of their own.

mod block;
mod context;
mod dated;
mod place;
mod quote;
mod record;
mod settle;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::automaton::Ends;
use super::claim::{Polarity, Scan};
use super::date::{Candidate, Stands};
use super::fold::Folded;
use super::lexicon::{Kind, Lexicon, Signs};
use super::sentence::{self, Around, Lead, Look};
use super::view;
use block::Here;
use context::{Context, Said};
use dated::figures;
use quote::title;

/// A claim before the whole document is known.
#[derive(Debug, Clone)]
struct Hit {
    mechanism: String,
    row: Option<usize>,
    kind: Kind,
    parts: Vec<String>,
    polarity: Polarity,
    explicit: bool,
    grounded: bool,
    at: Range<usize>,
    span: Range<usize>,
    block: usize,
    item: bool,
    sentence: usize,
    section: Option<usize>,
    destination: Vec<String>,
    regime: Option<&'static str>,
}

/// What is gathered while a document is read.
#[derive(Debug, Default)]
struct Reading {
    hits: Vec<Hit>,
    /// The parts that definitions give the name of a scheme.
    defined: BTreeMap<String, BTreeSet<String>>,
    dates: Vec<Candidate>,
    order: Vec<bool>,
    sections: Vec<String>,
    /// The words of the blocks read, for what only some documents need to know of them.
    words: Vec<String>,
    /// Block and sentence in which a scheme was named last.
    last_scheme: Option<(usize, usize)>,
    sentences: usize,
    /// What is read stands in a list of the document's versions.
    history: bool,
}

/// Most bytes of the head of a site generator's page.
const HEAD: usize = 4_000;

/// A line as short as this may be no more than the words beside a date and the date.
const SHORT: usize = 80;

/// Blocks at the top in which a line that is only a date counts.
const TOP: usize = 24;

/// Blocks at the end in which it counts if it is the only one.
const FOOT: usize = 24;

/// Longest line that may be a date with its day of the week and time.
const LINE: usize = 40;

/// Scans a text.
pub fn scan(lexicon: &Lexicon, text: &str, kind: view::Kind) -> Scan {
    let mut reading = Reading::default();
    let mut context = Context::default();
    let mut ends = Ends::default();
    let mut front = text.starts_with("---\n") || text.starts_with("---\r\n");
    let blocks = view::blocks(text, kind);
    let mut lead = Lead::None;
    let foot = blocks.len().saturating_sub(FOOT);
    for (position, block) in blocks.iter().enumerate() {
        // The head of a site generator's page names links and layouts; a long one holds the page itself.
        if front {
            let head = text.get(..block.extent().start).unwrap_or("");
            if head.len() < HEAD && head.matches("\n---").count() == 0 {
                continue;
            }
            front = false;
        }
        let raw = text.get(block.extent()).unwrap_or("");
        let signs = lexicon.signs(raw);
        let abroad = signs.any(Signs::ABROAD) || raw.contains(" US");
        let near = abroad || context.possible();
        let named = signs.any(NAMED) || signs.any(Signs::LAW) && abroad;
        let asked = near && signs.any(Signs::GROUND.and(Signs::UMBRELLA).and(Signs::DECISION));
        let dated = signs.any(Signs::YEAR) && (signs.any(Signs::DATE) || position < TOP)
            || (position < TOP || position >= foot) && raw.len() < LINE
            || signs.any(Signs::DATE) && raw.len() < SHORT && figures(raw)
            || reading.history && block.item && signs.any(Signs::YEAR);
        let titled = !block.item && raw.len() < LINE && signs.any(Signs::DATE);
        let after = signs.any(Signs::PRONOUN) && reading.follows(position);
        if !(named || asked || dated || after || titled || block.heading) {
            context.step(if abroad { Said::Perhaps(block.clone()) } else { Said::No }, block.item);
            if !block.item {
                lead = Lead::None;
                reading.history = false;
            }
            continue;
        }
        let folded = Folded::new(text, block);
        let (each, holds) = lexicon.holds(&folded.text, folded.sentences_ranges(), &mut ends);
        let said = abroad && sentence::abroad(Look { lexicon, holds: &holds }, &folded.text);
        if block.heading {
            context.head(said || lexicon.frame("heading", &folded.text, &holds));
            reading.sections.push(title(text, block));
        }
        let section = asked && !said && context.says(lexicon, text, &mut ends);
        // "Security. We take ...": a title of its own is another matter than what stood before it.
        let section = (section || context.heading) && !lexicon.frame("elsewhere", &folded.text, &holds);
        if !block.item {
            reading.history = lexicon.dates.history.is_in(&folded.text, &holds);
        }
        // A numbered section closes the list before it.
        if numbered(raw) {
            lead = Lead::None;
        }
        let led = if block.item { lead } else { Lead::None };
        let next = sentence::lead(Look { lexicon, holds: &holds }, &folded);
        // An item may lead to items of its own; those of the list go on as it does.
        if !block.item || lead == Lead::None {
            lead = next;
        }
        let around =
            Around { block: said, section, item: block.item, searched: abroad, after: false, lead: led };
        let stands = if block.item && reading.history {
            Stands::History
        } else if position < TOP {
            Stands::Top
        } else if position >= foot && raw.len() < LINE && !block.item && !raw.contains("](") {
            Stands::Foot
        } else {
            Stands::Within
        };
        let here = Here { lexicon, text, blocks: &blocks, position, folded: &folded, holds: &holds };
        reading.block(&here, &each, around, stands);
        reading.words.push(folded.text);
        context.step(if said { Said::Yes } else { Said::No }, block.item);
    }
    reading.finish(lexicon, text)
}

/// Whether a line begins with the number of a section, "7.3".
fn numbered(raw: &str) -> bool {
    let rest = raw.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < raw.len()
        && rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Signs that something has a name.
const NAMED: Signs = Signs::NAME.and(Signs::TOOL);

impl Reading {
    /// Whether a scheme was named in the block before or in this.
    fn follows(&self, position: usize) -> bool {
        self.last_scheme.is_some_and(|(block, _)| position.saturating_sub(block) <= 1)
    }

    /// Whether what the next sentence says of "it" can be about a scheme.
    fn turns(&self, position: usize) -> bool {
        self.last_scheme.is_some_and(|(block, sentence)| {
            position.saturating_sub(block) <= 1 && self.sentences.saturating_sub(sentence) <= 2
        })
    }
}
