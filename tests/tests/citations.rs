//! What findings cite: the provision of the law they are under, in force on the day assessed; where the pack has
//! none, that law's general rule or that law as a whole, and never the article of another law.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use transfer_model::assess::{Engine, Words, assess, assess_day, derive};
use transfer_model::day::Day;
use transfer_model::finding::{Code, entry};
use transfer_model::index::RegimeIx;
use transfer_model::law::Subject;
use transfer_model::register::{Register, read};
use transfer_tests::made::BOOK;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn provision(regime: &str, subject: Subject, on: &str) -> Option<&'static str> {
    let found = BOOK.provision(BOOK.regime_of(regime).unwrap(), subject, day(on));
    found.map(|header| header.citation.as_str())
}

#[test]
fn provisions_on_both_sides_of_each_day() {
    for (regime, subject, on, cited) in [
        ("eu-dpd", Subject::Restriction, "1998-10-23", None),
        ("eu-dpd", Subject::Restriction, "1998-10-24", Some("Directive 95/46/EC, Article 25(1)")),
        ("eu-dpd", Subject::Restriction, "2018-07-19", Some("Directive 95/46/EC, Article 25(1)")),
        ("eu-dpd", Subject::Restriction, "2018-07-20", None),
        ("eu-gdpr", Subject::Restriction, "2018-05-24", None),
        ("eu-gdpr", Subject::Restriction, "2018-05-25", Some("GDPR, Article 44")),
        ("eui", Subject::Restriction, "2018-12-10", None),
        ("eui", Subject::Restriction, "2018-12-11", Some("Regulation (EU) 2018/1725, Article 46")),
        ("uk-gdpr", Subject::Restriction, "2020-12-31", None),
        ("uk-gdpr", Subject::Restriction, "2021-01-01", Some("UK GDPR, Article 44")),
        ("uk-gdpr", Subject::Restriction, "2026-02-04", Some("UK GDPR, Article 44")),
        ("uk-gdpr", Subject::Restriction, "2026-02-05", Some("UK GDPR, Article 44A")),
        ("uk-gdpr", Subject::Adequacy, "2026-02-05", Some("UK GDPR, Article 45A")),
        ("ch-fadp", Subject::Restriction, "1993-06-30", None),
        ("ch-fadp", Subject::Restriction, "1993-07-01", Some("FADP 1992, Article 6")),
        ("ch-fadp", Subject::Restriction, "2023-08-31", Some("FADP 1992, Article 6")),
        ("ch-fadp", Subject::Restriction, "2023-09-01", Some("FADP, Article 16")),
        ("ch-fadp", Subject::Safeguards, "2007-12-31", None),
        ("ch-fadp", Subject::Safeguards, "2008-01-01", Some("FADP 1992, Article 6(2)(a)")),
        ("ch-fadp", Subject::Derogations, "2023-08-31", Some("FADP 1992, Article 6(2)")),
        ("ch-fadp", Subject::Derogations, "2023-09-01", Some("FADP, Article 17")),
        ("ch-fadp", Subject::Accountability, "2024-01-01", None),
        ("uk-gdpr", Subject::Routes, "2026-02-04", Some("UK GDPR, Articles 45, 46, 47 and 49")),
        ("uk-gdpr", Subject::Routes, "2026-02-05", Some("UK GDPR, Article 44A")),
        ("eu-gdpr", Subject::Assessment, "2020-07-15", None),
        ("eu-gdpr", Subject::Assessment, "2021-06-26", Some("CJEU C-311/18, paragraphs 134 and 142")),
        ("uk-gdpr", Subject::Assessment, "2026-02-05", Some("UK GDPR, Articles 46(1A), 46(6) and 45B")),
        ("eu-dpd", Subject::Transparency, "2018-05-24", Some("Directive 95/46/EC, Articles 6(1)(a) and 10")),
        ("eu-gdpr", Subject::Transparency, "2018-05-25", Some("GDPR, Articles 5(1)(a) and 13(1)(a)")),
        ("uk-gdpr", Subject::Transparency, "2021-01-01", Some("UK GDPR, Articles 5(1)(a) and 13(1)(a)")),
        ("ch-fadp", Subject::Transparency, "2023-08-31", Some("FADP 1992, Article 4(2)")),
        ("ch-fadp", Subject::Transparency, "2023-09-01", Some("FADP, Articles 6(2) and 19(2)(a)")),
        ("eu-dpd", Subject::PublicPowers, "2018-05-24", None),
        ("eu-gdpr", Subject::PublicPowers, "2018-05-25", Some("GDPR, Article 49(3)")),
        ("uk-gdpr", Subject::PublicPowers, "2021-01-01", Some("UK GDPR, Article 49(3)")),
        ("gi-gdpr", Subject::Restriction, "2020-12-31", None),
        ("gi-gdpr", Subject::Restriction, "2021-01-01", Some("Gibraltar GDPR, Article 44")),
    ] {
        assert_eq!(provision(regime, subject, on), cited, "{regime} {} {on}", subject.name());
    }
}

