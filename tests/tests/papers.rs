//! Papers around transfers, on both sides of each day: notices held against the law, representatives, who
//! answers, duties and reviews, files of evidence.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

use std::fs;
use std::path::{Path, PathBuf};

use transfer_model::assess::{Words, assess};
use transfer_model::day::Day;
use transfer_model::law::LawBook;
use transfer_model::register::read;
use transfer_tests::transfer;

const DATA: &str = "[register]\nname = \"T\"\n[[data]]\nid = \"d\"\nname = \"D\"\n";

/// Findings on a day as `level code regime: message`, only those about papers.
fn told(text: &str, day: &str, book: &LawBook) -> Vec<String> {
    let files = vec![("r.toml".to_owned(), format!("{DATA}{text}"))];
    let register = read(files, book).unwrap_or_else(|(_, problems)| panic!("{problems:?}\n{text}"));
    let assessment = assess(&register, book, Day::parse(day).unwrap());
    let words = Words { register: &register, book };
    assessment
        .findings
        .iter()
        .filter(|finding| {
            let name = finding.code.name();
            ["notice-", "represent", "responsible", "duty-", "review-"].iter().any(|p| name.starts_with(p))
        })
        .map(|finding| {
            let law = finding.regime.map_or("-", |law| words.regime(law));
            assert!(!words.remedy(finding).is_empty());
            format!("{} {} {law}: {}", finding.severity.name(), finding.code.name(), words.message(finding))
        })
        .collect()
}

fn party(id: &str, kind: &str, country: &str, more: &str) -> String {
    format!(
        "[[party]]\nid = \"{id}\"\nname = \"{id} Ltd\"\nkind = \"{kind}\"\ncountry = \"{country}\"\n{more}\n"
    )
}

/// A company in `seat`, and its notice with these claims.
fn claiming(seat: &str, claims: &str) -> String {
    format!("{}[[notice]]\nid = \"n\"\nof = [\"a\"]\nclaims = [{claims}]\n", party("a", "group", seat, ""))
}

