//! Remedies that work: each names the key and the word to record, and the word is the one that the condition reads.
//! Messages say the fact that decides.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should fail")]

use transfer_model::assess::{Words, assess};
use transfer_model::day::Day;
use transfer_model::finding::Code;
use transfer_model::register::read;
use transfer_tests::made::BOOK;

/// The message and the remedy of the findings of a code on a day.
fn said(text: &str, on: &str, code: Code) -> Vec<(String, String)> {
    let text = format!("[register]\nname = \"R\"\n{text}");
    let register = read(vec![("r.toml".to_owned(), text.clone())], &BOOK)
        .unwrap_or_else(|(_, problems)| panic!("{problems:?}\n{text}"));
    let found = assess(&register, &BOOK, Day::parse(on).unwrap());
    let words = Words { register: &register, book: &BOOK };
    let these = found.findings.iter().filter(|finding| finding.code == code);
    these.map(|finding| (words.message(finding), words.remedy(finding))).collect()
}

/// A flow from one country to another, with its keys, and keys of the data.
fn flow(from: &str, to: &str, data: &str, more: &str) -> String {
    format!(
        "[[party]]\nid = \"a\"\nname = \"a\"\nkind = \"vendor\"\ncountry = \"{from}\"\nsector = \"commercial\"\n\
         [[party]]\nid = \"b\"\nname = \"b\"\nkind = \"vendor\"\ncountry = \"{to}\"\nsector = \"commercial\"\n\
         certifications = [{{ scheme = \"dpf\", parts = [\"eu-us\"], covers = [\"hr\", \"non-hr\"], since = 2023-07-17 }}]\n\
         [[data]]\nid = \"d\"\nname = \"d\"\n{data}\n\
         [[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\n\
         subjects = [{{ group = \"people\", in = [\"{from}\"] }}]\n{more}\n"
    )
}

/// A contract named for a law that prescribes no text is told how it counts, and then counts.
#[test]
fn contracts_are_told_what_they_may_serve() {
    for (from, word) in [("CA", "ca-accountability"), ("SG", "sg-contract"), ("JP", "jp-equivalent-contract")]
    {
        let contract = |serves: &str| {
            let paper = format!(
                "[[instrument]]\nid = \"p\"\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = 2020-01-01\n{serves}\n"
            );
            let text = flow(
                from,
                "IN",
                "",
                &format!("mechanism = [\"p\"]\nshown = {{ disclosed = true }}\n{paper}"),
            );
            text.replace("controller-to-controller", "controller-to-processor")
        };
        let found = said(&contract(""), "2024-06-01", Code::NotAMechanism);
        let [(_, remedy)] = found.as_slice() else { panic!("{found:?}") };
        assert!(
            remedy.contains(&format!(
                "if `p` meets what this law asks of a contract, say so: `serves = [\"{word}\"]`"
            )),
            "{remedy}"
        );
        assert_eq!(said(&contract(&format!("serves = [\"{word}\"]")), "2024-06-01", Code::NotAMechanism), []);
    }
    // A law with a closed list has no such contract.
    let paper = "mechanism = [\"p\"]\n[[instrument]]\nid = \"p\"\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = 2020-01-01\n";
    let found = said(&flow("DE", "IN", "", paper), "2024-06-01", Code::NotAMechanism);
    let [(_, remedy)] = found.as_slice() else { panic!("{found:?}") };
    assert!(!remedy.contains("serves"), "{remedy}");
}

/// A contract that serves: the words that the condition reads, and recorded so the question is answered.
#[test]
fn contracts_name_what_they_serve() {
    for (from, data, more, word) in [
        (
            "KE",
            "special = [\"health\"]",
            "mechanism = [\"consent\"]\nderogation = { explicit = true }",
            "ke-safeguards",
        ),
        ("UY", "", "mechanism = [\"dpf\"]\nshown = { disclosed = true }", "uy-us-dpf"),
    ] {
        let text = flow(from, "US", data, more);
        let found = said(&text, "2024-06-01", Code::FactMissing);
        let [(message, remedy)] = found.as_slice() else { panic!("{found:?}") };
        assert!(message.contains(&format!("`{word}`")), "{message}");
        assert!(remedy.contains(&format!("`serves = [\"{word}\"]`")), "{remedy}");
        let paper = format!(
            "[[instrument]]\nid = \"k\"\nkind = \"onward-contract\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\nserves = [\"{word}\"]\n"
        );
        assert!(said(&format!("{text}{paper}"), "2024-06-01", Code::FactMissing).is_empty(), "{from}");
    }
}

