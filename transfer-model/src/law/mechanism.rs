//! The vocabulary of claims: what each word is, how it is examined, what it asks of onward transfers, and what is no
//! mechanism.

use serde::{Deserialize, Serialize};

use super::header::Header;
use crate::index::{MechanismIx, PlaceIx, RegimeIx};

/// A word of the vocabulary of claims.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mechanism {
    /// The word.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// How it is examined.
    pub class: Class,
    /// What it asks of onward transfers.
    pub onward: Onward,
    /// The passage that says so.
    pub onward_citation: Option<String>,
    /// Other words people use for it: suggested, not accepted.
    pub also: Vec<String>,
    /// The parties draft it: another paper may be said to serve as it.
    pub free_form: bool,
    /// Made by processors for the controllers they work for: a controller outside the group need not be bound itself
    /// (rules for processors, Article 47 GDPR).
    pub for_outside_controllers: bool,
    /// A scheme that a decision on adequacy rests on: an entry counts where nobody claims it, as the decision does.
    pub by_decision: bool,
    /// A contract with a recipient that binds it to what came with the data; other papers bind a processor to its
    /// controller, and no more.
    pub passes_on: bool,
    /// What it asks of onward transfers is the same whatever the roles.
    pub onward_in_any_role: bool,
    /// An exception of the law that clauses take over for onward transfers.
    pub exception_of_clauses: bool,
    /// An exception that rests on safeguards, of which people can have a copy.
    pub on_safeguards: bool,
    /// Its kind in the matrix of regimes.
    pub kind: Option<Kind>,
}

impl Mechanism {
    /// Whether it says that there are safeguards, and names none.
    pub const fn names_none(&self) -> bool {
        matches!((self.class, self.onward), (Class::Unrecorded, Onward::Unknown))
    }

    /// Whether a document may be of this kind: claims name it, or it is a contract that a duty beside the routes asks
    /// for.
    pub const fn is_document(&self) -> bool {
        self.class.is_instrument() || matches!(self.class, Class::Overlay) && self.free_form
    }
}

/// How a claim of a mechanism is examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Class {
    /// A decision about a place.
    Adequacy,
    /// An entry of the importer in a scheme.
    Scheme,
    /// An executed set of clauses.
    Clauses,
    /// A document that makes another instrument count in a second regime.
    Amendment,
    /// An instrument approved by an authority.
    Approved,
    /// An exception judged by the facts of the flow.
    Derogation,
    /// A tool named without its document.
    Unrecorded,
    /// A filing with an authority: recorded as a document with its filings, or not made.
    Filing,
    /// A duty that goes with any route, or a limit of the law: none by itself.
    Overlay,
    /// A contract that supports a mechanism and is none.
    Paper,
    /// Not a mechanism of any law in the pack.
    None,
}

impl Class {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 11] = [
        ("adequacy", Self::Adequacy),
        ("scheme", Self::Scheme),
        ("clauses", Self::Clauses),
        ("amendment", Self::Amendment),
        ("approved", Self::Approved),
        ("derogation", Self::Derogation),
        ("unrecorded", Self::Unrecorded),
        ("filing", Self::Filing),
        ("overlay", Self::Overlay),
        ("paper", Self::Paper),
        ("none", Self::None),
    ];

    /// Whether claims of it name an executed document.
    pub const fn is_instrument(self) -> bool {
        matches!(self, Self::Clauses | Self::Amendment | Self::Approved | Self::Filing | Self::Paper)
    }
}

/// Kinds of mechanism, as laws are compared by them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// A list of adequate places.
    AdequacyList,
    /// Standard or free clauses.
    StandardClauses,
    /// Binding corporate rules.
    Bcr,
    /// A certification, seal or code.
    Certification,
    /// Consent.
    Consent,
    /// Necessity for a contract.
    ContractNecessity,
    /// Approval by an authority.
    AuthorityApproval,
    /// An assessment, filed or kept.
    AssessmentFiling,
    /// Notice to people or an authority.
    Notification,
    /// The exporter answers for the importer.
    Accountability,
    /// A duty to keep data at home.
    LocalisationBan,
    /// Other exceptions.
    Derogation,
}

impl Kind {
    /// The words of the law pack's format, with the short heads of the matrix.
    pub const WORDS: [(&'static str, Self); 12] = [
        ("adequacy-list", Self::AdequacyList),
        ("standard-clauses", Self::StandardClauses),
        ("bcr", Self::Bcr),
        ("certification", Self::Certification),
        ("consent", Self::Consent),
        ("contract-necessity", Self::ContractNecessity),
        ("authority-approval", Self::AuthorityApproval),
        ("assessment-filing", Self::AssessmentFiling),
        ("notification", Self::Notification),
        ("accountability", Self::Accountability),
        ("localisation-ban", Self::LocalisationBan),
        ("derogation", Self::Derogation),
    ];

    /// The word of the law pack's format.
    pub fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// What a mechanism asks of whoever passes the data on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Onward {
    /// Nothing of its own: the destination's law takes over, or the ground was for one transfer only.
    Nothing,
    /// The next recipient is bound by the same instrument or an equal one, or is adequate.
    Contract,
    /// As [`Onward::Contract`] inside the area that its rule is for (`both-in`); outside it to nobody.
    Area,
    /// Free inside the group; outside it as [`Onward::Contract`].
    Group,
    /// A contract with the next recipient, wherever it is.
    Accountability,
    /// Not known: no mechanism was named.
    Unknown,
}

impl Onward {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("nothing", Self::Nothing),
        ("contract", Self::Contract),
        ("area", Self::Area),
        ("group", Self::Group),
        ("accountability", Self::Accountability),
        ("unknown", Self::Unknown),
    ];
}

/// A certification scheme.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Scheme {
    /// The word.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Its parts.
    pub parts: Vec<String>,
    /// Whether entries say which data (HR or not) they cover.
    pub covers: bool,
    /// Where those have their seat who can be entered; none: no limit but that of the rules.
    pub open_to: Vec<PlaceIx>,
}

/// Why a thing is no mechanism.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NonMechanism {
    /// The row.
    pub header: Header,
    /// The thing.
    pub mechanism: MechanismIx,
    /// In these regimes; empty: everywhere.
    pub regimes: Vec<RegimeIx>,
    /// Why.
    pub reason: String,
}
