//! Parts of a scheme, which stand beside its name: "the EU and Swiss Privacy Shield", "the Shield (EU-US)". Each name takes
//! those next to it, and none takes those of another.

use std::ops::Range;

use super::{Look, Mention};
use crate::scan::lexicon::Kind;

/// How far before a mention a part may stand.
const PART_REACH: usize = 48;

/// How far after.
const PART_AFTER: usize = 14;

/// Gives each scheme the parts that stand next to its name.
pub(super) fn parts(look: Look<'_>, text: &str, base: usize, mentions: &mut [Mention]) {
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
            // "the Shield Framework for EU-US transfers": the noun between them is part of the name.
            let from = end.saturating_add(named_on(text.get(end..).unwrap_or("")));
            let mut last = from;
            for (part, at) in &cues {
                let near = at.start >= end
                    && (at.start
                        <= from.saturating_add(PART_AFTER.saturating_add(taken.len().saturating_mul(16)))
                        || at.start < last);
                if near && at.end <= next {
                    taken.push(*part);
                    last = last.max(at.end);
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

/// How much of the words after the name of a scheme still names it, where what they are for or who made it follows.
fn named_on(after: &str) -> usize {
    let nouns = [" frameworks", " framework", " programme", " program", " principles", " scheme"];
    let makers = [" developed by", " designed by", " established by", " administered by", " created by"];
    let noun = nouns.iter().find(|noun| after.starts_with(**noun)).map_or(0, |noun| noun.len());
    let rest = after.get(noun..).unwrap_or("");
    let made = makers.iter().find(|made| rest.starts_with(**made)).map(|made| made.len());
    match made {
        Some(made) => noun.saturating_add(made),
        None if rest.starts_with(" for ") => noun,
        None => 0,
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
