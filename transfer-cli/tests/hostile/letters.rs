//! Letters that do not show, look like others, turn the text or colour the terminal.

use super::{CHECK, CHECK_FOLDER, RIGHT, Row, with};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "an id that turns the text",
        make: |at| at.put("r.toml", RIGHT.replace("\"host\"", "\"\u{202e}tsoh\"")),
        run: CHECK,
        ends: 2,
        says: &["r.toml:12:6"],
    },
    Row {
        name: "an id with a letter that does not show",
        make: |at| at.put("r.toml", RIGHT.replace("\"host\"", "\"ho\u{200b}st\"")),
        run: CHECK,
        ends: 2,
        says: &["r.toml:12:6"],
    },
    Row {
        name: "an id with a letter that does not show, escaped",
        make: |at| at.put("r.toml", RIGHT.replace("\"host\"", "\"ho\\u2060st\"")),
        run: CHECK,
        ends: 2,
        says: &["r.toml:12:6"],
    },
    Row {
        name: "a Cyrillic letter that looks Latin, in a reference",
        make: |at| at.put("r.toml", with("to = \"host\"", "to = \"h\u{43e}st\"")),
        run: CHECK,
        ends: 2,
        says: &["r.toml:31:6", "did you mean `host`?"],
    },
    Row {
        name: "one letter and its two signs, in a reference",
        make: |at| {
            let text = RIGHT.replace("\"host\"", "\"h\u{f6}st\"");
            at.put("r.toml", text.replace("to = \"h\u{f6}st\"", "to = \"ho\u{308}st\""));
        },
        run: CHECK,
        ends: 2,
        says: &["r.toml:31:6", "did you mean"],
    },
    Row {
        name: "a colour code in a name",
        make: |at| at.put("r.toml", with("\"Right\"", "\"\\u001b[31mred\\u0007\"")),
        run: CHECK,
        ends: 0,
        says: &["1 flow"],
    },
    Row {
        name: "a file whose name is a colour code",
        make: |at| at.put("a\u{1b}[31m\u{202e}b\nc.toml", [0xff]),
        run: CHECK_FOLDER,
        ends: 2,
        says: &["\\u{1b}[31m\\u{202e}b\\u{a}c.toml"],
    },
    Row {
        name: "a quotation mark of a word processor",
        make: |at| at.put("r.toml", with("\"Right\"", "\u{201c}Right\u{201d}")),
        run: CHECK,
        ends: 2,
        says: &["r.toml:2:"],
    },
    Row {
        name: "a supplier whose name is a command",
        make: |at| {
            at.put("l.csv", "Subprocessor,Location\n\"\"\"]\n[[flow]]\nid = \"\"x\",US\n=cmd()|x,US\n");
        },
        run: &["import", "l.csv"],
        ends: 0,
        says: &["[[party]]"],
    },
];
