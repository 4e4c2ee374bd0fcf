//! `transfer what-if`: each kind of assumption on a register made for it, held against the same register edited by
//! hand; what must be so of any register; faults of the command line.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use transfer_model::assess::{Engine, results};
use transfer_model::assume::{Assumption, Change, Ended, FlowChange, apply, compare};
use transfer_model::day::Day;
use transfer_model::index::{FlowIx, InstrumentIx};
use transfer_model::law::LawBook;
use transfer_model::register::{Register, read};
use transfer_tests::folder::Folder;
use transfer_tests::{hunt, material, transfer};

static BOOK: LazyLock<LawBook> = LazyLock::new(|| jurisdictions::embedded().unwrap());

fn group() -> String {
    material("what-if/group.toml").to_str().unwrap().to_owned()
}

fn what_if(rest: &str) -> Value {
    let group = group();
    let mut arguments = vec!["what-if", &group, "--format", "json"];
    arguments.extend(rest.split_whitespace());
    let run = transfer(&arguments);
    assert_eq!(run.status, 0, "{}", run.message);
    serde_json::from_str(&run.answer).unwrap()
}

/// Every flow that does not stay: its change, and verdict and mechanism before and after.
fn changes(document: &Value) -> Vec<String> {
    let side = |world: &Value| {
        let by = world["mechanism"].as_str().map_or_else(String::new, |by| format!("/{by}"));
        format!("{}{by}", world["verdict"].as_str().unwrap())
    };
    let flows = document["flows"].as_array().unwrap().iter();
    flows
        .filter(|flow| flow["change"] != "stays")
        .map(|flow| {
            let (id, change) = (flow["id"].as_str().unwrap(), flow["change"].as_str().unwrap());
            format!("{id} {change} {} > {}", side(&flow["before"]), side(&flow["after"]))
        })
        .collect()
}

/// Options, the day assessed, the flows that change.
type Case = (&'static str, &'static str, &'static [&'static str]);

const CASES: [Case; 24] = [
    ("", "2026-11-01", &[]),
    (
        "--end dpf@2027-03-01",
        "2027-03-01",
        &[
            "crm falls-back valid/dpf > valid/eu-scc-2021-914",
            "hub breaks valid/dpf > invalid",
            "hub-help breaks valid/onward-contract > invalid",
            "labs breaks valid/dpf > invalid",
            "mail breaks valid/dpf > invalid",
            "stats breaks valid/dpf > invalid",
        ],
    ),
    // No word on the day: the day of the register.
    ("--end dpf/uk-gdpr", "2026-11-01", &[]),
    ("--end ch-dpf", "2026-11-01", &[]),
    // The day before the first without it, the world is as it was.
    (
        "--end dpf@2027-03-01 --as-of 2027-02-28 --lapse hub-us:dpf@2027-03-02",
        "2027-03-02",
        &[
            "crm falls-back valid/dpf > valid/eu-scc-2021-914",
            "hub breaks valid/dpf > invalid",
            "hub-help breaks valid/onward-contract > invalid",
            "labs breaks valid/dpf > invalid",
            "mail breaks valid/dpf > invalid",
            "stats breaks valid/dpf > invalid",
        ],
    ),
    (
        "--end dpf/eu-gdpr@2027-03-01 --sign scc-stats --lapse labs-us:dpf",
        "2027-03-01",
        &[
            "crm falls-back valid/dpf > valid/eu-scc-2021-914",
            "hub breaks valid/dpf > invalid",
            "hub-help breaks valid/onward-contract > invalid",
            "labs breaks valid/dpf > invalid",
            "mail breaks valid/dpf > invalid",
            "stats falls-back valid/dpf > valid/eu-scc-2021-914",
        ],
    ),
    ("--end eu-scc-2021-914@2026-12-01", "2026-12-01", &["code breaks valid/eu-scc-2021-914 > invalid"]),
    ("--end bcr-c", "2026-11-01", &["payroll breaks valid/bcr-c > invalid"]),
    // Records Labs stands in the entry of Records.
    (
        "--lapse crm-us:dpf",
        "2026-11-01",
        &[
            "crm falls-back valid/dpf > valid/eu-scc-2021-914",
            "labs breaks valid/dpf > invalid",
            "old breaks valid/dpf > invalid",
        ],
    ),
    ("--lapse labs-us:dpf", "2026-11-01", &["labs breaks valid/dpf > invalid"]),
    // An entry of the scheme before that counts for the DPF.
    ("--lapse mail-us:dpf@2028-01-01", "2028-01-01", &["mail breaks valid/dpf > invalid"]),
    ("--lapse mail-us:privacy-shield", "2026-11-01", &["mail breaks valid/dpf > invalid"]),
    ("--sign scc-stats", "2026-11-01", &[]),
    ("--sign scc-tests", "2026-11-01", &["tests mends invalid > valid/eu-scc-2021-914"]),
    ("--sign scc-tests@2027-01-01", "2027-01-01", &["tests mends invalid > valid/eu-scc-2021-914"]),
    ("--sign scc-crm", "2026-11-01", &[]),
    ("--move dev-in=JP", "2026-11-01", &["tests mends invalid > valid/adequacy"]),
    ("--move dev-rs=FR@2027-01-01", "2027-01-01", &["code better valid/eu-scc-2021-914 > not-restricted"]),
    ("--move dev-rs=unknown", "2026-11-01", &["code breaks valid/eu-scc-2021-914 > undetermined"]),
    ("--sell acme-in=fund@2027-01-01", "2027-01-01", &["payroll breaks valid/bcr-c > invalid"]),
    // A sale inside the group.
    ("--sell acme-in=acme-de", "2026-11-01", &[]),
    ("--join RS=EU@2030-01-01", "2030-01-01", &["code better valid/eu-scc-2021-914 > not-restricted"]),
    ("--join RS=EEA", "2026-11-01", &["code better valid/eu-scc-2021-914 > not-restricted"]),
    ("--join DE=EU", "2026-11-01", &[]),
];

