//! However a register is read, what is read and what is told is the same: on one thread or many, in parts or as a
//! whole.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

use proptest::prelude::*;
use transfer_model::assess::{Engine, Verdict, verdicts};
use transfer_model::day::Day;
use transfer_model::diag::ProblemCode;
use transfer_model::law::LawBook;
use transfer_model::register::{Files, read_on};
use transfer_tests::{generate, hunt, kept, material};

static LAW: LazyLock<LawBook> = LazyLock::new(|| jurisdictions::embedded().unwrap());

/// Everything that is read, or every problem; and whether the text was TOML at all.
fn outcome(threads: usize, files: Files) -> (String, bool) {
    match read_on(threads, files, &LAW) {
        Ok(r) => {
            let lists = (&r.parties, &r.data, &r.instruments, &r.flows, &r.tias, &r.notices);
            let rest = (&r.responsible, &r.waivers, &r.duties, &r.policy, &r.lints, &r.plan_costs);
            let head = (&r.name, r.as_of, &r.review, &r.reviewed, r.span, &r.digest);
            (format!("{head:#?}{lists:#?}{rest:#?}"), true)
        }
        Err((_, problems)) => {
            let toml = !problems.iter().any(|problem| problem.code == ProblemCode::Syntax);
            (format!("{problems:#?}"), toml)
        }
    }
}

fn file(text: impl Into<String>) -> Files {
    vec![("register.toml".to_owned(), text.into())]
}

/// The same text with an end that no reader of parts understands; nothing before it moves.
fn uncut(text: &str) -> String {
    format!("{text}\n[\"lints\"]\n")
}

#[track_caller]
fn alike(text: &str) {
    let (one, toml) = outcome(1, file(text));
    let (many, _) = outcome(5, file(text));
    assert!(one == many, "one thread:\n{one}\nmany:\n{many}");
    if toml && !text.contains("lints") {
        let (whole, _) = outcome(1, file(uncut(text)));
        // The digest tells of the table that is added.
        let parts: Vec<&str> = one.lines().filter(|line| !line.contains("sha256:")).collect();
        let whole: Vec<&str> = whole.lines().filter(|line| !line.contains("sha256:")).collect();
        assert!(parts == whole, "in parts:\n{}\nwhole:\n{}", parts.join("\n"), whole.join("\n"));
    }
}

#[test]
fn a_large_register_reads_alike_in_every_way() {
    alike(&generate::register(2_000));
    alike(&kept::register(2_000));
}

/// What benches call a kept register is one: of the flows, between an eighth and a fifth fail.
#[test]
fn of_a_kept_register_one_flow_in_six_fails() {
    let files = vec![("register.toml".to_owned(), kept::register(1_000))];
    let register = read_on(1, files, &LAW).unwrap();
    let engine = Engine::new(&register, &LAW, Day::parse("2026-09-01").unwrap());
    let failing = verdicts(&engine).iter().filter(|flow| flow.verdict >= Verdict::Undetermined).count();
    assert!((125..=200).contains(&failing), "{failing} of 1000");
}

#[test]
fn the_real_registers_read_alike_in_every_way() {
    for folder in ["registers", "invalid"] {
        for entry in fs::read_dir(material(folder)).unwrap() {
            let path = entry.unwrap().path();
            let texts: Vec<_> = if path.is_dir() {
                fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect()
            } else {
                vec![path]
            };
            let toml = texts.iter().filter(|path| path.extension().is_some_and(|end| end == "toml"));
            let text: Vec<String> = toml.map(|path| fs::read_to_string(path).unwrap()).collect();
            // The parts of a folder as one file; ids and heads stay what they are.
            alike(&text.join("\n"));
        }
    }
}

/// A text in which every flow has faults of every kind.
fn faulty(flows: usize) -> String {
    let mut text = String::from("[register]\nname = \"Faulty\"\n\n[[data]]\nid = \"d\"\nname = \"D\"\n");
    for at in 0..flows {
        write!(
            text,
            "\n[[party]]\nid = \"p{at}\"\nname = 1\nkind = \"grup\"\ncountry = \"XX\"\n\n[[flow]]\nid = \"f{}\"\nfrom = \"q{at}\"\n\
             to = \"p{}\"\nroles = \"none\"\ndata = [\"d\", 3]\nnonsense = true\nuntil = 2020-01-01\nsince = 2021-01-01\n",
            at % 700,
            at + 1
        )
        .unwrap();
    }
    text
}

