//! Both sides of edges that the tables of law do not reach, each found by changing the engine there: mutation testing
//! put the change, and no other test saw it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should fail"
)]

#[path = "edges/carried.rs"]
mod carried;
#[path = "edges/days.rs"]
mod days;
#[path = "edges/entries.rs"]
mod entries;
#[path = "edges/facts.rs"]
mod facts;
#[path = "edges/findings.rs"]
mod findings;
#[path = "edges/lookup.rs"]
mod lookup;
#[path = "edges/meant.rs"]
mod meant;
#[path = "edges/numbers.rs"]
mod numbers;

use transfer_model::assess::{Cause, Words, assess};
use transfer_model::day::Day;
use transfer_model::register::read;
use transfer_tests::made::BOOK;

/// A flow `f` from a company `a` to a company `b`; what its tables have besides, and other tables.
struct World {
    /// Where `a` is, and other keys of it.
    from: &'static str,
    /// The same of `b`.
    to: &'static str,
    flow: &'static str,
    more: &'static str,
}

const GERMANY: &str = "country = \"DE\"\nsector = \"commercial\"";

impl World {
    fn text(&self, data: &str) -> String {
        let Self { from, to, flow, more } = self;
        format!(
            "[register]\nname = \"edges\"\n\
             [[party]]\nid = \"a\"\nname = \"A\"\nkind = \"vendor\"\n{from}\n\
             [[party]]\nid = \"b\"\nname = \"B\"\nkind = \"vendor\"\n{to}\n\
             [[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\n{flow}\n{more}\n[[data]]\nid = \"d\"\nname = \"D\"\n{data}\n"
        )
    }

    /// Of the flow on the day: its verdict, each place by law with the row that carries, and the codes of its findings.
    fn answer(&self, day: &str) -> String {
        self.answer_of("", day)
    }

    /// The same where the data have these keys besides.
    fn answer_of(&self, data: &str, day: &str) -> String {
        told(&self.text(data), day)
    }
}

/// Of flow `f` of a register on the day: its verdict, each place by law with the row that carries, and the codes of its
/// findings.
fn told(text: &str, day: &str) -> String {
    let register = read(vec![("a.toml".to_owned(), text.to_owned())], &BOOK)
        .unwrap_or_else(|(_, problems)| panic!("{problems:?}\n{text}"));
    let found = assess(&register, &BOOK, Day::parse(day).unwrap());
    let at = found.flows.iter().position(|flow| register.flow(flow.flow).id == "f").unwrap();
    let flow = &found.flows[at];
    let mut told = flow.verdict.name().to_owned();
    for regime in &flow.regimes {
        let places = regime.by_place.iter().map(|(place, verdict)| {
            let code = place.map_or("unknown", |place| &BOOK.place(place).code);
            format!("{code} {}", verdict.name())
        });
        let places: Vec<String> = places.collect();
        let law = &BOOK.regime(regime.binding.regime).header.id;
        let row = regime.carrier.map_or("-", |carrier| &BOOK.rule(carrier.rule).header.id);
        told.push_str(&format!("; {law}: {} by {row}", places.join(", ")));
    }
    let mut codes: Vec<&str> =
        found.findings.iter().filter(|f| f.flow == Some(flow.flow)).map(|f| f.code.name()).collect();
    codes.dedup();
    format!("{told}; {}", codes.join(" "))
}

