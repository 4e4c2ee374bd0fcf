//! The rows of a law pack. Each has a [`Header`] that says where it can be checked and how sure we are.

use serde::{Deserialize, Serialize};

use super::condition::{Condition, DataTrait};
use super::place::Place;
use super::profile::{Frame, Profile};
use super::provision::Provision;
use crate::day::{Day, Period};
use crate::index::{MechanismIx, PlaceIx, PowerIx, RegimeIx};

/// How well a row is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    /// Read in an official or verbatim text, or in two independent sources.
    Checked,
    /// Read in secondary material only.
    CheckedSecond,
    /// Not confirmed.
    Memory,
}

impl Confidence {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 3] =
        [("checked", Self::Checked), ("checked-2nd", Self::CheckedSecond), ("memory", Self::Memory)];

    /// The word of the law pack's format.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::CheckedSecond => "checked-2nd",
            Self::Memory => "memory",
        }
    }
}

/// Which cells of a row are not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Memory {
    /// The first day.
    pub since: bool,
    /// The last day.
    pub until: bool,
    /// What it covers.
    pub scope: bool,
}

/// What every row says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Header {
    /// Unique in the pack.
    pub id: String,
    /// When it is true.
    pub period: Period,
    /// What a lawyer would cite.
    pub citation: String,
    /// Where it was read.
    pub sources: Vec<String>,
    /// The day it was last read there.
    pub verified: Day,
    /// How well it is confirmed.
    pub confidence: Confidence,
    /// Cells that are not confirmed although the row is.
    pub memory: Memory,
    /// What ended it.
    pub ended_by: Option<String>,
    /// A sentence for lawyers.
    pub note: Option<String>,
    /// Position of its file in [`LawPack::files`].
    pub file: u16,
    /// Line in that file, from 1.
    pub line: u32,
}

impl Header {
    /// What to cite for its end.
    pub fn end_citation(&self) -> &str {
        self.ended_by.as_deref().unwrap_or(&self.citation)
    }
}

/// A membership of an area.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Membership {
    /// The row.
    pub header: Header,
    /// The area.
    pub area: PlaceIx,
    /// The members.
    pub places: Vec<PlaceIx>,
}

/// An export law.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Regime {
    /// The row; its id is the regime's word.
    pub header: Header,
    /// Short name, as in "under the GDPR".
    pub name: String,
    /// Full title.
    pub title: String,
    /// No transfer inside one legal entity.
    pub same_entity_free: bool,
    /// A processor returning data to its controller makes no transfer.
    pub processor_return_free: bool,
    /// Binds European Union institutions only.
    pub institutions_only: bool,
    /// What counts as a transfer there, in a sentence.
    pub transfer: Option<String>,
    /// The assessment it asks for, by its local name.
    pub assessment: Option<String>,
    /// The penalty ceiling, in a sentence.
    pub penalty: Option<String>,
}

/// Where a regime binds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Territory {
    /// The row.
    pub header: Header,
    /// The regime.
    pub regime: RegimeIx,
    /// Those established here.
    pub places: Vec<PlaceIx>,
    /// Also those outside who target people here.
    pub targeting: bool,
}

/// Places that a regime does not treat as abroad.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FreeArea {
    /// The row.
    pub header: Header,
    /// The regimes.
    pub regimes: Vec<RegimeIx>,
    /// The places.
    pub places: Vec<PlaceIx>,
    /// Only for exporters here; empty: for all.
    pub exporters_in: Vec<PlaceIx>,
}

/// Places without a law that restricts exports.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NoExportLaw {
    /// The row.
    pub header: Header,
    /// The places.
    pub places: Vec<PlaceIx>,
}

/// What a law asks of the papers of whoever it binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paper {
    /// A party outside that targets people on the law's ground names a representative there.
    Representative,
    /// Whoever exports tells people by which mechanism.
    TellMechanism,
    /// Whoever exports tells people where to.
    TellDestination,
    /// A controller records its transfers.
    RecordController,
    /// A processor records its transfers.
    RecordProcessor,
}

impl Paper {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("representative", Self::Representative),
        ("tell-mechanism", Self::TellMechanism),
        ("tell-destination", Self::TellDestination),
        ("record-controller", Self::RecordController),
        ("record-processor", Self::RecordProcessor),
    ];
}

