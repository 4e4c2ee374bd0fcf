//! A whole `transfer check`, read and printed, as the register grows: how long a flow takes and how much memory the
//! process at its peak, against the size of the files. `cargo bench -p transfer-tests --bench whole -- 10000 1000000`.
//! Each check is a process of its own, and the sizes take turns; the middle of the rounds is taken.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a benchmark reads the clock and prints"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use transfer_tests::measure::{check, held, middle, peak};
use transfer_tests::{generate, kept};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many rounds.
const ROUNDS: usize = 5;

/// A small register is checked as often as takes so many seconds.
const SECONDS: f64 = 2.0;

/// Larger files are cut between tables, since a register reads no file of more.
const LARGEST: usize = 48 << 20;

const CHECK: &str = "--check";

/// Writes a register into a folder; gives its size in bytes.
fn write(text: &str, folder: &Path) -> usize {
    std::fs::create_dir_all(folder).unwrap();
    let (mut rest, mut count) = (text, 0);
    while !rest.is_empty() {
        let end = if rest.len() <= LARGEST { rest.len() } else { rest[..LARGEST].rfind("\n[[").unwrap() + 1 };
        let (file, after) = rest.split_at(end);
        std::fs::write(folder.join(format!("{count}.toml")), file).unwrap();
        (rest, count) = (after, count + 1);
    }
    text.len()
}

/// One check in a process of its own: seconds, and the peak of memory in bytes.
fn measured(folder: &Path) -> (f64, f64) {
    let start = Instant::now();
    let child = Command::new(std::env::current_exe().unwrap()).arg(CHECK).arg(folder).output().unwrap();
    let seconds = start.elapsed().as_secs_f64();
    (seconds, String::from_utf8(child.stdout).unwrap().trim().parse().unwrap())
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|word| word == CHECK) {
        check(&arguments[at + 1], &[]);
        println!("{}", peak());
        return;
    }
    let sizes: Vec<usize> = arguments.iter().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 100_000, 1_000_000] } else { sizes };
    println!("flows | file MB | microseconds a flow | peak memory by file size");
    growth("kept", kept::register, &sizes);
    growth("by lot", generate::register, &sizes);
}

/// Checks registers of one shape at all sizes, in turn.
fn growth(shape: &str, generate: fn(usize) -> String, sizes: &[usize]) {
    let home = std::env::temp_dir().join(format!("transfer-whole-{}", std::process::id()));
    let folders: Vec<(PathBuf, usize)> = sizes
        .iter()
        .map(|size| {
            let folder = home.join(size.to_string());
            let bytes = write(&generate(*size), &folder);
            (folder, bytes)
        })
        .collect();
    // By round and size: microseconds a flow, and memory by the size of the files.
    let rounds: Vec<Vec<(f64, f64)>> = (0..ROUNDS)
        .map(|_| {
            let each = folders.iter().zip(sizes).map(|((folder, bytes), size)| {
                let (start, mut all) = (Instant::now(), Vec::new());
                while all.is_empty() || start.elapsed().as_secs_f64() < SECONDS {
                    all.push(measured(folder));
                }
                let peak = middle(all.iter().map(|(_, peak)| *peak).collect());
                let seconds = middle(all.into_iter().map(|(seconds, _)| seconds).collect());
                (seconds * 1e6 / *size as f64, peak / *bytes as f64)
            });
            each.collect()
        })
        .collect();
    std::fs::remove_dir_all(&home).unwrap();
    for (at, (size, (_, bytes))) in sizes.iter().zip(&folders).enumerate() {
        let each = middle(rounds.iter().map(|round| round[at].0).collect());
        let peak = middle(rounds.iter().map(|round| round[at].1).collect());
        println!("{size} {shape} | {:.1} | {each:.2} | {peak:.2}", *bytes as f64 / 1e6);
        if *size >= 1_000_000 && peak > 0.0 {
            held(&format!("whole check of {size} flows {shape}, peak memory by file size"), peak, 8.0);
        }
        if at > 0 {
            let slope = |round: &Vec<(f64, f64)>| {
                let times = size / sizes[0];
                1.0 + (round[at].0 / round[0].0).ln() / (times as f64).ln()
            };
            let figure = format!("whole check, growth from {} to {size} flows {shape}, power of n", sizes[0]);
            held(&figure, middle(rounds.iter().map(slope).collect()), 1.05);
        }
    }
}
