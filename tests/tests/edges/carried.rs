//! Flows under a law that came with the data, or broken by what came: each data item and each place by itself, and
//! duties and people so many that not all is written down.

use std::fmt::Write as _;

use transfer_model::assess::{
    Assessment, Cause, Engine, FlowResult, RegimeResult, Row, Verdict, assess, results, verdicts,
};
use transfer_model::day::Day;
use transfer_model::finding::{Finding, Severity};
use transfer_model::index::{DataIx, PartyIx};
use transfer_model::law::Confidence;
use transfer_model::query::{Search, Travel, paths};
use transfer_model::register::{Register, read};
use transfer_tests::made::BOOK;

const HEAD: &str = "[register]\nname = \"carried\"\n[[data]]\nid = \"d\"\nname = \"D\"\n[[data]]\nid = \"e\"\nname = \"E\"\n";

fn party(id: &str, country: &str, more: &str) -> String {
    format!(
        "[[party]]\nid = {id:?}\nname = {id:?}\nkind = \"vendor\"\ncountry = {country:?}\nexposure = []\n{more}\n"
    )
}

fn flow(id: &str, from: &str, to: &str, more: &str) -> String {
    format!(
        "[[flow]]\nid = {id:?}\nfrom = {from:?}\nto = {to:?}\nroles = \"controller-to-controller\"\n{more}\n"
    )
}

fn set(id: &str, from: &str, to: &str, more: &str) -> String {
    format!(
        "[[instrument]]\nid = {id:?}\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [{from:?}, {to:?}]\nsigned = 2024-01-15\n{more}\n"
    )
}

fn contract(id: &str, from: &str, to: &str) -> String {
    format!(
        "[[instrument]]\nid = {id:?}\nkind = \"onward-contract\"\nparties = [{from:?}, {to:?}]\nsigned = 2024-01-15\n"
    )
}

fn assessed(text: &str) -> (Register, Assessment) {
    let register = read(vec![("a.toml".to_owned(), text.to_owned())], &BOOK)
        .unwrap_or_else(|(_, problems)| panic!("{problems:?}\n{text}"));
    let found = assess(&register, &BOOK, Day::parse("2025-06-01").unwrap());
    (register, found)
}

/// What is said of the flow under the GDPR; none: it is not listed.
fn under<'f>(register: &Register, found: &'f Assessment, id: &str) -> Option<&'f RegimeResult> {
    let flow = found.flows.iter().find(|flow| register.flow(flow.flow).id == id).unwrap();
    flow.regimes.iter().find(|regime| BOOK.regime(regime.binding.regime).header.id == "eu-gdpr")
}

/// The same in words: by data item and by place.
fn parts(text: &str, id: &str) -> String {
    let (register, found) = assessed(text);
    let Some(regime) = under(&register, &found, id) else { return "not listed".to_owned() };
    let mut told = regime.verdict.name().to_owned();
    for (data, verdict, _) in &regime.by_data {
        write!(told, "; {} {}", register.datum(*data).id, verdict.name()).unwrap();
    }
    for (place, verdict) in &regime.by_place {
        write!(told, "; {} {}", BOOK.place(place.unwrap()).code, verdict.name()).unwrap();
    }
    told
}

/// A house rule bars what the law restricts: the data that came under it, in the places that it counts as abroad.
#[test]
fn a_ban_bars_the_data_that_came_where_the_law_restricts_them() {
    let world = [
        HEAD,
        "[policy]\nforbid = [\"art-49-consent\"]\n",
        &party("a", "DE", ""),
        &party("b", "US", ""),
        &party("c", "US", ""),
        &set("s", "a", "b", ""),
        &contract("o", "b", "c"),
        &flow("f1", "a", "b", "data = [\"d\"]\nmechanism = [\"s\"]"),
        // What came by a ground of one transfer alone is under no law that came with it.
        &flow(
            "f2",
            "a",
            "b",
            "data = [\"e\"]\nmechanism = [\"art-49-contract\"]\nderogation = { necessary = true, occasional = true }",
        ),
        &flow(
            "f3",
            "b",
            "c",
            "data = [\"d\", \"e\"]\nmechanism = [\"o\", \"art-49-consent\"]\nlocations = [\"DE\"]",
        ),
    ];
    assert_eq!(
        parts(&world.concat(), "f3"),
        "prohibited; d prohibited; e not-restricted; US prohibited; DE not-restricted"
    );
}

