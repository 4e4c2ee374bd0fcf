//! What is told of a register: where a finding points, since which day a claim fails, and what cannot be so.

use transfer_model::assess::{Assessment, Cause, Engine, Survey, Verdict, Words, assess};
use transfer_model::day::Day;
use transfer_model::finding::Finding;
use transfer_model::law::Confidence;
use transfer_model::register::{Register, read};
use transfer_tests::made::BOOK;

use super::{GERMANY, World};

const SET: &str = "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\n";

fn assessed(text: &str, day: &str) -> (Register, Assessment) {
    let register = read(vec![("a.toml".to_owned(), text.to_owned())], &BOOK)
        .unwrap_or_else(|(_, problems)| panic!("{problems:?}\n{text}"));
    let found = assess(&register, &BOOK, Day::parse(day).unwrap());
    (register, found)
}

fn first<'f>(found: &'f Assessment, code: &str) -> Option<&'f Finding> {
    found.findings.iter().find(|finding| finding.code.name() == code)
}

/// The head of the table and the line where the first finding of a code points.
fn pointed(text: &str, code: &str) -> (String, String) {
    let (_, found) = assessed(text, "2024-06-01");
    let finding = first(&found, code).unwrap_or_else(|| panic!("{code} is not told of\n{text}"));
    let (before, after) = text.split_at(usize::try_from(finding.span.start).unwrap());
    let line = before.rsplit('\n').next().unwrap().to_owned() + after.split('\n').next().unwrap();
    let known = format!("{before}{}", after.split('\n').next().unwrap());
    let head = known.lines().rev().find(|line| line.starts_with('[')).unwrap().to_owned();
    (head, line)
}

#[test]
fn a_finding_points_to_what_it_is_about() {
    let sectorless = World { from: GERMANY, to: "country = \"CA\"", flow: "", more: "" };
    let idle = "[[party]]\nid = \"u\"\nname = \"U\"\nkind = \"vendor\"\ncountry = \"IN\"\n";
    let plain = |more| World { from: GERMANY, to: "country = \"FR\"", flow: "", more };
    let duty = "[[duty]]\nid = \"y\"\nparty = \"b\"\nkind = \"evidence-request\"\ndue = 2024-05-01\n";
    for (world, code, head, line) in [
        (&sectorless, "fact-missing", "[[party]]", ""),
        (&plain(idle), "unreachable-party", "[[party]]", ""),
        (&plain("[policy]\nsanctions = [\"un\", \"atlantis\"]\n"), "sanctions-list-missing", "[policy]", "atlantis"),
        (&plain(duty), "duty-overdue", "[[duty]]", ""),
        (
            &World { from: GERMANY, to: "country = \"FR\"\nowners = [{ party = \"b\", share = 60 }]", flow: "", more: "" },
            "contradictory-party",
            "[[party]]",
            "owners",
        ),
        (
            &plain(Box::leak(format!("{SET}amends = \"t\"\n[[instrument]]\nid = \"t\"\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\n").into_boxed_str())),
            "contradictory-instrument",
            "[[instrument]]",
            "amends",
        ),
    ] {
        let (table, at) = pointed(&world.text(""), code);
        assert_eq!(table, head, "{code}");
        assert!(at.contains(line), "{code}: {at}");
    }
    // A review that is overdue: to the day of the last.
    let text = plain("").text("").replacen(
        "name = \"edges\"\n",
        "name = \"edges\"\nreview = \"quarterly\"\nreviewed = 2023-01-01\n",
        1,
    );
    let (_, at) = pointed(&text, "review-overdue");
    assert!(at.contains("reviewed"), "{at}");
    // Of several data items, to the one of which it is disputed whether they are personal.
    let disputed = World {
        from: GERMANY,
        to: "country = \"IN\"",
        flow: "",
        more: "[[data]]\nid = \"e\"\nname = \"E\"\n",
    };
    let text = disputed.text("personal = \"disputed\"").replacen(
        "data = [\"d\"]",
        "data = [\n  \"e\",\n  \"d\",\n]",
        1,
    );
    let (_, at) = pointed(&text, "fact-missing");
    assert_eq!(at.trim(), "\"d\",");
}

