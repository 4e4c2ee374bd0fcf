//! The types of a register: parties, data, instruments, flows, assessments, notices, duties.

use std::collections::BTreeMap;

use crate::day::{Day, Period};
use crate::finding::{Code, Severity};
use crate::index::{
    DataIx, FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, PowerIx, RegimeIx, SchemeIx, WordIx,
};
use crate::law::{Flag, Role};
use crate::source::{Sources, Span, Spanned};

/// A register, read and resolved.
#[derive(Debug, Clone)]
pub struct Register {
    /// The texts it was read from.
    pub sources: Sources,
    /// Its name.
    pub name: String,
    /// The day it describes.
    pub as_of: Option<Day>,
    /// How often it is reviewed.
    pub review: Option<Spanned<String>>,
    /// When it was last reviewed.
    pub reviewed: Option<Spanned<Day>>,
    /// Where `[register]` stands.
    pub span: Span,
    /// Digest of the facts, whatever their order and layout.
    pub digest: String,
    /// House rules.
    pub policy: Policy,
    /// Levels set by the register.
    pub lints: BTreeMap<Code, Severity>,
    /// What the house reckons a step of a plan to cost, where it says so.
    pub plan_costs: BTreeMap<StepKind, u32>,
    /// Parties.
    pub parties: Vec<Party>,
    /// Data categories.
    pub data: Vec<Data>,
    /// Instruments.
    pub instruments: Vec<Instrument>,
    /// Flows.
    pub flows: Vec<Flow>,
    /// Assessments of destinations.
    pub tias: Vec<Tia>,
    /// Published notices.
    pub notices: Vec<Notice>,
    /// Who answers for whom.
    pub responsible: Vec<Responsible>,
    /// Risks accepted.
    pub waivers: Vec<Waiver>,
    /// Dated obligations.
    pub duties: Vec<Duty>,
}

impl Register {
    /// A party.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by the reader of this register alone")]
    pub fn party(&self, ix: PartyIx) -> &Party {
        &self.parties[ix.position()]
    }

    /// A data category.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by the reader of this register alone")]
    pub fn datum(&self, ix: DataIx) -> &Data {
        &self.data[ix.position()]
    }

    /// An instrument.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by the reader of this register alone")]
    pub fn instrument(&self, ix: InstrumentIx) -> &Instrument {
        &self.instruments[ix.position()]
    }

    /// A flow.
    #[expect(clippy::indexing_slicing, reason = "indexes are made by the reader of this register alone")]
    pub fn flow(&self, ix: FlowIx) -> &Flow {
        &self.flows[ix.position()]
    }
}

/// House rules, stricter than the law.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Authorities whose territorial sanctions apply.
    pub sanctions: Vec<Spanned<String>>,
    /// Further sanctioned places.
    pub sanctioned: Vec<Sanctioned>,
    /// Mechanisms the house does not use.
    pub forbid: Vec<Spanned<MechanismIx>>,
    /// How old an assessment may be, in months.
    pub tia_max_age: Option<Spanned<u32>>,
    /// How many months ahead the end of what a flow stands on is told; none: six.
    pub horizon: Option<Spanned<u32>>,
}

/// Kinds of step that a plan may propose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    /// A recorded contract is claimed for a flow.
    Rely,
    /// Something is no longer claimed for a flow.
    Drop,
    /// New clauses are signed.
    Sign,
    /// A drafted or ended document is signed.
    Execute,
    /// A party joins a document.
    Bind,
    /// A module is added to a document.
    Module,
    /// An amendment is signed.
    Amend,
    /// The importer enters a scheme.
    Certify,
    /// A destination's law and practice are assessed.
    Assess,
    /// Annexes are filled in.
    Annex,
    /// A measure is put in place.
    Measure,
    /// Data are first recorded where the law wants them.
    Record,
    /// A sub-processor is authorised.
    Authorise,
    /// A document is filed with an authority.
    File,
    /// A ground of the law is claimed that needs no document.
    Ground,
    /// People are asked for their consent.
    Consent,
    /// People are told of the transfer.
    Tell,
    /// A representative is named.
    Represent,
    /// A notice is published anew.
    Update,
    /// A flow is stopped.
    Stop,
}

/// A place the house treats as sanctioned.
#[derive(Debug, Clone)]
pub struct Sanctioned {
    /// The place.
    pub place: Spanned<PlaceIx>,
    /// By whose word.
    pub by: String,
    /// When.
    pub period: Period,
}

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
}

/// Whether a category is personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personal {
    /// It is.
    Yes,
    /// It is not: outside every regime.
    No,
    /// Disputed.
    Disputed,
}

