//! What a claim of adequacy means where a place has no decision of its own for such a transfer.

use std::fmt::Write as _;

use transfer_model::assess::assess;
use transfer_model::day::Day;
use transfer_model::register::read;
use transfer_tests::made::BOOK;

use super::World;

/// What a claim of adequacy is worth on the day: status, why, and what decides it.
fn claimed(from: &'static str, to: &'static str, day: &str) -> String {
    let text = World { from, to, flow: "mechanism = [\"adequacy\"]", more: "" }.text("");
    let register = read(vec![("a.toml".to_owned(), text.clone())], &BOOK)
        .unwrap_or_else(|(_, problems)| panic!("{problems:?}\n{text}"));
    let found = assess(&register, &BOOK, Day::parse(day).unwrap());
    let claim = &found.flows[0].regimes[0].claims[0];
    let mut told = claim.status.name().to_owned();
    if let Some(carrier) = claim.carrier {
        write!(told, " {}", BOOK.mechanism(carrier.mechanism).id).unwrap();
    }
    told
}

const COMPANY: &str = "country = \"DE\"\nsector = \"commercial\"";
const SOMEONE: &str = "country = \"DE\"";
const AIRLINE: &str = "country = \"DE\"\nsector = \"airline\"";
const HARBOR: &str = "country = \"US\"\ncertifications = [{ scheme = \"safe-harbor\", parts = [\"eu-us\"], covers = [\"hr\", \"non-hr\"], since = 2001-01-01 }]";
const SHIELD: &str = "country = \"US\"\ncertifications = [{ scheme = \"privacy-shield\", parts = [\"eu-us\"], covers = [\"hr\", \"non-hr\"], since = 2016-10-01 }]";
const BOTH: &str = "country = \"US\"\ncertifications = [{ scheme = \"safe-harbor\", parts = [\"eu-us\"], covers = [\"hr\", \"non-hr\"], since = 2001-01-01 }, { scheme = \"privacy-shield\", parts = [\"eu-us\"], covers = [\"hr\", \"non-hr\"], since = 2016-10-01 }]";
const FRAMEWORK: &str = "country = \"US\"\ncertifications = [{ scheme = \"dpf\", parts = [\"eu-us\"], covers = [\"hr\", \"non-hr\"], since = 2023-01-01, status = \"active\" }]";
const SHIELD_AND_FRAMEWORK: &str = "country = \"US\"\ncertifications = [{ scheme = \"privacy-shield\", parts = [\"eu-us\"], covers = [\"hr\", \"non-hr\"], since = 2016-10-01 }, { scheme = \"dpf\", parts = [\"eu-us\"], covers = [\"hr\", \"non-hr\"], since = 2023-01-01, status = \"active\" }]";
const UNKNOWN: &str = "country = \"US\"";
const CUSTOMS: &str = "country = \"US\"\nsector = \"public-body\"";

/// The decision on passenger records is meant by airlines that send to public bodies; others mean the scheme of the day, or
/// what became of the one in which the importer is entered.
#[test]
fn a_claim_of_adequacy_means_the_decision_or_the_scheme() {
    for (from, to, day, worth) in [
        (COMPANY, HARBOR, "2004-05-13", "holds safe-harbor"),
        (AIRLINE, CUSTOMS, "2005-06-01", "holds adequacy"),
        (COMPANY, HARBOR, "2005-06-01", "holds safe-harbor"),
        (SOMEONE, HARBOR, "2005-06-01", "unknown adequacy"),
        (AIRLINE, CUSTOMS, "2006-10-01", "ended adequacy"),
        (COMPANY, HARBOR, "2006-10-01", "holds safe-harbor"),
        (AIRLINE, HARBOR, "2006-10-01", "ended adequacy"),
        (
            AIRLINE,
            "country = \"US\"\nsector = \"commercial\"\ncertifications = []",
            "2006-10-01",
            "conditions-unmet safe-harbor",
        ),
        (COMPANY, HARBOR, "2015-10-06", "ended safe-harbor"),
        (COMPANY, UNKNOWN, "2015-10-06", "out-of-scope"),
        (COMPANY, SHIELD, "2020-07-16", "ended privacy-shield"),
        (COMPANY, BOTH, "2020-07-16", "ended privacy-shield"),
        (COMPANY, UNKNOWN, "2020-07-16", "out-of-scope"),
        (COMPANY, FRAMEWORK, "2023-07-09", "not-yet dpf"),
        (COMPANY, FRAMEWORK, "2023-07-10", "holds dpf"),
        (COMPANY, SHIELD_AND_FRAMEWORK, "2023-07-09", "ended privacy-shield"),
    ] {
        assert_eq!(claimed(from, to, day), worth, "{from} to {to} on {day}");
    }
}
