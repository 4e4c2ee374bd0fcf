//! Registers nested so deep, or of so many tables, that reading them whole would fill the memory or the stack.

use super::{CHECK, HEAD, Row};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "lists in lists",
        make: |at| at.put("r.toml", format!("{HEAD}[policy]\nsanctions = {}", "[".repeat(500_000))),
        run: CHECK,
        ends: 2,
        says: &["recurs", "r.toml:5:"],
    },
    Row {
        name: "tables in tables",
        make: |at| {
            at.put("r.toml", format!("{HEAD}policy = {}1{}", "{a = ".repeat(10_000), "}".repeat(10_000)));
        },
        run: CHECK,
        ends: 2,
        says: &["recurs"],
    },
    Row {
        name: "a key of ten thousand parts",
        make: |at| at.put("r.toml", format!("{HEAD}{} = 1\n", ["a"; 10_000].join("."))),
        run: CHECK,
        ends: 2,
        says: &["at most 32 are read"],
    },
    Row {
        name: "a list of four hundred thousand tables",
        make: |at| at.put("r.toml", format!("{HEAD}z = [{}]\n", "{a=1},".repeat(400_000))),
        run: CHECK,
        ends: 2,
        says: &["the file was not read"],
    },
    Row {
        name: "three hundred thousand empty flows",
        make: |at| at.put("r.toml", format!("{HEAD}{}", "[[flow]]\n".repeat(300_000))),
        run: CHECK,
        ends: 2,
        says: &["the file was not read"],
    },
];
