//! Why a verdict changed on a day: of all that falls on the day, what the verdict rests on.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::calendar::Calendar;
use super::source::{Entry, Fact, Map, Source, Subject};
use crate::assess::cause::{Cause, Question};
use crate::assess::engine::Engine;
use crate::assess::own::Own;
use crate::assess::result::FlowResult;
use crate::assess::row::Row;
use crate::day::Day;
use crate::index::{DataIx, FlowIx, PartyIx, PlaceIx, PowerIx, RegimeIx, RuleIx};

/// Why a verdict changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeCause {
    /// What fell on the day; none where only the flow upstream is known.
    pub source: Option<Source>,
    /// The flow upstream that changed, where the change came with the data.
    pub upstream: Option<FlowIx>,
}

/// What is needed to choose the cause of a change on a day.
pub(super) struct Choice<'s> {
    pub(super) calendar: &'s Calendar<'s>,
    pub(super) engine: &'s Engine<'s>,
    /// The day before.
    pub(super) then: &'s Engine<'s>,
    pub(super) day: Day,
    /// Flows that differ by their own law, as they were.
    pub(super) before: &'s BTreeMap<FlowIx, Option<Own>>,
    /// Flows as they are.
    pub(super) running: &'s [Option<Own>],
    /// What was worked out for the day, since many flows ask the same.
    pub(super) known: RefCell<Known>,
}

/// What was worked out for a day.
#[derive(Default)]
pub(super) struct Known {
    /// Of each flow: what falls on the day, and what it is and was, in full.
    flows: BTreeMap<FlowIx, Rc<Today>>,
    /// The flow further up that changed.
    upstream: BTreeMap<Asked, Option<FlowIx>>,
}

/// Exporter and data whose way up is looked at, under which regime, and for what.
type Asked = (PartyIx, Vec<DataIx>, Option<RegimeIx>, Search);

/// What falls on the day for a flow, and what it is and was, in full.
struct Today {
    entries: Vec<Entry>,
    results: [Option<FlowResult>; 2],
}

/// Which flows further up are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Search {
    /// Those that changed by their own law under the regime.
    Same,
    /// Those that differ in anything.
    Any,
    /// Those of which something falls on the day.
    Told,
}

