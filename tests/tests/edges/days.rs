//! Days on which a verdict changes though nothing that the flow itself names falls on them, and what they are put down to.

use transfer_model::assess::{Cause, Fact, Source, Verdict, Words, assess, timeline};
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
    for flows in [[counted("b"), counted("z"), always.clone()], [counted("z"), always, counted("b")]] {
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

/// What came to a party goes on by a flow that begins later, as far as that goes.
#[test]
fn a_flow_that_begins_hands_on_what_waits_for_it() {
    let text = [
        HEAD.to_owned(),
        party("a", "DE", "") + &party("b", "US", "") + &party("c", "IN", "") + &party("e", "PK", ""),
        flow("f1", "a", "b", "") + &flow("f2", "b", "c", "since = 2024-09-01") + &flow("f3", "c", "e", ""),
    ];
    assert_eq!(
        history(&text.concat(), "f3", "eu-gdpr", "2024-01-01", "2024-12-31"),
        ["2024-01-01 unbound", "2024-09-01 unsupported"]
    );
}

/// A rule that turns for everyone, and one that is claimed, turn for a flow under a law that came with the data alone.
#[test]
fn a_rule_turns_where_its_law_came_with_the_data() {
    let paper = |kind: &str, parties: [&str; 2], more: &str| {
        let [from, to] = parties;
        format!(
            "[[instrument]]\nid = \"{kind}-{from}\"\nkind = {kind:?}\nparties = [{from:?}, {to:?}]\n{more}\n"
        )
    };
    let tia = |id: &str, country: &str| {
        format!(
            "[[tia]]\nid = \"t-{id}\"\nflows = [{id:?}]\ncountry = {country:?}\ndate = 2022-01-10\nconclusion = \"sufficient\"\n"
        )
    };
    let text = [
        HEAD.to_owned(),
        party("a", "GB", "") + &party("b", "US", "") + &party("c", "IN", ""),
        paper("eu-scc-2001-497", ["a", "b"], "signed = 2020-01-01"),
        paper("eu-scc-2001-497", ["b", "c"], "signed = 2020-01-01"),
        flow("f1", "a", "b", "mechanism = [\"eu-scc-2001-497-a\"]"),
        flow("f2", "b", "c", "mechanism = [\"eu-scc-2001-497-b\"]"),
        tia("f1", "US") + &tia("f2", "IN"),
    ];
    assert_eq!(
        history(&text.concat(), "f2", "uk-gdpr", "2022-02-01", "2024-12-31"),
        ["2022-02-01 valid", "2024-03-22 invalid"]
    );
    let text = [
        HEAD.to_owned(),
        party("a", "GB", "") + &party("b", "US", "") + &party("c", "IN", ""),
        paper("eu-scc-2001-497", ["a", "b"], "signed = 2020-01-01"),
        paper("eu-scc-2021-914", ["b", "c"], "modules = [1]\nsigned = 2022-02-01"),
        paper("uk-addendum", ["b", "c"], "signed = 2022-02-01"),
        flow("f1", "a", "b", "mechanism = [\"eu-scc-2001-497-a\"]"),
        flow("f2", "b", "c", "mechanism = [\"uk-addendum-b\"]"),
        tia("f1", "US") + &tia("f2", "IN"),
    ];
    assert_eq!(
        history(&text.concat(), "f2", "uk-gdpr", "2022-03-01", "2023-12-31"),
        ["2022-03-01 invalid", "2022-03-21 valid"]
    );
}

/// A contract counts that no flow claims: its end does too.
#[test]
fn the_end_of_a_contract_that_nobody_claims_counts() {
    let more = "[[instrument]]\nid = \"s\"\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\nuntil = 2024-12-31\nserves = [\"ph-outsourcing\"]\n";
    let world = World {
        from: "country = \"PH\"\nsector = \"commercial\"",
        to: "country = \"IN\"",
        flow: "mechanism = [\"ph-accountability\"]",
        more,
    };
    let text = world.text("").replacen("controller-to-controller", "controller-to-processor", 1);
    assert_eq!(
        history(&text, "f", "ph-dpa", "2024-06-01", "2025-12-31"),
        ["2024-06-01 valid", "2025-01-01 conditional"]
    );
}

/// The terms of a contract upstream bind however many contracts there are: those whose data are gone bind no more.
#[test]
fn the_terms_of_a_contract_bind_until_its_data_are_gone() {
    const BROKERS: usize = 3;
    const EACH: usize = 20;
    let processor = |flow: String| flow.replacen("controller-to-controller", "controller-to-processor", 1);
    let sub = |flow: String| flow.replacen("controller-to-controller", "processor-to-processor", 1);
    let contract = |id: &str, from: &str, to: &str| {
        format!(
            "[[instrument]]\nid = {id:?}\nkind = \"onward-contract\"\nparties = [{from:?}, {to:?}]\nsigned = 2024-01-01\n"
        )
    };
    let mut text = HEAD.to_owned() + &party("c", "US", "") + &party("e", "US", "");
    for broker in 0..BROKERS {
        let (b, o) = (format!("b{broker}"), format!("o{broker}"));
        text += &(party(&b, "US", "") + &contract(&o, &b, "c"));
        text += &sub(flow(&format!("w{broker}"), &b, "c", &format!("mechanism = [{o:?}]")));
        for each in 0..EACH {
            let (a, s) = (format!("a{broker}-{each:02}"), format!("s{broker}-{each:02}"));
            // The last by id lists its sub-processors; a pool keeps fewer duties than came.
            let last = broker == BROKERS - 1 && each == EACH - 1;
            let terms =
                if last { "subprocessors = { authorisation = \"specific\", listed = [\"c\"] }" } else { "" };
            let until = if last { "until = 2025-01-31\nreturned = 2025-03-01" } else { "" };
            text += &(party(&a, "DE", "")
                + &format!(
                    "[[instrument]]\nid = {s:?}\nkind = \"eu-scc-2021-914\"\nmodules = [2]\nparties = [{a:?}, {b:?}]\nsigned = 2024-01-01\n{terms}\n"
                ));
            text += &processor(flow(
                &format!("u{broker}-{each:02}"),
                &a,
                &b,
                &format!("mechanism = [{s:?}]\n{until}"),
            ));
        }
    }
    text += &(contract("o", "c", "e") + &sub(flow("f", "c", "e", "mechanism = [\"o\"]")));
    assert_eq!(
        history(&text, "f", "eu-gdpr", "2025-01-01", "2025-12-31"),
        ["2025-01-01 conditional", "2025-03-01 valid"]
    );
}

/// A document that binds a recipient by its joining alone ends for what passes on under it.
#[test]
fn a_document_that_a_recipient_joined_ends_for_what_goes_on_under_it() {
    let text = [
        HEAD.to_owned(),
        party("a", "DE", "") + &party("b", "US", "") + &party("c", "US", ""),
        "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nexporters = [\"a\"]\nimporters = []\njoined = { b = 2024-01-01, c = 2024-09-01 }\nsigned = 2024-01-01\n".to_owned(),
        flow("f1", "a", "b", "mechanism = [\"s\"]") + &flow("f2", "b", "c", ""),
    ];
    assert_eq!(
        history(&text.concat(), "f2", "eu-gdpr", "2024-06-01", "2024-12-31"),
        ["2024-06-01 unsupported", "2024-09-01 conditional"]
    );
}

/// An international organisation passes on what came under the law of others from where it is: Croatia was inside for
/// exporters in the Union from its accession, for others once it was in the Economic Area.
#[test]
fn an_organisation_passes_on_from_where_it_is() {
    for (seat, first) in [("BE", "not-restricted"), ("US", "unsupported")] {
        let text = [
            HEAD.to_owned(),
            party("a", "DE", "") + &party("g", "HR", ""),
            party("i", seat, "").replacen("vendor", "international-organisation", 1),
            flow("f1", "a", "i", "") + &flow("f2", "i", "g", ""),
        ];
        let told = history(&text.concat(), "f2", "eu-dpd", "2013-08-01", "2013-12-31");
        assert_eq!(told, [format!("2013-08-01 {first}")], "{seat}");
    }
}

/// What a flow hands on ends with the paper that binds its recipient.
#[test]
fn what_is_handed_on_breaks_with_its_contract() {
    let contract = |from: &str, to: &str, until: &str| {
        format!(
            "[[instrument]]\nid = \"o-{from}\"\nkind = \"onward-contract\"\nparties = [{from:?}, {to:?}]\nsigned = 2024-01-01\n{until}\n"
        )
    };
    let set = "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n";
    let mut text = [
        HEAD.to_owned(),
        party("a", "DE", "") + &party("b", "US", "") + &party("c", "IN", "") + &party("e", "PK", ""),
        party("y", "IN", "") + &party("z", "PK", ""),
        contract("b", "c", "until = 2024-08-31") + &contract("c", "e", "") + set,
        flow("f1", "a", "b", "mechanism = [\"s\"]"),
        flow("f2", "b", "c", "mechanism = [\"o-b\"]"),
        flow("f3", "c", "e", "mechanism = [\"o-c\"]"),
    ]
    .concat();
    // Among few flows and among many.
    for more in [0, 40] {
        for at in 0..more {
            text += &flow(&format!("g{at}"), "y", "z", "");
        }
        assert_eq!(
            history(&text, "f3", "eu-gdpr", "2024-06-01", "2024-12-31"),
            ["2024-06-01 valid", "2024-09-01 invalid"]
        );
    }
}

/// A change is put down to what falls on the day under the law that makes it, and not to what falls on it under another.
#[test]
fn a_change_is_put_down_to_the_law_that_makes_it() {
    let from = "country = \"GB\"\nsector = \"commercial\"\ntargets = [\"EU\"]";
    let to = "country = \"KR\"\nsector = \"commercial\"";
    let day = |text: &str| Day::parse(text).unwrap();
    for flow in [
        "",
        "mechanism = [{ use = \"scc\", since = 2022-12-19 }]",
        "mechanism = [{ use = \"bcr\", until = 2022-12-18 }]",
    ] {
        let text = World { from, to, flow, more: "" }.text("");
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let histories = timeline(&register, &BOOK, day("2022-06-01"), day("2023-06-01"));
        let change = histories[0].changes.last().unwrap();
        assert_eq!((change.day, change.verdict.unwrap().name()), (day("2022-12-19"), "valid"), "{flow}");
        let source = change.cause.unwrap().source;
        let Some(Source::Rule(rule, false)) = source else { panic!("{flow}: {source:?}") };
        let laws = BOOK.rule(rule).regimes.iter().map(|law| BOOK.regime(*law).header.id.as_str());
        assert_eq!(laws.collect::<Vec<_>>(), ["uk-gdpr"], "{flow}");
    }
}

/// A term of another law that ends on the day is not what a change is put down to.
#[test]
fn the_terms_of_other_laws_are_not_told() {
    let more = "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n\
                [[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2024-02-01\nconclusion = \"insufficient\"\n";
    let to = "country = \"IN\"\nexposure = []";
    let text = World { from: GERMANY, to, flow: "mechanism = [\"s\"]", more }.text("");
    let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
    let day = |text: &str| Day::parse(text).unwrap();
    let histories = timeline(&register, &BOOK, day("2024-01-15"), day("2024-12-31"));
    let change = &histories[0].changes[1];
    let source = change.cause.unwrap().source;
    assert_eq!(change.day, day("2024-02-01"));
    assert!(matches!(source, Some(Source::Fact(Fact::Assessed, ..))), "{source:?}");
}

/// A flow that falls back to its own law, since the data stand under another's no more, is put down to what ended that.
#[test]
fn a_change_by_a_law_that_goes_is_put_down_to_that_law() {
    let paper = |id: &str, kind: &str, parties: [&str; 2]| {
        let [from, to] = parties;
        format!(
            "[[instrument]]\nid = {id:?}\nkind = {kind:?}\nparties = [{from:?}, {to:?}]\nsigned = 2024-01-15\n"
        )
    };
    let text = [
        HEAD.to_owned(),
        party("a", "DE", "") + &party("b", "US", "") + &party("c", "AR", "") + &party("e", "IN", ""),
        paper("s", "eu-scc-2021-914", ["a", "b"]) + "modules = [1]\n",
        paper("o", "onward-contract", ["b", "c"]),
        flow("f1", "a", "b", "mechanism = [\"s\"]") + &flow("f2", "b", "c", "mechanism = [\"o\"]"),
        flow("f3", "c", "e", ""),
    ];
    let register = read(vec![("a.toml".to_owned(), text.concat())], &BOOK).unwrap();
    let day = |text: &str| Day::parse(text).unwrap();
    let histories = timeline(&register, &BOOK, day("2024-01-01"), day("2024-12-31"));
    let under = histories[2].regimes.iter().find(|under| BOOK.regime(under.regime).header.id == "eu-gdpr");
    let change = &under.unwrap().changes[1];
    assert_eq!((change.day, change.verdict), (day("2024-01-15"), None));
    let cause = change.cause.unwrap();
    assert!(
        matches!(cause.source, Some(Source::Fact(Fact::Signed, ..))) && cause.upstream.is_some(),
        "{cause:?}"
    );
    assert_eq!(histories[2].changes.get(1).and_then(|whole| whole.cause), Some(cause));
}

/// Of a flow under a law that came with the data a decision on a place where it does not go is told of the flow upstream.
#[test]
fn a_decision_elsewhere_is_told_of_the_flow_upstream() {
    let paper = |kind: &str, parties: [&str; 2], more: &str| {
        let [from, to] = parties;
        format!(
            "[[instrument]]\nid = \"p-{kind}\"\nkind = {kind:?}\nparties = [{from:?}, {to:?}]\nsigned = 2024-01-15\n{more}\n"
        )
    };
    let text = [
        HEAD.to_owned(),
        party("a", "DE", "") + &party("b", "US", "") + &party("c", "GB", "") + &party("e", "IN", ""),
        paper("eu-scc-2021-914", ["a", "b"], "modules = [1]") + &paper("uk-idta", ["c", "e"], ""),
        flow("f1", "a", "b", "mechanism = [\"p-eu-scc-2021-914\"]") + &flow("f2", "b", "c", ""),
        flow("f3", "c", "e", "mechanism = [\"p-uk-idta\"]"),
    ];
    let register = read(vec![("a.toml".to_owned(), text.concat())], &BOOK).unwrap();
    let found = assess(&register, &BOOK, Day::parse("2025-10-07").unwrap());
    let next = |at: usize| {
        let next = found.flows[at].next.unwrap();
        let upstream = next.cause.upstream.map(|flow| register.flow(flow).id.as_str());
        (next.day, matches!(next.cause.source, Some(Source::Rule(_, true))), upstream)
    };
    let (day, ..) = next(1);
    assert_eq!(next(1), (day, true, None));
    assert_eq!(next(2), (day, true, Some("f2")));
}

/// A rule of each law turns for those under it.
#[test]
fn a_list_of_places_is_added_to() {
    let from = "country = \"AE-ADGM\"\nsector = \"commercial\"";
    let text = World { from, to: "country = \"AE-DIFC\"", flow: "", more: "" }.text("");
    let told = history(&text, "f", "ae-adgm", "2026-01-01", "2026-06-30");
    assert_eq!(told.last().unwrap(), "2026-01-31 valid");
}

/// A house rule that begins to bar a flow bars what it hands on.
#[test]
fn what_a_house_rule_bars_is_broken_further_on() {
    let text = [
        HEAD.to_owned(),
        "[policy]\nforbid = [\"art-49-consent\"]\n".to_owned(),
        party("a", "DE", "") + &party("b", "US", "") + &party("c", "IN", "") + &party("e", "PK", ""),
        flow("f1", "a", "b", "") + &flow("f3", "c", "e", ""),
        flow("f2", "b", "c", "mechanism = [{ use = \"art-49-consent\", since = 2024-09-01 }]"),
    ];
    assert_eq!(
        history(&text.concat(), "f3", "eu-gdpr", "2024-06-01", "2024-12-31"),
        ["2024-06-01 unsupported", "2024-09-01 prohibited"]
    );
}

/// A law that begins binds those of its territory from its day, and stands where it belongs among the others.
#[test]
fn a_law_begins_for_those_of_its_territory() {
    let world = |from| World { from, to: "country = \"IN\"", flow: "", more: "" }.text("");
    let brazil = world("country = \"BR\"\nsector = \"commercial\"");
    assert_eq!(
        history(&brazil, "f", "br-lgpd", "2020-01-01", "2020-12-31"),
        ["2020-01-01 unbound", "2020-09-18 unsupported"]
    );
    // What is told of the one law is told of the flow as a whole.
    let day = |text: &str| Day::parse(text).unwrap();
    let more = "[[instrument]]\nid = \"p\"\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nserves = [\"au-reasonable-steps\"]\n";
    let australia =
        World { from: "country = \"AU\"", to: "country = \"US\"", flow: "mechanism = [\"p\"]", more };
    for (text, begins) in [(brazil, "2020-09-18"), (australia.text(""), "2014-03-12")] {
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let histories = timeline(&register, &BOOK, day("2013-01-01"), day(begins));
        let (whole, law) = (&histories[0].changes[1], &histories[0].regimes[0].changes[1]);
        assert_eq!((whole.day, law.day), (day(begins), day(begins)));
        assert_eq!(whole.cause, law.cause, "{begins}");
    }
    // A member of the Union since a day of the history.
    let croatia = world("country = \"HR\"\nsector = \"commercial\"");
    assert_eq!(
        history(&croatia, "f", "eu-dpd", "2013-01-01", "2019-12-31"),
        ["2013-01-01 unbound", "2013-07-01 unsupported", "2018-05-25 unbound"]
    );
    assert_eq!(
        history(&croatia, "f", "eu-gdpr", "2013-01-01", "2019-12-31"),
        ["2013-01-01 unbound", "2018-05-25 unsupported"]
    );
    let both = world("country = \"DE\"\nsector = \"commercial\"\ntargets = [\"BR\"]");
    let register = read(vec![("a.toml".to_owned(), both)], &BOOK).unwrap();
    let histories = timeline(&register, &BOOK, day("2020-01-01"), day("2020-12-31"));
    let laws = histories[0].regimes.iter().map(|under| BOOK.regime(under.regime).header.id.as_str());
    assert_eq!(laws.collect::<Vec<_>>(), ["br-lgpd", "eu-gdpr"]);
}

/// Of several changes to come the first is next.
#[test]
fn the_first_of_the_changes_to_come_is_next() {
    let more = "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\nuntil = 2024-06-30\n";
    let to = "country = \"IN\"\nexposure = []";
    let text = World { from: GERMANY, to, flow: "mechanism = [\"s\"]\nuntil = 2024-07-31", more }.text("");
    let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
    let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
    let next = found.flows[0].next.unwrap();
    assert_eq!(next.day, Day::parse("2024-07-01").unwrap());
}

/// What carries the data to one of two recipients ends, though it goes on carrying them to the other.
#[test]
fn what_carries_to_one_recipient_is_told_to_end() {
    let entry = |until: &str| {
        format!(
            "sector = \"commercial\"\nexposure = []\ncertifications = [{{ scheme = \"dpf\", parts = [\"eu-us\"], since = 2023-09-01, covers = [\"hr\", \"non-hr\"]{until} }}]"
        )
    };
    let ends = ", until = 2026-08-31";
    for (one, other) in [("", ends), (ends, "")] {
        let text = [
            HEAD.to_owned(),
            party("a", "DE", ""),
            format!(
                "[[party]]\nid = \"b\"\nname = \"B\"\nkind = \"vendor\"\ncountry = \"US\"\n{}\n",
                entry(one)
            ),
            format!(
                "[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"US\"\n{}\n",
                entry(other)
            ),
            flow("f", "a", "b", "mechanism = [\"dpf\"]\naccessed_from = [{ place = \"US\", by = \"c\" }]"),
        ];
        let register = read(vec![("a.toml".to_owned(), text.concat())], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2026-06-20").unwrap());
        let told = found.findings.iter().filter_map(|finding| match finding.detail.cause {
            Cause::CarrierEnds(day, mechanism, ..) => Some(format!("{} {day}", BOOK.mechanism(mechanism).id)),
            _ => None,
        });
        assert_eq!(told.collect::<Vec<_>>(), ["dpf 2026-09-01"], "{one}, {other}");
    }
}

/// What was not abroad changes because it is abroad from then on, and not for a decision that does not cover it, nor for
/// a law of the place itself; what a decision covers from that day changes by the decision.
#[test]
fn a_place_that_comes_to_lie_abroad() {
    let claim = "mechanism = [\"adequacy\"]\n";
    let immigration = format!("{claim}purposes = [\"immigration-control\"]");
    for (from, to, flow_keys, on, told) in [
        ("DE", "GI", "", "2021-01-01 unsupported", "GI counted as abroad"),
        ("DE", "GB", immigration.as_str(), "2021-06-28 invalid", "GB counted as abroad"),
        ("DE", "GB", claim, "2021-06-28 valid", "Adequacy decision for GB is in force"),
        ("DE", "NO", "", "2000-07-01 not-restricted", "EEA counted as not abroad"),
    ] {
        let text =
            HEAD.to_owned() + &party("a", from, "") + &party("b", to, "") + &flow("f", "a", "b", flow_keys);
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let (day, verdict) = on.split_once(' ').unwrap();
        let day = Day::parse(day).unwrap();
        let histories = timeline(&register, &BOOK, day.previous(), day);
        let change = histories[0].changes.get(1).unwrap();
        let words = Words { register: &register, book: &BOOK };
        let why = words.change(change.cause.as_ref().unwrap()).text;
        assert_eq!((change.day, change.verdict.map(Verdict::name)), (day, Some(verdict)), "{to}");
        assert!(why.contains(told), "{to}: {why}");
    }
}

/// An amendment counts for whoever is bound by a set of its exporter: the day on which a recipient joins that set counts,
/// though no flow claims it.
#[test]
fn the_day_on_which_a_recipient_joins_the_set_behind_an_amendment_counts() {
    let paper = |id: &str, kind: &str, to: &str, joined: &str| {
        format!(
            "[[instrument]]\nid = {id:?}\nkind = {kind:?}\nexporters = [\"a\"]\nimporters = [{to:?}]\njoined = {{ {joined} }}\nsigned = 2024-01-01\n"
        )
    };
    let text = [
        HEAD.to_owned(),
        party("a", "GB", "") + &party("b", "US", "") + &party("c", "US", "") + &party("e", "IN", ""),
        paper("s", "eu-scc-2021-914", "b", "") + "modules = [1]\n",
        paper("t", "eu-scc-2021-914", "e", "c = 2024-09-01") + "modules = [1]\n",
        paper("add", "uk-addendum", "b", "c = 2024-01-15"),
        flow("f1", "a", "b", "mechanism = [\"add\"]") + &flow("f2", "b", "c", ""),
    ];
    assert_eq!(
        history(&text.concat(), "f2", "uk-gdpr", "2024-06-01", "2024-12-31"),
        ["2024-06-01 unsupported", "2024-09-01 conditional"]
    );
}

/// What a flow is as a whole changes by the law that changes, though another makes it what it is from then on; and what
/// turns under one law is not told of another, which changes on the same day for a reason of its own.
#[test]
fn each_law_that_changes_on_a_day_has_its_own_reason() {
    let from = "country = \"DE\"\nsector = \"commercial\"\ntargets = [\"GB\"]";
    let day = |text: &str| Day::parse(text).unwrap();
    let changes = |signed: &str, flow: &'static str| {
        let more: &'static str = Box::leak(
            format!("[[instrument]]\nid = \"i\"\nkind = \"uk-idta\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n{signed}\n")
                .into_boxed_str(),
        );
        let text = World { from, to: "country = \"BR\"\nsector = \"commercial\"", flow, more }.text("");
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let histories = timeline(&register, &BOOK, day("2025-06-01"), day("2026-06-01"));
        let history = histories.into_iter().next().unwrap();
        let whole = history.changes[1].clone();
        assert_eq!((whole.day, whole.verdict.unwrap().name()), (day("2026-01-26"), "conditional"));
        let under = history.regimes.into_iter().map(|under| {
            let law = BOOK.regime(under.regime).header.id.clone();
            (law, under.changes.get(1).and_then(|change| change.cause?.source))
        });
        (whole.cause.unwrap().source, under.collect::<Vec<_>>())
    };
    let of =
        |all: &[(String, Option<Source>)], law: &str| all.iter().find(|(known, _)| known == law).unwrap().1;
    // The decision of the Union, beside a contract for the United Kingdom that stood before.
    let (whole, laws) = changes("", "mechanism = [\"i\", { use = \"ipv\", since = 2026-01-26 }]");
    assert!(matches!(whole, Some(Source::Rule(_, false))), "{whole:?}");
    assert_eq!(of(&laws, "uk-gdpr"), None);
    // Beside one that takes effect on that day.
    let (_, laws) = changes("effective = 2026-01-26", "mechanism = [\"i\"]");
    let (eu, uk) = (of(&laws, "eu-gdpr"), of(&laws, "uk-gdpr"));
    assert!(matches!(eu, Some(Source::Rule(_, false))), "{eu:?}");
    assert!(matches!(uk, Some(Source::Fact(Fact::Effective, ..))), "{uk:?}");
}
