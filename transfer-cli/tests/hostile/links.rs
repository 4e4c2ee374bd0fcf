//! Links that lead out, round or nowhere.

use std::fs;
use std::os::unix::fs::symlink;

use super::{CHECK, CHECK_FOLDER, RIGHT, Row, with};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "a link out of the register's folder",
        make: |at| {
            at.put("secret.toml", "password = \"hunter2\"\n");
            at.put("in/r.toml", RIGHT);
            symlink("../secret.toml", at.path("in/link.toml")).unwrap();
        },
        run: &["check", "in"],
        ends: 2,
        says: &["`link.toml` is a link that leads out", "1 problem;"],
    },
    Row {
        name: "a link out of the folder of the law",
        make: |at| {
            at.put("secret.toml", "password = \"hunter2\"\n");
            at.put("r.toml", RIGHT);
            fs::create_dir(at.path("law")).unwrap();
            symlink("../secret.toml", at.path("law/link.toml")).unwrap();
        },
        run: &["check", "r.toml", "--law", "law"],
        ends: 2,
        says: &["`link.toml` is a link that leads out"],
    },
    Row {
        name: "links that lead round",
        make: |at| {
            symlink("b.toml", at.path("a.toml")).unwrap();
            symlink("a.toml", at.path("b.toml")).unwrap();
        },
        run: CHECK_FOLDER,
        ends: 2,
        says: &["a.toml", "b.toml", "2 problems"],
    },
    Row {
        name: "a link that leads nowhere",
        make: |at| symlink("gone.toml", at.path("r.toml")).unwrap(),
        run: CHECK,
        ends: 2,
        says: &["there is no file"],
    },
    Row {
        name: "a folder that holds itself",
        make: |at| {
            at.put("r.toml", RIGHT);
            symlink(".", at.path("again.toml")).unwrap();
        },
        run: CHECK_FOLDER,
        ends: 2,
        says: &["`again.toml` is a folder"],
    },
    Row {
        name: "tidying through a link that leads out",
        make: |at| {
            at.put("other/r.toml", with(" = ", "="));
            fs::create_dir(at.path("in")).unwrap();
            symlink("../other/r.toml", at.path("in/r.toml")).unwrap();
        },
        run: &["fmt", "in/r.toml"],
        ends: 2,
        says: &["leads out of its folder"],
    },
];
