//! The sentence of each cause: what is found, of whom, under which law and since when. One arm a cause, so that a new
//! cause does not compile without its words.

use super::Words;
use crate::assess::cause::{Cause, Idle};
use crate::assess::condition::{annexes_of, module_of};
use crate::assess::papers::months_between;
use crate::index::{FlowIx, MechanismIx, PartyIx, PlaceIx, RegimeIx, TagIx};
use crate::law::{Class, Flag, Onward, PlaceKind, Role};
use crate::register::{PartyKind, TagUse};

impl Words<'_> {
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
            Cause::Place(mechanism, place)
                if self.decides(mechanism) && self.organisation_in(flow, place).is_some() =>
            {
                let decision = self.book.mechanism(mechanism).name.to_lowercase();
                let who = self.organisation_in(flow, place).map_or("", |party| self.party(party));
                format!("{who} is an international organisation and has no {decision}{law}; none of the state where it sits covers it")
            }
            // Only a decision is a thing that a place has; a contract or a ground reaches it or not.
            Cause::Place(mechanism, place) if !self.decides(mechanism) => {
                format!("{} does not reach {}{law}", self.book.mechanism(mechanism).name, self.place(place))
            }
            Cause::Place(mechanism, place) => {
                format!("{} has no {}{law}", self.place(place), self.book.mechanism(mechanism).name.to_lowercase())
            }
            Cause::Sector(rule, party) if !self.decides(self.book.rule(rule).mechanism) => {
                format!("{} is not open to {}: its sector is not covered ({})", self.rule_name(rule), self.party(party), self.book.rule(rule).header.citation)
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
            Cause::WrongRoles(ix, _, role) => {
                format!("`{}` ({}) is made for other roles than {}", self.instrument(ix), self.kind(ix), role.name())
            }
            Cause::WrongModule(ix, module) => {
                let have = self.register.instrument(ix).modules.clone().unwrap_or_default();
                let have: Vec<String> = have.iter().map(ToString::to_string).collect();
                // Whom the importer lets in has other roles than the parties of the flow.
                let all = flow.map(|flow| self.register.flow(flow).roles.value);
                let mut all = all.into_iter().chain(Role::WORDS.map(|(_, role)| role));
                let roles = all.find(|role| module_of(*role) == module).map_or("", Role::name);
                format!(
                    "`{}` has module {}; {roles} needs module {module}",
                    self.instrument(ix),
                    if have.is_empty() { "none".to_owned() } else { have.join(" and ") }
                )
            }
            Cause::SignedLate(ix, concluded, day) => {
                format!(
                    "`{}` was concluded between these parties on {concluded}, after {}, the last day for new contracts on that set",
                    self.instrument(ix),
                    day.previous()
                )
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
            Cause::AddendumNotYet(ix, rule) => {
                let row = self.book.rule(rule);
                let name = &self.book.mechanism(row.mechanism).name;
                let since = row.header.period.start().map(|day| format!(" only from {day}")).unwrap_or_default();
                format!("`{}` does not count{law}: it needs the {name}, in force{since}", self.instrument(ix))
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
                let document = flow.and_then(|flow| self.recorded(flow, mechanism));
                let mechanism = self.book.mechanism(mechanism);
                let claim = tag.map_or_else(|| format!("`{}`", mechanism.id), |_| claim);
                if let Some(document) = document {
                    let document = self.instrument(document);
                    return format!("{claim} ({}) is claimed, and no document is named: is it `{document}`, which is recorded between the parties?", mechanism.name);
                }
                format!("{claim} ({}) is claimed, but no document is recorded: which one, between whom, signed when?", mechanism.name)
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
                let names: Vec<&str> = annexes_of(missing).collect();
                let noun = if names.len() == 1 { "annex" } else { "annexes" };
                format!("{noun} {} of `{}`: not among those recorded", names.join(", "), self.instrument(ix))
            }
            Cause::TiaMissing(place) => {
                format!("no assessment of the law and practice of {} is recorded for this flow", self.place(place))
            }
            Cause::TiaForOthers(at, place) => {
                format!("`{}` is made for other data of this flow; no assessment of the law and practice of {} is recorded for the rest", self.tia(at), self.place(place))
            }
            Cause::ExposureUnknown(party, place) => {
                format!("which laws of {} reach {}? Its `exposure` is not recorded", self.place(place), self.party(party))
            }
            Cause::NotSafeYet(rule, safe) => {
                let citation = &self.book.rule(rule).header.citation;
                format!("the decision counts from its adoption; it was published only on {safe} ({citation})")
            }
            Cause::ContextReplaces(place, _) => format!(
                "the law of {} is applied, where the branch acts, in place of that of the exporter's seat; whether the seat's law binds as well may be disputed",
                self.place(place)
            ),
            Cause::Aside(regime, at) => {
                let row = self.book.regime(regime);
                row.asides.get(at).map_or_else(String::new, |aside| {
                    let purposes: Vec<&str> = aside.purposes.iter().map(|purpose| self.book.purpose(*purpose)).collect();
                    format!(
                        "what authorities do for this purpose ({}) is under {}, which the law pack does not hold; {} is applied here in its place and may say more than holds there",
                        purposes.join(", "),
                        aside.law,
                        row.name
                    )
                })
            }
            Cause::OutsideRules(ix, _) => format!(
                "`{}` binds a party that is not recorded as part of the group: rules of a group cover it only where it engages with the group in the joint economic activity that they were approved for",
                self.instrument(ix)
            ),
            Cause::Incomplete(ix) => {
                let set = self.register.instrument(ix);
                let (what, are, were) = match (set.annexes.is_none(), set.governing_law.is_none()) {
                    (true, true) => ("the annexes and the governing law", "are", "were"),
                    (true, false) => ("the annexes", "are", "were"),
                    (false, _) => ("the governing law", "is", "was"),
                };
                format!("{what} of `{}` {are} not recorded and {were} not examined", self.instrument(ix))
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
            Cause::Scope(rule) => self.outside(rule, flow, regime),
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
                let to = match self.organisation_in(flow, place) {
                    Some(party) => format!("{}, an international organisation,", self.party(party)),
                    None => self.place(place),
                };
                format!("this is a restricted transfer to {to}{law}, and nothing is claimed that makes it lawful")
            }
            Cause::NotClaimed(rule, place) => {
                format!("{} covers the transfer to {} although nobody claims it", self.book.rule(rule).header.citation, self.place(place))
            }
            Cause::Uncovered(from, mechanism, recipient) => {
                let (came, last) = self.came_on(from, mechanism, flow);
                if self.book.mechanism(mechanism).onward == Onward::Area {
                    return format!(
                        "{came} passes them on to {}; inside the area that the document is made for whoever receives them must be bound alike, outside it nobody may; {last} is the last party covered",
                        self.party(recipient)
                    );
                }
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
            Cause::RegimeNotInPack(_) if flow.is_some_and(|flow| self.is_institution(flow)) => {
                let since = self.book.pack().regimes.iter().filter(|regime| regime.institutions_only);
                let since = since.filter_map(|regime| regime.header.period.start()).min();
                let until = since.map_or_else(String::new, |day| format!(" (until {}: Regulation (EC) 45/2001)", day.previous()));
                format!("the law pack does not hold the law that binds institutions of the Union on this day{until}, so it cannot say whether the transfer is lawful there")
            }
            Cause::RegimeNotInPack(_) if flow.is_some_and(|flow| self.sends_as_organisation(flow)) => {
                let who = flow.map_or("", |flow| self.party(self.register.flow(flow).from.value));
                format!("no territory's law reaches {who}, an international organisation, and the law pack does not hold its own rules, so it cannot say whether they allow the transfer")
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
                    "`{}` ({}) carries it until {}; from {day} on it is `{}`{law} if nobody does anything: {}",
                    row.id,
                    row.name,
                    day.previous(),
                    verdict.name(),
                    self.change(&cause).text
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
                let (row, written) = (self.book.mechanism(mechanism), self.forbidden_as(mechanism));
                if written == mechanism {
                    format!("this register's policy forbids {} (`{}`)", row.name, row.id)
                } else {
                    let written = self.book.mechanism(written);
                    format!("this register's policy forbids {} (`{}`), and `{}` is the same ground", written.name, written.id, row.id)
                }
            }
            Cause::Unreachable(party) => {
                // A duty may still name it: duties are not what makes a party matter.
                format!("no flow, owner, certification, instrument, representative, responsible row or notice names `{}`", self.register.party(party).id)
            }
            Cause::AtRisk(event, mechanism) => {
                let (event, row) = (self.book.pack().events.get(event), self.book.mechanism(mechanism));
                event.map_or_else(String::new, |event| {
                    let day = event.header.period.start().map(|d| d.to_string()).unwrap_or_default();
                    format!("{} (`{}`) is in force, but in question since {day}: {}", row.name, row.id, event.text)
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
            Cause::Abroad(row) => {
                let row = self.book.pack().abroad.get(row);
                row.and_then(|row| row.header.note.clone()).unwrap_or_default()
            }
            Cause::LawNote(rule) => self.book.rule(rule).header.note.clone().unwrap_or_default(),
            Cause::WaiverUnused(at, idle) => {
                let code = self.register.waivers.get(at).map_or("", |w| w.finding.value.name());
                let why = match idle {
                    Idle::Nothing => "there is no such finding",
                    Idle::Ban => "the finding is a ban, which nobody can waive",
                    Idle::Taken => "another waiver accepts the finding already",
                };
                format!("the waiver of `{code}` accepts nothing: {why}")
            }
            Cause::WaiverExpired(at, over) => self.register.waivers.get(at).map_or_else(String::new, |waiver| {
                let (code, until) = (waiver.finding.value.name(), waiver.until.value);
                if over {
                    format!("the waiver of `{code}` ended on {until} and accepts nothing any more")
                } else {
                    format!("the waiver of `{code}` runs until {until}, more than twelve months ahead, and accepts nothing")
                }
            }),
            Cause::DutyOverdue(at) => self.register.duties.get(at).map_or_else(String::new, |duty| {
                let whose = duty.party.map_or_else(String::new, |p| format!(" of {}", self.party(p.value)));
                format!("`{}`{whose} ({}) was due on {} and is not recorded as done", duty.id, duty.kind, duty.due.value)
            }),
            Cause::Paper(paper) => self.paper(paper, regime),
            Cause::Contradiction(contradiction) => self.contradiction(contradiction),
            Cause::ReviewOverdue(day) => {
                let interval = self.register.review.as_ref().map_or("", |review| review.value.as_str());
                let due = day.plus_months(months_between(interval));
                format!("the register was last reviewed on {day}; by its own interval ({interval}) the next review was due on {due}")
            }
        }
    }

    /// Whether the exporter is an institution of the Union.
    fn is_institution(&self, flow: FlowIx) -> bool {
        self.register.party(self.register.flow(flow).from.value).kind == PartyKind::EuInstitution
    }

    /// Whether the exporter is an international organisation.
    fn sends_as_organisation(&self, flow: FlowIx) -> bool {
        self.is_organisation(self.register.flow(flow).from.value)
    }

    fn is_organisation(&self, party: PartyIx) -> bool {
        self.register.party(party).kind == PartyKind::InternationalOrganisation
    }

    /// The international organisation in a state to which a flow goes there, if it is none that the pack has as a place.
    fn organisation_in(&self, flow: Option<FlowIx>, place: PlaceIx) -> Option<PartyIx> {
        let flow = self.register.flow(flow?);
        let there = |party: &PartyIx| self.register.party(*party).country.value == Some(place);
        let by = flow.accessed_from.iter().flatten().filter_map(|seen| seen.by.map(|by| by.value));
        let mut reached = std::iter::once(flow.to.value).chain(by).filter(there);
        let party = reached.next().filter(|party| self.is_organisation(*party))?;
        (self.book.place(place).kind != PlaceKind::Organisation).then_some(party)
    }

    /// The word by which the policy forbids a mechanism: its own, or that of the same ground elsewhere.
    fn forbidden_as(&self, mechanism: MechanismIx) -> MechanismIx {
        let forbid = &self.register.policy.forbid;
        let written = forbid.iter().find(|word| word.value == mechanism).map(|word| word.span);
        let first = forbid.iter().find(|word| Some(word.span) == written);
        first.map_or(mechanism, |word| word.value)
    }

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
}
