//! Other people's formats: each in its real shape, read line by line; each register made is one that
//! `transfer check` reads; what is broken is refused with its place, and nothing is written.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail, and this one looks at files"
)]

use std::fs;
use std::io::Write as _;

use rust_xlsxwriter::{Format, Formula, Workbook};
use transfer_tests::folder::Folder;
use transfer_tests::{Run, material, transfer};

fn fixture(name: &str) -> String {
    material("imports").join(name).to_str().unwrap().to_owned()
}

/// The register made, which must be one that `check` reads.
fn imported(folder: &Folder, arguments: &[&str]) -> String {
    let mut all = vec!["import"];
    all.extend(arguments);
    let run = transfer(&all);
    assert_eq!(run.status, 0, "{}", run.message);
    let register = folder.file("made.toml", &run.answer);
    let check = transfer(&["check", &register, "--as-of", "2026-03-01"]);
    assert_ne!(check.status, 2, "{}", check.message);
    run.answer
}

/// A run that must be refused; its message, the folder's name taken out.
fn refused(folder: &Folder, arguments: &[&str]) -> String {
    let before = folder.names();
    let out = folder.path("out.toml");
    let mut all = vec!["import"];
    all.extend(arguments);
    all.extend(["--out", &out]);
    let Run { status, answer, message } = transfer(&all);
    assert_eq!((status, answer.as_str()), (2, ""), "{message}");
    assert_eq!(folder.names(), before);
    message.replace(folder.0.to_str().unwrap(), "DIR")
}

#[test]
fn every_format_in_its_shape() {
    let folder = Folder::new("imports-shapes");
    for name in [
        "subprocessors.md",
        "subprocessors.html",
        "subprocessors.csv",
        "subprocessors.yaml",
        "subprocessors.json",
        "record-ico.csv",
        "record-cnil.csv",
        "transfers.csv",
        "dpf.csv",
        "fides.yaml",
        "fides-older.yml",
        "list-two-tables.md",
        "list-entities.md",
        "list-register.md",
        "list-contracts.md",
        "list-evidence.json",
        "list-certified.json",
        "flows.json",
        "transfers.json",
        "entities.yml",
        "locations.csv",
        "record-cnpd.csv",
    ] {
        insta::assert_snapshot!(name.replace('.', "_"), imported(&folder, &[&fixture(name)]));
    }
    let countries = fixture("fides-countries.csv");
    let told = imported(&folder, &[&fixture("fides.yaml"), "--countries", &countries, "--of", "acme"]);
    insta::assert_snapshot!("fides_told", told);
}

#[test]
fn several_files_are_one_register() {
    let folder = Folder::new("imports-several");
    let made = imported(
        &folder,
        &[&fixture("subprocessors.yaml"), &fixture("subprocessors.json"), "--of", "Vendor Ltd"],
    );
    assert_eq!(made.matches("\n[register]").count(), 1);
    assert_eq!(made.matches("name = \"Cloud Host\"").count(), 1);
    assert_eq!(made.matches("[[flow]]").count(), 5);
}

