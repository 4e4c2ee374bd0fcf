//! Which kinds of route a law has at all: what is proposed to a user must be one that the law knows.

use super::condition::Condition;
use super::mechanism::Class;
use super::pack::LawPack;

/// The kinds of route of one law, whatever the day.
#[derive(Debug, Clone, Copy, Default)]
pub struct Routes {
    /// It has decisions on places; a power that was never used is none.
    pub decisions: bool,
    /// It counts clauses that the parties sign.
    pub clauses: bool,
}

impl Routes {
    /// Those of each regime of a pack, by position.
    pub(super) fn of_each(pack: &LawPack) -> Vec<Self> {
        let mut all = vec![Self::default(); pack.regimes.len()];
        for rule in pack.rules.iter().filter(|rule| rule.is_route()) {
            let unused = |condition: &Condition| matches!(condition, Condition::AdequateUnder { regimes, .. } if regimes.is_empty());
            let class = pack.mechanisms.get(rule.mechanism.position()).map(|row| row.class);
            for regime in &rule.regimes {
                let Some(routes) = all.get_mut(regime.position()) else { continue };
                match class {
                    Some(Class::Adequacy) => routes.decisions |= !rule.conditions.iter().any(unused),
                    Some(Class::Clauses) => routes.clauses = true,
                    _ => {}
                }
            }
        }
        all
    }
}
