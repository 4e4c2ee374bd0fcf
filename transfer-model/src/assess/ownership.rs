//! What ownership does to a flow: a company that controls the recipient may be where a law reaches data held by
//! its subsidiaries elsewhere. No transfer follows from that alone (EDPB Guidelines 05/2021, example 12).

use super::cause::Cause;
use super::engine::Engine;
use super::result::FlowResult;
use crate::finding::Severity;
use crate::index::{FlowIx, PartyIx};

impl Engine<'_> {
    /// Notes each recipient whose owner is under such a law, unless the exporter has the same owner, whose law
    /// reaches the data already, or the recipient's exposure was looked at and the law is not in it.
    pub(super) fn parents(&self, ix: FlowIx, result: &mut FlowResult) {
        let flow = self.register.flow(ix);
        let mut recipients: Vec<PartyIx> = vec![flow.to.value];
        for access in flow.accessed_from.iter().flatten().filter_map(|access| access.by) {
            if !recipients.contains(&access.value) {
                recipients.push(access.value);
            }
        }
        for recipient in recipients {
            let exporters = self.graph.owners(flow.from.value);
            let owners = self.graph.owners(recipient);
            for owner in owners.iter().filter(|owner| **owner != recipient && !exporters.contains(owner)) {
                self.parent(recipient, *owner, result);
            }
        }
    }

    fn parent(&self, recipient: PartyIx, owner: PartyIx, result: &mut FlowResult) {
        let who = self.register.party(recipient);
        let Some(seat) = self.register.party(owner).country.value else { return };
        for power in self.view.through_control(seat, who.country.value) {
            let ruled_out =
                who.exposure.as_ref().is_some_and(|known| known.iter().all(|found| found.value != power));
            if !ruled_out {
                result.raise(None, Severity::Note, Cause::ParentExposure(recipient, owner, power));
            }
        }
    }
}