/// A transfer for which nothing is claimed, under each law: the general rule of that law on that day.
#[test]
fn nothing_claimed() {
    for (country, on, cited) in [
        ("DE", "2016-06-01", "Directive 95/46/EC, Article 25(1)"),
        ("DE", "2018-05-24", "Directive 95/46/EC, Article 25(1)"),
        ("DE", "2018-05-25", "GDPR, Article 44"),
        ("GB", "2020-12-31", "GDPR, Article 44"),
        ("GB", "2021-01-01", "UK GDPR, Article 44"),
        ("GB", "2026-02-04", "UK GDPR, Article 44"),
        ("GB", "2026-02-05", "UK GDPR, Article 44A"),
        ("CH", "2023-08-31", "FADP 1992, Article 6"),
        ("CH", "2023-09-01", "FADP, Article 16"),
        ("GI", "2024-01-01", "Gibraltar GDPR, Article 44"),
        ("BR", "2021-01-01", "LGPD (Law 13.709/2018), art. 33"),
        ("AR", "2018-01-01", "Law 25.326, art. 12"),
        ("CN", "2022-01-01", "PIPL, art. 38"),
        ("JP", "2022-03-31", "APPI, art. 24 (as of 2017)"),
        ("JP", "2022-04-01", "APPI, art. 28"),
        ("KR", "2023-09-14", "PIPA, Article 17(3) (before 2023-09-15)"),
        ("KR", "2023-09-15", "PIPA, art. 28-8"),
        ("SG", "2015-01-01", "PDPA 2012, s. 26"),
        ("TR", "2020-01-01", "Law 6698, art. 9"),
        ("ZA", "2024-01-01", "POPIA (Act 4/2013), s. 72"),
        ("AE", "2024-01-01", "Federal Decree-Law 45/2021, arts. 22 and 23"),
    ] {
        let text = format!(
            "[register]\nname = \"one flow\"\n\
             [[party]]\nid = \"a\"\nname = \"a\"\nkind = \"group\"\ncountry = \"{country}\"\n\
             [[party]]\nid = \"b\"\nname = \"b\"\nkind = \"processor\"\ncountry = \"IN\"\n\
             [[data]]\nid = \"d\"\nname = \"d\"\n\
             [[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\n\
             mechanism = []\n"
        );
        let register = read(vec![("one flow".to_owned(), text)], &BOOK).unwrap();
        let found = assess_day(&register, &BOOK, day(on));
        let words = Words { register: &register, book: &BOOK };
        let finding = found.findings.iter().find(|finding| finding.code == Code::NoMechanism).unwrap();
        assert_eq!(words.citations(finding.detail, finding.regime, found.as_of), [cited], "{country} {on}");
    }
}

/// What is no mechanism of several laws is told, to the end of the derivation, by where the law asked says so.
#[test]
fn a_conclusion_cites_its_own_law() {
    for (country, on, cited) in [
        ("DE", "2017-01-01", "Directive 95/46/EC, Articles 25 and 26"),
        ("DE", "2024-01-01", "GDPR, Articles 45, 46, 47 and 49"),
        ("GB", "2026-02-05", "UK GDPR, Article 44A"),
        ("CH", "2024-01-01", "FADP, Articles 16 and 17"),
    ] {
        let text = format!(
            "[register]\nname = \"one flow\"\n\
             [[party]]\nid = \"a\"\nname = \"a\"\nkind = \"group\"\ncountry = \"{country}\"\n\
             [[party]]\nid = \"b\"\nname = \"b\"\nkind = \"processor\"\ncountry = \"IN\"\n\
             [[data]]\nid = \"d\"\nname = \"d\"\n\
             [[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\n\
             mechanism = [\"ipv\"]\n"
        );
        let register = read(vec![("one flow".to_owned(), text)], &BOOK).unwrap();
        let found = assess_day(&register, &BOOK, day(on));
        let engine = Engine::new(&register, &BOOK, day(on));
        let steps = derive(&engine, &found.flows[0], &found.flows[0].regimes[0]);
        assert_eq!(steps.last().unwrap().law, [cited], "{country} {on}");
    }
}

