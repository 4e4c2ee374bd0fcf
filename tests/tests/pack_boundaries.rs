//! Every rule of the pack, on both sides of both its days: a register that meets the rule's conditions is made
//! from the row itself, and the rule must carry the flow inside its period and not outside.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should fail"
)]

use std::fmt::Write as _;

use transfer_model::assess::{RegimeResult, Status, Verdict, assess};
use transfer_model::day::Day;
use transfer_model::index::{PlaceIx, RegimeIx, RuleIx};
use transfer_model::law::{Class, Condition, DataTrait, DayView, LawBook, Role, Rule, SectorTest};
use transfer_model::register::read;

/// A register in which `rule` is claimed under `regime` by an exporter in `from`, all its conditions met.
struct Made<'a> {
    book: &'a LawBook,
    rule: &'a Rule,
    regime: RegimeIx,
    from: PlaceIx,
    to: PlaceIx,
    day: Day,
}

impl Made<'_> {
    fn code(&self, place: PlaceIx) -> &str {
        &self.book.place(place).code
    }

    fn sector(&self, test: &SectorTest) -> String {
        if let Some(word) = test.any.first() {
            return self.book.sector(*word).to_owned();
        }
        let free = self
            .book
            .pack()
            .vocabulary
            .sectors
            .iter()
            .enumerate()
            .find(|(at, _)| !test.none.contains(&transfer_model::index::WordIx::new(*at)));
        free.unwrap().1.clone()
    }

    fn text(&self) -> String {
        let class = self.book.mechanism(self.rule.mechanism).class;
        let word = &self.book.mechanism(self.rule.mechanism).id;
        let (mut from, mut to, mut flow, mut doc, mut more) =
            (String::new(), String::new(), String::new(), String::new(), String::new());
        let mut role = Role::ControllerToController;
        let mut signed = self.rule.header.period.start().unwrap_or(self.day).min(self.day);
        let mut purposes: Vec<&str> = Vec::new();
        let (mut facts, mut told, mut traits, mut consents) = (Vec::new(), Vec::new(), Vec::new(), false);
        let (mut kind, mut party) = ("tia".to_owned(), "vendor");
        if self.rule.conditions.iter().any(|c| matches!(c, Condition::ApprovalAge(_))) {
            signed = self.day;
        }
        for condition in &self.rule.conditions {
            match condition {
                Condition::ImporterSector(test) => writeln!(to, "sector = {:?}", self.sector(test)).unwrap(),
                Condition::ExporterSector(test) => {
                    writeln!(from, "sector = {:?}", self.sector(test)).unwrap();
                }
                Condition::Purpose { any, .. } => purposes.extend(any.first().map(|w| self.book.purpose(*w))),
                Condition::Certified { scheme, part, beside, .. } => {
                    let beside = beside.iter().filter(|needed| needed.scheme == *scheme).map(|n| n.part);
                    let parts: Vec<u8> = part.iter().copied().chain(beside).collect();
                    let scheme = self.book.scheme(*scheme);
                    let part: Vec<_> = parts.iter().map(|at| scheme.parts[usize::from(*at)].clone()).collect();
                    let covers = if scheme.covers { "covers = [\"hr\", \"non-hr\"]," } else { "" };
                    writeln!(
                        to,
                        "certifications = [{{ scheme = {:?}, parts = {part:?}, {covers} since = {signed} }}]",
                        scheme.id
                    )
                    .unwrap();
                }
                Condition::Roles(roles) => role = *roles.first().unwrap(),
                Condition::Modules(modules) => {
                    role = *modules[0].roles.first().unwrap();
                    writeln!(doc, "modules = [{}]", modules[0].module).unwrap();
                }
                Condition::SignedBy(last) => signed = signed.min(*last),
                Condition::AmendedBy(kind) => {
                    let kind = &self.book.mechanism(*kind).id;
                    writeln!(
                        more,
                        "[[instrument]]\nid = \"amendment\"\nkind = {kind:?}\nparties = [\"a\", \"b\"]\nsigned = {}\namends = \"doc\"",
                        self.day
                    )
                    .unwrap();
                }
                Condition::Approved => writeln!(doc, "approved = {signed}").unwrap(),
                Condition::ApprovedIn(approval) => {
                    let body = approval.bodies.first().map(|body| body.name());
                    let place = approval.places.first().map(|place| {
                        let all = self.book.expand(&[*place], self.day);
                        let first = all.iter().next();
                        first.map_or("EU", |place| self.code(place))
                    });
                    writeln!(doc, "authority = {:?}", body.or(place).unwrap_or("EU")).unwrap();
                }
                Condition::PublicBodies => {
                    from.push_str("sector = \"public-body\"\n");
                    to.push_str("sector = \"public-body\"\n");
                }
                Condition::Derogation { needs, bars, .. } => {
                    facts.extend(needs.iter().map(|f| format!("{} = true", f.name())));
                    facts.extend(bars.iter().map(|f| format!("{} = false", f.name())));
                }
                Condition::Consent { items, .. } => {
                    facts.extend(["explicit = true", "informed_of_risks = true"].map(str::to_owned));
                    told.extend(items.iter().cloned());
                    consents = true;
                }
                Condition::Shown { items, .. } => {
                    told.extend(items.iter().cloned());
                    consents = true;
                }
                Condition::Volume { .. } => {
                    writeln!(flow, "volume = [{{ people = 5, year = {} }}]", self.day.date().year()).unwrap();
                }
                Condition::Filed(term) => {
                    let filed = self.day.plus_days(-40);
                    signed = signed.min(filed);
                    writeln!(flow, "since = {}", self.day).unwrap();
                    writeln!(
                        more,
                        "[[instrument]]\nid = \"papers\"\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = {filed}\nfilings = [{{ with = {:?}, filed = {filed} }}]",
                        term.with[0]
                    )
                    .unwrap();
                }
                Condition::Contract(serves) => writeln!(
                    more,
                    "[[instrument]]\nid = \"serving\"\nkind = \"dpa\"\nparties = [\"a\", \"b\"]\nsigned = {}\nserves = [{:?}]",
                    self.day,
                    self.book.mechanism(serves[0]).id
                )
                .unwrap(),
                Condition::Assessed { kinds, .. } => kind = kinds.first().cloned().unwrap_or(kind),
                Condition::Data { any, .. } => traits.extend(any.first().map(|wanted| match wanted {
                    DataTrait::Sensitive | DataTrait::Health => "special = [\"health\"]".to_owned(),
                    DataTrait::Genetic => "special = [\"genetic\"]".to_owned(),
                    DataTrait::Biometric => "special = [\"biometric\"]".to_owned(),
                    DataTrait::Staff => "hr = true".to_owned(),
                    DataTrait::Children => "children = true".to_owned(),
                    DataTrait::Kind(kind) => {
                        format!("kinds = [{:?}]", self.book.pack().vocabulary.data_kinds[kind.position()])
                    }
                })),
                Condition::ApprovalAge(_) => signed = self.day,
                Condition::SameGroup => party = "group",
                Condition::ControlledByExporter(_) => {
                    party = "group";
                    to.push_str("parent = \"a\"\n");
                }
                Condition::ImporterUnderRegime(_) => {
                    let law = &self.book.regime(self.regime).header.id;
                    writeln!(flow, "importer_subject_to = [{law:?}]").unwrap();
                }
                Condition::PeopleOutside(_) => flow.push_str("subjects = [{ group = \"p\", in = [\"FR\"] }]\n"),
                Condition::Access(any) => writeln!(flow, "access = {:?}", any[0]).unwrap(),
                Condition::AdequateUnder { .. }
                | Condition::NotAdequate
                | Condition::ListIncomplete(_)
                | Condition::Comparable
                | Condition::OutOfReach
                | Condition::ExporterOutside(_)
                | Condition::PlaceOutside(_)
                | Condition::Basis(_)
                | Condition::BothIn(_) => {}
                Condition::ImporterIn(_)
                | Condition::NotYetPublished { .. }
                | Condition::UnchangedFrom(_)
                | Condition::GoverningLaw { .. }
                | Condition::ImporterOutsideRegime
                | Condition::Assessment { .. }
                | Condition::Question(_) => {}
            }
        }
        if class == Class::Amendment {
            // What it amends: a set or rules of another law, good in themselves.
            let (kind, more_keys) = if word.contains("bcr") {
                ("bcr-c", format!("approved = {signed}\nauthority = \"IE\""))
            } else {
                ("eu-scc-2021-914", "modules = [1]".to_owned())
            };
            let set = format!("[[instrument]]\nid = \"set\"\nkind = {kind:?}\nparties = [\"a\", \"b\"]\n");
            writeln!(more, "{set}signed = 2021-07-01\n{more_keys}").unwrap();
            doc.push_str("amends = \"set\"\n");
        }
        let claim = if class.is_instrument() {
            writeln!(
                more,
                "[[instrument]]\nid = \"doc\"\nkind = {word:?}\nparties = [\"a\", \"b\"]\nsigned = {signed}\n{doc}"
            )
            .unwrap();
            "doc"
        } else {
            word
        };
        facts.sort();
        facts.dedup();
        let traits = traits.iter().fold(String::new(), |all, line| all + line + "\n");
        if !facts.is_empty() {
            writeln!(flow, "derogation = {{ {} }}", facts.join(", ")).unwrap();
        }
        if consents {
            writeln!(
                flow,
                "shown = {{ disclosed = true, items = {told:?}, separate_consent = true, freely_given = true }}"
            )
            .unwrap();
        }
        let institution = self.book.regime(self.regime).institutions_only;
        let exporter = if institution { "eu-institution" } else { party };
        format!(
            "[register]\nname = \"made\"\n\
             [[party]]\nid = \"a\"\nname = \"A\"\nkind = {exporter:?}\ncountry = {:?}\n{from}\
             [[party]]\nid = \"b\"\nname = \"B\"\nkind = {party:?}\ncountry = {:?}\n{to}\
             [[data]]\nid = \"d\"\nname = \"D\"\n{traits}{more}\
             [[flow]]\nid = \"f\"\nfrom = \"a\"\nto = \"b\"\nroles = {:?}\ndata = [\"d\"]\n\
             mechanism = [{claim:?}]\npurposes = {purposes:?}\n{flow}\
             [[tia]]\nid = \"t\"\nkind = {kind:?}\nflows = [\"f\"]\ncountry = {:?}\ndate = {}\nconclusion = \"sufficient\"\n",
            self.code(self.from),
            self.code(self.to),
            role.name(),
            self.code(self.to),
            self.day,
        )
    }
}

