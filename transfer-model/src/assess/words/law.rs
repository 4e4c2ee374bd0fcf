//! What law to cite for a cause on a day: the row that decides, or else the provision of the law in question, and never
//! another law's article.

use super::Words;
use crate::assess::ClaimResult;
use crate::assess::cause::{Cause, Detail, Question};
use crate::day::Day;
use crate::finding::{Code, entry};
use crate::index::{FlowIx, MechanismIx, PlaceIx, RegimeIx, RuleIx};
use crate::law::{Class, Condition, Flag, Header, NonMechanism, Subject};
use crate::register::TagUse;

impl<'a> Words<'a> {
    /// What a finding of this code rests on under a law on a day: that law's provision, or else its
    /// general rule on transfers, or the law as a whole, but never another law's article. The catalogue's general text stands where no law is in question.
    pub fn law_of(&self, code: Code, regime: Option<RegimeIx>, day: Day) -> String {
        let entry = entry(code);
        match (regime, entry.subject) {
            (Some(regime), Some(subject)) => {
                // A law of several ages names all of them in its own row; its general rule on transfers has days.
                let at = |subject| self.book.provision(regime, subject, day);
                let found = at(subject).or_else(|| at(Subject::Restriction));
                found.unwrap_or(&self.book.regime(regime).header).citation.clone()
            }
            (None, _) | (_, None) => entry.law.to_owned(),
        }
    }