/// A duty about papers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PaperDuty {
    /// The row.
    pub header: Header,
    /// What it asks.
    pub paper: Paper,
    /// The regimes.
    pub regimes: Vec<RegimeIx>,
    /// Mechanisms that need not be told.
    pub except: Vec<MechanismIx>,
    /// What else must be so, which a register does not record.
    pub only_where: Option<String>,
    /// What lifts it, which a register does not record.
    pub unless: Option<String>,
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
    /// Its kind in the matrix of regimes.
    pub kind: Option<Kind>,
}

impl Mechanism {
    /// Whether a document may be of this kind: claims name it, or it is a contract that a duty beside the routes asks
    /// for.
    pub const fn is_document(&self) -> bool {
        self.class.is_instrument() || matches!(self.class, Class::Overlay) && self.free_form
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

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// A route: it makes the transfer lawful.
    Route {
        /// It counts although nobody claims it.
        unclaimed: bool,
    },
    /// A duty that stacks on routes; unmet, it leaves the transfer conditional.
    Overlay {
        /// On these mechanisms only; empty: on all.
        on: Vec<MechanismIx>,
        /// Not on these.
        not_on: Vec<MechanismIx>,
        /// Where all of these are met.
        when: Vec<Condition>,
        /// Unmet, it defeats the route.
        defeats: bool,
    },
    /// Where its conditions are met the regime does not restrict the transfer.
    CarveOut,
}

/// In these regimes, in this period, this mechanism makes a transfer lawful on these conditions; or a duty that
/// goes with such mechanisms, or a limit of the regime.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rule {
    /// The row.
    pub header: Header,
    /// The mechanism.
    pub mechanism: MechanismIx,
    /// The regimes.
    pub regimes: Vec<RegimeIx>,
    /// Destinations; empty: anywhere.
    pub places: Vec<PlaceIx>,
    /// The conditions, in the order tested.
    pub conditions: Vec<Condition>,
    /// The day from which it is beyond doubt in force (publication), where later than its first.
    pub safe_from: Option<Day>,
    /// What it does.
    pub part: Part,
}

impl Rule {
    /// Whether it makes a transfer lawful.
    pub const fn is_route(&self) -> bool {
        matches!(self.part, Part::Route { .. })
    }
}

/// A duty to keep data, or a copy, at home.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Localisation {
    /// The row.
    pub header: Header,
    /// The regime.
    pub regime: RegimeIx,
    /// Where the data must be first recorded.
    pub places: Vec<PlaceIx>,
    /// Nowhere else may they be recorded at collection.
    pub only_there: bool,
    /// Only data of citizens of these; empty: of anybody.
    pub citizens_of: Vec<PlaceIx>,
    /// Where all of these are met.
    pub when: Vec<Condition>,
    /// What it is, for people.
    pub title: String,
}

/// How a transaction in data stands to a national-security rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Transaction {
    /// Data given for consideration by one who did not collect them, or to another controller.
    Brokerage,
    /// A vendor, employment or investment agreement.
    Agreement,
    /// Any.
    Any,
}

impl Transaction {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 3] =
        [("brokerage", Self::Brokerage), ("agreement", Self::Agreement), ("any", Self::Any)];
}

/// A rule of national security on who may have which data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Restriction {
    /// The row.
    pub header: Header,
    /// What it is, for people.
    pub title: String,
    /// Exporters established here.
    pub exporters: Vec<PlaceIx>,
    /// Recipients here, and those that they own; empty: any recipient outside the exporters' places.
    pub recipients: Vec<PlaceIx>,
    /// Not recipients of these places nor those they own.
    pub not_recipients: Vec<PlaceIx>,
    /// Owned by them to this share or more, in hundredths of a per cent.
    pub share: u32,
    /// Which transactions.
    pub transaction: Transaction,
    /// Which data, and more than how many people's.
    pub data: Vec<(DataTrait, u64)>,
    /// Exporters of these sectors only; empty: all.
    pub sectors: Vec<crate::index::WordIx>,
    /// Not for these purposes.
    pub exempt: Vec<crate::index::WordIx>,
    /// Prohibited; otherwise allowed on conditions.
    pub prohibited: bool,
    /// What must be met, where it is not prohibited.
    pub unless: Option<String>,
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

/// A period in which a power undoes tools of a regime when data are in the clear.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Defeat {
    /// The regimes.
    pub regimes: Vec<RegimeIx>,
    /// When.
    pub period: Period,
    /// What says so.
    pub citation: String,
    /// The day it was last read.
    pub verified: Day,
    /// How well it is confirmed.
    pub confidence: Confidence,
}

