//! What if: a register and a law pack changed in memory as somebody assumes they will be, so that the same
//! assessment can be made of the world as it is and as it would be. Nothing here judges a flow.
//!
//! The day of an assumption is the first day of the new state. What the register dates (entries in schemes, owners,
//! signatures) and the law (rows, memberships) is changed from that day. Where a party sits, what kind of party it is
//! and whom binding corporate rules bind is not dated in a register: the change counts whatever the day, which
//! matters only to what is carried from flows that were over before.

mod compare;
mod law;
mod party;
mod worlds;

pub use compare::{Change, FlowChange, RegimeChange, Side, compare};
pub use party::counting_for;
pub use worlds::{Told, Worlds};

use crate::day::Day;
use crate::index::{InstrumentIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, SchemeIx};
use crate::law::{LawBook, LawPack};
use crate::register::Register;

/// What of the law ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Every rule of a mechanism, in one regime or in all.
    Mechanism(MechanismIx, Option<RegimeIx>),
    /// The rule of this id.
    Row(String),
}

/// One thing assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assumption {
    /// A mechanism, or a rule, is no law from that day.
    End {
        /// What.
        what: Ended,
        /// First day without it.
        day: Day,
    },
    /// The entries of a party in a scheme are over from that day, and others' entries no longer name it.
    Lapse {
        /// Whose.
        party: PartyIx,
        /// The scheme.
        scheme: SchemeIx,
        /// First day without them.
        day: Day,
    },
    /// A document is executed, and signed that day unless it was signed before.
    Sign {
        /// Which.
        instrument: InstrumentIx,
        /// The day of signature.
        day: Day,
    },
    /// A party has its seat elsewhere.
    Move {
        /// Who.
        party: PartyIx,
        /// Where; none: not known.
        place: Option<PlaceIx>,
        /// First day there.
        day: Day,
    },
    /// A party, with what it controls, has one new owner.
    Sell {
        /// Who.
        party: PartyIx,
        /// The new owner.
        owner: PartyIx,
        /// First day of the new owner.
        day: Day,
    },
    /// A place becomes a member of an area.
    Join {
        /// The place.
        place: PlaceIx,
        /// The area.
        area: PlaceIx,
        /// First day of membership.
        day: Day,
    },
}

impl Assumption {
    /// The first day of the new state.
    pub const fn day(&self) -> Day {
        match self {
            Self::End { day, .. }
            | Self::Lapse { day, .. }
            | Self::Sign { day, .. }
            | Self::Move { day, .. }
            | Self::Sell { day, .. }
            | Self::Join { day, .. } => *day,
        }
    }

    /// Which kind, in a word.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::End { .. } => "end",
            Self::Lapse { .. } => "lapse",
            Self::Sign { .. } => "sign",
            Self::Move { .. } => "move",
            Self::Sell { .. } => "sell",
            Self::Join { .. } => "join",
        }
    }

    /// What is assumed, as derivations cite it.
    pub fn text(&self, register: &Register, book: &LawBook) -> String {
        let party = |ix: PartyIx| &register.party(ix).id;
        let place = |ix: PlaceIx| &book.place(ix).code;
        let day = self.day();
        match self {
            Self::End { what: Ended::Mechanism(mechanism, regime), .. } => {
                let law = regime
                    .map_or_else(String::new, |regime| format!(" under {}", book.regime(regime).header.id));
                format!("{} ends{law} on {day}", book.mechanism(*mechanism).id)
            }
            Self::End { what: Ended::Row(row), .. } => format!("{row} ends on {day}"),
            Self::Lapse { party: who, scheme, .. } => {
                format!("the {} entry of {} lapses on {day}", book.scheme(*scheme).id, party(*who))
            }
            Self::Sign { instrument, .. } => {
                format!("{} is signed on {day}", register.instrument(*instrument).id)
            }
            Self::Move { party: who, place: to, .. } => {
                let to = to.map_or("an unknown place", |to| place(to));
                format!("{} moves to {to} on {day}", party(*who))
            }
            Self::Sell { party: who, owner, .. } => {
                format!("{} is sold to {} on {day}", party(*who), party(*owner))
            }
            Self::Join { place: who, area, .. } => {
                format!("{} joins {} on {day}", place(*who), place(*area))
            }
        }
    }
}

/// Changes a register and a law pack as assumed, earlier days first, and says for each assumption, in the order
/// given, the ids of what it changed; none: it changes nothing. `book` is the law before.
pub fn apply(
    assumptions: &[Assumption],
    register: &mut Register,
    pack: &mut LawPack,
    book: &LawBook,
) -> Vec<Vec<String>> {
    let mut order: Vec<(usize, &Assumption)> = assumptions.iter().enumerate().collect();
    order.sort_by_key(|(_, assumption)| assumption.day());
    let mut touched = vec![Vec::new(); assumptions.len()];
    for (at, assumption) in order {
        let cite = format!("assumed: {}", assumption.text(register, book));
        let found = match assumption {
            Assumption::End { what, day } => law::end(pack, what, *day, &cite),
            Assumption::Lapse { party, scheme, day } => party::lapse(register, book, *party, *scheme, *day),
            Assumption::Sign { instrument, day } => party::sign(register, *instrument, *day),
            Assumption::Move { party, place, .. } => party::move_to(register, *party, *place),
            Assumption::Sell { party, owner, day } => party::sell(register, book, *party, *owner, *day),
            Assumption::Join { place, area, day } => law::join(pack, book, *place, *area, *day, &cite),
        };
        if let Some(slot) = touched.get_mut(at) {
            *slot = found;
        }
    }
    touched
}
