//! The words of findings: one sentence and one remedy for each cause, plain and exact, for lawyers. Made only
//! when somebody reads them. What things are called stands here; what is said of them below.

mod law;
mod question;
mod remedy;
mod scope;
mod sentence;

use super::cause::Cause;
use crate::finding::Finding;
use crate::index::{
    FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, PowerIx, RegimeIx, RuleIx, SchemeIx,
};
use crate::law::{Class, Condition, LawBook, Restriction};
use crate::register::{Register, TagUse};

/// Makes words from a register and a law pack.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// The register.
    pub register: &'a Register,
    /// The law pack.
    pub book: &'a LawBook,
}

impl<'a> Words<'a> {
    /// A party by its name.
    pub fn party(&self, ix: PartyIx) -> &'a str {
        &self.register.party(ix).name
    }

    /// A place by its name.
    pub fn place(&self, ix: PlaceIx) -> String {
        self.book.place(ix).in_words().into_owned()
    }

    /// A regime by its word.
    pub fn regime(&self, ix: RegimeIx) -> &'a str {
        &self.book.regime(ix).header.id
    }

    pub(super) fn scheme(&self, ix: SchemeIx) -> &'a str {
        &self.book.scheme(ix).name
    }

    pub(super) fn instrument(&self, ix: InstrumentIx) -> &'a str {
        &self.register.instrument(ix).id
    }

    fn class_of(&self, ix: InstrumentIx) -> Class {
        self.book.mechanism(self.register.instrument(ix).kind.value).class
    }

    fn kind(&self, ix: InstrumentIx) -> &'a str {
        &self.book.mechanism(self.register.instrument(ix).kind.value).name
    }

    fn power(&self, ix: PowerIx) -> &'a str {
        &self.book.power(ix).name
    }

    fn rule_name(&self, ix: RuleIx) -> &'a str {
        &self.book.mechanism(self.book.rule(ix).mechanism).name
    }

    pub(super) fn tia(&self, at: usize) -> &'a str {
        self.register.tias.get(at).map_or("", |tia| tia.id.as_str())
    }

    /// Several places by their names.
    fn places(&self, all: &[PlaceIx]) -> String {
        let names: Vec<String> = all.iter().map(|place| self.place(*place)).collect();
        names.join(", ")
    }

    /// What the law asks to be shown, in words.
    fn item(&self, rule: RuleIx, at: usize) -> String {
        let conditions = self.book.rule(rule).conditions.iter();
        let items = conditions.filter_map(|condition| match condition {
            Condition::Consent { items, .. } | Condition::Shown { items, .. } => Some(items),
            _ => None,
        });
        let word = items.into_iter().find_map(|items| items.get(at)).map_or("", String::as_str);
        match word {
            "country" => "to which country the data go".to_owned(),
            "recipient" => "who receives the data".to_owned(),
            "contact" => "how to reach the recipient".to_owned(),
            "foreign-law" => "how the destination's law protects data".to_owned(),
            "measures" => "which measures the recipient takes".to_owned(),
            other => format!("of `{other}`"),
        }
    }

    /// Whether a mechanism is a decision on a place, also one that turns on an entry in a scheme.
    fn decides(&self, mechanism: MechanismIx) -> bool {
        matches!(self.book.mechanism(mechanism).class, Class::Adequacy | Class::Scheme)
    }

    /// Whether a rule is of a certification scheme.
    fn of_scheme(&self, rule: RuleIx) -> bool {
        self.book.mechanism(self.book.rule(rule).mechanism).class == Class::Scheme
    }

    /// What a contract that a rule asks for may serve as, by the words of the register.
    fn serves(&self, rule: RuleIx) -> Vec<&'a str> {
        let mut conditions = self.book.rule(rule).conditions.iter();
        let found = conditions.find_map(|condition| match condition {
            Condition::Contract(serves) => Some(serves),
            _ => None,
        });
        found.into_iter().flatten().map(|served| self.book.mechanism(*served).id.as_str()).collect()
    }

    /// What an authority is called in a rule's term for filing.
    fn authority(&self, rule: RuleIx) -> String {
        let row = self.book.rule(rule);
        let found = row.conditions.iter().find_map(|condition| match condition {
            Condition::Filed(term) => term.with.first().cloned(),
            _ => None,
        });
        found.unwrap_or_default()
    }

    /// What a claim is called in the register.
    pub fn tag(&self, flow: FlowIx, tag: usize) -> &'a str {
        let names = self.register.flow(flow).mechanism.get(tag).map(|tag| &tag.names);
        match names {
            Some(TagUse::Instrument(ix)) => self.instrument(*ix),
            Some(TagUse::Bare(mechanism)) => &self.book.mechanism(*mechanism).id,
            Some(TagUse::Other(_)) => "other",
            None => "",
        }
    }

    fn restriction(&self, at: usize) -> Option<&'a Restriction> {
        self.book.pack().restrictions.get(at)
    }

    /// Its title where a sentence begins with it.
    fn restriction_begins(&self, at: usize) -> String {
        let mut title = self.restriction(at).map_or("the rule", |row| row.title.as_str()).chars();
        title.next().into_iter().flat_map(char::to_uppercase).chain(title.as_str().chars()).collect()
    }

    /// The message of a finding.
    pub fn message(&self, finding: &Finding) -> String {
        self.sentence(finding.detail.cause, finding.flow, finding.detail.tag, finding.regime)
    }

    /// What a cause says, of no claim in particular.
    pub fn cause_text(&self, cause: Cause) -> String {
        self.sentence(cause, None, None, None)
    }
}

/// Words of the register, each in such marks, of which one will do.
fn one_of(words: &[&str], mark: char) -> String {
    let marked: Vec<String> = words.iter().map(|word| format!("{mark}{word}{mark}")).collect();
    match marked.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        all => all.concat(),
    }
}
