//! The days that can matter to one flow: its own, those of its claims and the documents behind them, of the entries and
//! assessments it rests on, and of the law where it goes.

use std::collections::BTreeSet;

use super::Calendar;
use super::ground::Ground;
use super::list::List;
use crate::assess::deadline::last_day;
use crate::assess::sender::senders;
use crate::assess::time::source::{Entry, Fact, Source, Subject};
use crate::day::Day;
use crate::index::{FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, RowIx, SchemeIx, TagIx};
use crate::law::PlaceSet;
use crate::register::{Flow, PartyKind, Tag, TagUse};

impl Calendar<'_> {
    /// Why the days of a window can matter to the flow; with what matters to `everyone`, or without.
    pub(super) fn within(&self, ix: FlowIx, window: (Day, Day), everyone: bool) -> Vec<Entry> {
        let flow = self.engine.register.flow(ix);
        let mut list = List::new(window);
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
        let mut own = List::new(window);
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
            let authority = self.engine.register.instrument(*document).authority;
            places.extend(authority.and_then(|authority| authority.value.place()));
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
            let of_kind = |kind| senders(flow).flat_map(move |sender| lookup.amendments(kind, sender));
            let kinds = self.amendments.iter().flat_map(|kind| of_kind(*kind));
            let between = |ix: &InstrumentIx| self.reaches(*ix, recipients);
            let amendments: Vec<InstrumentIx> = kinds.filter(between).collect();
            let unnamed = amendments.iter().any(|ix| register.instrument(*ix).amends.is_none());
            let claimed =
                next.iter().any(|ix| self.amendments.contains(&register.instrument(*ix).kind.value));
            if unnamed || claimed {
                next.extend(senders(flow).flat_map(|sender| lookup.sets(sender)).copied().filter(between));
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
        let flow = self.engine.register.flow(ix);
        let (of, span) = (Subject::Flow(ix, None), flow.span);
        for term in &self.terms.filings {
            for to in recipients {
                let documents =
                    senders(flow).flat_map(|sender| self.between(sender, std::slice::from_ref(to))).map(Some);
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

    pub(super) fn document(&self, ix: InstrumentIx, list: &mut List) {
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