#[test]
fn every_kind_of_assumption_alone_and_together() {
    for (options, day, expected) in CASES {
        let document = what_if(options);
        assert_eq!(document["as_of"], day, "{options}");
        assert_eq!(changes(&document), expected, "{options}");
    }
}

#[test]
fn what_is_assumed_is_what_the_edited_register_gives() {
    let text = std::fs::read_to_string(material("what-if/group.toml")).unwrap();
    let tests_india =
        "id = \"dev-in\"\nname = \"Testers Private Limited\"\nkind = \"processor\"\ncountry = \"IN\"";
    let own = "name = \"Acme India Private Limited\"\nkind = \"group\"\ncountry = \"IN\"\nparent = \"acme-holding\"";
    let entry = "since = 2023-09-01, covers = [\"hr\", \"non-hr\"], covered = [\"labs-us\"] ";
    let unsigned = "parties = [\"acme-de\", \"dev-in\"]\nstate = \"unsigned\"";
    let table: [(&str, Vec<(&str, String)>); 5] = [
        ("--lapse crm-us:dpf@2027-01-01", vec![(entry, format!("{entry}, until = 2026-12-31 "))]),
        (
            "--sign scc-tests@2027-01-01",
            vec![(unsigned, unsigned.replace("state = \"unsigned\"", "signed = 2027-01-01"))],
        ),
        ("--move dev-in=GB@2027-01-01", vec![(tests_india, tests_india.replace("\"IN\"", "\"GB\""))]),
        (
            "--sell acme-in=fund@2027-01-01",
            vec![
                (own, own.replace("\"group\"", "\"vendor\"").replace("acme-holding", "fund")),
                (", \"acme-in\"]", "]".to_owned()),
            ],
        ),
        (
            "--sign scc-tests@2027-01-01 --move dev-rs=JP",
            vec![
                (unsigned, unsigned.replace("state = \"unsigned\"", "signed = 2027-01-01")),
                ("country = \"RS\"\nexposure", "country = \"JP\"\nexposure".to_owned()),
            ],
        ),
    ];
    for (options, edits) in table {
        let mut edited = text.clone();
        for (from, to) in edits {
            assert!(edited.contains(from), "{options}: {from}");
            edited = edited.replace(from, &to);
        }
        let register = read(vec![("group.toml".to_owned(), edited)], &BOOK).unwrap();
        let engine = Engine::new(&register, &BOOK, day("2027-01-01"));
        let by_hand: BTreeMap<String, String> = results(&engine)
            .iter()
            .map(|flow| (register.flow(flow.flow).id.clone(), flow.verdict.name().to_owned()))
            .collect();
        let document = what_if(options);
        let assumed: BTreeMap<String, String> = document["flows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|flow| {
                (
                    flow["id"].as_str().unwrap().to_owned(),
                    flow["after"]["verdict"].as_str().unwrap().to_owned(),
                )
            })
            .collect();
        assert_eq!(assumed, by_hand, "{options}");
    }
}

