//! Entries in certification schemes: which of several counts, when a status decides, what an earlier scheme's entry
//! gives and what must run beside another.

use super::{GERMANY, World};

/// What an importer with these entries is worth to an exporter there on the day, and a code that is told.
struct Row {
    from: &'static str,
    entries: &'static str,
    day: &'static str,
    verdict: &'static str,
    code: &'static str,
}

const BRITAIN: &str = "country = \"GB\"\nsector = \"commercial\"";

#[test]
fn each_entry_counts_while_it_runs() {
    let eu = |entries, day, verdict, code| Row { from: GERMANY, entries, day, verdict, code };
    let uk = |entries, day, verdict, code| Row { from: BRITAIN, entries, day, verdict, code };
    let rows = [
        // An entry in the Shield still open on 2023-07-10 counts as one in the framework from then on.
        eu(SHIELD_TO_THE_DAY, "2023-07-10", "valid", ""),
        eu(SHIELD_TO_THE_DAY, "2023-07-11", "invalid", "certification-lapsed"),
        eu(SHIELD_TO_THE_DAY_BEFORE, "2023-07-10", "invalid", "importer-not-certified"),
        eu(SHIELD_FROM_THE_DAY_AFTER, "2023-08-01", "invalid", "importer-not-certified"),
        eu(SHIELD_REMOVED_BEFORE, "2023-08-01", "invalid", "importer-not-certified"),
        eu(SHIELD_REMOVED_AFTER, "2023-07-10", "valid", ""),
        eu(SHIELD_REMOVED_AFTER, "2023-07-11", "invalid", "certification-lapsed"),
        eu(SHIELD_ACTIVE, "2023-08-01", "valid", ""),
        // Who entered the framework anew stands by that entry, whatever the Shield's says.
        eu(SHIELD_AND_NEW, "2023-08-31", "valid", ""),
        eu(SHIELD_AND_NEW, "2023-09-01", "valid", ""),
        eu(SHIELD_AND_NEW, "2024-08-31", "valid", ""),
        eu(SHIELD_AND_NEW, "2024-09-01", "invalid", "certification-lapsed"),
        eu(SHIELD_AND_WITHDRAWN, "2024-01-31", "valid", ""),
        eu(SHIELD_AND_WITHDRAWN, "2024-02-01", "invalid", "certification-lapsed"),
        eu(SHIELD_AND_STAFF_ONLY, "2023-08-31", "valid", ""),
        eu(SHIELD_AND_STAFF_ONLY, "2023-09-01", "invalid", "certification-does-not-cover-data"),
        eu(SHIELD_AND_OTHER_PART, "2024-06-01", "valid", ""),
        uk(SHIELD_EXTENSION_AND_WITHDRAWN, "2024-01-31", "valid", ""),
        uk(SHIELD_EXTENSION_AND_WITHDRAWN, "2024-02-01", "invalid", "certification-lapsed"),
        // The best of several entries decides, in whatever order they are written.
        eu(NOT_KNOWN_AND_OVER, "2024-06-01", "undetermined", "fact-missing"),
        eu(OVER_AND_NOT_KNOWN, "2024-06-01", "undetermined", "fact-missing"),
        // An end that was not looked up falls when the dates say; one that was, from that day.
        eu(LAPSED_WITH_AN_END, "2024-12-31", "valid", ""),
        eu(LAPSED_WITH_AN_END, "2025-01-01", "invalid", "certification-lapsed"),
        eu(LAPSED_WITHOUT_A_DAY, "2024-06-01", "invalid", "certification-lapsed"),
        eu(LAPSED_AS_SEEN, "2024-01-31", "valid", ""),
        eu(LAPSED_AS_SEEN, "2024-02-01", "invalid", "certification-lapsed"),
        eu(APPLIED_AS_SEEN_LATER, "2024-06-01", "invalid", "importer-not-certified"),
        // Who was to renew by a day is looked up after it.
        eu(SEEN_ON_THE_LAST_DAY, "2024-05-31", "valid", ""),
        eu(SEEN_ON_THE_LAST_DAY, "2024-06-01", "undetermined", "fact-missing"),
        eu(SEEN_THE_DAY_AFTER, "2024-06-01", "valid", ""),
        // A status decides from the day it was looked up, also past the end that was first recorded.
        eu(ACTIVE_AFTER_ITS_END, "2024-12-31", "valid", ""),
        eu(ACTIVE_AFTER_ITS_END, "2025-01-01", "invalid", "certification-lapsed"),
        eu(ACTIVE_AFTER_ITS_END, "2025-03-31", "invalid", "certification-lapsed"),
        eu(ACTIVE_AFTER_ITS_END, "2025-04-01", "valid", ""),
        eu(ACTIVE_ON_ITS_LAST_DAY, "2024-12-31", "valid", ""),
        eu(ACTIVE_ON_ITS_LAST_DAY, "2025-01-01", "invalid", "certification-lapsed"),
        // Since when is asked before an entry was found active; of an application there is nothing to ask.
        eu(ACTIVE_AS_SEEN_LATER, "2024-06-30", "undetermined", "fact-missing"),
        eu(ACTIVE_AS_SEEN_LATER, "2024-07-01", "valid", ""),
        // The extension stands on the entry for the European Union, where one is recorded.
        uk(EXTENSION_ALONE, "2024-06-01", "valid", ""),
        uk(EXTENSION_AND_ENDED, "2024-01-31", "valid", ""),
        uk(EXTENSION_AND_ENDED, "2024-02-01", "invalid", "certification-lapsed"),
        uk(EXTENSION_AND_ENDED_SHIELD, "2024-02-01", "invalid", "certification-lapsed"),
        uk(EXTENSION_ENDED_AND_NOT_KNOWN, "2024-06-01", "undetermined", "fact-missing"),
        uk(EXTENSION_NOT_KNOWN_AND_ENDED, "2024-06-01", "undetermined", "fact-missing"),
    ];
    for Row { from, entries, day, verdict, code } in rows {
        let to: &'static str = Box::leak(
            format!("country = \"US\"\nsector = \"commercial\"\ncertifications = [{entries}]")
                .into_boxed_str(),
        );
        let answer = World { from, to, flow: "mechanism = [\"dpf\"]", more: "" }.answer(day);
        assert!(answer.starts_with(verdict), "{entries} on {day}: {answer}");
        assert!(answer.contains(code), "{entries} on {day}: {answer}");
    }
}

