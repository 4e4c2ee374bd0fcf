//! Looks ahead. In a large register what is asked of a flow lies far apart in memory, and each look waits for the one
//! before; here the same is looked at for several flows at once, so that the waits overlap. Nothing is decided.

use std::hint::black_box;

use super::engine::Engine;
use crate::index::FlowIx;
use crate::register::TagUse;

impl Engine<'_> {
    /// Looks at what every law asks of some flows.
    pub(super) fn fetch(&self, flows: &[FlowIx]) {
        let mut seen = 0usize;
        for flow in flows.iter().map(|flow| self.register.flow(*flow)) {
            // One field of each line of memory.
            seen ^= flow.from.value.position() ^ flow.data.len() ^ flow.mechanism.len();
            seen ^= usize::from(flow.locations.is_some()) ^ usize::from(flow.safeguards.is_some());
        }
        for flow in flows.iter().map(|flow| self.register.flow(*flow)) {
            let (from, to) = (self.register.party(flow.from.value), self.register.party(flow.to.value));
            seen ^= from.targets.len() ^ to.targets.len();
            seen ^= usize::from(from.country.value.is_some()) ^ usize::from(to.country.value.is_some());
            seen ^= flow.data.first().map_or(0, |data| data.value.position());
            seen ^= flow.mechanism.first().map_or(0, |tag| tag.data.as_ref().map_or(0, Vec::len));
        }
        for flow in flows {
            if let Some(tia) = self.lookup.tias(*flow).first().and_then(|tia| self.register.tias.get(*tia)) {
                seen ^= tia.flows.len();
            }
        }
        for flow in flows.iter().map(|flow| self.register.flow(*flow)) {
            let to = self.register.party(flow.to.value);
            seen ^=
                to.certifications.as_ref().and_then(|all| all.first()).map_or(0, |entry| entry.covered.len());
            if let Some(TagUse::Instrument(document)) = flow.mechanism.first().map(|tag| &tag.names) {
                let document = self.register.instrument(*document);
                seen ^= document.kind.value.position() ^ document.annexes.as_ref().map_or(0, |_| 1);
                seen ^= document.importers.first().map_or(0, |party| party.position());
            }
        }
        black_box(seen);
    }
}
