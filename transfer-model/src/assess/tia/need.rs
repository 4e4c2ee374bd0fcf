//! Whether what carries a flow asks for an assessment of the destination: tools do, decisions and exceptions do not.

use super::Due;
use crate::assess::cell::Cell;
use crate::assess::engine::Engine;
use crate::assess::result::{Carrier, RegimeResult};
use crate::index::DataIx;
use crate::law::{Class, Condition};
use crate::register::{Flow, TagUse};

/// Whether an assessment of the destination is needed. In the order in which data items of a flow combine: the
/// last decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The law does not restrict the transfer there.
    NotRestricted,
    /// A decision covers it.
    Decision,
    /// An exception is relied on.
    Exception,
    /// A mechanism is relied on that asks for none.
    OtherMechanism,
    /// Nothing relied on is a tool in force: what would be assessed is not there.
    NoTool,
    /// A tool is named and not recorded, or the place is not known.
    Unknown,
    /// What is relied on asks for one.
    Needed,
}

impl Need {
    /// All, in that order.
    pub const ALL: [Self; 7] = [
        Self::NotRestricted,
        Self::Decision,
        Self::Exception,
        Self::OtherMechanism,
        Self::NoTool,
        Self::Unknown,
        Self::Needed,
    ];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotRestricted => "not-restricted",
            Self::Decision => "decision",
            Self::Exception => "exception",
            Self::OtherMechanism => "other-mechanism",
            Self::NoTool => "no-tool",
            Self::Unknown => "unknown",
            Self::Needed => "needed",
        }
    }

    /// Why, in a sentence.
    pub const fn why(self) -> &'static str {
        match self {
            Self::NotRestricted => "the law does not restrict the transfer to this place",
            Self::Decision => "a decision covers it: no assessment of the destination is due",
            Self::Exception => "an exception is relied on: no assessment of the destination is due as such",
            Self::OtherMechanism => "what is relied on asks for no assessment of the destination",
            Self::NoTool => "nothing claimed is a tool in force that an assessment could support",
            Self::Unknown => "the tool, or the place, is not recorded",
            Self::Needed => "what is relied on holds only with an assessment of the destination",
        }
    }
}

impl Engine<'_> {
    /// Under a law that came with the data a document may carry a flow that does not claim it.
    pub(super) fn came_with(&self, cell: &Cell, result: &RegimeResult, due: &mut Due) {
        let day = self.view.day;
        let here =
            result.came.iter().filter(|came| came.recipient == cell.recipient && came.verdict.stands());
        for met in here.filter_map(|came| came.by) {
            let Some(rule) = met.rule else { continue };
            let conditions = &self.view.book.rule(rule).conditions;
            let asks =
                conditions.iter().any(|c| matches!(c, Condition::Assessment { since, .. } if *since <= day));
            if asks && !due.tools.contains(&met.mechanism) {
                due.tools.push(met.mechanism);
            }
            let carrier = Carrier { mechanism: met.mechanism, rule };
            due.asked_by = due.asked_by.or_else(|| self.asked_assessment(cell, carrier, None));
        }
        if !due.tools.is_empty() || due.asked_by.is_some() {
            due.need = Need::Needed;
        }
    }

    /// Whether one data item needs it: a decision or exception that carries it needs none.
    pub(super) fn need(&self, cell: &Cell, flow: &Flow, data: DataIx, due: &mut Due) -> Need {
        let day = self.view.day;
        let book = self.view.book;
        let mut outcomes = Vec::new();
        for (at, tag) in flow.mechanism.iter().enumerate() {
            let for_data = tag.data.as_ref().is_none_or(|list| list.contains(&data));
            if for_data && tag.period.holds(day) {
                outcomes.push((Some(at), self.tag(tag, cell)));
            }
        }
        if let Some(outcome) = self.unclaimed(cell, flow, &outcomes) {
            outcomes.push((None, outcome));
        }
        let mut need = Need::NoTool;
        let mut spared = None;
        for (tag, outcome) in &outcomes {
            let Some(carrier) = outcome.carrier else {
                continue;
            };
            let rule = book.rule(carrier.rule);
            let asks = rule
                .conditions
                .iter()
                .any(|condition| matches!(condition, Condition::Assessment { since, .. } if *since <= day));
            if outcome.status.carries()
                && let Some(row) = self.asked_assessment(cell, carrier, *tag)
            {
                due.asked_by = Some(row);
            }
            let class = book.mechanism(carrier.mechanism).class;
            if outcome.status.carries() && !asks {
                let kind = match class {
                    Class::Adequacy | Class::Scheme => Need::Decision,
                    Class::Derogation => Need::Exception,
                    Class::Clauses
                    | Class::Amendment
                    | Class::Approved
                    | Class::Unrecorded
                    | Class::Paper
                    | Class::Filing
                    | Class::Overlay
                    | Class::None => Need::OtherMechanism,
                };
                spared = Some(spared.map_or(kind, |known: Need| known.min(kind)));
            } else if asks && rule.header.period.holds(day) {
                need = Need::Needed;
                if !due.tools.contains(&carrier.mechanism) {
                    due.tools.push(carrier.mechanism);
                }
            }
            let unrecorded = tag.and_then(|tag| flow.mechanism.get(tag)).is_some_and(|tag| match tag.names {
                TagUse::Bare(mechanism) => {
                    let class = book.mechanism(mechanism).class;
                    class.is_instrument() || class == Class::Unrecorded
                }
                TagUse::Instrument(_) | TagUse::Other(_) => false,
            });
            if unrecorded && need == Need::NoTool {
                need = Need::Unknown;
            }
        }
        if due.asked_by.is_some() {
            return Need::Needed;
        }
        // A decision that carries the data spares the assessment; an exception beside a tool does not.
        match spared {
            Some(Need::Decision) => Need::Decision,
            Some(other) if need == Need::NoTool => other,
            _ => need,
        }
    }
}
