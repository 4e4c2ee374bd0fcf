//! What came with the data makes of a flow at one destination, data item by data item: whether the duties are met, what
//! each claim is worth, and that what is broken upstream is no better here.

use super::cover::OnwardWorth;
use super::load::{Book, Break};
use super::pool::Brought;
use crate::assess::cause::{Cause, Question};
use crate::assess::cell::Cell;
use crate::assess::crossing::Destination;
use crate::assess::engine::Engine;
use crate::assess::notes::Notes;
use crate::assess::result::{Came, Carrier, OnwardCarrier, RegimeResult, Worth};
use crate::assess::verdict::{Status, Verdict};
use crate::finding::Severity;
use crate::index::{DataIx, FlowIx, PartyIx, PlaceIx, RegimeIx};
use crate::register::Personal;

/// A flow on its way to a destination, under a law that came with the data.
pub(super) struct Way<'w> {
    pub(super) flow: FlowIx,
    pub(super) regime: RegimeIx,
    /// From where the exporter acts.
    pub(super) from: Option<PlaceIx>,
    pub(super) to: Destination,
    /// That of the flow.
    pub(super) rank: u32,
    pub(super) duties: &'w Book,
}

impl Way<'_> {
    const fn cell(&self, place: PlaceIx, data: DataIx) -> Cell {
        Cell {
            flow: self.flow,
            regime: self.regime,
            from: self.from,
            recipient: self.to.recipient,
            place,
            data,
        }
    }

    /// What a cause makes of a data item here, where nothing meets what it asks.
    const fn unmet(&self, data: DataIx, verdict: Verdict, cause: Cause) -> Came {
        Came { data, recipient: self.to.recipient, verdict, by: None, cause: Some(cause) }
    }
}

/// A result while it is written, the worst of each claim so far, and what is to be said.
pub(super) struct Draft<'d, 'n> {
    pub(super) out: &'d mut RegimeResult,
    pub(super) claims: &'d mut [Option<Worth>],
    pub(super) notes: &'d mut Notes<'n>,
}

/// Who is given the data without cover.
const fn gap_to(cause: Cause) -> Option<PartyIx> {
    if let Cause::Uncovered(_, _, recipient) | Cause::OutsideGroup(_, _, recipient) = cause {
        Some(recipient)
    } else {
        None
    }
}

/// How much a cause matters where a transfer comes to such a verdict.
const fn severity_of(cause: Cause, verdict: Verdict) -> Severity {
    match cause.status() {
        _ if matches!(cause, Cause::TagNotYet(_) | Cause::TagOver(_)) => Severity::Note,
        // What is open of a claim matters only where nothing better carries the data.
        Status::OpenDuties if !matches!(verdict, Verdict::NotRestricted | Verdict::Valid) => {
            Severity::Warning
        }
        _ if verdict.stands() => Severity::Note,
        _ => Severity::Error,
    }
}

impl Draft<'_, '_> {
    /// Keeps the worst that a claim is worth anywhere.
    fn keep(&mut self, at: usize, found: Worth) {
        let worse = |known: &Worth| known.0.verdict() < found.0.verdict();
        if let Some(slot) = self.claims.get_mut(at)
            && slot.as_ref().is_none_or(worse)
        {
            *slot = Some(found);
        }
    }

    /// Says what is said of each claim and of the duties that none meets; of data that may be none of anybody, of the
    /// claims alone.
    fn say(&mut self, worth: &OnwardWorth, verdict: Verdict, disputed: bool) {
        let regime = Some(self.notes.regime);
        for (tag, rule, cause) in worth.causes().filter(|(tag, ..)| !disputed || tag.is_some()) {
            // Several flows may have brought the same data; the gap is told once for each recipient.
            let told = |known: Cause| gap_to(known).is_some() && gap_to(known) == gap_to(cause);
            if !self.notes.raised.iter().any(|r| r.regime == regime && told(r.detail.cause)) {
                self.notes.add_under(severity_of(cause, verdict), tag, rule, cause);
            }
        }
    }
}

