//! One flow with all that is asked about it: the facts, the verdicts, the findings.

use std::collections::BTreeMap;

use transfer_model::assess::{Assessment, Engine, FlowResult, RegimeResult, Words};
use transfer_model::finding::Finding;
use transfer_model::index::{FlowIx, PartyIx, PlaceIx};
use transfer_model::register::Flow;

/// A flow as a row of the answer.
#[derive(Debug, Clone)]
pub(crate) struct Row<'a> {
    pub(crate) ix: FlowIx,
    pub(crate) flow: &'a Flow,
    /// None: not active that day.
    pub(crate) result: Option<&'a FlowResult>,
    /// Where the exporter acts.
    pub(crate) origin: Option<PlaceIx>,
    /// To whom and where the data go.
    pub(crate) places: Vec<(PartyIx, Option<PlaceIx>)>,
    pub(crate) findings: Vec<&'a Finding>,
}

/// Every flow of a register, in the order of the ids.
pub(crate) fn rows<'a>(engine: &Engine<'a>, assessment: &'a Assessment) -> Vec<Row<'a>> {
    let results: BTreeMap<FlowIx, &FlowResult> =
        assessment.flows.iter().map(|result| (result.flow, result)).collect();
    let mut findings: BTreeMap<FlowIx, Vec<&Finding>> = BTreeMap::new();
    for finding in &assessment.findings {
        if let Some(flow) = finding.flow {
            findings.entry(flow).or_default().push(finding);
        }
    }
    let mut rows: Vec<Row<'a>> = engine
        .register
        .flows
        .iter()
        .enumerate()
        .map(|(at, flow)| {
            let ix = FlowIx::new(at);
            Row {
                ix,
                flow,
                result: results.get(&ix).copied(),
                origin: engine.origin(ix),
                places: engine.places(ix),
                findings: findings.remove(&ix).unwrap_or_default(),
            }
        })
        .collect();
    rows.sort_by(|a, b| a.flow.id.cmp(&b.flow.id));
    rows
}

impl Row<'_> {
    /// The regimes that bind it.
    pub(crate) fn regimes(&self) -> &[RegimeResult] {
        self.result.map_or(&[], |result| result.regimes.as_slice())
    }

    /// What each claim is called, with what the laws make of it: each status once.
    pub(crate) fn claims<'w>(&self, words: Words<'w>) -> Vec<(&'w str, Vec<&'static str>)> {
        let claim = |(tag, _)| {
            let results = self.regimes().iter().flat_map(|regime| &regime.claims);
            let mut statuses: Vec<&str> =
                results.filter(|claim| claim.tag == tag).map(|claim| claim.status.name()).collect();
            statuses.sort_unstable();
            statuses.dedup();
            (words.tag(self.ix, tag), statuses)
        };
        self.flow.mechanism.iter().enumerate().map(claim).collect()
    }

    /// Where the flow stands in time.
    pub(crate) fn state(&self, engine: &Engine<'_>) -> &'static str {
        let day = engine.view.day;
        let held = self.flow.returned.is_none_or(|returned| returned > day);
        match self.flow.period {
            period if period.since > day => "not-yet",
            period if period.until < day && held => "held",
            period if period.until < day => "over",
            _ => "active",
        }
    }
}
