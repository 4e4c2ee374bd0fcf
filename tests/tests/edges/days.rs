//! Days on which a verdict changes though nothing that the flow itself names falls on them, and what they are put down to.

use transfer_model::assess::{Words, timeline};
use transfer_model::day::Day;
use transfer_model::register::read;
use transfer_tests::made::BOOK;

use super::{GERMANY, World};

const HEAD: &str = "[register]\nname = \"days\"\n[[data]]\nid = \"d\"\nname = \"D\"\n";

fn party(id: &str, country: &str, more: &str) -> String {
    format!(
        "[[party]]\nid = {id:?}\nname = {id:?}\nkind = \"vendor\"\ncountry = {country:?}\nsector = \"commercial\"\nexposure = []\n{more}\n"
    )
}

fn flow(id: &str, from: &str, to: &str, more: &str) -> String {
    format!(
        "[[flow]]\nid = {id:?}\nfrom = {from:?}\nto = {to:?}\nroles = \"controller-to-controller\"\ndata = [\"d\"]\n{more}\n"
    )
}

/// What a flow is under a law from one day to another: each day on which that changes, and what it is from then on.
fn history(text: &str, id: &str, law: &str, from: &str, to: &str) -> Vec<String> {
    let register = read(vec![("a.toml".to_owned(), text.to_owned())], &BOOK)
        .unwrap_or_else(|(_, problems)| panic!("{problems:?}\n{text}"));
    let day = |text: &str| Day::parse(text).unwrap();
    let histories = timeline(&register, &BOOK, day(from), day(to));
    let of = histories.iter().find(|history| register.flow(history.flow).id == id).unwrap();
    let under = of.regimes.iter().find(|under| BOOK.regime(under.regime).header.id == law);
    let changes = under.into_iter().flat_map(|under| &under.changes);
    let told = changes.map(|change| {
        let verdict = change.verdict.map_or("unbound", |verdict| verdict.name());
        format!("{} {verdict}", change.day)
    });
    told.collect()
}

/// An entry counts although nobody claims its scheme, as long as the scheme does.
#[test]
fn a_scheme_that_nobody_claims_ends_with_its_decision() {
    let to = "country = \"US\"\nsector = \"commercial\"\ncertifications = [{ scheme = \"safe-harbor\", parts = [\"eu-us\"], since = 2002-10-01, covers = [\"hr\", \"non-hr\"] }]";
    let text = World { from: GERMANY, to, flow: "", more: "" }.text("");
    assert_eq!(
        history(&text, "f", "eu-dpd", "2015-01-01", "2015-12-31"),
        ["2015-01-01 valid", "2015-10-06 unsupported"]
    );
}

/// People of an area are those of a country from the day on which it is a member.
#[test]
fn a_country_that_joins_an_area_has_its_people() {
    let people = |place: &str| format!("subjects = [{{ group = \"g\", in = [{place:?}] }}]");
    let text = [
        HEAD.to_owned(),
        party("a", "DE", "") + &party("b", "US", "") + &party("c", "IN", ""),
        flow("f1", "a", "b", &people("EU")) + &flow("f2", "b", "c", &people("HR")),
    ];
    assert_eq!(
        history(&text.concat(), "f2", "eu-dpd", "2013-01-01", "2013-12-31"),
        ["2013-01-01 unbound", "2013-07-01 unsupported"]
    );
}

/// What is over stands as on its last day: so does what it handed on, also once areas have other members, and in a
/// history that begins later.
#[test]
fn what_is_over_stands_as_on_its_last_day() {
    let text = [
        HEAD.to_owned(),
        party("a", "DE", "") + &party("b", "US", "") + &party("c", "IN", "") + &party("x", "HR", ""),
        "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2001-497\"\nparties = [\"a\", \"b\"]\nsigned = 2013-06-15\n".to_owned(),
        "[[instrument]]\nid = \"o\"\nkind = \"onward-contract\"\nparties = [\"b\", \"c\"]\nsigned = 2013-01-01\n".to_owned(),
        flow("f1", "a", "b", "mechanism = [\"s\"]\nuntil = 2013-06-15"),
        flow("f2", "b", "c", "mechanism = [\"o\"]"),
        flow("f3", "a", "x", ""),
    ];
    let text = text.concat();
    assert_eq!(
        history(&text, "f2", "eu-dpd", "2013-06-01", "2013-12-31"),
        ["2013-06-01 invalid", "2013-06-15 valid"]
    );
    assert_eq!(history(&text, "f2", "eu-dpd", "2013-06-20", "2013-12-31"), ["2013-06-20 valid"]);
}

