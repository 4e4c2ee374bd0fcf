//! An assessment for people: each finding with the register line, the law and the remedy, then a table of
//! flows and verdicts.

use std::collections::BTreeSet;

use transfer_model::assess::{Assessment, Verdict, Words};
use transfer_model::finding::{Finding, Severity};
use transfer_model::index::FlowIx;
use transfer_model::spread;

use super::drawing::{Drawing, Pen, Place};
use super::text::clean;
use super::verdicts;
use crate::input::Loaded;

/// The whole answer, handed on in pieces while it is made. Notes are printed only where asked for, else counted.
pub fn pieces(
    loaded: &Loaded,
    assessment: &Assessment,
    notes: bool,
    colour: bool,
    out: &mut dyn FnMut(&str),
) {
    let pen = || Pen::new(&loaded.home, colour);
    let draw = |pen: &mut Pen<'_>, share: &&[Finding]| drawn(loaded, share, notes, pen);
    spread::in_order(spread::threads(), &shares(&assessment.findings), pen, draw, |_, text| out(&text));
    verdicts::table(loaded, assessment, out);
    out(&format!("\n{}", summary(loaded, assessment, notes)));
}

/// So many findings or more are drawn at a time.
const SHARE: usize = 256;

/// As many bytes as a drawing usually has.
const USUAL: usize = 600;

/// Findings in shares, those of a flow in one: they follow each other.
fn shares(findings: &[Finding]) -> Vec<&[Finding]> {
    let mut shares = Vec::new();
    let mut rest = findings;
    while let Some(last) = rest.get(SHARE) {
        let more = rest.iter().skip(SHARE).take_while(|finding| finding.flow == last.flow).count();
        let Some((share, after)) = rest.split_at_checked(SHARE.saturating_add(more)) else { break };
        shares.push(share);
        rest = after;
    }
    shares.push(rest);
    shares
}

/// The drawings of some findings, a line apart.
fn drawn(loaded: &Loaded, findings: &[Finding], notes: bool, pen: &mut Pen<'_>) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let mut text = String::with_capacity(findings.len().saturating_mul(USUAL));
    let (mut shown, mut of, mut label) = (BTreeSet::new(), None, None);
    for finding in findings.iter().filter(|finding| finding.severity != Severity::Note || notes) {
        if of != Some(finding.flow) {
            shown.clear();
            of = Some(finding.flow);
            label = finding.flow.map(|flow| route(loaded, flow));
        }
        // One fact may be missing under several regimes; of a flow it is asked for once.
        let told = (finding.code, finding.span, words.message(finding));
        if shown.contains(&told) {
            continue;
        }
        let source = loaded.register.sources.get(finding.span.source);
        let waiver = finding.waived.and_then(|at| loaded.register.waivers.get(at.position()));
        let waived = waiver.map(|waiver| {
            format!("{} ({}), until {}", waiver.reason, waiver.approved_by, waiver.until.value)
        });
        let drawing = Drawing {
            severity: finding.severity,
            code: finding.code.name(),
            title: &told.2,
            place: source.map(|source| Place { source, span: finding.span, label: label.as_deref() }),
            law: &words.citations(finding.detail, finding.regime).join("; "),
            remedy: &words.remedy(finding),
            waived: waived.as_deref(),
        };
        pen.draw(&drawing, &mut text);
        text.push_str("\n\n");
        shown.insert(told);
    }
    text
}

fn route(loaded: &Loaded, flow: FlowIx) -> String {
    let flow = loaded.register.flow(flow);
    let id = |party| loaded.register.party(party).id.as_str();
    format!("flow `{}`: {} to {}", flow.id, id(flow.from.value), id(flow.to.value))
}

fn summary(loaded: &Loaded, assessment: &Assessment, notes: bool) -> String {
    let (mut errors, mut warnings, mut told, mut waived) = (0usize, 0usize, 0usize, 0usize);
    for finding in &assessment.findings {
        let count = match (finding.waived, finding.severity) {
            (Some(_), _) => &mut waived,
            (None, Severity::Error) => &mut errors,
            (None, Severity::Warning) => &mut warnings,
            (None, Severity::Note) => &mut told,
        };
        *count = count.saturating_add(1);
    }
    let verdicts: Vec<String> = Verdict::ALL
        .iter()
        .rev()
        .filter_map(|verdict| {
            let count = assessment.count(*verdict);
            (count > 0).then(|| format!("{count} {}", verdict.name()))
        })
        .collect();
    let flows = assessment.flows.len();
    let mut text = format!(
        "{} on {}: {flows} {}",
        clean(&loaded.register.name),
        assessment.as_of,
        if flows == 1 { "flow" } else { "flows" }
    );
    if !verdicts.is_empty() {
        text.push_str(": ");
        text.push_str(&verdicts.join(", "));
    }
    if assessment.inactive > 0 {
        text.push_str(&format!("; {} not active", assessment.inactive));
    }
    text.push('\n');
    text.push_str(&format!(
        "{}, {}, {}",
        plural(errors, "error"),
        plural(warnings, "warning"),
        plural(told, "note")
    ));
    if waived > 0 {
        text.push_str(&format!(", {waived} waived"));
    }
    if told > 0 && !notes {
        text.push_str(" (--notes prints the notes)");
    }
    text.push('\n');
    let pack = loaded.book.pack();
    text.push_str(&format!("law pack {}, verified to {}", pack.version, assessment.verified_to));
    if loaded.by_clock {
        text.push_str(&format!("; no day was given: assessed as of today, {}", assessment.as_of));
    }
    text.push('\n');
    text
}

/// A number of things, in words.
pub(super) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
