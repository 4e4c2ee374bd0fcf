//! One sentence: which mechanisms it names, in which parts, and how it speaks of each.

use std::ops::Range;

use super::claim::Polarity;
use super::fold::Folded;
use super::lexicon::{About, Holds, Kind, Lexicon, Row, Signs};

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
}

/// How far before a mention a part may stand.
const PART_REACH: usize = 48;
/// How far after.
const PART_AFTER: usize = 14;
/// How many bytes before a phrase its guard looks at.
const GUARD: usize = 48;
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
    let mut mentions = names(look, folded, range, text, signs, around);
    if mentions.is_empty() {
        let asked = around.after && signs.any(Signs::PRONOUN);
        let before = asked.then(|| after_the_fact(look, text)).flatten();
        return Sentence { mentions, before };
    }
    parts(look, text, range.start, &mut mentions);
    polarity(look, text, range.start, &mut mentions);
    mentions.retain(|mention| !mention.polarities.is_empty());
    Sentence { mentions, before: None }
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
    // What a term means is not yet what anybody relies on.
    if text.get(..HEAD.saturating_mul(2)).is_some_and(|head| head.contains('"'))
        && look.lexicon.cues.defines.is_in(text, look.holds)
    {
        return Vec::new();
    }
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
        let rest = words(mention.at.end..other.at.end.max(mention.at.end));
        let bound =
            [" of ", " for ", " based on ", " du ", " de ", " der "].iter().any(|w| rest.starts_with(w));
        matches!(id(other), Some("art-49-consent" | "art-49-contract"))
            && (named || within && (article || bound))
    })
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
    row.kind != Kind::Umbrella && (listed || quoted && look.lexicon.cues.definition.is_in(rest, look.holds))
}

/// Gives each scheme the parts that stand next to its name.
fn parts(look: Look<'_>, text: &str, base: usize, mentions: &mut [Mention]) {
    let cues: Vec<(usize, Range<usize>)> = overlapping(look, text);
    let mut floor = 0usize;
    let ends: Vec<usize> = mentions.iter().map(|m| m.at.start.saturating_sub(base)).collect();
    for (index, mention) in mentions.iter_mut().enumerate() {
        let start = mention.at.start.saturating_sub(base);
        let end = mention.at.end.saturating_sub(base);
        let row = look.lexicon.rows.get(mention.row);
        let scheme = row.is_some_and(|row| row.kind == Kind::Scheme);
        let id = row.map(|row| row.id.as_str());
        if !scheme || !mention.parts.is_empty() {
            // Only another scheme's name keeps the parts before it to itself.
            if scheme {
                floor = end;
            }
            continue;
        }
        // From the name backwards, as long as one part follows close on another.
        let mut edge = start;
        let mut taken = Vec::new();
        for (part, at) in cues.iter().rev() {
            if at.start >= end || at.start < floor {
                continue;
            }
            if at.end.saturating_add(PART_REACH) < edge {
                break;
            }
            edge = edge.min(at.start);
            taken.push(*part);
        }
        if taken.is_empty() {
            let next = ends.get(index.saturating_add(1)).copied().unwrap_or(usize::MAX);
            for (part, at) in &cues {
                let near = at.start >= end
                    && at.start
                        <= end.saturating_add(PART_AFTER.saturating_add(taken.len().saturating_mul(16)));
                if near && at.end <= next {
                    taken.push(*part);
                }
            }
        }
        for part in taken {
            // Only one scheme has an extension.
            let fits = |name: &String| name != "uk-extension" || id == Some("dpf");
            if let Some(name) = look.lexicon.part_of.get(part).filter(|name| fits(name))
                && !mention.parts.contains(name)
            {
                mention.parts.push(name.clone());
            }
        }
        mention.parts.sort_unstable();
        floor = end;
    }
}

/// Parts in a sentence. One phrase may give two ("EU and Swiss Privacy Shield"), so each part is searched
/// again from inside the last.
fn overlapping(look: Look<'_>, text: &str) -> Vec<(usize, Range<usize>)> {
    let mut found: Vec<(usize, Range<usize>)> = Vec::new();
    for (pattern, at) in look.lexicon.parts.find(text, look.holds) {
        let shift = at.start.saturating_add(1);
        let end = at.end.saturating_add(PART_AFTER).min(text.len());
        let inside = text.get(shift..end).or_else(|| text.get(shift..at.end)).unwrap_or("");
        let begins = |within: &Range<usize>| within.start.saturating_add(shift) < at.end;
        for (other, within) in
            look.lexicon.parts.find(inside, look.holds).filter(|(_, within)| begins(within))
        {
            found.push((other, within.start.saturating_add(shift)..within.end.saturating_add(shift)));
        }
        found.push((pattern, at));
    }
    found.sort_by_key(|(_, at)| (at.start, at.end));
    found
}