/// The set that an amendment amends is looked for where the amendment names none: its days count.
#[test]
fn the_end_of_the_set_that_an_amendment_does_not_name_counts() {
    let set = |more: &str| {
        format!(
            "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nsigned = 2024-01-01\nuntil = 2024-12-31\n{more}\n"
        )
    };
    let rest = "[[instrument]]\nid = \"add\"\nkind = \"uk-addendum\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"IN\"\n[[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2024-02-01\nconclusion = \"sufficient\"\n";
    for parties in
        ["parties = [\"a\", \"b\"]", "exporters = [\"a\"]\nimporters = [\"c\"]\njoined = { b = 2024-02-01 }"]
    {
        let more: &'static str = Box::leak((set(parties) + rest).into_boxed_str());
        let from = "country = \"GB\"\nsector = \"commercial\"";
        let to = "country = \"IN\"\nexposure = []";
        let text = World { from, to, flow: "mechanism = [\"add\"]", more }.text("");
        assert_eq!(
            history(&text, "f", "uk-gdpr", "2024-06-01", "2025-12-31"),
            ["2024-06-01 valid", "2025-01-01 invalid"],
            "{parties}"
        );
    }
}

/// An approval that grows too old ends on its day.
#[test]
fn an_approval_is_good_for_three_years() {
    let shown = "shown = { disclosed = true, items = [\"country\", \"recipient\", \"contact\", \"foreign-law\", \"measures\"], separate_consent = true, freely_given = true }";
    let flow: &'static str =
        Box::leak(format!("mechanism = [\"s\"]\nvolume = [{{ people = 200000 }}]\n{shown}").into_boxed_str());
    let more = "[[instrument]]\nid = \"s\"\nkind = \"cn-certification\"\nparties = [\"a\", \"b\"]\nsigned = 2026-01-01\napproved = 2026-01-15\n\
                [[tia]]\nid = \"t\"\nkind = \"pipia\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2026-01-10\nconclusion = \"sufficient\"\n";
    let from = "country = \"CN\"\nsector = \"commercial\"";
    let text = World { from, to: "country = \"IN\"", flow, more }.text("");
    assert_eq!(
        history(&text, "f", "cn-pipl", "2026-06-01", "2030-12-31"),
        ["2026-06-01 valid", "2029-01-16 invalid"]
    );
}

/// A second set makes it unknown which of them an amendment amends that names none: from the day on which it binds the
/// importer, though no flow claims it.
#[test]
fn a_second_set_counts_from_the_day_on_which_the_importer_joins_it() {
    let more = "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nsigned = 2024-01-01\nparties = [\"a\", \"b\"]\n\
                [[instrument]]\nid = \"t\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nsigned = 2024-01-01\nparties = [\"a\", \"c\"]\njoined = { b = 2024-09-01 }\n\
                [[instrument]]\nid = \"add\"\nkind = \"uk-addendum\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n\
                [[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"IN\"\n\
                [[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2024-02-01\nconclusion = \"sufficient\"\n";
    let from = "country = \"GB\"\nsector = \"commercial\"";
    let to = "country = \"IN\"\nexposure = []";
    for claim in ["s", "add"] {
        let flow: &'static str = Box::leak(format!("mechanism = [{claim:?}]").into_boxed_str());
        let text = World { from, to, flow, more }.text("");
        assert_eq!(
            history(&text, "f", "uk-gdpr", "2024-06-01", "2024-12-31"),
            ["2024-06-01 valid", "2024-09-01 undetermined"],
            "{claim}"
        );
    }
}

/// What ends of what carries a flow is told for the days ahead that the register asks about, and not for later ones.
#[test]
fn what_ends_later_is_not_told_to_end_soon() {
    for (until, told) in [("2025-05-31", true), ("2029-12-31", false)] {
        let more: &'static str = Box::leak(
            format!(
                "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\nuntil = {until}\n"
            )
            .into_boxed_str(),
        );
        let to = "country = \"IN\"\nexposure = []";
        let answer = World { from: GERMANY, to, flow: "mechanism = [\"s\"]", more }.answer("2025-05-01");
        assert_eq!(answer.contains("mechanism-ends-soon"), told, "{until}: {answer}");
    }
}

/// Where flows of one exporter change what counts in a year on one day, the first by id is told of to another, in
/// whatever order they are written.
#[test]
fn of_flows_that_change_what_counts_the_first_by_id_is_told() {
    let people = |volume: &str| format!("mechanism = [\"cn-exempt-small\"]\nvolume = [{volume}]");
    let counted = |id: &str| flow(id, "cn", "de", &people("{ people = 10, year = 2024 }"));
    let always = flow("m", "cn", "de", &people("{ people = 10 }"));
    let parties = party("cn", "CN", "") + &party("de", "DE", "");
    for flows in [[counted("b"), counted("z"), always.clone()], [counted("z"), always.clone(), counted("b")]]
    {
        let text = HEAD.to_owned() + &parties + &flows.concat();
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let day = |text: &str| Day::parse(text).unwrap();
        let histories = timeline(&register, &BOOK, day("2024-06-01"), day("2025-06-01"));
        let of = histories.iter().find(|history| register.flow(history.flow).id == "m").unwrap();
        let change = of.changes.get(1).unwrap();
        let words = Words { register: &register, book: &BOOK };
        let told = words.change(change.cause.as_ref().unwrap()).text;
        assert_eq!(change.day, day("2025-01-01"));
        assert!(told.contains("flow `b`"), "{told}");
    }
}
