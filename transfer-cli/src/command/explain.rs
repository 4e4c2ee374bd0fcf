//! `transfer explain`: the derivation of a flow's verdict, the page of a finding, the history of a mechanism, a row of
//! the law.

mod history;
mod page;

use std::path::PathBuf;

use serde::Serialize;
use transfer_model::assess::{Engine, FlowResult, Survey, Words};
use transfer_model::diag::ProblemCode;
use transfer_model::finding::{Code, Finding};
use transfer_model::index::FlowIx;
use transfer_model::register::Waiver;

use self::history::History;
use self::page::Page;
use super::law::{Pack, RowOut};
use super::named;
use crate::args::{Explain, ExplainFormat, Input};
use crate::env::{Env, Out};
use crate::home::Home;
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::text::clean;
use crate::render::{derivation, json, markdown};

/// What is explained, for programs: the one of the three that was asked for.
#[derive(Serialize)]
struct Explanation<'a> {
    schema: &'static str,
    finding: Option<Page>,
    mechanism: Option<History<'a>>,
    rows: Vec<RowOut<'a>>,
}

impl Explanation<'_> {
    const NONE: Self =
        Self { schema: "transfer-explanation/1", finding: None, mechanism: None, rows: Vec::new() };

    fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Runs it.
pub fn run(args: &Explain, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    if !args.flows.is_empty() {
        return flows(args, env, out);
    }
    let Some(subject) = &args.subject else {
        out.message("error: name the code of a finding, a mechanism or a row of the law pack, or a register with --flow ID\n");
        return Outcome::Broken;
    };
    let problem = ProblemCode::ALL.into_iter().find(|code| code.name() == subject);
    if let Some(page) = Code::parse(subject).map(Page::of).or_else(|| problem.map(Page::of_problem)) {
        out.answer(&match args.format {
            ExplainFormat::Human => page.human(),
            ExplainFormat::Markdown => page.markdown(),
            ExplainFormat::Json => Explanation { finding: Some(page), ..Explanation::NONE }.json(),
        });
        return Outcome::Clean;
    }
    let Some(book) = input::law(args.law.as_deref(), env, out) else { return Outcome::Broken };
    if let Some(mechanism) = book.mechanism_of(subject) {
        let history = History::of(&book, mechanism);
        out.answer(&match args.format {
            ExplainFormat::Human => history.human(),
            ExplainFormat::Markdown => history.markdown(),
            ExplainFormat::Json => Explanation { mechanism: Some(history), ..Explanation::NONE }.json(),
        });
        return Outcome::Clean;
    }
    let home = args.law.as_deref().map_or_else(Home::default, |path| Home::of_overlay(path, env));
    let rows = super::law::rows_of(Pack { book: &book, home: &home }, subject);
    if !rows.is_empty() {
        out.answer(&match args.format {
            ExplainFormat::Human => super::law::human_rows(&rows),
            ExplainFormat::Markdown => super::law::marked_rows(&rows),
            ExplainFormat::Json => Explanation { rows, ..Explanation::NONE }.json(),
        });
        return Outcome::Clean;
    }
    let problems = ProblemCode::ALL.iter().map(|code| code.name());
    let codes = Code::ALL.iter().map(|code| code.name()).chain(problems);
    let known: Vec<&str> = codes.chain(book.mechanism_words()).collect();
    let help = named::meant(subject, known);
    let register = if env.kind(&PathBuf::from(subject)).is_ok() {
        "\nto explain a verdict of this register, name the flow: --flow ID"
    } else {
        ""
    };
    out.message(&format!(
        "error: `{}` is no finding, no mechanism and no row of the law pack{help}{register}\n",
        clean(subject)
    ));
    Outcome::Broken
}

