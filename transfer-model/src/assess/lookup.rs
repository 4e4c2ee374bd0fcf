//! What the engine looks up by flow, party or kind, made once for a register whatever the day.

use std::collections::BTreeMap;

use crate::index::{FlowIx, InstrumentIx, MechanismIx, PartyIx};
use crate::law::{Class, LawBook};
use crate::register::Register;

/// Indexes over a register that do not depend on the day.
#[derive(Debug)]
pub(super) struct Lookup {
    tias_by_flow: Vec<Vec<usize>>,
    amendments: BTreeMap<(MechanismIx, PartyIx), Vec<InstrumentIx>>,
    sets: BTreeMap<PartyIx, Vec<InstrumentIx>>,
    holders: BTreeMap<PartyIx, Vec<(PartyIx, usize)>>,
    documents: BTreeMap<PartyIx, Vec<InstrumentIx>>,
    flows_from: BTreeMap<PartyIx, Vec<FlowIx>>,
    /// By party, documents that name it as importer, or that it joined.
    received: Vec<Vec<InstrumentIx>>,
    /// Position of each flow in the order of ids.
    pub(super) ranks: Vec<u32>,
    /// Flows in the order of ids.
    pub(super) order: Vec<FlowIx>,
    /// Flows by exporter, both in the order of ids: what is known of an exporter is at hand for all of its flows.
    pub(super) by_exporter: Vec<FlowIx>,
    pub(super) adequacy: Option<MechanismIx>,
    pub(super) schemes: Vec<MechanismIx>,
}

/// Positions in the order of ids. What an id begins with is kept beside each: ids lie far apart in memory, and most
/// differ there.
fn by_id<'r>(ids: impl Iterator<Item = &'r str>) -> Vec<usize> {
    let start = |id: &str| {
        let mut first = [0u8; 16];
        first.iter_mut().zip(id.bytes()).for_each(|(slot, byte)| *slot = byte);
        u128::from_be_bytes(first)
    };
    let mut all: Vec<(u128, &str, usize)> = ids.enumerate().map(|(at, id)| (start(id), id, at)).collect();
    all.sort_unstable();
    all.into_iter().map(|(_, _, at)| at).collect()
}

