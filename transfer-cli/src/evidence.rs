//! Files of evidence: what is found of each, as facts that the engine is handed. A file must lie inside the
//! register's folder, links followed; only regular files are opened, and they are read in pieces.

mod shown;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use transfer_model::assess::{Evidence, EvidenceState, Gone};

use crate::env::{Env, Kind};
use crate::input::Loaded;

pub use shown::{Shown, beside};

/// What is found of the files that the register names. Each file is read once.
pub fn look(loaded: &Loaded, env: &dyn Env) -> Evidence {
    let mut found = Evidence::new();
    let mut known: BTreeMap<PathBuf, Result<String, Gone>> = BTreeMap::new();
    for (of, evidence) in loaded.register.evidenced() {
        let Some(evidence) = evidence else { continue };
        let state = match inside(&loaded.folder, &loaded.folder.join(&evidence.file.value), env) {
            Err(gone) => EvidenceState::Missing(gone),
            Ok(path) => {
                let digest = known
                    .entry(path)
                    .or_insert_with_key(|path| digest(path, env).map_err(|_| Gone::Unreadable));
                match (digest, &evidence.sha256) {
                    (Err(gone), _) => EvidenceState::Missing(*gone),
                    (Ok(is), Some(recorded)) if !is.eq_ignore_ascii_case(&recorded.value) => {
                        EvidenceState::Altered
                    }
                    (Ok(_), _) => EvidenceState::Sound,
                }
            }
        };
        found.insert(of, state);
    }
    found
}

/// The real path of a regular file inside the folder.
///
/// # Errors
///
/// Why there is none.
pub fn inside(home: &Path, path: &Path, env: &dyn Env) -> Result<PathBuf, Gone> {
    let gone = |error: io::Error| {
        if error.kind() == io::ErrorKind::NotFound { Gone::NotThere } else { Gone::Unreadable }
    };
    let real = env.real(path).map_err(gone)?;
    let home = env.real(home).map_err(gone)?;
    if !real.starts_with(&home) {
        return Err(Gone::Outside);
    }
    match env.kind(&real).map_err(gone)? {
        Kind::File(_) => Ok(real),
        Kind::Folder | Kind::Other => Err(Gone::NoFile),
    }
}

/// The SHA-256 digest of a file, in hexadecimal.
///
/// # Errors
///
/// The system's.
pub fn digest(path: &Path, env: &dyn Env) -> io::Result<String> {
    let mut hash = Sha256::new();
    env.stream(path, &mut |piece| hash.update(piece))?;
    Ok(transfer_model::hex(&hash.finalize()))
}
