//! What is done twice is done once: tidying, locking, sheets out and back, on any register.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should fail, and this one looks at files"
)]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use transfer_tests::folder::Folder;
use transfer_tests::made::{Made, made};
use transfer_tests::{hunt, transfer};

fn register(folder: &Folder, made: &Made) -> String {
    // Laid out as nobody should.
    folder.file("register.toml", made.text().replace(" = ", "  =").replace("\n[[", "\n\n\n  [["))
}

fn run(arguments: &[&str]) {
    let run = transfer(arguments);
    assert_eq!(run.status, 0, "{arguments:?}: {}", run.message);
}

fn text(path: &str) -> Vec<u8> {
    fs::read(path).unwrap()
}

fn digest(register: &str) -> String {
    let run = transfer(&["check", register, "--format", "json", "--as-of", "2024-01-01"]);
    assert_ne!(run.status, 2, "{}", run.message);
    let document: serde_json::Value = serde_json::from_str(&run.answer).unwrap();
    document["register"]["digest"].as_str().unwrap().to_owned()
}

#[test]
fn the_costs_of_a_plan_go_out_and_come_back() {
    for format in ["csv", "xlsx"] {
        let folder = Folder::new(&format!("costs-{format}"));
        let register = folder.path("register.toml");
        fs::write(&register, "[register]\nname = \"t\"\n[plan.costs]\nsign = 50\ntell = 8\n").unwrap();
        let (sheets, back) = (folder.path(&format!("out.{format}")), folder.path("back.toml"));
        run(&["export", &register, "--format", format, "--out", &sheets]);
        run(&["import", &sheets, "--format", format, "--out", &back]);
        assert_eq!(digest(&register), digest(&back), "{format}");
    }
}

proptest! {
    #![proptest_config(hunt(16))]

    #[test]
    fn a_register_tidied_is_tidy_and_the_same(made in made()) {
        let folder = Folder::new("round-trips-fmt");
        let register = register(&folder, &made);
        let before = digest(&register);
        run(&["fmt", &register]);
        let once = text(&register);
        prop_assert_eq!(before, digest(&register));
        run(&["fmt", "--check", &register]);
        run(&["fmt", &register]);
        prop_assert_eq!(once, text(&register));
    }

    #[test]
    fn a_lock_is_the_same_again_and_holds(made in made()) {
        let folder = Folder::new("round-trips-lock");
        let (register, lock) = (register(&folder, &made), folder.path("transfers.lock"));
        run(&["lock", &register, "--as-of", made.day]);
        let once = text(&lock);
        run(&["lock", &register, "--as-of", made.day]);
        prop_assert_eq!(&once, &text(&lock));
        let held = transfer(&["check", &register, "--as-of", made.day, "--locked"]);
        prop_assert_eq!((held.status < 2, held.message.as_str()), (true, ""));
        // The layout is no fact.
        run(&["fmt", &register]);
        run(&["lock", &register, "--as-of", made.day]);
        prop_assert_eq!(&once, &text(&lock));
    }

    #[test]
    fn sheets_out_and_back_are_the_same_sheets(made in made(), format in prop::sample::select(vec!["csv", "xlsx"])) {
        let folder = Folder::new("round-trips-sheets");
        let register = register(&folder, &made);
        let (one, two) = (folder.path(&format!("one.{format}")), folder.path(&format!("two.{format}")));
        let back = folder.path("back.toml");
        run(&["export", &register, "--format", format, "--out", &one]);
        run(&["import", &one, "--format", format, "--out", &back]);
        prop_assert_eq!(digest(&register), digest(&back));
        run(&["export", &back, "--format", format, "--out", &two]);
        let all = |path: &str| -> Vec<Vec<u8>> {
            if !Path::new(path).is_dir() {
                return vec![text(path)];
            }
            let mut files: Vec<PathBuf> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.sort();
            files.iter().map(|file| fs::read(file).unwrap()).collect()
        };
        prop_assert_eq!(all(&one), all(&two));
    }
}
