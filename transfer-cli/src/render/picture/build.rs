//! The picture of an assessment: parties with a flow that day, their countries and corporate groups, and the
//! arrows between them.

use std::collections::{BTreeMap, BTreeSet};

use transfer_model::assess::{Assessment, FlowResult, Verdict, Words};
use transfer_model::graph::TransferGraph;
use transfer_model::index::{PartyIx, PlaceIx};
use transfer_model::register::PartyKind;

use super::{Arrow, ArrowKind, Country, Ground, Node, Picture};
use crate::input::Loaded;

impl Picture {
    /// The flows of the assessment; `selected` says that they are only some of the register's.
    pub fn new(loaded: &Loaded, assessment: &Assessment, selected: bool) -> Self {
        let register = &loaded.register;
        let mut drawn: BTreeSet<PartyIx> = BTreeSet::new();
        for result in &assessment.flows {
            let flow = register.flow(result.flow);
            drawn.extend([flow.from.value, flow.to.value]);
            drawn.extend(
                flow.accessed_from.iter().flatten().filter_map(|at| at.by.as_ref().map(|by| by.value)),
            );
        }
        let mut drawn: Vec<PartyIx> = drawn.into_iter().collect();
        drawn.sort_by(|a, b| register.party(*a).id.cmp(&register.party(*b).id));
        let mut countries: Vec<(String, String)> =
            drawn.iter().map(|party| country(loaded, register.party(*party).country.value)).collect();
        countries.sort();
        countries.dedup();
        let (groups, member) = corporate_groups(loaded, &drawn);
        let parties: Vec<Node> = drawn
            .iter()
            .map(|ix| {
                let party = register.party(*ix);
                let place = country(loaded, party.country.value);
                Node {
                    id: party.id.clone(),
                    name: party.name.clone(),
                    kind: party.kind.name(),
                    people: party.kind == PartyKind::Individuals,
                    country: countries.binary_search(&place).unwrap_or_default(),
                    group: member.get(ix).copied(),
                }
            })
            .collect();
        let position: BTreeMap<PartyIx, usize> = drawn.iter().enumerate().map(|(at, ix)| (*ix, at)).collect();
        let arrows = assessment.flows.iter().flat_map(|result| arrows(loaded, result, &position)).collect();
        let counts = Verdict::ALL.iter().rev().map(|verdict| (*verdict, assessment.count(*verdict)));
        Self {
            register: register.name.clone(),
            day: assessment.as_of.to_string(),
            law: loaded.book.pack().title(),
            countries: countries.into_iter().map(|(code, name)| Country { code, name }).collect(),
            groups,
            idle: register.parties.len().saturating_sub(parties.len()),
            parties,
            arrows,
            counts: counts.filter(|(_, count)| *count > 0).collect(),
            inactive: if selected { 0 } else { assessment.inactive },
            selected,
            merged: false,
        }
    }
}

fn country(loaded: &Loaded, place: Option<PlaceIx>) -> (String, String) {
    match place {
        Some(place) => {
            let place = loaded.book.place(place);
            (place.code.clone(), place.name.clone())
        }
        None => ("unknown".to_owned(), "country not known".to_owned()),
    }
}

fn arrows(loaded: &Loaded, result: &FlowResult, position: &BTreeMap<PartyIx, usize>) -> Vec<Arrow> {
    let flow = loaded.register.flow(result.flow);
    let at = |party: PartyIx| position.get(&party).copied().unwrap_or_default();
    let arrow = |to: PartyIx, kind: ArrowKind| Arrow {
        flow: flow.id.clone(),
        from: at(flow.from.value),
        to: at(to),
        verdict: result.verdict,
        ground: ground(loaded, result),
        optional: flow.optional.clone(),
        kind,
    };
    let mut found = vec![arrow(flow.to.value, ArrowKind::Flow)];
    let mut seen = BTreeSet::new();
    for access in flow.accessed_from.iter().flatten() {
        if let Some(by) = &access.by
            && seen.insert((by.value, access.place.value))
        {
            let place = access.place.value.map_or("an unknown place", |place| &loaded.book.place(place).name);
            found.push(arrow(by.value, ArrowKind::Access(place.to_owned())));
        }
    }
    found
}

