//! The closed list of typed conditions a rule may set. A new kind is one variant here and one function in
//! [`crate::assess`]; what a particular law asks is data.

use serde::{Deserialize, Serialize};

use super::filing::FilingTerm;
use super::need::{ConsentNeed, Flags};
use super::role::Roles;
use crate::day::Day;
use crate::index::{MechanismIx, PlaceIx, RegimeIx, SchemeIx, WordIx};

/// One condition of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// The importer is established in one of these places.
    ImporterIn(Vec<PlaceIx>),
    /// The importer's sector.
    ImporterSector(SectorTest),
    /// The exporter's sector.
    ExporterSector(SectorTest),
    /// The purposes of the flow: one of `any` (where given) and none of `none`.
    Purpose {
        /// One of these must be among them, where given.
        any: Vec<WordIx>,
        /// None of these may be.
        none: Vec<WordIx>,
    },
    /// Safe only after `until` for flows with one of these purposes.
    NotYetPublished {
        /// The purposes concerned.
        purposes: Vec<WordIx>,
        /// Last day of doubt.
        until: Day,
    },
    /// The importer's entry in a scheme is good.
    Certified {
        /// The scheme.
        scheme: SchemeIx,
        /// The part, by position in the scheme's parts; none: any.
        part: Option<u8>,
        /// Earlier entries that count.
        continues: Vec<Continues>,
        /// One of these must run beside it; none: it stands alone.
        beside: Vec<Beside>,
    },
    /// The flow's roles are among these.
    Roles(Roles),
    /// The instrument has the module for the flow's roles.
    Modules(Vec<Module>),
    /// Signed on that day at the latest.
    SignedBy(Day),
    /// The processing was not changed on or after that day.
    UnchangedFrom(Day),
    /// An amendment of that kind is in force between the same parties.
    AmendedBy(MechanismIx),
    /// An approval is dated.
    Approved,
    /// The approval is of an authority that counts.
    ApprovedIn(Approval),
    /// The law chosen.
    GoverningLaw {
        /// Laws accepted.
        places: Vec<PlaceIx>,
        /// Only for these modules; empty: for all.
        modules: Vec<u8>,
        /// Also the law of these places for an exporter established there.
        exporter_adds: Vec<PlaceIx>,
    },
    /// The importer's processing is not itself under the regime.
    ImporterOutsideRegime,
    /// The importer's processing is itself under the regime; where that is not recorded this question is asked.
    ImporterUnderRegime(String),
    /// Both parties are public bodies.
    PublicBodies,
    /// Facts about the use of a derogation.
    Derogation {
        /// Must be so.
        needs: Flags,
        /// Must not be so.
        bars: Flags,
        /// If so, a judgement is needed.
        judged: Flags,
    },
    /// The destination's law was assessed and nothing defeats the tool.
    Assessment {
        /// The duty to assess begins then.
        since: Day,
        /// What to cite for that.
        by: Option<String>,
    },
    /// The place is adequate under another regime, or inside its free area; a list that follows another's.
    AdequateUnder {
        /// One of these.
        regimes: Vec<RegimeIx>,
        /// Only by decisions of that day or earlier.
        by: Option<Day>,
    },
    /// The place is not adequate under the regime itself.
    NotAdequate,
    /// The list read was not whole: the place may be on it.
    ListIncomplete(String),
    /// The number of people in a year; met where one of the tests is (any) or all are.
    Volume {
        /// The tests.
        tests: Vec<VolumeTest>,
        /// One is enough.
        any: bool,
    },
    /// Filed with an authority in time.
    Filed(FilingTerm),
    /// A consent with these traits.
    Consent {
        /// What it needs.
        needs: Vec<ConsentNeed>,
        /// What the person was shown.
        items: Vec<String>,
    },
    /// The transfer was disclosed to the people concerned.
    Shown {
        /// What they were shown.
        items: Vec<String>,
        /// Whether what is not recorded is asked; otherwise only what is stated not to be counts.
        ask: bool,
    },
    /// The exporter judged the destination's protection comparable, and recorded it.
    Comparable,
    /// An assessment of these kinds is recorded, not older than so many months.
    Assessed {
        /// Words for the kinds; empty: any.
        kinds: Vec<String>,
        /// How long it is good.
        months: Option<u32>,
    },
    /// A contract in force between the parties that is said to serve one of these.
    Contract(Vec<MechanismIx>),
    /// The data have one of `any` (where given) and none of `none`.
    Data {
        /// One of these, where given.
        any: Vec<DataTrait>,
        /// None of these.
        none: Vec<DataTrait>,
    },
    /// The approval is not older than so many months.
    ApprovalAge(u32),
    /// Exporter and importer are both in these places.
    BothIn(Vec<PlaceIx>),
    /// Exporter and importer are of one group.
    SameGroup,
    /// The exporter controls the importer; where no owner is recorded this question is asked.
    ControlledByExporter(String),
    /// None of the people concerned is in these places.
    PeopleOutside(Vec<PlaceIx>),
    /// The importer only stores, sees, or supports.
    Access(Vec<String>),
    /// The importer cannot read the data: it has no key to them.
    OutOfReach,
    /// The exporter acts from none of these places.
    ExporterOutside(Vec<PlaceIx>),
    /// The data go to none of these places.
    PlaceOutside(Vec<PlaceIx>),
    /// One of these is the legal basis of the flow, or none is recorded.
    Basis(Vec<String>),
    /// A question that only a person can answer.
    Question(String),
}

