//! `transfer fmt`: tidies the files of a register. Nothing is written unless the register reads, and what is
//! written says the same: the digest before and after is compared.

use std::path::{Path, PathBuf};

use similar::TextDiff;
use transfer_model::diag::Problem;
use transfer_model::law::LawBook;
use transfer_model::read::is_json_lines;
use transfer_model::register::{Files, read};
use transfer_model::source::Sources;

use crate::args::Fmt;
use crate::env::{Env, Kind, Out};
use crate::home::Home;
use crate::input;
use crate::outcome::Outcome;
use crate::render::problems;
use crate::render::text::clean;
use crate::tidy::tidy;

/// A file that is to be written.
struct Change {
    name: String,
    /// The file itself, links followed.
    path: PathBuf,
    before: String,
    after: String,
}

/// Runs it.
pub fn run(args: &Fmt, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    if args.register.as_deref().is_some_and(input::is_standard) {
        out.message("error: a register on standard input cannot be tidied: name its file\n");
        return Outcome::Broken;
    }
    let Some(law) = input::law(args.law.as_deref(), env, out) else { return Outcome::Broken };
    let Some((path, files)) = input::find(args.register.as_deref(), env, out) else {
        return Outcome::Broken;
    };
    let Some(changes) = changes(&path, files, &law, env, out) else { return Outcome::Broken };
    if args.check {
        let home = Home::of(&path, env);
        for change in &changes {
            out.answer(&difference(&home.path(&change.name), change));
        }
        return if changes.is_empty() { Outcome::Clean } else { Outcome::Findings };
    }
    for change in &changes {
        if let Err(why) = write(change, env) {
            out.message(&format!("error: cannot write `{}`: {why}\n", clean(&change.name)));
            return Outcome::Broken;
        }
        out.answer(&format!("tidied {}\n", clean(&change.name)));
    }
    if changes.is_empty() {
        out.answer("nothing to tidy\n");
    }
    Outcome::Clean
}

/// What is to be written; none, and messages, if anything is wrong.
fn changes(
    path: &Path,
    files: Files,
    law: &LawBook,
    env: &dyn Env,
    out: &mut Out<'_>,
) -> Option<Vec<Change>> {
    let before = match read(files.clone(), law) {
        Ok(register) => register.digest,
        Err((sources, faults)) => {
            problems::print_of(&Home::of(path, env), &sources, &faults, out);
            return None;
        }
    };
    let mut changes = Vec::new();
    let mut tidied = Files::new();
    let mut faults = Vec::new();
    for (name, text) in files {
        // Lines for machines have no layout.
        let tidied_text = (!is_json_lines(&name)).then(|| tidy(&text)).flatten();
        let after = tidied_text.unwrap_or_else(|| text.clone());
        tidied.push((name.clone(), after.clone()));
        if after == text {
            continue;
        }
        match real(path, &name, env) {
            Ok(path) => changes.push(Change { name, path, before: text, after }),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        problems::print(&Sources::default(), &faults, out);
        return None;
    }
    // The layout is not trusted: what is written must read as the same register.
    if read(tidied, law).is_ok_and(|register| register.digest == before) {
        Some(changes)
    } else {
        let fault = Problem::unreadable("tidying would change what the register says; nothing was written");
        problems::print(&Sources::default(), &[fault], out);
        None
    }
}

/// The file behind a name. A link is written through, but only to a file of the same folder.
fn real(path: &Path, name: &str, env: &dyn Env) -> Result<PathBuf, Problem> {
    let (folder, entry) = match env.kind(path) {
        Ok(Kind::Folder) => (path.to_path_buf(), path.join(name)),
        _ => (path.parent().unwrap_or(Path::new("")).to_path_buf(), path.to_path_buf()),
    };
    let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
    match (env.real(&folder), env.real(&entry)) {
        (Ok(home), Ok(file)) if file.starts_with(&home) => Ok(file),
        (Ok(_), Ok(_)) => {
            Err(Problem::unreadable(format!("`{name}` is a link that leads out of its folder"))
                .help("tidy the file it leads to"))
        }
        (Err(error), _) | (_, Err(error)) => {
            Err(Problem::unreadable(format!("cannot find `{name}` again: {error}")))
        }
    }
}

fn write(change: &Change, env: &dyn Env) -> Result<(), String> {
    let most = u64::try_from(change.before.len()).unwrap_or(u64::MAX);
    let now = env.bytes(&change.path, most).map_err(|error| error.to_string())?;
    if now != change.before.as_bytes() {
        return Err("it was changed in the meantime".to_owned());
    }
    env.replace(&change.path, change.after.as_bytes()).map_err(|error| error.to_string())
}

/// What would change, as a patch.
fn difference(path: &str, change: &Change) -> String {
    let diff = TextDiff::from_lines(&change.before, &change.after);
    let path = clean(path);
    let patch = diff.unified_diff().context_radius(3).header(&path, &path).to_string();
    let mut text = String::new();
    for line in patch.lines() {
        text.push_str(&clean(line));
        text.push('\n');
    }
    text
}
