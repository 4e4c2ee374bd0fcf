//! What a claim of a published text is worth on a day. The engine decides: it is asked about one flow that relies
//! on the claim and on nothing else, from where the part or the words put the exporter. What only the author's
//! records could tell (an entry in a list, a signed set) is unknown to it, and stays so.

use std::collections::BTreeMap;

use transfer_model::assess::{Detail, Status, Words, assess_day};
use transfer_model::day::Day;
use transfer_model::finding::{Code, Severity};
use transfer_model::index::TagIx;
use transfer_model::law::{LawBook, PlaceKind};
use transfer_model::register::read;

use super::claim::{Claim, Polarity};

/// What a claim is worth on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The status.
    pub status: Status,
    /// The finding that names it; none where it holds.
    pub code: Option<Code>,
    /// The first day of that state, where there is one.
    pub date: Option<Day>,
    /// The law.
    pub citation: Option<String>,
    /// Name of the regime asked.
    pub regime: Option<String>,
}

/// A claim with what it is worth on its own day and on the day asked for.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// On the published day; none without one.
    pub published: Option<Held>,
    /// On the day asked for.
    pub as_of: Held,
    /// The finding that describes it best.
    pub code: Option<Code>,
    /// How much it matters; none where there is nothing to say.
    pub severity: Option<Severity>,
}

/// Mechanism, exporter, destination, day.
type Key<'a> = (String, &'a str, Option<String>, Day);

/// An exporter has a country: any that was a member of the Union from the first of its laws on stands for all.
const MEMBER: &str = "DE";

/// Asks the engine, each question once.
#[derive(Debug)]
pub struct Holder<'a> {
    book: &'a LawBook,
    known: BTreeMap<Key<'a>, Held>,
}

impl<'a> Holder<'a> {
    /// A holder with that law.
    pub const fn new(book: &'a LawBook) -> Self {
        Self { book, known: BTreeMap::new() }
    }

    /// What a claim is worth on its own day and on another.
    pub fn verdict(&mut self, claim: &Claim, published: Option<Day>, as_of: Day) -> Verdict {
        let published = published.map(|day| self.held(claim, day));
        let as_of = self.held(claim, as_of);
        let failed = |held: &Held| fails(held.status);
        let telling = match &published {
            Some(then) if failed(then) && !failed(&as_of) => then,
            _ => &as_of,
        };
        let relied = claim.polarity == Polarity::Asserted;
        let code = match (telling.status, telling.code) {
            (Status::Ended, _) if relied => Some(Code::NoticeClaimsEndedMechanism),
            (_, code) => code,
        };
        let severity = severity(claim.polarity, &as_of, published.as_ref());
        Verdict { published, as_of, code, severity }
    }

    /// The worst over the claim's destinations.
    fn held(&mut self, claim: &Claim, day: Day) -> Held {
        let exporter = claim.regime.unwrap_or_else(|| self.home(claim));
        if let Some(id) = claim.mechanism.strip_prefix("other-regime:") {
            let code =
                if self.book.regime_of(id).is_some() { Code::FactMissing } else { Code::RegimeNotInPack };
            let regime = Some(id.to_owned());
            return Held { status: Status::Unknown, code: Some(code), date: None, citation: None, regime };
        }
        let mut places: Vec<Option<String>> = claim
            .destination
            .iter()
            .filter(|code| self.book.place_of(code).is_some())
            .map(|code| Some(code.clone()))
            .collect();
        if places.is_empty() {
            // Only a decision depends on where data go; for any other tool one country is as good as another.
            places.push((claim.mechanism != "adequacy").then(|| "US".to_owned()));
        }
        let all: Vec<Held> =
            places.into_iter().map(|place| self.ask(&claim.mechanism, exporter, place, day)).collect();
        let worst = all.into_iter().max_by_key(|held| held.status.rank());
        worst.unwrap_or(UNKNOWN)
    }

