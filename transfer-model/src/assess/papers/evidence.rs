//! Files that show instruments. The engine reads no file: it is handed what was found of each, and says so once for
//! each flow that relies on the instrument.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{Gone, PaperCause};
use crate::assess::cause::{Cause, Detail};
use crate::assess::engine::{Engine, Raised};
use crate::finding::entry;
use crate::index::{FlowIx, InstrumentIx};
use crate::register::TagUse;

/// What was found of the file of an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceState {
    /// It is there, and is the one recorded where a digest is.
    Sound,
    /// It cannot be looked at.
    Missing(Gone),
    /// Its digest is another.
    Altered,
}

/// What was found of the files of instruments; one that is not in it was not looked for.
pub type Evidence = BTreeMap<InstrumentIx, EvidenceState>;

impl Engine<'_> {
    /// Findings about files, by the flows that rely on their instruments; of no flow where none does.
    pub(in crate::assess) fn evidence(
        &self,
        flows: &[FlowIx],
        found: &Evidence,
    ) -> Vec<(Option<FlowIx>, Raised)> {
        let mut wrong: BTreeMap<InstrumentIx, (PaperCause, bool)> = found
            .iter()
            .filter_map(|(ix, state)| match state {
                EvidenceState::Sound => None,
                EvidenceState::Missing(why) => Some((*ix, (PaperCause::EvidenceMissing(*ix, *why), false))),
                EvidenceState::Altered => Some((*ix, (PaperCause::EvidenceAltered(*ix), false))),
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
        for flow in flows {
            let mut told: BTreeSet<InstrumentIx> = BTreeSet::new();
            for tag in &self.register.flow(*flow).mechanism {
                let TagUse::Instrument(ix) = tag.names else { continue };
                if let Some((cause, used)) = wrong.get_mut(&ix).filter(|_| tag.period.holds(self.view.day)) {
                    *used = true;
                    if told.insert(ix) {
                        all.push(raise(Some(*flow), *cause));
                    }
                }
            }
        }
        all.extend(wrong.into_values().filter(|(_, used)| !used).map(|(cause, _)| raise(None, cause)));
        all
    }
}
