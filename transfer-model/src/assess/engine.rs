//! Assesses one flow: every regime that binds it, every place and data item, and how they combine: places, data items
//! and regimes by the worst.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::bind::{Binding, Bound, Gap};
use super::cause::Cause;
use super::cell::Cell;
use super::crossing::{Destination, Free};
use super::lookup::Lookup;
use super::notes::Notes;
use super::own::Own;
use super::result::{Arrival, FlowResult, Raised, RegimeResult, Worth, claim_results};
use super::row::Row;
use super::verdict::Verdict;
use super::volume::{Count, VolumeKey};
use crate::day::Day;
use crate::finding::Severity;
use crate::graph::TransferGraph;
use crate::index::{FlowIx, InstrumentIx, PartyIx, PlaceIx, RegimeIx};
use crate::law::{DayView, LawBook};
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
            bans_verified: None,
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

    /// Finds the regimes that bind a flow, and what it is under each.
    fn regimes(&self, ix: FlowIx, flow: &Flow, result: &mut FlowResult) {
        let from = self.register.party(flow.from.value);
        let to = self.register.party(flow.to.value);
        let seat = from.country.value;
        let place = flow.context.map_or(seat, |context| Some(context.value));
        if let Some(context) = flow.context
            && seat != Some(context.value)
        {
            let row = self.view.established(context.value).first().map(|(_, row)| *row);
            result.raise(None, Severity::Note, Cause::ContextReplaces(context.value, row));
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
                self.asides(flow, binding.regime, &mut result.raised);
                self.under(ix, flow, place, binding, &mut result.raised)
            };
            self.localise(ix, flow, place, &mut regime, result);
            result.verdict = result.verdict.max(regime.verdict);
            result.regimes.push(regime);
        }
    }

    /// A flow that is no transfer of the regime, wherever it goes.
    fn unrestricted(&self, flow: &Flow, binding: Binding, why: Free) -> RegimeResult {
        let place = self.register.party(flow.to.value).country.value;
        let mut out = RegimeResult::new(binding, flow);
        (out.by_place, out.free) = (vec![(place, Verdict::NotRestricted)], vec![(place, why)]);
        out
    }

    /// A flow under a regime that binds it of itself.
    fn under(
        &self,
        ix: FlowIx,
        flow: &Flow,
        from: Option<PlaceIx>,
        binding: Binding,
        raised: &mut Vec<Raised>,
    ) -> RegimeResult {
        let regime = binding.regime;
        let mut out = RegimeResult::new(binding, flow);
        let mut notes = Notes { regime, raised, rows: Vec::new() };
        let mut claims: Vec<Option<Worth>> = vec![None; flow.mechanism.len()];
        let destinations = self.destinations(flow);
        out.by_place.reserve_exact(destinations.len());
        for to in destinations.iter().copied() {
            let here = if let Some(why) = self.free(flow, from, regime, to) {
                out.free.push((to.place, why));
                if why == Free::OwnStaff
                    && let Some(place) = to.place
                {
                    notes.add(Severity::Note, None, Cause::OwnStaff(place));
                }
                Verdict::NotRestricted
            } else {
                self.arrive(ix, (from, to), &mut out, &mut claims, &mut notes)
            };
            out.is_at(to.place, here);
        }
        out.claims = claim_results(&claims);
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

    /// The data of a flow, on the way to a destination that the regime does not leave free: the worst of them.
    fn arrive(
        &self,
        ix: FlowIx,
        (from, to): (Option<PlaceIx>, Destination),
        out: &mut RegimeResult,
        claims: &mut [Option<Worth>],
        notes: &mut Notes<'_>,
    ) -> Verdict {
        let (flow, regime, recipient) = (self.register.flow(ix), notes.regime, to.recipient);
        let mut here = Verdict::NotRestricted;
        out.arrivals.reserve_exact(flow.data.len());
        for (at, data) in flow.data.iter().enumerate() {
            let data = data.value;
            if self.register.datum(data).personal.value == Personal::No {
                continue;
            }
            let (verdict, carrier, by) = if let Some(place) = to.place {
                let cell = Cell { flow: ix, regime, from, recipient, place, data };
                if let Some(rule) = self.carved_out(&cell) {
                    out.free.push((to.place, Free::CarveOut(rule)));
                    notes.row(Row::Rule(rule));
                    continue;
                }
                self.cell(&cell, flow, claims, notes)
            } else {
                self.nowhere(recipient, data, (flow, regime), claims, notes);
                (Verdict::Undetermined, None, Vec::new())
            };
            out.arrivals.push(Arrival { recipient, data, verdict, by });
            here = here.max(verdict);
            if let Some(entry) = out.by_data.get_mut(at)
                && (verdict > entry.1 || (verdict == entry.1 && entry.2.is_none()))
            {
                (entry.1, entry.2) = (verdict, carrier);
            }
        }
        here
    }
}
