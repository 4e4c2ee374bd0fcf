//! An assessment as a `JUnit` report: one test case for each flow and regime, failed where a finding at error
//! level is not waived, so that a build server shows transfers as it shows tests.

use std::collections::BTreeMap;

use quick_xml::escape::escape;
use transfer_model::assess::{Assessment, Verdict, Words};
use transfer_model::finding::{Code, Finding, Severity};
use transfer_model::index::{FlowIx, RegimeIx};

use super::lock::{Differences, LOCK_DIFFERS};
use super::mark::Mark;
use super::text::clean;
use crate::input::Loaded;

/// A test case: a flow under a regime, a flow under none in particular, or the register.
type Key = (Option<FlowIx>, Option<RegimeIx>);

/// The report.
pub fn assessment(loaded: &Loaded, assessment: &Assessment, lock: Option<&Differences>) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let mut findings: BTreeMap<Key, Vec<&Finding>> = BTreeMap::new();
    for finding in &assessment.findings {
        findings.entry((finding.flow, finding.regime)).or_default().push(finding);
    }
    let mut cases = String::new();
    let mut counts = Counts::default();
    for result in &assessment.flows {
        let id = &loaded.register.flow(result.flow).id;
        // What bars the flow under no law in particular fails the case of each law under which it does not stand.
        let barred: Vec<&Finding> = findings
            .get(&(Some(result.flow), None))
            .into_iter()
            .flatten()
            .copied()
            .filter(|finding| fails(finding))
            .collect();
        let mut told: Vec<&Finding> = Vec::new();
        for regime in &result.regimes {
            let (verdict, regime) = (regime.verdict, regime.binding.regime);
            let mut found = findings.remove(&(Some(result.flow), Some(regime))).unwrap_or_default();
            let of_law = found.iter().any(|finding| fails(finding));
            for finding in barred.iter().copied().filter(|_| !verdict.stands()) {
                let bans = verdict == Verdict::Prohibited && rank(finding, verdict) == 0;
                if bans || !of_law {
                    found.push(finding);
                    told.push(finding);
                }
            }
            // What makes the verdict is told first.
            found.sort_by_key(|finding| rank(finding, verdict));
            let name = words.regime(regime);
            cases.push_str(&case(loaded, words, (id, name), Some(verdict.name()), &found, &mut counts));
        }
        if let Some(of_none) = findings.get_mut(&(Some(result.flow), None)) {
            of_none.retain(|finding| !told.iter().any(|known| std::ptr::eq(*known, *finding)));
        }
        // Findings of the flow that are of no regime, or of one that does not bind it.
        let mut rest = Vec::new();
        let others: Vec<Key> =
            findings.keys().copied().filter(|(flow, _)| *flow == Some(result.flow)).collect();
        for key in others {
            rest.extend(findings.remove(&key).unwrap_or_default());
        }
        rest.sort_by_key(|finding| rank(finding, result.verdict));
        if !rest.is_empty() || result.regimes.is_empty() {
            let whole = result.regimes.is_empty() || result.beyond_regimes();
            let verdict = whole.then(|| result.verdict.name());
            cases.push_str(&case(loaded, words, (id, "flow"), verdict, &rest, &mut counts));
        }
    }
    let rest: Vec<&Finding> = findings.into_values().flatten().collect();
    if !rest.is_empty() {
        cases.push_str(&case(loaded, words, ("register", "register"), None, &rest, &mut counts));
    }
    if let Some(lock) = lock {
        cases.push_str(&locked(lock, &mut counts));
    }
    let name = attribute(&format!("{} on {}", loaded.register.name, assessment.as_of));
    let Counts { tests, failures } = counts;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"transfer\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n  \
         <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n\
         {cases}  </testsuite>\n</testsuites>\n"
    )
}

#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
}

const fn fails(finding: &Finding) -> bool {
    matches!(finding.severity, Severity::Error) && finding.waived.is_none()
}

