//! What a transfer rests on that day, law by law: the mechanism that carries it, or that it is open, with the
//! verdict. A claim that does not hold is none of it: a page or a record that named it would tell its reader that it
//! protects the data.

use std::collections::{BTreeMap, BTreeSet};

use transfer_model::assess::{RegimeResult, Verdict};
use transfer_model::index::{DataIx, MechanismIx, PartyIx, RegimeIx};
use transfer_model::register::TagUse;

use super::view::View;
use crate::input::Loaded;

/// What some data rest on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Rests {
    /// On a mechanism, shown by documents of the register.
    On(MechanismIx, Vec<usize>),
    /// On nothing that needs a name: the verdict says it all.
    Stands(Verdict),
    /// On nothing that holds.
    Open(Verdict),
}

/// What something rests on, and the data it is said of; none: all of the flow's.
type Said = (Rests, Vec<DataIx>);

/// What rests on what, and under which laws.
#[derive(Debug, Default)]
pub(super) struct Grounds {
    /// What is said: the laws, each with an exporter.
    said: BTreeMap<Said, BTreeSet<(RegimeIx, PartyIx)>>,
    /// Every law asked.
    laws: BTreeMap<RegimeIx, Verdict>,
}

/// The words of a language for what is said.
pub(super) trait Tongue {
    /// A mechanism's name.
    fn mechanism<'a>(&self, loaded: &'a Loaded, mechanism: MechanismIx) -> &'a str;
    /// That it is open.
    fn open(&self, verdict: Verdict) -> String;
    /// Before data.
    fn of(&self) -> &'static str;
    /// Before exporters.
    fn from(&self) -> &'static str;
    /// Before laws.
    fn under(&self) -> &'static str;
}

/// The words in English.
#[derive(Debug)]
pub(super) struct English;

impl Tongue for English {
    fn mechanism<'a>(&self, loaded: &'a Loaded, mechanism: MechanismIx) -> &'a str {
        &loaded.book.mechanism(mechanism).name
    }

    fn open(&self, verdict: Verdict) -> String {
        format!("open: {}", verdict.name())
    }

    fn of(&self) -> &'static str {
        "for"
    }

    fn from(&self) -> &'static str {
        "from"
    }

    fn under(&self) -> &'static str {
        "under"
    }
}

impl Grounds {
    /// Adds what a flow rests on under the laws kept.
    pub(super) fn add(&mut self, view: &View<'_>, keep: impl Fn(&RegimeResult) -> bool) {
        for regime in view.result.regimes.iter().filter(|regime| keep(regime)) {
            let law = regime.binding.regime;
            let worst = self.laws.entry(law).or_insert(regime.verdict);
            *worst = regime.verdict.max(*worst);
            for (rests, data) in rests(view, regime) {
                self.said.entry((rests, data)).or_default().insert((law, view.flow.from.value));
            }
        }
        // A ban on the flow as a whole, or an exporter of whose law nothing is known, is of no single law.
        let worst = view.result.regimes.iter().map(|regime| regime.verdict).max();
        let verdict = view.result.verdict;
        if !verdict.stands() && worst.is_none_or(|worst| worst < verdict) {
            self.said.entry((Rests::Open(verdict), Vec::new())).or_default();
        }
    }

    /// What is said, each in words. Laws are named where they do not all say the same, exporters where it differs
    /// between them under one law.
    pub(super) fn words(&self, loaded: &Loaded, tongue: &impl Tongue) -> Vec<String> {
        let mut all = Vec::new();
        for ((rests, data), pairs) in &self.said {
            let mut by_exporters: BTreeMap<BTreeSet<PartyIx>, BTreeSet<RegimeIx>> = BTreeMap::new();
            for (law, _) in pairs {
                let of_law = pairs.iter().filter(|(known, _)| known == law).map(|(_, exporter)| *exporter);
                let exporters = if self.differs(*law) { of_law.collect() } else { BTreeSet::new() };
                by_exporters.entry(exporters).or_default().insert(*law);
            }
            if pairs.is_empty() {
                by_exporters.insert(BTreeSet::new(), BTreeSet::new());
            }
            for (exporters, laws) in &by_exporters {
                let mut limits = Vec::new();
                let mut limit = |word: &str, names: Vec<&str>| {
                    if !names.is_empty() {
                        limits.push(format!("{word} {}", names.join(", ")));
                    }
                };
                let register = &loaded.register;
                limit(tongue.of(), data.iter().map(|data| register.datum(*data).name.as_str()).collect());
                limit(
                    tongue.from(),
                    exporters.iter().map(|party| register.party(*party).name.as_str()).collect(),
                );
                if laws.len() < self.laws.len() {
                    let name = |law| loaded.book.regime(law).name.as_str();
                    limit(tongue.under(), sorted(loaded, laws).map(name).collect());
                }
                let mut text = what(loaded, tongue, rests);
                if !limits.is_empty() {
                    text.push_str(&format!(" ({})", limits.join("; ")));
                }
                all.push(text);
            }
        }
        all
    }

