//! What carries the data of a flow to one of its places. A flow that goes to several may rest on a decision for one and on
//! a contract for another, and whoever is told of a place is told what holds there.

use super::cell::Cell;
use super::engine::Engine;
use super::notes::Notes;
use super::result::{Carrier, Worth};
use crate::index::{DataIx, FlowIx, PlaceIx, RegimeIx};
use crate::register::Personal;

impl Engine<'_> {
    /// The data items that stand at the place under a law that binds the exporter of itself, with what carries them
    /// there.
    pub fn carried_at(&self, ix: FlowIx, regime: RegimeIx, place: PlaceIx) -> Vec<(DataIx, Carrier)> {
        let flow = self.register.flow(ix);
        let from = self.acts_from(flow);
        let mut claims: Vec<Option<Worth>> = vec![None; flow.mechanism.len()];
        let mut raised = Vec::new();
        let mut notes = Notes { regime, raised: &mut raised, rows: Vec::new() };
        let mut found = Vec::new();
        for to in self.destinations(flow) {
            if to.place != Some(place) || self.free(flow, from, regime, to).is_some() {
                continue;
            }
            for data in flow.data.iter().map(|data| data.value) {
                let cell = Cell { flow: ix, regime, from, recipient: to.recipient, place, data };
                if self.register.datum(data).personal.value == Personal::No
                    || self.carved_out(&cell).is_some()
                {
                    continue;
                }
                let (_, carrier, _) = self.cell(&cell, flow, &mut claims, &mut notes);
                found.extend(carrier.map(|carrier| (data, carrier)));
            }
        }
        found
    }
}
