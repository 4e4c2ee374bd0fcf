//! Who takes part: legal entities and populations, who owns them, and their entries in schemes. Where a fact that the law
//! asks may be missing, `None` says that it is not known.

use super::evidence::Evidence;
use crate::day::{Day, Period};
use crate::index::{PartyIx, PlaceIx, PowerIx, SchemeIx, WordIx};
use crate::source::{Span, Spanned};

/// What a party is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartyKind {
    /// A company of the group.
    Group,
    /// A processor.
    Processor,
    /// A sub-processor.
    Subprocessor,
    /// An independent controller that supplies something.
    Vendor,
    /// A partner.
    Partner,
    /// A customer.
    Customer,
    /// A public authority.
    Authority,
    /// A population: people, not an organisation.
    Individuals,
    /// An international organisation.
    InternationalOrganisation,
    /// An institution, body, office or agency of the European Union.
    EuInstitution,
}

/// A legal entity or population.
#[derive(Debug, Clone)]
// As with flows, what every law asks comes first.
#[repr(C)]
pub struct Party {
    /// What it is.
    pub kind: PartyKind,
    /// Where it is established; none: unknown.
    pub country: Spanned<Option<PlaceIx>>,
    /// Its sector.
    pub sector: Option<Spanned<WordIx>>,
    /// Its entries in schemes; none: not known.
    pub certifications: Option<Vec<Certification>>,
    /// Destination laws known to reach it; none: not known.
    pub exposure: Option<Vec<Spanned<PowerIx>>>,
    /// Who owns it.
    pub owners: Vec<Owner>,
    /// Markets it offers to or monitors.
    pub targets: Vec<Spanned<PlaceIx>>,
    /// Further establishments of the same legal entity.
    pub branches: Vec<Spanned<PlaceIx>>,
    /// Its representatives.
    pub representative: Vec<(Spanned<PlaceIx>, Spanned<PartyIx>)>,
    /// Where its id is written.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// An owner of a party.
#[derive(Debug, Clone)]
pub struct Owner {
    /// Who.
    pub party: Spanned<PartyIx>,
    /// Share in hundredths of a per cent; none: not known.
    pub share: Option<u32>,
    /// When.
    pub period: Period,
}

/// Where an entry stands in a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificationStatus {
    /// Applied for, not listed.
    Applied,
    /// Listed.
    Active,
    /// Listed, renewal under review.
    UnderReview,
    /// Not renewed.
    Lapsed,
    /// Withdrawn by the party.
    Withdrawn,
    /// Removed by the programme.
    Removed,
}

/// An entry of a party in a scheme.
#[derive(Debug, Clone)]
pub struct Certification {
    /// Where it is written.
    pub span: Span,
    /// The scheme.
    pub scheme: SchemeIx,
    /// Its parts, by position; none: not known.
    pub parts: Option<Vec<u8>>,
    /// Whether it covers staff data; none: not known what it covers.
    pub hr: Option<bool>,
    /// Whether it covers other data; none: not known what it covers.
    pub non_hr: Option<bool>,
    /// First and last day as recorded; none: not known.
    pub since: Option<Day>,
    /// Last day.
    pub until: Option<Day>,
    /// Where it stands.
    pub status: Option<CertificationStatus>,
    /// When it must be renewed.
    pub next_due: Option<Day>,
    /// When it was last looked up.
    pub checked_on: Option<Day>,
    /// Other parties it names.
    pub covered: Vec<Spanned<PartyIx>>,
    /// What shows it.
    pub evidence: Option<Box<Evidence>>,
}