/// The ICO's workbook: two lines of title, the head in row 9, merged cells.
fn ico_workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Template").unwrap();
    sheet.write_string(0, 0, "Documentation of processing activities").unwrap();
    let head = [
        "Business function",
        "Purpose of processing",
        "Categories of personal data",
        "Categories of recipients",
        "Link to contract with processor",
        "Names of third countries or international organisations that personal data are transferred to (if applicable)",
        "Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)",
    ];
    for (column, name) in (0u16..).zip(head) {
        sheet.write_string(8, column, name).unwrap();
    }
    sheet.merge_range(9, 0, 10, 0, "Finance", &Format::new()).unwrap();
    for (row, cells) in [
        (9, ["Payroll", "Bank details", "Payroll Bureau Ltd", "contract 7", "India", "IDTA"]),
        (10, ["Audit", "Ledger", "Auditors LLP", "", "United States", "N/A"]),
    ] {
        for (column, cell) in (1u16..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    sheet.write_formula(11, 0, Formula::new("=A10").set_result("Finance")).unwrap();
    sheet.write_string(11, 3, "Bank AG").unwrap();
    sheet.write_string(11, 5, "Switzerland").unwrap();
    book.save_to_buffer().unwrap()
}

fn ciso_workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let pages: [(&str, &[&[&str]]); 3] = [
        ("Processing", &[&["name"], &["CRM"]]),
        (
            "Contractors",
            &[
                &["name", "description", "entity", "relationship_type", "country", "documentation_link"],
                &["Hosting", "", "Data House Inc", "privacy_data_processor", "US", ""],
                &["Calls", "Call centre", "Callers Ltd", "privacy_sub_processor", "IN", ""],
            ],
        ),
        (
            "Transfers",
            &[
                &[
                    "name",
                    "description",
                    "entity",
                    "country",
                    "transfer_mechanism",
                    "guarantees",
                    "documentation_link",
                ],
                &[
                    "Hosting abroad",
                    "Hosting of the CRM",
                    "Data House Inc",
                    "US",
                    "privacy_standard_contractual_clauses",
                    "2021 clauses",
                    "",
                ],
                &["One-off", "", "Somebody", "Narnia", "privacy_derogation", "", ""],
                &["Booking", "", "", "JP", "privacy_derogation", "explicit consent", ""],
            ],
        ),
    ];
    for (name, rows) in pages {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in (0u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The CNIL's sheet of one activity: labels on the left, and a line below the box that says to which country.
fn cnil_workbook(abroad: &[[&str; 2]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let lines = [
        ["Fiche de registre", ""],
        ["Nom de l'activité", "Paie"],
        ["Objectifs poursuivis", "Payer les salariés"],
        ["Catégories de personnes concernées", "Salariés"],
        ["Catégories de données collectées", "État civil ; Coordonnées bancaires"],
        ["Sous-traitants", "Bureau Inc"],
    ];
    for (row, cells) in (0u32..).zip(lines.iter().chain(abroad)) {
        for (column, cell) in (0u16..).zip(cells) {
            if !cell.is_empty() {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_transfer_that_is_only_ticked_is_a_flow() {
    let folder = Folder::new("imports-ticked");
    for (name, abroad, said) in [
        (
            "named",
            &[["Transferts des données hors UE", "Oui"], ["", "Si oui, vers quel(s) pays : États-Unis"]][..],
            "locations = [\"US\"]",
        ),
        ("ticked", &[["Transferts des données hors UE", "Oui"]][..], "locations = [\"unknown\"]"),
    ] {
        let file = folder.file(&format!("{name}.xlsx"), cnil_workbook(abroad));
        let made = imported(&folder, &[&file]);
        assert!(made.contains(said), "{made}");
        assert!(made.contains("roles = \"controller-to-processor\""), "{made}");
    }
    let file = folder.file("none.xlsx", cnil_workbook(&[["Transferts des données hors UE", "Non"]]));
    assert!(!imported(&folder, &[&file]).contains("[[flow]]"));
}

#[test]
fn workbooks_of_others() {
    let folder = Folder::new("imports-workbooks");
    let ico = folder.file("ico.xlsx", ico_workbook());
    insta::assert_snapshot!("record_ico_xlsx", imported(&folder, &[&ico, "--of", "Example Limited"]));
    let ciso = folder.file("ciso.xlsx", ciso_workbook());
    insta::assert_snapshot!("ciso_assistant_xlsx", imported(&folder, &[&ciso]));
}

#[test]
fn linked_data_out_and_back() {
    let folder = Folder::new("imports-linked");
    for format in ["dpv-ttl", "dpv-jsonld"] {
        let file = folder.path(if format == "dpv-ttl" { "graph.ttl" } else { "graph.jsonld" });
        let run = transfer(&["export", &fixture("vendor.toml"), "--format", format, "--out", &file]);
        assert_eq!(run.status, 0, "{}", run.message);
        let made = imported(&folder, &[&file]);
        assert_eq!(made.matches("[[flow]]").count(), 4, "{made}");
        insta::assert_snapshot!(format!("{}_back", format.replace('-', "_")), made);
    }
    let remote = folder.file("remote.jsonld", r#"{"@context": "https://example.org/context", "@id": "x:y"}"#);
    assert!(refused(&folder, &[&remote]).contains("not JSON-LD"));
    let empty = folder.file("empty.ttl", "<urn:a> <urn:b> \"c\" .");
    assert!(refused(&folder, &[&empty]).contains("no node has dpv:hasDataExporter"));
}

#[test]
fn exports_line_by_line() {
    for format in [
        "csv",
        "article30-ico",
        "article30-cnil",
        "dpv-ttl",
        "dpv-jsonld",
        "regulator-md",
        "subprocessors-md",
        "subprocessors-json",
    ] {
        let run = transfer(&["export", &fixture("vendor.toml"), "--format", format]);
        assert_eq!(run.status, 0, "{}", run.message);
        assert_eq!(run.answer, transfer(&["export", &fixture("vendor.toml"), "--format", format]).answer);
        insta::assert_snapshot!(format!("export_{}", format.replace('-', "_")), run.answer);
    }
}

#[test]
fn a_merge_shows_what_changes_and_keeps_the_rest() {
    let folder = Folder::new("imports-merge");
    let text = fs::read_to_string(fixture("vendor.toml")).unwrap();
    // With the line ends and the mark of another system, which must stay.
    let register = folder.file("vendor.toml", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let arguments =
        ["import", &fixture("dpf.csv"), "--into", &register, "--checked-on", "2026-02-01"].map(str::to_owned);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let shown = transfer(&arguments);
    assert_eq!(shown.status, 0, "{}", shown.message);
    insta::assert_snapshot!("merge_dpf", format!("{}\n{}", shown.answer, shown.message));
    assert_eq!(fs::read_to_string(&register).unwrap(), format!("\u{feff}{}", text.replace('\n', "\r\n")));

    let mut writing = arguments.clone();
    writing.push("--yes");
    assert_eq!(transfer(&writing).status, 0);
    let after = fs::read_to_string(&register).unwrap();
    assert!(after.starts_with('\u{feff}') && !after.replace("\r\n", "").contains('\n'));
    for comment in ["# a comment that stays", "# looked up by hand", "# two parts", "# from its contract"] {
        assert!(after.contains(comment), "{comment} is lost:\n{after}");
    }
    assert_ne!(transfer(&["check", &register]).status, 2);
    let again = transfer(&arguments);
    assert!(again.message.contains("nothing changes"), "{}{}", again.answer, again.message);
    assert_eq!(folder.names(), ["vendor.toml"]);
}

#[test]
fn a_list_is_merged_into_the_parties_that_are_there() {
    let folder = Folder::new("imports-merge-list");
    let register = folder.file("vendor.toml", fs::read_to_string(fixture("vendor.toml")).unwrap());
    let shown =
        transfer(&["import", &fixture("subprocessors.csv"), "--into", &register, "--of", "saas", "--yes"]);
    assert_eq!(shown.status, 0, "{}", shown.message);
    insta::assert_snapshot!("merge_list", format!("{}\n{}", shown.answer, shown.message));
    assert_ne!(transfer(&["check", &register]).status, 2);
}

#[test]
fn an_edited_sheet_changes_what_was_edited() {
    let folder = Folder::new("imports-edited");
    let register = folder.file("vendor.toml", fs::read_to_string(fixture("vendor.toml")).unwrap());
    let sheet = folder.path("sheet.csv");
    assert_eq!(transfer(&["export", &register, "--format", "csv", "--out", &sheet]).status, 0);
    let text = fs::read_to_string(&sheet).unwrap();
    let edited = text.replace("Saas Ltd", "Saas Limited");
    let line = edited.lines().find(|line| line.starts_with("flow,to-mail,")).unwrap().to_owned();
    let edited = edited.replace(&line, &line.replacen("to-mail", "to-mail-new", 1));
    fs::write(&sheet, edited).unwrap();
    let run = transfer(&["import", &sheet, "--into", &register, "--yes"]);
    assert_eq!(run.status, 0, "{}", run.message);
    insta::assert_snapshot!("merge_sheet", format!("{}\n{}", run.answer, run.message));
}

#[test]
fn a_merge_that_would_break_the_register_writes_nothing() {
    let folder = Folder::new("imports-merge-broken");
    let text = fs::read_to_string(fixture("vendor.toml")).unwrap();
    let register = folder.file("vendor.toml", &text);
    let sheet = folder.file("sheet.csv", "table,id,country\nparty,saas,Narnia\nregister,,\n");
    let run = transfer(&["import", &sheet, "--into", &register, "--yes"]);
    assert_eq!(run.status, 2);
    assert!(run.message.contains("nothing was written"), "{}", run.message);
    assert_eq!(fs::read_to_string(&register).unwrap(), text);
}

#[test]
fn broken_files_are_refused_with_their_place() {
    let folder = Folder::new("imports-broken");
    let whole = ico_workbook();
    let mut said = String::new();
    let mut refuse = |name: &str, bytes: &[u8], more: &[&str]| {
        let path = folder.file(name, bytes);
        let mut arguments = vec![path.as_str()];
        arguments.extend(more);
        said.push_str(&format!("== {name}\n{}\n", refused(&folder, &arguments)));
    };
    refuse("cut.xlsx", &whole[..whole.len() / 2], &[]);
    refuse("no.xlsx", b"PK\x03\x04nothing", &[]);
    refuse("old.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1], &[]);
    refuse("latin.csv", b"Subprocessor,Location\nCaf\xe9,FR\n", &[]);
    refuse("nul.csv", b"Subprocessor,Location\0\n", &[]);
    refuse("open.csv", format!("Subprocessor,Location\nx,\"{}", "y\n".repeat(40)).as_bytes(), &[]);
    refuse("empty.csv", b"", &[]);
    refuse("strange.csv", b"a,b\n1,2\n", &[]);
    refuse("no-table.md", b"# Nothing here\n", &[]);
    refuse("bad.yaml", b"system: [\n  - {\n", &[]);
    refuse("bomb.yaml", bomb_yaml().as_bytes(), &[]);
    refuse("bad.json", b"{\"system\": [}", &[]);
    refuse("deep.json", "[".repeat(100_000).as_bytes(), &[]);
    refuse("bad.ttl", b"<a> <b> ", &[]);
    refuse("dpf.csv", b"Organization,Status,Framework,Covered Data\nX,Perhaps,EU-U.S. DPF,HR\nY,Active,Moon DPF,HR\nZ,Active,EU-U.S. DPF,all\n", &[]);
    refuse(
        "own.csv",
        b"table,id,name,kind,country,nmae\nparty,a,A,group,FR,x\nparty,a,A,grop,Narnia,\nthing,b,,,,\n",
        &["--format", "csv"],
    );
    refuse(
        "words.csv",
        b"table,id,name,kind,country\nregister,,R,,\nparty,a,A,grop,Narnia\n",
        &["--format", "csv"],
    );
    refuse(
        "cells.csv",
        b"table,id,name,kind,country,targets\nregister,,R,,,\nparty,a,A,group,FR,\"[\"\"EU\"\n",
        &["--format", "csv"],
    );
    insta::assert_snapshot!("broken", said);
}

fn bomb_yaml() -> String {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", [before.as_str(); 9].join(", ")));
    }
    text
}

#[test]
fn cells_with_errors_and_formulas_without_values_are_named() {
    let folder = Folder::new("imports-formulas");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0u16..).zip(["Subprocessor", "Location"]) {
        sheet.write_string(0, column, name).unwrap();
    }
    sheet.write_formula(1, 0, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_formula(2, 1, Formula::new("=A1").set_result("")).unwrap();
    let file = folder.file("formulas.xlsx", book.save_to_buffer().unwrap());
    insta::assert_snapshot!("formulas", refused(&folder, &[&file]));
}

/// A ZIP with one entry that unpacks to many times its size.
fn bomb(name: &str, megabytes: usize) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut archive = zip::ZipWriter::new(&mut bytes);
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file(name, options).unwrap();
    let block = vec![b' '; 1024 * 1024];
    for _ in 0..megabytes {
        archive.write_all(&block).unwrap();
    }
    archive.finish().unwrap();
    bytes.into_inner()
}

#[test]
fn a_bomb_does_not_go_off() {
    let folder = Folder::new("imports-bombs");
    let file = folder.file("bomb.xlsx", bomb("xl/worksheets/sheet1.xml", 300));
    assert!(refused(&folder, &[&file]).contains("unpacks to more than 256 MiB"));
    let file = folder.file("strings.xlsx", bomb("xl/sharedStrings.xml", 80));
    assert!(refused(&folder, &[&file]).contains("unpacks to more than 64 MiB"));
}

#[test]
fn a_million_rows_are_refused() {
    let folder = Folder::new("imports-million");
    let mut text = String::from("Subprocessor,Location\n");
    for at in 0..1_000_000 {
        text.push_str(&format!("v{at},US\n"));
    }
    let file = folder.file("million.csv", text);
    assert!(refused(&folder, &[&file]).contains("more than 250000 rows"));
    // A cell in the last row of the last column costs nothing.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Subprocessor").unwrap();
    sheet.write_string(1_048_575, 16_383, "far").unwrap();
    let file = folder.file("far.xlsx", book.save_to_buffer().unwrap());
    assert!(refused(&folder, &[&file]).contains("more than 250000 rows"));
}

#[test]
fn lists_are_compared() {
    let (old, new, register) = (fixture("list-old.md"), fixture("list-new.md"), fixture("vendor.toml"));
    let run = transfer(&[
        "diff-list",
        &old,
        &new,
        "--register",
        &register,
        "--of",
        "saas",
        "--received",
        "2026-02-10",
    ]);
    assert_eq!(run.status, 1, "{}", run.message);
    insta::assert_snapshot!("diff_list", run.answer);
    let run = transfer(&[
        "diff-list",
        &old,
        &new,
        "--notice-days",
        "0",
        "--received",
        "2026-02-10",
        "--format",
        "json",
    ]);
    insta::assert_snapshot!("diff_list_json", run.answer);
    assert!(run.answer.contains("\"object_by\": \"2026-02-10\""));
    let run = transfer(&["diff-list", &old, &old]);
    assert_eq!(
        (run.status, run.answer.as_str()),
        (0, "no sub-processor was added, removed, moved or renamed\n")
    );
    let run = transfer(&["diff-list", &old, &new]);
    assert!(run.answer.contains("until when to object: not known"));
    let run = transfer(&["diff-list", &old, &new, "--register", &register, "--of", "sas"]);
    assert_eq!(run.status, 2);
    assert!(run.message.contains("did you mean `saas`"), "{}", run.message);
}

#[test]
fn a_file_that_is_there_is_left() {
    let folder = Folder::new("imports-there");
    let there = folder.file("there.toml", "mine");
    let run = transfer(&["import", &fixture("subprocessors.csv"), "--out", &there]);
    assert_eq!(run.status, 2);
    assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
    let run = transfer(&["import", &folder.path("missing.csv"), folder.0.to_str().unwrap()]);
    assert_eq!(run.status, 2);
    assert!(run.message.contains("2 problems; nothing was imported"), "{}", run.message);
}

/// Texts that would be a table, a comment's end or a formula, were they not texts.
#[test]
fn hostile_names_stay_names() {
    let folder = Folder::new("imports-hostile");
    let names = [
        "x\"\"\n[[party]]\nid = \"\"evil\"\"",
        "# no comment \u{202e}turned",
        "=HYPERLINK(\"\"http://x.example\"\")",
        "'''a",
        "red \u{7f}\u{1b}[31m",
        "日本語株式会社",
        "--- b",
    ];
    let mut text = String::from("Subprocessor,Purpose,Location\n");
    for name in names {
        text.push_str(&format!("\"{name}\",\"{name}\",\"{name}\"\n"));
    }
    let list = folder.file("list.csv", text);
    let made = imported(&folder, &[&list, "--of", "V \u{1b}[0m"]);
    assert!(!made.contains('\u{1b}') && !made.contains('\u{202e}'));
    assert_eq!(made.matches("\n[[party]]").count(), 8, "{made}");
}