/// A power that defeats a tool is told with what says so on the day, and with no paper of later.
#[test]
fn what_says_that_a_power_defeats() {
    let early = "CJEU C-311/18, as followed under FADP 1992, Article 6";
    let late = "FDPIC position paper of 2020-09-08; ended by EO 14086 and the Federal Council's decision of 2024-08-14";
    for (on, cited) in
        [("2020-07-16", early), ("2020-09-07", early), ("2020-09-08", late), ("2024-09-14", late)]
    {
        let text = "[register]\nname = \"one flow\"\n\
             [[party]]\nid = \"a\"\nname = \"a\"\nkind = \"group\"\ncountry = \"CH\"\n\
             [[party]]\nid = \"b\"\nname = \"b\"\nkind = \"processor\"\ncountry = \"US\"\nexposure = [\"us-fisa-702\"]\n\
             [[data]]\nid = \"d\"\nname = \"d\"\n\
             [[instrument]]\nid = \"s\"\nkind = \"ad-hoc-clauses\"\nparties = [\"a\", \"b\"]\nsigned = 2015-01-01\n\
             filings = [{ with = \"edoeb\", filed = 2014-12-01 }]\n\
             [[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\n\
             safeguards = []\nmechanism = [\"s\"]\n";
        let register = read(vec![("one flow".to_owned(), text.to_owned())], &BOOK).unwrap();
        let found = assess_day(&register, &BOOK, day(on));
        let words = Words { register: &register, book: &BOOK };
        let mut findings = found.findings.iter();
        let finding = findings.find(|finding| finding.code == Code::ProblematicLawUnaddressed).unwrap();
        assert_eq!(
            words.citations(finding.detail, finding.regime, found.as_of),
            ["50 USC 1881a", cited],
            "{on}"
        );
    }
}

/// Each law that restricts transfers says in which passage, on its first day as on the last that the pack knows: a whole law,
/// with the orders that came under it years later, is no answer to where it says so.
#[test]
fn every_law_says_where_it_restricts() {
    for regime in &BOOK.pack().regimes {
        let (id, period) = (regime.header.id.as_str(), regime.header.period);
        // Section 33 of the ordinance was never commenced.
        if id == "hk-pdpo" {
            continue;
        }
        let today = period.end().unwrap_or(BOOK.verified_to());
        for on in [period.since, today, day("2027-05-13"), day("2027-05-14")] {
            let found = BOOK.provision(BOOK.regime_of(id).unwrap(), Subject::Restriction, on);
            assert_eq!(found.is_some(), period.holds(on), "{id} on {on}");
        }
    }
}

/// A register of nobody, to make words from.
fn nobody() -> Register {
    read(vec![("none".to_owned(), "[register]\nname = \"none\"\n".to_owned())], &BOOK).unwrap()
}

/// Findings of papers and parties, which are under no law: their general text names European law.
const OF_NO_LAW: [Code; 6] = [
    Code::ExporterUnknown,
    Code::RepresentativeMissing,
    Code::ResponsibleMissing,
    Code::ReviewOverdue,
    Code::EvidenceMissing,
    Code::EvidenceAltered,
];

