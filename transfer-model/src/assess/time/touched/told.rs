//! Events that bear on a flow and need not move its verdict: they overtake its assessment, put what carries it at risk, or
//! tell of it.

use super::How;
use super::collect::{Collected, Key};
use crate::assess::cause::Cause;
use crate::assess::cell::Cell;
use crate::assess::engine::Engine;
use crate::assess::result::{FlowResult, RegimeResult};
use crate::assess::time::source::Source;
use crate::index::RowIx;
use crate::law::{Effect, Event};

/// A flow on a day.
type On<'s> = (&'s Engine<'s>, &'s FlowResult);

/// Adds the events of the second day that bear on the flow.
pub(super) fn told((_, before): On<'_>, (now, after): On<'_>, all: &mut Collected<'_>) {
    let day = now.view.day;
    let events = now.view.book.pack().events.iter().enumerate();
    let today: Vec<(usize, &Event)> =
        events.filter(|(_, event)| event.header.period.start() == Some(day)).collect();
    for under in after.regimes.iter().filter(|_| !today.is_empty()) {
        let regime = under.binding.regime;
        let was = before.regimes.iter().find(|known| known.binding.regime == regime);
        let verdicts = (was.map(|known| known.verdict), Some(under.verdict));
        for (at, event) in &today {
            let key =
                Key { day, source: Source::Event(RowIx::new(*at)), flow: after.flow, regime: Some(regime) };
            if event.effect == Effect::OvertakesAssessments {
                for tia in overtaken(now, after, under, event) {
                    all.add(key, How::Overtaken, verdicts).tia(tia);
                }
                continue;
            }
            let how = if event.effect == Effect::AtRisk { How::AtRisk } else { How::Information };
            if bears(now, under, event) {
                let touched = all.add(key, how, verdicts);
                for claim in &under.claims {
                    let named = claim.carrier.filter(|carrier| event.mechanisms.contains(&carrier.mechanism));
                    if named.is_some() && claim.status.carries() {
                        touched.claim(now, claim.tag);
                    }
                }
                for rule in under.by_data.iter().filter_map(|(_, _, carrier)| *carrier) {
                    touched.entries(now, rule.rule);
                }
            }
        }
    }
}

/// Whether the event is about a mechanism that carries the flow to one of its places.
fn bears(engine: &Engine<'_>, under: &RegimeResult, event: &Event) -> bool {
    let places = || under.by_place.iter().filter_map(|(place, _)| *place);
    let regime = under.binding.regime;
    let there = |mechanism| places().any(|place| engine.bears(event, mechanism, regime, place));
    under.mechanisms().any(|(_, mechanism)| there(mechanism))
}

/// Assessments of the flow that are relied on, were out of date before or are now, and are overtaken by this event too.
fn overtaken(engine: &Engine<'_>, result: &FlowResult, under: &RegimeResult, event: &Event) -> Vec<usize> {
    let regime = under.binding.regime;
    let flow = engine.register.flow(result.flow);
    let raised = result.raised.iter().filter(|raised| raised.regime == Some(regime));
    let asked = raised.filter_map(|raised| match raised.detail.cause {
        Cause::TiaOvertaken(at, _) => Some(at),
        _ => None,
    });
    let mut asked: Vec<usize> = asked.collect();
    asked.sort_unstable();
    asked.dedup();
    let from = engine.origin(result.flow);
    asked.retain(|at| {
        engine.destinations(flow).iter().any(|to| {
            flow.data.iter().any(|data| {
                let Some(place) = to.place else { return false };
                let (recipient, data) = (to.recipient, data.value);
                let cell = Cell { flow: result.flow, regime, from, recipient, place, data };
                let latest = engine.latest_tia(&cell).filter(|(known, _)| known == at);
                latest.is_some_and(|(_, tia)| engine.overtakes(event, tia, &cell))
            })
        })
    });
    asked
}
