//! The assessment of a whole register: every active flow, and the findings with levels and waivers applied.

use std::collections::BTreeMap;

use super::cause::{Cause, Detail, Question, Row};
use super::engine::{Engine, FlowResult, FlowVerdicts, Own, Raised};
use super::onward::Pools;
use super::papers::Evidence;
use super::time::{self, Ahead, End, NextChange};
use super::verdict::Verdict;
use crate::day::Day;
use crate::finding::{Code, Finding, Severity, entry};
use crate::index::{FlowIx, RowIx};
use crate::law::LawBook;
use crate::register::Register;
use crate::source::Span;
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

/// The verdicts on every active flow of a register by the law of a day, in the order of ids, and nothing besides.
pub fn verdicts(engine: &Engine<'_>) -> Vec<FlowVerdicts> {
    let active = engine.active_flows();
    let own: Vec<(FlowIx, Own)> = active.iter().copied().zip(engine.owned(&active)).collect();
    let over: Vec<_> = engine.lingering().iter().map(|result| (result.flow, Own::of(result))).collect();
    let pools = engine.pools(own.iter().chain(&over).map(|(flow, own)| (*flow, own)), false);
    let fetch = |own: &[(FlowIx, Own)]| {
        let flows: Vec<FlowIx> = own.iter().map(|(flow, _)| *flow).collect();
        engine.fetch(&flows);
        pools.fetch(&flows);
    };
    let mut all = spread::each_fetched(&own, fetch, |(flow, own)| engine.settled(*flow, own, &pools));
    all.sort_unstable_by_key(|found| engine.lookup.rank(found.flow));
    all
}

/// Every active flow of a register by the law of a day, in the order of ids, without findings and without what comes
/// next.
pub fn results(engine: &Engine<'_>) -> Vec<FlowResult> {
    carried(engine).flows
}

/// Flows with what was carried to them, and what of it the next days need.
struct Carried {
    /// Active flows, in the order of their ids.
    flows: Vec<FlowResult>,
    /// The same by their own laws.
    own: Vec<(FlowIx, Own)>,
    /// Flows that are over, as on their last day.
    over: Vec<(FlowIx, Own)>,
    pools: Pools,
}

fn carried(engine: &Engine<'_>) -> Carried {
    let mut flows = engine.alone(&engine.active_flows());
    let owned =
        |flows: &[FlowResult]| flows.iter().map(|result| (result.flow, Own::of(result))).collect::<Vec<_>>();
    let (own, over) = (owned(&flows), owned(&engine.lingering()));
    let pools = engine.pools(own.iter().chain(&over).map(|(flow, own)| (*flow, own)), true);
    engine.settle_all(&mut flows, &pools);
    flows.sort_unstable_by_key(|result| engine.lookup.rank(result.flow));
    Carried { flows, own, over, pools }
}

/// Assesses every active flow of a register by the law of a day. Files of evidence are not looked at.
pub fn assess(register: &Register, book: &LawBook, day: Day) -> Assessment {
    assess_with(register, book, day, &Evidence::new())
}

/// Assesses a register with what was found of its files of evidence.
pub fn assess_with(register: &Register, book: &LawBook, day: Day, evidence: &Evidence) -> Assessment {
    whole(register, book, day, evidence, true)
}

/// The same for the day alone: what comes next is not worked out, and so nothing is told to end soon.
pub fn assess_day(register: &Register, book: &LawBook, day: Day) -> Assessment {
    whole(register, book, day, &Evidence::new(), false)
}

fn whole(register: &Register, book: &LawBook, day: Day, evidence: &Evidence, ahead: bool) -> Assessment {
    let engine = Engine::new(register, book, day);
    let Carried { mut flows, own, over, pools } = carried(&engine);
    let inactive = register.flows.len().saturating_sub(flows.len());
    let next = if ahead {
        time::ahead(&engine, own, over, pools, &flows, engine.horizon())
    } else {
        Ahead::default()
    };
    let mut ends: BTreeMap<FlowIx, Vec<End>> = BTreeMap::new();
    for end in next.ends {
        ends.entry(end.flow).or_default().push(end);
    }
    for result in &mut flows {
        result.next = next.changes.get(result.flow.position()).copied().flatten();
        engine.ends_soon(result, ends.get(&result.flow).map_or(&[], Vec::as_slice));
    }
    let mut beside: BTreeMap<Option<FlowIx>, Vec<Raised>> = BTreeMap::from([(None, engine.papers(&flows))]);
    for (flow, raised) in engine.contradicted().into_iter().chain(engine.evidence(&flows, evidence)) {
        let rank = |flow: FlowIx| engine.lookup.rank(flow);
        let at = flow.map(|flow| flows.binary_search_by_key(&rank(flow), |result| rank(result.flow)));
        match at.and_then(Result::ok).and_then(|at| flows.get_mut(at)) {
            Some(result) => result.raised.push(raised),
            None => beside.entry(flow).or_default().push(raised),
        }
    }
    let oldest = spread::each(&flows, |flow| {
        let rows = flow.regimes.iter().flat_map(|regime| {
            let carriers = regime.by_data.iter().filter_map(|(_, _, carrier)| *carrier);
            let rules = carriers.map(|carrier| carrier.rule).chain(regime.rule());
            regime.row.into_iter().chain(rules.map(Row::Rule))
        });
        rows.map(|row| row.of(book).2).min()
    });
    let verified_to = oldest.into_iter().flatten().min().unwrap_or_else(|| book.verified_to());
    let findings = engine.findings(&mut flows, beside);
    Assessment { as_of: day, flows, inactive, findings, verified_to }
}

