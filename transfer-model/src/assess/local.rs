//! Duties to keep data, or a copy, at home: tested before and beside any route.

use super::bind::Basis;
use super::cause::{Cause, Detail, Question};
use super::cell::Cell;
use super::engine::Engine;
use super::result::{FlowResult, Raised, RegimeResult};
use super::row::Row;
use super::verdict::Verdict;
use crate::finding::Severity;
use crate::index::{FlowIx, PlaceIx};
use crate::law::{Condition, Localisation};
use crate::register::Flow;

/// How a flow stands to a duty to keep data at home.
enum Standing {
    Kept,
    Broken,
    NotKnown,
}

impl Engine<'_> {
    /// Applies the regime's duties to keep data at home.
    pub(super) fn localise(
        &self,
        ix: FlowIx,
        flow: &Flow,
        from: Option<PlaceIx>,
        found: &mut RegimeResult,
        result: &mut FlowResult,
    ) {
        let regime = found.binding.regime;
        for (at, row) in self.view.book.pack().localisations.iter().enumerate() {
            if row.regime != regime || !row.header.period.holds(self.view.day) {
                continue;
            }
            let (severity, cause, verdict) = match self.standing(ix, flow, from, row) {
                Standing::Kept => continue,
                Standing::Broken => (Severity::Error, Cause::Localisation(at), Verdict::Prohibited),
                Standing::NotKnown => {
                    let cause = Cause::Missing(Question::Localisation(at));
                    (Severity::Error, cause, Verdict::Undetermined)
                }
            };
            result.raised.push(Raised {
                regime: Some(regime),
                severity,
                detail: Detail { tag: None, rule: None, cause },
            });
            found.worsen(verdict);
            if found.verdict == verdict {
                self.ban_sources(Row::Localisation(at), Some(regime), result);
            }
        }
    }

    /// The duties to keep data at home that the flow breaks (false) or may break (true), by row.
    pub(super) fn localised(&self, ix: FlowIx, found: &RegimeResult) -> Vec<(usize, bool)> {
        let flow = self.register.flow(ix);
        let from = flow.context.map_or(self.register.party(flow.from.value).country.value, |c| Some(c.value));
        let rows = self.view.book.pack().localisations.iter().enumerate();
        rows.filter(|(_, row)| row.regime == found.binding.regime && row.header.period.holds(self.view.day))
            .filter(|_| found.binding.basis != Basis::Carried)
            .filter_map(|(at, row)| match self.standing(ix, flow, from, row) {
                Standing::Kept => None,
                Standing::Broken => Some((at, false)),
                Standing::NotKnown => Some((at, true)),
            })
            .collect()
    }

    fn standing(&self, ix: FlowIx, flow: &Flow, from: Option<PlaceIx>, row: &Localisation) -> Standing {
        let home = self.view.expand(&row.places);
        if !self.concerned(ix, flow, from, row) {
            return Standing::Kept;
        }
        let states = self.view.expand(&row.citizens_of);
        let named = flow.subjects.iter().flat_map(|s| &s.citizens_of);
        let citizens = row.citizens_of.is_empty()
            || named.into_iter().any(|place| self.view.extent(place.value).meets(&states));
        let unsaid = flow.subjects.is_empty()
            || flow.subjects.iter().any(|s| {
                let here = |place: PlaceIx| self.view.extent(place).meets(&home);
                s.citizens_of.is_empty() && (s.places.is_empty() || s.places.iter().any(|p| here(p.value)))
            });
        let kept = flow.first_recorded.iter().any(|place| self.view.within(place.value, &home));
        let abroad = flow.first_recorded.iter().any(|place| !self.view.within(place.value, &home));
        let broken = !kept || (row.only_there && abroad);
        match (flow.first_recorded.is_empty(), broken, citizens, unsaid) {
            (true, _, true, _) => Standing::NotKnown,
            (true, ..) | (false, false, ..) => Standing::Kept,
            (false, true, true, _) => Standing::Broken,
            (false, true, false, true) => Standing::NotKnown,
            (false, true, false, false) => Standing::Kept,
        }
    }

    /// Whether the duty is about this flow: the exporter, the purposes, one of its data.
    fn concerned(&self, ix: FlowIx, flow: &Flow, from: Option<PlaceIx>, row: &Localisation) -> bool {
        let place = self.register.party(flow.to.value).country.value.or(from);
        // The conditions are tested as a route's are, for any of the data.
        let met = |condition: &Condition| {
            place.is_some_and(|place| {
                flow.data.iter().any(|data| {
                    let (regime, recipient) = (row.regime, flow.to.value);
                    let cell = Cell { flow: ix, regime, from, recipient, place, data: data.value };
                    self.meets_all(std::slice::from_ref(condition), crate::index::RuleIx::new(0), &cell)
                })
            })
        };
        row.when.iter().all(met)
    }
}
