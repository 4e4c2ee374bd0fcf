//! What the law was, as rows with dates and sources: the types that a law pack fills, and the look-ups that
//! the engine makes. No country, decision or date is named here.

mod book;
mod condition;
mod place;
mod profile;
mod row;

pub use book::{DayView, LawBook};
pub use condition::{Approval, Condition, Continues, Flag, Flags, Module, Role, Roles, SectorTest};
pub use place::{Place, PlaceKind, PlaceSet};
pub use profile::{Aspect, Frame, Profile, Step, Topic};
pub use row::{
    Class, Confidence, Defeat, Effect, Event, Extent, FreeArea, Header, LawPack, Mechanism, Membership,
    Memory, NoExportLaw, NonMechanism, Onward, Power, Regime, Rule, Sanction, Scheme, Territory, Vocabulary,
};
