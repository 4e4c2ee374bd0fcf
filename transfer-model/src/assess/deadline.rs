//! Terms of filings: the last day on which a filing is in time, and the first on which a transfer may start
//! after one. All arithmetic of deadlines is here, so that it can be asked for the days on which answers change.

use std::collections::BTreeSet;

use super::engine::Engine;
use crate::day::Day;
use crate::index::{FlowIx, InstrumentIx, PartyIx};
use crate::law::{Condition, FilingTerm, Part, Rule, Start, Unit};

/// The last day of a term of so many days that begins after `start`.
pub fn last_day(start: Day, count: u16, unit: Unit) -> Day {
    match unit {
        Unit::Days => start.plus_days(i32::from(count)),
        Unit::WorkingDays => {
            let mut day = start;
            for _ in 0..count {
                day = day.next();
                while !is_working(day) {
                    day = day.next();
                }
            }
            day
        }
    }
}

/// Monday to Friday; the pack lists no public holidays.
fn is_working(day: Day) -> bool {
    use jiff::civil::Weekday::{Saturday, Sunday};
    !matches!(day.date().weekday(), Saturday | Sunday)
}

impl Engine<'_> {
    /// The last day to file in time, by the dates of the register; none where they are not recorded.
    pub(super) fn filing_due(
        &self,
        term: &FilingTerm,
        flow: FlowIx,
        instrument: Option<InstrumentIx>,
        to: PartyIx,
    ) -> Option<Day> {
        let fact = self.register.flow(flow);
        let first = (fact.period.since != Day::MIN).then_some(fact.period.since);
        let Some((count, unit)) = term.within else { return first.map(Day::previous) };
        let set = instrument.map(|ix| self.register.instrument(ix));
        let signed = set.and_then(|set| {
            let joined = set.joined.iter().filter(|(who, _)| *who == fact.from.value || *who == to);
            set.signed.iter().map(|day| day.value).chain(joined.map(|(_, day)| *day)).max()
        });
        let effect = set.and_then(|set| set.effective).map(|day| day.value);
        let start = match term.from {
            Start::Signature => signed.or(effect),
            Start::Effect => effect.or(signed),
            Start::Transfer => first,
        };
        start.map(|start| last_day(start, count, unit))
    }

    /// Every day on which a term of the law ends or a yearly count begins anew, by the dates of the register: the
    /// first day of the new state.
    pub fn deadlines(&self) -> BTreeSet<Day> {
        let mut days = BTreeSet::new();
        let mut counts = false;
        let mut terms: Vec<&FilingTerm> = Vec::new();
        for rule in &self.view.book.pack().rules {
            for condition in conditions(rule) {
                match condition {
                    Condition::Filed(term) if !terms.contains(&term) => terms.push(term),
                    Condition::Assessed { months: Some(months), .. } => {
                        days.extend(
                            self.register.tias.iter().map(|tia| tia.date.value.plus_months(*months).next()),
                        );
                    }
                    Condition::ApprovalAge(months) => {
                        let approved = self.register.instruments.iter().filter_map(|i| i.approved);
                        days.extend(approved.map(|day| day.value.plus_months(*months).next()));
                    }
                    Condition::Volume { .. } => counts = true,
                    _ => {}
                }
            }
        }
        for term in terms {
            self.days_of(term, &mut days);
        }
        if counts {
            let years = self.register.flows.iter().flat_map(|flow| &flow.volume).filter_map(|v| v.year);
            let turns = years.flat_map(|year| [Some(year), year.checked_add(1)]).flatten();
            days.extend(turns.filter_map(|year| Day::new(year, 1, 1)));
        }
        days
    }

    fn days_of(&self, term: &FilingTerm, days: &mut BTreeSet<Day>) {
        for (at, flow) in self.register.flows.iter().enumerate() {
            let ix = FlowIx::new(at);
            let to = flow.to.value;
            let binds = |ix: &InstrumentIx| {
                let document = self.register.instrument(*ix);
                document.importers.contains(&to) || document.joined.iter().any(|(who, _)| *who == to)
            };
            let documents = self.documents_of(flow.from.value).filter(binds);
            for instrument in documents.map(Some).chain([None]) {
                let due = self.filing_due(term, ix, instrument, to);
                days.extend(due.map(Day::next));
                let filed = instrument.iter().flat_map(|ix| &self.register.instrument(*ix).filings);
                for filed in filed.filter_map(|filing| filing.filed) {
                    days.insert(filed);
                    days.extend(term.wait.map(|(count, unit)| last_day(filed, count, unit).next()));
                }
            }
        }
    }
}

fn conditions(rule: &Rule) -> impl Iterator<Item = &Condition> {
    let when = match &rule.part {
        Part::Overlay { when, .. } => when.as_slice(),
        Part::Route { .. } | Part::CarveOut => &[],
    };
    rule.conditions.iter().chain(when)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn working_days_leave_out_weekends() {
        // Signed on a Thursday: Friday, Monday, Tuesday, Wednesday, Thursday.
        assert_eq!(last_day(day("2024-10-03"), 5, Unit::WorkingDays), day("2024-10-10"));
        assert_eq!(last_day(day("2024-10-05"), 5, Unit::WorkingDays), day("2024-10-11"));
        assert_eq!(last_day(day("2024-10-04"), 1, Unit::WorkingDays), day("2024-10-07"));
        assert_eq!(last_day(day("2026-02-02"), 10, Unit::WorkingDays), day("2026-02-16"));
        assert_eq!(last_day(day("2024-10-03"), 0, Unit::WorkingDays), day("2024-10-03"));
    }

    #[test]
    fn calendar_days_count_all() {
        assert_eq!(last_day(day("2026-01-01"), 60, Unit::Days), day("2026-03-02"));
    }
}
