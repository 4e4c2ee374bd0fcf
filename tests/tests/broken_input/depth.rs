//! Nesting, keys of many parts, circles, and the ends of the calendar.

use super::means::{Folder, assessed, check, refused};
use super::{HEAD, RIGHT};

#[test]
fn deep_nesting_is_refused() {
    let folder = Folder::new("broken");
    let (deep, deeper) = (10_000, 500_000);
    let texts = [
        format!("{HEAD}[policy]\nsanctions = {}{}\n", "[".repeat(deep), "]".repeat(deep)),
        format!("{HEAD}[policy]\nsanctions = {}\n", "[".repeat(deep)),
        format!("{HEAD}[policy]\nsanctions = {}\n", "[".repeat(deeper)),
        format!("{HEAD}\npolicy = {}1{}\n", "{a = ".repeat(deep), "}".repeat(deep)),
        format!("{HEAD}\npolicy = {}\n", "{a = ".repeat(deep)),
        format!("{HEAD}[policy]\nsanctioned = {}\n", "[{a = ".repeat(deep)),
    ];
    for (n, text) in texts.into_iter().enumerate() {
        let name = format!("deep-{n}.toml");
        refused(&check(&folder.put(&name, text)), &["recurs", &format!("{name}:5:")]);
    }
}

/// Keys of many parts, in their three shapes; each on the fifth line.
fn deep_keys(parts: usize) -> [String; 5] {
    let key = vec!["a"; parts].join(".");
    [
        format!("{HEAD}\n{key} = 1\n"),
        format!("{HEAD}\n[{key}]\nb = 1\n"),
        format!("{HEAD}\n[[{key}]]\nb = 1\n"),
        format!("{HEAD}[policy]\ntia_max_age = {{ {key} = 1 }}\n"),
        format!("{HEAD}[policy]\n{key} = 1\n"),
    ]
}

#[test]
fn texts_that_would_fill_the_memory_are_refused_unread() {
    let folder = Folder::new("broken");
    let lists = format!("{HEAD}z = [{}]\n", "{a=1},".repeat(400_000));
    for (name, text) in [
        ("lists.toml", lists),
        ("tables.toml", format!("{HEAD}{}", "[[flow]]\n".repeat(300_000))),
        ("equals.toml", "=\n".repeat(1_000_000)),
        ("blanks.toml", format!("{HEAD}k{} = 1\n", " .a".repeat(800_000))),
    ] {
        refused(&check(&folder.put(name, text)), &["the file was not read", name]);
    }
}

#[test]
fn deep_keys_are_refused_on_their_line() {
    let folder = Folder::new("broken");
    for (n, text) in deep_keys(10_000).into_iter().enumerate() {
        let name = format!("deep-{n}.toml");
        let message = refused(&check(&folder.put(&name, text)), &["at most 32 are read"]);
        assert!(!message.contains(":1:1"), "{message}");
    }
}

#[test]
fn circles_of_owners_and_papers_end() {
    let folder = Folder::new("broken");
    let text = RIGHT
        .replace("country = \"DE\"", "country = \"DE\"\nparent = \"host\"")
        .replace("country = \"GB\"", "country = \"GB\"\nparent = \"acme\"")
        .replace("\"adequacy\"]", "\"one\", \"two\", \"three\"]");
    let paper = |id: &str, more: &str| {
        format!(
            "\n[[instrument]]\nid = \"{id}\"\nkind = \"uk-addendum\"\nparties = [\"acme\", \"host\"]\n{more}\n"
        )
    };
    let papers = [
        paper("one", "amends = \"two\"\nincorporated_by = \"two\"\nstate = \"incorporated\""),
        paper("two", "amends = \"one\"\nincorporated_by = \"one\"\nstate = \"incorporated\""),
        paper("three", "amends = \"three\"\nincorporated_by = \"three\"\nstate = \"incorporated\""),
    ];
    assessed(&check(&folder.put("circle.toml", format!("{text}{}", papers.concat()))));
}

#[test]
fn the_ends_of_the_calendar_are_days() {
    let folder = Folder::new("broken");
    for day in ["0000-01-01", "9999-12-31"] {
        let since = format!("since = {day}\nuntil = {day}\nreturned = {day}\nmechanism");
        let text = RIGHT.replace("2024-01-01", day).replace("mechanism", &since);
        let text = format!(
            "{text}\n[policy]\ntia_max_age = \"100 years\"\n\n[[tia]]\nid = \"tia\"\nflows = [\"hosting\"]\n\
             country = \"GB\"\ndate = {day}\nconclusion = \"sufficient\"\n\n[[waiver]]\nfinding = \"tia-missing\"\n\
             reason = \"none\"\napproved_by = \"nobody\"\nuntil = {day}\n\n[[duty]]\nid = \"duty\"\nkind = \"any\"\n\
             due = {day}\n"
        );
        assessed(&check(&folder.put("end.toml", text)));
    }
}