    /// What to cite on a day for a finding or a claim; empty where the register alone is at issue.
    pub fn citations(&self, detail: Detail, regime: Option<RegimeIx>, day: Day) -> Vec<String> {
        let cause = detail.cause;
        let rule = |ix: RuleIx| vec![self.book.rule(ix).header.citation.clone()];
        let of_regime =
            || regime.map(|ix| self.book.regime(ix).header.citation.clone()).into_iter().collect();
        match cause {
            Cause::RuleEnded(ix) => vec![self.book.rule(ix).header.end_citation().to_owned()],
            Cause::RuleNotYet(ix)
            | Cause::AddendumNotYet(_, ix)
            | Cause::Sector(ix, _)
            | Cause::NotEligible(ix, _)
            | Cause::Purpose(ix, _)
            | Cause::NotPublicBody(ix, _)
            | Cause::UnderRegime(ix, _)
            | Cause::WrongRoles(_, ix, _)
            | Cause::NotPublished(ix)
            | Cause::NotClaimed(ix, _)
            | Cause::LawNote(ix)
            | Cause::OutsideRules(_, ix)
            | Cause::NotSafeYet(ix, _)
            | Cause::Scope(ix)
            | Cause::Volume(ix, ..)
            | Cause::FilingDue(ix, _)
            | Cause::FilingOpen(ix)
            | Cause::FilingLate(ix, _)
            | Cause::FilingOverdue(ix, _)
            | Cause::FiledLate(ix, _)
            | Cause::FilingWait(ix, _)
            | Cause::ConsentLacks(ix, _)
            | Cause::NotDisclosed(ix)
            | Cause::ItemMissing(ix, _)
            | Cause::AssessmentMissing(ix, _)
            | Cause::OverlayOpen(ix)
            | Cause::Missing(Question::Rule(ix) | Question::Paper(ix) | Question::Item(ix, _)) => rule(ix),
            Cause::Localisation(at) | Cause::Missing(Question::Localisation(at)) => self
                .book
                .pack()
                .localisations
                .get(at)
                .map(|row| row.header.citation.clone())
                .into_iter()
                .collect(),
            Cause::Prohibited(at, _)
            | Cause::Restricted(at, _)
            | Cause::Missing(Question::Brokerage(at) | Question::Owners(at, _) | Question::Numbers(at, _)) => {
                self.restriction(at).map(|row| row.header.citation.clone()).into_iter().collect()
            }
            Cause::Misused(ix, flag) => {
                let bar = self.bar(ix, flag, regime).map(|row| row.citation.clone());
                bar.into_iter().chain(rule(ix)).collect()
            }
            Cause::Defeated(power, _)
            | Cause::Missing(Question::Safeguards(power, _))
            | Cause::TiaAgainstLaw(_, power) => {
                let power = self.book.power(power);
                let told = |law: RegimeIx| {
                    power.defeats.iter().find(|d| d.regimes.contains(&law) && d.period.holds(day))
                };
                let defeat = regime.and_then(told);
                let mut all = vec![power.header.citation.clone()];
                all.extend(defeat.map(|d| d.citation.clone()));
                all
            }
            Cause::NotAMechanism(Some(mechanism)) => self.none_citations(mechanism, regime, day),
            Cause::EndsSoon(_, _, cause) | Cause::CarrierEnds(_, _, _, cause) => self.change(&cause).law,
            Cause::ParentExposure(_, _, power) => {
                vec![
                    self.law_of(Code::ParentExposure, regime, day),
                    self.book.power(power).header.citation.clone(),
                ]
            }
            Cause::Abroad(row) => {
                let row = self.book.pack().abroad.get(row);
                row.map(|row| row.header.citation.clone()).into_iter().collect()
            }
            Cause::TiaOvertaken(_, event) | Cause::AtRisk(event, _) => {
                self.book.pack().events.get(event).map(|e| e.header.citation.clone()).into_iter().collect()
            }
            Cause::Sanctioned(row, _) | Cause::ListedOnly(row, _) => {
                self.book.pack().sanctions.get(row).map(|s| s.header.citation.clone()).into_iter().collect()
            }
            Cause::Horizon(row) | Cause::Unverified(row) => vec![row.of(self.book).1.to_owned()],
            Cause::ContextReplaces(_, row) => {
                let row = row.and_then(|row| self.book.pack().territories.get(row));
                row.map(|row| row.header.citation.clone()).into_iter().collect()
            }
            Cause::Aside(regime, at) => self
                .book
                .regime(regime)
                .asides
                .get(at)
                .map(|aside| aside.citation.clone())
                .into_iter()
                .collect(),
            Cause::HouseSanction(..)
            | Cause::Forbidden(_)
            | Cause::NoList(_)
            | Cause::Unreachable(_)
            | Cause::DutyOverdue(_)
            | Cause::ReviewOverdue(_)
            | Cause::WaiverUnused(..)
            | Cause::WaiverExpired(..)
            | Cause::ContextUnknown(_)
            | Cause::Contradiction(_)
            | Cause::ExporterUnknown(_)
            | Cause::RegimeNotInPack(_) => Vec::new(),
            Cause::Paper(paper) => self.paper_citations(paper, regime, day),
            Cause::OtherRegime(_) | Cause::OtherAuthority(_) => of_regime(),
            // No row reaches the place: what the law says of decisions, or of transfers.
            Cause::Place(mechanism, _) if detail.rule.is_none() => regime.map_or_else(Vec::new, |law| {
                let decision = self.book.mechanism(mechanism).class == Class::Adequacy;
                let said = |subject| self.book.provision(law, subject, day);
                let said =
                    said(Subject::Adequacy).filter(|_| decision).or_else(|| said(Subject::Restriction));
                vec![said.unwrap_or(&self.book.regime(law).header).citation.clone()]
            }),
            // Clauses and rules each have an addendum of their own.
            Cause::AddendumMissing(_, kind) => {
                let rows = regime.map_or(&[][..], |law| self.book.rules(kind, law));
                let held = rows.iter().find(|ix| self.book.rule(**ix).header.period.holds(day));
                held.map_or_else(|| vec![self.law_of(cause.code(self.book), regime, day)], |ix| rule(*ix))
            }
            Cause::NothingCarried(from, mechanism) => {
                self.row_upstream(from, mechanism, regime, day).map_or_else(of_regime, rule)
            }
            Cause::Uncovered(from, mechanism, _) | Cause::OutsideGroup(from, mechanism, _) => {
                let mut law: Vec<String> =
                    self.book.mechanism(mechanism).onward_citation.clone().into_iter().collect();
                law.extend(self.row_upstream(from, mechanism, regime, day).into_iter().flat_map(rule));
                if law.is_empty() {
                    law.push(self.law_of(cause.code(self.book), regime, day));
                }
                law
            }
            _ => {
                let code = cause.code(self.book);
                match detail.rule {
                    // The assessment and the addendum rest on more than the rule examined.
                    Some(examined)
                        if !matches!(
                            code,
                            Code::TiaMissing
                                | Code::TiaOutdated
                                | Code::TiaContradicted
                                | Code::TiaInsufficient
                                | Code::AddendumMissing
                                | Code::MeasureIneffective
                        ) =>
                    {
                        rule(examined)
                    }
                    Some(_) | None => vec![self.law_of(code, regime, day)],
                }
            }
        }
    }

