//! What findings cite: the provision of the law they are under, in force on the day assessed; where the pack has
//! none, that law's general rule or that law as a whole, and never the article of another law.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use transfer_model::assess::{Words, assess_day};
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

/// A register of nobody, to make words from.
fn nobody() -> Register {
    read(vec![("none".to_owned(), "[register]\nname = \"none\"\n".to_owned())], &BOOK).unwrap()
}

/// Findings of papers and parties, which are under no law: their general text names European law.
const OF_NO_LAW: [Code; 7] = [
    Code::ExporterUnknown,
    Code::NoticeContradiction,
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
        ("za-popia", "2024-01-01", "POPIA (Act 4/2013) s. 72; ss. 57–59 (prior authorisation)"),
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
