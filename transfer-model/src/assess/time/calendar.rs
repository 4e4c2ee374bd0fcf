//! The days that can matter: for each flow, the first days on which a row of the law, a fact of the register or
//! a deadline made of both begins or is over. More days than matter cost time, fewer would be wrong.

mod concern;
mod ground;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::concern::Concern;
use self::ground::Ground;
use super::scope::Scope;
use super::source::{Entry, Fact, Map, Source, Subject};
use crate::assess::deadline::{conditions, last_day};
use crate::assess::engine::Engine;
use crate::day::{Day, Period};
use crate::index::{
    FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RowIx, RuleIx, SchemeIx, TagIx,
};
use crate::law::{Class, Condition, Effect, FilingTerm, Part, PlaceSet};
use crate::register::{Flow, PartyKind, Tag, TagUse};
use crate::source::Span;

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
        self.events(ix, &places, &mut list);
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
            // What a person says it serves as may be judged in its place.
            kinds.extend(document.serves.iter().map(|served| served.value));
            next.extend(document.incorporated_by.map(|outer| outer.value));
            next.extend(document.amends.map(|base| base.value));
            next.extend(self.amending.get(ix.position()).into_iter().flatten());
        }
        for recipient in recipients {
            kinds.extend(self.binding.get(recipient.position()).into_iter().flatten());
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
            let house = house.iter().map(|months| (Fact::AssessmentTooOld, months));
            let law = self.terms.assessed.iter().map(|months| (Fact::AssessmentStale, months));
            for (fact, months) in house.chain(law) {
                let old = tia.date.value.plus_months(*months).next();
                list.fact(fact, of, tia.span, Some(old));
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
        for place in places {
            self.widen(&mut here, *place);
        }
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
    }

    /// Events that overtake an assessment of the flow.
    fn events(&self, flow: FlowIx, places: &[PlaceIx], list: &mut List) {
        let dates = self.engine.lookup.tias(flow).iter().filter_map(|at| self.engine.register.tias.get(*at));
        let Some(first) = dates.map(|tia| tia.date.value).min() else { return };
        let mut here = PlaceSet::default();
        for place in places {
            self.widen(&mut here, *place);
        }
        for (at, ground) in &self.events {
            let event = self.engine.view.book.pack().events.get(at.position());
            let day = event.and_then(|event| event.header.period.start());
            let reaches = ground.as_ref().is_none_or(|ground| ground.meets(&here));
            list.add(day.filter(|day| first < *day && reaches), Source::Event(*at));
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

/// Whether one of the regimes is relevant.
fn any(relevant: &[bool], regimes: &[RegimeIx]) -> bool {
    regimes.iter().any(|regime| relevant.get(regime.position()).copied().unwrap_or(true))
}
