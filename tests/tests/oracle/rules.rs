//! Onward transfers worked out naively. A load is what an upstream transfer asks of whoever passes the data on: one of
//! several ways, each alone enough, or a break that nothing downstream can mend. Loads pass from flow to flow until
//! nothing new is learnt; they are only ever added, so the order does not matter.

use std::collections::{BTreeMap, BTreeSet};

use transfer_model::assess::{Basis, Verdict};

use super::alone::{Asked, Fact};
use super::world::{Flow, Names, Paper, World};

/// Under which clause a contract is to be passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Clause {
    /// 8.7 or 8.8 of the EU clauses, by module.
    Module(u8),
    /// Section 16 of the IDTA.
    Idta,
}

/// What a mechanism asks of whoever passes the data on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    /// Nothing: the destination's law takes over, or the ground was for one transfer.
    Nothing,
    /// The next recipient is bound alike, or adequate; by which paper.
    Contract(Clause, Option<usize>),
    /// Free to those bound by the rules.
    Group(Option<usize>),
    /// A contract, wherever the recipient is.
    Accountability,
    /// No safeguard is named.
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Load {
    /// One of these is to be kept.
    Ways(BTreeSet<Way>),
    /// The data came by a transfer with this verdict.
    /// How bad, and by which flow: none is told that it broke itself.
    Broken(Verdict, usize),
}

/// Regime and data item.
type Bond = (String, usize);
/// A flow on a day.
type At = (usize, String);
/// What reaches a flow, and by which flows.
type Reaching = BTreeMap<Bond, BTreeMap<Load, BTreeSet<usize>>>;
/// What a flow leaves with its recipients.
type Leaving = BTreeMap<Bond, BTreeSet<(usize, Load)>>;

/// A flow under one regime.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Under {
    pub(crate) basis: Basis,
    pub(crate) verdict: Verdict,
    pub(crate) via: Vec<String>,
    pub(crate) by_data: BTreeMap<String, Verdict>,
    pub(crate) broken: bool,
}

/// A flow.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) verdict: Verdict,
    pub(crate) regimes: BTreeMap<String, Under>,
}

/// Every active flow of the world, by its id.
pub(crate) fn answers(world: &World, asked: &mut Asked<'_>) -> BTreeMap<String, Answer> {
    asked.turn();
    let upstream = states(world);
    let mut leaving: BTreeMap<At, Leaving> = BTreeMap::new();
    loop {
        let mut next = leaving.clone();
        for (at, sources) in &upstream {
            let reaching = reaching(world, at, sources, &leaving);
            next.entry(at.clone()).or_default().extend(judge(world, at, &reaching, asked).1);
        }
        if next == leaving {
            break;
        }
        leaving = next;
    }
    let mut answers = BTreeMap::new();
    for (at, flow) in world.flows.iter().enumerate() {
        if flow.since <= world.as_of && (flow.until.is_empty() || flow.until >= world.as_of) {
            let state = (at, world.as_of.to_owned());
            let reaching = reaching(world, &state, &upstream[&state], &leaving);
            answers.insert(format!("f{at}"), judge(world, &state, &reaching, asked).0);
        }
    }
    answers
}

/// The flows that have begun, each on the day that matters, with what is upstream of each. A flow that has ended stands
/// as it did on its last day; what its exporter held then is upstream of it.
fn states(world: &World) -> BTreeMap<At, Vec<At>> {
    let begun: Vec<At> = (0..world.flows.len())
        .filter(|at| world.flows[*at].since <= world.as_of)
        .map(|at| (at, last(&world.flows[at], world.as_of)))
        .collect();
    let upstream = |at: &At| {
        let (flow, day) = (&world.flows[at.0], at.1.as_str());
        let sources = begun.iter().filter(|other| {
            let (source, itself) = (&world.flows[other.0], other.0 == at.0);
            let held = source.since <= day && (source.returned.is_empty() || source.returned > day);
            !itself && held && source.recipients().contains(&flow.from) && meet(source, flow)
        });
        sources.cloned().collect()
    };
    begun.iter().map(|at| (at.clone(), upstream(at))).collect()
}

/// The day, or the flow's last day where that is earlier.
fn last(flow: &Flow, day: &str) -> String {
    if flow.until.is_empty() || flow.until >= day { day.to_owned() } else { flow.until.to_owned() }
}

