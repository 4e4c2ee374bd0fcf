//! A document: its sentences read in order, then what only the whole can tell. A bare name takes the parts and
//! the polarity of the rest; umbrella words next to a named mechanism are no claim of their own.

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
use super::lexicon::{Holds, Kind, Lexicon, Signs};
use super::sentence::{self, Around, Lead, Look};
use super::view::{self, Block};
use context::{Context, Said};
use dated::figures;
use place::{cells, destinations, exporter, pointed};
use quote::{quote, title};
use record::record;

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
        reading.block(lexicon, text, &folded, (&each, &holds), position, &blocks, around, stands);
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

/// Longest block that is one matter; a longer one may be a whole document on one line.
const LONG: usize = 6_000;

/// Sentences before and after one that speaks of transfers to which its context reaches in a long block.
const WITHIN: usize = 4;

/// For each sentence of a block, whether one near it says that data leave the country.
fn spoken(lexicon: &Lexicon, folded: &Folded, each: &[(Holds, Signs)]) -> Vec<bool> {
    let said: Vec<bool> = folded
        .sentences_ranges()
        .zip(each)
        .map(|(range, (holds, _))| {
            folded.text.get(range).is_some_and(|text| sentence::abroad(Look { lexicon, holds }, text))
        })
        .collect();
    (0..said.len())
        .map(|at| {
            let end = at.saturating_add(WITHIN).saturating_add(1).min(said.len());
            said.get(at.saturating_sub(WITHIN)..end).is_some_and(|near| near.contains(&true))
        })
        .collect()
}

/// Signs that something has a name.
const NAMED: Signs = Signs::NAME.and(Signs::TOOL);

impl Reading {
    #[expect(clippy::too_many_arguments, reason = "the block and where it stands")]
    fn block(
        &mut self,
        lexicon: &Lexicon,
        text: &str,
        folded: &Folded,
        (each, whole): (&[(Holds, Signs)], &Holds),
        position: usize,
        blocks: &[Block],
        around: Around,
        stands: Stands,
    ) {
        let Some(block) = blocks.get(position) else { return };
        // Looked for at most once a block: its cells, the lines of its record, and the block before.
        let (mut named, mut recorded, mut pointed_at) = (None, None, None);
        let raw = block.extent().len();
        let near = (around.block && folded.text.len() > LONG).then(|| spoken(lexicon, folded, each));
        for (index, (range, (holds, signs))) in folded.sentences_ranges().zip(each).enumerate() {
            self.sentences = self.sentences.saturating_add(1);
            let Some(words) = folded.text.get(range.clone()) else { continue };
            let signs = *signs;
            if signs.any(Signs::YEAR) || position < TOP || raw < SHORT {
                self.dated(lexicon, folded, &range, (words, holds), stands);
            }
            let abroad = near.as_ref().map_or(around.block, |near| near.get(index).copied().unwrap_or(false));
            let around = Around { after: self.turns(position), block: abroad, ..around };
            let read = sentence::read(Look { lexicon, holds }, folded, &range, signs, around);
            for mention in read.defined.iter().filter(|mention| !mention.parts.is_empty()) {
                if let Some(row) = lexicon.rows.get(mention.row) {
                    let parts = self.defined.entry(row.id.clone()).or_default();
                    parts.extend(mention.parts.iter().cloned());
                }
            }
            if let Some(polarity) = read.before {
                self.turn_before(polarity, position, folded, &range, text);
            }
            let first = self.hits.len();
            let scheme = read
                .mentions
                .iter()
                .any(|mention| lexicon.rows.get(mention.row).is_some_and(|row| row.kind == Kind::Scheme));
            if scheme {
                self.last_scheme = Some((position, self.sentences));
            }
            // Told of every mention of the sentence, and the same for all.
            let (mut places, mut decided, mut law) = (None, None, None);
            let tool = read
                .mentions
                .iter()
                .any(|mention| lexicon.rows.get(mention.row).is_some_and(|row| row.kind == Kind::Tool));
            for mention in read.mentions {
                let Some(row) = lexicon.rows.get(mention.row) else { continue };
                let at = folded.span(&mention.at);
                let span = quote(text, folded, &range, &at);
                let destination = match row.kind {
                    Kind::Scheme => vec!["US".to_owned()],
                    Kind::Other => Vec::new(),
                    // A decision is about the countries named with it; the United States are those of a scheme or
                    // of the clauses beside it.
                    Kind::Decision => decided
                        .get_or_insert_with(|| {
                            let us = scheme || tool;
                            destinations(lexicon, (&folded.text, whole), &range, us, false)
                        })
                        .clone(),
                    Kind::Tool | Kind::Ground | Kind::Umbrella => places
                        .get_or_insert_with(|| {
                            let mut to = destinations(lexicon, (&folded.text, whole), &range, scheme, true);
                            if block.row {
                                let own = named.get_or_insert_with(|| cells(lexicon, folded, whole));
                                to.extend(own.iter().cloned());
                                to.sort_unstable();
                                to.dedup();
                                if to.is_empty() {
                                    let lines = || record(lexicon, text, blocks, position);
                                    to.clone_from(recorded.get_or_insert_with(lines));
                                }
                            }
                            if to.is_empty()
                                && row.kind == Kind::Ground
                                && lexicon.frame("pointing", words, holds)
                            {
                                let before = position.checked_sub(1).and_then(|before| blocks.get(before));
                                to.clone_from(
                                    pointed_at.get_or_insert_with(|| pointed(lexicon, text, before)),
                                );
                            }
                            to
                        })
                        .clone(),
                };
                let regime = *law.get_or_insert_with(|| exporter(lexicon, words, holds));
                for polarity in &mention.polarities {
                    self.hits.push(Hit {
                        mechanism: row.id.clone(),
                        row: Some(mention.row),
                        kind: row.kind,
                        parts: mention.parts.clone(),
                        polarity: *polarity,
                        explicit: mention.explicit,
                        grounded: mention.grounded,
                        at: at.clone(),
                        span: span.clone(),
                        block: position,
                        item: block.item,
                        sentence: self.sentences,
                        section: self.sections.len().checked_sub(1),
                        destination: destination.clone(),
                        regime,
                    });
                }
            }
            if signs.any(Signs::LAW) {
                self.other_regimes(lexicon, text, folded, &range, (words, holds), position, block, first);
            }
        }
    }

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

