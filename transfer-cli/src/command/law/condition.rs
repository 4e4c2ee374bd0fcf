//! Conditions of rules in words: what each asks for, as far as a line can say it.

use transfer_model::index::{MechanismIx, PlaceIx, RegimeIx};
use transfer_model::law::{Condition, DataTrait, LawBook, SectorTest};

/// The condition by its word in the law pack, with what it asks for.
pub(super) fn told(book: &LawBook, condition: &Condition) -> String {
    let name = condition.name();
    let value = value(book, condition);
    if value.is_empty() { name.to_owned() } else { format!("{name} ({value})") }
}

fn value(book: &LawBook, condition: &Condition) -> String {
    let vocabulary = &book.pack().vocabulary;
    let words = |list: &[String], words: &[transfer_model::index::WordIx]| {
        let known = words.iter().filter_map(|word| list.get(word.position()).map(String::as_str));
        known.collect::<Vec<_>>().join(", ")
    };
    let places = |places: &[PlaceIx]| {
        places.iter().map(|place| book.place(*place).code.as_str()).collect::<Vec<_>>().join(" ")
    };
    let mechanisms = |all: &[MechanismIx]| {
        all.iter().map(|one| book.mechanism(*one).id.as_str()).collect::<Vec<_>>().join(", ")
    };
    let regimes = |all: &[RegimeIx]| {
        all.iter().map(|one| book.regime(*one).header.id.as_str()).collect::<Vec<_>>().join(", ")
    };
    match condition {
        Condition::ImporterIn(all)
        | Condition::BothIn(all)
        | Condition::PeopleOutside(all)
        | Condition::ExporterOutside(all)
        | Condition::PlaceOutside(all)
        | Condition::GoverningLaw { places: all, .. } => places(all),
        Condition::ImporterSector(test) | Condition::ExporterSector(test) => {
            let SectorTest { any, none, .. } = test;
            either(&words(&vocabulary.sectors, any), &words(&vocabulary.sectors, none))
        }
        Condition::Purpose { any, none } => {
            either(&words(&vocabulary.purposes, any), &words(&vocabulary.purposes, none))
        }
        Condition::Data { any, none } => {
            let traits =
                |all: &[DataTrait]| all.iter().map(|one| data(book, *one)).collect::<Vec<_>>().join(", ");
            either(&traits(any), &traits(none))
        }
        Condition::NotYetPublished { purposes, until } => {
            format!("{}, until {until}", words(&vocabulary.purposes, purposes))
        }
        Condition::Certified { scheme, part, .. } => {
            let scheme = book.scheme(*scheme);
            let part = part.and_then(|part| scheme.parts.get(usize::from(part)));
            part.map_or_else(|| scheme.id.clone(), |part| format!("{}, {part}", scheme.id))
        }
        Condition::SignedBy(day) | Condition::UnchangedFrom(day) => day.to_string(),
        Condition::AmendedBy(mechanism) => mechanisms(&[*mechanism]),
        Condition::Contract(all) => mechanisms(all),
        Condition::AdequateUnder { regimes: all, .. } => regimes(all),
        Condition::Assessment { since, .. } => format!("since {since}"),
        Condition::Access(all) | Condition::Basis(all) => all.join(", "),
        Condition::Shown { items, .. } | Condition::Consent { items, .. } => items.join(", "),
        Condition::Assessed { kinds, months } => {
            let months = months.map(|months| format!("not older than {months} months"));
            kinds.iter().cloned().chain(months).collect::<Vec<_>>().join(", ")
        }
        Condition::ApprovalAge(months) => format!("not older than {months} months"),
        Condition::Filed(term) => term.with.first().cloned().unwrap_or_default(),
        Condition::ListIncomplete(text) | Condition::Question(text) => text.clone(),
        // What these ask for is said by their words, or is a table of its own.
        Condition::Roles(_)
        | Condition::Modules(_)
        | Condition::Approved
        | Condition::ApprovedIn(_)
        | Condition::ImporterOutsideRegime
        | Condition::PublicBodies
        | Condition::Derogation { .. }
        | Condition::NotAdequate
        | Condition::Volume { .. }
        | Condition::Comparable
        | Condition::SameGroup
        | Condition::ControlledByExporter(_)
        | Condition::ImporterUnderRegime(_)
        | Condition::OutOfReach => String::new(),
    }
}

/// What must be, and what must not.
fn either(any: &str, none: &str) -> String {
    match (any.is_empty(), none.is_empty()) {
        (_, true) => any.to_owned(),
        (true, false) => format!("not {none}"),
        (false, false) => format!("{any}; not {none}"),
    }
}

fn data(book: &LawBook, one: DataTrait) -> &str {
    if let DataTrait::Kind(word) = one {
        return book.pack().vocabulary.data_kinds.get(word.position()).map_or("", String::as_str);
    }
    DataTrait::WORDS.iter().find(|(_, known)| *known == one).map_or("", |(name, _)| name)
}