/// Whether the people of two flows may be the same.
fn meet(a: &Flow, b: &Flow) -> bool {
    let spelt = |places: &[&'static str]| -> BTreeSet<&'static str> {
        places.iter().flat_map(|place| if *place == "EU" { vec!["DE", "FR"] } else { vec![*place] }).collect()
    };
    let same = |(group, places): &(&str, &[&'static str]), (other, elsewhere): &(&str, &[&'static str])| {
        let anywhere = places.is_empty() || elsewhere.is_empty();
        group == other && (anywhere || !spelt(places).is_disjoint(&spelt(elsewhere)))
    };
    let anyone = a.subjects.is_empty() || b.subjects.is_empty();
    anyone || a.subjects.iter().any(|a| b.subjects.iter().any(|b| same(a, b)))
}

fn reaching(world: &World, at: &At, sources: &[At], leaving: &BTreeMap<At, Leaving>) -> Reaching {
    let flow = &world.flows[at.0];
    let mut found = Reaching::new();
    for source in sources {
        for (bond, loads) in leaving.get(source).into_iter().flatten() {
            for (recipient, load) in loads {
                if *recipient == flow.from && flow.data.contains(&bond.1) {
                    let by = found.entry(bond.clone()).or_default().entry(load.clone()).or_default();
                    by.insert(source.0);
                }
            }
        }
    }
    found
}

/// The flow's answer on the day, and what it leaves with its recipients.
fn judge(world: &World, at: &At, reaching: &Reaching, asked: &mut Asked<'_>) -> (Answer, Leaving) {
    let (flow, day) = (&world.flows[at.0], at.1.as_str());
    let mut answer = Answer { verdict: Verdict::NotRestricted, regimes: BTreeMap::new() };
    let mut leaving = Leaving::new();
    let mut banned = world.sanctioned(flow);
    for item in &flow.data {
        for recipient in flow.recipients() {
            let alone = asked.alone(world, at.0, *item, recipient, day);
            let restricted = alone.own.values().any(|(_, fact)| fact.verdict > Verdict::NotRestricted);
            banned |= restricted && world.forbidden(flow);
        }
    }
    if banned {
        answer.verdict = Verdict::Prohibited;
    }
    for item in &flow.data {
        for recipient in flow.recipients() {
            let alone = asked.alone(world, at.0, *item, recipient, day);
            answer.verdict = answer.verdict.max(alone.floor);
            let mut names: BTreeSet<&String> = alone.own.keys().collect();
            names.extend(reaching.keys().filter(|(_, reached)| reached == item).map(|(name, _)| name));
            for name in names {
                let bond = (name.clone(), *item);
                let none = BTreeMap::new();
                let loads = reaching.get(&bond).unwrap_or(&none);
                let step = Step { world, at: at.0, flow, recipient, item: *item, day, regime: name };
                let mut left = BTreeSet::new();
                let mut verdict = Verdict::NotRestricted;
                let mut broken = false;
                let (basis, via) = if let Some((basis, fact)) = alone.own.get(name) {
                    verdict = fact.verdict;
                    left.extend(step.leaves(fact, alone.there.get(name).map(|(_, bare)| bare)));
                    if banned && verdict > Verdict::NotRestricted {
                        left.insert(Load::Broken(Verdict::Prohibited, at.0));
                    }
                    if banned {
                        verdict = Verdict::Prohibited;
                    }
                    for load in loads.keys() {
                        if let (Load::Broken(worst, by), true) = (load, fact.verdict > Verdict::NotRestricted)
                            && *by != at.0
                        {
                            verdict = verdict.max(*worst);
                            left.insert(load.clone());
                            broken = true;
                        }
                    }
                    (*basis, Vec::new())
                } else {
                    let (fact, bare) = &alone.there[name];
                    let others = |load: &&Load| !matches!(load, Load::Broken(_, by) if *by == at.0);
                    for load in loads.keys().filter(others) {
                        let (mut worth, mut more) = step.carried(load, fact, bare);
                        if worth > Verdict::NotRestricted && (banned || world.forbidden(flow)) {
                            (worth, more) =
                                (Verdict::Prohibited, Some(Load::Broken(Verdict::Prohibited, at.0)));
                        }
                        broken |= matches!(load, Load::Broken(..)) && worth > Verdict::NotRestricted;
                        verdict = verdict.max(worth);
                        left.extend(more);
                    }
                    if banned {
                        verdict = Verdict::Prohibited;
                    }
                    (Basis::Carried, loads.values().flatten().map(|at| format!("f{at}")).collect())
                };
                let under = answer.regimes.entry(name.clone()).or_insert_with(|| Under {
                    basis,
                    verdict: Verdict::NotRestricted,
                    via: Vec::new(),
                    by_data: BTreeMap::new(),
                    broken: false,
                });
                under.via.extend(via);
                under.via.sort();
                under.via.dedup();
                under.broken |= broken;
                under.verdict = under.verdict.max(verdict);
                let so_far = under.by_data.entry(format!("d{item}")).or_insert(verdict);
                *so_far = (*so_far).max(verdict);
                answer.verdict = answer.verdict.max(verdict);
                leaving.entry(bond).or_default().extend(left.into_iter().map(|load| (recipient, load)));
            }
        }
    }
    // The flow's other data are listed under the regime, which does not restrict them.
    for under in answer.regimes.values_mut() {
        for item in &flow.data {
            under.by_data.entry(format!("d{item}")).or_insert(Verdict::NotRestricted);
        }
    }
    (answer, leaving)
}

/// One data item going to one recipient.
struct Step<'a> {
    world: &'a World,
    at: usize,
    flow: &'a Flow,
    recipient: usize,
    item: usize,
    day: &'a str,
    regime: &'a str,
}