/// A place where the regime binds on the day.
fn exporter(book: &LawBook, rule: &Rule, regime: RegimeIx, day: Day) -> Option<PlaceIx> {
    if book.regime(regime).institutions_only {
        return book.place_of("BE").filter(|_| book.regime(regime).header.period.holds(day));
    }
    let view = DayView::new(book, day);
    let found = view.territories().find(|(r, ..)| *r == regime).map(|(_, set, ..)| *set)?;
    let both = rule.conditions.iter().find_map(|condition| match condition {
        Condition::BothIn(places) => Some(book.expand(places, day)),
        _ => None,
    });
    found.iter().find(|place| both.is_none_or(|both| both.contains(*place)))
}

/// A destination that the rule reaches and the regime restricts.
fn importer(book: &LawBook, rule: &Rule, regime: RegimeIx, from: PlaceIx, day: Day) -> Option<PlaceIx> {
    let view = DayView::new(book, day);
    let inside = rule.conditions.iter().find_map(|condition| match condition {
        Condition::ImporterIn(places) => Some(places.clone()),
        _ => None,
    });
    if rule.conditions.iter().any(|c| matches!(c, Condition::AdequateUnder { .. })) {
        return book.place_of("CH");
    }
    let wanted = if rule.places.is_empty() { inside.unwrap_or_default() } else { rule.places.clone() };
    if wanted.is_empty() {
        let abroad =
            if book.place_of("IN").is_some_and(|place| view.free_row(regime, Some(from), place).is_some()) {
                "PH"
            } else {
                "IN"
            };
        return book.place_of(abroad);
    }
    let all = book.expand(&wanted, day);
    let all: Vec<_> = all.iter().collect();
    all.into_iter().find(|place| view.free_row(regime, Some(from), *place).is_none())
}

