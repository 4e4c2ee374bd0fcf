//! Numbers of people: which flows of an exporter count against a law's thresholds, and which transactions a rule of
//! national security is about.

use transfer_model::assess::{Cause, Question, Row, assess};
use transfer_model::day::Day;
use transfer_model::register::read;
use transfer_tests::made::BOOK;

use super::World;

const CHINA: &str = "country = \"CN\"\nsector = \"commercial\"\nbranches = [\"DE\"]";
const AMERICA: &str = "country = \"US\"\nsector = \"commercial\"";

/// Another flow `g` of the exporter, with so many people that none of its flows is exempt where it counts.
fn other(keys: &str) -> &'static str {
    let to = if keys.contains("to = ") { "" } else { "to = \"b\"\n" };
    Box::leak(
        format!(
            "[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"CN\"\n\
             [[flow]]\nid = \"g\"\nfrom = \"a\"\n{to}roles = \"controller-to-controller\"\ndata = [\"d\"]\nvolume = [{{ people = 100000 }}]\n{keys}"
        )
        .into_boxed_str(),
    )
}

#[test]
fn a_flow_counts_in_the_year_in_which_it_runs_abroad() {
    for (keys, counts) in [
        ("", true),
        ("until = 2025-12-31", false),
        ("until = 2026-01-01", true),
        ("since = 2026-06-01", true),
        ("since = 2026-06-02", false),
        ("to = \"c\"", false),
        ("context = \"DE\"", false),
        ("mechanism = [\"cn-exempt-hr\"]", true),
        ("mechanism = [\"cn-exempt-contract\"]\nderogation = { necessary = true }", false),
        ("mechanism = [\"contract\"]\nderogation = { necessary = true }", false),
        ("mechanism = [\"contract\"]\nderogation = { necessary = false }", true),
        ("mechanism = [{ use = \"cn-exempt-hr\", until = 2026-05-31 }]", true),
        ("mechanism = [\"consent\"]", true),
    ] {
        let world = World {
            from: CHINA,
            to: "country = \"IN\"",
            flow: "volume = [{ people = 5, year = 2026 }]",
            more: other(keys),
        };
        let answer = world.answer("2026-06-01");
        assert_eq!(!answer.contains("by cn-exempt-small"), counts, "{keys}: {answer}");
    }
    // What is not personal needs no number.
    let world = World {
        from: CHINA,
        to: "country = \"IN\"",
        flow: "volume = [{ people = 5, year = 2026, data = [\"d\"] }]",
        more: "[[data]]\nid = \"e\"\nname = \"E\"\npersonal = \"no\"\n",
    };
    let text = world.text("").replace("data = [\"d\"]\nvolume", "data = [\"d\", \"e\"]\nvolume");
    let answer = super::told(&text, "2026-06-01");
    assert!(answer.contains("by cn-exempt-small"), "{answer}");
}

