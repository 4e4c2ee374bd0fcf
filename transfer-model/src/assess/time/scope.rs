//! Which regimes a day can concern: where only rules of some regimes turn, what binds under others stays as it is.

use crate::index::RegimeIx;

/// A set of regimes, or all there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::assess) struct Scope([u64; WORDS]);

/// Number of 64-bit words in a set.
const WORDS: usize = 2;

impl Scope {
    /// Every regime.
    pub(in crate::assess) const ALL: Self = Self([u64::MAX; WORDS]);

    fn slot(regime: RegimeIx) -> (usize, u64) {
        let position = regime.position();
        (position.div_euclid(64), 1u64 << position.rem_euclid(64))
    }

    /// Adds a regime; all, where there are more than a set can tell apart.
    pub(in crate::assess) fn insert(&mut self, regime: RegimeIx) {
        let (word, bit) = Self::slot(regime);
        match self.0.get_mut(word) {
            Some(word) => *word |= bit,
            None => *self = Self::ALL,
        }
    }

    /// Adds those of another.
    pub(in crate::assess) fn add(&mut self, other: Self) {
        for (mine, more) in self.0.iter_mut().zip(other.0) {
            *mine |= more;
        }
    }

    /// Whether they share a regime.
    pub(in crate::assess) fn meets(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(mine, theirs)| mine & theirs != 0)
    }

    /// Whether a regime is among them.
    pub(in crate::assess) fn has(self, regime: RegimeIx) -> bool {
        let (word, bit) = Self::slot(regime);
        self.0.get(word).is_none_or(|word| word & bit != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;
    use crate::index::RegimeIx;

    #[test]
    fn a_scope_knows_its_regimes() {
        let mut scope = Scope::default();
        scope.insert(RegimeIx::new(3));
        scope.insert(RegimeIx::new(64));
        let found: Vec<usize> = (0..128).filter(|at| scope.has(RegimeIx::new(*at))).collect();
        assert_eq!(found, [3, 64]);
        let mut other = Scope::default();
        other.insert(RegimeIx::new(127));
        scope.add(other);
        assert!(scope.has(RegimeIx::new(127)) && scope != Scope::ALL);
    }

    #[test]
    fn more_regimes_than_a_scope_can_tell_apart_are_all_in_it() {
        let mut scope = Scope::default();
        assert!(scope.has(RegimeIx::new(128)) && !scope.has(RegimeIx::new(127)));
        scope.insert(RegimeIx::new(500));
        assert_eq!(scope, Scope::ALL);
    }
}
