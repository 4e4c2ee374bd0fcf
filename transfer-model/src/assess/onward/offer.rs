//! What a flow offers to whoever is owed a duty there: its claims, and what the law gives of itself.

use crate::assess::cause::Cause;
use crate::assess::cell::Cell;
use crate::assess::engine::Engine;
use crate::assess::result::{Carrier, OnwardCarrier, Worth};
use crate::assess::verdict::Status;
use crate::day::When;
use crate::index::{InstrumentIx, RuleIx};
use crate::law::{Class, Condition, Kind};
use crate::register::{Flow, TagUse};

/// What a flow offers under a law that came with the data.
#[derive(Debug, Clone)]
pub(super) struct Offers {
    /// The decision that covers the recipient although nobody claims it.
    pub(super) unclaimed: Option<RuleIx>,
    /// What a decision of the law is worth for the recipient, claimed or not.
    pub(super) adequate: Option<Decided>,
    /// The claims made that day, by position, with what is to be said of them.
    pub(super) claims: Vec<(usize, Offer, Option<Cause>)>,
}

impl Offers {
    /// What each claim is worth of itself, by position.
    pub(super) fn worths(&self) -> impl Iterator<Item = (usize, Worth)> {
        self.claims.iter().map(|(at, offer, cause)| (*at, offer.worth(*cause)))
    }

    /// What is to be said of each claim, with the rule under which it was examined.
    pub(super) fn causes(&self) -> impl Iterator<Item = (usize, Option<RuleIx>, Cause)> {
        self.claims.iter().filter_map(|(at, offer, cause)| Some((*at, offer.rule(), (*cause)?)))
    }
}

/// A claim as cover of an onward transfer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offer {
    pub(super) status: Status,
    pub(super) cover: Cover,
    /// What it rests on, with its document.
    pub(super) by: Option<(OnwardCarrier, Option<InstrumentIx>)>,
}

impl Offer {
    /// The rule under which the claim was examined.
    fn rule(&self) -> Option<RuleIx> {
        self.by.and_then(|(by, _)| by.rule)
    }

    /// What the claim is worth of itself. One that fails is told by the rule that it fails; what meets a duty that came
    /// with the data is carried by none.
    pub(super) fn worth(&self, cause: Option<Cause>) -> Worth {
        let examined = self.by.and_then(|(by, _)| Some(Carrier { mechanism: by.mechanism, rule: by.rule? }));
        (self.status, cause, examined.filter(|_| !self.status.carries()))
    }
}

/// Which duties a claim can meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    /// A contract that binds the recipient alike.
    Contract,
    /// A contract of its own, not the clauses themselves.
    Own,
    /// A contract for processing only.
    Processing,
    /// A decision or exception of the law itself.
    Ground,
    /// Consent of the person.
    Consent,
    /// An exception that the clauses do not take over.
    Exception,
    /// Nothing.
    None,
}

/// What a decision is worth for a recipient, by which rule, and why.
pub(super) type Decided = (Status, Carrier, Option<Cause>);