impl Choice<'_> {
    /// Why the flow changed under the regime, or as a whole.
    pub(super) fn of(&self, flow: FlowIx, regime: Option<RegimeIx>) -> ChangeCause {
        if let Some(source) = self.own(flow, regime) {
            return ChangeCause { source: Some(source), upstream: None };
        }
        // A flow that changed under the same law tells more than one that changed otherwise.
        if let Some(upstream) = self.upstream(flow, regime, Search::Same) {
            return ChangeCause { source: self.own(upstream, regime), upstream: Some(upstream) };
        }
        // Under this law all stand as they did by themselves; what one of them does with the data that came changed. What
        // a flow itself rests on tells that before what befell others.
        let source = self.best(flow, regime).filter(|source| !matches!(source, Source::Event(_)));
        if source.is_some() {
            return ChangeCause { source, upstream: None };
        }
        if let Some(upstream) = self.upstream(flow, regime, Search::Any) {
            let source = self.own(upstream, regime).or_else(|| self.best(upstream, regime));
            return ChangeCause { source, upstream: Some(upstream) };
        }
        let source = self.best(flow, regime);
        if source.is_some() {
            return ChangeCause { source, upstream: None };
        }
        let upstream = self.upstream(flow, regime, Search::Told);
        ChangeCause { source: upstream.and_then(|from| self.best(from, regime)), upstream }
    }

    /// The cause by the flow's own law, if that changed.
    fn own(&self, flow: FlowIx, regime: Option<RegimeIx>) -> Option<Source> {
        let before = self.before.get(&flow)?;
        let now = self.now(flow);
        let of = |own: Option<&Own>| match regime {
            Some(regime) => own.and_then(|own| own.under(regime)).map(|own| own.verdict),
            None => own.map(|own| own.verdict),
        };
        let ended = before.is_some() != now.is_some();
        if ended && let Some(source) = self.runs(flow, now.is_some()) {
            return Some(source);
        }
        (ended || of(before.as_ref()) != of(now) || regime.is_none())
            .then(|| self.best(flow, regime))
            .flatten()
    }

    /// The flow's own first day, or the day after its last, if it is this.
    fn runs(&self, flow: FlowIx, begins: bool) -> Option<Source> {
        let fact = self.engine.register.flow(flow);
        let (first, over) = (fact.period.start(), fact.period.end().map(Day::next));
        let (what, day) = if begins { (Fact::FlowBegins, first) } else { (Fact::FlowEnds, over) };
        (day == Some(self.day)).then_some(Source::Fact(what, Subject::Flow(flow, None), fact.span))
    }

    pub(super) fn now(&self, flow: FlowIx) -> Option<&Own> {
        self.running.get(flow.position()).and_then(Option::as_ref)
    }

    fn found(&self, from: FlowIx, regime: Option<RegimeIx>, search: Search) -> bool {
        match search {
            Search::Same => self.before.contains_key(&from) && self.own(from, regime).is_some(),
            Search::Any => self.before.contains_key(&from),
            Search::Told => self.best(from, regime).is_some(),
        }
    }

    /// A flow further up that changed: the nearest, and of those equally near the worst, then the first by id. Flows of one exporter
    /// with the same data have the same further up, unless it is one of them.
    fn upstream(&self, flow: FlowIx, regime: Option<RegimeIx>, search: Search) -> Option<FlowIx> {
        // Where only one flow leads to another, what is further up of one is so of the other: chains are gone up once.
        let (mut at, mut gone, mut keys) = (flow, BTreeSet::from([flow]), Vec::new());
        let found = loop {
            let key = self.asked(at, regime, search);
            let known = self.known.borrow().upstream.get(&key).copied();
            if let Some(known) = known {
                break known;
            }
            keys.push(key);
            let mut near = self.before_it(at);
            match (near.next(), near.next()) {
                (None, _) => break None,
                (Some(from), None) if gone.insert(from) => {
                    if self.found(from, regime, search) {
                        break Some(from);
                    }
                    at = from;
                }
                _ => break self.nearest(at, regime, search),
            }
        };
        self.known.borrow_mut().upstream.extend(keys.into_iter().map(|key| (key, found)));
        if found == Some(flow) { self.nearest(flow, regime, search) } else { found }
    }

    fn asked(&self, flow: FlowIx, regime: Option<RegimeIx>, search: Search) -> Asked {
        let fact = self.engine.register.flow(flow);
        let mut data: Vec<DataIx> = fact.data.iter().map(|data| data.value).collect();
        data.sort_unstable();
        (fact.from.value, data, regime, search)
    }

    /// Other flows that bring the exporter of a flow what it carries; the data may be returned today: that they were
    /// there is enough.
    fn before_it(&self, flow: FlowIx) -> impl Iterator<Item = FlowIx> {
        let register = self.engine.register;
        let to = register.flow(flow);
        let incoming = self.calendar.incoming(to.from.value).iter().copied();
        incoming.filter(move |from| {
            let mut brings = register.flow(*from).data.iter();
            *from != flow && brings.any(|a| to.data.iter().any(|b| a.value == b.value))
        })
    }

    fn nearest(&self, flow: FlowIx, regime: Option<RegimeIx>, search: Search) -> Option<FlowIx> {
        let engine = self.engine;
        let mut seen = BTreeSet::from([flow]);
        let mut near = vec![flow];
        while !near.is_empty() {
            let mut next: Vec<FlowIx> = Vec::new();
            for to in &near {
                next.extend(self.before_it(*to).filter(|from| seen.insert(*from)));
            }
            next.sort_by_key(|flow| engine.lookup.rank(*flow));
            // Of those equally near the one that is worst now, which makes what follows no better.
            let worst = |flow: FlowIx| {
                let now = self.now(flow).and_then(|own| own.under(regime?));
                now.map(|own| own.verdict)
            };
            let found = next.iter().rev().copied().filter(|flow| self.found(*flow, regime, search));
            if let Some(found) = found.max_by_key(|flow| worst(*flow)) {
                return Some(found);
            }
            if seen.len() > FURTHEST {
                return None;
            }
            near = next;
        }
        None
    }

    fn today(&self, flow: FlowIx) -> Rc<Today> {
        if let Some(known) = self.known.borrow().flows.get(&flow) {
            return Rc::clone(known);
        }
        // What the verdicts rest on is worked out again: it is asked of the few flows that changed.
        let results = [
            self.now(flow).map(|_| self.engine.assess_flow(flow)),
            self.before.get(&flow).and_then(Option::as_ref).map(|_| self.then.assess_flow(flow)),
        ];
        let today = Rc::new(Today { entries: self.calendar.on(flow, self.day), results });
        self.known.borrow_mut().flows.insert(flow, Rc::clone(&today));
        today
    }

    /// Of what falls on the day, what the verdict before or after rests on.
    pub(super) fn best(&self, flow: FlowIx, regime: Option<RegimeIx>) -> Option<Source> {
        let today = self.today(flow);
        if today.entries.is_empty() {
            return None;
        }
        let rests = Rests::new(self.engine, &today.results, regime);
        let binds = self.binds(flow, regime);
        let score = |source: Source| {
            binds
                .and_then(|begins| self.draws(flow, regime?, begins, source))
                .unwrap_or_else(|| rests.score(source))
        };
        // The first of those that score best.
        let sources = today.entries.iter().map(|entry| entry.source);
        sources.max_by(|a, b| score(*a).cmp(&score(*b)).then_with(|| self.order(*b, *a)))
    }

    /// The order in which sources that tell as much as each other are told: facts of one kind by the id of what they
    /// are about, so that the order in which a register is written decides nothing.
    fn order(&self, a: Source, b: Source) -> Ordering {
        match (a, b) {
            (Source::Fact(one, of, _), Source::Fact(other, about, _)) => {
                let ids = || self.named(of).cmp(&self.named(about));
                one.cmp(&other).then_with(ids).then_with(|| a.cmp(&b))
            }
            _ => a.cmp(&b),
        }
    }

    fn named(&self, of: Subject) -> (u8, &str) {
        let register = self.engine.register;
        match of {
            Subject::Flow(flow, _) => (0, &register.flow(flow).id),
            Subject::Party(party) => (1, &register.party(party).id),
            Subject::Instrument(document) => (2, &register.instrument(document).id),
            Subject::Tia(at) => (3, register.tias.get(at.position()).map_or("", |tia| &tia.id)),
            Subject::House(_) => (4, ""),
        }
    }
}

