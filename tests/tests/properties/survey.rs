//! A survey told in shares is the whole, however it is cut, and of some flows it says what the whole says of them.

use proptest::prelude::*;
use transfer_model::assess::{Engine, Evidence, Survey, assess};
use transfer_tests::hunt;
use transfer_tests::made::{BOOK, made};

proptest! {
    #![proptest_config(hunt(100))]

    #[test]
    fn shares_of_a_survey_are_the_whole(made in made(), size in 1usize..6, odd in 0usize..2) {
        let register = made.register();
        let whole = assess(&register, &BOOK, made.day());
        let engine = Engine::new(&register, &BOOK, made.day());
        let mut survey = Survey::new(&engine, &Evidence::new());

        let (mut flows, mut findings) = (Vec::new(), Vec::new());
        for share in survey.flows().chunks(size).map(|flows| survey.share(flows)) {
            flows.extend(share.flows);
            findings.extend(share.findings);
        }
        findings.extend(survey.of_none());
        prop_assert_eq!(format!("{flows:?}"), format!("{:?}", whole.flows));
        prop_assert_eq!(&findings, &whole.findings);

        let asked = |flow: transfer_model::index::FlowIx| flow.position() % 2 == odd;
        survey.only(asked);
        let some = survey.whole();
        flows.retain(|result| asked(result.flow));
        findings.retain(|finding| finding.flow.is_some_and(asked));
        prop_assert_eq!(format!("{:?}", some.flows), format!("{flows:?}"));
        prop_assert_eq!(some.findings, findings);
        let those = (0..register.flows.len()).filter(|at| at % 2 == odd).count();
        prop_assert_eq!(some.inactive, those - flows.len());
    }
}
