//! How many people's data an exporter sends abroad in a calendar year, against a law's thresholds.

use super::cause::{Cause, Question};
use super::cell::Cell;
use super::engine::Engine;
use crate::day::Day;
use crate::index::{DataIx, FlowIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RuleIx};
use crate::law::{Condition, DataTrait, VolumeTest};
use crate::register::{Personal, Special, TagUse};

/// What a count turns on: the regime, which data, flows left out, the exporter, the place it acts from.
pub(super) type VolumeKey = (RegimeIx, Option<bool>, Vec<MechanismIx>, PartyIx, Option<PlaceIx>);

/// A count, and whether every flow that counts has its number recorded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Count {
    people: u64,
    whole: bool,
}

impl Engine<'_> {
    /// Whether the exporter's numbers of the year meet the tests.
    pub(super) fn volume(
        &self,
        tests: &[VolumeTest],
        any: bool,
        rule: RuleIx,
        cell: &Cell,
        causes: &mut Vec<Cause>,
    ) {
        let mut unknown = false;
        let mut first_unmet = None;
        for test in tests {
            let count = self.people(test, cell);
            let reached = |least: u64| match (count.people >= least, count.whole) {
                (true, _) => Some(true),
                (false, true) => Some(false),
                (false, false) => None,
            };
            let enough = test.at_least.map_or(Some(true), reached);
            let few = test.below.map_or(Some(true), |below| reached(below).map(|reached| !reached));
            match (enough, few) {
                (Some(true), Some(true)) if any => return,
                (Some(true), Some(true)) => {}
                (Some(false), _) | (_, Some(false)) => {
                    let sensitive = test.sensitive == Some(true);
                    first_unmet = first_unmet.or(Some(Cause::Volume(rule, count.people, sensitive)));
                }
                (None, _) | (_, None) => unknown = true,
            }
        }
        let ask = Cause::Missing(Question::Volume(self.register.flow(cell.flow).from.value));
        match (first_unmet, unknown, any) {
            (Some(unmet), _, false) | (Some(unmet), false, true) => causes.push(unmet),
            (_, true, _) => causes.push(ask),
            (None, false, _) => {}
        }
    }

    /// The people of a test: of all flows of the exporter that count, and of this one in any case.
    fn people(&self, test: &VolumeTest, cell: &Cell) -> Count {
        let from = self.register.flow(cell.flow).from.value;
        let key: VolumeKey = (cell.regime, test.sensitive, test.uncounted.clone(), from, cell.from);
        let known = self.volumes.lock().ok().and_then(|known| known.get(&key).copied());
        let mut count = known.unwrap_or_else(|| {
            let mut count = Count { people: 0, whole: true };
            for ix in self.flows_from(from).filter(|ix| self.counts(*ix, cell)) {
                let exempt = self.exempt(ix, cell, &test.uncounted);
                self.add(ix, test, cell.regime, &exempt, &mut count);
            }
            if let Ok(mut known) = self.volumes.lock() {
                known.insert(key, count);
            }
            count
        });
        if !self.counts(cell.flow, cell) {
            self.add(cell.flow, test, cell.regime, &[], &mut count);
        }
        count
    }

    /// Adds the people of a flow to a count, but for those of exempt data alone.
    fn add(&self, ix: FlowIx, test: &VolumeTest, regime: RegimeIx, exempt: &[DataIx], count: &mut Count) {
        let flow = self.register.flow(ix);
        let concerned = |data: DataIx| {
            self.register.datum(data).personal.value != Personal::No
                && !exempt.contains(&data)
                && test.sensitive.is_none_or(|wanted| self.sensitive(data, regime) == wanted)
        };
        let mut told: Vec<DataIx> = Vec::new();
        for volume in &flow.volume {
            if volume.year.is_some_and(|year| year != self.view.day.date().year()) {
                continue;
            }
            let named: Vec<DataIx> = if volume.data.is_empty() {
                flow.data.iter().map(|data| data.value).collect()
            } else {
                volume.data.clone()
            };
            if !named.is_empty() && named.iter().all(|data| exempt.contains(data)) {
                continue;
            }
            // One sensitive item makes the people of the entry people whose sensitive data go.
            let sensitive = named.iter().any(|data| self.sensitive(*data, regime));
            if test.sensitive.is_none_or(|wanted| sensitive == wanted) {
                count.people = count.people.saturating_add(volume.people);
            }
            told.extend(named);
        }
        count.whole &= flow.data.iter().all(|data| told.contains(&data.value) || !concerned(data.value));
    }

    /// The data of a flow that go, wherever they go, under an exemption whose people are not counted. What is claimed
    /// and does not hold exempts nothing.
    fn exempt(&self, ix: FlowIx, cell: &Cell, uncounted: &[MechanismIx]) -> Vec<DataIx> {
        let (book, flow) = (self.view.book, self.register.flow(ix));
        if uncounted.is_empty() || flow.mechanism.is_empty() {
            return Vec::new();
        }
        // A general word is read in the row of the exemption itself.
        let row = |rule: RuleIx| &book.rule(rule).header.id;
        let rows: Vec<&String> = uncounted
            .iter()
            .flat_map(|mechanism| book.rules(*mechanism, cell.regime))
            .map(|rule| row(*rule))
            .collect();
        // What is itself held against a count is none of these, or counting would not end.
        let exempts = |mechanism: MechanismIx| {
            let rules = book.rules(mechanism, cell.regime);
            let counted = |rule: &RuleIx| {
                book.rule(*rule).conditions.iter().any(|c| matches!(c, Condition::Volume { .. }))
            };
            rules.iter().any(|rule| rows.contains(&row(*rule))) && !rules.iter().any(counted)
        };
        let abroad: Vec<_> = self
            .destinations(flow)
            .into_iter()
            .filter(|to| self.free(flow, cell.from, cell.regime, *to).is_none())
            .collect();
        let holds = |data: DataIx, recipient: PartyIx, place: PlaceIx| {
            let cell = Cell { flow: ix, regime: cell.regime, from: cell.from, recipient, place, data };
            flow.mechanism.iter().any(|tag| {
                let here = tag.data.as_ref().is_none_or(|list| list.contains(&data));
                here && matches!(tag.names, TagUse::Bare(mechanism) if exempts(mechanism))
                    && tag.period.holds(self.view.day)
                    && {
                        let outcome = self.tag(tag, &cell);
                        let carrier = outcome.carrier.filter(|_| outcome.status.carries());
                        carrier.is_some_and(|carrier| rows.contains(&row(carrier.rule)))
                    }
            })
        };
        let all = flow.data.iter().map(|data| data.value);
        all.filter(|data| {
            abroad.iter().all(|to| to.place.is_some_and(|place| holds(*data, to.recipient, place)))
        })
        .collect()
    }

    /// Whether a flow of the exporter counts this year: abroad, begun, under the same law.
    fn counts(&self, ix: FlowIx, cell: &Cell) -> bool {
        let flow = self.register.flow(ix);
        let day = self.view.day;
        let new_year = Day::new(day.date().year(), 1, 1).unwrap_or(day);
        let begun = flow.period.since <= day && flow.period.until >= new_year;
        let from = flow.context.map_or(self.register.party(flow.from.value).country.value, |c| Some(c.value));
        begun
            && from == cell.from
            && self.destinations(flow).iter().any(|to| self.free(flow, from, cell.regime, *to).is_none())
    }

    /// Whether data are sensitive in the sense of the regime.
    pub(super) fn sensitive(&self, data: DataIx, regime: RegimeIx) -> bool {
        let data = self.register.datum(data);
        !data.special.is_empty()
            || data.criminal
            || data.children
            || data.sensitive.iter().any(|known| known.value == regime)
    }

    /// Whether data have a trait.
    pub(super) fn has_trait(&self, data: DataIx, wanted: DataTrait, regime: Option<RegimeIx>) -> bool {
        let datum = self.register.datum(data);
        let special = |kind: Special| datum.special.contains(&kind);
        match wanted {
            DataTrait::Sensitive => match regime {
                Some(regime) => self.sensitive(data, regime),
                None => !datum.special.is_empty() || datum.criminal || datum.children,
            },
            DataTrait::Staff => datum.hr,
            DataTrait::Children => datum.children,
            DataTrait::Health => special(Special::Health),
            DataTrait::Genetic => special(Special::Genetic),
            DataTrait::Biometric => special(Special::Biometric),
            DataTrait::Kind(kind) => datum.kinds.contains(&kind),
        }
    }
}