/// How good a way out is: its verdict as claims combine, and what it asks in its turn.
type Cover = (Verdict, Way);

impl Step<'_> {
    /// What a transfer under the exporter's own law leaves with the recipient.
    fn leaves(&self, fact: &Fact, bare: Option<&Fact>) -> Option<Load> {
        if fact.verdict == Verdict::NotRestricted {
            return None;
        }
        if fact.verdict >= Verdict::Unsupported {
            return Some(Load::Broken(fact.verdict, self.at));
        }
        let mut covers = self.claimed(fact, |_, worth, way| Some((worth, way)));
        add_unclaimed(&mut covers, bare);
        if covers.is_empty() || self.world.parties[self.recipient].country == "unknown" {
            covers = vec![(fact.verdict, Way::Unknown)];
        }
        leave(covers, self.at).1
    }

    /// What a load makes of this transfer: the verdict, and what goes on.
    fn carried(&self, load: &Load, fact: &Fact, bare: &Fact) -> (Verdict, Option<Load>) {
        if fact.verdict == Verdict::NotRestricted {
            return (Verdict::NotRestricted, None);
        }
        match load {
            Load::Broken(worst, _) => (*worst, Some(load.clone())),
            // It may be in the free area or not.
            Load::Ways(_) if self.world.parties[self.recipient].country == "unknown" => {
                (Verdict::Undetermined, Some(load.clone()))
            }
            Load::Ways(ways) => {
                let judged: Vec<(Verdict, Option<Load>)> =
                    ways.iter().map(|way| leave(self.covers(*way, fact, bare), self.at)).collect();
                let best = *ORDER.iter().find(|best| judged.iter().any(|(found, _)| found == *best)).unwrap();
                let mut going = BTreeSet::new();
                let as_good = |verdict: Verdict| verdict == best || (verdict.stands() && best.stands());
                for (_, load) in judged.into_iter().filter(|(verdict, _)| as_good(*verdict)) {
                    match load {
                        None => return (best, None),
                        Some(Load::Broken(..)) => return (best, Some(Load::Broken(best, self.at))),
                        Some(Load::Ways(ways)) => going.extend(ways),
                    }
                }
                (best, Some(Load::Ways(going)))
            }
        }
    }

    /// What covers this transfer against what an upstream mechanism asks.
    fn covers(&self, asks: Way, fact: &Fact, bare: &Fact) -> Vec<Cover> {
        let sub_processor = self.flow.roles == "processor-to-processor";
        match asks {
            Way::Nothing => vec![(Verdict::Valid, Way::Nothing)],
            Way::Unknown => vec![(Verdict::Undetermined, Way::Unknown)],
            Way::Contract(clause, paper) => {
                let mut covers = self.claimed(fact, |names, worth, way| match self.sort(names) {
                    Sort::Derogation(ground) => {
                        let serves = match clause {
                            Clause::Module(1) => ["art-49-consent", "art-49-claims"].contains(&ground),
                            Clause::Module(_) => ground == "art-49-claims",
                            Clause::Idta => true,
                        };
                        serves.then_some((worth, Way::Nothing))
                    }
                    Sort::OnwardContract(at) => {
                        let serves = match clause {
                            Clause::Module(1) | Clause::Idta => true,
                            Clause::Module(_) => sub_processor,
                        };
                        serves.then(|| (self.standing(at), asks))
                    }
                    Sort::Processing(_) => None,
                    Sort::Mechanism => Some((worth, way)),
                });
                // Clause 8.8: a sub-processor is bound under the module for sub-processors; clause 8.7 takes any contract.
                let clauses = |at: &usize| self.world.papers[*at].kind == "eu-scc-2021-914";
                let other = |at: &usize| clauses(at) && !self.world.papers[*at].modules.contains(&3);
                let processors = matches!(clause, Clause::Module(2 | 3)) && sub_processor;
                let paper = paper.filter(|at| !(processors && other(at)));
                covers.extend(self.bound(paper).map(|worth| (worth, asks)));
                add_unclaimed(&mut covers, Some(bare));
                covers
            }
            Way::Group(paper) => {
                let mut covers = self.claimed(fact, |names, worth, way| match self.sort(names) {
                    Sort::Derogation(_) => Some((worth, Way::Nothing)),
                    Sort::OnwardContract(at) => Some((self.standing(at), asks)),
                    Sort::Processing(_) => None,
                    Sort::Mechanism => Some((worth, way)),
                });
                covers.extend(self.bound(paper).map(|worth| (worth, asks)));
                add_unclaimed(&mut covers, Some(bare));
                covers
            }
            Way::Accountability => self.claimed(fact, |names, worth, way| match self.sort(names) {
                Sort::Derogation(_) => None,
                Sort::OnwardContract(at) => Some((self.standing(at), asks)),
                Sort::Processing(at) => Some((self.standing(at), asks)),
                // A decision about the place, or the recipient's own entry, is no contract.
                Sort::Mechanism if way == Way::Accountability || matches!(names, Names::Word("adequacy")) => {
                    None
                }
                Sort::Mechanism => Some((worth, way)),
            }),
        }
    }

    /// The claims for this data item, each with what it is worth alone and what it asks onward.
    fn claimed(
        &self,
        fact: &Fact,
        mut cover: impl FnMut(Names, Verdict, Way) -> Option<Cover>,
    ) -> Vec<Cover> {
        let mut covers = Vec::new();
        let claims = self.flow.claims.iter().filter(|claim| claim.only.is_none_or(|only| only == self.item));
        for (at, claim) in claims.enumerate() {
            let Some(worth) = fact.claims.iter().find(|worth| worth.tag == at) else { continue };
            // The framework is an adequacy decision too.
            let framework = worth.carrier.as_deref() == Some("dpf");
            let way = if framework { Way::Accountability } else { self.way(claim.names) };
            covers.extend(cover(claim.names, worth.status.verdict(), way));
        }
        covers
    }

    fn sort(&self, names: Names) -> Sort {
        match names {
            Names::Word(word) if word.starts_with("art-49") => Sort::Derogation(word),
            Names::Paper(at) if self.world.papers[at].kind == "onward-contract" => Sort::OnwardContract(at),
            // Paper of another law is no mechanism here, but a contract with the recipient all the same.
            Names::Paper(at) if foreign(self.world.papers[at].kind, self.regime) => Sort::OnwardContract(at),
            Names::Paper(at) if self.world.papers[at].kind == "dpa" => Sort::Processing(at),
            Names::Word(_) | Names::Paper(_) => Sort::Mechanism,
        }
    }

    /// What the mechanism asks of whoever passes the data on.
    fn way(&self, names: Names) -> Way {
        let clause = Clause::Module(module(self.flow.roles));
        match names {
            Names::Word("dpf" | "privacy-shield") => Way::Accountability,
            Names::Word("scc") => Way::Contract(clause, None),
            Names::Word("bcr") => Way::Group(None),
            Names::Word("unspecified") => Way::Unknown,
            Names::Word(_) => Way::Nothing,
            Names::Paper(at) => match self.world.papers[at].kind {
                "bcr-c" => Way::Group(Some(at)),
                "eu-scc-2021-914" | "uk-addendum" | "swiss-amendments" if module(self.flow.roles) == 4 => {
                    Way::Nothing
                }
                "uk-idta" => Way::Contract(Clause::Idta, Some(at)),
                _ => Way::Contract(clause, Some(self.world.papers[at].amends.unwrap_or(at))),
            },
        }
    }

    /// Whether a contract binds both ends on the day.
    fn standing(&self, at: usize) -> Verdict {
        let paper = &self.world.papers[at];
        // A paper not seen is in doubt, its parties with it.
        if paper.state == "unconfirmed" {
            return Verdict::Undetermined;
        }
        // Whom the importer lets in has the data from the importer.
        let has = |party| paper.has(party, self.day);
        let sends = has(self.flow.from) || self.recipient != self.flow.to && has(self.flow.to);
        if !sends || !has(self.recipient) {
            return Verdict::Invalid;
        }
        signed(paper, self.day)
    }

    /// Whether the recipient is bound by the upstream paper too.
    fn bound(&self, paper: Option<usize>) -> Option<Verdict> {
        let paper = &self.world.papers[paper?];
        let worth = signed(paper, self.day);
        let bound = paper.has(self.recipient, self.day) && worth < Verdict::Unsupported;
        bound.then(|| worth.max(self.law_there()))
    }

    /// What the recipient's law does to the paper that binds it: no measure is ever recorded, and every assessment made
    /// concludes that protection is sufficient.
    fn law_there(&self) -> Verdict {
        let recipient = &self.world.parties[self.recipient];
        let surveilled = recipient.more.contains("us-fisa-702");
        let defeats = match self.regime {
            "eu-gdpr" => ("2020-07-16", "2023-07-09"),
            "uk-gdpr" => ("2021-01-01", "2023-10-11"),
            _ => ("2020-07-16", "2024-09-14"),
        };
        // Looked at, and not reached: what the United States changed since is no matter.
        let looked_at = recipient.more.contains("exposure = []");
        let overtaken = ["2022-10-07", "2024-04-20"].iter().any(|day| {
            recipient.country == "US" && !looked_at && self.flow.assessed < *day && *day <= self.day
        });
        if self.day < "2020-07-16" {
            Verdict::Valid
        } else if surveilled && defeats.0 <= self.day && self.day <= defeats.1 {
            Verdict::Invalid
        } else if self.flow.assessed.is_empty() || self.flow.assessed > self.day || overtaken {
            Verdict::Conditional
        } else {
            Verdict::Valid
        }
    }
}

