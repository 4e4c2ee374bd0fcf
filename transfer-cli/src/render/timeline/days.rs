//! Changes by day: on each day each cause, and what became of which flows by it.

use std::collections::BTreeMap;

use transfer_model::assess::{Change, ChangeCause, Fact, Source, Verdict};
use transfer_model::day::Day;

use super::super::markdown::escape;
use super::super::text::{clean, wrapped};
use super::{Answer, Line, word};

/// What happened: on which day, whether it is a fact of the register and not of the law, in which words.
type Cause = (Day, bool, String);

/// What became of flows: under which law, before and after.
type Turn<'a> = (Option<&'a str>, Option<Verdict>, Option<Verdict>);

type Days<'a> = BTreeMap<Cause, BTreeMap<Turn<'a>, Vec<String>>>;

fn days<'a>(answer: &Answer<'a>, lines: &[Line<'a>]) -> Days<'a> {
    let mut days = Days::new();
    for line in lines {
        for pair in line.changes.windows(2) {
            let [before, after] = pair else { continue };
            if line.regime.is_none() && told(lines, line.flow, after) {
                continue;
            }
            let (fact, text) = after.cause.map_or_else(Default::default, |cause| said(answer, cause));
            let turn = (line.regime, before.verdict, after.verdict);
            let upstream =
                after.cause.filter(|cause| cause.source.is_some()).and_then(|cause| cause.upstream);
            let upstream = upstream.map(|flow| answer.loaded.register.flow(flow).id.as_str());
            let flow = match upstream {
                Some(upstream) => format!("{} (after {upstream})", line.flow),
                None => line.flow.to_owned(),
            };
            days.entry((after.day, fact, text)).or_default().entry(turn).or_default().push(flow);
        }
    }
    days
}

/// Whether a law of the flow turns to the same verdict on that day.
fn told(lines: &[Line<'_>], flow: &str, change: &Change) -> bool {
    let at = lines.partition_point(|line| line.flow < flow);
    let laws = lines.get(at..).unwrap_or_default().iter().take_while(|line| line.flow == flow);
    let same = |known: &Change| known.day == change.day && known.verdict == change.verdict;
    laws.filter(|line| line.regime.is_some()).any(|line| line.changes.iter().any(same))
}

/// Whether the cause is a fact of the register, and the cause in words: with the citation, or the line. One cause
/// for many flows is told once: that it came to some of them with the data is said beside the flow.
fn said(answer: &Answer<'_>, mut cause: ChangeCause) -> (bool, String) {
    match (cause.upstream, cause.source) {
        (None, Some(Source::Fact(Fact::FlowBegins, ..))) => return (true, "flows begin".to_owned()),
        (None, Some(Source::Fact(Fact::FlowEnds, ..))) => return (true, "flows have ended".to_owned()),
        (Some(_), Some(_)) => cause.upstream = None,
        _ => {}
    }
    let told = answer.words().change(&cause);
    let Some(span) = told.span else { return (false, told.cited()) };
    let at = answer.loaded.register.sources.locate(span);
    (true, format!("{} ({}:{})", told.cited(), at.file, at.line))
}

/// For people.
pub(super) fn human(answer: &Answer<'_>, lines: &[Line<'_>]) -> String {
    let days = days(answer, lines);
    if days.is_empty() {
        return "Nothing changes.\n".to_owned();
    }
    let mut text = String::new();
    let mut last = None;
    for ((day, _, cause), turns) in &days {
        let head = if last.replace(*day) == Some(*day) { " ".repeat(10) } else { day.to_string() };
        let cause = clean(cause);
        let cause: Vec<&str> = cause.split(' ').collect();
        text.push_str(&wrapped(&format!("{head}  "), 14, &cause, " "));
        for ((regime, before, after), flows) in turns {
            let law = regime.map_or_else(String::new, |regime| format!("{regime} "));
            let turn = format!("{}{law}{} → {}: ", " ".repeat(14), word(*before), word(*after));
            let flows: Vec<&str> = flows.iter().map(String::as_str).collect();
            text.push_str(&wrapped(&turn, 18, &flows, ", "));
        }
    }
    text
}

/// For memoranda: a heading for each day.
pub(super) fn markdown(answer: &Answer<'_>, lines: &[Line<'_>]) -> String {
    let days = days(answer, lines);
    if days.is_empty() {
        return "\nNothing changes.\n".to_owned();
    }
    let mut text = "\n## Changes\n".to_owned();
    let mut last = None;
    for ((day, _, cause), turns) in &days {
        if last.replace(*day) != Some(*day) {
            text.push_str(&format!("\n### {day}\n\n"));
        }
        text.push_str(&format!("- {}\n", escape(cause)));
        for ((regime, before, after), flows) in turns {
            let law = regime.map_or_else(String::new, |regime| format!("`{regime}` "));
            let flows: Vec<String> = flows.iter().map(|flow| escape(flow)).collect();
            let (before, after) = (word(*before), word(*after));
            text.push_str(&format!("  - {law}{before} → {after}: {}\n", flows.join(", ")));
        }
    }
    text
}
