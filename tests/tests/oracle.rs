//! Onward transfers on random registers, against an oracle that is written from the meaning of the rules alone: it
//! takes from the engine only what the law says of each flow by itself, and works out naively what is carried where.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

#[path = "oracle/alone.rs"]
mod alone;
#[path = "oracle/rules.rs"]
mod rules;
#[path = "oracle/world.rs"]
mod world;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use alone::Asked;
use rules::{Answer, Under, answers};
use transfer_model::assess::{Verdict, assess};
use transfer_model::day::Day;
use transfer_model::finding::Code;
use transfer_model::law::LawBook;
use transfer_model::register::read;
use world::{Numbers, World, world};

/// How many registers the gate tries; the variable sets another number (`.ci/slow`).
const WORLDS: u64 = 1_000;
const COUNT: &str = "TRANSFER_ORACLE_WORLDS";

/// How many are tried in other orders.
const SHUFFLED: u64 = 300;

/// How many disagreements are reduced and shown by each half.
const SHOWN: usize = 3;

/// What the engine says of the whole register.
fn engine(text: &str, as_of: &str, book: &LawBook) -> BTreeMap<String, Answer> {
    let register = read(vec![("made.toml".to_owned(), text.to_owned())], book)
        .unwrap_or_else(|(_, problems)| panic!("{problems:?}\n{text}"));
    let found = assess(&register, book, Day::parse(as_of).unwrap());
    let mut answers = BTreeMap::new();
    for flow in &found.flows {
        let mut regimes = BTreeMap::new();
        for result in &flow.regimes {
            let broken = found.findings.iter().any(|finding| {
                finding.code == Code::UpstreamBroken
                    && finding.flow == Some(flow.flow)
                    && finding.regime == Some(result.binding.regime)
            });
            let mut via: Vec<String> =
                result.binding.via.iter().map(|flow| register.flow(*flow).id.clone()).collect();
            via.sort();
            let by_data = result
                .by_data
                .iter()
                .map(|(data, verdict, _)| (register.datum(*data).id.clone(), *verdict))
                .collect();
            let under = Under { basis: result.binding.basis, verdict: result.verdict, via, by_data, broken };
            regimes.insert(book.regime(result.binding.regime).header.id.clone(), under);
        }
        answers.insert(register.flow(flow.flow).id.clone(), Answer { verdict: flow.verdict, regimes });
    }
    answers
}

/// Where the two differ, in words.
fn differences(expected: &BTreeMap<String, Answer>, got: &BTreeMap<String, Answer>) -> Vec<String> {
    let mut found = Vec::new();
    if !expected.keys().eq(got.keys()) {
        found.push(format!("flows: {:?} but {:?}", expected.keys(), got.keys()));
        return found;
    }
    for (id, expected) in expected {
        let got = &got[id];
        if !expected.regimes.keys().eq(got.regimes.keys()) {
            found.push(format!("{id}: {:?} but {:?}", expected.regimes.keys(), got.regimes.keys()));
            continue;
        }
        for (name, expected) in &expected.regimes {
            if *expected != got.regimes[name] {
                found.push(format!(
                    "{id} {name}:\n    oracle {expected:?}\n    engine {:?}",
                    got.regimes[name]
                ));
            }
        }
        if found.is_empty() && expected.verdict != got.verdict {
            found.push(format!("{id}: oracle {:?}, engine {:?}", expected.verdict, got.verdict));
        }
    }
    found
}

fn disagreement(world: &World, asked: &mut Asked<'_>, book: &LawBook) -> Vec<String> {
    let got = engine(&world.text(None), world.as_of, book);
    differences(&answers(world, asked), &got)
}

