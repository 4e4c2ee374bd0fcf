//! Two assessments side by side: which verdicts changed between two registers, two law packs or two days, and
//! which of the three each change is put down to.
//!
//! Each of the three is changed alone in the old world, and taken back alone in the new one. What makes a
//! difference either way is a reason; where only together they make one, all that differ are.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Engine, FlowResult, RegimeResult, Verdict, results};
use crate::day::Day;
use crate::index::{DataIx, MechanismIx};
use crate::law::LawBook;
use crate::register::{Register, read};

/// A register, the law, and the day: what an assessment rests on.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// The register.
    pub register: &'a Register,
    /// The law pack.
    pub book: &'a LawBook,
    /// The day.
    pub day: Day,
}

/// What a change is put down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A fact of the register differs.
    Register,
    /// A row of the law pack differs.
    Law,
    /// Only the day differs.
    Calendar,
}

impl Reason {
    /// The exact word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Law => "law",
            Self::Calendar => "calendar",
        }
    }
}

/// A verdict, and the word of what carries it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    /// The verdict.
    pub verdict: Verdict,
    /// The mechanism, where the transfer stands on one.
    pub mechanism: Option<String>,
    /// Data items with another answer than that, by id, where the items of the flow do not have one answer.
    pub data: BTreeMap<String, ItemAnswer>,
}

/// The answer for one data item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemAnswer {
    /// The verdict.
    pub verdict: Verdict,
    /// The mechanism, where the transfer of the item stands on one.
    pub mechanism: Option<String>,
}

/// The answers for a flow, its own and by regime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowAnswers {
    /// The verdict of the flow.
    pub verdict: Verdict,
    /// By the word of the regime.
    pub regimes: BTreeMap<String, Answer>,
}

/// A regime whose answer changed; none where it does not bind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegimeChange {
    /// The word of the regime.
    pub regime: String,
    /// Before.
    pub before: Option<Answer>,
    /// After.
    pub after: Option<Answer>,
    /// What it is put down to.
    pub because: Vec<Reason>,
}

/// A flow, active in both worlds, whose answers changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowChange {
    /// Its id.
    pub flow: String,
    /// Before.
    pub before: Verdict,
    /// After.
    pub after: Verdict,
    /// What a change of its verdict, or else of its regimes, is put down to.
    pub because: Vec<Reason>,
    /// The regimes that changed.
    pub regimes: Vec<RegimeChange>,
}

/// A flow that is active in one of the worlds only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowGone {
    /// Its id.
    pub flow: String,
    /// Its verdict where it is active.
    pub verdict: Verdict,
    /// Why it is not active in the other: the register does not have it, or the day is outside its time.
    pub because: Reason,
}

/// What differs between two worlds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Flows that are new.
    pub added: Vec<FlowGone>,
    /// Flows that are gone.
    pub removed: Vec<FlowGone>,
    /// Flows whose answers changed.
    pub changed: Vec<FlowChange>,
    /// How many did not change.
    pub unchanged: usize,
}

/// The answers of a world, by the ids of its active flows.
pub fn answers(world: World<'_>) -> BTreeMap<String, FlowAnswers> {
    let engine = Engine::new(world.register, world.book, world.day);
    results(&engine).iter().map(|result| (id(world, result), of(world, result))).collect()
}

fn id(world: World<'_>, result: &FlowResult) -> String {
    world.register.flow(result.flow).id.clone()
}

fn of(world: World<'_>, result: &FlowResult) -> FlowAnswers {
    let regimes = result.regimes.iter().map(|regime| {
        let word = world.book.regime(regime.binding.regime).header.id.clone();
        let mechanism = regime.mechanism().map(|by| world.book.mechanism(by).id.clone());
        let data = items(world, regime, mechanism.as_deref());
        (word, Answer { verdict: regime.verdict, mechanism, data })
    });
    FlowAnswers { verdict: result.verdict, regimes: regimes.collect() }
}

/// The data items that have another answer than the regime, whose own is that of the worst of them. What lies on all
/// alike is the regime's.
fn items(world: World<'_>, regime: &RegimeResult, mechanism: Option<&str>) -> BTreeMap<String, ItemAnswer> {
    let carriers: BTreeMap<DataIx, MechanismIx> = regime.mechanisms().collect();
    let all: Vec<(DataIx, Verdict, Option<MechanismIx>)> = regime
        .by_data
        .iter()
        .map(|(data, verdict, _)| (*data, *verdict, carriers.get(data).copied().filter(|_| verdict.stands())))
        .collect();
    if all.iter().all(|item| all.first().is_some_and(|first| (first.1, first.2) == (item.1, item.2))) {
        return BTreeMap::new();
    }
    all.into_iter()
        .map(|(data, verdict, by)| {
            let mechanism = by.map(|by| world.book.mechanism(by).id.clone());
            (world.register.datum(data).id.clone(), ItemAnswer { verdict, mechanism })
        })
        .filter(|(_, item)| item.verdict != regime.verdict || item.mechanism.as_deref() != mechanism)
        .collect()
}

