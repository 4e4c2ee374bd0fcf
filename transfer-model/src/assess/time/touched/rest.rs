//! What is said of a flow by which row of the law, so that what a day changes can be put down to a row that turns that
//! day.

use super::How;
use super::collect::{Collected, Key};
use crate::assess::cause::{Cause, Question};
use crate::assess::crossing::Free;
use crate::assess::deadline::conditions;
use crate::assess::engine::Engine;
use crate::assess::result::{FlowResult, RegimeResult};
use crate::assess::row::Row;
use crate::assess::time::source::{Map, Source};
use crate::assess::verdict::{Status, Verdict};
use crate::day::{Day, Period};
use crate::index::{DataIx, MechanismIx, PartyIx, PowerIx, RegimeIx, RowIx, RuleIx, TagIx};
use crate::law::Condition;

/// A row of the law, or all rows of a mechanism that reach the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Rule(RuleIx),
    Mechanism(MechanismIx),
    Power(PowerIx),
    Localisation(usize),
    Restriction(usize),
    Sanction(usize),
    Free(usize),
}

/// What is said by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// It decides the verdict.
    Decides,
    /// It carries the data item.
    Carries(DataIx),
    /// It is one of the ways by which the data item goes to the recipient.
    Way(PartyIx, DataIx),
    /// It makes of a claim, or of the flow, what it is.
    Judged(Status, Option<Cause>),
    /// It frees the flow.
    Frees,
}

/// What is said of a flow by a row, of one of its claims or of none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rest {
    by: By,
    claim: Option<usize>,
    said: Said,
}

/// A flow on a day.
type On<'s> = (&'s Engine<'s>, &'s FlowResult);

/// Adds what rows that turn on the second day make of a flow that they did not make of it on the first.
pub(super) fn rests(then: On<'_>, now: On<'_>, all: &mut Collected<'_>) {
    let whole = |(engine, result): On<'_>| of_raised(engine, result, None);
    let verdicts = (Some(then.1.verdict), Some(now.1.verdict));
    tell((then, whole(then)), (now, whole(now)), None, verdicts, all);
    for after in &now.1.regimes {
        let regime = after.binding.regime;
        let Some(before) = then.1.regimes.iter().find(|known| known.binding.regime == regime) else {
            continue;
        };
        let verdicts = (Some(before.verdict), Some(after.verdict));
        let of = |(engine, result): On<'_>, under: &RegimeResult| {
            let mut all = of_regime(engine, under);
            all.extend(of_raised(engine, result, Some(regime)));
            all
        };
        tell((then, of(then, before)), (now, of(now, after)), Some(regime), verdicts, all);
    }
}

