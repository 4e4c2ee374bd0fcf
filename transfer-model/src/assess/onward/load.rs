//! What comes with a data item: breaks upstream, the duties of the mechanisms that carried it, and what those
//! mechanisms leave to the destination's law. Loads only grow, and joining them in any order gives the same.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::assess::engine::Ways;
use crate::assess::verdict::Verdict;
use crate::day::Day;
use crate::index::{DataIx, FlowIx, InstrumentIx, MechanismIx, PartyIx, RegimeIx};
use crate::law::Role;
use crate::register::Register;

/// A break upstream: how bad, and where. Of equal ones the one further up comes first, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Break {
    pub(super) verdict: Verdict,
    /// How far down the chains of parties its exporter stands.
    pub(super) level: u32,
    /// The flow, by position in the order of ids.
    pub(super) origin: u32,
}

impl Break {
    fn beats(self, other: Self) -> bool {
        let order = |it: Self| (it.verdict, Reverse(it.level), Reverse(it.origin));
        order(self) > order(other)
    }
}

/// The two gravest breaks of different flows: a flow is never told that it broke itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Breaks([Option<Break>; 2]);

impl Breaks {
    /// Adds a break; whether that changed anything.
    pub(super) fn add(&mut self, new: Break) -> bool {
        let before = *self;
        let mut all = self.0;
        if let Some(same) = all.iter_mut().flatten().find(|known| known.origin == new.origin) {
            if new.beats(*same) {
                *same = new;
            }
        } else if let Some(free) = all.iter_mut().find(|slot| slot.is_none()) {
            *free = Some(new);
        } else if let [_, Some(last)] = &mut all
            && new.beats(*last)
        {
            *last = new;
        }
        if let [Some(first), Some(second)] = all
            && second.beats(first)
        {
            all = [Some(second), Some(first)];
        }
        self.0 = all;
        *self != before
    }

    /// Adds all of another.
    pub(super) fn join(&mut self, other: &Self) -> bool {
        let before = *self;
        for new in other.0.iter().flatten() {
            self.add(*new);
        }
        *self != before
    }

    /// The gravest of another flow than this.
    pub(super) fn worst(&self, not: u32) -> Option<Break> {
        self.0.iter().flatten().copied().find(|known| known.origin != not)
    }

    /// Without those of one flow.
    pub(super) fn without(&self, not: u32) -> Self {
        let mut kept = Self::default();
        for known in self.0.iter().flatten().filter(|known| known.origin != not) {
            kept.add(*known);
        }
        kept
    }

    pub(super) const fn any(&self) -> bool {
        matches!(self.0, [Some(_), _])
    }
}

/// Duties of like kind: one of these mechanisms carried the data, between parties in these roles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    pub(super) role: Role,
    pub(super) ways: Vec<MechanismIx>,
}

/// A duty: its kind, and the documents behind it, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Duty {
    pub(super) kind: u32,
    pub(super) papers: u32,
}

/// Kinds of duties and sets of documents, each once.
#[derive(Debug, Default)]
pub(super) struct Book {
    kinds: Vec<Kind>,
    papers: Vec<Vec<Option<InstrumentIx>>>,
    kinds_by: BTreeMap<Kind, u32>,
    papers_by: BTreeMap<(u32, Vec<Option<InstrumentIx>>), u32>,
    /// How many duties of a kind a load keeps.
    keep: usize,
}

impl Book {
    /// The duty of whoever received data by one of these mechanisms.
    pub(super) fn duty(&mut self, role: Role, by: &Ways) -> Duty {
        let ways = Kind { role, ways: by.iter().map(|(mechanism, _)| *mechanism).collect() };
        let next = number(self.kinds.len());
        let kind = *self.kinds_by.entry(ways).or_insert_with_key(|kind| {
            self.kinds.push(kind.clone());
            next
        });
        let documents: Vec<_> = by.iter().map(|(_, document)| *document).collect();
        let next = number(self.papers.len());
        let papers = *self.papers_by.entry((kind, documents)).or_insert_with_key(|(_, documents)| {
            self.papers.push(documents.clone());
            next
        });
        Duty { kind, papers }
    }

    /// A kind of duty.
    pub(super) fn kind(&self, kind: u32) -> Option<&Kind> {
        self.kinds.get(position(kind))
    }

    /// The documents of a duty.
    pub(super) fn papers(&self, papers: u32) -> &[Option<InstrumentIx>] {
        self.papers.get(position(papers)).map_or(&[], Vec::as_slice)
    }

