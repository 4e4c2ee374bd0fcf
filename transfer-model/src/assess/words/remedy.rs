//! What mends a finding, as a part of a sentence: the key to record for a missing fact, the step for what is wrong, and
//! where no cause says more than its kind, the catalogue's remedy.

use super::{Words, one_of};
use crate::assess::cause::{Cause, Question};
use crate::finding::{Code, Finding, entry};
use crate::index::{FlowIx, InstrumentIx, MechanismIx, PlaceIx, RuleIx};
use crate::law::{Class, Condition, Onward, PlaceKind, Routes};
use crate::register::TagUse;

/// What is left where the law is not settled, or not held, and no fact of the register answers it.
const NO_KEY: &str = "settle it with counsel; no key of the register answers it, so that only a `[[waiver]]` records who accepted it";

impl Words<'_> {
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
            Cause::Missing(Question::Paper(rule)) => self.record_contract(rule),
            Cause::Missing(Question::Rule(rule)) => {
                self.answer_of(finding, rule).unwrap_or_else(|| plain_remedy(finding.code))
            }
            Cause::FiledLate(..) => {
                "keep the proof that it was filed, and have counsel say what the delay means".to_owned()
            }
            Cause::NotAMechanism(Some(_)) => self.may_serve(finding).unwrap_or_else(|| self.routes(finding)),
            // Another law's clauses may be the contract that this law leaves to the parties.
            Cause::OtherRegime(mechanism) if self.book.mechanism(mechanism).class == Class::Clauses => {
                self.may_serve(finding).unwrap_or_else(|| self.routes(finding))
            }
            Cause::OverlayOpen(rule) => self.record_duty(rule).unwrap_or_else(|| plain_remedy(finding.code)),
            Cause::AssessmentMissing(rule, _) => self.record_assessment(rule),
            Cause::GoverningLaw(ix, place) => self.choose_law(finding, ix, place),
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
            Cause::Unrecorded(mechanism)
                if let Some(document) = finding.flow.and_then(|flow| self.recorded(flow, mechanism)) =>
            {
                format!("let the flow name `{}`, if that is it; else record the document as an instrument", self.instrument(document))
            }
            // A part of another contract needs no signature of its own; its state says that it is one.
            Cause::NotSigned(ix) if self.register.instrument(ix).incorporated_by.is_some() => {
                "record `state = \"incorporated\"` if the contract named in `incorporated_by` makes it a part; else have it signed, and record the date".to_owned()
            }
            Cause::AddendumMissing(_, kind) => {
                let row = self.book.mechanism(kind);
                if self.needs_approval(finding, kind) {
                    format!("have the {} approved, and record it as an instrument of kind `{}` with `approved` and `authority`", row.name, row.id)
                } else {
                    format!("sign the {}, and record the signed document as an instrument of kind `{}`", row.name, row.id)
                }
            }
            Cause::AddendumNotYet(..) => "rely on another mechanism until then".to_owned(),
            Cause::WrongModule(_, module) => format!("sign module {module}"),
            Cause::Uncovered(_, mechanism, recipient) => {
                let recipient = self.party(recipient);
                if self.book.mechanism(mechanism).onward == Onward::Accountability {
                    format!("sign an onward-transfer contract with {recipient} (with a processor, one on processing serves), or stop the onward transfer")
                } else if self.book.mechanism(mechanism).onward == Onward::Area {
                    "stop the onward transfer, or send the data there under another mechanism of the law that they came under".to_owned()
                } else {
                    format!("bind {recipient} alike: have it join the document or sign one with it, or stop the onward transfer")
                }
            }
            Cause::OutsideGroup(_, _, recipient) => {
                format!("bind {} by contract, or stop the onward transfer", self.party(recipient))
            }
            Cause::Paper(paper) => self.paper_remedy(paper).unwrap_or_else(|| plain_remedy(finding.code)),
            _ => self.routes(finding),
        }
    }

    /// The catalogue's remedy, less the routes that the law of the finding does not have: many have no list of
    /// places, and some no clauses.
    fn routes(&self, finding: &Finding) -> String {
        let plain = || plain_remedy(finding.code);
        let Some(regime) = finding.regime else { return plain() };
        let Routes { decisions, clauses } = self.book.routes(regime);
        match finding.code {
            _ if decisions && clauses => plain(),
            Code::NoMechanism => {
                let known = match (decisions, clauses) {
                    (true, _) => {
                        "rely on a decision that covers the importer or on another mechanism of this law"
                    }
                    (_, true) => "sign clauses, or rely on another mechanism of this law",
                    _ => "rely on a mechanism of this law",
                };
                format!("{known}, or stop the transfer")
            }
            Code::NotAMechanism => "rely on a mechanism of this law".to_owned(),
            Code::DerogationMisused if !decisions => {
                "rely on another mechanism of this law; a derogation is for specific situations".to_owned()
            }
            _ => plain(),
        }
    }

    /// The document that a claim may mean which names none: of that kind, recorded between the parties of the flow.
    pub(super) fn recorded(&self, flow: FlowIx, mechanism: MechanismIx) -> Option<InstrumentIx> {
        let (flow, claimed) = (self.register.flow(flow), self.book.mechanism(mechanism));
        let meant = |kind: MechanismIx| {
            let row = self.book.mechanism(kind);
            let alike = matches!(
                (claimed.onward, row.class),
                (Onward::Contract, Class::Clauses) | (Onward::Group, Class::Approved)
            );
            kind == mechanism || (claimed.class == Class::Unrecorded && alike && row.onward == claimed.onward)
        };
        let mut all = self.register.instruments.iter().enumerate();
        let found = all.find(|(_, paper)| {
            let joined = |party| paper.joined.iter().any(|(who, _)| *who == party);
            meant(paper.kind.value)
                && (paper.exporters.contains(&flow.from.value) || joined(flow.from.value))
                && (paper.importers.contains(&flow.to.value) || joined(flow.to.value))
        });
        found.map(|(at, _)| InstrumentIx::new(at))
    }

    /// Whether the law of a finding counts documents of a kind only once an authority approved them.
    fn needs_approval(&self, finding: &Finding, kind: MechanismIx) -> bool {
        let rules = finding.regime.map_or(&[][..], |regime| self.book.rules(kind, regime));
        rules.iter().any(|rule| self.book.rule(*rule).conditions.contains(&Condition::Approved))
    }

    /// How a contract is recorded that a rule asks for, by what it may serve as.
    fn record_contract(&self, rule: RuleIx) -> String {
        let serves = self.serves(rule);
        let Some((first, others)) = serves.split_first() else {
            return "record the contract as an instrument".to_owned();
        };
        let others = if others.is_empty() { String::new() } else { format!(" (or {})", one_of(others, '"')) };
        let what = if self.of_scheme(rule) { "declaration" } else { "contract" };
        format!(
            "record the {what} as an instrument, with `serves = [\"{first}\"]`{others} if it meets what the law asks"
        )
    }

    /// How a contract counts that a law asks for and gives no text of: as what a person says that it serves.
    fn may_serve(&self, finding: &Finding) -> Option<String> {
        let (flow, regime) = (self.register.flow(finding.flow?), finding.regime?);
        let Some(TagUse::Instrument(paper)) =
            flow.mechanism.get(finding.detail.tag?.position()).map(|t| &t.names)
        else {
            return None;
        };
        // A contract for processors alone is not put to those who receive for themselves.
        let fits = |rule: RuleIx| {
            let mut conditions = self.book.rule(rule).conditions.iter();
            !conditions.any(|c| matches!(c, Condition::Roles(roles) if !roles.contains(&flow.roles.value)))
        };
        let all = self.book.pack().mechanisms.iter().enumerate();
        let free = all.filter(|(at, row)| {
            row.free_form
                && row.class == Class::Clauses
                && self.book.rules(MechanismIx::new(*at), regime).iter().any(|rule| fits(*rule))
        });
        // A contract that this law alone knows is meant before a model that others share.
        let laws = |at: usize| {
            self.book
                .regimes()
                .iter()
                .filter(move |law| !self.book.rules(MechanismIx::new(at), **law).is_empty())
        };
        let mut free: Vec<(usize, &str)> =
            free.map(|(at, row)| (laws(at).count(), row.id.as_str())).collect();
        free.sort_by_key(|(laws, _)| *laws);
        let serves: Vec<&str> = free.into_iter().map(|(_, id)| id).collect();
        let (first, others) = serves.split_first()?;
        let others = if others.is_empty() { String::new() } else { format!(" (or {})", one_of(others, '"')) };
        Some(format!(
            "if `{}` meets what this law asks of a contract, say so: `serves = [\"{first}\"]`{others}; else rely on another mechanism",
            self.instrument(*paper)
        ))
    }

    /// What is done and recorded for a duty beside the route, by what its row asks.
    fn record_duty(&self, rule: RuleIx) -> Option<String> {
        let shown = |items: &[String]| {
            let items = items.iter().map(String::as_str).collect::<Vec<_>>().join("\", \"");
            if items.is_empty() { String::new() } else { format!(", `shown.items = [\"{items}\"]`") }
        };
        let all = self.book.rule(rule).conditions.iter().filter_map(|condition| match condition {
            Condition::Contract(_) => Some(self.record_contract(rule)),
            Condition::Shown { items, .. } => Some(format!(
                "tell the people, and record on the flow `shown.disclosed = true`{}",
                shown(items)
            )),
            Condition::Consent { needs, items } => {
                let keys = needs.iter().map(|need| format!("`{} = true`", need.key()));
                let keys = keys.collect::<Vec<_>>().join(", ");
                Some(format!(
                    "ask the people for their consent, and record on the flow {keys}{}",
                    shown(items)
                ))
            }
            Condition::Question(_) => Some(NO_KEY.to_owned()),
            _ => None,
        });
        let all: Vec<String> = all.collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// Where the question that a rule asks is answered: in a key, or nowhere, since the law itself is not known.
    fn answer_of(&self, finding: &Finding, rule: RuleIx) -> Option<String> {
        self.book.rule(rule).conditions.iter().find_map(|condition| match condition {
            Condition::ControlledByExporter(_) => Some("record the party's `owners` with their `share`".to_owned()),
            Condition::ImporterUnderRegime(_) => {
                let law = finding.regime.map_or("", |regime| self.book.regime(regime).header.id.as_str());
                Some(format!("record on the flow `importer_subject_to = [\"{law}\"]` if that is so; else rely on another mechanism"))
            }
            Condition::ListIncomplete(_) => Some(NO_KEY.to_owned()),
            _ => None,
        })
    }

    /// The assessment that a rule asks for, by its kind.
    fn record_assessment(&self, rule: RuleIx) -> String {
        let kinds = self.book.rule(rule).conditions.iter().find_map(|condition| match condition {
            Condition::Assessed { kinds, .. } if !kinds.is_empty() => Some(kinds),
            _ => None,
        });
        let kinds: Vec<&str> = kinds.into_iter().flatten().map(String::as_str).collect();
        let Some((first, others)) = kinds.split_first() else { return plain_remedy(Code::TiaMissing) };
        let others = if others.is_empty() { String::new() } else { format!(" (or {})", one_of(others, '"')) };
        format!("write the assessment and record it as a `[[tia]]` with `kind = \"{first}\"`{others}")
    }

    /// Which law a set may choose.
    fn choose_law(&self, finding: &Finding, set: InstrumentIx, chosen: PlaceIx) -> String {
        let conditions = finding.detail.rule.map(|rule| &self.book.rule(rule).conditions);
        let open = conditions.into_iter().flatten().find_map(|condition| match condition {
            Condition::GoverningLaw { places, .. } => Some(places),
            _ => None,
        });
        let open: Vec<String> = open
            .into_iter()
            .flatten()
            .map(|place| {
                let area = self.book.place(*place).kind == PlaceKind::Area;
                format!("{}{}", if area { "a member state of " } else { "" }, self.place(*place))
            })
            .collect();
        if open.is_empty() {
            return plain_remedy(finding.code);
        }
        format!(
            "choose the law of {} that allows third-party beneficiary rights in place of that of {}, and sign `{}` anew",
            open.join(" or "),
            self.place(chosen),
            self.instrument(set)
        )
    }
}

/// The remedy of the catalogue, as a part of a sentence.
fn plain_remedy(code: Code) -> String {
    let text = entry(code).remedy;
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", chars.as_str().trim_end_matches('.'))
}
