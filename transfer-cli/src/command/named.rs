//! What a word of the command line names in a register or a law pack. Where it names nothing, that is said with the
//! nearest right word.

use transfer_model::index::{FlowIx, PartyIx};
use transfer_model::register::Register;
use transfer_model::suggest::nearest;

use crate::env::Out;
use crate::outcome::Outcome;
use crate::render::text::clean;

/// The end of an error about a word: which one was meant, if one is near.
pub(super) fn meant<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    nearest(word, known).map_or_else(String::new, |meant| format!("; did you mean `{}`?", clean(meant)))
}

/// The flow of an id; none after an error that was said.
pub(super) fn flow(id: &str, register: &Register, out: &mut Out<'_>) -> Option<FlowIx> {
    let ids = register.flows.iter().map(|flow| flow.id.as_str());
    position("flow", id, ids, out).map(FlowIx::new)
}

/// The party of an id; none after an error that was said.
pub(super) fn party(id: &str, register: &Register, out: &mut Out<'_>) -> Option<PartyIx> {
    let ids = register.parties.iter().map(|party| party.id.as_str());
    position("party", id, ids, out).map(PartyIx::new)
}

fn position<'k>(
    what: &str,
    id: &str,
    mut ids: impl Iterator<Item = &'k str> + Clone,
    out: &mut Out<'_>,
) -> Option<usize> {
    let known = ids.clone();
    let found = ids.position(|known| known == id);
    if found.is_none() {
        out.message(&format!("error: no {what} has the id `{}`{}\n", clean(id), meant(id, known)));
    }
    found
}

/// Says that a word is none of its kind.
pub(super) fn unknown<'k>(
    kind: &str,
    word: &str,
    known: impl IntoIterator<Item = &'k str>,
    out: &mut Out<'_>,
) -> Outcome {
    out.message(&format!("error: `{}` is not a known {kind}{}\n", clean(word), meant(word, known)));
    Outcome::Broken
}
