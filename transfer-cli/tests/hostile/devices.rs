//! What is no file: pipes, sockets, devices, and places that take no files.

use std::os::unix::net::UnixListener;
use std::process::Command;

use super::{CHECK, CHECK_FOLDER, Folder, RIGHT, Row};

fn pipe(at: &Folder, name: &str) {
    assert!(Command::new("mkfifo").arg(at.path(name)).status().unwrap().success());
}

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "a pipe as a register",
        make: |at| pipe(at, "r.toml"),
        run: CHECK,
        ends: 2,
        says: &["`r.toml` is not a regular file"],
    },
    Row {
        name: "a pipe in the folder of the register",
        make: |at| {
            at.put("r.toml", RIGHT);
            pipe(at, "p.toml");
        },
        run: CHECK_FOLDER,
        ends: 2,
        says: &["`p.toml` is not a regular file"],
    },
    Row {
        name: "a pipe as a list",
        make: |at| pipe(at, "l.csv"),
        run: &["import", "l.csv"],
        ends: 2,
        says: &["not a regular file"],
    },
    Row {
        name: "a pipe as a policy",
        make: |at| pipe(at, "p.md"),
        run: &["scan", "p.md"],
        ends: 2,
        says: &["not a regular file"],
    },
    Row {
        name: "a pipe as evidence",
        make: |at| {
            at.put("r.toml", RIGHT);
            pipe(at, "paper.pdf");
        },
        run: &["evidence", "add", "--instrument", "paper", "r.toml", "paper.pdf"],
        ends: 2,
        says: &["no regular file"],
    },
    Row {
        name: "a pipe as a lock to compare with",
        make: |at| {
            at.put("r.toml", RIGHT);
            pipe(at, "transfers.lock");
        },
        run: &["check", "r.toml", "--locked"],
        ends: 2,
        says: &["cannot read", "not a regular file"],
    },
    Row {
        name: "a pipe as a lock to write",
        make: |at| {
            at.put("r.toml", RIGHT);
            pipe(at, "transfers.lock");
        },
        run: &["lock", "r.toml"],
        ends: 2,
        says: &["cannot write", "not a regular file"],
    },
    Row {
        name: "a socket as a register",
        make: |at| drop(UnixListener::bind(at.path("r.toml")).unwrap()),
        run: CHECK,
        ends: 2,
        says: &["`r.toml` is not a regular file"],
    },
    Row {
        name: "a device without an end",
        make: |_| {},
        run: &["check", "/dev/zero"],
        ends: 2,
        says: &["`zero` is not a regular file"],
    },
    Row {
        name: "a device without an end, as a list",
        make: |_| {},
        run: &["import", "/dev/zero"],
        ends: 2,
        says: &["not a regular file"],
    },
    Row {
        name: "a paper into a device that is full",
        make: |at| at.put("r.toml", RIGHT),
        run: &["tia", "r.toml", "--all", "--format", "html", "--out", "/dev/full"],
        ends: 2,
        says: &["cannot write", "/dev/full"],
    },
    Row {
        name: "a lock into a device",
        make: |at| at.put("r.toml", RIGHT),
        run: &["lock", "r.toml", "--out", "/dev/null"],
        ends: 2,
        says: &["cannot write `/dev/null`"],
    },
    Row {
        name: "a report into a device",
        make: |at| at.put("r.toml", RIGHT),
        run: &["report", "r.toml", "--quarter", "2024-Q1", "--out", "/dev/null"],
        ends: 2,
        says: &["is no folder"],
    },
    Row {
        name: "a report below a file",
        make: |at| {
            at.put("r.toml", RIGHT);
            at.put("file", "x");
        },
        run: &["report", "r.toml", "--quarter", "2024-Q1", "--out", "file/out"],
        ends: 2,
        says: &["file/out"],
    },
    #[cfg(target_os = "linux")]
    Row {
        name: "a file that cannot be read although it is one",
        make: |_| {},
        run: &["check", "/proc/self/mem"],
        ends: 2,
        says: &["cannot read `mem`"],
    },
    #[cfg(target_os = "linux")]
    Row {
        name: "a list that cannot be read although it is a file",
        make: |_| {},
        run: &["import", "/proc/self/mem"],
        ends: 2,
        says: &["/proc/self/mem"],
    },
    #[cfg(target_os = "linux")]
    Row {
        name: "an import into a folder that takes no files",
        make: |at| at.put("l.csv", "Subprocessor,Location\nx,US\n"),
        run: &["import", "l.csv", "--out", "/proc/out.toml"],
        ends: 2,
        says: &["cannot write `/proc/out.toml`"],
    },
];
