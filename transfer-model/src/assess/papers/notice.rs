//! What a published notice claims, held against the law of the day: each claim that is made, for the laws that
//! concern the parties whose notice it is.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{ClaimAt, PaperCause, small};
use super::contradiction::Names;
use super::{Found, Pile};
use crate::assess::engine::Engine;
use crate::assess::result::FlowResult;
use crate::day::When;
use crate::finding::Severity;
use crate::index::{FlowIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RuleIx};
use crate::law::{Class, Condition, PlaceKind};
use crate::register::{Notice, NoticeClaim, PartyKind, Polarity};

/// The laws that concern each party of a notice.
pub(super) type Laws = BTreeMap<PartyIx, BTreeSet<RegimeIx>>;

impl Engine<'_> {
    /// Notices published and not withdrawn on the day, by position.
    pub(super) fn live_notices(&self) -> impl Iterator<Item = (usize, &Notice)> {
        self.register.notices.iter().enumerate().filter(|(_, notice)| {
            notice.published.is_none_or(|day| day.value <= self.view.day)
                && notice.until.is_none_or(|until| until >= self.view.day)
        })
    }

    /// The laws that bind the parties of live notices by seat, branch or market.
    pub(super) fn notice_laws(&self) -> Laws {
        let mut laws = Laws::new();
        for (_, notice) in self.live_notices() {
            for party in &notice.of {
                laws.entry(party.value).or_insert_with(|| self.laws_of(party.value));
            }
        }
        laws
    }

    /// Whether a flow is from or to a party with a live notice.
    pub(super) fn concerns(&self, laws: &Laws, flow: FlowIx) -> bool {
        let flow = self.register.flow(flow);
        laws.contains_key(&flow.from.value) || laws.contains_key(&flow.to.value)
    }

    /// Adds the laws that bind parties of live notices through a flow that they make or receive.
    pub(super) fn add_laws(&self, result: &FlowResult, laws: &mut Laws) {
        let flow = self.register.flow(result.flow);
        for party in [flow.from.value, flow.to.value] {
            if let Some(known) = laws.get_mut(&party) {
                known.extend(result.regimes.iter().map(|regime| regime.binding.regime));
            }
        }
    }

    /// Whether a party of the notice has its seat where the law binds.
    fn at_home(&self, notice: &Notice, regime: RegimeIx) -> bool {
        let mut seats =
            notice.of.iter().filter_map(|party| self.register.party(party.value).country.value).peekable();
        seats.peek().is_some()
            && self.view.territories().any(|(known, ground, ..)| {
                known == regime && seats.clone().any(|seat| self.view.extent(seat).meets(ground))
            })
    }

    /// The law by which a notice is judged as a whole: one where its author has its seat, else one that concerns it.
    pub(super) fn law_of_notice(&self, notice: &Notice, mine: &BTreeSet<RegimeIx>) -> Option<RegimeIx> {
        let home = mine.iter().find(|regime| self.at_home(notice, **regime));
        home.or_else(|| mine.first()).copied()
    }

    fn laws_of(&self, party: PartyIx) -> BTreeSet<RegimeIx> {
        let who = self.register.party(party);
        let institution = who.kind == PartyKind::EuInstitution;
        let seats: Vec<PlaceIx> =
            who.country.value.into_iter().chain(who.branches.iter().map(|branch| branch.value)).collect();
        self.view
            .territories()
            .filter(|(regime, ground, targeting, _)| {
                let apart = self.view.book.regime(*regime).institutions_only;
                let there = seats.iter().any(|seat| self.view.extent(*seat).meets(ground));
                let aims = *targeting && who.targets.iter().any(|aim| self.ground(aim.value).meets(ground));
                if institution { apart } else { !apart && (there || aims) }
            })
            .map(|(regime, ..)| regime)
            .collect()
    }

    /// A place with its parts, an area with its members.
    pub(super) fn ground(&self, place: PlaceIx) -> crate::law::PlaceSet {
        self.view.expand(&[place])
    }

    /// Holds the claims of one notice against the law.
    pub(super) fn notice_claims(
        &self,
        at: usize,
        notice: &Notice,
        laws: &Laws,
        names: &Names,
        pile: &mut Pile,
    ) {
        let mine: BTreeSet<RegimeIx> =
            notice.of.iter().filter_map(|party| laws.get(&party.value)).flatten().copied().collect();
        for (number, claim) in notice.claims.iter().flatten().enumerate() {
            let level = match claim.polarity {
                Polarity::Asserted => None,
                // What is kept for another day should be there on that day.
                Polarity::Conditional => Some(Severity::Note),
                Polarity::Disclaimed | Polarity::Historical | Polarity::Planned => continue,
            };
            let place = ClaimAt { notice: small(at), claim: small(number) };
            let found = if Some(claim.mechanism) == self.lookup.adequacy {
                self.decisions(place, notice, claim, &mine)
            } else {
                self.claim_in_force(place, notice, claim, &mine)
            };
            pile.extend(found.into_iter().map(|found| Found { level, ..found }));
        }
        self.contradictions(at, notice, &mine, names, pile);
    }

    /// Why a claimed mechanism is not there under the laws that know it.
    fn claim_in_force(
        &self,
        at: ClaimAt,
        notice: &Notice,
        claim: &NoticeClaim,
        mine: &BTreeSet<RegimeIx>,
    ) -> Vec<Found> {
        let book = self.view.book;
        let class = book.mechanism(claim.mechanism).class;
        if class == Class::Unrecorded {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut known = false;
        for regime in mine {
            let rules = self.rules_of_part(claim.mechanism, claim.part.as_deref(), *regime);
            known |= !rules.is_empty();
            if let Err(cause) = self.runs(at, &rules) {
                found.extend(cause.map(|cause| Found::new(Some(*regime), cause)));
            }
        }
        if known {
            return found;
        }
        let rows = book.pack().non_mechanisms.iter().filter(|row| row.mechanism == claim.mechanism);
        let told: BTreeSet<RegimeIx> =
            rows.flat_map(|row| &row.regimes).copied().filter(|regime| mine.contains(regime)).collect();
        if matches!(class, Class::None | Class::Paper) || !told.is_empty() {
            // It is told once: under a law that says so, of several under one where the author has its seat.
            let among = if told.is_empty() { mine } else { &told };
            return vec![Found::new(self.law_of_notice(notice, among), PaperCause::NoMechanism(at))];
        }
        // A mechanism of a law that concerns none of them: at least that law should still have it. Where several
        // have it, the one whose part it is answers; others may have taken it over on other days.
        let of = |regimes: &mut dyn Iterator<Item = RegimeIx>| -> Vec<RuleIx> {
            regimes
                .flat_map(|regime| self.rules_of_part(claim.mechanism, claim.part.as_deref(), regime))
                .collect()
        };
        let asked = self.laws_asked(claim);
        let mut rules = of(&mut asked.iter().copied());
        if rules.is_empty() {
            rules = of(&mut book.regimes().iter().copied());
        }
        let Err(Some(cause)) = self.runs(at, &rules) else { return Vec::new() };
        let regime = match cause {
            PaperCause::Ended(_, rule) | PaperCause::NotYet(_, rule) => {
                let of_rule = &book.rule(rule).regimes;
                of_rule.iter().find(|regime| asked.contains(regime)).or_else(|| of_rule.first()).copied()
            }
            _ => None,
        };
        vec![Found::new(regime, cause)]
    }

    /// The laws of the day that answer for a claim that names nobody whom a law binds: those of the place whose own part
    /// or document it is.
    fn laws_asked(&self, claim: &NoticeClaim) -> BTreeSet<RegimeIx> {
        let home = self.view.book.home_of(Some(claim.mechanism), claim.part.as_deref());
        let Some(home) = home.map(|home| self.ground(home)) else { return BTreeSet::new() };
        self.view
            .territories()
            .filter(|(regime, ground, ..)| {
                !self.view.book.regime(*regime).institutions_only && ground.meets(&home)
            })
            .map(|(regime, ..)| regime)
            .collect()
    }

    /// Rules of the claimed mechanism; where the claim names a part of a scheme, those for that part.
    pub(super) fn rules_of_part(
        &self,
        mechanism: MechanismIx,
        part: Option<&str>,
        regime: RegimeIx,
    ) -> Vec<RuleIx> {
        let book = self.view.book;
        let fits = |rule: &RuleIx| {
            let Some(wanted) = part else { return true };
            book.rule(*rule).conditions.iter().any(|condition| match condition {
                Condition::Certified { scheme, part: Some(part), .. } => {
                    book.scheme(*scheme).parts.get(usize::from(*part)).is_some_and(|part| part == wanted)
                }
                _ => false,
            })
        };
        book.rules(mechanism, regime).iter().copied().filter(fits).collect()
    }

    /// Whether one of the rules is in force; else which ended last, or begins first.
    fn runs(&self, at: ClaimAt, rules: &[RuleIx]) -> Result<(), Option<PaperCause>> {
        let period = |rule: &RuleIx| self.view.book.rule(*rule).header.period;
        let side = |when: When| rules.iter().filter(move |rule| period(rule).at(self.view.day) == when);
        if side(When::During).next().is_some() {
            return Ok(());
        }
        let over = side(When::After).max_by_key(|rule| period(rule).until);
        let coming = side(When::Before).min_by_key(|rule| period(rule).since);
        Err(over
            .map(|rule| PaperCause::Ended(at, *rule))
            .or_else(|| coming.map(|rule| PaperCause::NotYet(at, *rule))))
    }

    /// Claims of adequacy for named countries: each needs a decision under each law that has such decisions.
    fn decisions(
        &self,
        at: ClaimAt,
        notice: &Notice,
        claim: &NoticeClaim,
        mine: &BTreeSet<RegimeIx>,
    ) -> Vec<Found> {
        let places: BTreeSet<PlaceIx> = claim.to.iter().map(|to| to.value).collect();
        let mut found = Vec::new();
        for place in places {
            for regime in mine {
                if let Err(rule) = self.decision(notice, *regime, place) {
                    let cause = match rule {
                        Some(rule) if self.view.book.rule(rule).header.period.since > self.view.day => {
                            PaperCause::NotYet(at, rule)
                        }
                        Some(rule) => PaperCause::Ended(at, rule),
                        None => PaperCause::NoDecision(at, place),
                    };
                    found.push(Found::new(Some(*regime), cause));
                }
            }
        }
        found
    }

    /// Whether the law lets data go to the place by a decision, also one about a scheme there, or treats it as
    /// no abroad; else the decision that there was or will be. Areas are not judged.
    pub(super) fn decision(
        &self,
        notice: &Notice,
        regime: RegimeIx,
        place: PlaceIx,
    ) -> Result<(), Option<RuleIx>> {
        let book = self.view.book;
        let Some(adequacy) = self.lookup.adequacy else { return Ok(()) };
        let rules = book.rules(adequacy, regime);
        let area = book.place(place).kind == PlaceKind::Area;
        let seat = notice.of.iter().find_map(|party| self.register.party(party.value).country.value);
        if area || rules.is_empty() || self.view.free_row(regime, seat, place).is_some() {
            return Ok(());
        }
        let reaching: Vec<RuleIx> =
            rules.iter().copied().filter(|rule| self.view.reaches(*rule, place)).collect();
        let at = ClaimAt { notice: 0, claim: 0 };
        match self.runs(at, &reaching) {
            Ok(()) => Ok(()),
            Err(_) if self.scheme_there(regime, place) => Ok(()),
            Err(Some(PaperCause::Ended(_, rule) | PaperCause::NotYet(_, rule))) => Err(Some(rule)),
            Err(_) => Err(None),
        }
    }

    /// Whether a scheme in force is open to importers in the place.
    fn scheme_there(&self, regime: RegimeIx, place: PlaceIx) -> bool {
        let book = self.view.book;
        self.lookup.schemes.iter().flat_map(|mechanism| book.rules(*mechanism, regime)).any(|rule| {
            let rule = book.rule(*rule);
            rule.header.period.holds(self.view.day)
                && rule.conditions.iter().any(|condition| match condition {
                    Condition::ImporterIn(places) => {
                        self.view.within(place, &book.expand(places, self.view.day))
                    }
                    _ => false,
                })
        })
    }
}
