//! What the verdicts of a register cost a flow as it grows, everything carried along its flows: `cargo bench -p
//! transfer-tests --bench growth -- 10000 1000000`. Each register is read once. Then all are timed in turn, round after
//! round, a small one as often as takes a second; ratios are those of a round, and the middle is taken: a machine that
//! is slower for a while is slower for all.

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
use transfer_tests::measure::{held, middle};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many rounds.
const ROUNDS: usize = 7;

/// In each round a register is assessed for so many seconds, or once.
const SECONDS: f64 = 1.0;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 100_000, 1_000_000] } else { sizes };
    let book = jurisdictions::embedded().unwrap();
    let day = Day::parse("2024-06-01").unwrap();
    let registers: Vec<_> = sizes
        .iter()
        .map(|size| {
            let text = generate::register(*size);
            read(vec![("register.toml".to_owned(), text)], &book).unwrap_or_else(|_| std::process::abort())
        })
        .collect();
    let engines: Vec<_> = registers.iter().map(|register| Engine::new(register, &book, day)).collect();
    // By round and size, microseconds a flow.
    let rounds: Vec<Vec<f64>> = (0..ROUNDS)
        .map(|_| {
            let each = engines.iter().zip(&sizes).map(|(engine, size)| {
                let (start, mut times) = (Instant::now(), 0usize);
                while times == 0 || start.elapsed().as_secs_f64() < SECONDS {
                    black_box(verdicts(engine).len());
                    times += 1;
                }
                start.elapsed().as_secs_f64() * 1e6 / (times * size) as f64
            });
            each.collect()
        })
        .collect();
    println!("flows | milliseconds | microseconds a flow");
    for (at, size) in sizes.iter().enumerate() {
        let each = middle(rounds.iter().map(|round| round[at]).collect());
        println!("{size} | {:.1} | {each:.2}", each * *size as f64 / 1e3);
    }
    for (at, size) in sizes.iter().enumerate().skip(1) {
        let ratio = middle(rounds.iter().map(|round| round[at] / round[0]).collect());
        held(&format!("verdicts, time per flow at {size} flows by that at {}", sizes[0]), ratio, 1.5);
    }
}
