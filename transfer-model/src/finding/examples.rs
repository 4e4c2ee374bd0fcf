//! The worked examples of findings: a register that raises the finding and the same one mended. They are
//! shown by `transfer explain` and executed as tests.

use super::Code;

/// A failing register and a passing one; the first line of each says why.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// Raises the finding.
    pub failing: &'static str,
    /// Does not.
    pub passing: &'static str,
}

macro_rules! examples {
    ($($code:ident $folder:literal;)*) => {
        /// The example of a finding.
        pub const fn example(code: Code) -> Example {
            match code {
                $(Code::$code => Example {
                    failing: include_str!(concat!("../../docs/findings/", $folder, "/failing.toml")),
                    passing: include_str!(concat!("../../docs/findings/", $folder, "/passing.toml")),
                },)*
            }
        }
    };
}

examples! {
    AddendumMissing "addendum-missing";
    AdequacyNotClaimed "adequacy-not-claimed";
    AnnexMissing "annex-missing";
    BeyondLawHorizon "beyond-law-horizon";
    CertificationDoesNotCoverData "certification-does-not-cover-data";
    CertificationLapsed "certification-lapsed";
    ClausesRepealed "clauses-repealed";
    ContradictoryDates "contradictory-dates";
    ContradictoryInstrument "contradictory-instrument";
    ContradictoryParty "contradictory-party";
    DatesReversed "dates-reversed";
    DerogationMisused "derogation-misused";
    DuplicateId "duplicate-id";
    DutyOverdue "duty-overdue";
    ExporterUnknown "exporter-unknown";
    FactMissing "fact-missing";
    HouseRule "house-rule";
    ImporterNotCertified "importer-not-certified";
    ImporterNotEligible "importer-not-eligible";
    InstrumentNotRecorded "instrument-not-recorded";
    InstrumentUnconfirmed "instrument-unconfirmed";
    LawNote "law-note";
    LawUnverified "law-unverified";
    MeasureIneffective "measure-ineffective";
    MechanismAtRisk "mechanism-at-risk";
    MechanismEnded "mechanism-ended";
    MechanismEndsSoon "mechanism-ends-soon";
    MechanismNotYetInForce "mechanism-not-yet-in-force";
    MechanismUnspecified "mechanism-unspecified";
    NoMechanism "no-mechanism";
    NotAMechanism "not-a-mechanism";
    NotSigned "not-signed";
    OtherRegime "other-regime";
    OutOfScope "out-of-scope";
    OwnStaffAbroad "own-staff-abroad";
    ParentExposure "parent-exposure";
    PartyNotBound "party-not-bound";
    ProblematicLawUnaddressed "problematic-law-unaddressed";
    RegimeNotInPack "regime-not-in-pack";
    ReviewOverdue "review-overdue";
    SanctionedTerritory "sanctioned-territory";
    SanctionsListMissing "sanctions-list-missing";
    SanctionsProgramme "sanctions-programme";
    TiaContradicted "tia-contradicted";
    TiaInsufficient "tia-insufficient";
    TiaMissing "tia-missing";
    TiaOutdated "tia-outdated";
    UnknownReference "unknown-reference";
    UnreachableParty "unreachable-party";
    WaiverExpired "waiver-expired";
    WaiverUnused "waiver-unused";
    WrongModule "wrong-module";
    OnwardWithoutFlowDown "onward-without-flow-down";
    OnwardOutsideGroup "onward-outside-group";
    UpstreamBroken "upstream-broken";
    SubprocessorNotAuthorised "subprocessor-not-authorised";
    InstrumentIncomplete "instrument-incomplete";
    FilingDue "filing-due";
    FilingOverdue "filing-overdue";
    OverlayOpen "overlay-open";
    Localisation "localisation";
    RestrictedTransaction "restricted-transaction";
    NoticeClaimsEndedMechanism "notice-claims-ended-mechanism";
    NoticeOmitsMechanism "notice-omits-mechanism";
    NoticeOmitsDestination "notice-omits-destination";
    NoticeContradiction "notice-contradiction";
    RepresentativeMissing "representative-missing";
    ResponsibleMissing "responsible-missing";
    EvidenceMissing "evidence-missing";
    EvidenceAltered "evidence-altered";
}
