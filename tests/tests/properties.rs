//! Properties of assessments, on random registers: what must not matter does not, what is no mechanism lifts
//! nothing, and more lawful grounds never make a verdict worse.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should fail"
)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use transfer_model::assess::{Verdict, assess};
use transfer_model::day::Day;
use transfer_model::finding::Code;
use transfer_model::law::LawBook;
use transfer_model::register::read;
use transfer_tests::hunt;

static BOOK: LazyLock<LawBook> = LazyLock::new(|| jurisdictions::embedded().unwrap());

/// A table of a register: its kind, its keys in some order.
type Table = (&'static str, Vec<(String, String)>);

#[derive(Debug, Clone)]
struct Made {
    tables: Vec<Table>,
    day: String,
}

const PLACES: [&str; 16] =
    ["DE", "FR", "NO", "GB", "CH", "US", "CA", "JP", "IN", "GI", "BR", "KR", "JE", "EU", "unknown", "CN"];
const CLAIMS: [&str; 18] = [
    "adequacy",
    "dpf",
    "privacy-shield",
    "safe-harbor",
    "scc",
    "bcr",
    "unspecified",
    "art-49-contract",
    "art-49-consent",
    "art-49-compelling",
    "ipv",
    "iso-27701",
    "dpa",
    "set-2010",
    "set-2021",
    "idta",
    "bcr-eu",
    "consent",
];
const NONE: [&str; 8] =
    ["ipv", "iso-27001", "soc-2", "csa-star", "trust-seal", "iso-27701", "eu-hosted", "dpa"];
const DAYS: [&str; 16] = [
    "2003-01-01",
    "2012-06-01",
    "2016-09-01",
    "2018-05-24",
    "2018-05-25",
    "2018-07-19",
    "2020-07-15",
    "2020-07-16",
    "2020-12-31",
    "2021-01-01",
    "2021-06-28",
    "2022-12-28",
    "2023-07-10",
    "2023-10-12",
    "2024-09-15",
    "2026-11-22",
];

fn party(at: usize) -> impl Strategy<Value = Table> {
    let kinds = select(vec![
        "group",
        "group",
        "processor",
        "vendor",
        "customer",
        "individuals",
        "eu-institution",
        "authority",
    ]);
    let sector = select(vec!["", "commercial", "bank", "public-body"]);
    let cert = select(vec![
        "",
        "[]",
        "[{ scheme = \"dpf\", parts = [\"eu-us\", \"uk-extension\", \"swiss-us\"], since = 2023-08-01, covers = [\"hr\", \"non-hr\"] }]",
        "[{ scheme = \"privacy-shield\", parts = [\"eu-us\"], since = 2016-10-01, covers = [\"non-hr\"] }]",
        "[{ scheme = \"safe-harbor\", parts = [\"eu-us\"], since = 2002-10-01 }]",
    ]);
    let exposure = select(vec!["", "[]", "[\"us-fisa-702\"]"]);
    (kinds, select(PLACES.to_vec()), sector, cert, exposure, any::<bool>()).prop_map(
        move |(kind, place, sector, cert, exposure, targets)| {
            let mut keys = vec![
                ("id".to_owned(), format!("\"p{at}\"")),
                ("name".to_owned(), format!("\"Party {at}\"")),
                ("kind".to_owned(), format!("\"{kind}\"")),
                ("country".to_owned(), format!("\"{place}\"")),
            ];
            if !sector.is_empty() {
                keys.push(("sector".to_owned(), format!("\"{sector}\"")));
            }
            if !cert.is_empty() {
                keys.push(("certifications".to_owned(), cert.to_owned()));
            }
            if !exposure.is_empty() {
                keys.push(("exposure".to_owned(), exposure.to_owned()));
            }
            if targets {
                keys.push(("targets".to_owned(), "[\"EU\", \"CH\"]".to_owned()));
            }
            ("party", keys)
        },
    )
}

fn flow(at: usize) -> impl Strategy<Value = Table> {
    let roles =
        select(vec!["controller-to-controller", "controller-to-processor", "processor-to-controller"]);
    let access = select(vec!["processing", "storage", "transit"]);
    let extra = select(vec![
        "",
        "locations = [\"US\"]",
        "accessed_from = [\"IN\"]",
        "accessed_from = [{ place = \"US\", by = \"p1\" }]",
        "safeguards = []",
        "safeguards = [\"exporter-holds-keys\"]",
        "derogation = { occasional = true, necessary = true, explicit = true, informed_of_risks = true }",
        "subjects = [{ group = \"x\", in = [\"DE\", \"GB\"] }]",
    ]);
    let claims = prop::collection::vec(select(CLAIMS.to_vec()), 0..4);
    let data = select(vec!["[\"d0\"]", "[\"d1\"]", "[\"d0\", \"d1\"]"]);
    (0..4usize, 0..4usize, roles, access, extra, claims, data).prop_map(
        move |(from, to, roles, access, extra, mut claims, data)| {
            let mut seen = std::collections::BTreeSet::new();
            claims.retain(|claim| seen.insert(*claim));
            let mut keys = vec![
                ("id".to_owned(), format!("\"f{at}\"")),
                ("from".to_owned(), format!("\"p{from}\"")),
                ("to".to_owned(), format!("\"p{to}\"")),
                ("roles".to_owned(), format!("\"{roles}\"")),
                ("access".to_owned(), format!("\"{access}\"")),
                ("data".to_owned(), data.to_owned()),
                ("mechanism".to_owned(), format!("{claims:?}")),
            ];
            if let Some((key, value)) = extra.split_once(" = ") {
                keys.push((key.to_owned(), value.to_owned()));
            }
            ("flow", keys)
        },
    )
}

fn made() -> impl Strategy<Value = Made> {
    let parties = (party(0), party(1), party(2), party(3));
    let flows = (flow(0), flow(1), flow(2));
    let tia = select(vec!["", "sufficient", "insufficient", "none"]);
    (parties, flows, tia, select(DAYS.to_vec())).prop_map(|((a, b, c, d), (e, f, g), tia, day)| {
        let keys = |text: &str| -> Vec<(String, String)> {
            text.lines()
                .filter_map(|line| line.split_once(" = "))
                .map(|(key, value)| (key.trim().to_owned(), value.to_owned()))
                .collect()
        };
        let all = "[\"p0\", \"p1\", \"p2\", \"p3\"]";
        let mut tables = vec![a, b, c, d, e, f, g];
        tables.push(("data", keys("id = \"d0\"\nname = \"D\"")));
        tables.push(("data", keys("id = \"d1\"\nname = \"E\"\nhr = true")));
        for text in [
            format!("id = \"set-2010\"\nkind = \"eu-scc-2010-87\"\nparties = {all}\nsigned = 2015-01-01"),
            format!("id = \"set-2021\"\nkind = \"eu-scc-2021-914\"\nmodules = [1, 2]\nparties = {all}\nsigned = 2021-10-01"),
            format!("id = \"idta\"\nkind = \"uk-idta\"\nparties = {all}\nsigned = 2022-10-01"),
            format!("id = \"bcr-eu\"\nkind = \"bcr-c\"\nparties = {all}\napproved = 2015-01-01\nauthority = \"IE\""),
        ] {
            tables.push(("instrument", keys(&text)));
        }
        if !tia.is_empty() {
            let text = format!(
                "id = \"t\"\nflows = [\"f0\", \"f1\"]\ncountry = \"US\"\ndate = 2021-01-01\nconclusion = \"{tia}\""
            );
            tables.push(("tia", keys(&text)));
        }
        Made { tables, day: day.to_owned() }
    })
}

impl Made {
    fn files(&self, split: bool) -> Vec<(String, String)> {
        let mut first = String::from("[register]\nname = \"made\"\n");
        let mut second = String::new();
        for (at, (kind, keys)) in self.tables.iter().enumerate() {
            let text = if split && at % 2 == 1 { &mut second } else { &mut first };
            text.push_str(&format!("[[{kind}]]\n"));
            for (key, value) in keys {
                text.push_str(&format!("{key} = {value}\n"));
            }
        }
        vec![("a.toml".to_owned(), first), ("b.toml".to_owned(), second)]
    }

    /// Verdicts by flow and regime, with what carries them; findings without their places.
    fn answer(&self, split: bool) -> Answer {
        let files = self.files(split);
        let register = read(files, &BOOK).unwrap_or_else(|(_, problems)| panic!("{problems:?}"));
        let assessment = assess(&register, &BOOK, Day::parse(&self.day).unwrap());
        let mut verdicts = BTreeMap::new();
        for flow in &assessment.flows {
            let id = register.flow(flow.flow).id.clone();
            let mut regimes = BTreeMap::new();
            for regime in &flow.regimes {
                let law = BOOK.regime(regime.binding.regime).header.id.clone();
                let onward = regime.onward.map(|m| BOOK.mechanism(m).id.clone());
                let carrier = regime.carrier.map(|c| BOOK.rule(c.rule).header.id.clone()).or(onward);
                regimes.insert(law, (regime.verdict, carrier));
            }
            verdicts.insert(id, (flow.verdict, regimes));
        }
        let mut findings: Vec<_> = assessment
            .findings
            .iter()
            .map(|f| (f.flow.map(|flow| register.flow(flow).id.clone()), f.code, f.severity))
            .collect();
        findings.sort();
        Answer { verdicts, findings, digest: register.digest }
    }

    fn flow_mut(&mut self, key: &str, at: usize) -> &mut String {
        let (_, keys) = self.tables.iter_mut().filter(|(kind, _)| *kind == "flow").nth(at).unwrap();
        &mut keys.iter_mut().find(|(k, _)| k == key).unwrap().1
    }
}

type Regimes = BTreeMap<String, (Verdict, Option<String>)>;

#[derive(Debug, PartialEq)]
struct Answer {
    verdicts: BTreeMap<String, (Verdict, Regimes)>,
    findings: Vec<(Option<String>, Code, transfer_model::finding::Severity)>,
    digest: String,
}

proptest! {
    #![proptest_config(hunt(400))]

    #[test]
    fn order_of_tables_keys_and_files_changes_nothing(made in made(), seed in any::<u64>()) {
        let before = made.answer(false);
        let mut other = made;
        let mut state = seed | 1;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        };
        for at in (1..other.tables.len()).rev() {
            other.tables.swap(at, next(at + 1));
        }
        for (_, keys) in &mut other.tables {
            for at in (1..keys.len()).rev() {
                keys.swap(at, next(at + 1));
            }
        }
        prop_assert_eq!(before, other.answer(true));
    }

    #[test]
    fn names_of_parties_and_data_change_nothing_else(made in made()) {
        let before = made.answer(false);
        let mut other = made;
        for (_, keys) in &mut other.tables {
            for (_, value) in keys {
                for at in 0..4 {
                    *value = value.replace(&format!("\"p{at}\""), &format!("\"zz-{}\"", 9 - at));
                }
                *value = value.replace("\"d0\"", "\"x\"").replace("\"d1\"", "\"a\"");
            }
        }
        let after = other.answer(false);
        prop_assert_eq!(before.verdicts, after.verdicts);
        prop_assert_eq!(before.findings, after.findings);
    }

    #[test]
    fn what_is_no_mechanism_never_lifts_a_verdict(made in made(), extra in select(NONE.to_vec()), at in 0..3usize) {
        let before = made.answer(false);
        let mut other = made;
        let claims = other.flow_mut("mechanism", at);
        if !claims.contains(extra) {
            let comma = if claims == "[]" { "" } else { ", " };
            *claims = format!("{}{comma}\"{extra}\"]", claims.trim_end_matches(']'));
            let after = other.answer(false);
            for (id, (verdict, regimes)) in &before.verdicts {
                prop_assert_eq!(*verdict, after.verdicts[id].0, "{}", id);
                prop_assert_eq!(regimes, &after.verdicts[id].1, "{}", id);
            }
        }
    }

    #[test]
    fn one_more_claim_never_makes_it_worse_than_failing(made in made(), at in 0..3usize) {
        // A claim that is a mechanism and fails may turn `unsupported` into `invalid`, and a doubtful one into
        // `undetermined`; no claim may take away what another carries.
        let before = made.answer(false);
        let mut other = made;
        let claims = other.flow_mut("mechanism", at);
        for extra in CLAIMS {
            if !claims.contains(&format!("\"{extra}\"")) {
                let comma = if claims == "[]" { "" } else { ", " };
                *claims = format!("{}{comma}\"{extra}\"]", claims.trim_end_matches(']'));
            }
        }
        let after = other.answer(false);
        // Other flows may now carry duties that came with the data; the flow itself stands as before.
        for (id, (_, regimes)) in before.verdicts.iter().filter(|(id, _)| **id == format!("f{at}")) {
            for (law, (verdict, _)) in regimes {
                if verdict.stands() {
                    let now = after.verdicts[id].1[law].0;
                    prop_assert!(now <= *verdict, "{} under {}: {:?} became {:?}", id, law, verdict, now);
                }
            }
        }
    }

    #[test]
    fn a_flow_is_as_bad_as_its_worst_regime(made in made()) {
        let answer = made.answer(false);
        for (id, (verdict, regimes)) in answer.verdicts {
            // Where a law is not known, the flow is no better than undetermined, whatever the known ones say.
            let gap = answer.findings.iter().any(|(flow, code, _)| {
                flow.as_ref() == Some(&id) && matches!(code, Code::ExporterUnknown | Code::RegimeNotInPack)
            });
            let least = if gap { Verdict::Undetermined } else { Verdict::NotRestricted };
            let worst = regimes.values().map(|(verdict, _)| *verdict).max().unwrap_or(least).max(least);
            prop_assert_eq!(verdict, worst, "{}", id);
            for (law, (verdict, carrier)) in regimes {
                let carried = matches!(verdict, Verdict::Valid | Verdict::Conditional);
                prop_assert_eq!(carried, carrier.is_some(), "{} under {}", id, law);
            }
        }
    }
}
