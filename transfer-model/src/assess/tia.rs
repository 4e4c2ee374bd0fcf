//! Whether a flow needs an assessment of its destination, and what is wrong with the one it has. An assessment is
//! due where a tool of the kind that it supports is relied on; not where a decision or an exception carries the
//! data (EDPB Recommendations 01/2020, paragraphs 14 to 27).

mod facts;
mod flaw;
mod need;

pub use self::flaw::{Flaw, Limit};
pub use self::need::Need;
use super::cell::Cell;
use super::engine::Engine;
use super::result::RegimeResult;
use super::survey::Assessment;
use crate::index::{FlowIx, MechanismIx, PartyIx, PlaceIx, PowerIx, RegimeIx, RuleIx};
use crate::law::{Condition, Rule};
use crate::register::{PartyKind, Personal, TiaKind};

/// Whether an assessment is due for a flow under a regime, to one recipient and place.
#[derive(Debug, Clone)]
pub struct Due {
    /// The flow.
    pub flow: FlowIx,
    /// The regime.
    pub regime: RegimeIx,
    /// Who receives the data.
    pub recipient: PartyIx,
    /// Where; none: not known.
    pub place: Option<PlaceIx>,
    /// Whether it is needed.
    pub need: Need,
    /// The tools relied on that need it.
    pub tools: Vec<MechanismIx>,
    /// The latest assessments made by the day for this, by position: one, unless they are made for single data items.
    pub tias: Vec<usize>,
    /// What is wrong with them; empty: nothing, or none is needed.
    pub flaws: Vec<Flaw>,
    /// The row of a law that asks for an assessment by a name of its own.
    pub asked_by: Option<RuleIx>,
    /// A power known to reach the recipient that defeats the tools in the clear.
    pub defeated_by: Option<PowerIx>,
}

impl Due {
    /// Whether somebody has to make one.
    pub fn is_due(&self) -> bool {
        self.need == Need::Needed && !self.flaws.is_empty()
    }
}

/// Flows that one assessment may serve: the same exporter, recipient and destination.
#[derive(Debug, Clone)]
pub struct Group {
    /// Who sends.
    pub exporter: PartyIx,
    /// Who receives.
    pub recipient: PartyIx,
    /// Where.
    pub place: PlaceIx,
    /// The flows under each regime.
    pub rows: Vec<Due>,
}

impl Group {
    /// The flows, once each, in their order.
    pub fn flows(&self) -> Vec<FlowIx> {
        let mut flows: Vec<FlowIx> = Vec::new();
        for row in &self.rows {
            if !flows.contains(&row.flow) {
                flows.push(row.flow);
            }
        }
        flows
    }

    /// The regimes, once each, in their order.
    pub fn regimes(&self) -> Vec<RegimeIx> {
        let mut regimes: Vec<RegimeIx> = Vec::new();
        for row in &self.rows {
            if !regimes.contains(&row.regime) {
                regimes.push(row.regime);
            }
        }
        regimes
    }
}

/// The kind of assessment that a rule asks for.
pub(crate) fn kind_asked(rule: &Rule) -> TiaKind {
    let word = rule.conditions.iter().find_map(|condition| match condition {
        Condition::Assessed { kinds, .. } => kinds.first(),
        _ => None,
    });
    let all = [TiaKind::Tia, TiaKind::Tra, TiaKind::Pia, TiaKind::Pipia, TiaKind::YearlyCheck];
    all.into_iter().find(|kind| word.is_some_and(|word| word == kind.name())).unwrap_or(TiaKind::Tia)
}

impl Engine<'_> {
    /// The kind of assessment that is due.
    pub fn kind_due(&self, due: &Due) -> TiaKind {
        due.asked_by.map_or(TiaKind::Tia, |row| kind_asked(self.view.book.rule(row)))
    }

    /// For each flow assessed, regime, recipient and place: whether an assessment is needed, and what is wrong with
    /// the one recorded. Ordered by flow and regime.
    pub fn due(&self, assessment: &Assessment) -> Vec<Due> {
        let mut all = Vec::new();
        for result in &assessment.flows {
            for regime in &result.regimes {
                self.due_under(result.flow, regime, &mut all);
            }
        }
        all
    }

    fn due_under(&self, ix: FlowIx, result: &RegimeResult, all: &mut Vec<Due>) {
        let flow = self.register.flow(ix);
        let regime = result.binding.regime;
        let from = self.origin(ix);
        for to in self.destinations(flow) {
            let mut due = Due {
                flow: ix,
                regime,
                recipient: to.recipient,
                place: to.place,
                need: Need::NotRestricted,
                tools: Vec::new(),
                tias: Vec::new(),
                flaws: Vec::new(),
                asked_by: None,
                defeated_by: None,
            };
            let people = self.register.party(flow.from.value).kind == PartyKind::Individuals;
            let restricted = !people && self.free(flow, from, regime, to).is_none();
            if !restricted {
                all.push(due);
                continue;
            }
            let Some(place) = to.place else {
                due.need = Need::Unknown;
                all.push(due);
                continue;
            };
            let mut cells = Vec::with_capacity(flow.data.len());
            for data in &flow.data {
                if self.register.datum(data.value).personal.value == Personal::No {
                    continue;
                }
                let cell = Cell { flow: ix, regime, from, recipient: to.recipient, place, data: data.value };
                let need = self.need(&cell, flow, data.value, &mut due);
                due.need = due.need.max(need);
                cells.push((cell, need));
            }
            let own = due.need == Need::Needed;
            if let Some((cell, _)) = cells.last().filter(|_| due.need == Need::NoTool) {
                self.came_with(cell, result, &mut due);
            }
            if due.need == Need::Needed {
                for (cell, need) in &cells {
                    if !own || *need == Need::Needed {
                        self.flaws(cell, flow, &mut due);
                    }
                }
            }
            all.push(due);
        }
    }

    /// Rows of a table of what is due, as the flows that one assessment may serve: grouped by exporter, recipient
    /// and destination; rows without a place are left out. Ordered by destination, recipient, exporter.
    pub fn groups(&self, rows: Vec<Due>) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for row in rows {
            let Some(place) = row.place else { continue };
            let exporter = self.register.flow(row.flow).from.value;
            let known = groups
                .iter_mut()
                .find(|g| g.exporter == exporter && g.recipient == row.recipient && g.place == place);
            match known {
                Some(group) => group.rows.push(row),
                None => groups.push(Group { exporter, recipient: row.recipient, place, rows: vec![row] }),
            }
        }
        groups.sort_by_key(|group| {
            (
                self.view.book.place(group.place).code.clone(),
                self.register.party(group.recipient).id.clone(),
                self.register.party(group.exporter).id.clone(),
            )
        });
        groups
    }
}
