//! `transfer evidence`: records the digest of a file in the register, by an edit of the one place that changes,
//! and shows what is found of every file. An edit is proved by reading the register again before it is written.

use std::path::Path;

use transfer_model::assess::{EvidenceState, Gone};
use transfer_model::register::{Evidenced, Register, read};
use transfer_model::source::Span;

use super::named::meant;
use crate::args::{AsOf, Evidence, EvidenceAdd, EvidenceCheck, EvidenceCommand, Input};
use crate::env::{Env, Out};
use crate::evidence::{Shown, digest, inside, look};
use crate::input::{self, Loaded};
use crate::outcome::Outcome;
use crate::render::text::clean;

mod edit;

use edit::Home;

/// Runs it.
pub fn run(args: &Evidence, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    match &args.command {
        EvidenceCommand::Add(add) => match record(add, env, out) {
            Ok(Some(text)) => {
                out.answer(&text);
                Outcome::Clean
            }
            Ok(None) => Outcome::Broken,
            Err(why) => {
                out.message(&format!("error: {why}\n"));
                Outcome::Broken
            }
        },
        EvidenceCommand::Check(check) => list(check, env, out),
    }
}

/// Records the file as evidence; none where the register itself is broken.
fn record(args: &EvidenceAdd, env: &dyn Env, out: &mut Out<'_>) -> Result<Option<String>, String> {
    // The day changes nothing here; today is asked of nobody.
    let (named, file) = args.paths();
    if named.is_some_and(|named| input::is_standard(named)) {
        return Err("a register on standard input cannot be written: name its file".to_owned());
    }
    let input = Input { register: named.cloned(), as_of: Some(AsOf::Today), law: args.law.clone() };
    let Some(loaded) = input::load(&input, env, out) else { return Ok(None) };
    let register = &loaded.register;
    let (table, called, id) = args.of.named().ok_or("name what the file shows")?;
    let rows = rows_of(&loaded, register, table);
    let mut named = rows.iter().filter(|(known, ..)| known == id).map(|(_, of, span)| (*of, *span));
    let (of, span) = match (named.next(), named.next()) {
        (Some(row), None) => row,
        // Only entries have no id of their own.
        (Some(_), Some(_)) => {
            return Err(format!(
                "`{}` is more than one entry\n  = help: write `evidence` into the one yourself",
                clean(id)
            ));
        }
        (None, _) => {
            let help = meant(id, rows.iter().map(|(known, ..)| known.as_str()));
            let is = if table == "entry" { "is named" } else { "has the id" };
            return Err(format!("no {called} {is} `{}`{help}", clean(id)));
        }
    };
    let path = if env.kind(file).is_ok() { file.clone() } else { loaded.folder.join(file) };
    let shown = clean(&file.to_string_lossy());
    let real = inside(&loaded.folder, &path, env).map_err(|gone| match gone {
        Gone::NotThere => format!("there is no file `{shown}`"),
        Gone::Unreadable => format!("cannot look at `{shown}`"),
        Gone::NoFile => format!("`{shown}` is no regular file"),
        Gone::Outside => format!(
            "`{shown}` is outside the register's folder\n  = help: copy it into the folder; a register stands on its own"
        ),
    })?;
    let home = env.real(&loaded.folder).map_err(|error| error.to_string())?;
    let parts: Option<Vec<&str>> = real
        .strip_prefix(&home)
        .ok()
        .map(|inner| inner.components().map(|part| part.as_os_str().to_str()).collect())
        .unwrap_or_default();
    let name = parts.ok_or_else(|| format!("the name `{shown}` is not UTF-8 text"))?.join("/");
    if register
        .sources
        .iter()
        .any(|(_, source)| env.real(&file_of(&loaded, source.name())).ok() == Some(real.clone()))
    {
        return Err(format!("`{shown}` is a file of the register itself, which this would change"));
    }
    let sum = digest(&real, env).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
    let value = format!("{{ file = {}, sha256 = \"{sum}\" }}", toml::Value::String(name.clone()));

    let source = register.sources.get(span.source).ok_or("the register has no such text")?;
    let place = file_of(&loaded, source.name());
    let write_by_hand = || {
        format!(
            "cannot find a place for it in `{}` without changing its layout\n  = help: write it yourself: evidence = {value}",
            clean(source.name())
        )
    };
    let home = match of {
        Evidenced::Entry(party, at) => {
            Home { table: "party", id: &register.party(party).id, entry: usize::try_from(at).ok() }
        }
        Evidenced::Instrument(_) | Evidenced::Tia(_) | Evidenced::Notice(_) => {
            Home { table, id, entry: None }
        }
    };
    let edited = edit::put(source.text(), &home, &value).ok_or_else(write_by_hand)?;
    let again = register
        .sources
        .iter()
        .map(|(id, known)| {
            let text = if id == span.source { edited.as_str() } else { known.text() };
            (known.name().to_owned(), text.to_owned())
        })
        .collect();
    let proved = read(again, &loaded.book).ok().is_some_and(|again| {
        again.evidence_of(of).is_some_and(|evidence| {
            let known =
                rows_of(&loaded, &again, table).iter().any(|(known, at, _)| *known == id && *at == of);
            let sound = evidence.sha256.as_ref().is_some_and(|recorded| recorded.value == sum);
            known && evidence.file.value == name && sound
        })
    });
    if !proved {
        return Err(write_by_hand());
    }
    write(&place, source.text(), &edited, env)?;
    Ok(Some(format!(
        "wrote into `{}`, {called} `{}`:\nevidence = {}\n",
        clean(source.name()),
        clean(id),
        clean(&value)
    )))
}

