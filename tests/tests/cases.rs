//! Decided cases of courts and regulators, entered as registers from their facts alone and replayed: the
//! engine must give the authority's answer. Held and derived holdings are counted apart; what the pack does
//! not cover yet is listed, never skipped in silence. `expected.toml` holds the yardstick, `further.toml` more
//! decisions of the same kind.

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

use transfer_model::assess::{Verdict, assess};
use transfer_model::day::Day;
use transfer_model::finding::Code;
use transfer_model::law::LawBook;
use transfer_model::register::read;
use transfer_tests::material;

/// Holdings where the answer of the law as written differs from the authority's, each with its reason.
const DISAGREEMENTS: [(&str, &str); 1] = [(
    "hr-azop-telecom-2025-1",
    "no assessment was made after 2020-07-16; CJEU C-311/18 (paragraph 134) makes one a condition of relying on \
     clauses, while the authority rested its decision on the time after the clauses ended",
)];

#[derive(Default)]
struct Score {
    strict: usize,
    lenient: usize,
    all: usize,
}

/// What the engine says of a flow under a regime on a day, and whether the claim was a misused derogation.
fn answer(text: &str, book: &LawBook, flow: &str, regime: &str, day: Day) -> (Option<Verdict>, bool) {
    let register = read(vec![("case.toml".to_owned(), text.to_owned())], book)
        .unwrap_or_else(|(_, problems)| panic!("{flow}: {problems:?}"));
    let assessment = assess(&register, book, day);
    let found = assessment.flows.iter().find(|result| register.flow(result.flow).id == flow);
    let misused = assessment.findings.iter().any(|finding| {
        finding.code == Code::DerogationMisused && finding.flow.is_some_and(|ix| register.flow(ix).id == flow)
    });
    let verdict = found.and_then(|result| {
        let law = book.regime_of(regime)?;
        result.regimes.iter().find(|r| r.binding.regime == law).map(|r| r.verdict)
    });
    (verdict, misused)
}

/// Whether the verdict is what the coarse word of the case means.
fn means(word: &str, verdict: Option<Verdict>) -> bool {
    let Some(verdict) = verdict else { return word == "out-of-scope" };
    match word {
        "permitted" => matches!(verdict, Verdict::Valid | Verdict::Conditional),
        "invalid" => verdict == Verdict::Invalid,
        "unsupported" => verdict == Verdict::Unsupported,
        "not-a-transfer" => verdict == Verdict::NotRestricted,
        "needs-judgement" => matches!(verdict, Verdict::Undetermined | Verdict::Conditional),
        "localisation" => verdict == Verdict::Prohibited,
        _ => false,
    }
}

/// What replaying the holdings of one file brought.
#[derive(Default)]
struct Replay {
    scores: BTreeMap<&'static str, Score>,
    report: String,
    uncovered: String,
    wrong_valid: usize,
    /// Flows answered otherwise than decided, also by the lenient words.
    wrong: Vec<String>,
}

impl Replay {
    /// The score, and what differs.
    fn told(&self) -> String {
        let mut told = String::new();
        for (basis, score) in &self.scores {
            writeln!(told, "{basis}: {} of {} strict, {} lenient", score.strict, score.all, score.lenient)
                .unwrap();
        }
        write!(told, "differences from the strict answer:\n{}not covered:\n{}", self.report, self.uncovered)
            .unwrap();
        told
    }
}

/// Replays every holding of a file at its days.
fn replay(file: &str) -> Replay {
    let book = jurisdictions::embedded().unwrap();
    let folder = material("cases");
    let table: toml::Table = fs::read_to_string(folder.join(file)).unwrap().parse().unwrap();
    let mut replay = Replay::default();
    for holding in table["holding"].as_array().unwrap() {
        let text = |key: &str| holding.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        let flow = text("flow");
        if book.regime_of(text("regime")).is_none() {
            writeln!(replay.uncovered, "  {flow}: {} is not in the law pack", text("regime")).unwrap();
            continue;
        }
        let register = fs::read_to_string(folder.join(format!("{}.toml", text("case")))).unwrap();
        let (mut strict, mut lenient) = (true, true);
        for day in holding["days"].as_array().unwrap() {
            let day = Day::parse(&day.as_datetime().unwrap().to_string()).unwrap();
            let (verdict, misused) = answer(&register, &book, flow, text("regime"), day);
            let refused = holding["rejected_derogation"].as_bool().unwrap()
                && misused
                && verdict == Some(Verdict::Invalid);
            let right = refused || means(text("expected"), verdict);
            let accepted = holding
                .get("also_accept")
                .and_then(toml::Value::as_array)
                .is_some_and(|words| words.iter().any(|word| means(word.as_str().unwrap(), verdict)));
            strict &= right;
            lenient &= right || accepted;
            if !right {
                let got = verdict.map_or("not bound", Verdict::name);
                writeln!(replay.report, "  {flow} on {day}: expected {}, got {got}", text("expected"))
                    .unwrap();
            }
            if verdict == Some(Verdict::Valid) && !right && !accepted {
                replay.wrong_valid += 1;
            }
        }
        let score =
            replay.scores.entry(if text("basis") == "held" { "held" } else { "derived" }).or_default();
        score.all += 1;
        score.strict += usize::from(strict);
        score.lenient += usize::from(lenient);
        if !lenient {
            replay.wrong.push(flow.to_owned());
        }
    }
    replay
}

#[test]
fn decided_cases_are_answered_as_decided() {
    let mut replay = replay("expected.toml");
    println!("{}", replay.told());
    for (flow, reason) in DISAGREEMENTS {
        println!("known disagreement: {flow}: {reason}");
        assert!(
            replay.wrong.iter().any(|known| known == flow),
            "{flow} is answered as decided now: take it off the list"
        );
    }
    replay.wrong.retain(|flow| DISAGREEMENTS.iter().all(|(known, _)| known != flow));
    assert_eq!(replay.wrong_valid, 0, "a wrong `valid`");
    assert!(replay.wrong.is_empty(), "answered otherwise than decided: {:?}", replay.wrong);
    assert!(replay.scores["held"].all >= 56 && replay.scores["derived"].all >= 21);
}

#[test]
fn further_decisions_are_answered_as_decided() {
    let replay = replay("further.toml");
    println!("{}", replay.told());
    assert_eq!(replay.wrong_valid, 0, "a wrong `valid`");
    assert!(replay.wrong.is_empty(), "answered otherwise than decided: {:?}", replay.wrong);
    assert!(replay.uncovered.is_empty(), "{}", replay.uncovered);
    assert!(replay.scores["held"].all >= 92 && replay.scores["derived"].all >= 41);
}

#[test]
fn every_case_has_a_register_and_holdings() {
    let folder = material("cases");
    let mut named: Vec<String> = Vec::new();
    for file in ["expected.toml", "further.toml"] {
        let table: toml::Table = fs::read_to_string(folder.join(file)).unwrap().parse().unwrap();
        let holdings = table["holding"].as_array().unwrap();
        named.extend(holdings.iter().map(|holding| holding["case"].as_str().unwrap().to_owned()));
    }
    named.sort();
    named.dedup();
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "expected" && name != "further")
        .collect();
    files.sort();
    assert_eq!(named, files);
}
