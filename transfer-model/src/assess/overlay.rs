//! Duties that stack on any route of a regime, and the limits of a regime: what it does not count as a transfer.

use super::cause::Cause;
use super::cell::Cell;
use super::claim::Outcome;
use super::condition::Trial;
use super::engine::Engine;
use super::notes::Notes;
use super::result::{Carrier, RegimeResult};
use super::row::Row;
use super::verdict::{Status, Verdict};
use crate::finding::{Severity, entry};
use crate::index::{FlowIx, RuleIx};
use crate::law::{Condition, Part};

/// A duty that is not met, and what that makes of the transfer.
pub(super) struct OpenDuty {
    pub(super) rule: RuleIx,
    pub(super) cause: Cause,
    severity: Severity,
    worth: Verdict,
}

impl Engine<'_> {
    /// What the duties of the regime make of a transfer that a route carries.
    pub(super) fn overlaid(
        &self,
        cell: &Cell,
        carrier: Carrier,
        tag: Option<usize>,
        verdict: Verdict,
        notes: &mut Notes<'_>,
    ) -> Verdict {
        let mut verdict = verdict;
        for open in self.open_duties(cell, carrier, tag) {
            notes.add_under(open.severity, None, Some(open.rule), open.cause);
            if open.worth > Verdict::Valid {
                notes.row(Row::Rule(open.rule));
            }
            verdict = verdict.max(open.worth);
        }
        verdict
    }

    /// What a claim is worth with the duties of the regime that stack on it: where they are open, another that asks
    /// for less may carry the transfer in its place.
    pub(super) fn worth(&self, cell: &Cell, tag: Option<usize>, outcome: &Outcome) -> Status {
        let Some(carrier) = outcome.carrier.filter(|_| outcome.status.carries()) else {
            return outcome.status;
        };
        let open = self.open_duties(cell, carrier, tag).into_iter().map(|open| open.worth).max();
        match open.unwrap_or(Verdict::Valid) {
            Verdict::NotRestricted | Verdict::Valid => outcome.status,
            Verdict::Conditional => Status::OpenDuties,
            Verdict::Undetermined | Verdict::Unsupported | Verdict::Invalid | Verdict::Prohibited => {
                Status::ConditionsUnmet
            }
        }
    }

    /// The duties of the regime that are not met where that route carries the cell.
    pub(super) fn open_duties(&self, cell: &Cell, carrier: Carrier, tag: Option<usize>) -> Vec<OpenDuty> {
        let mut found = Vec::new();
        for (ix, causes) in self.stacked(cell, carrier, tag) {
            let Part::Overlay { defeats, .. } = &self.view.book.rule(ix).part else { continue };
            found.extend(causes.into_iter().map(|cause| self.open_duty(ix, cause, *defeats)));
        }
        found
    }

    /// The duty to assess the destination that goes with that route of the regime, if there is one: the route's own
    /// or one that stacks on it.
    pub(super) fn asked_assessment(
        &self,
        cell: &Cell,
        carrier: Carrier,
        tag: Option<usize>,
    ) -> Option<RuleIx> {
        let asks = |rule: RuleIx| {
            let conditions = &self.view.book.rule(rule).conditions;
            conditions.iter().any(|condition| matches!(condition, Condition::Assessed { .. }))
        };
        if asks(carrier.rule) {
            return Some(carrier.rule);
        }
        self.view.book.overlays(cell.regime).iter().copied().find(|ix| {
            let rule = self.view.book.rule(*ix);
            let Part::Overlay { on, not_on, when, .. } = &rule.part else { return false };
            asks(*ix)
                && rule.header.period.holds(self.view.day)
                && (on.is_empty() || on.contains(&carrier.mechanism))
                && !not_on.contains(&carrier.mechanism)
                && self.view.reaches(*ix, cell.place)
                && self.unmet(when, *ix, cell, tag).is_empty()
        })
    }

    /// The duties that stack on what carries a flow under a regime, each with what is open of it.
    pub fn duties_of(&self, flow: FlowIx, result: &RegimeResult) -> Vec<(RuleIx, Vec<Cause>)> {
        let from = self.origin(flow);
        let mut found: Vec<(RuleIx, Vec<Cause>)> = Vec::new();
        for to in self.destinations(self.register.flow(flow)) {
            let Some(place) = to.place else { continue };
            for (data, _, carrier) in &result.by_data {
                let Some(carrier) = carrier else { continue };
                let claim = result.claims.iter().find(|claim| claim.carrier.as_ref() == Some(carrier));
                let tag = claim.map(|claim| claim.tag);
                let regime = result.binding.regime;
                let cell = Cell { flow, regime, from, recipient: to.recipient, place, data: *data };
                for (rule, causes) in self.stacked(&cell, *carrier, tag) {
                    match found.iter_mut().find(|(known, _)| *known == rule) {
                        Some((_, open)) => open.extend(causes),
                        None => found.push((rule, causes)),
                    }
                }
            }
        }
        for (_, open) in &mut found {
            let mut seen: Vec<Cause> = Vec::new();
            open.retain(|cause| {
                !seen.contains(cause) && {
                    seen.push(*cause);
                    true
                }
            });
        }
        found
    }

    /// The duties that apply where that route carries the cell, and what each lacks.
    fn stacked(
        &self,
        cell: &Cell,
        carrier: Carrier,
        tag: Option<usize>,
    ) -> impl Iterator<Item = (RuleIx, Vec<Cause>)> {
        self.view.book.overlays(cell.regime).iter().copied().filter_map(move |ix| {
            let rule = self.view.book.rule(ix);
            let Part::Overlay { on, not_on, when, .. } = &rule.part else { return None };
            let applies = rule.header.period.holds(self.view.day)
                && (on.is_empty() || on.contains(&carrier.mechanism))
                && !not_on.contains(&carrier.mechanism)
                && self.view.reaches(ix, cell.place)
                && self.unmet(when, ix, cell, tag).is_empty();
            applies.then(|| (ix, self.unmet(&rule.conditions, ix, cell, tag)))
        })
    }

    fn open_duty(&self, rule: RuleIx, cause: Cause, defeats: bool) -> OpenDuty {
        let own = matches!(
            cause,
            Cause::AssessmentMissing(..)
                | Cause::TiaOld(..)
                | Cause::TiaStale(..)
                | Cause::TiaNone(_)
                | Cause::TiaInsufficient(_)
                | Cause::FilingDue(..)
                | Cause::FilingOpen(_)
                | Cause::FilingLate(..)
                | Cause::FilingOverdue(..)
                | Cause::FiledLate(..)
        );
        // An assessment that finds protection wanting, or was stated not to be made, defeats any route.
        let fails = own && cause.status().rank() >= Status::Ended.rank();
        let told = if own { cause } else { Cause::OverlayOpen(rule) };
        let (severity, worth) = if told.status() == Status::Holds {
            (entry(told.code(self.view.book)).level, Verdict::Valid)
        } else if defeats || fails {
            (Severity::Error, Verdict::Invalid)
        } else {
            (Severity::Warning, Verdict::Conditional)
        };
        OpenDuty { rule, cause: told, severity, worth }
    }

    /// Which of these conditions the cell does not meet.
    fn unmet(&self, conditions: &[Condition], rule: RuleIx, cell: &Cell, tag: Option<usize>) -> Vec<Cause> {
        let document = tag.and_then(|tag| self.register.flow(cell.flow).mechanism.get(tag)).and_then(|tag| {
            match tag.names {
                crate::register::TagUse::Instrument(ix) => Some(ix),
                crate::register::TagUse::Bare(_) | crate::register::TagUse::Other(_) => None,
            }
        });
        let mut causes = Vec::new();
        for condition in conditions {
            self.condition(condition, Trial { rule, cell, document }, &mut causes);
        }
        causes
    }

    /// Whether all these conditions are shown to be met.
    pub(super) fn meets_all(&self, conditions: &[Condition], rule: RuleIx, cell: &Cell) -> bool {
        self.unmet(conditions, rule, cell, None).is_empty()
    }

    /// The row by which the regime does not count this as a transfer, where that is shown.
    pub(super) fn carved_out(&self, cell: &Cell) -> Option<RuleIx> {
        self.view.book.carve_outs(cell.regime).iter().copied().find(|ix| {
            let rule = self.view.book.rule(*ix);
            rule.header.period.holds(self.view.day)
                && self.view.reaches(*ix, cell.place)
                && self.meets_all(&rule.conditions, *ix, cell)
        })
    }
}
