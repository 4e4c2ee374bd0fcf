//! Writes what was carried into the results of flows: breaks upstream under a flow's own law, and the laws that
//! came with the data.

use super::carried::{Draft, Way};
use super::load::Book;
use super::pool::{Brought, Pools};
use crate::assess::bind::{Basis, Binding};
use crate::assess::cause::{Cause, Detail};
use crate::assess::cell::Cell;
use crate::assess::engine::Engine;
use crate::assess::notes::Notes;
use crate::assess::own::Own;
use crate::assess::result::{Came, FlowResult, FlowVerdicts, Raised, RegimeResult, Worth, claim_results};
use crate::assess::row::Row;
use crate::assess::verdict::Verdict;
use crate::finding::Severity;
use crate::index::{DataIx, FlowIx, RegimeIx, TagIx};
use crate::register::Personal;
use crate::spread;

impl Engine<'_> {
    /// Writes what was carried into the results of flows.
    pub(in crate::assess) fn settle_all(&self, flows: &mut [FlowResult], pools: &Pools) {
        let fetch = |flows: &[FlowResult]| {
            let flows: Vec<FlowIx> = flows.iter().map(|result| result.flow).collect();
            self.fetch(&flows);
            pools.fetch(&flows);
        };
        spread::each_mut(flows, fetch, |flow| self.settle(flow, pools));
    }

    /// An active flow by its own laws and with what was carried.
    pub(in crate::assess) fn result(&self, flow: FlowIx, pools: &Pools) -> FlowResult {
        let mut result = self.assess_flow(flow);
        self.settle(&mut result, pools);
        result
    }

    /// Writes what was carried into the result of a flow.
    pub(in crate::assess) fn settle(&self, result: &mut FlowResult, pools: &Pools) {
        let taken = pools.chart.taken(self, result.flow);
        result.regimes.reserve_exact(pools.reaching(&taken).count());
        for regime in pools.reaching(&taken) {
            let loads = pools.loads(&taken, regime);
            let FlowResult { flow, banned, ref mut regimes, ref mut raised, .. } = *result;
            let own = regimes.iter_mut().find(|r| r.binding.regime == regime);
            let verdict = if let Some(own) = own {
                let mut notes = Notes { regime, raised, rows: Vec::new() };
                self.follow(own, &loads, self.lookup.rank(flow), &mut notes);
                Some(own.verdict)
            } else {
                let via = || pools.via(self, flow, &taken, regime);
                let carried =
                    self.settle_carried(flow, banned, (regime, &loads, pools.book(regime)), via, raised);
                let verdict = carried.as_ref().map(|carried| carried.verdict);
                regimes.extend(carried);
                verdict
            };
            result.verdict = result.verdict.max(verdict.unwrap_or(Verdict::NotRestricted));
        }
        // There is one list for each flow: what room it has too much of adds up.
        result.raised.shrink_to_fit();
        result.regimes.sort_by_key(|result| self.view.book.regime_rank(result.binding.regime));
    }

    /// The result of a flow under a law that came with the data, if it binds.
    fn settle_carried(
        &self,
        ix: FlowIx,
        mut banned: bool,
        (regime, loads, book): (RegimeIx, &[Brought<'_>], Option<&Book>),
        via: impl FnOnce() -> Vec<FlowIx>,
        raised: &mut Vec<Raised>,
    ) -> Option<RegimeResult> {
        let rank = self.lookup.rank(ix);
        if loads.iter().all(|came| came.load.duties.is_empty() && came.breaks.worst(rank).is_none()) {
            let mut notes = Notes { regime, raised, rows: Vec::new() };
            for (mechanism, flow) in loads.iter().flat_map(|came| &came.load.lapsed) {
                let flow = self.lookup.at_rank(*flow);
                if flow != ix {
                    notes.add(Severity::Note, None, Cause::NothingCarried(flow, *mechanism));
                }
            }
            return None;
        }
        let mut carried = self.carried(ix, (regime, loads, book?), via(), raised);
        if carried.verdict != Verdict::NotRestricted {
            for (tag, mechanism) in self.forbidden(ix).filter(|_| !banned) {
                let detail =
                    Detail { tag: Some(TagIx::new(tag)), rule: None, cause: Cause::Forbidden(mechanism) };
                raised.push(Raised { regime: None, severity: Severity::Error, detail });
            }
            banned |= self.forbidden(ix).next().is_some();
        }
        if banned {
            carried.verdict = Verdict::Prohibited;
            let came = |data| loads.iter().any(|came| came.data == data && came.binds());
            for entry in carried.by_data.iter_mut().filter(|entry| came(entry.0)) {
                (entry.1, entry.2) = (Verdict::Prohibited, None);
            }
            // A place that the law does not restrict is barred only where the flow as a whole is.
            let restricted = carried.by_place.iter().any(|(_, verdict)| *verdict != Verdict::NotRestricted);
            for (_, verdict) in &mut carried.by_place {
                if !restricted || *verdict != Verdict::NotRestricted {
                    *verdict = Verdict::Prohibited;
                }
            }
        }
        if self.list_missing() {
            carried.doubt();
        }
        Some(carried)
    }

    /// The verdicts of a flow with what was carried to it, and nothing besides.
    pub(in crate::assess) fn settled(&self, flow: FlowIx, own: &Own, pools: &Pools) -> FlowVerdicts {
        let taken = pools.chart.taken(self, flow);
        let mut regimes: Vec<(RegimeIx, Verdict)> = Vec::with_capacity(own.regimes.len());
        let under = |regime| Some((regime, self.settled_with(flow, own, regime, &taken, pools)?));
        regimes.extend(own.regimes.iter().filter_map(|own| under(own.regime)));
        let came = pools.reaching(&taken).filter(|regime| own.under(*regime).is_none());
        regimes.extend(came.filter_map(under));
        regimes.sort_by_key(|(regime, _)| self.view.book.regime_rank(*regime));
        let verdict = regimes.iter().map(|(_, verdict)| *verdict).fold(own.verdict, Verdict::max);
        FlowVerdicts { flow, verdict, regimes }
    }

    /// The verdict of a flow under one regime with what was carried, and nothing besides; none: the regime does not
    /// bind it.
    pub(in crate::assess) fn settled_under(
        &self,
        flow: FlowIx,
        own: &Own,
        regime: RegimeIx,
        pools: &Pools,
    ) -> Option<Verdict> {
        self.settled_with(flow, own, regime, &pools.chart.taken(self, flow), pools)
    }

    fn settled_with(
        &self,
        flow: FlowIx,
        own: &Own,
        regime: RegimeIx,
        taken: &[(DataIx, u32)],
        pools: &Pools,
    ) -> Option<Verdict> {
        let loads = pools.loads(taken, regime);
        let rank = self.lookup.rank(flow);
        match own.under(regime) {
            Some(own) if own.arrivals.is_empty() => Some(own.verdict),
            Some(own) => {
                let broken = loads.iter().filter_map(|came| came.breaks.worst(rank));
                Some(broken.map(|broken| broken.verdict).fold(own.verdict, Verdict::max))
            }
            None => self.carried_verdict(flow, own.banned, regime, &loads, pools),
        }
    }

    fn carried_verdict(
        &self,
        ix: FlowIx,
        banned: bool,
        regime: RegimeIx,
        loads: &[Brought<'_>],
        pools: &Pools,
    ) -> Option<Verdict> {
        let rank = self.lookup.rank(ix);
        if loads.iter().all(|came| came.load.duties.is_empty() && came.breaks.worst(rank).is_none()) {
            return None;
        }
        let course = pools.chart.of(ix);
        let (from, book) = (pools.chart.course(course)?.acts, pools.book(regime)?);
        let mut verdict = Verdict::NotRestricted;
        for hop in pools.chart.hops(course) {
            if self.free_crossing(&hop.crossing, regime).is_some() {
                continue;
            }
            for Brought { data, breaks, load } in loads {
                if self.register.datum(*data).personal.value == Personal::No {
                    continue;
                }
                let disputed = self.register.datum(*data).personal.value == Personal::Disputed;
                if !load.duties.is_empty() {
                    let here = hop.place.map_or(Verdict::Undetermined, |place| {
                        let flow = self.register.flow(ix);
                        let cell =
                            Cell { flow: ix, regime, from, recipient: hop.recipient, place, data: *data };
                        let worth = if disputed {
                            Verdict::Undetermined
                        } else {
                            self.onward_cell(&cell, flow, load, book).status.verdict()
                        };
                        let unlisted = self.unlisted(hop.recipient, flow, load).into_iter();
                        unlisted.map(|cause| cause.status().verdict()).fold(worth, Verdict::max)
                    });
                    verdict = verdict.max(here);
                }
                if let Some(broken) = breaks.worst(rank) {
                    verdict = verdict.max(broken.verdict);
                }
            }
        }
        if banned || (verdict != Verdict::NotRestricted && self.forbidden(ix).next().is_some()) {
            verdict = Verdict::Prohibited;
        }
        if self.list_missing() {
            verdict = verdict.max(Verdict::Undetermined);
        }
        Some(verdict)
    }

    /// Makes a flow under its own law no better than the breaks upstream. What is no transfer under this law
    /// cannot be a broken one.
    fn follow(&self, own: &mut RegimeResult, loads: &[Brought<'_>], rank: u32, notes: &mut Notes<'_>) {
        if own.arrivals.is_empty() {
            return;
        }
        for Brought { data, breaks, .. } in loads {
            let Some(broken) = breaks.worst(rank) else { continue };
            // What is broken is carried by nothing, wherever it goes.
            own.verdict = own.verdict.max(broken.verdict);
            own.carrier = None;
            let abroad = |verdict: Verdict| verdict != Verdict::NotRestricted;
            for entry in own.by_data.iter_mut().filter(|entry| entry.0 == *data && abroad(entry.1)) {
                (entry.1, entry.2) = (entry.1.max(broken.verdict), None);
            }
            for (_, place) in own.by_place.iter_mut().filter(|(_, place)| abroad(*place)) {
                *place = (*place).max(broken.verdict);
            }
            let origin = self.lookup.at_rank(broken.origin);
            let cause = Cause::UpstreamBroken(origin, broken.verdict);
            notes.add(Severity::Error, None, cause);
            for arrival in own.arrivals.iter().filter(|arrival| arrival.data == *data) {
                let (data, recipient, verdict) = (*data, arrival.recipient, broken.verdict);
                own.came.push(Came { data, recipient, verdict, by: None, cause: Some(cause) });
            }
        }
    }

    /// A flow under a law that came with the data.
    fn carried(
        &self,
        ix: FlowIx,
        (regime, loads, duties): (RegimeIx, &[Brought<'_>], &Book),
        via: Vec<FlowIx>,
        raised: &mut Vec<Raised>,
    ) -> RegimeResult {
        let flow = self.register.flow(ix);
        let (from, rank) = (self.acts_from(flow), self.lookup.rank(ix));
        let row = self.view.territories().find(|(r, ..)| *r == regime).map_or(0, |(_, _, _, row)| row);
        let binding = Binding { regime, basis: Basis::Carried, row, via };
        let mut out = RegimeResult::new(binding, flow);
        let mut notes = Notes { regime, raised, rows: Vec::new() };
        let mut claims: Vec<Option<Worth>> = vec![None; flow.mechanism.len()];
        let destinations = self.destinations(flow);
        out.by_place.reserve_exact(destinations.len());
        for to in destinations.iter().copied() {
            let here = if let Some(why) = self.free(flow, from, regime, to) {
                out.free.reserve_exact(1);
                out.free.push((to.place, why));
                Verdict::NotRestricted
            } else {
                let way = Way { flow: ix, regime, from, to, rank, duties };
                let mut draft = Draft { out: &mut out, claims: &mut claims, notes: &mut notes };
                self.carried_to(&way, loads, &mut draft)
            };
            out.is_at(to.place, here);
        }
        out.claims = claim_results(&claims);
        let row_of = |cause: Option<Cause>| self.row_of(cause?, regime);
        let met = out.came.iter().filter_map(|came| Some(Row::Rule(came.by?.rule?)));
        // A claim that fails beside one that carries decides nothing.
        let failed = out.claims.iter().filter(|_| !out.verdict.stands()).map(|claim| claim.cause);
        let said = out.came.iter().map(|came| came.cause).chain(failed);
        for row in met.chain(said.filter_map(row_of)) {
            notes.row(row);
        }
        let decides = if out.verdict.stands() {
            out.rule().map(Row::Rule)
        } else {
            // What a claim says already is not said of the duty again.
            let failing = out.claims.iter().find(|claim| claim.status.verdict() == out.verdict);
            let claimed = failing.and_then(|claim| claim.cause);
            let mut worst = out.came.iter().filter(|came| came.verdict == out.verdict);
            worst.find_map(|came| row_of(came.cause.or(claimed)))
        };
        out.row = decides.or_else(|| out.freed_by()).or(out.row);
        self.source_notes(out.row, out.verdict, &mut notes);
        out
    }
}
