//! Registers out and back: sheets lose nothing, whatever texts a register holds; a merge touches only what
//! changed; what is broken is refused with its place.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail, and this one looks at files"
)]

use std::fs;

use proptest::prelude::*;
use transfer_tests::folder::Folder;
use transfer_tests::{Run, hunt, material, transfer};

const REAL: [&str; 4] = ["egress", "impero", "deskpro", "insidesales"];

fn real(register: &str) -> String {
    material("registers").join(register).to_str().unwrap().to_owned()
}

fn ok(run: Run) -> Run {
    assert_eq!(run.status, 0, "{}", run.message);
    run
}

fn digest(register: &str) -> String {
    let run = transfer(&["check", register, "--format", "json", "--as-of", "2024-01-01"]);
    assert_ne!(run.status, 2, "{}", run.message);
    let json: serde_json::Value = serde_json::from_str(&run.answer).unwrap();
    json["register"]["digest"].as_str().unwrap().to_owned()
}

/// Out as sheets and back as a register: the same facts.
fn there_and_back(folder: &Folder, register: &str, format: &str) {
    let sheets = folder.path(&format!("sheets.{format}"));
    let back = folder.path(&format!("back-{format}.toml"));
    let _ = fs::remove_file(&back);
    ok(transfer(&["export", register, "--format", format, "--out", &sheets]));
    ok(transfer(&["import", &sheets, "--format", format, "--out", &back]));
    assert_eq!(digest(register), digest(&back), "{register} through {format}");
    let merged = ok(transfer(&["import", &sheets, "--into", register]));
    assert_eq!((merged.answer.as_str(), merged.message.as_str()), ("", "nothing changes\n"));
}

#[test]
fn sheets_are_the_register_again() {
    let folder = Folder::new("exchange-real");
    for register in REAL {
        for format in ["csv", "xlsx"] {
            there_and_back(&folder, &real(register), format);
        }
    }
}

#[test]
fn decided_cases_too() {
    let folder = Folder::new("exchange-cases");
    let mut cases: Vec<_> =
        fs::read_dir(material("cases")).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    for case in
        cases.iter().filter(|path| !path.ends_with("expected.toml") && !path.ends_with("further.toml"))
    {
        there_and_back(&folder, case.to_str().unwrap(), "csv");
        there_and_back(&folder, case.to_str().unwrap(), "xlsx");
    }
}

/// Files of evidence of whatever may have one go out and come back, and are part of what the register says.
#[test]
fn evidence_of_every_kind_comes_back() {
    let folder = Folder::new("exchange-evidence");
    let file =
        |name: &str| format!("evidence = {{ file = \"{name}.pdf\", sha256 = \"{}\" }}", "0a".repeat(32));
    let kinds = ["entry", "set", "tia", "notice"].map(file);
    let [entry, set, tia, notice] = &kinds;
    let text = format!(
        "[register]\nname = \"E\"\n\
         [[party]]\nid = \"a\"\nname = \"A\"\nkind = \"group\"\ncountry = \"DE\"\n\
         [[party]]\nid = \"b\"\nname = \"B\"\nkind = \"processor\"\ncountry = \"US\"\n\
         certifications = [{{ scheme = \"dpf\", parts = [\"eu-us\"], covers = [\"non-hr\"], since = 2023-09-01, {entry} }}]\n\
         [[data]]\nid = \"d\"\nname = \"D\"\n\
         [[instrument]]\nid = \"p\"\nkind = \"eu-scc-2021-914\"\nmodules = [2]\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\n{set}\n\
         [[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\nmechanism = [\"dpf\", \"p\"]\n\
         [[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"US\"\ndate = 2023-03-01\nconclusion = \"sufficient\"\n{tia}\n\
         [[notice]]\nid = \"n\"\nof = [\"a\"]\n{notice}\n"
    );
    let whole = folder.put("whole.toml", &text).to_str().unwrap().to_owned();
    for format in ["csv", "xlsx"] {
        there_and_back(&folder, &whole, format);
    }
    for kind in &kinds {
        let less = folder
            .put("less.toml", text.replace(kind.as_str(), "").replace("2023-09-01,  }", "2023-09-01 }"));
        assert_ne!(digest(less.to_str().unwrap()), digest(&whole), "{kind}");
    }
    let regulator =
        ok(transfer(&["export", &whole, "--format", "regulator-md", "--as-of", "2024-01-01"])).answer;
    for line in
        ["| entry | b, dpf | entry.pdf |", "| assessment | t | tia.pdf |", "| notice | n | notice.pdf |"]
    {
        assert!(regulator.contains(line), "{line}: {regulator}");
    }
    let instrument = "| p | EU standard contractual clauses (EU) 2021/914 | 2022-01-01 | set.pdf |";
    assert!(regulator.contains(instrument), "{regulator}");
}

