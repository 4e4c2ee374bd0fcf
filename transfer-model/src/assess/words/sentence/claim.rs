//! Sentences about a claim, its mechanism and its document.

use crate::assess::condition::{annexes_of, module_of};
use crate::assess::words::Words;
use crate::day::Day;
use crate::index::{FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, RuleIx, SchemeIx, TagIx};
use crate::law::{ConsentNeed, Flag, Role};
use crate::register::TagUse;

impl Words<'_> {
    pub(super) fn rule_ended(&self, rule: RuleIx, claim: &str, law: &str) -> String {
        let row = &self.book.rule(rule).header;
        let last = row.period.end().map(|day| day.next().to_string()).unwrap_or_default();
        format!(
            "{claim} ({}) has not been a mechanism{law} since {last} ({})",
            self.rule_name(rule),
            row.end_citation()
        )
    }

    pub(super) fn rule_not_yet(&self, rule: RuleIx, claim: &str, law: &str) -> String {
        let row = &self.book.rule(rule).header;
        let first = row.period.start().map(|day| day.to_string()).unwrap_or_default();
        format!("{claim} ({}) is in force{law} only from {first} ({})", self.rule_name(rule), row.citation)
    }

    pub(super) fn not_eligible(&self, rule: RuleIx, party: PartyIx) -> String {
        format!(
            "{} cannot take part in the {}: by its place or its sector it is outside the scheme",
            self.party(party),
            self.rule_name(rule)
        )
    }

    pub(super) fn under_regime(&self, party: PartyIx, claim: &str, law: &str) -> String {
        format!(
            "{claim} is open only to importers whose processing is not itself{law}; that of {} is",
            self.party(party)
        )
    }

    pub(super) fn not_covered(&self, party: PartyIx, scheme: SchemeIx, staff: bool) -> String {
        let data = if staff { "staff (HR) data" } else { "data other than staff data" };
        format!("the entry of {} in the {} does not cover {data}", self.party(party), self.scheme(scheme))
    }

    pub(super) fn staff_data_outside(&self, party: PartyIx, scheme: SchemeIx) -> String {
        format!(
            "the entry of {} in the {} covers non-HR data only; authorities differ on whether that is enough for another company's staff data",
            self.party(party),
            self.scheme(scheme)
        )
    }

    pub(super) fn not_in_part(&self, party: PartyIx, scheme: SchemeIx, part: u8) -> String {
        let part = self.book.scheme(scheme).parts.get(usize::from(part)).map_or("", String::as_str);
        format!(
            "{} is not entered for the part `{part}` of the {}, which this law needs",
            self.party(party),
            self.scheme(scheme)
        )
    }

    pub(super) fn changed_since(&self, ix: InstrumentIx, day: Day) -> String {
        format!(
            "the processing under `{}` changed on {day}, after the set was repealed; old contracts served unchanged processing only",
            self.instrument(ix)
        )
    }

    pub(super) fn governing_law(&self, ix: InstrumentIx, place: PlaceIx, law: &str) -> String {
        format!(
            "`{}` chooses the law of {}, which the clauses do not allow{law}",
            self.instrument(ix),
            self.place(place)
        )
    }

    pub(super) fn addendum_missing(&self, ix: InstrumentIx, kind: MechanismIx, law: &str) -> String {
        format!(
            "`{}` does not count{law} without the {} in force between the same parties",
            self.instrument(ix),
            self.book.mechanism(kind).name
        )
    }

    pub(super) fn other_authority(&self, ix: InstrumentIx, law: &str) -> String {
        format!("the authority that approved `{}` is not one whose approval counts{law}", self.instrument(ix))
    }

    pub(super) fn not_published(&self, rule: RuleIx) -> String {
        format!(
            "the decision was adopted but not yet published; it is not safe to rely on it for this purpose ({})",
            self.book.rule(rule).header.citation
        )
    }

    pub(super) fn importer_under(&self, ix: InstrumentIx, law: &str) -> String {
        format!(
            "`{}` is made for importers whose processing is not itself{law}; this importer's is",
            self.instrument(ix)
        )
    }

    pub(super) fn annex_missing(&self, ix: InstrumentIx, missing: u8) -> String {
        let names: Vec<&str> = annexes_of(missing).collect();
        let noun = if names.len() == 1 { "annex" } else { "annexes" };
        format!("{noun} {} of `{}`: not among those recorded", names.join(", "), self.instrument(ix))
    }

    pub(super) fn consent_lacks(&self, rule: RuleIx, need: ConsentNeed, claim: &str) -> String {
        format!(
            "{claim} cannot be relied on: the consent {} ({})",
            need.lacks(),
            self.book.rule(rule).header.citation
        )
    }

    pub(super) fn not_disclosed(&self, rule: RuleIx, claim: &str) -> String {
        format!(
            "{claim} cannot be relied on: the transfer was not disclosed ({})",
            self.book.rule(rule).header.citation
        )
    }

    pub(super) fn item_missing(&self, rule: RuleIx, at: usize, claim: &str) -> String {
        format!(
            "{claim} cannot be relied on: the person was not told {} ({})",
            self.item(rule, at),
            self.book.rule(rule).header.citation
        )
    }

    pub(super) fn organisation_uncovered(
        &self,
        mechanism: MechanismIx,
        place: PlaceIx,
        law: &str,
        flow: Option<FlowIx>,
    ) -> String {
        let decision = self.book.mechanism(mechanism).name.to_lowercase();
        let who = self.organisation_in(flow, place).map_or("", |party| self.party(party));
        format!(
            "{who} is an international organisation and has no {decision}{law}; none of the state where it sits covers it"
        )
    }

    pub(super) fn wrong_module(&self, ix: InstrumentIx, module: u8, flow: Option<FlowIx>) -> String {
        let have = self.register.instrument(ix).modules.clone().unwrap_or_default();
        let have: Vec<String> = have.iter().map(ToString::to_string).collect();
        // Whom the importer lets in has other roles than the parties of the flow.
        let all = flow.map(|flow| self.register.flow(flow).roles.value);
        let mut all = all.into_iter().chain(Role::WORDS.map(|(_, role)| role));
        let roles = all.find(|role| module_of(*role) == module).map_or("", Role::name);
        format!(
            "`{}` has {}; {roles} needs module {module}",
            self.instrument(ix),
            match have.as_slice() {
                [] => "no module".to_owned(),
                [one] => format!("module {one}"),
                several => format!("modules {}", several.join(" and ")),
            }
        )
    }

    pub(super) fn signed_late(&self, ix: InstrumentIx, concluded: Day, day: Day) -> String {
        format!(
            "`{}` was concluded between these parties on {concluded}, after {}, the last day for new contracts on that set",
            self.instrument(ix),
            day.previous()
        )
    }

    pub(super) fn misused(&self, rule: RuleIx, flag: Flag, claim: &str, regime: Option<RegimeIx>) -> String {
        let why = match flag {
            Flag::PublicPower => "the exporter exercises public powers".to_owned(),
            Flag::Repetitive => "the transfer is repeated or systematic".to_owned(),
            other => format!("`{}` is false", other.name()),
        };
        let bar = self.bar(rule, flag, regime);
        let law = bar.unwrap_or(&self.book.rule(rule).header);
        format!("{claim} cannot be relied on: {why} ({})", law.citation)
    }

    pub(super) fn addendum_not_yet(&self, ix: InstrumentIx, rule: RuleIx, law: &str) -> String {
        let row = self.book.rule(rule);
        let name = &self.book.mechanism(row.mechanism).name;
        let since = row.header.period.start().map(|day| format!(" only from {day}")).unwrap_or_default();
        format!("`{}` does not count{law}: it needs the {name}, in force{since}", self.instrument(ix))
    }

    pub(super) fn own_words(&self, law: &str, flow: Option<FlowIx>, tag: Option<TagIx>) -> String {
        let text = match (flow, tag) {
            (Some(flow), Some(tag)) => {
                match self.register.flow(flow).mechanism.get(tag.position()).map(|t| &t.names) {
                    Some(TagUse::Other(text)) => text.as_str(),
                    _ => "",
                }
            }
            _ => "",
        };
        format!("\"{text}\" is no transfer mechanism{law}")
    }

    pub(super) fn unrecorded(
        &self,
        mechanism: MechanismIx,
        claim: &str,
        flow: Option<FlowIx>,
        tag: Option<TagIx>,
    ) -> String {
        let document = flow.and_then(|flow| self.recorded(flow, mechanism));
        let mechanism = self.book.mechanism(mechanism);
        let claim = tag.map_or_else(|| format!("`{}`", mechanism.id), |_| claim.to_owned());
        if let Some(document) = document {
            let document = self.instrument(document);
            return format!(
                "{claim} ({}) is claimed, and no document is named: is it `{document}`, which is recorded between the parties?",
                mechanism.name
            );
        }
        format!(
            "{claim} ({}) is claimed, but no document is recorded: which one, between whom, signed when?",
            mechanism.name
        )
    }

    pub(super) fn incomplete(&self, ix: InstrumentIx) -> String {
        let set = self.register.instrument(ix);
        let (what, are, were) = match (set.annexes.is_none(), set.governing_law.is_none()) {
            (true, true) => ("the annexes and the governing law", "are", "were"),
            (true, false) => ("the annexes", "are", "were"),
            (false, _) => ("the governing law", "is", "was"),
        };
        format!("{what} of `{}` {are} not recorded and {were} not examined", self.instrument(ix))
    }

    /// Why a thing is no mechanism, as the sentence about it goes on.
    pub(in crate::assess) fn reason(&self, mechanism: MechanismIx, regime: Option<RegimeIx>) -> String {
        self.no_mechanism(mechanism, regime).map_or_else(String::new, |row| {
            let reason = row.reason.trim_end_matches('.');
            let mut chars = reason.chars();
            // The reason goes on from the sentence; an abbreviation keeps its capitals.
            let first = chars.next().map_or_else(String::new, |c| {
                let name = chars.clone().next().is_some_and(char::is_uppercase);
                if name { c.to_string() } else { c.to_lowercase().to_string() }
            });
            format!(": {first}{}", chars.as_str())
        })
    }
}
