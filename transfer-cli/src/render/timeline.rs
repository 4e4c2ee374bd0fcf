//! The answer of `transfer timeline`: for people a strip of each flow and law and the changes by day, for programs
//! `transfer-timeline/1`.

mod days;
mod json;
mod strip;

pub use json::schema;

use std::collections::BTreeSet;

use transfer_model::assess::{Change, FlowHistory, Verdict, Words};
use transfer_model::day::Day;

use super::markdown::escape;
use super::text::{clean, wrapped};
use crate::input::Loaded;

/// What was found, and what is needed to tell it.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) loaded: &'a Loaded,
    pub(crate) from: Day,
    pub(crate) to: Day,
    pub(crate) histories: &'a [FlowHistory],
    /// Whether only some laws were asked for; what stands beside them is then not told.
    pub(crate) some_regimes: bool,
}

/// A history to show: of a flow under a law, or of the flow as a whole where that is another.
#[derive(Debug)]
struct Line<'a> {
    flow: &'a str,
    /// The law; none for the flow as a whole.
    regime: Option<&'a str>,
    changes: &'a [Change],
}

impl<'a> Answer<'a> {
    fn words(&self) -> Words<'a> {
        Words { register: &self.loaded.register, book: &self.loaded.book }
    }

    /// The histories of flows that are active at some time.
    fn lines(&self) -> Vec<Line<'a>> {
        let words = self.words();
        let mut lines = Vec::new();
        for history in self.histories {
            let flow = self.loaded.register.flow(history.flow).id.as_str();
            if !self.some_regimes && beyond(history) {
                lines.push(Line { flow, regime: None, changes: &history.changes });
            }
            for under in &history.regimes {
                let regime = Some(words.regime(under.regime));
                lines.push(Line { flow, regime, changes: &under.changes });
            }
        }
        lines
    }

    /// Flows that are not active on any of the days.
    fn never(&self) -> Vec<&'a str> {
        let never = self.histories.iter().filter(|history| !active(&history.changes));
        never.map(|history| self.loaded.register.flow(history.flow).id.as_str()).collect()
    }

    fn title(&self) -> String {
        format!("{}: verdicts from {} to {}", self.loaded.register.name, self.from, self.to)
    }

    fn counts(&self, lines: &[Line<'_>]) -> String {
        let days: BTreeSet<Day> =
            lines.iter().flat_map(|line| line.changes.iter().skip(1)).map(|c| c.day).collect();
        let many =
            |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
        format!(
            "{}, {}; law pack {}",
            many(self.histories.len(), "flow", "flows"),
            many(days.len(), "day of change", "days of change"),
            self.loaded.book.pack().title()
        )
    }

    /// For people.
    pub(crate) fn human(&self) -> String {
        let lines = self.lines();
        let mut text = format!("{}\n{}\n\n", clean(&self.title()), clean(&self.counts(&lines)));
        text.push_str(&strip::strips(&lines, self.from));
        text.push_str(&days::human(self, &lines));
        let never = self.never();
        if !never.is_empty() {
            text.push('\n');
            text.push_str(&wrapped("Not active on any of these days: ", 4, &never, ", "));
        }
        text
    }

    /// For memoranda and wikis.
    pub(crate) fn markdown(&self) -> String {
        let lines = self.lines();
        let mut text = format!("# {}\n\n{}.\n\n", escape(&self.title()), escape(&self.counts(&lines)));
        text.push_str(&strip::table(&lines, self.from));
        text.push_str(&days::markdown(self, &lines));
        let never: Vec<String> = self.never().into_iter().map(escape).collect();
        if !never.is_empty() {
            text.push_str(&format!("\nNot active on any of these days: {}.\n", never.join(", ")));
        }
        text
    }
}

/// The word of a verdict, or that there is none.
fn word(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("none", Verdict::name)
}

fn active(changes: &[Change]) -> bool {
    changes.iter().any(|change| change.verdict.is_some())
}

/// Whether the flow as a whole is at some time something else than the worst of its laws.
fn beyond(history: &FlowHistory) -> bool {
    if !active(&history.changes) {
        return false;
    }
    let all = history.regimes.iter().flat_map(|under| &under.changes).chain(&history.changes);
    let days: BTreeSet<Day> = all.map(|change| change.day).collect();
    days.into_iter().any(|day| {
        let worst = history.regimes.iter().filter_map(|under| on(&under.changes, day)).max();
        on(&history.changes, day) != worst
    })
}

/// The verdict on a day.
fn on(changes: &[Change], day: Day) -> Option<Verdict> {
    let after = changes.partition_point(|change| change.day <= day);
    changes.get(..after).and_then(<[Change]>::last).and_then(|change| change.verdict)
}
