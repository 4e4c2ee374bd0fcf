//! Conditions shown by papers and by what people were told: filings, consents, notices, assessments, contracts.

use super::cause::{Cause, Question};
use super::cell::Cell;
use super::condition::Trial;
use super::deadline::last_day;
use super::destination::later;
use super::engine::Engine;
use crate::day::Day;
use crate::index::{InstrumentIx, MechanismIx, PartyIx, RuleIx};
use crate::law::{ConsentNeed, FilingTerm, Flag};
use crate::register::{Conclusion, Flow, Polarity, Tia};

impl Engine<'_> {
    /// Documents that bind the exporter and the recipient on the day.
    fn between(&self, from: PartyIx, to: PartyIx) -> impl Iterator<Item = InstrumentIx> {
        let day = self.view.day;
        self.documents_of(from).filter(move |ix| {
            let document = self.register.instrument(*ix);
            document.binds(from, false, day) && document.binds(to, true, day)
        })
    }

    /// Whether the filing was made, and in time.
    pub(super) fn filed(
        &self,
        term: &FilingTerm,
        Trial { rule, cell, document }: Trial<'_>,
        causes: &mut Vec<Cause>,
    ) {
        let from = self.register.flow(cell.flow).from.value;
        let day = self.view.day;
        let own = document.into_iter();
        // A filing about the route may stand on the document of the route or on another between the parties, but what
        // stands on another set of the same kind is about that set.
        let kind = |ix| self.register.instrument(ix).kind.value;
        let other = |ix: &InstrumentIx| document.is_none_or(|set| *ix != set && kind(*ix) != kind(set));
        let filings = own
            .chain(self.between(from, cell.recipient).filter(other))
            .flat_map(|ix| &self.register.instrument(ix).filings)
            .filter(|filing| names(&filing.with, &term.with));
        let filed = filings.filter_map(|filing| filing.filed).filter(|filed| *filed <= day).min();
        let due = self.filing_due(term, cell.flow, document, cell.recipient);
        let Some(filed) = filed else {
            causes.push(match due {
                Some(due) if day <= due => Cause::FilingDue(rule, due),
                // A term that runs from a day nobody recorded cannot be said to be over.
                None if term.within.is_some() => Cause::FilingOpen(rule),
                Some(_) | None if term.fatal => Cause::FilingLate(rule, due.map(Day::next)),
                Some(_) | None => Cause::FilingOverdue(rule, due.map(Day::next)),
            });
            return;
        };
        if let Some((count, unit)) = term.wait
            && day <= last_day(filed, count, unit)
        {
            causes.push(Cause::FilingWait(rule, last_day(filed, count, unit).next()));
        } else if let Some(due) = due
            && filed > due
        {
            causes.push(Cause::FiledLate(rule, filed));
        }
    }

    /// Whether a consent has the traits and rests on the facts that the law asks for.
    pub(super) fn consent(
        &self,
        needs: &[ConsentNeed],
        items: &[String],
        Trial { rule, cell, .. }: Trial<'_>,
        causes: &mut Vec<Cause>,
    ) {
        let flow = self.register.flow(cell.flow);
        let shown = flow.shown.as_ref();
        let flag = |flag: Flag| flow.derogation.flags.get(&flag).copied();
        let item = |word: &str| {
            shown.and_then(|s| s.items.as_ref()).map(|items| items.iter().any(|known| known == word))
        };
        let yes = |found: Option<bool>| found.filter(|found| *found);
        for need in [ConsentNeed::Free].iter().chain(needs.iter().filter(|n| **n != ConsentNeed::Free)) {
            let found = match need {
                ConsentNeed::Free => shown.and_then(|s| s.freely_given).or(Some(true)),
                ConsentNeed::Separate => shown.and_then(|s| s.separate_consent),
                ConsentNeed::Informed => shown
                    .and_then(|s| s.disclosed)
                    .or_else(|| yes(item("country")))
                    .or_else(|| yes(flag(Flag::InformedOfRisks))),
                ConsentNeed::Explicit => {
                    flag(Flag::Explicit).or_else(|| yes(shown.and_then(|s| s.separate_consent)))
                }
                ConsentNeed::Risks => flag(Flag::InformedOfRisks).or_else(|| yes(item("foreign-law"))),
            };
            match found {
                Some(true) => {}
                Some(false) => causes.push(Cause::ConsentLacks(rule, *need)),
                None => causes.push(Cause::Missing(Question::Consent(*need))),
            }
        }
        // A consent stated to be not express is none, whatever else it was.
        if flag(Flag::Explicit) == Some(false) && !needs.contains(&ConsentNeed::Explicit) {
            causes.push(Cause::ConsentLacks(rule, ConsentNeed::Explicit));
        }
        // Nor does anyone consent to a transfer that was not made known.
        if shown.and_then(|s| s.disclosed) == Some(false) && !needs.contains(&ConsentNeed::Informed) {
            causes.push(Cause::ConsentLacks(rule, ConsentNeed::Informed));
        }
        told_of(flow, items, rule, true, causes);
    }

    /// Whether the transfer was disclosed to the people: as recorded, or by a notice of the exporter.
    pub(super) fn shown(
        &self,
        items: &[String],
        ask: bool,
        Trial { rule, cell, .. }: Trial<'_>,
        causes: &mut Vec<Cause>,
    ) {
        let flow = self.register.flow(cell.flow);
        let disclosed = flow.shown.as_ref().and_then(|shown| shown.disclosed);
        match disclosed {
            Some(true) => {}
            Some(false) => causes.push(Cause::NotDisclosed(rule)),
            None if self.notice_names(flow, cell) => {}
            None if flow.shown.as_ref().is_some_and(|s| s.items.as_ref().is_some_and(|i| !i.is_empty())) => {}
            None if ask => causes.push(Cause::Missing(Question::Disclosed)),
            None => {}
        }
        told_of(flow, items, rule, ask, causes);
    }

    /// Whether a notice of the exporter, published by the day, names the destination.
    fn notice_names(&self, flow: &Flow, cell: &Cell) -> bool {
        let day = self.view.day;
        self.register.notices.iter().any(|notice| {
            let running = notice.published.is_some_and(|published| published.value <= day)
                && notice.until.is_none_or(|until| until >= day);
            let places = notice.destinations.iter().flatten().map(|place| place.value);
            let claimed = notice.claims.iter().flatten().filter(|claim| claim.polarity == Polarity::Asserted);
            let claimed = claimed.flat_map(|claim| claim.to.iter().map(|place| place.value));
            running
                && notice.of.iter().any(|party| party.value == flow.from.value)
                && places
                    .chain(claimed)
                    .any(|place| self.view.within(cell.place, &self.view.expand(&[place])))
        })
    }

    /// The latest assessment of these kinds for the cell.
    pub(super) fn latest_of(&self, kinds: &[String], cell: &Cell) -> Option<(usize, &Tia)> {
        self.lookup
            .tias(cell.flow)
            .iter()
            .filter_map(|at| Some((*at, self.register.tias.get(*at)?)))
            .filter(|(_, tia)| kinds.is_empty() || kinds.iter().any(|kind| kind == tia.kind.name()))
            .filter(|(_, tia)| tia.date.value <= self.view.day)
            .filter(|(_, tia)| tia.regimes.is_empty() || tia.regimes.contains(&cell.regime))
            .filter(|(_, tia)| tia.is_about(cell.data))
            .filter(|(_, tia)| self.view.within(cell.place, &self.view.expand(&[tia.country])))
            .max_by(|(_, a), (_, b)| later(a, b))
    }

    /// Whether an assessment of these kinds is recorded, recent enough, and finds protection sufficient.
    pub(super) fn assessed(
        &self,
        kinds: &[String],
        months: Option<u32>,
        Trial { rule, cell, .. }: Trial<'_>,
        causes: &mut Vec<Cause>,
    ) {
        let Some((at, tia)) = self.latest_of(kinds, cell) else {
            causes.push(Cause::AssessmentMissing(rule, cell.place));
            return;
        };
        match tia.conclusion.value {
            Conclusion::Insufficient => causes.push(Cause::TiaInsufficient(at)),
            Conclusion::None => causes.push(Cause::TiaNone(at)),
            Conclusion::Sufficient | Conclusion::SufficientWithMeasures => {
                let house = self.register.policy.tia_max_age.map(|age| age.value);
                let limit = months.into_iter().chain(house).min();
                let last = limit.map(|months| tia.date.value.plus_months(months));
                if let Some(last) = last.filter(|last| self.view.day > *last) {
                    let own = house.is_some_and(|house| months.is_none_or(|months| house < months));
                    let old = if own { Cause::TiaOld } else { Cause::TiaStale };
                    causes.push(old(at, last.next()));
                }
            }
        }
    }

    /// Whether the exporter found the destination's protection comparable.
    pub(super) fn comparable(&self, trial: Trial<'_>, causes: &mut Vec<Cause>) {
        if self.latest_of(&[], trial.cell).is_some() {
            self.assessed(&[], None, trial, causes);
        } else {
            causes.push(Cause::Missing(Question::Comparable(trial.cell.place)));
        }
    }

    /// Whether a contract in force between the parties is said to serve one of these.
    pub(super) fn contract(
        &self,
        serves: &[MechanismIx],
        rule: RuleIx,
        cell: &Cell,
        causes: &mut Vec<Cause>,
    ) {
        let from = self.register.flow(cell.flow).from.value;
        let found = self.between(from, cell.recipient).any(|ix| {
            let document = self.register.instrument(ix);
            let said = document.serves.iter().any(|served| serves.contains(&served.value));
            (said || serves.contains(&document.kind.value)) && self.instrument_runs(ix).is_none()
        });
        if !found {
            causes.push(Cause::Missing(Question::Paper(rule)));
        }
    }
}

/// Whether the person was shown what the law asks for.
fn told_of(flow: &Flow, items: &[String], rule: RuleIx, ask: bool, causes: &mut Vec<Cause>) {
    let told = flow.shown.as_ref().and_then(|shown| shown.items.as_ref());
    for (at, item) in items.iter().enumerate() {
        match told {
            Some(told) if told.contains(item) => {}
            Some(_) => causes.push(Cause::ItemMissing(rule, at)),
            None if ask => causes.push(Cause::Missing(Question::Item(rule, at))),
            None => {}
        }
    }
}

/// Whether the words of a register name one of these authorities.
fn names(written: &str, known: &[String]) -> bool {
    let written = written.to_lowercase();
    let mut words = written.split(|c: char| !c.is_alphanumeric());
    words.any(|word| known.iter().any(|known| known.eq_ignore_ascii_case(word)))
        || known.iter().any(|known| known.eq_ignore_ascii_case(&written))
}
