//! Bans and house rules: territories under sanctions, mechanisms that the house forbids. A ban stands
//! whatever the mechanism; an authority without a list leaves the flow undetermined.

use super::cause::{Cause, Detail};
use super::engine::Engine;
use super::result::{FlowResult, Raised, RegimeResult};
use super::row::Row;
use super::verdict::Verdict;
use crate::finding::Severity;
use crate::index::{FlowIx, MechanismIx, PlaceIx, RegimeIx, TagIx};
use crate::law::Extent;
use crate::register::TagUse;

impl Engine<'_> {
    /// Applies the bans to a flow and to each of its regimes.
    pub(super) fn bans(&self, ix: FlowIx, result: &mut FlowResult) {
        let policy = &self.register.policy;
        if policy.sanctions.is_empty() && policy.sanctioned.is_empty() && !self.rules_out() {
            return;
        }
        let flow = self.register.flow(ix);
        let mut places: Vec<PlaceIx> = self.destinations(flow).iter().filter_map(|d| d.place).collect();
        places.extend(self.register.party(flow.to.value).country.value);
        let banned_from = places.len();
        places.extend(flow.subjects.iter().flat_map(|s| s.places.iter()).map(|p| p.value));
        let mut banned: Vec<PlaceIx> = Vec::new();
        let mut whole = false;
        for (at, place) in places.into_iter().enumerate() {
            if self.sanctioned(place, result) {
                if at < banned_from {
                    banned.push(place);
                } else {
                    whole = true;
                }
            }
        }
        if result.regimes.iter().any(|regime| regime.verdict != Verdict::NotRestricted) {
            for (tag, mechanism) in self.ruled_out(ix, result) {
                whole = true;
                let detail =
                    Detail { tag: Some(TagIx::new(tag)), rule: None, cause: Cause::Forbidden(mechanism) };
                result.raised.push(Raised { regime: None, severity: Severity::Error, detail });
            }
        }
        if whole || !banned.is_empty() {
            result.verdict = Verdict::Prohibited;
            result.banned = true;
            for regime in &mut result.regimes {
                regime.verdict = Verdict::Prohibited;
                regime.carrier = None;
                for (_, verdict, carrier) in &mut regime.by_data {
                    (*verdict, *carrier) = (Verdict::Prohibited, None);
                }
                // A place that the regime does not list, since nothing is restricted there, bars the flow as a whole.
                let barred = |place: Option<PlaceIx>| place.is_some_and(|place| banned.contains(&place));
                let whole = whole || !regime.by_place.iter().any(|(place, _)| barred(*place));
                for (place, verdict) in &mut regime.by_place {
                    if whole || barred(*place) {
                        *verdict = Verdict::Prohibited;
                    }
                }
            }
        }
        self.missing_lists(result);
    }

    /// Whether the house rules any mechanism out.
    pub(super) const fn rules_out(&self) -> bool {
        !self.register.policy.forbid.is_empty()
    }

    /// Claims that the house does not use: of a mechanism that it forbids, or carried by one under another word, as
    /// `adequacy` is by a framework.
    fn ruled_out(&self, ix: FlowIx, result: &FlowResult) -> Vec<(usize, MechanismIx)> {
        let mut found: Vec<(usize, MechanismIx)> = self.forbidden(ix).collect();
        if !self.rules_out() {
            return found;
        }
        for claim in result.regimes.iter().flat_map(|regime| &regime.claims) {
            let carrier = claim.carrier.filter(|_| claim.status.carries()).map(|carrier| carrier.mechanism);
            let forbidden = |by: &MechanismIx| self.register.policy.forbid.iter().any(|f| f.value == *by);
            if let Some(by) = carrier.filter(forbidden)
                && found.iter().all(|(tag, _)| *tag != claim.tag)
            {
                found.push((claim.tag, by));
            }
        }
        found
    }

    /// Claims of mechanisms that the house does not use.
    pub(super) fn forbidden(&self, ix: FlowIx) -> impl Iterator<Item = (usize, MechanismIx)> {
        // Where nothing is ruled out the flow, which may be far away in memory, is not looked at.
        let flow = self.rules_out().then(|| self.register.flow(ix));
        let claims = flow.into_iter().flat_map(|flow| flow.mechanism.iter().enumerate());
        claims.filter(|(_, tag)| tag.period.holds(self.view.day)).filter_map(|(at, tag)| {
            let mechanism = match &tag.names {
                TagUse::Bare(mechanism) => *mechanism,
                TagUse::Instrument(ix) => self.register.instrument(*ix).kind.value,
                TagUse::Other(_) => return None,
            };
            self.register.policy.forbid.iter().any(|f| f.value == mechanism).then_some((at, mechanism))
        })
    }

    fn sanctioned(&self, place: PlaceIx, result: &mut FlowResult) -> bool {
        let policy = &self.register.policy;
        let mut found = false;
        for (extent, ban) in [(Extent::Territory, true), (Extent::Listed, false)] {
            for row in self.view.sanctions(place, extent) {
                let Some(sanction) = self.view.book.pack().sanctions.get(row) else { continue };
                if !policy.sanctions.iter().any(|a| a.value.eq_ignore_ascii_case(&sanction.authority)) {
                    continue;
                }
                found |= ban;
                let (severity, cause) = if ban {
                    (Severity::Error, Cause::Sanctioned(row, place))
                } else {
                    (Severity::Note, Cause::ListedOnly(row, place))
                };
                result.raise_once(severity, cause);
                if ban {
                    self.ban_sources(Row::Sanction(row), None, result);
                }
            }
        }
        for (at, own) in policy.sanctioned.iter().enumerate() {
            let set = self.view.expand(&[own.place.value]);
            if own.period.holds(self.view.day) && self.view.within(place, &set) {
                found = true;
                result.raise_once(Severity::Error, Cause::HouseSanction(at, place));
            }
        }
        found
    }

    /// What is to be noted of the source of a ban that decides: whether it was verified before the day, and whether it is
    /// from memory.
    pub(super) fn ban_sources(&self, row: Row, regime: Option<RegimeIx>, result: &mut FlowResult) {
        let verified = row.of(self.view.book).2;
        result.bans_verified = result.bans_verified.into_iter().chain([verified]).min();
        let horizon = (verified < self.view.day).then_some((Severity::Note, Cause::Horizon(row)));
        let memory = self.unconfirmed(row, false).then_some((Severity::Warning, Cause::Unverified(row)));
        for (severity, cause) in horizon.into_iter().chain(memory) {
            let detail = Detail { tag: None, rule: None, cause };
            if !result.raised.iter().any(|r| r.regime == regime && r.detail == detail) {
                result.raised.push(Raised { regime, severity, detail });
            }
        }
    }

    fn missing_lists(&self, result: &mut FlowResult) {
        for (at, authority) in self.register.policy.sanctions.iter().enumerate() {
            let known = self
                .view
                .book
                .pack()
                .sanctions
                .iter()
                .any(|row| row.authority.eq_ignore_ascii_case(&authority.value));
            if known {
                continue;
            }
            result.raise_once(Severity::Error, Cause::NoList(at));
            result.verdict = result.verdict.max(Verdict::Undetermined);
            result.regimes.iter_mut().for_each(RegimeResult::doubt);
        }
    }

    /// Whether an authority whose sanctions the house applies has no list in the pack.
    pub(super) fn list_missing(&self) -> bool {
        let rows = &self.view.book.pack().sanctions;
        let known = |authority: &str| rows.iter().any(|row| row.authority.eq_ignore_ascii_case(authority));
        self.register.policy.sanctions.iter().any(|authority| !known(&authority.value))
    }
}

impl RegimeResult {
    /// Makes the result no better than not known.
    pub(super) fn doubt(&mut self) {
        self.worsen(Verdict::Undetermined);
    }

    /// Makes the result, of every data item and place, no better than that.
    pub(super) fn worsen(&mut self, verdict: Verdict) {
        self.verdict = self.verdict.max(verdict);
        self.carrier = None;
        for (_, known, carrier) in &mut self.by_data {
            (*known, *carrier) = ((*known).max(verdict), None);
        }
        for (_, known) in &mut self.by_place {
            *known = (*known).max(verdict);
        }
    }
}

impl FlowResult {
    fn raise_once(&mut self, severity: Severity, cause: Cause) {
        let detail = Detail { tag: None, rule: None, cause };
        if !self.raised.iter().any(|r| r.regime.is_none() && r.detail == detail) {
            self.raised.push(Raised { regime: None, severity, detail });
        }
    }
}