/// Whose data they are bars the flow as a whole, also into the free area.
#[test]
fn people_under_sanctions_bar_a_flow_back_into_the_free_area() {
    let people = "data = [\"d\"]\nsubjects = [{ group = \"x\", in = [\"KP\"] }]";
    let world = [
        HEAD,
        "[policy]\nsanctioned = [{ place = \"KP\", by = \"un\", since = 2006-10-14 }]\n",
        &party("a", "DE", ""),
        &party("b", "US", ""),
        &party("c", "DE", ""),
        &flow("f1", "a", "b", people),
        &flow("f2", "b", "c", people),
    ];
    assert_eq!(parts(&world.concat(), "f2"), "prohibited; d prohibited; DE prohibited");
}

/// What is broken upstream is so wherever it goes on, however bad another place is already; inside the free area nothing
/// is transferred.
#[test]
fn a_break_upstream_reaches_every_place_abroad() {
    for (locations, places) in [
        ("[\"CH\"]", "CH unsupported"),
        ("[\"CH\", \"IN\"]", "CH unsupported; IN unsupported"),
        ("[\"CH\", \"DE\"]", "CH unsupported; DE not-restricted"),
    ] {
        let world = [
            HEAD,
            &party("a", "DE", ""),
            &party("b", "US", "targets = [\"EU\"]"),
            &party("c", "CH", ""),
            &flow("f1", "a", "b", "data = [\"d\"]"),
            &flow(
                "f2",
                "b",
                "c",
                &format!(
                    "data = [\"d\"]\nlocations = {locations}\naccessed_from = []\nsubjects = [{{ group = \"x\", in = [\"DE\"] }}]"
                ),
            ),
        ];
        assert_eq!(parts(&world.concat(), "f2"), format!("unsupported; d unsupported; {places}"));
    }
}

/// What is broken upstream breaks the data that came with it, and no others.
#[test]
fn a_break_upstream_breaks_the_data_that_it_came_with() {
    let people = "subjects = [{ group = \"x\", in = [\"DE\"] }]";
    let world = [
        HEAD,
        &party("a", "DE", ""),
        &party("b", "US", "targets = [\"EU\"]"),
        &party("c", "CH", ""),
        &flow("f1", "a", "b", "data = [\"d\"]"),
        &flow("f2", "b", "c", &format!("data = [\"d\", \"e\"]\n{people}")),
    ];
    assert_eq!(parts(&world.concat(), "f2"), "unsupported; d unsupported; e valid; CH unsupported");
}

/// Days are whole: what comes on the last day of a flow may still go on by it.
#[test]
fn what_comes_on_the_last_day_goes_on() {
    for (since, until, told) in [
        ("2025-06-01", "2025-06-01", "unsupported; d unsupported; IN unsupported"),
        ("2025-05-31", "2025-06-01", "unsupported; d unsupported; IN unsupported"),
        ("2025-06-02", "2025-06-02", "not listed"),
    ] {
        let world = [
            HEAD,
            &party("a", "DE", ""),
            &party("b", "US", ""),
            &party("c", "IN", ""),
            &flow("f1", "a", "b", &format!("data = [\"d\"]\nsince = {since}")),
            &flow("f2", "b", "c", &format!("data = [\"d\"]\nuntil = {until}")),
        ];
        assert_eq!(parts(&world.concat(), "f2"), told, "{since}, {until}");
        // So do the ways of the data, as they are asked for.
        let (register, found) = assessed(&world.concat());
        let engine = Engine::new(&register, &BOOK, Day::parse("2025-06-01").unwrap());
        let travel = Travel::new(&engine, &found);
        let (from, to) = (vec![PartyIx::new(0)], vec![PartyIx::new(2)]);
        let ways = paths(&travel, &Search { from, to, longest: 5, most: 1_000, ..Search::default() });
        assert_eq!(ways.found.len(), usize::from(told != "not listed"), "{since}, {until}");
    }
}

