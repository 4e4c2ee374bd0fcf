//! Assesses one flow: every regime that binds it, every place, data item and claim, and how they combine.
//! Claims combine by the first of an order of statuses; places, data items and regimes by the worst.

use std::collections::BTreeMap;

use super::bind::{Binding, Bound, Gap};
use super::cause::{Cause, Detail, Question, Row};
use super::verdict::{Status, Verdict};
use crate::day::{Day, When};
use crate::finding::{Severity, entry};
use crate::graph::TransferGraph;
use crate::index::{DataIx, FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RuleIx};
use crate::law::{Class, Confidence, DayView, Effect, LawBook, PlaceKind};
use crate::register::{
    Access, Certification, Flow, InstrumentState, PartyKind, Personal, Register, Tag, TagUse,
};

/// A register, the law on a day, and the indexes to assess flows fast.
#[derive(Debug)]
pub struct Engine<'a> {
    /// The register.
    pub register: &'a Register,
    /// The law on the day.
    pub view: DayView<'a>,
    /// The register as a graph.
    pub graph: TransferGraph,
    tias_by_flow: Vec<Vec<usize>>,
    amendments: BTreeMap<(MechanismIx, PartyIx), Vec<InstrumentIx>>,
    sets: BTreeMap<PartyIx, Vec<InstrumentIx>>,
    holders: BTreeMap<PartyIx, Vec<(PartyIx, usize)>>,
    pub(super) adequacy: Option<MechanismIx>,
    pub(super) schemes: Vec<MechanismIx>,
}

/// One recipient, place and data item of a flow under one regime.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) flow: FlowIx,
    pub(super) regime: RegimeIx,
    pub(super) from: Option<PlaceIx>,
    pub(super) recipient: PartyIx,
    pub(super) place: PlaceIx,
    pub(super) data: DataIx,
}

/// Where data go: to whom, where, and whether by the importer's own staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Destination {
    pub(super) recipient: PartyIx,
    pub(super) place: Option<PlaceIx>,
    pub(super) staff: bool,
}

/// What carries a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carrier {
    /// The mechanism.
    pub mechanism: MechanismIx,
    /// The rule.
    pub rule: RuleIx,
}

/// Mechanisms that carry a cell, with their documents.
pub(super) type Ways = Vec<(MechanismIx, Option<InstrumentIx>)>;

/// What one claim is worth in one cell.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) status: Status,
    pub(super) carrier: Option<Carrier>,
    pub(super) causes: Vec<Cause>,
}

impl Outcome {
    fn one(cause: Cause, carrier: Option<Carrier>) -> Self {
        Self { status: cause.status(), carrier, causes: vec![cause] }
    }
}

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
    /// What carries an onward transfer where no rule of the law does: a contract.
    pub onward: Option<MechanismIx>,
    /// What reached whom, and by what.
    pub(super) arrivals: Vec<Arrival>,
}

/// A data item that reached a recipient outside the regime's free area.
#[derive(Debug, Clone)]
pub(super) struct Arrival {
    pub(super) recipient: PartyIx,
    pub(super) data: DataIx,
    pub(super) verdict: Verdict,
    /// The mechanisms that carry it, each alone enough, with their documents.
    pub(super) by: Ways,
}

/// Why a regime does not restrict a flow to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Free {
    /// Inside the free area, by that row.
    Area(usize),
    /// The same legal entity.
    SameEntity,
    /// A processor returns data to its controller.
    ProcessorReturn,
    /// The importer is in the free area; its own staff see the data from elsewhere.
    OwnStaff,
    /// Passing through unseen.
    Transit,
    /// From a person.
    FromIndividuals,
    /// To a person or the public.
    ToIndividuals,
    /// The data are not personal.
    NotPersonal,
}

/// The worst of a claim so far: its status, why, and the rule.
pub(super) type Worth = (Status, Option<Cause>, Option<Carrier>);

/// A finding before levels and waivers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raised {
    pub(super) regime: Option<RegimeIx>,
    pub(super) severity: Severity,
    pub(super) detail: Detail,
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
    pub(super) raised: Vec<Raised>,
}

impl<'a> Engine<'a> {
    /// Prepares to assess a register by the law of a day.
    pub fn new(register: &'a Register, book: &'a LawBook, day: Day) -> Self {
        let mut tias_by_flow = vec![Vec::new(); register.flows.len()];
        for (at, tia) in register.tias.iter().enumerate() {
            for flow in &tia.flows {
                if let Some(list) = tias_by_flow.get_mut(flow.position()) {
                    list.push(at);
                }
            }
        }
        let mut amendments: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut sets: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (at, instrument) in register.instruments.iter().enumerate() {
            let ix = InstrumentIx::new(at);
            let class = book.mechanism(instrument.kind.value).class;
            let bound =
                instrument.exporters.iter().copied().chain(instrument.joined.iter().map(|(who, _)| *who));
            for party in bound {
                if class == Class::Amendment {
                    amendments.entry((instrument.kind.value, party)).or_default().push(ix);
                } else if matches!(class, Class::Clauses | Class::Approved) {
                    sets.entry(party).or_default().push(ix);
                }
            }
        }
        let mut holders: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (at, party) in register.parties.iter().enumerate() {
            for (entry, certification) in party.certifications.iter().flatten().enumerate() {
                for covered in &certification.covered {
                    holders.entry(covered.value).or_default().push((PartyIx::new(at), entry));
                }
            }
        }
        let of_class = |class: Class| {
            let all = book.pack().mechanisms.iter().enumerate();
            all.filter(move |(_, m)| m.class == class).map(|(at, _)| MechanismIx::new(at)).collect::<Vec<_>>()
        };
        Self {
            register,
            view: DayView::new(book, day),
            graph: TransferGraph::new(register, day),
            tias_by_flow,
            amendments,
            sets,
            holders,
            adequacy: of_class(Class::Adequacy).first().copied(),
            schemes: of_class(Class::Scheme),
        }
    }

