//! The verdicts of a flow on its way through the days.

use crate::assess::own::Own;
use crate::assess::verdict::Verdict;
use crate::index::RegimeIx;
use crate::law::LawBook;

/// The verdicts of an active flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    pub(super) verdict: Verdict,
    pub(super) regimes: Vec<(RegimeIx, Verdict)>,
}

impl State {
    /// Writes the verdict under one regime, and the worst of all anew; `own` is the flow by its own laws.
    pub(super) fn put(&mut self, regime: RegimeIx, verdict: Option<Verdict>, own: &Own, book: &LawBook) {
        let known = self.regimes.iter_mut().find(|(known, _)| *known == regime);
        match (known, verdict) {
            (Some((_, known)), Some(verdict)) => *known = verdict,
            (Some(_), None) => self.regimes.retain(|(known, _)| *known != regime),
            (None, Some(verdict)) => {
                self.regimes.push((regime, verdict));
                self.regimes.sort_by_key(|(regime, _)| book.regime_rank(*regime));
            }
            (None, None) => {}
        }
        let worst = self.regimes.iter().map(|(_, verdict)| *verdict).max();
        self.verdict = own.verdict.max(worst.unwrap_or(Verdict::NotRestricted));
    }

    pub(super) fn of(&self, regime: RegimeIx) -> Option<Verdict> {
        self.regimes.iter().find(|(known, _)| *known == regime).map(|(_, verdict)| *verdict)
    }
}
