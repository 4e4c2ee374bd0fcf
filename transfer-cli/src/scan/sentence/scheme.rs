//! How a sentence speaks of a scheme: as its clause does, unless the scheme is there only as what was replaced, and as the
//! clauses after it do that say something of it and name nothing else.

use std::ops::Range;

use super::clause::Clause;
use super::{Look, Mention};
use crate::scan::claim::Polarity;

/// How a sentence speaks of a scheme that it names at `at`, in the clause at `position`.
pub(super) fn scheme(
    look: Look<'_>,
    text: &str,
    at: usize,
    (clauses, position): (&[Clause], usize),
    places: &[Range<usize>],
    mention: &mut Mention,
) {
    if let Some(clause) = clauses.get(position) {
        by_clause(look, text, at, clause, mention);
    }
    // "the Shield, which was invalidated": said of it, unless the clause names another.
    let next = clauses.get(position.saturating_add(1));
    if let Some(next) = next.filter(|next| relative(text, next, places)) {
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
    if conceded.is_some_and(|clause| concedes(look, text, clause, places))
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
        } else if concedes(look, text, clause, places) {
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
    if extended(text, at) {
        mention.polarities.retain(|polarity| *polarity == Polarity::Asserted);
    }
}

/// As its clause does.
fn by_clause(look: Look<'_>, text: &str, at: usize, clause: &Clause, mention: &mut Mention) {
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
