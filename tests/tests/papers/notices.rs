//! Notices held against the law: claims that end and begin with it, what a notice must name, what contradicts itself.

use transfer_model::assess::{Words, assess};
use transfer_model::day::Day;
use transfer_model::register::read;

use super::{DATA, party, told};

/// A company in `seat`, and its notice with these claims.
fn claiming(seat: &str, claims: &str) -> String {
    format!("{}[[notice]]\nid = \"n\"\nof = [\"a\"]\nclaims = [{claims}]\n", party("a", "group", seat, ""))
}

#[test]
fn claims_end_and_begin_with_the_law() {
    let book = jurisdictions::embedded().unwrap();
    let shield = "{ mechanism = \"privacy-shield\", part = \"eu-us\", to = [\"US\"] }";
    let swiss = "{ mechanism = \"privacy-shield\", part = \"swiss-us\", to = [\"US\"] }";
    let old = "{ mechanism = \"eu-scc-2010-87\" }";
    let dpf = "{ mechanism = \"dpf\" }";
    let japan = "{ mechanism = \"adequacy\", to = [\"JP\"] }";
    for (seat, claim, day, expected) in [
        ("IE", shield, "2020-07-15", 0),
        ("IE", shield, "2020-07-16", 1),
        ("GB", shield, "2020-07-15", 0),
        ("GB", shield, "2020-07-16", 1),
        ("GB", shield, "2021-01-01", 1),
        ("CH", swiss, "2020-09-07", 0),
        ("CH", swiss, "2020-09-08", 1),
        // A part for a law that concerns nobody here is held against its own law.
        ("IE", swiss, "2020-09-07", 0),
        ("IE", swiss, "2020-09-08", 1),
        ("IE", old, "2022-12-27", 0),
        ("IE", old, "2022-12-28", 1),
        ("GB", old, "2024-03-21", 0),
        ("GB", old, "2024-03-22", 1),
        ("IE", dpf, "2023-07-09", 1),
        ("IE", dpf, "2023-07-10", 0),
        ("GB", dpf, "2023-10-11", 1),
        ("GB", dpf, "2023-10-12", 0),
        ("IE", japan, "2019-01-22", 1),
        ("IE", japan, "2019-01-23", 0),
        // No decision, ever; no need of one; another law's paper that stands.
        ("IE", "{ mechanism = \"adequacy\", to = [\"IN\"] }", "2026-01-01", 1),
        ("IE", "{ mechanism = \"adequacy\", to = [\"FR\", \"EEA\"] }", "2026-01-01", 0),
        ("GB", "{ mechanism = \"eu-scc-2021-914\" }", "2026-01-01", 0),
        ("IE", "{ mechanism = \"ipv\" }", "2026-01-01", 1),
        (
            "IE",
            "{ mechanism = \"scc\" }, { mechanism = \"unspecified\" }, { mechanism = \"bcr\" }",
            "2026-01-01",
            0,
        ),
    ] {
        let found = told(&claiming(seat, claim), day, &book);
        assert_eq!(found.len(), expected, "{seat} {claim} on {day}: {found:#?}");
        assert!(
            found.iter().all(|line| line.starts_with("warning notice-claims-ended-mechanism")),
            "{found:?}"
        );
    }
}

#[test]
fn a_claim_of_nobody_is_held_against_the_law_of_its_part() {
    let book = jurisdictions::embedded().unwrap();
    let ended = |mechanism: &str, part: &str, law: &str, since: &str, citation: &str| {
        format!(
            "warning notice-claims-ended-mechanism {law}: notice `n` relies on `{mechanism}` ({part}), which has not been in force under {since} ({citation})"
        )
    };
    let union = "the GDPR since 2020-07-16";
    let shield = ended("privacy-shield", "Privacy Shield, part `eu-us`", "eu-gdpr", union, "CJEU C-311/18");
    for (claim, day, expected) in [
        ("privacy-shield\", part = \"eu-us", "2020-07-15", None),
        ("privacy-shield\", part = \"eu-us", "2020-07-16", Some(shield.clone())),
        // Uruguay took it over and gave it up later.
        ("privacy-shield\", part = \"eu-us", "2020-12-01", Some(shield.clone())),
        ("privacy-shield\", part = \"eu-us", "2021-06-08", Some(shield)),
        (
            "privacy-shield",
            "2020-12-01",
            Some(ended("privacy-shield", "Privacy Shield", "eu-gdpr", union, "CJEU C-311/18")),
        ),
        (
            "safe-harbor\", part = \"eu-us",
            "2015-10-06",
            Some(ended(
                "safe-harbor",
                "Safe Harbor, part `eu-us`",
                "eu-dpd",
                "Directive 95/46/EC since 2015-10-06",
                "CJEU C-362/14",
            )),
        ),
        ("privacy-shield\", part = \"swiss-us", "2020-09-07", None),
    ] {
        let notice = format!("[[notice]]\nid = \"n\"\nclaims = [{{ mechanism = \"{claim}\" }}]\n");
        assert_eq!(told(&notice, day, &book), Vec::from_iter(expected), "{claim} on {day}");
    }
}

