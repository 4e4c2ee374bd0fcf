//! The answer of `transfer plan`: questions first, then the steps by counterparty with the flows that each mends, then
//! what is left and why. For programs `transfer-plan/1`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use transfer_model::assess::{Assessment, Verdict, Words};
use transfer_model::index::{FlowIx, PartyIx, TagIx};
use transfer_model::plan::{Ask, Left, Open, Plan, Step, Why};

use super::head::{Head, document, head, law_line};
use super::markdown::escape;
use super::text::clean;
use crate::input::Loaded;

/// A plan, and what is needed to tell it.
pub(crate) struct Answer<'a> {
    pub(crate) loaded: &'a Loaded,
    pub(crate) assessment: &'a Assessment,
    pub(crate) plan: &'a Plan,
}

/// A counterparty, if any, and what is to be settled with it.
pub(crate) type Group<'a> = (Option<PartyIx>, Vec<&'a Step>);

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    accept: &'static str,
    proved: bool,
    cost: u64,
    bound: u64,
    considered: usize,
    questions: Vec<QuestionOut<'a>>,
    counterparties: Vec<Counterparty<'a>>,
    mended: Vec<MendedOut<'a>>,
    left: Vec<LeftOut<'a>>,
}

#[derive(Serialize)]
struct QuestionOut<'a> {
    question: String,
    flows: Vec<&'a str>,
}

#[derive(Serialize)]
struct Counterparty<'a> {
    party: Option<&'a str>,
    name: Option<&'a str>,
    steps: Vec<StepOut<'a>>,
}

#[derive(Serialize)]
struct StepOut<'a> {
    kind: &'static str,
    mechanism: Option<&'a str>,
    step: String,
    cost: u64,
    flows: Vec<&'a str>,
}

#[derive(Serialize)]
struct MendedOut<'a> {
    flow: &'a str,
    regime: Option<&'a str>,
    before: &'static str,
    after: Option<&'static str>,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    flow: &'a str,
    regime: Option<&'a str>,
    verdict: &'static str,
    why: &'static str,
    because: Vec<String>,
    others: Vec<&'a str>,
}

