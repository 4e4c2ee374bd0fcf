//! How a sentence speaks of each mechanism it names: relied on, given up, of the past, planned, only if something else
//! fails. A scheme follows its clause and what is said of it in the next; other mechanisms turn only on words that govern
//! them directly.

use std::ops::Range;

use super::clause::{Clause, clauses};
use super::scheme::scheme;
use super::{Look, Mention};
use crate::scan::claim::Polarity;
use crate::scan::lexicon::{Cues, Holds, Kind};

pub(super) fn polarity(look: Look<'_>, text: &str, base: usize, mentions: &mut [Mention]) {
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
            scheme(look, text, at.start, (&clauses, position), &places, mention);
        } else if reserve && kind != Kind::Umbrella {
            mention.polarities.push(Polarity::Conditional);
            mention.explicit = true;
        } else if let Some(clause) = clauses.get(position) {
            other(look, text, clause, (at, named), mention, kind);
        }
    }
}

/// The conditions of a sentence that speak of a mechanism: from their first word to the comma that closes them.
pub(super) fn conditions(look: Look<'_>, text: &str, places: &[Range<usize>]) -> Vec<Range<usize>> {
    let cues = &look.lexicon.cues;
    cues.conditional
        .find(text, look.holds)
        .filter_map(|(_, at)| {
            let rest = text.get(at.end..)?;
            let end = rest.find([',', ';']).map_or(text.len(), |comma| at.end.saturating_add(comma));
            let range = at.start..end;
            let named = places.iter().any(|place| range.contains(&place.start));
            let words = text.get(range.clone()).unwrap_or("");
            if cues.trigger.is_in(words, look.holds) {
                return None;
            }
            (named || cues.referent.is_in(words, look.holds)).then_some(range)
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
            // "If it lapses, we transfer data: (a) where ...; (b) under ...": the items of one list.
            let said = between.split(':').next().unwrap_or("");
            if !said.contains(';') {
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

/// What is said of clauses, rules, decisions and grounds: only words that govern them directly turn them. `named` is where
/// the name before ends.
fn other(
    look: Look<'_>,
    text: &str,
    clause: &Clause,
    (at, named): (&Range<usize>, usize),
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

impl Cues {
    /// Whether after the last denial something is affirmed.
    fn asserted_after(&self, text: &str, holds: &Holds) -> bool {
        let last = self.disclaimed.find(text, holds).next_back().map_or(0, |(_, at)| at.end);
        text.get(last..).is_some_and(|rest| self.completed.is_in(rest, holds))
    }
}
