//! The words of findings: one sentence and one remedy for each cause, plain and exact, for lawyers. Made only
//! when somebody reads them.

use super::cause::{Cause, Detail, Question};
use super::condition::ANNEXES;
use crate::day::Day;
use crate::finding::{Code, Finding, entry};
use crate::index::{
    FlowIx, InstrumentIx, MechanismIx, PartyIx, PlaceIx, PowerIx, RegimeIx, RuleIx, SchemeIx, TagIx,
};
use crate::law::{Class, Condition, Flag, Header, LawBook, Onward, Restriction, Subject};
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

    fn scheme(&self, ix: SchemeIx) -> &'a str {
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

    fn tia(&self, at: usize) -> &'a str {
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

    /// The question that a missing fact asks.
    pub fn question(&self, question: Question) -> String {
        match question {
            Question::Sector(party) => {
                format!("in which sector is {}? The scope of the decision turns on it", self.party(party))
            }
            Question::Certified(party, scheme) => {
                format!(
                    "is {} entered in the {}? Its certifications are not recorded",
                    self.party(party),
                    self.scheme(scheme)
                )
            }
            Question::Parts(party, scheme) => {
                format!("for which parts of the {} is {} entered?", self.scheme(scheme), self.party(party))
            }
            Question::Since(party, scheme) => {
                format!("since when is {} entered in the {}?", self.party(party), self.scheme(scheme))
            }
            Question::Covers(party, scheme) => format!(
                "does the entry of {} in the {} cover these data (staff data, other data)?",
                self.party(party),
                self.scheme(scheme)
            ),
            Question::Renewed(party, scheme, due) => format!(
                "was the entry of {} in the {} renewed? It was due on {due} and has not been looked up since",
                self.party(party),
                self.scheme(scheme)
            ),
            Question::Modules(ix) => format!("which modules does `{}` have?", self.instrument(ix)),
            Question::Signed(ix) => {
                format!("when was `{}` signed? The set was repealed since", self.instrument(ix))
            }
            Question::Outer(ix) => {
                format!("which contract is `{}` part of, and when was that signed?", self.instrument(ix))
            }
            Question::Base(ix) => {
                format!("which set of clauses or rules does `{}` amend?", self.instrument(ix))
            }
            Question::Authority(ix) => format!("which authority approved `{}`?", self.instrument(ix)),
            Question::PublicBody(party) => format!("is {} a public body?", self.party(party)),
            Question::Flag(flag) => flag.question().to_owned(),
            Question::Judge(_) => {
                "the transfer is systematic; does the ground still fit? Authorities and courts differ"
                    .to_owned()
            }
            Question::Rule(rule) => {
                let asks = self.book.rule(rule).conditions.iter().find_map(|condition| match condition {
                    Condition::Question(ask) | Condition::ListIncomplete(ask) => Some(ask.clone()),
                    _ => None,
                });
                asks.unwrap_or_else(|| "does the mechanism fit the facts?".to_owned())
            }
            Question::Safeguards(power, place) => format!(
                "which measures protect the data in {} against {}? `safeguards` is not recorded",
                self.place(place),
                self.power(power)
            ),
            Question::Country(party) => format!("in which country is {}?", self.party(party)),
            Question::Location => {
                "where are the data stored or seen? A place is recorded as unknown".to_owned()
            }
            Question::Personal => "is this personal data? It is recorded as disputed".to_owned(),
            Question::Volume(party) => format!(
                "how many people's data does {} send abroad in this calendar year? `volume` is not recorded for each of its flows",
                self.party(party)
            ),
            Question::Consent(need) => need.question().to_owned(),
            Question::Disclosed => "were the people told of the transfer? `shown` is not recorded".to_owned(),
            Question::Item(rule, at) => {
                format!("was the person told {}? `shown.items` is not recorded", self.item(rule, at))
            }
            Question::Comparable(place) => format!(
                "does {} give comparable protection? The exporter must judge that itself, and no assessment is recorded",
                self.place(place)
            ),
            Question::Paper(rule) => format!(
                "is there a contract between the parties that serves as `{}`?",
                self.book.mechanism(self.book.rule(rule).mechanism).id
            ),
            Question::People => "where are the people whose data go? `subjects` is not recorded".to_owned(),
            Question::Localisation(at) => {
                let row = self.book.pack().localisations.get(at);
                let places = row.map(|row| self.places(&row.places)).unwrap_or_default();
                if row.is_some_and(|row| row.citizens_of.is_empty()) {
                    format!("where are the data first recorded? They, or a copy, must be kept in {places}")
                } else {
                    format!(
                        "where are the data first recorded, and of which state are the people citizens? Data of citizens of {places} must be recorded there first"
                    )
                }
            }
            Question::Owners(at, party) => {
                let title = self.restriction_begins(at);
                format!(
                    "who owns {}? {title} turns on the share that countries of concern hold",
                    self.party(party)
                )
            }
            Question::Numbers(at, party) => {
                let title = self.restriction_begins(at);
                format!(
                    "how many people's data of these kinds does {} give the recipient in this calendar year? {title} turns on it, and `volume` is not recorded for each of its flows",
                    self.party(party)
                )
            }
            Question::Brokerage(at) => {
                let title = self.restriction_begins(at);
                format!("are the data given for consideration, or by a data broker? {title} turns on it")
            }
        }
    }

    /// The sentence of a cause. `flow` is the flow it is about, `regime` the regime.
    pub fn sentence(
        &self,
        cause: Cause,
        flow: Option<FlowIx>,
        tag: Option<TagIx>,
        regime: Option<RegimeIx>,
    ) -> String {
        let claim = match (flow, tag) {
            (Some(flow), Some(tag)) => format!("`{}`", self.tag(flow, tag.position())),
            _ => "the mechanism".to_owned(),
        };
        let law =
            regime.map_or_else(String::new, |regime| format!(" under {}", self.book.regime(regime).name));
        match cause {
            Cause::RuleEnded(rule) => {
                let row = &self.book.rule(rule).header;
                let last = row.period.end().map(|day| day.next().to_string()).unwrap_or_default();
                format!("{claim} ({}) has not been a mechanism{law} since {last} ({})", self.rule_name(rule), row.end_citation())
            }
            Cause::RuleNotYet(rule) => {
                let row = &self.book.rule(rule).header;
                let first = row.period.start().map(|day| day.to_string()).unwrap_or_default();
                format!("{claim} ({}) is in force{law} only from {first} ({})", self.rule_name(rule), row.citation)
            }
            Cause::InstrumentEnded(ix, last) => format!("`{}` ended; {last} was its last day", self.instrument(ix)),
            Cause::InstrumentNotYet(ix, day) => format!("`{}` binds only from {day}", self.instrument(ix)),
            Cause::TagNotYet(day) => format!("{claim} is claimed only from {day}"),
            Cause::TagOver(day) => format!("{claim} is no longer claimed since {day}"),
            Cause::CertificationOver(party, scheme, day) => {
                let since = day.map_or_else(String::new, |day| format!(" since {day}"));
                format!("the entry of {} in the {} is over{since}", self.party(party), self.scheme(scheme))
            }
            Cause::Place(mechanism, place) => {
                format!("{} has no {}{law}", self.place(place), self.book.mechanism(mechanism).name.to_lowercase())
            }
            Cause::Sector(rule, party) => {
                format!("{} is outside the scope of the decision: its sector is not covered ({})", self.party(party), self.book.rule(rule).header.citation)
            }
            Cause::NotEligible(rule, party) => {
                format!("{} cannot take part in the {}: by its place or its sector it is outside the scheme", self.party(party), self.rule_name(rule))
            }
            Cause::Purpose(rule, Some(purpose)) => {
                format!("the decision does not cover data for {} ({})", self.book.purpose(purpose), self.book.rule(rule).header.citation)
            }
            Cause::Purpose(rule, None) => {
                format!("the purposes of the flow are outside {}", self.book.rule(rule).header.citation)
            }
            Cause::NotPublicBody(_, party) => format!("{claim} is open to public bodies only, and {} is none", self.party(party)),
            Cause::UnderRegime(_, party) => {
                format!("{claim} is open only to importers whose processing is not itself{law}; that of {} is", self.party(party))
            }
            Cause::NotCovered(party, scheme, staff) => {
                let data = if staff { "staff (HR) data" } else { "data other than staff data" };
                format!("the entry of {} in the {} does not cover {data}", self.party(party), self.scheme(scheme))
            }
            Cause::StaffDataOutside(party, scheme) => format!(
                "the entry of {} in the {} covers non-HR data only; authorities differ on whether that is enough for another company's staff data",
                self.party(party),
                self.scheme(scheme)
            ),
            Cause::NotCertified(party, scheme) => {
                format!("{} is not entered in the {} on this day", self.party(party), self.scheme(scheme))
            }
            Cause::NotInPart(party, scheme, part) => {
                let part = self.book.scheme(scheme).parts.get(usize::from(part)).map_or("", String::as_str);
                format!("{} is not entered for the part `{part}` of the {}, which this law needs", self.party(party), self.scheme(scheme))
            }
            Cause::NotSigned(ix) => format!("`{}` is not signed", self.instrument(ix)),
            Cause::NotApproved(ix) => format!("no approval of `{}` is recorded", self.instrument(ix)),
            Cause::NotBound(ix, party, importer) => {
                let role = if importer { "importer" } else { "exporter" };
                format!("{} is not bound by `{}` as {role}", self.party(party), self.instrument(ix))
            }
            Cause::WrongRoles(ix, _) => {
                let roles = flow.map_or("", |flow| self.register.flow(flow).roles.value.name());
                format!("`{}` ({}) is made for other roles than {roles}", self.instrument(ix), self.kind(ix))
            }
            Cause::WrongModule(ix, module) => {
                {
                let have = self.register.instrument(ix).modules.clone().unwrap_or_default();
                let have: Vec<String> = have.iter().map(ToString::to_string).collect();
                let roles = flow.map_or("", |flow| self.register.flow(flow).roles.value.name());
                format!(
                    "`{}` has module {}; {roles} needs module {module}",
                    self.instrument(ix),
                    if have.is_empty() { "none".to_owned() } else { have.join(" and ") }
                )
            }
            }
            Cause::SignedLate(ix, day) => {
                let signed = self.register.instrument(ix).signed.map(|d| d.value.to_string()).unwrap_or_default();
                format!("`{}` was signed on {signed}, after the set could be used for new contracts (repealed with effect from {day})", self.instrument(ix))
            }
            Cause::Changed(ix, day) => {
                format!("the processing under `{}` changed on {day}, after the set was repealed; old contracts served unchanged processing only", self.instrument(ix))
            }
            Cause::GoverningLaw(ix, place) => {
                format!("`{}` chooses the law of {}, which the clauses do not allow{law}", self.instrument(ix), self.place(place))
            }
            Cause::Misused(rule, flag) => {
                let why = match flag {
                    Flag::PublicPower => "the exporter exercises public powers".to_owned(),
                    Flag::Repetitive => "the transfer is repeated or systematic".to_owned(),
                    other => format!("`{}` is false", other.name()),
                };
                let bar = self.bar(rule, flag, regime);
                let law = bar.unwrap_or(&self.book.rule(rule).header);
                format!("{claim} cannot be relied on: {why} ({})", law.citation)
            }
            Cause::AddendumMissing(ix, kind) => {
                format!("`{}` does not count{law} without the {} in force between the same parties", self.instrument(ix), self.book.mechanism(kind).name)
            }
            Cause::OtherAuthority(ix) => {
                format!("the authority that approved `{}` is not one whose approval counts{law}", self.instrument(ix))
            }
            Cause::OtherRegime(mechanism) => {
                format!("{claim} ({}) is no mechanism{law}", self.book.mechanism(mechanism).name)
            }
            Cause::NotAMechanism(Some(mechanism)) => {
                let reason = self.reason(mechanism, regime);
                format!("{claim} ({}) is no transfer mechanism{law}{reason}", self.book.mechanism(mechanism).name)
            }
            Cause::NotAMechanism(None) => {
                let text = match (flow, tag) {
                    (Some(flow), Some(tag)) => match self.register.flow(flow).mechanism.get(tag.position()).map(|t| &t.names) {
                        Some(TagUse::Other(text)) => text.as_str(),
                        _ => "",
                    },
                    _ => "",
                };
                format!("\"{text}\" is no transfer mechanism{law}")
            }
            Cause::Missing(question) => self.question(question),
            Cause::Unrecorded(mechanism) => {
                format!("{claim} ({}) is claimed, but no document is recorded: which one, between whom, signed when?", self.book.mechanism(mechanism).name)
            }
            Cause::Unspecified => "safeguards are claimed, but none is named: which mechanism is meant?".to_owned(),
            Cause::Unconfirmed(ix) => format!("`{}` is said to be in place, but nobody has seen the document", self.instrument(ix)),
            Cause::NotPublished(rule) => {
                format!("the decision was adopted but not yet published; it is not safe to rely on it for this purpose ({})", self.book.rule(rule).header.citation)
            }
            Cause::ImporterUnder(ix) => {
                format!("`{}` is made for importers whose processing is not itself{law}; this importer's is", self.instrument(ix))
            }
            Cause::AnnexMissing(ix, missing) => {
                let names = ANNEXES.iter().enumerate().filter(|(at, _)| missing.checked_shr(u32::try_from(*at).unwrap_or(8)).unwrap_or(0) & 1 == 1);
                let names: Vec<&str> = names.map(|(_, name)| *name).collect();
                let noun = if names.len() == 1 { "annex" } else { "annexes" };
                format!("{noun} {} of `{}`: not among those recorded", names.join(", "), self.instrument(ix))
            }
            Cause::TiaMissing(place) => {
                format!("no assessment of the law and practice of {} is recorded for this flow", self.place(place))
            }
            Cause::ExposureUnknown(party, place) => {
                format!("which laws of {} reach {}? Its `exposure` is not recorded", self.place(place), self.party(party))
            }
            Cause::NotSafeYet(rule, safe) => {
                let citation = &self.book.rule(rule).header.citation;
                format!("the decision counts from its adoption; it was published only on {safe} ({citation})")
            }
            Cause::ContextReplaces(place) => format!(
                "the law of {} is applied, where the branch acts, in place of that of the exporter's seat; whether the seat's law binds as well may be disputed",
                self.place(place)
            ),
            Cause::Incomplete(ix) => {
                let set = self.register.instrument(ix);
                let what = match (set.annexes.is_none(), set.governing_law.is_none()) {
                    (true, true) => "the annexes and the governing law",
                    (true, false) => "the annexes",
                    (false, _) => "the governing law",
                };
                format!("{what} of `{}` are not recorded and were not examined", self.instrument(ix))
            }
            Cause::TiaNone(at) => format!("`{}` states that no assessment was made", self.tia(at)),
            Cause::TiaOld(at, day) => format!("`{}` has been older than the house allows since {day}", self.tia(at)),
            Cause::TiaOvertaken(at, event) => {
                let text = self.book.pack().events.get(event);
                let (day, text) = text.map_or((String::new(), ""), |event| {
                    (event.header.period.start().map(|d| d.to_string()).unwrap_or_default(), event.text.as_str())
                });
                format!("`{}` was made before the law changed on {day}: {text}", self.tia(at))
            }
            Cause::TiaMeasure(at, measure) => {
                format!("`{}` counts on `{}`, which is not recorded among the flow's safeguards", self.tia(at), measure.name())
            }
            Cause::TiaInsufficient(at) => format!("`{}` concluded that protection is not sufficient", self.tia(at)),
            Cause::Defeated(power, place) => format!(
                "{} reaches the importer in {}, the data are in the clear, and no measure recorded prevents access",
                self.power(power),
                self.place(place)
            ),
            Cause::TiaAgainstLaw(at, power) => {
                format!("`{}` finds protection sufficient although {} overrides the instrument", self.tia(at), self.power(power))
            }
            Cause::Ineffective(power, measure) => {
                format!("`{}` does not help against {} where the importer works with data in the clear", measure.name(), self.power(power))
            }
            Cause::Scope(rule) => {
                format!("the facts of the flow are outside {} ({})", self.rule_name(rule), self.book.rule(rule).header.citation)
            }
            Cause::Volume(rule, people) => {
                let who = flow.map_or("the exporter", |flow| self.party(self.register.flow(flow).from.value));
                format!(
                    "{who} sends data of {people} people abroad in this calendar year, which is outside the numbers for {} ({})",
                    self.rule_name(rule),
                    self.book.rule(rule).header.citation
                )
            }
            Cause::FilingDue(rule, due) => {
                format!("a filing with `{}` is to be made by {due}{law} ({}); none is recorded", self.authority(rule), self.book.rule(rule).header.citation)
            }
            Cause::FilingOpen(rule) => {
                format!("a filing with `{}` is to be made{law} ({}); none is recorded, nor the day from which the term runs", self.authority(rule), self.book.rule(rule).header.citation)
            }
            Cause::FilingLate(rule, day) => {
                let since = day.map_or_else(|| "before the transfer began".to_owned(), |day| format!("by {}", day.previous()));
                format!(
                    "no filing with `{}` is recorded; it was to be made {since}, and the transfer does not stand without it{law} ({})",
                    self.authority(rule),
                    self.book.rule(rule).header.citation
                )
            }
            Cause::FilingOverdue(rule, day) => {
                let since = day.map_or_else(|| "before the transfer began".to_owned(), |day| format!("by {}", day.previous()));
                format!(
                    "no filing with `{}` is recorded; it was to be made {since}{law} ({})",
                    self.authority(rule),
                    self.book.rule(rule).header.citation
                )
            }
            Cause::FiledLate(rule, filed) => {
                format!("the filing with `{}` of {filed} was late{law} ({})", self.authority(rule), self.book.rule(rule).header.citation)
            }
            Cause::FilingWait(rule, first) => {
                format!("the transfer was filed with `{}`, and may start only on {first}{law} ({})", self.authority(rule), self.book.rule(rule).header.citation)
            }
            Cause::ConsentLacks(rule, need) => {
                format!("{claim} cannot be relied on: the consent {} ({})", need.lacks(), self.book.rule(rule).header.citation)
            }
            Cause::NotDisclosed(rule) => {
                format!("{claim} cannot be relied on: the transfer was not disclosed ({})", self.book.rule(rule).header.citation)
            }
            Cause::ItemMissing(rule, at) => {
                format!("{claim} cannot be relied on: the person was not told {} ({})", self.item(rule, at), self.book.rule(rule).header.citation)
            }
            Cause::AssessmentMissing(rule, place) => {
                let name = regime.and_then(|regime| self.book.regime(regime).assessment.clone());
                let name = name.unwrap_or_else(|| "assessment".to_owned());
                format!("no {name} for {} is recorded for this flow ({})", self.place(place), self.book.rule(rule).header.citation)
            }
            Cause::TiaStale(at, day) => format!("`{}` has been older than the law allows since {day}", self.tia(at)),
            Cause::OverlayOpen(rule) => {
                let row = self.book.rule(rule);
                let what = row.header.note.clone().unwrap_or_else(|| self.rule_name(rule).to_owned());
                format!("a duty that goes with any route is not shown as done{law}: {what} ({})", row.header.citation)
            }
            Cause::Localisation(at) => self.book.pack().localisations.get(at).map_or_else(String::new, |row| {
                format!("the data are not first recorded in {}, as {} requires ({})", self.places(&row.places), row.title, row.header.citation)
            }),
            Cause::Prohibited(at, party) => self.book.pack().restrictions.get(at).map_or_else(String::new, |row| {
                format!("{} bans giving these data to {} ({})", row.title, self.party(party), row.header.citation)
            }),
            Cause::Restricted(at, party) => self.book.pack().restrictions.get(at).map_or_else(String::new, |row| {
                let unless = row.unless.as_deref().unwrap_or("its conditions are met");
                format!("{} lets {} have these data only where {unless} ({})", row.title, self.party(party), row.header.citation)
            }),
            Cause::NoMechanism(place) => {
                format!("this is a restricted transfer to {}{law}, and nothing is claimed that makes it lawful", self.place(place))
            }
            Cause::NotClaimed(rule, place) => {
                format!("{} covers the transfer to {} although nobody claims it", self.book.rule(rule).header.citation, self.place(place))
            }
            Cause::Uncovered(from, mechanism, recipient) => {
                let (came, last) = self.came_on(from, mechanism, flow);
                format!(
                    "{came} passes them on to {} without a contract that binds it alike; {last} is the last party covered",
                    self.party(recipient)
                )
            }
            Cause::OutsideGroup(from, mechanism, recipient) => {
                let (came, last) = self.came_on(from, mechanism, flow);
                format!(
                    "{came} passes them on to {}, which is outside the group and bound by no contract; {last} is the last party covered",
                    self.party(recipient)
                )
            }
            Cause::UpstreamBroken(from, verdict) => {
                let came = self.register.flow(from);
                format!(
                    "the data came by flow `{}` ({} to {}), which is {}{law}: what follows is no better",
                    came.id,
                    self.party(came.from.value),
                    self.party(came.to.value),
                    verdict.name()
                )
            }
            Cause::NotAuthorised(ix, party) => {
                let terms = self.register.instrument(ix).subprocessors.as_ref();
                let notice = terms.and_then(|terms| terms.notice_days).map_or_else(String::new, |days| {
                    format!("; under it a change must be notified {days} days before")
                });
                format!(
                    "{} is not among the sub-processors that `{}` authorises{notice}",
                    self.party(party),
                    self.instrument(ix)
                )
            }
            Cause::NothingCarried(from, mechanism) => {
                let came = self.register.flow(from);
                let mechanism = self.book.mechanism(mechanism);
                // A decision may hold rules of its own on what is passed on; a ground that carries one transfer has none.
                let own = if matches!(mechanism.class, Class::Adequacy | Class::Scheme) {
                    "the law of the country they came to takes over, and some decisions add rules of their own"
                } else {
                    "it carries that transfer alone"
                };
                format!(
                    "the data came by flow `{}` under {}, which carries no duty on to this flow{law}; {own}",
                    came.id, mechanism.name
                )
            }
            Cause::ExporterUnknown(party) => {
                format!("in which country is {}? Which law binds it turns on that", self.party(party))
            }
            Cause::RegimeNotInPack(place) => format!("the law pack does not hold the export law of {} on this day, so it cannot say whether the transfer is lawful there", self.place(place)),
            Cause::OwnStaff(place) => {
                format!("the importer's own staff see the data from {}; that is no transfer, but it must be secure", self.place(place))
            }
            Cause::EndsSoon(day, verdict, cause) => {
                format!("`{}` from {day} on if nobody does anything: {}", verdict.name(), self.change(&cause).text)
            }
            Cause::CarrierEnds(day, mechanism, verdict, cause) => {
                let row = self.book.mechanism(mechanism);
                format!(
                    "`{}` ({}) carries it until {}: {}; from {day} on it is `{}`{law} if nobody does anything",
                    row.id,
                    row.name,
                    day.previous(),
                    self.change(&cause).text,
                    verdict.name()
                )
            }
            Cause::ParentExposure(party, owner, power) => {
                let seat = self.register.party(owner).country.value;
                let seat = seat.map_or_else(String::new, |place| format!(" in {}", self.place(place)));
                format!(
                    "{} is controlled by {}{seat}, whose law ({}) may reach data that it holds elsewhere; that is no transfer, but a question for the assessment and the contract",
                    self.party(party),
                    self.party(owner),
                    self.power(power)
                )
            }
            Cause::ContextUnknown(place) => {
                let who = flow.map_or("the exporter", |flow| self.party(self.register.flow(flow).from.value));
                format!("the flow acts through {}, where {who} has no establishment recorded", self.place(place))
            }
            Cause::Sanctioned(row, place) => {
                let row = self.book.pack().sanctions.get(row);
                let (authority, programme) = row.map_or(("", ""), |r| (r.authority.as_str(), r.programme.as_str()));
                format!("{} is under territorial sanctions ({}: {programme}), which this register's policy applies", self.place(place), authority.to_uppercase())
            }
            Cause::HouseSanction(at, place) => {
                let by = self.register.policy.sanctioned.get(at).map_or("", |s| s.by.as_str());
                let by = if by.is_empty() { String::new() } else { format!(" ({by})") };
                format!("{} is on this register's own list of sanctioned places{by}", self.place(place))
            }
            Cause::ListedOnly(row, place) => {
                let row = self.book.pack().sanctions.get(row);
                let (authority, programme) = row.map_or(("", ""), |r| (r.authority.as_str(), r.programme.as_str()));
                format!("sanctions on {} bind listed persons or sectors ({}: {programme}); check the person", self.place(place), authority.to_uppercase())
            }
            Cause::NoList(at) => {
                let name = self.register.policy.sanctions.get(at).map_or("", |a| a.value.as_str());
                format!("which territories are under sanctions of `{name}`? The law pack has no list of that authority")
            }
            Cause::Forbidden(mechanism) => {
                format!("this register's policy forbids {} (`{}`)", self.book.mechanism(mechanism).name, self.book.mechanism(mechanism).id)
            }
            Cause::Unreachable(party) => format!("nothing in the register names `{}`", self.register.party(party).id),
            Cause::AtRisk(event) => {
                let event = self.book.pack().events.get(event);
                event.map_or_else(String::new, |event| {
                    let day = event.header.period.start().map(|d| d.to_string()).unwrap_or_default();
                    format!("the mechanism is in force, but in question since {day}: {}", event.text)
                })
            }
            Cause::Horizon(row) => {
                let (id, citation, verified) = row.of(self.book);
                format!("the law that decides ({citation}; row `{id}`) was last verified on {verified}")
            }
            Cause::Unverified(row) => {
                let (id, citation, _) = row.of(self.book);
                format!("the row that decides (`{id}`: {citation}) is from memory and not confirmed in a source")
            }
            Cause::LawNote(rule) => self.book.rule(rule).header.note.clone().unwrap_or_default(),
            Cause::WaiverUnused(at) => {
                let code = self.register.waivers.get(at).map_or("", |w| w.finding.value.name());
                format!("the waiver of `{code}` accepts nothing: there is no such finding, or it is a ban, which nobody can waive")
            }
            Cause::WaiverExpired(at) => self.register.waivers.get(at).map_or_else(String::new, |waiver| {
                format!(
                    "the waiver of `{}` until {} does not count: it is over, or runs for more than twelve months",
                    waiver.finding.value.name(),
                    waiver.until.value
                )
            }),
            Cause::DutyOverdue(at) => self.register.duties.get(at).map_or_else(String::new, |duty| {
                let whose = duty.party.map_or_else(String::new, |p| format!(" of {}", self.party(p.value)));
                format!("`{}`{whose} ({}) was due on {} and is not recorded as done", duty.id, duty.kind, duty.due.value)
            }),
            Cause::Paper(paper) => self.paper(paper, regime),
            Cause::Contradiction(contradiction) => self.contradiction(contradiction),
            Cause::ReviewOverdue(day) => format!("the register was last reviewed on {day}, longer ago than its own interval"),
        }
    }

    pub(super) fn reason(&self, mechanism: MechanismIx, regime: Option<RegimeIx>) -> String {
        let rows = &self.book.pack().non_mechanisms;
        let row = rows.iter().find(|row| {
            row.mechanism == mechanism
                && (row.regimes.is_empty() || regime.is_some_and(|regime| row.regimes.contains(&regime)))
        });
        row.map_or_else(String::new, |row| {
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

    /// How data that a flow brought came to the exporter of a later one, and who that is: the last whom anything binds.
    fn came_on(&self, from: FlowIx, mechanism: MechanismIx, flow: Option<FlowIx>) -> (String, String) {
        let came = self.register.flow(from);
        let last = flow.map_or(came.to.value, |flow| self.register.flow(flow).from.value);
        let name = &self.book.mechanism(mechanism).name;
        let way = if last == came.to.value {
            format!("{} received the data by flow `{}` under {name}, and", self.party(last), came.id)
        } else {
            format!(
                "the data came by flow `{}` ({} to {}) under {name} and on to {}, which",
                came.id,
                self.party(came.from.value),
                self.party(came.to.value),
                self.party(last)
            )
        };
        (way, self.party(last).to_string())
    }

    /// The message of a finding.
    pub fn message(&self, finding: &Finding) -> String {
        self.sentence(finding.detail.cause, finding.flow, finding.detail.tag, finding.regime)
    }

    /// What a cause says, of no claim in particular.
    pub fn cause_text(&self, cause: Cause) -> String {
        self.sentence(cause, None, None, None)
    }

    /// What a finding of this code rests on under a law on a day: that law's provision, or else its
    /// general rule on transfers, or the law as a whole, but never another law's article. The catalogue's general text stands where no law is in question.
    pub fn law_of(&self, code: Code, regime: Option<RegimeIx>, day: Day) -> String {
        let entry = entry(code);
        match (regime, entry.subject) {
            (Some(regime), Some(subject)) => {
                // A law of several ages names all of them in its own row; its general rule on transfers has days.
                let at = |subject| self.book.provision(regime, subject, day);
                let found = at(subject).or_else(|| at(Subject::Restriction));
                found.unwrap_or(&self.book.regime(regime).header).citation.clone()
            }
            (None, _) | (_, None) => entry.law.to_owned(),
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

    /// Where the law bars a ground to those who exercise public powers, if it says so apart from the ground.
    fn bar(&self, rule: RuleIx, flag: Flag, regime: Option<RegimeIx>) -> Option<&'a Header> {
        let first = self.book.rule(rule).header.period.since;
        self.book.provision(regime.filter(|_| flag == Flag::PublicPower)?, Subject::PublicPowers, first)
    }

    /// What to cite for something that is no mechanism: a row about one law says where that law stands; of several,
    /// the routes that the law asked had on the day.
    pub(super) fn none_citations(
        &self,
        mechanism: MechanismIx,
        regime: Option<RegimeIx>,
        day: Day,
    ) -> Vec<String> {
        let rows = &self.book.pack().non_mechanisms;
        let row = rows.iter().find(|row| {
            row.mechanism == mechanism
                && (row.regimes.is_empty() || regime.is_some_and(|regime| row.regimes.contains(&regime)))
        });
        let several = row.filter(|row| row.regimes.len() != 1);
        let routes = several.and_then(|_| self.book.provision(regime?, Subject::Routes, day));
        let header = routes.or_else(|| row.map(|row| &row.header));
        let header = header.or_else(|| regime.map(|regime| &self.book.regime(regime).header));
        header.map(|header| header.citation.clone()).into_iter().collect()
    }

    /// The row of a mechanism that carries an earlier flow on a day: one in force that reaches where the data went.
    fn row_upstream(
        &self,
        from: FlowIx,
        mechanism: MechanismIx,
        regime: Option<RegimeIx>,
        day: Day,
    ) -> Option<RuleIx> {
        let flow = self.register.flow(from);
        let seat = || self.register.party(flow.to.value).country.value;
        let stored = flow.locations.iter().flatten().filter_map(|place| place.value);
        let places: Vec<PlaceIx> = seat().into_iter().chain(stored).collect();
        let rules = self.book.rules(mechanism, regime?);
        let held = |rule: &&RuleIx| self.book.rule(**rule).header.period.holds(day);
        let there = |rule: RuleIx, meets: &dyn Fn(&[PlaceIx]) -> bool| {
            let row = self.book.rule(rule);
            let named = row.conditions.iter().filter_map(|condition| match condition {
                Condition::ImporterIn(named) => Some(named),
                _ => None,
            });
            named.chain([&row.places]).filter(|named| !named.is_empty()).all(|named| meets(named))
        };
        // Most rows name the place itself; areas are expanded only where none does.
        let by_name = |named: &[PlaceIx]| places.iter().any(|place| named.contains(place));
        let by_ground = |named: &[PlaceIx]| {
            let ground = self.book.expand(named, day);
            places.iter().any(|place| self.book.expand(&[*place], day).meets(&ground))
        };
        let found = rules.iter().filter(held).find(|rule| there(**rule, &by_name));
        let found = found.or_else(|| rules.iter().filter(held).find(|rule| there(**rule, &by_ground)));
        found
            .or_else(|| rules.iter().find(|rule| there(**rule, &by_ground)))
            .or_else(|| rules.first())
            .copied()
    }

    /// What to cite on a day for a finding or a claim; empty where the register alone is at issue.
    pub fn citations(&self, detail: Detail, regime: Option<RegimeIx>, day: Day) -> Vec<String> {
        let cause = detail.cause;
        let rule = |ix: RuleIx| vec![self.book.rule(ix).header.citation.clone()];
        let of_regime =
            || regime.map(|ix| self.book.regime(ix).header.citation.clone()).into_iter().collect();
        match cause {
            Cause::RuleEnded(ix) => vec![self.book.rule(ix).header.end_citation().to_owned()],
            Cause::RuleNotYet(ix)
            | Cause::Sector(ix, _)
            | Cause::NotEligible(ix, _)
            | Cause::Purpose(ix, _)
            | Cause::NotPublicBody(ix, _)
            | Cause::UnderRegime(ix, _)
            | Cause::WrongRoles(_, ix)
            | Cause::NotPublished(ix)
            | Cause::NotClaimed(ix, _)
            | Cause::LawNote(ix)
            | Cause::Scope(ix)
            | Cause::Volume(ix, _)
            | Cause::FilingDue(ix, _)
            | Cause::FilingOpen(ix)
            | Cause::FilingLate(ix, _)
            | Cause::FilingOverdue(ix, _)
            | Cause::FiledLate(ix, _)
            | Cause::FilingWait(ix, _)
            | Cause::ConsentLacks(ix, _)
            | Cause::NotDisclosed(ix)
            | Cause::ItemMissing(ix, _)
            | Cause::AssessmentMissing(ix, _)
            | Cause::OverlayOpen(ix)
            | Cause::Missing(Question::Rule(ix) | Question::Paper(ix) | Question::Item(ix, _)) => rule(ix),
            Cause::Localisation(at) | Cause::Missing(Question::Localisation(at)) => self
                .book
                .pack()
                .localisations
                .get(at)
                .map(|row| row.header.citation.clone())
                .into_iter()
                .collect(),
            Cause::Prohibited(at, _)
            | Cause::Restricted(at, _)
            | Cause::Missing(Question::Brokerage(at) | Question::Owners(at, _) | Question::Numbers(at, _)) => {
                self.restriction(at).map(|row| row.header.citation.clone()).into_iter().collect()
            }
            Cause::Misused(ix, flag) => {
                let bar = self.bar(ix, flag, regime).map(|row| row.citation.clone());
                bar.into_iter().chain(rule(ix)).collect()
            }
            Cause::Defeated(power, _)
            | Cause::Missing(Question::Safeguards(power, _))
            | Cause::TiaAgainstLaw(_, power) => {
                let power = self.book.power(power);
                let defeat = power.defeats.iter().find(|d| regime.is_some_and(|r| d.regimes.contains(&r)));
                let mut all = vec![power.header.citation.clone()];
                all.extend(defeat.map(|d| d.citation.clone()));
                all
            }
            Cause::NotAMechanism(Some(mechanism)) => self.none_citations(mechanism, regime, day),
            Cause::EndsSoon(_, _, cause) | Cause::CarrierEnds(_, _, _, cause) => self.change(&cause).law,
            Cause::ParentExposure(_, _, power) => {
                vec![
                    self.law_of(Code::ParentExposure, regime, day),
                    self.book.power(power).header.citation.clone(),
                ]
            }
            Cause::TiaOvertaken(_, event) | Cause::AtRisk(event) => {
                self.book.pack().events.get(event).map(|e| e.header.citation.clone()).into_iter().collect()
            }
            Cause::Sanctioned(row, _) | Cause::ListedOnly(row, _) => {
                self.book.pack().sanctions.get(row).map(|s| s.header.citation.clone()).into_iter().collect()
            }
            Cause::Horizon(row) | Cause::Unverified(row) => vec![row.of(self.book).1.to_owned()],
            Cause::HouseSanction(..)
            | Cause::Forbidden(_)
            | Cause::NoList(_)
            | Cause::Unreachable(_)
            | Cause::DutyOverdue(_)
            | Cause::ReviewOverdue(_)
            | Cause::WaiverUnused(_)
            | Cause::WaiverExpired(_)
            | Cause::ContextUnknown(_)
            | Cause::Contradiction(_)
            | Cause::ExporterUnknown(_)
            | Cause::RegimeNotInPack(_) => Vec::new(),
            Cause::Paper(paper) => self.paper_citations(paper, regime, day),
            Cause::OtherRegime(_) | Cause::OtherAuthority(_) => of_regime(),
            Cause::NothingCarried(from, mechanism) => {
                self.row_upstream(from, mechanism, regime, day).map_or_else(of_regime, rule)
            }
            Cause::Uncovered(from, mechanism, _) | Cause::OutsideGroup(from, mechanism, _) => {
                let mut law: Vec<String> =
                    self.book.mechanism(mechanism).onward_citation.clone().into_iter().collect();
                law.extend(self.row_upstream(from, mechanism, regime, day).into_iter().flat_map(rule));
                if law.is_empty() {
                    law.push(self.law_of(cause.code(self.book), regime, day));
                }
                law
            }
            _ => {
                let code = cause.code(self.book);
                match detail.rule {
                    // The assessment and the addendum rest on more than the rule examined.
                    Some(examined)
                        if !matches!(
                            code,
                            Code::TiaMissing
                                | Code::TiaOutdated
                                | Code::TiaContradicted
                                | Code::TiaInsufficient
                                | Code::AddendumMissing
                                | Code::MeasureIneffective
                        ) =>
                    {
                        rule(examined)
                    }
                    Some(_) | None => vec![self.law_of(code, regime, day)],
                }
            }
        }
    }

    /// What mends it.
    pub fn remedy(&self, finding: &Finding) -> String {
        match finding.detail.cause {
            Cause::Missing(Question::Sector(_)) => "record the party's `sector`".to_owned(),
            Cause::Missing(Question::Certified(..)) => {
                "look the party up in the scheme's list and record its `certifications` (`[]` if there is none)".to_owned()
            }
            Cause::Missing(Question::Country(_)) | Cause::ExporterUnknown(_) => "record the party's `country`".to_owned(),
            Cause::Missing(Question::Parts(..)) => {
                "record `parts`, `covers`, `since` and `checked_on` of the certification".to_owned()
            }
            Cause::Missing(Question::Since(..)) => {
                "record `since` of the certification, or `status` and `checked_on`".to_owned()
            }
            Cause::Missing(Question::Covers(..)) => {
                "record `covers` of the certification: \"hr\", \"non-hr\" or both".to_owned()
            }
            Cause::Missing(Question::Renewed(..)) => {
                "look the entry up and record `checked_on`, `status` and the new `next_due`".to_owned()
            }
            Cause::Missing(Question::Authority(_)) => {
                "record the instrument's `authority`: the country of the authority that approved it, or `EU`".to_owned()
            }
            Cause::Missing(Question::Signed(_)) => "record the instrument's `signed`".to_owned(),
            Cause::Missing(Question::Outer(_)) => {
                "record the instrument's `incorporated_by`, or its own `signed`".to_owned()
            }
            Cause::Missing(Question::Base(_)) => "record the instrument's `amends`".to_owned(),
            Cause::Missing(Question::PublicBody(_)) => {
                "record the party's `sector`, `public-body` if it is one".to_owned()
            }
            Cause::Missing(Question::Location) => "record the place in `locations` or `accessed_from`".to_owned(),
            Cause::Missing(Question::Personal) => "settle whether it is personal data and record `personal`".to_owned(),
            Cause::ExposureUnknown(..) => {
                "record the party's `exposure`: the laws known to reach it (`[]` if looked at and none)".to_owned()
            }
            Cause::NotBound(ix, _, _) if self.class_of(ix) == Class::Approved => {
                "have it sign the agreement that makes the rules binding, and record it in `parties`".to_owned()
            }
            Cause::Missing(Question::Volume(_) | Question::Numbers(..)) => {
                "record `volume` on each flow of the exporter, with `people` and `year`".to_owned()
            }
            Cause::Missing(Question::Consent(need)) => format!("record `{}` on the flow", need.key()),
            Cause::Missing(Question::Disclosed) => {
                "record `shown.disclosed` on the flow, or the notice that names the destination".to_owned()
            }
            Cause::Missing(Question::Item(..)) => "record `shown.items` on the flow".to_owned(),
            Cause::Missing(Question::Comparable(_)) => {
                "assess the destination's protection and record it as a `[[tia]]`".to_owned()
            }
            Cause::Missing(Question::Paper(rule)) => format!(
                "record the contract as an instrument, with `serves = [\"{}\"]` if it meets what the law asks",
                self.book.mechanism(self.book.rule(rule).mechanism).id
            ),
            Cause::Missing(Question::People) => "record `subjects` with `in`".to_owned(),
            Cause::Missing(Question::Localisation(_)) => {
                "record `first_recorded` on the flow, and `citizens_of` of its subjects".to_owned()
            }
            Cause::Missing(Question::Owners(..)) => "record the party's `owners` with their `share`".to_owned(),
            Cause::Missing(Question::Brokerage(_)) => {
                "record the exporter's `sector`, or the purpose `data-brokerage`, or the right `roles`".to_owned()
            }
            Cause::FilingWait(..) => "do not transfer before that day".to_owned(),
            Cause::Missing(Question::Flag(flag)) => format!("record `derogation.{}` on the flow", flag.name()),
            Cause::Missing(Question::Modules(_)) => "record the instrument's `modules`".to_owned(),
            Cause::Missing(Question::Safeguards(..)) => "record the flow's `safeguards` (`[]` if there are none)".to_owned(),
            Cause::AddendumMissing(_, kind) => {
                let kind = self.book.mechanism(kind);
                format!("sign the {} and record it as an instrument of kind `{}`", kind.name, kind.id)
            }
            Cause::WrongModule(_, module) => format!("sign module {module}"),
            Cause::Uncovered(_, mechanism, recipient) => {
                let recipient = self.party(recipient);
                if self.book.mechanism(mechanism).onward == Onward::Accountability {
                    format!("sign an onward-transfer contract with {recipient} (with a processor, one on processing serves), or stop the onward transfer")
                } else {
                    format!("bind {recipient} alike: have it join the document or sign one with it, or stop the onward transfer")
                }
            }
            Cause::OutsideGroup(_, _, recipient) => {
                format!("bind {} by contract, or stop the onward transfer", self.party(recipient))
            }
            Cause::Paper(paper) => self.paper_remedy(paper).unwrap_or_else(|| plain_remedy(finding.code)),
            _ => plain_remedy(finding.code),
        }
    }
}

/// The remedy of the catalogue, as a part of a sentence.
fn plain_remedy(code: Code) -> String {
    let text = entry(code).remedy;
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", chars.as_str().trim_end_matches('.'))
}
