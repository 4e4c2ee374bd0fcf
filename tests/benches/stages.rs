//! Each stage of `transfer check` on generated registers, timed apart, as a ratio to parsing the same TOML
//! alone in the same run. Sizes are numbers of flows: `cargo bench -p transfer-tests -- 1000 100000`. What reading
//! takes of memory is measured in a process of its own, which does nothing else.

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

use transfer_model::assess::{Engine, assess, timeline, verdicts};
use transfer_model::day::Day;
use transfer_model::graph::TransferGraph;
use transfer_model::register::read;
use transfer_tests::generate;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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

/// The most memory that this process had, in bytes; none where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

/// Reads one register and prints the peak of memory: what [`peak_of_reading`] runs.
fn read_alone(path: &str) {
    let book = jurisdictions::embedded().unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let register =
        read(vec![("register.toml".to_owned(), text)], &book).unwrap_or_else(|_| std::process::abort());
    black_box(&register);
    println!("{}", peak().unwrap_or(0));
}

/// The peak of memory of a process that reads the register, as a ratio to its size.
fn peak_of_reading(text: &str) -> Option<f64> {
    let path = std::env::temp_dir().join(format!("transfer-peak-{}.toml", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let child =
        std::process::Command::new(std::env::current_exe().unwrap()).arg(READ_ALONE).arg(&path).output();
    std::fs::remove_file(&path).unwrap();
    let bytes: u64 = String::from_utf8(child.unwrap().stdout).unwrap().trim().parse().unwrap();
    (bytes > 0).then(|| bytes as f64 / text.len() as f64)
}

const READ_ALONE: &str = "--read-alone";

/// Prints a figure, its target and whether it is held, as the table of slow checks takes it.
fn held(figure: &str, value: f64, target: f64) {
    let held = if value <= target { "held" } else { "not held" };
    println!("measure: {figure}: {value:.2} | at most {target} | {held}");
}

/// The targets of reading, at the size for which they are set.
fn reading(text: &str, size: usize) {
    let book = jurisdictions::embedded().unwrap();
    // In turns, so that what else the machine does meets both alike.
    let ratios: Vec<f64> = (0..5)
        .map(|_| {
            let start = Instant::now();
            black_box(toml::from_str::<toml::Table>(text).unwrap());
            let parse = start.elapsed();
            let files = vec![("register.toml".to_owned(), text.to_owned())];
            let start = Instant::now();
            black_box(read(files, &book).is_ok());
            start.elapsed().as_secs_f64() / parse.as_secs_f64()
        })
        .collect();
    let mut sorted = ratios;
    sorted.sort_by(f64::total_cmp);
    held(&format!("reading {size} flows, time by toml::from_str"), sorted[sorted.len() / 2], 0.6);
    if let Some(ratio) = peak_of_reading(text) {
        held(&format!("reading {size} flows, peak memory by file size"), ratio, 5.0);
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|word| word == READ_ALONE) {
        read_alone(&arguments[at + 1]);
        return;
    }
    let sizes: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000, 100_000] } else { sizes };
    let book = jurisdictions::embedded().unwrap();
    let day = Day::parse("2024-06-01").unwrap();
    if let Some(size) = sizes.iter().copied().max().filter(|size| *size >= 100_000) {
        reading(&generate::register(size.min(100_000)), size.min(100_000));
    }
    println!("flows | file MB | stage | milliseconds | microseconds a flow | ratio to toml::from_str");
    let mut figures: Vec<(String, f64, f64)> = Vec::new();
    for size in sizes {
        let text = generate::register(size);
        let megabytes = text.len() as f64 / 1e6;
        let files = || vec![("register.toml".to_owned(), text.clone())];
        let parse = timed(|| toml::from_str::<toml::Table>(&text).unwrap());
        let register = read(files(), &book).unwrap_or_else(|_| std::process::abort());
        let assessment = assess(&register, &book, day);
        let engine = Engine::new(&register, &book, day);
        let verdicts_alone = timed(|| verdicts(&engine).len());
        let stages = [
            ("parse alone", parse),
            ("read", timed(|| read(files(), &book).is_ok())),
            ("graph", timed(|| TransferGraph::new(&register, day))),
            ("verdicts alone", verdicts_alone),
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
        figures.push((
            format!("ten years of {size} flows, time by a whole check"),
            history.as_secs_f64() / check.as_secs_f64(),
            3.0,
        ));
        figures.push((
            format!("whole check of {size} flows, time by toml::from_str"),
            check.as_secs_f64() / parse.as_secs_f64(),
            1.0,
        ));
        for (stage, time) in [("whole check", check), ("ten years", history)] {
            let ratio = time.as_secs_f64() / check.as_secs_f64();
            let each = time.as_secs_f64() * 1e6 / size as f64;
            println!(
                "{size} | {megabytes:.1} | {stage} | {:.1} | {each:.2} | {ratio:.2} of a whole check",
                time.as_secs_f64() * 1e3
            );
        }
    }
    for (figure, value, target) in figures {
        held(&figure, value, target);
    }
}
