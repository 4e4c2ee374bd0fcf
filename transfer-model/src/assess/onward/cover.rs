//! What an onward transfer is worth against the duties that came with the data.

use super::load::{Book, Load};
use crate::assess::cause::Cause;
use crate::assess::engine::{Cell, Engine, Worth};
use crate::assess::verdict::Status;
use crate::index::{InstrumentIx, MechanismIx, PartyIx, RuleIx};
use crate::law::{Class, Onward, Role};
use crate::register::{Authorisation, Flow, TagUse};

impl Engine<'_> {
    /// What an onward transfer is worth against the duties that came with the data.
    pub(super) fn onward_cell(&self, cell: &Cell, flow: &Flow, load: &Load, book: &Book) -> OnwardWorth {
        let decision = self.adequate_recipient(cell);
        let adequate = decision.is_some();
        let claimed = flow.mechanism.iter().any(|tag| match &tag.names {
            TagUse::Bare(mechanism) => decision.is_some_and(|(decided, _)| decided == *mechanism),
            TagUse::Instrument(_) | TagUse::Other(_) => false,
        });
        let mut found = OnwardWorth {
            unclaimed: decision.filter(|_| !claimed).map(|(_, rule)| rule),
            status: Status::Holds,
            adequate,
            by: None,
            causes: Vec::new(),
            claims: vec![None; flow.mechanism.len()],
        };
        let mut statuses: Vec<(usize, Status, Cover, Option<MechanismIx>)> = Vec::new();
        for (at, tag) in flow.mechanism.iter().enumerate() {
            let here = tag.data.as_ref().is_none_or(|data| data.contains(&cell.data));
            if !here || !tag.period.holds(self.view.day) {
                continue;
            }
            let (status, cause, cover, by) = self.onward_tag(&tag.names, cell);
            if let Some(slot) = found.claims.get_mut(at) {
                *slot = Some((status, cause, None));
            }
            if let Some(cause) = cause {
                found.causes.push((Some(at), cause));
            }
            statuses.push((at, status, cover, by));
        }
        let mut gaps: Vec<(u32, Cause)> = Vec::new();
        for held in load.duties.kinds() {
            let Some(kind) = held.first().and_then(|owed| book.kind(owed.kind)) else { continue };
            let ways =
                kind.ways.iter().map(|way| (*way, self.meets(*way, cell, adequate, &statuses, kind.role)));
            let best = ways.min_by_key(|(_, (status, _))| status.rank());
            let Some((mechanism, (status, by))) = best else { continue };
            // A recipient bound by the document itself meets the duty, whatever else is claimed.
            let mut open = held.iter().filter(|owed| {
                let bound = self.bound_too(cell.recipient, book.papers(owed.papers), &kind.ways);
                found.by = found.by.or(bound);
                bound.is_none()
            });
            let Some(first) = open.next().map(|owed| owed.flow) else { continue };
            if status == Status::NotAMechanism {
                let flow = self.lookup.at_rank(first);
                let group = self.view.book.mechanism(mechanism).onward == Onward::Group;
                let cause = if group {
                    Cause::OutsideGroup(flow, mechanism)
                } else {
                    Cause::Uncovered(flow, mechanism)
                };
                gaps.push((first, cause));
            } else if status.carries() {
                found.by = found.by.or(by);
            } else if self.view.book.mechanism(mechanism).onward == Onward::Unknown {
                gaps.push((first, Cause::Unspecified));
            }
            if status.verdict() > found.status.verdict() {
                found.status = status;
            }
        }
        gaps.sort_by_key(|(first, _)| *first);
        found.causes.extend(gaps.into_iter().map(|(_, cause)| (None, cause)));
        found
    }

    /// The mechanism by whose document the recipient is bound like those before it, if it is.
    fn bound_too(
        &self,
        recipient: PartyIx,
        documents: &[Option<InstrumentIx>],
        ways: &[MechanismIx],
    ) -> Option<MechanismIx> {
        let mut papers = ways.iter().zip(documents).filter_map(|(way, document)| Some((*way, (*document)?)));
        papers
            .find(|(way, document)| {
                let onward = self.view.book.mechanism(*way).onward;
                !matches!(onward, Onward::Accountability | Onward::Unknown)
                    && self.register.instrument(*document).binds(recipient, true, self.view.day)
                    && self.instrument_runs(*document).is_none()
            })
            .map(|(way, _)| way)
    }

    /// What the claims are worth against the duty of one mechanism, and what meets it.
    fn meets(
        &self,
        mechanism: MechanismIx,
        cell: &Cell,
        adequate: bool,
        statuses: &[(usize, Status, Cover, Option<MechanismIx>)],
        first: Role,
    ) -> (Status, Option<MechanismIx>) {
        let onward = self.view.book.mechanism(mechanism).onward;
        if onward == Onward::Unknown {
            return (Status::Unrecorded, None);
        }
        if onward != Onward::Accountability && adequate {
            return (Status::Holds, self.lookup.adequacy);
        }
        let fits = |cover: Cover| match cover {
            Cover::Contract => true,
            // A binding instrument of its own serves module 1 (clause 8.7) and sub-processors (clause 9), not others.
            Cover::Own => {
                let controllers = matches!(first, Role::ControllerToController | Role::JointControllers);
                onward == Onward::Accountability
                    || controllers
                    || self.register.flow(cell.flow).roles.value == Role::ProcessorToProcessor
            }
            Cover::Processing => onward == Onward::Accountability,
            Cover::Ground => onward != Onward::Accountability,
            // Clause 8.7 (module 1) lets consent carry an onward transfer; clause 8.8 does not.
            Cover::Consent => onward != Onward::Accountability && first == Role::ControllerToController,
            Cover::None => false,
        };
        let best = statuses.iter().filter(|(_, _, cover, _)| fits(*cover)).min_by_key(|(_, s, ..)| s.rank());
        best.map_or((Status::NotAMechanism, None), |(_, status, _, by)| (*status, *by))
    }

    /// The decision of the regime that covers the recipient, claimed or not.
    fn adequate_recipient(&self, cell: &Cell) -> Option<(MechanismIx, RuleIx)> {
        let decisions = self.lookup.adequacy.iter().chain(&self.lookup.schemes);
        decisions.into_iter().find_map(|mechanism| {
            let outcome = self.resolve(*mechanism, cell, None);
            let carrier = outcome.carrier.filter(|_| outcome.status == Status::Holds)?;
            Some((*mechanism, carrier.rule))
        })
    }

    /// Of these documents, those that say which sub-processors may be used.
    pub(super) fn terms(&self, documents: &[Option<InstrumentIx>]) -> impl Iterator<Item = InstrumentIx> {
        documents.iter().flatten().copied().filter(|document| {
            self.register.instrument(*document).subprocessors.as_ref().is_some_and(|terms| {
                terms.listed.is_some() || terms.authorisation == Some(Authorisation::Specific)
            })
        })
    }

    /// Sub-processors that the instruments upstream authorise one by one, and this recipient is not among them.
    pub(super) fn unlisted(&self, recipient: PartyIx, flow: &Flow, load: &Load) -> Vec<Cause> {
        if flow.roles.value != Role::ProcessorToProcessor {
            return Vec::new();
        }
        let named = |document: InstrumentIx| {
            let terms = self.register.instrument(document).subprocessors.as_ref();
            terms
                .and_then(|terms| terms.listed.as_ref())
                .is_some_and(|listed| listed.iter().any(|party| party.value == recipient))
        };
        let missing = load.terms.iter().filter(|document| !named(**document));
        missing.map(|document| Cause::NotAuthorised(*document, recipient)).collect()
    }

    /// What a claim is worth as cover of an onward transfer, and which duties it can meet.
    fn onward_tag(&self, names: &TagUse, cell: &Cell) -> (Status, Option<Cause>, Cover, Option<MechanismIx>) {
        match names {
            TagUse::Other(_) => (Status::NotAMechanism, Some(Cause::NotAMechanism(None)), Cover::None, None),
            TagUse::Instrument(ix) => {
                let instrument = self.register.instrument(*ix);
                let kind = self.view.book.mechanism(instrument.kind.value);
                let from = self.register.flow(cell.flow).from.value;
                // A processing contract binds a processor; it gives no more than that.
                let cover = match (kind.class == Class::Paper, kind.id == "onward-contract") {
                    (false, _) => Cover::Contract,
                    (true, true) => Cover::Own,
                    (true, false) => Cover::Processing,
                };
                // Clauses and rules that the law knows are examined as it asks, assessment included.
                let known = !self.view.book.rules(instrument.kind.value, cell.regime).is_empty();
                if kind.class != Class::Paper && known {
                    let outcome = self.resolve(instrument.kind.value, cell, Some(*ix));
                    let cause = outcome.causes.first().copied();
                    return (outcome.status, cause, Cover::Contract, Some(instrument.kind.value));
                }
                let cause = self.instrument_runs(*ix).or_else(|| {
                    if !instrument.binds(from, false, self.view.day) {
                        Some(Cause::NotBound(*ix, from, false))
                    } else if instrument.binds(cell.recipient, true, self.view.day) {
                        None
                    } else {
                        Some(Cause::NotBound(*ix, cell.recipient, true))
                    }
                });
                let status = cause.map_or(Status::Holds, Cause::status);
                (status, cause, cover, Some(instrument.kind.value))
            }
            TagUse::Bare(mechanism) => {
                let outcome = self.resolve(*mechanism, cell, None);
                let consent =
                    matches!(self.view.book.mechanism(*mechanism).id.as_str(), "art-49-consent" | "consent");
                let cover = match self.view.book.mechanism(*mechanism).class {
                    Class::Derogation if consent => Cover::Consent,
                    Class::Adequacy | Class::Derogation => Cover::Ground,
                    Class::Unrecorded => Cover::Contract,
                    Class::Scheme => Cover::Ground,
                    Class::Clauses | Class::Amendment | Class::Approved => Cover::Contract,
                    Class::Paper | Class::None => Cover::None,
                };
                (outcome.status, outcome.causes.first().copied(), cover, Some(*mechanism))
            }
        }
    }
}

/// Which duties a claim can meet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cover {
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
    /// Nothing.
    None,
}

/// What an onward transfer is worth.
pub(super) struct OnwardWorth {
    pub(super) status: Status,
    pub(super) adequate: bool,
    /// The decision that covers the recipient although nobody claims it.
    pub(super) unclaimed: Option<RuleIx>,
    pub(super) by: Option<MechanismIx>,
    pub(super) causes: Vec<(Option<usize>, Cause)>,
    pub(super) claims: Vec<Option<Worth>>,
}
