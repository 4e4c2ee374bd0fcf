//! Many problems, and long lines: the message stays short, and is there soon.

use std::fmt::Write as _;

use super::HEAD;
use super::means::{Folder, check, problems, refused};

/// A register with that many parties, all with the id of the first if `same`; each of six lines.
fn parties(count: usize, id: impl Fn(usize) -> String, country: &str) -> String {
    let mut text = HEAD.to_owned();
    for n in 0..count {
        let id = id(n);
        write!(text, "\n[[party]]\nid = \"{id}\"\nname = \"n\"\nkind = \"group\"\ncountry = \"{country}\"\n")
            .unwrap();
    }
    text
}

#[test]
fn thousands_of_duplicates_give_a_bounded_message() {
    let folder = Folder::new("broken");
    let text = parties(5001, |_| "same".to_owned(), "DE");
    let message = refused(&check(&folder.put("same.toml", text)), &["same.toml:12:6", "5000 problems"]);
    assert!(message.contains("… and 4800 more\n"), "{}", &message[message.len() - 200..]);
}

#[test]
fn a_duplicate_far_from_the_first_is_shown_at_its_own_line() {
    let folder = Folder::new("broken");
    let text = parties(201, |n| format!("p{}", n.rem_euclid(200)), "DE");
    // The last of 201 tables of six lines, three lines of head and a blank one before them.
    refused(&check(&folder.put("far.toml", text)), &["far.toml:1206:6", "the first is here", "1 problem;"]);
}

#[test]
fn two_hundred_problems_are_all_shown() {
    let folder = Folder::new("broken");
    let id = |n: usize| format!("p{n}");
    let message = refused(&check(&folder.put("many.toml", parties(200, id, "XY"))), &["200 problems"]);
    assert_eq!(problems(&message).len(), 200);
    assert!(!message.contains("more\n"));
    let message = refused(&check(&folder.put("many.toml", parties(201, id, "XY"))), &["201 problems"]);
    assert_eq!(problems(&message).len(), 200);
    assert!(message.contains("… and 1 more\n"));
}

#[test]
fn thousands_of_misspelt_words_are_reported_fast() {
    let folder = Folder::new("broken");
    let text = parties(5000, |n| format!("p{n}"), "Germania");
    refused(&check(&folder.put("words.toml", text)), &["5000 problems"]);
}

#[test]
fn thousands_of_dangling_references_are_reported_fast() {
    let folder = Folder::new("broken");
    let mut text = parties(3000, |n| format!("party-number-{n}"), "DE");
    for n in 0..3000 {
        write!(text, "\n[[responsible]]\nsubjects_in = [\"DE\"]\nparty = \"party-numbre-{n}\"\n").unwrap();
    }
    refused(&check(&folder.put("dangling.toml", text)), &["3000 problems", "did you mean"]);
}

#[test]
fn problems_of_syntax_left_out_are_counted() {
    let folder = Folder::new("broken");
    let text = format!("{HEAD}{}", "x = \n".repeat(1000));
    let message = refused(&check(&folder.put("syntax.toml", text)), &["syntax.toml:4:"]);
    assert!(message.contains("more"), "{}", &message[message.len() - 200..]);
}

#[test]
fn a_long_line_gives_a_short_message() {
    let folder = Folder::new("broken");
    let long = "x".repeat(1_000_000);
    let texts = [
        format!("register = {{ nmae = \"{long}\", name = \"x\" }}\n"),
        format!("register = {{ name = 1, review = \"{long}\" }}\n"),
        format!("register = {{ name = \"{long}\", review = 1 \n"),
        format!("{HEAD}[[party]]\nid = \"{long}\"\nname = \"x\"\nkind = \"{long}\"\ncountry = \"{long}\"\n"),
        format!("{HEAD}[policy]\nforbid = [{}]\n", "\"dpff\", ".repeat(5_000)),
    ];
    for (n, text) in texts.into_iter().enumerate() {
        let name = format!("long-{n}.toml");
        refused(&check(&folder.put(&name, text)), &[&format!("{name}:")]);
    }
}

#[test]
fn the_column_on_a_long_line_is_right() {
    let folder = Folder::new("broken");
    let text = format!("register = {{ name = \"{}\", review = \"never\" }}\n", "x".repeat(1_000_000));
    refused(&check(&folder.put("long.toml", text)), &["long.toml:1:1000034"]);
}

#[test]
fn a_long_key_gives_a_short_message() {
    let folder = Folder::new("broken");
    refused(
        &check(&folder.put("key.toml", format!("{HEAD}{} = 1\n", "y".repeat(1_000_000)))),
        &["key.toml:4:1"],
    );
}