/// A stretch of a sentence with one polarity.
#[derive(Debug)]
struct Clause {
    range: Range<usize>,
    found: Vec<Polarity>,
    explicit: bool,
}

fn polarity(look: Look<'_>, text: &str, base: usize, mentions: &mut [Mention]) {
    let clauses = clauses(look, text);
    let places: Vec<Range<usize>> = mentions
        .iter()
        .map(|mention| mention.at.start.saturating_sub(base)..mention.at.end.saturating_sub(base))
        .collect();
    let conditions = conditions(look, text, &places);
    let reserve = look.lexicon.cues.fallback.is_in(text, look.holds);
    let mut previous = 0usize;
    for (index, mention) in mentions.iter_mut().enumerate() {
        let Some(at) = places.get(index) else { continue };
        let Some(position) = clauses.iter().position(|clause| clause.range.contains(&at.start)) else {
            continue;
        };
        let kind = look.lexicon.rows.get(mention.row).map_or(Kind::Other, |row| row.kind);
        let named = previous;
        previous = at.end;
        if kind != Kind::Umbrella
            && let Some(conditional) = conditional(&conditions, text, at)
        {
            // "Should it lapse, we rely on clauses": the scheme is the condition, the clauses are conditional.
            if conditional {
                mention.polarities.push(Polarity::Conditional);
                mention.explicit = true;
            }
            continue;
        }
        if kind == Kind::Scheme {
            scheme(look, text, at.start, &clauses, position, mention);
            // "the Shield, which was invalidated": said of it, unless the clause names another.
            let next = clauses.get(position.saturating_add(1));
            if let Some(next) = next.filter(|next| relative(text, next, &places)) {
                if !mention.explicit {
                    mention.polarities.clone_from(&next.found);
                    mention.explicit = next.explicit;
                } else if next.found.first() == Some(&Polarity::Historical)
                    && !mention.polarities.contains(&Polarity::Historical)
                {
                    mention.polarities.push(Polarity::Historical);
                }
            }
            if mention.polarities.is_empty() {
                mention.polarities.push(Polarity::Asserted);
            }
            // "Although this is no longer valid, we remain certified under the Shield": "this" is the Shield.
            let conceded = position.checked_sub(1).and_then(|before| clauses.get(before));
            if conceded.is_some_and(|clause| concedes(look, text, clause, &places))
                && mention.polarities == [Polarity::Asserted]
            {
                mention.polarities.push(Polarity::Historical);
            }
            // "certified under the Shield, but does not rely on it", "even though it was invalidated".
            for clause in clauses.iter().skip(position.saturating_add(1)) {
                if places.iter().any(|at| clause.range.contains(&at.start)) {
                    break;
                }
                let words = text.get(clause.range.clone()).unwrap_or("");
                let denied = clause.found.first() == Some(&Polarity::Disclaimed)
                    && look.lexicon.cues.pronoun.is_in(words, look.holds);
                let more = if denied {
                    Polarity::Disclaimed
                } else if concedes(look, text, clause, &places) {
                    Polarity::Historical
                } else {
                    continue;
                };
                if mention.polarities == [Polarity::Asserted] {
                    mention.polarities.push(more);
                }
            }
            // A question says nothing yet.
            if text.trim_end().ends_with('?') {
                mention.polarities = vec![Polarity::Asserted];
                mention.explicit = false;
            }
            // "will not rely on the Extension to the Framework": said of the extension, and of that alone.
            if extended(text, at.start) {
                mention.polarities.retain(|polarity| *polarity == Polarity::Asserted);
            }
        } else if reserve && kind != Kind::Umbrella {
            mention.polarities.push(Polarity::Conditional);
            mention.explicit = true;
        } else if let Some(clause) = clauses.get(position) {
            other(look, text, clause, at, named, mention, kind);
        }
    }
}

/// Whether a clause concedes of "this" that it is no longer good, and names nothing.
fn concedes(look: Look<'_>, text: &str, clause: &Clause, places: &[Range<usize>]) -> bool {
    clause.found.first() == Some(&Polarity::Historical)
        && !places.iter().any(|at| clause.range.contains(&at.start))
        && text
            .get(clause.range.clone())
            .is_some_and(|words| look.lexicon.cues.concession.is_in(words.trim_start(), look.holds))
}

