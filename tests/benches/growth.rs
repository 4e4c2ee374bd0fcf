//! What the verdicts of a register cost a flow as it grows, everything carried along its flows: `cargo bench -p
//! transfer-tests --bench growth -- 10000 1000000`. Each register is read once; the verdicts are worked out several
//! times, and the middle is taken.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "a benchmark reads the clock and prints"
)]

use std::hint::black_box;
use std::time::Instant;

use transfer_model::assess::{Engine, verdicts};
use transfer_model::day::Day;
use transfer_model::register::read;
use transfer_tests::generate;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many times the verdicts are worked out.
const TIMES: usize = 7;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 100_000, 1_000_000] } else { sizes };
    let book = jurisdictions::embedded().unwrap();
    let day = Day::parse("2024-06-01").unwrap();
    let mut found: Vec<(usize, f64)> = Vec::new();
    println!("flows | milliseconds | microseconds a flow");
    for size in sizes {
        let text = generate::register(size);
        let register =
            read(vec![("register.toml".to_owned(), text)], &book).unwrap_or_else(|_| std::process::abort());
        let engine = Engine::new(&register, &book, day);
        let mut times: Vec<f64> = (0..TIMES)
            .map(|_| {
                let start = Instant::now();
                black_box(verdicts(&engine).len());
                start.elapsed().as_secs_f64()
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let middle = times[times.len() / 2];
        let each = middle * 1e6 / size as f64;
        println!("{size} | {:.1} | {each:.2}", middle * 1e3);
        found.push((size, each));
    }
    let first = found[0];
    for last in &found[1..] {
        let ratio = last.1 / first.1;
        let held = if ratio <= 1.5 { "held" } else { "not held" };
        println!(
            "measure: verdicts, time per flow at {} flows by that at {}: {ratio:.2} | at most 1.5 | {held}",
            last.0, first.0
        );
    }
}
