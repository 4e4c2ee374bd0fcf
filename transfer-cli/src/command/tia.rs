//! `transfer tia`: the assessment of a destination as a paper, one for each group of flows that it may serve;
//! whether one is due; or a `[[tia]]` for the register.

mod new;

use std::path::Path;

use transfer_model::assess::{Assessment, Due, Engine, Group, Need, assess_with};

use super::lookup::{Lookup, Where};
use crate::args::{Tia, TiaFormat};
use crate::env::{Env, Kind, Out};
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::paper::{Paper, html, markdown};
use crate::render::text::clean;
use crate::render::tia::{due, file_name, paper};

/// Runs it. Papers and stubs end with status 0; `--due` ends with 1 where one is due.
pub fn run(args: &Tia, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    let mut lookup = Lookup::new(&loaded);
    let flows = lookup.flow("--flow", &args.flows);
    let places = lookup.place("--country", &args.country);
    if !args.due && args.flows.is_empty() && args.country.is_empty() && !args.all {
        lookup.fault(
            "say for which flows: --flow ID, --country PLACE or --all; or ask with --due which are due"
                .to_owned(),
        );
    }
    if !lookup.sound(out) {
        return Outcome::Broken;
    }
    let evidence = crate::evidence::look(&loaded, env);
    let assessment = assess_with(&loaded.register, &loaded.book, loaded.day, &evidence);
    let engine = Engine::new(&loaded.register, &loaded.book, loaded.day);
    let all = engine.due(&assessment);
    let mut rows = all.clone();
    let in_places = |due: &Due| {
        places.is_empty()
            || places.iter().any(|place| match place {
                Where::Unknown => due.place.is_none(),
                Where::Place(place) => due
                    .place
                    .is_some_and(|at| engine.view.within(at, &loaded.book.expand(&[*place], loaded.day))),
            })
    };
    rows.retain(|due| (flows.is_empty() || flows.contains(&due.flow)) && in_places(due));
    if args.due {
        return table(args, &loaded, &assessment, (&rows, &all), out);
    }
    for flow in &flows {
        if !assessment.flows.iter().any(|result| result.flow == *flow) {
            let id = clean(&loaded.register.flow(*flow).id);
            out.message(&format!(
                "note: `{id}` is not active on {}: there is nothing to assess\n",
                loaded.day
            ));
        } else if !rows.iter().any(|due| due.flow == *flow && due.need != Need::NotRestricted) {
            let id = clean(&loaded.register.flow(*flow).id);
            out.message(&format!("note: no law restricts `{id}` on {}: no assessment is due\n", loaded.day));
        }
    }
    // A flow asked for by name is written up whatever carries it; else only where an assessment matters.
    let named = !flows.is_empty();
    rows.retain(|due| match due.need {
        Need::NotRestricted => false,
        Need::Needed | Need::Unknown => true,
        Need::Decision | Need::Exception | Need::OtherMechanism | Need::NoTool => named,
    });
    let unplaced = rows.iter().filter(|due| due.place.is_none()).count();
    if unplaced > 0 {
        out.message(&format!(
            "note: {unplaced} of these go to a place that is not recorded; record it and they can be assessed\n"
        ));
    }
    let groups = engine.groups(rows);
    if groups.is_empty() {
        out.message("note: no flow asked for needs an assessment of its destination\n");
        return Outcome::Clean;
    }
    if args.new {
        return new::run(args, &loaded, &engine, &groups, env, out);
    }
    let papers = groups.iter().map(|group| paper(&loaded, &engine, &assessment, group));
    write(args, &papers.collect::<Vec<_>>(), &names(&loaded, &groups), env, out)
}

fn table(
    args: &Tia,
    loaded: &Loaded,
    assessment: &Assessment,
    (rows, all): (&[Due], &[Due]),
    out: &mut Out<'_>,
) -> Outcome {
    let text = match args.format.unwrap_or(TiaFormat::Human) {
        TiaFormat::Human => due::human(loaded, assessment, rows, all, out.terminal),
        TiaFormat::Json => due::json(loaded, assessment, rows, all),
        TiaFormat::Csv => due::comma(loaded, rows),
        TiaFormat::Markdown => due::markdown(loaded, rows, all),
        TiaFormat::Html | TiaFormat::Docx => {
            out.message("error: --due prints human, json, csv or markdown\n");
            return Outcome::Broken;
        }
    };
    out.answer(&text);
    if rows.iter().any(Due::is_due) { Outcome::Findings } else { Outcome::Clean }
}

