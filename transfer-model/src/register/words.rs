//! The closed lists of words of the register format, each with what it stands for.

use super::model::{
    Access, Authorisation, CertificationStatus, Conclusion, InstrumentState, PartyKind, Personal, Polarity,
    Safeguard, Special, StepKind, TiaKind,
};

pub(super) const PARTY_KINDS: [(&str, PartyKind); 10] = [
    ("group", PartyKind::Group),
    ("processor", PartyKind::Processor),
    ("subprocessor", PartyKind::Subprocessor),
    ("vendor", PartyKind::Vendor),
    ("partner", PartyKind::Partner),
    ("customer", PartyKind::Customer),
    ("authority", PartyKind::Authority),
    ("individuals", PartyKind::Individuals),
    ("international-organisation", PartyKind::InternationalOrganisation),
    ("eu-institution", PartyKind::EuInstitution),
];

pub(super) const STEPS: [(&str, StepKind); 20] = [
    ("rely", StepKind::Rely),
    ("drop", StepKind::Drop),
    ("sign", StepKind::Sign),
    ("execute", StepKind::Execute),
    ("bind", StepKind::Bind),
    ("module", StepKind::Module),
    ("amend", StepKind::Amend),
    ("certify", StepKind::Certify),
    ("assess", StepKind::Assess),
    ("annex", StepKind::Annex),
    ("measure", StepKind::Measure),
    ("record", StepKind::Record),
    ("authorise", StepKind::Authorise),
    ("file", StepKind::File),
    ("ground", StepKind::Ground),
    ("consent", StepKind::Consent),
    ("tell", StepKind::Tell),
    ("represent", StepKind::Represent),
    ("update", StepKind::Update),
    ("stop", StepKind::Stop),
];

impl StepKind {
    /// The word of the register format.
    pub fn name(self) -> &'static str {
        STEPS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

pub(super) const STATUSES: [(&str, CertificationStatus); 6] = [
    ("applied", CertificationStatus::Applied),
    ("active", CertificationStatus::Active),
    ("under-review", CertificationStatus::UnderReview),
    ("lapsed", CertificationStatus::Lapsed),
    ("withdrawn", CertificationStatus::Withdrawn),
    ("removed", CertificationStatus::Removed),
];

pub(super) const COVERS: [(&str, bool); 2] = [("hr", true), ("non-hr", false)];

pub(super) const PERSONAL: [(&str, Personal); 3] =
    [("yes", Personal::Yes), ("no", Personal::No), ("disputed", Personal::Disputed)];

pub(super) const SPECIAL: [(&str, Special); 8] = [
    ("health", Special::Health),
    ("genetic", Special::Genetic),
    ("biometric", Special::Biometric),
    ("racial-origin", Special::RacialOrigin),
    ("political-opinions", Special::PoliticalOpinions),
    ("religion", Special::Religion),
    ("trade-union", Special::TradeUnion),
    ("sex-life", Special::SexLife),
];

pub(super) const STATES: [(&str, InstrumentState); 4] = [
    ("executed", InstrumentState::Executed),
    ("incorporated", InstrumentState::Incorporated),
    ("unconfirmed", InstrumentState::Unconfirmed),
    ("unsigned", InstrumentState::Unsigned),
];

pub(super) const ANNEXES: [&str; 8] = ["I", "I.A", "I.B", "I.C", "II", "III", "IV", "V"];

pub(super) const AUTHORISATIONS: [(&str, Authorisation); 2] =
    [("general", Authorisation::General), ("specific", Authorisation::Specific)];

pub(super) const ACCESS: [(&str, Access); 5] = [
    ("processing", Access::Processing),
    ("storage", Access::Storage),
    ("remote-access", Access::RemoteAccess),
    ("support", Access::Support),
    ("transit", Access::Transit),
];

pub(super) const SAFEGUARDS: [(&str, Safeguard); 15] = [
    ("encrypted-in-transit", Safeguard::EncryptedInTransit),
    ("encrypted-at-rest", Safeguard::EncryptedAtRest),
    ("exporter-holds-keys", Safeguard::ExporterHoldsKeys),
    ("trusted-party-holds-keys", Safeguard::TrustedPartyHoldsKeys),
    ("importer-holds-keys", Safeguard::ImporterHoldsKeys),
    ("end-to-end-encrypted", Safeguard::EndToEndEncrypted),
    ("pseudonymised", Safeguard::Pseudonymised),
    ("split-processing", Safeguard::SplitProcessing),
    ("protected-recipient", Safeguard::ProtectedRecipient),
    ("minimised", Safeguard::Minimised),
    ("transparency-reports", Safeguard::TransparencyReports),
    ("challenge-commitment", Safeguard::ChallengeCommitment),
    ("notification-commitment", Safeguard::NotificationCommitment),
    ("access-policy", Safeguard::AccessPolicy),
    ("audit", Safeguard::Audit),
];

impl Safeguard {
    /// The word of the register format.
    pub fn name(self) -> &'static str {
        SAFEGUARDS.iter().find(|(_, safeguard)| *safeguard == self).map_or("", |(name, _)| name)
    }
}

