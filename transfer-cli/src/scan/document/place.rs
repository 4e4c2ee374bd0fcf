//! Countries in and around a sentence: those to which data go, and the one law that the words leave for the exporter. A
//! country in a name, or from which people come, is neither.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::scan::fold::Folded;
use crate::scan::lexicon::{Holds, Lexicon, Many};
use crate::scan::view::Block;

/// The countries that are destinations: named in the sentence, or else, where that is asked, before it in the block,
/// and not as where data or people come from.
pub(super) fn destinations(
    lexicon: &Lexicon,
    (words, holds): (&str, &Holds),
    sentence: &Range<usize>,
    scheme: bool,
    earlier: bool,
) -> Vec<String> {
    // Of a decision, a country may be the subject: "Israel is recognised".
    let how = if earlier { How::Bound } else { How::Subject };
    let here =
        words.get(sentence.clone()).map(|text| countries(lexicon, text, holds, how)).unwrap_or_default();
    // The next sentence may list them: "This is the case for Israel and Japan."
    let next = if earlier || !here.is_empty() { "" } else { sentence_after(words, sentence.end) };
    if lexicon.listed.is_in(next, holds) {
        let mut found = countries(lexicon, next, holds, How::Listed);
        // Of the United States only those who are certified are adequate, and the scheme is named there.
        if lexicon.parts.is_in(next, holds) {
            found.remove("US");
        }
        return found.into_iter().collect();
    }
    let named_here = !here.is_empty();
    let mut found = if here.is_empty() && earlier {
        let mut from = sentence.start.saturating_sub(BEFORE);
        while !words.is_char_boundary(from) {
            from = from.saturating_add(1);
        }
        words
            .get(from..sentence.start)
            .map(|text| countries(lexicon, text, holds, How::Bound))
            .unwrap_or_default()
    } else {
        here
    };
    // Where a US scheme is named beside it, the country is the scheme's.
    if scheme && named_here {
        found.remove("US");
    }
    found.into_iter().collect()
}

/// Longest sentence that is taken for a list of countries.
const LISTED: usize = 600;

/// The sentence that begins at an offset, or its beginning.
fn sentence_after(words: &str, at: usize) -> &str {
    let mut end = at.saturating_add(LISTED).min(words.len());
    while !words.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    let next = words.get(at..end).unwrap_or("").trim_start();
    next.split(['.', ';']).next().unwrap_or("")
}

/// How far behind a country "addendum" makes it part of a name: "UK or Swiss Addendum".
const ADDENDUM: usize = 24;

/// What follows a country of which something is said.
const SUBJECT: [&str; 8] = [" benefits ", " is ", " are ", " has ", " have ", " ist ", " est ", " a ete "];

/// How far before a sentence its countries may be named.
const BEFORE: usize = 900;

/// The countries to which a transfer goes that the text only points at, "that transfer": those of the block before.
pub(super) fn pointed(lexicon: &Lexicon, text: &str, block: Option<&Block>) -> Vec<String> {
    let Some(block) = block.filter(|block| !block.heading) else { return Vec::new() };
    let folded = Folded::new(text, block);
    countries(lexicon, &folded.text, &Holds::ANY, How::Bound).into_iter().collect()
}

/// What makes a country that is named one of those looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// Words before it: "to", "in".
    Bound,
    /// Those, or what is said of it.
    Subject,
    /// That it stands in a list of them.
    Listed,
}

