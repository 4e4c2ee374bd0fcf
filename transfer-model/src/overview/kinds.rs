//! What a regime makes of each kind of mechanism on a day, so that laws can be compared at a glance.

use crate::day::{Day, When};
use crate::index::{MechanismIx, RegimeIx};
use crate::law::{Condition, Kind, LawBook, Part, Rule};

/// What a regime makes of a kind of mechanism; the better of several rows counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// It knows none.
    No,
    /// From a later day.
    Later,
    /// Only after an approval, as a duty beside a route, by an empty list, or as a question.
    Limited,
    /// A route or a duty on the day.
    Yes,
}

impl Use {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Later => "later",
            Self::Limited => "limited",
            Self::Yes => "yes",
        }
    }
}

/// The regimes in force on the day, each with what it makes of the kinds, in the order of [`Kind::WORDS`].
pub fn kinds(book: &LawBook, day: Day) -> Vec<(RegimeIx, Vec<Use>)> {
    let in_force = book.regimes().iter().filter(|regime| book.regime(**regime).header.period.holds(day));
    in_force
        .map(|regime| {
            (*regime, Kind::WORDS.iter().map(|(_, kind)| made_of(book, *regime, *kind, day)).collect())
        })
        .collect()
}

fn made_of(book: &LawBook, regime: RegimeIx, kind: Kind, day: Day) -> Use {
    let pack = book.pack();
    let rules = pack.rules.iter().filter(|rule| rule.regimes.contains(&regime));
    let of_rules = rules.filter(|rule| kind_of(book, rule) == Some(kind)).map(|rule| {
        let full = rule.is_route() && !limited(rule);
        on(rule.header.period.at(day), full)
    });
    let bans = pack.localisations.iter().filter(|row| kind == Kind::LocalisationBan && row.regime == regime);
    let of_bans = bans.map(|row| on(row.header.period.at(day), row.when.is_empty()));
    of_rules.chain(of_bans).max().unwrap_or(Use::No)
}

const fn on(when: When, full: bool) -> Use {
    match (when, full) {
        (When::Before, _) => Use::Later,
        (When::During, true) => Use::Yes,
        (When::During, false) => Use::Limited,
        (When::After, _) => Use::No,
    }
}

/// The kind of a rule: that of the word that its id begins with, where there is one, else that of the mechanism.
fn kind_of(book: &LawBook, rule: &Rule) -> Option<Kind> {
    let own = |ix: MechanismIx| book.mechanism(ix).kind;
    let mut id = rule.header.id.as_str();
    loop {
        if let Some(kind) = book.mechanism_of(id).and_then(own) {
            return Some(kind);
        }
        let Some((shorter, _)) = id.rsplit_once('-') else { return own(rule.mechanism) };
        id = shorter;
    }
}

/// Whether a route is open only after an approval, is an empty list, or only asks.
fn limited(rule: &Rule) -> bool {
    matches!(rule.part, Part::CarveOut)
        || rule.conditions.iter().any(|condition| match condition {
            Condition::Approved
            | Condition::ApprovedIn(_)
            | Condition::ListIncomplete(_)
            | Condition::Question(_) => true,
            Condition::AdequateUnder { regimes, .. } => regimes.is_empty(),
            _ => false,
        })
}
