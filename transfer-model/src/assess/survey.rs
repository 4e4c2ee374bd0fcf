//! An assessment made flow by flow. What flows hand on to each other and what comes next are worked out for the whole
//! register first; the rest of each flow when it is asked for. So a large register can be told of in shares, each
//! forgotten when it is told, and takes little memory.

use std::collections::BTreeMap;

use super::engine::Engine;
use super::findings::Waivers;
use super::onward::Pools;
use super::own::Own;
use super::papers::Evidence;
use super::result::{FlowResult, Raised};
use super::row::Row;
use super::time::{self, Ahead, End, NextChange};
use super::verdict::Verdict;
use crate::day::Day;
use crate::finding::{Finding, Severity};
use crate::index::FlowIx;
use crate::law::LawBook;
use crate::register::Register;
use crate::spread;

/// A register assessed on a day.
#[derive(Debug)]
pub struct Assessment {
    /// The day.
    pub as_of: Day,
    /// Active flows, in the order of their ids.
    pub flows: Vec<FlowResult>,
    /// How many flows are not active that day.
    pub inactive: usize,
    /// What is to be said, by flow, regime, code and place.
    pub findings: Vec<Finding>,
    /// The oldest day of verification among the rows that decide.
    pub verified_to: Day,
}

impl Assessment {
    /// How many flows have the verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.flows.iter().filter(|flow| flow.verdict == verdict).count()
    }

    /// Whether a finding at error level is not waived.
    pub fn fails(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error && finding.waived.is_none())
    }
}

/// Assesses every active flow of a register by the law of a day. Files of evidence are not looked at.
pub fn assess(register: &Register, book: &LawBook, day: Day) -> Assessment {
    assess_with(register, book, day, &Evidence::new())
}

/// Assesses a register with what was found of its files of evidence.
pub fn assess_with(register: &Register, book: &LawBook, day: Day, evidence: &Evidence) -> Assessment {
    Survey::new(&Engine::new(register, book, day), evidence).whole()
}

/// The same for the day alone: what comes next is not worked out, and so nothing is told to end soon.
pub fn assess_day(register: &Register, book: &LawBook, day: Day) -> Assessment {
    Survey::of_day(&Engine::new(register, book, day)).whole()
}

/// A register on a day, ready to be told of flow by flow.
#[derive(Debug)]
pub struct Survey<'e> {
    engine: &'e Engine<'e>,
    /// Flows of which something can be said, in the order of their ids: those that are active, and others that a
    /// paper or a waiver names.
    flows: Vec<FlowIx>,
    inactive: usize,
    pools: Pools,
    /// By position in the register.
    next: Vec<Option<NextChange>>,
    ends: BTreeMap<FlowIx, Vec<End>>,
    /// What is raised beside the assessment of a flow, and of no flow.
    beside: BTreeMap<Option<FlowIx>, Vec<Raised>>,
    waivers: Waivers,
    /// Whether what is said of no flow is told.
    papers: bool,
}

/// Some flows of a survey.
#[derive(Debug, Default)]
pub struct Share {
    /// Those that are active.
    pub flows: Vec<FlowResult>,
    /// What is to be said of them all, by flow, regime, code and place.
    pub findings: Vec<Finding>,
}

impl<'e> Survey<'e> {
    /// Surveys a register with what was found of its files of evidence.
    pub fn new(engine: &'e Engine<'e>, evidence: &Evidence) -> Self {
        Self::made(engine, evidence, true)
    }

    /// The same for the day alone: what comes next is not worked out, and no file was looked at.
    pub fn of_day(engine: &'e Engine<'e>) -> Self {
        Self::made(engine, &Evidence::new(), false)
    }

    fn made(engine: &'e Engine<'e>, evidence: &Evidence, ahead: bool) -> Self {
        let mut flows = engine.active_flows();
        let own: Vec<(FlowIx, Own)> = flows.iter().copied().zip(engine.owned(&flows)).collect();
        let over = engine.over();
        let pools = engine.pools(own.iter().chain(&over).map(|(flow, own)| (*flow, own)), true);
        let next = if ahead {
            time::ahead(engine, own, over, pools.for_days(), engine.horizon())
        } else {
            Ahead::default()
        };
        flows.sort_by_cached_key(|flow| engine.lookup.rank(*flow));
        let mut ends: BTreeMap<FlowIx, Vec<End>> = BTreeMap::new();
        for end in next.ends {
            ends.entry(end.flow).or_default().push(end);
        }
        let papers = engine.papers(&flows, |flow| engine.result(flow, &pools));
        let mut beside = BTreeMap::from([(None, papers)]);
        for (flow, raised) in engine.contradicted().into_iter().chain(engine.evidence(&flows, evidence)) {
            beside.entry(flow).or_insert_with(Vec::new).push(raised);
        }
        let inactive = engine.register.flows.len().saturating_sub(flows.len());
        let waivers = Waivers::new(engine.register);
        let more = beside.keys().chain(waivers.flows()).flatten().filter(|flow| !engine.active(**flow));
        let more: Vec<FlowIx> = more.copied().collect();
        if !more.is_empty() {
            flows.extend(more);
            flows.sort_unstable_by_key(|flow| engine.lookup.rank(*flow));
            flows.dedup();
        }
        Self { engine, flows, inactive, pools, next: next.changes, ends, beside, waivers, papers: true }
    }

