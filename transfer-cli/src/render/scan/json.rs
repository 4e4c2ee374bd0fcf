//! `transfer-scan/1`: every key always there.

use serde::Serialize;
use transfer_model::day::Day;

use super::Document;

#[derive(Serialize)]
struct Scan<'a> {
    schema: &'static str,
    as_of: String,
    documents: Vec<Text<'a>>,
}

#[derive(Serialize)]
struct Text<'a> {
    file: &'a str,
    published: Option<String>,
    claims: Vec<Claim<'a>>,
}

#[derive(Serialize)]
struct Claim<'a> {
    mechanism: &'a str,
    part: Option<&'a str>,
    polarity: &'static str,
    destination: &'a [String],
    line: usize,
    column: usize,
    text_span: (usize, usize),
    quote: &'a str,
    status_on_published: Option<&'static str>,
    status_as_of: Option<&'static str>,
    code: Option<&'static str>,
}

/// The documents.
pub fn documents(documents: &[Document], as_of: Day) -> String {
    let documents = documents.iter().map(|document| Text {
        file: &document.file,
        published: document.published.map(|day| day.to_string()),
        claims: document
            .items
            .iter()
            .map(|item| Claim {
                mechanism: &item.claim.mechanism,
                part: item.claim.part.as_deref(),
                polarity: item.claim.polarity.name(),
                destination: &item.claim.destination,
                line: item.claim.line,
                column: item.claim.column,
                text_span: item.span,
                quote: &item.quote,
                status_on_published: item.verdict.published.as_ref().map(|held| held.status.name()),
                status_as_of: Some(item.verdict.as_of.status.name()),
                code: item.verdict.code.map(transfer_model::finding::Code::name),
            })
            .collect(),
    });
    let scan = Scan { schema: "transfer-scan/1", as_of: as_of.to_string(), documents: documents.collect() };
    // Strings, numbers and lists alone: nothing in them can fail to be written.
    let mut text = serde_json::to_string_pretty(&scan).unwrap_or_default();
    text.push('\n');
    text
}