/// Whether a name only says what it is that an extension extends.
fn extended(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").trim_end();
    let before = before.strip_suffix("eu-usa").unwrap_or(before).trim_end();
    ["extension to the", "extension to", "extension of the", "extension du", "extension britannique du"]
        .iter()
        .any(|words| before.ends_with(words))
}

/// Whether a clause is a relative one that says something of what stands before it, and names no mechanism.
fn relative(text: &str, clause: &Clause, places: &[Range<usize>]) -> bool {
    let words = text.get(clause.range.clone()).unwrap_or("");
    let opens =
        [", which", ", who", ", qui", ", der ", ", die ", ", das ", ", a framework", ", both of which"];
    clause.explicit
        && clause.found.first() != Some(&Polarity::Asserted)
        && opens.iter().any(|open| words.starts_with(open))
        && !places.iter().any(|at| clause.range.contains(&at.start))
}

/// The conditions of a sentence that speak of a mechanism: from their first word to the comma that closes them.
fn conditions(look: Look<'_>, text: &str, places: &[Range<usize>]) -> Vec<Range<usize>> {
    let cues = &look.lexicon.cues;
    cues.conditional
        .find(text, look.holds)
        .filter_map(|(_, at)| {
            let rest = text.get(at.end..)?;
            let end = rest.find([',', ';']).map_or(text.len(), |comma| at.end.saturating_add(comma));
            let range = at.start..end;
            let named = places.iter().any(|place| range.contains(&place.start));
            (named || text.get(range.clone()).is_some_and(|words| cues.referent.is_in(words, look.holds)))
                .then_some(range)
        })
        .collect()
}

/// Whether a name stands in a condition (then it is not claimed: `false`) or depends on one.
fn conditional(conditions: &[Range<usize>], text: &str, at: &Range<usize>) -> Option<bool> {
    for condition in conditions {
        if condition.contains(&at.start) {
            return Some(false);
        }
        if condition.end <= at.start {
            let between = text.get(condition.end..at.start).unwrap_or("");
            if !between.contains(';') {
                return Some(true);
            }
        } else {
            // A condition at the end of the sentence governs what stands before it.
            let between = text.get(at.end..condition.start).unwrap_or("");
            let last = text.len().saturating_sub(condition.end) < 12;
            if last && between.len() < 60 && !between.contains([';', ',']) && !between.contains(" and ") {
                return Some(true);
            }
        }
    }
    None
}

fn scheme(look: Look<'_>, text: &str, at: usize, clauses: &[Clause], position: usize, mention: &mut Mention) {
    let Some(clause) = clauses.get(position) else { return };
    if outdated(look, text, at, &clause.range) {
        mention.polarities.push(Polarity::Historical);
        mention.explicit = true;
        return;
    }
    mention.polarities.clone_from(&clause.found);
    mention.explicit = clause.explicit;
}

/// Whether a name is that of what was replaced: "replaced A with B", "A was replaced by B", "B replaces A".
fn outdated(look: Look<'_>, text: &str, at: usize, clause: &Range<usize>) -> bool {
    let Some(part) = text.get(clause.clone()) else { return false };
    let at = at.saturating_sub(clause.start);
    let after = look.lexicon.cues.replaces.find(part, look.holds).any(|(_, cue)| {
        cue.end <= at
            && part.get(cue.end..at).is_some_and(|gap| {
                !gap.contains(" with ") && !gap.contains(" by ") && !gap.contains(" to ") && gap.len() < 80
            })
    });
    after
        || look
            .lexicon
            .cues
            .replaced
            .find(part, look.holds)
            .any(|(_, cue)| at < cue.start && cue.start.saturating_sub(at) < 90)
}

