//! What only follows from a fault of syntax is not told.

use std::collections::BTreeSet;

use crate::diag::{Problem, ProblemCode};
use crate::read::is_json_lines;
use crate::source::{Sources, Span};

/// Leaves out what only follows from a fault of syntax: other problems of the table in which it stands.
pub(super) fn without_echoes(problems: Vec<Problem>, sources: &Sources) -> Vec<Problem> {
    let table = |span: Span| {
        let source = sources.get(span.source)?;
        if is_json_lines(source.name()) {
            return Some((span.source, source.line_start(source.position(span.start).line)));
        }
        let before =
            source.text().get(..source.line_start(source.position(span.start).line.saturating_add(1)))?;
        let mut end = before.len();
        let header = before.split_inclusive('\n').rev().find_map(|line| {
            end = end.saturating_sub(line.len());
            line.trim_start().starts_with('[').then_some(end)
        });
        Some((span.source, header.unwrap_or(0)))
    };
    let broken: BTreeSet<_> = problems
        .iter()
        .filter(|problem| problem.code == ProblemCode::Syntax)
        .filter_map(|problem| table(problem.span?))
        .collect();
    if broken.is_empty() {
        return problems;
    }
    let echo = |problem: &Problem| {
        problem.code != ProblemCode::Syntax
            && problem.span.and_then(table).is_some_and(|table| broken.contains(&table))
    };
    problems.into_iter().filter(|problem| !echo(problem)).collect()
}
