//! Bytes that are no text, or not in the encoding that they should have.

use super::{CHECK, RIGHT, Row, with};

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "a register in Latin-1",
        make: |at| at.put("r.toml", b"[register]\nname = \"x\"\n# Soci\xe9t\xe9\n"),
        run: CHECK,
        ends: 2,
        says: &["`r.toml` is not UTF-8", "line 3", "save it as UTF-8"],
    },
    Row {
        name: "a register of bytes",
        make: |at| at.put("r.toml", [0xff; 4096]),
        run: CHECK,
        ends: 2,
        says: &["`r.toml` is not UTF-8", "line 1"],
    },
    Row {
        name: "UTF-16, least byte first",
        make: |at| at.put("r.toml", utf16(&format!("\u{feff}{RIGHT}"), false)),
        run: CHECK,
        ends: 2,
        says: &["`r.toml`", "UTF-16", "save it as UTF-8"],
    },
    Row {
        name: "UTF-16, greatest byte first",
        make: |at| at.put("r.toml", utf16(&format!("\u{feff}{RIGHT}"), true)),
        run: CHECK,
        ends: 2,
        says: &["`r.toml`", "UTF-16"],
    },
    Row {
        name: "UTF-16 without its mark",
        make: |at| at.put("r.toml", utf16(RIGHT, false)),
        run: CHECK,
        ends: 2,
        says: &["r.toml:1:"],
    },
    Row {
        name: "a byte order mark",
        make: |at| at.put("r.toml", format!("\u{feff}{RIGHT}")),
        run: CHECK,
        ends: 0,
        says: &["1 flow"],
    },
    Row {
        name: "two byte order marks",
        make: |at| at.put("r.toml", format!("\u{feff}\u{feff}{RIGHT}")),
        run: CHECK,
        ends: 0,
        says: &["1 flow"],
    },
    Row {
        name: "a zero byte in a text",
        make: |at| at.put("r.toml", with("\"Right\"", "\"Ri\0ght\"")),
        run: CHECK,
        ends: 2,
        says: &["r.toml:2:"],
    },
    Row {
        name: "a zero byte after the end",
        make: |at| at.put("r.toml", format!("{RIGHT}\0")),
        run: CHECK,
        ends: 2,
        says: &["r.toml:"],
    },
    Row {
        name: "a zero byte, escaped, in an id",
        make: |at| at.put("r.toml", RIGHT.replace("\"host\"", "\"ho\\u0000st\"")),
        run: CHECK,
        ends: 2,
        says: &["r.toml:"],
    },
    Row {
        name: "a byte in a form too long",
        make: |at| at.put("r.toml", b"[register]\nname = \"\xc0\x80\"\n"),
        run: CHECK,
        ends: 2,
        says: &["is not UTF-8", "line 2"],
    },
    Row {
        name: "half of a pair of UTF-16 in UTF-8",
        make: |at| at.put("r.toml", b"[register]\nname = \"\xed\xa0\x80\"\n"),
        run: CHECK,
        ends: 2,
        says: &["is not UTF-8", "line 2"],
    },
    Row {
        name: "half of a pair, escaped",
        make: |at| at.put("r.toml", with("\"Right\"", "\"\\ud800\"")),
        run: CHECK,
        ends: 2,
        says: &["r.toml:2:"],
    },
    Row {
        name: "a file cut in the middle of a character",
        make: |at| at.put("r.toml", [RIGHT.as_bytes(), b"# \xe6\x97"].concat()),
        run: CHECK,
        ends: 2,
        says: &["is not UTF-8"],
    },
    Row {
        name: "line ends of an old Macintosh",
        make: |at| at.put("r.toml", RIGHT.replace('\n', "\r")),
        run: CHECK,
        ends: 2,
        says: &["r.toml:1:"],
    },
    Row {
        name: "a list in Latin-1",
        make: |at| at.put("l.csv", b"Subprocessor,Location\nCaf\xe9,FR\n"),
        run: &["import", "l.csv"],
        ends: 2,
        says: &["l.csv", "UTF-8"],
    },
    Row {
        name: "a list with a zero byte",
        make: |at| at.put("l.csv", b"Subprocessor,Location\0\n"),
        run: &["import", "l.csv"],
        ends: 2,
        says: &["l.csv"],
    },
    Row {
        name: "a policy that is a program",
        make: |at| at.put("p.txt", b"\x7fELF\0\0\0"),
        run: &["scan", "p.txt"],
        ends: 2,
        says: &["`p.txt`", "not a text"],
    },
    Row {
        name: "a policy that is a PDF",
        make: |at| at.put("p.md", b"%PDF-1.7 privacy shield"),
        run: &["scan", "p.md"],
        ends: 2,
        says: &["PDF"],
    },
    Row {
        name: "a policy that is not what it says",
        make: |at| at.put("p.html", [b"\xef\xbb\xbf<p>".as_slice(), &[0xe9; 50]].concat()),
        run: &["scan", "p.html"],
        ends: 2,
        says: &["says that it is", "UTF-8"],
    },
    Row {
        name: "an overlay in Latin-1",
        make: |at| {
            at.put("r.toml", RIGHT);
            at.put("law/a.toml", b"# \xe9\n");
        },
        run: &["check", "r.toml", "--law", "law"],
        ends: 2,
        says: &["`a.toml` is not UTF-8"],
    },
];
