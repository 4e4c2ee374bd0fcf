//! `transfer fmt`: what is written says the same, a second run changes nothing, comments stay, and nothing is
//! written where anything is wrong.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::string_slice,
    reason = "a test that cannot go on should fail"
)]

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use transfer_cli::tidy::tidy;
use transfer_tests::folder::Folder;
use transfer_tests::{hunt, material, transfer};

fn text(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.at(name)).unwrap()
}

const UNTIDY: &str = "# head\n[register]\nname=\"A\"   # whose\nas_of =  2024-01-01\n[[party]]\nid=\"a\"\nname='A'\nkind=\"group\"\n  country = \"DE\"\nbranches=[ \"NL\",\"FR\" ]\n";
const TIDY: &str = "# head\n[register]\nname = \"A\" # whose\nas_of = 2024-01-01\n\n[[party]]\nid = \"a\"\nname = 'A'\nkind = \"group\"\ncountry = \"DE\"\nbranches = [\"NL\", \"FR\"]\n";

/// All comments of a text, as the reader of TOML sees them.
fn comments(text: &str) -> Vec<String> {
    toml_parser::Source::new(text)
        .lex()
        .filter(|token| token.kind() == toml_parser::lexer::TokenKind::Comment)
        .map(|token| text[token.span().start()..token.span().end()].trim_end().to_owned())
        .collect()
}

fn assert_same(before: &str) {
    let Ok(meaning) = before.parse::<toml::Table>() else { return };
    let after = tidy(before).unwrap();
    assert_eq!(after.parse::<toml::Table>().unwrap(), meaning, "{before:?} became {after:?}");
    assert_eq!(comments(&after), comments(before), "{before:?} became {after:?}");
    assert_eq!(tidy(&after).unwrap(), after, "not settled: {before:?}");
}

#[test]
fn all_our_registers_keep_their_meaning_and_comments() {
    let mut tried = 0;
    for folder in [
        "registers/egress",
        "registers/impero",
        "registers/deskpro",
        "registers/insidesales",
        "onward",
        "invalid",
        "hostile",
        "law",
        "../jurisdictions/data/eu",
    ] {
        for entry in fs::read_dir(material(folder)).unwrap() {
            let path = entry.unwrap().path();
            if let Ok(text) = fs::read_to_string(&path) {
                assert_same(&text);
                tried += 1;
            }
        }
    }
    assert!(tried > 250, "{tried}");
}

#[test]
fn files_are_tidied_in_place_and_a_second_run_finds_nothing() {
    let folder = Folder::new("tidy");
    folder.put("a.toml", UNTIDY);
    folder.put("b.toml", "[[data]]\nid = \"d\"\nname = \"D\"\n");
    let check = transfer(&["fmt", "--check", folder.here()]);
    assert_eq!(check.status, 1);
    assert!(check.answer.contains("-name=\"A\"   # whose\n"), "{}", check.answer);
    assert!(check.answer.contains("+name = \"A\" # whose\n"), "{}", check.answer);
    assert_eq!(text(&folder, "a.toml"), UNTIDY);
    let run = transfer(&["fmt", folder.here()]);
    assert_eq!((run.status, run.answer.as_str()), (0, "tidied a.toml\n"));
    assert_eq!(text(&folder, "a.toml"), TIDY);
    assert_eq!(folder.names(), ["a.toml", "b.toml"]);
    assert_eq!(transfer(&["fmt", "--check", folder.here()]).status, 0);
    assert_eq!(transfer(&["fmt", folder.here()]).answer, "nothing to tidy\n");
}

#[test]
fn nothing_is_written_where_the_register_is_broken() {
    let folder = Folder::new("tidy");
    folder.put("a.toml", UNTIDY);
    folder.put("b.toml", "[[party]]\nid=\"a\"\nname='A'\nkind=\"group\"\ncountry=\"DE\"\n");
    for arguments in [vec!["fmt", folder.here()], vec!["fmt", "--check", folder.here()]] {
        let run = transfer(&arguments);
        assert_eq!(run.status, 2);
        assert!(run.message.contains("duplicate-id"), "{}", run.message);
        assert_eq!(run.answer, "");
        assert_eq!(text(&folder, "a.toml"), UNTIDY);
    }
}

#[cfg(unix)]
#[test]
fn standard_input_is_no_file_to_tidy() {
    let run = transfer(&["fmt", "-"]);
    assert_eq!(run.status, 2);
    assert_eq!(run.message, "error: a register on standard input cannot be tidied: name its file\n");
}