    /// "We no longer rely on it": the schemes named last, in this block, are spoken of.
    fn turn_before(
        &mut self,
        polarity: Polarity,
        position: usize,
        folded: &Folded,
        range: &Range<usize>,
        text: &str,
    ) {
        let Some((_, sentence)) = self.last_scheme.filter(|_| self.turns(position)) else { return };
        let named: Vec<Hit> = self
            .hits
            .iter()
            .rev()
            .take_while(|hit| hit.sentence >= sentence)
            .filter(|hit| hit.kind == Kind::Scheme && hit.sentence == sentence)
            .cloned()
            .collect();
        // What is relied on anyhow is not said twice.
        if polarity == Polarity::Asserted && named.iter().any(|hit| hit.polarity == Polarity::Asserted) {
            return;
        }
        let at = folded.span(range);
        for hit in named {
            let span = quote(text, folded, range, &at);
            let said = self.sentences;
            self.hits.push(Hit { polarity, explicit: true, at: at.clone(), span, sentence: said, ..hit });
        }
    }

    /// Mechanisms of other laws: the law named with a mechanism, or data that leave its country under conditions.
    #[expect(clippy::too_many_arguments, reason = "the sentence and where it stands")]
    fn other_regimes(
        &mut self,
        lexicon: &Lexicon,
        text: &str,
        folded: &Folded,
        range: &Range<usize>,
        (words, holds): (&str, &Holds),
        position: usize,
        block: &Block,
        first: usize,
    ) {
        // What a term means is not yet what anybody relies on.
        if !lexicon.any_regime.is_in(words, holds)
            || !lexicon.frame("moving", words, holds)
            || sentence::defines(Look { lexicon, holds }, words)
        {
            return;
        }
        let named = self.hits.get(first..).unwrap_or_default().iter().any(|hit| hit.kind != Kind::Scheme);
        let means = lexicon.frame("means", words, holds);
        for regime in &lexicon.regimes {
            let law = regime
                .law
                .find(words, holds)
                .next()
                .filter(|_| named || means && lexicon.frame("abroad", words, holds));
            let outside = regime.outside.find(words, holds).next().filter(|_| means);
            let Some((_, at)) = outside.or(law) else { continue };
            let here = range.start.saturating_add(at.start)..range.start.saturating_add(at.end);
            let at = folded.span(&here);
            self.hits.push(Hit {
                mechanism: format!("other-regime:{}", regime.id),
                row: None,
                kind: Kind::Other,
                parts: Vec::new(),
                polarity: Polarity::Asserted,
                explicit: true,
                grounded: true,
                span: quote(text, folded, range, &at),
                at,
                block: position,
                item: block.item,
                sentence: self.sentences,
                section: self.sections.len().checked_sub(1),
                destination: Vec::new(),
                regime: None,
            });
        }
    }
}
