//! One stage of the program, to be counted in instructions: `.ci/counts` runs each under callgrind, which collects in
//! [`counted`] alone, so that neither preparing nor what else the machine does moves a number. Without a stage the
//! names of all are printed.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads its texts and prints"
)]

use std::hint::black_box;
use std::process::ExitCode;

use jurisdictions::embedded;
use transfer_cli::render::json;
use transfer_cli::scan::{lexicon, scan, view};
use transfer_model::assess::{Engine, assess, timeline, verdicts};
use transfer_model::day::Day;
use transfer_model::law::LawBook;
use transfer_model::register::{Register, read};
use transfer_tests::{generate, material};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Enough that growth shows, few enough that a count takes seconds.
const FLOWS: usize = 2_000;
/// Copies of the texts scanned: starting the automata is part of it, and not most of it.
const COPIES: usize = 8;

const STAGES: [(&str, fn()); 6] = [
    ("read", || {
        let (book, files) = (embedded().unwrap(), files());
        counted(|| read(files, &book).is_ok());
    }),
    ("verdicts", || {
        let (book, register) = prepared();
        let engine = Engine::new(&register, &book, today());
        counted(|| verdicts(&engine));
    }),
    ("assess", || {
        let (book, register) = prepared();
        counted(|| assess(&register, &book, today()));
    }),
    ("timeline", || {
        let (book, register) = prepared();
        let (from, to) = (Day::parse("2016-11-22").unwrap(), Day::parse("2026-11-21").unwrap());
        counted(|| timeline(&register, &book, from, to));
    }),
    ("json", || {
        let (book, register) = prepared();
        let engine = Engine::new(&register, &book, today());
        let assessment = assess(&register, &book, today());
        counted(|| json::assessment(&engine, &assessment));
    }),
    ("scan", || {
        // Only texts to which no test adds sentences.
        let texts = ["website.md", "long.md", "shield.txt"]
            .map(|name| std::fs::read_to_string(material("policies").join(name)).unwrap());
        let text = format!("{}\n\n", texts.join("\n\n")).repeat(COPIES);
        let lexicon = lexicon::embedded().unwrap();
        counted(|| scan(lexicon, &text, view::Kind::Text));
    }),
];

/// What is counted. What comes of it is dropped outside.
#[inline(never)]
fn counted<R>(stage: impl FnOnce() -> R) -> R {
    black_box(stage())
}

fn today() -> Day {
    Day::parse("2024-06-01").unwrap()
}

fn files() -> Vec<(String, String)> {
    vec![("register.toml".to_owned(), generate::register(FLOWS))]
}

fn prepared() -> (LawBook, Register) {
    let book = embedded().unwrap();
    let register = read(files(), &book).unwrap_or_else(|_| std::process::abort());
    (book, register)
}

fn main() -> ExitCode {
    // `cargo bench` adds a flag of its own.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if wanted.is_empty() {
        for (name, _) in &STAGES {
            println!("{name}");
        }
    }
    for word in wanted {
        let Some((_, run)) = STAGES.iter().find(|(name, _)| *name == word) else {
            println!("no stage `{word}`");
            return ExitCode::FAILURE;
        };
        run();
    }
    ExitCode::SUCCESS
}
