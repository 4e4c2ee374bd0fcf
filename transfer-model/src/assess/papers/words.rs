//! The words of findings about papers.

use super::cause::{ClaimAt, Gone, Omission, PaperCause, position};
use crate::assess::words::Words;
use crate::day::Day;
use crate::finding::entry;
use crate::index::{PlaceIx, RegimeIx};
use crate::law::{Class, PaperDuty, Subject};
use crate::register::{Evidenced, Notice, NoticeClaim, Polarity};

impl Words<'_> {
    /// The sentence of a finding about papers.
    pub(crate) fn paper(&self, cause: PaperCause, regime: Option<RegimeIx>) -> String {
        let book = self.book;
        let law = regime.map_or_else(String::new, |law| format!(" under {}", book.regime(law).name));
        match cause {
            PaperCause::Ended(at, rule) => {
                let header = &book.rule(rule).header;
                let first = header.period.end().map(Day::next);
                let since = first.map_or_else(String::new, |day| format!(" since {day}"));
                let when = first.map_or_else(String::new, |day| self.against_publication(at, day));
                format!(
                    "{}, which has not been in force{law}{since} ({}){when}",
                    self.relies(at),
                    header.end_citation()
                )
            }
            PaperCause::NotYet(at, rule) => {
                let header = &book.rule(rule).header;
                let day = header.period.start().map_or_else(String::new, |day| format!(" until {day}"));
                format!("{}, which is not in force{law}{day} ({})", self.relies(at), header.citation)
            }
            PaperCause::NoMechanism(at) => {
                let Some((_, claim)) = self.claim(at) else { return String::new() };
                format!(
                    "{}, which is no transfer mechanism{}",
                    self.relies(at),
                    self.reason(claim.mechanism, regime)
                )
            }
            PaperCause::NoDecision(at, place) => {
                let place = self.place(place);
                format!("{}, but no decision in force{law} finds {place} adequate", self.relies(at))
            }
            PaperCause::Omits(omission, mechanism) => {
                let mechanism = book.mechanism(mechanism);
                format!(
                    "{} `{}` ({}), on which {} {}{law}",
                    self.silent(omission),
                    mechanism.id,
                    mechanism.name,
                    self.flows(omission, true),
                    if omission.flows > 1 { "rely" } else { "relies" }
                )
            }
            PaperCause::OmitsPlace(omission, place) => {
                format!(
                    "{} {}, where data go by {}",
                    self.silent(omission),
                    self.place(place),
                    self.flows(omission, false)
                )
            }
            PaperCause::OnlyAdequate(at, other) => format!(
                "{} says that data go to adequate countries, wherever they are, and also relies on {}, which no transfer to an adequate country needs",
                self.notice(at.notice),
                self.mechanism(ClaimAt { claim: other, ..at })
            ),
            PaperCause::NotAdequate(at, place) => format!(
                "{} says that data go to adequate countries, wherever they are, and names {}, which no decision in force finds adequate{law}",
                self.notice(at.notice),
                self.place(place)
            ),
            PaperCause::TakesBack(at, other) => {
                let there = |at: ClaimAt| self.claim(at).and_then(|(_, claim)| claim.section.as_deref());
                let section =
                    |at: ClaimAt| there(at).map_or_else(String::new, |s| format!(" (section \"{s}\")"));
                let denial = ClaimAt { claim: other, ..at };
                format!(
                    "{} relies on {}{} and says elsewhere{} that it does not",
                    self.notice(at.notice),
                    self.mechanism(at),
                    section(at),
                    section(denial)
                )
            }
            PaperCause::NotEntered(at, party) => format!(
                "{} says that {} relies on {}, and the certifications recorded of it hold no entry that runs on this day",
                self.notice(at.notice),
                self.party(party),
                self.mechanism(at)
            ),
            PaperCause::Names(at, name, party) => {
                let known = self.register.notices.get(position(at));
                let name = known.and_then(|n| n.names.get(position(name))).map_or("", |n| n.value.as_str());
                let of: Vec<&str> =
                    known.map(|n| n.of.iter().map(|p| self.party(p.value)).collect()).unwrap_or_default();
                let who = party.map_or_else(
                    || "which is no party of the register".to_owned(),
                    |party| format!("another party of the register (`{}`)", self.register.party(party).id),
                );
                format!("{} of {} names {name} as the controller, {who}", self.notice(at), of.join(", "))
            }
            PaperCause::Unrepresented(party, duty) => format!(
                "{} targets people whom {} protects, is not established there and names no representative there{}",
                self.party(party),
                regime.map_or("the law", |law| book.regime(law).name.as_str()),
                self.terms(duty)
            ),
            PaperCause::RepresentedElsewhere(party, who, duty) => format!(
                "{} represents {} towards people whom {} protects, and is itself not established there{}",
                self.party(who),
                self.party(party),
                regime.map_or("the law", |law| book.regime(law).name.as_str()),
                self.terms(duty)
            ),
            PaperCause::NobodyAnswers(place, _) => format!(
                "no row of `[[responsible]]` names who answers to people living in {}",
                self.place(place)
            ),
            PaperCause::SeveralAnswer(place, first, second) => {
                let who = |row: u32| {
                    let row = self.register.responsible.get(position(row));
                    row.map_or("", |row| self.party(row.party.value))
                };
                format!(
                    "two rows of `[[responsible]]` name different parties for people living in {}: {} and {}",
                    self.place(place),
                    who(first),
                    who(second)
                )
            }
            PaperCause::EvidenceMissing(of, why) => {
                let why = match why {
                    Gone::NotThere => "is not there",
                    Gone::Unreadable => "cannot be read",
                    Gone::NoFile => "is no regular file",
                    Gone::Outside => "is a link that leads out of the register's folder",
                };
                format!("the file named as evidence of {}, `{}`, {why}", self.shown_by(of), self.file(of))
            }
            PaperCause::EvidenceAltered(of) => format!(
                "the file named as evidence of {}, `{}`, is not the one recorded: its SHA-256 digest differs",
                self.shown_by(of),
                self.file(of)
            ),
        }
    }

    /// What to cite for it.
    pub(crate) fn paper_citations(
        &self,
        cause: PaperCause,
        regime: Option<RegimeIx>,
        day: Day,
    ) -> Vec<String> {
        let book = self.book;
        let catalogue = || vec![entry(cause.code()).law.to_owned()];
        let of_duty =
            |duty: u32| self.duty(duty).map(|row| row.header.citation.clone()).into_iter().collect();
        let of_regime =
            || regime.map(|law| book.regime(law).header.citation.clone()).into_iter().collect::<Vec<_>>();
        match cause {
            PaperCause::Ended(_, rule) => vec![book.rule(rule).header.end_citation().to_owned()],
            PaperCause::NotYet(_, rule) => vec![book.rule(rule).header.citation.clone()],
            PaperCause::NoMechanism(at) => self
                .claim(at)
                .map_or_else(of_regime, |(_, claim)| self.none_citations(claim.mechanism, regime, day)),
            PaperCause::NoDecision(..) | PaperCause::NotAdequate(..) => of_regime(),
            PaperCause::Omits(Omission { duty, .. }, _)
            | PaperCause::OmitsPlace(Omission { duty, .. }, _)
            | PaperCause::Unrepresented(_, duty)
            | PaperCause::RepresentedElsewhere(_, _, duty) => of_duty(duty),
            PaperCause::OnlyAdequate(..)
            | PaperCause::TakesBack(..)
            | PaperCause::NotEntered(..)
            | PaperCause::Names(..) => {
                vec![self.law_of(cause.code(), regime, day)]
            }
            PaperCause::NobodyAnswers(place, _) | PaperCause::SeveralAnswer(place, ..) => {
                self.told_there(place, day)
            }
            PaperCause::EvidenceMissing(..) | PaperCause::EvidenceAltered(_) => catalogue(),
        }
    }

    /// What the laws that bind in a place say of whom people are told answers to them: their provision on transparency,
    /// else the law itself. Where no law of the pack binds there, nothing is cited.
    fn told_there(&self, place: PlaceIx, day: Day) -> Vec<String> {
        let book = self.book;
        let ground = book.expand(&[place], day);
        let mut laws: Vec<RegimeIx> = Vec::new();
        for row in &book.pack().territories {
            let general = !book.regime(row.regime).institutions_only;
            let binds =
                general && row.header.period.holds(day) && book.expand(&row.places, day).meets(&ground);
            if binds && !laws.contains(&row.regime) {
                laws.push(row.regime);
            }
        }
        // An area of many laws is told apart by nothing.
        if laws.len() > 2 {
            return Vec::new();
        }
        let cited = laws.into_iter().map(|law| {
            let told = book.provision(law, Subject::Transparency, day);
            told.unwrap_or(&book.regime(law).header).citation.clone()
        });
        cited.collect()
    }

    /// What mends it, where that is more than the catalogue says.
    pub(crate) fn paper_remedy(&self, cause: PaperCause) -> Option<String> {
        Some(match cause {
            PaperCause::Ended(at, _) | PaperCause::NotYet(at, _) | PaperCause::NoMechanism(at) => {
                let reserve =
                    self.claim(at).is_some_and(|(_, claim)| claim.polarity == Polarity::Conditional);
                if reserve {
                    "name a fallback that is in force, or none".to_owned()
                } else {
                    "take the claim out of the notice, and name what the transfers rely on now".to_owned()
                }
            }
            PaperCause::NoDecision(..) => {
                "take the claim out of the notice, and name the safeguards for that country".to_owned()
            }
            PaperCause::OnlyAdequate(..) | PaperCause::NotAdequate(..) => {
                "say for which countries a decision is relied on, and for which other safeguards".to_owned()
            }
            PaperCause::TakesBack(..) => "say one or the other".to_owned(),
            PaperCause::NotEntered(..) => {
                "take the claim out of the notice, or record the entry among the party's `certifications`"
                    .to_owned()
            }
            PaperCause::Names(..) => {
                "name the company whose notice it is, or record in `of` whose it is".to_owned()
            }
            PaperCause::RepresentedElsewhere(..) => {
                "appoint a representative that is established there".to_owned()
            }
            PaperCause::SeveralAnswer(..) => "leave one row for the place".to_owned(),
            PaperCause::EvidenceMissing(_, Gone::Outside) => {
                "copy the file into the register's folder; a register stands on its own".to_owned()
            }
            PaperCause::Omits(_, mechanism) => {
                // A copy can be had of safeguards only.
                let mechanism = self.book.mechanism(mechanism);
                let copy = match mechanism.class {
                    Class::Clauses | Class::Amendment | Class::Approved | Class::Unrecorded => true,
                    Class::Derogation => mechanism.on_safeguards,
                    Class::Adequacy
                    | Class::Scheme
                    | Class::Filing
                    | Class::Overlay
                    | Class::Paper
                    | Class::None => false,
                };
                if copy { "name it and say how to get a copy" } else { "name it" }.to_owned()
            }
            PaperCause::OmitsPlace(..)
            | PaperCause::Unrepresented(..)
            | PaperCause::NobodyAnswers(..)
            | PaperCause::EvidenceMissing(..)
            | PaperCause::EvidenceAltered(_) => return None,
        })
    }

    fn claim(&self, at: ClaimAt) -> Option<(&Notice, &NoticeClaim)> {
        let notice = self.register.notices.get(position(at.notice))?;
        Some((notice, notice.claims.as_deref()?.get(position(at.claim))?))
    }

    fn notice(&self, at: u32) -> String {
        let notice = self.register.notices.get(position(at));
        notice.map_or_else(String::new, |notice| format!("notice `{}`", notice.id))
    }

    /// Who does not name it: the notice, or none of several.
    fn silent(&self, omission: Omission) -> String {
        if omission.among {
            let exporter = self.register.flow(omission.flow).from.value;
            return format!("no notice of {} names", self.party(exporter));
        }
        format!("{} does not name", self.notice(omission.notice))
    }

    /// The claimed mechanism by name and word, with the part of a scheme.
    fn mechanism(&self, at: ClaimAt) -> String {
        let Some((_, claim)) = self.claim(at) else { return String::new() };
        let mechanism = self.book.mechanism(claim.mechanism);
        let part = claim.part.as_ref().map_or_else(String::new, |part| format!(", part `{part}`"));
        format!("`{}` ({}{part})", mechanism.id, mechanism.name)
    }

    fn relies(&self, at: ClaimAt) -> String {
        let reserve = self.claim(at).is_some_and(|(_, claim)| claim.polarity == Polarity::Conditional);
        let verb = if reserve { "falls back on" } else { "relies on" };
        format!("{} {verb} {}", self.notice(at.notice), self.mechanism(at))
    }

    /// How the first day without a mechanism lies to the day of publication.
    fn against_publication(&self, at: ClaimAt, first: Day) -> String {
        let Some(published) = self.claim(at).and_then(|(notice, _)| notice.published) else {
            return String::new();
        };
        let published = published.value;
        if published < first {
            return format!("; it was in force when the notice was published on {published}");
        }
        let months = first.whole_months_to(published);
        let ago = match months {
            0 => match published.days_since(first) {
                0 => "that day".to_owned(),
                1 => "1 day before".to_owned(),
                days => format!("{days} days before"),
            },
            1 => "1 month before".to_owned(),
            months => format!("{months} months before"),
        };
        format!("; it had ended when the notice was published on {published}, {ago}")
    }

    /// The flow that shows it, of whom and where that is asked to, and how many more there are.
    fn flows(&self, omission: Omission, to: bool) -> String {
        let first = self.register.flow(omission.flow);
        // Who has several notices is named with them.
        let whose =
            if omission.among { String::new() } else { format!(" of {}", self.party(first.from.value)) };
        let place = omission.place.filter(|_| to);
        let place = place.map_or_else(String::new, |place| format!(" to {}", self.place(place)));
        let first = format!("flow `{}`{whose}{place}", first.id);
        match omission.flows.saturating_sub(1) {
            0 => first,
            1 => format!("{first} and one more"),
            more => format!("{first} and {more} more"),
        }
    }

    fn duty(&self, at: u32) -> Option<&PaperDuty> {
        self.book.pack().paper_duties.get(position(at))
    }

    /// What the register does not record and the duty turns on.
    fn terms(&self, at: u32) -> String {
        let Some(row) = self.duty(at) else { return String::new() };
        match (&row.only_where, &row.unless) {
            (Some(only), _) => format!("; one is needed where {only}"),
            (None, Some(unless)) => format!("; none is needed where {unless}"),
            (None, None) => String::new(),
        }
    }

    /// What a file is evidence of: by its id, an entry by its party and scheme.
    fn shown_by(&self, of: Evidenced) -> String {
        match of {
            Evidenced::Instrument(ix) => format!("`{}`", self.instrument(ix)),
            Evidenced::Entry(party, at) => {
                let entries = self.register.party(party).certifications.as_deref().unwrap_or_default();
                let scheme = entries.get(position(at)).map_or("", |entry| self.scheme(entry.scheme));
                format!("the entry of {} in the {scheme}", self.party(party))
            }
            Evidenced::Tia(at) => format!("`{}`", self.tia(position(at))),
            Evidenced::Notice(at) => {
                format!(
                    "`{}`",
                    self.register.notices.get(position(at)).map_or("", |notice| notice.id.as_str())
                )
            }
        }
    }

    fn file(&self, of: Evidenced) -> &str {
        self.register.evidence_of(of).map_or("", |evidence| evidence.file.value.as_str())
    }
}
