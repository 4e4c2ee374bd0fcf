//! An assessment as Markdown, for pull requests and wikis. Text from the register cannot make markup.

use transfer_model::assess::{Assessment, Verdict, Words};
use transfer_model::finding::Severity;

use super::human::plural;
use super::text::clean;
use crate::input::Loaded;

/// A summary, the table of flows, and the findings at error and warning level.
pub fn assessment(loaded: &Loaded, assessment: &Assessment) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let register = &loaded.register;
    let mut text = format!("# {}: transfers on {}\n\n", escape(&register.name), assessment.as_of);
    let verdicts: Vec<String> = Verdict::ALL
        .iter()
        .rev()
        .map(|verdict| (verdict, assessment.count(*verdict)))
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{count} {}", verdict.name()))
        .collect();
    text.push_str(&format!(
        "{}: {}. {} not active. Law pack {}, verified to {}.\n\n",
        plural(assessment.flows.len(), "flow"),
        verdicts.join(", "),
        assessment.inactive,
        escape(&loaded.book.pack().title()),
        assessment.verified_to
    ));
    text.push_str(
        "| flow | from | to | regime | verdict | mechanism | stands until |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for result in &assessment.flows {
        let flow = register.flow(result.flow);
        let mut id = escape(&flow.id);
        if flow.optional.is_some() {
            id.push_str(" (optional)");
        }
        let head = format!(
            "| {id} | {} | {} ",
            escape(&register.party(flow.from.value).name),
            escape(&register.party(flow.to.value).name)
        );
        let until = super::text::until(result);
        if result.regimes.is_empty() || result.beyond_regimes() {
            text.push_str(&format!("{head}| - | {} | - | {until} |\n", result.verdict.name()));
        }
        for regime in &result.regimes {
            let mechanism =
                regime.mechanism().map_or("-", |mechanism| loaded.book.mechanism(mechanism).id.as_str());
            let law = words.regime(regime.binding.regime);
            let verdict = regime.verdict.name();
            text.push_str(&format!("{head}| {law} | {verdict} | {mechanism} | {until} |\n"));
        }
    }
    let told: Vec<_> = assessment.findings.iter().filter(|f| f.severity != Severity::Note).collect();
    if !told.is_empty() {
        text.push_str("\n## Findings\n\n");
    }
    for finding in told {
        let at = register.sources.locate(finding.span);
        let flow =
            finding.flow.map_or_else(String::new, |flow| format!(" {}", escape(&register.flow(flow).id)));
        text.push_str(&format!(
            "- **{}** `{}`{flow} ({}:{}): {}",
            finding.severity.name(),
            finding.code.name(),
            escape(&at.file),
            at.line,
            escape(&words.message(finding))
        ));
        let law = words.citations(finding.detail, finding.regime, loaded.day);
        if !law.is_empty() {
            text.push_str(&format!(" Law: {}.", escape(law.join("; ").trim_end_matches('.'))));
        }
        text.push_str(&format!(" Remedy: {}.", escape(&words.remedy(finding))));
        if let Some(waiver) = finding.waived.and_then(|at| register.waivers.get(at.position())) {
            text.push_str(&format!(" Waived until {}: {}.", waiver.until.value, escape(&waiver.reason)));
        }
        text.push('\n');
    }
    text
}

/// The text with characters that Markdown or HTML would read as markup made plain.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '|' | '*' | '_' | '[' | ']' | '#' | '\\' | '~' | '!' => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn no_text_is_markup() {
        assert_eq!(escape("<script>a|b</script>"), "&lt;script&gt;a\\|b&lt;/script&gt;");
        assert_eq!(escape("[x](y) *z*"), "\\[x\\](y) \\*z\\*");
    }
}