fn write(args: &Tia, papers: &[Paper], names: &[String], env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let format = args.format.unwrap_or(TiaFormat::Markdown);
    let Some(path) = &args.out else {
        let text = match format {
            TiaFormat::Markdown => papers.iter().map(markdown::write).collect::<Vec<_>>().join("\n"),
            TiaFormat::Html => html::write(papers),
            TiaFormat::Docx => {
                out.message("error: a Word document is written to a file: name it with --out\n");
                return Outcome::Broken;
            }
            TiaFormat::Human | TiaFormat::Json | TiaFormat::Csv => {
                out.message(
                    "error: papers are markdown, html or docx; the table of --due has the other forms\n",
                );
                return Outcome::Broken;
            }
        };
        out.answer(&text);
        return Outcome::Clean;
    };
    let named = path.extension().is_some_and(|written| written.eq_ignore_ascii_case(ending(format)));
    let folder = papers.len() > 1 || !named || matches!(env.kind(path), Ok(Kind::Folder));
    for (paper, name) in papers.iter().zip(names) {
        let bytes = match form(paper, format) {
            Ok(bytes) => bytes,
            Err(why) => {
                out.message(&format!("error: {why}\n"));
                return Outcome::Broken;
            }
        };
        let file = if folder { path.join(format!("{name}.{}", ending(format))) } else { path.clone() };
        if let Err(why) = put(args, folder.then_some(path), &file, &bytes, env) {
            out.message(&format!("error: cannot write `{}`: {why}\n", clean(&file.to_string_lossy())));
            return Outcome::Broken;
        }
        out.message(&format!("wrote {}\n", clean(&file.to_string_lossy())));
    }
    Outcome::Clean
}

/// Names of the papers' files, each once.
pub(super) fn names(loaded: &Loaded, groups: &[Group]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for group in groups {
        let name = file_name(loaded, group);
        let mut free = name.clone();
        let mut number = 1usize;
        while names.contains(&free) {
            number = number.saturating_add(1);
            free = format!("{name}-{number}");
        }
        names.push(free);
    }
    names
}

const fn ending(format: TiaFormat) -> &'static str {
    match format {
        TiaFormat::Html => "html",
        TiaFormat::Docx => "docx",
        TiaFormat::Markdown | TiaFormat::Human | TiaFormat::Json | TiaFormat::Csv => "md",
    }
}

fn form(paper: &Paper, format: TiaFormat) -> Result<Vec<u8>, String> {
    match format {
        TiaFormat::Markdown => Ok(markdown::write(paper).into_bytes()),
        TiaFormat::Html => Ok(html::write(std::slice::from_ref(paper)).into_bytes()),
        #[cfg(feature = "office")]
        TiaFormat::Docx => crate::render::paper::docx::write(paper),
        #[cfg(not(feature = "office"))]
        TiaFormat::Docx => Err("this program was built without Word documents (feature `office`)".to_owned()),
        TiaFormat::Human | TiaFormat::Json | TiaFormat::Csv => {
            Err("papers are markdown, html or docx; the table of --due has the other forms".to_owned())
        }
    }
}

/// Writes a paper, but never over a file of the register or the law.
fn put(
    args: &Tia,
    folder: Option<&std::path::PathBuf>,
    file: &Path,
    bytes: &[u8],
    env: &dyn Env,
) -> Result<(), String> {
    if let Some(folder) = folder {
        env.make_folder(folder).map_err(|error| error.to_string())?;
    }
    if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
        return Err("papers are not written to .toml files, which may be those of a register".to_owned());
    }
    let read = args.input.register.iter().chain(&args.input.law).filter_map(|read| env.real(read).ok());
    let real = env.real(file).ok();
    if read.into_iter().any(|read| real.as_ref() == Some(&read)) {
        return Err("it is the register or the law".to_owned());
    }
    env.replace(file, bytes).map_err(|error| error.to_string())
}