    /// Positions of the assessments that name the flow.
    pub(super) fn tias(&self, flow: FlowIx) -> &[usize] {
        self.tias_by_flow.get(flow.position()).map_or(&[], Vec::as_slice)
    }

    /// Amendments of a kind that bind the party as exporter.
    pub(super) fn amendments(&self, kind: MechanismIx, from: PartyIx) -> impl Iterator<Item = InstrumentIx> {
        self.amendments.get(&(kind, from)).into_iter().flatten().copied()
    }

    /// Whether the set is the only one between the two parties.
    pub(super) fn only_set(&self, set: InstrumentIx, from: PartyIx, to: PartyIx) -> bool {
        let day = self.view.day;
        let between = |ix: &&InstrumentIx| {
            let instrument = self.register.instrument(**ix);
            instrument.binds(from, false, day) && instrument.binds(to, true, day)
        };
        let mut found = self.sets.get(&from).into_iter().flatten().filter(between);
        found.next() == Some(&set) && found.next().is_none()
    }

    /// Entries of other parties that name this one.
    pub(super) fn holders(&self, party: PartyIx) -> impl Iterator<Item = (PartyIx, &Certification)> {
        self.holders.get(&party).into_iter().flatten().filter_map(|(holder, entry)| {
            let entries = self.register.party(*holder).certifications.as_deref()?;
            Some((*holder, entries.get(*entry)?))
        })
    }

    /// Whether a place is adequate under the regime on the day, or inside its free area.
    pub(super) fn adequate(&self, regime: RegimeIx, place: PlaceIx) -> bool {
        let Some(adequacy) = self.adequacy else { return false };
        self.view.book.rules(adequacy, regime).iter().any(|rule| {
            self.view.book.rule(*rule).header.period.holds(self.view.day) && self.view.reaches(*rule, place)
        })
    }

    /// Whether the flow is active on the day.
    pub fn active(&self, flow: FlowIx) -> bool {
        self.register.flow(flow).period.holds(self.view.day)
    }

    /// Assesses one active flow.
    pub fn assess_flow(&self, ix: FlowIx) -> FlowResult {
        let flow = self.register.flow(ix);
        let mut result =
            FlowResult { flow: ix, verdict: Verdict::NotRestricted, regimes: Vec::new(), raised: Vec::new() };
        let personal =
            flow.data.iter().any(|data| self.register.datum(data.value).personal.value != Personal::No);
        if personal || flow.data.is_empty() {
            self.regimes(ix, flow, &mut result);
        }
        self.bans(ix, &mut result);
        result
    }

    fn regimes(&self, ix: FlowIx, flow: &Flow, result: &mut FlowResult) {
        let from = self.register.party(flow.from.value);
        let to = self.register.party(flow.to.value);
        let seat = from.country.value;
        let place = flow.context.map_or(seat, |context| Some(context.value));
        if let Some(context) = flow.context
            && seat != Some(context.value)
        {
            result.raise(None, Severity::Note, Cause::ContextReplaces(context.value));
        }
        if let Some(context) = flow.context
            && seat != Some(context.value)
            && !from.branches.iter().any(|branch| branch.value == context.value)
        {
            result.raise(None, Severity::Warning, Cause::ContextUnknown(context.value));
        }
        let collected = from.kind == PartyKind::Individuals;
        let published = to.kind == PartyKind::Individuals;
        let bound = match (collected, published) {
            (true, true) => Bound::default(),
            // Whoever collects from people, and by whatever law, is sent nothing by an exporter.
            (true, false) => Bound { gap: None, ..self.bound(flow.to.value, to.country.value, flow) },
            (false, _) => self.bound(flow.from.value, place, flow),
        };
        if let Some(gap) = bound.gap {
            result.verdict = Verdict::Undetermined;
            let cause = match gap {
                Gap::Country => Cause::ExporterUnknown(flow.from.value),
                Gap::Pack(place) => Cause::RegimeNotInPack(place),
            };
            result.raise(None, Severity::Error, cause);
        }
        for binding in bound.bindings {
            let regime = if collected || published {
                let why = if collected { Free::FromIndividuals } else { Free::ToIndividuals };
                self.unrestricted(flow, binding, why)
            } else {
                self.under(ix, flow, place, binding, &mut result.raised)
            };
            result.verdict = result.verdict.max(regime.verdict);
            result.regimes.push(regime);
        }
    }

