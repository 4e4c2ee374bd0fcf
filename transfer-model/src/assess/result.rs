//! What an assessment finds of a flow: under each regime, of each claim, and what its data reach.

use std::cmp::Reverse;

use super::bind::Binding;
use super::cause::{Cause, Detail};
use super::crossing::Free;
use super::row::Row;
use super::time::NextChange;
use super::verdict::{Status, Verdict};
use crate::day::Day;
use crate::finding::Severity;
use crate::index::{DataIx, FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RuleIx};
use crate::register::Flow;

/// What carries a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carrier {
    /// The mechanism.
    pub mechanism: MechanismIx,
    /// The rule.
    pub rule: RuleIx,
}

/// What carries a transfer under a law that came with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OnwardCarrier {
    pub(super) mechanism: MechanismIx,
    /// None: the law has none for it, as for a contract with the recipient.
    pub(super) rule: Option<RuleIx>,
}

/// Mechanisms that carry a cell, with their documents.
pub(super) type Ways = Vec<(MechanismIx, Option<InstrumentIx>)>;

/// What a claim is worth under a regime, over all places and data it is made for.
#[derive(Debug, Clone)]
pub struct ClaimResult {
    /// Position of the tag in the flow's claims.
    pub tag: usize,
    /// The worst over its places and data.
    pub status: Status,
    /// The first cause of that.
    pub cause: Option<Cause>,
    /// The rule it rests on, where it carries.
    pub carrier: Option<Carrier>,
}

/// The worst of a claim so far: its status, why, and the rule.
pub(super) type Worth = (Status, Option<Cause>, Option<Carrier>);

/// What each claim that was examined is worth. The lists of results are many and last long: none is larger than it
/// must be.
pub(super) fn claim_results(claims: &[Option<Worth>]) -> Vec<ClaimResult> {
    let mut found = Vec::with_capacity(claims.iter().flatten().count());
    for (tag, claim) in claims.iter().enumerate() {
        if let Some((status, cause, carrier)) = *claim {
            found.push(ClaimResult { tag, status, cause, carrier });
        }
    }
    found
}

/// A flow under one regime.
#[derive(Debug, Clone)]
pub struct RegimeResult {
    /// The regime, and why it binds.
    pub binding: Binding,
    /// The worst over places and data.
    pub verdict: Verdict,
    /// What carries the worst data item, where it stands.
    pub carrier: Option<Carrier>,
    /// By data item.
    pub by_data: Vec<(DataIx, Verdict, Option<Carrier>)>,
    /// By place; none: unknown.
    pub by_place: Vec<(Option<PlaceIx>, Verdict)>,
    /// The claims, as written.
    pub claims: Vec<ClaimResult>,
    /// Why a place is not restricted, where it is not.
    pub free: Vec<(Option<PlaceIx>, Free)>,
    /// The row that decides.
    pub row: Option<Row>,
    /// What reached whom, and by what.
    pub(super) arrivals: Vec<Arrival>,
    /// What came with the data, and what that makes of the transfer.
    pub(super) came: Vec<Came>,
}

impl RegimeResult {
    /// A flow that a regime binds, before anything of it was found restricted: its territory decides.
    pub(super) fn new(binding: Binding, flow: &Flow) -> Self {
        let row = Row::Territory(binding.row);
        Self {
            binding,
            verdict: Verdict::NotRestricted,
            carrier: None,
            by_data: flow.data.iter().map(|data| (data.value, Verdict::NotRestricted, None)).collect(),
            by_place: Vec::new(),
            claims: Vec::new(),
            free: Vec::new(),
            row: Some(row),
            arrivals: Vec::new(),
            came: Vec::new(),
        }
    }

    /// Takes in what the flow is at a place: the worst of all its recipients there, and of all places.
    pub(super) fn is_at(&mut self, place: Option<PlaceIx>, here: Verdict) {
        match self.by_place.iter_mut().find(|(known, _)| *known == place) {
            Some((_, known)) => *known = here.max(*known),
            None => self.by_place.push((place, here)),
        }
        self.verdict = self.verdict.max(here);
    }

    /// The row by which it is not restricted.
    pub(super) fn freed_by(&self) -> Option<Row> {
        let mut free = self.free.iter().filter(|_| self.verdict == Verdict::NotRestricted);
        free.find_map(|(_, why)| match why {
            Free::Area(row) => Some(Row::Free(*row)),
            Free::CarveOut(rule) => Some(Row::Rule(*rule)),
            _ => None,
        })
    }