/// A duty beside the route: the key and the word that show it done.
#[test]
fn duties_name_what_to_record() {
    for (from, more, word) in [
        (
            "KR",
            "mechanism = [\"consent\"]\nshown = { disclosed = true, separate_consent = true }",
            "`serves = [\"kr-contract-overlay\"]`",
        ),
        ("BR", "mechanism = [\"contract\"]\nderogation = { necessary = true }", "`shown.disclosed = true`"),
        (
            "CN",
            "mechanism = [\"contract\"]\nderogation = { necessary = true }",
            "`shown.items = [\"recipient\", \"contact\"]`",
        ),
    ] {
        let found = said(&flow(from, "US", "", more), "2026-06-01", Code::OverlayOpen);
        assert!(found.iter().any(|(_, remedy)| remedy.contains(word)), "{from}: {found:?}");
    }
}

/// An assessment of a kind: its word.
#[test]
fn assessments_name_their_kind() {
    for (from, more, kind) in [
        ("CN", "mechanism = [\"contract\"]\nderogation = { necessary = true }", "`kind = \"pipia\"`"),
        ("CA-QC", "mechanism = [\"qc-pia\"]", "`kind = \"pia\"`"),
    ] {
        let found = said(&flow(from, "US", "", more), "2026-06-01", Code::TiaMissing);
        assert!(found.iter().any(|(_, remedy)| remedy.contains(kind)), "{from}: {found:?}");
    }
}

#[test]
fn laws_that_clauses_may_choose() {
    let set = "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2023-01-01\ngoverning_law = \"RS\"\n";
    let text = flow("DE", "IN", "", "mechanism = [\"s\"]") + set;
    let found = said(&text, "2024-06-01", Code::OutOfScope);
    let [(_, remedy)] = found.as_slice() else { panic!("{found:?}") };
    assert!(remedy.starts_with("choose the law of a member state of "), "{remedy}");
    assert!(remedy.contains("third-party beneficiary rights"), "{remedy}");
    let text = flow("CH", "IN", "", "mechanism = [\"s\"]") + &set.replace("RS", "DE");
    let found = said(&text, "2024-06-01", Code::AddendumMissing);
    let [(_, remedy)] = found.as_slice() else { panic!("{found:?}") };
    assert!(remedy.contains("and record the signed document as"), "{remedy}");
}

/// Outside the scope of a rule: by which fact.
#[test]
fn the_fact_that_is_out_of_scope() {
    let numbers = "kinds = [\"resident-registration-number\"]";
    for (from, to, data, more, fact) in [
        (
            "KR",
            "DE",
            numbers,
            "mechanism = [\"adequacy\"]",
            "data of the kind `resident-registration-number`, and `d` is such",
        ),
        (
            "AE-DIFC",
            "AE",
            "",
            "mechanism = [\"adequacy\"]",
            "the United Arab Emirates is not listed: it has no adequacy decision",
        ),
        (
            "KR",
            "CN",
            "",
            "mechanism = [\"contract\"]\nshown = { disclosed = true }\nderogation = { necessary = true }",
            "the flow is controller-to-controller",
        ),
    ] {
        let found = said(&flow(from, to, data, more), "2026-02-01", Code::OutOfScope);
        assert!(found.iter().any(|(message, _)| message.contains(fact)), "{from}: {found:?}");
    }
}

/// Before the Regulation of 2018 another bound the institutions: it is that which the pack lacks, not a country's law.
#[test]
fn institutions_before_their_regulation() {
    let text =
        flow("BE", "US", "", "mechanism = []").replacen("kind = \"vendor\"", "kind = \"eu-institution\"", 1);
    let found = said(&text, "2018-12-10", Code::RegimeNotInPack);
    assert!(found.iter().any(|(message, _)| message.contains("Regulation (EC) 45/2001")), "{found:?}");
    assert!(said(&text, "2018-12-11", Code::RegimeNotInPack).is_empty());
}

