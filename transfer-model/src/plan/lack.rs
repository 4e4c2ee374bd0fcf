//! What stays short of what is asked, with the steps done or but for a stop: how it stands, what stands in the way, what
//! has to be found out first, and what else its law knows.

use std::collections::{BTreeMap, BTreeSet};

use super::Open;
use super::candidates::question;
use super::step::Step;
use super::world::{State, World, state_of};
use crate::assess::{Cause, FlowResult, Question, Verdict};
use crate::index::{FlowIx, MechanismIx, RegimeIx, RuleIx, TagIx};
use crate::law::{Class, DayView};
use crate::register::Register;

/// Why something stays short of what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It depends on facts that are not recorded.
    Facts,
    /// A ban applies whatever is signed: only stopping helps.
    Ban,
    /// No step that this plan knows makes it lawful: counsel must choose another ground, or it is stopped.
    NoWay,
    /// It stands, with duties that no step of this plan closes.
    Duties,
}

/// Something that stays short of what is asked although the plan is done, or would but for a stop.
#[derive(Debug, Clone)]
pub struct Left {
    /// The flow.
    pub flow: FlowIx,
    /// Under which law; none: the flow as a whole.
    pub regime: Option<RegimeIx>,
    /// How it stands with the steps done; of what is stopped, how it stands today.
    pub verdict: Verdict,
    /// Why.
    pub why: Why,
    /// What stands in the way; where facts are missing, also what has to be known first.
    pub causes: Vec<(Option<TagIx>, Cause)>,
    /// What else its law knows, for counsel to choose from.
    pub others: Vec<MechanismIx>,
}

/// Tells of what is left how it stands with the steps done, or of what is stopped how it stands today; and the state with
/// the steps done.
pub(super) fn restate(world: &World<'_>, done: &[Step], left: &mut Vec<Left>) -> State {
    let again = |left: &mut [Left], stopped: bool, results: &[FlowResult]| {
        let by_flow: BTreeMap<FlowIx, &FlowResult> =
            results.iter().map(|result| (result.flow, result)).collect();
        for left in left.iter_mut().filter(|left| world.stopped.contains(&left.flow) == stopped) {
            let bound = |result: &&FlowResult| {
                let mut regimes = result.regimes.iter().map(|regime| regime.binding.regime);
                left.regime.is_none_or(|regime| regimes.any(|of| of == regime))
            };
            let Some(result) = by_flow.get(&left.flow).copied().filter(bound) else { continue };
            let now = lack(world, result, left.regime);
            // What stood before it was tried to be mended is told as it was found then.
            if stopped && now.verdict <= world.target {
                continue;
            }
            let ask = left.causes.iter().filter(|_| left.why == Why::Facts && now.verdict > world.target);
            let ask: Vec<_> = ask.filter(|known| !now.causes.contains(known)).copied().collect();
            (left.verdict, left.causes) = (now.verdict, now.causes);
            left.causes.extend(ask);
        }
    };
    if !world.stopped.is_empty() {
        world.assessed(&[], |_, results| again(left, true, results));
    }
    let state = world.assessed(&done.iter().collect::<Vec<_>>(), |_, results| {
        again(left, false, results);
        state_of(results)
    });
    left.retain(|left| left.verdict > world.target);
    state
}

/// What stands in the way of a flow under a law.
pub(super) fn lack(world: &World<'_>, result: &FlowResult, regime: Option<RegimeIx>) -> Left {
    let verdict = regime.map_or(result.verdict, |regime| {
        let found = result.regimes.iter().find(|found| found.binding.regime == regime);
        found.map_or(result.verdict, |found| found.verdict)
    });
    let raised = result.raised.iter().filter(|raised| raised.regime.is_none() || raised.regime == regime);
    let all: Vec<(Option<TagIx>, Cause)> =
        raised.map(|raised| (raised.detail.tag, raised.detail.cause)).collect();
    let weight = |cause: &Cause| match verdict {
        Verdict::Prohibited => cause.is_ban(),
        Verdict::Undetermined => {
            question(*cause).is_some() || cause.status().verdict() == Verdict::Undetermined
        }
        _ => cause.status().verdict() == verdict,
    };
    let mut causes: Vec<(Option<TagIx>, Cause)> =
        all.iter().copied().filter(|(_, cause)| weight(cause)).collect();
    causes.dedup();
    let why = match verdict {
        Verdict::Prohibited => Why::Ban,
        Verdict::Undetermined => Why::Facts,
        _ if verdict.stands() => Why::Duties,
        _ => Why::NoWay,
    };
    let others = if why == Why::NoWay {
        regime.map(|regime| others(world, regime)).unwrap_or_default()
    } else {
        Vec::new()
    };
    // Claims, documents and assessments that only the plan has are nothing to point at.
    let claimed = world.register.flow(result.flow).mechanism.len();
    causes.retain(|(tag, cause)| {
        let added = tag.is_some_and(|tag| tag.position() >= claimed);
        let word = matches!(cause, Cause::OtherRegime(_) | Cause::NotAMechanism(_));
        is_recorded(*cause, &world.register) && !(added && word)
    });
    for (tag, _) in &mut causes {
        *tag = tag.filter(|tag| tag.position() < claimed);
    }
    Left { flow: result.flow, regime, verdict, why, causes, others }
}

