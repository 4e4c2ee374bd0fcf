//! The folder of a report: what may be written over, and how it is written as a whole. A folder that is there must
//! hold an earlier report and nothing else, each file as it was written.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Part;
use crate::env::{Env, Kind};
use crate::render::hash::hex;
use crate::render::report::Report;
use crate::render::text::clean;

/// The file that lists the others.
pub(super) const MANIFEST: &str = "manifest.json";
const SCHEMA: &str = "transfer-report/1";
/// Largest file of a report that is looked at, in bytes.
const MAX_FILE: u64 = 1024 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
struct Manifest {
    schema: String,
    quarter: String,
    as_of: String,
    register: Head,
    law: Head,
    files: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Head {
    name: String,
    digest: String,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    path: String,
    bytes: u64,
    sha256: String,
}

/// The manifest of these files.
pub(super) fn manifest(report: &Report<'_>, parts: &[Part]) -> String {
    let pack = report.loaded.book.pack();
    let register = &report.loaded.register;
    let manifest = Manifest {
        schema: SCHEMA.to_owned(),
        quarter: report.quarter.clone(),
        as_of: report.loaded.day.to_string(),
        register: Head { name: register.name.clone(), digest: register.digest.clone() },
        law: Head { name: pack.title(), digest: pack.digest.clone() },
        files: parts
            .iter()
            .map(|(path, bytes)| Entry {
                path: path.clone(),
                bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
                sha256: hex(bytes),
            })
            .collect(),
    };
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}

/// Whether the folder may be written.
///
/// # Errors
///
/// Why not: it is no folder, holds the register, or holds what no report wrote or what was changed since.
pub(super) fn ready(folder: &Path, register: Option<&Path>, env: &dyn Env) -> Result<(), String> {
    let name = clean(&folder.to_string_lossy());
    match env.kind(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(format!("cannot look at `{name}`: {error}")),
        Ok(Kind::Folder) => {}
        Ok(Kind::File(_) | Kind::Other) => return Err(format!("`{name}` is there and is no folder")),
    }
    let real = env.real(folder).map_err(|error| format!("cannot look at `{name}`: {error}"))?;
    let inside = register.and_then(|register| env.real(register).ok()).is_some_and(|r| r.starts_with(&real));
    if inside {
        return Err(format!("`{name}` holds the register"));
    }
    let found = files(folder, "", env).map_err(|error| format!("cannot look at `{name}`: {error}"))?;
    if found.is_empty() {
        return Ok(());
    }
    let help = "name another folder, or move away what is there";
    let manifest: Manifest = env
        .bytes(&folder.join(MANIFEST), MAX_FILE)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .filter(|manifest: &Manifest| manifest.schema == SCHEMA)
        .ok_or_else(|| format!("`{name}` is not empty and holds no report\n  = help: {help}"))?;
    for path in found.iter().filter(|path| *path != MANIFEST) {
        let shown = clean(path);
        let Some(entry) = manifest.files.iter().find(|entry| entry.path == *path) else {
            return Err(format!("`{name}` holds `{shown}`, which no report wrote\n  = help: {help}"));
        };
        let bytes = env
            .bytes(&folder.join(path), MAX_FILE)
            .map_err(|error| format!("cannot read `{shown}` of `{name}`: {error}"))?;
        if hex(&bytes) != entry.sha256 {
            return Err(format!("`{shown}` of `{name}` was changed since it was written\n  = help: {help}"));
        }
    }
    Ok(())
}

/// The files of a folder and of those one below, as paths with slashes; a link or device counts as a file.
fn files(folder: &Path, above: &str, env: &dyn Env) -> std::io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in env.entries(folder)? {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let path = if above.is_empty() { name } else { format!("{above}/{name}") };
        if above.is_empty() && matches!(env.kind(&entry), Ok(Kind::Folder)) {
            let below = files(&entry, &path, env)?;
            if below.is_empty() {
                found.push(path);
            } else {
                found.extend(below);
            }
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

/// Writes the files in the place of what was there, all or none.
pub(super) fn publish(folder: &Path, parts: Vec<Part>, env: &dyn Env) -> Result<(), String> {
    env.replace_folder(folder, &parts).map_err(|error| error.to_string())
}
