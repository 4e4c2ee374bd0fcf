//! What a register says that cannot be so, told rather than passed over: days of a flow that do not go together, owners
//! that own themselves or hold more than the whole, a document that says it amends another and can amend nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{Cause, Detail};
use super::engine::Engine;
use super::result::Raised;
use super::words::Words;
use crate::day::{Day, Period};
use crate::finding::{Code, entry};
use crate::index::{FlowIx, InstrumentIx, PartyIx};
use crate::law::Class;
use crate::register::{Owner, Party, Register};
use crate::source::Span;

/// A contradiction of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contradiction {
    /// The flow's data are returned while it still runs.
    ReturnedEarly(FlowIx),
    /// The party is its own owner; by position among its owners.
    OwnsItself(PartyIx, usize),
    /// The party is held by that owner, and holds it in turn.
    Circle(PartyIx, usize),
    /// From that owner on, the owners hold so much together, in hundredths of a per cent.
    TooMuch(PartyIx, usize, u64),
    /// The document amends nothing by its kind.
    Amends(InstrumentIx),
}

/// The whole of a party, in hundredths of a per cent.
const WHOLE: u32 = 10_000;

impl Contradiction {
    /// Its code in the catalogue.
    pub(super) const fn code(self) -> Code {
        match self {
            Self::ReturnedEarly(_) => Code::ContradictoryDates,
            Self::OwnsItself(..) | Self::Circle(..) | Self::TooMuch(..) => Code::ContradictoryParty,
            Self::Amends(_) => Code::ContradictoryInstrument,
        }
    }

    /// Where it is written.
    pub(super) fn span(self, register: &Register) -> Span {
        match self {
            Self::ReturnedEarly(flow) => register.flow(flow).span,
            Self::OwnsItself(party, at) | Self::Circle(party, at) | Self::TooMuch(party, at, _) => {
                let party = register.party(party);
                party.owners.get(at).map_or(party.span, |owner| owner.party.span)
            }
            Self::Amends(ix) => {
                let document = register.instrument(ix);
                document.amends.map_or(document.span, |amends| amends.span)
            }
        }
    }
}

impl Engine<'_> {
    /// What of the register cannot be so, with the flow it is about.
    pub(super) fn contradicted(&self) -> Vec<(Option<FlowIx>, Raised)> {
        let register = self.register;
        let mut found = Vec::new();
        let mut add = |flow: Option<FlowIx>, contradiction: Contradiction| {
            let detail = Detail { tag: None, rule: None, cause: Cause::Contradiction(contradiction) };
            found.push((flow, Raised { regime: None, severity: entry(contradiction.code()).level, detail }));
        };
        for (at, flow) in register.flows.iter().enumerate() {
            if flow.returned.is_some_and(|returned| returned < flow.period.until)
                && flow.period.end().is_some()
            {
                let flow = FlowIx::new(at);
                add(Some(flow), Contradiction::ReturnedEarly(flow));
            }
        }
        for (at, party) in register.parties.iter().enumerate() {
            let ix = PartyIx::new(at);
            // A company may hold some of its own shares; it cannot be in its own hands.
            let own =
                |owner: &Owner| owner.party.value == ix && owner.share.is_none_or(|share| share > WHOLE / 2);
            if let Some(at) = party.owners.iter().position(own) {
                add(None, Contradiction::OwnsItself(ix, at));
            }
            if let Some((at, sum)) = too_much(party) {
                add(None, Contradiction::TooMuch(ix, at, sum));
            }
        }
        for (party, at) in self.circles() {
            add(None, Contradiction::Circle(party, at));
        }
        for (at, document) in register.instruments.iter().enumerate() {
            let amends = self.view.book.mechanism(document.kind.value).class == Class::Amendment;
            if document.amends.is_some() && !amends {
                add(None, Contradiction::Amends(InstrumentIx::new(at)));
            }
        }
        found
    }

    /// Who holds more than half of a party on the day, by position among its owners.
    fn holder(&self, party: PartyIx) -> Option<(usize, PartyIx)> {
        let owners = self.register.party(party).owners.iter().enumerate();
        let mut most = owners.filter(|(_, owner)| {
            owner.share.is_some_and(|share| share > WHOLE / 2) && owner.period.holds(self.view.day)
        });
        most.find(|(_, owner)| owner.party.value != party).map(|(at, owner)| (at, owner.party.value))
    }

    /// Circles of parties of which each holds more than half of the next, once each: at the first by id, with its
    /// owner. What others hold of each other may well go in a circle.
    fn circles(&self) -> Vec<(PartyIx, usize)> {
        let mut found = Vec::new();
        let mut seen = vec![false; self.register.parties.len()];
        for at in 0..seen.len() {
            // Upwards, as far as nobody was before: who comes again on the way stands in a circle.
            let (mut way, mut places): (Vec<(PartyIx, usize)>, BTreeMap<PartyIx, usize>) = Default::default();
            let mut party = PartyIx::new(at);
            while let Some(new) = seen.get_mut(party.position()).filter(|seen| !**seen) {
                *new = true;
                let Some((owner, holder)) = self.holder(party) else { break };
                places.insert(party, way.len());
                way.push((party, owner));
                party = holder;
            }
            if let Some(start) = places.get(&party) {
                let circle = way.get(*start..).unwrap_or_default().iter();
                found.extend(circle.min_by_key(|(party, _)| &self.register.party(*party).id).copied());
            }
        }
        found
    }
}