fn flows(args: &Explain, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let input = Input {
        register: args.subject.as_ref().map(PathBuf::from),
        as_of: args.as_of,
        law: args.law.clone(),
    };
    let Some(loaded) = input::load(&input, env, out) else { return Outcome::Broken };
    let mut found = Vec::new();
    for id in &args.flows {
        let Some(flow) = named::flow(id, &loaded.register, out) else { return Outcome::Broken };
        found.push(flow);
    }
    let evidence = crate::evidence::look(&loaded, env);
    let engine = Engine::new(&loaded.register, &loaded.book, loaded.day);
    let mut survey = Survey::new(&engine, &evidence);
    survey.only(|flow| found.contains(&flow));
    let assessment = survey.whole();
    if args.format == ExplainFormat::Json {
        json::pieces(&engine, &assessment, None, &mut |piece| out.answer(piece));
        return Outcome::Clean;
    }
    for flow in found {
        let result = assessment.flows.iter().find(|result| result.flow == flow);
        let findings = assessment.findings.iter().filter(|finding| finding.flow == Some(flow));
        out.answer(&match (args.format, result) {
            (ExplainFormat::Markdown, result) => marked(&loaded, &engine, flow, result, findings),
            (_, Some(result)) => {
                let mut text = derivation::flow(&loaded.home, &engine, result);
                text.push_str(&remedies(&loaded, findings));
                text
            }
            (_, None) => {
                format!("{}: not active on {}\n", clean(&loaded.register.flow(flow).id), loaded.day)
            }
        });
    }
    Outcome::Clean
}

/// The derivation of a flow and what is found of it, for wikis.
fn marked<'a>(
    loaded: &Loaded,
    engine: &Engine<'_>,
    flow: FlowIx,
    result: Option<&FlowResult>,
    findings: impl Iterator<Item = &'a Finding>,
) -> String {
    let Some(result) = result else {
        let id = markdown::escape(&loaded.register.flow(flow).id);
        return format!("## {id}\n\nNot active on {}.\n\n", loaded.day);
    };
    let mut text = derivation::marked(&loaded.home, engine, result);
    let words = Words { register: &loaded.register, book: &loaded.book };
    let mut lines: Vec<String> = Vec::new();
    for finding in findings {
        let law = words.citations(finding.detail, finding.regime, loaded.day).join("; ");
        let law = if law.is_empty() { law } else { format!(" Law: {}.", law.trim_end_matches('.')) };
        let waived = waiver(loaded, finding).map_or_else(String::new, |waiver| {
            let (until, by) = (waiver.until.value, &waiver.approved_by);
            format!(" Waived until {until} by {by}: {}.", waiver.reason.trim_end_matches('.'))
        });
        let line = format!(
            "- **{}** `{}`: {}.{} Remedy: {}.{}\n",
            finding.severity.name(),
            finding.code.name(),
            markdown::escape(words.message(finding).trim_end_matches('.')),
            markdown::escape(&law),
            markdown::escape(words.remedy(finding).trim_end_matches('.')),
            markdown::escape(&waived)
        );
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if !lines.is_empty() {
        text.push_str(&format!("### Findings\n\n{}\n", lines.concat()));
    }
    text
}

/// Who accepted a finding, why, and until when.
fn waiver<'a>(loaded: &'a Loaded, finding: &Finding) -> Option<&'a Waiver> {
    loaded.register.waivers.get(finding.waived?.position())
}

fn remedies<'a>(loaded: &Loaded, findings: impl Iterator<Item = &'a Finding>) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let mut text = String::new();
    let mut seen = std::collections::BTreeSet::new();
    for finding in findings {
        let mut line = format!(
            "  {} [{}]: {}\n",
            finding.severity.name(),
            finding.code.name(),
            clean(&words.message(finding))
        );
        let law = words.citations(finding.detail, finding.regime, loaded.day).join("; ");
        let parts = [("law", law), ("remedy", words.remedy(finding))];
        let waived = waiver(loaded, finding).map(|waiver| {
            let (until, by) = (waiver.until.value, &waiver.approved_by);
            ("waived", format!("{} ({by}), until {until}", waiver.reason))
        });
        for (name, text) in parts.into_iter().chain(waived).filter(|(_, text)| !text.is_empty()) {
            line.push_str(&format!("      {name}: {}\n", clean(&text)));
        }
        if seen.insert(line.clone()) {
            text.push_str(&line);
        }
    }
    if text.is_empty() { text } else { format!("\nfindings\n{text}") }
}
