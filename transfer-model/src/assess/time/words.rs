//! The words of a change: what happened on the day, the row of the law or the line of the register.

use super::cause::ChangeCause;
use super::source::{Fact, Map, Source, Subject};
use crate::assess::deadline::conditions;
use crate::assess::words::Words;
use crate::day::Day;
use crate::index::RuleIx;
use crate::law::{Class, Condition, Header};
use crate::source::Span;

/// Why a verdict changed, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeText {
    /// What happened.
    pub text: String,
    /// The row of the law pack, where it was the law.
    pub row: Option<String>,
    /// What to cite.
    pub law: Vec<String>,
    /// Where the fact stands, where it was the register.
    pub span: Option<Span>,
}

impl ChangeText {
    /// What happened, with what to cite.
    pub fn cited(&self) -> String {
        if self.law.is_empty() {
            self.text.clone()
        } else {
            format!("{} ({})", self.text, self.law.join("; "))
        }
    }
}

impl Words<'_> {
    /// What happened on the day of a change.
    pub fn change(&self, cause: &ChangeCause) -> ChangeText {
        let mut told = cause.source.map_or_else(ChangeText::default, |source| self.happened(source));
        if let Some(flow) = cause.upstream {
            let id = &self.register.flow(flow).id;
            told.text = if told.text.is_empty() {
                format!("flow `{id}` upstream changed")
            } else {
                format!("flow `{id}` upstream: {}", told.text)
            };
        }
        if told.text.is_empty() {
            "what came with the data changed".clone_into(&mut told.text);
        }
        told
    }

    fn happened(&self, source: Source) -> ChangeText {
        let pack = self.book.pack();
        match source {
            Source::Fact(fact, of, span) => {
                ChangeText { text: self.fact(fact, of), span: Some(span), ..ChangeText::default() }
            }
            Source::Rule(rule, over) => self.rule_turns(rule, over),
            Source::Condition(rule, day) => self.condition_turns(rule, day),
            Source::Defeat(power, at, over) => {
                let power = self.book.power(power);
                let turn = if over { "no longer defeats" } else { "defeats" };
                let defeat = power.defeats.get(at.position());
                ChangeText {
                    text: format!("{} {turn} transfer tools for data in the clear", power.name),
                    row: Some(power.header.id.clone()),
                    law: defeat.map(|defeat| defeat.citation.clone()).into_iter().collect(),
                    span: None,
                }
            }
            Source::Event(at) => pack
                .events
                .get(at.position())
                .map_or_else(ChangeText::default, |event| law(event.text.clone(), &event.header, false)),
            Source::Map(map, over) => self.map(map, over),
        }
    }

    fn condition_turns(&self, rule: RuleIx, day: Day) -> ChangeText {
        let row = self.book.rule(rule);
        let name = &self.book.mechanism(row.mechanism).name;
        let turned = conditions(row).find(|condition| condition.turns() == Some(day));
        let text = match turned {
            Some(Condition::Assessment { by, .. }) => {
                let text = format!("for {name} the law of the destination must be assessed from this day");
                let mut told = law(text, &row.header, false);
                // What asks for it comes before the tool of which it is asked.
                told.law.splice(0..0, by.clone());
                return told;
            }
            Some(Condition::SignedBy(_)) => format!("the last day to sign {name} is over"),
            Some(Condition::NotYetPublished { .. }) => format!("{name} counts as published"),
            _ => format!("a date in the conditions of {name} has come"),
        };
        law(text, &row.header, false)
    }

    fn rule_turns(&self, rule: RuleIx, over: bool) -> ChangeText {
        let row = self.book.rule(rule);
        // A law whose list works the other way round has no decision to tell of: its row's own word says what it has.
        let own = || self.book.pack().rules.iter().find(|other| other.header.id == row.header.id);
        let decision = self.book.mechanism(row.mechanism).class == Class::Adequacy;
        let named = own().filter(|_| decision).map_or(row.mechanism, |own| own.mechanism);
        let name = &self.book.mechanism(named).name;
        let places: Vec<&str> = row.places.iter().map(|p| self.book.place(*p).code.as_str()).collect();
        let places = match places.len() {
            0 => String::new(),
            1..=3 => format!(" for {}", places.join(", ")),
            more => format!(" for {more} places"),
        };
        let turn = if over { "has ended" } else { "is in force" };
        law(format!("{name}{places} {turn}"), &row.header, over)
    }

    fn map(&self, map: Map, over: bool) -> ChangeText {
        let pack = self.book.pack();
        let begins = |begun: &'static str, ended: &'static str| if over { ended } else { begun };
        let codes = |places: &[crate::index::PlaceIx]| {
            let codes: Vec<&str> =
                places.iter().take(4).map(|place| self.book.place(*place).code.as_str()).collect();
            let more = if places.len() > codes.len() { " and others" } else { "" };
            format!("{}{more}", codes.join(", "))
        };
        match map {
            Map::Membership(at) => {
                pack.memberships.get(at.position()).map_or_else(ChangeText::default, |row| {
                    let area = &self.book.place(row.area).code;
                    let turn = begins("now counted in", "no longer counted in");
                    law(format!("{} {turn} `{area}`", codes(&row.places)), &row.header, over)
                })
            }
            Map::Regime(regime) => {
                let row = self.book.regime(regime);
                law(format!("`{}` {}", row.header.id, begins("applies", "has ended")), &row.header, over)
            }
            Map::Territory(at) => {
                pack.territories.get(at.position()).map_or_else(ChangeText::default, |row| {
                    let name = &self.book.regime(row.regime).header.id;
                    let turn = begins("binds", "no longer binds");
                    law(format!("`{name}` {turn} {}", codes(&row.places)), &row.header, over)
                })
            }
            Map::FreeArea(at) => pack.free_areas.get(at.position()).map_or_else(ChangeText::default, |row| {
                let turn = begins("not abroad", "abroad");
                let text = format!("{} counted as {turn}", codes(&row.places));
                law(text, &row.header, over)
            }),
            Map::NoExportLaw(at) => {
                pack.no_export_laws.get(at.position()).map_or_else(ChangeText::default, |row| {
                    let turn = begins("without an export law", "no longer without an export law");
                    law(format!("{} {turn}", codes(&row.places)), &row.header, over)
                })
            }
            Map::Localisation(at) => {
                pack.localisations.get(at.position()).map_or_else(ChangeText::default, |row| {
                    law(format!("{} {}", row.title, begins("applies", "has ended")), &row.header, over)
                })
            }
            Map::Restriction(at) => {
                pack.restrictions.get(at.position()).map_or_else(ChangeText::default, |row| {
                    law(format!("{} {}", row.title, begins("applies", "has ended")), &row.header, over)
                })
            }
            Map::Sanction(at) => pack.sanctions.get(at.position()).map_or_else(ChangeText::default, |row| {
                let turn = begins("begin", "have ended");
                law(
                    format!("sanctions ({}) on {} {turn}", row.programme, codes(&row.places)),
                    &row.header,
                    over,
                )
            }),
        }
    }

    fn fact(&self, fact: Fact, of: Subject) -> String {
        let what = match of {
            Subject::Flow(flow, None) => format!("flow `{}`", self.register.flow(flow).id),
            Subject::Flow(flow, Some(tag)) => format!("the claim `{}`", self.tag(flow, tag.position())),
            Subject::Party(party) => self.party(party).to_owned(),
            Subject::Instrument(ix) => format!("`{}`", self.register.instrument(ix).id),
            Subject::Tia(at) => {
                format!("`{}`", self.register.tias.get(at.position()).map_or("", |tia| tia.id.as_str()))
            }
            Subject::House(_) => "a place on the house's list".to_owned(),
        };
        match fact {
            Fact::FlowBegins => format!("{what} begins"),
            Fact::FlowEnds => format!("{what} has ended"),
            Fact::DataReturned => format!("the data of {what} are returned"),
            Fact::ClaimBegins => format!("{what} begins"),
            Fact::ClaimEnds => format!("{what} has ended"),
            Fact::EntryBegins => format!("the entry of {what} begins"),
            Fact::EntryEnds => format!("the entry of {what} has ended"),
            Fact::EntryLookedUp => format!("the entry of {what} was looked up"),
            Fact::EntryDue => format!("the entry of {what} was due for renewal the day before"),
            Fact::Signed => format!("{what} is signed"),
            Fact::Effective => format!("{what} takes effect"),
            Fact::InstrumentEnds => format!("{what} has ended"),
            Fact::Approved => format!("{what} is approved"),
            Fact::Joined => format!("a party accedes to {what}"),
            Fact::ProcessingChanged => format!("the processing under {what} changed"),
            Fact::Filed => format!("{what} is filed"),
            Fact::Assessed => format!("the assessment {what} is made"),
            Fact::AssessmentTooOld => format!("the assessment {what} is older than the house allows"),
            Fact::AssessmentStale => format!("the assessment {what} is older than the law allows"),
            Fact::OwnershipBegins => format!("the ownership of {what} changes"),
            Fact::OwnershipEnds => format!("an ownership of {what} has ended"),
            Fact::HouseSanctionBegins => format!("{what} begins to count"),
            Fact::HouseSanctionEnds => format!("{what} no longer counts"),
            Fact::FilingDue => format!("the term for a filing about {what} is over"),
            Fact::FilingWaited => format!("the wait after the filing about {what} is over"),
            Fact::ApprovalTooOld => format!("the approval of {what} is older than the law allows"),
            Fact::VolumeCounts => format!("the people whose data go in {what} count otherwise from this day"),
        }
    }
}

fn law(text: String, header: &Header, over: bool) -> ChangeText {
    let citation = if over { header.end_citation() } else { &header.citation };
    ChangeText { text, row: Some(header.id.clone()), law: vec![citation.to_owned()], span: None }
}