#[test]
fn a_rule_on_bulk_data_is_about_transactions_of_its_kind_with_its_recipients() {
    const HEALTH: &str = "special = [\"health\"]";
    let people = |number: u32| -> &'static str {
        Box::leak(format!("volume = [{{ people = {number}, year = 2026 }}]").into_boxed_str())
    };
    let vendor = |from, flow, more| World { from, to: "country = \"CN\"", flow, more };
    let processor =
        |world: &World| world.text(HEALTH).replacen("controller-to-controller", "controller-to-processor", 1);
    for (from, number, more, verdict) in [
        (AMERICA, 10_000, "", "not-restricted"),
        (AMERICA, 10_001, "", "conditional"),
        // A broker of data sells them, whatever the contract is called.
        ("country = \"US\"\nsector = \"data-broker\"", 10_001, "", "prohibited"),
        // Other flows to the same recipient count too, once they have begun; those to others do not.
        (AMERICA, 10_000, "since = 2026-06-01", "conditional"),
        (AMERICA, 10_000, "since = 2026-06-02", "not-restricted"),
        (AMERICA, 10_000, "to = \"c\"", "not-restricted"),
        (AMERICA, 10_000, "to = \"c\"\naccessed_from = [{ place = \"CN\", by = \"b\" }]", "conditional"),
        (AMERICA, 10_000, "to = \"c\"\naccessed_from = [{ place = \"CN\", by = \"c\" }]", "not-restricted"),
    ] {
        let more = if more.is_empty() { more } else { other(more) };
        let world = vendor(from, people(number), more);
        let answer = super::told(&processor(&world), "2026-06-01");
        assert!(answer.starts_with(verdict), "{number}, {from}, {more}: {answer}");
    }
    // The purpose makes a broker too; another purpose does not.
    for (purpose, verdict) in [("data-brokerage", "prohibited"), ("research", "conditional")] {
        let text = processor(&vendor(AMERICA, people(10_001), ""));
        let text = text.replacen("[flow]]\n", &format!("[flow]]\npurposes = [{purpose:?}]\n"), 1);
        let answer = super::told(&text, "2026-06-01");
        assert!(answer.starts_with(verdict), "{purpose}: {answer}");
    }
    // Who is owned by a company there, and by how much, where that is recorded.
    for (owners, verdict) in [
        ("{ party = \"c\", share = 50 }", "conditional"),
        ("{ party = \"c\", share = 49 }", "not-restricted"),
        ("{ party = \"c\" }", "undetermined"),
    ] {
        let to: &'static str = Box::leak(format!("country = \"IN\"\nowners = [{owners}]").into_boxed_str());
        let more = "[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"CN\"\n";
        let world = World { from: AMERICA, to, flow: people(10_001), more };
        let answer = super::told(&processor(&world), "2026-06-01");
        assert!(answer.starts_with(verdict), "{owners}: {answer}");
    }
    // Whether one controller gives another data for money is not said; inside a group it is no sale.
    let strangers = vendor(AMERICA, people(10_001), "").answer_of(HEALTH, "2026-06-01");
    assert!(strangers.starts_with("undetermined") && !strangers.contains("restricted"), "{strangers}");
    let holder = "[[party]]\nid = \"h\"\nname = \"H\"\nkind = \"vendor\"\ncountry = \"US\"\n";
    let sisters = World {
        from: "country = \"US\"\nsector = \"commercial\"\nparent = \"h\"",
        to: "country = \"CN\"\nparent = \"h\"",
        flow: people(10_001),
        more: holder,
    };
    let sisters = sisters.answer_of(HEALTH, "2026-06-01");
    assert!(sisters.starts_with("conditional"), "{sisters}");
}

/// What decides a rule of national security and is not known is asked for: who owns the recipient, how many people it is
/// about, whether the data are sold.
#[test]
fn what_a_rule_on_bulk_data_turns_on_is_asked() {
    const HEALTH: &str = "special = [\"health\"]";
    let people = "volume = [{ people = 10001, year = 2026 }]";
    let holder = "[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"CN\"\n";
    let owned = "country = \"IN\"\nowners = [{ party = \"c\" }]";
    for (to, flow, role, asked) in [
        (owned, people, "controller-to-processor", "owners"),
        ("country = \"CN\"", "", "controller-to-processor", "numbers"),
        ("country = \"CN\"", people, "controller-to-controller", "brokerage"),
        (owned, "", "controller-to-processor", "owners"),
    ] {
        let world = World { from: AMERICA, to, flow, more: holder };
        let text = world.text(HEALTH).replacen("controller-to-controller", role, 1);
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2026-06-01").unwrap());
        let questions = found.findings.iter().filter_map(|finding| match finding.detail.cause {
            Cause::Missing(Question::Owners(..)) => Some("owners"),
            Cause::Missing(Question::Numbers(..)) => Some("numbers"),
            Cause::Missing(Question::Brokerage(_)) => Some("brokerage"),
            _ => None,
        });
        let questions: Vec<&str> = questions.collect();
        assert_eq!(questions.first(), Some(&asked), "{to}, {flow}, {role}: {questions:?}");
    }
}