/// Of what fails, what makes the verdict comes first: a ban where it is a ban, a fact missing where one decides. All else
/// stays where it is.
const fn rank(finding: &Finding, verdict: Verdict) -> u8 {
    if !fails(finding) {
        return 1;
    }
    let made = match finding.code {
        Code::SanctionedTerritory | Code::Localisation | Code::RestrictedTransaction | Code::HouseRule => {
            Verdict::Prohibited
        }
        Code::FactMissing => Verdict::Undetermined,
        _ => Verdict::Invalid,
    };
    match (verdict, made) {
        (Verdict::Prohibited, Verdict::Prohibited) | (Verdict::Undetermined, Verdict::Undetermined) => 0,
        (_, Verdict::Undetermined) => 2,
        _ => 1,
    }
}

/// The case of the lock: failed where a verdict or a mechanism is not what was locked.
fn locked(lock: &Differences, counts: &mut Counts) -> String {
    counts.tests = counts.tests.saturating_add(1);
    let mut text = "    <testcase classname=\"register\" name=\"locked\">\n".to_owned();
    if !lock.flows.is_empty() {
        counts.failures = counts.failures.saturating_add(1);
        let many = match lock.flows.len() {
            1 => "1 flow differs from what is locked".to_owned(),
            more => format!("{more} flows differ from what is locked"),
        };
        let mut told = String::new();
        for line in lock.told.lines() {
            told.push_str(&visible(line));
            told.push('\n');
        }
        text.push_str(&format!(
            "      <failure message=\"{many}\" type=\"{LOCK_DIFFERS}\">{}</failure>\n",
            escape(told)
        ));
    }
    text.push_str("    </testcase>\n");
    text
}

fn case(
    loaded: &Loaded,
    words: Words<'_>,
    (class, name): (&str, &str),
    verdict: Option<&str>,
    findings: &[&Finding],
    counts: &mut Counts,
) -> String {
    let (failed, other): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(|finding| fails(finding));
    counts.tests = counts.tests.saturating_add(1);
    let mut text = format!("    <testcase classname=\"{}\" name=\"{}\"", attribute(class), attribute(name));
    if let Some(first) = failed.first().or(other.first()) {
        let mark = Mark::of(loaded, first.span);
        text.push_str(&format!(" file=\"{}\" line=\"{}\"", attribute(&mark.file), mark.line));
    }
    text.push_str(">\n");
    if let Some(first) = failed.first() {
        counts.failures = counts.failures.saturating_add(1);
        let message = words.message(first);
        let message = match failed.len() {
            1 => message,
            more => format!("{message} (and {} more)", more.saturating_sub(1)),
        };
        let kind = verdict.unwrap_or(first.code.name());
        text.push_str(&format!(
            "      <failure message=\"{}\" type=\"{}\">{}</failure>\n",
            attribute(&message),
            attribute(kind),
            escape(told(loaded, words, &failed))
        ));
    }
    let mut notes = verdict.map_or_else(String::new, |verdict| format!("verdict: {verdict}\n"));
    notes.push_str(&told(loaded, words, &other));
    if !notes.is_empty() {
        text.push_str(&format!("      <system-out>{}</system-out>\n", escape(&notes)));
    }
    text.push_str("    </testcase>\n");
    text
}

/// The findings as lines of text.
fn told(loaded: &Loaded, words: Words<'_>, findings: &[&Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let mark = Mark::of(loaded, finding.span);
        let mut lines = vec![
            format!("{}[{}]: {}", finding.severity.name(), finding.code.name(), words.message(finding)),
            format!("  at {}:{}:{}", mark.file, mark.line, mark.column),
        ];
        let law = words.citations(finding.detail, finding.regime, loaded.day);
        if !law.is_empty() {
            lines.push(format!("  law: {}", law.join("; ")));
        }
        lines.push(format!("  remedy: {}", words.remedy(finding)));
        if let Some(waiver) = finding.waived.and_then(|at| loaded.register.waivers.get(at.position())) {
            let (reason, by, until) = (&waiver.reason, &waiver.approved_by, waiver.until.value);
            lines.push(format!("  waived: {reason} ({by}), until {until}"));
        }
        for line in lines {
            text.push_str(&visible(&line));
            text.push('\n');
        }
    }
    text
}

/// What no XML text may hold is shown as an escape.
fn visible(text: &str) -> String {
    clean(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

fn attribute(text: &str) -> String {
    escape(visible(text)).into_owned()
}
