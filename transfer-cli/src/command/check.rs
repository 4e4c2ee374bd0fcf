//! `transfer check`: assess a register, print the findings, exit by result.

use transfer_model::assess::{Assessment, Engine, Survey};
use transfer_model::source::{Span, Spanned};
use transfer_model::spread;

use crate::args::{Check, Format};
use crate::env::{Env, Out};
use crate::evidence;
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::lock::Differences;
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
    let engine = Engine::new(&loaded.register, &loaded.book, loaded.day);
    let mut survey = Survey::new(&engine, &evidence);
    if !args.flows.is_empty() {
        let known = |id: &str| loaded.register.flows.iter().any(|flow| flow.id == id);
        if let Some(unknown) = args.flows.iter().find(|id| !known(id)) {
            let ids = loaded.register.flows.iter().map(|flow| flow.id.as_str());
            let help = transfer_model::suggest::nearest(unknown, ids)
                .map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
            out.message(&format!("error: no flow has the id `{unknown}`{help}\n"));
            return Outcome::Broken;
        }
        survey.only(|flow| args.flows.contains(&loaded.register.flow(flow).id));
    }
    // A lock that cannot be read breaks the run; its differences are told after the answer.
    let lock = args.locked.then(|| super::lock::compare(&loaded, args.lock.as_deref(), env));
    if let Some(Err(why)) = &lock {
        out.message(why);
        return Outcome::Broken;
    }
    let lock = lock.and_then(Result::ok);
    let fails = if args.format == Format::Human {
        let colour = out.colour;
        human::pieces(&loaded, &survey, args.notes, colour, &mut |piece| out.answer(piece)).fails()
    } else {
        let assessment = survey.whole();
        write(args, &loaded, &engine, &assessment, lock.as_ref(), out);
        let fails = assessment.fails();
        spread::let_go(assessment.flows);
        fails
    };
    if let Some(lock) = lock {
        out.message(&lock.told);
        if !lock.flows.is_empty() {
            return Outcome::Findings;
        }
    }
    if fails { Outcome::Findings } else { Outcome::Clean }
}

/// Writes an assessment for programs, or as a page.
fn write(
    args: &Check,
    loaded: &Loaded,
    engine: &Engine<'_>,
    assessment: &Assessment,
    lock: Option<&Differences>,
    out: &mut Out<'_>,
) {
    let text = match args.format {
        Format::Json => return json::pieces(engine, assessment, lock, &mut |piece| out.answer(piece)),
        Format::Jsonl => return json::lines(engine, assessment, lock, &mut |lines| out.answer(lines)),
        Format::Sarif => sarif::assessment(loaded, assessment, lock),
        Format::Junit => junit::assessment(loaded, assessment, lock),
        Format::Github => github::assessment(loaded, assessment, lock, args.notes),
        Format::Csv => csv::assessment(loaded, assessment),
        Format::Markdown => markdown::assessment(loaded, assessment),
        Format::Html => html::assessment(loaded, assessment, args.notes),
        Format::Human => return,
    };
    out.answer(&text);
}
