//! Who answers to people living in a place: the most specific row of the register's table, and what is missing
//! there (an entity that answers, a representative where the law of the place asks one).

use std::collections::BTreeMap;

use super::papers::representatives_needed;
use crate::index::{PartyIx, PlaceIx};
use crate::law::DayView;
use crate::register::{Register, Responsible};

/// Who answers for a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responsibility {
    /// Position of the row that answers.
    pub row: Option<usize>,
    /// Who represents that party there.
    pub representative: Option<PartyIx>,
    /// What is missing, in sentences.
    pub gaps: Vec<String>,
}

/// Finds who answers to people living in `place` on the view's day: one, or where the rows that are most specific do
/// not agree each that they name, in an order that does not follow theirs.
pub fn responsible(register: &Register, view: &DayView<'_>, place: PlaceIx) -> Vec<Responsibility> {
    let book = view.book;
    // The rows whose ground is smallest and still holds the place: a country before its area before the world.
    let covering: Vec<(usize, usize)> = register
        .responsible
        .iter()
        .enumerate()
        .flat_map(|(at, row)| row.subjects_in.iter().map(move |place| (at, place.value)))
        .filter_map(|(at, ground)| {
            let set = book.expand(&[ground], view.day);
            let covers = ground == place || view.within(place, &set);
            covers.then(|| (set.iter().count(), at))
        })
        .collect();
    let least = covering.iter().map(|(size, _)| *size).min();
    // Rows that say the same are one.
    let mut named = BTreeMap::new();
    for at in covering.iter().filter(|(size, _)| Some(*size) == least).map(|(_, at)| *at) {
        let Some(row) = register.responsible.get(at) else { continue };
        let law = row.governing_law.as_ref().map(|law| book.place(law.value).code.as_str());
        let party = register.party(row.party.value).id.as_str();
        named.entry((party, law, row.courts.as_deref())).or_insert(at);
    }
    if named.is_empty() {
        let gap = "nobody is named who answers to people living there (`[[responsible]]`)".to_owned();
        return vec![Responsibility { row: None, representative: None, gaps: vec![gap] }];
    }
    let disagree = disagreement(&named.keys().copied().collect::<Vec<_>>());
    let each = named.values().filter_map(|at| Some((*at, register.responsible.get(*at)?)));
    each.map(|(at, answer)| {
        let mut found = one(register, view, place, answer);
        found.row = Some(at);
        found.gaps.splice(0..0, disagree.clone());
        found
    })
    .collect()
}

/// What several rows for one place do not agree on: who answers, under which law, before which courts.
fn disagreement(named: &[(&str, Option<&str>, Option<&str>)]) -> Option<String> {
    let first = named.first()?;
    let differs = [
        (named.iter().any(|one| one.0 != first.0), "who answers"),
        (named.iter().any(|one| one.1 != first.1), "the governing law"),
        (named.iter().any(|one| one.2 != first.2), "the courts"),
    ];
    let on: Vec<&str> = differs.iter().filter(|(differs, _)| *differs).map(|(_, what)| *what).collect();
    let (last, before) = on.split_last()?;
    let on = if before.is_empty() { (*last).to_owned() } else { format!("{} and {last}", before.join(", ")) };
    Some(format!("rows of `[[responsible]]` do not agree on {on} for people living there: leave one row"))
}

fn one(register: &Register, view: &DayView<'_>, place: PlaceIx, answer: &Responsible) -> Responsibility {
    let mut gaps = Vec::new();
    let party = register.party(answer.party.value);
    let representative = party
        .representative
        .iter()
        .map(|(ground, who)| (view.book.expand(&[ground.value], view.day), who.value))
        .filter(|(set, _)| view.within(place, set))
        .min_by_key(|(set, _)| set.iter().count())
        .map(|(_, who)| who);
    if answer.governing_law.is_none() {
        gaps.push("no governing law is named".to_owned());
    }
    if answer.courts.is_none() {
        gaps.push("no courts are named".to_owned());
    }
    if representative.is_none() && needs_representative(register, view, answer.party.value, place) {
        gaps.push(format!("{} is not established there and names no representative there", party.name));
    }
    Responsibility { row: None, representative, gaps }
}

/// Whether a law with reach beyond its borders protects people in `place` and asks a representative of the party.
fn needs_representative(register: &Register, view: &DayView<'_>, party: PartyIx, place: PlaceIx) -> bool {
    let needed = representatives_needed(register, view, party);
    needed.iter().any(|needed| view.within(place, &needed.ground))
}
