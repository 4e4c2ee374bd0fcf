//! Facts of parties, papers and waivers on both sides of what turns on them.

use transfer_model::assess::{Cause, Question, Row, Status, Verdict, Words, assess, evaluate};
use transfer_model::day::Day;
use transfer_model::graph::TransferGraph;
use transfer_model::index::FlowIx;
use transfer_model::law::{PlaceSet, Role};
use transfer_model::plan::{What, plan_among};
use transfer_model::register::{Access, Safeguard, read};
use transfer_tests::made::BOOK;

use super::{GERMANY, World, told};

const BRITAIN: &str = "country = \"GB\"\nsector = \"commercial\"";

/// A flow `f` between parties of these kinds.
fn between(kinds: [&str; 2], world: &World) -> String {
    let of = |text: String, name: &str, kind: &str| {
        text.replacen(
            &format!("name = {name:?}\nkind = \"vendor\""),
            &format!("name = {name:?}\nkind = {kind:?}"),
            1,
        )
    };
    let [a, b] = kinds;
    of(of(world.text(""), "A", a), "B", b)
}

#[test]
fn a_decision_on_a_country_does_not_reach_an_international_organisation_there() {
    let world = World { from: GERMANY, to: "country = \"CH\"", flow: "mechanism = [\"adequacy\"]", more: "" };
    let company = told(&world.text(""), "2024-06-01");
    assert!(company.starts_with("valid"), "{company}");
    let text = world
        .text("")
        .replace("name = \"B\"\nkind = \"vendor\"", "name = \"B\"\nkind = \"international-organisation\"");
    let organisation = told(&text, "2024-06-01");
    assert!(organisation.starts_with("invalid"), "{organisation}");
    // The organisation that a decision names.
    let named =
        World { from: GERMANY, to: "country = \"x-epo\"", flow: "mechanism = [\"adequacy\"]", more: "" };
    let text = named
        .text("")
        .replace("name = \"B\"\nkind = \"vendor\"", "name = \"B\"\nkind = \"international-organisation\"");
    for (day, verdict) in [("2025-07-14", "invalid"), ("2025-07-15", "valid")] {
        let answer = told(&text, day);
        assert!(answer.starts_with(verdict), "{day}: {answer}");
    }
    // Whoever has its seat in an organisation is outside every territory, also with a site in one.
    let site = World { from: GERMANY, to: "country = \"x-epo\"", flow: "locations = [\"FR\"]", more: "" };
    let answer = site.answer("2024-06-01");
    assert!(answer.contains("FR unsupported"), "{answer}");
    // It is the organisation that is adequate, wherever its sites are, though nobody claims it.
    let text = text.replace("mechanism = [\"adequacy\"]", "locations = [\"IN\"]\naccessed_from = []");
    for (day, verdict) in [("2025-07-14", "unsupported"), ("2025-07-15", "valid")] {
        let answer = told(&text, day);
        assert!(answer.starts_with(verdict), "{day}: {answer}");
    }
}

/// Access given to another party is a transfer to it, where it sits as well as where it works.
#[test]
fn who_has_access_imports_where_it_is() {
    let flow = "accessed_from = [{ place = \"CH\", by = \"c\" }]";
    let other = |country: &str| -> &'static str {
        Box::leak(
            format!("[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"{country}\"").into(),
        )
    };
    let world = |more| World { from: GERMANY, to: "country = \"FR\"", flow, more };
    for (country, told) in [
        ("CH", "FR not-restricted, CH valid"),
        ("FR", "FR not-restricted, CH valid"),
        ("IN", "FR not-restricted, CH valid, IN unsupported"),
        ("unknown", "undetermined"),
    ] {
        let answer = world(other(country)).answer("2024-06-01");
        assert!(answer.contains(told), "{country}: {answer}");
    }
    let banned = "[policy]\nsanctioned = [{ place = \"KP\", by = \"un\" }]\n[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"KP\"";
    let answer = world(banned).answer("2024-06-01");
    assert!(answer.starts_with("prohibited"), "{answer}");
}

#[test]
fn who_may_use_public_powers_is_asked() {
    let flow = "mechanism = [\"art-49-consent\"]\nderogation = { explicit = true, informed_of_risks = true, occasional = true }";
    let world = |from| World { from, to: "country = \"IN\"", flow, more: "" };
    let company = told(&world(GERMANY).text(""), "2024-06-01");
    assert!(company.starts_with("valid"), "{company}");
    let body = told(&world("country = \"DE\"\nsector = \"public-body\"").text(""), "2024-06-01");
    assert!(body.starts_with("undetermined"), "{body}");
    let authority = told(&between(["authority", "vendor"], &world("country = \"DE\"")), "2024-06-01");
    assert!(authority.starts_with("undetermined"), "{authority}");
}

#[test]
fn what_is_occasional_is_not_repeated() {
    let flow = "mechanism = [\"art-49-compelling\"]\nderogation = { necessary = true, number_limited = true, authority_notified = true, subject_informed = true, recorded = true, occasional = true }";
    let answer = World { from: GERMANY, to: "country = \"IN\"", flow, more: "" }.answer("2024-06-01");
    assert!(answer.starts_with("valid"), "{answer}");
}

#[test]
fn each_annex_is_looked_for() {
    let set = |annexes: &str| -> &'static str {
        Box::leak(format!("[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\nannexes = [{annexes}]\n[[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2024-02-01\nconclusion = \"sufficient\"\n").into_boxed_str())
    };
    for (annexes, verdict) in [
        ("\"I\", \"II\"", "valid"),
        ("\"I\"", "conditional"),
        ("\"II\"", "conditional"),
        ("\"I.A\", \"II\"", "conditional"),
    ] {
        let to = "country = \"IN\"\nexposure = []";
        let world = World { from: GERMANY, to, flow: "mechanism = [\"s\"]", more: set(annexes) };
        let answer = world.answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{annexes}: {answer}");
        assert_eq!(answer.contains("annex-missing"), verdict == "conditional", "{annexes}: {answer}");
        let register = read(vec![("a.toml".to_owned(), world.text(""))], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
        let words = Words { register: &register, book: &BOOK };
        for finding in found.findings.iter().filter(|finding| finding.code.name() == "annex-missing") {
            let missing = match annexes {
                "\"I\"" => "annex II ",
                "\"II\"" => "annex I ",
                _ => " I B ",
            };
            let told = words.message(finding).to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
            assert!(told.contains(&missing.to_lowercase()), "{annexes}: {told}");
            assert!(!told.contains(" i a "), "{annexes}: {told}");
        }
    }
}