#[test]
fn problems_are_told_alike_in_every_way() {
    alike(&faulty(40));
    // So many that most are only counted.
    alike(&faulty(1_500));
}

#[test]
fn texts_that_look_like_headers_are_no_headers() {
    for text in [
        "[register]\nname = '''\n[[flow]]\nid = \"no\"\n'''\n",
        "[register]\nname = \"\"\"\n[[flow]]\n\"\"\"\n[[data]]\nid = \"d\"\nname = '''\n[[data]]\nid = \"e\"\n'''\n",
        "[register]\nname = \"x\"\n[[data]]\nname = \"\"\"\nid = \"no\"\n\"\"\"\nid = \"d\"\n",
        "[register]\nname = \"x\"\n[[data]]\nid = \"a\\u0062\"\nname = \"n\"\n",
        "[register]\nname = \"x\"\n[[data]]\n\"id\" = \"a\"\nname = \"n\"\n",
        "[register]\nname = \"x\"\n[[data]]\nid.x = \"a\"\nname = \"n\"\n",
        "[register]\nname = \"x\"\n[[data]]\nid = \"\"\"a\"\"\"\nname = \"n\"\n",
        "[register]\nname = \"x\"\n[[\"data\"]]\nid = \"a\"\nname = \"n\"\n[[data]]\nid = \"a\"\nname = \"n\"\n",
        "data = [{ id = \"a\", name = \"n\" }]\n[register]\nname = \"x\"\n",
        "[register]\nname = \"x\"\n[[party]]\nid = \"p\"\nname = \"P\"\nkind = \"group\"\ncountry = \"DE\"\n[[data]]\nid = \"a\"\n\
         name = \"n\"\n[[party.owners]]\nparty = \"p\"\n[party.representative]\nGB = \"p\"\n",
        "[register]\nname = \"x\"\n[[party]]\nid = \"p\"\nname = \"P\"\nkind = \"group\"\ncountry = \"DE\"\n[[party.owners]]\n\
         party = \"p\"\n[party.representative]\nGB = \"p\"\n",
        "[register]\nname = \"x\"\n[policy]\nhorizon = \"6 months\"\n[[data]]\nid = \"a\"\nname = \"n\"\n[[policy.sanctioned]]\n\
         place = \"KP\"\n",
        "[register]\nname = \"x\"\n[[data]]\nid = \"a\"\nname = \"n\"\n[data]\nid = \"b\"\n",
        "[register]\nname = \"x\"\n[[ data ]] # c\n  id='a'\n  name = \"n\"",
    ] {
        alike(text);
        alike(&text.replace('\n', "\r\n"));
    }
}

proptest! {
    #![proptest_config(hunt(60))]

    #[test]
    fn texts_changed_at_random_read_alike(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..6usize, any::<prop::sample::Index>()), 1..5),
    ) {
        static TEXT: LazyLock<String> = LazyLock::new(|| generate::register(60));
        let signs = ["\"", "'", "[[flow]]\n", "[policy]\n", "\"\"\"", "#", "{", "]", ".", "\nid = \"f1\"\n", "é", "=", "\\"];
        let mut lines: Vec<String> = TEXT.split_inclusive('\n').map(str::to_owned).collect();
        for (place, kind, other) in changes {
            let at = place.index(lines.len());
            match kind {
                0 => { lines.remove(at); }
                1 => lines.insert(other.index(lines.len()), lines[at].clone()),
                2 => lines.swap(at, other.index(TEXT.lines().count() / 2)),
                3 => lines[at] = lines[at].replacen(['"', '='], signs[other.index(signs.len())], 1),
                4 => lines.insert(at, signs[other.index(signs.len())].to_owned()),
                _ => lines[at].push_str(signs[other.index(signs.len())]),
            }
        }
        alike(&lines.concat());
    }
}
