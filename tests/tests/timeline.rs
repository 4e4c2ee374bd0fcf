//! Verdicts over time: the history of a register is what `check` says on every single day.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use transfer_model::assess::{
    Cause, Change, Engine, FlowHistory, Source, Verdict, assess, results, timeline, touched, verdicts,
};
use transfer_model::day::Day;
use transfer_model::law::LawBook;
use transfer_model::register::{Register, read};
use transfer_tests::made::{BOOK, made};
use transfer_tests::{hunt, material, transfer};

/// A small, repeatable source of numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

type Verdicts = BTreeMap<String, (Option<Verdict>, BTreeMap<String, Verdict>)>;

/// What `check` says on a day: of each flow, its verdict and that of each regime.
fn checked(register: &Register, book: &LawBook, on: Day) -> Verdicts {
    let engine = Engine::new(register, book, on);
    let mut all: Verdicts =
        register.flows.iter().map(|flow| (flow.id.clone(), (None, BTreeMap::new()))).collect();
    let found = results(&engine);
    for flow in &found {
        let regimes = flow
            .regimes
            .iter()
            .map(|r| (book.regime(r.binding.regime).header.id.clone(), r.verdict))
            .collect();
        all.insert(register.flow(flow.flow).id.clone(), (Some(flow.verdict), regimes));
    }
    // Verdicts alone are worked out another way.
    let whole = found.iter().map(|flow| {
        let regimes: Vec<_> = flow.regimes.iter().map(|r| (r.binding.regime, r.verdict)).collect();
        (flow.flow, flow.verdict, regimes)
    });
    let alone = verdicts(&engine).into_iter().map(|flow| (flow.flow, flow.verdict, flow.regimes));
    assert_eq!(alone.collect::<Vec<_>>(), whole.collect::<Vec<_>>(), "verdicts alone on {on}");
    all
}

fn at(changes: &[Change], on: Day) -> Option<Verdict> {
    changes.iter().rev().find(|change| change.day <= on).and_then(|change| change.verdict)
}

/// What the histories say of a day.
fn told(register: &Register, book: &LawBook, histories: &[FlowHistory], on: Day) -> Verdicts {
    histories
        .iter()
        .map(|history| {
            let regimes = history
                .regimes
                .iter()
                .filter_map(|r| Some((book.regime(r.regime).header.id.clone(), at(&r.changes, on)?)))
                .collect();
            (register.flow(history.flow).id.clone(), (at(&history.changes, on), regimes))
        })
        .collect()
}

fn days(histories: &[FlowHistory]) -> BTreeSet<Day> {
    let all = histories.iter().flat_map(|h| h.regimes.iter().map(|r| &r.changes).chain([&h.changes]));
    all.flatten().map(|change| change.day).collect()
}

/// Compares the history with `check` on the days given, on each day of change and on the day before it.
fn compare(name: &str, register: &Register, book: &LawBook, from: Day, to: Day, more: &[Day]) -> Vec<String> {
    let histories = timeline(register, book, from, to);
    let mut days = days(&histories);
    days.extend(days.clone().into_iter().map(Day::previous));
    days.extend(more);
    let mut wrong = Vec::new();
    for on in days.into_iter().filter(|on| *on >= from && *on <= to) {
        let (said, says) = (checked(register, book, on), told(register, book, &histories, on));
        if said != says {
            let flow = said.iter().find(|(id, verdicts)| says.get(*id) != Some(verdicts)).unwrap();
            wrong.push(format!("{name} on {on}: check {flow:?}, timeline {:?}", says.get(flow.0)));
            break;
        }
    }
    for history in &histories {
        let changes = history.regimes.iter().map(|r| &r.changes).chain([&history.changes]);
        for changes in changes {
            assert_eq!(changes[0].day, from, "{name}");
            for pair in changes.windows(2) {
                assert!(pair[0].day < pair[1].day && pair[0].verdict != pair[1].verdict, "{name}: {pair:?}");
                let cause = pair[1].cause.as_ref().unwrap_or_else(|| panic!("{name}: no cause"));
                if cause.source.is_none() && cause.upstream.is_none() {
                    wrong.push(format!("{name}: nothing told why on {}", pair[1].day));
                }
            }
        }
    }
    wrong
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "toml") {
            found.push(path);
        }
    }
}

