//! What one claim is worth: whether it is a mechanism of the regime, in force on the day, for this place; whether
//! its document runs and binds the parties; then its conditions.

use super::cause::{Cause, Question};
use super::cell::Cell;
use super::condition::Trial;
use super::engine::Engine;
use super::result::Carrier;
use super::verdict::Status;
use crate::day::When;
use crate::index::{InstrumentIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RuleIx};
use crate::law::{Class, Condition, PlaceKind, Role};
use crate::register::{Flow, InstrumentState, PartyKind, Tag, TagUse};

/// What one claim is worth in one cell.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) status: Status,
    pub(super) carrier: Option<Carrier>,
    pub(super) causes: Vec<Cause>,
}

impl Outcome {
    pub(super) fn one(cause: Cause, carrier: Option<Carrier>) -> Self {
        Self { status: cause.status(), carrier, causes: vec![cause] }
    }
}

impl Engine<'_> {
    /// What one claim is worth in a cell.
    pub(super) fn tag(&self, tag: &Tag, cell: &Cell) -> Outcome {
        match &tag.names {
            TagUse::Other(_) => Outcome::one(Cause::NotAMechanism(None), None),
            TagUse::Bare(mechanism) => self.bare(*mechanism, cell),
            TagUse::Instrument(ix) => self.resolve(self.stands_for(*ix, cell.regime), cell, Some(*ix)),
        }
    }

    /// The mechanism that a document is under a regime: its kind, or a free-form one that it is said to serve as.
    pub(super) fn stands_for(&self, ix: InstrumentIx, regime: RegimeIx) -> MechanismIx {
        let document = self.register.instrument(ix);
        let book = self.view.book;
        let kind = document.kind.value;
        if !book.rules(kind, regime).is_empty() {
            return kind;
        }
        let mut served = document.serves.iter().map(|served| served.value);
        served.find(|m| book.mechanism(*m).free_form && !book.rules(*m, regime).is_empty()).unwrap_or(kind)
    }

    pub(super) fn bare(&self, mechanism: MechanismIx, cell: &Cell) -> Outcome {
        if Some(mechanism) == self.lookup.adequacy {
            return self.adequacy_claimed(mechanism, cell);
        }
        self.resolve(mechanism, cell, None)
    }

    /// A decision that covers the cell although nobody claims it; or one that would, were a fact known.
    pub(super) fn unclaimed(
        &self,
        cell: &Cell,
        flow: &Flow,
        outcomes: &[(Option<usize>, Outcome)],
    ) -> Option<Outcome> {
        if outcomes.iter().any(|(tag, outcome)| self.worth(cell, *tag, outcome) == Status::Holds) {
            return None;
        }
        let claimed = |mechanism: MechanismIx| {
            let mut tags = outcomes.iter().filter_map(|(tag, _)| flow.mechanism.get((*tag)?));
            tags.any(|tag| tag.names == TagUse::Bare(mechanism))
        };
        let forbidden = |mechanism: MechanismIx| {
            self.register.policy.forbid.iter().any(|forbid| forbid.value == mechanism)
        };
        let mut best: Option<Outcome> = None;
        let mut consider = |outcome: Outcome| {
            let rank = |outcome: &Outcome| self.worth(cell, None, outcome).rank();
            if best.as_ref().is_none_or(|best| rank(&outcome) < rank(best)) {
                best = Some(outcome);
            }
        };
        if let Some(adequacy) = self.lookup.adequacy
            && !claimed(adequacy)
            && self.open(adequacy, cell)
        {
            let outcome = self.resolve(adequacy, cell, None);
            // A decision for exporters of one sector is not asked about where nobody claims it.
            let special = outcome.carrier.is_some_and(|carrier| {
                let conditions = &self.view.book.rule(carrier.rule).conditions;
                conditions.iter().any(|c| matches!(c, Condition::ExporterSector(_) | Condition::Question(_)))
            });
            if !forbidden(adequacy)
                && (outcome.status.carries() || (outcome.status == Status::Unknown && !special))
            {
                consider(outcome);
            }
        }
        for scheme in &self.lookup.schemes {
            if !self.open(*scheme, cell) || claimed(*scheme) || forbidden(*scheme) {
                continue;
            }
            let outcome = self.resolve(*scheme, cell, None);
            if outcome.status.carries() {
                consider(outcome);
            }
        }
        // What the law exempts by itself takes no duty off a route that was chosen and holds; a decision does.
        let chosen = outcomes.iter().any(|(_, outcome)| outcome.status == Status::Holds);
        for mechanism in self.view.book.standing(cell.regime).iter().filter(|_| !chosen) {
            if Some(*mechanism) == self.lookup.adequacy
                || !self.open(*mechanism, cell)
                || claimed(*mechanism)
                || forbidden(*mechanism)
            {
                continue;
            }
            let outcome = self.resolve(*mechanism, cell, None);
            // An exemption by law asks its question only where nothing else is claimed.
            let asks = outcome.status == Status::Unknown
                && outcomes.iter().all(|(_, other)| other.status.rank() >= Status::OtherRegime.rank());
            if outcome.status.carries() || asks {
                consider(outcome);
            }
        }
        best
    }

    /// What a mechanism is worth in a cell: whether it is one here, in force, and for this place; then its
    /// conditions.
    pub(super) fn resolve(
        &self,
        mechanism: MechanismIx,
        cell: &Cell,
        instrument: Option<InstrumentIx>,
    ) -> Outcome {
        let book = self.view.book;
        let rules = book.rules(mechanism, cell.regime);
        let class = book.mechanism(mechanism).class;
        if rules.is_empty() {
            return Outcome::one(
                if matches!(class, Class::None | Class::Paper | Class::Overlay)
                    || book.is_none(mechanism, cell.regime)
                {
                    Cause::NotAMechanism(Some(mechanism))
                } else {
                    Cause::OtherRegime(mechanism)
                },
                None,
            );
        }
        let mut best: Option<Outcome> = None;
        let mut over: Option<RuleIx> = None;
        let mut coming: Option<RuleIx> = None;
        let mut reached = false;
        for rule in rules {
            if !self.reaches(*rule, cell, class) {
                continue;
            }
            reached = true;
            match book.rule(*rule).header.period.at(self.view.day) {
                When::Before => coming = coming.or(Some(*rule)),
                When::After => over = Some(*rule),
                When::During => {
                    let outcome = self.evaluate(*rule, mechanism, cell, instrument);
                    if outcome.status == Status::Holds {
                        return outcome;
                    }
                    if best.as_ref().is_none_or(|best| outcome.status.rank() < best.status.rank()) {
                        best = Some(outcome);
                    }
                }
            }
        }
        if let Some(best) = best {
            return best;
        }
        if let Some(rule) = self.together(class, rules, cell) {
            return self.evaluate(rule, mechanism, cell, instrument);
        }
        let carrier = |rule: RuleIx| Some(Carrier { mechanism, rule });
        match (over, coming) {
            // What once stood for any place, and was followed by rules that name others, is not what ended here.
            (Some(rule), _) if book.rule(rule).places.is_empty() && self.runs_elsewhere(rules) => {
                Outcome::one(Cause::Place(mechanism, cell.place), None)
            }
            (Some(rule), _) => Outcome::one(Cause::RuleEnded(rule), carrier(rule)),
            (None, Some(rule)) => Outcome::one(Cause::RuleNotYet(rule), carrier(rule)),
            (None, None) => {
                debug_assert!(!reached, "a rule that reaches the place is over, coming or in force");
                Outcome::one(Cause::Place(mechanism, cell.place), None)
            }
        }
    }

    /// Whether one of these rules is in force, wherever it reaches.
    fn runs_elsewhere(&self, rules: &[RuleIx]) -> bool {
        rules.iter().any(|rule| self.view.book.rule(*rule).header.period.holds(self.view.day))
    }

    /// What a mechanism fails by wherever the data go: the regime knows it, and none of its rules is in force.
    pub(super) fn out_of_time(&self, mechanism: MechanismIx, regime: RegimeIx) -> Option<Cause> {
        let mut coming = None;
        let mut over = None;
        for rule in self.view.book.rules(mechanism, regime) {
            match self.view.book.rule(*rule).header.period.at(self.view.day) {
                When::Before => coming = coming.or(Some(Cause::RuleNotYet(*rule))),
                When::After => over = Some(Cause::RuleEnded(*rule)),
                When::During => return None,
            }
        }
        over.or(coming)
    }

    /// Whether a rule of the mechanism is in force and reaches the cell; if none is, it cannot carry.
    pub(super) fn open(&self, mechanism: MechanismIx, cell: &Cell) -> bool {
        self.in_force(mechanism, cell).is_some()
    }

    /// The first rule of the mechanism that is in force and reaches the cell.
    pub(super) fn in_force(&self, mechanism: MechanismIx, cell: &Cell) -> Option<RuleIx> {
        let book = self.view.book;
        let class = book.mechanism(mechanism).class;
        // Most places have no decision: that is known without going through them.
        let area = self.view.states(cell.place).filter(|_| class == Class::Adequacy);
        if class == Class::Adequacy
            && area.is_none()
            && !self.view.decided(cell.regime, cell.place)
            && !self.in_organisation(cell.recipient)
        {
            return None;
        }
        let rules = book.rules(mechanism, cell.regime);
        let holds = |rule: RuleIx| book.rule(rule).header.period.holds(self.view.day);
        let found = rules.iter().copied().find(|rule| holds(*rule) && self.reaches(*rule, cell, class));
        found.or_else(|| self.together(class, rules, cell))
    }

    /// A decision on a state of an area, where the law restricts no transfer to its other states or has unconditional
    /// decisions on all of them, each by a row of its own.
    fn together(&self, class: Class, rules: &[RuleIx], cell: &Cell) -> Option<RuleIx> {
        let area = self.view.states(cell.place).filter(|_| class == Class::Adequacy)?;
        if self.in_organisation(cell.recipient) {
            return None;
        }
        let free = |place: &PlaceIx| self.view.free_row(cell.regime, cell.from, *place).is_some();
        let mut first = None;
        for state in area.iter().filter(|place| !free(place)) {
            let plain = |rule: &RuleIx| {
                let rule = self.view.book.rule(*rule);
                rule.conditions.is_empty() && rule.header.period.holds(self.view.day)
            };
            let mut of = rules.iter().copied().filter(plain);
            let rule = of.find(|rule| self.view.reaches(*rule, state))?;
            first = first.or(Some(rule));
        }
        first
    }

    /// Whether a rule reaches the cell: by place; for an international organisation, which is outside every
    /// territory, only where a decision names the organisation itself.
    fn reaches(&self, rule: RuleIx, cell: &Cell, class: Class) -> bool {
        if class != Class::Adequacy {
            return self.view.reaches(rule, cell.place);
        }
        let recipient = self.register.party(cell.recipient);
        let seat = recipient.country.value;
        match seat.filter(|seat| self.view.book.place(*seat).kind == PlaceKind::Organisation) {
            Some(organisation) => self.view.reaches(rule, organisation),
            None if recipient.kind == PartyKind::InternationalOrganisation => false,
            None => self.view.reaches(rule, cell.place),
        }
    }

    fn in_organisation(&self, party: PartyIx) -> bool {
        let seat = self.register.party(party).country.value;
        seat.is_some_and(|seat| self.view.book.place(seat).kind == PlaceKind::Organisation)
    }

    /// What an amendment amends: what it says, or the only set between its parties.
    fn base(&self, ix: InstrumentIx, cell: &Cell) -> Option<InstrumentIx> {
        if let Some(amends) = self.register.instrument(ix).amends {
            return Some(amends.value).filter(|base| *base != ix);
        }
        let (from, to) = (self.sender(ix, cell), cell.recipient);
        let sets = self.lookup.sets(from);
        sets.iter().copied().find(|set| self.only_set(*set, from, to))
    }

    /// Whether the recipient works for the exporter, which is no member of its group, under rules made for such work.
    fn works_for(&self, mechanism: MechanismIx, cell: &Cell) -> bool {
        let flow = self.register.flow(cell.flow);
        self.view.book.mechanism(mechanism).for_outside_controllers
            && flow.roles.value == Role::ControllerToProcessor
            && !self.graph.same_group(flow.from.value, cell.recipient)
    }

    fn evaluate(
        &self,
        rule: RuleIx,
        mechanism: MechanismIx,
        cell: &Cell,
        instrument: Option<InstrumentIx>,
    ) -> Outcome {
        let carrier = Some(Carrier { mechanism, rule });
        let class = self.view.book.mechanism(mechanism).class;
        if let Some(ix) = instrument {
            // Another law's paper without what makes it count here is none of this law, signed or not.
            if let Some(cause) = self.other_law(rule, cell, ix) {
                return Outcome::one(cause, carrier);
            }
            if let Some(cause) = self.instrument_runs(ix) {
                return Outcome::one(cause, carrier);
            }
            let bound = self.register.instrument(ix);
            let from = self.sender(ix, cell);
            if !bound.binds(from, false, self.view.day) && !self.works_for(mechanism, cell) {
                return Outcome::one(Cause::NotBound(ix, from, false), carrier);
            }
            if !bound.binds(cell.recipient, true, self.view.day) {
                return Outcome::one(Cause::NotBound(ix, cell.recipient, true), carrier);
            }
            if class == Class::Amendment {
                let Some(base) = self.base(ix, cell) else {
                    return Outcome::one(Cause::Missing(Question::Base(ix)), carrier);
                };
                let kind = self.register.instrument(base).kind.value;
                if self.view.book.mechanism(kind).class == Class::Amendment {
                    return Outcome::one(Cause::Missing(Question::Base(ix)), carrier);
                }
                let mut outcome = self.resolve(kind, cell, Some(base));
                outcome.carrier = carrier;
                return outcome;
            }
        } else if class.is_instrument() && class != Class::Filing {
            return Outcome::one(Cause::Unrecorded(mechanism), carrier);
        }
        let mut causes = Vec::new();
        for condition in &self.view.book.rule(rule).conditions {
            self.condition(condition, Trial { rule, cell, document: instrument }, &mut causes);
        }
        let worst = causes.iter().map(|cause| cause.status().rank()).max().unwrap_or(0);
        // Among failures the first met decides; what is merely open beside them is not reported.
        let failing = worst >= Status::Ended.rank();
        let first = causes.iter().find(|cause| {
            let rank = cause.status().rank();
            if failing { rank >= Status::Ended.rank() } else { rank == worst }
        });
        let status = first.map_or(Status::Holds, |cause| cause.status());
        causes.retain(|cause| {
            let rank = cause.status().rank();
            rank == 0 || if failing { rank >= Status::Ended.rank() } else { true }
        });
        causes.sort_by_key(|cause| std::cmp::Reverse(cause.status().verdict()));
        if let Some(at) = causes.iter().position(|cause| cause.status() == status) {
            causes.swap(0, at);
        }
        Outcome { status, carrier, causes }
    }

    /// Why the paper is another law's here, if it is: an amendment or an authority that the rule asks for.
    fn other_law(&self, rule: RuleIx, cell: &Cell, ix: InstrumentIx) -> Option<Cause> {
        let mut causes = Vec::new();
        for condition in &self.view.book.rule(rule).conditions {
            if matches!(condition, Condition::AmendedBy(_) | Condition::ApprovedIn(_)) {
                self.condition(condition, Trial { rule, cell, document: Some(ix) }, &mut causes);
            }
        }
        causes.into_iter().find(|cause| cause.status() == Status::OtherRegime)
    }

    /// Why a document does not run on the day, if it does not.
    pub(crate) fn instrument_runs(&self, ix: InstrumentIx) -> Option<Cause> {
        let (mut at, mut seen) = (ix, Vec::new());
        // A part of another contract runs no longer than that contract.
        loop {
            if let Some(cause) = self.runs_itself(at) {
                return Some(cause);
            }
            let within =
                |ix: &InstrumentIx| self.register.instrument(*ix).state == InstrumentState::Incorporated;
            let undated = |ix: &InstrumentIx| within(ix) && self.register.instrument(*ix).signed.is_none();
            let Some(outer) = self.register.instrument(at).incorporated_by else {
                return undated(&at).then_some(Cause::Missing(Question::Outer(at)));
            };
            seen.push(at);
            if seen.contains(&outer.value) {
                // A circle of contracts, each a part of the next, was signed by nobody.
                return seen.iter().all(undated).then_some(Cause::Missing(Question::Outer(ix)));
            }
            at = outer.value;
        }
    }

    fn runs_itself(&self, ix: InstrumentIx) -> Option<Cause> {
        let day = self.view.day;
        let instrument = self.register.instrument(ix);
        match instrument.state {
            InstrumentState::Unconfirmed => return Some(Cause::Unconfirmed(ix)),
            InstrumentState::Unsigned => return Some(Cause::NotSigned(ix)),
            InstrumentState::Executed | InstrumentState::Incorporated => {}
        }
        let begins = instrument.signed.iter().chain(&instrument.effective).map(|day| day.value).max();
        if let Some(begins) = begins
            && begins > day
        {
            return Some(Cause::InstrumentNotYet(ix, begins));
        }
        if let Some(until) = instrument.until
            && until.value < day
        {
            return Some(Cause::InstrumentEnded(ix, until.value));
        }
        None
    }
}