    /// What a claim that stands rests on: the rule that carries it. What meets a duty that came with the data is carried
    /// by none: the row of its kind in force there, or else the law's general rule on transfers.
    pub fn stands_on(&self, flow: FlowIx, claim: &ClaimResult, regime: RegimeIx, day: Day) -> &'a str {
        let book = self.book;
        if let Some(carrier) = claim.carrier {
            return &book.rule(carrier.rule).header.citation;
        }
        let named = match self.register.flow(flow).mechanism.get(claim.tag).map(|tag| &tag.names) {
            Some(TagUse::Instrument(ix)) => Some(self.register.instrument(*ix).kind.value),
            Some(TagUse::Bare(mechanism)) => Some(*mechanism),
            Some(TagUse::Other(_)) | None => None,
        };
        // Decisions have a row for each place: which one is meant, the claim alone does not say.
        let decision =
            |named: MechanismIx| matches!(book.mechanism(named).class, Class::Adequacy | Class::Scheme);
        let rows = named.filter(|named| !decision(*named)).map(|named| book.rules(named, regime));
        let held = rows.into_iter().flatten().find(|ix| book.rule(**ix).header.period.holds(day));
        if let Some(rule) = held {
            return &book.rule(*rule).header.citation;
        }
        let adequate = named.is_some_and(decision).then(|| book.provision(regime, Subject::Adequacy, day));
        let general = adequate.flatten().or_else(|| book.provision(regime, Subject::Restriction, day));
        &general.unwrap_or(&book.regime(regime).header).citation
    }

    /// What to cite for something that is no mechanism: a row about one law says where that law stands; of several,
    /// the routes that the law asked had on the day.
    pub(in crate::assess) fn none_citations(
        &self,
        mechanism: MechanismIx,
        regime: Option<RegimeIx>,
        day: Day,
    ) -> Vec<String> {
        let row = self.no_mechanism(mechanism, regime);
        let several = row.filter(|row| row.regimes.len() != 1);
        let routes = several.and_then(|_| self.book.provision(regime?, Subject::Routes, day));
        let header = routes.or_else(|| row.map(|row| &row.header));
        let header = header.or_else(|| regime.map(|regime| &self.book.regime(regime).header));
        header.map(|header| header.citation.clone()).into_iter().collect()
    }

    /// What the law says of something that is no mechanism.
    pub(super) fn no_mechanism(
        &self,
        mechanism: MechanismIx,
        regime: Option<RegimeIx>,
    ) -> Option<&'a NonMechanism> {
        self.book.pack().non_mechanisms.iter().find(|row| {
            row.mechanism == mechanism
                && (row.regimes.is_empty() || regime.is_some_and(|regime| row.regimes.contains(&regime)))
        })
    }

    /// The row of a mechanism that carries an earlier flow on a day: one in force that reaches where the data went.
    fn row_upstream(
        &self,
        from: FlowIx,
        mechanism: MechanismIx,
        regime: Option<RegimeIx>,
        day: Day,
    ) -> Option<RuleIx> {
        let flow = self.register.flow(from);
        let seat = || self.register.party(flow.to.value).country.value;
        let stored = flow.locations.iter().flatten().filter_map(|place| place.value);
        let places: Vec<PlaceIx> = seat().into_iter().chain(stored).collect();
        let rules = self.book.rules(mechanism, regime?);
        let held = |rule: &&RuleIx| self.book.rule(**rule).header.period.holds(day);
        let there = |rule: RuleIx, meets: &dyn Fn(&[PlaceIx]) -> bool| {
            let row = self.book.rule(rule);
            let named = row.conditions.iter().filter_map(|condition| match condition {
                Condition::ImporterIn(named) => Some(named),
                _ => None,
            });
            named.chain([&row.places]).filter(|named| !named.is_empty()).all(|named| meets(named))
        };
        // Most rows name the place itself; areas are expanded only where none does.
        let by_name = |named: &[PlaceIx]| places.iter().any(|place| named.contains(place));
        let by_ground = |named: &[PlaceIx]| {
            let ground = self.book.expand(named, day);
            places.iter().any(|place| self.book.expand(&[*place], day).meets(&ground))
        };
        let found = rules.iter().filter(held).find(|rule| there(**rule, &by_name));
        let found = found.or_else(|| rules.iter().filter(held).find(|rule| there(**rule, &by_ground)));
        found
            .or_else(|| rules.iter().find(|rule| there(**rule, &by_ground)))
            .or_else(|| rules.first())
            .copied()
    }

    /// Where the law bars a ground to those who exercise public powers, if it says so apart from the ground.
    pub(super) fn bar(&self, rule: RuleIx, flag: Flag, regime: Option<RegimeIx>) -> Option<&'a Header> {
        let first = self.book.rule(rule).header.period.since;
        self.book.provision(regime.filter(|_| flag == Flag::PublicPower)?, Subject::PublicPowers, first)
    }
}
