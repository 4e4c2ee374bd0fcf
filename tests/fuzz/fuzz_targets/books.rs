//! Any bytes are imported as a workbook. Bytes that do not begin as an archive are packed into one: a zero byte parts
//! sheet, shared texts, workbook, styles and a second sheet, since changes inside packed data seldom unpack.

#![no_main]

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use transfer_cli::args::ImportFormat;
use transfer_fuzz::imports::import;
use zip::write::SimpleFileOptions;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        return import("book.xlsx", bytes, ImportFormat::Auto);
    }
    let Ok(packed) = packed(bytes) else { return };
    import("book.xlsx", &packed, ImportFormat::Auto);
});

/// Parts that the fuzzer does not change.
const FIXED: [(&str, &str); 2] = [
    (
        "_rels/.rels",
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#,
    ),
];

/// Parts that it changes, and what they hold where it gives none.
const PARTS: [(&str, &str); 5] = [
    ("xl/worksheets/sheet1.xml", ""),
    ("xl/sharedStrings.xml", ""),
    (
        "xl/workbook.xml",
        r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/styles.xml",
        r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
    ),
    ("xl/worksheets/sheet2.xml", ""),
];

fn packed(bytes: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut given = bytes.split(|byte| *byte == 0);
    for (name, text) in FIXED {
        archive.start_file(name, stored)?;
        archive.write_all(text.as_bytes())?;
    }
    for (name, text) in PARTS {
        let part = given.next().filter(|part| !part.is_empty()).unwrap_or(text.as_bytes());
        if !part.is_empty() {
            archive.start_file(name, stored)?;
            archive.write_all(part)?;
        }
    }
    Ok(archive.finish()?.into_inner())
}