/// Adequacy claimed for a country without a decision means the framework that is open to it.
#[test]
fn adequacy_of_a_certified_company_is_its_framework() {
    let to = |entries: &str| -> &'static str {
        Box::leak(format!("country = \"US\"\nsector = \"commercial\"\ncertifications = [{entries}]").into())
    };
    let answer =
        |entries| World { from: GERMANY, to: to(entries), flow: "mechanism = [\"adequacy\"]", more: "" };
    let runs = answer(ACTIVE).answer("2024-06-01");
    assert!(runs.contains("US valid by eu-dpf"), "{runs}");
    assert!(!runs.contains("adequacy-not-claimed"), "{runs}");
    let over = answer(LAPSED_AS_SEEN).answer("2024-06-01");
    assert!(over.starts_with("invalid") && over.contains("certification-lapsed"), "{over}");
    assert!(!over.contains("out-of-scope"), "{over}");
    // No framework is open to India.
    let elsewhere =
        World { from: GERMANY, to: "country = \"IN\"", flow: "mechanism = [\"adequacy\"]", more: "" };
    let elsewhere = elsewhere.answer("2024-06-01");
    assert!(elsewhere.starts_with("invalid") && elsewhere.contains("out-of-scope"), "{elsewhere}");
}

/// Where a decision may cover the place, which is not known, and a framework does, the framework carries.
#[test]
fn a_framework_carries_beside_a_list_that_is_not_held() {
    let to = "country = \"US\"\nsector = \"commercial\"\ncertifications = [{ scheme = \"privacy-shield\", parts = [\"eu-us\"], since = 2018-01-01, covers = [\"hr\", \"non-hr\"] }]";
    let from = "country = \"UY\"\nsector = \"commercial\"";
    let answer = World { from, to, flow: "", more: "" }.answer("2020-06-01");
    assert!(answer.contains("by uy-privacy-shield"), "{answer}");
    let answer = World { from, to: "country = \"US\"\nsector = \"commercial\"", flow: "", more: "" }
        .answer("2020-06-01");
    assert!(answer.starts_with("undetermined"), "{answer}");
}

