//! The derivation of a verdict: the steps from facts and law rows to the answer, rebuilt when asked for.

mod combine;

use self::combine::effect;
use super::bind::Basis;
use super::cause::{Cause, Detail, Question};
use super::cell::Cell;
use super::crossing::Free;
use super::engine::Engine;
use super::result::{ClaimResult, FlowResult, RegimeResult};
use super::row::Row;
use super::verdict::Verdict;
use super::words::Words;
use crate::index::TagIx;
use crate::law::Class;
use crate::register::{Flow, TagUse};
use crate::source::Span;

/// One step: what follows, from which law, from which facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What follows.
    pub text: String,
    /// Citations.
    pub law: Vec<String>,
    /// Places in the register.
    pub facts: Vec<Span>,
}

/// The steps that lead to the verdict of a flow under one of its regimes.
pub fn derive(engine: &Engine<'_>, flow: &FlowResult, regime: &RegimeResult) -> Vec<Step> {
    let book = engine.view.book;
    let register = engine.register;
    let words = Words { register, book };
    let fact = register.flow(flow.flow);
    let law = words.regime(regime.binding.regime);
    let mut steps = Vec::new();
    let from = register.party(fact.from.value);
    let to = register.party(fact.to.value);
    let individuals = regime.free.iter().any(|(_, why)| *why == Free::FromIndividuals);
    let bound = if individuals { to } else { from };
    let territory = book.pack().territories.get(regime.binding.row);
    let mut citations: Vec<String> = vec![book.regime(regime.binding.regime).header.citation.clone()];
    citations.extend(territory.map(|row| row.header.citation.clone()));
    citations.dedup();
    let (text, facts) = match regime.binding.basis {
        Basis::Established => {
            let place = fact.context.filter(|_| !individuals);
            let at =
                place.map(|p| p.value).or(bound.country.value).map_or_else(String::new, |p| words.place(p));
            let span = place.map_or(bound.country.span, |p| p.span);
            (format!("`{law}` binds {}, which acts from {at}", bound.name), vec![span])
        }
        Basis::Targeting => {
            let mut facts: Vec<Span> = bound.targets.iter().map(|t| t.span).collect();
            facts.extend(fact.subjects.iter().flat_map(|s| s.places.iter()).map(|p| p.span));
            (format!("`{law}` binds {}, which targets people there", bound.name), facts)
        }
        Basis::Carried => {
            let via: Vec<String> =
                regime.binding.via.iter().map(|flow| format!("`{}`", register.flow(*flow).id)).collect();
            let facts = regime.binding.via.iter().map(|flow| register.flow(*flow).span).collect();
            (format!("`{law}` came with the data, by {}", via.join(", ")), facts)
        }
    };
    steps.push(Step { text, law: citations, facts });
    for (place, why) in &regime.free {
        let at = place.map_or_else(|| "an unknown place".to_owned(), |p| words.place(p));
        let own = vec![book.regime(regime.binding.regime).header.citation.clone()];
        let (text, law, facts) = match why {
            Free::Area(row) => {
                let row = book.pack().free_areas.get(*row);
                let citation = row.map(|row| row.header.citation.clone()).into_iter().collect();
                (format!("{at} is not abroad for this law on this day"), citation, vec![to.country.span])
            }
            Free::SameEntity => {
                let text = "the importer is the same legal entity as the exporter: no transfer".to_owned();
                (text, own, vec![fact.from.span, fact.to.span])
            }
            Free::ProcessorReturn => {
                let text = "a processor that returns data to its own controller makes no restricted transfer"
                    .to_owned();
                (text, own, vec![fact.roles.span])
            }
            Free::OwnStaff => {
                let text = format!(
                    "staff of the importer, which is not abroad, see the data from {at}: no transfer"
                );
                (text, own, fact.accessed_from.iter().flatten().map(|a| a.place.span).collect())
            }
            Free::Transit => ("the data only pass through: no transfer".to_owned(), own, vec![fact.span]),
            Free::FromIndividuals => {
                let text = "people who give their own data are no exporters: no transfer".to_owned();
                (text, own, vec![fact.from.span])
            }
            Free::ToIndividuals => {
                let text = "data given to people, or published, are disclosed to no importer: no transfer"
                    .to_owned();
                (text, own, vec![fact.to.span])
            }
            Free::CarveOut(rule) => {
                let header = &book.rule(*rule).header;
                let text = header.note.clone().unwrap_or_default();
                let text = format!("this law does not count it as a transfer it restricts: {text}");
                (text, vec![header.citation.clone()], vec![fact.span])
            }
            Free::NotPersonal => ("the data are not personal".to_owned(), own, vec![fact.span]),
        };
        steps.push(Step { text, law, facts });
    }
    let abroad = combine::abroad(engine, flow, regime, &words);
    if !abroad.is_empty() {
        steps.push(Step {
            text: format!(
                "the data reach {}: a restricted transfer, which needs a mechanism",
                abroad.join(", ")
            ),
            law: vec![book.regime(regime.binding.regime).header.citation.clone()],
            facts: vec![fact.to.span, to.country.span],
        });
    }
    for claim in &regime.claims {
        let mut facts: Vec<Span> = fact.mechanism.get(claim.tag).map(|tag| tag.span).into_iter().collect();
        if let Some(TagUse::Instrument(ix)) = fact.mechanism.get(claim.tag).map(|tag| &tag.names) {
            facts.push(register.instrument(*ix).span);
        }
        facts.extend(entries(engine, fact, claim));
        let (text, law) = match claim.cause {
            Some(cause @ (Cause::Uncovered(..) | Cause::OutsideGroup(..))) => (
                format!(
                    "`{}` does not meet what is asked of whoever passes the data on",
                    words.tag(flow.flow, claim.tag)
                ),
                words.citations(
                    Detail { tag: Some(TagIx::new(claim.tag)), rule: None, cause },
                    Some(regime.binding.regime),
                    engine.view.day,
                ),
            ),
            Some(cause) => (
                words.sentence(
                    cause,
                    Some(flow.flow),
                    Some(TagIx::new(claim.tag)),
                    Some(regime.binding.regime),
                ),
                words.citations(
                    Detail { tag: Some(TagIx::new(claim.tag)), rule: claim.carrier.map(|c| c.rule), cause },
                    Some(regime.binding.regime),
                    engine.view.day,
                ),
            ),
            None => (
                format!("`{}` is in force and its conditions are shown", words.tag(flow.flow, claim.tag)),
                vec![words.stands_on(flow.flow, claim, regime.binding.regime, engine.view.day).to_owned()],
            ),
        };
        let text = format!("{text} (status `{}`)", claim.status.name());
        steps.push(Step { text, law, facts });
    }
    let by_claim =
        regime.claims.iter().any(|claim| claim.carrier == regime.carrier && claim.status.carries());
    if let Some(carrier) = regime.carrier
        && !by_claim
    {
        let header = &book.rule(carrier.rule).header;
        steps.push(Step {
            text: format!(
                "{} covers the transfer without being claimed",
                book.mechanism(carrier.mechanism).name
            ),
            law: vec![header.citation.clone()],
            facts: vec![to.country.span],
        });
    }
    steps.extend(duties(engine, flow, regime, &words));
    steps.extend(combine::cells(engine, flow, regime, &words));
    steps.extend(combine::came(engine, flow, regime, &words));
    for (row, kept) in engine.localised(flow.flow, regime) {
        let cause = if kept { Cause::Missing(Question::Localisation(row)) } else { Cause::Localisation(row) };
        let verdict = if kept { Verdict::Undetermined } else { Verdict::Prohibited };
        let own = Some(regime.binding.regime);
        steps.push(Step {
            text: format!("{}{}", words.sentence(cause, Some(flow.flow), None, own), effect(verdict)),
            law: words.citations(Detail { tag: None, rule: None, cause }, own, engine.view.day),
            facts: vec![fact.span],
        });
    }
    steps.extend(combine::bans(engine, flow, regime, &words));
    let row = regime.rule().map(Row::Rule).or(regime.row);
    let law = row.map(|row| row.of(book).1.to_owned()).into_iter().collect();
    let conclusion = from_upstream(flow, regime).unwrap_or(match regime.verdict {
        Verdict::NotRestricted => "not restricted by this law",
        Verdict::Valid => "the transfer stands",
        Verdict::Conditional => "the transfer stands; duties are open",
        Verdict::Undetermined => "a fact that decides is missing",
        Verdict::Unsupported => "nothing claimed is a mechanism of this law",
        Verdict::Invalid => "what is claimed does not hold",
        Verdict::Prohibited => "a ban applies, whatever the mechanism",
    });
    steps.push(Step {
        text: format!("`{}`: {conclusion}", regime.verdict.name()),
        law,
        facts: vec![fact.span],
    });
    steps
}

