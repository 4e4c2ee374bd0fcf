//! The closed words of an assessment, for its schema.

use schemars::{Schema, SchemaGenerator, json_schema};
use transfer_model::assess::{Basis, Status, Verdict};
use transfer_model::finding::{Code, Severity};

fn words<'a>(words: impl Iterator<Item = &'a str>) -> Schema {
    let words: Vec<&str> = words.collect();
    json_schema!({ "type": "string", "enum": words })
}

/// A verdict.
pub(super) fn verdict(_: &mut SchemaGenerator) -> Schema {
    words(Verdict::ALL.iter().map(|verdict| verdict.name()))
}

/// A verdict, or null: none on that day.
pub(super) fn verdict_or_none(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [verdict(generator), { "type": "null" }] })
}

/// Verdicts by id.
pub(super) fn verdicts(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "object", "additionalProperties": verdict(generator) })
}

/// What a claim is worth.
pub(super) fn status(_: &mut SchemaGenerator) -> Schema {
    words(Status::ALL.iter().map(|status| status.name()))
}

/// Why a regime binds.
pub(super) fn basis(_: &mut SchemaGenerator) -> Schema {
    words(Basis::ALL.iter().map(|basis| basis.name()))
}

/// The code of a finding.
pub(super) fn code(_: &mut SchemaGenerator) -> Schema {
    words(Code::ALL.iter().map(|code| code.name()))
}

/// The code of a finding, or none.
pub(super) fn code_or_none(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [code(generator), { "type": "null" }] })
}

/// The level of a finding.
pub(super) fn severity(_: &mut SchemaGenerator) -> Schema {
    words(Severity::WORDS.iter().map(|(word, _)| *word))
}