    fn unrestricted(&self, flow: &Flow, binding: Binding, why: Free) -> RegimeResult {
        let row = Row::Territory(binding.row);
        let place = self.register.party(flow.to.value).country.value;
        RegimeResult {
            binding,
            verdict: Verdict::NotRestricted,
            carrier: None,
            by_data: flow.data.iter().map(|data| (data.value, Verdict::NotRestricted, None)).collect(),
            by_place: vec![(place, Verdict::NotRestricted)],
            claims: Vec::new(),
            free: vec![(place, why)],
            row: Some(row),
            onward: None,
            arrivals: Vec::new(),
        }
    }

    /// To whom and where the data go.
    pub(super) fn destinations(&self, flow: &Flow) -> Vec<Destination> {
        let importer = flow.to.value;
        let country = self.register.party(importer).country.value;
        let mut all: Vec<Destination> = Vec::new();
        let mut add = |found: Destination| {
            let known = all.iter_mut().find(|d| d.recipient == found.recipient && d.place == found.place);
            match known {
                Some(known) => known.staff &= found.staff,
                None => all.push(found),
            }
        };
        let nobody_outside = flow.accessed_from.as_ref().is_some_and(Vec::is_empty);
        if flow.locations.is_none() || !nobody_outside {
            add(Destination { recipient: importer, place: country, staff: false });
        }
        for location in flow.locations.iter().flatten() {
            add(Destination { recipient: importer, place: location.value, staff: false });
        }
        for access in flow.accessed_from.iter().flatten() {
            let recipient = access.by.map_or(importer, |by| by.value);
            add(Destination { recipient, place: access.place.value, staff: recipient == importer });
        }
        if all.is_empty() {
            all.push(Destination { recipient: importer, place: country, staff: false });
        }
        all
    }

    /// Why the regime does not restrict the flow to this destination, if it does not.
    pub(super) fn free(
        &self,
        flow: &Flow,
        from: Option<PlaceIx>,
        regime: RegimeIx,
        to: Destination,
    ) -> Option<Free> {
        let law = self.view.book.regime(regime);
        if flow.access == Access::Transit {
            return Some(Free::Transit);
        }
        if to.recipient == flow.from.value && law.same_entity_free {
            return Some(Free::SameEntity);
        }
        if law.processor_return_free
            && flow.roles.value == crate::law::Role::ProcessorToController
            && to.recipient == flow.to.value
        {
            return Some(Free::ProcessorReturn);
        }
        let recipient = self.register.party(to.recipient);
        if recipient.kind == PartyKind::Individuals {
            return Some(Free::ToIndividuals);
        }
        if recipient.kind == PartyKind::InternationalOrganisation {
            return None;
        }
        let free = |place: PlaceIx| {
            let organisation = self.view.book.place(place).kind == PlaceKind::Organisation;
            if organisation { None } else { self.view.free_row(regime, from, place) }
        };
        if recipient
            .country
            .value
            .is_some_and(|seat| self.view.book.place(seat).kind == PlaceKind::Organisation)
        {
            return None;
        }
        if let Some(row) = to.place.and_then(free) {
            return Some(Free::Area(row));
        }
        // Staff of an importer in the free area are the importer, wherever they sit.
        (to.staff && recipient.country.value.and_then(free).is_some()).then_some(Free::OwnStaff)
    }

    fn under(
        &self,
        ix: FlowIx,
        flow: &Flow,
        from: Option<PlaceIx>,
        binding: Binding,
        raised: &mut Vec<Raised>,
    ) -> RegimeResult {
        let regime = binding.regime;
        let territory = Row::Territory(binding.row);
        let mut out = RegimeResult {
            binding,
            verdict: Verdict::NotRestricted,
            carrier: None,
            by_data: flow.data.iter().map(|data| (data.value, Verdict::NotRestricted, None)).collect(),
            by_place: Vec::new(),
            claims: Vec::new(),
            free: Vec::new(),
            row: Some(territory),
            onward: None,
            arrivals: Vec::new(),
        };
        let mut notes = Notes { regime, raised, rows: Vec::new() };
        let mut claims: Vec<Option<Worth>> = vec![None; flow.mechanism.len()];
        for to in self.destinations(flow) {
            let mut here = Verdict::NotRestricted;
            if let Some(why) = self.free(flow, from, regime, to) {
                out.free.push((to.place, why));
                if why == Free::OwnStaff
                    && let Some(place) = to.place
                {
                    notes.add(Severity::Note, None, Cause::OwnStaff(place));
                }
            } else {
                for (at, data) in flow.data.iter().enumerate() {
                    if self.register.datum(data.value).personal.value == Personal::No {
                        continue;
                    }
                    let (verdict, carrier, by) = if let Some(place) = to.place {
                        let cell =
                            Cell { flow: ix, regime, from, recipient: to.recipient, place, data: data.value };
                        self.cell(&cell, flow, &mut claims, &mut notes)
                    } else {
                        self.nowhere(to.recipient, data.value, flow, &mut claims, &mut notes);
                        (Verdict::Undetermined, None, Vec::new())
                    };
                    out.arrivals.push(Arrival { recipient: to.recipient, data: data.value, verdict, by });
                    here = here.max(verdict);
                    if let Some(entry) = out.by_data.get_mut(at)
                        && (verdict > entry.1 || (verdict == entry.1 && entry.2.is_none()))
                    {
                        (entry.1, entry.2) = (verdict, carrier);
                    }
                }
            }
            match out.by_place.iter_mut().find(|(place, _)| *place == to.place) {
                Some(known) => known.1 = known.1.max(here),
                None => out.by_place.push((to.place, here)),
            }
            out.verdict = out.verdict.max(here);
        }
        out.claims = claims
            .into_iter()
            .enumerate()
            .filter_map(|(tag, found)| {
                let (status, cause, carrier) = found?;
                Some(ClaimResult { tag, status, cause, carrier })
            })
            .collect();
        if out.verdict.stands() {
            let worst = out.by_data.iter().find(|(_, verdict, _)| *verdict == out.verdict);
            out.carrier = worst.and_then(|(_, _, carrier)| *carrier);
        }
        let decides = out.carrier.map(|carrier| Row::Rule(carrier.rule)).or_else(|| {
            let failing = out.claims.iter().find(|claim| claim.status.verdict() == out.verdict);
            failing.and_then(|claim| claim.cause).and_then(|cause| self.row_of(cause, regime))
        });
        let free = out.free.iter().find_map(|(_, why)| match why {
            Free::Area(row) if out.verdict == Verdict::NotRestricted => Some(Row::Free(*row)),
            _ => None,
        });
        out.row = decides.or(free).or(out.row);
        if let Some(row) = out.row
            && row.of(self.view.book).2 < self.view.day
        {
            notes.add(Severity::Note, None, Cause::Horizon(row));
        }
        let rows = std::mem::take(&mut notes.rows);
        for row in rows {
            if self.unconfirmed(row, out.verdict.stands()) {
                notes.add(Severity::Warning, None, Cause::Unverified(row));
            }
        }
        out
    }

