//! What notices leave out: mechanisms relied on and countries reached by transfers of the parties whose notices
//! they are. Several notices of a party are read together, since a register does not say which people each is for.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::cause::{Omission, PaperCause, small};
use super::{Found, Pile};
use crate::assess::bind::Basis;
use crate::assess::engine::Engine;
use crate::assess::result::{ClaimResult, FlowResult, RegimeResult};
use crate::assess::verdict::{Status, Verdict};
use crate::day::Day;
use crate::index::{MechanismIx, PartyIx, PlaceIx, RegimeIx};
use crate::law::{Class, Onward, Paper, PlaceSet};
use crate::register::{Flow, Notice, Polarity, TagUse};

/// What the notices of a party say.
#[derive(Debug, Default)]
struct Told<'a> {
    /// The notices that record claims, and what they disclose for where; none: anywhere.
    mechanisms: Option<(usize, Disclosed<'a>)>,
    /// The notices that record destinations, and these.
    destinations: Option<(usize, PlaceSet)>,
    /// How many there are, whatever they record.
    notices: usize,
    /// Which of each to point at: the latest, then the first in the order of ids.
    ranks: (Option<Rank<'a>>, Option<Rank<'a>>),
}

/// Mechanisms, each with the part of a scheme that is named, and where to.
type Disclosed<'a> = BTreeMap<(MechanismIx, Option<&'a str>), Option<PlaceSet>>;

/// Order of notices of one party: dated before undated, later before earlier, then by id.
type Rank<'a> = (Reverse<Option<Day>>, &'a str);

/// What is left out, by exporter, gathered over flows.
type Left<T> = BTreeMap<(PartyIx, T), (RegimeIx, Omission)>;

/// What notices are found to leave out while flows are held against them.
#[derive(Debug)]
pub(super) struct Omitted<'a> {
    told: BTreeMap<PartyIx, Told<'a>>,
    /// Rows that ask that a mechanism, and a destination, be told.
    duties: [Vec<(RegimeIx, usize)>; 2],
    mechanisms: Left<MechanismIx>,
    places: Left<PlaceIx>,
}

impl<'a> Omitted<'a> {
    /// Nothing yet, by the live notices.
    pub(super) fn new(engine: &'a Engine<'_>) -> Self {
        Self {
            told: engine.told(),
            duties: [engine.duties(Paper::TellMechanism), engine.duties(Paper::TellDestination)],
            mechanisms: Left::new(),
            places: Left::new(),
        }
    }

    /// Tells of it.
    pub(super) fn tell(self, pile: &mut Pile) {
        let Self { mechanisms, places, .. } = self;
        pile.extend(mechanisms.into_iter().map(|((_, mechanism), (law, omission))| {
            Found::new(Some(law), PaperCause::Omits(omission, mechanism))
        }));
        pile.extend(places.into_iter().map(|((_, place), (law, omission))| {
            Found::new(Some(law), PaperCause::OmitsPlace(omission, place))
        }));
    }
}

