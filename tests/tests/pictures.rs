//! Pictures of the transfer graph: the four real registers in each format, line by line; a register whose
//! texts are hostile; drawings of sixty parties, measured; the file that is written and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail, and this one looks at files"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use roxmltree::{Document, Node};
use transfer_tests::folder::Folder;
use transfer_tests::{material, transfer};

fn export(register: &str, format: &str) -> String {
    let run = transfer(&["export", register, "--format", format]);
    assert_eq!(run.status, 0, "{}", run.message);
    run.answer
}

fn real(register: &str) -> String {
    material("registers").join(register).to_str().unwrap().to_owned()
}

#[test]
fn real_registers() {
    for register in ["egress", "impero", "deskpro", "insidesales"] {
        for format in ["dot", "mermaid", "graphml"] {
            insta::assert_snapshot!(format!("{register}_{format}"), export(&real(register), format));
        }
        let svg = export(&real(register), "svg");
        legible(&svg);
        assert_eq!(svg, export(&real(register), "svg"));
    }
    insta::assert_snapshot!("impero_svg", export(&real("impero"), "svg"));
}

#[test]
fn graphml_says_what_the_assessment_says() {
    let text = export(&real("egress"), "graphml");
    let document = Document::parse(&text).unwrap();
    let keys: BTreeMap<&str, &str> = document
        .descendants()
        .filter(|node| node.has_tag_name("key"))
        .map(|key| (key.attribute("id").unwrap(), key.attribute("attr.type").unwrap()))
        .collect();
    let nodes: Vec<&str> = document
        .descendants()
        .filter(|n| n.has_tag_name("node"))
        .map(|n| n.attribute("id").unwrap())
        .collect();
    let mut access = Vec::new();
    let mut crm = None;
    for edge in document.descendants().filter(|node| node.has_tag_name("edge")) {
        assert!(nodes.contains(&edge.attribute("source").unwrap()));
        assert!(nodes.contains(&edge.attribute("target").unwrap()));
        let data: BTreeMap<&str, &str> = edge
            .children()
            .filter(Node::is_element)
            .map(|d| (d.attribute("key").unwrap(), d.text().unwrap_or("")))
            .collect();
        if data["e_access"] == "true" {
            access.push((data["e_flow"].to_owned(), data["e_place"].to_owned()));
        }
        if data["e_flow"] == "crm-us" {
            crm = Some((data["e_verdict"].to_owned(), data["e_claims"].to_owned()));
        }
    }
    for data in document.descendants().filter(|node| node.has_tag_name("data")) {
        match keys[data.attribute("key").unwrap()] {
            "boolean" => assert!(matches!(data.text(), Some("true" | "false"))),
            "int" => assert!(data.text().unwrap().parse::<usize>().is_ok()),
            _ => {}
        }
    }
    assert_eq!(access, [("support-follow-the-sun".to_owned(), "Canada".to_owned())]);
    assert_eq!(crm, Some(("invalid".to_owned(), "privacy-shield ipv".to_owned())));
}

