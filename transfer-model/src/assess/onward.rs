//! Onward transfers: what a mechanism asks of whoever passes the data on, carried along flows to a fixed point.
//!
//! For each flow, regime and data item there is a load: the worst break upstream, the duties that came with the
//! data, and the flows that brought them. Loads only grow: a break only gets worse, duties and flows are only
//! added, and there are finitely many of each. What a flow hands on depends on its load in the same direction,
//! so the work list ends, cycles included, and the result does not depend on the order of the input.

use std::collections::{BTreeMap, BTreeSet};

use super::bind::{Basis, Binding};
use super::cause::{Cause, Row};
use super::engine::{Cell, Engine, FlowResult, Notes, RegimeResult, Ways, Worth};
use super::verdict::{Status, Verdict};
use crate::finding::Severity;
use crate::index::{DataIx, FlowIx, InstrumentIx, MechanismIx, PartyIx, RegimeIx, RuleIx};
use crate::law::{Class, Onward, Role};
use crate::register::{Authorisation, Flow, Personal, TagUse};

/// A duty that came with the data by a flow: what one of these mechanisms asks must be met.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Duty {
    flow: FlowIx,
    /// The mechanisms that carried the flow, with their documents.
    by: Ways,
}

/// What came with a data item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Load {
    /// The worst break upstream, and the first hop that broke.
    broken: Option<(Verdict, FlowIx)>,
    duties: BTreeSet<Duty>,
    /// Mechanisms that carry nothing on, with their flows: to be noted.
    lapsed: BTreeSet<(FlowIx, MechanismIx)>,
    via: BTreeSet<FlowIx>,
}

impl Load {
    /// Joins what another flow brings; whether that changed anything.
    fn join(&mut self, brought: &Self, by: FlowIx, engine: &Engine<'_>) -> bool {
        let before = self.clone();
        self.broken = engine.worse(self.broken, brought.broken);
        self.duties.extend(brought.duties.iter().cloned());
        self.lapsed.extend(&brought.lapsed);
        if brought.broken.is_some() || !brought.duties.is_empty() {
            self.via.insert(by);
        }
        *self != before
    }
}

type Loads = BTreeMap<(FlowIx, RegimeIx), BTreeMap<DataIx, Load>>;

/// What a flow hands on under a regime: to whom, which data, with what load.
type Handed = Vec<(PartyIx, DataIx, Load)>;

