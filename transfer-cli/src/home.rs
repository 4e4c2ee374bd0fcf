//! Where the files of a register lie, as seen from where the command runs: terminals, editors and code hosts
//! find a file by that path, while the register itself names its files relative to its own folder.

use std::path::{Component, Path, PathBuf};

use crate::env::{Env, Kind};

/// The folder of a register: relative to the current folder where it lies below it, else absolute.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// With slashes; empty: the current folder.
    path: String,
    /// Whether it lies below the current folder.
    below: bool,
    /// Its files are rows added to the law pack, beside which the pack's own have no folder.
    overlay: bool,
}

impl Home {
    /// The home of the register at this path: the folder itself, or that of the file.
    pub fn of(path: &Path, env: &dyn Env) -> Self {
        let folder = match env.kind(path) {
            Ok(Kind::Folder) => path,
            _ => path.parent().unwrap_or(Path::new("")),
        };
        let plain = folder.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if plain {
            // As it was written: a linked folder is found under the name of the link.
            return Self { path: slashed(folder), below: true, overlay: false };
        }
        let real = env.real(folder).unwrap_or_else(|_| folder.to_path_buf());
        let here = env.real(Path::new(".")).ok();
        match here.and_then(|here| real.strip_prefix(here).map(Path::to_path_buf).ok()) {
            Some(inside) => Self { path: slashed(&inside), below: true, overlay: false },
            None => Self { path: slashed(&real), below: false, overlay: false },
        }
    }

    /// The home of rows added to the law pack, as it was named: the folder itself, or that of the file.
    pub fn of_overlay(path: &Path, env: &dyn Env) -> Self {
        let folder = match env.kind(path) {
            Ok(Kind::Folder) => path,
            _ => path.parent().unwrap_or(Path::new("")),
        };
        Self { path: folder.to_string_lossy().into_owned(), below: false, overlay: true }
    }

    /// The path of one of the register's files.
    pub fn path(&self, file: &str) -> String {
        let file = match (self.overlay, file.strip_prefix(jurisdictions::OVERLAY)) {
            (false, _) => file,
            (true, Some(name)) => name,
            (true, None) => return file.to_owned(),
        };
        if self.path.is_empty() {
            file.to_owned()
        } else if self.path.ends_with('/') {
            format!("{}{file}", self.path)
        } else {
            format!("{}/{file}", self.path)
        }
    }

    /// Whether the files lie below the current folder, so that their paths are relative.
    pub const fn is_below(&self) -> bool {
        self.below
    }
}

/// A path with slashes between its parts, those that say nothing left out.
fn slashed(path: &Path) -> String {
    let parts: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    let text = parts.to_string_lossy().into_owned();
    if std::path::MAIN_SEPARATOR == '/' { text } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Home;
    use crate::env::System;

    #[test]
    fn paths_are_those_seen_from_here() {
        let path = |home: &str| Home::of(Path::new(home), &System).path("a.toml");
        assert_eq!(path("./src"), "src/a.toml");
        assert_eq!(path("src/render/../command"), "src/command/a.toml");
        assert_eq!(path("Cargo.toml"), "a.toml");
        assert_eq!(path("."), "a.toml");
        assert_eq!(path("/"), "/a.toml");
        let law = |home: &str, file: &str| Home::of_overlay(Path::new(home), &System).path(file);
        assert_eq!(law("../tests/", "overlay/a.toml"), "../tests/a.toml");
        assert_eq!(law("./src", "overlay/a.toml"), "./src/a.toml");
        assert_eq!(law("Cargo.toml", "overlay/Cargo.toml"), "Cargo.toml");
        assert_eq!(law("./src", "eu/adequacy.toml"), "eu/adequacy.toml");
        let absolute = System.real_path("src");
        assert_eq!(Home::of(&absolute, &System), Home::of(Path::new("src"), &System));
        assert!(!Home::of(Path::new("/"), &System).is_below());
    }

    impl System {
        fn real_path(self, path: &str) -> std::path::PathBuf {
            crate::env::Env::real(&self, Path::new(path)).unwrap()
        }
    }
}
