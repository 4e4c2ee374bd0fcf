//! A block of a document, sentence by sentence: its dates, and what each sentence claims, for where.

use std::collections::BTreeSet;
use std::ops::Range;

use super::place::{cells, destinations, exporter, pointed};
use super::quote::quote;
use super::record::record;
use super::{Hit, Reading, SHORT, TOP};
use crate::scan::claim::Polarity;
use crate::scan::date::Stands;
use crate::scan::fold::Folded;
use crate::scan::lexicon::{Holds, Kind, Lexicon, Signs};
use crate::scan::sentence::{self, Around, Look, Mention};
use crate::scan::view::Block;

/// Longest block that is one matter; a longer one may be a whole document on one line.
const LONG: usize = 6_000;

/// Sentences before and after one that speaks of transfers to which its context reaches in a long block.
const WITHIN: usize = 4;

/// A block, folded, with what its words hold, among the others of its document.
#[derive(Clone, Copy)]
pub(super) struct Here<'h> {
    pub(super) lexicon: &'h Lexicon,
    pub(super) text: &'h str,
    pub(super) blocks: &'h [Block],
    pub(super) position: usize,
    pub(super) folded: &'h Folded,
    pub(super) holds: &'h Holds,
}

/// A sentence of a block.
struct Said<'s> {
    range: Range<usize>,
    words: &'s str,
    look: Look<'s>,
}

impl Said<'_> {
    fn frame(&self, name: &str) -> bool {
        self.look.lexicon.frame(name, self.words, self.look.holds)
    }
}

/// What is looked for at most once a block: the places of its cells, of the lines of its record, of the block before.
#[derive(Default)]
struct Places {
    cells: Option<BTreeSet<String>>,
    recorded: Option<Vec<String>>,
    pointed: Option<Vec<String>>,
}

/// What is the same for all that a sentence names: its kinds, and what is told once.
#[derive(Default)]
struct Named {
    scheme: bool,
    tool: bool,
    /// Where data go that a tool, a ground or general words let go.
    to: Option<Vec<String>>,
    /// The places of a decision.
    decided: Option<Vec<String>>,
}

/// For each sentence of a block, whether one near it says that data leave the country.
fn spoken(here: &Here<'_>, each: &[(Holds, Signs)]) -> Vec<bool> {
    let said: Vec<bool> = here
        .folded
        .sentences_ranges()
        .zip(each)
        .map(|(range, (holds, _))| {
            let look = Look { lexicon: here.lexicon, holds };
            here.folded.text.get(range).is_some_and(|text| sentence::abroad(look, text))
        })
        .collect();
    (0..said.len())
        .map(|at| {
            let end = at.saturating_add(WITHIN).saturating_add(1).min(said.len());
            said.get(at.saturating_sub(WITHIN)..end).is_some_and(|near| near.contains(&true))
        })
        .collect()
}

impl Here<'_> {
    /// The places that a mention is about.
    fn places_of(&self, kind: Kind, said: &Said<'_>, named: &mut Named, places: &mut Places) -> Vec<String> {
        let words = (self.folded.text.as_str(), self.holds);
        match kind {
            Kind::Scheme => vec!["US".to_owned()],
            Kind::Other => Vec::new(),
            // A decision is about the countries named with it; the United States are those of a scheme or of the clauses
            // beside it.
            Kind::Decision => {
                let us = named.scheme || named.tool;
                let decided = || destinations(self.lexicon, words, &said.range, us, false);
                named.decided.get_or_insert_with(decided).clone()
            }
            Kind::Tool | Kind::Ground | Kind::Umbrella => {
                let scheme = named.scheme;
                named.to.get_or_insert_with(|| self.bound_for(kind, said, scheme, places)).clone()
            }
        }
    }

    /// Where data go: to the places of the sentence, else those of the table, the record or the block before it.
    fn bound_for(&self, kind: Kind, said: &Said<'_>, scheme: bool, places: &mut Places) -> Vec<String> {
        let Self { lexicon, text, blocks, position, folded, holds } = *self;
        let mut to = destinations(lexicon, (&folded.text, holds), &said.range, scheme, true);
        if blocks.get(position).is_some_and(|block| block.row) {
            let own = places.cells.get_or_insert_with(|| cells(lexicon, folded, holds));
            to.extend(own.iter().cloned());
            to.sort_unstable();
            to.dedup();
            if to.is_empty() {
                let lines = || record(lexicon, text, blocks, position);
                to.clone_from(places.recorded.get_or_insert_with(lines));
            }
        }
        if to.is_empty() && kind == Kind::Ground && said.frame("pointing") {
            let before = position.checked_sub(1).and_then(|before| blocks.get(before));
            to.clone_from(places.pointed.get_or_insert_with(|| pointed(lexicon, text, before)));
        }
        to
    }
}