#[test]
fn people_in_a_place_under_sanctions_bar_every_place() {
    let policy = "[policy]\nsanctioned = [{ place = \"KP\", by = \"un\", since = 2006-10-14 }]";
    let world = |flow| World { from: GERMANY, to: "country = \"CH\"", flow, more: policy };
    // Whose data they are: wherever they go.
    let people = world("subjects = [{ group = \"x\", in = [\"KP\"] }]\nlocations = [\"CH\", \"US\"]");
    let answer = people.answer("2024-06-01");
    assert!(answer.contains("eu-gdpr: CH prohibited, US prohibited"), "{answer}");
    let both = world("subjects = [{ group = \"x\", in = [\"KP\"] }]\nlocations = [\"CH\", \"KP\"]");
    let answer = both.answer("2024-06-01");
    assert!(answer.contains("eu-gdpr: CH prohibited, KP prohibited"), "{answer}");
    // Where they go: that place.
    let place = world("locations = [\"CH\", \"KP\"]");
    let answer = place.answer("2024-06-01");
    assert!(answer.contains("eu-gdpr: CH valid, KP prohibited"), "{answer}");
    // Before the ban: none.
    let answer = place.answer("2006-10-13");
    assert!(!answer.contains("prohibited"), "{answer}");
}

#[test]
fn a_decision_is_in_doubt_until_the_day_it_is_published() {
    let world = World { from: GERMANY, to: "country = \"CH\"", flow: "mechanism = [\"adequacy\"]", more: "" };
    for (day, noted) in [("2000-08-24", true), ("2000-08-25", false), ("2000-07-26", true)] {
        let answer = world.answer(day);
        assert!(answer.starts_with("valid"), "{day}: {answer}");
        assert_eq!(answer.contains("law-note"), noted, "{day}: {answer}");
    }
}

#[test]
fn of_two_decisions_that_nobody_claims_the_one_on_the_place_carries() {
    let certified =
        "country = \"GB\"\ncertifications = [{ scheme = \"cbpr\", since = 2020-01-01, status = \"active\" }]";
    let world =
        World { from: "country = \"JP\"\nsector = \"commercial\"", to: certified, flow: "", more: "" };
    let answer = world.answer("2026-11-22");
    assert!(answer.contains("jp-appi: GB valid by jp-whitelist"), "{answer}");
}

#[test]
fn whether_a_transfer_repeats_is_asked_where_it_need_not_be_occasional() {
    let compelling = |more| World { from: GERMANY, to: "country = \"IN\"", flow: more, more: "" };
    for (flow, verdict) in [
        (
            "mechanism = [\"art-49-compelling\"]\nderogation = { necessary = true, number_limited = true, authority_notified = true, subject_informed = true, recorded = true }",
            "undetermined",
        ),
        (
            "mechanism = [\"art-49-compelling\"]\nderogation = { necessary = true, number_limited = true, authority_notified = true, subject_informed = true, recorded = true, repetitive = false }",
            "valid",
        ),
        (
            "mechanism = [\"art-49-compelling\"]\nderogation = { necessary = true, number_limited = true, authority_notified = true, subject_informed = true, recorded = true, repetitive = true }",
            "invalid",
        ),
        // What is occasional is not repeated.
        ("mechanism = [\"art-49-contract\"]\nderogation = { necessary = true, occasional = true }", "valid"),
        ("mechanism = [\"art-49-contract\"]\nderogation = { necessary = true }", "undetermined"),
    ] {
        let answer = compelling(flow).answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{flow}: {answer}");
    }
}

#[test]
fn a_term_to_file_runs_from_the_day_this_importer_joined() {
    // The importer joined on a Monday, another party later: five working days from the Monday.
    let world = World {
        from: "country = \"TR\"\nsector = \"commercial\"",
        to: "country = \"IN\"",
        flow: "mechanism = [\"set\"]\nsince = 2024-09-02",
        more: "[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"IN\"\n\
               [[party]]\nid = \"e\"\nname = \"E\"\nkind = \"vendor\"\ncountry = \"IN\"\n\
               [[instrument]]\nid = \"set\"\nkind = \"tr-scc\"\nparties = [\"a\", \"c\"]\nsigned = 2024-09-02\njoined = { b = 2025-02-03, e = 2025-06-02 }\n",
    };
    for (day, due, overdue) in [("2025-02-10", true, false), ("2025-02-11", false, true)] {
        let answer = world.answer(day);
        assert_eq!(answer.contains("filing-due"), due, "{day}: {answer}");
        assert_eq!(answer.contains("filing-overdue"), overdue, "{day}: {answer}");
    }
    // It is overdue from the day after the last.
    let register = read(vec![("a.toml".to_owned(), world.text(""))], &BOOK).unwrap();
    let found = assess(&register, &BOOK, Day::parse("2025-06-01").unwrap());
    let late = found.findings.iter().find(|finding| finding.code.name() == "filing-overdue").unwrap();
    let since = late.detail.cause.date(&BOOK).map(|day| day.to_string());
    assert_eq!(since.as_deref(), Some("2025-02-11"));
}

