//! The document's own day: the last change before the day of effect, found by the words beside it. A date that
//! could be two days is not guessed.

use std::ops::Range;

use transfer_model::day::Day;

use super::lexicon::{Holds, Lexicon};

/// How sure the words beside a date are that it is the document's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The last change.
    Updated,
    /// Words for a change that also stand elsewhere.
    Weak,
    /// The day from which it applies.
    Effective,
    /// The last of a list of its versions.
    Logged,
    /// The day from which a change applies that is announced.
    Announced,
    /// A line that is a date and nothing else, near the top.
    Alone,
    /// Such a line at the end, where there is one.
    Foot,
}

/// Where in a document a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Near the top.
    Top,
    /// Anywhere else.
    Within,
    /// A short line near the end that is no link and no item of a list.
    Foot,
    /// In a list of the document's versions.
    History,
}

/// A date as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// One day.
    Day(Day),
    /// Day and month could be either; the second reads the day first.
    Either(Day, Day),
}

/// A candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// How sure.
    pub rank: Rank,
    /// Where in the source.
    pub at: usize,
    /// What it says.
    pub written: Written,
    /// As written, for messages.
    pub text: String,
}

/// Words between the words that announce a date and the date.
const REACH: usize = 100;
/// Bytes between the name of a law and the words that say when it came into force.
const LAW: usize = 60;

/// The dates of a sentence that may be the document's own: offset in the sentence, rank, date, text.
pub fn dates(
    lexicon: &Lexicon,
    sentence: &str,
    holds: &Holds,
    stands: Stands,
) -> Vec<(usize, Rank, Written, String)> {
    let words = &lexicon.dates;
    let mut found = Vec::new();
    for (_, at) in words.date.find(sentence, holds) {
        let Some(text) = sentence.get(at.clone()) else { continue };
        let Some(written) = read(lexicon, text) else { continue };
        let mut start = at.start.saturating_sub(REACH);
        while !sentence.is_char_boundary(start) {
            start = start.saturating_add(1);
        }
        let before = sentence.get(start..at.start).unwrap_or("");
        let rank = rank(lexicon, before, holds).filter(|rank| {
            // "Effective 1 January, the Act": the day of the law named after it.
            let rest = sentence.get(at.end..).unwrap_or("");
            *rank == Rank::Updated
                || !rest.starts_with(", ")
                || words.law.find(rest, holds).next().is_none_or(|(_, law)| law.start > LAW)
        });
        let rank =
            rank.filter(|rank| *rank == Rank::Alone || !another(lexicon, sentence, &at, holds, stands));
        let rank = if stands == Stands::History { Some(Rank::Logged) } else { rank };
        let rank = rank.or_else(|| {
            let alone = match stands {
                Stands::Top => Rank::Alone,
                Stands::Foot => Rank::Foot,
                Stands::Within | Stands::History => return None,
            };
            (bare(sentence, text) || stamped(sentence, &at)).then_some(alone)
        });
        if let Some(rank) = rank {
            found.push((at.start, rank, written, text.to_owned()));
        }
    }
    found
}

/// Whether a sentence is a date and nothing else.
fn bare(sentence: &str, date: &str) -> bool {
    sentence.trim_matches(|c: char| !c.is_alphanumeric()).len() <= date.len().saturating_add(6)
}

/// Whether a sentence is a date with its day of the week or a place before it, or the time of day behind it, and nothing
/// else.
fn stamped(sentence: &str, at: &Range<usize>) -> bool {
    let words = |range: Range<usize>| {
        let text = sentence.get(range).unwrap_or("");
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned)
    };
    let day = |word: &String| {
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| word.starts_with(day))
    };
    let mut after = words(at.end..sentence.len());
    let figures = |word: &String| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    let zone = |word: &String| word.len() <= 4;
    // A place before the date, as in letters: "Zurich, 29 April 2021".
    let place = sentence.get(..at.start).is_some_and(|head| head.trim_end().ends_with(','));
    words(0..at.start).count() <= 1
        && words(0..at.start).all(|word| place || day(&word))
        && after.next().is_none_or(|hour| figures(&hour))
        && after.next().is_none_or(|minute| figures(&minute))
        && after.next().is_none_or(|word| zone(&word))
        && after.next().is_none()
}

