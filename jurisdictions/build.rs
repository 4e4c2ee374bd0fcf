//! Reads the law data at build time, so that the command does not parse it at each start: a faulty row fails
//! the build with its file and line.

#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

#[expect(unreachable_pub, reason = "the module is part of the library, and only included here")]
#[path = "src/load.rs"]
mod load;

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("data");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed={}", root.display());
    println!("cargo:rerun-if-changed=src/load.rs");
    println!("cargo:rerun-if-changed=src/load");
    let mut paths = Vec::new();
    collect(&root, &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    let mut list = String::from("&[\n");
    for path in paths {
        let name = path.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        writeln!(list, "    ({name:?}, include_str!({:?})),", path.to_string_lossy())?;
        files.push((name, fs::read_to_string(&path)?));
    }
    list.push_str("]\n");
    let pack = load::load(files).map_err(|error| {
        let mut text = String::new();
        for problem in &error.problems {
            let at = problem.span.map(|span| error.sources.locate(span).to_string()).unwrap_or_default();
            let help = problem.help.as_deref().unwrap_or("");
            // Writing to a String cannot fail.
            let _ = write!(text, "\n{at}: {} ({}) {help}", problem.message, problem.code.name());
        }
        text
    })?;
    println!("cargo:rustc-env=LAW_VERSION={}", pack.version);
    fs::write(out.join("pack.bin"), postcard::to_allocvec(&pack)?)?;
    fs::write(out.join("files.rs"), list)?;
    Ok(())
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    Ok(())
}
