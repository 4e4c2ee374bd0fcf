//! The file of a quarter: what is in it, that it is the same bytes again, that nothing of others is written over,
//! workbook and documents read back, and a register whose texts are hostile.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail, and this one looks at files"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx};
use transfer_tests::folder::Folder;
use transfer_tests::{Run, material, transfer};

fn real(register: &str) -> String {
    material(register).to_str().unwrap().to_owned()
}

fn report(register: &str, quarter: &str, out: &str) -> Run {
    transfer(&["report", &real(register), "--quarter", quarter, "--out", out])
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            for (inner, bytes) in files(&path) {
                found.insert(format!("{name}/{inner}"), bytes);
            }
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

fn ends(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == ending)
}

fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    assert!(book.worksheet_formula(name).unwrap().is_empty(), "{name} has a formula");
    let range = book.worksheet_range(name).unwrap();
    let cell = |cell: &Data| match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("not a text: {other:?}"),
    };
    range.rows().map(|row| row.iter().map(cell).collect()).collect()
}

#[test]
fn the_same_register_gives_the_same_bytes() {
    let folder = Folder::new("report-same");
    let (one, two) = (folder.path("one"), folder.path("two"));
    for out in [&one, &two] {
        let run = report("queries/group.toml", "2026-Q2", out);
        assert_eq!((run.status, run.message.as_str()), (0, ""));
    }
    let first = files(Path::new(&one));
    assert_eq!(first, files(Path::new(&two)));
    // Over an earlier report, unchanged, it may be written again.
    assert_eq!(report("queries/group.toml", "2026-Q2", &one).status, 0);
    assert_eq!(first, files(Path::new(&one)));
    let left: Vec<_> = fs::read_dir(&folder.0).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    let manifest: serde_json::Value = serde_json::from_slice(&first["manifest.json"]).unwrap();
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len() + 1, first.len());
    for entry in listed {
        let path = entry["path"].as_str().unwrap();
        assert_eq!(
            entry["sha256"].as_str().unwrap(),
            transfer_cli::render::hash::hex(&first[path]),
            "{path}"
        );
    }
    assert!(first.contains_key("tia/tia-in-acme-in-from-acme-ie.docx"), "{:?}", first.keys());
}

