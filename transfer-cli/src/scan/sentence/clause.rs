//! A sentence cut into clauses, each with one way of speaking: "we no longer rely on A, but use B" says two things.

use std::ops::Range;

use super::Look;
use crate::scan::claim::Polarity;

/// A stretch of a sentence with one polarity.
#[derive(Debug)]
pub(super) struct Clause {
    pub(super) range: Range<usize>,
    pub(super) found: Vec<Polarity>,
    pub(super) explicit: bool,
}

pub(super) fn clauses(look: Look<'_>, text: &str) -> Vec<Clause> {
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
