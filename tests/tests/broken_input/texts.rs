//! Texts in other encodings, with marks and line ends of other systems, or without anything.

use super::means::{Folder, assessed, check, refused};
use super::{HEAD, RIGHT};

#[test]
fn what_is_not_utf_8_is_refused_with_its_line() {
    let folder = Folder::new("broken");
    let path = folder.put("latin.toml", b"[register]\nname = \"x\"\n# Soci\xe9t\xe9\n");
    refused(&check(&path), &["`latin.toml` is not UTF-8", "line 3", "save it as UTF-8"]);
    let path = folder.put("binary.toml", [0xffu8; 4096]);
    refused(&check(&path), &["`binary.toml` is not UTF-8", "line 1"]);
}

#[test]
fn utf_16_is_recognised() {
    let folder = Folder::new("broken");
    let text = format!("\u{feff}{RIGHT}");
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    refused(&check(&folder.put("little.toml", little)), &["`little.toml`", "UTF-16", "save it as UTF-8"]);
    refused(&check(&folder.put("big.toml", big)), &["`big.toml`", "UTF-16", "save it as UTF-8"]);
}

#[test]
fn utf_16_without_its_mark_is_refused() {
    let folder = Folder::new("broken");
    let bytes: Vec<u8> = RIGHT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(&check(&folder.put("wide.toml", bytes)), &["wide.toml:1:"]);
}

#[test]
fn a_byte_order_mark_changes_nothing() {
    let folder = Folder::new("broken");
    let plain = check(&folder.put("register.toml", RIGHT));
    let marked = check(&folder.put("register.toml", format!("\u{feff}{RIGHT}")));
    assessed(&marked);
    assert_eq!(plain.answer, marked.answer);
    let faulty = "\u{feff}nonsense = 1\n[register]\nname = \"x\"\n";
    let message = refused(&check(&folder.put("register.toml", faulty)), &["register.toml:1:1"]);
    assert!(!message.contains('\u{feff}'));
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let folder = Folder::new("broken");
    let plain = check(&folder.put("register.toml", RIGHT));
    let windows = check(&folder.put("register.toml", RIGHT.replace('\n', "\r\n")));
    assessed(&windows);
    assert_eq!(plain.answer, windows.answer);
    let faulty = RIGHT.replace("\"group\"", "\"grup\"");
    let plain = refused(&check(&folder.put("register.toml", &faulty)), &["register.toml:8:8"]);
    let windows = check(&folder.put("register.toml", faulty.replace('\n', "\r\n")));
    assert_eq!(plain, refused(&windows, &[]));
}

#[test]
fn columns_count_characters_and_not_bytes() {
    let folder = Folder::new("broken");
    let text = format!("policy = {{ \"é日本\" = 1, tia_max_age = \"nie\" }}\n{HEAD}");
    refused(&check(&folder.put("wide.toml", text)), &["wide.toml:1:12", "wide.toml:1:37"]);
}

#[test]
fn nothing_at_all_is_no_register() {
    let folder = Folder::new("broken");
    for text in ["", "\n", "\u{feff}", "# only a comment", "   \t\r\n\r\n"] {
        refused(&check(&folder.put("empty.toml", text)), &["no `[register]` table"]);
    }
}

#[test]
fn a_file_without_a_register_is_named() {
    let folder = Folder::new("broken");
    refused(&check(&folder.put("empty.toml", "")), &["empty.toml"]);
}