impl<'a> Answer<'a> {
    fn words(&self) -> Words<'a> {
        Words { register: &self.loaded.register, book: &self.loaded.book }
    }

    pub(crate) fn ids(&self, flows: &BTreeSet<FlowIx>) -> Vec<&'a str> {
        let mut ids: Vec<&str> =
            flows.iter().map(|flow| self.loaded.register.flow(*flow).id.as_str()).collect();
        ids.sort_unstable();
        ids
    }

    /// Steps by counterparty, in the order of names; those with nobody last.
    pub(crate) fn groups(&self) -> Vec<Group<'a>> {
        let register = &self.loaded.register;
        let mut groups: BTreeMap<(bool, &str), Group<'a>> = BTreeMap::new();
        for step in &self.plan.steps {
            let party = step.counterparty(register);
            let name = party.map_or("", |party| register.party(party).name.as_str());
            groups.entry((party.is_none(), name)).or_insert_with(|| (party, Vec::new())).1.push(step);
        }
        groups.into_values().collect()
    }

    pub(crate) fn question(&self, open: &Open) -> String {
        match open.ask {
            Ask::Fact(question) => self.words().question(question),
            Ask::Other(cause) => self.words().sentence(cause, open.flows.first().copied(), None, None),
        }
    }

    pub(crate) fn because(&self, left: &Left) -> Vec<String> {
        let sentence = |(tag, cause): &(Option<TagIx>, _)| {
            self.words().sentence(*cause, Some(left.flow), *tag, left.regime)
        };
        let mut all: Vec<String> = left.causes.iter().map(sentence).collect();
        let mut seen = BTreeSet::new();
        all.retain(|sentence| seen.insert(sentence.clone()));
        all
    }

    pub(crate) fn law(&self, regime: Option<transfer_model::index::RegimeIx>) -> Option<&'a str> {
        regime.map(|regime| self.words().regime(regime))
    }

    pub(crate) fn why(left: &Left) -> &'static str {
        match left.why {
            Why::Facts if left.verdict == Verdict::Undetermined => "depends on facts that are not recorded",
            Why::Facts => "whether a step mends it depends on facts that are not recorded",
            Why::Ban => "is banned whatever is signed; only stopping it helps",
            Why::NoWay => {
                "no step known to this plan makes it lawful; it is stopped unless counsel finds another ground"
            }
            Why::Duties => "stands, with duties that no step known to this plan closes",
        }
    }

    pub(crate) fn total(&self) -> String {
        let plan = self.plan;
        if plan.steps.is_empty() {
            let asks = !plan.questions.is_empty();
            let until = if asks { " before the questions are answered" } else { "" };
            return format!("No step is known that would mend what is left{until}.");
        }
        let steps = match plan.steps.len() {
            1 => "1 step".to_owned(),
            count => format!("{count} steps"),
        };
        let gap = plan.cost.saturating_sub(plan.bound);
        let best = if gap == 0 {
            "no cheaper choice among the steps considered".to_owned()
        } else {
            format!("at most {gap} above the cheapest choice among the steps considered")
        };
        let best = if plan.stepwise {
            format!(
                "chosen flow by flow and thinned, since too many compete to be tried in every combination; {best}"
            )
        } else {
            best
        };
        let proof = if plan.proved {
            "borne out by assessing again with the steps done"
        } else {
            "NOT borne out: with the steps done, some flow is worse than promised"
        };
        format!("{steps}, cost {} ({best}; {} considered); {proof}", plan.cost, plan.considered)
    }

    /// The heading of what is to be settled with a counterparty.
    pub(crate) fn with(&self, party: Option<PartyIx>) -> String {
        party.map_or_else(
            || "With nobody: own work".to_owned(),
            |party| {
                let party = self.loaded.register.party(party);
                format!("With {} ({})", party.name, party.id)
            },
        )
    }

    /// What else the law knows for what is left, for counsel to choose from.
    pub(crate) fn others(&self, left: &Left) -> Option<String> {
        let names = left.others.iter().map(|other| {
            let mechanism = self.loaded.book.mechanism(*other);
            format!("{} (`{}`)", mechanism.name, mechanism.id)
        });
        let names: Vec<String> = names.collect();
        (!names.is_empty()).then(|| format!("the law also knows: {}", names.join(", ")))
    }

    fn title(&self) -> String {
        let name = &self.loaded.register.name;
        format!("{name}: plan to bring every flow to {}, on {}", self.plan.target.name(), self.loaded.day)
    }

    pub(crate) fn nothing(&self) -> bool {
        self.plan.steps.is_empty() && self.plan.left.is_empty()
    }

    pub(crate) fn whole(&self) -> String {
        format!("Nothing to do: every flow is {} or better.\n", self.plan.target.name())
    }

    /// The plan as sections of a heading and lines, each line with its depth.
    fn sections(&self) -> Vec<(String, Vec<(usize, String)>)> {
        let register = &self.loaded.register;
        let mut all = Vec::new();
        if !self.plan.questions.is_empty() {
            let mut lines = Vec::new();
            for open in &self.plan.questions {
                lines.push((0, self.question(open)));
                lines.push((1, format!("for {}", self.ids(&open.flows).join(", "))));
            }
            all.push(("Find out first (costs nothing)".to_owned(), lines));
        }
        for (party, steps) in self.groups() {
            let head = self.with(party);
            let mut lines = Vec::new();
            for step in steps {
                let sentence = step.sentence(register, &self.loaded.book);
                lines.push((0, format!("{sentence} [cost {}]", step.cost)));
                if !step.flows.is_empty() {
                    lines.push((1, format!("for {}", self.ids(&step.flows).join(", "))));
                }
            }
            all.push((head, lines));
        }
        if !self.plan.left.is_empty() {
            let mut lines = Vec::new();
            for left in &self.plan.left {
                let law = self.law(left.regime).map_or_else(String::new, |law| format!(" under {law}"));
                let flow = &register.flow(left.flow).id;
                lines.push((0, format!("{flow}{law}: {}; {}", left.verdict.name(), Self::why(left))));
                lines.extend(self.because(left).into_iter().map(|because| (1, because)));
                lines.extend(self.others(left).map(|others| (1, others)));
            }
            all.push(("Not mended: stopped, or left as it is".to_owned(), lines));
        }
        all
    }

    /// For people.
    pub(crate) fn human(&self) -> String {
        let mut text = format!("{}\n\n", clean(&self.title()));
        if self.nothing() {
            text.push_str(&self.whole());
        } else {
            for (head, lines) in self.sections() {
                text.push_str(&format!("{}\n", clean(&head)));
                for (depth, line) in lines {
                    let lead = if depth == 0 { "  - " } else { "      " };
                    text.push_str(&format!("{lead}{}\n", clean(&line)));
                }
                text.push('\n');
            }
            text.push_str(&format!("{}\n", self.total()));
        }
        text.push_str(&law_line(self.loaded, self.assessment));
        text
    }

    /// For wikis.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("# {}\n\n", escape(&self.title()));
        if self.nothing() {
            text.push_str(&self.whole());
            return text;
        }
        for (head, lines) in self.sections() {
            text.push_str(&format!("## {}\n\n", escape(&head)));
            for (depth, line) in lines {
                let lead = if depth == 0 { "- [ ] " } else { "  - " };
                text.push_str(&format!("{lead}{}\n", escape(&line)));
            }
            text.push('\n');
        }
        text.push_str(&format!("{}\n", escape(&self.total())));
        text
    }

    /// For programs.
    pub(crate) fn json(&self) -> String {
        let (register, book, plan) = (&self.loaded.register, &self.loaded.book, self.plan);
        let id = |flow: FlowIx| register.flow(flow).id.as_str();
        let regime = |regime: Option<transfer_model::index::RegimeIx>| {
            regime.map(|regime| book.regime(regime).header.id.as_str())
        };
        let step = |step: &&'a Step| StepOut {
            kind: step.what.kind().name(),
            mechanism: step.mechanism(register).map(|mechanism| book.mechanism(mechanism).id.as_str()),
            step: step.sentence(register, book),
            cost: step.cost,
            flows: self.ids(&step.flows),
        };
        let counterparties = self.groups().into_iter().map(|(party, steps)| Counterparty {
            party: party.map(|party| register.party(party).id.as_str()),
            name: party.map(|party| register.party(party).name.as_str()),
            steps: steps.iter().map(step).collect(),
        });
        let questions = plan.questions.iter();
        document(&Document {
            head: head("transfer-plan/1", self.loaded, self.assessment),
            accept: plan.target.name(),
            proved: plan.proved,
            cost: plan.cost,
            bound: plan.bound,
            considered: plan.considered,
            questions: questions
                .map(|open| QuestionOut { question: self.question(open), flows: self.ids(&open.flows) })
                .collect(),
            counterparties: counterparties.collect(),
            mended: plan
                .mended
                .iter()
                .map(|mended| MendedOut {
                    flow: id(mended.flow),
                    regime: regime(mended.regime),
                    before: mended.before.name(),
                    after: mended.after.map(Verdict::name),
                })
                .collect(),
            left: plan
                .left
                .iter()
                .map(|left| LeftOut {
                    flow: id(left.flow),
                    regime: regime(left.regime),
                    verdict: left.verdict.name(),
                    why: match left.why {
                        Why::Facts => "facts-missing",
                        Why::Ban => "banned",
                        Why::NoWay => "no-way-known",
                        Why::Duties => "duties-open",
                    },
                    because: self.because(left),
                    others: left.others.iter().map(|other| book.mechanism(*other).id.as_str()).collect(),
                })
                .collect(),
        })
    }
}
