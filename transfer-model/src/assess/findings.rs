//! What is said of a flow, with levels and waivers applied, and the verdicts alone.

use std::collections::BTreeMap;

use super::cause::{Cause, Detail, Idle, Question};
use super::engine::Engine;
use super::own::Own;
use super::result::{FlowResult, FlowVerdicts, Raised};
use super::time::{End, NextChange};
use crate::day::Day;
use crate::finding::{Code, Finding, Severity, entry};
use crate::index::{FlowIx, RowIx};
use crate::register::Register;
use crate::source::Span;
use crate::spread;

/// The verdicts on every active flow of a register by the law of a day, in the order of ids, and nothing besides.
pub fn verdicts(engine: &Engine<'_>) -> Vec<FlowVerdicts> {
    let active = engine.active_flows();
    let own: Vec<(FlowIx, Own)> = active.iter().copied().zip(engine.owned(&active)).collect();
    let over = engine.over();
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
    results_with(engine, true)
}

/// The same; `why`: with the flows that brought what binds each.
pub(crate) fn results_with(engine: &Engine<'_>, why: bool) -> Vec<FlowResult> {
    let mut flows = engine.alone(&engine.active_flows());
    let own: Vec<_> = flows.iter().map(|result| (result.flow, Own::of(result))).collect();
    let over = engine.over();
    let pools = engine.pools(own.iter().chain(&over).map(|(flow, own)| (*flow, own)), why);
    engine.settle_all(&mut flows, &pools);
    flows.sort_unstable_by_key(|result| engine.lookup.rank(result.flow));
    flows
}

/// The waivers of a register, looked up once: by flow or none, their positions.
#[derive(Debug)]
pub(super) struct Waivers(BTreeMap<Option<FlowIx>, Vec<usize>>);

impl Waivers {
    pub(super) fn new(register: &Register) -> Self {
        let mut by_flow: BTreeMap<Option<FlowIx>, Vec<usize>> = BTreeMap::new();
        for (at, waiver) in register.waivers.iter().enumerate() {
            by_flow.entry(waiver.flow.map(|flow| flow.value)).or_default().push(at);
        }
        Self(by_flow)
    }

    /// Flows that a waiver names.
    pub(super) fn flows(&self) -> impl Iterator<Item = &Option<FlowIx>> {
        self.0.keys()
    }
}

impl Engine<'_> {
    /// Through which day the house wants to be told of ends.
    pub(super) fn horizon(&self) -> Day {
        self.view.day.plus_months(self.register.policy.horizon.map_or(HORIZON, |months| months.value))
    }

    /// Tells of what carries a flow and ends within the house's horizon, and of a flow that will then not stand for
    /// another reason.
    pub(super) fn ends_soon(&self, result: &mut FlowResult, ends: &[End]) {
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

    /// Adds the findings of one flow, or of none, in their order: what was raised of it, by the waivers for it.
    pub(super) fn list(
        &self,
        flow: Option<FlowIx>,
        raised: Vec<Raised>,
        waivers: &Waivers,
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
        for at in waivers.0.get(&flow).into_iter().flatten() {
            let mut idle = Some(Idle::Nothing);
            for finding in all.iter_mut().skip(first).filter(|finding| self.waives(*at, finding.code)) {
                if finding.detail.cause.is_ban() {
                    idle = idle.map(|_| Idle::Ban);
                } else if finding.waived.is_some() {
                    idle = idle.map(|_| Idle::Taken);
                } else {
                    finding.waived = Some(RowIx::new(*at));
                    idle = None;
                }
            }
            unmet.extend(self.waiver_finding(*at, idle));
        }
        all.extend(unmet);
        // Ids of regimes sort as texts; their places in that order are known.
        let law = |finding: &Finding| finding.regime.map(|law| self.view.book.regime_rank(law));
        let key = |finding: &Finding| (law(finding), finding.code.name(), finding.span, finding.detail.tag);
        if let Some(told) = all.get_mut(first..) {
            told.sort_by(|a, b| key(a).cmp(&key(b)));
        }
    }

    /// The level: as raised, unless the register sets another. A note about a claim that another claim
    /// makes good stays a note, and a ban stays an error.
    fn level(&self, code: Code, raised: Raised) -> Severity {
        let lowered = raised.severity == Severity::Note && entry(code).level != Severity::Note;
        if lowered || raised.detail.cause.is_ban() {
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

    fn waiver_finding(&self, at: usize, idle: Option<Idle>) -> Option<Finding> {
        let waiver = self.register.waivers.get(at)?;
        let over = waiver.until.value < self.view.day;
        let long = waiver.until.value > self.view.day.plus_months(LONGEST_WAIVER);
        let early = waiver.since.is_some_and(|since| since > self.view.day);
        let cause = match idle {
            _ if over || long => Cause::WaiverExpired(at, over),
            Some(idle) if !early => Cause::WaiverUnused(at, idle),
            _ => return None,
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
            Cause::RegimeNotInPack(_) => flow.map_or(register.span, |flow| flow.from.span),
            Cause::ContextUnknown(_) | Cause::ContextReplaces(..) => {
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