#[test]
fn what_others_wrote_stays() {
    let folder = Folder::new("report-foreign");
    let out = folder.path("out");
    fs::create_dir_all(&out).unwrap();
    assert_eq!(report("queries/group.toml", "2026-Q2", &out).status, 0, "an empty folder is free");
    let page = Path::new(&out).join("report.html");
    let changed = format!("{}<!-- mine -->", fs::read_to_string(&page).unwrap());
    fs::write(&page, &changed).unwrap();
    let run = report("queries/group.toml", "2026-Q2", &out);
    assert_eq!(run.status, 2);
    assert!(run.message.contains("was changed since it was written"), "{}", run.message);
    assert_eq!(fs::read_to_string(&page).unwrap(), changed);
    fs::remove_file(&page).unwrap();
    assert_eq!(report("queries/group.toml", "2026-Q2", &out).status, 0, "a file that is gone is no loss");
    fs::write(Path::new(&out).join("notes.txt"), "mine").unwrap();
    let run = report("queries/group.toml", "2026-Q2", &out);
    assert!(run.status == 2 && run.message.contains("notes.txt"), "{}", run.message);
    let other = folder.path("other");
    fs::create_dir_all(&other).unwrap();
    fs::write(Path::new(&other).join("a.txt"), "mine").unwrap();
    let run = report("queries/group.toml", "2026-Q2", &other);
    assert!(run.status == 2 && run.message.contains("holds no report"), "{}", run.message);
    assert_eq!(files(Path::new(&other)).len(), 1);
    let file = folder.path("file");
    fs::write(&file, "mine").unwrap();
    assert_eq!(report("queries/group.toml", "2026-Q2", &file).status, 2);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn the_day_lies_in_the_quarter() {
    let folder = Folder::new("report-day");
    let run = |day: &str, out: &str| {
        transfer(&[
            "report",
            &real("queries/group.toml"),
            "--quarter",
            "2026-Q2",
            "--as-of",
            day,
            "--out",
            &folder.path(out),
        ])
    };
    assert_eq!(run("2026-04-01", "a").status, 0);
    assert_eq!(run("2026-06-30", "b").status, 0);
    for day in ["2026-03-31", "2026-07-01"] {
        let run = run(day, "c");
        assert!(run.status == 2 && run.message.contains("is not in the quarter"), "{}", run.message);
    }
    assert!(!Path::new(&folder.path("c")).exists());
}

const FALLBACK: &str = r#"
[register]
name = "Fallback"

[[party]]
id = "a"
name = "A BV"
kind = "group"
country = "NL"

[[party]]
id = "u"
name = "U Inc"
kind = "processor"
country = "US"
sector = "commercial"
exposure = []
certifications = [{ scheme = "dpf", parts = ["eu-us"], since = 2024-01-01, until = 2026-10-31, covers = ["non-hr"] }]

[[data]]
id = "c"
name = "Contacts"

[[instrument]]
id = "s"
kind = "eu-scc-2021-914"
modules = [2]
parties = ["a", "u"]
signed = 2024-01-01

[[flow]]
id = "f"
from = "a"
to = "u"
roles = "controller-to-processor"
data = ["c"]
mechanism = ["dpf", "s"]

[[tia]]
id = "t"
flows = ["f"]
country = "US"
date = 2026-01-10
conclusion = "sufficient"
"#;

/// The entry in the framework ends between the quarters, and the clauses take over: the verdict stays, what carries it
/// does not, which `diff` and a lock tell of too.
#[test]
fn a_mechanism_that_takes_over_is_a_change() {
    let folder = Folder::new("report_fallback");
    let register = folder.path("transfer.toml");
    fs::write(&register, FALLBACK).unwrap();
    let write = |quarter: &str, day: &str, out: &str, previous: &[&str]| {
        let mut words = vec!["report", &register, "--quarter", quarter, "--as-of", day, "--out", out];
        words.extend(previous);
        assert_eq!(transfer(&words).status, 0);
        fs::read_to_string(format!("{out}/report.html")).unwrap()
    };
    let (q3, q4) = (folder.path("q3"), folder.path("q4"));
    write("2026-Q3", "2026-09-30", &q3, &[]);
    let previous = format!("{q3}/assessment.json");
    let page = write("2026-Q4", "2026-11-30", &q4, &["--previous", &previous]);
    let told =
        transfer(&["diff", &register, "--old-as-of", "2026-09-30", "--new-as-of", "2026-11-30"]).answer;
    let line = told.lines().find(|line| line.contains("eu-gdpr: ")).unwrap();
    let (then, now) = line.trim().trim_start_matches("eu-gdpr: ").split_once(" -> ").unwrap();
    let now = now.split_once(" (").unwrap().0;
    assert_eq!(then, "valid by dpf");
    assert!(page.contains(&format!("<td>eu-gdpr</td><td>{then}</td><td>{now}</td>")), "{line}");
    assert!(!page.contains("No verdict and no mechanism changed."));
    assert!(
        page.contains("<strong>1</strong> flow with another verdict or mechanism than in the last report")
    );
    assert!(page.contains("1 flow on 2026-11-30"), "one flow is no flows");
    // Held against itself nothing changed.
    let page = write(
        "2026-Q4",
        "2026-11-30",
        &folder.path("again"),
        &["--previous", &format!("{q4}/assessment.json")],
    );
    assert!(page.contains("No verdict and no mechanism changed."));
    // Nor in a register of many laws and data items.
    for register in ["registers/worldwide", "queries/group.toml"] {
        let (one, two) = (folder.path("one"), folder.path("two"));
        assert_eq!(report(register, "2026-Q2", &one).status, 0);
        let previous = format!("{one}/assessment.json");
        let words =
            ["report", &real(register), "--quarter", "2026-Q2", "--out", &two, "--previous", &previous];
        assert_eq!(transfer(&words).status, 0);
        let page = fs::read_to_string(format!("{two}/report.html")).unwrap();
        assert!(page.contains("No verdict and no mechanism changed."), "{register}");
        fs::remove_dir_all(&one).unwrap();
        fs::remove_dir_all(&two).unwrap();
    }
}

#[test]
fn what_changed_is_told() {
    let folder = Folder::new("report-previous");
    let before = folder.path("before");
    let register = real("registers/insidesales");
    assert_eq!(transfer(&["report", &register, "--quarter", "2020-Q2", "--out", &before]).status, 0);
    let previous = format!("{before}/assessment.json");
    let after = folder.path("after");
    let run =
        transfer(&["report", &register, "--quarter", "2020-Q3", "--out", &after, "--previous", &previous]);
    assert_eq!(run.status, 0, "{}", run.message);
    let page = fs::read_to_string(format!("{after}/report.html")).unwrap();
    assert!(page.contains("Against the assessment of 2020-06-30"));
    assert!(page.contains("The register is the same; the law pack is the same."));
    // The Privacy Shield ended between the two.
    assert!(page.contains("mechanism-ended"), "new findings are listed");
    assert!(!page.contains("No verdict and no mechanism changed."));
    for bad in ["manifest.json", "report.html"] {
        let run = transfer(&[
            "report",
            &register,
            "--quarter",
            "2020-Q3",
            "--out",
            &folder.path("bad"),
            "--previous",
            &format!("{before}/{bad}"),
        ]);
        assert_eq!(run.status, 2, "{bad}");
        assert!(run.message.contains("it is not an assessment"), "{}", run.message);
    }
    assert!(!Path::new(&folder.path("bad")).exists());
}

#[test]
fn the_workbook_reads_back() {
    let folder = Folder::new("report-workbook");
    let out = folder.path("out");
    assert_eq!(report("queries/group.toml", "2026-Q2", &out).status, 0);
    let bytes = fs::read(format!("{out}/workbook.xlsx")).unwrap();
    let flows = sheet(&bytes, "Flows");
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(format!("{out}/assessment.json")).unwrap()).unwrap();
    let told = json["flows"].as_array().unwrap();
    for flow in told {
        let id = flow["id"].as_str().unwrap();
        let row = flows.iter().find(|row| row[0] == id).unwrap_or_else(|| panic!("no row for {id}"));
        assert_eq!(row[7], flow["verdict"].as_str().unwrap(), "{id}");
    }
    assert_eq!(sheet(&bytes, "Findings").len() - 1, json["findings"].as_array().unwrap().len());
    let about = sheet(&bytes, "About");
    assert!(about.iter().any(|row| row[1] == json["register"]["digest"].as_str().unwrap()));
    for name in ["Instruments", "Duties", "Assessments", "Law"] {
        assert!(!sheet(&bytes, name).is_empty(), "{name}");
    }
    // The plan of the page is that of the command, and the workbook's.
    let told = transfer(&["plan", &real("queries/group.toml"), "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&told.answer).unwrap();
    let steps: Vec<&str> = told["counterparties"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|party| party["steps"].as_array().unwrap())
        .map(|step| step["step"].as_str().unwrap())
        .collect();
    assert!(!steps.is_empty());
    let plan = sheet(&bytes, "Plan");
    let rows: Vec<&str> = plan.iter().filter(|row| row[0] == "step").map(|row| row[3].as_str()).collect();
    assert_eq!(rows, steps);
    let page = fs::read_to_string(format!("{out}/report.html")).unwrap();
    assert!(page.contains("<section id=\"plan\">") && page.contains("Steps by counterparty"));
    let law = sheet(&bytes, "Law");
    assert!(law.iter().skip(1).all(|row| !row[1].is_empty() && row[3].len() == 10), "{law:?}");
}

/// Parts of a state stand at one point of the map; a route is told with its own places all the same.
#[test]
fn a_route_names_its_own_places() {
    let folder = Folder::new("report-routes");
    let out = folder.path("out");
    assert_eq!(report("registers/worldwide", "2026-Q4", &out).status, 0);
    let page = fs::read_to_string(format!("{out}/report.html")).unwrap();
    let titles = |class: &str| -> Vec<String> {
        let lead = format!("<g class=\"{class}\"");
        let all = page.split(&lead).skip(1).map(|rest| rest.split("</title>").next().unwrap());
        all.map(|title| title.split("<title>").nth(1).unwrap().to_owned()).collect()
    };
    assert!(titles("stop").iter().any(|title| title.contains("; ")));
    let routes = titles("route");
    assert!(routes.len() > 10 && routes.iter().all(|title| !title.contains("; ")), "{routes:?}");
}

/// What shows an entry, an assessment or a notice stands beside the documents; where nothing does, no sheet and no table.
#[test]
fn what_shows_what_is_listed() {
    const HEADING: &str = "Evidence of entries, assessments and notices";
    let folder = Folder::new("report-evidence");
    let text = fs::read_to_string(material("queries/group.toml")).unwrap();
    let file = "evidence = { file = \"policy.pdf\", sha256 = \"0a\" }";
    let owner: toml::Table = text.parse().unwrap();
    let party = owner["party"][0]["id"].as_str().unwrap();
    let shown = format!("{text}\n[[notice]]\nid = \"policy-shown\"\nof = [\"{party}\"]\n{file}\n");
    let register = folder.put("shown.toml", shown);
    let out = folder.path("out");
    let run = transfer(&["report", register.to_str().unwrap(), "--quarter", "2026-Q2", "--out", &out]);
    assert_eq!(run.status, 0, "{}", run.message);
    let bytes = fs::read(format!("{out}/workbook.xlsx")).unwrap();
    assert_eq!(sheet(&bytes, "Evidence")[1], ["notice", "policy-shown", "policy.pdf", "0a"]);
    assert!(fs::read_to_string(format!("{out}/report.html")).unwrap().contains(HEADING));
    let plain = folder.path("plain");
    assert_eq!(report("queries/group.toml", "2026-Q2", &plain).status, 0);
    let book: Xlsx<_> =
        Xlsx::new(std::io::Cursor::new(fs::read(format!("{plain}/workbook.xlsx")).unwrap())).unwrap();
    assert!(!book.sheet_names().contains(&"Evidence".to_owned()));
    assert!(!fs::read_to_string(format!("{plain}/report.html")).unwrap().contains(HEADING));
}

#[test]
fn hostile_texts_stay_texts() {
    let folder = Folder::new("report-hostile");
    let long = "x".repeat(10_000);
    let text = fs::read_to_string(material("hostile/register.toml")).unwrap();
    let names = "\n[[party]]\nid = \"=HYPERLINK(\\\"http://e\\\",1)\"\nname = \"=cmd|' /C calc'!A0\"\nkind = \"processor\"\ncountry = \"US\"\n\n[[data]]\nid = \"+1\"\nname = \"@SUM(A1) \\u202e</style><script>alert(1)</script>\"\n\n[[flow]]\nid = \"--*/</svg><script>alert(2)</script>\"\nfrom = \"a<b>&\\\"'c\"\nto = \"=HYPERLINK(\\\"http://e\\\",1)\"\nroles = \"controller-to-processor\"\ndata = [\"+1\"]\npurposes = [\"LONG\"]\nmechanism = [\"scc-\\u2192\"]\n\n[[duty]]\nid = \"=1+1\"\nkind = \"@x\"\ndue = 2024-01-05\n"
        .replace("LONG", &long);
    let register = folder.path("register.toml");
    fs::write(&register, format!("{text}{names}")).unwrap();
    let out = folder.path("out");
    let run = transfer(&["report", &register, "--quarter", "2024-Q1", "--out", &out]);
    assert_eq!(run.status, 0, "{}", run.message);
    let all = files(Path::new(&out));
    for (name, bytes) in all.iter().filter(|(name, _)| ends(name, "html")) {
        let page = std::str::from_utf8(bytes).unwrap();
        let scripts = page.matches("<script").count();
        assert_eq!(scripts, usize::from(name == "report.html"), "{name}");
        assert_eq!(page.matches("</style>").count(), 1, "{name}");
        for c in page.chars() {
            let hides = c.is_control() && c != '\n' || transfer_model::source::is_hidden(c);
            assert!(!hides, "{name} holds {}", c.escape_unicode());
        }
        assert!(!page.contains(&"x".repeat(1_000)), "{name}: a text is cut to what can be read");
        // Names of files of papers are made of plain letters.
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "-./".contains(c)), "{name}");
    }
    let bytes = &all["workbook.xlsx"];
    for name in ["About", "Flows", "Findings", "Plan", "Instruments", "Duties", "Assessments", "Law"] {
        for row in sheet(bytes, name) {
            for cell in row {
                assert!(
                    cell.chars().count() <= 8_000 && !cell.chars().any(char::is_control),
                    "{name}: {cell}"
                );
            }
        }
    }
    assert!(sheet(bytes, "Duties").iter().any(|row| row[0] == "=1+1"), "text, and whole");
    for (name, bytes) in all.iter().filter(|(name, _)| ends(name, "docx")) {
        let words = words(bytes);
        assert!(words.contains("Open questions"), "{name}");
    }
}