impl PartyKind {
    /// The word of the register format.
    pub fn name(self) -> &'static str {
        PARTY_KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

pub(super) const TIA_KINDS: [(&str, TiaKind); 5] = [
    ("tia", TiaKind::Tia),
    ("tra", TiaKind::Tra),
    ("pia", TiaKind::Pia),
    ("pipia", TiaKind::Pipia),
    ("yearly-check", TiaKind::YearlyCheck),
];

impl TiaKind {
    /// The words of the register format.
    pub const WORDS: [(&'static str, Self); 5] = TIA_KINDS;

    /// The word of the register format.
    pub fn name(self) -> &'static str {
        TIA_KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

pub(super) const CONCLUSIONS: [(&str, Conclusion); 4] = [
    ("sufficient", Conclusion::Sufficient),
    ("sufficient-with-measures", Conclusion::SufficientWithMeasures),
    ("insufficient", Conclusion::Insufficient),
    ("none", Conclusion::None),
];

pub(super) const POLARITIES: [(&str, Polarity); 5] = [
    ("asserted", Polarity::Asserted),
    ("disclaimed", Polarity::Disclaimed),
    ("historical", Polarity::Historical),
    ("conditional", Polarity::Conditional),
    ("planned", Polarity::Planned),
];

/// Lawful bases of the register's example; other words are free.
pub(super) const REVIEWS: [(&str, &str); 4] = [
    ("monthly", "monthly"),
    ("quarterly", "quarterly"),
    ("half-yearly", "half-yearly"),
    ("yearly", "yearly"),
];

impl Special {
    /// The words of the register format.
    pub const WORDS: [(&'static str, Self); 8] = SPECIAL;

    /// The word of the register format.
    pub fn name(self) -> &'static str {
        SPECIAL.iter().find(|(_, special)| *special == self).map_or("", |(name, _)| name)
    }
}

impl Access {
    /// The words of the register format.
    pub const WORDS: [(&'static str, Self); 5] = ACCESS;

    /// The word of the register format.
    pub fn name(self) -> &'static str {
        ACCESS.iter().find(|(_, access)| *access == self).map_or("", |(name, _)| name)
    }
}

impl Conclusion {
    /// The words of the register format.
    pub const WORDS: [(&'static str, Self); 4] = CONCLUSIONS;

    /// The word of the register format.
    pub fn name(self) -> &'static str {
        CONCLUSIONS.iter().find(|(_, conclusion)| *conclusion == self).map_or("", |(name, _)| name)
    }
}

impl InstrumentState {
    /// The word of the register format.
    pub fn name(self) -> &'static str {
        STATES.iter().find(|(_, state)| *state == self).map_or("", |(name, _)| name)
    }
}

impl CertificationStatus {
    /// The word of the register format.
    pub fn name(self) -> &'static str {
        STATUSES.iter().find(|(_, status)| *status == self).map_or("", |(name, _)| name)
    }
}
