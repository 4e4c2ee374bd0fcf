//! The steps from claims to a verdict where the claims alone do not say it: each place and data item that is worth
//! something else, what came with the data, bans and house rules. With them a derivation can be replayed: a step's
//! status counts by the order of statuses, its verdict by the worst.

use super::Step;
use crate::assess::bind::Basis;
use crate::assess::cause::{Cause, Detail};
use crate::assess::cell::Cell;
use crate::assess::engine::Engine;
use crate::assess::result::{FlowResult, RegimeResult};
use crate::assess::verdict::{Status, Verdict};
use crate::assess::words::Words;
use crate::index::{DataIx, FlowIx};
use crate::register::Personal;
use crate::source::Span;

/// The places where data arrive that the regime restricts.
pub(super) fn abroad(
    engine: &Engine<'_>,
    flow: &FlowResult,
    regime: &RegimeResult,
    words: &Words<'_>,
) -> Vec<String> {
    let register = engine.register;
    let fact = register.flow(flow.flow);
    let from = fact.context.map_or(register.party(fact.from.value).country.value, |place| Some(place.value));
    let carried = regime.binding.basis == Basis::Carried;
    if !carried && regime.arrivals.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for to in engine.destinations(fact) {
        let free = engine.free(fact, from, regime.binding.regime, to).is_some();
        let mut items = fact.data.iter().map(|data| data.value);
        let any = items.any(|data| {
            let personal = register.datum(data).personal.value != Personal::No;
            let came = || regime.came.iter().any(|came| came.data == data && came.recipient == to.recipient);
            let restricted = || match to.place {
                Some(place) => {
                    let (flow, regime, recipient) = (flow.flow, regime.binding.regime, to.recipient);
                    let cell = Cell { flow, regime, from, recipient, place, data };
                    engine.carved_out(&cell).is_none()
                }
                None => true,
            };
            personal && if carried { came() } else { restricted() }
        });
        let at = to.place.map_or_else(|| "an unknown place".to_owned(), |place| words.place(place));
        if !free && any && !found.contains(&at) {
            found.push(at);
        }
    }
    found
}

/// What each place and data item is worth, where that does not follow from the claims as told.
pub(super) fn cells(
    engine: &Engine<'_>,
    flow: &FlowResult,
    regime: &RegimeResult,
    words: &Words<'_>,
) -> Vec<Step> {
    let register = engine.register;
    let fact = register.flow(flow.flow);
    if regime.binding.basis == Basis::Carried || follows(engine, flow.flow, regime) {
        return Vec::new();
    }
    let from = fact.context.map_or(register.party(fact.from.value).country.value, |place| Some(place.value));
    // Data items that fare alike are told together.
    let mut found: Vec<(Vec<&str>, String, Step)> = Vec::new();
    for to in engine.destinations(fact) {
        if engine.free(fact, from, regime.binding.regime, to).is_some() {
            continue;
        }
        for data in &fact.data {
            if register.datum(data.value).personal.value == Personal::No {
                continue;
            }
            let step = match to.place {
                None => unknown(register.party(to.recipient).country.span),
                Some(place) => {
                    let cell = Cell {
                        flow: flow.flow,
                        regime: regime.binding.regime,
                        from,
                        recipient: to.recipient,
                        place,
                        data: data.value,
                    };
                    if engine.carved_out(&cell).is_some() {
                        continue;
                    }
                    worth(engine, &cell, words)
                }
            };
            let at = to.place.map_or_else(|| "an unknown place".to_owned(), |place| words.place(place));
            let to = format!("{} ({at})", words.party(to.recipient));
            let item = register.datum(data.value).id.as_str();
            match found.iter_mut().find(|(_, other, known)| *other == to && *known == step) {
                Some((items, ..)) => items.push(item),
                None => found.push((vec![item], to, step)),
            }
        }
    }
    let told = found.into_iter().map(|(items, to, step)| Step {
        text: format!("for `{}` to {to}: {}", items.join("`, `"), step.text),
        ..step
    });
    told.collect()
}

/// Whether the claims as told, by their order, give what every cell is worth.
fn follows(engine: &Engine<'_>, flow: FlowIx, regime: &RegimeResult) -> bool {
    let day = engine.view.day;
    let tags = &engine.register.flow(flow).mechanism;
    let made = |tag: usize| tags.get(tag).is_some_and(|tag| tag.period.holds(day));
    let told = regime.claims.iter().filter(|claim| made(claim.tag)).map(|claim| claim.status);
    let told = told.min_by_key(|status| status.rank()).map_or(Verdict::Unsupported, Status::verdict);
    regime.arrivals.iter().all(|arrival| arrival.verdict == told)
}

fn unknown(span: Span) -> Step {
    let text = format!("where they go is not known (status `{}`)", Status::Unknown.name());
    Step { text, law: Vec::new(), facts: vec![span] }
}