fn result(book: &LawBook, rule: &Rule, regime: RegimeIx, day: Day) -> Option<RegimeResult> {
    let from = exporter(book, rule, regime, day)?;
    let to = importer(book, rule, regime, from, day)?;
    let text = Made { book, rule, regime, from, to, day }.text();
    let register = read(vec![("r.toml".to_owned(), text.clone())], book)
        .unwrap_or_else(|(_, problems)| panic!("{}: {problems:?}\n{text}", rule.header.id));
    let assessment = assess(&register, book, day);
    let regimes = assessment.flows.into_iter().next()?.regimes;
    regimes.into_iter().find(|r| r.binding.regime == regime)
}

/// The first day on which the amendment that a rule asks for exists in law.
fn amendable_since(book: &LawBook, rule: &Rule, regime: RegimeIx) -> Day {
    let kinds = rule.conditions.iter().filter_map(|condition| match condition {
        Condition::AmendedBy(kind) => Some(*kind),
        _ => None,
    });
    let firsts = kinds.flat_map(|kind| book.rules(kind, regime)).map(|ix| book.rule(*ix).header.period.since);
    firsts.min().unwrap_or(Day::MIN)
}

/// What can hold the rule back although its conditions are met: only a person can answer it.
fn only_asks(rule: &Rule) -> bool {
    let asks =
        |condition: &Condition| matches!(condition, Condition::Question(_) | Condition::ListIncomplete(_));
    rule.conditions.iter().any(asks)
}

