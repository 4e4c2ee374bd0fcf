//! The ends of the calendar, and beyond them.

use super::{CHECK, RIGHT, Row, with};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "the first day of the calendar",
        make: |at| at.put("r.toml", with("2024-01-01", "0000-01-01")),
        run: CHECK,
        ends: 1,
        says: &["1 flow"],
    },
    Row {
        name: "the last day of the calendar",
        make: |at| at.put("r.toml", with("2024-01-01", "9999-12-31")),
        run: CHECK,
        ends: 0,
        says: &["1 flow"],
    },
    Row {
        name: "a year of five digits",
        make: |at| at.put("r.toml", with("2024-01-01", "10000-01-01")),
        run: CHECK,
        ends: 2,
        says: &["r.toml:3:"],
    },
    Row {
        name: "as of a year of five digits",
        make: |at| at.put("r.toml", RIGHT),
        run: &["check", "r.toml", "--as-of", "10000-01-01"],
        ends: 2,
        says: &["--as-of"],
    },
    Row {
        name: "the whole calendar, day by day",
        make: |at| at.put("r.toml", RIGHT),
        run: &["timeline", "r.toml", "--from", "0000-01-01", "--to", "9999-12-31"],
        ends: 0,
        says: &["hosting"],
    },
    Row {
        name: "the last quarter of the calendar",
        make: |at| at.put("r.toml", with("2024-01-01", "9999-12-31")),
        run: &["report", "r.toml", "--quarter", "9999-Q4", "--out", "out"],
        ends: 0,
        says: &["out"],
    },
    Row {
        name: "a horizon of a hundred years from the last day",
        make: |at| at.put("r.toml", with("2024-01-01", "9999-12-31")),
        run: &["check", "r.toml", "--horizon", "1200"],
        ends: 0,
        says: &["1 flow"],
    },
];
