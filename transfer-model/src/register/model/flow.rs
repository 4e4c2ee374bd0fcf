//! Personal data made available by one party to another: who, what, where, how and since when. The flow is what each law
//! is asked about, and the largest part of a register.

use super::claim::{Derogation, Shown, Tag};
use crate::day::{Day, Period};
use crate::index::{DataIx, PartyIx, PlaceIx, RegimeIx, WordIx};
use crate::law::Role;
use crate::source::{Span, Spanned};

/// How the importer works with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Works on clear data.
    Processing,
    /// Keeps it.
    Storage,
    /// Sees it from afar.
    RemoteAccess,
    /// Sees it to help.
    Support,
    /// Passes it on unseen.
    Transit,
}

/// From where, and by whom, the data are seen.
#[derive(Debug, Clone)]
pub struct AccessPlace {
    /// The place; none: unknown.
    pub place: Spanned<Option<PlaceIx>>,
    /// Another party; none: the importer's own staff.
    pub by: Option<Spanned<PartyIx>>,
}

/// Measures that protect the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safeguard {
    /// Encrypted on the way.
    EncryptedInTransit,
    /// Encrypted where it lies.
    EncryptedAtRest,
    /// Only the exporter has the keys.
    ExporterHoldsKeys,
    /// A trusted party in the free area or an adequate place has the keys.
    TrustedPartyHoldsKeys,
    /// The importer has the keys.
    ImporterHoldsKeys,
    /// From end to end.
    EndToEndEncrypted,
    /// Pseudonymised, the key with the exporter.
    Pseudonymised,
    /// Split between processors that cannot join the parts.
    SplitProcessing,
    /// A recipient that destination law protects.
    ProtectedRecipient,
    /// Kept to the least.
    Minimised,
    /// Publishes requests received.
    TransparencyReports,
    /// Undertakes to challenge requests.
    ChallengeCommitment,
    /// Undertakes to tell of requests.
    NotificationCommitment,
    /// A policy on access.
    AccessPolicy,
    /// Audits.
    Audit,
}

/// Several measures.
pub type SafeguardSet = Vec<Safeguard>;

/// Whose data.
#[derive(Debug, Clone)]
pub struct Subjects {
    /// The group.
    pub group: String,
    /// Where they are; empty: not said.
    pub places: Vec<Spanned<PlaceIx>>,
    /// Whose citizens they are.
    pub citizens_of: Vec<Spanned<PlaceIx>>,
}

/// How many people's data go in a year.
#[derive(Debug, Clone)]
pub struct Volume {
    /// Which data.
    pub data: Vec<DataIx>,
    /// How many people.
    pub people: u64,
    /// In which year.
    pub year: Option<i16>,
}

/// Personal data made available by one party to another.
#[derive(Debug, Clone)]
// In the order of memory what every law asks of every flow comes first, so that few lines of it are fetched.
#[repr(C)]
pub struct Flow {
    /// The exporter.
    pub from: Spanned<PartyIx>,
    /// The importer.
    pub to: Spanned<PartyIx>,
    /// Who they are to each other.
    pub roles: Spanned<Role>,
    /// How the importer works with it.
    pub access: Access,
    /// Which establishment of the exporter acts.
    pub context: Option<Spanned<PlaceIx>>,
    /// When.
    pub period: Period,
    /// When the importer no longer holds the data.
    pub returned: Option<Day>,
    /// Which data.
    pub data: Vec<Spanned<DataIx>>,
    /// The claims, primary first.
    pub mechanism: Vec<Tag>,
    /// Where it is stored or processed; none: the importer's country.
    pub locations: Option<Vec<Spanned<Option<PlaceIx>>>>,
    /// From where it is seen; none: not recorded.
    pub accessed_from: Option<Vec<AccessPlace>>,
    /// Measures; none: not known.
    pub safeguards: Option<Spanned<SafeguardSet>>,
    /// Whose.
    pub subjects: Vec<Subjects>,
    /// Regimes the importer itself is under for this.
    pub importer_subject_to: Vec<Spanned<RegimeIx>>,
    /// Where its id is written.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Where first stored.
    pub first_recorded: Vec<Spanned<PlaceIx>>,
    /// How many.
    pub volume: Vec<Volume>,
    /// What for.
    pub purposes: Vec<Spanned<String>>,
    /// Purposes that rules read, among them.
    pub known_purposes: Vec<WordIx>,
    /// Lawful bases, in the words written.
    pub basis: Vec<Spanned<String>>,
    /// When it is optional: on what.
    pub optional: Option<String>,
    /// Facts about a derogation.
    pub derogation: Derogation,
    /// What was shown to people.
    pub shown: Option<Shown>,
}