/// What the duties make of the data is told apart from what broke upstream.
#[test]
fn what_the_duties_make_of_data_is_not_what_broke_before() {
    let world = [
        HEAD,
        &party("a", "DE", ""),
        &party("b", "US", ""),
        &party("c", "US", ""),
        &set("s", "a", "b", ""),
        &contract("o", "b", "c"),
        &flow("f1", "a", "b", "data = [\"d\"]\nmechanism = [\"s\"]"),
        &flow("f2", "a", "b", "data = [\"d\", \"e\"]"),
        &flow("f3", "b", "c", "data = [\"d\", \"e\"]\nmechanism = [\"o\"]"),
        &flow("f4", "b", "c", "data = [\"d\"]"),
    ];
    let (register, found) = assessed(&world.concat());
    let by_duties = |id: &str| {
        let regime = under(&register, &found, id).unwrap();
        assert_eq!(regime.verdict.name(), "unsupported", "{id}");
        [0, 1].map(|data| regime.by_duties(DataIx::new(data)).name())
    };
    assert_eq!(by_duties("f3"), ["valid", "not-restricted"]);
    assert_eq!(by_duties("f4"), ["unsupported", "not-restricted"]);
}

/// However many contracts the data came under, one that nothing meets is told: the first by the id of its flow.
#[test]
fn of_many_duties_the_first_that_nothing_meets_is_told() {
    const BROKERS: usize = 4;
    const EACH: usize = 20;
    // The recipient acceded to some of the sets: those of the first flows by id, or those of the last.
    for (first, told) in [(true, "u10"), (false, "u00")] {
        for turned in [false, true] {
            let mut text = HEAD.to_owned() + &party("c", "US", "") + &party("e", "IN", "");
            for broker in 0..BROKERS {
                let b = format!("b{broker}");
                text += &(party(&b, "US", "")
                    + &contract(&format!("o{broker}"), &b, "c")
                    + &flow(
                        &format!("w{broker}"),
                        &b,
                        "c",
                        &format!("data = [\"d\"]\nmechanism = [\"o{broker}\"]"),
                    ));
                for each in 0..EACH {
                    let at = broker * EACH + each;
                    let id = if turned { BROKERS * EACH - 1 - at } else { at };
                    let joins = if first { id < 10 } else { id >= BROKERS * EACH - 10 };
                    let joined = if joins { "joined = { e = 2024-06-01 }" } else { "" };
                    text += &(party(&format!("a{id:02}"), "DE", "")
                        + &set(&format!("s{id:02}"), &format!("a{id:02}"), &b, joined)
                        + &flow(
                            &format!("u{id:02}"),
                            &format!("a{id:02}"),
                            &b,
                            &format!("data = [\"d\"]\nmechanism = [\"s{id:02}\"]"),
                        ));
                }
            }
            text += &flow("f", "c", "e", "data = [\"d\"]");
            let (register, found) = assessed(&text);
            let regime = under(&register, &found, "f").unwrap();
            assert_eq!(regime.verdict.name(), "unsupported", "{first}, {turned}");
            let gaps = found.findings.iter().filter_map(|finding| match finding.detail.cause {
                Cause::Uncovered(came, _, _) if register.flow(finding.flow?).id == "f" => {
                    Some(register.flow(came).id.as_str())
                }
                _ => None,
            });
            assert_eq!(gaps.collect::<Vec<_>>(), [told], "{first}, {turned}");
        }
    }
}

/// A register that tells apart more groups of people than the engine writes down in pairs: what is said of one group
/// still reaches no other.
#[test]
fn of_a_thousand_groups_each_is_its_own() {
    const GROUPS: usize = 1_001;
    let people = |group: usize| format!("data = [\"d\"]\nsubjects = [{{ group = \"g{group}\" }}]");
    let mut text = HEAD.to_owned() + &party("a", "DE", "") + &party("b", "US", "") + &party("c", "IN", "");
    for group in 0..GROUPS {
        text += &flow(&format!("u{group}"), "a", "b", &people(group));
    }
    text += &(flow("f", "b", "c", &people(7)) + &flow("h", "b", "c", &people(GROUPS)));
    text += &(party("x", "DE", "") + &flow("k", "b", "x", &people(7)));
    let (register, found) = assessed(&text);
    let via = under(&register, &found, "f").unwrap().binding.via.iter();
    assert_eq!(via.map(|flow| register.flow(*flow).id.as_str()).collect::<Vec<_>>(), ["u7"]);
    assert!(under(&register, &found, "h").is_none());
    // However many flows stand before it, it goes where it goes.
    assert_eq!(parts(&text, "f"), "unsupported; d unsupported; IN unsupported");
    assert_eq!(parts(&text, "k"), "not-restricted; d not-restricted; DE not-restricted");
    let alone = verdicts(&Engine::new(&register, &BOOK, Day::parse("2025-06-01").unwrap()));
    let verdict = |id: &str| alone.iter().find(|flow| register.flow(flow.flow).id == id).unwrap().verdict;
    assert_eq!([verdict("f"), verdict("k")], [Verdict::Unsupported, Verdict::NotRestricted]);
}