type Answers = BTreeMap<String, FlowAnswers>;

/// Compares two worlds.
pub fn compare(old: World<'_>, new: World<'_>) -> Comparison {
    let (before, after) = (answers(old), answers(new));
    let mut found = Comparison::default();
    let known = |world: World<'_>, id: &str| world.register.flows.iter().any(|flow| flow.id == id);
    let gone = |id: &String, here: &FlowAnswers, other: World<'_>| FlowGone {
        flow: id.clone(),
        verdict: here.verdict,
        because: if known(other, id) && old.register.digest == new.register.digest {
            Reason::Calendar
        } else {
            Reason::Register
        },
    };
    found
        .added
        .extend(after.iter().filter(|(id, _)| !before.contains_key(*id)).map(|(id, a)| gone(id, a, old)));
    found
        .removed
        .extend(before.iter().filter(|(id, _)| !after.contains_key(*id)).map(|(id, a)| gone(id, a, new)));
    let differ: Vec<&String> =
        before.iter().filter(|(id, a)| after.get(*id).is_some_and(|b| b != *a)).map(|(id, _)| id).collect();
    found.unchanged = before.keys().filter(|id| after.contains_key(*id)).count().saturating_sub(differ.len());
    if differ.is_empty() {
        return found;
    }
    let steps = Steps::new(old, new);
    for id in differ {
        let (Some(a), Some(b)) = (before.get(id), after.get(id)) else { continue };
        let words: BTreeSet<&String> = a.regimes.keys().chain(b.regimes.keys()).collect();
        let mut regimes = Vec::new();
        for word in words {
            let of = |answers: &FlowAnswers| answers.regimes.get(word).cloned();
            if of(a) != of(b) {
                let because = steps.reasons(&of(a), &of(b), |all| all.get(id).and_then(of));
                regimes.push(RegimeChange { regime: word.clone(), before: of(a), after: of(b), because });
            }
        }
        let because = if a.verdict == b.verdict {
            let all: BTreeSet<Reason> =
                regimes.iter().flat_map(|regime| regime.because.iter().copied()).collect();
            all.into_iter().collect()
        } else {
            let verdict = |all: &Answers| all.get(id).map(|answers| answers.verdict);
            steps.reasons(&Some(a.verdict), &Some(b.verdict), verdict)
        };
        found.changed.push(FlowChange {
            flow: id.clone(),
            before: a.verdict,
            after: b.verdict,
            because,
            regimes,
        });
    }
    found
}

/// The worlds between: each thing that differs changed alone, and taken back alone.
struct Steps {
    steps: Vec<(Reason, Answers, Answers)>,
}

impl Steps {
    fn new(old: World<'_>, new: World<'_>) -> Self {
        let mut steps = Vec::new();
        let same_law = old.book.pack().digest == new.book.pack().digest;
        // A register is read against a law pack: with the other's law it is read anew. One that cannot be read
        // so, because it names what that law does not know, has no answers there.
        let with = |register: &Register, other: &LawBook| {
            let texts =
                register.sources.iter().map(|(_, text)| (text.name().to_owned(), text.text().to_owned()));
            read(texts.collect(), other).ok()
        };
        let crossed =
            if same_law { None } else { Some((with(new.register, old.book), with(old.register, new.book))) };
        let on = |register: Option<&Register>, book: &LawBook, day: Day| {
            register.map_or_else(Answers::new, |register| answers(World { register, book, day }))
        };
        let (new_by_old, old_by_new) = match &crossed {
            None => (Some(new.register), Some(old.register)),
            Some((new, old)) => (new.as_ref(), old.as_ref()),
        };
        if old.register.digest != new.register.digest {
            let alone = on(new_by_old, old.book, old.day);
            steps.push((Reason::Register, alone, on(old_by_new, new.book, new.day)));
        }
        if !same_law {
            let alone = on(old_by_new, new.book, old.day);
            steps.push((Reason::Law, alone, on(new_by_old, old.book, new.day)));
        }
        if old.day != new.day {
            let alone = answers(World { day: new.day, ..old });
            steps.push((Reason::Calendar, alone, answers(World { day: old.day, ..new })));
        }
        Self { steps }
    }

    /// What makes the difference between the two values, alone or taken back alone; else all that differ.
    fn reasons<T: PartialEq>(&self, before: &T, after: &T, value: impl Fn(&Answers) -> T) -> Vec<Reason> {
        let alone =
            self.steps.iter().filter(|(_, alone, back)| value(alone) != *before || value(back) != *after);
        let found: Vec<Reason> = alone.map(|(reason, ..)| *reason).collect();
        if found.is_empty() { self.steps.iter().map(|(reason, ..)| *reason).collect() } else { found }
    }
}