/// An entry of another company counts for those that it names.
#[test]
fn an_entry_covers_whom_it_names() {
    let holder = |covered: &str| -> &'static str {
        Box::leak(
            format!("[[party]]\nid = \"h\"\nname = \"H\"\nkind = \"vendor\"\ncountry = \"US\"\ncertifications = [{}]\n[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"US\"\n", ACTIVE.replace(" }", &format!(", covered = [{covered}] }}"))).into(),
        )
    };
    for (covered, verdict) in
        [("\"b\"", "valid"), ("\"c\", \"b\"", "valid"), ("\"c\"", "undetermined"), ("", "undetermined")]
    {
        let to = "country = \"US\"\nsector = \"commercial\"";
        let world = World { from: GERMANY, to, flow: "mechanism = [\"dpf\"]", more: holder(covered) };
        let answer = world.answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{covered}: {answer}");
    }
}

/// Who cannot take part in a scheme, by its place or by its sector, has no entry that could cover another; its own is
/// judged as any other.
#[test]
fn an_entry_of_one_who_cannot_hold_it_covers_nobody() {
    for (holder, verdict) in [
        ("country = \"US\"", "valid"),
        ("country = \"US\"\nsector = \"commercial\"", "valid"),
        ("country = \"US\"\nsector = \"bank\"", "invalid"),
        ("country = \"IN\"\nsector = \"commercial\"", "invalid"),
        ("country = \"unknown\"", "undetermined"),
    ] {
        let entry = ACTIVE.replace(" }", ", covered = [\"b\"] }");
        let more = format!(
            "[[party]]\nid = \"h\"\nname = \"H\"\nkind = \"vendor\"\n{holder}\ncertifications = [{entry}]\n"
        );
        let to = "country = \"US\"\nsector = \"commercial\"";
        let more = Box::leak(more.into_boxed_str());
        let answer = World { from: GERMANY, to, flow: "mechanism = [\"dpf\"]", more }.answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{holder}: {answer}");
    }
}

/// What the house forbids carries nothing, claimed or not.
#[test]
fn a_forbidden_framework_carries_nothing_unclaimed() {
    let to: &'static str = Box::leak(
        format!("country = \"US\"\nsector = \"commercial\"\ncertifications = [{ACTIVE}]").into_boxed_str(),
    );
    let world = |more| World { from: GERMANY, to, flow: "", more };
    let free = world("").answer("2024-06-01");
    assert!(free.starts_with("valid") && free.contains("adequacy-not-claimed"), "{free}");
    let barred = world("[policy]\nforbid = [\"dpf\"]").answer("2024-06-01");
    assert!(barred.starts_with("unsupported"), "{barred}");
    let exempt = |more| World {
        from: "country = \"CN\"\nsector = \"commercial\"",
        to: "country = \"IN\"",
        flow: "volume = [{ people = 5, year = 2026 }]",
        more,
    };
    assert!(exempt("").answer("2026-11-22").contains("by cn-exempt-small"));
    let barred = exempt("[policy]\nforbid = [\"cn-exempt-small\"]").answer("2026-11-22");
    assert!(!barred.contains("by cn-exempt-small"), "{barred}");
}