#[test]
fn a_new_member_of_the_eea_is_bound_by_its_law() {
    let text = "[register]\nname = \"made\"\n\
        [[party]]\nid = \"a\"\nname = \"A\"\nkind = \"group\"\ncountry = \"RS\"\n\
        [[party]]\nid = \"b\"\nname = \"B\"\nkind = \"vendor\"\ncountry = \"US\"\ncertifications = []\n\
        [[data]]\nid = \"d\"\nname = \"D\"\n\
        [[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\n";
    let register = read(vec![("a.toml".to_owned(), text.to_owned())], &BOOK).unwrap();
    for area in ["EU", "EEA"] {
        let join = Assumption::Join {
            place: BOOK.place_of("RS").unwrap(),
            area: BOOK.place_of(area).unwrap(),
            day: day("2027-01-01"),
        };
        // Both sides of the edge: from that day, and not before.
        for (on, binds) in [("2026-12-31", false), ("2027-01-01", true)] {
            let found = changes_of(&register, std::slice::from_ref(&join), day(on));
            let gdpr =
                found[0].regimes.iter().find(|regime| BOOK.regime(regime.regime).header.id == "eu-gdpr");
            assert_eq!(gdpr.is_some(), binds, "{area} {on}");
        }
    }
}

#[test]
fn a_company_sold_takes_what_it_controls_along() {
    let party = |id: &str, more: &str| {
        format!("[[party]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"group\"\ncountry = \"DE\"\n{more}\n")
    };
    let text = format!(
        "[register]\nname = \"made\"\n{}{}{}{}",
        party("top", ""),
        party("sold", "parent = \"top\""),
        party("below", "owners = [{ party = \"sold\", share = 51 }]"),
        party("minority", "owners = [{ party = \"sold\", share = 49 }]"),
    ) + "[[party]]\nid = \"buyer\"\nname = \"B\"\nkind = \"partner\"\ncountry = \"LU\"\n";
    let mut register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
    let find = |id: &str| {
        let at = register.parties.iter().position(|party| party.id == id).unwrap();
        transfer_model::index::PartyIx::new(at)
    };
    let (top, sold, below, minority, buyer) =
        (find("top"), find("sold"), find("below"), find("minority"), find("buyer"));
    let sale = Assumption::Sell { party: sold, owner: buyer, day: day("2027-01-01") };
    let touched = apply(&[sale], &mut register, &mut BOOK.pack().clone(), &BOOK);
    assert_eq!(touched, [["sold", "below"]]);
    let graph = transfer_model::graph::TransferGraph::new(&register, day("2027-01-01"));
    for (a, b, same) in [
        (top, sold, false),
        (top, below, false),
        (sold, below, true),
        (below, buyer, true),
        (top, minority, true),
        (minority, below, false),
    ] {
        assert_eq!(graph.same_group(a, b), same, "{} {}", register.party(a).id, register.party(b).id);
    }
    // The day before, the owner is the former one.
    let graph = transfer_model::graph::TransferGraph::new(&register, day("2026-12-31"));
    assert!(graph.same_group(top, sold) && !graph.same_group(sold, buyer));
}