/// Where the flow stands, what carries it; a carrier under one law is not named where the flow fails under
/// another, since it would seem to carry the flow.
fn ground(loaded: &Loaded, result: &FlowResult) -> Ground {
    if result.verdict.stands() {
        let mut by: Vec<String> = Vec::new();
        for regime in &result.regimes {
            let carrier = regime.mechanism();
            by.extend(carrier.map(|mechanism| loaded.book.mechanism(mechanism).id.clone()));
        }
        let mut seen = BTreeSet::new();
        by.retain(|id| seen.insert(id.clone()));
        return if by.is_empty() { Ground::None } else { Ground::Carried(by) };
    }
    let words = Words { register: &loaded.register, book: &loaded.book };
    let claims = loaded.register.flow(result.flow).mechanism.len();
    let mut names: Vec<String> = (0..claims).map(|tag| words.tag(result.flow, tag).to_owned()).collect();
    names.dedup();
    // A ban applies whatever is claimed: that nothing is claimed is not why.
    if names.is_empty() && result.verdict == Verdict::Prohibited {
        Ground::None
    } else {
        Ground::Claimed(names)
    }
}

/// Corporate groups of more than one party drawn: companies of the group, and chains of owners. Each is named
/// by the party at its head where there is one head.
fn corporate_groups(loaded: &Loaded, drawn: &[PartyIx]) -> (Vec<String>, BTreeMap<PartyIx, usize>) {
    let register = &loaded.register;
    let graph = TransferGraph::new(register, loaded.day);
    let mut leader: Vec<usize> = (0..register.parties.len()).collect();
    let mut company = None;
    for (at, party) in register.parties.iter().enumerate() {
        for owner in graph.owners(PartyIx::new(at)) {
            join(&mut leader, at, owner.position());
        }
        if party.kind == PartyKind::Group {
            join(&mut leader, at, *company.get_or_insert(at));
        }
    }
    let mut members: BTreeMap<usize, Vec<PartyIx>> = BTreeMap::new();
    for ix in drawn {
        members.entry(find(&leader, ix.position())).or_default().push(*ix);
    }
    let mut heads: BTreeMap<usize, Vec<PartyIx>> = BTreeMap::new();
    for at in 0..register.parties.len() {
        let ix = PartyIx::new(at);
        if graph.owners(ix) == [ix] {
            heads.entry(find(&leader, at)).or_default().push(ix);
        }
    }
    let mut found: Vec<(String, Vec<PartyIx>)> = members
        .into_iter()
        .filter(|(_, members)| members.len() > 1)
        .map(|(leader, members)| {
            let name = match heads.get(&leader).map(Vec::as_slice) {
                Some([head]) => format!("Group of {}", register.party(*head).name),
                _ => "Group companies".to_owned(),
            };
            (name, members)
        })
        .collect();
    let first = |members: &[PartyIx]| members.first().map(|ix| register.party(*ix).id.clone());
    found.sort_by_key(|(name, members)| (name.clone(), first(members)));
    let mut member = BTreeMap::new();
    for (at, (_, members)) in found.iter().enumerate() {
        member.extend(members.iter().map(|ix| (*ix, at)));
    }
    (found.into_iter().map(|(name, _)| name).collect(), member)
}

fn find(leader: &[usize], mut at: usize) -> usize {
    // INVARIANT: a leader's number is never above its follower's, so the walk goes down and ends.
    while let Some(next) = leader.get(at).copied().filter(|next| *next != at) {
        at = next;
    }
    at
}

fn join(leader: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(leader, a), find(leader, b));
    if let Some(slot) = leader.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}