#[test]
fn only_what_is_relied_on_counts() {
    let book = jurisdictions::embedded().unwrap();
    for (polarity, expected) in [
        ("asserted", "warning"),
        ("conditional", "note"),
        ("disclaimed", ""),
        ("historical", ""),
        ("planned", ""),
    ] {
        let claim = format!("{{ mechanism = \"privacy-shield\", polarity = \"{polarity}\" }}");
        let found = told(&claiming("IE", &claim), "2021-01-01", &book);
        let levels: Vec<&str> = found.iter().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(levels.concat(), expected, "{polarity}: {found:?}");
    }
}

#[test]
fn a_notice_counts_while_it_is_published() {
    let book = jurisdictions::embedded().unwrap();
    let claim = "{ mechanism = \"privacy-shield\", part = \"eu-us\" }";
    let text = format!("{}published = 2020-09-16\nuntil = 2021-03-01\n", claiming("IE", claim));
    for (day, expected) in [("2020-09-15", 0), ("2020-09-16", 1), ("2021-03-01", 1), ("2021-03-02", 0)] {
        assert_eq!(told(&text, day, &book).len(), expected, "{day}");
    }
    let ago = |published: &str| {
        let text = format!("{}published = {published}\n", claiming("IE", claim));
        told(&text, "2022-01-01", &book).concat()
    };
    assert!(ago("2020-09-15").contains("1 month before"), "{}", ago("2020-09-15"));
    assert!(ago("2020-09-16").contains("2 months before"), "{}", ago("2020-09-16"));
    assert!(ago("2020-07-17").contains("1 day before"), "{}", ago("2020-07-17"));
    assert!(ago("2020-07-16").contains("that day"), "{}", ago("2020-07-16"));
    assert!(ago("2020-07-15").contains("it was in force when the notice was published"));
}

/// A flow from `a` in `seat` to Japan, the notice with these keys.
fn to_japan(seat: &str, roles: &str, notice: &str) -> String {
    format!(
        "{}{}[[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"{roles}\"\ndata = [\"d\"]\nmechanism = [\"s\"]\n\
         [[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1, 2, 3]\nparties = [\"a\", \"b\"]\nsigned = 2021-07-01\n\
         [[instrument]]\nid = \"ch\"\nkind = \"swiss-amendments\"\namends = \"s\"\nparties = [\"a\", \"b\"]\nsigned = 2021-09-01\n\
         [[notice]]\nid = \"n\"\nof = [\"a\"]\n{notice}\n",
        party("a", "group", seat, ""),
        party("b", "processor", "IN", "exposure = []"),
    )
}

#[test]
fn notices_name_what_is_relied_on_and_where() {
    let book = jurisdictions::embedded().unwrap();
    let to_processor = "controller-to-processor";
    for (seat, roles, notice, day, mechanism, destination) in [
        ("IE", to_processor, "claims = []\ndestinations = []", "2026-01-01", 1, 1),
        ("IE", to_processor, "", "2026-01-01", 0, 0),
        (
            "IE",
            to_processor,
            "claims = [{ mechanism = \"scc\" }]\ndestinations = [\"IN\"]",
            "2026-01-01",
            0,
            0,
        ),
        (
            "IE",
            to_processor,
            "claims = [{ mechanism = \"eu-scc-2021-914\", to = [\"IN\"] }]",
            "2026-01-01",
            0,
            0,
        ),
        ("IE", to_processor, "claims = [{ mechanism = \"scc\", to = [\"US\"] }]", "2026-01-01", 1, 0),
        ("IE", to_processor, "claims = [{ mechanism = \"bcr\" }]", "2026-01-01", 1, 0),
        ("IE", to_processor, "claims = [{ mechanism = \"unspecified\" }]", "2026-01-01", 1, 0),
        (
            "IE",
            to_processor,
            "claims = [{ mechanism = \"scc\", polarity = \"disclaimed\" }]",
            "2026-01-01",
            1,
            0,
        ),
        (
            "IE",
            to_processor,
            "claims = [{ mechanism = \"scc\", polarity = \"planned\" }]",
            "2026-01-01",
            1,
            0,
        ),
        ("IE", to_processor, "destinations = [\"world\"]", "2026-01-01", 0, 0),
        // Who acts for another leaves it to that other to tell people.
        ("IE", "processor-to-processor", "claims = []\ndestinations = []", "2026-01-01", 0, 0),
        // The Act of 1992 asked for no such thing.
        ("CH", to_processor, "claims = []\ndestinations = []", "2023-08-31", 0, 0),
        ("CH", to_processor, "claims = []\ndestinations = []", "2023-09-01", 1, 1),
    ] {
        let text = to_japan(seat, roles, notice);
        let found = told(&text, day, &book);
        let omits = |what: &str| found.iter().filter(|line| line.contains(what)).count();
        assert_eq!(
            omits("notice-omits-mechanism"),
            mechanism,
            "{seat} {roles} {notice} on {day}: {found:#?}"
        );
        assert_eq!(
            omits("notice-omits-destination"),
            destination,
            "{seat} {roles} {notice} on {day}: {found:#?}"
        );
    }
}