impl Condition {
    /// The first day on which it is judged otherwise than before, whatever the facts.
    pub fn turns(&self) -> Option<Day> {
        match self {
            Self::NotYetPublished { until, .. } => Some(until.next()),
            Self::SignedBy(last) => Some(last.next()),
            Self::Assessment { since, .. } => Some(*since),
            Self::ImporterIn(_)
            | Self::ImporterSector(_)
            | Self::ExporterSector(_)
            | Self::Purpose { .. }
            | Self::Certified { .. }
            | Self::Roles(_)
            | Self::Modules(_)
            | Self::UnchangedFrom(_)
            | Self::AmendedBy(_)
            | Self::Approved
            | Self::ApprovedIn(_)
            | Self::GoverningLaw { .. }
            | Self::ImporterOutsideRegime
            | Self::ImporterUnderRegime(_)
            | Self::PublicBodies
            | Self::Derogation { .. }
            | Self::AdequateUnder { .. }
            | Self::NotAdequate
            | Self::ListIncomplete(_)
            | Self::Volume { .. }
            | Self::Filed(_)
            | Self::Consent { .. }
            | Self::Shown { .. }
            | Self::Comparable
            | Self::Assessed { .. }
            | Self::Contract(_)
            | Self::Data { .. }
            | Self::ApprovalAge(_)
            | Self::BothIn(_)
            | Self::SameGroup
            | Self::ControlledByExporter(_)
            | Self::PeopleOutside(_)
            | Self::Access(_)
            | Self::OutOfReach
            | Self::ExporterOutside(_)
            | Self::PlaceOutside(_)
            | Self::Basis(_)
            | Self::Question(_) => None,
        }
    }

    /// The word of the law pack's format.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ImporterIn(_) => "importer-in",
            Self::ImporterSector(_) => "importer-sector",
            Self::ExporterSector(_) => "exporter-sector",
            Self::Purpose { .. } => "purpose",
            Self::NotYetPublished { .. } => "not-yet-published",
            Self::Certified { .. } => "certified",
            Self::Roles(_) => "roles",
            Self::Modules(_) => "modules",
            Self::SignedBy(_) => "signed-by",
            Self::UnchangedFrom(_) => "unchanged-from",
            Self::AmendedBy(_) => "amended-by",
            Self::Approved => "approved",
            Self::ApprovedIn(_) => "approved-in",
            Self::GoverningLaw { .. } => "governing-law",
            Self::ImporterOutsideRegime => "importer-outside-regime",
            Self::ImporterUnderRegime(_) => "importer-under-regime",
            Self::PublicBodies => "public-bodies",
            Self::Derogation { .. } => "derogation",
            Self::Assessment { .. } => "assessment",
            Self::AdequateUnder { .. } => "adequate-under",
            Self::NotAdequate => "not-adequate",
            Self::ListIncomplete(_) => "list-incomplete",
            Self::Volume { .. } => "volume",
            Self::Filed(_) => "filed",
            Self::Consent { .. } => "consent",
            Self::Shown { .. } => "shown",
            Self::Comparable => "comparable",
            Self::Assessed { .. } => "assessed",
            Self::Contract(_) => "contract",
            Self::Data { .. } => "data",
            Self::ApprovalAge(_) => "approval-age",
            Self::BothIn(_) => "both-in",
            Self::SameGroup => "same-group",
            Self::ControlledByExporter(_) => "controlled-by-exporter",
            Self::PeopleOutside(_) => "people-outside",
            Self::Access(_) => "access",
            Self::OutOfReach => "out-of-reach",
            Self::ExporterOutside(_) => "exporter-outside",
            Self::PlaceOutside(_) => "place-outside",
            Self::Basis(_) => "basis",
            Self::Question(_) => "question",
        }
    }
}

