//! What the code map promises of each crate, held against the sources themselves.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail; sources are read from the disk"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use transfer_tests::material;

/// The sources below a folder of the repository, by their paths in it.
fn sources(folder: &str) -> BTreeMap<String, String> {
    let root = material("..");
    let mut found = BTreeMap::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// The code of a source: without comments, and without the tests at its end.
fn code(source: &str) -> impl Iterator<Item = &str> {
    let code = source.split("#[cfg(test)]\nmod tests").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// Words of law that the model may name, and why.
const NAMED: [(&str, &str); 7] = [
    ("adequacy", "a general word: a decision about a place, whatever the law"),
    ("bcr", "a kind of mechanism, as laws are compared"),
    ("carve-out", "a sort of row: what a law takes out of the restriction"),
    ("consent", "a general ground, a kind of mechanism, a legal basis"),
    ("contract", "a general ground, a legal basis"),
    ("other", "a claim in the claimant's own words"),
    ("EU", "an authority as registers name it"),
];

#[test]
fn the_model_names_no_law() {
    let pack = jurisdictions::embedded().unwrap();
    let pack = pack.pack();
    let mut words: BTreeSet<&str> = BTreeSet::new();
    words.extend(pack.mechanisms.iter().map(|row| row.id.as_str()));
    words.extend(pack.regimes.iter().map(|row| row.header.id.as_str()));
    words.extend(pack.rules.iter().map(|row| row.header.id.as_str()));
    words.extend(pack.powers.iter().map(|row| row.header.id.as_str()));
    words.extend(pack.places.iter().map(|row| row.code.as_str()));
    for scheme in &pack.schemes {
        words.insert(&scheme.id);
        words.extend(scheme.parts.iter().map(String::as_str));
    }
    let mut named: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let sources = sources("transfer-model/src");
    for (file, source) in &sources {
        for line in code(source) {
            // What stands between two quotes is every second piece.
            for text in line.split('"').skip(1).step_by(2) {
                if let Some(word) = words.get(text) {
                    named.entry(word).or_default().push(format!("{file}: {}", line.trim()));
                }
            }
        }
    }
    let known: BTreeSet<&str> = NAMED.iter().map(|(word, _)| *word).collect();
    let more: Vec<_> = named.iter().filter(|(word, _)| !known.contains(*word)).collect();
    assert!(more.is_empty(), "what a law says is a row of its data: {more:#?}");
    let gone: Vec<_> = known.iter().filter(|word| !named.contains_key(*word)).collect();
    assert!(gone.is_empty(), "no longer named, so take them off the list: {gone:?}");
}

#[test]
fn the_law_pack_knows_no_register() {
    for (file, source) in sources("jurisdictions/src") {
        assert!(!code(&source).any(|line| line.contains("transfer_model::register")), "{file}");
    }
}

#[test]
fn nothing_below_the_commands_knows_a_command() {
    let below = |file: &str| {
        let inside = file.strip_prefix("transfer-cli/src/").unwrap();
        !inside.starts_with("command") && inside != "lib.rs"
    };
    for (file, source) in sources("transfer-cli/src").into_iter().filter(|(file, _)| below(file)) {
        assert!(!code(&source).any(|line| line.contains("crate::command")), "{file}");
    }
}

#[test]
fn each_file_says_what_it_is_for() {
    for folder in ["transfer-model", "jurisdictions", "transfer-cli", "tests"] {
        let silent = sources(folder).into_iter().filter(|(_, source)| !source.starts_with("//!"));
        let silent: Vec<String> = silent.map(|(file, _)| file).filter(|file| !is_elsewhere(file)).collect();
        assert!(silent.is_empty(), "{silent:?}");
    }
}

/// Workspaces of their own, and what is built.
fn is_elsewhere(file: &str) -> bool {
    let path = Path::new(file);
    ["tests/engines", "tests/fuzz"].iter().any(|folder| path.starts_with(folder)) || file.contains("/target/")
}
