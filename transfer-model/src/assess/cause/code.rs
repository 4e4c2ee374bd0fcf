//! Under which code of the catalogue a cause is found.

use super::Cause;
use crate::finding::Code;
use crate::law::{Class, LawBook};

impl Cause {
    /// Its code in the catalogue; the class of the mechanism decides between codes of like meaning.
    pub fn code(self, book: &LawBook) -> Code {
        match self {
            Self::RuleEnded(rule) => {
                if book.mechanism(book.rule(rule).mechanism).class == Class::Clauses {
                    Code::ClausesRepealed
                } else {
                    Code::MechanismEnded
                }
            }
            Self::InstrumentEnded(..) | Self::TagOver(_) => Code::MechanismEnded,
            Self::SignedLate(..) | Self::Changed(..) => Code::ClausesRepealed,
            Self::RuleNotYet(_) | Self::InstrumentNotYet(..) | Self::TagNotYet(_) => {
                Code::MechanismNotYetInForce
            }
            Self::CertificationOver(..) => Code::CertificationLapsed,
            Self::Place(..)
            | Self::Sector(..)
            | Self::Purpose(..)
            | Self::NotPublicBody(..)
            | Self::UnderRegime(..)
            | Self::GoverningLaw(..) => Code::OutOfScope,
            Self::ImporterUnder(_) | Self::NotPublished(_) => Code::OutOfScope,
            Self::Scope(_) | Self::Volume(..) => Code::OutOfScope,
            Self::FilingDue(..) | Self::FilingOpen(_) => Code::FilingDue,
            Self::FilingLate(..) | Self::FilingOverdue(..) | Self::FiledLate(..) => Code::FilingOverdue,
            Self::FilingWait(..) => Code::MechanismNotYetInForce,
            Self::ConsentLacks(..) | Self::NotDisclosed(_) | Self::ItemMissing(..) => Code::DerogationMisused,
            Self::AssessmentMissing(..) => Code::TiaMissing,
            Self::TiaStale(..) => Code::TiaOutdated,
            Self::OverlayOpen(_) => Code::OverlayOpen,
            Self::Localisation(_) => Code::Localisation,
            Self::Prohibited(..) | Self::Restricted(..) => Code::RestrictedTransaction,
            Self::NotEligible(..) => Code::ImporterNotEligible,
            Self::NotCovered(..) | Self::StaffDataOutside(..) => Code::CertificationDoesNotCoverData,
            Self::NotCertified(..) | Self::NotInPart(..) => Code::ImporterNotCertified,
            Self::NotSigned(_) | Self::NotApproved(_) => Code::NotSigned,
            Self::NotBound(..) => Code::PartyNotBound,
            Self::WrongRoles(..) | Self::WrongModule(..) => Code::WrongModule,
            Self::Misused(..) => Code::DerogationMisused,
            Self::AddendumNotYet(..) => Code::AddendumMissing,
            Self::AddendumMissing(_, kind) => {
                if book.mechanism(kind).class == Class::Amendment {
                    Code::AddendumMissing
                } else {
                    Code::OtherRegime
                }
            }
            Self::OtherAuthority(_) | Self::OtherRegime(_) => Code::OtherRegime,
            Self::NotAMechanism(_) => Code::NotAMechanism,
            Self::Missing(_) | Self::ExposureUnknown(..) => Code::FactMissing,
            Self::Unrecorded(_) => Code::InstrumentNotRecorded,
            Self::Unspecified => Code::MechanismUnspecified,
            Self::Unconfirmed(_) => Code::InstrumentUnconfirmed,
            Self::AnnexMissing(..) => Code::AnnexMissing,
            Self::TiaMissing(_) | Self::TiaForOthers(..) | Self::TiaNone(_) => Code::TiaMissing,
            Self::TiaOld(..) | Self::TiaOvertaken(..) => Code::TiaOutdated,
            Self::TiaMeasure(..) | Self::TiaAgainstLaw(..) => Code::TiaContradicted,
            Self::TiaInsufficient(_) => Code::TiaInsufficient,
            Self::Defeated(..) => Code::ProblematicLawUnaddressed,
            Self::Ineffective(..) => Code::MeasureIneffective,
            Self::NoMechanism(_) => Code::NoMechanism,
            Self::Uncovered(..) => Code::OnwardWithoutFlowDown,
            Self::OutsideGroup(..) => Code::OnwardOutsideGroup,
            Self::UpstreamBroken(..) => Code::UpstreamBroken,
            Self::NotAuthorised(..) => Code::SubprocessorNotAuthorised,
            Self::NothingCarried(..) => Code::LawNote,
            Self::ParentExposure(..) => Code::ParentExposure,
            Self::EndsSoon(..) | Self::CarrierEnds(..) => Code::MechanismEndsSoon,
            Self::NotClaimed(..) => Code::AdequacyNotClaimed,
            Self::ExporterUnknown(_) => Code::ExporterUnknown,
            Self::RegimeNotInPack(_) => Code::RegimeNotInPack,
            Self::OwnStaff(_) => Code::OwnStaffAbroad,
            Self::ContextUnknown(_) => Code::ContradictoryParty,
            Self::Contradiction(contradiction) => contradiction.code(),
            Self::Sanctioned(..) | Self::HouseSanction(..) => Code::SanctionedTerritory,
            Self::ListedOnly(..) => Code::SanctionsProgramme,
            Self::NoList(_) => Code::SanctionsListMissing,
            Self::Forbidden(_) => Code::HouseRule,
            Self::Unreachable(_) => Code::UnreachableParty,
            Self::AtRisk(..) => Code::MechanismAtRisk,
            Self::Horizon(_) => Code::BeyondLawHorizon,
            Self::Unverified(_) => Code::LawUnverified,
            Self::LawNote(_)
            | Self::NotSafeYet(..)
            | Self::ContextReplaces(..)
            | Self::Aside(..)
            | Self::Abroad(_)
            | Self::OutsideRules(..) => Code::LawNote,
            Self::Incomplete(_) => Code::InstrumentIncomplete,
            Self::WaiverUnused(..) => Code::WaiverUnused,
            Self::WaiverExpired(..) => Code::WaiverExpired,
            Self::DutyOverdue(_) => Code::DutyOverdue,
            Self::ReviewOverdue(_) => Code::ReviewOverdue,
            Self::Paper(paper) => paper.code(),
        }
    }
}