/// The claims for a cell, each with what it is worth there, and what covers it unclaimed.
fn worth(engine: &Engine<'_>, cell: &Cell, words: &Words<'_>) -> Step {
    let register = engine.register;
    let book = engine.view.book;
    let flow = register.flow(cell.flow);
    let datum = register.datum(cell.data);
    if datum.personal.value == Personal::Disputed {
        let text = format!("whether it is personal data is disputed (status `{}`)", Status::Unknown.name());
        return Step { text, law: Vec::new(), facts: vec![datum.personal.span] };
    }
    let mut outcomes = Vec::new();
    for (at, tag) in flow.mechanism.iter().enumerate() {
        let here = tag.data.as_ref().is_none_or(|data| data.contains(&cell.data));
        if here && tag.period.holds(engine.view.day) {
            outcomes.push((Some(at), engine.tag(tag, cell)));
        }
    }
    if let Some(outcome) = engine.unclaimed(cell, flow, &outcomes) {
        outcomes.push((None, outcome));
    }
    let (mut parts, mut law, mut facts): (Vec<String>, Vec<String>, Vec<Span>) = Default::default();
    for (tag, outcome) in &outcomes {
        let status = engine.worth(cell, *tag, outcome);
        let duties = if status == outcome.status { "" } else { " with the duties that go with it" };
        let mechanism = || outcome.carrier.map_or("", |c| book.mechanism(c.mechanism).id.as_str());
        let name = tag.map_or_else(
            || format!("unclaimed `{}`", mechanism()),
            |tag| format!("`{}`", words.tag(cell.flow, tag)),
        );
        parts.push(format!("{name}{duties} (status `{}`)", status.name()));
        law.extend(outcome.carrier.map(|carrier| book.rule(carrier.rule).header.citation.clone()));
        if let Some(tag) = tag.and_then(|tag| flow.mechanism.get(tag)) {
            facts.push(tag.span);
        }
        if let Some(carrier) = outcome.carrier.filter(|_| outcome.status.carries()) {
            for open in engine.open_duties(cell, carrier, *tag) {
                law.push(book.rule(open.rule).header.citation.clone());
            }
        }
    }
    if parts.is_empty() {
        parts.push(format!("nothing is claimed (status `{}`)", Status::NotAMechanism.name()));
    }
    law.dedup();
    facts.push(register.party(cell.recipient).country.span);
    Step { text: parts.join(", "), law, facts }
}

/// What came with the data: what the mechanisms upstream ask, and what is broken there.
pub(super) fn came(
    engine: &Engine<'_>,
    flow: &FlowResult,
    regime: &RegimeResult,
    words: &Words<'_>,
) -> Vec<Step> {
    let own = Some(regime.binding.regime);
    let fact = engine.register.flow(flow.flow);
    let mut steps: Vec<Step> = Vec::new();
    for came in &regime.came {
        let cause = came.cause.map(|cause| words.sentence(cause, Some(flow.flow), None, own));
        let text = cause.unwrap_or_else(|| {
            let who = words.party(came.recipient);
            let by = came.by.map_or("", |by| engine.view.book.mechanism(by.mechanism).id.as_str());
            match (came.verdict.stands(), by) {
                (true, "") => format!("{who} meets what is asked of whoever passes the data on"),
                (true, by) => format!("`{by}` meets what is asked of whoever passes the data on to {who}"),
                (false, _) if came.verdict == Verdict::Undetermined => {
                    format!(
                        "whether what is asked of whoever passes the data on to {who} is met is not known"
                    )
                }
                (false, _) => format!("what is asked of whoever passes the data on to {who} is not met"),
            }
        });
        let text = format!("{}: {text}{}", item(engine, came.data), effect(came.verdict));
        let rule = came.by.and_then(|by| by.rule).filter(|_| came.verdict.stands());
        let carries = || rule.map(|rule| engine.view.book.rule(rule).header.citation.clone());
        let law = came.cause.map_or_else(
            || carries().into_iter().collect(),
            |cause| words.citations(Detail { tag: None, rule: None, cause }, own, engine.view.day),
        );
        let mut facts = vec![fact.to.span];
        if let Some(
            Cause::UpstreamBroken(from, _) | Cause::Uncovered(from, ..) | Cause::OutsideGroup(from, ..),
        ) = came.cause
        {
            facts = vec![engine.register.flow(from).span];
        }
        let step = Step { text, law, facts };
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}

fn item(engine: &Engine<'_>, data: DataIx) -> String {
    format!("`{}`", engine.register.datum(data).id)
}

/// What bans and house rules make of the flow.
pub(super) fn bans(
    engine: &Engine<'_>,
    flow: &FlowResult,
    regime: &RegimeResult,
    words: &Words<'_>,
) -> Vec<Step> {
    let policy = &engine.register.policy;
    if policy.forbid.is_empty() && policy.sanctions.is_empty() && policy.sanctioned.is_empty() {
        return Vec::new();
    }
    // A flow is barred under its own laws before anything is carried to it; a law that came with the data bars it
    // by itself.
    let seen = |other: &&RegimeResult| {
        other.binding.basis != Basis::Carried || other.binding.regime == regime.binding.regime
    };
    let mut alone = FlowResult {
        flow: flow.flow,
        verdict: Verdict::NotRestricted,
        regimes: flow.regimes.iter().filter(seen).cloned().collect(),
        next: None,
        raised: Vec::new(),
        banned: false,
        bans_verified: None,
    };
    engine.bans(flow.flow, &mut alone);
    let mut steps = Vec::new();
    for raised in alone.raised {
        let verdict = match raised.detail.cause {
            Cause::ListedOnly(..) => continue,
            Cause::NoList(_) => Verdict::Undetermined,
            _ => Verdict::Prohibited,
        };
        let text = words.sentence(raised.detail.cause, Some(flow.flow), raised.detail.tag, None);
        steps.push(Step {
            text: format!("{text}{}", effect(verdict)),
            law: words.citations(raised.detail, Some(regime.binding.regime), engine.view.day),
            facts: vec![engine.span(Some(flow.flow), raised.detail)],
        });
    }
    steps
}

/// How a step says that the verdict is no better than that.
pub(super) fn effect(verdict: Verdict) -> String {
    format!(" (verdict `{}`)", verdict.name())
}
