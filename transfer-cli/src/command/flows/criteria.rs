//! The conditions of a query. Values of one condition are alternatives; different conditions must all be met.

use std::collections::BTreeSet;

use transfer_model::assess::{Engine, RegimeResult, Verdict};
use transfer_model::finding::Code;
use transfer_model::index::{DataIx, FlowIx, PartyIx, PlaceIx, RegimeIx};
use transfer_model::law::Class;
use transfer_model::query::{Start, Travel, Ways};
use transfer_model::register::{Access, InstrumentState, Special, TagUse};

use super::means::Means;
use crate::args::Flows;
use crate::command::lookup::{Lookup, Side, Where};
use crate::render::flows::Row;

/// Kinds of data asked for.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Special(Special),
    AnySpecial,
    Criminal,
    Children,
    Hr,
}

/// Whose data are asked for.
#[derive(Debug)]
enum Whose {
    Group(String),
    Place(Where),
}

/// How data are seen, or from where.
#[derive(Debug, Clone, Copy)]
enum Seen {
    How(Access),
    From(Where),
}

/// The conditions, looked up.
#[derive(Debug)]
pub(super) struct Criteria {
    flows: Vec<FlowIx>,
    from: Vec<Side>,
    to: Vec<Side>,
    party: Vec<PartyIx>,
    via: Option<BTreeSet<FlowIx>>,
    country: Vec<Where>,
    not_country: Vec<Where>,
    outside: Vec<Where>,
    seen: Vec<Seen>,
    regime: Vec<RegimeIx>,
    not_regime: Vec<RegimeIx>,
    mechanism: Vec<Means>,
    not_mechanism: Vec<Means>,
    claim: Vec<Means>,
    carried_by: Vec<Means>,
    contract: Option<bool>,
    data: Vec<DataIx>,
    not_data: Vec<DataIx>,
    kinds: Vec<Kind>,
    whose: Vec<Whose>,
    purposes: Vec<String>,
    verdict: Option<Vec<Verdict>>,
    not_verdict: Vec<Verdict>,
    finding: Vec<Code>,
    not_finding: Vec<Code>,
    optional: bool,
    inactive: bool,
}