#[test]
fn a_claim_that_fails_tells_since_which_day() {
    let set = |more: &str| -> &'static str { Box::leak(format!("{SET}{more}\n").into_boxed_str()) };
    let old = |more: &str| -> &'static str {
        Box::leak(
            format!(
                "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2010-87\"\nparties = [\"a\", \"b\"]\n{more}\n"
            )
            .into_boxed_str(),
        )
    };
    let tia = "[policy]\ntia_max_age = \"12 months\"\n[[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2023-02-01\nconclusion = \"sufficient\"";
    for (more, day, since) in [
        (set("until = 2024-01-31"), "2024-06-01", Some("2024-02-01")),
        // The old sets could be signed through 2021-09-26, and hold for processing that stays as it was from then on.
        (old("signed = 2021-10-01"), "2022-06-01", Some("2021-09-27")),
        (old("signed = 2021-01-01\nprocessing_changed = 2022-02-01"), "2022-06-01", Some("2022-02-01")),
        (set(tia), "2024-06-01", Some("2024-02-02")),
        (set("state = \"unsigned\""), "2024-06-01", None),
    ] {
        let role = |text: String| {
            if more.contains("2010-87") {
                text.replace("controller-to-controller", "controller-to-processor")
            } else {
                text
            }
        };
        let world =
            World { from: GERMANY, to: "country = \"IN\"\nexposure = []", flow: "mechanism = [\"s\"]", more };
        let (_, found) = assessed(&role(world.text("")), day);
        let claim = &found.flows[0].regimes[0].claims[0];
        let told = claim.cause.unwrap().date(&BOOK).map(|day| day.to_string());
        assert_eq!(told.as_deref(), since, "{more}: {claim:?}");
    }
}

/// What makes a claim fail is told of it, and not what is merely to be noted beside that.
#[test]
fn a_claim_fails_for_what_makes_it_fail() {
    let to = "country = \"US\"\nexposure = [\"us-fisa-702\"]";
    let flow = "mechanism = [\"s\"]\nsafeguards = [\"encrypted-in-transit\"]";
    let (_, found) = assessed(&World { from: GERMANY, to, flow, more: SET }.text(""), "2022-06-01");
    assert!(first(&found, "measure-ineffective").is_some());
    let claim = &found.flows[0].regimes[0].claims[0];
    assert!(matches!(claim.cause, Some(Cause::Defeated(..))), "{claim:?}");
}

/// Owners `p`, `q` and `r`: what is said of their shares, if it cannot be so.
fn shares(owners: &str) -> String {
    let more = ["p", "q", "r"]
        .map(|id| format!("[[party]]\nid = {id:?}\nname = {id:?}\nkind = \"vendor\"\ncountry = \"IN\"\n"));
    let to: &'static str = Box::leak(format!("country = \"FR\"\n{owners}").into_boxed_str());
    let more: &'static str = Box::leak(more.concat().into_boxed_str());
    let (register, found) = assessed(&World { from: GERMANY, to, flow: "", more }.text(""), "2024-06-01");
    let words = Words { register: &register, book: &BOOK };
    first(&found, "contradictory-party").map_or_else(String::new, |finding| words.message(finding))
}

#[test]
fn owners_that_hold_more_than_the_whole_are_told_with_what_they_hold() {
    for (owners, said) in [
        ("owners = [{ party = \"p\", share = 60 }, { party = \"q\", share = 40 }]", ""),
        (
            "owners = [{ party = \"p\", share = 60 }, { party = \"q\", share = 40.5 }]",
            "hold 100.50 per cent of it together",
        ),
        // All that hold on the first day on which it is too much, and no later change.
        (
            "owners = [{ party = \"p\", share = 60 }, { party = \"q\", share = 50 }, { party = \"r\", share = 20 }]",
            "hold 130 per cent of it together",
        ),
        (
            "owners = [{ party = \"p\", share = 60 }, { party = \"q\", share = 50, since = 2023-01-01, until = 2023-12-31 }]",
            "hold 110 per cent of it together from 2023-01-01",
        ),
        // Of whom the whole is said for ever, nothing more is.
        ("parent = \"p\"\nowners = [{ party = \"p\", share = 60 }]", ""),
        ("owners = [{ party = \"p\", share = 60 }, { party = \"p\", share = 50 }]", "hold 110 per cent"),
        (
            "owners = [{ party = \"p\", share = 100, since = 2020-01-01 }, { party = \"p\", share = 60 }]",
            "hold 160 per cent of it together from 2020-01-01",
        ),
        // A company may hold half of its own shares.
        ("owners = [{ party = \"b\", share = 50 }]", ""),
        ("owners = [{ party = \"b\", share = 50.01 }]", "`b` is said to own `b`"),
    ] {
        let told = shares(owners);
        assert!(told.contains(said), "{owners}: {told}");
        assert_eq!(told.is_empty(), said.is_empty(), "{owners}: {told}");
    }
}

