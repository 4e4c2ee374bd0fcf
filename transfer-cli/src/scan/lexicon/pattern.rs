//! Patterns, each searched only where a text holds the plain words without which it cannot match: patterns are many and
//! dear, texts long, and most patterns need a word that is not there.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::Input;
use regex_automata::meta::{Config, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;

use crate::scan::automaton::Automaton;
use crate::scan::needs::needs;

/// Sets of 64 words each that a text may hold.
const SETS: usize = 96;

/// Which of the words that patterns need a text holds. What is known of a text holds for every part of it: no part
/// has a word that the text lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holds([u64; SETS]);

impl Holds {
    /// Nothing.
    pub const NONE: Self = Self([0; SETS]);
    /// Nothing is known: any word may be there.
    pub const ANY: Self = Self([u64::MAX; SETS]);

    pub(super) fn add(&mut self, words: &[(usize, u64)]) {
        for (set, words) in words {
            if let Some(set) = self.0.get_mut(*set) {
                *set |= words;
            }
        }
    }

    /// All of these too.
    pub fn join(&mut self, other: &Self) {
        for (here, there) in self.0.iter_mut().zip(&other.0) {
            *here |= there;
        }
    }

    fn meets(&self, any: &Any) -> bool {
        any.0.iter().any(|(set, words)| self.0.get(*set).is_some_and(|here| here & words != 0))
    }
}

/// Words of which one must be there: by set.
#[derive(Debug)]
struct Any(Vec<(usize, u64)>);

/// A pattern, compiled when first a text has what it needs.
#[derive(Debug)]
struct Pattern {
    text: String,
    needs: Vec<Any>,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn possible(&self, holds: &Holds) -> bool {
        self.needs.iter().all(|any| holds.meets(any))
    }

    fn compile(&self) -> Result<Regex, String> {
        let syntax = syntax::Config::new().unicode(false).utf8(false);
        let config = Config::new()
            .utf8_empty(false)
            .which_captures(WhichCaptures::Implicit)
            .onepass(false)
            .hybrid(false);
        let built = Regex::builder().syntax(syntax).configure(config).build(&self.text);
        built.map_err(|error| format!("{error}: {}", self.text))
    }

    /// A test compiles every pattern, so that none is missing here.
    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| self.compile().ok()).as_ref()
    }
}

/// Several patterns searched at once.
#[derive(Debug, Default)]
pub struct Many {
    patterns: Vec<Pattern>,
    /// What any of them needs, where all need something.
    gate: Option<Any>,
}

impl Many {
    fn possible<'a>(&'a self, holds: &'a Holds) -> impl Iterator<Item = (usize, &'a Regex)> {
        let open = self.gate.as_ref().is_none_or(|gate| holds.meets(gate));
        let patterns = if open { self.patterns.as_slice() } else { &[] };
        let possible = patterns.iter().enumerate().filter(|(_, pattern)| pattern.possible(holds));
        possible.filter_map(|(at, pattern)| pattern.regex().map(|regex| (at, regex)))
    }

    /// Whether any is found in a text that holds these words, or in a part of it.
    pub fn is_in(&self, text: &str, holds: &Holds) -> bool {
        self.possible(holds).any(|(_, regex)| regex.find(text).is_some())
    }

    /// What is found, from left to right and none over another, with the position of the pattern: of patterns that
    /// begin at the same place, the first.
    pub fn find(&self, text: &str, holds: &Holds) -> std::vec::IntoIter<(usize, Range<usize>)> {
        let mut found = Vec::new();
        let mut open: Vec<(usize, &Regex, Range<usize>)> = Vec::new();
        for (at, regex) in self.possible(holds) {
            if let Some(first) = regex.find(text) {
                open.push((at, regex, first.range()));
            }
        }
        // The patterns stand in their order, and so the first of those that begin first is theirs.
        while let Some((at, range)) =
            open.iter().min_by_key(|(_, _, range)| range.start).map(|(at, _, range)| (*at, range.clone()))
        {
            let from = range.end.max(range.start.saturating_add(1));
            found.push((at, range));
            open.retain_mut(|(_, regex, range)| {
                if range.start >= from {
                    return true;
                }
                let next =
                    (from <= text.len()).then(|| regex.search(&Input::new(text).range(from..))).flatten();
                next.is_some_and(|next| {
                    *range = next.range();
                    true
                })
            });
        }
        found.into_iter()
    }
}

/// Words by set.
pub(super) fn sets(words: impl Iterator<Item = usize>) -> Vec<(usize, u64)> {
    let mut sets: BTreeMap<usize, u64> = BTreeMap::new();
    for word in words {
        *sets.entry(word.div_euclid(64)).or_default() |= 1u64 << word.rem_euclid(64);
    }
    sets.into_iter().collect()
}

/// Collects patterns, and the words that they need.
#[derive(Debug)]
pub(super) struct Collector {
    words: BTreeMap<String, u16>,
    /// Whether each pattern is compiled at once, to find its faults.
    strict: bool,
}