#[test]
fn an_addendum_amends_the_only_set_between_its_parties() {
    let set = |id: &str, to: &str| {
        format!(
            "[[instrument]]\nid = {id:?}\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", {to:?}]\nsigned = 2024-01-01\n"
        )
    };
    let rest = "[[instrument]]\nid = \"add\"\nkind = \"uk-addendum\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"IN\"\n[[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2024-02-01\nconclusion = \"sufficient\"\n";
    for (sets, verdict) in [
        (set("s1", "b"), "valid"),
        (set("s1", "b") + &set("s2", "c"), "valid"),
        (set("s1", "b") + &set("s2", "b"), "undetermined"),
        (set("s2", "c"), "undetermined"),
    ] {
        let more: &'static str = Box::leak((sets + rest).into_boxed_str());
        let to = "country = \"IN\"\nexposure = []";
        let answer = World { from: BRITAIN, to, flow: "mechanism = [\"add\"]", more }.answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{more}: {answer}");
    }
}

#[test]
fn rules_that_incorporate_each_other_end() {
    let more = "[[instrument]]\nid = \"x\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\nincorporated_by = \"y\"\n[[instrument]]\nid = \"y\"\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\nincorporated_by = \"x\"\n";
    let world = World { from: GERMANY, to: "country = \"IN\"", flow: "mechanism = [\"x\"]", more };
    let answer = world.answer("2024-06-01");
    assert!(answer.starts_with("conditional"), "{answer}");
}

#[test]
fn people_elsewhere_are_shown_by_where_each_group_is() {
    let shown =
        "shown = { disclosed = true, items = [\"recipient\", \"contact\"], separate_consent = true }\n";
    let tia = "[[tia]]\nid = \"t\"\nkind = \"pipia\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2026-02-01\nconclusion = \"sufficient\"\n";
    for (subjects, verdict) in [
        ("", "undetermined"),
        ("subjects = [{ group = \"g\" }]", "undetermined"),
        ("subjects = [{ group = \"g\", in = [\"US\"] }, { group = \"h\" }]", "undetermined"),
        ("subjects = [{ group = \"g\", in = [\"US\"] }]", "valid"),
        ("subjects = [{ group = \"g\", in = [\"US\"] }, { group = \"h\", in = [\"CN\"] }]", "invalid"),
    ] {
        let flow: &'static str = Box::leak(
            format!("mechanism = [\"cn-exempt-transit\"]\nvolume = [{{ people = 2000000, year = 2026 }}]\n{shown}{subjects}").into_boxed_str(),
        );
        let from = "country = \"CN\"\nsector = \"commercial\"";
        let answer = World { from, to: "country = \"IN\"", flow, more: tia }.answer("2026-06-01");
        assert!(answer.starts_with(verdict), "{subjects}: {answer}");
    }
}

#[test]
fn the_law_of_an_owner_that_both_sides_share_is_not_told() {
    let owner = "[[party]]\nid = \"p\"\nname = \"P\"\nkind = \"vendor\"\ncountry = \"US\"\n[[party]]\nid = \"q\"\nname = \"Q\"\nkind = \"vendor\"\ncountry = \"IE\"\nparent = \"p\"\n";
    let to = "country = \"IE\"\nparent = \"p\"";
    let exposed = "country = \"IE\"\nparent = \"p\"\nexposure = [\"gb-ipa-2016\"]";
    for (from, to, flow, is) in [
        (GERMANY, to, "", true),
        ("country = \"DE\"\nsector = \"commercial\"\nparent = \"p\"", to, "", false),
        (GERMANY, exposed, "", false),
        (GERMANY, "country = \"IE\"\nparent = \"p\"\nexposure = [\"us-cloud-act\"]", "", true),
        // Who has access from elsewhere is a recipient too, told once.
        (GERMANY, "country = \"IE\"", "accessed_from = [{ place = \"IE\", by = \"q\" }]", true),
    ] {
        let answer = World { from, to, flow, more: owner }.answer("2024-06-01");
        assert_eq!(answer.contains("parent-exposure"), is, "{from}, {to}, {flow}: {answer}");
    }
}

#[test]
fn a_waiver_is_good_for_twelve_months_and_no_longer() {
    let waiver = |days: &str| -> &'static str {
        Box::leak(format!("[[waiver]]\nflow = \"f\"\nfinding = \"no-mechanism\"\nreason = \"r\"\napproved_by = \"GC\"\n{days}\n").into_boxed_str())
    };
    for (to, days, told) in [
        ("country = \"IN\"", "until = 2024-06-01", ""),
        ("country = \"IN\"", "until = 2024-05-31", "waiver-expired"),
        ("country = \"IN\"", "until = 2025-06-01", ""),
        ("country = \"IN\"", "until = 2025-06-02", "waiver-expired"),
        ("country = \"IN\"", "since = 2024-06-01\nuntil = 2024-12-31", ""),
        ("country = \"IN\"", "since = 2024-06-02\nuntil = 2024-12-31", "not yet"),
        ("country = \"FR\"", "until = 2024-12-31", "waiver-unused"),
        ("country = \"FR\"", "since = 2024-06-01\nuntil = 2024-12-31", "waiver-unused"),
        ("country = \"FR\"", "since = 2024-06-02\nuntil = 2024-12-31", ""),
    ] {
        let world = World { from: GERMANY, to, flow: "", more: waiver(days) };
        let answer = world.answer("2024-06-01");
        let register = read(vec![("a.toml".to_owned(), world.text(""))], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
        let waived = found.findings.iter().any(|finding| finding.waived.is_some());
        assert_eq!(waived, to.contains("IN") && told.is_empty(), "{to}, {days}: {answer}");
        for code in ["waiver-expired", "waiver-unused"] {
            assert_eq!(answer.contains(code), code == told, "{to}, {days}: {answer}");
        }
    }
}

