//! The law pack against what others have written down: the European adequacy decisions of the W3C Data Privacy
//! Vocabulary, and the list of ISO 3166. Each difference stands here with why it is one; a new one fails.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should fail")]

use std::collections::{BTreeMap, BTreeSet};

use rust_iso3166::{ALL, iso3166_2};
use transfer_model::law::{LawBook, PlaceKind, Rule};

/// What the day of the vocabulary is in the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    /// The day of the decision, from which the pack takes it to have been in force.
    Adopted,
    /// The day of its publication; the pack says that until then its force may be doubted.
    Published,
    /// Neither, for the reason given.
    Neither(&'static str),
}

/// The individuals `legal-eu:Adequacy-EU-XX` of the Data Privacy Vocabulary 2.3, modified 2026-02-25: place, and the day
/// of `dct:temporal`. None has an end. Read in <https://github.com/w3c/dpv>, `2.3/legal/eu/legal-eu.ttl`.
const DPV: [(&str, &str, Is); 13] = [
    ("AD", "2010-10-21", Is::Published),
    ("AR", "2003-07-05", Is::Published),
    ("CA", "2002-01-04", Is::Published),
    ("CH", "2000-08-25", Is::Published),
    ("FO", "2010-03-09", Is::Published),
    ("GB", "2021-06-28", Is::Adopted),
    ("GG", "2003-11-21", Is::Adopted),
    ("IL", "2011-02-01", Is::Published),
    ("IM", "2004-04-30", Is::Published),
    (
        "JE",
        "2008-05-26",
        Is::Neither("Decision 2008/393/EC is of 2008-05-08 and stands in OJ L 138 of 2008-05-28"),
    ),
    ("JP", "2019-01-23", Is::Adopted),
    (
        "NZ",
        "2012-12-20",
        Is::Neither("Implementing Decision 2013/65/EU is of 2012-12-19 and stands in OJ L 28 of 2013-01-30"),
    ),
    (
        "UY",
        "2012-08-22",
        Is::Neither(
            "Implementing Decision 2012/484/EU is of 2012-08-21 and stands in OJ L 227 of 2012-08-23",
        ),
    ),
];

/// Decisions of the pack that the vocabulary does not have.
const NOT_IN_DPV: [(&str, &str); 15] = [
    ("eu-adequacy-br-2026", "of 2026-01-26; the vocabulary's list was written in 2022"),
    ("eu-adequacy-ca-2002-staff", "the same decision, for staff data"),
    ("eu-adequacy-ca-2002-staff-doubt", "the same decision, for staff data"),
    ("eu-adequacy-ca-2002-staff-processed", "the same decision, for staff data"),
    ("eu-adequacy-ca-pnr-2005", "air passenger records only, ended in 2009"),
    (
        "eu-adequacy-epo-2025",
        "of 2025-07-15, for an organisation, which is no jurisdiction of the vocabulary",
    ),
    ("eu-adequacy-gb-2025", "the renewal; the vocabulary has the United Kingdom once, without an end"),
    (
        "eu-adequacy-hu-2000",
        "ended with the accession of Hungary, before the GDPR, whose decisions the vocabulary lists",
    ),
    ("eu-adequacy-jp-2019-universities", "the same decision, for universities"),
    ("eu-adequacy-kr-2021", "of 2021-12-17; the vocabulary's list was written in 2022 and leaves it out"),
    ("eu-adequacy-kr-2021-finance", "the same decision, for banks and insurers"),
    ("eu-adequacy-us-pnr-2004", "air passenger records only, ended in 2006"),
    ("eu-dpf", "a scheme that importers enter, which the vocabulary does not list as an adequacy decision"),
    ("eu-privacy-shield", "the same, invalidated in 2020"),
    ("eu-safe-harbor", "the same, invalidated in 2015"),
];

