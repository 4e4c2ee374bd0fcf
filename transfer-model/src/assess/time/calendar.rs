//! The days that can matter: for each flow, the first days on which a row of the law, a fact of the register or
//! a deadline made of both begins or is over. More days than matter cost time, fewer would be wrong.

mod concern;
mod flow;
mod ground;
mod law;
mod list;
mod terms;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::concern::Concern;
use self::ground::Ground;
use self::list::List;
use self::terms::{Terms, Turning};
use super::scope::Scope;
use super::source::{Entry, Map, Source};
use crate::assess::engine::Engine;
use crate::day::Day;
use crate::index::{FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RowIx, SchemeIx};
use crate::law::{Class, Effect, PlaceSet};

/// What is the same for all flows of a register.
#[derive(Debug)]
pub(super) struct Calendar<'e> {
    engine: &'e Engine<'e>,
    /// After which day, and through which.
    window: (Day, Day),
    /// Days for every flow on some ground.
    common: Vec<(Entry, Ground)>,
    /// By place: itself with its parts, and all that were or will be members of an area.
    wide: Vec<PlaceSet>,
    /// By party: where it is and where it aims.
    grounds: Vec<PlaceSet>,
    /// Regimes that can bind a flow of the register.
    regimes: Vec<bool>,
    amendments: Vec<MechanismIx>,
    /// Whether any document amends another.
    pub(super) amends: bool,
    /// Mechanisms that are schemes, each with those of which an entry may count; none: a rule asks for no entry.
    schemes: Vec<(MechanismIx, Option<Vec<SchemeIx>>)>,
    /// Documents that amend each document.
    amending: Vec<Vec<InstrumentIx>>,
    /// Flows to each party.
    incoming: Vec<Vec<FlowIx>>,
    /// Kinds of the documents that bind each party as importer: what came under one of them may be passed on to it by
    /// flows that do not name it, and is judged by its rules there.
    binding: Vec<Vec<MechanismIx>>,
    terms: Terms<'e>,
    /// Rules that turn in the window.
    rules: Vec<Turning>,
    /// Events that overtake assessments, each with its ground; none: anywhere.
    events: Vec<(RowIx, Option<PlaceSet>)>,
    /// By regime: itself, and those whose lists follow its own.
    followers: Vec<Scope>,
    /// Regimes by which people are counted.
    counting: Scope,
    /// Where rules of national security reach exporters.
    restricting: PlaceSet,
    /// Documents that begin or cease to run, or to bind a party, by day. What came under one of them may be passed on
    /// to whoever it binds, by flows that do not name it.
    papers: BTreeMap<Day, Vec<InstrumentIx>>,
    /// Days on which the number of people that an exporter sends abroad in a year can change.
    counts: BTreeMap<PartyIx, Vec<Entry>>,
}

impl<'e> Calendar<'e> {
    /// The calendar of a register for the days after `from`, through `to`.
    pub(super) fn new(engine: &'e Engine<'e>, from: Day, to: Day) -> Self {
        let register = engine.register;
        let mut amending = vec![Vec::new(); register.instruments.len()];
        for (at, instrument) in register.instruments.iter().enumerate() {
            let amended = instrument.amends.and_then(|base| amending.get_mut(base.value.position()));
            if let Some(list) = amended {
                list.push(InstrumentIx::new(at));
            }
        }
        let pack = engine.view.book.pack();
        let amendments: Vec<MechanismIx> = (0..pack.mechanisms.len())
            .map(MechanismIx::new)
            .filter(|ix| engine.view.book.mechanism(*ix).class == Class::Amendment)
            .collect();
        let mut incoming = vec![Vec::new(); register.parties.len()];
        for flow in engine.lookup.order.iter().copied() {
            let mut to: Vec<PartyIx> =
                engine.destinations(register.flow(flow)).iter().map(|to| to.recipient).collect();
            to.sort_unstable();
            to.dedup();
            for party in to {
                if let Some(list) = incoming.get_mut(party.position()) {
                    list.push(flow);
                }
            }
        }
        let mut built = Self {
            engine,
            window: (from, to),
            common: Vec::new(),
            wide: Vec::new(),
            grounds: Vec::new(),
            regimes: Vec::new(),
            amends: register.instruments.iter().any(|document| amendments.contains(&document.kind.value)),
            amendments,
            schemes: Vec::new(),
            amending,
            incoming,
            binding: Vec::new(),
            terms: Terms::default(),
            rules: Vec::new(),
            events: Vec::new(),
            followers: Vec::new(),
            counting: Scope::default(),
            restricting: PlaceSet::default(),
            papers: BTreeMap::new(),
            counts: BTreeMap::new(),
        };
        let parties = (0..register.parties.len()).map(PartyIx::new);
        built.binding = parties
            .map(|party| {
                let received = engine.lookup.received(party).iter();
                let kinds: BTreeSet<MechanismIx> =
                    received.map(|ix| register.instrument(*ix).kind.value).collect();
                kinds.into_iter().collect()
            })
            .collect();
        built.wide = (0..pack.places.len()).map(|at| built.ever(&[PlaceIx::new(at)])).collect();
        built.grounds = register.parties.iter().map(|party| built.ground(party)).collect();
        let events = pack.events.iter().enumerate();
        let events = events.filter(|(_, event)| event.effect == Effect::OvertakesAssessments);
        let ground = |places: &[PlaceIx]| (!places.is_empty()).then(|| built.ever(places));
        built.events = events.map(|(at, event)| (RowIx::new(at), ground(&event.places))).collect();
        built.schemes = built.schemes();
        built.regimes = built.relevant();
        built.terms = built.terms();
        built.rules = built.rules();
        built.common = built.common();
        built.counts = built.counts();
        built.papers = built.papers();
        built.followers = built.followers();
        built.counting = built.counting();
        for row in &pack.restrictions {
            built.restricting.add(&built.ever(&row.exporters));
        }
        built
    }

