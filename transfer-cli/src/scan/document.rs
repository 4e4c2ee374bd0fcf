//! A document: its sentences read in order, then what only the whole can tell. A bare name takes the parts and
//! the polarity of the rest; umbrella words next to a named mechanism are no claim of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::automaton::Ends;
use super::claim::{Claim, Polarity, Scan};
use super::date::{self, Candidate};
use super::fold::Folded;
use super::lexicon::{Holds, Kind, Lexicon, Signs};
use super::sentence::{self, Around, Look};
use super::view::{self, Block};

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
    dates: Vec<Candidate>,
    order: Vec<bool>,
    sections: Vec<String>,
    /// The words of the blocks read, for what only some documents need to know of them.
    words: Vec<String>,
    /// Block and sentence in which a scheme was named last.
    last_scheme: Option<(usize, usize)>,
    sentences: usize,
}

/// How many blocks after one that speaks of transfers its context reaches.
const CONTEXT: usize = 2;
/// How far the items of a list may stand from the words that introduce them, in blocks.
const LIST: usize = 6;
/// Most bytes of the head of a site generator's page.
const HEAD: usize = 4_000;
/// A line as short as this may be no more than the words beside a date and the date.
const SHORT: usize = 80;
/// Blocks at the top in which a line that is only a date counts.
const TOP: usize = 24;

/// Scans a text.
pub fn scan(lexicon: &Lexicon, text: &str, kind: view::Kind) -> Scan {
    let mut reading = Reading::default();
    let mut context = Context::default();
    let mut ends = Ends::default();
    let mut front = text.starts_with("---\n") || text.starts_with("---\r\n");
    for (position, block) in view::blocks(text, kind).iter().enumerate() {
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
            || position < TOP && raw.len() < 40
            || signs.any(Signs::DATE) && raw.len() < SHORT && figures(raw);
        let after = signs.any(Signs::PRONOUN) && reading.follows(position);
        if !(named || asked || dated || after || block.heading) {
            context.step(if abroad { Said::Perhaps(block.clone()) } else { Said::No }, block.item);
            continue;
        }
        let folded = Folded::new(text, block);
        let (each, holds) = lexicon.holds(&folded.text, folded.sentences_ranges(), &mut ends);
        let said = abroad && sentence::abroad(Look { lexicon, holds: &holds }, &folded.text);
        if block.heading {
            context.heading = said || lexicon.frame("heading", &folded.text, &holds);
            if !context.heading {
                context.before = <[Said; CONTEXT]>::default();
            }
            reading.sections.push(title(text, block));
        }
        let section = asked && !said && context.says(lexicon, text, &mut ends);
        let section = section || context.heading;
        let around = Around { block: said, section, item: block.item, searched: abroad, after: false };
        reading.block(lexicon, text, &folded, (&each, &holds), position, block, around);
        reading.words.push(folded.text);
        context.step(if said { Said::Yes } else { Said::No }, block.item);
    }
    reading.finish(lexicon, text)
}

/// Whether a line has a date in figures with a year of two.
fn figures(raw: &str) -> bool {
    raw.split(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.')).any(|word| {
        (6..=8).contains(&word.trim_matches('.').len()) && word.split(['-', '/', '.']).count() == 3
    })
}

/// Whether there is a year, or figures with a mark between them: without either, no date can be read.
fn perhaps_dated(words: &str) -> bool {
    let mut last = [0u8; 2];
    words.bytes().any(|byte| {
        let [first, second] = last;
        last = [second, byte];
        matches!([second, byte], [b'2', b'0'] | [b'1', b'9'])
            || matches!(second, b'/' | b'.' | b'-') && first.is_ascii_digit() && byte.is_ascii_digit()
    })
}

/// Signs that something has a name.
const NAMED: Signs = Signs::NAME.and(Signs::TOOL);

/// Whether a block says that data leave the country; where nobody asks, it is not found out.
#[derive(Debug, Default)]
enum Said {
    #[default]
    No,
    Yes,
    Perhaps(Block),
}

/// What was said before a block.
#[derive(Debug, Default)]
struct Context {
    heading: bool,
    before: [Said; CONTEXT],
}

