//! Other people's formats nested without end, and references in them that lead round or out.

use super::{Row, lines};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "anchors in anchors",
        make: |at| {
            let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
            for level in 1..12 {
                let before = format!("*a{}", level - 1);
                text.push_str(&format!("a{level}: &a{level} [{}]\n", [before.as_str(); 9].join(", ")));
            }
            at.put("m.yaml", text);
        },
        run: &["import", "m.yaml"],
        ends: 2,
        says: &["m.yaml"],
    },
    Row {
        name: "an anchor that holds itself",
        make: |at| at.put("m.yaml", "subprocessors: &a\n  - name: x\n    location: *a\n"),
        run: &["import", "m.yaml"],
        ends: 2,
        says: &["m.yaml"],
    },
    Row {
        name: "YAML lists in lists",
        make: |at| at.put("m.yaml", "[".repeat(50_000)),
        run: &["import", "m.yaml"],
        ends: 2,
        says: &["m.yaml"],
    },
    Row {
        name: "YAML by indents",
        make: |at| at.put("m.yaml", lines(0..3000, |n| format!("{}a:\n", " ".repeat(n)))),
        run: &["import", "m.yaml"],
        ends: 2,
        says: &["m.yaml"],
    },
    Row {
        name: "JSON lists in lists",
        make: |at| at.put("m.json", "[".repeat(1_000_000)),
        run: &["import", "m.json"],
        ends: 2,
        says: &["m.json"],
    },
    Row {
        name: "a JSON text of sixteen million keys alike",
        make: |at| at.put("m.json", format!("{{{}\"a\":1}}", "\"a\":1,".repeat(2_500_000))),
        run: &["import", "m.json"],
        ends: 2,
        says: &["m.json"],
    },
    Row {
        name: "a hundred thousand tables in tables, HTML",
        make: |at| at.put("p.html", "<table><tr><td>".repeat(100_000)),
        run: &["import", "p.html"],
        ends: 2,
        says: &["p.html"],
    },
    Row {
        name: "a cell over a thousand million rows and columns, HTML",
        make: |at| {
            at.put(
                "p.html",
                "<table><tr><th rowspan=1000000000 colspan=1000000000>Subprocessor<th>Location<tr><td>x</table>",
            );
        },
        run: &["import", "p.html"],
        ends: 0,
        says: &["[[party]]"],
    },
    Row {
        name: "quotes in quotes, Markdown",
        make: |at| at.put("p.md", format!("{}| Subprocessor | Location |\n", "> ".repeat(100_000))),
        run: &["import", "p.md"],
        ends: 2,
        says: &["p.md"],
    },
    Row {
        name: "brackets in brackets, Markdown",
        make: |at| at.put("p.md", "[".repeat(200_000) + &"](x)".repeat(200_000)),
        run: &["import", "p.md"],
        ends: 2,
        says: &["p.md"],
    },
    Row {
        name: "tags in tags, a policy",
        make: |at| at.put("p.html", "<div>".repeat(300_000) + "We rely on the EU-US Privacy Shield."),
        run: &["scan", "p.html", "--as-of", "2024-01-01"],
        ends: 1,
        says: &["Privacy Shield"],
    },
    Row {
        name: "nodes in nodes, Turtle",
        make: |at| at.put("g.ttl", format!("<urn:a> <urn:b> {}", "[ <urn:c> ".repeat(100_000))),
        run: &["import", "g.ttl"],
        ends: 2,
        says: &["g.ttl"],
    },
    Row {
        name: "lists in lists, Turtle",
        make: |at| at.put("g.ttl", format!("<urn:a> <urn:b> {}", "(".repeat(200_000))),
        run: &["import", "g.ttl"],
        ends: 2,
        says: &["g.ttl"],
    },
    Row {
        name: "lists in lists, JSON-LD",
        make: |at| at.put("g.jsonld", format!("{{\"@id\": \"urn:a\", \"urn:b\": {}", "[".repeat(200_000))),
        run: &["import", "g.jsonld"],
        ends: 2,
        says: &["g.jsonld"],
    },
    Row {
        name: "a context that is elsewhere",
        make: |at| at.put("g.jsonld", r#"{"@context": "http://127.0.0.1:9/context", "@id": "urn:a"}"#),
        run: &["import", "g.jsonld"],
        ends: 2,
        says: &["not JSON-LD"],
    },
];