#[test]
fn faults_of_sheets_and_of_words_are_told_in_one_run() {
    let folder = Folder::new("exchange-faults");
    let sheets = "table,id,name,kind,country,hr,since,from,to,roles,data\n\
        register,,Example,,,,,,,,\n\
        party,a,A,grup,DE,,,,,,\n\
        party,b,B,group,Germny,,,,,,\n\
        data,d,D,,,perhaps,,,,,\n\
        flo,x,,,,,,,,,\n\
        flow,f,,,,,2024-13-01,a,b,controller-to-controler,d\n";
    let run = transfer(&["import", &folder.file("broken.csv", sheets), "--format", "csv"]);
    assert_eq!((run.status, run.answer.as_str()), (2, ""), "{}", run.message);
    insta::assert_snapshot!("faults_of_sheets_and_of_words", run.message);
}

#[test]
fn a_workbook_has_the_same_bytes_every_time() {
    let folder = Folder::new("exchange-bytes");
    let (one, two) = (folder.path("one.xlsx"), folder.path("two.xlsx"));
    ok(transfer(&["export", &real("egress"), "--format", "xlsx", "--out", &one]));
    ok(transfer(&["export", &real("egress"), "--format", "xlsx", "--out", &two]));
    assert!(fs::read(one).unwrap() == fs::read(two).unwrap());
}

/// Texts that sheets, programs and parsers trip over.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{1,12}",
        "\\PC{1,8}",
        "[=+@'\"\\[{;,\t\r\n x-]{1,6}",
        Just("2024".to_owned()),
        Just("1e5".to_owned()),
        Just("2021-01-07".to_owned()),
        Just("TRUE".to_owned()),
        Just("_x000D_".to_owned()),
        Just("  blanks ".to_owned()),
        Just("=HYPERLINK(\"http://x\")".to_owned()),
        Just("\u{feff}mark\u{202e}".to_owned()),
        Just("[[7]]".to_owned()),
    ]
}

fn quote(text: &str) -> String {
    transfer_cli::facts::text::quote(text)
}

proptest! {
    #![proptest_config(hunt(48))]

    #[test]
    fn any_texts_come_back(
        names in proptest::collection::vec(words(), 1..6),
        purposes in proptest::collection::vec(words(), 0..4),
        share in 0u32..=10_000,
        hr in any::<bool>(),
        year in 1800i16..2200,
    ) {
        use std::fmt::Write as _;
        let mut text = format!("[register]\nname = {}\n[[data]]\nid = \"d\"\nname = \"d\"\nhr = {hr}\n", quote(&format!("n{}", names[0])));
        for (at, name) in names.iter().enumerate() {
            let name = if name.trim().is_empty() { format!("x{name}") } else { name.clone() };
            writeln!(text, "[[party]]\nid = \"p{at}\"\nname = {}\nkind = \"group\"\ncountry = \"FR\"", quote(&name)).unwrap();
            if at > 0 {
                writeln!(text, "owners = [{{ party = \"p0\", share = {}.{:02} }}]", share / 100, share % 100).unwrap();
            }
        }
        let list: Vec<String> = purposes.iter().map(|purpose| quote(purpose)).collect();
        writeln!(text, "[[flow]]\nid = \"f\"\nfrom = \"p0\"\nto = \"p0\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\npurposes = [{}]\nsince = {year}-02-28\noptional = {}\nvolume = [{{ data = [\"d\"], people = 1000000, year = 2024 }}]\nderogation = {{ occasional = {hr} }}", list.join(", "), quote(&names[names.len() - 1])).unwrap();
        let folder = Folder::new("exchange-any");
        let register = folder.file("register.toml", text);
        for format in ["csv", "xlsx"] {
            there_and_back(&folder, &register, format);
        }
    }
}
