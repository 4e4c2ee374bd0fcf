//! Every family of phrases, with each polarity and with its decoys, one sentence a document.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on should fail")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use toml::Value;
use transfer_cli::scan::{lexicon, scan, view};

fn words(sentence: &Value, key: &str) -> BTreeSet<String> {
    let list = sentence.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    list.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

fn check(language: &str, text: &str) {
    let lexicon = lexicon::embedded().unwrap();
    let table: Value = toml::from_str(text).unwrap();
    let sentences = table["sentence"].as_array().unwrap();
    let mut faults = String::new();
    for sentence in sentences {
        let text = sentence["text"].as_str().unwrap();
        let found = scan(lexicon, text, view::Kind::Text);
        let any_part = sentence.get("any_part").is_some();
        let said = |claim: &transfer_cli::scan::Claim| {
            let part = claim.part.as_deref().filter(|_| !any_part).unwrap_or("-");
            format!("{}/{part}/{}", claim.mechanism, claim.polarity.name())
        };
        let ignored = words(sentence, "ignore");
        let strip =
            |set: BTreeSet<String>| set.into_iter().filter(|c| !ignored.contains(c)).collect::<BTreeSet<_>>();
        let claims = strip(found.claims.iter().map(said).collect());
        let wanted = strip(words(sentence, "claims"));
        if claims != wanted {
            writeln!(faults, "{text}\n    found {claims:?}\n    want  {wanted:?}").unwrap();
        }
        if sentence.get("destination").is_some() {
            let to: BTreeSet<String> = found.claims.iter().flat_map(|c| c.destination.clone()).collect();
            if to != words(sentence, "destination") {
                writeln!(faults, "{text}\n    to {to:?}").unwrap();
            }
        }
    }
    assert!(faults.is_empty(), "{language}:\n{faults}");
}

#[test]
fn english() {
    check("English", include_str!("../policies/sentences-en.toml"));
}

#[test]
fn german() {
    check("German", include_str!("../policies/sentences-de.toml"));
}

#[test]
fn french() {
    check("French", include_str!("../policies/sentences-fr.toml"));
}

#[test]
fn spanish() {
    check("Spanish", include_str!("../policies/sentences-es.toml"));
}

#[test]
fn italian() {
    check("Italian", include_str!("../policies/sentences-it.toml"));
}

#[test]
fn dutch() {
    check("Dutch", include_str!("../policies/sentences-nl.toml"));
}
