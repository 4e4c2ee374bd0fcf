//! The sentence of each cause: what is found, of whom, under which law and since when. One arm a cause, so that a new
//! cause does not compile without its words; the longer ones stand with their subject.

mod claim;
mod flow;
mod house;
mod onward;

use super::Words;
use crate::assess::cause::Cause;
use crate::index::{FlowIx, RegimeIx, TagIx};

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
            Cause::RuleEnded(rule) => self.rule_ended(rule, &claim, &law),
            Cause::RuleNotYet(rule) => self.rule_not_yet(rule, &claim, &law),
            Cause::InstrumentEnded(ix, last) => {
                format!("`{}` ended; {last} was its last day", self.instrument(ix))
            }
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
                self.organisation_uncovered(mechanism, place, &law, flow)
            }
            // Only a decision is a thing that a place has; a contract or a ground reaches it or not.
            Cause::Place(mechanism, place) if !self.decides(mechanism) => {
                format!("{} does not reach {}{law}", self.book.mechanism(mechanism).name, self.place(place))
            }
            Cause::Place(mechanism, place) => {
                format!(
                    "{} has no {}{law}",
                    self.place(place),
                    self.book.mechanism(mechanism).name.to_lowercase()
                )
            }
            Cause::Sector(rule, party) if !self.decides(self.book.rule(rule).mechanism) => {
                format!(
                    "{} is not open to {}: its sector is not covered ({})",
                    self.rule_name(rule),
                    self.party(party),
                    self.book.rule(rule).header.citation
                )
            }
            Cause::Sector(rule, party) => {
                format!(
                    "{} is outside the scope of the decision: its sector is not covered ({})",
                    self.party(party),
                    self.book.rule(rule).header.citation
                )
            }
            Cause::NotEligible(rule, party) => self.not_eligible(rule, party),
            Cause::Purpose(rule, Some(purpose)) => {
                format!(
                    "the decision does not cover data for {} ({})",
                    self.book.purpose(purpose),
                    self.book.rule(rule).header.citation
                )
            }
            Cause::Purpose(rule, None) => {
                format!("the purposes of the flow are outside {}", self.book.rule(rule).header.citation)
            }
            Cause::NotPublicBody(_, party) => {
                format!("{claim} is open to public bodies only, and {} is none", self.party(party))
            }
            Cause::UnderRegime(_, party) => self.under_regime(party, &claim, &law),
            Cause::NotCovered(party, scheme, staff) => self.not_covered(party, scheme, staff),
            Cause::StaffDataOutside(party, scheme) => self.staff_data_outside(party, scheme),
            Cause::NotCertified(party, scheme) => {
                format!("{} is not entered in the {} on this day", self.party(party), self.scheme(scheme))
            }
            Cause::NotInPart(party, scheme, part) => self.not_in_part(party, scheme, part),
            Cause::NotSigned(ix) => format!("`{}` is not signed", self.instrument(ix)),
            Cause::NotApproved(ix) => format!("no approval of `{}` is recorded", self.instrument(ix)),
            Cause::NotBound(ix, party, importer) => {
                let role = if importer { "importer" } else { "exporter" };
                format!("{} is not bound by `{}` as {role}", self.party(party), self.instrument(ix))
            }
            Cause::WrongRoles(ix, _, role) => {
                let roles = role.name();
                format!("`{}` ({}) is made for other roles than {roles}", self.instrument(ix), self.kind(ix))
            }
            Cause::WrongModule(ix, module) => self.wrong_module(ix, module, flow),
            Cause::SignedLate(ix, concluded, day) => self.signed_late(ix, concluded, day),
            Cause::Changed(ix, day) => self.changed_since(ix, day),
            Cause::GoverningLaw(ix, place) => self.governing_law(ix, place, &law),
            Cause::Misused(rule, flag) => self.misused(rule, flag, &claim, regime),
            Cause::AddendumMissing(ix, kind) => self.addendum_missing(ix, kind, &law),
            Cause::AddendumNotYet(ix, rule) => self.addendum_not_yet(ix, rule, &law),
            Cause::OtherAuthority(ix) => self.other_authority(ix, &law),
            Cause::OtherRegime(mechanism) => {
                format!("{claim} ({}) is no mechanism{law}", self.book.mechanism(mechanism).name)
            }
            Cause::NotAMechanism(Some(mechanism)) => {
                let reason = self.reason(mechanism, regime);
                format!(
                    "{claim} ({}) is no transfer mechanism{law}{reason}",
                    self.book.mechanism(mechanism).name
                )
            }
            Cause::NotAMechanism(None) => self.own_words(&law, flow, tag),
            Cause::Missing(question) => self.question(question),
            Cause::Unrecorded(mechanism) => self.unrecorded(mechanism, &claim, flow, tag),
            Cause::Unspecified => {
                "safeguards are claimed, but none is named: which mechanism is meant?".to_owned()
            }
            Cause::Unconfirmed(ix) => {
                format!("`{}` is said to be in place, but nobody has seen the document", self.instrument(ix))
            }
            Cause::NotPublished(rule) => self.not_published(rule),
            Cause::ImporterUnder(ix) => self.importer_under(ix, &law),
            Cause::AnnexMissing(ix, missing) => self.annex_missing(ix, missing),
            Cause::TiaMissing(place) => self.tia_missing(place),
            Cause::TiaForOthers(at, place) => self.tia_for_others(at, place),
            Cause::ExposureUnknown(party, place) => self.exposure_unknown(party, place),
            Cause::NotSafeYet(rule, safe) => {
                let citation = &self.book.rule(rule).header.citation;
                format!("the decision counts from its adoption; it was published only on {safe} ({citation})")
            }
            Cause::ContextReplaces(place, _) => format!(
                "the law of {} is applied, where the branch acts, in place of that of the exporter's seat; whether the seat's law binds as well may be disputed",
                self.place(place)
            ),
            Cause::Aside(regime, at) => self.law_aside(regime, at),
            Cause::OutsideRules(ix, _) => format!(
                "`{}` binds a party that is not recorded as part of the group: rules of a group cover it only where it engages with the group in the joint economic activity that they were approved for",
                self.instrument(ix)
            ),
            Cause::Incomplete(ix) => self.incomplete(ix),
            Cause::TiaNone(at) => format!("`{}` states that no assessment was made", self.tia(at)),
            Cause::TiaOld(at, day) => {
                format!("`{}` has been older than the house allows since {day}", self.tia(at))
            }
            Cause::TiaOvertaken(at, event) => self.tia_overtaken(at, event),
            Cause::TiaMeasure(at, measure) => self.tia_measure(at, measure),
            Cause::TiaInsufficient(at) => {
                format!("`{}` concluded that protection is not sufficient", self.tia(at))
            }
            Cause::Defeated(power, place) => self.defeated(power, place),
            Cause::TiaAgainstLaw(at, power) => self.tia_against_law(at, power),
            Cause::Ineffective(power, measure) => self.ineffective(power, measure),
            Cause::Scope(rule) => self.outside(rule, flow, regime),
            Cause::Volume(rule, people, sensitive) => self.volume(rule, (people, sensitive), flow),
            Cause::FilingDue(rule, due) => self.filing_due(rule, due, &law),
            Cause::FilingOpen(rule) => self.filing_open(rule, &law),
            Cause::FilingLate(rule, day) => self.filing_late(rule, day, &law),
            Cause::FilingOverdue(rule, day) => self.filing_overdue(rule, day, &law),
            Cause::FiledLate(rule, filed) => self.filed_late(rule, filed, &law),
            Cause::FilingWait(rule, first) => self.filing_wait(rule, first, &law),
            Cause::ConsentLacks(rule, need) => self.consent_lacks(rule, need, &claim),
            Cause::NotDisclosed(rule) => self.not_disclosed(rule, &claim),
            Cause::ItemMissing(rule, at) => self.item_missing(rule, at, &claim),
            Cause::AssessmentMissing(rule, place) => self.assessment_missing(rule, place, regime),
            Cause::TiaStale(at, day) => {
                format!("`{}` has been older than the law allows since {day}", self.tia(at))
            }
            Cause::OverlayOpen(rule) => self.overlay_open(rule, &law),
            Cause::Localisation(at) => self.localisation(at),
            Cause::Prohibited(at, party) => self.prohibited(at, party),
            Cause::Restricted(at, party) => self.restricted(at, party),
            Cause::NoMechanism(place) => self.nothing_claimed(place, &law, flow),
            Cause::NotClaimed(rule, place) => self.not_claimed(rule, place),
            Cause::Uncovered(from, mechanism, recipient) => self.uncovered(from, mechanism, recipient, flow),
            Cause::OutsideGroup(from, mechanism, recipient) => {
                self.outside_group(from, mechanism, recipient, flow)
            }
            Cause::UpstreamBroken(from, verdict) => self.upstream_broken(from, verdict, &law),
            Cause::NotAuthorised(ix, party) => self.not_authorised(ix, party),
            Cause::NothingCarried(from, mechanism) => self.nothing_carried(from, mechanism, &law),
            Cause::ExporterUnknown(party) => {
                format!("in which country is {}? Which law binds it turns on that", self.party(party))
            }
            Cause::RegimeNotInPack(_) if flow.is_some_and(|flow| self.is_institution(flow)) => {
                self.institution_beyond_pack()
            }
            Cause::RegimeNotInPack(_) if flow.is_some_and(|flow| self.sends_as_organisation(flow)) => {
                let who = flow.map_or("", |flow| self.party(self.register.flow(flow).from.value));
                format!(
                    "no territory's law reaches {who}, an international organisation, and the law pack does not hold its own rules, so it cannot say whether they allow the transfer"
                )
            }
            Cause::RegimeNotInPack(place) => format!(
                "the law pack does not hold the export law of {} on this day, so it cannot say whether the transfer is lawful there",
                self.place(place)
            ),
            Cause::OwnStaff(place) => self.own_staff(place),
            Cause::EndsSoon(day, verdict, cause) => self.ends_soon(day, verdict, cause),
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
            Cause::ParentExposure(party, owner, power) => self.parent_exposure(party, owner, power),
            Cause::ContextUnknown(place) => self.context_unknown(place, flow),
            Cause::Sanctioned(row, place) => self.sanctioned(row, place),
            Cause::HouseSanction(at, place) => self.house_sanction(at, place),
            Cause::ListedOnly(row, place) => self.listed_only(row, place),
            Cause::NoList(at) => self.no_list(at),
            Cause::Forbidden(mechanism) => self.forbidden(mechanism),
            Cause::Unreachable(party) => self.unreachable(party),
            Cause::AtRisk(event, mechanism) => self.at_risk(event, mechanism),
            Cause::Horizon(row) => {
                let (id, citation, verified) = row.of(self.book);
                format!("the law that decides ({citation}; row `{id}`) was last verified on {verified}")
            }
            Cause::Unverified(row) => self.unverified(row),
            Cause::Abroad(row) => {
                let row = self.book.pack().abroad.get(row);
                row.and_then(|row| row.header.note.clone()).unwrap_or_default()
            }
            Cause::LawNote(rule) => self.book.rule(rule).header.note.clone().unwrap_or_default(),
            Cause::WaiverUnused(at, idle) => self.waiver_unused(at, idle),
            Cause::WaiverExpired(at, over) => self.waiver_expired(at, over),
            Cause::DutyOverdue(at) => self.duty_overdue(at),
            Cause::Paper(paper) => self.paper(paper, regime),
            Cause::Contradiction(contradiction) => self.contradiction(contradiction),
            Cause::ReviewOverdue(day) => self.review_overdue(day),
        }
    }
}