/// Every code under every law and on days of every age.
#[test]
fn no_law_is_cited_under_another() {
    let register = nobody();
    let words = Words { register: &register, book: &BOOK };
    let days =
        ["1990-01-01", "2000-01-01", "2010-01-01", "2018-06-01", "2021-06-01", "2024-01-01", "2026-11-30"];
    for code in Code::ALL.iter().filter(|code| !OF_NO_LAW.contains(code)) {
        for (at, regime) in BOOK.pack().regimes.iter().enumerate() {
            let law = regime.header.id.as_str();
            for on in days {
                let cited = words.law_of(*code, Some(RegimeIx::new(at)), day(on));
                let foreign = cited.contains("GDPR Article")
                    || law != "eu-gdpr" && (cited.starts_with("GDPR") || cited.contains("; GDPR"));
                assert!(!foreign, "`{}` under `{law}` on {on} cites {cited}", code.name());
            }
        }
    }
}

/// Where a law has no provision about a subject: its general rule of that day, or else its own row.
#[test]
fn without_a_provision() {
    let register = nobody();
    let words = Words { register: &register, book: &BOOK };
    for (regime, on, cited) in [
        ("ch-fadp", "2023-08-31", "FADP 1992, Article 6"),
        ("ch-fadp", "2023-09-01", "FADP, Article 16"),
        ("eu-dpd", "2018-05-24", "Directive 95/46/EC, Article 25(1)"),
        (
            "hk-pdpo",
            "2024-01-01",
            "Personal Data (Privacy) Ordinance Cap. 486, s. 33 (never commenced); PCPD Guidance on Recommended Model \
             Contractual Clauses 2022-05-12 (replaces 2014 set)",
        ),
    ] {
        let found = words.law_of(Code::FactMissing, BOOK.regime_of(regime), day(on));
        assert_eq!(found, cited, "{regime} {on}");
    }
}

/// Without a law in question, the catalogue's general text.
#[test]
fn no_law_in_question() {
    let register = nobody();
    let words = Words { register: &register, book: &BOOK };
    for code in Code::ALL {
        assert_eq!(words.law_of(*code, None, day("2024-01-01")), entry(*code).law);
    }
}

/// What a finding of a register cites on a day.
fn cited(text: &str, on: &str, code: Code) -> Vec<Vec<String>> {
    let text = format!(
        "[register]\nname = \"R\"\n[[data]]\nid = \"d\"\nname = \"d\"\nspecial = [\"health\"]\n{text}"
    );
    let register = read(vec![("r.toml".to_owned(), text)], &BOOK).unwrap();
    let found = assess(&register, &BOOK, day(on));
    let words = Words { register: &register, book: &BOOK };
    let these = found.findings.iter().filter(|finding| finding.code == code);
    these.map(|finding| words.citations(finding.detail, finding.regime, found.as_of)).collect()
}

fn party(id: &str, kind: &str, country: &str) -> String {
    format!(
        "[[party]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"{kind}\"\ncountry = \"{country}\"\nexposure = []\n"
    )
}

fn flow(from: &str, to: &str, more: &str) -> String {
    format!(
        "[[flow]]\nid = \"{from}-{to}\"\nfrom = \"{from}\"\nto = \"{to}\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\n{more}\n"
    )
}

/// A branch acts: the law that its place is under, and nothing where that place has none.
#[test]
fn a_branch_by_the_law_of_its_place() {
    for (branch, law) in [("NL", &["Regulation (EU) 2016/679, Article 3"][..]), ("KP", &[])] {
        let exporter = party("a", "group", "GB") + &format!("branches = [\"{branch}\"]\n");
        let flow = flow("a", "b", &format!("context = \"{branch}\""));
        let text = format!("{exporter}{}{flow}", party("b", "vendor", "US"));
        assert_eq!(cited(&text, "2024-01-01", Code::LawNote), [law], "{branch}");
    }
}

/// A claim outside its own days, and a contract with whoever the data are passed to that nobody signed: no row of the law
/// is examined, and what is cited is the law's general rule, not an example.
#[test]
fn claims_that_no_row_decides() {
    let parties = party("a", "group", "GB") + &party("b", "processor", "US") + &party("c", "vendor", "IN");
    let set = "[[instrument]]\nid = \"s\"\nkind = \"uk-idta\"\nparties = [\"a\", \"b\"]\nsigned = 2023-01-01\n\
        [[instrument]]\nid = \"o\"\nkind = \"onward-contract\"\nparties = [\"b\", \"c\"]\n";
    let onward = flow("b", "c", "mechanism = [\"o\"]");
    let later = "mechanism = [{ use = \"s\", since = 2027-01-01 }]";
    let over = "mechanism = [{ use = \"s\", until = 2023-12-31 }]";
    for (first, then, code) in [
        (later, "", Code::MechanismNotYetInForce),
        (over, "", Code::MechanismEnded),
        ("mechanism = [\"s\"]", onward.as_str(), Code::NotSigned),
    ] {
        let text = format!("{parties}{set}{}{then}", flow("a", "b", first));
        assert_eq!(cited(&text, "2024-01-01", code), [["UK GDPR, Article 44"]], "{first}");
        assert_eq!(cited(&text, "2026-02-05", code), [["UK GDPR, Article 44A"]], "{first}");
    }
}

