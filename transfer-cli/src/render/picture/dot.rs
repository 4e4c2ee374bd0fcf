//! The transfer graph for Graphviz: a cluster for each country, and in it one for each corporate group.

use std::collections::BTreeMap;

use super::look::look;
use super::{Node, Picture, cut};
use transfer_model::assess::Verdict;

/// The picture in the language of Graphviz. Ids are made up, so that no text of the register is one.
pub fn write(picture: &Picture) -> String {
    let mut text = String::from("digraph transfers {\n");
    let title = format!("{}\n{}\n{}", picture.title(), picture.summary(), legend());
    text.push_str(&format!(
        "  graph [rankdir=LR, labelloc=t, fontname=\"Helvetica\", label={}];\n",
        quote(&title)
    ));
    text.push_str(
        "  node [shape=box, fontname=\"Helvetica\", fontsize=11, style=filled, fillcolor=\"#ffffff\"];\n",
    );
    text.push_str("  edge [fontname=\"Helvetica\", fontsize=10];\n");
    for (at, country) in picture.countries.iter().enumerate() {
        let here: Vec<(usize, &Node)> =
            picture.parties.iter().enumerate().filter(|(_, node)| node.country == at).collect();
        if here.is_empty() {
            continue;
        }
        let label = format!("{} ({})", country.name, country.code);
        text.push_str(&format!(
            "  subgraph cluster_{at} {{\n    label={}; style=filled; color=\"#8c959f\"; fillcolor=\"#f3f5f7\";\n",
            quote(&label)
        ));
        let mut by_group: BTreeMap<Option<usize>, Vec<(usize, &Node)>> = BTreeMap::new();
        for (position, node) in here {
            by_group.entry(node.group).or_default().push((position, node));
        }
        for (group, nodes) in by_group {
            let name = group.and_then(|group| picture.groups.get(group));
            let indent = if name.is_some() { "      " } else { "    " };
            if let (Some(group), Some(name)) = (group, name) {
                text.push_str(&format!(
                    "    subgraph cluster_{at}_{group} {{\n      label={}; style=filled; color=\"#57606a\"; fillcolor=\"#e4e9ee\";\n",
                    quote(&cut(name))
                ));
            }
            for (position, node) in nodes {
                text.push_str(&format!("{indent}{}\n", self::node(picture, position, node, &country.code)));
            }
            if name.is_some() {
                text.push_str("    }\n");
            }
        }
        text.push_str("  }\n");
    }
    for arrow in &picture.arrows {
        let look = look(arrow.verdict);
        let style = match (arrow.access(), arrow.optional.is_some()) {
            (true, _) => "dotted",
            (false, true) => "dashed",
            (false, false) => "solid",
        };
        text.push_str(&format!(
            "  n{} -> n{} [label={}, tooltip={}, color=\"{}\", penwidth={}, arrowhead={}, style={style}];\n",
            arrow.from,
            arrow.to,
            quote(&arrow.line()),
            quote(&picture.told_arrow(arrow)),
            look.colour,
            look.width,
            look.dot_head,
        ));
    }
    text.push_str("}\n");
    text
}

fn node(picture: &Picture, position: usize, node: &Node, code: &str) -> String {
    let label = format!("{}\n{code} · {}", cut(&node.name), node.kind);
    let shape = if node.people { ", shape=ellipse" } else { "" };
    format!("n{position} [label={}, tooltip={}{shape}];", quote(&label), quote(&picture.told(node)))
}

fn legend() -> String {
    let verdicts: Vec<String> = Verdict::ALL
        .iter()
        .map(|verdict| {
            format!("{} ({}): {}", verdict.name(), look(*verdict).dot_head, look(*verdict).meaning)
        })
        .collect();
    let (first, second) = verdicts.split_at(verdicts.len().div_euclid(2));
    format!(
        "{}\n{}\ndashed: optional; dotted: access by another party; ellipse: a population",
        first.join("; "),
        second.join("; ")
    )
}

/// A quoted text. Backslashes are doubled, since Graphviz reads `\N` and its like in labels; an ampersand is
/// written as an entity, since it reads those too.
fn quote(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(crate::render::text::clean).collect();
    let text = lines.join("\n").replace('&', "&amp;").replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n"))
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn no_text_ends_its_quotes() {
        assert_eq!(quote("a\"]; x -> y [\\N"), "\"a\\\"]; x -> y [\\\\N\"");
        assert_eq!(quote("A\\"), "\"A\\\\\"");
        assert_eq!(quote("R&amp;D\nGB"), "\"R&amp;amp;D\\nGB\"");
    }
}
