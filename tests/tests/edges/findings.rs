//! What is told of a register: where a finding points, since which day a claim fails, and what cannot be so.

use transfer_model::assess::{Assessment, Cause, Engine, Row, Survey, Verdict, Words, assess};
use transfer_model::day::Day;
use transfer_model::finding::{Finding, Severity};
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
    let notice = "[[notice]]\nid = \"n\"\nof = [\"a\"]\npublished = 2024-01-07\ndestinations = [\"US\"]\nclaims = [{ mechanism = \"privacy-shield\", part = \"eu-us\", polarity = \"asserted\", to = [\"US\"] }]\n";
    let nowhere = World { from: "country = \"unknown\"", to: "country = \"FR\"", flow: "", more: "" };
    let branchless = World { from: GERMANY, to: "country = \"FR\"", flow: "context = \"NL\"", more: "" };
    let lawless = World { from: "country = \"PK\"", to: "country = \"FR\"", flow: "", more: "" };
    let duty = "[[duty]]\nid = \"y\"\nparty = \"b\"\nkind = \"evidence-request\"\ndue = 2024-05-01\n";
    for (world, code, head, line) in [
        (&sectorless, "fact-missing", "[[party]]", ""),
        (&plain(idle), "unreachable-party", "[[party]]", ""),
        (&plain("[policy]\nsanctions = [\"un\", \"atlantis\"]\n"), "sanctions-list-missing", "[policy]", "atlantis"),
        (&plain(duty), "duty-overdue", "[[duty]]", ""),
        (&lawless, "regime-not-in-pack", "[[flow]]", "from"),
        (&nowhere, "exporter-unknown", "[[party]]", "country"),
        (&branchless, "contradictory-party", "[[flow]]", "context"),
        (&plain(notice), "notice-claims-ended-mechanism", "[[notice]]", ""),
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
    // Of several places of people, to the one that is barred.
    let people = "subjects = [{ group = \"x\", in = [\n  \"FR\",\n  \"KP\",\n] }]";
    let barred = "[policy]\nsanctioned = [{ place = \"KP\", by = \"x\" }]\n";
    let world = World { from: GERMANY, to: "country = \"FR\"", flow: people, more: barred };
    let (_, at) = pointed(&world.text(""), "sanctioned-territory");
    assert_eq!(at.trim(), "\"KP\",");
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
        // Whoever joins a set concludes it then; that another joined it changes nothing between these two.
        (old("signed = 2021-01-01\njoined = { a = 2021-10-01 }"), "2022-06-01", Some("2021-09-27")),
        (old("signed = 2021-01-01\njoined = { b = 2021-10-01 }"), "2022-06-01", Some("2021-09-27")),
        (
            old(
                "signed = 2021-01-01\njoined = { c = 2021-10-01 }\n[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"IN\"",
            ),
            "2022-06-01",
            None,
        ),
        (set(tia), "2024-06-01", Some("2024-02-02")),
        (set("state = \"unsigned\""), "2024-06-01", None),
        (set(""), "2021-12-01", Some("2022-01-01")),
        // The decision on the clauses of 2021 entered into force on 2021-06-27.
        (set(""), "2021-06-01", Some("2021-06-27")),
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
        ("parent = \"p\"\nowners = [{ party = \"q\", share = 40 }]", "hold 140 per cent of it together"),
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
    // A set that amends nothing, and an addendum that amends it, are no contradiction.
    let more: &'static str = Box::leak(format!("{SET}[[instrument]]\nid = \"t\"\nkind = \"uk-addendum\"\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\namends = \"s\"\n").into_boxed_str());
    let world = World { from: GERMANY, to: "country = \"IN\"", flow: "", more };
    let (_, found) = assessed(&world.text(""), "2024-06-01");
    assert!(first(&found, "contradictory-instrument").is_none());
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
    // So is a waiver for it that accepts nothing.
    let waiver = "[[waiver]]\nflow = \"f\"\nfinding = \"no-mechanism\"\nreason = \"r\"\napproved_by = \"x\"\nuntil = 2024-12-31\n";
    let waived = World { from: GERMANY, to: "country = \"FR\"", flow: "until = 2023-12-31", more: waiver };
    assert!(first(&assessed(&waived.text(""), "2024-06-01").1, "waiver-unused").is_some());
    // What is returned on the last day is returned in time.
    let flow = "since = 2023-01-01\nuntil = 2023-12-31\nreturned = 2023-12-31";
    let world = World { from: GERMANY, to: "country = \"FR\"", flow, more: "" };
    assert!(first(&assessed(&world.text(""), "2023-12-31").1, "contradictory-dates").is_none());
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
    assert_eq!(survey.inactive(), 2);
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
    assert_eq!(found.flows[0].regimes[0].rule(), Some(carrier.rule));
    let row = found.flows[0].regimes[0].row.unwrap();
    assert_eq!(row.header(&BOOK).map(|known| &known.id), Some(&header.id));
    assert_eq!(row.confidence(&BOOK), Confidence::Checked);
    // Past that day it is told that the law may have changed.
    for (day, told) in
        [(header.verified.previous(), false), (header.verified, false), (header.verified.next(), true)]
    {
        let (_, found) = assessed(&world.text(""), &day.to_string());
        assert_eq!(first(&found, "beyond-law-horizon").is_some(), told, "{day}");
    }
}

