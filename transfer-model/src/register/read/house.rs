//! What a register says of itself and of the house: `[register]`, `[policy]`, `[plan]`, `[lints]`. Several files
//! may each hold a part of it.

use super::Reader;
use super::parts::Head;
use crate::diag::{Problem, ProblemCode};
use crate::finding::{Code, Severity};
use crate::index::MechanismIx;
use crate::law::Kind;
use crate::read::{Table, shorten, unknown_word};
use crate::register::model::{Policy, Sanctioned};
use crate::register::words::{REVIEWS, STEPS};
use crate::source::Spanned;

impl Reader<'_> {
    pub(super) fn head(t: &mut Table<'_>) -> Option<Head> {
        let name = t.need_text("name");
        let as_of = t.day("as_of");
        let review = t.word("review", &REVIEWS);
        let reviewed = t.day("reviewed");
        let span = name.as_ref().map_or(t.span(), |name| name.span);
        t.finish();
        Some(Head {
            name: name?.value,
            as_of: as_of.map(|d| d.value),
            review: review.map(|r| r.map(str::to_owned)),
            reviewed,
            span,
        })
    }

    pub(super) fn policy(&mut self, t: &mut Table<'_>) {
        let mut policy = Policy {
            sanctions: t.texts("sanctions").unwrap_or_default(),
            sanctioned: t
                .tables("sanctioned", "a sanctioned place", |t| {
                    let place = self.need_place(t, "place");
                    let by = t.text("by");
                    let period = t.period();
                    t.finish();
                    Some(Sanctioned { place: place?, by: by.map(|b| b.value).unwrap_or_default(), period })
                })
                .unwrap_or_default(),
            forbid: t.each("forbid", |t, text| self.mechanism(t, text)).unwrap_or_default(),
            tia_max_age: months_of(t, "tia_max_age"),
            horizon: months_of(t, "horizon"),
        };
        t.finish();
        let twins: Vec<_> = policy.forbid.iter().filter_map(|word| self.twin(word)).collect();
        policy.forbid.extend(twins);
        let own: Vec<_> = policy.forbid.iter().flat_map(|word| self.own_words(word)).collect();
        policy.forbid.extend(own);
        // Two files may each hold a part of the house rules.
        self.out.policy.sanctions.extend(policy.sanctions);
        self.out.policy.sanctioned.extend(policy.sanctioned);
        self.out.policy.forbid.extend(policy.forbid);
        once(t, "tia_max_age", &mut self.out.policy.tia_max_age, policy.tia_max_age);
        once(t, "horizon", &mut self.out.policy.horizon, policy.horizon);
    }

    /// The other word for a ground that each law reads in its own provision: `consent` for `art-49-consent`, and the other
    /// way round. Who forbids the one forbids the other.
    fn twin(&self, word: &Spanned<MechanismIx>) -> Option<Spanned<MechanismIx>> {
        const ARTICLE: &str = "art-49-";
        let id = self.law.mechanism(word.value).id.as_str();
        let twin = id.strip_prefix(ARTICLE).map_or_else(|| format!("{ARTICLE}{id}"), str::to_owned);
        Some(Spanned::new(self.law.mechanism_of(&twin)?, word.span))
    }

    /// The words that single laws have for consent or for a contract: `br-consent` for `consent`. They read it in one row,
    /// which bears the law's own word. Their words for other grounds mean several, of which one may be forbidden.
    fn own_words(&self, word: &Spanned<MechanismIx>) -> Vec<Spanned<MechanismIx>> {
        let kind = |mechanism: MechanismIx| self.law.mechanism(mechanism).kind;
        let sought = kind(word.value);
        if !matches!(sought, Some(Kind::Consent | Kind::ContractNecessity)) {
            return Vec::new();
        }
        let rules = self.law.pack().rules.iter().filter(|rule| rule.mechanism == word.value);
        let own = rules.filter_map(|rule| self.law.mechanism_of(&rule.header.id));
        let own = own.filter(|own| *own != word.value && kind(*own) == sought);
        own.map(|own| Spanned::new(own, word.span)).collect()
    }

    pub(super) fn costs(&mut self, t: &mut Table<'_>) {
        for (word, kind) in STEPS {
            let Some(cost) = t.number(word, MOST_COST) else { continue };
            let mut known = self.out.plan_costs.get(&kind).copied();
            let cost = Spanned::new(u32::try_from(cost.value).unwrap_or(u32::MAX), cost.span);
            once(t, word, &mut known, Some(cost));
            self.out.plan_costs.insert(kind, cost);
        }
        t.finish();
    }

    pub(super) fn level(&mut self, t: &mut Table<'_>, code: &Spanned<String>, level: &Spanned<String>) {
        let found = Code::parse(&code.value);
        if found.is_none() {
            t.problem(unknown_word(code, "finding", Code::ALL.iter().map(|code| code.name())));
        }
        let severity = Severity::WORDS.iter().find(|(word, _)| *word == level.value).map(|(_, level)| *level);
        if severity.is_none() {
            t.problem(
                unknown_word(level, "level", Severity::WORDS.iter().map(|(word, _)| *word))
                    .help("levels are error, warning and note; there is no way to switch a finding off"),
            );
        }
        if let (Some(code), Some(severity)) = (found, severity)
            && self.out.lints.insert(code, severity).is_some_and(|before| before != severity)
        {
            let message = format!("`{}` has another level elsewhere in the register", code.name());
            t.problem(Problem::new(ProblemCode::Contradiction, level.span, message));
        }
    }
}

/// A number of months, written with its unit.
fn months_of(t: &mut Table<'_>, key: &'static str) -> Option<Spanned<u32>> {
    let text = t.said(key)?;
    let found = months(text.value);
    if found.is_none() {
        let what = format!("`{}` is not an age", shorten(text.value));
        let problem = Problem::new(ProblemCode::UnknownWord, text.span, what);
        t.problem(problem.help("write a number of months or years, such as \"12 months\""));
    }
    found.map(|months| Spanned::new(months, text.span))
}

/// The most that a step of a plan may be said to cost.
const MOST_COST: u64 = 1_000_000;

/// Takes a value that may stand in one file only, or in several alike.
fn once(t: &mut Table<'_>, key: &str, known: &mut Option<Spanned<u32>>, new: Option<Spanned<u32>>) {
    let Some(new) = new else { return };
    if let Some(first) = known.filter(|first| first.value != new.value) {
        let what = format!("another `{key}` than before");
        let problem = Problem::new(ProblemCode::Contradiction, new.span, what);
        t.problem(problem.other(first.span, "the first is here"));
    }
    *known = Some(new);
}

/// Reads `12 months` or `2 years` as months.
fn months(text: &str) -> Option<u32> {
    let (number, unit) = text.trim().split_once(' ')?;
    let number: u32 = number.parse().ok()?;
    match unit.trim() {
        "month" | "months" => Some(number),
        "year" | "years" => number.checked_mul(12),
        _ => None,
    }
    .filter(|months| *months > 0 && *months <= 1200)
}

#[cfg(test)]
mod tests {
    use super::months;

    #[test]
    fn ages_are_months_or_years() {
        assert_eq!(months("12 months"), Some(12));
        assert_eq!(months("2 years"), Some(24));
        assert_eq!(months("1 month"), Some(1));
        assert_eq!(months("0 months"), None);
        assert_eq!(months("a year"), None);
        assert_eq!(months("12"), None);
    }
}
