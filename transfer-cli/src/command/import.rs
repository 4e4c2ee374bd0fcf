//! `transfer import`: other people's formats into a register. A new file, or a merge that is shown first and
//! written only when told to. The register made is read again before anything is written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use transfer_model::diag::Problem;
use transfer_model::law::LawBook;
use transfer_model::register::{Files, read};
use transfer_model::source::Sources;

use crate::args::Import;
use crate::env::{Env, Kind, Out};
use crate::import::draft::{Draft, Stance, fault};
use crate::import::merge::{Change, merge};
use crate::import::{Source, check, dpf, grid};
use crate::input;
use crate::outcome::Outcome;
use crate::render::problems;
use crate::render::text::clean;

/// Runs it.
pub fn run(args: &Import, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(book) = input::law(args.law.as_deref(), env, out) else { return Outcome::Broken };
    match draft(args, &book, env) {
        Ok(mut draft) => match &args.into {
            None => {
                dpf::cover(&mut draft);
                fresh(args, &draft, &book, env, out)
            }
            Some(into) => merged(args, into, &draft, &book, env, out),
        },
        Err(faults) => broken(&faults, out),
    }
}

fn broken(faults: &[Problem], out: &mut Out<'_>) -> Outcome {
    problems::print_as(&Sources::default(), faults, "nothing was imported", out);
    Outcome::Broken
}

