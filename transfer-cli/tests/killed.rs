//! A process killed while it writes, and a disk that is full: every file is then the old one or the new one, whole, and
//! the next run works. The real binary is killed three ways: at random moments, when its temporary file appears, and by
//! the system at a given byte of what it writes.
//!
//! `TRANSFER_HUNT=N` kills N times as often.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should fail, and this one makes the files"
)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use common::{BOUNDS, Folder, RIGHT, Tree, bounded, finish, transfer};

/// A command that writes: what it finds, and what it is asked.
struct Writer {
    name: &'static str,
    make: fn(&Folder),
    run: &'static [&'static str],
}

const WRITERS: &[Writer] = &[
    Writer {
        name: "lock",
        make: |at| {
            at.put("r.toml", large());
            at.put("transfers.lock", "old\n".repeat(20_000));
        },
        run: &["lock", "r.toml"],
    },
    Writer { name: "fmt", make: |at| untidy(at), run: &["fmt", "reg"] },
    Writer {
        name: "import --into",
        make: |at| {
            at.put("reg/a.toml", large());
            at.put("reg/b.toml", "# nothing yet\n");
            let rows = suppliers();
            at.put("l.csv", format!("Subprocessor,Location\n{rows}"));
        },
        run: &["import", "l.csv", "--into", "reg", "--of", "host", "--yes"],
    },
    Writer {
        name: "import --out",
        make: |at| {
            let rows = suppliers();
            at.put("l.csv", format!("Subprocessor,Location\n{rows}"));
        },
        run: &["import", "l.csv", "--out", "new.toml"],
    },
    Writer {
        name: "report",
        make: |at| {
            at.put("r.toml", RIGHT);
            let first = transfer(at, &["report", "r.toml", "--quarter", "2023-Q4", "--out", "out"]);
            assert_eq!(first.status, Some(0), "{}", first.message);
        },
        run: &["report", "r.toml", "--quarter", "2024-Q1", "--out", "out"],
    },
    Writer {
        name: "tia --new",
        make: |at| at.put("r.toml", large()),
        run: &["tia", "r.toml", "--flow", "hosting", "--new"],
    },
    Writer {
        name: "tia --out",
        make: |at| {
            at.put("r.toml", RIGHT);
            at.put("paper.html", "an earlier draft");
        },
        run: &["tia", "r.toml", "--all", "--format", "html", "--out", "paper.html"],
    },
    Writer {
        name: "evidence add",
        make: |at| {
            at.put("r.toml", large());
            at.put("paper.pdf", [7; 100_000]);
        },
        run: &["evidence", "add", "--instrument", "paper", "r.toml", "paper.pdf"],
    },
    Writer {
        name: "export",
        make: |at| {
            at.put("r.toml", large());
            at.put("flows.csv", "what was there\n");
        },
        run: &["export", "r.toml", "--format", "csv", "--out", "flows.csv"],
    },
];

fn suppliers() -> String {
    (0..300).map(|n| format!("Supplier {n} Ltd,US\n")).collect::<Vec<_>>().concat()
}

/// A register that takes a while to write.
fn large() -> String {
    let mut text = RIGHT.to_owned();
    for n in 0..400 {
        write!(
            text,
            "\n[[party]]\nid = \"p{n}\"\nname = \"Party {n}\"\nkind = \"vendor\"\ncountry = \"US\"\n"
        )
        .unwrap();
        writeln!(text, "# {}", "said of it ".repeat(30)).unwrap();
    }
    text
}

/// Files that are all to be tidied.
fn untidy(at: &Folder) {
    let (head, parties) = RIGHT.split_at(RIGHT.find("[[party]]").unwrap());
    at.put("reg/a.toml", head.replace(" = ", "="));
    at.put("reg/b.toml", parties.replace(" = ", "="));
    for file in ["c", "d"] {
        let party =
            |n: u32| format!("[[party]]\nid=\"{file}{n}\"\nname='x'\nkind=\"vendor\"\ncountry=\"US\"\n");
        at.put(&format!("reg/{file}.toml"), (0..200).map(party).collect::<Vec<_>>().concat());
    }
}

