//! `transfer-assessment/1`: the stable JSON of an assessment, as one document or line by line.

mod document;

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use transfer_model::assess::{
    Assessment, ChangeCause, ClaimResult, Detail, Engine, FlowResult, RegimeResult, Verdict, Words, derive,
};
use transfer_model::compare::Answer;
use transfer_model::finding::Finding;
use transfer_model::index::{PlaceIx, TagIx};
use transfer_model::register::Register;
use transfer_model::source::Span;
use transfer_model::spread;

use self::document::{
    Because, Claim, DifferenceOut, Document, FindingOut, Flow, ItemOut, LockedOut, Next, Regime, Summary,
    TurnOut, Waived,
};
use super::fast_json::{Layout, write};
use super::lock::Differences;

pub(super) use self::document::{Fact, LawHead, RegisterHead, Why};

fn locked(lock: &Differences) -> LockedOut<'_> {
    let flows = lock.flows.iter().map(|difference| DifferenceOut {
        id: &difference.flow,
        before: difference.before.map(Verdict::name),
        after: difference.after.map(Verdict::name),
        regimes: difference.regimes.iter().map(turned).collect(),
    });
    LockedOut { differs: !lock.flows.is_empty(), flows: flows.collect() }
}

fn turned((regime, before, after): &(String, Option<Answer>, Option<Answer>)) -> TurnOut<'_> {
    let verdict = |answer: &Option<Answer>| answer.as_ref().map(|answer| answer.verdict.name());
    TurnOut {
        regime,
        before: verdict(before),
        after: verdict(after),
        mechanism_before: before.as_ref().and_then(|answer| answer.mechanism.as_deref()),
        mechanism_after: after.as_ref().and_then(|answer| answer.mechanism.as_deref()),
        data_before: items(before.as_ref()),
        data_after: items(after.as_ref()),
    }
}

fn items(answer: Option<&Answer>) -> BTreeMap<&str, ItemOut<'_>> {
    let all = answer.into_iter().flat_map(|answer| &answer.data);
    all.map(|(id, item)| {
        (id.as_str(), ItemOut { verdict: item.verdict.name(), mechanism: item.mechanism.as_deref() })
    })
    .collect()
}

/// One line of the form by lines: the object, and of what type it is.
#[derive(Serialize)]
struct Line<T> {
    r#type: &'static str,
    #[serde(flatten)]
    object: T,
}

/// What stands before the two lists.
#[derive(Serialize)]
struct Top<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    summary: Summary,
    locked: Option<LockedOut<'a>>,
}

#[derive(Serialize)]
struct Head<'a> {
    schema: &'static str,
    register: RegisterHead<'a>,
    law: LawHead<'a>,
    as_of: String,
}

const SCHEMA: &str = "transfer-assessment/1";

/// The schema of the document, from the types above.
pub fn schema() -> String {
    schema_of::<Document<'static>>()
}

