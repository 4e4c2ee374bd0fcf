//! Where a flow takes its data, and whether a regime counts that as a transfer. What is asked of the register for it
//! depends on no day and no law: it is gathered once, and asked by every law that meets the flow.

use super::engine::Engine;
use crate::index::{PartyIx, PlaceIx, RegimeIx, RuleIx};
use crate::law::{PlaceKind, Role};
use crate::register::{Access, Flow, PartyKind};

/// Where data go: to whom, where, and whether by the importer's own staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) recipient: PartyIx,
    pub(crate) place: Option<PlaceIx>,
    pub(super) staff: bool,
}

/// Why a regime does not restrict a flow to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Free {
    /// Inside the free area, by that row.
    Area(usize),
    /// The same legal entity.
    SameEntity,
    /// A processor returns data to its controller.
    ProcessorReturn,
    /// The importer is in the free area; its own staff see the data from elsewhere.
    OwnStaff,
    /// Passing through unseen.
    Transit,
    /// From a person.
    FromIndividuals,
    /// To a person or the public.
    ToIndividuals,
    /// The data are not personal.
    NotPersonal,
    /// The regime does not count it, by that row.
    CarveOut(RuleIx),
}

/// What decides whether a flow to a destination crosses the border of a regime's free area.
#[derive(Debug, Clone, Copy)]
pub(super) struct Crossing {
    /// From where the exporter acts.
    from: Option<PlaceIx>,
    place: Option<PlaceIx>,
    /// The recipient's country.
    seat: Option<PlaceIx>,
    kind: PartyKind,
    access: Access,
    same_entity: bool,
    /// A processor gives data back to its controller.
    returns: bool,
    staff: bool,
}

impl Engine<'_> {
    /// To whom and where the data go.
    pub(crate) fn destinations(&self, flow: &Flow) -> Vec<Destination> {
        let importer = flow.to.value;
        let country = self.register.party(importer).country.value;
        let mut all: Vec<Destination> = Vec::new();
        let mut add = |found: Destination| {
            let known = all.iter_mut().find(|d| d.recipient == found.recipient && d.place == found.place);
            match known {
                Some(known) => known.staff &= found.staff,
                None => all.push(found),
            }
        };
        let nobody_outside = flow.accessed_from.as_ref().is_some_and(Vec::is_empty);
        if flow.locations.is_none() || !nobody_outside {
            add(Destination { recipient: importer, place: country, staff: false });
        }
        for location in flow.locations.iter().flatten() {
            add(Destination { recipient: importer, place: location.value, staff: false });
        }
        for access in flow.accessed_from.iter().flatten() {
            let recipient = access.by.map_or(importer, |by| by.value);
            add(Destination { recipient, place: access.place.value, staff: recipient == importer });
            // Who has access is an importer too, and imports where it is, like any other.
            if recipient != importer {
                let place = self.register.party(recipient).country.value;
                add(Destination { recipient, place, staff: false });
            }
        }
        if all.is_empty() {
            all.push(Destination { recipient: importer, place: country, staff: false });
        }
        all
    }

    /// From where the exporter acts in this flow.
    pub(super) fn acts_from(&self, flow: &Flow) -> Option<PlaceIx> {
        flow.context.map_or(self.register.party(flow.from.value).country.value, |context| Some(context.value))
    }

    /// What is asked of a flow that acts from a place, to a destination.
    pub(super) fn crossing(&self, flow: &Flow, from: Option<PlaceIx>, to: Destination) -> Crossing {
        let recipient = self.register.party(to.recipient);
        Crossing {
            from,
            place: to.place,
            seat: recipient.country.value,
            kind: recipient.kind,
            access: flow.access,
            same_entity: to.recipient == flow.from.value,
            returns: flow.roles.value == Role::ProcessorToController && to.recipient == flow.to.value,
            staff: to.staff,
        }
    }

    /// Why the regime does not restrict the flow to this destination, if it does not.
    pub(crate) fn free(
        &self,
        flow: &Flow,
        from: Option<PlaceIx>,
        regime: RegimeIx,
        to: Destination,
    ) -> Option<Free> {
        self.free_crossing(&self.crossing(flow, from, to), regime)
    }

    /// The same of what was gathered.
    pub(super) fn free_crossing(&self, crossing: &Crossing, regime: RegimeIx) -> Option<Free> {
        let law = self.view.book.regime(regime);
        if crossing.access == Access::Transit {
            return Some(Free::Transit);
        }
        if crossing.same_entity && law.same_entity_free {
            return Some(Free::SameEntity);
        }
        if crossing.returns && law.processor_return_free {
            return Some(Free::ProcessorReturn);
        }
        let organisation = |place: PlaceIx| self.view.book.place(place).kind == PlaceKind::Organisation;
        match crossing.kind {
            PartyKind::Individuals => return Some(Free::ToIndividuals),
            PartyKind::InternationalOrganisation => return None,
            _ if crossing.seat.is_some_and(organisation) => return None,
            _ => {}
        }
        let free = |place: PlaceIx| {
            if organisation(place) { None } else { self.view.free_row(regime, crossing.from, place) }
        };
        if let Some(row) = crossing.place.and_then(free) {
            return Some(Free::Area(row));
        }
        // Staff of an importer in the free area are the importer, wherever they sit.
        (crossing.staff && crossing.seat.and_then(free).is_some()).then_some(Free::OwnStaff)
    }
}
