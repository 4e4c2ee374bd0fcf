//! `transfer man`: the manual pages, from the words of the command line.

use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::args::{Args, Man as Arguments};
use crate::env::{Env, Out};
use crate::outcome::Outcome;

/// Runs it: one page to the answer, or all into a folder.
pub fn run(args: &Arguments, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    if let Err(error) = collect(&command, &mut pages) {
        out.message(&format!("error: cannot make the manual: {error}\n"));
        return Outcome::Broken;
    }
    let Some(folder) = &args.out else {
        if let Some((_, page)) = pages.first() {
            out.answer(&String::from_utf8_lossy(page));
        }
        return Outcome::Clean;
    };
    write(folder, &pages, env, out)
}

fn write(folder: &Path, pages: &[(PathBuf, Vec<u8>)], env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    if let Err(error) = env.make_folder(folder) {
        out.message(&format!("error: cannot make `{}`: {error}\n", folder.display()));
        return Outcome::Broken;
    }
    for (name, page) in pages {
        let path = folder.join(name);
        if let Err(error) = env.replace(&path, page) {
            out.message(&format!("error: cannot write `{}`: {error}\n", path.display()));
            return Outcome::Broken;
        }
    }
    out.answer(&format!("wrote {} pages to {}\n", pages.len(), folder.display()));
    Outcome::Clean
}

/// The page of a command and, after it, those of its own commands.
fn collect(command: &clap::Command, pages: &mut Vec<(PathBuf, Vec<u8>)>) -> std::io::Result<()> {
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render(&mut page)?;
    pages.push((PathBuf::from(man.get_filename()), page));
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        collect(inner, pages)?;
    }
    Ok(())
}