/// A ground has two words, the article's and the plain one, which each law reads in its own provision: who forbids the one
/// forbids the other, and nothing else.
#[test]
fn a_forbidden_ground_is_forbidden_by_either_word() {
    let world = |flow, more| World { from: GERMANY, to: "country = \"IN\"", flow, more };
    let consent = |word: &str| -> &'static str {
        Box::leak(format!("mechanism = [\"{word}\"]\nderogation = {{ explicit = true, informed_of_risks = true, occasional = true, necessary = true }}").into())
    };
    for (claimed, forbidden, verdict) in [
        ("consent", "art-49-consent", "prohibited"),
        ("art-49-consent", "consent", "prohibited"),
        ("contract", "art-49-contract", "prohibited"),
        ("art-49-contract", "contract", "prohibited"),
        ("consent", "art-49-contract", "valid"),
        ("art-49-contract", "art-49-contract-interest", "valid"),
    ] {
        let more = Box::leak(format!("[policy]\nforbid = [\"{forbidden}\"]").into_boxed_str());
        let answer = world(consent(claimed), more).answer("2024-06-01");
        assert!(answer.starts_with(verdict), "{claimed}, {forbidden} forbidden: {answer}");
    }
}

const ACTIVE: &str =
    r#"{ scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, covers = ["hr", "non-hr"] }"#;
const SHIELD_TO_THE_DAY: &str = r#"{ scheme = "privacy-shield", parts = ["eu-us"], since = 2018-01-01, until = 2023-07-10, covers = ["hr", "non-hr"] }"#;
const SHIELD_TO_THE_DAY_BEFORE: &str = r#"{ scheme = "privacy-shield", parts = ["eu-us"], since = 2018-01-01, until = 2023-07-09, covers = ["hr", "non-hr"] }"#;
const SHIELD_FROM_THE_DAY_AFTER: &str =
    r#"{ scheme = "privacy-shield", parts = ["eu-us"], since = 2023-07-11, covers = ["hr", "non-hr"] }"#;
