//! What a mechanism does to a flow by the flow's own laws, before anything is carried: one more never worsens, one
//! less never betters. With what is carried it may: a duty that a mechanism lays on those who pass the data on comes
//! and goes with it, so these properties are about each flow alone.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use transfer_model::assess::{Engine, FlowResult, Status, Verdict, results};
use transfer_model::index::FlowIx;
use transfer_tests::hunt;
use transfer_tests::made::{BOOK, CLAIMS, FLOWS, Made, made, used};

/// What a flow is worth under a law: as a whole, and for each data item.
type Worth = BTreeMap<String, (Verdict, BTreeMap<String, Verdict>)>;

fn worth(made: &Made, result: &FlowResult) -> Worth {
    let register = made.register();
    let regimes = result.regimes.iter().map(|regime| {
        let data =
            regime.by_data.iter().map(|(data, verdict, _)| (register.datum(*data).id.clone(), *verdict));
        (BOOK.regime(regime.binding.regime).header.id.clone(), (regime.verdict, data.collect()))
    });
    regimes.collect()
}

/// A flow by its own laws.
fn own(made: &Made, at: usize) -> (Verdict, Worth) {
    let register = made.register();
    let engine = Engine::new(&register, &BOOK, made.day());
    let flow = register.flows.iter().position(|flow| flow.id == format!("f{at}")).unwrap();
    let result = engine.assess_flow(FlowIx::new(flow));
    (result.verdict, worth(made, &result))
}

/// The claims of a flow that carry it under a law, by its own laws: each is worth at least that much there for every
/// place and data item.
fn carrying(made: &Made, at: usize) -> Vec<(String, Vec<usize>)> {
    let register = made.register();
    let engine = Engine::new(&register, &BOOK, made.day());
    let flow = register.flows.iter().position(|flow| flow.id == format!("f{at}")).unwrap();
    let result = engine.assess_flow(FlowIx::new(flow));
    let regimes = result.regimes.iter().map(|regime| {
        let good = |status: Status| matches!(status, Status::Holds | Status::OpenDuties);
        let tags = regime.claims.iter().filter(|claim| good(claim.status)).map(|claim| claim.tag).collect();
        (BOOK.regime(regime.binding.regime).header.id.clone(), tags)
    });
    regimes.collect()
}

/// Whether a flow is barred whatever it claims, or because of what it claims.
fn barred(verdict: Verdict) -> bool {
    verdict == Verdict::Prohibited
}