fn count(text: &str, day: &str, start: &str, book: &LawBook) -> usize {
    told(text, day, book).iter().filter(|line| line.starts_with(start)).count()
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
fn places_take_their_article() {
    let book = jurisdictions::embedded().unwrap();
    for (code, name) in [
        ("US", "the United States"),
        ("GB", "the United Kingdom"),
        ("PH", "the Philippines"),
        ("BS", "the Bahamas"),
        ("EU", "the European Union"),
        ("EEA", "the European Economic Area"),
        ("AE", "the United Arab Emirates"),
        ("IM", "the Isle of Man"),
        ("world", "the world"),
        ("RU", "Russia"),
        ("DM", "Dominica"),
        ("JP", "Japan"),
    ] {
        assert_eq!(book.place(book.place_of(code).unwrap()).in_words(), name);
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

#[test]
fn representatives_are_asked_for_by_the_law_of_the_day() {
    let book = jurisdictions::embedded().unwrap();
    let agent = |country: &str| party("r", "vendor", country, "");
    for (a, agent, day, expected) in [
        (party("a", "group", "US", "targets = [\"EU\"]"), String::new(), "2018-05-24", ""),
        (party("a", "group", "US", "targets = [\"EU\"]"), String::new(), "2018-05-25", "warning eu-gdpr"),
        (party("a", "group", "US", "targets = [\"NO\"]"), String::new(), "2018-07-19", ""),
        (party("a", "group", "US", "targets = [\"NO\"]"), String::new(), "2018-07-20", "warning eu-gdpr"),
        (party("a", "group", "IE", "targets = [\"GB\"]"), String::new(), "2020-12-31", ""),
        (party("a", "group", "IE", "targets = [\"GB\"]"), String::new(), "2021-01-01", "warning uk-gdpr"),
        (party("a", "group", "GB", "targets = [\"EU\"]"), String::new(), "2020-12-31", ""),
        (party("a", "group", "GB", "targets = [\"EU\"]"), String::new(), "2021-01-01", "warning eu-gdpr"),
        (party("a", "group", "IE", "targets = [\"CH\"]"), String::new(), "2023-08-31", ""),
        (party("a", "group", "IE", "targets = [\"CH\"]"), String::new(), "2023-09-01", "note ch-fadp"),
        (
            party("a", "group", "GB", "branches = [\"NL\"]\ntargets = [\"EU\"]"),
            String::new(),
            "2026-01-01",
            "",
        ),
        (party("a", "authority", "GB", "targets = [\"EU\"]"), String::new(), "2026-01-01", ""),
        (
            party("a", "group", "GB", "sector = \"public-body\"\ntargets = [\"EU\"]"),
            String::new(),
            "2026-01-01",
            "",
        ),
        (party("a", "group", "unknown", "targets = [\"EU\"]"), String::new(), "2026-01-01", ""),
        (
            party("a", "group", "GB", "targets = [\"EU\"]\nrepresentative = { EU = \"r\" }"),
            agent("FR"),
            "2026-01-01",
            "",
        ),
        (
            party("a", "group", "GB", "targets = [\"EU\"]\nrepresentative = { DE = \"r\" }"),
            agent("DE"),
            "2026-01-01",
            "",
        ),
        (
            party("a", "group", "GB", "targets = [\"EU\"]\nrepresentative = { EU = \"r\" }"),
            agent("unknown"),
            "2026-01-01",
            "",
        ),
        (
            party("a", "group", "GB", "targets = [\"EU\"]\nrepresentative = { EU = \"r\" }"),
            agent("GB"),
            "2026-01-01",
            "warning eu-gdpr",
        ),
        (
            party("a", "group", "US", "targets = [\"EU\", \"GB\"]\nrepresentative = { EU = \"r\" }"),
            agent("FR"),
            "2026-01-01",
            "warning uk-gdpr",
        ),
    ] {
        let found = told(&format!("{a}{agent}"), day, &book);
        let short: Vec<String> = found
            .iter()
            .map(|line| line.split(':').next().unwrap_or_default().replace("representative-missing ", ""))
            .collect();
        assert_eq!(short.join(", "), expected, "{a}{agent} on {day}: {found:#?}");
    }
}

#[test]
fn somebody_answers_for_every_residence() {
    let book = jurisdictions::embedded().unwrap();
    let row = |places: &str, party: &str| {
        format!("[[responsible]]\nsubjects_in = [{places}]\nparty = \"{party}\"\n")
    };
    for (rows, expected) in [
        (String::new(), 0),
        (row("\"IE\"", "a"), 2),
        (row("\"IE\", \"CH\"", "a"), 1),
        (row("\"EU\", \"CH\"", "a"), 0),
        (row("\"world\"", "a"), 0),
        (row("\"world\"", "a") + &row("\"CH\"", "b"), 0),
        (row("\"world\"", "a") + &row("\"world\"", "b"), 1),
        (row("\"world\", \"CH\"", "a") + &row("\"CH\"", "a"), 0),
    ] {
        let text = format!(
            "{}{}{rows}[[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\n\
             subjects = [{{ group = \"g\", in = [\"CH\", \"IE\"] }}]\n",
            party("a", "group", "IE", "targets = [\"EU\"]"),
            party("b", "processor", "IE", "targets = [\"IN\"]"),
        );
        let found = count(&text, "2021-01-01", "warning responsible-missing", &book);
        assert_eq!(found, expected, "{rows}: {:#?}", told(&text, "2021-01-01", &book));
    }
}

#[test]
fn rows_that_do_not_agree_are_all_given() {
    let folder = folder("who");
    let row = |party: &str, courts: &str| {
        format!(
            "[[responsible]]\nsubjects_in = [\"EU\"]\nparty = \"{party}\"\ngoverning_law = \"IE\"\ncourts = \"{courts}\"\n"
        )
    };
    let companies = format!("{}{}", party("a", "group", "IE", ""), party("b", "group", "IE", ""));
    let world = "[[responsible]]\nsubjects_in = [\"world\"]\nparty = \"b\"\ncourts = \"Boston\"\n";
    for (one, other, gap) in [
        (row("a", "Dublin"), row("b", "Dublin"), Some("who answers")),
        (row("a", "Cork"), row("a", "Dublin"), Some("the courts")),
        (row("a", "Cork"), row("b", "Dublin"), Some("who answers and the courts")),
        (row("a", "Cork"), row("a", "Cork"), None),
    ] {
        let mut answers = Vec::new();
        for (first, second) in [(&one, &other), (&other, &one)] {
            let path = folder.join("transfer.toml");
            fs::write(&path, format!("{DATA}{companies}{first}{world}{second}")).unwrap();
            let run = transfer(&["who", path.to_str().unwrap(), "--residence", "DE"]);
            assert_eq!((run.status, run.message.as_str()), (0, ""));
            answers.push(run.answer);
        }
        assert_eq!(answers[0], answers[1]);
        let told = format!("gap: DE: rows of `[[responsible]]` do not agree on {}", gap.unwrap_or(""));
        assert_eq!(answers[0].contains(&told), gap.is_some(), "{}", answers[0]);
        let rows = answers[0].lines().filter(|line| line.starts_with(" DE")).count();
        assert_eq!(rows, if gap.is_some() { 2 } else { 1 }, "{}", answers[0]);
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn duties_and_reviews_are_good_through_their_day() {
    let book = jurisdictions::embedded().unwrap();
    let duty = |kind: &str, due: &str, done: &str| {
        format!("[[duty]]\nid = \"x\"\nkind = \"{kind}\"\ndue = {due}\n{done}\n")
    };
    for (kind, due, done, day, expected) in [
        // Seven days from a request of 2026-10-05, a year from a certificate of 2025-10-12.
        ("evidence-request", "2026-10-12", "", "2026-10-12", 0),
        ("evidence-request", "2026-10-12", "", "2026-10-13", 1),
        ("yearly-certification", "2026-10-12", "", "2026-10-12", 0),
        ("yearly-certification", "2026-10-12", "", "2026-10-13", 1),
        // A due day that is a Saturday is no other day.
        ("evidence-request", "2026-10-10", "", "2026-10-11", 1),
        ("evidence-request", "2026-10-12", "done = 2026-10-09", "2026-10-13", 0),
        ("evidence-request", "2026-10-12", "done = 2026-10-14", "2026-10-13", 1),
        ("evidence-request", "2026-10-12", "done = 2026-10-14", "2026-10-14", 0),
    ] {
        let found = told(&duty(kind, due, done), day, &book);
        assert_eq!(found.len(), expected, "{kind} {due} {done} on {day}: {found:?}");
    }
}

/// A folder of its own below the build folder, empty.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papers").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn with_evidence(evidence: &str) -> String {
    format!(
        "{DATA}as_of = 2026-01-01\n{}{}# the contract\n[[instrument]]\nid = \"p\"   # its id\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = 2025-01-01 # by both\n{evidence}\
         \n[[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-processor\"\ndata = [\"d\"]\nmechanism = [\"p\"]\n",
        party("a", "group", "IE", ""),
        party("b", "processor", "FR", "")
    )
    .replacen("[[data]]\nid = \"d\"\nname = \"D\"\nas_of = 2026-01-01\n", "as_of = 2026-01-01\n[[data]]\nid = \"d\"\nname = \"D\"\n", 1)
}

fn evidence_findings(folder: &Path) -> (u8, Vec<(String, String)>) {
    let run = transfer(&["check", folder.to_str().unwrap(), "--format", "json"]);
    if run.status == 2 {
        return (2, vec![(String::new(), run.message)]);
    }
    let document: serde_json::Value = serde_json::from_str(&run.answer).unwrap();
    let findings = document.get("findings").unwrap().as_array().unwrap();
    let text = |finding: &serde_json::Value, key: &str| {
        finding.get(key).unwrap().as_str().unwrap_or_default().to_owned()
    };
    let found = findings
        .iter()
        .filter(|finding| text(finding, "code").starts_with("evidence-"))
        .map(|finding| (text(finding, "code"), text(finding, "message")));
    (run.status, found.collect())
}

#[test]
fn files_of_evidence_are_held_against_the_register() {
    let sum = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; // of `hello`
    let home = folder("held");
    let outside = folder("outside");
    fs::write(outside.join("secret.pdf"), "hello").unwrap();
    fs::write(home.join("a.pdf"), "hello").unwrap();
    fs::create_dir(home.join("sub")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.join("secret.pdf"), home.join("link.pdf")).unwrap();
        std::os::unix::fs::symlink("a.pdf", home.join("inner.pdf")).unwrap();
    }
    for (evidence, code, says) in [
        (format!("{{ file = \"a.pdf\", sha256 = \"{sum}\" }}"), "", ""),
        (format!("{{ file = \"a.pdf\", sha256 = \"{}\" }}", sum.to_uppercase()), "", ""),
        ("{ file = \"a.pdf\" }".to_owned(), "", ""),
        (format!("{{ file = \"a.pdf\", sha256 = \"{}\" }}", "0".repeat(64)), "evidence-altered", "differs"),
        ("{ file = \"a.pdf\", sha256 = \"…\" }".to_owned(), "evidence-altered", "differs"),
        ("{ file = \"b.pdf\" }".to_owned(), "evidence-missing", "is not there"),
        ("{ file = \"sub\" }".to_owned(), "evidence-missing", "no regular file"),
        #[cfg(unix)]
        ("{ file = \"link.pdf\" }".to_owned(), "evidence-missing", "leads out"),
        #[cfg(unix)]
        (format!("{{ file = \"inner.pdf\", sha256 = \"{sum}\" }}"), "", ""),
    ] {
        fs::write(home.join("r.toml"), with_evidence(&format!("evidence = {evidence}\n"))).unwrap();
        let (status, found) = evidence_findings(&home);
        assert!(status < 2, "{evidence}: {found:?}");
        let codes: Vec<&str> = found.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(codes.concat(), code, "{evidence}: {found:?}");
        assert!(found.iter().all(|(_, message)| message.contains(says)), "{evidence}: {found:?}");
    }
    for path in ["/etc/passwd", "../outside/secret.pdf", "sub/../../x", "\\\\server\\x", "C:x", ""] {
        let evidence = format!("evidence = {{ file = '{path}' }}\n");
        fs::write(home.join("r.toml"), with_evidence(&evidence)).unwrap();
        let (status, found) = evidence_findings(&home);
        assert_eq!(status, 2, "{path}: {found:?}");
        assert!(found.iter().all(|(_, message)| message.contains("`file`")), "{path}: {found:?}");
    }
}

#[test]
fn adding_evidence_changes_one_line() {
    let home = folder("add");
    fs::create_dir(home.join("sub")).unwrap();
    fs::write(home.join("sub/ä b.pdf"), "hello").unwrap();
    fs::write(folder("beside").join("x.pdf"), "hello").unwrap();
    let file = home.join("sub/ä b.pdf");
    let line = "evidence = { file = \"sub/ä b.pdf\", sha256 = \"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\" }";
    let add = |file: &Path, id: &str| {
        transfer(&["evidence", "add", home.to_str().unwrap(), "--instrument", id, file.to_str().unwrap()])
    };
    for (before, after) in [
        (with_evidence(""), with_evidence(&format!("{line}\n"))),
        (with_evidence("").replace('\n', "\r\n"), with_evidence(&format!("{line}\n")).replace('\n', "\r\n")),
        (
            format!("\u{feff}{}", with_evidence("")),
            format!("\u{feff}{}", with_evidence(&format!("{line}\n"))),
        ),
        (
            with_evidence("evidence = { file = \"old.pdf\" } # kept\n"),
            with_evidence(&format!("{line} # kept\n")),
        ),
    ] {
        fs::write(home.join("r.toml"), &before).unwrap();
        let run = add(&file, "p");
        assert_eq!((run.status, run.message.as_str()), (0, ""), "{before}");
        assert!(run.answer.contains(line), "{}", run.answer);
        assert_eq!(fs::read_to_string(home.join("r.toml")).unwrap(), after);
        assert_eq!(evidence_findings(&home), (0, Vec::new()));
        // Again: nothing changes any more.
        assert_eq!(add(&file, "p").status, 0);
        assert_eq!(fs::read_to_string(home.join("r.toml")).unwrap(), after);
    }
    let whole = with_evidence("");
    for (text, file, id) in [
        (whole.clone(), home.join("../beside/x.pdf"), "p"),
        (whole.clone(), home.join("nothing.pdf"), "p"),
        (whole.clone(), home.join("sub"), "p"),
        (whole.clone(), home.join("r.toml"), "p"),
        (whole.clone(), file.clone(), "q"),
        (with_evidence("[instrument.evidence]\nfile = \"old.pdf\"\n"), file, "p"),
        (format!("{whole}x = 1\n"), home.join("sub/ä b.pdf"), "p"),
    ] {
        fs::write(home.join("r.toml"), &text).unwrap();
        let run = add(&file, id);
        assert_eq!(run.status, 2, "{} {id}: {}", file.display(), run.answer);
        assert!(run.message.starts_with("error"), "{}", run.message);
        assert_eq!(fs::read_to_string(home.join("r.toml")).unwrap(), text, "nothing is written");
    }
    let names: Vec<_> = fs::read_dir(&home).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn drafts_are_made_from_facts_and_leave_questions_open() {
    let register = transfer_tests::material("registers/impero");
    let run = transfer(&["notice", register.to_str().unwrap(), "--as-of", "2021-06-04"]);
    assert_eq!((run.status, run.message.as_str()), (0, ""));
    insta::assert_snapshot!("notice_impero_2021-06-04", run.answer);
    let unknown = transfer(&["notice", register.to_str().unwrap(), "--of", "impero-solution"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.message.contains("did you mean `impero-solutions`?"), "{}", unknown.message);
}

#[test]
fn no_name_makes_markup_in_a_draft() {
    let home = folder("hostile");
    let text = format!(
        "{DATA}{}{}[[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\nmechanism = [\"adequacy\"]\n",
        party("a", "group", "IE", "").replace("a Ltd", "<script>x</script>\\u001b[31m"),
        party("b", "vendor", "NZ", "").replace("b Ltd", "a | b [c](d) *e*\\u202e"),
    );
    fs::write(home.join("r.toml"), text).unwrap();
    let run = transfer(&["notice", home.to_str().unwrap(), "--as-of", "2026-01-01"]);
    assert_eq!(run.status, 0, "{}", run.message);
    for bad in ["<script", "\u{1b}", "\u{202e}", "a | b", "[c](d)", "*e*"] {
        assert!(!run.answer.contains(bad), "{bad:?} in {}", run.answer);
    }
    assert!(run.answer.contains("New Zealand"), "{}", run.answer);
}