impl Engine<'_> {
    /// Through which day the house wants to be told of ends.
    fn horizon(&self) -> Day {
        self.view.day.plus_months(self.register.policy.horizon.map_or(HORIZON, |months| months.value))
    }

    /// Tells of what carries a flow and ends within the house's horizon, and of a flow that will then not stand for
    /// another reason.
    fn ends_soon(&self, result: &mut FlowResult, ends: &[End]) {
        if !result.verdict.stands() {
            return;
        }
        for End { regime, mechanism, day, verdict, cause, .. } in ends {
            let cause = Cause::CarrierEnds(*day, *mechanism, *verdict, *cause);
            result.raise(Some(*regime), Severity::Note, cause);
        }
        let Some(NextChange { day, verdict: Some(verdict), cause }) = result.next else { return };
        if !verdict.stands() && day <= self.horizon() && !ends.iter().any(|end| end.day == day) {
            result.raise(None, Severity::Note, Cause::EndsSoon(day, verdict, cause));
        }
    }

    /// The findings of flows, taken from them, and of what else is raised, by flows that are not active or none.
    fn findings(
        &self,
        flows: &mut [FlowResult],
        mut beside: BTreeMap<Option<FlowIx>, Vec<Raised>>,
    ) -> Vec<Finding> {
        let book = self.view.book;
        let mut laws = vec![usize::MAX; book.pack().regimes.len()];
        for (at, law) in book.regimes().iter().enumerate() {
            laws.get_mut(law.position()).into_iter().for_each(|slot| *slot = at);
        }
        let mut waivers: BTreeMap<Option<FlowIx>, Vec<usize>> = BTreeMap::new();
        for (at, waiver) in self.register.waivers.iter().enumerate() {
            let flow = waiver.flow.map(|flow| flow.value);
            waivers.entry(flow).or_default().push(at);
            if flow.is_none_or(|flow| !self.active(flow)) {
                beside.entry(flow).or_default();
            }
        }
        let of = |flow: Option<FlowIx>| waivers.get(&flow).map_or(&[][..], Vec::as_slice);
        let mut findings = spread::gather(flows, |result, all| {
            let raised = std::mem::take(&mut result.raised);
            self.list(Some(result.flow), raised, of(Some(result.flow)), &laws, all);
        });
        let alone = beside.keys().all(Option::is_none);
        for (flow, raised) in beside {
            self.list(flow, raised, of(flow), &laws, &mut findings);
        }
        if !alone {
            findings.sort_by_cached_key(|finding| {
                (finding.flow.is_none(), finding.flow.map(|flow| self.lookup.rank(flow)))
            });
        }
        findings
    }

    /// Adds the findings of one flow, or of none, in their order: what was raised of it, by the waivers for it.
    fn list(
        &self,
        flow: Option<FlowIx>,
        raised: Vec<Raised>,
        waivers: &[usize],
        laws: &[usize],
        all: &mut Vec<Finding>,
    ) {
        let book = self.view.book;
        let first = all.len();
        all.extend(raised.into_iter().map(|raised| {
            let code = raised.detail.cause.code(book);
            Finding {
                code,
                severity: self.level(code, raised),
                flow,
                regime: raised.regime,
                span: self.span(flow, raised.detail),
                detail: raised.detail,
                waived: None,
            }
        }));
        let mut unmet = Vec::new();
        for at in waivers {
            let mut used = false;
            for finding in all.iter_mut().skip(first) {
                if finding.waived.is_none() && !is_ban(finding.detail.cause) && self.waives(*at, finding.code)
                {
                    finding.waived = Some(RowIx::new(*at));
                    used = true;
                }
            }
            unmet.extend(self.waiver_finding(*at, used));
        }
        all.extend(unmet);
        // Ids of regimes sort as texts; their places in that order are known.
        let law = |finding: &Finding| finding.regime.and_then(|law| laws.get(law.position()).copied());
        let key = |finding: &Finding| (law(finding), finding.code.name(), finding.span, finding.detail.tag);
        if let Some(told) = all.get_mut(first..) {
            told.sort_by(|a, b| key(a).cmp(&key(b)));
        }
    }

    /// The level: as raised, unless the register sets another. A note about a claim that another claim
    /// makes good stays a note, and a ban stays an error.
    fn level(&self, code: Code, raised: Raised) -> Severity {
        let lowered = raised.severity == Severity::Note && entry(code).level != Severity::Note;
        if lowered || is_ban(raised.detail.cause) {
            return raised.severity;
        }
        self.register.lints.get(&code).copied().unwrap_or(raised.severity)
    }

    /// Whether a waiver accepts such a finding on the day.
    fn waives(&self, at: usize, code: Code) -> bool {
        self.register.waivers.get(at).is_some_and(|waiver| {
            waiver.finding.value == code
                && waiver.since.is_none_or(|since| since <= self.view.day)
                && waiver.until.value >= self.view.day
                && waiver.until.value <= self.view.day.plus_months(LONGEST_WAIVER)
        })
    }

    fn waiver_finding(&self, at: usize, used: bool) -> Option<Finding> {
        let waiver = self.register.waivers.get(at)?;
        let over = waiver.until.value < self.view.day
            || waiver.until.value > self.view.day.plus_months(LONGEST_WAIVER);
        let early = waiver.since.is_some_and(|since| since > self.view.day);
        let cause = match (over, used || early) {
            (true, _) => Cause::WaiverExpired(at),
            (false, true) => return None,
            (false, false) => Cause::WaiverUnused(at),
        };
        let code = cause.code(self.view.book);
        let detail = Detail { tag: None, rule: None, cause };
        let raised = Raised { regime: None, severity: entry(code).level, detail };
        let flow = waiver.flow.map(|flow| flow.value);
        Some(Finding {
            code,
            severity: self.level(code, raised),
            flow,
            regime: None,
            span: waiver.span,
            detail,
            waived: None,
        })
    }

    /// Where in the register a finding points.
    pub(super) fn span(&self, flow: Option<FlowIx>, detail: Detail) -> Span {
        let register = self.register;
        let party = |ix: crate::index::PartyIx| register.party(ix).span;
        let flow = flow.map(|ix| register.flow(ix));
        if let (Some(flow), Some(tag)) = (flow, detail.tag) {
            return flow.mechanism.get(tag.position()).map_or(flow.span, |tag| tag.span);
        }
        match detail.cause {
            Cause::ExporterUnknown(ix) | Cause::Missing(Question::Country(ix)) => {
                register.party(ix).country.span
            }
            Cause::Missing(Question::Sector(ix)) | Cause::Unreachable(ix) => party(ix),
            Cause::Incomplete(ix) => register.instrument(ix).span,
            Cause::RegimeNotInPack(_) => flow.map_or(register.span, |flow| flow.from.span),
            Cause::ContextUnknown(_) | Cause::ContextReplaces(_) => {
                flow.map_or(register.span, |flow| flow.context.map_or(flow.span, |context| context.span))
            }
            Cause::Missing(Question::Personal) => flow.map_or(register.span, |flow| {
                let disputed = flow.data.iter().find(|data| {
                    register.datum(data.value).personal.value == crate::register::Personal::Disputed
                });
                disputed.map_or(flow.span, |data| data.span)
            }),
            Cause::Sanctioned(_, place) | Cause::HouseSanction(_, place) | Cause::ListedOnly(_, place) => {
                flow.map_or(register.span, |flow| {
                    let subject =
                        flow.subjects.iter().flat_map(|s| s.places.iter()).find(|p| p.value == place);
                    subject.map_or(flow.to.span, |subject| subject.span)
                })
            }
            Cause::NoList(at) => register.policy.sanctions.get(at).map_or(register.span, |a| a.span),
            Cause::DutyOverdue(at) => register.duties.get(at).map_or(register.span, |duty| duty.span),
            Cause::Paper(paper) => paper.span(register),
            Cause::Contradiction(contradiction) => contradiction.span(register),
            Cause::ReviewOverdue(_) => register.reviewed.map_or(register.span, |reviewed| reviewed.span),
            _ => flow.map_or(register.span, |flow| flow.span),
        }
    }
}

/// How many months ahead an end is told, where the house sets nothing: a quarter to see it, a quarter to mend it.
const HORIZON: u32 = 6;

/// A waiver runs at most that many months.
const LONGEST_WAIVER: u32 = 12;

/// Whether the cause is a ban, which takes neither level nor waiver.
const fn is_ban(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::Sanctioned(..)
            | Cause::HouseSanction(..)
            | Cause::Forbidden(_)
            | Cause::Localisation(_)
            | Cause::Prohibited(..)
    )
}
