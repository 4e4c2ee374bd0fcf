//! An assessment as SARIF 2.1.0, for code scanning: each finding code a rule, each finding a result with a
//! fingerprint made of ids, so that it stays the same when lines move; waivers are suppressions.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use transfer_model::assess::{Assessment, Words};
use transfer_model::finding::{Code, Finding, Severity, entry};
use transfer_model::register::hex;
use transfer_model::source::Span;

use super::lock::{Difference, Differences, LOCK_DIFFERS, REMEDY};
use super::mark::{Mark, written};
use super::text::clean;
use crate::input::Loaded;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome>,
    properties: RunProperties,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
    properties: Tags,
}

#[derive(Serialize)]
struct Tags {
    tags: [&'static str; 2],
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunProperties {
    register: String,
    register_digest: String,
    law_version: String,
    law_digest: String,
    law_overlays: Vec<String>,
    as_of: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    partial_fingerprints: BTreeMap<&'static str, String>,
    suppressions: Vec<Suppression>,
    properties: Properties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    name: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

#[derive(Serialize)]
struct Properties {
    flow: Option<String>,
    regime: Option<String>,
    citation: Vec<String>,
    remedy: String,
}

/// The log, with a line feed at its end.
pub fn assessment(loaded: &Loaded, assessment: &Assessment, lock: Option<&Differences>) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let mut codes: Vec<Code> = assessment.findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable_by_key(|code| code.name());
    codes.dedup();
    let mut seen = BTreeMap::new();
    let mut results: Vec<Outcome> = super::json::findings(assessment)
        .map(|finding| {
            let rule_index = codes.iter().position(|code| *code == finding.code).unwrap_or(0);
            result(loaded, words, finding, rule_index, &mut seen)
        })
        .collect();
    let differences = lock.map_or(&[][..], |lock| lock.flows.as_slice());
    let of_lock = codes.len();
    results.extend(differences.iter().map(|difference| differs(loaded, difference, of_lock)));
    let pack = loaded.book.pack();
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "transfer",
                    version: env!("CARGO_PKG_VERSION"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: codes
                        .into_iter()
                        .map(rule)
                        .chain((!differences.is_empty()).then(lock_rule))
                        .collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results,
            properties: RunProperties {
                register: clean(&loaded.register.name),
                register_digest: loaded.register.digest.clone(),
                law_version: pack.version.clone(),
                law_digest: pack.digest.clone(),
                law_overlays: pack.overlays.iter().map(|name| clean(name)).collect(),
                as_of: assessment.as_of.to_string(),
            },
        }],
    };
    // Maps with text keys and numbers only: serialisation cannot fail.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn rule(code: Code) -> Rule {
    let entry = entry(code);
    let first = entry.meaning.split_inclusive(". ").next().unwrap_or(entry.meaning).trim_end();
    let help = format!("{}\n\nLaw: {}\n\nRemedy: {}", entry.meaning, entry.law, entry.remedy);
    Rule {
        id: entry.name,
        short_description: plain(first),
        full_description: plain(entry.meaning),
        help: plain(&help),
        default_configuration: Configuration { level: entry.level.name() },
        properties: Tags { tags: ["privacy", "data-transfer"] },
    }
}

/// The rule of what differs from the lock.
fn lock_rule() -> Rule {
    let short = "A verdict or a mechanism is not what was reviewed and locked.";
    Rule {
        id: LOCK_DIFFERS,
        short_description: plain(short),
        full_description: plain(short),
        help: plain(&format!("{short}\n\nRemedy: {REMEDY}")),
        default_configuration: Configuration { level: "error" },
        properties: Tags { tags: ["privacy", "data-transfer"] },
    }
}

/// A flow that is not as it was locked: where it stands in the register, else at its beginning.
fn differs(loaded: &Loaded, difference: &Difference, rule_index: usize) -> Outcome {
    let register = &loaded.register;
    let flow = register.flows.iter().find(|flow| flow.id == difference.flow);
    let first = || register.sources.iter().next().map(|(source, _)| Span { source, start: 0, end: 0 });
    let mark = Mark::of(loaded, flow.map(|flow| flow.span).or_else(first).unwrap_or_default());
    let print = digest(&[LOCK_DIFFERS, &difference.flow]);
    Outcome {
        rule_id: LOCK_DIFFERS,
        rule_index,
        level: "error",
        message: plain(&format!("{}; remedy: {REMEDY}", difference.message())),
        locations: [location(loaded, &mark, Some(&difference.flow))],
        partial_fingerprints: fingerprints(format!("{print}:1")),
        suppressions: Vec::new(),
        properties: Properties {
            flow: Some(clean(&difference.flow)),
            regime: None,
            citation: Vec::new(),
            remedy: REMEDY.to_owned(),
        },
    }
}

