//! Sentences about what the house forbids and what it accepts.

use crate::assess::cause::Idle;
use crate::assess::papers::months_between;
use crate::assess::words::Words;
use crate::day::Day;
use crate::index::{MechanismIx, PartyIx, PlaceIx};
use crate::law::Sanction;

impl Words<'_> {
    pub(super) fn sanctioned(&self, row: usize, place: PlaceIx) -> String {
        let row = self.book.pack().sanctions.get(row);
        let (authority, programme) = row.map_or(("", ""), |r| (r.authority.as_str(), r.programme.as_str()));
        format!(
            "{} is under territorial sanctions ({}: {programme}), which this register's policy applies",
            self.about(row, place),
            authority.to_uppercase()
        )
    }

    pub(super) fn house_sanction(&self, at: usize, place: PlaceIx) -> String {
        let by = self.register.policy.sanctioned.get(at).map_or("", |s| s.by.as_str());
        let by = if by.is_empty() { String::new() } else { format!(" ({by})") };
        format!("{} is on this register's own list of sanctioned places{by}", self.place(place))
    }

    pub(super) fn listed_only(&self, row: usize, place: PlaceIx) -> String {
        let row = self.book.pack().sanctions.get(row);
        let (authority, programme) = row.map_or(("", ""), |r| (r.authority.as_str(), r.programme.as_str()));
        format!(
            "sanctions on {} bind listed persons or sectors ({}: {programme}); check the person",
            self.about(row, place),
            authority.to_uppercase()
        )
    }

    /// Whom sanctions that reach a place are about: that place, or the state of which it is a part.
    fn about(&self, row: Option<&Sanction>, place: PlaceIx) -> String {
        let about = |place: PlaceIx| row.is_some_and(|row| row.places.contains(&place));
        let state = self.book.place(place).part_of.filter(|state| !about(place) && about(*state));
        self.place(state.unwrap_or(place))
    }

    pub(super) fn no_list(&self, at: usize) -> String {
        let name = self.register.policy.sanctions.get(at).map_or("", |a| a.value.as_str());
        format!(
            "which territories are under sanctions of `{name}`? The law pack has no list of that authority"
        )
    }

    pub(super) fn unreachable(&self, party: PartyIx) -> String {
        // A duty may still name it: duties are not what makes a party matter.
        format!(
            "no flow, owner, certification, instrument, representative, responsible row or notice names `{}`",
            self.register.party(party).id
        )
    }

    pub(super) fn duty_overdue(&self, at: usize) -> String {
        self.register.duties.get(at).map_or_else(String::new, |duty| {
            let whose = duty.party.map_or_else(String::new, |p| format!(" of {}", self.party(p.value)));
            format!(
                "`{}`{whose} ({}) was due on {} and is not recorded as done",
                duty.id, duty.kind, duty.due.value
            )
        })
    }

    pub(super) fn review_overdue(&self, day: Day) -> String {
        let interval = self.register.review.as_ref().map_or("", |review| review.value.as_str());
        let due = day.plus_months(months_between(interval));
        format!(
            "the register was last reviewed on {day}; by its own interval ({interval}) the next review was due on {due}"
        )
    }

    pub(super) fn forbidden(&self, mechanism: MechanismIx) -> String {
        let (row, written) = (self.book.mechanism(mechanism), self.forbidden_as(mechanism));
        if written == mechanism {
            format!("this register's policy forbids {} (`{}`)", row.name, row.id)
        } else {
            let written = self.book.mechanism(written);
            format!(
                "this register's policy forbids {} (`{}`), and `{}` is the same ground",
                written.name, written.id, row.id
            )
        }
    }

    pub(super) fn waiver_unused(&self, at: usize, idle: Idle) -> String {
        let code = self.register.waivers.get(at).map_or("", |w| w.finding.value.name());
        let why = match idle {
            Idle::Nothing => "there is no such finding",
            Idle::Ban => "the finding is a ban, which nobody can waive",
            Idle::Taken => "another waiver accepts the finding already",
        };
        format!("the waiver of `{code}` accepts nothing: {why}")
    }

    pub(super) fn waiver_expired(&self, at: usize, over: bool) -> String {
        self.register.waivers.get(at).map_or_else(String::new, |waiver| {
        let (code, until) = (waiver.finding.value.name(), waiver.until.value);
        if over {
            format!("the waiver of `{code}` ended on {until} and accepts nothing any more")
        } else {
            format!("the waiver of `{code}` runs until {until}, more than twelve months ahead, and accepts nothing")
        }
    })
    }

    /// The word by which the policy forbids a mechanism: its own, or that of the same ground elsewhere.
    fn forbidden_as(&self, mechanism: MechanismIx) -> MechanismIx {
        let forbid = &self.register.policy.forbid;
        let written = forbid.iter().find(|word| word.value == mechanism).map(|word| word.span);
        let first = forbid.iter().find(|word| Some(word.span) == written);
        first.map_or(mechanism, |word| word.value)
    }
}
