//! The transfer graph for graph programs: `GraphML` with typed keys, one node a party, one edge an arrow. For
//! machines: texts are whole, nothing is drawn together.

use super::xml::escape;
use super::{Arrow, ArrowKind, Ground, Picture};

/// Keys: id, what it belongs to, name, type.
const KEYS: [(&str, &str, &str, &str); 21] = [
    ("g_register", "graph", "register", "string"),
    ("g_day", "graph", "as_of", "string"),
    ("g_law", "graph", "law", "string"),
    ("g_inactive", "graph", "inactive", "int"),
    ("n_label", "node", "label", "string"),
    ("n_id", "node", "id", "string"),
    ("n_name", "node", "name", "string"),
    ("n_kind", "node", "kind", "string"),
    ("n_country", "node", "country", "string"),
    ("n_country_name", "node", "country_name", "string"),
    ("n_group", "node", "group", "string"),
    ("e_label", "edge", "label", "string"),
    ("e_flow", "edge", "flow", "string"),
    ("e_verdict", "edge", "verdict", "string"),
    ("e_stands", "edge", "stands", "boolean"),
    ("e_mechanism", "edge", "mechanism", "string"),
    ("e_claims", "edge", "claims", "string"),
    ("e_optional", "edge", "optional", "boolean"),
    ("e_condition", "edge", "condition", "string"),
    ("e_access", "edge", "access", "boolean"),
    ("e_place", "edge", "access_place", "string"),
];

/// The picture as `GraphML`.
pub fn write(picture: &Picture) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    );
    for (id, of, name, kind) in KEYS {
        text.push_str(&format!(
            "  <key id=\"{id}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n"
        ));
    }
    text.push_str("  <graph id=\"transfers\" edgedefault=\"directed\">\n");
    datum(&mut text, "    ", "g_register", &picture.register);
    datum(&mut text, "    ", "g_day", &picture.day);
    datum(&mut text, "    ", "g_law", &picture.law);
    datum(&mut text, "    ", "g_inactive", &picture.inactive.to_string());
    for (at, node) in picture.parties.iter().enumerate() {
        let country = picture.countries.get(node.country);
        let (code, name) = country.map_or(("", ""), |country| (&country.code, &country.name));
        text.push_str(&format!("    <node id=\"n{at}\">\n"));
        let mut put = |key, value: &str| datum(&mut text, "      ", key, value);
        put("n_label", &format!("{} ({code})", node.name));
        put("n_id", &node.id);
        put("n_name", &node.name);
        put("n_kind", node.kind);
        put("n_country", code);
        put("n_country_name", name);
        if let Some(group) = node.group.and_then(|group| picture.groups.get(group)) {
            put("n_group", group);
        }
        text.push_str("    </node>\n");
    }
    for (at, arrow) in picture.arrows.iter().enumerate() {
        edge(&mut text, at, arrow);
    }
    text.push_str("  </graph>\n</graphml>\n");
    text
}

fn edge(text: &mut String, at: usize, arrow: &Arrow) {
    text.push_str(&format!("    <edge id=\"e{at}\" source=\"n{}\" target=\"n{}\">\n", arrow.from, arrow.to));
    let mut put = |key, value: &str| datum(text, "      ", key, value);
    put("e_label", &arrow.line());
    put("e_flow", &arrow.flow);
    put("e_verdict", arrow.verdict.name());
    put("e_stands", yes(arrow.verdict.stands()));
    match &arrow.ground {
        Ground::Carried(by) => put("e_mechanism", &by.join(" ")),
        Ground::Claimed(claims) => put("e_claims", &claims.join(" ")),
        Ground::None => {}
    }
    put("e_optional", yes(arrow.optional.is_some()));
    if let Some(condition) = &arrow.optional {
        put("e_condition", condition);
    }
    put("e_access", yes(arrow.access()));
    if let ArrowKind::Access(place) = &arrow.kind {
        put("e_place", place);
    }
    text.push_str("    </edge>\n");
}

fn yes(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn datum(text: &mut String, indent: &str, key: &str, value: &str) {
    text.push_str(&format!("{indent}<data key=\"{key}\">{}</data>\n", escape(value)));
}
