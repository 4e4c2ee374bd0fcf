//! One recipient, place and data item of a flow: every claim for it, what may hold unclaimed, and what is to be
//! said of each. Claims combine by the first of an order of statuses ([`Status::rank`]).

use super::cause::{Cause, Question};
use super::claim::Outcome;
use super::engine::Engine;
use super::notes::Notes;
use super::result::{Carrier, Ways, Worth};
use super::row::Row;
use super::verdict::{Status, Verdict};
use crate::day::When;
use crate::finding::{Severity, entry};
use crate::index::{DataIx, FlowIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RuleIx};
use crate::law::{Class, Effect, Event, LawBook, Onward};
use crate::register::{Flow, Personal, TagUse};

/// One recipient, place and data item of a flow under one regime.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) flow: FlowIx,
    pub(super) regime: RegimeIx,
    pub(super) from: Option<PlaceIx>,
    pub(super) recipient: PartyIx,
    pub(super) place: PlaceIx,
    pub(super) data: DataIx,
}

impl Engine<'_> {
    /// Claims for a place that is not known: what is no mechanism anywhere, or not in force, is told, the rest asks for
    /// the place.
    pub(super) fn nowhere(
        &self,
        recipient: PartyIx,
        data: DataIx,
        (flow, regime): (&Flow, RegimeIx),
        claims: &mut [Option<Worth>],
        notes: &mut Notes<'_>,
    ) {
        let known = self.register.party(recipient).country.value.is_some();
        let ask = Cause::Missing(if known { Question::Location } else { Question::Country(recipient) });
        notes.add(Severity::Error, None, ask);
        for (at, tag) in flow.mechanism.iter().enumerate() {
            let for_data = tag.data.as_ref().is_none_or(|list| list.contains(&data));
            if !for_data || !tag.period.holds(self.view.day) {
                continue;
            }
            let cause = match &tag.names {
                TagUse::Other(_) => Cause::NotAMechanism(None),
                TagUse::Instrument(ix) => {
                    let kind = self.register.instrument(*ix).kind.value;
                    self.instrument_runs(*ix).or_else(|| self.out_of_time(kind, regime)).unwrap_or(ask)
                }
                TagUse::Bare(mechanism) => match self.view.book.mechanism(*mechanism).class {
                    Class::None | Class::Paper | Class::Overlay => Cause::NotAMechanism(Some(*mechanism)),
                    Class::Unrecorded if self.view.book.mechanism(*mechanism).names_none() => {
                        Cause::Unspecified
                    }
                    Class::Unrecorded => Cause::Unrecorded(*mechanism),
                    _ => self.out_of_time(*mechanism, regime).unwrap_or(ask),
                },
            };
            if cause != ask {
                notes.add(Severity::Error, Some(at), cause);
            }
            if let Some(slot) = claims.get_mut(at)
                && slot.is_none()
            {
                *slot = Some((cause.status(), Some(cause), None));
            }
        }
    }

    /// One recipient, place and data item: every claim for it, and what may hold unclaimed.
    pub(super) fn cell(
        &self,
        cell: &Cell,
        flow: &Flow,
        claims: &mut [Option<Worth>],
        notes: &mut Notes<'_>,
    ) -> (Verdict, Option<Carrier>, Ways) {
        let day = self.view.day;
        for (at, row) in self.view.book.pack().abroad.iter().enumerate() {
            let told = row.regimes.contains(&cell.regime) && row.places.contains(&cell.place);
            if told && row.header.note.is_some() && row.header.period.holds(day) {
                notes.add(Severity::Note, None, Cause::Abroad(at));
            }
        }
        let mut outcomes: Vec<(Option<usize>, Outcome)> = Vec::new();
        for (at, tag) in flow.mechanism.iter().enumerate() {
            if tag.data.as_ref().is_some_and(|data| !data.contains(&cell.data)) {
                continue;
            }
            // A tag outside its own time is no claim that day; it is shown and decides nothing.
            let outside = match tag.period.at(day) {
                When::Before => Some(Cause::TagNotYet(tag.period.since)),
                When::After => Some(Cause::TagOver(tag.period.until.next())),
                When::During => None,
            };
            let outcome = match outside {
                Some(cause) => {
                    notes.add(Severity::Note, Some(at), cause);
                    Outcome::one(cause, None)
                }
                None => self.tag(tag, cell),
            };
            if let Some(slot) = claims.get_mut(at) {
                let worse =
                    slot.as_ref().is_none_or(|(status, ..)| outcome.status.verdict() > status.verdict());
                if worse {
                    *slot = Some((outcome.status, outcome.causes.first().copied(), outcome.carrier));
                }
            }
            if outside.is_none() {
                outcomes.push((Some(at), outcome));
            }
        }
        if let Some(outcome) = self.unclaimed(cell, flow, &outcomes) {
            outcomes.push((None, outcome));
        }
        let decisive = outcomes.iter().min_by_key(|(tag, outcome)| self.worth(cell, *tag, outcome).rank());
        let mut verdict = decisive.map_or(Verdict::Unsupported, |(_, outcome)| outcome.status.verdict());
        let mut carrier = decisive.filter(|_| verdict.stands()).and_then(|(_, outcome)| outcome.carrier);
        if outcomes.is_empty() {
            notes.add(Severity::Error, None, Cause::NoMechanism(cell.place));
        }
        let carried_by = decisive.filter(|_| verdict.stands()).map(|(tag, _)| By::of(*tag));
        for (tag, outcome) in &outcomes {
            // A claim that fails beside one that comes before it decides nothing.
            let decides = carried_by.is_some() || outcome.status.verdict() == verdict;
            self.report(*tag, outcome, (carried_by, decides), cell.regime, notes);
        }
        if let Some((tag, outcome)) = decisive.filter(|_| verdict.stands())
            && let Some(carrier) = outcome.carrier
        {
            if tag.is_none() {
                notes.add(Severity::Note, None, Cause::NotClaimed(carrier.rule, cell.place));
            }
            self.carrier_notes(carrier, cell, notes);
            if let Some(TagUse::Instrument(ix)) =
                tag.and_then(|tag| flow.mechanism.get(tag)).map(|tag| &tag.names)
            {
                let set = self.register.instrument(*ix);
                let modular = book_has_modules(self.view.book, carrier.rule);
                if modular && (set.annexes.is_none() || set.governing_law.is_none()) {
                    notes.add(Severity::Note, *tag, Cause::Incomplete(*ix));
                }
                let law = self.view.book.mechanism(carrier.mechanism);
                let outside = !self.graph.same_group(flow.from.value, cell.recipient);
                if law.onward == Onward::Group && !law.for_outside_controllers && outside {
                    notes.add(Severity::Note, *tag, Cause::OutsideRules(*ix, carrier.rule));
                }
            }
        }
        if let Some(route) = carrier
            && let Some((tag, _)) = decisive
        {
            verdict = self.overlaid(cell, route, *tag, verdict, notes);
            carrier = carrier.filter(|_| verdict.stands());
        }
        // If the data are not personal no law applies; if they are, the claims decide.
        if self.register.datum(cell.data).personal.value == Personal::Disputed {
            notes.add(Severity::Error, None, Cause::Missing(Question::Personal));
            (verdict, carrier) = (Verdict::Undetermined, None);
        }
        let by = if carrier.is_some() || verdict == Verdict::Undetermined {
            self.carriers(cell, flow, &outcomes)
        } else {
            Vec::new()
        };
        (verdict, carrier, by)
    }

    /// Every mechanism that carries the cell, so that an onward transfer may meet the duties of any of them.
    fn carriers(&self, cell: &Cell, flow: &Flow, outcomes: &[(Option<usize>, Outcome)]) -> Ways {
        let mut all = Vec::new();
        // Whether a mechanism holds may not be known; what it asks of onward transfers is.
        let carries = outcomes.iter().any(|(_, outcome)| outcome.status.carries());
        let counts = |status: Status| {
            status.carries() || (!carries && matches!(status, Status::Unknown | Status::Unrecorded))
        };
        for (tag, outcome) in outcomes.iter().filter(|(_, outcome)| counts(outcome.status)) {
            let document = tag.and_then(|tag| flow.mechanism.get(tag)).and_then(|tag| match tag.names {
                TagUse::Instrument(ix) => Some(ix),
                TagUse::Bare(_) | TagUse::Other(_) => None,
            });
            all.extend(outcome.carrier.map(|carrier| (carrier.mechanism, document)));
        }
        // A decision that holds beside a claim hands over to the destination's law all the same.
        if let Some(adequacy) = self.lookup.adequacy
            && !all.iter().any(|(mechanism, _)| *mechanism == adequacy)
            && self.open(adequacy, cell)
            && self.resolve(adequacy, cell, None).status == Status::Holds
        {
            all.push((adequacy, None));
        }
        all
    }

    /// Findings of one claim: errors where it fails and nothing else carries, else notes.
    fn report(
        &self,
        tag: Option<usize>,
        outcome: &Outcome,
        (carried_by, decides): (Option<By>, bool),
        regime: RegimeIx,
        notes: &mut Notes<'_>,
    ) {
        let elsewhere = carried_by.is_some_and(|by| by != By::of(tag));
        for cause in &outcome.causes {
            let status = cause.status();
            let severity = if elsewhere {
                Severity::Note
            } else if status == Status::Holds {
                entry(cause.code(self.view.book)).level
            } else if status == Status::OpenDuties {
                Severity::Warning
            } else {
                Severity::Error
            };
            notes.add_under(severity, tag, outcome.carrier.map(|c| c.rule), *cause);
            if !elsewhere
                && decides
                && let Some(row) = self.row_of(*cause, regime)
            {
                notes.row(row);
            }
        }
    }

    /// What is to be noted of the rule that carries.
    pub(super) fn carrier_notes(&self, carrier: Carrier, cell: &Cell, notes: &mut Notes<'_>) {
        let book = self.view.book;
        notes.row(Row::Rule(carrier.rule));
        if book.rule(carrier.rule).header.note.is_some() {
            notes.add(Severity::Note, None, Cause::LawNote(carrier.rule));
        }
        if let Some(safe) = book.rule(carrier.rule).safe_from.filter(|safe| self.view.day < *safe) {
            notes.add(Severity::Note, None, Cause::NotSafeYet(carrier.rule, safe));
        }
        for (at, event) in book.pack().events.iter().enumerate() {
            if event.effect == Effect::AtRisk
                && event.header.period.holds(self.view.day)
                && self.bears(event, carrier.mechanism, cell.regime, cell.place)
            {
                notes.add(Severity::Note, None, Cause::AtRisk(at, carrier.mechanism));
            }
        }
    }

    /// Whether an event is about a mechanism under a regime, that carries data to a place: a decision on places, where it
    /// is about that place; what binds the importer, wherever that keeps the data.
    pub(super) fn bears(
        &self,
        event: &Event,
        mechanism: MechanismIx,
        regime: RegimeIx,
        place: PlaceIx,
    ) -> bool {
        let anywhere =
            event.places.is_empty() || self.view.book.mechanism(mechanism).class != Class::Adequacy;
        event.mechanisms.contains(&mechanism)
            && (event.regimes.is_empty() || event.regimes.contains(&regime))
            && (anywhere || self.view.within(place, &self.view.expand(&event.places)))
    }
}

/// What carries a cell: a tag of the flow, or a decision that nobody claims.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Tag(usize),
    Unclaimed,
}

impl By {
    fn of(tag: Option<usize>) -> Self {
        tag.map_or(Self::Unclaimed, Self::Tag)
    }
}

/// Whether the rule is about a set of clauses with modules, whose annexes and law are examined.
fn book_has_modules(book: &LawBook, rule: RuleIx) -> bool {
    book.rule(rule).conditions.iter().any(|condition| matches!(condition, crate::law::Condition::Modules(_)))
}