/// A thing that no law knows as a mechanism: the routes of the law asked, on the day.
#[test]
fn no_mechanism_of_the_law_asked() {
    for (country, on, thing, law) in [
        ("FR", "2015-10-05", "ipv", "Directive 95/46/EC, Articles 25 and 26"),
        ("FR", "2015-10-05", "consent-in-terms", "Directive 95/46/EC, Articles 25 and 26"),
        ("FR", "2024-01-01", "iso-27701", "GDPR, Articles 45, 46, 47 and 49"),
        ("FR", "2024-01-01", "foreign-order", "GDPR, Article 48; EDPB Guidelines 02/2024"),
        ("GB", "2024-01-01", "foreign-order", "UK GDPR, Articles 45, 46, 47 and 49"),
        ("GB", "2026-02-05", "ipv", "UK GDPR, Article 44A"),
        ("CH", "2020-01-01", "iso-27701", "FADP 1992, Article 6"),
        ("CH", "2024-01-01", "iso-27701", "FADP, Articles 16 and 17"),
    ] {
        let parties = format!("{}{}", party("a", "group", country), party("b", "vendor", "US"));
        let text = format!("{parties}{}", flow("a", "b", &format!("mechanism = [\"{thing}\"]")));
        assert_eq!(cited(&text, on, Code::NotAMechanism), [[law]], "{country} {on} {thing}");
        let notice = format!(
            "{parties}[[notice]]\nid = \"n\"\nof = [\"a\"]\nnames = [\"c\"]\nclaims = [{{ mechanism = \"{thing}\" }}]\n"
        );
        assert_eq!(cited(&notice, on, Code::NoticeClaimsEndedMechanism), [[law]], "{country} {on} {thing}");
    }
}

/// A notice that contradicts itself: the law where its author has its seat.
#[test]
fn a_contradiction_in_a_notice() {
    for (country, on, law) in [
        ("GB", "2021-03-01", "UK GDPR, Articles 5(1)(a) and 13(1)(a)"),
        ("GB", "2020-03-01", "GDPR, Articles 5(1)(a) and 13(1)(a)"),
        ("IE", "2017-03-01", "Directive 95/46/EC, Articles 6(1)(a) and 10"),
        ("CH", "2024-03-01", "FADP, Articles 6(2) and 19(2)(a)"),
    ] {
        let text = format!(
            "{}[[notice]]\nid = \"n\"\nof = [\"a\"]\nnames = [\"another\"]\n",
            party("a", "group", country)
        );
        assert_eq!(cited(&text, on, Code::NoticeContradiction), [[law]], "{country} {on}");
    }
}

/// What is carried on from a decision: the decision for the country that the data went to.
#[test]
fn the_decision_that_carried_the_data() {
    for (country, decision) in [
        ("JP", "Commission Implementing Decision (EU) 2019/419 (OJ L 76, 19.3.2019, p. 1)"),
        (
            "NZ",
            "Commission Implementing Decision 2013/65/EU (OJ L 28, 30.1.2013, p. 12), as amended by Implementing Decision (EU) 2016/2295",
        ),
    ] {
        let text = format!(
            "{}{}{}{}{}",
            party("de", "group", "DE"),
            party("there", "vendor", country) + "sector = \"commercial\"\n",
            party("sg", "vendor", "SG"),
            flow("de", "there", "mechanism = [\"adequacy\"]"),
            flow("there", "sg", "")
        );
        let notes = cited(&text, "2025-08-01", Code::LawNote);
        assert!(notes.iter().any(|cited| cited == &[decision]), "{country}: {notes:?}");
        assert!(!notes.iter().flatten().any(|law| law.contains("2000/518")), "{country}: {notes:?}");
    }
}