/// A destination law that may reach the data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Power {
    /// The row; its id is the word of the register format.
    pub header: Header,
    /// Name for people.
    pub name: String,
    /// Whose law.
    pub places: Vec<PlaceIx>,
    /// Whether it reaches data that companies under the control of one established there hold elsewhere.
    pub through_control: bool,
    /// When it defeats tools in the clear.
    pub defeats: Vec<Defeat>,
}

/// What an event does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// The mechanism is questioned but stands.
    AtRisk,
    /// Assessments of these places made before are out of date.
    OvertakesAssessments,
    /// None on any verdict.
    Information,
}

impl Effect {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("at-risk", Self::AtRisk),
        ("overtakes-assessments", Self::OvertakesAssessments),
        ("information", Self::Information),
    ];
}

/// Something that happened on the first day of its period.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Event {
    /// The row.
    pub header: Header,
    /// The regimes; empty: all.
    pub regimes: Vec<RegimeIx>,
    /// The places concerned; empty: all.
    pub places: Vec<PlaceIx>,
    /// The mechanisms concerned.
    pub mechanisms: Vec<MechanismIx>,
    /// The powers concerned; empty: all.
    pub powers: Vec<PowerIx>,
    /// What it does.
    pub effect: Effect,
    /// What happened, in a sentence.
    pub text: String,
}

/// How far a sanctions programme reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extent {
    /// Dealings with the territory as such.
    Territory,
    /// Listed persons or sectors only.
    Listed,
}

impl Extent {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 2] = [("territory", Self::Territory), ("listed", Self::Listed)];
}

/// A sanctions programme.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sanction {
    /// The row.
    pub header: Header,
    /// Whose (`un`, `us`, `uk`, `eu`).
    pub authority: String,
    /// The territories.
    pub places: Vec<PlaceIx>,
    /// How far it reaches.
    pub extent: Extent,
    /// Its name.
    pub programme: String,
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

/// Words that a register may use for a key.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Sectors of parties.
    pub sectors: Vec<String>,
    /// Purposes that rules read; registers may use others.
    pub purposes: Vec<String>,
    /// Kinds of data that rules read.
    pub data_kinds: Vec<String>,
}

/// A law pack: all rows, references resolved.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LawPack {
    /// Version, year and month.
    pub version: String,
    /// Digest of the texts it was read from, in hexadecimal.
    pub digest: String,
    /// What else rows were added from, by name.
    pub overlays: Vec<String>,
    /// Names of the files rows stand in.
    pub files: Vec<String>,
    /// Places and areas.
    pub places: Vec<Place>,
    /// Memberships of areas.
    pub memberships: Vec<Membership>,
    /// Words.
    pub vocabulary: Vocabulary,
    /// Certification schemes.
    pub schemes: Vec<Scheme>,
    /// Regimes.
    pub regimes: Vec<Regime>,
    /// Their territories.
    pub territories: Vec<Territory>,
    /// Their free areas.
    pub free_areas: Vec<FreeArea>,
    /// Places without an export law.
    pub no_export_laws: Vec<NoExportLaw>,
    /// The vocabulary of claims.
    pub mechanisms: Vec<Mechanism>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// What is no mechanism, and why.
    pub non_mechanisms: Vec<NonMechanism>,
    /// Destination laws.
    pub powers: Vec<Power>,
    /// Events.
    pub events: Vec<Event>,
    /// Sanctions programmes.
    pub sanctions: Vec<Sanction>,
    /// Facts about destinations.
    pub profiles: Vec<Profile>,
    /// What laws ask of assessments.
    pub assessments: Vec<Frame>,
    /// Duties to keep data at home.
    pub localisations: Vec<Localisation>,
    /// National-security rules.
    pub restrictions: Vec<Restriction>,
    /// Duties about papers.
    pub paper_duties: Vec<PaperDuty>,
    /// Where each law says what.
    pub provisions: Vec<Provision>,
}

impl LawPack {
    /// The version as people are told of it, with what rows were added from.
    pub fn title(&self) -> String {
        if self.overlays.is_empty() {
            self.version.clone()
        } else {
            format!("{} with rows of {}", self.version, self.overlays.join(", "))
        }
    }
}