/// What is said of clauses, rules, decisions and grounds: only words that govern them directly turn them.
fn other(
    look: Look<'_>,
    text: &str,
    clause: &Clause,
    at: &Range<usize>,
    named: usize,
    mention: &mut Mention,
    kind: Kind,
) {
    let before = text.get(clause.range.start..at.start).unwrap_or("");
    // A denial reaches over another name only as "neither A nor B" does.
    let joined = text.get(named..at.start).is_some_and(|gap| gap.len() < 25 && gap.contains("or "));
    let floor = if joined { 0 } else { named };
    let mut near_start = at.start.saturating_sub(70).max(clause.range.start).max(floor).min(at.start);
    while !text.is_char_boundary(near_start) {
        near_start = near_start.saturating_add(1);
    }
    let near = text.get(near_start..at.start).unwrap_or("");
    let end = at.end;
    let after = text.get(end..clause.range.end).unwrap_or("");
    let mut close_end = after.len().min(60);
    while !after.is_char_boundary(close_end) {
        close_end = close_end.saturating_sub(1);
    }
    let close = after.get(..close_end).unwrap_or("");
    mention.explicit = true;
    let cues = &look.lexicon.cues;
    let found = if kind == Kind::Umbrella {
        // What is not relied on as the lawful means is the scheme named there, and no means of its own.
        if cues.disclaimed.is_in(before, look.holds) {
            return;
        }
        Polarity::Asserted
    } else if cues.planned.is_in(before, look.holds) {
        Polarity::Planned
    } else if cues.disclaimed.is_in(near, look.holds) && !cues.asserted_after(near, look.holds) {
        Polarity::Disclaimed
    } else if kind == Kind::Tool && cues.historical.is_in(close, look.holds) && !supposed(before) {
        Polarity::Historical
    } else {
        Polarity::Asserted
    };
    mention.polarities.push(found);
}

/// Whether what is said after these words is only supposed: "if the clauses do not provide".
fn supposed(before: &str) -> bool {
    before.trim_start().starts_with("if ") || before.contains(" if ") || before.contains(" whether ")
}

fn clauses(look: Look<'_>, text: &str) -> Vec<Clause> {
    let cues = &look.lexicon.cues;
    let mut starts = vec![0usize];
    starts.extend(cues.boundary.find(text, look.holds).map(|(_, at)| at.start));
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(text.len())).collect::<Vec<_>>();
    let mut clauses: Vec<Clause> = starts
        .into_iter()
        .zip(ends)
        .map(|(start, end)| {
            let part = text.get(start..end).unwrap_or("");
            let (found, explicit) = judge(look, part);
            Clause { range: start..end, found, explicit }
        })
        .collect();
    // "will not rely on it until ..., which": a plan may run over its clause.
    if cues.planned.is_in(text, look.holds) {
        let planned: Vec<Range<usize>> = cues.planned.find(text, look.holds).map(|(_, at)| at).collect();
        let completed = cues.completed.is_in(text, look.holds);
        for clause in &mut clauses {
            let inside = |at: &Range<usize>| at.start < clause.range.end && clause.range.start < at.end;
            if !completed_only(completed, clause)
                && planned.iter().any(inside)
                && !clause.found.contains(&Polarity::Historical)
            {
                clause.found = vec![Polarity::Planned];
                clause.explicit = true;
            }
        }
    }
    clauses
}

/// Whether the clause itself says that a certification stands.
fn completed_only(completed: bool, clause: &Clause) -> bool {
    completed && clause.found == [Polarity::Asserted] && clause.explicit
}

/// The polarities of a clause, and whether it says any.
fn judge(look: Look<'_>, clause: &str) -> (Vec<Polarity>, bool) {
    let cues = &look.lexicon.cues;
    if cues.disclaimed.is_in(clause, look.holds) && !cues.void.is_in(clause, look.holds) {
        return (vec![Polarity::Disclaimed], true);
    }
    let mut rest = clause.to_owned();
    let mut historical = false;
    for (_, at) in cues.historical.find(clause, look.holds).chain(cues.void.find(clause, look.holds)) {
        historical = true;
        let blank = " ".repeat(at.len());
        if rest.is_char_boundary(at.start) && rest.is_char_boundary(at.end) {
            rest.replace_range(at, &blank);
        }
    }
    let affirms =
        if historical && cues.past.is_in(clause, look.holds) { &cues.goes_on } else { &cues.asserted };
    let asserted = affirms.is_in(&rest, look.holds);
    match (historical, asserted) {
        (true, true) => (vec![Polarity::Historical, Polarity::Asserted], true),
        (true, false) => (vec![Polarity::Historical], true),
        (false, true) => (vec![Polarity::Asserted], true),
        (false, false) => (Vec::new(), false),
    }
}

impl super::lexicon::Cues {
    /// Whether after the last denial something is affirmed.
    fn asserted_after(&self, text: &str, holds: &Holds) -> bool {
        let last = self.disclaimed.find(text, holds).next_back().map_or(0, |(_, at)| at.end);
        text.get(last..).is_some_and(|rest| self.completed.is_in(rest, holds))
    }
}
