//! The forms in which `transfer check` prints an assessment: each a word of `--format` and what writes it.

use clap::ValueEnum;
use transfer_model::assess::{Assessment, Engine};
use transfer_model::diag::Problem;
use transfer_model::source::Sources;

use super::lock::Differences;
use super::{csv, github, html, json, junit, markdown, sarif};
use crate::env::Out;
use crate::home::Home;
use crate::input::Loaded;

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// For programs (schema transfer-assessment/1)
    Json,
    /// For programs that read line by line: a header, the flows, the findings, a summary
    Jsonl,
    /// For code scanning (SARIF 2.1.0)
    Sarif,
    /// For test reports: one case for each flow and regime
    Junit,
    /// For annotations on GitHub (workflow commands)
    Github,
    /// For spreadsheets: one row for each flow and regime
    Csv,
    /// For pull requests and wikis
    Markdown,
    /// One page that opens without a network
    Html,
}

/// An assessment, and what is told with it.
#[derive(Debug)]
pub(crate) struct Whole<'a> {
    /// The register and the law.
    pub(crate) loaded: &'a Loaded,
    /// To derive each verdict again.
    pub(crate) engine: &'a Engine<'a>,
    /// What was found.
    pub(crate) assessment: &'a Assessment,
    /// What differs from the lock, where it was compared.
    pub(crate) lock: Option<&'a Differences>,
    /// Whether notes are printed in full.
    pub(crate) notes: bool,
}

impl Format {
    /// Writes an assessment for programs, or as a page. People are told of it share by share while it is made.
    pub(crate) fn write(self, whole: &Whole<'_>, out: &mut Out<'_>) {
        let Whole { loaded, engine, assessment, lock, notes } = *whole;
        let text = match self {
            Self::Json => return json::pieces(engine, assessment, lock, &mut |piece| out.answer(piece)),
            Self::Jsonl => return json::lines(engine, assessment, lock, &mut |lines| out.answer(lines)),
            Self::Sarif => sarif::assessment(loaded, assessment, lock),
            Self::Junit => junit::assessment(loaded, assessment, lock),
            Self::Github => github::assessment(loaded, assessment, lock, notes),
            Self::Csv => csv::assessment(loaded, assessment),
            Self::Markdown => markdown::assessment(loaded, assessment),
            Self::Html => html::assessment(loaded, assessment, notes),
            Self::Human => return,
        };
        out.answer(&text);
    }

    /// The faults of a register that does not read, where the form has a place for them.
    pub(crate) fn faults(self, home: &Home, sources: &Sources, faults: &[Problem]) -> String {
        match self {
            Self::Github => github::problems(home, sources, faults),
            Self::Human
            | Self::Json
            | Self::Jsonl
            | Self::Sarif
            | Self::Junit
            | Self::Csv
            | Self::Markdown
            | Self::Html => String::new(),
        }
    }
}
