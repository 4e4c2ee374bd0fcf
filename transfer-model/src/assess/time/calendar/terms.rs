//! What the rows of the law and the facts of the register set for all flows alike: rules that turn, the terms they count
//! from days of the register, and when the number of people changes.

use std::collections::BTreeMap;

use super::list::List;
use super::{Calendar, any};
use crate::assess::deadline::conditions;
use crate::assess::time::source::{Entry, Fact, Source, Subject};
use crate::day::Day;
use crate::index::{FlowIx, MechanismIx, PartyIx, RuleIx, SchemeIx};
use crate::law::{Condition, FilingTerm, Part, PlaceSet};
use crate::register::Flow;

/// A rule that turns in the window.
#[derive(Debug)]
pub(super) struct Turning {
    pub(super) mechanism: MechanismIx,
    pub(super) always: bool,
    /// Where it reaches, or ever will; none: anywhere.
    pub(super) ground: Option<PlaceSet>,
    pub(super) entries: Vec<Entry>,
}

impl Turning {
    /// Whether it can matter to a flow whatever that claims and wherever it goes.
    pub(super) const fn everyone(&self) -> bool {
        self.always && self.ground.is_none()
    }
}

/// What rules count from days of the register.
#[derive(Debug, Default)]
pub(super) struct Terms<'e> {
    pub(super) filings: Vec<&'e FilingTerm>,
    /// Ages of assessments, in months.
    pub(super) assessed: Vec<u32>,
    /// Ages of approvals, in months.
    pub(super) approved: Vec<u32>,
    /// Whether people are counted by year.
    pub(super) volumes: bool,
    /// Whether documents count that nobody claims.
    pub(super) documents: bool,
}

impl<'e> Calendar<'e> {
    pub(super) fn schemes(&self) -> Vec<(MechanismIx, Option<Vec<SchemeIx>>)> {
        let pack = self.engine.view.book.pack();
        let asked = |condition: &Condition| match condition {
            Condition::Certified { scheme, continues, beside, .. } => {
                let more = continues.iter().map(|earlier| earlier.scheme);
                let more = more.chain(beside.iter().map(|other| other.scheme));
                Some(std::iter::once(*scheme).chain(more).collect::<Vec<_>>())
            }
            _ => None,
        };
        let of = |mechanism: &MechanismIx| {
            let rules = pack.rules.iter().filter(|rule| rule.mechanism == *mechanism);
            let rules = rules.map(|rule| conditions(rule).find_map(asked));
            (*mechanism, rules.collect::<Option<Vec<_>>>().map(|schemes| schemes.concat()))
        };
        self.engine.lookup.schemes.iter().map(of).collect()
    }

    /// What the rules of the relevant regimes count from days of the register.
    pub(super) fn terms(&self) -> Terms<'e> {
        let mut terms = Terms::default();
        let pack = self.engine.view.book.pack();
        for rule in pack.rules.iter().filter(|rule| any(&self.regimes, &rule.regimes)) {
            for condition in conditions(rule) {
                match condition {
                    Condition::Filed(term) => {
                        terms.documents = true;
                        if !terms.filings.contains(&term) {
                            terms.filings.push(term);
                        }
                    }
                    Condition::Contract(_) => terms.documents = true,
                    Condition::Assessed { months: Some(months), .. } => terms.assessed.push(*months),
                    Condition::ApprovalAge(months) => terms.approved.push(*months),
                    Condition::Volume { .. } => terms.volumes = true,
                    _ => {}
                }
            }
        }
        let counts = |condition: &Condition| matches!(condition, Condition::Volume { .. });
        let homes =
            pack.localisations.iter().filter(|row| any(&self.regimes, std::slice::from_ref(&row.regime)));
        terms.volumes |= homes.flat_map(|row| &row.when).any(counts);
        let here = self.engine.register.parties.iter().filter_map(|party| party.country.value);
        let here = self.engine.view.book.expand(&here.collect::<Vec<_>>(), self.engine.view.day);
        terms.volumes |= pack
            .restrictions
            .iter()
            .any(|row| self.engine.view.book.expand(&row.exporters, self.engine.view.day).meets(&here));
        terms
    }

    /// The rules of relevant regimes that turn in the window.
    pub(super) fn rules(&self) -> Vec<Turning> {
        let book = self.engine.view.book;
        let unasked = |mechanism: MechanismIx| {
            Some(mechanism) == self.engine.lookup.adequacy || self.amendments.contains(&mechanism)
        };
        let mut all = Vec::new();
        for (at, rule) in
            book.pack().rules.iter().enumerate().filter(|(_, rule)| any(&self.regimes, &rule.regimes))
        {
            let ix = RuleIx::new(at);
            let mut list = List::new(self.window);
            list.add(rule.header.period.start(), Source::Rule(ix, false));
            list.add(rule.header.period.end().map(Day::next), Source::Rule(ix, true));
            for day in conditions(rule).filter_map(Condition::turns) {
                list.add(Some(day), Source::Condition(ix, day));
            }
            if list.entries.is_empty() {
                continue;
            }
            all.push(Turning {
                mechanism: rule.mechanism,
                // Duties and limits go with any claim, and some routes with none.
                always: !matches!(rule.part, Part::Route { unclaimed: false }) || unasked(rule.mechanism),
                ground: (!rule.places.is_empty()).then(|| self.ever(&rule.places)),
                entries: list.entries,
            });
        }
        all
    }

    /// For each exporter, the days on which a flow of it begins or ceases to count, and the turns of years.
    pub(super) fn counts(&self) -> BTreeMap<PartyIx, Vec<Entry>> {
        let mut all: BTreeMap<PartyIx, Vec<Entry>> = BTreeMap::new();
        if !self.terms.volumes {
            return all;
        }
        for (at, flow) in self.engine.register.flows.iter().enumerate() {
            let mut list = List::new(self.window);
            Self::counted(FlowIx::new(at), flow, &mut list);
            all.entry(flow.from.value).or_default().extend(list.entries);
        }
        for list in all.values_mut() {
            // Of the flows that change what counts on a day, the first by id tells it.
            list.sort_by_key(|entry| (entry.day, self.rank(entry.source)));
            list.dedup_by_key(|entry| entry.day);
        }
        all
    }

    /// The days on which a flow begins or ceases to count, and the turns of its years.
    pub(super) fn counted(ix: FlowIx, flow: &Flow, list: &mut List) {
        let mut add =
            |day: Option<Day>| list.fact(Fact::VolumeCounts, Subject::Flow(ix, None), flow.span, day);
        add(flow.period.start());
        add(flow.period.end().map(Day::next));
        let after = flow.period.end().and_then(|last| last.date().year().checked_add(1));
        add(after.and_then(|year| Day::new(year, 1, 1)));
        for tag in &flow.mechanism {
            add(tag.period.start());
            add(tag.period.end().map(Day::next));
        }
        for year in flow.volume.iter().filter_map(|volume| volume.year) {
            add(Day::new(year, 1, 1));
            add(year.checked_add(1).and_then(|year| Day::new(year, 1, 1)));
            // Rules that look back twelve months still see them through the year after.
            add(year.checked_add(2).and_then(|year| Day::new(year, 1, 1)));
        }
    }

    fn rank(&self, source: Source) -> Option<u32> {
        match source {
            Source::Fact(_, Subject::Flow(flow, _), _) => Some(self.engine.lookup.rank(flow)),
            _ => None,
        }
    }
}
