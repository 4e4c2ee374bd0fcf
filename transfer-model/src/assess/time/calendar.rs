//! The days that can matter: for each flow, the first days on which a row of the law, a fact of the register or
//! a deadline made of both begins or is over. More days than matter cost time, fewer would be wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::scope::Scope;
use crate::assess::crossing::Destination;
use crate::assess::deadline::{conditions, last_day};
use crate::assess::engine::Engine;
use crate::day::{Day, Period};
use crate::index::{
    FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, PowerIx, RegimeIx, RowIx, RuleIx, SchemeIx, TagIx,
};
use crate::law::{Class, Condition, Effect, FilingTerm, Part, PlaceSet};
use crate::register::{Flow, Party, PartyKind, Tag, TagUse};
use crate::source::Span;

/// A row that draws the map: who is where, whose law binds where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Map {
    /// A membership of an area.
    Membership(RowIx),
    /// A regime.
    Regime(RegimeIx),
    /// A territory of a regime.
    Territory(RowIx),
    /// A free area.
    FreeArea(RowIx),
    /// A place without an export law.
    NoExportLaw(RowIx),
    /// A sanctions programme.
    Sanction(RowIx),
    /// A duty to keep data at home.
    Localisation(RowIx),
    /// A rule of national security on who may have which data.
    Restriction(RowIx),
}

/// A fact of the register that begins or is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// The flow begins.
    FlowBegins,
    /// The flow is over.
    FlowEnds,
    /// The importer of an ended flow no longer holds the data.
    DataReturned,
    /// The claim begins.
    ClaimBegins,
    /// The claim is over.
    ClaimEnds,
    /// An entry in a scheme begins.
    EntryBegins,
    /// An entry in a scheme is over.
    EntryEnds,
    /// An entry was looked up.
    EntryLookedUp,
    /// An entry was due for renewal the day before.
    EntryDue,
    /// A document is signed.
    Signed,
    /// A document takes effect.
    Effective,
    /// A document is over.
    InstrumentEnds,
    /// A document is approved.
    Approved,
    /// A party accedes.
    Joined,
    /// The processing changed.
    ProcessingChanged,
    /// A filing is made.
    Filed,
    /// The term for a filing was over the day before.
    FilingDue,
    /// The wait after a filing was over the day before.
    FilingWaited,
    /// An approval is older than the law allows.
    ApprovalTooOld,
    /// What counts towards the number of people in a year changes.
    VolumeCounts,
    /// An assessment is made.
    Assessed,
    /// An assessment is older than the house allows.
    AssessmentTooOld,
    /// An ownership begins.
    OwnershipBegins,
    /// An ownership is over.
    OwnershipEnds,
    /// A sanction of the house begins.
    HouseSanctionBegins,
    /// A sanction of the house is over.
    HouseSanctionEnds,
}

/// Whose fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The flow itself, or one of its claims by position.
    Flow(FlowIx, Option<TagIx>),
    /// A party: its entry in a scheme, or its owner.
    Party(PartyIx),
    /// A document.
    Instrument(InstrumentIx),
    /// An assessment, by position.
    Tia(RowIx),
    /// The house's own list of sanctioned places, by position.
    House(RowIx),
}

/// Why a day can matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A fact of the register.
    Fact(Fact, Subject, Span),
    /// A rule begins, or (true) is over.
    Rule(RuleIx, bool),
    /// A power begins, or (true) ceases, to defeat tools; with the position of the row.
    Defeat(PowerIx, RowIx, bool),
    /// An event.
    Event(RowIx),
    /// A day set by a condition of a rule: the first on which it is judged otherwise.
    Condition(RuleIx, Day),
    /// A row that draws the map begins, or (true) is over.
    Map(Map, bool),
}