impl Reading {
    /// Reads a block; `each` is what its sentences hold.
    pub(super) fn block(&mut self, here: &Here<'_>, each: &[(Holds, Signs)], around: Around, stands: Stands) {
        let Here { lexicon, blocks, position, folded, .. } = *here;
        let Some(block) = blocks.get(position) else { return };
        let raw = block.extent().len();
        let mut places = Places::default();
        let near = (around.block && folded.text.len() > LONG).then(|| spoken(here, each));
        for (index, (range, (holds, signs))) in folded.sentences_ranges().zip(each).enumerate() {
            self.sentences = self.sentences.saturating_add(1);
            let Some(words) = folded.text.get(range.clone()) else { continue };
            let said = Said { range, words, look: Look { lexicon, holds } };
            if signs.any(Signs::YEAR) || position < TOP || raw < SHORT {
                self.dated(lexicon, folded, &said.range, (words, holds), stands);
            }
            let abroad = near.as_ref().map_or(around.block, |near| near.get(index).copied().unwrap_or(false));
            let around = Around { after: self.turns(position), block: abroad, ..around };
            let read = sentence::read(said.look, folded, &said.range, *signs, around);
            for mention in read.defined.iter().filter(|mention| !mention.parts.is_empty()) {
                if let Some(row) = lexicon.rows.get(mention.row) {
                    let parts = self.defined.entry(row.id.clone()).or_default();
                    parts.extend(mention.parts.iter().cloned());
                }
            }
            if let Some(polarity) = read.before {
                self.turn_before(polarity, here, &said.range);
            }
            let first = self.hits.len();
            self.claim(here, &said, read.mentions, &mut places);
            if signs.any(Signs::LAW) {
                self.other_regimes(here, &said, first);
            }
        }
    }

    /// What a sentence names is claimed.
    fn claim(&mut self, here: &Here<'_>, said: &Said<'_>, mentions: Vec<Mention>, places: &mut Places) {
        let Here { lexicon, position, folded, .. } = *here;
        let is = |kind: Kind| {
            mentions.iter().any(|mention| lexicon.rows.get(mention.row).is_some_and(|row| row.kind == kind))
        };
        let mut named = Named { scheme: is(Kind::Scheme), tool: is(Kind::Tool), ..Named::default() };
        if named.scheme {
            self.last_scheme = Some((position, self.sentences));
        }
        // Whose law it is, the words of the sentence say for all of them.
        let mut law = None;
        for mention in mentions {
            let Some(row) = lexicon.rows.get(mention.row) else { continue };
            let at = folded.span(&mention.at);
            let destination = here.places_of(row.kind, said, &mut named, places);
            let regime = *law.get_or_insert_with(|| exporter(lexicon, said.words, said.look.holds));
            let claimed = Hit {
                mechanism: row.id.clone(),
                row: Some(mention.row),
                kind: row.kind,
                parts: mention.parts,
                explicit: mention.explicit,
                grounded: mention.grounded,
                destination,
                regime,
                ..self.hit(here, &said.range, at)
            };
            for polarity in &mention.polarities {
                self.hits.push(Hit { polarity: *polarity, ..claimed.clone() });
            }
        }
    }

    /// A claim that stands there, of nothing yet: asserted, in so many words.
    fn hit(&self, here: &Here<'_>, sentence: &Range<usize>, at: Range<usize>) -> Hit {
        Hit {
            mechanism: String::new(),
            row: None,
            kind: Kind::Other,
            parts: Vec::new(),
            polarity: Polarity::Asserted,
            explicit: true,
            grounded: true,
            span: quote(here.text, here.folded, sentence, &at),
            at,
            block: here.position,
            item: here.blocks.get(here.position).is_some_and(|block| block.item),
            sentence: self.sentences,
            section: self.sections.len().checked_sub(1),
            destination: Vec::new(),
            regime: None,
        }
    }

    /// "We no longer rely on it": the schemes named last, in this block, are spoken of.
    fn turn_before(&mut self, polarity: Polarity, here: &Here<'_>, range: &Range<usize>) {
        let turns = self.turns(here.position);
        let Some((_, sentence)) = self.last_scheme.filter(|_| turns) else { return };
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
        let at = here.folded.span(range);
        for hit in named {
            let span = quote(here.text, here.folded, range, &at);
            let said = self.sentences;
            self.hits.push(Hit { polarity, explicit: true, at: at.clone(), span, sentence: said, ..hit });
        }
    }

    /// Mechanisms of other laws: the law named with a mechanism, or data that leave its country under conditions. `first`
    /// is the first claim of the sentence.
    fn other_regimes(&mut self, here: &Here<'_>, said: &Said<'_>, first: usize) {
        let (lexicon, words, holds) = (here.lexicon, said.words, said.look.holds);
        // What a term means is not yet what anybody relies on.
        if !lexicon.any_regime.is_in(words, holds)
            || !said.frame("moving")
            || sentence::defines(said.look, words)
        {
            return;
        }
        let named = self.hits.get(first..).unwrap_or_default().iter().any(|hit| hit.kind != Kind::Scheme);
        let means = said.frame("means");
        for regime in &lexicon.regimes {
            let law = regime.law.find(words, holds).next();
            let law = law.filter(|_| named || means && said.frame("abroad"));
            let outside = regime.outside.find(words, holds).next().filter(|_| means);
            let Some((_, at)) = outside.or(law) else { continue };
            let start = said.range.start;
            let at = here.folded.span(&(start.saturating_add(at.start)..start.saturating_add(at.end)));
            let mechanism = format!("other-regime:{}", regime.id);
            self.hits.push(Hit { mechanism, ..self.hit(here, &said.range, at) });
        }
    }
}
