//! Assesses one flow: every regime that binds it, every place, data item and claim, and how they combine.
//! Claims combine by the first of an order of statuses; places, data items and regimes by the worst.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::bind::{Basis, Binding, Bound, Gap};
use super::cause::{Cause, Detail, Question, Row};
use super::crossing::Free;
use super::lookup::Lookup;
use super::time::NextChange;
use super::verdict::{Status, Verdict};
use super::volume::{Count, VolumeKey};
use crate::day::{Day, When};
use crate::finding::Severity;
use crate::graph::TransferGraph;
use crate::index::{DataIx, FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RuleIx, TagIx};
use crate::law::{Confidence, DayView, LawBook};
use crate::register::{Certification, Flow, PartyKind, Personal, Register, Tia};
use crate::spread;

/// A register, the law on a day, and the indexes to assess flows fast.
#[derive(Debug)]
pub struct Engine<'a> {
    /// The register.
    pub register: &'a Register,
    /// The law on the day.
    pub view: DayView<'a>,
    /// The register as a graph.
    pub graph: TransferGraph,
    pub(super) lookup: Arc<Lookup>,
    /// Numbers of people counted already.
    pub(super) volumes: Mutex<BTreeMap<VolumeKey, Count>>,
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

/// What one claim is worth in one cell.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) status: Status,
    pub(super) carrier: Option<Carrier>,
    pub(super) causes: Vec<Cause>,
}

impl Outcome {
    pub(super) fn one(cause: Cause, carrier: Option<Carrier>) -> Self {
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
    /// What reached whom, and by what.
    pub(super) arrivals: Vec<Arrival>,
    /// What came with the data, and what that makes of the transfer.
    pub(super) came: Vec<Came>,
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

/// The worst of a claim so far: its status, why, and the rule.
pub(super) type Worth = (Status, Option<Cause>, Option<Carrier>);

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

/// What of a flow by its own laws decides a verdict, here or further on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Own {
    pub(super) verdict: Verdict,
    pub(super) banned: bool,
    pub(super) regimes: Box<[OwnRegime]>,
}

/// The same under one regime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnRegime {
    pub(super) regime: RegimeIx,
    pub(super) basis: Basis,
    pub(super) verdict: Verdict,
    pub(super) by_data: Box<[(DataIx, Verdict, Option<Carrier>)]>,
    by_place: Box<[(Option<PlaceIx>, Verdict)]>,
    pub(super) arrivals: Box<[Arrival]>,
}

impl Own {
    pub(super) fn of(result: &FlowResult) -> Self {
        let regime = |found: &RegimeResult| OwnRegime {
            regime: found.binding.regime,
            basis: found.binding.basis,
            verdict: found.verdict,
            by_data: found.by_data.as_slice().into(),
            by_place: found.by_place.as_slice().into(),
            arrivals: found.arrivals.as_slice().into(),
        };
        let regimes = result.regimes.iter().map(regime).collect();
        Self { verdict: result.verdict, banned: result.banned, regimes }
    }

    /// The same of a result that is not needed any more.
    pub(super) fn from(result: FlowResult) -> Self {
        let regime = |found: RegimeResult| OwnRegime {
            regime: found.binding.regime,
            basis: found.binding.basis,
            verdict: found.verdict,
            by_data: found.by_data.into(),
            by_place: found.by_place.into(),
            arrivals: found.arrivals.into(),
        };
        let regimes = result.regimes.into_iter().map(regime).collect();
        Self { verdict: result.verdict, banned: result.banned, regimes }
    }

    pub(super) fn under(&self, regime: RegimeIx) -> Option<&OwnRegime> {
        self.regimes.iter().find(|known| known.regime == regime)
    }
}

impl<'a> Engine<'a> {
    /// Prepares to assess a register by the law of a day.
    pub fn new(register: &'a Register, book: &'a LawBook, day: Day) -> Self {
        Self {
            register,
            view: DayView::new(book, day),
            graph: TransferGraph::new(register, day),
            lookup: Arc::new(Lookup::new(register, book)),
            volumes: Mutex::new(BTreeMap::new()),
        }
    }

