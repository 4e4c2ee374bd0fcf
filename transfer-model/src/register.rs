//! A register as the engine sees it: ids resolved, words closed, days real, every fact with its place in the
//! text. Made by [`read()`]; nothing else can make one with a dangling reference.

mod digest;
pub use digest::hex;
pub mod keys;
mod model;
mod read;
mod words;

pub use model::{
    Access, AccessPlace, Approver, Authorisation, Certification, CertificationStatus, Conclusion, Data,
    Derogation, Duty, Evidence, Evidenced, Filing, Flow, Instrument, InstrumentState, Notice, NoticeClaim,
    Owner, Party, PartyKind, Personal, Polarity, Policy, Register, Responsible, Safeguard, SafeguardSet,
    Sanctioned, Shown, Special, StepKind, Subjects, Subprocessors, Tag, TagUse, Tia, TiaKind, Volume, Waiver,
};
pub use read::{Files, read, read_on};
