//! An assessment as Markdown, for pull requests and wikis. Text from the register cannot make markup.

use transfer_model::assess::{Assessment, Words};
use transfer_model::finding::Severity;

use super::counts::counts;
use super::human::plural;
use super::text::clean;
use crate::input::Loaded;

/// A summary, the table of flows, and the findings at error and warning level.
pub fn assessment(loaded: &Loaded, assessment: &Assessment) -> String {
    let words = Words { register: &loaded.register, book: &loaded.book };
    let register = &loaded.register;
    let mut text = format!("# {}: transfers on {}\n\n", escape(&register.name), assessment.as_of);
    let verdicts = counts(|verdict| assessment.count(verdict));
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
        // Of the flow, not of each law: told once.
        let mut until = super::text::until(result);
        if result.regimes.is_empty() || result.beyond_regimes() {
            text.push_str(&format!("{head}| - | {} | - | {until} |\n", result.verdict.name()));
            until.clear();
        }
        for regime in &result.regimes {
            let mechanism =
                regime.mechanism().map_or("-", |mechanism| loaded.book.mechanism(mechanism).id.as_str());
            let law = words.regime(regime.binding.regime);
            let verdict = regime.verdict.name();
            text.push_str(&format!("{head}| {law} | {verdict} | {mechanism} | {until} |\n"));
            until.clear();
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
            "- **{}** `{}`{flow} ({}:{}): {}.",
            finding.severity.name(),
            finding.code.name(),
            escape(&at.file),
            at.line,
            escape(words.message(finding).trim_end_matches('.'))
        ));
        let law = words.citations(finding.detail, finding.regime, loaded.day);
        if !law.is_empty() {
            text.push_str(&format!(" Law: {}.", escape(law.join("; ").trim_end_matches('.'))));
        }
        text.push_str(&format!(" Remedy: {}.", escape(&words.remedy(finding))));
        if let Some(waiver) = finding.waived.and_then(|at| register.waivers.get(at.position())) {
            text.push_str(&format!(
                " Waived until {} by {}: {}.",
                waiver.until.value,
                escape(&waiver.approved_by),
                escape(waiver.reason.trim_end_matches('.'))
            ));
        }
        text.push('\n');
    }
    text
}

/// The text with characters that Markdown or HTML would read as markup made plain. What stands between two backticks is
/// code, which is shown as it is written; a bar in it is escaped, since it would end the cell of a table.
pub fn escape(text: &str) -> String {
    let text = clean(text);
    let mut safe = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('`') {
        plain(before, &mut safe);
        match after.split_once('`') {
            // Backticks in a row, or at the edge of the code, would be read as one longer mark.
            Some((code, next)) if !code.is_empty() && !next.starts_with('`') && !code.contains('<') => {
                safe.push('`');
                safe.push_str(&code.replace('|', "\\|"));
                safe.push('`');
                rest = next;
            }
            _ => {
                safe.push_str("\\`");
                rest = after;
            }
        }
    }
    plain(rest, &mut safe);
    safe
}

fn plain(text: &str, safe: &mut String) {
    for c in text.chars() {
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
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn no_text_is_markup() {
        assert_eq!(escape("<script>a|b</script>"), "&lt;script&gt;a\\|b&lt;/script&gt;");
        assert_eq!(escape("[x](y) *z*"), "\\[x\\](y) \\*z\\*");
        // One backtick, several in a row, and none inside are no code.
        assert_eq!(escape("a`[b]"), "a\\`\\[b\\]");
        assert_eq!(escape("``<b>``"), "\\`\\`&lt;b&gt;\\`\\`");
        assert_eq!(escape("`a``b`"), "\\`a\\``b`");
        // Not every reader of Markdown leaves a tag in code alone.
        assert_eq!(escape("`<b>`"), "\\`&lt;b&gt;\\`");
    }

    #[test]
    fn code_is_shown_as_it_is_written() {
        assert_eq!(escape("record it in `[[tia]]` of `eu_x`"), "record it in `[[tia]]` of `eu_x`");
        assert_eq!(escape("`a|b` | *c*"), "`a\\|b` \\| \\*c\\*");
    }
}