    /// The same register on another day; what does not depend on the day is shared.
    #[must_use]
    pub fn at(&self, day: Day) -> Self {
        Self {
            register: self.register,
            view: self.view.at(day),
            graph: self.graph.at(day),
            lookup: Arc::clone(&self.lookup),
            volumes: Mutex::new(BTreeMap::new()),
        }
    }

    /// Documents that bind the party as exporter.
    pub(crate) fn documents_of(&self, party: PartyIx) -> impl Iterator<Item = InstrumentIx> {
        self.lookup.documents(party).iter().copied()
    }

    /// Assessments that name the flow.
    pub(crate) fn assessments_of(&self, flow: FlowIx) -> impl Iterator<Item = &Tia> {
        self.lookup.tias(flow).iter().filter_map(|at| self.register.tias.get(*at))
    }

    /// Flows of an exporter.
    pub(super) fn flows_from(&self, party: PartyIx) -> impl Iterator<Item = FlowIx> {
        self.lookup.flows_from(party).iter().copied()
    }

    /// Whether the set is the only one between the two parties.
    pub(super) fn only_set(&self, set: InstrumentIx, from: PartyIx, to: PartyIx) -> bool {
        let day = self.view.day;
        let between = |ix: &&InstrumentIx| {
            let instrument = self.register.instrument(**ix);
            instrument.binds(from, false, day) && instrument.binds(to, true, day)
        };
        let mut found = self.lookup.sets(from).iter().filter(between);
        found.next() == Some(&set) && found.next().is_none()
    }

    /// Entries of other parties that name this one.
    pub(super) fn holders(&self, party: PartyIx) -> impl Iterator<Item = (PartyIx, &Certification)> {
        self.lookup.holders(party).iter().filter_map(|(holder, entry)| {
            let entries = self.register.party(*holder).certifications.as_deref()?;
            Some((*holder, entries.get(*entry)?))
        })
    }

    /// Whether a place is adequate under the regime on the day, or inside its free area.
    pub(super) fn adequate(&self, regime: RegimeIx, place: PlaceIx) -> bool {
        let Some(adequacy) = self.lookup.adequacy else { return false };
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
        let mut result = FlowResult {
            flow: ix,
            verdict: Verdict::NotRestricted,
            regimes: Vec::new(),
            next: None,
            raised: Vec::new(),
            banned: false,
        };
        let personal =
            flow.data.iter().any(|data| self.register.datum(data.value).personal.value != Personal::No);
        // No data item at all: looked at, and none goes.
        if personal {
            self.regimes(ix, flow, &mut result);
            self.parents(ix, &mut result);
        }
        self.bans(ix, &mut result);
        if personal {
            self.restrictions(ix, &mut result);
        }
        result.raised.shrink_to_fit();
        result
    }

    /// Flows active on the day, by exporter.
    pub(super) fn active_flows(&self) -> Vec<FlowIx> {
        self.lookup.by_exporter.iter().copied().filter(|flow| self.active(*flow)).collect()
    }

    /// Assesses active flows by their own laws.
    pub(super) fn alone(&self, flows: &[FlowIx]) -> Vec<FlowResult> {
        spread::each_fetched(flows, |flows| self.fetch(flows), |flow| self.assess_flow(*flow))
    }