    /// Claims for a place that is not known: what is no mechanism anywhere is told, the rest asks for the place.
    fn nowhere(
        &self,
        recipient: PartyIx,
        data: DataIx,
        flow: &Flow,
        claims: &mut [Option<Worth>],
        notes: &mut Notes<'_>,
    ) {
        let known = self.register.party(recipient).country.value.is_some();
        let ask = Cause::Missing(if known { Question::Location } else { Question::Country(recipient) });
        notes.add(Severity::Error, None, ask);
        for (at, tag) in flow.mechanism.iter().enumerate() {
            let for_data = tag.data.as_ref().is_none_or(|list| list.contains(&data));
            if !for_data || !tag.period.holds(self.view.day) {
                continue;
            }
            let cause = match &tag.names {
                TagUse::Other(_) => Cause::NotAMechanism(None),
                TagUse::Instrument(ix) => self.instrument_runs(*ix).unwrap_or(ask),
                TagUse::Bare(mechanism) => match self.view.book.mechanism(*mechanism).class {
                    Class::None | Class::Paper => Cause::NotAMechanism(Some(*mechanism)),
                    Class::Unrecorded if self.view.book.mechanism(*mechanism).id == "unspecified" => {
                        Cause::Unspecified
                    }
                    Class::Unrecorded => Cause::Unrecorded(*mechanism),
                    _ => ask,
                },
            };
            if cause != ask {
                notes.add(Severity::Error, Some(at), cause);
            }
            if let Some(slot) = claims.get_mut(at)
                && slot.is_none()
            {
                *slot = Some((cause.status(), Some(cause), None));
            }
        }
    }

    /// The row of the law that a cause rests on.
    pub(super) fn row_of(&self, cause: Cause, regime: RegimeIx) -> Option<Row> {
        match cause {
            Cause::RuleEnded(rule)
            | Cause::RuleNotYet(rule)
            | Cause::Sector(rule, _)
            | Cause::NotEligible(rule, _)
            | Cause::Purpose(rule, _)
            | Cause::NotPublicBody(rule, _)
            | Cause::UnderRegime(rule, _)
            | Cause::WrongRoles(_, rule)
            | Cause::Misused(rule, _)
            | Cause::NotPublished(rule)
            | Cause::NotClaimed(rule, _)
            | Cause::Missing(Question::Rule(rule)) => Some(Row::Rule(rule)),
            Cause::Defeated(power, _) | Cause::Missing(Question::Safeguards(power, _)) => {
                let defeats = &self.view.book.power(power).defeats;
                let at = defeats
                    .iter()
                    .position(|d| d.regimes.contains(&regime) && d.period.holds(self.view.day))?;
                Some(Row::Defeat(power, at))
            }
            Cause::NotAMechanism(Some(mechanism)) => {
                let rows = &self.view.book.pack().non_mechanisms;
                let found = rows.iter().position(|row| {
                    row.mechanism == mechanism && (row.regimes.is_empty() || row.regimes.contains(&regime))
                })?;
                Some(Row::NonMechanism(found))
            }
            _ => None,
        }
    }