/// The schema of a document, from its type.
pub(super) fn schema_of<T: JsonSchema>() -> String {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// The document, with a line feed at its end.
pub fn assessment(engine: &Engine<'_>, assessment: &Assessment) -> String {
    let mut text = String::new();
    pieces(engine, assessment, None, &mut |piece| text.push_str(piece));
    text
}

/// The same, handed on in pieces while it is made, so that a large one takes little memory.
pub fn pieces(
    engine: &Engine<'_>,
    assessment: &Assessment,
    lock: Option<&Differences>,
    out: &mut dyn FnMut(&str),
) {
    let renderer = Renderer { engine, words: Words { register: engine.register, book: engine.view.book } };
    let top = Top { head: head(engine, assessment), summary: summary(assessment), locked: lock.map(locked) };
    let mut text = String::new();
    write(&top, Layout::Pretty(0), &mut text);
    // The object is left open for its two lists.
    text.truncate(text.trim_end_matches("\n}").len());
    text.push_str(",\n  \"flows\": ");
    out(&text);
    list(&assessment.flows, FLOWS, |flow, text| write(&renderer.flow(flow), INSIDE, text), out);
    out(",\n  \"findings\": ");
    let findings: Vec<&Finding> = findings(assessment).collect();
    list(&findings, FINDINGS, |finding, text| write(&renderer.finding(finding), INSIDE, text), out);
    out("\n}\n");
}

/// How far in the items of the two lists stand.
const INSIDE: Layout = Layout::Pretty(2);

fn list<T: Sync>(items: &[T], share: usize, put: impl Fn(&T, &mut String) + Sync, out: &mut dyn FnMut(&str)) {
    if items.is_empty() {
        out("[]");
        return;
    }
    let mut before = "[\n";
    each(items, share, &put, ",\n", &mut |text| {
        out(before);
        out(text);
        before = ",\n";
    });
    out("\n  ]");
}

/// So many flows are written at a time; each has a derivation for every law.
const FLOWS: usize = 16;

/// So many findings are written at a time.
const FINDINGS: usize = 256;

/// Hands on the texts of items, some at a time, with this between them.
fn each<T: Sync>(
    items: &[T],
    share: usize,
    put: &(impl Fn(&T, &mut String) + Sync),
    between: &str,
    out: &mut dyn FnMut(&str),
) {
    let shares: Vec<&[T]> = items.chunks(share).collect();
    let text = |(): &mut (), share: &&[T]| {
        let mut text = String::new();
        for item in *share {
            if !text.is_empty() {
                text.push_str(between);
            }
            put(item, &mut text);
        }
        text
    };
    spread::in_order(spread::threads(), &shares, || (), text, |_, text| out(&text));
}

/// The same content line by line, handed on in pieces while it is made: a header, each flow, each finding, the
/// what differs from the lock where it was compared, the summary. Each line is an object with a `type`.
pub fn lines(
    engine: &Engine<'_>,
    assessment: &Assessment,
    lock: Option<&Differences>,
    out: &mut dyn FnMut(&str),
) {
    let renderer = Renderer { engine, words: Words { register: engine.register, book: engine.view.book } };
    let mut text = String::new();
    line("header", head(engine, assessment), &mut text);
    out(&text);
    each(
        &assessment.flows,
        FLOWS,
        &|flow, text: &mut String| line("flow", renderer.flow(flow), text),
        "",
        out,
    );
    let findings: Vec<&Finding> = findings(assessment).collect();
    each(
        &findings,
        FINDINGS,
        &|finding, text: &mut String| line("finding", renderer.finding(finding), text),
        "",
        out,
    );
    text.clear();
    if let Some(lock) = lock {
        line("locked", locked(lock), &mut text);
    }
    line("summary", summary(assessment), &mut text);
    out(&text);
}

fn line<T: Serialize>(r#type: &'static str, object: T, out: &mut String) {
    write(&Line { r#type, object }, Layout::Compact, out);
    out.push('\n');
}

fn head<'a>(engine: &'a Engine<'_>, assessment: &Assessment) -> Head<'a> {
    let pack = engine.view.book.pack();
    Head {
        schema: SCHEMA,
        register: RegisterHead { name: &engine.register.name, digest: &engine.register.digest },
        law: LawHead::of(pack, assessment.verified_to),
        as_of: assessment.as_of.to_string(),
    }
}

/// The findings as programs sort them: where there is no flow, before all flows, as where there is no law. People are
/// told of the flows first.
pub(super) fn findings(assessment: &Assessment) -> impl Iterator<Item = &Finding> {
    let of_none = assessment.findings.iter().filter(|finding| finding.flow.is_none());
    of_none.chain(assessment.findings.iter().filter(|finding| finding.flow.is_some()))
}

/// Why a verdict changes.
pub(super) fn why<'a>(words: Words<'a>, cause: &ChangeCause) -> Why<'a> {
    let told = words.change(cause);
    let span = told.span.map(|span| fact(words.register, span));
    Why { cause: told.cited(), row: told.row, citation: told.law, span }
}

/// Where a fact is written.
fn fact(register: &Register, span: Span) -> Fact<'_> {
    let Some(source) = register.sources.get(span.source) else {
        return Fact { file: "", line: 1, column: 1 };
    };
    let at = source.position(span.start);
    Fact { file: source.name(), line: at.line, column: at.column }
}

fn summary(assessment: &Assessment) -> Summary {
    let count = |verdict| assessment.count(verdict);
    Summary {
        flows: assessment.flows.len(),
        inactive: assessment.inactive,
        not_restricted: count(Verdict::NotRestricted),
        valid: count(Verdict::Valid),
        conditional: count(Verdict::Conditional),
        undetermined: count(Verdict::Undetermined),
        unsupported: count(Verdict::Unsupported),
        invalid: count(Verdict::Invalid),
        prohibited: count(Verdict::Prohibited),
    }
}