impl Engine<'_> {
    /// What came with the data, to a destination that the law does not leave free: the worst of its data items.
    pub(super) fn carried_to(
        &self,
        way: &Way<'_>,
        loads: &[Brought<'_>],
        draft: &mut Draft<'_, '_>,
    ) -> Verdict {
        draft.out.came.reserve_exact(loads.len());
        let mut here = Verdict::NotRestricted;
        for brought in loads {
            if self.register.datum(brought.data).personal.value == Personal::No {
                continue;
            }
            let verdict = self.carried_item(way, brought, draft);
            here = here.max(verdict);
            for entry in draft.out.by_data.iter_mut().filter(|entry| entry.0 == brought.data) {
                entry.1 = entry.1.max(verdict);
            }
        }
        here
    }

    /// One data item: its duties first, then what is broken upstream.
    fn carried_item(&self, way: &Way<'_>, brought: &Brought<'_>, draft: &mut Draft<'_, '_>) -> Verdict {
        let broken = brought.breaks.worst(way.rank);
        let owes = !brought.load.duties.is_empty();
        let verdict = match way.to.place {
            Some(place) if owes => self.against_duties(way, place, brought, draft),
            None if owes => {
                let cause = Cause::Missing(Question::Country(way.to.recipient));
                draft.notes.add(Severity::Error, None, cause);
                draft.out.came.push(way.unmet(brought.data, Verdict::Undetermined, cause));
                Verdict::Undetermined
            }
            Some(place) if broken.is_some() => {
                self.claimed_of_broken(&way.cell(place, brought.data), draft);
                Verdict::NotRestricted
            }
            Some(_) | None => Verdict::NotRestricted,
        };
        broken.map_or(verdict, |broken| verdict.max(self.broken_before(way, brought.data, broken, draft)))
    }

    /// What is claimed is judged although nothing carries what is broken.
    fn claimed_of_broken(&self, cell: &Cell, draft: &mut Draft<'_, '_>) {
        let offers = self.offers(cell, self.register.flow(cell.flow));
        for (at, worth) in offers.worths() {
            draft.keep(at, worth);
        }
        for (tag, rule, cause) in offers.causes() {
            draft.notes.add_under(severity_of(cause, Verdict::Invalid), Some(tag), rule, cause);
        }
    }

    /// A data item against the duties that came with it, in a place that is known.
    fn against_duties(
        &self,
        way: &Way<'_>,
        place: PlaceIx,
        Brought { data, load, .. }: &Brought<'_>,
        draft: &mut Draft<'_, '_>,
    ) -> Verdict {
        let cell = way.cell(place, *data);
        let flow = self.register.flow(way.flow);
        let worth = self.onward_cell(&cell, flow, load, way.duties);
        let disputed = self.register.datum(*data).personal.value == Personal::Disputed;
        let doubt = Cause::Missing(Question::Personal);
        let mut verdict = if disputed { Verdict::Undetermined } else { worth.status.verdict() };
        if disputed {
            draft.notes.add(Severity::Error, None, doubt);
        }
        if let Some(OnwardCarrier { mechanism, rule: Some(rule) }) = worth.by.filter(|_| verdict.stands()) {
            self.carrier_notes(Carrier { mechanism, rule }, &cell, draft.notes);
        }
        let (by, cause) = if disputed {
            (None, Some(doubt))
        } else {
            (worth.by, worth.gap().filter(|_| !verdict.stands()))
        };
        draft.out.came.push(Came { data: *data, recipient: cell.recipient, verdict, by, cause });
        // A decision that does not meet what came with the data covers nothing here.
        if let Some(rule) = worth.offers.unclaimed.filter(|_| verdict < Verdict::Unsupported) {
            draft.notes.add(Severity::Note, None, Cause::NotClaimed(rule, place));
        }
        for cause in self.unlisted(cell.recipient, flow, load) {
            let worst = cause.status().verdict();
            verdict = verdict.max(worst);
            draft.out.came.push(way.unmet(*data, worst, cause));
            draft.notes.add(Severity::Warning, None, cause);
        }
        for (at, found) in worth.claims() {
            draft.keep(at, found);
        }
        draft.say(&worth, verdict, disputed);
        verdict
    }

    /// What is broken upstream is as broken here.
    fn broken_before(
        &self,
        way: &Way<'_>,
        data: DataIx,
        broken: Break,
        draft: &mut Draft<'_, '_>,
    ) -> Verdict {
        let cause = Cause::UpstreamBroken(self.lookup.at_rank(broken.origin), broken.verdict);
        draft.notes.add(Severity::Error, None, cause);
        draft.out.came.push(way.unmet(data, broken.verdict, cause));
        broken.verdict
    }
}
