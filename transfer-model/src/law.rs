//! What the law was, as rows with dates and sources: the types that a law pack fills, and the look-ups that
//! the engine makes. No country, decision or date is named here.

mod book;
mod condition;
mod place;
mod profile;
mod provision;
mod row;

pub use book::{DayView, LawBook};
pub use condition::{
    Approval, Beside, Condition, ConsentNeed, Continues, DataTrait, FilingTerm, Flag, Flags, Module, Role,
    Roles, SectorTest, Start, Unit, VolumeTest,
};
pub use place::{Place, PlaceKind, PlaceSet};
pub use profile::{Aspect, Frame, Profile, Step, Topic};
pub use provision::{Provision, Subject};
pub use row::{
    Class, Confidence, Defeat, Effect, Event, Extent, FreeArea, Header, Kind, LawPack, Localisation,
    Mechanism, Membership, Memory, NoExportLaw, NonMechanism, Onward, Paper, PaperDuty, Part, Power, Regime,
    Restriction, Rule, Sanction, Scheme, Territory, Transaction, Vocabulary,
};