impl Context {
    /// Items of a list do not push out what introduced them.
    fn step(&mut self, said: Said, item: bool) {
        if item && matches!(said, Said::No) {
            return;
        }
        self.before.rotate_right(1);
        if let Some(first) = self.before.first_mut() {
            *first = said;
        }
    }

    /// Whether the heading or a block before may say it.
    fn possible(&self) -> bool {
        self.heading || self.before.iter().any(|said| !matches!(said, Said::No))
    }

    /// Whether a block before says it.
    fn says(&mut self, lexicon: &Lexicon, text: &str, ends: &mut Ends) -> bool {
        for said in &mut self.before {
            if let Said::Perhaps(block) = said {
                let folded = Folded::new(text, block);
                let (_, holds) = lexicon.holds(&folded.text, std::iter::once(0..folded.text.len()), ends);
                let look = Look { lexicon, holds: &holds };
                *said = if sentence::abroad(look, &folded.text) { Said::Yes } else { Said::No };
            }
        }
        self.before.iter().any(|said| matches!(said, Said::Yes))
    }
}

/// A heading without its marks.
fn title(text: &str, block: &Block) -> String {
    let raw: String = block.pieces.iter().filter_map(|piece| text.get(piece.clone())).collect();
    let words: Vec<&str> = raw.split_whitespace().collect();
    let plain = words.join(" ");
    let plain = plain.trim_matches(['#', '*', '_', ' ', ':']).replace("**", "").replace('\\', "");
    plain.chars().take(120).collect()
}