/// Files by their names; those that begin with a dot, which a killed process leaves behind, are left out.
fn files(folder: &Folder) -> Tree {
    let hidden = |path: &Path| {
        path.strip_prefix(&folder.0)
            .unwrap()
            .components()
            .any(|part| part.as_os_str().as_encoded_bytes()[0] == b'.')
    };
    let mut found = folder.tree();
    found.retain(|path, bytes| !hidden(path) && bytes != b"a folder");
    found.into_iter().map(|(path, bytes)| (path.strip_prefix(&folder.0).unwrap().to_owned(), bytes)).collect()
}

/// What a command finds, what it leaves when nothing hinders it, and how long that takes.
fn unhindered(writer: &Writer) -> (Tree, Tree, Duration) {
    let folder = Folder::new();
    (writer.make)(&folder);
    let old = files(&folder);
    let start = Instant::now();
    let run = transfer(&folder, writer.run);
    let time = start.elapsed();
    assert_eq!(run.status, Some(0), "{}: {}", writer.name, run.message);
    let new = files(&folder);
    assert_ne!(old, new, "{}: nothing was written", writer.name);
    assert!(
        folder.tree().keys().all(|path| !names_a_temporary(path)),
        "{}: a temporary file stays",
        writer.name
    );
    (old, new, time)
}

fn names_a_temporary(path: &Path) -> bool {
    path.file_name().unwrap().as_encoded_bytes()[0] == b'.'
}

/// Every file is old or new; a folder that is written as one, as a whole.
#[track_caller]
fn assert_whole(writer: &Writer, found: &Tree, old: &Tree, new: &Tree, how: &str) {
    for path in old.keys().chain(new.keys()).chain(found.keys()) {
        let is = found.get(path);
        assert!(
            is == old.get(path) || is == new.get(path),
            "{}, {how}: {} is neither",
            writer.name,
            path.display()
        );
    }
    if writer.name == "report" {
        assert!(found == old || found == new, "{}, {how}: a folder half old and half new", writer.name);
    }
}

fn times(gate: u32) -> u32 {
    gate * std::env::var("TRANSFER_HUNT").map_or(1, |times| times.parse().unwrap())
}

