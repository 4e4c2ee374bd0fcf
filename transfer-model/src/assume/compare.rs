//! Two assessments of the same flows on the same day held against each other: the world as it is, and as assumed.

use crate::assess::{FlowResult, RegimeResult, Verdict};
use crate::index::{FlowIx, MechanismIx, RegimeIx};
use crate::law::LawBook;

/// What becomes of a flow, from worst to best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It stood and does not stand.
    Breaks,
    /// Its verdict is worse.
    Worse,
    /// It stands no better than before, on another mechanism, since the one before carries it no more.
    FallsBack,
    /// It did not stand and stands.
    Mends,
    /// Its verdict is better.
    Better,
    /// Nothing that matters changes.
    Stays,
}

impl Change {
    /// All, from worst to best.
    pub const ALL: [Self; 6] =
        [Self::Breaks, Self::Worse, Self::FallsBack, Self::Mends, Self::Better, Self::Stays];

    /// The exact word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Breaks => "breaks",
            Self::Worse => "worse",
            Self::FallsBack => "falls-back",
            Self::Mends => "mends",
            Self::Better => "better",
            Self::Stays => "stays",
        }
    }

    fn of(before: Verdict, after: Verdict, falls: bool) -> Self {
        match (before.stands(), after.stands()) {
            (true, false) => Self::Breaks,
            (false, true) => Self::Mends,
            (true, true) if falls && after >= before => Self::FallsBack,
            _ if after > before => Self::Worse,
            _ if after < before => Self::Better,
            _ => Self::Stays,
        }
    }
}

/// A flow, or a flow under a regime, in one of the two worlds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// The verdict.
    pub verdict: Verdict,
    /// What carries it, where it stands.
    pub mechanism: Option<MechanismIx>,
    /// Position of the claim that carries it; none: nothing claimed does.
    pub claim: Option<usize>,
}

/// A flow under one regime in both worlds; a side without the regime is not bound by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegimeChange {
    /// The regime.
    pub regime: RegimeIx,
    /// As things are.
    pub before: Option<Side>,
    /// As assumed.
    pub after: Option<Side>,
    /// What becomes of it; a regime that does not bind restricts nothing.
    pub change: Change,
}

/// A flow in both worlds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowChange {
    /// The flow.
    pub flow: FlowIx,
    /// As things are: the worst of its regimes.
    pub before: Side,
    /// As assumed.
    pub after: Side,
    /// What becomes of it.
    pub change: Change,
    /// Every regime that binds it in either world.
    pub regimes: Vec<RegimeChange>,
}

impl FlowChange {
    /// Whether anything at all differs.
    pub fn differs(&self) -> bool {
        let same = |regime: &RegimeChange| regime.before == regime.after;
        self.before != self.after || !self.regimes.iter().all(same)
    }
}

/// Holds two assessments against each other, flow by flow. Both are of the same flows in the same order.
pub fn compare(book: &LawBook, before: &[FlowResult], after: &[FlowResult]) -> Vec<FlowChange> {
    before.iter().zip(after).map(|(before, after)| flow(book, before, after)).collect()
}

fn flow(book: &LawBook, before: &FlowResult, after: &FlowResult) -> FlowChange {
    let mut regimes = Vec::new();
    for regime in book.regimes() {
        let of = |result: &FlowResult| -> Option<usize> {
            result.regimes.iter().position(|found| found.binding.regime == *regime)
        };
        let was = of(before).and_then(|at| before.regimes.get(at));
        let is = of(after).and_then(|at| after.regimes.get(at));
        if was.is_none() && is.is_none() {
            continue;
        }
        let free = |found: Option<&RegimeResult>| found.map_or(Verdict::NotRestricted, |r| r.verdict);
        regimes.push(RegimeChange {
            regime: *regime,
            before: was.map(side),
            after: is.map(side),
            change: Change::of(free(was), free(is), falls(was, is)),
        });
    }
    let (was, is) = (whole(before), whole(after));
    let change = match Change::of(was.verdict, is.verdict, false) {
        whole @ (Change::Worse | Change::Stays) => {
            // What happens under a regime that does not decide the flow is told all the same; but a flow neither
            // breaks nor mends by it.
            let worst = match regimes.iter().map(|regime| regime.change).min() {
                Some(Change::Breaks) => Change::Worse,
                Some(Change::Mends) => Change::Better,
                Some(other) => other,
                None => whole,
            };
            if whole == Change::Stays || worst == Change::FallsBack { worst } else { whole }
        }
        whole => whole,
    };
    FlowChange { flow: before.flow, before: was, after: is, change, regimes }
}

fn side(result: &RegimeResult) -> Side {
    let mechanism = result.mechanism();
    let carries = |claim: &&crate::assess::ClaimResult| {
        claim.status.carries() && claim.carrier.map(|carrier| carrier.mechanism) == mechanism
    };
    let claim = result.claims.iter().find(carries).filter(|_| mechanism.is_some()).map(|claim| claim.tag);
    Side { verdict: result.verdict, mechanism, claim }
}

/// The flow as a whole: its verdict, and what carries it under the regime that decides.
fn whole(result: &FlowResult) -> Side {
    let decides = result.regimes.iter().filter(|regime| regime.verdict == result.verdict);
    let by = decides.map(side).find(|side| side.mechanism.is_some());
    Side {
        verdict: result.verdict,
        mechanism: by.and_then(|side| side.mechanism),
        claim: by.and_then(|side| side.claim),
    }
}

/// Whether what carried a flow carries it no more and another mechanism does.
fn falls(before: Option<&RegimeResult>, after: Option<&RegimeResult>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let (Some(was), Some(is)) = (before.mechanism(), after.mechanism()) else { return false };
    let carries = |mechanism: MechanismIx| {
        let mut claims = after.claims.iter();
        claims.any(|claim| {
            claim.status.carries() && claim.carrier.is_some_and(|carrier| carrier.mechanism == mechanism)
        })
    };
    was != is && !carries(was)
}