#[test]
fn data_recorded_abroad_as_well_break_the_duty_to_record_them_there_alone() {
    let world = |flow| World { from: "country = \"RU\"", to: "country = \"DE\"", flow, more: "" };
    let people = "subjects = [{ group = \"g\", in = [\"RU\"], citizens_of = [\"RU\"] }]\n";
    for (recorded, day, banned) in [
        ("[\"RU\", \"DE\"]", "2025-06-30", false),
        ("[\"RU\", \"DE\"]", "2025-07-01", true),
        ("[\"RU\"]", "2025-07-01", false),
        ("[\"DE\"]", "2025-06-30", true),
    ] {
        let flow: &'static str = Box::leak(format!("{people}first_recorded = {recorded}").into_boxed_str());
        let answer = world(flow).answer(day);
        assert_eq!(answer.starts_with("prohibited"), banned, "{recorded}, {day}: {answer}");
    }
    // Whose citizens they are not said to be: asked where they are at home, not where they are elsewhere.
    let abroad = world("subjects = [{ group = \"g\", in = [\"FR\"] }]\nfirst_recorded = [\"DE\"]")
        .answer("2025-07-01");
    assert!(!abroad.starts_with("prohibited") && !abroad.contains("localisation"), "{abroad}");
    // Asked where neither whose citizens nor where they are is said of some.
    for (subjects, asked) in [
        ("", true),
        ("subjects = [{ group = \"g\" }]\n", true),
        ("subjects = [{ group = \"g\", in = [\"RU\"] }]\n", true),
        ("subjects = [{ group = \"g\", in = [\"FR\"] }]\n", false),
        ("subjects = [{ group = \"g\", in = [\"RU\"], citizens_of = [\"FR\"] }]\n", false),
        ("subjects = [{ group = \"g\", in = [\"FR\"] }, { group = \"h\", in = [\"RU\"] }]\n", true),
    ] {
        let flow: &'static str = Box::leak(format!("{subjects}first_recorded = [\"DE\"]").into_boxed_str());
        let register = read(vec![("a.toml".to_owned(), world(flow).text(""))], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2025-07-01").unwrap());
        let home = |cause| matches!(cause, Cause::Missing(Question::Localisation(_)));
        assert_eq!(found.findings.iter().any(|finding| home(finding.detail.cause)), asked, "{subjects}");
    }
    // Of the duty that decides it is told where its row was verified before the day; of one beside what is worse, not.
    for (barred, told_of) in [("", true), ("[policy]\nsanctioned = [{ place = \"DE\", by = \"x\" }]\n", true)]
    {
        let flow: &'static str = Box::leak(format!("{people}first_recorded = [\"DE\"]").into_boxed_str());
        let register =
            read(vec![("a.toml".to_owned(), World { more: barred, ..world(flow) }.text(""))], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2040-01-01").unwrap());
        let past = |cause| matches!(cause, Cause::Horizon(Row::Localisation(_)));
        assert_eq!(found.findings.iter().any(|finding| past(finding.detail.cause)), told_of, "{barred}");
    }
    // A duty of some sectors only.
    let sector = |sector: &str| -> &'static str {
        Box::leak(format!("country = \"CN\"\nsector = {sector:?}").into_boxed_str())
    };
    for (who, banned) in [("critical-infrastructure", true), ("commercial", false)] {
        let world =
            World { from: sector(who), to: "country = \"DE\"", flow: "first_recorded = [\"DE\"]", more: "" };
        let answer = world.answer("2025-07-01");
        assert_eq!(answer.starts_with("prohibited"), banned, "{who}: {answer}");
    }
    // A duty of some purposes only.
    for (purpose, banned) in [("strategic-interest", true), ("payroll", false)] {
        let flow: &'static str =
            Box::leak(format!("purposes = [{purpose:?}]\nfirst_recorded = [\"DE\"]").into_boxed_str());
        let answer =
            World { from: "country = \"KE\"", to: "country = \"DE\"", flow, more: "" }.answer("2025-07-01");
        assert_eq!(answer.starts_with("prohibited"), banned, "{purpose}: {answer}");
    }
}

#[test]
fn a_place_that_another_law_finds_adequate_in_part_is_asked_about() {
    let world = |to| World {
        from: "country = \"IL\"",
        to,
        flow: "mechanism = [\"adequacy\"]",
        more: "[[instrument]]\nid = \"u\"\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = 2010-01-01\nserves = [\"il-reg3-undertaking\"]\n",
    };
    for (to, verdict) in [
        ("country = \"CA\"\nsector = \"commercial\"", "valid"),
        ("country = \"CA\"", "undetermined"),
        ("country = \"CA\"\nsector = \"public-body\"", "invalid"),
    ] {
        let answer = world(to).answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{to}: {answer}");
        // It is the place that is not found adequate for such a body, and not this law that asks for another sector.
        let register = read(vec![("a.toml".to_owned(), world(to).text(""))], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
        let place = found.findings.iter().any(|finding| matches!(finding.detail.cause, Cause::Place(..)));
        assert_eq!(place, verdict == "invalid", "{to}");
    }
}

#[test]
fn an_addendum_extends_only_the_rules_of_authorities_that_it_can() {
    let rules = |authority: &str, addendum: bool| -> &'static str {
        let add = "[[instrument]]\nid = \"add\"\nkind = \"uk-bcr-addendum\"\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\napproved = 2022-02-01\nauthority = \"GB\"\namends = \"r\"\n";
        Box::leak(format!("[[instrument]]\nid = \"r\"\nkind = \"bcr-c\"\nparties = [\"a\", \"b\"]\nsigned = 2020-01-01\napproved = 2020-02-01\nauthority = {authority:?}\n{}[[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2024-02-01\nconclusion = \"sufficient\"\n", if addendum { add } else { "" }).into_boxed_str())
    };
    for (authority, addendum, verdict) in [
        ("GB", false, "valid"),
        ("IE", false, "unsupported"),
        ("IE", true, "valid"),
        ("BR", true, "unsupported"),
        ("EU", true, "valid"),
        ("EDPS", true, "unsupported"),
    ] {
        let more = rules(authority, addendum);
        let to = "country = \"IN\"\nexposure = []";
        let answer = World { from: BRITAIN, to, flow: "mechanism = [\"r\"]", more }.answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{authority}, {addendum}: {answer}");
    }
}

#[test]
fn an_institution_is_bound_by_its_own_law_wherever_it_is() {
    // Before the first law of the institutions nothing says what binds them.
    let world = World { from: "country = \"BE\"", to: "country = \"IN\"", flow: "", more: "" };
    let answer = told(&between(["eu-institution", "vendor"], &world), "2000-01-01");
    assert!(answer.starts_with("undetermined") && answer.contains("regime-not-in-pack"), "{answer}");
    // Where it is need not be known, once there is such a law.
    let nowhere = World { from: "country = \"unknown\"", to: "country = \"IN\"", flow: "", more: "" };
    let answer = |day| told(&between(["eu-institution", "vendor"], &nowhere), day);
    let (before, after) = (answer("2000-01-01"), answer("2024-06-01"));
    assert!(before.starts_with("undetermined") && before.contains("exporter-unknown"), "{before}");
    assert!(after.contains("; eui: ") && !after.contains("exporter-unknown"), "{after}");
    for (to, verdict) in [("country = \"IN\"", "unsupported"), ("country = \"CH\"", "valid")] {
        let world = World { from: "country = \"BE\"", to, flow: "", more: "" };
        let answer = told(&between(["eu-institution", "vendor"], &world), "2024-06-01");
        assert!(answer.starts_with(verdict) && answer.contains("; eui: "), "{to}: {answer}");
        assert!(!answer.contains("eu-gdpr"), "{to}: {answer}");
    }
}

#[test]
fn an_assessment_that_is_too_old_asks_which_laws_reach_the_importer() {
    let more = "[policy]\ntia_max_age = \"12 months\"\n[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2023-01-01\n[[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2023-02-01\nconclusion = \"sufficient\"\n";
    let world = World { from: GERMANY, to: "country = \"IN\"", flow: "mechanism = [\"s\"]", more };
    for (day, old) in [("2024-02-01", false), ("2024-02-02", true)] {
        let answer = world.answer(day);
        assert_eq!(answer.contains("tia-outdated"), old, "{day}: {answer}");
        assert_eq!(answer.contains("fact-missing"), old, "{day}: {answer}");
    }
}

#[test]
fn each_measure_is_judged_by_its_use_case() {
    let case = |measure, access, roles| evaluate(measure, access, roles).use_case;
    let (to_processor, alone) = (Role::ControllerToProcessor, Role::ControllerToController);
    assert_eq!(case(Safeguard::Pseudonymised, Access::Processing, alone), Some(2));
    assert_eq!(case(Safeguard::ProtectedRecipient, Access::Processing, alone), Some(4));
    assert_eq!(case(Safeguard::SplitProcessing, Access::Processing, alone), Some(5));
    assert_eq!(case(Safeguard::ExporterHoldsKeys, Access::Storage, alone), Some(1));
    assert_eq!(case(Safeguard::EncryptedInTransit, Access::Transit, alone), Some(3));
    assert_eq!(case(Safeguard::EncryptedAtRest, Access::Processing, to_processor), Some(6));
    assert_eq!(case(Safeguard::EncryptedAtRest, Access::Processing, alone), Some(7));
    assert_eq!(case(Safeguard::AccessPolicy, Access::Processing, alone), None);
}

#[test]
fn a_flow_is_an_edge_of_the_graph_between_its_parties() {
    let world = World {
        from: GERMANY,
        to: "country = \"IN\"",
        flow: "",
        more: "[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"IN\"\n[[flow]]\nid = \"g\"\nfrom = \"b\"\nto = \"c\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\n",
    };
    let register = read(vec![("a.toml".to_owned(), world.text(""))], &BOOK).unwrap();
    let graph = TransferGraph::new(&register, Day::parse("2024-06-01").unwrap());
    for (at, flow) in register.flows.iter().enumerate() {
        let edge = graph.edge(FlowIx::new(at)).unwrap();
        let (from, to) = graph.graph().edge_endpoints(edge).unwrap();
        let party = |node| graph.graph().node_weight(node).unwrap().party;
        assert_eq!((party(from), party(to)), (flow.from.value, flow.to.value), "{}", flow.id);
    }
}

/// People are reached where a party aims at them: whom it aims at elsewhere are under the law there.
#[test]
fn a_law_reaches_the_people_that_a_party_aims_at_on_its_ground() {
    for (place, laws) in [("DE", ["eu-gdpr"]), ("BR", ["br-lgpd"])] {
        let flow: &'static str =
            Box::leak(format!("subjects = [{{ group = \"g\", in = [{place:?}] }}]").into_boxed_str());
        let from = "country = \"US\"\ntargets = [\"EU\", \"BR\"]";
        let answer = World { from, to: "country = \"IN\"", flow, more: "" }.answer("2024-06-01");
        let found = ["eu-gdpr", "br-lgpd"].into_iter().filter(|law| answer.contains(&format!("; {law}: ")));
        assert_eq!(found.collect::<Vec<_>>(), laws, "{place}: {answer}");
    }
}

/// Where the importer is not known, what is no mechanism anywhere is told so; what is not claimed that day is not asked.
#[test]
fn claims_for_a_place_that_is_not_known() {
    let unknown = "country = \"unknown\"";
    for (flow, told) in [
        ("mechanism = [\"ipv\"]", true),
        ("mechanism = [{ use = \"ipv\", until = 2024-05-31 }]", false),
        ("mechanism = [{ use = \"ipv\", until = 2024-06-01 }]", true),
        ("mechanism = [{ use = \"ipv\", data = [\"e\"] }]", false),
    ] {
        let more = "[[data]]\nid = \"e\"\nname = \"E\"\n";
        let answer = World { from: GERMANY, to: unknown, flow, more }.answer("2024-06-01");
        assert!(answer.starts_with("undetermined"), "{flow}: {answer}");
        assert_eq!(answer.contains("not-a-mechanism"), told, "{flow}: {answer}");
    }
    // What is claimed without its document is not known, and what ended is over, wherever the importer is.
    for (claim, code) in [
        ("scc", "instrument-not-recorded"),
        ("unspecified", "mechanism-unspecified"),
        ("privacy-shield", "mechanism-ended"),
    ] {
        let flow = Box::leak(format!("mechanism = [{claim:?}]").into_boxed_str());
        let answer = World { from: GERMANY, to: unknown, flow, more: "" }.answer("2024-06-01");
        assert!(answer.contains(code), "{claim}: {answer}");
    }
}

/// Data that are stored abroad are there, though only the importer's own staff work with them as well.
#[test]
fn staff_abroad_free_no_storage_there() {
    for (flow, verdict) in [
        ("accessed_from = [\"US\"]", "not-restricted"),
        ("locations = [\"FR\", \"US\"]\naccessed_from = [\"US\"]", "unsupported"),
    ] {
        let answer = World { from: GERMANY, to: "country = \"FR\"", flow, more: "" }.answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{flow}: {answer}");
    }
}

/// What must be occasional is not asked besides whether it repeats.
#[test]
fn whether_a_transfer_is_occasional_is_asked_once() {
    let flow = "mechanism = [\"art-49-contract\"]\nderogation = { necessary = true }";
    let world = World { from: GERMANY, to: "country = \"IN\"", flow, more: "" };
    let register = read(vec![("a.toml".to_owned(), world.text(""))], &BOOK).unwrap();
    let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
    let asked = found.findings.iter().filter(|finding| finding.code.name() == "fact-missing");
    assert_eq!(asked.count(), 1);
}

#[test]
fn a_part_of_a_state_is_that_state_and_nothing_else_is() {
    let whole = BOOK.place_of("PL");
    assert!(whole.is_some());
    assert_eq!(BOOK.place_of("PL-14"), whole);
    assert_eq!(BOOK.place_of("PL-ZZ"), None);
}

#[test]
fn an_area_without_members_is_empty() {
    let mut set = PlaceSet::default();
    assert!(set.is_empty());
    set.insert(BOOK.place_of("DE").unwrap());
    assert!(!set.is_empty());
}

/// A power that defeats tools under several laws, each through a day of its own, rests under each on its own row.
#[test]
fn a_power_defeats_under_each_law_by_its_row() {
    let more = "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2010-87\"\nparties = [\"a\", \"b\"]\nsigned = 2020-01-01\n";
    for (from, law, day) in [
        (GERMANY, "eu-gdpr", "2021-06-01"),
        (BRITAIN, "uk-gdpr", "2021-06-01"),
        ("country = \"CH\"", "ch-fadp", "2021-06-01"),
    ] {
        let to = "country = \"US\"\nexposure = [\"us-fisa-702\"]";
        let world = World { from, to, flow: "mechanism = [\"s\"]\nsafeguards = []", more };
        let text = world.text("").replace("controller-to-controller", "controller-to-processor");
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse(day).unwrap());
        let regime = &found.flows[0].regimes[0];
        assert_eq!(BOOK.regime(regime.binding.regime).header.id, law);
        let Some(Row::Defeat(power, at)) = regime.row else { panic!("{law}: {:?}", regime.row) };
        let defeat = &BOOK.power(power).defeats[at];
        assert!(defeat.regimes.contains(&regime.binding.regime), "{law}: {}", defeat.citation);
        assert!(defeat.period.holds(found.as_of), "{law}: {}", defeat.citation);
        // The row of the Union's law was read: nothing that decides is from memory.
        let unverified = found.findings.iter().any(|finding| finding.code.name() == "law-unverified");
        assert!(law != "eu-gdpr" || !unverified, "{law}");
    }
}

