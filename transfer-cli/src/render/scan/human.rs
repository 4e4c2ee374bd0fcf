//! A scan for people: what each text claims that the law does not bear, then all it claims.

use std::collections::BTreeMap;

use anstyle::{AnsiColor, Style};
use tabled::builder::Builder;
use tabled::settings::Style as TableStyle;
use transfer_model::day::Day;
use transfer_model::finding::Severity;

use super::{Document, Item, line, sentence, word};
use crate::render::human::plural;
use crate::render::text::clean;

/// The documents.
pub fn documents(documents: &[Document], as_of: Day, colour: bool) -> String {
    let mut text = String::new();
    for document in documents {
        one(&mut text, document, as_of, colour);
    }
    let groups: Vec<Group<'_>> = documents.iter().flat_map(groups).collect();
    // What is told once may stand on several lines.
    let told = |noun: &str, severity: Option<Severity>| {
        let of = |item: &Item| severity.is_none() || item.verdict.severity == severity;
        let lines = groups.iter().flatten().filter(|item| of(item)).count();
        match groups.iter().filter(|group| severity.is_none() || gravest(group).1 == severity).count() {
            0 => plural(0, noun),
            count => format!("{} on {}", plural(count, noun), plural(lines, "line")),
        }
    };
    text.push_str(&format!(
        "{}, {}; on {as_of}: {}, {}\n",
        plural(documents.len(), "document"),
        told("claim", None),
        told("error", Some(Severity::Error)),
        told("warning", Some(Severity::Warning)),
    ));
    text
}

/// Claims that say the same of the same thing.
type Group<'a> = Vec<&'a Item>;

/// The gravest of a group, and its level.
fn gravest<'a>(group: &Group<'a>) -> (Option<&'a Item>, Option<Severity>) {
    let item = group.iter().min_by_key(|item| (item.verdict.severity.is_none(), item.verdict.severity));
    (item.copied(), item.and_then(|item| item.verdict.severity))
}

fn groups(document: &Document) -> Vec<Group<'_>> {
    let mut order: Vec<(&str, Option<&str>, &str)> = Vec::new();
    let mut groups: BTreeMap<(&str, Option<&str>, &str), Group<'_>> = BTreeMap::new();
    for item in &document.items {
        let key = (item.claim.mechanism.as_str(), item.claim.part.as_deref(), item.claim.polarity.name());
        let group = groups.entry(key).or_default();
        if group.is_empty() {
            order.push(key);
        }
        group.push(item);
    }
    order.iter().filter_map(|key| groups.remove(key)).collect()
}

fn one(text: &mut String, document: &Document, as_of: Day, colour: bool) {
    let day = match (document.published, &document.doubtful) {
        (Some(day), _) => format!("published {day}"),
        (None, Some(doubtful)) => {
            format!("no date: `{}` could be two days; give --published", clean(doubtful))
        }
        (None, None) => "no date found; give --published".to_owned(),
    };
    text.push_str(&format!("{} ({day})\n", clean(&document.file)));
    if document.items.is_empty() {
        text.push_str("no claim about transfers found\n\n");
        return;
    }
    let groups = groups(document);
    for group in &groups {
        let (Some(item), Some(severity @ (Severity::Error | Severity::Warning))) = gravest(group) else {
            continue;
        };
        let code = item.verdict.code.map_or("", transfer_model::finding::Code::name);
        let head = format!("{}[{code}]", severity.name());
        let style = match (colour, severity) {
            (false, _) => Style::new(),
            (true, Severity::Error) => Style::new().bold().fg_color(Some(AnsiColor::BrightRed.into())),
            (true, _) => Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())),
        };
        let said = sentence(item, as_of, document.published);
        text.push_str(&format!("{style}{head}{style:#}: {}\n", clean(&said)));
        text.push_str(&format!(
            "  --> {}:{}:{}\n",
            clean(&document.file),
            item.claim.line,
            item.claim.column
        ));
        text.push_str(&format!("   | {}\n", line(&item.quote, 200)));
        let (held, _) = item.telling(as_of, document.published);
        if let Some(citation) = &held.citation {
            text.push_str(&format!("   = law: {}\n", clean(citation)));
        }
    }
    let mut rows = Builder::default();
    rows.push_record(["mechanism", "part", "polarity", "to", "lines", "when published", "as of"]);
    for group in &groups {
        let Some(item) = group.first() else { continue };
        let mut lines: Vec<String> = group.iter().map(|item| item.claim.line.to_string()).collect();
        lines.dedup();
        let more = lines.len().saturating_sub(6);
        lines.truncate(6);
        let mut lines = lines.join(", ");
        if more > 0 {
            lines.push_str(&format!(" and {more} more"));
        }
        let to: std::collections::BTreeSet<&str> =
            group.iter().flat_map(|item| item.claim.destination.iter().map(String::as_str)).collect();
        rows.push_record([
            item.claim.mechanism.clone(),
            item.claim.part.clone().unwrap_or_else(|| "-".to_owned()),
            item.claim.polarity.name().to_owned(),
            if to.is_empty() { "-".to_owned() } else { to.into_iter().collect::<Vec<_>>().join(" ") },
            lines,
            word(item.verdict.published.as_ref()).to_owned(),
            word(Some(&item.verdict.as_of)).to_owned(),
        ]);
    }
    let mut table = rows.build();
    table.with(TableStyle::psql());
    text.push_str(&table.to_string());
    text.push_str("\n\n");
}
