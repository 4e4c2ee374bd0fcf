//! Files that show what a register says. The engine reads no file: it is handed what was found of each, and says so once
//! for each flow that relies on what the file shows.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{Gone, PaperCause, small};
use crate::assess::cause::{Cause, Detail};
use crate::assess::engine::Engine;
use crate::assess::result::Raised;
use crate::finding::entry;
use crate::index::FlowIx;
use crate::register::{Evidenced, TagUse};

/// What was found of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceState {
    /// It is there, and is the one recorded where a digest is.
    Sound,
    /// It cannot be looked at.
    Missing(Gone),
    /// Its digest is another.
    Altered,
}

/// What was found of the files; one that is not in it was not looked for.
pub type Evidence = BTreeMap<Evidenced, EvidenceState>;

impl Engine<'_> {
    /// Findings about files, by the flows that rely on what they show; of no flow where none does.
    pub(in crate::assess) fn evidence(
        &self,
        flows: &[FlowIx],
        found: &Evidence,
    ) -> Vec<(Option<FlowIx>, Raised)> {
        let mut wrong: BTreeMap<Evidenced, (PaperCause, bool)> = found
            .iter()
            .filter_map(|(of, state)| match state {
                EvidenceState::Sound => None,
                EvidenceState::Missing(why) => Some((*of, (PaperCause::EvidenceMissing(*of, *why), false))),
                EvidenceState::Altered => Some((*of, (PaperCause::EvidenceAltered(*of), false))),
            })
            .collect();
        let mut all = Vec::new();
        if wrong.is_empty() {
            return all;
        }
        let raise = |flow: Option<FlowIx>, cause: PaperCause| {
            let detail = Detail { tag: None, rule: None, cause: Cause::Paper(cause) };
            (flow, Raised { regime: None, severity: entry(cause.code()).level, detail })
        };
        for ix in flows {
            for of in self.shown_for(*ix) {
                if let Some((cause, used)) = wrong.get_mut(&of) {
                    *used = true;
                    all.push(raise(Some(*ix), *cause));
                }
            }
        }
        all.extend(wrong.into_values().filter(|(_, used)| !used).map(|(cause, _)| raise(None, cause)));
        all
    }

    /// What a flow relies on that a file may show: the documents it claims, the recipient's entries in a scheme it
    /// claims, the assessments made for it by the day.
    fn shown_for(&self, ix: FlowIx) -> BTreeSet<Evidenced> {
        let (book, day) = (self.view.book, self.view.day);
        let flow = self.register.flow(ix);
        let mut all = BTreeSet::new();
        for tag in flow.mechanism.iter().filter(|tag| tag.period.holds(day)) {
            match tag.names {
                TagUse::Instrument(document) => {
                    all.insert(Evidenced::Instrument(document));
                }
                TagUse::Bare(mechanism) => {
                    let scheme = book.scheme_of(&book.mechanism(mechanism).id);
                    let entries =
                        self.register.party(flow.to.value).certifications.iter().flatten().enumerate();
                    let named = entries.filter(|(_, entry)| Some(entry.scheme) == scheme);
                    all.extend(named.map(|(at, _)| Evidenced::Entry(flow.to.value, small(at))));
                }
                TagUse::Other(_) => {}
            }
        }
        let tias = self.lookup.tias(ix).iter();
        let made = tias.filter(|at| self.register.tias.get(**at).is_some_and(|tia| tia.date.value <= day));
        all.extend(made.map(|at| Evidenced::Tia(small(*at))));
        all
    }
}
