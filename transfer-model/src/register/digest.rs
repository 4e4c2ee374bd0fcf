//! A digest of what a register says, not of how it is laid out: the order of files, tables and keys, comments,
//! line ends, and whether it is TOML or JSON Lines change nothing.

use sha2::{Digest as _, Sha256};

use crate::read::{Entries, Value};

/// A digest of each table of a text or of a part of one.
pub(super) fn tables(root: &Entries<'_>, into: &mut Vec<[u8; 32]>) {
    for item in root {
        match &item.node.value {
            Value::List(items) => into.extend(items.iter().map(|node| entry(&item.key, &node.value))),
            other => into.push(entry(&item.key, other)),
        }
    }
}

/// The digest of all tables, as `sha256:` and hexadecimal digits.
pub(super) fn of(tables: &mut [[u8; 32]]) -> String {
    tables.sort_unstable();
    let mut all = Sha256::new();
    for table in tables.iter() {
        all.update(table);
    }
    format!("sha256:{}", hex(&all.finalize()))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn entry(key: &str, value: &Value<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    text(&mut hash, b'k', key);
    feed(&mut hash, value);
    hash.finalize().into()
}

fn text(hash: &mut Sha256, tag: u8, text: &str) {
    hash.update([tag]);
    hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
    hash.update(text.as_bytes());
}

fn feed(hash: &mut Sha256, value: &Value<'_>) {
    match value {
        Value::Text(value) => text(hash, b's', value),
        Value::Integer(value, _) => text(hash, b'i', value),
        Value::Float(value) => text(hash, b'f', value),
        Value::Flag(value) => hash.update(if *value { b"b1" } else { b"b0" }),
        Value::Moment(value) => text(hash, b'd', &value.to_string()),
        Value::Dated(value, _) => text(hash, b'd', value),
        Value::List(items) => {
            hash.update(b"[");
            for item in items {
                feed(hash, &item.value);
            }
            hash.update(b"]");
        }
        Value::Table(table) => {
            hash.update(b"{");
            let mut all: Vec<_> = table.iter().filter(|entry| entry.node.value != Value::Nothing).collect();
            all.sort_by_key(|entry| entry.key.as_ref());
            for entry in all {
                text(hash, b'k', &entry.key);
                feed(hash, &entry.node.value);
            }
            hash.update(b"}");
        }
        Value::Nothing => hash.update(b"n"),
    }
}
