//! The rows of the law that an assessment of a destination is written from, and where the data go on to.

use crate::assess::engine::Engine;
use crate::index::{FlowIx, MechanismIx, PartyIx, PlaceIx, PowerIx, RegimeIx};
use crate::law::Defeat;

impl Engine<'_> {
    /// Powers in force on the day in whose territory the place lies.
    pub fn powers_at(&self, place: PlaceIx) -> Vec<PowerIx> {
        let powers = self.view.book.pack().powers.iter().enumerate();
        powers
            .filter(|(_, power)| {
                power.header.period.holds(self.view.day) && self.inside(place, &power.places)
            })
            .map(|(at, _)| PowerIx::new(at))
            .collect()
    }

    /// Facts about the place that hold on the day and matter under one of the regimes, by position.
    pub fn profiles_at(&self, place: PlaceIx, regimes: &[RegimeIx]) -> Vec<usize> {
        let rows = self.view.book.pack().profiles.iter().enumerate();
        rows.filter(|(_, row)| row.header.period.holds(self.view.day) && self.inside(place, &row.places))
            .filter(|(_, row)| row.regimes.is_empty() || row.regimes.iter().any(|ix| regimes.contains(ix)))
            .map(|(at, _)| at)
            .collect()
    }

    /// What the regime asks of an assessment on the day, for these tools, by position.
    pub fn frames(&self, regime: RegimeIx, tools: &[MechanismIx]) -> Vec<usize> {
        let rows = self.view.book.pack().assessments.iter().enumerate();
        rows.filter(|(_, row)| row.header.period.holds(self.view.day) && row.regimes.contains(&regime))
            .filter(|(_, row)| {
                row.mechanisms.is_empty() || row.mechanisms.iter().any(|ix| tools.contains(ix))
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// How the power defeats tools of the regime on the day, if it does.
    pub fn defeat(&self, power: PowerIx, regime: RegimeIx) -> Option<&Defeat> {
        let defeats = &self.view.book.power(power).defeats;
        defeats.iter().find(|d| d.regimes.contains(&regime) && d.period.holds(self.view.day))
    }

    /// Active flows by which the recipient passes data of the flow on.
    pub fn onward_from(&self, flow: FlowIx, recipient: PartyIx) -> Vec<FlowIx> {
        let data = &self.register.flow(flow).data;
        let next = self.lookup.order.iter().copied().filter(|next| {
            self.active(*next) && *next != flow && self.register.flow(*next).from.value == recipient
        });
        next.filter(|next| data.iter().any(|data| self.reaches_flow(flow, *next, data.value))).collect()
    }

    fn inside(&self, place: PlaceIx, places: &[PlaceIx]) -> bool {
        self.view.within(place, &self.view.expand(places))
    }
}