/// Words around a date that say whose it is.
const BESIDE: usize = 64;

/// Whether the date is that of another paper: of an earlier version, in brackets behind the name of one, or one of
/// two.
fn another(lexicon: &Lexicon, sentence: &str, at: &Range<usize>, holds: &Holds, stands: Stands) -> bool {
    let before = sentence.get(..at.start).unwrap_or("");
    // At the top it may be the document that is named.
    let own = |head: &str| {
        stands == Stands::Top && ["policy", "notice", "statement"].iter().any(|word| head.contains(word))
    };
    let named = |head: &str| head.len() > 8 && !own(head);
    let brackets = before.trim_end();
    if brackets.strip_suffix("(dated").is_some_and(named)
        || stands != Stands::Top && brackets.strip_suffix("(effective").is_some_and(named)
    {
        return true;
    }
    let (mut start, mut end) = (before.len().saturating_sub(BESIDE), at.end.saturating_add(BESIDE));
    while !sentence.is_char_boundary(start) {
        start = start.saturating_add(1);
    }
    end = end.min(sentence.len());
    while !sentence.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    let (head, tail) = (before.get(start..).unwrap_or(""), sentence.get(at.end..end).unwrap_or(""));
    let words = &lexicon.dates;
    let ours = head.ends_with(" our ") || head.ends_with(" the ");
    words.former.is_in(head, holds)
        || ours && words.titled.is_in(tail, holds)
        || words.whichever.is_in(tail, holds)
}

/// What the words before a date make of it; none where they stand too far away or speak of something else.
fn rank(lexicon: &Lexicon, before: &str, holds: &Holds) -> Option<Rank> {
    let words = &lexicon.dates;
    let filler = &words.filler;
    let near = |end: usize| {
        let gap = before.get(end..).unwrap_or("");
        // Between them only small words and the document itself: "on", "was", "of this policy", a colon.
        let mut words = gap.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
        // "Applies until": the last day of another.
        let ends = words.clone().any(|word| ["until", "till", "through", "bis", "jusqu"].contains(&word));
        let far = words.by_ref().filter(|word| word.len() > 3 && !filler.is_in(word, holds)).count();
        !ends && far <= 1
    };
    // "The Regulation came into force on": a date of the law and not of the document.
    let of_law = |cue: &Range<usize>, reach: usize| {
        words
            .law
            .find(before, holds)
            .any(|(_, law)| law.end > cue.start || cue.start.saturating_sub(law.end) <= reach)
    };
    let weak = |at: &Range<usize>| {
        before.get(at.clone()).is_some_and(|word| words.weak.is_in(word.trim_start(), holds))
    };
    // "Decision 2010/87, dated": words that also stand elsewhere are those of a law named shortly before.
    let reach = |at: &Range<usize>| if weak(at) { LAW } else { 0 };
    let updated = words.updated.find(before, holds).rfind(|(_, at)| near(at.end) && !of_law(at, reach(at)));
    // "Effective as of": the day of effect, though "as of" alone could be that of a change.
    let effective_too =
        |at: &Range<usize>| words.effective.find(before, holds).any(|(_, cue)| cue.contains(&at.start));
    if let Some((_, at)) = updated.filter(|(_, at)| !effective_too(at)) {
        return Some(if weak(&at) { Rank::Weak } else { Rank::Updated });
    }
    // "Incomplete as of": said of something else than the document.
    let stray = |at: &Range<usize>| {
        let head = before.get(..at.start).unwrap_or("").trim_end();
        let word = head.rsplit(' ').next().unwrap_or("");
        let other =
            word.len() > 3 && word.bytes().all(|b| b.is_ascii_alphabetic()) && !filler.is_in(word, holds);
        other && before.get(at.clone()).is_some_and(|cue| cue.trim_end() == "as of")
    };
    let mut effective = words.effective.find(before, holds);
    let found = effective.any(|(_, at)| near(at.end) && !of_law(&at, LAW) && !stray(&at));
    let rank = if words.announced.is_in(before, holds) { Rank::Announced } else { Rank::Effective };
    found.then_some(rank)
}