/// Registers of one file that tests and findings have.
fn small() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    for folder in ["onward", "cases", "../transfer-model/docs/findings"] {
        files(&material(folder), &mut paths);
    }
    let text = |path: PathBuf| {
        let name = path.components().rev().take(2).collect::<PathBuf>().display().to_string();
        (name, fs::read_to_string(path).unwrap())
    };
    let mut all: Vec<(String, String)> = paths.into_iter().map(text).collect();
    // One register of the whole world, its files joined.
    let mut parts = Vec::new();
    files(&material("registers/worldwide"), &mut parts);
    let parts: Vec<String> = parts.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    all.extend((0..2).map(|at| (format!("worldwide {at}"), parts.join("\n"))));
    all
}

/// The same text with many of its days moved.
fn moved(text: &str, numbers: &mut Numbers) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        if let Some(word) = tail.get(..10).filter(|word| Day::parse(word).is_some()) {
            if numbers.below(3) == 0 {
                out.push_str(word);
            } else {
                let (year, month) = (2016 + numbers.below(14), 1 + numbers.below(12));
                out.push_str(&format!("{year}-{month:02}-{:02}", 1 + numbers.below(28)));
            }
            rest = tail.get(10..).unwrap_or_default();
        } else {
            let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
            let (digits, more) = tail.split_at(end);
            out.push_str(digits);
            rest = more;
        }
    }
    out.push_str(rest);
    out
}

#[test]
fn a_history_is_what_check_says_each_day() {
    let book = jurisdictions::embedded().unwrap();
    let (from, to) = (day("2015-01-01"), day("2032-12-31"));
    let mut numbers = Numbers(7);
    let mut wrong = Vec::new();
    let (mut tried, mut moves) = (0, 0);
    for (name, text) in small() {
        for round in 0..3 {
            let text = if round == 0 { text.clone() } else { moved(&text, &mut numbers) };
            let Ok(register) = read(vec![("made.toml".to_owned(), text)], &book) else { continue };
            let more: Vec<Day> =
                (0..20).map(|_| from.plus_days(i32::try_from(numbers.below(6_500)).unwrap())).collect();
            wrong.extend(compare(&format!("{name} {round}"), &register, &book, from, to, &more));
            tried += 1;
            moves += i32::from(round > 0);
        }
    }
    assert!(tried > 300 && moves > 150, "{tried} registers, {moves} with days moved");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}

/// Verdicts that move by a row of the law are among what that row touches, as they move; what touches is a row that turns
/// that day, with the verdicts of the day before and of the day.
#[test]
fn what_moves_a_verdict_touches_its_flow() {
    let book = jurisdictions::embedded().unwrap();
    let (from, to) = (day("2020-01-01"), day("2024-12-31"));
    let mut numbers = Numbers(23);
    let (mut moves, mut others) = (0, 0);
    for (name, text) in small() {
        let text = moved(&text, &mut numbers);
        let Ok(register) = read(vec![("made.toml".to_owned(), text)], &book) else { continue };
        let mut known = BTreeMap::new();
        for change in touched(&register, &book, from, to, None).changes {
            assert!(change.day > from && change.day <= to && !change.flows.is_empty(), "{name}: {change:?}");
            for flow in change.flows {
                let key = (change.day, change.source, flow.flow, flow.regime);
                assert!(known.insert(key, (flow.before, flow.after)).is_none(), "{name}: {key:?} twice");
            }
        }
        let histories = timeline(&register, &book, from, to);
        let mut told = BTreeSet::new();
        for history in &histories {
            for under in &history.regimes {
                for pair in under.changes.windows(2) {
                    let source =
                        pair[1].cause.unwrap().source.filter(|source| !matches!(source, Source::Fact(..)));
                    let Some(source) = source else { continue };
                    let key = (pair[1].day, source, history.flow, Some(under.regime));
                    assert_eq!(known.get(&key), Some(&(pair[0].verdict, pair[1].verdict)), "{name}: {key:?}");
                    told.insert(key);
                    moves += 1;
                }
            }
        }
        for (key, (before, after)) in known.iter().filter(|(key, _)| !told.contains(key)) {
            let (on, _, flow, regime) = *key;
            let history = histories.iter().find(|history| history.flow == flow).unwrap();
            let changes = regime.map_or(&history.changes, |regime| {
                &history.regimes.iter().find(|under| under.regime == regime).unwrap().changes
            });
            assert_eq!((at(changes, on.previous()), at(changes, on)), (*before, *after), "{name}: {key:?}");
            others += 1;
        }
    }
    assert!(moves > 100 && others > 100, "{moves} and {others}");
}