    /// Where an exporter is bound by the law whose own part or document is claimed.
    fn home(&self, claim: &Claim) -> &'a str {
        let mechanism = self.book.mechanism_of(&claim.mechanism);
        let home = self.book.home_of(mechanism, claim.part.as_deref()).map(|home| self.book.place(home));
        home.filter(|home| home.kind != PlaceKind::Area).map_or(MEMBER, |home| &home.code)
    }

    fn ask(&mut self, mechanism: &str, exporter: &'a str, place: Option<String>, day: Day) -> Held {
        let key = (mechanism.to_owned(), exporter, place, day);
        if let Some(held) = self.known.get(&key) {
            return held.clone();
        }
        let held = self.reply(mechanism, exporter, key.2.as_deref().unwrap_or("unknown"), day);
        self.known.insert(key, held.clone());
        held
    }

    fn reply(&self, mechanism: &str, exporter: &str, place: &str, day: Day) -> Held {
        let text = format!(
            "[register]\nname = \"published text\"\n\
             [[party]]\nid = \"author\"\nname = \"author\"\nkind = \"group\"\ncountry = \"{exporter}\"\n\
             [[party]]\nid = \"recipient\"\nname = \"recipient\"\nkind = \"processor\"\ncountry = \"{place}\"\n\
             [[data]]\nid = \"personal\"\nname = \"personal data\"\n\
             [[flow]]\nid = \"claimed\"\nfrom = \"author\"\nto = \"recipient\"\nroles = \"controller-to-processor\"\n\
             data = [\"personal\"]\nmechanism = [\"{mechanism}\"]\n"
        );
        let Ok(register) = read(vec![("published text".to_owned(), text)], self.book) else { return UNKNOWN };
        let assessment = assess_day(&register, self.book, day);
        let words = Words { register: &register, book: self.book };
        let regimes = assessment.flows.iter().flat_map(|flow| &flow.regimes);
        let found = regimes.flat_map(|regime| regime.claims.iter().map(move |claim| (regime, claim)));
        let Some((regime, claim)) = found.max_by_key(|(_, claim)| claim.status.rank()) else {
            // No export law of that place restricts the transfer on the day.
            return Held { status: Status::Holds, code: None, ..UNKNOWN };
        };
        let citation = match claim.cause {
            Some(cause) => {
                let detail = Detail {
                    tag: Some(TagIx::new(claim.tag)),
                    rule: claim.carrier.map(|carrier| carrier.rule),
                    cause,
                };
                words.citations(detail, Some(regime.binding.regime), day).into_iter().next()
            }
            None => claim.carrier.map(|carrier| self.book.rule(carrier.rule).header.citation.clone()),
        };
        Held {
            status: claim.status,
            code: claim.cause.map(|cause| cause.code(self.book)).filter(|_| claim.status != Status::Holds),
            date: claim.cause.and_then(|cause| cause.date(self.book)),
            citation,
            regime: Some(words.regime(regime.binding.regime).to_owned()),
        }
    }
}

const UNKNOWN: Held =
    Held { status: Status::Unknown, code: Some(Code::FactMissing), date: None, citation: None, regime: None };

/// Whether the law itself stands against the claim on that day.
const fn fails(status: Status) -> bool {
    match status {
        Status::Ended | Status::NotYet | Status::OutOfScope | Status::ConditionsUnmet => true,
        Status::Holds
        | Status::OpenDuties
        | Status::Unknown
        | Status::Unrecorded
        | Status::NotAMechanism
        | Status::OtherRegime => false,
    }
}

/// An asserted claim that the law does not bear on the day asked for is an error; one that it did not bear when
/// it was published, or that is no mechanism, or names none, a warning.
fn severity(polarity: Polarity, as_of: &Held, published: Option<&Held>) -> Option<Severity> {
    match polarity {
        Polarity::Asserted => {}
        Polarity::Conditional | Polarity::Planned => {
            return (as_of.status == Status::Ended).then_some(Severity::Warning);
        }
        Polarity::Disclaimed | Polarity::Historical => return None,
    }
    if fails(as_of.status) {
        return Some(Severity::Error);
    }
    if published.is_some_and(|held| fails(held.status)) {
        return Some(Severity::Warning);
    }
    match as_of.status {
        Status::NotAMechanism | Status::OtherRegime => Some(Severity::Warning),
        Status::Unrecorded if as_of.code == Some(Code::MechanismUnspecified) => Some(Severity::Warning),
        Status::Unrecorded | Status::Unknown => Some(Severity::Note),
        _ => None,
    }
}
