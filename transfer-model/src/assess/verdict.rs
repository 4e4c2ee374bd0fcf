//! Verdicts on flows and statuses of claims, and how the one follows from the other.

/// What is said of a flow, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The regime does not restrict the flow.
    NotRestricted,
    /// A mechanism in force covers it and its conditions are shown.
    Valid,
    /// A mechanism in force covers it; duties are open.
    Conditional,
    /// A fact that decides it is missing.
    Undetermined,
    /// Nothing claimed is a mechanism of this regime.
    Unsupported,
    /// What is claimed is a mechanism of this regime but does not hold.
    Invalid,
    /// A ban applies whatever the mechanism.
    Prohibited,
}

impl Verdict {
    /// All, from best to worst.
    pub const ALL: [Self; 7] = [
        Self::NotRestricted,
        Self::Valid,
        Self::Conditional,
        Self::Undetermined,
        Self::Unsupported,
        Self::Invalid,
        Self::Prohibited,
    ];

    /// The exact word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotRestricted => "not-restricted",
            Self::Valid => "valid",
            Self::Conditional => "conditional",
            Self::Undetermined => "undetermined",
            Self::Unsupported => "unsupported",
            Self::Invalid => "invalid",
            Self::Prohibited => "prohibited",
        }
    }

    /// Whether the transfer may be made as things stand.
    pub const fn stands(self) -> bool {
        matches!(self, Self::NotRestricted | Self::Valid | Self::Conditional)
    }
}

/// What a claim is worth under a regime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// In force, and its conditions are shown.
    Holds,
    /// In force; duties are open.
    OpenDuties,
    /// A fact is missing.
    Unknown,
    /// Named without its document.
    Unrecorded,
    /// No mechanism of any law.
    NotAMechanism,
    /// A mechanism of another law.
    OtherRegime,
    /// Over.
    Ended,
    /// Not begun.
    NotYet,
    /// Does not cover this.
    OutOfScope,
    /// Its conditions are not met.
    ConditionsUnmet,
}

impl Status {
    /// All.
    pub const ALL: [Self; 10] = [
        Self::Holds,
        Self::OpenDuties,
        Self::Unknown,
        Self::Unrecorded,
        Self::NotAMechanism,
        Self::OtherRegime,
        Self::Ended,
        Self::NotYet,
        Self::OutOfScope,
        Self::ConditionsUnmet,
    ];

    /// The exact word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::OpenDuties => "open-duties",
            Self::Unknown => "unknown",
            Self::Unrecorded => "unrecorded",
            Self::NotAMechanism => "not-a-mechanism",
            Self::OtherRegime => "other-regime",
            Self::Ended => "ended",
            Self::NotYet => "not-yet",
            Self::OutOfScope => "out-of-scope",
            Self::ConditionsUnmet => "conditions-unmet",
        }
    }

    /// The verdict that follows from a claim of this status alone.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Holds => Verdict::Valid,
            Self::OpenDuties => Verdict::Conditional,
            Self::Unknown | Self::Unrecorded => Verdict::Undetermined,
            Self::NotAMechanism | Self::OtherRegime => Verdict::Unsupported,
            Self::Ended | Self::NotYet | Self::OutOfScope | Self::ConditionsUnmet => Verdict::Invalid,
        }
    }

    /// How claims of one regime, data item and place combine: the first of these that occurs decides.
    /// One that holds, one with open duties, a fact missing, a mechanism of this regime that fails, the rest.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Holds => 0,
            Self::OpenDuties => 1,
            Self::Unknown => 2,
            Self::Unrecorded => 3,
            Self::Ended | Self::NotYet | Self::OutOfScope | Self::ConditionsUnmet => 4,
            Self::OtherRegime => 5,
            Self::NotAMechanism => 6,
        }
    }

    /// Whether the claim carries the transfer.
    pub const fn carries(self) -> bool {
        matches!(self, Self::Holds | Self::OpenDuties)
    }
}
