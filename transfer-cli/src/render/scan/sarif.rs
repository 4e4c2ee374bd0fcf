//! A scan as SARIF 2.1.0, for code hosts: one result for each claim about which there is something to say.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use transfer_model::day::Day;
use transfer_model::finding::{Code, Severity, entry};

use super::{Document, sentence};

/// The log.
pub fn documents(documents: &[Document], as_of: Day) -> String {
    let mut rules: BTreeMap<&'static str, Code> = BTreeMap::new();
    for item in documents.iter().flat_map(|document| &document.items) {
        if let (Some(code), Some(_)) = (item.verdict.code, item.verdict.severity) {
            rules.insert(code.name(), code);
        }
    }
    let order: Vec<&str> = rules.keys().copied().collect();
    let mut results = Vec::new();
    for document in documents {
        for item in &document.items {
            let (Some(code), Some(severity)) = (item.verdict.code, item.verdict.severity) else { continue };
            let Some(index) = order.iter().position(|id| *id == code.name()) else { continue };
            results.push(json!({
                "ruleId": code.name(),
                "ruleIndex": index,
                "level": level(severity),
                "message": {"text": message(item, as_of, document.published)},
                "locations": [{"physicalLocation": {
                    "artifactLocation": {"uri": uri(&document.file)},
                    "region": {
                        "startLine": item.claim.line,
                        "startColumn": item.claim.column,
                        "endLine": item.end.0,
                        "endColumn": item.end.1,
                        "snippet": {"text": item.quote},
                    },
                }}],
                "properties": {
                    "mechanism": item.claim.mechanism,
                    "part": item.claim.part,
                    "polarity": item.claim.polarity.name(),
                    "status_on_published": item.verdict.published.as_ref().map(|held| held.status.name()),
                    "status_as_of": item.verdict.as_of.status.name(),
                },
            }));
        }
    }
    let rules: Vec<Value> = rules
        .into_values()
        .map(|code| {
            let entry = entry(code);
            json!({
                "id": code.name(),
                "shortDescription": {"text": entry.meaning},
                "help": {"text": entry.remedy},
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "transfer",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn message(item: &super::Item, as_of: Day, published: Option<Day>) -> String {
    let (held, _) = item.telling(as_of, published);
    let law = held.citation.as_deref().map_or_else(String::new, |citation| format!(" ({citation})"));
    format!("{}{law}", sentence(item, as_of, published))
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A path as a relative reference: what a URI cannot hold is escaped byte by byte.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else if byte == b'\\' {
            uri.push('/');
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
