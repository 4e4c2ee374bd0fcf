//! Who answers to people living in a place: the most specific row of the register's table, and what is missing
//! there (an entity that answers, a representative where the law of the place asks one).

use super::papers::representatives_needed;
use crate::index::{PartyIx, PlaceIx};
use crate::law::DayView;
use crate::register::Register;

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

/// Finds who answers to people living in `place` on the view's day.
pub fn responsible(register: &Register, view: &DayView<'_>, place: PlaceIx) -> Responsibility {
    let book = view.book;
    // The row whose ground is smallest and still holds the place: a country before its area before the world.
    let row = register
        .responsible
        .iter()
        .enumerate()
        .flat_map(|(at, row)| row.subjects_in.iter().map(move |place| (at, place.value)))
        .filter_map(|(at, ground)| {
            let set = book.expand(&[ground], view.day);
            let covers = ground == place || view.within(place, &set);
            covers.then(|| (set.iter().count(), at))
        })
        .min()
        .map(|(_, at)| at);
    let mut gaps = Vec::new();
    let Some(answer) = row.and_then(|at| register.responsible.get(at)) else {
        gaps.push("nobody is named who answers to people living there (`[[responsible]]`)".to_owned());
        return Responsibility { row, representative: None, gaps };
    };
    let party = register.party(answer.party.value);
    let representative = party
        .representative
        .iter()
        .map(|(ground, who)| (book.expand(&[ground.value], view.day), who.value))
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
    Responsibility { row, representative, gaps }
}

/// Whether a law with reach beyond its borders protects people in `place` and asks a representative of the party.
fn needs_representative(register: &Register, view: &DayView<'_>, party: PartyIx, place: PlaceIx) -> bool {
    let needed = representatives_needed(register, view, party);
    needed.iter().any(|needed| view.within(place, &needed.ground))
}
