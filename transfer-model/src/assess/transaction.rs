//! Rules of national security on who may have which data: recipients of named countries and whom they own,
//! kinds of data above a number of people, kinds of transaction.

use super::cause::{Cause, Detail, Question};
use super::engine::Engine;
use super::result::{FlowResult, Raised};
use super::row::Row;
use super::verdict::Verdict;
use crate::finding::Severity;
use crate::index::{DataIx, FlowIx, PartyIx};
use crate::law::{PlaceSet, Restriction, Role, Transaction};
use crate::register::{Flow, Personal};

/// Yes, no, or not known; from better to worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Is {
    No,
    Unknown,
    Yes,
}

impl Is {
    const fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

impl Engine<'_> {
    /// Applies the rules of national security to a flow.
    pub(super) fn restrictions(&self, ix: FlowIx, result: &mut FlowResult) {
        let flow = self.register.flow(ix);
        let from = self.register.party(flow.from.value);
        let seat = flow.context.map_or(from.country.value, |context| Some(context.value));
        let Some(seat) = seat else { return };
        let mut told = false;
        for (at, home) in self.view.restrictions(seat) {
            let Some(row) = self.view.book.pack().restrictions.get(at) else { continue };
            if flow.known_purposes.iter().any(|p| row.exempt.contains(p)) {
                continue;
            }
            let sector = row.sectors.is_empty()
                || from.sector.is_some_and(|sector| row.sectors.contains(&sector.value));
            let people = flow.subjects.iter().flat_map(|s| s.places.iter()).map(|p| p.value);
            let elsewhere = !flow.subjects.is_empty()
                && flow.subjects.iter().all(|s| !s.places.is_empty())
                && !people.into_iter().any(|place| self.view.overlap_set(place, home));
            if !sector || elsewhere {
                continue;
            }
            let kind = self.transaction(flow, row);
            if kind == Is::No {
                continue;
            }
            for to in self.destinations(flow) {
                let who = self.recipient(to.recipient, to.place, row, home);
                if who == Is::No {
                    continue;
                }
                let much = self.above(flow, to.recipient, row);
                let all = kind.min(who).min(much);
                if all == Is::No || (all == Is::Unknown && told) {
                    continue;
                }
                told = true;
                let (severity, cause, verdict) = match (all, row.prohibited) {
                    (Is::Unknown | Is::No, _) => {
                        let ask = if who == Is::Unknown {
                            Question::Owners(at, to.recipient)
                        } else if much == Is::Unknown {
                            Question::Numbers(at, flow.from.value)
                        } else {
                            Question::Brokerage(at)
                        };
                        (Severity::Error, Cause::Missing(ask), Verdict::Undetermined)
                    }
                    (Is::Yes, true) => {
                        (Severity::Error, Cause::Prohibited(at, to.recipient), Verdict::Prohibited)
                    }
                    (Is::Yes, false) => {
                        (Severity::Warning, Cause::Restricted(at, to.recipient), Verdict::Conditional)
                    }
                };
                let detail = Detail { tag: None, rule: None, cause };
                if !result.raised.iter().any(|r| r.regime.is_none() && r.detail == detail) {
                    result.raised.push(Raised { regime: None, severity, detail });
                }
                result.verdict = result.verdict.max(verdict);
                if result.verdict == verdict {
                    self.ban_sources(Row::Restriction(at), None, result);
                }
            }
        }
    }

    /// Whether the flow is such a transaction.
    fn transaction(&self, flow: &Flow, row: &Restriction) -> Is {
        let book = self.view.book;
        let sector = self.register.party(flow.from.value).sector;
        let broker = sector.is_some_and(|s| book.sector(s.value) == "data-broker")
            || flow.known_purposes.iter().any(|p| book.purpose(*p) == "data-brokerage");
        let inside = self.graph.same_group(flow.from.value, flow.to.value);
        let service = matches!(
            flow.roles.value,
            Role::ControllerToProcessor | Role::ProcessorToProcessor | Role::ProcessorToController
        );
        match row.transaction {
            Transaction::Any => Is::Yes,
            Transaction::Agreement => Is::from(!broker && (service || inside)),
            Transaction::Brokerage if broker => Is::Yes,
            Transaction::Brokerage if service || inside => Is::No,
            // Whether one controller gives another data for consideration is not said by the roles.
            Transaction::Brokerage if row.sectors.is_empty() => Is::Unknown,
            Transaction::Brokerage => Is::No,
        }
    }

