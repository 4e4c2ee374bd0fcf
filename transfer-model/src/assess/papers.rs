//! What is to be said of the register itself and its papers: parties nobody names, duties and reviews due, notices,
//! representatives, who answers to whom, files of evidence.

mod cause;
mod contradiction;
mod evidence;
mod notice;
mod omission;
mod presence;
mod words;

pub use cause::{ClaimAt, Gone, Omission, PaperCause};
pub use evidence::{Evidence, EvidenceState};
pub(crate) use presence::representatives_needed;

use std::collections::BTreeMap;

use self::omission::Omitted;
use super::cause::{Cause, Detail};
use super::engine::Engine;
use super::result::{FlowResult, Raised};
use crate::finding::{Severity, entry};
use crate::index::{FlowIx, PartyIx, RegimeIx};
use crate::spread;

/// What was found wrong with a paper.
#[derive(Debug, Clone, Copy)]
struct Found {
    regime: Option<RegimeIx>,
    /// Another level than the catalogue's.
    level: Option<Severity>,
    cause: PaperCause,
}

impl Found {
    const fn new(regime: Option<RegimeIx>, cause: PaperCause) -> Self {
        Self { regime, level: None, cause }
    }
}

/// The months from one review to the next, by the words of the register.
pub(super) fn months_between(review: &str) -> u32 {
    match review {
        "monthly" => 1,
        "quarterly" => 3,
        "half-yearly" => 6,
        _ => 12,
    }
}

/// So many flows are held against notices at a time.
const SHARE: usize = 4_096;

/// What was found wrong with papers.
type Pile = Vec<Found>;

impl Engine<'_> {
    /// Findings of no flow. `flows` are the active ones in the order of their ids, `result` assesses one of them.
    pub(super) fn papers(
        &self,
        flows: &[FlowIx],
        result: impl Fn(FlowIx) -> FlowResult + Sync,
    ) -> Vec<Raised> {
        let mut found = Vec::new();
        let mut add = |cause: Cause| {
            let severity = entry(cause.code(self.view.book)).level;
            found.push(Raised { regime: None, severity, detail: Detail { tag: None, rule: None, cause } });
        };
        for party in self.unreachable() {
            add(Cause::Unreachable(party));
        }
        for (at, duty) in self.register.duties.iter().enumerate() {
            let done = duty.done.is_some_and(|done| done <= self.view.day);
            if !done && duty.due.value < self.view.day {
                add(Cause::DutyOverdue(at));
            }
        }
        if let (Some(review), Some(reviewed)) = (&self.register.review, &self.register.reviewed) {
            let months = months_between(&review.value);
            if reviewed.value <= self.view.day && self.view.day > reviewed.value.plus_months(months) {
                add(Cause::ReviewOverdue(reviewed.value));
            }
        }
        for paper in self.published(flows, result) {
            let cause = Cause::Paper(paper.cause);
            let severity = paper.level.unwrap_or(entry(paper.cause.code()).level);
            found.push(Raised {
                regime: paper.regime,
                severity,
                detail: Detail { tag: None, rule: None, cause },
            });
        }
        debug_assert!(found.iter().all(|r| r.severity >= Severity::Error), "levels come from the catalogue");
        found
    }

    /// Findings about notices, representatives and who answers.
    fn published(&self, flows: &[FlowIx], result: impl Fn(FlowIx) -> FlowResult + Sync) -> Pile {
        let mut pile = Pile::new();
        let mut laws = self.notice_laws();
        let mut omitted = Omitted::new(self);
        // What notices ask of flows is gathered from some at a time: a large register's would take much memory.
        let concerned: Vec<FlowIx> =
            flows.iter().copied().filter(|flow| self.concerns(&laws, *flow)).collect();
        for some in concerned.chunks(SHARE) {
            for result in &spread::each(some, |flow| result(*flow)) {
                self.add_laws(result, &mut laws);
                self.add_omitted(result, &mut omitted);
            }
        }
        let named = self.register.notices.iter().any(|notice| !notice.names.is_empty());
        let names = if named { self.party_names() } else { contradiction::Names::new() };
        for (at, notice) in self.live_notices() {
            self.notice_claims(at, notice, &laws, &names, &mut pile);
        }
        omitted.tell(&mut pile);
        self.representatives(&mut pile);
        self.answers(flows, &mut pile);
        pile
    }

    /// Parties that no flow, owner, certification, instrument, representative, responsible row or notice names.
    fn unreachable(&self) -> Vec<PartyIx> {
        let register = self.register;
        let mut named = vec![false; register.parties.len()];
        let parties = register.parties.iter().enumerate();
        let by_id: BTreeMap<&str, PartyIx> =
            parties.map(|(at, party)| (party.id.as_str(), PartyIx::new(at))).collect();
        let mut name = |party: PartyIx| {
            if let Some(slot) = named.get_mut(party.position()) {
                *slot = true;
            }
        };
        for flow in &register.flows {
            name(flow.from.value);
            name(flow.to.value);
            for access in flow.accessed_from.iter().flatten() {
                if let Some(by) = access.by {
                    name(by.value);
                }
            }
            // A population is named by the group of people whose data go.
            for subjects in &flow.subjects {
                if let Some(group) = by_id.get(subjects.group.as_str()) {
                    name(*group);
                }
            }
        }
        for (at, party) in register.parties.iter().enumerate() {
            for owner in &party.owners {
                name(owner.party.value);
                name(PartyIx::new(at));
            }
            for (_, representative) in &party.representative {
                name(representative.value);
            }
            for certification in party.certifications.iter().flatten() {
                for covered in &certification.covered {
                    name(covered.value);
                    // Its entry is what they rest on.
                    name(PartyIx::new(at));
                }
            }
        }
        for instrument in &register.instruments {
            for party in instrument.exporters.iter().chain(&instrument.importers) {
                name(*party);
            }
            for (party, _) in &instrument.joined {
                name(*party);
            }
            for party in instrument.subprocessors.iter().flat_map(|s| s.listed.iter().flatten()) {
                name(party.value);
            }
        }
        for row in &register.responsible {
            name(row.party.value);
        }
        for notice in &register.notices {
            for party in &notice.of {
                name(party.value);
            }
        }
        for party in self.called_in_notices() {
            name(party);
        }
        named.iter().enumerate().filter(|(_, named)| !**named).map(|(at, _)| PartyIx::new(at)).collect()
    }
}