struct Renderer<'a> {
    engine: &'a Engine<'a>,
    words: Words<'a>,
}

impl<'a> Renderer<'a> {
    fn flow(&self, result: &FlowResult) -> Flow<'a> {
        let register = self.engine.register;
        let flow = register.flow(result.flow);
        Flow {
            id: &flow.id,
            from: &register.party(flow.from.value).id,
            to: &register.party(flow.to.value).id,
            optional: flow.optional.as_deref(),
            verdict: result.verdict.name(),
            next_change: result.next.map(|next| Next {
                date: next.day.to_string(),
                verdict: next.verdict.map(Verdict::name),
                why: why(self.words, &next.cause),
            }),
            regimes: result.regimes.iter().map(|regime| self.regime(result, regime)).collect(),
        }
    }

    fn place(&self, place: Option<PlaceIx>) -> &'a str {
        place.map_or("unknown", |place| &self.engine.view.book.place(place).code)
    }

    fn regime(&self, flow: &FlowResult, result: &RegimeResult) -> Regime<'a> {
        let register = self.engine.register;
        let book = self.engine.view.book;
        let mut by_data: BTreeMap<&str, &'static str> = BTreeMap::new();
        for (data, verdict, _) in &result.by_data {
            by_data.insert(register.datum(*data).id.as_str(), verdict.name());
        }
        let carrier = result.mechanism();
        let others = result.mechanisms().filter(|(_, mechanism)| Some(*mechanism) != carrier);
        let mechanism_by_data = others
            .map(|(data, mechanism)| {
                (register.datum(data).id.as_str(), book.mechanism(mechanism).id.as_str())
            })
            .collect();
        let via = result.binding.via.iter().map(|flow| register.flow(*flow).id.as_str()).collect();
        Regime {
            regime: self.words.regime(result.binding.regime),
            basis: result.binding.basis.name(),
            via,
            verdict: result.verdict.name(),
            mechanism: carrier.map(|mechanism| book.mechanism(mechanism).id.as_str()),
            row: result.rule().map(|rule| book.rule(rule).header.id.as_str()),
            by_data,
            mechanism_by_data,
            by_place: result
                .by_place
                .iter()
                .map(|(place, verdict)| (self.place(*place), verdict.name()))
                .collect(),
            claims: result.claims.iter().map(|claim| self.claim(flow, result, claim)).collect(),
            because: derive(self.engine, flow, result)
                .into_iter()
                .map(|step| Because {
                    step: step.text,
                    law: step.law,
                    facts: step.facts.into_iter().map(|span| fact(self.engine.register, span)).collect(),
                })
                .collect(),
        }
    }

    fn claim(&self, flow: &FlowResult, regime: &RegimeResult, claim: &ClaimResult) -> Claim<'a> {
        let book = self.engine.view.book;
        let citation = match claim.cause {
            Some(cause) => {
                let rule = claim.carrier.map(|carrier| carrier.rule);
                let detail = Detail { tag: Some(TagIx::new(claim.tag)), rule, cause };
                self.words
                    .citations(detail, Some(regime.binding.regime), self.engine.view.day)
                    .into_iter()
                    .next()
                    .map(Cow::Owned)
            }
            None => Some(Cow::Borrowed(self.words.stands_on(
                flow.flow,
                claim,
                regime.binding.regime,
                self.engine.view.day,
            ))),
        };
        Claim {
            claim: self.words.tag(flow.flow, claim.tag),
            status: claim.status.name(),
            code: claim.cause.map(|cause| cause.code(book).name()),
            date: claim.cause.and_then(|cause| cause.date(book)).map(|day| day.to_string()),
            citation,
        }
    }

    fn finding(&self, finding: &Finding) -> FindingOut<'a> {
        let register = self.engine.register;
        let waiver = finding.waived.and_then(|at| register.waivers.get(at.position()));
        FindingOut {
            code: finding.code.name(),
            severity: finding.severity.name(),
            flow: finding.flow.map(|flow| register.flow(flow).id.as_str()),
            regime: finding.regime.map(|regime| self.words.regime(regime)),
            message: self.words.message(finding),
            citation: self.words.citations(finding.detail, finding.regime, self.engine.view.day),
            remedy: self.words.remedy(finding),
            waived: waiver.map(|waiver| Waived {
                reason: &waiver.reason,
                approved_by: &waiver.approved_by,
                until: waiver.until.value.to_string(),
            }),
            span: fact(register, finding.span),
        }
    }
}
