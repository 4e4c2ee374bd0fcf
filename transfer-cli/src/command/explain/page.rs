//! The page of a finding: what it means, the law behind it, what mends it, and a register on each side.

use serde::Serialize;
use transfer_model::diag::ProblemCode;
use transfer_model::finding::{Code, Severity, entry, example};

use crate::render::markdown::escape;

/// What the catalogue says of a finding.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    code: &'static str,
    level: &'static str,
    meaning: &'static str,
    law: &'static str,
    remedy: &'static str,
    /// A register in which it is found.
    failing: &'static str,
    /// The same, mended.
    passing: &'static str,
}

impl Page {
    /// The page of a code.
    pub(super) fn of(code: Code) -> Self {
        let (entry, example) = (entry(code), example(code));
        Self {
            code: entry.name,
            level: entry.level.name(),
            meaning: entry.meaning,
            law: entry.law,
            remedy: entry.remedy,
            failing: example.failing,
            passing: example.passing,
        }
    }

    /// The page of a problem that stops a run: it is about no law, and its message shows the line.
    pub(super) fn of_problem(code: ProblemCode) -> Self {
        let (meaning, remedy) = code.explained();
        let level = Severity::Error.name();
        Self { code: code.name(), level, meaning, law: "", remedy, failing: "", passing: "" }
    }

    fn parts(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        told([("Meaning", self.meaning), ("Law", self.law), ("Remedy", self.remedy)])
    }

    fn examples(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        told([("Failing example", self.failing), ("Passing example", self.passing)])
    }

    /// For people.
    pub(super) fn human(&self) -> String {
        let mut text = format!("{} ({})\n", self.code, self.level);
        for (title, part) in self.parts() {
            text.push_str(&format!("\n{title}\n  {part}\n"));
        }
        for (title, register) in self.examples() {
            text.push_str(&format!("\n{title}\n"));
            for line in register.lines() {
                text.push_str(&format!("  {line}\n"));
            }
        }
        text
    }

    /// For wikis.
    pub(super) fn markdown(&self) -> String {
        let mut text = format!("# {} ({})\n", self.code, self.level);
        for (title, part) in self.parts() {
            text.push_str(&format!("\n## {title}\n\n{}\n", escape(part)));
        }
        for (title, register) in self.examples() {
            text.push_str(&format!("\n## {title}\n\n```toml\n{}\n```\n", register.trim_end()));
        }
        text
    }
}

/// The parts that say something.
fn told<const N: usize>(
    parts: [(&'static str, &'static str); N],
) -> impl Iterator<Item = (&'static str, &'static str)> {
    parts.into_iter().filter(|(_, text)| !text.is_empty())
}
