//! The parts of a derivation that the claims tell: which law binds, where it does not restrict, what each claim is worth,
//! what is decided without one, and the conclusion.

use super::Step;
use super::combine::{self, effect};
use crate::assess::bind::Basis;
use crate::assess::cause::{Cause, Detail, Question};
use crate::assess::cell::Cell;
use crate::assess::crossing::Free;
use crate::assess::engine::Engine;
use crate::assess::result::{ClaimResult, FlowResult, RegimeResult};
use crate::assess::row::Row;
use crate::assess::verdict::Verdict;
use crate::assess::words::Words;
use crate::index::{PlaceIx, RegimeIx, TagIx};
use crate::law::Class;
use crate::register::{Flow, TagUse};
use crate::source::Span;

/// A flow under a regime, and what is needed to tell how it fares.
pub(super) struct Case<'a> {
    pub(super) engine: &'a Engine<'a>,
    pub(super) flow: &'a FlowResult,
    pub(super) regime: &'a RegimeResult,
    pub(super) words: Words<'a>,
    /// The flow as recorded.
    pub(super) fact: &'a Flow,
}

impl Case<'_> {
    fn law(&self) -> RegimeIx {
        self.regime.binding.regime
    }

    /// The law itself, to cite.
    fn citation(&self) -> String {
        self.words.book.regime(self.law()).header.citation.clone()
    }

    /// Which law binds, and why.
    pub(super) fn binds(&self) -> Step {
        let (register, book, fact) = (self.words.register, self.words.book, self.fact);
        let law = self.words.regime(self.law());
        let individuals = self.regime.free.iter().any(|(_, why)| *why == Free::FromIndividuals);
        let bound = register.party(if individuals { fact.to.value } else { fact.from.value });
        let (text, facts) = match self.regime.binding.basis {
            Basis::Established => {
                let place = fact.context.filter(|_| !individuals);
                let seat = place.map(|p| p.value).or(bound.country.value);
                let at = seat.map_or_else(String::new, |p| self.words.place(p));
                let span = place.map_or(bound.country.span, |p| p.span);
                (format!("`{law}` binds {}, which acts from {at}", bound.name), vec![span])
            }
            Basis::Targeting => {
                let mut facts: Vec<Span> = bound.targets.iter().map(|t| t.span).collect();
                facts.extend(fact.subjects.iter().flat_map(|s| s.places.iter()).map(|p| p.span));
                (format!("`{law}` binds {}, which targets people there", bound.name), facts)
            }
            Basis::Carried => {
                let flows = || self.regime.binding.via.iter().map(|flow| register.flow(*flow));
                let via: Vec<String> = flows().map(|flow| format!("`{}`", flow.id)).collect();
                (
                    format!("`{law}` came with the data, by {}", via.join(", ")),
                    flows().map(|f| f.span).collect(),
                )
            }
        };
        let mut citations = vec![self.citation()];
        let territory = book.pack().territories.get(self.regime.binding.row);
        citations.extend(territory.map(|row| row.header.citation.clone()));
        citations.dedup();
        Step { text, law: citations, facts }
    }

    /// Where the law does not restrict the flow, and why.
    pub(super) fn freed(&self) -> impl Iterator<Item = Step> {
        self.regime.free.iter().map(|(place, why)| self.free(*place, *why))
    }

    fn free(&self, place: Option<PlaceIx>, why: Free) -> Step {
        let (book, fact) = (self.words.book, self.fact);
        let at = place.map_or_else(|| "an unknown place".to_owned(), |place| self.words.place(place));
        let seat = self.words.register.party(fact.to.value).country.span;
        let mut law = vec![self.citation()];
        let (text, facts) = match why {
            Free::Area(row) => {
                let row = book.pack().free_areas.get(row);
                law = row.map(|row| row.header.citation.clone()).into_iter().collect();
                (format!("{at} is not abroad for this law on this day"), vec![seat])
            }
            Free::SameEntity => (
                "the importer is the same legal entity as the exporter: no transfer".to_owned(),
                vec![fact.from.span, fact.to.span],
            ),
            Free::ProcessorReturn => (
                "a processor that returns data to its own controller makes no restricted transfer".to_owned(),
                vec![fact.roles.span],
            ),
            Free::OwnStaff => (
                format!("staff of the importer, which is not abroad, see the data from {at}: no transfer"),
                fact.accessed_from.iter().flatten().map(|access| access.place.span).collect(),
            ),
            Free::Transit => ("the data only pass through: no transfer".to_owned(), vec![fact.span]),
            Free::FromIndividuals => (
                "people who give their own data are no exporters: no transfer".to_owned(),
                vec![fact.from.span],
            ),
            Free::ToIndividuals => (
                "data given to people, or published, are disclosed to no importer: no transfer".to_owned(),
                vec![fact.to.span],
            ),
            Free::CarveOut(rule) => {
                let header = &book.rule(rule).header;
                law = vec![header.citation.clone()];
                let note = header.note.clone().unwrap_or_default();
                (format!("this law does not count it as a transfer it restricts: {note}"), vec![fact.span])
            }
            Free::NotPersonal => ("the data are not personal".to_owned(), vec![fact.span]),
        };
        Step { text, law, facts }
    }

    /// That the flow needs a mechanism, where data arrive that the law restricts.
    pub(super) fn restricted(&self) -> Option<Step> {
        let abroad = combine::abroad(self.engine, self.flow, self.regime, &self.words);
        let to = &self.fact.to;
        (!abroad.is_empty()).then(|| Step {
            text: format!(
                "the data reach {}: a restricted transfer, which needs a mechanism",
                abroad.join(", ")
            ),
            law: vec![self.citation()],
            facts: vec![to.span, self.words.register.party(to.value).country.span],
        })
    }

    /// What each claim is worth.
    pub(super) fn claims(&self) -> impl Iterator<Item = Step> {
        self.regime.claims.iter().map(|claim| self.claim(claim))
    }

    fn claim(&self, claim: &ClaimResult) -> Step {
        let (words, flow, day) = (&self.words, self.flow.flow, self.engine.view.day);
        let (own, at) = (Some(self.law()), Some(TagIx::new(claim.tag)));
        let tag = self.fact.mechanism.get(claim.tag);
        let mut facts: Vec<Span> = tag.map(|tag| tag.span).into_iter().collect();
        if let Some(TagUse::Instrument(ix)) = tag.map(|tag| &tag.names) {
            facts.push(words.register.instrument(*ix).span);
        }
        facts.extend(self.entries(claim));
        let name = || words.tag(flow, claim.tag);
        let (text, law) = match claim.cause {
            Some(cause @ (Cause::Uncovered(..) | Cause::OutsideGroup(..))) => (
                format!("`{}` does not meet what is asked of whoever passes the data on", name()),
                words.citations(Detail { tag: at, rule: None, cause }, own, day),
            ),
            Some(cause) => {
                let rule = claim.carrier.map(|carrier| carrier.rule);
                let law = words.citations(Detail { tag: at, rule, cause }, own, day);
                (words.sentence(cause, Some(flow), at, own), law)
            }
            None => (
                format!("`{}` is in force and its conditions are shown", name()),
                vec![words.stands_on(flow, claim, self.law(), day).to_owned()],
            ),
        };
        Step { text: format!("{text} (status `{}`)", claim.status.name()), law, facts }
    }

    /// The entries of the importer that a claim on a scheme rests on.
    fn entries(&self, claim: &ClaimResult) -> Vec<Span> {
        let register = self.words.register;
        let Some(TagUse::Bare(claimed)) = self.fact.mechanism.get(claim.tag).map(|tag| &tag.names) else {
            return Vec::new();
        };
        // A claim of adequacy may rest on the decision about a scheme.
        let mechanism = claim.carrier.map_or(*claimed, |carrier| carrier.mechanism);
        if self.words.book.mechanism(mechanism).class != Class::Scheme {
            return Vec::new();
        }
        register.party(self.fact.to.value).certifications.iter().flatten().map(|entry| entry.span).collect()
    }

    /// What carries the transfer though nobody claims it.
    pub(super) fn unclaimed(&self) -> Option<Step> {
        let carrier = self.regime.carrier?;
        let mut claims = self.regime.claims.iter();
        if claims.any(|claim| claim.carrier == Some(carrier) && claim.status.carries()) {
            return None;
        }
        let book = self.words.book;
        let name = &book.mechanism(carrier.mechanism).name;
        Some(Step {
            text: format!("{name} covers the transfer without being claimed"),
            law: vec![book.rule(carrier.rule).header.citation.clone()],
            facts: vec![self.words.register.party(self.fact.to.value).country.span],
        })
    }

    /// The duties that go with any route of the regime and are not met.
    pub(super) fn duties(&self) -> Vec<Step> {
        let (engine, regime, fact) = (self.engine, self.regime, self.fact);
        let own = Some(self.law());
        let seat = self.words.register.party(fact.from.value).country.value;
        let from = fact.context.map_or(seat, |place| Some(place.value));
        let mut steps: Vec<Step> = Vec::new();
        for to in engine.destinations(fact) {
            let abroad = |_: &PlaceIx| engine.free(fact, from, self.law(), to).is_none();
            let Some(place) = to.place.filter(abroad) else { continue };
            for (data, _, carrier) in &regime.by_data {
                let Some(carrier) = carrier.filter(|_| regime.binding.basis != Basis::Carried) else {
                    continue;
                };
                let tag =
                    regime.claims.iter().find(|claim| claim.carrier == Some(carrier)).map(|claim| claim.tag);
                let (flow, recipient) = (self.flow.flow, to.recipient);
                let cell = Cell { flow, regime: self.law(), from, recipient, place, data: *data };
                for open in engine.open_duties(&cell, carrier, tag) {
                    let detail = Detail { tag: None, rule: Some(open.rule), cause: open.cause };
                    let step = Step {
                        text: self.words.sentence(open.cause, Some(flow), None, own),
                        law: self.words.citations(detail, own, engine.view.day),
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

    /// What the law wants at home.
    pub(super) fn localised(&self) -> impl Iterator<Item = Step> {
        self.engine.localised(self.flow.flow, self.regime).into_iter().map(|(row, kept)| {
            let (cause, verdict) = if kept {
                (Cause::Missing(Question::Localisation(row)), Verdict::Undetermined)
            } else {
                (Cause::Localisation(row), Verdict::Prohibited)
            };
            let own = Some(self.law());
            let sentence = self.words.sentence(cause, Some(self.flow.flow), None, own);
            let detail = Detail { tag: None, rule: None, cause };
            Step {
                text: format!("{sentence}{}", effect(verdict)),
                law: self.words.citations(detail, own, self.engine.view.day),
                facts: vec![self.fact.span],
            }
        })
    }

    /// The verdict.
    pub(super) fn conclusion(&self) -> Step {
        let verdict = self.regime.verdict;
        let row = self.regime.rule().map(Row::Rule).or(self.regime.row);
        let conclusion = self.broken_upstream().unwrap_or(match verdict {
            Verdict::NotRestricted => "not restricted by this law",
            Verdict::Valid => "the transfer stands",
            Verdict::Conditional => "the transfer stands; duties are open",
            Verdict::Undetermined => "a fact that decides is missing",
            Verdict::Unsupported => "nothing claimed is a mechanism of this law",
            Verdict::Invalid => "what is claimed does not hold",
            Verdict::Prohibited => "a ban applies, whatever the mechanism",
        });
        Step {
            text: format!("`{}`: {conclusion}", verdict.name()),
            law: row.map_or_else(Vec::new, |row| self.rests_on(row)),
            facts: vec![self.fact.span],
        }
    }

    /// What to cite of the row that decides: of a row about no mechanism of several laws, the one asked.
    fn rests_on(&self, row: Row) -> Vec<String> {
        let book = self.words.book;
        let none = |at: usize| book.pack().non_mechanisms.get(at).map(|row| row.mechanism);
        match row {
            Row::NonMechanism(at) if let Some(mechanism) = none(at) => {
                self.words.none_citations(mechanism, Some(self.law()), self.engine.view.day)
            }
            _ => vec![row.of(book).1.to_owned()],
        }
    }

    /// Why the verdict is what it is, where what is claimed would make a better one and what came with the data does not
    /// let it.
    fn broken_upstream(&self) -> Option<&'static str> {
        let regime = self.regime;
        let failed = matches!(regime.verdict, Verdict::Unsupported | Verdict::Invalid | Verdict::Prohibited);
        let own = regime.arrivals.iter().any(|arrival| arrival.verdict == regime.verdict);
        let mut came = regime.came.iter().filter(|came| came.verdict == regime.verdict).peekable();
        if !failed || own || self.flow.banned || came.peek().is_none() {
            return None;
        }
        Some(if came.all(|came| matches!(came.cause, Some(Cause::UpstreamBroken(..)))) {
            "a transfer upstream, by which the data came, does not stand"
        } else {
            "what is asked of whoever passes the data on is not met"
        })
    }
}
