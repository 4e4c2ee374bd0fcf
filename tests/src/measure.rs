//! What the benches share: the middle of several runs, the peak of memory, a check whose output goes nowhere, and the
//! line that the table of slow checks takes.

#![allow(
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a benchmark reads the clock and prints"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The middle of some figures.
pub fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// How long one run takes.
pub fn once<R>(run: impl FnOnce() -> R) -> Duration {
    let start = Instant::now();
    black_box(run());
    start.elapsed()
}

/// The middle of several runs, at least three and for about a second.
pub fn timed<R>(mut run: impl FnMut() -> R) -> Duration {
    let mut times = Vec::new();
    let begun = Instant::now();
    while times.len() < 3 || (begun.elapsed() < Duration::from_secs(1) && times.len() < 50) {
        times.push(once(&mut run));
    }
    times.sort();
    times[times.len() / 2]
}

/// The middle of five ratios of one time to another, measured in turn, so that what else the machine does meets both
/// alike.
pub fn ratio<A, B>(mut one: impl FnMut() -> A, mut other: impl FnMut() -> B) -> f64 {
    middle(
        (0..5)
            .map(|_| {
                let below = once(&mut other);
                once(&mut one).as_secs_f64() / below.as_secs_f64()
            })
            .collect(),
    )
}

/// The most memory that this process had, in bytes; 0 where the system does not say.
pub fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|line| line.split_whitespace().next());
    kilobytes.map_or(0, |number| number.parse::<u64>().unwrap() * 1024)
}

/// `transfer check` with these further arguments, whose output goes nowhere.
#[cfg(feature = "command")]
pub fn check(path: &str, more: &[&str]) -> u8 {
    use std::io::sink;

    use clap::Parser as _;
    use transfer_cli::env::{Out, System};

    let all = ["transfer", "check", path].into_iter().chain(more.iter().copied());
    let args = transfer_cli::args::Args::try_parse_from(all).unwrap();
    transfer_cli::run(&args, &System, &mut Out::plain(&mut sink(), &mut sink())).status()
}

/// Prints a figure, its target and whether it is held.
pub fn held(figure: &str, value: f64, target: f64) {
    let held = if value <= target { "held" } else { "not held" };
    println!("measure: {figure}: {value:.3} | at most {target} | {held}");
}