/// Whoever has access from elsewhere passes the data on like the importer, whatever other flows there are.
#[test]
fn what_each_recipient_passes_on_is_followed() {
    let access = "accessed_from = [{ place = \"IN\", by = \"x\" }, { place = \"PK\", by = \"y\" }]";
    for turned in [false, true] {
        let mut flows = [
            flow("f1", "a", "b", &format!("data = [\"e\", \"d\"]\n{access}")),
            flow("f2", "b", "c", &format!("data = [\"d\"]\n{access}")),
            flow("f3", "x", "c", "data = [\"d\", \"e\"]"),
            flow("f4", "c", "z", "data = [\"e\"]"),
            flow("f5", "y", "z", "data = [\"d\"]"),
        ];
        if turned {
            flows.reverse();
        }
        let world = [
            HEAD,
            &party("a", "DE", ""),
            &["b", "c", "x", "y", "z"].map(|id| party(id, "IN", "")).concat(),
            &flows.concat(),
        ];
        let world = world.concat();
        assert_eq!(parts(&world, "f3"), "unsupported; d unsupported; e unsupported; IN unsupported");
        assert_eq!(parts(&world, "f4"), "unsupported; e unsupported; IN unsupported");
        assert_eq!(parts(&world, "f5"), "unsupported; d unsupported; IN unsupported");
    }
}

/// Duties of one kind are met one by one where documents of them bind the recipient: that one of them ended stops what
/// came under it, and what came under the other goes on.
#[test]
fn a_document_that_ended_stops_what_came_under_it_alone() {
    let joined = |id: &str, from: &str, until: &str| {
        set(id, from, "b", &format!("joined = {{ c = 2024-06-01 }}\n{until}"))
    };
    let world = [
        HEAD,
        &party("a1", "DE", ""),
        &party("a2", "DE", ""),
        &party("b", "US", ""),
        &party("c", "US", ""),
        &party("e", "US", ""),
        &joined("s1", "a1", "until = 2025-01-31"),
        &joined("s2", "a2", ""),
        &contract("o", "c", "e").replace("signed = 2024-01-15", "state = \"unsigned\""),
        &flow("u1", "a1", "b", "data = [\"d\"]\nmechanism = [\"s1\"]\nuntil = 2025-01-15"),
        &flow("u2", "a2", "b", "data = [\"d\"]\nmechanism = [\"s2\"]"),
        &flow("w", "b", "c", "data = [\"d\"]"),
        &flow("f", "c", "e", "data = [\"d\"]\nmechanism = [\"o\"]"),
    ];
    let world = world.concat();
    assert_eq!(parts(&world, "w"), "unsupported; d unsupported; US unsupported");
    assert_eq!(parts(&world, "f"), "invalid; d invalid; US invalid");
}

