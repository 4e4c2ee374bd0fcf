//! The chart: where each data item can go by each flow, and which flows can take it on from there. It knows no law
//! and no day, so that it is drawn once and each law is carried over it; it is laid out exporter by exporter, so that
//! what is looked at together stands together.

mod draw;

use std::hint::black_box;
use std::ops::Range;

use super::levels::Standing;
use crate::assess::crossing::Crossing;
use crate::assess::engine::Engine;
use crate::day::Day;
use crate::index::{DataIx, FlowIx, PartyIx, PlaceIx};
use crate::register::Subjects;

/// No such thing.
pub(super) const NONE: u32 = u32::MAX;

/// So many of the flows that take from a stop are looked at ahead.
const TAKEN_AHEAD: usize = 8;

/// A number on the chart as a position in a list.
pub(super) fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A position in a list as a number on the chart.
pub(super) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}

fn span(start: u32, end: u32) -> Range<usize> {
    place(start)..place(end)
}

/// A description of the people, by number.
type People = u32;

/// A party that sends data, with what of the lists is its own: up to where those of the next begin.
#[derive(Debug, Clone)]
struct Exporter {
    party: PartyIx,
    courses: u32,
    takers: u32,
    stops: u32,
    /// Where it stands in the chains of parties.
    standing: Standing,
}

/// A flow.
#[derive(Debug, Clone)]
pub(super) struct Course {
    pub(super) flow: FlowIx,
    /// Its position in the order of ids.
    pub(super) rank: u32,
    from: PartyIx,
    /// From which place.
    pub(super) acts: Option<PlaceIx>,
    people: People,
    since: Day,
    /// Its last day, and which of the last days of its exporter's flows that is.
    pub(super) until: Day,
    end: u32,
    /// When the data were given back; the last of all days: never.
    returned: Day,
    hops: u32,
    items: u32,
}

/// A data item of a flow, with where it can be taken on.
#[derive(Debug, Clone, Copy)]
struct Item {
    data: DataIx,
    legs: (u32, u32),
}

/// Somewhere a flow takes its data.
#[derive(Debug, Clone)]
pub(super) struct Hop {
    pub(super) recipient: PartyIx,
    pub(super) place: Option<PlaceIx>,
    pub(super) crossing: Crossing,
}

/// Where a data item of a flow can be taken on, by one of its hops.
#[derive(Debug, Clone)]
pub(super) struct Leg {
    /// At which stops it lies: while it is there, and once it was given back.
    to: u32,
    after: u32,
    recipient: PartyIx,
    /// The hop, of all.
    hop: u32,
    /// Of the hop, so that it need not be looked up.
    pub(super) crossing: Crossing,
}

impl Leg {
    fn stop(&self, back: bool) -> Option<u32> {
        let stop = if back { self.after } else { self.to };
        (stop != NONE).then_some(stop)
    }
}

/// A data item that a flow can take on, with what most laws ask of the flow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taker {
    pub(super) data: DataIx,
    pub(super) course: u32,
    pub(super) rank: u32,
    people: People,
    end: u32,
    /// Where it goes on.
    legs: (u32, u32),
    /// Whether the flow ends, or its data are given back.
    ends: bool,
}

/// Data of like kind, about like people, that lie at a party for the same of its flows to take on.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    exporter: u32,
    pub(super) data: DataIx,
    people: People,
    /// Of the last days of the party's flows, the first and the one after the last on which these data were there.
    there: (u32, u32),
    takers: (u32, u32),
}

/// The whole.
#[derive(Debug, Clone)]
pub(in crate::assess) struct Chart {
    exporters: Vec<Exporter>,
    /// By party.
    exporter: Vec<u32>,
    /// By flow.
    course: Vec<u32>,
    courses: Vec<Course>,
    hops: Vec<Hop>,
    /// Data items of the flows, in the order written, with where each can be taken on.
    items: Vec<Item>,
    legs: Vec<Leg>,
    takers: Vec<Taker>,
    stops: Vec<Stop>,
    /// A flow of each description of people.
    described: Vec<FlowIx>,
    /// Whether two descriptions may be of the same people, row by row; empty where there are too many.
    meet: Vec<bool>,
}

impl Chart {
    /// How many stops there are.
    pub(super) const fn size(&self) -> usize {
        self.stops.len()
    }

    /// How many flows there are.
    pub(super) const fn length(&self) -> usize {
        self.courses.len()
    }

    fn exporter(&self, party: PartyIx) -> Option<u32> {
        self.exporter.get(party.position()).copied().filter(|exporter| *exporter != NONE)
    }

