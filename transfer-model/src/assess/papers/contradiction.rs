//! What inside one notice does not go together: adequate countries only and tools that those do not need, a
//! mechanism claimed and denied, an entity named that is not the one whose notice it is.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{ClaimAt, PaperCause, small};
use super::{Found, Pile};
use crate::assess::cause::Cause;
use crate::assess::engine::Engine;
use crate::index::{MechanismIx, PartyIx, PlaceIx, RegimeIx, SchemeIx};
use crate::law::{Class, Condition, Continues, Onward, PlaceKind, PlaceSet};
use crate::register::{Notice, NoticeClaim, Polarity};

/// What a claim says beside its mechanism: the part, and where to.
type Said<'a> = (Option<&'a str>, Vec<PlaceIx>);

/// The entry in a scheme that a notice speaks of.
struct Entry<'b> {
    scheme: SchemeIx,
    /// None: any.
    part: Option<u8>,
    continues: &'b [Continues],
    /// Where those have their seat who can be entered.
    open_to: PlaceSet,
}

/// Parties by their names.
pub(super) type Names = BTreeMap<String, PartyIx>;

impl Engine<'_> {
    /// Adds what contradicts itself in one notice.
    pub(super) fn contradictions(
        &self,
        at: usize,
        notice: &Notice,
        mine: &BTreeSet<RegimeIx>,
        names: &Names,
        pile: &mut Pile,
    ) {
        let claims = notice.claims.as_deref().unwrap_or_default();
        let place = |claim: usize| ClaimAt { notice: small(at), claim: small(claim) };
        let only = claims.iter().position(|claim| {
            claim.polarity == Polarity::Asserted
                && Some(claim.mechanism) == self.lookup.adequacy
                && claim.to.iter().any(|to| self.is_everywhere(to.value))
        });
        let law = self.law_of_notice(notice, mine);
        if let Some(only) = only {
            let tool =
                claims.iter().position(|claim| claim.polarity == Polarity::Asserted && self.is_tool(claim));
            pile.extend(tool.map(|tool| Found::new(law, PaperCause::OnlyAdequate(place(only), small(tool)))));
            let named: BTreeSet<PlaceIx> =
                notice.destinations.iter().flatten().map(|destination| destination.value).collect();
            for destination in named {
                let refuses = |law: &&RegimeIx| self.decision(notice, **law, destination).is_err();
                if let Some(law) = mine.iter().find(refuses) {
                    let cause = PaperCause::NotAdequate(place(only), destination);
                    pile.push(Found::new(Some(*law), cause));
                }
            }
        }
        self.taken_back(claims, place, law, pile);
        self.not_entered(claims, notice, place, law, pile);
        self.names(at, notice, names, law, pile);
    }

    /// An area without members of its own: the world.
    fn is_everywhere(&self, place: PlaceIx) -> bool {
        self.view.book.place(place).kind == PlaceKind::Area
            && self.view.book.pack().memberships.iter().all(|row| row.area != place)
    }

    /// A tool that no transfer to an adequate country needs.
    fn is_tool(&self, claim: &NoticeClaim) -> bool {
        let mechanism = self.view.book.mechanism(claim.mechanism);
        match mechanism.class {
            Class::Clauses | Class::Amendment | Class::Approved => true,
            Class::Unrecorded => mechanism.onward != Onward::Unknown,
            Class::Adequacy
            | Class::Scheme
            | Class::Derogation
            | Class::Filing
            | Class::Overlay
            | Class::Paper
            | Class::None => false,
        }
    }

    /// Mechanisms claimed and denied for the same destination. Claims that say the same count once.
    fn taken_back(
        &self,
        claims: &[NoticeClaim],
        at: impl Fn(usize) -> ClaimAt,
        law: Option<RegimeIx>,
        pile: &mut Pile,
    ) {
        let said = |polarity: Polarity| {
            let mut said: BTreeMap<MechanismIx, BTreeMap<Said<'_>, usize>> = BTreeMap::new();
            for (number, claim) in claims.iter().enumerate().filter(|(_, claim)| claim.polarity == polarity) {
                let mut to: Vec<PlaceIx> = claim.to.iter().map(|to| to.value).collect();
                to.sort_unstable();
                said.entry(claim.mechanism).or_default().entry((claim.part.as_deref(), to)).or_insert(number);
            }
            said
        };
        let denied = said(Polarity::Disclaimed);
        if denied.is_empty() {
            return;
        }
        let asserted = said(Polarity::Asserted);
        let ground = |to: &[PlaceIx]| (!to.is_empty()).then(|| self.view.expand(to));
        for (mechanism, denials) in &denied {
            for ((part, to), number) in denials {
                let there = ground(to);
                let clash = asserted.get(mechanism).into_iter().flatten().find(|((other, made_to), _)| {
                    let parts = part.is_none() || other.is_none() || part == other;
                    let places = match (ground(made_to), &there) {
                        (Some(mine), Some(theirs)) => mine.meets(theirs),
                        _ => true,
                    };
                    parts && places
                });
                pile.extend(
                    clash.map(|(_, made)| Found::new(law, PaperCause::TakesBack(at(*made), small(*number)))),
                );
            }
        }
    }

    /// Schemes claimed although the party whose notice it is has no entry that runs. A party that could be entered is
    /// judged by what the register records of it; where that is nothing, nothing is said.
    fn not_entered(
        &self,
        claims: &[NoticeClaim],
        notice: &Notice,
        at: impl Fn(usize) -> ClaimAt,
        law: Option<RegimeIx>,
        pile: &mut Pile,
    ) {
        let asserted = |claim: &NoticeClaim| {
            claim.polarity == Polarity::Asserted
                && self.view.book.mechanism(claim.mechanism).class == Class::Scheme
        };
        for (number, claim) in claims.iter().enumerate().filter(|(_, claim)| asserted(claim)) {
            let Some(entered) = self.entry_asked(claim) else { continue };
            let able: Vec<PartyIx> = notice
                .of
                .iter()
                .map(|party| party.value)
                .filter(|party| {
                    let seat = self.register.party(*party).country.value;
                    seat.is_some_and(|seat| self.view.within(seat, &entered.open_to))
                })
                .collect();
            let Some(first) = able.first() else { continue };
            if able.iter().all(|party| self.has_no_entry(*party, &entered)) {
                pile.push(Found::new(law, PaperCause::NotEntered(at(number), *first)));
            }
        }
    }

    /// The entry that a claim of a scheme speaks of, where the scheme is in force on the day.
    fn entry_asked(&self, claim: &NoticeClaim) -> Option<Entry<'_>> {
        let book = self.view.book;
        let rules = book.regimes().iter();
        let rules =
            rules.flat_map(|regime| self.rules_of_part(claim.mechanism, claim.part.as_deref(), *regime));
        rules.map(|rule| book.rule(rule)).filter(|rule| rule.header.period.holds(self.view.day)).find_map(
            |rule| {
                let entry = rule.conditions.iter().find_map(|condition| match condition {
                    Condition::Certified { scheme, part, continues, .. } => {
                        Some((*scheme, part.filter(|_| claim.part.is_some()), continues.as_slice()))
                    }
                    _ => None,
                });
                let (scheme, part, continues) = entry?;
                let seats = rule.conditions.iter().find_map(|condition| match condition {
                    Condition::ImporterIn(places) => Some(places),
                    _ => None,
                });
                let seats = seats.unwrap_or(&book.scheme(scheme).open_to);
                Some(Entry { scheme, part, continues, open_to: self.view.expand(seats) })
            },
        )
    }

    /// Whether the register records the certifications of a party, and none of them runs on the day for the part.
    fn has_no_entry(&self, party: PartyIx, asked: &Entry<'_>) -> bool {
        let Some(own) = self.register.party(party).certifications.as_deref() else { return false };
        let entries = own.iter().map(|entry| (party, entry)).chain(self.holders(party));
        !entries.into_iter().any(|(holder, entry)| {
            let (scheme, part) = if entry.scheme == asked.scheme {
                (asked.scheme, asked.part)
            } else {
                let earlier = asked.continues.iter().find(|earlier| {
                    earlier.scheme == entry.scheme
                        && Self::open_on(entry, earlier.open_on)
                        && !self.entered_anew(holder, asked.scheme, asked.part)
                });
                let Some(earlier) = earlier else { return false };
                (earlier.scheme, Some(earlier.part))
            };
            let named = |part| entry.parts.as_ref().is_none_or(|parts| parts.contains(&part));
            // What is not known of an entry is asked where a flow relies on it.
            part.is_none_or(named)
                && Self::running(entry, holder, scheme, self.view.day)
                    .is_none_or(|cause| matches!(cause, Cause::Missing(_)))
        })
    }

    /// Parties by their plain names.
    pub(super) fn party_names(&self) -> Names {
        let parties = self.register.parties.iter().enumerate().rev();
        parties.map(|(at, party)| (plain(&party.name), PartyIx::new(at))).collect()
    }

    /// Parties that a notice calls by their names.
    pub(super) fn called_in_notices(&self) -> Vec<PartyIx> {
        let called: Vec<String> = self
            .register
            .notices
            .iter()
            .flat_map(|notice| &notice.names)
            .map(|name| plain(&name.value))
            .collect();
        if called.is_empty() {
            return Vec::new();
        }
        let names = self.party_names();
        called.iter().filter_map(|name| names.get(name).copied()).collect()
    }

    /// Entities named that are none of those whose notice it is.
    fn names(&self, at: usize, notice: &Notice, names: &Names, law: Option<RegimeIx>, pile: &mut Pile) {
        if notice.of.is_empty() || notice.names.is_empty() {
            return;
        }
        let own: BTreeSet<String> =
            notice.of.iter().map(|party| plain(&self.register.party(party.value).name)).collect();
        for (number, name) in notice.names.iter().enumerate() {
            let wanted = plain(&name.value);
            if own.contains(&wanted) {
                continue;
            }
            let party = names.get(&wanted).copied();
            let cause = PaperCause::Names(small(at), small(number), party);
            pile.push(Found::new(law, cause));
        }
    }
}

/// A company's name without what does not tell companies apart: case, points and commas, short forms.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| c.is_whitespace() || c == ',').filter_map(|word| {
        let word = word.trim_end_matches('.');
        let word = match word {
            "ltd" => "limited",
            "inc" => "incorporated",
            "corp" => "corporation",
            "co" => "company",
            other => other,
        };
        (!word.is_empty()).then_some(word)
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn short_forms_and_points_tell_no_companies_apart() {
        assert_eq!(plain("Deskpro Ltd."), plain("DESKPRO Limited"));
        assert_eq!(plain("InsideSales.com, Inc."), plain("InsideSales.com Inc"));
        assert_ne!(plain("Impero Holdings Limited"), plain("Impero Solutions Limited"));
    }
}