impl Lookup {
    pub(super) fn new(register: &Register, book: &LawBook) -> Self {
        let mut tias_by_flow = vec![Vec::new(); register.flows.len()];
        for (at, tia) in register.tias.iter().enumerate() {
            for flow in &tia.flows {
                if let Some(list) = tias_by_flow.get_mut(flow.position()) {
                    list.push(at);
                }
            }
        }
        let mut amendments: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut sets: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut documents: BTreeMap<PartyIx, Vec<InstrumentIx>> = BTreeMap::new();
        let mut flows_from: BTreeMap<PartyIx, Vec<FlowIx>> = BTreeMap::new();
        let mut received: Vec<Vec<InstrumentIx>> = vec![Vec::new(); register.parties.len()];
        for (at, flow) in register.flows.iter().enumerate() {
            flows_from.entry(flow.from.value).or_default().push(FlowIx::new(at));
        }
        for (at, instrument) in register.instruments.iter().enumerate() {
            let ix = InstrumentIx::new(at);
            let class = book.mechanism(instrument.kind.value).class;
            for party in instrument.importers.iter().chain(instrument.joined.iter().map(|(who, _)| who)) {
                if let Some(known) =
                    received.get_mut(party.position()).filter(|known| known.last() != Some(&ix))
                {
                    known.push(ix);
                }
            }
            let joined = instrument.joined.iter().map(|(who, _)| *who);
            let joined = joined.filter(|who| !instrument.exporters.contains(who));
            let bound = instrument.exporters.iter().copied().chain(joined);
            for party in bound {
                let known: &mut Vec<InstrumentIx> = documents.entry(party).or_default();
                if known.last() != Some(&ix) {
                    known.push(ix);
                }
                if class == Class::Amendment {
                    amendments.entry((instrument.kind.value, party)).or_default().push(ix);
                } else if matches!(class, Class::Clauses | Class::Approved) {
                    sets.entry(party).or_default().push(ix);
                }
            }
        }
        let mut holders: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (at, party) in register.parties.iter().enumerate() {
            for (entry, certification) in party.certifications.iter().flatten().enumerate() {
                for covered in &certification.covered {
                    holders.entry(covered.value).or_default().push((PartyIx::new(at), entry));
                }
            }
        }
        let of_class = |class: Class| {
            let all = book.pack().mechanisms.iter().enumerate();
            all.filter(move |(_, m)| m.class == class).map(|(at, _)| MechanismIx::new(at)).collect::<Vec<_>>()
        };
        let order = by_id(register.flows.iter().map(|flow| flow.id.as_str()));
        let order: Vec<FlowIx> = order.into_iter().map(FlowIx::new).collect();
        let mut ranks = vec![0; order.len()];
        for (rank, flow) in order.iter().enumerate() {
            if let Some(slot) = ranks.get_mut(flow.position()) {
                *slot = u32::try_from(rank).unwrap_or(u32::MAX);
            }
        }
        let parties = by_id(register.parties.iter().map(|party| party.id.as_str()));
        let mut places = vec![0usize; parties.len()];
        for (place, party) in parties.iter().enumerate() {
            if let Some(slot) = places.get_mut(*party) {
                *slot = place;
            }
        }
        let mut by_exporter = order.clone();
        by_exporter
            .sort_by_cached_key(|flow| places.get(register.flow(*flow).from.value.position()).copied());
        let mut decided = of_class(Class::Scheme);
        decided.retain(|scheme| book.mechanism(*scheme).by_decision);
        Self {
            by_exporter,
            tias_by_flow,
            amendments,
            sets,
            holders,
            documents,
            flows_from,
            received,
            ranks,
            order,
            adequacy: book.mechanism_of("adequacy").or_else(|| of_class(Class::Adequacy).first().copied()),
            schemes: decided,
        }
    }

    /// Positions of the assessments that name the flow.
    pub(super) fn tias(&self, flow: FlowIx) -> &[usize] {
        self.tias_by_flow.get(flow.position()).map_or(&[], Vec::as_slice)
    }

    /// Amendments of a kind that bind the party as exporter.
    pub(super) fn amendments(&self, kind: MechanismIx, from: PartyIx) -> impl Iterator<Item = InstrumentIx> {
        self.amendments.get(&(kind, from)).into_iter().flatten().copied()
    }

    /// Documents that bind the party as exporter.
    pub(super) fn documents(&self, party: PartyIx) -> &[InstrumentIx] {
        self.documents.get(&party).map_or(&[], Vec::as_slice)
    }

    /// Documents that name the party as importer, or that it joined, in the order of the register.
    pub(super) fn received(&self, party: PartyIx) -> &[InstrumentIx] {
        self.received.get(party.position()).map_or(&[], Vec::as_slice)
    }

    /// Flows of an exporter.
    pub(super) fn flows_from(&self, party: PartyIx) -> &[FlowIx] {
        self.flows_from.get(&party).map_or(&[], Vec::as_slice)
    }

    /// Sets of clauses and approved instruments that bind the party as exporter.
    pub(super) fn sets(&self, from: PartyIx) -> &[InstrumentIx] {
        self.sets.get(&from).map_or(&[], Vec::as_slice)
    }

    /// Entries of other parties that name this one: the holder, and the entry's position.
    pub(super) fn holders(&self, party: PartyIx) -> &[(PartyIx, usize)] {
        self.holders.get(&party).map_or(&[], Vec::as_slice)
    }

    /// Position of the flow in the order of ids.
    pub(super) fn rank(&self, flow: FlowIx) -> u32 {
        self.ranks.get(flow.position()).copied().unwrap_or(u32::MAX)
    }

    /// The flow at a position in the order of ids.
    pub(super) fn at_rank(&self, rank: u32) -> FlowIx {
        let at = usize::try_from(rank).unwrap_or(usize::MAX);
        self.order.get(at).copied().unwrap_or_else(|| FlowIx::new(usize::MAX))
    }
}