impl Reading {
    #[expect(clippy::too_many_arguments, reason = "the block and where it stands")]
    fn block(
        &mut self,
        lexicon: &Lexicon,
        text: &str,
        folded: &Folded,
        (each, whole): (&[(Holds, Signs)], &Holds),
        position: usize,
        block: &Block,
        around: Around,
    ) {
        let raw = block.extent().len();
        for (range, (holds, signs)) in folded.sentences_ranges().zip(each) {
            self.sentences = self.sentences.saturating_add(1);
            let Some(words) = folded.text.get(range.clone()) else { continue };
            let signs = *signs;
            if signs.any(Signs::YEAR) || position < TOP || raw < SHORT {
                self.dated(lexicon, folded, &range, (words, holds), position);
            }
            let around = Around { after: self.turns(position), ..around };
            let read = sentence::read(Look { lexicon, holds }, folded, &range, signs, around);
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
                            destinations(lexicon, (&folded.text, whole), &range, scheme, true)
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

    fn dated(
        &mut self,
        lexicon: &Lexicon,
        folded: &Folded,
        range: &Range<usize>,
        (words, holds): (&str, &Holds),
        position: usize,
    ) {
        if !perhaps_dated(words) {
            return;
        }
        for (at, rank, written, shown) in date::dates(lexicon, words, holds, position < TOP) {
            let at = folded.source(range.start.saturating_add(at));
            if let Some(first) = order(&shown) {
                self.order.push(first);
            }
            if self.dates.len() < 1_000 {
                self.dates.push(Candidate { rank, at, written, text: shown });
            }
        }
        for shown in words.split([' ', ',', ';', '(', ')']).filter(|word| word.len() >= 8 && word.len() <= 10)
        {
            if let Some(first) = order(shown) {
                self.order.push(first);
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
        if !lexicon.any_regime.is_in(words, holds) || !lexicon.frame("moving", words, holds) {
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

    fn finish(mut self, lexicon: &Lexicon, text: &str) -> Scan {
        self.ground(lexicon);
        self.settle_polarity();
        self.settle_umbrellas();
        self.block_parts();
        let parts = self.document_parts();
        let lines = Lines::new(text);
        let mut seen = BTreeMap::new();
        let mut claims: Vec<Claim> = Vec::new();
        self.hits.sort_by(|a, b| a.at.start.cmp(&b.at.start).then(a.polarity.cmp(&b.polarity)));
        for hit in &self.hits {
            let own: Vec<Option<String>> = if hit.kind != Kind::Scheme {
                vec![None]
            } else if hit.parts.is_empty() {
                let same = parts.get(&(hit.mechanism.clone(), Some(hit.polarity)));
                let any = same.or_else(|| parts.get(&(hit.mechanism.clone(), None)));
                any.map_or_else(|| vec![None], |set| set.iter().cloned().map(Some).collect())
            } else {
                hit.parts.iter().cloned().map(Some).collect()
            };
            let named_on = lines.line(hit.at.start);
            for part in own {
                let key = (named_on, hit.mechanism.clone(), part.clone(), hit.polarity);
                // Said again on the line: only the countries may be more.
                if let Some(claim) = seen.get(&key).and_then(|at: &usize| claims.get_mut(*at)) {
                    claim.destination.extend(hit.destination.iter().cloned());
                    claim.destination.sort_unstable();
                    claim.destination.dedup();
                    continue;
                }
                seen.insert(key, claims.len());
                let regime = match part.as_deref() {
                    Some("swiss-us") => Some("CH"),
                    Some("uk-extension") => Some("GB"),
                    Some(_) => None,
                    None => hit.regime,
                };
                claims.push(Claim {
                    mechanism: hit.mechanism.clone(),
                    part,
                    polarity: hit.polarity,
                    destination: hit.destination.clone(),
                    line: lines.line(hit.span.start),
                    column: lines.column(text, hit.span.start),
                    span: hit.span.clone(),
                    section: hit.section.and_then(|at| self.sections.get(at).cloned()),
                    regime,
                });
            }
        }
        let (published, doubtful) = date::own(&self.dates, || self.day_first(lexicon));
        Scan { claims, published, doubtful }
    }

    /// Drops names whose context the document never gave.
    fn ground(&mut self, lexicon: &Lexicon) {
        let strong: BTreeSet<String> =
            self.hits.iter().filter(|hit| hit.grounded).map(|hit| hit.mechanism.clone()).collect();
        let words = &self.words;
        let mut there: BTreeMap<usize, bool> = BTreeMap::new();
        self.hits.retain(|hit| {
            let Some(row) = hit.row else { return true };
            let asks = lexicon.rows.get(row).and_then(|row| row.needs_document.as_ref());
            (hit.grounded || strong.contains(&hit.mechanism))
                && asks.is_none_or(|needs| {
                    *there
                        .entry(row)
                        .or_insert_with(|| words.iter().any(|words| needs.is_in(words, &Holds::ANY)))
                })
        });
    }

    /// A scheme named without a word on how follows what is said of it elsewhere.
    fn settle_polarity(&mut self) {
        let mut said: BTreeMap<String, BTreeSet<Polarity>> = BTreeMap::new();
        for hit in self.hits.iter().filter(|hit| hit.kind == Kind::Scheme && hit.explicit) {
            said.entry(hit.mechanism.clone()).or_default().insert(hit.polarity);
        }
        for hit in self.hits.iter_mut().filter(|hit| hit.kind == Kind::Scheme && !hit.explicit) {
            if let Some(said) = said.get(&hit.mechanism)
                && !said.contains(&Polarity::Asserted)
                && let Some(first) = said.first()
            {
                hit.polarity = *first;
            }
        }
    }

    /// Umbrella words beside a named mechanism claim nothing more.
    fn settle_umbrellas(&mut self) {
        let (mut tools, mut listed, mut grounds) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut schemes = BTreeSet::new();
        for hit in self.hits.iter().filter(|hit| hit.polarity != Polarity::Disclaimed) {
            match hit.kind {
                Kind::Scheme => {
                    schemes.insert(hit.sentence);
                }
                Kind::Ground => {
                    grounds.insert(hit.sentence);
                }
                Kind::Tool | Kind::Decision | Kind::Other => {
                    tools.insert(hit.block);
                    if hit.item {
                        listed.insert(hit.block);
                    }
                }
                Kind::Umbrella => {}
            }
        }
        let within = |set: &BTreeSet<usize>, block: usize, reach: usize| {
            set.range(block.saturating_sub(reach)..=block.saturating_add(reach)).next().is_some()
        };
        let near = |hit: &Hit| {
            schemes.contains(&hit.sentence)
                || grounds.contains(&hit.sentence)
                || within(&tools, hit.block, 1)
                || within(&listed, hit.block, LIST)
        };
        let kept: Vec<bool> = self.hits.iter().map(|hit| hit.kind != Kind::Umbrella || !near(hit)).collect();
        let mut kept = kept.into_iter();
        self.hits.retain(|_| kept.next().unwrap_or(true));
    }

    /// A bare name takes the parts that its block gives.
    fn block_parts(&mut self) {
        let mut given: BTreeMap<(usize, String), BTreeSet<String>> = BTreeMap::new();
        for hit in self.hits.iter().filter(|hit| !hit.parts.is_empty()) {
            let parts = given.entry((hit.block, hit.mechanism.clone())).or_default();
            parts.extend(hit.parts.iter().cloned());
        }
        for hit in self.hits.iter_mut().filter(|hit| hit.kind == Kind::Scheme && hit.parts.is_empty()) {
            if let Some(parts) = given.get(&(hit.block, hit.mechanism.clone())) {
                hit.parts = parts.iter().cloned().collect();
            }
        }
    }

    /// The parts of each scheme in the document, for each polarity and for any.
    fn document_parts(&self) -> BTreeMap<(String, Option<Polarity>), BTreeSet<String>> {
        let mut parts: BTreeMap<(String, Option<Polarity>), BTreeSet<String>> = BTreeMap::new();
        for hit in self.hits.iter().filter(|hit| !hit.parts.is_empty()) {
            for key in [Some(hit.polarity), None] {
                parts.entry((hit.mechanism.clone(), key)).or_default().extend(hit.parts.iter().cloned());
            }
        }
        parts
    }

    /// Whether days come before months: the document's other dates tell, else its language where it has one order.
    fn day_first(&self, lexicon: &Lexicon) -> Option<bool> {
        let (yes, no) = (self.order.contains(&true), self.order.contains(&false));
        if yes != no {
            return Some(yes);
        }
        // A few blocks show the language.
        let shown = || self.words.iter().take(12);
        let counts = lexicon.languages.iter().enumerate().map(|(at, (_, words, _))| {
            let count: usize = shown().map(|text| words.find(text, &Holds::ANY).take(64).count()).sum();
            (at, count)
        });
        let (language, _) = counts
            .filter(|_| !self.words.is_empty())
            .max_by_key(|(at, count)| (*count, usize::MAX.saturating_sub(*at)))?;
        lexicon.languages.get(language).and_then(|(_, _, day_first)| day_first.then_some(true))
    }
}

/// Whether a date in figures puts its day first; none if it could be either.
fn order(text: &str) -> Option<bool> {
    let mut parts = text.split(['/', '-']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || first.len() > 2 || !matches!(third.len(), 2 | 4) {
        return None;
    }
    let (first, second): (u8, u8) = (first.parse().ok()?, second.parse().ok()?);
    third.parse::<u16>().ok()?;
    match (first > 12, second > 12) {
        (true, false) if first <= 31 => Some(true),
        (false, true) if second <= 31 => Some(false),
        _ => None,
    }
}

/// Longest quotation, in bytes.
const QUOTE: usize = 420;

/// The part of the sentence to show: from the line of the name, and not too long.
fn quote(text: &str, folded: &Folded, sentence: &Range<usize>, at: &Range<usize>) -> Range<usize> {
    let whole = folded.span(sentence);
    let line = text.get(whole.start..at.start).and_then(|head| head.rfind('\n'));
    let mut start = line.map_or(whole.start, |newline| whole.start.saturating_add(newline).saturating_add(1));
    let mut end = next(text, whole.end);
    if end.saturating_sub(start) > QUOTE {
        let half = QUOTE.div_euclid(2);
        start = start.max(word_start(text, at.start.saturating_sub(half)));
        end = end.min(word_end(text, start.saturating_add(QUOTE).max(at.end)));
    }
    let shown = text.get(start..end).unwrap_or("");
    let front = shown.len().saturating_sub(shown.trim_start().len());
    let back = shown.len().saturating_sub(shown.trim_end().len());
    start.saturating_add(front)..end.saturating_sub(back).max(start.saturating_add(front))
}

/// The end of the character at an offset.
fn next(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(text.len().min(at), |c| at.saturating_add(c.len_utf8()))
}

fn word_start(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_add(1);
    }
    // The space may take several bytes.
    let space = text.get(at..).and_then(|rest| rest.find(char::is_whitespace));
    space.map_or(at, |space| next(text, at.saturating_add(space)))
}

fn word_end(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_add(1);
    }
    let rest = text.get(at..).unwrap_or("");
    rest.find(char::is_whitespace).map_or(text.len(), |space| at.saturating_add(space))
}

/// The countries that are destinations: named in the sentence, or else, where that is asked, before it in the block,
/// and not as where data or people come from.
fn destinations(
    lexicon: &Lexicon,
    (words, holds): (&str, &Holds),
    sentence: &Range<usize>,
    scheme: bool,
    earlier: bool,
) -> Vec<String> {
    // Of a decision, a country may be the subject: "Israel is recognised".
    let subject = !earlier;
    let here =
        words.get(sentence.clone()).map(|text| countries(lexicon, text, holds, subject)).unwrap_or_default();
    let mut found = if here.is_empty() && earlier {
        let mut from = sentence.start.saturating_sub(BEFORE);
        while !words.is_char_boundary(from) {
            from = from.saturating_add(1);
        }
        words.get(from..sentence.start).map(|text| countries(lexicon, text, holds, false)).unwrap_or_default()
    } else {
        here
    };
    // Where a US scheme is named beside it, the country is the scheme's.
    if scheme {
        found.remove("US");
    }
    found.into_iter().collect()
}

/// How far behind a country "addendum" makes it part of a name: "UK or Swiss Addendum".
const ADDENDUM: usize = 24;
/// What follows a country of which something is said.
const SUBJECT: [&str; 8] = [" benefits ", " is ", " are ", " has ", " have ", " ist ", " est ", " a ete "];
/// How far before a sentence its countries may be named.
const BEFORE: usize = 900;

fn countries(lexicon: &Lexicon, words: &str, holds: &Holds, subject: bool) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (pattern, at) in lexicon.places.find(words, holds).take(200) {
        let mut start = at.start.saturating_sub(90);
        while !words.is_char_boundary(start) {
            start = start.saturating_add(1);
        }
        let before = words.get(start..at.start).unwrap_or("");
        let after = words.get(at.end..).unwrap_or("");
        // "EU-US", "US-based", "UK Addendum": part of a name.
        let names = [
            " addendum",
            " extension",
            " international",
            " gdpr",
            " department",
            " privacy",
            " based",
            " adequacy",
            " government",
            " data protection",
            " law",
            " data ",
            " residents",
            " individuals",
            " users",
            " citizens",
            ".",
        ];
        let named = before.ends_with(['-', '.', '@', '/']) || after.starts_with(['-', '\'']) || {
            names.iter().any(|rest| {
                after
                    .strip_prefix(rest)
                    .is_some_and(|more| *rest != "." || more.starts_with(char::is_alphabetic))
            }) || after.bytes().take(ADDENDUM).collect::<Vec<u8>>().windows(6).any(|word| word == b"addend")
        };
        let last = |many: &super::lexicon::Many| many.find(before, holds).next_back().map(|(_, cue)| cue.end);
        let bound = last(&lexicon.destination);
        let origin = last(&lexicon.origin);
        let is = subject && origin.is_none() && SUBJECT.iter().any(|verb| after.starts_with(verb));
        if !named
            && (is || bound.is_some() && bound > origin)
            && let Some(code) = lexicon.place_of.get(pattern)
        {
            found.insert(code.clone());
        }
    }
    found
}

/// Where the exporter sits, where the words leave one law only: `GB` or `CH`.
fn exporter(lexicon: &Lexicon, words: &str, holds: &Holds) -> Option<&'static str> {
    if lexicon.frame("exporter_eu", words, holds) {
        return None;
    }
    match (lexicon.frame("exporter_uk", words, holds), lexicon.frame("exporter_swiss", words, holds)) {
        (true, false) => Some("GB"),
        (false, true) => Some("CH"),
        _ => None,
    }
}

/// Line starts of a text.
#[derive(Debug)]
struct Lines(Vec<usize>);

impl Lines {
    fn new(text: &str) -> Self {
        let starts = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at.saturating_add(1));
        Self(std::iter::once(0).chain(starts).collect())
    }

    fn line(&self, at: usize) -> usize {
        self.0.partition_point(|start| *start <= at)
    }

    fn column(&self, text: &str, at: usize) -> usize {
        let start = self.line(at).checked_sub(1).and_then(|line| self.0.get(line).copied()).unwrap_or(0);
        text.get(start..at).map_or(1, |head| head.chars().count().saturating_add(1))
    }
}
