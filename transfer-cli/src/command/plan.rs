//! `transfer plan`: the cheapest steps that mend what does not stand.

use transfer_model::assess::assess;
use transfer_model::plan::plan;

use crate::args::{Plan, PlanFormat};
use crate::env::{Env, Out};
use crate::input;
use crate::outcome::Outcome;
use crate::render::plan as render;

/// Runs it.
pub fn run(args: &Plan, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    let assessment = assess(&loaded.register, &loaded.book, loaded.day);
    let found = plan(&loaded.register, &loaded.book, loaded.day, args.accept.verdict());
    let answer = render::Answer { loaded: &loaded, assessment: &assessment, plan: &found };
    let text = match args.format {
        PlanFormat::Human => answer.human(),
        PlanFormat::Json => answer.json(),
        PlanFormat::Markdown => answer.markdown(),
    };
    out.answer(&text);
    Outcome::Clean
}