#[test]
fn every_fault_is_told_in_one_run() {
    let options = "--end dfp@2027-03-01 --end dpf/uk-gpdr --end ipv --end eu-dpf/eu-gdpr --end scc-crm --end scc --end bcr --end dpf@soon \
        --lapse crm-usa:dpf --lapse crm-us:dpff --lapse dev-in:dpf --lapse crm-us --sign scc-crn --move acme-de=Germany \
        --move dev-in=EU --move dev-rs=FR --move dev-rs=JP --sell fund=fund --sell acme-xx=fund --join EU=CH --join CH=world \
        --join XX=EU";
    let group = group();
    let mut arguments = vec!["what-if", &group];
    arguments.extend(options.split_whitespace());
    let run = transfer(&arguments);
    assert_eq!((run.status, run.answer.as_str()), (2, ""));
    insta::assert_snapshot!("what_if_faults", run.message);
}

#[test]
fn answers_read_as_they_should() {
    let group = group();
    let egress = material("registers/egress").to_str().unwrap().to_owned();
    let runs: [(&str, Vec<&str>); 5] = [
        ("group_dpf_human", vec![&group, "--end", "dpf@2027-03-01"]),
        ("group_dpf_json", vec![&group, "--end", "dpf@2027-03-01", "--format", "json"]),
        (
            "group_several_markdown",
            vec![
                &group,
                "--end",
                "dpf@2027-03-01",
                "--sign",
                "scc-stats",
                "--move",
                "dev-in=JP",
                "--sell",
                "acme-in=fund",
                "--join",
                "RS=EU@2027-01-01",
                "--format",
                "markdown",
            ],
        ),
        (
            "egress_human",
            vec![&egress, "--as-of", "2019-01-01", "--end", "privacy-shield", "--end", "adequacy/eu-gdpr"],
        ),
        (
            "egress_json",
            vec![
                &egress,
                "--as-of",
                "2019-01-01",
                "--end",
                "privacy-shield",
                "--end",
                "adequacy/eu-gdpr",
                "--format",
                "json",
            ],
        ),
    ];
    for (name, arguments) in runs {
        let mut all = vec!["what-if"];
        all.extend(arguments);
        let run = transfer(&all);
        assert_eq!((run.status, run.message.as_str()), (0, ""), "{name}");
        let text: Vec<&str> = run.answer.lines().filter(|line| !line.contains("\"digest\": ")).collect();
        insta::assert_snapshot!(format!("what_if_{name}"), text.join("\n"));
    }
}

