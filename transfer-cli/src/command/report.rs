//! `transfer report`: the file of a quarter, written into a folder as a whole: page, workbook, assessments of
//! destinations, the assessment for programs, and a manifest with the digest of each.

mod folder;

use transfer_model::assess::{Assessment, Engine, Need, Verdict, assess_with, timeline};
use transfer_model::day::Day;
use transfer_model::plan::plan;

use crate::args::Report as Args;
use crate::args::{AsOf, Input};
use crate::env::{Env, Kind, Out};
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::json;
use crate::render::paper::html;
use crate::render::report::{Report, changes, page};
use crate::render::text::clean;
use crate::render::tia::paper;

/// Largest earlier assessment read, in bytes.
const MAX_PREVIOUS: u64 = 512 * 1024 * 1024;

/// A file of the report: its path inside the folder, and its bytes.
type Part = (String, Vec<u8>);

/// Runs it. The verdicts are reported and do not decide the exit status: that is `transfer check`.
pub fn run(args: &Args, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some((first, last)) = args.quarter.days() else { return Outcome::Broken };
    let Some(mut loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    match day(args, &loaded, env, first, last) {
        Ok(day) => (loaded.day, loaded.by_clock) = (day, false),
        Err(why) => {
            out.message(&format!("error: {why}\n"));
            return Outcome::Broken;
        }
    }
    // Whether the folder may be written is told before the work is done.
    if let Err(why) = folder::ready(&args.out, args.input.register.as_deref(), env) {
        out.message(&format!("error: {why}\n"));
        return Outcome::Broken;
    }
    out.progress("assessing the flows");
    let evidence = crate::evidence::look(&loaded, env);
    let assessment = assess_with(&loaded.register, &loaded.book, loaded.day, &evidence);
    let previous = match previous(args, &loaded, &assessment, env) {
        Ok(previous) => previous,
        Err(why) => {
            out.quiet();
            out.message(&format!("error: {why}\n"));
            return Outcome::Broken;
        }
    };
    let engine = Engine::new(&loaded.register, &loaded.book, loaded.day);
    out.progress("planning what mends them");
    let plan = plan(&loaded.register, &loaded.book, loaded.day, Verdict::Valid);
    out.progress("following the verdicts over time");
    let span = (first.plus_days(-365), last.plus_months(12));
    let report = Report {
        loaded: &loaded,
        engine: &engine,
        assessment: &assessment,
        quarter: args.quarter.to_string(),
        due: engine.due(&assessment),
        papers: Vec::new(),
        changes: previous,
        plan,
        histories: timeline(&loaded.register, &loaded.book, span.0, span.1),
        span,
    };
    let parts = parts(report, out);
    out.quiet();
    let parts = match parts {
        Ok(parts) => parts,
        Err(why) => {
            out.message(&format!("error: {why}\n"));
            return Outcome::Broken;
        }
    };
    let many = parts.len();
    if let Err(why) = folder::publish(&args.out, parts, env) {
        out.message(&format!("error: cannot write `{}`: {why}\n", clean(&args.out.to_string_lossy())));
        return Outcome::Broken;
    }
    out.answer(&format!(
        "wrote {many} files to {}: open {}\n",
        clean(&args.out.to_string_lossy()),
        clean(&args.out.join("report.html").to_string_lossy())
    ));
    Outcome::Clean
}

/// The day assessed: the one asked for, the register's where it lies in the quarter, else the quarter's last.
fn day(args: &Args, loaded: &Loaded, env: &dyn Env, first: Day, last: Day) -> Result<Day, String> {
    let Input { as_of, .. } = args.input;
    let asked = as_of.map(|as_of| match as_of {
        AsOf::Day(day) => day,
        AsOf::Today => env.today(),
    });
    match asked {
        Some(day) if day < first || day > last => {
            Err(format!("{day} is not in the quarter {}, which runs from {first} to {last}", args.quarter))
        }
        Some(day) => Ok(day),
        None => Ok(loaded.register.as_of.filter(|day| (first..=last).contains(day)).unwrap_or(last)),
    }
}

fn previous(
    args: &Args,
    loaded: &Loaded,
    assessment: &Assessment,
    env: &dyn Env,
) -> Result<Option<crate::render::report::Changes>, String> {
    let Some(path) = &args.previous else { return Ok(None) };
    let name = clean(&path.to_string_lossy());
    match env.kind(path) {
        Ok(Kind::File(size)) if size <= MAX_PREVIOUS => {}
        Ok(Kind::File(_)) => return Err(format!("`{name}` is too large for an assessment")),
        Ok(Kind::Folder | Kind::Other) => return Err(format!("`{name}` is no file")),
        Err(error) => return Err(format!("cannot read `{name}`: {error}")),
    }
    let bytes = env.bytes(path, MAX_PREVIOUS).map_err(|error| format!("cannot read `{name}`: {error}"))?;
    changes(loaded, assessment, &bytes).map(Some).map_err(|why| format!("`{name}`: {why}"))
}

/// Every file but the manifest.
fn parts(mut report: Report<'_>, out: &mut Out<'_>) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let rows = report.due.iter().filter(|due| matches!(due.need, Need::Needed | Need::Unknown)).cloned();
    let groups = report.engine.groups(rows.collect());
    let names = super::tia::names(report.loaded, &groups);
    for (at, (group, name)) in groups.iter().zip(names).enumerate() {
        out.progress(&format!("writing assessment {} of {}", at.saturating_add(1), groups.len()));
        let paper = paper(report.loaded, report.engine, report.assessment, group);
        parts.push((format!("tia/{name}.html"), html::write(std::slice::from_ref(&paper)).into_bytes()));
        #[cfg(feature = "office")]
        parts.push((format!("tia/{name}.docx"), crate::render::paper::docx::write(&paper)?));
        report.papers.push((paper.title, name));
    }
    out.progress("drawing the report");
    parts.push(("report.html".to_owned(), page(&report).into_bytes()));
    #[cfg(feature = "office")]
    parts.push(("workbook.xlsx".to_owned(), crate::render::report::workbook::workbook(&report)?));
    let data = json::assessment(report.engine, report.assessment);
    parts.push(("assessment.json".to_owned(), data.into_bytes()));
    parts.sort();
    let manifest = folder::manifest(&report, &parts);
    parts.push((folder::MANIFEST.to_owned(), manifest.into_bytes()));
    Ok(parts)
}
