//! What a cause makes of a claim, and since when.

use super::Cause;
use crate::assess::verdict::Status;
use crate::day::Day;
use crate::law::LawBook;

impl Cause {
    /// What a claim with this cause is worth.
    pub const fn status(self) -> Status {
        match self {
            Self::RuleEnded(_)
            | Self::InstrumentEnded(..)
            | Self::TagOver(_)
            | Self::SignedLate(..)
            | Self::Changed(..) => Status::Ended,
            Self::RuleNotYet(_) | Self::InstrumentNotYet(..) | Self::TagNotYet(_) | Self::FilingWait(..) => {
                Status::NotYet
            }
            Self::Place(..)
            | Self::Sector(..)
            | Self::NotEligible(..)
            | Self::Purpose(..)
            | Self::NotPublicBody(..)
            | Self::UnderRegime(..)
            | Self::NotCovered(..)
            | Self::Scope(_)
            | Self::Volume(..)
            | Self::GoverningLaw(..) => Status::OutOfScope,
            Self::CertificationOver(..)
            | Self::NotCertified(..)
            | Self::NotInPart(..)
            | Self::NotSigned(_)
            | Self::NotApproved(_)
            | Self::NotBound(..)
            | Self::WrongRoles(..)
            | Self::WrongModule(..)
            | Self::Misused(..)
            | Self::TiaNone(_)
            | Self::TiaInsufficient(_)
            | Self::Defeated(..)
            | Self::FilingLate(..)
            | Self::ConsentLacks(..)
            | Self::NotDisclosed(_)
            | Self::ItemMissing(..)
            | Self::Forbidden(_) => Status::ConditionsUnmet,
            Self::AddendumMissing(..)
            | Self::AddendumNotYet(..)
            | Self::OtherAuthority(_)
            | Self::OtherRegime(_) => Status::OtherRegime,
            Self::NotAMechanism(_) | Self::NoMechanism(_) | Self::Uncovered(..) | Self::OutsideGroup(..) => {
                Status::NotAMechanism
            }
            Self::UpstreamBroken(..) => Status::ConditionsUnmet,
            Self::Missing(_) | Self::ExporterUnknown(_) | Self::RegimeNotInPack(_) | Self::NoList(_) => {
                Status::Unknown
            }
            Self::Unrecorded(_) | Self::Unspecified | Self::Unconfirmed(_) => Status::Unrecorded,
            Self::StaffDataOutside(..)
            | Self::NotPublished(_)
            | Self::ImporterUnder(_)
            | Self::NotAuthorised(..)
            | Self::AnnexMissing(..)
            | Self::TiaMissing(_)
            | Self::TiaForOthers(..)
            | Self::ExposureUnknown(..)
            | Self::TiaOld(..)
            | Self::TiaOvertaken(..)
            | Self::TiaMeasure(..)
            | Self::FilingDue(..)
            | Self::FilingOpen(_)
            | Self::FilingOverdue(..)
            | Self::AssessmentMissing(..)
            | Self::TiaStale(..)
            | Self::OverlayOpen(_)
            | Self::Restricted(..)
            | Self::ContextUnknown(_)
            | Self::Contradiction(_)
            | Self::WaiverUnused(..)
            | Self::WaiverExpired(..)
            | Self::DutyOverdue(_)
            | Self::ReviewOverdue(_)
            | Self::Paper(_) => Status::OpenDuties,
            Self::TiaAgainstLaw(..)
            | Self::Ineffective(..)
            | Self::NotClaimed(..)
            | Self::OwnStaff(_)
            | Self::FiledLate(..)
            | Self::Localisation(_)
            | Self::Prohibited(..)
            | Self::Sanctioned(..)
            | Self::HouseSanction(..)
            | Self::ListedOnly(..)
            | Self::Unreachable(_)
            | Self::AtRisk(..)
            | Self::Abroad(_)
            | Self::Horizon(_)
            | Self::Unverified(_)
            | Self::LawNote(_)
            | Self::NotSafeYet(..)
            | Self::NothingCarried(..)
            | Self::ParentExposure(..)
            | Self::EndsSoon(..)
            | Self::CarrierEnds(..)
            | Self::ContextReplaces(..)
            | Self::Aside(..)
            | Self::Incomplete(_)
            | Self::OutsideRules(..) => Status::Holds,
        }
    }

    /// Whether it is a ban, which takes neither level nor waiver, and which no mechanism lifts.
    pub(crate) const fn is_ban(self) -> bool {
        matches!(
            self,
            Self::Sanctioned(..)
                | Self::HouseSanction(..)
                | Self::Forbidden(_)
                | Self::Localisation(_)
                | Self::Prohibited(..)
        )
    }

    /// The first day of the state it describes, where it has one.
    pub fn date(self, book: &LawBook) -> Option<Day> {
        match self {
            Self::RuleEnded(rule) => book.rule(rule).header.period.end().map(Day::next),
            Self::RuleNotYet(rule) => book.rule(rule).header.period.start(),
            Self::InstrumentEnded(_, last) => Some(last.next()),
            Self::InstrumentNotYet(_, day) | Self::TagNotYet(day) | Self::TagOver(day) => Some(day),
            Self::CertificationOver(_, _, day) => day,
            Self::SignedLate(_, _, day) | Self::Changed(_, day) => Some(day),
            Self::TiaOld(_, day)
            | Self::TiaStale(_, day)
            | Self::FilingWait(_, day)
            | Self::EndsSoon(day, ..)
            | Self::CarrierEnds(day, ..) => Some(day),
            Self::FilingLate(_, day) | Self::FilingOverdue(_, day) => day,
            Self::TiaOvertaken(_, event) => book.pack().events.get(event)?.header.period.start(),
            _ => None,
        }
    }
}
