//! More than anybody means: bytes, rows, columns, words, numbers.

use std::fs::File;

use super::{CHECK, HEAD, RIGHT, Row, lines, with};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "a million rows",
        make: |at| {
            let rows = lines(0..1_000_000, |n| format!("v{n},US\n"));
            at.put("l.csv", format!("Subprocessor,Location\n{rows}"));
        },
        run: &["import", "l.csv"],
        ends: 2,
        says: &["more than 250000 rows"],
    },
    Row {
        name: "five thousand columns",
        make: |at| at.put("l.csv", format!("Subprocessor,Location{}\n", ",x".repeat(5000))),
        run: &["import", "l.csv"],
        ends: 2,
        says: &["more than 1024 columns"],
    },
    Row {
        name: "fifty thousand suppliers of whom all is to be asked",
        make: |at| {
            let rows = lines(0..50_000, |n| format!("Supplier {n} Ltd,somewhere {n}\n"));
            at.put("l.csv", format!("Subprocessor,Location\n{rows}"));
        },
        run: &["import", "l.csv"],
        ends: 0,
        says: &["Supplier 49999 Ltd"],
    },
    Row {
        name: "twenty thousand suppliers into a register",
        make: |at| {
            at.put("r.toml", RIGHT);
            let rows = lines(0..20_000, |n| format!("Supplier {n} Ltd,somewhere {n}\n"));
            at.put("l.csv", format!("Subprocessor,Location\n{rows}"));
        },
        run: &["import", "l.csv", "--into", "r.toml"],
        ends: 0,
        says: &["Supplier 19999 Ltd"],
    },
    Row {
        name: "a quote that is not closed",
        make: |at| at.put("l.csv", format!("Subprocessor,Location\nx,\"{}", "y\n".repeat(1_000_000))),
        run: &["import", "l.csv"],
        ends: 2,
        says: &["l.csv"],
    },
    Row {
        name: "a register of 100 MB",
        make: |at| File::create(at.path("r.toml")).unwrap().set_len(100_000_000).unwrap(),
        run: CHECK,
        ends: 2,
        says: &["`r.toml` has 95 MiB", "at most 64 MiB", "split"],
    },
    Row {
        name: "a list of 100 MB",
        make: |at| File::create(at.path("l.csv")).unwrap().set_len(100_000_000).unwrap(),
        run: &["import", "l.csv"],
        ends: 2,
        says: &["more than 64 MiB"],
    },
    Row {
        name: "a policy of 100 MB",
        make: |at| File::create(at.path("p.md")).unwrap().set_len(100_000_000).unwrap(),
        run: &["scan", "p.md"],
        ends: 2,
        says: &["more than 32 MiB"],
    },
    Row {
        name: "a lock of a terabyte",
        make: |at| {
            at.put("r.toml", RIGHT);
            File::create(at.path("transfers.lock")).unwrap().set_len(1 << 40).unwrap();
        },
        run: &["check", "r.toml", "--locked"],
        ends: 2,
        says: &["transfers.lock"],
    },
    Row {
        name: "a name of a million characters",
        make: |at| at.put("r.toml", with("\"Right\"", &format!("\"{}\"", "x".repeat(1_000_000)))),
        run: CHECK,
        ends: 0,
        says: &["1 flow"],
    },
    Row {
        name: "a word of a million characters",
        make: |at| at.put("r.toml", with("\"processor\"", &format!("\"{}\"", "x".repeat(1_000_000)))),
        run: CHECK,
        ends: 2,
        says: &["r.toml:14:8"],
    },
    Row {
        name: "five thousand parties of one id",
        make: |at| {
            let party = "[[party]]\nid = \"same\"\nname = \"n\"\nkind = \"group\"\ncountry = \"DE\"\n";
            at.put("r.toml", format!("{HEAD}{}", party.repeat(5001)));
        },
        run: CHECK,
        ends: 2,
        says: &["5000 problems", "and 4800 more"],
    },
    Row {
        name: "numbers beyond all bounds",
        make: |at| {
            let volume = "data = [\"contact\"]\nvolume = [{ data = [\"contact\"], people = 99999999999999999999999, year = 2026 }]";
            at.put("r.toml", with("data = [\"contact\"]", volume));
        },
        run: CHECK,
        ends: 2,
        says: &["r.toml:"],
    },
];
