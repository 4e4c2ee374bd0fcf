//! Faults of law data that the loader cannot see in one row: periods that overlap or leave a gap, an end
//! without its reason, a condition nobody uses, a reason why a thing is no mechanism where a rule says it is.

use std::collections::BTreeSet;

use transfer_model::day::{Day, Period};
use transfer_model::index::RegimeIx;
use transfer_model::law::{Condition, Header, LawBook, LawPack, Part, Rule};

/// A fault of the law data, with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// File, relative to the data folder.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// The row.
    pub row: String,
    /// What is wrong.
    pub message: String,
}

/// Rows with a fault, and what it is.
type Found<'p> = Vec<(&'p Header, String)>;

/// All faults of a pack, in the order of their places.
pub fn lint(book: &LawBook) -> Vec<Fault> {
    let pack = book.pack();
    let mut found = Found::new();
    for header in headers(pack) {
        if header.period.end().is_some() && header.ended_by.is_none() {
            found.push((header, "ends, and does not say by what (`ended_by`)".to_owned()));
        }
    }
    rules(book, &mut found);
    mechanisms(book, &mut found);
    provisions(pack, &mut found);
    regimes(pack, &mut found);
    let rows = found.into_iter().map(|(header, message)| {
        let file = pack.files.get(usize::from(header.file)).cloned().unwrap_or_default();
        Fault { file, line: header.line, row: header.id.clone(), message }
    });
    let mut faults: Vec<Fault> = rows.chain(unused(pack)).collect();
    faults.sort();
    faults.dedup();
    faults
}

/// Rules that overlap, leave a gap, or begin when their law is over.
fn rules<'p>(book: &'p LawBook, found: &mut Found<'p>) {
    let rules = &book.pack().rules;
    for (at, rule) in rules.iter().enumerate() {
        for later in rules.iter().skip(at.saturating_add(1)) {
            found.extend(clash(book, rule, later).map(|message| (&later.header, message)));
        }
        found.extend(gap(book, rule).map(|message| (&rule.header, message)));
        for regime in &rule.regimes {
            let law = book.regime(*regime);
            if rule.header.period.since > law.header.period.until {
                found.push((&rule.header, format!("begins after `{}` has ended", law.header.id)));
            }
        }
    }
}

/// What is said to be no mechanism of a law that has a rule for it, and events of mechanisms that no law has.
fn mechanisms<'p>(book: &'p LawBook, found: &mut Found<'p>) {
    let pack = book.pack();
    for row in &pack.non_mechanisms {
        let here = book.regimes().iter().filter(|regime| row.regimes.contains(regime));
        for regime in here.filter(|regime| !book.rules(row.mechanism, **regime).is_empty()) {
            let (thing, law) = (&book.mechanism(row.mechanism).id, &book.regime(*regime).header.id);
            let message = format!("`{thing}` is said to be no mechanism of `{law}`, which has a rule for it");
            found.push((&row.header, message));
        }
    }
    for event in &pack.events {
        for mechanism in event.mechanisms.iter().filter(|mechanism| !book.has_rules(**mechanism)) {
            let message = format!("no rule of any regime knows `{}`", book.mechanism(*mechanism).id);
            found.push((&event.header, message));
        }
    }
}

/// Passages of a law about one subject that are in force on one day.
fn provisions<'p>(pack: &'p LawPack, found: &mut Found<'p>) {
    for (at, row) in pack.provisions.iter().enumerate() {
        let later = pack.provisions.iter().skip(at.saturating_add(1));
        for other in later.filter(|other| (other.regime, other.subject) == (row.regime, row.subject)) {
            if let Some(day) = shared(row.header.period, other.header.period) {
                let message = format!("speaks of what `{}` speaks of too, from {day}", other.header.id);
                found.push((&row.header, message));
            }
        }
    }
}

