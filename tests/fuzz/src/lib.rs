//! What the targets share: the law pack, the files that bytes stand for, and what must hold of a register that
//! reads, of a refusal, and of an import.

pub mod imports;
pub mod mutate;

use std::sync::LazyLock;

use transfer_cli::env::Out;
use transfer_cli::render::problems;

use transfer_model::assess::{Engine, assess, derive};
use transfer_model::day::Day;
use transfer_model::diag::Problem;
use transfer_model::law::LawBook;
use transfer_model::register::{Files, Register};
use transfer_model::source::{Sources, Span};

/// The law pack in the binary.
pub static LAW: LazyLock<LawBook> =
    LazyLock::new(|| jurisdictions::embedded().expect("the law pack is sound"));

/// The files of a register: a zero byte, which TOML cannot hold, parts them.
pub fn files(bytes: &[u8]) -> Option<Files> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(text.split('\0').enumerate().map(|(at, text)| (format!("{at:04}.toml"), text.to_owned())).collect())
}

/// Assesses and explains every flow.
pub fn explain(register: &Register) {
    let day = register.as_of.or(Day::parse("2024-01-01")).expect("a day");
    let assessment = assess(register, &LAW, day);
    let engine = Engine::new(register, &LAW, day);
    for flow in &assessment.flows {
        for regime in &flow.regimes {
            assert!(!derive(&engine, flow, regime).is_empty(), "a verdict without a step");
        }
    }
    for finding in &assessment.findings {
        assert_inside(&register.sources, finding.span);
    }
}

/// A span names a stretch of whole characters of a text that is there.
pub fn assert_inside(sources: &Sources, span: Span) {
    let text = sources.get(span.source).expect("the text of a span").text();
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} is not in the text");
}

/// A refusal has a reason, each reason a place that is there, and all of it can be drawn without a control
/// character reaching the terminal.
pub fn assert_told(sources: &Sources, found: &[Problem]) {
    assert!(!found.is_empty(), "refused without a reason");
    for problem in found {
        assert!(!problem.message.is_empty());
        for span in problem.span.iter().chain(problem.other.iter().map(|(span, _)| span)) {
            assert_inside(sources, *span);
        }
    }
    let (mut answer, mut message) = (Vec::new(), Vec::new());
    problems::print(sources, found, &mut Out::plain(&mut answer, &mut message));
    assert!(answer.is_empty());
    let message = String::from_utf8(message).expect("messages are text");
    assert!(!message.chars().any(|c| c != '\n' && c.is_control()), "a control character reached the terminal");
}
