//! Sentences about a flow as a whole: who sends and receives, its destination, its filings.

use crate::assess::row::Row;
use crate::assess::time::ChangeCause;
use crate::assess::verdict::Verdict;
use crate::assess::words::Words;
use crate::day::Day;
use crate::index::{FlowIx, MechanismIx, PartyIx, PlaceIx, PowerIx, RegimeIx, RuleIx};
use crate::law::PlaceKind;
use crate::register::{PartyKind, Safeguard};

impl Words<'_> {
    pub(super) fn tia_missing(&self, place: PlaceIx) -> String {
        format!("no assessment of the law and practice of {} is recorded for this flow", self.place(place))
    }

    pub(super) fn tia_for_others(&self, at: usize, place: PlaceIx) -> String {
        format!(
            "`{}` is made for other data of this flow; no assessment of the law and practice of {} is recorded for the rest",
            self.tia(at),
            self.place(place)
        )
    }

    pub(super) fn exposure_unknown(&self, party: PartyIx, place: PlaceIx) -> String {
        format!(
            "which laws of {} reach {}? Its `exposure` is not recorded",
            self.place(place),
            self.party(party)
        )
    }

    pub(super) fn tia_measure(&self, at: usize, measure: Safeguard) -> String {
        format!(
            "`{}` counts on `{}`, which is not recorded among the flow's safeguards",
            self.tia(at),
            measure.name()
        )
    }

    pub(super) fn defeated(&self, power: PowerIx, place: PlaceIx) -> String {
        format!(
            "{} reaches the importer in {}, the data are in the clear, and no measure recorded prevents access",
            self.power(power),
            self.place(place)
        )
    }

    pub(super) fn tia_against_law(&self, at: usize, power: PowerIx) -> String {
        format!(
            "`{}` finds protection sufficient although {} overrides the instrument",
            self.tia(at),
            self.power(power)
        )
    }

    pub(super) fn ineffective(&self, power: PowerIx, measure: Safeguard) -> String {
        format!(
            "`{}` does not help against {} where the importer works with data in the clear",
            measure.name(),
            self.power(power)
        )
    }

    pub(super) fn filing_due(&self, rule: RuleIx, due: Day, law: &str) -> String {
        format!(
            "a filing with `{}` is to be made by {due}{law} ({}); none is recorded",
            self.authority(rule),
            self.book.rule(rule).header.citation
        )
    }

    pub(super) fn filing_open(&self, rule: RuleIx, law: &str) -> String {
        format!(
            "a filing with `{}` is to be made{law} ({}); none is recorded, nor the day from which the term runs",
            self.authority(rule),
            self.book.rule(rule).header.citation
        )
    }

    pub(super) fn filed_late(&self, rule: RuleIx, filed: Day, law: &str) -> String {
        format!(
            "the filing with `{}` of {filed} was late{law} ({})",
            self.authority(rule),
            self.book.rule(rule).header.citation
        )
    }

    pub(super) fn filing_wait(&self, rule: RuleIx, first: Day, law: &str) -> String {
        format!(
            "the transfer was filed with `{}`, and may start only on {first}{law} ({})",
            self.authority(rule),
            self.book.rule(rule).header.citation
        )
    }

    pub(super) fn assessment_missing(
        &self,
        rule: RuleIx,
        place: PlaceIx,
        regime: Option<RegimeIx>,
    ) -> String {
        let name = regime.and_then(|regime| self.book.regime(regime).assessment.clone());
        let name = name.unwrap_or_else(|| "assessment".to_owned());
        format!(
            "no {name} for {} is recorded for this flow ({})",
            self.place(place),
            self.book.rule(rule).header.citation
        )
    }

    pub(super) fn overlay_open(&self, rule: RuleIx, law: &str) -> String {
        let row = self.book.rule(rule);
        let what = row.header.note.clone().unwrap_or_else(|| self.rule_name(rule).to_owned());
        format!("a duty that goes with any route is not shown as done{law}: {what} ({})", row.header.citation)
    }

    pub(super) fn localisation(&self, at: usize) -> String {
        self.book.pack().localisations.get(at).map_or_else(String::new, |row| {
            format!(
                "the data are not first recorded in {}, as {} requires ({})",
                self.places(&row.places),
                row.title,
                row.header.citation
            )
        })
    }

    pub(super) fn prohibited(&self, at: usize, party: PartyIx) -> String {
        self.book.pack().restrictions.get(at).map_or_else(String::new, |row| {
            format!("{} bans giving these data to {} ({})", row.title, self.party(party), row.header.citation)
        })
    }

    pub(super) fn restricted(&self, at: usize, party: PartyIx) -> String {
        self.book.pack().restrictions.get(at).map_or_else(String::new, |row| {
            let unless = row.unless.as_deref().unwrap_or("its conditions are met");
            format!(
                "{} lets {} have these data only where {unless} ({})",
                row.title,
                self.party(party),
                row.header.citation
            )
        })
    }

    pub(super) fn not_claimed(&self, rule: RuleIx, place: PlaceIx) -> String {
        format!(
            "{} covers the transfer to {} although nobody claims it",
            self.book.rule(rule).header.citation,
            self.place(place)
        )
    }

    pub(super) fn own_staff(&self, place: PlaceIx) -> String {
        format!(
            "the importer's own staff see the data from {}; that is no transfer, but it must be secure",
            self.place(place)
        )
    }

    pub(super) fn ends_soon(&self, day: Day, verdict: Verdict, cause: ChangeCause) -> String {
        format!("`{}` from {day} on if nobody does anything: {}", verdict.name(), self.change(&cause).text)
    }

    pub(super) fn context_unknown(&self, place: PlaceIx, flow: Option<FlowIx>) -> String {
        let who = flow.map_or("the exporter", |flow| self.party(self.register.flow(flow).from.value));
        format!("the flow acts through {}, where {who} has no establishment recorded", self.place(place))
    }

    pub(super) fn unverified(&self, row: Row) -> String {
        let (id, citation, _) = row.of(self.book);
        format!("the row that decides (`{id}`: {citation}) is from memory and not confirmed in a source")
    }

    pub(super) fn law_aside(&self, regime: RegimeIx, at: usize) -> String {
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

    pub(super) fn tia_overtaken(&self, at: usize, event: usize) -> String {
        let text = self.book.pack().events.get(event);
        let (day, text) = text.map_or((String::new(), ""), |event| {
            (event.header.period.start().map(|d| d.to_string()).unwrap_or_default(), event.text.as_str())
        });
        format!("`{}` was made before the law changed on {day}: {text}", self.tia(at))
    }

    pub(super) fn volume(
        &self,
        rule: RuleIx,
        (people, sensitive): (u64, bool),
        flow: Option<FlowIx>,
    ) -> String {
        let data = if sensitive { "sensitive data" } else { "data" };
        let who = flow.map_or("the exporter", |flow| self.party(self.register.flow(flow).from.value));
        format!(
            "{who} sends {data} of {people} people abroad in this calendar year, which is outside the numbers for {} ({})",
            self.rule_name(rule),
            self.book.rule(rule).header.citation
        )
    }

    pub(super) fn filing_late(&self, rule: RuleIx, day: Option<Day>, law: &str) -> String {
        let since = day
            .map_or_else(|| "before the transfer began".to_owned(), |day| format!("by {}", day.previous()));
        format!(
            "no filing with `{}` is recorded; it was to be made {since}, and the transfer does not stand without it{law} ({})",
            self.authority(rule),
            self.book.rule(rule).header.citation
        )
    }

    pub(super) fn filing_overdue(&self, rule: RuleIx, day: Option<Day>, law: &str) -> String {
        let since = day
            .map_or_else(|| "before the transfer began".to_owned(), |day| format!("by {}", day.previous()));
        format!(
            "no filing with `{}` is recorded; it was to be made {since}{law} ({})",
            self.authority(rule),
            self.book.rule(rule).header.citation
        )
    }

    pub(super) fn nothing_claimed(&self, place: PlaceIx, law: &str, flow: Option<FlowIx>) -> String {
        let to = match self.organisation_in(flow, place) {
            Some(party) => format!("{}, an international organisation,", self.party(party)),
            None => self.place(place),
        };
        format!("this is a restricted transfer to {to}{law}, and nothing is claimed that makes it lawful")
    }

    pub(super) fn institution_beyond_pack(&self) -> String {
        let since = self.book.pack().regimes.iter().filter(|regime| regime.institutions_only);
        let since = since.filter_map(|regime| regime.header.period.start()).min();
        let until = since
            .map_or_else(String::new, |day| format!(" (until {}: Regulation (EC) 45/2001)", day.previous()));
        format!(
            "the law pack does not hold the law that binds institutions of the Union on this day{until}, so it cannot say whether the transfer is lawful there"
        )
    }

    pub(super) fn parent_exposure(&self, party: PartyIx, owner: PartyIx, power: PowerIx) -> String {
        let seat = self.register.party(owner).country.value;
        let seat = seat.map_or_else(String::new, |place| format!(" in {}", self.place(place)));
        format!(
            "{} is controlled by {}{seat}, whose law ({}) may reach data that it holds elsewhere; that is no transfer, but a question for the assessment and the contract",
            self.party(party),
            self.party(owner),
            self.power(power)
        )
    }

    pub(super) fn at_risk(&self, event: usize, mechanism: MechanismIx) -> String {
        let (event, row) = (self.book.pack().events.get(event), self.book.mechanism(mechanism));
        event.map_or_else(String::new, |event| {
            let day = event.header.period.start().map(|d| d.to_string()).unwrap_or_default();
            format!("{} (`{}`) is in force, but in question since {day}: {}", row.name, row.id, event.text)
        })
    }

    /// Whether the exporter is an institution of the Union.
    pub(super) fn is_institution(&self, flow: FlowIx) -> bool {
        self.register.party(self.register.flow(flow).from.value).kind == PartyKind::EuInstitution
    }

    /// Whether the exporter is an international organisation.
    pub(super) fn sends_as_organisation(&self, flow: FlowIx) -> bool {
        self.is_organisation(self.register.flow(flow).from.value)
    }

    fn is_organisation(&self, party: PartyIx) -> bool {
        self.register.party(party).kind == PartyKind::InternationalOrganisation
    }

    /// The international organisation in a state to which a flow goes there, if it is none that the pack has as a place.
    pub(super) fn organisation_in(&self, flow: Option<FlowIx>, place: PlaceIx) -> Option<PartyIx> {
        let flow = self.register.flow(flow?);
        let there = |party: &PartyIx| self.register.party(*party).country.value == Some(place);
        let by = flow.accessed_from.iter().flatten().filter_map(|seen| seen.by.map(|by| by.value));
        let mut reached = std::iter::once(flow.to.value).chain(by).filter(there);
        let party = reached.next().filter(|party| self.is_organisation(*party))?;
        (self.book.place(place).kind != PlaceKind::Organisation).then_some(party)
    }
}
