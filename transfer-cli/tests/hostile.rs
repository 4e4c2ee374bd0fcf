//! Hostile input, one row a trick: what is put into a folder, what is asked of the real binary, how it ends and what it
//! says. Whatever the row, the run ends within a minute of work and three gigabytes, no signal ends it, no control character
//! reaches the terminal, every file that was there has its bytes, and where it ends with 2 nothing is new.
//!
//! Faults of a register, one a file, are in `tests/invalid`; this table is about what carries them.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should fail, and this one makes the files"
)]

mod common;

use std::fs::{self, File};
use std::io::{Cursor, Write as _};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

use common::{Folder, RIGHT, transfer};

/// One trick.
struct Row {
    name: &'static str,
    make: fn(&Folder),
    run: &'static [&'static str],
    ends: i32,
    says: &'static [&'static str],
}

const CHECK: &[&str] = &["check", "r.toml"];
const CHECK_FOLDER: &[&str] = &["check", "."];
const HEAD: &str = "[register]\nname = \"x\"\nas_of = 2024-01-01\n";

/// The right register with one thing put for another.
fn with(from: &str, to: &str) -> String {
    assert!(RIGHT.contains(from), "{from}");
    RIGHT.replace(from, to)
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn pipe(at: &Folder, name: &str) {
    assert!(Command::new("mkfifo").arg(at.path(name)).status().unwrap().success());
}

/// Lines made from numbers.
fn lines(numbers: std::ops::Range<usize>, line: impl Fn(usize) -> String) -> String {
    numbers.map(line).collect::<Vec<_>>().concat()
}

/// A chain of parties, each of which sends the next what came to it.
fn chain(flows: usize) -> String {
    let party = |at| {
        let country = if at == 0 { "DE" } else { "BR" };
        format!("[[party]]\nid = \"p{at}\"\nname = \"n\"\nkind = \"group\"\ncountry = \"{country}\"\n")
    };
    let flow = |at| {
        let roles = "controller-to-controller";
        format!(
            "[[flow]]\nid = \"f{at}\"\nfrom = \"p{at}\"\nto = \"p{}\"\nroles = \"{roles}\"\ndata = [\"d\"]\n",
            at + 1
        )
    };
    let data = "[[data]]\nid = \"d\"\nname = \"n\"\n";
    format!("{HEAD}{data}{}{}", lines(0..flows + 1, party), lines(0..flows, flow))
}

/// An archive of parts, packed.
fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in parts {
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook of one sheet, its text given.
fn workbook(sheet: &str, shared: &str) -> Vec<u8> {
    const RELS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rels =
        |rows: &str| format!("<?xml version=\"1.0\"?><Relationships xmlns=\"{RELS}\">{rows}</Relationships>");
    archive(&[
        (
            "_rels/.rels",
            rels(&format!(
                "<Relationship Id=\"r\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/>"
            ))
            .into_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            rels(&format!(
                "<Relationship Id=\"s\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"t\" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/>"
            ))
            .into_bytes(),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<?xml version=\"1.0\"?><workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>\
                 <sheet name=\"List\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>"
            )
            .into_bytes(),
        ),
        ("xl/worksheets/sheet1.xml", format!("<?xml version=\"1.0\"?>{sheet}").into_bytes()),
        ("xl/sharedStrings.xml", format!("<?xml version=\"1.0\"?>{shared}").into_bytes()),
    ])
}

const ROWS: &[Row] = &[
    // -------------------------------------------------------------------------------------- encodings
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
    // -------------------------------------------------------------------------------------- bombs and depth
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
    Row {
        name: "a workbook that unpacks to 300 MiB",
        make: |at| at.put("b.xlsx", archive(&[("xl/worksheets/sheet1.xml", vec![b' '; 300 << 20])])),
        run: &["import", "b.xlsx"],
        ends: 2,
        says: &["unpacks to more than 256 MiB"],
    },
    Row {
        name: "shared texts that unpack to 80 MiB",
        make: |at| at.put("b.xlsx", archive(&[("xl/sharedStrings.xml", vec![b' '; 80 << 20])])),
        run: &["import", "b.xlsx"],
        ends: 2,
        says: &["unpacks to more than 64 MiB"],
    },
    Row {
        name: "a workbook with entities in entities",
        make: |at| {
            let mut entities = String::from("<!DOCTYPE w [<!ENTITY a0 \"xxxxxxxxxx\">");
            for level in 1..12 {
                entities
                    .push_str(&format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10)));
            }
            let sheet = format!(
                "{entities}]><worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&a11;</t></is></c>\
                 </row></sheetData></worksheet>"
            );
            at.put("b.xlsx", workbook(&sheet, "<sst/>"));
        },
        run: &["import", "b.xlsx"],
        ends: 2,
        says: &["b.xlsx"],
    },
    Row {
        name: "one shared text in a million cells",
        make: |at| {
            let cells = lines(1..1001, |row| {
                format!("<row r=\"{row}\">{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(1000))
            });
            let shared = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(30_000));
            at.put(
                "b.xlsx",
                workbook(&format!("<worksheet><sheetData>{cells}</sheetData></worksheet>"), &shared),
            );
        },
        run: &["import", "b.xlsx"],
        ends: 2,
        says: &["MiB of text"],
    },
    Row {
        name: "a sheet with two registers",
        make: |at| {
            let rows = "register,,R,,\nparty,a,A,group,DE\nregister,,R,,\n";
            at.put("two.csv", format!("table,id,name,kind,country\n{rows}"));
        },
        run: &["import", "two.csv"],
        ends: 2,
        says: &[
            "row 4: a second row of `register`, of which a register has one",
            "the first is two.csv, row 2",
        ],
    },
    Row {
        name: "a cell whose column overflows",
        make: |at| {
            let sheet =
                "<worksheet><sheetData><row r=\"1\"><c r=\"AAAAAAAAAA1\"/></row></sheetData></worksheet>";
            at.put("b.xlsx", workbook(sheet, "<sst/>"));
        },
        run: &["import", "b.xlsx"],
        ends: 2,
        says: &["has a cell `AAAAAAAAAA1`, which no sheet has"],
    },
    Row {
        name: "a row whose number overflows",
        make: |at| {
            let sheet =
                "<worksheet><sheetData><row r=\"99999999999\"><c><v>1</v></c></row></sheetData></worksheet>";
            at.put("b.xlsx", workbook(sheet, "<sst/>"));
        },
        run: &["import", "b.xlsx"],
        ends: 2,
        says: &["which no sheet has"],
    },
    Row {
        name: "a sheet that ends before it begins",
        make: |at| {
            let sheet = "<worksheet><dimension ref=\"C3:A1\"/><sheetData/></worksheet>";
            at.put("b.xlsx", workbook(sheet, "<sst/>"));
        },
        run: &["import", "b.xlsx"],
        ends: 2,
        says: &["`C3:A1`"],
    },
    Row {
        name: "a cell beyond the last row and column",
        make: |at| {
            let cell = "<c r=\"XFD1048576\" t=\"inlineStr\"><is><t>far</t></is></c>";
            let sheet =
                format!("<worksheet><sheetData><row r=\"1048576\">{cell}</row></sheetData></worksheet>");
            at.put("b.xlsx", workbook(&sheet, "<sst/>"));
        },
        run: &["import", "b.xlsx"],
        ends: 2,
        says: &["rows"],
    },
    Row {
        name: "an archive of twenty thousand parts",
        make: |at| {
            let names: Vec<String> = (0..20_000).map(|n| format!("{n}")).collect();
            let parts: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (name.as_str(), Vec::new())).collect();
            at.put("b.xlsx", archive(&parts));
        },
        run: &["import", "b.xlsx"],
        ends: 2,
        says: &["b.xlsx"],
    },
    Row {
        name: "a workbook with a name that leads out",
        make: |at| at.put("b.xlsx", archive(&[("../../../tmp/out", b"x".to_vec())])),
        run: &["import", "b.xlsx"],
        ends: 2,
        says: &["b.xlsx"],
    },
    Row {
        name: "anchors in anchors",
        make: |at| {
            let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
            for level in 1..12 {
                let before = format!("*a{}", level - 1);
                text.push_str(&format!("a{level}: &a{level} [{}]\n", [before.as_str(); 9].join(", ")));
            }
            at.put("m.yaml", text);
        },
        run: &["import", "m.yaml"],
        ends: 2,
        says: &["m.yaml"],
    },
    Row {
        name: "an anchor that holds itself",
        make: |at| at.put("m.yaml", "subprocessors: &a\n  - name: x\n    location: *a\n"),
        run: &["import", "m.yaml"],
        ends: 2,
        says: &["m.yaml"],
    },
    Row {
        name: "YAML lists in lists",
        make: |at| at.put("m.yaml", "[".repeat(50_000)),
        run: &["import", "m.yaml"],
        ends: 2,
        says: &["m.yaml"],
    },
    Row {
        name: "YAML by indents",
        make: |at| at.put("m.yaml", lines(0..3000, |n| format!("{}a:\n", " ".repeat(n)))),
        run: &["import", "m.yaml"],
        ends: 2,
        says: &["m.yaml"],
    },
    Row {
        name: "JSON lists in lists",
        make: |at| at.put("m.json", "[".repeat(1_000_000)),
        run: &["import", "m.json"],
        ends: 2,
        says: &["m.json"],
    },
    Row {
        name: "a JSON text of sixteen million keys alike",
        make: |at| at.put("m.json", format!("{{{}\"a\":1}}", "\"a\":1,".repeat(2_500_000))),
        run: &["import", "m.json"],
        ends: 2,
        says: &["m.json"],
    },
    Row {
        name: "a hundred thousand tables in tables, HTML",
        make: |at| at.put("p.html", "<table><tr><td>".repeat(100_000)),
        run: &["import", "p.html"],
        ends: 2,
        says: &["p.html"],
    },
    Row {
        name: "a cell over a thousand million rows and columns, HTML",
        make: |at| {
            at.put(
                "p.html",
                "<table><tr><th rowspan=1000000000 colspan=1000000000>Subprocessor<th>Location<tr><td>x</table>",
            );
        },
        run: &["import", "p.html"],
        ends: 0,
        says: &["[[party]]"],
    },
    Row {
        name: "quotes in quotes, Markdown",
        make: |at| at.put("p.md", format!("{}| Subprocessor | Location |\n", "> ".repeat(100_000))),
        run: &["import", "p.md"],
        ends: 2,
        says: &["p.md"],
    },
    Row {
        name: "brackets in brackets, Markdown",
        make: |at| at.put("p.md", "[".repeat(200_000) + &"](x)".repeat(200_000)),
        run: &["import", "p.md"],
        ends: 2,
        says: &["p.md"],
    },
    Row {
        name: "tags in tags, a policy",
        make: |at| at.put("p.html", "<div>".repeat(300_000) + "We rely on the EU-US Privacy Shield."),
        run: &["scan", "p.html", "--as-of", "2024-01-01"],
        ends: 1,
        says: &["Privacy Shield"],
    },
    Row {
        name: "nodes in nodes, Turtle",
        make: |at| at.put("g.ttl", format!("<urn:a> <urn:b> {}", "[ <urn:c> ".repeat(100_000))),
        run: &["import", "g.ttl"],
        ends: 2,
        says: &["g.ttl"],
    },
    Row {
        name: "lists in lists, Turtle",
        make: |at| at.put("g.ttl", format!("<urn:a> <urn:b> {}", "(".repeat(200_000))),
        run: &["import", "g.ttl"],
        ends: 2,
        says: &["g.ttl"],
    },
    Row {
        name: "lists in lists, JSON-LD",
        make: |at| at.put("g.jsonld", format!("{{\"@id\": \"urn:a\", \"urn:b\": {}", "[".repeat(200_000))),
        run: &["import", "g.jsonld"],
        ends: 2,
        says: &["g.jsonld"],
    },
    Row {
        name: "a context that is elsewhere",
        make: |at| at.put("g.jsonld", r#"{"@context": "http://127.0.0.1:9/context", "@id": "urn:a"}"#),
        run: &["import", "g.jsonld"],
        ends: 2,
        says: &["not JSON-LD"],
    },
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
    // -------------------------------------------------------------------------------------- size
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
    // -------------------------------------------------------------------------------------- circles
    Row {
        name: "owners in a circle",
        make: |at| {
            let text = with("country = \"DE\"", "country = \"DE\"\nparent = \"host\"");
            at.put("r.toml", text.replace("country = \"US\"", "country = \"US\"\nparent = \"acme\""));
        },
        run: CHECK,
        ends: 0,
        says: &["1 flow"],
    },
    Row {
        name: "a paper that amends itself",
        make: |at| {
            at.put(
                "r.toml",
                with("kind = \"eu-scc-2021-914\"", "kind = \"uk-addendum\"\namends = \"paper\""),
            );
        },
        run: CHECK,
        ends: 1,
        says: &["1 flow"],
    },
    Row {
        name: "data that come back for ever",
        make: |at| {
            let back = RIGHT.split("[[flow]]").nth(1).unwrap().replace("\"hosting\"", "\"back\"");
            let back = back
                .replace("\"acme\"", "\"x\"")
                .replace("\"host\"", "\"acme\"")
                .replace("\"x\"", "\"host\"");
            let back = back.replace("controller-to-processor", "processor-to-controller");
            at.put("r.toml", format!("{RIGHT}\n[[flow]]{back}"));
        },
        run: &["paths", "r.toml", "--from", "acme"],
        ends: 0,
        says: &["hosting"],
    },
    Row {
        name: "a chain of thirty thousand parties",
        make: |at| at.put("r.toml", chain(30_000)),
        run: &["check", "r.toml", "--format", "markdown"],
        ends: 1,
        says: &["f29999"],
    },
    Row {
        name: "where a chain of thirty thousand parties ends",
        make: |at| at.put("r.toml", chain(30_000)),
        run: &["reach", "p0", "r.toml", "--format", "markdown"],
        ends: 0,
        says: &["p30000"],
    },
    Row {
        name: "a place that is a part of itself",
        make: |at| {
            at.put("r.toml", RIGHT);
            at.put(
                "law/a.toml",
                "[[place]]\ncode = \"ZZ-1\"\nname = \"x\"\nkind = \"zone\"\npart_of = \"ZZ-1\"\n",
            );
        },
        run: &["check", "r.toml", "--law", "law"],
        ends: 2,
        says: &["a.toml:"],
    },
    Row {
        name: "two places that are parts of each other",
        make: |at| {
            at.put("r.toml", RIGHT);
            let place = |code: &str, of: &str| {
                format!(
                    "[[place]]\ncode = \"{code}\"\nname = \"{code}\"\nkind = \"zone\"\npart_of = \"{of}\"\n"
                )
            };
            at.put("law/a.toml", place("ZZ-1", "ZZ-2") + &place("ZZ-2", "ZZ-1"));
        },
        run: &["check", "r.toml", "--law", "law"],
        ends: 2,
        says: &["a.toml:"],
    },
    Row {
        name: "an overlay that takes an id of the pack",
        make: |at| {
            at.put("r.toml", RIGHT);
            at.put("law/a.toml", "[[place]]\ncode = \"DE\"\nname = \"x\"\nkind = \"country\"\n");
        },
        run: &["check", "r.toml", "--law", "law"],
        ends: 2,
        says: &["a.toml:"],
    },
    // -------------------------------------------------------------------------------------- days
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
    // -------------------------------------------------------------------------------------- tricks with letters
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
    // -------------------------------------------------------------------------------------- paths
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
    // -------------------------------------------------------------------------------------- links
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
    // -------------------------------------------------------------------------------------- what is no file
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

/// Longest message that a person may be given, whatever the input.
const LONGEST: usize = 256 * 1024;

/// What is wrong with the end of a row; none: it is right.
fn wrong(row: &Row) -> Option<String> {
    let folder = Folder::new();
    (row.make)(&folder);
    let before = folder.tree();
    let run = transfer(&folder, row.run);
    let after = folder.tree();
    let answer = String::from_utf8_lossy(&run.answer);
    let shown: String = run.message.chars().take(600).collect();
    if run.status != Some(row.ends) {
        let answer: String = answer.chars().take(300).collect();
        return Some(format!("ends with {:?}, not {}: {shown}{answer}", run.status, row.ends));
    }
    for part in row.says {
        if !(run.message.contains(part) || row.ends < 2 && answer.contains(part)) {
            return Some(format!("does not say `{part}`: {shown}"));
        }
    }
    if run.message.len() > LONGEST {
        return Some(format!("a message of {} bytes", run.message.len()));
    }
    let safe = |c: char| c == '\n' || !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{200b}');
    if !run.message.chars().all(safe) || !answer.chars().all(safe) {
        return Some(format!("a control character: {shown:?}"));
    }
    if row.ends == 2 && (after != before || !run.answer.is_empty()) {
        return Some(format!("something is new, or something was answered: {shown}"));
    }
    let lost = before.iter().find(|(path, bytes)| after.get(*path) != Some(bytes));
    lost.map(|(path, _)| format!("{} was changed", path.display()))
}

#[test]
fn hostile_input_is_refused_or_survived() {
    let mut names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), ROWS.len(), "two rows of one name");
    assert!(ROWS.len() >= 100, "{} rows", ROWS.len());
    let only = std::env::var("TRANSFER_ROW").unwrap_or_default();
    let faults: Vec<String> = ROWS
        .iter()
        .filter(|row| row.name.contains(&only))
        .filter_map(|row| wrong(row).map(|wrong| format!("{}: {wrong}", row.name)))
        .collect();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), ROWS.len(), faults.join("\n"));
}
