//! What comes with a data item: breaks upstream, the duties of the mechanisms that carried it, and what those
//! mechanisms leave to the destination's law. Loads only grow, and joining them in any order gives the same.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use crate::assess::verdict::Verdict;
use crate::index::{DataIx, InstrumentIx, MechanismIx, PartyIx};
use crate::law::Role;
use crate::register::Register;

/// A break upstream: how bad, and where. The graver is the greater; of equal ones the one further up, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Break {
    pub(super) verdict: Verdict,
    /// How far down the chains of parties its exporter stands.
    pub(super) level: u32,
    /// The flow, by position in the order of ids.
    pub(super) origin: u32,
}

impl Ord for Break {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = |it: &Self| (it.verdict, Reverse(it.level), Reverse(it.origin));
        order(self).cmp(&order(other))
    }
}

impl PartialOrd for Break {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
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
            if new > *same {
                *same = new;
            }
        } else if let Some(free) = all.iter_mut().find(|slot| slot.is_none()) {
            *free = Some(new);
        } else if let [_, Some(last)] = &mut all
            && new > *last
        {
            *last = new;
        }
        if let [Some(first), Some(second)] = all
            && second > first
        {
            all = [Some(second), Some(first)];
        }
        self.0 = all;
        *self != before
    }

    /// Adds all of another.
    pub(super) fn join(&mut self, other: &Self) {
        for new in other.0.iter().flatten() {
            self.add(*new);
        }
    }

    /// The gravest of another flow than this.
    pub(super) fn worst(&self, not: u32) -> Option<Break> {
        self.0.iter().flatten().copied().find(|known| known.origin != not)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Break> + '_ {
        self.0.iter().flatten().copied()
    }

    pub(super) const fn any(&self) -> bool {
        matches!(self.0, [Some(_), _])
    }
}

/// A mechanism that carried the data between parties in these roles, with its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Asked {
    pub(super) role: Role,
    pub(super) mechanism: MechanismIx,
    pub(super) document: Option<InstrumentIx>,
}

/// A duty that goes on, with the first flow that brought it, by position in the order of ids.
pub(super) type Next = (Ways, u32);

/// What came with data: what one of these mechanisms asks must be met. None: a mechanism that is not known,
/// since what would tell it is missing.
pub(super) type Ways = Vec<Asked>;

/// A duty as the book has it.
#[derive(Debug, Clone)]
struct Duty {
    kind: u32,
    ways: Ways,
    /// Of its documents, those that say which sub-processors may be used.
    terms: Vec<InstrumentIx>,
}

/// The documents behind a duty.
#[derive(Debug, Clone, Copy)]
enum Paper {
    None,
    One(InstrumentIx),
    Several,
}

/// Each duty once, by number, and the number of its kind: duties of a kind differ in their documents alone.
#[derive(Debug, Clone, Default)]
pub(super) struct Book {
    duties: Vec<Duty>,
    /// By duty; small, since every flow that meets a duty asks.
    papers: Vec<Paper>,
    numbers: BTreeMap<Ways, u32>,
    kinds: BTreeMap<Vec<(Role, MechanismIx)>, u32>,
    keep: usize,
}

impl Book {
    /// An empty book, by which a load keeps so many duties of a kind.
    pub(super) fn new(keep: usize) -> Self {
        Self { keep, ..Self::default() }
    }

    /// The number of a duty; `terms` finds those of its documents that say which sub-processors may be used.
    pub(super) fn number(&mut self, ways: &Ways, terms: impl FnOnce(&Ways) -> Vec<InstrumentIx>) -> u32 {
        if let Some(known) = self.numbers.get(ways) {
            return *known;
        }
        self.add(ways.clone(), terms(ways))
    }

    /// Takes in the duties of another; gives the numbers that they have here, by those there.
    pub(super) fn take_in(&mut self, other: Self) -> Vec<u32> {
        let duties = other.duties.into_iter();
        let number = |Duty { ways, terms, .. }| match self.numbers.get(&ways) {
            Some(known) => *known,
            None => self.add(ways, terms),
        };
        duties.map(number).collect()
    }

    fn add(&mut self, ways: Ways, terms: Vec<InstrumentIx>) -> u32 {
        let next = number(self.kinds.len());
        let kind = ways.iter().map(|asked| (asked.role, asked.mechanism)).collect();
        let kind = *self.kinds.entry(kind).or_insert(next);
        let duty = number(self.duties.len());
        let mut documents = ways.iter().filter_map(|asked| asked.document);
        self.papers.push(match (documents.next(), documents.next()) {
            (None, _) => Paper::None,
            (Some(document), None) => Paper::One(document),
            (Some(_), Some(_)) => Paper::Several,
        });
        self.duties.push(Duty { kind, ways: ways.clone(), terms });
        self.numbers.insert(ways, duty);
        duty
    }

