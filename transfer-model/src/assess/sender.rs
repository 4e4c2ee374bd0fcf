//! Who sends under a document, and as whom. A party to which the importer gives access gets the data from the importer
//! (EDPB Guidelines 05/2021): a document between these two is that of the transfer to it, as is one with the exporter.

use super::cell::Cell;
use super::engine::Engine;
use crate::index::{InstrumentIx, PartyIx};
use crate::law::Role;
use crate::register::Flow;

impl Engine<'_> {
    /// The exporter of the flow; its importer, where that lets the recipient in under a document of their own.
    pub(super) fn sender(&self, document: InstrumentIx, cell: &Cell) -> PartyIx {
        let flow = self.register.flow(cell.flow);
        let (from, to) = (flow.from.value, flow.to.value);
        let sends = |party| self.register.instrument(document).binds(party, false, self.view.day);
        if cell.recipient != to && !sends(from) && sends(to) { to } else { from }
    }

    /// What sender and recipient of a document may be to each other: those of the flow; of an importer that lets another
    /// in, only what it is itself is recorded.
    pub(super) fn roles(&self, document: Option<InstrumentIx>, cell: &Cell) -> &[Role] {
        let flow = self.register.flow(cell.flow);
        let passed = document.is_some_and(|document| self.sender(document, cell) != flow.from.value);
        match (passed, flow.roles.value.to_processor()) {
            (false, _) => std::slice::from_ref(&flow.roles.value),
            (true, true) => &[Role::ProcessorToProcessor],
            (true, false) => &[Role::ControllerToProcessor, Role::ControllerToController],
        }
    }
}

/// Who may send under a document of the flow: its exporter, and its importer where that lets another in.
pub(in crate::assess) fn senders(flow: &Flow) -> impl Iterator<Item = PartyIx> + Clone {
    let (from, to) = (flow.from.value, flow.to.value);
    let others = flow.accessed_from.iter().flatten().filter_map(|access| access.by);
    let lets_in = others.into_iter().any(|by| by.value != to);
    std::iter::once(from).chain(lets_in.then_some(to))
}