    /// What falls on a day for every flow, wherever it goes and whatever it claims, by day.
    pub(super) fn everyone(&self) -> impl Iterator<Item = Entry> {
        let common = self.common.iter().filter(|(_, ground)| matches!(ground, Ground::Anywhere));
        let rules = self.rules.iter().filter(|rule| rule.everyone()).flat_map(|rule| &rule.entries);
        common.map(|(entry, _)| *entry).chain(rules.copied())
    }

    fn papers(&self) -> BTreeMap<Day, Vec<InstrumentIx>> {
        let register = self.engine.register;
        let mut all: BTreeMap<Day, Vec<InstrumentIx>> = BTreeMap::new();
        for (at, document) in register.instruments.iter().enumerate() {
            let mut list = List::new(self.window);
            // A part of another contract runs no longer than that contract.
            let (mut next, mut seen) = (Some(InstrumentIx::new(at)), Vec::new());
            while let Some(ix) = next.filter(|ix| !seen.contains(ix)) {
                seen.push(ix);
                self.document(ix, &mut list);
                next = register.instrument(ix).incorporated_by.map(|outer| outer.value);
            }
            let binds = !document.importers.is_empty() || !document.joined.is_empty();
            let days: BTreeSet<Day> = list.entries.iter().filter(|_| binds).map(|entry| entry.day).collect();
            for day in days {
                all.entry(day).or_default().push(InstrumentIx::new(at));
            }
        }
        all
    }

    /// Days on which a document begins or ceases to run, or to bind a party.
    pub(super) fn paper_days(&self) -> impl Iterator<Item = Day> + '_ {
        self.papers.keys().copied()
    }

    /// Flows to those whom a document binds that begins or ceases to run, or to bind them, on a day.
    pub(super) fn papered(&self, day: Day) -> impl Iterator<Item = (InstrumentIx, FlowIx)> + '_ {
        self.papers.get(&day).into_iter().flatten().flat_map(|ix| {
            let document = self.engine.register.instrument(*ix);
            let bound = document.importers.iter().chain(document.joined.iter().map(|(who, _)| who));
            bound.flat_map(|party| self.incoming(*party)).map(|flow| (*ix, *flow))
        })
    }

    /// Whether areas have other members from a day on, and so people who were apart may be the same.
    pub(super) fn redraws(&self, day: Day) -> bool {
        let membership = |source| matches!(source, Source::Map(Map::Membership(_), _));
        self.common.iter().any(|(entry, _)| entry.day == day && membership(entry.source))
    }

    /// Flows to a party.
    pub(super) fn incoming(&self, party: PartyIx) -> &[FlowIx] {
        self.incoming.get(party.position()).map_or(&[], Vec::as_slice)
    }

    /// Every day that can matter to the flow and not to everyone, in order, with why.
    pub(super) fn of(&self, ix: FlowIx) -> Vec<Entry> {
        self.within(ix, self.window, false)
    }

    /// Why a day can matter to the flow.
    pub(super) fn on(&self, ix: FlowIx, day: Day) -> Vec<Entry> {
        self.within(ix, (day.previous(), day), true)
    }
}

/// Whether one of the regimes is relevant.
fn any(relevant: &[bool], regimes: &[RegimeIx]) -> bool {
    regimes.iter().any(|regime| relevant.get(regime.position()).copied().unwrap_or(true))
}
