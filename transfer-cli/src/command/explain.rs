//! `transfer explain`: the derivation of a flow's verdict, the page of a finding, the history of a mechanism, a row of
//! the law.

use std::path::PathBuf;

use transfer_model::assess::{Engine, Words, assess_with};
use transfer_model::finding::{Code, entry, example};
use transfer_model::index::MechanismIx;
use transfer_model::law::LawBook;
use transfer_model::suggest::nearest;

use super::law::Pack;
use crate::args::{Explain, Input};
use crate::env::{Env, Out};
use crate::home::Home;
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::derivation;
use crate::render::text::clean;

/// Runs it.
pub fn run(args: &Explain, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    if !args.flows.is_empty() {
        return flows(args, env, out);
    }
    let Some(subject) = &args.subject else {
        out.message("error: name the code of a finding, a mechanism or a row of the law pack, or a register with --flow ID\n");
        return Outcome::Broken;
    };
    if let Some(code) = Code::parse(subject) {
        out.answer(&page(code));
        return Outcome::Clean;
    }
    let Some(book) = input::law(args.law.as_deref(), env, out) else { return Outcome::Broken };
    if let Some(mechanism) = book.mechanism_of(subject) {
        out.answer(&history(&book, mechanism));
        return Outcome::Clean;
    }
    let home = args.law.as_deref().map_or_else(Home::default, |path| Home::of_overlay(path, env));
    if let Some(text) = super::law::shown(Pack { book: &book, home: &home }, subject) {
        out.answer(&text);
        return Outcome::Clean;
    }
    let known: Vec<&str> = Code::ALL.iter().map(|code| code.name()).chain(book.mechanism_words()).collect();
    let help = nearest(subject, known).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
    let register = if env.kind(&PathBuf::from(subject)).is_ok() {
        "\nto explain a verdict of this register, name the flow: --flow ID"
    } else {
        ""
    };
    out.message(&format!(
        "error: `{subject}` is no finding, no mechanism and no row of the law pack{help}{register}\n"
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
        let Some(at) = loaded.register.flows.iter().position(|flow| flow.id == *id) else {
            let ids = loaded.register.flows.iter().map(|flow| flow.id.as_str());
            let help =
                nearest(id, ids).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
            out.message(&format!("error: no flow has the id `{id}`{help}\n"));
            return Outcome::Broken;
        };
        found.push(transfer_model::index::FlowIx::new(at));
    }
    let evidence = crate::evidence::look(&loaded, env);
    let assessment = assess_with(&loaded.register, &loaded.book, loaded.day, &evidence);
    let engine = Engine::new(&loaded.register, &loaded.book, loaded.day);
    for flow in found {
        let text = match assessment.flows.iter().find(|result| result.flow == flow) {
            Some(result) => {
                let findings = assessment.findings.iter().filter(|finding| finding.flow == Some(flow));
                let mut text = derivation::flow(&loaded.home, &engine, result);
                text.push_str(&remedies(&loaded, findings));
                text
            }
            None => format!("{}: not active on {}\n", clean(&loaded.register.flow(flow).id), loaded.day),
        };
        out.answer(&text);
    }
    Outcome::Clean
}

fn remedies<'a>(
    loaded: &Loaded,
    findings: impl Iterator<Item = &'a transfer_model::finding::Finding>,
) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let mut text = String::new();
    let mut seen = std::collections::BTreeSet::new();
    for finding in findings {
        let line = format!(
            "  {} [{}]: {}\n      remedy: {}\n",
            finding.severity.name(),
            finding.code.name(),
            clean(&words.message(finding)),
            clean(&words.remedy(finding))
        );
        if seen.insert(line.clone()) {
            text.push_str(&line);
        }
    }
    if text.is_empty() { text } else { format!("\nfindings\n{text}") }
}

/// The page of a finding.
fn page(code: Code) -> String {
    let entry = entry(code);
    let mut text = format!(
        "{} ({})\n\nMeaning\n  {}\n\nLaw\n  {}\n\nRemedy\n  {}\n",
        entry.name,
        entry.level.name(),
        entry.meaning,
        entry.law,
        entry.remedy
    );
    let example = example(code);
    for (title, register) in [("Failing example", example.failing), ("Passing example", example.passing)] {
        text.push_str(&format!("\n{title}\n"));
        for line in register.lines() {
            text.push_str(&format!("  {line}\n"));
        }
    }
    text
}

/// What each regime made of a mechanism, and when.
fn history(book: &LawBook, mechanism: MechanismIx) -> String {
    let row = book.mechanism(mechanism);
    let mut text = format!("{} ({})\n", row.id, row.name);
    let pack = book.pack();
    for regime in book.regimes() {
        let rules = book.rules(mechanism, *regime);
        let none = pack.non_mechanisms.iter().find(|none| {
            none.mechanism == mechanism && (none.regimes.contains(regime) || none.regimes.is_empty())
        });
        if rules.is_empty() && none.is_none() {
            continue;
        }
        text.push_str(&format!("\n{}\n", book.regime(*regime).header.id));
        for rule in rules {
            let rule = book.rule(*rule);
            let header = &rule.header;
            let since = header.period.start().map_or_else(|| "always".to_owned(), |day| day.to_string());
            let until = header.period.end().map_or_else(|| "open".to_owned(), |day| day.to_string());
            let places: Vec<&str> =
                rule.places.iter().map(|place| book.place(*place).code.as_str()).collect();
            let places = if places.is_empty() { String::new() } else { format!(" [{}]", places.join(" ")) };
            text.push_str(&format!("  {since} to {until}{places}: {}\n", header.citation));
            if let Some(ended) = &header.ended_by {
                text.push_str(&format!("    ended by {ended}\n"));
            }
            if let Some(note) = &header.note {
                text.push_str(&format!("    {note}\n"));
            }
        }
        if let Some(none) = none {
            text.push_str(&format!("  no mechanism: {}\n    {}\n", none.reason, none.header.citation));
        }
    }
    let mut events: Vec<_> =
        pack.events.iter().filter(|event| event.mechanisms.contains(&mechanism)).collect();
    events.sort_by_key(|event| event.header.period.since);
    if !events.is_empty() {
        text.push_str("\nevents\n");
    }
    for event in events {
        let day = event.header.period.start().map(|day| day.to_string()).unwrap_or_default();
        text.push_str(&format!("  {day}: {} ({})\n", event.text, event.header.citation));
    }
    text
}