/// The words of a Word document.
fn words(bytes: &[u8]) -> String {
    let document = docx_rs::read_docx(bytes).unwrap();
    let mut text = String::new();
    gather(&serde_json::from_str(&document.json()).unwrap(), &mut text);
    text
}

fn gather(value: &serde_json::Value, text: &mut String) {
    match value {
        serde_json::Value::Object(object) => {
            if object.get("type").and_then(|t| t.as_str()) == Some("text")
                && let Some(words) = object.get("data").and_then(|data| data.get("text"))
            {
                text.push_str(words.as_str().unwrap_or_default());
                text.push('\n');
            }
            for inner in object.values() {
                gather(inner, text);
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|inner| gather(inner, text)),
        _ => {}
    }
}

#[test]
fn documents_read_back() {
    let folder = Folder::new("report-documents");
    let file = folder.path("tia.docx");
    let arguments =
        ["tia", &real("queries/group.toml"), "--flow", "payroll-india", "--format", "docx", "--out", &file];
    assert_eq!(transfer(&arguments).status, 0);
    let bytes = fs::read(&file).unwrap();
    let text = words(&bytes);
    for part in [
        "Transfer impact assessment (EDPB Recommendations 01/2020)",
        "European Essential Guarantees",
        "Information Technology Act 2000, sections 69 and 69B",
        "unverified",
        "Which measures protect the data of `payroll-india`?",
        "tia-in",
        "Approved",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert_eq!(transfer(&arguments).status, 0);
    assert_eq!(bytes, fs::read(&file).unwrap(), "the same bytes again");
}

#[test]
fn no_secret_flags() {
    // Without --out nothing is written; what is asked for wrongly is told.
    let run = transfer(&["tia", &real("queries/group.toml")]);
    assert!(run.status == 2 && run.message.contains("say for which flows"), "{}", run.message);
    let run = transfer(&["tia", &real("queries/group.toml"), "--flow", "payrol-india"]);
    assert!(run.status == 2 && run.message.contains("did you mean `payroll-india`"), "{}", run.message);
    let run = transfer(&["tia", &real("queries/group.toml"), "--all", "--format", "docx"]);
    assert_eq!(run.status, 2);
    let run = transfer(&["tia", &real("queries/group.toml"), "--due", "--format", "html"]);
    assert_eq!(run.status, 2);
}