#[test]
fn the_law_of_an_owner_is_told_where_it_reaches_what_is_held_elsewhere() {
    const AMERICAN: &str = "[[party]]\nid = \"p\"\nname = \"P\"\nkind = \"vendor\"\ncountry = \"US\"\n";
    const INDIAN: &str = "[[party]]\nid = \"p\"\nname = \"P\"\nkind = \"vendor\"\ncountry = \"IN\"\n";
    const JAPANESE: &str = "[[party]]\nid = \"p\"\nname = \"P\"\nkind = \"vendor\"\ncountry = \"JP\"\n";
    const UNKNOWN: &str = "[[party]]\nid = \"p\"\nname = \"P\"\nkind = \"vendor\"\ncountry = \"unknown\"\n";
    let world = |more| World {
        from: GERMANY,
        to: "country = \"IE\"\nowners = [{ party = \"p\", share = 100 }]",
        flow: "",
        more,
    };
    for (owner, day, told) in [
        (AMERICAN, "2024-06-01", true),
        (AMERICAN, "2018-03-22", false),
        (AMERICAN, "2018-03-23", true),
        // A power that reaches what is there, and not what is held elsewhere.
        (INDIAN, "2024-06-01", false),
        (JAPANESE, "2024-06-01", false),
        (UNKNOWN, "2024-06-01", false),
    ] {
        let answer = world(owner).answer(day);
        assert_eq!(answer.contains("parent-exposure"), told, "{owner} on {day}: {answer}");
    }
}

#[test]
fn data_of_each_special_kind_are_sensitive() {
    let world = World {
        from: "country = \"CN\"\nsector = \"commercial\"",
        to: "country = \"IN\"",
        flow: "volume = [{ people = 50000, year = 2026 }]",
        more: "",
    };
    let plain = world.answer_of("", "2026-11-22");
    assert!(plain.contains("by cn-exempt-small"), "{plain}");
    for data in ["special = [\"health\"]", "criminal = true", "children = true", "sensitive = [\"cn-pipl\"]"]
    {
        let answer = world.answer_of(data, "2026-11-22");
        assert!(!answer.contains("by cn-exempt-small"), "{data}: {answer}");
    }
}

