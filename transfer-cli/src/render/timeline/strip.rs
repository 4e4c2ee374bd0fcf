//! Histories as strips: one column for each period between two days of change, however long, so that nothing
//! hides between the columns; the first day of each period stands above it.

use std::collections::BTreeSet;

use transfer_model::assess::Verdict;
use transfer_model::day::Day;
use unicode_width::UnicodeWidthStr as _;

use super::super::table;
use super::super::text::{clean, short};
use super::{Line, on, word};

/// Widest line, in characters; more periods than fit go into a further strip.
const WIDEST: usize = 110;

/// Longest id of a flow shown.
const LONGEST: usize = 32;

/// The verdict as a mark of two characters, told apart without colour.
const fn mark(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        None => " .",
        Some(Verdict::NotRestricted) => "oo",
        Some(Verdict::Valid) => "++",
        Some(Verdict::Conditional) => "+-",
        Some(Verdict::Undetermined) => "??",
        Some(Verdict::Unsupported) => "--",
        Some(Verdict::Invalid) => "XX",
        Some(Verdict::Prohibited) => "##",
    }
}

/// The strips, each with its years, and what the marks mean.
pub(super) fn strips(lines: &[Line<'_>], from: Day) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let all = lines.iter().flat_map(|line| line.changes).map(|change| change.day);
    let days: BTreeSet<Day> = all.chain([from]).collect();
    let days: Vec<Day> = days.into_iter().collect();
    let labels: Vec<(String, &str)> = labels(lines);
    let flow = labels.iter().map(|(flow, _)| flow.width()).max().unwrap_or(0).max("from month".len());
    let regime = labels.iter().map(|(_, regime)| regime.width()).max().unwrap_or(0);
    let label = flow.saturating_add(regime).saturating_add(2);
    // Each period takes three characters.
    let periods = WIDEST.saturating_sub(label).div_euclid(3).max(8);
    let mut text = String::new();
    for days in days.chunks(periods) {
        for (head, part) in [("from year", 0..4), ("from month", 5..7), ("from day", 8..10)] {
            let mut line = format!("{head}{}", gap(head, label));
            for day in days {
                let day = day.to_string();
                let part = day.get(part.clone()).unwrap_or("");
                // Of the year the last two digits.
                let part = part.get(part.len().saturating_sub(2)..).unwrap_or(part);
                line.push(' ');
                line.push_str(part);
            }
            push(&mut text, &line);
        }
        for (line, (id, law)) in lines.iter().zip(&labels) {
            let mut shown = format!("{id}{}  {law}{}", gap(id, flow), gap(law, regime));
            for day in days {
                shown.push(' ');
                shown.push_str(mark(on(line.changes, *day)));
            }
            push(&mut text, &shown);
        }
        text.push('\n');
    }
    text.push_str(&legend(lines));
    text
}

/// Flow and law of each line; the flow on its first line only.
fn labels<'a>(lines: &[Line<'a>]) -> Vec<(String, &'a str)> {
    let mut before = None;
    let label = |line: &Line<'a>| {
        let first = before.replace(line.flow) != Some(line.flow);
        let flow = if first { short(&clean(line.flow), LONGEST) } else { String::new() };
        (flow, line.regime.unwrap_or("(all)"))
    };
    lines.iter().map(label).collect()
}

/// The marks that occur.
fn legend(lines: &[Line<'_>]) -> String {
    let seen: BTreeSet<Option<Verdict>> =
        lines.iter().flat_map(|line| line.changes).map(|change| change.verdict).collect();
    let mark = |verdict: &Option<Verdict>| {
        let meaning = verdict.map_or("not active, or not bound by that law", Verdict::name);
        format!("{} {meaning}", mark(*verdict).trim_start())
    };
    let marks: Vec<String> = seen.iter().rev().map(mark).collect();
    let mut text = format!("{}\n", marks.join("   "));
    if lines.iter().any(|line| line.regime.is_none()) {
        text.push_str(
            "(all) is the flow as a whole, where its laws alone do not say it: a ban, or no law bound\n",
        );
    }
    text.push('\n');
    text
}

fn gap(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(text.width()))
}

fn push(text: &mut String, line: &str) {
    text.push_str(line.trim_end());
    text.push('\n');
}

/// The histories in words, one row each.
pub(super) fn table(lines: &[Line<'_>], from: Day) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let row = |line: &Line<'_>| {
        let begins = on(line.changes, from);
        let mut history = vec![format!("{from} {}", word(begins))];
        history.extend(
            line.changes.iter().skip(1).map(|change| format!("{} {}", change.day, word(change.verdict))),
        );
        vec![line.flow.to_owned(), line.regime.unwrap_or("all").to_owned(), history.join("; ")]
    };
    let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
    table::marked(&["flow", "regime", "verdict from each day on"], &rows)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use transfer_model::assess::Verdict;

    use super::mark;

    #[test]
    fn every_verdict_has_a_mark_of_its_own() {
        let all = Verdict::ALL.into_iter().map(Some).chain([None]);
        let marks: BTreeSet<&str> = all.map(mark).collect();
        assert_eq!(marks.len(), Verdict::ALL.len() + 1);
        assert!(marks.iter().all(|mark| mark.len() == 2 && mark.is_ascii()));
    }
}