    /// Whether there are no duties.
    pub(super) const fn is_empty(&self) -> bool {
        self.duties.is_empty()
    }

    /// The mechanisms of a duty.
    pub(super) fn ways(&self, duty: u32) -> &[Asked] {
        self.duties.get(position(duty)).map_or(&[], |duty| duty.ways.as_slice())
    }

    /// Whether one of some documents, in their order, is behind a duty.
    pub(super) fn rests_on(&self, duty: u32, documents: &[InstrumentIx]) -> bool {
        let among = |document: &InstrumentIx| documents.binary_search(document).is_ok();
        match self.papers.get(position(duty)) {
            Some(Paper::One(document)) => among(document),
            Some(Paper::Several) => {
                self.ways(duty).iter().filter_map(|asked| asked.document).any(|d| among(&d))
            }
            Some(Paper::None) | None => false,
        }
    }

    fn terms(&self, duty: u32) -> &[InstrumentIx] {
        self.duties.get(position(duty)).map_or(&[], |duty| duty.terms.as_slice())
    }

    /// A duty that came by a flow.
    pub(super) fn owed(&self, duty: u32, flow: u32) -> Owed {
        let kind = self.duties.get(position(duty)).map_or(u32::MAX, |duty| duty.kind);
        Owed { kind, flow, duty }
    }
}

/// How many duties of a kind a load keeps. A duty may be met because the next recipient is bound by its document too;
/// a load keeps more of a kind than anyone is bound by documents, so that one that is not met is among those kept.
pub(super) fn kept(register: &Register) -> usize {
    let mut held: BTreeMap<PartyIx, usize> = BTreeMap::new();
    for document in &register.instruments {
        for party in document.importers.iter().chain(document.joined.iter().map(|(who, _)| who)) {
            let count = held.entry(*party).or_default();
            *count = count.saturating_add(1);
        }
    }
    let most = held.values().max().copied().unwrap_or(0);
    most.saturating_mul(2).max(FEWEST_KEPT)
}

/// A load keeps at least so many duties of a kind.
const FEWEST_KEPT: usize = 32;

/// A duty that came by a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owed {
    pub(super) kind: u32,
    /// The first flow by id that brought it, by position in the order of ids.
    pub(super) flow: u32,
    pub(super) duty: u32,
}

/// Duties, by kind and flow; for each the first flow by id that brought it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Duties(Vec<Owed>);

impl Duties {
    fn add(&mut self, new: Owed, keep: usize) -> bool {
        let start = self.0.partition_point(|owed| owed.kind < new.kind);
        let held = self.0.get(start..).unwrap_or_default();
        let length = held.iter().take_while(|owed| owed.kind == new.kind).count();
        let held = held.get(..length).unwrap_or_default();
        let known = held.iter().position(|owed| owed.duty == new.duty);
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

    pub(super) fn iter(&self) -> impl Iterator<Item = Owed> + '_ {
        self.0.iter().copied()
    }

    /// Whether it is among them, brought by the same flow.
    pub(super) fn has(&self, owed: Owed) -> bool {
        self.0.binary_search(&owed).is_ok()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What came with a data item, but for breaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Load {
    pub(super) duties: Duties,
    /// Documents that say which sub-processors may be used.
    pub(super) terms: BTreeSet<InstrumentIx>,
    /// Mechanisms that carry nothing on, with the first flow by id: to be noted.
    pub(super) lapsed: BTreeMap<MechanismIx, u32>,
}

impl Load {
    /// Adds a duty; whether that changed anything.
    pub(super) fn owe(&mut self, owed: Owed, book: &Book) -> bool {
        self.terms.extend(book.terms(owed.duty));
        self.duties.add(owed, book.keep)
    }

    /// Notes that a mechanism of a flow carries nothing on.
    pub(super) fn lapse(&mut self, mechanism: MechanismIx, flow: u32) {
        let known = self.lapsed.entry(mechanism).or_insert(u32::MAX);
        *known = (*known).min(flow);
    }

    /// Joins another.
    pub(super) fn join(&mut self, other: &Self, book: &Book) {
        for owed in &other.duties.0 {
            self.duties.add(*owed, book.keep);
        }
        self.terms.extend(&other.terms);
        for (mechanism, flow) in &other.lapsed {
            self.lapse(*mechanism, *flow);
        }
    }

    /// Whether it makes the same of what comes next as another.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.duties == other.duties && self.terms == other.terms
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn position(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// What a flow hands on by its own law to one recipient with one data item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gift {
    pub(super) recipient: PartyIx,
    pub(super) data: DataIx,
    pub(super) broken: Option<Verdict>,
    /// By number.
    pub(super) duty: Option<u32>,
    pub(super) lapsed: Option<MechanismIx>,
}