    /// The same, of each what decides.
    pub(super) fn owned(&self, flows: &[FlowIx]) -> Vec<Own> {
        spread::each_fetched(flows, |flows| self.fetch(flows), |flow| Own::from(self.assess_flow(*flow)))
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
        result.regimes.reserve_exact(bound.bindings.len());
        for binding in bound.bindings {
            let mut regime = if collected || published {
                let why = if collected { Free::FromIndividuals } else { Free::ToIndividuals };
                self.unrestricted(flow, binding, why)
            } else {
                self.under(ix, flow, place, binding, &mut result.raised)
            };
            self.localise(ix, flow, place, &mut regime, &mut result.raised);
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
            arrivals: Vec::new(),
            came: Vec::new(),
        }
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
            arrivals: Vec::new(),
            came: Vec::new(),
        };
        let mut notes = Notes { regime, raised, rows: Vec::new() };
        let mut claims: Vec<Option<Worth>> = vec![None; flow.mechanism.len()];
        let destinations = self.destinations(flow);
        out.by_place.reserve_exact(destinations.len());
        for to in destinations.iter().copied() {
            let mut here = Verdict::NotRestricted;
            if let Some(why) = self.free(flow, from, regime, to) {
                out.free.push((to.place, why));
                if why == Free::OwnStaff
                    && let Some(place) = to.place
                {
                    notes.add(Severity::Note, None, Cause::OwnStaff(place));
                }
            } else {
                out.arrivals.reserve_exact(flow.data.len());
                for (at, data) in flow.data.iter().enumerate() {
                    if self.register.datum(data.value).personal.value == Personal::No {
                        continue;
                    }
                    let (verdict, carrier, by) = if let Some(place) = to.place {
                        let cell =
                            Cell { flow: ix, regime, from, recipient: to.recipient, place, data: data.value };
                        if let Some(rule) = self.carved_out(&cell) {
                            out.free.push((to.place, Free::CarveOut(rule)));
                            notes.row(Row::Rule(rule));
                            continue;
                        }
                        self.cell(&cell, flow, &mut claims, &mut notes)
                    } else {
                        self.nowhere(to.recipient, data.value, (flow, regime), &mut claims, &mut notes);
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
        out.claims = results(&claims);
        if out.verdict.stands() {
            let worst = out.by_data.iter().find(|(_, verdict, _)| *verdict == out.verdict);
            out.carrier = worst.and_then(|(_, _, carrier)| *carrier);
        }
        let decides = out.carrier.map(|carrier| Row::Rule(carrier.rule)).or_else(|| {
            let failing = out.claims.iter().find(|claim| claim.status.verdict() == out.verdict);
            failing.and_then(|claim| claim.cause).and_then(|cause| self.row_of(cause, regime))
        });
        out.row = decides.or_else(|| out.freed_by()).or(out.row);
        self.source_notes(out.row, out.verdict, &mut notes);
        out
    }

    /// What is to be noted of the sources of a verdict: of the row that decides whether it was verified before the day,
    /// of all rows noted so far whether what they say here is from memory.
    pub(super) fn source_notes(&self, decides: Option<Row>, verdict: Verdict, notes: &mut Notes<'_>) {
        if let Some(row) = decides
            && row.of(self.view.book).2 < self.view.day
        {
            notes.add(Severity::Note, None, Cause::Horizon(row));
        }
        let rows = std::mem::take(&mut notes.rows);
        for row in rows {
            if self.unconfirmed(row, verdict.stands()) {
                notes.add(Severity::Warning, None, Cause::Unverified(row));
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
            | Cause::Scope(rule)
            | Cause::Volume(rule, _)
            | Cause::FilingLate(rule, _)
            | Cause::FilingOverdue(rule, _)
            | Cause::ConsentLacks(rule, _)
            | Cause::NotDisclosed(rule)
            | Cause::ItemMissing(rule, _)
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
    pub(super) fn unconfirmed(&self, row: Row, stands: bool) -> bool {
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
}

/// What each claim that was examined is worth. The lists of results are many and last long: none is larger than it
/// must be.
pub(super) fn results(claims: &[Option<Worth>]) -> Vec<ClaimResult> {
    let mut found = Vec::with_capacity(claims.iter().flatten().count());
    for (tag, claim) in claims.iter().enumerate() {
        if let Some((status, cause, carrier)) = *claim {
            found.push(ClaimResult { tag, status, cause, carrier });
        }
    }
    found
}

impl RegimeResult {
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

    pub(super) fn add_under(
        &mut self,
        severity: Severity,
        tag: Option<usize>,
        rule: Option<RuleIx>,
        cause: Cause,
    ) {
        let detail = Detail { tag: tag.map(TagIx::new), rule, cause };
        let regime = Some(self.regime);
        match self.raised.iter_mut().find(|r| r.regime == regime && r.detail == detail) {
            Some(known) => known.severity = known.severity.min(severity),
            None => self.raised.push(Raised { regime, severity, detail }),
        }
    }

    pub(super) fn row(&mut self, row: Row) {
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
    }
}
