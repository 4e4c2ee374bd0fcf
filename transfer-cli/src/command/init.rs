//! `transfer init`: a commented starter register that checks clean.

use std::io::ErrorKind;
use std::path::PathBuf;

use crate::args::Init;
use crate::env::{Env, Out};
use crate::outcome::Outcome;

/// The register written.
pub const STARTER: &str = include_str!("../starter.toml");

/// Runs it. An existing register is left as it is.
pub fn run(args: &Init, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let path = args.dir.clone().unwrap_or_else(|| PathBuf::from(".")).join("transfer.toml");
    let shown = path.display();
    match env.create(&path, STARTER.as_bytes()) {
        Ok(()) => {
            out.answer(&format!("wrote {shown}\nnext: edit it, then run `transfer check {shown}`\n"));
            Outcome::Clean
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            out.message(&format!("error: `{shown}` is there already; it was left as it is\n"));
            Outcome::Broken
        }
        Err(error) => {
            out.message(&format!("error: cannot write `{shown}`: {error}\n"));
            Outcome::Broken
        }
    }
}
