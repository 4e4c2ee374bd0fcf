//! Scores the scan on labelled real policies, where the folder with them is there. The lexicon was written with
//! the first half in view and the second unread; both have a floor.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::as_conversions,
    reason = "a test that cannot go on should fail; it reads files and prints its score"
)]

use std::path::Path;

use toml::Value;
use transfer_cli::scan::{Claim, lexicon, scan, view};

/// The variable that names a folder with `policies` in it.
const FOLDER: &str = "TRANSFER_SOURCES";

#[derive(Debug, Default)]
struct Score {
    right: usize,
    wrong: usize,
    labelled: usize,
    found: usize,
    /// Labelled claims found in the very polarity, disclaimed and historical taken as one.
    polar: usize,
    /// Hits on labelled lines, and those of them with a polarity labelled there.
    spoken: usize,
    spoken_right: usize,
    dates: usize,
    dates_right: usize,
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn lines(value: &Value) -> Vec<usize> {
    let list = value["lines"].as_array().unwrap();
    list.iter().map(|line| usize::try_from(line.as_integer().unwrap()).unwrap()).collect()
}

fn tables<'a>(document: &'a Value, key: &str) -> &'a [Value] {
    document.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn same(label: &Value, claim: &Claim) -> bool {
    let part = match (text(label, "part"), &claim.part) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    text(label, "mechanism") == Some(&claim.mechanism) && part && lines(label).contains(&claim.line)
}

fn alike(label: &Value, claim: &Claim) -> bool {
    let one = |word: &str| if word == "historical" { "disclaimed".to_owned() } else { word.to_owned() };
    one(text(label, "polarity").unwrap()) == one(claim.polarity.name())
}

fn measure(half: usize) -> Option<Score> {
    let folder = Path::new(&std::env::var_os(FOLDER)?).join("policies");
    let labels = std::fs::read_to_string(folder.join("labels.toml")).ok()?;
    let labels: Value = toml::from_str(&labels).unwrap();
    let lexicon = lexicon::embedded().unwrap();
    let mut score = Score::default();
    for (at, document) in labels["document"].as_array().unwrap().iter().enumerate() {
        if at % 2 != half {
            continue;
        }
        let file = text(document, "file").unwrap();
        let source = std::fs::read_to_string(folder.join(file)).unwrap();
        let found = scan(lexicon, &source, view::Kind::Text);
        let labelled = tables(document, "claim");
        println!("== {file}");
        for claim in &found.claims {
            let ambiguous = tables(document, "ambiguous").iter().any(|label| {
                text(label, "mechanism").is_none_or(|m| m == claim.mechanism)
                    && lines(label).contains(&claim.line)
            });
            let hits: Vec<&Value> = labelled.iter().filter(|label| same(label, claim)).collect();
            let quote = &source[claim.span.clone()];
            let show = format!(
                "{} {} {} {}: {quote}",
                claim.line,
                claim.mechanism,
                claim.part.as_deref().unwrap_or("-"),
                claim.polarity.name()
            );
            if hits.is_empty() {
                if !ambiguous {
                    score.wrong += 1;
                    println!("  WRONG {show}");
                }
                continue;
            }
            score.right += 1;
            score.spoken += 1;
            if hits.iter().any(|label| alike(label, claim)) || ambiguous {
                score.spoken_right += 1;
            } else {
                println!("  POLARITY {show}");
            }
        }
        for label in labelled {
            score.labelled += 1;
            let hits: Vec<&Claim> = found.claims.iter().filter(|claim| same(label, claim)).collect();
            score.found += usize::from(!hits.is_empty());
            let polar = hits.iter().any(|claim| alike(label, claim));
            score.polar += usize::from(polar);
            if !polar {
                let word = if hits.is_empty() { "MISSED" } else { "OTHER POLARITY" };
                println!(
                    "  {word} {} {} {} {:?}",
                    text(label, "mechanism").unwrap(),
                    text(label, "part").unwrap_or("-"),
                    text(label, "polarity").unwrap(),
                    lines(label)
                );
            }
        }
        let printed = document.get("published").map(ToString::to_string);
        let read = found.published.map(|day| day.to_string());
        score.dates += 1;
        score.dates_right += usize::from(printed == read);
        if printed != read {
            println!("  DATE {printed:?} read {read:?} {:?}", found.doubtful);
        }
    }
    let share = |a: usize, b: usize| if b == 0 { 1.0 } else { a as f64 / b as f64 };
    println!(
        "half {half}: precision {:.3} ({} of {}), recall {:.3} ({} of {}), with polarity {:.3}, polarity {:.3} ({} of {}), dates {} of {}",
        share(score.right, score.right + score.wrong),
        score.right,
        score.right + score.wrong,
        share(score.found, score.labelled),
        score.found,
        score.labelled,
        share(score.polar, score.labelled),
        share(score.spoken_right, score.spoken),
        score.spoken_right,
        score.spoken,
        score.dates_right,
        score.dates
    );
    Some(score)
}

fn floor(half: usize) {
    let Some(score) = measure(half) else {
        println!("no labelled policies here: nothing was scored");
        return;
    };
    let least = |part: usize, whole: usize, percent: usize| part * 100 >= whole * percent;
    assert!(least(score.right, score.right + score.wrong, 95), "precision");
    assert!(least(score.found, score.labelled, 95), "recall");
    assert!(least(score.spoken_right, score.spoken, 95), "polarity");
}

#[test]
fn the_first_half() {
    floor(0);
}

#[test]
fn the_second_half() {
    floor(1);
}
