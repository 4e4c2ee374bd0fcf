//! Every engine gives the verdicts that follow by hand, and on a generated register those of our own engine.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use transfer_engines::cedar::Decisions;
use transfer_engines::datalog::Datalog;
use transfer_engines::graph::Graph;
use transfer_engines::rego::Rego;
use transfer_engines::sql::Sql;
use transfer_engines::{Facts, Hop, Relation};
use transfer_model::assess::Verdict::{self, Conditional, Invalid, Unsupported, Valid};
use transfer_model::assess::{Engine, assess_day};
use transfer_model::day::Day;
use transfer_model::index::FlowIx;
use transfer_model::register::read;
use transfer_tests::generate;

fn all(facts: &Facts) -> [(&'static str, Vec<Verdict>); 4] {
    fn one<R: Relation>(facts: &Facts) -> (&'static str, Vec<Verdict>) {
        (R::NAME, R::load(facts).unwrap().answer().unwrap())
    }
    [one::<Graph>(facts), one::<Datalog>(facts), one::<Sql>(facts), one::<Rego>(facts)]
}

/// Hops as (case, from, to, kind, own); a case is a flow of its own.
fn facts(hops: &[(u32, u32, u32, u32, Verdict)]) -> Facts {
    let hops = hops.iter().map(|(case, from, to, kind, own)| Hop {
        case: *case,
        from: *from,
        to: *to,
        kind: *kind,
        own: *own,
    });
    let hops: Vec<Hop> = hops.collect();
    let cases = 1 + usize::try_from(hops.last().unwrap().case).unwrap();
    Facts { parties: 5, kinds: 2, cases: (0..cases).map(FlowIx::new).collect(), hops }
}

#[test]
fn a_break_goes_down_a_chain_and_not_up() {
    let facts = facts(&[(0, 0, 1, 0, Valid), (1, 1, 2, 0, Unsupported), (2, 2, 3, 0, Conditional)]);
    for (name, found) in all(&facts) {
        assert_eq!(found, [Valid, Unsupported, Unsupported], "{name}");
    }
}

#[test]
fn the_gravest_goes_round_a_circle() {
    let facts = facts(&[
        (0, 0, 1, 0, Unsupported),
        (1, 1, 2, 0, Valid),
        (2, 2, 1, 0, Valid),
        (3, 4, 2, 0, Invalid),
        (4, 1, 3, 0, Valid),
    ]);
    for (name, found) in all(&facts) {
        assert_eq!(found, [Unsupported, Invalid, Invalid, Invalid, Invalid], "{name}");
    }
}

#[test]
fn kinds_do_not_meet_and_a_case_gets_the_worst_of_its_own() {
    let facts =
        facts(&[(0, 0, 1, 0, Invalid), (1, 1, 2, 1, Valid), (2, 1, 2, 0, Valid), (2, 1, 2, 1, Valid)]);
    for (name, found) in all(&facts) {
        assert_eq!(found, [Invalid, Valid, Invalid], "{name}");
    }
}

#[test]
fn a_generated_register_gets_our_verdicts() {
    let book = jurisdictions::embedded().unwrap();
    let files = vec![("register.toml".to_owned(), generate::register(600))];
    let register = read(files, &book).ok().unwrap();
    let engine = Engine::new(&register, &book, Day::parse("2024-06-01").unwrap());
    let (facts, ours) = Facts::of(&engine, &assess_day(&register, &book, engine.view.day).flows);
    let upstream =
        facts.hops.iter().filter(|hop| ours.get(usize::try_from(hop.case).unwrap()) > Some(&hop.own));
    assert!(upstream.count() > 100, "breaks are carried");
    for (name, found) in all(&facts) {
        assert!(found == ours, "{name}");
    }
    let cases: Vec<usize> = (0..ours.len()).collect();
    let decisions = Decisions::new(&facts, &cases).unwrap();
    let stands: Vec<bool> = ours.iter().map(|verdict| verdict.stands()).collect();
    assert!(decisions.cedar() == stands && decisions.plain() == stands);
}
