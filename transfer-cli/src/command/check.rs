//! `transfer check`: assess a register, print the findings, exit by result.

use transfer_model::assess::{Engine, Survey};
use transfer_model::source::{Span, Spanned};
use transfer_model::spread;

use super::named;
use crate::args::{Check, Format};
use crate::env::{Env, Out};
use crate::evidence;
use crate::input;
use crate::outcome::Outcome;
use crate::render::assessment::Whole;
use crate::render::human;

/// Runs it.
pub fn run(args: &Check, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let loaded = input::load_and_tell(&args.input, env, out, |home, sources, faults| {
        args.format.faults(home, sources, faults)
    });
    let Some(mut loaded) = loaded else { return Outcome::Broken };
    if let Some(months) = args.horizon {
        loaded.register.policy.horizon = Some(Spanned::new(months, Span::default()));
    }
    let evidence = evidence::look(&loaded, env);
    let engine = Engine::new(&loaded.register, &loaded.book, loaded.day);
    let mut survey = Survey::new(&engine, &evidence);
    if !args.flows.is_empty() {
        for id in &args.flows {
            if named::flow(id, &loaded.register, out).is_none() {
                return Outcome::Broken;
            }
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
        let lock = lock.as_ref();
        let whole =
            Whole { loaded: &loaded, engine: &engine, assessment: &assessment, lock, notes: args.notes };
        args.format.write(&whole, out);
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