#[test]
fn links_and_rights_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new("tidy");
    let target = folder.put(".texts", UNTIDY);
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(".texts", folder.0.join("a.toml")).unwrap();
    assert_eq!(transfer(&["fmt", folder.here()]).status, 0);
    assert!(fs::symlink_metadata(folder.0.join("a.toml")).unwrap().is_symlink());
    assert_eq!(text(&folder, ".texts"), TIDY);
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
    // A file named by a link that leads elsewhere is not written.
    let other = Folder::new("tidy");
    let outside = other.put("outside.toml", UNTIDY);
    symlink(&outside, folder.0.join("linked.toml")).unwrap();
    let run = transfer(&["fmt", folder.0.join("linked.toml").to_str().unwrap()]);
    assert_eq!(run.status, 2, "{}", run.answer);
    assert!(run.message.contains("leads out of its folder"), "{}", run.message);
    assert_eq!(text(&other, "outside.toml"), UNTIDY);
}

#[test]
fn a_patch_shows_what_hides() {
    let folder = Folder::new("tidy");
    let path = folder.put("a.toml", UNTIDY.replace("# whose", "# \u{202e}\u{200b}x"));
    let run = transfer(&["fmt", "--check", path.to_str().unwrap()]);
    assert_eq!(run.status, 1);
    assert!(run.answer.contains("\\u{202e}\\u{200b}x"), "{}", run.answer);
    assert!(!run.answer.contains('\u{202e}'));
}

#[test]
fn the_starter_is_tidy() {
    let starter = transfer_cli::command::init::STARTER;
    assert_eq!(tidy(starter).unwrap(), starter);
}

/// Pieces of TOML, right and wrong ones, put together at random; those that are TOML are tried.
fn texts() -> impl Strategy<Value = String> {
    let blank = prop_oneof![Just(""), Just(" "), Just("   "), Just("\t")];
    let value = prop_oneof![
        Just("1".to_owned()),
        Just("1.5".to_owned()),
        Just("\"a # b\"".to_owned()),
        Just("'it = [x]'".to_owned()),
        Just("2021-01-07".to_owned()),
        Just("2021-01-07 10:00:00".to_owned()),
        Just("\"\"\"a\n\n  # b\n\"\"\"".to_owned()),
        Just("'''x \n\ty'''".to_owned()),
        Just("\"0123456789012345678901234567890123456789012345678901234567890\"".to_owned()),
    ];
    let value = value.prop_recursive(3, 24, 5, move |inner| {
        let gap = prop_oneof![
            4 => Just(" ".to_owned()),
            2 => Just(String::new()),
            2 => Just("\n".to_owned()),
            1 => Just("\n\n\n".to_owned()),
            1 => Just(" # note\n".to_owned()),
            1 => Just("\n  # own\n\n # two\n".to_owned()),
        ];
        let items = prop::collection::vec((gap.clone(), inner, gap.clone()), 0..5);
        (items, gap, any::<bool>(), any::<bool>()).prop_map(|(items, last, list, comma)| {
            let count = items.len();
            let parts: Vec<String> = items
                .into_iter()
                .enumerate()
                .map(|(at, (before, value, after))| {
                    let key = if list { String::new() } else { format!("k{at}=") };
                    let sign = if at + 1 < count || comma { "," } else { "" };
                    format!("{before}{key}{value}{after}{sign}")
                })
                .collect();
            let (open, close) = if list { ("[", "]") } else { ("{", "}") };
            format!("{open}{}{last}{close}", parts.concat())
        })
    });
    let pair = (blank.clone(), 0..1000u32, blank.clone(), value, blank.clone(), any::<bool>()).prop_map(
        |(a, key, b, value, c, comment)| {
            let comment = if comment { "# c  " } else { "" };
            format!("{a}key{key}{b}={c}{value}{b}{comment}\n")
        },
    );
    let line = prop_oneof![
        6 => pair,
        2 => (blank, 0..1000u32).prop_map(|(a, name)| format!("{a}[ t{name} . x ]{a}# of t\n")),
        2 => (0..1000u32).prop_map(|name| format!("[[l{name}]]\n")),
        2 => Just("\n".to_owned()),
        2 => Just("   # a comment  \n".to_owned()),
    ];
    (prop::collection::vec(line, 0..12), any::<bool>(), any::<bool>()).prop_map(|(lines, crlf, mark)| {
        let text = lines.concat();
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        if mark { format!("\u{feff}{text}") } else { text }
    })
}

proptest! {
    #![proptest_config(hunt(600))]

    #[test]
    fn any_toml_keeps_its_meaning_and_settles(text in texts()) {
        assert_same(&text);
    }

    #[test]
    fn any_text_is_survived(text in "[a-z=\\[\\]{},.\"'# \n\r\t]{0,60}") {
        let _ = tidy(&text);
        assert_same(&text);
    }
}

#[test]
fn paths_of_a_patch_are_those_seen_from_here() {
    let run = transfer(&["fmt", "--check", "registers/deskpro"]);
    assert!(run.answer.starts_with("--- registers/deskpro/flows.toml\n"), "{}", run.answer);
    assert!(Path::new("registers/deskpro/flows.toml").is_file());
}
