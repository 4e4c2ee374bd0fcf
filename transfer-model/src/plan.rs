//! The cheapest steps that bring every flow to where it should stand. Candidates come from why a flow fails and from
//! what its law offers; what they are worth is never supposed but assessed, on a copy of the register in which they
//! are done. What cannot be mended is said, with why.

mod apply;
mod build;
mod candidates;
mod floor;
mod grounds;
mod lack;
mod papers;
mod search;
mod sentence;
mod step;
mod ties;
mod turns;
mod world;

use std::collections::BTreeSet;

pub use candidates::Ask;
pub use lack::{Left, Why};
pub use step::{Base, Step, Terms, What, Withdrawn, usual_cost};

use self::build::Build;
use self::candidates::Pool;
use self::floor::floor;
use self::lack::{lack, only_upstream, questions, restate};
use self::search::Search;
use self::ties::Ties;
use self::turns::Turns;
use self::world::{Pair, State, World, state_of};
use crate::assess::{FlowResult, Verdict};
use crate::day::Day;
use crate::index::{FlowIx, RegimeIx};
use crate::law::LawBook;
use crate::register::{Register, StepKind};

/// Most rounds in which steps lead to further steps: a set, its amendment, its assessment, a measure, what goes on.
const ROUNDS: usize = 8;

/// With more to mend times more flows, steps are chosen flow by flow: to assess all flows once for each step and more
/// would take minutes.
const MUCH: usize = 30_000;

/// What a flow stands like before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mended {
    /// The flow.
    pub flow: FlowIx,
    /// Under which law; none: the flow as a whole.
    pub regime: Option<RegimeIx>,
    /// How it stands.
    pub before: Verdict,
    /// How it stands with the steps done; none: it is stopped.
    pub after: Option<Verdict>,
}

/// A question to answer first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// What to find out.
    pub ask: Ask,
    /// For which flows.
    pub flows: BTreeSet<FlowIx>,
}

/// The steps, and what they do.
#[derive(Debug)]
pub struct Plan {
    /// The worst verdict accepted.
    pub target: Verdict,
    /// What to find out first; it costs nothing.
    pub questions: Vec<Open>,
    /// The steps.
    pub steps: Vec<Step>,
    /// What they cost together.
    pub cost: u64,
    /// No choice among the steps considered costs less.
    pub bound: u64,
    /// Whether so much is to mend that steps were chosen flow by flow, and thinned, and not tried in combinations.
    pub stepwise: bool,
    /// How many times all flows were assessed to find them.
    pub assessed: usize,
    /// How many steps were considered.
    pub considered: usize,
    /// What the steps mend.
    pub mended: Vec<Mended>,
    /// What they do not.
    pub left: Vec<Left>,
    /// Whether an assessment with all steps done bears out the plan: nothing worse, all that is promised reached.
    pub proved: bool,
}

/// The register with steps done on the day, in memory.
pub fn done<'s>(
    register: &Register,
    steps: impl Iterator<Item = &'s Step> + Clone,
    book: &LawBook,
    day: Day,
) -> Register {
    let mut register = register.clone();
    apply::apply(&mut register, steps, book, day);
    register
}

/// Plans for a register, by the law of a day. `target` is the worst verdict accepted.
pub fn plan(register: &Register, book: &LawBook, day: Day, target: Verdict) -> Plan {
    plan_among(register, book, day, target).0
}

/// The plan, with all the steps that were considered.
pub fn plan_among(register: &Register, book: &LawBook, day: Day, target: Verdict) -> (Plan, Vec<Step>) {
    let mut world = World::new(register, book, day, target);
    let unknown = |verdict: Verdict| verdict == Verdict::Undetermined;
    for (pair, verdict) in world.base.clone() {
        if unknown(verdict) && verdict > target {
            world.released.insert(pair, verdict);
        } else if verdict > target {
            world.goals.insert(pair);
        }
    }
    let work = world.goals.len().saturating_mul(register.flows.len());
    let stepwise = work > MUCH;
    let choose = if stepwise { choose_stepwise } else { choose_among_all };
    let Choice { useful, chosen, bound, stops, mut left } = choose(&mut world);
    let fixed = stops.iter().map(|step| step.cost).fold(0, u64::saturating_add);
    let mut done = chosen;
    done.extend(stops);
    let state = restate(&world, &done, &mut left);
    let (papers, settled) = papers::papers(&world, &done);
    let fixed = papers.iter().map(|step| step.cost).fold(fixed, u64::saturating_add);
    let considered = useful.len().saturating_add(papers.len());
    done.extend(papers);
    let plan = Plan {
        target,
        questions: questions(&left, register),
        cost: done.iter().map(|step| step.cost).fold(0, u64::saturating_add),
        bound: bound.saturating_add(fixed),
        considered,
        mended: mended(&world, &state),
        left,
        stepwise,
        assessed: world.assessed.get(),
        proved: settled && world.failing(&state).is_empty(),
        steps: done,
    };
    (plan, useful)
}

