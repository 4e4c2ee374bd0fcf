//! What the law was, as rows with dates and sources: the types that a law pack fills, and the look-ups that
//! the engine makes. No country, decision or date is named here.

mod ban;
mod book;
mod condition;
mod filing;
mod header;
mod home;
mod map;
mod mechanism;
mod need;
mod pack;
mod paper;
mod place;
mod power;
mod profile;
mod provision;
mod regime;
mod role;
mod routes;
mod rule;
mod view;

pub use ban::{Extent, Localisation, Restriction, Sanction, Transaction};
pub use book::LawBook;
pub use condition::{
    Approval, Beside, Body, Condition, Continues, DataTrait, Module, SectorTest, VolumeTest,
};
pub use filing::{FilingTerm, Start, Unit};
pub use header::{Confidence, Header, Memory};
pub use home::Home;
pub use mechanism::{Class, Kind, Mechanism, NonMechanism, Onward, Scheme};
pub use need::{ConsentNeed, Flag, Flags};
pub use pack::{LawPack, Vocabulary};
pub use paper::{Paper, PaperDuty};
pub use place::{Place, PlaceKind, PlaceSet};
pub use power::{Defeat, Effect, Event, Power};
pub use profile::{Aspect, Frame, Profile, Step, Topic};
pub use provision::{Provision, Subject};
pub use regime::{Abroad, Aside, FreeArea, Membership, NoExportLaw, Regime, Territory};
pub use role::{Role, Roles};
pub use routes::Routes;
pub use rule::{Part, Rule};
pub use view::DayView;
