//! The keys of `transfer-assessment/1`. Types of their own, so that no internal name becomes public by accident; the schema
//! is made from them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use transfer_model::day::Day;
use transfer_model::law::LawPack;

use super::SCHEMA;
use crate::render::words;

#[derive(Serialize, JsonSchema)]
#[schemars(title = "Assessment of a register of transfers")]
pub(super) struct Document<'a> {
    #[schemars(extend("const" = SCHEMA))]
    pub(super) schema: &'static str,
    pub(super) register: RegisterHead<'a>,
    pub(super) law: LawHead<'a>,
    #[schemars(extend("format" = "date"))]
    pub(super) as_of: String,
    pub(super) summary: Summary,
    pub(super) locked: Option<LockedOut<'a>>,
    pub(super) flows: Vec<Flow<'a>>,
    pub(super) findings: Vec<FindingOut<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct RegisterHead<'a> {
    pub(in crate::render) name: &'a str,
    pub(in crate::render) digest: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::render) struct LawHead<'a> {
    pub(in crate::render) version: &'a str,
    #[schemars(extend("format" = "date"))]
    pub(in crate::render) verified_to: String,
    pub(in crate::render) digest: &'a str,
    /// What rows were added from.
    pub(in crate::render) overlays: &'a [String],
}

impl<'a> LawHead<'a> {
    pub(in crate::render) fn of(pack: &'a LawPack, verified_to: Day) -> Self {
        Self {
            version: &pack.version,
            verified_to: verified_to.to_string(),
            digest: &pack.digest,
            overlays: &pack.overlays,
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Summary {
    pub(super) flows: usize,
    pub(super) inactive: usize,
    #[serde(rename = "not-restricted")]
    pub(super) not_restricted: usize,
    pub(super) valid: usize,
    pub(super) conditional: usize,
    pub(super) undetermined: usize,
    pub(super) unsupported: usize,
    pub(super) invalid: usize,
    pub(super) prohibited: usize,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Flow<'a> {
    pub(super) id: &'a str,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) optional: Option<&'a str>,
    #[schemars(schema_with = "words::verdict")]
    pub(super) verdict: &'static str,
    pub(super) next_change: Option<Next<'a>>,
    pub(super) regimes: Vec<Regime<'a>>,
}

/// The next known change of a verdict.
#[derive(Serialize, JsonSchema)]
pub(super) struct Next<'a> {
    #[schemars(extend("format" = "date"))]
    pub(super) date: String,
    #[schemars(schema_with = "words::verdict_or_none")]
    pub(super) verdict: Option<&'static str>,
    #[serde(flatten)]
    pub(super) why: Why<'a>,
}

/// Why a verdict changes: in words, with the row of the law or the line of the register.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Why<'a> {
    pub(in crate::render) cause: String,
    pub(in crate::render) row: Option<String>,
    pub(in crate::render) citation: Vec<String>,
    pub(in crate::render) span: Option<Fact<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Regime<'a> {
    pub(super) regime: &'a str,
    #[schemars(schema_with = "words::basis")]
    pub(super) basis: &'static str,
    pub(super) via: Vec<&'a str>,
    #[schemars(schema_with = "words::verdict")]
    pub(super) verdict: &'static str,
    pub(super) mechanism: Option<&'a str>,
    pub(super) row: Option<&'a str>,
    #[schemars(schema_with = "words::verdicts")]
    pub(super) by_data: BTreeMap<&'a str, &'static str>,
    pub(super) mechanism_by_data: BTreeMap<&'a str, &'a str>,
    #[schemars(schema_with = "words::verdicts")]
    pub(super) by_place: BTreeMap<&'a str, &'static str>,
    pub(super) claims: Vec<Claim<'a>>,
    pub(super) because: Vec<Because<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Claim<'a> {
    pub(super) claim: &'a str,
    #[schemars(schema_with = "words::status")]
    pub(super) status: &'static str,
    #[schemars(schema_with = "words::code_or_none")]
    pub(super) code: Option<&'static str>,
    #[schemars(extend("format" = "date"))]
    pub(super) date: Option<String>,
    pub(super) citation: Option<Cow<'a, str>>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Because<'a> {
    pub(super) step: String,
    pub(super) law: Vec<String>,
    pub(super) facts: Vec<Fact<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Fact<'a> {
    pub(in crate::render) file: &'a str,
    pub(in crate::render) line: usize,
    pub(in crate::render) column: usize,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub(super) struct FindingOut<'a> {
    #[schemars(schema_with = "words::code")]
    pub(super) code: &'static str,
    #[schemars(schema_with = "words::severity")]
    pub(super) severity: &'static str,
    pub(super) flow: Option<&'a str>,
    pub(super) regime: Option<&'a str>,
    pub(super) message: String,
    pub(super) citation: Vec<String>,
    pub(super) remedy: String,
    pub(super) waived: Option<Waived<'a>>,
    pub(super) span: Fact<'a>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Waived<'a> {
    pub(super) reason: &'a str,
    pub(super) approved_by: &'a str,
    #[schemars(extend("format" = "date"))]
    pub(super) until: String,
}

/// What differs from the lock, where it was compared.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Locked")]
pub(super) struct LockedOut<'a> {
    pub(super) differs: bool,
    pub(super) flows: Vec<DifferenceOut<'a>>,
}

/// A flow that is not as it was locked; a verdict is null where it is not there.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Difference")]
pub(super) struct DifferenceOut<'a> {
    pub(super) id: &'a str,
    #[schemars(schema_with = "words::verdict_or_none")]
    pub(super) before: Option<&'static str>,
    #[schemars(schema_with = "words::verdict_or_none")]
    pub(super) after: Option<&'static str>,
    pub(super) regimes: Vec<TurnOut<'a>>,
}

/// An answer that is not as it was locked; a verdict is null where the law does not bind.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Turn")]
pub(super) struct TurnOut<'a> {
    pub(super) regime: &'a str,
    #[schemars(schema_with = "words::verdict_or_none")]
    pub(super) before: Option<&'static str>,
    #[schemars(schema_with = "words::verdict_or_none")]
    pub(super) after: Option<&'static str>,
    pub(super) mechanism_before: Option<&'a str>,
    pub(super) mechanism_after: Option<&'a str>,
    pub(super) data_before: BTreeMap<&'a str, ItemOut<'a>>,
    pub(super) data_after: BTreeMap<&'a str, ItemOut<'a>>,
}

/// The answer for a data item that has another than its flow.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Item")]
pub(super) struct ItemOut<'a> {
    #[schemars(schema_with = "words::verdict")]
    pub(super) verdict: &'static str,
    pub(super) mechanism: Option<&'a str>,
}
