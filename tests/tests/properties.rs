//! Properties of assessments, on random registers: what must not matter does not, what is no mechanism lifts
//! nothing, mechanisms better and their loss worsens, and what is apart is assessed apart.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should fail"
)]

#[path = "properties/mechanisms.rs"]
mod mechanisms;
#[path = "properties/parts.rs"]
mod parts;
#[path = "properties/survey.rs"]
mod survey;

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use transfer_model::assess::{Verdict, assess};
use transfer_model::finding::Code;
use transfer_model::register::read;
use transfer_tests::hunt;
use transfer_tests::made::{BOOK, FLOWS, Made, NONE, PARTIES, made, used};

/// Verdicts by flow and regime, with what carries them; findings without their places.
fn answer(made: &Made, split: bool) -> Answer {
    let files = made.files(split);
    let register = read(files, &BOOK).unwrap_or_else(|(_, problems)| panic!("{problems:?}"));
    let assessment = assess(&register, &BOOK, made.day());
    let mut verdicts = BTreeMap::new();
    for flow in &assessment.flows {
        let id = register.flow(flow.flow).id.clone();
        let mut regimes = BTreeMap::new();
        for regime in &flow.regimes {
            let law = BOOK.regime(regime.binding.regime).header.id.clone();
            let mechanism = regime.mechanism().map(|mechanism| BOOK.mechanism(mechanism).id.clone());
            if let (Some(mechanism), Some(rule)) = (regime.mechanism(), regime.rule()) {
                let rules = BOOK.rules(mechanism, regime.binding.regime);
                assert!(rules.contains(&rule), "{id} under {law}: the row is of another mechanism");
            }
            let carrier = regime.rule().map(|rule| BOOK.rule(rule).header.id.clone()).or(mechanism);
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

type Regimes = BTreeMap<String, (Verdict, Option<String>)>;

#[derive(Debug, PartialEq)]
struct Answer {
    verdicts: BTreeMap<String, (Verdict, Regimes)>,
    findings: Vec<(Option<String>, Code, transfer_model::finding::Severity)>,
    digest: String,
}

proptest! {
    #![proptest_config(hunt(250))]

    #[test]
    fn order_of_tables_keys_and_files_changes_nothing(made in made(), seed in any::<u64>()) {
        let before = answer(&made, false);
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
        prop_assert_eq!(before, answer(&other, true));
    }

    #[test]
    fn names_of_parties_and_data_change_nothing_else(made in made()) {
        let before = answer(&made, false);
        let mut other = made;
        for (_, keys) in &mut other.tables {
            for (_, value) in keys {
                for at in 0..PARTIES {
                    *value = value.replace(&format!("\"p{at}\""), &format!("\"zz-{}\"", 9 - at));
                }
                *value = value.replace("\"d0\"", "\"x\"").replace("\"d1\"", "\"a\"");
            }
        }
        let after = answer(&other, false);
        prop_assert_eq!(before.verdicts, after.verdicts);
        prop_assert_eq!(before.findings, after.findings);
    }

    #[test]
    fn what_is_no_mechanism_never_lifts_a_verdict(made in made(), extra in select(NONE.to_vec()), at in 0..FLOWS) {
        let before = answer(&made, false);
        let mut other = made;
        let mut claims = other.claims(at);
        if !claims.iter().any(|claim| used(claim) == extra) {
            claims.push(format!("\"{extra}\""));
            other.claim(at, &claims);
            let after = answer(&other, false);
            for (id, (verdict, regimes)) in &before.verdicts {
                prop_assert_eq!(*verdict, after.verdicts[id].0, "{}", id);
                prop_assert_eq!(regimes, &after.verdicts[id].1, "{}", id);
            }
        }
    }

    #[test]
    fn a_flow_is_as_bad_as_its_worst_regime(made in made()) {
        let answer = answer(&made, false);
        for (id, (verdict, regimes)) in answer.verdicts {
            // What is said of the flow as a whole is the least it can be, whatever its regimes say: a law that is
            // not known, house rules, rules of national security.
            let codes: Vec<Code> =
                answer.findings.iter().filter(|(flow, ..)| flow.as_ref() == Some(&id)).map(|(_, code, _)| *code).collect();
            let has = |any: &[Code]| codes.iter().any(|code| any.contains(code));
            let least = if has(&[Code::SanctionedTerritory, Code::HouseRule]) {
                Verdict::Prohibited
            } else if has(&[Code::ExporterUnknown, Code::RegimeNotInPack, Code::SanctionsListMissing]) {
                Verdict::Undetermined
            } else {
                Verdict::NotRestricted
            };
            let worst = regimes.values().map(|(verdict, _)| *verdict).max().unwrap_or(least).max(least);
            if has(&[Code::RestrictedTransaction, Code::FactMissing]) {
                prop_assert!(verdict >= worst, "{}", id);
            } else {
                prop_assert_eq!(verdict, worst, "{}", id);
            }
            for (law, (verdict, carrier)) in regimes {
                let carried = matches!(verdict, Verdict::Valid | Verdict::Conditional);
                prop_assert_eq!(carried, carrier.is_some(), "{} under {}", id, law);
            }
        }
    }
}
