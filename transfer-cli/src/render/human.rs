//! An assessment for people: each finding with the register line, the law and the remedy, then a table of
//! flows and verdicts.

use transfer_model::assess::{Share, Survey, Verdict, Words};
use transfer_model::day::Day;
use transfer_model::finding::{Finding, Severity};
use transfer_model::index::FlowIx;
use transfer_model::spread;

use super::counts::counts;
use super::drawing::{Drawing, Pen, Place};
use super::once::told_once;
use super::text::clean;
use super::verdicts;
use crate::input::Loaded;

/// The whole answer, handed on in pieces while it is made, and what it comes to. Notes are printed only where asked for,
/// else counted.
pub fn pieces(
    loaded: &Loaded,
    survey: &Survey<'_>,
    notes: bool,
    colour: bool,
    out: &mut dyn FnMut(&str),
) -> Tally {
    let pen = || Pen::new(&loaded.home, colour);
    let shares: Vec<&[FlowIx]> = survey.flows().chunks(SHARE).collect();
    let mut tally = Tally::default();
    let (mut lines, mut columns) = (Vec::new(), verdicts::columns());
    let work = |pen: &mut Pen<'_>, share: &&[FlowIx]| {
        let share = survey.share(share);
        let text = drawn(loaded, &share.findings, notes, pen);
        let (lines, columns) = verdicts::lines(loaded, &share.flows);
        (text, Tally::of(survey, &share), lines, columns)
    };
    spread::in_order(spread::threads(), &shares, pen, work, |_, (text, told, more, wide)| {
        out(&text);
        tally.join(&told);
        lines.extend(more);
        columns.join(&wide);
    });
    let rest = Share { findings: survey.of_none(), flows: Vec::new() };
    out(&drawn(loaded, &rest.findings, notes, &mut pen()));
    tally.join(&Tally::of(survey, &rest));
    verdicts::table(loaded, &lines, columns, out);
    out(&format!("\n{}", summary(loaded, survey, &tally, notes)));
    tally
}

/// So many flows are assessed and told of at a time.
const SHARE: usize = 64;

/// As many bytes as a drawing usually has.
const USUAL: usize = 600;

/// What an assessment comes to.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many flows have each verdict, from best to worst.
    verdicts: [usize; Verdict::ALL.len()],
    errors: usize,
    warnings: usize,
    notes: usize,
    waived: usize,
    /// The oldest day of verification among the rows that decide.
    verified_to: Option<Day>,
}

impl Tally {
    fn of(survey: &Survey<'_>, share: &Share) -> Self {
        let mut tally = Self::default();
        for flow in &share.flows {
            for (verdict, count) in Verdict::ALL.iter().zip(&mut tally.verdicts) {
                *count = count.saturating_add(usize::from(*verdict == flow.verdict));
            }
            tally.verified_to = tally.verified_to.into_iter().chain(survey.verified_to(flow)).min();
        }
        for finding in &share.findings {
            let count = match (finding.waived, finding.severity) {
                (Some(_), _) => &mut tally.waived,
                (None, Severity::Error) => &mut tally.errors,
                (None, Severity::Warning) => &mut tally.warnings,
                (None, Severity::Note) => &mut tally.notes,
            };
            *count = count.saturating_add(1);
        }
        tally
    }

    fn join(&mut self, other: &Self) {
        let more = |count: &mut usize, other: usize| *count = count.saturating_add(other);
        self.verdicts.iter_mut().zip(other.verdicts).for_each(|(count, other)| more(count, other));
        more(&mut self.errors, other.errors);
        more(&mut self.warnings, other.warnings);
        more(&mut self.notes, other.notes);
        more(&mut self.waived, other.waived);
        self.verified_to = self.verified_to.into_iter().chain(other.verified_to).min();
    }

    /// Whether a finding at error level is not waived.
    pub const fn fails(&self) -> bool {
        self.errors > 0
    }
}

/// The drawings of some findings, a line apart.
fn drawn(loaded: &Loaded, findings: &[Finding], notes: bool, pen: &mut Pen<'_>) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let mut text = String::with_capacity(findings.len().saturating_mul(USUAL));
    let (mut of, mut label) = (None, None);
    let shown = findings.iter().filter(|finding| finding.severity != Severity::Note || notes);
    for told in told_once(words, shown) {
        if of != Some(told.first.flow) {
            of = Some(told.first.flow);
            label = told.first.flow.map(|flow| route(loaded, flow));
        }
        let source = loaded.register.sources.get(told.first.span.source);
        let waiver = told.first.waived.and_then(|at| loaded.register.waivers.get(at.position()));
        let waived = waiver.map(|waiver| {
            format!("{} ({}), until {}", waiver.reason, waiver.approved_by, waiver.until.value)
        });
        let drawing = Drawing {
            severity: told.severity(),
            code: told.first.code.name(),
            title: &told.message,
            place: source.map(|source| Place { source, span: told.first.span, label: label.as_deref() }),
            law: &told.law(words, loaded.day),
            remedy: &words.remedy(told.first),
            waived: waived.as_deref(),
        };
        pen.draw(&drawing, &mut text);
        text.push_str("\n\n");
    }
    text
}

fn route(loaded: &Loaded, flow: FlowIx) -> String {
    let flow = loaded.register.flow(flow);
    let id = |party| loaded.register.party(party).id.as_str();
    format!("flow `{}`: {} to {}", flow.id, id(flow.from.value), id(flow.to.value))
}

fn summary(loaded: &Loaded, survey: &Survey<'_>, tally: &Tally, notes: bool) -> String {
    let verdicts = counts(|verdict| {
        let mut tallied = Verdict::ALL.into_iter().zip(tally.verdicts);
        tallied.find(|(known, _)| *known == verdict).map_or(0, |(_, count)| count)
    });
    let flows: usize = tally.verdicts.iter().sum();
    let as_of = survey.engine().view.day;
    let mut text = format!(
        "{} on {as_of}: {flows} {}",
        clean(&loaded.register.name),
        if flows == 1 { "flow" } else { "flows" }
    );
    if !verdicts.is_empty() {
        text.push_str(": ");
        text.push_str(&verdicts.join(", "));
    }
    if survey.inactive() > 0 {
        text.push_str(&format!("; {} not active", survey.inactive()));
    }
    text.push('\n');
    text.push_str(&format!(
        "{}, {}, {}",
        plural(tally.errors, "error"),
        plural(tally.warnings, "warning"),
        plural(tally.notes, "note")
    ));
    if tally.waived > 0 {
        text.push_str(&format!(", {} waived", tally.waived));
    }
    if tally.notes > 0 && !notes {
        text.push_str(" (--notes prints the notes)");
    }
    text.push('\n');
    let pack = loaded.book.pack();
    let verified_to = tally.verified_to.unwrap_or_else(|| loaded.book.verified_to());
    text.push_str(&format!("law pack {}, verified to {verified_to}", clean(&pack.title())));
    if loaded.by_clock {
        text.push_str(&format!("; no day was given: assessed as of today, {as_of}"));
    }
    text.push('\n');
    text
}

/// A number of things, in words.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
