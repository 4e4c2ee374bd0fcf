//! The command `transfer`. It reads registers and law packs, calls the model, and prints; it decides nothing
//! legal itself.
//!
//! ```text
//! arguments ─► args ─► command ─► input (files, law) ─► transfer_model::assess ─► render ─► out
//! ```
//!
//! | module | knows |
//! | --- | --- |
//! | [`args`] | the words of the command line, nothing else |
//! | [`mod@env`] | files, clock and terminal: the only door to the outside |
//! | [`home`] | where the files of a register lie, as others find them |
//! | [`input`] | how a register or an overlay on disk becomes texts |
//! | [`mod@evidence`] | what is found of files of evidence |
//! | [`command`] | one file a command |
//! | [`facts`] | the tables and keys of a register as they are written, and as cells of sheets |
//! | [`import`] | one file a foreign format: bytes become a draft of a register |
//! | [`render`] | one file an output format |
//! | [`tidy`] | how the text of a register is laid out |
//! | [`scan`] | claims about transfers in published texts: text in, claims out |

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that cannot go on should fail"))]

pub mod args;
pub mod command;
pub mod env;
pub mod evidence;
pub mod facts;
pub mod home;
pub mod import;
pub mod input;
pub mod outcome;
pub mod render;
pub mod scan;
pub mod tidy;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Args, Command};
use crate::env::{Env, Out, System};
use crate::outcome::Outcome;

/// Runs the command with the arguments of the process.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are answers, not errors; a closed pipe is none either.
            let lost = error.print().is_err_and(|error| error.kind() != std::io::ErrorKind::BrokenPipe);
            return if error.use_stderr() || lost { Outcome::Broken.into() } else { Outcome::Clean.into() };
        }
    };
    let mut out = Out::standard();
    let outcome = run(&args, &System, &mut out);
    let lost = out.lost().map(|error| format!("error: cannot write the answer: {error}\n"));
    lost.map_or(outcome, |message| {
        out.message(&message);
        Outcome::Broken
    })
    .into()
}

/// Runs a command: output goes to `out`, everything outside is asked of `env`.
pub fn run(args: &Args, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    match &args.command {
        Command::Check(check) => command::check::run(check, env, out),
        Command::Flows(flows) => command::flows::run(flows, env, out),
        Command::Paths(paths) => command::paths::run(paths, env, out),
        Command::Reach(reach) => command::reach::run(reach, env, out),
        Command::Plan(plan) => command::plan::run(plan, env, out),
        Command::Timeline(timeline) => command::timeline::run(timeline, env, out),
        Command::Explain(explain) => command::explain::run(explain, env, out),
        Command::Who(who) => command::who::run(who, env, out),
        Command::Export(export) => command::export::run(export, env, out),
        Command::Import(import) => command::import::run(import, env, out),
        Command::DiffList(diff) => command::diff_list::run(diff, env, out),
        Command::Tia(tia) => command::tia::run(tia, env, out),
        Command::Report(report) => command::report::run(report, env, out),
        Command::Init(init) => command::init::run(init, env, out),
        Command::Evidence(evidence) => command::evidence::run(evidence, env, out),
        Command::Notice(notice) => command::notice::run(notice, env, out),
        Command::Law(law) => command::law::run(law, env, out),
        Command::Fmt(fmt) => command::fmt::run(fmt, env, out),
        Command::Schema(schema) => command::schema::run(schema, env, out),
        Command::Completions(completions) => command::completions::run(completions, out),
        Command::Man(man) => command::man::run(man, env, out),
        Command::Diff(diff) => command::diff::run(diff, env, out),
        Command::Lock(lock) => command::lock::run(lock, env, out),
        Command::WhatIf(what_if) => command::what_if::run(what_if, env, out),
        Command::Scan(scan) => command::scan::run(scan, env, out),
    }
}