/// Why the verdict is what it is, where what is claimed would make a better one and what came with the data does not let
/// it.
fn from_upstream(flow: &FlowResult, regime: &RegimeResult) -> Option<&'static str> {
    let failed = matches!(regime.verdict, Verdict::Unsupported | Verdict::Invalid | Verdict::Prohibited);
    let own = regime.arrivals.iter().any(|arrival| arrival.verdict == regime.verdict);
    let mut came = regime.came.iter().filter(|came| came.verdict == regime.verdict).peekable();
    if !failed || own || flow.banned || came.peek().is_none() {
        return None;
    }
    Some(if came.all(|came| matches!(came.cause, Some(Cause::UpstreamBroken(..)))) {
        "a transfer upstream, by which the data came, does not stand"
    } else {
        "what is asked of whoever passes the data on is not met"
    })
}

/// The duties that go with any route of the regime and are not met.
fn duties(engine: &Engine<'_>, flow: &FlowResult, regime: &RegimeResult, words: &Words<'_>) -> Vec<Step> {
    let fact = engine.register.flow(flow.flow);
    let own = Some(regime.binding.regime);
    let from =
        fact.context.map_or(engine.register.party(fact.from.value).country.value, |place| Some(place.value));
    let mut steps: Vec<Step> = Vec::new();
    for to in engine.destinations(fact) {
        let Some(place) = to.place.filter(|_| engine.free(fact, from, regime.binding.regime, to).is_none())
        else {
            continue;
        };
        for (data, _, carrier) in &regime.by_data {
            let Some(carrier) = carrier.filter(|_| regime.binding.basis != Basis::Carried) else { continue };
            let tag =
                regime.claims.iter().find(|claim| claim.carrier == Some(carrier)).map(|claim| claim.tag);
            let cell = Cell {
                flow: flow.flow,
                regime: regime.binding.regime,
                from,
                recipient: to.recipient,
                place,
                data: *data,
            };
            for open in engine.open_duties(&cell, carrier, tag) {
                let detail = Detail { tag: None, rule: Some(open.rule), cause: open.cause };
                let step = Step {
                    text: words.sentence(open.cause, Some(flow.flow), None, own),
                    law: words.citations(detail, own, engine.view.day),
                    facts: vec![fact.span],
                };
                if !steps.contains(&step) {
                    steps.push(step);
                }
            }
        }
    }
    steps
}

/// The entries of the importer that a claim on a scheme rests on.
fn entries(engine: &Engine<'_>, flow: &Flow, claim: &ClaimResult) -> Vec<Span> {
    let register = engine.register;
    let book = engine.view.book;
    let Some(TagUse::Bare(claimed)) = flow.mechanism.get(claim.tag).map(|tag| &tag.names) else {
        return Vec::new();
    };
    // A claim of adequacy may rest on the decision about a scheme.
    let mechanism = claim.carrier.map_or(*claimed, |carrier| carrier.mechanism);
    if book.mechanism(mechanism).class != Class::Scheme {
        return Vec::new();
    }
    register.party(flow.to.value).certifications.iter().flatten().map(|entry| entry.span).collect()
}