/// English short names that differ from those of ISO 3166-1: the ISO name is the longer official one, or is not
/// the one that contracts and policies use.
const OTHER_NAMES: [(&str, &str, &str); 32] = [
    ("BN", "Brunei", "Brunei Darussalam"),
    ("BO", "Bolivia", "Bolivia (Plurinational State of)"),
    ("BS", "The Bahamas", "Bahamas"),
    ("CD", "Democratic Republic of the Congo", "Congo (Democratic Republic of the)"),
    ("CG", "Republic of the Congo", "Congo"),
    ("CV", "Cape Verde", "Cabo Verde"),
    ("FK", "Falkland Islands", "Falkland Islands (Malvinas)"),
    ("FM", "Micronesia", "Micronesia (Federated States of)"),
    ("GB", "United Kingdom", "United Kingdom of Great Britain and Northern Ireland"),
    ("GM", "The Gambia", "Gambia"),
    ("IR", "Iran", "Iran (Islamic Republic of)"),
    ("KP", "North Korea", "Korea (Democratic People's Republic of)"),
    ("KR", "South Korea", "Korea (Republic of)"),
    ("LA", "Laos", "Lao People's Democratic Republic"),
    ("MD", "Moldova", "Moldova (Republic of)"),
    ("MO", "Macau", "Macao"),
    ("NL", "Netherlands", "Netherlands (Kingdom of the)"),
    ("PN", "Pitcairn Islands", "Pitcairn"),
    ("PS", "Palestine", "Palestine (State of)"),
    ("RU", "Russia", "Russian Federation"),
    ("ST", "São Tomé and Príncipe", "Sao Tome and Principe"),
    ("SX", "Sint Maarten", "Sint Maarten (Dutch part)"),
    ("SY", "Syria", "Syrian Arab Republic"),
    ("TW", "Taiwan", "Taiwan (Province of China)"),
    ("TZ", "Tanzania", "Tanzania (United Republic of)"),
    ("UM", "US Minor Outlying Islands", "United States Minor Outlying Islands"),
    ("US", "United States", "United States of America"),
    ("VA", "Vatican City", "Holy See"),
    ("VE", "Venezuela", "Venezuela (Bolivarian Republic of)"),
    ("VG", "British Virgin Islands", "Virgin Islands (British)"),
    ("VI", "US Virgin Islands", "Virgin Islands (U.S.)"),
    ("VN", "Vietnam", "Viet Nam"),
];

/// Places of the pack that ISO 3166 does not have.
const NOT_IN_ISO: [(&str, &str); 9] = [
    ("AE-ADGM", "a zone with a data protection law of its own; ISO has only its emirate, AE-AZ"),
    ("AE-DIFC", "a zone with a data protection law of its own; ISO has only its emirate, AE-DU"),
    ("CN-GBA", "the cities of the Greater Bay Area, to which a standard contract of its own applies"),
    ("GB-SBA", "the Sovereign Base Areas, which no part of ISO 3166 has"),
    ("QA-QFC", "a zone with a data protection law of its own"),
    ("XK", "Kosovo: a code that ISO leaves to its users, and that the European Union uses"),
    ("x-epo", "an international organisation with an adequacy decision"),
    ("x-oecd", "an international organisation"),
    ("x-un", "an international organisation"),
];

/// States of which the pack has subdivisions, and those of ISO that have no row of their own. States without any are
/// not listed: no row of the pack turns on a part of them.
const PARTS: [(&str, usize, &str); 10] = [
    ("AE", 0, "all seven emirates"),
    ("AU", 0, "all"),
    ("CA", 0, "all"),
    ("CN", 3, "Hong Kong, Macau and Taiwan have codes of their own in ISO 3166-1"),
    ("DE", 0, "all"),
    ("ES", 66, "only the parts outside mainland Europe, which rules name"),
    ("GB", 217, "only the four nations"),
    ("PT", 18, "only the autonomous regions"),
    ("UA", 21, "only the territories that sanctions name"),
    ("US", 6, "its territories have codes of their own in ISO 3166-1"),
];

fn book() -> LawBook {
    jurisdictions::embedded().unwrap()
}

/// The adequacy decisions of the European Union in the pack, by place.
fn decisions(book: &LawBook) -> Vec<&Rule> {
    let european = ["eu-gdpr", "eu-dpd"].map(|word| book.regime_of(word).unwrap());
    let words =
        ["adequacy", "dpf", "privacy-shield", "safe-harbor"].map(|word| book.mechanism_of(word).unwrap());
    let mut found: Vec<&Rule> = book.pack().rules.iter().collect();
    found.retain(|rule| {
        rule.is_route()
            && words.contains(&rule.mechanism)
            && rule.regimes.iter().any(|regime| european.contains(regime))
    });
    found
}

