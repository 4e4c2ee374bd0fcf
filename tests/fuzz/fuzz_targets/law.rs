//! An overlay on a small part of the law pack: it loads, or every fault of it is told; what loads can be checked for
//! faults, and a register be assessed by it.

#![no_main]

use std::sync::LazyLock;

use jurisdictions::{FILES, lint, load};
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target, fuzzer_mutate};
use transfer_fuzz::mutate::{in_place, quoted};
use transfer_fuzz::{assert_told, files};
use transfer_model::assess::assess;
use transfer_model::day::Day;
use transfer_model::law::LawBook;
use transfer_model::register::read;

/// Names, places and one law: enough for every kind of row to have something to name.
const BASE: [&str; 8] = [
    "areas.toml",
    "eu/regimes.toml",
    "eu/tools.toml",
    "mechanisms.toml",
    "pack.toml",
    "places.toml",
    "schemes.toml",
    "vocabulary.toml",
];

/// The texts below the overlay.
static TEXTS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let own = |(name, text): &(&str, &str)| {
        BASE.contains(name).then(|| ((*name).to_owned(), (*text).to_owned()))
    };
    FILES.iter().filter_map(own).collect()
});

/// Every text in quotes of the law pack.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut words: Vec<String> = FILES
        .iter()
        .flat_map(|(_, text)| quoted(text).into_iter().filter_map(|(from, to)| text.get(from..to)))
        .filter(|word| word.len() < 40 && !word.contains('\n'))
        .map(str::to_owned)
        .collect();
    words.sort();
    words.dedup();
    words
});

/// A register to assess.
const REGISTER: &str = include_str!("../corpus/assess/seed-small.toml");

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some(overlay) = files(bytes) else { return Corpus::Reject };
    let mut texts = TEXTS.clone();
    texts.extend(overlay.into_iter().map(|(name, text)| (format!("overlay/{name}"), text)));
    match load(texts) {
        Err(error) => assert_told(&error.sources, &error.problems),
        Ok(pack) => {
            let book = LawBook::new(pack);
            lint(&book);
            let day = Day::parse("2024-01-01").expect("a day");
            match read(vec![("register.toml".to_owned(), REGISTER.to_owned())], &book) {
                Ok(register) => drop(assess(&register, &book, day)),
                Err((sources, found)) => assert_told(&sources, &found),
            }
        }
    }
    Corpus::Keep
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed % 3 == 0 { fuzzer_mutate(data, size, max_size) } else { in_place(data, size, max_size, seed, &WORDS) }
});