    fn bounds(&self, party: PartyIx, of: impl Fn(&Exporter) -> u32) -> Range<usize> {
        let Some(at) = self.exporter(party).map(place) else { return 0..0 };
        match (self.exporters.get(at), self.exporters.get(at.saturating_add(1))) {
            (Some(here), Some(next)) => span(of(here), of(next)),
            _ => 0..0,
        }
    }

    /// The flow's place on the chart.
    pub(super) fn of(&self, flow: FlowIx) -> u32 {
        self.course.get(flow.position()).copied().unwrap_or(NONE)
    }

    pub(super) fn course(&self, course: u32) -> Option<&Course> {
        self.courses.get(place(course))
    }

    /// Flows of a party, in the order of ids.
    pub(super) fn outgoing(&self, party: PartyIx) -> impl Iterator<Item = FlowIx> + '_ {
        let courses = self.courses.get(self.bounds(party, |at| at.courses)).unwrap_or_default();
        courses.iter().map(|course| course.flow)
    }

    /// Stops at a party, by number.
    pub(super) fn stops_at(&self, party: PartyIx) -> Range<u32> {
        let stops = self.bounds(party, |at| at.stops);
        number(stops.start)..number(stops.end)
    }

    /// Stops at the exporter of a flow, by number.
    pub(super) fn stops_of(&self, course: u32) -> Range<u32> {
        self.course(course).map_or(0..0, |course| self.stops_at(course.from))
    }

    /// Looks ahead at what leads on from some stops, so that it is at hand.
    pub(super) fn fetch(&self, stops: impl Iterator<Item = u32> + Clone, present: impl Fn(u32) -> u64) {
        let first = |stop: u32| self.takers.get(place(self.stop(stop)?.takers.0));
        let mut seen = 0u64;
        for stop in stops.clone() {
            seen ^= self.stop(stop).map_or(0, |stop| u64::from(stop.takers.0));
        }
        for stop in stops.clone() {
            seen ^= first(stop).map_or(0, |taker| u64::from(taker.legs.0));
        }
        for taker in stops.filter_map(first) {
            let leg = self.legs.get(place(taker.legs.0)).map_or(0, |leg| leg.to);
            seen ^= present(taker.course) ^ u64::from(leg);
        }
        black_box(seen);
    }

    /// Some of the flows that may take on from a stop, to be looked at ahead.
    pub(super) fn takers_ahead(&self, stop: u32) -> impl Iterator<Item = u32> {
        let takers = self.stop(stop).map_or(0..0, |stop| span(stop.takers.0, stop.takers.1));
        let takers = self.takers.get(takers).unwrap_or_default();
        takers.iter().take(TAKEN_AHEAD).map(|taker| taker.course)
    }

    pub(super) fn stop(&self, stop: u32) -> Option<&Stop> {
        self.stops.get(place(stop))
    }

    /// The party where a stop is.
    pub(super) fn party(&self, stop: u32) -> Option<PartyIx> {
        let stop = self.stop(stop)?;
        self.exporters.get(place(stop.exporter)).map(|exporter| exporter.party)
    }

    /// How far down the chains the exporter of a flow stands.
    pub(super) fn level(&self, course: u32) -> u32 {
        let exporter = self.course(course).and_then(|course| self.exporter(course.from));
        exporter.and_then(|at| self.exporters.get(place(at))).map_or(0, |exporter| exporter.standing.level)
    }

    /// Where the party of a stop stands in the chains; in a circle what leaves the stop may come back to it.
    pub(super) fn standing(&self, stop: u32) -> Option<Standing> {
        let exporter = self.exporters.get(place(self.stop(stop)?.exporter));
        exporter.map(|exporter| exporter.standing)
    }

    /// Where a flow goes.
    pub(super) fn hops(&self, course: u32) -> &[Hop] {
        self.hops.get(self.hops_of(course)).unwrap_or_default()
    }

    fn hops_of(&self, course: u32) -> Range<usize> {
        let Some(here) = self.course(course) else { return 0..0 };
        let end =
            self.courses.get(place(course).saturating_add(1)).map_or(self.hops.len(), |c| place(c.hops));
        place(here.hops)..end
    }

    /// Data items of a flow, by position.
    fn items(&self, course: u32) -> Range<usize> {
        let Some(here) = self.course(course) else { return 0..0 };
        let end =
            self.courses.get(place(course).saturating_add(1)).map_or(self.items.len(), |c| place(c.items));
        place(here.items)..end
    }

    /// Whether the data of a flow were given back by a day.
    fn back(&self, course: u32, day: Day) -> bool {
        self.course(course).is_some_and(|course| course.returned <= day)
    }

    /// The last day of a flow.
    pub(super) fn until(&self, taker: &Taker) -> Day {
        let course = if taker.ends { self.course(taker.course) } else { None };
        course.map_or(Day::MAX, |course| course.until)
    }

    /// A hop of a leg, by number.
    pub(super) fn hop(&self, hop: u32) -> Option<&Hop> {
        self.hops.get(place(hop))
    }

    /// Where the data item that a flow takes on lies next, on a day: by each hop its number, the leg and the stop.
    pub(super) fn onward(&self, taker: &Taker, day: Day) -> impl Iterator<Item = (u32, &Leg, u32)> {
        let back = taker.ends && self.back(taker.course, day);
        let legs = self.legs.get(span(taker.legs.0, taker.legs.1)).unwrap_or_default();
        legs.iter().filter_map(move |leg| Some((leg.hop, leg, leg.stop(back)?)))
    }

    /// Where what a flow brings a recipient of a data item lies on a day.
    pub(super) fn lies(&self, course: u32, recipient: PartyIx, data: DataIx, day: Day) -> Option<u32> {
        let items = self.items.get(self.items(course))?;
        let (start, end) = items.iter().find(|item| item.data == data)?.legs;
        let leg = self.legs.get(span(start, end))?.iter().find(|leg| leg.recipient == recipient)?;
        leg.stop(self.back(course, day))
    }

    /// Data items that flows take on from a stop.
    pub(super) fn takers<'c>(
        &'c self,
        engine: &'c Engine<'_>,
        stop: &'c Stop,
    ) -> impl Iterator<Item = &'c Taker> + 'c {
        let takers = self.takers.get(span(stop.takers.0, stop.takers.1)).unwrap_or_default();
        takers.iter().filter(|taker| self.takes(engine, stop, taker))
    }

    /// What a flow takes on from its party's stops, in the order in which its data items are written.
    pub(super) fn taking<'c>(
        &'c self,
        engine: &'c Engine<'_>,
        course: u32,
    ) -> impl Iterator<Item = (Taker, u32)> + 'c {
        let here = self.course(course);
        let stops = here.map_or(0..0, |here| self.stops_at(here.from));
        let all = self.stops.get(span(stops.start, stops.end)).unwrap_or_default();
        let items = self.items.get(self.items(course)).unwrap_or_default();
        items.iter().flat_map(move |item| {
            let first = all.partition_point(|stop| stop.data < item.data);
            let of_item =
                all.get(first..).unwrap_or_default().iter().take_while(|stop| stop.data == item.data);
            let taken = of_item.zip(stops.start.saturating_add(number(first))..);
            taken.filter_map(move |(stop, at)| {
                let taker = Self::taker(here?, course, *item);
                self.takes(engine, stop, &taker).then_some((taker, at))
            })
        })
    }

    fn taker(of: &Course, course: u32, item: Item) -> Taker {
        let ends = of.until != Day::MAX || of.returned != Day::MAX;
        let Item { data, legs } = item;
        Taker { data, course, rank: of.rank, people: of.people, end: of.end, legs, ends }
    }

    /// The same, of each the data item and the stop.
    pub(super) fn taken(&self, engine: &Engine<'_>, flow: FlowIx) -> Vec<(DataIx, u32)> {
        self.taking(engine, self.of(flow)).map(|(taker, stop)| (taker.data, stop)).collect()
    }

    fn takes(&self, engine: &Engine<'_>, stop: &Stop, taker: &Taker) -> bool {
        (stop.there.0..stop.there.1).contains(&taker.end) && self.meets(engine, stop.people, taker.people)
    }

    /// Whether two descriptions may be of the same people.
    fn meets(&self, engine: &Engine<'_>, a: People, b: People) -> bool {
        if !self.meet.is_empty() {
            let row = place(a).saturating_mul(self.described.len());
            return self.meet.get(row.saturating_add(place(b))).copied().unwrap_or(true);
        }
        let of = |people: People| {
            let flow = self.described.get(place(people)).map(|flow| engine.register.flow(*flow));
            flow.map_or(&[][..], |flow| flow.subjects.as_slice())
        };
        same_people(engine, of(a), of(b))
    }
}

/// Whether two descriptions may be of the same people.
pub(super) fn same_people(engine: &Engine<'_>, from: &[Subjects], next: &[Subjects]) -> bool {
    if from.is_empty() || next.is_empty() {
        return true;
    }
    from.iter().any(|a| {
        next.iter().any(|b| {
            let group = a.group == b.group || a.group.is_empty() || b.group.is_empty();
            let overlap = |x: PlaceIx| b.places.iter().any(|y| engine.view.overlap(x, y.value));
            let place =
                a.places.is_empty() || b.places.is_empty() || a.places.iter().any(|x| overlap(x.value));
            group && place
        })
    })
}