/// Special categories of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Special {
    /// Health.
    Health,
    /// Genetic.
    Genetic,
    /// Biometric, for identification.
    Biometric,
    /// Racial or ethnic origin.
    RacialOrigin,
    /// Political opinions.
    PoliticalOpinions,
    /// Religious or philosophical beliefs.
    Religion,
    /// Trade-union membership.
    TradeUnion,
    /// Sex life or sexual orientation.
    SexLife,
}

/// A data category.
#[derive(Debug, Clone)]
pub struct Data {
    /// Where its id is written.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Staff data.
    pub hr: bool,
    /// Special categories.
    pub special: Vec<Special>,
    /// Criminal convictions and offences.
    pub criminal: bool,
    /// Data of children.
    pub children: bool,
    /// Regimes whose own wider notion of sensitive data it meets.
    pub sensitive: Vec<Spanned<RegimeIx>>,
    /// Kinds that rules read.
    pub kinds: Vec<WordIx>,
    /// Whether it is personal data.
    pub personal: Spanned<Personal>,
}

/// Whether an instrument binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstrumentState {
    /// Signed.
    Executed,
    /// Part of another contract.
    Incorporated,
    /// Said to be there, not seen.
    Unconfirmed,
    /// Not signed.
    Unsigned,
}

/// A filing with an authority.
#[derive(Debug, Clone)]
pub struct Filing {
    /// With whom.
    pub with: String,
    /// When.
    pub filed: Option<Day>,
    /// Where it is written.
    pub span: Span,
}

/// How sub-processors are authorised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authorisation {
    /// In general, with notice of changes.
    General,
    /// One by one.
    Specific,
}

/// What an instrument says of sub-processors.
#[derive(Debug, Clone, Default)]
pub struct Subprocessors {
    /// How they are authorised.
    pub authorisation: Option<Authorisation>,
    /// Notice of changes, in days.
    pub notice_days: Option<u32>,
    /// Those listed; none: no list recorded.
    pub listed: Option<Vec<Spanned<PartyIx>>>,
}

/// A file that shows a fact.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Path inside the register's folder.
    pub file: Spanned<String>,
    /// Its digest.
    pub sha256: Option<Spanned<String>>,
}

/// An executed document.
#[derive(Debug, Clone)]
pub struct Instrument {
    /// Where its id is written.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Its kind, a mechanism.
    pub kind: Spanned<MechanismIx>,
    /// Modules; none: not known.
    pub modules: Option<Vec<u8>>,
    /// Exporters it binds.
    pub exporters: Vec<PartyIx>,
    /// Importers it binds.
    pub importers: Vec<PartyIx>,
    /// Who acceded, and when.
    pub joined: Vec<(PartyIx, Day)>,
    /// Signed.
    pub signed: Option<Spanned<Day>>,
    /// Effective.
    pub effective: Option<Spanned<Day>>,
    /// Last day.
    pub until: Option<Spanned<Day>>,
    /// Approved.
    pub approved: Option<Spanned<Day>>,
    /// Whose authority approved it: a place, or a named body.
    pub authority: Option<Spanned<Result<PlaceIx, String>>>,
    /// Whether it binds, as written or as its dates say.
    pub state: InstrumentState,
    /// Where the state is written.
    pub state_span: Span,
    /// The contract it is part of.
    pub incorporated_by: Option<Spanned<InstrumentIx>>,
    /// What it amends; none: the only set between its parties.
    pub amends: Option<Spanned<InstrumentIx>>,
    /// Annexes; none: not known.
    pub annexes: Option<Spanned<Vec<String>>>,
    /// The law chosen; none: not known.
    pub governing_law: Option<Spanned<PlaceIx>>,
    /// Sub-processors.
    pub subprocessors: Option<Subprocessors>,
    /// Filings.
    pub filings: Vec<Filing>,
    /// Free-form mechanisms it is said to meet.
    pub serves: Vec<Spanned<MechanismIx>>,
    /// When the processing last changed.
    pub processing_changed: Option<Spanned<Day>>,
    /// What shows it.
    pub evidence: Option<Evidence>,
}

impl Instrument {
    /// Whether the party is bound as exporter (or importer) on the day. Who joined is bound from that day, also where
    /// it is named among the parties too: on the side where it is named, or else both ways.
    pub fn binds(&self, party: PartyIx, importer: bool, day: Day) -> bool {
        let (side, other) =
            if importer { (&self.importers, &self.exporters) } else { (&self.exporters, &self.importers) };
        let named = side.contains(&party);
        match self.joined.iter().find(|(who, _)| *who == party) {
            Some((_, since)) => *since <= day && (named || !other.contains(&party)),
            None => named,
        }
    }
}

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

/// What a tag names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagUse {
    /// A recorded document.
    Instrument(InstrumentIx),
    /// A word of the vocabulary.
    Bare(MechanismIx),
    /// Something else, in its own words.
    Other(String),
}