    /// Whether the cell of the row that decides is from memory.
    fn unconfirmed(&self, row: Row, stands: bool) -> bool {
        match row {
            Row::Rule(rule) => {
                let header = &self.view.book.rule(rule).header;
                header.confidence == Confidence::Memory
                    || header.memory.scope
                    || match header.period.at(self.view.day) {
                        When::Before => header.memory.since,
                        When::After => header.memory.until,
                        When::During => false,
                    } && !stands
            }
            Row::Defeat(power, at) => {
                let defeats = &self.view.book.power(power).defeats;
                defeats.get(at).is_some_and(|defeat| defeat.confidence == Confidence::Memory)
            }
            Row::NonMechanism(at) => {
                let rows = &self.view.book.pack().non_mechanisms;
                rows.get(at).is_some_and(|row| row.header.confidence == Confidence::Memory)
            }
            Row::Territory(_) | Row::Free(_) => false,
        }
    }

    /// One recipient, place and data item: every claim for it, and what may hold unclaimed.
    fn cell(
        &self,
        cell: &Cell,
        flow: &Flow,
        claims: &mut [Option<Worth>],
        notes: &mut Notes<'_>,
    ) -> (Verdict, Option<Carrier>, Ways) {
        let day = self.view.day;
        let mut outcomes: Vec<(Option<usize>, Outcome)> = Vec::new();
        for (at, tag) in flow.mechanism.iter().enumerate() {
            if tag.data.as_ref().is_some_and(|data| !data.contains(&cell.data)) {
                continue;
            }
            // A tag outside its own time is no claim that day; it is shown and decides nothing.
            let outside = match tag.period.at(day) {
                When::Before => Some(Cause::TagNotYet(tag.period.since)),
                When::After => Some(Cause::TagOver(tag.period.until.next())),
                When::During => None,
            };
            let outcome = match outside {
                Some(cause) => {
                    notes.add(Severity::Note, Some(at), cause);
                    Outcome::one(cause, None)
                }
                None => self.tag(tag, cell),
            };
            if let Some(slot) = claims.get_mut(at) {
                let worse =
                    slot.as_ref().is_none_or(|(status, ..)| outcome.status.verdict() > status.verdict());
                if worse {
                    *slot = Some((outcome.status, outcome.causes.first().copied(), outcome.carrier));
                }
            }
            if outside.is_none() {
                outcomes.push((Some(at), outcome));
            }
        }
        if let Some(outcome) = self.unclaimed(cell, flow, &outcomes) {
            outcomes.push((None, outcome));
        }
        let best = outcomes.iter().map(|(_, outcome)| outcome.status.rank()).min();
        let decisive = outcomes.iter().find(|(_, outcome)| Some(outcome.status.rank()) == best);
        let mut verdict = decisive.map_or(Verdict::Unsupported, |(_, outcome)| outcome.status.verdict());
        let mut carrier = decisive.filter(|_| verdict.stands()).and_then(|(_, outcome)| outcome.carrier);
        if outcomes.is_empty() {
            notes.add(Severity::Error, None, Cause::NoMechanism(cell.place));
        }
        let carried_by = decisive.filter(|_| verdict.stands()).map(|(tag, _)| By::of(*tag));
        for (tag, outcome) in &outcomes {
            self.report(*tag, outcome, carried_by, cell.regime, notes);
        }
        if let Some((tag, outcome)) = decisive.filter(|_| verdict.stands())
            && let Some(carrier) = outcome.carrier
        {
            if tag.is_none() {
                notes.add(Severity::Note, None, Cause::NotClaimed(carrier.rule, cell.place));
            }
            self.carrier_notes(carrier, cell, notes);
            if let Some(TagUse::Instrument(ix)) =
                tag.and_then(|tag| flow.mechanism.get(tag)).map(|tag| &tag.names)
            {
                let set = self.register.instrument(*ix);
                let modular = book_has_modules(self.view.book, carrier.rule);
                if modular && (set.annexes.is_none() || set.governing_law.is_none()) {
                    notes.add(Severity::Note, *tag, Cause::Incomplete(*ix));
                }
            }
        }
        // If the data are not personal no law applies; if they are, the claims decide.
        if self.register.datum(cell.data).personal.value == Personal::Disputed {
            notes.add(Severity::Error, None, Cause::Missing(Question::Personal));
            (verdict, carrier) = (Verdict::Undetermined, None);
        }
        let by = if carrier.is_some() || verdict == Verdict::Undetermined {
            self.carriers(cell, flow, &outcomes)
        } else {
            Vec::new()
        };
        (verdict, carrier, by)
    }

    /// Every mechanism that carries the cell, so that an onward transfer may meet the duties of any of them.
    fn carriers(&self, cell: &Cell, flow: &Flow, outcomes: &[(Option<usize>, Outcome)]) -> Ways {
        let mut all = Vec::new();
        // Whether a mechanism holds may not be known; what it asks of onward transfers is.
        let carries = outcomes.iter().any(|(_, outcome)| outcome.status.carries());
        let counts = |status: Status| {
            status.carries() || (!carries && matches!(status, Status::Unknown | Status::Unrecorded))
        };
        for (tag, outcome) in outcomes.iter().filter(|(_, outcome)| counts(outcome.status)) {
            let document = tag.and_then(|tag| flow.mechanism.get(tag)).and_then(|tag| match tag.names {
                TagUse::Instrument(ix) => Some(ix),
                TagUse::Bare(_) | TagUse::Other(_) => None,
            });
            all.extend(outcome.carrier.map(|carrier| (carrier.mechanism, document)));
        }
        // A decision that holds beside a claim hands over to the destination's law all the same.
        if let Some(adequacy) = self.adequacy
            && !all.iter().any(|(mechanism, _)| *mechanism == adequacy)
            && self.resolve(adequacy, cell, None).status == Status::Holds
        {
            all.push((adequacy, None));
        }
        all
    }

