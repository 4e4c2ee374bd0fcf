//! The days on which the law turns for a register.

use std::collections::BTreeSet;

use super::Calendar;
use crate::assess::time::source::Source;
use crate::day::Day;
use crate::spread;

impl Calendar<'_> {
    /// Days on which a row of the law turns that can matter to a flow, and those of events.
    pub(in crate::assess::time) fn law_days(&self) -> BTreeSet<Day> {
        let engine = self.engine;
        let flows = &engine.lookup.by_exporter;
        let law = |source: Source| !matches!(source, Source::Fact(..));
        let by_flow = spread::each_fetched(
            flows,
            |flows| engine.fetch(flows),
            |flow| {
                let entries = self.of(*flow).into_iter().filter(|entry| law(entry.source));
                entries.map(|entry| entry.day).collect::<BTreeSet<Day>>()
            },
        );
        let mut days: BTreeSet<Day> = by_flow.into_iter().flatten().collect();
        days.extend(self.everyone().filter(|entry| law(entry.source)).map(|entry| entry.day));
        let (after, through) = self.window;
        let events = engine.view.book.pack().events.iter();
        let events =
            events.filter(|event| event.regimes.is_empty() || super::any(&self.regimes, &event.regimes));
        let events = events.filter_map(|event| event.header.period.start());
        days.extend(events.filter(|day| *day > after && *day <= through));
        days
    }
}