/// The rows of a kind that may have a file, by id, with where each stands.
fn rows_of(loaded: &Loaded, register: &Register, kind: &str) -> Vec<(String, Evidenced, Span)> {
    let all = register.evidenced().filter_map(|(of, _)| {
        let known = Shown::of(register, &loaded.book, of).filter(|known| known.table == kind)?;
        Some((known.name(":"), of, known.span))
    });
    all.collect()
}

/// The file of a register that a text came from.
fn file_of(loaded: &Loaded, name: &str) -> std::path::PathBuf {
    loaded.folder.join(name)
}

/// Writes the edited text over the file it was read from, if that has not changed since; its mark of byte order
/// stays, and where a name is a link, the file it leads to is written.
fn write(path: &Path, old: &str, new: &str, env: &dyn Env) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("cannot write `{}`: {error}", clean(&path.to_string_lossy()));
    let real = env.real(path).map_err(fail)?;
    let most = u64::try_from(old.len()).unwrap_or(u64::MAX).saturating_add(3);
    let bytes = env.bytes(&real, most).map_err(fail)?;
    let mark: &[u8] = if bytes.starts_with(b"\xef\xbb\xbf") { b"\xef\xbb\xbf" } else { b"" };
    if bytes.strip_prefix(mark) != Some(old.as_bytes()) {
        return Err(format!(
            "`{}` was changed meanwhile; nothing was written",
            clean(&path.to_string_lossy())
        ));
    }
    let mut all = mark.to_vec();
    all.extend_from_slice(new.as_bytes());
    env.replace(&real, &all).map_err(fail)
}

/// Lists what is found of every file; documents without one are named too.
fn list(args: &EvidenceCheck, env: &dyn Env, out: &mut Out<'_>) -> Outcome {
    let input = Input { register: args.register.clone(), as_of: Some(AsOf::Today), law: args.law.clone() };
    let Some(loaded) = input::load(&input, env, out) else { return Outcome::Broken };
    let found = look(&loaded, env);
    let mut sound = true;
    for (of, file) in loaded.register.evidenced() {
        let state = match (found.get(&of), file.and_then(|file| file.sha256.as_ref())) {
            (None, _) if matches!(of, Evidenced::Instrument(_)) => "no evidence recorded",
            (None, _) => continue,
            (Some(EvidenceState::Sound), Some(_)) => "as recorded",
            (Some(EvidenceState::Sound), None) => "there; no digest is recorded",
            (Some(EvidenceState::Altered), _) => "not the file recorded",
            (Some(EvidenceState::Missing(Gone::NotThere)), _) => "not there",
            (Some(EvidenceState::Missing(Gone::Unreadable)), _) => "cannot be read",
            (Some(EvidenceState::Missing(Gone::NoFile)), _) => "no regular file",
            (Some(EvidenceState::Missing(Gone::Outside)), _) => "outside the register's folder",
        };
        sound &= matches!(found.get(&of), None | Some(EvidenceState::Sound));
        let name = file.map_or_else(String::new, |file| format!(" `{}`", clean(&file.file.value)));
        let of = Shown::of(&loaded.register, &loaded.book, of).map(|of| of.name(", ")).unwrap_or_default();
        out.answer(&format!("{}:{name} {state}\n", clean(&of)));
    }
    if sound { Outcome::Clean } else { Outcome::Findings }
}