#[test]
fn public_powers_and_numbers_of_people() {
    let misused = "mechanism = [\"art-49-contract\"]\nderogation = { necessary = true, occasional = true, public_power = true }";
    let text =
        format!("{}{}{}", party("a", "authority", "DE"), party("b", "vendor", "TH"), flow("a", "b", misused));
    let found = cited(&text, "2024-06-01", Code::DerogationMisused);
    assert_eq!(found, [["GDPR, Article 49(3)", "Article 49(1)(b) GDPR"]]);
    let text =
        format!("{}{}{}", party("a", "group", "US"), party("b", "processor", "CN"), flow("a", "b", ""))
            .replace("controller-to-controller", "controller-to-processor");
    let found = cited(&text, "2027-01-01", Code::FactMissing);
    assert_eq!(found, [["28 CFR 202.401; 202.205; CISA security requirements"]]);
}

/// A row from memory that decides nothing is not told of.
#[test]
fn rows_that_decide_nothing() {
    for (claims, told) in [
        ("\"unspecified\", \"convention-108\"", 0),
        ("\"privacy-shield\", \"convention-108\"", 0),
        ("\"convention-108\", \"unspecified\"", 0),
        ("\"convention-108\"", 1),
    ] {
        let text = format!(
            "{}{}{}",
            party("a", "group", "GB"),
            party("b", "vendor", "IN"),
            flow("a", "b", &format!("mechanism = [{claims}]"))
        );
        assert_eq!(cited(&text, "2026-03-01", Code::LawUnverified).len(), told, "{claims}");
    }
}

/// What no row covers cites what the law says of it, and never the words of the catalogue.
#[test]
fn places_addenda_and_publication() {
    let parties = |from: &str, to: &str| format!("{}{}", party("a", "group", from), party("b", "vendor", to));
    for (from, to, on, law) in [
        ("GB", "IN", "2024-01-01", "UK GDPR, Article 45; Data Protection Act 2018, section 17A"),
        ("GB", "IN", "2026-02-05", "UK GDPR, Article 45A"),
        ("DE", "IN", "2024-01-01", "GDPR, Article 45"),
    ] {
        let text = parties(from, to) + &flow("a", "b", "mechanism = [\"adequacy\"]");
        assert_eq!(cited(&text, on, Code::OutOfScope), [[law]], "{from} {to} {on}");
    }
    let set = "[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2022-06-01\n";
    let text = parties("GB", "IN") + set + &flow("a", "b", "mechanism = [\"s\"]");
    let found = cited(&text, "2024-06-01", Code::AddendumMissing);
    assert!(!found.is_empty() && !found.iter().flatten().any(|law| law.contains("BCR")), "{found:?}");
    let text = parties("DE", "BR") + &flow("a", "b", "mechanism = [\"adequacy\"]");
    let found = cited(&text, "2026-01-26", Code::LawNote);
    assert!(!found.is_empty() && found.iter().flatten().all(|law| law.contains("2026/179")), "{found:?}");
}

/// Who answers to people: the law where they live, not the Union's.
#[test]
fn who_answers_by_the_law_of_the_place() {
    let text = |place: &str| {
        format!(
            "{}{}{}[[responsible]]\nsubjects_in = [\"NL\"]\nparty = \"a\"\n",
            party("a", "group", "NL"),
            party("b", "vendor", "IN"),
            flow("a", "b", &format!("subjects = [{{ group = \"people\", in = [\"{place}\"] }}]"))
        )
    };
    for (place, laws) in [
        ("CH", vec!["FADP, Articles 6(2) and 19(2)(a)"]),
        ("DE", vec!["GDPR, Articles 5(1)(a) and 13(1)(a)"]),
        ("US", vec![]),
    ] {
        assert_eq!(cited(&text(place), "2024-06-01", Code::ResponsibleMissing), [laws], "{place}");
    }
    let found = cited(&text("BR"), "2024-06-01", Code::ResponsibleMissing);
    assert!(!found.is_empty() && !found.iter().flatten().any(|law| law.contains("GDPR")), "{found:?}");
}
