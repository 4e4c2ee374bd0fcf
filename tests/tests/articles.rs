//! What a finding cites of a law where no rule was examined: the articles of the law under which it is made, and never
//! those of another.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should fail")]

use transfer_model::assess::{Words, assess};
use transfer_model::day::Day;
use transfer_model::finding::Code;
use transfer_model::index::RegimeIx;
use transfer_model::register::read;
use transfer_tests::made::BOOK;

/// Of a transfer from a country to Kenya on a day: by law and code, what is cited.
fn cited(from: &str, kind: &str, mechanism: &str, day: &str) -> Vec<(String, Code, String)> {
    let text = format!(
        "[register]\nname = \"t\"\n\
         [[party]]\nid = \"a\"\nname = \"A\"\nkind = \"{kind}\"\ncountry = \"{from}\"\n\
         [[party]]\nid = \"b\"\nname = \"B\"\nkind = \"vendor\"\ncountry = \"KE\"\nsector = \"commercial\"\n\
         [[party]]\nid = \"c\"\nname = \"C\"\nkind = \"vendor\"\ncountry = \"UG\"\nsector = \"commercial\"\n\
         [[data]]\nid = \"d\"\nname = \"D\"\n\
         [[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\nmechanism = [{mechanism}]\n\
         [[flow]]\nid = \"g\"\nfrom = \"b\"\nto = \"c\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\n"
    );
    let register = read(vec![("a.toml".to_owned(), text)], &BOOK).unwrap_or_else(|(_, p)| panic!("{p:?}"));
    let found = assess(&register, &BOOK, Day::parse(day).unwrap());
    let words = Words { register: &register, book: &BOOK };
    let general = found.findings.iter().filter(|finding| finding.code.subject().is_some());
    let told = general.filter_map(|finding| {
        let law = &BOOK.regime(finding.regime?).header.id;
        let cited = words.citations(finding.detail, finding.regime).join("; ");
        Some((law.clone(), finding.code, cited))
    });
    told.collect()
}

#[test]
fn the_articles_are_of_the_law_under_which_the_finding_is_made() {
    let (none, unnamed, set) = ("", "\"unspecified\"", "\"scc\"");
    for (from, kind, mechanism, day, law, code, article) in [
        (
            "DE",
            "vendor",
            none,
            "2016-01-04",
            "eu-dpd",
            Code::NoMechanism,
            "Directive 95/46/EC, Articles 25(1)",
        ),
        (
            "DE",
            "vendor",
            none,
            "2018-05-24",
            "eu-dpd",
            Code::NoMechanism,
            "Directive 95/46/EC, Articles 25(1)",
        ),
        ("DE", "vendor", none, "2018-05-25", "eu-gdpr", Code::NoMechanism, "GDPR Article 44"),
        ("DE", "vendor", none, "2024-06-03", "eu-gdpr", Code::UpstreamBroken, "GDPR Article 44"),
        (
            "DE",
            "vendor",
            unnamed,
            "2024-06-03",
            "eu-gdpr",
            Code::MechanismUnspecified,
            "Articles 13(1)(f) and 46 GDPR",
        ),
        ("DE", "vendor", set, "2024-06-03", "eu-gdpr", Code::InstrumentNotRecorded, "Article 46(2)(c) GDPR"),
        (
            "BE",
            "eu-institution",
            none,
            "2024-06-03",
            "eui",
            Code::NoMechanism,
            "Regulation (EU) 2018/1725, Article 46",
        ),
        (
            "BE",
            "eu-institution",
            unnamed,
            "2024-06-03",
            "eui",
            Code::MechanismUnspecified,
            "Article 48 Regulation (EU) 2018/1725",
        ),
        (
            "GB",
            "vendor",
            none,
            "2026-02-04",
            "uk-gdpr",
            Code::NoMechanism,
            "UK GDPR Article 44A (until 2026-02-04: Article 44)",
        ),
        ("GB", "vendor", none, "2026-02-05", "uk-gdpr", Code::UpstreamBroken, "UK GDPR Article 44A"),
        ("CH", "vendor", none, "2024-06-03", "ch-fadp", Code::NoMechanism, "FADP Article 16"),
        ("CH", "vendor", none, "2024-06-03", "ch-fadp", Code::UpstreamBroken, "FADP Article 16"),
        (
            "CH",
            "vendor",
            unnamed,
            "2024-06-03",
            "ch-fadp",
            Code::MechanismUnspecified,
            "FADP 1992, Article 6(2); FADP, Article 16(2)",
        ),
        ("GI", "vendor", none, "2024-06-03", "gi-gdpr", Code::NoMechanism, "Gibraltar GDPR"),
        ("BR", "vendor", none, "2025-06-03", "br-lgpd", Code::NoMechanism, "LGPD"),
        ("BR", "vendor", unnamed, "2025-06-03", "br-lgpd", Code::MechanismUnspecified, "LGPD"),
    ] {
        let found = cited(from, kind, mechanism, day);
        let told = found.iter().find(|(known, what, _)| known == law && *what == code);
        let (.., text) = told.unwrap_or_else(|| panic!("{from} {day} {law} {code:?}: {found:?}"));
        assert!(
            text.starts_with(article) || (law == "br-lgpd" && text.contains(article)),
            "{law} {code:?}: {text}"
        );
    }
}

#[test]
fn no_law_cites_the_articles_of_another() {
    for at in 0..BOOK.pack().regimes.len() {
        let law = BOOK.regime(RegimeIx::new(at));
        let own = match law.header.id.as_str() {
            "eu-gdpr" => "GDPR",
            "uk-gdpr" => "UK GDPR",
            "ch-fadp" => "FADP",
            "eu-dpd" => "Directive 95/46/EC",
            "eui" => "Regulation (EU) 2018/1725",
            _ => &law.header.citation,
        };
        assert!(law.articles.values().all(|text| text.starts_with(own)), "{}", law.header.id);
    }
}
