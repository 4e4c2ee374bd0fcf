//! Why a claim is worth what it is: one cause for each way in which it can fail, be open or be unknown. A
//! cause is small numbers; its words are made in [`super::Words`] when somebody reads them.

mod code;
mod question;
mod worth;

pub use self::question::Question;
use super::contradiction::Contradiction;
use super::papers::PaperCause;
use super::row::Row;
use super::time::ChangeCause;
use super::verdict::Verdict;
use crate::day::Day;
use crate::index::{
    FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, PowerIx, RegimeIx, RuleIx, SchemeIx, TagIx, WordIx,
};
use crate::law::{ConsentNeed, Flag, Role};
use crate::register::Safeguard;

/// Why a waiver accepts nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// No finding of its code on its flow.
    Nothing,
    /// The finding is a ban.
    Ban,
    /// Another waiver accepted the finding before.
    Taken,
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    // Over or not begun.
    /// The law behind it ended.
    RuleEnded(RuleIx),
    /// The law behind it has not begun.
    RuleNotYet(RuleIx),
    /// The document ended on that day.
    InstrumentEnded(InstrumentIx, Day),
    /// The document begins on that day.
    InstrumentNotYet(InstrumentIx, Day),
    /// The tag begins on that day.
    TagNotYet(Day),
    /// The tag's first day without it.
    TagOver(Day),
    /// The entry is over; the first day without it where recorded.
    CertificationOver(PartyIx, SchemeIx, Option<Day>),

    // Out of scope.
    /// The decision is not for this place.
    Place(MechanismIx, PlaceIx),
    /// The party's sector is outside.
    Sector(RuleIx, PartyIx),
    /// The importer cannot take part in the scheme.
    NotEligible(RuleIx, PartyIx),
    /// The purpose is outside.
    Purpose(RuleIx, Option<WordIx>),
    /// The importer is itself under the regime, and the tool is for those outside it.
    UnderRegime(RuleIx, PartyIx),
    /// Not public bodies.
    NotPublicBody(RuleIx, PartyIx),
    /// The entry does not cover these data (true: staff data).
    NotCovered(PartyIx, SchemeIx, bool),
    /// Staff data to an outside provider whose entry covers other data only.
    StaffDataOutside(PartyIx, SchemeIx),

    // Conditions unmet.
    /// No entry in the scheme.
    NotCertified(PartyIx, SchemeIx),
    /// No entry in the part.
    NotInPart(PartyIx, SchemeIx, u8),
    /// Not signed.
    NotSigned(InstrumentIx),
    /// No approval dated.
    NotApproved(InstrumentIx),
    /// A party is not bound (true: the importer).
    NotBound(InstrumentIx, PartyIx, bool),
    /// Made for other roles.
    WrongRoles(InstrumentIx, RuleIx, Role),
    /// The module for these roles is missing.
    WrongModule(InstrumentIx, u8),
    /// Concluded between these two on a day that is after the last for new contracts; the day after that last one.
    SignedLate(InstrumentIx, Day, Day),
    /// The processing changed after the set was repealed.
    Changed(InstrumentIx, Day),
    /// The law chosen is not accepted.
    GoverningLaw(InstrumentIx, PlaceIx),
    /// A flag of the derogation stands against it.
    Misused(RuleIx, Flag),

    // Other law's paper, or none.
    /// The set needs an amendment of that kind to count here.
    AddendumMissing(InstrumentIx, MechanismIx),
    /// The set needs an amendment to count here, and the law has none before that row of it.
    AddendumNotYet(InstrumentIx, RuleIx),
    /// Approved by an authority that does not count here.
    OtherAuthority(InstrumentIx),
    /// Not of this law.
    OtherRegime(MechanismIx),
    /// Not a mechanism; none: in the claimant's own words.
    NotAMechanism(Option<MechanismIx>),

    // Unknown.
    /// A fact is missing.
    Missing(Question),
    /// Named without its document.
    Unrecorded(MechanismIx),
    /// No mechanism named.
    Unspecified,
    /// Nobody has seen the document.
    Unconfirmed(InstrumentIx),

    // Open duties.
    /// The decision is not safely effective for this purpose yet.
    NotPublished(RuleIx),
    /// The importer is itself under the regime.
    ImporterUnder(InstrumentIx),
    /// Annexes are missing; a bit for each of `I` to `V`.
    AnnexMissing(InstrumentIx, u8),
    /// No assessment of the place.
    TiaMissing(PlaceIx),
    /// The assessment of the place is made for other data of the flow.
    TiaForOthers(usize, PlaceIx),
    /// It is not known which of the place's laws reach the importer.
    ExposureUnknown(PartyIx, PlaceIx),
    /// It is stated that none was made.
    TiaNone(usize),
    /// The assessment is too old since that day.
    TiaOld(usize, Day),
    /// An event overtook it.
    TiaOvertaken(usize, usize),
    /// It counts on a measure that is not recorded.
    TiaMeasure(usize, Safeguard),
    /// It concluded that protection is not sufficient.
    TiaInsufficient(usize),
    /// A law of the place defeats the tool.
    Defeated(PowerIx, PlaceIx),
    /// The assessment finds sufficient what the law defeats.
    TiaAgainstLaw(usize, PowerIx),
    /// A measure that does not help against the power.
    Ineffective(PowerIx, Safeguard),

    // Laws of the world.
    /// The facts of the flow are outside the rule.
    Scope(RuleIx),
    /// The number of people is outside the rule; the number counted, and whether of those whose sensitive data go.
    Volume(RuleIx, u64, bool),
    /// To be filed by that day.
    FilingDue(RuleIx, Day),
    /// Not filed, and the day the term runs from is not recorded.
    FilingOpen(RuleIx),
    /// Not filed in time, which defeats the route; the first day after the term.
    FilingLate(RuleIx, Option<Day>),
    /// Not filed in time, which leaves the route standing.
    FilingOverdue(RuleIx, Option<Day>),
    /// Filed, too late.
    FiledLate(RuleIx, Day),
    /// Filed, and the transfer may start only then.
    FilingWait(RuleIx, Day),
    /// The consent lacks a trait.
    ConsentLacks(RuleIx, ConsentNeed),
    /// The transfer was not disclosed.
    NotDisclosed(RuleIx),
    /// Something the law asks for was not shown; by position in the rule's condition.
    ItemMissing(RuleIx, usize),
    /// No assessment of the kind that the rule asks for.
    AssessmentMissing(RuleIx, PlaceIx),
    /// The assessment is older than the law lets it be.
    TiaStale(usize, Day),
    /// A duty that goes with any route is not shown.
    OverlayOpen(RuleIx),
    /// The data were not first recorded where they must be.
    Localisation(usize),
    /// A rule of national security bans it.
    Prohibited(usize, PartyIx),
    /// A rule of national security allows it on conditions.
    Restricted(usize, PartyIx),

    // Of the flow as a whole.
    /// Nothing claimed.
    NoMechanism(PlaceIx),
    /// A decision covers it unclaimed.
    NotClaimed(RuleIx, PlaceIx),
    /// The exporter's country is not known.
    ExporterUnknown(PartyIx),
    /// Its law is not in the pack.
    RegimeNotInPack(PlaceIx),
    /// Staff of an importer in the free area see the data from there.
    OwnStaff(PlaceIx),
    /// The flow will not stand from that day on.
    EndsSoon(Day, Verdict, ChangeCause),
    /// What carries the flow will not from that day on; what it then is under the law.
    CarrierEnds(Day, MechanismIx, Verdict, ChangeCause),
    /// A company that controls the recipient is where this power reaches data held elsewhere.
    ParentExposure(PartyIx, PartyIx, PowerIx),
    /// The branch named is none of the exporter's.
    ContextUnknown(PlaceIx),

    // Bans.
    /// A sanctions row of the pack.
    Sanctioned(usize, PlaceIx),
    /// A place of the house's own list.
    HouseSanction(usize, PlaceIx),
    /// A programme against listed persons or sectors.
    ListedOnly(usize, PlaceIx),
    /// An authority without a list; its position in the policy.
    NoList(usize),
    /// A mechanism that the house forbids.
    Forbidden(MechanismIx),

    // Onward transfers.
    /// Data that came by that flow go on to that recipient without the contract that its mechanism asks for.
    Uncovered(FlowIx, MechanismIx, PartyIx),
    /// Data that came by that flow under binding corporate rules go on to that recipient, outside the group.
    OutsideGroup(FlowIx, MechanismIx, PartyIx),
    /// Data came by that flow, which does not stand.
    UpstreamBroken(FlowIx, Verdict),
    /// The recipient is not among the sub-processors that the document authorises.
    NotAuthorised(InstrumentIx, PartyIx),
    /// Nothing is carried on from that flow.
    NothingCarried(FlowIx, MechanismIx),

    // The register.
    /// What cannot be so.
    Contradiction(Contradiction),

    // Papers.
    /// Nothing names the party.
    Unreachable(PartyIx),
    /// An event puts the mechanism that carries in question.
    AtRisk(usize, MechanismIx),
    /// It may be asked whether the place is abroad; the row of the law that says so.
    Abroad(usize),
    /// The deciding row was last verified then.
    Horizon(Row),
    /// The deciding row is from memory.
    Unverified(Row),
    /// What the deciding row notes.
    LawNote(RuleIx),
    /// The decision is in force, and beyond doubt only from its publication.
    NotSafeYet(RuleIx, Day),
    /// The branch's law is applied in place of the seat's.
    ContextReplaces(PlaceIx, Option<usize>),
    /// What a public body does for that purpose is under another law, which the pack does not hold.
    Aside(RegimeIx, usize),
    /// Annexes or the law chosen are not recorded.
    Incomplete(InstrumentIx),
    /// Rules of a group bind a party that is not recorded as part of it.
    OutsideRules(InstrumentIx, RuleIx),
    /// A waiver that accepts nothing, and why.
    WaiverUnused(usize, Idle),
    /// A waiver that does not count; whether it is over, and not too long.
    WaiverExpired(usize, bool),
    /// A duty not done.
    DutyOverdue(usize),
    /// A review not made since.
    ReviewOverdue(Day),
    /// A paper around transfers.
    Paper(PaperCause),
}

/// A cause and the claim it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detail {
    /// Position of the tag in the flow's claims.
    pub tag: Option<TagIx>,
    /// The rule under which the claim was examined.
    pub rule: Option<RuleIx>,
    /// Why.
    pub cause: Cause,
}
