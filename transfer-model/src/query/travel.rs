//! The flows along which data travel on a day: those active, and those over whose data the importer still
//! holds. Each has its verdict and all who receive by it, also those who only look from elsewhere.

use std::borrow::Cow;

use crate::assess::{Assessment, Engine, FlowResult, Verdict};
use crate::index::{DataIx, FlowIx, PartyIx, PlaceIx};
use crate::register::Flow;

/// A flow by which data travel.
#[derive(Debug, Clone)]
pub struct Leg<'a> {
    /// The flow as assessed; one that is over, as it stood on its last day.
    pub result: Cow<'a, FlowResult>,
    /// Whether the flow is over and the importer still holds the data.
    pub held: bool,
    /// Who receives: the importer, and others who see the data.
    pub ends: Vec<PartyIx>,
}

impl Leg<'_> {
    /// The flow.
    pub fn flow(&self) -> FlowIx {
        self.result.flow
    }

    /// The verdict on the flow.
    pub fn verdict(&self) -> Verdict {
        self.result.verdict
    }
}

/// All legs of a register on a day, by where they leave.
#[derive(Debug)]
pub struct Travel<'a> {
    /// The register and the law.
    pub engine: &'a Engine<'a>,
    legs: Vec<Leg<'a>>,
    leaving: Vec<Vec<usize>>,
}

impl<'a> Travel<'a> {
    /// The legs of an assessed register.
    pub fn new(engine: &'a Engine<'a>, assessment: &'a Assessment) -> Self {
        let register = engine.register;
        let active = assessment.flows.iter().map(|result| (Cow::Borrowed(result), false));
        let held = |result: &FlowResult| {
            register.flow(result.flow).returned.is_none_or(|returned| returned > engine.view.day)
        };
        let over = engine.lingering().into_iter().filter(held).map(|result| (Cow::Owned(result), true));
        let mut legs: Vec<Leg<'a>> = active
            .chain(over)
            .map(|(result, held)| {
                let mut ends = Vec::new();
                for (party, _) in destinations(engine, register.flow(result.flow)) {
                    if !ends.contains(&party) {
                        ends.push(party);
                    }
                }
                Leg { result, held, ends }
            })
            .collect();
        legs.sort_by(|a, b| register.flow(a.flow()).id.cmp(&register.flow(b.flow()).id));
        let mut leaving = vec![Vec::new(); register.parties.len()];
        for (at, leg) in legs.iter().enumerate() {
            if let Some(list) = leaving.get_mut(register.flow(leg.flow()).from.value.position()) {
                list.push(at);
            }
        }
        Self { engine, legs, leaving }
    }

    /// The legs, in the order of their flows' ids.
    pub fn legs(&self) -> &[Leg<'a>] {
        &self.legs
    }

    /// Positions of the legs that leave a party, in the order of their flows' ids.
    pub fn leaving(&self, party: PartyIx) -> &[usize] {
        self.leaving.get(party.position()).map_or(&[], Vec::as_slice)
    }

    /// The flow of a leg.
    pub fn flow(&self, leg: &Leg<'_>) -> &'a Flow {
        self.engine.register.flow(leg.flow())
    }

    /// Whether data of one leg can be those of another: the item, the people and the time agree.
    pub(super) fn follows(&self, from: &Leg<'_>, next: &Leg<'_>, data: DataIx) -> bool {
        self.engine.reaches_flow(from.flow(), next.flow(), data)
    }
}

/// To whom and where the data of a flow go: the importer's country, where they lie, from where they are seen.
pub(super) fn destinations(engine: &Engine<'_>, flow: &Flow) -> Vec<(PartyIx, Option<PlaceIx>)> {
    engine.destinations(flow).into_iter().map(|to| (to.recipient, to.place)).collect()
}

impl Engine<'_> {
    /// To whom and where the data of a flow go; a place not known is none.
    pub fn places(&self, flow: FlowIx) -> Vec<(PartyIx, Option<PlaceIx>)> {
        destinations(self, self.register.flow(flow))
    }

    /// Where the exporter of a flow acts; none: not known.
    pub fn origin(&self, flow: FlowIx) -> Option<PlaceIx> {
        let flow = self.register.flow(flow);
        flow.context.map_or(self.register.party(flow.from.value).country.value, |context| Some(context.value))
    }
}
