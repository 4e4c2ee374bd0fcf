//! An assessment for people: each finding with the register line, the law and the remedy, then a table of
//! flows and verdicts.

use std::collections::BTreeSet;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer};
use tabled::builder::Builder;
use tabled::settings::Style;
use transfer_model::assess::{Assessment, FlowResult, Verdict, Words};
use transfer_model::finding::{Finding, Severity};
use transfer_model::spread;

use super::pieces::Pieces;
use super::problems::{Window, renderer};
use super::text::{clean, short, until};
use crate::input::Loaded;

/// The whole answer, handed on in pieces while it is made. Notes are printed only where asked for, else counted.
pub fn pieces(
    loaded: &Loaded,
    assessment: &Assessment,
    notes: bool,
    colour: bool,
    out: &mut dyn FnMut(&str),
) {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let renderer = renderer(colour);
    let mut out = Pieces::new(out);
    let told = |finding: &&Finding| finding.severity != Severity::Note || notes;
    let findings: Vec<&Finding> = assessment.findings.iter().filter(told).collect();
    let (mut shown, mut of) = (BTreeSet::new(), None);
    for some in findings.chunks(AT_A_TIME) {
        let messages = spread::each(some, |finding| words.message(finding));
        // One fact may be missing under several regimes; of a flow it is asked for once. Flows follow each other.
        let new = some.iter().zip(messages).filter(|(finding, message)| {
            if of != Some(finding.flow) {
                shown.clear();
                of = Some(finding.flow);
            }
            shown.insert((finding.code, finding.span, message.clone()))
        });
        let new: Vec<_> = new.collect();
        for drawn in spread::each(&new, |(finding, message)| draw(&renderer, loaded, words, finding, message))
        {
            out.add(&drawn);
            out.add("\n\n");
        }
    }
    out.add(&table(loaded, assessment));
    out.add("\n");
    out.add(&summary(loaded, assessment, notes));
    out.end();
}

/// So many findings are drawn at a time, on all processors.
const AT_A_TIME: usize = 4_096;

fn draw(renderer: &Renderer, loaded: &Loaded, words: Words<'_>, finding: &Finding, message: &str) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(clean(message)).id(finding.code.name());
    let mut group = Group::with_title(title);
    if let Some(source) = loaded.register.sources.get(finding.span.source) {
        let window = Window::around(source, &[finding.span]);
        let mut mark = AnnotationKind::Primary.span(window.range(source, finding.span));
        if let Some(flow) = finding.flow {
            mark = mark.label(clean(&route(loaded, flow)));
        }
        group = group.element(window.snippet(&loaded.home, source).annotation(mark));
    }
    let law = words.citations(finding.detail, finding.regime);
    if !law.is_empty() {
        let law = Level::NOTE.with_name("law").message(clean(&law.join("; ")));
        group = group.element(law);
    }
    group = group.element(Level::HELP.with_name("remedy").message(clean(&words.remedy(finding))));
    if let Some(waiver) = finding.waived.and_then(|at| loaded.register.waivers.get(at)) {
        let text = format!("{} ({}), until {}", waiver.reason, waiver.approved_by, waiver.until.value);
        group = group.element(Level::NOTE.with_name("waived").message(clean(&text)));
    }
    renderer.render(&[group])
}

fn route(loaded: &Loaded, flow: transfer_model::index::FlowIx) -> String {
    let flow = loaded.register.flow(flow);
    let id = |party| loaded.register.party(party).id.as_str();
    format!("flow `{}`: {} to {}", flow.id, id(flow.from.value), id(flow.to.value))
}

fn table(loaded: &Loaded, assessment: &Assessment) -> String {
    let mut rows = Builder::default();
    rows.push_record(["flow", "route", "regime", "verdict", "mechanism", "stands until"]);
    for result in &assessment.flows {
        for row in flow_rows(loaded, result) {
            rows.push_record(row);
        }
    }
    if assessment.flows.is_empty() {
        return "No flow is active on this day.\n".to_owned();
    }
    let mut table = rows.build();
    table.with(Style::psql());
    let mut text = table.to_string();
    text.push('\n');
    text
}

fn flow_rows(loaded: &Loaded, result: &FlowResult) -> Vec<[String; 6]> {
    let register = &loaded.register;
    let flow = register.flow(result.flow);
    let country = |party| {
        let place = register.party(party).country.value;
        place.map_or("?", |place| loaded.book.place(place).code.as_str())
    };
    let from =
        flow.context.map_or_else(|| country(flow.from.value), |c| loaded.book.place(c.value).code.as_str());
    let names = |party| short(&clean(&register.party(party).id), 24);
    let route = format!(
        "{} ({from}) > {} ({})",
        names(flow.from.value),
        names(flow.to.value),
        country(flow.to.value)
    );
    let mut id = short(&clean(&flow.id), 32);
    if flow.optional.is_some() {
        id.push_str(" (optional)");
    }
    let mut rows: Vec<[String; 6]> = Vec::with_capacity(result.regimes.len());
    if result.regimes.is_empty() || result.beyond_regimes() {
        let none = "-".to_owned();
        rows.push([
            id.clone(),
            route.clone(),
            none.clone(),
            result.verdict.name().to_owned(),
            none,
            until(result),
        ]);
    }
    let first = rows.is_empty();
    rows.extend(result.regimes.iter().enumerate().map(|(at, regime)| {
        let mechanism = regime
            .carrier
            .map(|carrier| carrier.mechanism)
            .or(regime.onward)
            .map_or("-", |mechanism| loaded.book.mechanism(mechanism).id.as_str());
        let (id, route) =
            if at == 0 && first { (id.clone(), route.clone()) } else { (String::new(), String::new()) };
        let until = if at == 0 && first { until(result) } else { String::new() };
        let name = loaded.book.regime(regime.binding.regime).header.id.clone();
        [id, route, name, regime.verdict.name().to_owned(), mechanism.to_owned(), until]
    }));
    rows
}

fn summary(loaded: &Loaded, assessment: &Assessment, notes: bool) -> String {
    let count = |severity| {
        let of = |f: &&Finding| f.severity == severity && f.waived.is_none();
        assessment.findings.iter().filter(of).count()
    };
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
    let waived = assessment.findings.iter().filter(|f| f.waived.is_some()).count();
    text.push_str(&format!(
        "{}, {}, {}",
        plural(count(Severity::Error), "error"),
        plural(count(Severity::Warning), "warning"),
        plural(count(Severity::Note), "note")
    ));
    if waived > 0 {
        text.push_str(&format!(", {waived} waived"));
    }
    if count(Severity::Note) > 0 && !notes {
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