impl Collector {
    pub(super) fn new(strict: bool) -> Self {
        Self { words: BTreeMap::new(), strict }
    }

    pub(super) fn many(&mut self, patterns: &[String]) -> Result<Many, String> {
        let patterns = patterns.iter().map(|text| self.pattern(text)).collect::<Result<Vec<_>, _>>()?;
        let first: Option<Vec<&Any>> = patterns.iter().map(|pattern| pattern.needs.first()).collect();
        let gate = first.filter(|first| !first.is_empty()).map(|first| {
            let mut sets: BTreeMap<usize, u64> = BTreeMap::new();
            for (set, words) in first.iter().flat_map(|any| &any.0) {
                *sets.entry(*set).or_default() |= words;
            }
            Any(sets.into_iter().collect())
        });
        Ok(Many { patterns, gate })
    }

    fn pattern(&mut self, text: &str) -> Result<Pattern, String> {
        let asked = needs(text);
        let needs: Vec<Any> = asked.iter().filter_map(|any| self.any(any)).collect();
        // Found where texts are tested: a pattern of which nothing is asked is searched everywhere.
        if self.strict && needs.len() < asked.len() {
            return Err(format!("more words than can be kept apart: {text}"));
        }
        let pattern = Pattern { text: text.to_owned(), needs, regex: OnceLock::new() };
        if self.strict {
            let _ = pattern.regex.set(Some(pattern.compile()?));
        }
        Ok(pattern)
    }

    /// None where there are more words than can be kept apart: then nothing is asked for.
    fn any(&mut self, any: &[String]) -> Option<Any> {
        let mut all = Vec::with_capacity(any.len());
        for word in any {
            let new = u16::try_from(self.words.len()).ok()?;
            let at = match self.words.get(word) {
                Some(at) => *at,
                None if usize::from(new) < SETS.saturating_mul(64) => {
                    self.words.insert(word.clone(), new);
                    new
                }
                None => return None,
            };
            all.push(usize::from(at));
        }
        Some(Any(sets(all.into_iter())))
    }

    /// An automaton of these words and, before them, of others.
    pub(super) fn automaton(&self, others: &[&str]) -> Result<Automaton, String> {
        let mut words: Vec<(&str, u16)> = self.words.iter().map(|(word, at)| (word.as_str(), *at)).collect();
        words.sort_unstable_by_key(|(_, at)| *at);
        let all: Vec<&str> = others.iter().copied().chain(words.into_iter().map(|(word, _)| word)).collect();
        Automaton::new(&all)
    }
}

#[cfg(test)]
mod tests {
    use super::Many;
    use crate::scan::automaton::Ends;
    use crate::scan::lexicon::{Lexicon, TEXTS};

    /// Every pattern of the lexicon, in every sentence of the tests' own: where it matches, the text holds what it
    /// says that it needs.
    #[test]
    fn a_pattern_that_matches_has_what_it_needs() {
        let lexicon = Lexicon::new(&TEXTS).unwrap();
        let mut all: Vec<&Many> = lexicon.names.iter().map(|(_, many, _)| many).collect();
        all.extend(lexicon.frames.values());
        all.extend([&lexicon.parts, &lexicon.any_regime, &lexicon.places, &lexicon.origin, &lexicon.listed]);
        all.extend(lexicon.cues.all());
        let dates = &lexicon.dates;
        all.extend([&dates.former, &dates.titled, &dates.whichever, &dates.announced, &dates.history]);
        all.extend([&dates.updated, &dates.effective, &dates.date, &dates.law]);
        all.extend(
            lexicon
                .rows
                .iter()
                .flat_map(|row| row.guard.iter().chain(&row.unless).chain(&row.after).chain([&row.not])),
        );
        let mut matched = 0usize;
        for text in [
            include_str!("../../../../tests/policies/sentences-en.toml"),
            include_str!("../../../../tests/policies/sentences-de.toml"),
            include_str!("../../../../tests/policies/sentences-fr.toml"),
            include_str!("../../../../tests/policies/sentences-es.toml"),
            include_str!("../../../../tests/policies/sentences-it.toml"),
            include_str!("../../../../tests/policies/sentences-nl.toml"),
        ] {
            for line in text.lines() {
                let blocks = crate::scan::view::blocks(line, crate::scan::view::Kind::Text);
                let Some(block) = blocks.first() else { continue };
                let folded = crate::scan::fold::Folded::new(line, block).text;
                let (_, holds) =
                    lexicon.holds(&folded, std::iter::once(0..folded.len()), &mut Ends::default());
                for many in &all {
                    for pattern in &many.patterns {
                        if pattern.regex().unwrap().is_match(&folded) {
                            matched = matched.saturating_add(1);
                            assert!(pattern.possible(&holds), "{} in {folded}", pattern.text);
                            assert!(many.is_in(&folded, &holds));
                        }
                    }
                }
            }
        }
        assert!(matched > 1_000, "{matched}");
    }
}
