//! Terms of filings: the last day on which a filing is in time, and the first on which a transfer may start
//! after one. All arithmetic of deadlines is here, so that it can be asked for the days on which answers change.

use super::engine::Engine;
use crate::day::Day;
use crate::index::{FlowIx, InstrumentIx, PartyIx};
use crate::law::{Condition, FilingTerm, Part, Rule, Start, Unit};

/// The last day of a term of so many days that begins after `start`.
pub(super) fn last_day(start: Day, count: u16, unit: Unit) -> Day {
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
}

/// The conditions of a rule, those under which it is a duty included.
pub(super) fn conditions(rule: &Rule) -> impl Iterator<Item = &Condition> {
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
