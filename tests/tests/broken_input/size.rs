//! Files and folders too large, which are refused before they are read, and the memory that the largest take.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};

use transfer_tests::transfer;

use super::means::{Folder, assessed, check_by, refused, within};
use super::systems::{Counting, Pretend};
use super::{HEAD, RIGHT};

const MIB: u64 = 1024 * 1024;

#[test]
fn a_file_too_large_is_refused_without_reading_it() {
    let folder = Folder::new("broken");
    let sparse = folder.at("sparse.toml");
    File::create(&sparse).unwrap().set_len(100_000_000).unwrap();
    let comments = folder.at("comments.toml");
    let mut file = io::BufWriter::new(File::create(&comments).unwrap());
    file.write_all(RIGHT.as_bytes()).unwrap();
    for _ in 0..700_000 {
        file.write_all(&[b'#'; 99]).unwrap();
        file.write_all(b"\n").unwrap();
    }
    file.into_inner().unwrap();
    let env = Counting::default();
    refused(
        &check_by(&env, sparse.to_str().unwrap()),
        &["`sparse.toml` has 95 MiB", "at most 64 MiB", "split"],
    );
    refused(&check_by(&env, comments.to_str().unwrap()), &["`comments.toml` has 66 MiB", "at most 64 MiB"]);
    refused(&check_by(&env, folder.0.to_str().unwrap()), &["`sparse.toml`", "`comments.toml`", "2 problems"]);
    assert_eq!(env.0.get(), 0, "bytes were read of a file too large");
}

#[test]
fn a_large_file_is_read() {
    let folder = Folder::new("broken");
    let line = format!("# {}\n", "x".repeat(97));
    let text = format!("{RIGHT}{}", line.repeat(400_000));
    let path = folder.put("comments.toml", text).to_str().unwrap().to_owned();
    // Some seconds in a build for tests, hours if the work grew with the square: the bound tells these apart on a busy
    // machine too.
    assessed(&within(60, move || transfer(&["check", &path])));
}

#[test]
fn a_file_that_grows_while_it_is_read_is_refused() {
    let most = usize::try_from(64 * MIB).unwrap();
    let env = Pretend { files: 1, size: 100, text: vec![b'#'; most + 1], ..Pretend::default() };
    refused(&check_by(&env, "register/000000.toml"), &["at most 64 MiB"]);
}

#[test]
fn a_file_just_too_large_is_told_from_one_that_is_not() {
    let env = Pretend { files: 1, size: 64 * MIB + 1, ..Pretend::default() };
    let message = refused(&check_by(&env, "register/000000.toml"), &["at most 64 MiB"]);
    assert!(!message.contains("has 64 MiB;"), "{message}");
}

#[test]
fn a_folder_too_large_is_refused_early() {
    let text = b"# nothing\n".to_vec();
    let env = Pretend { files: 1_000_000, size: 10, text: text.clone(), ..Pretend::default() };
    refused(&check_by(&env, "register"), &["the folder `register` is too large"]);
    assert!(env.read.get() <= 10_001, "{} files were read", env.read.get());
    let env = Pretend { files: 100, size: 60 * MIB, text, ..Pretend::default() };
    refused(&check_by(&env, "register"), &["the folder `register` is too large"]);
    assert!(env.read.get() <= 36, "{} files were read", env.read.get());
}

#[test]
fn a_file_system_that_refuses_is_reported() {
    let env = Pretend { files: 2, size: 10, refuses: true, ..Pretend::default() };
    let file = "cannot read `000000.toml`: permission denied";
    refused(&check_by(&env, "register/000000.toml"), &[file]);
    refused(
        &check_by(&env, "register"),
        &[file, "cannot read `000001.toml`: permission denied", "2 problems"],
    );
}

#[test]
#[cfg(target_os = "linux")]
fn memory_is_bounded_by_the_size_of_the_input() {
    fn peak() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }
    let folder = Folder::new("broken");
    let mut deep = HEAD.to_owned();
    for n in 0..24_000 {
        writeln!(deep, "k{n}{} = 1", ".a".repeat(78)).unwrap();
    }
    for (name, text) in [("deep.toml", deep), ("wrong.toml", "=\n".repeat(2_000_000))] {
        let path = folder.put(name, text).to_str().unwrap().to_owned();
        refused(&within(60, move || transfer(&["check", &path])), &[name]);
        assert!(peak() < 600, "{name}: {} MB", peak());
    }
}
