//! Steps for papers, once it is settled what the flows will rely on: notices published anew, representatives named.
//! Each is the only way to mend what is wrong with its paper, so nothing is to choose; assessing again proves them.

use std::collections::{BTreeMap, BTreeSet};

use super::ROUNDS;
use super::apply::apply;
use super::step::{Step, Terms, What, Withdrawn, usual_cost};
use super::world::World;
use crate::assess::{Cause, ClaimAt, PaperCause, assess_day};
use crate::finding::{Finding, Severity};
use crate::index::{PlaceIx, RegimeIx};
use crate::law::LawBook;
use crate::register::Register;

/// The steps, and whether an assessment with them done finds nothing more that they could mend.
pub(super) fn papers(world: &World<'_>, done: &[Step]) -> (Vec<Step>, bool) {
    let targets = world.register.parties.iter().any(|party| !party.targets.is_empty());
    if world.register.notices.is_empty() && !targets {
        return (Vec::new(), true);
    }
    let mut steps: BTreeMap<What, Step> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let mut register = world.register.clone();
        apply(&mut register, done.iter().chain(steps.values()), world.book, world.day);
        let assessment = assess_day(&register, world.book, world.day);
        let wrong: Vec<&Finding> =
            assessment.findings.iter().filter(|finding| finding.severity != Severity::Note).collect();
        let before = steps.clone();
        let mut open = false;
        for finding in wrong {
            if let Cause::Paper(cause) = finding.detail.cause {
                open |= add(&mut steps, world, cause, finding.regime);
            }
        }
        if before == steps {
            return (steps.into_values().collect(), !open);
        }
    }
    (steps.into_values().collect(), false)
}

/// Adds what mends it; whether anything does.
fn add(
    steps: &mut BTreeMap<What, Step>,
    world: &World<'_>,
    cause: PaperCause,
    regime: Option<RegimeIx>,
) -> bool {
    let register = &world.register;
    let update = |notice: u32| What::Update { notice: index(notice) };
    let whole = |at: ClaimAt| Withdrawn { claim: index(at.claim), place: None };
    match cause {
        PaperCause::Ended(at, _) | PaperCause::NotYet(at, _) | PaperCause::NoMechanism(at) => {
            // Adequacy claimed for places is taken back where it is not there.
            put(steps, register, update(at.notice)).withdrawn.insert(whole(at));
        }
        PaperCause::NoDecision(at, place) => {
            let withdrawn = Withdrawn { claim: index(at.claim), place: Some(place) };
            put(steps, register, update(at.notice)).withdrawn.insert(withdrawn);
        }
        PaperCause::OnlyAdequate(at, _) | PaperCause::NotAdequate(at, _) | PaperCause::NotEntered(at, _) => {
            put(steps, register, update(at.notice)).withdrawn.insert(whole(at));
        }
        // What is relied on is named again where it is left out then.
        PaperCause::TakesBack(at, other) => {
            let terms = put(steps, register, update(at.notice));
            terms.withdrawn.insert(whole(at));
            terms.withdrawn.insert(Withdrawn { claim: index(other), place: None });
        }
        PaperCause::Omits(omission, mechanism) => {
            put(steps, register, update(omission.notice)).mechanisms.insert(mechanism);
        }
        PaperCause::OmitsPlace(omission, place) => {
            put(steps, register, update(omission.notice)).places.insert(place);
        }
        PaperCause::Names(notice, name, _) => {
            put(steps, register, update(notice)).names.insert(index(name));
        }
        PaperCause::Unrepresented(party, _) | PaperCause::RepresentedElsewhere(party, ..) => {
            let Some(place) = regime.and_then(|regime| ground(world.book, regime, world)) else {
                return false;
            };
            put(steps, register, What::Represent { party, place });
        }
        PaperCause::NobodyAnswers(..)
        | PaperCause::SeveralAnswer(..)
        | PaperCause::EvidenceMissing(..)
        | PaperCause::EvidenceAltered(_) => return false,
    }
    true
}

fn put<'s>(steps: &'s mut BTreeMap<What, Step>, register: &Register, what: What) -> &'s mut Terms {
    let kind = what.kind();
    let cost = register.plan_costs.get(&kind).copied().unwrap_or(usual_cost(kind));
    let step = steps.entry(what).or_insert_with(|| Step {
        what,
        terms: Terms::default(),
        flows: BTreeSet::new(),
        cost: u64::from(cost),
    });
    &mut step.terms
}

/// Where a law that reaches those who target its people wants their representative.
fn ground(book: &LawBook, regime: RegimeIx, world: &World<'_>) -> Option<PlaceIx> {
    let rows = book.pack().territories.iter();
    let mut rows =
        rows.filter(|row| row.regime == regime && row.targeting && row.header.period.holds(world.day));
    rows.next()?.places.first().copied()
}

/// A position, from the small number that causes keep.
fn index(small: u32) -> usize {
    usize::try_from(small).unwrap_or(usize::MAX)
}