    /// Whether it is not the same for all exporters under a law.
    fn differs(&self, law: RegimeIx) -> bool {
        let under = |pairs: &BTreeSet<(RegimeIx, PartyIx)>| -> BTreeSet<PartyIx> {
            pairs.iter().filter(|(known, _)| *known == law).map(|(_, exporter)| *exporter).collect()
        };
        let mut each = self.said.values().map(under).filter(|exporters| !exporters.is_empty());
        let first = each.next();
        each.any(|exporters| Some(exporters) != first)
    }

    /// Each law by its word, with its verdict and what carries the transfer under it.
    pub(super) fn by_law<'a>(&self, loaded: &'a Loaded) -> Vec<(&'a str, Verdict, Vec<&'a str>)> {
        let laws: BTreeSet<RegimeIx> = self.laws.keys().copied().collect();
        sorted(loaded, &laws)
            .map(|law| {
                let mut mechanisms: Vec<&str> = Vec::new();
                for ((rests, _), under) in &self.said {
                    if let Rests::On(mechanism, _) = rests
                        && under.iter().any(|(known, _)| *known == law)
                    {
                        mechanisms.push(&loaded.book.mechanism(*mechanism).id);
                    }
                }
                mechanisms.sort_unstable();
                mechanisms.dedup();
                let verdict = self.laws.get(&law).copied().unwrap_or(Verdict::NotRestricted);
                (loaded.book.regime(law).header.id.as_str(), verdict, mechanisms)
            })
            .collect()
    }

    /// Adds what another flow to the same recipient rests on.
    pub(super) fn join(&mut self, other: Self) {
        for (law, verdict) in other.laws {
            let worst = self.laws.entry(law).or_insert(verdict);
            *worst = verdict.max(*worst);
        }
        for (what, laws) in other.said {
            self.said.entry(what).or_default().extend(laws);
        }
    }
}

/// What something rests on, in words.
fn what(loaded: &Loaded, tongue: &impl Tongue, rests: &Rests) -> String {
    match rests {
        Rests::On(mechanism, documents) => {
            let ids: Vec<&str> = documents
                .iter()
                .filter_map(|at| loaded.register.instruments.get(*at))
                .map(|document| document.id.as_str())
                .collect();
            let name = tongue.mechanism(loaded, *mechanism);
            if ids.is_empty() { name.to_owned() } else { format!("{name} ({})", ids.join(", ")) }
        }
        Rests::Stands(verdict) => verdict.name().to_owned(),
        Rests::Open(verdict) => tongue.open(*verdict),
    }
}

/// Laws in the order of their words.
fn sorted<'a>(loaded: &'a Loaded, laws: &'a BTreeSet<RegimeIx>) -> impl Iterator<Item = RegimeIx> + 'a {
    loaded.book.regimes().iter().copied().filter(|law| laws.contains(law))
}

/// What the data of a flow rest on under a law; data are named only where they do not all rest on the same.
fn rests(view: &View<'_>, regime: &RegimeResult) -> Vec<Said> {
    if regime.verdict == Verdict::NotRestricted {
        return Vec::new();
    }
    let mut all: BTreeMap<Rests, Vec<DataIx>> = BTreeMap::new();
    for (data, verdict, _) in &regime.by_data {
        if *verdict == Verdict::NotRestricted {
            continue;
        }
        let on = regime.mechanisms().find(|(of, _)| of == data).map(|(_, mechanism)| mechanism);
        let what = match on {
            _ if !verdict.stands() => Rests::Open(*verdict),
            Some(mechanism) => Rests::On(mechanism, documents(view, regime, mechanism, *data)),
            None => Rests::Stands(*verdict),
        };
        all.entry(what).or_default().push(*data);
    }
    // Places, or a ban of the law, may make the whole worse than each data item.
    if !regime.verdict.stands() && all.keys().all(|rests| !matches!(rests, Rests::Open(_))) {
        return vec![(Rests::Open(regime.verdict), Vec::new())];
    }
    let one = all.len() == 1 && all.values().all(|data| data.len() == regime.by_data.len());
    all.into_iter().map(|(rests, data)| (rests, if one { Vec::new() } else { data })).collect()
}

/// The documents of the flow that are of the kind that carries the data.
fn documents(view: &View<'_>, regime: &RegimeResult, mechanism: MechanismIx, data: DataIx) -> Vec<usize> {
    let carrying = regime.claims.iter().filter(|claim| claim.status.carries());
    let mut found: Vec<usize> = carrying
        .filter_map(|claim| {
            let tag = view.flow.mechanism.get(claim.tag)?;
            let TagUse::Instrument(ix) = tag.names else { return None };
            let of = tag.data.as_ref().is_none_or(|only| only.contains(&data));
            let kind = view.loaded.register.instrument(ix).kind.value;
            (of && kind == mechanism).then_some(ix.position())
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