/// Sorts of claims that differ as to onward transfers.
enum Sort {
    Derogation(&'static str),
    OnwardContract(usize),
    /// A processing contract.
    Processing(usize),
    Mechanism,
}

fn signed(paper: &Paper, day: &str) -> Verdict {
    match paper.state {
        "unconfirmed" => Verdict::Undetermined,
        _ if paper.signed.is_empty() || paper.signed > day => Verdict::Invalid,
        _ => Verdict::Valid,
    }
}

/// Whether a regime knows nothing of this kind of paper.
fn foreign(kind: &str, regime: &str) -> bool {
    match kind {
        "uk-idta" | "uk-addendum" => regime != "uk-gdpr",
        "swiss-amendments" => regime != "ch-fadp",
        _ => false,
    }
}

/// Which module of 2021/914 is made for these roles.
fn module(roles: &str) -> u8 {
    match roles {
        "controller-to-processor" => 2,
        "processor-to-processor" => 3,
        "processor-to-controller" => 4,
        _ => 1,
    }
}

/// What holds, or may hold, without a claim: an adequacy decision; an entry in the DPF where nothing else holds.
fn add_unclaimed(covers: &mut Vec<Cover>, bare: Option<&Fact>) {
    let Some(bare) = bare else { return };
    let held = covers.iter().any(|(worth, _)| *worth == Verdict::Valid);
    match bare.carrier.as_deref() {
        Some("dpf") if held => {}
        Some("dpf") => covers.push((bare.verdict, Way::Accountability)),
        Some(_) => covers.push((bare.verdict, Way::Nothing)),
        None if bare.verdict == Verdict::Undetermined => covers.push((bare.verdict, Way::Nothing)),
        None => {}
    }
}

/// How claims combine: the first of these that occurs.
const ORDER: [Verdict; 5] =
    [Verdict::Valid, Verdict::Conditional, Verdict::Undetermined, Verdict::Invalid, Verdict::Unsupported];

/// The best of the covers, and what it leaves: a claim that holds, then one with open duties, then one not known,
/// then one that fails; without any, nothing supports the transfer.
fn leave(covers: Vec<Cover>, by: usize) -> (Verdict, Option<Load>) {
    let worst = (Verdict::Unsupported, Some(Load::Broken(Verdict::Unsupported, by)));
    let Some(best) = ORDER.into_iter().find(|best| covers.iter().any(|(worth, _)| worth == best)) else {
        return worst;
    };
    // What holds with open duties holds.
    let as_good = |worth: Verdict| worth == best || (worth.stands() && best.stands());
    let ways: BTreeSet<Way> =
        covers.iter().filter(|(worth, _)| as_good(*worth)).map(|(_, way)| *way).collect();
    let load = match best {
        _ if best >= Verdict::Unsupported => Some(Load::Broken(best, by)),
        // Whether anything is carried is not known.
        Verdict::Undetermined if ways.contains(&Way::Nothing) => Some(Load::Ways([Way::Unknown].into())),
        _ if ways.contains(&Way::Nothing) => None,
        _ => Some(Load::Ways(ways)),
    };
    (best, load)
}