/// Numbers without a pattern, from the same start at each run of the gate.
fn chance(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

fn start(folder: &Folder, writer: &Writer, bounds: &str) -> Child {
    bounded(bounds)
        .args(writer.run)
        .current_dir(&folder.0)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn killed_at_random_every_file_is_old_or_new() {
    let mut state = u64::from(std::process::id()) * u64::from(std::env::var("TRANSFER_HUNT").is_ok()) + 1;
    for writer in WRITERS {
        let (old, new, time) = unhindered(writer);
        let (mut killed, mut began) = (0, 0);
        for round in 0..times(10) {
            let folder = Folder::new();
            (writer.make)(&folder);
            let before: Vec<PathBuf> = folder.tree().into_keys().collect();
            let mut child = start(&folder, writer, BOUNDS);
            if round % 2 == 0 {
                let most = u64::try_from(time.as_micros()).unwrap().max(1);
                std::thread::sleep(Duration::from_micros(chance(&mut state) % most));
            } else {
                // It begins to write: a temporary file appears.
                while child.try_wait().unwrap().is_none() {
                    if folder.tree().keys().any(|path| names_a_temporary(path) && !before.contains(path)) {
                        began += 1;
                        break;
                    }
                }
                std::thread::sleep(Duration::from_micros(chance(&mut state) % 300));
            }
            child.kill().unwrap();
            killed += u32::from(child.wait().unwrap().code().is_none());
            assert_whole(writer, &files(&folder), &old, &new, &format!("round {round}"));
            // What a killed process leaves behind hinders no other.
            let again = transfer(&folder, writer.run);
            let done = files(&folder) == new;
            let there = again.message.contains("already");
            assert!(again.status == Some(0) || there, "{}, round {round}: {}", writer.name, again.message);
            assert!(
                done || writer.name == "tia --new",
                "{}, round {round}: not as it should be",
                writer.name
            );
        }
        println!("{}: {killed} killed, {began} of them seen to write", writer.name);
        assert!(killed > 0, "{}: never killed in time", writer.name);
    }
}

#[test]
fn killed_at_a_byte_every_file_is_old_or_new() {
    for writer in WRITERS {
        let (old, new, _) = unhindered(writer);
        for blocks in [0u32, 1, 2, 3, 5, 8, 13, 21, 34, 55] {
            let folder = Folder::new();
            (writer.make)(&folder);
            // The system kills a process that writes beyond this size of a file.
            start(&folder, writer, &format!("ulimit -c 0; ulimit -f {blocks}")).wait().unwrap();
            assert_whole(writer, &files(&folder), &old, &new, &format!("{blocks} blocks"));
        }
    }
}

#[test]
fn on_a_full_disk_nothing_changes() {
    for writer in WRITERS {
        let (old, ..) = unhindered(writer);
        let folder = Folder::new();
        (writer.make)(&folder);
        let run = finish(bounded("trap '' XFSZ; ulimit -f 0").args(writer.run).current_dir(&folder.0));
        assert_eq!(run.status, Some(2), "{}: {}", writer.name, run.message);
        assert!(run.message.contains("cannot write"), "{}: {}", writer.name, run.message);
        assert_eq!(files(&folder), old, "{}", writer.name);
        let left: Vec<PathBuf> = folder.tree().into_keys().filter(|path| names_a_temporary(path)).collect();
        assert!(left.is_empty(), "{}: {left:?} stays", writer.name);
    }
}

#[test]
fn an_answer_that_does_not_arrive_is_no_answer() {
    let folder = Folder::new();
    folder.put("r.toml", RIGHT);
    for arguments in [["check", "r.toml"].as_slice(), &["flows", "r.toml"], &["--version"], &["--help"]] {
        let run = finish(bounded("exec >/dev/full").args(arguments).current_dir(&folder.0));
        assert_eq!(run.status, Some(2), "{arguments:?}");
    }
    let run = finish(bounded("exec >/dev/full").args(["check", "r.toml"]).current_dir(&folder.0));
    assert!(run.message.contains("cannot write the answer"), "{}", run.message);
}

#[test]
fn without_the_right_to_write_nothing_changes() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    let root = fs::metadata("/proc/self").is_ok_and(|data| std::os::unix::fs::MetadataExt::uid(&data) == 0);
    for writer in WRITERS {
        let folder = Folder::new();
        (writer.make)(&folder);
        let before = folder.tree();
        let mut folders: Vec<PathBuf> = before.keys().filter(|path| path.is_dir()).cloned().collect();
        folders.push(folder.0.clone());
        let rights = |mode: u32| {
            for path in &folders {
                fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
            }
        };
        rights(0o555);
        let mut command = bounded(BOUNDS);
        command.args(writer.run).current_dir(&folder.0);
        if root {
            // Root writes everywhere: another user stands in.
            command.uid(65534).gid(65534);
        }
        let run = finish(&mut command);
        rights(0o755);
        if run.status == Some(126) || run.status == Some(127) {
            println!("skipped: another user cannot run the binary here");
            return;
        }
        assert_eq!(run.status, Some(2), "{}: {}", writer.name, run.message);
        assert!(run.message.contains("ermission denied"), "{}: {}", writer.name, run.message);
        assert_eq!(folder.tree(), before, "{}", writer.name);
    }
}

#[test]
fn files_that_come_and_go_are_read_whole_or_refused() {
    let folder = Folder::new();
    folder.put("reg/a.toml", RIGHT);
    let other = "\n[[party]]\nid = \"late\"\nname = \"Late\"\nkind = \"vendor\"\ncountry = \"FR\"\n";
    let path = folder.path("reg/b.toml");
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                fs::write(&path, other).unwrap();
                let _ = fs::remove_file(&path);
            }
        });
        for _ in 0..times(20) {
            let run = transfer(&folder, &["check", "reg"]);
            match run.status {
                Some(0 | 1) => assert!(!run.answer.is_empty()),
                Some(2) => assert!(
                    run.message.contains("there is no file") || run.message.contains("cannot read"),
                    "{}",
                    run.message
                ),
                _ => panic!("{run:?}"),
            }
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}