impl Criteria {
    /// Looks the words of the command line up.
    pub(super) fn new(
        args: &Flows,
        lookup: &mut Lookup<'_>,
        travel: &dyn Fn(&Start) -> BTreeSet<FlowIx>,
    ) -> Self {
        let start = through(&args.via, lookup);
        let mut verdicts: Vec<(&'static str, &[Verdict])> =
            Verdict::ALL.iter().map(|verdict| (verdict.name(), std::slice::from_ref(verdict))).collect();
        let (covered, uncovered) = Verdict::ALL.split_at(3);
        verdicts.extend([("covered", covered), ("uncovered", uncovered)]);
        let verdict = lookup.one_of("--verdict", &args.verdict, "verdict", &verdicts).concat();
        let kinds: Vec<(&'static str, Kind)> = Special::WORDS
            .iter()
            .map(|(name, special)| (*name, Kind::Special(*special)))
            .chain([
                ("any", Kind::AnySpecial),
                ("criminal", Kind::Criminal),
                ("children", Kind::Children),
                ("hr", Kind::Hr),
            ])
            .collect();
        Self {
            flows: lookup.flow("--flow", &args.flows),
            from: lookup.side("--from", &args.from),
            to: lookup.side("--to", &args.to),
            party: lookup.party("--party", &args.party),
            via: (!args.via.is_empty()).then(|| travel(&start)),
            country: lookup.place("--country", &args.country),
            not_country: lookup.place("--not-country", &args.not_country),
            outside: lookup.place("--outside", &args.outside),
            seen: seen(&args.access, lookup),
            regime: lookup.regime("--regime", &args.regime),
            not_regime: lookup.regime("--not-regime", &args.not_regime),
            mechanism: Means::all("--mechanism", &args.mechanism, lookup),
            not_mechanism: Means::all("--not-mechanism", &args.not_mechanism, lookup),
            claim: Means::all("--claim", &args.claim, lookup),
            carried_by: Means::all("--carried-by", &args.carried_by, lookup),
            contract: (args.with_contract || args.without_contract).then_some(args.with_contract),
            data: lookup.data("--data", &args.data),
            not_data: lookup.data("--not-data", &args.not_data),
            kinds: lookup.one_of("--special", &args.special, "kind of data", &kinds),
            whose: whose(&args.subjects, lookup),
            purposes: purposes(&args.purpose, lookup),
            verdict: (!args.verdict.is_empty()).then_some(verdict),
            not_verdict: lookup.one_of("--not-verdict", &args.not_verdict, "verdict", &verdicts).concat(),
            finding: lookup.finding("--finding", &args.finding),
            not_finding: lookup.finding("--not-finding", &args.not_finding),
            optional: args.optional,
            inactive: args.inactive,
        }
    }

    /// Whether a flow meets all of them.
    pub(super) fn keeps(&self, row: &Row<'_>, engine: &Engine<'_>) -> bool {
        self.inactive == row.result.is_none()
            && (!self.optional || row.flow.optional.is_some())
            && (self.flows.is_empty() || self.flows.contains(&row.ix))
            && self.via.as_ref().is_none_or(|via| via.contains(&row.ix))
            && self.sides(row, engine)
            && self.places(row, engine)
            && self.things(row, engine)
            && self.law(row, engine)
    }

    fn sides(&self, row: &Row<'_>, engine: &Engine<'_>) -> bool {
        let from = |side: &Side| match side {
            Side::Party(party) => row.flow.from.value == *party,
            Side::Place(place) => at(*place, row.origin, engine),
        };
        let to = |side: &Side| {
            row.places.iter().any(|(party, place)| match side {
                Side::Party(wanted) => party == wanted,
                Side::Place(wanted) => at(*wanted, *place, engine),
            }) || *side == Side::Party(row.flow.to.value)
        };
        let party = |party: &PartyIx| from(&Side::Party(*party)) || to(&Side::Party(*party));
        any(&self.from, from) && any(&self.to, to) && any(&self.party, party)
    }

    fn places(&self, row: &Row<'_>, engine: &Engine<'_>) -> bool {
        let to = |wanted: &Where| row.places.iter().any(|(_, place)| at(*wanted, *place, engine));
        // Where a place is not known it may be outside; the verdict says that it is not known.
        let outside = |wanted: &Where| row.places.iter().any(|(_, place)| !inside(*wanted, *place, engine));
        let seen = |seen: &Seen| match seen {
            Seen::How(access) => row.flow.access == *access,
            Seen::From(wanted) => {
                let places = row.flow.accessed_from.iter().flatten();
                places.into_iter().any(|access| at(*wanted, access.place.value, engine))
            }
        };
        any(&self.country, to)
            && !self.not_country.iter().any(to)
            && any(&self.outside, outside)
            && any(&self.seen, seen)
    }

    fn things(&self, row: &Row<'_>, engine: &Engine<'_>) -> bool {
        let data = |data: &DataIx| row.flow.data.iter().any(|known| known.value == *data);
        let kind = |kind: &Kind| {
            row.flow.data.iter().map(|data| engine.register.datum(data.value)).any(|data| match kind {
                Kind::Special(special) => data.special.contains(special),
                Kind::AnySpecial => !data.special.is_empty(),
                Kind::Criminal => data.criminal,
                Kind::Children => data.children,
                Kind::Hr => data.hr,
            })
        };
        let whose = |whose: &Whose| {
            row.flow.subjects.iter().any(|subjects| match whose {
                Whose::Group(group) => subjects.group == *group,
                Whose::Place(Where::Unknown) => subjects.places.is_empty(),
                Whose::Place(wanted) => subjects.places.iter().any(|p| at(*wanted, Some(p.value), engine)),
            })
        };
        let purpose = |wanted: &String| row.flow.purposes.iter().any(|purpose| purpose.value == *wanted);
        any(&self.data, data)
            && !self.not_data.iter().any(data)
            && any(&self.kinds, kind)
            && any(&self.whose, whose)
            && any(&self.purposes, purpose)
            && self.contract.is_none_or(|wanted| contract(row, engine) == wanted)
    }

    fn law(&self, row: &Row<'_>, engine: &Engine<'_>) -> bool {
        let binds = |regime: &RegimeIx| row.regimes().iter().any(|r| r.binding.regime == *regime);
        // What is asked of one law is asked of that law alone, not of the worst.
        let asked: Vec<&RegimeResult> = row
            .regimes()
            .iter()
            .filter(|r| self.regime.is_empty() || self.regime.contains(&r.binding.regime))
            .collect();
        let has = |verdict: &Verdict| {
            if self.regime.is_empty() {
                row.result.is_some_and(|result| result.verdict == *verdict)
            } else {
                asked.iter().any(|regime| regime.verdict == *verdict)
            }
        };
        let found = |code: &Code| {
            row.findings.iter().any(|finding| {
                let here = |regime| self.regime.is_empty() || self.regime.contains(&regime);
                finding.code == *code && finding.regime.is_none_or(here)
            })
        };
        any(&self.regime, binds)
            && !self.not_regime.iter().any(binds)
            && self.verdict.as_ref().is_none_or(|verdicts| verdicts.iter().any(has))
            && !self.not_verdict.iter().any(has)
            && any(&self.mechanism, |means| means.either(row, &asked, engine))
            && !self.not_mechanism.iter().any(|means| means.either(row, &asked, engine))
            && any(&self.claim, |means| means.claimed(row, engine))
            && any(&self.carried_by, |means| means.carries(row, &asked, engine))
            && any(&self.finding, found)
            && !self.not_finding.iter().any(found)
    }
}

/// No value is no condition.
fn any<T>(wanted: &[T], meets: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(meets)
}

/// Whether a place shares ground with the one asked for.
fn at(wanted: Where, place: Option<PlaceIx>, engine: &Engine<'_>) -> bool {
    match (wanted, place) {
        (Where::Unknown, place) => place.is_none(),
        (Where::Place(wanted), Some(place)) => engine.view.overlap(wanted, place),
        (Where::Place(_), None) => false,
    }
}

/// Whether a place lies wholly in the one asked for.
fn inside(wanted: Where, place: Option<PlaceIx>, engine: &Engine<'_>) -> bool {
    match (wanted, place) {
        (Where::Unknown, place) => place.is_none(),
        (Where::Place(wanted), Some(place)) => {
            let whole = |place| engine.view.book.expand(&[place], engine.view.day);
            whole(wanted).includes(&whole(place))
        }
        (Where::Place(_), None) => false,
    }
}

/// Whether the flow names a document that is signed and runs that day.
fn contract(row: &Row<'_>, engine: &Engine<'_>) -> bool {
    let day = engine.view.day;
    row.flow.mechanism.iter().filter(|tag| tag.period.holds(day)).any(|tag| {
        let TagUse::Instrument(ix) = tag.names else { return false };
        let document = engine.register.instrument(ix);
        let class = engine.view.book.mechanism(document.kind.value).class;
        let signed = matches!(document.state, InstrumentState::Executed | InstrumentState::Incorporated);
        let begun = [&document.signed, &document.approved, &document.effective]
            .into_iter()
            .flatten()
            .all(|date| date.value <= day);
        let runs = document.until.as_ref().is_none_or(|until| until.value >= day);
        matches!(class, Class::Clauses | Class::Approved | Class::Amendment) && signed && begun && runs
    })
}

fn through(words: &[String], lookup: &mut Lookup<'_>) -> Start {
    let mut start = Start::default();
    for word in words {
        match (lookup.party_of(word), lookup.flow_of(word)) {
            (Some(_), Some(_)) => lookup.fault(format!(
                "--via: `{word}` is both a party and a flow; ask for one with --from or --flow"
            )),
            (Some(party), None) => start.parties.push(party),
            (None, Some(flow)) => start.flows.push(flow),
            (None, None) => {
                let known: Vec<&str> = lookup.parties().chain(lookup.flows()).collect();
                lookup.unknown("--via", word, "party or flow", known);
            }
        }
    }
    start
}

fn seen(words: &[String], lookup: &mut Lookup<'_>) -> Vec<Seen> {
    let mut found = Vec::new();
    for word in words {
        match (Access::WORDS.iter().find(|(name, _)| name == word), lookup.where_of(word)) {
            (Some((_, access)), _) => found.push(Seen::How(*access)),
            (None, Some(place)) => found.push(Seen::From(place)),
            (None, None) => {
                let kinds = Access::WORDS.iter().map(|(name, _)| *name);
                let known: Vec<&str> = kinds.chain(lookup.loaded.book.place_codes()).collect();
                lookup.unknown("--access", word, "place or kind of access", known);
            }
        }
    }
    found
}

fn whose(words: &[String], lookup: &mut Lookup<'_>) -> Vec<Whose> {
    let all = lookup.loaded.register.flows.iter().flat_map(|flow| &flow.subjects);
    let groups: BTreeSet<&str> = all.map(|subjects| subjects.group.as_str()).collect();
    let mut found = Vec::new();
    for word in words {
        match lookup.where_of(word) {
            _ if groups.contains(word.as_str()) => found.push(Whose::Group(word.clone())),
            Some(place) => found.push(Whose::Place(place)),
            None => {
                let known = groups.iter().copied().chain(lookup.loaded.book.place_codes());
                let known: Vec<&str> = known.collect();
                lookup.unknown("--subjects", word, "group of people or place", known);
            }
        }
    }
    found
}

fn purposes(words: &[String], lookup: &mut Lookup<'_>) -> Vec<String> {
    let all = lookup.loaded.register.flows.iter().flat_map(|flow| &flow.purposes);
    let known: BTreeSet<&str> = all.map(|purpose| purpose.value.as_str()).collect();
    for word in words.iter().filter(|word| !known.contains(word.as_str())) {
        lookup.unknown("--purpose", word, "purpose", known.iter().copied());
    }
    words.to_vec()
}

/// Flows whose data came through a party or flow.
pub(super) fn came_through(travel: &Travel<'_>, start: &Start) -> BTreeSet<FlowIx> {
    Ways::new(travel).through(start)
}
