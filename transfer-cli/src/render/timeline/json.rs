//! `transfer-timeline/1`: the stable JSON of histories.

use schemars::JsonSchema;
use serde::Serialize;
use transfer_model::assess::{Change, Verdict};

use super::super::head::document;
use super::super::json::{Fact, LawHead, RegisterHead, Why, schema_of, why};
use super::super::words;
use super::Answer;

const SCHEMA: &str = "transfer-timeline/1";

#[derive(Serialize, JsonSchema)]
#[schemars(title = "Histories of the flows of a register")]
struct Document<'a> {
    #[schemars(extend("const" = SCHEMA))]
    schema: &'static str,
    register: RegisterHead<'a>,
    law: LawHead<'a>,
    #[schemars(extend("format" = "date"))]
    from: String,
    #[schemars(extend("format" = "date"))]
    to: String,
    flows: Vec<FlowOut<'a>>,
}

/// A flow: as a whole, and under each law that binds it at some time.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Flow")]
struct FlowOut<'a> {
    id: &'a str,
    changes: Vec<ChangeOut<'a>>,
    regimes: Vec<RegimeOut<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Regime")]
struct RegimeOut<'a> {
    regime: &'a str,
    changes: Vec<ChangeOut<'a>>,
}

/// A verdict from a day on, and why; the first of a list is the state on the first day, without a cause.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Change")]
struct ChangeOut<'a> {
    #[schemars(extend("format" = "date"))]
    date: String,
    #[schemars(schema_with = "words::verdict_or_none")]
    verdict: Option<&'static str>,
    cause: Option<String>,
    row: Option<String>,
    citation: Vec<String>,
    span: Option<Fact<'a>>,
}

/// The schema of the document.
pub fn schema() -> String {
    schema_of::<Document<'static>>()
}

impl Answer<'_> {
    /// For programs.
    pub(crate) fn json(&self) -> String {
        let words = self.words();
        let pack = self.loaded.book.pack();
        let flow = |ix| self.loaded.register.flow(ix).id.as_str();
        document(&Document {
            schema: SCHEMA,
            register: RegisterHead { name: &self.loaded.register.name, digest: &self.loaded.register.digest },
            law: LawHead::of(pack, self.loaded.book.verified_to()),
            from: self.from.to_string(),
            to: self.to.to_string(),
            flows: self
                .histories
                .iter()
                .map(|history| FlowOut {
                    id: flow(history.flow),
                    changes: self.changes(&history.changes),
                    regimes: history
                        .regimes
                        .iter()
                        .map(|under| RegimeOut {
                            regime: words.regime(under.regime),
                            changes: self.changes(&under.changes),
                        })
                        .collect(),
                })
                .collect(),
        })
    }

    fn changes(&self, changes: &[Change]) -> Vec<ChangeOut<'_>> {
        let out = |change: &Change| {
            let why = change.cause.map(|cause| why(self.words(), &cause));
            let (cause, row, citation, span) = match why {
                Some(Why { cause, row, citation, span }) => (Some(cause), row, citation, span),
                None => (None, None, Vec::new(), None),
            };
            let verdict = change.verdict.map(Verdict::name);
            ChangeOut { date: change.day.to_string(), verdict, cause, row, citation, span }
        };
        changes.iter().map(out).collect()
    }
}
