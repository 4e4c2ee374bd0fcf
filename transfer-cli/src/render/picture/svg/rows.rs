//! The rows of boxes and lanes: every arrow has a height of its own wherever it stands level, in the order of
//! where it comes from or goes to.

use std::collections::BTreeMap;

use super::super::Picture;
use super::place::{ENTRY, EXIT, Places, Stop, sides};
use super::{Side, at};

/// An arrow at a box: the height it goes to, whether it enters, its number and step.
type End = (i32, bool, usize, usize);

/// An arrow in a lane: the heights on both sides together, its number and step.
type Passing = (i32, usize, usize);

impl Places {
    /// The rows: for each arrow the height of each of its stops.
    pub(super) fn rows(&self, picture: &Picture) -> Vec<Vec<i32>> {
        let mut rows: Vec<Vec<i32>> = self.ways.iter().map(|way| vec![0; way.len()]).collect();
        // Every end and every lane collects who passes, then hands out rows in the order of where they go.
        let mut ends: BTreeMap<(usize, Side), Vec<End>> = BTreeMap::new();
        let mut lanes: BTreeMap<(usize, usize), Vec<Passing>> = BTreeMap::new();
        for (number, (way, arrow)) in self.ways.iter().zip(&picture.arrows).enumerate() {
            let (out, into) = sides(at(&self.column, arrow.from), at(&self.column, arrow.to));
            let last = way.len().saturating_sub(1);
            for (step, stop) in way.iter().enumerate() {
                let near = |step: usize| way.get(step).map_or(0, |stop| self.middle(*stop));
                match stop {
                    Stop::Party(party) if step == 0 => {
                        ends.entry((*party, out)).or_default().push((near(1), false, number, step));
                    }
                    Stop::Party(party) => {
                        let there = near(last.saturating_sub(1));
                        ends.entry((*party, into)).or_default().push((there, true, number, step));
                    }
                    Stop::Lane(column, place) => {
                        let both = near(step.saturating_sub(1)) + near(step + 1);
                        lanes.entry((*column, *place)).or_default().push((both, number, step));
                    }
                }
            }
        }
        let mut set = |number: usize, step: usize, y: i32| {
            if let Some(slot) = rows.get_mut(number).and_then(|way| way.get_mut(step)) {
                *slot = y;
            }
        };
        for ((party, _), mut list) in ends {
            list.sort_unstable();
            let (top, height) = at(&self.parties, party);
            let all: i32 = list.iter().map(|(_, entry, ..)| if *entry { ENTRY } else { EXIT }).sum();
            let mut y = top + (height - all).div_euclid(20) * 10;
            for (_, entry, number, step) in list {
                set(number, step, if entry { y + 15 } else { y + 5 });
                y += if entry { ENTRY } else { EXIT };
            }
        }
        for ((column, place), mut list) in lanes {
            list.sort_unstable();
            let mut y = self.spans.get(column).map_or(0, |spans| at(spans, place).0) + 5;
            for (_, number, step) in list {
                set(number, step, y);
                y += 10;
            }
        }
        rows
    }
}
