//! Facts of parties, papers and waivers on both sides of what turns on them.

use transfer_model::assess::{assess, evaluate};
use transfer_model::day::Day;
use transfer_model::law::Role;
use transfer_model::register::{Access, Safeguard, read};
use transfer_tests::made::BOOK;

use super::{GERMANY, World, told};

const BRITAIN: &str = "country = \"GB\"\nsector = \"commercial\"";

/// A flow `f` between parties of these kinds.
fn between(kinds: [&str; 2], world: &World) -> String {
    let text = world.text("");
    let [a, b] = kinds;
    text.replacen("kind = \"vendor\"", &format!("kind = {a:?}"), 1).replacen(
        "kind = \"vendor\"",
        &format!("kind = {b:?}"),
        if a == "vendor" { 2 } else { 1 },
    )
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
    for (annexes, verdict) in
        [("\"I\", \"II\"", "valid"), ("\"I\"", "conditional"), ("\"II\"", "conditional")]
    {
        let to = "country = \"IN\"\nexposure = []";
        let world = World { from: GERMANY, to, flow: "mechanism = [\"s\"]", more: set(annexes) };
        let answer = world.answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{annexes}: {answer}");
        assert_eq!(answer.contains("annex-missing"), verdict == "conditional", "{annexes}: {answer}");
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
    ] {
        let more = rules(authority, addendum);
        let to = "country = \"IN\"\nexposure = []";
        let answer = World { from: BRITAIN, to, flow: "mechanism = [\"r\"]", more }.answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{authority}, {addendum}: {answer}");
    }
}

#[test]
fn an_institution_is_bound_by_its_own_law_wherever_it_is() {
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
