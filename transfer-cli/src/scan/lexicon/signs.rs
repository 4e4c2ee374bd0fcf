//! What a text may hold, by single words that are searched all at once: most texts hold nothing, and are passed over for
//! the price of one walk.

/// What a text may hold, by its words alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs(pub(super) u16);

impl Signs {
    /// Names of schemes and other things.
    pub const NAME: Self = Self(1);
    /// Clauses, rules, agreements.
    pub const TOOL: Self = Self(2);
    /// Decisions about places.
    pub const DECISION: Self = Self(4);
    /// Derogations.
    pub const GROUND: Self = Self(8);
    /// Safeguards without a name.
    pub const UMBRELLA: Self = Self(16);
    /// Other laws.
    pub const LAW: Self = Self(32);
    /// Data that leave the country.
    pub const ABROAD: Self = Self(64);
    /// Words beside dates.
    pub const DATE: Self = Self(128);
    /// A year.
    pub const YEAR: Self = Self(256);
    /// Words that may speak of what was named before.
    pub const PRONOUN: Self = Self(512);

    pub(super) const WORDS: [(&'static str, Self); 10] = [
        ("scheme", Self::NAME),
        ("other", Self::NAME),
        ("tool", Self::TOOL),
        ("decision", Self::DECISION),
        ("ground", Self::GROUND),
        ("umbrella", Self::UMBRELLA),
        ("law", Self::LAW),
        ("abroad", Self::ABROAD),
        ("date", Self::DATE),
        ("pronoun", Self::PRONOUN),
    ];

    /// Whether it has any of these.
    pub const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