/// The house forbids a ground by one word, and the flow claims it by the other: the policy's word is told.
#[test]
fn the_word_that_the_policy_has() {
    let policy = "[policy]\nforbid = [\"art-49-consent\"]\n";
    for (claim, told) in [
        (
            "consent",
            "forbids Derogation: explicit consent (`art-49-consent`), and `consent` is the same ground",
        ),
        ("art-49-consent", "forbids Derogation: explicit consent (`art-49-consent`)"),
    ] {
        let text = format!("{policy}{}", flow("JP", "CN", "", &format!("mechanism = [\"{claim}\"]")));
        let found = said(&text, "2026-06-01", Code::HouseRule);
        assert!(found.iter().any(|(message, _)| message.ends_with(told)), "{found:?}");
    }
}

/// No decision on a state reaches an international organisation that sits there, and no state's law binds it.
#[test]
fn organisations_are_no_part_of_the_state_where_they_sit() {
    let organisation = "kind = \"international-organisation\"";
    let to = |claims: &str| {
        let text = flow("DE", "CH", "", &format!("mechanism = [{claims}]"));
        let (before, after) = text.rsplit_once("kind = \"vendor\"").unwrap();
        format!("{before}{organisation}{after}")
    };
    let from = flow("CH", "US", "", "mechanism = []").replacen("kind = \"vendor\"", organisation, 1);
    for (text, code, told, never) in [
        (to("\"adequacy\""), Code::OutOfScope, "b is an international organisation", "Switzerland has no"),
        (to(""), Code::NoMechanism, "to b, an international organisation,", "transfer to Switzerland"),
        (from, Code::RegimeNotInPack, "a, an international organisation", "law of Switzerland"),
    ] {
        let found = said(&text, "2024-06-01", code);
        let [(message, _)] = found.as_slice() else { panic!("{found:?}") };
        assert!(message.contains(told) && !message.contains(never), "{message}");
    }
}

/// What is said of a document is so of its kind, and what mends it is what the law asks of that kind.
#[test]
fn documents_by_their_kind() {
    let paper = |kind: &str, more: &str| {
        format!("[[instrument]]\nid = \"s\"\nkind = \"{kind}\"\nparties = [\"a\", \"b\"]\n{more}\n")
    };
    let outer = "[[instrument]]\nid = \"o\"\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = 2021-10-02\n";
    let within = paper("eu-scc-2001-497", "state = \"incorporated\"\nincorporated_by = \"o\"") + outer;
    let joined = "[[party]]\nid = \"c\"\nname = \"c\"\nkind = \"vendor\"\ncountry = \"IN\"\n".to_owned()
        + &paper("eu-scc-2001-497", "signed = 2019-01-01\njoined = { b = 2021-10-02 }")
            .replace("\"b\"]", "\"c\"]");
    let alone = "[[party]]\nid = \"c\"\nname = \"c\"\nkind = \"vendor\"\ncountry = \"IN\"\n".to_owned()
        + &paper("uk-idta", "signed = 2022-10-01").replace("\"b\"]", "\"c\"]");
    let rules = paper("bcr-c", "approved = 2019-01-01\nauthority = \"IE\"");
    let set = paper("eu-scc-2021-914", "modules = [1]\nsigned = 2022-01-01\nannexes = [\"I\", \"II\"]");
    let part = paper("eu-scc-2021-914", "modules = [1]\nincorporated_by = \"o\"") + outer;
    let concluded = "concluded between these parties on 2021-10-02, after 2021-09-26, the last day";
    for (from, on, more, code, told, mended) in [
        (
            "DE",
            "2022-11-01",
            &part,
            Code::NotSigned,
            "`s` is not signed",
            "record `state = \"incorporated\"`",
        ),
        ("DE", "2022-11-01", &within, Code::ClausesRepealed, concluded, "sign the set in force"),
        ("DE", "2022-11-01", &joined, Code::ClausesRepealed, concluded, "sign the set in force"),
        (
            "GB",
            "2022-11-01",
            &alone,
            Code::PartyNotBound,
            "b is not bound",
            "join the document, where it lets others join",
        ),
        (
            "GB",
            "2024-11-01",
            &rules,
            Code::AddendumMissing,
            "without the UK Addendum",
            "with `approved` and `authority`",
        ),
        (
            "DE",
            "2022-11-01",
            &set,
            Code::InstrumentIncomplete,
            "the governing law of `s` is not recorded",
            "`governing_law`",
        ),
    ] {
        let found = said(&(flow(from, "IN", "", "mechanism = [\"s\"]") + more), on, code);
        let [(message, remedy)] = found.as_slice() else { panic!("{found:?}") };
        assert!(message.contains(told), "{message}");
        assert!(remedy.contains(mended), "{remedy}");
    }
}

