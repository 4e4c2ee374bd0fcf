//! A digest of what a register says, not of how it is laid out: the order of files, tables and keys, comments
//! and line ends change nothing.

use sha2::{Digest as _, Sha256};
use toml::de::{DeTable, DeValue};

/// The digest of all files' facts, as `sha256:` and hexadecimal digits.
pub(super) fn digest<'a>(files: impl Iterator<Item = &'a DeTable<'a>>) -> String {
    let mut entries: Vec<[u8; 32]> = Vec::new();
    for file in files {
        for (key, value) in file {
            match value.get_ref() {
                DeValue::Array(items) => {
                    for item in items {
                        entries.push(entry(key.get_ref().as_ref(), item.get_ref()));
                    }
                }
                other => entries.push(entry(key.get_ref().as_ref(), other)),
            }
        }
    }
    entries.sort_unstable();
    let mut all = Sha256::new();
    for entry in &entries {
        all.update(entry);
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

fn entry(key: &str, value: &DeValue<'_>) -> [u8; 32] {
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

fn feed(hash: &mut Sha256, value: &DeValue<'_>) {
    match value {
        DeValue::String(value) => text(hash, b's', value),
        DeValue::Integer(value) => text(hash, b'i', value.as_str()),
        DeValue::Float(value) => text(hash, b'f', value.as_str()),
        DeValue::Boolean(value) => hash.update(if *value { b"b1" } else { b"b0" }),
        DeValue::Datetime(value) => text(hash, b'd', &value.to_string()),
        DeValue::Array(items) => {
            hash.update(b"[");
            for item in items {
                feed(hash, item.get_ref());
            }
            hash.update(b"]");
        }
        DeValue::Table(table) => {
            hash.update(b"{");
            let mut keys: Vec<_> =
                table.iter().map(|(key, value)| (key.get_ref().as_ref(), value.get_ref())).collect();
            keys.sort_by_key(|(key, _)| *key);
            for (key, value) in keys {
                text(hash, b'k', key);
                feed(hash, value);
            }
            hash.update(b"}");
        }
    }
}
