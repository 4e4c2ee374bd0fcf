//! Archives and workbooks: what unpacks to more than it says, cells where no sheet has any, parts without number.

use std::io::{Cursor, Write as _};

use super::{Row, lines};

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

pub(super) const ROWS: &[Row] = &[
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
        name: "a number that no TOML holds",
        make: |at| {
            let number = "8".repeat(40);
            let rows =
                format!("register,,R,,,\nparty,a,A,group,DE,{number}\nparty,b,B,group,DE,[{number}]\n");
            at.put("large.csv", format!("table,id,name,kind,country,branches\n{rows}"));
        },
        run: &["import", "large.csv"],
        ends: 2,
        says: &["large.csv, row 4", "a number in it is too large"],
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
];