/// A register of some parties in some countries, with optional flows, accesses, corporate groups, a flow that
/// has ended.
fn crowd(parties: usize, flows: usize, countries: &[&str]) -> String {
    let kinds = ["processor", "vendor", "subprocessor", "individuals", "partner"];
    let words = ["Northern", "Analytics", "Payments", "Holdings", "International", "Research", "Logistics"];
    let mut text = String::from("[register]\nname = \"Crowd\"\nas_of = 2024-06-01\n");
    for at in 0..parties {
        let (a, b, c) = (words[at % 7], words[(at / 7 + 3) % 7], words[(at / 3 + 5) % 7]);
        let kind = if at < parties / 5 { "group" } else { kinds[at % 5] };
        let country = countries[(at * 7 + at / 5) % countries.len()];
        writeln!(
            text,
            "[[party]]\nid = \"p{at}\"\nname = \"{a} {b} {c} {at}\"\nkind = \"{kind}\"\ncountry = \"{country}\"\nsector = \"commercial\""
        )
        .unwrap();
        if at > 20 && at % 9 == 0 {
            writeln!(text, "parent = \"p{}\"", at - 1).unwrap();
        }
    }
    text.push_str("[[data]]\nid = \"contact\"\nname = \"Contact\"\n");
    let claims = ["[\"adequacy\"]", "[\"dpf\"]", "[\"privacy-shield\", \"ipv\"]", "[\"scc\"]", "[]"];
    for at in 0..flows {
        let from = (at * 11 + at / 4) % (parties / 5 + if at % 3 == 0 { parties / 2 } else { 0 });
        let to = if at < parties { at } else { (at * 7 + 3) % parties };
        writeln!(
            text,
            "[[flow]]\nid = \"flow-of-some-length-{at}\"\nfrom = \"p{from}\"\nto = \"p{to}\"\nroles = \"controller-to-controller\"\ndata = [\"contact\"]\nmechanism = {}",
            claims[at % 5]
        )
        .unwrap();
        match at % 9 {
            0 => text.push_str("optional = \"a customer switches it on\"\n"),
            4 => writeln!(text, "accessed_from = [{{ place = \"IN\", by = \"p{}\" }}]", (at * 3) % parties)
                .unwrap(),
            7 if at > parties => text.push_str("until = 2023-12-31\n"),
            _ => {}
        }
    }
    text
}

const COUNTRIES: [&str; 12] = ["DE", "FR", "IE", "NL", "GB", "CH", "US", "IN", "CA", "JP", "BR", "SG"];

type Rect = (i64, i64, i64, i64);

fn number(node: &Node<'_, '_>, name: &str) -> i64 {
    node.attribute(name).unwrap_or("0").parse().unwrap()
}

fn rect(node: &Node<'_, '_>) -> Rect {
    (number(node, "x"), number(node, "y"), number(node, "width"), number(node, "height"))
}

fn apart(a: Rect, b: Rect) -> bool {
    a.0 + a.2 <= b.0 || b.0 + b.2 <= a.0 || a.1 + a.3 <= b.1 || b.1 + b.3 <= a.1
}

fn inside(a: Rect, b: Rect) -> bool {
    a.0 >= b.0 && a.1 >= b.1 && a.0 + a.2 <= b.0 + b.2 && a.1 + a.3 <= b.1 + b.3
}

/// Corners of a path of straight lines with rounded corners.
fn corners(path: &str) -> Vec<(i64, i64)> {
    let numbers: Vec<i64> = path
        .split(|c: char| c.is_ascii_alphabetic() || c == ' ')
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().unwrap())
        .collect();
    numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect()
}