/// A flow under three laws, two of which came with the data: they stand in the order of ids, each by a row of its own
/// territory, and what carries the data is told of each.
#[test]
fn laws_that_came_stand_among_its_own() {
    let world = [
        HEAD,
        &party("a", "GB", "targets = [\"EU\"]"),
        &party("b", "ZA", ""),
        &party("c", "IN", ""),
        &set("ab", "a", "b", ""),
        "[[instrument]]\nid = \"add\"\nkind = \"uk-addendum\"\namends = \"ab\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-15\n",
        &contract("bc", "b", "c"),
        &flow("f", "a", "b", "data = [\"d\"]\nmechanism = [\"ab\"]"),
        &flow("g", "b", "c", "data = [\"d\"]\nmechanism = [\"bc\"]"),
    ]
    .concat();
    let (register, found) = assessed(&world);
    let flow = found.flows.iter().find(|flow| register.flow(flow.flow).id == "g").unwrap();
    let laws: Vec<&str> =
        flow.regimes.iter().map(|law| BOOK.regime(law.binding.regime).header.id.as_str()).collect();
    assert_eq!(laws, ["eu-gdpr", "uk-gdpr", "za-popia"]);
    for law in &flow.regimes {
        assert_eq!(BOOK.pack().territories[law.binding.row].regime, law.binding.regime);
    }
    for law in &flow.regimes[..2] {
        let carrier = law.mechanism().map(|mechanism| BOOK.mechanism(mechanism).id.as_str());
        assert_eq!(carrier, Some("onward-contract"));
    }
}

/// Verdicts alone are those of the whole, in the same order: also where what is claimed is forbidden, and where what is
/// broken comes back into the area and leaves it again.
#[test]
fn verdicts_alone_are_those_of_the_whole() {
    let forbidden = "[policy]\nforbid = [\"onward-contract\"]\n";
    for (forbid, place) in [("", "ZA"), (forbidden, "ZA"), (forbidden, "US"), ("", "DE")] {
        let world = [
            HEAD,
            forbid,
            &party("a", "GB", "targets = [\"EU\"]"),
            &party("b", place, ""),
            &party("c", "IN", ""),
            &party("z", "US", ""),
            &party("k", "FR", ""),
            &set("ab", "a", "b", ""),
            &contract("bc", "b", "c"),
            &flow("e", "a", "z", "data = [\"d\"]"),
            &flow("ee", "z", "b", "data = [\"d\"]"),
            &flow("f", "a", "b", "data = [\"d\"]\nmechanism = [\"ab\"]"),
            &flow("g", "b", "c", "data = [\"d\"]\nmechanism = [\"bc\"]"),
            &flow("h", "b", "c", "data = [\"d\"]\nsubjects = [{ group = \"x\", in = [\"DE\"] }]"),
            &flow("i", "b", "a", "data = [\"d\"]\nmechanism = [\"adequacy\"]"),
            &flow("k", "b", "k", "data = [\"d\"]"),
        ]
        .concat();
        let (register, found) = assessed(&world);
        let engine = Engine::new(&register, &BOOK, Day::parse("2025-06-01").unwrap());
        let of = |flows: &[FlowResult]| {
            let mut told: Vec<_> = flows
                .iter()
                .map(|flow| {
                    let laws = flow.regimes.iter().map(|law| (law.binding.regime, law.verdict));
                    (flow.flow, flow.verdict, laws.collect::<Vec<_>>())
                })
                .collect();
            told.sort_by_key(|(flow, ..)| *flow);
            told
        };
        let mut alone: Vec<_> =
            verdicts(&engine).into_iter().map(|flow| (flow.flow, flow.verdict, flow.regimes)).collect();
        alone.sort_by_key(|(flow, ..)| *flow);
        assert_eq!(alone, of(&found.flows), "{forbid} {place}");
        assert_eq!(of(&results(&engine)), of(&found.flows), "{forbid} {place}");
    }
}