const SHIELD_REMOVED_BEFORE: &str = r#"{ scheme = "privacy-shield", parts = ["eu-us"], since = 2018-01-01, status = "removed", checked_on = 2023-07-10, covers = ["hr", "non-hr"] }"#;
const SHIELD_REMOVED_AFTER: &str = r#"{ scheme = "privacy-shield", parts = ["eu-us"], since = 2018-01-01, status = "removed", checked_on = 2023-07-11, covers = ["hr", "non-hr"] }"#;
const SHIELD_ACTIVE: &str = r#"{ scheme = "privacy-shield", parts = ["eu-us"], since = 2018-01-01, status = "active", checked_on = 2023-07-01, covers = ["hr", "non-hr"] }"#;
const NOT_KNOWN_AND_OVER: &str = r#"{ scheme = "dpf", parts = ["eu-us"], covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["eu-us"], since = 2023-08-01, until = 2023-12-31, covers = ["hr", "non-hr"] }"#;
const OVER_AND_NOT_KNOWN: &str = r#"{ scheme = "dpf", parts = ["eu-us"], since = 2023-08-01, until = 2023-12-31, covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["eu-us"], covers = ["hr", "non-hr"] }"#;
const LAPSED_WITH_AN_END: &str = r#"{ scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, until = 2024-12-31, status = "lapsed", covers = ["hr", "non-hr"] }"#;
const LAPSED_WITHOUT_A_DAY: &str = r#"{ scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, status = "lapsed", covers = ["hr", "non-hr"] }"#;
const LAPSED_AS_SEEN: &str = r#"{ scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, until = 2024-12-31, status = "lapsed", checked_on = 2024-02-01, covers = ["hr", "non-hr"] }"#;
const APPLIED_AS_SEEN_LATER: &str = r#"{ scheme = "dpf", parts = ["eu-us"], status = "applied", checked_on = 2024-07-01, covers = ["hr", "non-hr"] }"#;
const SEEN_ON_THE_LAST_DAY: &str = r#"{ scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, next_due = 2024-05-31, checked_on = 2024-05-31, covers = ["hr", "non-hr"] }"#;
const SHIELD_AND_NEW: &str = r#"{ scheme = "privacy-shield", parts = ["eu-us"], since = 2018-01-01, covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, until = 2024-08-31, covers = ["hr", "non-hr"] }"#;
const SHIELD_AND_WITHDRAWN: &str = r#"{ scheme = "privacy-shield", parts = ["eu-us"], since = 2018-01-01, covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, status = "withdrawn", checked_on = 2024-02-01, covers = ["hr", "non-hr"] }"#;
const SHIELD_AND_STAFF_ONLY: &str = r#"{ scheme = "privacy-shield", parts = ["eu-us"], since = 2018-01-01, covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, covers = ["hr"] }"#;
const SHIELD_AND_OTHER_PART: &str = r#"{ scheme = "privacy-shield", parts = ["eu-us"], since = 2018-01-01, covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["swiss-us"], since = 2023-09-01, until = 2024-01-31, covers = ["hr", "non-hr"] }"#;
const SHIELD_EXTENSION_AND_WITHDRAWN: &str = r#"{ scheme = "privacy-shield", parts = ["eu-us"], since = 2018-01-01, covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["uk-extension"], since = 2023-11-01, covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, status = "withdrawn", checked_on = 2024-02-01, covers = ["hr", "non-hr"] }"#;
const ACTIVE_AFTER_ITS_END: &str = r#"{ scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, until = 2024-12-31, status = "active", checked_on = 2025-04-01, covers = ["hr", "non-hr"] }"#;
const ACTIVE_ON_ITS_LAST_DAY: &str = r#"{ scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, until = 2024-12-31, status = "active", checked_on = 2024-12-31, covers = ["hr", "non-hr"] }"#;
const ACTIVE_AS_SEEN_LATER: &str = r#"{ scheme = "dpf", parts = ["eu-us"], status = "active", checked_on = 2024-07-01, covers = ["hr", "non-hr"] }"#;
const SEEN_THE_DAY_AFTER: &str = r#"{ scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, next_due = 2024-05-31, checked_on = 2024-06-01, covers = ["hr", "non-hr"] }"#;
const EXTENSION_ALONE: &str =
    r#"{ scheme = "dpf", parts = ["uk-extension"], since = 2023-11-01, covers = ["hr", "non-hr"] }"#;
const EXTENSION_AND_ENDED: &str = r#"{ scheme = "dpf", parts = ["uk-extension"], since = 2023-11-01, covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, until = 2024-01-31, covers = ["hr", "non-hr"] }"#;
const EXTENSION_AND_ENDED_SHIELD: &str = r#"{ scheme = "dpf", parts = ["uk-extension"], since = 2023-11-01, covers = ["hr", "non-hr"] }, { scheme = "privacy-shield", parts = ["eu-us"], since = 2018-01-01, until = 2024-01-31, covers = ["hr", "non-hr"] }"#;
const EXTENSION_ENDED_AND_NOT_KNOWN: &str = r#"{ scheme = "dpf", parts = ["uk-extension"], since = 2023-11-01, covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, until = 2024-01-31, covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["eu-us"], covers = ["hr", "non-hr"] }"#;
const EXTENSION_NOT_KNOWN_AND_ENDED: &str = r#"{ scheme = "dpf", parts = ["uk-extension"], since = 2023-11-01, covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["eu-us"], covers = ["hr", "non-hr"] }, { scheme = "dpf", parts = ["eu-us"], since = 2023-09-01, until = 2024-01-31, covers = ["hr", "non-hr"] }"#;