    /// Findings of one claim: errors where it fails and nothing else carries, else notes.
    fn report(
        &self,
        tag: Option<usize>,
        outcome: &Outcome,
        carried_by: Option<By>,
        regime: RegimeIx,
        notes: &mut Notes<'_>,
    ) {
        let elsewhere = carried_by.is_some_and(|by| by != By::of(tag));
        for cause in &outcome.causes {
            let status = cause.status();
            let severity = if elsewhere {
                Severity::Note
            } else if status == Status::Holds {
                entry(cause.code(self.view.book)).level
            } else if status == Status::OpenDuties {
                Severity::Warning
            } else {
                Severity::Error
            };
            notes.add_under(severity, tag, outcome.carrier.map(|c| c.rule), *cause);
            if !elsewhere && let Some(row) = self.row_of(*cause, regime) {
                notes.row(row);
            }
        }
    }

    /// What is to be noted of the rule that carries.
    fn carrier_notes(&self, carrier: Carrier, cell: &Cell, notes: &mut Notes<'_>) {
        let book = self.view.book;
        notes.row(Row::Rule(carrier.rule));
        if book.rule(carrier.rule).header.note.is_some() {
            notes.add(Severity::Note, None, Cause::LawNote(carrier.rule));
        }
        if let Some(safe) = book.rule(carrier.rule).safe_from.filter(|safe| self.view.day < *safe) {
            notes.add(Severity::Note, None, Cause::NotSafeYet(carrier.rule, safe));
        }
        for (at, event) in book.pack().events.iter().enumerate() {
            if event.effect == Effect::AtRisk
                && event.header.period.holds(self.view.day)
                && event.mechanisms.contains(&carrier.mechanism)
                && (event.regimes.is_empty() || event.regimes.contains(&cell.regime))
            {
                notes.add(Severity::Note, None, Cause::AtRisk(at));
            }
        }
    }

    /// What one claim is worth in a cell.
    pub(super) fn tag(&self, tag: &Tag, cell: &Cell) -> Outcome {
        match &tag.names {
            TagUse::Other(_) => Outcome::one(Cause::NotAMechanism(None), None),
            TagUse::Bare(mechanism) => self.bare(*mechanism, cell),
            TagUse::Instrument(ix) => {
                let kind = self.register.instrument(*ix).kind.value;
                self.resolve(kind, cell, Some(*ix))
            }
        }
    }

    fn bare(&self, mechanism: MechanismIx, cell: &Cell) -> Outcome {
        if Some(mechanism) == self.adequacy {
            let decision = self.resolve(mechanism, cell, None);
            // For a country without a decision of its own, a scheme's decision may be meant.
            if matches!(decision.causes.first(), Some(Cause::Place(..)))
                && let Some(scheme) = self.best_scheme(cell)
            {
                return scheme;
            }
            return decision;
        }
        self.resolve(mechanism, cell, None)
    }

    /// The best that a scheme in force, open to the place, can do.
    fn best_scheme(&self, cell: &Cell) -> Option<Outcome> {
        let day = self.view.day;
        let country = self.register.party(cell.recipient).country.value?;
        let running = self.schemes.iter().filter(|mechanism| {
            self.view.book.rules(**mechanism, cell.regime).iter().any(|rule| {
                let rule = self.view.book.rule(*rule);
                rule.header.period.holds(day)
                    && rule.conditions.iter().any(|condition| match condition {
                        crate::law::Condition::ImporterIn(places) => {
                            self.view.within(country, &self.view.book.expand(places, day))
                        }
                        _ => false,
                    })
            })
        });
        running
            .map(|mechanism| self.resolve(*mechanism, cell, None))
            .min_by_key(|outcome| outcome.status.rank())
    }

    /// A decision that covers the cell although nobody claims it; or one that would, were a fact known.
    fn unclaimed(&self, cell: &Cell, flow: &Flow, outcomes: &[(Option<usize>, Outcome)]) -> Option<Outcome> {
        let holds = |outcome: &Outcome| outcome.status == Status::Holds;
        if outcomes.iter().any(|(_, outcome)| holds(outcome)) {
            return None;
        }
        let claimed = |mechanism: MechanismIx| {
            flow.mechanism.iter().enumerate().any(|(at, tag)| {
                tag.names == TagUse::Bare(mechanism) && outcomes.iter().any(|(tag, _)| *tag == Some(at))
            })
        };
        let forbidden = |mechanism: MechanismIx| {
            self.register.policy.forbid.iter().any(|forbid| forbid.value == mechanism)
        };
        let mut best: Option<Outcome> = None;
        let mut consider = |outcome: Outcome| {
            if best.as_ref().is_none_or(|best| outcome.status.rank() < best.status.rank()) {
                best = Some(outcome);
            }
        };
        if let Some(adequacy) = self.adequacy
            && !claimed(adequacy)
        {
            let outcome = self.resolve(adequacy, cell, None);
            // A decision for exporters of one sector is not asked about where nobody claims it.
            let special = outcome.carrier.is_some_and(|carrier| {
                let conditions = &self.view.book.rule(carrier.rule).conditions;
                conditions.iter().any(|c| {
                    matches!(c, crate::law::Condition::ExporterSector(_) | crate::law::Condition::Question(_))
                })
            });
            if !forbidden(adequacy)
                && (outcome.status.carries() || (outcome.status == Status::Unknown && !special))
            {
                consider(outcome);
            }
        }
        for scheme in &self.schemes {
            if claimed(*scheme) || forbidden(*scheme) {
                continue;
            }
            let outcome = self.resolve(*scheme, cell, None);
            if outcome.status.carries() {
                consider(outcome);
            }
        }
        best
    }