/// Reads one date.
pub fn read(lexicon: &Lexicon, text: &str) -> Option<Written> {
    let digits: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let month = lexicon
        .dates
        .months
        .iter()
        .find(|(name, _)| text.split(|c: char| !c.is_alphabetic()).any(|word| word == name));
    if let Some((_, month)) = month {
        let year = digits.iter().find(|part| part.len() == 4)?;
        let day = digits.iter().find(|part| part.len() <= 2)?;
        return make(year, *month, day).map(Written::Day);
    }
    let [first, second, third] = digits.as_slice() else { return None };
    let number = |part: &str| part.parse::<i8>().ok();
    if first.len() == 4 {
        return make(first, number(second)?, third).map(Written::Day);
    }
    let year = if third.len() == 2 { format!("20{third}") } else { (*third).to_owned() };
    let day_first = number(second).and_then(|month| make(&year, month, first));
    let month_first = number(first).and_then(|month| make(&year, month, second));
    // Full stops go with days that come first, where they can.
    if text.contains('.') {
        return day_first.or(month_first).map(Written::Day);
    }
    match (month_first, day_first) {
        (Some(a), Some(b)) if a == b => Some(Written::Day(a)),
        (Some(a), Some(b)) => Some(Written::Either(a, b)),
        (Some(day), None) | (None, Some(day)) => Some(Written::Day(day)),
        (None, None) => None,
    }
}

fn make(year: &str, month: i8, day: &str) -> Option<Day> {
    let year: i16 = year.parse().ok()?;
    (1990..2100).contains(&year).then(|| Day::new(year, month, day.parse().ok()?)).flatten()
}

/// The last day of a list of versions, where each of its dates can be read in one way only.
fn logged(candidates: &[Candidate]) -> Option<Day> {
    let days: Option<Vec<Day>> = candidates
        .iter()
        .filter(|candidate| candidate.rank == Rank::Logged)
        .map(|candidate| match candidate.written {
            Written::Day(day) => Some(day),
            Written::Either(..) => None,
        })
        .collect();
    days?.into_iter().max()
}

/// The document's day among its candidates, and a doubtful date where that is all there is. `day_first` says
/// how the document's language, or its other dates, order day and month.
pub fn own(
    candidates: &[Candidate],
    day_first: impl FnOnce() -> Option<bool>,
) -> (Option<Day>, Option<String>) {
    let Some(best) = candidates.iter().min_by_key(|c| (c.rank, c.at)) else { return (None, None) };
    if let Some(last) = logged(candidates).filter(|last| {
        best.rank != Rank::Updated && !matches!(best.written, Written::Day(day) if day > *last)
    }) {
        return (Some(last), None);
    }
    // Of several lines at the end nobody can tell which is the document's.
    if best.rank == Rank::Foot && candidates.iter().any(|c| c.written != best.written) {
        return (None, None);
    }
    let order = if matches!(best.written, Written::Either(..)) { day_first() } else { None };
    match (best.written, order) {
        (Written::Day(day), _)
        | (Written::Either(_, day), Some(true))
        | (Written::Either(day, _), Some(false)) => (Some(day), None),
        (Written::Either(..), None) => {
            // The same day written out elsewhere settles it.
            let Written::Either(a, b) = best.written else { return (None, None) };
            let same = candidates.iter().find_map(|c| match c.written {
                Written::Day(day) if day == a || day == b => Some(day),
                Written::Day(_) | Written::Either(..) => None,
            });
            // A change told of as surely, after either day, is the last.
            let later = candidates.iter().filter(|c| c.rank == best.rank).find_map(|c| match c.written {
                Written::Day(day) if day > a && day > b => Some(day),
                Written::Day(_) | Written::Either(..) => None,
            });
            let found = same.or(later);
            (found, found.is_none().then(|| best.text.clone()))
        }
    }
}
