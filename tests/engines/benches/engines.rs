//! Times the relation in every engine beside our own, answers checked first. Sizes are numbers of flows:
//! `cargo bench -- 1000 100000`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a benchmark reads the clock and prints"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use transfer_engines::cedar::Decisions;
use transfer_engines::datalog::Datalog;
use transfer_engines::graph::Graph;
use transfer_engines::rego::Rego;
use transfer_engines::sql::Sql;
use transfer_engines::{Facts, Relation, Stopped};
use transfer_model::assess::{Engine, Verdict, assess_day, verdicts};
use transfer_model::day::Day;
use transfer_model::register::read;
use transfer_tests::generate;

/// How many single decisions are made.
const DECISIONS: usize = 1_000;

/// The middle of several runs, at least three and for about a second; of one, where it takes long.
fn timed<R>(mut run: impl FnMut() -> R) -> Duration {
    let mut times = Vec::new();
    let begun = Instant::now();
    loop {
        let start = Instant::now();
        black_box(run());
        times.push(start.elapsed());
        let (spent, runs) = (begun.elapsed(), times.len());
        if spent > Duration::from_secs(5) || runs >= 50 || (runs >= 3 && spent > Duration::from_secs(1)) {
            break;
        }
    }
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// What an engine took to be given the facts, and to answer.
type Times = (Duration, Duration);

/// Checks the answer of an engine, then times it; none: it was stopped.
fn engine<R: Relation>(facts: &Facts, ours: &[Verdict]) -> Result<Option<Times>, Stopped> {
    let name = R::NAME;
    let mut engine = R::load(facts)?;
    let answer = match engine.answer() {
        Ok(answer) => answer,
        Err(stopped) => {
            println!("{name} gave no answer: {stopped}");
            return Ok(None);
        }
    };
    let other = answer.iter().zip(ours).filter(|(theirs, ours)| theirs != ours).count();
    if other > 0 || answer.len() != ours.len() {
        return Err(format!("{name} answers otherwise in {other} of {} cases", ours.len()).into());
    }
    Ok(Some((timed(|| R::load(facts).is_ok()), timed(|| engine.answer().is_ok()))))
}

fn ratio(time: Duration, by: Duration) -> f64 {
    time.as_secs_f64() / by.as_secs_f64()
}

fn propagation(size: usize, facts: &Facts, ours: &[Verdict], whole: Duration) -> Result<(), Stopped> {
    let engines = [
        (Graph::NAME, engine::<Graph>(facts, ours)?),
        (Datalog::NAME, engine::<Datalog>(facts, ours)?),
        (Sql::NAME, engine::<Sql>(facts, ours)?),
        (Rego::NAME, engine::<Rego>(facts, ours)?),
    ];
    let [(_, Some((_, graph))), ..] = engines else { return Err("no reference".into()) };
    println!("flows | engine | facts in, ms | answer, ms | answer by the graph's | answer by our verdicts");
    let line = |name: &str, load: Option<Duration>, time: Duration| {
        let load = load.map_or("-".to_owned(), |load| format!("{:.2}", load.as_secs_f64() * 1e3));
        let (ms, by_graph, by_whole) = (time.as_secs_f64() * 1e3, ratio(time, graph), ratio(time, whole));
        println!("{size} | {name} | {load} | {ms:.2} | {by_graph:.1} | {by_whole:.3}");
    };
    line("our verdicts, from register and law", None, whole);
    for (name, times) in engines {
        let Some((load, time)) = times else {
            println!("measure: {size} flows, {name}: no answer | the same answer | not measured (stopped)");
            continue;
        };
        line(name, Some(load), time);
        if name != Graph::NAME {
            let by_graph = ratio(time, graph);
            let held = if by_graph > 1.0 { "held" } else { "not held" };
            println!(
                "measure: {size} flows, {name}: the same answer, {by_graph:.1} times the graph's time | above 1 | {held}"
            );
        }
    }
    Ok(())
}

fn decisions(size: usize, facts: &Facts, ours: &[Verdict], engine: &Engine<'_>) -> Result<(), Stopped> {
    let count = facts.cases.len().min(DECISIONS);
    let cases: Vec<usize> = (0..count).map(|at| at * facts.cases.len() / count).collect();
    let decisions = Decisions::new(facts, &cases)?;
    let stands: Vec<bool> =
        cases.iter().filter_map(|case| ours.get(*case)).map(|verdict| verdict.stands()).collect();
    if decisions.cedar() != stands || decisions.plain() != stands {
        return Err("the single decisions differ".into());
    }
    let flows: Vec<_> = cases.iter().filter_map(|case| facts.cases.get(*case)).collect();
    let alone =
        timed(|| flows.iter().map(|flow| black_box(engine.assess_flow(**flow)).regimes.len()).sum::<usize>());
    let (cedar, plain) = (timed(|| decisions.cedar()), timed(|| decisions.plain()));
    println!("flows | {count} single decisions | microseconds each | by the masks' | by our flow's");
    for (name, time) in [
        ("our flow, all laws, from register and law", alone),
        ("cedar-policy, one law, from facts", cedar),
        ("bit masks, one law, from facts", plain),
    ] {
        let each = time.as_secs_f64() * 1e6 / count as f64;
        println!("{size} | {name} | {each:.3} | {:.1} | {:.3}", ratio(time, plain), ratio(time, alone));
    }
    Ok(())
}

fn main() -> Result<(), Stopped> {
    let sizes: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000, 100_000] } else { sizes };
    let book = jurisdictions::embedded().map_err(|_| "the law pack cannot be read")?;
    let day = Day::parse("2024-06-01").ok_or("no such day")?;
    for size in sizes {
        let text = generate::register(size);
        let register = read(vec![("register.toml".to_owned(), text)], &book)
            .map_err(|_| "the register cannot be read")?;
        let engine = Engine::new(&register, &book, day);
        let (facts, ours) = Facts::of(&engine, &assess_day(&register, &book, engine.view.day).flows);
        println!(
            "{size} flows: {} cases, {} hops, {} kinds",
            facts.cases.len(),
            facts.hops.len(),
            facts.kinds
        );
        let whole = timed(|| verdicts(&engine));
        propagation(size, &facts, &ours, whole)?;
        decisions(size, &facts, &ours, &engine)?;
    }
    Ok(())
}