    /// What a mechanism is worth in a cell: whether it is one here, in force, and for this place; then its
    /// conditions.
    pub(super) fn resolve(
        &self,
        mechanism: MechanismIx,
        cell: &Cell,
        instrument: Option<InstrumentIx>,
    ) -> Outcome {
        let book = self.view.book;
        let rules = book.rules(mechanism, cell.regime);
        let class = book.mechanism(mechanism).class;
        if rules.is_empty() {
            return Outcome::one(
                if matches!(class, Class::None | Class::Paper) {
                    Cause::NotAMechanism(Some(mechanism))
                } else {
                    Cause::OtherRegime(mechanism)
                },
                None,
            );
        }
        let mut best: Option<Outcome> = None;
        let mut over: Option<RuleIx> = None;
        let mut coming: Option<RuleIx> = None;
        let mut reached = false;
        for rule in rules {
            if !self.reaches(*rule, cell, class) {
                continue;
            }
            reached = true;
            match book.rule(*rule).header.period.at(self.view.day) {
                When::Before => coming = coming.or(Some(*rule)),
                When::After => over = Some(*rule),
                When::During => {
                    let outcome = self.evaluate(*rule, mechanism, cell, instrument);
                    if best.as_ref().is_none_or(|best| outcome.status.rank() < best.status.rank()) {
                        best = Some(outcome);
                    }
                }
            }
        }
        if let Some(best) = best {
            return best;
        }
        let carrier = |rule: RuleIx| Some(Carrier { mechanism, rule });
        match (over, coming) {
            (Some(rule), _) => Outcome::one(Cause::RuleEnded(rule), carrier(rule)),
            (None, Some(rule)) => Outcome::one(Cause::RuleNotYet(rule), carrier(rule)),
            (None, None) => {
                debug_assert!(!reached, "a rule that reaches the place is over, coming or in force");
                Outcome::one(Cause::Place(mechanism, cell.place), None)
            }
        }
    }

    /// Whether a rule reaches the cell: by place; for an international organisation, which is outside every
    /// territory, only where a decision names the organisation itself.
    fn reaches(&self, rule: RuleIx, cell: &Cell, class: Class) -> bool {
        if class != Class::Adequacy {
            return self.view.reaches(rule, cell.place);
        }
        let recipient = self.register.party(cell.recipient);
        let seat = recipient.country.value;
        match seat.filter(|seat| self.view.book.place(*seat).kind == PlaceKind::Organisation) {
            Some(organisation) => self.view.reaches(rule, organisation),
            None if recipient.kind == PartyKind::InternationalOrganisation => false,
            None => self.view.reaches(rule, cell.place),
        }
    }

    /// What an amendment amends: what it says, or the only set between its parties.
    fn base(&self, ix: InstrumentIx, cell: &Cell) -> Option<InstrumentIx> {
        if let Some(amends) = self.register.instrument(ix).amends {
            return Some(amends.value).filter(|base| *base != ix);
        }
        let (from, to) = (self.register.flow(cell.flow).from.value, cell.recipient);
        let sets = self.sets.get(&from)?;
        sets.iter().copied().find(|set| self.only_set(*set, from, to))
    }

    fn evaluate(
        &self,
        rule: RuleIx,
        mechanism: MechanismIx,
        cell: &Cell,
        instrument: Option<InstrumentIx>,
    ) -> Outcome {
        let carrier = Some(Carrier { mechanism, rule });
        let class = self.view.book.mechanism(mechanism).class;
        if let Some(ix) = instrument {
            // Another law's paper without what makes it count here is none of this law, signed or not.
            if let Some(cause) = self.other_law(rule, cell, ix) {
                return Outcome::one(cause, carrier);
            }
            if let Some(cause) = self.instrument_runs(ix) {
                return Outcome::one(cause, carrier);
            }
            let bound = self.register.instrument(ix);
            let from = self.register.flow(cell.flow).from.value;
            if !bound.binds(from, false, self.view.day) {
                return Outcome::one(Cause::NotBound(ix, from, false), carrier);
            }
            if !bound.binds(cell.recipient, true, self.view.day) {
                return Outcome::one(Cause::NotBound(ix, cell.recipient, true), carrier);
            }
            if class == Class::Amendment {
                let Some(base) = self.base(ix, cell) else {
                    return Outcome::one(Cause::Missing(Question::Base(ix)), carrier);
                };
                let kind = self.register.instrument(base).kind.value;
                if self.view.book.mechanism(kind).class == Class::Amendment {
                    return Outcome::one(Cause::Missing(Question::Base(ix)), carrier);
                }
                let mut outcome = self.resolve(kind, cell, Some(base));
                outcome.carrier = carrier;
                return outcome;
            }
        } else if class.is_instrument() {
            return Outcome::one(Cause::Unrecorded(mechanism), carrier);
        }
        let mut causes = Vec::new();
        for condition in &self.view.book.rule(rule).conditions {
            self.condition(condition, rule, cell, instrument, &mut causes);
        }
        let worst = causes.iter().map(|cause| cause.status().rank()).max().unwrap_or(0);
        // Among failures the first met decides; what is merely open beside them is not reported.
        let failing = worst >= Status::Ended.rank();
        let first = causes.iter().find(|cause| {
            let rank = cause.status().rank();
            if failing { rank >= Status::Ended.rank() } else { rank == worst }
        });
        let status = first.map_or(Status::Holds, |cause| cause.status());
        causes.retain(|cause| {
            let rank = cause.status().rank();
            rank == 0 || if failing { rank >= Status::Ended.rank() } else { true }
        });
        causes.sort_by_key(|cause| std::cmp::Reverse(cause.status().verdict()));
        if let Some(at) = causes.iter().position(|cause| cause.status() == status) {
            causes.swap(0, at);
        }
        Outcome { status, carrier, causes }
    }