/// A test of a party's sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectorTest {
    /// It must be one of these, where any are given.
    pub any: Vec<WordIx>,
    /// It must be none of these.
    pub none: Vec<WordIx>,
    /// Whether a sector that is not recorded counts as met; otherwise the question is asked.
    pub unknown_met: bool,
}

/// An entry in an earlier scheme that counts as one in this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continues {
    /// The earlier scheme.
    pub scheme: SchemeIx,
    /// The part of it, by position in the scheme's parts.
    pub part: u8,
    /// The day on which the entry must still have been open.
    pub open_on: Day,
}

/// An entry without which another does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// The scheme.
    pub scheme: SchemeIx,
    /// The part of it, by position in the scheme's parts.
    pub part: u8,
    /// For an earlier scheme: the day on which the entry must still have been open.
    pub open_on: Option<Day>,
}

/// A module of a set of clauses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// Its number.
    pub module: u8,
    /// The role pairs it is made for.
    pub roles: Roles,
    /// The annexes it needs.
    pub annexes: Vec<String>,
    /// Further annexes where sub-processors are authorised one by one.
    pub specific_annexes: Vec<String>,
    /// The parts of those annexes that have parts: all are needed where an annex is recorded part by part.
    pub parts: Vec<String>,
}

/// A body that approves and is of no one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    /// An authority of the European Union, whichever.
    Union,
    /// The European Data Protection Supervisor.
    Supervisor,
}

impl Body {
    /// The words of the register format and of the law pack's.
    pub const WORDS: [(&'static str, Self); 2] = [("EU", Self::Union), ("EDPS", Self::Supervisor)];

    /// The word of both formats.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Union => "EU",
            Self::Supervisor => "EDPS",
        }
    }
}

/// Whose approval counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Authorities of these places.
    pub places: Vec<PlaceIx>,
    /// Authorities of places that are adequate under the regime.
    pub adequate: bool,
    /// Bodies that are of no one place.
    pub bodies: Vec<Body>,
    /// An amendment that makes another authority's approval count.
    pub or_amended_by: Option<MechanismIx>,
    /// Whose approvals that amendment can extend.
    pub amendable: Vec<PlaceIx>,
}

/// A trait of data that a law turns on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DataTrait {
    /// Sensitive in the sense of the regime: a special category, criminal, of children, or said to be.
    Sensitive,
    /// Staff data.
    Staff,
    /// Of children.
    Children,
    /// Health.
    Health,
    /// Genetic.
    Genetic,
    /// Biometric.
    Biometric,
    /// A kind of the vocabulary.
    Kind(WordIx),
}

impl DataTrait {
    /// The words of the law pack's format besides those of the vocabulary.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("sensitive", Self::Sensitive),
        ("hr", Self::Staff),
        ("children", Self::Children),
        ("health", Self::Health),
        ("genetic", Self::Genetic),
        ("biometric", Self::Biometric),
    ];
}

/// How many people's data an exporter sends abroad in a calendar year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeTest {
    /// Only sensitive data, or only other data; none: all.
    pub sensitive: Option<bool>,
    /// At least so many.
    pub at_least: Option<u64>,
    /// Fewer than so many.
    pub below: Option<u64>,
    /// Flows that rely on one of these are not counted.
    pub uncounted: Vec<MechanismIx>,
}
