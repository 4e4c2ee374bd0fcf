//! Each stage of `transfer check` on generated registers, timed apart, as a ratio to parsing the same TOML
//! alone in the same run. Sizes are numbers of flows: `cargo bench -p transfer-tests -- 1000 100000`. Two shapes: a
//! register that is kept, where one flow in six fails, and one whose claims are drawn by lot, where four in five do and
//! the findings printed are ten times the file. What reading takes of memory is measured in a process of its own, which
//! does nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "a benchmark writes its texts and prints"
)]

use std::hint::black_box;
use std::time::Duration;

use transfer_model::assess::{Engine, assess, timeline, verdicts};
use transfer_model::day::Day;
use transfer_model::graph::TransferGraph;
use transfer_model::law::LawBook;
use transfer_model::register::{Register, read};
use transfer_tests::measure::{check, held, peak, ratio, timed};
use transfer_tests::{generate, kept};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A name, what makes the text, and the day the register describes.
type Shape = (&'static str, fn(usize) -> String, &'static str);

const SHAPES: [Shape; 2] =
    [("kept", kept::register, "2026-09-01"), ("by lot", generate::register, "2024-06-01")];

const READ_ALONE: &str = "--read-alone";

fn register(text: String, book: &LawBook) -> Register {
    read(vec![("register.toml".to_owned(), text)], book).unwrap_or_else(|_| std::process::abort())
}

/// The peak of memory of a process that reads the register at this path, as a ratio to its size.
fn peak_of_reading(path: &str, bytes: usize) -> Option<f64> {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    let output = child.arg(READ_ALONE).arg(path).output().unwrap().stdout;
    let peak: u64 = String::from_utf8(output).unwrap().trim().parse().unwrap();
    (peak > 0).then(|| peak as f64 / bytes as f64)
}

fn parse(text: &str) -> toml::Table {
    toml::from_str(text).unwrap()
}

/// What is asked of a register of 100,000 flows.
fn targets(shape: &str, size: usize, text: &str, path: &str, book: &LawBook) {
    let of = |what: &str| format!("{what}, {size} flows {shape}");
    let files = || vec![("register.toml".to_owned(), text.to_owned())];
    held(&of("reading, time by toml::from_str"), ratio(|| read(files(), book).is_ok(), || parse(text)), 0.6);
    if let Some(ratio) = peak_of_reading(path, text.len()) {
        held(&of("reading, peak memory by file size"), ratio, 5.0);
    }
    let people = ratio(|| check(path, &[]), || parse(text));
    held(&of("whole check, time by toml::from_str"), people, 1.0);
    let json = ratio(|| check(path, &["--format", "json"]), || parse(text));
    held(&of("whole check as JSON, time by toml::from_str"), json, 1.5);
    // Ten years of history against one whole check: read, assess, print.
    let register = register(text.to_owned(), book);
    let (from, to) = (Day::parse("2016-11-22").unwrap(), Day::parse("2026-11-21").unwrap());
    let history = ratio(|| timeline(&register, book, from, to).len(), || check(path, &[]));
    held(&of("ten years, time by a whole check"), history, 3.0);
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let book = jurisdictions::embedded().unwrap();
    if let Some(at) = arguments.iter().position(|word| word == READ_ALONE) {
        black_box(register(std::fs::read_to_string(&arguments[at + 1]).unwrap(), &book));
        println!("{}", peak());
        return;
    }
    let sizes: Vec<usize> = arguments.iter().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000, 100_000] } else { sizes };
    let home = std::env::temp_dir().join(format!("transfer-stages-{}", std::process::id()));
    std::fs::create_dir_all(&home).unwrap();
    let file = home.join("register.toml");
    let path = file.to_str().unwrap();
    println!("flows | file MB | stage | milliseconds | microseconds a flow | ratio to toml::from_str");
    for (shape, generate, day) in SHAPES {
        let day = Day::parse(day).unwrap();
        for size in &sizes {
            let text = generate(*size);
            std::fs::write(&file, &text).unwrap();
            if *size >= 100_000 {
                targets(shape, *size, &text, path, &book);
            }
            stages(&format!("{size} {shape}"), *size, &text, path, (&book, day));
        }
    }
    std::fs::remove_dir_all(&home).unwrap();
}

fn stages(name: &str, size: usize, text: &str, path: &str, (book, day): (&LawBook, Day)) {
    let files = || vec![("register.toml".to_owned(), text.to_owned())];
    let alone = timed(|| parse(text));
    let row = |stage: &str, time: Duration| {
        let (milliseconds, ratio) = (time.as_secs_f64() * 1e3, time.as_secs_f64() / alone.as_secs_f64());
        let (megabytes, each) = (text.len() as f64 / 1e6, milliseconds * 1e3 / size as f64);
        println!("{name} | {megabytes:.1} | {stage} | {milliseconds:.1} | {each:.2} | {ratio:.2}");
    };
    let register = register(text.to_owned(), book);
    row("parse alone", alone);
    row("read", timed(|| read(files(), book).is_ok()));
    row("graph", timed(|| TransferGraph::new(&register, day)));
    let engine = Engine::new(&register, book, day);
    row("verdicts alone", timed(|| verdicts(&engine).len()));
    let assessment = assess(&register, book, day);
    row("assess", timed(|| assess(&register, book, day)));
    row("render json", timed(|| transfer_cli::render::json::assessment(&engine, &assessment)));
    drop((assessment, engine));
    row("whole check", timed(|| check(path, &[])));
    row("whole check as JSON", timed(|| check(path, &["--format", "json"])));
}
