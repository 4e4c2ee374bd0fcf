//! Draws the chart: the flows in parts and the stops in parts, each on a processor of its own, and put together in the
//! order of the exporters' ids.

use std::collections::BTreeMap;

use super::{
    Chart, Course, Exporter, Hop, Item, Leg, NONE, People, Stop, Taker, number, place, same_people, span,
};
use crate::assess::engine::Engine;
use crate::assess::onward::levels::{Standing, levels};
use crate::day::Day;
use crate::index::{DataIx, FlowIx, PlaceIx};
use crate::register::{Flow, Subjects};
use crate::spread;

/// With more descriptions of people, which of them may be the same is not written down for each pair.
const MOST_MET: usize = 1_000;

/// A description of people.
type Description<'r> = Vec<(&'r str, Vec<PlaceIx>)>;

fn describe(flow: &Flow) -> Description<'_> {
    let places = |subjects: &Subjects| {
        let mut places: Vec<PlaceIx> = subjects.places.iter().map(|place| place.value).collect();
        places.sort_unstable();
        places
    };
    flow.subjects.iter().map(|subjects| (subjects.group.as_str(), places(subjects))).collect()
}

/// Some of the flows.
#[derive(Default)]
struct Part<'r> {
    courses: Vec<Course>,
    hops: Vec<Hop>,
    items: Vec<Item>,
    /// Descriptions of people by number, as met here, each with a flow.
    people: BTreeMap<Description<'r>, (People, FlowIx)>,
}

impl<'r> Part<'r> {
    fn of(engine: &Engine<'r>, flows: &[FlowIx]) -> Self {
        let mut part = Self::default();
        part.courses.reserve_exact(flows.len());
        for (at, ix) in flows.iter().copied().enumerate() {
            if at.is_multiple_of(spread::FETCHED) {
                engine.fetch(
                    flows
                        .get(at..)
                        .and_then(|flows| flows.chunks(spread::FETCHED).next())
                        .unwrap_or_default(),
                );
            }
            let flow = engine.register.flow(ix);
            let acts = engine.acts_from(flow);
            let next = number(part.people.len());
            let (people, _) = *part.people.entry(describe(flow)).or_insert((next, ix));
            part.courses.push(Course {
                flow: ix,
                rank: engine.lookup.rank(ix),
                from: flow.from.value,
                acts,
                people,
                since: flow.period.since,
                until: flow.period.until,
                end: 0,
                returned: flow.returned.unwrap_or(Day::MAX),
                hops: number(part.hops.len()),
                items: number(part.items.len()),
            });
            part.items.extend(flow.data.iter().map(|data| Item { data: data.value, legs: (NONE, NONE) }));
            part.hops.extend(engine.destinations(flow).into_iter().map(|to| Hop {
                recipient: to.recipient,
                place: to.place,
                crossing: engine.crossing(flow, acts, to),
            }));
        }
        part
    }
}

/// What makes a stop: at whom, of which data, about whom, and on which of the party's last days.
type Key = (u32, DataIx, People, u32, u32);

/// A leg that leads to a stop, after the data were given back or before.
#[derive(Clone, Copy)]
struct Asked {
    key: Key,
    leg: u32,
    after: bool,
}

impl Chart {
    /// Draws the chart of a register.
    pub(in crate::assess::onward) fn new(engine: &Engine<'_>) -> Self {
        let order = &engine.lookup.by_exporter;
        let mut chart = Self {
            exporters: Vec::new(),
            exporter: vec![NONE; engine.register.parties.len()],
            course: vec![NONE; order.len()],
            courses: Vec::with_capacity(order.len()),
            hops: Vec::new(),
            items: Vec::new(),
            legs: Vec::new(),
            takers: Vec::new(),
            stops: Vec::new(),
            described: Vec::new(),
            meet: Vec::new(),
        };
        let drawn = spread::in_turn(spread::parts(order.len()), |range| {
            Part::of(engine, order.get(range).unwrap_or_default())
        });
        chart.join(engine, drawn);
        let ends = chart.group();
        let leads = chart.stop_all(engine, &ends);
        chart.lead(&leads);
        chart
    }

    /// Puts the flows together.
    fn join(&mut self, engine: &Engine<'_>, parts: Vec<Part<'_>>) {
        let mut known: BTreeMap<Description<'_>, People> = BTreeMap::new();
        for part in parts {
            let (hops, items) = (number(self.hops.len()), number(self.items.len()));
            let mut people = vec![0; part.people.len()];
            for (description, (here, flow)) in part.people {
                let next = number(self.described.len());
                let all = *known.entry(description).or_insert_with(|| {
                    self.described.push(flow);
                    next
                });
                if let Some(slot) = people.get_mut(place(here)) {
                    *slot = all;
                }
            }
            self.courses.extend(part.courses.into_iter().map(|course| Course {
                people: people.get(place(course.people)).copied().unwrap_or(0),
                hops: course.hops.saturating_add(hops),
                items: course.items.saturating_add(items),
                ..course
            }));
            self.hops.extend(part.hops);
            self.items.extend(part.items);
        }
        if self.described.len() <= MOST_MET {
            let all: Vec<&[Subjects]> =
                self.described.iter().map(|flow| engine.register.flow(*flow).subjects.as_slice()).collect();
            self.meet = all.iter().flat_map(|a| all.iter().map(|b| same_people(engine, a, b))).collect();
        }
    }