fn location(loaded: &Loaded, mark: &Mark, flow: Option<&str>) -> Location {
    Location {
        physical_location: Physical {
            artifact_location: Artifact {
                uri: uri(&mark.file, loaded.home.is_below()),
                uri_base_id: loaded.home.is_below().then_some("%SRCROOT%"),
            },
            region: Region {
                start_line: mark.line,
                start_column: mark.column,
                end_line: mark.end_line,
                end_column: mark.end_column,
            },
        },
        logical_locations: flow.map(|flow| Logical { name: clean(flow), kind: "flow" }).into_iter().collect(),
    }
}

/// The host compares the first, other readers the second.
fn fingerprints(print: String) -> BTreeMap<&'static str, String> {
    BTreeMap::from([("primaryLocationLineHash", print.clone()), ("transferFinding/v1", print)])
}

fn result(
    loaded: &Loaded,
    words: Words<'_>,
    finding: &Finding,
    rule_index: usize,
    seen: &mut BTreeMap<String, usize>,
) -> Outcome {
    let register = &loaded.register;
    let flow = finding.flow.map(|flow| register.flow(flow).id.as_str());
    let regime = finding.regime.map(|regime| words.regime(regime));
    let mark = Mark::of(loaded, finding.span);
    let remedy = words.remedy(finding);
    let citation = words.citations(finding.detail, finding.regime, loaded.day);
    let mut message = words.message(finding).trim_end_matches('.').to_owned();
    if let Some(flow) = flow {
        message = format!("flow `{flow}`: {message}");
    }
    message.push_str("; remedy: ");
    message.push_str(&remedy);
    let waiver = finding.waived.and_then(|at| register.waivers.get(at.position()));
    let suppressions = waiver
        .map(|waiver| Suppression {
            kind: "inSource",
            status: "accepted",
            justification: clean(&format!(
                "{} ({}), until {}",
                waiver.reason, waiver.approved_by, waiver.until.value
            )),
        })
        .into_iter()
        .collect();
    let print = fingerprint(loaded, finding, flow, regime, seen);
    Outcome {
        rule_id: finding.code.name(),
        rule_index,
        level: level(finding.severity),
        message: plain(&message),
        locations: [location(loaded, &mark, flow)],
        partial_fingerprints: fingerprints(print),
        suppressions,
        properties: Properties {
            flow: flow.map(clean),
            regime: regime.map(str::to_owned),
            citation: citation.iter().map(|citation| clean(citation)).collect(),
            remedy: clean(&remedy),
        },
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// What the finding is about, by ids and by what is written at its place, never by where that place is; the
/// same finding met again is numbered.
fn fingerprint(
    loaded: &Loaded,
    finding: &Finding,
    flow: Option<&str>,
    regime: Option<&str>,
    seen: &mut BTreeMap<String, usize>,
) -> String {
    let short = digest(&[
        finding.code.name(),
        flow.unwrap_or(""),
        regime.unwrap_or(""),
        written(loaded, finding.span),
    ]);
    let number = seen.entry(short.clone()).or_insert(0);
    *number = number.saturating_add(1);
    format!("{short}:{number}")
}

fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    hex(digest.get(..16).unwrap_or(&digest))
}

/// A message as SARIF reads it: `[text](place)` would be a link, braces are places for arguments.
fn plain(text: &str) -> Message {
    let lines: Vec<String> = text.split('\n').map(clean).collect();
    let mut safe = lines.join("\n");
    if safe.contains("](") {
        safe = safe.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    }
    Message { text: safe.replace('{', "{{").replace('}', "}}") }
}

/// A path as the path of a URI.
fn uri(path: &str, relative: bool) -> String {
    let mut text = String::with_capacity(path.len());
    if !relative {
        text.push_str(if path.starts_with('/') { "file://" } else { "file:///" });
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{plain, uri};

    #[test]
    fn texts_make_no_links_and_paths_no_schemes() {
        assert_eq!(plain("see [here](https://x) {0}").text, "see \\[here\\](https://x) {{0}}");
        assert_eq!(plain("\\[x\\](y)").text, "\\\\\\[x\\\\\\](y)");
        assert_eq!(plain("record it as a `[[tia]]`\u{202e}").text, "record it as a `[[tia]]`\\u{{202e}}");
        assert_eq!(uri("a b/é:#?.toml", true), "a%20b/%C3%A9%3A%23%3F.toml");
        assert_eq!(uri("/r/a.toml", false), "file:///r/a.toml");
    }
}
