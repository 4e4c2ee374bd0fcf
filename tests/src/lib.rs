//! What the tests of this package share: running the command in process, and the folders of their material.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "a test that cannot go on should fail"
)]

pub mod folder;
pub mod generate;
pub mod kept;
pub mod made;
pub mod measure;

use std::path::{Path, PathBuf};

#[cfg(feature = "command")]
use clap::Parser as _;
use proptest::test_runner::{Config as ProptestConfig, RngSeed};
#[cfg(feature = "command")]
use transfer_cli::args::Args;
#[cfg(feature = "command")]
use transfer_cli::env::{Out, System};

/// What a run of the command gave.
#[cfg(feature = "command")]
#[derive(Debug)]
pub struct Run {
    /// Exit status.
    pub status: u8,
    /// Standard output.
    pub answer: String,
    /// Standard error.
    pub message: String,
}

/// Runs `transfer` with these arguments, in process.
///
/// # Panics
///
/// If the arguments are not those of the command.
#[cfg(feature = "command")]
pub fn transfer(arguments: &[&str]) -> Run {
    let all = std::iter::once("transfer").chain(arguments.iter().copied());
    let args = Args::try_parse_from(all).unwrap_or_else(|error| panic!("{error}"));
    let (mut answer, mut message) = (Vec::new(), Vec::new());
    let outcome = transfer_cli::run(&args, &System, &mut Out::plain(&mut answer, &mut message));
    Run {
        status: outcome.status(),
        answer: String::from_utf8(answer).unwrap(),
        message: String::from_utf8(message).unwrap(),
    }
}

/// How a property is hunted: in the gate always with the same worlds, so that it stands or falls with the change and not
/// with chance; with `TRANSFER_HUNT=N` with other worlds at each run, and N times as many.
///
/// # Panics
///
/// If `TRANSFER_HUNT` is not a number.
#[must_use]
pub fn hunt(cases: u32) -> ProptestConfig {
    let (times, rng_seed) = match std::env::var("TRANSFER_HUNT") {
        Ok(times) => (times.parse().unwrap(), RngSeed::Random),
        Err(_) => (1, RngSeed::Fixed(1)),
    };
    ProptestConfig { cases: cases * times, failure_persistence: None, rng_seed, ..ProptestConfig::default() }
}

/// A path below the folder of the tests.
pub fn material(path: impl AsRef<Path>) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
