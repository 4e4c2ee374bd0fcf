//! Conditions of what a flow is: its purposes, its people, the facts that an exception turns on, who can read the data.

use crate::assess::cause::{Cause, Question};
use crate::assess::cell::Cell;
use crate::assess::destination::has_measure;
use crate::assess::engine::Engine;
use crate::index::{PlaceIx, RuleIx, WordIx};
use crate::law::Flag;
use crate::register::{Flow, Safeguard};

impl Engine<'_> {
    /// Whether none of the people is in these places.
    pub(super) fn people_outside(
        &self,
        flow: &Flow,
        places: &[PlaceIx],
        rule: RuleIx,
        causes: &mut Vec<Cause>,
    ) {
        let set = self.view.expand(places);
        let mut all = flow.subjects.iter().flat_map(|s| s.places.iter());
        if flow.subjects.is_empty() || flow.subjects.iter().any(|s| s.places.is_empty()) {
            causes.push(Cause::Missing(Question::People));
        } else if all.any(|place| self.view.overlap_set(place.value, &set)) {
            causes.push(Cause::Scope(rule));
        }
    }

    /// Whether the facts that an exception turns on are as it needs them, and none bars it.
    pub(super) fn derogation(
        &self,
        (needs, bars, judged): (&[Flag], &[Flag], &[Flag]),
        rule: RuleIx,
        cell: &Cell,
        causes: &mut Vec<Cause>,
    ) {
        let flow = self.register.flow(cell.flow);
        let flags = &flow.derogation.flags;
        for flag in needs {
            match flags.get(flag) {
                Some(true) => {}
                Some(false) => causes.push(Cause::Misused(rule, *flag)),
                None => causes.push(Cause::Missing(Question::Flag(*flag))),
            }
        }
        for flag in bars {
            match flags.get(flag) {
                Some(true) => causes.push(Cause::Misused(rule, *flag)),
                Some(false) => {}
                // Only a public body can exercise public powers; and what is occasional is not systematic.
                None if *flag == Flag::PublicPower && !self.is_public(flow.from.value) => {}
                None if *flag == Flag::Repetitive && flags.get(&Flag::Occasional) == Some(&true) => {}
                None if *flag == Flag::Repetitive && needs.contains(&Flag::Occasional) => {}
                None => causes.push(Cause::Missing(Question::Flag(*flag))),
            }
        }
        for flag in judged {
            if flags.get(flag) == Some(&true) {
                causes.push(Cause::Missing(Question::Judge(*flag)));
            }
        }
    }
}

/// Whether nobody at the recipient can read the data.
pub(super) fn out_of_reach(flow: &Flow) -> bool {
    let keys = [Safeguard::ExporterHoldsKeys, Safeguard::TrustedPartyHoldsKeys, Safeguard::EndToEndEncrypted];
    keys.into_iter().any(|measure| has_measure(flow, measure))
}

/// Why the purposes of the flow are not those of a rule, if they are not: one that is shut out, or none that is asked for.
pub(super) fn purpose(flow: &Flow, any: &[WordIx], none: &[WordIx], rule: RuleIx) -> Option<Cause> {
    if let Some(hit) = flow.known_purposes.iter().find(|p| none.contains(p)) {
        return Some(Cause::Purpose(rule, Some(*hit)));
    }
    let fits = any.is_empty() || flow.known_purposes.iter().any(|p| any.contains(p));
    (!fits).then_some(Cause::Purpose(rule, None))
}