proptest! {
    #![proptest_config(hunt(200))]

    // Where a claim alone makes a flow stand for a data item, it does so beside any others: for each cell the first
    // that holds decides. House rules bar a flow for what it claims, so a claim that the house forbids is left out.
    #[test]
    fn one_more_mechanism_worsens_nothing(made in made(), at in 0..FLOWS, extra in select(CLAIMS.to_vec())) {
        let mut claims = made.claims(at);
        if claims.iter().any(|claim| used(claim) == used(extra)) {
            return Ok(());
        }
        let before = own(&made, at);
        let mut alone = made.clone();
        alone.claim(at, &[extra.to_owned()]);
        let alone = own(&alone, at);
        let mut after = made;
        claims.push(extra.to_owned());
        after.claim(at, &claims);
        let after = own(&after, at);
        for (law, (by_it, data)) in &alone.1 {
            let ((was, was_data), (is, is_data)) = (&before.1[law], &after.1[law]);
            if by_it.stands() {
                prop_assert!(is <= was, "{law}: {was:?} became {is:?}");
                prop_assert!(is <= by_it || barred(*was), "{law}: alone {by_it:?}, beside others {is:?}");
            }
            for (item, by_it) in data.iter().filter(|(_, verdict)| verdict.stands()) {
                let (was, is) = (was_data[item], is_data[item]);
                prop_assert!(is <= was, "{law} {item}: {was:?} became {is:?}");
                prop_assert!(is <= *by_it || barred(was), "{law} {item}: alone {by_it:?}, beside others {is:?}");
            }
        }
    }

    // A claim that fails may go and leave `unsupported` where `invalid` stood; one that carries a flow may not.
    #[test]
    fn one_mechanism_less_betters_nothing(made in made(), at in 0..FLOWS, which in 0..5_usize) {
        let claims = made.claims(at);
        let Some(which) = which.checked_rem(claims.len()) else { return Ok(()) };
        let before = own(&made, at);
        let mut after = made.clone();
        let left: Vec<String> =
            claims.iter().enumerate().filter(|(at, _)| *at != which).map(|(_, claim)| claim.clone()).collect();
        after.claim(at, &left);
        let after = own(&after, at);
        for (law, tags) in carrying(&made, at).iter().filter(|(_, tags)| tags.contains(&which)) {
            let (was, is) = (before.1[law].0, after.1[law].0);
            prop_assert!(was <= is || barred(was), "{law} {tags:?}: {was:?} became {is:?} without {}", claims[which]);
        }
    }

    // A certification is no claim, and a decision counts without one: what goes with an entry is never better.
    #[test]
    fn an_entry_less_betters_nothing(made in made(), party in 0..5_usize) {
        let mut after = made.clone();
        let (_, keys) = after.tables.iter_mut().filter(|(kind, _)| *kind == "party").nth(party).unwrap();
        let Some(entry) = keys.iter_mut().find(|(key, _)| key == "certifications") else { return Ok(()) };
        entry.1 = "[]".to_owned();
        for at in 0..FLOWS {
            let (was, is) = (own(&made, at), own(&after, at));
            for (law, (verdict, _)) in &was.1 {
                prop_assert!(*verdict <= is.1[law].0, "f{at} {law}: {verdict:?} became {:?}", is.1[law].0);
            }
        }
    }

    // One flow with two data items, and two flows with one each: the worse of the two is the one.
    #[test]
    fn a_flow_split_by_data_is_as_bad_as_its_worse_half(made in made(), at in 0..FLOWS) {
        let whole = made.flow("data", at).unwrap().to_owned();
        let Some((first, second)) = whole.trim_matches(['[', ']']).split_once(", ") else { return Ok(()) };
        let (first, second) = (format!("[{first}]"), format!("[{second}]"));
        let mut split = made.clone();
        let table = split.tables.iter().filter(|(kind, _)| *kind == "flow").nth(at).unwrap().clone();
        *split.flow_mut("data", at) = first;
        split.tables.push(table);
        *split.flow_mut("data", FLOWS) = second;
        *split.flow_mut("id", FLOWS) = "\"half\"".to_owned();
        for (key, value) in split.tables.iter_mut().filter(|(kind, _)| *kind == "tia").flat_map(|(_, keys)| keys) {
            if key == "flows" {
                *value = value.replace(&format!("\"f{at}\""), &format!("\"f{at}\", \"half\""));
            }
        }
        let (whole, halves) = (all(&made), all(&split));
        let one = format!("f{at}");
        for (id, regimes) in &whole {
            let mut now = halves[id].clone();
            if *id == one {
                for (law, verdict) in &halves["half"] {
                    now.entry(law.clone()).and_modify(|known| *known = (*known).max(*verdict)).or_insert(*verdict);
                }
            }
            prop_assert_eq!(regimes, &now, "{}", id);
        }
    }
}

/// Every flow with everything carried: its verdict under each law.
fn all(made: &Made) -> BTreeMap<String, BTreeMap<String, Verdict>> {
    let register = made.register();
    let engine = Engine::new(&register, &BOOK, made.day());
    let flows = results(&engine).into_iter().map(|flow| {
        let regimes =
            flow.regimes.iter().map(|r| (BOOK.regime(r.binding.regime).header.id.clone(), r.verdict));
        (register.flow(flow.flow).id.clone(), regimes.collect())
    });
    flows.collect()
}
