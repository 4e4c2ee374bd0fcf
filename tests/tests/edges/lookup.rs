//! The look-up in the law: what a law says of a subject, what is a document, and the words of both formats.

use transfer_model::assess::Row;
use transfer_model::index::{PlaceIx, PowerIx};
use transfer_model::law::{Body, Confidence, ConsentNeed, Flag, PlaceSet, Role};
use transfer_model::register::read;
use transfer_tests::made::BOOK;

use super::{GERMANY, World};

/// Of the rows of a law on a subject the last that is in force counts, so that an organisation's own corrects the pack's.
#[test]
fn a_law_speaks_of_a_subject_by_its_last_row_in_force() {
    let rows = &BOOK.pack().provisions;
    for row in rows {
        let Some(first) = row.header.period.start() else { continue };
        for day in [first, first.previous()] {
            let same =
                rows.iter().rev().filter(|other| (other.regime, other.subject) == (row.regime, row.subject));
            let mut known = same.map(|other| &other.header).filter(|header| header.period.holds(day));
            let told = BOOK.provision(row.regime, row.subject, day).map(|header| header.id.as_str());
            assert_eq!(told, known.next().map(|header| header.id.as_str()), "{} on {day}", row.header.id);
        }
    }
}

/// A register has documents of mechanisms that are documents, and of duties that a document of any form meets.
#[test]
fn documents_are_of_mechanisms_that_are_documents() {
    for (kind, document) in [
        ("eu-scc-2021-914", true),
        ("bcr-c", true),
        ("dpa", true),
        ("mx-equivalent-duties", true),
        ("uy-inform", false),
        ("dpf", false),
        ("adequacy", false),
        ("ipv", false),
    ] {
        let more = format!(
            "[[instrument]]\nid = \"s\"\nkind = {kind:?}\nparties = [\"a\", \"b\"]\nsigned = 2024-01-01\n"
        );
        let more = Box::leak(more.into_boxed_str());
        let text = World { from: GERMANY, to: "country = \"IN\"", flow: "", more }.text("");
        assert_eq!(read(vec![("a.toml".to_owned(), text)], &BOOK).is_ok(), document, "{kind}");
    }
}

/// The words of a register name what they are read as.
#[test]
fn a_word_is_named_as_it_is_read() {
    for (word, flag) in Flag::WORDS {
        assert_eq!(flag.name(), word);
    }
    for (word, role) in Role::WORDS {
        assert_eq!(role.name(), word);
    }
    for (word, confidence) in Confidence::WORDS {
        assert_eq!(confidence.name(), word);
    }
    for (word, body) in Body::WORDS {
        assert_eq!(body.name(), word);
    }
}

/// What a consent needs is asked for by a key that a register has.
#[test]
fn what_a_consent_needs_is_asked_for_by_its_key() {
    for (word, need) in ConsentNeed::WORDS {
        let (table, key) = need.key().split_once('.').unwrap_or_else(|| panic!("{word}"));
        let flow = Box::leak(format!("{table} = {{ {key} = true }}").into_boxed_str());
        let text = World { from: GERMANY, to: "country = \"IN\"", flow, more: "" }.text("");
        let read = read(vec![("a.toml".to_owned(), text)], &BOOK);
        assert!(read.is_ok(), "{word}: {flow}");
    }
}

/// A territory is cited by its law; the entry by which a power defeats has its own citation, day and confidence.
#[test]
fn a_row_is_cited_by_what_it_says() {
    for (at, row) in BOOK.pack().territories.iter().enumerate() {
        assert_eq!(Row::Territory(at).of(&BOOK).0, BOOK.regime(row.regime).header.id);
    }
    let mut tried = 0;
    for (at, power) in BOOK.pack().powers.iter().enumerate() {
        for (entry, defeat) in power.defeats.iter().enumerate() {
            let row = Row::Defeat(PowerIx::new(at), entry);
            let told = (power.header.id.as_str(), defeat.citation.as_str(), defeat.verified);
            assert_eq!((row.of(&BOOK), row.confidence(&BOOK)), (told, defeat.confidence));
            tried += 1;
        }
    }
    assert!(tried > 2, "{tried}");
}

/// The contract that binds whoever receives data further on is one, and is found.
#[test]
fn the_contract_for_what_goes_on_is_found() {
    let found = BOOK.onward_contract().map(|mechanism| BOOK.mechanism(mechanism).id.as_str());
    assert_eq!(found, Some("onward-contract"));
}

/// A state names its parts, each by a code that is read as that state.
#[test]
fn a_state_names_its_parts() {
    let poland = BOOK.place_of("PL").unwrap();
    let parts: Vec<String> = BOOK.place(poland).part_codes().collect();
    assert!(parts.contains(&"PL-14".to_owned()), "{parts:?}");
    assert!(parts.iter().all(|part| BOOK.place_of(part) == Some(poland)), "{parts:?}");
}

/// A set of places includes another if it has all of its places, whatever else it has.
#[test]
fn a_set_of_places_includes_what_it_has_all_of() {
    let set = |places: &[usize]| {
        let mut set = PlaceSet::default();
        for at in places {
            set.insert(PlaceIx::new(*at));
        }
        set
    };
    for (mine, theirs, includes) in [
        (vec![1, 2, 70], vec![2, 70], true),
        (vec![1, 2, 70], vec![1, 2, 70], true),
        (vec![1, 2, 70], vec![], true),
        (vec![1, 2], vec![2, 70], false),
        (vec![2], vec![1, 2], false),
        (vec![], vec![1], false),
    ] {
        assert_eq!(set(&mine).includes(&set(&theirs)), includes, "{mine:?} {theirs:?}");
    }
}