/// A day from memory is told of where it decides: before it, and no longer once the rule carries.
#[test]
fn a_first_day_from_memory_is_told_of_while_it_decides() {
    let more =
        "[[instrument]]\nid = \"s\"\nkind = \"adgm-scc\"\nparties = [\"a\", \"b\"]\nsigned = 2021-06-01\n";
    let world =
        World { from: "country = \"AE-ADGM\"", to: "country = \"IN\"", flow: "mechanism = [\"s\"]", more };
    for (day, verdict, told) in [("2021-08-30", "invalid", true), ("2021-08-31", "valid", false)] {
        let answer = world.answer(day);
        assert!(answer.starts_with(verdict), "{day}: {answer}");
        assert_eq!(answer.contains("law-unverified"), told, "{day}: {answer}");
    }
}

/// An exemption for what the importer does with the data is none for another use of them.
#[test]
fn an_exemption_of_staff_data_in_the_cloud_ends_with_the_cloud() {
    let world = |flow| World {
        from: "country = \"VN\"\nsector = \"commercial\"",
        to: "country = \"IN\"",
        flow,
        more: "",
    };
    for (flow, carries) in [
        ("mechanism = [\"vn-exempt-employee-cloud\"]\naccess = \"storage\"", true),
        ("mechanism = [\"vn-exempt-employee-cloud\"]\naccess = \"support\"", false),
    ] {
        let answer = world(flow).answer_of("hr = true", "2026-06-01");
        assert_eq!(answer.contains("by vn-exempt-employee-cloud"), carries, "{flow}: {answer}");
    }
}

