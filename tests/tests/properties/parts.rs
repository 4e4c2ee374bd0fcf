//! Weakly connected parts of the graph: flows that no chain of flows or of owners joins are assessed apart as they
//! are together, so a register may be cut into its parts and each be assessed elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use transfer_model::assess::{Verdict, assess};
use transfer_tests::hunt;
use transfer_tests::made::{BOOK, FLOWS, Made, PARTIES, made};

/// Of each flow: its verdict, that of each law and data item with the flows it came by, and its findings.
type Answer = BTreeMap<String, (Verdict, Vec<String>)>;

fn answer(made: &Made) -> Answer {
    let register = made.register();
    let found = assess(&register, &BOOK, made.day());
    let id = |flow| register.flow(flow).id.clone();
    let mut answer: Answer = BTreeMap::new();
    for flow in &found.flows {
        let mut told: Vec<String> = Vec::new();
        for regime in &flow.regimes {
            let law = &BOOK.regime(regime.binding.regime).header.id;
            let via: Vec<String> = regime.binding.via.iter().map(|flow| id(*flow)).collect();
            told.push(format!("{law} {:?} {via:?} {}", regime.binding.basis, regime.verdict.name()));
            for (data, verdict, carrier) in &regime.by_data {
                let carrier = carrier.map(|carrier| &BOOK.rule(carrier.rule).header.id);
                told.push(format!("{law} {} {} {carrier:?}", register.datum(*data).id, verdict.name()));
            }
        }
        told.push(format!("{:?}", flow.next.map(|next| (next.day, next.verdict))));
        let findings = found.findings.iter().filter(|finding| finding.flow == Some(flow.flow));
        let law = |regime| BOOK.regime(regime).header.id.clone();
        told.extend(findings.map(|f| format!("{:?} {:?} {:?}", f.code, f.regime.map(law), f.severity)));
        answer.insert(id(flow.flow), (flow.verdict, told));
    }
    answer
}

/// The part to which each flow belongs: parties joined by flows, by other parties that see the data, by owners.
fn parts(made: &Made) -> Vec<usize> {
    let mut of: Vec<usize> = (0..PARTIES).collect();
    let named = |value: &str| -> Vec<usize> {
        (0..PARTIES).filter(|at| value.contains(&format!("\"p{at}\""))).collect()
    };
    let mut join = |all: &[usize]| {
        for pair in all.windows(2) {
            let (a, b) = (of[pair[0]], of[pair[1]]);
            of.iter_mut().filter(|part| **part == b).for_each(|part| *part = a);
        }
    };
    let exporter = |at: usize| named(made.flow("from", at).unwrap())[0];
    for at in 0..FLOWS {
        let mut all = vec![exporter(at)];
        all.extend(named(made.flow("to", at).unwrap()));
        all.extend(named(made.flow("accessed_from", at).unwrap_or_default()));
        join(&all);
    }
    for (party, (_, keys)) in made.tables.iter().filter(|(kind, _)| *kind == "party").enumerate() {
        for (_, parent) in keys.iter().filter(|(key, _)| key == "parent") {
            join(&[party, named(parent)[0]]);
        }
    }
    (0..FLOWS).map(|at| of[exporter(at)]).collect()
}

/// The register with the flows of one part alone; what all parts share stays whole.
fn part(made: &Made, flows: &BTreeSet<String>) -> Made {
    let mut part = made.clone();
    part.tables.retain(|(kind, keys)| {
        *kind != "flow" || keys.iter().any(|(key, id)| key == "id" && flows.contains(id.trim_matches('"')))
    });
    part.tables.retain_mut(|(kind, keys)| {
        let Some((_, value)) = keys.iter_mut().find(|(key, _)| *kind == "tia" && key == "flows") else {
            return true;
        };
        let kept =
            value.trim_matches(['[', ']']).split(", ").filter(|id| flows.contains(id.trim_matches('"')));
        let kept: Vec<&str> = kept.collect();
        let any = !kept.is_empty();
        *value = format!("[{}]", kept.join(", "));
        any
    });
    part
}

proptest! {
    #![proptest_config(hunt(150))]

    #[test]
    fn parts_assessed_apart_are_the_whole(made in made()) {
        let whole = answer(&made);
        let mut by_part: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for (at, part) in parts(&made).into_iter().enumerate() {
            by_part.entry(part).or_default().insert(format!("f{at}"));
        }
        let mut apart = Answer::new();
        for flows in by_part.values() {
            apart.extend(answer(&part(&made, flows)));
        }
        prop_assert_eq!(whole, apart);
    }
}
