//! The file of a quarter: one page that opens from disk without a network, a workbook, and what both are made
//! from. Nothing here decides anything.

mod changes;
mod law;
mod map;
mod page;
mod papers;
mod steps;
mod strips;
mod tables;
#[cfg(feature = "office")]
pub mod workbook;

pub use changes::{Changes, Key, Turn, changes};
pub use page::page;

use transfer_model::assess::{Assessment, Due, Engine, FlowHistory, Words};
use transfer_model::day::Day;
use transfer_model::finding::Severity;
use transfer_model::index::{FlowIx, PlaceIx};
use transfer_model::plan::Plan;

use crate::input::Loaded;
use crate::render::carried::Carried;

/// What a report is made from.
#[derive(Debug)]
pub struct Report<'a> {
    /// The register and the law.
    pub loaded: &'a Loaded,
    /// The engine on the day.
    pub engine: &'a Engine<'a>,
    /// The assessment of the day.
    pub assessment: &'a Assessment,
    /// The quarter, such as 2026-Q4.
    pub quarter: String,
    /// Which assessments of destinations are due.
    pub due: Vec<Due>,
    /// The papers written beside the page: title, and file without its ending.
    pub papers: Vec<(String, String)>,
    /// What changed since the last report.
    pub changes: Option<Changes>,
    /// The cheapest steps that mend what does not stand.
    pub plan: Plan,
    /// Verdicts over time, with the first and last day.
    pub histories: Vec<FlowHistory>,
    /// First and last day of the histories.
    pub span: (Day, Day),
}

impl Report<'_> {
    fn words(&self) -> Words<'_> {
        Words { register: &self.loaded.register, book: &self.loaded.book }
    }

    /// The code of a place.
    fn code(&self, place: Option<PlaceIx>) -> &str {
        place.map_or("unknown", |place| &self.loaded.book.place(place).code)
    }

    fn id(&self, flow: FlowIx) -> &str {
        &self.loaded.register.flow(flow).id
    }

    /// Findings at a level, waived ones apart.
    fn count(&self, severity: Severity) -> usize {
        let findings = self.assessment.findings.iter();
        findings.filter(|finding| finding.severity == severity && finding.waived.is_none()).count()
    }

    /// The laws that bind a flow, the mechanisms that carry it, and the claims, each in words.
    fn grounds(&self, at: usize) -> Grounds {
        let words = self.words();
        let mut grounds = Grounds::default();
        let Some(result) = self.assessment.flows.get(at) else { return grounds };
        for regime in &result.regimes {
            grounds.laws.push(words.regime(regime.binding.regime).to_owned());
        }
        grounds.carried = Carried::of(result, self.engine).cells();
        let claims = self.loaded.register.flow(result.flow).mechanism.len();
        grounds.claims = (0..claims).map(|tag| words.tag(result.flow, tag).to_owned()).collect();
        grounds
    }
}

#[derive(Default)]
struct Grounds {
    laws: Vec<String>,
    carried: Vec<String>,
    claims: Vec<String>,
}
