//! Plans: hand-made registers with the steps worked out beforehand, the cheapest choice against every choice on
//! random small registers, and on many registers that a plan done gives what it promises and makes nothing worse.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use transfer_model::assess::{Engine, Verdict, assess_day, results};
use transfer_model::day::Day;
use transfer_model::finding::{Code, Severity};
use transfer_model::index::{FlowIx, RegimeIx};
use transfer_model::law::{Condition, LawBook};
use transfer_model::plan::{Plan, Step, What, Why, done, plan, plan_among};
use transfer_model::register::{Register, read};
use transfer_tests::{material, transfer};

type State = BTreeMap<(FlowIx, Option<RegimeIx>), Verdict>;

fn load(name: &str, text: &str, book: &LawBook) -> Register {
    read(vec![(name.to_owned(), text.to_owned())], book).unwrap_or_else(|(sources, problems)| {
        let told: Vec<String> = problems
            .iter()
            .map(|p| format!("{:?} {:?}", p.span.map(|span| sources.locate(span)), p.message))
            .collect();
        panic!("{name}: {told:?}\n{text}")
    })
}

fn case(name: &str, book: &LawBook) -> (Register, Day) {
    let text = fs::read_to_string(material(format!("plan/{name}.toml"))).unwrap();
    let register = load(name, &text, book);
    let day = register.as_of.unwrap();
    (register, day)
}

fn state(register: &Register, book: &LawBook, day: Day) -> State {
    let engine = Engine::new(register, book, day);
    let mut state = State::new();
    for result in results(&engine) {
        state.insert((result.flow, None), result.verdict);
        for regime in &result.regimes {
            state.insert((result.flow, Some(regime.binding.regime)), regime.verdict);
        }
    }
    state
}

/// What a plan promises, held against an assessment of its own.
fn faults(register: &Register, book: &LawBook, day: Day, plan: &Plan) -> Vec<String> {
    let before = state(register, book, day);
    let after = state(&done(register, plan.steps.iter(), book, day), book, day);
    let mut faults = Vec::new();
    let id = |flow: FlowIx| register.flow(flow).id.clone();
    let law = |regime: Option<RegimeIx>| regime.map(|r| book.regime(r).header.id.clone());
    for (pair, verdict) in &after {
        let was = before.get(pair).copied().unwrap_or(plan.target);
        if *verdict > was {
            faults.push(format!("{} {:?}: {was:?} became {verdict:?}", id(pair.0), law(pair.1)));
        }
    }
    for mended in &plan.mended {
        let now = after.get(&(mended.flow, mended.regime)).copied();
        let kept = match mended.after {
            None => now.is_none(),
            Some(_) => now.is_none_or(|now| now <= plan.target),
        };
        if !kept {
            faults.push(format!("{} {:?}: promised, is {now:?}", id(mended.flow), law(mended.regime)));
        }
    }
    // What is left is told as a check tells it: done, or of what is stopped today.
    for left in &plan.left {
        let pair = (left.flow, left.regime);
        let stopped = !after.contains_key(&(left.flow, None));
        let checked = if stopped { before.get(&pair) } else { after.get(&pair) };
        if checked != Some(&left.verdict) {
            faults.push(format!("{} is told {:?}, checked {checked:?}", id(left.flow), left.verdict));
        }
        let asked = plan.questions.iter().any(|open| open.flows.contains(&left.flow));
        if left.why == Why::Facts && !asked {
            faults.push(format!("{} hangs on facts that are not asked for", id(left.flow)));
        }
    }
    // What is neither mended nor left was good enough before.
    for ((flow, regime), verdict) in before.iter().filter(|((_, regime), _)| regime.is_some()) {
        let told = plan.mended.iter().any(|m| m.flow == *flow && m.regime == *regime)
            || plan.left.iter().any(|l| l.flow == *flow && l.regime == *regime);
        if *verdict > plan.target && !told {
            faults.push(format!("{} {:?}: {verdict:?}, not spoken of", id(*flow), law(*regime)));
        }
    }
    let end = done(register, plan.steps.iter(), book, day);
    for finding in assess_day(&end, book, day).findings {
        let paper = matches!(
            finding.code,
            Code::NoticeClaimsEndedMechanism
                | Code::NoticeOmitsMechanism
                | Code::NoticeOmitsDestination
                | Code::NoticeContradiction
                | Code::RepresentativeMissing
        );
        if paper && finding.severity != Severity::Note {
            faults.push(format!("{:?} is left", finding.code));
        }
    }
    if !plan.proved {
        faults.push("not borne out".to_owned());
    }
    if plan.bound > plan.cost {
        faults.push(format!("bound {} above cost {}", plan.bound, plan.cost));
    }
    faults
}