    /// Groups the flows by exporter, with what each can take on; gives the last days of each exporter's flows. For each
    /// data item a number is kept for each hop of its flow.
    fn group(&mut self) -> Vec<Vec<Day>> {
        let mut ends = Vec::new();
        let (mut at, mut legs) = (0usize, 0u32);
        self.takers.reserve_exact(self.items.len());
        while let Some(first) = self.courses.get(at) {
            let party = first.from;
            let exporter = number(self.exporters.len());
            if let Some(slot) = self.exporter.get_mut(party.position()) {
                *slot = exporter;
            }
            let start = self.takers.len();
            self.exporters.push(Exporter {
                party,
                courses: number(at),
                takers: number(start),
                stops: 0,
                standing: Standing::default(),
            });
            let length =
                self.courses.get(at..).unwrap_or_default().iter().take_while(|c| c.from == party).count();
            let group = at..at.saturating_add(length);
            let mut days: Vec<Day> = self
                .courses
                .get(group.clone())
                .unwrap_or_default()
                .iter()
                .map(|course| course.until)
                .collect();
            days.sort_unstable();
            days.dedup();
            for at in group.clone() {
                let (hops, items) = (number(self.hops(number(at)).len()), self.items(number(at)));
                let Some(course) = self.courses.get_mut(at) else { continue };
                course.end = number(days.partition_point(|day| *day < course.until));
                if let Some(slot) = self.course.get_mut(course.flow.position()) {
                    *slot = number(at);
                }
                for at_item in items {
                    let Some(course) = self.courses.get(at) else { continue };
                    let Some(item) = self.items.get_mut(at_item) else { continue };
                    item.legs.0 = legs;
                    legs = legs.saturating_add(hops);
                    // Where it can be taken on is told once the stops are known; until then, which item it is.
                    let item = Item { legs: (number(at_item), 0), ..*item };
                    let taker = Self::taker(course, number(at), item);
                    self.takers.push(taker);
                }
            }
            if let Some(takers) = self.takers.get_mut(start..) {
                takers.sort_unstable_by_key(|taker| (taker.data, taker.course, taker.legs));
            }
            ends.push(days);
            at = group.end;
        }
        let (courses, takers) = (number(self.courses.len()), number(self.takers.len()));
        let party = crate::index::PartyIx::new(usize::MAX);
        self.exporters.push(Exporter { party, courses, takers, stops: 0, standing: Standing::default() });
        ends
    }

    /// Finds the stops, and which lead to each: for each hop of a data item, while the data are there and once they
    /// were given back.
    fn stop_all(&mut self, engine: &Engine<'_>, ends: &[Vec<Day>]) -> Vec<(u32, u32)> {
        let ranges = spread::parts(self.courses.len());
        // Each bucket takes the stops of so many exporters that follow each other.
        let share = ends.len().div_ceil(ranges.len().max(1)).max(1);
        let buckets = ends.len().div_ceil(share);
        let asked = spread::in_turn(ranges, |range| {
            let mut asked: Vec<Vec<Asked>> = vec![Vec::new(); buckets];
            for course in range {
                self.ask(number(course), ends, share, &mut asked);
            }
            asked
        });
        let found = spread::in_turn((0..buckets).collect(), |bucket: usize| {
            let of = asked.iter().filter_map(|part| part.get(bucket));
            let mut all: Vec<Asked> = of.flatten().copied().collect();
            all.sort_unstable_by_key(|asked| asked.key);
            let mut stops: Vec<Stop> = Vec::new();
            let mut led: Vec<(u32, bool, u32)> = Vec::with_capacity(all.len());
            for same in all.chunk_by(|a, b| a.key == b.key) {
                let Some(stop) = same.first().and_then(|asked| self.stop_of(engine, asked.key)) else {
                    continue;
                };
                led.extend(same.iter().map(|asked| (asked.leg, asked.after, number(stops.len()))));
                stops.push(stop);
            }
            (stops, led)
        });
        let last = self.courses.len().saturating_sub(1);
        let legs = self.hops(number(last)).len();
        let legs = self.items.last().map_or(0, |item| place(item.legs.0).saturating_add(legs));
        let mut leads = vec![(NONE, NONE); legs];
        for (stops, led) in found {
            let base = number(self.stops.len());
            for (leg, after, stop) in led {
                if let Some((to, back)) = leads.get_mut(place(leg)) {
                    *(if after { back } else { to }) = stop.saturating_add(base);
                }
            }
            self.stops.extend(stops);
        }
        let mut next = 0usize;
        for (at, exporter) in self.exporters.iter_mut().enumerate() {
            while self.stops.get(next).is_some_and(|stop| place(stop.exporter) < at) {
                next = next.saturating_add(1);
            }
            exporter.stops = number(next);
        }
        leads
    }