/// How many straight pieces of two arrows lie on each other, how many words or lines run over what they should
/// not, measured on the drawing itself.
fn legible(svg: &str) {
    let document = Document::parse(svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let (wide, tall) = (number(&root, "width"), number(&root, "height"));
    assert_eq!(root.attribute("viewBox"), Some(format!("0 0 {wide} {tall}").as_str()));
    let first: Vec<&str> =
        root.children().filter(Node::is_element).take(2).map(|n| n.tag_name().name()).collect();
    assert_eq!(first, ["title", "desc"]);
    for node in document.descendants() {
        assert!(!matches!(
            node.tag_name().name(),
            "script" | "style" | "image" | "foreignObject" | "use" | "a"
        ));
        assert!(
            node.attributes()
                .all(|attribute| !attribute.name().starts_with("on") && attribute.name() != "href")
        );
    }
    let scene = root
        .children()
        .filter(Node::is_element)
        .rfind(|node| node.has_tag_name("g") && node.attribute("transform").is_some())
        .unwrap();
    let shift = scene.attribute("transform").unwrap();
    let shift: Vec<i64> = shift
        .trim_start_matches("translate(")
        .trim_end_matches(')')
        .split(' ')
        .map(|n| n.parse().unwrap())
        .collect();
    let view = (-shift[0], -shift[1], wide, tall);
    let element = |node: &Node<'_, '_>, name: &str| node.children().any(|child| child.has_tag_name(name));
    let frames: Vec<Rect> =
        scene.children().filter(|node| node.has_tag_name("rect")).map(|node| rect(&node)).collect();
    let boxes: Vec<Rect> = scene
        .children()
        .filter(|node| node.attribute("data-party").is_some())
        .map(|node| rect(&node.children().find(|child| child.has_tag_name("rect")).unwrap()))
        .collect();
    for (at, a) in boxes.iter().enumerate() {
        assert!(inside(*a, view), "{a:?} is outside");
        assert!(frames.iter().any(|frame| inside(*a, *frame)), "{a:?} is in no frame");
        for b in &boxes[..at] {
            assert!(apart(*a, *b), "{a:?} covers {b:?}");
        }
    }
    for (at, a) in frames.iter().enumerate() {
        assert!(inside(*a, view), "{a:?} is outside");
        for b in &frames[..at] {
            assert!(apart(*a, *b) || inside(*a, *b) || inside(*b, *a), "{a:?} cuts {b:?}");
        }
    }
    let arrows: Vec<Node<'_, '_>> =
        scene.children().filter(|node| node.attribute("data-flow").is_some()).collect();
    let mut level: BTreeMap<i64, Vec<(i64, i64)>> = BTreeMap::new();
    let mut upright: BTreeMap<i64, Vec<(i64, i64)>> = BTreeMap::new();
    for arrow in &arrows {
        assert!(element(arrow, "title"));
        let path = arrow.children().find(|child| child.has_tag_name("path")).unwrap();
        for pair in corners(path.attribute("d").unwrap()).windows(2) {
            let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
            assert!(inside((ax.min(bx), ay.min(by), (ax - bx).abs(), (ay - by).abs()), view));
            for b in &boxes {
                let piece = (ax.min(bx), ay.min(by), (ax - bx).abs().max(1), (ay - by).abs().max(1));
                let core = (b.0 + 1, b.1 + 1, b.2 - 2, b.3 - 2);
                assert!(apart(piece, core), "a line crosses the box {b:?}");
            }
            if ay == by && ax != bx {
                level.entry(ay).or_default().push((ax.min(bx), ax.max(bx)));
            } else if ax == bx && ay != by {
                upright.entry(ax).or_default().push((ay.min(by), ay.max(by)));
            }
        }
    }
    for (_, mut pieces) in level.into_iter().chain(upright) {
        pieces.sort_unstable();
        for pair in pieces.windows(2) {
            assert!(pair[0].1 <= pair[1].0, "two lines lie on each other: {pair:?}");
        }
    }
    // The room of words is measured as the drawing measures it: wide letters, 11 pixels high.
    let words: Vec<Rect> = scene
        .children()
        .filter(|node| node.attribute("data-label").is_some())
        .map(|node| {
            let text: String =
                node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect();
            let wide = i64::try_from(text.chars().count()).unwrap() * 7;
            let (x, y) = (number(&node, "x"), number(&node, "y"));
            let x = if node.attribute("text-anchor") == Some("end") { x - wide } else { x };
            (x, y - 9, wide, 11)
        })
        .collect();
    assert_eq!(words.len(), arrows.len());
    for (at, a) in words.iter().enumerate() {
        assert!(inside(*a, view), "words {a:?} are outside");
        assert!(boxes.iter().all(|b| apart(*a, *b)), "words {a:?} cover a box");
        assert!(words[..at].iter().all(|b| apart(*a, *b)), "words {a:?} cover others");
    }
}

#[test]
fn sixty_parties_can_be_read() {
    let folder = Folder::new("pictures-sixty");
    for (name, parties, flows) in [("sixty.toml", 60, 90), ("dense.toml", 60, 250), ("most.toml", 150, 300)] {
        let svg = export(&folder.file(name, crowd(parties, flows, &COUNTRIES)), "svg");
        let document = Document::parse(&svg).unwrap();
        let drawn = document.descendants().filter(|node| node.attribute("data-party").is_some()).count();
        assert!(drawn * 10 >= parties * 9, "{drawn} of {parties}");
        legible(&svg);
    }
}

#[test]
fn one_country_and_one_party() {
    let folder = Folder::new("pictures-small");
    legible(&export(&folder.file("one.toml", crowd(12, 30, &["US"])), "svg"));
    let alone = "[register]\nname = \"Alone\"\nas_of = 2024-06-01\n[[party]]\nid = \"a\"\nname = \"A\"\nkind = \"group\"\ncountry = \"DE\"\n";
    let path = folder.file("alone.toml", alone);
    for format in ["dot", "mermaid", "graphml", "svg"] {
        assert!(!export(&path, format).is_empty());
    }
    legible(&export(&path, "svg"));
}

#[test]
fn too_many_parties_are_drawn_by_country() {
    let folder = Folder::new("pictures-many");
    let path = folder.file("many.toml", crowd(2_000, 6_000, &COUNTRIES));
    let run = transfer(&["export", &path, "--format", "svg"]);
    assert_eq!(run.status, 0);
    assert!(
        run.message.starts_with("warning: ") && run.message.contains("above 150 parties or 400 arrows"),
        "{}",
        run.message
    );
    legible(&run.answer);
    assert!(run.answer.len() < 400_000);
    let all = [
        "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT",
        "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "US", "GB", "CH", "IN", "JP", "CA", "BR",
        "SG", "AU", "NZ",
    ];
    let path = folder.file("everywhere.toml", crowd(2_000, 6_000, &all));
    let run = transfer(&["export", &path, "--format", "svg"]);
    assert_eq!((run.status, run.answer.as_str()), (2, ""));
    assert!(run.message.contains("even by country"), "{}", run.message);
    // The other formats have no such bound; Mermaid's own is told.
    assert_eq!(transfer(&["export", &path, "--format", "graphml"]).message, "");
    assert!(transfer(&["export", &path, "--format", "mermaid"]).message.contains("at most 500 arrows"));
}

fn hostile() -> String {
    let name = |text: &str| serde_json::to_string(text).unwrap();
    let names = [
        "</title><script>alert(1)</script>",
        "\"]; x -> y [label=\"\\",
        "a\\N\\G\\\"",
        "turned \u{202e}txt.exe",
        "zero\u{200b}width & bell\u{7}",
        "]]> <![CDATA[ --> %% end ; # `md` ]:::evil click",
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{65e5}\u{672c}\u{682a}\u{5f0f}\u{4f1a}\u{793e} e\u{301}\u{301}\u{301}\u{301}",
    ];
    let long = "W".repeat(10_000);
    let mut text = format!("[register]\nname = {}\nas_of = 2024-06-01\n", name(names[0]));
    for (at, hostile) in names.iter().copied().chain([long.as_str()]).enumerate() {
        writeln!(
            text,
            "[[party]]\nid = \"p{at}\"\nname = {}\nkind = \"vendor\"\ncountry = \"DE\"",
            name(hostile)
        )
        .unwrap();
    }
    text.push_str("[[data]]\nid = \"d\"\nname = \"d\"\n");
    for (at, hostile) in names.iter().copied().chain([long.as_str()]).enumerate() {
        let (to, optional) = ((at + 1) % 8, name(hostile));
        writeln!(
            text,
            "[[flow]]\nid = \"f{at}\"\nfrom = \"p{at}\"\nto = \"p{to}\"\nroles = \"controller-to-controller\"\ndata = [\"d\"]\noptional = {optional}\nmechanism = [{{ use = \"other\", text = {optional} }}]"
        )
        .unwrap();
    }
    text
}

#[test]
fn no_text_is_markup() {
    let folder = Folder::new("pictures-hostile");
    let path = folder.file("hostile.toml", hostile());
    let svg = export(&path, "svg");
    legible(&svg);
    for format in ["svg", "graphml", "dot", "mermaid"] {
        let text = export(&path, format);
        assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{200b}')));
        if matches!(format, "svg" | "graphml") {
            assert!(!text.contains("<script") && !text.contains("<![CDATA["));
            Document::parse(&text).unwrap();
        }
        insta::assert_snapshot!(
            format!("hostile_{format}"),
            text.replace(&"W".repeat(2_000), "[2000 W]").replace(&"W".repeat(900), "[900 W]")
        );
    }
    // Long texts are cut, and told to a bound.
    assert!(svg.len() < 60_000, "{}", svg.len());
    assert!(svg.contains(&format!("<title>{}…", "W".repeat(999))));
}

#[test]
fn only_the_named_file_is_written() {
    let folder = Folder::new("pictures-out");
    let register = folder.file("transfer.toml", crowd(12, 12, &["DE", "US"]));
    let out = folder.0.join("picture.svg");
    let named = out.to_str().unwrap();
    let ask = |out: &str| transfer(&["export", &register, "--format", "svg", "--out", out]);
    for _ in 0..2 {
        let run = ask(named);
        assert_eq!((run.status, run.answer.as_str(), run.message.as_str()), (0, "", ""));
        assert_eq!(fs::read_to_string(&out).unwrap(), export(&register, "svg"));
        assert_eq!(folder.names(), ["picture.svg", "transfer.toml"]);
    }
    // Not over the register, not over a folder, not into a folder that is not there, not over a device.
    let before = fs::read_to_string(&register).unwrap();
    let nowhere = folder.0.join("nowhere/picture.svg");
    for bad in [register.as_str(), folder.0.to_str().unwrap(), nowhere.to_str().unwrap(), "/dev/null"] {
        let run = ask(bad);
        assert_eq!((run.status, run.answer.as_str()), (2, ""), "{bad}");
        assert!(run.message.starts_with("error: cannot write"), "{}", run.message);
    }
    assert_eq!(fs::read_to_string(&register).unwrap(), before);
    assert_eq!(folder.names(), ["picture.svg", "transfer.toml"]);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    // A folder is a register of all its TOML files: none is added to it.
    let run = transfer(&[
        "export",
        folder.0.to_str().unwrap(),
        "--format",
        "dot",
        "--out",
        folder.0.join("new.toml").to_str().unwrap(),
    ]);
    assert_eq!(run.status, 2);
    assert!(run.message.contains("a file of the register"), "{}", run.message);
    assert_eq!(folder.names(), ["picture.svg", "transfer.toml"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_and_not_followed() {
    let folder = Folder::new("pictures-link");
    let register = folder.file("transfer.toml", crowd(12, 12, &["DE", "US"]));
    folder.file("other.txt", "untouched");
    let link = folder.0.join("link.dot");
    std::os::unix::fs::symlink(folder.0.join("other.txt"), &link).unwrap();
    let run = transfer(&["export", &register, "--format", "dot", "--out", link.to_str().unwrap()]);
    assert_eq!(run.status, 0, "{}", run.message);
    assert_eq!(fs::read_to_string(folder.0.join("other.txt")).unwrap(), "untouched");
    assert!(fs::read_to_string(&link).unwrap().starts_with("digraph"));
}

#[test]
fn some_flows_alone() {
    let run =
        transfer(&["export", &real("egress"), "--format", "mermaid", "--flow", "crm-us", "--flow", "crm-ca"]);
    assert_eq!(run.status, 0);
    insta::assert_snapshot!("egress_two_flows", run.answer);
    let run = transfer(&["export", &real("egress"), "--format", "dot", "--flow", "crm-uss"]);
    assert_eq!(run.status, 2);
    assert_eq!(run.message, "error: no flow has the id `crm-uss`; did you mean `crm-us`?\n");
}
