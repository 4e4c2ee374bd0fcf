//! Which flows hang together because data go on from one to the other. Only to which set a flow belongs is kept, and not
//! what ties it to which: where many flows meet at a party, each is tied to each.

use std::collections::BTreeMap;

use crate::index::FlowIx;

/// Sets of flows; a flow that is not named is alone.
#[derive(Debug, Clone, Default)]
pub(super) struct Ties(BTreeMap<FlowIx, FlowIx>);

impl Ties {
    /// The head of the set that the flow is in.
    pub(super) fn find(&self, flow: FlowIx) -> FlowIx {
        let mut at = flow;
        while let Some(next) = self.0.get(&at) {
            at = *next;
        }
        at
    }

    /// Puts two flows, with all that hang together with them, into one set.
    pub(super) fn join(&mut self, one: FlowIx, other: FlowIx) {
        let heads = (self.find(one), self.find(other));
        // The lower number heads the set, so that the order of input changes nothing.
        let (head, tail) = (heads.0.min(heads.1), heads.0.max(heads.1));
        if head == tail {
            return;
        }
        self.0.insert(tail, head);
        // What was looked for is found at once the next time.
        for flow in [one, other] {
            if flow != head {
                self.0.insert(flow, head);
            }
        }
    }
}