    /// Writes down where each data item can be taken on: in the order of the takers, since what is taken from a stop is
    /// looked at together.
    fn lead(&mut self, leads: &[(u32, u32)]) {
        for at in 0..self.takers.len() {
            let Some(Taker { course, legs: (item, _), .. }) = self.takers.get(at).copied() else { continue };
            let start = self.items.get(place(item)).map_or(0, |item| place(item.legs.0));
            let hops = self.hops_of(course);
            let led = leads.get(start..start.saturating_add(hops.len())).unwrap_or_default();
            let first = number(self.legs.len());
            for (hop, (to, after)) in hops.zip(led).filter(|(_, lead)| **lead != (NONE, NONE)) {
                let Some(Hop { recipient, crossing, .. }) = self.hops.get(hop) else { continue };
                let (recipient, crossing) = (*recipient, *crossing);
                self.legs.push(Leg { to: *to, after: *after, recipient, hop: number(hop), crossing });
            }
            let legs = (first, number(self.legs.len()));
            if let (Some(taker), Some(item)) = (self.takers.get_mut(at), self.items.get_mut(place(item))) {
                (taker.legs, item.legs) = (legs, legs);
            }
        }
        self.legs.shrink_to_fit();
    }

    /// The stops to which the legs of a flow may lead.
    fn ask(&self, at: u32, ends: &[Vec<Day>], share: usize, asked: &mut [Vec<Asked>]) {
        let Some(course) = self.course(at) else { return };
        let (hops, items) = (self.hops(at), self.items.get(self.items(at)).unwrap_or_default());
        for (by, hop) in hops.iter().enumerate() {
            let Some(exporter) = self.exporter(hop.recipient) else { continue };
            let days = ends.get(place(exporter)).map_or(&[][..], Vec::as_slice);
            let first = number(days.partition_point(|day| *day < course.since));
            let back = number(days.partition_point(|day| *day < course.returned));
            let Some(bucket) = place(exporter).checked_div(share).and_then(|bucket| asked.get_mut(bucket))
            else {
                continue;
            };
            for Item { data, legs } in items {
                let leg = legs.0.saturating_add(number(by));
                let last = number(days.len());
                let key = |end: u32| (exporter, *data, course.people, first, end);
                if first < last {
                    bucket.push(Asked { key: key(last), leg, after: false });
                }
                if course.returned != Day::MAX && first < back {
                    bucket.push(Asked { key: key(back), leg, after: true });
                }
            }
        }
    }

    /// The stop, if any flow takes data on from there.
    fn stop_of(&self, engine: &Engine<'_>, key: Key) -> Option<Stop> {
        let (exporter, data, people, first, last) = key;
        let here = self.exporters.get(place(exporter))?;
        let next = self.exporters.get(place(exporter).saturating_add(1))?;
        let takers = self.takers.get(span(here.takers, next.takers))?;
        let from = takers.partition_point(|taker| taker.data < data);
        let length = takers.get(from..)?.iter().take_while(|taker| taker.data == data).count();
        let from = here.takers.saturating_add(number(from));
        let until = from.saturating_add(number(length));
        let stop = Stop { exporter, data, people, there: (first, last), takers: (from, until) };
        let taken = self.takers(engine, &stop).next().is_some();
        taken.then_some(stop)
    }

    /// Tells how far down the chains each exporter stands by some of the flows.
    pub(in crate::assess::onward) fn level_all(&mut self, runs: impl Fn(u32) -> bool) {
        let exporters = self.exporters.len().saturating_sub(1);
        let mut edges: Vec<(u32, u32)> = Vec::with_capacity(self.hops.len());
        for course in (0..number(self.courses.len())).filter(|course| runs(*course)) {
            let Some(from) = self.course(course).and_then(|course| self.exporter(course.from)) else {
                continue;
            };
            let hops = self.hops(course).iter().filter_map(|hop| self.exporter(hop.recipient));
            edges.extend(hops.filter(|to| *to != from).map(|to| (from, to)));
        }
        let levels = levels(exporters, edges);
        for (exporter, standing) in self.exporters.iter_mut().zip(levels) {
            exporter.standing = standing;
        }
    }
}