/// What ended is cited by what ended it, and not by what it was.
#[test]
fn the_end_of_a_decision_is_cited_by_what_ended_it() {
    let to = "country = \"US\"\nsector = \"commercial\"\ncertifications = [{ scheme = \"privacy-shield\", parts = [\"eu-us\"], since = 2017-01-01, covers = [\"non-hr\"] }]";
    let world = World { from: GERMANY, to, flow: "mechanism = [\"privacy-shield\"]", more: "" };
    let (register, found) = assessed(&world.text(""), "2021-01-07");
    let words = Words { register: &register, book: &BOOK };
    let finding = first(&found, "mechanism-ended").unwrap();
    let ended = words.citations(finding.detail, finding.regime, found.as_of);
    assert!(ended.iter().any(|law| law.contains("C-311/18")), "{ended:?}");
    let since = |found: &Assessment| {
        found.flows[0].regimes[0].claims[0].cause.unwrap().date(&BOOK).unwrap().to_string()
    };
    assert_eq!(since(&found), "2020-07-16");
    let to = "country = \"US\"\nsector = \"commercial\"\ncertifications = [{ scheme = \"dpf\", parts = [\"eu-us\"], since = 2023-09-01, until = 2024-12-31, covers = [\"non-hr\"] }]";
    let world = World { from: GERMANY, to, flow: "mechanism = [\"dpf\"]", more: "" };
    assert_eq!(since(&assessed(&world.text(""), "2025-06-01").1), "2025-01-01");
}

/// Each claim that the house does not use is told of once, under however many laws: the framework by its own name, and
/// adequacy that rests on it.
#[test]
fn each_claim_of_a_forbidden_framework_is_told_once() {
    let to = "country = \"US\"\nsector = \"commercial\"\ncertifications = [{ scheme = \"dpf\", parts = [\"eu-us\", \"swiss-us\"], since = 2023-09-01, covers = [\"hr\", \"non-hr\"] }]";
    for (claims, told) in [("\"dpf\"", 1), ("\"adequacy\"", 1), ("\"dpf\", \"adequacy\"", 2)] {
        let flow = Box::leak(format!("mechanism = [{claims}]").into_boxed_str());
        let from = "country = \"DE\"\nsector = \"commercial\"\ntargets = [\"CH\"]";
        let world = World { from, to, flow, more: "[policy]\nforbid = [\"dpf\"]" };
        let (_, found) = assessed(&world.text(""), "2025-06-01");
        let barred = found.findings.iter().filter(|finding| finding.code.name() == "house-rule");
        assert_eq!(barred.count(), told, "{claims}");
    }
}