impl Choice<'_> {
    /// Whether the law begins to bind the flow that day, or ceases to; none: neither.
    fn binds(&self, flow: FlowIx, regime: Option<RegimeIx>) -> Option<bool> {
        let (before, now) = (self.before.get(&flow)?.as_ref()?, self.now(flow)?);
        let (before, now) = (before.under(regime?).is_some(), now.under(regime?).is_some());
        (before != now).then_some(now)
    }

    /// How well a row of the map tells why a law begins to bind, or ceases to. What the law asks once it binds does
    /// not tell that.
    fn draws(&self, flow: FlowIx, regime: RegimeIx, begins: bool, source: Source) -> Option<u8> {
        let Source::Map(map, over) = source else { return None };
        if over == begins {
            return None;
        }
        let pack = self.engine.view.book.pack();
        match map {
            Map::Regime(known) if known == regime => Some(99),
            Map::Territory(at) => {
                let row = pack.territories.get(at.position()).filter(|row| row.regime == regime)?;
                Some(self.near(flow, &row.places).map_or(65, |near| 98 - near))
            }
            Map::Membership(at) => {
                let row = pack.memberships.get(at.position())?;
                Some(self.near(flow, &row.places).map_or(61, |near| 96 - near))
            }
            _ => None,
        }
    }

    /// Whether the exporter is in one of the places: 0; whether the importer is or one of them aims there: 1.
    fn near(&self, flow: FlowIx, places: &[PlaceIx]) -> Option<u8> {
        let register = self.engine.register;
        let flow = register.flow(flow);
        let (from, to) = (register.party(flow.from.value), register.party(flow.to.value));
        let book = self.engine.view.book;
        // Before a row ends and after it begins: members of an area may change on the day itself.
        let (yesterday, today) = (book.expand(places, self.day.previous()), book.expand(places, self.day));
        let home = flow.context.map(|context| context.value).or(from.country.value);
        if home.is_some_and(|home| yesterday.contains(home) || today.contains(home)) {
            return Some(0);
        }
        let targets = from.targets.iter().chain(&to.targets).map(|place| place.value);
        let aims: Vec<PlaceIx> = targets.chain(to.country.value).collect();
        let aims = book.expand(&aims, self.day);
        (yesterday.meets(&aims) || today.meets(&aims)).then_some(1)
    }
}