/// From which owner on the owners of a party together hold more than the whole, if ever, and how much.
fn too_much(party: &Party) -> Option<(usize, u64)> {
    let always = |owner: &Owner| owner.share == Some(WHOLE) && owner.period == Period::ALWAYS;
    // Of whom the whole is said, nothing more is: a `parent` may stand among the owners too.
    let mut whole: BTreeMap<PartyIx, usize> = BTreeMap::new();
    for (at, owner) in party.owners.iter().enumerate().filter(|(_, owner)| always(owner)) {
        whole.entry(owner.party.value).or_insert(at);
    }
    let counts = |at: usize, owner: &Owner| whole.get(&owner.party.value).is_none_or(|known| *known == at);
    // Days on which a share is added, and those on which one is gone, which come first.
    let mut steps: Vec<(Day, bool, usize, u64)> = Vec::new();
    for (at, owner) in party.owners.iter().enumerate().filter(|(at, owner)| counts(*at, owner)) {
        let share = u64::from(owner.share.unwrap_or(0));
        steps.push((owner.period.since, true, at, share));
        steps.extend(owner.period.end().map(|last| (last.next(), false, at, share)));
    }
    steps.sort_unstable();
    let mut held = 0_u64;
    let mut over: Option<(Day, usize)> = None;
    for (day, added, at, share) in steps {
        if over.is_some_and(|(since, _)| since < day) {
            break;
        }
        held = if added { held.saturating_add(share) } else { held.saturating_sub(share) };
        if held > u64::from(WHOLE) {
            over = over.or(Some((day, at)));
        }
    }
    over.map(|(_, at)| (at, held))
}

impl Words<'_> {
    /// The sentence of a contradiction.
    pub(super) fn contradiction(&self, contradiction: Contradiction) -> String {
        let register = self.register;
        let id = |party: PartyIx| register.party(party).id.as_str();
        let owner = |party: PartyIx, at: usize| register.party(party).owners.get(at);
        match contradiction {
            Contradiction::ReturnedEarly(flow) => {
                let flow = register.flow(flow);
                let returned = flow.returned.map(|day| day.to_string()).unwrap_or_default();
                let until = flow.period.until;
                format!("the data are said to be returned on {returned}, and the flow to run until {until}")
            }
            Contradiction::OwnsItself(party, _) => format!("`{0}` is said to own `{0}`", id(party)),
            Contradiction::Circle(party, at) => {
                let holder = owner(party, at).map_or("", |owner| id(owner.party.value));
                format!("`{0}` is held by `{holder}`, which `{0}` holds in turn", id(party))
            }
            Contradiction::TooMuch(party, at, sum) => {
                let since = owner(party, at).and_then(|owner| owner.period.start());
                let from = since.map_or_else(String::new, |day| format!(" from {day}"));
                format!("the owners of `{}` hold {} per cent of it together{from}", id(party), per_cent(sum))
            }
            Contradiction::Amends(ix) => {
                let amends = self.book.pack().mechanisms.iter().filter(|m| m.class == Class::Amendment);
                let kinds: BTreeSet<String> = amends.map(|kind| format!("`{}`", kind.id)).collect();
                let kinds: Vec<String> = kinds.into_iter().collect();
                let document = register.instrument(ix);
                let base = document.amends.map_or("", |amends| self.instrument(amends.value));
                format!(
                    "`{}` is said to amend `{base}`, which its kind `{}` cannot; {} can",
                    document.id,
                    self.book.mechanism(document.kind.value).id,
                    kinds.join(", ")
                )
            }
        }
    }
}

/// Hundredths of a per cent, as written.
fn per_cent(share: u64) -> String {
    let (whole, part) = (share.checked_div(100).unwrap_or(0), share.checked_rem(100).unwrap_or(0));
    if part == 0 { whole.to_string() } else { format!("{whole}.{part:02}") }
}