/// Steps without which all that the plan mends still stands.
fn superfluous(register: &Register, book: &LawBook, day: Day, plan: &Plan) -> Vec<String> {
    let whole = state(&done(register, plan.steps.iter(), book, day), book, day);
    let mut found = Vec::new();
    for (at, step) in plan.steps.iter().enumerate() {
        if matches!(step.what, What::Stop { .. } | What::Update { .. } | What::Represent { .. }) {
            continue;
        }
        let others = plan.steps.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, step)| step);
        let without = state(&done(register, others, book, day), book, day);
        let good = |(pair, now): (&(FlowIx, Option<RegimeIx>), &Verdict)| {
            *now <= plan.target || whole.get(pair).is_some_and(|with| now <= with)
        };
        if without.iter().all(good) {
            found.push(format!("superfluous: {}", step.sentence(register, book)));
        }
    }
    found
}

fn words(plan: &Plan) -> Vec<&'static str> {
    let mut words: Vec<&str> = plan.steps.iter().map(|step| step.what.kind().name()).collect();
    words.sort_unstable();
    words
}

/// Each register of `tests/plan` says in its head what the plan must be: `# steps:` the kinds of step, sorted, and
/// `# left:` why something is left, sorted; `# accept: conditional` asks for less.
#[test]
fn every_case_is_planned_as_worked_out() {
    let book = jurisdictions::embedded().unwrap();
    let mut names: Vec<String> = fs::read_dir(material("plan"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort_unstable();
    assert!(names.len() >= 10, "{names:?}");
    let mut wrong = String::new();
    for name in names {
        let text = fs::read_to_string(material(format!("plan/{name}.toml"))).unwrap();
        let head = |word: &str| {
            let lead = format!("# {word}:");
            text.lines().find_map(|line| line.strip_prefix(&lead)).map(str::trim)
        };
        let (register, day) = case(&name, &book);
        let target =
            if head("accept") == Some("conditional") { Verdict::Conditional } else { Verdict::Valid };
        let plan = plan(&register, &book, day, target);
        let mut left: Vec<String> = plan.left.iter().map(|left| format!("{:?}", left.why)).collect();
        left.sort_unstable();
        let (steps, left) = (words(&plan).join(" "), left.join(" "));
        if Some(steps.as_str()) != head("steps") || Some(left.as_str()) != head("left") {
            writeln!(wrong, "{name}: steps `{steps}`, left `{left}`").unwrap();
        }
        let mut all = faults(&register, &book, day, &plan);
        all.extend(superfluous(&register, &book, day, &plan));
        for fault in all {
            writeln!(wrong, "{name}: {fault}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_plan_done_gives_what_it_promises() {
    let book = jurisdictions::embedded().unwrap();
    let mut wrong = String::new();
    for folder in ["onward", "cases"] {
        let mut paths: Vec<_> =
            fs::read_dir(material(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|ext| ext == "toml")) {
            let text = fs::read_to_string(path).unwrap();
            let name = path.file_name().unwrap().to_str().unwrap();
            if name == "expected.toml" || name == "further.toml" {
                continue;
            }
            let register = load(name, &text, &book);
            let day = register.as_of.unwrap_or_else(|| Day::new(2026, 11, 1).unwrap());
            for target in [Verdict::Valid, Verdict::Conditional] {
                let plan = plan(&register, &book, day, target);
                let mut all = faults(&register, &book, day, &plan);
                all.extend(superfluous(&register, &book, day, &plan));
                for fault in all {
                    writeln!(wrong, "{name} ({target:?}): {fault}").unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A small, repeatable source of numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// Countries of exporters whose laws ask for clauses, assessments and entries in schemes.
const EUROPE: [&str; 4] = ["DE", "GB", "CH", "DE"];

/// Countries whose laws know consent, comparison, filing and duties beside a route.
const ELSEWHERE: [&str; 8] = ["CA", "BR", "SG", "NZ", "KR", "JP", "TR", "ZA"];

fn random(seed: u64, homes: &[&str]) -> String {
    let mut n = Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    n.below(2);
    let day = n.one(&["2022-06-01", "2023-08-01", "2024-06-01", "2026-11-01"]);
    let mut text = format!("[register]\nname = \"Random\"\nas_of = {day}\n\n[plan.costs]\n");
    for word in ["sign", "certify", "assess", "measure", "execute", "amend"] {
        writeln!(text, "{word} = {}", 1 + n.below(30)).unwrap();
    }
    let home = n.one(homes);
    writeln!(text, "[[party]]\nid = \"home\"\nname = \"Home\"\nkind = \"group\"\ncountry = \"{home}\"\nbranches = [\"DE\", \"GB\"]").unwrap();
    let importers = 1 + n.below(2);
    for at in 0..importers {
        let country = n.one(&["US", "US", "IN"]);
        let kind = n.one(&["processor", "vendor", "group"]);
        let certified = match n.below(4) {
            0 => "certifications = []\n",
            1 => {
                "certifications = [{ scheme = \"dpf\", parts = [\"eu-us\"], covers = [\"non-hr\"], since = 2023-07-20, until = 2024-03-01 }]\n"
            }
            2 => {
                "certifications = [{ scheme = \"dpf\", parts = [\"eu-us\", \"swiss-us\"], covers = [\"hr\", \"non-hr\"], since = 2023-07-20 }]\n"
            }
            _ => "",
        };
        let certified = if country == "US" { certified } else { "" };
        let exposure = n.one(&["", "exposure = []\n", "exposure = [\"us-fisa-702\"]\n"]);
        writeln!(text, "[[party]]\nid = \"to{at}\"\nname = \"Importer {at}\"\nkind = \"{kind}\"\ncountry = \"{country}\"\nsector = \"commercial\"\n{certified}{exposure}").unwrap();
        if n.below(2) == 0 {
            let signed = n.one(&["", "signed = 2021-10-01\n", "signed = 2021-10-01\nannexes = [\"I\"]\n"]);
            writeln!(text, "[[instrument]]\nid = \"scc{at}\"\nkind = \"eu-scc-2021-914\"\nmodules = [{}]\nparties = [\"home\", \"to{at}\"]\n{signed}", n.one(&[1, 2])).unwrap();
        } else {
            writeln!(text, "[[instrument]]\nid = \"scc{at}\"\nkind = \"dpa\"\nparties = [\"home\", \"to{at}\"]\nsigned = 2021-10-01\n").unwrap();
        }
    }
    writeln!(text, "[[data]]\nid = \"contact\"\nname = \"Contact\"\n[[data]]\nid = \"staff\"\nname = \"Staff\"\nhr = true\n").unwrap();
    let flows = 1 + n.below(3);
    for at in 0..flows {
        let to = n.below(importers);
        let claim = match n.below(5) {
            0 => "mechanism = [\"dpf\"]\n".to_owned(),
            1 | 2 => format!("mechanism = [\"scc{to}\"]\n"),
            3 => "mechanism = [\"privacy-shield\", \"ipv\"]\n".to_owned(),
            _ => String::new(),
        };
        let roles = n.one(&["controller-to-processor", "controller-to-controller"]);
        let data = n.one(&["contact", "staff", "contact"]);
        let access = n.one(&["processing", "storage"]);
        let measures = n.one(&["", "safeguards = [\"encrypted-in-transit\"]\n", "safeguards = []\n"]);
        let facts = if homes == EUROPE {
            ""
        } else {
            n.one(&[
                "",
                "derogation = { necessary = true }\n",
                "shown = { disclosed = true }\n",
                "shown = { disclosed = false, freely_given = false }\n",
            ])
        };
        let context = n.one(&["", "context = \"DE\"\n", "context = \"GB\"\n", ""]);
        writeln!(text, "[[flow]]\nid = \"f{at}\"\nfrom = \"home\"\nto = \"to{to}\"\n{context}roles = \"{roles}\"\ndata = [\"{data}\"]\naccess = \"{access}\"\nsince = 2021-01-01\n{claim}{measures}{facts}").unwrap();
        if n.below(3) == 0 {
            writeln!(text, "[[tia]]\nid = \"tia{at}\"\nflows = [\"f{at}\"]\ncountry = \"US\"\ndate = {}\nconclusion = \"{}\"\n", n.one(&["2021-09-01", "2024-01-01"]), n.one(&["sufficient", "insufficient", "none", "sufficient"])).unwrap();
        }
    }
    if n.below(4) == 0 && importers == 2 {
        writeln!(text, "[[flow]]\nid = \"onward\"\nfrom = \"to0\"\nto = \"to1\"\nroles = \"processor-to-processor\"\ndata = [\"contact\"]\nsince = 2021-01-01\n").unwrap();
    }
    text
}

/// The least cost of any choice among the candidates that keeps the plan's promises, the plan's stops included.
fn least(register: &Register, book: &LawBook, day: Day, plan: &Plan, among: &[Step]) -> Option<u64> {
    let stops: Vec<&Step> = plan.steps.iter().filter(|s| matches!(s.what, What::Stop { .. })).collect();
    let before = state(register, book, day);
    let mut best: Option<u64> = None;
    for mask in 0..(1_u32 << among.len()) {
        let chosen = among.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, step)| step);
        let all: Vec<&Step> = chosen.chain(stops.iter().copied()).collect();
        let cost: u64 = all.iter().map(|step| step.cost).sum();
        if best.is_some_and(|best| best <= cost) {
            continue;
        }
        let after = state(&done(register, all.into_iter(), book, day), book, day);
        let worse = after.iter().any(|(pair, now)| *now > before.get(pair).copied().unwrap_or(plan.target));
        let kept = plan
            .mended
            .iter()
            .filter(|mended| mended.after.is_some())
            .all(|mended| after.get(&(mended.flow, mended.regime)).is_none_or(|now| *now <= plan.target));
        if !worse && kept {
            best = Some(cost);
        }
    }
    best
}

#[test]
fn no_choice_of_steps_is_cheaper() {
    no_choice_is_cheaper(&EUROPE, 210);
}

#[test]
fn nor_where_laws_know_other_routes() {
    no_choice_is_cheaper(&ELSEWHERE, 250);
}

fn no_choice_is_cheaper(homes: &[&str], most: usize) {
    let book = jurisdictions::embedded().unwrap();
    let (mut tried, mut with_choice, mut wrong) = (0, 0, String::new());
    for seed in 0..2000 {
        if tried == most {
            break;
        }
        let text = random(seed, homes);
        let register = load("random", &text, &book);
        let day = register.as_of.unwrap();
        let (plan, among) = plan_among(&register, &book, day, Verdict::Valid);
        if among.is_empty() || among.len() > 6 {
            continue;
        }
        tried += 1;
        with_choice += usize::from(plan.steps.len() < among.len());
        for fault in faults(&register, &book, day, &plan) {
            writeln!(wrong, "seed {seed}: {fault}").unwrap();
        }
        let least = least(&register, &book, day, &plan, &among);
        if least != Some(plan.cost) || plan.bound != plan.cost {
            writeln!(wrong, "seed {seed}: cost {}, bound {}, least {least:?}", plan.cost, plan.bound)
                .unwrap();
        }
        // What is said to have no lawful way has none among the steps considered.
        for left in plan.left.iter().filter(|left| matches!(left.why, Why::NoWay | Why::Ban)) {
            for mask in 0..(1_u32 << among.len()) {
                let chosen = among.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1);
                let after = state(&done(&register, chosen.map(|(_, step)| step), &book, day), &book, day);
                if after.get(&(left.flow, left.regime)).is_none_or(|now| *now <= plan.target) {
                    writeln!(wrong, "seed {seed}: {} has a way", register.flow(left.flow).id).unwrap();
                    break;
                }
            }
        }
    }
    assert!(tried >= most - 10, "only {tried} registers tried");
    assert!(with_choice >= most / 4, "only {with_choice} registers left a choice");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_generated_register_is_planned() {
    let book = jurisdictions::embedded().unwrap();
    let text = transfer_tests::generate::register(200);
    let register = load("generated", &text, &book);
    let day = register.as_of.unwrap();
    let plan = plan(&register, &book, day, Verdict::Valid);
    let faults = faults(&register, &book, day, &plan);
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(!plan.steps.is_empty());
}

/// Where too many steps compete they are chosen flow by flow; that takes few assessments, and hardly more than one for
/// each step to see that it is needed, and keeps what it promises.
#[test]
fn many_flows_take_few_assessments() {
    let book = jurisdictions::embedded().unwrap();
    for flows in [200, 400] {
        let text = transfer_tests::generate::register(flows);
        let register = load("generated", &text, &book);
        let day = register.as_of.unwrap();
        let plan = plan(&register, &book, day, Verdict::Valid);
        assert!(plan.stepwise);
        let most = 100 + 2 * plan.steps.len();
        assert!(plan.assessed <= most, "{} assessments of {flows} flows", plan.assessed);
        assert!(plan.steps.len() > flows / 10 && plan.mended.len() > flows / 2);
        assert!(plan.left.iter().all(|left| left.why == Why::Facts), "{:#?}", plan.left);
        let mut all = faults(&register, &book, day, &plan);
        all.extend(superfluous(&register, &book, day, &plan));
        assert!(all.is_empty(), "{flows}: {all:#?}");
    }
}

/// The same register is small enough to be tried in combinations where less of it is to mend.
#[test]
fn few_things_to_mend_are_tried_in_combinations() {
    let book = jurisdictions::embedded().unwrap();
    let (register, day) = case("tia-for-many", &book);
    let plan = plan(&register, &book, day, Verdict::Valid);
    assert!(!plan.stepwise && plan.assessed > 0);
    assert_eq!(plan.bound, plan.cost);
}

#[test]
fn egress_is_told_to_people() {
    let path = material("registers/egress");
    let run = transfer(&["plan", path.to_str().unwrap()]);
    assert_eq!((run.status, run.message.as_str()), (0, ""));
    insta::assert_snapshot!("plan_egress_human", run.answer);
    let marked = transfer(&["plan", path.to_str().unwrap(), "--format", "markdown"]);
    assert_eq!(marked.status, 0);
    assert!(marked.answer.starts_with("# "), "{}", marked.answer);
}

#[test]
fn programs_are_told_too() {
    let path = material("plan/tia-for-many.toml");
    let run = transfer(&["plan", path.to_str().unwrap(), "--format", "json"]);
    assert_eq!((run.status, run.message.as_str()), (0, ""));
    let mut answer: serde_json::Value = serde_json::from_str(&run.answer).unwrap();
    answer["law"]["digest"] = "…".into();
    answer["law"]["version"] = "…".into();
    answer["register"]["digest"] = "…".into();
    insta::assert_snapshot!("plan_json", serde_json::to_string_pretty(&answer).unwrap());
}

/// What the register records as necessary belongs to the ground that the flow claims: under no law does a plan make
/// another ground of it, nor of nothing.
#[test]
fn no_ground_is_invented() {
    let book = jurisdictions::embedded().unwrap();
    let text = fs::read_to_string(material("plan/ground-of-another.toml")).unwrap();
    let mut wrong = String::new();
    let exporters = [
        "FR", "GB", "CH", "GI", "GG", "JE", "IM", "AE", "AE-DIFC", "AE-ADGM", "AR", "AU", "BR", "CA",
        "CA-QC", "CN", "CO", "HK", "ID", "IL", "IN", "JP", "KE", "KR", "MX", "MY", "NG", "NZ", "PH", "RU",
        "SA", "SG", "TH", "TR", "UY", "VN", "ZA",
    ];
    for country in exporters {
        let text = text.replace("\"FR\"", &format!("\"{country}\""));
        for facts in
            ["necessary = true, occasional = false", "necessary = true, explicit = true, occasional = true"]
        {
            let text = text.replace("necessary = true, occasional = false", facts);
            for day in ["2016-06-01", "2024-06-01", "2026-06-01"] {
                let register = load(country, &text, &book);
                let (plan, considered) =
                    plan_among(&register, &book, Day::parse(day).unwrap(), Verdict::Valid);
                for step in plan.steps.iter().chain(&considered) {
                    let What::Ground { mechanism } = step.what else { continue };
                    // A comparison of laws and an assessment are work that the plan names beside the claim.
                    let rules = step.terms.rules.iter().map(|rule| book.rule(*rule));
                    let judged = rules.into_iter().any(|rule| {
                        rule.conditions
                            .iter()
                            .any(|condition| matches!(condition, Condition::Derogation { .. }))
                            || rule.conditions.is_empty()
                    });
                    if judged {
                        let id = &book.mechanism(mechanism).id;
                        writeln!(wrong, "{country} on {day}: {id}").unwrap();
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What the answer says of a register of `tests/plan`.
fn told(name: &str, format: &str) -> String {
    let path = material(format!("plan/{name}.toml"));
    transfer(&["plan", path.to_str().unwrap(), "--format", format]).answer
}

/// What the house forbids is not told as what the law also knows, by whatever word; and names stand beside words.
#[test]
fn what_else_the_law_knows() {
    let told = told("house-forbids-ground", "human");
    assert!(told.contains("Notice to Roskomnadzor (`ru-notify`)"), "{told}");
    assert!(!told.contains("ru-emergency"), "{told}");
}

/// Each step names the word that a register takes, in text and for programs; and a claim of flows with several parties
/// stands under none of them.
#[test]
fn steps_name_words_and_parties() {
    let human = told("several-parties", "human");
    let own = human.find("With nobody: own work").unwrap_or_else(|| panic!("{human}"));
    assert!(human.find("(`sg-law`)").is_some_and(|at| at > own), "{human}");
    let json = told("several-parties", "json");
    assert!(json.contains("\"mechanism\": \"sg-law\""), "{json}");
}

/// People are told all that the duty lists, not only what the register has a word for.
#[test]
fn all_that_people_are_told() {
    let told = told("told-in-full", "human");
    assert!(told.contains("with the recipient and how to reach the recipient"), "{told}");
    assert!(told.contains("purpose, method, categories and rights"), "{told}");
}

/// A document of many parties is settled with one of those whose flows need it, and all of these are named.
#[test]
fn what_a_module_is_needed_for() {
    let told = told("module-shared", "human");
    let step = "With Centre (centre)\n  - claim `agreement`, which binds both, for these flows [cost 1]\n      for comes-to-claim\n  - agree module 3 in `agreement` [cost 5]\n      for claims, comes-to-claim\n";
    assert!(told.contains(step), "{told}");
}

/// What is left is told by what the register claims.
#[test]
fn what_is_left_is_told_of_what_is_claimed() {
    let told = told("left-beside-other-laws", "human");
    assert!(told.contains("`dpf` (Data Privacy Framework) is no mechanism under the PIPL"), "{told}");
    assert!(!told.contains("the mechanism ("), "{told}");
}