fn draft(args: &Import, book: &LawBook, env: &dyn Env) -> Result<Draft, Vec<Problem>> {
    let mut files = Vec::new();
    let mut faults = Vec::new();
    for path in &args.files {
        match source(path, env) {
            Ok(source) => files.push(source),
            Err(fault) => faults.push(fault),
        }
    }
    let countries = match args.countries.as_deref().map(|path| source(path, env)).transpose() {
        Ok(countries) => countries,
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    let options =
        crate::import::Options { book, of: args.of.as_deref(), checked_on: args.checked_on, countries };
    crate::import::read(&files, args.format, &options)
}

/// The bytes of a file, looked at before they are read.
///
/// # Errors
///
/// Why it cannot be read.
pub(super) fn source(path: &Path, env: &dyn Env) -> Result<Source, Problem> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let shown = clean(&path.to_string_lossy());
    match env.kind(path) {
        Ok(Kind::File(size)) if size <= grid::MOST_BYTES => {}
        Ok(Kind::File(_)) => return Err(large(&name)),
        Ok(Kind::Folder) => return Err(fault(&shown, "a folder; name the files in it")),
        Ok(Kind::Other) => return Err(fault(&shown, "not a regular file")),
        Err(error) => return Err(fault(&shown, error)),
    }
    let bytes = env.bytes(path, grid::MOST_BYTES).map_err(|error| fault(&shown, error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > grid::MOST_BYTES {
        return Err(large(&name));
    }
    Ok(Source { name, bytes })
}

fn large(name: &str) -> Problem {
    grid::too_large(name, &format!("more than {} MiB", grid::MOST_BYTES.div_euclid(1024 * 1024)))
}

/// Writes a register of its own.
fn fresh(args: &Import, draft: &Draft, book: &LawBook, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let names: Vec<_> =
        args.files.iter().filter_map(|path| path.file_name()).map(|name| name.to_string_lossy()).collect();
    let head = format!("A register made from {}. Each table says where it came from.", names.join(", "));
    let written = match check::register(draft, &head, book) {
        Ok(written) => written,
        Err(faults) => return broken(&faults.into_iter().map(check::unreadable).collect::<Vec<_>>(), out),
    };
    match &args.out {
        None => out.answer(&written.text),
        Some(path) => {
            let shown = clean(&path.to_string_lossy());
            match env.create(path, written.text.as_bytes()) {
                Ok(()) => out.answer(&format!("wrote {shown}\nnext: transfer check {shown}\n")),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                    out.message(&format!("error: `{shown}` is there already; it was left as it is\n  = help: merge into it with --into {shown}\n"));
                    return Outcome::Broken;
                }
                Err(error) => {
                    out.message(&format!("error: cannot write `{shown}`: {error}\n"));
                    return Outcome::Broken;
                }
            }
        }
    }
    ask(&draft.questions, out);
    Outcome::Clean
}

fn ask(questions: &[String], out: &mut Out<'_>) {
    /// Most questions printed; all of them stand in the register.
    const MOST: usize = 50;
    let mut text = String::new();
    for question in questions.iter().take(MOST) {
        text.push_str(&format!("question: {}\n", clean(question)));
    }
    if let Some(more) = questions.len().checked_sub(MOST).filter(|more| *more > 0) {
        text.push_str(&format!("… and {more} more questions\n"));
    }
    if !text.is_empty() {
        out.message(&text);
    }
}

/// Merges into a register that is there.
fn merged(
    args: &Import,
    into: &Path,
    draft: &Draft,
    book: &LawBook,
    env: &dyn Env,
    out: &mut Out<'_>,
) -> Outcome {
    let files = match input::register_texts(into, env) {
        Ok(files) => files,
        Err(faults) => return broken(&faults, out),
    };
    if let Err((sources, faults)) = read(files.clone(), book) {
        problems::print_as(&sources, &faults, "nothing was imported", out);
        return Outcome::Broken;
    }
    let merged = match merge(files, draft) {
        Ok(merged) => merged,
        Err(faults) => return broken(&faults, out),
    };
    let after: Files = merged.files.iter().map(|file| (file.name.clone(), file.after.clone())).collect();
    if let Err((sources, faults)) = read(after, book) {
        problems::print_as(&sources, &faults, "the merged register cannot be read; nothing was written", out);
        return Outcome::Broken;
    }
    let changed: Vec<&Change> = merged.files.iter().filter(|file| file.before != file.after).collect();
    for file in &changed {
        out.answer(&lines(&file.diff()));
    }
    for note in &merged.notes {
        out.message(&format!("note: {}\n", clean(note)));
    }
    if draft.stance == Stance::Fills {
        let answered: BTreeSet<&String> = merged.answered.iter().collect();
        let open: Vec<String> =
            draft.questions.iter().filter(|question| !answered.contains(question)).cloned().collect();
        ask(&open, out);
    }
    if changed.is_empty() {
        out.message("nothing changes\n");
        return Outcome::Clean;
    }
    if !args.yes {
        out.message("nothing was written; add --yes to write these changes\n");
        return Outcome::Clean;
    }
    match write_all(into, &changed, env) {
        Ok(()) => {
            out.message(&format!("wrote {} of the register's files\n", changed.len()));
            Outcome::Clean
        }
        Err(why) => {
            out.message(&format!("error: {}\n", clean(&why)));
            Outcome::Broken
        }
    }
}

/// A diff, safe for a terminal.
fn lines(diff: &str) -> String {
    let mut safe = String::with_capacity(diff.len());
    for line in diff.lines() {
        safe.push_str(&clean(line));
        safe.push('\n');
    }
    safe
}

/// Writes every file, or none: those written before a failure get their old text back.
fn write_all(into: &Path, changed: &[&Change], env: &dyn Env) -> Result<(), String> {
    let folder = matches!(env.kind(into), Ok(Kind::Folder));
    let path = |file: &Change| -> PathBuf { if folder { into.join(&file.name) } else { into.to_owned() } };
    // A link is followed: the register's own file is written, and the link stays.
    let real = |file: &Change| env.real(&path(file)).unwrap_or_else(|_| path(file));
    for (at, file) in changed.iter().enumerate() {
        let Err(error) = env.replace(&real(file), file.after.as_bytes()) else { continue };
        let mut why = format!("cannot write `{}`: {error}; the register was left as it was", file.name);
        for done in changed.iter().take(at) {
            if let Err(error) = env.replace(&real(done), done.before.as_bytes()) {
                why = format!("{why}, but `{}` could not be put back: {error}", done.name);
            }
        }
        return Err(why);
    }
    Ok(())
}