/// A broker may sell no sensitive data to companies of some countries: such are data of every special category, and of
/// crimes.
#[test]
fn a_broker_sells_no_sensitive_data_to_a_foreign_adversary() {
    let from = "country = \"US\"\nsector = \"data-broker\"";
    for (data, verdict) in [
        ("", "not-restricted"),
        ("special = [\"religion\"]", "prohibited"),
        ("criminal = true", "prohibited"),
        ("children = true", "prohibited"),
    ] {
        let world = World { from, to: "country = \"CN\"", flow: "", more: "" };
        let answer = world.answer_of(data, "2024-07-01");
        assert!(answer.starts_with(verdict), "{data}: {answer}");
    }
}

/// What a broker sells to anybody else abroad asks for a contract that bars passing it on to those countries: whoever is
/// there, or owned from there, is under the rule that bars it, and not under this.
#[test]
fn a_broker_sells_bulk_data_abroad_under_a_contract() {
    let from = "country = \"US\"\nsector = \"data-broker\"";
    let more = "[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"CN\"\n";
    let flow = "volume = [{ people = 10001, year = 2026 }]";
    for (to, verdict) in [
        ("country = \"DE\"", "conditional"),
        ("country = \"DE\"\nowners = [{ party = \"c\", share = 19 }]", "conditional"),
        ("country = \"DE\"\nowners = [{ party = \"c\", share = 50 }]", "prohibited"),
        ("country = \"DE\"\nowners = [{ party = \"c\" }]", "undetermined"),
        ("country = \"US\"", "not-restricted"),
    ] {
        let answer = World { from, to, flow, more }.answer_of("special = [\"health\"]", "2026-06-01");
        assert!(answer.starts_with(verdict), "{to}: {answer}");
    }
}

/// Each recipient is asked about by itself: that something is not known of one bars nothing said of the next.
#[test]
fn who_has_access_from_elsewhere_is_barred_whatever_is_not_known_of_the_importer() {
    let more = "[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"CN\"\n";
    let from = "country = \"US\"\nsector = \"data-broker\"";
    let to = "country = \"IN\"\nowners = [{ party = \"c\" }]";
    for (flow, verdict) in
        [("", "undetermined"), ("accessed_from = [{ place = \"CN\", by = \"c\" }]", "prohibited")]
    {
        let answer = World { from, to, flow, more }.answer_of("special = [\"health\"]", "2024-07-01");
        assert!(answer.starts_with(verdict), "{flow}: {answer}");
    }
}

/// Each recipient to whom a rule of national security bars or limits data is told of, each once, with the row that is
/// from before the day.
#[test]
fn each_recipient_under_a_rule_on_bulk_data_is_told_of_once() {
    let two = "[[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"CN\"\n";
    for (flow, told) in [
        ("locations = [\"CN\"]\naccessed_from = []", 1),
        ("locations = [\"CN\", \"CN-GBA\"]\naccessed_from = [\"CN\"]", 1),
        ("accessed_from = [{ place = \"CN\", by = \"c\" }]", 2),
    ] {
        let flow =
            Box::leak(format!("volume = [{{ people = 20000, year = 2040 }}]\n{flow}").into_boxed_str());
        let world = World { from: AMERICA, to: "country = \"CN\"", flow, more: two };
        let text = world.text("special = [\"health\"]").replacen(
            "controller-to-controller",
            "controller-to-processor",
            1,
        );
        let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap();
        let found = assess(&register, &BOOK, Day::parse("2040-06-01").unwrap());
        let limited = found.findings.iter().filter(|f| matches!(f.detail.cause, Cause::Restricted(..)));
        assert_eq!(limited.count(), told, "{flow}");
        let past =
            found.findings.iter().filter(|f| matches!(f.detail.cause, Cause::Horizon(Row::Restriction(_))));
        assert_eq!(past.count(), 1, "{flow}");
    }
}
