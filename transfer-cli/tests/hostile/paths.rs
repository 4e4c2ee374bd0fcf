//! Paths that are not there, lead out of where they belong, or would write over what is there.

use std::os::unix::fs::symlink;

use super::{CHECK, CHECK_FOLDER, RIGHT, Row, with};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "a register that is not there",
        make: |_| {},
        run: CHECK,
        ends: 2,
        says: &["there is no file or folder `r.toml`"],
    },
    Row {
        name: "a path through a file",
        make: |at| at.put("r.toml", RIGHT),
        run: &["check", "r.toml/below.toml"],
        ends: 2,
        says: &["cannot read"],
    },
    Row {
        name: "a path of a zero byte's neighbour: too long",
        make: |_| {},
        run: &[
            "check",
            concat!(
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            ),
        ],
        ends: 2,
        says: &["cannot read"],
    },
    Row {
        name: "a folder named as a file of the register",
        make: |at| {
            at.put("r.toml", RIGHT);
            at.put("x.toml/inside", "");
        },
        run: CHECK_FOLDER,
        ends: 2,
        says: &["`x.toml` is a folder"],
    },
    Row {
        name: "evidence outside the folder",
        make: |at| {
            at.put("secret", "x");
            at.put("in/r.toml", RIGHT);
        },
        run: &["evidence", "add", "--instrument", "paper", "in/r.toml", "secret"],
        ends: 2,
        says: &["outside the register's folder"],
    },
    Row {
        name: "evidence outside the folder, by a link",
        make: |at| {
            at.put("secret", "x");
            at.put("in/r.toml", RIGHT);
            symlink("../secret", at.path("in/paper.pdf")).unwrap();
        },
        run: &["evidence", "add", "--instrument", "paper", "in/r.toml", "in/paper.pdf"],
        ends: 2,
        says: &["outside the register's folder"],
    },
    Row {
        name: "evidence recorded with steps upwards",
        make: |at| {
            at.put("secret", "x");
            at.put("in/r.toml", with("signed =", "evidence = { file = \"../secret\" }\nsigned ="));
        },
        run: &["evidence", "check", "in/r.toml"],
        ends: 2,
        says: &["leads out of the register's folder"],
    },
    Row {
        name: "evidence that is the register itself",
        make: |at| at.put("r.toml", RIGHT),
        run: &["evidence", "add", "--instrument", "paper", "r.toml", "r.toml"],
        ends: 2,
        says: &["a file of the register itself"],
    },
    Row {
        name: "ids that are paths, as names of papers",
        make: |at| {
            at.put(
                "in/r.toml",
                RIGHT.replace("\"hosting\"", "\"../../hosting\"").replace("\"host\"", "\"/etc/x\""),
            );
        },
        run: &["tia", "in/r.toml", "--all", "--out", "out"],
        ends: 0,
        says: &["wrote out/"],
    },
    Row {
        name: "a picture over the register",
        make: |at| at.put("r.toml", RIGHT),
        run: &["export", "r.toml", "--format", "svg", "--out", "r.toml"],
        ends: 2,
        says: &["r.toml"],
    },
    Row {
        name: "a paper over the register",
        make: |at| at.put("r.toml", RIGHT),
        run: &["tia", "r.toml", "--all", "--format", "html", "--out", "r.toml"],
        ends: 2,
        says: &["r.toml"],
    },
    Row {
        name: "a lock over the register",
        make: |at| at.put("r.toml", RIGHT),
        run: &["lock", "r.toml", "--out", "r.toml"],
        ends: 2,
        says: &["a lock is no part of a register"],
    },
    Row {
        name: "a report over the folder of the register",
        make: |at| at.put("in/r.toml", RIGHT),
        run: &["report", "in", "--quarter", "2024-Q1", "--out", "in"],
        ends: 2,
        says: &["holds the register"],
    },
    Row {
        name: "a report over what others wrote",
        make: |at| {
            at.put("r.toml", RIGHT);
            at.put("out/letter.docx", "x");
        },
        run: &["report", "r.toml", "--quarter", "2024-Q1", "--out", "out"],
        ends: 2,
        says: &["holds no report"],
    },
    Row {
        name: "an import over what is there",
        make: |at| {
            at.put("l.csv", "Subprocessor,Location\nx,US\n");
            at.put("out.toml", "mine");
        },
        run: &["import", "l.csv", "--out", "out.toml"],
        ends: 2,
        says: &["is there already"],
    },
    Row {
        name: "a starter over what is there",
        make: |at| at.put("transfer.toml", "mine"),
        run: &["init"],
        ends: 2,
        says: &["transfer.toml"],
    },
];
