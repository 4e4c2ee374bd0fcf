//! Stanzas for a register: each text as a `[[notice]]` with its claims, valid when pasted. Whose notice it is,
//! only the reader knows.

use std::collections::{BTreeMap, BTreeSet};

use transfer_model::law::LawBook;

use super::{Document, Item};
use crate::render::text::clean;

/// The stanzas.
pub fn notices(documents: &[Document], book: &LawBook) -> String {
    let mut text = String::new();
    let mut taken = BTreeSet::new();
    for document in documents {
        if !text.is_empty() {
            text.push('\n');
        }
        notice(&mut text, document, book, &mut taken);
    }
    text
}

fn notice(text: &mut String, document: &Document, book: &LawBook, taken: &mut BTreeSet<String>) {
    let mut id = slug(&document.file);
    let stem = id.clone();
    let mut number = 2u32;
    while !taken.insert(id.clone()) {
        id = format!("{stem}-{number}");
        number = number.saturating_add(1);
    }
    text.push_str(&format!(
        "# From {}. Add `of = [...]`: the parties whose notice it is.\n",
        clean(&document.file)
    ));
    text.push_str(&format!("[[notice]]\nid = {}\n", string(&id)));
    match document.published {
        Some(day) => text.push_str(&format!("published = {day}\n")),
        None => text.push_str("# published = YYYY-MM-DD  # no date was found\n"),
    }
    let known = |item: &&Item| book.mechanism_of(&item.claim.mechanism).is_some();
    let mut order = Vec::new();
    let mut places: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for item in document.items.iter().filter(known) {
        let key = (item.claim.mechanism.as_str(), item.claim.part.as_deref(), item.claim.polarity.name());
        if !places.contains_key(&key) {
            order.push((key, item.claim.section.as_deref()));
        }
        let to =
            item.claim.destination.iter().map(String::as_str).filter(|code| book.place_of(code).is_some());
        places.entry(key).or_default().extend(to);
    }
    let all: BTreeSet<&str> = places.values().flatten().copied().collect();
    if !all.is_empty() {
        text.push_str(&format!("destinations = {}\n", list(&all)));
    }
    text.push_str("claims = [\n");
    for (key, section) in order {
        let (mechanism, part, polarity) = key;
        let mut cells = vec![format!("mechanism = {}", string(mechanism))];
        if let Some(part) = part {
            cells.push(format!("part = {}", string(part)));
        }
        cells.push(format!("polarity = {}", string(polarity)));
        if let Some(to) = places.get(&key).filter(|to| !to.is_empty()) {
            cells.push(format!("to = {}", list(to)));
        }
        if let Some(section) = section.filter(|section| !section.trim().is_empty()) {
            cells.push(format!("section = {}", string(section)));
        }
        text.push_str(&format!("  {{ {} }},\n", cells.join(", ")));
    }
    text.push_str("]\n");
    let others: BTreeSet<&str> =
        document.items.iter().filter(|item| !known(item)).map(|item| item.claim.mechanism.as_str()).collect();
    for other in others {
        text.push_str(&format!("# also claimed, for another law: {}\n", clean(other)));
    }
}

/// An id made of a file's name.
fn slug(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut id = String::new();
    for c in stem.chars().take(60) {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    if id.is_empty() { "notice".to_owned() } else { id.to_owned() }
}

fn list(codes: &BTreeSet<&str>) -> String {
    let codes: Vec<String> = codes.iter().map(|code| string(code)).collect();
    format!("[{}]", codes.join(", "))
}

/// A TOML string. What is not seen is left out.
fn string(text: &str) -> String {
    let seen = |c: &char| !c.is_control() && !transfer_model::source::is_hidden(*c);
    let plain: String = text.chars().filter(seen).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}
