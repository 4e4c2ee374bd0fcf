//! The relation in Datalog, by `datafrog`. It has no maximum: the host takes it.

use datafrog::{Iteration, Relation as Table};
use transfer_model::assess::Verdict;

use crate::{Facts, Hop, Relation, Stopped, Worst};

/// The facts as tables.
#[derive(Debug)]
pub struct Datalog {
    hops: Vec<Hop>,
    cases: usize,
    tables: Tables,
}

/// Tables sorted by their first column.
struct Tables {
    /// What breaks of itself: where it arrives, how bad.
    breaks: Table<(u32, Verdict)>,
    /// From where to where.
    next: Table<(u32, u32)>,
    /// From where, and which case.
    cases: Table<(u32, u32)>,
}

impl std::fmt::Debug for Tables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tables").field("next", &self.next.len()).finish_non_exhaustive()
    }
}

impl Relation for Datalog {
    const NAME: &'static str = "datafrog";

    fn load(facts: &Facts) -> Result<Self, Stopped> {
        let (from, to) =
            (|hop: &Hop| facts.node(hop.from, hop.kind), |hop: &Hop| facts.node(hop.to, hop.kind));
        let hops = || facts.hops.iter();
        let tables = Tables {
            breaks: hops()
                .filter(|hop| hop.own >= Verdict::Unsupported)
                .map(|hop| (to(hop), hop.own))
                .collect(),
            next: hops().map(|hop| (from(hop), to(hop))).collect(),
            cases: hops().map(|hop| (from(hop), hop.case)).collect(),
        };
        Ok(Self { hops: facts.hops.clone(), cases: facts.cases.len(), tables })
    }

    fn answer(&mut self) -> Result<Vec<Verdict>, Stopped> {
        let Tables { breaks, next, cases } = &self.tables;
        let mut iteration = Iteration::new();
        let broken = iteration.variable::<(u32, Verdict)>("broken");
        broken.insert(breaks.clone());
        while iteration.changed() {
            broken.from_join(&broken, next, |_, verdict, to| (*to, *verdict));
        }
        let told = Table::from_join(&broken.complete(), cases, |_, verdict, case| (*case, *verdict));
        let mut worst = Worst::of(self.cases);
        for (case, verdict) in self.hops.iter().map(|hop| (hop.case, hop.own)).chain(told.elements) {
            worst.tell(case, verdict);
        }
        Ok(worst.0)
    }
}