    /// Settles how many duties of a kind a load must keep. A duty may be met because the next recipient is bound
    /// by its document too; of more duties than anyone is bound by the documents of, the first that is not met
    /// is among the first kept.
    pub(super) fn bound(&mut self, register: &Register, day: Day) {
        let mut held: BTreeMap<PartyIx, usize> = BTreeMap::new();
        for documents in &self.papers {
            let mut parties = BTreeSet::new();
            for document in documents.iter().flatten() {
                let document = register.instrument(*document);
                parties.extend(&document.importers);
                parties
                    .extend(document.joined.iter().filter(|(_, since)| *since <= day).map(|(who, _)| *who));
            }
            for party in parties {
                let count = held.entry(party).or_default();
                *count = count.saturating_add(1);
            }
        }
        self.keep = held.values().max().copied().unwrap_or(0).saturating_add(1);
    }
}

/// A duty that came by a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owed {
    pub(super) kind: u32,
    /// The first flow by id that brought it, by position in the order of ids.
    pub(super) flow: u32,
    pub(super) papers: u32,
}

/// Duties, by kind and flow; for each kind and set of documents the first flow by id that brought it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Duties(Vec<Owed>);

impl Duties {
    fn add(&mut self, new: Owed, keep: usize) -> bool {
        let start = self.0.partition_point(|owed| owed.kind < new.kind);
        let held = self.0.get(start..).unwrap_or_default();
        let length = held.iter().take_while(|owed| owed.kind == new.kind).count();
        let held = held.get(..length).unwrap_or_default();
        let known = held.iter().position(|owed| owed.papers == new.papers);
        let better = match known {
            Some(known) => held.get(known).is_none_or(|owed| new.flow < owed.flow),
            None => length < keep || held.last().is_none_or(|last| new < *last),
        };
        if !better {
            return false;
        }
        let at = start.saturating_add(held.partition_point(|owed| *owed < new));
        // What is known better takes the place of what was, or of the last where there is no more room.
        match known {
            Some(known) => {
                self.0.remove(start.saturating_add(known));
            }
            None if length >= keep => {
                self.0.remove(start.saturating_add(length).saturating_sub(1));
            }
            None => {}
        }
        self.0.insert(at, new);
        true
    }

    /// Duties kind by kind, each by the flow's id.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &[Owed]> {
        self.0.chunk_by(|a, b| a.kind == b.kind)
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What came with a data item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Load {
    pub(super) breaks: Breaks,
    pub(super) duties: Duties,
    /// Documents that say which sub-processors may be used.
    pub(super) terms: BTreeSet<InstrumentIx>,
    /// Mechanisms that carry nothing on, with the first flow by id: to be noted.
    pub(super) lapsed: BTreeMap<MechanismIx, u32>,
}

impl Load {
    /// Adds a duty that came by a flow.
    pub(super) fn owe(&mut self, duty: Duty, flow: u32, book: &Book) -> bool {
        self.duties.add(Owed { kind: duty.kind, flow, papers: duty.papers }, book.keep)
    }

    /// Notes that a mechanism of a flow carries nothing on.
    pub(super) fn lapse(&mut self, mechanism: MechanismIx, flow: u32) -> bool {
        let known = self.lapsed.entry(mechanism).or_insert(u32::MAX);
        let earlier = flow < *known;
        *known = (*known).min(flow);
        earlier
    }

    /// Joins duties, terms and breaks; whether that changed anything.
    pub(super) fn join(&mut self, other: &Self, book: &Book) -> bool {
        let mut changed = self.breaks.join(&other.breaks);
        for owed in &other.duties.0 {
            changed |= self.duties.add(*owed, book.keep);
        }
        let before = self.terms.len();
        self.terms.extend(&other.terms);
        changed |= self.terms.len() != before;
        for (mechanism, flow) in &other.lapsed {
            changed |= self.lapse(*mechanism, *flow);
        }
        changed
    }

    /// Whether it puts the next flow under the law it came from.
    pub(super) fn binds(&self) -> bool {
        self.breaks.any() || !self.duties.is_empty()
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn position(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// What a flow hands on by its own law.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gift {
    pub(super) recipient: PartyIx,
    pub(super) data: DataIx,
    pub(super) broken: Option<Verdict>,
    pub(super) duty: Option<Duty>,
    pub(super) lapsed: Option<MechanismIx>,
    pub(super) flow: FlowIx,
    pub(super) regime: RegimeIx,
}