/// What of a set of clauses is not recorded is noted, whichever it is.
#[test]
fn a_set_without_its_annexes_or_its_law_is_noted() {
    for (keys, noted) in [
        ("", true),
        ("annexes = [\"I\", \"II\"]", true),
        ("governing_law = \"IE\"", true),
        ("annexes = [\"I\", \"II\"]\ngoverning_law = \"IE\"", false),
    ] {
        let more: &'static str = Box::leak(format!("[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n{keys}\n").into_boxed_str());
        let world =
            World { from: GERMANY, to: "country = \"IN\"\nexposure = []", flow: "mechanism = [\"s\"]", more };
        let answer = world.answer("2024-06-01");
        assert_eq!(answer.contains("instrument-incomplete"), noted, "{keys}: {answer}");
    }
    // An agreement that has no modules has no annexes of theirs.
    let more =
        "[[instrument]]\nid = \"s\"\nkind = \"uk-idta\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n";
    let world =
        World { from: BRITAIN, to: "country = \"IN\"\nexposure = []", flow: "mechanism = [\"s\"]", more };
    let answer = world.answer("2024-06-01");
    assert!(answer.contains("by uk-idta") && !answer.contains("instrument-incomplete"), "{answer}");
}

/// Of two claims that fail the mechanism comes first; what is none decides nothing beside it, though its row is from
/// memory.
#[test]
fn what_is_no_mechanism_decides_nothing_beside_one_that_failed() {
    for (flow, verdict, told) in [
        ("mechanism = [\"convention-108\"]", "unsupported", true),
        ("mechanism = [\"convention-108\", \"privacy-shield\"]", "invalid", false),
    ] {
        let answer = World { from: GERMANY, to: "country = \"US\"", flow, more: "" }.answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{flow}: {answer}");
        assert_eq!(answer.contains("law-unverified"), told, "{flow}: {answer}");
    }
}

/// Whoever collects from people is sent nothing by an exporter, wherever it is and whatever is known of its law.
#[test]
fn who_collects_from_people_is_not_asked_where_it_is() {
    for (to, verdict) in [("country = \"DE\"", "not-restricted"), ("country = \"unknown\"", "not-restricted")]
    {
        let world = World { from: "country = \"FR\"", to, flow: "", more: "" };
        let answer = told(&between(["individuals", "vendor"], &world), "2024-06-01");
        assert!(answer.starts_with(verdict), "{to}: {answer}");
        // An exporter of which that is not known is asked.
        let world = World { from: to, to: "country = \"FR\"", flow: "", more: "" };
        let answer = told(&between(["vendor", "vendor"], &world), "2024-06-01");
        assert_eq!(answer.starts_with("undetermined"), to.contains("unknown"), "{to}: {answer}");
    }
}

/// The rules of a processor's group serve its customers, who are bound by none; controllers' rules, other roles and
/// companies of the group itself ask that the exporter be bound.
#[test]
fn rules_of_processors_serve_their_customers() {
    let rules = |kind: &str| -> &'static str {
        Box::leak(
            format!(
                "[[instrument]]\nid = \"r\"\nkind = \"{kind}\"\nparties = [\"b\", \"e\"]\napproved = 2019-01-01\nauthority = \"IE\"\n\
                 [[party]]\nid = \"e\"\nname = \"E\"\nkind = \"group\"\ncountry = \"FR\"\n\
                 [[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2024-05-01\nconclusion = \"sufficient\"\n"
            )
            .into(),
        )
    };
    let (customer, processor) = ("controller-to-controller", "controller-to-processor");
    for (kind, from, role, verdict, bound) in [
        ("bcr-p", "vendor", processor, "valid", true),
        ("bcr-p", "vendor", "processor-to-processor", "invalid", false),
        ("bcr-p", "vendor", customer, "invalid", false),
        ("bcr-p", "group", processor, "invalid", false),
        ("bcr-c", "vendor", processor, "invalid", false),
    ] {
        let to = "country = \"IN\"\nexposure = []";
        let world = World { from: GERMANY, to, flow: "mechanism = [\"r\"]", more: rules(kind) };
        let text = between([from, "group"], &world).replacen("controller-to-controller", role, 1);
        let answer = told(&text, "2024-06-01");
        assert!(answer.starts_with(verdict), "{kind}, {from}, {role}: {answer}");
        assert_eq!(!answer.contains("party-not-bound"), bound, "{kind}, {from}, {role}: {answer}");
    }
}