#[test]
fn of_two_breaks_as_bad_the_one_further_up_is_told_whatever_its_id() {
    // The one is broken in its own law, the other since nothing binds its recipient to what the framework asks.
    const CERTIFIED: &str = "certifications = [{ scheme = \"dpf\", parts = [\"eu-us\"], since = 2023-09-01, covers = [\"hr\", \"non-hr\"], status = \"active\" }]\n";
    let party = |id: &str, country: &str| {
        format!("[[party]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"vendor\"\ncountry = \"{country}\"\n")
    };
    let flow = |id: &str, from: &str, to: &str| {
        format!(
            "[[flow]]\nid = \"{id}\"\nfrom = \"{from}\"\nto = \"{to}\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\n"
        )
    };
    for (first, second) in [("z", "m"), ("m", "z")] {
        let text = [
            "[register]\nname = \"chain\"\n[[data]]\nid = \"d\"\nname = \"D\"\n".to_owned(),
            party("a", "DE") + &party("b", "US") + CERTIFIED + &party("c", "PK") + &party("e", "PK"),
            flow("x", "a", "b") + &flow(first, "a", "c") + &flow(second, "b", "c") + &flow("f", "c", "e"),
        ];
        let register = read(vec![("a.toml".to_owned(), text.concat())], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
        let told = found.findings.iter().filter_map(|finding| match finding.detail.cause {
            Cause::UpstreamBroken(by, _) => {
                Some((register.flow(finding.flow?).id.as_str(), register.flow(by).id.as_str()))
            }
            _ => None,
        });
        let told: Vec<_> = told.filter(|(flow, _)| *flow == "f").collect();
        assert_eq!(told, [("f", first)]);
    }
}

/// Where flows of one exporter change what counts in a year on one day, each tells of itself; the order in which the
/// register is written decides nothing.
#[test]
fn what_counts_in_a_year_is_told_alike_in_any_order() {
    let flow = |id: &str| {
        format!(
            "[[flow]]\nid = \"{id}\"\nfrom = \"cn\"\nto = \"de\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\n\
             mechanism = [\"cn-exempt-small\"]\nvolume = [{{ data = [\"d\"], people = 10, year = 2024 }}]\n"
        )
    };
    let register = |one: &str, two: &str| {
        format!(
            "[register]\nname = \"t\"\nas_of = 2024-06-01\n\
             [[party]]\nid = \"cn\"\nname = \"CN\"\nkind = \"vendor\"\ncountry = \"CN\"\n\
             [[party]]\nid = \"de\"\nname = \"DE\"\nkind = \"vendor\"\ncountry = \"DE\"\n\
             [[data]]\nid = \"d\"\nname = \"D\"\n{}{}",
            flow(one),
            flow(two)
        )
    };
    let told = |text: String| {
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
        let words = Words { register: &register, book: &BOOK };
        let next = found.flows.iter().map(|flow| {
            let next = flow.next.as_ref().unwrap();
            (register.flow(flow.flow).id.clone(), next.day.to_string(), words.change(&next.cause).text)
        });
        next.collect::<Vec<_>>()
    };
    let one = told(register("a", "b"));
    assert_eq!(one, told(register("b", "a")));
    let of_itself = |(id, day, text): &(String, String, String)| {
        day == "2025-01-01" && text.contains(&format!("flow `{id}`"))
    };
    assert!(one.iter().all(of_itself), "{one:?}");
}

/// Two assessments of one day: the stricter counts, in whatever order they are written.
#[test]
fn assessments_of_one_day() {
    let tia = |id: &str, conclusion: &str| {
        format!(
            "[[tia]]\nid = {id:?}\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2024-02-01\nconclusion = {conclusion:?}\n"
        )
    };
    let set = "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n";
    for (one, other, verdict) in [
        ("sufficient", "insufficient", "invalid"),
        ("none", "insufficient", "invalid"),
        ("none", "sufficient", "valid"),
    ] {
        for (first, second) in [(one, other), (other, one)] {
            for (x, y) in [("t1", "t2"), ("t2", "t1")] {
                let more = format!("{set}{}{}", tia(x, first), tia(y, second));
                let text = format!(
                    "[register]\nname = \"tias\"\n\
                     [[party]]\nid = \"a\"\nname = \"A\"\nkind = \"vendor\"\n{GERMANY}\n\
                     [[party]]\nid = \"b\"\nname = \"B\"\nkind = \"vendor\"\ncountry = \"IN\"\nexposure = []\n\
                     [[data]]\nid = \"d\"\nname = \"D\"\n\
                     [[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\nmechanism = [\"s\"]\n{more}"
                );
                let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
                let found = assess(&register, &BOOK, Day::parse("2024-03-01").unwrap());
                assert_eq!(found.flows[0].verdict.name(), verdict, "{first}, then {second}");
            }
        }
    }
}