/// A list on which nothing stands: it can carry nothing.
fn empty_list(rule: &Rule) -> bool {
    let empty = |condition: &Condition| matches!(condition, Condition::AdequateUnder { regimes, .. } if regimes.is_empty());
    rule.conditions.iter().any(empty)
}

#[test]
fn every_rule_holds_inside_its_period_and_not_outside() {
    let book = jurisdictions::embedded().unwrap();
    let mut wrong = String::new();
    let (mut inside, mut outside, mut unseen) = (0, 0, Vec::new());
    for (at, rule) in book.pack().rules.iter().enumerate().filter(|(_, r)| r.is_route() && !empty_list(r)) {
        let ix = RuleIx::new(at);
        for regime in &rule.regimes {
            let law = book.regime(*regime).header.period;
            if rule.header.period.until < law.since {
                // A predecessor's mechanism: the regime knows it, and that it is over.
                let found = result(&book, rule, *regime, law.since).unwrap();
                let ended = found.claims.iter().all(|c| c.status == Status::Ended);
                assert!(ended && found.verdict == Verdict::Invalid, "{}: {:?}", rule.header.id, found.claims);
                outside += 1;
                continue;
            }
            let since = rule.header.period.since.max(law.since).max(amendable_since(&book, rule, *regime));
            let until = rule.header.period.until.min(law.until);
            let mut seen = false;
            let days = [since, until].into_iter().filter(|day| *day != Day::MAX && *day != Day::MIN);
            for day in days.filter(|day| rule.header.period.holds(*day)) {
                let Some(found) = result(&book, rule, *regime, day) else { continue };
                seen = true;
                inside += 1;
                // Two rows of one mechanism may cover the same place.
                let carried =
                    found.by_data.iter().any(|(_, _, c)| c.is_some_and(|c| c.mechanism == rule.mechanism));
                let asked =
                    found.claims.iter().any(|c| matches!(c.status, Status::Unknown | Status::Unrecorded));
                let good = if only_asks(rule) {
                    asked || carried || found.verdict == Verdict::NotRestricted
                } else {
                    carried && found.verdict.stands()
                };
                if !good {
                    writeln!(
                        wrong,
                        "{} under {} on {day}: {} {:?}",
                        rule.header.id,
                        book.regime(*regime).header.id,
                        found.verdict.name(),
                        found.claims
                    )
                    .unwrap();
                }
            }
            let outer =
                [rule.header.period.start().map(Day::previous), rule.header.period.end().map(Day::next)];
            for day in outer.into_iter().flatten() {
                let Some(found) = result(&book, rule, *regime, day) else { continue };
                seen = true;
                outside += 1;
                if found.by_data.iter().any(|(_, _, c)| c.is_some_and(|c| c.rule == ix)) {
                    writeln!(wrong, "{} still carries on {day}", rule.header.id).unwrap();
                }
            }
            if !seen {
                unseen.push(format!("{} under {}", rule.header.id, book.regime(*regime).header.id));
            }
        }
    }
    assert!(unseen.is_empty(), "rules that no day of theirs could try: {unseen:#?}");
    assert!(wrong.is_empty(), "{wrong}");
    assert!(inside > 280 && outside > 140, "{inside} inside, {outside} outside");
}

#[test]
fn amendments_and_papers_have_their_classes() {
    let book = jurisdictions::embedded().unwrap();
    for mechanism in &book.pack().mechanisms {
        let known = book.has_rules(book.mechanism_of(&mechanism.id).unwrap());
        assert!(
            !matches!(mechanism.class, Class::None | Class::Paper | Class::Overlay) || !known,
            "{} is no mechanism and has rules",
            mechanism.id
        );
    }
}