#[test]
fn a_copy_is_had_of_safeguards_only() {
    let book = jurisdictions::embedded().unwrap();
    for (importer, mechanism, remedy) in
        [("JP", "\"adequacy\"", "name it"), ("IN", "\"s\"", "name it and say how to get a copy")]
    {
        let text = format!(
            "{DATA}{}{}[[instrument]]\nid = \"s\"\nkind = \"eu-scc-2021-914\"\nmodules = [1]\nparties = [\"a\", \"b\"]\nsigned = 2022-01-01\n\
             [[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\nmechanism = [{mechanism}]\n\
             [[notice]]\nid = \"n\"\nof = [\"a\"]\nclaims = []\n",
            party("a", "group", "IE", ""),
            party("b", "vendor", importer, "sector = \"commercial\"\nexposure = []")
        );
        let register = read(vec![("r.toml".to_owned(), text)], &book).unwrap();
        let assessment = assess(&register, &book, Day::parse("2024-01-01").unwrap());
        let words = Words { register: &register, book: &book };
        let mut omits = assessment.findings.iter().filter(|f| f.code.name() == "notice-omits-mechanism");
        assert_eq!(words.remedy(omits.next().unwrap()), remedy);
    }
}

#[test]
fn the_directive_asked_for_no_word_of_transfers() {
    let book = jurisdictions::embedded().unwrap();
    let text = format!(
        "{}{}[[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\nmechanism = [\"adequacy\"]\n\
         [[notice]]\nid = \"n\"\nof = [\"a\"]\nclaims = []\ndestinations = []\n",
        party("a", "group", "IE", ""),
        party("b", "vendor", "NZ", "sector = \"commercial\""),
    );
    for (day, expected) in [("2018-05-24", 0), ("2018-05-25", 2)] {
        let found = told(&text, day, &book);
        assert_eq!(found.len(), expected, "{day}: {found:#?}");
    }
}

#[test]
fn notices_of_one_party_are_read_together() {
    let book = jurisdictions::embedded().unwrap();
    let text = to_japan("IE", "controller-to-processor", "claims = []\ndestinations = [\"US\"]");
    let second =
        "[[notice]]\nid = \"m\"\nof = [\"a\"]\nclaims = [{ mechanism = \"scc\" }]\ndestinations = [\"IN\"]\n";
    assert_eq!(told(&text, "2026-01-01", &book).len(), 2);
    assert_eq!(told(&format!("{text}{second}"), "2026-01-01", &book), Vec::<String>::new());
}

#[test]
fn notices_that_contradict_themselves() {
    let book = jurisdictions::embedded().unwrap();
    let only = "{ mechanism = \"adequacy\", to = [\"world\"] }";
    let dpf = "{ mechanism = \"dpf\", part = \"eu-us\", to = [\"US\"] }";
    let not_dpf = |part: &str, to: &str| {
        format!("{{ mechanism = \"dpf\", part = \"{part}\", polarity = \"disclaimed\", to = [\"{to}\"] }}")
    };
    for (claims, more, expected) in [
        (format!("{only}, {{ mechanism = \"scc\" }}"), "", 1),
        (format!("{only}, {{ mechanism = \"scc\", polarity = \"conditional\" }}"), "", 0),
        (format!("{only}, {{ mechanism = \"eu-scc-2021-914\", to = [\"IN\"] }}"), "", 1),
        (format!("{only}, {dpf}"), "destinations = [\"US\"]", 0),
        (only.to_owned(), "destinations = [\"IN\"]", 1),
        (only.to_owned(), "destinations = [\"JP\", \"FR\"]", 0),
        ("{ mechanism = \"adequacy\", to = [\"JP\"] }, { mechanism = \"scc\" }".to_owned(), "", 0),
        (format!("{dpf}, {}", not_dpf("eu-us", "US")), "", 1),
        (format!("{dpf}, {}", not_dpf("eu-us", "world")), "", 1),
        (format!("{dpf}, {}", not_dpf("swiss-us", "US")), "", 0),
        (format!("{dpf}, {}", not_dpf("eu-us", "JP")), "", 0),
        (String::new(), "names = [\"A LIMITED\", \"a Ltd.\"]", 0),
        (String::new(), "names = [\"b Ltd\"]", 1),
        (String::new(), "names = [\"Nobody Ltd\"]", 1),
    ] {
        let text = format!("{}{}{more}\n", party("b", "group", "IE", ""), claiming("IE", &claims));
        let found = told(&text, "2026-01-01", &book);
        assert_eq!(found.len(), expected, "{claims} {more}: {found:#?}");
        assert!(found.iter().all(|line| line.starts_with("warning notice-contradiction")), "{found:?}");
    }
}

