//! Each stage of `transfer check` on generated registers, timed apart, as a ratio to parsing the same TOML
//! alone in the same run. Sizes are numbers of flows: `cargo bench -p transfer-tests -- 1000 100000`.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::exit,
    reason = "a benchmark reads the clock and prints"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use transfer_model::assess::{Engine, assess, timeline};
use transfer_model::day::Day;
use transfer_model::graph::TransferGraph;
use transfer_model::register::read;
use transfer_tests::generate;

/// The middle of several runs, at least three and for about a second.
fn timed<R>(mut run: impl FnMut() -> R) -> Duration {
    let mut times = Vec::new();
    let begun = Instant::now();
    while times.len() < 3 || (begun.elapsed() < Duration::from_secs(1) && times.len() < 50) {
        let start = Instant::now();
        black_box(run());
        times.push(start.elapsed());
    }
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000, 100_000] } else { sizes };
    let book = jurisdictions::embedded().unwrap();
    let day = Day::parse("2024-06-01").unwrap();
    println!("flows | file MB | stage | milliseconds | microseconds a flow | ratio to toml::from_str");
    for size in sizes {
        let text = generate::register(size);
        let megabytes = text.len() as f64 / 1e6;
        let files = || vec![("register.toml".to_owned(), text.clone())];
        let parse = timed(|| toml::from_str::<toml::Table>(&text).unwrap());
        let register = read(files(), &book).unwrap_or_else(|_| std::process::abort());
        let assessment = assess(&register, &book, day);
        let engine = Engine::new(&register, &book, day);
        let stages = [
            ("parse alone", parse),
            ("read", timed(|| read(files(), &book).is_ok())),
            ("graph", timed(|| TransferGraph::new(&register, day))),
            ("assess", timed(|| assess(&register, &book, day))),
            ("render json", timed(|| transfer_cli::render::json::assessment(&engine, &assessment))),
        ];
        for (stage, time) in stages {
            let ratio = time.as_secs_f64() / parse.as_secs_f64();
            let each = time.as_secs_f64() * 1e6 / size as f64;
            println!(
                "{size} | {megabytes:.1} | {stage} | {:.1} | {each:.2} | {ratio:.2}",
                time.as_secs_f64() * 1e3
            );
        }
        // Ten years of history against one whole check: read, assess, print.
        let home = std::env::temp_dir().join(format!("transfer-stages-{}", std::process::id()));
        std::fs::create_dir_all(&home).unwrap();
        let path = home.join("register.toml");
        std::fs::write(&path, &text).unwrap();
        let check = timed(|| transfer_tests::transfer(&["check", path.to_str().unwrap()]).answer.len());
        std::fs::remove_dir_all(&home).unwrap();
        let (from, to) = (Day::parse("2016-11-22").unwrap(), Day::parse("2026-11-21").unwrap());
        let history = timed(|| timeline(&register, &book, from, to).len());
        for (stage, time) in [("whole check", check), ("ten years", history)] {
            let ratio = time.as_secs_f64() / check.as_secs_f64();
            let each = time.as_secs_f64() * 1e6 / size as f64;
            println!(
                "{size} | {megabytes:.1} | {stage} | {:.1} | {each:.2} | {ratio:.2} of a whole check",
                time.as_secs_f64() * 1e3
            );
        }
    }
}
