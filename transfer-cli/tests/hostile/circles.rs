//! What leads back to itself, and chains so long that following them costs too much.

use super::{CHECK, HEAD, RIGHT, Row, lines, with};

/// A chain of parties, each of which sends the next what came to it.
fn chain(flows: usize) -> String {
    let party = |at| {
        let country = if at == 0 { "DE" } else { "BR" };
        format!("[[party]]\nid = \"p{at}\"\nname = \"n\"\nkind = \"group\"\ncountry = \"{country}\"\n")
    };
    let flow = |at| {
        let roles = "controller-to-controller";
        format!(
            "[[flow]]\nid = \"f{at}\"\nfrom = \"p{at}\"\nto = \"p{}\"\nroles = \"{roles}\"\ndata = [\"d\"]\n",
            at + 1
        )
    };
    let data = "[[data]]\nid = \"d\"\nname = \"n\"\n";
    format!("{HEAD}{data}{}{}", lines(0..flows + 1, party), lines(0..flows, flow))
}

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "owners in a circle",
        make: |at| {
            let text = with("country = \"DE\"", "country = \"DE\"\nparent = \"host\"");
            at.put("r.toml", text.replace("country = \"US\"", "country = \"US\"\nparent = \"acme\""));
        },
        run: CHECK,
        ends: 0,
        says: &["1 flow"],
    },
    Row {
        name: "a paper that amends itself",
        make: |at| {
            at.put(
                "r.toml",
                with("kind = \"eu-scc-2021-914\"", "kind = \"uk-addendum\"\namends = \"paper\""),
            );
        },
        run: CHECK,
        ends: 1,
        says: &["1 flow"],
    },
    Row {
        name: "data that come back for ever",
        make: |at| {
            let back = RIGHT.split("[[flow]]").nth(1).unwrap().replace("\"hosting\"", "\"back\"");
            let back = back
                .replace("\"acme\"", "\"x\"")
                .replace("\"host\"", "\"acme\"")
                .replace("\"x\"", "\"host\"");
            let back = back.replace("controller-to-processor", "processor-to-controller");
            at.put("r.toml", format!("{RIGHT}\n[[flow]]{back}"));
        },
        run: &["paths", "r.toml", "--from", "acme"],
        ends: 0,
        says: &["hosting"],
    },
    Row {
        name: "a chain of thirty thousand parties",
        make: |at| at.put("r.toml", chain(30_000)),
        run: &["check", "r.toml", "--format", "markdown"],
        ends: 1,
        says: &["f29999"],
    },
    Row {
        name: "where a chain of thirty thousand parties ends",
        make: |at| at.put("r.toml", chain(30_000)),
        run: &["reach", "p0", "r.toml", "--format", "markdown"],
        ends: 0,
        says: &["p30000"],
    },
    Row {
        name: "a place that is a part of itself",
        make: |at| {
            at.put("r.toml", RIGHT);
            at.put(
                "law/a.toml",
                "[[place]]\ncode = \"ZZ-1\"\nname = \"x\"\nkind = \"zone\"\npart_of = \"ZZ-1\"\n",
            );
        },
        run: &["check", "r.toml", "--law", "law"],
        ends: 2,
        says: &["a.toml:"],
    },
    Row {
        name: "two places that are parts of each other",
        make: |at| {
            at.put("r.toml", RIGHT);
            let place = |code: &str, of: &str| {
                format!(
                    "[[place]]\ncode = \"{code}\"\nname = \"{code}\"\nkind = \"zone\"\npart_of = \"{of}\"\n"
                )
            };
            at.put("law/a.toml", place("ZZ-1", "ZZ-2") + &place("ZZ-2", "ZZ-1"));
        },
        run: &["check", "r.toml", "--law", "law"],
        ends: 2,
        says: &["a.toml:"],
    },
    Row {
        name: "an overlay that takes an id of the pack",
        make: |at| {
            at.put("r.toml", RIGHT);
            at.put("law/a.toml", "[[place]]\ncode = \"DE\"\nname = \"x\"\nkind = \"country\"\n");
        },
        run: &["check", "r.toml", "--law", "law"],
        ends: 2,
        says: &["a.toml:"],
    },
];