impl Engine<'_> {
    /// What the claims of a flow, and the law of itself, offer to whoever is owed a duty there.
    pub(super) fn offers(&self, cell: &Cell, flow: &Flow) -> Offers {
        let decision = self.adequate_recipient(cell, flow);
        let claimed = flow.mechanism.iter().any(|tag| match &tag.names {
            TagUse::Bare(mechanism) => {
                decision.is_some_and(|(_, decided, _)| decided.mechanism == *mechanism)
            }
            TagUse::Instrument(_) | TagUse::Other(_) => false,
        });
        let unclaimed =
            decision.filter(|(status, ..)| status.carries() && !claimed).map(|(_, by, _)| by.rule);
        let mut found =
            Offers { unclaimed, adequate: decision, claims: Vec::with_capacity(flow.mechanism.len()) };
        for (at, tag) in flow.mechanism.iter().enumerate() {
            if tag.data.as_ref().is_some_and(|data| !data.contains(&cell.data)) {
                continue;
            }
            // A tag outside its own time is no claim that day; it is shown and decides nothing.
            let outside = match tag.period.at(self.view.day) {
                When::Before => Some(Cause::TagNotYet(tag.period.since)),
                When::After => Some(Cause::TagOver(tag.period.until.next())),
                When::During => None,
            };
            let (offer, cause) = if let Some(cause) = outside {
                (Offer { status: cause.status(), cover: Cover::None, by: None }, Some(cause))
            } else {
                self.onward_tag(&tag.names, cell)
            };
            found.claims.push((at, offer, cause));
        }
        found
    }

    /// What a claim is worth as cover of an onward transfer, and which duties it can meet.
    fn onward_tag(&self, names: &TagUse, cell: &Cell) -> (Offer, Option<Cause>) {
        match names {
            TagUse::Other(_) => {
                let cause = Cause::NotAMechanism(None);
                (Offer { status: Status::NotAMechanism, cover: Cover::None, by: None }, Some(cause))
            }
            TagUse::Instrument(ix) => {
                let instrument = self.register.instrument(*ix);
                let kind = self.view.book.mechanism(instrument.kind.value);
                let from = self.sender(*ix, cell);
                let stands = self.stands_for(*ix, cell.regime);
                let by = |rule| Some((OnwardCarrier { mechanism: stands, rule }, Some(*ix)));
                // Clauses and rules that the law knows are examined as it asks, assessment included.
                let known = !self.view.book.rules(stands, cell.regime).is_empty();
                if self.view.book.mechanism(stands).class != Class::Paper && known {
                    let outcome = self.resolve(stands, cell, Some(*ix));
                    let cause = outcome.causes.first().copied();
                    let by = by(outcome.carrier.map(|carrier| carrier.rule));
                    return (Offer { status: outcome.status, cover: Cover::Contract, by }, cause);
                }
                // A processing contract binds a processor; it gives no more than that. Paper of another law is at best
                // a contract with the recipient.
                let processing = kind.class == Class::Paper && !kind.passes_on;
                let cover = if processing { Cover::Processing } else { Cover::Own };
                let cause = self.instrument_runs(*ix).or_else(|| {
                    if !instrument.binds(from, false, self.view.day) {
                        Some(Cause::NotBound(*ix, from, false))
                    } else if instrument.binds(cell.recipient, true, self.view.day) {
                        None
                    } else {
                        Some(Cause::NotBound(*ix, cell.recipient, true))
                    }
                });
                (Offer { status: cause.map_or(Status::Holds, Cause::status), cover, by: by(None) }, cause)
            }
            TagUse::Bare(mechanism) => {
                let outcome = self.bare(*mechanism, cell);
                let law = self.view.book.mechanism(*mechanism);
                let cover = match law.class {
                    Class::Derogation if law.exception_of_clauses => Cover::Ground,
                    Class::Derogation if law.kind == Some(Kind::Consent) => Cover::Consent,
                    Class::Derogation => Cover::Exception,
                    Class::Adequacy | Class::Scheme | Class::Filing => Cover::Ground,
                    Class::Unrecorded | Class::Clauses | Class::Amendment | Class::Approved => {
                        Cover::Contract
                    }
                    Class::Paper | Class::Overlay | Class::None => Cover::None,
                };
                // A claim of adequacy may rest on a framework, which asks for more.
                let by = outcome.carrier.map_or(
                    OnwardCarrier { mechanism: *mechanism, rule: None },
                    |Carrier { mechanism, rule }| OnwardCarrier { mechanism, rule: Some(rule) },
                );
                let cause = outcome.causes.first().copied();
                (Offer { status: outcome.status, cover, by: Some((by, None)) }, cause)
            }
        }
    }

    /// The decision of the regime that covers the recipient, or may cover it, claimed or not.
    fn adequate_recipient(&self, cell: &Cell, flow: &Flow) -> Option<Decided> {
        let outcome = self.unclaimed(cell, flow, &[])?;
        // What a law counts are the people whose data leave its own territory.
        let counted = |rule: RuleIx| {
            self.view.book.rule(rule).conditions.iter().any(|c| matches!(c, Condition::Volume { .. }))
        };
        if outcome.carrier.is_some_and(|carrier| counted(carrier.rule)) {
            return None;
        }
        Some((outcome.status, outcome.carrier?, outcome.causes.first().copied()))
    }
}