    /// The register and the law on the day.
    pub const fn engine(&self) -> &'e Engine<'e> {
        self.engine
    }

    /// Leaves out other flows than these, and what is said of no flow.
    pub fn only(&mut self, asked: impl Fn(FlowIx) -> bool) {
        let engine = self.engine;
        self.flows.retain(|flow| asked(*flow));
        self.inactive = 0;
        for at in 0..engine.register.flows.len() {
            let flow = FlowIx::new(at);
            self.inactive = self.inactive.saturating_add(usize::from(asked(flow) && !engine.active(flow)));
        }
        self.papers = false;
    }

    /// Flows of which something can be said, in the order of their ids: those that are active, and some that are not.
    pub fn flows(&self) -> &[FlowIx] {
        &self.flows
    }

    /// How many flows are not active that day.
    pub const fn inactive(&self) -> usize {
        self.inactive
    }

    /// Assesses some of its flows.
    pub fn share(&self, flows: &[FlowIx]) -> Share {
        let mut share = Share { flows: Vec::with_capacity(flows.len()), findings: Vec::new() };
        for some in flows.chunks(spread::FETCHED) {
            self.engine.fetch(some);
            self.pools.fetch(some);
            for flow in some {
                let mut raised = Vec::new();
                if self.engine.active(*flow) {
                    let mut result = self.engine.result(*flow, &self.pools);
                    result.next = self.next.get(flow.position()).copied().flatten();
                    self.engine.ends_soon(&mut result, self.ends.get(flow).map_or(&[], Vec::as_slice));
                    raised = std::mem::take(&mut result.raised);
                    share.flows.push(result);
                }
                raised.extend(self.beside.get(&Some(*flow)).into_iter().flatten());
                self.engine.list(Some(*flow), raised, &self.waivers, &mut share.findings);
            }
        }
        share
    }

    /// What is to be said of no flow.
    pub fn of_none(&self) -> Vec<Finding> {
        let mut all = Vec::new();
        if self.papers {
            let raised = self.beside.get(&None).cloned().unwrap_or_default();
            self.engine.list(None, raised, &self.waivers, &mut all);
        }
        all
    }

    /// The oldest day of verification among the rows that decide a flow; none: no row does.
    pub fn verified_to(&self, flow: &FlowResult) -> Option<Day> {
        let rows = flow.regimes.iter().flat_map(|regime| {
            let carriers = regime.by_data.iter().filter_map(|(_, _, carrier)| *carrier);
            let rules = carriers.map(|carrier| carrier.rule).chain(regime.rule());
            regime.row.into_iter().chain(rules.map(Row::Rule))
        });
        rows.map(|row| row.of(self.engine.view.book).2).chain(flow.bans_verified).min()
    }

    /// All of it.
    pub fn whole(&self) -> Assessment {
        let shares: Vec<&[FlowIx]> = self.flows.chunks(SHARE).collect();
        let (mut flows, mut findings) = (Vec::with_capacity(self.flows.len()), Vec::new());
        let mut oldest: Option<Day> = None;
        let work = |(): &mut (), share: &&[FlowIx]| {
            let share = self.share(share);
            let oldest = share.flows.iter().filter_map(|flow| self.verified_to(flow)).min();
            (share, oldest)
        };
        spread::in_order(
            spread::threads(),
            &shares,
            || (),
            work,
            |_, (share, day)| {
                flows.extend(share.flows);
                findings.extend(share.findings);
                oldest = oldest.into_iter().chain(day).min();
            },
        );
        findings.extend(self.of_none());
        Assessment {
            as_of: self.engine.view.day,
            flows,
            inactive: self.inactive,
            findings,
            verified_to: oldest.unwrap_or_else(|| self.engine.view.book.verified_to()),
        }
    }
}

/// So many flows are assessed at a time.
const SHARE: usize = 512;