/// Where an assessment found protection insufficient, no other is planned, though one was stated not to be made since.
#[test]
fn no_second_opinion_is_planned() {
    for (conclusion, date, planned) in [
        ("insufficient", "2024-02-01", false),
        // Of tomorrow's nothing is known today.
        ("insufficient", "2024-07-01", true),
        ("sufficient", "2024-02-01", true),
    ] {
        let more: &'static str = Box::leak(
            format!(
                "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n\
                 [[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = {date}\nconclusion = \"{conclusion}\"\n\
                 [[tia]]\nid = \"u\"\nflows = [\"f\"]\ncountry = \"IN\"\ndate = 2024-03-01\nconclusion = \"none\"\n"
            )
            .into(),
        );
        let to = "country = \"IN\"\nexposure = []";
        let text = World { from: GERMANY, to, flow: "mechanism = [\"s\"]", more }.text("");
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let (_, steps) = plan_among(&register, &BOOK, Day::parse("2024-06-01").unwrap(), Verdict::Valid);
        let assesses = steps.iter().any(|step| matches!(step.what, What::Assess { .. }));
        assert_eq!(assesses, planned, "{conclusion} on {date}: {steps:?}");
    }
}

/// Israel frees what a company sends to one that it controls: control by the owners recorded, from the exporter down.
#[test]
fn guarantees_in_a_group_need_an_importer_that_the_exporter_controls() {
    let owned = |by: &str| -> &'static str {
        Box::leak(format!("owners = [{{ party = {by:?}, share = 100 }}]").into_boxed_str())
    };
    let parent = "[[party]]\nid = \"p\"\nname = \"P\"\nkind = \"vendor\"\ncountry = \"IL\"\n\
                  [[instrument]]\nid = \"g\"\nkind = \"il-group\"\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\n";
    for (kind, a, b, verdict) in [
        // A duty to notify goes with the route; no owner of a company of the same group is recorded.
        ("vendor", "", owned("a"), "conditional"),
        ("group", "", "", "undetermined"),
        ("vendor", "", "", "invalid"),
        ("vendor", "", owned("p"), "invalid"),
        ("vendor", owned("b"), "", "invalid"),
        ("vendor", owned("p"), owned("p"), "invalid"),
        ("group", "", owned("p"), "invalid"),
        ("group", owned("b"), "", "invalid"),
    ] {
        let from = Box::leak(format!("country = \"IL\"\nsector = \"commercial\"\n{a}").into_boxed_str());
        let to = Box::leak(format!("country = \"IN\"\n{b}").into_boxed_str());
        let world = World { from, to, flow: "mechanism = [\"g\"]", more: parent };
        let answer = told(&between([kind, kind], &world), "2024-06-01");
        assert!(answer.starts_with(verdict), "{kind} {a} {b}: {answer}");
    }
}

/// A duty that goes with any route is no mechanism, claimed or not.
#[test]
fn a_duty_that_is_claimed_carries_nothing() {
    let from = "country = \"UY\"\nsector = \"commercial\"";
    let world = |flow| World { from, to: "country = \"IN\"", flow, more: "" };
    let claimed = world("mechanism = [\"uy-inform\"]").answer("2024-06-01");
    assert!(claimed.starts_with("unsupported") && claimed.contains("not-a-mechanism"), "{claimed}");
}

/// Rules made for one group are noted where they are to carry data to a company outside it; rules that are open to
/// controllers outside are not.
#[test]
fn rules_that_end_with_a_group_are_noted_outside_it() {
    for (kind, parties, told_of) in
        [("bcr-c", "vendor", true), ("bcr-c", "group", false), ("bcr-p", "vendor", false)]
    {
        let more = format!(
            "[[instrument]]\nid = \"s\"\nkind = {kind:?}\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\napproved = 2022-01-01\nauthority = \"DE\"\n"
        );
        let more = Box::leak(more.into_boxed_str());
        let world =
            World { from: GERMANY, to: "country = \"IN\"\nexposure = []", flow: "mechanism = [\"s\"]", more };
        let text = between([parties, parties], &world);
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
        let noted = found.findings.iter().any(|f| matches!(f.detail.cause, Cause::OutsideRules(..)));
        assert_eq!(noted, told_of, "{kind} between {parties}s");
    }
}

/// A document is read as what it is said to serve as only where that law leaves the form free and has a rule for it.
#[test]
fn a_contract_serves_only_under_the_law_that_takes_it() {
    let from = |place: &str| -> &'static str {
        Box::leak(format!("country = {place:?}\nsector = \"commercial\"").into_boxed_str())
    };
    let more = "[[instrument]]\nid = \"s\"\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\nserves = [\"th-scc\"]\n";
    for (place, begins, code) in
        [("TH", "valid; th-pdpa", ""), ("DE", "unsupported; eu-gdpr", "not-a-mechanism")]
    {
        let world = World { from: from(place), to: "country = \"IN\"", flow: "mechanism = [\"s\"]", more };
        let answer = world.answer("2024-06-01");
        assert!(answer.starts_with(begins) && answer.contains(code), "{place}: {answer}");
        assert!(!answer.contains("other-regime"), "{place}: {answer}");
    }
}

/// A decision on each state of an area is one on the area; on all but one, none. The states that the law leaves free need
/// none.
#[test]
fn decisions_on_all_states_of_an_area_are_one_on_the_area() {
    for (from, area, verdict) in [
        ("country = \"CH\"", "EU", "valid"),
        ("country = \"GB\"\nsector = \"commercial\"", "EFTA", "valid"),
        ("country = \"DE\"", "EFTA", "valid"),
        ("country = \"DE\"", "world", "invalid"),
    ] {
        let flow = Box::leak(
            format!("mechanism = [\"adequacy\"]\nlocations = [{area:?}]\naccessed_from = []")
                .into_boxed_str(),
        );
        let answer = World { from, to: "country = \"CH\"", flow, more: "" }.answer("2025-01-01");
        assert!(answer.starts_with(verdict), "{from} {area}: {answer}");
        // Nobody need claim them.
        let flow = Box::leak(format!("locations = [{area:?}]\naccessed_from = []").into_boxed_str());
        let answer = World { from, to: "country = \"CH\"", flow, more: "" }.answer("2025-01-01");
        assert_eq!(answer.starts_with("valid"), verdict == "valid", "{from} {area}: {answer}");
    }
    // The decision on Switzerland counts from 2000-07-26.
    let flow = "mechanism = [\"adequacy\"]\nlocations = [\"EFTA\"]\naccessed_from = []";
    let world = World { from: GERMANY, to: "country = \"CH\"", flow, more: "" };
    for (day, valid) in [("2000-07-25", false), ("2000-07-26", true)] {
        assert_eq!(world.answer(day).starts_with("valid"), valid, "{day}: {}", world.answer(day));
    }
}