#[test]
fn what_can_amend_is_named_where_a_document_cannot() {
    let more: &'static str = Box::leak(format!("{SET}amends = \"t\"\n[[instrument]]\nid = \"t\"\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\n").into_boxed_str());
    let world = World { from: GERMANY, to: "country = \"IN\"", flow: "", more };
    let (register, found) = assessed(&world.text(""), "2024-06-01");
    let words = Words { register: &register, book: &BOOK };
    let told = words.message(first(&found, "contradictory-instrument").unwrap());
    assert!(told.contains("`uk-addendum`") && !told.contains("`onward-contract`"), "{told}");
}

/// Flows are counted by their verdict; an error fails the whole, one that is waived and a warning do not.
#[test]
fn verdicts_are_counted_and_errors_fail() {
    let to = |country: &'static str| World { from: GERMANY, to: country, flow: "", more: "" };
    let (_, adequate) = assessed(&to("country = \"CH\"").text(""), "2024-06-01");
    assert_eq!(adequate.count(Verdict::Valid), 1);
    assert_eq!(adequate.count(Verdict::Unsupported), 0);
    assert!(!adequate.fails());
    let (_, open) = assessed(&to("country = \"IN\"").text(""), "2024-06-01");
    assert_eq!(open.count(Verdict::Valid), 0);
    assert_eq!(open.count(Verdict::Unsupported), 1);
    assert!(open.fails());
    let waiver = "[[waiver]]\nflow = \"f\"\nfinding = \"no-mechanism\"\nreason = \"r\"\napproved_by = \"x\"\nuntil = 2024-12-31\n";
    let waived = World { more: waiver, ..to("country = \"IN\"") };
    let (_, waived) = assessed(&waived.text(""), "2024-06-01");
    assert_eq!(waived.count(Verdict::Unsupported), 1);
    assert!(!waived.fails());
    // A set without an assessment: duties are open, which is a warning.
    let unassessed =
        World { flow: "mechanism = [\"s\"]", more: SET, ..to("country = \"IN\"\nsector = \"commercial\"") };
    let (_, unassessed) = assessed(&unassessed.text(""), "2024-06-01");
    assert_eq!(unassessed.count(Verdict::Conditional), 1);
    assert!(!unassessed.fails());
}

/// The law that an exporter is under because of whom it targets stands among those of its seat, in the order of ids.
#[test]
fn laws_are_listed_in_one_order() {
    let listed = |from, to| World { from, to, flow: "", more: "" }.answer("2024-06-01");
    let britain =
        listed("country = \"GB\"\nsector = \"commercial\"\ntargets = [\"EU\", \"CH\"]", "country = \"IN\"");
    let at = |law: &str| britain.find(law).unwrap_or_else(|| panic!("{law}: {britain}"));
    assert!(at("ch-fadp") < at("eu-gdpr") && at("eu-gdpr") < at("uk-gdpr"), "{britain}");
    // Who targets people at its own seat is under that law once, as established.
    let germany = listed("country = \"DE\"\nsector = \"commercial\"\ntargets = [\"EU\"]", "country = \"IN\"");
    assert_eq!(germany.matches("eu-gdpr").count(), 1, "{germany}");
}