fn countries(lexicon: &Lexicon, words: &str, holds: &Holds, how: How) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    // The end of the last country found, for those that follow it in a list.
    let mut last_end = None;
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
            " controller",
            " processor",
            " customer",
            " personal data",
            " scc",
            " standard contractual",
            " information commissioner",
            " secretary of state",
            " data ",
            " residents",
            " individuals",
            " users",
            " citizens",
            ".",
        ];
        // "Standard contractual clauses (UK)".
        let kind = after.starts_with(')')
            && ["clauses (", "sccs (", "scc ("].iter().any(|name| before.ends_with(name));
        let named = kind || before.ends_with(['-', '.', '@', '/']) || after.starts_with(['-', '\'']) || {
            names.iter().any(|rest| {
                after
                    .strip_prefix(rest)
                    .is_some_and(|more| *rest != "." || more.starts_with(char::is_alphabetic))
            }) || after.bytes().take(ADDENDUM).collect::<Vec<u8>>().windows(6).any(|word| word == b"addend")
        };
        let last = |many: &Many| many.find(before, holds).next_back().map(|(_, cue)| cue.end);
        let bound = last(&lexicon.destination);
        let origin = last(&lexicon.origin);
        let is = how == How::Listed
            || how == How::Subject && origin.is_none() && SUBJECT.iter().any(|verb| after.starts_with(verb));
        let goes_on = last_end.is_some_and(|end| follows(words, end, at.start));
        if named || !(is || goes_on || bound.is_some() && bound > origin) {
            continue;
        }
        last_end = Some(at.end);
        if let Some(code) = lexicon.place_of.get(pattern)
            && !(["GB", "CH"].contains(&code.as_str()) && beside_the_union(lexicon, before, after))
        {
            found.insert(code.clone());
        }
    }
    found
}

/// Words between the countries of a list: what joins them, and the Union, which is none.
const JOINING: [&str; 14] = [
    "",
    "and",
    "or",
    "the",
    "member",
    "states",
    "state",
    "countries",
    "of",
    "european",
    "union",
    "economic",
    "area",
    "eu",
];

/// Whether between two countries stands only what parts the items of a list.
fn follows(words: &str, end: usize, start: usize) -> bool {
    let gap = words.get(end..start).unwrap_or("");
    gap.contains([',', '/']) && gap.split([',', '/', ' ']).all(|word| JOINING.contains(&word))
        || [" and ", " or ", " and the ", " or the "].contains(&gap)
}

/// How far from a country the Union may stand in one list with it.
const LIST: usize = 40;

/// Whether a country is named in one breath with the Union, "inside the UK or EEA": then data leave both, unless they go
/// there from it.
fn beside_the_union(lexicon: &Lexicon, before: &str, after: &str) -> bool {
    let to = before.trim_end();
    let to = to.strip_suffix(" the").unwrap_or(to);
    if [" to", " into", " in die", " in das", " nach", " vers le", " vers la", " au"]
        .iter()
        .any(|word| to.ends_with(word))
    {
        return false;
    }
    let mut start = before.len().saturating_sub(LIST);
    while !before.is_char_boundary(start) {
        start = start.saturating_add(1);
    }
    let mut end = after.len().min(LIST);
    while !after.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    let marks = ['.', ';', ':', '(', ')'];
    let head = before.get(start..).unwrap_or("").rsplit(marks).next().unwrap_or("");
    let tail = after.get(..end).unwrap_or("").split(marks).next().unwrap_or("");
    let union = |text: &str| lexicon.frame("exporter_eu", text, &Holds::ANY);
    let joined = |text: &str| {
        [" and ", " or ", " und ", " oder ", " et ", " ou ", ", ", "/"].iter().any(|word| text.contains(word))
    };
    union(head) && joined(head) || union(tail) && joined(tail)
}

/// The countries of the cells of a row that name countries and nothing else.
pub(super) fn cells(lexicon: &Lexicon, folded: &Folded, holds: &Holds) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for range in folded.sentences_ranges() {
        let Some(cell) = folded.text.get(range) else { continue };
        let mut rest = cell.to_owned();
        let mut codes = Vec::new();
        for (pattern, at) in lexicon.places.find(cell, holds) {
            let blank = " ".repeat(at.len());
            if let Some(code) = lexicon.place_of.get(pattern)
                && rest.is_char_boundary(at.start)
                && rest.is_char_boundary(at.end)
            {
                codes.push(code.clone());
                rest.replace_range(at, &blank);
            }
        }
        // Beside them only small words: "the", "and".
        if rest.split(|c: char| !c.is_alphanumeric()).all(|word| word.len() <= 3) {
            found.extend(codes);
        }
    }
    found
}

/// Where the exporter sits, where the words leave one law only: `GB` or `CH`.
pub(super) fn exporter(lexicon: &Lexicon, words: &str, holds: &Holds) -> Option<&'static str> {
    if lexicon.frame("exporter_eu", words, holds) {
        return None;
    }
    match (lexicon.frame("exporter_uk", words, holds), lexicon.frame("exporter_swiss", words, holds)) {
        (true, false) => Some("GB"),
        (false, true) => Some("CH"),
        _ => None,
    }
}
