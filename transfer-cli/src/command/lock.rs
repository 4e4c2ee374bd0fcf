//! `transfer lock`: writes the verdicts and mechanisms as reviewed, and what `check --locked` compares with them.

use std::path::{Path, PathBuf};

use transfer_model::compare::{World, answers};

use crate::args;
use crate::env::{Env, Out};
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::lock::{self, Differences, Locked};

/// Largest size of a lock.
const MAX_LOCK: u64 = 256 * 1024 * 1024;

/// Runs it.
pub fn run(args: &args::Lock, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let Some(loaded) = input::load(&args.input, env, out) else { return Outcome::Broken };
    let path = place(&loaded, args.out.as_deref());
    if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("toml")) {
        out.message("error: a lock is no part of a register: name a file that does not end in `.toml`\n");
        return Outcome::Broken;
    }
    let text = lock::text(&now(&loaded));
    if env.bytes(&path, MAX_LOCK).is_ok_and(|known| known == text.as_bytes()) {
        out.answer(&format!("{} is as it should be\n", path.display()));
        return Outcome::Clean;
    }
    let folder = path.parent().filter(|folder| args.out.is_some() && !folder.as_os_str().is_empty());
    let written = folder.map_or(Ok(()), |folder| env.make_folder(folder));
    if let Err(error) = written.and_then(|()| env.replace(&path, text.as_bytes())) {
        out.message(&format!("error: cannot write `{}`: {error}\n", path.display()));
        return Outcome::Broken;
    }
    out.answer(&format!("wrote {}\n", path.display()));
    Outcome::Clean
}

/// Compares what is locked with what is.
///
/// # Errors
///
/// The lock cannot be read, or is none.
pub fn compare(loaded: &Loaded, named: Option<&Path>, env: &dyn Env) -> Result<Differences, String> {
    let path = place(loaded, named);
    let bytes = env.bytes(&path, MAX_LOCK).map_err(|error| {
        let help = "write it with `transfer lock`";
        format!("error: cannot read `{}`: {error}; {help}\n", path.display())
    })?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_LOCK {
        let most = MAX_LOCK.div_euclid(1024 * 1024);
        return Err(format!("error: `{}` is no lock: it has more than {most} MiB\n", path.display()));
    }
    let known = std::str::from_utf8(&bytes)
        .map_err(|error| error.to_string())
        .and_then(lock::read)
        .map_err(|error| format!("error: `{}` is no lock: {error}\n", path.display()))?;
    Ok(lock::differences(&known, &now(loaded)))
}

fn now(loaded: &Loaded) -> Locked {
    let world = World { register: &loaded.register, book: &loaded.book, day: loaded.day };
    Locked { digest: loaded.register.digest.clone(), law: loaded.book.pack().title(), flows: answers(world) }
}

fn place(loaded: &Loaded, named: Option<&Path>) -> PathBuf {
    named.map_or_else(|| loaded.folder.join("transfers.lock"), Path::to_path_buf)
}
