//! Whether a flow needs an assessment of its destination, and what is wrong with the one it has. An assessment is
//! due where a tool of the kind that it supports is relied on; not where a decision or an exception carries the
//! data (EDPB Recommendations 01/2020, paragraphs 14 to 27).

use super::cause::Cause;
use super::cell::Cell;
use super::condition::Trial;
use super::engine::Engine;
use super::result::{Carrier, RegimeResult};
use super::survey::Assessment;
use crate::day::Day;
use crate::index::{DataIx, FlowIx, MechanismIx, PartyIx, PlaceIx, PowerIx, RegimeIx, RuleIx};
use crate::law::{Class, Condition, Defeat, LawBook, Rule};
use crate::register::{Flow, Personal, TagUse, TiaKind};

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

/// What is wrong with an assessment, or that nothing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// There is none.
    Missing,
    /// It is stated that none was made.
    NoneMade,
    /// It concluded that protection is not sufficient.
    Insufficient,
    /// Older than is allowed, since that day, and by whom.
    TooOld(Day, Limit),
    /// An event of the law overtook it; the event's position in the pack.
    Overtaken(usize),
    /// The processing changed on that day, after the assessment was made.
    Changed(Day),
    /// It counts on a measure that the flow lacks, or finds sufficient what the law defeats.
    Contradicted(Cause),
}

/// Who says how old an assessment may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The register's own policy.
    House,
    /// The law.
    Law,
}

impl Flaw {
    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NoneMade => "none-made",
            Self::Insufficient => "insufficient",
            Self::TooOld(..) => "too-old",
            Self::Overtaken(_) => "overtaken",
            Self::Changed(_) => "flow-changed",
            Self::Contradicted(_) => "contradicted",
        }
    }

    /// Since when, where it has a day.
    pub fn since(self, book: &LawBook) -> Option<Day> {
        match self {
            Self::TooOld(day, _) | Self::Changed(day) => Some(day),
            Self::Overtaken(at) => book.pack().events.get(at)?.header.period.start(),
            Self::Missing | Self::NoneMade | Self::Insufficient | Self::Contradicted(_) => None,
        }
    }

    /// The event that overtook it, by position.
    pub const fn event(self) -> Option<usize> {
        match self {
            Self::Overtaken(at) => Some(at),
            _ => None,
        }
    }
}

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
            let people = self.register.party(flow.from.value).kind == crate::register::PartyKind::Individuals;
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

    /// Under a law that came with the data a document may carry a flow that does not claim it.
    fn came_with(&self, cell: &Cell, result: &RegimeResult, due: &mut Due) {
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
    fn need(&self, cell: &Cell, flow: &Flow, data: DataIx, due: &mut Due) -> Need {
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

    fn flaws(&self, cell: &Cell, flow: &Flow, due: &mut Due) {
        let mut causes = Vec::new();
        let mut tia = self.latest_tia(cell);
        if !due.tools.is_empty() {
            self.destination(cell, &mut causes);
        }
        if let Some(row) = due.asked_by {
            for condition in &self.view.book.rule(row).conditions {
                if let Condition::Assessed { kinds, months } = condition {
                    self.assessed(kinds, *months, Trial { rule: row, cell, document: None }, &mut causes);
                    tia = if due.tools.is_empty() { self.latest_of(kinds, cell) } else { tia };
                }
            }
        }
        if let Some((at, _)) = tia
            && !due.tias.contains(&at)
        {
            due.tias.push(at);
        }
        for cause in causes {
            let flaw = match cause {
                Cause::TiaMissing(_) | Cause::TiaForOthers(..) | Cause::AssessmentMissing(..) => {
                    Flaw::Missing
                }
                Cause::TiaNone(_) => Flaw::NoneMade,
                Cause::TiaInsufficient(_) => Flaw::Insufficient,
                Cause::TiaOld(_, day) => Flaw::TooOld(day, Limit::House),
                Cause::TiaStale(_, day) => Flaw::TooOld(day, Limit::Law),
                Cause::TiaOvertaken(_, event) => Flaw::Overtaken(event),
                Cause::TiaMeasure(..) | Cause::TiaAgainstLaw(..) => Flaw::Contradicted(cause),
                Cause::Defeated(power, _) => {
                    due.defeated_by = Some(power);
                    continue;
                }
                _ => continue,
            };
            if !due.flaws.contains(&flaw) {
                due.flaws.push(flaw);
            }
        }
        match tia {
            None if due.flaws.is_empty() && !due.tools.is_empty() => due.flaws.push(Flaw::Missing),
            None => {}
            Some((_, tia)) => {
                let changed = flow.mechanism.iter().filter_map(|tag| match tag.names {
                    TagUse::Instrument(ix) => self.register.instrument(ix).processing_changed,
                    TagUse::Bare(_) | TagUse::Other(_) => None,
                });
                let after = |day: &Day| *day > tia.date.value && *day <= self.view.day;
                let changed = changed.map(|day| day.value).filter(after).max().map(Flaw::Changed);
                if let Some(flaw) = changed
                    && !due.flaws.contains(&flaw)
                {
                    due.flaws.push(flaw);
                }
            }
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

    /// Powers in force on the day in whose territory the place lies.
    pub fn powers_at(&self, place: PlaceIx) -> Vec<PowerIx> {
        let powers = self.view.book.pack().powers.iter().enumerate();
        powers
            .filter(|(_, power)| {
                power.header.period.holds(self.view.day) && self.inside(place, &power.places)
            })
            .map(|(at, _)| PowerIx::new(at))
            .collect()
    }

    /// Facts about the place that hold on the day and matter under one of the regimes, by position.
    pub fn profiles_at(&self, place: PlaceIx, regimes: &[RegimeIx]) -> Vec<usize> {
        let rows = self.view.book.pack().profiles.iter().enumerate();
        rows.filter(|(_, row)| row.header.period.holds(self.view.day) && self.inside(place, &row.places))
            .filter(|(_, row)| row.regimes.is_empty() || row.regimes.iter().any(|ix| regimes.contains(ix)))
            .map(|(at, _)| at)
            .collect()
    }

    /// What the regime asks of an assessment on the day, for these tools, by position.
    pub fn frames(&self, regime: RegimeIx, tools: &[MechanismIx]) -> Vec<usize> {
        let rows = self.view.book.pack().assessments.iter().enumerate();
        rows.filter(|(_, row)| row.header.period.holds(self.view.day) && row.regimes.contains(&regime))
            .filter(|(_, row)| {
                row.mechanisms.is_empty() || row.mechanisms.iter().any(|ix| tools.contains(ix))
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// How the power defeats tools of the regime on the day, if it does.
    pub fn defeat(&self, power: PowerIx, regime: RegimeIx) -> Option<&Defeat> {
        let defeats = &self.view.book.power(power).defeats;
        defeats.iter().find(|d| d.regimes.contains(&regime) && d.period.holds(self.view.day))
    }

    /// Active flows by which the recipient passes data of the flow on.
    pub fn onward_from(&self, flow: FlowIx, recipient: PartyIx) -> Vec<FlowIx> {
        let data = &self.register.flow(flow).data;
        let next = self.lookup.order.iter().copied().filter(|next| {
            self.active(*next) && *next != flow && self.register.flow(*next).from.value == recipient
        });
        next.filter(|next| data.iter().any(|data| self.reaches_flow(flow, *next, data.value))).collect()
    }

    fn inside(&self, place: PlaceIx, places: &[PlaceIx]) -> bool {
        self.view.within(place, &self.view.expand(places))
    }
}
