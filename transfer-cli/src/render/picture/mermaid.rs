//! The transfer graph for Mermaid: a flowchart with a subgraph for each country, and in it one for each
//! corporate group. Ids are made up; every character of a label that could be syntax is an entity code.

use std::collections::BTreeMap;

use transfer_model::assess::Verdict;

use super::look::look;
use super::{Arrow, Node, Picture, cut};

/// Arrows that Mermaid draws unless its page is set up for more.
pub const MOST_ARROWS: usize = 500;

/// Characters that Mermaid reads unless its page is set up for more.
pub const MOST_BYTES: usize = 50_000;

/// The picture in the language of Mermaid.
pub fn write(picture: &Picture) -> String {
    let title = yaml(&picture.title());
    let mut text = format!("---\ntitle: {title}\n---\nflowchart LR\n");
    text.push_str("  accTitle: Transfers of personal data\n");
    text.push_str(&format!("  accDescr: {}\n", picture.summary().replace([';', '#'], ",")));
    let mut used = [false; 2];
    for (at, country) in picture.countries.iter().enumerate() {
        let mut by_group: BTreeMap<Option<usize>, Vec<(usize, &Node)>> = BTreeMap::new();
        for (position, node) in picture.parties.iter().enumerate().filter(|(_, node)| node.country == at) {
            by_group.entry(node.group).or_default().push((position, node));
        }
        if by_group.is_empty() {
            continue;
        }
        text.push_str(&format!(
            "  subgraph c{at}[\"{}\"]\n",
            encode(&format!("{} ({})", country.name, country.code))
        ));
        for (group, nodes) in by_group {
            let name = group.and_then(|group| Some((group, picture.groups.get(group)?)));
            if let Some((group, name)) = name {
                text.push_str(&format!("    subgraph c{at}g{group}[\"{}\"]\n", encode(&cut(name))));
            }
            for (position, node) in nodes {
                let label =
                    format!("{}<br/>{} · {}", encode(&cut(&node.name)), encode(&country.code), node.kind);
                let (open, close, class) =
                    if node.people { ("([", "])", "people") } else { ("[", "]", "party") };
                if let Some(slot) = used.get_mut(usize::from(node.people)) {
                    *slot = true;
                }
                let indent = if name.is_some() { "      " } else { "    " };
                text.push_str(&format!("{indent}n{position}{open}\"{label}\"{close}:::{class}\n"));
            }
            if let Some((group, _)) = name {
                text.push_str(&format!("    end\n    class c{at}g{group} group\n"));
            }
        }
        text.push_str(&format!("  end\n  class c{at} country\n"));
    }
    for arrow in &picture.arrows {
        text.push_str(&format!(
            "  n{} {}|\"{}\"| n{}\n",
            arrow.from,
            line(arrow),
            encode(&arrow.line()),
            arrow.to
        ));
    }
    legend(&mut text);
    text.push_str("  classDef party fill:#ffffff,stroke:#24292f,color:#1a1a1a\n");
    text.push_str("  classDef people fill:#fff8e5,stroke:#24292f,color:#1a1a1a\n");
    text.push_str("  classDef country fill:#f3f5f7,stroke:#8c959f,color:#1a1a1a\n");
    text.push_str("  classDef group fill:#e4e9ee,stroke:#57606a,color:#1a1a1a\n");
    let legend = Verdict::ALL.iter().enumerate();
    let legend = legend.map(|(at, verdict)| (picture.arrows.len().saturating_add(at), *verdict));
    let arrows = picture.arrows.iter().enumerate().map(|(at, arrow)| (at, arrow.verdict));
    let mut by_verdict: BTreeMap<Verdict, Vec<String>> = BTreeMap::new();
    for (at, verdict) in arrows.chain(legend) {
        by_verdict.entry(verdict).or_default().push(at.to_string());
    }
    for (verdict, arrows) in by_verdict {
        let look = look(verdict);
        text.push_str(&format!(
            "  linkStyle {} stroke:{},stroke-width:{}px\n",
            arrows.join(","),
            look.colour,
            look.width
        ));
    }
    text
}

/// A legend drawn with the arrows it explains: one for each verdict, in the order of the verdicts.
fn legend(text: &mut String) {
    text.push_str("  subgraph legend[\"Legend (dotted line: optional, or access by another party)\"]\n");
    for (at, verdict) in Verdict::ALL.iter().enumerate() {
        let look = look(*verdict);
        text.push_str(&format!(
            "    k{at}[\" \"]:::party --{}|\"{}\"| m{at}[\"{}\"]:::party\n",
            look.mermaid_end,
            verdict.name(),
            encode(look.meaning)
        ));
    }
    text.push_str("  end\n  class legend country\n");
}

fn line(arrow: &Arrow) -> String {
    let end = look(arrow.verdict).mermaid_end;
    if arrow.access() || arrow.optional.is_some() { format!("-.-{end}") } else { format!("--{end}") }
}

/// A text as YAML reads it in the head of the file. JSON's quoted text is one of YAML's; Mermaid changes quotes
/// inside what looks like a tag before it reads the head, so quotes and angle brackets are written by number.
fn yaml(text: &str) -> String {
    let text = text.replace('"', "\u{0}");
    let quoted = serde_json::to_string(&text).unwrap_or_default();
    quoted
        .replace("\\u0000", "\\u0022")
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('%', "\\u0025")
}

/// A label: letters, digits, blanks and a few marks as they are, the rest as entity codes. A hyphen or a full
/// stop stays only inside a word: Mermaid would take `1. ` or `- ` for a list.
fn encode(text: &str) -> String {
    let text = crate::render::text::clean(text);
    let mut safe = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let inside = before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric());
        if c.is_alphanumeric()
            || matches!(c, ' ' | ',' | ':' | '(' | ')' | '·' | '…')
            || (inside && matches!(c, '-' | '.'))
        {
            safe.push(c);
        } else {
            safe.push_str(&format!("#{};", u32::from(c)));
        }
        before = c;
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{encode, yaml};

    #[test]
    fn no_title_is_syntax() {
        assert_eq!(yaml("<a b=\"c\\\"> %%{"), r#""\u003ca b=\u0022c\\\u0022\u003e \u0025\u0025{""#);
    }

    #[test]
    fn no_label_is_syntax() {
        let safe = "#34;#93;#59; x #45;#45;#62; y#91;#60;b#62;#35;35#59;#96;";
        assert_eq!(encode("\"]; x --> y[<b>#35;`"), safe);
        assert_eq!(encode("1. art-49 Inc."), "1#46; art-49 Inc#46;");
        assert_eq!(encode("Société 日本 (KK)"), "Société 日本 (KK)");
    }
}
