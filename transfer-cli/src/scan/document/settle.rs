//! What only the whole document can tell of a name: whether its context was ever given, which parts are meant, how it is
//! spoken of, and whether general words claim more than the mechanism named beside them.

use std::collections::{BTreeMap, BTreeSet};

use super::quote::Lines;
use super::{Hit, Reading};
use crate::scan::claim::{Claim, Polarity, Scan};
use crate::scan::date;
use crate::scan::lexicon::{Holds, Kind, Lexicon};

/// How far the items of a list may stand from the words that introduce them, in blocks.
const LIST: usize = 6;

impl Reading {
    pub(super) fn finish(mut self, lexicon: &Lexicon, text: &str) -> Scan {
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
                // Else those that the document's own definition gives.
                let any = any.or_else(|| self.defined.get(&hit.mechanism));
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
                // A part is made for one law, whatever the words beside it name.
                let regime = hit.regime.filter(|_| part.is_none());
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
}