#[test]
fn the_adequacy_decisions_of_the_data_privacy_vocabulary() {
    let book = book();
    let mut left: BTreeMap<&str, &Rule> =
        decisions(&book).into_iter().map(|rule| (rule.header.id.as_str(), rule)).collect();
    for (code, day, is) in DPV {
        let place = book.place_of(code).unwrap();
        let rule = left
            .values()
            .filter(|rule| {
                rule.places == [place] && rule.regimes.contains(&book.regime_of("eu-gdpr").unwrap())
            })
            .min_by_key(|rule| rule.header.period.start())
            .unwrap_or_else(|| panic!("{code}: no decision in the pack"));
        let adopted = rule.header.period.start().unwrap().to_string();
        let published = rule.safe_from.map(|day| day.to_string());
        let held = if adopted == day {
            Is::Adopted
        } else if published.as_deref() == Some(day) {
            Is::Published
        } else if let Is::Neither(why) = is {
            let both = [Some(adopted.clone()), published.clone()];
            assert!(
                both.iter().flatten().all(|day| why.contains(day.as_str())),
                "{code}: {both:?}, not {why}"
            );
            is
        } else {
            panic!("{code}: {day} there; adopted {adopted}, published {published:?} here")
        };
        assert_eq!(held, is, "{code}: adopted {adopted}, published {published:?}");
        let id = rule.header.id.clone();
        left.remove(id.as_str());
    }
    let left: Vec<&str> = left.into_keys().collect();
    assert_eq!(left, NOT_IN_DPV.map(|(id, _)| id));
}

#[test]
fn every_country_of_iso_3166_and_no_other() {
    let book = book();
    let places = &book.pack().places;
    let mut named = Vec::new();
    for country in ALL {
        let Some(place) = places.iter().find(|place| place.code == country.alpha2) else {
            panic!("{} {} is not in the pack", country.alpha2, country.name)
        };
        assert!(matches!(place.kind, PlaceKind::Country | PlaceKind::Territory), "{}", place.code);
        if place.name != country.name {
            named.push((country.alpha2, place.name.as_str(), country.name));
        }
    }
    named.sort_unstable();
    assert_eq!(named, OTHER_NAMES);
    assert_eq!(ALL.len(), 249);
    let known =
        |code: &str| rust_iso3166::from_alpha2(code).is_some() || iso3166_2::from_code(code).is_some();
    let mut own: Vec<&str> = places
        .iter()
        .filter(|place| place.kind != PlaceKind::Area)
        .map(|place| place.code.as_str())
        .filter(|code| !known(code))
        .collect();
    own.sort_unstable();
    assert_eq!(own, NOT_IN_ISO.map(|(code, _)| code));
}

#[test]
fn parts_of_states_are_those_of_iso_3166_2() {
    let book = book();
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for place in &book.pack().places {
        if let Some(part) = iso3166_2::from_code(&place.code) {
            found.insert(part.country_code);
            let state = place.part_of.map(|state| book.place(state).code.as_str());
            assert_eq!(state, Some(part.country_code), "{}", place.code);
        }
    }
    assert_eq!(found.into_iter().collect::<Vec<_>>(), PARTS.map(|(state, _, _)| state));
    for (state, missing, why) in PARTS {
        let state_code = rust_iso3166::from_alpha2(state).unwrap();
        let parts = state_code.subdivisions().unwrap();
        let left_out = parts.iter().filter(|part| book.place_of(part.code).is_none()).count();
        // Codes of the territories of the United States are other codes for what has one in ISO 3166-1.
        let aliases = parts
            .iter()
            .filter(|part| book.place_of(part.code).is_some_and(|place| book.place(place).code != part.code))
            .count();
        assert_eq!(left_out + aliases, missing, "{state}: {why}");
    }
}

/// Every code of ISO 3166-2 may stand in a register: it has a row, is another code of a territory, or means its state.
#[test]
fn every_part_of_iso_3166_2_can_be_named() {
    const LEFT_OUT: [&str; 7] = ["FR-CP", "RS-25", "RS-26", "RS-27", "RS-28", "RS-29", "RS-KM"];
    let book = book();
    let mut unknown = Vec::new();
    let mut elsewhere = Vec::new();
    for country in ALL {
        for part in country.subdivisions().unwrap_or_default() {
            let Some(ix) = book.place_of(part.code) else {
                unknown.push(part.code);
                continue;
            };
            let place = book.place(ix);
            if place.code != part.code && place.code != country.alpha2 {
                elsewhere.push((part.code, place.code.as_str()));
            }
        }
    }
    unknown.sort_unstable();
    assert_eq!(unknown, LEFT_OUT);
    // Facts about the state do not reach these.
    elsewhere.sort_unstable();
    assert_eq!(elsewhere.len(), 30, "{elsewhere:?}");
    for (code, territory) in
        [("FI-01", "AX"), ("FR-974", "RE"), ("FR-NC", "NC"), ("NL-BQ2", "BQ"), ("NO-21", "SJ")]
    {
        assert!(elsewhere.contains(&(code, territory)), "{code}");
    }
    assert!(
        book.place_of("FR-ZZZ").is_none()
            && book.place_of("ZZ-01").is_none()
            && book.place_of("FR-").is_none()
    );
}
