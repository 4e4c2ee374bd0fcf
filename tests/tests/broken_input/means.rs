//! What the tests share: a run within a time, and what every refusal has in common.

use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use clap::Parser as _;
use transfer_cli::args::Args;
use transfer_cli::env::{Env, Out};
pub(super) use transfer_tests::folder::Folder;
use transfer_tests::{Run, transfer};

/// Longest message that a person may be given, whatever the input.
const LONGEST: usize = 256 * 1024;

/// Does the work on a thread of its own (with the small stack that threads have) and fails if it takes longer.
pub(super) fn within<T: Send + 'static>(seconds: u64, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (send, receive) = mpsc::channel();
    let worker = thread::spawn(move || send.send(work()));
    match receive.recv_timeout(Duration::from_secs(seconds)) {
        Ok(done) => done,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("not done after {seconds} seconds"),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            worker.join().map_or_else(|panic| std::panic::resume_unwind(panic), |_| panic!("nothing sent"))
        }
    }
}

/// Checks a register within ten seconds.
pub(super) fn check(path: &Path) -> Run {
    let path = path.to_str().unwrap().to_owned();
    within(10, move || transfer(&["check", &path]))
}

/// Checks a register by way of another file system.
pub(super) fn check_by(env: &dyn Env, path: &str) -> Run {
    let args = Args::parse_from(["transfer", "check", path]);
    let (mut answer, mut message) = (Vec::new(), Vec::new());
    let outcome = transfer_cli::run(&args, env, &mut Out::plain(&mut answer, &mut message));
    Run {
        status: outcome.status(),
        answer: String::from_utf8(answer).unwrap(),
        message: String::from_utf8(message).unwrap(),
    }
}

/// What every refusal has in common; gives the message.
#[track_caller]
pub(super) fn refused(run: &Run, parts: &[&str]) -> String {
    let shown: String = run.message.chars().take(2000).collect();
    assert_eq!(run.status, 2, "{shown}");
    assert_eq!(run.answer, "", "an answer to broken input");
    for part in parts {
        assert!(run.message.contains(part), "no `{part}` in:\n{shown}");
    }
    let safe = |c: char| c == '\n' || !c.is_control();
    assert!(run.message.chars().all(safe), "a control character in:\n{shown:?}");
    assert!(run.message.len() <= LONGEST, "a message of {} bytes:\n{shown}", run.message.len());
    assert!(run.message.contains("nothing was assessed\n"), "the end is missing:\n{shown}");
    run.message.clone()
}

#[track_caller]
pub(super) fn assessed(run: &Run) {
    assert!(run.status < 2, "{}", run.message);
    assert!(!run.answer.is_empty());
}

/// The problems of a message: their places (`LINE:COLUMN`, or `-`) and codes.
pub(super) fn problems(message: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in message.lines() {
        if let Some(code) = line.strip_prefix("error[").and_then(|rest| rest.split(']').next()) {
            found.push(("-".to_owned(), code.to_owned()));
            open = true;
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && open
        {
            let mut parts = place.rsplitn(3, ':');
            let (column, line) = (parts.next().unwrap(), parts.next().unwrap());
            found.last_mut().unwrap().0 = format!("{line}:{column}");
            open = false;
        }
    }
    found
}
