//! The closed list of typed conditions a rule may set. A new kind is one variant here and one function in
//! [`crate::assess`]; what a particular law asks is data.

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::index::{MechanismIx, PlaceIx, SchemeIx, WordIx};

/// Who the parties of a flow are to each other, in the law's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Controller to controller.
    ControllerToController,
    /// Controller to its processor.
    ControllerToProcessor,
    /// Processor to its sub-processor.
    ProcessorToProcessor,
    /// Processor back to its controller.
    ProcessorToController,
    /// Joint controllers.
    JointControllers,
}

impl Role {
    /// The words of the register format.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("controller-to-controller", Self::ControllerToController),
        ("controller-to-processor", Self::ControllerToProcessor),
        ("processor-to-processor", Self::ProcessorToProcessor),
        ("processor-to-controller", Self::ProcessorToController),
        ("joint-controllers", Self::JointControllers),
    ];

    /// The word of the register format.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ControllerToController => "controller-to-controller",
            Self::ControllerToProcessor => "controller-to-processor",
            Self::ProcessorToProcessor => "processor-to-processor",
            Self::ProcessorToController => "processor-to-controller",
            Self::JointControllers => "joint-controllers",
        }
    }

    /// Whether the importer works for another.
    pub const fn to_processor(self) -> bool {
        matches!(self, Self::ControllerToProcessor | Self::ProcessorToProcessor)
    }
}

/// Several role pairs.
pub type Roles = Vec<Role>;

/// A fact about the use of a derogation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Flag {
    /// Not more than occasional.
    Occasional,
    /// Necessary for the purpose named.
    Necessary,
    /// The consent is explicit.
    Explicit,
    /// The person was told of the risks.
    InformedOfRisks,
    /// A public authority exercising its powers.
    PublicPower,
    /// Repeated or systematic.
    Repetitive,
    /// A limited number of people.
    NumberLimited,
    /// The authority was told.
    AuthorityNotified,
    /// The person was told.
    SubjectInformed,
    /// Recorded in the record of processing.
    Recorded,
}

/// Several flags.
pub type Flags = Vec<Flag>;

impl Flag {
    /// The words of the register format.
    pub const WORDS: [(&'static str, Self); 10] = [
        ("occasional", Self::Occasional),
        ("necessary", Self::Necessary),
        ("explicit", Self::Explicit),
        ("informed_of_risks", Self::InformedOfRisks),
        ("public_power", Self::PublicPower),
        ("repetitive", Self::Repetitive),
        ("number_limited", Self::NumberLimited),
        ("authority_notified", Self::AuthorityNotified),
        ("subject_informed", Self::SubjectInformed),
        ("recorded", Self::Recorded),
    ];

    /// The word of the register format.
    pub fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(_, flag)| *flag == self).map_or("", |(name, _)| name)
    }

    /// The question to ask when it is not recorded.
    pub const fn question(self) -> &'static str {
        match self {
            Self::Occasional => "is the transfer only occasional?",
            Self::Necessary => "is the transfer necessary for that purpose?",
            Self::Explicit => "was the consent explicit?",
            Self::InformedOfRisks => "was the person told of the risks of the transfer before consenting?",
            Self::PublicPower => "does the exporter act here as a public authority exercising its powers?",
            Self::Repetitive => "is the transfer repeated or systematic?",
            Self::NumberLimited => {
                "is the transfer limited to part of the data or a limited number of people?"
            }
            Self::AuthorityNotified => "was the supervisory authority told?",
            Self::SubjectInformed => "was the person told of the transfer and the interests pursued?",
            Self::Recorded => "is the assessment recorded in the record of processing?",
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
}

/// Whose approval counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Authorities of these places.
    pub places: Vec<PlaceIx>,
    /// Authorities of places that are adequate under the regime.
    pub adequate: bool,
    /// Named bodies (`EU`, `EDPS`).
    pub bodies: Vec<String>,
    /// An amendment that makes another authority's approval count.
    pub or_amended_by: Option<MechanismIx>,
    /// Whose approvals that amendment can extend.
    pub amendable: Vec<PlaceIx>,
}

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
    },
    /// A question that only a person can answer.
    Question(String),
}

impl Condition {
    /// The first day on which it is judged otherwise than before, whatever the facts.
    pub fn turns(&self) -> Option<Day> {
        match self {
            Self::NotYetPublished { until, .. } => Some(until.next()),
            Self::SignedBy(last) => Some(last.next()),
            Self::Assessment { since } => Some(*since),
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
            | Self::PublicBodies
            | Self::Derogation { .. }
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
            Self::PublicBodies => "public-bodies",
            Self::Derogation { .. } => "derogation",
            Self::Assessment { .. } => "assessment",
            Self::Question(_) => "question",
        }
    }
}