/// Leaves out what the disagreement does not need.
fn reduced(mut world: World, asked: &mut Asked<'_>, book: &LawBook) -> World {
    loop {
        let mut smaller = Vec::new();
        for at in 0..world.flows.len() {
            let mut less = world.clone();
            less.flows.remove(at);
            smaller.push(less);
        }
        for at in 0..world.flows.len() {
            let flow = &world.flows[at];
            let mut change = |change: &dyn Fn(&mut world::Flow)| {
                let mut less = world.clone();
                change(&mut less.flows[at]);
                smaller.push(less);
            };
            for claim in 0..flow.claims.len() {
                change(&|flow| _ = flow.claims.remove(claim));
            }
            if flow.data.len() > 1 {
                for item in 0..flow.data.len() {
                    change(&|flow| _ = flow.data.remove(item));
                }
            }
            for (claim, _) in flow.claims.iter().enumerate().filter(|(_, claim)| claim.only.is_some()) {
                change(&|flow| flow.claims[claim].only = None);
            }
            if flow.by.is_some() {
                change(&|flow| flow.by = None);
            }
            if !flow.subjects.is_empty() {
                change(&|flow| flow.subjects = &[]);
            }
            if !flow.since.is_empty() {
                change(&|flow| flow.since = "");
            }
            if !flow.returned.is_empty() {
                change(&|flow| flow.returned = "");
            }
            if !flow.until.is_empty() {
                change(&|flow| (flow.until, flow.returned) = ("", ""));
            }
        }
        for at in 0..world.parties.len() {
            for country in ["US", "PK"] {
                if world.parties[at].country != "US" && world.parties[at].country != country {
                    let mut less = world.clone();
                    less.parties[at] = world::Party { kind: "vendor", country, more: "exposure = []\n" };
                    smaller.push(less);
                }
            }
        }
        let Some(next) = smaller.into_iter().find(|less| !disagreement(less, asked, book).is_empty()) else {
            return world;
        };
        world = next;
    }
}

/// The first registers of a range on which the two disagree, reduced, and in how many they do.
fn disagreements(seeds: std::ops::Range<u64>, book: &LawBook) -> (usize, String) {
    let mut asked = Asked::new(book);
    let (mut count, mut told) = (0, String::new());
    for seed in seeds {
        let made = world(seed);
        let found = disagreement(&made, &mut asked, book);
        if found.is_empty() {
            continue;
        }
        count += 1;
        if count <= SHOWN {
            let small = reduced(made, &mut asked, book);
            let found = disagreement(&small, &mut asked, book).join("\n");
            writeln!(told, "seed {seed} as of {}:\n{}\n{found}\n", small.as_of, small.text(None)).unwrap();
        }
    }
    (count, told)
}

#[test]
fn the_engine_agrees_with_the_oracle() {
    let book = jurisdictions::embedded().unwrap();
    let count = std::env::var(COUNT).map_or(WORLDS, |count| count.parse().unwrap());
    let half = count / 2;
    let (first, second) = std::thread::scope(|scope| {
        let other = scope.spawn(|| disagreements(half..count, &book));
        (disagreements(0..half, &book), other.join().unwrap())
    });
    let wrong = first.0 + second.0;
    assert!(wrong == 0, "{wrong} of {count} registers disagree:\n{}{}", first.1, second.1);
}

#[test]
fn the_order_of_the_register_changes_nothing() {
    let book = jurisdictions::embedded().unwrap();
    for seed in 0..SHUFFLED {
        let world = world(seed);
        let plain = engine(&world.text(None), world.as_of, &book);
        let mut numbers = Numbers::new(seed);
        for _ in 0..2 {
            let mixed = world.text(Some(&mut numbers));
            let found = differences(&plain, &engine(&mixed, world.as_of, &book));
            assert!(found.is_empty(), "seed {seed}:\n{mixed}\n{}", found.join("\n"));
        }
    }
}

/// What the worlds are made for comes about in them, often enough that a rule left out would show.
#[test]
fn the_worlds_hold_what_they_are_to_try() {
    let book = jurisdictions::embedded().unwrap();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..SHUFFLED {
        let world = world(seed);
        for answer in engine(&world.text(None), world.as_of, &book).values() {
            for under in answer.regimes.values() {
                *seen.entry(format!("{} {}", under.basis.name(), under.verdict.name())).or_default() += 1;
                *seen.entry(format!("broken {}", under.broken)).or_default() += 1;
                *seen.entry(format!("several {}", under.via.len() > 1)).or_default() += 1;
            }
        }
    }
    for verdict in Verdict::ALL {
        let times = seen.get(&format!("carried {}", verdict.name())).copied().unwrap_or(0);
        assert!(times >= 3, "carried {}: {times}; {seen:?}", verdict.name());
    }
    assert!(seen["broken true"] >= 50 && seen["several true"] >= 50, "{seen:?}");
}
