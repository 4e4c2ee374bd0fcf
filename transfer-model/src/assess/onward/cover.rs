//! What an onward transfer is worth against the duties that came with the data, and what goes on with them.

use super::load::{Asked, Book, Load, Next, Ways};
use crate::assess::cause::Cause;
use crate::assess::engine::{Carrier, Cell, Engine, Worth};
use crate::assess::verdict::{Status, Verdict};
use crate::index::{InstrumentIx, MechanismIx, PartyIx, RuleIx};
use crate::law::{Class, Onward, Role};
use crate::register::{Authorisation, Flow, TagUse};

impl Engine<'_> {
    /// What an onward transfer is worth against the duties that came with the data.
    pub(super) fn onward_cell(&self, cell: &Cell, flow: &Flow, load: &Load, book: &Book) -> OnwardWorth {
        let decision = self.adequate_recipient(cell, flow);
        let claimed = flow.mechanism.iter().any(|tag| match &tag.names {
            TagUse::Bare(mechanism) => decision.is_some_and(|(_, decided)| decided.mechanism == *mechanism),
            TagUse::Instrument(_) | TagUse::Other(_) => false,
        });
        let mut found = OnwardWorth {
            unclaimed: decision.filter(|(status, _)| status.carries() && !claimed).map(|(_, by)| by.rule),
            status: Status::Holds,
            next: Vec::new(),
            by: None,
            causes: Vec::new(),
            claims: vec![None; flow.mechanism.len()],
        };
        let mut offers: Vec<Offer> = Vec::new();
        for (at, tag) in flow.mechanism.iter().enumerate() {
            let here = tag.data.as_ref().is_none_or(|data| data.contains(&cell.data));
            if !here || !tag.period.holds(self.view.day) {
                continue;
            }
            let (offer, cause) = self.onward_tag(&tag.names, cell);
            if let Some(slot) = found.claims.get_mut(at) {
                *slot = Some((offer.status, cause, None));
            }
            if let Some(cause) = cause {
                found.causes.push((Some(at), cause));
            }
            offers.push(offer);
        }
        let adequate = decision.map(|(status, by)| (status, by.mechanism));
        let mut gaps: Vec<(u32, Cause)> = Vec::new();
        for owed in load.duties.iter() {
            let duty = book.ways(owed.duty);
            let met: Vec<(Asked, Met)> =
                duty.iter().map(|asked| (*asked, self.meets(*asked, cell, adequate, &offers))).collect();
            let best = met.iter().min_by_key(|(_, met)| met.status.rank());
            let status = best.map_or(Status::Unrecorded, |(_, met)| met.status);
            match best {
                None => gaps.push((owed.flow, Cause::Unspecified)),
                Some((asked, met)) => {
                    let onward = self.view.book.mechanism(asked.mechanism).onward;
                    let came = self.lookup.at_rank(owed.flow);
                    if status == Status::NotAMechanism {
                        let cause = match onward {
                            Onward::Group => Cause::OutsideGroup(came, asked.mechanism, cell.recipient),
                            _ => Cause::Uncovered(came, asked.mechanism, cell.recipient),
                        };
                        gaps.push((owed.flow, cause));
                        // A claim that would hold of itself is none against what is asked here.
                        for slot in found.claims.iter_mut().flatten().filter(|(status, ..)| status.carries())
                        {
                            *slot = (status, Some(cause), None);
                        }
                    } else if status.carries() {
                        found.by = found.by.or(met.by);
                    } else if onward == Onward::Unknown {
                        gaps.push((owed.flow, Cause::Unspecified));
                    }
                }
            }
            if duty.is_empty() {
                found.next.push((Ways::new(), owed.flow));
            }
            // Each of the ways that are as good is enough; a way that asks nothing ends the duty.
            let enough = met.into_iter().filter(|(_, met)| as_good(met.status, status));
            let mut next: Vec<(Asked, bool)> = enough.flat_map(|(_, met)| met.next).collect();
            let here = next.iter().all(|(_, here)| *here);
            next.sort_unstable();
            let mut next: Ways = next.into_iter().map(|(asked, _)| asked).collect();
            next.dedup();
            let ends = next.iter().any(|asked| self.asks_nothing(*asked));
            let by = if here { self.lookup.rank(cell.flow) } else { owed.flow };
            if status.verdict() == Verdict::Undetermined && ends {
                // Whether the duty ends here is not known.
                found.next.push((Ways::new(), by));
            } else if status.verdict() < Verdict::Unsupported && !ends && !next.is_empty() {
                found.next.push((next, by));
            }
            if status.verdict() > found.status.verdict() {
                found.status = status;
            }
        }
        gaps.sort_by_key(|(flow, _)| *flow);
        found.causes.extend(gaps.into_iter().map(|(_, cause)| (None, cause)));
        found
    }

    /// What the claims are worth against the duty of one mechanism, and what meets it.
    fn meets(
        &self,
        asked: Asked,
        cell: &Cell,
        adequate: Option<(Status, MechanismIx)>,
        offers: &[Offer],
    ) -> Met {
        let law = self.view.book.mechanism(asked.mechanism);
        let onward = law.onward;
        if onward == Onward::Unknown {
            return Met { status: Status::Unrecorded, by: None, next: vec![(asked, false)] };
        }
        let role = self.register.flow(cell.flow).roles.value;
        let here = |mechanism, document| (Asked { role, mechanism, document }, true);
        let mut met: Vec<(Status, Option<MechanismIx>, (Asked, bool))> = Vec::new();
        if onward != Onward::Accountability {
            let bound = asked
                .document
                .filter(|paper| self.register.instrument(*paper).binds(cell.recipient, true, self.view.day));
            let standing =
                bound.map(|paper| self.instrument_runs(paper).map_or(Status::Holds, Cause::status));
            let standing = standing.filter(|status| status.verdict() < Verdict::Unsupported);
            met.extend(standing.map(|status| (status, Some(asked.mechanism), (asked, false))));
        }
        // Clauses 8.7 and 8.8 differ by module; the IDTA (section 16) and binding rules do not.
        let clauses = onward == Onward::Contract && law.id != "uk-idta";
        let controllers = matches!(asked.role, Role::ControllerToController | Role::JointControllers);
        let fits = |cover: Cover| match cover {
            Cover::Contract => true,
            // A binding instrument of its own serves module 1 (clause 8.7) and sub-processors (clause 9), not others.
            Cover::Own => {
                onward == Onward::Accountability
                    || !clauses
                    || controllers
                    || role == Role::ProcessorToProcessor
            }
            Cover::Processing => onward == Onward::Accountability,
            Cover::Ground => onward != Onward::Accountability,
            // Clause 8.7 (module 1) lets consent carry an onward transfer; clause 8.8 does not.
            Cover::Consent => onward != Onward::Accountability && (!clauses || controllers),
            Cover::Exception => onward != Onward::Accountability && !clauses,
            Cover::None => false,
        };
        met.extend(offers.iter().filter(|offer| fits(offer.cover)).map(|offer| {
            let next = match (offer.cover, offer.by) {
                (Cover::Own | Cover::Processing, _) | (_, None) => (asked, false),
                (_, Some((mechanism, document))) => here(mechanism, document),
            };
            (offer.status, offer.by.map(|(mechanism, _)| mechanism), next)
        }));
        // An entry that nobody relies on counts only where nothing else holds.
        let held = met.iter().any(|(status, ..)| *status == Status::Holds);
        if onward != Onward::Accountability
            && let Some((status, decision)) = adequate
            && (Some(decision) == self.lookup.adequacy || !held)
        {
            met.push((status, self.lookup.adequacy, here(decision, None)));
        }
        let Some((status, by, _)) = met.iter().min_by_key(|(status, ..)| status.rank()).copied() else {
            return Met { status: Status::NotAMechanism, by: None, next: Vec::new() };
        };
        let as_good = met.into_iter().filter(|(other, ..)| as_good(*other, status));
        Met { status, by, next: as_good.map(|(_, _, next)| next).collect() }
    }

    /// The decision of the regime that covers the recipient, or may cover it, claimed or not.
    fn adequate_recipient(&self, cell: &Cell, flow: &Flow) -> Option<(Status, Carrier)> {
        let outcome = self.unclaimed(cell, flow, &[])?;
        Some((outcome.status, outcome.carrier?))
    }

    /// Of the documents of a duty, those that say which sub-processors may be used.
    pub(super) fn terms(&self, duty: &[Asked]) -> impl Iterator<Item = InstrumentIx> {
        duty.iter().filter_map(|asked| asked.document).filter(|document| {
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
    fn onward_tag(&self, names: &TagUse, cell: &Cell) -> (Offer, Option<Cause>) {
        match names {
            TagUse::Other(_) => {
                let cause = Cause::NotAMechanism(None);
                (Offer { status: Status::NotAMechanism, cover: Cover::None, by: None }, Some(cause))
            }
            TagUse::Instrument(ix) => {
                let instrument = self.register.instrument(*ix);
                let kind = self.view.book.mechanism(instrument.kind.value);
                let from = self.register.flow(cell.flow).from.value;
                let stands = self.stands_for(*ix, cell.regime);
                let by = Some((stands, Some(*ix)));
                // Clauses and rules that the law knows are examined as it asks, assessment included.
                let known = !self.view.book.rules(stands, cell.regime).is_empty();
                if self.view.book.mechanism(stands).class != Class::Paper && known {
                    let outcome = self.resolve(stands, cell, Some(*ix));
                    let cause = outcome.causes.first().copied();
                    return (Offer { status: outcome.status, cover: Cover::Contract, by }, cause);
                }
                // A processing contract binds a processor; it gives no more than that. Paper of another law is at best
                // a contract with the recipient.
                let processing = kind.class == Class::Paper && kind.id != "onward-contract";
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
                (Offer { status: cause.map_or(Status::Holds, Cause::status), cover, by }, cause)
            }
            TagUse::Bare(mechanism) => {
                let outcome = self.bare(*mechanism, cell);
                let law = self.view.book.mechanism(*mechanism);
                let cover = match law.class {
                    Class::Derogation => match law.id.as_str() {
                        "art-49-consent" | "consent" => Cover::Consent,
                        "art-49-claims" | "art-49-vital" => Cover::Ground,
                        _ => Cover::Exception,
                    },
                    Class::Adequacy | Class::Scheme | Class::Filing => Cover::Ground,
                    Class::Unrecorded | Class::Clauses | Class::Amendment | Class::Approved => {
                        Cover::Contract
                    }
                    Class::Paper | Class::Overlay | Class::None => Cover::None,
                };
                // A claim of adequacy may rest on a framework, which asks for more.
                let by = outcome.carrier.map_or(*mechanism, |carrier| carrier.mechanism);
                let cause = outcome.causes.first().copied();
                (Offer { status: outcome.status, cover, by: Some((by, None)) }, cause)
            }
        }
    }
}

/// Whether one way of meeting a duty is as good as another: what holds with open duties holds.
fn as_good(status: Status, best: Status) -> bool {
    (status.carries() && best.carries()) || status.verdict() == best.verdict()
}

/// A claim as cover of an onward transfer.
#[derive(Clone, Copy)]
struct Offer {
    status: Status,
    cover: Cover,
    /// What it rests on, with its document.
    by: Option<(MechanismIx, Option<InstrumentIx>)>,
}

/// How well a duty is met.
struct Met {
    status: Status,
    /// What meets it.
    by: Option<MechanismIx>,
    /// What is asked of whoever passes the data on in turn.
    /// With whether it is asked by what carries this flow, and not by what carried one before.
    next: Vec<(Asked, bool)>,
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
    /// An exception that the clauses do not take over.
    Exception,
    /// Nothing.
    None,
}

/// What an onward transfer is worth.
pub(super) struct OnwardWorth {
    pub(super) status: Status,
    /// What goes on with the data.
    pub(super) next: Vec<Next>,
    /// The decision that covers the recipient although nobody claims it.
    pub(super) unclaimed: Option<RuleIx>,
    pub(super) by: Option<MechanismIx>,
    pub(super) causes: Vec<(Option<usize>, Cause)>,
    pub(super) claims: Vec<Option<Worth>>,
}
