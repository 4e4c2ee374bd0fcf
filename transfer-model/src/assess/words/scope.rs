//! Why the facts of a flow are outside a rule. A cause names the rule alone; which of its conditions fails is read again
//! from the register, where it can be, so that people see the fact that decides.

use super::Words;
use crate::index::{DataIx, FlowIx, PlaceIx, RegimeIx, RuleIx};
use crate::law::{Class, Condition, DataTrait};
use crate::register::{Flow, Safeguard, Special};

impl Words<'_> {
    /// The sentence of a flow outside the scope of a rule.
    pub(super) fn outside(&self, ix: RuleIx, flow: Option<FlowIx>, regime: Option<RegimeIx>) -> String {
        let rule = self.book.rule(ix);
        let citation = &rule.header.citation;
        let flow = flow.map(|flow| self.register.flow(flow));
        let found = |surely: bool| {
            let mut all = rule.conditions.iter();
            all.find_map(|condition| self.fails(condition, ix, flow?, regime, surely))
        };
        // What is known to fail goes before what may.
        let why = found(true).or_else(|| found(false));
        why.map_or_else(
            || format!("the facts of the flow are outside {} ({citation})", self.rule_name(ix)),
            |why| format!("{why} ({citation})"),
        )
    }

    /// What a condition says against the flow: where it is known from the register to fail, or (`surely` false) may.
    fn fails(
        &self,
        condition: &Condition,
        rule: RuleIx,
        flow: &Flow,
        regime: Option<RegimeIx>,
        surely: bool,
    ) -> Option<String> {
        let name = self.rule_name(rule);
        let quoted = |words: &[String]| words.join("` or `");
        if !surely {
            return self.may_fail(condition, rule, flow, regime);
        }
        match condition {
            Condition::Roles(roles) => (!roles.contains(&flow.roles.value)).then(|| {
                let open: Vec<&str> = roles.iter().map(|roles| roles.name()).collect();
                format!(
                    "{name} is open only to {}; the flow is {}",
                    open.join(" and "),
                    flow.roles.value.name()
                )
            }),
            Condition::Data { any, none } => self.data_fail(any, none, rule, flow, regime),
            Condition::Access(any) => (!any.iter().any(|word| word == flow.access.name())).then(|| {
                format!(
                    "{name} is open only where `access` is `{}`; here it is `{}`",
                    quoted(any),
                    flow.access.name()
                )
            }),
            Condition::OutOfReach => {
                let keys = [
                    Safeguard::ExporterHoldsKeys,
                    Safeguard::TrustedPartyHoldsKeys,
                    Safeguard::EndToEndEncrypted,
                ];
                let kept =
                    flow.safeguards.iter().flat_map(|all| &all.value).any(|known| keys.contains(known));
                (!kept).then(|| format!("{name} is open only where the importer has no key to the data, and no such safeguard is recorded"))
            }
            Condition::Basis(any) => {
                let fits = flow.basis.is_empty() || flow.basis.iter().any(|basis| any.contains(&basis.value));
                (!fits).then(|| {
                    format!(
                        "{name} is open only where the legal basis is `{}`; another is recorded",
                        quoted(any)
                    )
                })
            }
            _ => None,
        }
    }

    /// What the register alone does not show to fail, said of the rule.
    fn may_fail(
        &self,
        condition: &Condition,
        ix: RuleIx,
        flow: &Flow,
        regime: Option<RegimeIx>,
    ) -> Option<String> {
        let name = self.rule_name(ix);
        let law =
            regime.map_or_else(String::new, |regime| format!(" under {}", self.book.regime(regime).name));
        let places = |places: &[PlaceIx]| self.places(places);
        match condition {
            Condition::SameGroup => Some(format!(
                "{name} serves within one group, and {} and {} are not of one",
                self.party(flow.from.value),
                self.party(flow.to.value)
            )),
            Condition::BothIn(both) => {
                Some(format!("{name} serves only between parties in {}", places(both)))
            }
            Condition::PeopleOutside(out) => {
                Some(format!("{name} is open only where none of the people is in {}", places(out)))
            }
            Condition::ExporterOutside(out) => {
                Some(format!("{name} is not open to exporters that act from {}", places(out)))
            }
            // A list whose rest was not read is silent about the place.
            Condition::PlaceOutside(out) => {
                let mechanism = self.book.mechanism(self.book.rule(ix).mechanism);
                Some(if mechanism.class == Class::Adequacy {
                    format!("{} is not listed: it has no {}{law}", places(out), name.to_lowercase())
                } else {
                    format!("{name} does not reach {}", places(out))
                })
            }
            Condition::NotAdequate => {
                Some(format!("{name} is open only for places without an adequacy decision{law}"))
            }
            _ => None,
        }
    }

    fn data_fail(
        &self,
        any: &[DataTrait],
        none: &[DataTrait],
        rule: RuleIx,
        flow: &Flow,
        regime: Option<RegimeIx>,
    ) -> Option<String> {
        let name = self.rule_name(rule);
        flow.data.iter().find_map(|data| {
            let id = &self.register.datum(data.value).id;
            let has = |wanted: &&DataTrait| self.has_trait(data.value, **wanted, regime);
            if let Some(barred) = none.iter().find(has) {
                return Some(format!(
                    "{name} does not cover {}, and `{id}` is such",
                    self.trait_words(*barred)
                ));
            }
            let lacks = !any.is_empty() && !any.iter().any(|wanted| has(&wanted));
            lacks.then(|| {
                let open: Vec<String> = any.iter().map(|wanted| self.trait_words(*wanted)).collect();
                format!("{name} covers only {}, and `{id}` is none", open.join(" or "))
            })
        })
    }

    fn has_trait(&self, data: DataIx, wanted: DataTrait, regime: Option<RegimeIx>) -> bool {
        let datum = self.register.datum(data);
        let special = |kind: Special| datum.special.contains(&kind);
        match wanted {
            DataTrait::Sensitive => {
                !datum.special.is_empty()
                    || datum.criminal
                    || datum.children
                    || datum.sensitive.iter().any(|known| Some(known.value) == regime)
            }
            DataTrait::Staff => datum.hr,
            DataTrait::Children => datum.children,
            DataTrait::Health => special(Special::Health),
            DataTrait::Genetic => special(Special::Genetic),
            DataTrait::Biometric => special(Special::Biometric),
            DataTrait::Kind(kind) => datum.kinds.contains(&kind),
        }
    }

    fn trait_words(&self, wanted: DataTrait) -> String {
        match wanted {
            DataTrait::Sensitive => "sensitive data".to_owned(),
            DataTrait::Staff => "staff data".to_owned(),
            DataTrait::Children => "data of children".to_owned(),
            DataTrait::Health => "health data".to_owned(),
            DataTrait::Genetic => "genetic data".to_owned(),
            DataTrait::Biometric => "biometric data".to_owned(),
            DataTrait::Kind(kind) => {
                let word = self.book.pack().vocabulary.data_kinds.get(kind.position());
                format!("data of the kind `{}`", word.map_or("", String::as_str))
            }
        }
    }
}
