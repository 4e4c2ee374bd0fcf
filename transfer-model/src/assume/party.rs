//! Assumptions about parties and their papers: entries that lapse, documents signed, companies moved and sold.

use std::collections::BTreeSet;

use crate::day::{Day, Period};
use crate::graph::TransferGraph;
use crate::index::{InstrumentIx, PartyIx, PlaceIx, SchemeIx};
use crate::law::{Condition, LawBook, Onward, Role};
use crate::register::{Certification, InstrumentState, Owner, Party, PartyKind, Register};
use crate::source::Spanned;

/// A scheme, and the earlier ones whose entries count for it.
pub fn counting_for(book: &LawBook, scheme: SchemeIx) -> BTreeSet<SchemeIx> {
    let mut schemes = BTreeSet::from([scheme]);
    for condition in book.pack().rules.iter().flat_map(|rule| &rule.conditions) {
        if let Condition::Certified { scheme: for_which, continues, .. } = condition
            && *for_which == scheme
        {
            schemes.extend(continues.iter().map(|earlier| earlier.scheme));
        }
    }
    schemes
}

/// Ends the entries of a party in a scheme, those of an earlier scheme that count for it, and its place in the entries
/// of others; gives the parties whose entries changed.
pub(super) fn lapse(
    register: &mut Register,
    book: &LawBook,
    party: PartyIx,
    scheme: SchemeIx,
    day: Day,
) -> Vec<String> {
    let schemes = counting_for(book, scheme);
    let mut changed = BTreeSet::new();
    for (at, holder) in register.parties.iter_mut().enumerate() {
        let own = PartyIx::new(at) == party;
        let mut apart = Vec::new();
        for entry in holder.certifications.iter_mut().flatten() {
            let runs = entry.until.is_none_or(|until| until >= day);
            if !runs || !schemes.contains(&entry.scheme) {
                continue;
            }
            if own {
                entry.until = Some(day.previous());
                changed.insert(holder.id.clone());
            } else if entry.covered.iter().any(|covered| covered.value == party) {
                // Until that day the entry names the party as before; from then on it names the others.
                let mut until = Certification { until: Some(day.previous()), ..entry.clone() };
                until.covered.retain(|covered| covered.value == party);
                entry.covered.retain(|covered| covered.value != party);
                apart.push(until);
                changed.insert(holder.id.clone());
            }
        }
        if let Some(entries) = &mut holder.certifications {
            entries.extend(apart);
        }
    }
    changed.into_iter().collect()
}

/// Executes a document; gives its id where that changes it. A signature on an earlier day stays.
pub(super) fn sign(register: &mut Register, instrument: InstrumentIx, day: Day) -> Vec<String> {
    let Some(paper) = register.instruments.get_mut(instrument.position()) else { return Vec::new() };
    let before = (paper.state, paper.signed.map(|signed| signed.value));
    // A part of a signed contract binds with it and needs no signature of its own; so does what is approved.
    let needs = match paper.state {
        InstrumentState::Executed => paper.approved.is_none(),
        InstrumentState::Incorporated | InstrumentState::Unconfirmed | InstrumentState::Unsigned => true,
    };
    paper.state = InstrumentState::Executed;
    let late = paper.signed.is_none_or(|signed| signed.value > day);
    if late && (needs || paper.signed.is_some()) {
        paper.signed = Some(Spanned::new(day, paper.span));
    }
    let after = (paper.state, paper.signed.map(|signed| signed.value));
    if before == after { Vec::new() } else { vec![paper.id.clone()] }
}

/// Moves the seat of a party; gives its id where that changes it. A flow whose `context` is the old seat moves along,
/// unless there is a branch there. Where data are stored or seen from is a fact of flows and stays.
pub(super) fn move_to(register: &mut Register, party: PartyIx, place: Option<PlaceIx>) -> Vec<String> {
    let Some(who) = register.parties.get_mut(party.position()) else { return Vec::new() };
    let old = who.country.value;
    if old == place {
        return Vec::new();
    }
    who.country.value = place;
    let stays = who.branches.iter().any(|branch| Some(branch.value) == old);
    let changed = vec![who.id.clone()];
    for flow in register.flows.iter_mut().filter(|flow| !stays && flow.from.value == party) {
        let Some(context) = flow.context.filter(|context| Some(context.value) == old) else { continue };
        flow.context = place.map(|place| Spanned::new(place, context.span));
    }
    changed
}

/// Gives a party a new owner from a day; gives the parties that this changes. Unless the owner is of the group itself,
/// the party and what it controls are group companies no more, and binding corporate rules (what is free inside a group
/// alone) bind them no more; other contracts stay as recorded.
pub(super) fn sell(
    register: &mut Register,
    book: &LawBook,
    party: PartyIx,
    owner: PartyIx,
    day: Day,
) -> Vec<String> {
    let graph = TransferGraph::new(register, day);
    let all = (0..register.parties.len()).map(PartyIx::new);
    let sold: BTreeSet<PartyIx> = all.filter(|other| graph.owners(*other).contains(&party)).collect();
    let group = |who: PartyIx| register.party(who).kind == PartyKind::Group && !sold.contains(&who);
    let stays = graph.owners(owner).iter().any(|above| group(*above));
    let Some(who) = register.parties.get_mut(party.position()) else { return Vec::new() };
    who.owners.retain(|owner| owner.period.since < day);
    for former in &mut who.owners {
        former.period.until = former.period.until.min(day.previous());
    }
    who.owners.push(Owner {
        party: Spanned::new(owner, who.span),
        share: Some(WHOLE),
        period: Period::new(Some(day), None),
    });
    let mut changed = vec![who.id.clone()];
    let leaves = sold.iter().copied().filter(|_| !stays).collect::<Vec<_>>();
    for who in leaves {
        let kind = outside(register, who);
        if let Some(Party { id, kind: known @ PartyKind::Group, .. }) =
            register.parties.get_mut(who.position())
        {
            *known = kind;
            if !changed.contains(id) {
                changed.push(id.clone());
            }
        }
        let rules =
            |paper: &crate::register::Instrument| book.mechanism(paper.kind.value).onward == Onward::Group;
        for paper in register.instruments.iter_mut().filter(|paper| rules(paper)) {
            let bound = paper.exporters.len().saturating_add(paper.importers.len());
            let bound = bound.saturating_add(paper.joined.len());
            paper.exporters.retain(|bound| *bound != who);
            paper.importers.retain(|bound| *bound != who);
            paper.joined.retain(|(bound, _)| *bound != who);
            let left = paper.exporters.len().saturating_add(paper.importers.len());
            if left.saturating_add(paper.joined.len()) < bound && !changed.contains(&paper.id) {
                changed.push(paper.id.clone());
            }
        }
    }
    changed
}

/// All of a company, in hundredths of a per cent.
const WHOLE: u32 = 10_000;

/// What a company is to the others once it is none of the group, by what it does in the flows.
fn outside(register: &Register, party: PartyIx) -> PartyKind {
    let takes = |roles: &[Role]| {
        let mut to = register.flows.iter().filter(|flow| flow.to.value == party);
        to.any(|flow| roles.contains(&flow.roles.value))
    };
    if takes(&[Role::ControllerToProcessor]) {
        PartyKind::Processor
    } else if takes(&[Role::ProcessorToProcessor]) {
        PartyKind::Subprocessor
    } else if takes(&[Role::ControllerToController, Role::JointControllers]) {
        PartyKind::Vendor
    } else {
        PartyKind::Partner
    }
}