/// A law event puts assessments made before it out of date, of its places, under its laws, and of importers whom the
/// powers it is about reach or may reach.
#[test]
fn a_law_event_overtakes_what_was_assessed_before_it() {
    let outdated = |exposure: &str, place: &str, tia: &str, day: &str| {
        let to = Box::leak(format!("country = {place:?}\n{exposure}").into_boxed_str());
        let flow = "mechanism = [\"s\"]\nsafeguards = [\"exporter-holds-keys\", \"encrypted-at-rest\"]";
        let more = format!(
            "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\n\
             [[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = {place:?}\ndate = {tia}\nconclusion = \"sufficient\"\n"
        );
        let world = World { from: GERMANY, to, flow, more: Box::leak(more.into_boxed_str()) };
        world.answer(day).contains("tia-outdated")
    };
    let known = "exposure = [\"us-fisa-702\"]";
    // RISAA widened FISA 702 on 2024-04-20.
    for (exposure, place, tia, day, overtaken) in [
        (known, "US", "2024-04-19", "2024-04-20", true),
        (known, "US", "2024-04-20", "2024-04-20", false),
        (known, "US", "2024-04-19", "2024-04-19", false),
        ("", "US", "2024-04-19", "2024-04-20", true),
        ("exposure = []", "US", "2024-04-19", "2024-04-20", false),
        ("exposure = [\"us-cloud-act\"]", "US", "2024-04-19", "2024-04-20", false),
        ("exposure = [\"us-cloud-act\", \"us-fisa-702\"]", "US", "2024-04-19", "2024-04-20", true),
        (known, "IN", "2024-04-19", "2024-04-20", false),
    ] {
        assert_eq!(outdated(exposure, place, tia, day), overtaken, "{exposure} {place} {tia} {day}");
    }
    // What it makes of a claim begins on the day of the event.
    let day = Day::parse("2024-04-20").unwrap();
    let more = "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\n\
                [[tia]]\nid = \"t\"\nflows = [\"f\"]\ncountry = \"US\"\ndate = 2024-04-19\nconclusion = \"sufficient\"\n";
    let world = World {
        from: GERMANY,
        to: "country = \"US\"\nexposure = [\"us-fisa-702\"]",
        flow: "mechanism = [\"s\"]",
        more,
    };
    let register = read(vec![("a.toml".to_owned(), world.text(""))], &BOOK).unwrap();
    let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
    let cause = found.flows[0].regimes[0].claims[0].cause.unwrap();
    assert!(matches!(cause, Cause::TiaOvertaken(..)), "{cause:?}");
    assert_eq!(cause.date(&BOOK), Some(day));
}

/// What is free is so by the row of the area or of the exception.
#[test]
fn what_is_free_is_so_by_its_row() {
    let of = |from, to| {
        let world = World { from, to, flow: "", more: "" }.text("");
        let register = read(vec![("a.toml".to_owned(), world)], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
        assert_eq!(found.flows[0].verdict, Verdict::NotRestricted);
        found.flows[0].regimes[0].row
    };
    assert!(matches!(of(GERMANY, "country = \"FR\""), Some(Row::Free(_))));
    let agency = of("country = \"SG\"\nsector = \"public-body\"", "country = \"IN\"");
    let Some(Row::Rule(rule)) = agency else { panic!("{agency:?}") };
    assert_eq!(BOOK.rule(rule).header.id, "sg-public-agency");
}

/// Of two places the worse decides for a data item, in whatever order they are written; a flow whose law is in the pack is
/// no worse than its laws.
#[test]
fn the_worst_place_decides_for_a_data_item() {
    for places in ["\"IN\", \"CH\"", "\"CH\", \"IN\""] {
        let flow = format!("mechanism = [\"adequacy\"]\nlocations = [{places}]\naccessed_from = []");
        let flow = Box::leak(flow.into_boxed_str());
        let text = World { from: GERMANY, to: "country = \"CH\"", flow, more: "" }.text("");
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
        let law = &found.flows[0].regimes[0];
        assert_eq!((law.verdict, law.by_data[0].1), (Verdict::Invalid, Verdict::Invalid), "{places}");
        assert_eq!(law.claims[0].status, Status::OutOfScope, "{places}");
        assert!(!found.flows[0].beyond_regimes());
    }
    // The law of its seat is not in the pack, whatever others it is under.
    for targets in ["", "targets = [\"EU\"]"] {
        let from = Box::leak(format!("country = \"PK\"\n{targets}").into_boxed_str());
        let lawless = World { from, to: "country = \"CH\"", flow: "", more: "" }.text("");
        let register = read(vec![("a.toml".to_owned(), lawless)], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
        assert_eq!(found.flows[0].regimes.len(), usize::from(!targets.is_empty()));
        assert!(found.flows[0].beyond_regimes(), "{targets}");
    }
}

/// A duty that is open and whose row is from memory is told as such; one that is met is not.
#[test]
fn an_open_duty_from_memory_is_told_of() {
    let from = "country = \"CN\"\nsector = \"commercial\"";
    for (consented, told_of) in [(true, false), (false, true)] {
        let flow = format!(
            "basis = [\"consent\"]\nvolume = [{{ data = [\"d\"], people = 10, year = 2026 }}]\nshown = {{ separate_consent = {consented} }}"
        );
        let flow = Box::leak(flow.into_boxed_str());
        let text = World { from, to: "country = \"IN\"", flow, more: "" }.text("");
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2026-11-22").unwrap());
        let unverified = found.findings.iter().any(|finding| match finding.detail.cause {
            Cause::Unverified(Row::Rule(rule)) => BOOK.rule(rule).header.id == "cn-separate-consent",
            _ => false,
        });
        assert_eq!(unverified, told_of, "{flow}");
    }
}

/// A claim for some data is none for others.
#[test]
fn a_claim_for_some_data_carries_those() {
    let more = "[[data]]\nid = \"e\"\nname = \"E\"\n\
                [[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n";
    let flow = "mechanism = [{ use = \"s\", data = [\"e\"] }]";
    let world = World { from: GERMANY, to: "country = \"IN\"\nexposure = []", flow, more };
    let text = world.text("").replacen("data = [\"d\"]", "data = [\"d\", \"e\"]", 1);
    let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
    let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
    let by_data = &found.flows[0].regimes[0].by_data;
    let told: Vec<_> =
        by_data.iter().map(|(data, verdict, _)| (register.datum(*data).id.as_str(), *verdict)).collect();
    assert_eq!(told, [("d", Verdict::Unsupported), ("e", Verdict::Conditional)]);
}

/// A mechanism that carries and is questioned is noted from the day of the event, under the laws that it is about, and
/// no other mechanism is.
#[test]
fn what_carries_and_is_questioned_is_noted() {
    let america = "country = \"US\"\nsector = \"commercial\"\nexposure = []\ncertifications = [{ scheme = \"dpf\", parts = [\"eu-us\"], since = 2023-09-01, covers = [\"hr\", \"non-hr\"] }]";
    let set = "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\n";
    for (to, flow, day, noted) in [
        (america, "mechanism = [\"dpf\"]", "2025-01-26", 0),
        (america, "mechanism = [\"dpf\"]", "2025-01-27", 1),
        (america, "mechanism = [\"dpf\"]", "2025-10-31", 2),
        ("country = \"US\"\nexposure = []", "mechanism = [\"s\"]", "2025-10-31", 0),
        ("country = \"CH\"", "mechanism = [\"adequacy\"]", "2025-10-31", 0),
    ] {
        let text = World { from: GERMANY, to, flow, more: set }.text("");
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse(day).unwrap());
        let risks = found.findings.iter().filter(|finding| matches!(finding.detail.cause, Cause::AtRisk(..)));
        assert_eq!(risks.count(), noted, "{flow} on {day}");
    }
}

/// A contract for an area is one where exporter, importer and place are all in it.
#[test]
fn a_contract_for_an_area_is_for_both_sides_of_it() {
    let set = "[[instrument]]\nid = \"s\"\nkind = \"cn-gba-contract-hk\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n";
    for (from, to, flow, good) in [
        ("CN-GBA", "HK", "", true),
        ("CN", "HK", "", false),
        ("CN-GBA", "IN", "locations = [\"HK\"]\naccessed_from = []", false),
    ] {
        let from = Box::leak(format!("country = {from:?}\nsector = \"commercial\"").into_boxed_str());
        let to = Box::leak(format!("country = {to:?}").into_boxed_str());
        let flow = Box::leak(format!("mechanism = [\"s\"]\n{flow}").into_boxed_str());
        let answer = World { from, to, flow, more: set }.answer("2024-06-01");
        assert_eq!(answer.contains("HK conditional by cn-gba-contract-hk"), good, "{from} {to}: {answer}");
    }
}

/// Authorities and organisations are public bodies by their kind.
#[test]
fn public_bodies_are_so_by_kind_or_sector() {
    let more = "[[instrument]]\nid = \"s\"\nkind = \"public-body-instrument\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n";
    for (kind, sector, verdict) in [
        ("authority", "", "conditional"),
        ("vendor", "sector = \"public-body\"", "conditional"),
        ("vendor", "sector = \"commercial\"", "invalid"),
        ("vendor", "", "undetermined"),
    ] {
        let of = |country: &str| -> &'static str {
            Box::leak(format!("country = {country:?}\nexposure = []\n{sector}").into_boxed_str())
        };
        let world = World { from: of("DE"), to: of("IN"), flow: "mechanism = [\"s\"]", more };
        let answer = told(&between([kind, kind], &world), "2024-06-01");
        assert!(answer.starts_with(verdict), "{kind} {sector}: {answer}");
    }
}

