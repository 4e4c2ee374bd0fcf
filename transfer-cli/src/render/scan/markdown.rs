//! A scan as Markdown, for pull requests and wikis. Words of the scanned texts cannot make markup.

use transfer_model::day::Day;
use transfer_model::finding::Severity;

use super::{Document, line, sentence, word};
use crate::render::markdown::escape;

/// The documents.
pub fn documents(documents: &[Document], as_of: Day) -> String {
    let mut text = format!("# Transfer claims, held against the law on {as_of}\n");
    for document in documents {
        let day = document.published.map_or_else(|| "undated".to_owned(), |day| format!("published {day}"));
        text.push_str(&format!("\n## {} ({day})\n\n", escape(&document.file)));
        if document.items.is_empty() {
            text.push_str("No claim about transfers found.\n");
            continue;
        }
        text.push_str("| line | mechanism | part | polarity | when published | as of | words |\n");
        text.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
        for item in &document.items {
            text.push_str(&format!(
                "| {} | {} | {} | {} | {} | {} | {} |\n",
                item.claim.line,
                escape(&item.claim.mechanism),
                item.claim.part.as_deref().unwrap_or("-"),
                item.claim.polarity.name(),
                word(item.verdict.published.as_ref()),
                word(Some(&item.verdict.as_of)),
                escape(&line(&item.quote, 160)),
            ));
        }
        let told = document
            .items
            .iter()
            .filter(|item| matches!(item.verdict.severity, Some(Severity::Error | Severity::Warning)));
        let mut seen = std::collections::BTreeSet::new();
        for item in told {
            let said = sentence(item, as_of, document.published);
            if seen.insert(said.clone()) {
                if seen.len() == 1 {
                    text.push('\n');
                }
                let level = item.verdict.severity.map_or("", Severity::name);
                let code = item.verdict.code.map_or("", transfer_model::finding::Code::name);
                text.push_str(&format!(
                    "- **{level}** `{code}` (line {}): {}\n",
                    item.claim.line,
                    escape(&said)
                ));
            }
        }
    }
    text
}