#[test]
fn names_cannot_make_lines_or_markup() {
    let text = std::fs::read_to_string(material("what-if/group.toml")).unwrap();
    let hostile = text.replace("name = \"Mail Inc\"", "name = \"Mail\\nstays: <b>x</b>|\\u001b[31m\"");
    assert_ne!(text, hostile);
    let folder = Folder::new("what-if");
    let path = folder.file("transfer.toml", hostile);
    for format in ["human", "markdown", "json"] {
        let run = transfer(&["what-if", &path, "--end", "dpf", "--format", format]);
        assert!(!run.answer.contains('\u{1b}') && !run.answer.contains("\nstays: <"), "{}", run.answer);
        assert!(format != "markdown" || !run.answer.contains("<b>"), "{}", run.answer);
    }
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn changes_of(register: &Register, assumptions: &[Assumption], on: Day) -> Vec<FlowChange> {
    let (mut other, mut pack) = (register.clone(), BOOK.pack().clone());
    apply(assumptions, &mut other, &mut pack, &BOOK);
    let book = LawBook::new(pack);
    let before = results(&Engine::new(register, &BOOK, on));
    let after = results(&Engine::new(&other, &book, on));
    compare(&BOOK, &before, &after)
}

const CLAIMS: [&str; 10] =
    ["adequacy", "dpf", "scc", "art-49-contract", "ipv", "set", "unsigned", "rules", "idta", "passing-on"];
const ENDS: [&str; 6] = ["adequacy", "dpf", "eu-scc-2021-914", "bcr-c", "uk-idta", "art-49-contract"];

/// Registers whose flows follow on one another: six parties, eight flows.
fn onward() -> impl Strategy<Value = String> {
    let country = select(vec!["DE", "FR", "GB", "US", "US", "IN", "JP", "CH", "BR"]);
    let party = (country, any::<bool>(), any::<bool>());
    let roles = select(vec!["controller-to-controller", "controller-to-processor", "processor-to-processor"]);
    let claims = prop::collection::vec(select(CLAIMS.to_vec()), 0..4);
    let flow = (0..6_usize, 0..6_usize, roles, claims, select(vec!["\"d0\"", "\"d1\"", "\"d0\", \"d1\""]));
    (prop::collection::vec(party, 6), prop::collection::vec(flow, 8), any::<bool>()).prop_map(
        |(parties, flows, assessed)| {
            let mut text = String::from("[register]\nname = \"made\"\n");
            for (at, (country, group, certified)) in parties.into_iter().enumerate() {
                let kind = if group { "group" } else { "processor" };
                let entry = if certified {
                    "{ scheme = \"dpf\", parts = [\"eu-us\", \"uk-extension\", \"swiss-us\"], since = 2024-10-01, covers = [\"hr\", \"non-hr\"] }"
                } else {
                    ""
                };
                text += &format!(
                    "[[party]]\nid = \"p{at}\"\nname = \"P\"\nkind = \"{kind}\"\ncountry = \"{country}\"\nsector = \"commercial\"\nexposure = []\ncertifications = [{entry}]\n"
                );
            }
            text += "[[data]]\nid = \"d0\"\nname = \"D\"\n[[data]]\nid = \"d1\"\nname = \"E\"\nhr = true\n";
            let all = "parties = [\"p0\", \"p1\", \"p2\", \"p3\", \"p4\", \"p5\"]";
            for (id, kind, more) in [
                ("set", "eu-scc-2021-914", "modules = [1, 2, 3]\nsigned = 2022-01-01\ngoverning_law = \"DE\""),
                ("unsigned", "eu-scc-2021-914", "modules = [1, 2, 3]\nstate = \"unsigned\""),
                ("rules", "bcr-c", "approved = 2022-01-01\nauthority = \"DE\""),
                ("idta", "uk-idta", "signed = 2023-01-01"),
                ("passing-on", "onward-contract", "signed = 2023-01-01"),
            ] {
                text += &format!("[[instrument]]\nid = \"{id}\"\nkind = \"{kind}\"\n{all}\n{more}\n");
            }
            for (at, (from, to, roles, mut claims, data)) in flows.into_iter().enumerate() {
                claims.sort_unstable();
                claims.dedup();
                text += &format!(
                    "[[flow]]\nid = \"f{at}\"\nfrom = \"p{from}\"\nto = \"p{to}\"\nroles = \"{roles}\"\ndata = [{data}]\nmechanism = {claims:?}\nsafeguards = []\n"
                );
            }
            if assessed {
                for country in ["US", "IN", "BR"] {
                    text += &format!(
                        "[[tia]]\nid = \"tia-{country}\"\nflows = [\"f0\", \"f1\", \"f2\", \"f3\"]\ncountry = \"{country}\"\ndate = 2026-01-01\nconclusion = \"sufficient\"\n"
                    );
                }
            }
            text
        },
    )
}

fn read_made(text: &str) -> Register {
    read(vec![("a.toml".to_owned(), text.to_owned())], &BOOK)
        .unwrap_or_else(|(_, faults)| panic!("{faults:?}"))
}

fn ending(mechanism: &str) -> Assumption {
    let mechanism = BOOK.mechanism_of(mechanism).unwrap();
    Assumption::End { what: Ended::Mechanism(mechanism, None), day: day("2026-11-01") }
}

proptest! {
    #![proptest_config(hunt(120))]

    #[test]
    fn nothing_assumed_changes_nothing(text in onward()) {
        let register = read_made(&text);
        for change in changes_of(&register, &[], day("2026-11-22")) {
            prop_assert!(!change.differs() && change.change == Change::Stays);
        }
    }

    // By its own laws, before anything is carried, no flow is better for want of a mechanism. With what is carried it
    // may be: a duty that a mechanism lays on those who pass the data on goes with it. So a flow whose exporter
    // receives nothing never gets better, and one that receives may.
    #[test]
    fn the_end_of_a_mechanism_betters_nothing_of_itself(text in onward(), end in select(ENDS.to_vec())) {
        let register = read_made(&text);
        let (mut other, mut pack) = (register.clone(), BOOK.pack().clone());
        apply(&[ending(end)], &mut other, &mut pack, &BOOK);
        let (book, on) = (LawBook::new(pack), day("2026-11-22"));
        let (was, is) = (Engine::new(&register, &BOOK, on), Engine::new(&other, &book, on));
        for at in 0..register.flows.len() {
            let (was, is) = (was.assess_flow(FlowIx::new(at)), is.assess_flow(FlowIx::new(at)));
            prop_assert!(was.verdict <= is.verdict, "f{at}: {:?} {:?}", was.verdict, is.verdict);
            prop_assert_eq!(was.regimes.len(), is.regimes.len());
            for (was, is) in was.regimes.iter().zip(&is.regimes) {
                prop_assert!(was.verdict <= is.verdict, "f{at}: {:?} {:?}", was.verdict, is.verdict);
            }
        }
        for change in changes_of(&register, &[ending(end)], on) {
            let exporter = register.flow(change.flow).from.value;
            let receives = register.flows.iter().any(|flow| flow.to.value == exporter);
            let better = matches!(change.change, Change::Mends | Change::Better);
            prop_assert!(receives || !better, "{:?}", change);
        }
    }

    #[test]
    fn a_signature_worsens_nothing_of_itself(text in onward()) {
        let mut register = read_made(&text);
        let on = day("2026-11-22");
        let unsigned = register.instruments.iter().position(|paper| paper.id == "unsigned").unwrap();
        let sign = Assumption::Sign { instrument: InstrumentIx::new(unsigned), day: on };
        let before = register.clone();
        apply(&[sign], &mut register, &mut BOOK.pack().clone(), &BOOK);
        let (was, is) = (Engine::new(&before, &BOOK, on), Engine::new(&register, &BOOK, on));
        for at in 0..before.flows.len() {
            let (was, is) = (was.assess_flow(FlowIx::new(at)), is.assess_flow(FlowIx::new(at)));
            prop_assert!(is.verdict <= was.verdict, "f{at}: {:?} {:?}", was.verdict, is.verdict);
        }
    }

    #[test]
    fn neither_order_nor_repetition_matters(text in onward(), a in select(ENDS.to_vec()), b in select(ENDS.to_vec())) {
        let register = read_made(&text);
        let on = day("2026-11-22");
        let sign = Assumption::Sign { instrument: InstrumentIx::new(1), day: day("2026-10-01") };
        let one = changes_of(&register, &[ending(a), sign.clone(), ending(b)], on);
        let two = changes_of(&register, &[ending(b), ending(a), sign.clone(), sign, ending(b)], on);
        prop_assert_eq!(one, two);
    }
}

#[test]
fn of_many_rows_some_are_named() {
    let register = material("what-if/group.toml");
    let register = register.to_str().unwrap();
    let run = transfer(&["what-if", register, "--end", "adequacy"]);
    let line = run.answer.lines().find(|line| line.starts_with("assumed: adequacy ends")).unwrap();
    assert!(line.ends_with(" more: see `--format json`)") && line.len() < 300, "{line}");
    let run = transfer(&["what-if", register, "--end", "adequacy", "--format", "json"]);
    let document: Value = serde_json::from_str(&run.answer).unwrap();
    assert!(document["assumptions"][0]["changes"].as_array().unwrap().len() > 50);
}
