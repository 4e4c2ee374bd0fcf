//! What shells and manuals get: completions for each shell, a page for each command.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on should fail")]

use clap::CommandFactory as _;
use transfer_cli::args::Args;
use transfer_tests::folder::Folder;
use transfer_tests::transfer;

#[test]
fn every_shell_learns_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = transfer(&["completions", shell]);
        assert_eq!(run.status, 0);
        for command in Args::command().get_subcommands() {
            assert!(run.answer.contains(command.get_name()), "{shell}: {}", command.get_name());
        }
    }
}

#[test]
fn the_version_is_that_of_the_program_and_of_the_law() {
    let law = jurisdictions::embedded().unwrap().pack().version.clone();
    let version = format!("{} (law pack {law})\n", env!("CARGO_PKG_VERSION"));
    let mut command = Args::command();
    assert_eq!(command.render_version(), format!("transfer {version}"));
    command.build();
    let check = command.find_subcommand_mut("check").unwrap();
    assert!(check.render_version().ends_with(&version), "{}", check.render_version());
}

#[test]
fn every_command_has_a_page() {
    let run = transfer(&["man"]);
    assert!(run.answer.contains(".TH transfer 1"), "{}", run.answer);
    let folder = Folder::new("man");
    let path = folder.path("pages");
    // A second run writes over the first.
    for _ in 0..2 {
        assert_eq!(transfer(&["man", "--out", &path]).status, 0);
    }
    for command in Args::command().get_subcommands() {
        let page = folder.at("pages").join(format!("transfer-{}.1", command.get_name()));
        let text = std::fs::read_to_string(&page).unwrap();
        assert!(text.contains(".SH SYNOPSIS"), "{}", page.display());
    }
    let left = std::fs::read_dir(folder.at("pages"))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_none_or(|extension| extension != "1"));
    assert_eq!(left.count(), 0);
}
