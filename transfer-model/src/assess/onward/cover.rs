//! What an onward transfer is worth against the duties that came with the data, and what goes on with them.

use super::load::{Asked, Book, Load, Next, Owed, Ways};
use super::offer::{Cover, Offers};
use crate::assess::cause::Cause;
use crate::assess::cell::Cell;
use crate::assess::condition::Trial;
use crate::assess::engine::Engine;
use crate::assess::result::{OnwardCarrier, Worth};
use crate::assess::verdict::{Status, Verdict};
use crate::index::{FlowIx, InstrumentIx, MechanismIx, PartyIx, RuleIx};
use crate::law::{Class, Condition, Onward, Role};
use crate::register::{Authorisation, Flow};

/// What an onward transfer is worth.
pub(super) struct OnwardWorth {
    pub(super) status: Status,
    pub(super) by: Option<OnwardCarrier>,
    /// Duties that no claim meets, by the flow that brought them.
    gaps: Vec<(u32, Cause)>,
    /// The first duty against which nothing claimed counts.
    unmet: Option<Cause>,
    pub(super) offers: Offers,
}

impl OnwardWorth {
    /// What each claim is worth, by position. One that would hold of itself is none against a duty it does not meet.
    pub(super) fn claims(&self) -> impl Iterator<Item = (usize, Worth)> {
        self.offers.claims.iter().map(|(at, offer, cause)| {
            let worth = match self.unmet {
                Some(unmet) if offer.status.carries() => (Status::NotAMechanism, Some(unmet), None),
                _ => offer.worth(*cause),
            };
            (*at, worth)
        })
    }

    /// What is to be said: of each claim, with the rule under which it was examined, then of the duties that none meets.
    pub(super) fn causes(&self) -> impl Iterator<Item = (Option<usize>, Option<RuleIx>, Cause)> {
        let claims = self.offers.causes().map(|(at, rule, cause)| (Some(at), rule, cause));
        claims.chain(self.gaps.iter().map(|(_, cause)| (None, None, *cause)))
    }

    /// The first duty that no claim meets.
    pub(super) fn gap(&self) -> Option<Cause> {
        self.gaps.first().map(|(_, cause)| *cause)
    }
}

/// How well a duty is met.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meeting {
    pub(super) status: Status,
    /// Why it is not, where no claim says it.
    gap: Option<Gap>,
    /// What meets it.
    by: Option<OnwardCarrier>,
}

/// Why a duty is not met.
#[derive(Debug, Clone, Copy)]
enum Gap {
    /// Binding rules end with the group.
    Outside(MechanismIx),
    /// Nothing meets what the mechanism asks.
    Uncovered(MechanismIx),
    /// What is asked is not known.
    Unspecified,
    /// A fact that decides it is missing, or the destination's law stands against it or was not assessed.
    Open(Cause),
}

impl Gap {
    /// The same, of a duty that came by a flow.
    const fn cause(self, came: FlowIx, recipient: PartyIx) -> Cause {
        match self {
            Self::Outside(mechanism) => Cause::OutsideGroup(came, mechanism, recipient),
            Self::Uncovered(mechanism) => Cause::Uncovered(came, mechanism, recipient),
            Self::Unspecified => Cause::Unspecified,
            Self::Open(cause) => cause,
        }
    }
}

/// How well the last duty was met whose documents bind nobody there. Duties come by kinds, and those of a kind differ
/// in their documents alone: such a one is met as well as the next.
#[derive(Debug, Default)]
pub(super) struct Last(Option<(u32, Meeting)>);

impl Last {
    fn meeting(&self, owed: Owed) -> Option<Meeting> {
        self.0.filter(|(kind, _)| *kind == owed.kind).map(|(_, meeting)| meeting)
    }
}

/// How well one mechanism's duty is met.
struct Met {
    status: Status,
    /// What meets it.
    by: Option<OnwardCarrier>,
    /// Which fact is missing, or what the destination's law does to the document that binds the recipient, where no
    /// claim says it.
    open: Option<Cause>,
    /// What is asked of whoever passes the data on in turn.
    /// With whether it is asked by what carries this flow, and not by what carried one before.
    next: Vec<(Asked, bool)>,
}