    /// Whether the recipient is one of those that the rule is about.
    fn recipient(
        &self,
        party: PartyIx,
        place: Option<crate::index::PlaceIx>,
        row: &Restriction,
        home: &PlaceSet,
    ) -> Is {
        let seat = self.register.party(party).country.value;
        let at_home = seat.is_some_and(|seat| self.view.extent(seat).meets(home));
        let covered = |places: &[crate::index::PlaceIx]| {
            let set = self.view.expand(places);
            // Whoever works with the data there is one of those persons, wherever the employer sits.
            if place.is_some_and(|place| self.view.extent(place).meets(&set)) {
                return Is::Yes;
            }
            if at_home { Is::No } else { self.covered(party, &set, row.share, &mut Vec::new()) }
        };
        if row.recipients.is_empty() {
            return match (at_home, covered(&row.not_recipients)) {
                (true, _) | (_, Is::Yes) => Is::No,
                (false, other) => Is::from(other == Is::No).max(Is::Unknown),
            };
        }
        covered(&row.recipients)
    }

    /// Whether a party is of these places, or owned to the share by those who are.
    fn covered(&self, party: PartyIx, set: &PlaceSet, share: u32, seen: &mut Vec<PartyIx>) -> Is {
        let who = self.register.party(party);
        match who.country.value {
            Some(seat) if self.view.extent(seat).meets(set) => return Is::Yes,
            Some(_) => {}
            None => return Is::Unknown,
        }
        if seen.contains(&party) {
            return Is::No;
        }
        seen.push(party);
        let (mut held, mut open) = (0_u32, false);
        for owner in who.owners.iter().filter(|owner| owner.period.holds(self.view.day)) {
            match (self.covered(owner.party.value, set, share, seen), owner.share) {
                (Is::Yes, Some(part)) => held = held.saturating_add(part),
                (Is::Yes, None) | (Is::Unknown, _) => open = true,
                (Is::No, _) => {}
            }
        }
        seen.pop();
        if held >= share {
            Is::Yes
        } else if open {
            Is::Unknown
        } else {
            Is::No
        }
    }

    /// Whether data of the kinds named go to the recipient, of more people than the rule lets pass.
    fn above(&self, flow: &Flow, recipient: PartyIx, row: &Restriction) -> Is {
        let kinds = |data: DataIx| {
            let personal = self.register.datum(data).personal.value != Personal::No;
            row.data.iter().filter(move |(kind, _)| personal && self.has_trait(data, *kind, None))
        };
        // Data sent together count by the lowest number of any kind among them.
        let lowest = flow.data.iter().flat_map(|data| kinds(data.value)).map(|(_, least)| *least).min();
        let Some(limit) = lowest else { return Is::No };
        if limit == 0 {
            return Is::Yes;
        }
        let year = self.view.day.date().year();
        // Any time in the twelve months before counts, so the numbers of the year before do through this one.
        let before = year.checked_sub(1);
        let (mut people, mut earlier, mut whole) = (0_u64, 0_u64, true);
        for ix in self.flows_from(flow.from.value) {
            let other = self.register.flow(ix);
            if other.period.since > self.view.day || !goes_to(other, recipient) {
                continue;
            }
            let listed: Vec<DataIx> =
                other.data.iter().map(|d| d.value).filter(|d| kinds(*d).next().is_some()).collect();
            if listed.is_empty() {
                continue;
            }
            let entries = other
                .volume
                .iter()
                .filter(|volume| volume.data.is_empty() || volume.data.iter().any(|d| listed.contains(d)));
            let mut any = false;
            for entry in entries {
                if entry.year.is_none_or(|of| of == year) {
                    any = true;
                    people = people.saturating_add(entry.people);
                }
                if entry.year.is_none_or(|of| Some(of) == before) {
                    earlier = earlier.saturating_add(entry.people);
                }
            }
            whole &= any;
        }
        if people.max(earlier) > limit { Is::Yes } else { Is::from(!whole).min(Is::Unknown) }
    }
}

fn goes_to(flow: &Flow, recipient: PartyIx) -> bool {
    flow.to.value == recipient
        || flow.accessed_from.iter().flatten().any(|a| a.by.is_some_and(|by| by.value == recipient))
}