/// Companies that each hold more than half of the next stand in a circle that cannot be; half may go round.
#[test]
fn a_circle_of_holders_needs_more_than_half() {
    for (share, told) in [("50", false), ("50.01", true)] {
        let owned = |by: &str| -> &'static str {
            Box::leak(format!("country = \"FR\"\nowners = [{{ party = \"{by}\", share = {share} }}]").into())
        };
        let (_, found) =
            assessed(&World { from: owned("b"), to: owned("a"), flow: "", more: "" }.text(""), "2024-06-01");
        assert_eq!(first(&found, "contradictory-party").is_some(), told, "{share}");
    }
}

/// What cannot be so of a flow is told of it also when it is over.
#[test]
fn a_flow_that_is_over_is_told_of() {
    let flow = "since = 2023-01-01\nuntil = 2023-12-31\nreturned = 2023-06-30";
    let world = World { from: GERMANY, to: "country = \"FR\"", flow, more: "" };
    for (day, active) in [("2023-12-31", 1), ("2024-06-01", 0)] {
        let (_, found) = assessed(&world.text(""), day);
        assert_eq!((found.flows.len(), found.inactive), (active, 1 - active), "{day}");
        let told = found.findings.iter().filter(|finding| finding.code.name() == "contradictory-dates");
        assert_eq!(told.count(), 1, "{day}");
    }
}

/// Of the flows that are asked about alone, what is said of them is told, and nothing of others and of none.
#[test]
fn a_survey_tells_of_the_flows_asked_about() {
    let flow = |id: &str, to: &str, more: &str| {
        format!(
            "[[flow]]\nid = {id:?}\nfrom = \"a\"\nto = {to:?}\nroles = \"controller-to-controller\"\ndata = [\"d\"]\n{more}\n"
        )
    };
    let party = |id: &str, country: &str| {
        format!("[[party]]\nid = {id:?}\nname = {id:?}\nkind = \"vendor\"\ncountry = {country:?}\n")
    };
    // The last party is reached by nothing, which is said of no flow.
    let text = [
        "[register]\nname = \"survey\"\n[[data]]\nid = \"d\"\nname = \"D\"\n".to_owned(),
        party("a", "DE") + &party("b", "CH") + &party("c", "IN") + &party("u", "IN"),
        flow("f", "b", "") + &flow("g", "c", "") + &flow("h", "b", "until = 2023-12-31"),
        flow("i", "c", "until = 2023-12-31"),
    ];
    let register = read(vec![("a.toml".to_owned(), text.concat())], &BOOK).unwrap();
    let engine = Engine::new(&register, &BOOK, Day::parse("2024-06-01").unwrap());
    let told = |survey: &Survey<'_>| {
        let whole = survey.whole();
        let flows: Vec<&str> = whole.flows.iter().map(|flow| register.flow(flow.flow).id.as_str()).collect();
        let codes: Vec<&str> = whole.findings.iter().map(|finding| finding.code.name()).collect();
        assert_eq!(survey.flows().len(), flows.len());
        (
            flows.join(" "),
            whole.inactive,
            codes.contains(&"no-mechanism"),
            codes.contains(&"unreachable-party"),
        )
    };
    let mut survey = Survey::of_day(&engine);
    assert_eq!(told(&survey), ("f g".to_owned(), 2, true, true));
    survey.only(|flow| ["f", "h", "i"].contains(&register.flow(flow).id.as_str()));
    assert_eq!(told(&survey), ("f".to_owned(), 2, false, false));
}

/// The oldest day of verification among the rows that decide is told, and no day of a row that does not.
#[test]
fn the_oldest_row_that_decides_is_told() {
    let world = World { from: GERMANY, to: "country = \"CH\"", flow: "", more: "" };
    let (_, found) = assessed(&world.text(""), "2024-06-01");
    let carrier = found.flows[0].regimes[0].carrier.unwrap();
    let header = &BOOK.rule(carrier.rule).header;
    assert_eq!(found.verified_to, header.verified);
    let row = found.flows[0].regimes[0].row.unwrap();
    assert_eq!(row.header(&BOOK).map(|known| &known.id), Some(&header.id));
    assert_eq!(row.confidence(&BOOK), Confidence::Checked);
}