/// How many flows upstream are looked at for the one that changed.
const FURTHEST: usize = 10_000;

/// What the verdicts of a flow rest on.
#[derive(Default)]
struct Rests {
    decisive: Vec<RuleIx>,
    rules: Vec<RuleIx>,
    /// Free areas by which the flow is not restricted.
    free: Vec<usize>,
    powers: Vec<PowerIx>,
    events: Vec<usize>,
    regime: Option<RegimeIx>,
}

impl Rests {
    fn new(engine: &Engine<'_>, results: &[Option<FlowResult>], regime: Option<RegimeIx>) -> Self {
        let mut found = Self { regime, ..Self::default() };
        for result in results.iter().flatten() {
            for under in &result.regimes {
                if regime.is_some_and(|regime| regime != under.binding.regime) {
                    continue;
                }
                match under.row {
                    // A rule that covers nothing here is no reason beside what made a rule needed.
                    Some(Row::Rule(rule)) if under.verdict.stands() => found.decisive.push(rule),
                    Some(Row::Rule(rule)) => found.rules.push(rule),
                    Some(Row::Free(at)) => found.free.push(at),
                    _ => {}
                }
                found.rules.extend(under.carrier.map(|carrier| carrier.rule));
                for claim in &under.claims {
                    found.rules.extend(claim.carrier.map(|carrier| carrier.rule));
                    found.cause(engine, claim.cause, under.binding.regime);
                }
            }
            // What is raised under another law tells nothing of this one.
            let raised =
                result.raised.iter().filter_map(|raised| Some((raised.regime?, raised.detail.cause)));
            for (law, cause) in raised.filter(|(law, _)| regime.is_none_or(|regime| regime == *law)) {
                found.cause(engine, Some(cause), law);
            }
        }
        found
    }

    fn cause(&mut self, engine: &Engine<'_>, cause: Option<Cause>, regime: RegimeIx) {
        match cause {
            Some(Cause::Defeated(power, _) | Cause::Missing(Question::Safeguards(power, _))) => {
                self.powers.push(power);
            }
            Some(Cause::TiaOvertaken(_, event)) => self.events.push(event),
            Some(cause) => {
                if let Some(Row::Rule(rule)) = engine.row_of(cause, regime) {
                    self.rules.push(rule);
                }
            }
            None => {}
        }
    }

    fn score(&self, source: Source) -> u8 {
        match source {
            Source::Fact(Fact::FlowBegins | Fact::FlowEnds, ..) => 100,
            Source::Rule(rule, _) if self.decisive.contains(&rule) => 95,
            Source::Map(Map::FreeArea(at), _) if self.free.contains(&at.position()) => 93,
            Source::Rule(rule, _) if self.rules.contains(&rule) => 90,
            Source::Defeat(power, ..) if self.powers.contains(&power) => 88,
            Source::Event(event) if self.events.contains(&event.position()) => 86,
            Source::Map(Map::Regime(regime), _) if self.regime == Some(regime) => 85,
            Source::Fact(Fact::EntryLookedUp | Fact::VolumeCounts, ..) => 75,
            Source::Fact(..) => 80,
            Source::Condition(rule, _) if self.rules.contains(&rule) => 70,
            Source::Map(..) => 60,
            Source::Defeat(..) => 50,
            Source::Rule(..) => 40,
            Source::Condition(..) => 30,
            Source::Event(_) => 20,
        }
    }
}