    /// What carries it under a law that came with the data, where it stands: what carries the worst data item.
    fn onward(&self) -> Option<OnwardCarrier> {
        let worst = self.by_data.iter().filter(|(_, verdict, _)| *verdict == self.verdict);
        worst.filter(|(_, verdict, _)| verdict.stands()).find_map(|(data, ..)| self.met(*data))
    }

    /// What meets the duties that came with a data item, where that is worst.
    fn met(&self, data: DataIx) -> Option<OnwardCarrier> {
        let came = self.came.iter().filter(|came| came.data == data && came.by.is_some());
        came.min_by_key(|came| Reverse(came.verdict))?.by
    }

    /// The mechanism that carries it, where it stands: that of the worst data item.
    pub fn mechanism(&self) -> Option<MechanismIx> {
        let own = self.carrier.map(|carrier| carrier.mechanism);
        own.or_else(|| self.onward().map(|carrier| carrier.mechanism))
    }

    /// The rule of the mechanism that carries it, if the law has one.
    pub fn rule(&self) -> Option<RuleIx> {
        self.carrier.map(|carrier| carrier.rule).or_else(|| self.onward()?.rule)
    }

    /// The mechanism that carries each data item, where that stands.
    pub fn mechanisms(&self) -> impl Iterator<Item = (DataIx, MechanismIx)> + '_ {
        self.by_data.iter().filter_map(|(data, verdict, carrier)| {
            let own = carrier.map(|carrier| carrier.mechanism);
            let onward = || Some(self.met(*data).filter(|_| verdict.stands())?.mechanism);
            Some((*data, own.or_else(onward)?))
        })
    }

    /// What the duties that came with a data item make of it under a law that came with the data: its verdict but for
    /// the breaks upstream.
    pub fn by_duties(&self, data: DataIx) -> Verdict {
        let broken = |cause| matches!(cause, Some(Cause::UpstreamBroken(..)));
        let met = self.came.iter().filter(|came| came.data == data && !broken(came.cause));
        met.map(|came| came.verdict).max().unwrap_or(Verdict::NotRestricted)
    }
}

/// What came with a data item makes of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Came {
    pub(super) data: DataIx,
    pub(super) recipient: PartyIx,
    pub(super) verdict: Verdict,
    /// What meets the duties that came with it.
    pub(super) by: Option<OnwardCarrier>,
    /// Why, where they are not met or something else came.
    pub(super) cause: Option<Cause>,
}

/// A data item that reached a recipient outside the regime's free area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Arrival {
    pub(super) recipient: PartyIx,
    pub(super) data: DataIx,
    pub(super) verdict: Verdict,
    /// The mechanisms that carry it, each alone enough, with their documents.
    pub(super) by: Ways,
}

/// A finding before levels and waivers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Raised {
    pub(crate) regime: Option<RegimeIx>,
    pub(crate) severity: Severity,
    pub(crate) detail: Detail,
}

/// A flow assessed.
#[derive(Debug, Clone)]
pub struct FlowResult {
    /// The flow.
    pub flow: FlowIx,
    /// The worst of its regimes, house rules and bans included.
    pub verdict: Verdict,
    /// Each regime that binds it.
    pub regimes: Vec<RegimeResult>,
    /// The next day on which its verdict will differ if nobody does anything; none: none is known.
    pub next: Option<NextChange>,
    pub(crate) raised: Vec<Raised>,
    /// Whether a ban on the flow as a whole applies; a regime's own ban is that regime's verdict.
    pub(super) banned: bool,
    /// The oldest day of verification among the bans that decide; none: none does.
    pub(super) bans_verified: Option<Day>,
}

impl FlowResult {
    /// Whether the flow is worse than every regime listed: the law of its exporter's side is not known, or is not
    /// in the pack.
    pub fn beyond_regimes(&self) -> bool {
        self.regimes.iter().all(|regime| regime.verdict < self.verdict)
    }

    pub(super) fn raise(&mut self, regime: Option<RegimeIx>, severity: Severity, cause: Cause) {
        self.raised.push(Raised { regime, severity, detail: Detail { tag: None, rule: None, cause } });
    }
}

/// The verdicts on a flow, without why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowVerdicts {
    /// The flow.
    pub flow: FlowIx,
    /// The worst of its regimes, house rules and bans included.
    pub verdict: Verdict,
    /// By regime, in the order of their words.
    pub regimes: Vec<(RegimeIx, Verdict)>,
}
