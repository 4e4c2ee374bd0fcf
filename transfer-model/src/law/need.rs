//! What a ground needs of its use, as facts of the flow: each with the word that records it and the question to ask where
//! it is not recorded.

use serde::{Deserialize, Serialize};

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

/// Several flags.
pub type Flags = Vec<Flag>;

/// What makes a consent one that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ConsentNeed {
    /// Freely given; counts unless recorded otherwise.
    Free,
    /// Apart from other consents.
    Separate,
    /// The person was told that the data go abroad.
    Informed,
    /// Express.
    Explicit,
    /// The person was told what protection may be lacking.
    Risks,
}

impl ConsentNeed {
    /// The words of the law pack's format.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("free", Self::Free),
        ("separate", Self::Separate),
        ("informed", Self::Informed),
        ("explicit", Self::Explicit),
        ("risks", Self::Risks),
    ];

    /// What a consent lacks, as a sentence's end.
    pub const fn lacks(self) -> &'static str {
        match self {
            Self::Free => "was not freely given",
            Self::Separate => "was not given apart from other consents",
            Self::Informed => "was given without telling the person that the data go abroad",
            Self::Explicit => "was not express",
            Self::Risks => "was given without telling the person which protection may be lacking abroad",
        }
    }

    /// The question to ask when it is not recorded.
    pub const fn question(self) -> &'static str {
        match self {
            Self::Free => "was the consent freely given?",
            Self::Separate => "was the consent given apart from others?",
            Self::Informed => "was the person told that the data go abroad?",
            Self::Explicit => "was the consent express?",
            Self::Risks => "was the person told which protection may be lacking abroad?",
        }
    }

    /// The key of the register format that answers it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Free => "shown.freely_given",
            Self::Separate => "shown.separate_consent",
            Self::Informed => "shown.disclosed",
            Self::Explicit => "derogation.explicit",
            Self::Risks => "derogation.informed_of_risks",
        }
    }
}