/// Steps chosen from those considered, and what they leave.
struct Choice {
    useful: Vec<Step>,
    chosen: Vec<Step>,
    bound: u64,
    stops: Vec<Step>,
    left: Vec<Left>,
}

/// From all steps that anything might need, tried in combinations.
fn choose_among_all(world: &mut World<'_>) -> Choice {
    let pool = discover(world);
    let steps: Vec<Step> = pool.steps.values().cloned().collect();
    let (stops, left) = settle(world, |_, _| steps.clone());
    let useful: Vec<Step> = steps.iter().cloned().filter_map(|step| without_stopped(step, world)).collect();
    let search = Search::new(world, &useful, stops.clone(), pool.ties.unwrap_or_default());
    let found = search.run();
    let chosen = search.trim(&found.chosen);
    Choice { chosen, bound: found.bound, useful, stops, left }
}

/// Where all steps together are too many to be assessed beside each other: flow by flow, thinned afterwards.
fn choose_stepwise(world: &mut World<'_>) -> Choice {
    world.via = false;
    let mut build = Build::default();
    let (stops, left) = settle(world, |world, stops| {
        build.mend(world, stops);
        build.steps()
    });
    let kept = |steps: Vec<Step>| -> Vec<Step> {
        steps.into_iter().filter_map(|step| without_stopped(step, world)).collect()
    };
    let taken = kept(build.steps());
    let useful = kept(build.pool.steps.into_values().collect());
    let chosen = Turns::new(world, &stops, taken).run();
    let cost = chosen.iter().map(|step| step.cost).fold(0, u64::saturating_add);
    let bound = floor(world, useful.iter()).min(cost);
    Choice { useful, chosen, bound, stops, left }
}

/// Gathers steps, and those that become worth trying once they are done. A consent does away with duties that another
/// ground leaves open, an entry in a scheme with those of a contract, and documents come before grounds: what each of
/// them needs shows where the others are left out.
fn discover(world: &mut World<'_>) -> Pool {
    let mut pool = Pool::default();
    pool.ties = Some(Ties::default());
    let recorded = world.register.instruments.len();
    let consent = |step: &Step| matches!(step.what, What::Consent { ground: Some(_), .. });
    let document = |step: &Step| matches!(step.what, What::Sign { .. } | What::Rely { .. });
    let scheme = |step: &Step| matches!(step.what, What::Certify { .. });
    let ground = |step: &Step| consent(step) || matches!(step.what, What::Ground { .. });
    for _ in 0..ROUNDS {
        let before = (pool.steps.clone(), world.goals.len());
        let steps: Vec<Step> = pool.steps.values().cloned().collect();
        // Without a ground or a scheme there is nothing to leave out.
        let mut parts: Vec<Vec<&Step>> = vec![steps.iter().collect()];
        if steps.iter().any(ground) {
            parts.extend(without(&parts, consent));
            parts.extend(without(&parts, document));
        }
        if steps.iter().any(scheme) {
            parts.extend(without(&parts, scheme));
        }
        for (at, part) in parts.iter().enumerate() {
            let found = world.assessed(part, |engine, results| {
                let state = state_of(results);
                let failing: BTreeSet<_> = world.failing(&state).into_iter().collect();
                for result in results {
                    for regime in &result.regimes {
                        let pair = (result.flow, Some(regime.binding.regime));
                        // What is mended by one way may be mended by a cheaper one that is still short.
                        if failing.contains(&pair) || world.goals.contains(&pair) {
                            pool.gather(engine, recorded, result, regime);
                        }
                    }
                }
                failing
            });
            if at == 0 {
                world.goals.extend(found.into_iter().filter(|pair| !world.released.contains_key(pair)));
            }
        }
        if before.0 == pool.steps && before.1 == world.goals.len() {
            break;
        }
    }
    pool
}