/// A day that can matter, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) day: Day,
    pub(super) source: Source,
}

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
    /// Mechanisms that are schemes, each with those of which an entry may count; none: a rule asks for no entry.
    schemes: Vec<(MechanismIx, Option<Vec<SchemeIx>>)>,
    /// Documents that amend each document.
    amending: Vec<Vec<InstrumentIx>>,
    /// Flows to each party.
    incoming: Vec<Vec<FlowIx>>,
    terms: Terms<'e>,
    /// Rules that turn in the window.
    rules: Vec<Turning>,
    /// By regime: itself, and those whose lists follow its own.
    followers: Vec<Scope>,
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
        let amendments = (0..pack.mechanisms.len())
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
            amendments,
            schemes: Vec::new(),
            amending,
            incoming,
            terms: Terms::default(),
            rules: Vec::new(),
            followers: Vec::new(),
            papers: BTreeMap::new(),
            counts: BTreeMap::new(),
        };
        built.wide = (0..pack.places.len()).map(|at| built.ever(&[PlaceIx::new(at)])).collect();
        built.grounds = register.parties.iter().map(|party| built.ground(party)).collect();
        built.schemes = built.schemes();
        built.regimes = built.relevant();
        built.terms = built.terms();
        built.rules = built.rules();
        built.common = built.common();
        built.counts = built.counts();
        built.papers = built.papers();
        built.followers = built.followers();
        built
    }

    fn schemes(&self) -> Vec<(MechanismIx, Option<Vec<SchemeIx>>)> {
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

    fn ground(&self, party: &Party) -> PlaceSet {
        let mut ground = PlaceSet::default();
        let aims = party.branches.iter().chain(&party.targets).map(|place| place.value);
        for place in party.country.value.into_iter().chain(aims) {
            self.widen(&mut ground, place);
        }
        ground
    }

    /// Adds a place, with all that were or will be members of it.
    fn widen(&self, ground: &mut PlaceSet, place: PlaceIx) {
        if let Some(wide) = self.wide.get(place.position()) {
            ground.add(wide);
        }
    }

    /// Where the exporter acts from, and every place that has to do with the flow.
    fn grounds(&self, flow: &Flow, destinations: &[Destination]) -> (PlaceSet, PlaceSet) {
        let register = self.engine.register;
        let mut seat = PlaceSet::default();
        let context = flow.context.map(|context| context.value);
        for place in register.party(flow.from.value).country.value.into_iter().chain(context) {
            self.widen(&mut seat, place);
        }
        let mut all = seat;
        let recipients = destinations.iter().map(|to| to.recipient);
        for party in recipients.chain([flow.from.value, flow.to.value]) {
            if let Some(ground) = self.grounds.get(party.position()) {
                all.add(ground);
            }
        }
        let people = flow.subjects.iter().flat_map(|people| people.places.iter().chain(&people.citizens_of));
        let named = people.chain(&flow.first_recorded).map(|place| place.value);
        for place in named.chain(destinations.iter().filter_map(|to| to.place)) {
            self.widen(&mut all, place);
        }
        (seat, all)
    }

    /// Which regimes can bind a flow of the register: those of a territory where a party is or aims. A
    /// territory that is an area counts, since its members change.
    fn relevant(&self) -> Vec<bool> {
        let book = self.engine.view.book;
        let mut here: BTreeSet<PlaceIx> = BTreeSet::new();
        for party in &self.engine.register.parties {
            here.extend(party.country.value);
            here.extend(party.branches.iter().chain(&party.targets).map(|place| place.value));
        }
        for flow in &self.engine.register.flows {
            here.extend(flow.context.map(|context| context.value));
        }
        let here = self.ever(&here.into_iter().collect::<Vec<_>>());
        let mut relevant = vec![false; book.pack().regimes.len()];
        for row in &book.pack().territories {
            if let Some(slot) = relevant.get_mut(row.regime.position()) {
                *slot |= self.ever(&row.places).meets(&here) || book.regime(row.regime).institutions_only;
            }
        }
        // A list that follows another regime's changes with it.
        for _ in 0..FOLLOWS {
            let known = relevant.clone();
            for rule in book.pack().rules.iter().filter(|rule| any(&known, &rule.regimes)) {
                for condition in conditions(rule) {
                    if let Condition::AdequateUnder { regimes, .. } = condition {
                        for slot in regimes {
                            if let Some(slot) = relevant.get_mut(slot.position()) {
                                *slot = true;
                            }
                        }
                    }
                }
            }
        }
        relevant
    }

    /// The places, with all that were or will be members of the areas among them.
    fn ever(&self, places: &[PlaceIx]) -> PlaceSet {
        let book = self.engine.view.book;
        let mut set = PlaceSet::default();
        for place in places {
            let rows = book.pack().memberships.iter().filter(|row| row.area == *place);
            let members: Vec<PlaceIx> =
                rows.flat_map(|row| row.places.iter().copied()).filter(|member| member != place).collect();
            if members.is_empty() {
                set.add(&book.expand(&[*place], self.engine.view.day));
            } else {
                set.add(&self.ever(&members));
            }
        }
        set
    }

    /// Every place that the register names.
    fn named(&self) -> PlaceSet {
        let register = self.engine.register;
        let mut all: BTreeSet<PlaceIx> = BTreeSet::new();
        for party in &register.parties {
            all.extend(party.country.value);
            all.extend(party.branches.iter().chain(&party.targets).map(|place| place.value));
        }
        for flow in &register.flows {
            all.extend(flow.context.iter().chain(&flow.first_recorded).map(|place| place.value));
            all.extend(flow.locations.iter().flatten().filter_map(|place| place.value));
            all.extend(flow.accessed_from.iter().flatten().filter_map(|access| access.place.value));
            for people in &flow.subjects {
                all.extend(people.places.iter().chain(&people.citizens_of).map(|place| place.value));
            }
        }
        for document in &register.instruments {
            all.extend(document.governing_law.map(|place| place.value));
            all.extend(document.authority.as_ref().and_then(|authority| authority.value.as_ref().ok()));
        }
        all.extend(register.tias.iter().map(|tia| tia.country));
        all.extend(register.policy.sanctioned.iter().map(|own| own.place.value));
        self.ever(&all.into_iter().collect::<Vec<_>>())
    }

    /// What the rules of the relevant regimes count from days of the register.
    fn terms(&self) -> Terms<'e> {
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
        let here = self.engine.register.parties.iter().filter_map(|party| party.country.value);
        let here = self.engine.view.book.expand(&here.collect::<Vec<_>>(), self.engine.view.day);
        terms.volumes |= pack
            .restrictions
            .iter()
            .any(|row| self.engine.view.book.expand(&row.exporters, self.engine.view.day).meets(&here));
        terms
    }

    /// The rules of relevant regimes that turn in the window.
    fn rules(&self) -> Vec<Turning> {
        let book = self.engine.view.book;
        let unasked = |mechanism: MechanismIx| {
            Some(mechanism) == self.engine.lookup.adequacy || self.amendments.contains(&mechanism)
        };
        let mut all = Vec::new();
        for (at, rule) in
            book.pack().rules.iter().enumerate().filter(|(_, rule)| any(&self.regimes, &rule.regimes))
        {
            let ix = RuleIx::new(at);
            let mut list = List { window: self.window, entries: Vec::new() };
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
    fn counts(&self) -> BTreeMap<PartyIx, Vec<Entry>> {
        let mut all: BTreeMap<PartyIx, Vec<Entry>> = BTreeMap::new();
        if !self.terms.volumes {
            return all;
        }
        for (at, flow) in self.engine.register.flows.iter().enumerate() {
            let mut list = List { window: self.window, entries: Vec::new() };
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
    fn counted(ix: FlowIx, flow: &Flow, list: &mut List) {
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
        }
    }

    fn rank(&self, source: Source) -> Option<u32> {
        match source {
            Source::Fact(_, Subject::Flow(flow, _), _) => Some(self.engine.lookup.rank(flow)),
            _ => None,
        }
    }

    fn followers(&self) -> Vec<Scope> {
        let pack = self.engine.view.book.pack();
        let mut all: Vec<Scope> = vec![Scope::default(); pack.regimes.len()];
        for (at, scope) in all.iter_mut().enumerate() {
            scope.insert(RegimeIx::new(at));
        }
        for _ in 0..FOLLOWS {
            for rule in &pack.rules {
                for condition in conditions(rule) {
                    let Condition::AdequateUnder { regimes, .. } = condition else { continue };
                    for (follower, followed) in
                        rule.regimes.iter().flat_map(|a| regimes.iter().map(move |b| (*a, *b)))
                    {
                        let more = all.get(follower.position()).copied().unwrap_or(Scope::ALL);
                        if let Some(slot) = all.get_mut(followed.position()) {
                            slot.add(more);
                        }
                    }
                }
            }
        }
        all
    }

    /// What can change by what falls on a day.
    pub(super) fn concerns(&self, source: Source) -> Concern {
        let book = self.engine.view.book;
        let pack = book.pack();
        let follow = |regimes: &[RegimeIx]| {
            let mut scope = Scope::default();
            for regime in regimes {
                scope.add(self.followers.get(regime.position()).copied().unwrap_or(Scope::ALL));
            }
            scope
        };
        let some_or_all = |regimes: Option<&[RegimeIx]>| {
            regimes.filter(|regimes| !regimes.is_empty()).map_or(Scope::ALL, follow)
        };
        let both = |scope, bound| Concern { own: scope, carried: scope, bound };
        match source {
            Source::Rule(rule, _) | Source::Condition(rule, _) => {
                let row = book.rule(rule);
                let scope = follow(&row.regimes);
                let carried = match row.part {
                    Part::Route { .. } => scope,
                    // A duty on top of a route makes the one or the other of several decisions the better.
                    Part::Overlay { .. } => {
                        let mut scope = Scope::default();
                        let among = row.regimes.iter().filter(|regime| self.choice(**regime));
                        among.for_each(|regime| scope.insert(*regime));
                        scope
                    }
                    // What a law does not count as a transfer is asked of those whom it binds of itself.
                    Part::CarveOut => Scope::default(),
                };
                Concern { own: scope, carried, bound: false }
            }
            Source::Defeat(power, at, _) => {
                let row = book.power(power).defeats.get(at.position());
                both(some_or_all(row.map(|row| row.regimes.as_slice())), false)
            }
            Source::Event(at) => {
                both(some_or_all(pack.events.get(at.position()).map(|event| event.regimes.as_slice())), false)
            }
            Source::Map(Map::Regime(regime), _) => both(follow(&[regime]), true),
            Source::Map(Map::Territory(at), _) => both(
                some_or_all(pack.territories.get(at.position()).map(|row| std::slice::from_ref(&row.regime))),
                true,
            ),
            Source::Map(Map::FreeArea(at), _) => {
                both(some_or_all(pack.free_areas.get(at.position()).map(|row| row.regimes.as_slice())), true)
            }
            // These are told of a flow by the laws that bind it of themselves.
            Source::Map(Map::Localisation(at), _) => {
                let row = pack.localisations.get(at.position());
                let own = some_or_all(row.map(|row| std::slice::from_ref(&row.regime)));
                Concern { own, carried: Scope::default(), bound: false }
            }
            Source::Map(Map::NoExportLaw(_) | Map::Sanction(_) | Map::Restriction(_), _) => {
                both(Scope::default(), true)
            }
            Source::Map(Map::Membership(_), _) | Source::Fact(..) => both(Scope::ALL, true),
        }
    }

    /// Whether more than one thing can carry a flow under a regime although nobody claims it.
    fn choice(&self, regime: RegimeIx) -> bool {
        let (book, lookup) = (self.engine.view.book, &self.engine.lookup);
        let known = |mechanism: &&MechanismIx| !book.rules(**mechanism, regime).is_empty();
        let decisions = lookup.adequacy.iter().chain(&lookup.schemes).filter(known);
        decisions.chain(book.standing(regime)).collect::<BTreeSet<_>>().len() > 1
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
            let mut list = List { window: self.window, entries: Vec::new() };
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

    fn common(&self) -> Vec<(Entry, Ground)> {
        let pack = self.engine.view.book.pack();
        let mut found = Vec::new();
        let mut add = |map: Map, period: Period, ground: Ground| {
            let mut list = List { window: self.window, entries: Vec::new() };
            list.map(map, period);
            found.extend(list.entries.into_iter().map(|entry| (entry, ground)));
        };
        let relevant = |regime: RegimeIx| self.regimes.get(regime.position()).copied().unwrap_or(true);
        let named = self.named();
        let ever = |places: &[PlaceIx]| Some(self.ever(places)).filter(|places| places.meets(&named));
        for (at, row) in pack.memberships.iter().enumerate() {
            if ever(&row.places).is_some() {
                add(Map::Membership(RowIx::new(at)), row.header.period, Ground::Anywhere);
            }
        }
        for (at, row) in pack.regimes.iter().enumerate().filter(|(at, _)| relevant(RegimeIx::new(*at))) {
            add(Map::Regime(RegimeIx::new(at)), row.header.period, Ground::Anywhere);
        }
        for (at, row) in pack.territories.iter().enumerate().filter(|(_, row)| relevant(row.regime)) {
            // A law for institutions binds them wherever they are.
            let wherever = self.engine.view.book.regime(row.regime).institutions_only;
            if let Some(places) = ever(&row.places) {
                let ground = if wherever { Ground::Anywhere } else { Ground::Any(places) };
                add(Map::Territory(RowIx::new(at)), row.header.period, ground);
            }
        }
        let all_or = |regimes: &[RegimeIx]| regimes.is_empty() || any(&self.regimes, regimes);
        for (at, row) in pack.free_areas.iter().enumerate().filter(|(_, row)| all_or(&row.regimes)) {
            if let Some(places) = ever(&row.places) {
                add(Map::FreeArea(RowIx::new(at)), row.header.period, Ground::Any(places));
            }
        }
        for (at, row) in pack.no_export_laws.iter().enumerate() {
            if let Some(places) = ever(&row.places) {
                add(Map::NoExportLaw(RowIx::new(at)), row.header.period, Ground::Any(places));
            }
        }
        let policy = &self.engine.register.policy;
        for (at, row) in pack.sanctions.iter().enumerate() {
            let applies = policy.sanctions.iter().any(|a| a.value.eq_ignore_ascii_case(&row.authority));
            if let Some(places) = ever(&row.places).filter(|_| applies) {
                add(Map::Sanction(RowIx::new(at)), row.header.period, Ground::Any(places));
            }
        }
        for (at, row) in pack.localisations.iter().enumerate().filter(|(_, row)| relevant(row.regime)) {
            add(Map::Localisation(RowIx::new(at)), row.header.period, Ground::Anywhere);
        }
        for (at, row) in pack.restrictions.iter().enumerate() {
            if let Some(places) = ever(&row.exporters) {
                add(Map::Restriction(RowIx::new(at)), row.header.period, Ground::Seat(places));
            }
        }
        let mut tell = |fact: Fact, of: Subject, span: Span, day: Option<Day>, ground: Ground| {
            let mut list = List { window: self.window, entries: Vec::new() };
            list.fact(fact, of, span, day);
            found.extend(list.entries.into_iter().map(|entry| (entry, ground)));
        };
        for (at, own) in policy.sanctioned.iter().enumerate() {
            let (of, span) = (Subject::House(RowIx::new(at)), own.place.span);
            let ground = Ground::Any(self.ever(&[own.place.value]));
            tell(Fact::HouseSanctionBegins, of, span, own.period.start(), ground);
            tell(Fact::HouseSanctionEnds, of, span, own.period.end().map(Day::next), ground);
        }
        for (at, party) in self.engine.register.parties.iter().enumerate() {
            let of = Subject::Party(PartyIx::new(at));
            for owner in &party.owners {
                let (span, period) = (owner.party.span, owner.period);
                tell(Fact::OwnershipBegins, of, span, period.start(), Ground::Anywhere);
                tell(Fact::OwnershipEnds, of, span, period.end().map(Day::next), Ground::Anywhere);
            }
        }
        found
    }

    /// Every day that can matter to the flow and not to everyone, in order, with why.
    pub(super) fn of(&self, ix: FlowIx) -> Vec<Entry> {
        self.within(ix, self.window, false)
    }

    /// Why a day can matter to the flow.
    pub(super) fn on(&self, ix: FlowIx, day: Day) -> Vec<Entry> {
        self.within(ix, (day.previous(), day), true)
    }

    /// Why the days of a window can matter to the flow; with what matters to `everyone`, or without.
    fn within(&self, ix: FlowIx, window: (Day, Day), everyone: bool) -> Vec<Entry> {
        let flow = self.engine.register.flow(ix);
        let mut list = List { window, entries: Vec::new() };
        let destinations = self.engine.destinations(flow);
        let (seat, all) = self.grounds(flow, &destinations);
        let here = self.common.iter().filter(|(_, ground)| match ground {
            Ground::Anywhere => everyone,
            Ground::Seat(places) => places.meets(&seat),
            Ground::Any(places) => places.meets(&all),
        });
        list.take(here.map(|(entry, _)| entry));
        let of = Subject::Flow(ix, None);
        list.fact(Fact::FlowBegins, of, flow.span, flow.period.start());
        list.fact(Fact::FlowEnds, of, flow.span, flow.period.end().map(Day::next));
        list.fact(Fact::DataReturned, of, flow.span, flow.returned);
        for (at, tag) in flow.mechanism.iter().enumerate() {
            let of = Subject::Flow(ix, Some(TagIx::new(at)));
            list.fact(Fact::ClaimBegins, of, tag.span, tag.period.start());
            list.fact(Fact::ClaimEnds, of, tag.span, tag.period.end().map(Day::next));
        }
        // What of the flow itself counts otherwise tells more than what of another flow of its exporter does.
        let mut own = List { window, entries: Vec::new() };
        let counts = self.counts.get(&flow.from.value);
        if counts.is_some() {
            Self::counted(ix, flow, &mut own);
        }
        let told = |entry: &&Entry| !own.entries.iter().any(|known| known.day == entry.day);
        list.take(counts.into_iter().flatten().filter(told));
        list.take(&own.entries);
        let mut recipients: Vec<PartyIx> = destinations.iter().map(|to| to.recipient).collect();
        recipients.push(flow.to.value);
        recipients.sort_unstable();
        recipients.dedup();
        for recipient in &recipients {
            self.entries_in_schemes(*recipient, &mut list);
        }
        let (kinds, documents) = self.claimed(flow, &recipients);
        for document in &documents {
            self.document(*document, &mut list);
        }
        self.assessments(ix, &mut list);
        self.filings(ix, &recipients, &mut list);
        let mut places: Vec<PlaceIx> = destinations.iter().filter_map(|to| to.place).collect();
        for recipient in &recipients {
            places.extend(self.engine.register.party(*recipient).country.value);
        }
        for document in &documents {
            let authority = &self.engine.register.instrument(*document).authority;
            places.extend(authority.as_ref().and_then(|authority| authority.value.as_ref().ok()));
        }
        self.law(&kinds, &places, &recipients, everyone, &mut list);
        list.entries.sort_unstable();
        list.entries.dedup();
        list.entries
    }

    fn entries_in_schemes(&self, recipient: PartyIx, list: &mut List) {
        let own = self.engine.register.party(recipient).certifications.iter().flatten();
        let holders = self.engine.holders(recipient).map(|(_, entry)| entry);
        let of = Subject::Party(recipient);
        for entry in own.chain(holders) {
            list.fact(Fact::EntryBegins, of, entry.span, entry.since);
            list.fact(Fact::EntryEnds, of, entry.span, entry.until.map(Day::next));
            list.fact(Fact::EntryLookedUp, of, entry.span, entry.checked_on);
            list.fact(Fact::EntryDue, of, entry.span, entry.next_due.map(Day::next));
        }
    }

    /// Kinds of mechanisms that can decide the flow where it claims them, and the documents behind them: those claimed,
    /// what they are part of, what amends them, and the sets and amendments between the same parties.
    fn claimed(&self, flow: &Flow, recipients: &[PartyIx]) -> (Vec<MechanismIx>, Vec<InstrumentIx>) {
        let register = self.engine.register;
        let lookup = &self.engine.lookup;
        let mut kinds: Vec<MechanismIx> = Vec::new();
        // Entries count unclaimed, and a claim of adequacy may rest on one.
        let adequacy = |tag: &Tag| matches!(tag.names, TagUse::Bare(known) if Some(known) == lookup.adequacy);
        let adequacy = flow.mechanism.iter().any(adequacy);
        let entered = |scheme: &SchemeIx| {
            recipients.iter().any(|party| {
                let own = register.party(*party).certifications.iter().flatten();
                own.chain(self.engine.holders(*party).map(|(_, entry)| entry))
                    .any(|entry| entry.scheme == *scheme)
            })
        };
        let open = self.schemes.iter().filter(|(_, schemes)| {
            adequacy || schemes.as_ref().is_none_or(|schemes| schemes.iter().any(entered))
        });
        kinds.extend(open.map(|(mechanism, _)| *mechanism));
        let mut documents: BTreeSet<InstrumentIx> = BTreeSet::new();
        let mut next: Vec<InstrumentIx> = Vec::new();
        for tag in &flow.mechanism {
            match &tag.names {
                TagUse::Bare(mechanism) => kinds.push(*mechanism),
                TagUse::Instrument(ix) => next.push(*ix),
                TagUse::Other(_) => {}
            }
        }
        if self.terms.documents {
            next.extend(self.between(flow.from.value, recipients));
        }
        if !next.is_empty() {
            let exporter = flow.from.value;
            let kinds = self.amendments.iter().flat_map(|kind| lookup.amendments(*kind, exporter));
            let between = |ix: &InstrumentIx| self.reaches(*ix, recipients);
            let amendments: Vec<InstrumentIx> = kinds.filter(between).collect();
            let unnamed = amendments.iter().any(|ix| register.instrument(*ix).amends.is_none());
            let claimed =
                next.iter().any(|ix| self.amendments.contains(&register.instrument(*ix).kind.value));
            if unnamed || claimed {
                next.extend(lookup.sets(exporter).iter().copied().filter(between));
            }
            next.extend(amendments);
        }
        while let Some(ix) = next.pop() {
            if !documents.insert(ix) {
                continue;
            }
            let document = register.instrument(ix);
            kinds.push(document.kind.value);
            next.extend(document.incorporated_by.map(|outer| outer.value));
            next.extend(document.amends.map(|base| base.value));
            next.extend(self.amending.get(ix.position()).into_iter().flatten());
        }
        kinds.sort_unstable();
        kinds.dedup();
        (kinds, documents.into_iter().collect())
    }

    /// Documents of the exporter that bind one of the recipients at some time.
    fn between(&self, exporter: PartyIx, recipients: &[PartyIx]) -> impl Iterator<Item = InstrumentIx> {
        self.engine.documents_of(exporter).filter(|ix| self.reaches(*ix, recipients))
    }

    fn reaches(&self, ix: InstrumentIx, recipients: &[PartyIx]) -> bool {
        let document = self.engine.register.instrument(ix);
        let joined = |to: &PartyIx| document.joined.iter().any(|(who, _)| who == to);
        recipients.iter().any(|to| document.importers.contains(to) || joined(to))
    }

    /// The ends of terms for filings, and of waits after them.
    fn filings(&self, ix: FlowIx, recipients: &[PartyIx], list: &mut List) {
        let exporter = self.engine.register.flow(ix).from.value;
        let of = Subject::Flow(ix, None);
        let span = self.engine.register.flow(ix).span;
        for term in &self.terms.filings {
            for to in recipients {
                let documents = self.between(exporter, std::slice::from_ref(to)).map(Some);
                for document in documents.chain([None]) {
                    let due = self.engine.filing_due(term, ix, document, *to);
                    list.fact(Fact::FilingDue, of, span, due.map(Day::next));
                    let filings =
                        document.iter().flat_map(|ix| &self.engine.register.instrument(*ix).filings);
                    for filed in filings.filter_map(|filing| filing.filed) {
                        let waited = term.wait.map(|(count, unit)| last_day(filed, count, unit).next());
                        list.fact(Fact::FilingWaited, of, span, waited);
                    }
                }
            }
        }
    }

    fn document(&self, ix: InstrumentIx, list: &mut List) {
        let document = self.engine.register.instrument(ix);
        let of = Subject::Instrument(ix);
        list.fact(Fact::Signed, of, document.span, document.signed.map(|day| day.value));
        list.fact(Fact::Effective, of, document.span, document.effective.map(|day| day.value));
        list.fact(Fact::Approved, of, document.span, document.approved.map(|day| day.value));
        list.fact(Fact::InstrumentEnds, of, document.span, document.until.map(|day| day.value.next()));
        list.fact(
            Fact::ProcessingChanged,
            of,
            document.span,
            document.processing_changed.map(|day| day.value),
        );
        for months in &self.terms.approved {
            let old = document.approved.map(|day| day.value.plus_months(*months).next());
            list.fact(Fact::ApprovalTooOld, of, document.span, old);
        }
        for (_, day) in &document.joined {
            list.fact(Fact::Joined, of, document.span, Some(*day));
        }
        for filing in &document.filings {
            list.fact(Fact::Filed, of, filing.span, filing.filed);
        }
    }

    fn assessments(&self, flow: FlowIx, list: &mut List) {
        let register = self.engine.register;
        for at in self.engine.lookup.tias(flow) {
            let Some(tia) = register.tias.get(*at) else { continue };
            let of = Subject::Tia(RowIx::new(*at));
            list.fact(Fact::Assessed, of, tia.span, Some(tia.date.value));
            let house = register.policy.tia_max_age.map(|months| months.value);
            for months in house.iter().chain(&self.terms.assessed) {
                let old = tia.date.value.plus_months(*months).next();
                list.fact(Fact::AssessmentTooOld, of, tia.span, Some(old));
            }
        }
    }

    fn law(
        &self,
        kinds: &[MechanismIx],
        places: &[PlaceIx],
        recipients: &[PartyIx],
        everyone: bool,
        list: &mut List,
    ) {
        let book = self.engine.view.book;
        let register = self.engine.register;
        let international = recipients
            .iter()
            .any(|party| register.party(*party).kind == PartyKind::InternationalOrganisation);
        let mut here = PlaceSet::default();
        places.iter().for_each(|place| self.widen(&mut here, *place));
        for rule in self.rules.iter().filter(|rule| everyone || !rule.everyone()) {
            let claimed = rule.always || kinds.binary_search(&rule.mechanism).is_ok();
            let reaches = international || rule.ground.as_ref().is_none_or(|ground| ground.meets(&here));
            if claimed && reaches {
                list.take(&rule.entries);
            }
        }
        for recipient in recipients {
            for power in register.party(*recipient).exposure.iter().flatten() {
                for (at, defeat) in book.power(power.value).defeats.iter().enumerate() {
                    list.add(defeat.period.start(), Source::Defeat(power.value, RowIx::new(at), false));
                    list.add(
                        defeat.period.end().map(Day::next),
                        Source::Defeat(power.value, RowIx::new(at), true),
                    );
                }
            }
        }
        for (at, event) in book.pack().events.iter().enumerate() {
            if event.effect == Effect::OvertakesAssessments {
                list.add(event.header.period.start(), Source::Event(RowIx::new(at)));
            }
        }
    }
}

/// A rule that turns in the window.
#[derive(Debug)]
struct Turning {
    mechanism: MechanismIx,
    always: bool,
    /// Where it reaches, or ever will; none: anywhere.
    ground: Option<PlaceSet>,
    entries: Vec<Entry>,
}

impl Turning {
    /// Whether it can matter to a flow whatever that claims and wherever it goes.
    const fn everyone(&self) -> bool {
        self.always && self.ground.is_none()
    }
}

/// Which flows what falls on a day can concern.
#[derive(Debug, Clone, Copy)]
enum Ground {
    /// All.
    Anywhere,
    /// Those whose exporter acts from one of these places.
    Seat(PlaceSet),
    /// Those that have to do with one of these places.
    Any(PlaceSet),
}

/// What can change by what falls on a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Concern {
    /// Regimes under which, where they bind of themselves.
    pub(super) own: Scope,
    /// Regimes under which, where they came with the data.
    pub(super) carried: Scope,
    /// Whether other laws may bind, or a ban.
    pub(super) bound: bool,
}

/// What rules count from days of the register.
#[derive(Debug, Default)]
struct Terms<'e> {
    filings: Vec<&'e FilingTerm>,
    /// Ages of assessments, in months.
    assessed: Vec<u32>,
    /// Ages of approvals, in months.
    approved: Vec<u32>,
    /// Whether people are counted by year.
    volumes: bool,
    /// Whether documents count that nobody claims.
    documents: bool,
}

/// How far lists follow lists that follow lists.
const FOLLOWS: usize = 3;

/// Whether one of the regimes is relevant.
fn any(relevant: &[bool], regimes: &[RegimeIx]) -> bool {
    regimes.iter().any(|regime| relevant.get(regime.position()).copied().unwrap_or(true))
}

/// Collects days inside the window.
struct List {
    window: (Day, Day),
    entries: Vec<Entry>,
}

impl List {
    fn add(&mut self, day: Option<Day>, source: Source) {
        if let Some(day) = day.filter(|day| *day > self.window.0 && *day <= self.window.1) {
            self.entries.push(Entry { day, source });
        }
    }

    fn take<'e>(&mut self, entries: impl IntoIterator<Item = &'e Entry>) {
        let (after, through) = self.window;
        self.entries
            .extend(entries.into_iter().filter(|entry| entry.day > after && entry.day <= through).copied());
    }

    fn fact(&mut self, fact: Fact, of: Subject, span: Span, day: Option<Day>) {
        self.add(day, Source::Fact(fact, of, span));
    }

    fn map(&mut self, map: Map, period: Period) {
        self.add(period.start(), Source::Map(map, false));
        self.add(period.end().map(Day::next), Source::Map(map, true));
    }
}
