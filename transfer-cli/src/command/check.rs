//! `transfer check`: assess a register, print the findings, exit by result.

use transfer_model::assess::{Engine, assess_with};
use transfer_model::source::{Span, Spanned};
use transfer_model::spread;

use crate::args::{Check, Format};
use crate::env::{Env, Out};
use crate::evidence;
use crate::input;
use crate::outcome::Outcome;
use crate::render::{csv, github, html, human, json, junit, markdown, sarif};

/// Runs it.
pub fn run(args: &Check, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let github = args.format == Format::Github;
    let loaded = input::load_and_tell(&args.input, env, out, |home, sources, faults| {
        if github { github::problems(home, sources, faults) } else { String::new() }
    });
    let Some(mut loaded) = loaded else { return Outcome::Broken };
    if let Some(months) = args.horizon {
        loaded.register.policy.horizon = Some(Spanned::new(months, Span::default()));
    }
    let evidence = evidence::look(&loaded, env);
    let mut assessment = assess_with(&loaded.register, &loaded.book, loaded.day, &evidence);
    if !args.flows.is_empty() {
        let known = |id: &str| loaded.register.flows.iter().any(|flow| flow.id == id);
        if let Some(unknown) = args.flows.iter().find(|id| !known(id)) {
            let ids = loaded.register.flows.iter().map(|flow| flow.id.as_str());
            let help = transfer_model::suggest::nearest(unknown, ids)
                .map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
            out.message(&format!("error: no flow has the id `{unknown}`{help}\n"));
            return Outcome::Broken;
        }
        let named = |id: &str| args.flows.iter().any(|flow| flow == id);
        assessment.flows.retain(|flow| named(&loaded.register.flow(flow.flow).id));
        let asked = loaded.register.flows.iter().filter(|flow| named(&flow.id)).count();
        assessment.inactive = asked.saturating_sub(assessment.flows.len());
        assessment
            .findings
            .retain(|finding| finding.flow.is_some_and(|flow| named(&loaded.register.flow(flow).id)));
    }
    // A lock that cannot be read breaks the run; its differences are told after the answer.
    let lock = args.locked.then(|| super::lock::compare(&loaded, args.lock.as_deref(), env));
    if let Some(Err(why)) = &lock {
        out.message(why);
        return Outcome::Broken;
    }
    let text = match args.format {
        Format::Human => {
            let colour = out.colour;
            human::pieces(&loaded, &assessment, args.notes, colour, &mut |piece| out.answer(piece));
            String::new()
        }
        Format::Json => {
            let engine = Engine::new(&loaded.register, &loaded.book, loaded.day);
            json::pieces(&engine, &assessment, &mut |piece| out.answer(piece));
            String::new()
        }
        Format::Jsonl => {
            let engine = Engine::new(&loaded.register, &loaded.book, loaded.day);
            json::lines(&engine, &assessment, &mut |lines| out.answer(lines));
            String::new()
        }
        Format::Sarif => sarif::assessment(&loaded, &assessment),
        Format::Junit => junit::assessment(&loaded, &assessment),
        Format::Github => github::assessment(&loaded, &assessment, args.notes),
        Format::Csv => csv::assessment(&loaded, &assessment),
        Format::Markdown => markdown::assessment(&loaded, &assessment),
        Format::Html => html::assessment(&loaded, &assessment, args.notes),
    };
    out.answer(&text);
    if let Some(Ok((told, differs))) = lock {
        out.message(&told);
        if differs {
            return Outcome::Findings;
        }
    }
    let fails = assessment.fails();
    spread::let_go(assessment.flows);
    if fails { Outcome::Findings } else { Outcome::Clean }
}