/// A claim on a flow: what it is said to rely on.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Where it is written.
    pub span: Span,
    /// What it names.
    pub names: TagUse,
    /// Only for these data; none: for all.
    pub data: Option<Vec<DataIx>>,
    /// Only then.
    pub period: Period,
}

/// Facts about the use of a derogation; a flag that is absent is not known.
#[derive(Debug, Clone, Default)]
pub struct Derogation {
    /// Where it is written.
    pub span: Span,
    /// The flags recorded.
    pub flags: BTreeMap<Flag, bool>,
}

/// What was shown to people, where a law asks for consent or notice.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// Whether the transfer was disclosed.
    pub disclosed: Option<bool>,
    /// What was said.
    pub items: Option<Vec<String>>,
    /// Whether consent to it was apart from others.
    pub separate_consent: Option<bool>,
    /// Whether it was free.
    pub freely_given: Option<bool>,
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

/// Kinds of assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TiaKind {
    /// Transfer impact assessment.
    Tia,
    /// Transfer risk assessment.
    Tra,
    /// Privacy impact assessment.
    Pia,
    /// Personal information protection impact assessment.
    Pipia,
    /// A yearly check.
    YearlyCheck,
}

/// What an assessment concluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conclusion {
    /// Protection is sufficient.
    Sufficient,
    /// With the measures named.
    SufficientWithMeasures,
    /// It is not.
    Insufficient,
    /// It is stated that none was made.
    None,
}

/// An assessment of a destination's law and practice.
#[derive(Debug, Clone)]
pub struct Tia {
    /// Where its id is written.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: TiaKind,
    /// For which flows.
    pub flows: Vec<FlowIx>,
    /// For which regimes; empty: all.
    pub regimes: Vec<RegimeIx>,
    /// The destination.
    pub country: PlaceIx,
    /// Its day.
    pub date: Spanned<Day>,
    /// What it concluded.
    pub conclusion: Spanned<Conclusion>,
    /// The measures it counts on.
    pub measures: Vec<Spanned<Safeguard>>,
    /// Who approved it.
    pub approved_by: Option<String>,
}

/// How a notice speaks of a mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// Relied on.
    Asserted,
    /// Said not to be relied on.
    Disclaimed,
    /// Relied on before.
    Historical,
    /// Only if something else fails.
    Conditional,
    /// Later.
    Planned,
}

/// A claim of a notice.
#[derive(Debug, Clone)]
pub struct NoticeClaim {
    /// Where it is written.
    pub span: Span,
    /// What it names.
    pub mechanism: MechanismIx,
    /// Part of a scheme.
    pub part: Option<String>,
    /// How.
    pub polarity: Polarity,
    /// For which destinations.
    pub to: Vec<Spanned<PlaceIx>>,
    /// Where in the notice.
    pub section: Option<String>,
}

/// A published privacy notice.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Where its id is written.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Whose.
    pub of: Vec<Spanned<PartyIx>>,
    /// Entities it calls the controller.
    pub names: Vec<Spanned<String>>,
    /// When it was published and withdrawn.
    pub published: Option<Spanned<Day>>,
    /// Last day.
    pub until: Option<Day>,
    /// Destinations it names; none: not recorded.
    pub destinations: Option<Vec<Spanned<PlaceIx>>>,
    /// Its claims; none: not recorded.
    pub claims: Option<Vec<NoticeClaim>>,
}

/// Who answers for people living somewhere.
#[derive(Debug, Clone)]
pub struct Responsible {
    /// Where it is written.
    pub span: Span,
    /// Where they live.
    pub subjects_in: Vec<Spanned<PlaceIx>>,
    /// Who answers.
    pub party: Spanned<PartyIx>,
    /// Under which law.
    pub governing_law: Option<Spanned<PlaceIx>>,
    /// Before which courts.
    pub courts: Option<String>,
}

/// A risk accepted by a person for a time.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// Where it is written.
    pub span: Span,
    /// For which flow; none: for findings of no flow.
    pub flow: Option<Spanned<FlowIx>>,
    /// Which finding.
    pub finding: Spanned<Code>,
    /// Why.
    pub reason: String,
    /// Who accepted it.
    pub approved_by: String,
    /// First day, where written.
    pub since: Option<Day>,
    /// Last day.
    pub until: Spanned<Day>,
}

/// A dated obligation.
#[derive(Debug, Clone)]
pub struct Duty {
    /// Where its id is written.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Whose.
    pub party: Option<Spanned<PartyIx>>,
    /// What kind.
    pub kind: String,
    /// Last day to do it.
    pub due: Spanned<Day>,
    /// Done.
    pub done: Option<Day>,
}