impl Engine<'_> {
    /// Adds what the live notices leave out of a flow.
    pub(super) fn add_omitted(&self, result: &FlowResult, omitted: &mut Omitted<'_>) {
        let Omitted { told, duties: [mechanism_duties, place_duties], mechanisms, places } = omitted;
        let flow = self.register.flow(result.flow);
        let Some(told) = told.get(&flow.from.value).filter(|_| flow.roles.value.exporter_is_controller())
        else {
            return;
        };
        let mut new_mechanisms: BTreeMap<MechanismIx, (RegimeIx, u32)> = BTreeMap::new();
        let mut new_places: BTreeMap<PlaceIx, (RegimeIx, u32)> = BTreeMap::new();
        let mut abroad_under: BTreeMap<RegimeIx, Vec<PlaceIx>> = BTreeMap::new();
        for regime in result.regimes.iter().filter(|regime| regime.binding.basis != Basis::Carried) {
            let law = regime.binding.regime;
            let abroad: Vec<PlaceIx> = regime
                .by_place
                .iter()
                .filter_map(|(place, _)| *place)
                .filter(|place| !regime.free.iter().any(|(free, _)| *free == Some(*place)))
                .collect();
            if let (Some(duty), Some((_, said))) = (duty(mechanism_duties, law), &told.mechanisms) {
                let except = self.view.book.pack().paper_duties.get(duty).map(|row| &row.except);
                for mechanism in self.relied_on(flow, regime) {
                    if !except.is_some_and(|except| except.contains(&mechanism))
                        && !self.disclosed(said, mechanism, law, &abroad)
                    {
                        new_mechanisms.entry(mechanism).or_insert((law, small(duty)));
                    }
                }
            }
            if let (Some(duty), Some((_, said))) = (duty(place_duties, law), &told.destinations) {
                for place in &abroad {
                    if !self.view.within(*place, said) {
                        new_places.entry(*place).or_insert((law, small(duty)));
                    }
                }
            }
            abroad_under.insert(law, abroad);
        }
        let first = |notice: Option<usize>, duty| Omission {
            notice: notice.map_or(0, small),
            flow: result.flow,
            flows: 0,
            duty,
            among: told.notices > 1,
            place: None,
        };
        for (mechanism, (law, duty)) in new_mechanisms {
            let notice = told.mechanisms.as_ref().map(|(at, _)| *at);
            let place = abroad_under.get(&law).and_then(|abroad| abroad.first()).copied();
            let first = Omission { place, ..first(notice, duty) };
            let left = mechanisms.entry((flow.from.value, mechanism)).or_insert((law, first));
            left.1.flows = left.1.flows.saturating_add(1);
        }
        for (place, (law, duty)) in new_places {
            let notice = told.destinations.as_ref().map(|(at, _)| *at);
            let left = places.entry((flow.from.value, place)).or_insert((law, first(notice, duty)));
            left.1.flows = left.1.flows.saturating_add(1);
        }
    }

    /// What the live notices of each party say, where they say it.
    fn told(&self) -> BTreeMap<PartyIx, Told<'_>> {
        let mut all: BTreeMap<PartyIx, Told<'_>> = BTreeMap::new();
        for (at, notice) in self.live_notices() {
            for party in &notice.of {
                self.add_told(all.entry(party.value).or_default(), at, notice);
            }
        }
        all
    }

    fn add_told<'r>(&self, told: &mut Told<'r>, at: usize, notice: &'r Notice) {
        told.notices = told.notices.saturating_add(1);
        let rank = (Reverse(notice.published.map(|day| day.value)), notice.id.as_str());
        let earlier = |known: Option<Rank<'_>>| known.is_none_or(|known| rank < known).then_some(at);
        if let Some(claims) = &notice.claims {
            let blame = earlier(told.ranks.0);
            let (first, said) = told.mechanisms.get_or_insert_with(|| (at, BTreeMap::new()));
            if let Some(at) = blame {
                (*first, told.ranks.0) = (at, Some(rank));
            }
            for claim in claims {
                if !matches!(claim.polarity, Polarity::Asserted | Polarity::Conditional) {
                    continue;
                }
                let to: Vec<PlaceIx> = claim.to.iter().map(|to| to.value).collect();
                let ground = (!to.is_empty()).then(|| self.view.expand(&to));
                let known = said
                    .entry((claim.mechanism, claim.part.as_deref()))
                    .or_insert_with(|| Some(PlaceSet::default()));
                match (known.as_mut(), ground) {
                    (Some(known), Some(ground)) => known.add(&ground),
                    _ => *known = None,
                }
            }
        }
        if let Some(destinations) = &notice.destinations {
            let blame = earlier(told.ranks.1);
            let (first, said) = told.destinations.get_or_insert_with(|| (at, PlaceSet::default()));
            if let Some(at) = blame {
                (*first, told.ranks.1) = (at, Some(rank));
            }
            let places: Vec<PlaceIx> = destinations.iter().map(|to| to.value).collect();
            said.add(&self.view.expand(&places));
        }
    }

    /// Rows in force that ask for a paper, by regime.
    pub(super) fn duties(&self, paper: Paper) -> Vec<(RegimeIx, usize)> {
        let rows = self.view.book.pack().paper_duties.iter().enumerate();
        rows.filter(|(_, row)| row.paper == paper && row.header.period.holds(self.view.day))
            .flat_map(|(at, row)| row.regimes.iter().map(move |regime| (*regime, at)))
            .collect()
    }

    /// The mechanisms that carry the flow under the regime; where a fact is missing, those claimed and not refused.
    fn relied_on(&self, flow: &Flow, regime: &RegimeResult) -> Vec<MechanismIx> {
        let mut found: Vec<MechanismIx> = regime
            .by_data
            .iter()
            .filter(|(_, verdict, _)| verdict.stands())
            .filter_map(|(_, _, carrier)| carrier.map(|carrier| carrier.mechanism))
            .collect();
        if regime.verdict == Verdict::Undetermined {
            let open = |claim: &&ClaimResult| matches!(claim.status, Status::Unknown | Status::Unrecorded);
            found.extend(regime.claims.iter().filter(open).filter_map(|claim| {
                match &flow.mechanism.get(claim.tag)?.names {
                    TagUse::Bare(mechanism) => Some(*mechanism),
                    TagUse::Instrument(ix) => Some(self.register.instrument(*ix).kind.value),
                    TagUse::Other(_) => None,
                }
            }));
            // What nobody names cannot be told either; that is another finding.
            found.retain(|mechanism| self.view.book.mechanism(*mechanism).onward != Onward::Unknown);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether one of the claims discloses the mechanism for one of the places. A part of a scheme that serves another
    /// law (the Swiss one for data of the Union) discloses nothing under this one.
    fn disclosed(
        &self,
        said: &Disclosed<'_>,
        mechanism: MechanismIx,
        law: RegimeIx,
        abroad: &[PlaceIx],
    ) -> bool {
        let serves = |claimed: MechanismIx, part: Option<&str>| {
            part.is_none() || !self.rules_of_part(claimed, part, law).is_empty()
        };
        said.iter().any(|((claimed, part), ground)| {
            self.means(*claimed, mechanism)
                && serves(*claimed, *part)
                && match ground {
                    None => true,
                    Some(ground) => {
                        abroad.is_empty() || abroad.iter().any(|place| self.ground(*place).meets(ground))
                    }
                }
        })
    }

    /// Whether who claims the one tells of the other: itself, a set by its common name, a ground by its short
    /// one, a scheme's decision as adequacy.
    fn means(&self, claimed: MechanismIx, used: MechanismIx) -> bool {
        let (said, real) = (self.view.book.mechanism(claimed), self.view.book.mechanism(used));
        let set = |class: Class| matches!(class, Class::Clauses | Class::Amendment | Class::Approved);
        match (said.class, real.class) {
            _ if claimed == used => true,
            (Class::Unrecorded, other) | (other, Class::Unrecorded) => {
                said.onward == real.onward && said.onward != Onward::Unknown && set(other)
            }
            // Clauses of one law with the amendment of another are one document to whoever reads the notice.
            (Class::Clauses | Class::Approved, Class::Amendment)
            | (Class::Amendment, Class::Clauses | Class::Approved) => said.onward == real.onward,
            (Class::Adequacy, Class::Scheme) => true,
            (Class::Derogation, Class::Derogation) => {
                said.id.ends_with(&real.id) || real.id.ends_with(&said.id)
            }
            _ => false,
        }
    }
}

fn duty(duties: &[(RegimeIx, usize)], regime: RegimeIx) -> Option<usize> {
    duties.iter().find(|(known, _)| *known == regime).map(|(_, at)| *at)
}
