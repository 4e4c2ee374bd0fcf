//! What of a flow by its own laws decides a verdict, here or further on: all that the days and the onward transfers
//! keep of a result.

use super::bind::Basis;
use super::result::{Arrival, Carrier, FlowResult, RegimeResult};
use super::verdict::Verdict;
use crate::index::{DataIx, PlaceIx, RegimeIx};

/// What of a flow by its own laws decides a verdict, here or further on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Own {
    pub(super) verdict: Verdict,
    pub(super) banned: bool,
    pub(super) regimes: Box<[OwnRegime]>,
}

/// The same under one regime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnRegime {
    pub(super) regime: RegimeIx,
    pub(super) basis: Basis,
    pub(super) verdict: Verdict,
    pub(super) by_data: Box<[(DataIx, Verdict, Option<Carrier>)]>,
    by_place: Box<[(Option<PlaceIx>, Verdict)]>,
    pub(super) arrivals: Box<[Arrival]>,
}

impl Own {
    pub(super) fn of(result: &FlowResult) -> Self {
        let regime = |found: &RegimeResult| OwnRegime {
            regime: found.binding.regime,
            basis: found.binding.basis,
            verdict: found.verdict,
            by_data: found.by_data.as_slice().into(),
            by_place: found.by_place.as_slice().into(),
            arrivals: found.arrivals.as_slice().into(),
        };
        let regimes = result.regimes.iter().map(regime).collect();
        Self { verdict: result.verdict, banned: result.banned, regimes }
    }

    /// The same of a result that is not needed any more.
    pub(super) fn from(result: FlowResult) -> Self {
        let regime = |found: RegimeResult| OwnRegime {
            regime: found.binding.regime,
            basis: found.binding.basis,
            verdict: found.verdict,
            by_data: found.by_data.into(),
            by_place: found.by_place.into(),
            arrivals: found.arrivals.into(),
        };
        let regimes = result.regimes.into_iter().map(regime).collect();
        Self { verdict: result.verdict, banned: result.banned, regimes }
    }

    pub(super) fn under(&self, regime: RegimeIx) -> Option<&OwnRegime> {
        self.regimes.iter().find(|known| known.regime == regime)
    }
}
