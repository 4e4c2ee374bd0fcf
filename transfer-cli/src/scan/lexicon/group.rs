//! Which mechanisms are searched together: where names begin at the same place, one pattern takes the words, and hides what
//! another would find there.

use super::Kind;
use super::signs::Signs;

/// Mechanisms searched together, those of some kinds.
#[derive(Debug)]
pub(super) struct Group {
    /// Without which a text is not searched.
    pub(super) sign: Signs,
    kinds: &'static [Kind],
    /// The one mechanism that is searched there, where others must not hide it.
    only: Option<&'static str>,
}

impl Group {
    const fn new(sign: Signs, kinds: &'static [Kind], only: Option<&'static str>) -> Self {
        Self { sign, kinds, only }
    }

    /// Whether a mechanism is searched there.
    pub(super) fn has(&self, kind: Kind, id: &str) -> bool {
        self.kinds.contains(&kind) && self.only.is_none_or(|only| id == only)
    }
}

/// All mechanisms. A long phrase of consent may hold an exception or a contract, and each is searched alone.
pub(super) const GROUPS: [Group; 7] = [
    Group::new(Signs::NAME, &[Kind::Scheme, Kind::Other], None),
    Group::new(Signs::TOOL, &[Kind::Tool], None),
    Group::new(Signs::DECISION, &[Kind::Decision], None),
    Group::new(Signs::GROUND, &[Kind::Ground], Some("art-49-consent")),
    Group::new(Signs::GROUND, &[Kind::Ground], Some("art-49-contract")),
    Group::new(Signs::GROUND, &[Kind::Ground], Some("art-49-other")),
    Group::new(Signs::UMBRELLA, &[Kind::Umbrella], None),
];
