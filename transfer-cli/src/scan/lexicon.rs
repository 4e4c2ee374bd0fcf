//! The phrases by which claims are known: data in `lexicon/*.toml`, read once, checked and compiled. All languages
//! are searched at once, since policies mix them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::Input;
use regex_automata::meta::{Config, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;
use serde::Deserialize;

use super::automaton::{Automaton, Ends};
use super::needs::needs;

/// The texts in the binary.
pub const TEXTS: [(&str, &str); 3] = [
    ("en.toml", include_str!("../../lexicon/en.toml")),
    ("de.toml", include_str!("../../lexicon/de.toml")),
    ("fr.toml", include_str!("../../lexicon/fr.toml")),
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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MechanismText {
    id: String,
    kind: Kind,
    part: Option<String>,
    forms: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    capitals: bool,
    #[serde(default)]
    title: bool,
    #[serde(default)]
    spreads: bool,
    #[serde(default)]
    needs: Vec<String>,
    needs_document: Option<String>,
    #[serde(default)]
    never: Vec<String>,
    about: Option<About>,
    guard: Option<String>,
    unless: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegimeText {
    id: String,
    #[serde(default)]
    law: Vec<String>,
    #[serde(default)]
    place: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DatesText {
    updated: Vec<String>,
    effective: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
    #[serde(default)]
    law: Vec<String>,
    #[serde(default)]
    former: Vec<String>,
    #[serde(default)]
    titled: Vec<String>,
    #[serde(default)]
    whichever: Vec<String>,
    #[serde(default)]
    filler: Vec<String>,
    months: Vec<String>,
    day_first: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    language: String,
    triggers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    stopwords: Vec<String>,
    frames: BTreeMap<String, Vec<String>>,
    mechanism: Vec<MechanismText>,
    #[serde(default)]
    regime: Vec<RegimeText>,
    parts: BTreeMap<String, Vec<String>>,
    polarity: BTreeMap<String, Vec<String>>,
    dates: DatesText,
    #[serde(default)]
    places: BTreeMap<String, Vec<String>>,
    places_cues: BTreeMap<String, Vec<String>>,
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

/// What a text may hold, by its words alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs(u16);

impl Signs {
    /// Names of schemes and other things.
    pub const NAME: Self = Self(1);
    /// Clauses, rules, agreements.
    pub const TOOL: Self = Self(2);
    /// Decisions about places.
    pub const DECISION: Self = Self(4);
    /// Derogations.
    pub const GROUND: Self = Self(8);
    /// Safeguards without a name.
    pub const UMBRELLA: Self = Self(16);
    /// Other laws.
    pub const LAW: Self = Self(32);
    /// Data that leave the country.
    pub const ABROAD: Self = Self(64);
    /// Words beside dates.
    pub const DATE: Self = Self(128);
    /// A year.
    pub const YEAR: Self = Self(256);
    /// Words that may speak of what was named before.
    pub const PRONOUN: Self = Self(512);

    const WORDS: [(&'static str, Self); 10] = [
        ("scheme", Self::NAME),
        ("other", Self::NAME),
        ("tool", Self::TOOL),
        ("decision", Self::DECISION),
        ("ground", Self::GROUND),
        ("umbrella", Self::UMBRELLA),
        ("law", Self::LAW),
        ("abroad", Self::ABROAD),
        ("date", Self::DATE),
        ("pronoun", Self::PRONOUN),
    ];

    /// Whether it has any of these.
    pub const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Sets of 64 words each that a text may hold.
const SETS: usize = 64;

/// Which of the words that patterns need a text holds. What is known of a text holds for every part of it: no part
/// has a word that the text lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holds([u64; SETS]);

impl Holds {
    /// Nothing.
    pub const NONE: Self = Self([0; SETS]);
    /// Nothing is known: any word may be there.
    pub const ANY: Self = Self([u64::MAX; SETS]);

    fn add(&mut self, words: &[(usize, u64)]) {
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
fn sets(words: impl Iterator<Item = usize>) -> Vec<(usize, u64)> {
    let mut sets: BTreeMap<usize, u64> = BTreeMap::new();
    for word in words {
        *sets.entry(word.div_euclid(64)).or_default() |= 1u64 << word.rem_euclid(64);
    }
    sets.into_iter().collect()
}

/// Collects patterns, and the words that they need.
#[derive(Debug, Default)]
struct Collector {
    words: BTreeMap<String, u16>,
    /// Whether each pattern is compiled at once, to find its faults.
    strict: bool,
}

impl Collector {
    fn many(&mut self, patterns: &[String]) -> Result<Many, String> {
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
        let needs = needs(text).iter().filter_map(|any| self.any(any)).collect();
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
    fn automaton(&self, others: &[&str]) -> Result<Automaton, String> {
        let mut words: Vec<(&str, u16)> = self.words.iter().map(|(word, at)| (word.as_str(), *at)).collect();
        words.sort_unstable_by_key(|(_, at)| *at);
        let all: Vec<&str> = others.iter().copied().chain(words.into_iter().map(|(word, _)| word)).collect();
        Automaton::new(&all)
    }
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

/// The words of polarity.
#[derive(Debug)]
pub struct Cues {
    /// Not relied on.
    pub disclaimed: Many,
    /// No longer good.
    pub historical: Many,
    /// Only if something else fails.
    pub conditional: Many,
    /// Later.
    pub planned: Many,
    /// Relied on.
    pub asserted: Many,
    /// What stands after is the old.
    pub replaces: Many,
    /// What stands before is the old.
    pub replaced: Many,
    /// What a condition speaks of, where it names no mechanism.
    pub referent: Many,
    /// In reserve.
    pub fallback: Many,
    /// No longer good for anybody.
    pub void: Many,
    /// A certification that stands.
    pub completed: Many,
    /// What was named before is meant.
    pub pronoun: Many,
    /// Where clauses end.
    pub boundary: Many,
    /// What follows the title of a definition.
    pub definition: Many,
    /// The head of a sentence that says what a quoted term means.
    pub defines: Many,
    /// The head of a clause that concedes something of what is named after it.
    pub concession: Many,
    /// What was named before is still followed.
    pub resumed: Many,
    /// The author's own past.
    pub past: Many,
    /// What goes on beside a past.
    pub goes_on: Many,
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

/// Kinds searched together, and the one mechanism that is searched there, where others must not hide it: a long
/// phrase of consent may hold an exception or a contract.
const GROUPS: [(Signs, &[Kind], Option<&str>); 7] = [
    (Signs::NAME, &[Kind::Scheme, Kind::Other], None),
    (Signs::TOOL, &[Kind::Tool], None),
    (Signs::DECISION, &[Kind::Decision], None),
    (Signs::GROUND, &[Kind::Ground], Some("art-49-consent")),
    (Signs::GROUND, &[Kind::Ground], Some("art-49-contract")),
    (Signs::GROUND, &[Kind::Ground], Some("art-49-other")),
    (Signs::UMBRELLA, &[Kind::Umbrella], None),
];

/// Words the code asks for.
const POLARITY: [&str; 19] = [
    "disclaimed",
    "historical",
    "conditional",
    "planned",
    "asserted",
    "referent",
    "fallback",
    "void",
    "replaces",
    "replaced",
    "completed",
    "pronoun",
    "boundary",
    "definition",
    "defines",
    "concession",
    "resumed",
    "past",
    "goes_on",
];

fn check(text: &Text) -> Result<(), String> {
    if let Some(word) = text.polarity.keys().find(|word| !POLARITY.contains(&word.as_str())) {
        return Err(format!("unknown kind of cue `{word}`"));
    }
    if let Some(part) =
        text.parts.keys().find(|p| !["eu-us", "swiss-us", "uk-extension"].contains(&p.as_str()))
    {
        return Err(format!("unknown part `{part}`"));
    }
    if let Some(trigger) = text.triggers.values().flatten().find(|t| !t.is_ascii() || t.is_empty()) {
        return Err(format!("the trigger `{trigger}` is not ASCII"));
    }
    if let Some(kind) = text.triggers.keys().find(|kind| Signs::WORDS.iter().all(|(word, _)| word != kind)) {
        return Err(format!("unknown kind of trigger `{kind}`"));
    }
    if !text.dates.months.len().is_multiple_of(12) || text.dates.months.is_empty() {
        return Err("the names of months are not twelve".to_owned());
    }
    let all = text.mechanism.iter().flat_map(|row| row.forms.iter().chain(&row.not));
    let all = all.chain(text.frames.values().flatten()).chain(text.polarity.values().flatten());
    for pattern in all {
        // What follows a backslash is a class and no letter.
        let letters =
            pattern.split('\\').enumerate().map(|(at, part)| part.get(usize::from(at > 0)..).unwrap_or(""));
        if !pattern.is_ascii() || letters.flat_map(str::bytes).any(|byte| byte.is_ascii_uppercase()) {
            return Err(format!(
                "`{pattern}` can match nothing: texts are searched without accents and capitals"
            ));
        }
    }
    for row in &text.mechanism {
        if row.forms.is_empty() {
            return Err(format!("`{}` has a row without forms", row.id));
        }
        let searched = |(_, kinds, only): &(Signs, &[Kind], Option<&str>)| {
            kinds.contains(&row.kind) && only.is_none_or(|id| row.id == id)
        };
        if !GROUPS.iter().any(searched) {
            return Err(format!("`{}` is of a kind in which it is never searched", row.id));
        }
    }
    Ok(())
}

fn optional(collector: &mut Collector, pattern: Option<&String>) -> Result<Option<Many>, String> {
    pattern.map(|pattern| collector.many(std::slice::from_ref(pattern))).transpose()
}

fn build(texts: &[Text], strict: bool) -> Result<Lexicon, String> {
    let mut collector = Collector { strict, ..Collector::default() };
    let collector = &mut collector;
    let (mut words, mut sign_of) = (Vec::new(), Vec::new());
    for (kind, list) in texts.iter().flat_map(|text| &text.triggers) {
        let sign =
            Signs::WORDS.iter().find(|(word, _)| word == kind).map(|(_, sign)| *sign).unwrap_or_default();
        words.extend(list.iter().map(String::as_str));
        sign_of.extend(std::iter::repeat_n(sign, list.len()));
    }
    for year in ["199", "200", "201", "202", "203"] {
        words.push(year);
        sign_of.push(Signs::YEAR);
    }
    let sign = |word: usize| sign_of.get(word).map_or(0, |sign| sign.0);
    let triggers = Automaton::new(&words)?.marked(sign);
    let (mut groups, mut rows) = (Vec::new(), Vec::new());
    for (sign, group, only) in GROUPS {
        let (mut patterns, mut of) = (Vec::new(), Vec::new());
        let grouped = texts.iter().flat_map(|text| &text.mechanism);
        let grouped = grouped.filter(|row| group.contains(&row.kind) && only.is_none_or(|id| row.id == id));
        for row in grouped {
            for form in &row.forms {
                patterns.push(form.clone());
                of.push(rows.len());
            }
            rows.push(Row {
                id: row.id.clone(),
                kind: row.kind,
                part: row.part.clone(),
                capitals: row.capitals,
                title: row.title,
                needs: row.needs.clone(),
                spreads: row.spreads,
                needs_document: optional(collector, row.needs_document.as_ref())?,
                never: row.never.clone(),
                about: row.about,
                guard: optional(collector, row.guard.as_ref())?,
                unless: optional(collector, row.unless.as_ref())?,
                after: optional(collector, row.after.as_ref().map(|a| format!("^(?:{a})")).as_ref())?,
                not: collector.many(&row.not)?,
            });
        }
        groups.push((sign, collector.many(&patterns)?, of));
    }
    let mut frames: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, forms) in texts.iter().flat_map(|text| &text.frames) {
        frames.entry(name.clone()).or_default().extend(forms.iter().cloned());
    }
    let frames = frames
        .into_iter()
        .map(|(name, forms)| Ok((name, collector.many(&forms)?)))
        .collect::<Result<BTreeMap<_, _>, String>>()?;
    for row in &rows {
        for name in row.needs.iter().chain(&row.never) {
            if !frames.contains_key(name) {
                return Err(format!("`{}` names the context `{name}`, which is not given", row.id));
            }
        }
    }
    let keyed = |maps: Vec<&BTreeMap<String, Vec<String>>>| {
        let (mut forms, mut keys) = (Vec::new(), Vec::new());
        for (key, list) in maps.into_iter().flatten() {
            for form in list {
                forms.push(form.clone());
                keys.push(key.clone());
            }
        }
        (forms, keys)
    };
    let (forms, part_of) = keyed(texts.iter().map(|t| &t.parts).collect());
    let parts = collector.many(&forms)?;
    let (forms, place_of) = keyed(texts.iter().map(|t| &t.places).collect());
    let bounded: Vec<String> = forms.iter().map(|form| format!("\\b(?:{form})\\b")).collect();
    let places = collector.many(&bounded)?;
    let near = |name: &str, collector: &mut Collector| {
        let list: Vec<String> =
            texts.iter().flat_map(|t| t.places_cues.get(name).into_iter().flatten().cloned()).collect();
        collector.many(&list)
    };
    let mut cue = |name: &str| {
        let list: Vec<String> =
            texts.iter().flat_map(|t| t.polarity.get(name).into_iter().flatten().cloned()).collect();
        collector.many(&list)
    };
    let cues = Cues {
        disclaimed: cue("disclaimed")?,
        historical: cue("historical")?,
        conditional: cue("conditional")?,
        planned: cue("planned")?,
        asserted: cue("asserted")?,
        referent: cue("referent")?,
        fallback: cue("fallback")?,
        void: cue("void")?,
        replaces: cue("replaces")?,
        replaced: cue("replaced")?,
        completed: cue("completed")?,
        pronoun: cue("pronoun")?,
        boundary: cue("boundary")?,
        definition: cue("definition")?,
        defines: cue("defines")?,
        concession: cue("concession")?,
        resumed: cue("resumed")?,
        past: cue("past")?,
        goes_on: cue("goes_on")?,
    };
    let (regimes, any_regime) = regimes(texts, collector)?;
    let languages = texts
        .iter()
        .map(|text| Ok((text.language.clone(), collector.many(&text.stopwords)?, text.dates.day_first)))
        .collect::<Result<Vec<_>, String>>()?;
    let dates = dates(texts, collector)?;
    let (origin, destination) = (near("origin", collector)?, near("destination", collector)?);
    let all = collector.automaton(&words)?;
    let marks = all.marks(sign);
    let ended = all.entries(|entry| sets(entry.iter().filter_map(|word| word.checked_sub(words.len()))));
    Ok(Lexicon {
        words: all,
        marks,
        ended,
        triggers,
        names: groups,
        rows,
        frames,
        parts,
        part_of,
        cues,
        regimes,
        any_regime,
        places,
        place_of,
        origin,
        destination,
        dates,
        languages,
    })
}

fn regimes(texts: &[Text], collector: &mut Collector) -> Result<(Vec<OtherRegime>, Many), String> {
    let mut merged: BTreeMap<&str, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for row in texts.iter().flat_map(|text| &text.regime) {
        let entry = merged.entry(&row.id).or_default();
        entry.0.extend(row.law.iter().cloned());
        let outside =
            "(?:outside(?: of)?|out of|ausserhalb(?: von)?|hors (?:de |du |d')?|en dehors (?:de |du |d'))";
        entry.1.extend(row.place.iter().map(|place| format!("\\b{outside} ?(?:the )?(?:{place})\\b")));
    }
    let all: Vec<String> =
        merged.values().flat_map(|(law, outside)| law.iter().chain(outside).cloned()).collect();
    let any = collector.many(&all)?;
    let regimes = merged
        .into_iter()
        .map(|(id, (law, outside))| {
            Ok(OtherRegime {
                id: id.to_owned(),
                law: collector.many(&law)?,
                outside: collector.many(&outside)?,
            })
        })
        .collect::<Result<Vec<_>, String>>()?;
    Ok((regimes, any))
}

fn dates(texts: &[Text], collector: &mut Collector) -> Result<DateWords, String> {
    let all = |pick: fn(&DatesText) -> &Vec<String>| {
        let list: Vec<String> = texts.iter().flat_map(|t| pick(&t.dates).iter().cloned()).collect();
        list
    };
    let near = |list: Vec<String>, collector: &mut Collector| {
        let list: Vec<String> = list.iter().map(|form| format!("\\b(?:{form})")).collect();
        collector.many(&list)
    };
    let mut months: Vec<(String, i8)> = Vec::new();
    for text in texts {
        for (at, name) in text.dates.months.iter().enumerate() {
            let number = i8::try_from(at.rem_euclid(12)).unwrap_or(0).saturating_add(1);
            months.push((name.clone(), number));
            if let Some(short) = name.get(..3).filter(|short| short.is_ascii()) {
                months.push((short.to_owned(), number));
            }
        }
    }
    months.push(("sept".to_owned(), 9));
    months.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    months.dedup();
    let names: Vec<&str> = months.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join("|");
    let date = collector.many(&[
        format!("\\b(?:{names})\\b[.,]? ?(?:the )?\\d{{1,2}}(?:st|nd|rd|th)?,? ?(?:of )?\\d{{4}}\\b"),
        format!("\\b\\d{{1,2}}(?:st|nd|rd|th|er|\\.)?(?: of| de)?[ -]?(?:{names})\\b\\.?,?[ -]?\\d{{4}}\\b"),
        "\\b\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}\\b".to_owned(),
        "\\b\\d{1,2}[-/.]\\d{1,2}[-/.](?:\\d{4}|\\d{2})\\b".to_owned(),
        format!("\\b\\d{{4}},? (?:{names})\\b\\.? \\d{{1,2}}\\b"),
    ])?;
    Ok(DateWords {
        updated: near(all(|d| &d.updated), collector)?,
        effective: near(all(|d| &d.effective), collector)?,
        weak: collector.many(&all(|d| &d.weak))?,
        law: collector.many(&all(|d| &d.law))?,
        former: collector.many(&all(|d| &d.former))?,
        titled: collector.many(&all(|d| &d.titled))?,
        whichever: collector.many(&all(|d| &d.whichever))?,
        filler: collector.many(&all(|d| &d.filler))?,
        months,
        date,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pattern of the lexicon, in every sentence of the tests' own: where it matches, the text holds what it
    /// says that it needs.
    #[test]
    fn a_pattern_that_matches_has_what_it_needs() {
        let lexicon = Lexicon::new(&TEXTS).unwrap();
        let mut all: Vec<&Many> = lexicon.names.iter().map(|(_, many, _)| many).collect();
        all.extend(lexicon.frames.values());
        all.extend([&lexicon.parts, &lexicon.any_regime, &lexicon.places, &lexicon.origin]);
        let cues = &lexicon.cues;
        all.extend([&cues.disclaimed, &cues.historical, &cues.conditional, &cues.planned, &cues.asserted]);
        all.extend([&cues.replaces, &cues.replaced, &cues.referent, &cues.fallback, &cues.void]);
        all.extend([&cues.completed, &cues.pronoun, &cues.boundary, &cues.definition]);
        all.extend([
            &cues.defines,
            &cues.concession,
            &cues.resumed,
            &cues.past,
            &cues.goes_on,
            &lexicon.dates.former,
        ]);
        all.extend([&lexicon.dates.titled, &lexicon.dates.whichever]);
        all.extend([
            &lexicon.dates.updated,
            &lexicon.dates.effective,
            &lexicon.dates.date,
            &lexicon.dates.law,
        ]);
        all.extend(
            lexicon
                .rows
                .iter()
                .flat_map(|row| row.guard.iter().chain(&row.unless).chain(&row.after).chain([&row.not])),
        );
        let mut matched = 0usize;
        for text in [
            include_str!("../../../tests/policies/sentences-en.toml"),
            include_str!("../../../tests/policies/sentences-de.toml"),
            include_str!("../../../tests/policies/sentences-fr.toml"),
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