/// Of several data items that came with a law, what carries the flow is what carries the worst that stands, and nothing
/// where none does.
#[test]
fn what_carries_the_worst_data_item_carries_the_flow() {
    for (claims, carrier) in [
        (
            "mechanism = [{ use = \"bc\", data = [\"e\"] }, { use = \"next\", data = [\"d\"] }]",
            Some("eu-scc-2021-914"),
        ),
        (
            "mechanism = [{ use = \"bc\", data = [\"d\"] }, { use = \"next\", data = [\"e\"] }]",
            Some("eu-scc-2021-914"),
        ),
        ("mechanism = [{ use = \"bc\", data = [\"d\"] }]", None),
    ] {
        let world = [
            HEAD,
            &party("a", "DE", ""),
            &party("b", "US", ""),
            &party("c", "IN", ""),
            &set("ab", "a", "b", ""),
            &set("next", "b", "c", ""),
            &contract("bc", "b", "c"),
            &flow("f", "a", "b", "data = [\"d\", \"e\"]\nmechanism = [\"ab\"]"),
            &flow("g", "b", "c", &format!("data = [\"d\", \"e\"]\n{claims}")),
        ]
        .concat();
        let (register, found) = assessed(&world);
        let law = under(&register, &found, "g").unwrap();
        let told = law.mechanism().map(|mechanism| BOOK.mechanism(mechanism).id.as_str());
        assert_eq!(told, carrier, "{claims}: {:?}", law.by_data);
        assert_eq!(law.mechanisms().count(), claims.matches("use").count(), "{claims}");
        for (data, mechanism) in law.mechanisms() {
            let by = format!(
                "\"{}\"",
                if BOOK.mechanism(mechanism).id == "onward-contract" { "bc" } else { "next" }
            );
            let claim = format!("{{ use = {by}, data = [{:?}] }}", register.datum(data).id);
            assert!(claims.contains(&claim), "{claims}: {claim}");
        }
    }
}

/// Data that a flow passes on came by a flow before it that had begun and brought that item about those people.
#[test]
fn data_are_passed_on_while_they_are_there() {
    let people = |place: &str| format!("subjects = [{{ group = \"x\", in = [{place:?}] }}]\n");
    let (german, french) = (people("DE"), people("FR"));
    let (nobody, anywhere) =
        ("subjects = [{ in = [\"DE\"] }]\n".to_owned(), "subjects = [{ group = \"x\" }]\n".to_owned());
    let since = |day: &str| format!("since = {day}\n");
    let until = |day: &str| format!("until = {day}\n");
    let (first, second) = ("2024-02-29", "2024-03-01");
    for (before, after, item, goes_on) in [
        (since(second), until(second), "d", true),
        (since(second), until(first), "d", false),
        (until(first), since(second), "d", true),
        (until(first) + "returned = 2025-07-01\n", since(second), "d", true),
        (german.clone(), german.clone(), "d", true),
        // A group that is not named may be any, and one that is said to be nowhere may be anywhere.
        (german.clone(), nobody.clone(), "d", true),
        (nobody, german.clone(), "d", true),
        (german.clone(), anywhere.clone(), "d", true),
        (anywhere, german.clone(), "d", true),
        (german.clone(), french, "d", false),
        (german.clone(), german, "e", false),
    ] {
        let world = [
            HEAD,
            &["a", "b", "c"].map(|id| party(id, "IN", "")).concat(),
            &flow("f", "a", "b", &format!("data = [\"d\"]\n{before}")),
            &flow("g", "b", "c", &format!("data = [{item:?}]\n{after}")),
        ]
        .concat();
        let (register, found) = assessed(&world);
        let engine = Engine::new(&register, &BOOK, Day::parse("2025-06-01").unwrap());
        let travel = Travel::new(&engine, &found);
        let (from, to) = (vec![PartyIx::new(0)], vec![PartyIx::new(2)]);
        let ways = paths(&travel, &Search { from, to, longest: 5, most: 1_000, ..Search::default() });
        assert_eq!(!ways.found.is_empty(), goes_on, "{before}, {after}, {item}");
    }
}

/// A decision that holds beside a set hands over to the destination's law, claimed or not: nothing is carried.
#[test]
fn a_decision_beside_a_set_hands_over() {
    for claims in ["\"ab\"", "\"ab\", \"adequacy\""] {
        let world = [
            HEAD,
            &party("a", "DE", ""),
            &party("b", "CH", ""),
            &party("c", "IN", ""),
            &set("ab", "a", "b", ""),
            &flow("f", "a", "b", &format!("data = [\"d\"]\nmechanism = [{claims}]")),
            &flow("g", "b", "c", "data = [\"d\"]"),
            "[[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"CH\"\ndate = 2025-01-01\nconclusion = \"sufficient\"\n",
        ]
        .concat();
        assert_eq!(parts(&world, "g"), "not listed", "{claims}");
    }
}

