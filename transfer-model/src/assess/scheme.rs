//! Entries in certification schemes: whether the importer's entry is good on the day, for the part that the
//! regime needs and for the data at hand.

use super::cause::{Cause, Question};
use super::cell::Cell;
use super::engine::Engine;
use crate::day::Day;
use crate::index::{PartyIx, RuleIx, SchemeIx};
use crate::law::{Beside, Condition, Continues};
use crate::register::{Certification, CertificationStatus};

impl Engine<'_> {
    /// What stands in the way of the importer's entry; the best of its entries decides.
    pub(super) fn certified(
        &self,
        rule: RuleIx,
        (scheme, part): (SchemeIx, Option<u8>),
        continues: &[Continues],
        cell: &Cell,
    ) -> Option<Cause> {
        let importer = cell.recipient;
        let mut best: Option<Cause> = None;
        let mut seen = false;
        let mut better = |found: Option<Cause>| -> bool {
            seen = true;
            let Some(found) = found else { return true };
            if best.is_none_or(|best| found.status().rank() < best.status().rank()) {
                best = Some(found);
            }
            false
        };
        let own = self.register.party(importer).certifications.as_deref();
        let holders = self.holders(importer);
        let entries = own.unwrap_or_default().iter().map(|entry| (importer, entry)).chain(holders);
        for (holder, entry) in entries {
            // Who cannot take part has no entry that could cover another.
            let barred = || if holder == importer { None } else { self.cannot_hold(rule, holder) };
            if entry.scheme == scheme {
                if better(barred().or_else(|| self.entry(entry, holder, scheme, part, cell))) {
                    return None;
                }
            } else if let Some(earlier) = continues.iter().find(|c| c.scheme == entry.scheme)
                && Self::open_on(entry, earlier.open_on)
                && !self.entered_anew(holder, scheme, part)
                && better(
                    barred().or_else(|| self.entry(entry, holder, earlier.scheme, Some(earlier.part), cell)),
                )
            {
                return None;
            }
        }
        if seen {
            return best;
        }
        Some(if own.is_some() {
            Cause::NotCertified(importer, scheme)
        } else {
            Cause::Missing(Question::Certified(importer, scheme))
        })
    }

    /// Why a party cannot hold an entry by its place or its sector, as the rule asks of importers; its country may not be
    /// known. That it has an entry shows that its sector, where none is recorded, is no bar.
    fn cannot_hold(&self, rule: RuleIx, holder: PartyIx) -> Option<Cause> {
        let party = self.register.party(holder);
        self.view.book.rule(rule).conditions.iter().find_map(|condition| match condition {
            Condition::ImporterIn(places) => match party.country.value {
                Some(country) if self.view.within(country, &self.view.expand(places)) => None,
                Some(_) => Some(Cause::NotEligible(rule, holder)),
                None => Some(Cause::Missing(Question::Country(holder))),
            },
            Condition::ImporterSector(test) => {
                let sector = self.sector_of(holder)?;
                let out =
                    test.none.contains(&sector) || (!test.any.is_empty() && !test.any.contains(&sector));
                out.then_some(Cause::NotEligible(rule, holder))
            }
            _ => None,
        })
    }

    /// What stands in the way of the entry on which another rests; the best of those recorded decides. Where none is
    /// recorded the other shows it, since without it that would not be listed. Which data it covers is no matter: that
    /// is for the entry which rests on it.
    pub(super) fn runs_beside(&self, beside: &[Beside], cell: &Cell) -> Option<Cause> {
        let importer = cell.recipient;
        let own = self.register.party(importer).certifications.as_deref();
        let own = own.unwrap_or_default().iter().map(|entry| (importer, entry));
        let mut best: Option<Cause> = None;
        for (holder, entry) in own.chain(self.holders(importer)) {
            for needed in beside.iter().filter(|needed| needed.scheme == entry.scheme) {
                if needed.open_on.is_some_and(|day| !Self::open_on(entry, day)) {
                    continue;
                }
                let later = |later: &Beside| self.entered_anew(holder, later.scheme, Some(later.part));
                if needed.open_on.is_some() && beside.iter().filter(|b| b.open_on.is_none()).any(later) {
                    continue;
                }
                match self.in_part(entry, holder, needed.scheme, needed.part) {
                    None => return None,
                    // An entry for other parts says nothing of this one.
                    Some(Cause::NotInPart(..)) => {}
                    Some(found) => {
                        if best.is_none_or(|best| found.status().rank() < best.status().rank()) {
                            best = Some(found);
                        }
                    }
                }
            }
        }
        best
    }

    /// What stands in the way of an entry for a part, whatever data it covers. The part is asked first: an entry for
    /// other parts says nothing of this one.
    fn in_part(&self, entry: &Certification, holder: PartyIx, scheme: SchemeIx, part: u8) -> Option<Cause> {
        match &entry.parts {
            Some(parts) if !parts.contains(&part) => Some(Cause::NotInPart(holder, scheme, part)),
            Some(_) => Self::running(entry, holder, scheme, self.view.day),
            None => Self::running(entry, holder, scheme, self.view.day)
                .or(Some(Cause::Missing(Question::Parts(holder, scheme)))),
        }
    }

    /// Whether the party has an entry of its own in the scheme for the part, which then tells how that stands: an entry of
    /// the scheme before it no longer does.
    pub(super) fn entered_anew(&self, party: PartyIx, scheme: SchemeIx, part: Option<u8>) -> bool {
        let entries = self.register.party(party).certifications.as_deref().unwrap_or_default();
        entries.iter().filter(|entry| entry.scheme == scheme).any(|entry| {
            let names =
                part.is_none_or(|part| entry.parts.as_ref().is_some_and(|parts| parts.contains(&part)));
            names && entry.since.or(entry.checked_on).is_some_and(|begun| begun <= self.view.day)
        })
    }

    /// Whether an earlier entry was open on the day on which the new scheme took it over.
    pub(super) fn open_on(entry: &Certification, day: Day) -> bool {
        let ended = entry.until.is_some_and(|until| until < day);
        let begun = entry.since.is_none_or(|since| since <= day);
        let out = entry.status.is_some_and(|status| !counts(status))
            && entry.checked_on.map_or(entry.until.is_none(), |checked| checked <= day);
        begun && !ended && !out
    }

    /// What stands in the way of one entry on the day; the first thing found.
    fn entry(
        &self,
        entry: &Certification,
        holder: PartyIx,
        scheme: SchemeIx,
        part: Option<u8>,
        cell: &Cell,
    ) -> Option<Cause> {
        if let Some(cause) = Self::running(entry, holder, scheme, self.view.day) {
            // Nothing need be asked of an entry that is for other parts.
            let other = part.filter(|part| entry.parts.as_ref().is_some_and(|parts| !parts.contains(part)));
            let asks = matches!(cause, Cause::Missing(_));
            return Some(other.filter(|_| asks).map_or(cause, |part| Cause::NotInPart(holder, scheme, part)));
        }
        if let Some(part) = part {
            match &entry.parts {
                None => return Some(Cause::Missing(Question::Parts(holder, scheme))),
                Some(parts) if !parts.contains(&part) => return Some(Cause::NotInPart(holder, scheme, part)),
                Some(_) => {}
            }
        }
        if self.view.book.scheme(scheme).covers {
            return self.covers(entry, holder, scheme, cell);
        }
        None
    }

    /// Whether the entry runs on the day. A status decides from the day it was looked up; before that, and
    /// where none is recorded, the dates decide.
    pub(super) fn running(
        entry: &Certification,
        holder: PartyIx,
        scheme: SchemeIx,
        day: Day,
    ) -> Option<Cause> {
        let looked_up = entry.checked_on.is_none_or(|checked| checked <= day);
        if let Some(status) = entry.status.filter(|_| looked_up) {
            match status {
                CertificationStatus::Active | CertificationStatus::UnderReview => {}
                CertificationStatus::Applied => return Some(Cause::NotCertified(holder, scheme)),
                // An ended entry that was not looked up on a day ended when its dates say, where they do.
                CertificationStatus::Lapsed
                | CertificationStatus::Withdrawn
                | CertificationStatus::Removed
                    if entry.checked_on.is_none() && entry.until.is_some() => {}
                CertificationStatus::Lapsed
                | CertificationStatus::Withdrawn
                | CertificationStatus::Removed => {
                    // It was over by its own last day, or else by the day on which it was found so.
                    let ended = entry.until.map(Day::next);
                    let from = ended.into_iter().chain(entry.checked_on).min();
                    return Some(Cause::CertificationOver(holder, scheme, from));
                }
            }
        }
        if entry.status == Some(CertificationStatus::Applied) && !looked_up && entry.since.is_none() {
            return Some(Cause::NotCertified(holder, scheme));
        }
        // Who was looked up after that day and found active had renewed.
        let renewed = |until: Day| {
            looked_up && entry.status.is_some_and(counts) && entry.checked_on.is_some_and(|seen| seen > until)
        };
        if let Some(until) = entry.until
            && until < day
            && !renewed(until)
        {
            return Some(Cause::CertificationOver(holder, scheme, Some(until.next())));
        }
        match entry.since {
            Some(since) if since > day => return Some(Cause::NotCertified(holder, scheme)),
            Some(_) => {}
            None => {
                let seen = entry.checked_on.is_some_and(|checked| checked <= day)
                    && entry.status.is_some_and(counts);
                if !seen {
                    return Some(Cause::Missing(Question::Since(holder, scheme)));
                }
            }
        }
        if let Some(due) = entry.next_due
            && day > due
            && !entry.checked_on.is_some_and(|checked| checked > due && checked <= day)
        {
            return Some(Cause::Missing(Question::Renewed(holder, scheme, due)));
        }
        None
    }

    fn covers(&self, entry: &Certification, holder: PartyIx, scheme: SchemeIx, cell: &Cell) -> Option<Cause> {
        let staff = self.register.datum(cell.data).hr;
        let (wanted, other) = if staff { (entry.hr, entry.non_hr) } else { (entry.non_hr, entry.hr) };
        match wanted {
            Some(true) => None,
            None => Some(Cause::Missing(Question::Covers(holder, scheme))),
            Some(false) => {
                let inside = self.graph.same_group(self.register.flow(cell.flow).from.value, cell.recipient);
                if staff && !inside && other == Some(true) {
                    Some(Cause::StaffDataOutside(holder, scheme))
                } else {
                    Some(Cause::NotCovered(holder, scheme, staff))
                }
            }
        }
    }
}

const fn counts(status: CertificationStatus) -> bool {
    matches!(status, CertificationStatus::Active | CertificationStatus::UnderReview)
}