/// Laws without a territory.
fn regimes<'p>(pack: &'p LawPack, found: &mut Found<'p>) {
    for (at, regime) in pack.regimes.iter().enumerate() {
        if !pack.territories.iter().any(|row| row.regime == RegimeIx::new(at)) {
            found.push((&regime.header, "binds nowhere: it has no territory".to_owned()));
        }
    }
}

/// Kinds of condition that no rule uses: they have no row, and so no place.
fn unused(pack: &LawPack) -> impl Iterator<Item = Fault> {
    let conditions = pack.rules.iter().flat_map(|rule| {
        let when: &[Condition] = match &rule.part {
            Part::Overlay { when, .. } => when,
            Part::Route { .. } | Part::CarveOut => &[],
        };
        rule.conditions.iter().chain(when)
    });
    let used: BTreeSet<&str> = conditions.map(Condition::name).collect();
    crate::load::condition::kinds().filter(move |kind| !used.contains(kind)).map(|kind| Fault {
        file: String::new(),
        line: 0,
        row: String::new(),
        message: format!("no rule uses the condition `{kind}`"),
    })
}

fn headers(pack: &LawPack) -> impl Iterator<Item = &Header> {
    pack.rules
        .iter()
        .map(|row| &row.header)
        .chain(pack.regimes.iter().map(|row| &row.header))
        .chain(pack.territories.iter().map(|row| &row.header))
        .chain(pack.free_areas.iter().map(|row| &row.header))
        .chain(pack.abroad.iter().map(|row| &row.header))
        .chain(pack.sanctions.iter().map(|row| &row.header))
        .chain(pack.profiles.iter().map(|row| &row.header))
        .chain(pack.assessments.iter().map(|row| &row.header))
        .chain(pack.localisations.iter().map(|row| &row.header))
        .chain(pack.restrictions.iter().map(|row| &row.header))
        .chain(pack.paper_duties.iter().map(|row| &row.header))
        .chain(pack.provisions.iter().map(|row| &row.header))
}

fn shared(a: Period, b: Period) -> Option<Day> {
    let first = a.since.max(b.since);
    (first <= a.until.min(b.until)).then_some(first)
}

/// Two rules that say the same of the same place on the same day: one of them is out of date.
fn clash(book: &LawBook, rule: &Rule, later: &Rule) -> Option<String> {
    if rule.mechanism != later.mechanism
        || rule.conditions != later.conditions
        || !rule.is_route()
        || !later.is_route()
    {
        return None;
    }
    let regime = rule.regimes.iter().find(|regime| later.regimes.contains(regime))?;
    let day = shared(rule.header.period, later.header.period)?;
    let law = book.regime(*regime).header.period;
    if shared(rule.header.period, law).is_none() || shared(later.header.period, law).is_none() {
        return None;
    }
    let meets = rule.places.is_empty()
        || later.places.is_empty()
        || book.expand(&rule.places, day).meets(&book.expand(&later.places, day));
    meets.then(|| {
        format!("overlaps `{}` from {day} under `{}`", rule.header.id, book.regime(*regime).header.id)
    })
}

/// A rule that ends some days before the next of the same kind begins: perhaps a mistaken day.
fn gap(book: &LawBook, rule: &Rule) -> Option<String> {
    /// Longer gaps are history; shorter ones are likely slips.
    const SLIP: i64 = 60;
    let end = rule.header.period.end()?;
    let next = book.pack().rules.iter().find(|later| {
        later.mechanism == rule.mechanism
            && later.places == rule.places
            && later.regimes.iter().any(|regime| rule.regimes.contains(regime))
            && later.header.period.since > end.next()
            && later.header.period.since.days_since(end) < SLIP
    })?;
    let between = book.pack().rules.iter().any(|other| {
        other.mechanism == rule.mechanism
            && other.places == rule.places
            && other.header.period.holds(end.next())
            && other.regimes.iter().any(|regime| rule.regimes.contains(regime))
    });
    (!between)
        .then(|| format!("ends on {end}; `{}` begins only on {}", next.header.id, next.header.period.since))
}