/// The same choices with such steps left out, where that makes others of them.
fn without<'s>(parts: &[Vec<&'s Step>], such: impl Fn(&Step) -> bool) -> Vec<Vec<&'s Step>> {
    let less =
        |part: &Vec<&'s Step>| -> Vec<&'s Step> { part.iter().copied().filter(|step| !such(step)).collect() };
    let all = parts.iter().map(|part| (less(part), part.len()));
    all.filter(|(less, before)| less.len() < *before).map(|(less, _)| less).collect()
}

/// Finds what all steps together do not mend: it is left, and what must not go on is stopped.
fn settle(
    world: &mut World<'_>,
    mut steps: impl FnMut(&mut World<'_>, &[Step]) -> Vec<Step>,
) -> (Vec<Step>, Vec<Left>) {
    let cost = world.register.plan_costs.get(&StepKind::Stop).copied();
    let cost = u64::from(cost.unwrap_or(usual_cost(StepKind::Stop)));
    let stop = |flow: FlowIx| Step {
        what: What::Stop { flow },
        terms: Terms::default(),
        flows: BTreeSet::from([flow]),
        cost,
    };
    let mut left: Vec<Left> = Vec::new();
    // Facts that were missing from the start are asked for as things stand.
    let open: BTreeSet<_> = world.released.keys().copied().collect();
    world.assessed(&[], |_, results| {
        for result in results {
            left.extend(of_flow(&open, result.flow).map(|pair| lack(world, result, pair.1)));
        }
    });
    let mut stops: Vec<Step> = Vec::new();
    loop {
        let steps = steps(world, &stops);
        let all: Vec<&Step> = steps.iter().chain(&stops).collect();
        let (found, state): (Vec<(Left, bool)>, State) = world.assessed(&all, |_, results| {
            let state = state_of(results);
            let failing: BTreeSet<_> = world.failing(&state).into_iter().collect();
            let of = |result: &FlowResult| {
                let here = of_flow(&failing, result.flow);
                here.map(|pair| (lack(world, result, pair.1), only_upstream(result, pair.1)))
                    .collect::<Vec<_>>()
            };
            (results.iter().flat_map(of).collect(), state)
        });
        if found.is_empty() {
            break;
        }
        let fatal = |lack: &Left| !lack.verdict.stands() && lack.verdict != Verdict::Undetermined;
        // What fails only because of what comes before it may be mended by a stop there.
        let direct: BTreeSet<FlowIx> = found
            .iter()
            .filter(|(lack, upstream)| fatal(lack) && !upstream)
            .map(|(lack, _)| lack.flow)
            .collect();
        let any: BTreeSet<FlowIx> =
            found.iter().filter(|(lack, _)| fatal(lack)).map(|(lack, _)| lack.flow).collect();
        let now = if direct.is_empty() { any } else { direct };
        let mut released = false;
        for (lack, _) in found {
            let pair = (lack.flow, lack.regime);
            if now.contains(&lack.flow) {
                left.push(lack);
            } else if !fatal(&lack) {
                let verdict = state.get(&pair).copied().unwrap_or(lack.verdict);
                // What comes to stand, with duties, is worth its steps; what hangs on facts is not planned for.
                let before = world.base.get(&pair).copied().filter(|_| !verdict.stands());
                world.released.insert(pair, verdict.max(before.unwrap_or(verdict)));
                released = true;
                left.push(lack);
            }
        }
        stops.extend(now.iter().map(|flow| stop(*flow)));
        world.stopped.extend(now.iter().copied());
        if now.is_empty() && !released {
            break;
        }
    }
    left.sort_by_key(|left| (left.flow, left.regime));
    (stops, left)
}

/// Those of a flow.
fn of_flow(pairs: &BTreeSet<Pair>, flow: FlowIx) -> impl Iterator<Item = &Pair> {
    pairs.range((flow, None)..).take_while(move |pair| pair.0 == flow)
}

/// The step without the flows that are stopped; none where it has no others.
fn without_stopped(mut step: Step, world: &World<'_>) -> Option<Step> {
    step.flows.retain(|flow| !world.stopped.contains(flow));
    (!step.flows.is_empty()).then_some(step)
}

fn mended(world: &World<'_>, state: &State) -> Vec<Mended> {
    let base = world.base.iter().filter(|(_, before)| **before > world.target);
    let pairs = base.filter_map(|(pair, before)| {
        let after = if world.stopped.contains(&pair.0) {
            None
        } else {
            // A law that no longer binds restricts nothing.
            Some(state.get(pair).copied().unwrap_or(Verdict::NotRestricted))
        };
        let better = after.is_none_or(|after| after <= world.target);
        better.then_some(Mended { flow: pair.0, regime: pair.1, before: *before, after })
    });
    pairs.collect()
}