/// Of a ban that decides it is told where its row was verified before the day, as of any other row.
#[test]
fn the_source_of_a_ban_is_told_of() {
    let more = "[policy]\nsanctions = [\"un\"]\n[lints]\nsanctioned-territory = \"note\"\nhouse-rule = \"note\"\nno-mechanism = \"note\"\n\
                [[waiver]]\nflow = \"f\"\nfinding = \"sanctioned-territory\"\nreason = \"r\"\napproved_by = \"x\"\nuntil = 2024-12-31\n";
    let to = "country = \"KP\"";
    let world = World { from: GERMANY, to, flow: "", more };
    let (_, found) = assessed(&world.text(""), "2024-06-01");
    let Cause::Sanctioned(row, _) = first(&found, "sanctioned-territory").unwrap().detail.cause else {
        panic!()
    };
    let verified = BOOK.pack().sanctions[row].header.verified;
    for (day, told) in [(verified, false), (verified.next(), true)] {
        let (_, found) = assessed(&world.text(""), &day.to_string());
        let past = |finding: &&Finding| matches!(finding.detail.cause, Cause::Horizon(Row::Sanction(_)));
        assert_eq!(found.findings.iter().filter(past).count(), usize::from(told), "{day}");
        let unsure = |finding: &Finding| matches!(finding.detail.cause, Cause::Unverified(Row::Sanction(_)));
        let memory = BOOK.pack().sanctions[row].header.confidence == Confidence::Memory;
        assert_eq!(found.findings.iter().any(unsure), memory, "{day}");
        // A ban takes no waiver and no other level.
        assert!(found.fails(), "{day}");
    }
}

/// Each place that the house bars is told of, and each once.
#[test]
fn each_place_that_is_barred_is_told_of_once() {
    let more = "[policy]\nsanctioned = [{ place = \"KP\", by = \"x\" }, { place = \"SY\", by = \"x\" }]\n[[data]]\nid = \"e\"\nname = \"E\"\n";
    for (flow, told) in [
        ("locations = [\"KP\"]\naccessed_from = []", 1),
        ("locations = [\"KP\"]\naccessed_from = [\"KP\"]", 1),
        ("locations = [\"KP\", \"SY\"]\naccessed_from = []", 2),
    ] {
        let (_, found) =
            assessed(&World { from: GERMANY, to: "country = \"CH\"", flow, more }.text(""), "2024-06-01");
        let barred = found.findings.iter().filter(|finding| finding.code.name() == "sanctioned-territory");
        assert_eq!(barred.count(), told, "{flow}");
    }
}

/// A word that is none is answered with the nearest that is.
#[test]
fn a_word_misspelt_is_answered_with_the_nearest() {
    let world = |to, flow| World { from: GERMANY, to, flow, more: "" }.text("");
    for (text, nearest) in [
        (world("country = \"IN\"", "mechanism = [\"privacy-sheild\"]"), "privacy-shield"),
        (world("country = \"AE-DFIC\"", ""), "AE-DIFC"),
    ] {
        let Err((_, problems)) = read(vec![("a.toml".to_owned(), text)], &BOOK) else { panic!("{nearest}") };
        let help: Vec<_> = problems.iter().filter_map(|problem| problem.help.as_deref()).collect();
        assert!(help.iter().any(|help| help.contains(nearest)), "{help:?}");
    }
}