impl Engine<'_> {
    /// What an onward transfer is worth against the duties that came with the data.
    pub(super) fn onward_cell(&self, cell: &Cell, flow: &Flow, load: &Load, book: &Book) -> OnwardWorth {
        let offers = self.offers(cell, flow);
        let mut found =
            OnwardWorth { status: Status::Holds, by: None, gaps: Vec::new(), unmet: None, offers };
        let mut last = Last::default();
        for owed in load.duties.iter() {
            let meeting = self.met(owed, book, cell, &found.offers, &mut last);
            let gap = meeting.gap.map(|gap| gap.cause(self.lookup.at_rank(owed.flow), cell.recipient));
            found.gaps.extend(gap.map(|cause| (owed.flow, cause)));
            if meeting.status == Status::NotAMechanism {
                found.unmet = found.unmet.or(gap);
            }
            let worse = meeting.status.verdict() > found.status.verdict();
            if worse || found.by.is_none() {
                found.by = meeting.by.or(found.by);
            }
            if worse {
                found.status = meeting.status;
            }
        }
        // What a claim says already is said once.
        let said = |gap: &Cause| found.offers.claims.iter().any(|(_, _, cause)| *cause == Some(*gap));
        found.gaps.retain(|(_, cause)| !said(cause));
        found.gaps.sort_by_key(|(flow, _)| *flow);
        found
    }

    /// How well a duty is met.
    fn met(&self, owed: Owed, book: &Book, cell: &Cell, offers: &Offers, last: &mut Last) -> Meeting {
        let alike = !self.under_document(owed, book, cell.recipient);
        if alike && let Some(known) = last.meeting(owed) {
            return known;
        }
        let (meeting, _, _) = self.meeting(owed, book, cell, offers);
        if alike {
            last.0 = Some((owed.kind, meeting));
        }
        meeting
    }

    /// How well a duty is met, and what of it goes on, where that did not go on already.
    pub(super) fn handing(
        &self,
        owed: Owed,
        book: &Book,
        cell: &Cell,
        offers: &Offers,
        last: &mut Last,
    ) -> (Meeting, Option<Next>) {
        let alike = !self.under_document(owed, book, cell.recipient);
        if alike && let Some(known) = last.meeting(owed) {
            return (known, None);
        }
        let (meeting, next, same) = self.meeting(owed, book, cell, offers);
        if alike && same {
            last.0 = Some((owed.kind, meeting));
        }
        (meeting, next)
    }

    /// Whether the recipient may be bound by a document of a duty. To all others a duty is as any other of its kind.
    fn under_document(&self, owed: Owed, book: &Book, recipient: PartyIx) -> bool {
        let received = self.lookup.received(recipient);
        !received.is_empty() && book.rests_on(owed.duty, received)
    }

    /// How well a duty is met, what of it goes on, and whether the same goes on of others of its kind.
    fn meeting(
        &self,
        owed: Owed,
        book: &Book,
        cell: &Cell,
        offers: &Offers,
    ) -> (Meeting, Option<Next>, bool) {
        let duty = book.ways(owed.duty);
        let mut found = Meeting { status: Status::Unrecorded, gap: None, by: None };
        if duty.is_empty() {
            found.gap = Some(Gap::Unspecified);
            return (found, Some((Ways::new(), owed.flow)), false);
        }
        let met: Vec<(Asked, Met)> =
            duty.iter().map(|asked| (*asked, self.meets(*asked, cell, offers))).collect();
        let best = met.iter().min_by_key(|(_, met)| met.status.rank());
        if let Some((asked, met)) = best {
            let onward = self.view.book.mechanism(asked.mechanism).onward;
            found.status = met.status;
            if met.status == Status::NotAMechanism {
                found.gap = Some(match onward {
                    Onward::Group => Gap::Outside(asked.mechanism),
                    _ => Gap::Uncovered(asked.mechanism),
                });
            } else if let Some(cause) = met.open {
                found.by = met.by.filter(|_| met.status.carries());
                found.gap = Some(Gap::Open(cause));
            } else if met.status.carries() {
                found.by = met.by;
            } else if onward == Onward::Unknown {
                found.gap = Some(Gap::Unspecified);
            }
        }
        // Each of the ways that are as good is enough; a way that asks nothing ends the duty.
        let status = found.status;
        let enough = met.into_iter().filter(|(_, met)| as_good(met.status, status));
        let mut next: Vec<(Asked, bool)> = enough.flat_map(|(_, met)| met.next).collect();
        let here = next.iter().all(|(_, here)| *here);
        next.sort_unstable();
        let mut next: Ways = next.into_iter().map(|(asked, _)| asked).collect();
        next.dedup();
        let ends = next.iter().any(|asked| self.asks_nothing(*asked));
        let by = if here { self.lookup.rank(cell.flow) } else { owed.flow };
        let next = if status.verdict() == Verdict::Undetermined && ends {
            // Whether the duty ends here is not known.
            Some((Ways::new(), by))
        } else if status.verdict() < Verdict::Unsupported && !ends && !next.is_empty() {
            Some((next, by))
        } else {
            None
        };
        let same = here || next.is_none();
        (found, next, same)
    }

    /// What the claims are worth against the duty of one mechanism, and what meets it.
    fn meets(&self, asked: Asked, cell: &Cell, offers: &Offers) -> Met {
        let law = self.view.book.mechanism(asked.mechanism);
        let onward = law.onward;
        if onward == Onward::Unknown {
            return Met { status: Status::Unrecorded, by: None, open: None, next: vec![(asked, false)] };
        }
        if onward == Onward::Area && !self.in_area(asked.mechanism, cell) {
            return Met { status: Status::NotAMechanism, by: None, open: None, next: Vec::new() };
        }
        let role = self.register.flow(cell.flow).roles.value;
        let here = |mechanism, document| (Asked { role, mechanism, document }, true);
        let mut met: Vec<(Status, Option<OnwardCarrier>, (Asked, bool))> = Vec::new();
        // What is not known of a document upstream or of a decision, and what the destination's law does to the
        // document, is said nowhere else.
        let mut open: Vec<Cause> = Vec::new();
        if onward != Onward::Accountability {
            let binds = |paper: &InstrumentIx| {
                self.register.instrument(*paper).binds(cell.recipient, true, self.view.day)
            };
            let serves = |paper| Some((paper, self.serves_here(paper, asked, cell)?));
            let serving = asked.document.filter(binds).and_then(serves);
            let bound = serving.map(|(paper, _)| paper);
            let stops = serving.and_then(|(paper, doubt)| self.instrument_runs(paper).or(doubt));
            let standing = bound.map(|_| stops.map_or(Status::Holds, Cause::status));
            if let Some(status) = standing.filter(|status| status.verdict() < Verdict::Unsupported) {
                let rule = self.in_force(asked.mechanism, cell);
                let by = OnwardCarrier { mechanism: asked.mechanism, rule };
                // Whoever the document binds stands under the destination's law as its first importer does.
                // An amendment leaves the assessment to the set that it amends.
                let amends = law.class == Class::Amendment;
                let set = bound.filter(|_| amends).and_then(|paper| self.amended_set(paper, cell.recipient));
                let asking =
                    set.map_or(rule, |set| self.in_force(self.register.instrument(set).kind.value, cell));
                let there = asking.and_then(|rule| self.destination_of(rule, cell));
                let law = there.map_or(Status::Holds, Cause::status);
                let worst = if law.verdict() > status.verdict() { law } else { status };
                open.extend(stops.into_iter().chain(there));
                met.push((worst, Some(by), (asked, false)));
            }
        }
        // Clauses 8.7 and 8.8 differ by module; binding rules do not, nor do other clauses that say so.
        let clauses = matches!(onward, Onward::Contract | Onward::Area) && !law.onward_in_any_role;
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
        met.extend(offers.claims.iter().map(|(_, offer, _)| offer).filter(|offer| fits(offer.cover)).map(
            |offer| {
                let next = match (offer.cover, offer.by) {
                    (Cover::Own | Cover::Processing, _) | (_, None) => (asked, false),
                    (_, Some((by, document))) => here(by.mechanism, document),
                };
                (offer.status, offer.by.map(|(by, _)| by), next)
            },
        ));
        // An entry that nobody relies on counts only where nothing else holds.
        let held = met.iter().any(|(status, ..)| *status == Status::Holds);
        if onward != Onward::Accountability
            && let Some((status, decision, cause)) = offers.adequate
            && (Some(decision.mechanism) == self.lookup.adequacy || !held)
        {
            let by = OnwardCarrier { mechanism: decision.mechanism, rule: Some(decision.rule) };
            open.extend(cause.filter(|cause| {
                matches!(cause.status().verdict(), Verdict::Conditional | Verdict::Undetermined)
            }));
            met.push((status, Some(by), here(decision.mechanism, None)));
        }
        let Some((status, by, _)) = met.iter().min_by_key(|(status, ..)| status.rank()).copied() else {
            return Met { status: Status::NotAMechanism, by: None, open: None, next: Vec::new() };
        };
        let as_good = met.into_iter().filter(|(other, ..)| as_good(*other, status));
        let open = open.into_iter().find(|cause| cause.status().verdict() == status.verdict());
        Met { status, by, open, next: as_good.map(|(_, _, next)| next).collect() }
    }

    /// Whether a document that binds the recipient counts under the law for this pair, and what of that is not known: an
    /// amendment that makes it count binds them too, and an amendment binds nobody whom its set does not.
    #[expect(clippy::option_option, reason = "whether it counts, and then what is in doubt")]
    fn serves_here(&self, paper: InstrumentIx, asked: Asked, cell: &Cell) -> Option<Option<Cause>> {
        let mechanism = asked.mechanism;
        if self.view.book.mechanism(mechanism).class == Class::Amendment
            && let Some(set) = self.amended_set(paper, cell.recipient)
        {
            let binds = self.register.instrument(set).binds(cell.recipient, true, self.view.day);
            let asking = self.in_force(self.register.instrument(set).kind.value, cell);
            return (binds && !asking.is_some_and(|rule| self.other_module(rule, set, asked, cell)))
                .then_some(None);
        }
        let Some(rule) = self.in_force(mechanism, cell) else { return Some(None) };
        if self.other_module(rule, paper, asked, cell) {
            return None;
        }
        let mut causes = Vec::new();
        for condition in &self.view.book.rule(rule).conditions {
            if matches!(condition, Condition::AmendedBy(_) | Condition::ApprovedIn(_)) {
                self.condition(condition, Trial { rule, cell, document: Some(paper) }, &mut causes);
            }
        }
        let worst = causes.into_iter().max_by_key(|cause| cause.status().verdict());
        if worst.is_some_and(|cause| cause.status().verdict() >= Verdict::Unsupported) {
            return None;
        }
        Some(worst.filter(|cause| cause.status() != Status::Holds))
    }

    /// Whether a set is known to lack the module under which it would bind a sub-processor: a processor may pass data on
    /// to who is bound "under the appropriate Module" (clauses 8.8 and 9(b)). A controller may by any binding instrument
    /// (clause 8.7), which its own set with the recipient is.
    fn other_module(&self, rule: RuleIx, set: InstrumentIx, asked: Asked, cell: &Cell) -> bool {
        let role = self.register.flow(cell.flow).roles.value;
        let needed = |condition: &Condition| match condition {
            Condition::Modules(modules) => {
                modules.iter().find(|module| module.roles.contains(&role)).map(|module| module.module)
            }
            _ => None,
        };
        let needed = self.view.book.rule(rule).conditions.iter().find_map(needed);
        let have = self.register.instrument(set).modules.as_ref();
        role == Role::ProcessorToProcessor
            && matches!(asked.role, Role::ControllerToProcessor | Role::ProcessorToProcessor)
            && needed.zip(have).is_some_and(|(needed, have)| !have.contains(&needed))
    }

    /// Whether the data stay in the area that the mechanism is made for.
    fn in_area(&self, mechanism: MechanismIx, cell: &Cell) -> bool {
        self.view.book.rules(mechanism, cell.regime).iter().any(|rule| {
            self.view.book.rule(*rule).conditions.iter().any(|condition| match condition {
                Condition::BothIn(places) => self.view.within(cell.place, &self.view.expand(places)),
                _ => false,
            })
        })
    }

    /// The set under which an amendment binds a recipient: the one it names, else one of the same exporters that binds
    /// the recipient too.
    fn amended_set(&self, amendment: InstrumentIx, recipient: PartyIx) -> Option<InstrumentIx> {
        let document = self.register.instrument(amendment);
        if let Some(named) = document.amends {
            return Some(named.value);
        }
        let binds = |set: &InstrumentIx| {
            let set = self.register.instrument(*set);
            set.importers.contains(&recipient) || set.joined.iter().any(|(who, _)| *who == recipient)
        };
        document.exporters.iter().flat_map(|from| self.lookup.sets(*from)).copied().find(binds)
    }

    /// What the destination's law, or the lack of an assessment, does to a tool where the rule asks for one.
    fn destination_of(&self, rule: RuleIx, cell: &Cell) -> Option<Cause> {
        let mut causes = Vec::new();
        for condition in &self.view.book.rule(rule).conditions {
            if matches!(condition, Condition::Assessment { .. }) {
                self.condition(condition, Trial { rule, cell, document: None }, &mut causes);
            }
        }
        let worst = causes.iter().map(|cause| cause.status().rank()).max()?;
        causes
            .into_iter()
            .find(|cause| cause.status().rank() == worst)
            .filter(|c| c.status() != Status::Holds)
    }

    /// The number of a duty in the book.
    pub(super) fn duty(&self, ways: &Ways, book: &mut Book) -> u32 {
        book.number(ways, |ways| {
            let documents = ways.iter().filter_map(|asked| asked.document);
            let said = documents.filter(|document| {
                self.register.instrument(*document).subprocessors.as_ref().is_some_and(|terms| {
                    terms.listed.is_some() || terms.authorisation == Some(Authorisation::Specific)
                })
            });
            said.collect()
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
}

/// Whether one way of meeting a duty is as good as another: what holds with open duties holds.
fn as_good(status: Status, best: Status) -> bool {
    (status.carries() && best.carries()) || status.verdict() == best.verdict()
}