    /// Why the paper is another law's here, if it is: an amendment or an authority that the rule asks for.
    fn other_law(&self, rule: RuleIx, cell: &Cell, ix: InstrumentIx) -> Option<Cause> {
        let mut causes = Vec::new();
        for condition in &self.view.book.rule(rule).conditions {
            if matches!(condition, crate::law::Condition::AmendedBy(_) | crate::law::Condition::ApprovedIn(_))
            {
                self.condition(condition, rule, cell, Some(ix), &mut causes);
            }
        }
        causes.into_iter().find(|cause| cause.status() == Status::OtherRegime)
    }

    /// Why a document does not run on the day, if it does not.
    pub(super) fn instrument_runs(&self, ix: InstrumentIx) -> Option<Cause> {
        let (mut at, mut seen) = (ix, Vec::new());
        // A part of another contract runs no longer than that contract; a circle of contracts ends here.
        loop {
            if let Some(cause) = self.runs_itself(at) {
                return Some(cause);
            }
            seen.push(at);
            let instrument = self.register.instrument(at);
            match instrument.incorporated_by {
                Some(outer) if !seen.contains(&outer.value) => at = outer.value,
                Some(_) => return None,
                None => {
                    let alone =
                        instrument.state == InstrumentState::Incorporated && instrument.signed.is_none();
                    return alone.then_some(Cause::Missing(Question::Outer(at)));
                }
            }
        }
    }

    fn runs_itself(&self, ix: InstrumentIx) -> Option<Cause> {
        let day = self.view.day;
        let instrument = self.register.instrument(ix);
        match instrument.state {
            InstrumentState::Unconfirmed => return Some(Cause::Unconfirmed(ix)),
            InstrumentState::Unsigned => return Some(Cause::NotSigned(ix)),
            InstrumentState::Executed | InstrumentState::Incorporated => {}
        }
        let begins = instrument.signed.iter().chain(&instrument.effective).map(|day| day.value).max();
        if let Some(begins) = begins
            && begins > day
        {
            return Some(Cause::InstrumentNotYet(ix, begins));
        }
        if let Some(until) = instrument.until
            && until.value < day
        {
            return Some(Cause::InstrumentEnded(ix, until.value));
        }
        None
    }
}

impl FlowResult {
    pub(super) fn raise(&mut self, regime: Option<RegimeIx>, severity: Severity, cause: Cause) {
        self.raised.push(Raised { regime, severity, detail: Detail { tag: None, rule: None, cause } });
    }
}

/// What carries a cell: a tag of the flow, or a decision that nobody claims.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Tag(usize),
    Unclaimed,
}

impl By {
    fn of(tag: Option<usize>) -> Self {
        tag.map_or(Self::Unclaimed, Self::Tag)
    }
}

/// Collects what is to be said under one regime, each thing once and at its gravest.
pub(super) struct Notes<'n> {
    pub(super) regime: RegimeIx,
    pub(super) raised: &'n mut Vec<Raised>,
    pub(super) rows: Vec<Row>,
}

impl Notes<'_> {
    pub(super) fn add(&mut self, severity: Severity, tag: Option<usize>, cause: Cause) {
        self.add_under(severity, tag, None, cause);
    }

    fn add_under(&mut self, severity: Severity, tag: Option<usize>, rule: Option<RuleIx>, cause: Cause) {
        let detail = Detail { tag, rule, cause };
        let regime = Some(self.regime);
        match self.raised.iter_mut().find(|r| r.regime == regime && r.detail == detail) {
            Some(known) => known.severity = known.severity.min(severity),
            None => self.raised.push(Raised { regime, severity, detail }),
        }
    }

    fn row(&mut self, row: Row) {
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
    }
}

/// Whether the rule is about a set of clauses with modules, whose annexes and law are examined.
fn book_has_modules(book: &LawBook, rule: RuleIx) -> bool {
    book.rule(rule).conditions.iter().any(|condition| matches!(condition, crate::law::Condition::Modules(_)))
}