/// Of two places that decisions cover alike, the row of the first is told for the data item.
#[test]
fn of_places_covered_alike_the_first_is_told() {
    let flow = "mechanism = [\"adequacy\"]\nlocations = [\"CH\", \"JP\"]\naccessed_from = []";
    let to = "country = \"CH\"\nsector = \"commercial\"";
    let text = World { from: GERMANY, to, flow, more: "" }.text("");
    let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
    let found = assess(&register, &BOOK, Day::parse("2024-06-01").unwrap());
    let law = &found.flows[0].regimes[0];
    assert_eq!(law.verdict, Verdict::Valid);
    let rule = law.by_data[0].2.unwrap().rule;
    let switzerland = BOOK.place_of("CH").unwrap();
    assert!(BOOK.rule(rule).places.contains(&switzerland), "{}", BOOK.rule(rule).header.id);
}

/// The ground that a law reaches is where a party aims and people are: both, and in the same place.
#[test]
fn people_everywhere_are_reached_where_a_party_aims() {
    let flow = "subjects = [{ group = \"x\", in = [\"world\"] }]";
    for (targets, laws) in
        [("EU", ["eu-gdpr"].as_slice()), ("GB", &["uk-gdpr"]), ("world", &["eu-gdpr", "uk-gdpr"])]
    {
        let from = Box::leak(format!("country = \"US\"\ntargets = [{targets:?}]").into_boxed_str());
        let answer = World { from, to: "country = \"IN\"", flow, more: "" }.answer("2025-06-01");
        for law in ["eu-gdpr", "uk-gdpr"] {
            assert_eq!(answer.contains(law), laws.contains(&law), "{targets}: {answer}");
        }
    }
}

/// Who owns whom is that of the day, whichever day the graph was drawn for first.
#[test]
fn owners_are_those_of_the_day() {
    let to = "country = \"IN\"\nowners = [{ party = \"a\", share = 100, since = 2024-01-01 }]";
    let world = World { from: GERMANY, to, flow: "", more: "" };
    let register = read(vec![("a.toml".to_owned(), world.text(""))], &BOOK).unwrap();
    let days = ["2023-12-30", "2023-12-31", "2024-01-01", "2024-01-02"].map(|day| Day::parse(day).unwrap());
    let (owner, owned) = (register.flows[0].from.value, register.flows[0].to.value);
    for first in days {
        let graph = TransferGraph::new(&register, first);
        for day in days {
            let owns = graph.at(day).owners(owned).contains(&owner);
            assert_eq!(owns, day >= days[2], "{first}, {day}");
        }
    }
}

/// A rule for importers that the law itself binds holds where that is recorded of this law; else it is asked.
#[test]
fn an_importer_under_the_law_asked_is_so_where_it_is_recorded() {
    for (recorded, verdict) in [
        ("importer_subject_to = [\"nz-privacy\"]", "valid"),
        ("importer_subject_to = [\"eu-gdpr\"]", "undetermined"),
        ("", "undetermined"),
    ] {
        let flow = Box::leak(format!("mechanism = [\"nz-subject-to-act\"]\n{recorded}").into_boxed_str());
        let world = World { from: "country = \"NZ\"", to: "country = \"US\"", flow, more: "" };
        let answer = world.answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{recorded}: {answer}");
    }
}
