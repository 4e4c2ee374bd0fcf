//! Paths, folders and the names of files: each problem names its file, and no name plays a trick on the terminal.

use std::fs;
use std::path::PathBuf;

use clap::Parser as _;
use transfer_cli::args::Args;
use transfer_cli::env::Out;
use transfer_tests::transfer;

use super::RIGHT;
use super::means::{Folder, assessed, check, refused};
use super::systems::Pretend;

#[test]
fn a_path_that_is_not_there_is_named() {
    let folder = Folder::new("broken");
    let path = folder.at("nowhere.toml");
    refused(&check(&path), &["there is no file or folder", "nowhere.toml", "transfer check PATH"]);
    let path = folder.put("file.toml", RIGHT).join("below.toml");
    refused(&check(&path), &["cannot read", "below.toml"]);
    let law = folder.at("nowhere");
    let right = folder.put("right.toml", RIGHT);
    let run = transfer(&["check", right.to_str().unwrap(), "--law", law.to_str().unwrap()]);
    refused(&run, &["there is no file or folder", "nowhere"]);
}

#[test]
fn a_register_left_out_and_not_there_names_both_places() {
    let args = Args::parse_from(["transfer", "check"]);
    let (mut answer, mut message) = (Vec::new(), Vec::new());
    let outcome = transfer_cli::run(&args, &Pretend::default(), &mut Out::plain(&mut answer, &mut message));
    assert_eq!(outcome.status(), 2);
    let message = String::from_utf8(message).unwrap();
    assert!(message.contains("`transfer.toml`") && message.contains("`transfers`"), "{message}");
}

#[test]
fn a_folder_without_registers_is_refused() {
    let folder = Folder::new("broken");
    refused(&check(&folder.0), &["has no `*.toml` file"]);
    folder.put("notes.txt", "x");
    folder.put("register.toml.bak", RIGHT);
    fs::create_dir(folder.at("below")).unwrap();
    folder.put("below/register.toml", RIGHT);
    refused(&check(&folder.0), &["has no `*.toml` file"]);
}

#[test]
fn a_folder_named_as_a_file_is_refused() {
    let folder = Folder::new("broken");
    folder.put("register.toml", RIGHT);
    fs::create_dir(folder.at("x.toml")).unwrap();
    refused(&check(&folder.0), &["`x.toml` is a folder"]);
}

#[test]
fn every_file_that_cannot_be_read_is_named() {
    let folder = Folder::new("broken");
    folder.put("a.toml", [0xff]);
    folder.put("b.toml", [0xfe]);
    fs::create_dir(folder.at("c.toml")).unwrap();
    refused(&check(&folder.0), &["`a.toml`", "`b.toml`", "`c.toml`", "3 problems"]);
}

#[test]
fn problems_of_a_folder_name_their_files() {
    let folder = Folder::new("broken");
    let (register, rest) = RIGHT.split_at(RIGHT.find("[[data]]").unwrap());
    folder.put("a.toml", register.replace("\"DE\"", "\"Germany\""));
    folder.put("b.toml", rest.replace("from = \"acme\"", "from = \"amce\""));
    refused(&check(&folder.0), &["a.toml:9:11", "b.toml:7:8", "2 problems"]);
    folder.put("a.toml", register);
    folder.put("b.toml", rest);
    assessed(&check(&folder.0));
}

#[test]
fn a_folder_holds_one_register() {
    let folder = Folder::new("broken");
    folder.put("a.toml", RIGHT);
    folder.put("b.toml", "# second\n[register]\nname = \"Second\"\n");
    refused(&check(&folder.0), &["a second `[register]`", "b.toml:3:8", "a.toml:2:8", "1 problem;"]);
}

#[test]
fn an_id_used_in_two_files_shows_both() {
    let folder = Folder::new("broken");
    folder.put("a.toml", RIGHT);
    folder.put("b.toml", "\n[[data]]\nid = \"contact\"\nname = \"Again\"\n");
    refused(&check(&folder.0), &["b.toml:3:6", "a.toml:18:6", "the first is here", "1 problem;"]);
}

/// A name with a colour code, a character that turns the text and a line break, where the file system has such.
fn put_unsafe_name(folder: &Folder, bytes: &[u8]) -> Option<PathBuf> {
    let path = folder.at("a\u{1b}[31m\u{202e}b\nc.toml");
    fs::write(&path, bytes).is_ok().then_some(path)
}

#[test]
fn names_of_files_reach_the_terminal_safely() {
    let folder = Folder::new("broken");
    let Some(path) = put_unsafe_name(&folder, &[0xff]) else { return };
    let message = refused(&check(&path), &["is not UTF-8", "\\u{1b}[31m\\u{202e}b\\u{a}c.toml"]);
    assert!(!message.contains('\u{202e}'), "{message:?}");
}

#[test]
fn names_of_files_with_problems_reach_the_terminal_safely() {
    let folder = Folder::new("broken");
    let Some(path) = put_unsafe_name(&folder, b"[register]\nname = 1\n") else { return };
    let message = refused(&check(&path), &["takes a text"]);
    assert!(!message.contains('\u{202e}'), "{message:?}");
}

#[test]
fn a_faulty_overlay_is_refused() {
    let folder = Folder::new("broken");
    let right = folder.put("right.toml", RIGHT);
    fs::create_dir(folder.at("law")).unwrap();
    folder.put("law/rows.toml", "[[adequacy]]\nid = \"x\"\nnonsense = 1\n");
    let law = folder.at("law");
    let arguments = ["check", right.to_str().unwrap(), "--law", law.to_str().unwrap()];
    refused(&transfer(&arguments), &["rows.toml:"]);
    folder.put("law/rows.toml", [0xff]);
    refused(&transfer(&arguments), &["`rows.toml` is not UTF-8"]);
}

#[test]
fn an_unknown_flow_is_refused() {
    let folder = Folder::new("broken");
    let path = folder.put("right.toml", RIGHT);
    let run = transfer(&["check", path.to_str().unwrap(), "--flow", "hostign"]);
    assert_eq!((run.status, run.answer.as_str()), (2, ""));
    assert!(run.message.contains("did you mean `hosting`?"), "{}", run.message);
}