/// A context that is none of the exporter's branches is told of; one that is, is not.
#[test]
fn a_context_is_one_of_the_branches() {
    for (branches, told) in
        [("[\"NL\"]", false), ("[\"FR\", \"NL\"]", false), ("[\"FR\"]", true), ("[]", true)]
    {
        let from = Box::leak(format!("{GERMANY}\nbranches = {branches}").into_boxed_str());
        let world = World { from, to: "country = \"CH\"", flow: "context = \"NL\"", more: "" };
        let (_, found) = assessed(&world.text(""), "2024-06-01");
        assert_eq!(first(&found, "contradictory-party").is_some(), told, "{branches}");
        let replaced = |finding: &Finding| matches!(finding.detail.cause, Cause::ContextReplaces(..));
        assert!(found.findings.iter().any(replaced), "{branches}");
    }
    // One that is the seat replaces nothing, and needs no branch.
    let world = World { from: GERMANY, to: "country = \"CH\"", flow: "context = \"DE\"", more: "" };
    let (_, found) = assessed(&world.text(""), "2024-06-01");
    let about = |finding: &Finding| {
        matches!(finding.detail.cause, Cause::ContextReplaces(..) | Cause::ContextUnknown(_))
    };
    assert!(!found.findings.iter().any(about));
}

/// Staff of an importer inside the area who look at the data from outside are noted, and nothing else that is free.
#[test]
fn staff_abroad_are_noted_alone() {
    let answer = |flow| World { from: GERMANY, to: "country = \"FR\"", flow, more: "" }.answer("2024-06-01");
    assert!(answer("accessed_from = [\"IN\"]").contains("own-staff-abroad"));
    assert!(!answer("").contains("own-staff-abroad"));
}

/// A house sets the level of a finding that is a note of itself; one that is a note because another claim holds stays one.
#[test]
fn a_house_raises_what_is_a_note_of_itself() {
    let world = |to, flow, more| World { from: GERMANY, to, flow, more };
    let level =
        |world: World, code| first(&assessed(&world.text(""), "2024-06-01").1, code).unwrap().severity;
    let raised = "[lints]\nadequacy-not-claimed = \"error\"\nnot-a-mechanism = \"error\"\n";
    let switzerland = "country = \"CH\"";
    assert_eq!(level(world(switzerland, "", ""), "adequacy-not-claimed"), Severity::Note);
    assert_eq!(level(world(switzerland, "", raised), "adequacy-not-claimed"), Severity::Error);
    let beside = "mechanism = [\"adequacy\", \"ipv\"]";
    assert_eq!(level(world(switzerland, beside, raised), "not-a-mechanism"), Severity::Note);
}

/// Before an addendum is in force nobody is told that it is missing: its row is told, and from its first day on its absence.
#[test]
fn an_addendum_is_missing_only_once_there_is_one() {
    let world =
        World { from: "country = \"GB\"", to: "country = \"US\"", flow: "mechanism = [\"s\"]", more: SET };
    for (day, told) in [("2022-03-20", "not yet uk-addendum"), ("2022-03-21", "missing uk-addendum")] {
        let (_, found) = assessed(&world.text(""), day);
        let said = match first(&found, "addendum-missing").unwrap().detail.cause {
            Cause::AddendumNotYet(_, rule) => format!("not yet {}", BOOK.rule(rule).header.id),
            Cause::AddendumMissing(_, kind) => format!("missing {}", BOOK.mechanism(kind).id),
            other => panic!("{other:?}"),
        };
        assert_eq!(said, told, "{day}");
    }
}

/// Where public bodies act for a purpose that another law governs, that is noted: of no other exporter, and of no other
/// purpose.
#[test]
fn a_purpose_that_another_law_governs_is_noted_of_public_bodies() {
    for (from, flow, noted) in [
        ("country = \"DE\"\nsector = \"public-body\"", "purposes = [\"law-enforcement\"]", true),
        ("country = \"DE\"\nsector = \"public-body\"", "purposes = [\"research\"]", false),
        (GERMANY, "purposes = [\"law-enforcement\"]", false),
        (GERMANY, "", false),
    ] {
        let world = World { from, to: "country = \"US\"", flow, more: "" };
        let (_, found) = assessed(&world.text(""), "2024-06-01");
        let asides = found.findings.iter().filter(|f| matches!(f.detail.cause, Cause::Aside(..)));
        let levels: Vec<Severity> = asides.map(|finding| finding.severity).collect();
        assert_eq!(levels, vec![Severity::Note; usize::from(noted)], "{from}, {flow}");
    }
}