#[test]
fn the_next_change_is_the_first_of_the_history() {
    let book = jurisdictions::embedded().unwrap();
    let (on, to) = (day("2021-01-07"), day("2040-01-01"));
    let mut numbers = Numbers(11);
    for (name, text) in small() {
        let text = moved(&text, &mut numbers);
        let Ok(register) = read(vec![("made.toml".to_owned(), text)], &book) else { continue };
        let now = assess(&register, &book, on);
        let next: BTreeMap<_, _> = now.flows.iter().map(|flow| (flow.flow, flow.next)).collect();
        for history in timeline(&register, &book, on, to) {
            let expected = history.changes.get(1).filter(|_| history.changes[0].verdict.is_some());
            let found = next.get(&history.flow).and_then(|next| next.as_ref());
            assert_eq!(
                found.map(|next| (next.day, next.verdict)),
                expected.map(|change| (change.day, change.verdict)),
                "{name}: {}",
                register.flow(history.flow).id
            );
        }
    }
}

proptest! {
    #![proptest_config(hunt(12))]

    #[test]
    fn the_history_of_any_register_is_what_check_says_each_day(made in made(), days in prop::collection::vec(0..6_500, 12)) {
        let book = &BOOK;
        let (from, to) = (day("2015-01-01"), day("2032-12-31"));
        let more: Vec<Day> = days.into_iter().map(|days| from.plus_days(days)).collect();
        let wrong = compare("made", &made.register(), book, from, to, &more);
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// What is told to end soon of a flow from Germany to the United States under these claims, on 2026-06-01: regime, what
/// ends, the first day without it, what the flow then is.
fn ends(certified: &str, claims: &str, more: &str) -> Vec<String> {
    let text = format!(
        "[register]\nname = \"ends\"\n[policy]\ntia_max_age = \"12 months\"\n\
         [[party]]\nid = \"de\"\nname = \"D\"\nkind = \"group\"\ncountry = \"DE\"\n\
         [[party]]\nid = \"us\"\nname = \"U\"\nkind = \"processor\"\ncountry = \"US\"\nsector = \"commercial\"\nexposure = []\n\
         certifications = [{certified}]\n\
         [[data]]\nid = \"d\"\nname = \"D\"\n\
         [[instrument]]\nid = \"set\"\nkind = \"eu-scc-2021-914\"\nmodules = [2]\nparties = [\"de\", \"us\"]\nsigned = 2022-01-01\nuntil = 2026-09-30\n\
         [[flow]]\nid = \"f\"\nfrom = \"de\"\nto = \"us\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\nmechanism = [{claims}]\n{more}\n\
         [[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"US\"\ndate = 2025-07-15\nconclusion = \"sufficient\"\n"
    );
    let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
    let found = assess(&register, &BOOK, Day::parse("2026-06-01").unwrap());
    let told = found.findings.iter().filter_map(|finding| {
        let law = finding.regime.map_or("-", |law| &BOOK.regime(law).header.id);
        match finding.detail.cause {
            Cause::CarrierEnds(day, mechanism, verdict, _) => {
                Some(format!("{law} {} {day} {}", BOOK.mechanism(mechanism).id, verdict.name()))
            }
            Cause::EndsSoon(day, verdict, _) => Some(format!("{law} - {day} {}", verdict.name())),
            _ => None,
        }
    });
    told.collect()
}

const ENTRY: &str = "{ scheme = \"dpf\", parts = [\"eu-us\"], since = 2023-09-01, until = 2026-08-31, covers = [\"hr\", \"non-hr\"], status = \"active\", checked_on = 2026-05-01 }";

/// What carries a flow and ends is told, though an assessment grows old before and though another mechanism takes over;
/// what does not carry it, and what ends with the flow, is not.
#[test]
fn what_carries_a_flow_is_told_to_end() {
    assert_eq!(ends("", "\"set\"", ""), ["eu-gdpr eu-scc-2021-914 2026-10-01 invalid"]);
    assert_eq!(ends(ENTRY, "\"dpf\"", ""), ["eu-gdpr dpf 2026-09-01 invalid"]);
    assert_eq!(ends(ENTRY, "\"dpf\", \"set\"", ""), ["eu-gdpr dpf 2026-09-01 conditional"]);
    assert_eq!(ends(ENTRY, "\"dpf\"", "until = 2026-08-31"), [""; 0]);
    assert_eq!(ends("", "\"ipv\"", ""), [""; 0]);
}

/// A contract that a person says meets what a law asks: the day on which that law begins to take it is told, with the
/// rule that takes it.
#[test]
fn a_contract_that_serves_follows_the_rule_it_serves_by() {
    for (place, serves, rule, begins) in
        [("TH", "th-scc", "th-scc", "2024-03-24"), ("TH", "asean-mcc", "th-scc", "2024-03-24")]
    {
        let text = format!(
            "[register]\nname = \"serves\"\n\
             [[party]]\nid = \"from\"\nname = \"F\"\nkind = \"group\"\ncountry = \"{place}\"\nsector = \"commercial\"\n\
             [[party]]\nid = \"us\"\nname = \"U\"\nkind = \"processor\"\ncountry = \"US\"\nsector = \"commercial\"\n\
             [[data]]\nid = \"d\"\nname = \"D\"\n\
             [[instrument]]\nid = \"terms\"\nkind = \"dpa\"\nparties = [\"from\", \"us\"]\nsigned = 2023-01-01\nserves = [\"{serves}\"]\n\
             [[flow]]\nid = \"f\"\nfrom = \"from\"\nto = \"us\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\nmechanism = [\"terms\"]\n"
        );
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let begins = day(begins);
        let histories = timeline(&register, &BOOK, begins.previous(), day("2026-06-01"));
        let changes = &histories[0].regimes[0].changes;
        assert_eq!(changes[0].verdict, Some(Verdict::Invalid), "{serves}");
        assert_eq!((changes[1].day, changes[1].verdict), (begins, Some(Verdict::Valid)), "{serves}");
        let source = changes[1].cause.unwrap().source;
        let Some(Source::Rule(turned, false)) = source else { panic!("{serves}: {source:?}") };
        assert_eq!(BOOK.rule(turned).header.id, rule);
    }
}

/// A law whose list works the other way round has no decision that could begin.
#[test]
fn a_list_of_what_is_closed_is_no_decision() {
    let path = material("registers/worldwide");
    let run = transfer(&["timeline", path.to_str().unwrap(), "--from", "2027-05-01", "--to", "2027-06-01"]);
    let day = run.answer.lines().find(|line| line.starts_with("2027-05-14")).unwrap();
    assert_eq!(
        day,
        "2027-05-14  Freedom to transfer unless restricted is in force (DPDP Act 2023, s. 16(1))"
    );
}
