//! Papers around transfers, on both sides of each day: notices held against the law, representatives, who
//! answers, duties and reviews, files of evidence.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

#[path = "papers/answer.rs"]
mod answer;
#[path = "papers/evidence.rs"]
mod evidence;
#[path = "papers/notices.rs"]
mod notices;

use std::fs;
use std::path::{Path, PathBuf};

use transfer_model::assess::{Words, assess};
use transfer_model::day::Day;
use transfer_model::law::LawBook;
use transfer_model::register::read;
use transfer_tests::transfer;

const DATA: &str = "[register]\nname = \"T\"\n[[data]]\nid = \"d\"\nname = \"D\"\n";

/// Findings on a day as `level code regime: message`, only those about papers.
fn told(text: &str, day: &str, book: &LawBook) -> Vec<String> {
    let files = vec![("r.toml".to_owned(), format!("{DATA}{text}"))];
    let register = read(files, book).unwrap_or_else(|(_, problems)| panic!("{problems:?}\n{text}"));
    let assessment = assess(&register, book, Day::parse(day).unwrap());
    let words = Words { register: &register, book };
    assessment
        .findings
        .iter()
        .filter(|finding| {
            let name = finding.code.name();
            ["notice-", "represent", "responsible", "duty-", "review-"].iter().any(|p| name.starts_with(p))
        })
        .map(|finding| {
            let law = finding.regime.map_or("-", |law| words.regime(law));
            assert!(!words.remedy(finding).is_empty());
            format!("{} {} {law}: {}", finding.severity.name(), finding.code.name(), words.message(finding))
        })
        .collect()
}

fn party(id: &str, kind: &str, country: &str, more: &str) -> String {
    format!(
        "[[party]]\nid = \"{id}\"\nname = \"{id} Ltd\"\nkind = \"{kind}\"\ncountry = \"{country}\"\n{more}\n"
    )
}

/// A folder of its own below the build folder, empty.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papers").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

#[test]
fn places_take_their_article() {
    let book = jurisdictions::embedded().unwrap();
    for (code, name) in [
        ("US", "the United States"),
        ("GB", "the United Kingdom"),
        ("PH", "the Philippines"),
        ("BS", "the Bahamas"),
        ("EU", "the European Union"),
        ("EEA", "the European Economic Area"),
        ("AE", "the United Arab Emirates"),
        ("IM", "the Isle of Man"),
        ("world", "the world"),
        ("RU", "Russia"),
        ("DM", "Dominica"),
        ("JP", "Japan"),
    ] {
        assert_eq!(book.place(book.place_of(code).unwrap()).in_words(), name);
    }
}

#[test]
fn drafts_are_made_from_facts_and_leave_questions_open() {
    let register = transfer_tests::material("registers/impero");
    let run = transfer(&["notice", register.to_str().unwrap(), "--as-of", "2021-06-04"]);
    assert_eq!((run.status, run.message.as_str()), (0, ""));
    insta::assert_snapshot!("notice_impero_2021-06-04", run.answer);
    let unknown = transfer(&["notice", register.to_str().unwrap(), "--of", "impero-solution"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.message.contains("did you mean `impero-solutions`?"), "{}", unknown.message);
}

/// Of a flow to several places each is told with what holds there, and a part of a country with its country.
#[test]
fn a_draft_tells_each_place_by_what_carries_the_data_there() {
    let home = folder("places");
    let text = format!(
        "{DATA}{}{}[[instrument]]\nid = \"i\"\nkind = \"uk-idta\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-15\n[[tia]]\nid = \"t\"\nkind = \"tra\"\nflows = [\"f\"]\ncountry = \"US\"\ndate = 2025-06-01\nconclusion = \"sufficient\"\n[[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\nlocations = [\"IE\"]\naccessed_from = [\"US-CA\"]\nmechanism = [\"i\"]\n",
        party("a", "group", "GB", ""),
        party("b", "vendor", "US-CA", "exposure = []"),
    );
    fs::write(home.join("r.toml"), text).unwrap();
    let run = transfer(&["notice", home.to_str().unwrap(), "--as-of", "2026-01-01"]);
    assert_eq!(run.status, 0, "{}", run.message);
    let line = |start: &str| {
        let found = run.answer.lines().find(|line| line.starts_with(start));
        found.unwrap_or_else(|| panic!("{start}: {}", run.answer)).to_owned()
    };
    let adequate = "this rests on: Adequacy decision (DPA 2018, Sch 21 para 5)";
    assert!(line("- **Ireland**: personal data go to b Ltd").contains(adequate), "{}", run.answer);
    let paper = "this rests on: UK International Data Transfer Agreement";
    assert!(line("- **the United States (California)**: ").contains(paper), "{}", run.answer);
    assert!(run.answer.contains("| b Ltd | Ireland | Adequacy decision |"), "{}", run.answer);
}

#[test]
fn no_name_makes_markup_in_a_draft() {
    let home = folder("hostile");
    let text = format!(
        "{DATA}{}{}[[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\nmechanism = [\"adequacy\"]\n",
        party("a", "group", "IE", "").replace("a Ltd", "<script>x</script>\\u001b[31m"),
        party("b", "vendor", "NZ", "").replace("b Ltd", "a | b [c](d) *e*\\u202e"),
    );
    fs::write(home.join("r.toml"), text).unwrap();
    let run = transfer(&["notice", home.to_str().unwrap(), "--as-of", "2026-01-01"]);
    assert_eq!(run.status, 0, "{}", run.message);
    for bad in ["<script", "\u{1b}", "\u{202e}", "a | b", "[c](d)", "*e*"] {
        assert!(!run.answer.contains(bad), "{bad:?} in {}", run.answer);
    }
    assert!(run.answer.contains("New Zealand"), "{}", run.answer);
}
