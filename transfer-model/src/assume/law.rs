//! Assumptions about the law: rules that end, places that join an area. A row made here cites the assumption.

use std::collections::BTreeSet;

use super::Ended;
use crate::day::{Day, Period};
use crate::index::{PlaceIx, RegimeIx};
use crate::law::{Confidence, Header, LawBook, LawPack, Membership, Memory, Part, Rule, Territory};

/// Ends rules from a day; gives their ids. A row that several words share ends as a whole.
pub(super) fn end(pack: &mut LawPack, what: &Ended, day: Day, cite: &str) -> Vec<String> {
    let only = match what {
        Ended::Mechanism(_, regime) => *regime,
        Ended::Row(_) => None,
    };
    let meant = |rule: &Rule| match what {
        Ended::Mechanism(mechanism, _) => rule.mechanism == *mechanism && rule.part != Part::CarveOut,
        Ended::Row(id) => rule.header.id == *id,
    };
    let ids: BTreeSet<String> =
        pack.rules.iter().filter(|rule| meant(rule)).map(|rule| rule.header.id.clone()).collect();
    let mut ended = BTreeSet::new();
    let mut apart = Vec::new();
    for rule in pack.rules.iter_mut().filter(|rule| ids.contains(&rule.header.id)) {
        let runs = rule.header.period.until >= day;
        if !runs || only.is_some_and(|regime| !rule.regimes.contains(&regime)) {
            continue;
        }
        ended.insert(rule.header.id.clone());
        if let Some(regime) = only.filter(|_| rule.regimes.len() > 1) {
            // The row goes on for its other regimes. Added at the end: rules are known by their position.
            rule.regimes.retain(|known| *known != regime);
            let mut own = Rule { regimes: vec![regime], ..rule.clone() };
            close(&mut own.header, day, cite);
            apart.push(own);
        } else {
            close(&mut rule.header, day, cite);
        }
    }
    pack.rules.extend(apart);
    ended.into_iter().collect()
}

fn close(header: &mut Header, day: Day, cite: &str) {
    header.period.until = day.previous();
    header.ended_by = Some(cite.to_owned());
    header.memory.until = false;
}

/// Makes a place a member of an area from a day; gives the rows that follow. Territories that are given by the area
/// follow by themselves; where a law lists the members one by one, the place is added to the list.
pub(super) fn join(
    pack: &mut LawPack,
    book: &LawBook,
    place: PlaceIx,
    area: PlaceIx,
    day: Day,
    cite: &str,
) -> Vec<String> {
    let members = book.members(area, day);
    if members.contains(place) {
        return Vec::new();
    }
    let code = |place: PlaceIx| book.place(place).code.to_lowercase();
    let name = format!("assumed-{}-{}", code(area), code(place));
    let mut added = vec![name.clone()];
    // A law that binds every member of an area that it treats as its own binds a new member too.
    let free = pack.free_areas.iter().filter(|row| row.header.period.holds(day));
    let own: BTreeSet<RegimeIx> =
        free.filter(|row| row.places.contains(&area)).flat_map(|row| row.regimes.iter().copied()).collect();
    for regime in own {
        let rows = || {
            let all = pack.territories.iter();
            all.filter(|row| row.regime == regime && row.header.period.holds(day))
        };
        let mut ground = crate::law::PlaceSet::default();
        for row in rows() {
            ground.add(&book.expand(&row.places, day));
        }
        // A row given by the area holds the place once it is a member.
        let by_area = rows().any(|row| row.places.contains(&area));
        if by_area || ground.contains(place) || !ground.includes(&members) {
            continue;
        }
        let id = format!("{name}-{}", book.regime(regime).header.id);
        added.push(id.clone());
        let targeting = rows().any(|row| row.targeting);
        pack.territories.push(Territory {
            header: header(id, day, cite),
            regime,
            places: vec![place],
            targeting,
        });
    }
    pack.memberships.push(Membership { header: header(name, day, cite), area, places: vec![place] });
    added
}

fn header(id: String, day: Day, cite: &str) -> Header {
    Header {
        id,
        period: Period::new(Some(day), None),
        citation: cite.to_owned(),
        sources: Vec::new(),
        // What is assumed cannot be out of date on the day for which it is.
        verified: Day::MAX,
        confidence: Confidence::Checked,
        memory: Memory::default(),
        ended_by: None,
        note: None,
        file: 0,
        line: 0,
    }
}