/// Only a duty names the party: what is said of it is still so.
#[test]
fn a_party_that_only_a_duty_names() {
    let party = "[[party]]\nid = \"c\"\nname = \"c\"\nkind = \"vendor\"\ncountry = \"US\"\n";
    let duty = "[[duty]]\nid = \"q\"\nparty = \"c\"\nkind = \"evidence-request\"\ndue = 2025-01-01\n";
    let text = flow("DE", "CH", "", "mechanism = [\"adequacy\"]") + party + duty;
    let found = said(&text, "2024-06-01", Code::UnreachableParty);
    let [(message, _)] = found.as_slice() else { panic!("{found:?}") };
    assert!(message.starts_with("no flow, owner, certification,"), "{message}");
}

/// A claim that names no document: one of that kind recorded between the parties is asked about, not asked for again.
#[test]
fn a_document_that_the_flow_does_not_name() {
    let paper = |kind: &str| {
        format!(
            "[[instrument]]\nid = \"s\"\nkind = \"{kind}\"\nparties = [\"a\", \"b\"]\nsigned = 2023-01-01\n"
        )
    };
    for (claim, kind, named) in [
        ("scc", "eu-scc-2021-914", true),
        ("eu-scc-2021-914", "eu-scc-2021-914", true),
        ("bcr", "bcr-c", true),
        ("scc", "bcr-c", false),
        ("bcr", "eu-scc-2021-914", false),
        ("scc", "dpa", false),
    ] {
        let text = flow("DE", "IN", "", &format!("mechanism = [\"{claim}\"]")) + &paper(kind);
        let found = said(&text, "2024-06-01", Code::InstrumentNotRecorded);
        let [(message, remedy)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(message.contains("is it `s`, which is recorded between the parties?"), named, "{message}");
        assert_eq!(remedy.starts_with("let the flow name `s`"), named, "{remedy}");
    }
}

/// Nobody is told to sign what does not exist on the day.
#[test]
fn addenda_before_their_day() {
    let set = |kind: &str, more: &str| {
        format!(
            "mechanism = [\"p\"]\n[[instrument]]\nid = \"p\"\nkind = \"{kind}\"\nparties = [\"a\", \"b\"]\n\
             signed = 2021-06-27\n{more}\n"
        )
    };
    let clauses = set("eu-scc-2021-914", "modules = [1]");
    let rules = set("bcr-c", "approved = 2019-01-01\nauthority = \"IE\"");
    let later = "rely on another mechanism until then";
    for (from, paper, last, name, first) in [
        (
            "GB",
            &clauses,
            "2022-03-20",
            "the UK Addendum to the EU standard contractual clauses",
            "2022-03-21",
        ),
        ("GB", &rules, "2023-12-18", "the UK Addendum to EU binding corporate rules", "2023-12-19"),
        (
            "CH",
            &clauses,
            "2021-08-26",
            "the Swiss amendments to the EU standard contractual clauses",
            "2021-08-27",
        ),
    ] {
        let text = flow(from, "IN", "", paper);
        let found = said(&text, last, Code::AddendumMissing);
        let [(message, remedy)] = found.as_slice() else { panic!("{found:?}") };
        assert!(message.ends_with(&format!("it needs {name}, in force only from {first}")), "{message}");
        assert_eq!(remedy, later);
        let found = said(&text, first, Code::AddendumMissing);
        let [(message, remedy)] = found.as_slice() else { panic!("{found:?}") };
        assert!(message.ends_with(&format!("without {name} in force between the same parties")), "{message}");
        assert_ne!(remedy, later);
    }
}

/// Many laws have no list of places, and some no clauses: nobody is sent to routes that the law does not have.
#[test]
fn routes_that_a_law_does_not_have_are_not_named() {
    let plain = "sign clauses, or rely on a decision that covers the importer, or stop the transfer";
    for (from, more, code, mended) in [
        ("DE", "", Code::NoMechanism, plain),
        ("BR", "", Code::NoMechanism, plain),
        ("VN", "", Code::NoMechanism, "rely on a mechanism of this law, or stop the transfer"),
        (
            "SG",
            "",
            Code::NoMechanism,
            "sign clauses, or rely on another mechanism of this law, or stop the transfer",
        ),
        // A power to list places that was never used is no decision.
        (
            "TR",
            "",
            Code::NoMechanism,
            "sign clauses, or rely on another mechanism of this law, or stop the transfer",
        ),
        (
            "KR",
            "",
            Code::NoMechanism,
            "rely on a decision that covers the importer or on another mechanism of this law, or stop the transfer",
        ),
        ("VN", "mechanism = [\"ipv\"]", Code::NotAMechanism, "rely on a mechanism of this law"),
        (
            "SG",
            "mechanism = [\"contract\"]\nderogation = { necessary = false }",
            Code::DerogationMisused,
            "rely on another mechanism of this law; a derogation is for specific situations",
        ),
        (
            "BR",
            "mechanism = [\"contract\"]\nderogation = { necessary = false }",
            Code::DerogationMisused,
            "rely on an adequacy decision or appropriate safeguards; a derogation is for specific situations",
        ),
    ] {
        let found = said(&flow(from, "IN", "", more), "2026-06-01", code);
        let [(_, remedy)] = found.as_slice() else { panic!("{from}: {found:?}") };
        assert_eq!(remedy, mended, "{from}");
    }
}

/// A contract reaches a place or not; only a decision is had by it.
#[test]
fn contracts_do_not_reach_a_place() {
    let paper = "mechanism = [\"p\"]\n[[instrument]]\nid = \"p\"\nkind = \"cn-gba-contract-hk\"\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n";
    let found = said(&flow("CN", "US", "", paper), "2025-06-01", Code::OutOfScope);
    let [(message, _)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        message,
        "Greater Bay Area standard contract, Hong Kong does not reach the United States under the PIPL"
    );
    let found = said(&flow("BR", "US", "", "mechanism = [\"adequacy\"]"), "2026-06-01", Code::OutOfScope);
    let [(message, _)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(message, "the United States has no adequacy decision under the LGPD");
}

/// What was filed too late is not to be filed again.
#[test]
fn a_late_filing_is_made() {
    let paper = "mechanism = [\"p\"]\n[[instrument]]\nid = \"p\"\nkind = \"tr-scc\"\nparties = [\"a\", \"b\"]\nsigned = 2024-09-26\n";
    for (filed, mended) in [
        ("", "file, and record the day"),
        (
            "filings = [{ with = \"kvkk\", filed = 2024-10-04 }]\n",
            "keep the proof that it was filed, and have counsel say what the delay means",
        ),
    ] {
        let text = flow("TR", "US", "", &format!("{paper}{filed}"));
        let found = said(&text, "2024-10-10", Code::FilingOverdue);
        let [(_, remedy)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(remedy, mended);
    }
}

/// Beside an entry in a scheme the importer's own word is asked for, not a contract.
#[test]
fn a_declaration_is_no_contract() {
    let text = flow("UY", "US", "", "mechanism = [\"dpf\"]\nshown = { disclosed = true }");
    let found = said(&text, "2024-06-01", Code::FactMissing);
    let [(message, remedy)] = found.as_slice() else { panic!("{found:?}") };
    assert!(
        message.starts_with("has the importer, beside its entry, declared what `uy-us-dpf` asks?"),
        "{message}"
    );
    assert!(remedy.starts_with("record the declaration as an instrument"), "{remedy}");
}

/// A question that a rule asks says which key answers it, or that none does.
#[test]
fn a_rule_s_question_says_where_it_is_answered() {
    let group =
        "[[instrument]]\nid = \"g\"\nkind = \"il-group\"\nparties = [\"a\", \"b\"]\nsigned = 2020-01-01\n";
    let of_group = |text: String| text.replace("kind = \"vendor\"", "kind = \"group\"");
    for (text, mended) in [
        (
            flow("NZ", "US", "", "mechanism = [\"nz-subject-to-act\"]"),
            "record on the flow `importer_subject_to = [\"nz-privacy\"]` if that is so; else rely on another mechanism",
        ),
        (
            of_group(flow("IL", "US", "", &format!("mechanism = [\"g\"]\n{group}"))),
            "record the party's `owners` with their `share`",
        ),
        (
            flow("AE-DIFC", "JP", "", "mechanism = [\"adequacy\"]"),
            "settle it with counsel; no key of the register answers it, so that only a `[[waiver]]` records who accepted it",
        ),
    ] {
        let found = said(&text, "2025-06-01", Code::FactMissing);
        let [(_, remedy)] = found.as_slice() else { panic!("{found:?}\n{text}") };
        assert_eq!(remedy, mended);
    }
    let so = "mechanism = [\"nz-subject-to-act\"]\nimporter_subject_to = [\"nz-privacy\"]";
    assert!(said(&flow("NZ", "US", "", so), "2025-06-01", Code::FactMissing).is_empty());
}

/// A ground kept for public bodies is no decision with a scope.
#[test]
fn a_ground_is_not_open_to_a_sector() {
    let text =
        flow("BR", "US", "", "mechanism = [\"art-49-public-interest\"]\nderogation = { necessary = true }");
    let found = said(&text, "2025-06-01", Code::OutOfScope);
    let [(message, _)] = found.as_slice() else { panic!("{found:?}") };
    assert!(
        message.ends_with("is not open to a: its sector is not covered (LGPD, 33 III, IV, VI, VII)"),
        "{message}"
    );
    let unknown = text.replacen("sector = \"commercial\"\n", "", 1);
    let found = said(&unknown, "2025-06-01", Code::FactMissing);
    let [(message, _)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(message, "in which sector is a? The law's answer differs by sector");
}

/// Another law's clauses may be the contract that a law leaves to the parties, and then count as that; where the law
/// has its own text, or keeps the contract for processors, nobody is told so.
#[test]
fn clauses_of_another_law_may_serve() {
    let text = |from: &str, roles: &str, kind: &str, serves: &str| {
        let paper = format!(
            "mechanism = [\"p\"]\n[[instrument]]\nid = \"p\"\nkind = \"{kind}\"\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\n{serves}\n"
        );
        flow(from, "IN", "", &paper).replace("controller-to-controller", roles)
    };
    let (c2c, c2p, scc) = ("controller-to-controller", "controller-to-processor", "eu-scc-2021-914");
    for (from, roles, kind, code, word) in [
        ("SG", c2c, scc, Code::OtherRegime, Some("sg-contract")),
        ("CA", c2p, scc, Code::OtherRegime, Some("ca-accountability")),
        ("CA", c2c, scc, Code::OtherRegime, None),
        ("CA", c2c, "dpa", Code::NotAMechanism, None),
        ("BR", c2c, scc, Code::OtherRegime, None),
    ] {
        let found = said(&text(from, roles, kind, "modules = [1, 2]"), "2024-06-01", code);
        let [(_, remedy)] = found.as_slice() else { panic!("{from} {roles}: {found:?}") };
        let told = word.map(|word| format!("`serves = [\"{word}\"]`"));
        assert_eq!(remedy.contains("serves"), told.is_some(), "{from} {roles}: {remedy}");
        if let (Some(told), Some(word)) = (told, word) {
            assert!(remedy.contains(&told), "{remedy}");
            let serving = text(from, roles, kind, &format!("modules = [1, 2]\nserves = [\"{word}\"]"));
            assert_eq!(said(&serving, "2024-06-01", code), []);
        }
    }
}

/// A number is told of the people it was counted of: twelve thousand are few, but not where their sensitive data go.
#[test]
fn the_number_that_decides_says_whose_data_it_counts() {
    let paper = "mechanism = [\"c\"]\nvolume = [{ people = 12000, year = 2026 }]\n[[instrument]]\nid = \"c\"\nkind = \"cn-scc\"\nparties = [\"a\", \"b\"]\nsigned = 2026-01-05\neffective = 2026-01-05\nfilings = [{ with = \"cac\", filed = 2026-01-07 }]\n";
    let found = said(&flow("CN", "US", "special = [\"health\"]", paper), "2026-06-01", Code::OutOfScope);
    let [(message, _)] = found.as_slice() else { panic!("{found:?}") };
    assert!(message.starts_with("a sends sensitive data of 12000 people abroad"), "{message}");
    let many = paper.replace("12000", "1200000");
    let found = said(&flow("CN", "US", "", &many), "2026-06-01", Code::OutOfScope);
    let [(message, _)] = found.as_slice() else { panic!("{found:?}") };
    assert!(message.starts_with("a sends data of 1200000 people abroad"), "{message}");
}

/// Sanctions are told of the country that they are about, also where a part of it is recorded.
#[test]
fn sanctions_are_told_of_their_country() {
    let policy = "[policy]\nsanctions = [\"us\"]\n";
    let text = format!("{policy}{}", flow("DE", "CN-GD", "", "mechanism = [\"adequacy\"]"));
    let found = said(&text, "2026-06-01", Code::SanctionsProgramme);
    assert!(!found.is_empty());
    for (message, _) in &found {
        assert!(message.starts_with("sanctions on China bind listed persons or sectors"), "{message}");
    }
}