impl Engine<'_> {
    /// Carries duties and breaks along all flows, adds the regimes that came with the data, and makes what
    /// follows a break no better than it.
    pub(super) fn onward(&self, flows: &mut [FlowResult]) {
        let lingering = self.lingering();
        let mut by_exporter: BTreeMap<PartyIx, Vec<FlowIx>> = BTreeMap::new();
        for result in flows.iter().chain(&lingering) {
            by_exporter.entry(self.register.flow(result.flow).from.value).or_default().push(result.flow);
        }
        let known: BTreeMap<FlowIx, &FlowResult> =
            flows.iter().chain(&lingering).map(|r| (r.flow, r)).collect();
        let banned = |flow: FlowIx| known.get(&flow).is_some_and(|r| r.banned);
        let own = |flow: FlowIx, regime: RegimeIx| {
            known.get(&flow).and_then(|r| r.regimes.iter().find(|r| r.binding.regime == regime))
        };
        let mut loads = Loads::new();
        let mut work: BTreeSet<(FlowIx, RegimeIx)> = BTreeSet::new();
        let spread =
            |from: FlowIx, regime: RegimeIx, handed: Handed, loads: &mut Loads, work: &mut BTreeSet<_>| {
                for (recipient, data, brought) in handed {
                    for next in by_exporter.get(&recipient).into_iter().flatten() {
                        if *next == from || !self.reaches_flow(from, *next, data) {
                            continue;
                        }
                        let load = loads.entry((*next, regime)).or_default().entry(data).or_default();
                        if load.join(&brought, from, self) {
                            work.insert((*next, regime));
                        }
                    }
                }
            };
        for result in flows.iter().chain(&lingering) {
            for regime in &result.regimes {
                let handed = self.hands_on(result.flow, regime, None);
                spread(result.flow, regime.binding.regime, handed, &mut loads, &mut work);
            }
        }
        while let Some((flow, regime)) = work.pop_first() {
            let Some(load) = loads.get(&(flow, regime)).cloned() else { continue };
            let handed = match own(flow, regime) {
                Some(result) => self.hands_on(flow, result, Some(&load)),
                None => self.passes_on(flow, regime, &load, banned(flow)),
            };
            spread(flow, regime, handed, &mut loads, &mut work);
        }
        for result in flows {
            self.settle(result, &loads);
        }
    }

    /// The graver of two breaks; of equal ones the one whose flow comes first by id, whatever the input's order.
    fn worse(&self, a: Option<(Verdict, FlowIx)>, b: Option<(Verdict, FlowIx)>) -> Option<(Verdict, FlowIx)> {
        let rank = |(verdict, flow): (Verdict, FlowIx)| {
            (verdict, std::cmp::Reverse(self.register.flow(flow).id.as_str()))
        };
        match (a, b) {
            (Some(a), Some(b)) => Some(if rank(a) >= rank(b) { a } else { b }),
            (found, None) | (None, found) => found,
        }
    }

    /// Flows that are over but whose data the importer still holds, as they stood on their last day.
    fn lingering(&self) -> Vec<FlowResult> {
        let day = self.view.day;
        let mut found = Vec::new();
        let mut engines: BTreeMap<_, Engine<'_>> = BTreeMap::new();
        for (at, flow) in self.register.flows.iter().enumerate() {
            let over = flow.period.until < day && flow.period.since <= day;
            if over && flow.returned.is_none_or(|returned| returned > day) {
                let last = flow.period.until;
                let engine =
                    engines.entry(last).or_insert_with(|| Engine::new(self.register, self.view.book, last));
                found.push(engine.assess_flow(FlowIx::new(at)));
            }
        }
        found
    }

    /// Whether data of one flow can be those of a later one: the data item is shared, and so are the people.
    fn reaches_flow(&self, from: FlowIx, next: FlowIx, data: DataIx) -> bool {
        let (from, next) = (self.register.flow(from), self.register.flow(next));
        let apart = next.period.until < from.period.since;
        if apart || !next.data.iter().any(|d| d.value == data) {
            return false;
        }
        if from.subjects.is_empty() || next.subjects.is_empty() {
            return true;
        }
        from.subjects.iter().any(|a| {
            next.subjects.iter().any(|b| {
                let group = a.group == b.group || a.group.is_empty() || b.group.is_empty();
                let place = a.places.is_empty()
                    || b.places.is_empty()
                    || a.places.iter().any(|x| b.places.iter().any(|y| self.view.overlap(x.value, y.value)));
                group && place
            })
        })
    }

    /// What a flow under its own law hands on: its mechanisms' duties, and a break, its own or from upstream.
    fn hands_on(&self, flow: FlowIx, result: &RegimeResult, load: Option<&BTreeMap<DataIx, Load>>) -> Handed {
        let mut handed = Handed::new();
        for arrival in &result.arrivals {
            let mut brought = Load::default();
            let verdict =
                if result.verdict == Verdict::Prohibited { Verdict::Prohibited } else { arrival.verdict };
            if verdict >= Verdict::Unsupported {
                brought.broken = Some((verdict, flow));
            }
            let onward = |mechanism: MechanismIx| self.view.book.mechanism(mechanism).onward;
            match arrival.by.iter().find(|(mechanism, _)| onward(*mechanism) == Onward::Nothing) {
                Some((mechanism, _)) => {
                    brought.lapsed.insert((flow, *mechanism));
                }
                None if arrival.by.is_empty() => {}
                None => {
                    brought.duties.insert(Duty { flow, by: arrival.by.clone() });
                }
            }
            if let Some(broken) = load.and_then(|load| load.get(&arrival.data)).and_then(|load| load.broken) {
                brought.broken = self.worse(brought.broken, Some(broken));
            }
            handed.push((arrival.recipient, arrival.data, brought));
        }
        handed
    }

    /// What a flow hands on whose law came with the data: the same duties, unless its recipient is adequate.
    fn passes_on(
        &self,
        ix: FlowIx,
        regime: RegimeIx,
        loads: &BTreeMap<DataIx, Load>,
        banned: bool,
    ) -> Handed {
        let flow = self.register.flow(ix);
        let from = self.place_of(flow);
        let mut handed = Handed::new();
        for to in self.destinations(flow) {
            // Data that come back into the free area are under its own law again.
            if self.free(flow, from, regime, to).is_some() && !banned {
                continue;
            }
            for (data, load) in loads {
                let mut brought = Load { broken: load.broken, ..Load::default() };
                let mut verdict = if banned { Verdict::Prohibited } else { Verdict::NotRestricted };
                if let Some(place) = to.place {
                    let cell = Cell { flow: ix, regime, from, recipient: to.recipient, place, data: *data };
                    let worth = self.onward_cell(&cell, flow, load);
                    if !worth.adequate {
                        brought.duties.clone_from(&load.duties);
                    }
                    verdict = verdict.max(worth.status.verdict());
                }
                if verdict >= Verdict::Unsupported && brought.broken.is_none_or(|(known, _)| known < verdict)
                {
                    brought.broken = Some((verdict, ix));
                }
                if brought.broken.is_some() || !brought.duties.is_empty() {
                    handed.push((to.recipient, *data, brought));
                }
            }
        }
        handed
    }

    fn place_of(&self, flow: &Flow) -> Option<crate::index::PlaceIx> {
        flow.context.map_or(self.register.party(flow.from.value).country.value, |context| Some(context.value))
    }

    /// Writes what was carried into the result of a flow.
    fn settle(&self, result: &mut FlowResult, loads: &Loads) {
        let ix = result.flow;
        let range = loads.range((ix, RegimeIx::new(0))..=(ix, RegimeIx::new(usize::MAX)));
        for ((_, regime), load) in range {
            let banned = result.banned;
            if let Some(own) = result.regimes.iter_mut().find(|r| r.binding.regime == *regime) {
                // What is no transfer under this law cannot be a broken one.
                let restricted = own.verdict != Verdict::NotRestricted;
                let broken =
                    load.iter().filter_map(|(data, load)| Some((*data, load.broken.filter(|_| restricted)?)));
                for (data, (verdict, origin)) in broken {
                    let worse = |entry: &&mut (DataIx, Verdict, Option<super::engine::Carrier>)| {
                        entry.0 == data && entry.1 != Verdict::NotRestricted && entry.1 < verdict
                    };
                    for entry in own.by_data.iter_mut().filter(worse) {
                        (entry.1, entry.2) = (verdict, None);
                    }
                    if own.verdict < verdict {
                        own.verdict = verdict;
                        own.carrier = None;
                        for (_, place) in &mut own.by_place {
                            *place = (*place).max(verdict);
                        }
                    }
                    let mut notes = Notes { regime: *regime, raised: &mut result.raised, rows: Vec::new() };
                    notes.add(Severity::Error, None, Cause::UpstreamBroken(origin, verdict));
                }
                result.verdict = result.verdict.max(own.verdict);
            } else if load.values().any(|load| load.broken.is_some() || !load.duties.is_empty()) {
                let mut carried = self.carried(ix, *regime, load, &mut result.raised);
                if banned {
                    carried.verdict = Verdict::Prohibited;
                    carried.onward = None;
                }
                result.verdict = result.verdict.max(carried.verdict);
                result.regimes.push(carried);
            } else {
                let mut notes = Notes { regime: *regime, raised: &mut result.raised, rows: Vec::new() };
                for (flow, mechanism) in load.values().flat_map(|load| &load.lapsed) {
                    notes.add(Severity::Note, None, Cause::NothingCarried(*flow, *mechanism));
                }
            }
        }
        let order = self.view.book.regimes();
        result.regimes.sort_by_key(|r| order.iter().position(|regime| *regime == r.binding.regime));
    }

    /// A flow under a law that came with the data.
    fn carried(
        &self,
        ix: FlowIx,
        regime: RegimeIx,
        loads: &BTreeMap<DataIx, Load>,
        raised: &mut Vec<super::engine::Raised>,
    ) -> RegimeResult {
        let flow = self.register.flow(ix);
        let from = self.place_of(flow);
        let row = self.view.territories().find(|(r, ..)| *r == regime).map_or(0, |(_, _, _, row)| row);
        let mut via: Vec<FlowIx> = loads
            .values()
            .flat_map(|load| load.via.iter().copied())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        via.sort_by(|a, b| self.register.flow(*a).id.cmp(&self.register.flow(*b).id));
        let mut out = RegimeResult {
            binding: Binding { regime, basis: Basis::Carried, row, via },
            verdict: Verdict::NotRestricted,
            carrier: None,
            by_data: flow.data.iter().map(|data| (data.value, Verdict::NotRestricted, None)).collect(),
            by_place: Vec::new(),
            claims: Vec::new(),
            free: Vec::new(),
            row: Some(Row::Territory(row)),
            onward: None,
            arrivals: Vec::new(),
        };
        let mut notes = Notes { regime, raised, rows: Vec::new() };
        let mut claims: Vec<Option<Worth>> = vec![None; flow.mechanism.len()];
        for to in self.destinations(flow) {
            let mut here = Verdict::NotRestricted;
            let free = self.free(flow, from, regime, to);
            out.free.extend(free.map(|why| (to.place, why)));
            for (data, load) in loads {
                if self.register.datum(*data).personal.value == Personal::No {
                    continue;
                }
                let mut verdict = Verdict::NotRestricted;
                if free.is_none() && !load.duties.is_empty() {
                    if let Some(place) = to.place {
                        let cell =
                            Cell { flow: ix, regime, from, recipient: to.recipient, place, data: *data };
                        let worth = self.onward_cell(&cell, flow, load);
                        verdict = worth.status.verdict();
                        out.onward = out.onward.or(worth.by);
                        if let Some(rule) = worth.unclaimed {
                            notes.add(Severity::Note, None, Cause::NotClaimed(rule, place));
                        }
                        for cause in self.unlisted(to.recipient, flow, load) {
                            verdict = verdict.max(cause.status().verdict());
                            notes.add(Severity::Warning, None, cause);
                        }
                        for (slot, found) in claims.iter_mut().zip(&worth.claims) {
                            *slot = slot.or(*found);
                        }
                        for (tag, cause) in worth.causes {
                            // Several flows may have brought the same data; the gap is told once.
                            let told = |known: &Cause| {
                                matches!(known, Cause::Uncovered(..) | Cause::OutsideGroup(..))
                                    && matches!(cause, Cause::Uncovered(..) | Cause::OutsideGroup(..))
                            };
                            if notes.raised.iter().any(|r| r.regime == Some(regime) && told(&r.detail.cause))
                            {
                                continue;
                            }
                            let severity = match cause.status() {
                                Status::OpenDuties => Severity::Warning,
                                _ if verdict.stands() => Severity::Note,
                                _ => Severity::Error,
                            };
                            notes.add(severity, tag, cause);
                        }
                    } else {
                        verdict = Verdict::Undetermined;
                        let ask = super::cause::Question::Country(to.recipient);
                        notes.add(Severity::Error, None, Cause::Missing(ask));
                    }
                }
                if let Some((broken, origin)) = load.broken.filter(|_| free.is_none()) {
                    verdict = verdict.max(broken);
                    notes.add(Severity::Error, None, Cause::UpstreamBroken(origin, broken));
                }
                here = here.max(verdict);
                for entry in out.by_data.iter_mut().filter(|entry| entry.0 == *data) {
                    entry.1 = entry.1.max(verdict);
                }
            }
            match out.by_place.iter_mut().find(|(place, _)| *place == to.place) {
                Some(known) => known.1 = known.1.max(here),
                None => out.by_place.push((to.place, here)),
            }
            out.verdict = out.verdict.max(here);
        }
        if !matches!(out.verdict, Verdict::Valid | Verdict::Conditional) {
            out.onward = None;
        }
        out.claims = claims
            .into_iter()
            .enumerate()
            .filter_map(|(tag, found)| {
                let (status, cause, carrier) = found?;
                Some(super::engine::ClaimResult { tag, status, cause, carrier })
            })
            .collect();
        out
    }

    /// What an onward transfer is worth against the duties that came with the data.
    fn onward_cell(&self, cell: &Cell, flow: &Flow, load: &Load) -> OnwardWorth {
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
        for duty in &load.duties {
            let first = self.register.flow(duty.flow).roles.value;
            let ways = duty.by.iter().map(|way| (*way, self.meets(*way, cell, adequate, &statuses, first)));
            let best = ways.min_by_key(|(_, (status, _))| status.rank());
            let Some(((mechanism, _), (status, by))) = best else { continue };
            if status == Status::NotAMechanism {
                let group = self.view.book.mechanism(mechanism).onward == Onward::Group;
                let cause = if group {
                    Cause::OutsideGroup(duty.flow, mechanism)
                } else {
                    Cause::Uncovered(duty.flow, mechanism)
                };
                found.causes.push((None, cause));
            } else if status.carries() {
                found.by = found.by.or(by);
            } else if self.view.book.mechanism(mechanism).onward == Onward::Unknown {
                found.causes.push((None, Cause::Unspecified));
            }
            if status.verdict() > found.status.verdict() {
                found.status = status;
            }
        }
        found
    }

    /// What the claims are worth against the duty of one mechanism, and what meets it.
    fn meets(
        &self,
        (mechanism, document): (MechanismIx, Option<InstrumentIx>),
        cell: &Cell,
        adequate: bool,
        statuses: &[(usize, Status, Cover, Option<MechanismIx>)],
        first: Role,
    ) -> (Status, Option<MechanismIx>) {
        let onward = self.view.book.mechanism(mechanism).onward;
        if onward == Onward::Unknown {
            return (Status::Unrecorded, None);
        }
        let bound_too = document.is_some_and(|document| {
            let bound = self.register.instrument(document);
            bound.binds(cell.recipient, true, self.view.day) && self.instrument_runs(document).is_none()
        });
        if onward != Onward::Accountability && (bound_too || adequate) {
            return (Status::Holds, if bound_too { Some(mechanism) } else { self.adequacy });
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
        let decisions = self.adequacy.iter().chain(&self.schemes);
        decisions.into_iter().find_map(|mechanism| {
            let outcome = self.resolve(*mechanism, cell, None);
            let carrier = outcome.carrier.filter(|_| outcome.status == Status::Holds)?;
            Some((*mechanism, carrier.rule))
        })
    }

    /// Sub-processors that the instruments upstream authorise one by one, and this recipient is not among them.
    fn unlisted(&self, recipient: PartyIx, flow: &Flow, load: &Load) -> Vec<Cause> {
        if flow.roles.value != Role::ProcessorToProcessor {
            return Vec::new();
        }
        let documents = load.duties.iter().flat_map(|duty| &duty.by).filter_map(|(_, document)| *document);
        let found = documents.filter(|document| {
            self.register.instrument(*document).subprocessors.as_ref().is_some_and(|terms| {
                let listed = terms.listed.as_ref();
                let named = listed.is_some_and(|listed| listed.iter().any(|party| party.value == recipient));
                let specific = terms.authorisation == Some(Authorisation::Specific);
                !named && (specific || listed.is_some())
            })
        });
        found.map(|document| Cause::NotAuthorised(document, recipient)).collect()
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
                let stands = self.stands_for(*ix, cell.regime);
                let known = !self.view.book.rules(stands, cell.regime).is_empty();
                if self.view.book.mechanism(stands).class != Class::Paper && known {
                    let outcome = self.resolve(stands, cell, Some(*ix));
                    let cause = outcome.causes.first().copied();
                    return (outcome.status, cause, Cover::Contract, Some(stands));
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
                    Class::Filing => Cover::Ground,
                    Class::Paper | Class::Overlay | Class::None => Cover::None,
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
struct OnwardWorth {
    status: Status,
    adequate: bool,
    /// The decision that covers the recipient although nobody claims it.
    unclaimed: Option<RuleIx>,
    by: Option<MechanismIx>,
    causes: Vec<(Option<usize>, Cause)>,
    claims: Vec<Option<Worth>>,
}