/// Whether the register has the document or assessment that the cause is about, if it is about one.
fn is_recorded(cause: Cause, register: &Register) -> bool {
    match cause {
        Cause::InstrumentEnded(ix, _)
        | Cause::InstrumentNotYet(ix, _)
        | Cause::NotSigned(ix)
        | Cause::NotApproved(ix)
        | Cause::NotBound(ix, ..)
        | Cause::WrongRoles(ix, ..)
        | Cause::WrongModule(ix, _)
        | Cause::SignedLate(ix, ..)
        | Cause::Changed(ix, _)
        | Cause::GoverningLaw(ix, _)
        | Cause::AddendumMissing(ix, _)
        | Cause::AddendumNotYet(ix, _)
        | Cause::OtherAuthority(ix)
        | Cause::Unconfirmed(ix)
        | Cause::ImporterUnder(ix)
        | Cause::AnnexMissing(ix, _)
        | Cause::NotAuthorised(ix, _)
        | Cause::Incomplete(ix)
        | Cause::OutsideRules(ix, _)
        | Cause::Missing(
            Question::Modules(ix)
            | Question::Signed(ix)
            | Question::Authority(ix)
            | Question::Outer(ix)
            | Question::Base(ix),
        ) => ix.position() < register.instruments.len(),
        Cause::TiaNone(at)
        | Cause::TiaForOthers(at, _)
        | Cause::TiaOld(at, _)
        | Cause::TiaStale(at, _)
        | Cause::TiaOvertaken(at, _)
        | Cause::TiaMeasure(at, _)
        | Cause::TiaInsufficient(at)
        | Cause::TiaAgainstLaw(at, _) => at < register.tias.len(),
        _ => true,
    }
}

/// Whether nothing but what comes before it stands in the way.
pub(super) fn only_upstream(result: &FlowResult, regime: Option<RegimeIx>) -> bool {
    let mut raised =
        result.raised.iter().filter(|raised| raised.regime.is_none() || raised.regime == regime).peekable();
    raised.peek().is_some()
        && raised.clone().any(|raised| matches!(raised.detail.cause, Cause::UpstreamBroken(..)))
        && !raised.any(|raised| {
            let cause = raised.detail.cause;
            cause.is_ban()
                || (raised.severity == crate::finding::Severity::Error
                    && !matches!(cause, Cause::UpstreamBroken(..)))
        })
}

/// The mechanisms that the law has and this plan does not draft, each by its own word; none that the house forbids by
/// any of its words.
fn others(world: &World<'_>, regime: RegimeIx) -> Vec<MechanismIx> {
    let view = DayView::new(world.book, world.day);
    let book = world.book;
    let all = book.pack().mechanisms.iter().enumerate();
    let drafted = |class: Class| {
        matches!(
            class,
            Class::Clauses | Class::Scheme | Class::Amendment | Class::Adequacy | Class::Unrecorded
        )
    };
    let row = |rule: RuleIx| &book.rule(rule).header.id;
    let forbid = world.register.policy.forbid.iter();
    let forbidden: BTreeSet<&String> =
        forbid.flat_map(|forbid| book.rules(forbid.value, regime)).map(|rule| row(*rule)).collect();
    let open = |mechanism: MechanismIx| {
        book.rules(mechanism, regime).iter().any(|ix| {
            let rule = book.rule(*ix);
            let own = ix.position().checked_sub(1).and_then(|at| book.pack().rules.get(at));
            rule.is_route()
                && rule.header.period.holds(view.day)
                && own.is_none_or(|before| before.header.id != rule.header.id)
                && !forbidden.contains(row(*ix))
        })
    };
    let fits = all.filter(|(_, mechanism)| !drafted(mechanism.class)).map(|(at, _)| MechanismIx::new(at));
    fits.filter(|mechanism| open(*mechanism)).collect()
}

/// What to find out, each question once.
pub(super) fn questions(left: &[Left], register: &Register) -> Vec<Open> {
    let mut all: Vec<Open> = Vec::new();
    for lack in left.iter().filter(|lack| lack.why == Why::Facts) {
        for ask in lack.causes.iter().filter_map(|(_, cause)| question(*cause)) {
            match all.iter_mut().find(|open| open.ask == ask) {
                Some(open) => {
                    open.flows.insert(lack.flow);
                }
                None => all.push(Open { ask, flows: BTreeSet::from([lack.flow]) }),
            }
        }
    }
    let id = |open: &Open| open.flows.first().map(|flow| register.flow(*flow).id.clone());
    all.sort_by_key(id);
    all
}