/// A notice that says its own company is in a scheme, against what the register records of it on the day; what it does
/// not record is not judged, nor a company that could not be entered.
#[test]
fn a_scheme_that_its_own_party_is_not_entered_in() {
    let book = jurisdictions::embedded().unwrap();
    let shield = "{ mechanism = \"privacy-shield\", part = \"eu-us\" }";
    let dpf = "{ mechanism = \"dpf\", part = \"eu-us\" }";
    let entry = |scheme: &str, more: &str| {
        format!(
            "certifications = [{{ scheme = \"{scheme}\", parts = [\"eu-us\"], covers = [\"non-hr\"]{more} }}]"
        )
    };
    for (seat, certifications, claim, day, expected) in [
        ("US", "certifications = []".to_owned(), shield, "2018-07-01", 1),
        ("US", String::new(), shield, "2018-07-01", 0),
        ("DE", "certifications = []".to_owned(), shield, "2018-07-01", 0),
        ("US", entry("privacy-shield", ", since = 2016-12-01, until = 2017-12-31"), shield, "2017-12-31", 0),
        ("US", entry("privacy-shield", ", since = 2016-12-01, until = 2017-12-31"), shield, "2018-01-01", 1),
        (
            "US",
            entry("privacy-shield", ", status = \"applied\", checked_on = 2017-01-01"),
            shield,
            "2018-07-01",
            1,
        ),
        ("US", entry("privacy-shield", ""), shield, "2018-07-01", 0),
        ("US", entry("privacy-shield", ", since = 2016-12-01"), dpf, "2024-01-01", 0),
        ("US", entry("safe-harbor", ", since = 2012-01-01"), dpf, "2024-01-01", 1),
        (
            "US",
            "certifications = []".to_owned(),
            "{ mechanism = \"dpf\", polarity = \"planned\" }",
            "2024-01-01",
            0,
        ),
    ] {
        let text = format!(
            "{}[[notice]]\nid = \"n\"\nof = [\"a\"]\nclaims = [{claim}]\n",
            party("a", "vendor", seat, &certifications)
        );
        let found = told(&text, day, &book);
        let lines = found.iter().filter(|line| line.contains("notice-contradiction"));
        assert_eq!(lines.count(), expected, "{seat} {certifications} {claim} on {day}: {found:#?}");
        if expected == 1 {
            assert!(found.iter().any(|line| line.contains("says that a Ltd relies on")), "{found:?}");
        }
    }
}

/// A notice of two companies: each omission names whose flow it is and where it goes, and a review its due day.
#[test]
fn omissions_name_party_and_place() {
    let book = jurisdictions::embedded().unwrap();
    let flow = |id: &str, from: &str| {
        format!(
            "[[flow]]\nid = \"{id}\"\nfrom = \"{from}\"\nto = \"br\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\nmechanism = [\"scc\"]\n"
        )
    };
    let text = format!(
        "{}{}{}{}{}[[notice]]\nid = \"n\"\nof = [\"a\", \"b\"]\ndestinations = [\"IN\"]\nclaims = [{{ mechanism = \"scc\", to = [\"IN\"] }}]\n",
        party("a", "group", "NL", ""),
        party("b", "group", "DE", ""),
        party("br", "vendor", "PH", ""),
        flow("one", "a"),
        flow("two", "b")
    );
    let found = told(&text, "2024-06-01", &book);
    for (id, who) in [("one", "a Ltd"), ("two", "b Ltd")] {
        let mechanism = format!("on which flow `{id}` of {who} to the Philippines relies");
        assert!(found.iter().any(|line| line.contains(&mechanism)), "{found:#?}");
        let place = format!("does not name the Philippines, where data go by flow `{id}` of {who}");
        assert!(found.iter().any(|line| line.contains(&place)), "{found:#?}");
    }
    let review = "[register]\nname = \"R\"\nreview = \"quarterly\"\nreviewed = 2026-07-15\n";
    let register = read(vec![("r.toml".to_owned(), review.to_owned())], &book).unwrap();
    let assessment = assess(&register, &book, Day::parse("2026-11-30").unwrap());
    let words = Words { register: &register, book: &book };
    let said: Vec<String> = assessment.findings.iter().map(|finding| words.message(finding)).collect();
    assert!(said.iter().any(|line| line.ends_with("the next review was due on 2026-10-15")), "{said:?}");
}