/// What is open of a claim is a note where another carries the data with nothing open.
#[test]
fn what_is_open_of_a_claim_beside_another_is_a_note() {
    for (claims, severity) in [
        ("\"next\"", Severity::Warning),
        ("\"next\", \"bc\"", Severity::Note),
        // A claim that is not made that day is one whatever the transfer is.
        ("{ use = \"next\", since = 2025-06-02 }", Severity::Note),
        ("{ use = \"next\", until = 2025-05-31 }", Severity::Note),
        ("\"ipv\"", Severity::Error),
    ] {
        let world = [
            HEAD,
            &party("a", "DE", ""),
            &party("b", "US", ""),
            &party("c", "IN", ""),
            &set("ab", "a", "b", ""),
            &set("next", "b", "c", ""),
            &contract("bc", "b", "c"),
            &flow("f", "a", "b", "data = [\"d\"]\nmechanism = [\"ab\"]"),
            &flow("g", "b", "c", &format!("data = [\"d\"]\nmechanism = [{claims}]")),
        ]
        .concat();
        let (register, found) = assessed(&world);
        let of = |finding: &&Finding| finding.flow.is_some_and(|flow| register.flow(flow).id == "g");
        let open = found.findings.iter().filter(of).find(|finding| finding.detail.tag.is_some()).unwrap();
        assert_eq!(open.severity, severity, "{claims}");
    }
}

/// Each flow that is over stands as on its own last day.
#[test]
fn flows_that_ended_on_two_days_stand_as_on_each() {
    let shield = "sector = \"commercial\"\ncertifications = [{ scheme = \"privacy-shield\", parts = [\"eu-us\"], since = 2018-01-01, covers = [\"hr\", \"non-hr\"] }]";
    let world = [
        HEAD,
        &party("a", "DE", ""),
        &party("b", "US", shield),
        &party("c", "US", shield),
        &party("z", "IN", ""),
        &flow("f", "a", "b", "data = [\"d\"]\nmechanism = [\"privacy-shield\"]\nuntil = 2020-07-15"),
        &flow("g", "a", "c", "data = [\"d\"]\nmechanism = [\"privacy-shield\"]\nuntil = 2020-07-16"),
        &flow("h", "b", "z", "data = [\"d\"]"),
        &flow("i", "c", "z", "data = [\"d\"]"),
    ]
    .concat();
    assert_eq!(parts(&world, "h"), "unsupported; d unsupported; IN unsupported");
    assert_eq!(parts(&world, "i"), "invalid; d invalid; IN invalid");
}

/// What the destination's law does to a document that binds the recipient rests on its own row, though nobody claims the
/// document there: from memory, the row is told to be.
#[test]
fn what_a_power_does_onward_rests_on_its_row() {
    let idta = "[[instrument]]\nid = \"s\"\nkind = \"uk-idta\"\nparties = [\"a\", \"b\", \"c\"]\nsigned = 2022-04-01\n";
    let text = [
        HEAD,
        &party("a", "GB", ""),
        &party("b", "IN", ""),
        &party("c", "US", "").replace("exposure = []", "exposure = [\"us-fisa-702\"]"),
        idta,
        &flow("f1", "a", "b", "data = [\"d\"]\nmechanism = [\"s\"]"),
        &flow("f2", "b", "c", "data = [\"d\"]\nsafeguards = []"),
    ]
    .concat();
    let day = Day::parse("2023-06-01").unwrap();
    let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
    let found = assess(&register, &BOOK, day);
    let law = BOOK.regime_of("uk-gdpr");
    let onward = |finding: &&Finding| {
        finding.regime == law && finding.flow.is_some_and(|flow| register.flow(flow).id == "f2")
    };
    let told: Vec<Cause> = found.findings.iter().filter(onward).map(|finding| finding.detail.cause).collect();
    let power = told.iter().find_map(|cause| match cause {
        Cause::Defeated(power, _) => Some(*power),
        _ => None,
    });
    let power = power.unwrap_or_else(|| panic!("{told:?}"));
    let mut defeats = BOOK.power(power).defeats.iter();
    let at = defeats.position(|row| row.regimes.contains(&law.unwrap()) && row.period.holds(day)).unwrap();
    let row = Row::Defeat(power, at);
    let memory = row.confidence(&BOOK) == Confidence::Memory;
    assert_eq!(told.contains(&Cause::Unverified(row)), memory, "{told:?}");
}