fn tell(
    ((then, old), before): (On<'_>, Vec<Rest>),
    ((now, new), after): (On<'_>, Vec<Rest>),
    regime: Option<RegimeIx>,
    verdicts: (Option<Verdict>, Option<Verdict>),
    all: &mut Collected<'_>,
) {
    let gone = before.iter().filter(|rest| !after.contains(rest));
    let come = after.iter().filter(|rest| !before.contains(rest));
    let day = now.view.day;
    for rest in gone.chain(come) {
        for source in turning((then, now), new, regime, rest.by) {
            let key = Key { day, source, flow: new.flow, regime };
            let touched = all.add(key, How::Mechanism, verdicts);
            if let Some(tag) = rest.claim {
                touched.claim(now, tag);
            }
            if let Source::Rule(rule, _) | Source::Condition(rule, _) = source {
                touched.entries(now, rule);
            }
            if matches!(source, Source::Defeat(..) | Source::Condition(..)) {
                for result in [old, new] {
                    assessed(result, regime).for_each(|at| touched.tia(at));
                }
            }
        }
    }
}

/// Assessments that are held against the destination's law, but for their age.
fn assessed(result: &FlowResult, regime: Option<RegimeIx>) -> impl Iterator<Item = usize> + '_ {
    let raised = result.raised.iter().filter(move |raised| raised.regime == regime);
    raised.filter_map(|raised| match raised.detail.cause {
        Cause::TiaAgainstLaw(at, _)
        | Cause::TiaInsufficient(at)
        | Cause::TiaNone(at)
        | Cause::TiaMeasure(at, _)
        | Cause::TiaForOthers(at, _) => Some(at),
        _ => None,
    })
}

fn of_regime(engine: &Engine<'_>, under: &RegimeResult) -> Vec<Rest> {
    let mut all = Vec::new();
    let mut add = |by: By, claim: Option<usize>, said: Said| all.push(Rest { by, claim, said });
    match under.row {
        // What does not stand is told by its claims.
        Some(Row::Rule(rule)) if under.verdict.stands() => add(By::Rule(rule), None, Said::Decides),
        Some(Row::Free(at)) => add(By::Free(at), None, Said::Decides),
        _ => {}
    }
    for (_, why) in &under.free {
        match why {
            Free::Area(at) => add(By::Free(*at), None, Said::Frees),
            Free::CarveOut(rule) => add(By::Rule(*rule), None, Said::Frees),
            _ => {}
        }
    }
    for (data, _, carrier) in &under.by_data {
        if let Some(carrier) = carrier {
            add(By::Rule(carrier.rule), None, Said::Carries(*data));
        }
    }
    for arrival in &under.arrivals {
        for (mechanism, _) in &arrival.by {
            add(By::Mechanism(*mechanism), None, Said::Way(arrival.recipient, arrival.data));
        }
    }
    for claim in &under.claims {
        let said = Said::Judged(claim.status, claim.cause);
        if let Some(carrier) = claim.carrier {
            add(By::Rule(carrier.rule), Some(claim.tag), said);
        }
        if let Some(by) = claim.cause.and_then(|cause| by(engine, cause, under.binding.regime)) {
            add(by, Some(claim.tag), said);
        }
    }
    all
}

/// What is raised under a regime, or of the flow as a whole.
fn of_raised(engine: &Engine<'_>, result: &FlowResult, regime: Option<RegimeIx>) -> Vec<Rest> {
    let raised = result.raised.iter().filter(|raised| raised.regime == regime);
    raised
        .filter_map(|raised| {
            let cause = raised.detail.cause;
            // Of the flow as a whole only bans are told, which rest on no regime.
            let by = regime.map_or_else(|| banned(cause), |regime| by(engine, cause, regime))?;
            let claim = raised.detail.tag.map(TagIx::position);
            Some(Rest { by, claim, said: Said::Judged(cause.status(), Some(cause)) })
        })
        .collect()
}

/// The row that a cause rests on.
fn by(engine: &Engine<'_>, cause: Cause, regime: RegimeIx) -> Option<By> {
    match cause {
        Cause::Defeated(power, _) | Cause::Missing(Question::Safeguards(power, _)) => Some(By::Power(power)),
        Cause::FilingDue(rule, _)
        | Cause::FilingOpen(rule)
        | Cause::FiledLate(rule, _)
        | Cause::FilingWait(rule, _)
        | Cause::AssessmentMissing(rule, _)
        | Cause::OverlayOpen(rule)
        | Cause::AddendumNotYet(_, rule)
        | Cause::Missing(Question::Paper(rule) | Question::Item(rule, _)) => Some(By::Rule(rule)),
        _ => banned(cause).or_else(|| match engine.row_of(cause, regime)? {
            Row::Rule(rule) => Some(By::Rule(rule)),
            _ => None,
        }),
    }
}

/// The row of a ban.
const fn banned(cause: Cause) -> Option<By> {
    match cause {
        Cause::Localisation(at) | Cause::Missing(Question::Localisation(at)) => Some(By::Localisation(at)),
        Cause::Prohibited(at, _)
        | Cause::Restricted(at, _)
        | Cause::Missing(Question::Brokerage(at) | Question::Owners(at, _) | Question::Numbers(at, _)) => {
            Some(By::Restriction(at))
        }
        Cause::Sanctioned(at, _) | Cause::ListedOnly(at, _) => Some(By::Sanction(at)),
        _ => None,
    }
}

/// What of a row turns on the day.
fn turning(
    (then, now): (&Engine<'_>, &Engine<'_>),
    result: &FlowResult,
    regime: Option<RegimeIx>,
    by: By,
) -> Vec<Source> {
    let (book, day) = (now.view.book, now.view.day);
    let pack = book.pack();
    let map = |row: Option<Period>, map: Map| {
        let over = row.and_then(|period| turn(period, day));
        over.map(|over| Source::Map(map, over)).into_iter().collect()
    };
    match by {
        By::Rule(rule) => rule_turns(now, rule),
        By::Mechanism(mechanism) => {
            let Some(under) = result.regimes.iter().find(|known| Some(known.binding.regime) == regime) else {
                return Vec::new();
            };
            let reaches = |rule: &&RuleIx| {
                let mut places = under.by_place.iter().filter_map(|(place, _)| *place);
                places.any(|place| then.view.reaches(**rule, place) || now.view.reaches(**rule, place))
            };
            let rules = book.rules(mechanism, under.binding.regime).iter().filter(reaches);
            rules.flat_map(|rule| rule_turns(now, *rule)).collect()
        }
        By::Power(power) => {
            let defeats = book.power(power).defeats.iter().enumerate();
            let here = defeats.filter(|(_, row)| regime.is_some_and(|regime| row.regimes.contains(&regime)));
            here.filter_map(|(at, row)| Some(Source::Defeat(power, RowIx::new(at), turn(row.period, day)?)))
                .collect()
        }
        By::Localisation(at) => {
            map(pack.localisations.get(at).map(|row| row.header.period), Map::Localisation(RowIx::new(at)))
        }
        By::Restriction(at) => {
            map(pack.restrictions.get(at).map(|row| row.header.period), Map::Restriction(RowIx::new(at)))
        }
        By::Sanction(at) => {
            map(pack.sanctions.get(at).map(|row| row.header.period), Map::Sanction(RowIx::new(at)))
        }
        By::Free(at) => {
            map(pack.free_areas.get(at).map(|row| row.header.period), Map::FreeArea(RowIx::new(at)))
        }
    }
}

/// Whether a period is over (true) or begins on the day.
fn turn(period: Period, day: Day) -> Option<bool> {
    if period.start() == Some(day) {
        return Some(false);
    }
    (period.end().map(Day::next) == Some(day)).then_some(true)
}

fn rule_turns(engine: &Engine<'_>, ix: RuleIx) -> Vec<Source> {
    let (rule, day) = (engine.view.book.rule(ix), engine.view.day);
    let turns = turn(rule.header.period, day).map(|over| Source::Rule(ix, over));
    // The conditions of a rule that is not in force are not asked.
    let asked = rule.header.period.holds(day);
    let set = asked && conditions(rule).filter_map(Condition::turns).any(|set| set == day);
    turns.into_iter().chain(set.then_some(Source::Condition(ix, day))).collect()
}
